from fractions import Fraction

import pytest

from lastyard.reading import Document, read
from lastyard.reading.coding import Claim, IssueWords, NumberScale, OptionWords, propose

ISSUES = [
    IssueWords(
        "port",
        ("port", "northern port"),
        (OptionWords("closed", ("closed", "blockade")), OptionWords("open", ("open", "reopened"))),
    ),
    IssueWords("toll", ("toll", "transit fee"), (), ordered=True),
    IssueWords(
        "truce",
        ("truce", "cease-fire"),
        (),
        numbers=NumberScale(Fraction(0), Fraction(180), Fraction(1), "days"),
    ),
    IssueWords(
        "checks", ("checks",), (OptionWords("none", ("none",)), OptionWords("joint", ("joint",)))
    ),
]


def proposals(text):
    return propose(read(Document.from_text(text)).statements[0], ISSUES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Moor said the port must be reopened.", ("port", "open", "requires")),
        ("Ada Moor rejected a blockade of the port.", ("port", "closed", "rejects")),
        ("Ada Moor refused to open the port.", ("port", "open", "rejects")),
        ("Westland offered to open the port.", ("port", "open", "offers")),
        ("Ada Moor said the port would stay open.", ("port", "open", "position")),
        ("Ada Moor said the transit fees should be lower.", ("toll", None, "wants")),
        ("Ada Moor said Westland could not live with a blockade.", ("port", "closed", "rejects")),
    ],
)
def test_issue_option_and_verb_by_the_words_of_the_case(text, expected):
    first = proposals(text)[0]
    assert (first.issue, first.option, first.verb) == expected
    assert first.rule
    assert 0 < first.confidence <= 1
    assert all(word in text for word in first.words)


def test_other_subjects_give_no_proposal():
    assert proposals("Ada Moor said the weather was fine.") == ()


@pytest.mark.parametrize(
    ("text", "verb", "claims"),
    [
        ("Ada Moor said the toll should be higher.", "wants", [("toll", "more", None)]),
        ("Ada Moor said a lower toll was out of the question.", "wants", [("toll", "more", None)]),
        (
            "Ada Moor said the toll mattered more than anything.",
            "stresses",
            [("toll", "most important", None)],
        ),
        (
            "Ada Moor demanded a truce of at least six weeks.",
            "requires",
            [("truce", ">=", "42")],
        ),
        ("The guild insists on at least 60 days.", "requires", [("truce", ">=", "60")]),
        ("Ada Moor offered at least 60 days.", "offers", [("truce", "==", "60")]),
        ("The guild raised its offer from 30 to 60 days.", "offers", [("truce", "==", "60")]),
        ("Ada Moor said yes to joint checks.", "accepts", [("checks", "==", "joint")]),
        ("Ada Moor rejected a truce of less than 60 days.", "rejects", [("truce", "<", "60")]),
        (
            "Ada Moor said a truce of less than 60 days was not acceptable.",
            "rejects",
            [("truce", "<", "60")],
        ),
        (
            "Westland offered a 30-day truce and to open the port.",
            "offers",
            [("port", "==", "open"), ("truce", "==", "30")],
        ),
        (
            "Ada Moor said the truce must last between 30 and 60 days.",
            "requires",
            [("truce", ">=", "30"), ("truce", "<=", "60")],
        ),
        ("Ada Moor said there would be no checks.", "position", [("checks", "==", "none")]),
        ("Ada Moor said they did not oppose joint checks.", "accepts", [("checks", "==", "joint")]),
        ("Ada Moor rejected any checks.", "requires", [("checks", "==", "none")]),
        (
            "Ada Moor said that leaving out joint checks would be rejected.",
            "requires",
            [("checks", "==", "joint")],
        ),
        ("Ada Moor said the plan left out joint checks.", "position", [("checks", "named", None)]),
        ("Ada Moor said the plan omitted joint checks.", "position", [("checks", "named", None)]),
        (
            "Ada Moor said they would not sign unless the port was reopened.",
            "requires",
            [("port", "==", "open")],
        ),
        (
            "Ada Moor said that the checks mattered more than the toll.",
            "ranks",
            [("checks", "ranked", None), ("toll", "ranked", None)],
        ),
    ],
)
def test_amounts_directions_conditions_and_importance(text, verb, claims):
    first = proposals(text)[0]
    assert first.verb == verb, first
    assert sorted((c.issue, c.relation, c.option) for c in first.claims) == sorted(claims)


