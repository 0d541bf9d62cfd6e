"""How likely each draft put to a vote is to be adopted, whose ballot matters, and who holds power.

Example, a council in which one veto is known and nothing else:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: A council
    ... parties: {a: {}, b: {}, c: {}}
    ... issues: {draft: {options: [not adopted, adopted]}}
    ... votes:
    ...   - id: draft
    ...     body: {members: [a, b, c], rule: "yes >= 2 and no veto of a"}
    ...     ballots: {a: no}
    ... ''')
    >>> vote(case).votes[0].certain
    'rejected'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import product
from math import prod
from pathlib import Path
from typing import Annotated, Literal

from lastyard.answers.standpoints import Basis, Chances, Standpoint, standpoints
from lastyard.bodies import (
    AdoptionChance,
    Body,
    BodyError,
    Member,
    MemberChance,
    MemberPower,
    NumericMemberPower,
    Replay,
    SampledMemberPower,
    Split,
    TooLargeForExactError,
    TurningSets,
    adoption_chance,
    cheapest_sets,
    find_entry,
    numeric_power,
    replay,
    sample_power,
    smallest_sets,
)
from lastyard.bodies import power as exact_power
from lastyard.bodies.cheapest import Goal
from lastyard.bodies.kinds import Ballot, Middle
from lastyard.budget import OutOfBudget, budgeted, current
from lastyard.case.model import Case, Statement
from lastyard.case.said import Day, day_of
from lastyard.case.votes import Vote
from lastyard.errors import RequestError
from lastyard.records import record
from lastyard.results import (
    Amount,
    AsOf,
    Chance,
    Count,
    ExactChance,
    Head,
    Key,
    OnRequest,
    Pairs,
    Result,
    Unpublished,
    Written,
)

__all__ = [
    "AnyOf",
    "MemberBallot",
    "PivotalMember",
    "PowerIndices",
    "PowerMember",
    "PublishedVote",
    "SetToTurn",
    "VoteAnswer",
    "VoteMember",
    "Votes",
    "VotingPower",
    "power",
    "vote",
]


@record(frozen=True, slots=True)
class PowerMember:
    """The power of a member, or of each member of a class.

    Attributes:
        name: The member.
        label: Name for people.
        count: How many members the class has.
        shapley_shubik: Shapley-Shubik index of each: a fraction, or a sampled figure.
        penrose_banzhaf: Share of the coalitions of the others that each turns.
        errors: Monte-Carlo standard errors of the two; None when they are exact.
    """

    name: str
    label: str
    count: int
    shapley_shubik: Fraction | float
    penrose_banzhaf: Fraction | float
    errors: tuple[float, float] | None = None


@record(frozen=True, slots=True)
class VotingPower(Result):
    """Power indices of a body.

    Attributes:
        body: The body.
        members: One entry a member or class, in the body's order.
        adopting: Share of all yes-or-no votes that adopt; None when it was not counted.
        method: ``exact``; ``quadrature``, for large bodies whose chances of adoption can
            still be worked out; or ``sampled``.
        error_bound: When sampled: no index is further off, with 95 % confidence for each.
            By quadrature: how far any index is likely off, an estimate.
        seed: Of the draw; None when exact.
        samples: Orders and coalitions drawn; 0 when exact.
    """

    body: Body
    members: tuple[PowerMember, ...]
    adopting: Fraction | None
    method: Literal["exact", "quadrature", "sampled"]
    error_bound: float = 0.0
    seed: int | None = None
    samples: int = 0

    def published(self) -> PowerIndices:
        """Return the indices by member."""
        members, drawn = self.members, self.method == "sampled"
        return PowerIndices(
            body=self.body.name,
            method=self.method,
            seed=self.seed,
            shapley_shubik={m.name: m.shapley_shubik for m in members},
            penrose_banzhaf={m.name: m.penrose_banzhaf for m in members},
            counts={m.name: m.count for m in members},
            errors={m.name: m.errors or () for m in members} if drawn else None,
            error_bound=None if self.method == "exact" else self.error_bound,
            adopting=self.adopting,
        )


def _written_index(index: Fraction | float) -> str | float:
    return str(index) if isinstance(index, Fraction) else index


Index = Annotated[
    Fraction | float,
    Written(
        _written_index,
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d+(/\d+)?$"},
                {"type": "number", "minimum": 0},
            ]
        },
        "a fraction as text, or a number",
    ),
]


@record(frozen=True, slots=True)
class PowerIndices:
    """Power indices of a body.

    Attributes:
        body: Name of the body.
        method: ``exact``; ``quadrature``, for large bodies whose chances of adoption can
            still be worked out; or ``sampled``.
        seed: Of the draw; None when exact.
        shapley_shubik: Per member, or of each of a class: an exact fraction as text, or a number
            that is not exact.
        penrose_banzhaf: Likewise: share of the coalitions of the others that each turns.
        counts: Per member or class, how many it is.
        errors: Per member, standard errors of the two; None when not sampled.
        error_bound: When sampled: no index is further off, with 95 % confidence for each. By
            quadrature: how far any index is likely off. None when exact.
        adopting: Share of all yes-or-no votes that adopt, a fraction as text; None when it was not
            counted.
    """

    body: Head[str]
    method: Literal["exact", "quadrature", "sampled"]
    seed: int | None
    shapley_shubik: Mapping[str, Index]
    penrose_banzhaf: Mapping[str, Index]
    counts: Mapping[str, Count]
    errors: Mapping[str, tuple[float, ...]] | None
    error_bound: Amount | None
    adopting: Annotated[Fraction, Written(str, {"type": "string"}, "text")] | None


@budgeted
def power(body: Body | str | Path, *, seed: int = 0) -> VotingPower:
    """Work out the power of the members of a body.

    Args:
        body: A body, the name of one in the catalog, or the path of a YAML file.
        seed: Of the draw, should the body be too large to be exact.

    Raises:
        RequestError: If there is no such body, or it is not right.

    Example:
        >>> from lastyard.bodies import Body, Member
        >>> board = Body("Board", (Member("chair"), Member("anna"), Member("ben")),
        ...              "yes >= 2 and yes in chair == 1")
        >>> str(power(board).members[0].shapley_shubik)
        '2/3'
    """
    try:
        chosen = body if isinstance(body, Body) else find_entry(str(body)).body()
        budget = current()

        def exact() -> VotingPower | None:
            try:
                return _exact(chosen)
            except TooLargeForExactError:
                return None

        found = budget.attempt("the exact indices", exact, share=0.4)
        found = found or budget.attempt(
            "the indices by quadrature", lambda: _by_quadrature(chosen), share=0.5
        )
        if found is None:
            with budget.part("the indices from all samples"):
                found = _sampled(chosen, seed)
        return found
    except BodyError as problem:
        raise RequestError(str(problem)) from problem


def _exact(body: Body) -> VotingPower:
    found = exact_power(body)
    return VotingPower(body, _members(body, found.members), found.adopting, "exact")


def _by_quadrature(body: Body) -> VotingPower | None:
    try:
        found = numeric_power(body)
    except TooLargeForExactError:
        return None
    return VotingPower(body, _members(body, found.members), None, "quadrature", found.error)


def _sampled(body: Body, seed: int) -> VotingPower:
    drawn = sample_power(body, seed=seed)
    members = _members(body, drawn.members)
    return VotingPower(body, members, None, "sampled", drawn.error_bound, seed, drawn.samples)


def _members(
    body: Body, found: Sequence[MemberPower | NumericMemberPower | SampledMemberPower]
) -> tuple[PowerMember, ...]:
    return tuple(
        PowerMember(
            m.name, line.label or m.name, m.count, m.shapley_shubik, m.penrose_banzhaf,
            (m.shapley_error, m.banzhaf_error) if isinstance(m, SampledMemberPower) else None,
        )
        for m, line in zip(found, body.members, strict=True)
    )  # fmt: skip


Outcome = Literal["adopted", "rejected"]

# Ways to cast what is open, of which each is worked out where ballots have no order.
_MOST_TRIED = 1024

_TOO_MANY = "there are too many ways in which the others may vote"


@record(frozen=True, slots=True)
class VoteMember:
    """A member's standpoint, and what its ballot makes of the draft.

    Attributes:
        standpoint: How it votes, as far as that is known.
        if_yes: Least and greatest probability of adoption if it votes yes (one of a class).
        if_no: The same if it votes no.
    """

    standpoint: Standpoint
    if_yes: tuple[float, float]
    if_no: tuple[float, float]

    @property
    def may_decide(self) -> bool:
        """Whether its ballot can make any difference, whatever is unknown."""
        return self.if_yes[1] - self.if_no[1] > 0 or self.if_yes[0] - self.if_no[0] > 0


@record(frozen=True, slots=True)
class VoteAnswer:
    """What is known of one vote.

    Attributes:
        vote: The vote.
        body: The body, with classes split where parts of them vote differently.
        low: Probability of adoption if all that is unknown goes against the draft.
        high: The same if all of it goes for the draft.
        certain: The outcome, if it is the same whatever the unknown ballots are.
        members: Standpoints and what each ballot makes of the draft.
        cheapest: The cheapest sets to win over so that the draft is sure to be adopted
            (whoever is not sure to vote otherwise taken as no), and to lose so that it is sure
            to be rejected (taken as yes); by number and, where chances are known, by chance.
        left_out: Why sets to win over or lose are missing, where they could not be found.
        replay: The vote under the rule, where every ballot is certain.
        recorded: The outcome on record on the day looked at; None when there is none yet.
        agrees: Whether the rule gives the outcome on record; None when there is no
            record, or the ballots known do not settle it.
        power: Power indices of the body, when they were asked for.
        ordered: Whether a no is always the ballot that helps least
            (:attr:`lastyard.bodies.Body.ordered`); else nobody knows what an open ballot is worst
            as, and all are thought of.
    """

    vote: Vote
    body: Body
    low: AdoptionChance
    high: AdoptionChance
    certain: Outcome | None
    members: tuple[VoteMember, ...]
    cheapest: tuple[TurningSets, ...]
    left_out: tuple[str, ...]
    replay: Replay | None
    recorded: Outcome | None
    agrees: bool | None
    power: VotingPower | None
    ordered: bool = True

    @property
    def probability(self) -> float | None:
        """Probability of adoption; None when only its range is known."""
        if self.certain is not None:
            return 1.0 if self.certain == "adopted" else 0.0
        one_figure = abs(self.high.probability - self.low.probability) < 1e-12
        return self.low.probability if one_figure else None

    @property
    def sampled(self) -> bool:
        """Whether its figures are from draws."""
        return "sampled" in (self.low.method, self.high.method)

    def published(self) -> PublishedVote:
        """Return the answer as programs get it."""
        return PublishedVote(
            id=self.vote.id,
            probability=self.probability,
            range=(self.low.probability, self.high.probability),
            standard_error=max(self.low.standard_error, self.high.standard_error),
            certain=self.certain,
            outcome=self.recorded,
            agrees=self.agrees,
            ballots=tuple(_ballot(member.standpoint) for member in self.members),
            pivotal=tuple(self._pivotal(member) for member in self.members if member.may_decide),
            cheapest=tuple(
                SetToTurn(
                    goal=found.goal,
                    turn_to=found.turn_to,
                    by=found.by,
                    picks=tuple(AnyOf(pick.count, dict(pick.members)) for pick in each.picks),
                    size=each.size,
                    chance=each.chance,
                )
                for found in self.cheapest
                for each in found.sets
            ),
            power=self.power,
        )

    def _pivotal(self, member: VoteMember) -> PivotalMember:
        decides = member.if_yes[0] - member.if_no[0] if self.low is self.high else None
        return PivotalMember(member.standpoint.member, decides, member.if_yes, member.if_no)

    @property
    def unknown(self) -> tuple[Standpoint, ...]:
        """The members of whom nothing is known."""
        return tuple(m.standpoint for m in self.members if m.standpoint.is_unknown)


def _ballot(found: Standpoint) -> MemberBallot:
    return MemberBallot(
        member=found.member,
        count=found.count,
        ballot=found.ballot,
        confidence=None if found.ballot is None else found.confidence,
        basis=found.basis,
        statements=found.statements,
        changes=found.changes,
    )


@record(frozen=True, slots=True)
class MemberBallot:
    """How a member votes, as far as it is known.

    Attributes:
        member: Its name in the body.
        count: How many members it stands for.
        ballot: The ballot; None when it is unknown, or known by chances only.
        confidence: Probability of that ballot.
        basis: Where it is from.
        statements: The statements it rests on.
        changes: Where its statements exclude the draft: least changes of the draft that would
            satisfy them.
    """

    member: str
    count: Count
    ballot: Ballot | None
    confidence: ExactChance | None
    basis: Basis
    statements: tuple[Statement, ...]
    changes: tuple[Pairs, ...]


@record(frozen=True, slots=True)
class PivotalMember:
    """A member whose ballot can matter.

    Attributes:
        member: Its name.
        decides: Probability that its ballot decides; None when only ranges are known.
        if_yes: Least and greatest probability of adoption if it votes yes.
        if_no: The same if it votes no.
    """

    member: str
    decides: Chance | None
    if_yes: tuple[Chance, Chance]
    if_no: tuple[Chance, Chance]


@record(frozen=True, slots=True)
class AnyOf:
    """So many of some members.

    Attributes:
        count: How many of them are needed.
        of: Which, with how many of each can be turned.
    """

    count: Count
    of: Mapping[str, Count]


@record(frozen=True, slots=True)
class SetToTurn:
    """A cheapest set of members whose ballots would make the outcome sure.

    Attributes:
        goal: What for.
        turn_to: The ballot that they turn to.
        by: What is cheapest: their number, or the chance that they turn.
        picks: Who; any so many of the members named.
        size: How many members in all.
        chance: Probability that they all turn; None when no chances are known.
    """

    goal: Literal["adopt", "reject"]
    turn_to: Ballot
    by: Literal["number", "chance"]
    picks: tuple[AnyOf, ...]
    size: Count
    chance: Chance | None


@record(frozen=True, slots=True)
class PublishedVote:
    """What is known of one vote.

    Attributes:
        id: The vote.
        probability: Of adoption; None when only its range is known.
        range: The same if all that is unknown goes against the draft, and if it goes for it.
        standard_error: Of these; 0 when exact.
        certain: The outcome, if it is the same whatever is unknown.
        outcome: The outcome on record; None when there is none yet.
        agrees: Whether the rule gives the outcome on record; None when that cannot be told.
        ballots: How each member votes, as far as it is known.
        pivotal: The members whose ballot can matter.
        cheapest: The cheapest sets to win over or to lose.
        power: Power indices of the body.
    """

    id: str
    probability: Chance | None
    range: tuple[Chance, Chance]
    standard_error: Amount
    certain: Outcome | None
    outcome: Outcome | None
    agrees: bool | None
    ballots: tuple[MemberBallot, ...]
    pivotal: tuple[PivotalMember, ...]
    cheapest: tuple[SetToTurn, ...]
    power: OnRequest[VotingPower | None]


@record(frozen=True, slots=True)
class Votes(Result):
    """The votes of a case.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        drawn_with: Seed of the draws; None where nothing was drawn, for every body could be worked
            out exactly.
        assumed: Probability of a yes taken for what is unknown; None when it was left
            unknown.
        votes: One answer a vote, in the order of the file.
        seed: Of draws, should a body be too large to be exact.
    """

    case: Case
    day: AsOf
    drawn_with: Annotated[Count | None, Key("seed")]
    assumed: Annotated[ExactChance | None, Key("unknown_taken_as")]
    votes: tuple[VoteAnswer, ...]
    seed: Unpublished[int]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that ballots rest on."""
        found = {
            statement.id: statement
            for answer in self.votes
            for member in answer.members
            for statement in member.standpoint.statements
        }
        return tuple(found.values())


