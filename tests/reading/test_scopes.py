from itertools import pairwise

import pytest

from lastyard.reading.coding import scopes_of


def parts(said):
    return [(s.role, said[s.start : s.end].strip(" ,.")) for s in scopes_of(said)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("the port must open", [("main", "the port must open")]),
        (
            "Unless the port opens, there is no deal",
            [("condition", "Unless the port opens"), ("main", "there is no deal")],
        ),
        (
            "the port, the toll and the checks",
            [("main", "the port, the toll and the checks")],
        ),
        (
            "they favour joint checks over national ones",
            [("main", "they favour joint checks"), ("alternative", "over national ones")],
        ),
        ("a vote over the port", [("main", "a vote over the port")]),
        (
            "they would open it whether or not the toll stays",
            [("main", "they would open it"), ("alternative", "whether or not the toll stays")],
        ),
        ("as if nothing had happened", [("main", "as if nothing had happened")]),
    ],
)
def test_conditions_and_alternatives_are_cut_out(said, expected):
    assert parts(said) == expected


def test_scopes_lie_in_order_and_do_not_overlap():
    said = "No deal without checks, but the toll may stay; only if it is low, rather than high."
    found = scopes_of(said)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert [s.turned for s in found] == [False, False, True, False, False]
