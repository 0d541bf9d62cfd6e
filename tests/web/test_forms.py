"""Changing a case by forms: what is not meant stays as it stands, and nothing is written over."""

import re

import pytest

import lastyard as ly
from lastyard.web.new import options_of

from .conftest import TALKS


def base_in(page):
    return re.search(r'name="base" value="([0-9a-f]+)"', page.text)[1]


def part(bench, **given):
    base = base_in(bench.get(f"{bench.case}/parts"))
    return bench.post(f"{bench.case}/parts", {"base": base, **given})


def said(bench, id, **given):
    """Send the form of a statement as a browser would, with some fields given anew."""
    page = bench.get(f"{bench.case}/statements/{id}")
    fields = dict(
        re.findall(r'<input type="(?:text|date)" name="(\w+)"[^>]*? value="([^"]*)"', page.text)
    )
    for name, options in re.findall(r'<select name="(\w+)">(.*?)</select>', page.text, re.S):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        first = re.search(r'<option(?: value="([^"]*)")?>([^<]*)', options)
        found = chosen or first
        fields[name] = found[2] if found[1] is None else found[1]
    fields["firmness"] = re.search(r'name="firmness" value="(\w+)" checked', page.text)[1]
    from html import unescape

    fields = {name: unescape(value) for name, value in fields.items()}
    return bench.post(f"{bench.case}/statements/{id}", {"base": base_in(page), **fields, **given})


def test_a_party_is_changed_and_all_else_stays_letter_by_letter(talks):
    done = part(
        talks,
        section="parties",
        id="firm",
        do="change",
        name="The firm",
        role="party",
        words="bosses, HQ",
        note="",
    )
    assert done.status_code == 303
    assert talks.path.read_text() == TALKS.replace(
        "firm: {name: Firm}", "firm: {name: The firm, words: [bosses, HQ]}"
    )


def test_parties_issues_rules_and_sources_are_added(talks):
    part(
        talks, section="parties", do="add", name="Labour court", role="mediator", words="", note=""
    )
    part(
        talks,
        section="issues",
        do="add",
        name="Weekly hours",
        scale="40 < 38 < 36",
        words="",
        note="",
    )
    part(
        talks,
        section="issues",
        do="add",
        name="Bonus",
        scale="0 to 4 step 0.5 %",
        words="extra",
        note="",
    )
    part(talks, section="rules", do="add", require="wage >= 6 implies shifts == 'as now'", note="")
    part(
        talks,
        section="sources",
        do="add",
        title="Press",
        publisher="Herald",
        date="2024-01-09",
        url="",
        note="",
    )
    case = ly.load(str(talks.path))
    assert [(p.id, p.role) for p in case.parties][-1] == ("labour_court", "mediator")
    assert [(i.id, i.size, i.ordered) for i in case.issues][-2:] == [
        ("weekly_hours", 3, True),
        ("bonus", 9, True),
    ] or [i.id for i in case.issues][-2:] == ["weekly_hours", "bonus"]
    assert len(case.rules) == 1
    assert case.sources[-1].date.isoformat() == "2024-01-09"
    assert "# the floor" in talks.path.read_text()


