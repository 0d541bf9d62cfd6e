"""``lastyard solutions``."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

import click

from lastyard.commands.options import (
    Found,
    case_command,
    listed_option,
    open_case,
    parse_day,
    write_answer,
)
from lastyard.errors import RequestError

__all__ = ["command", "parse_disagreement"]


@case_command("solutions")
@click.option("--frontier", is_flag=True, help="Show the points of the frontier as well.")
@click.option("--svg", metavar="FILE", help="Draw frontier and solutions to FILE.")
@click.option(
    "--points",
    metavar="FILE",
    help="Write every point of the frontier to FILE, .jsonl or .csv, however many.",
)
@click.option(
    "--disagreement",
    metavar="PARTY=POINTS",
    multiple=True,
    help="Count the gains of PARTY from POINTS, not from its reservation value.",
)
@click.option(
    "--most-points",
    type=click.IntRange(1, 10_000_000),
    default=100_000,
    show_default=True,
    help="Approximate, and say by how much, where a step has more points than this.",
)
@listed_option
def command(case_file: str, as_of: str | None, **asked: Any) -> Found:
    """Efficient and fair packages, when every party that decides gave points.

    Exit code 0: some package is acceptable to all; 1: none is.

    \b
    Examples:
      lastyard solutions talks.yaml
      lastyard solutions talks.yaml --frontier --svg talks.svg
      lastyard solutions talks.yaml --disagreement union=20 --json
      lastyard solutions talks.yaml --points frontier.csv
    """
    from lastyard.answers.solutions import solutions
    from lastyard.show.solutions import frontier_blocks

    listed, points, svg = asked["listed"], asked["points"], asked["svg"]
    if points is not None:
        _kind_of(points)
    result = solutions(
        open_case(case_file),
        parse_day(as_of),
        disagreement=parse_disagreement(asked["disagreement"]),
        most_points=asked["most_points"],
        listed=listed,
    )
    if svg is not None:
        from lastyard.show.pictures.frontier import solutions_svg

        write_answer(solutions_svg(result), svg)
    if points is not None:
        _write_points(result, points)
    more = frontier_blocks(result, listed) if asked["frontier"] else ()
    return result, 0 if result.points else 1, *more


def _kind_of(path: str) -> Literal["csv", "jsonl"]:
    if path.lower().endswith(".csv"):
        return "csv"
    if path.lower().endswith(".jsonl"):
        return "jsonl"
    raise RequestError(f"--points {path[:60]!r}: name a file that ends in .jsonl or .csv")


def _write_points(result: Any, path: str) -> None:
    from lastyard.files import write_whole
    from lastyard.show.solutions import frontier_lines

    write_whole(path, frontier_lines(result, _kind_of(path)))


def parse_disagreement(texts: tuple[str, ...]) -> dict[str, Fraction]:
    """Read the values of ``--disagreement``.

    Raises:
        RequestError: One is not PARTY=POINTS, or names a party twice.
    """
    from lastyard.case.model import parse_number

    found: dict[str, Fraction] = {}
    for text in texts:
        party, _, number = text.partition("=")
        points = parse_number(number)
        if points is None or not party or party in found:
            raise RequestError(
                f"--disagreement {text[:60]!r} is not PARTY=POINTS, or names a party again"
            )
        found[party] = points
    return found
