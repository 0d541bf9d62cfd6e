import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.bodies import (
    Body,
    Member,
    TooLargeForExactError,
    numeric_power,
    power,
    sample_power,
)
from lastyard.budget import Budget


def weighted(weights, quota):
    members = tuple(Member(f"m{i}", {"w": w}) for i, w in enumerate(weights))
    return Body("b", members, f"yes by w >= {quota}")


def by_orders(body):
    names = [m.name for m in body.members]
    turned = dict.fromkeys(names, 0)
    for order in itertools.permutations(names):
        for k, name in enumerate(order):
            votes = {n: "yes" if n in order[: k + 1] else "no" for n in names}
            if body.adopts(votes):
                turned[name] += 1
                break
    return [Fraction(turned[n], math.factorial(len(names))) for n in names]


def by_coalitions(body):
    names = [m.name for m in body.members]
    swings = dict.fromkeys(names, 0)
    for ballots in itertools.product(("yes", "no"), repeat=len(names)):
        votes = dict(zip(names, ballots, strict=True))
        for name in names:
            if votes[name] == "yes":
                swings[name] += body.adopts(votes) and not body.adopts(votes | {name: "no"})
    return [swings[n] for n in names]


def test_un_security_council_published(voting):
    figures = voting["unsc"]
    names = ("china", "france", "russia", "uk", "us")
    body = Body(
        "UNSC",
        (*(Member(n) for n in names), Member("elected", count=10)),
        f"yes >= 9 and no veto of {', '.join(names)}",
    )
    result = power(body)
    permanent, elected = result.members[0], result.members[-1]
    assert permanent.shapley_shubik == Fraction(figures["shapley"]["permanent"])
    assert elected.shapley_shubik == Fraction(figures["shapley"]["elected"])
    assert permanent.swings == figures["banzhaf_swings"]["permanent"]
    assert elected.swings == figures["banzhaf_swings"]["elected"]
    assert 5 * permanent.swings + 10 * elected.swings == figures["banzhaf_swings"]["total"]
    assert f"{float(permanent.shapley_shubik):.5f}" == "0.19627"
    assert f"{float(elected.shapley_shubik):.6f}" == "0.001865"
    # The weights form of the same rule, as published.
    same = power(weighted([7] * 5 + [1] * 10, 39))
    assert same.members[0].shapley_shubik == permanent.shapley_shubik
    assert same.members[-1].swings == elected.swings


def test_eec_1958_published(voting):
    figures = voting["eec6_1958"]
    result = power(weighted(figures["weights"], figures["quota"]))
    assert [m.shapley_shubik for m in result.members] == [Fraction(f) for f in figures["shapley"]]
    assert [m.swings for m in result.members] == figures["banzhaf_swings"]


def test_small_published(voting):
    for name, figures in voting["small_published"].items():
        result = power(weighted(figures["weights"], figures["quota"]))
        if "shapley" in figures:
            expected = [Fraction(f) for f in figures["shapley"]]
            assert [m.shapley_shubik for m in result.members] == expected, name
        if "absolute_banzhaf" in figures:
            expected = [Fraction(f) for f in figures["absolute_banzhaf"]]
            assert [m.penrose_banzhaf for m in result.members] == expected, name


def test_eu27_with_the_blocking_clause(voting):
    shares = voting["eu27_2025_inputs"]["population_share_0_01pct"]
    members = tuple(Member(n, {"p": p}) for n, p in shares.items())
    double = "yes >= 15 and yes by p >= 6500"
    result = power(Body("EU", members, f"{double} or no + abstain < 4"))
    assert sum(m.shapley_shubik for m in result.members) == 1
    assert f"{100 * float(result.adopting):.1f}" == "13.2"
    # The clause adds exactly the coalitions of 24 and more states with under 65 %.
    without = power(Body("EU", members, double))
    added = (result.adopting - without.adopting) * 2**27
    assert added == int(added) > 0
    lost = sum(
        1
        for size in range(4)
        for out in itertools.combinations(shares, size)
        if sum(shares.values()) - sum(shares[n] for n in out) < 6500
    )
    assert added == lost


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(0, 6), min_size=3, max_size=5).filter(any),
    st.integers(1, 12),
    st.booleans(),
)
def test_indices_agree_with_their_definitions(weights, quota, veto):
    quota = min(quota, sum(weights))
    members = tuple(Member(f"m{i}", {"w": w}) for i, w in enumerate(weights))
    rule = f"yes by w >= {quota}" + (" and no veto of m0 or yes >= 3" if veto else "")
    body = Body("b", members, rule)
    result = power(body)
    assert [m.shapley_shubik for m in result.members] == by_orders(body)
    assert [m.swings for m in result.members] == by_coalitions(body)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=2, max_size=12), st.data())
