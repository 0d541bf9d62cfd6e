"""Changing a case: nothing is lost, nothing is written over, everything can be taken back."""

import os
import re
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lastyard as ly
from lastyard.web.new import case_of_answers
from lastyard.web.versions import Versions, joined
from lastyard.web.wording import said_line, verb_and_words

from .conftest import TALKS


def form_of(page, name="text"):
    """Return the text of a field as a browser would send it, and the digest beside it."""
    from html import unescape

    text = re.search(rf'<textarea id="{name}"[^>]*>\n?(.*?)</textarea>', page.text, re.S)[1]
    return unescape(text), re.search(r'name="base" value="([0-9a-f]*)"', page.text)[1]


def test_a_text_is_saved_as_it_was_written_with_comments_and_its_version_kept(talks):
    talks.path.chmod(0o640)
    text, base = form_of(talks.get(f"{talks.case}/edit"))
    assert text == TALKS
    changed = text.replace("wage >= 8", "wage >= 7")
    done = talks.post(f"{talks.case}/edit", {"text": changed.replace("\n", "\r\n"), "base": base})
    assert (done.status_code, done.headers["location"]) == (303, f"{talks.case}/edit?saved=1")
    assert talks.path.read_text() == changed
    assert stat.S_IMODE(talks.path.stat().st_mode) == 0o640
    (kept,) = Versions(str(talks.path)).all()
    assert kept.path.read_text() == TALKS
    assert stat.S_IMODE(kept.path.stat().st_mode) & 0o137 == 0


def test_line_ends_and_mark_of_windows_stay(bench):
    data = b"\xef\xbb\xbf" + TALKS.replace("\n", "\r\n").encode()
    path = bench.put("w.yaml", data)
    case = bench.address("w.yaml")
    text, base = form_of(bench.get(f"{case}/edit"))
    assert text == TALKS
    bench.post(f"{case}/edit", {"text": text.replace("wage >= 8", "wage >= 7"), "base": base})
    assert path.read_bytes() == data.replace(b"wage >= 8", b"wage >= 7")


def test_nothing_is_written_over_what_somebody_else_has_changed(talks):
    text, base = form_of(talks.get(f"{talks.case}/edit"))
    theirs = TALKS.replace("{name: Firm}", "{name: The firm}")
    talks.path.write_text(theirs)
    mine = text.replace("wage > 2", "wage > 3")
    answer = talks.post(f"{talks.case}/edit", {"text": mine, "base": base})
    assert answer.status_code == 409
    assert "The file was changed by someone else" in answer.text
    assert talks.path.read_text() == theirs
    assert form_of(answer, "mine")[0] == mine
    assert form_of(answer, "theirs")[0] == theirs
    both, now = form_of(answer, "both")
    assert both == theirs.replace("wage > 2", "wage > 3")
    talks.post(f"{talks.case}/edit", {"text": both, "base": now})
    assert talks.path.read_text() == both


def test_both_changed_the_same_line(talks):
    text, base = form_of(talks.get(f"{talks.case}/edit"))
    talks.path.write_text(TALKS.replace("wage >= 8", "wage >= 6"))
    answer = talks.post(
        f"{talks.case}/edit", {"text": text.replace("wage >= 8", "wage >= 9"), "base": base}
    )
    both, _ = form_of(answer, "both")
    assert "1 place was changed by both" in answer.text
    assert "<<<<<<< yours" in both
    assert "wage >= 9" in both
    assert "wage >= 6" in both


def test_the_header_if_match_is_heeded(talks):
    wrong = talks.post(
        f"{talks.case}/edit", {"text": TALKS + "# x\n"}, headers={"if-match": '"other"'}
    )
    assert wrong.status_code == 409
    assert talks.path.read_text() == TALKS


