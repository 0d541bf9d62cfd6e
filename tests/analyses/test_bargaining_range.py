"""Packages stay within what was asked, offered and demanded; what is shown is dominated by nothing."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lastyard as ly
from lastyard.answers.bargaining_range import bargaining_ranges, inside
from lastyard.case.said import commitments, in_force, rules_of
from lastyard.conditions.tree import TRUE, holds

PAY = """
title: Pay talks
parties: {union: {name: Union}, firm: {name: Firm}, works: {name: Works council}}
issues:
  pay: {range: [0, 20], step: 1}
  term: {range: [1, 6], step: 1}
  place: {options: [east, west, north]}
statements:
"""
ASK = "  - {id: ask, party: union, on: 2024-01-05, position: {pay: 8}}\n"
MORE = "  - {id: more, party: union, on: 2024-01-05, wants: {pay: more}}\n"
BID = "  - {id: bid, party: firm, on: 2024-01-09, offers: {pay: 4}}\n"


def ranges(statements, rules="", required=TRUE):
    case = ly.load_text(PAY.replace("statements:", rules + "statements:") + statements)
    return {
        each.issue: (each.low, each.high)
        for each in bargaining_ranges(case, in_force(case, None), required)
        if not each.unspoken
    }


def test_no_package_goes_beyond_what_was_asked_and_offered():
    case = ly.load_text(PAY + ASK + MORE + BID)
    found = ly.packages(case, top=50, seed=1)
    assert {each.package.positions["pay"] for each in found.packages} <= {4, 5, 6, 7, 8}
    assert [each.package["pay"] for each in found.packages[:1]] == ["8"]
    assert all(4 <= each.package.positions["pay"] <= 8 for each in found.fair.values())
    steps = ly.next_step(case, seed=1)
    named = [each.package for each in steps.proposals]
    named += [each.package for each in steps.questions if each.package]
    assert named
    assert all(4 <= each.positions["pay"] <= 8 for each in named)


@pytest.mark.thorough
def test_whoever_asks_for_more_gets_it_and_no_further():
    case = ly.load_text(PAY + ASK + MORE + BID)
    further = ly.packages(case, top=50, seed=1, require="pay >= 12")
    assert {each.package["pay"] for each in further.packages} == {"12"}
    assert ly.packages(case, seed=1, evaluate="pay: 17").best.package["pay"] == "17"
    everything = ly.packages(case, top=1_000, seed=1, beyond=True)
    assert not everything.ranges
    assert everything.considered == 21 * 6 * 3 > ly.packages(case, seed=1).considered == 5


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (ASK + BID, {"pay": (4, 8)}),
        # Who came down asks for the former no longer; two options of one day are both open.
        (ASK + BID + "  - {id: down, party: union, on: 2024-02-05, position: {pay: 6}}\n", {"pay": (4, 6)}),
        (ASK + BID + "  - {id: or, party: union, on: 2024-01-05, offers: {pay: 6, place: west}}\n", {"pay": (4, 8)}),
        # Nobody has spoken for less: how little there could be is not known.
        (ASK + MORE, {"pay": (0, 8)}),
        # Of one ask alone it is not known which way it points.
        (ASK, {}),
        ("  - {id: top, party: union, on: 2024-01-05, position: {term: 6}}\n", {}),
        ("  - {id: low, party: union, on: 2024-01-05, position: {term: 1}}\n", {}),
        # A demand names where it begins to be kept, and points its own way.
        (
            "  - {id: floor, party: union, on: 2024-01-05, requires: pay >= 6}\n"
            "  - {id: cap, party: firm, on: 2024-01-05, rejects: pay > 3}\n",
            {"pay": (3, 6)},
        ),
        ("  - {id: floor, party: union, on: 2024-01-05, requires: pay >= 6}\n", {"pay": (0, 6)}),
        # A party that wants more and names nothing opens the upper end; one that refuses, both.
        (BID + MORE, {"pay": (4, 20)}),
        (BID + ASK + MORE.replace("union", "works"), {"pay": (4, 20)}),
        (BID + "  - {id: no, party: union, on: 2024-01-10, refuses: {pay: 4}}\n", {}),
        (BID + ASK + "  - {id: no, party: union, on: 2024-01-10, refuses: {pay: 4}}\n", {"pay": (4, 8)}),
        # Who refuses an offer opens no end that lies further the way of those who made it.
        (BID + "  - {id: l, party: firm, on: 2024-01-05, wants: {pay: less}}\n"
         "  - {id: no, party: union, on: 2024-01-10, refuses: {pay: 4, place: west}}\n", {"pay": (4, 20)}),
        # Where somebody has named more than what was refused, that tells how much more.
        (ASK + BID + "  - {id: no, party: works, on: 2024-01-10, refuses: {pay: 4, place: west}}\n", {"pay": (0, 8)}),
        (ASK + BID + "  - {id: no, party: works, on: 2024-01-10, refuses: {pay: 6}}\n", {"pay": (4, 8)}),
        (ASK + BID + "  - {id: no, party: works, on: 2024-01-10, refuses: {pay: 8}}\n", {"pay": (4, 20)}),
        # A sum is reached where the rest stays as it is, on the side on which it is asked for.
        (ASK + BID + "  - {id: sum, party: works, on: 2024-01-05, requires: pay + term <= 12}\n", {"pay": (4, 8)}),
        (ASK + BID + "  - {id: sum, party: works, on: 2024-01-05, requires: pay + term <= 8}\n", {"pay": (2, 8)}),
        (ASK + BID + "  - {id: sum, party: works, on: 2024-01-05, rejects: pay + term < 12}\n", {"pay": (4, 11)}),
        (ASK + BID + "  - {id: sum, party: works, on: 2024-01-05, rejects: 2 * pay - term < 20}\n", {"pay": (4, 13)}),
        (ASK + BID + "  - {id: sum, party: works, on: 2024-01-05, requires: pay + term == 12}\n", {"pay": (4, 11)}),
        (ASK + BID + "  - {id: sum, party: works, on: 2024-01-05, requires: pay + term >= 90}\n", {"pay": (4, 20)}),
        # What is said no longer counts no longer.
        (ASK + BID.replace("}}", "}, until: 2024-01-09}") + MORE.replace("01-05", "02-01"), {"pay": (0, 8)}),
    ],
)  # fmt: skip
def test_which_ends_are_known(statements, expected):
    assert ranges(statements) == expected


def test_an_unordered_issue_has_no_range():
    west = "  - {id: w, party: firm, on: 2024-01-09, position: {place: west}}\n"
    assert ranges(west + west.replace("w,", "u,").replace("firm", "union")) == {}


def test_rules_that_forbid_all_within_widen_the_range():
    rules = "rules: [{id: least, require: pay >= 11}]\n"
    assert ranges(ASK + BID, rules) == {"pay": (4, 11)}
    case = ly.load_text(PAY.replace("statements:", rules + "statements:") + ASK + BID)
    assert ly.packages(case, seed=1).best.package["pay"] == "11"


def test_the_answer_says_within_what_and_on_whose_word():
    found = ly.packages(ly.load_text(PAY + ASK + MORE + BID), seed=1)
    (pay,) = (each for each in found.ranges if not each.unspoken)
    assert ([s.id for s in pay.lowest], [s.id for s in pay.highest]) == (["bid"], ["ask"])
    assert "within what was asked, offered and demanded" in " ".join(str(found).split())
    assert found.as_json()["bargaining_ranges"][0]["high"] == "8"


def test_of_what_nobody_has_spoken_packages_say_nothing():
    case = ly.load_text(PAY + ASK + MORE + BID)
    found = ly.packages(case, top=50, seed=1)
    assert {tuple(each.package) for each in found.packages} == {("pay",)}
    assert all(tuple(each.package) == ("pay",) for each in found.fair.values())
    assert "Nobody has spoken of term and place: packages leave them open." in " ".join(
        str(found).split()
    )
    step = ly.next_step(case, seed=1, for_best=True)
    asked = [each.package for each in (*step.proposals, *step.questions) if each.package]
    assert {tuple(package) for package in asked} == {("pay",)}
    assert "term" not in str(step)
    assert "place" not in str(step)
    assert tuple(ly.timeline(case).points[-1].package) == ("pay",)
    assert "with any option on term and place" in " ".join(
        str(
            ly.impasse(
                ly.load_text(PAY + ASK + BID.replace("offers: {pay: 4}", "requires: pay <= 9"))
            )
        ).split()
    )


@pytest.mark.parametrize(
    ("more", "settled"),
    [
        # Points, ranks, a mediator's idea: whoever names an issue has spoken of it.
        ("  - {id: r, party: works, on: 2024-01-10, ranks: [place, pay]}\n", ("pay", "place")),
        ("  - {id: w, party: works, on: 2024-01-10, wants: {term: more}}\n", ("pay", "term")),
        ("  - {id: c, party: works, on: 2024-01-10, requires: term <= 3 or place == 'east'}\n", ("pay", "term", "place")),
    ],
)  # fmt: skip
def test_whoever_names_an_issue_has_spoken_of_it(more, settled):
    case = ly.load_text(PAY + ASK + MORE + BID + more)
    assert tuple(ly.packages(case, seed=1).best.package) == settled


def test_rules_and_what_is_asked_for_settle_an_issue():
    rule = "rules: [{id: linked, require: pay >= 6 implies term <= 2}]\n"
    case = ly.load_text(PAY.replace("statements:", rule + "statements:") + ASK + MORE + BID)
    assert tuple(ly.packages(case, seed=1).best.package) == ("pay", "term")
    case = ly.load_text(PAY + ASK + MORE + BID)
    assert tuple(ly.packages(case, seed=1, require="term >= 4").best.package) == ("pay", "term")
    assert ly.packages(case, seed=1, evaluate="pay: 5, place: west").best.package == {
        "pay": "5",
        "place": "west",
    }
    assert len(ly.packages(case, seed=1, beyond=True).best.package) == 3
    nobody = ly.load_text(PAY.removesuffix("statements:\n"))
    assert len(ly.packages(nobody, seed=1).best.package) == 3


def test_what_holds_today_is_what_an_open_issue_is_figured_with():
    quo = "status_quo: {pay: 3, term: 5, place: north}\n"
    case = ly.load_text(PAY.replace("statements:", quo + "statements:") + ASK + MORE + BID)
    found = ly.packages(case, seed=1)
    assert {each.issue: each.low for each in found.ranges if each.unspoken} == {
        "term": 4,
        "place": 2,
    }


leaf = st.builds(
    "{} {} {}".format, st.sampled_from(["a", "b", "a + b", "2 * a - b", "3 * b - 2 * a"]),
    st.sampled_from([">=", "<=", "==", "!="]), st.integers(0, 9),
)  # fmt: skip
condition = st.recursive(
    leaf,
    lambda inner: (
        st.builds(
            "({} {} {})".format, inner, st.sampled_from(["and", "or", "implies", "iff"]), inner
        )
        | inner.map("not ({})".format)
    ),
    max_leaves=4,
)


@pytest.mark.thorough
@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["requires", "rejects"]), condition), min_size=1, max_size=4
    ),
    st.lists(condition, max_size=2),
)
def test_within_the_ranges_as_many_demands_can_be_kept_as_anywhere(demands, rules):
    text = "title: T\nparties: {p: {}, q: {}}\nissues:\n"
    text += "  a: {range: [0, 5], step: 1}\n  b: {range: [0, 5], step: 1}\n"
    if rules:
        text += "rules:\n" + "".join(
            f"  - {{id: r{k}, require: {r!r}}}\n" for k, r in enumerate(rules)
        )
    text += "statements:\n" + "".join(
        f"  - {{id: s{k}, party: {'pq'[k % 2]}, on: 2024-01-01, {verb}: {c!r}}}\n"
        for k, (verb, c) in enumerate(demands)
    )
    try:
        case = ly.load_text(text)
    except ly.CaseError:
        return  # rules that nothing satisfies
    within = inside(bargaining_ranges(case, in_force(case, None), TRUE))
    binding = commitments(case, in_force(case, None))
    kept = {True: set(), False: set()}
    for a, b in product(range(6), repeat=2):
        package = {"a": a, "b": b}
        if holds(rules_of(case), package):
            held = frozenset(c.statement.id for c in binding if holds(c.condition, package))
            kept[holds(within, package)].add(held)
    assert kept[True]
    if not rules:
        assert all(any(other <= own for own in kept[True]) for other in kept[False])
    everything = frozenset(c.statement.id for c in binding)
    assert everything in kept[True] or everything not in kept[False]


points = st.lists(st.integers(0, 9), min_size=3, max_size=3)


@pytest.mark.thorough
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_with_full_points_nothing_shown_is_dominated(data):
    text = "title: T\nparties: {p: {}, q: {}, r: {}}\nissues:\n"
    for issue in "abc":
        text += f"  {issue}: {{options: [x, y, z]}}\n"
    text += "statements:\n"
    given_points = {}
    for party in "pqr":
        rows = {issue: data.draw(points) for issue in "abc"}
        if not any(len(set(row)) > 1 for row in rows.values()):
            rows["a"] = [0, 1, 2]
        given_points[party] = rows
        shown = ", ".join(
            f"{issue}: {{x: {row[0]}, y: {row[1]}, z: {row[2]}}}" for issue, row in rows.items()
        )
        together = (
            ", together: [{when: {a: x, b: y}, points: 5}]" if data.draw(st.booleans()) else ""
        )
        given_points[party, "pair"] = 5 if together else 0
        text += (
            f"  - {{id: {party}1, party: {party}, on: 2024-01-01, reservation: 0, "
            f"values: {{{shown}}}{together}}}\n"
        )
    case = ly.load_text(text)

    def worth(package):
        a, b, c = (package[i] for i in "abc")
        return [
            given_points[p]["a"][a] + given_points[p]["b"][b] + given_points[p]["c"][c]
            + given_points[p, "pair"] * (a == 0 and b == 1)
            for p in "pqr"
        ]  # fmt: skip

    every = [worth(dict(zip("abc", each, strict=True))) for each in product(range(3), repeat=3)]
    shown = [each.package for each in ly.packages(case, seed=1).packages]
    shown += [each.package for each in ly.next_step(case, seed=1).proposals]
    for package in shown:
        own = worth(package.positions)
        better = [w for w in every if w != own and all(x >= y for x, y in zip(w, own, strict=True))]
        assert not better, (package, own, better)


def test_an_end_of_a_range_that_nobody_has_named_is_not_told_as_asked_for():
    text = """
title: Rota
parties: {nurses: {}, trust: {}}
issues: {nights: {name: Nights, options: [as now, at most 4, at most 2], ordered: true}, pay: {name: Pay, range: [0, 8], step: 1}}
statements:
  - {id: ask, party: nurses, on: 2026-11-02, requires: nights >= 'at most 4'}
  - {id: bid, party: trust, on: 2026-11-04, requires: pay <= 3}
"""
    told = " ".join(str(ly.packages(ly.load_text(text))).split())
    assert "(Nights up to at most 4 and Pay from 3 up)" in told
    both = text + "  - {id: low, party: trust, on: 2026-11-05, position: {nights: as now}}\n"
    assert "Nights from as now to at most 4" in " ".join(
        str(ly.packages(ly.load_text(both))).split()
    )
