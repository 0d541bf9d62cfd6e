import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.conflict import ConflictError, GmcrFileError, parse_gmcr, read_gmcr, stability

DILEMMA = {
    "program": "gmcr-py",
    "useManualPreferenceVectors": False,
    "infeasibles": [],
    "options": [
        {"name": "Cooperate", "permittedDirection": "both"},
        {"name": "Cooperate", "permittedDirection": "both"},
    ],
    "decisionMakers": [
        {"name": "One", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]]},
        {"name": "Two", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"]]]},
    ],
}


def changed(**changes):
    return json.dumps(DILEMMA | changes)


def test_prisoners_dilemma_file(conflict_data, tmp_path):
    data = conflict_data("prisoners_dilemma")
    path = tmp_path / "prisoners.gmcr"
    path.write_text(json.dumps(DILEMMA), encoding="utf-8")
    file = read_gmcr(path)
    assert list(file.graph.labels) == [s["options"] for s in data["states"]]
    result = stability(file.conflict)
    for concept, states in data["published"]["equilibria"].items():
        assert [str(s + 1) for s in result.equilibria(concept.lower())] == states
    assert file.without_preferences == ()


def _garrison(data):
    """The Garrison conflict in the file format, from the facts in the oracle."""
    feasible = {s["options"] for s in data["states"]}
    count = len(data["options"])
    codes = (format(k, f"0{count}b")[::-1] for k in range(1 << count))
    patterns = ("".join("NY"[int(c)] for c in code) for code in codes)
    names = data["decision_makers"]
    rankings = [[[int(s) for s in group] for group in data["ranking"][n]] for n in names]
    return {
        "useManualPreferenceRanking": True,
        "infeasibles": [list(map(list, enumerate(p))) for p in patterns if p not in feasible],
        "options": [{"name": n, "permittedDirection": "both"} for n in data["options"]],
        "decisionMakers": [
            {
                "name": name,
                "options": [k for k, o in enumerate(data["option_owner"]) if o == place],
                "preferences": [],
                "preferenceRanking": [g[0] if len(g) == 1 else g for g in rankings[place]],
            }
            for place, name in enumerate(names)
        ],
    }


def test_garrison_file_gives_the_same_states_moves_and_equilibria(conflict_data):
    data = conflict_data("garrison_diversion_unit")
    file = parse_gmcr(json.dumps(_garrison(data)))
    assert list(file.graph.labels) == [s["options"] for s in data["states"]]
    for name, arcs in zip(file.graph.decision_makers, file.graph.moves, strict=True):
        found = {str(s + 1): [str(t + 1) for t in arcs.of(s)] for s in range(23)}
        assert found == data["reachable"][name]
    result = stability(file.conflict)
    for concept, states in data["our_brute_force"]["equilibria"].items():
        assert [str(s + 1) for s in result.equilibria(concept.lower())] == states


def test_compound_statements_and_missing_preferences():
    either = {"compound": True, "members": [[[0, "Y"]], [[1, "Y"]]]}
    people = [
        DILEMMA["decisionMakers"][0] | {"preferences": [either]},
        DILEMMA["decisionMakers"][1] | {"preferences": []},
    ]
    file = parse_gmcr(changed(decisionMakers=people))
    assert file.conflict.preferences[0].ranks.tolist() == [0, 1, 1, 1]
    assert file.without_preferences == ("Two",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "does not hold an object"),
        ("{}", "no list 'options'"),
        (changed(infeasibles=[[[5, "Y"]]]), r"infeasibles\[0\] has \[5, 'Y'\]"),
        (changed(infeasibles=[[["0", "Y"]]]), r"infeasibles\[0\]"),
        (changed(infeasibles=["YN"]), "no list of options"),
        (changed(options=[{"name": "x", "permittedDirection": "up"}] * 2), "direction 'up'"),
        (changed(options=[{"permittedDirection": "both"}]), r"Two has an option 1"),
        (changed(decisionMakers=DILEMMA["decisionMakers"][:1]), "nobody has option 1"),
        (changed(decisionMakers=DILEMMA["decisionMakers"] * 2), "belongs to One and to One"),
        (changed(useManualPreferenceRanking=True), "One has no ranking"),
        (changed(options=[{"title": "x"}, {"name": "y"}]), r"options\[0\] has no name"),
        (changed(infeasibles=[[[0, "Y"], [0, "N"]]]), "option 0 both taken and not taken"),
    ],
)
def test_bad_files(text, words):
    with pytest.raises(GmcrFileError, match=words):
        parse_gmcr(text)


