"""A party whose offer, acceptance or position leaves what it has committed itself to."""

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lastyard as ly
from lastyard.answers.contradictions import broken_commitments
from lastyard.case.said import in_force
from lastyard.conditions.tree import holds, issues_of

HEAD = """
title: Harbour dues
parties: {port: {name: Port}, line: {name: Line}, host: {role: mediator}}
issues:
  curfew: {range: [0, 6], step: 1, unit: hours}
  dues: {options: [low, middle, high], ordered: true}
  berth: {options: [old, new]}
"""


def case_of(*statements, rules=""):
    lines = "".join(f"  - {{{line}}}\n" for line in statements)
    return ly.load_text(f"{HEAD}{rules}\nstatements:\n{lines}")


def found_in(case, day=None):
    found = broken_commitments(case, in_force(case, day))
    return [
        ([s.id for s in each.commitments], [s.id for s in each.statements], each.when)
        for each in found
    ]


LINE = 'id: no-late, party: port, on: 2024-01-05, rejects: "curfew > 4"'


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("id: s, party: port, on: 2024-02-01, offers: {curfew: 5}", "later"),
        ("id: s, party: port, on: 2024-02-01, accepts: {curfew: 6, berth: new}", "later"),
        ("id: s, party: port, on: 2024-02-01, position: {curfew: 5}", "later"),
        ("id: s, party: port, on: 2024-01-05, offers: {curfew: 5}", "same day"),
        ("id: s, party: port, on: 2024-01-01, offers: {curfew: 5}", "earlier"),
    ],
)
def test_each_verb_and_each_order_of_days(said, when):
    assert found_in(case_of(LINE, said)) == [(["no-late"], ["s"], when)]


@pytest.mark.parametrize(
    "said",
    [
        "id: s, party: port, on: 2024-02-01, offers: {curfew: 4}",
        "id: s, party: port, on: 2024-02-01, offers: {dues: high}",
        "id: s, party: line, on: 2024-02-01, offers: {curfew: 5}",
        "id: s, party: host, on: 2024-02-01, offers: {curfew: 5}",
        "id: s, party: port, on: 2024-02-01, refuses: {curfew: 5, dues: low, berth: old}",
        "id: s, party: port, on: 2024-02-01, offers: {curfew: 5}, replaces: no-late",
        "id: s, party: port, on: 2024-02-01, wants: {curfew: more}",
    ],
)
def test_what_breaks_nothing(said):
    assert found_in(case_of(LINE, said)) == []


def test_withdrawn_lapsed_and_looked_at_earlier():
    offer = "id: s, party: port, on: 2024-02-01, offers: {curfew: 5}"
    gone = "id: gone, party: port, on: 2024-02-03, withdraws: no-late"
    case = case_of(LINE, offer, gone)
    assert found_in(case) == []
    assert found_in(case, date(2024, 2, 2)) == [(["no-late"], ["s"], "later")]
    assert found_in(case, date(2024, 1, 20)) == []
    assert found_in(case_of(LINE + ", until: 2024-01-31", offer)) == []


def test_a_partial_offer_breaks_only_what_no_completion_keeps():
    both = "id: d, party: port, on: 2024-01-05, rejects: \"curfew > 4 and dues == 'low'\""
    assert found_in(case_of(both, "id: s, party: port, on: 2024-02-01, offers: {curfew: 5}")) == []
    full = "id: s, party: port, on: 2024-02-01, offers: {curfew: 5, dues: low}"
    assert found_in(case_of(both, full)) == [(["d"], ["s"], "later")]
    # What is left open cannot help: `x or not x` is decided by search, not node by node.
    never = "id: d, party: port, on: 2024-01-05, requires: \"curfew < 5 and (berth == 'old' or berth == 'new') or dues == 'low' and dues == 'high'\""
    assert found_in(case_of(never, "id: s, party: port, on: 2024-02-01, offers: {curfew: 5}")) == [
        (["d"], ["s"], "later")
    ]


def test_a_rule_takes_part():
    rules = "rules: [{id: r, require: \"berth == 'new' implies curfew == 6\"}]"
    offer = "id: s, party: port, on: 2024-02-01, offers: {berth: new}"
    assert found_in(case_of(LINE, offer, rules=rules)) == [(["no-late"], ["s"], "later")]
    # A package that the rules themselves forbid says nothing about the party's demands.
    other = "id: s, party: port, on: 2024-02-01, offers: {berth: new, curfew: 3}"
    assert found_in(case_of(LINE, other, rules=rules)) == []


def test_demands_that_an_offer_breaks_only_together():
    one = "id: one, party: port, on: 2024-01-05, requires: \"berth == 'new' or dues == 'low'\""
    two = "id: two, party: port, on: 2024-01-09, rejects: \"dues == 'low' and curfew > 4\""
    offer = "id: s, party: port, on: 2024-02-01, offers: {curfew: 5, berth: old}"
    assert found_in(case_of(one, two, offer)) == [(["one", "two"], ["s"], "later")]
    between = "id: s, party: port, on: 2024-01-07, offers: {curfew: 5, berth: old}"
    assert found_in(case_of(one, two, between)) == [(["one", "two"], ["s"], "earlier")]


