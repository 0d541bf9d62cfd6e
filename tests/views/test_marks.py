"""References in sentences are objects: nothing is found again in finished words."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lastyard as ly
from lastyard.show.marks import (
    cite,
    cite_finding,
    cite_source,
    isolated,
    link,
    meter,
    name,
    pieces,
    plain,
    reworded,
    strong,
)
from lastyard.show.report.markdown import report_markdown
from lastyard.show.report.page import report_page

# Options, a party and an issue called like statements; an id of letters only; an id inside another.
CONFUSING = """
title: full and ask
parties: {full: {name: full}, ask: {name: In brackets}}
issues:
  ground: {name: s-1, options: [none, s-1, full], ordered: true}
statements:
  - {id: full, party: full, on: 2024-01-01, requires: "ground == 'full'", firmness: 0.5}
  - {id: s-1, party: ask, on: 2024-01-02, rejects: "ground == 'full'", firmness: 0.5}
  - {id: s-1.b, party: ask, on: 2024-01-03, position: {ground: s-1}}
  - {id: ask, party: full, on: 2024-01-03, position: {ground: full}}
"""
LINK = re.compile(r'<a class="ref" href="#([^"]+)"[^>]*><bdi>([^<]+)</bdi></a>')


@pytest.fixture(scope="module")
def case():
    return ly.load_text(CONFUSING)


def test_a_report_cites_statements_and_nothing_else(case):
    page = report_page(ly.report(case))
    anchors = set(re.findall(r'id="([^"]+)"', page))
    for anchor, words in LINK.findall(page):
        assert anchor in anchors
        if anchor.startswith("statement-"):
            assert anchor == f"statement-{words}"
    # Where a party or an option is named, it is no link.
    for before, after in re.findall("(.{30})asks for (.{30})", page):
        assert "</a> " not in before[-8:]
        assert not after.startswith("<a")
    gives_way = re.findall(r"It would give way on (<a [^>]+>)", page)
    assert gives_way
    assert all(re.search(r'href="#statement-(full|s-1)"', each) for each in gives_way)
    assert "In brackets: its own" in page or "<bdi>In brackets</bdi>" in page


@pytest.mark.parametrize(
    "question",
    ["check", "standing", "impasse", "analyse", "packages", "next_step", "timeline", "report"],
)
def test_no_mark_is_left_in_what_is_shown(case, question):
    result = getattr(ly, question)(case)
    shown = [str(result), result._repr_html_(), json.dumps(result.as_json(), ensure_ascii=False)]
    if question == "report":
        shown += [report_page(result), report_markdown(result)]
    else:
        shown.append(str(ly.trace(result)))
    assert not re.search("[\ufdd0-\ufdef]", "".join(shown))


def test_marks_in_a_case_are_replaced_before_they_could_mean_anything():
    case = ly.load_text(CONFUSING.replace("In brackets", f"Us {cite('ask')}"))
    assert case.party("ask").name == "Us \ufffdask\ufffd"


WRITE = {
    "words": str, "statement": cite, "source": cite_source, "finding": cite_finding, "name": name,
    "strong": strong, "link": link,
}  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(list(WRITE)), st.text(min_size=1))))
def test_a_sentence_comes_apart_as_it_was_put_together(parts):
    parts = [(kind, plain(text)) for kind, text in parts if plain(text)]
    sentence = "".join(WRITE[kind](text) for kind, text in parts)
    assert plain(sentence) == "".join(text for _, text in parts)
    joined = []
    for kind, text in parts:
        if kind == "words" and joined and joined[-1][0] == "words":
            joined[-1] = ("words", joined[-1][1] + text)
        else:
            joined.append((kind, text))
    assert pieces(sentence) == joined
    assert "".join(text for _, text in isolated(sentence)) == plain(sentence)
    assert [each for each in isolated(sentence) if each[0] not in ("words", "name")] == [
        each for each in joined if each[0] not in ("words", "name")
    ]


def test_a_figure_brings_its_bar_and_a_change_of_words_leaves_what_is_named():
    sentence = f"It is `x` {meter('0.50 ± 0.02', 0.5)}, says {cite('`s`')}"
    assert pieces(sentence)[1] == ("meter", "0.5 0.50 ± 0.02")
    assert plain(sentence) == "It is `x` 0.50 ± 0.02, says `s`"
    assert plain(reworded(sentence, lambda words: words.replace("`", ""))) == (
        "It is x 0.50 ± 0.02, says `s`"
    )


def test_marks_cannot_be_nested_or_left_open():
    assert pieces(cite(f"a{cite('b')}")) == [("statement", "ab")]
    assert pieces("a\ufdd0b") == [("words", "ab")]
