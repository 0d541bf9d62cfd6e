"""Every problem is told once, with its code, on its line: see diagnostics.md."""

import re
from pathlib import Path

import pytest

import lastyard
from lastyard.answers.check import check
from lastyard.case.diagnostics import CODES, CaseError, Diagnostics, Place
from lastyard.case.load import load_text, load_with_warnings
from lastyard.case.yaml import DEEPEST, MOST_BYTES
from lastyard.errors import did_you_mean

SOURCE = Path(lastyard.__file__).parent
SPECIFICATION = Path(__file__).with_name("diagnostics.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(base|case|\+ \w+)\n(.*?)^```", SPECIFICATION, re.M | re.S)
BASE = next(text for kind, text in BLOCKS if kind == "base")
EXPECTED = re.compile(r"# (error|warning)\[([\w-]+)\] ([^#\n]+)")


def whole(kind, text):
    if kind == "case":
        return text
    key = kind.removeprefix("+ ")
    added = "".join(f"  {line}\n" for line in text.splitlines())
    if f"{key}:\n" in BASE:
        return BASE.replace(f"{key}:\n", f"{key}:\n{added}")
    return f"{BASE}{key}:\n{added}"


def problems_of(text, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        case, warnings = load_with_warnings(str(path))
        return check(case, warnings=warnings).warnings
    except CaseError as problem:
        return problem.diagnostics


@pytest.mark.parametrize(("kind", "text"), [b for b in BLOCKS if b[0] != "base"])
def test_specification(kind, text, tmp_path):
    content = whole(kind, text)
    expected = [
        (number, severity, code, words.strip())
        for number, line in enumerate(content.splitlines(), 1)
        for severity, code, words in EXPECTED.findall(line)
    ]
    found = list(problems_of(content, tmp_path))
    # Without errors the base case's sources bring no warnings of their own.
    for number, severity, code, words in expected:
        match = next(
            (
                d
                for d in found
                if d.place
                and (d.place.line, d.severity, d.code) == (number, severity, code)
                and words in f"{d.message} {d.help}$"
            ),
            None,
        )
        assert match, f"line {number}: no {severity}[{code}] {words!r} among\n" + "\n".join(
            map(str, found)
        )
        found.remove(match)
    errors_expected = any(severity == "error" for _, severity, _, _ in expected)
    extra = [d for d in found if not (errors_expected and d.code == "no-source")]
    assert not extra, "\n".join(map(str, extra))


def test_every_code_is_explained_and_every_explanation_is_used():
    pattern = re.compile(
        r'(?:error|warning|unknown|_give_up|_refuse|Diagnostic|Problem|LanguageError)\(\s*\n?\s*"([a-z0-9]+(?:-[a-z0-9]+)*)"'
        r'|code ?= ?"([a-z-]+)"'
    )
    used = {
        name
        for path in SOURCE.rglob("*.py")
        for names in pattern.findall(path.read_text(encoding="utf-8"))
        for name in names
        if name
    }
    assert used == set(CODES)


def test_every_code_of_a_case_file_is_specified():
    specified = {code for _, text in BLOCKS for _, code, _ in EXPECTED.findall(text)}
    elsewhere = {  # tested below or with the commands
        "accept-and-drop", "broad-option", "closed-by-one", "condition-too-large", "condition-type", "empty-file", "file-outside", "file-too-large", "more-problems",
        "no-package", "not-utf8", "quote-not-found", "quote-not-unique",
        "request",
        "source-file-unreadable", "too-deep", "unreadable-file",
    }  # fmt: skip
    assert set(CODES) - specified == elsewhere


def test_a_problem_shows_its_line_with_a_caret():
    with pytest.raises(CaseError) as caught:
        load_text(
            "title: T\nparties: {a: {}}\nissues: {i: {options: [x, y]}}\n"
            "rules:\n  - {id: r, require: \"i == 'z'\"}\n"
        )
    assert str(caught.value) == (
        "case.yaml:5:28: error[unknown-option]: 'i' has no option 'z'\n"
        "    5 |   - {id: r, require: \"i == 'z'\"}\n"
        "      |                            ^^^\n"
        "  help: options: 'x', 'y'"
    )


def test_a_condition_over_several_lines_tells_the_character():
    with pytest.raises(CaseError, match="character 13 of this text"):
        load_text(
            "title: T\nparties: {a: {}}\nissues: {i: {options: [x, y]}}\n"
            "rules:\n  - id: r\n    require: >\n      i == 'x' or\n      j == 'y'\n"
        )


def test_an_empty_file():
    for text in ("", "  \n", "# only a comment\n"):
        with pytest.raises(CaseError) as caught:
            load_text(text)
        assert [d.code for d in caught.value.diagnostics] == ["empty-file"]


def test_deep_nesting():
    for opening in ("[", "{a: "):
        with pytest.raises(CaseError) as caught:
            load_text("a: " + opening * 100_000)
        assert [d.code for d in caught.value.diagnostics] == ["too-deep"]
    nested = "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
    with pytest.raises(CaseError) as caught:
        load_text("a: " + nested)
    assert "too-deep" not in [d.code for d in caught.value.diagnostics]


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES * 6)
    with pytest.raises(CaseError) as caught:
        load_with_warnings(str(path))
    assert caught.value.diagnostics[0].code == "file-too-large"


