"""What any reader would expect of demands: tests of sense ("metamorphic"), on random small talks."""

import random
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import lastyard as ly
from lastyard.case.readings import leanings
from lastyard.case.said import in_force

FEW = settings(max_examples=5)
FLAT = """
title: Flat
parties: {union: , firm: }
issues: {wage: {range: [0, 10], step: 1}}
statements:
  - {id: u, party: union, on: 2024-01-01, requires: wage >= 6}
  - {id: f, party: firm, on: 2024-01-01, rejects: wage > 3}
"""


@st.composite
def talks(draw):
    """A floor against a ceiling on a wage, and something else, said with some firmness."""
    low = draw(st.integers(1, 4))
    high = draw(st.integers(low + 2, 9))
    firmness = [draw(st.integers(1, 9)) / 10 for _ in range(2)]
    also = draw(
        st.sampled_from(
            [
                "",
                '  - {id: a, party: firm, on: 2024-01-01, position: {wage: 1}}\n',
                '  - {id: a, party: union, on: 2024-01-01, prefers: {term: long}, to: {term: short}}\n',
                '  - {id: a, party: firm, on: 2024-01-01, requires: "wage <= 2 or term == \'long\'"}\n',
            ]
        )
    )  # fmt: skip
    return f"""
title: Talks
parties: {{union: {{}}, firm: {{}}}}
issues: {{wage: {{range: [0, 10], step: 1}}, term: {{options: [short, long]}}}}
statements:
  - {{id: u, party: union, on: 2024-01-01, requires: wage >= {high}, firmness: {firmness[0]}}}
  - {{id: f, party: firm, on: 2024-01-01, rejects: wage > {low}, firmness: {firmness[1]}}}
{also}"""


def indices(text, seed=3):
    """Per package, the index of each party and of agreement; in the order of the answer."""
    answer = ly.packages(ly.load_text(text), seed=seed, top=1000, beyond=True)
    return {
        tuple(each.package.positions.values()): (
            each.acceptability["union"].index,
            each.acceptability["firm"].index,
            each.agreement.index,
        )
        for each in answer.packages
    }


def ranked(text, seed=3, **more):
    """The wages in their order, the best first: as the answer ranks, not as it shows."""
    answer = ly.packages(ly.load_text(text), seed=seed, top=1, **more)
    return answer.best.package.positions["wage"]


def assert_the_middle_comes_first(answer):
    first = answer.best
    assert first.package.positions["wage"] in (4, 5)
    # What is told as good as the first is not listed after it.
    good = {k for each in first.as_good for k in range(11) if each.options >> k & 1}
    next_to_it = {each.package.positions["wage"] for each in answer.packages[:2]}
    assert {4, 5} in (good, next_to_it)


@pytest.mark.parametrize("seed", range(4))
def test_between_a_floor_and_a_ceiling_the_middle_comes_first(seed):
    answer = ly.packages(ly.load_text(FLAT), seed=seed)
    assert_the_middle_comes_first(answer)
    # As the extremes come first where any step costs the whole, whatever directions are known.
    assert answer.by_form["step"].positions["wage"] in (3, 6)
    directions = FLAT + (
        "  - {id: more, party: union, on: 2024-01-01, wants: {wage: more}}\n"
        "  - {id: less, party: firm, on: 2024-01-01, wants: {wage: less}}\n"
    )
    told = ly.packages(ly.load_text(directions), seed=seed)
    assert told.by_form["step"].positions["wage"] in (3, 6)
    assert_the_middle_comes_first(told)


def test_a_cap_of_years_tells_9_from_10_and_19():
    text = """
title: Limits
parties: {a: {}, b: {}}
issues: {years: {range: [0, 20], step: 1}}
statements:
  - {id: cap, party: a, on: 2024-01-01, rejects: years > 9}
  - {id: floor, party: b, on: 2024-01-01, requires: years >= 15}
"""
    answer = ly.packages(ly.load_text(text), seed=3, top=100, beyond=True)
    index = {e.package.positions["years"]: e.acceptability["a"].index for e in answer.packages}
    assert index[9] > index[10] > index[12] > index[15] > index[19]


def test_two_demands_that_meet_at_one_wage_say_what_one_demand_for_it_says():
    """They were read as if they contradicted one another: half, and softly."""
    said = (
        FLAT + "  - {id: more, party: union, on: 2024-01-01, requires: wage >= 3 and wage <= 6}\n"
    )
    alone = FLAT + "  - {id: more, party: union, on: 2024-01-01, requires: wage == 6}\n"
    both, one = indices(said), indices(alone)
    wages = range(11)
    own = [both[wage,][0] for wage in wages]
    # Worth rises up to 6 and falls from there, and 6 is as good as it would be alone.
    assert own[:7] == sorted(own[:7])
    assert own[6:] == sorted(own[6:], reverse=True)
    assert own[6] == pytest.approx(one[6,][0], abs=0.03)


