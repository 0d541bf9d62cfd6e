"""Offers and demands as news tells them: by their noun, by what they hold, in the passive, in a relative clause."""

import pytest

import lastyard as ly
from lastyard.drafting.proposals import party_words, proposals_for
from lastyard.reading import Document, read

PAY = ly.load_text(
    """
title: Dock pay
parties:
  union: {name: Dockers Union, words: [the union, dockers]}
  port: {name: Port Company, words: [the company, the port]}
issues:
  pay: {name: Pay rise, range: [0, 12], step: 0.5, unit: percent}
  years: {name: Length of the contract, range: [1, 5], step: 1, unit: years}
  guards: {name: Night guards, options: [none, two, four]}
"""
)
TRUCE = ly.load_text(
    """
title: Truce
parties:
  norland: {name: Norland, words: [the government]}
  front: {name: Coastal Front, words: [the front, the rebels]}
issues:
  truce: {name: Length of the truce, range: [0, 120], step: 1, unit: days}
  prisoners: {name: Prisoners freed, range: [0, 3000], step: 50, unit: prisoners}
  troops: {name: Norland's troops leave the port, options: ["no", in stages, at once]}
  monitors: {name: Monitors, options: [none, foreign observers, joint patrols], words: [monitoring]}
  arms: {name: Disarmament of the front, options: [none, partial, full]}
"""
)

TRADE = ly.load_text(
    """
title: Trade
parties:
  kestria: {name: Kestria, words: [the Kestrian side]}
  dorland: {name: Dorland, words: [the Dorland government]}
issues:
  steel: {name: Tariff on steel, range: [0, 30], step: 1, unit: percent}
  beef: {name: Quota for beef, range: [0, 150], step: 1, unit: thousand tonnes, words: [quota]}
  digital: {name: Digital tax, options: [keep, suspend, scrap]}
  fund: {name: Rebuilding fund, range: [0, 2000], step: 10, unit: billion dollars}
  margin: {name: Margin over the base rate, range: [0, 2], step: 0.0625, unit: pct}
"""
)

WHO = ly.load_text(
    """
title: Port
parties: {norland: {}, sudland: {}}
issues:
  control: {name: Who controls the port, options: [Norland, Sudland, a joint board]}
"""
)