@budgeted
def vote(
    case: Case,
    day: Day = None,
    *,
    unknown: float | Fraction | None = None,
    with_power: bool = False,
    seed: int = 0,
) -> Votes:
    """Answer for every vote of a case.

    Args:
        case: The case.
        day: The day to look at; default: the case's.
        unknown: Take what is unknown as yes with this probability, else no; default: leave
            it unknown, and give ranges.
        with_power: Work out power indices too.
        seed: Of draws, should a body be too large to be exact.

    Raises:
        RequestError: If the case has no votes, or ``unknown`` is no probability.
    """
    if not case.votes:
        raise RequestError(
            "the case has no `votes`; add the draft and who votes on it "
            "(docs/case-file.md, Votes), or ask `lastyard power` about a body"
        )
    if unknown is not None and not 0 <= unknown <= 1:  # not so of nan either
        raise RequestError(f"{float(unknown):g} is not a probability; give one from 0 to 1")
    assumed = None if unknown is None else Fraction(str(unknown))
    when = day_of(case, day)
    budget = current()
    answers: list[VoteAnswer] = []

    def take() -> None:
        for each in case.votes:
            budget.progress(len(answers), len(case.votes), "votes")
            answers.append(_answer(case, each, when, assumed, with_power, seed))

    budget.attempt("the votes (the first are given)", take)
    if not answers:
        raise OutOfBudget("not even the first vote was finished within the budget")
    sampled = any(answer.sampled for answer in answers)
    return Votes(case, when, seed if sampled else None, assumed, tuple(answers), seed)


