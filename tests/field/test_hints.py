"""What the help of an error says: what was probably meant, and nothing that only follows."""

import pytest

import lastyard as ly
from lastyard.case.diagnostics import CaseError
from lastyard.case.hints import help_for_day, help_for_number
from lastyard.commands.options import parse_day
from lastyard.errors import RequestError

HEAD = """title: T
parties: {a: {}, b: {}}
issues:
  wage: {range: [0, 20000], step: 1000}
  i: {options: [x, y]}
statements:
  - """


def problems(text):
    with pytest.raises(CaseError) as caught:
        ly.load_text(text)
    return [(d.code, d.place.line, d.message, d.help or "") for d in caught.value.diagnostics]


def test_a_missing_step_is_told_alone():
    (found,) = problems(
        """title: T
parties: {a: {}, b: {}}
issues:
  wage: {range: [0, 10]}
  i: {options: [x, y]}
rules: [{id: r, require: "wage >= 3"}]
statements:
  - {id: s, party: a, on: 2024-01-01, position: {wage: 3}}
  - {id: t, party: a, on: 2024-01-01, rejects: "wage < 3 and i == 'x'"}
  - {id: u, party: a, on: 2024-01-01, wants: {wage: more}}
  - {id: v, party: a, on: 2024-01-01, ranks: [wage, i]}
status_quo: {wage: 1}
votes: [{id: w, draft: {wage: 2}, body: agreement}]
"""
    )
    assert found[:2] == ("missing-key", 4)


@pytest.mark.parametrize(
    ("line", "by", "told"),
    [
        ("  north korea: {}", "{id: s, party: north korea, on: 2024-01-01, position: {i: x}}", 3),
        ("  a: {role: chair}", "{id: s, party: a, on: 2024-01-01, position: {i: x}}", 3),
    ],
)
def test_a_broken_party_is_told_alone(line, by, told):
    found = problems(
        f"title: T\nparties:\n{line}\n  b: {{}}\nissues: {{i: {{options: [x, y]}}}}\nstatements: [{by}]\n"
    )
    assert [each[1] for each in found] == [told]


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("29 June 2015", "2015-06-29"),
        ("June 29, 2015", "2015-06-29"),
        ("29th of June 2015", "2015-06-29"),
        ("Monday, 29 June 2015", "2015-06-29"),
        ("29 Jun. 2015", "2015-06-29"),
        ("29. Juni 2015", "2015-06-29"),
        ("1er juillet 2015", "2015-07-01"),
        ("3 de mayo de 2015", "2015-05-03"),
        ("29.6.2015", "2015-06-29"),
        ("2015/06/29", "2015-06-29"),
        ("20150629", "2015-06-29"),
        ("2015-6-9", "2015-06-09"),
        ("2015-06-29 10:30", "2015-06-29"),
        ("2015-06-29T10:30:00Z", "2015-06-29"),
        ("29/06/2015", "2015-06-29"),
        ("06/29/2015", "2015-06-29"),
        ("29-Jun-2015", "2015-06-29"),
        ("05/06/2015", "2015-06-05 (day first) or 2015-05-06 (month first)"),
        ("31 June 2015", "there is no such day"),
        ("2015-02-29", "there is no such day"),
        ("June 2015", "give the day, too"),
        ("2015", "give the day, too"),
        ("2015-06", "give the day, too"),
        ("yesterday", "year-month-day"),
        ("", "year-month-day"),
    ],
)
def test_a_day_is_answered_with_that_day(text, help):
    assert help in help_for_day(text)
    with pytest.raises(RequestError) as caught:
        parse_day(text)
    assert help in str(caught.value)


@pytest.mark.parametrize(
    "text", ["2024-W12-5", "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0661", "2024-03-22\n"]
)
def test_only_days_are_days(text):
    with pytest.raises(RequestError):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "share", "help"),
    [
        ("10,000", False, "write it as 10000,"),
        ("1,234,567.5", False, "write it as 1234567.5,"),
        ("10 000", False, "write it as 10000,"),
        ("10'000", False, "write it as 10000,"),
        ("1.234.567", False, "write it as 1234567,"),
        ("0,8", True, "write it as 0.8,"),
        ("12,5", False, "write it as 12.5,"),
        ("80%", True, "write it as 0.8"),
        ("80 percent", True, "write it as 0.8"),
        ("30 days", False, "write it as 30,"),
        ("€30", False, None),
        ("many", False, None),
    ],
)
def test_a_number_is_answered_with_that_number(text, share, help):
    found = help_for_number(text, share=share)
    assert found is None if help is None else found.startswith(help)


