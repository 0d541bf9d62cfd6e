"""The parts of the deal engine, each held to what it promises, by trying every package.

The plan: its paths are the allowed packages, with their values. The relaxation: every bound
holds, and is reached where nothing was left out. The program of prices: its optimum is the
one of a linear programming solver. What points miss of a polytope: the same on a fine grid.
"""

import itertools
import math

import highspy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.deals import Domain, TableRule, make_plan
from lastyard.deals import relaxation as relaxing
from lastyard.deals.domain import from_limbs, limbs_needed
from lastyard.deals.frontier import Limits, layer_gains, most_missed, spread_weights
from lastyard.deals.plan import diagram, settling_order
from lastyard.deals.relaxation import (
    Nearness,
    Product,
    Smallest,
    Total,
    best_sums,
    bounds_for,
    decided_first,
    prices,
    relax,
)
from lastyard.deals.search import tuned_multipliers

seeds = st.integers(0, 2**32 - 1)


def every(domain):
    return list(itertools.product(*map(range, domain.sizes)))


def floats(domain, package):
    return np.array([float(v) for v in domain.values_of(package)])


def paths(plan):
    """Walk all paths of a plan: per package the groups it passes through, the start included."""
    found = {}
    for options in itertools.product(*(range(layer.target.shape[1]) for layer in plan.layers)):
        groups = [0]
        for layer, option in zip(plan.layers, options, strict=True):
            groups.append(int(layer.target[groups[-1], option]))
            if groups[-1] < 0:
                break
        else:
            package = [0] * len(plan.order)
            for issue, option in zip(plan.order, options, strict=True):
                package[issue] = option
            found[tuple(package)] = groups
    return found


# Plans.


class _StepByStep:
    """A table rule that is read one issue at a time, in whatever order."""

    def __init__(self, issues, table):
        self.issues, self.table = issues, table

    def holds(self, options):
        return self.table[tuple(options)]

    def start(self):
        return ()

    def step(self, state, issue, option):
        state = (*state, (issue, option))
        chosen = dict(state)
        left = self.table[tuple(chosen.get(i, slice(None)) for i in self.issues)]
        if not np.any(left):
            return False
        return True if np.all(left) else state


class _Partly:
    """A table rule that judges partial packages."""

    def __init__(self, issues, table):
        self.issues, self.table = issues, table

    def holds(self, options):
        return self.table[tuple(options)]

    def partial(self, options):
        rows = len(next(o for o in options if o is not None))
        verdicts = []
        for row in range(rows):
            left = self.table[tuple(slice(None) if o is None else int(o[row]) for o in options)]
            verdicts.append(1 if np.all(left) else 0 if not np.any(left) else -1)
        return np.array(verdicts, dtype=np.int8)


@pytest.mark.parametrize("kind", [TableRule, _StepByStep, _Partly])
@given(seed=seeds)
def test_the_paths_of_a_diagram_are_what_the_rule_allows(kind, seed):
    rng = np.random.default_rng(seed)
    sizes = tuple(int(n) for n in rng.integers(1, 4, 4))
    issues = tuple(int(i) for i in rng.permutation(4)[: rng.integers(1, 4)])
    table = rng.random([sizes[i] for i in issues]) < rng.choice([0.2, 0.6, 0.95])
    order = tuple(int(i) for i in rng.permutation(4))
    with pytest.MonkeyPatch.context() as patch:
        if kind is _Partly:
            patch.setattr("lastyard.deals.plan._LARGEST_TABLE", 0)
        steps = diagram(kind(issues, table), order, sizes)
    read = [i for i in order if i in issues]
    assert [step.shape[1] for step in steps] == [sizes[i] for i in read]
    for options in itertools.product(*(range(sizes[i]) for i in read)):
        state = 0
        for step, option in zip(steps, options, strict=True):
            state = int(step[state, option]) if state >= 0 else -1
        chosen = dict(zip(read, options, strict=True))
        assert (state >= 0) == bool(table[tuple(chosen[i] for i in issues)])
    if kind is TableRule and table.any():
        # As few states as there are different futures that allow something.
        turned = np.transpose(table, [issues.index(i) for i in read])
        for depth, step in enumerate(steps):
            futures = turned.reshape(math.prod(turned.shape[:depth]), -1)
            assert len(step) == len({row.tobytes() for row in futures if row.any()})


