"""Deals within reach: what follows when each dispute is settled in its likeliest way.

Where no package satisfies all that was said, small chances multiplied out help nobody. So the
answer goes dispute by dispute (:mod:`lastyard.answers.impasse`): each is settled by one of its
openings, or half-way where two parties can share the movement. For the likeliest choices, one
each, the best package inside is found:

* no party goes further than what settles the dispute (the least movement, or the most even
  sharing), and on no other issue past all that anybody asks for, for nobody gains by more;
* all that was said outside the choice is kept, and so are the rules;
* what is open then is filled by the largest agreement index, ties by the least share of the
  gains; and as long as changing one issue alone is better for a party and worse for none, by
  more than the draws can err, it is changed.

Deals are in the order of the chance of their choice, which rests on the firmness that was coded;
the index behind the rest rests on draws of what the parties may like.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1}, leave: {options: [none, some]}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, requires: "wage >= 6", firmness: 0.6}
    ...   - {id: bid, party: firm, on: 2024-01-05, rejects: "wage > 3", firmness: 0.9}
    ...   - {id: rest, party: union, on: 2024-01-05, position: {leave: some}}
    ... ''')
    >>> from lastyard.answers.packages.find import brief_work, compared
    >>> work = brief_work(case, None)
    >>> first, *others = deals_within_reach(ly.impasse(case), work, compared(work))
    >>> first.package, first.ways[0].kind, [s.id for s in first.sides[0].gives]
    ({'wage': '3', 'leave': 'some'}, 'opening', ['ask'])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from heapq import heappop, heappush
from math import prod
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.bargaining_range import bargaining_ranges
from lastyard.answers.impasse import (
    Change,
    Dispute,
    Impasse,
    Opening,
    demand_names,
    rounded,
    talks_of,
)
from lastyard.answers.packages.domain import Candidates, Domain, listed, searched
from lastyard.answers.packages.explain import Describer
from lastyard.answers.packages.find import Found, Work
from lastyard.answers.packages.parties import PartyValues
from lastyard.answers.packages.ranking import as_good, best_first, gains_of, improved
from lastyard.answers.packages.result import (
    Acceptability,
    AgainstDemand,
    AsGood,
    Figure,
    ProposedPackage,
    package_letter,
)
from lastyard.budget import spend
from lastyard.case.model import Accepts, Offers, Party, Position, Statement
from lastyard.case.said import demanded, rules_of, sizes_of
from lastyard.conditions.tree import TRUE, All, Condition, OneOf, Total, bits, issues_of
from lastyard.errors import RequestError
from lastyard.records import record
from lastyard.results import Choice, ExactChance, Key, Options, in_short
from lastyard.space import SearchTooLargeError, Space
from lastyard.space.pool import leaves_of

__all__ = ["Deal", "Got", "Side", "Way", "deals_within_reach"]

_DEALS = 3
_STEPS = 100_000


@record(frozen=True, slots=True)
class Way:
    """How one dispute is settled.

    Attributes:
        dispute: The id of the dispute.
        kind: ``opening``: the statements of one opening give way; ``shared``: two parties meet
            half-way.
        gives: The statements that give way.
        chance: The chance of that, by the firmness coded.
        settled: What is settled by it: the options of the issues that somebody moves on, and of a sum that gives way.
        changes: Per party that moves, what it changes.
    """

    dispute: str
    kind: Literal["opening", "shared"]
    gives: tuple[Statement, ...]
    chance: ExactChance
    settled: Options
    changes: Mapping[str, tuple[Change, ...]]


@record(frozen=True, slots=True)
class Got:
    """Something that a party asked for, or likes, and gets.

    Attributes:
        issue: The issue.
        option: The option.
        statement: Where it asked for it or said that it likes it.
        offered_by: Other parties that have offered it.
    """

    issue: str
    option: Choice
    statement: Statement
    offered_by: tuple[str, ...]


@record(frozen=True, slots=True)
class Side:
    """What a deal is to one party.

    Attributes:
        party: The party.
        gives: Its demands that give way.
        changes: How far it moves, issue by issue.
        short: Issues on which it gets less than it asks for.
        gets: What it asked for or likes, and gets, though not everybody asks for that.
        acceptability: How likely the deal is to be worth no deal or more to it.
        is_known: Whether it said what it likes, besides its demands; else the figure rests on a
            prior, or on what its demands say.
    """

    party: Party
    gives: tuple[Statement, ...]
    changes: tuple[Change, ...]
    short: tuple[str, ...]
    gets: tuple[Got, ...]
    acceptability: Acceptability
    is_known: Annotated[bool, Key("known")]


@record(frozen=True, slots=True)
class Deal:
    """A deal that follows when each dispute is settled in one way.

    Attributes:
        id: ``deal-A`` and so on.
        ways: How each dispute is settled.
        chance: The chance of all of that, by the firmness coded: the product over the disputes.
        package: The package.
        as_good: Issues on which other options do as well, as far as can be told.
        breaks: The statements that it breaks.
        sides: What it is to each party that decides.
        agreement: How likely it is to be acceptable to all who must agree, these breaks included.
    """

    id: str
    ways: tuple[Way, ...]
    chance: ExactChance
    package: Options
    as_good: tuple[AsGood, ...]
    breaks: tuple[Statement, ...]
    sides: tuple[Side, ...]
    agreement: Figure

    def __repr__(self) -> str:
        return in_short(self, (f"{issue} {option}" for issue, option in self.package.items()))


def deals_within_reach(
    blocked: Impasse, work: Work, every: Found, *, most: int = _DEALS
) -> tuple[Deal, ...]:
    """Return the deals that follow from the likeliest ways to settle all disputes.

    All of the same case, on the same day.

    Returns:
        One a choice of ways, the likeliest first; fewer where choices lead to the same package.
        None where a dispute has no way that was worked out, or nothing blocks.
    """
    options = [_ways(each) for each in blocked.disputes]
    if not options or not all(options):
        return ()
    maker = _Maker(work, every)
    found: list[Deal] = []
    for ways in _likeliest(options, most):
        made = maker.deal(f"deal-{package_letter(len(found))}", ways)
        if made is not None and all(made.package != other.package for other in found):
            found.append(made)
    return tuple(found)


def _ways(dispute: Dispute) -> list[Way]:
    """Return the ways to settle a dispute whose movement is known, the likeliest first."""
    ways = [_by_opening(dispute, each) for each in dispute.openings if each.movements]
    shared = _shared(dispute)
    if shared is not None:
        ways.append(shared)
    # Of ways as likely as one another, the half-way one comes first: it is fairer.
    return sorted(ways, key=lambda way: (-rounded(way.chance), way.kind != "shared"))


def _by_opening(dispute: Dispute, opening: Opening) -> Way:
    moved = {each.party: each.changes for each in opening.movements or () if each.changes}
    issues = {change.issue for changes in moved.values() for change in changes}
    # What gives way of a sum goes no further than it has to: the rest of the sum stands as well.
    demands = (demanded(statement) or TRUE for statement in opening.statements)
    sums = (each for each in leaves_of(demands) if isinstance(each, Total))
    issues = issues.union(*(issues_of(each) for each in sums))
    settled = opening.package.only(issues)
    return Way(dispute.id, "opening", opening.statements, opening.chance, settled, moved)


def _shared(dispute: Dispute) -> Way | None:
    """Return the most even way to meet half-way; None where it cannot be shared."""
    if len(dispute.sets) != 1:
        return None
    ways = [
        way
        for way in dispute.sets[0].trade_off or ()
        if all(each.changes for each in way.movements)
    ]
    if not ways:
        return None
    even = min(ways, key=lambda way: (max(each.size for each in way.movements), way.size))
    moved = {each.party: each.changes for each in even.movements}
    issues = {change.issue for changes in moved.values() for change in changes}
    settled = even.package.only(issues)
    gives = dispute.sets[0].statements
    return Way(dispute.id, "shared", gives, even.chance, settled, moved)


def _likeliest(options: Sequence[Sequence[Way]], most: int) -> list[tuple[Way, ...]]:
    """Return choices of one way a dispute, the likeliest first; best first over their places."""

    def entry(places: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
        chosen = (own[k] for own, k in zip(options, places, strict=True))
        return -rounded(prod((way.chance for way in chosen), start=Fraction(1))), places

    start = (0,) * len(options)
    waiting, seen = [entry(start)], {start}
    found: list[tuple[Way, ...]] = []
    while waiting and len(found) < most:
        spend(2 + len(options))
        chance, places = heappop(waiting)
        if not chance and found:
            break  # what cannot happen as coded is no deal within reach
        found.append(tuple(own[k] for own, k in zip(options, places, strict=True)))
        for k, own in enumerate(options):
            further = (*places[:k], places[k] + 1, *places[k + 1 :])
            if further[k] < len(own) and further not in seen:
                seen.add(further)
                heappush(waiting, entry(further))
    return found


class _Maker:
    """Makes deals from what is known of the parties."""

    def __init__(self, work: Work, every: Found) -> None:
        self._work, self._case, self._every = work, work.case, every
        self._asked = work.asked()

    def deal(self, id: str, ways: tuple[Way, ...]) -> Deal | None:
        """Return the deal that follows from a choice of ways; None where none is found."""
        work, case = self._work, self._case
        names = demand_names(case)
        gone = {names[statement.id] for way in ways for statement in way.gives}
        fixed = {issue: option for way in ways for issue, option in way.settled.positions.items()}
        # Whoever the agreement rule can do without need not be satisfied.
        talks = talks_of(case, work.at.binding)
        kept = talks.satisfied_by(k for k, each in enumerate(talks.demands) if each.id not in gone)
        settled: list[Condition] = [OneOf(issue, 1 << option) for issue, option in fixed.items()]
        try:
            domain, found = self._candidates(All((kept, *settled)), fixed)
        except RequestError:
            return None
        if not len(found.options):
            return None
        past = self._past_what_is_asked(found.options, set(fixed))
        found = found.where(past <= past.min(), work.at)
        gains = gains_of(domain, work.at.everyone, found)
        chosen = improved(
            found.options, int(best_first(found, gains, work.at)[0]), work.at.everyone
        )
        options = found.options[chosen : chosen + 1]
        describer = Describer(domain, work.at, self._asked)
        (described,) = describer.describe(options, 1, [()])
        package = described.package
        return Deal(
            id=id,
            ways=ways,
            chance=prod((way.chance for way in ways), start=Fraction(1)),
            package=package,
            as_good=as_good(case, found, chosen, fixed={*fixed.items(), *self._named()}),
            breaks=described.breaks,
            sides=tuple(
                self._side(wants, ways, described, against)
                for wants, against in zip(work.at.everyone, described.demands, strict=True)
            ),
            agreement=described.agreement,
        )

    def _candidates(
        self, condition: Condition, fixed: Mapping[str, int]
    ) -> tuple[Domain, Candidates]:
        """Return the packages that satisfy a condition: of all of them, or by a new search."""
        work, every = self._work, self._every
        if every.domain.listed:
            fits = every.domain.satisfy(condition, every.candidates.options)
            if fits.any():
                return every.domain, every.candidates.where(fits, work.at)
        ranges = bargaining_ranges(self._case, work.said, condition)
        condition = All((rules_of(self._case), condition))
        domain = Domain(self._case, condition, [fixed], work.at.binding, ranges)
        if domain.listed:
            return domain, listed(domain, work.at)
        return domain, searched(domain, work.at, [fixed], work.seed)

    def _past_what_is_asked(self, options: NDArray[np.intp], fixed: set[str]) -> NDArray[np.int64]:
        """Return by how many steps packages go past all that anybody asks for, open issues alone.

        What nobody has asked for goes against somebody and is no gain to anybody that is known.
        """
        past = np.zeros(len(options), dtype=np.int64)
        for place, issue in enumerate(self._case.issues):
            asked = sorted(
                {demand[issue.id][0] for demand in self._asked.values() if issue.id in demand}
            )
            if issue.id in fixed or not asked:
                continue
            column = options[:, place]
            if issue.has_order:
                past += np.maximum(asked[0] - column, 0) + np.maximum(column - asked[-1], 0)
            else:
                past += ~np.isin(column, asked)
        return past

    def _named(self) -> set[tuple[str, int]]:
        """Return what somebody asks for: it is not any option among others."""
        return {
            (issue, option) for own in self._asked.values() for issue, (option, _) in own.items()
        }

    def _side(
        self,
        wants: PartyValues,
        ways: Sequence[Way],
        described: ProposedPackage,
        against: AgainstDemand,
    ) -> Side:
        party, package = wants.party, described.package.positions
        asked = self._asked[party.id]
        changes = [c for way in ways for c in way.changes.get(party.id, ())]
        gives = tuple(s for s in described.breaks if s.party == party.id)
        changes += self._besides(gives, package, {each.issue for each in changes})
        shared = {
            issue
            for issue in asked
            if all(
                issue in other and other[issue][0] == asked[issue][0]
                for other in self._asked.values()
            )
        }
        gets = [
            Got(issue, option, statement, self._offered(party, issue, option))
            for issue, (option, statement) in asked.items()
            if package[issue] == option and issue not in shared
        ]
        return Side(
            party=party,
            gives=gives,
            changes=tuple(changes),
            short=tuple(each.issue for each in against.gives),
            gets=tuple(gets),
            acceptability=described.acceptability[party.id],
            is_known=not (wants.silent or wants.by_demands) and wants.cannot_tell is None,
        )

    def _besides(
        self, gives: Sequence[Statement], package: Mapping[str, int], told: set[str]
    ) -> list[Change]:
        """Return how far a package is from what demands leave open on issues not told of.

        A way to settle a dispute is the least movement. What is open then may go against another part
        of a demand over several issues, which gives way as a whole.
        """
        found: dict[str, Change] = {}
        for statement in gives:
            condition = demanded(statement)
            if condition is None:
                continue
            sizes = sizes_of(self._case, issues_of(condition))
            try:
                left = Space(sizes, condition, budget=_STEPS).open_options()
            except SearchTooLargeError:
                continue
            for id, mask in left.items():
                option = package[id]
                if mask and not mask >> option & 1 and id not in told:
                    issue = self._case.issue(id)
                    _, nearest = min((abs(k - option), k) for k in bits(mask))
                    steps = abs(nearest - option) if issue.has_order else None
                    found[id] = Change(id, nearest, option, steps, issue.unit)
        return list(found.values())

    def _offered(self, party: Party, issue: str, option: int) -> tuple[str, ...]:
        """Return who else has offered or asked for an option."""
        others = dict.fromkeys(
            statement.party
            for statement in self._work.said
            if statement.party != party.id
            and isinstance(statement.says, Offers | Accepts | Position)
            and (issue, option) in statement.says.package
        )
        return tuple(p.id for p in self._case.deciders if p.id in others)
