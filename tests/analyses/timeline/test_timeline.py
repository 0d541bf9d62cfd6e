"""Whole timelines: by hand, against one analysis a day, and at the edges."""

import datetime
import sys
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

import lastyard as ly
from lastyard.answers import daily_best as best_module
from lastyard.answers import daily_best as likely_module
from lastyard.answers.daily_best import in_even_order
from strategies import cases

D = datetime.date
WAGES = """
title: Wage talks
parties: {union: {name: Union}, firm: {name: Firm}}
issues: {wage: {range: [0, 10], step: 1, unit: "%"}, hours: {options: [long, short], ordered: true}}
statements:
  - {id: ask, party: union, on: 2024-01-05, position: {wage: 8}}
  - {id: bid, party: firm, on: 2024-01-09, position: {wage: 2, hours: long}}
  - {id: floor, party: union, on: 2024-01-15, requires: "wage >= 5", firmness: 0.6}
  - {id: cap, party: firm, on: 2024-01-15, rejects: "wage > 3", firmness: 0.7}
  - {id: less, party: union, on: 2024-01-20, position: {wage: 6}, replaces: ask}
  - {id: more, party: firm, on: 2024-01-20, position: {wage: 5}, replaces: [bid, cap]}
"""


@pytest.fixture(scope="module")
def wages():
    return ly.timeline(ly.load_text(WAGES), seed=3)


def test_gaps_by_hand(wages):
    gaps = [point.issues["wage"].gaps[0] for point in wages.points]
    assert [gap.by_position for gap in gaps] == [
        None,
        Fraction(6, 10),
        Fraction(6, 10),
        Fraction(1, 10),
    ]
    assert [gap.by_commitment for gap in gaps] == [None, None, Fraction(2, 10), Fraction(0)]
    trend = wages.trend("by_position", "wage")
    assert (trend.first, trend.last, trend.net) == (0.6, 0.1, -0.5)
    # The day of the two demands was a reading that moved nothing by position.
    assert (trend.moves, trend.readings, trend.still) == (1, 2, 0)
    assert (trend.chance, trend.verdict) == (1.0, "cannot tell")


def test_without_draws_the_exact_part_is_the_same(wages):
    exact = ly.timeline(ly.load_text(WAGES), sampled=False)
    for alone, both in zip(exact.points, wages.points, strict=True):
        assert (alone.issues, alone.packages, alone.opening) == (
            both.issues,
            both.packages,
            both.opening,
        )
        assert (alone.blocking_sets, alone.changes) == (both.blocking_sets, both.changes)
        assert alone.agreement.index is None
        assert alone.why_not == "only what is exact was asked for"
    assert any(point.agreement.index is not None for point in wages.points)
    assert exact.trend("by_position", "wage").net == wages.trend("by_position", "wage").net
    assert [e.statements for e in exact.effects] == [
        e.statements for e in wages.effects if e.measure != "agreement"
    ]


def test_effects_by_hand(wages):
    """8 to 6 and 2 to 5: of the 50 points the union's step is 20 and the firm's 30, in any order."""
    found = {
        effect.statements[0].id: effect.amount
        for effect in wages.effects
        if effect.measure == "by_position"
    }
    assert found == {"less": pytest.approx(-0.2), "more": pytest.approx(-0.3)}
    (lifted,) = [e for e in wages.effects if e.measure == "by_commitment"]
    assert (lifted.statements[0].id, lifted.amount) == ("more", pytest.approx(-0.2))


def test_blocking_sets_come_and_go(wages):
    assert [p.appeared for p in wages.points] == [(), (), (("floor", "cap"),), ()]
    assert [p.went for p in wages.points] == [(), (), (), (("floor", "cap"),)]
    assert [p.packages for p in wages.points] == [22, 22, 0, 12]
    opening = wages.points[2].opening
    # From 3 to 5, where the union would go on to the 8 that it asks for: two steps of five, likelier than
    # that the union goes from 5 to 3, two steps of the three to the 2 that the firm asks for.
    assert [s.id for s in opening.statements] == ["cap"]
    assert float(opening.chance) == pytest.approx(0.3 ** (2 / 5))
    assert 0.3 ** (2 / 5) > 0.4 ** (2 / 3)


