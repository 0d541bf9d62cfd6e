import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.deals import Domain, RuleTooLargeError, TableRule, make_plan
from lastyard.deals import plan as planning
from lastyard.deals.plan import settling_order


class SumRule:
    """At most `limit` in sum, over any number of issues, read step by step."""

    def __init__(self, issues, limit):
        self.issues, self.limit = issues, limit

    def holds(self, options):
        return sum(options) <= self.limit

    def start(self):
        return 0

    def step(self, state, issue, option):
        total = state + option
        if total > self.limit:
            return False
        left = len(self.issues)
        return total if left else True


class SettlingSum(SumRule):
    """The same, told when its last issue has come."""

    def start(self):
        return (0, 0)

    def step(self, state, issue, option):
        total, seen = state[0] + option, state[1] + 1
        if total > self.limit:
            return False
        return True if seen == len(self.issues) else (total, seen)


class PartialSum:
    """The same sum, judged on partial packages only."""

    def __init__(self, issues, limit):
        self.issues, self.limit = issues, limit

    def holds(self, options):
        return sum(options) <= self.limit

    def partial(self, options):
        known = sum(o for o in options if o is not None)
        left = sum(o is None for o in options) * 9
        return np.where(known > self.limit, 0, np.where(known + left <= self.limit, 1, -1)).astype(
            np.int8
        )


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_plan_counts_what_the_rules_allow(random_domain, seed):
    domain = random_domain(seed)
    expected = sum(domain.allowed(x) for x in itertools.product(*map(range, domain.sizes)))
    assert make_plan(domain).packages == expected


def test_a_stepping_rule_over_many_issues_is_folded():
    domain = Domain.of([[list(range(10))] * 12], rules=[SettlingSum(tuple(range(12)), 5)])
    # Ways to write a sum of at most 5 with 12 numbers: 17 choose 5.
    assert make_plan(domain).packages == 6188


def test_a_partial_rule_over_many_issues_is_folded():
    domain = Domain.of([[list(range(10))] * 8], rules=[PartialSum(tuple(range(8)), 4)])
    assert make_plan(domain).packages == 495  # 12 choose 4


def test_a_partial_rule_that_stays_open_too_long_is_refused(monkeypatch):
    domain = Domain.of([[list(range(10))] * 8], rules=[PartialSum(tuple(range(8)), 4)])
    # After seven issues all the ways to write a sum of at most 3 are open: 10 choose 3, and more.
    monkeypatch.setattr(planning, "_MOST_STATES", 100)
    with pytest.raises(RuleTooLargeError, match="more than 100 partial packages open"):
        make_plan(domain)


def test_a_rule_that_cannot_be_tabulated_says_what_it_must_offer():
    class Plain:
        issues = tuple(range(12))

        def holds(self, options):
            return sum(options) <= 5

    with pytest.raises(RuleTooLargeError, match="step"):
        make_plan(Domain.of([[list(range(10))] * 12], rules=[Plain()]))


def test_a_stepping_rule_of_too_many_states_is_refused(monkeypatch):
    domain = Domain.of([[list(range(4))] * 4], rules=[SumRule(tuple(range(4)), 8)])
    # After one issue there are 4 sums, after two 7.
    monkeypatch.setattr(planning, "_MOST_STATES", 6)
    with pytest.raises(RuleTooLargeError, match="more than 6 states"):
        make_plan(domain)


def test_a_stepping_rule_must_be_settled_at_the_end():
    with pytest.raises(ValueError, match="not settled"):
        make_plan(Domain.of([[[0, 1]] * 2], rules=[SumRule((0, 1), 1)]))


def test_too_many_groups_are_refused():
    rules = [TableRule((i, i + 6), np.eye(9, dtype=bool)) for i in range(6)]
    crossed = [*rules, TableRule(tuple(range(6)), np.arange(9**6).reshape((9,) * 6) % 7 != 0)]
    domain = Domain.of([[list(range(9))] * 12], rules=crossed)
    with pytest.raises(RuleTooLargeError, match="together"):
        make_plan(domain, most_groups=50)


def test_linked_issues_come_first_and_close_early():
    order = settling_order([(5, 2), (2, 4)], (3,) * 7)
    assert set(order[:3]) == {2, 4, 5}
    assert order[3:] == (0, 1, 3, 6)


def test_rules_that_leave_nothing_leave_no_package():
    rules = [TableRule((0,), np.array([True, False])), TableRule((0,), np.array([False, True]))]
    assert make_plan(Domain.of([[[0, 1], [0, 1]]], rules=rules)).packages == 0


@pytest.mark.parametrize("largest", [1, 1 << 62])
def test_rows_are_numbered_as_the_distinct_ones(monkeypatch, largest):
    monkeypatch.setattr(planning, "_LARGEST_KEY", largest)
    rng = np.random.default_rng(6)
    for _ in range(50):
        rows = rng.integers(0, 4, (int(rng.integers(0, 12)), int(rng.integers(0, 4))))
        distinct, number = planning._distinct(rows)
        assert distinct[number].tolist() == rows.tolist()
        assert len(distinct) == len({tuple(row) for row in rows.tolist()})


def test_rows_of_more_than_a_number_can_hold_are_told_apart():
    """Written as one number of 64 bits, the first column of these would run over."""
    span = 1 << 22
    rows = np.array([[0, 0, 0, 1], [span // 2, 0, 0, 1], [span - 1] * 4, [0, 0, 0, 1]])
    distinct, number = planning._distinct(rows)
    assert distinct[number].tolist() == rows.tolist()
    assert len(distinct) == 3
