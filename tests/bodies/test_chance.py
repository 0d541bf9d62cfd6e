import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lastyard.bodies import BALLOTS, Body, BodyError, Member, VoteError, adoption_chance
from lastyard.bodies.chance import _sampled
from lastyard.bodies.sums import binomial, binomial_window, power_of_steps, trinomial_rows

RULES = (
    "yes > no and no veto of m0, m1",
    "yes by w >= 2/3 of voting by w or no + abstain < 2",
    "yes in g > no in g and (yes in h >= 2/3 of voting in h or yes in m4 == 1)",
    "yes >= 60 % of members and yes by w > no by w",
    "no < 1",
)


def enumerated(body, chances):
    total = 0.0
    for ballots in itertools.product(range(3), repeat=len(body.members)):
        p = math.prod(chances[m.name][b] for m, b in zip(body.members, ballots, strict=True))
        votes = {m.name: BALLOTS[b] for m, b in zip(body.members, ballots, strict=True)}
        if p and body.adopts(votes):
            total += p
    return total


def make(rule, weights):
    members = tuple(Member(f"m{i}", {"w": w}) for i, w in enumerate(weights))
    return Body("b", members, RULES[rule], groups={"g": ("m0", "m1"), "h": ("m2", "m3", "m4")})


@pytest.mark.thorough
@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, len(RULES) - 1),
    st.lists(st.integers(1, 9), min_size=5, max_size=5),
    st.integers(0, 2**32 - 1),
)
def test_chance_agrees_with_enumeration(rule, weights, seed):
    body = make(rule, weights)
    rng = np.random.default_rng(seed)
    chances = {m.name: tuple(map(float, rng.dirichlet([1, 1, 1]))) for m in body.members}
    result = adoption_chance(body, chances)
    assert result.method == "exact"
    assert result.probability == pytest.approx(enumerated(body, chances), abs=1e-12)
    for member in result.members:
        fixed = [
            enumerated(body, chances | {member.name: tuple(float(k == b) for k in range(3))})
            for b in range(3)
        ]
        got = [member.if_yes, member.if_abstain, member.if_no]
        assert got == pytest.approx(fixed, abs=1e-12)
        assert member.pivotal == pytest.approx(fixed[0] - fixed[2], abs=1e-12)


@pytest.mark.parametrize(
    "rule", ["yes > no", "yes > no and yes >= 40 % of members", "yes >= 12 and no veto of chair"]
)
def test_classes_agree_with_members_listed_one_by_one(rule):
    p, q = (0.45, 0.2, 0.35), (0.3, 0.3, 0.4)
    classes = Body("b", (Member("chair"), Member("floor", count=20)), rule)
    listed = Body("b", (Member("chair"), *(Member(f"f{i}") for i in range(20))), rule)
    one = adoption_chance(classes, {"chair": q, "floor": p})
    many = adoption_chance(listed, {"chair": q} | {f"f{i}": p for i in range(20)})
    assert one.probability == pytest.approx(many.probability, abs=1e-12)
    for a, b in zip(one.members, (many.members[0], many.members[7]), strict=True):
        assert (a.if_yes, a.if_abstain, a.if_no) == pytest.approx(
            (b.if_yes, b.if_abstain, b.if_no), abs=1e-12
        )


@pytest.mark.parametrize("three", [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)])
def test_a_class_that_surely_votes_alike(three):
    rule = "yes > no and yes >= 40 % of members"
    found = adoption_chance(Body("b", (Member("m", count=400),), rule), {"m": three})
    assert found.probability == three[0]
    (member,) = found.members
    assert (member.if_yes, member.if_no) == (three[0], three[0])


def test_a_single_class_needs_no_grid():
    rule = "yes > no and yes >= 40 % of members"
    large = Body("b", (Member("m", count=400),), rule)
    listed = Body("b", (Member("m", count=200), Member("n", count=200)), rule)
    p = (0.41, 0.2, 0.39)
    one = adoption_chance(large, {"m": p})
    two = adoption_chance(listed, {"m": p, "n": p})
    assert one.method == two.method == "exact"
    assert one.probability == pytest.approx(two.probability, abs=1e-10)
    assert adoption_chance(large, {"m": p}, most_cells=1) == one
    for ballot in ("if_yes", "if_abstain", "if_no"):
        a, b = (getattr(r.members[0], ballot) for r in (one, two))
        assert a == pytest.approx(b, abs=1e-10), ballot