def first_proposals(sentence, case):
    reading = read(Document.from_text(sentence), parties=party_words(case))
    return {
        f"{statement.party} {coding.as_yaml()}"
        for statement in reading.statements
        for coding in proposals_for(statement, case)[:1]
        if coding.says is not None
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # What is said of a demand or an offer takes for granted that there is one.
        ("The union's demand for 8 percent surprised the company.", {"union requires: pay == 8"}),
        ("The union's demand for 8 percent has not changed since May.", {"union requires: pay == 8"}),
        ("The union's main demand, 8 percent, is more than twice what the company gave last year.", set()),
        ("The strike is over the dockers' demand for an 8 percent pay rise.", {"union requires: pay == 8"}),
        ("Dockers walked out in support of their demand for an 8 percent pay rise.", {"union requires: pay == 8"}),
        ("The company stood by its offer of 4 percent.", {"port offers: {pay: 4}"}),
        # ... unless it undoes or changes it, or says that it is still to come.
        ("The union's demand for 8 percent has been withdrawn.", set()),
        ("The union's demand for 8 percent has since been lowered to 6.", set()),
        ("The union's demand for 8 percent no longer stands.", set()),
        ("The union's demand for 8 percent turned into one for 6.", set()),
        ("The union's demand for 8 percent was a bargaining chip.", set()),
        ("The union's demand for 8 percent belongs to the past.", set()),
        ("The union's rejection of 4 percent was overturned by its members.", set()),
        ("The company's offer of 4 percent may come on Friday.", set()),
        ("The company's initial offer of 2 percent was rejected.", set()),
        ("The union's alleged demand for 8 percent is news to it.", set()),
        ("There is talk of the union's demand for 8 percent.", set()),
        # What an offer, a plan or a demand holds.
        ("The company's latest offer includes a 4 percent raise over three years.", {"port offers: {pay: 4, years: 3}"}),
        ("The company's final offer would raise pay by 5 percent.", {"port offers: {pay: 5}"}),
        ("The union's demands include a pay rise of 8 percent and four night guards.",
         {"union requires: pay == 8 and guards == 'four'"}),
        ("Among the union's demands are a pay rise of 8 percent and four night guards.",
         {"union requires: pay == 8 and guards == 'four'"}),
        ("A pay rise of 8 percent is among the union's demands.", {"union requires: pay == 8"}),
        ("A pay rise of 8 percent is the union's main demand.", {"union requires: pay == 8"}),
        ("The company's offer does not include night guards.", set()),
        ("The company put its offer at 4 percent.", {"port offers: {pay: 4}"}),
        ("The dockers are on strike for an 8 percent pay rise.", {"union position: {pay: 8}"}),
        # The passive, with what stands between the verb and its doer.
        ("The offer of 3 percent was rejected outright by the union.", {"union rejects: pay == 3"}),
        ("A rise of 3 percent was rejected in a vote on Monday by the dockers.", {"union rejects: pay == 3"}),
        ("A rise of 3 percent was rejected as too low by the union.", {"union rejects: pay == 3"}),
        ("A rise of 3 percent was rejected by a vote of 12 to 4.", set()),
        ("A rise of 3 percent was rejected at a meeting chaired by the company.", set()),
        ("The offer, which includes a pay rise of 3 percent, was rejected by the union.", {"union rejects: pay == 3"}),
        ("The offer, which falls short of the 8 percent it wants, was rejected by the union.", set()),
        ("The 3 percent the company offered was rejected by the union.",
         {"port offers: {pay: 3}", "union rejects: pay == 3"}),
        ("The pay rise of 3 percent that the company put forward in April has been accepted by the union.",
         {"port offers: {pay: 3}", "union accepts: {pay: 3}"}),
        ("The report that a rise of 8 percent was accepted by the company was denied.", set()),
        ("Dockers voted by 71 percent to 29 on Tuesday to reject the company's offer of 4 percent.",
         {"union rejects: pay == 4"}),
        ("The mediator said the company had raised its offer to 5.5 percent but that the union wanted two years.",
         {"port offers: {pay: 5.5}"}),
        # Why it was rejected is no part of it.
        ("The union dismissed the 3 percent offer as derisory.", {"union rejects: pay == 3"}),
        ("The union rejected the offer of 3 percent as too low.", {"union rejects: pay == 3"}),
        # What would be given for something else.
        ("The company would hire four night guards in return for a three-year contract.",
         {"port offers: {guards: four, years: 3}"}),
        ("The company would never give 8 percent.", {"port rejects: pay == 8"}),
        ("It is unclear whether the company would give 8 percent.", set()),
        # Who mocks a demand, and why something was done, say nothing against it.
        ("The company mocked the union's demand for 8 percent.", {"union requires: pay == 8"}),
        ("The company ended the union's demand for 8 percent by closing the port.", set()),
        ("The union accepted 4 percent because of a mistake in the letter.", {"union accepts: {pay: 4}"}),
        ("The union accepted 4 percent, claiming it had won.", {"union accepts: {pay: 4}"}),
        ("The union accepted 4 percent and has set up a review.", {"union accepts: {pay: 4}"}),
        ("The union accepted 4 percent and would regret it.", set()),
        ("The union accepted 4 percent but has since changed its mind.", set()),
        ("It is a fairy tale in which pigs fly and the union accepts 4 percent.", set()),
        ("The company offered 3 percent but said it was a joke.", set()),
        ("The company offered 3 percent - the union had asked for 8.",
         {"port offers: {pay: 3}", "union position: {pay: 8}"}),
        ("The company offered 3 percent, to allow talks to go on.", {"port offers: {pay: 3}"}),
        # What was done by doing something else.
        ("The union has sent a letter demanding 8 percent.", {"union requires: pay == 8"}),
        ("The union ended the talks by rejecting 3 percent.", {"union rejects: pay == 3"}),
        ("The company was accused of rejecting 8 percent.", set()),
        ("The company was tricked into accepting 8 percent.", set()),
        # Two speakers.
        ("The company, which has offered 3 percent, says the union's demands are unaffordable.",
         {"port offers: {pay: 3}"}),
        ("The union wants 8 percent; the company is prepared to pay 4.",
         {"union position: {pay: 8}", "port offers: {pay: 4}"}),
    ],
)  # fmt: skip
def test_pay(sentence, expected):
    assert first_proposals(sentence, PAY) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The rebels' main demand is that Norland's troops leave the port at once.",
         {"front requires: troops == 'at once'"}),
        ("Norland wants joint patrols, something the rebels have rejected.",
         {"norland position: {monitors: joint patrols}", "front rejects: monitors == 'joint patrols'"}),
        ("Norland has demanded a 90-day truce, a figure the rebels refused.",
         {"norland requires: truce == 90", "front rejects: truce == 90"}),
        ("Norland wants joint patrols, something the rebels have never rejected.",
         {"norland position: {monitors: joint patrols}"}),
        # What a changed demand was is no demand any more.
        ("The front has softened its demand for 1,200 prisoners and would now settle for 900.",
         {"front accepts: {prisoners: 900}"}),
        ("The front has lowered its demand for prisoners from 1,200 to 900.", {"front position: {prisoners: 900}"}),
        ("The front cut its demand of 1,200 prisoners by 300.", set()),
        ("Norland raised its offer of 500 prisoners.", set()),
        # Whether a red line is for or against it is not told by the words.
        ("The government's red line is the full disarmament of the front.", set()),
    ],
)  # fmt: skip
def test_truce(sentence, expected):
    assert first_proposals(sentence, TRUCE) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # Whose plan it is; a draft of nobody's is nobody's offer.
        ("The tariff on steel would be cut from 25 to 15 percent under a plan that Kestria presented on Wednesday.",
         {"kestria offers: {steel: 15}"}),
        ("The tariff on steel would be cut to 15 percent under a plan presented by Kestria.",
         {"kestria offers: {steel: 15}"}),
        ("Under a plan that Kestria has rejected, the tariff on steel would fall to 15 percent.", set()),
        ("Under the deal, Dorland would release 70,000 tonnes of its quota.", set()),
        ("According to the draft, Dorland would scrap the digital tax.", set()),
        # "But" may except whom it names.
        ("Everybody but Dorland accepted a quota of 70,000 tonnes.", set()),
        ("All but Dorland accepted a quota of 70,000 tonnes.", set()),
        ("Talks are slow, but Dorland accepted a quota of 70,000 tonnes.", {"dorland accepts: {beef: 70}"}),
        # Two sides in one sentence: what one does says nothing of the other.
        ("The two sides remain far apart on beef, with Kestria asking for 100,000 tonnes and Dorland offering 60,000.",
         {"kestria position: {beef: 100}", "dorland offers: {beef: 60}"}),
        ("Kestria wants 500 billion dollars and the islands are nearer to half that number.",
         {"kestria position: {fund: 500}"}),
        ("Dorland raised its offer to 70,000 tonnes but Kestria would not discuss its own needs.",
         {"dorland offers: {beef: 70}"}),
        ("Dorland offered 70,000 tonnes but Kestria did not accept.",
         {"dorland offers: {beef: 70}", "kestria rejects: beef == 70"}),
        ("Kestria accepted 70,000 tonnes but its parliament rejected the deal.", set()),
        ("A person briefed on the talks said that Dorland had raised its offer to 70,000 tonnes.",
         {"dorland offers: {beef: 70}"}),
        ("A source close to the talks said Dorland had rejected a quota of 90,000 tonnes.",
         {"dorland rejects: beef == 90"}),
        # How long something is denied is not that it is denied for good.
        ("Dorland has so far refused to go beyond 70,000 tonnes.", {"dorland rejects: beef > 70"}),
        ("Dorland has so far not accepted a quota of 70,000 tonnes.", set()),
        ("Dorland has no intention of scrapping the digital tax, its finance minister said.",
         {"dorland rejects: digital == 'scrap'"}),
        ("Kestria has long called for the digital tax to be scrapped.", {"kestria position: {digital: scrap}"}),
        # What compares, gives the reason or goes on says nothing of it.
        ("Kestria is demanding at least 300 billion dollars, significantly more than the 100 billion pledged in 2009.",
         {"kestria requires: fund >= 300"}),
        ("Dorland is unwilling to pay 300 billion dollars due to fears over its budget.", {"dorland rejects: fund == 300"}),
        ("Dorland offered a quota of 70,000 tonnes, which would start in March.", {"dorland offers: {beef: 70}"}),
        ("Dorland offered a quota of 70,000 tonnes, which was a joke.", set()),
        ("Dorland offered a quota of 70,000 tonnes, which it later withdrew.", set()),
        ("Dorland offered 70,000 tonnes, far more than the 40,000 tonnes that Kestria has now.",
         {"dorland offers: {beef: 70}"}),
        # Numbers as wires and minutes write them.
        ("Kestria wants 5/8 point over the base rate.", {"kestria position: {margin: 0.625}"}),
        ("Dorland wants a margin of 1-1/8 pct.", {"dorland position: {margin: 1.125}"}),
        ("Dorland has offered $250billion.", {"dorland offers: {fund: 250}"}),
        ("Dorland has offered 250 bln dlrs.", {"dorland offers: {fund: 250}"}),
        ("Dorland proposed that the tariff on steel be lowered in two steps to 8 percent.", {"dorland offers: {steel: 8}"}),
        ("Kestria has refused to bring the tariff on steel down past 8 percent.", {"kestria rejects: steel < 8"}),
        ("Dorland offered 70,000 tonnes to traders who have waited for 90,000 tonnes.", {"dorland offers: {beef: 70}"}),
    ],
)  # fmt: skip
def test_trade(sentence, expected):
    assert first_proposals(sentence, TRADE) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        # What "is" leaves a demand standing tells how it is seen, not that it is gone.
        "The union's demand for 8 percent is well known to be a bluff.",
        "The union's demand for 8 percent is considered dead.",
        "The union's demand for 8 percent is more or less over.",
        "The union's demand for 8 percent is down to 6.",
        "The union's demand for 8 percent is now 6.",
        "The union's demand for 8 percent is up to the judge.",
        "The union's demand for 8 percent is among the things of yesterday.",
        "The union's demand for 8 percent was put to rest.",
        "The company's offer of 4 percent is only a draft.",
        # Behind a demand, what ends it.
        "The union's demand for 8 percent made way for talks.",
        "The union's demand for 8 percent fizzled.",
        "The union's demand for 8 percent slipped to 6.",
        "The union's demand for 8 percent went out of the window.",
        "The union's demand for 8 percent has had its day.",
        "The union's demand for 8 percent was met in full.",
        "The union's demand for 8 percent would be a mistake.",
        # What another says that somebody would do.
        "The union said the company would pay 4 percent.",
        "The company would hire four night guards, the union said.",
        # Whose plan it is that would have somebody do it.
        "Under the ministry's plan, the company would pay 4 percent.",
        "Under the union's plan, the company would hire four night guards.",
        "The company would hire four night guards under a plan of the ministry.",
        # What a plan holds may be nothing.
        "The company's plan includes no night guards.",
        # How long, not what for.
        "The dockers protested for 5 years.",
        "The dockers marched for three years.",
        # The smaller part.
        "Only 20% of dockers voted to reject 4 percent.",
        "Fewer than 60% of dockers voted to reject 4 percent.",
        # What is to be done, or was said to have been done.
        "A rise of 4 percent should be rejected by the union.",
        "A rise of 4 percent was reported by a drunk to have been rejected by the union.",
        "A rise of 4 percent was wrongly said to have been rejected by the union.",
        # From what to what is no range.
        "The union raised its demand for 8 percent to 9 percent.",
        "The union softened its demand for 8 percent at 9 o'clock.",
    ],
)
def test_nothing_is_proposed_for_pay(sentence):
    assert first_proposals(sentence, PAY) == set()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The union's demand for 8 percent is still unmet.", {"union requires: pay == 8"}),
        ("The union's demand for 8 percent is considered unaffordable.", {"union requires: pay == 8"}),
        ("The union's demand for 8 percent is 3 points higher than the offer.", {"union requires: pay == 8"}),
        ("The union's demand for 8 percent is among the highest in the port.", {"union requires: pay == 8"}),
        ("The company's offer of 4 percent was put to the members on Friday.", {"port offers: {pay: 4}"}),
        ("The company said it would pay 4 percent.", {"port position: {pay: 4}"}),
        ("Under its plan, the company would pay 4 percent.", {"port offers: {pay: 4}"}),
        ("Under the company's plan, the company would pay 4 percent.", {"port offers: {pay: 4}"}),
        ("90% of dockers voted to reject 4 percent.", {"union rejects: pay == 4"}),
        ("A rise of 4 percent has been rejected by the union.", {"union rejects: pay == 4"}),
    ],
)  # fmt: skip
def test_pay_that_stands(sentence, expected):
    assert first_proposals(sentence, PAY) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # How long it went on is not what it is about.
        ("The dockers have demanded for five years a raise of 8 percent.", set()),
        ("The dockers are on strike for a three-year contract.", {"union position: {years: 3}"}),
        # How long something lasts, and not more than that.
        ("The dockers want eight pounds over three years.", {"union position: {years: 3}"}),
        ("The company offered a raise paid out over three years.", {"port offers: {years: 3}"}),
        ("The union wants 8 percent plus terms of over three years.", {"union requires: pay == 8 and years > 3"}),
        # What another does at the same time.
        ("The union rejected 4 percent and the ferry line snorted.", {"union rejects: pay == 4"}),
        ("The union accepted 4 percent, whereas the crews went on striking.", {"union accepts: {pay: 4}"}),
        # Whose plan it is.
        ("Under their plan, the dockers would hire four night guards.", {"union offers: {guards: four}"}),
        ("Pay would rise by 4 percent under the company's offer.", {"port offers: {pay: 4}"}),
        ("Pay rose by 4 percent under the company's offer.", set()),
        ("Under the deal the company would hire four night guards.", set()),
        # Where an offer was made, or what stood beside it.
        ("The offer of 3 percent, made on Friday, was rejected by the union.", {"union rejects: pay == 3"}),
        ("The offer of 3 percent, in force since May, was rejected by the union.", set()),
        # What was said to be better than what was possible is not told.
        ("The union rejected 4 percent, more than it would have accepted.", set()),
        ("The union rejected 4 percent, lower than what the crews took.", {"union rejects: pay == 4"}),
        # A demand that stands, and one that other words before it may have ended.
        ("Faced with the union's demand for 8 percent, the company closed the port.", set()),
        ("The union's demand for 8 percent is under the rate of inflation.", {"union requires: pay == 8"}),
        ("The union's demand for 8 percent is shared by the crews.", {"union requires: pay == 8"}),
        ("The union's demand for 8 percent was the reason of the strike.", {"union requires: pay == 8"}),
        ("The union's rejection of 4 percent was annulled by a court.", set()),
        ("The company pitched its offer at 4 percent.", {"port offers: {pay: 4}"}),
        # Irony.
        ("With its usual irony, the union accepted 4 percent.", set()),
        ("In his telling, the union accepted 4 percent.", set()),
    ],
)  # fmt: skip
def test_pay_beside_other_things(sentence, expected):
    assert first_proposals(sentence, PAY) == expected


