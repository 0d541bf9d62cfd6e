"""Three purchases as a negotiator would code them: conditional offers, sums, bottom lines, and what screens say of them."""

import pytest

import lastyard as ly

HAULAGE = """
title: Haulage framework contract
as_of: 2026-10-20
parties:
  buyer:   {name: Alder Foods}
  carrier: {name: Northway Haulage}
issues:
  rate:    {name: Rate per pallet, range: [18, 30], step: 0.25, unit: EUR}
  volume:  {name: Guaranteed volume, range: [0, 40000], step: 2000, unit: pallets a year}
  payment: {name: Payment term, range: [30, 90], step: 15, unit: days}
  fuel:    {name: Fuel clause, options: [none, capped, full], ordered: true}
statements:
  - {id: ask-rate,     party: carrier, on: 2026-09-28, position: {rate: 27.5, fuel: full, payment: 30}}
  - {id: bid-rate,     party: buyer,   on: 2026-09-30, offers: {rate: 22, payment: 90, fuel: none}}
  - {id: no-none,      party: carrier, on: 2026-10-02, rejects: "fuel == 'none'", firmness: firm}
  - {id: pay-60,       party: buyer,   on: 2026-10-02, requires: payment >= 60, firmness: stated}
  - {id: volume-rate,  party: carrier, on: 2026-10-06, requires: "rate < 25 implies volume >= 24000", firmness: firm}
  - {id: floor,        party: carrier, on: 2026-10-06, requires: rate >= 23.5, firmness: absolute}
  - {id: cap,          party: buyer,   on: 2026-10-08, requires: rate <= 24, firmness: firm}
  - {id: no-guarantee, party: buyer,   on: 2026-10-08, rejects: volume > 20000, firmness: stated}
  - {id: term,         party: carrier, on: 2026-10-12, offers: {rate: 25, volume: 16000, payment: 45, fuel: capped}}
  - {id: bid-2,        party: buyer,   on: 2026-10-19, offers: {rate: 23.75, volume: 18000, payment: 60, fuel: capped}}
"""

BUSES = """
title: Joint purchase of electric buses
as_of: 2026-11-12
parties:
  east:   {name: City of Eastholm}
  west:   {name: City of Westholm}
  maker:  {name: Volta Buses}
issues:
  number:    {name: Number of buses, range: [20, 80], step: 5}
  price:     {name: Price per bus, range: [400, 560], step: 10, unit: thousand EUR}
  east_pays: {name: Share paid by Eastholm, range: [0, 100], step: 5, unit: "%"}
  west_pays: {name: Share paid by Westholm, range: [0, 100], step: 5, unit: "%"}
rules:
  - {id: all-paid, require: east_pays + west_pays == 100}
statements:
  - {id: east-most,   party: east,  on: 2026-10-02, requires: east_pays <= 55, firmness: firm}
  - {id: west-most,   party: west,  on: 2026-10-03, requires: west_pays <= 35, firmness: stated}
  - {id: maker-price, party: maker, on: 2026-10-05, offers: {price: 530}}
  - {id: east-price,  party: east,  on: 2026-10-08, requires: price <= 480, firmness: firm}
  - {id: discount,    party: maker, on: 2026-10-12, requires: "price < 500 implies number >= 50", firmness: absolute}
  - {id: maker-floor, party: maker, on: 2026-10-12, requires: price >= 470, firmness: 0.9}
  - {id: west-number, party: west,  on: 2026-10-14, rejects: number > 40, firmness: tentative}
  - {id: east-half,   party: east,  on: 2026-11-05, position: {number: 45}}
"""