@pytest.mark.thorough
def test_a_million_members_in_classes():
    body = Body(
        "b",
        (Member("a", {"w": 1}, 600_000), Member("b", {"w": 2}, 400_000)),
        "yes by w > no by w",
    )
    sure = adoption_chance(body, {"a": (0.5, 0.1, 0.4), "b": (0.4, 0.15, 0.45)})
    # The margin is 20,000 with a standard deviation of 1,375: 14 deviations.
    assert sure.probability == pytest.approx(1, abs=1e-11)
    even = adoption_chance(body, {"a": (0.3, 0.4, 0.3), "b": (0.5, 0.0, 0.5)})
    tie = 1 - 2 * even.probability  # by symmetry P(yes) = P(no) = (1 - P(tie)) / 2
    deviation = math.sqrt(600_000 * 0.6 + 400_000 * 4)
    assert tie == pytest.approx(1 / math.sqrt(2 * math.pi) / deviation, rel=1e-4)


def test_too_large_is_sampled_and_says_so():
    body = make(1, [3, 5, 2, 7, 4])
    chances = {m.name: (0.5, 0.2, 0.3) for m in body.members}
    exact = adoption_chance(body, chances)
    drawn = adoption_chance(body, chances, most_cells=1, seed=3, samples=20_000)
    assert (drawn.method, drawn.seed, drawn.samples) == ("sampled", 3, 20_000)
    share = drawn.probability
    assert drawn.standard_error == pytest.approx(math.sqrt(share * (1 - share) / 20_000))
    assert abs(drawn.probability - exact.probability) < 5 * drawn.standard_error
    for a, b in zip(drawn.members, exact.members, strict=True):
        assert abs(a.if_yes - b.if_yes) < 0.02
    assert drawn == adoption_chance(body, chances, most_cells=1, seed=3, samples=20_000)


def test_samples_that_all_agree_still_leave_a_doubt():
    body = make(1, [3, 5, 2, 7, 4])
    sure = {m.name: (1.0, 0.0, 0.0) for m in body.members}
    drawn = adoption_chance(body, sure, most_cells=1, samples=400)
    assert drawn.probability == 1.0
    assert drawn.standard_error == 1 / 400


def test_certain_ballots_give_certain_outcomes():
    body = make(0, [1] * 5)
    chances = {m.name: (1.0, 0.0, 0.0) for m in body.members}
    assert adoption_chance(body, chances).probability == 1.0
    assert adoption_chance(body, chances | {"m0": (0.0, 0.0, 1.0)}).probability == 0.0


def test_bad_chances():
    body = make(0, [1] * 5)
    good = {m.name: (1.0, 0.0, 0.0) for m in body.members}
    with pytest.raises(VoteError, match="no chances of 'm4'"):
        adoption_chance(body, {k: v for k, v in good.items() if k != "m4"})
    with pytest.raises(VoteError, match="sum to 1"):
        adoption_chance(body, good | {"m0": (0.5, 0.4, 0.2)})
    with pytest.raises(VoteError, match="between 0 and 1"):
        adoption_chance(body, good | {"m0": (1.5, -0.5, 0.0)})


@pytest.mark.parametrize(("n", "p"), [(1, 0.3), (7, 0.0), (7, 1.0), (40, 0.013), (300, 0.71)])
def test_binomial_against_exact_fractions(n, p):
    exact = [
        float(math.comb(n, k) * Fraction(p) ** k * (1 - Fraction(p)) ** (n - k))
        for k in range(n + 1)
    ]
    assert binomial(n, p) == pytest.approx(exact, rel=1e-11, abs=1e-300)
    start, window = binomial_window(n, p)
    assert window == pytest.approx(exact[start : start + window.size], rel=1e-11, abs=1e-300)
    assert 0 <= start <= start + window.size <= n + 1
    assert sum(exact[:start]) + sum(exact[start + window.size :]) < 1e-28


