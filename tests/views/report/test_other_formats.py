"""Markdown, text processors and terminals: the same sections, the same references."""

import io
import os
import re
import sys
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.errors import RequestError
from lastyard.show.report import report_markdown, report_page, report_word, sections_of
from lastyard.show.report.evidence import explained

GOLDEN = Path(__file__).parents[2] / "golden" / "report"


def compare(name, text):
    path = GOLDEN / name
    if os.environ.get("LASTYARD_UPDATE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.fixture(scope="module")
def rafah(catalog_case, bare):
    """Without what is drawn at random: that is compared elsewhere."""
    return bare(catalog_case("rafah"))


def test_the_markdown_word_for_word(rafah):
    compare("rafah.md", report_markdown(rafah))


def test_the_page_without_its_style_and_data_word_for_word(rafah):
    compare("rafah.html", re.search(r"<body>.*</footer>", report_page(rafah), re.S)[0] + "\n")


def test_references_of_markdown_lead_somewhere(rafah):
    text = report_markdown(rafah)
    anchors = set(re.findall(r'<a id="([^"]+)">', text))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
    assert {f"statement-{s.id}" for s in rafah.case.statements} <= anchors


def test_a_terminal_and_a_notebook_show_it_too(rafah):
    text = str(rafah)
    assert "WHERE THEY STAND" in text
    assert "no-victory-without-rafah" in text
    assert rafah._repr_html_().startswith('<div class="lastyard">')


def test_a_file_for_text_processors(rafah):
    docx = pytest.importorskip("docx")
    content = report_word(rafah)
    assert content == report_word(rafah)
    document = docx.Document(io.BytesIO(content))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [head.split(" (")[0] for head in heads] == [s.title for s in sections_of(rafah)]
    body = document.element.body
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    marks = {mark.get(f"{word}name") for mark in body.iter(f"{word}bookmarkStart")}
    links = [link.get(f"{word}anchor") for link in body.iter(f"{word}hyperlink")]
    entries = (
        len(rafah.case.statements) + len(rafah.case.sources) + len(explained(rafah.provenance))
    )
    assert len(marks) == entries
    assert set(links) <= marks
    assert len(links) > 10


def test_hostile_words_stay_words_in_it(hostile, bare):
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(report_word(bare(hostile))))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert hostile.title in texts
    assert hostile.statement("one").quote.exact in texts
    runs = [run for p in document.paragraphs for run in p.runs]
    assert [run.font.rtl for run in runs if run.text == hostile.title] == [True]


def test_without_python_docx_it_says_what_to_install(rafah, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(RequestError, match=re.escape("pip install 'lastyard[docx]'")):
        report_word(rafah)


def test_the_result_is_public():
    case = ly.load_text("{title: T, parties: {a: {}}, issues: {i: {options: [x, y]}}}")
    found = ly.report(case, top=2, seed=5)
    assert isinstance(found, ly.Report)
    assert (found.seed, found.packages.seed, len(found.packages.packages)) == (5, 5, 2)
    with pytest.raises(ValueError, match="top"):
        ly.report(case, top=0)