def test_a_name_is_changed_wherever_it_stands(talks):
    part(talks, section="issues", id="wage", do="rename", new="pay")
    text = talks.path.read_text()
    assert 'requires: "pay >= 8"' in text
    assert "wage" not in text.replace("Wage", "")
    assert ly.load(str(talks.path)).issues[0].id == "pay"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"section": "parties", "id": "firm", "do": "remove"}, "firm"),
        ({"section": "parties", "do": "add", "name": ""}, "needs name"),
        ({"section": "issues", "do": "add", "name": "X", "scale": "one"}, "two options or more"),
        ({"section": "issues", "do": "add", "name": "X", "scale": "0 to 4 step é"}, "step 0.5 %"),
        ({"section": "issues", "id": "wage", "do": "rename", "new": "shifts"}, "already"),
        ({"section": "parties", "id": "firm", "do": "rename", "new": ""}, "give a name"),
        ({"section": "issues", "id": "wage", "do": "rename", "new": "  "}, "give a name"),
        ({"section": "issues", "id": "wage", "do": "rename", "new": "] #"}, "cannot be the name"),
        ({"section": "rules", "do": "add", "require": "wages > 3"}, "did you mean"),
        ({"section": "sources", "do": "add", "title": "T", "date": "soon"}, "not a date"),
        ({"section": "parties", "id": "firm", "do": ""}, "choose what to do"),
    ],
)
def test_what_does_not_fit_is_told_and_not_written(talks, given, told):
    answer = part(talks, **given)
    assert answer.status_code == 422
    assert told in answer.text
    assert talks.path.read_text() == TALKS


@pytest.mark.parametrize(
    "scale",
    ["0 to 4 step", "0 to 4 step é", "0 to 4 in steps of x", "0 to 4 step -1", "0 to 4 step 0,5 %",
     "0 to 4 steps", "0 to 4 by 0.5", "0 to 1,000", "0 to 1e3", "0 to 4 step 1/3", "0 to 4.5.6",
     "0-4-8"],
)  # fmt: skip
def test_a_range_that_is_not_understood_is_no_unit(scale):
    with pytest.raises(ly.LastYardError, match=r"write a range as `0 to 10 step 0\.5 %`"):
        options_of("Wage", scale)


def test_ranges_and_options_as_they_are_typed():
    assert options_of("Wage", "0 to 4 step 0.5 % a year")["unit"] == "% a year"
    assert options_of("Wage", "0-4 steppe ponies") == {
        "range": [0, 4], "step": 1, "unit": "steppe ponies",
    }  # fmt: skip
    assert options_of("Hours", "0-4, 5-8")["options"] == ["0-4", "5-8"]
    assert options_of("Hours", "0 to 4 hours < 5 to 8 hours") == {
        "options": ["0 to 4 hours", "5 to 8 hours"], "ordered": True,
    }  # fmt: skip


def test_a_form_of_an_older_text_leads_to_both(talks):
    base = base_in(talks.get(f"{talks.case}/parts"))
    theirs = TALKS.replace("wage > 2", "wage > 3")
    talks.path.write_text(theirs)
    given = {
        "section": "parties",
        "id": "firm",
        "do": "change",
        "name": "The firm",
        "role": "party",
    }
    answer = talks.post(f"{talks.case}/parts", {"base": base, **given})
    assert answer.status_code == 409
    assert talks.path.read_text() == theirs
    assert "Your changes and theirs do not touch" in answer.text
    unknown = talks.post(f"{talks.case}/parts", {"base": "0" * 64, **given})
    assert (unknown.status_code, talks.path.read_text()) == (400, theirs)


def test_a_statement_is_corrected_where_it_differs(talks):
    done = said(talks, "floor", do="change", what="wage >= 7")
    assert done.status_code == 303
    assert talks.path.read_text() == TALKS.replace('"wage >= 8"', '"wage >= 7"').replace(
        '"wage >= 7"', "wage >= 7"
    ) or talks.path.read_text() == TALKS.replace("wage >= 8", "wage >= 7")
    said(talks, "floor", do="change", firmness="floated")
    assert float(ly.load(str(talks.path)).statement("floor").firmness) == 0.15
    said(talks, "floor", do="change", verb="offers", what="wage: 6")
    statement = ly.load(str(talks.path)).statement("floor")
    assert (statement.verb, "# the floor" in talks.path.read_text()) == ("offers", True)


def test_nothing_changed_writes_nothing(talks):
    assert said(talks, "floor", do="change").status_code == 303
    assert talks.path.read_text() == TALKS