def test_power_of_steps_against_binomials():
    # A step of 0, 2 or 4 with chances 1/4, 1/2, 1/4 is twice a binomial of two.
    pmf, first = power_of_steps(3000, [0.25, 0.5, 0.25], [4, 2, 0])
    assert pmf.min() >= 0
    exact = binomial(6000, 0.5)
    sums = first + np.arange(pmf.size)
    assert pmf[sums % 2 == 1].max() == 0
    assert pmf[sums % 2 == 0] == pytest.approx(exact[sums[sums % 2 == 0] // 2], abs=1e-15)
    shifted, start = power_of_steps(3000, [0.25, 0.5, 0.25], [5, 3, 1])
    assert start == first + 3000
    assert (shifted == pmf).all()
    assert power_of_steps(7, [1.0], [3])[1] == 21
    # Steps that are no mirror image of themselves, against adding one after the other.
    pmf, first = power_of_steps(40, [0.5, 0.3, 0.2], [0, 1, 3])
    sums = np.ones(1)
    for _ in range(40):
        sums = np.convolve(sums, [0.5, 0.3, 0.0, 0.2])
    assert pmf == pytest.approx(sums[first : first + pmf.size], abs=1e-14)
    # Of so many steps only the sums about the mean are kept.
    pmf, first = power_of_steps(200_000, [0.25, 0.5, 0.25], [2, 1, 0])
    assert 0 < first < 200_000 < first + pmf.size < 400_000
    assert pmf == pytest.approx(binomial(400_000, 0.5)[first : first + pmf.size], abs=1e-15)


# Sums that may fall as well as rise, classes of several members, equality, and abstentions that count.
SUMS = (
    "yes - no >= 1",
    "2 of yes - abstain - no > 0",
    "yes by w - no by w >= 2 and yes in m0 >= abstain in m0",
    "no - yes < 1 or yes == 3",
    "yes == no + 1 or yes - 2 of no > 1",
)


@pytest.mark.thorough
@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(SUMS),
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 4)), min_size=1, max_size=3),
    st.integers(0, 2**32 - 1),
)
def test_sums_that_fall_and_classes_agree_with_enumeration(rule, classes, seed):
    members = tuple(Member(f"m{i}", {"w": w}, count=n) for i, (n, w) in enumerate(classes))
    try:
        body = Body("b", members, rule, must_be_monotone=False)
    except BodyError:  # nobody can reach it
        assume(False)
    listed = [(m.name, k) for m in members for k in range(m.count)]
    rng = np.random.default_rng(seed)
    chances = {m.name: tuple(map(float, rng.dirichlet([1, 1, 1]))) for m in members}
    total = 0.0
    for ballots in itertools.product(range(3), repeat=len(listed)):
        split = {m.name: [0, 0, 0] for m in members}
        for (name, _), ballot in zip(listed, ballots, strict=True):
            split[name][ballot] += 1
        if body.adopts({name: tuple(counts) for name, counts in split.items()}):
            total += math.prod(chances[n][b] for (n, _), b in zip(listed, ballots, strict=True))
    assert adoption_chance(body, chances).probability == pytest.approx(total, abs=1e-12)


def test_rows_of_two_counts_are_those_of_the_definition():
    for n, yes, abstain in ((4, 0.3, 0.45), (3, 0.0, 0.6), (5, 0.25, 0.75)):
        rows = dict(trinomial_rows(n, yes, abstain))
        for k in range(n + 1):
            wanted = [
                math.comb(n, k)
                * math.comb(n - k, j)
                * yes**k
                * abstain**j
                * (1 - yes - abstain) ** (n - k - j)
                for j in range(n - k + 1)
            ]
            assert rows[k].tolist() == pytest.approx(wanted, abs=1e-12)


def test_a_class_is_sampled_as_its_members_would_be():
    rule = "yes > no and abstain <= 3"
    body = Body("b", (Member("chair"), Member("floor", count=9)), rule, must_be_monotone=False)
    chances = {"chair": (0.5, 0.2, 0.3), "floor": (0.5, 0.3, 0.2)}
    exact = adoption_chance(body, chances)
    drawn = _sampled(body, [chances["chair"], chances["floor"]], 3, 40_000)
    assert drawn.method == "sampled"
    assert abs(drawn.probability - exact.probability) < 4 * 0.5 / 200
    for one, other in zip(drawn.members, exact.members, strict=True):
        assert one.if_yes == pytest.approx(other.if_yes, abs=0.02)
        assert one.if_no == pytest.approx(other.if_no, abs=0.02)


def test_equal_steps_have_one_sum():
    found, first = power_of_steps(5, [0.5, 0.5], [3, 3])
    assert (found.tolist(), first) == ([1.0], 15)
