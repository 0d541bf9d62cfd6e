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


NAMED = [
    PartyNames("supplier", ("the supplier", "supplier")),
    PartyNames("buyer", ("buyer",)),
    PartyNames("guards", ("guards",)),
    PartyNames("ostany", ("Ostany",)),
    PartyNames("kestria", ("Republic of Kestria", "Kestria")),
    PartyNames("dorland", ("Dorland",)),
    PartyNames("velmar", ("Velmar",)),
    PartyNames("bracko", ("Bracko",)),
    PartyNames("brackia", ("Brackia",)),
    PartyNames("league", ("League",)),
    PartyNames("sudan", ("Sudan",)),
    PartyNames("bank", ("Bank of Velmar",)),
    PartyNames("oro", ("Oro",)),
]


def said_by(text):
    found = read(Document.from_text(text), parties=NAMED).statements
    return [one.party for one in found if one.within is None and one.kind != "act"][-1]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("A fine for delays will not be taken by the supplier, its finance director wrote on 3 May.", "supplier"),
        ("Fines will not be taken by the supplier, its chairman confirmed.", "supplier"),
        ("No shift was left without the guards, their speaker said.", "guards"),
        ("On Sunday the supplier gave way, and its envoy said the road was open.", "supplier"),
        ("Fines are not for the supplier, Ada Moor, its director, said.", "supplier"),
        ("The supplier asked for time. Fines are wrong, its director said.", "supplier"),
        ("The supplier met the buyer. Fines are wrong, its director said.", "supplier"),
        ("Fines will not be taken by the supplier from the buyer, its director said.", None),
        ("Fines will not be taken by the supplier or the ministry, its director said.", None),
        ("Fines will not be taken by the supplier in Halm, its director said.", None),
        ("A shift was taken by the guards from workers, their speaker said.", None),
        ("No fine was agreed by the supplier with workers, its speaker said.", "supplier"),
        ("A shift was taken by the guards from a minister, their speaker said.", "guards"),
        ("Fines will not be taken by the supplier, its board said.", "supplier"),
        ("Fines were shown to Mr. Moor by the supplier, its director said.", "supplier"),
        ("Fines were shown to President Moor by the supplier, its director said.", "supplier"),
        ("Fines will not be taken by the Bank of Velmar, its director said.", "bank"),
        ("Its director said fines were wrong. The supplier waited.", None),
        ("The supplier waited.\n\nIts director said fines were wrong.", None),
        ("The supplier asked for time. The mill will close, its director said.", None),
        ("The supplier asked for time. Mills will close in Halm, its director said.", None),
        ("Fines will not be taken by the supplier, its letter said.", None),
    ],
)  # fmt: skip
def test_its_director_is_of_the_one_party_that_it_can_mean(text, party):
    assert said_by(text) == party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("The swap cannot be held at the ford, the Ostanian envoy said.", "ostany"),
        ("The Ostanian deputy foreign minister said the ford was shut.", "ostany"),
        ("Kestrian negotiators said the ford was shut.", "kestria"),
        ("The Dorlandish side said the ford was shut.", "dorland"),
        ("A Velmari delegation said the ford was shut.", "velmar"),
        ("The Velmarese government said the ford was shut.", "velmar"),
        ("The Sudanese envoy said the ford was shut.", "sudan"),
        ("The Brackian envoy said the ford was shut.", None),
        ("An Ostanian journalist said the ford was shut.", None),
        ("An Ostanian newspaper said the ford was shut.", None),
        ("A critic of the Ostanian government said the ford was shut.", None),
        ("The Ostanian and Kestrian envoys said the ford was shut.", None),
        ("The Ostanian ambassador to Kestria said the ford was shut.", "ostany"),
        ("The Kestrian envoy to the Ostanian government said the ford was shut.", "kestria"),
        ("The Leaguish side said the ford was shut.", "league"),
        ("The leaguish side said the ford was shut.", None),
        ("An Ostanian on the delegation said the ford was shut.", None),
        ("Ostanian singers and negotiators said the ford was shut.", None),
        ("The Republican envoy said the ford was shut.", None),
        ("The Guardian team said the ford was shut.", None),
        ("The Orish side said the ford was shut.", None),
        ("The Ostanoid side said the ford was shut.", None),
    ],
)
def test_an_adjective_of_origin_before_an_office_names_the_party(text, party):
    assert said_by(text) == party


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The ambassador to Kestria said the ford was shut.", "The ambassador to Kestria"),
        ("An adviser to Ada Moor said the ford was shut.", "An adviser to Ada Moor"),
        ("A spokesman for Ada Moor said the ford was shut.", "A spokesman for Ada Moor"),
        ("A spokesman for President Ada Moor said the ford was shut.", "A spokesman for President Ada Moor"),
        ("The envoy to Kestria Ada Moor said the ford was shut.", "Ada Moor"),
        ("The envoy to Kestria, Ada Moor, said the ford was shut.", "Ada Moor"),
    ],
)  # fmt: skip
def test_who_is_sent_or_speaks_for_somebody_is_not_that_one(text, speaker):
    (found,) = read(Document.from_text(text), parties=NAMED).statements
    assert found.speaker == speaker
