from fractions import Fraction
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.deals import (
    DisagreementError,
    Domain,
    TableRule,
    egalitarian,
    ideal_values,
    kalai_smorodinsky,
    leximin,
    most_equal,
    nash,
    pareto_frontier,
    relative_welfare,
    relax,
    utilitarian,
)
from lastyard.deals.bargaining import _rounded_up

ALL = (nash, kalai_smorodinsky, egalitarian, leximin, utilitarian, relative_welfare)
seeds = st.integers(0, 2**32 - 1)


@given(seed=seeds)
def test_solutions_are_those_of_brute_force(random_domain, acceptable, dominates, seed):
    with pytest.MonkeyPatch.context() as patch:
        # Half of the domains by search, the others by their small frontier.
        patch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 3 * (seed % 2))
        domain = random_domain(seed, all_reservations=True)
        _check_against_brute_force(domain, acceptable, dominates)


@given(seed=seeds)
def test_solutions_are_those_of_brute_force_where_hardly_anything_fits_the_plan(
    random_domain, acceptable, dominates, seed
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 0)
        patch.setattr("lastyard.deals.relaxation._MOST_GROUPS", 1 + seed % 2)
        domain = random_domain(seed, all_reservations=True)
        _check_against_brute_force(domain, acceptable, dominates)


@given(seed=seeds)
def test_the_largest_sum_where_only_some_have_a_reservation_value(seed):
    """The others may well get less than nothing."""
    rng = np.random.default_rng(seed)
    tables = rng.integers(-5, 5, (3, 3, 3))
    reservation = [None if rng.random() < 0.5 else int(rng.integers(-4, 4)) for _ in range(3)]
    every = list(np.ndindex(3, 3, 3))
    worth = np.array([[own[range(3), k].sum() for own in tables] for k in every])
    floors = [-100 if r is None else r for r in reservation]
    allowed = worth[(worth >= floors).all(axis=1)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 0)
        domain = Domain.of(tables.tolist(), reservation=reservation)
        found, ideal = utilitarian(domain), ideal_values(domain)
    if not len(allowed):
        assert found.package is None
        assert ideal is None
        return
    assert found.exact
    assert found.objective == pytest.approx(allowed.sum(axis=1).max())
    assert found.values == tuple(worth[every.index(found.package)].tolist())
    assert (worth[every.index(found.package)] >= floors).all()
    assert ideal == tuple(allowed.max(axis=0).tolist())


@given(seed=seeds)
def test_solutions_are_those_of_brute_force_where_gains_are_counted_from_zero(
    random_domain, acceptable, dominates, seed
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 3 * (seed % 2))
        domain = random_domain(seed)
        domain = domain.with_reservation([0] * domain.parties)
        _check_against_brute_force(domain, acceptable, dominates)


@pytest.mark.parametrize("ties", [0, 1])
@given(seed=seeds)
def test_the_next_smallest_gains_count_where_ties_are_too_many_to_compare(
    random_domain, acceptable, dominates, ties, seed
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 0)
        patch.setattr("lastyard.deals.bargaining.MOST_TIES", ties)
        domain = random_domain(seed, all_reservations=True)
        _check_against_brute_force(domain, acceptable, dominates)


def test_how_a_solution_was_found_is_said():
    values = [[[0, 9], [0, 1]], [[1, 0], [9, 0]]]
    two, five = (Domain.of(values[:1] * n + values[1:], reservation=[0] * (n + 1)) for n in (1, 4))
    assert nash(two).method != nash(five).method
    assert "frontier" in nash(two).method


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e200, max_value=1e200))
def test_a_bound_is_rounded_up_and_hardly(bound):
    rounded = _rounded_up(bound)
    assert bound <= rounded <= bound + 1e-8 * abs(bound) + 5e-324


def _entangled(seed, issues=6, options=4, parties=4, terms=15):
    """A domain in which every two issues are worth more, or less, together."""
    rng = np.random.default_rng(seed)
    every = [(i, j) for i in range(issues) for j in range(i + 1, issues)]
    chosen = sorted(every[k] for k in rng.permutation(len(every))[:terms])
    return Domain.of(
        rng.integers(0, 20, (parties, issues, options)).tolist(),
        pairs={pair: rng.integers(-6, 7, (parties, options, options)).tolist() for pair in chosen},
        reservation=[0] * parties,
    )


