"""``lastyard check``."""

from __future__ import annotations

from lastyard.budget import current
from lastyard.commands.options import Found, case_command, parse_day, verdict
from lastyard.commands.telling import tell

__all__ = ["command"]


@case_command("check")
def command(case_file: str, as_of: str | None) -> Found:
    """Is the file right, and does any party contradict itself?

    Exit code 0: it is right; 1: a party contradicts itself; 2: the file cannot be used; 4: not
    everything was checked within the budget.

    \b
    Examples:
      lastyard check talks.yaml
      lastyard check talks.yaml --json
    """
    from lastyard.answers.check import check, load_with_warnings

    case, warnings = load_with_warnings(case_file)
    result = check(case, parse_day(as_of), warnings)
    for warning in result.warnings:
        tell(*str(warning).split("\n"))
    whole = not (result.stopped or current().stopped)
    return result, verdict(False if not result.is_consistent else whole or None)
