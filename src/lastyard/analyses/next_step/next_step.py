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

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lastyard.analyses.impasse import impasse
from lastyard.analyses.next_step.beliefs import Beliefs, beliefs_of
from lastyard.analyses.next_step.result import (
    AskedPackage,
    Kind,
    NextQuestion,
    NextStep,
    Proposal,
)
from lastyard.analyses.questions import Question as Unsampled
from lastyard.analyses.questions import questions as unsampled_questions
from lastyard.analyses.standing import standing
from lastyard.asking import Best, Gain, Hold, Prefer, Take, gains, lessons
from lastyard.asking.effects import best_of
from lastyard.asking.gains import WORLDS
from lastyard.asking.ways import COMPARABLE, TAKABLE, first_question
from lastyard.budget import OutOfBudget, budgeted, current
from lastyard.case.history import in_force
from lastyard.case.model import Case, Statement
from lastyard.values import share_error

__all__ = ["next_step"]

_MOST_TOP = 100
# Where all packages and draws are beyond the budget.
_FEW_DRAWS, _FEW_PACKAGES = 256, 100
_DIGITS = 9
_SURE_ERRORS = 2.0


@budgeted
def next_step(case: Case, day: date | None = None, *, top: int = 5, seed: int = 0) -> NextStep:
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

    Raises:
        ValueError: If top or seed is out of range.
        RequestError: If the rules are too entangled to find any package.
    """
    if not 1 <= top <= _MOST_TOP:
        raise ValueError(f"top must be from 1 to {_MOST_TOP}, not {top}")
    if seed < 0:
        raise ValueError("the seed must not be negative")
    budget = current()
    beliefs = budget.attempt(
        "what to believe of all packages (a part of them is looked at)",
        lambda: beliefs_of(case, day, seed=seed),
        share=0.7,
    )
    if beliefs is None:
        with budget.part("what to believe of the parties", 0.6):
            beliefs = beliefs_of(
                case, day, seed=seed, most_draws=_FEW_DRAWS, most_packages=_FEW_PACKAGES
            )
    count = len(beliefs.options)
    takable, comparable = range(min(TAKABLE, count)), range(min(COMPARABLE, count))
    ranked: list[Gain] = budget.attempt(
        "what each question would tell",
        lambda: gains(beliefs.talks, takable, comparable, seed=seed),
        [],
        share=0.8,
    )
    found = [gain for gain in ranked if _teaches(gain)]
    first = first_question(beliefs.talks)
    found.sort(key=lambda gain: gain.effect.question != first)
    nothing: tuple[tuple[Proposal, ...], tuple[int, ...], float] = ((), (), 0.0)
    proposals, by_refusal, least = budget.attempt(
        "what proposing each package would tell", lambda: _proposals(beliefs, top), nothing, 0.9
    )
    ids = set(beliefs.silent)
    return NextStep(
        case=case,
        day=beliefs.day,
        best=_asked(beliefs, best_of(beliefs.talks.index())),
        questions=tuple(_question(beliefs, gain) for gain in _unlike(found)[:top]),
        open_questions=len(found),
        proposals=proposals,
        by_refusal=by_refusal,
        apart=least,
        unsampled=_unsampled(case, day),
        used=beliefs.used,
        silent=tuple(party for party in case.deciders if party.id in ids),
        cannot_tell=beliefs.cannot_tell,
        considered=beliefs.considered,
        candidates=count,
        draws=beliefs.draws,
        worlds=WORLDS,
        seed=seed,
    )


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


def _question(beliefs: Beliefs, gain: Gain) -> NextQuestion:
    effect = gain.effect
    asked, no = effect.question, effect.if_no
    belief, party = beliefs.talks.beliefs[asked.party], beliefs.case.deciders[asked.party]
    own = tuple(s for s in beliefs.used if s.party == party.id)
    kind: Kind
    statement, package, other = None, None, None
    shares = np.array([effect.chance])
    sampled = True
    match asked:
        case Hold(_, commitment):
            kind, statement = "hold", beliefs.commitments[asked.party][commitment]
            if beliefs.broken[asked.party][commitment, no.package]:
                package = beliefs.package(no.package)
            own, sampled = (statement,), False
        case Take(_, place):
            kind, package = "take", beliefs.package(place)
            sampled = belief.told
        case Prefer(_, place, rival):
            kind, package, other = "compare", beliefs.package(place), beliefs.package(rival)
    error = share_error(shares, np.array([beliefs.effective[asked.party]]))[0][0]
    return NextQuestion(
        kind=kind,
        party=party,
        statement=statement,
        package=package,
        other=other,
        chance=round(effect.chance, _DIGITS),
        chance_error=round(float(error), _DIGITS) if sampled else 0.0,
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
    found = {each.package: each for each in lessons(talks, tried, seed=beliefs.seed)}
    telling = sorted(
        (place for place in tried if found[place].refusal is not None),
        key=lambda place: (-_bits(found[place].refusal), place),
    )
    if telling and all(beliefs.apart(telling[0])[place] >= least for place in shown):
        shown.append(telling[0])
    shown.sort(key=lambda place: (-round(found[place].index, 12), place))
    by_refusal = [place for place in telling if place in shown]
    errors = beliefs.index_errors(np.array(shown, dtype=np.intp))
    proposals = tuple(
        Proposal(
            package=beliefs.package(place),
            index=round(found[place].index, _DIGITS),
            error=round(float(error), _DIGITS),
            breaks=_breaks(beliefs, place),
            refusal=found[place].refusal,
        )
        for place, error in zip(shown, errors, strict=True)
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


def _unsampled(case: Case, day: date | None) -> tuple[Unsampled, ...]:
    """Return what ``analyse`` would ask; nothing where that is too entangled to be told."""
    try:
        talks, blocked = standing(case, day), impasse(case, day, first=5)
    except OutOfBudget:
        return ()
    return unsampled_questions(case, talks, blocked, in_force(case, day))
