"""A sign is read only where every word that could turn it is known; plain sentences keep theirs."""

import pytest

from lastyard.case.load import load_text
from lastyard.drafting.proposals import party_words, proposals_for
from lastyard.reading import Document, read
from lastyard.reading.accounted import could_turn, could_turn_behind, is_plainly_said

CASE = load_text("""
title: Bakers
parties: {bakers: {name: Bakers' Union, words: [the bakers]}, mill: {name: Holm Mill, words: [the mill]}}
issues:
  pay: {name: Pay rise, range: [0, 12], step: 0.5, unit: percent, words: [pay rise]}
  oven: {name: Oven, options: [old, gas], words: [oven], option_words: {old: [old oven], gas: [gas oven]}}
""")


def codes(text):
    reading = read(Document.from_text(text), parties=party_words(CASE))
    found = [coding for one in reading.statements for coding in proposals_for(one, CASE)]
    return [coding.as_yaml() for coding in found if coding.says is not None]


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        ("The bakers' delegates have unanimously", None),
        ("Arden's envoy would", None),
        ("in May they", None),
        ("of 6 crowns is", None),
        ("After a night of talks, they", None),
        ("is prepared to", None),
        ("Only a fool would", "fool"),
        ("it might", "might"),
        ("was forced to", None),
        ("was tricked to", "tricked"),
        ("After no talks at all, they", "After no talks at all,"),
        ("Relenting, they", "Relenting"),
    ],
)
def test_words_before_a_sign(words, unknown):
    assert could_turn(words) == unknown


@pytest.mark.parametrize(
    ("words", "turning"),
    [
        ("by a large majority", None),
        ("by a vote of 12 to 4, calling it a trap that nobody saw", None),
        ("on a Monday in May", None),
        ("was a slip of the tongue", "was"),
        ("which nobody signed", "which"),
        ("and wept", "wept"),
        ("mistakenly", "mistakenly"),
        # What describes a thing turns nothing, unless it takes the thing up or ends it.
        ("brokered by the islands", None),
        ("retracted by the islands", "retracted"),
        (", raising hopes for talks", None),
        (", doubting that it would hold", "doubting"),
        (", which is half of the first bid", None),
        (", which is more than it can bear", "which"),
        (", changing its mind a day later", "changing its mind a day later"),
        (", the chief demand of the port", None),
        (", the chief of the port and demands more", "demands"),
    ],
)
def test_words_behind_a_sign(words, turning):
    assert could_turn_behind(words) == turning


def test_verbs_that_hold_to_what_is_said():
    assert [verb for verb in ("say", "confirm", "joke", "dream") if is_plainly_said(verb)] == [
        "say",
        "confirm",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The bakers were lured into accepting a gas oven, their chair said.",
        "The bakers may accept a gas oven.",
        "The mill could reject a gas oven.",
        "The mill lied when it offered a gas oven.",
        "The bakers' chair joked that she would accept a gas oven.",
        "A dreamer would accept a gas oven.",
        "Half of the bakers reject a gas oven.",
        "The bakers reject a gas oven, or so the mill thinks.",
        "The mill accepted 4 percent in a letter that was forged.",
        "The mill wrongly believes that the bakers accepted a gas oven.",
        "The bakers, the mill claimed, had accepted a gas oven.",
        "The mill denies having offered a gas oven.",
        "Papers reported that the mill had accepted a gas oven.",
        "The bakers laughed when the mill offered 2 percent.",
        "The bakers want 5 percent and will not move, their chair said.",
        "The mill urged the bakers not to reject a gas oven.",
    ],
)
def test_what_could_be_turned_is_left_open(text):
    assert not [code for code in codes(text) if not code.startswith("position: {pay")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The bakers rejected the offer of 4 percent.", "rejects: pay == 4"),
        ("After a night of talks the bakers accepted 5 percent.", "accepts: {pay: 5}"),
        ("To end the strike, the mill offered 6 percent.", "offers: {pay: 6}"),
        ("The bakers, on strike since May, accepted a gas oven in May.", "accepts: {oven: gas}"),
        ("The mill's owners walked in at noon and accepted a gas oven.", "accepts: {oven: gas}"),
        ("The mill refused a gas oven, calling it a waste.", "rejects: oven == 'gas'"),
        ("The bakers voted against a gas oven by 12 votes to 4.", "rejects: oven == 'gas'"),
        ("The bakers said that they would accept 5 percent.", "accepts: {pay: 5}"),
        ("The bakers insist on a gas oven, though the mill is poor.", "requires: oven == 'gas'"),
    ],
)
def test_plain_sentences_keep_their_code(text, code):
    assert codes(text)[:1] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "The mill said it can accept every oven except the old oven.",
        "The bakers accepted all but the old oven.",
        "The bakers accepted a pay rise of 4 percent, with conditions.",
        "The mill would accept the gas oven, were it not for the pay rise.",
        "The mill hopes the bakers will accept a pay rise of 3 percent.",
    ],
)
def test_what_is_excepted_hoped_for_or_hedged_behind_gets_no_code(text):
    assert codes(text) == []


def test_a_bound_under_a_condition_is_not_lost():
    text = "The mill would not accept a pay rise above 5 percent unless the gas oven comes."
    assert not [code for code in codes(text) if "pay == 5" in code]
