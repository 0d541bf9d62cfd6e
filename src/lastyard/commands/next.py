"""``lastyard next``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import answer, case_options, open_case, parse_day

__all__ = ["command"]


@click.command("next")
@case_options
@click.option(
    "--top",
    type=click.IntRange(1, 100),
    default=5,
    show_default=True,
    help="How many questions and packages to name.",
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
    """What to ask the parties in confidence, and what to propose, next.

    Each question comes with the chance of a yes, what the answer would teach and what it would
    change. Answers are taken as true. An agreement index is no forecast of a yes.

    Exit code 0: some question would teach something; 1: none would.

    \b
    Examples:
      lastyard next talks.yaml
      lastyard next talks.yaml --top 3 --why question-1
      lastyard next talks.yaml --as-of 2024-02-01 --json
    """

    def find() -> tuple[Any, int]:
        from lastyard.analyses.next_step import next_step

        case, day = open_case(case_file), parse_day(as_of)
        result = next_step(case, day, **asked)
        return result, 0 if result.questions else 1

    def reasons(result: Any) -> Any:
        from lastyard.views.next_step import METHOD
        from lastyard.views.why import why_blocks

        return why_blocks(result.case, result.used, METHOD)

    return answer(find, as_json=as_json, output=output, why=reasons if why else None)
