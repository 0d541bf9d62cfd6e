"""Linear programs and polytopes against all their corners; shapes against all shapes of a grid."""

import subprocess
import sys
from dataclasses import replace
from functools import reduce
from itertools import combinations, pairwise, product
from operator import and_

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lastyard.values.problem import (
    Bound,
    Constraint,
    Direction,
    Peak,
    Scale,
    ValuesError,
    translate,
)
from lastyard.values.region import (
    EmptyRegionError,
    Program,
    Shapes,
    Stacked,
    new_solver,
    region,
    shapes_of,
)


def corners(rows, bounds, equal):
    """All corners of a bounded set, by solving every choice of as many rows as there are unknowns."""
    size, found = rows.shape[1], []
    for some in combinations(range(len(rows)), size):
        part = rows[list(some)]
        if abs(np.linalg.det(part)) < 1e-9:
            continue
        point = np.linalg.solve(part, bounds[list(some)])
        levels = rows @ point - bounds
        if (levels > -1e-9).all() and (np.abs(levels[equal]) < 1e-9).all():
            found.append(point)
    return np.array(found).reshape(-1, size)


def boxed(rows, bounds, equal, low, high):
    size = len(low)
    return (
        np.vstack([rows, np.eye(size), -np.eye(size)]),
        np.concatenate([bounds, low, -high]),
        np.concatenate([equal, np.zeros(2 * size, dtype=bool)]),
    )


def halves(random, count, size):
    """Rows in small numbers, so that corners meet and rows say the same."""
    return random.integers(-2, 3, (count, size)).astype(float), random.integers(-2, 3, count) / 2.0


@settings(max_examples=120)
@given(st.integers(0, 2**32), st.integers(1, 3), st.integers(0, 4))
def test_the_least_value_is_that_of_a_corner_and_is_proved(seed, size, count):
    random = np.random.default_rng(seed)
    rows, bounds = halves(random, count, size)
    equal = random.random(count) < 0.25
    low = random.integers(-1, 1, size).astype(float)
    high = low + random.integers(0, 3, size)
    solver = Program(rows, bounds, equal, low, high)
    kept = np.ones(count, dtype=bool)
    for _ in range(4):
        goal = random.integers(-2, 3, size).astype(float)
        every = corners(*boxed(rows[kept], bounds[kept], equal[kept], low, high))
        found = solver.minimise(goal)
        assert (found is None) == (len(every) == 0)
        if found is not None:
            assert found.value == pytest.approx((every @ goal).min(), abs=1e-7)
            assert found.point @ goal == pytest.approx(found.value)
            assert (rows[kept] @ found.point >= bounds[kept] - 1e-7).all()
            # Weak duality: these multipliers show that no point has less.
            weights = np.where(kept, found.multipliers, 0.0)
            left = goal - weights @ rows
            assert (weights[~equal] >= -1e-9).all()
            proved = weights @ bounds + np.minimum(left * low, left * high).sum()
            assert proved == pytest.approx(found.value, abs=1e-7)
        kept = random.random(count) < 0.7
        solver.keep(kept)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_constraints_stacked_are_the_same_set(seed):
    random = np.random.default_rng(seed)
    size = 3
    made = [Constraint(np.array([0.0, 0.0, s]), s * b) for s, b in ((1.0, -0.5), (-1.0, 1.5))]
    for number in range(int(random.integers(0, 5))):
        row = random.integers(-2, 3, size).astype(float)
        if random.random() < 0.5:
            row[random.integers(size)] = 0.0
            row[random.integers(size)] = 0.0
        if not row.any():
            row[0] = -2.0
        source = None if random.random() < 0.6 else f"s{number}"
        equal = bool(random.random() < 0.2)
        made.append(Constraint(row, random.integers(-2, 2) / 4, equal, source))
    stacked = Stacked(made, size)
    kept = random.random(len(made)) < 0.8
    kept[:2] = True
    for among, some in (
        (None, made),
        (kept, [c for c, yes in zip(made, kept, strict=True) if yes]),
    ):
        rows = np.array([c.row for c in some])
        bounds, equal = np.array([c.bound for c in some]), np.array([c.equal for c in some])
        low, high = np.array([0.0, 0.0, -9.0]), np.array([1.0, 1.0, 9.0])
        every = corners(*boxed(rows, bounds, equal, low, high))
        for goal in (*np.eye(size), *-np.eye(size), np.array([1.0, -2.0, 1.0])):
            found = stacked.program(among).minimise(goal)
            assert (found is None) == (len(every) == 0)
            if found is not None:
                assert found.value == pytest.approx((every @ goal).min(), abs=1e-7)
    ranges = [c.source is None and not c.equal and np.count_nonzero(c.row) == 1 for c in made]
    assert stacked.rows.tolist() == [not each for each in ranges]