@pytest.mark.thorough
@FEW
@given(talks())
def test_moving_towards_a_demand_never_lowers_the_index(text):
    found = indices(text)
    low, high = int(re.search(r"wage > (\d+)", text)[1]), int(re.search(r"wage >= (\d+)", text)[1])
    for (wage, term), (union, firm, _) in found.items():
        if wage < high:
            assert found[wage + 1, term][0] >= union - 1e-12
        if wage > low:
            assert found[wage - 1, term][1] >= firm - 1e-12


@pytest.mark.thorough
@FEW
@given(talks())
def test_half_way_is_never_last_for_both(text):
    low, high = int(re.search(r"wage > (\d+)", text)[1]), int(re.search(r"wage >= (\d+)", text)[1])
    middle = (low + high) // 2
    found = indices(text)
    for term in (0, 1):
        union = [found[wage, term][0] for wage in range(11)]
        firm = [found[wage, term][1] for wage in range(11)]
        assert union[middle] > min(union) or firm[middle] > min(firm)
        agreed = [found[wage, term][2] for wage in range(11)]
        assert agreed[middle] > min(agreed[0], agreed[10])


@pytest.mark.thorough
@FEW
@given(talks(), st.integers(0, 2**32))
def test_other_names_another_order_and_the_same_said_twice_change_nothing(text, seed):
    found = indices(text)
    head, *said = re.split(r"\n(?=  - )", text.rstrip("\n"))
    random.Random(seed).shuffle(said)
    again = [line.replace("{id: u,", "{id: z-renamed,") for line in said]
    assert indices("\n".join([head, *again]) + "\n") == found
    twice = [*said, next(line for line in said if "id: u," in line).replace("id: u,", "id: u2,")]
    assert indices("\n".join([head, *twice]) + "\n") == found


@pytest.mark.thorough
@FEW
@given(talks())
def test_raising_firmness_never_raises_what_breaks_it(text):
    found = indices(text)
    high = int(re.search(r"wage >= (\d+)", text)[1])
    firmer = indices(re.sub(r"(requires: wage >= \d+, firmness: )[\d.]+", r"\g<1>0.95", text))
    for (wage, term), (union, firm, agreed) in found.items():
        if wage < high:
            assert firmer[wage, term][0] <= union + 1e-12
            assert firmer[wage, term][2] <= agreed + 1e-12
        assert firmer[wage, term][1] == firm


@FEW
@given(talks())
def test_where_a_party_leans_is_told_and_not_where_it_said_what_it_wants(text):
    case = ly.load_text(text)
    told = {
        (each.party, each.issue, each.wants == "more") for each in leanings(case, in_force(case))
    }
    asked = "position: {wage: 1}" in text
    assert told == {("union", "wage", True)} | (set() if asked else {("firm", "wage", False)})
    answer = ly.packages(case, seed=3)
    assert {(e.party, e.issue, e.wants == "more") for e in answer.leanings} == told
    assert answer.if_level is not None


@pytest.mark.thorough
@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(0, 9), min_size=9, max_size=9), min_size=2, max_size=2))
def test_no_change_on_one_issue_betters_a_package_that_is_shown(points):
    sizes, names = (3, 3, 3), "xyz"
    tables = [[row[3 * i : 3 * i + 3] for i in range(3)] for row in points]
    assume(all(any(len(set(own)) > 1 for own in table) for table in tables))
    said = "".join(
        f"  - {{id: s{p}, party: p{p}, on: 2024-01-01, values: {{"
        + ", ".join(
            f"{n}: {{{', '.join(f'o{k}: {v}' for k, v in enumerate(own))}}}"
            for n, own in zip(names, table, strict=True)
        )
        + "}}\n"
        for p, table in enumerate(tables)
    )
    issues = ", ".join(f"{n}: {{options: [o0, o1, o2]}}" for n in names)
    case = ly.load_text(
        f"title: T\nparties: {{p0: {{}}, p1: {{}}}}\nissues: {{{issues}}}\nstatements:\n{said}"
    )
    for shown in ly.packages(case, seed=3).packages:
        package = [shown.package.positions[n] for n in names]
        for i, size in enumerate(sizes):
            for option in range(size):
                gains = [table[i][option] - table[i][package[i]] for table in tables]
                assert not (min(gains) >= 0 < max(gains)), (package, i, option)
