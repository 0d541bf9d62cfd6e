"""Whatever a file holds: a case, or a clear error; never another exception."""

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lastyard.case.diagnostics import CaseError
from lastyard.case.load import load_text
from lastyard.case.model import CASE, Case
from lastyard.case.writing import as_yaml, dump
from lastyard.commands.start import STARTER
from strategies import cases

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

PIECES = [
    "title", "parties", "issues", "statements", "rules", "agreement", "sources", "values", "on",
    "requires", "range", "step", "options", "quota", "members", "weights", "veto", "replaces",
    ": ", ", ", "- ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", "'", '"', "#", "&a", "*a", "!!x",
    "|", ">", "?", "0", "1e400", "-1", "1/0", "9" * 60, "1e30", "null", "~", "yes", "2024-02-30",
    "\t", "\r\n", "\u2028", "\x85", "\u202e", "é", "٣", "🙂", "---\n", "...\n", "%YAML 9\n", "<<: x",
]  # fmt: skip


def judge(text):
    try:
        case = load_text(text)
    except CaseError as problem:
        assert problem.diagnostics
        assert str(problem)
        assert all(d.severity in ("error", "warning") for d in problem.diagnostics)
        assert any(d.severity == "error" for d in problem.diagnostics)
    else:
        assert isinstance(case, Case)
        assert load_text(dump(case)) == case
        assert_nothing_is_left_out(text, case)


def assert_nothing_is_left_out(text, case):
    """What a file lists is in the case: what cannot be used is told."""
    written = yaml.load(text, Loader=LOADER)
    for section in ("parties", "issues", "rules", "sources", "statements", "votes"):
        listed = written.get(section)
        if isinstance(listed, list | dict):
            assert len(getattr(case, section)) == len(listed), section
    assert (case.moves is not None) == isinstance(written.get("moves"), dict)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=400)
def test_pieces_of_yaml(text):
    judge(text)


@pytest.mark.thorough
@given(
    st.integers(0, len(STARTER)), st.integers(0, 30), st.lists(st.sampled_from(PIECES), max_size=3)
)
@settings(max_examples=300)
@example(STARTER.index("0.5"), 3, ["1/3"])
@example(STARTER.index("[0, 8]"), 6, ["[0, 1e30]"])
def test_a_good_file_with_a_stretch_replaced(at, length, pieces):
    judge(STARTER[:at] + "".join(pieces) + STARTER[at + length :])


VOTING = """\
title: Board
parties: {anna: {}, ben: {}}
issues: {site: {options: [old, new]}}
votes:
  - id: move
    draft: {site: new}
    body: {members: [anna, {name: ben, count: 3, weights: {w: 1/3}}], groups: {g: [anna]}, rule: yes >= 2 and no veto of g}
    ballots: {anna: {ballot: yes, confidence: 0.9}, ben: {counts: {yes: 1}}}
moves:
  options: {a: {owner: anna, irreversible: taken}, b: {owner: ben}}
  infeasible: [a and b]
  states: {s: NN}
  preferences: {anna: {ranking: [s, [YN, NY]]}, ben: {payoffs: {s: 1, YN: 2, NY: 3}}}
  status_quo: s
"""


@pytest.mark.thorough
@given(
    st.integers(VOTING.index("votes"), len(VOTING)),
    st.integers(0, 12),
    st.lists(st.sampled_from([*PIECES, "YN", "not ", "a", "anna", "agreement", "no"]), max_size=2),
)
@settings(max_examples=300)
def test_good_votes_and_moves_with_a_stretch_replaced(at, length, pieces):
    judge(VOTING[:at] + "".join(pieces) + VOTING[at + length :])


@given(st.text(max_size=80))
@example("\x00")
@example("a: \ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
def test_any_text(text):
    judge(text)


def places(content, path=()):
    """Yield the way to every value of a case."""
    pairs = enumerate(content) if isinstance(content, list) else ()
    for key, value in content.items() if isinstance(content, dict) else pairs:
        yield (*path, key)
        yield from places(value, (*path, key))


@pytest.mark.thorough
@given(cases(), st.data())
@settings(max_examples=200)
def test_a_case_with_one_value_of_another_kind(case, data):
    content = CASE.write(case, case)
    *way, last = data.draw(st.sampled_from(list(places(content))))
    holder = content
    for step in way:
        holder = holder[step]
    holder[last] = data.draw(st.sampled_from([None, "x", "1", [], ["x"], {}, {"x": "y"}, [{}]]))
    judge(as_yaml(content))
