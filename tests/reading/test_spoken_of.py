"""What is said or thought of a thing, whose a verb is across parentheses, and where that ends."""

import pytest

from lastyard.reading import Document, read


def told(text):
    return [(s.speaker, s.verb, s.quote.exact) for s in read(Document.from_text(text)).statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Moor described the ferry plan.", ("Ada Moor", "describe", "the ferry plan")),
        (
            "The mayor discussed the tolls on Friday.",
            ("The mayor", "discuss", "the tolls on Friday"),
        ),
        ("Brika's envoy lashed out at the bank.", ("Brika's envoy", "lash out at", "the bank")),
        (
            "The union accused the port of stalling.",
            ("The union", "accuse", "the port of stalling"),
        ),
        ("The council plans to sell the pier.", ("The council", "plan", "to sell the pier")),
        ("Residents disapprove of the dam.", ("Residents", "disapprove of", "the dam")),
    ],
)
def test_what_is_spoken_of_is_a_statement_without_a_sign(text, expected):
    assert told(text) == [expected]
    assert [s.left_open for s in read(Document.from_text(text)).statements] == [True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Growers and shippers in Halm say the levy, set in May, has hurt them.",
         ("Growers and shippers", "say", "the levy, set in May, has hurt them")),
        ("Data from the harbour office show that traffic fell.", ("Data", "show", "traffic fell")),
        ("Most pilots, who have seen it before, say the pier is unsafe.",
         ("Most pilots", "say", "the pier is unsafe")),
        ("The firm's website, run by Otto Penn, said the sale was off.",
         ("The firm's website", "say", "the sale was off")),
        ("Now 47% say the pier should stay.", ("47%", "say", "the pier should stay")),
        ("But some note that tolls fell.", ("some", "note", "tolls fell")),
    ],
)  # fmt: skip
def test_the_subject_of_the_sentence_across_what_stands_between(text, expected):
    assert told(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Moor told the Post and Courier of Halm on Friday that she would sign.", "she would sign"),
        ("She said voters want change.", "voters want change"),
        ("The bank reported at least six ships left port.", "at least six ships left port"),
        ("Moor denied the charges through her lawyer.", "the charges through her lawyer"),
        (
            "Moor called the levy “a tax on bread” and praised the port.",
            "the levy “a tax on bread”",
        ),
    ],
)
def test_where_what_was_said_begins_and_ends(text, words):
    assert words in [said for _, _, said in told(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The board blasted the strike, calling it a ruse.", "the strike"),
        ("The board blasted the strike and left the room.", "the strike and left the room"),
        ("The board blasted the strike and praised the nurses.", "the strike"),
        ("The board blasted the strike, which had begun on Monday.", "the strike"),
        ("The board blasted the strike because it was long.", "the strike"),
        ("The board demanded lower tolls, fewer ships and a new pier.",
         "lower tolls, fewer ships and a new pier"),
        ("The board demanded 4 percent, not more.", "4 percent, not more"),
    ],
)  # fmt: skip
def test_a_thing_ends_where_the_report_goes_on(text, words):
    assert told(text)[0][2] == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The union's rejection of a long pause came late.",
         ("union", "rejection of", "a long pause")),
        ("Its demand for 8 percent stands.", ("It", "demand for", "8 percent")),
        ("The port's refusal to sign the deal was noted.",
         ("port", "refusal to", "to sign the deal")),
        ("Brika's opposition to joint patrols has stalled the talks.",
         ("Brika", "opposition to", "joint patrols")),
    ],
)  # fmt: skip
def test_a_deed_told_by_a_noun_with_an_owner(text, expected):
    speaker, verb, words = told(text)[0]
    assert (verb, words) == expected[1:]
    assert expected[0].lower() in speaker.lower()


def test_an_offer_of_a_day_is_no_offer_of_something():
    assert told("The crew's offer of 12 March was late.") == []


def test_delegates_that_are_pledged_are_no_pledge():
    assert told("She leads by 270 pledged delegates.") == []
    assert told("A majority of pledged delegates went home.") == []
