"""Statuses against one linear program each, against draws, and against cases known by hand."""

from random import Random
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.values import certainty
from lastyard.values.certainty import (
    PROOF,
    ContradictionError,
    _Pool,
    find_contradiction,
    judge_goals,
    judge_packages,
    judge_preferences,
)
from lastyard.values.posterior import sample
from lastyard.values.problem import (
    STRICT,
    Direction,
    Peak,
    Points,
    Prefers,
    Ranks,
    Refuses,
    Scale,
    Takes,
    translate,
    without,
)
from lastyard.values.region import program

SCALES = (Scale.ordered("a", 3), Scale.choice("b", 2), Scale.choice("c", 3))
EVERY = np.array([[i, j, k] for i in range(3) for j in range(2) for k in range(3)])


def sayings():
    package = st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 2))
    partial = st.builds(
        lambda p, keep: tuple((i, o) for i, o in enumerate(p) if keep[i]) or ((0, p[0]),),
        package,
        st.tuples(st.booleans(), st.booleans(), st.booleans()),
    )
    one = st.one_of(
        st.builds(lambda p: ("takes", p), partial),
        st.builds(lambda p: ("refuses", p), partial),
        st.builds(lambda o: ("peak", o), st.integers(0, 2)),
        st.builds(lambda m: ("direction", m), st.booleans()),
        st.builds(lambda p: ("ranks", tuple(p)), st.permutations([0, 1, 2])),
        st.builds(lambda p, q: ("prefers", (p, q)), partial, partial),
    )
    return st.lists(one, max_size=6).map(_build)


def _build(raw):
    found = []
    for n, (verb, what) in enumerate(raw):
        match verb:
            case "takes":
                found.append(Takes(f"s{n}", what))
            case "refuses":
                found.append(Refuses(f"s{n}", what))
            case "peak":
                found.append(Peak(f"s{n}", 2, what))
            case "direction":
                found.append(Direction(f"s{n}", 0, what))
            case "ranks":
                found.append(Ranks(f"s{n}", what))
            case _ if set(what[0]) != set(what[1]):
                found.append(Prefers(f"s{n}", *what))
    return found


@pytest.mark.thorough
@settings(deadline=None, max_examples=60)
@given(sayings())
def test_statuses_equal_two_programs_each_and_contradictions_are_minimal(said):
    problem = translate(SCALES, said)
    contradiction = find_contradiction(problem)
    if contradiction is not None:
        with pytest.raises(ContradictionError):
            judge_packages(problem, EVERY)
        others = [s.source for s in said if s.source not in contradiction.statements]
        core = without(problem, others)
        assert not _fits(core)
        for source in contradiction.statements:
            assert _fits(without(core, [source]))
        assert len(set(contradiction.repairs)) == len(contradiction.repairs)
        assert {s for repair in contradiction.repairs for s in repair} >= set(
            contradiction.statements
        )
        for repair in contradiction.repairs:
            assert _fits(without(problem, repair))
            for source in repair:
                assert not _fits(without(problem, [s for s in repair if s != source]))
        return
    assert _fits(problem)
    codes = judge_packages(problem, EVERY).codes
    solver = program(list(problem.constraints), problem.layout.size)
    rows = problem.layout.rows(EVERY)
    rows[:, -1] -= 1.0
    for row, code in zip(rows, codes, strict=True):
        low, high = solver.minimise(row).value, -solver.minimise(-row).value
        wanted = 1 if low >= -PROOF else 2 if high <= -STRICT / 2 else 0
        assert code == wanted, (low, high)


def _fits(problem):
    size = problem.layout.size
    return program(list(problem.constraints), size).minimise(np.zeros(size)) is not None


