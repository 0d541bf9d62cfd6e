"""What is known of one party's values, as linear constraints with their sources.

The unknowns are, in this order: the value at every break point of every issue,
the stake of every issue, and the reservation value r, the worth of the party's
best alternative to agreement (docs/model.md, section 3; robust ordinal regression:
Greco, Mousseau & Slowinski 2008). Every constraint reads ``row @ unknowns >=
bound`` (or ``==``) and names the statement it came from.

Example:
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> layout = Layout(scales)
    >>> layout.size                         # 3 + 2 values, 2 stakes, r
    8
    >>> layout.value(0, 2).nonzero()[0].tolist()
    [2]
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal
from weakref import finalize

import numpy as np

from lastyard.budget import current, spend

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

Kind = Literal["choice", "ordered", "numeric"]

LEAST_BREAKS = 5


class ValuesError(ValueError):
    """What was given about a party's values cannot be used; the message says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """One issue as a value function sees it.

    A value function on an issue with few options has a value of its own at each. On
    a numeric issue with up to thousands of steps it is piecewise linear between
    *break points*: the two ends, every number that a statement names, and enough
    others, evenly spread, to make at least five (as in UTA, Jacquet-Lagreze & Siskos
    1982). The value of any step is then a mix of two neighbouring break points.

    Attributes:
        name: The issue, for messages.
        options: How many options or steps the issue has.
        kind: ``choice`` (no order), ``ordered`` or ``numeric``.
        breaks: Increasing option indices at which the value function is free;
            all of them unless the issue is numeric.
        lower: For each option, the place in ``breaks`` at or below it.
        share: For each option, the weight of the break point after ``lower``.

    Example:
        >>> truce = Scale.numeric("truce", range(0, 181), named=[42])
        >>> truce.breaks.tolist()
        [0, 42, 45, 90, 135, 180]
        >>> truce.at(21)
        ((0, 0.5), (1, 0.5))
    """

    name: str
    options: int
    kind: Kind
    breaks: NDArray[np.intp]
    lower: NDArray[np.intp]
    share: NDArray[np.float64]

    @property
    def key(self) -> tuple[object, ...]:
        """All that draws depend on, to compare by."""
        tables = self.breaks, self.lower, self.share
        return (self.options, self.kind, *(table.tobytes() for table in tables))

    @classmethod
    def choice(cls, name: str, options: int) -> Scale:
        """An issue whose options have no order."""
        return cls._every_option(name, options, "choice")

    @classmethod
    def ordered(cls, name: str, options: int) -> Scale:
        """An issue whose options go from least to most."""
        return cls._every_option(name, options, "ordered")

    @classmethod
    def numeric(cls, name: str, numbers: Sequence[float], named: Iterable[int] = ()) -> Scale:
        """An issue of numbers in increasing order.

        Args:
            name: The issue.
            numbers: The number each step stands for, increasing.
            named: Indices of the steps that statements name.

        Raises:
            ValuesError: No numbers, numbers that do not increase, or a named step
                outside of them.
        """
        values = np.asarray(numbers, dtype=np.float64)
        if values.size == 0 or not np.all(np.isfinite(values)) or np.any(np.diff(values) <= 0):
            raise ValuesError(f"issue {name!r}: the numbers must be finite and increase")
        count = values.size
        wanted = {0, count - 1}
        for step in named:
            if not 0 <= step < count:
                raise ValuesError(f"issue {name!r}: no step {step} among {count}")
            wanted.add(int(step))
        places = np.linspace(values[0], values[-1], LEAST_BREAKS)
        if len(wanted) < LEAST_BREAKS:
            wanted.update(int(np.argmin(np.abs(values - place))) for place in places)
        breaks = np.array(sorted(wanted), dtype=np.intp)
        lower = np.searchsorted(breaks, np.arange(count), side="right") - 1
        after = np.minimum(lower + 1, breaks.size - 1)
        width = values[breaks[after]] - values[breaks[lower]]
        rise = values - values[breaks[lower]]
        share = np.divide(rise, width, out=np.zeros(count), where=width > 0)
        return cls(name, count, "numeric", breaks, lower.astype(np.intp), share)

    @classmethod
    def _every_option(cls, name: str, options: int, kind: Kind) -> Scale:
        if options < 1:
            raise ValuesError(f"issue {name!r}: an issue needs at least one option")
        every = np.arange(options, dtype=np.intp)
        return cls(name, options, kind, every, every, np.zeros(options))

    def at(self, option: int) -> tuple[tuple[int, float], ...]:
        """The break points that an option's value mixes, with their weights.

        Raises:
            ValuesError: There is no such option.
        """
        if not 0 <= option < self.options:
            raise ValuesError(f"issue {self.name!r}: no option {option} among {self.options}")
        low, share = int(self.lower[option]), float(self.share[option])
        return ((low, 1.0),) if share == 0.0 else ((low, 1.0 - share), (low + 1, share))

    def interpolation(self) -> NDArray[np.float64]:
        """Matrix of shape (options, break points): option values from break values."""
        matrix = np.zeros((self.options, self.breaks.size))
        rows = np.arange(self.options)
        matrix[rows, self.lower] = 1.0 - self.share
        between = self.share > 0
        matrix[rows[between], self.lower[between] + 1] = self.share[between]
        return matrix


# A refusal or a strict preference says "worse", not "at most as good". On values
# from 0 to 1 we read it as worse by at least this much, so that sets stay closed.
STRICT = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where each unknown of a party's value function stands in the vector."""

    scales: tuple[Scale, ...]
    starts: NDArray[np.intp] = field(init=False)

    def __post_init__(self) -> None:
        if not self.scales:
            raise ValuesError("a value function needs at least one issue")
        widths = [scale.breaks.size for scale in self.scales]
        object.__setattr__(self, "starts", np.concatenate(([0], np.cumsum(widths))).astype(np.intp))

    @property
    def values(self) -> int:
        """How many break-point values there are; the stakes come after them."""
        return int(self.starts[-1])

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return self.values + len(self.scales) + 1

    @property
    def reservation(self) -> int:
        """The place of the reservation value: the last."""
        return self.size - 1

    def stake(self, issue: int) -> int:
        """The place of an issue's stake."""
        self._check_issue(issue)
        return self.values + issue

    def block(self, issue: int) -> slice:
        """The places of an issue's break-point values."""
        self._check_issue(issue)
        return slice(int(self.starts[issue]), int(self.starts[issue + 1]))

    def value(self, issue: int, option: int) -> NDArray[np.float64]:
        """The row that gives the value of one option of one issue."""
        self._check_issue(issue)
        row = np.zeros(self.size)
        for place, weight in self.scales[issue].at(option):
            row[self.starts[issue] + place] = weight
        return row

    def worth(self, pairs: Pairs) -> NDArray[np.float64]:
        """The row that gives the value of a partial package on the issues it names.

        Raises:
            ValuesError: An issue or option that is not there, or an issue twice.
        """
        if len({issue for issue, _ in pairs}) != len(pairs):
            raise ValuesError("a package names an issue twice")
        row = np.zeros(self.size)
        for issue, option in pairs:
            row += self.value(issue, option)
        return row

    def best_of_others(self, pairs: Pairs) -> NDArray[np.float64]:
        """The row that gives the most that the issues not named can be worth."""
        row = np.zeros(self.size)
        row[self.values : self.reservation] = 1.0
        for issue, _ in pairs:
            row[self.stake(issue)] = 0.0
        return row

    def rows(self, packages: NDArray[np.integer]) -> NDArray[np.float64]:
        """Rows that give the values of complete packages.

        Args:
            packages: Option indices, shape (packages, issues).

        Raises:
            ValuesError: A wrong shape, or an option that is not there.
        """
        table = self.check_packages(packages)
        rows = np.zeros((table.shape[0], self.size))
        each = np.arange(table.shape[0])
        for issue, scale in enumerate(self.scales):
            low, share = scale.lower[table[:, issue]], scale.share[table[:, issue]]
            rows[each, self.starts[issue] + low] = 1.0 - share
            between = share > 0
            rows[each[between], self.starts[issue] + low[between] + 1] = share[between]
        return rows

    def check_packages(self, packages: NDArray[np.integer]) -> NDArray[np.intp]:
        """The packages as an index array, once they are seen to be in range."""
        table = np.asarray(packages)
        if table.ndim != 2 or table.shape[1] != len(self.scales):
            raise ValuesError(
                f"packages must have shape (any, {len(self.scales)}), not {table.shape}"
            )
        if not np.issubdtype(table.dtype, np.integer):
            raise ValuesError("packages must be option indices, whole numbers")
        limits = np.array([scale.options for scale in self.scales])
        wrong = np.argwhere((table < 0) | (table >= limits))
        if wrong.size:
            line, issue = wrong[0]
            raise ValuesError(
                f"package {line}: issue {self.scales[issue].name!r} has no option "
                f"{table[line, issue]}; it has {limits[issue]}, counted from 0"
            )
        return table.astype(np.intp)

    def _check_issue(self, issue: int) -> None:
        if not 0 <= issue < len(self.scales):
            raise ValuesError(f"no issue {issue} among {len(self.scales)}, counted from 0")


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """``row @ unknowns >= bound``, or ``==``.

    Attributes:
        row: Coefficients on the unknowns.
        bound: The right-hand side.
        equal: Whether it holds with equality.
        source: Id of the statement it came from; ``None`` for what holds of every
            value function.
        confidence: That of the statement.
        shape: It says where on an issue the best, the worst or the direction is.
    """

    row: NDArray[np.float64]
    bound: float = 0.0
    equal: bool = False
    source: str | None = None
    confidence: float = 1.0
    shape: bool = False


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class ValueProblem:
    """All that is known of one party's values.

    Attributes:
        layout: The issues and the places of the unknowns.
        constraints: What holds of every value function, then what each statement
            adds when it is taken at its word.
        sayings: The statements themselves, for the likelihood.
    """

    layout: Layout
    constraints: tuple[Constraint, ...]
    sayings: tuple[Saying, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the statements that constrain the values, in order, each once."""
        named = (c.source for c in self.constraints if c.source is not None)
        return tuple(dict.fromkeys(named))


Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What all have in common.

    Attributes:
        source: Id of the statement.
        confidence: How sure we are that it was said and coded right.
    """

    source: str
    confidence: float = field(default=1.0, kw_only=True)


@dataclass(frozen=True, slots=True)
class Takes(_Said):
    """``offers`` and ``accepts``: the party would take this package.

    Issues and options are given by their index. A package may be partial: pairs of
    issue and option for the issues that it names. These are what an adapter makes of
    the preference statements of a case; commitments (demands and red lines) are not
    among them, for they say what a party will do, not what it likes.

    Attributes:
        package: The issues it names, each with its option.
        proposed: The party put it forward itself (``offers``).

    Example:
        >>> took = Takes("alternative", ((0, 1), (2, 1)), proposed=True)
        >>> wants = Direction("more-truce", issue=3, more=True)
    """

    package: Pairs
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Refuses(_Said):
    """``refuses``: the party would not take this package."""

    package: Pairs


@dataclass(frozen=True, slots=True)
class Peak(_Said):
    """``position``: the option that the party asks for on an issue, its best there."""

    issue: int
    option: int


@dataclass(frozen=True, slots=True)
class Direction(_Said):
    """``wants``: more or less of an ordered or numeric issue."""

    issue: int
    more: bool


Within = Literal["up", "down", "flat", "told", "open"]


@dataclass(frozen=True, slots=True)
class Bound(_Said):
    """A demand: on one issue, what it allows is worth at least as much as what it does not.

    Attributes:
        issue: The issue.
        allowed: The options allowed, as a mask; neither none nor all.
        within: What is likely, not certain, within what it allows: that worth goes on to rise
            (``up``) or fall (``down``), that all is worth as much (``flat``), what was said besides
            (``told``), or nothing (``open``).
    """

    issue: int
    allowed: int
    within: Within = "open"

    @property
    def whole(self) -> bool:
        """Whether the options allowed are neighbours, without a gap."""
        return self.allowed == (1 << self.high + 1) - (1 << self.low)

    @property
    def low(self) -> int:
        """The lowest option allowed."""
        return (self.allowed & -self.allowed).bit_length() - 1

    @property
    def high(self) -> int:
        """The highest option allowed."""
        return self.allowed.bit_length() - 1


@dataclass(frozen=True, slots=True)
class Prefers(_Said):
    """``prefers ... to``: one partial package over another, all else equal."""

    better: Pairs
    worse: Pairs


@dataclass(frozen=True, slots=True)
class Ranks(_Said):
    """``ranks``: the issues that matter most, first to last."""

    issues: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stresses(_Said):
    """How much a party's words make of an issue (:mod:`lastyard.values.words` reads them).

    It bears on what is likely and on nothing that is certain: such words are true
    often, not always (docs/evidence.md).

    Attributes:
        issue: The issue spoken of.
        amount: Log-odds for each standard deviation by which the issue's stake is
            above what was to be expected; negative for words that play it down.
    """

    issue: int
    amount: float


@dataclass(frozen=True, slots=True)
class Points(_Said):
    """``values``: full points; a package is worth their sum.

    Attributes:
        points: For each issue, the points of each of its options, on any one scale.
        reservation: On the same scale; ``None`` when unknown, minus infinity for
            "none" (below everything).
    """

    points: tuple[tuple[float, ...], ...]
    reservation: float | None = None


Saying = Takes | Refuses | Peak | Direction | Bound | Prefers | Ranks | Stresses | Points

# Every constraint is a row of so many numbers, and there are about twice as many rows.
MOST_UNKNOWNS = 3_000
# A number of a row, in the constraint, among those stacked, and in the program over them.
_CELL_BYTES = 24


def translate(scales: Sequence[Scale], sayings: Iterable[Saying]) -> ValueProblem:
    """The constraints that statements put on one party's values.

    Each verb in its weakest reading (docs/model.md, sections 2 and 3): a partial offer
    holds with the party's own best on the issues that it leaves open, a partial
    refusal with its worst; a comparison of partial packages that name different
    issues holds with the best on what the better one leaves open and the worst on
    what the other does. A position is the best option of its issue; on an ordered
    issue value falls weakly away from it, and at an end of the issue, or where there
    are only two options, the far option is then the worst.

    Args:
        scales: The issues.
        sayings: What the party said, in force together.

    Raises:
        ValuesError: A statement that names what is not there, a direction on an
            issue without order, points that are incomplete, a confidence outside
            0 to 1, or more options than can be told apart.

    Example:
        >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
        >>> problem = translate(scales, [Peak("full", 0, 2), Takes("fallback", ((0, 1),))])
        >>> problem.sources
        ('full', 'fallback')
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
    spend(20 * len(said))
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
    # Every row is as long as there are unknowns, and the programs over them hold them again.
    budget = current()
    held = _CELL_BYTES * layout.size * (2 * layout.values + len(constraints))
    budget.hold(held)
    always = _of_every_value_function(layout, low, high)
    problem = ValueProblem(layout, (*always, *constraints), said)
    finalize(problem, budget.release, held).atexit = False
    return problem


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
        case Bound():
            return _bound(layout, saying)
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


def _bound(layout: Layout, saying: Bound) -> list[Constraint]:
    """What is allowed is worth at least as much as what is not; on an order, nearer is no worse.

    Where a single option is allowed it is the best of its issue; an end of the issue from which
    worth rises up to all that is allowed is the worst.
    """
    scale, issue = layout.scales[saying.issue], saying.issue
    last = scale.options - 1
    if not 0 < saying.allowed < (1 << last + 1) - 1:
        raise ValuesError("a bound allows some of the options of its issue, and not all")
    found: list[Constraint] = []
    if saying.allowed.bit_count() == 1:
        top = layout.value(issue, saying.low) - _unit(layout, layout.stake(issue))
        found.append(_tagged(saying, top, equal=True, shape=True))
    if scale.kind != "choice" and saying.whole:
        return found + _bound_on_order(layout, saying)
    outside = [k for k in range(last + 1) if not saying.allowed >> k & 1]
    if len(outside) == 1:
        worst = layout.value(issue, outside[0])
        return [*found, _tagged(saying, worst, equal=True, shape=True)]
    if found:
        return found
    points = set(scale.breaks.tolist()) | _beside(saying.allowed, last)
    better = [k for k in sorted(points) if saying.allowed >> k & 1]
    return [
        _at_least(layout, saying, one, other)
        for one in better
        for other in outside
        if other in points
    ]


def _bound_on_order(layout: Layout, saying: Bound) -> list[Constraint]:
    """Worth rises up to what is allowed and falls beyond; all of it is worth what is next to it."""
    scale, issue = layout.scales[saying.issue], saying.issue
    last, start = scale.options - 1, layout.block(issue).start
    found = []
    for place, (left, right) in enumerate(pairwise(scale.breaks)):
        rise = _unit(layout, start + place + 1) - _unit(layout, start + place)
        if right <= saying.low:
            found.append(_tagged(saying, rise, shape=True))
        elif left >= saying.high:
            found.append(_tagged(saying, -rise, shape=True))
    kept = [k for k in scale.breaks.tolist() if saying.low <= k <= saying.high]
    for near in (saying.low - 1, saying.high + 1):
        if 0 <= near <= last:
            found += [_at_least(layout, saying, one, near) for one in kept]
    if saying.high == last or saying.low == 0:
        worst = layout.value(issue, 0 if saying.high == last else last)
        found.append(_tagged(saying, worst, equal=True, shape=True))
    return found


def _at_least(layout: Layout, saying: Bound, one: int, other: int) -> Constraint:
    return _tagged(saying, layout.value(saying.issue, one) - layout.value(saying.issue, other))


def _beside(allowed: int, last: int) -> set[int]:
    """The options next to which a set ends, on either side."""
    return {
        k
        for k in range(last + 1)
        for other in (k - 1, k + 1)
        if 0 <= other <= last and (allowed >> k ^ allowed >> other) & 1
    }


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