def test_axioms(weights, data):
    quota = data.draw(st.integers(1, sum(weights)))
    body = weighted([*weights, 0], quota)
    result = power(body)
    assert sum(m.shapley_shubik for m in result.members) == 1
    assert sum(m.banzhaf_share for m in result.members) == 1
    assert result.members[-1].shapley_shubik == 0  # dummy
    assert result.members[-1].swings == 0
    for a, b in itertools.combinations(range(len(weights)), 2):
        if weights[a] == weights[b]:  # symmetry
            assert result.members[a].shapley_shubik == result.members[b].shapley_shubik
        if weights[a] > weights[b]:
            assert result.members[a].shapley_shubik >= result.members[b].shapley_shubik


def test_counts_beyond_63_bits_are_exact():
    # Simple majority of 81 equal members: C(80, 40) swings each.
    result = power(
        Body("b", (Member("m", {"w": 1}, 40), Member("n", {"w": 1}, 41)), "yes by w >= 41")
    )
    assert {m.swings for m in result.members} == {math.comb(80, 40)}
    assert {m.shapley_shubik for m in result.members} == {Fraction(1, 81)}
    # With weights: Python integers as referee.
    weights = [1 + (7 * i) % 13 for i in range(70)]
    total = sum(weights)
    counts = [1] + [0] * total
    for w in weights[1:]:
        for x in range(total, w - 1, -1):
            counts[x] += counts[x - w]
    quota = total // 2 + 1
    expected = sum(counts[quota - weights[0] : quota])
    assert power(weighted(weights, quota)).members[0].swings == expected


def test_federal_law_in_components():
    rule = """(yes in house > no in house and (yes in senate > no in senate
        or yes in senate >= no in senate and yes in vp == 1) and yes in president == 1)
        or (yes in house >= 2/3 of voting in house and yes in senate >= 2/3 of voting in senate)"""
    small = Body(
        "b",
        (Member("house", count=4), Member("senate", count=2), Member("vp"), Member("president")),
        rule,
    )
    listed = Body(
        "b",
        (
            *(Member(f"h{i}") for i in range(4)),
            Member("s0"),
            Member("s1"),
            Member("vp"),
            Member("president"),
        ),
        rule,
        groups={"house": ("h0", "h1", "h2", "h3"), "senate": ("s0", "s1")},
    )
    swings = by_coalitions(listed)
    assert [m.swings for m in power(listed).members] == swings
    assert [m.swings for m in power(small).members] == [swings[0], swings[4], swings[6], swings[7]]
    assert sum(m.shapley_shubik * m.count for m in power(small).members) == 1


@pytest.mark.parametrize("joint", ["and", "or"])
def test_a_rule_of_two_chambers(joint):
    rule = f"yes in upper >= 2 {joint} yes in lower >= 3"
    members = tuple(Member(f"{side}{i}") for side, n in (("u", 3), ("l", 4)) for i in range(n))
    groups = {"upper": ("u0", "u1", "u2"), "lower": ("l0", "l1", "l2", "l3")}
    body = Body("b", members, rule, groups=groups)
    assert [m.swings for m in power(body).members] == by_coalitions(body)


def test_quadrature_and_sampling_agree_with_the_exact_indices():
    body = weighted([8, 6, 4, 2, 2], 12)
    exact = power(body)
    numeric = numeric_power(body)
    drawn = sample_power(body, samples=20_000, seed=1)
    assert numeric.defect < 1e-10
    assert drawn.error_bound == pytest.approx(math.sqrt(math.log(40) / 40_000))
    for a, b, c in zip(exact.members, numeric.members, drawn.members, strict=True):
        assert b.shapley_shubik == pytest.approx(float(a.shapley_shubik), abs=1e-10)
        assert b.penrose_banzhaf == pytest.approx(float(a.penrose_banzhaf), abs=1e-12)
        for share, error in (
            (c.shapley_shubik, c.shapley_error),
            (c.penrose_banzhaf, c.banzhaf_error),
        ):
            wanted = math.sqrt(max(share * (1 - share), 1 / 20_000) / 20_000)
            assert error == pytest.approx(wanted)
        assert abs(c.shapley_shubik - a.shapley_shubik) < 5 * c.shapley_error
        assert abs(c.penrose_banzhaf - a.penrose_banzhaf) < 5 * c.banzhaf_error
    assert drawn == sample_power(body, samples=20_000, seed=1)