@pytest.mark.parametrize("seed", [0, 1])
def test_pairwise_terms_between_all_issues_are_bounded_and_searched(monkeypatch, acceptable, seed):
    monkeypatch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 0)
    monkeypatch.setattr("lastyard.deals.relaxation._MOST_GROUPS", 20)
    domain = _entangled(seed)
    assert len(relax(domain).loose.terms) > 5
    worth = acceptable(domain)
    for function, value in ((nash, prod), (egalitarian, min), (utilitarian, sum)):
        solution = function(domain)
        assert solution.exact
        assert solution.values == worth[solution.package]
        assert value(solution.values) == max(map(value, worth.values()))


def _check_against_brute_force(domain, acceptable, dominates):
    worth = acceptable(domain)
    gains = {
        x: [v - r for v, r in zip(values, domain.reservation, strict=True)]
        for x, values in worth.items()
    }
    solved = {function.__name__: function(domain) for function in ALL}
    if not worth:
        assert all(s.package is None and s.note for s in solved.values())
        return
    for solution in solved.values():
        assert solution.exact
        assert solution.values == worth[solution.package]
        assert not any(dominates(other, solution.values) for other in worth.values())
        # The bound carries the rounding of terms that cancel, which can be far larger than gains.
        slack = 1e-7 * max(1.0, abs(solution.objective))
        assert solution.objective <= solution.bound <= solution.objective + slack
    ideal = [max(g[p] for g in gains.values()) for p in range(domain.parties)]
    assert tuple(i + r for i, r in zip(ideal, domain.reservation, strict=True)) == ideal_values(
        domain
    )

    def shares(x):
        return [g / i for g, i in zip(gains[x], ideal, strict=True) if i > 0]

    chosen = {name: solution.package for name, solution in solved.items()}
    assert prod(gains[chosen["nash"]]) == max(map(prod, gains.values()))
    assert sorted(gains[chosen["leximin"]]) == max(map(sorted, gains.values()))
    assert min(gains[chosen["egalitarian"]]) == max(map(min, gains.values()))
    assert sum(gains[chosen["utilitarian"]]) == max(map(sum, gains.values()))
    assert float(sum(shares(chosen["relative_welfare"]))) == pytest.approx(
        float(max(sum(shares(x)) for x in gains))
    )
    found = [float(s) for s in sorted(shares(chosen["kalai_smorodinsky"]))]
    assert found == pytest.approx([float(s) for s in max(sorted(shares(x)) for x in gains)])


@pytest.mark.parametrize("function", [nash, egalitarian, leximin, utilitarian])
def test_a_stopped_search_says_its_gap(function):
    rng = np.random.default_rng(0)
    stakes = rng.dirichlet(np.ones(20), 6)
    tables = [[stake * rng.random(10) for stake in own] for own in stakes]
    domain = Domain.of(tables, reservation=[0] * 6)
    stopped, whole = function(domain, most_nodes=1), function(domain)
    assert whole.exact
    assert stopped.objective <= whole.objective + 1e-9 <= stopped.bound + 2e-9
    if function in (egalitarian, leximin):
        assert not stopped.exact
        assert stopped.bound > stopped.objective + 1e-6


@given(seed=seeds, most_nodes=st.integers(0, 30))
def test_wherever_a_search_stops_nothing_is_better_than_its_bound(
    random_domain, acceptable, seed, most_nodes
):
    domain = random_domain(seed, parties=4, all_reservations=True)
    worth = acceptable(domain)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 0)
        patch.setattr("lastyard.deals.relaxation._MOST_GROUPS", 1)
        for name in ("_FIRST_BATCH", "_LARGEST_BATCH"):
            patch.setattr(f"lastyard.deals.search.{name}", 1)
        found = utilitarian(domain, most_nodes=most_nodes)
        least = egalitarian(domain, most_nodes=most_nodes)
    assert found.package is None or found.package in worth
    if not worth:
        return
    gains = [
        [v - r for v, r in zip(values, domain.reservation, strict=True)]
        for values in worth.values()
    ]
    assert found.bound >= float(max(map(sum, gains))) - 1e-12
    assert least.bound >= float(max(map(min, gains))) - 1e-12


@pytest.mark.parametrize("seed", [5, 6, 10, 11, 26, 28])
def test_where_nothing_good_is_known_yet_the_best_that_waits_bounds_what_there_is(
    monkeypatch, seed
):
    """Without packages to begin with, what a search that stops early has found is far from the best."""
    monkeypatch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 0)
    monkeypatch.setattr("lastyard.deals.search._Search._offer_hints", lambda _: None)
    for name in ("_FIRST_BATCH", "_LARGEST_BATCH"):
        monkeypatch.setattr(f"lastyard.deals.search.{name}", 1)
    tables = np.random.default_rng(seed).integers(0, 10, (4, 5, 3))
    domain = Domain.of(tables.tolist(), reservation=[0] * 4)
    packages = np.ndindex(3, 3, 3, 3, 3)
    best = max(int(tables[:, range(5), each].sum(axis=1).min()) for each in packages)
    found = [egalitarian(domain, most_nodes=most) for most in range(1, 40, 2)]
    assert any(each.objective < best - 1e-9 for each in found)
    assert all(each.bound >= best - 1e-9 for each in found)
    assert all(each.objective == best for each in found if each.exact)


