# ruff: noqa: RUF001 - typographic marks are what is read
"""Plain sentences of news on talks: what is proposed first for each statement of a party, and what is left open."""

import pytest

import lastyard as ly
from lastyard.drafting.proposals import party_words, proposals_for
from lastyard.reading import Document, read

CASE = ly.load_text(
    """
title: Ferry strike
parties:
  line: {name: Northern Ferry Line, words: [the line, management, the company, Management]}
  union: {name: Seafarers' Union, words: [the union, crews, the seafarers, Union]}
  ministry: {name: Ministry of Transport, words: [the ministry]}
issues:
  wage: {name: Wage rise, range: [0, 12], step: 0.5, unit: percent}
  term: {name: Length of the contract, range: [1, 6], step: 0.5, unit: years}
  crew: {name: Crew on each night ferry, range: [4, 12], step: 1, unit: people}
  pause: {name: Pause in strikes, options: [none, 30 days, 90 days]}
"""
)


def first_proposals(sentence):
    reading = read(Document.from_text(sentence), parties=party_words(CASE))
    found = []
    for statement in reading.statements:
        for coding in proposals_for(statement, CASE)[:1]:
            if coding.says is not None:
                found.append(f"{statement.party} {coding.as_yaml()}")
    return found


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # An amount before the noun of an offer, with an owner or without, active and passive.
        ("The union rejected the line's 3 percent offer.", ["union rejects: wage == 3"]),
        ("The union rejected a 3 percent offer from the line.", ["union rejects: wage == 3"]),
        ("The line's 3 percent offer was turned down by the union on Monday.", ["union rejects: wage == 3"]),
        ("The line's offer of 3 percent was turned down by the union.", ["union rejects: wage == 3", "line offers: {wage: 3}"]),
        ("The union's demand of 8 percent was rejected by the line.", ["line rejects: wage == 8", "union requires: wage == 8"]),
        ("The union called the 3 percent offer an insult.", ["union rejects: wage == 3"]),
        ("The line's offer is 3 percent.", ["line offers: {wage: 3}"]),
        ("The line's offer stands at 3 percent.", ["line offers: {wage: 3}"]),
        ("The company's final offer: 4 percent over two years.", ["line offers: {wage: 4, term: 2}"]),
        ("The union's bottom line is 6 percent.", ["union position: {wage: 6}"]),
        # A number joined to what it counts.
        ("A 30-day pause is acceptable to the union.", ["union accepts: {pause: 30 days}"]),
        ("The union proposed a two-year contract.", ["union offers: {term: 2}"]),
        # What moves.
        ("The union came down from 9 to 7 percent on Thursday.", ["union position: {wage: 7}"]),
        ("The company doubled its offer to 6 percent.", ["line offers: {wage: 6}"]),
        ("Management is standing firm at 3 percent.", ["line position: {wage: 3}"]),
        ("The line will pay 4 percent, but not 5.", ["line offers: {wage: 4}"]),
        ("The union will not sign for less than 6 percent.", ["union rejects: wage < 6"]),
        ("The crews need 6 percent, nothing less.", ["union requires: wage >= 6"]),
        ("The line offered 3 percent, but the union rejected the offer.", ["line offers: {wage: 3}", "union rejects: wage == 3"]),
        ("The line offered 3 percent and the union rejected the offer of the ministry.", ["line offers: {wage: 3}"]),
        ("The line offered 3 percent on Monday. The union rejected the offer.", ["line offers: {wage: 3}", "union rejects: wage == 3"]),
        ("The union demanded 8 percent. Management rejected the demand.", ["union requires: wage == 8", "line rejects: wage == 8"]),
        ("The line offered 3 percent. The ministry proposed 5 percent. The union rejected the offer.", ["line offers: {wage: 3}", "ministry offers: {wage: 5}"]),
        ("The line offered 3 percent.\n\nThe union rejected the offer.", ["line offers: {wage: 3}"]),
        ("The line offered 3 percent if crews went back to work. The union rejected the offer.", []),
        # What somebody has said before is said.
        ('"We have said from the start that the contract must last at least 3 years," a spokeswoman for the union said.', ["union requires: term >= 3"]),
        ('"Three percent is a joke," said a spokeswoman for the union.', ["union rejects: wage == 3"]),
        ("A pay rise of 7.5 percent is being demanded by the union, whose contract ran out in May.", ["union requires: wage == 7.5"]),
        ("Union members narrowly backed a 4 percent deal on Sunday.", ["union accepts: {wage: 4}"]),
        # Two doers are two statements.
        ("The union and the line agreed on a contract of three years.", ["union accepts: {term: 3}", "line accepts: {term: 3}"]),
        ("Both the union and the line accepted a pause of 30 days.", ["union accepts: {pause: 30 days}", "line accepts: {pause: 30 days}"]),
        ("Neither the line nor the union accepted a pause of 90 days.", ["line rejects: pause == '90 days'", "union rejects: pause == '90 days'"]),
        ("Neither the line nor the ministry would hear of a pause of 90 days.", ["line rejects: pause == '90 days'", "ministry rejects: pause == '90 days'"]),
        # Ballots.
        ("Members of the union voted 61 to 39 against the 3.5 percent deal.", ["union rejects: wage == 3.5"]),
        ("Union members voted overwhelmingly to accept the 4 percent offer.", ["union accepts: {wage: 4}"]),
        # Bids and prices that move, by so much or to there.
        ("The union moved up from 4 percent to 5.", ["union position: {wage: 5}"]),
        ("The line has put a rise of 4 percent on the table.", ["line offers: {wage: 4}"]),
        # Notes without verbs.
        ("Management: 4 pct max.", ["line requires: wage <= 4"]),
        ("The union: 3 pct - no.", ["union rejects: wage == 3"]),
        ("Crews: two years ok, three years no", ["union accepts: {term: 2}", "union rejects: term == 3"]),
        ("Union position: 8 percent, two years.", ["union position: {wage: 8, term: 2}"]),
        # Words that only tell when, and numbers of papers.
        ("The line accepted a 30-day pause in strikes after talks that ran past midnight.", ["line accepts: {pause: 30 days}"]),
        ("Bulletin no. 14: the union calls for a rise of 9 percent.", ["union position: {wage: 9}"]),
        ("The union demanded nine trained people on each night ferry.", ["union requires: crew == 9"]),
        # A number without its unit is of what was counted before it in the sentence.
        ("The union rejected the line's offer of 3 percent and said it would not go below 6.", ["union rejects: wage == 3", "union rejects: wage < 6"]),
        ("Crews are asking for 8 percent, while management is offering no more than 3.", ["union position: {wage: 8}", "line offers: {wage: 3}"]),
        ("The line wants a five-year contract; the union wants two.", ["line position: {term: 5}", "union position: {term: 2}"]),
        ("The union dropped its demand for 9 percent and would settle for 7.", ["union accepts: {wage: 7}"]),
        # What another party accepts or rejects of it.
        ("The ministry proposed a pause of 30 days, which the line accepted.", ["ministry offers: {pause: 30 days}", "line accepts: {pause: 30 days}"]),
        ("The ministry proposed a pause of 30 days and the line accepted it.", ["ministry offers: {pause: 30 days}", "line accepts: {pause: 30 days}"]),
        ("The line offered 3 percent, but the union turned it down.", ["line offers: {wage: 3}", "union rejects: wage == 3"]),
        ("The line offered 3 percent, which the union rejected on Monday.", ["line offers: {wage: 3}", "union rejects: wage == 3"]),
    ],
)  # fmt: skip
def test_what_is_proposed(sentence, expected):
    assert sorted(first_proposals(sentence)) == sorted(expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "The line's offer is no longer 3 percent.",
        "The union's demand is not 8 percent.",
        "The union did not call the 3 percent offer an insult.",
        "Nobody called the 3 percent offer an insult.",
        "The line never went up to 5 percent.",
        "The line went up to 5 percent, then withdrew the offer.",
        "Inflation came down to 3 percent.",
        "The line denied its offer was 3 percent.",
        "It is not true that the line's offer is 3 percent.",
        "The line offered 3 percent, which it later withdrew.",
        "The line's offer of 3 percent was not rejected by the union.",
        "Talks on the 3 percent offer resume at 9.",
        "The union wants two extra years on the contract.",
        "Neither the line nor the union rejected a pause of 90 days.",
        "Neither the line nor the union has ruled out a pause of 90 days.",
        "The union cut its claim by 2 points from 9.",
        "The company would not budge on the three-year contract.",
        "Ministry: how about 5 percent?",
        "The line offered an extra 2 percent.",
        '"We have never said that the contract must last 3 years," a spokeswoman for the union said.',
        '"Three percent is no joke," said a spokeswoman for the union.',
        "Note: 5 percent.",
        "The line accepted a pause of 30 days after the union said it would not.",
    ],
)
def test_what_is_left_open(sentence):
    assert first_proposals(sentence) == []


