"""``lastyard timeline``."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from lastyard.commands.options import answer, open_case, parse_day, span_options, write_answer

__all__ = ["command"]


@click.command("timeline")
@partial(span_options, ids="trend:all:by_position, effect-1, day:2024-03-22")
@click.option("--from", "start", metavar="DATE", help="First day; default: the first statement's.")
@click.option("--to", "end", metavar="DATE", help="Last day; default: the case's.")
@click.option("--svg", metavar="FILE", help="Draw gaps, agreement and packages left to FILE.")
@click.option("--exact", is_flag=True, help="Only what is exact, nothing sampled: quick.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=0,
    show_default=True,
    help="Same seed, same answer.",
)
def command(
    case_file: str,
    start: str | None,
    end: str | None,
    svg: str | None,
    exact: bool,
    seed: int,
    why: bool,
    **shown: Any,
) -> int:
    """How the talks went: gaps, blocking sets and the best package, day by day.

    Says of each issue whether it is narrowing, widening or stalled, with a test, and which
    statements moved it most.

    \b
    Examples:
      lastyard timeline talks.yaml
      lastyard timeline talks.yaml --from 2024-01-01 --to 2024-03-31 --svg talks.svg
      lastyard timeline talks.yaml --exact
      lastyard timeline talks.yaml --why trend:all:by_position
      lastyard timeline talks.yaml --json
    """

    def find() -> tuple[Any, int]:
        from lastyard.analyses.timeline import timeline

        days = parse_day(start, "--from"), parse_day(end, "--to")
        result = timeline(open_case(case_file), *days, seed=seed, sampled=not exact)
        if svg is not None:
            from lastyard.views.charts import timeline_svg

            write_answer(timeline_svg(result), svg)
        return result, 0

    def reasons(result: Any) -> Any:
        from lastyard.views.timeline import METHOD
        from lastyard.views.why import why_blocks

        told = {c.statement.id: c.statement for p in result.points for c in p.changes}
        return why_blocks(result.case, told.values(), METHOD)

    return answer(find, why=reasons if why else None, **shown)
