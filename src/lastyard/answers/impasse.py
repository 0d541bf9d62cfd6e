"""Why there is no deal yet: what blocks every package, and what would open one.

Example, two allies who disagree over an operation:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: An operation
    ... parties: {israel: {name: Israel}, us: {name: United States}}
    ... issues: {ground: {options: [none, targeted, major], ordered: true}}
    ... statements:
    ...   - {id: full, party: israel, on: 2024-03-22, requires: "ground == 'major'", firmness: 0.6}
    ...   - {id: no-major, party: us, on: 2024-03-22, rejects: "ground == 'major'", firmness: 0.8}
    ... ''')
    >>> found = impasse(case)
    >>> [[s.id for s in blocking.statements] for blocking in found.blocking_sets]
    [['full', 'no-major']]
    >>> [([s.id for s in opening.statements], float(opening.chance)) for opening in found.openings]
    [(['full'], 0.4), (['no-major'], 0.2)]

What blocks is answered by disputes, parts of it that share no statement: each has to be settled.
Here there is one; that somebody gives way in it has a chance of 1 - 0.6 * 0.8.

    >>> [(each.issues[0].id, round(each.chance, 2)) for each in found.disputes]
    [('ground', 0.52)]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import prod
from typing import Any, Literal, TypeVar

from lastyard.answers.bargaining_range import bargaining_ranges, inside
from lastyard.answers.contradictions import BrokenCommitment, outbid
from lastyard.answers.standing import Apart, Standing, apart, standing
from lastyard.blocking import BlockingSet as SetOfDemands
from lastyard.blocking import Demand, Talks, blockage
from lastyard.blocking import Dispute as DisputeOfDemands
from lastyard.blocking import Opening as OpeningOfDemands
from lastyard.blocking.disputes import chance_of_opening
from lastyard.blocking.giving_way import Levels, levels_of
from lastyard.blocking.movement import (
    Move,
    Movement,
    MovementTooLargeError,
    TradeOff,
    movement,
    trade_off,
)
from lastyard.blocking.movement import PartyMovement as MovementOfParty
from lastyard.blocking.solver import Used
from lastyard.blocking.talks import rules_needed, tightness
from lastyard.budget import Findings, OutOfBudget, budgeted, current
from lastyard.case.agreement import accepts
from lastyard.case.model import (
    Accepts,
    Case,
    Issue,
    Offers,
    Party,
    Position,
    Rule,
    Statement,
    Terms,
)
from lastyard.case.said import (
    Commitment,
    Day,
    commitments,
    day_of,
    in_force,
    rules_of,
    said_again,
    sizes_of,
)
from lastyard.conditions.tree import TRUE, All, holds, issues_of
from lastyard.errors import RequestError, need
from lastyard.records import record
from lastyard.results import (
    AsOf,
    Chance,
    Choice,
    Count,
    ExactAmount,
    ExactChance,
    Options,
    Result,
    Unpublished,
    in_short,
)
from lastyard.space import SearchTooLargeError, Space

__all__ = [
    "BlockingSet",
    "Change",
    "Dispute",
    "Impasse",
    "Opening",
    "PartyMovement",
    "Sharing",
    "Tightness",
    "demand_names",
    "impasse",
    "impasse_beside",
    "least_movement",
    "rounded",
    "talks_of",
]

_Same = TypeVar("_Same")

Cause = Literal["nothing", "demands", "agreement", "rules", "unexplained", "undecided"]


@record(frozen=True, slots=True)
class Change:
    """What a party changes on one issue when it moves.

    Attributes:
        issue: The issue.
        from_: The option that it leaves.
        to: The option that it goes to.
        steps: Options passed; None where they have no order.
        unit: Unit of a numeric issue, where it has one.
    """

    issue: str
    from_: Choice
    to: Choice
    steps: Count | None
    unit: str | None


@record(frozen=True, slots=True)
class PartyMovement:
    """What one party moves.

    Attributes:
        party: The party.
        size: How far, as a sum of shares of the issues' ranges.
        changes: Issue by issue; none when it need not move.
    """

    party: str
    size: ExactAmount
    changes: tuple[Change, ...]


@record(frozen=True, slots=True)
class Sharing:
    """One way in which two parties can share the movement.

    Attributes:
        package: The package at which they meet.
        movements: What each moves.
        chance: Probability that they move so far (:mod:`lastyard.blocking.giving_way`).
        size: How far both move together.
    """

    package: Options
    movements: tuple[PartyMovement, ...]
    chance: ExactChance
    size: Unpublished[Fraction]


@record(frozen=True, slots=True)
class BlockingSet:
    """A minimal set of statements that no package satisfies together.

    A minimal unsatisfiable subset [Liffiton et al. 2016, "Fast, flexible MUS enumeration",
    Constraints 21]: with any one of them gone, the others can be satisfied.

    Attributes:
        id: ``blocking-1`` and so on.
        statements: The statements, in the order of their days.
        chance_all_hold: Probability that every one of them holds, if they are independent:
            the product of their firmness.
        rules: A minimal set of rules without which the statements could be satisfied
            together, in the order of the file; None when it was not worked out.
        trade_off: When the statements are those of two parties: the ways to share the movement in
            which neither could move less unless the other moved more. That in which the first
            party (in the order of the file) moves least comes last. None when it was not worked out.
        trade_off_complete: Whether these are all such ways; otherwise they are evenly spaced.
        ways: How many such ways there are.
    """

    id: str
    statements: tuple[Statement, ...]
    chance_all_hold: ExactChance
    rules: tuple[Rule, ...] | None
    trade_off: tuple[Sharing, ...] | None
    trade_off_complete: bool | None
    ways: Unpublished[int]

    def __repr__(self) -> str:
        return in_short(self, (each.id for each in self.statements))


@record(frozen=True, slots=True)
class Opening:
    """A minimal set of statements whose giving way leaves a package.

    A minimal correction set: if any one of them holds while the rest of the case stays as
    it is, there is no package.

    Attributes:
        id: ``opening-1`` and so on.
        statements: The statements, in the order of their days.
        chance: Probability that all of them give way (:mod:`lastyard.blocking.giving_way`).
        package: A package that can then be agreed; that of the least movement where that was
            worked out.
        packages: How many packages are left when they give way; None when not worked out.
        movements: The least movement that does it, party by party; None when not worked out.
        left: Per issue, mask of the options that occur in a package that is left.
    """

    id: str
    statements: tuple[Statement, ...]
    chance: ExactChance
    package: Options
    packages: Count | None
    movements: tuple[PartyMovement, ...] | None
    left: Unpublished[Mapping[str, int] | None]

    def __repr__(self) -> str:
        return in_short(
            self, (f"chance {float(self.chance):.2g}", *(each.id for each in self.statements))
        )


@record(frozen=True, slots=True)
class Dispute:
    """A part of what blocks a deal that shares no statement with the rest.

    Blocking sets that are linked by common statements; a connected component of the hypergraph
    of blocking sets (docs/model.md, section 7). An opening of the whole is one opening of every
    dispute put together.

    Attributes:
        id: ``dispute-1`` and so on.
        issues: The issues that it is about, in the order of the file.
        parties: The parties that made its statements, in the order of the file.
        statements: The statements in its blocking sets, in the order of their days.
        sets: Its blocking sets: the likeliest to hold first, then the smallest.
        blocking_sets: The ids of these.
        openings: What would settle it: the likeliest first, then the smallest. Packages,
            movements and what is left are told of the issues that its own are linked to, as if
            the other disputes were settled.
        complete: Whether these are all blocking sets and openings of it; where not, it may
            fall apart into several disputes.
        chance: Chance that at least one statement gives way in each of its blocking sets, as far
            as the least that settles it, by the firmness that was coded; None when it was not
            worked out.
    """

    id: str
    issues: tuple[Issue, ...]
    parties: tuple[Party, ...]
    statements: tuple[Statement, ...]
    sets: Unpublished[tuple[BlockingSet, ...]]
    blocking_sets: tuple[str, ...]
    openings: tuple[Opening, ...]
    complete: bool
    chance: Chance | None

    def __repr__(self) -> str:
        return in_short(self, (each.name for each in self.issues))


@record(frozen=True, slots=True)
class Tightness:
    """How much room one statement takes, when a deal exists.

    Attributes:
        statement: The statement.
        packages_without: How many packages would satisfy everything if it were dropped.
        packages_with_opposite: How many of these it stands against: those that satisfy all
            the rest and its opposite.
    """

    statement: Statement
    packages_without: Count
    packages_with_opposite: Count


@record(frozen=True, slots=True)
class Impasse(Result):
    """Whether a package satisfies everything that was said and, if none does, why.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        agreement_exists: Whether some package satisfies everything that has been said; None when
            that was not decided within the budget.
        cause: ``nothing`` when such a package exists; ``demands`` when the demands exclude
            one another; ``agreement`` when too few could ever accept; ``rules`` when the
            rules alone leave nothing; ``unexplained`` when there is none, and ``undecided`` when
            not even that was found out within the budget.
        packages: How many packages satisfy everything; None when there are some, too entangled to
            be counted.
        packages_allowed: How many packages the rules leave; None when they were not counted
            within the budget.
        package: One that satisfies everything; None when there is none.
        blocking_sets: The likeliest to hold first, then the smallest.
        openings: The likeliest first, then the smallest.
        disputes: What blocks, in parts that share no statement; that of the likeliest blocking
            set first.
        openings_number: How many openings there are; None when that is not known.
        chance_open: Chance that at least one statement gives way in every blocking set, by the
            firmness that was coded; None when nothing blocks or it was not worked out.
        complete: Whether all blocking sets and all openings are here.
        blocking_sets_complete: Whether these are all.
        openings_complete: Whether these are all.
        blocking_sets_likeliest: Whether no blocking set left out is likelier; False when the
            search for the likeliest ended at its budget of steps.
        openings_likeliest: Whether no opening left out is likelier; likewise.
        proved_by: What proved each set again: ``search``, which shares nothing with the solver
            that found it, ``second solver``, another solver on the same clauses, or ``nothing``.
        tightest: When a deal exists: the binding statements, that which takes most room
            first; empty when they cannot be counted.
        apart: Where parties ask for different things although nothing blocks there.
        silent_parties: Parties whose acceptance may matter and of which nothing in force binds:
            that they would accept is assumed, not known.
        broken_commitments: Demands that count here in full, though their own party has said since
            what breaks them or asks for less.
        in_force: The statements in force.
        binding: Those of them that bind, on which all of this rests.
    """

    case: Case
    day: AsOf
    agreement_exists: bool | None
    cause: Cause
    packages: Count | None
    packages_allowed: Count | None
    package: Options | None
    blocking_sets: tuple[BlockingSet, ...]
    openings: tuple[Opening, ...]
    disputes: tuple[Dispute, ...]
    openings_number: Count | None
    chance_open: Chance | None
    complete: bool
    blocking_sets_complete: bool
    openings_complete: bool
    blocking_sets_likeliest: bool
    openings_likeliest: bool
    proved_by: Used
    tightest: tuple[Tightness, ...]
    apart: tuple[Apart, ...]
    silent_parties: tuple[Party, ...]
    broken_commitments: tuple[BrokenCommitment, ...]
    in_force: Unpublished[tuple[Statement, ...]]
    binding: Unpublished[tuple[Statement, ...]]


def impasse(case: Case, day: Day = None, *, limit: int = 5_000, first: int = 10) -> Impasse:
    """Find what blocks a deal, and what would open one.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        limit: All sets of a kind are given when there are at most this many.
        first: How many of the likeliest are given otherwise.

    Returns:
        Exact: every set is proved, with its minimality, apart from the search that found
        it. Chances depend on the firmness that was coded; which sets there are does not.

    Raises:
        RequestError: If limit or first is not positive, or the day is none.
    """
    need(case, "Case", "impasse: case", "a case, as `load` returns it")
    return impasse_beside(case, day, lambda: standing(case, day), limit=limit, first=first)


@budgeted
def impasse_beside(
    case: Case,
    day: Day,
    where_it_stands: Callable[[], Standing],
    *,
    limit: int = 5_000,
    first: int = 10,
    alike: Findings[Any] | None = None,
) -> Impasse:
    """Return the same as :func:`impasse`, for one who knows already where the talks stand.

    What was found for cases that differ from this one in firmness alone is taken from `alike`.
    """
    if limit < 1 or first < 1:
        raise RequestError("limit and first must be at least 1")
    said = in_force(case, day)

    def once(what: Hashable, do: Callable[[], _Same], asked: bool = True) -> _Same | Any:
        """Return what does not hang on firmness; None where it is not asked for."""
        if not asked:
            return None
        return do() if alike is None else alike.find(what, do)

    binding = said_again(once("commitments", lambda: commitments(case, said)), said)
    talks = talks_of(case, binding)
    name = demand_names(case)
    found = blockage(talks, limit=limit, first=first, alike=alike)
    # Where not all sets are known, firmness decides which are, and so what is a dispute.
    alike = alike if all(each.complete for each in found.disputes) else None
    statements = {name[c.statement.id]: c.statement for c in binding}
    numbers = {name[c.statement.id]: k for k, c in enumerate(binding)}
    blocked = found.blocking_sets or found.openings or found.disputes
    levels = once(
        ("levels", bool(blocked)), lambda: levels_of(binding if blocked else (), talks.sizes)
    )
    if blocked:
        levels = levels.with_firmness({k: c.firmness for k, c in enumerate(binding)})

    def told(ids: Iterable[str]) -> tuple[Statement, ...]:
        chosen = set(ids)
        return tuple(statement for id, statement in statements.items() if id in chosen)

    ordered = [issue.id for issue in case.issues if issue.has_order]
    heard = {c.statement.party for c in binding}
    budget = current()

    def chance_at(demands: Sequence[str], package: Mapping[str, int]) -> Fraction:
        broken = [numbers[id] for id in demands]
        broken = [k for k in broken if not holds(binding[k].condition, package)]
        return Fraction(levels.chance(broken, package))

    def blocking_set(k: int, each: SetOfDemands, within: Talks) -> BlockingSet:
        ids = each.demands
        shared = once(("shared", ids), lambda: _trade_off(within, ids, ordered), k <= first)
        return BlockingSet(
            id=f"blocking-{k}",
            statements=told(ids),
            chance_all_hold=prod((binding[numbers[id]].firmness for id in ids), start=Fraction(1)),
            rules=once(("rules", ids), lambda: _rules_behind(case, talks, ids), k <= first),
            trade_off=None
            if shared is None
            else _sharings(case, shared, partial(chance_at, each.demands)),
            trade_off_complete=None if shared is None else shared.complete,
            ways=0 if shared is None else shared.pairs,
        )

    def opening(k: int, each: OpeningOfDemands, within: Talks, where: str = "") -> Opening:
        ids, what = each.demands, (bool(where), each.demands)
        moved = once(("moved", what), lambda: _moved(case, said, within, ids), k <= first)
        left = once(("left", what), lambda: _left(within, ids), k <= first)
        return Opening(
            id=f"{where}opening-{k}",
            statements=told(each.demands),
            chance=Fraction(
                levels.chance(
                    [numbers[id] for id in each.demands], moved.package if moved else None
                )
            ),
            package=case.terms(each.package if moved is None else moved.package),
            packages=None if left is None else left[0],
            movements=None if moved is None else _movements(case, moved),
            left=None if left is None else left[1],
        )

    # With the demands of other disputes left out, the movement of each can be told by itself.
    within = {id: each.talks for each in found.disputes for id in each.demands}
    blocking = tuple(
        blocking_set(k, each, within.get(each.demands[0], talks))
        for k, each in enumerate(found.blocking_sets, 1)
    )
    by_statements = {each.statements: each for each in blocking}

    def dispute(k: int, each: DisputeOfDemands) -> Dispute:
        own = [c for c in binding if name[c.statement.id] in each.demands]
        about = set[str]().union(*(issues_of(c.condition) for c in own))
        speakers = {c.statement.party for c in own}
        listed = (by_statements.get(told(one.demands)) for one in each.blocking_sets)
        sets = tuple(one for one in listed if one is not None)
        return Dispute(
            id=f"dispute-{k}",
            issues=tuple(issue for issue in case.issues if issue.id in about),
            parties=tuple(party for party in case.parties if party.id in speakers),
            statements=tuple(c.statement for c in own),
            sets=sets,
            blocking_sets=tuple(one.id for one in sets),
            openings=_likeliest_first(
                (
                    opening(j, one, each.talks, f"dispute-{k}-")
                    for j, one in enumerate(each.openings, 1)
                ),
                f"dispute-{k}-",
            ),
            complete=each.complete and len(sets) == len(each.blocking_sets),
            chance=None,
        )

    disputes = tuple(dispute(k, each) for k, each in enumerate(found.disputes, 1))
    chances, chance_open = chance_of_opening(
        found.disputes, _as_far_as_needed(levels, binding, disputes), numbers
    )
    chances, chance_open = _at_most_their_ways(disputes, chances, chance_open)
    disputes = tuple(
        replace(each, chance=chance) for each, chance in zip(disputes, chances, strict=True)
    )
    allowed = budget.attempt(
        "how many packages the rules allow",
        lambda: once("allowed", lambda: Space(talks.sizes, talks.rules).count()),
        share=0.5,
    )
    named = issues_of(talks.agreement_rule)
    disputed = {issue.id for each in disputes for issue in each.issues}
    beside: tuple[Apart, ...] = budget.attempt(
        "where the parties are apart besides",
        lambda: once("apart", lambda: apart(where_it_stands(), disputed, said)),
        (),
        share=0.3,
    )
    return Impasse(
        case=case,
        day=day_of(case, day),
        agreement_exists=None if found.cause == "undecided" else found.cause == "nothing",
        cause=found.cause,
        packages=found.packages,
        packages_allowed=allowed,
        package=_example(case, said, binding, found.package),
        blocking_sets=blocking,
        openings=_likeliest_first(
            opening(k, each, talks) for k, each in enumerate(found.openings, 1)
        ),
        disputes=disputes,
        openings_number=found.openings_number,
        chance_open=chance_open,
        complete=found.blocking_complete and found.openings_complete,
        blocking_sets_complete=found.blocking_complete,
        openings_complete=found.openings_complete,
        blocking_sets_likeliest=found.blocking_likeliest,
        openings_likeliest=found.openings_likeliest,
        proved_by=found.referee,
        tightest=_tightest(talks, statements) if found.packages else (),
        apart=beside,
        silent_parties=tuple(p for p in case.deciders if p.id in named and p.id not in heard),
        broken_commitments=outbid(case, said),
        in_force=said,
        binding=tuple(statements.values()),
    )


def _as_far_as_needed(
    levels: Levels, binding: Sequence[Commitment], disputes: Iterable[Dispute]
) -> Levels:
    """Return how likely demands are to give way as far as the least that settles a dispute.

    That can be less than the whole way, and further: what is not known to be needed is the whole way.
    """
    numbers = {c.statement.id: k for k, c in enumerate(binding)}
    needed: dict[int, Fraction | float] = {}
    for dispute in disputes:
        for each in dispute.openings:
            package = None if each.movements is None else each.package.positions
            for statement in each.statements:
                k = numbers[statement.id]
                needed[k] = max(needed.get(k, 0.0), levels.chance([k], package))
    return levels.with_firmness({k: 1 - gives for k, gives in needed.items()})


def _at_most_their_ways(
    disputes: Sequence[Dispute], chances: Sequence[float | None], together: float | None
) -> tuple[list[float | None], float | None]:
    """Return chances that disputes open, and that all do, none above that of all ways of a dispute added.

    They take each demand as far as it needs to go at least, and another way may need it further.
    """
    capped = [
        min(chance, float(sum(way.chance for way in each.openings)))
        if chance is not None and each.complete
        else chance
        for each, chance in zip(disputes, chances, strict=True)
    ]
    known = [chance for chance in capped if chance is not None]
    if together is None or capped == chances or len(known) < len(capped):
        return capped, together
    apart = together == prod(chance for chance in chances if chance is not None)
    return capped, prod(known) if apart else min(together, *known)


def _example(
    case: Case,
    said: Sequence[Statement],
    binding: Sequence[Commitment],
    fits: Mapping[str, int] | None,
) -> Terms | None:
    """Return a package that keeps all that one keeps: within what was asked, offered and demanded if it can be."""

    def within_ranges(fits: Mapping[str, int]) -> Mapping[str, int] | None:
        kept = [each.condition for each in binding if holds(each.condition, fits)]
        within = inside(bargaining_ranges(case, said, TRUE))
        try:
            return Space(sizes_of(case), All((rules_of(case), *kept, within))).find()
        except SearchTooLargeError:
            return None

    if fits is None:
        return None
    found = current().quietly(lambda: within_ranges(fits), 0.2)
    return case.terms(fits if found is None else found)


def _rules_behind(case: Case, talks: Talks, demands: Collection[str]) -> tuple[Rule, ...] | None:
    """Return the rules that a blocking set needs, or None when that is too large."""
    needed = rules_needed(talks, demands, [rule.condition.tree for rule in case.rules])
    return None if needed is None else tuple(case.rules[k] for k in needed)


def _likeliest_first(openings: Iterable[Opening], where: str = "") -> tuple[Opening, ...]:
    """Return openings in order of their chances, which hang on how far each goes, numbered anew."""
    order = sorted(openings, key=lambda each: -rounded(each.chance))
    return tuple(replace(each, id=f"{where}opening-{k}") for k, each in enumerate(order, 1))


def rounded(chance: Fraction) -> float:
    """Return a chance to twelve digits, so that products that differ only by their order are equal."""
    return float(f"{float(chance):.12e}")


def least_movement(
    talks: Talks, opening: Sequence[str], ordered: Collection[str]
) -> Movement | None:
    """Return the least movement of an opening, or None when it is too large to be found."""

    def least() -> Movement | None:
        try:
            return movement(talks, opening, ordered)
        except MovementTooLargeError:
            return None

    found: Movement | None = current().attempt("the least movement of an opening", least, share=0.3)
    return found


def _moved(
    case: Case, said: Sequence[Statement], talks: Talks, opening: Sequence[str]
) -> Movement | None:
    """Return the least movement of an opening that goes, on issues without order, to what most have put forward.

    Of several options that would do the first stood for all, though a mediator had proposed another.
    """
    ordered = [issue.id for issue in case.issues if issue.has_order]
    moved = least_movement(talks, opening, ordered)
    if moved is None:
        return None
    named: dict[str, Counter[int]] = {}
    for statement in said:
        if isinstance(statement.says, Offers | Accepts | Position):
            for issue, option in statement.says.package:
                named.setdefault(issue, Counter())[option] += 1
    made = [move for party in moved.parties for move in party.moves]
    kept = [k for k, demand in enumerate(talks.demands) if demand.id not in opening]
    goal = talks.satisfied_by(kept)
    package, ends = dict(moved.package), dict[str, int]()
    for move in made:
        alone = sum(other.issue == move.issue for other in made) == 1
        if not alone or case.issue(move.issue).has_order:
            continue
        count = named.get(move.issue, Counter())
        for option in sorted(count, key=lambda option: (-count[option], option)):
            better = option != move.start and count[option] > count[move.end]
            if better and holds(goal, {**package, move.issue: option}):
                package[move.issue] = ends[move.issue] = option
                break

    def further(party: MovementOfParty) -> MovementOfParty:
        moves = (replace(move, end=ends.get(move.issue, move.end)) for move in party.moves)
        return replace(party, moves=tuple(moves))

    return replace(moved, package=package, parties=tuple(map(further, moved.parties)))


def _trade_off(talks: Talks, demands: Collection[str], ordered: Collection[str]) -> TradeOff | None:
    """Return how two parties can share the movement, or None when it is too large."""
    found: TradeOff | None = current().attempt(
        "how two parties can share the movement",
        lambda: trade_off(talks, demands, ordered),
        share=0.3,
    )
    return found


def _movements(case: Case, moved: Movement) -> tuple[PartyMovement, ...]:
    """Return what each party moves, in the terms of the case."""

    def change(move: Move) -> Change:
        issue = case.issue(move.issue)
        steps = move.steps if issue.has_order else None
        return Change(move.issue, move.start, move.end, steps, issue.unit)

    return tuple(
        PartyMovement(each.party, each.size, tuple(change(move) for move in each.moves))
        for each in moved.parties
    )


def _sharings(
    case: Case, found: TradeOff, chance_at: Callable[[Mapping[str, int]], Fraction]
) -> tuple[Sharing, ...]:
    return tuple(
        Sharing(
            case.terms(point.package), _movements(case, point), chance_at(point.package), point.size
        )
        for point in found.points
    )


def _left(talks: Talks, opening: Sequence[str]) -> tuple[int, Mapping[str, int]] | None:
    """Return how many packages are left when an opening gives way, and what stays open in them.

    None when it is too large.
    """
    kept = [k for k, demand in enumerate(talks.demands) if demand.id not in opening]
    try:
        with current().part("what is left when an opening gives way", 0.3):
            space = Space(talks.sizes, talks.satisfied_by(kept))
            return space.count(), space.open_options()
    except OutOfBudget:
        return None


def _tightest(talks: Talks, statements: Mapping[str, Statement]) -> tuple[Tightness, ...]:
    """Count what each statement takes, most first; nothing when it is too large."""
    try:
        with current().part("which statements take most room", 0.5):
            counted = tightness(talks)
    except OutOfBudget:
        return ()
    return tuple(
        Tightness(statements[each.demand], each.if_dropped, each.gained)
        for each in sorted(counted, key=lambda each: (-each.gained, each.demand))
    )


def demand_names(case: Case) -> dict[str, str]:
    """Return by id of a statement what its demand is called in talks, the earliest first.

    What is as likely as something else comes in the order of names (:mod:`lastyard.blocking`). So it follows
    the days of the case, and within a day its lines, and not what somebody happened to call statements.
    """
    made = sorted(case.statements, key=lambda statement: statement.on)
    return {statement.id: f"{k:06d}" for k, statement in enumerate(made)}


def talks_of(case: Case, binding: Sequence[Commitment]) -> Talks:
    """Return the talks that some commitments of a case make; for their names see :func:`demand_names`."""
    rule = (
        case.agreement.tree if case.agreement else All(tuple(accepts(p.id) for p in case.deciders))
    )
    name = demand_names(case)
    demands = tuple(
        Demand(name[c.statement.id], c.statement.party, c.condition, float(c.firmness), c.way)
        for c in binding
    )
    named = issues_of(rule)
    # A party that the agreement rule does not mention cannot block, whatever it demands.
    counting = tuple(demand for demand in demands if demand.party in named)
    order = tuple(party.id for party in case.deciders)
    return Talks(sizes_of(case), rules_of(case), counting, rule, order)
