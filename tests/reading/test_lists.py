"""Lists of offers and demands under a heading that says whose they are."""

import pytest

from lastyard.reading import Document, read
from lastyard.reading.entities import PartyNames

PARTIES = (PartyNames("crew", ("crew", "deckhands")), PartyNames("line", ("shipping line",)))


def found(text):
    return [
        (s.speaker, s.party, s.verb, s.date, s.quote.exact)
        for s in read(Document.from_text(text), parties=PARTIES).statements
    ]


@pytest.mark.parametrize(
    ("heading", "speaker", "party", "verb", "day"),
    [
        ("The crew's offer of 12 March 2024:", "The crew", "crew", "offer", "2024-03-12"),
        ("The deckhands' demands:", "The deckhands", "crew", "demand", None),
        ("Demands of the deckhands:", "the deckhands", "crew", "demand", None),
        ("March 2024 demands of the deckhands:", "the deckhands", "crew", "demand", "2024-03"),
        ("Counter-offer by the shipping line (14 March 2024):", "the shipping line", "line", "offer", "2024-03-14"),
        ("The shipping line's reply:", "The shipping line", "line", "offer", None),
        ("The shipping line rejects the following:", "The shipping line", "line", "reject", None),
        ("The port council demands:", "The port council", None, "demand", None),
        ("What the crew will not accept:", "the crew", "crew", "reject", None),
        ("The crew does not accept the following:", "The crew", "crew", "reject", None),
        ("What the crew cannot live with:", "the crew", "crew", "reject", None),
        ("What the crew could live with:", "the crew", "crew", "accept", None),
        ("The shipping line is prepared to offer:", "The shipping line", "line", "offer", None),
        ("The shipping line's answer to the crew's demands:", "The shipping line", "line", "offer", None),
        ("## Demands by the deckhands", "the deckhands", "crew", "demand", None),
        ("**The crew's demands**", "The crew", "crew", "demand", None),
    ],
)  # fmt: skip
def test_each_point_is_of_the_one_whom_the_heading_names(heading, speaker, party, verb, day):
    text = f"{heading}\n\n- six weeks of leave;\n- two cooks\n  on the night watch, and\n3) no fines.\n"
    assert found(text) == [
        (speaker, party, verb, day, "six weeks of leave"),
        (speaker, party, verb, day, "two cooks\n  on the night watch"),
        (speaker, party, verb, day, "no fines"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Present:",
        "Next meeting:",
        "Agenda:",
        "We demand:",
        "Costs of the offer:",
        "It rejects:",
        "Sources: the crew's offer",
        "What the crew did not demand:",
        "The crew no longer demands:",
        "The crew rejected the line's offer:",
        "The crew's withdrawn demands:",
        "# What the crew did not offer",
    ],
)
def test_other_lists_are_nobody_s(heading):
    text = f"{heading}\n- six weeks of leave\n- two cooks\n"
    assert [one for one in found(text) if one[4] in ("six weeks of leave", "two cooks")] == []


def test_a_sentence_in_a_point_is_found_once():
    text = "The crew's demands:\n- The shipping line offered two cooks.\n- three cooks\n"
    told = found(text)
    assert ("The shipping line", "line", "offer", None, "two cooks") in told
    assert ("The crew", "crew", "demand", None, "three cooks") in told
    assert len(told) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The crew met on Monday.\nThey ask for:\n- two cooks", [("The crew", "crew", "ask for")]),
        ("Rain fell. The deckhands met on Monday.\n\nThey demand:\n- two cooks", [("The deckhands", "crew", "demand")]),
        ("The shipping line has thought again.\n\nIt offers:\n- two cooks", [("The shipping line", "line", "offer")]),
        ("The crew met the shipping line.\n\nThey ask for:\n- two cooks", []),
        ("The council met the crew.\n\nThey ask for:\n- two cooks", []),
        ("The crew rests.\n\nThe council met.\n\nThey ask for:\n- two cooks", []),
        ("Demands of the crew:\n- no fines\n\nThey ask for:\n- two cooks", [("the crew", "crew", "demand")]),
        ("The crew demands:\n- no fines\n\nThey ask for:\n- two cooks",
         [("The crew", "crew", "demand"), ("The crew", "crew", "ask for")]),
        ("They ask for:\n- two cooks", []),
        ("DECKHANDS: OUR DEMANDS\n\n- two cooks", [("DECKHANDS", "crew", "demand")]),
        ("Shipping line \u2013 our offer:\n- two cooks", [("Shipping line", "line", "offer")]),
        ("NOTE: OUR DEMANDS\n\n- two cooks", []),
    ],
)  # fmt: skip
def test_a_heading_that_goes_back_or_says_our(text, told):
    assert [one[:3] for one in found(text) if one[1] is not None or one[2] == "demand"] == told
