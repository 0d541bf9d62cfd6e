"""Pages through trafilatura, when it is installed."""

import sys

import pytest

from lastyard.case.diagnostics import RequestError
from lastyard.drafting.drafts import read

PAGE = """<html><head><title>Talks</title>
<meta property="article:published_time" content="2024-03-22T10:00:00Z"></head><body>
<nav><ul><li>Home</li><li>“Subscribe now,” said our readers.</li></ul></nav>
<article><h1>Talks resume</h1>
<p>PORT ELDER — “We must have the port open before anything else,” Ada Moor told reporters on
Friday, after a day of talks with the delegation of Westland.</p>
<p>Otto Penn said that the toll was out of the question, and that he would not discuss it again
before the end of the month.</p></article>
<footer>“All rights reserved,” said the footer.</footer></body></html>"""


def test_the_article_is_read_and_its_day(tmp_path):
    pytest.importorskip("trafilatura")
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    kept = tmp_path / "page.txt"
    result = read(str(page), page="trafilatura", keep_text=str(kept))
    assert [d.statement.speaker for d in result.drafts] == ["Ada Moor", "Otto Penn"]
    assert str(result.day) == "2024-03-22"
    text = kept.read_text(encoding="utf-8")
    for draft in result.drafts:
        quote = draft.statement.quote
        assert text[quote.start : quote.end] == quote.exact
    assert "footer" not in text
    plain = tmp_path / "plain.txt"
    plain.write_text("“We agree,” Ada Moor said.", encoding="utf-8")
    assert len(read(str(plain), page="trafilatura").drafts) == 1


def test_an_empty_page_is_refused(tmp_path):
    pytest.importorskip("trafilatura")
    page = tmp_path / "page.html"
    page.write_text("<html><body><script>x()</script></body></html>", encoding="utf-8")
    with pytest.raises(RequestError, match="finds no article"):
        read(str(page), page="trafilatura")


def test_without_trafilatura_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    with pytest.raises(RequestError, match=r"pip install 'lastyard\[trafilatura\]'"):
        read(str(page), page="trafilatura")