@given(seed=seeds)
def test_the_paths_of_a_plan_are_the_packages_with_their_values(random_domain, seed):
    domain = random_domain(seed)
    plan = make_plan(domain)
    found = paths(plan)
    assert set(found) == {x for x in every(domain) if domain.allowed(x)}
    assert plan.packages == len(found)
    # No group is a dead end, and none is numbered that nothing reaches.
    reached = [{0}, *({groups[d + 1] for groups in found.values()} for d in range(len(plan.order)))]
    for depth, layer in enumerate(plan.layers if found else ()):
        ahead = {
            int(layer.target[group, option])
            for group in reached[depth]
            for option in range(layer.target.shape[1])
        } - {-1}
        assert ahead == reached[depth + 1]
    limbs = limbs_needed(10**60)
    gains = [layer_gains(domain, layer, limbs) for layer in plan.layers]
    for package, groups in found.items():
        for p in range(domain.parties):
            whole = sum(
                from_limbs(gain[group if len(gain) > 1 else 0, package[layer.issue], p])
                for layer, gain, group in zip(plan.layers, gains, groups[:-1], strict=True)
            )
            assert whole * domain.units[p] == domain.values_of(package)[p]


@given(seed=seeds)
def test_a_plan_may_hold_some_of_the_rules_alone(random_domain, seed):
    domain = random_domain(seed)
    rng = np.random.default_rng(seed)
    some = [rule for rule in domain.rules if rng.random() < 0.5]
    order = tuple(int(i) for i in rng.permutation(len(domain.sizes)))
    plan = make_plan(domain, rules=some, pairs=(), order=order)
    assert plan.order == order
    assert set(paths(plan)) == {
        x
        for x in every(domain)
        if all(rule.holds([np.array([x[i]]) for i in rule.issues])[0] for rule in some)
    }
    assert not any(layer.terms for layer in plan.layers)


@given(seed=seeds)
def test_each_issue_leaves_the_least_to_remember(seed):
    rng = np.random.default_rng(seed)
    sizes = tuple(int(n) for n in rng.integers(1, 6, 6))
    links = [
        tuple(int(i) for i in rng.permutation(6)[: rng.integers(1, 4)])
        for _ in range(rng.integers(0, 5))
    ]
    order = settling_order(links, sizes)
    linked = {i for link in links for i in link}
    assert sorted(order) == list(range(6))
    assert list(order[len(linked) :]) == [i for i in range(6) if i not in linked]

    def remembered(done):
        begun = [link for link in links if done & set(link) and set(link) - done]
        alive = {i for link in begun for i in link if i in done}
        waiting = {i for link in begun for i in link if i not in done}
        return math.prod(sizes[i] for i in alive), len(waiting)

    for depth in range(len(linked)):
        before = set(order[:depth])
        own = remembered(before | {order[depth]})
        for other in linked - before:
            assert own <= remembered(before | {other})
            assert own != remembered(before | {other}) or order[depth] <= other


# Relaxations.