def _answer(
    case: Case, one: Vote, day: date | None, assumed: Fraction | None, with_power: bool, seed: int
) -> VoteAnswer:
    body, found = standpoints(case, one, day)
    # Every member's ballot is turned each way, and every tally looks at all members.
    current().spend(15 * len(body.members) ** 2)
    low = {s.member: _point(s, assumed) or s.low for s in found}
    high = {s.member: _point(s, assumed) or s.high for s in found}
    ordered = assumed is not None or one.body.ordered
    try:
        most = _chance(body, high, seed)
        least = _chance(body, low, seed) if high != low else most
        if not ordered:
            least, most = _without_order(body, found, least, most, seed)
    except BodyError as problem:
        raise RequestError(f"vote {one.id!r}: {problem}") from problem
    certain = _certain(body, low, high) if ordered else _sure(body, found)
    recorded = one.outcome if day is None or one.on is None or one.on <= day else None
    cheapest, left_out = _cheapest(body, low, high) if ordered else _smallest(body, found)
    return VoteAnswer(
        vote=one,
        body=body,
        low=least,
        high=most,
        certain=certain,
        members=tuple(
            VoteMember(s, (a.if_yes, b.if_yes), (a.if_no, b.if_no))
            for s, a, b in zip(found, least.members, most.members, strict=True)
        ),
        cheapest=cheapest,
        left_out=left_out,
        replay=_replayed(body, low, high, recorded),
        recorded=recorded,
        agrees=None if recorded is None or certain is None else certain == recorded,
        power=power(one.body, seed=seed) if with_power else None,
        ordered=ordered,
    )


