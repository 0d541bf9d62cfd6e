"""The packages to compare, each with what is known of it: all of them, or those that a search finds.

Example:
    >>> import lastyard as ly
    >>> from lastyard.answers.packages import brief_work, compared
    >>> case = ly.load_text('''
    ... title: Talks
    ... parties: {us: {}, them: {}}
    ... issues: {x: {options: [a, b]}}
    ... statements: [{id: s, party: us, on: 2024-01-05, requires: "x == 'a'", firmness: 0.9}]
    ... ''')
    >>> found = compared(brief_work(case, None)).candidates
    >>> found.options.tolist(), found.factors.round(2).tolist()
    ([[0], [1]], [[1.0, 1.0], [0.1, 1.0]])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.packages.domain import Domain, Picked
from lastyard.answers.packages.giving_way import GivingWay
from lastyard.answers.packages.parties import AgreementRule, PartyValues
from lastyard.budget import Findings, current, spend
from lastyard.case.said import Commitment
from lastyard.errors import RequestError
from lastyard.space import SearchTooLargeError
from lastyard.values import (
    Best,
    Posterior,
    best_package,
    shares_of_all,
)
from lastyard.values.certainty import PROOF

__all__ = [
    "Candidates",
    "effective_draws",
    "factors_of",
    "levelled",
    "listed",
    "searched",
    "shares_on",
    "statuses_of",
    "weighed",
]

_MOST_JUDGED = 2_000

# Standard errors within which agreements are taken as equal, and how many such groups are formed.
_LEVEL, _MOST_LEVELS = 3.0, 200

_SEARCH_DRAWS = 1_024

# Boxes of packages that the search looks at for the sake of a proof, and to find what ascents missed.
_MOST_NODES, _FEW_NODES = 50_000, 2_000

_COUNTING = 100_000

_VARIANTS = 4_000

_BLOCK = 1 << 21

# Shares of all packages in this process: 16 MB of them. Several answers ask for the same.
_SHARES: Findings[NDArray[np.float64]] = Findings(2_000_000, len)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Packages with what is known of each.

    Few enough packages are listed, all of them. Otherwise the best is searched for with a bound,
    and joined by what the parties put forward themselves and by its neighbours.

    Attributes:
        options: Option indices, shape (packages, issues).
        shares: Share of draws that accept, commitments aside; where certain or impossible,
            1 or 0. Shape (packages, parties).
        factors: Chance of giving way on all commitments broken, same shape.
        agreement: Probability of agreement, shape (packages,).
        level: The same, with those that the draws do not tell from the best of them made equal.
        farthest: The largest share of its way that any commitment gives, shape (packages,).
        considered: How many packages stand behind them.
        bound: The search's bound; None when listed.
        gap: Its distance to what was found.
    """

    options: NDArray[np.intp]
    shares: NDArray[np.float64]
    factors: NDArray[np.float64]
    agreement: NDArray[np.float64]
    level: NDArray[np.float64]
    farthest: NDArray[np.float64]
    considered: int
    bound: float | None = None
    gap: float | None = None

    def where(
        self, fits: NDArray[np.bool_], everyone: Sequence[PartyValues], rule: AgreementRule
    ) -> Candidates:
        """Return some of them.

        Args:
            fits: Which, of shape (packages,).
            everyone: What each party that decides may want.
            rule: The agreement rule.
        """
        shares, factors, agreement = self.shares[fits], self.factors[fits], self.agreement[fits]
        return replace(
            self,
            options=self.options[fits],
            shares=shares,
            factors=factors,
            agreement=agreement,
            level=levelled(agreement, shares, factors, everyone, rule),
            farthest=self.farthest[fits],
        )


def factors_of(
    domain: Domain,
    binding: Sequence[Commitment],
    parties: Sequence[str],
    options: NDArray[np.integer],
) -> NDArray[np.float64]:
    """Return each party's chance of giving way on all that each package breaks.

    Additive points with a reservation value are left out: the values themselves carry them.
    """
    return domain.giving_way(binding).chances(domain.columns(options), parties)


