"""What is read from demands of what parties like: against its definition, package by package."""

from itertools import accumulate, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lastyard as ly
from lastyard.answers.contradictions import contradictory_preferences
from lastyard.answers.packages.parties import party_values, sayings_of, scales_of
from lastyard.case.model import Rejects, Requires, Values
from lastyard.case.readings import bounds_in, leaning, no_better
from lastyard.case.said import in_force
from lastyard.conditions.tree import All, Any, Not, OneOf, Same, holds
from lastyard.values import ValuesError, find_contradiction, judge_preferences, translate
from lastyard.values.problem import Bound, Scale
from strategies import cases

SIZES = {"x": 4, "y": 2, "z": 3}


def conditions():
    base = st.sampled_from(tuple(SIZES)).flatmap(
        lambda issue: st.builds(OneOf, st.just(issue), st.integers(0, (1 << SIZES[issue]) - 1))
    )
    return st.recursive(
        base,
        lambda inner: (
            st.builds(Not, inner)
            | st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts)))
            | st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts)))
            | st.builds(Same, inner, inner)
        ),
        max_leaves=5,
    )


@given(conditions())
def test_each_step_from_broken_to_kept_is_read_once_and_no_other(condition):
    packages = [dict(zip(SIZES, x, strict=True)) for x in product(*map(range, SIZES.values()))]
    better = {issue: set() for issue in SIZES}
    for package in packages:
        for issue, size in SIZES.items():
            for option in range(size):
                other = {**package, issue: option}
                if holds(condition, other) and not holds(condition, package):
                    better[issue].add((option, package[issue]))
    both_ways = any((b, a) in pairs for pairs in better.values() for a, b in pairs)
    found = bounds_in(condition, SIZES)
    if found is None:
        assert both_ways
        return
    assert not both_ways
    read = {issue: set() for issue in SIZES}
    for bound in found:
        inside = {k for k in range(SIZES[bound.issue]) if bound.allowed >> k & 1}
        outside = set(range(SIZES[bound.issue])) - inside
        read[bound.issue] |= set(product(inside, outside))
    assert read == better


@pytest.mark.parametrize(
    ("allowed", "way"),
    [((0b1100,), 1), ((0b0011,), -1), ((0b0110,), 0), ((0b1001,), 0), ((0b1000,), 0),
     ((0b1110, 0b1100), 1), ((0b1110, 0b0111), 0), ((0b1100, 0b0011), 0)],
)  # fmt: skip
def test_which_way_a_party_leans(allowed, way):
    assert leaning(4, allowed) == way


@given(st.integers(1, 30), st.sampled_from(["choice", "ordered", "numeric"]))
def test_what_is_certain_from_a_demand_on_one_issue(allowed, kind):
    make = {
        "choice": lambda: Scale.choice("i", 5),
        "ordered": lambda: Scale.ordered("i", 5),
        "numeric": lambda: Scale.numeric("i", range(5)),
    }
    bound = Bound("s", 0, allowed)
    problem = translate((make[kind](), Scale.choice("j", 2)), [bound])
    pairs = list(product(range(5), repeat=2))
    these = np.array([[one, 0] for one, _ in pairs])
    those = np.array([[other, 0] for _, other in pairs])
    found = judge_preferences(problem, these, those).statuses
    inside = [k for k in range(5) if allowed >> k & 1]

    def steps(option):
        return min(abs(option - k) for k in inside)

    for (one, other), status in zip(pairs, found, strict=True):
        expected = one == other or (one in inside and other not in inside)
        if kind != "choice" and bound.whole:
            # Nearer is no worse, on the same side.
            same_side = (one < min(inside)) == (other < min(inside))
            expected |= not {one, other} & set(inside) and same_side and steps(one) <= steps(other)
        if len(inside) == 1 or len(inside) == 4:
            # The one best, or the one worst, compares with all.
            expected |= one in inside if len(inside) == 1 else other not in inside
        if kind != "choice" and bound.whole and (inside[0] == 0 or inside[-1] == 4):
            # What is furthest beyond a floor or a ceiling is the worst.
            expected |= other == (4 if inside[0] == 0 else 0)
        if expected:
            assert status == "certain", (inside, one, other)
        elif kind == "choice":
            assert status == "possible", (inside, one, other)


@pytest.mark.thorough
@settings(max_examples=60)
@given(cases(plain=True))
def test_contradictions_are_those_of_the_linear_programs(case):
    statements = in_force(case)
    told = {found.party.id for found in contradictory_preferences(case, statements)}
    for party in case.deciders:
        own = party_values(case, party, statements, seed=0, refusal="not drawn").statements
        if any(isinstance(s.says, Values) and s.says.together for s in own):
            assert party.id not in told  # no additive value function: nothing is compared with it
            continue
        try:
            problem = translate(scales_of(case, own), sayings_of(case, own)) if own else None
        except ValuesError:  # points that are all equal: told by the analyses that use them
            assert party.id not in told
            continue
        found = find_contradiction(problem) if problem else None
        likes = {s.id for s in own if not isinstance(s.says, Requires | Rejects)}
        assert (found is not None and not likes.isdisjoint(found.statements)) == (party.id in told)


HEAD = """
title: Wages
parties: {union: {}, firm: {}}
issues: {wage: {range: [0, 10], step: 1}, term: {options: [short, long], ordered: true}}
statements:
"""


def test_what_a_party_says_it_likes_may_contradict_its_demand():
    text = """
  - {id: u, party: union, on: 2024-01-01, requires: wage >= 6}
  - {id: p, party: union, on: 2024-01-01, prefers: {wage: 3}, to: {wage: 7}}
"""
    case = ly.load_text(HEAD + text)
    (found,) = ly.check(case).preferences
    assert [s.id for s in found.statements] == ["u", "p"]
    assert [[s.id for s in repair] for repair in found.repairs] == [["u"], ["p"]]
    # The answers go on: nothing is certain of the union, and its values are drawn.
    answer = ly.packages(case, seed=7)
    assert not answer.cannot_tell


