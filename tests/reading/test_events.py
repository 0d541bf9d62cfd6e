"""Events: who takes part, whom it is directed at, where, and whether it has happened."""

from datetime import date

import events as scoring
import pytest

from lastyard.reading import Document, read


def told(text):
    return [
        (e.type, e.participants, e.target, e.place, e.status)
        for e in read(Document.from_text(text)).events
    ]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        # where a visit goes to is no participant, whom it is paid to is
        ("Rolf Ames visited Kestrel Bay.", ("visit", ("Rolf Ames",), (), "Kestrel Bay", "occurred")),
        ("During a trip to Kestrel Bay, Rolf Ames spoke.",
         ("visit", ("Rolf Ames",), ("Rolf Ames",), "Kestrel Bay", "occurred")),
        # months are no places
        ("Rolf Ames held talks with Ida Brand in May.",
         ("talks", ("Rolf Ames", "Ida Brand"), ("Ida Brand",), None, "occurred")),
        # passive voice: the doer stands after *by*, the subject is the target
        ("Ida Brand was arrested by Kestrel on Monday.",
         ("coercion", ("Kestrel",), ("Ida Brand",), None, "occurred")),
        ("Sanctions were imposed on Kestrel by Ames.",
         ("sanction", ("Ames",), ("Kestrel",), None, "occurred")),
        # a verb that says little, and its noun
        ("Kestrel gave Brand a loan.", ("aid", ("Kestrel",), ("Brand",), None, "occurred")),
        ("Rolf Ames turned down the plan.", ("refusal", ("Rolf Ames",), (), None, "occurred")),
        # not yet, and not
        ("Rolf Ames is to visit Kestrel.", ("visit", ("Rolf Ames",), (), "Kestrel", "expected")),
        ("Rolf Ames and Ida Brand failed to reach a deal.",
         ("agreement", ("Rolf Ames", "Ida Brand"), (), None, "denied")),
    ],
)  # fmt: skip
def test_kinds(text, event):
    assert event in told(text)


def test_a_verb_is_no_noun():
    assert [e[0] for e in told("Rolf Ames used his veto to stop the bill.")] == ["veto"]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Kestrel imposed a curfew.", "SANCTION"),
        ("Kestrel said it would impose a curfew.", "THREATEN"),
        ("Kestrel said it was ready to release Ida Brand.", "AGREE"),
        ("Rolf Ames said that Kestrel must release Ida Brand.", "DEMAND"),
    ],
)
def test_what_is_announced_is_no_deed(text, category):
    assert category in [e.plover for e in read(Document.from_text(text)).events]


@pytest.mark.parametrize("name", scoring.SETS)
def test_own_sentences(name):
    counts = scoring.score(name)
    shares = {what: right / of for what, (right, of) in counts.items()}
    assert shares["type"] >= 0.95
    assert shares["precision"] >= 0.8
    assert min(shares[what] for what in ("participants", "place", "status", "target")) >= 0.85


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        ("Since 11 March talks with Arden have stalled.", ("Arden",)),
        ("Moor met Pell on 11 March.", ("Moor", "Pell")),
        ("Moor met Pell in September.", ("Moor", "Pell")),
        ("Since 11 May talks with Arden have stalled.", ("Arden",)),
        ("May met Pell in Halm on 11 March.", ("May", "Pell")),
        ("A truce of 30 days was agreed by Moor.", ("Moor",)),
        ("The 12 members met Moor.", ("The 12 members", "Moor")),
        ("Ada March met Moor.", ("Ada March", "Moor")),
    ],
)
def test_a_day_or_a_number_takes_no_part(text, participants):
    document = Document.from_text(text, date=date(2026, 3, 18))
    assert [e.participants for e in read(document).events] == [participants]