def statuses_of(wants: PartyValues, options: NDArray[np.integer]) -> NDArray[np.int8]:
    """Return 0 possible, 1 certain, 2 impossible; all possible where nothing follows."""
    if wants.joint is not None and wants.joint.known:
        return np.where(wants.joint.accepts(options), 1, 2).astype(np.int8)
    if wants.sure is None or not wants.sure.sayings:
        return np.zeros(len(options), dtype=np.int8)
    if wants.posterior is not None and wants.fixed:
        # One value function is left: whatever it says is certain, without linear programs.
        layout = wants.posterior.layout
        rows = layout.rows(options)
        rows[:, layout.reservation] -= 1.0
        gains = np.einsum("pu,u->p", rows, wants.posterior.draws[0], optimize=False)
        return np.where(gains >= -PROOF, 1, 2).astype(np.int8)
    return wants.codes(options)


def listed(
    domain: Domain,
    everyone: Sequence[PartyValues],
    binding: Sequence[Commitment],
    rule: AgreementRule,
    drawn: dict[tuple[int, bytes], NDArray[np.float64]] | None = None,
) -> Candidates:
    """Go through all packages of the domain.

    Args:
        domain: The packages.
        everyone: What each party that decides may want.
        binding: The commitments in force.
        rule: The agreement rule.
        drawn: Shares by identity of posterior and :attr:`Domain.key`, worked out before under the same
            condition; those worked out now are added.
    """
    picked = domain.everything()
    options = domain.options(picked)
    allowed = domain.satisfy(domain.condition, options)
    shares = np.ones((int(allowed.sum()), len(everyone)))
    drawn = {} if drawn is None else drawn
    for k, wants in enumerate(everyone):
        if wants.posterior is not None:
            key = id(wants.posterior), domain.key
            if key not in drawn:
                drawn[key] = _shares(domain.on_menus(wants.posterior))[allowed]
            shares[:, k] = drawn[key]
    return weighed(domain, everyone, binding, rule, options[allowed], shares)


def _shares(posterior: Posterior) -> NDArray[np.float64]:
    """Return the share of draws that accept, for all packages; not to be changed."""
    if posterior.key is None:
        return shares_of_all(posterior)
    key = posterior.key, tuple(scale.key for scale in posterior.layout.scales)
    return _SHARES.find(key, lambda: shares_of_all(posterior))


def weighed(
    domain: Domain,
    everyone: Sequence[PartyValues],
    binding: Sequence[Commitment],
    rule: AgreementRule,
    options: NDArray[np.intp],
    shares: NDArray[np.float64],
) -> Candidates:
    """Bring in commitments and what is certain; the latter for the best where they are many.

    Args:
        domain: The packages.
        everyone: What each party that decides may want.
        binding: The commitments in force.
        rule: The agreement rule.
        options: Option indices, shape (packages, issues).
        shares: Share of draws that accept, shape (packages, parties); written to.
    """
    factors = factors_of(domain, binding, [w.party.id for w in everyone], options)
    agreed = rule.probability(shares * factors)
    judged = _first(agreed, shares.mean(axis=1), _MOST_JUDGED)
    for k, wants in enumerate(everyone):
        codes = statuses_of(wants, options[judged])
        shares[judged[codes == 1], k] = 1.0
        shares[judged[codes == 2], k] = 0.0
    agreed[judged] = rule.probability(shares[judged] * factors[judged])
    farthest = domain.giving_way(binding).farthest(domain.columns(options))
    level = levelled(agreed, shares, factors, everyone, rule)
    return Candidates(options, shares, factors, agreed, level, farthest, len(options))