UNDONE = """
raised lowered reduced cut halved doubled increased lifted revised trimmed scaled scrapped shelved replaced superseded
abandoned overtaken overturned reversed annulled voided quashed amended changed watered toned improved moderated pulled
cancelled rescinded revoked forgotten parked buried misread misunderstood exaggerated imagined denied merged split
"""


@pytest.mark.parametrize(
    "undone",
    [
        *(f"has since been {word}" for word in UNDONE.split()),
        "rose to 9", "fell to 6", "climbed to 9", "dropped to 6", "grew to 9", "went up", "came down to 6",
        "came up to 9", "gave way", "ended in May", "ran out", "faltered", "disappeared", "turned out wrong",
        "proved to be a bluff", "became one for 6", "belonged to 2019", "passed", "changed", "shifted", "petered out",
        "stopped", "expired", "sank", "shrank", "lost its point", "originated with the company", "would be absurd",
        "came off the table", "left the table", "will follow", "is expected on Friday", "is due on Friday",
        "may be presented on Friday", "can come on Friday", "is likely", "holds until Friday", "depends if ships sail",
    ],
)  # fmt: skip
def test_a_demand_that_is_gone_or_still_to_come(undone):
    assert first_proposals(f"The union's demand for 8 percent {undone}.", PAY) == set()


