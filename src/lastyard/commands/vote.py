"""``lastyard vote``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import (
    Found,
    NumberRange,
    case_command,
    open_case,
    parse_day,
    seed_option,
    write_answer,
)

__all__ = ["command"]


@case_command("vote")
@click.option(
    "--unknown",
    type=NumberRange(0, 1),
    metavar="P",
    help="Take what is unknown as yes with probability P, else no; default: give ranges.",
)
@click.option("--power", "with_power", is_flag=True, help="Add power indices of each body.")
@click.option("--svg", metavar="FILE", help="Draw each vote to FILE: bars with the rule's lines.")
@seed_option("Of draws, where a body is too large.")
def command(case_file: str, as_of: str | None, svg: str | None, **asked: Any) -> Found:
    """How likely each draft is to be adopted, whose ballot matters, and whom to win over.

    Unknown ballots are not guessed: what is certain is told, and the range of the rest.

    Exit code 0: every draft may still be adopted; 1: one cannot, whatever is unknown.

    \b
    Examples:
      lastyard vote council.yaml
      lastyard vote council.yaml --unknown 0.5 --why
      lastyard vote council.yaml --svg vote.svg
      lastyard vote council.yaml --power --json
    """
    from lastyard.answers.votes import vote

    result = vote(open_case(case_file), parse_day(as_of), **asked)
    if svg is not None:
        from lastyard.show.pictures.votes import vote_svg

        write_answer(vote_svg(result), svg)
    return result, 1 if any(each.certain == "rejected" for each in result.votes) else 0
