"""Everything that is said of a package that is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lastyard.analyses.packages.candidates import factors_of, statuses_of
from lastyard.analyses.packages.choosing import rank_ranges
from lastyard.analyses.packages.demands import Demand, against_demand
from lastyard.analyses.packages.domain import Domain
from lastyard.analyses.packages.party_values import PartyValues
from lastyard.analyses.packages.result import (
    Acceptability,
    Comparison,
    Figure,
    ProposedPackage,
    Solution,
)
from lastyard.analyses.packages.rule import AgreementRule
from lastyard.case.commitments import Commitment
from lastyard.case.model import Case
from lastyard.values import acceptability, judge_preferences, share_error
from lastyard.values.certainty import Status

__all__ = ["Describer"]

_STATUSES: tuple[Status, ...] = ("possible", "certain", "impossible")
_GROUPS = 8
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class _Figures:
    """Acceptability of packages by every party; arrays of shape (packages, parties)."""

    index: NDArray[np.float64]
    error: NDArray[np.float64]
    told: NDArray[np.bool_]
    codes: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Describer:
    """Describes packages from what is known of the parties.

    Attributes:
        case: The case.
        domain: The packages compared.
        everyone: What each party that decides may want.
        binding: The commitments in force.
        rule: The agreement rule.
        demands: Per party, what it asks for; needed by :meth:`describe` alone.
    """

    case: Case
    domain: Domain
    everyone: Sequence[PartyValues]
    binding: Sequence[Commitment]
    rule: AgreementRule
    demands: Mapping[str, Demand] = field(default_factory=dict)

    def agreement(self, options: NDArray[np.intp]) -> list[Figure]:
        """Return the probability that each package is agreed, with its error."""
        ids = [w.party.id for w in self.everyone]
        return self._agreed(
            self._figures(options, factors_of(self.domain, self.binding, ids, options))
        )

    def describe(
        self, options: NDArray[np.intp], shown: int, fair: Sequence[tuple[Solution, ...]]
    ) -> list[ProposedPackage]:
        """Describe packages.

        Args:
            options: Option indices, shape (packages, issues).
            shown: How many of them, from the first, are ranked against one another.
            fair: Per package, the solutions that name it.
        """
        ids = [w.party.id for w in self.everyone]
        factors = factors_of(self.domain, self.binding, ids, options)
        figures = self._figures(options, factors)
        agreed = self._agreed(figures)
        ranks = rank_ranges(
            self.rule.probability(figures.index[:shown]),
            self._by_group(options[:shown], factors[:shown]),
        )
        found = []
        for k in range(len(options)):
            package = self._package(options[k])
            first = 1 if k == 0 or (options[k] == options[0]).all() else 0
            found.append(
                ProposedPackage(
                    package=package,
                    acceptability={
                        id: _acceptability(figures, k, column) for column, id in enumerate(ids)
                    },
                    agreement=agreed[k],
                    breaks=tuple(
                        c.statement
                        for c in self.binding
                        if not self.domain.satisfy(c.condition, options[k : k + 1])[0]
                    ),
                    rank=ranks[k] if k < shown else self._same(options, k, ranks),
                    comparisons=self._comparisons(
                        options[k], options[first] if first < shown else None
                    ),
                    fair=fair[k],
                    demands=tuple(
                        against_demand(self.case, w.party, self.demands[w.party.id], package, w)
                        for w in self.everyone
                    ),
                )
            )
        return found

    def _package(self, options: NDArray[np.intp]) -> dict[str, int]:
        return dict(zip(self.domain.issues, options.tolist(), strict=True))

    def _same(
        self, options: NDArray[np.intp], k: int, ranks: Sequence[tuple[int, int]]
    ) -> tuple[int, int] | None:
        for j, rank in enumerate(ranks):
            if (options[j] == options[k]).all():
                return rank
        return None

    def _figures(self, options: NDArray[np.intp], factors: NDArray[np.float64]) -> _Figures:
        shape = factors.shape
        index, error = factors.copy(), np.zeros(shape)
        told, codes = np.ones(shape, dtype=np.bool_), np.zeros(shape, dtype=np.int8)
        places = self.domain.places(options)
        for k, wants in enumerate(self.everyone):
            codes[:, k] = statuses_of(wants, options)
            if wants.posterior is None:
                told[:, k] = (codes[:, k] != 0) | (factors[:, k] == 0)
            else:
                found = acceptability(self.domain.on_menus(wants.posterior), places, factors[:, k])
                index[:, k], error[:, k] = found.value, found.error
            sure = codes[:, k] != 0
            index[sure, k] = np.where(codes[sure, k] == 1, factors[sure, k], 0.0)
            error[sure, k] = 0.0
        return _Figures(index, error, told, codes)

    def _agreed(self, figures: _Figures) -> list[Figure]:
        shared = [wants.shared for wants in self.everyone]
        value = self.rule.probability(figures.index)
        error = self.rule.error(figures.index, figures.error, shared)
        known = np.ones(len(value), dtype=np.bool_)
        for column in self.rule.columns:
            yes, no = figures.index.copy(), figures.index.copy()
            yes[:, column], no[:, column] = 1.0, 0.0
            matters = self.rule.probability(yes) > self.rule.probability(no)
            known &= figures.told[:, column] | ~matters
        return [
            Figure(float(v), float(e)) if k else Figure(None, None)
            for v, e, k in zip(value, error, known, strict=True)
        ]

    def _by_group(
        self, options: NDArray[np.intp], factors: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the probability of agreement by groups of chains, (groups, packages)."""
        accepts = np.repeat(factors[None], _GROUPS, axis=0)
        for k, wants in enumerate(self.everyone):
            codes = statuses_of(wants, options)
            if wants.posterior is not None:
                gains = _worth(wants, options) - wants.posterior.reservations()[:, None]
                takes = (gains >= -_ROUNDING).reshape(_GROUPS, -1, len(options)).mean(axis=1)
                takes = np.where(codes == 1, 1.0, np.where(codes == 2, 0.0, takes))
                accepts[:, :, k] *= takes
        flat = self.rule.probability(accepts.reshape(-1, accepts.shape[2]))
        return flat.reshape(_GROUPS, -1)

    def _comparisons(
        self, options: NDArray[np.intp], other: NDArray[np.intp] | None
    ) -> tuple[Comparison, ...]:
        found = []
        status_quo = dict(self.case.status_quo or ())
        if len(status_quo) == len(self.case.issues):
            quo = np.array([status_quo[id] for id in self.domain.issues], dtype=np.intp)
            if (quo != options).any():
                found.append(Comparison("status quo", status_quo, self._gains(options, quo)))
        if other is not None and (other != options).any():
            gains = self._gains(options, other)
            found.append(Comparison("runner-up", self._package(other), gains))
        return tuple(found)

    def _gains(
        self, these: NDArray[np.intp], those: NDArray[np.intp]
    ) -> Mapping[str, Acceptability]:
        return {w.party.id: _likes(w, these[None], those[None]) for w in self.everyone}