def test_what_would_break_a_case_is_asked_about_first_and_stays_in_the_field(talks):
    text, base = form_of(talks.get(f"{talks.case}/edit"))
    broken = text.replace("wage >= 8", "wages >= 8")
    answer = talks.post(f"{talks.case}/edit", {"text": broken, "base": base})
    assert answer.status_code == 422
    assert "Not saved yet" in answer.text
    assert "did you mean" in answer.text
    assert form_of(answer)[0] == broken
    assert talks.path.read_text() == TALKS
    talks.post(f"{talks.case}/edit", {"text": broken, "base": base, "anyway": "yes"})
    assert talks.path.read_text() == broken
    assert "This case cannot be used like this." in talks.get(talks.case).text


def test_diagnostics_come_while_it_is_written_and_nothing_is_saved(talks):
    answer = talks.post(f"{talks.case}/check", {"text": TALKS.replace("wage >= 8", "wages >= 8")})
    assert 'data-line="10"' in answer.text
    assert "did you mean" in answer.text
    assert "Line 10" in answer.text
    fine = talks.post(f"{talks.case}/check", {"text": TALKS})
    assert "It is right" in fine.text
    assert talks.path.read_text() == TALKS


def test_a_full_disk_loses_nothing(talks, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    text, base = form_of(talks.get(f"{talks.case}/edit"))
    changed = text.replace("wage >= 8", "wage >= 7")
    monkeypatch.setattr("lastyard.files._write_all", full)
    answer = talks.post(f"{talks.case}/edit", {"text": changed, "base": base})
    assert answer.status_code == 507
    assert "no space left on device" in answer.text
    assert form_of(answer)[0] == changed
    assert talks.path.read_text() == TALKS


def test_changes_are_taken_back_also_days_later(talks):
    texts = [TALKS]
    for level in (7, 6, 5):
        text, base = form_of(talks.get(f"{talks.case}/edit"))
        texts.append(text.replace(f"wage >= {level + 1}", f"wage >= {level}"))
        talks.post(f"{talks.case}/edit", {"text": texts[-1], "base": base})
    page = talks.get(f"{talks.case}/history?version=1")
    assert "wage &gt;= 8" in page.text
    base = re.search(r'name="base" value="(\w+)"', page.text)[1]
    stale = talks.post(f"{talks.case}/history", {"version": "1", "base": "0" * 64})
    assert stale.status_code == 400
    assert talks.path.read_text() == texts[-1]
    talks.post(f"{talks.case}/history", {"version": "1", "base": base})
    assert talks.path.read_text() == TALKS
    newest = Versions(str(talks.path)).all()[0]
    assert newest.path.read_text() == texts[-1], "what was replaced is kept as well"
    assert talks.post(f"{talks.case}/history", {"version": "99", "base": base}).status_code == 400


def test_versions_keep_their_order_when_the_clock_jumps(talks):
    kept = Versions(str(talks.path))
    for k in range(3):
        kept.keep(b"%d" % k)
        os.utime(kept.all()[0].path, (1_000_000 - 1_000 * k,) * 2)
    assert [each.path.read_bytes() for each in kept.all()] == [b"2", b"1", b"0"]
    kept.keep(b"2")
    assert len(kept.all()) == 3


def test_a_statement_is_added_by_a_form_and_comments_stay(talks):
    given = {"party": "firm", "on": "2024-02-01", "verb": "offers", "what": "wage: 4, shifts: none",
             "by": "Ö. Müller", "firmness": "stated"}  # fmt: skip
    done = talks.post(f"{talks.case}/statements", given)
    assert done.status_code == 303
    case = ly.load(str(talks.path))
    (new,) = [s for s in case.statements if s.on.isoformat() == "2024-02-01"]
    assert (new.verb, new.party, new.by) == ("offers", "firm", "Ö. Müller")
    assert talks.path.read_text().startswith(TALKS)
    assert "Ö. Müller" in talks.get(f"{talks.case}/statements").text


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"what": ""}, "say what it is about"),
        ({"what": "wages >= 3"}, "did you mean"),
        ({"on": "2024-13-01"}, "2024-13-01"),
        ({"id": "floor"}, "already"),
        ({"what": '"], x: ['}, "Not added"),
        ({"party": "nobody"}, "nobody"),
    ],
)
def test_a_statement_that_does_not_fit_stays_in_the_form(talks, more, told):
    given = {"party": "firm", "on": "2024-02-01", "verb": "requires", "what": "wage >= 3",
             "quote": "as they said", "firmness": "firm", **more}  # fmt: skip
    answer = talks.post(f"{talks.case}/statements", given)
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="as they said"' in answer.text
    assert talks.path.read_text() == TALKS