def test_check_says_what_is_read_and_what_is_not():
    text = """
  - {id: u, party: union, on: 2024-01-01, requires: wage >= 6}
  - {id: s, party: union, on: 2024-01-01, requires: "wage >= 8 iff term == 'long'"}
  - {id: f, party: firm, on: 2024-01-01, rejects: wage > 3}
  - {id: w, party: firm, on: 2024-01-01, wants: {wage: less}}
"""
    found = ly.check(ly.load_text(HEAD + text))
    assert [s.id for s in found.unread] == ["s"]
    assert [(each.party, each.issue, each.wants == "more") for each in found.leanings] == [
        ("union", "wage", True)
    ]
    assert "more wage (u)" in str(found)
    assert "Nothing of what a party likes is read from s" in " ".join(str(found).split())


def test_one_statement_of_firmness_1_that_stands_alone_is_told():
    text = """
  - {id: u, party: union, on: 2024-01-01, requires: wage >= 6, firmness: 1}
  - {id: f, party: firm, on: 2024-01-01, rejects: wage > 3}
"""
    case = ly.load_text(HEAD + text)
    assert [w.code for w in ly.check(case).warnings if w.code == "closed-by-one"] == [
        "closed-by-one"
    ]
    assert "u stands alone against settling it" in " ".join(str(ly.impasse(case)).split())
    softer = ly.load_text(HEAD + text.replace("firmness: 1", "firmness: absolute"))
    assert "closed-by-one" not in [w.code for w in ly.check(softer).warnings]
    assert "stands alone" not in " ".join(str(ly.impasse(softer)).split())


@pytest.mark.parametrize(
    ("issue", "says", "told"),
    [
        ("{options: [none, some, all], ordered: true}", "requires: share != 'none'", "'some'"),
        ("{options: [none, some, all], ordered: true}", "rejects: share == 'all'", "'some'"),
        ("{options: [none, a third, all], ordered: true}", "requires: share != 'none'", None),
        (
            "{options: [none, some of it, most, all], ordered: true}",
            "rejects: share == 'all'",
            None,
        ),
        ("{options: [none, some, all]}", "requires: share != 'none'", None),
        ("{range: [0, 3], step: 1}", "requires: share >= 1", None),
    ],
)
def test_a_firm_demand_that_ends_at_a_broad_option_is_pointed_out(issue, says, told):
    text = f"""
title: T
parties: {{a: {{}}, b: {{}}}}
issues: {{share: {issue}}}
statements:
  - {{id: s, party: a, on: 2024-01-01, {says}, firmness: firm}}
"""
    found = [w for w in ly.check(ly.load_text(text)).warnings if w.code == "broad-option"]
    assert [told in w.message for w in found] == ([] if told is None else [True])
    softer = ly.load_text(text.replace("firmness: firm", "firmness: stated"))
    assert "broad-option" not in [w.code for w in ly.check(softer).warnings]


@given(st.data())
def test_what_is_no_better_than_a_refused_package_is_worth_no_more_to_any_value_function(data):
    sizes = (3, 4, 2)
    steps = data.draw(
        st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=3, max_size=3)
    )
    up = [list(accumulate(own[:size])) for own, size in zip(steps, sizes, strict=True)]
    peaked = data.draw(st.integers(0, 3))
    worth = [
        up[0],
        [-abs(k - peaked) * (1 + (k > peaked) * steps[1][3]) for k in range(4)],
        up[2],
    ]
    refused = [data.draw(st.integers(0, size - 1)) for size in sizes]
    case = ly.load_text(
        "title: T\nparties: {a: , b: }\nissues:\n"
        + "".join(f"  i{k}: {{range: [0, {size - 1}], step: 1}}\n" for k, size in enumerate(sizes))
        + "statements:\n"
        + "  - {id: w, party: a, on: 2024-01-01, wants: {i0: more}}\n"
        + f"  - {{id: p, party: a, on: 2024-01-01, position: {{i1: {peaked}}}}}\n"
        + "  - {id: r, party: a, on: 2024-01-01, refuses: {"
        + ", ".join(f"i{k}: {option}" for k, option in enumerate(refused))
        + "}}\n"
    )
    allowed = no_better(case, case.statements, case.statements[-1])
    total = sum(table[option] for table, option in zip(worth, refused, strict=True))
    for package in product(*map(range, sizes)):
        if all(allowed[f"i{k}"] >> option & 1 for k, option in enumerate(package)):
            assert sum(table[o] for table, o in zip(worth, package, strict=True)) <= total
    assert allowed["i2"] == 1 << refused[2]


def test_only_packages_that_are_open_are_told_as_left_open():
    text = """
title: T
parties: {union: , firm: }
issues: {pay: {range: [0, 10], step: 1}, hours: {options: ["38", "36", "34"], ordered: true}}
rules: [{id: r, require: "pay >= 1"}]
statements:
  - {id: w, party: union, on: 2024-01-01, wants: {pay: more, hours: more}}
  - {id: n, party: union, on: 2024-01-01, refuses: {pay: 4, hours: "38"}}
"""
    (warning,) = ly.check(ly.load_text(text)).warnings
    assert "3 others stay open" in warning.message  # pay of 1, 2 and 3, not of 0
    demand = "  - {id: d, party: union, on: 2024-01-01, rejects: \"pay <= 4 and hours == '38'\"}\n"
    assert not ly.check(ly.load_text(text + demand)).warnings
