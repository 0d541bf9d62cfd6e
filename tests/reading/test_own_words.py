"""Letters, e-mails and position papers: what their writer says, and what it does not."""

from pathlib import Path

import pytest
import yaml

from lastyard.reading import Document, PartyNames, in_own_words, read
from lastyard.reading.own_words import writer_of

DATA = Path(__file__).resolve().parents[2] / "benchmarks" / "reading" / "data"
SAMPLE = yaml.safe_load((DATA / "letters.yaml").read_text(encoding="utf-8"))
RECORDS = yaml.safe_load((DATA / "records.yaml").read_text(encoding="utf-8"))
PARTIES = [PartyNames(name, tuple(words)) for name, words in SAMPLE["parties"].items()]


def found_in(text, by):
    writer = next(one for one in PARTIES if one.id == by)
    return in_own_words(read(Document.from_text(text), parties=PARTIES), writer, PARTIES)


@pytest.mark.parametrize("one", SAMPLE["documents"], ids=lambda one: one["kind"])
def test_what_the_writer_says_and_others_do(one):
    statements = found_in(one["text"], one["by"]).statements
    for party, words in one["said"]:
        whose = [s.party for s in statements if words in s.quote.exact]
        assert party in whose, (words, [(s.party, s.quote.exact) for s in statements])
    for words in one["never"]:
        own = [s for s in statements if words in s.quote.exact and s.party == one["by"]]
        assert not own, words


@pytest.mark.parametrize(
    ("text", "writer"),
    [
        ("HARROW MILL: OUR POSITION\n\nPay\nWe offer 4 percent.", "mill"),
        ("Harrow Mill \u2014 our answer\n\nWe offer 4 percent.", "mill"),
        ("From: Ada Moor\n\nHarrow Mill: our position\n\nWe offer 4 percent.", "crew"),
        ("Harrow Mill on our position\n\nWe offer 4 percent.", None),
        ("Pay\nHARROW MILL: OUR POSITION\n\nWe offer 4 percent.", None),
        ("HARROW MILL AND CREW: OUR POSITION\n\nWe offer 4 percent.", None),
    ],
)
def test_the_first_line_may_name_the_writer(text, writer):
    parties = (PartyNames("mill", ("Harrow Mill",)), PartyNames("crew", ("crew", "Ada Moor")))
    told = writer_of(text, parties)
    assert (told and told.id) == writer


def test_ids_are_in_order_and_links_hold():
    statements = found_in(SAMPLE["documents"][5]["text"], "norland").statements
    assert [s.id for s in statements] == [f"s{k}" for k in range(1, len(statements) + 1)]
    names = {s.id for s in statements}
    assert {s.within for s in statements} - {None} <= names


def test_a_line_of_a_list_has_the_deed_before_it():
    statements = found_in("We cannot accept:\n- a toll\n- new checks\n", "westland").statements
    assert [(s.verb, s.negated, s.quote.exact) for s in statements] == [
        ("accept", True, "a toll"),
        ("accept", True, "new checks"),
    ]


def test_quoted_replies_without_a_name_are_nobody_s():
    statements = found_in("> We reject the toll.\n\nWe accept it.\n", "westland").statements
    assert {s.quote.exact: s.party for s in statements}["the toll"] is None


def test_lines_of_a_list_are_parted_and_wrapped_lines_are_not():
    text = (
        "a) Our members will not work\non Sundays.\n"
        "b) We could accept a raise of 4 percent if the rosters are fixed.\nc) No job may be cut.\n"
    )
    told = [s.quote.exact for s in found_in(text, "westland").statements]
    assert told == [
        "Our members will not work\non Sundays.",
        "a raise of 4 percent if the rosters are fixed",
        "No job may be cut.",
    ]


@pytest.mark.parametrize("one", RECORDS["documents"], ids=lambda one: one["kind"])
def test_in_a_record_what_follows_is_the_same_speaker_s(one):
    parties = [PartyNames(name, tuple(words)) for name, words in RECORDS["parties"].items()]
    statements = read(Document.from_text(one["text"]), parties=parties).statements
    told = [(s.party, s.quote.exact) for s in statements]
    for party, words in one["said"]:
        assert party in [whose for whose, quote in told if words in quote], (words, told)
    for words in one["never"]:
        assert not [quote for _, quote in told if words in quote]
