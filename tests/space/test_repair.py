"""A repaired package satisfies what it was repaired for."""

from dataclasses import replace

import pytest
from hypothesis import given

from lastyard.case.said import commitments, in_force, rules_of, sizes_of
from lastyard.conditions.tree import FALSE, All, Any, OneOf, holds
from lastyard.space import repaired
from strategies import cases


@pytest.mark.thorough
@given(cases(plain=True))
def test_what_is_found_satisfies_everything(case):
    conditions = [rules_of(case), *(c.condition for c in commitments(case, in_force(case)))]
    package = repaired(sizes_of(case), conditions)
    if package is not None:
        assert all(holds(condition, package) for condition in conditions)
        assert package.keys() == sizes_of(case).keys()


def test_what_cannot_be_repaired_gives_nothing():
    assert repaired({"a": 2}, [OneOf("a", 0b01), OneOf("a", 0b10)]) is None
    assert repaired({"a": 2}, [FALSE]) is None
    assert repaired({"a": 10_000}, [OneOf("a", 1 << 9_999)]) is None


@pytest.mark.parametrize("anew", [False, True])
def test_what_is_said_more_often_weighs_more(anew):
    """Counted once each, no change of one issue would keep more of them, and none would be made."""
    either = Any((OneOf("a", 0b10), OneOf("b", 0b10)))
    not_a, then_c = OneOf("a", 0b01), Any((OneOf("b", 0b01), OneOf("c", 0b10)))
    said = [either, not_a, then_c, either, not_a, not_a]
    conditions = [replace(condition) for condition in said] if anew else said
    assert repaired({"a": 2, "b": 2, "c": 2}, conditions, 2) == {"a": 0, "b": 1, "c": 1}


def test_one_round_changes_one_issue():
    both = All((OneOf("a", 0b10), OneOf("b", 0b10)))
    assert repaired({"a": 2, "b": 2}, [OneOf("a", 0b10), OneOf("b", 0b10)], rounds=2) == {
        "a": 1,
        "b": 1,
    }
    assert repaired({"a": 2, "b": 2}, [OneOf("a", 0b10), OneOf("b", 0b10)], rounds=1) is None
    assert repaired({"a": 2, "b": 2}, [both], rounds=0) is None
