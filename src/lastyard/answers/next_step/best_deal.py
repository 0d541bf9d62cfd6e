"""Which questions would find a better deal, and when another is not worth asking.

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

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.improve import is_hidden, side_of
from lastyard.answers.packages import brief_work, compared
from lastyard.answers.packages.domain import Domain
from lastyard.answers.packages.ranking import gains_of
from lastyard.asking.finding import TRUST, Asked, Matters, proposal, worth_of_questions
from lastyard.case.model import Case, Party
from lastyard.fields import Amount, Chance, Key, Options
from lastyard.records import record

__all__ = ["WORTH_ASKING", "BestDeal", "BestDealQuestion", "best_deal"]

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

    Args:
        case: The case.
        day: The day to look at.
        seed: Same seed, same answer.

    Raises:
        RequestError: If no package satisfies the rules, or they are too entangled.
    """
    work = brief_work(case, day, seed=seed)
    found = compared(work)
    candidates = found.candidates
    chances = candidates.factors.prod(axis=1)
    # By expected worth at first: by draws, gains over no deal cost too much for all of them.
    told = [p for wants in work.everyone if (p := wants.posterior) is not None]
    worth = gains_of(found.domain, work.everyone, candidates)
    worth = np.maximum(worth + [float(p.reservations().mean()) for p in told], 0.0)
    likely = (worth.prod(axis=1) * chances).round(12)
    order = np.argsort(-likely, kind="stable")[:_PACKAGES]
    options, chances = candidates.options[order], chances[order]
    places = [k for k, wants in enumerate(work.everyone) if not is_hidden(wants)]
    sides = [side_of(work.everyone[k], options) for k in places]
    best = proposal(sides, chances) if sides else None
    if best is None:
        return BestDeal(None, (), 0.0, WORTH_ASKING, TRUST)
    ranked = worth_of_questions(sides, TRUST, chances)
    parties = [work.everyone[k].party for k in places]
    return BestDeal(
        package=found.domain.terms(options[best]),
        questions=tuple(
            _question(found.domain, each, parties[each.question.party], options, k)
            for k, each in enumerate(_unlike(ranked), 1)
        ),
        next_best=round(ranked[0].rise, _DIGITS) if ranked else 0.0,
        worth_asking=WORTH_ASKING,
        trust=TRUST,
    )


def _unlike(ranked: list[Asked]) -> list[Asked]:
    """Return the best questions that are worth asking, the first of each kind to each party."""
    first: dict[tuple[type, int], Asked] = {}
    for each in ranked:
        if each.rise >= WORTH_ASKING:
            first.setdefault((type(each.question), each.question.party), each)
    return list(first.values())[:_MOST]


def _question(
    domain: Domain, each: Asked, party: Party, options: NDArray[np.intp], number: int
) -> BestDealQuestion:
    id, rise = f"best-{number}", round(each.rise, _DIGITS)
    if isinstance(each.question, Matters):
        return BestDealQuestion(id, "matters", party, None, None, rise)
    one, other = (domain.terms(options[k]) for k in (each.question.package, each.question.other))
    return BestDealQuestion(id, "compare", party, one, other, rise)