def test_no_draw_contradicts_a_certainty():
    rng = np.random.default_rng(4)
    scales = [Scale.choice(str(i), 4) for i in range(4)]
    said = [
        Takes("t0", ((0, 1), (1, 2), (2, 0), (3, 3))),
        Refuses("r0", ((0, 0), (1, 0), (2, 1), (3, 0))),
        Takes("t1", ((0, 2), (1, 2))),
        Ranks("k", (1, 0)),
        Peak("p", 1, 2),
    ]
    problem = translate(scales, said)
    packages = np.unique(rng.integers(0, 4, (256, 4)), axis=0)
    judged = judge_packages(problem, packages)
    assert {"certain", "possible", "impossible"} == set(judged.statuses)
    draws = sample(problem, reading="at their word", draws=8, seed=2).draws
    gains = draws @ (problem.layout.rows(packages) - np.eye(problem.layout.size)[-1]).T
    assert gains[:, judged.codes == 1].min() >= -PROOF
    assert gains[:, judged.codes == 2].max() < 0


def test_known_points_leave_nothing_open():
    problem = translate(
        SCALES, [Points("p", ((0.0, 1.0, 3.0), (0.0, 2.0), (1.0, 0.0, 0.5)), reservation=3.0)]
    )
    worth = np.array([[0, 1, 3][i] + [0, 2][j] + [1, 0, 0.5][k] for i, j, k in EVERY])
    expected = np.where(worth >= 3.0, "certain", "impossible").tolist()
    assert list(judge_packages(problem, EVERY).statuses) == expected


def test_preferences_between_packages():
    problem = translate(SCALES, [Direction("d", 0, more=True), Prefers("p", ((1, 1),), ((1, 0),))])
    these = np.array([[2, 1, 0], [0, 0, 0], [2, 0, 0]])
    those = np.array([[0, 0, 0], [2, 1, 0], [0, 0, 1]])
    assert judge_preferences(problem, these, those).statuses == (
        "certain",
        "impossible",
        "possible",
    )


def test_an_offer_and_its_refusal_contradict():
    said = [
        Takes("o", ((0, 1), (1, 0), (2, 0))),
        Ranks("k", (0, 1)),
        Refuses("n", ((0, 1), (1, 0), (2, 0))),
    ]
    found = find_contradiction(translate(SCALES, said))
    assert found.statements == ("o", "n")
    assert set(found.repairs) == {("o",), ("n",)}


def test_each_statement_of_a_contradiction_has_a_repair():
    """Also where what contradicts it is left out for the sake of an earlier statement."""
    package, other = ((0, 0), (1, 0), (2, 0)), ((0, 1), (1, 1), (2, 1))
    said = [
        Refuses("first", package),
        Takes("both", package),
        Ranks("both", (1, 0)),
        Ranks("last", (0, 1)),
        Takes("aside", other),
    ]
    found = find_contradiction(translate(SCALES, said))
    assert found.statements == ("both", "last")
    assert set(found.repairs) == {("both",), ("first", "last")}


def test_nothing_said_leaves_everything_possible():
    assert set(judge_packages(translate(SCALES, []), EVERY).statuses) == {"possible"}


def test_shared_proofs_and_points_agree_with_two_programs_each_on_a_larger_case():
    rng = np.random.default_rng(3)
    hidden = rng.random((5, 5)) * rng.dirichlet(np.ones(5))[:, None]
    said = []
    for n in range(10):
        package = tuple((i, int(rng.integers(5))) for i in range(5))
        worth = sum(hidden[i, k] for i, k in package)
        verb = Takes if worth >= hidden.mean(axis=1).sum() else Refuses
        said.append(verb(f"s{n}", package))
    problem = translate([Scale.choice(str(i), 5) for i in range(5)], said)
    rows = []
    for saying in said:
        for issue in range(5):
            near = [k for _, k in saying.package]
            near[issue] = int(rng.integers(5))
            rows.append(near)
    goals = problem.layout.rows(np.array(rows))
    goals[:, -1] -= 1.0
    # Moving every goal a little makes many that only just fail to be certain.
    goals[::2, -1] -= 0.03
    codes = judge_goals(problem, goals).codes
    solver = program(list(problem.constraints), problem.layout.size)
    for goal, code in zip(goals, codes, strict=True):
        low, high = solver.minimise(goal).value, -solver.minimise(-goal).value
        assert code == (1 if low >= -PROOF else 2 if high <= -STRICT / 2 else 0), (low, high)


