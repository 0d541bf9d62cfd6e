# ruff: noqa: RUF001 - typographic marks are what these tests are about
"""Turns of interviews, hearings and meeting records."""

from __future__ import annotations

import pytest

from lastyard.drafting.drafts import draft
from lastyard.reading import Document, PartyNames, Reading, Statement, read
from lastyard.reading.segments import find_labels


def _read(text: str, **parties: tuple[str, ...]) -> Reading:
    table = [PartyNames(party, words) for party, words in parties.items()]
    return read(Document.from_text(text), parties=table)


def _told(reading: Reading) -> list[tuple[str, str]]:
    """Speakers and first words of the turns."""
    return [(s.speaker, s.quote.exact[:12]) for s in reading.statements if _is_turn(s)]


def _is_turn(statement: Statement) -> bool:
    return statement.kind == "direct" and statement.cue is None and bool(statement.verbatim)


INTERVIEW = """Ada Moor, Westland's envoy to the strait talks, spoke to the Port Elder Herald.

Q: Will Westland sign the treaty?

A: I think we will sign it if the pilots leave. We have always said that the fees are fair.

They are not the only issue, of course. I want a calm summer.

Q: Do you believe that Northia will agree?

A: It must. My deputy says that its fleet is idle.

This interview was edited for length. Moor said later that she had been tired.
"""


def test_answers_are_the_interviewed_person_s() -> None:
    reading = _read(INTERVIEW, westland=("Westland", "Ada Moor"))
    turns = [s for s in reading.statements if _is_turn(s)]
    assert [s.speaker for s in turns] == ["Q", "Ada Moor", "Ada Moor", "Q", "Ada Moor"]
    assert turns[1].party == "westland"
    assert turns[1].quote.exact.startswith("I think we will sign")
    assert turns[2].continues == turns[1].id
    assert turns[1].verbatim[0].start == turns[1].quote.start


def test_i_and_we_in_a_turn_are_its_speaker_s() -> None:
    reading = _read(INTERVIEW)
    inner = {s.quote.exact: s for s in reading.statements if s.kind == "indirect"}
    attitude = inner["we will sign it if the pilots leave"]
    assert (attitude.speaker, attitude.group, attitude.verb) == ("Ada Moor", "attitude", "think")
    assert inner["the fees are fair"].speaker == "Ada Moor"
    assert inner["its fleet is idle"].speaker == "My deputy"
    turn = next(s for s in reading.statements if s.quote.exact.startswith("I think"))
    assert attitude.within == turn.id


def test_the_report_s_own_words_end_the_last_turn() -> None:
    reading = _read(INTERVIEW)
    last = [s for s in reading.statements if _is_turn(s)][-1]
    assert last.quote.exact.endswith("its fleet is idle.")
    outside = next(s for s in reading.statements if s.quote.exact == "she had been tired")
    assert (outside.speaker, outside.within) == ("Ada Moor", None)


def test_questions_are_read_but_are_no_drafts_for_a_case() -> None:
    document = Document.from_text(INTERVIEW)
    assert [s.speaker for s in read(document).statements if s.group == "question"] == ["Q", "Q"]
    speakers = {d.statement.speaker for d in draft(document).drafts}
    assert speakers == {"Ada Moor", "My deputy"}


def test_meeting_records_name_offices_and_countries() -> None:
    text = """President: Ms. Orla Bell ......... (Bextra)

The meeting was called to order at 10.05 a.m.

The President: I now give the floor to the representative of Northia.

Mr. Harko (Northia) (spoke in French): I thank you, Madam President. We reject the report.

The Council must act before June.

Ms. Moor (Westland): We regret that our colleague left the room.

The meeting rose at 11 a.m.
"""
    reading = _read(text, bextra=("Bextra",), northia=("Northia",), westland=("Westland",))
    turns = [s for s in reading.statements if _is_turn(s)]
    assert [(s.speaker, s.party) for s in turns] == [
        ("Orla Bell", "bextra"),
        ("Harko", "northia"),
        ("Harko", "northia"),
        ("Moor", "westland"),
    ]
    act = next(s for s in reading.statements if s.kind == "act")
    assert (act.speaker, act.party, act.verb) == ("Harko", "northia", "reject")


