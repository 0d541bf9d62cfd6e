"""Rules under which a no can help, with ballots of five kinds: against trying every vote."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.bodies import Body, Member
from lastyard.bodies.cheapest import smallest_sets

KINDS = ("yes", "abstain", "no", "present", "absent")
RULES = {
    "2 of yes > no + absent": lambda n: 2 * n["yes"] > n["no"] + n["absent"],
    "yes > no and voting >= 3": lambda n: n["yes"] > n["no"] and n["yes"] + n["no"] >= 3,
    "2 of yes >= present and present >= 2": lambda n: (
        2 * n["yes"] >= sum(n.values()) - n["absent"] >= 2
    ),
    "yes >= 2/3 of voting and absent <= 1": lambda n: (
        3 * n["yes"] >= 2 * (n["yes"] + n["no"]) and n["absent"] <= 1
    ),
    "yes > no + abstain or absent == 2": lambda n: (
        n["yes"] > n["no"] + n["abstain"] or n["absent"] == 2
    ),
}
some = st.lists(st.sampled_from(KINDS), min_size=1, unique=True)


def counted(ballots):
    return {kind: sum(ballot == kind for ballot in ballots) for kind in KINDS}


@st.composite
def votes(draw):
    """A body of at most four members in classes, and what each may cast."""
    counts = draw(st.lists(st.integers(1, 2), min_size=1, max_size=3))
    members = tuple(Member(f"m{i}", count=count) for i, count in enumerate(counts))
    rule = draw(st.sampled_from(list(RULES)))
    return rule, members, {member.name: draw(some) for member in members}


def outcomes(rule, members, possible, turned=None, to="yes"):
    """Return every outcome, where so many of each member (``turned``) cast one ballot for certain."""
    turned = turned or {}
    each = []
    for member in members:
        set_to = turned.get(member.name, 0)
        each += [[to]] * set_to + [possible[member.name]] * (member.count - set_to)
    return {RULES[rule](counted(ballots)) for ballots in itertools.product(*each)}


def body_of(rule, members):
    return Body("b", members, rule, must_be_monotone=False)


@settings(max_examples=150)
@given(votes(), st.data())
def test_outcomes_are_those_of_all_votes(drawn, data):
    rule, members, possible = drawn
    try:
        body = body_of(rule, members)
    except ValueError:  # nobody can reach it
        return
    fixed = {
        member.name: (data.draw(st.integers(0, member.count)), data.draw(st.sampled_from(KINDS)))
        for member in members
    }
    rules = body.open_ballots
    assert rules.outcomes(possible) == outcomes(rule, members, possible)
    # Comparison by comparison, where there are too many sums, none is missed.
    assert rules._by_comparison(possible, {}) >= outcomes(rule, members, possible)
    each = [
        [ballot] * count + [None] * (member.count - count)
        for member in members
        for count, ballot in [fixed[member.name]]
    ]
    ways = itertools.product(
        *(
            [ballot] if ballot else possible[member.name]
            for member, ballots in zip(members, each, strict=True)
            for ballot in ballots
        )
    )
    wanted = {RULES[rule](counted(way)) for way in ways}
    assert rules.outcomes(possible, fixed) == wanted
    bounds = rules._by_comparison(possible, fixed)
    assert bounds >= wanted
    assert bounds == wanted or len(body.compiled.atoms) > 1


@pytest.mark.thorough
@settings(max_examples=150)
@given(votes(), st.sampled_from(["adopt", "reject"]), st.sampled_from(KINDS))
def test_the_smallest_sets_are_those_of_trying_all(drawn, goal, to):
    rule, members, possible = drawn
    try:
        body = body_of(rule, members)
    except ValueError:
        return
    found = smallest_sets(body, possible, goal, to, most=1_000)
    aim = {goal == "adopt"}
    if outcomes(rule, members, possible) == aim:
        assert found.reached
        return
    ways = itertools.product(*(range(member.count + 1) for member in members))
    sure = [
        turned
        for turned in ways
        if outcomes(
            rule, members, possible, dict(zip((m.name for m in members), turned, strict=True)), to
        )
        == aim
    ]
    minimal = {
        turned
        for turned in sure
        if not any(
            other != turned and all(a <= b for a, b in zip(other, turned, strict=True))
            for other in sure
        )
    }
    # Members whose ballots make no difference stand together: any so many of them are a set.
    told = [
        ({name for pick in each.picks for name, _ in pick.members}, each.size)
        for each in found.sets
    ]
    assert bool(told) == bool(minimal)
    if minimal:
        assert min(size for _, size in told) == min(map(sum, minimal))
        sizes = {sum(turned) for turned in minimal}
        assert {size for _, size in told} == sizes
    for turned in minimal:
        names = {m.name for m, count in zip(members, turned, strict=True) if count}
        assert any(names <= within and sum(turned) == size for within, size in told)


@settings(max_examples=100)
@given(st.sampled_from(list(RULES)), st.integers(1, 4))
def test_a_yes_that_never_hurts_and_an_order_are_told_as_they_are(rule, count):
    members = tuple(Member(f"m{i}") for i in range(count))
    try:
        body = body_of(rule, members)
    except ValueError:
        return

    def hurts(low, high):
        others = itertools.product(KINDS, repeat=count - 1)
        return any(
            RULES[rule](counted([*way, low])) and not RULES[rule](counted([*way, high]))
            for way in others
        )

    assert body.open_ballots.yes_never_hurts() == (not any(hurts(kind, "yes") for kind in KINDS))
    worst = body.open_ballots.worst(0)
    for way in itertools.product(KINDS, repeat=count - 1):
        if any(not RULES[rule](counted([*way, kind])) for kind in KINDS):
            assert any(not RULES[rule](counted([*way, kind])) for kind in worst)
