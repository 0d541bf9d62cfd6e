"""``lastyard packages``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import (
    Found,
    case_command,
    listed_option,
    open_case,
    parse_day,
    seed_option,
    write_answer,
)

__all__ = ["command"]


@case_command("packages")
@click.option(
    "--top",
    type=click.IntRange(1, 1_000),
    default=5,
    show_default=True,
    help="How many different packages to name; beyond 5 also those that a change on one issue would better.",
)
@click.option("--require", metavar="COND", help="Only packages that satisfy this condition.")
@click.option(
    "--evaluate",
    metavar="PACKAGE",
    help="Judge this package, or the best completions of a partial one.",
)
@seed_option()
@click.option("--frontier", is_flag=True, help="Name the efficient packages as well.")
@click.option("--solutions", is_flag=True, help="Name the bargaining solutions, with their bounds.")
@click.option(
    "--beyond",
    is_flag=True,
    help="Seek packages beyond what was asked, offered and demanded as well.",
)
@click.option("--svg", metavar="FILE", help="Draw frontier and solutions to FILE.")
@listed_option
def command(case_file: str, as_of: str | None, svg: str | None, **asked: Any) -> Found:
    """The packages most likely to be agreed, how acceptable they are to whom, and which are fair.

    Exit code 0: a package has a chance, or it cannot be told; 1: none has any, as coded.

    \b
    Examples:
      lastyard packages talks.yaml --top 3
      lastyard packages talks.yaml --require "truce >= 60"
      lastyard packages talks.yaml --evaluate "ground: targeted, border: secured" --json
      lastyard packages talks.yaml --frontier --solutions --svg talks.svg
    """
    from lastyard.answers.packages import packages

    if svg is not None and not (asked["frontier"] or asked["solutions"]):
        asked["frontier"] = asked["solutions"] = True
    result = packages(open_case(case_file), parse_day(as_of), **asked)
    if svg is not None:
        from lastyard.show.pictures.frontier import efficient_svg

        write_answer(efficient_svg(result), svg)
    return result, 1 if result.best.agreement.index == 0 else 0