def relaxed(domain, groups):
    """Relax a domain when no layer may have more groups than that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relaxing, "_MOST_GROUPS", groups)
        return relax(domain)


@given(seed=seeds, groups=st.sampled_from([1, 2, 4, 2_000]))
def test_no_package_exceeds_the_best_sums(random_domain, seed, groups):
    domain = random_domain(seed)
    relaxation = relaxed(domain, groups)
    weights = np.vstack([np.random.default_rng(seed).normal(size=(6, domain.parties))])
    best = best_sums(relaxation, weights)
    worth = [floats(domain, x) for x in every(domain) if domain.allowed(x)]
    if not relaxation.plan.packages:
        assert not worth
        assert (best == -np.inf).all()
    elif worth:
        wanted = (np.array(worth) @ weights.T).max(axis=0)
        assert (best >= wanted).all()
        if relaxation.complete:
            # Rounded up by one part in 10**11 of the largest sum, and no further.
            assert (best - wanted <= 2e-11 * (np.abs(weights) @ relaxation.scale)).all()
    if groups == 2_000:
        assert relaxation.complete
    held = len(domain.pairs) - len(relaxation.loose.terms)
    assert 0 <= held <= len(domain.pairs)
    assert relaxation.scale == pytest.approx(
        sum(np.abs(gain).max(axis=(0, 1), initial=0) for gain in relaxation.gains)
        + sum((np.abs(term.table).max(axis=(0, 1)) for term in relaxation.loose.terms), 0.0)
    )


def objectives(domain, rng):
    parties = domain.parties
    scale = rng.choice([0.5, 1.0, 2.0], parties)
    return [
        Product(parties),
        Smallest(scale, int(rng.integers(1, parties + 1))),
        Total(rng.random(parties), np.ones(parties, dtype=bool)),
        Nearness(np.full(parties, 1e3), scale),
    ]


@given(seed=seeds, groups=st.sampled_from([1, 2, 2_000]), which=st.integers(0, 3))
def test_bounds_hold_for_every_partial_package(random_domain, seed, groups, which):
    domain = random_domain(seed)
    rng = np.random.default_rng(seed)
    relaxation = relaxed(domain, groups)
    if not relaxation.plan.packages:
        return
    objective = objectives(domain, rng)[which]
    nothing = np.zeros(domain.parties)
    # Gains are counted from so low a point that none is negative.
    disagreement = nothing - 50.0
    multipliers, _ = tuned_multipliers(relaxation, objective, disagreement, nothing - np.inf)
    relaxation = decided_first(relaxation, multipliers[0])
    bounds = bounds_for(relaxation, objective, multipliers)
    plan = relaxation.plan
    allowed = {x: floats(domain, x) for x in every(domain) if domain.allowed(x)}
    for package, passed in paths(plan).items():
        if package not in allowed:
            continue
        options = np.array([[package[issue] for issue in plan.order]])
        sums = np.zeros((1, domain.parties))
        for depth in range(len(plan.order) + 1):
            begun, group = options[:, :depth], np.array([passed[depth]])
            ends = np.array(
                [
                    worth
                    for other, worth in allowed.items()
                    if all(other[i] == package[i] for i in plan.order[:depth])
                ]
            )
            most = bounds.most_of(depth, group, begun)
            assert (sums + most >= ends.max(axis=0) - 1e-7).all()
            if relaxation.complete:
                assert (sums + most)[0] == pytest.approx(ends.max(axis=0), rel=1e-7, abs=1e-7)
            bound = bounds.of(depth, group, sums - disagreement, begun)
            assert bound[0] >= objective.values(ends - disagreement).max() - 1e-6
            if depth == len(plan.order):
                break
            layer, gain = plan.layers[depth], relaxation.gains[depth]
            first = bounds.first(sums - disagreement, group, layer, gain, begun)[0]
            assert np.array_equal(first == -np.inf, layer.target[passed[depth]] < 0)
            sums = sums + gain[passed[depth] if len(gain) > 1 else 0, options[:, depth]]
            sums = sums + relaxation.loose.closed(depth, options[:, : depth + 1])
            one = bounds_for(relaxation, objective, multipliers[:1])
            after = one.of(
                depth + 1,
                np.array([passed[depth + 1]]),
                sums - disagreement,
                options[:, : depth + 1],
            )
            # Before a term is closed, the most that it can add stands for it.
            assert first[options[0, depth]] >= after[0] - 1e-6
            if not relaxation.loose:
                assert first[options[0, depth]] == pytest.approx(after[0], rel=1e-9, abs=1e-9)
        assert sums[0] == pytest.approx(allowed[package], rel=1e-9, abs=1e-9)


@given(seed=seeds)
def test_what_is_most_at_stake_is_settled_first(random_domain, seed):
    domain = random_domain(seed)
    relaxation = relax(domain)
    if not relaxation.plan.packages:
        return
    multipliers = np.random.default_rng(seed).normal(size=domain.parties)
    ordered = decided_first(relaxation, multipliers)
    if relaxation.plan.width > 1:
        assert ordered is relaxation
        return
    at_stake = []
    for layer, gain in zip(ordered.plan.layers, ordered.gains, strict=True):
        worth = (gain[0] @ multipliers)[layer.target[0] >= 0]
        at_stake.append(worth.max() - worth.min() if len(worth) else 0.0)
    assert at_stake == sorted(at_stake, reverse=True)
    assert [layer.issue for layer in ordered.plan.layers] == list(ordered.plan.order)
    assert set(paths(ordered.plan)) == set(paths(relaxation.plan))
    weights = np.eye(domain.parties)
    assert best_sums(ordered, weights) == pytest.approx(best_sums(relaxation, weights))


# Prices.


def largest(cost, free, above, equal):
    """Solve a linear program: the largest cost @ x with above @ x <= 0 and equal @ x = 1.

    Entries of x are non-negative but those that are free. None if nothing fits or it is unbounded.
    """
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for c, is_free in zip(cost, free, strict=True):
        solver.addVar(-highspy.kHighsInf if is_free else 0.0, highspy.kHighsInf)
        solver.changeColCost(solver.getNumCol() - 1, -float(c))
    places = np.arange(len(cost), dtype=np.int32)
    for row in above:
        solver.addRow(-highspy.kHighsInf, 0.0, len(cost), places, np.asarray(row, dtype=float))
    solver.addRow(1.0, 1.0, len(cost), places, np.asarray(equal, dtype=float))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return -solver.getInfo().objective_function_value


def optimum_of_mixtures(objective, gains):
    """Return the objective's maximum over mixtures of packages, by another solver."""
    n = len(gains)
    if isinstance(objective, Total):
        own = -gains[:, objective.bounded].T
        return largest(gains @ objective.weights, [False] * n, own, np.ones(n))
    # Maximise k t - sum of d with t - d_p at most the scaled gain of p.
    counted = objective.scale > 0
    scaled = gains[:, counted] * objective.scale[counted]
    m = int(counted.sum())
    return largest(
        np.concatenate([np.zeros(n), [objective.k], -np.ones(m)]),
        [False] * n + [True] + [False] * m,
        np.hstack([-scaled.T, np.ones((m, 1)), -np.eye(m)]),
        np.concatenate([np.ones(n), np.zeros(m + 1)]),
    )


