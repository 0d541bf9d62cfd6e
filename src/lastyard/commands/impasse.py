"""``lastyard impasse``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import Found, case_command, open_case, parse_day, verdict
from lastyard.errors import RequestError

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
@click.option(
    "--without",
    multiple=True,
    metavar="ID",
    help="What if this statement did not count? May be given several times.",
)
@click.option(
    "--suppose",
    multiple=True,
    metavar="STATEMENT",
    help='What if this were said, such as "union requires wage >= 5" or "firm offers wage: 4"?',
)
@click.option(
    "--firmness",
    "levels",
    multiple=True,
    metavar="ID=LEVEL",
    help="What if this statement were as firm as this (0 to 1, or a word such as firm)?",
)
def command(case_file: str, as_of: str | None, **asked: Any) -> Found:
    """What blocks every deal, and what would open one.

    Exit code 0: some package satisfies all that has been said; 1: none does; 4: not decided.

    \b
    Examples:
      lastyard impasse talks.yaml
      lastyard impasse talks.yaml --why
      lastyard impasse talks.yaml --json --as-of 2024-02-01
      lastyard impasse talks.yaml --without bid --suppose "firm requires wage <= 5"
    """
    from lastyard.answers.impasse import impasse
    from lastyard.answers.what_if import what_if

    case, day = open_case(case_file), parse_day(as_of)
    scenario = {"without": asked.pop("without"), "suppose": asked.pop("suppose")}
    levels = dict(map(_level, asked.pop("levels")))
    if not levels and not any(scenario.values()):
        result = impasse(case, day, **asked)
        return result, verdict(result.agreement_exists)
    found = what_if(case, day, firmness=levels, **scenario, **asked)
    return found, verdict(found.scenario.agreement_exists)


def _level(text: str) -> tuple[str, str]:
    id, sign, level = text.rpartition("=")
    if not sign:
        raise RequestError(f"{text[:60]!r} gives no level; write it as ID=0.3 or ID=firm")
    return id.strip(), level.strip()
