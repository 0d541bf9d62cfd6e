"""Pictures of frontiers and fair packages: what is drawn, in the words of the case.

:mod:`lastyard.views.frontier_picture` draws it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from lastyard.analyses.packages import Packages
from lastyard.analyses.packages.efficient import Efficient
from lastyard.analyses.solutions import FairPackage, Solutions
from lastyard.case.model import Party
from lastyard.views.frontier_picture import Axis, Mark, Picture, drawn
from lastyard.views.solutions import WORDS, points_in_words
from lastyard.views.wording import count_of, joined, package_in_words

__all__ = ["efficient_svg", "solutions_svg"]

_MOST_POINTS = 2_000
_MARGIN = 0.06
_Point = TypeVar("_Point")


def solutions_svg(result: Solutions) -> str:
    """Draw frontier and fair packages of known points as the text of an SVG file."""
    shared: dict[tuple[Fraction, ...], list[FairPackage]] = {}
    for each in result.fair:
        if each.package is not None:
            shared.setdefault(tuple(each.values.values()), []).append(each)
    marks = [_mark(result, each) for each in shared.values()]
    points = _thinned(result.frontier)
    described = (
        count_of(result.points, "undominated combination of values",
                 "undominated combinations of values")
        if result.points
        else f"No package is acceptable: {result.reason}"
    )  # fmt: skip
    ids = [party.id for party in result.parties]
    numbers = [[float(point.values[id]) for id in ids] for point in points]
    return drawn(
        Picture(
            f"{result.case.title}: efficient and fair packages",
            described + _drawn_of(len(points), result.points),
            [_points_axis(result, k, numbers, marks) for k in range(len(ids))],
            [
                (own, _worth(result, point.values))
                for own, point in zip(numbers, points, strict=True)
            ],
            marks,
        )
    )


def efficient_svg(result: Packages) -> str:
    """Draw the frontier that was found with the packages as the text of an SVG file.

    Where points are known it is :func:`solutions_svg`; otherwise the axes are acceptability
    indices, and the marks are the packages shown, with their letters.

    Raises:
        ValueError: The packages were found without a frontier.
    """
    if result.efficient is None:
        raise ValueError("no frontier was asked for: call packages(..., frontier=True)")
    if result.efficient.known is not None:
        return solutions_svg(result.efficient.known)
    found = result.efficient
    parties = found.parties or result.case.deciders
    low, high = (-0.04, 1.04) if len(parties) == 2 else (0.0, 1.0)  # marks at the edge stay whole
    points = _thinned(found.frontier)
    described = (
        count_of(found.points, "combination of acceptability", "combinations of acceptability")
        + " that no package beats for all"
        if found.points
        else f"No frontier: {found.reason}"
    )
    return drawn(
        Picture(
            f"{result.case.title}: how acceptable packages can be",
            described + _drawn_of(len(points), found.points),
            [
                Axis(party.name, f"probability that {party.name} accepts", low, high)
                for party in parties
            ],
            [
                (list(point.values.values()), _accepted(found.parties, point.values))
                for point in points
            ],
            _best(result, found),
        )
    )


def _best(result: Packages, found: Efficient) -> list[Mark]:
    marks = []
    for each in result.packages if found.parties else ():
        values = {
            party.id: index
            for party in found.parties
            if (index := each.acceptability[party.id].index) is not None
        }
        if len(values) == len(found.parties):
            told = _accepted(found.parties, values)
            words = package_in_words(result.case, each.package)
            chance = each.agreement.index
            name = "package shown" if chance is None else f"agreement {chance:.2f}"
            marks.append(Mark([name], list(values.values()), f"{words} ({told})"))
    return marks


def _accepted(parties: Sequence[Party], values: Mapping[str, float]) -> str:
    return ", ".join(f"{party.name} {values[party.id]:.2f}" for party in parties)


def _mark(result: Solutions, each: Sequence[FairPackage]) -> Mark:
    names = [WORDS[solution.name] for solution in each]
    package = package_in_words(result.case, each[0].package or {})
    told = f"{joined(names)}: {_worth(result, each[0].values)} ({package})"
    return Mark(names, [float(each[0].values[party.id]) for party in result.parties], told)


def _points_axis(
    result: Solutions, k: int, numbers: Sequence[Sequence[float]], marks: Sequence[Mark]
) -> Axis:
    party = result.parties[k]
    own = result.disagreement[party.id]
    least = None if own.value is None else float(own.value)
    shown = [*(row[k] for row in numbers), *(float(mark.values[k]) for mark in marks)]
    shown += [] if least is None else [least]
    low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
    margin = (high - low) * _MARGIN or abs(high) * 0.1 or 1.0
    told = ""
    if own.value is not None:
        told = f"{party.name}: no agreement is worth {points_in_words(own.value)} ({own.basis})"
    return Axis(party.name, f"points of {party.name}", low - margin, high + margin, least, told)


def _thinned(points: Sequence[_Point]) -> Sequence[_Point]:
    step = max(1, -(-len(points) // _MOST_POINTS))
    return points[::step]


def _drawn_of(some: int, all_points: int) -> str:
    return f"; {some:,} of them are drawn" if some < all_points else ""


def _worth(result: Solutions, values: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{p.name} {points_in_words(values[p.id])}" for p in result.parties)
