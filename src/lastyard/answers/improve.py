"""How a deal could be made better for somebody and worse for nobody.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Two goods
    ... parties: {us: {name: Us}, them: {name: Them}}
    ... issues: {food: {options: [them, us]}, wood: {options: [them, us]}}
    ... statements:
    ...   - {id: u, party: us, on: 2024-01-05, position: {food: us, wood: us}}
    ...   - {id: v, party: us, on: 2024-01-05, ranks: [food, wood]}
    ...   - {id: t, party: them, on: 2024-01-05, position: {food: them, wood: them}}
    ...   - {id: s, party: them, on: 2024-01-05, ranks: [wood, food]}
    ... ''')
    >>> found = improve(case, "food: them, wood: us", seed=7)
    >>> found.offers[0].package
    {'food': 'us', 'wood': 'them'}
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, product
from math import sqrt
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.packages.domain import Domain, effective_draws
from lastyard.answers.packages.find import Work, brief_work, evaluated_package
from lastyard.answers.packages.parties import PartyValues
from lastyard.answers.packages.ranking import in_order, worth
from lastyard.answers.packages.result import Figure
from lastyard.asking.improving import Side, adoption, next_offer, rises
from lastyard.budget import budgeted, spend
from lastyard.case.model import Case, Party, Statement
from lastyard.case.said import Day, as_date
from lastyard.conditions.tree import holds
from lastyard.errors import RequestError, need_seed
from lastyard.records import record
from lastyard.results import Amount, AsOf, Chance, Count, Key, Options, Result, Unpublished
from lastyard.values import share_error

__all__ = ["Improvements", "Marks", "Offer", "improve", "is_hidden", "side_of"]

_MOST_OFFERS = 3
_MOST_PACKAGES = 1_500
_LIKELY = 0.1
_DIGITS = 9
_ROUNDING = 1e-12


@record(frozen=True, slots=True)
class Marks:
    """What a party is thought to say of a package against the deal.

    Attributes:
        better: Probability that it likes the package better.
        same: That it likes both as much.
        worse: That it likes the deal better.
        error: Monte-Carlo standard error of ``worse``; 0 where its values are known.
    """

    better: Chance
    same: Annotated[Chance, Key("as_good")]
    worse: Chance
    error: Amount


@record(frozen=True, slots=True)
class Offer:
    """A package to offer in the place of the deal, to each party in confidence.

    Attributes:
        id: ``offer-1`` and so on.
        package: The package.
        adopted: Probability that it is worse for nobody and better for somebody.
        rise: By how much the product of gains over no deal is expected to rise if it is
            offered, and those before it were worse for somebody: as a share of what the deal's is
            expected to be; None where that is 0.
        marks: Per party that decides.
    """

    id: str
    package: Options
    adopted: Figure
    rise: Amount | None
    marks: Mapping[str, Marks]


@record(frozen=True, slots=True)
class Improvements(Result):
    """Packages that are likely better than a deal for somebody and worse for nobody.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        deal: The deal.
        offers: What to offer, one after the other; empty where nothing is likely to improve it.
        silent: Parties that said nothing of what they want: of them only the prior is known.
        cannot_tell: Per party whose values cannot be told, why; then nothing is offered.
        considered: How many packages were compared with the deal.
        draws: Draws a party.
        seed: The seed.
        used: The statements it rests on.
    """

    case: Case
    day: AsOf
    deal: Options
    offers: tuple[Offer, ...]
    silent: Annotated[tuple[Party, ...], Key("silent_parties")]
    cannot_tell: Mapping[str, str]
    considered: Count
    draws: Count
    seed: Count
    used: Unpublished[tuple[Statement, ...]]


@budgeted
def improve(
    case: Case, deal: str | Mapping[str, object], day: Day = None, *, seed: int = 0
) -> Improvements:
    """Find packages to offer in the place of a deal, in confidence, that nobody would lose by.

    Each party says of what is offered whether it is better, as good or worse for it than the
    deal. It is adopted only if it is worse for nobody, so that the deal can only get better
    [Raiffa 1982, chapter 16]. Offered is what raises the product of gains over no deal most, as expected,
    if it is adopted so. A package that goes further against a demand in force than the deal is not offered.

    Args:
        case: The case.
        deal: The deal, complete, as text (``ground: targeted, border: secured``) or as a mapping
            from issues to options.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        seed: Same seed, same answer.

    Raises:
        CaseError: If the text is not a package of the case.
        RequestError: If the deal leaves an issue open or breaks the rules, or the seed is negative.
    """
    need_seed(seed)
    made = evaluated_package(case, deal)
    missing = [issue.id for issue in case.issues if issue.id not in made]
    if missing:
        raise RequestError(
            f"the deal leaves {', '.join(missing[:5])} open; it has to settle every issue"
        )
    broken = [each for each in case.rules if not holds(each.condition.tree, made)]
    if broken:
        told = "; ".join(f"{each.id} ({each.condition.text})" for each in broken[:3])
        more = f" and {len(broken) - 3} more" if len(broken) > 3 else ""
        raise RequestError(f"the deal breaks rules of the case: {told}{more}")
    # Each is asked in confidence, and nothing is adopted that is worse for anybody: nobody is asked for
    # more by looking further.
    work = brief_work(case, as_date(day), seed=seed, beyond=True)
    row = np.array([[made[issue.id] for issue in case.issues]], dtype=np.intp)
    reasons = {
        w.party.id: w.cannot_tell or "nothing is known" for w in work.at.everyone if is_hidden(w)
    }
    offers: tuple[Offer, ...] = ()
    options = row
    if not reasons and not all(w.silent for w in work.at.everyone):
        options = _pool(work, made, row)
        offers = _offers(work, options)
    sampled = [len(p.draws) for w in work.at.everyone if (p := w.posterior) and not w.fixed]
    return Improvements(
        case=case,
        day=work.day,
        deal=case.terms(made),
        offers=offers,
        silent=tuple(w.party for w in work.at.everyone if w.silent),
        cannot_tell=reasons,
        considered=len(options) - 1,
        draws=max(sampled, default=0),
        seed=seed,
        used=work.used,
    )


def is_hidden(wants: PartyValues) -> bool:
    """Return whether what a party wants cannot be told."""
    return wants.posterior is None and (wants.joint is None or not wants.joint.known)


def _pool(work: Work, deal: Mapping[str, int], row: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the deal, then packages to compare with it, that go no further against any demand.

    Those that differ on one issue or two, and the best by agreement.
    """
    found = work.candidates([dict(deal)], {})
    domain, candidates = found.domain, found.candidates
    order = in_order(domain, work.at, candidates)
    parts = [_near(domain, row[0]), candidates.options[order[:_MOST_PACKAGES]]]
    others = np.vstack(parts)
    fits = domain.satisfy(work.condition, others) & (others != row).any(axis=1)
    # Nobody is asked to go further against what it has said than the deal does.
    now = work.at.factors(domain, row)
    fits &= (work.at.factors(domain, others) >= now - _ROUNDING).all(axis=1)
    kept = others[fits]
    _, first = np.unique(kept, axis=0, return_index=True)
    return np.vstack([row, kept[np.sort(first)][:_MOST_PACKAGES]])