SOFTWARE = """
title: Hospital software
as_of: 2026-11-20
parties:
  hospital: {name: St Agnes Hospital}
  vendor:   {name: MedSys}
  council:  {name: Staff council, role: ratifier, of: hospital}
issues:
  fee:     {name: Yearly fee, range: [300, 600], step: 10, unit: thousand EUR}
  support: {name: Support hours, options: [office hours, extended, round the clock], ordered: true}
  hosting: {name: Hosting, options: [vendor cloud, own data centre]}
  training: {name: Training, range: [0, 60], step: 5, unit: days}
statements:
  - {id: v1, party: vendor,   on: 2026-10-01, offers: {fee: 560, support: office hours, hosting: vendor cloud, training: 10}}
  - {id: h1, party: hospital, on: 2026-10-06, refuses: {fee: 560, support: office hours, hosting: vendor cloud, training: 10}}
  - {id: c1, party: council,  on: 2026-10-09, requires: training >= 30, firmness: firm}
  - {id: h2, party: hospital, on: 2026-10-06, offers: {fee: 380, support: round the clock}}
  - {id: c2, party: council,  on: 2026-10-09, requires: "hosting == 'own data centre'", firmness: stated}
  - {id: v2, party: vendor,   on: 2026-10-15, requires: "support == 'round the clock' implies fee >= 480", firmness: firm}
  - {id: h3, party: hospital, on: 2026-10-22, requires: fee <= 450, firmness: firm}
  - {id: v4, party: vendor,   on: 2026-11-03, offers: {fee: 500, support: extended}}
"""


def told(answer):
    return " ".join(str(answer).split())


def test_conditional_demands_count_at_their_firmness_and_not_as_if_the_way_were_long():
    found = ly.impasse(ly.load_text(HAULAGE))
    chances = {each.statements[0].id: float(each.chance) for each in found.openings}
    assert chances == {
        "no-guarantee": pytest.approx(0.4),
        "cap": pytest.approx(0.15),
        "volume-rate": pytest.approx(0.15),
    }


def test_a_condition_of_a_third_party_tells_how_far_it_is():
    found = ly.impasse(ly.load_text(BUSES))
    chances = {(each.statements[0].id): float(each.chance) for each in found.disputes[0].openings}
    chances |= {each.statements[0].id: float(each.chance) for each in found.disputes[1].openings}
    assert chances["west-number"] == pytest.approx(0.7)
    # It asks for 530, which is further than the 500 to which its discount holds.
    assert chances["east-price"] == pytest.approx(0.15 ** (2 / 5))
    assert chances["west-most"] == pytest.approx(0.4)
    assert chances["east-most"] == pytest.approx(0.15)


def test_disputes_over_several_issues_are_told_apart_in_the_headline():
    first, second = (each.name for each in ly.load_text(BUSES).issues[2:])
    text = told(ly.analyse(ly.load_text(BUSES)))
    assert f"Two disputes stand in the way: over {first} and {second}; over Number" in text


def test_what_one_statement_offers_is_named_once_in_a_question():
    text = told(ly.next_step(ly.load_text(HAULAGE)))
    assert (
        "if it came with Rate per pallet: 23.75 EUR, Payment term: 60 days and Fuel clause: capped "
        "(which it asks for or likes, bid-2)."
    ) in text


def test_where_nothing_blocks_parties_are_not_apart_as_well():
    text = told(ly.analyse(ly.load_text(SOFTWARE)))
    assert "Where they are apart" in text
    assert "as well" not in text
    assert "Ask MedSys whether it would take Hosting: own data centre." in text
    assert "Staff council would not take what MedSys asked for." in text


def test_few_runs_are_called_few_and_never_certain():
    result = ly.simulate(ly.load_text(BUSES), runs=24)
    assert 0 < result.feasible < 10
    text = told(result)
    assert "and says little; --runs 240 tries more." in text
    for way in result.ways:
        assert all(each.error > 0 for each in way.found)
    rows = [
        line for line in str(result).splitlines() if line.strip().startswith("propose the best")
    ]
    assert "above" in rows[0]
    assert "1.00" not in rows[0]


def test_who_turned_down_a_whole_package_opens_no_end_that_others_have_named():
    case = ly.load_text(SOFTWARE)
    for each in ly.packages(case).packages:
        assert float(each.package["training"]) <= 30
