"""Every finding rests on what it says it rests on, and every reference leads somewhere."""

from pathlib import Path

import pytest

import lastyard as ly
from lastyard.case.load import load_text
from lastyard.errors import RequestError

ROOT = Path(__file__).parents[2] / "catalog"
RAFAH = ROOT / "news/sn-2024/rafah.yaml"
WAGES = """
title: Wages
parties: {union: {name: Union}, firm: {name: Firm}}
issues: {wage: {range: [0, 10], step: 1}, site: {options: [old, new]}, hours: {options: [few, many]}}
rules:
  - {id: new-costs, require: "site == 'new' implies wage <= 9"}
  - {id: apart, require: "hours == 'few' or hours == 'many'"}
sources: {minutes: {title: Minutes}}
statements:
  - {id: old-ask, party: union, on: 2024-01-01, requires: "wage >= 9"}
  - {id: ask, party: union, on: 2024-01-05, source: minutes, requires: "wage >= 8", replaces: old-ask}
  - {id: bid, party: firm, on: 2024-01-05, rejects: "wage > 2", firmness: 0.5}
  - {id: place, party: firm, on: 2024-01-05, requires: "site == 'new'"}
  - {id: hours-want, party: union, on: 2024-01-05, position: {hours: few}}
"""


@pytest.fixture(scope="module")
def rafah():
    return ly.load(str(RAFAH))


@pytest.mark.parametrize(
    ("answer", "path"),
    [
        (ly.analyse, RAFAH),
        (ly.packages, RAFAH),
        (ly.check, RAFAH),
        (ly.standing, ROOT / "news/bufa-2011/salaries.yaml"),
        (ly.vote, ROOT / "news/sn-2024/security-council.yaml"),
        (ly.moves, ROOT / "papers/xu-2007/elmira.yaml"),
        (ly.timeline, ROOT / "news/national-post-2020/fisheries.yaml"),
        (ly.solutions, ROOT / "papers/nash-1950/bill-and-jack.yaml"),
    ],
)
def test_every_reference_leads_to_something_that_can_be_asked_about(answer, path):
    traced = ly.trace(answer(ly.load(str(path))))
    ids = [finding.id for finding in traced.findings]
    assert len(ids) == len(set(ids))
    assert {finding.run for finding in traced.findings} <= {run.id for run in traced.runs}
    for finding in traced.findings:
        assert ly.why(traced, finding.id).finding is finding
        for use in finding.uses:
            told = ly.why(traced, use.id)
            assert told.id == use.id
            assert finding.id in told.used_by
            assert str(told)


def test_a_blocking_set_rests_on_its_statements_rules_and_firmness():
    found = ly.why(ly.impasse(load_text(WAGES)), "blocking-1")
    assert [use for use in found.uses if use.role == "blocks"] == [
        ("blocks", "statement:ask"),
        ("blocks", "statement:bid"),
    ]
    # The rule on wages bears on it, the rule on hours cannot.
    assert [use.id for use in found.uses if use.role == "rule"] == ["rule:new-costs"]
    assert ("parameter", "parameter:firmness.bid") in found.uses
    assert "source:minutes" in found.reached
    assert found.used_by[:2] == ("opening-1", "opening-2")


def test_an_opening_rests_on_the_blocking_sets_that_it_breaks_and_on_what_holds(rafah):
    result = ly.impasse(rafah)
    for k, opening in enumerate(result.openings, 1):
        found = ly.why(result, f"opening-{k}")
        gone = {use.id for use in found.uses if use.role == "gives way"}
        assert gone == {f"statement:{s.id}" for s in opening.statements}
        holds = {use.id for use in found.uses if use.role == "holds"}
        assert holds == {f"statement:{s.id}" for s in result.binding} - gone
        broken = {use.id for use in found.uses if use.role == "found from"}
        assert broken == {
            f"blocking-{j}"
            for j, blocking in enumerate(result.blocking_sets, 1)
            if set(blocking.statements) & set(opening.statements)
        }


def test_a_figure_of_a_party_rests_on_what_that_party_said(rafah):
    result = ly.packages(rafah, top=1)
    found = ly.why(result, "package-A:us")
    assert {rafah.statement(u.id[10:]).party for u in found.uses if u.role == "said"} == {"us"}
    assert ("parameter", "parameter:seed") in found.uses


