"""``lastyard next``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import Found, case_command, open_case, parse_day, seed_option

__all__ = ["command"]


@case_command("next")
@click.option(
    "--top",
    type=click.IntRange(1, 100),
    default=5,
    show_default=True,
    help="How many questions and packages to name.",
)
@click.option(
    "--for-best", is_flag=True, help="Name the questions that would find the best deal as well."
)
@seed_option()
def command(case_file: str, as_of: str | None, **asked: Any) -> Found:
    """What to ask the parties in confidence, and what to propose, next.

    At most three questions and two packages, each so that it could be read out, with what the
    answers would change. More of both, and all figures, are in --json.

    Exit code 0: some question would help; 1: none would.

    \b
    Examples:
      lastyard next talks.yaml
      lastyard next talks.yaml --top 3 --why question-1
      lastyard next talks.yaml --for-best
      lastyard next talks.yaml --as-of 2024-02-01 --json
    """
    from lastyard.answers.next_step import next_step

    result = next_step(open_case(case_file), parse_day(as_of), **asked)
    return result, 0 if result.questions or result.unsampled else 1