def _chance(body: Body, chances: Mapping[str, Chances], seed: int) -> AdoptionChance:
    if any(max(three) != 1 for three in chances.values()):
        return adoption_chance(body, _floats(chances), seed=seed)
    # Every ballot is certain: no need of tables over counts, which large classes make large.
    ballots = {m.name: _ballots_possible(m, chances[m.name])[0] for m in body.members}
    members = []
    for member in body.members:
        outcomes = [
            float(body.adopts({**ballots, member.name: _one_turned(ballots, member, to)}))
            for to in range(3)
        ]
        members.append(MemberChance(member.name, *outcomes))
    return AdoptionChance(float(body.adopts(ballots)), tuple(members), "exact")


def _kinds(member: Member) -> tuple[Ballot, Ballot, Ballot]:
    return "yes", member.middle, "no"


def _one_turned(ballots: Mapping[str, Ballot], member: Member, to: int) -> Ballot | Split:
    """Return the ballots of a class when one of its members casts the ballot number ``to``."""
    counts = [0, 0, 0]
    counts[_kinds(member).index(ballots[member.name])] += member.count - 1
    counts[to] += 1
    return counts[0], counts[1], counts[2]


def _possible(found: Sequence[Standpoint]) -> dict[str, tuple[Ballot, ...]]:
    return {each.member: each.possible for each in found}


