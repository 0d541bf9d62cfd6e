"""From what a party said to linear constraints on its value function.

Each verb in its weakest reading (docs/model.md, sections 2 and 3): a partial offer
holds with the party's own best on the issues that it leaves open, a partial
refusal with its worst; a comparison of partial packages that name different
issues holds with the best on what the better one leaves open and the worst on
what the other does. A position is the best option of its issue; on an ordered
issue value falls weakly away from it, and at an end of the issue, or where there
are only two options, the far option is then the worst.

Example:
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> problem = translate(scales, [Peak("full", 0, 2), Takes("fallback", ((0, 1),))])
    >>> problem.sources
    ('full', 'fallback')
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from lastyard.values.problem import STRICT, Constraint, Layout, ValueProblem
from lastyard.values.sayings import (
    Direction,
    Peak,
    Points,
    Prefers,
    Ranks,
    Refuses,
    Saying,
    Stresses,
    Takes,
)
from lastyard.values.scales import Scale, ValuesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


# Every constraint is a row of so many numbers, and there are about twice as many rows.
MOST_UNKNOWNS = 3_000


def translate(scales: Sequence[Scale], sayings: Iterable[Saying]) -> ValueProblem:
    """The constraints that statements put on one party's values.

    Args:
        scales: The issues.
        sayings: What the party said, in force together.

    Raises:
        ValuesError: A statement that names what is not there, a direction on an
            issue without order, points that are incomplete, a confidence outside
            0 to 1, or more options than can be told apart.
    """
    layout = Layout(tuple(scales))
    if layout.size > MOST_UNKNOWNS:
        widest = max(layout.scales, key=lambda scale: scale.breaks.size)
        raise ValuesError(
            f"{layout.size} options and break points are too many (at most {MOST_UNKNOWNS}); "
            f"issue {widest.name!r} alone has {widest.breaks.size}: "
            "make it a range of numbers, or use coarser steps"
        )
    said = tuple(sayings)
    peaks: dict[int, set[int]] = {}
    for saying in said:
        _check(saying)
        if isinstance(saying, Peak):
            peaks.setdefault(saying.issue, set()).add(saying.option)
    constraints: list[Constraint] = []
    for saying in said:
        alone = isinstance(saying, Peak) and len(peaks[saying.issue]) == 1
        try:
            constraints.extend(_constraints(layout, saying, alone))
        except ValuesError as error:
            raise ValuesError(f"statement {saying.source!r}: {error}") from None
    # A stated reservation value may lie outside of what packages are worth.
    stated = [c.bound for c in constraints if c.equal and c.row[layout.reservation] != 0]
    low, high = min([0.0, *stated]), max([1.0, *stated])
    always = _of_every_value_function(layout, low, high)
    return ValueProblem(layout, (*always, *constraints), said)


def without(problem: ValueProblem, sources: Iterable[str]) -> ValueProblem:
    """The same party as if it had not made these statements.

    Raises:
        ValuesError: A statement that is not among them.
    """
    gone = set(sources)
    unknown = gone - {saying.source for saying in problem.sayings}
    if unknown:
        raise ValuesError(f"no statement {sorted(unknown)[0]!r} to leave out")
    return translate(problem.layout.scales, [s for s in problem.sayings if s.source not in gone])


def _check(saying: Saying) -> None:
    if not 0.0 <= saying.confidence <= 1.0:
        raise ValuesError(
            f"statement {saying.source!r}: confidence {saying.confidence} is not between 0 and 1"
        )


def _unit(layout: Layout, place: int, sign: float = 1.0) -> NDArray[np.float64]:
    row = np.zeros(layout.size)
    row[place] = sign
    return row


def _of_every_value_function(layout: Layout, low: float, high: float) -> Iterable[Constraint]:
    """Stakes sum to 1; values lie between 0 and the stake; r lies in its range."""
    stakes = np.zeros(layout.size)
    stakes[layout.values : layout.reservation] = 1.0
    yield Constraint(stakes, 1.0, equal=True)
    for issue in range(len(layout.scales)):
        stake = layout.stake(issue)
        for place in range(layout.block(issue).start, layout.block(issue).stop):
            yield Constraint(_unit(layout, place))
            yield Constraint(_unit(layout, stake) - _unit(layout, place))
    yield Constraint(_unit(layout, layout.reservation), low)
    yield Constraint(_unit(layout, layout.reservation, -1.0), -high)


def _constraints(layout: Layout, saying: Saying, alone: bool) -> list[Constraint]:
    match saying:
        case Takes():
            return [_takes(layout, saying)]
        case Refuses():
            row = _unit(layout, layout.reservation) - layout.worth(saying.package)
            return [_tagged(saying, row, STRICT)]
        case Prefers():
            return [_prefers(layout, saying)]
        case Ranks():
            return _ranks(layout, saying)
        case Peak():
            return _peak(layout, saying, alone)
        case Direction():
            return _direction(layout, saying)
        case Points():
            return _points(layout, saying)
        case Stresses():
            layout.stake(saying.issue)
            return []


def _tagged(
    saying: Saying,
    row: NDArray[np.float64],
    bound: float = 0.0,
    *,
    equal: bool = False,
    shape: bool = False,
) -> Constraint:
    return Constraint(row, bound, equal, saying.source, saying.confidence, shape)


def _takes(layout: Layout, saying: Takes) -> Constraint:
    if not saying.package:
        raise ValuesError("the package names no issue")
    row = layout.worth(saying.package) + layout.best_of_others(saying.package)
    return _tagged(saying, row - _unit(layout, layout.reservation))


def _prefers(layout: Layout, saying: Prefers) -> Constraint:
    if not saying.better or not saying.worse:
        raise ValuesError("both packages must name an issue")
    if set(saying.better) == set(saying.worse):
        raise ValuesError("both packages are the same")
    row = layout.worth(saying.better) - layout.worth(saying.worse)
    named = {issue for issue, _ in saying.better}
    for issue, _ in saying.worse:
        if issue not in named:
            row[layout.stake(issue)] += 1.0
    return _tagged(saying, row, STRICT)


def _ranks(layout: Layout, saying: Ranks) -> list[Constraint]:
    if len(set(saying.issues)) != len(saying.issues) or not saying.issues:
        raise ValuesError("a ranking names each issue once, and at least one")
    places = [layout.stake(issue) for issue in saying.issues]
    return [
        _tagged(saying, _unit(layout, above) - _unit(layout, below), STRICT)
        for above, below in pairwise(places)
    ]


def _peak(layout: Layout, saying: Peak, alone: bool) -> list[Constraint]:
    best = layout.value(saying.issue, saying.option)
    scale = layout.scales[saying.issue]
    found = [
        _tagged(
            saying, best - _unit(layout, layout.stake(saying.issue)), 0.0, equal=True, shape=True
        )
    ]
    if scale.kind != "choice":
        start = layout.block(saying.issue).start
        for place, (left, right) in enumerate(zip(scale.breaks, scale.breaks[1:], strict=False)):
            rise = _unit(layout, start + place + 1) - _unit(layout, start + place)
            if right <= saying.option:
                found.append(_tagged(saying, rise, shape=True))
            elif left >= saying.option:
                found.append(_tagged(saying, -rise, shape=True))
    ends = {0: scale.options - 1, scale.options - 1: 0}
    if alone and saying.option in ends and (scale.kind != "choice" or scale.options == 2):
        far = layout.value(saying.issue, ends[saying.option])
        if scale.options > 1:
            found.append(_tagged(saying, far, 0.0, equal=True, shape=True))
    return found


def _direction(layout: Layout, saying: Direction) -> list[Constraint]:
    block = layout.block(saying.issue)
    scale = layout.scales[saying.issue]
    if scale.kind == "choice":
        raise ValuesError(
            f"issue {scale.name!r} has no order, so nobody can want more or less of it; "
            "declare it ordered, or state a position"
        )
    if scale.options < 2:
        return []
    sign = 1.0 if saying.more else -1.0
    found = [
        _tagged(saying, sign * (_unit(layout, p + 1) - _unit(layout, p)), shape=True)
        for p in range(block.start, block.stop - 1)
    ]
    worst, best = (0, scale.options - 1) if saying.more else (scale.options - 1, 0)
    top = layout.value(saying.issue, best) - _unit(layout, layout.stake(saying.issue))
    found.append(_tagged(saying, top, equal=True, shape=True))
    found.append(_tagged(saying, layout.value(saying.issue, worst), equal=True, shape=True))
    return found


def _points(layout: Layout, saying: Points) -> list[Constraint]:
    """Points on any scale, moved so that each worst is 0 and the stakes sum to 1."""
    widths = tuple(scale.options for scale in layout.scales)
    if tuple(len(issue) for issue in saying.points) != widths:
        raise ValuesError("points must be given for every option of every issue")
    tables = [np.asarray(issue, dtype=np.float64) for issue in saying.points]
    if not all(np.all(np.isfinite(table)) for table in tables):
        raise ValuesError("points must be finite numbers")
    floor = math.fsum(float(table.min()) for table in tables)
    spread = math.fsum(float(table.max() - table.min()) for table in tables)
    if spread <= 0:
        raise ValuesError("every option has the same points, so the points tell nothing apart")
    found = []
    for issue, (scale, table) in enumerate(zip(layout.scales, tables, strict=True)):
        scaled = (table - table.min()) / spread
        between = np.sum(scale.interpolation() * scaled[scale.breaks], axis=1)
        if not np.allclose(between, scaled, atol=1e-9):
            raise ValuesError(
                f"issue {scale.name!r}: the points are not linear between the break points; "
                "make every step where they bend a break point"
            )
        for place, value in zip(
            range(layout.block(issue).start, layout.block(issue).stop),
            scaled[scale.breaks],
            strict=True,
        ):
            found.append(_tagged(saying, _unit(layout, place), float(value), equal=True))
        stake = _unit(layout, layout.stake(issue))
        found.append(_tagged(saying, stake, float(scaled.max()), equal=True))
    if saying.reservation is not None:
        if math.isnan(saying.reservation) or saying.reservation == math.inf:
            raise ValuesError("the reservation value must be a number, or minus infinity for none")
        level = 0.0 if saying.reservation == -math.inf else (saying.reservation - floor) / spread
        reservation = _unit(layout, layout.reservation)
        found.append(_tagged(saying, reservation, level, equal=True))
    return found
