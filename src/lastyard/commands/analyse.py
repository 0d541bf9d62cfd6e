"""``lastyard analyse``."""

from __future__ import annotations

from lastyard.commands.options import Found, case_command, open_case, parse_day, verdict

__all__ = ["command"]


@case_command("analyse")
def command(case_file: str, as_of: str | None) -> Found:
    """Where the talks stand, what blocks a deal, the best packages, and what to ask next.

    Exit code 0: some package satisfies all that has been said; 1: none does; 4: not decided.

    \b
    Examples:
      lastyard analyse talks.yaml
      lastyard analyse talks.yaml --as-of 2024-02-01 --why
      lastyard analyse talks.yaml --json -o answer.json
    """
    from lastyard.answers.analyse import analyse

    result = analyse(open_case(case_file), parse_day(as_of))
    return result, verdict(result.impasse.agreement_exists)
