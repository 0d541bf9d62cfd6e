"""What to ask and what to propose next.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {name: Union}, firm: {name: Firm}}
    ... issues: {wage: {options: [low, middle, high], ordered: true}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: high}}
    ...   - {id: bid, party: firm, on: 2024-01-09, rejects: "wage != 'low'", firmness: 0.5}
    ... ''')
    >>> first = next_step(case, seed=7).questions[0]
    >>> first.kind, first.party.name
    ('take', 'Firm')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.impasse import impasse_beside
from lastyard.answers.improve import is_hidden, side_of
from lastyard.answers.packages.domain import Domain, effective_draws, statuses_of
from lastyard.answers.packages.find import brief_work, compared
from lastyard.answers.packages.parties import FULL, AgreementRule, PartyValues, seed_of
from lastyard.answers.packages.ranking import (
    apart,
    gains_of,
    improved,
    in_order,
    undominated,
    unlike,
)
from lastyard.answers.packages.result import Figure, package_letter
from lastyard.answers.questions import Question, questions
from lastyard.answers.standing import standing
from lastyard.answers.within_reach import Deal, deals_within_reach
from lastyard.asking import (
    AcceptanceQuestion,
    Best,
    FirmnessQuestion,
    Gain,
    Information,
    PartyBelief,
    PreferenceQuestion,
    Talks,
    believe,
    gains,
    proposal_gains,
)
from lastyard.asking.belief import GivingWay, Worth
from lastyard.asking.finding import TRUST, Asked, Matters, proposal, worth_of_questions
from lastyard.asking.gains import WORLDS
from lastyard.asking.simulate import COMPARABLE, TAKABLE, first_question
from lastyard.blocking.giving_way import levels_of
from lastyard.budget import OutOfBudget, budgeted, current, spend
from lastyard.case.model import Case, Party, Statement, Terms, Values
from lastyard.case.said import Commitment, Day, as_date, day_of, in_force, sizes_of
from lastyard.errors import RequestError, need_number, need_seed
from lastyard.records import record
from lastyard.results import Amount, As, AsOf, Chance, Count, Key, Options, Result, Unpublished
from lastyard.values import Threshold, share_error

__all__ = [
    "MOST_PACKAGES",
    "WORTH_ASKING",
    "AskedPackage",
    "Beliefs",
    "BestDeal",
    "BestDealQuestion",
    "Kind",
    "NextQuestion",
    "NextStep",
    "Proposal",
    "beliefs_of",
    "best_deal",
    "next_step",
    "proposal_id",
]

WORTH_ASKING = 0.02
"""A question is asked if it is expected to raise the product of gains by this share of it."""

_PACKAGES = 200
_MOST = 3
_DIGITS = 9


@record(frozen=True, slots=True)
class BestDealQuestion:
    """A question to one party in confidence, to find a better deal.

    Attributes:
        id: ``best-1`` and so on.
        kind: ``matters``: which issue matters most to it? ``compare``: which of two packages would it
            rather have?
        party: The party.
        package: The package asked about; None for ``matters``.
        other: The other one.
        rise: By how much the product of expected gains of the best package is expected to rise, as a
            share of what it is now.
    """

    id: str
    kind: Literal["matters", "compare"]
    party: Annotated[Party, Key("to")]
    package: Options | None
    other: Options | None
    rise: Amount


@record(frozen=True, slots=True)
class BestDeal:
    """The best deal as things are, and the questions that would find a better one.

    Attributes:
        package: The package with the largest product of expected gains over no deal, each by the
            chance that its parties give way on what it breaks; None where none is worth anything.
        questions: The questions that are worth asking, the best first; the first of each kind to
            each party.
        next_best: What the best question is worth, as ``rise``, also where it is not worth asking.
        worth_asking: The least rise that is.
        trust: Probability with which an answer is taken to be right.
    """

    package: Options | None
    questions: tuple[BestDealQuestion, ...]
    next_best: Amount
    worth_asking: Chance
    trust: Chance


def best_deal(case: Case, day: date | None, *, seed: int) -> BestDeal:
    """Find the best deal as things are, and what to ask to find a better one.

    Raises:
        RequestError: If no package satisfies the rules, or they are too entangled.

    Example:
        >>> import lastyard as ly
        >>> case = ly.load_text('''
        ... title: Two goods
        ... parties: {us: {name: Us}, them: {name: Them}}
        ... issues: {food: {options: [them, us]}, wood: {options: [them, us]}}
        ... statements:
        ...   - {id: u, party: us, on: 2024-01-05, position: {food: us, wood: us}}
        ...   - {id: t, party: them, on: 2024-01-05, position: {food: them, wood: them}}
        ... ''')
        >>> found = best_deal(case, None, seed=7)
        >>> found.questions[0].rise >= found.worth_asking
        True
    """
    work = brief_work(case, day, seed=seed)
    found = compared(work)
    candidates = found.candidates
    chances = candidates.factors.prod(axis=1)
    # By expected worth at first: by draws, gains over no deal cost too much for all of them.
    told = [p for wants in work.at.everyone if (p := wants.posterior) is not None]
    worth = gains_of(found.domain, work.at.everyone, candidates)
    worth = np.maximum(worth + [float(p.reservations().mean()) for p in told], 0.0)
    likely = (worth.prod(axis=1) * chances).round(12)
    order = np.argsort(-likely, kind="stable")[:_PACKAGES]
    options, chances = candidates.options[order], chances[order]
    places = [k for k, wants in enumerate(work.at.everyone) if not is_hidden(wants)]
    sides = [side_of(work.at.everyone[k], options) for k in places]
    best = proposal(sides, chances) if sides else None
    if best is None:
        return BestDeal(None, (), 0.0, WORTH_ASKING, TRUST)
    ranked = worth_of_questions(sides, TRUST, chances)
    parties = [work.at.everyone[k].party for k in places]
    return BestDeal(
        package=found.domain.terms(options[best]),
        questions=tuple(
            _question_for_best(found.domain, each, parties[each.question.party], options, k)
            for k, each in enumerate(_worth_asking(ranked), 1)
        ),
        next_best=round(ranked[0].rise, _DIGITS) if ranked else 0.0,
        worth_asking=WORTH_ASKING,
        trust=TRUST,
    )


def _worth_asking(ranked: list[Asked]) -> list[Asked]:
    """Return the best questions that are worth asking, the first of each kind to each party."""
    first: dict[tuple[type, int], Asked] = {}
    for each in ranked:
        if each.rise >= WORTH_ASKING:
            first.setdefault((type(each.question), each.question.party), each)
    return list(first.values())[:_MOST]


def _question_for_best(
    domain: Domain, each: Asked, party: Party, options: NDArray[np.intp], number: int
) -> BestDealQuestion:
    id, rise = f"best-{number}", round(each.rise, _DIGITS)
    if isinstance(each.question, Matters):
        return BestDealQuestion(id, "matters", party, None, None, rise)
    one, other = (domain.terms(options[k]) for k in (each.question.package, each.question.other))
    return BestDealQuestion(id, "compare", party, one, other, rise)


MOST_PACKAGES = 2_000

_HANDFUL, _LEAST_INDEX = 3, 1 / 5

_APART = (1 / 3, 1 / 6, 1 / 12)


@dataclass(frozen=True, slots=True, eq=False)
class Beliefs:
    """What is believed of the parties of a case.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        domain: Where the packages are from.
        options: Option indices of the packages, the most likely to be agreed first; shape
            (packages, issues).
        talks: The beliefs, over these packages.
        commitments: Per party, the statements that bind it, in the order of its belief's.
        broken: Per party, which packages break each of these, shape (commitments, packages).
        effective: Per party, the effective number of its draws; infinite where none were made.
        shared: Per party, whether its draws are shared with other silent parties.
        certain: Per party and package 1 where it certainly accepts, 2 where certainly not,
            commitments aside, else 0.
        rule: The agreement rule.
        everyone: What each party may want.
        kept: What no better package may lessen: the chances that commitments leave and the agreement, as
            far as the draws tell it; shape (packages, parties + 1).
        used: The statements it rests on.
        silent: Parties that said nothing of what they want.
        cannot_tell: Per party whose values cannot be told, why.
        considered: How many packages stand behind these.
        draws: Draws a party.
        seed: The seed.
    """

    case: Case
    day: date | None
    domain: Domain
    options: NDArray[np.intp]
    talks: Talks
    commitments: tuple[tuple[Statement, ...], ...]
    broken: tuple[NDArray[np.bool_], ...]
    effective: tuple[float, ...]
    shared: tuple[bool, ...]
    certain: tuple[NDArray[np.int8], ...]
    rule: AgreementRule
    everyone: tuple[PartyValues, ...]
    kept: NDArray[np.float64]
    used: tuple[Statement, ...]
    silent: tuple[Party, ...]
    cannot_tell: Mapping[str, str]
    considered: int
    draws: int
    seed: int

    def package(self, place: int) -> Terms:
        """Return a package by its place."""
        return self.domain.terms(self.options[place])

    def apart(self, place: int) -> NDArray[np.float64]:
        """Return how far all packages are from one: a share of all issues' ranges together."""
        return apart(self.case, self.options, place) / len(self.case.issues)

    def different(self, most: int) -> tuple[list[int], float]:
        """Choose good packages that differ in what matters.

        The best is the first; then comes, again and again, the best of those that differ from every one
        chosen by a third of all issues' ranges together or more. An index below a fifth of the best is not worth a place. Where fewer than three
        are so far apart, a sixth will do, else a twelfth.

        Each gives its place to what changes on it make that are better for a party and worse for none.

        Returns:
            Their places, the best first as ``packages`` orders them, and the share of the ranges by which any two
            differ at least.
        """
        index = self.talks.index()
        places = undominated(self.options, self.everyone, self.kept)
        worth = np.zeros(len(index), dtype=np.bool_)
        worth[places] = index[places] >= _LEAST_INDEX * index.max()
        scores = np.where(worth, -np.arange(len(index), dtype=np.float64), -np.inf)
        made: dict[int, int] = {}

        def better(place: int) -> int:
            if place not in made:
                made[place] = improved(self.options, place, self.everyone, self.kept)
            return made[place]

        wanted = min(most, _HANDFUL, int(worth.sum()))
        for share in _APART:
            found = unlike(scores, self.apart, most, share, better)
            if len(found) >= wanted:
                break
        return sorted(found), share

    def index_errors(self, places: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the Monte-Carlo standard errors of the indices of some packages."""
        accepts = self.talks.acceptance()[places]
        errors = np.zeros_like(accepts)
        for k, belief in enumerate(self.talks.beliefs):
            shares = belief.enough[:, places].mean(axis=0)
            effective = np.full(len(places), self.effective[k])
            own, _ = share_error(shares, effective)
            keeps = np.divide(accepts[:, k], shares, out=np.zeros_like(shares), where=shares > 0)
            certain = np.isin(self.certain[k][places], (1, 2))
            errors[:, k] = np.where(certain | np.isinf(effective), 0.0, own * keeps)
        return self.rule.error(accepts, errors, self.shared)


def beliefs_of(
    case: Case,
    day: date | None,
    *,
    seed: int,
    most_draws: int | None = None,
    most_packages: int = MOST_PACKAGES,
) -> Beliefs:
    """Find out what to believe.

    The packages are those that :mod:`lastyard.answers.packages` compares, the best 2,000 of
    them at most, in the same order; the draws of values, the commitments and the agreement rule
    are the same too, so that the indices are.

    Args:
        case: The case.
        day: The day to look at; None for the case's.
        seed: Same seed, same beliefs.
        most_draws: Keep at most so many draws a party; all when left out.
        most_packages: Keep at most so many packages, the best.

    Raises:
        RequestError: If the rules are too entangled to find any package.

    Example:
        >>> import lastyard as ly
        >>> case = ly.load_text('''
        ... title: Wage talks
        ... parties: {union: {name: Union}, firm: {name: Firm}}
        ... issues: {wage: {options: [low, middle, high], ordered: true}}
        ... statements:
        ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: high}}
        ...   - {id: bid, party: firm, on: 2024-01-09, rejects: "wage == 'high'", firmness: 0.9}
        ... ''')
        >>> found = beliefs_of(case, None, seed=7)
        >>> found.options[:, 0].tolist(), [held[0].id for held in found.commitments if held]
        ([1, 2], ['bid'])
    """
    work = brief_work(case, day, seed=seed, budget=FULL)
    # Questions rest on packages found; how much better another might be is not told here.
    every = compared(work, proved=False)
    domain, found = every.domain, every.candidates
    everyone, binding, rule = work.at.everyone, work.at.binding, work.at.rule
    order = in_order(domain, work.at, found)
    kept = order[:most_packages]
    options = found.options[kept]
    held = tuple(
        tuple(c for c in binding if c.statement.party == wants.party.id and not _in_points(c))
        for wants in everyone
    )
    broken = tuple(_broken(domain, own, options) for own in held)
    certain = tuple(statuses_of(wants, options) for wants in everyone)
    believed = tuple(
        _belief(
            each,
            len(own),
            _ways(case, own, domain, options),
            sure,
            options,
            seed_of(seed, case, each.party),
            most_draws,
        )
        for each, own, sure in zip(everyone, held, certain, strict=True)
    )
    sampled = [len(b.enough) for b in believed if len(b.enough) > 1]
    return Beliefs(
        case=case,
        day=day_of(case, day),
        domain=domain,
        options=options,
        talks=Talks(believed, rule.probability, _Agrees(rule)),
        commitments=tuple(tuple(c.statement for c in own) for own in held),
        broken=broken,
        effective=tuple(effective_draws(w) for w in everyone),
        shared=tuple(w.shared for w in everyone),
        certain=certain,
        rule=rule,
        everyone=everyone,
        kept=np.column_stack([found.factors[kept], found.level[kept]]),
        used=work.used,
        silent=tuple(w.party for w in everyone if w.silent),
        cannot_tell={w.party.id: w.cannot_tell for w in everyone if w.cannot_tell},
        considered=found.considered,
        draws=max(sampled, default=0),
        seed=seed,
    )


def _in_points(commitment: Commitment) -> bool:
    """Whether the values themselves carry it: points with a reservation value."""
    return isinstance(commitment.statement.says, Values)


def _broken(
    domain: Domain, own: Sequence[Commitment], options: NDArray[np.intp]
) -> NDArray[np.bool_]:
    broken = np.zeros((len(own), len(options)), dtype=np.bool_)
    for k, each in enumerate(own):
        broken[k] = ~domain.satisfy(each.condition, options)
    return broken


def _ways(
    case: Case, own: Sequence[Commitment], domain: Domain, options: NDArray[np.intp]
) -> tuple[list[GivingWay], NDArray[np.bool_]]:
    """Return in which ways a party may give way, and which packages go how far.

    Each commitment that can give way by parts is a chain: all of its way, and each share of it
    that some package takes.
    """
    columns = domain.columns(options)
    chosen = {issue: sorted(set(column.tolist())) for issue, column in columns.items()}
    levels, _, conditions = levels_of(own, sizes_of(case)).graded(chosen)
    broken = np.zeros((len(conditions), len(options)), dtype=np.bool_)
    for k, condition in enumerate(conditions):
        broken[k] = ~domain.satisfy(condition, options)
    return [GivingWay(each, tuple(levels.states(each))) for each in levels.components], broken


def _belief(
    wants: PartyValues,
    commitments: int,
    ways: tuple[list[GivingWay], NDArray[np.bool_]],
    certain: NDArray[np.int8],
    options: NDArray[np.intp],
    seed: int,
    most_draws: int | None,
) -> PartyBelief:
    worth: NDArray[np.float64] | Worth = np.zeros((1, len(options)))
    reservation = np.zeros(1)
    posterior = wants.posterior
    if posterior is not None:
        step = max(1, -(-len(posterior.draws) // (most_draws or len(posterior.draws))))
        reservation = posterior.reservations()[::step]
        # The beliefs are held for as long as questions are asked.
        current().hold(len(reservation) * len(options))
        spend(len(reservation) * options.size // 200 + len(reservation) * len(options) // 100)
        worth = posterior.worth_of(options, step)
    return believe(
        worth,
        reservation,
        ways[1],
        ways[0],
        askable=commitments,
        certain=certain,
        told=posterior is not None or bool((certain != 0).all()),
        seed=seed,
    )


@record(frozen=True, slots=True)
class _Agrees:
    """The agreement rule on who accepts."""

    rule: AgreementRule

    def __call__(self, accepts: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return whether it is agreed; shape (cases, parties) to (cases,)."""
        form, columns = self.rule.form, list(self.rule.columns)
        matter = accepts[:, columns]
        if isinstance(form, Threshold):
            enough = matter @ np.array(form.weights, dtype=np.int64) >= form.quota
            return enough & matter[:, list(form.vetoes)].all(axis=1)
        kinds, which = np.unique(matter, axis=0, return_inverse=True)
        agreed = np.array([form(tuple(row)) for row in kinds.tolist()], dtype=np.bool_)
        return agreed[which.ravel()]


Kind = Literal["hold", "take", "compare"]


def proposal_id(place: int) -> str:
    """Return the id of the proposal at a place, from 0: ``proposal-A`` and so on."""
    return f"proposal-{package_letter(place)}"


@record(frozen=True, slots=True)
class AskedPackage:
    """The package with the largest agreement index, as things are or after an answer.

    Attributes:
        package: The package.
        index: Its agreement index.
    """

    package: Options
    index: Chance


@record(frozen=True, slots=True)
class NextQuestion:
    """A question to one party in confidence.

    Attributes:
        id: ``question-1`` and so on, counted on from the questions that follow from disputes and refusals.
        kind: ``hold``: would it really hold to a statement? ``take``: would it take a
            package? ``compare``: would it rather have a package than another?
        party: The party.
        statement: The statement asked about; None for other kinds.
        package: The package asked about; for ``hold`` that which would be best if it gave
            way and which it would then have to take, None if that keeps to the statement.
        other: The package compared with; None for other kinds.
        chance: Probability of yes (of ``compare``: that it likes ``package`` better).
            Its error is 0 for a firmness, which is not sampled.
        information: What the answer says about which package would be agreed, in bits.
        rise: Expected rise of the agreement index of the best package.
        left: About how many more questions it takes after it until all have said that they
            would take one package.
        if_yes: The best package after a yes.
        if_no: The best package after a no.
        uses: The statements it rests on.
    """

    id: str
    kind: Kind
    party: Annotated[Party, Key("to")]
    statement: Statement | None
    package: Options | None
    other: Options | None
    chance: Figure
    information: Information
    rise: Chance
    left: Annotated[Amount | None, Key("questions_left")]
    if_yes: AskedPackage
    if_no: AskedPackage
    uses: Annotated[tuple[Statement, ...], Key("statements")]


@record(frozen=True, slots=True)
class Proposal:
    """A package to propose to all.

    Attributes:
        id: ``proposal-A`` and so on.
        package: The package.
        agreement: Its agreement index.
        breaks: Statements in force that it breaks.
        refusal: If it is refused: what seeing who refuses says about which package would be
            agreed, in bits; None when no refusal is thought possible.
    """

    id: str
    package: Options
    agreement: Figure
    breaks: tuple[Statement, ...]
    refusal: Information | None


@record(frozen=True, slots=True)
class NextStep(Result):
    """What to ask and what to propose next.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        best: The package that is the best as things are, by the order of ``packages``.
        questions: That about the best package to the party that decides most first, then those
            that leave the fewest to be asked, others like them last; empty when no question
            would teach anything.
        open_questions: How many questions were compared, all whose answer is not certain and
            would teach something.
        proposals: Packages that differ in what matters, in the order of ``packages``.
        by_refusal: The same proposals, that whose refusal would teach most first.
        apart: Any two proposals differ by at least this share of all issues' ranges together.
        unsampled: What ``analyse`` would ask, from disputes and silences alone.
        disputes: How many disputes there are.
        deals: Where disputes block: the deals to propose, which settle them in the likeliest ways.
        best_deal: The best deal as things are and what would find a better one; None unless asked for.
        silent: Parties that said nothing of what they want: of them only the prior is known.
        cannot_tell: Per party whose values cannot be told, why; such a party is asked about
            its demands alone, and its part in the indices is that of its demands.
        used: The statements it rests on.
        considered: How many packages were compared for the candidates.
        candidates: How many of them, the best, the beliefs are about.
        draws: Draws a party.
        worlds: Joint samples behind the information.
        seed: The seed.
    """

    case: Case
    day: AsOf
    best: AskedPackage
    questions: tuple[NextQuestion, ...]
    open_questions: Count
    proposals: tuple[Proposal, ...]
    by_refusal: tuple[Annotated[int, As(proposal_id)], ...]
    apart: Chance
    unsampled: Annotated[tuple[Question, ...], Key("next")]
    disputes: Unpublished[int]
    deals: tuple[Deal, ...]
    best_deal: BestDeal | None
    silent: Annotated[tuple[Party, ...], Key("silent_parties")]
    cannot_tell: Mapping[str, str]
    used: Annotated[tuple[Statement, ...], Key("statements")]
    considered: Count
    candidates: Count
    draws: Count
    worlds: Count
    seed: Count


_MOST_TOP = 100

_PROPOSED = 2

# Where all packages and draws are beyond the budget.
_FEW_DRAWS, _FEW_PACKAGES = 256, 100


_SURE_ERRORS = 2.0


@budgeted
def next_step(
    case: Case, day: Day = None, *, top: int = 5, seed: int = 0, for_best: bool = False
) -> NextStep:
    """Rank questions to ask in confidence, and packages to propose.

    First comes the question about the package with the best index to the party whose answer
    decides most whether it would be agreed: where all must accept, the most doubtful one. In
    simulation nothing tried found a package in fewer questions where all must accept
    (docs/evidence.md). The
    others are ranked by how few more it is expected to take, as estimated, until all have
    said that they would take one package. Answers are taken as true. The agreement index is
    no forecast that a proposal would be accepted tomorrow.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        top: How many questions and how many packages to name.
        seed: Same seed, same answer.
        for_best: Whether to find the best deal as things are, and what would find a better one.

    Raises:
        RequestError: If top or seed is out of range.
        RequestError: If the rules are too entangled to find any package.
    """
    day = as_date(day)
    need_number("top", top, 1, _MOST_TOP)
    need_seed(seed)
    budget = current()
    beliefs = budget.attempt(
        "what to believe of all packages (a part of them is looked at)",
        lambda: beliefs_of(case, day, seed=seed),
        share=0.7,
    )
    found: list[Gain] | None = None
    if beliefs is not None:
        found = budget.quietly(lambda: _teaching(beliefs, seed), 0.6)
        if found is None:
            budget.note(
                "work", "what each question would tell (a part of the packages is looked at)"
            )
    if beliefs is None or found is None:
        with budget.part("what to believe of the parties", 0.6):
            beliefs = beliefs_of(
                case, day, seed=seed, most_draws=_FEW_DRAWS, most_packages=_FEW_PACKAGES
            )
        few = beliefs
        nobody: list[Gain] = []
        found = budget.attempt(
            "what each question would tell", lambda: _teaching(few, seed), nobody, share=0.8
        )
    count = len(beliefs.options)
    nothing: tuple[tuple[Proposal, ...], tuple[int, ...], float] = ((), (), 0.0)
    proposals, by_refusal, least = budget.attempt(
        "what proposing each package would tell", lambda: _proposals(beliefs, top), nothing, 0.9
    )
    unsampled, disputes, deals = _unsampled(case, day, seed)
    better: BestDeal | None = None
    if for_best:
        better = budget.attempt(
            "what would find a better deal", lambda: best_deal(case, day, seed=seed), share=0.8
        )
    return NextStep(
        case=case,
        day=beliefs.day,
        best=_asked(beliefs, Best(0, float(beliefs.talks.index()[0]))),
        questions=tuple(
            _question(beliefs, gain, k)
            for k, gain in enumerate(
                _unlike(found)[:top], 1 + sum(not each.issues for each in unsampled)
            )
        ),
        open_questions=len(found),
        proposals=proposals,
        by_refusal=by_refusal,
        apart=least,
        unsampled=unsampled,
        disputes=disputes,
        deals=deals,
        best_deal=better,
        used=beliefs.used,
        silent=beliefs.silent,
        cannot_tell=beliefs.cannot_tell,
        considered=beliefs.considered,
        candidates=count,
        draws=beliefs.draws,
        worlds=WORLDS,
        seed=seed,
    )


def _teaching(beliefs: Beliefs, seed: int) -> list[Gain]:
    """Return the questions whose answers say something, best first."""
    count = len(beliefs.options)
    takable, comparable = range(min(TAKABLE, count)), range(min(COMPARABLE, count))
    ranked = gains(beliefs.talks, takable, comparable, seed=seed)
    found = [gain for gain in ranked if _teaches(gain)]
    first = first_question(beliefs.talks)
    found.sort(key=lambda gain: gain.effect.question != first)
    return found


def _teaches(gain: Gain) -> bool:
    """Whether an answer says something, beyond what sampling alone would show."""
    bits, error = gain.information
    return bits > _SURE_ERRORS * error or gain.effect.value > 10.0**-_DIGITS


def _unlike(found: Sequence[Gain]) -> list[Gain]:
    """Put the best question of each kind to each party first, then all others."""
    seen: set[tuple[type, int]] = set()
    first: list[Gain] = []
    others: list[Gain] = []
    for gain in found:
        question = gain.effect.question
        alike = (type(question), question.party)
        (others if alike in seen else first).append(gain)
        seen.add(alike)
    return first + others


def _question(beliefs: Beliefs, gain: Gain, number: int) -> NextQuestion:
    effect = gain.effect
    asked, no = effect.question, effect.if_no
    belief, party = beliefs.talks.beliefs[asked.party], beliefs.case.deciders[asked.party]
    own = tuple(s for s in beliefs.used if s.party == party.id)
    kind: Kind
    statement, package, other = None, None, None
    shares = np.array([effect.chance])
    sampled = True
    match asked:
        case FirmnessQuestion(_, commitment):
            kind, statement = "hold", beliefs.commitments[asked.party][commitment]
            if beliefs.broken[asked.party][commitment, no.package]:
                package = beliefs.package(no.package)
            own, sampled = (statement,), False
        case AcceptanceQuestion(_, place):
            kind, package = "take", beliefs.package(place)
            sampled = belief.told
        case PreferenceQuestion(_, place, rival):
            kind, package, other = "compare", beliefs.package(place), beliefs.package(rival)
    error = share_error(shares, np.array([beliefs.effective[asked.party]]))[0][0]
    return NextQuestion(
        id=f"question-{number}",
        kind=kind,
        party=party,
        statement=statement,
        package=package,
        other=other,
        chance=Figure(
            round(effect.chance, _DIGITS), round(float(error), _DIGITS) if sampled else 0.0
        ),
        information=gain.information._replace(
            bits=round(gain.information.bits, _DIGITS), error=round(gain.information.error, _DIGITS)
        ),
        rise=round(effect.value, _DIGITS),
        left=round(effect.left, _DIGITS) if np.isfinite(effect.left) else None,
        if_yes=_asked(beliefs, effect.if_yes),
        if_no=_asked(beliefs, no),
        uses=own,
    )


def _asked(beliefs: Beliefs, best: Best) -> AskedPackage:
    return AskedPackage(beliefs.package(best.package), round(best.index, _DIGITS))


def _proposals(beliefs: Beliefs, top: int) -> tuple[tuple[Proposal, ...], tuple[int, ...], float]:
    """Return good packages that differ, their order by what a refusal teaches, how far apart.

    Among the packages asked about, that whose refusal teaches most is added, unless one that
    is named already is like it.
    """
    talks = beliefs.talks
    shown, least = beliefs.different(top)
    tried = sorted({*shown, *range(min(TAKABLE, len(beliefs.options)))})
    found = {each.package: each for each in proposal_gains(talks, tried, seed=beliefs.seed)}
    telling = sorted(
        (place for place in tried if found[place].refusal is not None),
        key=lambda place: (-_bits(found[place].refusal), place),
    )
    if telling and all(beliefs.apart(telling[0])[place] >= least for place in shown):
        shown.append(telling[0])
    shown.sort()
    by_refusal = [place for place in telling if place in shown]
    errors = beliefs.index_errors(np.array(shown, dtype=np.intp))
    proposals = tuple(
        Proposal(
            id=proposal_id(k),
            package=beliefs.package(place),
            agreement=Figure(round(found[place].index, _DIGITS), round(float(error), _DIGITS)),
            breaks=_breaks(beliefs, place),
            refusal=found[place].refusal,
        )
        for k, (place, error) in enumerate(zip(shown, errors, strict=True))
    )
    return proposals, tuple(shown.index(place) for place in by_refusal), least


def _bits(refusal: tuple[float, float] | None) -> float:
    return 0.0 if refusal is None else round(refusal[0], _DIGITS)


def _breaks(beliefs: Beliefs, place: int) -> tuple[Statement, ...]:
    return tuple(
        statement
        for own, broken in zip(beliefs.commitments, beliefs.broken, strict=True)
        for statement, breaks in zip(own, _column(broken, place), strict=True)
        if breaks
    )


def _column(broken: NDArray[np.bool_], place: int) -> list[bool]:
    found: list[bool] = broken[:, place].tolist()
    return found


def _unsampled(
    case: Case, day: date | None, seed: int
) -> tuple[tuple[Question, ...], int, tuple[Deal, ...]]:
    """Return what ``analyse`` would ask, the number of disputes, and the deals within reach.

    Nothing where that is too entangled to be told.
    """
    try:
        talks = standing(case, day)
        blocked = impasse_beside(case, day, lambda: talks, first=5)
        asked = questions(case, talks, blocked, in_force(case, day))
    except OutOfBudget:
        return (), 0, ()
    deals: tuple[Deal, ...] = ()
    if blocked.disputes:

        def within_reach() -> tuple[Deal, ...]:
            work = brief_work(case, day, seed=seed)
            return deals_within_reach(blocked, work, compared(work), most=_PROPOSED)

        with suppress(RequestError):
            deals = current().attempt("the deals within reach", within_reach, (), share=0.5)
    return asked, len(blocked.disputes), deals