def test_several_offers_against_one_demand_are_one_finding():
    offers = [
        f"id: s{n}, party: port, on: 2024-02-0{n}, offers: {{curfew: {n}}}" for n in (6, 5, 4)
    ]
    assert found_in(case_of(LINE, *offers)) == [(["no-late"], ["s5", "s6"], "later")]


def test_demands_that_contradict_each_other_are_not_blamed_on_an_offer():
    other = 'id: late, party: port, on: 2024-01-05, requires: "curfew > 4"'
    offer = "id: s, party: port, on: 2024-02-01, offers: {berth: new}"
    assert found_in(case_of(LINE, other, offer)) == []


ISSUES = {"curfew": 7, "dues": 3, "berth": 2}
LABELS = {"curfew": range(7), "dues": ["low", "middle", "high"], "berth": ["old", "new"]}
ATOMS = [
    "curfew > 2", "curfew == 5", "curfew < 4", "dues == 'low'", "dues >= 'middle'", "berth == 'new'",
]  # fmt: skip
CONDITIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda parts: (
        st.builds("({} {} {})".format, parts, st.sampled_from(["and", "or"]), parts)
        | st.builds("not ({})".format, parts)
    ),
    max_leaves=4,
)


@pytest.mark.thorough
@settings(max_examples=150)
@given(
    st.lists(CONDITIONS, min_size=1, max_size=3),
    st.dictionaries(st.sampled_from(list(ISSUES)), st.integers(0, 1), min_size=1),
    CONDITIONS,
)
def test_against_every_package(demands, package, rule):
    said = ", ".join(f"{issue}: {LABELS[issue][k]}" for issue, k in package.items())
    try:
        case = case_of(
            *(
                f'id: d{n}, party: port, on: 2024-01-0{n + 1}, requires: "{text}"'
                for n, text in enumerate(demands)
            ),
            f"id: s, party: port, on: 2024-02-01, offers: {{{said}}}",
            rules=f'rules: [{{id: r, require: "{rule}"}}]',
        )
    except ly.CaseError:
        return  # no package at all
    allowed = [
        each
        for each in (
            dict(zip(ISSUES, options, strict=True))
            for options in itertools.product(*map(range, ISSUES.values()))
        )
        if holds(case.rules[0].condition.tree, each)
    ]
    trees = {s.id: s.says.condition.tree for s in case.statements[:-1]}

    def possible(ids, within):
        return any(all(holds(trees[i], each) for i in ids) for each in within)

    matching = [e for e in allowed if all(e[i] == k for i, k in package.items())]
    expected = set()
    if matching:
        expected = {i for i in trees if possible([i], allowed) and not possible([i], matching)}
    every = broken_commitments(case, case.statements)
    packages = [
        dict(zip(ISSUES, options, strict=True))
        for options in itertools.product(*map(range, ISSUES.values()))
    ]
    kept = {i: {n for n, each in enumerate(packages) if holds(trees[i], each)} for i in trees}
    about = {i: issues_of(trees[i]) for i in trees}
    assert {
        (f.commitments[0].id, s.id) for f in every if f.how != "breaks" for s in f.statements
    } == {
        (i, j)
        for i, j in itertools.combinations(trees, 2)
        if about[i] == about[j] and kept[i] and kept[i] < kept[j]
    }
    found = [each for each in every if each.how == "breaks"]
    singly = {f.commitments[0].id for f in found if len(f.commitments) == 1}
    assert singly == expected
    for each in found:
        ids = [s.id for s in each.commitments]
        if len(ids) > 1:
            assert possible(ids, allowed)
            assert not possible(ids, matching)
            assert all(possible([i for i in ids if i != out], matching) for out in ids)
    left = [i for i in trees if i not in expected]
    if matching and possible(left, allowed) and not possible(left, matching):
        assert any(len(f.commitments) > 1 for f in found)


def softer_in(case, day=None):
    return [
        ([s.id for s in each.commitments], [s.id for s in each.statements])
        for each in broken_commitments(case, in_force(case, day))
        if each.how == "asks for less"
    ]


FLOOR = "id: floor, party: port, on: 2024-01-05, requires: curfew >= 4"


@pytest.mark.parametrize(
    "said",
    [
        "id: s, party: port, on: 2024-02-01, requires: curfew >= 2",
        "id: s, party: port, on: 2024-02-01, rejects: curfew < 3",
        "id: s, party: port, on: 2024-02-01, requires: curfew >= 2, firmness: 0.7",
    ],
)
def test_a_later_demand_that_asks_for_less_and_is_no_firmer(said):
    case = case_of(FLOOR, said)
    assert softer_in(case) == [(["floor"], ["s"])]
    assert softer_in(case, date(2024, 1, 31)) == []
    (warning,) = ly.check(case).warnings[-1:]
    assert warning.code == "softer-demand"
    assert "replaces: floor" in warning.help
    assert ly.check(case).is_consistent


