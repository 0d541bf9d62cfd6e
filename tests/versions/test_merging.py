"""A merge loses nothing, chooses nothing, and writes what it says it writes."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lastyard as ly
from lastyard.answers.versions import Version, join, merge
from lastyard.case.editing import units

CATALOG = Path(__file__).parents[2] / "catalog"
CASES = sorted(path for kind in ("news", "papers") for path in (CATALOG / kind).rglob("*.yaml"))
BASE = """# Written by Anna.
title: Talks
parties: {a: {}, b: {}}
issues:
  i: {options: [x, y, z]}  # one
  j: {options: [x, y]}
# what was said
statements:
  # the first
  - {id: one, party: a, on: 2024-01-01, rejects: "i == 'x'"}
  - id: two   # wages
    party: b
    on: 2024-01-02
    requires: "j == 'x'"
    note: >-
      Several
      lines.

  - {id: three, party: b, on: 2024-01-03, position: {j: y}}
"""

keys = st.tuples(st.just("statements"), st.sampled_from("pqrs"))
held = st.dictionaries(keys, st.integers(0, 2), max_size=4)


def version(text, file="a.yaml"):
    return Version(file, text, ly.load_text(text, file))


def changed(*edits, text=BASE):
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


@given(held, held | st.none())
def test_joining_a_version_with_itself_gives_that_version(a, base):
    assert join(a, a, base) == (a, ())


@given(held, held)
def test_what_only_one_side_changed_is_taken(a, base):
    assert join(a, base, base) == (a, ())
    joined, conflicts = join(base, a, base)
    assert (joined, conflicts) == (a, ())


@given(held, held, held | st.none())
def test_sides_can_be_exchanged(a, b, base):
    one, conflicts = join(a, b, base)
    other, same = join(b, a, base)
    assert set(conflicts) == set(same)
    if not conflicts:
        assert one == other
    assert join(a, b, base, "b")[0] == join(b, a, base, "a")[0]


@given(held, held, held | st.none())
def test_nothing_is_lost_and_nothing_is_chosen(a, b, base):
    joined, conflicts = join(a, b, base)
    old = base or {}
    for key in {*a, *b, *old}:
        versions = {a.get(key), b.get(key)}
        if len(versions) == 1:
            assert joined.get(key) in versions
            assert key not in conflicts
            continue
        news = (
            {each for each in versions if each != old.get(key)}
            if base is not None
            else {each for each in versions if each is not None}
        )
        assert (key in conflicts) == (len(news) == 2)
        if key not in conflicts:
            assert {joined.get(key)} == news


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_merged_with_itself_is_the_same_file(path):
    text = path.read_text(encoding="utf-8")
    one = version(text, str(path))
    for base in (None, one.case):
        found = merge(one, one, base, file=str(path))
        assert (found.text, found.conflicts, found.from_b) == (text, (), ())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_all_that_a_case_lacks_is_taken_from_the_other(path):
    """Without its sources or statements, a case gets them back, with their comments."""
    from dataclasses import replace

    from lastyard.case.writing import dump

    text = path.read_text(encoding="utf-8")
    full = version(text, str(path))
    votes = tuple(
        replace(v, ballots=tuple(replace(b, statement=None) for b in v.ballots))
        for v in full.case.votes
    )
    poor = dump(replace(full.case, statements=(), votes=votes))
    found = merge(version(poor, str(path)), full, file=str(path), prefer="b")
    assert units(ly.load_text(found.text, str(path))) == units(full.case)


def test_comments_and_layout_of_both_sides_are_kept():
    a = changed(("x, y, z]}  # one", "x, y, z], ordered: true}  # in order"))
    b = changed(
        (
            "  - {id: one, party: a,",
            "  # softened on the radio\n  - {id: one, firmness: 0.3, party: a,",
        ),
        (
            "  - {id: three",
            "  # new\n  - {id: four, party: a, on: 2024-01-04, position: {i: z}} # late\n  - {id: three",
        ),
    )
    found = merge(version(a), version(b, "b.yaml"), ly.load_text(BASE))
    assert found.conflicts == ()
    assert found.text == changed(
        ("x, y, z]}  # one", "x, y, z], ordered: true}  # in order"),
        (
            "  - {id: one, party: a,",
            "  # softened on the radio\n  - {id: one, firmness: 0.3, party: a,",
        ),
        (
            "{j: y}}\n",
            "{j: y}}\n  # new\n  - {id: four, party: a, on: 2024-01-04, position: {i: z}} # late\n",
        ),
    )
    assert found.comments_lost == ()


def test_what_one_side_removed_goes_when_the_other_left_it_alone():
    b = changed(
        ("  # the first\n  - {id: one, party: a, on: 2024-01-01, rejects: \"i == 'x'\"}\n", "")
    )
    found = merge(version(BASE), version(b, "b.yaml"), ly.load_text(BASE))
    assert found.text == b
    assert found.removed == (("statements", "one"),)
    # Without the base nobody knows whether it was removed or never there: it stays.
    assert merge(version(BASE), version(b, "b.yaml")).text == BASE


def test_two_changes_of_one_statement_are_shown_and_nothing_is_written():
    a = changed(("requires: \"j == 'x'\"", "requires: \"j == 'y'\""))
    b = changed(("note: >-\n      Several\n      lines.\n", "firmness: 0.3\n"))
    found = merge(version(a), version(b, "b.yaml"), ly.load_text(BASE))
    assert found.text is None
    (conflict,) = found.conflicts
    assert (conflict.key, conflict.line_a, conflict.line_b) == (("statements", "two"), 11, 11)
    told = str(found)
    for part in ("a.yaml line 11 and b.yaml line 11 differ", "requires, a.yaml: j == 'y'", "requires, b.yaml: j == 'x'",
                 "firmness, a.yaml: 0.8", "firmness, b.yaml: 0.3", "Nothing was written"):  # fmt: skip
        assert part in told
    settled = merge(version(a), version(b, "b.yaml"), ly.load_text(BASE), prefer="b")
    assert settled.text == b
    assert len(settled.conflicts) == 1
    assert merge(version(a), version(b), ly.load_text(BASE), prefer="a").text == a


def test_removed_here_and_changed_there_is_a_conflict():
    a = changed(("  - {id: three, party: b, on: 2024-01-03, position: {j: y}}\n", ""))
    b = changed(("position: {j: y}", "position: {j: x}"))
    found = merge(version(a), version(b, "b.yaml"), ly.load_text(BASE))
    assert [conflict.key for conflict in found.conflicts] == [("statements", "three")]
    assert "a.yaml removed it, b.yaml line" in str(found)


def test_what_does_not_fit_together_is_a_conflict():
    a = changed(
        ("  j: {options: [x, y]}\n", ""),
        ("requires: \"j == 'x'\"", "requires: \"i == 'x'\""),
        ("{j: y}", "{i: y}"),
    )
    b = changed(
        (
            "  - {id: three",
            "  - {id: four, party: a, on: 2024-01-04, position: {j: x}}\n  - {id: three",
        )
    )
    found = merge(version(a), version(b, "b.yaml"), ly.load_text(BASE), prefer="a")
    assert found.text is None
    assert "unknown-issue" in found.conflicts[-1].problem


def test_sections_in_one_line_and_sections_that_were_not_there():
    b = changed(
        ("{a: {}, b: {}}", "{a: {}, b: {}, c: {name: C}}"),
        ("title: Talks\n", "title: Talks\nas_of: 2024-02-01\n"),
        ("# what was said", "sources:\n  # heard\n  web: {title: W}\n# what was said"),
    )
    found = merge(version(BASE), version(b, "b.yaml"), ly.load_text(BASE))
    assert units(ly.load_text(found.text)) == units(ly.load_text(b))
    for kept in (
        "# Written by Anna.",
        "# what was said",
        "id: two   # wages",
        "  # heard\n  web: {title: W}\n",
    ):
        assert kept in found.text
    assert found.comments_lost == ()


def test_a_file_in_one_line_is_written_anew_and_lost_comments_are_told():
    one = "{title: T, parties: {a: {}}, issues: {i: {options: [x, y]}}} # short\n"
    two = "# mine\ntitle: T\nparties: {a: {}}\nissues:\n  i: {options: [x, y]}\n  # other\n  k: {options: [x, y]}\n"
    found = merge(version(one), version(two, "b.yaml"))
    assert units(ly.load_text(found.text)) == units(ly.load_text(two))
    assert [(file, text) for file, _, text in found.comments_lost] == [
        ("b.yaml", "# mine"),
        ("b.yaml", "# other"),
    ]


LINES = [
    ("title: Talks", "title: Other talks"),
    ("x, y, z]}", "x, y, z], name: I}"),
    ("party: a, on: 2024-01-01", "party: a, on: 2024-01-05"),
    ("    on: 2024-01-02\n", "    on: 2024-01-02\n    firmness: 0.1\n"),
    ("{j: y}", "{j: x}"),
    ("  - {id: three", "  - {id: five, party: a, on: 2024-01-04, position: {i: z}}\n  - {id: three"),
    ("parties: {a: {}, b: {}}", "parties: {a: {}, b: {}, c: {}}"),
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(range(len(LINES)))), st.sets(st.sampled_from(range(len(LINES)))))
def test_edits_of_both_sides_are_all_in_the_joined_file(ours, theirs):
    texts = [changed(*(LINES[k] for k in sorted(side))) for side in (ours, theirs, ours | theirs)]
    found = merge(version(texts[0]), version(texts[1], "b.yaml"), ly.load_text(BASE))
    assert found.conflicts == ()
    joined = units(ly.load_text(found.text))
    assert joined == units(ly.load_text(texts[2]))
    for line in BASE.splitlines():
        if line.strip().startswith("#"):
            assert line in found.text.splitlines()


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_a_merge_keeps_line_ends_and_the_mark_of_the_first(mark, newline, tmp_path, monkeypatch):
    from lastyard.commands.main import main

    text = (
        "title: T\n# parties\nparties: {a: {}, b: {}}\nissues: {i: {options: [x, y]}}\nstatements:\n"
        "  # first\n  - {id: one, party: a, on: 2024-01-01, position: {i: x}}\n"
    )
    more = text + "  # second\n  - {id: two, party: b, on: 2024-01-02, position: {i: y}}\n"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_bytes(mark + text.encode().replace(b"\n", newline))
    other = b"\n" if newline == b"\r\n" else b"\r\n"
    (tmp_path / "b.yaml").write_bytes(more.encode().replace(b"\n", other))
    with pytest.raises(SystemExit) as end:
        main(["merge", "a.yaml", "b.yaml", "-o", "out.yaml"])
    assert end.value.code == 0
    assert (tmp_path / "out.yaml").read_bytes() == mark + more.encode().replace(b"\n", newline)
