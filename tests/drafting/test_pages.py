"""Pages through trafilatura, when it is installed."""

import sys

import pytest

from lastyard.drafting.drafts import read
from lastyard.drafting.opening import document_from
from lastyard.errors import RequestError

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


REAL = """<!doctype html><html><head><title>Talks &amp; tolls</title><style>p{}</style></head><body>
<header><a href="/">The Port Elder Post</a></header>
<nav><ul><li>Home</li><li>News</li><li>Talks go on.</li></ul></nav>
<article><h1>Talks &amp; tolls</h1>
<p>PORT ELDER &mdash; &ldquo;We must have the port open before anything else,&rdquo; Ada&nbsp;Moor told
reporters on Friday, after a <b>day of <i>talks</i></b> with the delegation of Westland.</p>
<ul><li>The port opens on Monday.</li><li>The toll stays at 40&nbsp;crowns.</li></ul>
<table><tr><th>Day</th><th>Ships</th></tr><tr><td>Monday</td><td>4</td></tr></table>
<p>No more was said.</p><p>Otto Penn said that the toll was out of the question, and that he would
not discuss it again before the end of the month.</p><p>No more was said.</p><p>Talks go on.</p>
<blockquote>&#8220;We do not move,&#8221; Penn said.<br>&#8220;Not at all.&#8221;</blockquote></article>
<aside>Read also: Ships and tides</aside><footer>All rights reserved</footer></body></html>"""


def test_the_way_back_into_the_page_is_right_or_said_to_be_unknown():
    pytest.importorskip("trafilatura")
    document = document_from(REAL.encode(), "page", page="trafilatura").document
    assert "Home" not in document.text
    assert "rights reserved" not in document.text

    def back(words, number=0):
        at = -1
        for _ in range(number + 1):
            at = document.text.index(words, at + 1)
        offset = document.original_offset(at)
        return None if offset is None else REAL[offset:]

    for words in ("PORT ELDER", "Ada", "Moor told", "reporters", "day of", "talks", "with the",
                  "The port opens", "The toll stays", "crowns", "Otto Penn", "discuss"):  # fmt: skip
        assert back(words).startswith(words.split()[0]), words
    assert back("“We must").startswith("&ldquo;We must")
    assert back("“Not at all").startswith("&#8220;Not at all")
    # The same paragraph twice, in the page and in the text: each leads to its own.
    first, second = back("No more was said."), back("No more was said.", 1)
    assert first.startswith("No more")
    assert second.startswith("No more")
    assert len(first) > len(second)
    # Unknown: rows of tables, marks of list items, and what a menu says as well.
    assert back("Talks go on.") is None
    assert back("| Day") is None
    assert back("Monday |") is None
    assert back("- The port") is None
    # The reader's own extraction knows the way back to everything.
    own = document_from(REAL.encode(), "page").document
    assert REAL[own.original_offset(own.text.index("Talks go on.")) :].startswith("Talks go on.")


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
