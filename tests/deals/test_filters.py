import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.deals.frontier import undominated_pairs, undominated_points


def by_definition(points, groups):
    kept = []
    for i, (p, g) in enumerate(zip(points, groups, strict=True)):
        beaten = any(
            h == g and ((all(q >= p) and any(q > p)) or (all(q == p) and j < i))
            for j, (q, h) in enumerate(zip(points, groups, strict=True))
        )
        if not beaten:
            kept.append(i)
    return kept


@pytest.mark.parametrize("parties", [2, 3, 4])
@pytest.mark.parametrize("scale", [1, 2**55])
@given(data=st.data())
def test_filters_keep_what_the_definition_keeps(parties, scale, data):
    n = data.draw(st.integers(1, 25))
    number = st.integers(-4, 4).map(lambda x: x * scale)
    points = np.array(data.draw(st.lists(st.tuples(*[number] * parties), min_size=n, max_size=n)))
    groups = np.array(data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)))
    one_filter = undominated_pairs if parties == 2 else undominated_points
    assert sorted(one_filter(points, groups)) == by_definition(points, groups)
    assert sorted(one_filter(points)) == by_definition(points, np.zeros(n))


def test_large_values_a_float_cannot_tell_apart():
    points = np.array([[2**60, 0, 1], [2**60 + 1, 0, 1]])
    assert undominated_points(points).tolist() == [1]
