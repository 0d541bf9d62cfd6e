"""Draws along trajectories: slopes against differences, and against two other samplers."""

import math
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.values import posterior as likely
from lastyard.values.likelihood import Choices, Outlook, _shape, evidence, released
from lastyard.values.posterior import _inside, draw_likely, sample
from lastyard.values.problem import (
    Constraint,
    Direction,
    Peak,
    Points,
    Prefers,
    Ranks,
    Refuses,
    Scale,
    Stresses,
    Takes,
    ValuesError,
    translate,
)
from lastyard.values.region import EmptyRegionError, _Bounds, shapes_of
from lastyard.values.sampler import Budget, Coordinates, Target, walk

SCALES = (
    Scale.ordered("a", 4),
    Scale.choice("b", 3),
    Scale.numeric("c", range(0, 50, 5), named=[3]),
    Scale.ordered("d", 5),
)
SAID = (
    Direction("more", 0, more=True),
    Direction("less", 2, more=False, confidence=0.8),
    Peak("middle", 3, 2),
    Peak("likely", 1, 1, confidence=0.6),
    Takes("offer", ((0, 2), (1, 1), (2, 3)), proposed=True),
    Takes("again", ((0, 3), (3, 1)), proposed=True, confidence=0.7),
    Takes("took", ((1, 0), (2, 4), (3, 4))),
    Refuses("no", ((0, 0), (3, 0)), confidence=0.9),
    Prefers("rather", ((1, 0),), ((2, 1),), confidence=0.7),
    Ranks("first", (3, 0, 1)),
    Stresses("words", 2, 0.4),
)


def density_of(problem, chains=5, seed=2):
    return likely._Likely(problem, released(), None, chains, seed)


def test_the_slope_is_that_of_the_density():
    walkers = density_of(translate(SCALES, SAID))
    density, places = walkers._density, walkers.places
    slope, small = density.slope(places), 1e-6
    assert len(places) > 15
    for line in range(len(places)):
        step = np.zeros_like(places)
        step[line] = small
        rise = density.log_density(places + step) - density.log_density(places - step)
        assert slope[line] == pytest.approx(rise / (2 * small), rel=1e-4, abs=1e-5)


def test_the_prior_in_coordinates_has_the_right_moments():
    """Importance weights from the start's own density to the prior, all but equal."""
    coordinates = Coordinates(3, 2.5, np.array([0, 3]), [(1, 3), (2, 2)])
    silent = Choices(evidence(translate(SCALES, []), released()), np.zeros((18 + 4 + 4 - 4, 10)))
    places = coordinates.draw(np.random.default_rng(1), 40_000)
    logs = coordinates.log_density(places, silent)
    gammas = places[coordinates._gammas]
    shape = np.concatenate([np.full(3, 2.5), np.ones(7)])
    start = shape @ gammas - np.exp(gammas).sum(axis=0) - 0.5 * (places[3:5] ** 2).sum(axis=0)
    weights = np.exp(logs - start - (logs - start).max())
    weights /= weights.sum()
    assert 1 / np.sum(weights**2) > 39_000
    factors, stakes = coordinates.open(places)
    assert stakes @ weights == pytest.approx(np.full(3, 1 / 3), abs=0.01)
    expected = [1 / 2, 1 / 2, 1 / 4, 2 / 4, 3 / 4, 1 / 3, 2 / 3]
    assert factors @ weights == pytest.approx(expected, abs=0.01)
    assert (factors**2) @ weights == pytest.approx(
        [1 / 3, 1 / 3, 1 / 10, 3 / 10, 6 / 10, 1 / 6, 1 / 2], abs=0.01
    )