def test_solvers_are_silent_serial_and_start_alike():
    solver = new_solver(mip_rel_gap=0.25)
    wanted = {"output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0}
    for option, value in {**wanted, "mip_rel_gap": 0.25}.items():
        assert solver.getOptionValue(option)[1] == value


def test_others_in_the_process_may_use_the_solver_with_more_threads():
    """A notebook may hold HiGHS, too; its threads are those of the process."""
    code = """
import highspy, numpy as np
theirs = highspy.Highs()
theirs.setOptionValue("output_flag", False)
theirs.setOptionValue("threads", 2)
theirs.addVar(1.0, 2.0)
theirs.run()
from lastyard.values.region import Program
program = Program(np.eye(1), np.array([3.0]), np.array([False]), np.zeros(1), np.full(1, 5.0))
print(program.minimise(np.ones(1)).value)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout.splitlines()[-1]) == pytest.approx(3.0)


@settings(max_examples=120)
@given(st.integers(0, 2**32), st.integers(1, 3), st.integers(0, 4), st.integers(0, 1))
def test_a_polytope_in_its_own_dimension(seed, size, count, level):
    random = np.random.default_rng(seed)
    rows, bounds = halves(random, count, size)
    rows, bounds, _ = boxed(rows, bounds, np.zeros(count), np.zeros(size), np.ones(size))
    same, at = halves(random, level, size)
    equal = np.arange(len(rows) + level) >= len(rows)
    every = corners(np.vstack([rows, same]), np.append(bounds, at), equal)
    if not len(every):
        with pytest.raises(EmptyRegionError):
            region(rows, bounds, same, at)
        return
    found = region(rows, bounds, same, at)
    spans = every - every[0]
    assert found.dimension == np.linalg.matrix_rank(spans, tol=1e-6)
    # The corners lie in it, and it is no more than what the constraints leave.
    z = np.linalg.lstsq(found.basis, (every - found.origin).T, rcond=None)[0].T
    assert found.origin + z @ found.basis.T == pytest.approx(every, abs=1e-7)
    assert (z @ found.faces.T <= found.room + 1e-7).all()
    assert np.linalg.norm(found.faces, axis=1) == pytest.approx(np.ones(len(found.faces)))
    assert (found.room > 1e-9).all()
    for move in random.normal(size=(20, found.dimension)):
        if not found.dimension:
            break
        point = found.origin + found.basis @ move
        levels = rows @ point - bounds
        assume(np.abs(levels).min() > 1e-9)
        assert same @ point == pytest.approx(at, abs=1e-7)
        assert (found.faces @ move <= found.room).all() == (levels >= -1e-9).all()
    faces = np.column_stack([found.faces, found.room])
    assert len(np.unique(np.round(faces, 9), axis=0)) == len(faces)
    if found.dimension:
        # The origin is the centre of the largest ball: the corners of all (centre, radius) tell it.
        balls = np.column_stack([-found.faces, -np.ones(len(faces))])
        line = np.append(np.zeros(found.dimension), 1.0)
        lines = np.vstack([balls, line])
        ends = np.append(-found.room, 0.0)
        radius = corners(lines, ends, np.zeros(len(lines), dtype=bool))[:, -1].max()
        assert found.room.min() == pytest.approx(radius, abs=1e-7)


def test_a_set_without_bounds_or_without_points_is_refused():
    none = np.zeros((0, 2)), np.zeros(0)
    with pytest.raises(ValuesError, match="without bounds"):
        region(np.eye(2), np.zeros(2), *none)
    with pytest.raises(EmptyRegionError, match="no point"):
        region(np.array([[1.0, 0.0], [-1.0, 0.0]]), np.array([1.0, 0.0]), *none)


@st.composite
def wishes(draw, scale):
    said = []
    for number in range(draw(st.integers(0, 3))):
        source = f"s{number}"
        sure = {"confidence": draw(st.sampled_from([1.0, 1.0, 1.0, 0.5]))}
        verb = draw(st.sampled_from(["peak", "direction", "bound"]))
        if verb == "peak":
            said.append(Peak(source, 0, draw(st.integers(0, scale.options - 1)), **sure))
        elif verb == "bound":
            allowed = draw(st.integers(1, (1 << scale.options) - 2))
            within = draw(st.sampled_from(["up", "down", "flat", "told", "open"]))
            if Bound(source, 0, allowed).whole:
                said.append(Bound(source, 0, allowed, within, **sure))
        elif scale.kind != "choice":
            said.append(Direction(source, 0, draw(st.booleans()), **sure))
    return said


def leans(shape, saying):
    """Whether a shape goes on within a sure bound as is likely."""
    if not isinstance(saying, Bound) or saying.confidence < 1:
        return True
    match saying.within:
        case "up":
            return shape[-1] == 1 and all(a <= b for a, b in pairwise(shape))
        case "down":
            return shape[0] == 1 and all(a >= b for a, b in pairwise(shape))
        case "flat":
            return all(v == 1 for k, v in enumerate(shape) if saying.allowed >> k & 1)
    return True


@pytest.mark.thorough
@settings(max_examples=150)
@given(st.data(), st.sampled_from(["choice", "ordered", "numeric"]))
def test_shapes_are_all_that_sure_words_leave_and_no_more(data, kind):
    """On a grid of four levels: fixed points and runs in order, against the constraints."""
    options = 5 if kind == "numeric" else data.draw(st.integers(2, 4))
    scale = (
        Scale.numeric("x", range(5)) if kind == "numeric" else getattr(Scale, kind)("x", options)
    )
    said = data.draw(wishes(scale))
    problem = translate(
        (Scale.choice("other", 2), scale), [replace(each, issue=1) for each in said]
    )
    shaping = [c for c in problem.constraints if c.shape and c.confidence >= 1]
    grid = [tuple(each) for each in product((0, 1, 2, 3), repeat=options)]
    left = set()
    for shape in grid:
        unknowns = np.array([0.0, 0.0, *(v / 3 for v in shape), 0.0, 1.0, 0.0])
        levels = [(c, c.row @ unknowns - c.bound) for c in shaping]
        if all(abs(x) < 1e-9 if c.equal else x > -1e-9 for c, x in levels) and all(
            leans([v / 3 for v in shape], each) for each in said
        ):
            left.add(shape)
    # What is a best option whatever the shape has the whole stake: docs/model.md, section 3.
    best = [k for k in range(options) if all(shape[k] == max(shape) for shape in left)]
    left = {shape for shape in left if all(shape[k] == 3 for k in best)}
    try:
        shapes = shapes_of(problem)
    except EmptyRegionError:
        # Demands that share no option leave no best one, though values might all be alike.
        demanded = [s.allowed for s in said if isinstance(s, Bound) and s.confidence >= 1]
        assert not left or (len(demanded) > 1 and not reduce(and_, demanded))
        return
    own = [run for run in shapes.runs if shapes.owner[run[0]] == 1]
    assert all((shapes.owner[run] == 1).all() for run in own)
    point, fixed = shapes.point[2:], shapes.fixed[2:]
    made = set()
    for shape in grid:
        at = {}
        if all(
            v == round(3 * f) if p < 0 else at.setdefault(int(p), v) == v
            for v, p, f in zip(shape, point, fixed, strict=True)
        ) and all(at[int(a)] <= at[int(b)] for run in own for a, b in pairwise(run)):
            made.add(shape)
    assert made == left


def test_gaps_between_points_in_order_have_their_distribution():
    """Dirichlet: means are shares of the weights, variances a(s - a) / s^2(s + 1)."""
    weights = (np.array([0.5, 1.5, 1.0, 3.0]), np.ones(3), np.ones(2))
    runs = (np.array([0, 1, 2]), np.array([4, 3]), np.array([5]))
    shapes = Shapes(np.arange(6), np.zeros(6), np.zeros(6, dtype=np.intp), runs, weights)
    drawn = shapes.draw(np.random.default_rng(1), runs, 40_000)
    for run, own in zip(runs, weights, strict=True):
        gaps = np.diff(drawn[run], axis=0, prepend=0.0, append=1.0)
        assert gaps.min() >= 0
        whole = own.sum()
        assert gaps.mean(axis=1) == pytest.approx(own / whole, abs=0.006)
        spread = own * (whole - own) / (whole**2 * (whole + 1))
        assert gaps.var(axis=1) == pytest.approx(spread, rel=0.05)
    part = shapes.draw(np.random.default_rng(1), runs[:1], 3)
    assert (part[:3] > 0).all()
    assert not part[3:].any()


def test_values_are_shapes_times_stakes():
    problem = translate((Scale.ordered("a", 3), Scale.choice("b", 2)), [Peak("p", 0, 2)])
    shapes = shapes_of(problem)
    free = np.array([[0.25, 0.5], [0.75, 0.0], [1.0, 0.5]])
    stakes = np.array([[0.4, 0.8], [0.6, 0.2]])
    found = shapes.values(free, stakes, np.array([0, 0, 0, 1, 1]))
    # The far end of a best one is nothing; the middle is free.
    wanted = [[0, 0], [0.1, 0.4], [0.4, 0.8], [0.45, 0.0], [0.6, 0.1]]
    assert found == pytest.approx(np.array(wanted))
