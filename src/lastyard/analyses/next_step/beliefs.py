"""From a case to what is believed of each party over the packages worth asking about.

The packages are those that :mod:`lastyard.analyses.packages` compares, the best 2,000 of
them at most, in the same order; the draws of values, the commitments and the agreement rule
are the same too, so that the indices are.

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
    ([1, 2, 0], ['bid'])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lastyard.analyses.packages.candidates import Candidates, listed, searched, statuses_of
from lastyard.analyses.packages.choosing import apart, unlike
from lastyard.analyses.packages.domain import Domain
from lastyard.analyses.packages.fair import expected_gains, least_shares
from lastyard.analyses.packages.party_values import (
    PartyValues,
    party_values,
    seed_of,
    too_much,
)
from lastyard.analyses.packages.rule import AgreementRule, rule_of
from lastyard.asking import PartyBelief, Talks, believe
from lastyard.asking.belief import GivingWay
from lastyard.blocking.giving_way import levels_of
from lastyard.budget import current, spend
from lastyard.case.commitments import Commitment, commitments, rules_of, sizes_of
from lastyard.case.history import day_of, in_force
from lastyard.case.model import Accepts, Case, Offers, Position, Statement, Values
from lastyard.values import Threshold, share_error

__all__ = ["MOST_PACKAGES", "Beliefs", "beliefs_of"]

MOST_PACKAGES = 2_000
_HANDFUL, _LEAST_INDEX = 3, 1 / 5
_APART = (1 / 3, 1 / 6, 1 / 12)


@dataclass(frozen=True, slots=True, eq=False)
class Beliefs:
    """What is believed of the parties of a case.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
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
        used: The statements it rests on.
        silent: Parties that said nothing of what they want.
        cannot_tell: Per party whose values cannot be told, why.
        considered: How many packages stand behind these.
        draws: Draws a party.
        seed: The seed.
    """

    case: Case
    day: date | None
    options: NDArray[np.intp]
    talks: Talks
    commitments: tuple[tuple[Statement, ...], ...]
    broken: tuple[NDArray[np.bool_], ...]
    effective: tuple[float, ...]
    shared: tuple[bool, ...]
    certain: tuple[NDArray[np.int8], ...]
    rule: AgreementRule
    used: tuple[Statement, ...]
    silent: tuple[str, ...]
    cannot_tell: Mapping[str, str]
    considered: int
    draws: int
    seed: int

    def package(self, place: int) -> dict[str, int]:
        """Return a package as index of the option per issue."""
        ids = (issue.id for issue in self.case.issues)
        return dict(zip(ids, self.options[place].tolist(), strict=True))

    def apart(self, place: int) -> NDArray[np.float64]:
        """Return how far all packages are from one: a share of all issues' ranges together."""
        return apart(self.case, self.options, place) / len(self.case.issues)

    def different(self, most: int) -> tuple[list[int], float]:
        """Choose good packages that differ in what matters.

        The best is the first; then comes, again and again, the one with the largest index of
        those that differ from every one chosen by a third of all issues' ranges together or
        more. An index below a fifth of the best is not worth a place. Where fewer than three
        are so far apart, a sixth will do, else a twelfth.

        Returns:
            Their places, the largest index first, and the share of the ranges by which any two
            differ at least.
        """
        index = self.talks.index()
        worth = np.flatnonzero(index >= _LEAST_INDEX * index.max())
        wanted = min(most, _HANDFUL, len(worth))
        for share in _APART:
            found = unlike(
                index[worth].round(12), lambda k: self.apart(int(worth[k]))[worth], most, share
            )
            if len(found) >= wanted:
                break
        return [int(worth[k]) for k in found], share

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

    Args:
        case: The case.
        day: The day to look at; None for the case's.
        seed: Same seed, same beliefs.
        most_draws: Keep at most so many draws a party; all when left out.
        most_packages: Keep at most so many packages, the best.

    Raises:
        RequestError: If the rules are too entangled to find any package.
    """
    said = in_force(case, day)
    binding, rule = commitments(case, said), rule_of(case)
    everyone = _everyone(case, said, seed)
    named = [package for package in (dict(case.status_quo or ()), *_put_forward(said)) if package]
    domain = Domain(case, rules_of(case), named, binding)
    if domain.listed:
        found = listed(domain, everyone, binding, rule)
    else:
        found = searched(domain, everyone, binding, rule, named, seed)
    options = found.options[_best_first(domain, everyone, found)[:most_packages]]
    held = tuple(
        tuple(c for c in binding if c.statement.party == wants.party.id and not _in_points(c))
        for wants in everyone
    )
    broken = tuple(_broken(domain, own, options) for own in held)
    certain = tuple(statuses_of(wants, options) for wants in everyone)
    believed = tuple(
        _belief(each, _ways(case, own), breaks, sure, options, seed, most_draws)
        for each, own, breaks, sure in zip(everyone, held, broken, certain, strict=True)
    )
    ids = {c.statement.id for c in binding} | {s.id for w in everyone for s in w.statements}
    sampled = [len(b.worth) for b in believed if len(b.worth) > 1]
    return Beliefs(
        case=case,
        day=day_of(case, day),
        options=options,
        talks=Talks(believed, rule.probability, _Agrees(rule)),
        commitments=tuple(tuple(c.statement for c in own) for own in held),
        broken=broken,
        effective=tuple(_effective(w) for w in everyone),
        shared=tuple(w.shared for w in everyone),
        certain=certain,
        rule=rule,
        used=tuple(s for s in said if s.id in ids),
        silent=tuple(w.party.id for w in everyone if w.silent),
        cannot_tell={w.party.id: w.cannot_tell for w in everyone if w.cannot_tell},
        considered=found.considered,
        draws=max(sampled, default=0),
        seed=seed,
    )


def _everyone(case: Case, said: Sequence[Statement], seed: int) -> list[PartyValues]:
    """Return what each party that decides may want; silent ones share their draws."""
    found: list[PartyValues] = []
    prior, refusal = None, too_much(case, said)
    for party in case.deciders:
        wants = party_values(case, party, said, seed, prior, refusal)
        prior = wants.posterior if wants.silent and prior is None else prior
        found.append(wants)
    return found


def _put_forward(said: Sequence[Statement]) -> list[dict[str, int]]:
    """Return the packages, complete or partial, that somebody put forward."""
    return [
        dict(statement.says.package)
        for statement in said
        if isinstance(statement.says, Offers | Accepts | Position)
    ]


def _best_first(
    domain: Domain, everyone: Sequence[PartyValues], found: Candidates
) -> NDArray[np.intp]:
    """Return the places of candidates in the order in which ``packages`` ranks them."""
    posteriors = [domain.on_menus(w.posterior) for w in everyone if w.posterior is not None]
    gains = expected_gains(posteriors, domain.places(found.options))
    accepted = (found.shares * found.factors).mean(axis=1)
    keys = (least_shares(gains), accepted, found.agreement)
    return np.lexsort(tuple(-key.round(12) for key in keys))


def _in_points(commitment: Commitment) -> bool:
    """Whether the values themselves carry it: points with a reservation value."""
    return isinstance(commitment.statement.says, Values)


def _effective(wants: PartyValues) -> float:
    posterior = wants.posterior
    if posterior is None or (posterior.known and not np.ptp(posterior.reservations())):
        return np.inf
    return max(posterior.effective, 1.0)


def _broken(
    domain: Domain, own: Sequence[Commitment], options: NDArray[np.intp]
) -> NDArray[np.bool_]:
    broken = np.zeros((len(own), len(options)), dtype=np.bool_)
    for k, each in enumerate(own):
        broken[k] = ~domain.satisfy(each.condition, options)
    return broken


def _ways(case: Case, own: Sequence[Commitment]) -> list[GivingWay]:
    """Return in which ways a party may give way on its commitments."""
    levels = levels_of(own, sizes_of(case))
    return [GivingWay(group, tuple(levels.states(group))) for group in levels.components]


def _belief(
    wants: PartyValues,
    giving: Sequence[GivingWay],
    broken: NDArray[np.bool_],
    certain: NDArray[np.int8],
    options: NDArray[np.intp],
    seed: int,
    most_draws: int | None,
) -> PartyBelief:
    worth, reservation = np.zeros((1, len(options))), np.zeros(1)
    posterior = wants.posterior
    if posterior is not None:
        step = max(1, -(-len(posterior.draws) // (most_draws or len(posterior.draws))))
        draws = posterior.draws[::step]
        # The beliefs are held for as long as questions are asked.
        current().hold(len(draws) * len(options) * 9)
        spend(len(draws) * options.size // 200 + len(draws) * len(options) // 100)
        worth = np.einsum("du,pu->dp", draws, posterior.layout.rows(options), optimize=False)
        reservation = draws[:, posterior.layout.reservation]
    return believe(
        worth,
        reservation,
        broken,
        giving,
        certain=certain,
        told=posterior is not None or bool((certain != 0).all()),
        seed=seed_of(seed, wants.party.id),
    )


@dataclass(frozen=True, slots=True)
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