def levelled(
    agreed: NDArray[np.float64],
    shares: NDArray[np.float64],
    factors: NDArray[np.float64],
    everyone: Sequence[PartyValues],
    rule: AgreementRule,
) -> NDArray[np.float64]:
    """Return agreement with what draws do not tell apart made equal, among the best.

    From the largest on, all those within three standard errors of it are as large; then on from
    the next. Errors are those of independent draws, more than those of a difference.
    """
    level = agreed.copy()
    effective = np.array([effective_draws(wants) for wants in everyone])
    if not np.isfinite(effective).any():
        return level
    shared = [wants.shared for wants in everyone]
    order = np.argsort(-agreed, kind="stable")[:_MOST_JUDGED]
    falling = -agreed[order]
    start = groups = 0
    while start < len(order) and falling[start] < 0.0 and groups < _MOST_LEVELS:
        own = shares[order[start : start + 1]]
        errors = np.sqrt(own * (1.0 - own) / effective) * factors[order[start : start + 1]]
        accepts = own * factors[order[start : start + 1]]
        error = float(rule.error(accepts, errors, shared)[0]) if errors.any() else 0.0
        least = -falling[start] - _LEVEL * error
        end = max(start + 1, int(np.searchsorted(falling, -least, side="right")))
        level[order[start:end]] = -falling[start]
        start, groups = end, groups + 1
    return level


def effective_draws(wants: PartyValues) -> float:
    """Return how many independent draws stand behind a party's shares; infinite where known."""
    posterior = wants.posterior
    if posterior is None or (posterior.known and not np.ptp(posterior.reservations())):
        return np.inf
    return max(posterior.effective, 1.0)


def _first(agreed: NDArray[np.float64], second: NDArray[np.float64], most: int) -> NDArray[np.intp]:
    """Return the places of the largest, in the order of listing."""
    order = np.lexsort((-second, -agreed))[:most]
    return np.sort(order).astype(np.intp)


