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


PAY = [
    IssueWords(
        "pay", ("pay", "wages"), (OptionWords("8", ("8", "8 percent")), OptionWords("5", ("5", "5 percent")))
    ),
    IssueWords(
        "shifts", ("shifts",), (OptionWords("one driver", ("one driver",)), OptionWords("two", ("two drivers",)))
    ),
]  # fmt: skip


def pay(text):
    found = propose(read(Document.from_text(text)).statements[0], PAY)
    return [(p.issue, p.option, p.verb, p.bound) for p in found]


@pytest.mark.parametrize(
    ("text", "verb", "bound"),
    [
        ("Mara Quill said they would not go back for less than 8 percent.", "rejects", "<"),
        ("Mara Quill said wages must rise by at least 8 percent.", "requires", ">="),
        ("Jonas Beck said wages could rise by no more than 8 percent.", "requires", "<="),
        ("Jonas Beck rejected more than 8 percent.", "rejects", ">"),
        ("Mara Quill said wages must rise by 8 percent.", "requires", None),
    ],
)
def test_a_number_may_be_a_bound(text, verb, bound):
    assert pay(text)[0] == ("pay", "8", verb, bound)


def test_a_number_alone_names_nothing():
    assert pay("Mara Quill said one of them had left at 8 with 5 others.") == []
    assert [p[:2] for p in pay("Jonas Beck said one driver was enough.")] == [
        ("shifts", "one driver")
    ]
