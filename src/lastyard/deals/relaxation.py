"""Bounds on what partial packages can still reach, from the layers of a plan.

For fixed multipliers the best completion of a partial package depends only on its group,
and is found for all groups of all layers by one pass backwards through the plan. Rules
that the plan holds are thereby part of the bound; rules left out of it only make it
weaker, never wrong (relaxed decision diagrams: Bergman, Cire, van Hoeve, Hooker 2016,
"Decision Diagrams for Optimization"). Pairwise terms that it leaves out are bounded by the
most that they can add (:mod:`lastyard.deals.loose_pairs`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from lastyard.deals.diagrams import RuleTooLargeError
from lastyard.deals.domain import Domain
from lastyard.deals.loose_pairs import LoosePairs, LooseTerm
from lastyard.deals.objectives import Objective
from lastyard.deals.plan import Layer, Plan, make_plan
from lastyard.deals.rules import Rule

__all__ = [
    "Bounds",
    "Relaxation",
    "best_sums",
    "bounds_for",
    "decided_first",
    "relax",
]

Floats = NDArray[np.float64]

_MOST_GROUPS = 2_000
_MOST_REFUSED = 5
_SUM_ROUNDING = 1e-11


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """A plan with its gains as floats, and the rules that it leaves out.

    Attributes:
        domain: The outcome space.
        plan: Holds as many of the rules as fit.
        gains: Per layer, shape (groups or 1, options, parties).
        left_out: Rules that the plan does not hold.
        loose: Pairwise terms that the plan does not hold.
        scale: Per party, the largest absolute sum that can occur; rounding is measured
            against it.
    """

    domain: Domain
    plan: Plan
    gains: tuple[Floats, ...]
    left_out: tuple[Rule, ...]
    loose: LoosePairs
    scale: Floats

    @property
    def complete(self) -> bool:
        """Whether the plan holds everything."""
        return not self.left_out and not self.loose


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Bounds from several multipliers at once.

    Attributes:
        multipliers: Shape (n, parties).
        constants: Shape (n,).
        rest: Per layer, shape (groups, n): the most that completions add to each
            weighted sum; minus infinity where there is none.
        most: Per layer, shape (groups, parties): the same for each party alone.
        loose: Pairwise terms that the plan does not hold.
        loose_rest: Per such term, the most it adds to the weighted sums.
        loose_most: Per such term, the most it adds for each party alone.
    """

    multipliers: Floats
    constants: Floats
    rest: tuple[Floats, ...]
    most: tuple[Floats, ...]
    loose: LoosePairs
    loose_rest: tuple[Floats, ...]
    loose_most: tuple[Floats, ...]

    def of(
        self,
        depth: int,
        groups: NDArray[np.int64],
        gains: Floats,
        options: NDArray[np.integer],
    ) -> Floats:
        """Return the upper bound of each partial package.

        Args:
            depth: Issues settled.
            groups: Shape (n,).
            gains: Shape (n, parties): sums so far minus the disagreement point.
            options: Shape (n, depth): the options chosen, in the order of the plan.
        """
        linear = gains @ self.multipliers.T + self.rest[depth][groups] + self.constants
        linear = linear + self.loose.pending(depth, options, self.loose_rest)
        return np.asarray(linear.min(axis=1))

    def most_of(
        self, depth: int, groups: NDArray[np.int64], options: NDArray[np.integer]
    ) -> Floats:
        """Return the most that each party can still gain; arguments as for :meth:`of`."""
        return self.most[depth][groups] + self.loose.pending(depth, options, self.loose_most)

    def first(
        self,
        gains: Floats,
        groups: NDArray[np.int64],
        layer: Layer,
        gain: Floats,
        options: NDArray[np.integer],
    ) -> Floats:
        """Return the first multipliers' bound of each extension of partial packages.

        Args:
            gains: Shape (n, parties): sums so far minus the disagreement point.
            groups: Shape (n,).
            layer: The layer that extends them.
            gain: Its gains, shape (groups or 1, options, parties).
            options: Shape (n, issues settled before), in the order of the plan.

        Returns:
            Shape (n, options); minus infinity where an option is forbidden.
        """
        depth, own = options.shape[1], tuple(most[:, :1] for most in self.loose_rest)
        after = self.rest[depth + 1][:, 0]
        step = gain @ self.multipliers[0] + after[layer.target]
        if self.loose:
            step = step + np.ravel(self.loose.ahead(depth, own))
        step = np.where(layer.target >= 0, step, -np.inf) + self.constants[0]
        before = (gains @ self.multipliers[0])[:, None] + self.loose.pending(depth, options, own)
        return np.asarray(before + step[groups])