@pytest.mark.parametrize(
    "said",
    [
        # A bottom line beside a wish: two levels of one demand, which are meant to stand together.
        "id: s, party: port, on: 2024-02-01, requires: curfew >= 2, firmness: 0.95",
        "id: s, party: port, on: 2024-01-05, requires: curfew >= 2",
        "id: s, party: port, on: 2024-01-01, requires: curfew >= 2",
        "id: s, party: port, on: 2024-02-01, requires: curfew >= 5",
        "id: s, party: port, on: 2024-02-01, requires: curfew >= 4",
        "id: s, party: line, on: 2024-02-01, requires: curfew >= 2",
        "id: s, party: port, on: 2024-02-01, requires: \"dues == 'low'\"",
        "id: s, party: port, on: 2024-02-01, requires: curfew >= 2, replaces: floor",
    ],
)
def test_what_is_no_softer_demand(said):
    assert softer_in(case_of(FLOOR, said)) == []


def test_a_softer_demand_over_two_issues():
    both = "id: both, party: port, on: 2024-01-05, requires: \"curfew >= 4 and dues == 'high'\""
    less = "id: s, party: port, on: 2024-02-01, requires: \"curfew >= 2 and dues in ['middle', 'high']\""
    assert softer_in(case_of(both, less)) == [(["both"], ["s"])]
    # What asks for less on one issue and for more on another takes no demand's place.
    other = "id: s, party: port, on: 2024-02-01, requires: \"curfew >= 2 and dues == 'low'\""
    assert softer_in(case_of(both, other)) == []


AGAINST = "id: cap, party: line, on: 2024-01-08, requires: curfew <= 1"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("offers: {curfew: 2}", "it has since offered curfew: 2 hours (s)"),
        ("accepts: {curfew: 2}", "it has since accepted curfew: 2 hours (s)"),
        ("position: {curfew: 2}", "it has since asked for curfew: 2 hours (s)"),
        ("requires: curfew >= 2", "it has since demanded curfew: 2 to 6 hours (s)"),
    ],
)
def test_a_demand_that_its_own_party_has_outbid_is_told_and_asked_about_first(said, told):
    case = case_of(FLOOR, AGAINST, f"id: s, party: port, on: 2024-02-01, {said}")
    found = ly.analyse(case)
    first, *others = found.questions
    assert [s.id for s in first.about], [s.id for s in first.since] == (["floor"], ["s"])
    assert [p.id for p in first.parties] == ["port"]
    # Nobody else is asked for what the party itself no longer asks for.
    assert all([p.id for p in each.parties] == ["port"] for each in others)
    assert [[s.id for s in each.commitments] for each in found.impasse.broken_commitments] == [
        ["floor"]
    ]
    text = " ".join(str(found).split())
    assert f"Ask Port whether floor still stands: {told}" in text
    for answer in (found, ly.impasse(case), ly.packages(case)):
        shown = " ".join(str(answer).split())
        assert "floor, which counts in full until s says `replaces: floor`" in shown
    assert "Ask Port whether floor still stands" in " ".join(str(ly.next_step(case)).split())


def test_a_demand_that_was_replaced_is_told_of_nowhere():
    case = case_of(
        FLOOR, AGAINST, "id: s, party: port, on: 2024-02-01, offers: {curfew: 2}, replaces: floor"
    )
    for answer in (ly.analyse(case), ly.impasse(case), ly.packages(case), ly.next_step(case)):
        assert "floor" not in str(answer)


def test_the_headline_says_when_all_hangs_on_a_demand_that_its_own_party_outbid():
    told = "That rests on floor, after which Port has said otherwise: without it a deal would fit."
    bid = "id: s, party: port, on: 2024-02-01, offers: {curfew: 2}"
    assert told in " ".join(str(ly.analyse(case_of(FLOOR, AGAINST, bid))).split())
    # What it demands now stands in the way as well.
    less = "id: s, party: port, on: 2024-02-01, requires: curfew >= 2"
    assert "That rests on" not in str(ly.analyse(case_of(FLOOR, AGAINST, less)))


def test_check_says_how_a_newer_demand_takes_the_place_of_one_that_it_contradicts():
    against = "id: s, party: port, on: 2024-02-01, requires: curfew <= 2"
    text = " ".join(str(ly.check(case_of(FLOOR, against))).split())
    told = "If s, the newest, took the place of floor, let it say so by `replaces`."
    assert f"All of them count in full. {told}" in text
    same_day = against.replace("2024-02-01", "2024-01-05")
    assert "the newest" not in str(ly.check(case_of(FLOOR, same_day)))
