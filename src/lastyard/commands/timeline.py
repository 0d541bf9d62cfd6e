"""``lastyard timeline``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import (
    Found,
    case_command,
    open_case,
    parse_day,
    seed_option,
    write_answer,
)

__all__ = ["command"]


@case_command("timeline", one_day=False, ids="trend:all:by_position, effect-1, day:2024-03-22")
@click.option("--from", "start", metavar="DATE", help="First day; default: the first statement's.")
@click.option("--to", "end", metavar="DATE", help="Last day; default: the case's.")
@click.option("--svg", metavar="FILE", help="Draw gaps, agreement and packages left to FILE.")
@click.option("--exact", is_flag=True, help="Only what is exact, nothing sampled: quick.")
@seed_option()
def command(case_file: str, start: str | None, end: str | None, **asked: Any) -> Found:
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
    from lastyard.answers.timeline import timeline

    days = parse_day(start, "--from"), parse_day(end, "--to")
    case, sampled = open_case(case_file), not asked["exact"]
    result = timeline(case, *days, seed=asked["seed"], sampled=sampled)
    if asked["svg"] is not None:
        from lastyard.show.pictures.charts import timeline_svg

        write_answer(timeline_svg(result), asked["svg"])
    return result, 0
