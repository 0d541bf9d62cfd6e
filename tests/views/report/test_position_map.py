"""The position map: bars, dots, refusals, gaps and common ground where they are on the scale."""

import xml.etree.ElementTree as ET

import pytest

import lastyard as ly
from lastyard.show.marks import cite, plain
from lastyard.show.report import report_page
from lastyard.show.report.drawing import Drawer
from lastyard.show.report.position_map import is_drawn, issue_map, lanes_of, position_map
from lastyard.show.words import says_by_names

TALKS = """
title: T
parties: {a: {name: A}, b: {name: B}, c: {name: C}}
issues:
  wage: {name: Wage, range: [0, 10], step: 1, unit: "%"}
  site: {name: Site, options: [north, east, south, west]}
  visits: {name: Visits, options: [none, managed, any time], ordered: true}
  quiet: {name: Quiet, options: [x, y]}
status_quo: {wage: 0, site: north, visits: none, quiet: x}
statements:
  - {id: ask, party: a, on: 2024-01-05, position: {wage: 8}}
  - {id: floor, party: a, on: 2024-01-05, requires: "wage >= 6", firmness: firm}
  - {id: bid, party: b, on: 2024-01-09, offers: {wage: 2}}
  - {id: cap, party: b, on: 2024-01-09, rejects: "wage > 4", firmness: tentative}
  - {id: not-west, party: c, on: 2024-01-09, rejects: "site == 'west'"}
  - {id: some, party: c, on: 2024-01-09, rejects: "visits == 'none'"}
  - {id: limited, party: a, on: 2024-01-09, rejects: "visits == 'any time'"}
  - {id: both, party: c, on: 2024-01-09, requires: "wage >= 5 or site == 'north'"}
"""


@pytest.fixture(scope="module")
def case():
    return ly.load_text(TALKS)


def elements(svg, look):
    return [e for e in ET.fromstring(svg).iter() if e.get("class") == look]


def share(text):
    return float(text.rstrip("%")) / 100


def ends(element):
    return share(element.get("x1")), share(element.get("x2"))


def test_disputed_issues_come_first_and_silent_ones_not_at_all(case):
    found = position_map(case, ly.standing(case))
    assert [(each.name, each.tone) for each in found.issues] == [
        ("Wage", "bad"), ("Site", ""), ("Visits", "good"),
    ]  # fmt: skip
    assert [each.verdict for each in found.issues] == [
        "No overlap: A and B are 2 steps apart", "Only C asks for an option or rules one out", "Common ground: managed",
    ]  # fmt: skip
    assert found.issues[0].silent == "C: no position"
    assert found.issues[1].silent == "A and B: nothing said"
    assert found.issues[0].held == "if the talks fail: 0 %"


def test_a_lane_shows_what_is_open_asked_and_refused(case):
    found = issue_map(case, ly.standing(case).issue("wage"))
    (a, _, first), (b, told_of_b, second) = found.lanes
    assert (a, b, told_of_b) == ("A", "B", "offers 2 %; open: 0 to 4 %")
    (bar,) = elements(first, "a")
    assert ends(bar) == pytest.approx((0.6, 1.0))
    (dot,) = elements(first, "d")
    assert share(dot.get("cx")) == pytest.approx(0.8)
    (refused,) = elements(first, "r")
    assert ends(refused) == pytest.approx((0.0, 0.6))
    (stop,) = elements(first, "s")
    assert ends(stop) == pytest.approx((0.6, 0.6))
    assert elements(first, "s soft") == []
    assert len(elements(second, "s soft")) == 1  # tentative: a short stop


def test_the_gap_is_a_band_as_wide_as_the_gap_over_every_lane(case):
    found = issue_map(case, ly.standing(case).issue("wage"))
    for _, _, svg in found.lanes:
        (band,) = elements(svg, "f")
        assert (share(band.get("x")), share(band.get("width"))) == pytest.approx((0.4, 0.2))
        assert not elements(svg, "c")


def test_common_ground_is_a_band_with_a_line_on_the_axis_that_grey_print_can_tell(case):
    found = issue_map(case, ly.standing(case).issue("visits"))
    for _, _, svg in found.lanes:
        (band,) = elements(svg, "c")
        assert (share(band.get("x")), share(band.get("width"))) == pytest.approx(
            (1 / 3 + 0.01, 1 / 3 - 0.02), abs=1e-4
        )
    (line,) = elements(found.scale, "cb")
    assert ends(line) == pytest.approx((1 / 3 + 0.01, 2 / 3 - 0.01), abs=1e-4)
    (held,) = elements(found.scale, "q")
    assert share(held.get("cx")) == pytest.approx(1 / 6, abs=1e-4)


