"""What no deal is worth: outcomes of states, preferences from statements, packages against it."""

import json
from itertools import product

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lastyard as ly
from lastyard.case.diagnostics import CaseError
from lastyard.errors import RequestError
from lastyard.show.published import ANSWERS

WATER = """
title: Water
as_of: 2024-02-01
parties: {north: {name: North}, south: {name: South}}
issues:
  water: {options: [held, shared, released], ordered: true}
  raids: {options: [none, some]}
status_quo: {water: held, raids: some}
statements:
  - {id: calm, party: north, on: 2024-01-05, position: {raids: none}}
  - {id: keep, party: north, on: 2024-01-05, wants: {water: less}}
  - {id: first, party: north, on: 2024-01-05, ranks: [raids, water]}
  - {id: thirst, party: south, on: 2024-01-05, wants: {water: more}}
  - {id: peace, party: south, on: 2024-01-05, prefers: {raids: none}, to: {raids: some}}
moves:
  options: {hold: {owner: north, name: hold the water back}, raid: {owner: south}}
  preferences:
    north: {from: statements}
    south: {ranking: [NN, NY, YY, YN]}
  status_quo: YY
  outcomes:
    hold: {water: held}
    not hold: {water: released}
    raid: {raids: some}
    not raid: {raids: none}
"""
POINTS = """
title: Points
parties: {{a: {{}}, b: {{}}}}
issues: {{x: {{options: [p, q, r]}}, y: {{options: [u, v]}}}}
statements:
  - {{id: va, party: a, on: 2024-01-05, values: {{x: {{p: {0}, q: {1}, r: {2}}}, y: {{u: {3}, v: {4}}}}}}}
  - {{id: vb, party: b, on: 2024-01-05, values: {{x: {{p: {5}, q: {6}, r: {7}}}, y: {{u: {8}, v: {9}}}}}}}
moves:
  options: {{push: {{owner: a}}, pull: {{owner: b}}}}
  preferences: {{a: {{from: statements}}, b: {{from: statements}}}}
  outcomes:
    push and not pull: {{x: p}}
    pull and not push: {{x: r}}
    push iff pull: {{x: q}}
    pull: {{y: u}}
    not pull: {{y: v}}
"""


def test_statements_order_the_states():
    found = ly.moves(ly.load_text(WATER))
    # Raids matter most and none is best: NN (water released) and YN before YY and NY; then
    # less water released is better: YN before NN, YY before NY. All of it is certain.
    preference = found.conflict.preferences[0]
    order = sorted(found.conflict.states, key=lambda s: -preference.ranks[found.conflict.state(s)])
    assert order == ["YN", "NN", "YY", "NY"]
    assert found.unknown == ()


def test_stable_states_are_told_on_the_issues():
    found = ly.moves(ly.load_text(WATER)).no_deal
    assert [(s.state, s.outcome.positions, s.certain) for s in found.states] == [
        ("NN", {"water": 2, "raids": 0}, True),
        ("YY", {"water": 0, "raids": 1}, True),
    ]
    low, high = found.states[0].worth["north"]
    assert low == pytest.approx(0.5, abs=1e-5)  # raids weigh most, so none of them is half at least
    assert high == pytest.approx(1.0)


def test_packages_against_every_stable_state():
    case = ly.load_text(WATER)
    result = ly.packages(case, seed=3, top=6)
    held = {
        (each.package.positions["water"], each.package.positions["raids"]): against
        for each, against in zip(result.packages, result.alternative.packages, strict=True)
    }
    assert held[2, 0]["north"].status == held[2, 0]["south"].status == "certain"
    assert held[0, 1]["north"].status == "impossible"
    assert held[1, 0]["north"].status == "certain"
    assert held[1, 0]["south"].status == "possible"
    assert held[1, 0]["south"].least is not None
    text = str(result)
    assert "Against no deal" in text
    assert "YY: water: held, raids: some" in text
    content = json.loads(json.dumps(result.as_json()))
    jsonschema.validate(content, ANSWERS["packages"])
    assert content["against_no_deal"]["states"][0]["state"] == "NN"
    content = json.loads(json.dumps(ly.moves(case).as_json()))
    jsonschema.validate(content, ANSWERS["moves"])
    assert content["no_deal"]["states"][1]["outcome"] == {"water": "held", "raids": "some"}


def test_without_outcomes_there_is_nothing_to_hold_against():
    text = WATER[: WATER.index("  outcomes:")].replace(
        "{from: statements}", "{ranking: [YN, NN, YY, NY]}"
    )
    case = ly.load_text(text)
    assert ly.moves(case).no_deal is None
    assert ly.packages(case).alternative is None


