"""Reweighted draws against draws made afresh."""

from dataclasses import replace

import numpy as np
import pytest

from lastyard.values.acceptability import acceptability
from lastyard.values.posterior import sample
from lastyard.values.problem import Peak, Prefers, Ranks, Refuses, Scale, Takes, translate
from lastyard.values.sequence import Anchor, changed_issues, weights_for

PACKAGES = np.array([[6, 0], [3, 1], [9, 2], [0, 0], [10, 1]])
OFFER = Takes("offer", ((0, 8), (1, 2)), True)


def problem(named, *said):
    numbers = Scale.numeric("a", [float(x) for x in range(11)], named)
    return translate((numbers, Scale.ordered("b", 3)), said)


@pytest.fixture(scope="module")
def anchor():
    before = problem([8], OFFER)
    return before, sample(before, seed=1)


def fresh_for(after, issues):
    found = {}
    for issue in issues:
        own = [
            replace(s, issue=0) for s in after.sayings if isinstance(s, Peak) and s.issue == issue
        ]
        drawn = sample(translate((after.layout.scales[issue],), own), seed=3)
        found[issue] = drawn.draws[:, drawn.layout.block(0)]
    return found


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (problem([8], OFFER, Refuses("no", ((0, 2), (1, 1)))), ()),
        (problem([8], OFFER, Prefers("more", ((1, 2),), ((1, 1),), confidence=0.8)), ()),
        (problem([6, 8], OFFER, Takes("less", ((0, 6), (1, 2)), True)), (0,)),
        (problem([8], OFFER, Peak("best", 1, 2)), (1,)),
    ],
)
def test_the_figures_are_those_of_draws_made_afresh(anchor, after, changed):
    before, drawn = anchor
    assert changed_issues(before, after) == changed
    moved = Anchor(drawn, before).serving(after, fresh_for(after, changed))
    assert 100 < moved.effective <= drawn.effective
    again = sample(after, seed=2)
    one, other = acceptability(moved, PACKAGES), acceptability(again, PACKAGES)
    gaps = np.abs(one.value - other.value) / np.hypot(one.error, other.error)
    assert gaps.max() < 4
    assert np.abs(moved.stakes().mean(axis=0) - again.stakes().mean(axis=0)).max() < 0.06


def test_the_weights_matter(anchor):
    """Without them the figures would be those of the anchor."""
    before, drawn = anchor
    after = problem([8], OFFER, Ranks("first", (1, 0)))
    moved = Anchor(drawn, before).serving(after, {})
    assert moved.stakes()[:, 1].mean() > drawn.stakes()[:, 1].mean() + 0.05


def test_nothing_new_changes_nothing(anchor):
    before, drawn = anchor
    moved = Anchor(drawn, before).serving(before, {})
    assert np.array_equal(moved.draws, drawn.draws)
    assert moved.effective == drawn.effective


def test_shapes_that_are_missing_are_asked_for(anchor):
    before, drawn = anchor
    with pytest.raises(ValueError, match=r"issues \[1\] may take other shapes"):
        Anchor(drawn, before).serving(problem([8], OFFER, Peak("best", 1, 2)), {})


def test_leaving_a_statement_out_weighs_the_draws(anchor):
    without, afresh = anchor
    both = problem([8], OFFER, Refuses("no", ((0, 2), (1, 1))))
    drawn = sample(both, seed=4)
    found = weights_for(drawn, both, without)
    assert found.weights.sum() == pytest.approx(1.0)
    kish = found.weights.sum() ** 2 / (found.weights**2).sum()
    assert found.effective == pytest.approx(drawn.effective * kish / len(drawn.draws))
    one, other = found.weights @ drawn.reservations(), afresh.reservations()
    error = other.std() * np.sqrt(1 / found.effective + 1 / afresh.effective)
    assert abs(one - other.mean()) < 4.5 * error


@pytest.mark.parametrize(("confidence", "possible"), [(1.0, False), (0.6, True)])
def test_draws_tell_nothing_of_values_that_a_sure_statement_rules_out(anchor, confidence, possible):
    without, _ = anchor
    said = problem([8], OFFER, Peak("best", 1, 2, confidence=confidence))
    found = weights_for(sample(said, seed=4), said, without)
    assert (found is not None) == possible