@pytest.mark.parametrize(
    "text",
    [
        "Ada Moor: We will sign it.\n\nOrla Bell: You said so in May.\n\nAda Moor: I did not.",
        "ADA MOOR: We will sign it.\nORLA BELL: You said so in May.\nADA MOOR: I did not.",
        "**Ada Moor:** We will sign it.\n\n**Orla Bell:** You said so in May.\n\n"
        "**Ada Moor**: I did not.",
        "((Ada Moor)) We will sign it.\n\n((Orla Bell)) You said so in May.\n\n"
        "((Ada Moor)) I did not.",
        "[00:01:05] Ada Moor: We will sign it.\n[00:01:20] Orla Bell: You said so in May.\n"
        "[00:02:00] Ada Moor: I did not.",
        "Ada Moor (Port Elder): We will sign it.\n\nOrla Bell (Lerrick): You said so in May.\n\n"
        "Ada Moor: I did not.",
        "Ada Moor:\nWe will sign it.\n\nOrla Bell:\nYou said so in May.\n\nAda Moor:\nI did not.",
    ],
)
def test_forms_of_label(text: str) -> None:
    told = [(speaker.title(), words) for speaker, words in _told(_read(text))]
    assert told == [
        ("Ada Moor", "We will sign"),
        ("Orla Bell", "You said so "),
        ("Ada Moor", "I did not."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Moor -- We will sign it.\n\nMs. Bell -- You said so.\n\nMr. Moor -- I did not.",
        "Mr. MOOR. We will sign it.\n\nMs. BELL. You said so.\n\nMr. MOOR. I did not.",
        "Moor (Left). – We will sign it.\n\nBell (Right). – You said so.\n\n"
        "Moor (Left). – I did not.",
        "Chairman MOOR. We will sign it.\n\nMs. BELL. You said so.\n\nChairman MOOR. I did not.",
        "Moor: We will sign it.\nBell: You said so.\nMoor: I did not.\nBell: You did, sir.",
    ],
)
def test_forms_with_a_surname_alone(text: str) -> None:
    speakers = [speaker.title() for speaker, _ in _told(_read(text))]
    assert speakers[:3] == ["Moor", "Bell", "Moor"]


def test_questions_without_a_colon() -> None:
    text = (
        "SECRETARY MOOR:  We will sign it.\n\n     Q    When will you sign?\n\n"
        "     SECRETARY MOOR:  I said so in May.\n\n     Q    You did it?\n"
    )
    turns = [s for s in _read(text).statements if _is_turn(s)]
    assert [s.group for s in turns] == ["speech", "question", "speech", "question"]


def test_numbered_speakers() -> None:
    text = "Speaker 1: I will sign.\nSpeaker 2: Will you sign today?\nSpeaker 1: We will see.\n"
    assert [who for who, _ in _told(_read(text))] == ["Speaker 1", "Speaker 2", "Speaker 1"]


def test_initials_and_surnames_are_joined_to_the_full_name() -> None:
    text = (
        "Ada Moor talked to our reporter Orla Bell.\n\nOB: Will you sign?\n\nAM: We will.\n\n"
        "OB: Are you sure?\n\nAM: I am quite sure.\n"
    )
    turns = [s for s in _read(text).statements if _is_turn(s)]
    assert [(s.speaker, s.group) for s in turns] == [
        ("Orla Bell", "question"),
        ("Orla Bell", "question"),
        ("Ada Moor", "speech"),
    ]


def test_members_questions_in_a_sitting_are_theirs() -> None:
    text = (
        "Ms. Bell: Will the minister sign? We need to know.\n\nMr. Moor: I will.\n\n"
        "Ms. Carr: Why has he not told us?\n\nMr. Moor: I have told you in May.\n"
    )
    assert not [s for s in _read(text).statements if s.group == "question"]


@pytest.mark.parametrize(
    "text",
    [
        "Note: we print no letters without names.\n\nNote: you can write to us.\n",
        "PORT ELDER: We are told that talks failed.\n\nThe demands are: lower fees for us.\n",
        "Moor: the man who would be king\n\nThe talks failed. We do not know why.\n",
        "From: Ada Moor\nTo: Orla Bell\nSubject: Your letter\n\nI thank you for your letter.\n",
        "10:30: We arrive.\n\n11:15: We leave.\n\n12:00: You sleep.\n",
        "Price: we ask 30 crowns.\nDelivery: we send it to you.\nPrice: 40 for you.\n"
        "Delivery: to our office.\n",
        "Westland: lower fees.\nNorthia: more pilots.\nWestland: a new treaty.\n",
        "Ada Moor: a doctor who came late to politics.\n\nOrla Bell: her rival since school.\n",
        "The plan has three parts.\n\nFirst: we wait. Second: we talk.\n\nThird: you decide.\n",
        "PORT ELDER — We are told that talks failed.\n\nLERRICK — You may wonder why.\n",
    ],
)
def test_colons_of_other_text_are_no_turns(text: str) -> None:
    assert find_labels(text) == ()
    assert not [s for s in _read(text).statements if _is_turn(s)]