def test_too_many_values():
    with pytest.raises(CaseError) as caught:
        load_text("a: [" + "1," * 100_001 + "]")
    assert caught.value.diagnostics[0].code == "file-too-large"


def test_files_that_cannot_be_read(tmp_path):
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(CaseError) as caught:
            load_with_warnings(str(path))
        assert caught.value.diagnostics[0].code == "unreadable-file"


def test_text_that_is_not_utf8_is_told_with_its_place(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes("title: T\nnote: façade\n".encode("latin-1"))
    with pytest.raises(CaseError) as caught:
        load_with_warnings(str(path))
    problem = caught.value.diagnostics[0]
    assert (problem.code, problem.place.line, problem.place.column) == ("not-utf8", 2, 9)


def test_a_byte_order_mark_is_no_problem(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BASE.encode())
    assert load_with_warnings(str(path))[0].title == "Base"


def test_reading_stops_at_too_many_problems():
    text = "title: T\nparties: {a: {}}\nissues: {i: {options: [x, y]}}\n"
    text += "".join(f"k{n}: 1\n" for n in range(300))
    with pytest.raises(CaseError) as caught:
        load_text(text)
    assert caught.value.diagnostics[-1].message == "more than 200 problems: mend these first"
    assert len(caught.value.diagnostics) == 201


def test_a_very_long_line_is_cut_around_the_place():
    problems = Diagnostics("f", "x" * 5000)
    problems.error("bad-name", "no", Place("f", 1, 4000))
    assert all(len(line) < 200 for line in str(problems.all()[0]).splitlines())


def test_did_you_mean():
    assert did_you_mean("grond", ["ground", "border"]) == "did you mean 'ground'?"
    assert did_you_mean("zzz", ["ground"], "issues") == "issues: 'ground'"
    assert did_you_mean("zzz", [], "issues") == "there are no issues"
    assert did_you_mean("z", map(str, range(20)), "things").endswith("and 12 more")
    assert did_you_mean("x" * 10**6, ["ground"], "issues") == "issues: 'ground'"


def test_quotes_are_looked_for_in_the_source(tmp_path):
    (tmp_path / "report.txt").write_text(
        "First line.\nThe minister said: “we  will\nnot sign” on Friday.\n", encoding="utf-8"
    )
    text = BASE.replace("{title: Report}", "{title: Report, file: report.txt}")
    said = "statements:\n  - {id: q, party: a, on: 2024-01-01, source: s, quote: '%s', position: {truce: 30}}\n"
    path = tmp_path / "case.yaml"
    path.write_text(text + said % '"we will not sign"', encoding="utf-8")
    case, warnings = load_with_warnings(str(path))
    quote = case.statements[0].quote
    assert (quote.start, quote.end, quote.line, warnings) == (31, 50, 2, ())
    path.write_text(text + said % "said: \u201cwe will not sign\u201d", encoding="utf-8")
    assert load_with_warnings(str(path))[0].statements[0].quote.start == 25
    path.write_text(text + said % "we shall not sign", encoding="utf-8")
    with pytest.raises(CaseError, match=r"nearest: report\.txt line 2, where 75% of its words"):
        load_with_warnings(str(path))
    path.write_text(text + said % "bananas", encoding="utf-8")
    with pytest.raises(CaseError, match=r"none of its words stands in report\.txt"):
        load_with_warnings(str(path))
    (tmp_path / "report.txt").unlink()
    assert [w.code for w in load_with_warnings(str(path))[1]] == ["source-file-unreadable"]


def test_known_names_are_told_in_the_order_of_the_file(tmp_path):
    """As a set they would be told in another order every time."""
    names = ["zeta", "mu", "alpha", "omega", "beta", "rho"]
    sources = "".join(f"  {name}: {{title: {name}}}\n" for name in names)
    text = (
        "title: Order\nparties: {p: {}}\nissues: {i: {options: [a, b]}}\n"
        f"sources:\n{sources}statements:\n"
        "  - {id: s, party: p, on: 2024-01-05, source: 12345, position: {i: a}}\n"
    )
    (problem,) = problems_of(text, tmp_path)
    assert problem.help == "sources: " + ", ".join(repr(name) for name in names)


def test_a_condition_said_again_is_told_again_at_its_own_place(tmp_path):
    text = (
        "title: Again\nparties: {p: {}}\nissues: {i: {options: [a, b]}}\nstatements:\n"
        "  - {id: s, party: p, on: 2024-01-05, requires: \"i == 'c'\"}\n"
        "  - {id: t, party: p, on: 2024-01-05, rejects:   \"i == 'c'\"}\n"
        "  - {id: u, party: p, on: 2024-01-05, rejects:   \"i == 'a'\"}\n"
        "  - {id: v, party: p, on: 2024-01-05, requires: \"i == 'a'\"}\n"
    )
    one, other = problems_of(text, tmp_path)
    assert (one.code, one.place.line, one.place.column) == ("unknown-option", 5, 55)
    assert (other.code, other.place.line, other.place.column) == ("unknown-option", 6, 56)


def test_a_section_whose_key_is_misspelt_causes_no_errors_elsewhere():
    text = """
title: T
parties: {a: {}}
isues: {wage: {range: [0, 10], step: 1}}
statements:
  - {id: s, party: a, on: 2024-01-01, requires: "wage >= 3"}
"""
    with pytest.raises(CaseError) as found:
        load_text(text)
    assert [each.code for each in found.value.diagnostics] == ["unknown-key"]
