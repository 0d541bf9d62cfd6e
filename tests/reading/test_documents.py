# ruff: noqa: RUF001 - typographic marks are what this code is about
import contextlib
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.reading import Document, DocumentError, read


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"  \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        (b"%PDF-1.4\n\x00\x01\x02\x03", "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"... !!! ???", "no words"),
        (b"\xff\xfe\x00", "binary"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data, message):
    with pytest.raises(DocumentError, match=message):
        Document.from_bytes(data, name="report.txt")


def test_fifty_megabytes_are_refused_with_a_reason():
    with pytest.raises(DocumentError, match="split it into one file per report"):
        Document.from_text("word " * 10_000_000)


def test_a_missing_file_is_an_error_not_a_traceback(tmp_path):
    with pytest.raises(DocumentError, match="cannot be read"):
        Document.from_file(tmp_path / "absent.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    text = "“We agree,” said Zoë."
    assert Document.from_bytes(text.encode(encoding)).text == text


def test_page_text_and_the_way_back():
    html = (
        "<!DOCTYPE html><html><head><title>Talks &amp; votes</title><script>var x='<p>no</p>';</script></head>"
        "<body><nav>Menu</nav><article><p>Ada&nbsp;Moor said\n  “yes”.</p><p>Talks &lt;went&gt; on.</p></article>"
        "<footer>Contact</footer></body></html>"
    )
    document = Document.from_bytes(html.encode())
    assert document.text == "Ada Moor said “yes”.\n\nTalks <went> on."
    assert document.title == "Talks & votes"
    at = document.text.index("“yes”")
    there = document.original_offset(at)
    assert html[there : there + 5] == "“yes”"
    assert html[document.original_offset(document.text.index("on.")) :].startswith("on.")


def test_a_page_without_text_is_refused():
    with pytest.raises(DocumentError, match="no readable text"):
        Document.from_bytes(b"<html><body><script>alert(1)</script></body></html>")


@pytest.mark.parametrize(
    "html",
    [
        "<html>" + "<div>" * 50_000 + "x1 said yes.",
        "<html>" + "<" * 50_000 + " word",
        "<html><!--" + "-" * 50_000 + " word",
        "<html>" + "<script>" * 20_000 + " word",
        "<html>" + "<nav>" * 20_000 + "</p>" * 20_000 + " word",
        "<html>" + "&" * 50_000 + " word",
        "<html><title" + " a=b" * 20_000 + "> word <p>Ada said yes.</p>",
        "<html>" + "&#x110000;&#0;&nosuch;" * 2_000 + "word",
        "<html>" + "</nav>" * 20_000 + "word",
    ],
)
def test_page_bombs_do_no_harm(html):
    with contextlib.suppress(DocumentError):
        read(Document.from_html(html))


def _steps(work) -> int:
    """Count the lines of this package's Python that a piece of work runs."""
    count = 0

    def tracer(frame, event, arg):
        nonlocal count
        if "lastyard" not in frame.f_code.co_filename:
            return None
        count += 1
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


BASE = "“We agree,” Ada Moor told reporters on Friday. The minister’s office said it was ‘not so’ simple. "


@pytest.mark.thorough
@pytest.mark.parametrize(
    "unit",
    [
        BASE,
        BASE + "\n\n",
        "“open and never closed ",
        "' it's a 'single mark' isn't it ",
        "said said said Ada said, and said he said. ",
        "Ada Moor and Otto Penn and ",
        "according to the chairman of the board of the fund of ",
        '" a " " ',
        "«» a “ „ ” ",
        "Oct. 7 last year Monday 2024 ",
        "A.B.C. U.S. Mr. X. ",
        "(((( a ,,,, ;;;; ---- ",
        "THE MINISTER SAID THE PORT WAS OPEN. ",
        "?a,? said ",
        "''a '' ",
        "— a, — said b\n\n",
        "The guild rejected and accepted and turned the offer down ",
        "The union's demand of the union's plan is ",
        "would not accept neither offer nor demand, ",
        "Мир said 和平 that שלום. ",
    ],
)
def test_twice_the_text_is_at_most_a_little_over_twice_the_work(unit):
    count = 8_000 // len(unit)  # several times the longest sentence, so that its bound is reached
    one, two = Document.from_text(unit * count), Document.from_text(unit * 2 * count)
    read(one)  # tables that are loaded once count for neither
    assert _steps(lambda: read(two)) <= 2.2 * _steps(lambda: read(one)) + 2_000


def test_twice_the_page_is_at_most_a_little_over_twice_the_work():
    unit = "<div><p>Ada &amp; Moor said “yes”.</p><nav><a href=x>no</a></nav>"
    one, two = "<html>" + unit * 200, "<html>" + unit * 400
    assert _steps(lambda: Document.from_html(two)) <= 2.2 * _steps(lambda: Document.from_html(one))


@pytest.mark.parametrize(
    "text",
    [
        "THE MINISTER SAID ON FRIDAY THAT THE PORT WAS OPEN. “WE AGREE,” ADA MOOR SAID.",
        "Министр Ада Мур said «да» и ушла. 部长说：“好。” قال الوزير",
        "<script>alert(1)</script> Ada Moor said “<b>yes</b>”.",
        "“" * 2000 + " Ada said",
        "\"'" * 2000 + " Ada said",
        "a" * 100_000,
        "Ada Moor " * 5_000 + "said yes.",
        "said " * 5_000,
    ],
)
def test_odd_texts_are_read(text):
    for statement in read(Document.from_text(text, date=date(2024, 3, 22))).statements:
        assert text[statement.quote.start : statement.quote.end] == statement.quote.exact


def test_all_capitals_still_give_the_quotation_and_speaker():
    text = "THE TALKS WENT ON. “WE AGREE WITH THE DRAFT,” ADA MOOR SAID."
    found = read(Document.from_text(text)).statements
    assert [(s.speaker, s.kind) for s in found] == [("ADA MOOR", "direct")]


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_document_error(data):
    try:
        document = Document.from_bytes(data)
    except DocumentError:
        return
    else:
        read(document)
        assert document.original_offset(len(document.text)) >= 0


@pytest.mark.parametrize(
    "line",
    [
        "HALM, March 18 (Own) - ",
        "NEW YORK (AP) \u2014 ",
        "GENEVA, 3 May 2023 \u2013 ",
        "PORT ELDER, Westland -- ",
    ],
)
def test_a_dateline_is_no_part_of_what_is_said(line):
    reading = read(Document.from_text(f"{line}Dockers will stay out, Ada Moor said."))
    assert [s.quote.exact for s in reading.statements] == ["Dockers will stay out"]


def test_capitals_before_a_dash_may_be_a_subject():
    reading = read(
        Document.from_text("NATO \u2013 which met on Friday \u2013 said talks would go on.")
    )
    assert [s.speaker for s in reading.statements] == ["NATO"]
