"""Bounds on what partial packages can still reach, from the layers of a plan.

For fixed multipliers the best completion of a partial package depends only on its group,
and is found for all groups of all layers by one pass backwards through the plan. Rules
that the plan holds are thereby part of the bound; rules left out of it only make it
weaker, never wrong (relaxed decision diagrams: Bergman, Cire, van Hoeve, Hooker 2016,
"Decision Diagrams for Optimization"). Pairwise terms that it leaves out are bounded by the
most that they can add.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lastyard.deals.domain import Domain, Rule
from lastyard.deals.plan import Layer, Plan, RuleTooLargeError, make_plan

__all__ = [
    "Bounds",
    "LoosePairs",
    "LooseTerm",
    "Master",
    "Nearness",
    "Objective",
    "Product",
    "Relaxation",
    "Smallest",
    "Total",
    "best_sums",
    "bounds_for",
    "decided_first",
    "prices",
    "relax",
]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LooseTerm:
    """One pairwise term.

    Attributes:
        opens: Depth at which the plan settles one of its issues.
        closes: The later depth at which it settles the other.
        table: Shape (options of the first settled, of the second, parties).
    """

    opens: int
    closes: int
    table: Floats


@dataclass(frozen=True, slots=True, eq=False)
class LoosePairs:
    """All terms that a plan does not hold.

    A term between two issues is *ahead* while both are open, *pending* once the issue that the
    plan settles first has its option, and *closed* after the second. A closed term is added to
    the sums as it is. While it is ahead or pending, the most that it can still add stands for
    it: so bounds hold, and what they assume of the first issue's option is what is known of it
    once it is chosen.

    Example, a term that only one pair of options earns:
        >>> import numpy as np
        >>> table = np.array([[[0.0], [0.0]], [[0.0], [7.0]]])
        >>> loose = LoosePairs((LooseTerm(0, 1, table),))
        >>> loose.most(np.ones((1, 1)))[0].tolist()
        [[0.0], [7.0]]
        >>> loose.closed(1, np.array([[1, 1], [1, 0]])).tolist()
        [[7.0], [0.0]]
    """

    terms: tuple[LooseTerm, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def most(self, multipliers: Floats) -> tuple[Floats, ...]:
        """Return, per term, the most it adds to weighted sums: shape (first options, n).

        Args:
            multipliers: Shape (n, parties).
        """
        return tuple((term.table @ multipliers.T).max(axis=1) for term in self.terms)

    def ahead(self, depth: int, most: tuple[Floats, ...]) -> Floats | float:
        """Return what the terms that open at a depth add at most: shape (options, n), or 0."""
        return sum(
            (own for term, own in zip(self.terms, most, strict=True) if term.opens == depth), 0.0
        )

    def pending(
        self, depth: int, options: NDArray[np.integer], most: tuple[Floats, ...]
    ) -> Floats | float:
        """Return what the terms that are half settled can still add: shape (packages, n), or 0.

        Args:
            depth: Issues settled.
            options: Shape (packages, depth): options in the order of the plan.
            most: What :meth:`most` returned.
        """
        return sum(
            (
                own[options[:, term.opens]]
                for term, own in zip(self.terms, most, strict=True)
                if term.opens < depth <= term.closes
            ),
            0.0,
        )

    def closed(self, depth: int, options: NDArray[np.integer]) -> Floats | float:
        """Return what the terms that close at a depth add: shape (packages, parties), or 0.

        Args:
            depth: The depth just settled.
            options: Shape (packages, depth + 1): options in the order of the plan.
        """
        return sum(
            (
                term.table[options[:, term.opens], options[:, depth]]
                for term in self.terms
                if term.closes == depth
            ),
            0.0,
        )


_MOST_PIVOTS = 400

_ARTIFICIAL = 1e4

_TOLERANCE = 1e-10

_ZERO = 1e-14


@dataclass(frozen=True, slots=True, eq=False)
class Master:
    """The rows of the program, before any package is known.

    The multipliers that belong to prices y are ``base + rows * y``.

    For objectives that are themselves the value of a linear program (the smallest gains, a
    sum with floors) the best bound at the root is the optimum over mixtures of packages. The
    program has one row per party and one for the mixture; its columns are the packages, of
    which the best one for the current prices is found by the plan [Dantzig & Wolfe 1960,
    "Decomposition principle for linear programs", Operations Research 8]. Every set of prices
    met on the way is a set of multipliers with a valid bound.

    Attributes:
        base: Shape (parties,): what a package's gains count in the objective itself.
        rows: Shape (parties,): how its gains enter the row of each party.
        columns: Shape (n, parties): the columns that are no packages.
        costs: Shape (n,): what those count in the objective.
    """

    base: Floats
    rows: Floats
    columns: Floats
    costs: Floats


def prices(
    master: Master, best: Callable[[Floats], Floats], size: float
) -> tuple[list[Floats], list[Floats]]:
    """Run the primal simplex method with columns generated on demand.

    Args:
        master: The program.
        best: Returns the gains of the package with the largest weighted sum, given
            multipliers.
        size: Of the numbers in the program, roughly; the artificial start costs more.

    Returns:
        All multipliers tried and the gains of the package found for each.
    """
    parties = len(master.base)
    fixed = np.hstack([master.columns, np.zeros((len(master.columns), 1))])
    basis = np.eye(parties + 1)
    costs = np.full(parties + 1, -_ARTIFICIAL * size)
    right = np.zeros(parties + 1)
    right[-1] = 1.0
    tried: list[Floats] = []
    found: list[Floats] = []
    for _ in range(_MOST_PIVOTS):
        try:
            y = np.linalg.solve(basis.T, costs)
            level = np.linalg.solve(basis, right)
        except np.linalg.LinAlgError:
            break
        reduced = master.costs - fixed @ y
        enter = int(reduced.argmax())
        if reduced[enter] > _TOLERANCE * size:
            column, cost = fixed[enter], float(master.costs[enter])
        else:
            multipliers = master.base + master.rows * y[:-1]
            # A zero that rounding made negative would bound nothing.
            multipliers[np.abs(multipliers) <= _ZERO * np.abs(multipliers).max()] = 0.0
            gains = best(multipliers)
            tried.append(multipliers)
            found.append(gains)
            if multipliers @ gains - y[-1] <= _TOLERANCE * size:
                break
            column = np.append(-master.rows * gains, 1.0)
            cost = float(master.base @ gains)
        direction = np.linalg.solve(basis, column)
        falling = direction > 1e-11
        if not falling.any():
            break
        ratios = np.full(len(direction), np.inf)
        ratios[falling] = np.maximum(level[falling], 0.0) / direction[falling]
        leave = int(ratios.argmin())
        basis[:, leave], costs[leave] = column, cost
    return tried, found


class Objective(Protocol):
    """A concave function of gains, with its linear bounds.

    An objective is a concave function of the parties' gains g over the disagreement point.
    For *multipliers* l it knows a constant c(l) with objective(g) <= c(l) + l . g for every
    g that counts. A weighted sum l . g is maximised issue by issue, so each choice of
    multipliers bounds the objective over all completions of a partial package at once
    (Lagrangian duality).

    ========== ================================== =======================================
    objective  value                              bound
    ========== ================================== =======================================
    Product    sum of log g                       l > 0: l . g - n - sum of log l
    Smallest   sum of the k smallest s * g        l = s * w, 0 <= w <= 1, sum of w = k
    Total      w . g                              l = w + m, m >= 0 on parties with g >= 0
    Nearness   -|ideal - s * g|                   l = s * w, w >= 0, |w| <= 1: l . g - w . ideal
    ========== ================================== =======================================
    """

    def values(self, gains: Floats) -> Floats:
        """Return the value of each row of gains, shape (..., parties)."""

    def constants(self, multipliers: Floats) -> Floats:
        """Return c(l) for each row of multipliers, shape (n, parties)."""

    def multipliers(self, gains: Floats, sharpness: float) -> Floats:
        """Return valid multipliers that are nearly a gradient at one point of gains.

        The larger ``sharpness``, the nearer.
        """

    def master(self) -> Master | None:
        """Return the linear program that the objective is the value of, if it is one."""

    def magnitude(self, scale: Floats) -> float:
        """Return the size of the numbers that rounding is measured against.

        Args:
            scale: Per party, the largest absolute value of a package.
        """


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """Nash: the product of the gains, as a sum of logarithms."""

    parties: int

    def values(self, gains: Floats) -> Floats:
        """Sum of logarithms; minus infinity where a party gains nothing."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(np.maximum(gains, 0.0)).sum(axis=-1))

    def constants(self, multipliers: Floats) -> Floats:
        """From log g <= l g - 1 - log l; no bound for multipliers that are not positive."""
        positive = (multipliers > 0).all(axis=-1)
        safe = np.where(multipliers > 0, multipliers, 1.0)
        return np.where(positive, -self.parties - np.log(safe).sum(axis=-1), np.inf)

    def multipliers(self, gains: Floats, sharpness: float) -> Floats:
        """One over the gains."""
        return 1.0 / np.maximum(gains, max(float(gains.max()), 1e-300) / (10.0 * sharpness))

    def master(self) -> Master | None:
        """Not linear."""
        return None

    def magnitude(self, scale: Floats) -> float:
        """Logarithms do not depend on the scale."""
        return 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Smallest:
    """The sum of the k smallest scaled gains; k = 1 is the smallest alone.

    That leximin maximises these sums one after another: Ogryczak & Sliwinski 2003,
    "On solving linear programs with the ordered weighted averaging objective", EJOR 148.

    Attributes:
        scale: Per party, what one unit of gain counts; 0 leaves the party out.
        k: How many of the smallest are added up; at most the parties that count.
    """

    scale: Floats
    k: int = 1

    def values(self, gains: Floats) -> Floats:
        """Sum of the k smallest."""
        counted = self.scale > 0
        scaled = gains[..., counted] * self.scale[counted]
        if self.k == 1:
            return np.asarray(scaled.min(axis=-1))
        return np.asarray(np.sort(scaled, axis=-1)[..., : self.k].sum(axis=-1))

    def constants(self, multipliers: Floats) -> Floats:
        """Zero for multipliers of the right kind; no bound for others."""
        counted = self.scale > 0
        weights = multipliers[..., counted] / self.scale[counted]
        total = weights.sum(axis=-1)
        valid = (np.abs(total - self.k) <= 1e-12 * self.k) & (weights.min(axis=-1) >= 0)
        valid &= (multipliers[..., ~counted] == 0).all(axis=-1)
        return np.where(valid & (weights.max(axis=-1) <= 1 + 1e-12), 0.0, np.inf)

    def multipliers(self, gains: Floats, sharpness: float) -> Floats:
        """Equal weights; better ones come from :meth:`master`."""
        counted = self.scale > 0
        return np.where(counted, self.k * self.scale / counted.sum(), 0.0)

    def master(self) -> Master | None:
        """Maximise k t - sum of d, where t - d_p is at most the scaled gain of p, d >= 0."""
        parties = len(self.scale)
        counted = (self.scale > 0).astype(float)
        unit = np.eye(parties)
        return Master(
            base=np.zeros(parties),
            rows=self.scale,
            columns=np.vstack([counted, -counted, -unit, unit]),
            costs=np.concatenate([[self.k, -self.k], -counted, np.zeros(parties)]),
        )

    def magnitude(self, scale: Floats) -> float:
        """The largest scaled sum."""
        return float(self.k * (scale * self.scale).max())


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """A weighted sum of the gains.

    Attributes:
        weights: Per party, non-negative.
        bounded: Per party, whether its gain must not be negative.
    """

    weights: Floats
    bounded: NDArray[np.bool_]

    def values(self, gains: Floats) -> Floats:
        """The weighted sum."""
        return np.asarray(gains @ self.weights)

    def constants(self, multipliers: Floats) -> Floats:
        """Zero where the multipliers exceed the weights on bounded parties alone."""
        extra = multipliers - self.weights
        tiny = 1e-13 * max(1.0, float(np.abs(self.weights).max()))
        fits = np.where(self.bounded, extra >= -tiny, np.abs(extra) <= tiny)
        return np.where(fits.all(axis=-1), 0.0, np.inf)

    def multipliers(self, gains: Floats, sharpness: float) -> Floats:
        """The weights; better ones come from :meth:`master`."""
        return self.weights

    def master(self) -> Master | None:
        """Maximise the sum where no bounded party's gain is negative."""
        parties = len(self.weights)
        return Master(
            base=self.weights,
            rows=self.bounded.astype(float),
            columns=np.eye(parties),
            costs=np.zeros(parties),
        )

    def magnitude(self, scale: Floats) -> float:
        """The largest weighted sum."""
        return float(scale @ self.weights)


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """Minus the distance from an ideal point, on scaled gains.

    Attributes:
        ideal: Shape (parties,), scaled gains that no package exceeds.
        scale: Per party, what one unit of gain counts; positive.
    """

    ideal: Floats
    scale: Floats

    def values(self, gains: Floats) -> Floats:
        """Minus the Euclidean distance; gains beyond the ideal count as the ideal."""
        missing = np.maximum(self.ideal - gains * self.scale, 0.0)
        return np.asarray(-np.sqrt((missing**2).sum(axis=-1)))

    def constants(self, multipliers: Floats) -> Floats:
        """From Cauchy and Schwarz: -|y| <= -w . y for non-negative w of length at most 1."""
        weights = multipliers / self.scale
        fits = ((weights**2).sum(axis=-1) <= 1 + 1e-12) & (weights.min(axis=-1) >= 0)
        return np.where(fits, -(weights @ self.ideal), np.inf)

    def multipliers(self, gains: Floats, sharpness: float) -> Floats:
        """The direction towards the ideal."""
        missing = np.maximum(self.ideal - gains * self.scale, 1e-9)
        return np.asarray(missing / np.sqrt((missing**2).sum()) * self.scale)

    def master(self) -> Master | None:
        """Not linear."""
        return None

    def magnitude(self, scale: Floats) -> float:
        """The length of the ideal."""
        return float(np.sqrt((self.ideal**2).sum()))


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
    """Return the best sums from a layer on; some package passes through it."""
    if len(after) == 1 and len(layer.target) == 1:
        return np.asarray(weighted[:, layer.target[0] >= 0].max(axis=1) + after)
    reached = weighted + after[layer.target]
    return np.asarray(np.where(layer.target[..., None] >= 0, reached, -np.inf).max(axis=1))