def test_many_ties_are_settled_by_leximin(monkeypatch):
    monkeypatch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 0)
    rng = np.random.default_rng(2)
    first = [rng.integers(0, 4, 4).tolist() for _ in range(6)]
    second = [[3 - x for x in issue] for issue in first]
    third = [rng.integers(0, 2, 4).tolist() for _ in range(6)]
    domain = Domain.of([first, second, third], reservation=[0] * 3)
    frontier = pareto_frontier(domain)
    best = max(sorted(frontier.exact_values(k)) for k in range(len(frontier)))
    assert sorted(leximin(domain).values) == best


def test_a_bound_that_no_float_holds_is_infinite():
    """The largest float is exp(709.78)."""
    gains = [np.exp(709.9 / 12)] * 12
    found = nash(Domain.of([[[0, gain]] for gain in gains], reservation=[0] * 12))
    assert (found.package, found.bound) == ((1,), np.inf)


@pytest.mark.parametrize(("gain", "product"), [(1e25, 1e300), (1e28, np.inf)])
def test_a_product_that_no_float_holds_is_infinite(gain, product):
    found = nash(Domain.of([[[0, gain]]] * 12, reservation=[0] * 12))
    assert found.package == (1,)
    assert found.objective == pytest.approx(product)
    assert found.bound == pytest.approx(product)


@pytest.mark.parametrize("parties", [0, 3])
def test_where_rules_leave_nothing_nothing_is_searched(monkeypatch, parties):
    monkeypatch.setattr("lastyard.deals.bargaining._MOST_PARTIES", parties)
    rule = TableRule((0, 1), np.zeros((2, 2), dtype=bool))
    found = nash(Domain.of([[[0, 1]] * 2] * 2, reservation=[0, 0], rules=[rule]))
    assert (found.package, found.exact, found.nodes) == (None, True, 0)


@pytest.mark.parametrize("seed", [1, 260, 341])
def test_ties_beyond_counting_leave_nothing_that_is_better_for_all(monkeypatch, seed):
    monkeypatch.setattr("lastyard.deals.bargaining.MOST_TIES", 1)
    monkeypatch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 0)
    rng = np.random.default_rng(seed)
    parties = int(rng.integers(2, 5))
    tables = rng.integers(0, 3, (parties, 4, 3))
    domain = Domain.of(tables.tolist(), reservation=[0] * parties)
    worth = [tuple(int(own[range(4), k].sum()) for own in tables) for k in np.ndindex(3, 3, 3, 3)]
    for function in (egalitarian, kalai_smorodinsky, relative_welfare):
        found = function(domain).values
        better = [w for w in worth if all(a >= b for a, b in zip(w, found, strict=True))]
        assert set(better) == {found}


# Where the first level alone would not do.
@pytest.mark.parametrize("seed", [3, 24, 43, 59])
def test_ties_beyond_counting_are_still_settled_level_by_level(monkeypatch, seed):
    monkeypatch.setattr("lastyard.deals.bargaining.MOST_TIES", 1)
    monkeypatch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 0)
    rng = np.random.default_rng(seed)
    tables = [[rng.integers(0, 3, 3).tolist() for _ in range(6)] for _ in range(4)]
    domain = Domain.of(tables, reservation=[0] * 4)
    frontier = pareto_frontier(domain)
    best = max(sorted(frontier.exact_values(k)) for k in range(len(frontier)))
    assert sorted(leximin(domain).values) == best


@pytest.mark.thorough
def test_a_small_frontier_and_the_search_agree(monkeypatch, random_domain):
    listed = [
        [function(random_domain(s, all_reservations=True)) for function in ALL] for s in range(40)
    ]
    monkeypatch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 0)
    for seed, solutions in enumerate(listed):
        for one, function in zip(solutions, ALL, strict=True):
            other = function(random_domain(seed, all_reservations=True))
            assert one.objective == pytest.approx(other.objective)
            assert one.exact
            assert other.exact


