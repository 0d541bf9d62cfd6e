"""Every verb on random value functions: what its constraints let through is what it means."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.values.problem import (
    LEAST_BREAKS,
    MOST_UNKNOWNS,
    STRICT,
    Bound,
    Direction,
    Layout,
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

NUMBERS = (0.0, 1.0, 3.0, 4.0, 8.0, 9.0, 20.0)


class World:
    """One value function in whole numbers: worth of every option, stakes, reservation value."""

    def __init__(self, scales, breaks, stakes, reservation):
        self.scales, self.breaks, self.stakes = scales, breaks, stakes
        self.reservation = reservation
        self.worth = []
        for scale, at in zip(scales, breaks, strict=True):
            numbers = NUMBERS[: scale.options] if scale.kind == "numeric" else range(scale.options)
            where = [numbers[k] for k in scale.breaks]
            self.worth.append([float(np.interp(x, where, at)) for x in numbers])

    def unknowns(self):
        whole = [*(v for at in self.breaks for v in at), *self.stakes, self.reservation]
        return np.array(whole) / sum(self.stakes)

    def of(self, pairs):
        return sum(self.worth[i][k] for i, k in pairs)

    def open_stakes(self, pairs):
        return sum(w for i, w in enumerate(self.stakes) if i not in dict(pairs))


def fits(world, said, peaks):
    """Whether a value function is one that a party may have which said this: docs/model.md, 3."""
    match said:
        case Takes():
            return world.of(said.package) + world.open_stakes(said.package) >= world.reservation
        case Refuses():
            return world.of(said.package) < world.reservation
        case Prefers():
            named = dict(said.better)
            best = sum(world.stakes[i] for i, _ in said.worse if i not in named)
            return world.of(said.better) + best > world.of(said.worse)
        case Ranks():
            return all(world.stakes[a] > world.stakes[b] for a, b in pairwise(said.issues))
        case Stresses():
            return True
    worth, stake = world.worth[said.issue], world.stakes[said.issue]
    scale, last = world.scales[said.issue], world.scales[said.issue].options - 1
    rises = [b >= a - 1e-9 for a, b in pairwise(worth)]
    falls = [a >= b - 1e-9 for a, b in pairwise(worth)]
    ordered = scale.kind != "choice"
    if isinstance(said, Direction):
        ends = (worth[0], worth[-1]) if said.more else (worth[-1], worth[0])
        return last == 0 or (all(rises if said.more else falls) and ends == (0.0, stake))
    if isinstance(said, Peak):
        right = worth[said.option] == stake
        if ordered:
            right = right and all(rises[: said.option]) and all(falls[said.option :])
        only = {p.option for p in peaks if p.issue == said.issue} == {said.option}
        if only and last and said.option in (0, last) and (ordered or last == 1):
            right = right and worth[last - said.option] == 0
        return right
    inside = [v for k, v in enumerate(worth) if said.allowed >> k & 1]
    outside = [v for k, v in enumerate(worth) if not said.allowed >> k & 1]
    right = min(inside) >= max(outside) - 1e-9
    if len(inside) == 1:
        right = right and inside[0] == stake
    whole = said.allowed >> said.low == (1 << len(inside)) - 1
    if ordered and whole:
        right = right and all(rises[: said.low]) and all(falls[said.high :])
        if said.low == 0 or said.high == last:
            right = right and worth[last if said.low == 0 else 0] == 0
    elif len(outside) == 1:
        right = right and outside[0] == 0
    return right


@st.composite
def scales(draw, about=None):
    """An issue; one that a statement of some kind may be about."""
    kind = draw(st.sampled_from(["choice", "ordered", "numeric"][about == "direction" :]))
    if kind == "numeric":
        return Scale.numeric(kind, NUMBERS, named=draw(st.sets(st.integers(0, len(NUMBERS) - 1))))
    return getattr(Scale, kind)(kind, draw(st.integers(1 if about is None else 2, 4)))


@st.composite
def sayings(draw, given_scales, source, kind):
    """A statement of a kind, about one or all of these issues; of any kind where that cannot be."""
    issues = range(len(given_scales))
    issue = 0 if kind else draw(st.sampled_from(issues))
    scale = given_scales[issue]
    package = st.lists(st.sampled_from(issues), min_size=1, unique=True).flatmap(
        lambda some: st.tuples(
            *(st.tuples(st.just(i), st.integers(0, given_scales[i].options - 1)) for i in some)
        )
    )
    # What a statement names is a break point, and so are the steps next to what a bound allows.
    named = set(scale.breaks.tolist())
    bounds = [
        allowed
        for allowed in range(1, (1 << scale.options) - 1)
        if all(k in named for k in range(scale.options) if _turns(allowed, k, scale.options))
    ]
    neighbours = [allowed for allowed in bounds if Bound("", 0, allowed).whole] or bounds
    kinds = ["takes", "refuses", "peak", "ranks", "stresses"]
    kinds += ["direction"] if scale.kind != "choice" else []
    kinds += ["bound"] if bounds else []
    kinds += ["prefers"] if len(given_scales) > 1 else []
    match kind if kind in kinds else draw(st.sampled_from(kinds)):
        case "takes":
            return Takes(source, draw(package))
        case "refuses":
            return Refuses(source, draw(package))
        case "peak":
            return Peak(source, issue, draw(st.sampled_from(sorted(named))))
        case "direction":
            return Direction(source, issue, draw(st.booleans()))
        case "ranks":
            return Ranks(source, tuple(draw(st.permutations(issues))))
        case "stresses":
            return Stresses(source, issue, 1.0)
        case "bound":
            return Bound(source, issue, draw(st.sampled_from(neighbours) | st.sampled_from(bounds)))
        case _:
            pair = st.tuples(package, package).filter(lambda two: set(two[0]) != set(two[1]))
            return Prefers(source, *draw(pair))


def _turns(allowed, option, options):
    """Whether an option is allowed and one beside it is not, or the other way round."""
    near = [k for k in (option - 1, option + 1) if 0 <= k < options]
    return any((allowed >> k ^ allowed >> option) & 1 for k in near)


@st.composite
def worlds(draw, kind):
    """Value functions in small whole numbers, many of them on the edge of what was said."""
    about = kind if kind in ("direction", "bound") else None
    given_scales = [draw(scales(about)), *draw(st.lists(scales(), max_size=2))]
    stakes = [draw(st.integers(0, 3)) for _ in given_scales]
    if not sum(stakes):
        stakes[0] = 1
    breaks = []
    for scale, stake in zip(given_scales, stakes, strict=True):
        at = [draw(st.integers(0, stake)) for _ in scale.breaks]
        order = draw(st.sampled_from(["any", "rising", "falling", "steps"]))
        if order == "steps":
            at = [stake if draw(st.booleans()) else 0 for _ in at]
        elif order != "any":
            ends = [stake, draw(st.sampled_from([0, 0, stake]))]
            at = sorted([*ends, *at[2:]][: len(at)], reverse=order == "falling")
        breaks.append(at)
    reservation = draw(st.integers(0, sum(stakes)))
    world = World(tuple(given_scales), breaks, stakes, reservation)
    said = [draw(sayings(world.scales, "s0", kind))]
    said += [draw(sayings(world.scales, "s1", None)) for _ in range(draw(st.integers(0, 1)))]
    return world, said


def let_through(problem, unknowns):
    levels = [(c, float(c.row @ unknowns) - c.bound) for c in problem.constraints]
    return all(abs(level) < 1e-9 if c.equal else level > -1e-9 for c, level in levels)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "kind", ["takes", "refuses", "prefers", "ranks", "stresses", "peak", "direction", "bound"]
)
@settings(max_examples=60)
@given(st.data())
def test_a_value_function_is_let_through_where_it_fits_what_was_said(kind, data):
    world, said = data.draw(worlds(kind))
    problem = translate(world.scales, said)
    peaks = [s for s in said if isinstance(s, Peak)]
    wanted = all(fits(world, each, peaks) for each in said)
    assert let_through(problem, world.unknowns()) == wanted
    by_source = {each.source: each for each in said}
    for constraint in problem.constraints:
        if constraint.source is not None:
            saying = by_source[constraint.source]
            assert constraint.confidence == saying.confidence
            if not isinstance(saying, Bound):
                assert constraint.shape == isinstance(saying, Peak | Direction)


@pytest.mark.parametrize(
    "scale",
    [
        *(Scale.choice("x", n) for n in (1, 2, 3, 4)),
        *(Scale.ordered("x", n) for n in (1, 2, 3, 4)),
        Scale.numeric("x", NUMBERS[:5], range(5)),
    ],
    ids=lambda scale: f"{scale.kind}-{scale.options}",
)
def test_every_shape_on_a_grid_fits_or_is_not_let_through(scale):
    options = range(scale.options)
    levels = (0, 1, 3) if scale.options == 5 else (0, 1, 2, 3)
    grid = [list(at) for at in product(levels, repeat=scale.options)]
    worlds = [World((scale,), [at], [3], 0) for at in grid]
    unknowns = np.array([world.unknowns() for world in worlds])
    said = [[Peak("s", 0, k)] for k in options]
    said += [[Peak("s", 0, k), Peak("t", 0, j)] for k in options for j in range(k)]
    said += [[Bound("s", 0, allowed)] for allowed in range(1, (1 << scale.options) - 1)]
    if scale.kind != "choice":
        said += [[Direction("s", 0, more)] for more in (True, False)]
    for each in said:
        constraints = translate((scale,), each).constraints
        level = unknowns @ np.array([c.row for c in constraints]).T - [c.bound for c in constraints]
        equal = np.array([c.equal for c in constraints])
        let = ((level > -1e-9) & ((level < 1e-9) | ~equal)).all(axis=1)
        wanted = [all(fits(world, one, each) for one in each) for world in worlds]
        assert let.tolist() == wanted, each


def test_what_is_no_value_function_is_not_let_through():
    problem = translate((Scale.choice("a", 2), Scale.choice("b", 1)), [])
    right = [0.2, 0.6, 0.4, 0.6, 0.4, 0.7]
    assert let_through(problem, np.array(right))
    for place, wrong in ((0, -0.1), (1, 0.7), (2, 0.5), (2, -0.1), (5, -0.1), (5, 1.1)):
        assert not let_through(problem, np.array([*right[:place], wrong, *right[place + 1 :]]))
    assert not let_through(problem, np.array([0.2, 0.5, 0.4, 0.5, 0.4, 0.7]))  # stakes are 0.9


def test_a_refusal_asks_for_a_little_more_than_nothing():
    layout = translate((Scale.choice("a", 2),), []).layout
    problem = translate(layout.scales, [Refuses("r", ((0, 0),))])
    [row] = [c for c in problem.constraints if c.source]
    assert row.bound == STRICT
    assert row.row.tolist() == [-1.0, 0.0, 0.0, 1.0]


@given(
    st.lists(st.lists(st.integers(-5, 5), min_size=2, max_size=3), min_size=1, max_size=3),
    st.none() | st.integers(-9, 20),
)
def test_points_are_moved_so_that_the_worst_is_nothing_and_the_best_is_all(points, reservation):
    spread = sum(max(each) - min(each) for each in points)
    made = tuple(Scale.choice(str(k), len(each)) for k, each in enumerate(points))
    said = Points("p", tuple(tuple(map(float, each)) for each in points), reservation)
    if not spread:
        with pytest.raises(ValuesError, match="nothing apart"):
            translate(made, [said])
        return
    problem = translate(made, [said])
    level = 0.5 if reservation is None else (reservation - sum(map(min, points))) / spread
    right = [(x - min(each)) / spread for each in points for x in each]
    right += [(max(each) - min(each)) / spread for each in points]
    right = np.array([*right, level])
    assert let_through(problem, right)
    for place in range(len(right) - (reservation is None)):
        moved = right.copy()
        moved[place] += 0.01
        assert not let_through(problem, moved)


def test_no_reservation_value_is_the_lowest():
    points = Points("p", ((1.0, 3.0),), -np.inf)
    problem = translate((Scale.choice("a", 2),), [points])
    assert let_through(problem, np.array([0.0, 1.0, 1.0, 0.0]))
    assert not let_through(problem, np.array([0.0, 1.0, 1.0, 0.1]))


def test_points_of_a_range_run_straight_between_its_break_points():
    scale = Scale.numeric("n", NUMBERS, named=[2])
    at = {k: float(10 - k) for k in scale.breaks.tolist()}
    where = [NUMBERS[k] for k in at]
    straight = [float(np.interp(x, where, list(at.values()))) for x in NUMBERS]
    problem = translate((scale,), [Points("p", (tuple(straight),))])
    low, high = min(straight), max(straight)
    wanted = [(at[k] - low) / (high - low) for k in at]
    assert let_through(problem, np.array([*wanted, 1.0, 0.5]))
    bent = list(straight)
    bent[next(k for k in range(len(NUMBERS)) if k not in at)] += 0.01
    with pytest.raises(ValuesError, match=r"'n'.*not linear"):
        translate((scale,), [Points("p", (tuple(bent),))])


@given(st.sets(st.integers(0, 60), min_size=1, max_size=20), st.data())
def test_break_points_are_the_ends_the_named_and_enough_in_between(some, data):
    numbers = sorted(some)
    count = len(numbers)
    named = data.draw(st.sets(st.integers(0, count - 1), max_size=5))
    scale = Scale.numeric("n", numbers, named=named)
    wanted = {0, count - 1} | named
    if len(wanted) < LEAST_BREAKS:
        # As in UTA: evenly spread, each at the number that lies nearest, the lower of two.
        for k in range(LEAST_BREAKS):
            place = numbers[0] + (numbers[-1] - numbers[0]) * k / (LEAST_BREAKS - 1)
            wanted.add(min(range(count), key=lambda step: abs(numbers[step] - place)))
    assert scale.breaks.tolist() == sorted(wanted)
    values = data.draw(st.lists(st.integers(0, 9), min_size=len(wanted), max_size=len(wanted)))
    straight = np.interp(numbers, [numbers[k] for k in sorted(wanted)], values)
    assert scale.interpolation() @ values == pytest.approx(straight)
    layout = Layout((Scale.choice("c", 2), scale))
    unknowns = np.array([0.5, 0.25, *values, 1.0, 1.0, 0.0])
    packages = np.array([[k % 2, k] for k in range(count)])
    worth = straight + np.array([0.5 if k % 2 == 0 else 0.25 for k in range(count)])
    assert layout.rows(packages) @ unknowns == pytest.approx(worth)
    for step in range(count):
        assert layout.value(1, step) @ unknowns == pytest.approx(straight[step])
        assert layout.worth(((1, step),)) @ unknowns == pytest.approx(straight[step])
        mixed = sum(weight * values[place] for place, weight in scale.at(step))
        assert mixed == pytest.approx(straight[step])


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: Scale.numeric("n", []), "finite and increase"),
        (lambda: Scale.numeric("n", [1.0, 1.0]), "finite and increase"),
        (lambda: Scale.numeric("n", [2.0, 1.0]), "finite and increase"),
        (lambda: Scale.numeric("n", [1.0, np.inf]), "finite and increase"),
        (lambda: Scale.numeric("n", [1.0, 2.0], named=[2]), "no step 2 among 2"),
        (lambda: Scale.numeric("n", [1.0, 2.0], named=[-1]), "no step -1 among 2"),
        (lambda: Scale.choice("c", 0), "at least one option"),
        (lambda: Scale.choice("c", 2).at(-1), "no option -1 among 2"),
        (lambda: Layout(()), "at least one issue"),
        (lambda: Layout((Scale.choice("c", 2),)).stake(1), "no issue 1 among 1"),
        (lambda: Layout((Scale.choice("c", 2),)).block(-1), "no issue -1 among 1"),
        (lambda: Layout((Scale.choice("c", 2),)).rows(np.array([0])), r"shape \(any, 1\)"),
        (lambda: Layout((Scale.choice("c", 2),)).rows(np.array([[0.0]])), "whole numbers"),
        (lambda: Layout((Scale.choice("c", 2),)).rows(np.array([[0], [-1]])), "package 1: .* -1"),
    ],
)
def test_what_is_not_there_is_refused(made, message):
    with pytest.raises(ValuesError, match=message):
        made()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (Takes("s", ((0, 0),), confidence=-0.1), "confidence -0.1 is not between"),
        (Prefers("s", (), ((0, 0),)), "must name an issue"),
        (Prefers("s", ((0, 0),), ()), "must name an issue"),
        (Prefers("s", ((0, 0), (1, 1)), ((1, 1), (0, 0))), "the same"),
        (Ranks("s", ()), "at least one"),
        (Stresses("s", 2, 1.0), "no issue 2"),
        (Points("s", ((0.0, np.nan), (0.0, 1.0))), "finite"),
        (Points("s", ((0.0, 1.0), (0.0, 1.0)), np.inf), "minus infinity"),
        (Points("s", ((0.0, 1.0), (0.0, 1.0)), np.nan), "minus infinity"),
    ],
)
def test_what_cannot_be_meant_is_refused(said, message):
    with pytest.raises(ValuesError, match=message):
        translate((Scale.choice("a", 2), Scale.choice("b", 2)), [said])


def test_as_many_options_as_there_may_be():
    # Of one issue: its options, its stake, the reservation value.
    assert translate([Scale.choice("a", MOST_UNKNOWNS - 2)], []).layout.size == MOST_UNKNOWNS
    with pytest.raises(ValuesError, match="too many"):
        translate([Scale.choice("a", MOST_UNKNOWNS - 1)], [])


def test_scales_draw_alike_only_where_all_is_alike():
    alike = [Scale.choice("a", 3).key, Scale.choice("b", 3).key]
    assert alike[0] == alike[1]
    others = [Scale.choice("a", 4), Scale.ordered("a", 3), Scale.numeric("a", range(3))]
    assert len({alike[0], *(scale.key for scale in others)}) == 4