@pytest.mark.thorough
def test_medium_dimension_agrees_with_weighted_draws_of_the_prior():
    problem = translate(SCALES, SAID)
    found = sample(problem, seed=4)
    layout, shapes = problem.layout, shapes_of(problem)
    rng = np.random.default_rng(0)
    n = 150_000
    stakes = rng.dirichlet([released().stakes] * 4, n).T
    free = shapes.draw(rng, shapes.runs, n)
    issue_of = np.repeat(np.arange(4), np.diff(layout.starts))
    values = shapes.values(free, stakes, issue_of)
    points = np.concatenate([values, stakes, rng.random((1, n))]).T
    logs = evidence(problem, released()).log_likelihood(points)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    size = 1 / np.sum(weights**2)
    assert size > 1_000
    for power in (1, 2):
        mean = weights @ points**power
        spread = np.sqrt(weights @ (points**power - mean) ** 2)
        error = spread * math.sqrt(1 / found.effective + 1 / size) + 1e-9
        assert np.all(np.abs((found.draws**power).mean(axis=0) - mean) < 4.5 * error)


@pytest.mark.thorough
def test_agrees_with_hit_and_run_on_the_values_themselves():
    """The other sampler of the house, in other coordinates, with the prior's Jacobian."""
    problem = translate(
        [Scale.choice("a", 3), Scale.choice("b", 2), Scale.ordered("c", 3)],
        [
            Takes("offer", ((0, 1), (1, 0)), proposed=True),
            Takes("took", ((0, 2), (2, 1))),
            Direction("up", 2, more=True),
            Ranks("first", (1,)),
        ],
    )
    layout = problem.layout
    said = evidence(problem, released())
    free = np.array([3.0, 2.0, 1.0])
    stakes = np.eye(layout.size)[layout.values : layout.reservation]
    count = len(said.rows)

    def density(forms):
        logs = np.log(np.maximum(forms[count:], 1e-300))
        prior = (released().stakes - 1.0 - free) @ logs
        return said.of_appeals(forms[:count]) + prior

    kept = [c for c in problem.constraints if c.source is None or c.shape]
    budget = Budget(draws=32, effective=1_000.0)
    other = walk(
        _inside(kept), Target(np.vstack([said.rows, stakes]), density), 128, budget, seed=1
    )
    mine, _ = draw_likely(problem, released(), chains=128, budget=budget, seed=2)
    one, two = (w.points.reshape(-1, layout.size) for w in (other, mine))
    for power in (1, 2):
        spread = np.maximum((one**power).std(axis=0), (two**power).std(axis=0))
        error = spread * math.sqrt(1 / other.effective + 1 / mine.effective) + 1e-9
        apart = np.abs((one**power).mean(axis=0) - (two**power).mean(axis=0))
        assert np.all(apart < 4.5 * error)


@pytest.mark.parametrize("left_out", [0, 1, 3])
def test_chains_that_go_on_draw_as_chains_of_their_own(left_out):
    """From where chains ended that knew a statement more; of other points they start afresh."""
    scales = [Scale.choice("a", 3), Scale.choice("b", 2), Scale.ordered("c", 3)]
    said = [
        Takes("offer", ((0, 1), (1, 0)), proposed=True),
        Takes("took", ((0, 2), (2, 1))),
        Ranks("first", (1,)),
        Direction("up", 2, more=True),
    ]
    start = sample(translate(scales, said), seed=1)
    problem = translate(scales, [each for k, each in enumerate(said) if k != left_out])
    cold = sample(problem, seed=2)
    warm = sample(problem, seed=2, start=start)
    same_points = left_out != 3
    assert (warm.chains.tobytes() != cold.chains.tobytes()) == same_points
    again = sample(problem, seed=2, start=start)
    assert again.chains.tobytes() == warm.chains.tobytes()
    for power in (1, 2):
        one, two = (each.draws**power for each in (cold, warm))
        error = np.maximum(one.std(axis=0), two.std(axis=0)) * math.sqrt(
            1 / cold.effective + 1 / warm.effective
        )
        assert np.all(np.abs(one.mean(axis=0) - two.mean(axis=0)) < 4.5 * error + 1e-9)


