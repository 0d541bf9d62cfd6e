"""Edits of a case's text do what they say, and leave every other character alone."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lastyard.case.diagnostics import CaseError
from lastyard.case.editing import (
    FileChanged,
    added,
    changed,
    removed,
    renamed,
    replaced,
    save_text,
    units,
    withdrawn,
)
from lastyard.case.load import load_text
from lastyard.case.writing import dump
from lastyard.errors import RequestError
from strategies import cases

CATALOG = [
    path
    for path in sorted((Path(__file__).parents[2] / "catalog").rglob("*.yaml"))
    if "\nissues:" in path.read_text(encoding="utf-8")
]
TEXT = """\
# Talks of 2024, Łódź
title: Talks   # beside the title
parties:
  a: {name: Party A, words: [the A]}   # one side
  # the other
  b:
  c: {role: ratifier, of: a}
issues:
  wage:   {range: [0, 8], step: 0.5}
  border: {options: [as is, "no", open], ordered: true}   # "no" is an option here
  sea: {options: [as is, open]}
rules:
  - id: law
    require: "border == 'open' implies sea == 'open'"   # of 1999
agreement: a and b and c
status_quo: {border: as is, wage: 0, sea: as is}
sources:
  wire: {title: A report, date: 2024-01-01}
statements:
  # before the first
  - {id: one,   party: a, on: 2024-01-01, source: wire,
     position: {wage: 2.5, border: "open"}}   # beside the first
  - party: b   # the dash stands here
    id: two
    on: 2024-01-02
    # what it says
    requires: >
      wage <= 3
      and border != 'open'
    # after the last
  - {id: three, party: b, on: 2024-01-03, ranks: [border, wage, sea]}
  - {id: four, party: a, on: 2024-01-04, replaces: one, prefers: {border: open}, to: {border: "as is"}}
votes:
  - id: ballot
    draft: {border: open, sea: open}
    body: agreement
    ballots: {a: yes, b: no}
moves:
  options: {go: {owner: a}, stay: {owner: b}}
  outcomes: {go: {border: "no"}}