def relax(domain: Domain) -> Relaxation:
    """Build the plan that holds as many pairwise terms and rules as fit.

    Rules are taken as they come, pairwise terms by how much they can differ.
    """
    held: list[Rule] = list(domain.rules)
    pairs: list[int] = list(range(len(domain.pairs)))
    left_out: list[Rule] = []
    try:
        plan = make_plan(domain, most_groups=_MOST_GROUPS)
    except RuleTooLargeError:
        plan, pairs = _with_pairs(domain)
        held = []
        for rule in domain.rules:
            try:
                plan = make_plan(domain, rules=[*held, rule], pairs=pairs, most_groups=_MOST_GROUPS)
                held.append(rule)
            except RuleTooLargeError:
                left_out.append(rule)
    gains = tuple(_float_gains(domain, layer) for layer in plan.layers)
    loose = LoosePairs(
        tuple(_loose_term(domain, plan, j) for j in range(len(domain.pairs)) if j not in pairs)
    )
    scale = sum(np.abs(gain).max(axis=(0, 1), initial=0.0) for gain in gains)
    scale = sum((np.abs(term.table).max(axis=(0, 1)) for term in loose.terms), scale)
    return Relaxation(domain, plan, gains, tuple(left_out), loose, np.asarray(scale))


def _with_pairs(domain: Domain) -> tuple[Plan, list[int]]:
    """Return a plan without rules that holds as many pairwise terms as fit, and their places."""
    held: list[int] = []
    plan = make_plan(domain, rules=(), pairs=())
    size = np.array([_size(domain, p) for p in range(domain.parties)])
    spreads = [np.ptp(_float_table(domain, j), axis=(0, 1)) for j in range(len(domain.pairs))]
    weight = np.array([float((spread / size).sum()) for spread in spreads])
    refused = 0
    for j in np.argsort(-weight, kind="stable").tolist():
        try:
            plan = make_plan(domain, rules=(), pairs=[*held, j], most_groups=_MOST_GROUPS)
            held.append(j)
            refused = 0
        except RuleTooLargeError:
            refused += 1
            if refused == _MOST_REFUSED:
                break
    return plan, held


def _size(domain: Domain, party: int) -> float:
    """Return a positive number of the size of a party's values, to compare parties by."""
    largest = sum(max(map(abs, own)) for own in domain.tables[party]) * domain.units[party]
    return float(largest) or 1.0


def _loose_term(domain: Domain, plan: Plan, j: int) -> LooseTerm:
    first, second = (plan.order.index(issue) for issue in domain.pairs[j][0])
    table = _float_table(domain, j)
    if first > second:
        first, second, table = second, first, np.swapaxes(table, 0, 1)
    return LooseTerm(first, second, table)


def _float_table(domain: Domain, j: int) -> Floats:
    """Return a pairwise term as floats, shape (first options, second options, parties)."""
    tables = [
        [[_rounded(x, domain.units[p]) for x in row] for row in matrix]
        for p, matrix in enumerate(domain.pairs[j][1])
    ]
    return np.moveaxis(np.array(tables), 0, 2)