def test_sampled_power_of_classes_is_that_of_each_of_their_members():
    body = Body(
        "b", (Member("chair", {"w": 3}), Member("floor", {"w": 1}, count=5)), "yes by w >= 5"
    )
    exact, drawn = power(body), sample_power(body, samples=20_000, seed=3)
    for a, b in zip(exact.members, drawn.members, strict=True):
        assert abs(b.shapley_shubik - a.shapley_shubik) < 5 * b.shapley_error
        assert abs(b.penrose_banzhaf - a.penrose_banzhaf) < 5 * b.banzhaf_error


def test_sampled_power_is_paid_for_by_the_sample():
    body, spent = weighted([4, 3, 2, 1], 6), []
    for samples in (3_000, 6_000):
        with Budget(work=10**9) as budget:
            sample_power(body, samples=samples)
        spent.append(budget.spent)
    assert spent[0] >= 3_000 * len(body.members) // 30
    assert abs(spent[1] - 2 * spent[0]) <= 1


def test_large_weights_of_few_members_meet_in_the_middle(voting):
    shares = voting["eu27_2025_inputs"]["population_share_0_01pct"]
    rule = "yes >= 15 and yes by p >= {} or no + abstain < 4"
    fine = Body(
        "EU",
        tuple(Member(n, {"p": p * 45_103 + 1}) for n, p in shares.items()),
        rule.format(6500 * 45_103 + 1),
    )
    coarse = Body("EU", tuple(Member(n, {"p": p}) for n, p in shares.items()), rule.format(6500))
    # One person more a state never makes up for a hundredth of a per cent.
    assert power(fine) == power(coarse)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=8, unique=True), st.data())
def test_both_ways_of_counting_agree(weights, data):
    members = tuple(Member(f"m{i}", {"w": w}, 1 + i % 2) for i, w in enumerate(weights))
    total = sum(m.weights["w"] * m.count for m in members)
    quota = data.draw(st.integers(1, total))
    body = Body(
        "b",
        members,
        f"yes by w >= {quota} and yes >= 2 or yes by w >= {min(quota + 3, total)} or no < 1",
    )
    assert power(body) == power(body, most_cells=0)


def test_too_large_for_exact_says_what_to_do():
    body = weighted([10**7 + i for i in range(50)], 3 * 10**8)
    with pytest.raises(TooLargeForExactError, match="sample_power"):
        power(body)
    assert sum(m.shapley_shubik for m in sample_power(body, samples=500).members) == (
        pytest.approx(1)
    )


def test_the_indices_of_classes_sum_to_one_over_their_members():
    body = Body(
        "b",
        (Member("chair"), Member("floor", count=6), Member("back", count=3)),
        "yes >= 6 and yes in chair == 1",
    )
    found = numeric_power(body)
    assert found.defect < 1e-9
    shares = [m.shapley_shubik * m.count for m in found.members]
    assert math.fsum(shares) == pytest.approx(1, abs=1e-9)
    listed = Body(
        "b",
        (Member("chair"), *(Member(f"m{k}") for k in range(9))),
        "yes >= 6 and yes in chair == 1",
    )
    one_by_one = power(listed).members
    assert found.members[0].shapley_shubik == pytest.approx(
        float(one_by_one[0].shapley_shubik), abs=1e-9
    )
    assert found.members[2].shapley_shubik == pytest.approx(
        float(one_by_one[9].shapley_shubik), abs=1e-9
    )


def test_where_nothing_is_open_nothing_is_averaged():
    # One of two suffices nearly always: the chance is settled from small shares of yes on.
    body = Body("b", (Member("m", count=3_000),), "yes >= 30")
    found = numeric_power(body)
    assert found.defect < 1e-6
    assert found.members[0].shapley_shubik == pytest.approx(1 / 3_000, rel=1e-6)
