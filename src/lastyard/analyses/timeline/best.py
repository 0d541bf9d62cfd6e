"""The package most likely to be agreed, on each of many days.

Where all packages can be listed they are, each party's shares worked out once for as long
as its values stay. Elsewhere the last day is searched in full, as ``lastyard packages``
does, and every other day by ascent, one or two issues at a time, from the best packages of
other days and the package of the day's likeliest opening: a good package, not proved best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from lastyard.analyses.packages.candidates import (
    best_first,
    factors_of,
    gains_of,
    listed,
    searched,
    shares_on,
    weighed,
)
from lastyard.analyses.packages.describing import Describer
from lastyard.analyses.packages.domain import Domain
from lastyard.analyses.packages.party_values import PartyValues
from lastyard.analyses.packages.result import Figure
from lastyard.analyses.packages.rule import rule_of
from lastyard.budget import spend
from lastyard.case.commitments import Commitment, commitments, rules_of
from lastyard.case.diagnostics import RequestError
from lastyard.case.model import Accepts, Case, Offers, Position, Statement

__all__ = ["Best", "BestPackages"]

_DRAWS = 512
_POOL = 60
_MOST_PAIRS = 400


@dataclass(frozen=True, slots=True)
class Best:
    """The best package of a day, and its agreement index."""

    package: Mapping[str, int]
    agreement: Figure


class BestPackages:
    """Finds the best package under sets of statements of one case.

    Args:
        case: The case.
        seed: Seed of the analysis.
    """

    def __init__(self, case: Case, seed: int) -> None:
        self._case, self._seed = case, seed
        self._rule, self._condition = rule_of(case), rules_of(case)
        self._ids = [party.id for party in case.deciders]
        self._every = Domain(
            case, self._condition, _put_forward(case, case.statements),
            commitments(case, case.statements),
        )  # fmt: skip
        self.searched = not self._every.listed
        self.menu_sizes = [len(menu) for menu in self._every.menus]
        self._shares: dict[int, NDArray[np.float64]] = {}
        self._posteriors: dict[int, object] = {}
        self._pool: dict[tuple[int, ...], None] = {}

    def best(
        self,
        said: Sequence[Statement],
        everyone: Sequence[PartyValues],
        hint: Mapping[str, int] | None = None,
        *,
        thorough: bool = False,
    ) -> Best:
        """Return the best package.

        Args:
            said: The statements in force.
            everyone: What each party may want.
            hint: A package worth a look.
            thorough: Search in full where packages cannot be listed.

        Raises:
            RequestError: If no package satisfies the rules.
        """
        binding = commitments(self._case, said)
        if not self.searched or thorough:
            return self._compared(said, everyone, binding)
        self._remember(hint)
        found = self._climbed(everyone, binding, wide=False)
        return self._described(self._every, found, everyone, binding)

    def look_around(
        self,
        said: Sequence[Statement],
        everyone: Sequence[PartyValues],
        hint: Mapping[str, int] | None,
    ) -> None:
        """Remember a good package of some day, for all days.

        Args:
            said: The statements in force.
            everyone: What each party may want.
            hint: A package worth a look.
        """
        self._remember(hint)
        self._climbed(everyone, commitments(self._case, said), wide=True)

    def _climbed(
        self, everyone: Sequence[PartyValues], binding: Sequence[Commitment], *, wide: bool
    ) -> tuple[int, ...]:
        """Go up from the best package known, one issue at a time or two; remember the end."""
        if not self._pool:
            named = _put_forward(self._case, [])
            found = searched(self._every, everyone, binding, self._rule, named, self._seed)
            first = found.options[best_first(found, gains_of(self._every, everyone, found))[:1]]
            self._keep(tuple(self._every.places(first)[0].tolist()))
        ascent = _Ascent(self, everyone, binding)
        known = np.array(list(self._pool), dtype=np.intp)
        start = tuple(known[int(np.argmax(ascent.scores(known)))].tolist())
        end = ascent.climb(start, 2 if wide else 1)
        self._keep(end)
        return end

    def among_known(self, said: Sequence[Statement], everyone: Sequence[PartyValues]) -> float:
        """Return the index of the best package; of those known, where they are not listed."""
        binding = commitments(self._case, said)
        if not self.searched:
            candidates = listed(self._every, everyone, binding, self._rule, self._kept(everyone))
            return float(candidates.agreement.max())
        picked = np.array(list(self._pool), dtype=np.intp)
        shares = np.ones((len(picked), len(everyone)))
        for k, wants in enumerate(everyone):
            if wants.posterior is not None:
                shares[:, k] = shares_on(self._every.on_menus(wants.posterior), picked)
        options = self._every.options(picked)
        found = weighed(self._every, everyone, binding, self._rule, options, shares)
        return float(found.agreement.max())

    def _compared(
        self,
        said: Sequence[Statement],
        everyone: Sequence[PartyValues],
        binding: Sequence[Commitment],
    ) -> Best:
        """List or search as ``lastyard packages`` does."""
        named = _put_forward(self._case, said)
        domain = Domain(self._case, self._condition, named, binding)
        if domain.listed:
            kept = {} if domain.coarse else self._kept(everyone)
            found = listed(domain, everyone, binding, self._rule, kept)
            if not len(found.options):
                raise RequestError("no package satisfies the rules")
        else:
            found = searched(domain, everyone, binding, self._rule, named, self._seed)
        first = found.options[best_first(found, gains_of(domain, everyone, found))[0]]
        package = dict(zip(domain.issues, first.tolist(), strict=True))
        self._remember(package)
        describer = Describer(self._case, domain, everyone, binding, self._rule)
        return Best(package, describer.agreement(first[None])[0])

    def _kept(self, everyone: Sequence[PartyValues]) -> dict[int, NDArray[np.float64]]:
        """Return the shares of the posteriors at hand, and forget all others."""
        now = {id(w.posterior): w.posterior for w in everyone if w.posterior is not None}
        self._shares = {key: shares for key, shares in self._shares.items() if key in now}
        # Held, so that no other posterior can take the identity of one that is gone.
        self._posteriors = dict(now)
        return self._shares

    def _remember(self, package: Mapping[str, int] | None) -> None:
        place = self._every.place(package) if package is not None else None
        if place is None or not self._allowed(np.array([place], dtype=np.intp))[0]:
            return
        self._keep(place)

    def _keep(self, place: tuple[int, ...]) -> None:
        self._pool.pop(place, None)
        self._pool[place] = None
        while len(self._pool) > _POOL:
            self._pool.pop(next(iter(self._pool)))

    def _allowed(self, picked: NDArray[np.intp]) -> NDArray[np.bool_]:
        return self._every.satisfy(self._condition, self._every.options(picked))

    def score(
        self,
        picked: NDArray[np.intp],
        shares: NDArray[np.float64],
        binding: Sequence[Commitment],
    ) -> NDArray[np.float64]:
        """Return how good packages are: agreement, then acceptance; -1 where not allowed."""
        options = self._every.options(picked)
        accepts = shares * factors_of(self._every, binding, self._ids, options)
        found = self._rule.probability(accepts) + 1e-6 * accepts.mean(axis=1)
        allowed = self._every.satisfy(self._condition, options)
        return np.where(allowed, found, -1.0)

    def tables(
        self, wants: PartyValues
    ) -> tuple[list[NDArray[np.float64]], NDArray[np.float64]] | None:
        """Return some draws of a party's values over the menus, and reservation values."""
        if wants.posterior is None:
            return None
        menus = self._every.on_menus(wants.posterior)
        step = max(1, len(menus.draws) // _DRAWS)
        return [table[::step] for table in menus.tables()], menus.reservations()[::step]

    def _described(
        self,
        domain: Domain,
        found: tuple[int, ...],
        everyone: Sequence[PartyValues],
        binding: Sequence[Commitment],
    ) -> Best:
        options = domain.options(np.array([found], dtype=np.intp))
        describer = Describer(self._case, domain, everyone, binding, self._rule)
        package = dict(zip(domain.issues, options[0].tolist(), strict=True))
        return Best(package, describer.agreement(options)[0])


class _Ascent:
    """Changes one or two issues at a time while that helps."""

    def __init__(
        self,
        packages: BestPackages,
        everyone: Sequence[PartyValues],
        binding: Sequence[Commitment],
    ) -> None:
        self._packages, self._binding = packages, binding
        self._tables = [packages.tables(wants) for wants in everyone]

    def scores(self, picked: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return how good packages are."""
        shares = np.ones((len(picked), len(self._tables)))
        spend(10 + picked.size * len(self._tables) * _DRAWS // 200)
        for party, drawn in enumerate(self._tables):
            if drawn is not None:
                worth = sum(table[:, picked[:, i]] for i, table in enumerate(drawn[0]))
                shares[:, party] = np.mean(worth >= drawn[1][:, None] - 1e-12, axis=0)
        return self._packages.score(picked, shares, self._binding)

    def climb(self, start: tuple[int, ...], most: int) -> tuple[int, ...]:
        """Return a package that no change of one issue, or of so many at most, makes better."""
        here, value = start, float(self.scores(np.array([start], dtype=np.intp))[0])
        wide = False
        while True:
            picked, shares = self._around(here, 2 if wide else 1)
            scores = self._packages.score(picked, shares, self._binding)
            if not len(picked):
                return here
            top = int(np.argmax(scores))
            if scores[top] > value + 1e-9:
                here, value, wide = tuple(picked[top].tolist()), float(scores[top]), False
            elif wide or most < 2 or len(here) < 2:
                return here
            else:
                wide = True

    def _around(
        self, here: tuple[int, ...], width: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the packages that differ in so many issues, and their shares by party."""
        places, found = [np.array([here], dtype=np.intp)[:0]], [np.ones((0, len(self._tables)))]
        totals = [self._worth(drawn, here) for drawn in self._tables]
        for issues in self._pairs(width):
            sizes = [self._sizes[i] for i in issues]
            grid = np.indices(sizes).reshape(len(sizes), -1)
            spend(10 + grid.shape[1] * len(self._tables) * _DRAWS // 200)
            block = np.repeat(np.array([here], dtype=np.intp), grid.shape[1], axis=0)
            block[:, list(issues)] = grid.T
            shares = np.ones((len(block), len(self._tables)))
            for party, drawn in enumerate(self._tables):
                if drawn is None:
                    continue
                rest = totals[party] - sum(drawn[0][i][:, here[i]] for i in issues) - drawn[1]
                worth = rest[:, None] + sum(
                    drawn[0][i][:, options] for i, options in zip(issues, grid, strict=True)
                )
                shares[:, party] = np.mean(worth >= -1e-12, axis=0)
            places.append(block)
            found.append(shares)
        return np.vstack(places), np.vstack(found)

    @property
    def _sizes(self) -> list[int]:
        return self._packages.menu_sizes

    def _pairs(self, width: int) -> Iterator[tuple[int, ...]]:
        for issues in combinations(range(len(self._sizes)), width):
            if width == 1 or np.prod([self._sizes[i] for i in issues]) <= _MOST_PAIRS:
                yield issues

    @staticmethod
    def _worth(
        drawn: tuple[list[NDArray[np.float64]], NDArray[np.float64]] | None,
        here: tuple[int, ...],
    ) -> NDArray[np.float64]:
        if drawn is None:
            return np.zeros(0)
        total: NDArray[np.float64] = np.sum(
            [table[:, option] for table, option in zip(drawn[0], here, strict=True)], axis=0
        )
        return total


def _put_forward(case: Case, said: Sequence[Statement]) -> list[dict[str, int]]:
    """Return the packages, complete or partial, that hold or that somebody put forward."""
    named = [dict(case.status_quo or ())]
    named += [dict(s.says.package) for s in said if isinstance(s.says, Offers | Accepts | Position)]
    return [package for package in named if package]
