"""Cases survive being saved and loaded, and edits leave the rest of a file alone."""

import datetime
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from lastyard.answers.check import load
from lastyard.case.diagnostics import CaseError
from lastyard.case.editing import add_statements
from lastyard.case.load import load_text
from lastyard.case.model import Offers, Position, Source, Statement
from lastyard.case.schema import SHAPES
from lastyard.case.writing import dump, save
from lastyard.errors import RequestError
from lastyard.files import write_whole
from strategies import cases


@pytest.mark.thorough
@given(cases())
def test_saved_and_loaded_a_case_is_the_same(case):
    assert load_text(dump(case)) == case


def test_every_key_is_read_and_written_in_its_place():
    text = (Path(__file__).parent / "every_key.yaml").read_text(encoding="utf-8")
    assert dump(load_text(text)) == text
    for shape in SHAPES.values():
        for key in shape.keys:
            assert re.search(rf"\b{key.name}'?:", text), (shape.name, key.name)


@pytest.mark.thorough
@given(cases())
@settings(max_examples=30)
def test_saving_twice_gives_the_same_text(case):
    text = dump(case)
    assert dump(load_text(text)) == text


CASE = """\
# At the top.
title: Talks   # beside the title
parties: {a: {name: Party A},   b: {}}
issues:
  wage:   {range: [0, 8], step: 0.5}
  border: {options: [as is, "no"]}   # "no" is an option here
statements:
  # before the first
  - {id: one,   party: a, on: 2024-01-01,
     position: {wage: 2.5}}   # beside the first
  - id: two
    party: b
    on: 2024-01-02
    position:
      wage: 3
    # after the last

# At the end.
"""
NEW = Statement(
    "three", "a", Offers((("wage", 7), ("border", 1))), datetime.date(2024, 1, 3), by="Ana: \"x\"",
    confidence=Fraction(1, 2),
)  # fmt: skip