def test_rules_that_do_not_fit_the_relaxation_are_still_obeyed(monkeypatch):
    monkeypatch.setattr("lastyard.deals.relaxation._MOST_GROUPS", 2)
    monkeypatch.setattr("lastyard.deals.bargaining._MOST_PARTIES", 0)
    rng = np.random.default_rng(5)
    tables = [[rng.integers(0, 9, 4).tolist() for _ in range(6)] for _ in range(3)]
    rules = []
    for _ in range(6):
        i, j, k = (int(x) for x in rng.permutation(6)[:3])
        rules.append(TableRule((i, j, k), rng.random((4, 4, 4)) < 0.6))
    domain = Domain.of(tables, reservation=[0] * 3, rules=rules)
    frontier = pareto_frontier(domain)
    for function, value in (
        (nash, prod),
        (egalitarian, min),
        (utilitarian, sum),
    ):
        best = max(value(frontier.exact_values(k)) for k in range(len(frontier)))
        solution = function(domain)
        assert value(solution.values) == best
        assert domain.allowed(solution.package)
        assert solution.exact


def test_gains_are_counted_from_the_stated_point_and_never_from_the_worst_package():
    domain = Domain.of([[[6, 4, 3]], [[1, 2, 3]]])
    with pytest.raises(DisagreementError, match="party 0"):
        nash(domain)
    assert nash(domain, disagreement=[0, 0]).package == (2,)
    assert nash(domain, disagreement=[3, 0]).package == (0,)


def test_where_not_all_can_gain_every_product_is_zero():
    solution = nash(Domain.of([[[1, 0]], [[0, 1]]], reservation=[0, 0]))
    assert solution.objective == 0
    assert "every product is zero" in solution.note


def test_a_party_that_can_gain_nothing_is_left_out_of_the_shares():
    solution = kalai_smorodinsky(Domain.of([[[1, 2, 0]], [[5, 5, 5]]], reservation=[0, 5]))
    assert solution.package == (1,)
    assert "party 1" in solution.note


def test_no_party_can_gain_anything():
    """What is worth least to one party more and to the other less is not acceptable."""
    domain = Domain.of([[[1, 1, 9]], [[5, 5, 0]]], reservation=[1, 5])
    solution = kalai_smorodinsky(domain)
    assert solution.package in {(0,), (1,)}
    assert solution.exact


def test_most_equal_is_not_kalai_smorodinsky():
    domain = Domain.of([[[10, 6, 2]], [[0, 5, Fraction(21, 10)]]], reservation=[0, 0])
    frontier = pareto_frontier(domain)
    assert most_equal(frontier).values == (6, 5)
    assert most_equal(frontier).objective == -1


def test_most_equal_of_nothing():
    nothing = most_equal(pareto_frontier(Domain.of([[[1]]], reservation=[2])))
    assert nothing.package is None
    assert nothing.note


def test_nash_1950_bill_and_jack(bargaining_oracle):
    oracle = bargaining_oracle("nash_1950_bill_jack.json")
    bill, jack = [], []
    for goods, sign in ((oracle["goods_of_bill"], -1), (oracle["goods_of_jack"], 1)):
        for good in goods.values():
            bill.append([0, sign * good["bill"]])
            jack.append([0, -sign * good["jack"]])
    domain = Domain.of([bill, jack], reservation=oracle["disagreement"])
    solution = nash(domain)
    assert solution.objective == oracle["published"]["product"]
    assert [int(v) for v in solution.values] == oracle["published"]["gains"]
    frontier = pareto_frontier(domain)
    points = sorted(frontier.values.tolist())
    assert points == oracle["computed_by_us"]["strict_pareto_points"]
    assert list(ideal_values(domain)) == oracle["computed_by_us"]["ideal_point"]
    assert list(egalitarian(domain).values) == oracle["computed_by_us"]["egalitarian"]
    shares = oracle["computed_by_us"]["kalai_smorodinsky_discrete_maxmin"]
    assert list(kalai_smorodinsky(domain).values) == shares


def test_scorable_game(bargaining_oracle):
    oracle = bargaining_oracle("scorable_base.json")
    parties = oracle["parties"].values()
    domain = Domain.of(
        [party["scores"] for party in parties],
        reservation=[party["threshold"] for party in parties],
    )

    def label(package):
        return " ".join(f"{i}{k + 1}" for i, k in zip("ABCDE", package, strict=True))

    expected = oracle["computed_by_us"]
    frontier = pareto_frontier(domain)
    assert {label(x) for k in range(len(frontier)) for x in frontier.packages(k)} <= set(
        expected["unanimous_deals"]
    )
    assert label(nash(domain).package) == expected["nash_product_over_threshold"]
    assert label(utilitarian(domain).package) == expected["max_sum_unanimous"]
    assert label(egalitarian(domain).package) == expected["egalitarian_surplus"]
