from fractions import Fraction

import numpy as np
import pytest

from lastyard.deals import Domain, DomainError, TableRule
from lastyard.deals.domain import (
    at_least,
    carried,
    from_limbs,
    limbs_needed,
    to_limbs,
    whole_multiples,
)

TWO = [[[0, 1], [0, 2]], [[3, 0], [1, 0]]]


@pytest.mark.parametrize(
    ("values", "options", "message"),
    [
        ([], {}, "no parties"),
        ([[]], {}, "no issues"),
        ([[[]]], {}, "no options"),
        ([[[1]], [[1, 2]]], {}, "party 1 values"),
        ([[[float("nan")]]], {}, "party 0.*finite"),
        ([[[float("inf"), 1]]], {}, "finite"),
        (TWO, {"reservation": [1]}, "2 parties but 1 reservation"),
        (TWO, {"reservation": [1, float("nan")]}, "party 1.*finite"),
        (TWO, {"pairs": {(1, 0): []}}, "lower first"),
        (TWO, {"pairs": {(0, 1): [[[1, 2]]]}}, "2 x 2 matrix per party"),
        (TWO, {"pairs": {(0, 1): [[[1, 2], [3]]] * 2}}, "2 x 2 matrix per party"),
        (TWO, {"pairs": {(0, 1): [[[1, 2]]] * 2}}, "2 x 2 matrix per party"),
        (TWO, {"rules": [TableRule((0, 5), np.ones((2, 2), bool))]}, "there are 2"),
        (TWO, {"rules": [TableRule((0, 2), np.ones((2, 2), bool))]}, "there are 2"),
        (TWO, {"rules": [TableRule((-1, 0), np.ones((2, 2), bool))]}, "there are 2"),
        (TWO, {"rules": [TableRule((0, 0), np.ones((2, 2), bool))]}, "twice"),
    ],
)
def test_what_does_not_fit_together_is_refused_by_name(values, options, message):
    with pytest.raises(DomainError, match=message):
        Domain.of(values, **options)


@pytest.mark.parametrize("bits", [1, 55, 61, 62, 63, 64, 115, 116, 117, 118, 172, 173, 500])
def test_limbs_hold_what_they_are_to_and_leave_room_for_a_sum(bits):
    for number in (2**bits - 1, 2 ** (bits - 1), -(2**bits) + 1):
        limbs = limbs_needed(abs(number))
        rows = to_limbs([number, number], limbs)
        assert from_limbs(rows[0]) == number
        assert abs(int(rows[0, 0])) < 2**62
        assert from_limbs(carried(rows.sum(axis=0))) == 2 * number
        assert limbs == 1 or 56 * (limbs - 1) < abs(number).bit_length()


@pytest.mark.parametrize(
    ("number", "exactly"),
    [
        (0.123456789012345, Fraction(123456789012345, 10**15)),
        (12345.6789012345, Fraction(123456789012345, 10**10)),
        (123456789012345.0, Fraction(123456789012345)),
        (0.1234567890123456, Fraction(0.1234567890123456)),  # sixteen digits: as it is
    ],
)
def test_floats_are_the_decimals_that_fifteen_digits_write(number, exactly):
    unit, ((whole,),) = whole_multiples([[number]])
    assert whole * unit == exactly


def test_a_sum_that_reaches_the_reservation_value_on_paper_reaches_it():
    domain = Domain.of([[[0.1], [0.2]]], reservation=[0.3])
    assert domain.acceptable((0, 0))


def test_pairwise_terms_and_rules_count():
    domain = Domain.of(
        TWO,
        pairs={(0, 1): [[[0, 0], [0, 5]], [[0, 0], [0, 1]]]},
        rules=[TableRule((1, 0), np.array([[True, False], [True, True]]))],
    )
    assert domain.values_of((1, 1)) == (Fraction(8), Fraction(1))
    assert not domain.allowed((1, 0))
    assert domain.allowed((0, 1))


@pytest.mark.parametrize("package", [(0,), (0, 2), (-1, 0), (0, 0, 0)])
def test_a_package_picks_one_option_of_each_issue(package):
    with pytest.raises(DomainError, match="one option of each"):
        Domain.of(TWO).values_of(package)


@pytest.mark.parametrize("limbs", [1, 2, 3])
def test_numbers_of_several_limbs_compare_as_numbers(limbs):
    rng = np.random.default_rng(limbs)
    # Some that differ in one limb only, whichever it is.
    numbers = [int(rng.integers(-2, 3)) << (56 * int(rng.integers(limbs))) for _ in range(30)]
    numbers += [a + b for a, b in zip(numbers[:10], numbers[10:20], strict=True)]
    written = to_limbs(numbers, limbs)
    found = at_least(written[:, None], written[None])
    assert found.tolist() == [[a >= b for b in numbers] for a in numbers]
