"""``lastyard trace``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import (
    Found,
    answer,
    as_of_option,
    files_options,
    json_option,
    open_case,
    output_option,
    parse_day,
    seed_option,
)
from lastyard.commands.telling import tell
from lastyard.showing import json_text

__all__ = ["command"]

_ANALYSES = ("analyse", "check", "packages", "solutions", "vote", "moves")


@click.command("trace")
@click.argument("case_file", metavar="CASE")
@click.option(
    "--of",
    "analyses",
    type=click.Choice(_ANALYSES),
    multiple=True,
    default=("analyse",),
    show_default=True,
    help="The analysis whose findings are traced; may be given again.",
)
@click.option(
    "--format",
    "target",
    type=click.Choice(["text", "prov", "annotations"]),
    default="text",
    show_default=True,
    help="A list to read, PROV-O as JSON-LD, or W3C Web Annotations.",
)
@seed_option(help=None)
@json_option
@as_of_option
@output_option
@files_options
def command(
    case_file: str,
    analyses: tuple[str, ...],
    target: str,
    seed: int,
    as_json: bool,
    as_of: str | None,
    output: str | None,
) -> int:
    """What every finding rests on: statements, quotes, sources, rules, parameters.

    `--format annotations` writes each statement as an annotation of its source, `--format prov`
    the whole chain from sources to findings, for other programs. Neither names users or machines.

    \b
    Examples:
      lastyard trace talks.yaml
      lastyard trace talks.yaml --of analyse --of packages --format prov -o talks.jsonld
      lastyard trace talks.yaml --format annotations -o annotations.jsonld
    """

    def find() -> Found:
        from lastyard.answers.evidence import trace

        case, day = open_case(case_file), parse_day(as_of)
        return trace(*(_found(name, case, day, seed) for name in dict.fromkeys(analyses))), 0

    def as_text(result: Any) -> str:
        if target == "annotations":
            from lastyard.show.prov import annotations_json, without_source

            left_out = [statement.id for statement in without_source(result.case)]
            if left_out:
                names = ", ".join(left_out)
                tell(f"note: no source is named for {names}: left out")
            return json_text(annotations_json(result.case), indent=2) + "\n"
        from lastyard.show.prov import prov_json

        return json_text(prov_json(result), indent=2) + "\n"

    other = None if target == "text" else as_text
    return answer(find, as_json=as_json, output=output, as_text=other, text_is_json=True)


def _found(name: str, case: Any, day: Any, seed: int) -> Any:
    import lastyard

    more = {"seed": seed} if name in ("packages", "vote") else {}
    return getattr(lastyard, name)(case, day, **more)