def test_fields_and_lines_of_a_case_file_are_one_another_s_reverse():
    for says in ({"requires": "wage >= 5"}, {"offers": {"wage": "4", "shifts": "as now"}},
                 {"ranks": ["wage", "shifts"]}, {"wants": {"wage": "more"}},
                 {"prefers": {"wage": "4"}, "to": {"wage": "2"}}):  # fmt: skip
        import yaml

        line = said_line(*verb_and_words(says))
        found = yaml.load(line, yaml.BaseLoader)
        assert found == says


@given(st.lists(st.sampled_from("abcde"), max_size=8), st.data())
def test_texts_are_joined_as_diff3_does(base, data):
    def changed():
        lines = list(base)
        for _ in range(data.draw(st.integers(0, 2))):
            at = data.draw(st.integers(0, len(lines)))
            lines[at:at + data.draw(st.integers(0, 1))] = data.draw(st.lists(st.sampled_from("xyz"), max_size=2))  # fmt: skip
        return lines

    def text(lines):
        return "".join(f"{line}\n" for line in lines)

    mine, theirs = text(changed()), text(changed())
    old = text(base)
    assert joined(old, mine, old).text == mine
    assert joined(old, old, theirs).text == theirs
    assert joined(old, mine, mine) == (mine, 0)
    both, other = joined(old, mine, theirs), joined(old, theirs, mine)
    assert both.conflicts == other.conflicts
    if not both.conflicts:
        assert both.text == other.text
        assert "<<<" not in both.text


def test_what_holds_if_the_talks_fail_may_have_its_unit(alone):
    given = {"title": "Lake", "parties": "A\nB", "others": "", "issues": "Season: 0 to 12 step 1 weeks",
             "failing": "season: 2 weeks"}  # fmt: skip
    assert alone.post("/new", given).status_code == 303
    assert "status_quo:\n  season: '2'\n" in (alone.root / "lake.yaml").read_text()


def test_a_statement_may_call_things_by_their_names(talks):
    given = {"party": "firm", "on": "2024-02-01", "verb": "requires", "what": "Wage at most 3 %", "firmness": "firm"}  # fmt: skip
    assert talks.post(f"{talks.case}/statements", given).status_code == 303
    assert "wage <= 3" in talks.path.read_text()
    page = talks.get(f"{talks.case}/statements").text
    assert (
        'placeholder="Wage at least 5 %; or, if offered, Wage: 5 %; Night shifts: by choice"'
        in page
    )
    # So may what is supposed, where the address is the scenario.
    query = {"who": "firm", "verb": "asks for", "what": "Night shifts: As Now"}
    page = talks.client.get(f"{talks.case}/what-if", params=query).text
    assert 'name="suppose" value="firm asks for shifts: as now"' in page


