"""The page: what it holds, that its references lead somewhere, and that nothing escapes."""

import json
import os
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import html5lib
import jsonschema
import pytest

import lastyard as ly
from lastyard.show.analyse import headline_in_words
from lastyard.show.published import ANSWERS
from lastyard.show.report import report_markdown, report_page, sections_of
from lastyard.show.report.page import case_json

CATALOG = Path(__file__).parents[3] / "catalog"
CASES = sorted(path for kind in ("news", "papers") for path in (CATALOG / kind).rglob("*.yaml"))
QUICK = ["ceasefire", "fisheries", "bill-and-jack", "security-council", "elmira", "itex-cypress"]


class Reader(HTMLParser):
    """Notes every element with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.data = {}
        self._script = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self._script = dict(attributes).get("id") if tag == "script" else None

    def handle_data(self, data):
        if self._script:
            self.data[self._script] = data
            self._script = None

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def strictly(text):
    """Parse as HTML5; any error of the page is one of the test."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


@pytest.fixture(scope="module", params=QUICK)
def quick(request, catalog_case):
    return ly.report(catalog_case(request.param))


@pytest.mark.thorough
def test_the_page_is_right_and_every_reference_leads_somewhere(quick):
    page = report_page(quick)
    strictly(page)
    read = Reader(page)
    ids = [a["id"] for _, a in read.elements if "id" in a]
    assert len(ids) == len(set(ids))
    inside = {a["href"][1:] for a in read.all("a") if a["href"].startswith("#")}
    assert inside <= set(ids)
    assert {f"statement-{s.id}" for s in quick.case.statements} <= set(ids)
    assert {f"source-{s.id}" for s in quick.case.sources} <= set(ids)
    assert [s["type"] for s in read.all("script")] == ["application/json"] * 2
    for tag in ("link", "iframe", "object", "base", "form"):
        assert not read.all(tag)
    assert all(a["src"].startswith("data:image/svg+xml,") for a in read.all("img"))


def test_every_section_that_a_case_has_is_there(quick):
    read = Reader(report_page(quick))
    shown = [a["id"] for a in read.all("section")]
    assert shown == [section.id for section in sections_of(quick)]
    assert ("votes" in shown) == bool(quick.case.votes)
    assert ("moves" in shown) == (quick.case.moves is not None)
    assert ("solutions" in shown) == (quick.solutions is not None)
    assert ("deals" in shown) >= bool(quick.analysis.deals)
    assert ("time" in shown) == (quick.timeline is not None and len(quick.timeline.points) > 1)
    assert {"answer", "statements", "reasons", "method", "sure"} <= set(shown)


def test_the_brief_comes_first_and_the_annex_is_folded(quick):
    sections = sections_of(quick)
    annex = [section.is_annex for section in sections]
    assert annex == sorted(annex)
    tree = strictly(report_page(quick))
    for section, drawn in zip(sections, tree.findall(".//main/section"), strict=True):
        folded = drawn.findall("./details")
        assert bool(folded) == section.is_annex
        assert all(each.get("open") is None for each in folded)
    order = [section.id for section in sections if not section.is_annex]
    assert ("next" not in order) >= (quick.analysis.headline.kind in ("agreed", "vote"))
    known = ["answer", "standing", "barriers", "deals", "next", "rest", "sure"]
    assert order == [id for id in known if id in order]


def test_disputes_name_their_statements_with_links(catalog_case, bare):
    report = bare(catalog_case("rafah"))
    tree = strictly(report_page(report))
    drawn = tree.findall(".//section[@id='barriers']/ol/li")
    assert len(drawn) == len(report.analysis.impasse.disputes) > 0
    for item, found in zip(drawn, report.analysis.impasse.disputes, strict=True):
        linked = {a.get("href") for a in item.findall(".//a")}
        assert linked >= {f"#statement-{s.id}" for each in found.sets[:4] for s in each.statements}


def test_deals_stand_side_by_side_with_what_each_gives_and_gets(catalog_case, bare):
    report = bare(catalog_case("rafah"), deals=True)
    deals = report.analysis.deals
    assert deals
    tree = strictly(report_page(report))
    table = tree.find(".//section[@id='deals']//table")
    assert len(table.findall("./thead/tr/th")) == len(deals) <= 3
    rows = {"".join(row.find("th").itertext()): row for row in table.findall("./tbody/tr")}
    for side in deals[0].sides:
        assert f"{side.party.name} gives" in rows


