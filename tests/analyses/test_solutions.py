"""Frontier and fair packages of a case, against listing every package."""

import json
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lastyard as ly
from lastyard.answers.solutions import known_points, rule_from
from lastyard.case.load import load_text
from lastyard.case.parse import parse_condition
from lastyard.conditions.tree import holds

POINTS = st.integers(0, 9)
CONDITIONS = [
    "i == 'x' implies n >= 2",
    "i != 'z' or j == 'q'",
    "n + 2 * m <= 5",
    "(i in ['x', 'y']) iff (j == 'p')",
    "not (n == 3 and j == 'q')",
    "n >= 0",
]
HEAD = """
title: T
parties: {a: {name: Ann}, b: {name: Bob}}
issues:
  i: {options: [x, y, z]}
  j: {options: [p, q]}
  n: {range: [0, 3], step: 1}
  m: {range: [0, 2], step: 1}
"""


def text(values, reservations, rules=()):
    """A case file; JSON is YAML, and quotes what needs quoting."""
    labels = {"i": "xyz", "j": "pq", "n": "0123", "m": "012"}
    listed = [{"id": f"r{k}", "require": rule} for k, rule in enumerate(rules)]
    lines = [HEAD.rstrip(), f"rules: {json.dumps(listed)}", "statements:"]
    for party, own, least in zip("ab", values, reservations, strict=True):
        given = iter(own)
        points = {i: {label: next(given) for label in labels[i]} for i in labels}
        said = {"id": f"{party}-points", "party": party, "on": "2024-01-01", "values": points}
        said |= {} if least is None else {"reservation": least}
        lines.append(f"  - {json.dumps(said)}")
    return "\n".join(lines)


def case_of(values, reservations, rules=()):
    return load_text(text(values, reservations, rules))


def listed(case):
    sizes = [issue.size for issue in case.issues]
    known = known_points(case)
    for chosen in product(*map(range, sizes)):
        package = dict(zip([issue.id for issue in case.issues], chosen, strict=True))
        if not all(holds(rule.condition.tree, package) for rule in case.rules):
            continue
        worth = tuple(known.worth(p, tuple(package.items())) for p in range(2))
        if all(r is None or w >= r for w, r in zip(worth, known.reservation, strict=True)):
            yield package, worth


@pytest.mark.thorough
@settings(deadline=None, max_examples=60)
@given(
    values=st.tuples(*[st.lists(POINTS, min_size=12, max_size=12)] * 2),
    reservations=st.tuples(*[st.integers(0, 30)] * 2),
    rules=st.lists(st.sampled_from(CONDITIONS), max_size=3, unique=True),
)
def test_against_listing(values, reservations, rules):
    case = case_of(values, reservations, rules)
    everything = list(listed(case))
    worths = {worth for _, worth in everything}
    undominated = {
        w for w in worths if not any(o != w and o[0] >= w[0] and o[1] >= w[1] for o in worths)
    }
    found = ly.solutions(case)
    assert found.exact
    assert {tuple(point.values.values()) for point in found.frontier} == undominated
    for point in found.frontier:
        worth = tuple(point.values.values())
        assert (point.package.positions, worth) in everything
        assert point.packages == sum(w == worth for _, w in everything)
    if not worths:
        assert found.points == 0
        assert found.reason
        assert all(each.package is None for each in found.fair)
        return
    gains = [[v - r for v, r in zip(w, reservations, strict=True)] for w in worths]
    expected = {
        "nash": max(prod(g) for g in gains),
        "egalitarian": max(min(g) for g in gains),
        "leximin": max(min(g) for g in gains),
        "utilitarian": max(sum(w) for w in worths),
        "most_equal": -min(abs(w[0] - w[1]) for w in undominated),
    }
    for name, best in expected.items():
        each = found.named(name)
        assert each.exact
        assert each.objective == pytest.approx(float(best))
        assert each.bound == pytest.approx(float(best), abs=1e-6)
        assert (each.package.positions, tuple(each.values.values())) in everything


@settings(deadline=None, max_examples=60)
@given(rule=st.sampled_from(CONDITIONS), extra=st.sampled_from(CONDITIONS))
def test_a_condition_steps_as_it_holds(rule, extra):
    case = case_of([[0] * 12] * 2, [0, 0])
    issues = {issue.id: issue for issue in case.issues}
    condition = parse_condition(f"({rule}) and ({extra})", issues)
    engine = rule_from(case, condition)
    sizes = [issue.size for issue in case.issues]
    for chosen in product(*map(range, sizes)):
        expected = holds(condition, dict(zip(issues, chosen, strict=True)))
        if engine is None:
            assert expected
            continue
        state = engine.start()
        for issue in reversed(engine.issues):
            if not isinstance(state, bool):
                state = engine.step(state, issue, chosen[issue])
        assert state is expected
        assert engine.holds([[chosen[i]] for i in engine.issues]).tolist() == [expected]