STATEMENT = "{id: s, party: a, on: 2015-01-01, "


@pytest.mark.parametrize(
    ("rest", "help"),
    [
        ("position: {wage: 10,000}}", "write 10000 without it"),
        ("position: {wage: '10,000'}}", "write it as 10000,"),
        ("requires: 'wage >= 10,000'}", "without separators: 10000"),
        ("requires: 'wage >= 10 000'}", "without separators: 10000"),
        ("requires: 'wage >= 3k'}", "in full and without a unit"),
        ("requires: 'wage >= 3%'}", "without a unit"),
        ("requires: 'wage > = 3000'}", "write '>=' without a space"),
        ("requires: \"wage > 0 if i == 'x'\"}", "`A if B` as `B implies A`"),
        ("requires: \"if i == 'x' then wage > 0\"}", "as `B implies A`"),
        ("requires: \"wage > 0 unless i == 'x'\"}", "`not B implies A`"),
        ("requires: 'wage > 0 AND wage < 5000'}", "small letters: and"),
        ("requires: 'wage between 1000 and 3000'}", "10 <= wage <= 20"),
        ("requires: 'i is x'}", "write `==`"),
        ('requires: "i == \'x"}', "close the quoted option"),
        ("positon: {wage: 3000}}", "did you mean 'position'?"),
        ("demands: 'wage > 0'}", "write 'requires' for it"),
        ("firmness: 0,8, requires: 'wage > 0'}", "write 0.8, with a point"),
        ("firmness: 80%, requires: 'wage > 0'}", "write it as 0.8"),
    ],
)
def test_the_help_says_what_was_meant_and_is_alone(rest, help):
    (found,) = problems(HEAD + STATEMENT + rest)
    assert help in found[3]


@pytest.mark.parametrize(
    ("text", "line", "help"),
    [
        (HEAD + "{id: s, party: a, date: 2015-01-01, position: {i: x}}", 7, "write 'on' for it"),
        ("title: T\nparties: {a: {}}\nissues:\n\tw: {options: [x]}\n", 4, "spaces, not tabs"),
        ("title: T\nparties: {a: {}}\nissues:\n  w:\n  \toptions: [x]\n", 5, "spaces, not tabs"),
        ('title: "T\nparties: {a: {}}\nissues: {w: {options: [x]}}\n', 1, "close this quote"),
        ("title: T\nnote: 'it's so'\nparties: {a: {}}\n", 2, "write '' for an apostrophe"),
        ("title: T\nparties: {a: {}\nissues: {w: {options: [x]}}\n", 3, "close the { of line 2"),
        ("title: @T\nparties: {a: {}}\n", 1, "begins with @ in quotes"),
        ("title: T\nparties: {a: {}}\nissues: {w: {range: [0, 10,000], step: 1}}\n", 3, "write 10000"),
        ("title: T\nparties: {a: {}}\nissues: {w: {range: 0-10, step: 1}}\n", 3, "`range: [0, 10]`"),
        ("title: T\nparties: {a: {}}\nissues: {w: {range: [0, 10], steps: 1}}\n", 3, "'step'?"),
        ("title: T\nparties: {a: {}}\nissues: {w: {option: [x, y]}}\n", 3, "'options'?"),
    ],
)  # fmt: skip
def test_the_form_of_the_file(text, line, help):
    (found,) = problems(text)
    assert found[1] == line
    assert help in found[3]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "{id: s, party: a, on: 2024-01-01, rejects: {wage: 3000, i: x}}",
            "write it as a condition: \"wage == 3000 and i == 'x'\"",
        ),
        (
            "{id: s, party: a, on: 2024-01-01, requires: {i: [x, y]}}",
            "write it as a condition, as in: \"i == 'x'\"",
        ),
        (
            "{id: s, party: a, on: 2024-01-01, offers: \"wage == 3000 and i = 'x'\"}",
            "write it as {wage: 3000, i: x}",
        ),
        ("{id: s, party: a, on: 2024-01-01, offers: wage is high}", "write it as {wage: option}"),
        (
            "{id: s, party: a, on: 2024-01-01, position: {i: x}, source: Letter of 2 May}",
            "say what it is, under the case's `sources:`, as `letter-of-2-may: {title: Letter of 2 May}`; "
            "then write `source: letter-of-2-may`",
        ),
    ],
)
def test_what_is_written_in_the_form_of_another_key_is_told_in_the_right_one(line, told):
    ((_, _, _, help),) = problems(HEAD + line + "\n")
    assert help == told