def test_an_edit_adds_lines_and_changes_none(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    before = load(str(path))
    add_statements(str(path), [NEW])
    after = path.read_text(encoding="utf-8")
    old, new = CASE.splitlines(), after.splitlines()
    at = old.index("      wage: 3") + 1
    added = len(new) - len(old)
    assert new[:at] + new[at + added :] == old
    assert load(str(path)).statements == (*before.statements, NEW)


@pytest.mark.parametrize(
    "end", ["", "statements:\n", "statements: []\n", "statements: []  # none yet\n"]
)
def test_the_first_statement_can_be_added(tmp_path, end):
    path = tmp_path / "case.yaml"
    path.write_text(CASE[: CASE.index("statements:")] + end, encoding="utf-8")
    add_statements(str(path), [NEW])
    assert load(str(path)).statements == (NEW,)
    assert "beside the title" in path.read_text(encoding="utf-8")


def test_statements_can_be_added_to_a_file_without_a_last_line_end(tmp_path):
    path = tmp_path / "case.yaml"
    text = CASE[: CASE.index("    # after the last")].rstrip("\n")
    path.write_text(text, encoding="utf-8")
    add_statements(str(path), [NEW, replace(NEW, id="four")])
    assert [s.id for s in load(str(path)).statements] == ["one", "two", "three", "four"]


def test_a_statement_after_a_text_of_several_lines(tmp_path):
    path = tmp_path / "case.yaml"
    text = CASE.replace("    # after the last\n", "    note: |\n      one\n      two\n")
    path.write_text(text, encoding="utf-8")
    add_statements(str(path), [NEW])
    assert load(str(path)).statements[1].note == "one\ntwo\n"
    assert load(str(path)).statements[2] == NEW


def test_an_edit_that_does_not_fit_leaves_the_file_alone(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    with pytest.raises(CaseError):
        add_statements(str(path), [replace(NEW, id="one")])
    assert path.read_text(encoding="utf-8") == CASE
    assert [p.name for p in tmp_path.iterdir()] == ["case.yaml"]


def test_a_case_on_one_line_is_added_to_on_that_line(tmp_path):
    path = tmp_path / "case.yaml"
    one_line = "{title: T, parties: {a: {}}, issues: {wage: {range: [0, 8], step: 0.5}, border: {options: [x, y]}}}"
    path.write_text(one_line, encoding="utf-8")
    add_statements(str(path), [NEW])
    add_statements(str(path), [replace(NEW, id="four")])
    after = path.read_text(encoding="utf-8")
    assert after.startswith(one_line[:-1] + ", statements: [{id: three,")
    assert "\n" not in after
    assert load(str(path)).statements == (NEW, replace(NEW, id="four"))


def test_adding_nothing_changes_nothing(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    add_statements(str(path), [])
    assert path.read_text(encoding="utf-8") == CASE


def test_standard_input_cannot_be_edited():
    with pytest.raises(RequestError, match="standard input"):
        add_statements("-", [NEW])


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "case.yaml"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    write_whole(str(path), "new")
    assert path.read_text(encoding="utf-8") == "new"
    assert path.stat().st_mode & 0o777 == 0o640

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RequestError, match="no space left"):
        write_whole(str(path), "newer")
    assert path.read_text(encoding="utf-8") == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["case.yaml"]


def test_saving_where_there_is_no_folder(tmp_path):
    with pytest.raises(RequestError, match="no such file or directory"):
        save(load_text(CASE), str(tmp_path / "none" / "case.yaml"))


def test_points_of_a_long_range_are_saved_where_they_bend():
    text = (
        "title: T\nparties: {a: {}}\nissues: {x: {range: [0, 900], step: 1}}\nstatements:\n"
        "  - {id: v, party: a, on: 2024-01-01, values: {x: {0: 0, 7: 1, 900: 3}}, reservation: 1/3}\n"
    )
    case = load_text(text)
    points = dict(case.statements[0].says.points)["x"]
    assert len(points) == 901
    assert points[1] == Fraction(1, 7)
    assert "{'0': 0, '7': 1, '900': 3}" in dump(case)
    assert load_text(dump(case)) == case


def test_a_position_is_written_on_one_line():
    case = replace(load_text(CASE), statements=(replace(NEW, says=Position((("wage", 0),))),))
    assert "position: {wage: 0}" in dump(case)


FORMS = [(mark, newline) for mark in (b"", b"\xef\xbb\xbf") for newline in ("\n", "\r\n", "\r")]


@pytest.mark.parametrize(("mark", "newline"), FORMS)
@pytest.mark.parametrize(
    "text",
    [
        CASE,
        CASE.rstrip("\n"),
        CASE[: CASE.index("statements:")],
        CASE[: CASE.index("statements:")] + "statements: []\n# the end\n",
        CASE + "# the end\n",
    ],
    ids=["block", "no last line end", "no statements", "empty list", "comment after"],
)
def test_an_edit_keeps_line_ends_and_the_mark_of_the_encoding(text, mark, newline, tmp_path):
    path = tmp_path / "case.yaml"
    before = mark + text.encode().replace(b"\n", newline.encode())
    path.write_bytes(before)
    new = replace(NEW, id="added", note="one\ntwo é")
    add_statements(str(path), [new], [Source("added-source", title="Report")])
    after = path.read_bytes()
    assert after.startswith(mark)
    assert not after.removeprefix(mark).startswith(b"\xef\xbb\xbf")
    left = after.decode("utf-8-sig").replace(newline, "")
    assert "\n" not in left
    assert "\r" not in left
    case = load(str(path))
    assert case.statements[-1] == new
    assert case.sources[-1].id == "added-source"
    assert set(before.splitlines()) - {b"statements: []"} <= set(after.splitlines())


def test_a_file_of_mixed_line_ends_keeps_those_it_has(tmp_path):
    path = tmp_path / "case.yaml"
    lines = CASE.encode().splitlines()
    before = b"".join(line + (b"\r\n" if k % 2 else b"\n") for k, line in enumerate(lines))
    path.write_bytes(before)
    add_statements(str(path), [NEW])
    after = path.read_bytes()
    assert set(before.splitlines(keepends=True)) <= set(after.splitlines(keepends=True))
    assert load(str(path)).statements[-1] == NEW
