"""``lastyard vote``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import answer, case_options, open_case, parse_day, write_answer

__all__ = ["command"]


@click.command("vote")
@case_options
@click.option(
    "--unknown",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Take what is unknown as yes with probability P, else no; default: give ranges.",
)
@click.option("--power", "with_power", is_flag=True, help="Add power indices of each body.")
@click.option("--svg", metavar="FILE", help="Draw each vote to FILE: bars with the rule's lines.")
@click.option(
    "--seed", type=int, default=0, help="Of draws, where a body is too large. [default: 0]"
)
def command(
    case_file: str,
    as_json: bool,
    as_of: str | None,
    why: bool,
    output: str | None,
    **choices: Any,
) -> int:
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

    def find() -> tuple[Any, int]:
        from lastyard.analyses.vote import vote

        result = vote(
            open_case(case_file),
            parse_day(as_of),
            unknown=choices["unknown"],
            with_power=choices["with_power"],
            seed=choices["seed"],
        )
        if choices["svg"] is not None:
            from lastyard.views.vote_picture import vote_svg

            write_answer(vote_svg(result), choices["svg"])
        return result, 1 if any(each.certain == "rejected" for each in result.votes) else 0

    def reasons(result: Any) -> Any:
        from lastyard.views.votes import METHOD
        from lastyard.views.why import why_blocks

        return why_blocks(result.case, result.statements, METHOD)

    return answer(find, as_json=as_json, output=output, why=reasons if why else None)
