"""How far it is from a demand to what the others leave open, against its definition."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lastyard as ly
from lastyard.case.said import commitments, in_force, left_open, way_between
from lastyard.conditions.tree import All, Any, Not, OneOf, holds

HEAD = """
title: Wages
parties: {union: {}, firm: {}, bank: {}, watcher: {role: observer}}
issues:
  wage: {range: [0, 10], step: 1}
  term: {options: [short, middle, long], ordered: true}
  seat: {options: [here, there, nowhere]}
statements:
"""


def ways(text, day=None):
    case = ly.load_text(HEAD + text)
    return {c.statement.id: c.way for c in commitments(case, in_force(case, day))}


def wholes(way):
    return [(side.first, side.last, side.whole, side.to, side.party) for side in way.sides]


UNION = "  - {id: u, party: union, on: 2024-01-01, requires: wage >= 6}\n"
FIRM = "  - {id: f, party: firm, on: 2024-01-01, rejects: wage > 3}\n"


@pytest.mark.parametrize(
    ("also", "expected"),
    [
        ("", [(0, 5, 6, 0, None)]),  # nobody conflicts: to the far end
        (FIRM, [(0, 5, 3, 3, "firm")]),
        # What it asks for is further; what it would take is no position.
        (FIRM + "  - {id: p, party: firm, on: 2024-01-01, offers: {wage: 2}}\n", [(0, 5, 4, 2, "firm")]),
        (FIRM + "  - {id: p, party: firm, on: 2024-01-01, position: {wage: 4}}\n", [(0, 5, 3, 3, "firm")]),
        (FIRM + "  - {id: p, party: firm, on: 2024-01-01, accepts: {wage: 0}}\n", [(0, 5, 3, 3, "firm")]),
        # A position without a commitment does not conflict.
        ("  - {id: p, party: firm, on: 2024-01-01, position: {wage: 3}}\n", [(0, 5, 6, 0, None)]),
        # Of several who conflict, the furthest counts; what a party says together counts together.
        (FIRM + "  - {id: b, party: bank, on: 2024-01-01, rejects: wage > 1}\n", [(0, 5, 5, 1, "bank")]),
        (FIRM + "  - {id: g, party: firm, on: 2024-01-01, rejects: wage > 2}\n", [(0, 5, 4, 2, "firm")]),
        # No conflict with what leaves a part open, over other issues or by an observer.
        ("  - {id: b, party: bank, on: 2024-01-01, rejects: wage > 8}\n", [(0, 5, 6, 0, None)]),
        ("  - {id: b, party: watcher, on: 2024-01-01, rejects: wage > 3}\n", [(0, 5, 6, 0, None)]),
        ("  - {id: b, party: bank, on: 2024-01-01, requires: wage < 3 or term == 'long'}\n", [(0, 5, 6, 0, None)]),
        # But with what somebody else says of these other issues.
        ("  - {id: b, party: bank, on: 2024-01-01, requires: wage < 3 or term == 'long'}\n"
         "  - {id: t, party: firm, on: 2024-01-01, rejects: \"term == 'long'\"}\n", [(0, 5, 4, 2, "bank")]),
        ("  - {id: b, party: bank, on: 2024-01-01, requires: wage < 3 or term == 'long'}\n"
         "  - {id: t, party: union, on: 2024-01-01, rejects: \"term == 'long'\"}\n", [(0, 5, 4, 2, "bank")]),
        # What is said of the issue alone goes before that.
        (FIRM + "  - {id: b, party: bank, on: 2024-01-01, requires: wage < 3 or term == 'long'}\n"
         "  - {id: t, party: firm, on: 2024-01-01, rejects: \"term == 'long'\"}\n", [(0, 5, 3, 3, "firm")]),
        # Where they collide on the other issue, nothing is known of it.
        ("  - {id: b, party: bank, on: 2024-01-01, requires: wage < 3 or term == 'long'}\n"
         "  - {id: t, party: firm, on: 2024-01-01, rejects: \"term == 'long'\"}\n"
         "  - {id: v, party: bank, on: 2024-01-01, requires: \"term == 'long'\"}\n", [(0, 5, 6, 0, None)]),
        # What it said itself of several issues is no conflict with itself.
        ("  - {id: b, party: union, on: 2024-01-01, requires: wage < 3 or term == 'long'}\n"
         "  - {id: t, party: firm, on: 2024-01-01, rejects: \"term == 'long'\"}\n", [(0, 5, 6, 0, None)]),
        # The part of a conjunction that is on the issue conflicts.
        ("  - {id: b, party: bank, on: 2024-01-01, requires: wage < 3 and term == 'long'}\n", [(0, 5, 4, 2, "bank")]),
        ("  - {id: b, party: bank, on: 2024-01-01, rejects: wage > 2 or term == 'long'}\n", [(0, 5, 4, 2, "bank")]),
        # A party that contradicts itself conflicts with each that it said.
        (FIRM + "  - {id: g, party: firm, on: 2024-01-01, requires: wage == 9}\n", [(0, 5, 3, 3, "firm")]),
    ],
)  # fmt: skip
def test_the_whole_way_of_a_floor(also, expected):
    assert wholes(ways(UNION + also)["u"]) == expected


def test_each_side_has_its_own_way():
    text = "  - {id: u, party: union, on: 2024-01-01, requires: 4 <= wage <= 6}\n"
    low = "  - {id: f, party: firm, on: 2024-01-01, requires: wage <= 2}\n"
    assert wholes(ways(text + low)["u"]) == [(0, 3, 2, 2, "firm"), (7, 10, 4, 10, None)]
    gap = "  - {id: u, party: union, on: 2024-01-01, rejects: 3 <= wage <= 7}\n"
    found = ways(gap)["u"]
    assert wholes(found) == [(3, 7, 3, 5, None)]
    assert [found.share(k) for k in (2, 3, 5, 7, 8)] == [0, Fraction(1, 3), 1, Fraction(1, 3), 0]


def test_no_way_without_an_order_over_several_issues_or_where_nothing_is_allowed():
    text = """
  - {id: seat, party: union, on: 2024-01-01, requires: "seat == 'here'"}
  - {id: both, party: union, on: 2024-01-01, requires: "wage >= 6 and term == 'long'"}
  - {id: none, party: union, on: 2024-01-01, requires: wage > 3 and wage < 3}
  - {id: term, party: union, on: 2024-01-01, requires: "term == 'long'"}
