"""``lastyard simulate``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import answer, case_options, open_case, parse_day

__all__ = ["command"]


@click.command("simulate")
@case_options
@click.option(
    "--runs",
    type=click.IntRange(2, 10_000),
    default=100,
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
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=0,
    show_default=True,
    help="Same seed, same answer.",
)
def command(
    case_file: str,
    as_json: bool,
    as_of: str | None,
    why: bool,
    output: str | None,
    **asked: Any,
) -> int:
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

    def find() -> tuple[Any, int]:
        from lastyard.analyses.next_step import simulate

        case, day = open_case(case_file), parse_day(as_of)
        result = simulate(case, day, **asked)
        return result, 0 if result.feasible else 1

    def reasons(result: Any) -> Any:
        from lastyard.views.simulation import METHOD
        from lastyard.views.why import why_blocks

        return why_blocks(result.case, result.used, METHOD)

    return answer(find, as_json=as_json, output=output, why=reasons if why else None)