@pytest.mark.parametrize(
    ("ranking", "words"),
    [([1, 2, 3], "misses state 4"), ([1, 2, 3, 4, 4], "state 4 twice"), ([1, 9], "9, which is no")],
)
def test_bad_rankings_in_a_file(ranking, words):
    people = [p | {"preferenceRanking": ranking} for p in DILEMMA["decisionMakers"]]
    with pytest.raises(GmcrFileError, match=words):
        parse_gmcr(changed(decisionMakers=people, useManualPreferenceRanking=True))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["options", "decisionMakers", "infeasibles", "name", "preferences"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_gives_a_model_or_an_error_of_ours(value):
    with contextlib.suppress(ConflictError):  # any other error fails the test
        parse_gmcr(json.dumps(value))


def test_elmira_as_gmcr_py_has_it():
    """Facts of Examples/Elmira.gmcr in onp/gmcr-py: twelve states, four of them alike."""
    yes, no = "Y", "N"
    people = [
        ("MoE", [0], [9, 3, 4, 10, 7, 1, 2, 8, [11, 5, 6, 12]]),
        ("Uniroyal", [1, 2, 3], [1, 4, 10, 7, [5, 11, 6, 12], 2, 3, 9, 8]),
        ("Local Government", [4], [9, 3, 7, 1, 10, 8, 4, 2, [11, 5, 12, 6]]),
    ]
    directions = {"Modify": "fwd", "Delay": "back", "Accept": "both", "Abandon": "fwd"}
    file = {
        "version": "0.3.6",
        "program": "gmcr-py",
        "coalitions": [0, 1, 2],
        "coalitionsFull": [{"name": name, "options": own} for name, own, _ in people],
        "options": [
            {"name": name, "permittedDirection": directions.get(name, "both")}
            for name in ("Modify", "Delay", "Accept", "Abandon", "Insist")
        ],
        "infeasibles": [
            [[1, yes], [2, yes]],
            [[1, yes], [3, yes]],
            [[2, yes], [3, yes]],
            [[1, no], [2, no], [3, no]],
        ],
        "useManualPreferenceRanking": True,
        "decisionMakers": [
            {"name": name, "options": own, "preferences": [], "preferenceRanking": ranking}
            for name, own, ranking in people
        ],
    }
    found = parse_gmcr(json.dumps(file))
    assert len(found.graph.labels) == 12
    result = stability(found.conflict)
    named = [found.graph.labels[s] for s in result.equilibria("nash")]
    # Delay with insistence, acceptance of the modified order with insistence, and to abandon.
    assert {"NYNNY", "YNYNY"} < set(named)
    assert all(label[3] == "Y" for label in set(named) - {"NYNNY", "YNYNY"})
    assert named == [found.graph.labels[s] for s in result.equilibria("seq")]


def test_compound_preferences_as_in_the_cuban_missile_file():
    """Compounds of one member, preferences of one option, and no rankings at all."""
    file = {
        "useManualPreferenceVectors": False,
        "infeasibles": [[[2, "Y"], [3, "Y"]]],
        "options": [
            {"name": "Air Strike", "permittedDirection": "fwd"},
            {"name": "Blockade", "permittedDirection": "both"},
            {"name": "Withdraw", "permittedDirection": "both"},
            {"name": "Escalate", "permittedDirection": "both"},
        ],
        "decisionMakers": [
            {
                "name": "US",
                "options": [0, 1],
                "preferences": [
                    [[2, "Y"]],
                    [[3, "N"]],
                    {"compound": True, "members": [[[0, "N"], [2, "Y"]]]},
                    [[1, "N"], [2, "Y"]],
                ],
            },
            {"name": "USSR", "options": [2, 3], "preferences": [[[3, "N"]]]},
        ],
    }
    found = parse_gmcr(json.dumps(file))
    assert len(found.graph.labels) == 12
    assert stability(found.conflict).equilibria("nash")
