import pytest

from lastyard.reading import Document, read
from lastyard.reading.coding import IssueWords, OptionWords, propose

ISSUES = [
    IssueWords(
        "port",
        ("port", "northern port"),
        (OptionWords("closed", ("closed", "blockade")), OptionWords("open", ("open", "reopened"))),
    ),
    IssueWords("toll", ("toll", "transit fee"), ()),
]


def proposals(text):
    return propose(read(Document.from_text(text)).statements[0], ISSUES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Moor said the port must be reopened.", ("port", "open", "requires")),
        ("Ada Moor rejected a blockade of the port.", ("port", "closed", "rejects")),
        ("Ada Moor refused to open the port.", ("port", "open", "refuses")),
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


def test_direction_is_given_with_wants():
    assert proposals("Ada Moor said the toll should be higher.")[0].direction == "more"


def test_an_undecided_option_is_left_open():
    first = proposals("Ada Moor said the port was open on Monday and closed on Friday.")[0]
    assert (first.issue, first.option) == ("port", None)
