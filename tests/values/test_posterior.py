"""The sampler against exact volumes, rejection and quadrature; the likelihood by its properties."""

import math

import numpy as np
import pytest

from lastyard.values import sampler
from lastyard.values.likelihood import evidence, released
from lastyard.values.mixing import effective_size, split_r_hat
from lastyard.values.posterior import _inside, sample
from lastyard.values.problem import (
    Direction,
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
from lastyard.values.region import EmptyRegionError, region
from lastyard.values.sampler import (
    Budget,
    MixingError,
    Target,
    _Walkers,
    until_mixed,
    walk,
)

FLAT = Target(np.zeros((0, 3)), lambda forms: np.zeros(forms.shape[1]))


def tolerance(share, effective):
    return 4.5 * math.sqrt(share * (1 - share) / effective)


@pytest.mark.parametrize(("cut", "volume"), [(0.5, 1 / 48), (1.0, 1 / 6), (1.5, 1 / 2)])
def test_draws_fill_the_cube_in_proportion_to_exact_volume(cut, volume):
    cube = region(
        np.vstack([np.eye(3), -np.eye(3)]), np.repeat([0.0, -1.0], 3), np.zeros((0, 3)), np.zeros(0)
    )
    found = walk(cube, FLAT, seed=3)
    share = float((found.points.sum(axis=2) <= cut).mean())
    assert share == pytest.approx(volume, abs=tolerance(volume, found.effective))


def test_the_worth_of_packages_is_the_product_of_rows_and_draws():
    scales = [Scale.choice("a", 3), Scale.numeric("b", range(11)), Scale.choice("c", 2)]
    found = sample(translate(scales, [Takes("t", ((0, 1), (1, 4)))]), seed=5)
    packages = np.array([(a, b, c) for a in range(3) for b in range(11) for c in range(2)])
    expected = found.draws @ found.layout.rows(packages).T
    assert found.worth(packages) == pytest.approx(expected)
    some = found.worth_of(packages, step=3)([60, 2])
    assert some == pytest.approx(expected[::3][:, [60, 2]])


def test_chains_that_fly_fill_a_simplex_uniformly():
    # All numbers from 0 on that add up to at most 1: each is below c with chance 1 - (1 - c)^n.
    size = 12
    faces, bounds = np.vstack([np.eye(size), -np.ones(size)]), np.append(np.zeros(size), -1.0)
    simplex = region(faces, bounds, np.zeros((0, size)), np.zeros(0))
    flat = Target(np.zeros((0, size)), lambda forms: np.zeros(forms.shape[1]))
    found = walk(simplex, flat, seed=3)
    points = found.points.reshape(-1, size)
    assert points.min() > -1e-9
    assert points.sum(axis=1).max() < 1.0 + 1e-9
    for cut in (0.005, 0.05, 0.2):
        share = 1.0 - (1.0 - cut) ** size
        assert (points <= cut).mean(axis=0) == pytest.approx(
            np.full(size, share), abs=tolerance(share, found.effective)
        )
    assert (points.sum(axis=1) <= 0.9).mean() == pytest.approx(
        0.9**size, abs=tolerance(0.9**size, found.effective)
    )


def test_chains_that_fly_draw_as_chains_that_move_along_axes():
    said = [
        Takes("t", ((0, 0), (1, 1), (2, 0))),
        Refuses("r", ((0, 1), (1, 0))),
        Ranks("k", (0, 1)),
    ]
    problem = translate([Scale.choice(name, 3) for name in "abc"], said)
    inside = _inside(problem.constraints)
    flat = Target(np.zeros((0, problem.layout.size)), lambda forms: np.zeros(forms.shape[1]))
    budget = Budget(draws=32, effective=1_500.0)
    one = until_mixed(_Walkers(inside, flat, 128, 1), budget, 1)
    two = walk(inside, flat, 128, budget, seed=2)
    assert inside.dimension >= 8
    for power in (1, 2, 3):
        first, second = (
            each.points.reshape(-1, problem.layout.size) ** power for each in (one, two)
        )
        spread = np.maximum(first.std(axis=0), second.std(axis=0))
        error = spread * math.sqrt(1 / one.effective + 1 / two.effective) + 1e-9
        assert np.all(np.abs(first.mean(axis=0) - second.mean(axis=0)) < 4.5 * error)


def test_a_flight_that_turns_too_often_counts_as_none(monkeypatch):
    cube = region(
        np.vstack([np.eye(8), -np.eye(8)]), np.repeat([0.0, -1.0], 8), np.zeros((0, 8)), np.zeros(0)
    )
    flat = Target(np.zeros((0, 8)), lambda forms: np.zeros(forms.shape[1]))
    chains = sampler._Fliers(cube, flat, 64, 1)
    monkeypatch.setattr(sampler, "_MOST_TURNS", 3)
    before = chains.places.copy()
    chains.sweep()
    assert (chains.places == before).all(axis=0).any()
    monkeypatch.setattr(sampler, "_MOST_TURNS", 1_000)
    before = chains.places.copy()
    chains.sweep()
    assert (chains.places != before).any(axis=0).all()


def test_draws_at_their_word_agree_with_rejection():
    scales = [Scale.choice("a", 2), Scale.choice("b", 2)]
    said = [Takes("t", ((0, 0), (1, 1))), Refuses("r", ((0, 1), (1, 0))), Ranks("k", (0, 1))]
    problem = translate(scales, said)
    found = sample(problem, reading="at their word", seed=5)
    rng = np.random.default_rng(0)
    # Uniform on the prior polytope: each pair of values below its stake has area stake^2.
    stake = rng.beta(3, 3, 200_000)
    values = rng.random((200_000, 4)) * np.column_stack([stake, stake, 1 - stake, 1 - stake])
    every = np.column_stack([values, stake, 1 - stake, rng.random(200_000)])
    keep = np.ones(len(every), dtype=bool)
    for c in problem.constraints:
        if c.source is not None:
            keep &= every @ c.row >= c.bound
    kept = every[keep]
    assert len(kept) > 5_000
    spread = kept.std(axis=0)
    error = spread * math.sqrt(1 / found.effective + 1 / len(kept))
    assert np.all(np.abs(found.draws.mean(axis=0) - kept.mean(axis=0)) < 4.5 * error)
    assert np.allclose(found.draws.std(axis=0), spread, rtol=0.15)


def test_posterior_agrees_with_weighted_prior_draws():
    scales = [Scale.ordered("a", 3), Scale.choice("b", 2), Scale.choice("c", 2)]
    said = [
        Direction("d", 0, more=True),
        Takes("o", ((0, 2), (1, 0)), proposed=True),
        Prefers("p", ((1, 0),), ((2, 1),), confidence=0.7),
        Stresses("w", 2, 0.4),
        Ranks("k", (0, 1)),
    ]
    problem = translate(scales, said)
    found = sample(problem, seed=5)
    rng = np.random.default_rng(0)
    n = 200_000
    stakes = rng.dirichlet([released().stakes] * 3, n)
    middle, others, level = rng.random(n), rng.random((n, 4)), rng.random(n)
    points = np.column_stack(
        [
            np.zeros(n),
            middle * stakes[:, 0],
            stakes[:, 0],
            others[:, :2] * stakes[:, [1]],
            others[:, 2:] * stakes[:, [2]],
            stakes,
            level,
        ]
    )
    logs = evidence(problem, released()).log_likelihood(points)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    mean = weights @ points
    spread = np.sqrt(weights @ (points - mean) ** 2)
    error = spread * math.sqrt(1 / found.effective + float(np.sum(weights**2))) + 1e-9
    assert np.all(np.abs(found.draws.mean(axis=0) - mean) < 4.5 * error)


def test_prior_of_a_silent_party_is_dirichlet_whatever_the_options():
    scales = [Scale.choice("a", 2), Scale.choice("b", 9), Scale.numeric("c", range(2000))]
    found = sample(translate(scales, []), seed=1)
    assert found.silent
    assert found.stakes().mean(axis=0) == pytest.approx(np.full(3, 1 / 3), abs=0.02)
    a = released().stakes
    assert found.stakes().std(axis=0) == pytest.approx(
        np.full(3, math.sqrt(2 / 9 / (3 * a + 1))), abs=0.015
    )


def test_same_seed_same_bytes_other_seed_other_draws():
    scales = [Scale.ordered("a", 4), Scale.choice("b", 3)]
    problem = translate(scales, [Takes("o", ((0, 3), (1, 1)), proposed=True)])
    one, two, other = (sample(problem, seed=s) for s in (7, 7, 8))
    assert one.chains.tobytes() == two.chains.tobytes()
    assert one.chains.tobytes() != other.chains.tobytes()


def test_known_points_are_not_sampled():
    scales = [Scale.ordered("a", 3), Scale.choice("b", 2)]
    said = [Points("p", ((0.0, 1.0, 2.0), (0.0, 2.0)), reservation=1.0), Refuses("r", ((0, 0),))]
    found = sample(translate(scales, said), seed=1)
    assert found.known
    assert np.ptp(found.draws, axis=0).max() == 0
    assert found.draws[0].tolist() == pytest.approx([0, 0.25, 0.5, 0, 0.5, 0.5, 0.5, 0.25])


def test_renaming_and_reordering_issues_changes_nothing_but_noise():
    a, b = Scale.ordered("a", 3), Scale.choice("b", 4)
    said = [Takes("o", ((0, 2), (1, 1)), proposed=True), Ranks("k", (1, 0))]
    turned = [Takes("x", ((1, 2), (0, 1)), proposed=True), Ranks("y", (0, 1))]
    one = sample(translate([a, b], said), seed=1)
    two = sample(translate([b, a], turned), seed=2)
    error = one.stakes().std() * math.sqrt(1 / one.effective + 1 / two.effective)
    assert abs(one.stakes()[:, 0].mean() - two.stakes()[:, 1].mean()) < 4.5 * error


def test_contradiction_is_refused_at_their_word_and_weighed_when_likely():
    scales = [Scale.choice("a", 2), Scale.choice("b", 2)]
    said = [Takes("o", ((0, 0), (1, 0))), Refuses("n", ((0, 0), (1, 0)))]
    problem = translate(scales, said)
    with pytest.raises(EmptyRegionError):
        sample(problem, reading="at their word")
    assert sample(problem, seed=1).effective > 400


def test_a_sampler_that_does_not_mix_refuses():
    scales = [Scale.choice(str(i), 5) for i in range(6)]
    with pytest.raises(MixingError, match=r"did not mix: .* effective draws"):
        sample(translate(scales, []), reading="at their word", draws=8, most_sweeps=1, seed=0)
    with pytest.raises(ValuesError, match="at least 2 chains"):
        sample(translate(scales, []), reading="at their word", chains=1)


def test_flat_regions_are_sampled_in_their_own_dimension():
    scales = [Scale.ordered("a", 3), Scale.choice("b", 2)]
    said = [Direction("u", 0, more=True), Direction("d", 0, more=False)]
    found = sample(translate(scales, said), reading="at their word", seed=1)
    assert np.abs(found.draws[:, :3]).max() < 1e-9
    assert found.stakes()[:, 1] == pytest.approx(np.ones(len(found.draws)))


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_what_was_said_moves_the_posterior_the_right_way(sign):
    scales = [Scale.choice("a", 3), Scale.choice("b", 3)]
    said = [Stresses("w", 0, sign * 1.0)]
    found = sample(translate(scales, said), seed=1)
    assert sign * (found.stakes()[:, 0].mean() - 0.5) > 0.05


def test_mixing_figures_see_autocorrelation_and_disagreement():
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(8, 2000))
    slow = np.zeros_like(noise)
    for t in range(1, 2000):
        slow[:, t] = 0.9 * slow[:, t - 1] + noise[:, t]
    # An AR(1) series with coefficient 0.9 has (1 - 0.9) / (1 + 0.9) of its draws.
    assert effective_size(slow[:, :, None])[0] == pytest.approx(16_000 / 19, rel=0.25)
    apart = noise + np.arange(8)[:, None]
    assert split_r_hat(apart[:, :, None])[0] > 1.5
    assert split_r_hat(noise[:, :, None])[0] < 1.01