def _float_gains(domain: Domain, layer: Layer) -> Floats:
    issue = layer.issue
    units = [float(unit) for unit in domain.units]
    own = [
        [_rounded(x, domain.units[p]) for x in domain.tables[p][issue]] for p in range(len(units))
    ]
    gains = np.array(own).T[None]
    for j, this_is_first, other in layer.terms:
        by_options = _float_table(domain, j)
        gains = gains + (np.swapaxes(by_options, 0, 1) if this_is_first else by_options)[other]
    return gains


def _rounded(whole: int, unit: Fraction) -> float:
    return whole * unit.numerator / unit.denominator


def decided_first(relaxation: Relaxation, multipliers: Floats) -> Relaxation:
    """Settle first the issues with the most at stake, if the order is free.

    Choices that cost much are then given up early, and what is nearly equal is left to
    the end, where no long tail of issues multiplies it. Measured against ordering by the
    lead of the best option over the second: 3 to 40 times fewer partial packages.
    """
    plan = relaxation.plan
    if plan.width > 1 or not relaxation.complete:
        return relaxation
    spreads = []
    for layer, gain in zip(plan.layers, relaxation.gains, strict=True):
        weighted = (gain[0] @ multipliers)[layer.target[0] >= 0]
        spreads.append(float(np.ptp(weighted)))
    by_spread = np.argsort(-np.array(spreads), kind="stable").tolist()
    layers = tuple(plan.layers[i] for i in by_spread)
    order = tuple(layer.issue for layer in layers)
    gains = tuple(relaxation.gains[i] for i in by_spread)
    return replace(relaxation, plan=Plan(order, layers, plan.packages), gains=gains)


def bounds_for(relaxation: Relaxation, objective: Objective, multipliers: Floats) -> Bounds:
    """Prepare the bounds of several multipliers."""
    parties = relaxation.domain.parties
    everything = np.vstack([multipliers, np.eye(parties)])
    rest, loose = _passes(relaxation, everything), relaxation.loose.most(everything)
    n = len(multipliers)
    return Bounds(
        multipliers=multipliers,
        constants=objective.constants(multipliers),
        rest=tuple(layer[:, :n] for layer in rest),
        most=tuple(layer[:, n:] for layer in rest),
        loose=relaxation.loose,
        loose_rest=tuple(term[:, :n] for term in loose),
        loose_most=tuple(term[:, n:] for term in loose),
    )


def best_sums(relaxation: Relaxation, weights: Floats) -> Floats:
    """Return weighted sums of values that no package exceeds: shape (n,).

    Args:
        relaxation: The plan.
        weights: Shape (n, parties).
    """
    if not relaxation.plan.packages:
        return np.full(len(weights), -np.inf)
    rounding = np.abs(weights) @ relaxation.scale * _SUM_ROUNDING
    return np.asarray(_passes(relaxation, weights)[0][0] + rounding)


def _passes(relaxation: Relaxation, multipliers: Floats) -> list[Floats]:
    """Return, per layer, the best completion's weighted sums: shape (groups, multipliers)."""
    rest = [np.zeros((1, len(multipliers)))]
    loose = relaxation.loose.most(multipliers)
    for depth in reversed(range(len(relaxation.plan.layers))):
        weighted = relaxation.gains[depth] @ multipliers.T + relaxation.loose.ahead(depth, loose)
        rest.append(_one_pass(relaxation.plan.layers[depth], weighted, rest[-1]))
    rest.reverse()
    return rest


def _one_pass(layer: Layer, weighted: Floats, after: Floats) -> Floats:
    if len(after) == 1 and len(layer.target) == 1:
        options = layer.target[0] >= 0
        if not options.any():
            return np.full((1, weighted.shape[2]), -np.inf)
        return np.asarray(weighted[:, options].max(axis=1) + after)
    if not len(after):
        return np.full((len(layer.target), weighted.shape[2]), -np.inf)
    reached = weighted + after[layer.target]
    return np.asarray(np.where(layer.target[..., None] >= 0, reached, -np.inf).max(axis=1))