def test_a_label_before_quotation_marks_leaves_the_quotation_to_its_marks() -> None:
    text = "Ada Moor: “We will sign it today.”\n\nOrla Bell: “You said so in May already.”\n"
    reading = _read(text)
    assert [q.speaker for q in reading.quotations] == ["Ada Moor", "Orla Bell"]
    assert len(reading.statements) == 2


UNMARKED = """Interview with harbour pilot Ada Moor

Ada Moor has guided ships into Port Elder for thirty years.

How did you begin?

I was a deckhand. I think the sea chose me.

You have never left.

We never do. My brother says that pilots are born old.

Moor on the new pier. Photo: Orla Bell

Do you like the new pier?

It is a fine pier. I would have built it elsewhere.

Will you retire?

I will, in May.

Ada Moor spoke to us on Friday.
"""


def test_interviews_without_names_tell_who_i_is() -> None:
    reading = _read(UNMARKED)
    assert not [s for s in reading.statements if _is_turn(s)]  # whole answers are not guessed
    inner = [(s.speaker, s.quote.exact) for s in reading.statements if s.kind == "indirect"]
    assert inner == [("Ada Moor", "the sea chose me"), ("My brother", "pilots are born old")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Interview with harbour pilot Ada Moor", "A harbour pilot's life"),  # not called one
        ("Interview with harbour pilot Ada Moor", "Interview with Ada Moor and Orla Bell"),
        ("Do you like the new pier?", "The pier is new."),
        ("Will you retire?", "She will retire."),
    ],
)
def test_other_texts_are_no_interviews_without_names(old: str, new: str) -> None:
    text = UNMARKED.replace(old, new)
    if new.endswith("Bell"):
        text = text.replace("Ada Moor has", "The paper talked to Orla Bell. Ada Moor has")
    inner = {s.quote.exact: s.speaker for s in _read(text).statements if s.kind == "indirect"}
    assert inner["the sea chose me"] == "I"


def test_every_turn_is_verbatim() -> None:
    document = Document.from_text(INTERVIEW)
    for statement in read(document).statements:
        exact = document.text[statement.quote.start : statement.quote.end]
        assert exact == statement.quote.exact


@pytest.mark.parametrize(
    ("labels", "speakers", "asked"),
    [
        (("Second reporter", "Ms Moor"), ["Moor"], True),
        (("An unnamed official", "Ms Moor"), ["An unnamed official", "Moor"], False),
        (("Jan van der Meer", "Ada Moor"), ["Jan van der Meer", "Ada Moor"], False),
        (("van der Meer", "Moor"), ["van der Meer", "Moor"], False),
        (("Mr. al-Tayeb", "Ms. Moor"), ["al-Tayeb", "Moor"], False),
        (("Mr. al-Tayeb (Dorland) (spoke in Arabic)", "Ms. Moor"), ["al-Tayeb", "Moor"], False),
        (("Jean d'Arbois", "Ada Moor"), ["Jean d'Arbois", "Ada Moor"], False),
        (("First question", "Ms Moor"), ["Moor"], True),
        (("Another offer", "The other offer"), [], False),
    ],
)
def test_labels_with_small_words(labels, speakers, asked):
    one, other = labels
    text = f"{one}: Will we sign?\n\n{other}: I think we will.\n\n{one}: I hope so.\n\n{other}: We must."
    found = [s for s in _read(text, dorland=("Dorland",)).statements if _is_turn(s)]
    assert list(dict.fromkeys(s.speaker for s in found if s.group != "question")) == speakers
    assert any(s.group == "question" for s in found) == asked
    assert {s.party for s in found if "Tayeb" in s.speaker} <= {
        "dorland" if "Dorland" in text else None
    }


@pytest.mark.parametrize(("label", "speaks"), [("Another point", False), ("Another envoy", True)])
def test_one_of_many_things_is_no_speaker(label, speaks):
    own = ["Ada Moor: I think so.", "Pell: I see.", "Ada Moor: I hope so.", "Pell: We go."]
    text = "\n\n".join([*own, f"{label}: We must go.", *own, f"{label}: We pay."])
    names = {"Ada Moor", "Pell"} | ({label} if speaks else set())
    assert {found.name for found in find_labels(text)} == names
