"""The drawings: marks where the positions are, gaps as wide as the gaps, lines to the issues."""

import xml.etree.ElementTree as ET
from fractions import Fraction

import pytest

import lastyard as ly
from lastyard.show.marks import cite, plain
from lastyard.show.report.content import words
from lastyard.show.report.drawings import issues_about, lanes_of, scale_svg, set_svg
from lastyard.show.report.phrases import says_text, told

TALKS = """
title: T
parties: {a: {name: A}, b: {name: B}, c: {name: C}}
issues:
  wage: {name: Wage, range: [0, 10], step: 1, unit: "%"}
  site: {name: Site, options: [north, east, south, west]}
statements:
  - {id: ask, party: a, on: 2024-01-05, position: {wage: 8}}
  - {id: bid, party: b, on: 2024-01-09, position: {wage: 2}}
  - {id: cap, party: b, on: 2024-01-09, rejects: "wage > 4"}
  - {id: not-west, party: c, on: 2024-01-09, rejects: "site == 'west'"}
  - {id: both, party: c, on: 2024-01-09, requires: "wage >= 5 or site == 'north'"}
"""


@pytest.fixture(scope="module")
def case():
    return ly.load_text(TALKS)


def elements(svg, style):
    return [e for e in ET.fromstring(svg).iter() if style in (e.get("class") or "").split()]


def share(text):
    return float(text.rstrip("%")) / 100


def test_marks_stand_where_the_positions_are_and_the_gap_between_them(case):
    found = ly.standing(case).issue("wage")
    svg = scale_svg(case, found)
    a, b = (share(mark.get("cx")) for mark in elements(svg, "mark"))
    assert a - b == pytest.approx(0.6 * 0.95, abs=1e-3)
    gap = elements(svg, "gap")[-1]
    assert (share(gap.get("x1")), share(gap.get("x2"))) == (b, a)
    assert [e.text for e in elements(svg, "gaptext")] == ["gap 60%"]
    (limits,) = elements(svg, "open")
    assert share(limits.get("x1")) == pytest.approx(0.025)
    assert share(limits.get("x2")) == pytest.approx(0.025 + 0.4 * 0.95)
    assert limits.find("title").text == "B: open 0 to 4 %"
    assert "Widest gap 60%, between A and B" in ET.fromstring(svg).get("aria-label")


def test_options_without_an_order_are_places_of_their_own(case):
    svg = scale_svg(case, ly.standing(case).issue("site"))
    assert not elements(svg, "axis")
    assert len(elements(svg, "choice")) == 4 * 3
    assert len(elements(svg, "open")) == 3  # north, east, south: one dot each


def test_many_parties_that_stand_alike_share_a_lane():
    parties = ", ".join(f"p{k}: {{name: P{k}}}" for k in range(9))
    case = ly.load_text(
        f"{{title: T, parties: {{{parties}}}, issues: {{i: {{options: [x, y], ordered: true}}}}, "
        "statements: [{id: s, party: p0, on: 2024-01-01, position: {i: y}}]}"
    )
    lanes = lanes_of(case, ly.standing(case).issue("i"))
    assert [len(lane.parties) for lane in lanes] == [1, 8]


def test_a_line_leads_from_each_statement_to_each_of_its_issues(case):
    talks = ly.standing(case)
    assert issues_about(talks, case.statement("both")) == ["wage", "site"]
    svg = set_svg(
        case, talks, [case.statement("cap"), case.statement("both")], style="blocks",
        changes={"wage": "4 % to 5 %"},
    )  # fmt: skip
    assert len(elements(svg, "edge")) == 3
    assert len(elements(svg, "box")) == 4
    texts = [e.text for e in ET.fromstring(svg).iter() if e.tag.endswith("text")]
    assert texts == ["cap", "B, 0.80", "both", "C, 0.80", "Wage", "4 % to 5 %", "Site"]


def test_what_is_said_is_told_by_names_and_else_as_written(case):
    told_of = {s.id: words(says_text(case, s)) for s in case.statements}
    assert told_of == {
        "ask": "asks for Wage: 8 %",
        "bid": "asks for Wage: 2 %",
        "cap": "rejects Wage: 5 to 10 %",
        "not-west": "rejects Site: west",
        "both": "requires Wage: 5 to 10 % or Site: north",
    }
    long = ly.load_text(
        TALKS.replace("wage >= 5 or site == 'north'", "wage >= 5 iff site == 'north'")
    )
    assert words(says_text(long, long.statement("both"))) == (
        "requires wage >= 5 iff site == 'north'"
    )


def test_lines_of_other_views_bring_their_references(case):
    line = f"ask C about {cite('not-west')}, not-west, ask (A, 5 Jan 2024) and {cite('gone')}"
    pieces = told(case, line)
    assert [piece.id for piece in pieces if type(piece).__name__ == "Cite"] == ["not-west"]
    assert words(pieces) == plain(line)
    assert words(told(case, "no שלום-ask here")) == "no שלום-ask here"
    assert Fraction(6, 10) == ly.standing(case).issue("wage").gaps[0].by_position
