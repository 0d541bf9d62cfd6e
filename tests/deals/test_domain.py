from fractions import Fraction

import numpy as np
import pytest

from lastyard.deals import Domain, DomainError, TableRule

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
        (TWO, {"rules": [TableRule((0, 5), np.ones((2, 2), bool))]}, "there are 2"),
        (TWO, {"rules": [TableRule((0, 0), np.ones((2, 2), bool))]}, "twice"),
    ],
)
def test_what_does_not_fit_together_is_refused_by_name(values, options, message):
    with pytest.raises(DomainError, match=message):
        Domain.of(values, **options)


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
