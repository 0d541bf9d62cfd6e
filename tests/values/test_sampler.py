"""The parts of the samplers: chain by chain, step by step, as their sources write them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.values import sampler
from lastyard.values.likelihood import Choices, Evidence
from lastyard.values.problem import ValuesError
from lastyard.values.region import region
from lastyard.values.sampler import (
    Budget,
    Coordinates,
    Level,
    MixingError,
    Settled,
    Streams,
    Target,
    Trajectories,
    _cholesky,
    _Fliers,
    _Step,
    _Walkers,
    barrier_axes,
    covariance_axes,
    segment,
    slice_along,
    until_mixed,
    walk,
)


def cube(size, corner=None):
    """The unit cube, one corner of it cut off."""
    rows, bounds = np.vstack([np.eye(size), -np.eye(size)]), np.repeat([0.0, -1.0], size)
    if corner is not None:
        rows, bounds = np.vstack([rows, -np.ones(size)]), np.append(bounds, -corner)
    return region(rows, bounds, np.zeros((0, size)), np.zeros(0))


# Axes


@given(st.integers(0, 2**32), st.integers(1, 4))
def test_axes_make_draws_and_the_barrier_round(seed, size):
    random = np.random.default_rng(seed)
    draws = random.normal(size=(3, 7, size)) @ random.normal(size=(size, size))
    axes = covariance_axes(draws)
    assert axes @ axes.T == pytest.approx(
        np.cov(draws.reshape(-1, size).T, ddof=0).reshape(size, size)
    )
    assert np.triu(axes, 1).tolist() == np.zeros((size, size)).tolist()
    inside = cube(size, corner=0.6 * size)
    metric = sum(np.outer(f, f) / r**2 for f, r in zip(inside.faces, inside.room, strict=True))
    axes = barrier_axes(inside)
    assert axes.T @ metric @ axes == pytest.approx(np.eye(size), abs=1e-9)


def test_axes_that_are_all_but_flat_keep_a_little_width():
    flat = _cholesky(np.array([[4.0, 4.0], [4.0, 4.0]]))
    assert flat[:, 0].tolist() == [2.0, 2.0]
    assert flat[1, 1] == pytest.approx(math.sqrt(4e-10))
    assert (np.diagonal(_cholesky(np.zeros((2, 2)))) > 0).all()


# Coordinates


@st.composite
def coordinates(draw):
    issues = draw(st.integers(1, 3))
    alone = np.array(draw(st.lists(st.integers(0, issues), max_size=3)), dtype=np.intp)
    runs = draw(st.lists(st.tuples(st.integers(0, issues - 1), st.integers(2, 3)), max_size=2))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    gaps = None
    if draw(st.booleans()):
        gaps = [random.uniform(0.25, 4.0, length + 1) for _, length in runs]
    return Coordinates(issues, 2.5, alone, runs, gaps), issues, alone, runs, gaps, random


def opened(place, issues, alone, runs):
    """Factors and stakes of one chain, from the sizes of which they are shares."""
    stakes = np.exp(place[:issues]) / np.exp(place[:issues]).sum()
    factors = [
        1 / (1 + math.exp(-(1.5976 * z + 0.07056 * z**3)))
        for z in place[issues : issues + len(alone)]
    ]
    at = issues + len(alone)
    for _, length in runs:
        sizes = np.exp(place[at : at + length + 1])
        factors += (np.cumsum(sizes) / sizes.sum())[:-1].tolist()
        at += length + 1
    return np.array(factors), stakes


@settings(max_examples=60)
@given(coordinates())
def test_places_are_opened_and_weighed_as_their_distributions_say(made):
    found, issues, alone, runs, gaps, random = made
    owner = [*alone.tolist(), *(own for own, length in runs for _ in range(length))]
    assert found.owner.tolist() == owner
    assert found.factors == len(owner)
    assert found.size == issues + len(alone) + sum(length + 1 for _, length in runs)
    places = random.normal(size=(found.size, 3))
    factors, stakes = found.open(places)
    # Two choices among three, and a tilt, over factors times their stakes and the stakes.
    size = len(owner) + issues
    said = Evidence(
        random.normal(size=(3, size)),
        np.zeros(3),
        np.array([0]),
        np.zeros(3, dtype=np.intp),
        np.array([1, 2]),
        np.array([1.0, 0.5]),
        np.array([1.0, 0.7]),
        np.full(2, 1 / 3),
        random.normal(size=size),
    )
    choices = Choices(said, np.eye(size))
    logs, wanted = found.log_density(places, choices), []
    shape = np.concatenate([np.full(issues, 2.5), *(gaps or [np.ones(n + 1) for _, n in runs])])
    gammas = [*range(issues), *range(issues + len(alone), found.size)]
    for chain, place in enumerate(places.T):
        own, shares = opened(place, issues, alone, runs)
        assert factors[:, chain] == pytest.approx(own)
        assert stakes[:, chain] == pytest.approx(shares)
        weights = np.append(shares, 1.0)[owner] if owner else np.zeros(0)
        point = np.concatenate([own * weights, shares])
        total = float(said.log_likelihood(point[None, :])[0])
        # Gamma variables by their logarithms; a uniform one by its bell number.
        total += float(np.sum(shape * place[gammas] - np.exp(place[gammas])))
        for p, z in zip(own, place[issues : issues + len(alone)], strict=False):
            total += math.log(p * (1 - p) * (1.5976 + 3 * 0.07056 * z * z))
        wanted.append(total)
    assert logs - logs[0] == pytest.approx(np.array(wanted) - wanted[0], abs=1e-9)
    slope = found.slope(places, choices)
    for line in range(found.size):
        step = np.zeros_like(places)
        step[line] = 1e-6
        rise = found.log_density(places + step, choices) - found.log_density(places - step, choices)
        assert slope[line] == pytest.approx(rise / 2e-6, rel=1e-4, abs=1e-6)


def test_chains_start_at_draws_of_the_prior():
    weights = [np.array([0.5, 2.0, 1.0])]
    found = Coordinates(2, 3.0, np.array([0]), [(1, 2)], weights)
    places = found.draw(np.random.default_rng(1), 40_000)
    sizes = np.exp(places[[0, 1, 3, 4, 5]])
    assert sizes.mean(axis=1) == pytest.approx([3.0, 3.0, 0.5, 2.0, 1.0], rel=0.03)
    assert sizes.var(axis=1) == pytest.approx([3.0, 3.0, 0.5, 2.0, 1.0], rel=0.06)
    assert (places[2].mean(), places[2].var()) == pytest.approx((0.0, 1.0), abs=0.03)


# Random numbers and slices


def test_a_chain_has_its_own_numbers_whoever_else_asks(monkeypatch):
    monkeypatch.setattr(sampler, "_STREAM", 5)
    streams = Streams(7, 3)
    own = [np.random.default_rng(s) for s in np.random.SeedSequence(7).spawn(4)]
    assert streams.shared.random() == own[0].random()
    rows = [[], [], []]
    for some in ([0, 1, 2], [1], [1, 2], [0, 1], [1], [1], [1, 2], [0, 1, 2], [1], [1]):
        for chain, number in zip(some, streams.take(np.array(some)), strict=True):
            rows[chain].append(number)
    for chain, row in enumerate(rows):
        assert row == own[chain + 1].random(len(row)).tolist()


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.booleans())
def test_slices_are_those_of_each_chain_alone(seed, shared):
    """Neal 2003, figure 5: shrink towards where the chain stands until a place is high enough."""
    random = np.random.default_rng(seed)
    chains = 5
    forms = random.normal(size=(2, chains))
    change = random.normal(size=(2, 1 if shared else chains))
    low, high = -random.uniform(0.1, 3.0, chains), random.uniform(0.1, 3.0, chains)
    before = low.copy(), high.copy()

    def density(at):
        return -20.0 * np.sum((at - 0.3) ** 2, axis=0)

    level = Level(forms.copy(), density(forms))
    step = slice_along(Streams(seed, chains), level, change, low, high, density)
    assert (low == before[0]).all()
    assert (high == before[1]).all()
    for chain in range(chains):
        numbers = np.random.default_rng(np.random.SeedSequence(seed).spawn(chains + 1)[chain + 1])
        own, along = forms[:, chain], change[:, 0 if shared else chain]
        floor = density(own[:, None])[0] + math.log(1 - numbers.random())
        left, right = low[chain], high[chain]
        for _ in range(1_000):
            trial = left + (right - left) * numbers.random()
            reached = density((own + along * trial)[:, None])[0]
            if reached >= floor:
                break
            left, right = (trial, right) if trial < 0 else (left, trial)
        assert step[chain] == pytest.approx(trial)
        assert level.forms[:, chain] == pytest.approx(own + along * trial)
        assert level.logs[chain] == pytest.approx(reached)


def test_a_slice_that_is_too_thin_leaves_the_chain_where_it_is():
    level = Level(np.zeros((1, 2)), np.zeros(2))
    step = slice_along(
        Streams(1, 2),
        level,
        np.ones((1, 1)),
        np.full(2, -1.0),
        np.ones(2),
        lambda at: at[0] * 0 - 99,
    )
    assert step.tolist() == [0.0, 0.0]
    assert level.forms.tolist() == [[0.0, 0.0]]
    assert level.logs.tolist() == [0.0, 0.0]


# Polytopes


@given(st.integers(0, 2**32))
def test_a_line_ends_at_the_first_face_it_meets(seed):
    random = np.random.default_rng(seed)
    toward = random.integers(-2, 3, 5).astype(float)
    room = random.uniform(0.0, 2.0, (5, 4))
    low, high = segment(toward, room)
    for chain in range(4):
        ahead = [r / t for r, t in zip(room[:, chain], toward, strict=True) if t > 0]
        behind = [r / t for r, t in zip(room[:, chain], toward, strict=True) if t < 0]
        assert high[chain] == pytest.approx(min(ahead, default=math.inf))
        assert low[chain] == pytest.approx(max(behind, default=-math.inf))


def test_what_moves_carry_along_is_what_it_is():
    inside = cube(3, corner=1.5)
    rows = np.array([[1.0, 2.0, 0.0], [0.0, -1.0, 1.0]])
    target = Target(rows, lambda forms: -np.sum(forms * forms, axis=0))
    chains = _Walkers(inside, target, 6, 3)

    def check():
        points = chains.points(chains.places.T[:, None, :])[:, 0]
        assert points == pytest.approx(inside.origin + chains.places.T @ inside.basis.T)
        assert chains.room == pytest.approx(inside.room[:, None] - inside.faces @ chains.places)
        assert (chains.room >= 0).all()
        assert chains.level.forms == pytest.approx(rows @ points.T)
        assert chains.level.logs == pytest.approx(target.density(rows @ points.T))

    check()
    for axis in (0, 2, 1):
        before = chains.places.copy()
        chains._move(axis)
        moved, along = chains.places - before, chains.directions[:, axis]
        assert moved == pytest.approx(np.outer(along, along @ moved / (along @ along)))
        assert (moved != 0).any(axis=0).all()
        check()
    chains.settle()
    chains.sweep()
    check()
    draws = np.random.default_rng(1).normal(size=(6, 9, 3))
    chains.tune(draws)
    assert chains.directions == pytest.approx(covariance_axes(draws))


@settings(max_examples=20)
@given(st.integers(0, 2**20))
def test_a_flight_is_that_of_each_chain_alone(seed):
    """Straight on at its speed, mirrored at each face, for its time: Polyak & Gryazina 2014."""
    size, count = 3, 5
    inside = cube(size, corner=1.2)
    flat = Target(np.zeros((0, size)), lambda forms: np.zeros(forms.shape[1]))
    chains = _Fliers(inside, flat, count, seed)
    axes = np.random.default_rng(seed).normal(size=(size, size))
    for move in (False, True):
        if move:
            chains._aim(axes)
        start = chains.places.copy()
        random = np.random.default_rng(np.random.SeedSequence(seed).spawn(count + 1)[0])
        random.bit_generator.state = chains.streams.shared.bit_generator.state
        chains.sweep()
        speeds = random.standard_normal((count, size))
        times = 2.6 * random.uniform(0.5, 1.5, count)
        # In the coordinates of the axes, where faces stand askew.
        normals = inside.faces @ chains.directions
        for chain in range(count):
            at, speed, left = np.zeros(size), speeds[chain], times[chain]
            room = inside.room - inside.faces @ start[:, chain]
            for _ in range(1_000):
                toward = normals @ speed
                ends = np.where(toward > 1e-12, np.maximum(room - normals @ at, 0.0), np.inf)
                ends = np.divide(ends, toward, out=np.full_like(ends, np.inf), where=toward > 1e-12)
                face = int(ends.argmin())
                if ends[face] >= left:
                    at = at + speed * left
                    break
                at, left = at + speed * ends[face], left - ends[face]
                normal = normals[face] / np.linalg.norm(normals[face])
                speed = speed - 2 * (normal @ speed) * normal
            landed = start[:, chain] + chains.directions @ at
            assert chains.places[:, chain] == pytest.approx(landed, abs=1e-8)
        assert (inside.faces @ chains.places <= inside.room[:, None] + 1e-9).all()


def test_a_polytope_that_is_a_point_has_one_draw():
    point = region(np.eye(1), np.zeros(1), np.eye(1), np.full(1, 0.25))
    found = walk(point, Target(np.zeros((0, 1)), lambda forms: forms[0]), 3, Budget(draws=8), 5)
    assert found.points.tolist() == np.full((3, 8, 1), 0.25).tolist()
    assert (found.effective, found.r_hat, found.sweeps, found.seed) == (24.0, 1.0, 0, 5)


# Trajectories


class Curved:
    """A density whose slope changes along the way."""

    size = 2

    def draw(self, random, count):
        return random.normal(size=(2, count))

    def log_density(self, places):
        return np.sum(2.0 * places - np.exp(places), axis=0) - 0.3 * places[0] * places[1]

    def slope(self, places):
        return 2.0 - np.exp(places) - 0.3 * places[::-1]


@pytest.mark.parametrize(("length", "steps"), [(0.3, 4), (0.9, 3), (1.6, 1)])
def test_a_path_is_leapfrog_and_kept_with_the_chance_of_its_energy(length, steps):
    """Neal 2011, section 5.2.3.3, one chain after another."""
    chains = Trajectories(Curved(), 40, seed=4)
    scale = np.std(chains.places, axis=1)
    for _ in range(6):
        random = np.random.default_rng(0)
        random.bit_generator.state = chains._random.bit_generator.state
        before = chains.places.copy()
        mean = chains._path(length, steps)
        speeds = random.standard_normal(before.shape)
        step = length * random.uniform(0.8, 1.0) * scale
        count = max(1, round(steps * random.uniform(0.5, 1.5)))
        lots, chances = random.random(40), []
        for chain, lot in enumerate(lots):
            at, speed = before[:, [chain]], speeds[:, [chain]]
            energy = Curved().log_density(at)[0] - (speed**2).sum() / 2
            for _ in range(count):
                speed = speed + step[:, None] * Curved().slope(at) / 2
                at = at + step[:, None] * speed
                speed = speed + step[:, None] * Curved().slope(at) / 2
            reached = Curved().log_density(at)[0] - (speed**2).sum() / 2
            chances.append(min(1.0, math.exp(reached - energy)))
            kept = at if lot < chances[-1] else before[:, [chain]]
            assert chains.places[:, [chain]] == pytest.approx(kept)
        assert mean == pytest.approx(np.mean(chances))
        assert chains._logs == pytest.approx(Curved().log_density(chains.places))
        assert chains._slope == pytest.approx(Curved().slope(chains.places))


def test_a_path_that_runs_off_is_never_kept():
    class Steep(Curved):
        def log_density(self, places):
            return -np.sum(np.exp(places**2), axis=0)

        def slope(self, places):
            return -2.0 * places * np.exp(places**2)

    chains = Trajectories(Steep(), 8, seed=1)
    before = chains.places.copy()
    assert chains._path(80.0, 30) == 0.0
    assert (chains.places == before).all()


def test_a_step_is_learnt_by_dual_averaging():
    """Hoffman & Gelman 2014, equations 5 and 6, with the figures of this house."""
    step, chances = _Step(0.4), [0.2, 0.9, 0.95, 0.6, 1.0]
    for again in range(2):
        first = step.length
        lack, mean, goal = 0.0, math.log(first), math.log(1.5 * first)
        for t, chance in enumerate(chances, 1):
            step.learn(chance)
            lack = (1 - 1 / (t + 4)) * lack + (0.8 - chance) / (t + 4)
            now = goal - math.sqrt(t) / 0.15 * lack
            mean = t**-0.75 * now + (1 - t**-0.75) * mean
            assert step.length == pytest.approx(math.exp(now))
        step.fix()
        assert step.length == pytest.approx(math.exp(mean)), again
        step.restart()
        assert step.length == pytest.approx(math.exp(mean))


def test_scales_are_the_spread_of_the_chains():
    class Wide(Curved):
        def draw(self, random, count):
            return random.normal(size=(2, count)) * [[3.0], [0.2]]

        def log_density(self, places):
            return -0.5 * np.sum((places / [[3.0], [0.2]]) ** 2, axis=0)

        def slope(self, places):
            return -places / np.array([[9.0], [0.04]])

    chains = Trajectories(Wide(), 500, seed=2)
    chains.settle()
    assert chains._scale[:, 0] == pytest.approx([3.0, 0.2], rel=0.1)
    draws = np.random.default_rng(1).normal(size=(7, 5, 2))
    chains.tune(draws)
    assert chains._scale[:, 0] == pytest.approx(draws.reshape(-1, 2).std(axis=0))
    # A path goes on average so far, whatever the step.
    assert chains.steps * chains._step.length == pytest.approx(2.6, abs=chains._step.length / 2)


def test_chains_go_on_from_where_others_stand():
    chains = Trajectories(Curved(), 6, seed=2)
    other = Settled(np.random.default_rng(3).normal(size=(2, 6)), np.array([[0.5], [2.0]]), 0.7)
    chains.begin(other)
    assert chains.settled.places is other.places
    assert chains._logs == pytest.approx(Curved().log_density(other.places))
    assert chains._slope == pytest.approx(Curved().slope(other.places))
    assert (chains.settled.scale == other.scale).all()
    assert chains.settled.length == 0.7
    chains.settle()
    # They have left their start behind already, so the scales stay.
    assert (chains.settled.scale == other.scale).all()
    assert (chains.places != other.places).any()


# Rounds


class Clock:
    """Chains that stand at the number of sweeps they have made."""

    cost = 1

    def __init__(self):
        self.places, self.tuned, self.settled = np.zeros((1, 2)), [], 0

    def settle(self):
        self.settled += 1

    def sweep(self):
        self.places = self.places + 1

    def tune(self, draws):
        self.tuned.append(draws.shape)

    def points(self, draws):
        return draws


@pytest.mark.parametrize(
    ("ratios", "sizes", "first", "every"),
    [
        ([1.05], [400], 1, 1),
        ([1.06, 1.0], [900, 400], 2, 2),  # nearly: the next eight are drawn after it, as far apart
        ([1.5, 1.0], [900, 400], 10, 2),  # not nearly: twice as far apart from where they are
        ([1.0, 1.0], [399, 400], 2, 2),
        ([1.5, 1.1, 1.0], [0, 0, 400], 12, 4),
        ([1.5, 1.11, 1.0], [0, 0, 400], 28, 4),
        ([1.1, 1.1, 1.1, 1.0], [0, 0, 0, 400], 8, 8),
    ],
)
def test_each_round_has_twice_the_sweeps_until_one_is_good(
    monkeypatch, ratios, sizes, first, every
):
    left = list(zip(ratios, sizes, strict=True))
    monkeypatch.setattr(sampler, "effective_size", lambda _: np.array([left[0][1], 1e9]))
    monkeypatch.setattr(sampler, "split_r_hat", lambda _: np.array([left.pop(0)[0], 1.0]))
    clock = Clock()
    found = until_mixed(clock, Budget(draws=8, effective=400.0, r_hat=1.05), seed=3)
    assert found.points[0, :, 0].tolist() == [first + every * k for k in range(8)]
    assert found.points.shape == (2, 8, 1)
    assert (found.sweeps, found.seed, found.effective) == (every, 3, 400)
    assert found.r_hat == ratios[-1]
    assert clock.settled == 1
    assert clock.tuned == [(2, 8, 1)] * (len(ratios) - 1)


@pytest.mark.parametrize(("most", "rounds"), [(1, 1), (2, 2), (3, 2), (8, 4)])
def test_a_sampler_gives_up_after_the_sweeps_it_may_make(monkeypatch, most, rounds):
    seen = []
    monkeypatch.setattr(sampler, "effective_size", lambda _: np.array([7.0]))
    monkeypatch.setattr(sampler, "split_r_hat", lambda draws: seen.append(draws) or np.array([2.0]))
    with pytest.raises(MixingError, match=f"7 effective .* after {2 ** (rounds - 1)} sweeps"):
        until_mixed(Clock(), Budget(draws=8, most_sweeps=most), seed=3)
    assert len(seen) == rounds


def test_a_sampler_gives_up_after_the_work_it_may_do(monkeypatch):
    seen = []
    monkeypatch.setattr(sampler, "effective_size", lambda _: np.array([7.0]))
    monkeypatch.setattr(sampler, "split_r_hat", lambda draws: seen.append(draws) or np.array([2.0]))
    # Settling and a first round cost 16, and the rounds after it 16, 32 and so on.
    for most, rounds in ((15, 0), (16, 1), (31, 1), (32, 2), (64, 3)):
        seen.clear()
        monkeypatch.setattr(sampler, "MOST_WORK", most)
        with pytest.raises(MixingError):
            until_mixed(Clock(), Budget(draws=8), seed=3)
        assert len(seen) == rounds


def test_fewer_draws_than_can_be_judged_are_refused():
    assert Budget(draws=8).draws == 8
    with pytest.raises(ValuesError, match="at least 8 draws"):
        Budget(draws=7)
    flat = Target(np.zeros((0, 2)), lambda forms: np.zeros(forms.shape[1]))
    assert walk(cube(2), flat, 2, Budget(draws=8, effective=1.0, r_hat=9.0)).points.shape == (
        2,
        8,
        2,
    )