def _sure(body: Body, found: Sequence[Standpoint]) -> Outcome | None:
    """Return the outcome that is the same whatever ballots of all kinds are cast."""
    outcomes = body.open_ballots.outcomes(_possible(found))
    if len(outcomes) > 1:
        return None
    return "adopted" if True in outcomes else "rejected"


def _without_order(
    body: Body, found: Sequence[Standpoint], least: AdoptionChance, most: AdoptionChance, seed: int
) -> tuple[AdoptionChance, AdoptionChance]:
    """Return the least and the greatest chance where a no can help, by any kind of open ballot.

    Exact where nothing is known by chances, or where the ways to cast what is open are few
    enough to be tried; beyond, the least is told as 0, which is never too high.
    """
    rule, possible = body.open_ballots, _possible(found)
    certain = all(max(each.known) in (0, 1) for each in found)
    tried = [] if certain else _tried(body, found, seed)
    exact = certain or bool(tried)
    tried = tried or [least]

    def bounds(low: Sequence[float], high: float, outcomes: frozenset[bool]) -> tuple[float, float]:
        if len(outcomes) == 1:
            sure = float(True in outcomes)
            return sure, sure
        return (0.0 if certain or not exact else min(low)), (1.0 if certain else high)

    low, high = bounds(
        [each.probability for each in tried], most.probability, rule.outcomes(possible)
    )
    lows, highs = [], []
    for k, member in enumerate(body.members):
        yes, no = (
            bounds(
                [getattr(each.members[k], name) for each in tried],
                getattr(most.members[k], name),
                rule.outcomes(possible, {member.name: (1, kind)}),
            )
            for name, kind in _TURNS
        )
        lows.append(replace(least.members[k], if_yes=yes[0], if_no=no[0]))
        highs.append(replace(most.members[k], if_yes=yes[1], if_no=no[1]))
    worst = min(tried, key=lambda each: each.probability)
    least = replace(worst, probability=low, members=tuple(lows))
    most = replace(most, probability=high, members=tuple(highs))
    return (least, least) if not any(sum(each.known) < 1 for each in found) else (least, most)