def test_the_last_day_is_what_packages_says(wages):
    case = ly.load_text(WAGES)
    fresh = ly.packages(case, seed=3).best
    last = wages.points[-1]
    assert (last.package, last.agreement, last.method) == (
        fresh.package,
        fresh.agreement,
        "sampled",
    )
    for point in wages.points[:-1]:
        other = ly.packages(case, point.day, seed=3).best.agreement
        error = (other.error**2 + point.agreement.error**2) ** 0.5
        assert abs(other.index - point.agreement.index) < 4 * error + 0.01


def test_the_same_seed_gives_the_same_answer(wages):
    assert ly.timeline(ly.load_text(WAGES), seed=3).as_json() == wages.as_json()


def test_where_draws_may_not_be_made_it_is_said(monkeypatch):
    monkeypatch.setattr(likely_module, "_ENOUGH", 1e9)
    # The package offers the function under the name of its module.
    monkeypatch.setattr(sys.modules["lastyard.answers.timeline"], "_BUDGET", 0)
    found = ly.timeline(ly.load_text(WAGES))
    assert [p.agreement.index is None for p in found.points] == [True, True, True, False]
    assert found.points[0].method == "not computed"
    assert "would take too long" in found.points[0].why_not
    assert found.trend("agreement").moves == 0
    assert "not told on 3 days" in " ".join(str(found).split())


def test_searching_finds_what_listing_finds(monkeypatch, wages):
    """With the list taken away, ascent reaches the same index on every day."""
    monkeypatch.setattr("lastyard.answers.packages.domain.MOST_LISTED", 5)
    found = ly.timeline(ly.load_text(WAGES), seed=3)
    assert (found.searched, wages.searched) == (True, False)
    for one, other in zip(found.points, wages.points, strict=True):
        assert one.agreement.index == pytest.approx(other.agreement.index, abs=0.03)
    assert best_module._POOL >= 2


def test_limited_confidence_can_turn_a_direction():
    text = WAGES.replace(
        "position: {wage: 6}, replaces", "confidence: 0.5, position: {wage: 6}, replaces"
    )
    text = text.replace(
        "position: {wage: 5}, replaces: [bid, cap]}", "position: {wage: 1}, replaces: [bid]}"
    )
    found = ly.timeline(ly.load_text(text))
    same = found.trend("by_position", "wage").same_direction
    # The firm went back by 10 points; the gap still narrows, unless the union's step is not counted.
    assert found.codings == 200
    assert same.index == pytest.approx(0.5, abs=4 * 0.036)


def test_one_day_and_no_day():
    one = ly.timeline(ly.load_text(WAGES), end=D(2024, 1, 5))
    assert len(one.points) == 1
    assert "Only one day is looked at" in str(one)
    none = ly.timeline(ly.load_text(WAGES), end=D(2020, 1, 1))
    assert (none.points, none.start, none.as_json()["as_of"]) == ((), None, None)
    assert "Nothing was said by then" in str(none)
    empty = ly.load_text("title: T\nparties: {a: {}}\nissues: {x: {options: [p, q]}}\n")
    assert ly.timeline(empty).points == ()


def test_a_bad_seed_is_refused():
    with pytest.raises(ValueError, match="negative"):
        ly.timeline(ly.load_text(WAGES), seed=-1)


