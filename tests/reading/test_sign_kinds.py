"""Kinds of sentences whose sign others found wrong or left open: bounds, passives, nouns, who the minister is."""

import pytest

from lastyard.case.load import load_text
from lastyard.drafting.proposals import party_words, proposals_for
from lastyard.reading import Document, read

CASE = load_text(
    """
title: Quay
parties:
  crew: {name: Crew League, words: [the crew, the league]}
  quay: {name: Quay Company, words: [the company, the quay]}
issues:
  pay: {name: Pay rise, range: [0, 10], step: 1, unit: percent}
  guards: {name: Guards, options: [day guards, night guards, no guards]}
"""
)


def proposed(text):
    found = read(Document.from_text(text), parties=party_words(CASE)).statements
    codings = [(s.party, *proposals_for(s, CASE)[:1]) for s in found]
    return {(who, one.as_yaml()) for who, *told in codings for one in told if one.says}


@pytest.mark.parametrize(
    ("text", "who", "code"),
    [
        ("The company will not go above 4 percent.", "quay", "rejects: pay > 4"),
        ("The crew won't go below 6 percent.", "crew", "rejects: pay < 6"),
        ("The company will go no higher than 4 percent.", "quay", "rejects: pay > 4"),
        ("Anything under 5 percent is a non-starter for the crew.", "crew", "rejects: pay < 5"),
        ("Night guards remain a red line for the crew.", "crew", "rejects: guards == 'night guards'"),
        ("The company bid 3 percent.", "quay", "offers: {pay: 3}"),
        ("The crew were promised day guards by the company.", "quay", "offers: {guards: day guards}"),
        ("The company's offer of 5 percent was met with silence.", "quay", "offers: {pay: 5}"),
        ("The crew's rejection of night guards came as no surprise.", "crew",
         "rejects: guards == 'night guards'"),
        ("The crew will under no circumstances accept night guards.", "crew",
         "rejects: guards == 'night guards'"),
    ],
)  # fmt: skip
def test_the_sign_is_read(text, who, code):
    assert proposed(text) == {(who, code)}


@pytest.mark.parametrize(
    "text",
    [
        "The crew would not rule out night guards.",
        "All crews did not accept night guards.",
        "A union of pensioners demanded night guards.",
        "The company can go along with everything on the list but night guards.",
        "The lifting of the crew's veto on night guards surprised them.",
        "The company's offer of 5 percent was withdrawn.",
        "The company went above 4 percent.",
        "The crew discussed night guards.",
        "The crew described night guards to the company.",
        "Nothing the company says will make the crew accept night guards.",
    ],
)
def test_the_sign_is_left_open(text):
    assert proposed(text) == set()


def test_both_doers_of_a_passive_are_told():
    text = "Night guards were proposed by the company and turned down by the crew."
    found = read(Document.from_text(text)).statements
    assert [(s.speaker, s.verb, s.quote.exact) for s in found] == [
        ("the company", "propose", "Night guards"),
        ("the crew", "turn down", "Night guards"),
    ]


@pytest.mark.parametrize("verb", ["wrote", "said", "sighed"])
def test_its_minister_is_of_what_opens_the_sentence(verb):
    text = f"The company can't accept night guards, its director {verb}."
    found = read(Document.from_text(text), parties=party_words(CASE)).statements
    assert {s.party for s in found} == {"quay"}


def test_a_night_shift_is_a_thing_and_no_time():
    text = "The firm spoke. It offered night shifts by choice."
    found = read(Document.from_text(text)).statements
    assert [(s.verb, s.quote.exact) for s in found] == [("offer", "night shifts by choice")]
