"""What is said in talks, sentence by sentence: the codes that are proposed first, and what stays open."""

import pytest

from lastyard.case.load import load_text
from lastyard.drafting.proposals import party_words, proposals_for
from lastyard.reading import Document, read

CASE = load_text(
    """
title: Ferries
parties:
  line: {name: Northern Ferry Line, words: [the line, management, the company]}
  union: {name: Seafarers' Union, words: [the union, crews, the seafarers]}
  ministry: {name: Ministry of Transport, words: [the ministry]}
issues:
  wage: {name: Wage rise, range: [0, 12], step: 0.5, unit: percent}
  term: {name: Length of the contract, range: [1, 6], step: 1, unit: years}
  crew: {name: Crew on each night ferry, range: [4, 12], step: 1, unit: people}
  pause: {name: Pause in strikes, options: [none, 30 days, 90 days]}
"""
)


def proposed(text):
    found = read(Document.from_text(text), parties=party_words(CASE)).statements
    codings = [(s.party, *proposals_for(s, CASE)[:1]) for s in found]
    return {f"{who} {one.as_yaml()}" for who, *told in codings for one in told if one.says}


SAID = {
    # what is said of a thing behind it
    "A three-year contract is fine with us, the union said.": {"union accepts: {term: 3}"},
    "Management said 7 percent was more than it could afford.": {"line rejects: wage == 7"},
    "Anything below 5 percent is a joke, the union said.": {"union rejects: wage < 5"},
    "The union said 5 percent isn't good enough.": {"union rejects: wage == 5"},
    '"Four years is the most we can give," management said.': {"line requires: term <= 4"},
    "The union said that six years was the limit.": {"union requires: term <= 6"},
    "Nothing short of 7 percent will do, the seafarers say.": {"union requires: wage >= 7"},
}


@pytest.mark.parametrize("text", SAID)
def test_what_is_said_is_proposed_first(text):
    assert proposed(text) == SAID[text]


@pytest.mark.parametrize(
    "text",
    [
        "The line said a contract of four years was fine with the ministry.",
        "The union said it is not true that 4 percent is fine.",
        "The union said 4 percent would not be unacceptable.",
        "The union said 4 percent was fine until last week.",
        "The union joked that 4 percent was fine.",
        "The union said 4 percent was fine for a line that had no money.",
    ],
)
def test_it_is_left_open(text):
    assert proposed(text) == set()
