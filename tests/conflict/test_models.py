"""Building conflicts: options, statements, preferences, lists, and what can be wrong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.conflict import (
    Option,
    OptionModel,
    PreferenceError,
    StateError,
    StatementError,
    conflict_from_lists,
    from_pairs,
    from_payoffs,
    from_priorities,
    from_ranking,
    from_weights,
    least_rise,
    stability,
    status_quo,
)
from lastyard.conflict.options import truth


def syria(infeasible=("YY-",)):
    return OptionModel(
        ("Syria", "Iraq"),
        (Option("release", "Syria"), Option("escalate", "Syria"), Option("attack", "Iraq")),
        infeasible,
    )


@pytest.mark.parametrize("infeasible", ["YY-", "release and escalate", "not (1 implies not 2)"])
def test_states_and_moves_from_options(conflict_data, infeasible):
    data = conflict_data("syria_iraq_1975")
    graph = syria((infeasible,)).graph()
    assert list(graph.labels) == [s["options"] for s in data["states"]]
    for name, arcs in zip(graph.decision_makers, graph.moves, strict=True):
        found = {str(s + 1): [str(t + 1) for t in arcs.of(s)] for s in range(6)}
        assert found == data["reachable"][name]


def test_elmira_directions_and_merged_states(conflict_data):
    data = conflict_data("elmira_9state")
    model = OptionModel(
        ("MoE", "Uniroyal", "Local Government"),
        (
            Option("modify", "MoE", "forward"),
            Option("delay", "Uniroyal", "back"),
            Option("accept", "Uniroyal"),
            Option("abandon", "Uniroyal", "forward"),
            Option("insist", "Local Government"),
        ),
        infeasible=("-YY--", "-Y-Y-", "--YY-", "-NNN-"),
        merged=("abandon",),
    )
    graph = model.graph()
    assert list(graph.labels) == [*(s["options"] for s in data["states"][:8]), "-NNY-"]
    for name, arcs in zip(graph.decision_makers, graph.moves, strict=True):
        found = {f"s{s + 1}": [f"s{t + 1}" for t in arcs.of(s)] for s in range(9)}
        assert {k: sorted(v) for k, v in data["reachable"][name].items()} == found
    # From payoffs in those states, the published equilibria.
    conflict = graph.with_preferences(
        [from_payoffs(data["payoffs"][n]) for n in data["decision_makers"]]
    )
    found = [f"s{s + 1}" for s in stability(conflict).equilibria("nash")]
    assert found == data["our_brute_force"]["equilibria"]["Nash"]


def test_merged_states_come_last_in_the_order_given():
    options = tuple(Option(name, "A") for name in "xyz")
    graph = OptionModel(("A",), options, merged=("YY-", "N-Y")).graph()
    assert list(graph.labels) == ["NNN", "YNN", "NYN", "YNY", "YY-", "N-Y"]
    # From every state its one decision maker reaches all others.
    for state in range(6):
        assert sorted(graph.moves[0].of(state)) == [k for k in range(6) if k != state]


def test_a_state_alone_needs_no_move():
    conflict = conflict_from_lists(["A"], ["s"], moves={"A": {}}, rankings={"A": [["s"]]})
    assert conflict.size == 1


def test_large_models_keep_labels_unspelled():
    graph = OptionModel(("A",), tuple(Option(f"o{k}", "A") for k in range(10))).graph()
    assert graph.labels[3] == "YY" + "N" * 8
    assert graph.labels.index("N" * 9 + "Y") == 512
    assert len(graph.moves[0].of(0)) == 1023


@given(st.lists(st.booleans(), min_size=3, max_size=3))
def test_statements_mean_what_they_say(row):
    chosen = np.array([row])
    a, b, c = row
    names = ["a", "b", "go on"]
    cases = {
        "a and not b": a and not b,
        "a or b and 'go on'": a or (b and c),
        "a implies b": not a or b,
        "a iff 3": a == c,
        "Y-N": a and not c,
        "not (a or b)": not (a or b),
    }
    for text, expected in cases.items():
        assert truth(text, names, chosen)[0] == expected, text


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("a and atack", 7, "did you mean 'attack'"),
        ("a and (attack", 14, "'\\)'"),
        ("a attack", 3, "expected and"),
        ("a & attack", 3, "write 'and'"),
        ("9", 1, "there are 2"),
        ("a and )", 7, "expected an option"),
        ("", 1, "empty"),
        ("not " * 60 + "a", 201, "more than 50 levels"),
    ],
)
def test_bad_statements(text, column, words):
    with pytest.raises(StatementError, match=words) as caught:
        truth(text, ["a", "attack"], np.array([[True, False]]))
    assert caught.value.column == column


def test_an_option_whose_name_is_not_its_own_goes_by_its_number():
    with pytest.raises(StatementError, match=r"several options are called 'a'.*use its number"):
        truth("b and a", ["a", "b", "a"], np.array([[True, True, False]]))
    assert truth("b and 1", ["a", "b", "a"], np.array([[True, True, False]]))[0]


def test_preferences_from_priorities_and_weights():
    graph = syria().graph()
    lexicographic = from_priorities([graph.truth("not attack"), graph.truth("escalate")])
    assert lexicographic.ranks.tolist() == [2, 2, 3, 0, 0, 1]
    weighted = from_weights([0.1, 0.2, -0.3], graph.chosen)
    assert weighted.ranks.tolist() == from_payoffs([0, 1, 2, -3, -2, -1]).ranks.tolist()
    tie = from_weights([0.1, 0.2, 0.3], np.array([[True, True, False], [False, False, True]]))
    assert tie.compare(0, 1) == 0
    with pytest.raises(PreferenceError, match="2 weights for 3 options"):
        from_weights([1, 2], graph.chosen)


def test_certain_pairs_leave_the_rest_unknown():
    p = from_pairs([(0, 1), (1, 2)], "abcde", ties=[(2, 3)])
    assert p.compare(0, 3) == 1
    assert p.compare(3, 1) == -1
    assert p.compare(2, 3) == 0
    assert p.compare(4, 0) is None


@pytest.mark.parametrize(
    ("pairs", "ties"), [([(0, 1), (1, 2), (2, 0)], []), ([(0, 1), (2, 0)], [(1, 2)])]
)
def test_circles_are_named(pairs, ties):
    with pytest.raises(PreferenceError, match="circle: a over b"):
        from_pairs(pairs, "abc", ties=ties)


def test_bad_rankings():
    with pytest.raises(PreferenceError, match="misses b"):
        from_ranking([["a"]], ["a", "b"])
    with pytest.raises(PreferenceError, match="'a' twice"):
        from_ranking([["a"], ["a", "b"]], ["a", "b"])
    with pytest.raises(PreferenceError, match="'c', which is no state"):
        from_ranking([["a", "b", "c"]], ["a", "b"])
    with pytest.raises(PreferenceError, match="no statements to prioritise by"):
        from_priorities([])
    with pytest.raises(PreferenceError, match="state 2 is missing"):
        from_payoffs([1.0, float("nan")])


def test_bad_models():
    with pytest.raises(StateError, match="who is no decision maker"):
        OptionModel(("A",), (Option("x", "B"),)).graph()
    with pytest.raises(StateError, match="no combination of options is feasible"):
        OptionModel(("A",), (Option("x", "A"),), ("Y", "N")).graph()
    with pytest.raises(StateError, match="options"):
        OptionModel(("A",), tuple(Option(f"o{k}", "A") for k in range(30))).graph()
    with pytest.raises(StateError, match="overlaps"):
        OptionModel(("A",), (Option("x", "A"), Option("y", "A")), merged=("Y-", "-Y")).graph()
    ranks = {"A": [["s", "t"]]}
    with pytest.raises(StateError, match="unknown state 'u'"):
        conflict_from_lists(["A"], ["s", "t"], moves={"A": {"s": ["u"]}}, rankings=ranks)
    with pytest.raises(StateError, match="no move leads to or from v"):
        conflict_from_lists(
            ["A"], ["s", "t", "v"], moves={"A": {"s": ["t"]}}, rankings={"A": [["s", "t", "v"]]}
        )
    with pytest.raises(StateError, match="a state is named twice"):
        conflict_from_lists(["A"], ["s", "s"], moves={"A": {}}, rankings=ranks)
    with pytest.raises(StateError, match="no moves of 'A'"):
        conflict_from_lists(["A"], ["s", "t"], moves={}, rankings=ranks)


def test_status_quo_names_what_cannot_be_reached():
    conflict = conflict_from_lists(
        ["A", "B"],
        ["s", "t", "u"],
        moves={"A": {"s": ["t"], "u": ["t"]}, "B": {"t": ["s"]}},
        rankings={"A": [["t"], ["s"], ["u"]], "B": [["t"], ["s"], ["u"]]},
    )
    report = status_quo(conflict, 0)
    assert report.unreachable == (2,)
    assert set(report.by_improvements) == {0, 1}
    for start in (7, 3, -1):
        with pytest.raises(StateError, match=f"no state {start}"):
            status_quo(conflict, start)
    with pytest.raises(StateError, match="no state 'x'"):
        conflict.state("x")
    with pytest.raises(StateError, match="no decision maker 'x'"):
        conflict.decision_maker("x")
    assert least_rise(conflict, 1, 0, "nash").past == ()
    assert least_rise(conflict, 0, 0, "nash").past == (1,)