def test_what_rests_on_a_prior_alone_is_not_known(catalog_case):
    from dataclasses import replace

    from lastyard.show.blocks import Table
    from lastyard.show.marks import pieces
    from lastyard.show.within_reach import deals_table

    case = catalog_case("rafah")
    (deal, *_) = ly.analyse(case).deals
    for known in (True, False):
        sides = tuple(replace(side, is_known=known) for side in deal.sides)
        (table, *_) = deals_table(case, [replace(deal, sides=sides)])
        assert isinstance(table, Table)
        cells = [row[1] for row in table.rows if row[0] == "worth no deal or more"]
        assert len(cells) == len(sides)
        drawn = [any(kind == "meter" for kind, _ in pieces(cell)) for cell in cells]
        assert drawn == [known and s.acceptability.index is not None for s in sides]
        assert "not known" in cells or known


def test_behind_each_finding_stand_its_statements_and_sources(catalog_case, bare):
    report = bare(catalog_case("rafah"))
    tree = strictly(report_page(report))
    first = report.analysis.impasse.blocking_sets[0]
    entry = tree.find(".//article[@id='blocking-1']")
    linked = {a.get("href") for a in entry.findall(".//a")}
    assert {f"#statement-{s.id}" for s in first.statements} <= linked
    assert {f"#source-{s.source}" for s in first.statements if s.source} <= linked
    drawn = tree.find(".//section[@id='barriers']")
    assert "#blocking-1" in {a.get("href") for a in drawn.findall(".//a")}
    opening = tree.find(".//article[@id='opening-1']")
    assert "#blocking-1" in {a.get("href") for a in opening.findall(".//a")}


@pytest.mark.parametrize(
    ("name", "section", "pictures"),
    [("fisheries", "time", 3), ("security-council", "votes", 1), ("elmira", "moves", 1)],
)
def test_what_has_a_picture_shows_it(catalog_case, name, section, pictures):
    tree = strictly(report_page(ly.report(catalog_case(name))))
    images = tree.findall(f".//section[@id='{section}']//img")
    assert len(images) == pictures
    assert all(image.get("alt") for image in images)


def test_what_each_gives_up_stands_beside_the_package(catalog_case):
    report = ly.report(catalog_case("fisheries"))
    tree = strictly(report_page(report))
    tables = tree.findall(".//section[@id='packages']//table")
    told = next(t for t in tables if "gives up" in t.find("caption").text)
    rows = told.findall("./tbody/tr")
    assert [row.find("th/bdi").text for row in rows] == [p.name for p in report.case.deciders]
    for row, party in zip(rows, report.case.deciders, strict=True):
        for cell, package in zip(row.findall("td"), report.packages.packages, strict=True):
            (each,) = [d for d in package.demands if d.party.id == party.id]
            linked = {a.get("href") for a in cell.findall(".//a")}
            assert linked == {f"#statement-{one.statement.id}" for one in each.gives}
            assert ("gives up" in "".join(cell.itertext())) == bool(each.gives)


@pytest.mark.thorough
def test_the_data_are_those_of_the_answers_and_the_case_can_be_loaded_from_it(quick):
    data = Reader(report_page(quick)).data
    figures = json.loads(data["report-figures"])
    jsonschema.validate(figures, ANSWERS["report"], format_checker=jsonschema.FormatChecker())
    assert figures == json.loads(json.dumps(quick.as_json()))
    assert ly.load_text(data["report-case"]) == quick.case


@pytest.mark.thorough
def test_any_case_survives_the_way_through_json():
    from hypothesis import HealthCheck, given, settings

    from lastyard.case.load import load_text
    from strategies import cases

    class Of:
        def __init__(self, case):
            self.case = case

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cases())
    def there_and_back(case):
        assert load_text(json.dumps(case_json(Of(case)), ensure_ascii=False)) == case

    there_and_back()


def test_the_first_screen_is_the_answer(catalog_case, bare):
    report = bare(catalog_case("rafah"))
    tree = strictly(report_page(report))
    lead = tree.find(".//main/section//p[@class='lead']")
    talks = report.analysis
    assert "".join(lead.itertext()) == headline_in_words(report.case, talks.headline, talks.impasse)