# At the end.
"""


def lines_changed(before, after):
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_a_field_is_changed_where_it_stands():
    after = changed(TEXT, ("statements", "one"), {"position": {"wage": 4}, "confidence": 0.5})
    assert lines_changed(TEXT, after) == (
        ['     position: {wage: 2.5, border: "open"}}   # beside the first'],
        ["     position: {wage: 4}, confidence: 0.5}   # beside the first"],
    )


def test_a_field_of_a_block_is_added_below_and_taken_away():
    after = changed(TEXT, ("statements", "two"), {"note": "one\ntwo", "firmness": 0.5})
    assert lines_changed(TEXT, after) == ([], ['    note: "one\\ntwo"', "    firmness: 0.5"])
    assert load_text(after).statement("two").note == "one\ntwo"
    assert changed(after, ("statements", "two"), {"note": None, "firmness": None}) == TEXT


def test_the_first_field_of_an_item_is_taken_away_with_its_dash_left():
    text = TEXT.replace("  - party: b   # the dash stands here", "  - note: x\n    party: b")
    after = changed(text, ("statements", "two"), {"note": None})
    assert "  - party: b\n    id: two" in after


@pytest.mark.parametrize("party", ["a", "b", "c"])
def test_a_party_gets_a_name_however_it_is_written(party):
    after = changed(TEXT, ("parties", party), {"name": 'The "third", party: #1'})
    assert load_text(after).party(party).name == 'The "third", party: #1'
    gone, come = lines_changed(TEXT, after)
    assert len(gone) == len(come) == 1


def test_what_a_case_says_once():
    after = changed(TEXT, ("case", "title"), {"title": "Renewed: talks"})
    assert "title: 'Renewed: talks'   # beside the title\n" in after
    after = changed(TEXT, ("case", "as_of"), {"as_of": datetime.date(2024, 2, 1)})
    assert lines_changed(TEXT, after) == ([], ["as_of: 2024-02-01"])
    assert changed(after, ("case", "as_of"), {"as_of": None}) == TEXT
    assert load_text(changed(TEXT, ("case", "moves"), {"moves": None})).moves is None


def test_things_are_added_and_removed():
    after = added(TEXT, "parties", {"d": {"name": "Fourth", "role": "observer"}})
    assert lines_changed(TEXT, after) == ([], ["  d:", "    name: Fourth", "    role: observer"])
    assert removed(after, ("parties", "d")) == TEXT
    after = removed(TEXT, ("statements", "three"))
    assert "three" not in after
    gone, come = lines_changed(TEXT, after)
    assert (len(gone), come) == (1, [])
    after = removed(TEXT, ("rules", "law"))
    assert "rules" not in after
    assert load_text(after).rules == ()


def test_what_is_used_elsewhere_is_not_removed_and_bad_values_are_refused():
    with pytest.raises(CaseError):
        removed(TEXT, ("parties", "a"))
    with pytest.raises(CaseError):
        changed(TEXT, ("statements", "one"), {"party": "nobody"})
    with pytest.raises(RequestError, match="no 'nine' among the statements"):
        changed(TEXT, ("statements", "nine"), {"note": "x"})
    with pytest.raises(RequestError, match="has 'law' already"):
        added(TEXT, "rules", [{"id": "law", "require": "sea == 'open'"}])


def test_a_statement_is_withdrawn_and_one_replaced():
    on = datetime.date(2024, 2, 1)
    case = load_text(withdrawn(TEXT, ["two", "three"], on, {"by": "Ana", "source": "wire"}))
    last = case.statements[-1]
    assert (last.id, last.party, last.by) == ("two-withdrawn", "b", "Ana")
    assert last.says.statements == ("two", "three")
    with pytest.raises(CaseError):
        withdrawn(TEXT, ["one", "two"], on)  # of two parties
    case = load_text(replaced(TEXT, "two", on, {"requires": "wage <= 4", "firmness": 0.9}))
    last = case.statements[-1]
    assert (last.id, last.party, last.replaces) == ("two-2", "b", ("two",))


@pytest.mark.parametrize(
    ("section", "old", "new", "issue", "lines"),
    [
        ("parties", "a", "north", None, 7),
        ("parties", "b", "south", None, 6),
        ("issues", "border", "frontier", None, 11),
        ("options", "open", "wide open", "border", 8),
        ("options", "no", "closed", "border", 2),
        ("options", "as is", "o'clock", "sea", 2),
        ("statements", "one", "first", None, 2),
        ("sources", "wire", "agency", None, 2),
        ("rules", "law", "code", None, 1),
        ("votes", "ballot", "second", None, 1),
    ],
)
def test_a_name_is_changed_wherever_it_is_used(section, old, new, issue, lines):
    after = renamed(TEXT, section, old, new, issue)
    gone, come = lines_changed(TEXT, after)
    # The condition over two lines is put on one.
    assert len(gone) == lines
    assert len(come) == lines - 2 * ("requires: >" in "".join(gone))
    back = renamed(after, section, new, old, issue)
    assert load_text(back) == load_text(TEXT)
    assert dump(load_text(back)) == dump(load_text(TEXT))


def test_an_option_that_two_issues_have_is_renamed_in_one():
    after = renamed(TEXT, "options", "open", "shut", "sea")
    assert "border == 'open' implies sea == 'shut'" in after
    assert "and border != 'open'" in after
    assert "draft: {border: open, sea: shut}" in after
    assert 'position: {wage: 2.5, border: "open"}' in after


def test_names_are_refused_that_are_unknown_taken_or_impossible():
    with pytest.raises(RequestError, match="did you mean 'border'"):
        renamed(TEXT, "issues", "bordr", "x")
    with pytest.raises(RequestError, match="has 'b' already"):
        renamed(TEXT, "parties", "a", "b")
    with pytest.raises(CaseError):
        renamed(TEXT, "issues", "border", "or")
    with pytest.raises(RequestError, match="no issue 'wage' whose options have names"):
        renamed(TEXT, "options", "2.5", "3", "wage")
    for none in ("", " "):
        with pytest.raises(RequestError, match="give a name"):
            renamed(TEXT, "parties", "a", none)
        with pytest.raises(RequestError, match="give a name"):
            renamed(TEXT, "options", "open", none, "sea")
    for odd in ("] #", "] ,", "}", "x\ny", "# x", "- x", "\x00"):
        for section, old in (("parties", "a"), ("issues", "sea"), ("statements", "one")):
            with pytest.raises(CaseError):
                renamed(TEXT, section, old, odd)


@pytest.mark.thorough
@pytest.mark.parametrize("path", CATALOG, ids=[path.stem for path in CATALOG])
def test_everything_in_the_catalog_can_be_renamed_and_back(path):
    text = path.read_text(encoding="utf-8")
    case = load_text(text)
    for section in ("parties", "issues", "sources", "statements", "rules", "votes"):
        for thing in getattr(case, section)[:6]:
            there = renamed(text, section, thing.id, "new_name")
            assert load_text(renamed(there, section, "new_name", thing.id)) == case
            assert not any("new_name" in line for line in text.splitlines())
    for issue in case.issues:
        if isinstance(issue.scale, tuple):
            there = renamed(text, "options", issue.scale[0], "new name", issue.id)
            assert (
                load_text(renamed(there, "options", "new name", issue.scale[0], issue.id)) == case
            )


@pytest.mark.thorough
@given(cases(), st.data())
@settings(max_examples=60)
def test_any_case_can_be_renamed_and_back(case, data):
    text = dump(case)
    section = data.draw(st.sampled_from(["parties", "issues", "sources", "statements"]))
    assume(getattr(case, section))
    thing = data.draw(st.sampled_from(getattr(case, section)))
    there = renamed(text, section, thing.id, "new_name")
    assert renamed(there, section, "new_name", thing.id) == text
    assert len(load_text(there).statements) == len(case.statements)


@pytest.mark.thorough
@given(cases(), st.data())
@settings(max_examples=60)
def test_one_statement_changes_and_no_other(case, data):
    assume(case.statements)
    text = dump(case)
    one = data.draw(st.sampled_from(case.statements))
    note = data.draw(st.text(min_size=1, max_size=20).map(str.strip).filter(bool))
    try:
        load_text(dump(replace(case, note=note)))
    except CaseError:
        assume(False)
    before = units(case)
    after = units(load_text(changed(text, ("statements", one.id), {"note": note})))
    assert {key for key in before if before[key] != after[key]} <= {("statements", one.id)}
    assert after["statements", one.id]["note"] == load_text(dump(replace(case, note=note))).note


def test_a_file_that_somebody_else_changed_is_not_written(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode().replace(b"\n", b"\r\n"))
    path.chmod(0o600)
    new = changed(TEXT, ("statements", "one"), {"confidence": 0.5})
    save_text(str(path), new, read=TEXT)
    assert path.read_bytes() == b"\xef\xbb\xbf" + new.encode().replace(b"\n", b"\r\n")
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileChanged):
        save_text(str(path), TEXT, read=TEXT)
    with pytest.raises(CaseError):
        save_text(str(path), "title: [", read=new)
    assert path.read_bytes() == b"\xef\xbb\xbf" + new.encode().replace(b"\n", b"\r\n")
