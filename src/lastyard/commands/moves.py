"""``lastyard moves``."""

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


@case_command("moves")
@click.option(
    "--reading",
    type=click.Choice(["legal sequences", "each once", "single move"]),
    default="legal sequences",
    show_default=True,
    help="Which responses of the others deter a move; it matters from three parties on.",
)
@click.option(
    "--coalitions", is_flag=True, help="Find out, too, what holds against parties that join up."
)
@click.option(
    "--stable",
    metavar="STATE",
    help="Say what would have to change for STATE (a name, pattern or statement) to be stable.",
)
@click.option("--svg", metavar="FILE", help="Draw states and moves to FILE, equilibria marked.")
@seed_option("Of rankings drawn for --stable.")
def command(case_file: str, as_of: str | None, svg: str | None, **asked: Any) -> Found:
    """What each party can do alone, where that could come to rest, and why.

    CASE is a case file with `moves`, or a .gmcr file.

    Exit code 0: there is an equilibrium; 1: there is none.

    \b
    Examples:
      lastyard moves conflict.yaml
      lastyard moves conflict.yaml --coalitions --stable "not attack" --svg conflict.svg
      lastyard moves conflict.gmcr --reading "single move" --json
    """
    from lastyard.answers.moves import moves

    if case_file.endswith(".gmcr"):
        result = moves(case_file, **asked)
    else:
        result = moves(open_case(case_file), parse_day(as_of), **asked)
    if svg is not None:
        from lastyard.show.pictures.conflict import moves_svg

        write_answer(moves_svg(result), svg)
    return result, 0 if result.any_equilibria else 1
