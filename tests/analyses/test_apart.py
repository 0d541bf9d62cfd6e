"""Where parties ask for different things although nothing blocks there."""

import pytest

import lastyard as ly

ROTA = """
title: Rota
parties: {nurses: {}, trust: {}, doctors: {}}
issues: {nights: {options: [as now, at most 4, at most 2], ordered: true}, pay: {range: [0, 8], step: 1}}
statements:
  - {id: ask, party: nurses, on: 2026-11-02, position: {nights: at most 2}}
  - {id: bid, party: trust, on: 2026-11-04, offers: {nights: at most 4}}
"""
TAKES = "  - {id: yes, party: nurses, on: 2026-11-12, accepts: {nights: at most 4}}\n"


@pytest.mark.parametrize(
    ("said", "is_apart"),
    [
        ("", True),
        (TAKES, False),
        # What it would take as a part of a package is no yes to the part alone.
        (TAKES.replace("at most 4}", "at most 4, pay: 5}"), True),
        # It has asked for more since.
        (TAKES.replace("11-12", "11-01"), True),
        # Somebody else asks for another option, or refuses this one.
        (TAKES + "  - {id: d, party: doctors, on: 2026-11-12, position: {nights: as now}}\n", True),
        (TAKES + "  - {id: d, party: doctors, on: 2026-11-12, rejects: nights == 'at most 4'}\n", True),
        (TAKES.replace("nurses", "doctors"), True),
    ],
)  # fmt: skip
def test_who_has_accepted_what_another_asks_for_is_not_apart_from_it(said, is_apart):
    found = ly.analyse(ly.load_text(ROTA + said))
    assert bool(found.impasse.apart) is is_apart


def test_which_way_a_party_leans_is_told_by_the_option_at_the_end():
    demand = "  - {id: d, party: doctors, on: 2026-11-12, rejects: nights == 'as now'}\n"
    text = str(ly.check(ly.load_text(ROTA + demand)))
    assert "doctors: more nights (toward at most 2) (d)" in text


RENT = """
title: Rent
parties: {landlord: {}, tenant: {}, adviser: {}}
agreement: landlord and tenant
issues: {rent: {range: [800, 1200], step: 10}, repairs: {options: [March, June]}, deposit: {range: [0, 2400], step: 100}}
statements:
  - {id: bid, party: landlord, on: 2025-02-10, offers: {rent: 1000, repairs: June, deposit: 1200}}
  - {id: ask, party: tenant, on: 2025-02-12, offers: {rent: 960, repairs: March, deposit: 2400}}
  - {id: cap, party: tenant, on: 2025-02-12, rejects: rent > 980}
  - {id: yes, party: landlord, on: 2025-02-14, accepts: {rent: 960, repairs: March}}
"""


@pytest.mark.parametrize(
    ("said", "issues"),
    [
        (RENT, {"deposit"}),
        # A part of what it would take is asked for by nobody.
        (RENT.replace("repairs: March}}", "repairs: March, deposit: 1800}}"), {"rent", "repairs", "deposit"}),
        # Somebody asks for something else on a part of it.
        (RENT + "  - {id: third, party: adviser, on: 2025-02-15, position: {repairs: June}}\n", {"rent", "repairs", "deposit"}),
        (RENT.replace("02-14", "02-09"), {"rent", "repairs", "deposit"}),
    ],
)  # fmt: skip
def test_who_has_accepted_several_things_together_is_not_apart_from_who_asks_for_all_of_them(
    said, issues
):
    found = ly.analyse(ly.load_text(said))
    assert {each.issue.id for each in found.impasse.apart} == issues
    asked = [issue for each in found.questions for issue, _ in each.would_take]
    assert ("rent" in asked) is ("rent" in issues)


RIVER = """
title: River
parties: {up: {}, down: {}, fishers: {}}
agreement: %s
issues: {release: {range: [100, 600], step: 50}, dam: {options: [none, small, large], ordered: true}}
statements:
  - {id: dam, party: up, on: 2023-09-04, offers: {dam: large}}
  - {id: ask, party: down, on: 2023-09-04, offers: {release: 400, dam: small}}
  - {id: more, party: fishers, on: 2023-09-22, requires: release >= 500}
"""


def test_what_a_party_refuses_that_has_no_part_in_the_agreement_keeps_nobody_apart():
    found = ly.analyse(ly.load_text(RIVER % "up and down"))
    assert [each.issue.id for each in found.impasse.apart] == ["dam"]
    assert "fishers" in str(found).partition("Where the talks stand")[2]


def test_the_headline_says_where_nobody_asks_for_something_else_but_somebody_refuses():
    told = " ".join(str(ly.analyse(ly.load_text(RIVER % "all"))).split())
    assert "What is asked for differs or is refused on dam and release." in told
    alone = RIVER.replace(", dam: small", "").replace(
        "up, on: 2023-09-04, offers: {dam: large}", "up, on: 2023-09-04, wants: {dam: more}"
    )
    told = " ".join(str(ly.analyse(ly.load_text(alone % "all"))).split())
    assert "What is asked for is refused on release." in told


def test_under_a_rule_that_can_do_without_some_it_is_not_said_that_no_demand_excludes_another():
    remark = "no demand of one excludes what all others demand"
    more = RIVER + "  - {id: less, party: up, on: 2023-09-22, requires: release <= 450}\n"
    assert remark in str(ly.impasse(ly.load_text(RIVER % "all")))
    some = str(ly.impasse(ly.load_text(more % "at least 2 of (up, down, fishers)")))
    assert "Where they are apart" in some
    assert remark not in some
