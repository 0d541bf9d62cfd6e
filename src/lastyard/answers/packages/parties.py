"""What one party may want: certain from its sure statements, likely from all of them.

*Certain* rests on the statements coded with confidence 1, taken at their word. *Likely* is a
posterior over value functions, in which every statement counts with its confidence and
people may be inconsistent. A party whose statements contradict one another gets nothing
certain; its likely values still stand. Where the sampler cannot answer, there are none, and
the reason is kept.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Talks
    ... parties: {us: {}}
    ... issues: {x: {options: [a, b]}}
    ... statements: [{id: bid, party: us, on: 2024-01-05, position: {x: a}}]
    ... ''')
    >>> wants = party_values(case, case.party("us"), case.statements, seed=7)
    >>> wants.silent, wants.posterior.effective > 400
    (False, True)
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from typing import Literal, TypeGuard

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import OutOfBudget, spend
from lastyard.case.model import (
    Accepts,
    Case,
    Issue,
    NumericRange,
    Offers,
    Package,
    Party,
    Position,
    Prefers,
    Ranks,
    Refuses,
    Rejects,
    Requires,
    Statement,
    Stresses,
    Values,
    Wants,
    Withdraws,
)
from lastyard.case.readings import bounds_of, leaning
from lastyard.conditions.tree import All, AtLeast, Condition, OneOf, bits, holds, issues_of
from lastyard.errors import RequestError
from lastyard.records import record
from lastyard.values import (
    ELSEWHERE,
    Contradiction,
    Direction,
    Layout,
    Peak,
    Points,
    Posterior,
    Saying,
    Scale,
    Takes,
    Threshold,
    ValueProblem,
    ValuesError,
    agreement,
    contradicts,
    find_contradiction,
    heard,
    judge_packages,
    own_issue,
    sample,
    translate,
)
from lastyard.values import Prefers as Prefer
from lastyard.values import Ranks as Rank
from lastyard.values import Refuses as Refuse
from lastyard.values import Stresses as Stress
from lastyard.values.problem import Bound, Pairs, Within
from lastyard.values.region import EmptyRegionError

__all__ = [
    "AGAIN",
    "FULL",
    "MOST_OF_FORMULA",
    "QUICK",
    "AgreementRule",
    "Assumed",
    "Budget",
    "PairedPoints",
    "PartyValues",
    "carried_by_values",
    "doubting",
    "party_values",
    "refusal_of",
    "rule_of",
    "sayings_of",
    "scales_of",
    "seed_of",
    "too_much",
    "work_of",
]


@dataclass(frozen=True, slots=True, eq=False)
class PairedPoints:
    """What packages are worth to a party, in whole multiples of a common unit.

    Attributes:
        tables: Per issue, the points of every option.
        pairs: Two (issue, option) each, and what they add together.
        least: The reservation value; None when any package is better than no deal.
        known: Whether the party said what no deal is worth.

    Example:
        >>> import lastyard as ly
        >>> case = ly.load_text('''
        ... title: A house and its garden
        ... parties: {a: {}}
        ... issues: {house: {options: [b, a]}, garden: {options: [b, a]}}
        ... statements:
        ...   - {id: p, party: a, on: 2024-01-05, reservation: 4,
        ...      values: {house: {b: 0, a: 3}, garden: {b: 0, a: 1}},
        ...      together: [{when: {house: a, garden: a}, points: 2}]}
        ... ''')
        >>> points = PairedPoints.of(case, case.statements[0].says)
        >>> packages = np.array([[0, 0], [1, 0], [1, 1]])
        >>> points.worth(packages).tolist(), points.accepts(packages).tolist()
        ([0, 3, 6], [False, False, True])
    """

    tables: tuple[NDArray[np.object_], ...]
    pairs: tuple[tuple[tuple[int, int], tuple[int, int], int], ...]
    least: int | None
    known: bool

    @classmethod
    def of(cls, case: Case, values: Values) -> PairedPoints:
        """Make them from points as the case file gives them."""
        place = {issue.id: k for k, issue in enumerate(case.issues)}
        stated = [values.reservation] if isinstance(values.reservation, Fraction) else []
        numbers = [*stated, *(pair.points for pair in values.together)]
        numbers += [value for _, points in values.points for value in points]
        unit = math.lcm(*(number.denominator for number in numbers))
        pairs = []
        for pair in values.together:
            one, other = ((place[id], k) for id, k in pair.when)
            pairs.append((one, other, int(pair.points * unit)))
        return cls(
            tuple(
                np.array([int(value * unit) for value in points], dtype=object)
                for _, points in values.points
            ),
            tuple(pairs),
            int(stated[0] * unit) if stated else None,
            values.reservation is not None,
        )

    def worth(self, options: NDArray[np.integer]) -> NDArray[np.object_]:
        """Return what packages are worth, exactly.

        Packages are option indices, of shape (packages, issues).
        """
        total = np.zeros(len(options), dtype=object)
        for issue, table in enumerate(self.tables):
            total = total + table[options[:, issue]]
        for (i, first), (j, second), points in self.pairs:
            held = (options[:, i] == first) & (options[:, j] == second)
            total = total + held.astype(object) * points
        return total

    @property
    def span(self) -> int:
        """The most by which two packages can differ, by issues and pairs each alone."""
        issues = sum(int(table.max() - table.min()) for table in self.tables)
        return issues + sum(abs(points) for *_, points in self.pairs)

    def accepts(self, options: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Return which packages are worth no deal or more."""
        if self.least is None:
            return np.ones(len(options), dtype=np.bool_)
        return np.asarray(self.worth(options) >= self.least, dtype=np.bool_)