def searched(
    domain: Domain,
    everyone: Sequence[PartyValues],
    binding: Sequence[Commitment],
    rule: AgreementRule,
    named: Sequence[Mapping[str, int]],
    seed: int,
    *,
    proved: bool = True,
) -> Candidates:
    """Search for the best package, and gather others around it and from what was said.

    Args:
        domain: The packages.
        everyone: What each party that decides may want.
        binding: The commitments in force.
        rule: The agreement rule.
        named: Packages, complete or partial, that somebody put forward.
        seed: Seed of the search.
        proved: Whether to look for a proof that no package is better, as far as that goes.

    Raises:
        RequestError: The rules are too entangled to find any package.
    """
    if all(w.joint is not None for w in everyone):
        raise RequestError(
            "there are too many packages to list, and every party gave points with pairs "
            "(`together`): ask for `solutions`, which searches such points exactly"
        )
    start = _anywhere(domain)
    bound = gap = None
    told = [w.posterior for w in everyone if w.posterior is not None]
    found = start
    if told:
        parties = [everyone[k] for k in rule.columns]
        ids = [w.party.id for w in parties]
        giving = domain.giving_way(binding)
        best: Best | None = current().attempt(
            "the search for the best package",
            lambda: best_package(
                [domain.on_menus(_thinned(w.posterior or _willing(told[0]))) for w in parties],
                rule.form,
                lambda left: domain.ceiling(giving, ids, left),
                factors=lambda picked: _complete(domain, giving, ids, picked),
                most_nodes=_MOST_NODES if proved else _FEW_NODES,
                starts=1,
                seed=seed,
            ),
            share=0.6,
        )
        bound = 1.0 if best is None else best.bound
        if best is not None and _allowed(domain, [best.package]).all():
            found = best.package
    picked = np.array(_around(domain, found, start, named), dtype=np.intp)
    picked = picked[_allowed(domain, picked)]
    # Each is held against all draws of every party: those further off are left out first.
    draws = sum(len(p.draws) for p in told)
    each = 20 + len(domain.issues) * draws // 300 + 4 * len(binding)
    most = max(1, current().left // (2 * each))
    if len(picked) > most:
        current().note("work", "the packages around the best", f"{most:,} of {len(picked):,}")
        picked = picked[:most]
    options = domain.options(picked)
    shares = np.ones((len(picked), len(everyone)))
    for k, wants in enumerate(everyone):
        if wants.posterior is not None:
            shares[:, k] = shares_on(domain.on_menus(wants.posterior), picked)
    found_all = weighed(domain, everyone, binding, rule, options, shares)
    if bound is not None:
        gap = max(0.0, bound - float(found_all.agreement.max()))
    return replace(found_all, considered=_counted(domain), bound=bound, gap=gap)


def _counted(domain: Domain) -> int:
    """Return how many packages of the menus the conditions allow.

    Where counting takes too long, all combinations of options are counted.
    """
    try:
        return domain.space(_COUNTING).count()
    except SearchTooLargeError:
        return domain.size


def _complete(
    domain: Domain, giving: GivingWay, ids: Sequence[str], picked: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return what :meth:`Domain.ceiling` gives, for many complete packages at once."""
    options = domain.options(picked)
    factors = giving.chances(domain.columns(options), ids)
    factors[~domain.satisfy(domain.condition, options)] = 0.0
    return factors


def _anywhere(domain: Domain) -> Picked:
    """Return some package that the rules allow and the menus hold."""
    try:
        package = domain.space().find()
        if package is not None:
            return tuple(package[id] for id in domain.issues)
    except SearchTooLargeError:
        current().note("size", "whether there is a package to start from")
        raise
    raise RequestError(
        "no package that satisfies all conditions was found among the steps considered; "
        "make the steps of the longest issues coarser"
    )


def _thinned(posterior: Posterior) -> Posterior:
    step = max(1, len(posterior.draws) // _SEARCH_DRAWS)
    return replace(posterior, chains=posterior.chains[:, ::step])


def _willing(posterior: Posterior) -> Posterior:
    """Stand for a party of which nothing can be told: only its commitments count."""
    chains = posterior.chains.copy()
    chains[:, :, posterior.layout.reservation] = -1.0
    return replace(posterior, chains=chains)


def _allowed(domain: Domain, picked: Sequence[Picked] | NDArray[np.intp]) -> NDArray[np.bool_]:
    table = np.array(picked, dtype=np.intp).reshape(-1, len(domain.menus))
    return domain.satisfy(domain.condition, domain.options(table))


def _around(
    domain: Domain, found: Picked, start: Picked, named: Sequence[Mapping[str, int]]
) -> list[Picked]:
    """Return what was found, what was named completed by it, and neighbours of it."""
    around: dict[Picked, None] = {found: None, start: None}
    base = {
        id: int(menu[at]) for id, menu, at in zip(domain.issues, domain.menus, found, strict=True)
    }
    for package in named:
        place = domain.place({**base, **package})
        if place is not None:
            around[place] = None
    for width in (1, 2):
        for issues in combinations(range(len(found)), width):
            for options in product(*(range(domain.menus[i].size) for i in issues)):
                if len(around) > _VARIANTS:
                    return list(around)
                trial = list(found)
                for issue, option in zip(issues, options, strict=True):
                    trial[issue] = option
                around[tuple(trial)] = None
    return list(around)


def shares_on(posterior: Posterior, picked: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the share of draws that accept, per package; no commitments.

    Args:
        posterior: Draws of one party, over the menus.
        picked: Places in the menus, shape (packages, issues).
    """
    levels = posterior.reservations()
    # Draws along rows: picking rows runs through memory in order.
    tables = [np.ascontiguousarray(table.T) for table in posterior.tables()]
    step = max(1, _BLOCK // len(levels) // 8)
    found = [np.zeros(0)]
    for start in range(0, len(picked), step):
        part = picked[start : start + step]
        spend(1 + len(part) * len(levels) * len(tables) // 300)
        total = -np.repeat(levels[None], len(part), axis=0)
        for issue, table in enumerate(tables):
            total += table[part[:, issue]]
        found.append(np.count_nonzero(total >= -1e-12, axis=1) / len(levels))
    return np.concatenate(found)