def _worth(wants: PartyValues, options: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the value of packages under every draw, shape (draws, packages)."""
    assert wants.posterior is not None  # noqa: S101 (asked only of parties with draws)
    rows = wants.posterior.layout.rows(options)
    worth: NDArray[np.float64] = np.einsum("du,pu->dp", wants.posterior.draws, rows, optimize=False)
    return worth


def _acceptability(figures: _Figures, k: int, party: int) -> Acceptability:
    status = _STATUSES[figures.codes[k, party]]
    if not figures.told[k, party]:
        return Acceptability(None, None, status)
    return Acceptability(float(figures.index[k, party]), float(figures.error[k, party]), status)


def _likes(wants: PartyValues, these: NDArray[np.intp], those: NDArray[np.intp]) -> Acceptability:
    """Return how likely a party likes a package at least as well as another."""
    code = 0
    if wants.joint is not None:
        better = bool(wants.joint.worth(these)[0] >= wants.joint.worth(those)[0])
        return Acceptability(float(better), 0.0, "certain" if better else "impossible")
    if wants.sure is not None and wants.sure.sayings:
        code = int(judge_preferences(wants.sure, these, those).codes[0])
    if code:
        return Acceptability(1.0 if code == 1 else 0.0, 0.0, _STATUSES[code])
    if wants.posterior is None or wants.silent:
        return Acceptability(None, None, _STATUSES[code])
    ahead = _worth(wants, these) - _worth(wants, those) >= -_ROUNDING
    share = ahead.mean(axis=0)
    error, _ = share_error(share, np.array([max(wants.posterior.effective, 1.0)]))
    exact = wants.posterior.known
    return Acceptability(float(share[0]), 0.0 if exact else float(error[0]), _STATUSES[code])