def carried_by_values(statement: Statement) -> bool:
    """Return whether draws already hold what a statement commits its party to: additive points."""
    return isinstance(statement.says, Values) and not statement.says.together


Assumed = Literal["leanings", "own issues"]

# No statement has an empty identifier: that a party's own issue weighs more with it was said by nobody.
_NOBODY = ""

# What such words counted in recorded negotiations (CaSiNo, development half).
_PHRASES = {"most important": 1.069, "badly needed": 0.901, "needed": 0.788, "not needed": -0.496}


def scales_of(case: Case, statements: Iterable[Statement]) -> tuple[Scale, ...]:
    """Return the issues as one party's value function sees them.

    A numeric issue bends at its ends, at the numbers that the party's own statements name,
    and at enough others to make at least five.
    """
    named: dict[str, set[int]] = {issue.id: set() for issue in case.issues}
    for statement in statements:
        for id, option in _named(statement):
            named[id].add(option)
        for bound in bounds_of(case, statement):
            named[bound.issue].update(_ends(bound.allowed, case.issue(bound.issue).size))
    scales = []
    for issue in case.issues:
        if isinstance(issue.scale, NumericRange):
            numbers = _numbers(issue.scale, issue.size)
            scales.append(Scale.numeric(issue.id, numbers, sorted(named[issue.id])))
        elif issue.ordered:
            scales.append(Scale.ordered(issue.id, issue.size))
        else:
            scales.append(Scale.choice(issue.id, issue.size))
    return tuple(scales)