@given(seed=seeds, kind=st.sampled_from(["smallest", "total"]))
def test_prices_reach_the_optimum_of_mixtures(seed, kind):
    rng = np.random.default_rng(seed)
    parties = int(rng.integers(1, 5))
    gains = rng.integers(-3, 9, (int(rng.integers(1, 7)), parties)).astype(float)
    scale = rng.choice([0.0, 0.5, 1.0, 2.0], parties)
    scale[0] = scale[0] or 1.0
    if kind == "smallest":
        objective = Smallest(scale, int(rng.integers(1, (scale > 0).sum() + 1)))
    else:
        objective = Total(rng.random(parties), rng.random(parties) < 0.6)
    wanted = optimum_of_mixtures(objective, gains)
    if wanted is None:
        return
    size = max(objective.magnitude(np.abs(gains).max(axis=0)), 1.0)
    tried, found = prices(objective.master(), lambda w: gains[(gains @ w).argmax()], size)
    reached = [float((gains @ w).max() + objective.constants(w[None])[0]) for w in tried]
    assert min(reached) == pytest.approx(wanted, rel=1e-7, abs=1e-7)
    assert all(any((row == gain).all() for row in gains) for gain in found)


# What points miss.


@given(seed=seeds)
def test_what_is_missed_is_what_a_fine_grid_misses(seed):
    rng = np.random.default_rng(seed)
    spans = rng.choice([1.0, 5.0], 2)
    points = rng.integers(0, 10, (int(rng.integers(1, 5)), 2)) / 10 * spans
    lowest = np.zeros(2)
    weights = spread_weights(2, spans)
    # What some packages reach, the points among them, and their mixtures.
    packages = np.vstack([points, rng.integers(0, 11, (3, 2)) / 10 * spans])
    limits = Limits(weights, (packages @ weights.T).max(axis=0))
    missed = most_missed(points, limits, lowest, spans)
    share = np.linspace(0, 1.05, 106)
    grid = np.array(list(itertools.product(share, share))) * spans
    inside = grid[(grid @ weights.T <= limits.most + 1e-12).all(axis=1)]
    by_grid = ((inside[:, None] - points) / spans).max(axis=2).min(axis=1).max(initial=0.0)
    assert by_grid - 1e-9 <= missed <= by_grid * 1.02 + 0.0201


@pytest.mark.parametrize("parties", [1, 2, 3, 5])
def test_weights_look_from_every_side(parties):
    spans = np.arange(1.0, parties + 1)
    weights = spread_weights(parties, spans)
    assert (weights >= 0).all()
    for p in range(parties):
        alone = np.eye(parties)[p] / spans
        assert np.abs(weights - alone).max(axis=1).min() == 0
    even = (weights * spans) @ np.ones(parties)
    assert set(even.round(9)) <= {1.0, float(parties)}
    assert len(weights) > 100
    assert np.array_equal(weights, spread_weights(parties, spans))


def test_the_largest_pairwise_terms_are_held_first():
    """What a plan leaves out should be what matters least."""
    tables = [[[0, 1]] * 4] * 2
    pairs = {
        first_and_second: [[[0, 0], [0, size]]] * 2
        for first_and_second, size in {(0, 1): 1, (2, 3): 9, (1, 2): 4}.items()
    }
    kept = relaxed(Domain.of(tables, pairs=pairs), 2)
    left = sorted(float(np.ptp(term.table)) for term in kept.loose.terms)
    held = len(pairs) - len(left)
    assert held >= 1
    assert left == sorted([1.0, 9.0, 4.0])[: len(left)]