@pytest.mark.thorough
def test_two_runs_give_the_same_bytes(tmp_path):
    case = CATALOG / "news/sn-2024/ceasefire.yaml"
    pages = []
    for seed in ("1", "2"):
        code = f"from lastyard.commands import main; main(['report', {str(case)!r}])"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"},
        )  # fmt: skip
        pages.append(done.stdout)
    assert pages[0] == pages[1]
    assert b"As of " in pages[0]


@pytest.mark.slow
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_of_the_catalog_has_a_page_of_a_good_size(path):
    page = report_page(ly.report(ly.load(str(path))))
    strictly(page)
    assert len(page.encode()) < 500_000


def test_what_could_not_be_worked_out_is_told(catalog_case, bare):
    report = bare(catalog_case("ceasefire"), left_out={"packages": "the rules are too <entangled>"})
    page = report_page(report)
    assert "The most acceptable packages: the rules are too &lt;entangled&gt;." in page


def test_a_case_in_which_nobody_spoke(bare):
    case = ly.load_text("{title: T, parties: {a: {}, b: {}}, issues: {i: {options: [x, y]}}}")
    page = report_page(bare(case))
    strictly(page)
    assert "Nothing said yet" in page
    assert "Nothing that was said has been written down yet." in page


def test_another_day_is_another_report(catalog_case, bare):
    from datetime import date

    case = catalog_case("fisheries")
    early = report_page(bare(case, date(2020, 7, 1)))
    assert "As of 1 Jul 2020" in early
    assert "made later" in early
    late = report_page(bare(case))
    assert "replaced by " in late
    assert "made later" not in late


def test_a_report_on_a_day_after_the_last_word():
    case = ly.load_text(
        """
title: Quiet since
as_of: 2024-03-01
parties: {a: {}, b: {}}
issues: {x: {range: [0, 10], step: 1}}
statements:
  - {id: one, party: a, on: 2024-01-01, position: {x: 4}}
  - {id: two, party: b, on: 2024-01-02, position: {x: 5}}
"""
    )
    found = ly.report(case)
    assert found.timeline.day == found.day == date(2024, 3, 1)
    page = report_page(found)
    assert "1 Jan 2024 to 1 Mar 2024" in page
    assert "gaps by position on x: cannot tell, no move" in page
    assert "Acceptable to <bdi>a</bdi>" in page
    assert " accepts</th>" not in page
    assert ly.timeline(case, None, date(2024, 1, 20), sampled=False).day == date(2024, 1, 20)


@pytest.mark.thorough
def test_a_letter_stands_for_one_package_throughout_a_report():
    # The first page once showed packages of fewer draws, in another order than the questions beside it meant.
    case = ly.load_text("""
title: Rent
parties: {landlord: {}, tenant: {}}
issues: {rent: {range: [800, 1200], step: 10}, repairs: {options: [March, June, never]}, deposit: {range: [0, 2400], step: 100}}
statements:
  - {id: l1, party: landlord, on: 2025-02-01, requires: rent >= 950, firmness: stated}
  - {id: l2, party: landlord, on: 2025-02-03, offers: {rent: 1050, repairs: June}}
  - {id: t1, party: tenant, on: 2025-02-05, refuses: {rent: 1050, repairs: June}}
  - {id: t2, party: tenant, on: 2025-02-06, offers: {rent: 900, repairs: March}}
  - {id: l3, party: landlord, on: 2025-02-10, offers: {rent: 1000, repairs: June, deposit: 1200}}
  - {id: t3, party: tenant, on: 2025-02-12, offers: {rent: 960, repairs: March, deposit: 2400}}
  - {id: t4, party: tenant, on: 2025-02-12, requires: repairs != 'never'}
  - {id: t5, party: tenant, on: 2025-02-12, rejects: rent > 980, confidence: 0.4}
  - {id: l4, party: landlord, on: 2025-02-14, accepts: {rent: 960, repairs: March}}
  - {id: t6, party: tenant, on: 2025-02-20, accepts: {rent: 960, deposit: 1800}}
""")
    whole = ly.report(case)
    shown = [each.package for each in whole.packages.packages]
    first_page = report_markdown(whole).partition("*Annex")[0]
    for letter, package in zip("ABCD", shown, strict=False):
        row = f"| {letter} | {package['rent']}, {package['repairs']} and {package['deposit']} |"
        assert row in first_page
    told = "After a yes the package to propose would be "
    named = [line.partition(told)[2][:1] for line in first_page.splitlines() if told in line]
    assert named[0] == "ABCD"[shown.index(whole.next_step.questions[0].if_yes.package)]