def _numbers(scale: NumericRange, size: int) -> list[float]:
    """Return the numbers of an issue, as whole numbers over one denominator: quicker."""
    spend(1 + size // 3)
    below = math.lcm(scale.low.denominator, scale.step.denominator)
    first, step = int(scale.low * below), int(scale.step * below)
    return [(first + k * step) / below for k in range(size)]


def _ends(allowed: int, size: int) -> Iterator[int]:
    """Yield the options allowed next to one that is not."""
    return bits(allowed & (~(allowed << 1 | 1) | ~(allowed >> 1 | 1 << size - 1)))


def _named(statement: Statement) -> Iterator[tuple[str, int]]:
    match statement.says:
        case Offers(package) | Accepts(package) | Refuses(package) | Position(package):
            yield from package
        case Prefers(better, worse):
            yield from (*better, *worse)
        case Values(points):
            for issue, values in points:
                rises = [b - a for a, b in pairwise(values)]
                bends = (k for k in range(1, len(rises)) if rises[k] != rises[k - 1])
                yield from ((issue, k) for k in bends)
        case _:
            return


def sayings_of(case: Case, statements: Iterable[Statement]) -> tuple[Saying, ...]:
    """Return what statements of one party say of values, in their order; then its own words.

    Only preference statements are here; what a party demands or rejects is a commitment
    (:mod:`lastyard.case.said`) and says what it would do, not what it likes.

    Example:
        >>> import lastyard as ly
        >>> case = ly.load_text('''
        ... title: Wage talks
        ... parties: {union: {}}
        ... issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
        ... statements: [{id: bid, party: union, on: 2024-01-05, offers: {wage: 6}}]
        ... ''')
        >>> sayings_of(case, case.statements)
        (Takes(source='bid', confidence=1.0, package=((0, 6),), proposed=True),)
        >>> scales_of(case, case.statements)[0].breaks.tolist()
        [0, 2, 5, 6, 7, 10]
    """
    place = {issue.id: k for k, issue in enumerate(case.issues)}
    told = tuple(statements)
    said = [saying for s in told for saying in _sayings(case, s, place)]
    return (*_leaning(case, said), *_words(case, told))


# Reports about a party are written by others; the weights are of people who speak for themselves.
_OWN_VOICE = re.compile(r"\b(?:i|we|my|our|us|me)\b", re.IGNORECASE)


def _words(case: Case, statements: Iterable[Statement]) -> Iterator[Stress]:
    """Yield what a party's own words, as quoted, make of the issues that they name."""
    quoted = [
        (s, s.quote.exact)
        for s in statements
        if s.quote is not None
        and not isinstance(s.says, Values | Withdraws)
        and _OWN_VOICE.search(s.quote.exact)
    ]
    if not quoted:
        return
    names = {k: _naming(issue) for k, issue in enumerate(case.issues)}
    for part in heard([text for _, text in quoted], names, strength=ELSEWHERE):
        statement = quoted[part.text][0]
        yield Stress(statement.id, part.issue, part.amount, confidence=float(statement.confidence))


def _naming(issue: Issue) -> str:
    """Return the words that name an issue, or an option by other words, as one expression."""
    others = (word for _, words in issue.option_words for word in words)
    return _expression((issue.name, issue.id.replace("_", " "), *issue.words, *others))


@cache
def _expression(words: tuple[str, ...]) -> str:
    each = sorted({re.escape(word.lower()) for word in words if word}, key=lambda w: (-len(w), w))
    return f"(?:{'|'.join(each)})s?"


def _leaning(case: Case, said: Sequence[Saying]) -> Iterator[Saying]:
    """Yield what was said, with what is likely within the bounds of demands.

    Where a bound is all that there is on an issue with an order, the party leans the bound's way.
    """
    told = {s.issue for s in said if isinstance(s, Peak | Direction) and s.confidence >= 1.0}
    allowed: dict[int, list[int]] = {}
    for saying in said:
        if isinstance(saying, Bound) and saying.confidence >= 1.0:
            allowed.setdefault(saying.issue, []).append(saying.allowed)
    for saying in said:
        if not isinstance(saying, Bound):
            yield saying
            continue
        issue = case.issues[saying.issue]
        way = leaning(issue.size, allowed.get(saying.issue, ())) if issue.has_order else 0
        within: Within = "up" if way > 0 else "down" if way < 0 else "open"
        kept = issue.everything
        for mask in allowed.get(saying.issue, ()):
            kept &= mask
        # One option that is the best leaves nothing to be told within wider bounds.
        known = saying.issue in told or kept.bit_count() == 1
        yield replace(saying, within="told" if known else within)


def _sayings(case: Case, statement: Statement, place: dict[str, int]) -> list[Saying]:
    id, sure = statement.id, float(statement.confidence)

    def pairs(package: Package) -> Pairs:
        return tuple((place[issue], option) for issue, option in package)

    match statement.says:
        case Offers(package):
            return [Takes(id, pairs(package), True, confidence=sure)]
        case Accepts(package):
            return [Takes(id, pairs(package), False, confidence=sure)]
        case Refuses(package):
            return [Refuse(id, pairs(package), confidence=sure)]
        case Position(package):
            return [Peak(id, issue, option, confidence=sure) for issue, option in pairs(package)]
        case Wants(directions):
            return [
                Direction(id, place[issue], way == "more", confidence=sure)
                for issue, way in directions
            ]
        case Prefers(better, worse):
            return [Prefer(id, pairs(better), pairs(worse), confidence=sure)]
        case Ranks(issues):
            return [Rank(id, tuple(place[issue] for issue in issues), confidence=sure)]
        case Stresses(words):
            return [
                Stress(id, place[issue], _PHRASES[word], confidence=sure) for issue, word in words
            ]
        case Requires() | Rejects():
            return [
                Bound(id, place[bound.issue], bound.allowed, confidence=sure)
                for bound in bounds_of(case, statement)
            ]
        case Values(points, reservation):
            given = dict(points)
            table = tuple(tuple(map(float, given[issue.id])) for issue in case.issues)
            return [Points(id, table, _level(reservation), confidence=sure)]
        case _:
            return []


def _level(reservation: Fraction | str | None) -> float | None:
    if reservation is None:
        return None
    return float(reservation) if isinstance(reservation, Fraction) else -math.inf


# A statement that the party contradicts itself counts half where the shapes it asks for
# exclude one another; softer contradictions need no such help, the likelihood weighs them.
_HALF = 0.5

_MANY_UNKNOWNS = 60

# Chains and draws of each where there are many unknowns: whether short chains have mixed is hard to
# tell then, so that they went on for long after they had.
_OF_MANY = 48, 20


@record(frozen=True, slots=True)
class Budget:
    """How many draws of a party's values are made.

    Attributes:
        chains: Chains side by side.
        draws: Draws kept of each.
        most_work: Unknowns squared, over the parties that spoke, beyond which none are made.
    """

    chains: int
    draws: int
    most_work: int

    def of(self, problem: ValueProblem) -> tuple[int, int]:
        """Return chains and draws for one party.

        Many unknowns mix better in few chains of more draws, for the same work.
        """
        return _OF_MANY if problem.layout.size > _MANY_UNKNOWNS else (self.chains, self.draws)


FULL = Budget(128, 16, 400_000)
"""For figures that are asked for as such: a few minutes at most."""
QUICK = Budget(128, 16, 40_000)
"""For figures shown beside others: the same draws, so that no two answers name different packages
as the best, but none where they would take more than a few seconds."""
AGAIN, GLANCE = Budget(64, 8, 40_000), Budget(24, 16, 40_000)
"""For draws without one statement, which start from those with it; and for what an assumption
decides, where the order of packages is enough."""


@dataclass(frozen=True, slots=True, eq=False)
class PartyValues:
    """What is known of one party's values.

    Attributes:
        party: The party.
        statements: Its preference statements in force.
        problem: All that it said of its values; None when it cannot be used.
        sure: What its sure statements leave possible; None when they contradict.
        contradiction: A minimal set of its statements that no value function fits.
        posterior: What is likely; None when it cannot be told.
        joint: Points with pairs worth more or less together; such a value function is known
            and not additive, so nothing is drawn and nothing is left to linear programs.
        likely: What that was drawn from: ``problem``, unless statements that exclude one
            another had to be doubted; None as it is.
        cannot_tell: Why not; None when it can.
        silent: It said nothing that bears on its values, so this is the prior.
    """

    party: Party
    statements: tuple[Statement, ...]
    problem: ValueProblem | None
    sure: ValueProblem | None
    contradiction: Contradiction | None
    posterior: Posterior | None
    cannot_tell: str | None
    silent: bool
    likely: ValueProblem | None = None
    joint: PairedPoints | None = None
    _judged: dict[bytes, int] = field(default_factory=dict, init=False, repr=False)

    def codes(self, options: NDArray[np.integer]) -> NDArray[np.int8]:
        """Return 0 possible, 1 certain, 2 impossible by its sure statements; each found once.

        Packages are option indices, of shape (packages, issues).
        """
        assert self.sure is not None  # noqa: S101  (asked only where something is sure)
        rows = [row.tobytes() for row in np.ascontiguousarray(options, dtype=np.intp)]
        new = [k for k, row in enumerate(rows) if row not in self._judged]
        if new:
            found = judge_packages(self.sure, options[new]).codes.tolist()
            self._judged.update(zip((rows[k] for k in new), found, strict=True))
        return np.array([self._judged[row] for row in rows], dtype=np.int8)

    @property
    def by_demands(self) -> bool:
        """Whether nothing is known of its wants but what its demands say."""
        return (
            bool(self.statements)
            and all(isinstance(s.says, Requires | Rejects) for s in self.statements)
            and not self.words
        )

    @property
    def words(self) -> tuple[tuple[Statement, int, float], ...]:
        """The quotes read as its own words: statement, issue and what it makes of the issue."""
        by_id = {s.id: s for s in self.statements if not isinstance(s.says, Stresses)}
        return tuple(
            (by_id[s.source], s.issue, s.amount)
            for s in (self.problem.sayings if self.problem else ())
            if isinstance(s, Stress) and s.source in by_id
        )

    @property
    def assumed(self) -> frozenset[Assumed]:
        """What is assumed of it besides what it said."""
        said = self.problem.sayings if self.problem else ()
        leans, owns = any(map(_leans, said)), any(map(_is_own_issue, said))
        return frozenset((*(("leanings",) if leans else ()), *(("own issues",) if owns else ())))

    @property
    def shared(self) -> bool:
        """Whether its draws are those of every party of which nothing is known."""
        return self.silent and self.posterior is not None and not self.assumed

    @property
    def worth_is_known(self) -> bool:
        """Whether it is known what packages are worth to it, whatever no deal is worth."""
        if self.joint is not None:
            return True
        return self.posterior is not None and self.posterior.known

    @property
    def fixed(self) -> bool:
        """Whether its sure statements leave one value function and one reservation value."""
        if self.sure is None or self.posterior is None:
            return False
        points = any(isinstance(s, Points) for s in self.sure.sayings)
        known = points and self.posterior.known
        return known and not np.ptp(self.posterior.reservations())


def _leans(saying: Saying) -> TypeGuard[Bound]:
    """Return whether a saying is a bound within which its party is taken to lean its way."""
    return isinstance(saying, Bound) and saying.within in ("up", "down")


def _own_issues(case: Case, party: Party) -> tuple[Stress, ...]:
    """Return what the case says of whose own issues are, as words that nobody said."""
    amount = own_issue()
    own = (k for k, issue in enumerate(case.issues) if party.id in issue.of)
    return tuple(Stress(_NOBODY, k, amount) for k in own)


def _is_own_issue(saying: Saying) -> bool:
    return isinstance(saying, Stress) and saying.source == _NOBODY


def seed_of(seed: int, case: Case, party: Party) -> int:
    """Return a seed of a party's own: by its place among those that decide, whatever anything is called.

    It stays the same whatever is said, so that days, and cases with and without a statement, are
    compared on the same draws as far as may be.
    """
    place = next(k for k, each in enumerate(case.deciders, 1) if each.id == party.id)
    return int(np.random.SeedSequence([place, seed]).generate_state(1)[0])


def too_much(case: Case, statements: Sequence[Statement], budget: Budget = FULL) -> str | None:
    """Return why the values of so many parties on so many options are not drawn, if so."""
    total = 0
    for party in case.deciders:
        total += work_of(case, party, _spoken_by(case, party, statements))
    return refusal_of(total, budget)


def _spoken_by(case: Case, party: Party, statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements of a party that bear on what it likes, its demands among them.

    Points say outright what a party likes: nothing is read from its demands then.
    """
    own = [s for s in statements if s.party == party.id and sayings_of(case, [s])]
    points = any(isinstance(s.says, Values) for s in own)
    return tuple(s for s in own if not (points and isinstance(s.says, Requires | Rejects)))


def work_of(case: Case, party: Party, own: Sequence[Statement]) -> int:
    """Return the unknowns squared of a party, 0 where nothing need be drawn."""
    if any(isinstance(s.says, Values) for s in own):
        return 0
    # What demands alone say is drawn at once, without chains; a party of which nothing is known, once for all.
    plain = all(isinstance(s.says, Requires | Rejects) for s in own) and not any(_words(case, own))
    if plain and not _own_issues(case, party):
        return 0
    return Layout(scales_of(case, own)).size ** 2


def refusal_of(work: int, budget: Budget = FULL) -> str | None:
    """Return why so much is not drawn, if so; the work of all parties added."""
    if work <= budget.most_work:
        return None
    return (
        "there are too many parties that spoke, and options, to draw everybody's values in "
        "reasonable time; use fewer parties or coarser steps"
    )


def party_values(  # noqa: PLR0913  (what is known, and how it is read)
    case: Case,
    party: Party,
    statements: Iterable[Statement],
    seed: int,
    prior: Posterior | None = None,
    refusal: str | None = None,
    budget: Budget = FULL,
    *,
    explained: bool = True,
    without: Assumed | None = None,
    start: Posterior | None = None,
) -> PartyValues:
    """Find out what a party may want.

    Args:
        case: The case.
        party: The party.
        statements: All statements in force.
        seed: Seed of the analysis.
        prior: The posterior of a party that said nothing, when it was drawn already.
        refusal: Why likely values are not to be drawn; None when they are.
        budget: How many draws.
        explained: Whether a contradiction is looked for where it changes no figure; it takes
            many linear programs.
        without: What is not to be assumed: that the party leans the way of its demands, so that all
            they allow is worth as much, or that its own issues weigh more with it than others.
        start: As in :func:`lastyard.values.sample`.
    """
    own = _spoken_by(case, party, statements)
    joint = [s.says for s in own if isinstance(s.says, Values) and s.says.together]
    if joint:
        return _with_pairs(party, own, PairedPoints.of(case, joint[-1]))
    scales, said = scales_of(case, own), sayings_of(case, own)
    if without == "leanings":
        said = tuple(replace(s, within="flat") if _leans(s) else s for s in said)
    owned = () if without == "own issues" else _own_issues(case, party)
    problem, contradiction, sure, posterior, reason = None, None, None, None, None
    likely: ValueProblem | None = None
    try:
        problem = translate(scales, (*said, *owned))
        contradiction = find_contradiction(problem) if said and explained else None
        certain = translate(scales, [s for s in said if s.confidence >= 1.0])
        fits = explained and contradiction is None
        if fits or not certain.sayings or not contradicts(certain):
            sure = certain
        if problem.sayings and refusal is not None:
            reason = refusal
        elif not problem.sayings and prior is not None:
            posterior, likely = prior, problem
        else:
            drawn = seed_of(seed, case, party) if problem.sayings else seed
            likely, posterior = _likely(problem, contradiction, drawn, budget, start)
    except ValuesError as found:
        reason = str(found)
    except OutOfBudget as found:
        reason = f"not finished: {found}"
    return PartyValues(
        party, own, problem, sure, contradiction, posterior, reason, not said, likely
    )


def _with_pairs(party: Party, own: tuple[Statement, ...], points: PairedPoints) -> PartyValues:
    """Return a party whose points have pairs, known by its commitment to its reservation value."""
    reason = "its points have pairs of options (`together`) but no `reservation`"
    why = None if points.known else reason
    return PartyValues(party, own, None, None, None, None, why, silent=False, joint=points)


def _likely(
    problem: ValueProblem,
    found: Contradiction | None,
    seed: int,
    budget: Budget,
    start: Posterior | None,
) -> tuple[ValueProblem, Posterior]:
    """Draw what is likely; return it with what it was drawn from."""
    chains, draws = budget.of(problem)
    try:
        return problem, sample(problem, chains=chains, draws=draws, seed=seed, start=start)
    except EmptyRegionError:
        found = found or find_contradiction(problem)
        demands = tuple(s.source for s in problem.sayings if isinstance(s, Bound))
        if found is None and not demands:
            raise
        problem = doubting(problem, found or Contradiction(demands, ()))
        return problem, sample(problem, chains=chains, draws=draws, seed=seed, start=start)


def doubting(problem: ValueProblem, found: Contradiction) -> ValueProblem:
    """Return a problem in which the statements of a contradiction count half."""
    doubted = [
        replace(s, confidence=min(s.confidence, _HALF)) if s.source in found.statements else s
        for s in problem.sayings
    ]
    return translate(problem.layout.scales, doubted)


MOST_OF_FORMULA = 10

_CHUNK = 1_000_000


@record(frozen=True, slots=True)
class AgreementRule:
    """Who must accept, over the parties that decide.

    Attributes:
        columns: The parties that matter, by their place among those that decide.
        form: A threshold, or who accepts to whether it is agreed, over these.
    """

    columns: tuple[int, ...]
    form: Threshold | _Table

    def probability(self, accepts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of agreement; shape (packages, parties) to (packages,)."""
        columns = list(self.columns)
        # Counting weights takes a number for every weight up to the quota.
        wide = self.form.quota + 1 if isinstance(self.form, Threshold) else 1
        step = max(1, _CHUNK // wide)
        parts = [
            agreement(accepts[k : k + step, columns], self.form)
            for k in range(0, max(1, len(accepts)), step)
        ]
        return np.concatenate(parts)

    def error(
        self, accepts: NDArray[np.float64], errors: NDArray[np.float64], shared: Sequence[bool]
    ) -> NDArray[np.float64]:
        """Return the error of the probability of agreement.

        Independent errors add in squares; those of parties that share draws add up. Where
        the slopes vanish with sampled shares of 0, it is the distance that these could
        make together, so that a sampled figure never has an error of 0.

        All are of shape (packages, parties), but for `shared`: whether each party's draws are
        shared.
        """
        squares, together = np.zeros(len(accepts)), np.zeros(len(accepts))
        for party in self.columns:
            if not errors[:, party].any():
                continue
            yes, no = accepts.copy(), accepts.copy()
            yes[:, party], no[:, party] = 1.0, 0.0
            part = np.abs(self.probability(yes) - self.probability(no)) * errors[:, party]
            if shared[party]:
                together += part
            else:
                squares += part**2
        found = np.sqrt(squares + together**2)
        value = self.probability(accepts)
        above = self.probability(np.minimum(accepts + errors, 1.0)) - value
        below = value - self.probability(np.maximum(accepts - errors, 0.0))
        return np.where(found > 0, found, np.maximum(above, below))


class _Table:
    """Who accepts to whether it is agreed, each answer worked out once."""

    def __init__(self, tree: Condition, parties: Sequence[str]) -> None:
        self._agreed = {
            who: holds(tree, dict(zip(parties, map(int, who), strict=True)))
            for who in product((False, True), repeat=len(parties))
        }

    def __call__(self, who: tuple[bool, ...]) -> bool:
        return self._agreed[who]


def rule_of(case: Case) -> AgreementRule:
    """Return the agreement rule of a case.

    Raises:
        RequestError: If the rule is a formula over more parties than can be gone through.

    Example:
        >>> import lastyard as ly
        >>> case = ly.load_text('''
        ... title: Talks
        ... parties: {us: {}, them: {}}
        ... issues: {x: {options: [a, b]}}
        ... ''')
        >>> rule = rule_of(case)
        >>> rule.probability(np.array([[0.5, 0.5]]))
        array([0.25])
    """
    deciders = [party.id for party in case.deciders]
    place = {id: k for k, id in enumerate(deciders)}
    if case.agreement is None:
        every = tuple(range(len(deciders)))
        return AgreementRule(every, Threshold(len(every), (1,) * len(every)))
    tree = case.agreement.tree
    named = [id for id in deciders if id in issues_of(tree)]
    columns = tuple(place[id] for id in named)
    threshold = _threshold(tree, {id: k for k, id in enumerate(named)})
    if threshold is not None:
        return AgreementRule(columns, threshold)
    if len(named) > MOST_OF_FORMULA:
        raise RequestError(
            f"the agreement rule is a formula over {len(named)} parties; at most "
            f"{MOST_OF_FORMULA} can be gone through: state it as a body with members and quota"
        )
    return AgreementRule(columns, _Table(tree, named))


def _threshold(tree: Condition, place: Mapping[str, int]) -> Threshold | None:
    """Return a rule of quota and vetoes as such; None for any other formula."""
    vetoes: set[int] = set()
    quotas: list[AtLeast] = []
    waiting = [tree]
    while waiting:
        match waiting.pop():
            case OneOf(party, 0b10):
                vetoes.add(place[party])
            case All(parts):
                waiting.extend(parts)
            case AtLeast(_, _, parts) as quota if all(isinstance(p, OneOf) for p in parts):
                quotas.append(quota)
            case _:
                return None
    if len(quotas) > 1:
        return None
    weights = [0] * len(place)
    for quota in quotas:
        for weight, part in zip(quota.weights, quota.parts, strict=True):
            if isinstance(part, OneOf):
                weights[place[part.issue]] += weight
    needed = quotas[0].quota if quotas else 0
    return Threshold(needed, tuple(weights), tuple(sorted(vetoes)))
