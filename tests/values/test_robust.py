"""The package with the best worst case: against a linear program for every package."""

import numpy as np
import pytest

from lastyard.values import ContradictionError, ValuesError, contradicts
from lastyard.values.problem import Direction, Peak, Points, Refuses, Scale, Takes, translate
from lastyard.values.region import program
from lastyard.values.robust import robust_among, robust_search

SCALES = (Scale.ordered("a", 3), Scale.choice("b", 2), Scale.numeric("c", range(7)))
EVERY = np.array([[i, j, k] for i in range(3) for j in range(2) for k in range(7)])
MENUS = [np.arange(3), np.arange(2), np.arange(7)]


def problems(seed):
    rng = np.random.default_rng(seed)

    def package():
        return ((0, int(rng.integers(3))), (1, int(rng.integers(2))), (2, int(rng.integers(7))))

    found = []
    for k in range(2):
        said = [Direction("way", 2, more=bool(k)), Peak("at", 0, int(rng.integers(3)))]
        said += [Takes(f"t{j}", package()) for j in range(2)]
        if rng.random() < 0.5:
            said.append(Refuses("no", package()[:2]))
        problem = translate(SCALES, said)
        if contradicts(problem):
            problem = translate(SCALES, said[:-1])
        found.append(problem)
    return found


def by_definition(problem):
    solver = program(list(problem.constraints), problem.layout.size)
    rows = problem.layout.rows(EVERY)
    rows[:, -1] -= 1.0
    return np.array([solver.minimise(row).value for row in rows])


@pytest.mark.parametrize("seed", range(12))
def test_the_best_worst_case_by_one_program_for_every_package(seed):
    parties = problems(seed)
    worst = np.column_stack([by_definition(problem) for problem in parties])
    found = robust_among(parties, EVERY)
    assert found.exact
    assert found.least == pytest.approx(worst.min(axis=1).max(), abs=1e-6)
    at = [tuple(line) for line in EVERY.tolist()].index(found.package)
    assert found.worst == pytest.approx(worst[at], abs=1e-6)
    assert len(found.cuts) <= worst.size


@pytest.mark.parametrize("seed", range(6))
def test_the_search_finds_it_from_a_poor_start_and_keeps_the_rules(seed):
    parties = problems(seed)
    worst = np.column_stack([by_definition(p) for p in parties]).min(axis=1)

    def forbidden(package):
        return (0, 2) if (package[0] + package[2]) % 2 else None

    allowed = np.array([forbidden(tuple(line)) is None for line in EVERY.tolist()])
    start = robust_among(parties, EVERY[allowed][:1])
    found = robust_search(parties, MENUS, forbidden, start, most_rounds=500)
    assert forbidden(found.package) is None
    assert found.exact
    assert found.least == pytest.approx(worst[allowed].max(), abs=1e-6)


def test_stopped_early_the_bound_still_holds():
    parties = problems(3)
    worst = np.column_stack([by_definition(p) for p in parties]).min(axis=1)
    found = robust_among(parties, EVERY, most_programs=2)
    assert found.least - 1e-6 <= worst.max() <= found.bound + 1e-6
    assert not found.exact
    begun = robust_among(parties, EVERY[:1])
    searched = robust_search(parties, MENUS, lambda _: None, begun, most_rounds=1)
    assert searched.least - 1e-6 <= worst.max() <= searched.bound + 1e-6


def test_known_values_make_it_the_egalitarian_package():
    rng = np.random.default_rng(2)
    tables = [
        (
            *tuple(tuple(map(float, rng.integers(0, 9, s.options))) for s in SCALES[:2]),
            tuple(float(f * k) for k in range(7)),
        )
        for f in (1, -1)
    ]
    parties = [translate(SCALES, [Points("p", t, reservation=3.0)]) for t in tables]
    found = robust_among(parties, EVERY)
    worth = []
    for table in tables:
        spread = sum(max(t) - min(t) for t in table)
        total = sum(np.array(t)[EVERY[:, i]] for i, t in enumerate(table))
        worth.append((total - 3.0) / spread)
    assert found.least == pytest.approx(np.min(worth, axis=0).max(), abs=1e-6)


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_the_search_goes_on_until_the_best_is_proved(seed):
    """Known values, so that trying every package is the definition."""
    rng = np.random.default_rng(seed)
    scales = tuple(Scale.choice(f"i{k}", 5) for k in range(3))
    every = np.array(list(np.ndindex(5, 5, 5)))
    parties, surplus = [], []
    for _ in range(4):
        table = rng.integers(0, 9, (3, 5))
        reservation = int(rng.integers(3, 9))
        points = tuple(tuple(map(float, line)) for line in table)
        parties.append(translate(scales, [Points("p", points, reservation=float(reservation))]))
        worth = table[np.arange(3), every].sum(axis=1) - reservation
        surplus.append(worth / np.ptp(table, axis=1).sum())
    start = robust_among(parties, every[:1])
    found = robust_search(parties, [np.arange(5)] * 3, lambda _: None, start, most_rounds=100)
    assert found.exact
    assert found.least == pytest.approx(np.min(surplus, axis=0).max(), abs=1e-6)
    assert found.bound == pytest.approx(found.least, abs=1e-6)


def test_what_cannot_be_asked():
    contradictory = translate(
        SCALES, [Takes("t", ((0, 0), (1, 0), (2, 0))), Refuses("n", ((0, 0), (1, 0), (2, 0)))]
    )
    with pytest.raises(ContradictionError):
        robust_among([contradictory], EVERY)
    with pytest.raises(ValuesError):
        robust_among([], EVERY)