def test_stalled_and_narrowing_are_told_from_enough_days():
    lines = [
        "title: T",
        "parties: {a: {}, b: {}}",
        "issues: {x: {range: [0, 40], step: 1}}",
        "statements:",
    ]
    lines.append("  - {id: low, party: b, on: 2024-01-01, position: {x: 0}}")
    for k in range(7):
        lines.append(
            f"  - {{id: s{k}, party: a, on: 2024-01-{k + 2:02}, position: {{x: {40 - 2 * k}}}}}"
        )
    assert (
        ly.timeline(ly.load_text("\n".join(lines))).trend("by_position", "x").verdict == "narrowing"
    )
    for k in range(5):
        lines.append(f"  - {{id: t{k}, party: a, on: 2024-02-{k + 2:02}, position: {{x: 28}}}}")
    found = ly.timeline(ly.load_text("\n".join(lines))).trend("by_position", "x")
    assert (found.verdict, found.still, found.last_move) == ("stalled", 5, D(2024, 1, 8))


def test_days_are_taken_evenly():
    for count in range(12):
        order = list(in_even_order(count))
        assert sorted(order) == list(range(count))


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(plain=True))
def test_the_index_of_every_day_is_that_of_packages(case):
    try:
        found = ly.timeline(case)
    except ly.RequestError:
        return
    for point in found.points:
        if point.package is None or point.agreement.index is None:
            continue
        fresh = ly.packages(case, point.day).best.agreement
        if fresh.index is None:
            continue
        error = (fresh.error**2 + point.agreement.error**2) ** 0.5
        assert abs(fresh.index - point.agreement.index) < 5 * error + 0.01


def test_all_issues_are_not_called_stalled_for_days_on_issues_without_that_gap():
    # Demands concern the wage alone; six days of talk on hours say nothing about their gap.
    lines = [
        "title: One demand",
        "parties: {a: {}, b: {}}",
        "issues: {wage: {range: [0, 10], step: 1}, hours: {range: [0, 20], step: 1}}",
        "statements:",
        '  - {id: s0, party: a, on: 2024-01-01, requires: "wage >= 8"}',
        '  - {id: s1, party: b, on: 2024-01-02, requires: "wage <= 4"}',
        *(
            f"  - {{id: h{k}, party: {'ab'[k % 2]}, on: 2024-01-{k + 3:02}, position: {{hours: 9}}}}"
            for k in range(6)
        ),
    ]
    found = ly.timeline(ly.load_text("\n".join(lines)), sampled=False)
    one, every = found.trend("by_commitment", "wage"), found.trend("by_commitment")
    assert (one.verdict, one.readings) == ("cannot tell", 1)
    assert (every.verdict, every.readings) == (one.verdict, one.readings)
    told = str(found)
    assert told.count("wage, by commitment") == 1
    assert "all issues, by commitment" not in told
    closed = ly.load_text("\n".join(lines).replace("wage >= 8", "wage >= 3"))
    met = ly.timeline(closed, sampled=False)
    assert met.trend("by_commitment", "wage").verdict == "closed"
    assert met.trend("by_commitment").verdict == "closed"


def test_a_gap_that_changed_without_a_move_is_explained():
    text = """
title: A third comes
parties: {a: {}, b: {}, c: {}}
issues: {x: {name: Price, range: [0, 10], step: 1}}
statements:
  - {id: one, party: a, on: 2024-01-01, position: {x: 4}}
  - {id: two, party: b, on: 2024-01-02, position: {x: 5}}
  - {id: three, party: c, on: 2024-01-03, position: {x: 10}}
"""
    found = ly.timeline(ly.load_text(text), sampled=False)
    trend = found.trend("by_position", "x")
    # 1 of 10 between two; then 1, 6 and 5 of 10 between three, and nobody moved.
    assert (trend.first, trend.last, trend.net) == (pytest.approx(0.1), pytest.approx(0.4), 0)
    told = " ".join(str(found).split())
    assert "First and now differ by more than the moves on Price" in told
    assert "Price: no move; too few days to call it stalled" in told
    without = text[: text.index("  - {id: three")]
    assert "differ by more" not in str(ly.timeline(ly.load_text(without), sampled=False))