def _near(domain: Domain, row: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return packages that differ from one on one issue or two, those on one first."""
    issues = range(len(row))
    made = [{k: int(option)} for k in issues for option in domain.menus[k] if option != row[k]]
    for one, other in combinations(issues, 2):
        if len(made) >= _MOST_PACKAGES:
            break
        made += [
            {one: int(a), other: int(b)}
            for a, b in product(domain.menus[one], domain.menus[other])
            if a != row[one] and b != row[other]
        ]
    spend(1 + len(made) * len(row) // 10)
    found = np.tile(row, (min(len(made), _MOST_PACKAGES), 1))
    for line, change in zip(found, made, strict=False):
        for issue, option in change.items():
            line[issue] = option
    return found


def _offers(work: Work, options: NDArray[np.intp]) -> tuple[Offer, ...]:
    """Return what to offer in the place of the first of some packages."""
    sides = [side_of(wants, options).agreed_to(0) for wants in work.at.everyone]
    chances = adoption(sides, 0)
    marks = [side.marks(0) for side in sides]
    product_now = float(np.prod([_expected_gain(side) for side in sides]))
    found: list[Offer] = []
    refused: list[int] = []
    while len(found) < _MOST_OFFERS:
        unlikely = np.flatnonzero(chances < _LIKELY).tolist()
        package = next_offer(sides, 0, [*unlikely, *refused], refused=refused)
        if package is None:
            break
        rise = float(rises(sides, 0, refused)[package])
        told = {
            wants.party.id: Marks(
                better=round(float(each[0][package]), _DIGITS),
                same=round(float(each[1][package]), _DIGITS),
                worse=round(float(each[2][package]), _DIGITS),
                error=round(_error(wants, float(each[2][package])), _DIGITS),
            )
            for wants, each in zip(work.at.everyone, marks, strict=True)
        }
        chance = float(chances[package])
        found.append(
            Offer(
                id=f"offer-{len(found) + 1}",
                package=work.case.terms(options[package]),
                adopted=Figure(round(chance, _DIGITS), round(_joint_error(told, chance), _DIGITS)),
                rise=round(rise / product_now, _DIGITS) if product_now > 0 else None,
                marks=told,
            )
        )
        refused.append(package)
    return tuple(found)


def side_of(wants: PartyValues, options: NDArray[np.intp]) -> Side:
    """Return what a party may want of some packages."""
    if wants.posterior is not None:
        spend(1 + len(wants.posterior.draws) * options.size // 200)
        posterior = wants.posterior
        return Side.even(worth(wants, options), posterior.reservations(), posterior.stakes())
    points = wants.joint
    assert points is not None  # noqa: S101 (asked only of parties whose values can be told)
    values = points.worth(options)
    low = min(int(values.min()), values.min() if points.least is None else points.least)
    span = float(max(values.max() - low, 1))
    told = np.array([[float(value - low) / span for value in values]])
    least = 0.0 if points.least is None else float(points.least - low) / span
    return Side.even(told, np.array([least]))


def _expected_gain(side: Side) -> float:
    gain = np.maximum(side.worth[:, 0] - side.floor, 0.0)
    return float(np.sum(side.weights * gain))


def _error(wants: PartyValues, share: float) -> float:
    effective = effective_draws(wants)
    if not np.isfinite(effective):
        return 0.0
    return float(share_error(np.array([share]), np.array([max(effective, 1.0)]))[0][0])


def _joint_error(marks: Mapping[str, Marks], chance: float) -> float:
    """Return the error of the chance that nobody loses: relative errors add in squares."""
    parts = [each.error / max(1.0 - each.worse, _LIKELY) for each in marks.values()]
    return chance * sqrt(sum(part**2 for part in parts))
