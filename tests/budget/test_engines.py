"""Engines that are seldom asked end within the budget as well, and say what they left out."""

import gc
import random

import pytest

import lastyard as ly
from lastyard.blocking import disputes, giving_way
from lastyard.blocking.giving_way import Levels
from lastyard.budget import Budget
from lastyard.conditions.tree import Any, OneOf
from lastyard.values.problem import Scale, translate


def _moves(parties, options):
    own = "".join(f"    o{k}: {{owner: p{k % parties}}}\n" for k in range(options))
    return (
        "title: many movers\nparties:\n"
        + "".join(f"  p{k}: {{}}\n" for k in range(parties))
        + "issues: {i: {options: [x, y]}}\nmoves:\n  options:\n"
        + own
        + "  preferences:\n"
        + "".join(
            f"    p{k}: {{priorities: [o{(k + 1) % options}, not o{k}]}}\n" for k in range(parties)
        )
    )


@pytest.mark.thorough
def test_coalitions_of_many_parties_end_within_the_budget():
    case = ly.load_text(_moves(8, 9))
    with Budget(work=2_000_000) as budget:
        found = ly.moves(case, coalitions=True)
    assert budget.spent <= budget.work
    assert found.joint is None
    assert [each.what for each in found.stopped] == ["what holds against parties that join up"]
    assert "what holds against parties that join up" in str(found)


@pytest.mark.thorough
def test_what_a_state_lacks_ends_within_the_budget():
    case = ly.load_text(_moves(7, 7))
    with Budget(work=300_000) as budget:
        found = ly.moves(case, stable="o0 and " + " and ".join(f"not o{k}" for k in range(1, 7)))
    assert budget.spent <= budget.work
    assert found.wanted is None
    assert "what would make the state stable" in [each.what for each in found.stopped]


def test_small_conflicts_lose_nothing():
    case = ly.load_text(_moves(3, 4))
    found = ly.moves(case, coalitions=True, stable="o0 and o1 and o2 and o3")
    assert found.joint is not None
    assert found.wanted is not None
    assert not found.stopped


def test_open_ballots_of_any_kind_end_within_the_budget():
    """A quorum that counts who is there, and weights that all differ: no ballot is the worst."""
    from lastyard.bodies import Body, Member
    from lastyard.bodies.cheapest import smallest_sets
    from lastyard.bodies.kinds import KINDS

    members = tuple(Member(f"m{k}", weights={"w": 2**k % 997 + k}) for k in range(40))
    body = Body(
        "Assembly",
        members,
        "yes by w > no by w and present >= 21",
        must_be_monotone=False,
    )
    possible = {member.name: KINDS for member in members}
    with Budget(work=100_000) as budget, pytest.raises(ly.OutOfBudget):
        smallest_sets(body, possible, "reject", "absent")
    assert budget.spent <= budget.work


def _levels_of(conditions, sizes):
    return Levels(["a"] * len(conditions), conditions, [0.5] * len(conditions), sizes)


def test_demands_made_again_and_again_are_compared_once(monkeypatch):
    compared = []
    implies = giving_way._implies
    monkeypatch.setattr(
        giving_way, "_implies", lambda *asked: compared.append(asked) or implies(*asked)
    )
    sizes = {f"i{k}": 5 for k in range(20)}
    distinct = [Any((OneOf(f"i{k}", 1), OneOf(f"i{(k + 7) % 20}", 2))) for k in range(20)]
    few = _levels_of(distinct, sizes)
    many = _levels_of(distinct * 6, sizes)
    assert len(compared) <= 2 * 20 * 20
    assert len(many.components) == len(few.components) == len(distinct)
    assert many.chance(range(120)) == few.chance(range(20))


def test_demands_that_all_differ_are_compared_within_the_budget():
    size = 3_000
    ceilings = [OneOf("n", (1 << k) - 1) for k in range(1, size)]
    with Budget(work=100_000) as budget, pytest.raises(ly.OutOfBudget):
        _levels_of(ceilings, {"n": size})
    assert budget.spent == budget.work


def _disputed(number):
    return (
        "title: many disputes\nas_of: 2024-03-22\nparties: {a: {}, b: {}}\nissues:\n"
        + "".join(f"  i{k}: {{options: [x, y, z], ordered: true}}\n" for k in range(number))
        + "statements:\n"
        + "".join(
            f"  - {{id: s{2 * k + s}, party: {'ab'[s]}, on: 2024-03-01, "
            f"requires: \"i{k} == '{'xz'[s]}'\", firmness: 0.{1 + (k + s) % 9}}}\n"
            for k in range(number)
            for s in (0, 1)
        )
    )


def test_many_disputes_are_told_whole():
    found = ly.impasse(ly.load_text(_disputed(60)))
    assert len(found.disputes) == 60
    assert found.openings_number == 2**60
    assert found.openings
    assert not found.stopped
    talks = ly.standing(ly.load_text(_disputed(60)))
    assert not talks.stopped


@pytest.mark.thorough
def test_disputes_are_told_where_their_openings_cannot_be_put_together(monkeypatch):
    def too_long(*_):
        raise budget.ran_out("work")

    case = ly.load_text(_disputed(9))
    monkeypatch.setattr(disputes, "_first_products", too_long)
    with Budget() as budget:
        found = ly.impasse(case)
    assert len(found.disputes) == 9
    assert not found.openings
    assert not found.openings_complete
    assert [each.what for each in found.stopped] == [
        "the likeliest openings of all disputes together"
    ]
    assert "nine disputes" in str(found)
    assert ly.analyse(case).headline is not None


def test_where_the_talks_stand_is_found_once(monkeypatch):
    from lastyard.answers import analyse, impasse

    asked = []
    for module in (analyse, impasse):
        once = module.standing
        monkeypatch.setattr(module, "standing", lambda *a, o=once: asked.append(a) or o(*a))
    ly.analyse(ly.load_text(_disputed(2)), packages=False)
    assert len(asked) == 1


def test_what_is_known_of_values_counts_as_memory_while_it_is_held():
    few = [Scale.choice(f"i{k}", 3) for k in range(60)]
    with Budget(memory=5_000_000) as budget:
        for _ in range(20):
            translate(few, ())
        with pytest.raises(ly.OutOfBudget):
            translate(few * 5, ())
        kept = translate(few, ())
        assert budget.memory_left < budget.memory
        del kept
        gc.collect()
    assert budget.memory_left == budget.memory


@pytest.mark.thorough
def test_check_answers_where_demands_over_two_long_issues_are_too_many_to_read():
    draw = random.Random(1)
    said = "".join(
        f'  - {{id: s{k}, party: {"ab"[k % 2]}, on: 2026-01-01, requires: "i{a} >= '
        f'{draw.randint(1, 900)} or i{b} <= {draw.randint(1, 900)}"}}\n'
        for k in range(600)
        for a, b in [draw.sample(range(40), 2)]
    )
    issues = "".join(f"  i{k}: {{range: [0, 1000], step: 1}}\n" for k in range(40))
    case = ly.load_text(
        f"title: Big\nparties: {{a: {{}}, b: {{}}}}\nissues:\n{issues}statements:\n{said}"
    )
    found = ly.check(case)
    assert all(part.what != "the answer" for part in found.stopped)
