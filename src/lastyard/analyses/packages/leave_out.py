"""Which single statement's absence would make another package the best.

A statement of what a party likes is left out by weighing its draws anew (see
:mod:`lastyard.values.reweighting`); where that leaves too few effective draws, or the
statement bounded the values themselves, the party's values are drawn again without it. Another
package counts as better only where the difference is more than three standard errors,
estimated from independent groups of chains.

Example, a case in which one statement decides:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {options: [low, high]}}
    ... statements:
    ...   - {id: bid, party: firm, on: 2024-01-09, accepts: {wage: high}}
    ...   - {id: like, party: union, on: 2024-01-09, prefers: {wage: high}, to: {wage: low}}
    ... ''')
    >>> [each.statements[0].id for each in ly.packages(case, seed=7).left_out]
    ['like', 'bid']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lastyard.analyses.packages.candidates import factors_of, statuses_of
from lastyard.analyses.packages.domain import Domain
from lastyard.analyses.packages.party_values import PartyValues
from lastyard.analyses.packages.result import Figure, LeftOut
from lastyard.analyses.packages.rule import AgreementRule
from lastyard.case.commitments import Commitment
from lastyard.case.model import Statement
from lastyard.values import ValueProblem, judge_packages, weights_for, without

__all__ = ["MOST_COMPARED", "Alternatives"]

MOST_COMPARED = 500
_GROUPS = 8
_SURE = 3.0
_LEAST_EFFECTIVE = 150.0
_MOST_DRAWN_AGAIN = 8
_ROUNDING = 1e-12


@dataclass(slots=True, eq=False)
class Alternatives:
    """The best packages, ready to be compared as if statements had not been made.

    Attributes:
        domain: The packages compared.
        everyone: What each party that decides may want.
        binding: The commitments in force.
        rule: The agreement rule.
        options: Option indices of the packages compared, the best first.
        draw_again: From a party and the statements left out to what it may then want.
    """

    domain: Domain
    everyone: Sequence[PartyValues]
    binding: Sequence[Commitment]
    rule: AgreementRule
    options: NDArray[np.intp]
    draw_again: Callable[[PartyValues, Sequence[Statement]], PartyValues]
    left: int = _MOST_DRAWN_AGAIN
    _takes: dict[int, NDArray[np.bool_]] = field(default_factory=dict)
    _shares: list[NDArray[np.float64]] = field(default_factory=list)

    def without(self, statements: Sequence[Statement]) -> LeftOut | None:
        """Return which package is best without some statements of one party.

        Args:
            statements: Preference statements of one party that decides.

        Returns:
            None when it was not tried: too many had to be drawn again already.
        """
        if not self._shares:
            self._shares = [
                self._group_shares(k, wants, None, wants.sure)
                for k, wants in enumerate(self.everyone)
            ]
        ids = {s.id for s in statements}
        party = statements[0].party
        column = next(k for k, w in enumerate(self.everyone) if w.party.id == party)
        wants = self.everyone[column]
        found = self._as_if(column, wants, statements)
        if found is None:
            return None
        shares, method = found
        kept = [c for c in self.binding if c.statement.id not in ids]
        agreed = self._agreed([*self._shares[:column], shares, *self._shares[column + 1 :]], kept)
        mean = agreed.mean(axis=0)
        best = int(np.argmax(mean.round(12)))
        gap = agreed[:, best] - agreed[:, 0]
        error = float(gap.std(ddof=1)) / _GROUPS**0.5
        own = float(agreed[:, best].std(ddof=1)) / _GROUPS**0.5
        changes = bool(mean[best] - mean[0] > max(_SURE * error, 1e-9))
        package = dict(zip(self.domain.issues, self.options[best].tolist(), strict=True))
        return LeftOut(tuple(statements), method, changes, package, Figure(float(mean[best]), own))

    def _as_if(
        self, column: int, wants: PartyValues, statements: Sequence[Statement]
    ) -> tuple[NDArray[np.float64], str] | None:
        """Return the party's shares without the statements, and how they were found."""
        ids = [s.id for s in statements]
        if wants.problem is None or wants.likely is None or wants.posterior is None:
            return None
        other = without(wants.likely, ids)
        weighted = weights_for(wants.posterior, wants.likely, other)
        if weighted is not None and weighted.effective >= _LEAST_EFFECTIVE:
            sure = _sure_without(wants, ids)
            shares = self._group_shares(column, wants, weighted.weights, sure)
            return shares, "draws weighed anew"
        if self.left <= 0:
            return None
        self.left -= 1
        again = self.draw_again(wants, statements)
        if again.posterior is None:
            return None
        return self._group_shares(-1, again, None, again.sure), "drawn again"

    def _group_shares(
        self,
        column: int,
        wants: PartyValues,
        weights: NDArray[np.float64] | None,
        sure: ValueProblem | None,
    ) -> NDArray[np.float64]:
        """Return by groups of chains the weighted share of draws that accept."""
        if wants.posterior is None:
            return np.ones((_GROUPS, len(self.options)))
        if column not in self._takes or column < 0:
            rows = wants.posterior.layout.rows(self.options)
            rows[:, wants.posterior.layout.reservation] -= 1.0
            gains = np.einsum("du,pu->dp", wants.posterior.draws, rows, optimize=False)
            takes = gains >= -_ROUNDING
            if column >= 0:
                self._takes[column] = takes
        else:
            takes = self._takes[column]
        count = len(takes)
        each = np.full(count, 1.0 / count) if weights is None else weights
        grouped = each.reshape(_GROUPS, -1)
        by_group: NDArray[np.float64] = np.einsum(
            "gd,gdp->gp", grouped, takes.reshape(_GROUPS, -1, takes.shape[1]), optimize=False
        )
        by_group /= np.maximum(grouped.sum(axis=1, keepdims=True), 1e-300)
        np.minimum(by_group, 1.0, out=by_group)  # weights add up to 1 but for rounding
        codes = np.zeros(len(self.options), dtype=np.int8)
        if sure is wants.sure:
            codes = statuses_of(wants, self.options)
        elif sure is not None and sure.sayings:
            codes = judge_packages(sure, self.options).codes
        by_group[:, codes == 1], by_group[:, codes == 2] = 1.0, 0.0
        return by_group

    def _agreed(
        self, shares: Sequence[NDArray[np.float64]], binding: Sequence[Commitment]
    ) -> NDArray[np.float64]:
        """Return the probability of agreement, shape (groups, packages)."""
        accepts = np.stack(shares, axis=2)
        ids = [w.party.id for w in self.everyone]
        accepts *= factors_of(self.domain, binding, ids, self.options)
        flat = self.rule.probability(accepts.reshape(-1, accepts.shape[2]))
        return flat.reshape(_GROUPS, -1)


def _sure_without(wants: PartyValues, ids: Sequence[str]) -> ValueProblem | None:
    """Return what the sure statements left leave possible; None when they contradict."""
    if wants.sure is None:
        return None
    gone = [s.source for s in wants.sure.sayings if s.source in ids]
    return without(wants.sure, gone)