def test_what_is_accepted_is_not_that_somebody_rejected_it():
    assert first_proposals("The union rejected 3 percent and the line accepted it.") == []


def test_a_bare_number_is_of_nothing_where_two_issues_count_alike():
    case = ly.load_text(
        "title: T\nparties: {line: {words: [the line]}}\nissues:\n"
        "  wage: {name: Wage, range: [0, 12], step: 1, unit: percent}\n"
        "  bonus: {name: Bonus, range: [0, 12], step: 1, unit: percent}\n"
    )
    reading = read(
        Document.from_text("The line offered 3 percent and said it would not go above 6."),
        parties=party_words(case),
    )
    assert all(
        coding.says is None or "6" not in str(coding.says)
        for statement in reading.statements
        for coding in proposals_for(statement, case)
    )


def test_a_report_gives_each_statement_its_party_and_its_day():
    text = (
        "HALMAR, 12 November 2026 - Talks at the port broke off early on Thursday after the crews turned down a pay offer of "
        "4 percent.\n\nThe Northern Ferry Line had raised its offer from 3 percent on Tuesday. “We cannot go "
        "beyond 4 percent,” its chief executive, Lena Dahl, told reporters.\n\nThe Seafarers' Union wants 8 percent. Its "
        "leader, Jon Berg, called the offer an insult.\n\nThe ministry plans to close the port by 2030; the union will accept "
        "a contract of 3 years, Mr. Berg said.\n"
    )
    reading = read(Document.from_text(text), parties=party_words(CASE))
    found = [(s.party, s.verb, s.date) for s in reading.statements if s.verb != "plan"]
    assert found == [
        ("union", "turn down", "2026-11-12"),
        ("line", "raise offer", "2026-11-10"),
        ("line", "tell", "2026-11-12"),
        ("union", "want", "2026-11-12"),
        ("union", "call an insult", "2026-11-12"),
        ("union", "say", "2026-11-12"),
        ("union", "accept", "2026-11-12"),
    ]
    assert sorted(first_proposals(text)) == [
        "line rejects: wage > 4",
        "union accepts: {term: 3}",
        "union position: {wage: 8}",
        "union rejects: wage == 4",
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Crane Drivers' Union wants 8 percent.", "Crane Drivers' Union"),
        ("The Teachers’ Association of Halmar rejected the plan.", "Teachers’ Association of Halmar"),
        ("The Women's League accepted the plan.", "Women's League"),
        ("Halmar's Port Authority rejected it.", "Port Authority"),
        ("The workers' Jon Berg rejected the plan.", "Jon Berg"),
    ],
)  # fmt: skip
def test_members_are_part_of_the_name_of_their_body(text, speaker):
    assert [s.speaker for s in read(Document.from_text(text)).statements] == [speaker]


def test_what_the_offer_stands_for_is_told():
    text = "The line offered 3 percent on Monday. The union rejected the offer."
    offered, rejected = read(Document.from_text(text), parties=party_words(CASE)).statements
    assert (rejected.quote.exact, rejected.answers, rejected.meant) == (
        "the offer",
        offered.id,
        "3 percent on Monday",
    )
    assert (offered.answers, offered.meant) == (None, "")


@pytest.mark.parametrize("unit", ["million m3", "million m³", "million cubic metres"])
@pytest.mark.parametrize("told", ["45 million m3", "45 million m³", "45 million cubic metres"])
def test_powers_of_a_measure_in_every_spelling(unit, told):
    case = ly.load_text(
        "title: Lake\nparties: {growers: {words: [the growers]}}\n"
        f"issues: {{water: {{name: Water for the fields, range: [20, 80], step: 5, unit: {unit}}}}}\n"
    )
    (said,) = read(
        Document.from_text(f"The growers demanded {told}."), parties=party_words(case)
    ).statements
    assert proposals_for(said, case)[0].as_yaml() == "requires: water == 45"
