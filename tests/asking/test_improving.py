"""Offers that improve a deal: against brute force, and never worse for anybody."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.asking.improving import Side, adoption, improved, next_offer, rises

PACKAGES = 4
levels = st.integers(0, 3).map(lambda k: k / 3)
rows = st.lists(st.lists(levels, min_size=PACKAGES, max_size=PACKAGES), min_size=1, max_size=3)


@st.composite
def sides(draw, parties=2):
    made = []
    for _ in range(parties):
        worth = np.array(draw(rows))
        floor = np.array(draw(st.lists(levels, min_size=len(worth), max_size=len(worth))))
        made.append(Side.even(worth, floor))
    return made


def joint(made):
    """Every draw of all parties at once, with its probability."""
    for each in product(*(range(len(side.worth)) for side in made)):
        chance = np.prod([side.weights[k] for side, k in zip(made, each, strict=True)])
        yield (
            chance,
            [side.worth[k] for side, k in zip(made, each, strict=True)],
            [side.floor[k] for side, k in zip(made, each, strict=True)],
        )


@given(sides(), st.lists(st.integers(1, 3), max_size=2, unique=True))
def test_rises_are_those_of_every_joint_draw(made, refused):
    wanted = np.zeros(PACKAGES)
    for chance, worths, floors in joint(made):
        if any(all(worth[k] >= worth[0] for worth in worths) for k in refused):
            continue  # one of these would have been worse for nobody
        gain = [np.maximum(w - f, 0.0) for w, f in zip(worths, floors, strict=True)]
        for k in range(PACKAGES):
            if all(worth[k] >= worth[0] for worth in worths):
                wanted[k] += chance * (
                    np.prod([g[k] for g in gain]) - np.prod([g[0] for g in gain])
                )
    assert rises(made, 0, refused) == pytest.approx(wanted, abs=1e-9)


@given(sides(), st.integers(1, 3), st.sampled_from([-1, 0, 1]), st.sampled_from([0.5, 0.9, 1.0]))
def test_marks_teach_by_how_likely_they_are_right(made, package, mark, trust):
    side = made[0]
    ahead = side.worth[:, package] - side.worth[:, 0]
    likely = [trust if np.sign(each) == mark else 1 - trust for each in ahead]
    wanted = [w * chance for w, chance in zip(side.weights, likely, strict=True)]
    wanted = [w / sum(wanted) for w in wanted] if sum(wanted) else side.weights
    assert side.after(package, 0, mark, trust).weights == pytest.approx(wanted)


@given(sides(3))
def test_adoption_is_that_of_every_joint_draw(made):
    wanted = np.zeros(PACKAGES)
    for chance, worths, _ in joint(made):
        for k in range(PACKAGES):
            ahead = [worth[k] - worth[0] for worth in worths]
            wanted[k] += chance * (min(ahead) >= 0 and max(ahead) > 0)
    assert adoption(made, 0) == pytest.approx(wanted, abs=1e-9)


@given(sides(), st.data())
def test_nobody_loses_whatever_is_believed(made, data):
    true = [data.draw(st.lists(levels, min_size=PACKAGES, max_size=PACKAGES)) for _ in made]

    offered = []

    def mark(party, package, deal):
        offered.append((package, deal))
        return int(np.sign(true[party][package] - true[party][deal]))

    stands = improved(made, 0, mark, 3)
    assert len(stands) == 4
    at = 0
    for package, deal in offered[:: len(made)]:
        # One takes the place of what stands where it is worse for nobody and better for one.
        assert deal == stands[at]
        better = [worth[package] - worth[deal] for worth in true]
        at += 1
        assert stands[at] == (package if min(better) >= 0 and max(better) > 0 else deal)
    assert set(stands[at:]) == {stands[at]}
    for before, after in pairwise(stands):
        assert all(worth[after] >= worth[before] for worth in true)
        assert after == before or any(worth[after] > worth[before] for worth in true)


def test_what_is_as_good_for_all_does_not_take_the_place_of_a_deal():
    worth = np.array([[0.4, 0.8, 0.2], [0.4, 0.2, 0.7]])
    made = [Side.even(worth, np.zeros(2)) for _ in range(2)]
    offered = []
    stands = improved(made, 0, lambda party, package, deal: offered.append(package) or 0, 2)
    assert offered
    assert stands == (0, 0, 0)


def test_marks_change_what_is_offered_next():
    # Either of two trades may suit; the first that is offered turns out to be worse.
    worth = np.array([[0.4, 0.8, 0.2], [0.4, 0.2, 0.7]])
    side = Side.even(worth, np.zeros(2))
    other = Side.even(np.array([[0.4, 0.5, 0.5]]), np.zeros(1))
    assert next_offer([side, other], 0) == 1
    assert next_offer([side.after(1, 0, -1), other], 0, [1]) == 2
    assert next_offer([side.after(2, 0, -1), other], 0, [1, 2]) is None


def test_a_deal_that_was_agreed_beats_no_deal():
    side = Side(np.array([[0.2], [0.8]]), np.array([0.5, 0.5]), np.array([0.5, 0.5]))
    assert side.agreed_to(0).weights.tolist() == [0.0, 1.0]
    never = Side(np.array([[0.2]]), np.array([0.5]), np.ones(1))
    assert never.agreed_to(0).weights.tolist() == [1.0]
