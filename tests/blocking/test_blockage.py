"""Blocking sets and openings against trying every subset of the demands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blocking.random_talks import (
    agrees_with_brute_force,
    brute_force,
    every_package,
    random_talks,
)
from lastyard.blocking import Demand, Talks, blockage, feasible
from lastyard.blocking import disputes as analysis
from lastyard.blocking import solver as oracle
from lastyard.blocking.sets import openings_of, shrunk, transversals
from lastyard.blocking.solver import (
    Kept,
    Met,
    ProofError,
    Referee,
    SearchOracle,
    SolverOracle,
    _Tests,
    prove_blocking_sets,
    prove_openings,
    prove_packages,
)
from lastyard.budget import OutOfBudget
from lastyard.conditions.tree import FALSE, TRUE, All, Any, Not, OneOf, Total, bits, holds


@pytest.mark.parametrize(
    "seeds", [range(600), pytest.param(range(600, 6_000), marks=pytest.mark.slow)]
)
def test_every_set_equals_brute_force_on_many_random_cases(seeds):
    causes = {agrees_with_brute_force(random_talks(seed)).cause for seed in seeds}
    assert causes == {"nothing", "demands", "agreement", "rules"}


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("first", [1, 2, 10])
@pytest.mark.parametrize(
    "seeds", [range(150), pytest.param(range(150, 1_500), marks=pytest.mark.slow)]
)
def test_beyond_the_limit_the_likeliest_come_first(limit, first, seeds):
    answers = [
        agrees_with_brute_force(random_talks(seed), limit=limit, first=first) for seed in seeds
    ]
    assert any(not a.openings_complete for a in answers)
    assert any(not a.blocking_complete for a in answers)


@pytest.mark.parametrize("limit", [1, 5_000])
def test_search_without_a_solver_gives_the_same(monkeypatch, limit):
    monkeypatch.setattr(analysis, "oracle_for", SearchOracle)
    for seed in range(120):
        agrees_with_brute_force(random_talks(seed), limit=limit, first=2)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_the_order_of_demands_does_not_matter(seed, shuffler):
    talks = random_talks(seed)
    demands = list(talks.demands)
    shuffler.shuffle(demands)
    other = Talks(talks.sizes, talks.rules, tuple(demands), talks.agreement)
    assert blockage(other) == blockage(talks)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 63), max_size=8))
def test_transversals_equal_trying_every_set(family):
    meets = [all(s & m for m in family) for s in range(64)]
    minimal = {
        s
        for s in range(64)
        if meets[s] and not any(meets[s & ~(1 << k)] for k in range(6) if s >> k & 1)
    }
    found = list(transversals(family))
    assert len(found) == len(set(found))
    assert set(found) == minimal


def rafah(agreement=None):
    demands = (
        Demand("no-victory-without-rafah", "israel", OneOf("ground", 0b110), 0.95),
        Demand("full-operation", "israel", OneOf("ground", 0b100), 0.6),
        Demand(
            "no-major-without-plan",
            "us",
            Not(All((OneOf("ground", 0b100), OneOf("civilians", 0b01)))),
            0.95,
        ),
        Demand("no-major", "us", Not(OneOf("ground", 0b100)), 0.8),
    )
    rules = Any((OneOf("civilians", 0b01), OneOf("ground", 0b110)))
    sizes = {"ground": 3, "civilians": 2, "border": 2, "support": 2}
    return Talks(sizes, rules, demands, agreement)


def test_rafah_has_one_blocking_set_and_two_openings():
    answer = blockage(rafah())
    assert [each.demands for each in answer.blocking_sets] == [("full-operation", "no-major")]
    assert [(o.demands, round(o.chance, 9)) for o in answer.openings] == [
        (("full-operation",), 0.4),
        (("no-major",), 0.2),
    ]
    assert answer.openings[0].package["ground"] == 1
    assert answer.openings[1].package["ground"] == 2
    assert answer.openings[1].package["civilians"] == 1


def test_a_party_that_is_not_needed_blocks_nothing():
    answer = blockage(rafah(agreement=OneOf("us", 0b10)))
    assert answer.agreement_exists
    assert answer.packages == 12
    assert answer.openings_number == 0
    assert answer.blocking_complete
    assert answer.openings_complete
    assert answer.blocking_likeliest
    assert answer.openings_likeliest


def test_causes_that_are_not_demands():
    assert blockage(Talks({"a": 2}, FALSE, ())).cause == "rules"
    assert blockage(Talks({"a": 2}, TRUE, (), Any(()))).cause == "agreement"


@pytest.mark.thorough
def test_a_total_too_large_for_clauses_is_searched_without_a_solver():
    sizes = dict.fromkeys(("women", "elderly", "days"), 2_000)
    row = tuple(range(2_000))
    least = Total(tuple((issue, row) for issue in sizes), 5_000, None)
    demands = (
        Demand("many", "north", least, 0.7),
        Demand("few", "south", OneOf("women", (1 << 900) - 1), 0.8),
        Demand("short", "south", OneOf("days", (1 << 100) - 1), 0.8),
    )
    talks = Talks(sizes, TRUE, demands)
    assert isinstance(oracle.oracle_for(talks, clauses=50_000), SearchOracle)
    answer = blockage(talks)
    assert [each.demands for each in answer.blocking_sets] == [("few", "many"), ("many", "short")]
    assert [each.demands for each in answer.openings] == [("many",), ("few", "short")]


@pytest.mark.parametrize(("steps", "used"), [(50_000, "search"), (0, "second solver")])
def test_proofs_refuse_what_is_not_minimal_or_not_blocking(steps, used):
    talks = rafah()
    referee = Referee(talks, steps)
    good = dict(openings_of(SolverOracle(talks), 0b1111))
    prove_packages(talks, good)
    prove_openings(talks, referee, good)
    prove_blocking_sets(referee, [0b1010], good)
    prove_openings(talks, referee, good, [0b1010])
    mask, kept = next(iter(good.items()))
    for proved in ([], [0b1010]):
        with pytest.raises(ProofError, match="not minimal"):
            prove_openings(talks, referee, [mask | 1], proved)
    with pytest.raises(ProofError, match="does not satisfy"):
        prove_packages(talks, {mask: Kept({**kept.package, "ground": 0}, 0)})
    with pytest.raises(ProofError, match="can be kept"):
        prove_blocking_sets(referee, [0b0010], good)
    with pytest.raises(ProofError, match="not minimal"):
        prove_blocking_sets(referee, [0b1011], good)
    assert referee.used == used


@given(st.lists(st.integers(0, 63), max_size=6), st.integers(0, 63))
def test_which_demands_meet_a_set_alone_follows_the_definition(family, mask):
    alone = {k for k in range(6) if any(each & mask == 1 << k for each in family)}
    assert Met(family).alone(mask) == sum(1 << k for k in alone)


def test_the_second_solver_is_another_and_was_told_nothing():
    talks = rafah()
    first = SolverOracle(talks)
    openings = dict(openings_of(first, 0b1111))
    second = first.on("glucose4")
    assert second._solver is not first._solver
    # All openings are forbidden to the first, and the second still finds them.
    assert dict(openings_of(second, 0b1111)).keys() == openings.keys()
    assert not dict(openings_of(first, 0b1111))


def test_why_there_is_no_agreement_may_stay_unexplained_but_that_there_is_none_does_not(
    monkeypatch,
):
    def stopped(*_):
        raise OutOfBudget

    monkeypatch.setattr(analysis, "_cause", stopped)
    answer = blockage(rafah())
    assert answer.cause == "unexplained"
    assert answer.packages == 0
    assert answer.agreement_exists is False


def test_one_option_at_a_time_however_many_there_are():
    demands = tuple(Demand(f"d{k}", f"p{k}", OneOf("x", 1 << k), 0.5) for k in range(9))
    solver = SolverOracle(Talks({"x": 9}, TRUE, demands, Any(())))
    assert solver.keep(0) is None
    solver = SolverOracle(Talks({"x": 9}, TRUE, demands))
    for one in range(9):
        assert solver.keep(1 << one).package == {"x": one}
        assert all(solver.keep(1 << one | 1 << other) is None for other in range(one))


def test_which_demands_a_package_satisfies_is_told_of_any_condition():
    some = OneOf("a", 0b01), OneOf("b", 0b10), OneOf("c", 0b01)
    shapes = (
        Any((some[0], All(some[1:]))),
        Any((All(some[:2]), All(some[1:]))),
        All((some[0], Any(some[1:]))),
        Not(some[0]),
    )
    demands = tuple(Demand(f"d{k}", "p", shape, 0.5) for k, shape in enumerate(shapes))
    written = Talks(dict.fromkeys("abc", 2), TRUE, demands)
    for talks in (written, *map(random_talks, range(150))):
        tests = _Tests(talks)
        for package in every_package(talks):
            wanted = sum(holds(d.condition, package) << k for k, d in enumerate(talks.demands))
            assert tests.satisfied(package) == wanted


@pytest.mark.thorough
@pytest.mark.parametrize("steps", [50_000, 0])
def test_the_referee_says_what_trying_every_package_says(steps):
    for seed in range(150):
        talks = random_talks(seed)
        satisfiable = brute_force(talks)[1]
        referee = Referee(talks, steps)
        for demands in range(len(satisfiable)):
            assert referee.can_keep(demands) == satisfiable[demands]
            others = len(satisfiable) - 1 & ~demands
            wanted = any(satisfiable[demands | 1 << k] for k in bits(others))
            if others:
                assert referee.can_keep_more(demands, others) == wanted


@pytest.mark.thorough
def test_whether_something_satisfies_all_does_not_hang_on_who_is_asked(monkeypatch):
    sizes = {"a": 3, "b": 3}
    conditions = (OneOf("a", 0b011), Any((OneOf("a", 0b100), OneOf("b", 0b001))))
    for steps in (20_000, 0):
        monkeypatch.setattr(feasible, "_STEPS", steps)
        assert feasible.feasible(sizes, conditions)
        assert not feasible.feasible(sizes, (*conditions, OneOf("b", 0b110)))


def test_where_everything_can_be_kept_nothing_is_lost():
    demands = tuple(Demand(p, p, OneOf("x", 0b100), 0.5) for p in "ab")
    oracle = SolverOracle(Talks({"x": 3}, TRUE, demands))
    lost, found = shrunk(oracle, oracle.keep(0), 0b11)
    assert lost == 0
    assert found.package == {"x": 2}


def test_bad_input():
    one = Demand("a", "p", TRUE, 0.5)
    with pytest.raises(ValueError, match="two demands are called 'a'"):
        Talks({"i": 2}, TRUE, (one, one))
    with pytest.raises(ValueError, match=r"firmness 1\.5"):
        Talks({"i": 2}, TRUE, (Demand("a", "p", TRUE, 1.5),))
    with pytest.raises(ValueError, match="'price'"):
        Talks({"i": 2}, OneOf("price", 1), ())
    with pytest.raises(ValueError, match="refusal in favour"):
        Talks({"i": 2}, TRUE, (one,), Not(OneOf("p", 0b10)))
    with pytest.raises(ValueError, match="at least 1"):
        blockage(rafah(), limit=0)