@pytest.mark.parametrize(
    "standing",
    [
        "has not changed", "had not moved", "is not negotiable", "has not gone away", "has never been met",
        "has never been answered", "has never been accepted", "has not been rejected", "went unanswered",
        "remained unmet", "did not please the company", "did not convince the company", "came as no surprise",
        "was no secret", "is not affordable", "is not realistic", "is not in the text", "fell short of inflation",
        "is far below inflation", "is twice the rate of inflation", "is half of that of the crews",
        "is more than the crews want", "is slightly higher than that of the crews", "is above inflation", "is too high",
        "is on the table", "is at the heart of the strike", "is called excessive",
        "was met with silence", "was made in May", "was put forward in May", "is well known", "is unchanged",
        "is one of the few", "is the biggest obstacle", "was the cause of the strike", "is a condition of peace",
    ],
)  # fmt: skip
def test_a_demand_that_stands(standing):
    assert first_proposals(f"The union's demand for 8 percent {standing}.", PAY) == {
        "union requires: pay == 8"
    }


OF_ANOTHER_TIME = """
first initial original earlier previous former old opening second third past possible potential likely expected planned
rumoured alleged supposed so-called hypothetical tentative future next conditional apparent reported implied mooted
"""


@pytest.mark.parametrize("called", OF_ANOTHER_TIME.split())
def test_an_offer_of_another_time_or_of_rumour(called):
    assert (
        first_proposals(f"The company's {called} offer of 4 percent surprised the union.", PAY)
        == set()
    )


