"""A repaired package satisfies what it was repaired for."""

from hypothesis import given

from lastyard.case.commitments import commitments, rules_of, sizes_of
from lastyard.case.conditions.tree import FALSE, All, OneOf, holds
from lastyard.case.history import in_force
from lastyard.space import repaired
from strategies import cases


@given(cases())
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


def test_one_round_changes_one_issue():
    both = All((OneOf("a", 0b10), OneOf("b", 0b10)))
    assert repaired({"a": 2, "b": 2}, [OneOf("a", 0b10), OneOf("b", 0b10)], rounds=2) == {
        "a": 1,
        "b": 1,
    }
    assert repaired({"a": 2, "b": 2}, [OneOf("a", 0b10), OneOf("b", 0b10)], rounds=1) is None
    assert repaired({"a": 2, "b": 2}, [both], rounds=0) is None
