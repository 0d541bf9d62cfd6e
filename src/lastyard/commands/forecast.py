"""``lastyard forecast``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import Found, case_command, open_case, parse_day, seed_option

__all__ = ["command"]


@case_command("forecast", ids="forecast-ISSUE, a statement")
@click.option("--weights", metavar="FILE", help="Capability and salience of each party, as CSV.")
@click.option("--back-test", metavar="FILE", help="Score past issues with their outcomes, as CSV.")
@seed_option()
def command(case_file: str, as_of: str | None, **asked: Any) -> Found:
    """Where each ordered issue may end, by several ways, and how far they were off.

    \b
    FILE for --weights has the columns party, capability, salience (and issue);
    FILE for --back-test issue, party, position, outcome, a row a party (and
    capability, salience; low, high where the range is not 0 to 100).

    Exit code 0: some issue can be forecast; 1: none can.

    \b
    Examples:
      lastyard forecast talks.yaml
      lastyard forecast talks.yaml --weights weights.csv --back-test past.csv
    """
    from lastyard.answers.forecast import forecast

    result = forecast(open_case(case_file), parse_day(as_of), **asked)
    return result, 0 if result.issues else 1
