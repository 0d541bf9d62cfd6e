"""Votes of which a text tells who voted how."""

import pytest

from lastyard.reading import Document, read
from lastyard.reading.entities import PartyNames

PARTIES = (PartyNames("a", ("Arland", "Arlandic")), PartyNames("b", ("Borland",)))


def tallies(text):
    found = read(Document.from_text(text), parties=PARTIES).tallies
    return [({each.voter: each.ballot for each in one.ballots}, one.whole) for one in found]


@pytest.mark.parametrize(
    ("text", "ballots"),
    [
        (
            "The council adopted it by three votes in favour (Arland, Borland, Corland) to one against (Dorland), with one abstention (Erland).",
            {"Arland": "yes", "Borland": "yes", "Corland": "yes", "Dorland": "no", "Erland": "abstain"},
        ),
        (
            "In favour: Arland, Borland and Corland.\nAgainst: Dorland.\nAbstaining: None.\n",
            {"Arland": "yes", "Borland": "yes", "Corland": "yes", "Dorland": "no"},
        ),
        (
            "The motion passed 3-1. Ayes: Moor, Lind, Kerr; Noes: Brand; Absent: Holt.",
            {"Moor": "yes", "Lind": "yes", "Kerr": "yes", "Brand": "no", "Holt": "absent"},
        ),
        (
            "The motion failed, 1-2, with Moor voting in favor and Kerr and Brand opposed.",
            {"Moor": "yes", "Kerr": "no", "Brand": "no"},
        ),
        (
            "Roll call vote: Moor - yes, Lind - aye, Kerr - no, Holt - absent.",
            {"Moor": "yes", "Lind": "yes", "Kerr": "no", "Holt": "absent"},
        ),
        (
            "A vote was taken.\nIn favour:\nArland, Borland\nAgainst:\nDorland\n",
            {"Arland": "yes", "Borland": "yes", "Dorland": "no"},
        ),
    ],
)  # fmt: skip
def test_who_voted_how(text, ballots):
    assert tallies(text) == [(ballots, True)]


def test_whose_ballot_it_is():
    text = "Two voted in favour (the Arlandic member, Borland) and one voted against (Dorland)."
    found = read(Document.from_text(text), parties=PARTIES).tallies
    assert [(each.voter, each.party) for each in found[0].ballots] == [
        ("Arlandic member", "a"), ("Borland", "b"), ("Dorland", None),
    ]  # fmt: skip


def test_names_that_are_missing_are_told():
    text = "Adopted by nine votes in favour (Arland, Borland) to one against (Dorland)."
    assert tallies(text) == [({"Arland": "yes", "Borland": "yes", "Dorland": "no"}, False)]


@pytest.mark.parametrize(
    "text",
    [
        "There were three against (Arland, Borland).",
        "He spoke for (Some Thing) against (Others).",
        "Arguments for: It is cheap. Arguments against: It is slow.",
        "Prices: yes: 4, no: 5.",
    ],
)
def test_what_is_no_tally(text):
    assert tallies(text) == []
