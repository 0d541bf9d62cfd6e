"""Moves: what went wrong in the field, and other inputs of the same kinds."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lastyard as ly
from lastyard.bodies.compile import Seat, _Compiler, atom_holds, holds
from lastyard.bodies.rule import parse_rule
from lastyard.case.agreement import parse_agreement
from lastyard.case.diagnostics import CaseError
from lastyard.case.parse import parse_condition
from lastyard.conditions.arrays import holds_on
from lastyard.conflict import Option, OptionModel
from lastyard.conflict.options import truth

FIELD = Path(__file__).parent
CONCEPTS = ("nash", "gmr", "smr", "seq")
TWO = """title: T
parties: {a: {}, b: {}}
issues: {i: {options: [x, y]}}
moves:
"""


def equilibria(found):
    states = found.conflict.states
    return {c: [states[s] for s in found.equilibria[c]] for c in CONCEPTS}


def test_a_group_of_one_state_changes_nothing():
    text = (FIELD / "01-same-one-state.yaml").read_text()
    found = ly.moves(ly.load_text(text))
    assert equilibria(found) == {key: ["YN"] for key in CONCEPTS}
    without = ly.moves(ly.load_text(text.replace("  same: [strike]\n", "")))
    assert list(found.conflict.states) == list(without.conflict.states)
    assert equilibria(without) == equilibria(found)


@given(st.data())
def test_merged_states_keep_the_moves_of_their_combinations(data):
    """Moves among states, against the definition, whatever is merged and in which order."""
    count = data.draw(st.integers(1, 4))
    owners = data.draw(st.lists(st.sampled_from("AB"), min_size=count, max_size=count))
    combinations = ["".join(c) for c in product("YN", repeat=count)]
    order = data.draw(st.permutations(combinations))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(order)), min_size=3, max_size=3)))
    infeasible = order[: min(cuts[0], len(order) - 1)]
    left = order[len(infeasible) :]
    groups = [g for g in (left[: cuts[1]], left[cuts[1] : cuts[2]]) if g]
    names = [f"o{k}" for k in range(count)]

    def statement(patterns):
        parts = (
            " and ".join(n if c == "Y" else f"not {n}" for n, c in zip(names, p, strict=True))
            for p in patterns
        )
        return " or ".join(f"({part})" for part in parts)

    model = OptionModel(
        ("A", "B"),
        tuple(Option(n, o) for n, o in zip(names, owners, strict=True)),
        tuple(infeasible),
        tuple(statement(group) for group in groups),
    )
    graph = model.graph()
    # The first combination of a state tells which state each combination belongs to.
    where = {
        "".join("Y" if taken else "N" for taken in chosen): state
        for state, chosen in enumerate(graph.chosen)
    }
    for group in groups:
        state = next(
            where[c] for c in sorted(group, key=lambda c: c[::-1], reverse=True) if c in where
        )
        where.update(dict.fromkeys(group, state))
    assert len(set(where.values())) == len(graph.labels) == len(graph.chosen)
    for number, maker in enumerate(("A", "B")):
        expected = {
            (where[one], where[other])
            for one in left
            for other in left
            if where[one] != where[other]
            and all(o == maker for o, x, y in zip(owners, one, other, strict=True) if x != y)
        }
        moves = graph.moves[number]
        pairs = {(s, t) for s in range(moves.states) for t in moves.of(s).tolist()}
        assert pairs == expected


def test_an_option_called_like_a_pattern_is_an_option():
    found = ly.moves(ly.load(FIELD / "02-option-read-as-pattern.yaml"))
    assert equilibria(found)["nash"] == ["YY"]


@pytest.mark.parametrize(
    ("statement", "options", "expected"),
    [
        ("ny", ("ny", "la"), [0, 1, 0, 1]),
        ("NY", ("NY", "LA"), [0, 1, 0, 1]),
        ("yn", ("la", "yn"), [0, 0, 1, 1]),
        ("n", ("n",), [0, 1]),
        ("NY", ("a", "b"), [0, 0, 1, 0]),
        ("1", ("2", "1"), [0, 0, 1, 1]),
    ],
)
def test_names_win_over_patterns_and_numbers(statement, options, expected):
    codes = np.arange(2 ** len(options))
    chosen = (codes[:, None] >> np.arange(len(options)) & 1).astype(bool)
    assert truth(statement, options, chosen).astype(int).tolist() == expected


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        # A pattern where a state must be meant, and an option of the same name.
        (
            "  options: {NY: {owner: a}, la: {owner: b}}\n  status_quo: NY\n",
            "'NY' is an option, and reads as a pattern",
        ),
        # A name that hides an option, or another state.
        ("  options: {p: {owner: a}, q: {owner: b}}\n  states: {q: YN}\n", "'q' is an option"),
        ("  options: {p: {owner: a}, q: {owner: b}}\n  states: {NY: YN}\n", "other states"),
        ("  options: {p: {owner: a}, q: {owner: b}}\n  infeasible: [²]\n", "no option '²'"),
        ("  options: {p: {owner: a}, q: {owner: b}}\n  status_quo: p²\n", "no option 'p²'"),
        ("  options: {p: {owner: a}, q: {owner: b}}\n  status_quo: '3'\n", "no option '3'"),
    ],
)
def test_refused_with_its_place(moves, words):
    with pytest.raises(CaseError) as caught:
        ly.load_text(TWO + moves)
    (problem,) = caught.value.diagnostics
    assert problem.code == "bad-moves"
    assert problem.place is not None
    assert words in problem.message


def test_a_state_named_like_an_option():
    with pytest.raises(CaseError, match="'attack' is an option, so it cannot name the state 'YN'"):
        ly.load(FIELD / "14-state-named-like-option.yaml")


def test_one_file_is_read_one_way():
    case = ly.load(FIELD / "03-implies-iff.yaml")
    assert ly.impasse(case).as_json()["packages"] == 4
    # Left are the states where the statement fails.
    assert sorted(ly.moves(case).conflict.states) == ["NNN", "NYN", "YNY", "YYN"]


SENTENCES = [
    "a implies b iff c",
    "a iff b implies c",
    "a iff b iff c",
    "a implies b implies c",
    "a or b and c",
    "a and b or c",
    "not a or b",
    "not a and b iff not c implies a",
    "a or b implies c and a",
    "a implies b or c iff not a",
    "(a iff b) implies c",
    "not (a implies b) or c",
    "not not a implies b",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_one_grammar_everywhere(sentence):
    """The same sentence means the same in rules, agreement, pass rules and moves."""
    names = ["a", "b", "c"]
    codes = np.arange(8)
    chosen = (codes[:, None] >> np.arange(3) & 1).astype(bool)
    columns = {name: chosen[:, k].astype(int) for k, name in enumerate(names)}
    issues = ", ".join(f"{name}: {{options: [left, taken]}}" for name in names)
    case = ly.load_text(f"title: T\nparties: {{p: {{}}}}\nissues: {{{issues}}}\n")
    as_rule = sentence
    for name in names:
        as_rule = " ".join(
            word.replace(name, f"{name} == 'taken'") if word.strip("()") == name else word
            for word in as_rule.split(" ")
        )
    rule = parse_condition(as_rule, {issue.id: issue for issue in case.issues})
    expected = holds_on(rule, columns).tolist()
    assert truth(sentence, names, chosen).tolist() == expected
    assert holds_on(parse_agreement(sentence, names), columns).tolist() == expected
    # In a pass rule the same words join comparisons: "a votes yes".
    as_pass_rule = as_rule
    for name in names:
        as_pass_rule = as_pass_rule.replace(f"{name} == 'taken'", f"yes in {name} >= 1")
    seats = [Seat(name, 1, {}) for name in names]
    compiler = _Compiler(seats, {})
    formula = compiler.compile(parse_rule(as_pass_rule), negated=False)
    found = []
    for row in chosen:
        values = [sum(form.yes[k] for k in range(3) if row[k]) for form in compiler.forms]
        found.append(holds(formula, [atom_holds(a, values[a.form]) for a in compiler.atoms]))
    assert found == expected