def test_what_is_said_under_a_condition_is_not_demanded_outright():
    (only,) = proposals("Ada Moor said they would not accept a blockade without joint checks.")
    assert only.verb == "requires"
    assert only.given == (Claim("port", "==", "closed"),)
    assert only.claims == (Claim("checks", "==", "joint"),)


def test_a_choice_between_two_options_of_one_issue_is_a_preference():
    first = proposals("Ada Moor said they preferred an open port rather than a closed one.")[0]
    assert first.verb == "prefers"
    assert first.claims == (Claim("port", "==", "open"),)
    assert first.over == (Claim("port", "==", "closed"),)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Moor said 45 ships had come by on Monday.",
        "Ada Moor said the talks lasted four hours.",
        "Ada Moor said it was as it is.",
    ],
)
def test_numbers_and_small_words_alone_name_no_issue(text):
    assert proposals(text) == ()


def test_a_change_by_an_amount_is_no_level():
    found = proposals("Ada Moor said the truce should be longer by 10 days.")
    assert [(c.relation, c.option) for p in found for c in p.claims] == [("more", None)]


def test_the_words_of_the_case_are_not_read_as_wording():
    issue = IssueWords("aid", ("support",), (OptionWords("given", ("given",)),))
    statement = read(Document.from_text("Ada Moor said support would be given.")).statements[0]
    assert propose(statement, [issue])[0].verb == "position"


def test_an_undecided_option_is_left_open():
    first = proposals("Ada Moor said the port was open on Monday and closed on Friday.")[0]
    assert (first.issue, first.option) == ("port", None)


PAY = [
    IssueWords(
        "pay",
        ("pay", "wages"),
        (),
        numbers=NumberScale(Fraction(0), Fraction(20), Fraction(1), "percent"),
    ),
    IssueWords(
        "shifts",
        ("shifts",),
        (OptionWords("one driver", ("one driver",)), OptionWords("two", ("two drivers",))),
    ),
]


def pay(text):
    found = propose(read(Document.from_text(text)).statements[0], PAY)
    return [(p.verb, [(c.issue, c.relation, c.option) for c in p.claims]) for p in found]


@pytest.mark.parametrize(
    ("text", "verb", "bound"),
    [
        ("Mara Quill said they would not go back for less than 8 percent.", "rejects", "<"),
        ("Mara Quill said wages must rise by at least 8 percent.", "requires", ">="),
        ("Jonas Beck said wages could rise by no more than 8 percent.", "requires", "<="),
        ("Jonas Beck rejected more than 8 percent.", "rejects", ">"),
        ("Mara Quill said wages must rise by 8 percent.", "requires", "=="),
    ],
)
def test_a_number_may_be_a_bound(text, verb, bound):
    assert pay(text)[0] == (verb, [("pay", bound, "8")])


def test_a_number_alone_names_nothing():
    assert pay("Mara Quill said one of them had left at 8 with 5 others.") == []
    ((_, claims),) = pay("Jonas Beck called for one driver.")
    assert claims == [("shifts", "==", "one driver")]


def test_a_quotation_that_opens_with_a_condition_demands_it():
    first = proposals('"Without joint checks there is no treaty," Ada Moor said.')[0]
    assert (first.verb, first.claims) == ("requires", (Claim("checks", "==", "joint"),))


@pytest.mark.parametrize(
    ("text", "unit", "claims"),
    [
        ("a fund of at least 1,234,567.5 crowns", "crowns", [("fund", ">=", "1234567.5")]),
        ("a fund of at least 0.125 crowns", "crowns", [("fund", ">=", "0.125")]),
        ("a fund of at least 3 days", "weeks", []),
    ],
)
def test_numbers_are_written_exactly_or_not_at_all(text, unit, claims):
    scale = NumberScale(Fraction(0), Fraction(10**7), Fraction(1, 8), unit)
    fund = IssueWords("fund", ("fund",), (), numbers=scale)
    statement = read(Document.from_text(f"Ada Moor demanded {text}.")).statements[0]
    told = [(c.issue, c.relation, c.option) for p in propose(statement, [fund]) for c in p.claims]
    assert [claim for claim in told if claim[1] != "named"] == claims
