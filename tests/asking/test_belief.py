"""What is believed of a party, against all draws and patterns listed."""

import numpy as np
import pytest

from lastyard.asking import AcceptanceQuestion, FirmnessQuestion, PreferenceQuestion, believe
from lastyard.asking.belief import MOST_PATTERNS, each_alone, is_open, questions, where_yes
from small_talks import listed, made, takes


def by_hand(belief, package, true):
    """Return P(takes package | true) and P(true), draw by draw and pattern by pattern."""
    total = sum(w for d, p, w in listed(belief) if true(d, p))
    both = sum(w for d, p, w in listed(belief) if true(d, p) and takes(belief, d, p, package))
    return both / total, total


def truth(belief, question):
    match question:
        case FirmnessQuestion(_, k):
            return lambda d, p: belief.holds[p, k]
        case AcceptanceQuestion(_, x):
            return lambda d, p: takes(belief, d, p, x)
        case PreferenceQuestion(_, x, y):
            worth = belief.worth([x, y])
            return lambda d, p: worth[d, 0] > worth[d, 1]


@pytest.mark.parametrize("seed", range(12))
def test_acceptance_before_and_after_answers_equals_listing_everything(seed):
    talks = made(seed, parties=1)
    (belief,) = talks.beliefs
    for package in range(4):
        assert belief.acceptance()[package] == pytest.approx(
            by_hand(belief, package, lambda d, p: True)[0]
        )
    asked = list(questions([belief], range(4), range(4)))
    assert asked
    chances, tables = talks.after_each(asked)
    for k, question in enumerate(asked):
        yes = truth(belief, question)
        for package in range(4):
            if isinstance(question, AcceptanceQuestion) and question.package == package:
                continue  # what it says of the package itself is believed
            expected, chance = by_hand(belief, package, yes)
            assert chances[k] == pytest.approx(chance)
            assert tables[k, 0, package, 0] == pytest.approx(expected)
            told = belief.given(where_yes(belief, question), yes=True)
            assert told.acceptance()[package] == pytest.approx(expected)
            expected, _ = by_hand(belief, package, lambda d, p, yes=yes: not yes(d, p))
            assert tables[k, 1, package, 0] == pytest.approx(expected)


def test_many_packages_are_looked_at_in_blocks():
    (belief,) = made(3, parties=1, packages=600, draws=7).beliefs
    for asked in (AcceptanceQuestion(0, 2), FirmnessQuestion(0, 1), PreferenceQuestion(0, 1, 599)):
        yes = truth(belief, asked)
        there = np.array([[yes(d, p) for p in range(len(belief.holds))] for d in range(7)])
        taken = belief.enough[:, None, :] & belief.free[None, :, :]
        expected = ((belief.weights * there)[:, :, None] * taken).sum(axis=(0, 1))
        chance, both = belief.acceptance_if([where_yes(belief, asked)])
        assert chance[0] == pytest.approx((belief.weights * there).sum())
        assert both[:, 0] == pytest.approx(expected)


def test_answers_follow_one_another_and_their_order_does_not_matter():
    (belief,) = made(5, parties=1).beliefs
    first, second = belief.takes(1), belief.holds_to(0)
    one = belief.given(first, yes=False).given(second, yes=True)
    other = belief.given(second, yes=True).given(first, yes=False)
    assert one.weights == pytest.approx(other.weights)
    assert one.weights.sum() == pytest.approx(1.0)
    # After a refusal values and commitments are no longer independent, and still exact.
    for package in range(4):
        assert one.acceptance()[package] == pytest.approx(
            by_hand(one, package, lambda d, p: True)[0]
        )


def test_trust_is_the_probability_that_an_answer_is_right():
    belief = believe(np.array([[0.9], [0.1]]), np.full(2, 0.5), np.zeros((0, 1), bool), [])
    told = belief.given(belief.takes(0), yes=True, trust=0.8)
    assert told.acceptance() == pytest.approx([0.8])
    with pytest.raises(ValueError, match="impossible"):
        told.given(belief.takes(0), yes=True).given(belief.takes(0), yes=False)


def test_what_a_party_says_of_a_package_stands():
    talks = made(1)
    told = talks.after(AcceptanceQuestion(1, 2), yes=False).after(
        AcceptanceQuestion(0, 3), yes=True
    )
    wanted = np.zeros((4, 2))
    wanted[2, 1], wanted[3, 0] = -1, 1
    assert told.said.tolist() == wanted.tolist()
    assert (told.acceptance()[2, 1], told.acceptance()[3, 0]) == (0.0, 1.0)


def test_a_package_worth_just_the_reservation_value_is_taken():
    worth = np.array([[0.1 + 0.2, 0.3, 0.29]])
    belief = believe(worth, np.array([0.3]), np.zeros((0, 3), dtype=bool), [])
    assert belief.acceptance().tolist() == [1.0, 1.0, 0.0]
    belief = believe(worth, np.array([0.1 + 0.2]), np.zeros((0, 3), dtype=bool), [])
    assert belief.acceptance().tolist() == [1.0, 1.0, 0.0]


def test_one_of_two_that_are_as_good_is_not_preferred():
    worth = np.array([[0.5, 0.5, 0.4]])
    belief = believe(worth, np.array([0.3]), np.zeros((0, 3), dtype=bool), [])
    chances = [belief.chance(belief.prefers(one, other)) for one, other in ((0, 1), (1, 0), (0, 2))]
    assert chances == [0.0, 0.0, 1.0]


def test_certain_answers_are_never_asked():
    worth = np.array([[0.9, 0.2, 0.7], [0.8, 0.1, 0.3]])
    broken = np.array([[False, False, True], [True, True, True]])
    belief = believe(worth, np.full(2, 0.5), broken, each_alone([1.0, 0.0]))
    asked = list(questions([belief], range(3), range(3)))
    # 0 is always worth enough, 1 never; 2 breaks an absolute demand; 0 beats 1, and 2 beats 1.
    assert asked == []
    assert not is_open(belief, FirmnessQuestion(0, 0))
    assert not is_open(belief, FirmnessQuestion(0, 1))


def test_what_is_certain_overrules_the_draws():
    worth = np.array([[0.9, 0.9, 0.9], [0.1, 0.1, 0.1]])
    certain = np.array([1, 2, 0], dtype=np.int8)
    belief = believe(worth, np.full(2, 0.5), np.zeros((0, 3), bool), [], certain=certain)
    assert belief.acceptance() == pytest.approx([1.0, 0.0, 0.5])
    assert list(questions([belief], range(3), [])) == [AcceptanceQuestion(0, 2)]


def test_of_a_party_that_cannot_be_told_only_demands_are_asked():
    broken = np.array([[True, False]])
    belief = believe(np.zeros((1, 2)), np.zeros(1), broken, each_alone([0.4]), told=False)
    assert belief.acceptance() == pytest.approx([0.6, 1.0])
    assert list(questions([belief], range(2), range(2))) == [FirmnessQuestion(0, 0)]


def test_too_many_commitments_are_sampled_each_in_its_share():
    firmness = np.array([0.0, *np.linspace(0.1, 0.9, 12), 1.0])
    broken = np.eye(14, dtype=bool)
    belief = believe(np.ones((1, 14)), np.zeros(1), broken, each_alone(firmness.tolist()), seed=4)
    assert belief.weights.shape[1] == MOST_PATTERNS
    assert belief.acceptance() == pytest.approx(1 - firmness, abs=1 / MOST_PATTERNS)
