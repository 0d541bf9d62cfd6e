"""What of a user's text may be shown where; and whatever is shown, nothing drives anything."""

import csv
import io
import json
import re
import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import lastyard as ly
from lastyard.case.diagnostics import CaseError, Diagnostic, Place
from lastyard.case.writing import as_yaml, dump, flat_as_yaml
from lastyard.commands.main import main
from lastyard.errors import RequestError
from lastyard.interop.tables import read_csv
from lastyard.showing import (
    is_safe_link,
    json_text,
    one_line,
    shown,
    spreadsheet_cell,
    spreadsheet_text,
    wide_json,
)

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
DRIVING = "\x00\x07\x08\x0b\x1b\x7f\x85\x9b\x9d"
UNSEEN = (
    "\u200b\u2060\ufeff\u2028\u2029\ufff9\U000e0041\U000e0001\ud800"
    "\xad\u034f\u115f\u1160\u17b4\u180b\u180f\u3164\uffa0\u200c\u200d\ufe0f\U000e0100"
)
HOSTILE = TURNING + DRIVING + UNSEEN
LETTERS = "é ß 日本語 한국어 हिन्दी فارسی می‌خواهم שלום 👩🏽‍🚀 ❤️ 葛󠄀"


@pytest.mark.parametrize("character", HOSTILE, ids=lambda c: f"{ord(c):04x}")
def test_what_acts_unseen_is_shown_as_its_code(character):
    for show in (shown, one_line):
        text = show(f"a{character}b")
        assert character not in text
        assert re.fullmatch(r"a(\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}| )b", text)
    assert shown(f"a{character}b") != "ab"


def test_letters_joiners_and_lines_stay():
    assert shown(LETTERS) == LETTERS
    assert shown("a\n\tb\r\nc\rd") == "a\n\tb\nc\nd"
    assert one_line("a\n\tb\r\nc\u2028d\x85e") == "a b c d e"


def test_marks_of_direction_stay_where_they_have_work_to_do():
    assert shown("שלום\u200f (x)\u200e") == "שלום\u200f (x)\u200e"
    assert shown("שלום\u202e") == "שלום\\u202e"


@given(st.text())
def test_nothing_that_acts_is_ever_shown(text):
    for character in shown(text):
        assert unicodedata.category(character) not in ("Cs",)
        assert unicodedata.category(character) != "Cc" or character in "\t\n"
        assert unicodedata.bidirectional(character) not in (
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"
        )  # fmt: skip
    assert shown(shown(text)) == shown(text)


@given(
    st.recursive(
        st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    )
)
def test_json_holds_every_text_whole(content):
    for text in (json_text(content), json_text(content, indent=2), wide_json(json_text(content))):
        assert json.loads(text) == content
        assert shown(text) == text
    assert wide_json(json_text(content)).isascii()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_yaml_holds_every_text_whole(text):
    for write in (as_yaml, flat_as_yaml):
        written = write({text: text})
        assert yaml.safe_load(written) == {text: text}
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\x9b\u200b]", written)


def test_a_saved_case_gives_back_every_name():
    case = ly.load_text(
        "title: \"a\\u202e\"\nparties: {p: {name: \"b\\e[2J\\u2066\"}}\n"
        "issues: {i: {options: [x, \"y\\u200b\", שלום\u200f]}}\n"
    )  # fmt: skip
    text = dump(case)
    assert ly.load_text(text) == case
    assert "\u202e" not in text


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-2+3", "@SUM(1)", "\ttab", "=cmd|'/C calc'!A0",
                                  "'=1", "''=1", "\uff1d1", "-", "+", "--1"])  # fmt: skip
def test_no_cell_is_a_formula(text):
    cell = spreadsheet_cell(text)
    assert cell.startswith("'")
    assert spreadsheet_text(cell) == shown(text)


@pytest.mark.parametrize("text", ["-3", "+4.5", "-1e9", "plain", "'plain", "a=1", "", "3"])
def test_numbers_and_plain_texts_stay_as_cells(text):
    assert spreadsheet_cell(text) == text
    assert spreadsheet_text(text) == text


@given(st.text())
def test_every_cell_is_read_back(text):
    assert spreadsheet_text(spreadsheet_cell(text)) == shown(text)


@pytest.mark.parametrize("url", [
    "javascript:alert(5)", "data:text/html,<script>", "https://evil.example@good.example/", "//x.example",
    "https://good.example/\u202emoc.live", "https://good.example/a b", "https:\\\\x.example", "vbscript:x",
    "https://", "http:///x", "file:///etc/passwd", " https://x.example", "https://x\u200b.example/", "http://[",
    "java\nscript:x", "https://x.example\\@y.example/",
])  # fmt: skip
def test_no_link_leads_elsewhere_than_it_seems(url):
    assert not is_safe_link(url)


def test_links_of_the_web():
    for url in ("https://ok.example/a?b=c#d", "HTTP://ok.example", "https://例え.example/道"):
        assert is_safe_link(url)


def test_messages_cannot_drive_a_terminal_nor_forge_a_line():
    place = Place("a\x1b[2J\nerror: all is well.yaml", 1, 4, 2)
    told = str(Diagnostic("c", "m\u202e\nx", place, "h\x9b\ny", source_line="ab\x1b\u202ecd"))
    assert not re.search("[\x1b\u202e\x9b]", told)
    lines = told.split("\n")
    assert len(lines) == 4
    assert lines[1][lines[2].index("^") : lines[2].rindex("^") + 1] == "\\u202ec"
    for problem in (RequestError("x\x1b[2J"), CaseError([Diagnostic("c", "x\x1b[2J")])):
        assert "\x1b" not in str(problem)


