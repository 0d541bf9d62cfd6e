from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.deals import DomainError, adjusted_winner


def test_john_and_mary(bargaining_oracle):
    oracle = bargaining_oracle("adjusted_winner.json")["macmillan_john_mary"]
    john, mary = zip(*oracle["items"].values(), strict=True)
    division = adjusted_winner(john, mary)
    assert [str(p) for p in division.points] == oracle["computed_by_us"]["final_points"]
    gets = dict(zip(oracle["items"], division.first_gets, strict=True))
    assert gets == {"A": 1, "B": 0, "C": Fraction(1, 7), "D": 1, "E": 0}
    assert division.split == 2


points = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=7)


@given(points)
def test_equitable_envy_free_efficient_and_at_most_one_item_split(rated):
    # The last two items make both totals equal and positive.
    first = [a for a, _ in rated] + [sum(b for _, b in rated) + 1, 1]
    second = [b for _, b in rated] + [1, sum(a for a, _ in rated) + 1]
    division = adjusted_winner(first, second)
    one, two = division.points
    assert one == sum(a * s for a, s in zip(first, division.first_gets, strict=True))
    assert two == sum(b * (1 - s) for b, s in zip(second, division.first_gets, strict=True))
    thirds = adjusted_winner(*([Fraction(x, 3) for x in own] for own in (first, second)))
    assert thirds.first_gets == division.first_gets
    assert thirds.points == (one / 3, two / 3)
    assert one == two
    assert 2 * one >= sum(first)
    split = [i for i, share in enumerate(division.first_gets) if 0 < share < 1]
    assert split == ([] if division.split is None else [division.split])
    # Efficient: nothing the second holds has a better ratio for the first than what it holds.
    for i, share in enumerate(division.first_gets):
        for j, other in enumerate(division.first_gets):
            if share > 0 and other < 1:
                assert first[i] * second[j] >= first[j] * second[i]


def test_no_item_is_split_where_a_whole_one_makes_it_even():
    division = adjusted_winner([1, 6, 3], [1, 4, 5])
    assert division.first_gets == (0, 1, 0)
    assert division.points == (6, 6)
    assert division.split is None


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ([], [], "same items"),
        ([1], [1, 2], "same items"),
        ([1, 2], [2, 2], "same number of points"),
        ([-1, 2], [0, 1], "negative"),
        ([0], [0], "same number of points"),
        ([float("nan")], [1], "finite"),
    ],
)
def test_bad_points(first, second, message):
    with pytest.raises(DomainError, match=message):
        adjusted_winner(first, second)
