"""Weights and draws carried from one party's words to others, as their sources write them."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.values import posterior as drawing
from lastyard.values import sequence
from lastyard.values.likelihood import Outlook, evidence, released
from lastyard.values.posterior import _fold, _Likely, sample, smoothed
from lastyard.values.problem import (
    Bound,
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
from lastyard.values.region import shapes_of
from lastyard.values.sampler import Budget
from lastyard.values.sequence import Anchor, changed_issues, weights_for

SCALES = (Scale.ordered("a", 4), Scale.choice("b", 3), Scale.numeric("c", range(0, 40, 4), [3]))
OFFER = Takes("offer", ((0, 2), (1, 1)), proposed=True)


# Smoothed weights


def pareto_smoothed(logs):
    """Vehtari et al. 2024, algorithm 1, with the fit of Zhang & Stephens 2009, in its words."""
    ratios = sorted(math.exp(x - max(logs)) for x in logs)
    count = int(min(0.2 * len(ratios), 3 * math.sqrt(len(ratios))))
    cutoff, tail = ratios[-count - 1], ratios[-count:]
    x = [t - cutoff for t in tail]
    m = 30 + math.isqrt(count)
    quartile = x[math.floor(count / 4 + 0.5) - 1]
    thetas = [1 / x[-1] + (1 - math.sqrt(m / (j - 0.5))) / (3 * quartile) for j in range(1, m + 1)]
    ks = [sum(math.log1p(-t * each) for each in x) / count for t in thetas]
    logs = [count * (math.log(-t / k) - k - 1) for t, k in zip(thetas, ks, strict=True)]
    shares = [1 / sum(math.exp(other - own) for other in logs) for own in logs]
    theta = sum(t * s for t, s in zip(thetas, shares, strict=True))
    k = sum(math.log1p(-theta * each) for each in x) / count
    scale = -k / theta
    k = (count * k + 10 * 0.5) / (count + 10)
    chances = [(z - 0.5) / count for z in range(1, count + 1)]
    quantiles = [cutoff + scale / k * ((1 - p) ** -k - 1) for p in chances]
    return ratios[:-count] + [min(q, 1.0) for q in quantiles], k


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(25, 300), st.floats(0.1, 2.0))
def test_weights_are_smoothed_as_their_paper_says(seed, count, heavy):
    logs = heavy * np.random.default_rng(seed).exponential(size=count)
    found = smoothed(logs)
    raw, shape = pareto_smoothed(logs.tolist())
    assert found.shape == pytest.approx(shape)
    assert found.weights[np.argsort(logs)] == pytest.approx(np.array(raw) / sum(raw))
    assert found.trusted == (shape < 0.5)


def test_few_or_even_weights_are_left_as_they_are():
    few = np.log(np.arange(1.0, 25.0))
    assert smoothed(few).weights == pytest.approx(np.arange(1.0, 25.0) / 300.0)
    assert smoothed(few).shape == -math.inf
    assert smoothed(np.log(np.arange(1.0, 26.0))).shape > -math.inf
    low = np.zeros(100)
    low[:50] = -1.0
    found = smoothed(low)
    assert found.shape == -math.inf
    assert found.weights == pytest.approx(np.exp(low) / np.exp(low).sum())


def test_a_tail_that_is_level_is_left_as_it_is():
    logs = np.append(np.full(80, -1.0), np.zeros(20))
    found = smoothed(logs)
    assert found.shape == -math.inf
    assert found.weights == pytest.approx(np.exp(logs) / np.exp(logs).sum())


@pytest.mark.parametrize("shape", [0.0, 1e-12, -1e-12])
def test_a_tail_without_a_shape_is_exponential(monkeypatch, shape):
    monkeypatch.setattr(drawing, "_fit", lambda above: (shape, 0.2))
    logs = np.linspace(-3.0, 0.0, 50)
    found = smoothed(logs)
    cutoff = math.exp(logs[-11])
    wanted = [min(1.0, cutoff - 0.2 * math.log(1 - (z - 0.5) / 10)) for z in range(1, 11)]
    raw = np.concatenate([np.exp(logs[:-10]), wanted])
    assert found.weights == pytest.approx(raw / raw.sum())


# Draws of one party


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.integers(0, 7))
def test_each_unknown_is_folded_into_what_it_is_made_of(seed, which):
    some = [
        Peak("p", 0, 3),
        Direction("d", 2, more=bool(seed % 2)),
        Peak("q", 1, 0),
    ]
    problem = translate(SCALES, [each for k, each in enumerate(some) if which >> k & 1])
    layout, shapes = problem.layout, shapes_of(problem)
    random = np.random.default_rng(seed)
    issue_of = np.repeat(np.arange(3), np.diff(layout.starts))
    free, stakes = random.random((shapes.owner.size, 1)), random.dirichlet(np.ones(3), 1).T
    level = random.random((1, 1))
    unknowns = np.concatenate([shapes.values(free, stakes, issue_of), stakes, level])
    parts = np.concatenate([free * stakes[shapes.owner], level, stakes])
    assert _fold(layout, shapes, issue_of) @ parts == pytest.approx(unknowns)


def test_points_leave_the_reservation_value_to_what_was_said():
    """Its density is that of two choices, which a sum over a grid tells."""
    scales = [Scale.choice("a", 2), Scale.choice("b", 2)]
    points = Points("p", ((0.0, 3.0), (1.0, 0.0)))
    said = [points, Takes("t", ((0, 1), (1, 1))), Refuses("r", ((0, 0), (1, 0)), confidence=0.8)]
    found = sample(translate(scales, said), seed=1)
    how, grid = released(), (np.arange(2_000) + 0.5) / 2_000
    density = 1 / (1 + np.exp(-how.acceptance * (0.75 - grid)))
    density *= 0.8 / (1 + np.exp(-how.refusal * (grid - 0.25))) + 0.1
    density /= density.sum()
    for power in (1, 2):
        spread = (found.reservations() ** power).std() / math.sqrt(found.effective)
        assert abs((found.reservations() ** power).mean() - density @ grid**power) < 4.5 * spread
    assert found.known
    assert np.ptp(found.draws[:, :-1], axis=0).max() == 0.0
    assert found.rationality == how
    word = sample(translate(scales, said[:1]), reading="at their word", seed=1)
    assert word.reservations().mean() == pytest.approx(0.5, abs=0.05)
    assert word.rationality is None
    assert (word.reading, found.reading) == ("at their word", "likely")
    assert not word.silent


def test_same_words_same_draws_whatever_else_is_called_otherwise(monkeypatch):
    def drawn(problem, how, outlook, reading, chains, budget, seed, start):
        points = np.random.default_rng(1).random((chains, budget.draws, problem.layout.size))
        end = drawing.Start((), (), None)
        return drawing.Posterior(
            problem.layout, points, reading, False, False, 9.0, 1.0, 1, seed, how, end=end
        )

    monkeypatch.setattr(drawing, "_sampled", drawn)
    problem = translate(SCALES, [OFFER])
    # A seed of which no other test asks, so that no real draws are in the way.
    asked = {"chains": 8, "draws": 8, "seed": 9_771}
    one = sample(problem, **asked)
    renamed = translate((Scale.ordered("x", 4), *SCALES[1:]), [replace(OFFER, source="other")])
    again = sample(renamed, **asked)
    assert again.chains is one.chains
    assert again.layout is renamed.layout
    assert again.key == one.key
    assert replace(one, chains=one.chains.copy()).key is None
    others = [
        sample(translate(SCALES, [replace(OFFER, confidence=0.9)]), **asked),
        sample(translate((Scale.choice("a", 4), *SCALES[1:]), [OFFER]), **asked),
        sample(problem, **{**asked, "chains": 9}),
        sample(problem, **{**asked, "draws": 9}),
        sample(problem, **{**asked, "seed": 9_772}),
        sample(problem, **asked, most_sweeps=32),
        sample(problem, **asked, reading="at their word"),
        sample(problem, **asked, rationality=replace(released(), claim=0.5)),
        sample(problem, **asked, outlook=Outlook.dirichlet(3, 9.0)),
        sample(problem, **asked, start=one),
    ]
    assert len({one.key, *(each.key for each in others)}) == 11
    # Draws that were changed are no longer those that their key tells.
    changed = replace(one, chains=one.chains.copy())
    assert sample(problem, **asked, start=changed).key == one.key
    assert sample(problem, **asked, start=replace(one, end=None)).key == one.key
    with pytest.raises(ValueError, match="read-only"):
        one.chains[0, 0, 0] = 1.0


@pytest.mark.parametrize(("chains", "draws", "wanted"), [(10, 8, 40.0), (60, 20, 400.0)])
def test_half_the_draws_or_four_hundred_must_be_effective(monkeypatch, chains, draws, wanted):
    asked = []

    def until(walkers, budget, seed):
        asked.append((budget, seed))
        return drawing.Walk(np.zeros((chains, draws, 16)), 1.0, 1.0, 1, seed)

    monkeypatch.setattr(drawing, "until_mixed", until)
    # Figures that no other test asks for, so that nothing is found in the cache.
    sample(translate(SCALES, [OFFER]), chains=chains, draws=draws, most_sweeps=61, seed=977)
    assert asked == [(Budget(draws, wanted, 1.05, 61), 977)]


def test_chains_go_on_only_where_the_coordinates_are_the_same():
    first = _Likely(translate(SCALES, [OFFER]), released(), None, 6, 1)
    end = first.end
    more = translate(SCALES, [OFFER, Refuses("r", ((1, 2), (2, 3))), Ranks("k", (0, 1))])
    second = _Likely(more, released(), None, 4, 2)
    before = second.end.settled
    second.go_on(end)
    there = {label: k for k, label in enumerate(end.labels)}
    after = second.end.settled
    assert len(set(end.labels)) == len(end.labels) == len(end.settled.places)
    assert set(end.labels) < set(second.end.labels)
    for k, label in enumerate(second.end.labels):
        own = there.get(label)
        wanted = before.places[k] if own is None else end.settled.places[own, :4]
        assert (after.places[k] == wanted).all()
        wide = before.scale[k] if own is None else end.settled.scale[own]
        assert after.scale[k] == wide
    assert after.length == end.settled.length
    # More chains than there were, or other points: each starts on its own.
    for problem, chains in ((more, 7), (translate(SCALES, [OFFER, Peak("p", 0, 3)]), 4)):
        alone = _Likely(problem, released(), None, chains, 2)
        places = alone.places.copy()
        alone.go_on(end)
        assert (alone.places == places).all()
        alone.go_on(None)
        assert (alone.places == places).all()


@pytest.mark.parametrize("reading", ["likely", "at their word"])
def test_one_chain_tells_nothing_of_its_mixing(reading):
    problem = translate(SCALES[:1], [])
    with pytest.raises(ValuesError, match="at least 2 chains"):
        sample(problem, chains=1, reading=reading)
    two = sample(problem, chains=2, draws=8, most_sweeps=512, reading=reading)
    assert two.chains.shape == (2, 8, 6)
    if reading == "likely":
        assert (two.r_hat, two.effective, two.sweeps) == (1.0, 16.0, 0)


def test_a_label_tells_what_its_coordinate_is_of():
    said = [Direction("d", 0, more=True), Takes("t", ((0, 1), (1, 2)))]
    chains = _Likely(translate(SCALES, said), released(), None, 5, 1)
    shapes = shapes_of(translate(SCALES, said))
    run = next(r for r in shapes.runs if r.size == 2)
    free = shapes.owner.size
    kinds = [label[0] for label in chains.end.labels]
    assert kinds == ["stake"] * 3 + ["point"] * 2 + ["gap"] * 3
    assert chains.end.labels[:3] == (("stake", 0), ("stake", 1), ("stake", 2))
    assert {label[1] for label in chains.end.labels[3:5]} == {shapes.point[6], free}
    assert chains.end.labels[5:] == tuple(("gap", int(run[0]), k) for k in range(3))
    # Each way from a coordinate to the unknowns leads where its label says.
    base = chains.unknowns(chains.places, 5)
    layout = translate(SCALES, said).layout
    for k, label in enumerate(chains.end.labels):
        moved = chains.places.copy()
        moved[k] += 0.5
        changed = np.flatnonzero((chains.unknowns(moved, 5) != base).any(axis=0))
        if label[0] == "gap":
            assert set(changed) == {1, 2}
        elif label == ("point", free):
            assert set(changed) == {layout.reservation}
        elif label[0] == "point":
            assert set(changed) == {6}
        else:
            assert layout.stake(label[1]) in changed


# From one posterior to the next


def test_the_worth_of_packages_takes_one_of_so_many_draws():
    found = sample(translate(SCALES, [OFFER]), chains=8, draws=8, seed=5)
    packages = np.array([[0, 1, 2], [3, 0, 7]])
    whole = found.draws @ found.layout.rows(packages).T
    assert found.worth_of(packages)(slice(None)) == pytest.approx(whole)
    assert found.worth_of(packages, 5)([1]) == pytest.approx(whole[::5, [1]])
    with pytest.raises(ValuesError, match="no option 4"):
        found.worth(np.array([[4, 0, 0]]))


PAIRS = [
    ([OFFER], [OFFER], ()),
    ([OFFER], [], ()),
    ([], [Peak("p", 1, 2)], (1,)),
    ([Peak("p", 1, 2)], [Peak("q", 1, 2)], ()),
    ([Peak("p", 1, 2)], [Peak("p", 1, 1)], (1,)),
    ([], [Peak("p", 1, 2, confidence=0.5)], ()),
    ([Direction("d", 0, True), Peak("p", 2, 3)], [Direction("d", 0, False)], (0, 2)),
    ([Bound("b", 0, 0b1100, "up")], [Bound("b", 0, 0b1100, "flat")], (0,)),
    ([Bound("b", 0, 0b1100, "up", confidence=0.5)], [Bound("b", 0, 0b1100, confidence=0.5)], ()),
    ([Bound("b", 0, 0b1100, "up")], [Bound("b", 0, 0b1100, "up", confidence=0.5)], (0,)),
    ([Ranks("k", (0, 1))], [Stresses("w", 0, 1.0), Prefers("x", ((0, 1),), ((1, 1),))], ()),
    ([Points("p", ((0.0,) * 4, (0.0,) * 3, tuple(range(10))))], [], ()),
]


@pytest.mark.parametrize(("one", "other", "wanted"), PAIRS)
def test_issues_change_where_other_shapes_are_allowed(one, other, wanted):
    before, after = translate(SCALES, one), translate(SCALES, other)
    assert changed_issues(before, after) == wanted
    assert changed_issues(after, before) == wanted


def test_an_issue_that_bends_elsewhere_has_changed():
    bent = (*SCALES[:2], Scale.numeric("c", range(0, 40, 4), [3, 6]))
    assert changed_issues(translate(SCALES, []), translate(bent, [])) == (2,)


@pytest.fixture(scope="module")
def anchor():
    before = translate(SCALES, [OFFER])
    return before, sample(before, chains=32, draws=16, seed=1)


def test_draws_count_by_the_ratio_of_the_likelihoods(anchor):
    before, drawn = anchor
    after = translate(SCALES, [OFFER, Ranks("k", (1, 0)), Refuses("r", ((0, 0),))])
    how, served = released(), Anchor(drawn, before)
    for every in (1, 3):
        draws = drawn.draws[::every]
        logs = evidence(after, how).log_likelihood(draws)
        logs = logs - evidence(before, how).log_likelihood(draws)
        weights = smoothed(logs).weights
        share = 1 / (len(draws) * (weights**2).sum())
        assert served.left(after, {}, every) == pytest.approx(drawn.effective * share)
    moved = served.serving(after, {})
    weights = smoothed(
        evidence(after, how).log_likelihood(drawn.draws)
        - evidence(before, how).log_likelihood(drawn.draws)
    ).weights
    assert moved.effective == pytest.approx(served.left(after, {}))
    assert (moved.silent, moved.layout) == (False, after.layout)
    assert Anchor(drawn, before).serving(translate(SCALES, []), {}).silent
    # Each draw comes as often as its weight asks for, one more or less.
    counts = [int((moved.draws == row).all(axis=1).sum()) for row in drawn.draws]
    assert np.abs(counts - weights * len(weights)).max() < 1.0
    other = replace(how, ranking=0.0)
    assert Anchor(drawn, before, other).left(after, {}) != served.left(after, {})


def test_draws_whose_weights_cannot_be_relied_upon_are_none(anchor, monkeypatch):
    before, drawn = anchor
    after = translate(SCALES, [OFFER, Ranks("k", (1, 0))])
    served = Anchor(drawn, before)
    for shape, trusted in ((0.69, True), (0.7, False), (0.71, False)):
        even = drawing.Smoothed(np.full(len(drawn.draws), 1 / len(drawn.draws)), shape)
        monkeypatch.setattr(sequence, "smoothed", lambda _, found=even: found)
        assert served.left(after, {}) == (drawn.effective if trusted else 0.0)


def test_fresh_shapes_are_weighed_by_what_the_words_say_of_them(anchor):
    before, drawn = anchor
    after = translate(SCALES, [OFFER, Peak("p", 1, 1)])
    random = np.random.default_rng(2)
    shapes = np.column_stack([random.random(512), np.ones(512), random.random(512)])
    said = evidence(after, released())
    middle, layout = drawn.draws.mean(axis=0), after.layout
    favour = sequence._favour(said, middle, layout, 1, shapes)
    points = np.repeat(middle[None, :], 512, axis=0)
    points[:, layout.block(1)] = shapes * middle[layout.stake(1)]
    plain = said.log_likelihood(points)
    assert favour - favour[0] == pytest.approx(plain - plain[0], abs=1e-9)
    served = Anchor(drawn, before)
    draws, surplus = served._carried(after, {1: shapes}, said, 1)
    assert draws[:, layout.values :] == pytest.approx(drawn.draws[:, layout.values :])
    for issue in (0, 2):
        assert (draws[:, layout.block(issue)] == drawn.draws[:, layout.block(issue)]).all()
    # Where each shape came from, and by how much it was favoured over those it replaces.
    own = draws[:, layout.block(1)] / draws[:, [layout.stake(1)]]
    place = np.array([np.abs(shapes - line).sum(axis=1).argmin() for line in own])
    assert shapes[place] == pytest.approx(own)
    middle = middle.copy()
    middle[layout.block(1)] = (shapes * drawn.draws[:, [layout.stake(1)]]).mean(axis=0)
    favour = sequence._favour(said, middle, layout, 1, shapes)
    old = drawn.draws[:, layout.block(1)] / drawn.draws[:, [layout.stake(1)]]
    there = sequence._favour(evidence(before, released()), drawn.draws.mean(axis=0), layout, 1, old)
    assert surplus == pytest.approx(favour[place] - there)
    counts = np.bincount(place, minlength=512)
    weights = np.exp(favour - favour.max())
    assert np.abs(counts - 512 * weights / weights.sum()).max() < 1.0
    # Which shape meets which draw does not depend on either.
    assert abs(np.corrcoef(np.arange(512), place)[0, 1]) < 0.2


@given(st.integers(0, 2**32), st.integers(1, 30))
def test_places_come_up_as_often_as_their_weights_ask_for(seed, count):
    weights = np.random.default_rng(seed).dirichlet(np.full(count, 0.3))
    found = sequence._systematic(weights)
    assert (np.diff(found) >= 0).all()
    counts = np.bincount(found, minlength=count)
    assert len(counts) == count
    assert np.abs(counts - count * weights).max() < 1.0 + 1e-9


@pytest.mark.parametrize(
    "said",
    [
        Peak("x", 0, 3),
        Direction("x", 0, more=True),
        Bound("x", 0, 0b1100, "up"),
        Points("x", ((0.0, 1.0, 2.0, 3.0), (0.0, 0.0, 1.0), tuple(range(10)))),
    ],
)
def test_there_are_no_draws_beyond_what_was_certain(said):
    with_it, without = translate(SCALES, [OFFER, said]), translate(SCALES, [OFFER])
    drawn = sample(with_it, chains=16, draws=8, seed=3)
    assert weights_for(drawn, with_it, without) is None
    same = weights_for(drawn, with_it, with_it)
    assert same.weights == pytest.approx(np.full(128, 1 / 128))
    assert same.effective == pytest.approx(drawn.effective)


def test_draws_at_their_word_have_no_weights(anchor):
    before, drawn = anchor
    assert weights_for(replace(drawn, rationality=None), before, before) is None
