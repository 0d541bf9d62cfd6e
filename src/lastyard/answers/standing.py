"""Where the talks stand, issue by issue.

States of an issue, over the parties that decide:

``agreed``
    every party has a position, all the same, and it is open to each;
``near``
    every party has a position, the two furthest apart are at most one step (of an ordered
    issue with three options or more) or a tenth of a numeric range apart, no commitments
    keep any two apart, and nobody asks for what another refuses;
``open``
    something was said, and it is neither agreed nor near;
``silent``
    nothing in force that a party which decides has said concerns the issue. Never a guess.

A commitment concerns the issues it names, and, where the rules carry it further, those on which
its party's commitments leave fewer options open than the rules alone.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: 8}}
    ...   - {id: bid, party: firm, on: 2024-01-09, position: {wage: 2}}
    ... ''')
    >>> talks = standing(case)
    >>> talks.issues[0].state, talks.issues[0].gaps[0].by_position
    ('open', Fraction(3, 5))
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import combinations, pairwise
from typing import Annotated, Literal, NamedTuple

from lastyard.answers.contradictions import BrokenCommitment, broken_commitments
from lastyard.budget import budgeted, current, spend
from lastyard.case.model import Accepts, Case, Issue, Party, Position, Statement
from lastyard.case.readings import issues_about
from lastyard.case.said import (
    Commitment,
    Day,
    all_last_asked,
    asked_for,
    commitment_of,
    commitments,
    dates_of_change,
    day_of,
    in_force,
    last_asked,
    rules_of,
    sizes_of,
)
from lastyard.conditions.tree import Condition, OneOf, bits, issues_of
from lastyard.records import record
from lastyard.results import AsOf, ByKey, Choice, Choices, Count, ExactChance, Result, Unpublished
from lastyard.space import Space

__all__ = [
    "Apart",
    "Ask",
    "AskedFor",
    "Gap",
    "HeldPosition",
    "IssueStanding",
    "Refusal",
    "Standing",
    "State",
    "apart",
    "bound_by_rules",
    "committed_position",
    "distance_between",
    "gap_between",
    "held_since",
    "needed_for",
    "refusals_on",
    "requested_position",
    "standing",
    "state_of",
]


@record(frozen=True, slots=True)
class Gap:
    """The gap between two parties on one issue.

    Both measures are shares of the issue's range: steps over the number of steps on an
    ordered or numeric issue; 0 (same) or 1 (different) on one whose options have no order.

    * *by position*: between what the two ask for;
    * *by commitment*: between the nearest options that the commitments of each leave open.
      0 means that nothing either has committed to keeps them apart on this issue alone;
    * *by refusal*: from what one of them asks for to the nearest option that the commitments of
      the other leave open, whichever way it is further. What one asks for and another refuses is a
      gap, however near their positions are.

    Attributes:
        between: The two parties.
        by_position: Share of the range between their positions; None when one has none.
        by_commitment: Share of the range between what their commitments leave open; None
            when neither has committed to anything there, or one contradicts itself.
        by_refusal: Share of the range from what one asks for to the nearest option that the
            other's commitments leave open, the larger of the two ways; None when neither asks
            for anything that the other's commitments could bear on.
    """

    between: tuple[str, str]
    by_position: ExactChance | None
    by_commitment: ExactChance | None
    by_refusal: ExactChance | None

    @property
    def widest(self) -> Fraction | None:
        """The wider of the gaps by position and by refusal."""
        known = [gap for gap in (self.by_position, self.by_refusal) if gap is not None]
        return max(known, default=None)


@record(frozen=True, slots=True)
class Refusal:
    """What one party asks for, and another refuses.

    Attributes:
        asked_by: The party that asks.
        option: The option it asks for.
        refused_by: A party whose commitments do not leave it open.
        gap: Share of the range from there to the nearest option that they leave open.
    """

    asked_by: str
    option: Choice
    refused_by: str
    gap: ExactChance


def distance_between(issue: Issue, one: int, other: int) -> Fraction | None:
    """Return the least distance between an option of one mask and one of another.

    Returns:
        Share of the issue's range; None when a mask is empty.
    """
    if not one or not other:
        return None
    if one & other:
        return Fraction(0)
    if not issue.has_order:
        return Fraction(1)
    return Fraction(_least_steps(one, other), issue.size - 1)


def _least_steps(one: int, other: int) -> int:
    """Least distance between set bits of two masks without a common bit."""
    marked = sorted([(k, 0) for k in bits(one)] + [(k, 1) for k in bits(other)])
    return min(right[0] - left[0] for left, right in pairwise(marked) if left[1] != right[1])


Basis = Literal["position", "offer", "commitment"]


@record(frozen=True, slots=True)
class Ask:
    """What one party asks for on one issue.

    Attributes:
        party: Identifier of the party.
        option: Index of the option.
        statement: The statement it rests on; the last of several commitments.
        basis: Whether it said so, offered it, or its commitments leave nothing else.
    """

    party: str
    option: int
    statement: Statement
    basis: Basis


@record(frozen=True, slots=True)
class HeldPosition:
    """What one party asks for on one issue, and since when.

    Taken, in this order, from

    1. what it last asked for: the newest ``position`` or ``offers`` in force that names the
       issue (on the same day a ``position`` comes before an offer, a later line before an
       earlier one);
    2. its commitments, when they leave exactly one option of the issue open although the
       rules alone would leave more.

    Nothing else is a position: what a party would accept is not what it asks for.

    A position is held *since* the first of the days, without a break up to the day looked at, on
    which these rules give the same option: a withdrawal, a lapse or another request in between
    begins it anew.

    Attributes:
        party: The party.
        option: The option.
        statement: The statement it rests on; the last of several commitments.
        since: Day from which the party has asked for this option without a break.
        basis: Whether it said so, offered it, or its commitments leave nothing else.
    """

    party: str
    option: Choice
    statement: Statement
    since: date
    basis: Basis


def requested_position(issue: str, party: str, statements: Sequence[Statement]) -> Ask | None:
    """Return what a party last asked for on an issue, or None when it asked for nothing."""
    return _ask(issue, last_asked(issue, party, statements))


def _ask(issue: str, statement: Statement | None) -> Ask | None:
    option = None if statement is None else asked_for(statement, issue)
    if statement is None or option is None:
        return None
    basis: Literal["position", "offer"] = (
        "position" if isinstance(statement.says, Position) else "offer"
    )
    return Ask(statement.party, option, statement, basis)


def committed_position(
    issue: str,
    party: str,
    binding: Sequence[Commitment],
    still_open: Callable[[Sequence[Commitment]], int],
) -> Ask | None:
    """Return the one option that a party's commitments leave open on an issue, if only one.

    `still_open` returns the mask of options of the issue that some commitments leave open.
    """
    only = still_open(binding)
    if only.bit_count() != 1 or still_open(()).bit_count() == 1:
        return None
    # Commitments that do not mention the issue may matter too, through rules; try them first.
    needed = needed_for(
        sorted(binding, key=lambda c: (issue in issues_of(c.condition), c.statement.on)), still_open
    )
    last = max((commitment.statement for commitment in needed), key=lambda s: s.on)
    return Ask(party, only.bit_length() - 1, last, "commitment")


def needed_for(
    binding: Sequence[Commitment], still_open: Callable[[Sequence[Commitment]], int]
) -> list[Commitment]:
    """Return the fewest of some commitments, as far as one by one can tell, that do as all do.

    Those come first that had best be left out. `still_open` returns the mask of options of an
    issue that some commitments leave open.
    """
    only = still_open(binding)
    # What is said again later in the list is not needed before.
    last = {commitment.condition: commitment for commitment in binding}
    needed = [each for each in binding if last[each.condition] is each]

    def leave_out() -> None:
        nonlocal needed
        for commitment in tuple(needed):
            spend(2 * len(needed))
            without = [other for other in needed if other is not commitment]
            if still_open(without) == only:
                needed = without

    current().attempt(
        "which commitments a position rests on (not all are needed)", leave_out, share=0.2
    )
    return needed


def held_since(option: int, days: Iterable[date], asked_on: Callable[[date], int | None]) -> date:
    """Return the first day, going back without a break, on which an option is asked for.

    It is asked for on the first of the days of change, which go back; `asked_on` returns what
    is asked for on one.
    """
    since: date | None = None
    for when in days:
        if since is not None and asked_on(when) != option:
            break
        since = when
    assert since is not None  # noqa: S101  (what is asked for was said on some day)
    return since


State = Literal["agreed", "near", "open", "silent"]

_OPEN = "what commitments leave open on each issue (shown are the options that may be open)"

_NEAR_ON_NUMBERS = Fraction(1, 10)


@record(frozen=True, slots=True)
class IssueStanding:
    """Where one issue stands.

    Attributes:
        issue: The issue.
        state: ``agreed``, ``near``, ``open`` or ``silent``.
        positions: What each party that has a position asks for.
        open: Per party, the options that its commitments and the rules leave open; none when its
            commitments contradict one another.
        gaps: One per pair of parties.
        refusals: What parties ask for that others refuse, in the order of the parties.
        statements: The statements in force that concern the issue.
        silent: Parties of which nothing in force concerns the issue.
        ruled_out: Mask of the options that the rules alone leave in no package.
    """

    issue: Issue
    state: State
    positions: Annotated[tuple[HeldPosition, ...], ByKey("party")]
    open: Mapping[str, Choices]
    gaps: tuple[Gap, ...]
    refusals: tuple[Refusal, ...]
    statements: tuple[Statement, ...]
    silent: tuple[str, ...]
    ruled_out: Unpublished[int]

    def position(self, party: str) -> HeldPosition | None:
        """Return the position of a party, or None when it has none."""
        return next((held for held in self.positions if held.party == party), None)

    def open_to(self, party: str) -> int:
        """Return the mask of options open to a party."""
        return self.open[party]


@record(frozen=True, slots=True)
class Standing(Result):
    """Where the talks stand on one day.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        issues: One per issue, in the order of the case.
        parties_without_package: Parties whose commitments leave no package that the rules allow.
        broken_commitments: Commitments that the party's own offers, acceptances or positions break, and demands
            beside which it later asked for less.
    """

    case: Case
    day: AsOf
    issues: Annotated[tuple[IssueStanding, ...], ByKey("issue")]
    parties_without_package: tuple[str, ...]
    broken_commitments: tuple[BrokenCommitment, ...]

    def issue(self, id: str) -> IssueStanding:
        """Return where one issue stands; KeyError when there is none such."""
        for found in self.issues:
            if found.issue.id == id:
                return found
        raise KeyError(id)


@budgeted
def standing(case: Case, day: Day = None) -> Standing:
    """Work out where the talks stand.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.

    Returns:
        Exact: nothing is estimated. Where what commitments leave open was not found out within
        the budget, options count as open that nothing said on that issue alone rules out.
    """
    statements = in_force(case, day)
    binding = commitments(case, statements)
    budget = current()
    rules = budget.attempt(
        _OPEN,
        lambda: Space(sizes_of(case), rules_of(case), also=[c.condition for c in binding]),
        share=0.5,
    )
    talks = _Talks(case, day_of(case, day), statements, binding, rules)
    issues = tuple(map(talks.issue_standing, case.issues))
    free = talks.open_under(())
    without_package = tuple(
        party.id
        for party in case.deciders
        if not all(talks.open_to[party.id].values()) and all(free.values())
    )
    broken: tuple[BrokenCommitment, ...] = budget.attempt(
        "which commitments are broken", lambda: broken_commitments(case, statements), (), 0.5
    )
    return Standing(case, day_of(case, day), issues, without_package, broken)


def _open(rules: Space, binding: Sequence[Commitment]) -> dict[str, int]:
    return rules.where(*(commitment.condition for commitment in binding)).open_options()


class _Earlier(NamedTuple):
    """What a party had in force on one day: what it last asked for, and what bound it."""

    asked: Mapping[tuple[str, str], Statement]
    binding: tuple[Commitment, ...]


class _Talks:
    """What the issues share: the statements, and what they leave open."""

    def __init__(
        self,
        case: Case,
        day: date | None,
        statements: Sequence[Statement],
        binding: Sequence[Commitment],
        rules: Space | None,
    ) -> None:
        self._case = case
        self._statements = statements
        self._conditions = {c.statement.id: c.condition for c in binding}
        self._rules = rules
        self._known: dict[tuple[str, ...], dict[str, int]] = {}
        self._own = {
            party.id: [c for c in binding if c.statement.party == party.id]
            for party in case.deciders
        }
        self.open_to = {party: self.open_under(own) for party, own in self._own.items()}
        self._own_case = {
            party.id: replace(case, statements=_of_party(case, party.id)) for party in case.deciders
        }
        self._days = {
            party: dates_of_change(own.statements, day)[::-1] if day is not None else []
            for party, own in self._own_case.items()
        }
        self._asked = all_last_asked(statements)
        self._earlier: dict[tuple[str, date], _Earlier] = {}
        self._parts: dict[str, Mapping[str, Set[str]]] = {}
        self._named: dict[str, list[Statement]] = {}
        for statement in statements:
            for issue in issues_about(statement):
                self._named.setdefault(issue, []).append(statement)
        self._bearing: dict[str, dict[str, list[int]]] = {}
        for party, own in self._own.items():
            bearing = self._bearing[party] = {}
            for k, commitment in enumerate(own):
                for issue in issues_of(commitment.condition):
                    bearing.setdefault(issue, []).append(k)

    def open_under(self, binding: Sequence[Commitment]) -> dict[str, int]:
        """Return, per issue, the options that the rules and some commitments leave open."""
        key = tuple(commitment.statement.id for commitment in binding)
        if key not in self._known:
            found = None
            spend(1 + 2 * len(binding))
            if self._rules is not None:
                found = current().attempt(_OPEN, partial(_open, self._rules, binding), share=0.2)
            if found is None:
                # What takes too long once does so again: the rest is to be told, too.
                self._rules = None
            self._known[key] = self._at_most(binding) if found is None else found
        return self._known[key]

    def _linked(self, issue: str, party: str) -> Sequence[Commitment]:
        """Return a party's commitments that bear on an issue, be it through others and the rules.

        All of them where they allow no package together: any may be why.
        """
        own = self._own[party]
        if not all(self.open_to[party].values()):
            return own
        if party not in self._parts:
            spend(1 + 2 * len(own))
            conditions = [c.condition for c in own]
            self._parts[party] = _linked_issues([*conditions, *rules_of(self._case).parts])
        reached = self._parts[party].get(issue, {issue})
        bearing = self._bearing[party]
        return [own[k] for k in sorted({k for each in reached for k in bearing.get(each, ())})]

    def _at_most(self, binding: Sequence[Commitment]) -> dict[str, int]:
        """Return the options that no commitment on one issue alone rules out."""
        left = {issue.id: issue.everything for issue in self._case.issues}
        for commitment in binding:
            if isinstance(commitment.condition, OneOf):
                narrowed = left[commitment.condition.issue] & commitment.condition.options
                left[commitment.condition.issue] = narrowed
        return left

    def _position(self, issue: Issue, party: str) -> HeldPosition | None:
        found = _ask(issue.id, self._asked.get((issue.id, party))) or committed_position(
            issue.id,
            party,
            self._linked(issue.id, party),
            lambda kept: self.open_under(kept)[issue.id],
        )
        if found is None:
            return None
        since = current().attempt(
            "since when a position is held",
            lambda: held_since(
                found.option, self._days[party], lambda when: self._asked_on(issue.id, party, when)
            ),
            found.statement.on,
            share=0.2,
        )
        return HeldPosition(found.party, found.option, found.statement, since, found.basis)

    def _asked_on(self, issue: str, party: str, when: date) -> int | None:
        """Return the option that a party asked for on an earlier day, if any."""
        earlier = self._on(party, when)
        asked = _ask(issue, earlier.asked.get((issue, party)))
        if asked is not None:
            return asked.option
        if not earlier.binding or self.open_under(())[issue].bit_count() == 1:
            return None
        only = self.open_under(earlier.binding)[issue]
        return only.bit_length() - 1 if only.bit_count() == 1 else None

    def _on(self, party: str, when: date) -> _Earlier:
        """Return what a party had in force on an earlier day, found out once."""
        key = (party, when)
        if key not in self._earlier:
            own = self._own_case[party]
            spend(2 * len(own.statements))
            said = [s for s in in_force(own, when) if s.party == party]
            found = (commitment_of(self._case, statement) for statement in said)
            binding = tuple(each for each in found if each is not None)
            self._earlier[key] = _Earlier(all_last_asked(said), binding)
        spend(1)
        return self._earlier[key]

    def issue_standing(self, issue: Issue) -> IssueStanding:
        """Return where one issue stands."""
        deciders = self._case.deciders
        spend(len(self._statements) + len(deciders) ** 2)
        held = (self._position(issue, party.id) for party in deciders)
        positions = tuple(position for position in held if position is not None)
        naming = self._named.get(issue.id, [])
        open_to = {party.id: self.open_to[party.id][issue.id] for party in deciders}
        committed = {s.party for s in naming if s.id in self._conditions}
        further = bound_by_rules(open_to, self.open_under(())[issue.id]) - committed
        concerning = self._with_those_behind(naming, further, issue.id)
        committed |= further
        heard = {statement.party for statement in concerning}
        gaps = tuple(
            gap_between(issue, one, other, positions, open_to, committed)
            for one, other in combinations(deciders, 2)
        )
        return IssueStanding(
            issue=issue,
            state=state_of(
                self._case, issue, positions, open_to, gaps, heard=bool(heard & open_to.keys())
            ),
            positions=positions,
            open=open_to,
            gaps=gaps,
            refusals=refusals_on(issue, positions, open_to, committed),
            statements=concerning,
            silent=tuple(party.id for party in deciders if party.id not in heard),
            ruled_out=issue.everything & ~self.open_under(())[issue.id],
        )

    def _with_those_behind(
        self, naming: Sequence[Statement], parties: set[str], issue: str
    ) -> tuple[Statement, ...]:
        """Add the commitments that bind parties on an issue through the rules only."""
        if not parties:
            return tuple(naming)
        ids = {statement.id for statement in naming}
        for party in parties:
            needed = needed_for(
                self._linked(issue, party), lambda kept: self.open_under(kept)[issue]
            )
            ids |= {commitment.statement.id for commitment in needed}
        return tuple(statement for statement in self._statements if statement.id in ids)


def _linked_issues(conditions: Iterable[Condition]) -> dict[str, set[str]]:
    """Return for each issue that some conditions name those that they link it with, itself included."""
    found: dict[str, set[str]] = {}
    for condition in conditions:
        named = issues_of(condition)
        together = {id(group): group for issue in named if (group := found.get(issue))}
        if len(together) == 1 and all(issue in found for issue in named):
            continue
        joined = set(named).union(*together.values())
        found.update(dict.fromkeys(joined, joined))
    return found


def _of_party(case: Case, party: str) -> tuple[Statement, ...]:
    """Return what a party said, and what ended any of it."""
    own = {statement.id for statement in case.statements if statement.party == party}
    return tuple(s for s in case.statements if s.party == party or not own.isdisjoint(s.ends))


def bound_by_rules(open_to: Mapping[str, int], free: int) -> set[str]:
    """Return the parties whose commitments narrow an issue, be it only through the rules.

    Options are masks, per party: none where its commitments contradict one another, which
    narrows no single issue; `free` is the mask of those that the rules alone leave open.
    """
    return {party for party, mask in open_to.items() if mask and mask != free}


def gap_between(
    issue: Issue,
    one: Party,
    other: Party,
    positions: Sequence[Ask | HeldPosition],
    open_to: dict[str, int],
    committed: Set[str],
) -> Gap:
    """Return the gap between two parties on an issue; what is open to each is a mask of options."""
    held = {position.party: position.option for position in positions}
    by_position = None
    if one.id in held and other.id in held:
        by_position = issue.distance(held[one.id], held[other.id])
    by_commitment = None
    if one.id in committed or other.id in committed:
        by_commitment = distance_between(issue, open_to[one.id], open_to[other.id])
    ways = [
        distance_between(issue, 1 << held[asking.id], open_to[asked.id])
        for asking, asked in ((one, other), (other, one))
        if asking.id in held and asked.id in committed
    ]
    by_refusal = max((way for way in ways if way is not None), default=None)
    return Gap((one.id, other.id), by_position, by_commitment, by_refusal)


def refusals_on(
    issue: Issue,
    positions: Sequence[Ask | HeldPosition],
    open_to: Mapping[str, int],
    committed: Set[str],
) -> tuple[Refusal, ...]:
    """Return what parties ask for that others refuse."""
    found = []
    for held in positions:
        for party, mask in open_to.items():
            if party == held.party or party not in committed:
                continue
            gap = distance_between(issue, 1 << held.option, mask)
            if gap:
                found.append(Refusal(held.party, held.option, party, gap))
    return tuple(found)


def state_of(
    case: Case,
    issue: Issue,
    positions: Sequence[Ask | HeldPosition],
    open_to: dict[str, int],
    gaps: Sequence[Gap],
    *,
    heard: bool,
) -> State:
    """Return the state of an issue, as the top of this module defines it.

    `heard` tells whether anything in force that a party which decides has said concerns it.
    """
    if not heard:
        return "silent"
    options = {position.option for position in positions}
    if len(positions) < len(case.deciders):
        return "open"
    if len(options) == 1:
        (option,) = options
        return "agreed" if all(mask >> option & 1 for mask in open_to.values()) else "open"
    if not issue.has_order or any(gap.by_commitment or gap.by_refusal for gap in gaps):
        return "open"
    widest = issue.distance(min(options), max(options))
    limit = _NEAR_ON_NUMBERS if issue.is_numeric else Fraction(1, issue.size - 1)
    return "near" if widest <= limit and issue.size > 2 else "open"


@record(frozen=True, slots=True)
class AskedFor:
    """What some parties ask for on an issue.

    Attributes:
        option: The option.
        parties: Who asks for it.
    """

    option: Choice
    parties: tuple[str, ...]


@record(frozen=True, slots=True)
class Apart:
    """An issue on which parties are apart although nothing blocks there.

    Attributes:
        issue: The issue.
        asks: What is asked for, and by whom, in the order of the options.
        refusals: What is asked for and refused.
        gap: The widest gap between two parties, by position or by refusal, as a share of the
            issue's range.
        steps: The same in steps, on an ordered or numeric issue; else None.
    """

    issue: Issue
    asks: tuple[AskedFor, ...]
    refusals: tuple[Refusal, ...]
    gap: ExactChance
    steps: Count | None


def apart(
    talks: Standing, disputed: Collection[str], statements: Sequence[Statement] = ()
) -> tuple[Apart, ...]:
    """Return where parties that have a part in the agreement are apart besides the disputes, the widest gap first.

    They are not where all others that ask for something have accepted, not before they asked, what one of them
    asks for, and nobody refuses it: on this issue alone, or in a package of which the others ask for every part.

    Args:
        talks: Where the talks stand.
        disputed: Identifiers of the issues that the disputes are about.
        statements: The statements in force.
    """
    found = []
    taken = _taken(talks, statements)
    rule = talks.case.agreement
    count = {p.id for p in talks.case.deciders if rule is None or p.id in rule.parties}
    for each in talks.issues:
        issue = each.issue
        gaps = [g.widest for g in each.gaps if g.widest is not None and count.issuperset(g.between)]
        gap = max(gaps, default=Fraction())
        if not gap or issue.id in disputed or _is_met(each, taken):
            continue
        asked: dict[int, list[str]] = {}
        for held in each.positions:
            if held.party in count:
                asked.setdefault(held.option, []).append(held.party)
        asks = tuple(AskedFor(option, tuple(asked[option])) for option in sorted(asked))
        steps = int(gap * (issue.size - 1)) if issue.has_order else None
        refusals = (r for r in each.refusals if count.issuperset((r.asked_by, r.refused_by)))
        found.append(Apart(issue, asks, tuple(refusals), gap, steps))
    return tuple(sorted(found, key=lambda each: -each.gap))


def _taken(talks: Standing, statements: Sequence[Statement]) -> dict[tuple[str, str, int], date]:
    """Return by party, issue and option when it was last accepted, as far as that is a yes to the option.

    What a party would take as a part of a package is no yes to the part alone, unless the others ask for all of it.
    """
    found: dict[tuple[str, str, int], date] = {}
    for statement in statements:
        if not isinstance(statement.says, Accepts):
            continue
        package = statement.says.package
        if len(package) == 1 or all(
            _is_asked(talks.issue(issue), option, statement.party) for issue, option in package
        ):
            found |= {(statement.party, *part): statement.on for part in package}
    return found


def _is_asked(found: IssueStanding, option: int, taker: str) -> bool:
    """Whether all others that ask for something on an issue ask for an option, and nobody refuses it."""
    asked = {held.option for held in found.positions if held.party != taker}
    return asked == {option} and all(refusal.option != option for refusal in found.refusals)


def _is_met(found: IssueStanding, taken: Mapping[tuple[str, str, int], date]) -> bool:
    """Whether all that ask for something on an issue ask for one option or have accepted it since."""
    issue = found.issue.id
    refused = {refusal.option for refusal in found.refusals}

    def meets(option: int) -> bool:
        return all(
            held.option == option
            or taken.get((held.party, issue, option), date.min) >= held.statement.on
            for held in found.positions
        )

    return any(meets(held.option) for held in found.positions if held.option not in refused)
