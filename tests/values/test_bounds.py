"""Demands as bounds of likes: what is drawn within and beyond them."""

from itertools import pairwise

import numpy as np
import pytest

from lastyard.values import sample, translate
from lastyard.values.problem import Bound, Direction, Peak, Scale
from lastyard.values.region import EmptyRegionError


def drawn(scale, *said, seed=3):
    """Values at every option at a stake of 1, shape (draws, options)."""
    problem = translate((scale, Scale.choice("other", 2)), said)
    posterior = sample(problem, seed=seed)
    return posterior.tables()[0] / posterior.stakes()[:, :1]


def test_worth_is_expected_to_run_straight_whatever_numbers_were_named():
    scale = Scale.numeric("wage", range(11), named=[6, 7, 8])
    found = drawn(scale, Direction("more", 0, True))
    assert found.mean(axis=0) == pytest.approx(np.arange(11) / 10, abs=0.02)
    assert (np.diff(found, axis=1) >= -1e-12).all()


@pytest.mark.parametrize("kind", ["ordered", "numeric"])
@pytest.mark.parametrize(
    ("allowed", "within"),
    [(0b11100, "up"), (0b00011, "down"), (0b11100, "told"), (0b00110, "open"), (0b00100, "told")],
)
def test_draws_rise_to_a_bound_and_fall_beyond(kind, allowed, within):
    scale = Scale.ordered("x", 5) if kind == "ordered" else Scale.numeric("x", range(5))
    bound = Bound("s", 0, allowed, within)
    found = drawn(scale, bound)
    for left, right in pairwise(range(5)):
        rises = (found[:, right] - found[:, left] >= -1e-12).all()
        falls = (found[:, left] - found[:, right] >= -1e-12).all()
        if right <= bound.low or within == "up":
            assert rises
        elif left >= bound.high or within == "down":
            assert falls
    if within == "up":
        assert found[:, 4] == pytest.approx(1.0)
    if allowed.bit_count() == 1:
        assert found[:, bound.low] == pytest.approx(1.0)


def test_all_that_is_allowed_may_be_taken_as_level():
    scale = Scale.numeric("wage", range(11), named=[6])
    found = drawn(scale, Bound("floor", 0, sum(1 << k for k in range(6, 11)), "flat"))
    assert found[:, 6:] == pytest.approx(1.0)
    assert found[:, 0] == pytest.approx(0.0)


def test_what_is_allowed_is_likely_better_where_no_order_tells():
    found = drawn(Scale.choice("seat", 4), Bound("s", 0, 0b0011))
    assert (found[:, :2].mean(axis=1) > found[:, 2:].mean(axis=1)).mean() > 0.8
    doubted = drawn(Scale.ordered("x", 5), Bound("s", 0, 0b11000, "up", confidence=0.5))
    assert 0.5 < (doubted[:, 3:].mean(axis=1) > doubted[:, :3].mean(axis=1)).mean() < 1.0


def test_a_position_says_more_than_a_bound():
    found = drawn(Scale.ordered("x", 5), Bound("s", 0, 0b11100, "told"), Peak("p", 0, 3))
    assert found[:, 3] == pytest.approx(1.0)
    assert (found[:, 4] <= found[:, 3]).all()
    assert found[:, 4].mean() < 0.9


def test_two_demands_that_meet_at_one_option_make_it_the_best():
    scale = Scale.ordered("x", 8)
    most, least = (Bound(str(mask), 0, mask, "told") for mask in (0b00011110, 0b11110000))
    found = drawn(scale, most, least)
    for left, right in pairwise(range(8)):
        rise = found[:, right] - found[:, left]
        assert (rise >= -1e-12).all() if right <= 4 else (rise <= 1e-12).all()
    assert found[:, 4] == pytest.approx(1.0)


def test_two_demands_without_a_common_option_leave_no_shape():
    scale = Scale.ordered("x", 8)
    with pytest.raises(EmptyRegionError, match=r"issue 'x': .* demands exclude one another"):
        drawn(scale, Bound("most", 0, 0b00011110), Bound("least", 0, 0b11100000))