def test_what_one_asks_and_another_refuses_is_no_common_ground():
    case = ly.load_text(
        "{title: T, parties: {a: {name: A}, b: {name: B}}, issues: {i: {options: [x, y, z], "
        "ordered: true}}, statements: [{id: ask, party: a, on: 2024-01-01, position: {i: z}}, "
        "{id: no, party: b, on: 2024-01-01, rejects: \"i == 'z'\"}]}"
    )
    found = issue_map(case, ly.standing(case).issue("i"))
    assert (found.verdict, found.tone) == ("Room, but not for what A asks for", "ask")


def test_many_options_or_long_names_are_told_in_words():
    case = ly.load_text(
        "{title: T, parties: {a: {name: A}, b: {name: B}}, issues: {"
        "many: {options: [p, q, r, s, t, u], ordered: true}, "
        "long: {options: [a name that is too long for any telephone, y]}, "
        "short: {options: [confidential to guild, public, none], ordered: true}}, "
        "statements: [{id: s, party: a, on: 2024-01-01, position: {many: r, long: y}}]}"
    )
    assert [is_drawn(issue) for issue in case.issues] == [False, False, True]
    found = issue_map(case, ly.standing(case).issue("many"))
    assert (found.scale, found.lanes) == ("", (("A", "asks for r", ""),))
    assert found.options == "In order: p, q, r, s, t and u."


def test_many_parties_that_stand_alike_share_a_lane():
    parties = ", ".join(f"p{k}: {{name: P{k}}}" for k in range(9))
    case = ly.load_text(
        f"{{title: T, parties: {{{parties}}}, issues: {{i: {{options: [x, y], ordered: true}}}}, "
        "statements: [{id: s, party: p0, on: 2024-01-01, position: {i: y}}, "
        "{id: t, party: p1, on: 2024-01-01, position: {i: y}}]}"
    )
    lanes = lanes_of(case, ly.standing(case).issue("i"))
    assert [len(lane.parties) for lane in lanes] == [2]
    assert issue_map(case, ly.standing(case).issue("i")).verdict == "Common ground: y"


def test_a_range_of_many_steps_has_few_labels():
    case = ly.load_text(
        "{title: T, parties: {a: {name: A}, b: {name: B}}, issues: {i: {range: [0, 100000], step: 100, "
        "unit: tonnes of fish a year}}, "
        "statements: [{id: s, party: a, on: 2024-01-01, position: {i: 500}}]}"
    )
    found = issue_map(case, ly.standing(case).issue("i"))
    assert found.name == "i (tonnes of fish a year)"
    labels = [e.text for e in ET.fromstring(found.scale).iter() if e.tag == "text"]
    assert labels[0] == "0"
    assert labels[-1] == "100000"
    assert len(labels) <= 5


def test_what_is_said_is_told_by_names_and_else_as_written(case):
    told_of = {
        s.id: plain(says_by_names(case, s))
        for s in case.statements
        if s.id in ["ask", "bid", "cap", "not-west", "both"]
    }
    assert told_of == {
        "ask": "asks for Wage: 8 %",
        "bid": "offers Wage: 2 %",
        "cap": "rejects Wage: 5 to 10 %",
        "not-west": "rejects Site: west",
        "both": "requires Wage: 5 to 10 % or Site: north",
    }
    long = ly.load_text(
        TALKS.replace("wage >= 5 or site == 'north'", "wage >= 5 iff site == 'north'")
    )
    assert plain(says_by_names(long, long.statement("both"))) == (
        "requires wage >= 5 iff site == 'north'"
    )


def test_a_sentence_leads_to_the_statements_that_there_are(case):
    drawer = Drawer({s.id: s.party for s in case.statements})
    line = f"ask C about {cite('not-west')}, not-west, ask (A, 5 Jan 2024) and {cite('gone')}"
    assert drawer.text(line) == (
        'ask C about <a class="ref" href="#statement-not-west" title="c"><bdi>not-west</bdi></a>, '
        "not-west, ask (A, 5 Jan 2024) and gone"
    )
    assert drawer.text("no שלום-ask here") == "no <bdi>שלום</bdi>-ask here"


def test_a_ratifier_is_shown_as_one_on_the_map_and_in_the_deals():
    case = ly.load_text(
        """
title: Pact
parties:
  gov: {name: Government}
  firm: {name: Firm}
  senate: {name: Senate, role: ratifier, of: gov}
issues: {price: {range: [0, 10], step: 1}}
statements:
  - {id: f, party: firm, on: 2024-01-02, requires: price >= 5}
  - {id: s, party: senate, on: 2024-01-03, requires: price <= 4}
"""
    )
    page = report_page(ly.report(case))
    assert "Senate (ratifier)" in page
    assert "Senate (ratifies for Government) gives" in page
