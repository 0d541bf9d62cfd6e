"""``lastyard standing``."""

from __future__ import annotations

from lastyard.commands.options import Found, case_command, open_case, parse_day

__all__ = ["command"]


@case_command("standing")
def command(case_file: str, as_of: str | None) -> Found:
    """Positions by issue and party, the gaps between them, since when, on whose word.

    \b
    Examples:
      lastyard standing talks.yaml
      lastyard standing talks.yaml --as-of 2024-02-01 --why
    """
    from lastyard.answers.standing import standing

    return standing(open_case(case_file), parse_day(as_of)), 0
