"""What the question about time is answered with, and whether steps have a direction.

Example:
    >>> chance_of_as_far([Fraction(-1, 10)] * 6)
    0.03125
    >>> adjusted({"wage": 0.01, "hours": 0.04})
    {'wage': 0.02, 'hours': 0.04}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

import numpy as np

from lastyard.answers.packages.result import Figure
from lastyard.answers.standing import Gap, State
from lastyard.case.model import Case, Statement
from lastyard.fields import As, AsOf, Chance, Count, ExactChance, Key, Options
from lastyard.records import record
from lastyard.results import Result

__all__ = [
    "LEVEL",
    "STILL",
    "Change",
    "Effect",
    "IssuePoint",
    "LikeliestOpening",
    "Measure",
    "Point",
    "Timeline",
    "Trend",
    "Verdict",
    "adjusted",
    "chance_of_as_far",
    "least_chance",
    "verdict_of",
]

Verdict = Literal["narrowing", "widening", "stalled", "closed", "cannot tell"]

LEVEL = 0.05

STILL = 5

_MOST_LISTED = 14

_GRAIN = 1_000


def chance_of_as_far(moves: Sequence[Fraction]) -> float:
    """Return the chance that moves of random sign add up to as much, either way.

    A gap is a step function: it stays until somebody moves it. Its levels are therefore not
    independent readings, and a test of trend on levels (Mann 1945; Kendall 1948) finds trends in
    aimless walks. What can be tested are the *moves*: if narrowing and widening moves were
    equally likely, each move's sign would be a coin; the test asks how often coins would bring
    the talks as far as they came (sign-flip test on the sum of moves: Fisher 1935, "The design of
    experiments", section 21), both ways counted. With n moves no result is rarer than 2 / 2**n,
    so fewer than six moves can never be told from chance at 5 %, whatever they look like.

    *Stalled* is tested apart: if every second date on which something was said on an issue
    moved it, n dates in a row would leave it where it was with chance 1 / 2**n, so five are
    needed.

    Args:
        moves: The moves. Up to 14 that differ from 0 the answer is exact; beyond, moves are
            rounded to thousandths of the range first.
    """
    sizes = [abs(move) for move in moves if move]
    total = abs(sum(moves, start=Fraction(0)))
    if not sizes:
        return 1.0
    if len(sizes) <= _MOST_LISTED:
        ways: dict[Fraction, int] = {Fraction(0): 1}
        for size in sizes:
            after: dict[Fraction, int] = {}
            for reached, count in ways.items():
                for end in (reached - size, reached + size):
                    after[end] = after.get(end, 0) + count
            ways = after
        far = sum(count for reached, count in ways.items() if abs(reached) >= total)
        return float(Fraction(far, 2 ** len(sizes)))
    steps = [max(1, round(size * _GRAIN)) for size in sizes]
    signed = [
        step if move > 0 else -step for step, move in zip(steps, filter(None, moves), strict=True)
    ]
    middle = sum(steps)
    chances = np.zeros(2 * middle + 1)
    chances[middle] = 1.0
    for step in steps:
        chances = (np.roll(chances, step) + np.roll(chances, -step)) / 2
    reach = np.abs(np.arange(-middle, middle + 1)) >= abs(sum(signed))
    return float(min(1.0, chances[reach].sum()))


def least_chance(moves: int) -> float:
    """Return the smallest chance that the test can give for so many moves."""
    return min(1.0, 2.0 / 2.0**moves)


def adjusted(chances: Mapping[str, float]) -> dict[str, float]:
    """Return chances raised for being several (Holm 1979).

    An issue that stands out among many may do so by chance; after this, the probability that
    any is called a trend wrongly stays at the level.

    Args:
        chances: Per issue, the chance of its own test.
    """
    found: dict[str, float] = {}
    highest = 0.0
    for place, (name, chance) in enumerate(sorted(chances.items(), key=lambda item: item[1])):
        highest = max(highest, min(1.0, (len(chances) - place) * chance))
        found[name] = highest
    return {name: found[name] for name in chances}


def verdict_of(net: Fraction, chance: float | None, still: int, *, closed: bool) -> Verdict:
    """Return in a word what the moves show.

    Args:
        net: Sum of the moves; below 0 the gap is smaller than it was.
        chance: Adjusted chance that moves of random sign bring as much; None when nothing could be compared.
        still: Dates since the last move on which something was said.
        closed: Whether no gap is left.
    """
    if closed:
        return "closed"
    if still >= STILL:
        return "stalled"
    if chance is None or chance > LEVEL or not net:
        return "cannot tell"
    return "narrowing" if net < 0 else "widening"


Measure = Literal["by_position", "by_commitment", "agreement"]


@record(frozen=True, slots=True)
class Change:
    """A statement that came into force or ended on a day.

    Attributes:
        statement: The statement.
        how: Whether it was ``made``, or ended because another ``replaced`` or
            ``withdrew`` it, or because its last day had passed (``lapsed``).
        by: The statement that ended it; None unless one did.
    """

    statement: Statement
    how: Literal["made", "replaced", "withdrew", "lapsed"]
    by: Statement | None = None


def _of_pairs_with_one(gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """Leave out the pairs of parties between which no gap is known."""
    return tuple(
        gap for gap in gaps if gap.by_position is not None or gap.by_commitment is not None
    )


@record(frozen=True, slots=True)
class IssuePoint:
    """One issue on one day.

    Attributes:
        state: As in :class:`~lastyard.answers.standing.IssueStanding`.
        heard: Whether a statement that concerns the issue came into force or ended.
        gaps: One per pair of parties that has one, likewise.
    """

    state: State
    heard: bool
    gaps: Annotated[tuple[Gap, ...], As(_of_pairs_with_one)]


@record(frozen=True, slots=True)
class LikeliestOpening:
    """The likeliest minimal set of statements whose giving way leaves a package.

    Attributes:
        statements: The statements.
        chance: Probability that all give way.
        proved: Whether no other is likelier; False when the search ended early.
    """

    statements: tuple[Statement, ...]
    chance: ExactChance
    proved: bool


def _to_nine_places(amount: float) -> float:
    return round(amount, 9)


@record(frozen=True, slots=True)
class Effect:
    """What statements did to a measure on the day they came into force or ended.

    Where several changed on one day, each gets its Shapley (1953) share: its effect
    averaged over all orders in which they could have come.

    Attributes:
        day: The day.
        statements: One statement, or several whose effects were not told apart.
        measure: The measure.
        issue: The issue; None for the agreement index.
        amount: The change: of the mean gap over pairs of parties, or of the index.
    """

    day: Annotated[date, Key("on")]
    statements: tuple[Statement, ...]
    measure: Measure
    issue: str | None
    amount: Annotated[float, As(_to_nine_places)]


@record(frozen=True, slots=True)
class Point:
    """The talks on one day.

    Attributes:
        day: The day.
        changes: What came into force or ended that day; empty for the day from which the
            timeline was asked for.
        in_force: How many statements were in force.
        issues: Per issue, its state and gaps.
        cause: Why nothing satisfies everything: ``nothing`` when something does; None when
            it was too entangled to be told.
        packages: How many packages satisfy everything; None when not counted.
        opening: The likeliest opening; None when none is needed, or none was found.
        blocking_sets: Ids of the statements of each blocking set that is known.
        appeared: Those that were not there at the point before.
        went: Those that were.
        blocking_complete: Whether these are all.
        agreement: Probability that the best package is agreed; index None when not told.
        package: That package; None when it was not looked for.
        method: How the values behind it were drawn: ``sampled`` on that day's statements,
            ``reweighted`` from draws of another day, ``not computed``.
        why_not: Why there is no index; None when there is one.
    """

    day: Annotated[date, Key("on")]
    changes: tuple[Change, ...]
    in_force: Count
    issues: Mapping[str, IssuePoint]
    cause: Literal["nothing", "demands", "agreement", "rules", "unexplained", "undecided"] | None
    packages: Count | None
    opening: LikeliestOpening | None
    blocking_sets: tuple[tuple[str, ...], ...]
    appeared: tuple[tuple[str, ...], ...]
    went: tuple[tuple[str, ...], ...]
    blocking_complete: Annotated[bool, Key("blocking_sets_complete")]
    agreement: Figure
    package: Options | None
    method: Annotated[Literal["sampled", "reweighted", "not computed"], Key("drawn")]
    why_not: str | None


@record(frozen=True, slots=True)
class Trend:
    """Where a measure went, and what that shows.

    A move is a change on one day of the mean gap over the pairs of parties that can be
    compared before and after. A party's first position moves nothing: there was no gap.

    Attributes:
        measure: The measure.
        issue: The issue; None for all together.
        verdict: What the moves show.
        first: Mean gap, or index, when it could first be told; None when it never could.
        last: The same at the end.
        net: Sum of the moves; below 0 parties came closer (for the index: above 0).
        closer: Moves that brought them closer.
        apart: Moves that took them apart.
        readings: Days on which something said could have moved it.
        still: Such days since the last move.
        last_move: Day of the last move.
        chance: How often moves as likely one way as the other bring as much; None without moves.
        adjusted: The same, raised for the number of issues tested (Holm 1979).
        same_direction: When statements are counted only with the confidence they were coded
            with: how often the net change has the same direction. None when every
            statement is certain or it was not worked out.
    """

    measure: Measure
    issue: str | None
    verdict: Verdict
    first: Chance | None
    last: Chance | None
    net: float
    closer: Count
    apart: Count
    readings: Count
    still: Count
    last_move: date | None
    chance: Chance | None
    adjusted: Chance | None
    same_direction: Figure | None

    @property
    def moves(self) -> int:
        """How many moves there were."""
        return self.closer + self.apart


@record(frozen=True, slots=True)
class Timeline(Result):
    """How the talks went.

    Attributes:
        case: The case.
        end: The day up to which the talks are looked at, whether or not something changed on
            it; None when nothing was said.
        start: First day looked at; None when nothing was said by the last.
        points: One per day on which something changed, in order.
        trends: Per issue and measure, then for all issues together, then the index.
        effects: What statements moved, by day, largest first.
        searched: Whether packages were too many to list, so that the best of each day was
            searched for from those of its neighbours.
        codings: How many ways of counting statements of limited confidence were drawn.
        seed: The seed.
    """

    case: Case
    end: AsOf
    start: Annotated[date | None, Key("from")]
    points: tuple[Point, ...]
    trends: tuple[Trend, ...]
    effects: tuple[Effect, ...]
    searched: bool
    codings: Count
    seed: Count

    @property
    def day(self) -> date | None:
        """The last day looked at."""
        return self.end

    def trend(self, measure: Measure, issue: str | None = None) -> Trend:
        """Return one trend; KeyError when there is none such."""
        for found in self.trends:
            if (found.measure, found.issue) == (measure, issue):
                return found
        raise KeyError((measure, issue))