def test_a_statement_is_replaced_withdrawn_renamed_and_taken_out(talks):
    said(talks, "ceiling", do="replace", day="2024-02-01", what="wage > 5")
    case = ly.load(str(talks.path))
    new = next(s for s in case.statements if s.replaces)
    assert (new.replaces, new.on.isoformat(), new.says.condition.text) == (
        ("ceiling",),
        "2024-02-01",
        "wage > 5",
    )
    said(talks, "floor", do="withdraw", day="2024-02-02")
    assert any(s.verb == "withdraws" for s in ly.load(str(talks.path)).statements)
    said(talks, "shifts", do="rename", new="nights")
    said(talks, "nights", do="remove")
    assert "nights" not in {s.id for s in ly.load(str(talks.path)).statements}
    assert talks.path.read_text().startswith("# Talks at the harbour; this comment stays.")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"do": "withdraw"}, "give the day"),
        ({"do": "change", "what": "wages"}, "Not changed"),
        ({"do": "rename", "new": "floor"}, "already"),
        ({"do": "rename", "new": " "}, "give a name"),
        ({"do": ""}, "choose what to do"),
    ],
)
def test_a_statement_that_would_not_fit_stays_in_its_form(talks, more, told):
    answer = said(talks, "ceiling", **more)
    assert answer.status_code == 422
    assert told in answer.text
    assert talks.path.read_text() == TALKS


def test_a_vote_is_added_and_its_ballots_as_they_come(talks):
    done = part(
        talks, section="votes", do="add", name="The strike", on="2024-02-01", draft="wage: 4",
        members="anna\nben\ncora", rule="yes >= 2", ballots="anna: yes", outcome="", note="",
    )  # fmt: skip
    assert done.status_code == 303
    assert talks.path.read_text().startswith(TALKS)
    (vote,) = ly.load(str(talks.path)).votes
    assert (vote.name, vote.body.rule) == ("The strike", "yes >= 2")
    id = vote.id
    done = part(
        talks, section="votes", do="change", id=id, name="The strike", on="2024-02-01",
        ballots="anna: yes\nben: no", outcome="", note="",
    )  # fmt: skip
    assert done.status_code == 303
    assert "ballots: {anna: 'yes', ben: 'no'}" in talks.path.read_text()
    page = talks.whole(f"{talks.case}/votes")
    assert "The strike" in page.text


def test_a_vote_of_the_parties_by_their_agreement_rule(talks):
    part(
        talks, section="votes", do="add", name="The pact", on="", draft="the whole pact",
        members="", rule="", ballots="", outcome="", note="",
    )  # fmt: skip
    (vote,) = ly.load(str(talks.path)).votes
    assert (vote.name, vote.draft) == ("The pact", "the whole pact")


def test_a_vote_that_cannot_be_understood_keeps_what_was_typed(talks):
    before = talks.path.read_text()
    for given, told in (
        ({"ballots": "anna yes"}, "is no ballot"),
        ({"members": "anna", "rule": "yes >"}, "rule"),
        ({"members": "", "rule": "yes > no"}, "name who votes"),
        ({"members": "anna", "ballots": "ben: yes"}, "ben"),
        ({"members": "anna", "ballots": "anna: yes\nanna: no"}, "has two ballots"),
        ({"members": "anna", "draft": "wage: 4, wage: 5"}, "names an issue twice"),
    ):
        fields = {
            "on": "",
            "draft": "",
            "members": "",
            "rule": "",
            "ballots": "",
            "outcome": "",
            "note": "",
        }
        done = part(talks, section="votes", do="add", name="V", **{**fields, **given})
        assert done.status_code == 422
        assert told in done.text
        assert talks.path.read_text() == before