def test_shapes_hold_in_every_draw():
    problem = translate(SCALES, SAID)
    found = sample(problem, seed=6)
    for c in problem.constraints:
        if c.source is None or (c.shape and c.confidence >= 1.0):
            reached = found.draws @ c.row - c.bound
            assert np.abs(reached).max() < 1e-9 if c.equal else reached.min() > -1e-9


def test_what_nobody_spoke_about_is_the_prior_given_the_stakes():
    scales = [Scale.ordered("a", 3), Scale.choice("b", 4), Scale.ordered("c", 6)]
    said = [Ranks("k", (0,)), Direction("d", 2, more=True)]
    chains = density_of(translate(scales, said))
    assert chains._coordinates.factors == 0
    found = sample(translate(scales, said), seed=1)
    shape = found.draws[:, 7:13] / found.stakes()[:, [2]]
    assert shape.mean(axis=0) == pytest.approx(np.arange(6) / 5, abs=0.02)
    other = found.draws[:, 3:7] / found.stakes()[:, [1]]
    assert other.mean(axis=0) == pytest.approx(np.full(4, 0.5), abs=0.03)
    assert found.reservations().mean() == pytest.approx(0.5, abs=0.03)
    assert np.corrcoef(other.T)[0, 1:] == pytest.approx(np.zeros(3), abs=0.08)


def test_draws_are_independent_where_nothing_bears_on_the_values():
    said = [Peak("p", 0, 1), Direction("d", 3, more=True)]
    found = sample(translate(SCALES, said), seed=1)
    assert found.sweeps == 0
    assert found.effective == found.draws.shape[0]
    assert np.all(found.draws[:, 1] == found.stakes()[:, 0])


@pytest.mark.parametrize(
    ("said", "points", "runs"),
    [
        ([], [0, 1, 2, 3, 4], [[0], [1], [2], [3], [4]]),
        ([Direction("d", 0, more=True)], [-1, 0, 1, 2, -1], [[0, 1, 2]]),
        ([Direction("d", 0, more=False)], [-1, 0, 1, 2, -1], [[2, 1, 0]]),
        ([Peak("p", 0, 2)], [0, 1, -1, 2, 3], [[0, 1], [3, 2]]),
        ([Peak("p", 0, 1), Peak("q", 0, 3)], [0, -1, -1, -1, 1], [[0], [1]]),
        ([Direction("d", 0, more=True), Peak("p", 0, 2)], [-1, 0, -1, -1, -1], [[0]]),
    ],
)
def test_shapes_of_an_ordered_issue(said, points, runs):
    found = shapes_of(translate([Scale.ordered("a", 5)], said))
    expected = [run.tolist() for run in found.runs]
    # Free points are numbered within each run from its lowest value on.
    flat = [found.point.tolist().index(p) for run in found.runs for p in run]
    assert [p >= 0 for p in found.point] == [p >= 0 for p in points]
    assert len(expected) == len(runs)
    assert [len(run) for run in expected] == [len(run) for run in runs]
    draws = sample(translate([Scale.ordered("a", 5)], said), seed=1).draws
    for run in found.runs:
        places = [found.point.tolist().index(p) for p in run]
        assert np.all(np.diff(draws[:, places], axis=1) >= 0)
    assert len(set(flat)) == len(flat)


def test_gaps_are_as_wide_as_the_points_lie_apart():
    """Up to points of known worth; a run from the top down has those of its mirror image."""
    bounds, breaks = _Bounds(5), np.array([0, 2, 3, 7, 8])
    bounds.high[0], bounds.low[4] = 0.0, 1.0
    assert bounds.gaps([1, 2, 3], breaks) == pytest.approx([1.0, 0.5, 2.0, 0.5])
    assert bounds.gaps([3, 2, 1], breaks) == pytest.approx([0.5, 2.0, 0.5, 1.0])
    assert bounds.gaps([1, 3], breaks) == pytest.approx([6 / 8, 15 / 8, 3 / 8])
    assert bounds.gaps([2], breaks) == pytest.approx([1.0, 1.0])


