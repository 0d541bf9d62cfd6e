import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.bodies import BALLOTS, Body, Member, VoteError, cheapest_sets, replay
from lastyard.bodies.cheapest import _minimal, _Unit

PERMANENT = ("china", "france", "russia", "uk", "us")


def council():
    members = (*(Member(n) for n in PERMANENT), *(Member(f"e{i}") for i in range(10)))
    return Body("UNSC", members, f"yes >= 9 and no veto of {', '.join(PERMANENT)}")


def test_seven_in_favour_need_any_two_more():
    votes = dict.fromkeys(PERMANENT, "yes") | {f"e{i}": "abstain" for i in range(10)}
    votes |= {"e0": "yes", "e1": "yes"}
    result = cheapest_sets(council(), votes, "adopt")
    assert [s.size for s in result.sets] == [2]
    assert result.sets[0].picks[0].count == 2
    assert len(result.sets[0].picks[0].members) == 8


def test_a_veto_must_be_lifted_and_an_abstention_is_enough():
    votes = dict.fromkeys([m.name for m in council().members], "yes") | {"russia": "no"}
    result = cheapest_sets(council(), votes, "adopt", turn_to="abstain")
    assert [(s.size, s.picks[0].members) for s in result.sets] == [(1, (("russia", 1),))]
    assert cheapest_sets(council(), votes, "reject").reached


def _turns(body, votes, names, to, goal):
    return body.adopts(votes | dict.fromkeys(names, to)) == (goal == "adopt")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 2), min_size=6, max_size=6),
    st.lists(st.integers(1, 6), min_size=6, max_size=6),
    st.sampled_from(["adopt", "reject"]),
    st.sampled_from(
        [
            "yes by w >= 60 % of members by w and yes >= 3 or no + abstain < 2",
            "yes > no and no veto of m0, m1",
            "yes in g >= 2 and yes by w > no by w",
        ]
    ),
)
def test_cheapest_sets_against_trying_all_sets(ballots, weights, goal, rule):
    members = tuple(Member(f"m{i}", {"w": w}) for i, w in enumerate(weights))
    body = Body("b", members, rule, groups={"g": ("m0", "m1", "m2")})
    votes = {m.name: BALLOTS[b] for m, b in zip(members, ballots, strict=True)}
    to = "yes" if goal == "adopt" else "no"
    chances = {m.name: 0.2 + 0.1 * i for i, m in enumerate(members)}
    movable = [n for n, b in votes.items() if b != to]
    turning = [
        set(names)
        for size in range(len(movable) + 1)
        for names in itertools.combinations(movable, size)
        if _turns(body, votes, names, to, goal)
    ]
    minimal = [s for s in turning if not any(t < s for t in turning)]
    by_number = cheapest_sets(body, votes, goal, most=50)
    by_chance = cheapest_sets(body, votes, goal, chances=chances, most=50)
    assert by_number.reached == (set() in turning)
    if by_number.reached:
        return
    listed = {
        frozenset(itertools.chain.from_iterable(choice))
        for s in by_number.sets
        for choice in itertools.product(
            *(itertools.combinations([n for n, _ in p.members], p.count) for p in s.picks)
        )
    }
    assert listed == {frozenset(s) for s in minimal}
    if minimal:
        assert by_number.sets[0].size == min(map(len, minimal))
        (alone,) = cheapest_sets(body, votes, goal, most=1).sets
        assert alone.size == min(map(len, minimal))
        best = max(math.prod(chances[n] for n in s) for s in minimal)
        assert by_chance.sets[0].chance == pytest.approx(best)
        first = cheapest_sets(body, votes, goal, chances=chances, most=1)
        assert first.sets[0].chance == pytest.approx(best)
        found = [s.chance for s in by_chance.sets]
        assert found == pytest.approx(sorted(found, reverse=True))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), max_size=4),
    st.tuples(st.integers(0, 6), st.integers(0, 6)),
)
def test_a_choice_is_minimal_if_it_covers_less_without_any_one(kinds, needs):
    units = [_Unit((), "no", count, gain, 1.0) for count, *gain in kinds]
    counts = [unit.count for unit in units]

    def covers(chosen):
        sums = (sum(c * u.gain[j] for c, u in zip(chosen, units, strict=True)) for j in (0, 1))
        return all(held >= need for held, need in zip(sums, needs, strict=True))

    fewer = [
        [c - (j == k) for j, c in enumerate(counts)] for k, count in enumerate(counts) if count
    ]
    assert _minimal(units, needs, counts) == (not any(map(covers, fewer)))


