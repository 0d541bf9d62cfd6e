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
