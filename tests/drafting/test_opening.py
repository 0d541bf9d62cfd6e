"""Documents of every kind, PDF among them."""

import sys
from datetime import date

import pytest

from lastyard.drafting import drafts
from lastyard.drafting.opening import document_from
from lastyard.errors import RequestError


def pdf(lines):
    """A small PDF file of one page, written by hand."""
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    stream = f"BT /F1 12 Tf 50 700 Td {shown}ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    text += f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n"
    return (text + f"{text.index('xref')}\n%%EOF\n").encode()


def test_the_text_of_a_pdf_is_read():
    pytest.importorskip("pypdf", reason="the extra lastyard[pdf] is not installed")
    opened = document_from(pdf(['"We agree," Ada Moor said.', "Talks go on."]), "report.pdf")
    assert '"We agree," Ada Moor said.' in opened.document.text
    assert "Talks go on." in opened.document.text
    assert not opened.is_plain
    assert opened.document.original_offset(3) is None


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.4 cut off", "cannot be read"), (pdf([]), "holds no text"), (b"%PDF-", "report.pdf")],
)
def test_a_useless_pdf_says_so(data, words):
    pytest.importorskip("pypdf", reason="the extra lastyard[pdf] is not installed")
    with pytest.raises(RequestError, match=words):
        document_from(data, "report.pdf")


def test_without_pypdf_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(RequestError, match=r"pip install 'lastyard\[pdf\]'"):
        document_from(pdf(["text"]), "report.pdf")


def test_windows_text_is_read_but_is_not_the_file_letter_by_letter():
    opened = document_from("“We agree,” Ada Moor said.".encode("cp1252"), "report.txt")
    assert opened.document.text.startswith("“We agree,”")
    assert not opened.is_plain


def test_a_day_in_the_name_of_the_file_is_used_and_told(tmp_path):
    report = tmp_path / "2026-03-18-halm.txt"
    report.write_text("Ada Moor said on Friday the port would open.", encoding="utf-8")
    found = drafts.read(str(report))
    assert found.day == date(2026, 3, 18)
    assert found.drafts[0].on == date(2026, 3, 13)
    assert "2026-03-18, is taken from its name" in found.notes[0]
    report.write_text("March 20, 2026\n\nAda Moor said the port would open.", encoding="utf-8")
    assert drafts.read(str(report)).day == date(2026, 3, 20)


def test_a_record_of_turns_is_not_said_to_hold_reported_speech_only(tmp_path):
    record = tmp_path / "record.txt"
    record.write_text(
        "The Chair: What would you accept?\n\nMs. Moor: We could live with a toll.\n\n"
        "The Chair: And the port?\n\nMs. Moor: The port must open.\n",
        encoding="utf-8",
    )
    assert not any("quotation marks" in note for note in drafts.read(str(record)).notes)
