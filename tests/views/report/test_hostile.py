"""Whatever words a case holds, they stay words: no element, attribute or address comes of them."""

import dataclasses
import re
from html.parser import HTMLParser

import html5lib
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import lastyard as ly
from lastyard.case.model import Quote
from lastyard.show.report import report_markdown, report_page
from lastyard.showing import shown

MARKS = [
    "<script>alert(1)</script>", "</script>", "<!--", "-->", "]]>", "</title>", "</style>",
    '" onload="x', "' onload='x", "&lt;", "&#0;", "\x00", "\x1b[31m", "\ud800", "\ufffe", "\U0001ffff",
    "\u202e", "\u2066", "שלום", "السلام عليكم", "👩🏽‍🚀", "e\u0301", "\r\n", "\u2028", "javascript:x",
    "https://a/\"><b>", "http://[", "`code`", "[a](javascript:x)", "# h", "| a |", "1. x", "\\",
]  # fmt: skip
texts = st.lists(st.sampled_from(MARKS) | st.text(max_size=4), min_size=1, max_size=4).map("".join)

CASE = ly.load_text("""
title: T
as_of: 2024-02-01
parties: {a: {name: A}, b: {name: B}, m: {name: M, role: mediator}}
issues:
  i: {name: I, options: [x, y, z], ordered: true}
  n: {name: N, range: [0, 10], step: 1, unit: u}
rules: [{id: r, require: "n <= 9"}]
sources: {s: {title: S}}
statements:
  - {id: one, party: a, on: 2024-01-01, source: s, requires: "i == 'z'"}
  - {id: two, party: b, on: 2024-01-02, source: s, rejects: "i == 'z' and n > 3"}
  - {id: three, party: b, on: 2024-01-02, position: {n: 2}}
  - {id: four, party: a, on: 2024-01-02, offers: {i: z, n: 9}}
  - {id: five, party: b, on: 2024-01-02, wants: {i: less}}
status_quo: {i: x, n: 0}
""")

ALLOWED = {
    "a": {"class", "href", "title", "rel"}, "html": {"lang"}, "style": set(), "title": set(),
    "meta": {"charset", "http-equiv", "content", "name"}, "script": {"type", "id"},
    "section": {"id", "aria-labelledby"}, "article": {"id", "class"}, "nav": {"aria-label"},
    "svg": {"class", "width", "height", "aria-hidden"}, "ul": {"class"}, "li": {"class"},
    "small": {"class"}, "details": set(), "summary": set(),
    "line": {"class", "x1", "x2", "y1", "y2"}, "circle": {"class", "cx", "cy", "r"},
    "rect": {"class", "x", "y", "width", "height", "rx"},
    "text": {"class", "x", "y", "dx", "text-anchor"},
    "h1": {"dir"}, "h2": {"id"}, "p": {"class"}, "div": {"class", "role", "tabindex", "aria-label"},
    "span": {"class"}, "blockquote": {"dir"}, "th": {"scope"},
}  # fmt: skip
BARE = {
    "head", "body", "header", "main", "footer", "h3", "strong", "bdi", "ol",
    "code", "table", "caption", "thead", "tbody", "tr", "td",
}  # fmt: skip


def spoiled(data):
    """The case with every word of a person replaced."""
    new = lambda: data.draw(texts)  # noqa: E731
    change = dataclasses.replace
    ids = {s.id: f"{k}{new()}" for k, s in enumerate(CASE.statements)}
    options = [f"{k}{new()}" for k in range(3)]
    ordered, number = CASE.issues
    return change(
        CASE, title=new(), note=new(),
        parties=tuple(change(p, name=new(), note=new()) for p in CASE.parties),
        issues=(change(ordered, name=new(), scale=tuple(options), note=new()),
                change(number, name=new(), unit=new())),
        rules=tuple(change(r, note=new(), id=new()) for r in CASE.rules),
        sources=tuple(change(s, title=new(), publisher=new(), url=new(), note=new())
                      for s in CASE.sources),
        statements=tuple(change(s, id=ids[s.id], by=new(), note=new(), quote=Quote(new()))
                         for s in CASE.statements),
    )  # fmt: skip


few_examples = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@pytest.mark.thorough
@few_examples
@given(data=st.data())
def test_no_word_becomes_an_element_an_attribute_or_an_address(data, bare):
    case = spoiled(data)
    page = report_page(bare(case))
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    for element in tree.iter():
        tag = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else "comment"
        assert tag in BARE | set(ALLOWED), tag
        assert set(element.keys()) <= ALLOWED.get(tag, set()), (tag, element.keys())
        if "href" in element.keys():  # noqa: SIM118
            assert re.match(r"#|https?://[^/]", element.get("href"))
    seen = "".join(tree.find(".//h1").itertext())
    assert seen == shown(case.title)
    quotes = ["".join(q.itertext()) for q in tree.findall(".//blockquote")]
    assert quotes == [shown(s.quote.exact) for s in case.statements if s.quote.exact]
    # The parser of the standard library, which knows less of HTML, must see the same elements.
    tags = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, _: tags.append(tag)
    reader.handle_startendtag = reader.handle_starttag
    reader.feed(page)
    known = [e.tag.rsplit("}", 1)[-1] for e in tree.iter() if isinstance(e.tag, str)]
    assert sorted(tags) == sorted(known)


@few_examples
@given(data=st.data())
def test_markdown_keeps_words_from_being_marks(data, bare):
    text = report_markdown(bare(spoiled(data)))
    without_anchors = re.sub(r'<a id="[\w.~-]+"></a>', "", text)
    plain = without_anchors.replace("\\\\", "")
    assert not re.search(r"(?<!\\)<", plain)
    assert not re.search(r"\]\((?!#)", plain.replace("\\]", ""))


def test_a_long_quote_and_every_script_stay_as_they_are(hostile, bare):
    page = report_page(bare(hostile))
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    quotes = ["".join(q.itertext()) for q in tree.findall(".//blockquote")]
    assert quotes[0] == hostile.statement("one").quote.exact
    assert len(quotes[0]) > 10_000
    assert len(tree.findall(".//script")) == 2
    assert "javascript:window" in "".join(tree.find(".//article[@id='source-s']").itertext())
    links = [a.get("href") for a in tree.findall(".//article//a")]
    assert 'https://example.org/?a=1&b="2"' in links
    assert not any(link.startswith("javascript") for link in links)


def test_only_addresses_of_the_web_become_links(bare):
    for url in (
        "javascript://a/%0aalert(1)",
        "file://a/b",
        "data:text/html,x",
        "//a/b",
        "https:",
        "https://a\x00",
    ):
        case = dataclasses.replace(
            CASE, sources=tuple(dataclasses.replace(s, url=url) for s in CASE.sources)
        )
        page = report_page(bare(case))
        assert not re.search(r'<a href="(?!#)', page), url
        assert shown(url) in page.replace("&lt;", "<")


def test_names_of_the_case_stand_apart_from_the_sentence_around_them(hostile, bare):
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        report_page(bare(hostile))
    )
    for name in (party.name for party in hostile.parties):
        apart = ["".join(e.itertext()) for e in tree.findall(".//bdi")]
        assert shown(name) in apart
    assert tree.find(".//h1").get("dir") == "auto"
    assert all(q.get("dir") == "auto" for q in tree.findall(".//blockquote"))
