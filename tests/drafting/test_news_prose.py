"""Long sentences, as news agencies write them: what describes a thing, or goes on beside it, leaves its sign alone."""

import pytest

import lastyard as ly
from lastyard.drafting.proposals import party_words, proposals_for
from lastyard.reading import Document, read

CASE = ly.load_text(
    """
title: Strait talks
parties:
  norland: {name: Norland, words: [Norland's government, Norlanders, Ada Beck]}
  sudland: {name: Sudland, words: [Sudlanders, Ivo Marsh]}
  guild: {name: Pilots' Guild, words: [the guild, pilots]}
issues:
  pause: {name: Pause in the fighting, options: [none, two weeks, three months], ordered: true}
  withdrawal: {name: Norland leaves the harbour, options: ["no", "yes"], ordered: true}
  detainees: {name: Detainees freed, range: [0, 3000], step: 100, unit: detainees}
  fund: {name: Rebuilding fund, range: [0, 2000], step: 10, unit: billion crowns}
  pay: {name: Extra pay for pilots, range: [0, 900000], step: 1000, unit: crowns}
"""
)


def first_proposals(sentence):
    reading = read(Document.from_text(sentence), parties=party_words(CASE))
    return {
        f"{statement.party} {coding.as_yaml()}"
        for statement in reading.statements
        for coding in proposals_for(statement, CASE)[:1]
        if coding.says is not None
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # A clause that compares an amount with another.
        ("The guild is seeking 400,000 crowns in extra pay, which is roughly twice what Norland has offered.",
         "guild position: {pay: 400000}"),
        ("Norland offered to free 600 detainees, which is half of what Sudland asked for.",
         "norland offers: {detainees: 600}"),
        # Another noun for the thing behind it.
        ("Sudland rejected a three-month pause, the chief demand of Norland and its neighbours.",
         "sudland rejects: pause == 'three months'"),
        ("Sudland accepted a pause of two weeks, the latest proposal by the mediators.",
         "sudland accepts: {pause: two weeks}"),
        # What describes the thing, or goes on beside it.
        ("Sudland rejected a three-month pause aimed at easing shortages in the port.",
         "sudland rejects: pause == 'three months'"),
        ("Norland accepted the two-week pause brokered by the islands last month.",
         "norland accepts: {pause: two weeks}"),
        ("Sudland said it is prepared to enter a three-month pause aimed at easing the country's worsening crisis.",
         "sudland offers: {pause: three months}"),
        ("Norland demanded a three-month pause in the fighting, raising hopes for talks in spring.",
         "norland requires: pause == 'three months'"),
        ("Sudland accepted a pause of two weeks, following appeals from the islands.",
         "sudland accepts: {pause: two weeks}"),
        # A subject with a word of its own.
        ("Ada Beck announced that her fighters would observe a three-month pause.",
         "norland position: {pause: three months}"),
        ("Ivo Marsh said his militia will never accept a pause of two weeks.",
         "sudland rejects: pause == 'two weeks'"),
        # Millions of millions.
        ("Sudland is demanding at least 1.3 trillion crowns each year for the rebuilding fund.",
         "sudland requires: fund >= 1300"),
        ("Norland offered 0.2 trillion crowns for the rebuilding fund.", "norland offers: {fund: 200}"),
    ],
)  # fmt: skip
def test_the_sign_is_read(sentence, expected):
    assert expected in first_proposals(sentence)
