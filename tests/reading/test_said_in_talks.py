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
    # more deeds, and who else does something in the sentence
    "Crews voted by 412 to 96 to reject the 4.5 percent offer.": {"union rejects: wage == 4.5"},
    "The company reiterated its offer of 4 percent.": {"line offers: {wage: 4}"},
    "The company has met the union's demand for eight crew on each night ferry.": {
        "line accepts: {crew: 8}"
    },
    "The ministry's proposal, 5.5 percent over three years, won the union's backing.": {
        "union accepts: {wage: 5.5, term: 3}"
    },
    "The seafarers' claim, originally 10 percent, now stands at 7.": {"union position: {wage: 7}"},
    "The seafarers will strike unless the line agrees to 6 percent.": {"union requires: wage == 6"},
    "The ministry's proposal of a two-year contract was dismissed as unrealistic by the line.": {
        "ministry offers: {term: 2}",
        "line rejects: term == 2",
    },
    "The union set a floor of 6 percent.": {"union requires: wage >= 6"},
    "The line offered 4 percent; the union refused.": {
        "line offers: {wage: 4}",
        "union rejects: wage == 4",
    },
    "The line offered 4 percent, which the union called an insult.": {"line offers: {wage: 4}"},
    "The union wants a rise of 8 percent over two years; the line has offered 5.": {
        "union position: {wage: 8, term: 2}",
        "line offers: {wage: 5}",
    },
    "The union originally demanded 9 percent but is now asking for 7.": {
        "union position: {wage: 7}"
    },
    "The union demanded 8 percent and later settled for 6.": {
        "union requires: wage == 8",
        "union accepts: {wage: 6}",
    },
    "The union is asking for 7 percent and the line has named a figure of 4.": {
        "union position: {wage: 7}",
        "line position: {wage: 4}",
    },
    "The union asked for 8 percent, to which the line replied that it had no money.": {
        "union position: {wage: 8}"
    },
    "The line accepts a contract of three years (letter of 6 May).": {"line accepts: {term: 3}"},
    "A rise of 4 percent has been promised by the line.": {"line offers: {wage: 4}"},
    "A rise of 4 percent was put to the meeting by the line and waved through by the ministry.": {
        "line offers: {wage: 4}",
        "ministry accepts: {wage: 4}",
    },
    "A contract of at most four years is what the union is after.": {"union requires: term <= 4"},
    "The line will not stand in the way of a contract of three years.": {"line accepts: {term: 3}"},
    "The union would be the last to accept a contract of six years.": {"union rejects: term == 6"},
    "The wage rise should not fall short of 6 percent, the union said.": {
        "union requires: wage >= 6"
    },
    "The line's offer of 4 percent was read out by the chair.": {"line offers: {wage: 4}"},
    '"I see no problem with three years," a spokesman for the line said.': {
        "line accepts: {term: 3}"
    },
    "A pause of 90 days is off the table as far as the union is concerned.": {
        "union rejects: pause == '90 days'"
    },
    "The union's leader said that if wages rose by 6 percent it would sign for four years.": {
        "union offers: {term: 4, wage: 6}"
    },
    "The union made clear that it would never accept fewer than eight crew on each night ferry.": {
        "union rejects: crew < 8"
    },
    "The two sides remain far apart: the union wants 8 percent, while the line offers 4.": {
        "union position: {wage: 8}",
        "line offers: {wage: 4}",
    },
    "The line raised its offer by half a point to 4.5 percent.": {"line offers: {wage: 4.5}"},
    '"We can do 5 percent, not a cent more," the line said.': {"line requires: wage <= 5"},
    "The contract should run for three years, the union believes.": {"union position: {term: 3}"},
    '"Eight people on every night ferry - that is not negotiable," the union said.': {
        "union requires: crew == 8"
    },
    "After a night of talks the line gave way and accepted eight crew on each night ferry.": {
        "line accepts: {crew: 8}"
    },
    "The line said it saw no reason to accept a contract of three years.": {
        "line rejects: term == 3"
    },
    "The line said it saw no reason to refuse a contract of three years.": {
        "line accepts: {term: 3}"
    },
    "The union said it would not settle for less than 6 percent.": {"union rejects: wage < 6"},
    '"Four and a half percent is not enough for people who work nights," the union said.': {
        "union rejects: wage == 4.5"
    },
    "The ministry has proposed 5 percent over three years, a plan both sides are studying.": {
        "ministry offers: {wage: 5, term: 3}"
    },
    "The union wants 8 percent, the line 4.": {
        "union position: {wage: 8}",
        "line position: {wage: 4}",
    },
}


NOTES = {
    "Management: 4 pct max, two years ok": {"line requires: wage <= 4", "line accepts: {term: 2}"},
    "Seafarers (Brand): 5% ok, not more.": {"union accepts: {wage: 5}"},
    "ok with 3-year contract. /Union": {"union accepts: {term: 3}"},
    "6 years not feasible - Seafarers": {"union rejects: term == 6"},
    "Wage: union 8 pct, line no more than 4": {
        "union position: {wage: 8}",
        "line requires: wage <= 4",
    },
    "Line: 4 percent. Union: 7 percent.": {"line position: {wage: 4}", "union position: {wage: 7}"},
    "wage 7 min, says the union chat": {"union requires: wage >= 7"},
    "Union to mediator: 4% is dead": {"union rejects: wage == 4"},
    "Crews: can't do 6 years": {"union rejects: term == 6"},
    "Union: 3 pct, no": set(),
    "Note: 5% ok": set(),
    "The talks went on all night - the union": set(),
}


@pytest.mark.parametrize("text", NOTES)
def test_notes_are_read(text):
    assert proposed(text) == NOTES[text]


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
        "The line offered 4 percent, which the union denied.",
        "The line offered 4 percent, which it later withdrew.",
        "The union will strike.",
        "The union cannot accept a pause of less than 90 days.",
        "The line has backed down on the six-year contract.",
        "It is a lie: the union accepted 4 percent.",
        "Hoax: the union accepts 4 percent.",
        "The line is offering 4 percent now and another 1 percent next year.",
        "The union believes that the line will accept 6 percent.",
        "The ministry said the line had agreed to 4 percent, something that the line denied within the hour.",
        "Whoever wants a pause of 90 days should first want boats.",
        "The union no longer insists on a three-year contract.",
    ],
)
def test_it_is_left_open(text):
    assert proposed(text) == set()