@pytest.mark.parametrize(
    "holds",
    [
        "includes", "included", "contains", "contained", "comprises", "consists of", "called for",
        "provides for", "amounts to", "amounted to", "sets", "puts", "fixes", "proposes",
        "would bring", "would give", "would grant", "will introduce", "would add", "would provide", "would allow",
    ],
)  # fmt: skip
def test_what_an_offer_holds(holds):
    sentence = f"The company's offer {holds} a pay rise of 4 percent."
    assert {"port offers: {pay: 4}", "port position: {pay: 4}"} & first_proposals(sentence, PAY)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("put its offer at 4 percent", "port offers: {pay: 4}"),
        ("set its offer at 4 percent", "port offers: {pay: 4}"),
        ("kept its offer at 4 percent", "port offers: {pay: 4}"),
        ("left its bid at 4 percent", "port offers: {pay: 4}"),
        ("pitched its offer at 4 percent", "port offers: {pay: 4}"),
        ("fixed its demand at 4 percent", "port requires: pay == 4"),
        ("is firm at 4 percent", "port requires: pay == 4"),
        ("made demands for a pay rise of 4 percent", "port requires: pay == 4"),
        ("outlined a plan for a pay rise of 4 percent", "port offers: {pay: 4}"),
        ("would grant a pay rise of 4 percent", "port offers: {pay: 4}"),
        ("would allow a pay rise of 4 percent", "port offers: {pay: 4}"),
        ("would put its name to 4 percent", "port accepts: {pay: 4}"),
    ],
)
def test_deeds_of_the_company(said, expected):
    assert first_proposals(f"The company {said}.", PAY) == {expected}


@pytest.mark.parametrize("noun", ["offer", "bid", "price", "demand", "claim"])
@pytest.mark.parametrize(
    "changed",
    ["raised", "lowered", "cut", "reduced", "trimmed", "increased", "improved", "doubled"],
)
def test_what_was_changed_is_what_it_was(changed, noun):
    assert first_proposals(f"The company {changed} its {noun} of 4 percent.", PAY) == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "The union accepted 4 percent in a letter that is forged.",
        "The union accepted 4 percent in letters that are forged.",
        "The union accepted 4 percent in letters that were forged.",
    ],
)
def test_a_forged_letter_is_no_offer(sentence):
    assert first_proposals(sentence, PAY) == set()


@pytest.mark.parametrize("how", ["spread", "spread out", "phased in", "staggered", "paid out"])
def test_over_three_years_is_how_long_it_lasts(how):
    assert first_proposals(f"The company offered a raise {how} over three years.", PAY) == {
        "port offers: {years: 3}"
    }


def test_an_issue_may_ask_who():
    said = "Norland says who controls the port must be settled first."
    (statement,) = read(Document.from_text(said), parties=party_words(WHO)).statements
    assert [coding.issue for coding in proposals_for(statement, WHO)] == ["control"]
