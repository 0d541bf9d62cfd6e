"""Scales, the layout of the unknowns, and every verb against the value function it binds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.values.problem import (
    LEAST_BREAKS,
    Bound,
    Direction,
    Peak,
    Points,
    Prefers,
    Ranks,
    Refuses,
    Scale,
    Takes,
    ValuesError,
    _beside,
    translate,
    without,
)
from lastyard.values.region import program

SCALES = (Scale.ordered("ground", 3), Scale.choice("support", 2), Scale.choice("seat", 3))


def point(values, stakes, reservation):
    return np.concatenate([*map(np.array, values), stakes, [reservation]])


def holds(problem, unknowns):
    for c in problem.constraints:
        level = c.row @ unknowns - c.bound
        if (c.equal and abs(level) > 1e-9) or (not c.equal and level < -1e-9):
            return False
    return True


TRUE = point([[0.0, 0.2, 0.5], [0.3, 0.0], [0.0, 0.1, 0.2]], [0.5, 0.3, 0.2], 0.6)


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        (Takes("a", ((0, 2), (1, 0))), True),
        (Takes("a", ((0, 0), (1, 1))), False),  # 0 + 0 + best of seat 0.2 < 0.6
        (Takes("a", ((2, 0),)), True),  # own best on what is open
        (Refuses("a", ((0, 2), (1, 0))), False),
        (Refuses("a", ((0, 2),)), True),  # own worst on what is open
        (Peak("a", 0, 2), True),
        (Peak("a", 0, 1), False),
        (Peak("a", 1, 0), True),
        (Peak("a", 1, 1), False),
        (Direction("a", 0, more=True), True),
        (Direction("a", 0, more=False), False),
        (Prefers("a", ((1, 0),), ((1, 1),)), True),
        (Prefers("a", ((1, 1),), ((1, 0),)), False),
        (Prefers("a", ((2, 2),), ((0, 1),)), True),  # 0.2 + best of ground > 0.2
        (Ranks("a", (0, 1, 2)), True),
        (Ranks("a", (1, 0)), False),
    ],
)
def test_each_verb_in_its_weakest_reading(said, fits):
    assert holds(translate(SCALES, [said]), TRUE) is fits


def test_points_make_the_polytope_a_point():
    points = ((10.0, 14.0, 20.0), (6.0, 0.0), (1.0, 3.0, 5.0))
    problem = translate(SCALES, [Points("p", points, reservation=23.0)])
    expected = point([[0.0, 0.2, 0.5], [0.3, 0.0], [0.0, 0.1, 0.2]], [0.5, 0.3, 0.2], 0.6)
    assert holds(problem, expected)
    solver = program(list(problem.constraints), problem.layout.size)
    for goal in np.eye(problem.layout.size):
        low, high = solver.minimise(goal), solver.minimise(-goal)
        assert low.value == pytest.approx(-high.value)


def test_a_reservation_above_every_package_is_kept():
    points = ((0.0, 1.0, 2.0), (1.0, 0.0), (0.0, 0.0, 1.0))
    problem = translate(SCALES, [Points("p", points, reservation=8.0)])
    solver = program(list(problem.constraints), problem.layout.size)
    assert solver.minimise(np.eye(problem.layout.size)[-1]).value == pytest.approx(2.0)


def test_a_reservation_that_nobody_told_lies_where_packages_do():
    problem = translate(SCALES, [Takes("a", ((0, 2), (1, 0)))])
    solver = program(list(problem.constraints), problem.layout.size)
    reservation = np.eye(problem.layout.size)[problem.layout.reservation]
    assert solver.minimise(reservation).value == pytest.approx(0.0)
    assert -solver.minimise(-reservation).value == pytest.approx(1.0)
    free = program(list(translate(SCALES, []).constraints), problem.layout.size)
    assert -free.minimise(-reservation).value == pytest.approx(1.0)


def test_without_leaves_only_the_others():
    problem = translate(SCALES, [Takes("a", ((0, 2),)), Refuses("b", ((0, 0),))])
    assert without(problem, ["a"]).sources == ("b",)
    with pytest.raises(ValuesError, match="no statement 'z'"):
        without(problem, ["z"])


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (Takes("s1", ()), "statement 's1'.*names no issue"),
        (Takes("s1", ((0, 3),)), "'ground'.*no option 3"),
        (Takes("s1", ((7, 0),)), "no issue 7"),
        (Takes("s1", ((0, 1), (0, 2))), "an issue twice"),
        (Takes("s1", ((0, 1),), confidence=1.5), "confidence"),
        (Direction("s1", 1, more=True), "has no order"),
        (Ranks("s1", (0, 0)), "each issue once"),
        (Prefers("s1", ((0, 1),), ((0, 1),)), "the same"),
        (Peak("s1", 9, 0), "no issue 9"),
        (Bound("s1", 0, 0b000), "some of the options"),
        (Bound("s1", 0, 0b111), "some of the options"),
        (Bound("s1", 0, 0b1001), "some of the options"),
        (Points("s1", ((1.0,), (0.0, 1.0), (0.0, 0.0, 0.0))), "every option"),
        (Points("s1", ((1.0, 1.0, 1.0), (0.0, 0.0), (2.0, 2.0, 2.0))), "nothing apart"),
    ],
)
def test_bad_statements_are_named(said, message):
    with pytest.raises(ValuesError, match=message):
        translate(SCALES, [said])


@given(
    st.lists(st.integers(0, 9_999), max_size=8, unique=True),
    st.integers(0, 9_999),
)
def test_ten_thousand_steps_need_few_unknowns(named, step):
    scale = Scale.numeric("money", range(0, 20_000, 2), named=named)
    assert LEAST_BREAKS <= scale.breaks.size <= LEAST_BREAKS + len(named) + 2
    assert set(named) <= set(scale.breaks.tolist())
    # A linear function of the number is met exactly at every step.
    places = scale.breaks * 2.0
    assert sum(w * places[p] for p, w in scale.at(step)) == pytest.approx(2.0 * step)
    assert scale.interpolation()[step] @ places == pytest.approx(2.0 * step)


@given(st.integers(1, 9), st.integers(0, 511))
def test_beside_the_ends_of_a_set_lie_those_whose_neighbour_is_not_alike(options, allowed):
    allowed &= (1 << options) - 1
    row = [bool(allowed >> k & 1) for k in range(options)]
    wanted = {k for k in range(options) if set(row[max(0, k - 1) : k + 2]) == {True, False}}
    assert _beside(allowed, options - 1) == wanted


def test_rows_of_packages_agree_with_their_parts():
    layout = translate((*SCALES, Scale.numeric("days", range(100), named=[33])), []).layout
    rng = np.random.default_rng(1)
    packages = np.column_stack([rng.integers(0, s.options, 20) for s in layout.scales])
    for row, package in zip(layout.rows(packages), packages, strict=True):
        assert np.allclose(row, layout.worth(tuple(enumerate(map(int, package)))))
    with pytest.raises(ValuesError, match="'ground' has no option 3"):
        layout.check_packages(np.array([[3, 0, 0, 0]]))
    with pytest.raises(ValuesError, match="shape"):
        layout.rows(np.array([[0, 0]]))