def test_references_are_found_as_people_write_them(rafah):
    result = ly.analyse(rafah)
    assert ly.why(result, "no-major").id == "statement:no-major"
    assert ly.why(result, "gap:ground:us:israel").id == "gap:ground:israel:us"
    assert ly.why(result, "BLOCKING-1").id == "blocking-1"
    assert ly.why(result, "ground").id == "issue:ground"
    assert ly.why(result, "sn").id == "source:sn"
    assert ly.why(result, "plan-needs-operation").id == "rule:plan-needs-operation"
    assert ly.why(result, "firmness.no-major").id == "parameter:firmness.no-major"
    council = ly.vote(ly.load(str(ROOT / "news/sn-2024/security-council.yaml")))
    assert ly.why(council, "the-draft").id == "vote:the-draft"


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("blokking-1", "did you mean 'blocking-1'"),
        ("no-mayor", "did you mean 'no-major'"),
        ("", "references that --why takes"),
        ("x" * 500, "references that --why takes"),
        ("gap:ground:us", "did you mean"),
        ("statement:", "nothing in this answer"),
    ],
)
def test_an_unknown_reference_is_told_with_what_is_near(rafah, id, told):
    with pytest.raises(RequestError, match="nothing in this answer is called") as problem:
        ly.why(ly.impasse(rafah) if id != "gap:ground:us" else ly.standing(rafah), id)
    assert told in str(problem.value)


def test_a_statement_that_was_replaced_can_be_asked_about():
    text = str(ly.why(ly.impasse(load_text(WAGES)), "old-ask"))
    assert "not in force: replaced by ask" in text
    assert "in force" in str(ly.why(ly.impasse(load_text(WAGES)), "ask"))


def test_answers_of_different_days_are_not_traced_together(rafah):
    from datetime import date

    with pytest.raises(RequestError, match="different cases or days"):
        ly.trace(ly.standing(rafah), ly.impasse(rafah, date(2024, 1, 1)))
    with pytest.raises(RequestError, match="no answer"):
        ly.trace()
    with pytest.raises(RequestError, match="kind VotingPower has no findings"):
        ly.trace(ly.power("un-charter-1945/security-council"))


QUESTIONS = {
    "standing": ly.standing,
    "impasse": ly.impasse,
    "analyse": ly.analyse,
    "check": ly.check,
    "next": ly.next_step,
    "packages": ly.packages,
    "timeline": ly.timeline,
    "moves": ly.moves,
    "vote": ly.vote,
    "solutions": ly.solutions,
    "forecast": ly.forecast,
}
CASES = [path for path in sorted(ROOT.rglob("*.yaml")) if "bodies" not in path.parts]
QUICK = {"rafah", "argentina-2020", "elmira", "security-council"}


def ids_in(value):
    """Yield every name under the key ``id``."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for each in value.values():
            yield from ids_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from ids_in(each)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=() if path.stem in QUICK else pytest.mark.thorough)
        for path in CASES
    ],
)
def test_every_id_that_json_publishes_can_be_asked_about(path):
    case, asked = ly.load(str(path)), set()
    for question in QUESTIONS.values():
        try:
            answer = question(case)
        except ly.LastYardError:
            continue  # the case does not hold what this question is about
        traced = ly.trace(answer)
        for id in ids_in(answer.as_json()):
            assert ly.why(traced, id).provenance is traced
            asked.add(id)
    assert asked


def test_what_would_settle_a_dispute_is_told_with_the_dispute():
    found = ly.why(ly.impasse(load_text(WAGES)), "dispute-1-opening-1")
    assert found.finding.kind == "way to settle"
    assert "bid giving way settles dispute-1, chance 0.50" in str(found)
    assert "blocking-1" in [use.id for use in found.uses]


OPEN = """
title: Software
parties: {hospital: {name: Hospital}, vendor: {name: Vendor}}
issues:
  fee: {name: Fee, range: [300, 600], step: 10}
  exit: {name: Exit, range: [3, 24], step: 3}
statements:
  - {id: bid, party: vendor, on: 2026-10-01, offers: {fee: 500}}
  - {id: cap, party: hospital, on: 2026-10-02, requires: fee <= 450}
  - {id: leave, party: hospital, on: 2026-10-02, position: {exit: 6}}
"""


@pytest.mark.parametrize("question", [ly.analyse, ly.next_step])
def test_a_question_about_what_is_refused_rests_on_what_was_said_there(question):
    found = ly.why(question(load_text(OPEN)), "question-1")
    assert "whether it would take Fee: 450" in str(found)
    assert {"statement:bid", "statement:cap"} <= set(found.reached)
    assert "statement:leave" not in found.reached


def test_a_deal_is_not_called_exact_where_draws_fill_what_is_open():
    text = OPEN.replace("offers: {fee: 500}", "requires: fee >= 480")
    told = " ".join(str(ly.why(ly.analyse(load_text(text)), "deal-A")).split())
    assert "nothing is sampled" not in told
    assert "draws a party" in told
