"""Counting, listing and open options against listing everything."""

import random
import subprocess
import sys
from itertools import islice, pairwise, product
from math import prod

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lastyard.conditions.tree import FALSE, TRUE, All, Any, AtLeast, Not, OneOf, Same, Total, holds
from lastyard.errors import RequestError
from lastyard.space import SearchTooLargeError, Space, openness, search


def conditions(sizes):
    """All seven nodes, with empty parts, empty and full sets, and open bounds."""
    issues = sorted(sizes)
    bound = st.none() | st.integers(-6, 9)

    def weights(issue):
        return st.lists(st.integers(-3, 4), min_size=sizes[issue], max_size=sizes[issue])

    def total(chosen):
        rows = st.tuples(*(weights(issue).map(tuple) for issue in chosen))
        return st.builds(
            lambda r, a, b: Total(tuple(zip(chosen, r, strict=True)), a, b), rows, bound, bound
        )

    one_of = st.sampled_from(issues).flatmap(
        lambda issue: st.integers(0, (1 << sizes[issue]) - 1).map(lambda m: OneOf(issue, m))
    )
    totals = st.lists(st.sampled_from(issues), min_size=1, unique=True).flatmap(total)

    def nodes(inner):
        parts = st.lists(inner, max_size=4).map(tuple)
        quota = parts.flatmap(
            lambda ps: st.builds(
                AtLeast,
                st.integers(-1, 6),
                st.tuples(*[st.integers(1, 4)] * len(ps)),
                st.just(ps),
            )
        )
        return (
            parts.map(All) | parts.map(Any) | inner.map(Not) | st.builds(Same, inner, inner) | quota
        )

    return st.recursive(one_of | totals, nodes, max_leaves=12)


@st.composite
def cases(draw, largest=4, issues=4):
    count = draw(st.integers(1, issues))
    # Names out of alphabetical order: the order of listing is that of the mapping.
    names = ["m", "c", "z", "a", "k"][:count]
    sizes = {name: draw(st.integers(1, largest)) for name in names}
    return sizes, draw(conditions(sizes)), draw(conditions(sizes))


def random_condition(rng, sizes, depth):
    """The same nodes as above, a thousand a second."""
    kind = rng.randrange(8) if depth else rng.randrange(3)
    if kind == 0:
        terms = tuple(
            (issue, tuple(rng.randint(-3, 4) for _ in range(sizes[issue])))
            for issue in rng.sample(sorted(sizes), rng.randint(1, len(sizes)))
        )
        return Total(
            terms,
            rng.choice([None, rng.randint(-5, 5)]),
            rng.choice([None, rng.randint(-3, 8)]),
        )
    if kind < 3:
        issue = rng.choice(sorted(sizes))
        return OneOf(issue, rng.randrange(1 << sizes[issue]))
    parts = tuple(random_condition(rng, sizes, depth - 1) for _ in range(rng.randint(0, 3)))
    one = random_condition(rng, sizes, depth - 1)
    if kind == 7:
        quota, weights = rng.randint(-1, 5), tuple(rng.randint(1, 3) for _ in parts)
        return AtLeast(quota, weights, parts)
    other = random_condition(rng, sizes, depth - 1)
    return (All(parts), Any(parts), Not(one), Same(one, other))[kind - 3]


def listing(sizes, condition):
    every = (dict(zip(sizes, x, strict=True)) for x in product(*map(range, sizes.values())))
    return [package for package in every if holds(condition, package)]


def open_in(sizes, packages):
    return {k: sum(1 << v for v in {p[k] for p in packages}) for k in sizes}


def agrees_with_listing(sizes, condition, further):
    wanted = listing(sizes, condition)
    space = Space(sizes, condition, also=(further,))
    assert space.exists() == bool(wanted)
    assert space.count() == len(wanted)
    assert list(space.packages()) == wanted
    assert space.find() == (wanted[0] if wanted else None)
    assert space.open_options() == open_in(sizes, wanted)
    narrower = [package for package in wanted if holds(further, package)]
    assert space.where(further).count() == len(narrower)
    assert list(space.where(further).packages()) == narrower
    assert Space(sizes, condition).where(further).open_options() == open_in(sizes, narrower)


@pytest.mark.thorough
@pytest.mark.parametrize("cells", [2, 64])
def test_every_answer_equals_listing_on_many_random_cases(cells, monkeypatch):
    """With 2 the ways for long ranges (packed sums, sets first, marking) take short ones."""
    monkeypatch.setattr(search, "FEW_CELLS", cells)
    monkeypatch.setattr(openness, "FEW_CELLS", cells)
    rng = random.Random(cells)
    for _ in range(1500):
        sizes = {name: rng.randint(1, 5) for name in "mczak"[: rng.randint(1, 4)]}
        condition, further = (random_condition(rng, sizes, rng.randint(0, 4)) for _ in range(2))
        agrees_with_listing(sizes, condition, further)


@pytest.mark.thorough
@given(cases())
def test_every_answer_equals_listing(case):
    agrees_with_listing(*case)