def test_the_shape_that_the_public_knows():
    scales = (Scale.numeric("n", range(0, 50, 5), named=[3]), Scale.choice("c", 3))
    up = _shape(translate(scales, [Direction("d", 0, more=True)]), 0)
    assert (up[0], up[-1]) == (0.0, 1.0)
    assert np.all(np.diff(up) > 0)
    down = _shape(translate(scales, [Direction("d", 0, more=False)]), 0)
    assert down == pytest.approx(1.0 - up)
    problem = translate(scales, [Peak("p", 0, 3), Peak("q", 1, 2)])
    top = _shape(problem, 0)
    assert top[problem.layout.scales[0].breaks == 3] == [1.0]
    assert (top.min(), top[-1]) == (0.0, 0.0)  # nine lies farther off than nought
    assert top[0] == pytest.approx(0.5)
    assert _shape(problem, 1).tolist() == [0.5, 0.5, 1.0]
    assert not _shape(translate(scales, []), 0).any()


@pytest.mark.parametrize(
    "changed", [{"stakes": 0.0}, {"stakes": -1.0}, {"refusal": -0.1}, {"ranking": math.inf}]
)
def test_settings_that_mean_nothing_are_refused(changed):
    with pytest.raises(ValuesError):
        replace(released(), **changed)


def test_values_that_are_known_are_drawn_without_error():
    scales = [Scale.choice("a", 2), Scale.choice("b", 2)]
    found = sample(translate(scales, [Points("p", ((0.0, 1.0), (2.0, 0.0)), reservation=1.0)]))
    assert found.known
    assert found.r_hat == 1.0
    assert found.effective == len(found.draws)
    assert np.ptp(found.draws, axis=0).max() == 0.0


@pytest.mark.parametrize("issues", [2, 3, 7])
def test_the_outlook_on_stakes_is_that_of_their_distribution(issues):
    outlook = Outlook.dirichlet(issues, 1.5)
    draws = np.random.default_rng(9).dirichlet(np.full(issues, 1.5), 100_000)
    assert outlook.mean == pytest.approx(draws.mean(axis=0), abs=0.01)
    assert outlook.spread == pytest.approx(draws.std(axis=0), rel=0.02)


def test_positions_that_exclude_one_another_leave_no_shape():
    said = [Direction("d", 0, more=True), Direction("e", 0, more=False)]
    with pytest.raises(EmptyRegionError, match="issue 'a'"):
        shapes_of(translate([Scale.ordered("a", 3)], said))


@st.composite
def wishes(draw):
    found = []
    for number in range(draw(st.integers(0, 3))):
        if draw(st.booleans()):
            found.append(Peak(f"s{number}", 0, draw(st.integers(0, 6))))
        else:
            found.append(Direction(f"s{number}", 0, draw(st.booleans())))
    return found


@given(wishes(), st.booleans())
def test_shapes_have_the_dimension_of_their_polytope(said, numeric):
    scale = Scale.numeric("a", range(7), named=[2]) if numeric else Scale.ordered("a", 7)
    problem = translate([scale], said)
    layout = problem.layout
    fixed_stake = Constraint(np.eye(layout.size)[layout.stake(0)], 1.0, equal=True)
    try:
        inside = _inside([*problem.constraints, fixed_stake])
    except EmptyRegionError:
        with pytest.raises(EmptyRegionError):
            shapes_of(problem)
        return
    shapes = shapes_of(problem)
    assert shapes.owner.size == inside.dimension - 1  # the reservation value is free too


@pytest.mark.thorough
def test_same_bytes_whatever_the_number_of_threads():
    code = (
        "import hashlib; from lastyard.values import *; "
        "s = [Scale.ordered('a', 5), Scale.choice('b', 4)]; "
        "t = [Takes('o', ((0, 3), (1, 1)), True), Direction('d', 0, True), Ranks('k', (1,))]; "
        "print(hashlib.sha256(sample(translate(s, t), seed=3).chains.tobytes()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2", "7")
    }
    assert len(found) == 1
