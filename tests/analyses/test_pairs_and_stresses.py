"""Pairs of options worth more together, and words of importance: from the file to the answers."""

from fractions import Fraction
from itertools import product

import jsonschema
import numpy as np
import pytest

import lastyard as ly
from lastyard.answers.packages.parties import sayings_of
from lastyard.case.diagnostics import CaseError
from lastyard.case.load import load_text
from lastyard.case.model import STRESS_WORDS
from lastyard.case.writing import dump
from lastyard.errors import RequestError
from lastyard.show.published import ANSWERS

HEAD = """
title: House and garden
parties: {a: {name: A}, b: {name: B}}
issues:
  house: {options: [b, a]}
  garden: {options: [b, half, a]}
  price: {range: [0, 4], step: 1}
statements:
"""
PAIRS = (
    HEAD
    + """
  - id: pa
    party: a
    on: 2024-01-05
    values: {house: {b: 0, a: 3}, garden: {b: 0, half: 1, a: 1}, price: {0: 4, 4: 0}}
    reservation: 6
    together:
      - {when: {house: a, garden: a}, points: 2.5}
      - {when: {house: b, garden: half}, points: -1}
  - id: pb
    party: b
    on: 2024-01-05
    values: {house: {b: 2, a: 0}, garden: {b: 2, half: 1, a: 0}, price: {0: 0, 4: 8}}
    reservation: 3
"""
)


def worth(package):
    house, garden, price = package
    total = Fraction(3 * house + (garden > 0) + 4 - price)
    if house == 1 and garden == 2:
        total += Fraction(5, 2)
    return total - (house == 0 and garden == 1)


def test_pairs_count_in_every_answer():
    case = load_text(PAIRS)
    result = ly.packages(case, top=30)
    jsonschema.validate(result.as_json(), ANSWERS["packages"])
    assert len(result.packages) == 30
    for each in result.packages:
        package = tuple(each.package.positions.values())
        accepts = worth(package) >= 6
        found = each.acceptability["a"]
        assert (found.index, found.error) == (float(accepts), 0.0)
        assert found.status == ("certain" if accepts else "impossible")
        assert ("pa" in {s.id for s in each.breaks}) is not accepts
        for other in each.comparisons:
            likes = worth(package) >= worth(tuple(other.package.positions.values()))
            assert other.gains["a"].index == float(likes)
    every = [dict(zip(("house", "garden", "price"), p, strict=True)) for p in every_package()]
    both = sum(
        worth(tuple(p.values())) >= 6
        and 2 * (1 - p["house"]) + (2 - p["garden"]) + 2 * p["price"] >= 3
        for p in every
    )
    assert ly.impasse(case).as_json()["packages"] == both
    assert "pairs" in result.why_not_fair


def every_package():
    return product(range(2), range(3), range(5))


def test_solutions_with_pairs_against_all_packages():
    case = load_text(PAIRS)
    found = ly.solutions(case)

    def other(p):
        return Fraction(2 * (1 - p[0]) + (2 - p[1]) + 2 * p[2])

    fine = [p for p in every_package() if worth(p) >= 6 and other(p) >= 3]
    best = max((worth(p) - 6) * (other(p) - 3) for p in fine)
    nash = found.named("nash").package
    p = tuple(nash.positions[i.id] for i in case.issues)
    assert (worth(p) - 6) * (other(p) - 3) == best
    points = {(worth(p), other(p)) for p in fine}
    frontier = {
        (x, y)
        for x, y in points
        if not any((u, v) != (x, y) and u >= x and v >= y for u, v in points)
    }
    assert {tuple(f.values.values()) for f in found.frontier} == frontier


def test_pairs_are_written_back_and_checked():
    case = load_text(PAIRS)
    assert load_text(dump(case)).statements == case.statements
    for wrong, code in (
        ("{when: {house: a}, points: 2}", "bad-together"),
        ("{when: {house: a, garden: a}, points: many}", "bad-number"),
        ("{when: {house: a, garden: z}, points: 1}", "unknown-option"),
        ("{when: {house: a, garden: a}}", "missing-key"),
        ("{when: {house: a, garden: a}, points: 1}, {when: {house: a, garden: a}, points: 1}",
         "bad-together"),
    ):  # fmt: skip
        text = PAIRS[: PAIRS.index("    together:")] + f"    together: [{wrong}]\n"
        with pytest.raises(CaseError) as caught:
            load_text(text)
        assert code in {d.code for d in caught.value.diagnostics}


def test_without_a_reservation_value_pairs_cannot_be_judged_and_the_answer_says_so():
    result = ly.packages(load_text(PAIRS.replace("    reservation: 6\n", "")), top=2)
    assert "no `reservation`" in result.cannot_tell["a"]
    assert result.best.acceptability["a"].index is None


def test_too_many_packages_with_pairs_only_are_refused_by_name(monkeypatch):
    from lastyard.answers.packages import domain

    monkeypatch.setattr(domain, "MOST_LISTED", 1)
    one = PAIRS[: PAIRS.index("  - id: pb")].replace("parties: {a: {name: A}, b: {name: B}}",
                                                      "parties: {a: {name: A}}")  # fmt: skip
    with pytest.raises(RequestError, match="solutions"):
        ly.packages(load_text(one))


def test_words_of_importance_move_the_stakes_in_their_order():
    amounts = []
    for word in STRESS_WORDS:
        case = load_text(
            HEAD + f"  - {{id: w, party: a, on: 2024-01-01, stresses: {{price: {word}}}}}\n"
        )
        (saying,) = sayings_of(case, case.statements)
        assert saying.issue == 2
        amounts.append(saying.amount)
        assert load_text(dump(case)).statements == case.statements
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[2] > 0 > amounts[3]
    assert len(set(np.round(amounts, 6))) == len(STRESS_WORDS)


def test_words_make_nothing_certain_and_are_checked():
    text = HEAD + "  - {id: w, party: a, on: 2024-01-01, stresses: {price: most important}}\n"
    result = ly.packages(load_text(text), top=3)
    assert {e.acceptability["a"].status for e in result.packages} == {"possible"}
    assert [p.id for p in result.silent] == ["b"]
    assert ly.check(load_text(text)).preferences == ()
    with pytest.raises(CaseError) as caught:
        load_text(text.replace("most important", "most importnt"))
    assert [d.code for d in caught.value.diagnostics] == ["bad-stress"]
    assert "did you mean 'most important'" in str(caught.value)