@pytest.mark.thorough
@given(cases(largest=7, issues=3))
def test_every_answer_equals_listing_with_the_ways_for_long_ranges(case):
    """The ways for long ranges (packed sums, sets first, marking) forced on short ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "FEW_CELLS", 2)
        patch.setattr(openness, "FEW_CELLS", 2)
        agrees_with_listing(*case)


@pytest.mark.thorough
@given(cases())
def test_an_opposite_is_the_rest(case):
    sizes, condition, _ = case
    every = Space(sizes).count()
    assert Space(sizes, Not(condition)).count() == every - Space(sizes, condition).count()


def test_counts_far_beyond_listing():
    sizes = {f"i{k}": 10 for k in range(40)}
    assert Space(sizes).count() == 10**40
    no_first = Any(tuple(OneOf(issue, (1 << 10) - 2) for issue in sizes))
    assert Space(sizes, no_first).count() == 10**40 - 1


@pytest.mark.thorough
def test_three_long_ranges_in_a_sum_equal_numpy():
    sizes = dict.fromkeys(("women", "elderly", "days"), 10_000)
    row = tuple(range(10_000))
    condition = All(
        (
            Total(tuple((issue, row) for issue in sizes), 14_000, 15_000),
            Any((OneOf("women", (1 << 3_000) - 1), OneOf("days", (1 << 6_000) - 1))),
        )
    )
    women = np.arange(10_000)
    counted = 0
    for first, last in ((0, 3_000), (3_000, 10_000)):
        days = 10_000 if first == 0 else 6_000
        pairs = np.convolve(np.ones(last - first, dtype=np.int64), np.ones(days, dtype=np.int64))
        upto = np.concatenate(([0], np.cumsum(pairs)))
        high = np.clip(15_000 - first - women + 1, 0, len(pairs))
        low = np.clip(14_000 - first - women, 0, len(pairs))
        counted += int((upto[high] - upto[low]).sum())
    space = Space(sizes, condition)
    assert space.count() == counted
    assert space.find() == {"women": 0, "elderly": 4_001, "days": 9_999}
    assert space.open_options() == dict.fromkeys(sizes, (1 << 10_000) - 1)


def test_two_crossing_totals_over_three_long_ranges_equal_numpy():
    sizes = dict.fromkeys("abc", 200)
    up = tuple(range(200))
    one = Total((("a", up), ("b", up), ("c", up)), 280, 300)
    other = Total((("a", up), ("b", tuple(range(0, 400, 2))), ("c", up[::-1])), 200, 220)
    a, b, c = np.indices((200, 200, 200), dtype=np.int16)
    good = (a + b + c >= 280) & (a + b + c <= 300)
    good &= (a + 2 * b + 199 - c >= 200) & (a + 2 * b + 199 - c <= 220)
    space = Space(sizes, All((one, other)), budget=100_000)
    assert space.count() == good.sum()
    assert space.open_options() == {
        issue: sum(1 << k for k in set(np.nonzero(good)[axis].tolist()))
        for axis, issue in enumerate(sizes)
    }


@pytest.mark.thorough
def test_hundreds_of_issues_in_a_row_need_no_deep_stack():
    sizes = {f"i{k}": 3 for k in range(400)}
    names = list(sizes)
    links = tuple(Any((OneOf(a, 1), OneOf(b, 2))) for a, b in pairwise(names))
    ways = np.array([1, 1, 1], dtype=object)
    for _ in links:  # ways by the last option; a link wants option 0 before or 1 after
        ways = np.array([ways[0], ways.sum(), ways[0]], dtype=object)
    assert Space(sizes, All(links)).count() == ways.sum()


def test_listing_is_lazy_and_starts_at_once():
    sizes = {f"i{k}": 10 for k in range(30)}
    far = Total(tuple((issue, tuple(range(10))) for issue in sizes), 260, None)
    first = list(islice(Space(sizes, far).packages(), 50))
    assert len(first) == 50
    assert first == sorted(first, key=lambda p: tuple(p.values()))
    assert all(holds(far, package) for package in first)


@pytest.mark.parametrize(
    ("condition", "number"), [(TRUE, 6), (FALSE, 0), (Not(TRUE), 0), (OneOf("b", 0), 0)]
)
def test_constants(condition, number):
    assert Space({"a": 2, "b": 3}, condition).count() == number


def test_no_issues_leave_one_empty_package():
    assert list(Space({}).packages()) == [{}]
    assert Space({}, FALSE).find() is None


@pytest.mark.parametrize("ask", ["exists", "count", "find", "open_options"])
def test_beyond_the_budget_is_an_error_never_a_figure(ask):
    sizes = {f"i{k}": 4 for k in range(12)}
    row = (0, 3, 5, 11)
    condition = All(
        tuple(
            Total(tuple((i, tuple(w * (k + n) for w in row)) for n, i in enumerate(sizes)), 90, 200)
            for k in range(1, 4)
        )
    )
    with pytest.raises(SearchTooLargeError, match="more than 40 steps") as error:
        getattr(Space(sizes, condition, budget=40), ask)()
    assert isinstance(error.value, RequestError)


def test_unknown_issue():
    with pytest.raises(ValueError, match="'price'"):
        Space({"truce": 2}, OneOf("price", 1))


def test_needs_the_standard_library_only():
    code = "import sys, lastyard.space; print([m for m in ('numpy', 'pysat') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


weighted = st.lists(st.tuples(st.integers(-6, 9), st.integers(1, 3)), min_size=1, max_size=4)
bounds = st.none() | st.integers(-20, 30)


@given(st.lists(weighted, min_size=1, max_size=4), bounds, bounds)
@example([[(0, 1), (2, 1)], [(0, 1), (3, 1)]], 1, 1)  # nothing and two and three, but not one
@example([[(0, 1), (2, 1)], [(0, 1), (4, 1)]], 3, 3)
@example([[(0, 1), (2, 1)]], 3, None)  # in steps of two, beyond the end
@example([[(0, 1), (2, 1)]], 3, 9)
@example([[(0, 1), (2, 1)]], -2, 5)
def test_ways_to_a_sum_are_those_of_listing_all(choices, low, high):
    number = 0
    for chosen in product(*choices):
        total = sum(weight for weight, _ in chosen)
        if (low is None or low <= total) and (high is None or total <= high):
            number += prod(count for _, count in chosen)
    assert search.ways(choices, low, high) == number
    assert search.reaches(choices, low, high) == (number > 0)
