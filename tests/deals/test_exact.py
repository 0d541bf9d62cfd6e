from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.deals.domain import (
    at_least,
    carried,
    from_limbs,
    limbs_needed,
    ordinals,
    to_limbs,
    whole_multiples,
)

big = st.integers(-(10**40), 10**40)


def test_decimal_floats_are_read_as_written():
    unit, (whole,) = whole_multiples([[0.1, 0.2, 0.3, 29.4, -1.25]])
    assert [n * unit for n in whole] == [
        Fraction(x) for x in ("0.1", "0.2", "0.3", "29.4", "-1.25")
    ]


def test_a_float_with_more_digits_is_read_as_the_binary_number_it_is():
    third = 1 / 3
    unit, (whole,) = whole_multiples([[third, 0.1]])
    assert [n * unit for n in whole] == [Fraction(third), Fraction(0.1)]


@pytest.mark.parametrize(
    "number", [Fraction(1, 3), Decimal("0.12345678901234567890123"), 10**25, 1e300, 5e-324, 0.0]
)
def test_every_kind_of_number_is_exact(number):
    unit, ((whole,),) = whole_multiples([[number]])
    assert whole * unit == Fraction(number)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_numbers_that_are_not_finite_are_refused(bad):
    with pytest.raises(ValueError, match="finite"):
        whole_multiples([[1.0, bad]])


@given(st.floats(-1e6, 1e6).map(lambda x: round(x, 6)))
def test_short_decimals_survive(x):
    unit, ((whole,),) = whole_multiples([[x]])
    assert whole * unit == Fraction(repr(x))


@given(big, big)
def test_limbs_add_and_compare_like_whole_numbers(a, b):
    limbs = limbs_needed(2 * max(abs(a), abs(b), 1))
    one, other = to_limbs([a], limbs), to_limbs([b], limbs)
    assert from_limbs(carried(one + other)[0]) == a + b
    assert from_limbs(carried(one - other)[0]) == a - b
    assert bool(at_least(one, other)[0]) == (a >= b)


@given(st.lists(big, min_size=1, max_size=20))
def test_ordinals_order_and_equate_like_the_numbers(numbers):
    limbs = limbs_needed(max(map(abs, numbers)))
    ranks = ordinals(to_limbs(numbers, limbs)[:, None])[:, 0]
    for a, rank in zip(numbers, ranks, strict=True):
        for b, other in zip(numbers, ranks, strict=True):
            assert (a < b) == (rank < other)


def test_one_limb_is_its_own_ordinal():
    assert ordinals(np.array([[[7]], [[-2]]])).tolist() == [[7], [-2]]