def test_a_case_is_made_of_five_answers(alone):
    given = {
        "title": "Pay at the harbour", "parties": "Dockers: union, Ada Moor\nPort authority\n\u0645\u064a\u0646\u0627\u0621",
        "issues": "Wage increase: 0 to 8 step 0.5 %\nNight shifts: as now < by choice\nOn: a, b",
        "others": "Labour court: mediator", "failing": "Night shifts: as now",
    }  # fmt: skip
    done = alone.post("/new", given)
    assert (done.status_code, done.headers["location"]) == (303, "/c/pay-at-the-harbour.yaml")
    case = ly.load(str(alone.root / "pay-at-the-harbour.yaml"))
    assert [p.name for p in case.deciders] == [
        "Dockers",
        "Port authority",
        "\u0645\u064a\u0646\u0627\u0621",
    ]
    assert case.parties[0].words == ("union", "Ada Moor")
    assert case.issues[0].size == 17
    assert case.issues[1].ordered
    assert case.status_quo
    again = alone.post("/new", given)
    assert again.headers["location"] == "/c/pay-at-the-harbour-2.yaml"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("title", "", "what the talks are about"),
        ("parties", "Only one", "at least two"),
        ("issues", "", "at least one thing"),
        ("issues", "Wage", "two options or more"),
        ("issues", "Wage: 8 to 0", "range"),
        ("failing", "Nothing: x", "not one of the things"),
        ("failing", "I: z", "cannot be &#39;z&#39;; it is x or y"),
        ("others", "Court: judges", "mediator or observer"),
    ],
)
def test_answers_that_make_no_case_stay_in_the_form(alone, name, value, told):
    given = {
        "title": "Pay",
        "parties": "A <b>\nB",
        "issues": "I: x, y",
        "others": "",
        "failing": "",
    }
    answer = alone.post("/new", {**given, name: value})
    assert answer.status_code == 422
    assert told in answer.text
    assert name == "parties" or "A &lt;b&gt;" in answer.text
    assert list(alone.root.iterdir()) == []


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_answered_makes_a_case_or_a_sentence(title, party, issue):
    given = {"title": title, "parties": f"{party}\nB", "issues": f"{issue}: x, y", "others": party,
             "failing": f"{issue}: x"}  # fmt: skip
    try:
        text = case_of_answers(given)
        ly.load_text(text)
    except ly.LastYardError as problem:
        assert str(problem)


def test_a_case_is_packed_and_brought_in_again(talks, alone):
    folder = talks.path.with_suffix(".documents")
    (folder / "drafts").mkdir(parents=True)
    (folder / "report.txt").write_text("“We agree,” Ada Moor said.")
    (folder / "drafts" / "report.txt.yaml").write_text("x: 1")
    packed = talks.get(f"{talks.case}/packed")
    assert packed.content == talks.get(f"{talks.case}/packed").content
    done = alone.post("/import", files={"file": ("talks.zip", packed.content)})
    assert (done.status_code, done.headers["location"]) == (303, "/c/talks.yaml")
    assert (alone.root / "talks.yaml").read_text() == TALKS
    assert (alone.root / "talks.documents" / "report.txt").is_file()
    again = alone.post("/import", files={"file": ("talks.zip", packed.content)})
    assert (again.status_code, "here already" in again.text) == (422, True)


def zipped(entries):
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    "entries",
    [
        {"talks.yaml": TALKS, "../out.txt": "x"},
        {"talks.yaml": TALKS, "talks.documents/../../out.txt": "x"},
        {"talks.yaml": TALKS, "/etc/out.txt": "x"},
        {"talks.yaml": TALKS, "talks.documents/.ssh": "x"},
        {"talks.yaml": TALKS, "other/x.txt": "x"},
        {"a.yaml": TALKS, "b.yaml": TALKS},
        {"talks.yaml": b"\xff\xfe"},
        {},
        {".yaml": TALKS},
    ],
)
def test_a_packed_case_cannot_write_elsewhere(alone, entries):
    answer = alone.post("/import", files={"file": ("t.zip", zipped(entries))})
    assert answer.status_code == 422
    assert [p for p in alone.root.rglob("*") if p.is_file()] == []
    assert not (alone.root.parent / "out.txt").exists()


def test_a_case_file_is_brought_in_under_a_free_name(alone):
    for expected in ("talks.yaml", "talks-2.yaml"):
        done = alone.post("/import", files={"file": ("talks.yaml", TALKS.encode())})
        assert done.headers["location"] == f"/c/{expected}"
    for name, data in (("x.exe", b"MZ"), ("x.yaml", b"\xff"), ("x.zip", b"PK\x03\x04broken")):
        assert alone.post("/import", files={"file": (name, data)}).status_code == 422
    assert alone.post("/import", {}).status_code == 422
