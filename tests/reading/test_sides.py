"""Whose side a speaker is on, by the words of the parties."""

from pathlib import Path

import pytest
import yaml

from lastyard.reading import Document, PartyNames, read

DATA = Path(__file__).resolve().parents[2] / "benchmarks" / "reading" / "data"
REPORTS = yaml.safe_load((DATA / "who.yaml").read_text(encoding="utf-8"))
PARTIES = [PartyNames(name, tuple(words)) for name, words in REPORTS["parties"].items()]


def last_party(text):
    found = read(Document.from_text(text), parties=PARTIES).statements
    return [one.party for one in found if one.within is None][-1]


@pytest.mark.parametrize(("text", "party"), REPORTS["seen"], ids=lambda one: str(one)[:30])
def test_the_party_in_the_speaker_s_phrase(text, party):
    assert last_party(text) == party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("The Ambassador of Arden to Brika said the map was wrong.", "arden"),
        ("Arden's ambassador in Brika said the map was wrong.", "arden"),
        (
            "Otto Bren, the envoy of Brika, came with Arden's Vera Toll. Bren said it was late.",
            "brika",
        ),
        ("Otto Bren, the envoy of Brika, left. The envoy of Arden said it was wrong.", "arden"),
        ("A statement by Arden's foreign ministry said the map was wrong.", "arden"),
        ("Ada Moor, a member of Arden's foreign ministry, said the map was wrong.", "arden"),
        ("Ada Moor of the valley's association said the map was wrong.", "mills"),
        ("Ada Moor, the head of the valley's association, said the map was wrong.", "mills"),
        ("Ada Moor, head of the country's guild of bakers, said the map was wrong.", "guild"),
        ("Per Ode, president of the association, rejected the offer of the guild.", "mills"),
        ("The mediator between Arden and Brika, Ida Lund, said the map was wrong.", None),
        ("A critic of the guild said flour was dear.", None),
        ("The UN envoy for Arden, Ida Lund, said the map was wrong.", None),
        ("Ida Lund, a professor who has written on Arden, said the map was wrong.", None),
    ],
)
def test_who_comes_to_or_against_a_party_is_not_of_it(text, party):
    assert last_party(text) == party


def test_an_office_of_another_party_is_not_given_to_an_earlier_holder():
    text = "Ada Moor, the representative of Corso, spoke. Arden's representative rejected the map."
    (found,) = [
        one for one in read(Document.from_text(text), parties=PARTIES).statements
        if one.verb == "reject"
    ]  # fmt: skip
    assert (found.speaker, found.party) == ("Arden's representative", "arden")
