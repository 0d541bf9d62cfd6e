"""The tests of trend against all sign patterns, and the words they lead to."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.answers.trends import adjusted, chance_of_as_far, least_chance, shares, verdict_of

moves = st.lists(st.fractions(-1, 1, max_denominator=12), max_size=8)


@given(moves)
def test_the_chance_is_the_share_of_sign_patterns(given_moves):
    sizes = [abs(m) for m in given_moves if m]
    total = abs(sum(given_moves, start=Fraction(0)))
    patterns = list(product((1, -1), repeat=len(sizes)))
    far = [p for p in patterns if abs(sum(a * b for a, b in zip(p, sizes, strict=True))) >= total]
    assert chance_of_as_far(given_moves) == pytest.approx(len(far) / len(patterns))


def test_many_moves_are_counted_as_exactly_as_few():
    coins = [Fraction(1, 100)] * 12 + [Fraction(-1, 100)] * 4
    # At least 12 or at most 4 of 16 coins: the binomial tail, both ways.
    assert chance_of_as_far(coins) == pytest.approx(2 * 2517 / 65536)
    assert chance_of_as_far([Fraction(-1, 7)] * 40) == pytest.approx(2 / 2**40)


def test_fewer_than_six_moves_are_never_enough():
    assert chance_of_as_far([Fraction(1)] * 5) == least_chance(5) == 0.0625
    assert chance_of_as_far([Fraction(1)] * 6) == least_chance(6) == 0.03125


def test_chances_of_several_issues_are_raised():
    """Holm (1979): the smallest times their number, the next times one less, never falling."""
    assert adjusted({"a": 0.03, "b": 0.01, "c": 0.04}) == pytest.approx(
        {"a": 0.06, "b": 0.03, "c": 0.06}
    )


@pytest.mark.parametrize(
    ("net", "chance", "still", "closed", "word"),
    [
        (-1, 0.03, 0, False, "narrowing"),
        (1, 0.03, 4, False, "widening"),
        (-1, 0.06, 0, False, "cannot tell"),
        (-1, 0.03, 5, False, "stalled"),
        (0, None, 4, False, "cannot tell"),
        (-1, 0.03, 9, True, "closed"),
    ],
)
def test_words(net, chance, still, closed, word):
    assert verdict_of(Fraction(net), chance, still, closed=closed) == word


@given(st.integers(1, 4), st.randoms(use_true_random=False))
def test_shares_add_up_and_idle_statements_get_nothing(count, random):
    worth = {}

    def of(chosen):
        chosen = chosen - {0}  # the first does nothing
        return worth.setdefault(chosen, 0.0 if not chosen else random.uniform(-1, 1))

    found = shares(count, of)
    assert sum(found) == pytest.approx(of(frozenset(range(count))))
    assert found[0] == pytest.approx(0.0)