def test_ballots_with_chances_stay_when_those_of_the_form_are_cleared(talks):
    vote = (
        "votes:\n  - id: v\n    name: V\n    body: {members: [anna, ben], rule: yes > no}\n"
        "    ballots: {anna: yes, ben: {ballot: no, confidence: 0.9}}\n"
    )
    talks.path.write_text(TALKS + vote)
    fields = {
        "section": "votes",
        "do": "change",
        "id": "v",
        "name": "V",
        "on": "",
        "outcome": "",
        "note": "",
    }
    done = part(talks, **fields, ballots="")
    assert done.status_code == 303, done.text
    (vote,) = ly.load(str(talks.path)).votes
    assert [(each.member, each.ballot, float(each.confidence)) for each in vote.ballots] == [
        ("ben", "no", 0.9)
    ]


def test_whose_an_issue_is_and_for_whom_a_body_ratifies(talks):
    done = part(talks, section="parties", do="add", name="Members", role="ratifier", of="union")
    assert done.status_code == 303
    done = part(
        talks, section="issues", do="add", name="Bonus", scale="0 to 4 step 1", of="union, firm"
    )
    assert done.status_code == 303
    case = ly.load(talks.path)
    assert case.party("members").of == "union"
    assert case.issue("bonus").of == ("union", "firm")
    page = talks.get(f"{talks.case}/parts").text
    assert re.search(r'name="of"[^>]* value="union, firm"', page)
    done = part(
        talks, section="issues", id="bonus", do="change", name="Bonus", scale="0 to 4 step 1",
        words="", of="firm", note="",
    )  # fmt: skip
    assert done.status_code == 303
    assert ly.load(talks.path).issue("bonus").of == ("firm",)
    wrong = part(talks, section="parties", do="add", name="Senate", role="ratifier", of="nobody")
    assert wrong.status_code == 422


def test_an_option_that_is_written_otherwise_is_renamed_wherever_it_is_named(talks):
    fields = {"section": "issues", "id": "shifts", "do": "change", "name": "Night shifts", "of": "", "words": "", "note": ""}  # fmt: skip
    assert part(talks, **fields, scale="as now < by choice < no nights").status_code == 303
    text = talks.path.read_text()
    assert text == TALKS.replace("by choice, none]", "by choice, no nights]").replace(
        "{shifts: none}", "{shifts: no nights}"
    )
    # One more option, or another order, is no new name.
    assert part(talks, **fields, scale="as now < by choice").status_code == 422
    assert part(talks, **fields, scale="by choice < as now < no nights").status_code == 303
    assert "{shifts: no nights}" in talks.path.read_text()


def test_what_something_else_names_is_not_taken_out_and_the_page_says_why(talks):
    answer = part(talks, section="issues", id="wage", do="remove")
    assert answer.status_code == 422
    assert "cannot be taken out while something else names it" in answer.text
    assert talks.path.read_text() == TALKS


def test_forms_take_names_of_parties_issues_and_options(talks):
    part(talks, section="issues", do="add", name="Bonus", scale="0 to 4 step 1 %", of="Union, firm", words="", note="")  # fmt: skip
    part(talks, section="rules", do="add", require="Wage at least 6 % implies Night shifts is As now", note="")  # fmt: skip
    vote = {"name": "First", "on": "", "ballots": "", "outcome": "", "note": "", "members": "anna", "rule": ""}  # fmt: skip
    part(talks, section="votes", do="add", **vote, draft="Wage: 4 %, night shifts: As now")
    case = ly.load(str(talks.path))
    assert case.issues[-1].of == ("union", "firm")
    assert "wage >= 6 implies shifts == 'as now'" in talks.path.read_text()
    assert "draft:\n      wage: '4'\n      shifts: as now\n" in talks.path.read_text()


def test_what_was_changed_is_told_with_the_way_back(talks):
    done = said(talks, "floor", do="change", what="Wage at least 9 %")
    page = talks.get(done.headers["location"].partition("#")[0]).text
    assert re.search(rf'role="status">Saved. <a href="{talks.case}/history">Undo</a>', page)
    assert "wage >= 9" in talks.path.read_text()