def test_the_outcomes_are_kept_when_a_case_is_saved(tmp_path):
    case = ly.load_text(WATER)
    ly.save(case, tmp_path / "case.yaml")
    assert ly.load(tmp_path / "case.yaml") == case


def test_open_issues_are_read_against_what_is_certain():
    text = WATER.replace("    raid: {raids: some}\n    not raid: {raids: none}\n", "").replace(
        "status_quo: {water: held, raids: some}\n", ""
    )
    text = text.replace("prefers: {raids: none}, to: {raids: some}", "position: {raids: none}")
    result = ly.packages(ly.load_text(text))
    states = result.alternative.no_deal.states
    assert all(state.open_issues == ("raids",) for state in states)
    best = next(
        against
        for each, against in zip(result.packages, result.alternative.packages, strict=True)
        if each.package.positions == {"water": 2, "raids": 0}
    )
    # Released and no raids is the best there is for the south, whatever is open.
    assert best["south"].status == "certain"
    assert "open: raids" in str(result)


def test_what_cannot_be_reached_is_no_threat():
    text = WATER.replace("hold: {owner: north, name: hold the water back}",
                         "hold: {owner: north, irreversible: taken}")  # fmt: skip
    found = ly.moves(ly.load_text(text)).no_deal
    assert "NN" not in [state.state for state in found.states]


points = st.lists(st.integers(0, 9), min_size=10, max_size=10)


@pytest.mark.thorough
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(points)
def test_known_values_leave_nothing_open(numbers):
    if any(len(set(numbers[k : k + 3])) + len(set(numbers[k + 3 : k + 5])) < 3 for k in (0, 5)):
        return  # points that tell nothing apart are refused
    case = ly.load_text(POINTS.format(*numbers))
    found = ly.moves(case)
    outcome = {"NN": (1, 1), "YN": (0, 1), "NY": (2, 0), "YY": (1, 0)}

    def worth(party, package):
        return numbers[5 * party + package[0]] + numbers[5 * party + 3 + package[1]]

    states = list(found.conflict.states)
    for party in (0, 1):
        for s, t in product(range(4), repeat=2):
            difference = worth(party, outcome[states[s]]) - worth(party, outcome[states[t]])
            sign = (difference > 0) - (difference < 0)
            assert found.conflict.preferences[party].compare(s, t) == sign
    if not found.any_equilibria:
        return
    result = ly.packages(case, top=6)
    stable = [state.state for state in found.no_deal.states]
    for each, held in zip(result.packages, result.alternative.packages, strict=True):
        package = (each.package.positions["x"], each.package.positions["y"])
        for k, party in enumerate("ab"):
            better = all(worth(k, package) >= worth(k, outcome[s]) for s in stable)
            assert held[party].status == ("certain" if better else "impossible")
            assert held[party].least == held[party].most == float(better)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    raid: {raids: some}", "    raid: {rads: some}", "no issue is called 'rads'"),
        ("    raid: {raids: some}", "    raid: {raids: sum}", "no option 'sum'"),
        ("    raid: {raids: some}", "    rob: {raids: some}", "there is no option 'rob'"),
        (
            "    not raid: {raids: none}",
            "    hold or raid: {raids: none}",
            "two outcomes on 'raids'",
        ),
        ("    north: {from: statements}", "    north: {from: memory}", "`from` is statements"),
    ],
)
def test_bad_outcomes_are_placed(old, new, message):
    with pytest.raises(CaseError) as caught:
        ly.load_text(WATER.replace(old, new))
    problems = [d for d in caught.value.diagnostics if message in d.message]
    assert problems, str(caught.value)
    assert problems[0].place.line > 15


def test_statements_need_outcomes():
    with pytest.raises(CaseError, match="without `outcomes`"):
        ly.load_text(WATER[: WATER.index("  outcomes:")])


def test_too_many_outcomes_are_refused():
    options = ", ".join(f"o{k}: {{owner: north}}" for k in range(8))
    issues = "\n".join(f"  i{k}: {{options: [n, y]}}" for k in range(8))
    outcomes = "\n".join(f"    o{k}: {{i{k}: y}}\n    not o{k}: {{i{k}: n}}" for k in range(8))
    text = (
        f"title: T\nparties: {{north: {{}}}}\nissues:\n{issues}\nmoves:\n  options: {{{options}}}\n"
        f"  preferences: {{north: {{from: statements}}}}\n  outcomes:\n{outcomes}\n"
    )
    with pytest.raises(RequestError, match="different outcomes"):
        ly.moves(ly.load_text(text))