def test_a_condition_that_never_holds_leaves_nothing():
    case = case_of([[1] * 12] * 2, [0, 0])
    issues = {issue.id: issue for issue in case.issues}
    never = parse_condition("n > 2 and n < 1", issues)
    found = ly.solutions(case, require=never)
    assert (found.points, found.packages_allowed) == (0, 0)
    assert found.reason == "the rules together leave no package"
    some = ly.solutions(case, require=parse_condition("i == 'x'", issues))
    assert some.packages_allowed == 24


def test_who_gave_no_points_is_named():
    body = text([[1] * 12] * 2, [0, 0]).replace("parties: {", "parties: {c: {name: Cid}, ")
    with pytest.raises(ly.RequestError, match=r"no points are in force from: Cid \(on 2024-01-01"):
        ly.solutions(load_text(body))
    # A mediator need not give any, nor does a party that the agreement rule leaves out.
    ly.solutions(load_text(body.replace("{name: Cid}", "{name: Cid, role: mediator}")))
    ly.solutions(load_text(body + "\nagreement: a and b\n"))


def test_the_newest_points_count_and_two_on_a_day_are_refused():
    body = text([[1] * 12] * 2, [0, 0])
    again = body.splitlines()[-1].replace("b-points", "b2").replace(": 1", ": 5")
    later = load_text(f"{body}\n{again.replace('2024-01-01', '2024-02-01')}")
    assert [s.id for s in ly.solutions(later).statements] == ["a-points", "b2"]
    with pytest.raises(ly.RequestError, match="'b-points' and 'b2' give points of the same party"):
        ly.solutions(load_text(f"{body}\n{again.replace(': 5', ': 1')}"))


def test_a_reservation_above_every_package_is_told_with_its_party():
    found = ly.solutions(case_of([[1] * 12, [2] * 12], [0, 9]))
    assert found.points == 0
    expected = "no package gives Bob its reservation value of 9: the best for it is worth 8"
    assert found.reason == expected
    assert f"No package is acceptable: {expected}." in " ".join(str(found).split())


def test_missing_reservations_are_never_assumed():
    values = [list(range(12)), [11 - k for k in range(12)]]
    found = ly.solutions(case_of(values, [None, "none"]))
    assert {own.basis for own in found.disagreement.values()} == {"unknown", "below everything"}
    assert found.points > 0
    for name in ("nash", "kalai_smorodinsky", "egalitarian", "leximin", "relative_welfare"):
        assert found.named(name).package is None
        assert "Ann, Bob stated none" in found.named(name).note
    assert found.named("utilitarian").package is not None
    asked = ly.solutions(case_of(values, [None, "none"]), disagreement={"a": 0, "b": 1})
    assert asked.named("nash").package is not None
    assert asked.disagreement["b"].basis == "asked"
    body = text(values, [None, 0]) + "\nstatus_quo: {i: y, j: p, n: 0, m: 0}\n"
    kept = ly.solutions(load_text(body))
    assert (kept.disagreement["a"].value, kept.disagreement["a"].basis) == (
        Fraction(1 + 3 + 5 + 9),
        "status quo",
    )
    with pytest.raises(ly.RequestError, match="no deciding party is called 'ann'"):
        ly.solutions(load_text(body), disagreement={"ann": 0})


def test_statements_that_a_fair_package_breaks_are_named():
    body = text([[1] * 12, [1] * 12], [0, 0])
    case = load_text(
        body + "\n  - {id: never, party: a, on: 2024-01-01, rejects: 'n >= 0', firmness: 0.5}"
    )
    nash = ly.solutions(case).named("nash")
    assert [statement.id for statement in nash.breaks] == ["never"]
    assert "Nash: the package breaks never." in str(ly.solutions(case))


def test_a_bounded_frontier_says_so():
    import random

    rng = random.Random(3)
    issues = "\n".join(f"  k{n}: {{options: [a, b, c, d]}}" for n in range(9))
    lines = ["title: T", "parties: {a: {}, b: {}}", "issues:", issues, "statements:"]
    for party in "ab":
        points = {f"k{n}": {o: rng.randint(0, 10**6) for o in "abcd"} for n in range(9)}
        lines.append(
            f"  - {{id: {party}p, party: {party}, on: 2024-01-01, reservation: 0, values: {points}}}"
        )
    case = load_text("\n".join(lines).replace("'", ""))
    exact = ly.solutions(case, listed=5)
    assert exact.exact
    assert len(exact.frontier) == 5 < exact.points
    bounded = ly.solutions(case, most_points=10)
    assert not bounded.exact
    assert bounded.points <= 40
    assert all(loss >= 0 for loss in bounded.epsilon.values())
    assert any(loss > 0 for loss in bounded.epsilon.values())
    assert "a step of the fold had more than 10 points" in bounded.reason
    assert "is an approximation" in str(bounded)
    # What is not on the list is matched up to epsilon.
    for point in exact.frontier:
        assert any(
            all(near.values[p] >= point.values[p] - Fraction(bounded.epsilon[p]) for p in "ab")
            for near in bounded.frontier
        )
    with pytest.raises(ValueError, match="listed"):
        ly.solutions(case, listed=0)
