"""One package, many packages, partial packages, one issue: the evaluations agree."""

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.conditions.arrays import holds_on
from lastyard.conditions.tree import (
    FALSE,
    TRUE,
    All,
    Any,
    AtLeast,
    Not,
    OneOf,
    Same,
    Total,
    bits,
    fitting,
    holds,
    issues_of,
    state,
    table,
)

SIZES = {"a": 2, "b": 3, "c": 4}
PACKAGES = [
    dict(zip(SIZES, chosen, strict=True)) for chosen in product(*map(range, SIZES.values()))
]


@st.composite
def one_of(draw):
    issue = draw(st.sampled_from(sorted(SIZES)))
    return OneOf(issue, draw(st.integers(0, 2 ** SIZES[issue] - 1)))


@st.composite
def totals(draw):
    issues = draw(st.lists(st.sampled_from(sorted(SIZES)), min_size=1, max_size=3, unique=True))
    weight = st.integers(-4, 4) | st.just(10**20)
    terms = tuple((i, tuple(draw(weight) for _ in range(SIZES[i]))) for i in issues)
    bound = st.none() | st.integers(-6, 6)
    return Total(terms, draw(bound), draw(bound))


def branches(parts):
    several = st.lists(parts, max_size=3).map(tuple)
    weighted = st.lists(st.tuples(st.integers(1, 3), parts), min_size=1, max_size=3)
    return (
        several.map(All)
        | several.map(Any)
        | parts.map(Not)
        | st.tuples(parts, parts).map(lambda pair: Same(*pair))
        | st.tuples(st.integers(0, 7), weighted).map(
            lambda q: AtLeast(q[0], tuple(w for w, _ in q[1]), tuple(p for _, p in q[1]))
        )
    )


conditions = st.recursive(one_of() | totals(), branches, max_leaves=8)


@given(conditions)
def test_many_packages_agree_with_one(condition):
    arrays = {issue: np.array([p[issue] for p in PACKAGES]) for issue in SIZES}
    assert holds_on(condition, arrays).tolist() == [holds(condition, p) for p in PACKAGES]


@given(conditions, st.sampled_from(sorted(SIZES)))
def test_the_options_that_fit_are_those_with_which_it_holds(condition, issue):
    for package in PACKAGES:
        others = {name: option for name, option in package.items() if name != issue}
        found = fitting(condition, issue, SIZES, others)
        held = [k for k in range(SIZES[issue]) if holds(condition, {**others, issue: k})]
        assert list(bits(found)) == held


@given(conditions, st.data())
def test_a_partial_package_is_never_judged_wrongly(condition, data):
    masks = {i: data.draw(st.integers(1, 2**size - 1), label=i) for i, size in SIZES.items()}
    inside = [p for p in PACKAGES if all(masks[i] >> k & 1 for i, k in p.items())]
    known = state(condition, masks)
    outcomes = {holds(condition, p) for p in inside}
    if known is not None:
        assert outcomes == {known}


@given(conditions)
def test_a_complete_package_is_always_judged(condition):
    for package in PACKAGES:
        masks = {issue: 1 << option for issue, option in package.items()}
        assert state(condition, masks) is holds(condition, package)


@given(conditions)
def test_only_the_issues_mentioned_matter(condition):
    mentioned = issues_of(condition)
    for package in PACKAGES:
        assert holds(condition, package) == holds(condition, {i: package[i] for i in mentioned})


@given(conditions)
def test_a_table_has_a_bit_for_every_package_that_is_kept(condition):
    found = table(condition, tuple(reversed(SIZES.items())))
    if found is None:
        assert re.search("Total|AtLeast", repr(condition))
    else:
        assert list(bits(found)) == [k for k, p in enumerate(PACKAGES) if holds(condition, p)]


def test_constants():
    assert holds(TRUE, {})
    assert not holds(FALSE, {})
    assert state(TRUE, {}) is True
    assert state(FALSE, {}) is False


def test_arrays_need_an_issue():
    with pytest.raises(ValueError, match="number of packages"):
        holds_on(TRUE, {})


def test_bits_are_lowest_first():
    assert list(bits(0b101001)) == [0, 3, 5]