"""
    found = ways(text)
    assert [found[id] is None for id in ("seat", "both", "none", "term")] == [True] * 3 + [False]


def test_only_what_is_in_force_conflicts():
    text = UNION + FIRM + "  - {id: w, party: firm, on: 2024-02-01, withdraws: f}\n"
    assert wholes(ways(text)["u"]) == [(0, 5, 6, 0, None)]


SIZE = 7
masks = st.integers(1, (1 << SIZE) - 2)


@given(
    masks,
    st.dictionaries(st.sampled_from("abc"), st.lists(masks, max_size=2)),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, SIZE - 1)),
)
def test_shares_are_those_of_the_definition(allowed, others, asked):
    way = way_between("x", SIZE, allowed, others, asked.get)
    inside = [k for k in range(SIZE) if allowed >> k & 1]

    def steps(option):
        return min(abs(option - k) for k in inside)

    def run(option):
        """The options excluded around one, without a gap."""
        found = {option}
        for step in (-1, 1):
            k = option + step
            while 0 <= k < SIZE and k not in inside:
                found.add(k)
                k += step
        return found

    for option in range(SIZE):
        if option in inside:
            assert way.share(option) == 0
            continue
        side, far = run(option), []
        for party, said in others.items():
            together = (1 << SIZE) - 1
            for mask in said:
                together &= mask
            for mask in [together] if said and together else said:
                left = [k for k in range(SIZE) if mask >> k & 1]
                if not set(left) & set(inside) and side & set(left):
                    far.append(min(steps(k) for k in left if k in side))
                    if asked.get(party) in side:
                        far.append(steps(asked[party]))
        whole = max(far) if far else max(steps(k) for k in side)
        assert way.share(option) == Fraction(steps(option), whole)
    assert way.shares(SIZE) == [way.share(k) for k in range(SIZE)]


def conditions():
    base = st.builds(OneOf, st.sampled_from("xy"), st.integers(0, 7))
    return st.recursive(
        base,
        lambda inner: (
            st.builds(Not, inner)
            | st.lists(inner, max_size=2).map(lambda parts: All(tuple(parts)))
            | st.lists(inner, max_size=2).map(lambda parts: Any(tuple(parts)))
        ),
        max_leaves=5,
    )


@given(conditions())
def test_what_is_left_open_misses_no_option(condition):
    mask = left_open(condition, "x", 3)
    open_there = {x for x in range(3) for y in range(3) if holds(condition, {"x": x, "y": y})}
    assert open_there <= {x for x in range(3) if mask >> x & 1}


def test_a_rule_on_a_sum_tells_how_far_it_is_to_what_the_others_leave():
    case = ly.load_text("""
title: Shares
parties: {east: {}, west: {}}
issues: {east_pays: {range: [0, 100], step: 5}, west_pays: {range: [0, 100], step: 5}}
rules: [{id: all-paid, require: east_pays + west_pays == 100}]
statements:
  - {id: e, party: east, on: 2024-01-01, requires: east_pays <= 55, firmness: 0.85}
  - {id: w, party: west, on: 2024-01-01, requires: west_pays <= 35, firmness: 0.6}
""")
    found = {c.statement.id: c.way for c in commitments(case, case.statements)}
    # To 65 and to 45, and not to all of it.
    assert wholes(found["e"]) == [(12, 20, 2, 13, None)]
    assert wholes(found["w"]) == [(8, 20, 2, 9, None)]
    chances = {each.statements[0].id: float(each.chance) for each in ly.impasse(case).openings}
    assert chances == {"e": pytest.approx(0.15), "w": pytest.approx(0.4)}
