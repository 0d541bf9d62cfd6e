"""What is suggested for slips that people make who come from other notations."""

import pytest

from lastyard.case.diagnostics import CaseError
from lastyard.case.load import load_text

HEAD = """
title: T
parties: {union: {}, firm: {}}
issues: {wage: {range: [0, 200], step: 1}}
statements:
"""


def helps(text):
    with pytest.raises(CaseError) as told:
        load_text(text)
    return [each.help for each in told.value.diagnostics]


@pytest.mark.parametrize(
    ("condition", "meant"),
    [
        ("wage => 100", "'>='"),
        ("wage =>100", "'>='"),
        ("wage >= 5 => wage <= 9", "'implies'"),
        ("wage =< 100", "'<='"),
        ("wage <> 100", "'!='"),
        ("wage = 100", "'=='"),
    ],
)
def test_signs_of_other_notations(condition, meant):
    found = helps(f'{HEAD}  - {{id: s, party: union, on: 2015-01-01, requires: "{condition}"}}\n')
    assert any(f"write {meant}" in help for help in found)


@pytest.mark.parametrize("day", ["June 29, 2015", "29 June, 2015"])
def test_a_day_that_a_comma_cuts_in_two_is_told_as_one(day):
    found = helps(f'{HEAD}  - {{id: s, party: union, on: {day}, requires: "wage >= 5"}}\n')
    assert "a comma ends a value: write it as 2015-06-29" in found


def test_a_number_that_a_comma_cuts_in_two_is_still_a_number():
    found = helps(
        f"{HEAD}  - {{id: s, party: union, on: 2015-01-01, firmness: 0,5, offers: {{}}}}\n"
    )
    assert any("0.5" in (help or "") for help in found)


@pytest.mark.parametrize("title", [r'"T \uZZZZ"', r'"T \q"'])
def test_a_backslash_in_double_quotes(title):
    (found,) = helps(f"title: {title}\nparties: {{a: {{}}}}\nissues: {{i: {{options: [x, y]}}}}\n")
    assert found == r"""within "..." write \\ for a backslash, or use '...'"""


def test_an_open_double_quote_is_told_where_it_opens():
    with pytest.raises(CaseError) as told:
        load_text(f'{HEAD}  - id: s\n    requires: "wage >= 5\n    note: x\n')
    (found,) = told.value.diagnostics
    assert (found.help, found.place.line) == ("close this quote", 7)
