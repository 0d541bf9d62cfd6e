"""Questions that find a good deal: what they are worth, against brute force."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.asking.finding import (
    Compare,
    Matters,
    best_question,
    proposal,
    told,
    worth_of_questions,
)
from lastyard.asking.improving import Side

PACKAGES = 4
levels = st.integers(0, 4).map(lambda k: k / 4)


@st.composite
def sides(draw):
    made = []
    for _ in range(draw(st.integers(2, 3))):
        count = draw(st.integers(1, 3))
        row = st.lists(levels, min_size=PACKAGES, max_size=PACKAGES)
        worth = np.array(draw(st.lists(row, min_size=count, max_size=count)))
        floor = np.array(draw(st.lists(levels, min_size=count, max_size=count)))
        stakes = np.array(
            draw(
                st.lists(
                    st.sampled_from([(0.2, 0.8), (0.7, 0.3), (0.5, 0.5)]),
                    min_size=count,
                    max_size=count,
                )
            )
        )
        made.append(Side.even(worth, floor, stakes))
    return made


def product(made, package):
    """The product of expected gains, by definition."""
    return np.prod(
        [np.sum(s.weights * np.maximum(s.worth[:, package] - s.floor, 0.0)) for s in made]
    )


@given(sides(), st.sampled_from([0.95, 0.8]))
def test_a_question_is_worth_the_best_after_each_answer(made, trust):
    now = max(product(made, k) for k in range(PACKAGES))
    found = {asked.question: asked.rise for asked in worth_of_questions(made, trust)}
    parties = range(len(made))
    questions = [Matters(party) for party in parties]
    questions += [Compare(p, k, j) for p in parties for k, j in combinations(range(PACKAGES), 2)]
    assert set(found) <= (set(questions) if now else set())
    for question in questions if now else ():
        side = made[question.party]
        answers = (0, 1) if isinstance(question, Matters) else (1, 0, -1)
        total = 0.0
        for answer in answers:
            chance = 0.0
            for row, weight in enumerate(side.weights):
                if isinstance(question, Matters):
                    top = side.stakes[row] >= side.stakes[row].max() - 1e-9
                    right = top[answer] / top.sum()
                else:
                    ahead = side.worth[row, question.package] - side.worth[row, question.other]
                    right = float(np.sign(ahead) == answer)
                wrong = (1 - trust) / (len(answers) - 1)
                chance += weight * (wrong + (trust - wrong) * right)
            after = told(made, question, answer, trust)
            total += chance * max(product(after, k) for k in range(PACKAGES))
        # What is not told is worth nothing.
        assert found.get(question, 0.0) == pytest.approx((total - now) / now, abs=1e-9)


@given(sides())
def test_knowing_more_never_lowers_what_is_expected_and_the_best_comes_first(made):
    found = worth_of_questions(made)
    assert all(each.rise > 0 for each in found)
    assert found == sorted(found, key=lambda each: -each.rise)
    best = best_question(made)
    assert best == (found[0] if found else None)


@given(sides())
def test_the_proposal_has_the_largest_product(made):
    best = max(product(made, k) for k in range(PACKAGES))
    found = proposal(made)
    if found is None:
        assert best == pytest.approx(0.0, abs=1e-9)
    else:
        assert best > 0.0
        assert product(made, found) == pytest.approx(best, abs=1e-9)


def test_chances_count():
    worth = np.array([[0.5, 0.6]])
    made = [Side.even(worth, np.zeros(1)), Side.even(worth, np.zeros(1))]
    assert proposal(made) == 1
    assert proposal(made, np.array([1.0, 0.1])) == 0


def test_known_values_leave_nothing_to_ask():
    worth = np.array([[0.2, 0.9, 0.5, 0.1]])
    made = [Side.even(worth, np.zeros(1)), Side.even(worth[:, ::-1], np.zeros(1))]
    assert best_question(made) is None


def test_asking_until_nothing_is_worth_it_finds_the_truth():
    rng = np.random.default_rng(3)
    worth = [rng.random((40, 12)) for _ in range(2)]
    made = tuple(Side.even(each, np.zeros(40)) for each in worth)
    true = (7, 21)
    for _ in range(60):
        asked = best_question(made, 0.999)
        if asked is None or asked.rise < 1e-4:
            break
        row = worth[asked.question.party][true[asked.question.party]]
        assert isinstance(asked.question, Compare)
        answer = int(np.sign(row[asked.question.package] - row[asked.question.other]))
        made = told(made, asked.question, answer, 0.999)
    products = worth[0][true[0]] * worth[1][true[1]]
    assert products[proposal(made)] == pytest.approx(products.max())
