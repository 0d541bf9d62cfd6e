"""``lastyard simulate``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import Found, case_command, open_case, parse_day, seed_option

__all__ = ["command"]


@case_command("simulate")
@click.option(
    "--runs",
    type=click.IntRange(2, 10_000),
    default=24,
    show_default=True,
    help="How many hidden truths to try.",
)
@click.option(
    "--questions",
    type=click.IntRange(1, 200),
    default=30,
    show_default=True,
    help="Most questions a run.",
)
@seed_option()
def command(case_file: str, as_of: str | None, **asked: Any) -> Found:
    """How many questions it would take to find a package, by several ways of asking.

    Hidden truths are drawn from what is believed of the parties, so it is taken for granted that
    the beliefs are right; how far they are is told in docs/evidence.md.

    Exit code 0: in some run there was a package to find; 1: in none.

    \b
    Examples:
      lastyard simulate talks.yaml
      lastyard simulate talks.yaml --runs 50 --questions 12
      lastyard simulate talks.yaml --json -o curves.json
    """
    from lastyard.answers.next_step import simulate

    result = simulate(open_case(case_file), parse_day(as_of), **asked)
    return result, 0 if result.feasible else 1