HOSTILE_CASE = """
title: "<script>alert(1)</script> ]]> --> \\u202Egnp.exe \\e[31mRED\\e]0;own\\a"
as_of: 2024-03-22
parties:
  a: {name: "=cmd|'/C calc'!A0 <svg onload=alert(2)>\\u202E"}
  b: {name: "+1+1 \\e[2J & < >"}
issues:
  i: {name: "@SUM(1+1) <b>", options: ["=1+1", "-2+3", "<script>alert(3)</script>", "\\ttab=1"]}
  j: {name: "j\\u2066\\u202E", options: [x, "y\\u200b"]}
sources:
  s1: {title: "<script>\\u202e", publisher: "</script>\\e[31m", date: 2024-03-22, url: "javascript:alert(5)"}
  s3: {title: t, url: "https://ok.example/\\"onmouseover=\\"alert(7)"}
  s4: {title: "t\\u2067", url: "https://evil.example@good.example/", file: "../../\\e[31m../etc/passwd"}
  s5: {title: t, url: "HTTPS://good.example/\\u202Emoc.live"}
statements:
  - {id: q1, party: a, on: 2024-03-01, source: s1, quote: "<script>alert(8)</script> \\e[31m", requires: "i == '=1+1'"}
  - {id: q2, party: b, on: 2024-03-01, source: s4, quote: "root:x:0:0\\u202e", rejects: "i == '=1+1'"}
  - {id: q3, party: b, on: 2024-03-01, source: s3, by: "x\\u202e", offers: {j: x}}
  - {id: q5, party: b, on: 2024-03-02, source: s5, note: "\\e[2J", offers: {j: x}}
  - {id: va, party: a, on: 2024-03-02, values: {i: {"=1+1": 3, "-2+3": 2, "<script>alert(3)</script>": 1, "\\ttab=1": 0}, j: {x: 1, "y\\u200b": 2}}, reservation: 0}
  - {id: vb, party: b, on: 2024-03-02, values: {i: {"=1+1": 0, "-2+3": 2, "<script>alert(3)</script>": 3, "\\ttab=1": 1}, j: {x: 1, "y\\u200b": 2}}, reservation: 0}
"""


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    (tmp_path / "case.yaml").write_text(HOSTILE_CASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.thorough
@pytest.mark.parametrize(
    "arguments",
    [
        "analyse case.yaml --why", "check case.yaml", "standing case.yaml --why", "impasse case.yaml",
        "packages case.yaml --why", "solutions case.yaml", "solutions case.yaml --points p.csv", "timeline case.yaml",
        "next case.yaml", "trace case.yaml", "trace case.yaml --format prov", "trace case.yaml --format annotations",
        "report case.yaml --format md", "report case.yaml", "report case.yaml -o r.docx", "sweep case.yaml",
        "diff case.yaml case.yaml", "export case.yaml --format csv -o out --leave-out",
        "export case.yaml --format genius -o out --leave-out", "export case.yaml --format negmas -o out --leave-out", "export case.yaml --format geniusweb -o out --leave-out",
        "standing case.yaml --json", "packages case.yaml --require i==1", "solutions case.yaml --points p.jsonl",
    ],
)  # fmt: skip
def test_a_hostile_case_drives_nothing(arguments, hostile, capsys):
    with pytest.raises(SystemExit) as end:
        main(arguments.split())
    assert end.value.code in (0, 1, 2)
    told = capsys.readouterr()
    texts = {"output": told.out, "error": told.err}
    for path in hostile.rglob("*"):
        if path.suffix in (".csv", ".json", ".xml", ".yml", ".jsonl", ".html", ".md"):
            texts[path.name] = path.read_text(encoding="utf-8")
        if path.suffix == ".docx":
            import docx

            texts[path.name] = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    assert "".join(texts.values())
    for text in texts.values():
        assert text == shown(text)
        assert not re.search("[\u200b\u202e\u2066\u2067]", text)


def test_csv_of_a_hostile_case_holds_no_formula_and_is_read_back(hostile):
    with pytest.raises(SystemExit):
        main(["export", "case.yaml", "--format", "csv", "-o", "out", "--leave-out"])
    [path] = (hostile / "out").iterdir()
    cells = [
        cell for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))) for cell in row
    ]
    assert cells
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    scenario = read_csv(path)
    assert [issue.options for issue in scenario.issues] == [
        ("=1+1", "-2+3", "<script>alert(3)</script>", "\ttab=1"), ("x", "y\\u200b")
    ]  # fmt: skip
    assert scenario.profiles[1].name == "+1+1 \\x1b[2J & < >"


def test_only_addresses_that_lead_where_they_seem_to_are_links(hostile, capsys):
    with pytest.raises(SystemExit):
        main(["report", "case.yaml"])
    links = re.findall(r'<a href="(?!#)([^"]*)"', capsys.readouterr().out)
    assert links == ["https://ok.example/&quot;onmouseover=&quot;alert(7)"]


def test_commands_tell_only_through_the_one_way():
    from pathlib import Path

    import lastyard.commands

    folder = Path(lastyard.commands.__file__).parent
    for path in folder.glob("*.py"):
        if path.name != "telling.py":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"click\.s?echo\(|\bprint\(|sys\.std(out|err)\.write", text), path