def test_likely_members_do_not_crowd_out_an_unlikely_one():
    names = [f"m{i}" for i in range(10)]
    body = Body("b", (*(Member(n) for n in names), Member("last")), "yes >= 1")
    chances = {n: 0.9 - 0.01 * i for i, n in enumerate(names)} | {"last": 0.01}
    result = cheapest_sets(body, dict.fromkeys(chances, "no"), "adopt", chances=chances, most=11)
    assert [s.picks[0].members[0][0] for s in result.sets] == [*names, "last"]


def test_sets_with_someone_superfluous_do_not_crowd_out_others():
    small = [Member(f"s{i}", {"w": 1}) for i in range(3)]
    body = Body("b", (*small, Member("big", {"w": 5}), Member("other", {"w": 5})), "yes by w >= 5")
    chances = {"s0": 0.95, "s1": 0.94, "s2": 0.93, "big": 0.5, "other": 0.05}
    result = cheapest_sets(body, dict.fromkeys(chances, "no"), "adopt", chances=chances, most=2)
    assert [s.picks[0].members[0][0] for s in result.sets] == ["big", "other"]


def test_five_cheapest_of_many_members_are_the_five_cheapest():
    members = tuple(Member(f"m{i}", {"w": 3 + (7 * i) % 11}) for i in range(12))
    body = Body("b", members, "yes by w >= 55 and yes >= 8")
    chances = {m.name: 0.15 + 0.07 * i for i, m in enumerate(members)}
    votes = dict.fromkeys(chances, "no") | {"m3": "yes", "m9": "yes"}
    movable = [n for n, ballot in votes.items() if ballot == "no"]
    turning = [
        set(names)
        for size in range(1, len(movable) + 1)
        for names in itertools.combinations(movable, size)
        if _turns(body, votes, names, "yes", "adopt")
    ]
    minimal = [s for s in turning if not any(t < s for t in turning)]
    best = sorted((math.prod(chances[n] for n in s) for s in minimal), reverse=True)[:5]
    found = cheapest_sets(body, votes, "adopt", chances=chances).sets
    assert [s.chance for s in found] == pytest.approx(best)


def test_large_classes():
    body = Body(
        "b", (Member("a", {"w": 1}, 600_000), Member("b", {"w": 2}, 400_000)), "yes by w > no by w"
    )
    result = cheapest_sets(body, {"a": (200_000, 0, 400_000), "b": "no"}, "adopt", most=1)
    # 200,000 of 1,400,000 votes: 500,001 more, two at a time.
    assert result.sets[0].size == 250_001


def test_chances_out_of_range_and_nobody_to_turn():
    body = Body("b", (Member("a"), Member("b")), "yes >= 2")
    with pytest.raises(VoteError, match="between 0 and 1"):
        cheapest_sets(body, {"a": "yes", "b": "no"}, "adopt", chances={"b": 1.2})
    with pytest.raises(VoteError, match="between 0 and 1"):
        cheapest_sets(body, {"a": "yes", "b": "no"}, "adopt", chances={"b": -0.2})
    assert cheapest_sets(body, {"a": "yes", "b": "no"}, "adopt", chances={}).sets == ()


def test_replay_names_who_alone_decides():
    votes = dict.fromkeys([m.name for m in council().members], "yes")
    votes |= {"russia": "no"} | {f"e{i}": "abstain" for i in range(4)}
    result = replay(council(), votes, recorded=False)
    assert (result.adopted, result.yes, result.abstain, result.no) == (False, 10, 4, 1)
    assert result.agrees
    assert [(d.name, d.ballot, d.instead) for d in result.deciders] == [
        ("russia", "no", ("yes", "abstain"))
    ]
    assert replay(council(), votes).agrees is None


def test_replay_turns_one_ballot_at_a_time():
    body = Body("b", (Member("chair"), Member("floor", count=4)), "yes > no")
    result = replay(body, {"chair": "no", "floor": (3, 1, 0)})
    assert [(d.name, d.ballot, d.instead) for d in result.deciders] == [("floor", "yes", ("no",))]
    result = replay(body, {"chair": "no", "floor": (2, 1, 1)})
    assert [(d.name, d.ballot, d.instead) for d in result.deciders] == [
        ("chair", "no", ("yes", "abstain")),
        ("floor", "abstain", ("yes",)),
        ("floor", "no", ("yes", "abstain")),
    ]


def test_weights_too_large_for_a_table_are_taken_largest_first():
    weights = {"a": 50_000_000, "b": 40_000_000, "c": 30_000_000, "d": 9}
    body = Body("b", tuple(Member(n, {"w": w}) for n, w in weights.items()), "yes by w >= 80000000")
    found = cheapest_sets(body, dict.fromkeys(weights, "no"), "adopt", most=2)
    assert [(p.members, p.count) for p in found.sets[0].picks] == [
        ((("a", 1),), 1),
        ((("b", 1),), 1),
    ]