@pytest.mark.parametrize(
    ("worth", "sign", "code"),
    [
        (-1e-10, 1.0, 1),
        (-1e-8, 1.0, 0),
        (-1e-4, 1.0, 0),
        (-6e-7, -1.0, 2),
        (-4e-7, -1.0, 0),
        (1e-4, -1.0, 0),
    ],
)
def test_a_proof_that_falls_short_by_little_proves_nothing(worth, sign, code):
    """The multipliers of the exact bound of a goal, tried on that goal alone."""
    problem = translate(SCALES, [Points("p", ((0.0, 0.0, 0.5), (0.0, 0.3), (0.0, 0.0, 0.2)))])
    goal = problem.layout.rows(np.array([[2, 1, 2]]))
    # Every value function gives that package 1; the stakes always sum to 1 too.
    goal[0, problem.layout.values : problem.layout.reservation] = worth - 1.0
    pool = _Pool(problem, goal)
    found = pool.solver.minimise(sign * goal[0])
    assert sign * found.value == pytest.approx(worth, abs=1e-12)
    pool._prove(found.multipliers, np.array([0]), sign)
    assert pool.codes[0] == code


def test_a_statement_turned_round_proves_nothing():
    """Multipliers of what is only a bound below must not be negative, whatever a solver says."""
    problem = translate(SCALES, [Takes("t", ((0, 1), (1, 0), (2, 0)))])
    [said] = [c for c in problem.constraints if c.source]
    pool = _Pool(problem, -said.row[None, :])
    pool._prove(np.array([0.5, -1.0]), np.array([0]), 1.0)
    assert pool.codes[0] == 0
    pool = _Pool(problem, said.row[None, :])
    pool._prove(np.array([0.5, 1.0]), np.array([0]), 1.0)
    assert pool.codes[0] == 1


def test_a_point_that_misses_a_statement_refutes_nothing():
    problem = translate(SCALES, [Takes("t", ((0, 1), (1, 0), (2, 0))), Peak("p", 2, 1)])
    goal = problem.layout.rows(np.array([[2, 1, 2]]))
    goal[0, -1] = -1.0
    point = value_function(problem, [[0.1, 0.2, 0.2], [0.3, 0.1], [0.2, 0.4, 0.1]], [0.2, 0.4, 0.4])
    for reservation, peak, refuted in ((0.7, 0.4, True), (0.7001, 0.4, False), (0.7, 0.399, False)):
        pool, at = _Pool(problem, goal), point.copy()
        at[-1], at[6] = reservation, peak
        pool._refute(at)
        assert pool.may_hold_always[0] != refuted


def value_function(problem, values, stakes):
    return np.array([*(v for each in values for v in each), *stakes, 0.0])


@given(st.sets(st.integers(0, 11)), st.integers(0, 12), st.integers(0, 2**32))
def test_what_is_left_out_is_as_if_it_were_tried_one_by_one(fatal, least, seed):
    """The contradictory subset, and the largest set that fits, by fewer questions than statements."""
    names = list(range(12))
    Random(seed).shuffle(names)

    def fits(chosen):
        return len(fatal & set(chosen)) <= least % (len(fatal) + 1) and not {0, 1} <= set(chosen)

    core = list(names)
    for name in names:
        fewer = [other for other in core if other != name]
        if not fits(fewer):
            core = fewer
    kept = []
    for name in names:
        if fits([*kept, name]):
            kept.append(name)
    asked = SimpleNamespace(fits=fits)
    if not fits(names):
        assert certainty._core(asked, names) == core
    assert certainty._filled(asked, names) == kept
