"""Long sentences, as news agencies write them: what describes a thing, or goes on beside it, leaves its sign alone."""

import datetime as dt

import pytest

import lastyard as ly
from lastyard.drafting.drafts import draft
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
  arms: {name: Disarmament of Sudland, options: [none, partial, full], ordered: true}
  ban: {name: Ban on night flights, options: ["no", "yes"], words: [night flights]}
  permits: {name: Permits for foreign pilots, options: ["no", "yes"]}
  fund: {name: Rebuilding fund, range: [0, 2000], step: 10, unit: billion crowns}
  pay: {name: Extra pay for pilots, range: [0, 900000], step: 1000, unit: crowns}
"""
)
TWO = ly.load_text(
    "{title: T, parties: {norland: {}, sudland: {}}, issues: {pay: {options: [low, high]}}}"
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
        # An issue of yes and no: to name it is to name the yes.
        ("The guild insists on permits for foreign pilots, as a ruling of 2011 asked for them.",
         "guild requires: permits == 'yes'"),
        ("Permits for foreign pilots will not be accepted by the guild.", "guild rejects: permits == 'yes'"),
        ("Norland has agreed to permits for foreign pilots.", "norland accepts: {permits: 'yes'}"),
        ("Norland demands that there be no permits for foreign pilots.", "norland requires: permits == 'no'"),
        ("Sudland demanded a ban on night flights.", "sudland requires: ban == 'yes'"),
        ("Norland demanded an end to the ban on night flights.", "norland rejects: ban == 'yes'"),
        ("Norland said it had dropped its objection to a pause of two weeks.",
         "norland accepts: {pause: two weeks}"),
        # A figure that another one stands against.
        ("Sudland is seeking 1,800 detainees, compared with 1,200 last year.",
         "sudland position: {detainees: 1800}"),
        # Millions of millions.
        ("Sudland is demanding at least 1.3 trillion crowns each year for the rebuilding fund.",
         "sudland requires: fund >= 1300"),
        ("Norland offered 0.2 trillion crowns for the rebuilding fund.", "norland offers: {fund: 200}"),
    ],
)  # fmt: skip
def test_the_sign_is_read(sentence, expected):
    assert expected in first_proposals(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The guild has dropped its demand that the pause last three months, two people close to it said.",
        "The guild has dropped its demand that permits for foreign pilots be issued.",
        "The guild has given up its claim of 400,000 crowns in extra pay, two people close to it said.",
        "Norland said it had no knowledge of an offer of 600 detainees.",
        "Sudland said there was no record of a three-month pause.",
        # A part of an issue's name is not yet its yes: who demands pilots may want no ban on them.
        "Norland demanded foreign pilots.",
        "Sudland rejects foreign pilots.",
        "Norland insists on night flights.",
        # What its doer did next takes it back.
        "Sudland accepted a pause of two weeks, changing its mind a day later.",
        "Sudland accepted a pause of two weeks, withdrawing its consent a day later.",
        "Sudland demanded a pause of three months, softening its line of last week.",
        "Not true: Sudland accepts a pause of two weeks.",
        "Sudland asked Norland for a yes or a no to permits for foreign pilots.",
        "Norland is to discuss permits for foreign pilots.",
        "Sudland asked how permits for foreign pilots would work.",
        "Permits for foreign pilots were on the agenda, Norland said.",
        "Norland said permits for foreign pilots were first issued in 1994.",
    ],
)
def test_no_sign_is_read(sentence):
    assert first_proposals(sentence) == set()


def test_a_partys_name_alone_names_no_issue():
    (statement,) = read(
        Document.from_text("Ada Beck said Sudland was gaining time."),
        parties=party_words(CASE),
    ).statements
    assert statement.party == "norland"
    assert proposals_for(statement, CASE) == ()


def test_both_sides_say_it_each_for_itself():
    drafting = draft(
        Document.from_text("Both sides agreed on joint patrols near the old harbour."), TWO
    )
    assert {(one.party, one.repeats) for one in drafting.drafts} == {
        ("norland", None),
        ("sudland", None),
    }


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        # A time of another thing is not the day on which this was said.
        (
            "Norland demanded 400 billion crowns, far more than the 100 billion pledged in 2009.",
            "2025-08-20",
        ),
        (
            "Norland rejected it to end a war that began in 1994, stressing that the harbour must reopen.",
            "2025-08-20",
        ),
        (
            "“We have acted in good faith,” Norland said, as it had since talks began in March.",
            "2025-08-20",
        ),
        (
            "Norland gave pilots until midnight Friday to sign, calling it a last offer.",
            "2025-08-20",
        ),
        ("Norland, which left the league in 1994, said the harbour must reopen.", "2025-08-20"),
        (
            "Pilots of the guild, on strike since early Monday, said the harbour must reopen.",
            "2025-08-20",
        ),
        ("Since Monday Norland has demanded a pause of three months.", "2025-08-18"),
        ("In 2009 the government said the harbour must reopen.", "2009"),
        ("Norland said in March that the harbour must reopen.", "2025-03"),
        ("Norland said on Tuesday that the harbour must reopen.", "2025-08-19"),
        ("In a letter of Friday Norland ruled out permits for foreign pilots.", "2025-08-15"),
        ("The harbour must reopen, Norland said in its letter of 3 March.", "2025-03-03"),
    ],
)
def test_the_day_is_that_of_the_words(sentence, day):
    document = Document.from_text(sentence, date=dt.date(2025, 8, 20))
    assert {statement.date for statement in read(document).statements} == {day}