_TURNS: tuple[tuple[str, Ballot], ...] = (("if_yes", "yes"), ("if_no", "no"))


def _tried(body: Body, found: Sequence[Standpoint], seed: int) -> list[AdoptionChance]:
    """Return the chance for each way to cast what is open; none where there are too many."""
    rule = body.open_ballots
    ways: list[list[tuple[Middle, Chances]]] = []
    for k, each in enumerate(found):
        rest = 1 - sum(each.known)
        if not rest:
            ways.append([(each.middle, each.known)])
            continue
        if each.count > 1:  # its parts may cast different ones
            return []
        yes, between, no = each.known
        own: list[tuple[Middle, Chances]] = []
        for kind in rule.worst(k, each.ballot):
            if kind == "no":
                own.append((each.middle, (yes, between, no + rest)))
            elif kind != "yes" and (kind == each.middle or not between):
                own.append((kind, (yes, between + rest, no)))
            else:
                return []  # four kinds of ballots of one member
        ways.append(own)
    if prod(map(len, ways)) > _MOST_TRIED:
        return []
    result = []
    for way in product(*ways):
        members = tuple(
            replace(m, middle=middle) for m, (middle, _) in zip(body.members, way, strict=True)
        )
        cast = replace(body, members=members, must_be_monotone=False)
        chances = {m.name: three for m, (_, three) in zip(members, way, strict=True)}
        result.append(_chance(cast, chances, seed))
    return result


