"""``lastyard impasse``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import Found, case_command, open_case, parse_day, verdict

__all__ = ["command"]


@case_command("impasse")
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    default=5_000,
    show_default=True,
    help="Find all blocking sets and all openings when there are at most this many of each.",
)
@click.option(
    "--first",
    type=click.IntRange(1, 1_000),
    default=10,
    show_default=True,
    help="How many of the likeliest to find when there are more; also how many get movement.",
)
def command(case_file: str, as_of: str | None, **asked: Any) -> Found:
    """What blocks every deal, and what would open one.

    Exit code 0: some package satisfies all that has been said; 1: none does; 4: not decided.

    \b
    Examples:
      lastyard impasse talks.yaml
      lastyard impasse talks.yaml --why
      lastyard impasse talks.yaml --json --as-of 2024-02-01
    """
    from lastyard.answers.impasse import impasse

    result = impasse(open_case(case_file), parse_day(as_of), **asked)
    return result, verdict(result.agreement_exists)