def _smallest(
    body: Body, standpoints: Sequence[Standpoint]
) -> tuple[tuple[TurningSets, ...], tuple[str, ...]]:
    """Find whom to win over or turn where a no can help: by a no, or by staying away."""
    possible = _possible(standpoints)
    asked: tuple[tuple[Goal, Ballot], ...] = (
        ("adopt", "yes"),
        ("reject", "no"),
        ("reject", "absent"),
    )
    found = [
        current().attempt(
            "whom to win over, to turn or to keep away",
            partial(smallest_sets, body, possible, *each),
            share=0.3,
        )
        for each in asked
    ]
    sets = tuple(each for each in found if each is not None)
    return sets, () if len(sets) == 3 else (_TOO_MANY,)


def _point(standpoint: Standpoint, assumed: Fraction | None) -> Chances | None:
    """Return one distribution between the bounds, when the unknown is to be assumed."""
    if assumed is None:
        return None
    pairs = zip(standpoint.low, standpoint.high, strict=True)
    yes, abstain, no = ((1 - assumed) * low + assumed * high for low, high in pairs)
    return yes, abstain, no


def _floats(chances: Mapping[str, Chances]) -> dict[str, tuple[float, float, float]]:
    return {
        name: (float(yes), float(abstain), float(no))
        for name, (yes, abstain, no) in chances.items()
    }


def _certain(body: Body, low: Mapping[str, Chances], high: Mapping[str, Chances]) -> Outcome | None:
    """Compare the worst and the best vote that can happen: a yes never hurts."""
    if body.adopts(_worst(body, low)):
        return "adopted"
    return None if body.adopts(_best(body, high)) else "rejected"


def _worst(body: Body, chances: Mapping[str, Chances]) -> dict[str, Ballot]:
    """Return everybody's ballot that helps least, of those that can be."""
    return {m.name: _ballots_possible(m, chances[m.name])[-1] for m in body.members}


def _best(body: Body, chances: Mapping[str, Chances]) -> dict[str, Ballot]:
    """Return everybody's ballot that helps most, of those that can be."""
    return {m.name: _ballots_possible(m, chances[m.name])[0] for m in body.members}


def _ballots_possible(member: Member, chances: Chances) -> list[Ballot]:
    return [ballot for ballot, chance in zip(_kinds(member), chances, strict=True) if chance]


def _cheapest(
    body: Body, low: Mapping[str, Chances], high: Mapping[str, Chances]
) -> tuple[tuple[TurningSets, ...], tuple[str, ...]]:
    found: list[TurningSets] = []
    left_out: list[str] = []
    win = {name: float(three[0]) for name, three in low.items()}
    lose = {name: float(three[2]) for name, three in high.items()}
    try:
        found.append(cheapest_sets(body, _worst(body, low), "adopt"))
        found.append(cheapest_sets(body, _best(body, high), "reject"))
        if low == high and any(0 < chance < 1 for chance in win.values()):
            found.append(cheapest_sets(body, _worst(body, low), "adopt", chances=win))
        if low == high and any(0 < chance < 1 for chance in lose.values()):
            found.append(cheapest_sets(body, _best(body, high), "reject", chances=lose))
    except BodyError as problem:
        left_out.append(str(problem))
    return tuple(found), tuple(left_out)


def _replayed(
    body: Body, low: Mapping[str, Chances], high: Mapping[str, Chances], recorded: Outcome | None
) -> Replay | None:
    if low != high or any(max(three) != 1 for three in low.values()):
        return None
    ballots = _best(body, low)
    return replay(body, ballots, recorded=None if recorded is None else recorded == "adopted")
