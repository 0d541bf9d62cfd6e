"""Indices, searches and certainties against plain sums over everything there is."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.values.acceptability import (
    Threshold,
    acceptability,
    agreement,
    everyone,
    share_error,
    shares_of_all,
)
from lastyard.values.best import _cut, _ranges, _Search, best_package
from lastyard.values.certainty import (
    Judgement,
    _most,
    _Pool,
    contradicts,
    judge_packages,
)
from lastyard.values.mixing import effective_size, split_r_hat
from lastyard.values.posterior import Posterior
from lastyard.values.problem import (
    Peak,
    Points,
    Ranks,
    Refuses,
    Scale,
    Takes,
    ValuesError,
    translate,
)
from lastyard.values.region import Program, program
from lastyard.values.robust import (
    Cut,
    Robust,
    _Master,
    _tightest,
    _Worlds,
    robust_among,
    robust_search,
)

SCALES = (Scale.ordered("a", 3), Scale.choice("b", 2), Scale.numeric("c", range(7)))
EVERY = np.array(list(itertools.product(range(3), range(2), range(7))))


def posterior(seed, scales=SCALES, chains=4, draws=9, known=False):
    """Draws of no particular party: anything may be drawn."""
    random = np.random.default_rng(seed)
    layout = translate(scales, []).layout
    points = random.random((chains, draws, layout.size))
    points[..., layout.reservation] *= len(scales)
    size = float(chains * draws)
    return Posterior(layout, points, "likely", False, known, size, 1.0, 1, 0, None)


# Acceptability


def test_a_share_is_that_of_the_draws_and_errs_by_its_own_chains(monkeypatch):
    party = posterior(1)
    worth = party.draws @ party.layout.rows(EVERY).T - party.reservations()[:, None]
    takes = (worth >= -1e-12).astype(float)
    sizes = np.minimum(effective_size(takes.reshape(4, 9, -1)), party.effective)
    for block in (1, 200, 1 << 21):
        monkeypatch.setitem(acceptability.__globals__, "_BLOCK", block)
        found = acceptability(party, EVERY)
        assert found.value == pytest.approx(takes.mean(axis=0))
        assert found.effective == pytest.approx(sizes)
        error, bounded = share_error(takes.mean(axis=0), sizes)
        assert found.error == pytest.approx(error)
        assert (found.bounded == bounded).all()
    keeps = np.random.default_rng(2).random(len(EVERY))
    held = acceptability(party, EVERY, keeps)
    assert held.value == pytest.approx(found.value * keeps)
    assert held.error == pytest.approx(found.error * keeps)
    none = acceptability(replace(party, effective=0.0), EVERY)
    assert none.effective.tolist() == [1.0] * len(EVERY)


@pytest.mark.parametrize("wrong", [[0.5, -0.1], [0.5, 1.1], [0.5], [[0.5, 0.5]]])
def test_factors_of_commitments_are_chances_one_a_package(wrong):
    with pytest.raises(ValuesError, match="one a package, between 0 and 1"):
        acceptability(posterior(1), EVERY[:2], np.array(wrong))
    assert acceptability(posterior(1), EVERY[:2], np.array([0.0, 1.0])).value[0] == 0.0


def test_what_is_worth_just_the_alternative_is_accepted():
    layout = translate((Scale.choice("a", 2),), []).layout
    points = np.tile([0.3, 0.7, 0.7, 0.3], (2, 8, 1))
    party = Posterior(layout, points, "likely", False, True, 16.0, 1.0, 1, 0, None)
    found = acceptability(party, np.array([[0], [1]]))
    assert found.value.tolist() == [1.0, 1.0]
    assert found.exact
    assert found.error.tolist() == [0.0, 0.0]
    assert not found.bounded.any()
    assert shares_of_all(party).tolist() == [1.0, 1.0]
    low = points.copy()
    low[..., 0] -= 1e-9
    assert acceptability(replace(party, chains=low), np.array([[0]])).value[0] == 0.0
    assert not acceptability(replace(party, known=False), np.array([[0]])).exact


@pytest.mark.parametrize(
    "scales",
    [
        SCALES,
        (Scale.choice("a", 5),),
        (Scale.choice("a", 2), Scale.choice("b", 200)),
        (Scale.choice("a", 3), Scale.choice("b", 30), Scale.choice("c", 30)),
    ],
)
def test_shares_of_all_packages_are_those_one_by_one(scales):
    # More draws than one byte counts.
    party = posterior(3, scales, chains=30, draws=10)
    every = np.array(list(itertools.product(*(range(s.options) for s in scales))))
    worth = party.worth(every) - party.reservations()[:, None]
    wanted = (worth >= -1e-12).mean(axis=0)
    assert shares_of_all(party) == pytest.approx(wanted)


def test_more_packages_than_can_be_listed_are_refused():
    scales = tuple(Scale.choice(str(k), 1_000) for k in range(3))
    layout = translate((Scale.choice("a", 2),), []).layout
    party = posterior(1, (Scale.choice("a", 2),))
    huge = replace(party, layout=replace_scales(layout, (*scales, Scale.choice("x", 2))))
    with pytest.raises(ValuesError, match=r"2e\+09 packages are too many"):
        shares_of_all(huge)


def replace_scales(layout, scales):
    return type(layout)(scales)


def test_a_share_of_none_errs_by_the_largest_that_gives_none_once_in_twenty():
    for effective in (1.0, 7.5, 400.0):
        error, bounded = share_error(np.array([0.0, 1.0, 0.2]), np.full(3, effective))
        assert (1 - error[0]) ** effective == pytest.approx(0.05)
        assert error[1] == error[0]
        assert error[2] == pytest.approx(math.sqrt(0.16 / effective))
        assert bounded.tolist() == [True, True, False]


@given(st.integers(0, 2**32), st.integers(1, 4))
def test_agreement_is_a_sum_over_who_accepts(seed, parties):
    random = np.random.default_rng(seed)
    weights = tuple(random.integers(0, 4, parties).tolist())
    quota = int(random.integers(-1, sum(weights) + 1))
    vetoes = tuple(k for k in range(parties) if random.random() < 0.3)
    rule = Threshold(quota, weights, vetoes)
    accepts = random.random((3, parties))

    def index(chances):
        total = 0.0
        for who in itertools.product((0, 1), repeat=parties):
            enough = sum(w for w, yes in zip(weights, who, strict=True) if yes) >= quota
            if enough and all(who[v] for v in vetoes):
                total += math.prod(c if yes else 1 - c for c, yes in zip(chances, who, strict=True))
        return total

    wanted = [index(line) for line in accepts]
    assert agreement(accepts, rule) == pytest.approx(wanted)

    def formula(who):
        enough = sum(w for w, yes in zip(weights, who, strict=True) if yes) >= quota
        return enough and all(who[v] for v in vetoes)

    assert agreement(accepts, formula) == pytest.approx(wanted)


def test_a_rule_of_sixteen_parties_may_be_a_formula():
    assert agreement(np.full((1, 16), 0.9), all)[0] == pytest.approx(0.9**16)
    assert Threshold(2, (1, 1), (0, 1)).quota == 2
    for wrong in (np.array([0.5]), np.array([[-0.1]]), np.array([[1.1]])):
        with pytest.raises(ValuesError, match="table of probabilities"):
            agreement(wrong, everyone(1))


# The best package


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(2, 6), st.integers(1, 3))
def test_a_range_is_cut_where_hopes_fall_most(seed, options, parties):
    random = np.random.default_rng(seed)
    worths = [random.integers(0, 9, (options, 4)).astype(np.int16) for _ in range(parties)]
    units = random.integers(1, 4, parties).astype(float)
    logs = -random.integers(0, 4, (options, parties)) / 2

    def hope(first, end):
        """What the draws find best between, on average, and the most that commitments leave."""
        return sum(
            3.0 * worth[first:end].max(axis=0).mean() / unit + log[first:end].max()
            for worth, unit, log in zip(worths, units, logs.T, strict=True)
        )

    whole = hope(0, options)
    halves = {at: (hope(0, at), hope(at, options)) for at in range(1, options)}
    # The cut that lowers most what the better half may hope for; of equals, nearest the middle.
    gains = {at: round(whole - max(two), 9) for at, two in halves.items()}
    at, gain = _cut(worths, units.tolist(), logs)
    assert gains[at] == max(gains.values())
    ties = [each for each in gains if gains[each] == gains[at]]
    assert abs(2 * at - options) == min(abs(2 * each - options) for each in ties)
    assert gain == pytest.approx(whole - sum(halves[at]) / 2, abs=1e-8)


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 3))
def test_ranges_halve_down_to_single_options(seed, options, parties):
    random = np.random.default_rng(seed)
    tables = [random.random((options, 5)) for _ in range(parties)]
    units = [100.0] * parties
    found = _ranges(tables, units, random.random((options, parties)))
    widest = max(tables, key=lambda t: np.ptp(t.mean(axis=1)))
    assert (np.diff(widest.mean(axis=1)[found.options]) >= 0).all()
    assert found.masks[0] == (1 << options) - 1
    assert len(found.ends) == 2 * options - 1
    for number, (first, end) in enumerate(found.ends):
        own = found.options[first:end]
        assert found.masks[number] == sum(1 << int(k) for k in own)
        for table, best in zip(tables, found.best, strict=True):
            most = table[own].max(axis=0) * 100.0
            assert (best[number] >= most - 1e-9).all()
            assert (best[number] < most + 1 + 1e-9).all()
        low, high = found.halves[number]
        if end - first == 1:
            assert (low, high) == (number, number)
            assert found.gains[number] == -1
        else:
            assert found.ends[low][0] == first
            assert found.ends[low][1] == found.ends[high][0]
            assert found.ends[high][1] == end
            assert found.gains[number] >= 0


def ceilings(seed, sizes, parties=2):
    """Commitment factors of all packages, and their ceilings over masks."""
    random = np.random.default_rng(seed)
    chance = {p: random.random(parties) for p in itertools.product(*map(range, sizes))}

    def ceiling(left):
        inside = [
            x for p, x in chance.items() if all(m >> k & 1 for m, k in zip(left, p, strict=True))
        ]
        return np.max(inside, axis=0)

    return chance, ceiling


@pytest.mark.parametrize("seed", range(6))
def test_an_ascent_ends_where_one_or_two_changes_help_no_more(seed):
    sizes = [3, 2, 7]
    chance, ceiling = ceilings(seed, sizes)
    parties = [posterior(2 * seed), posterior(2 * seed + 1)]

    def index(package):
        shares = [
            np.mean(p.worth(np.array([package]))[:, 0] >= p.reservations() - 1e-12) for p in parties
        ]
        return float(np.prod(shares * chance[package]))

    search = _Search(parties, everyone(2), ceiling, None)
    assert search.found == (0, 0, 0)
    assert search.index == pytest.approx(index((0, 0, 0)))
    search.ascend(3, seed)
    assert search.index == pytest.approx(index(search.found))
    for package in chance:
        if sum(a != b for a, b in zip(package, search.found, strict=True)) <= 2:
            assert index(package) <= search.index + 1e-9
    trials = search._variants(search.found, (0, 2))
    assert sorted(trials) == sorted(
        (a, search.found[1], c) for a in range(sizes[0]) for c in range(sizes[2])
    )
    values = search._indices_of_variants(search.found, (0, 2), trials)
    assert values == pytest.approx([index(each) for each in trials])
    assert values == pytest.approx(search.indices(trials))
    expected = [
        sum(p.table(i, np.arange(n)).mean(axis=0) for p in parties) for i, n in enumerate(sizes)
    ]
    assert [search._compromise(i) for i in range(3)] == [int(np.argmax(e)) for e in expected]
    # All factors at once are the factors one by one.
    asked = []

    def factors(packages):
        asked.append(len(packages))
        return np.array([chance[tuple(p)] for p in packages.tolist()])

    best = max(index(package) for package in chance)
    for how in ({}, {"factors": factors}):
        found = best_package(parties, everyone(2), ceiling, starts=1, **how)
        assert found.exact
        assert found.index == pytest.approx(best) == found.bound
        assert index(found.package) == pytest.approx(best)
        assert found.gap == 0.0
    assert asked


def test_two_issues_with_too_many_options_are_not_tried_together():
    search = _Search(
        [posterior(1, (Scale.choice("a", 50), Scale.choice("b", 41)))], all, None, None
    )
    assert search._variants((0, 0), (0, 1)) is None
    assert len(search._variants((0, 0), (1,))) == 41
    search = _Search(
        [posterior(1, (Scale.choice("a", 50), Scale.choice("b", 40)))], all, None, None
    )
    assert len(search._variants((0, 0), (0, 1))) == 2_000


def test_a_search_without_parties_is_refused():
    with pytest.raises(ValuesError, match="at least one party"):
        best_package([], everyone(0))


def test_a_search_looks_at_fewer_boxes_than_there_are_packages():
    scales = tuple(Scale.choice(str(k), 6) for k in range(4))
    parties = [posterior(k, scales) for k in (1, 2)]
    found = best_package(parties, everyone(2), starts=1)
    assert found.exact
    assert found.nodes % 2 == 0
    stopped = best_package(parties, everyone(2), most_nodes=found.nodes - 1, starts=1)
    assert stopped.exact == (stopped.nodes == found.nodes)
    assert found.nodes < 2 * 6**4


# Robust


def robust_parties(seed):
    random = np.random.default_rng(seed)
    found = []
    for _ in range(2):
        said = [
            Takes("t", tuple((i, int(random.integers(s.options))) for i, s in enumerate(SCALES)))
        ]
        said.append(Ranks("k", tuple(random.permutation(3).tolist())))
        found.append(translate(SCALES, said))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_cuts_are_value_functions_that_show_the_worst_case(seed, monkeypatch):
    asked = []
    least = Program.minimise
    monkeypatch.setattr(
        Program, "minimise", lambda self, goal: asked.append(1) or least(self, goal)
    )
    parties = robust_parties(seed)
    found = robust_among(parties, EVERY)
    assert len(asked) == len(found.cuts)
    worlds = _Worlds(parties)
    for package in EVERY[::5].tolist():
        worst, cuts = worlds.worst(worlds.goals(tuple(package)))
        for party, cut in enumerate(cuts):
            problem = parties[party]
            assert cut.party == party
            assert cut.surplus(np.array([package]))[0] == pytest.approx(worst[party], abs=1e-7)
            solver = program(list(problem.constraints), problem.layout.size)
            for other in EVERY[::9].tolist():
                row = problem.layout.rows(np.array([other]))[0]
                row[problem.layout.reservation] -= 1.0
                value = least(solver, row).value
                assert cut.surplus(np.array([other]))[0] >= value - 1e-7
    assert len(worlds.cuts) == 2 * len(EVERY[::5])
    asked.clear()
    start = robust_among(parties, EVERY[:1])
    found = robust_search(parties, [np.arange(s.options) for s in SCALES], lambda _: None, start)
    assert len(found.cuts) == len(asked)


def test_the_surplus_of_a_package_is_its_value_over_the_alternative():
    cut = Cut(0, (np.array([0.1, 0.2]), np.array([0.0, 0.5, 0.3])), 0.25)
    found = cut.surplus(np.array([[1, 2], [0, 0]]))
    assert found == pytest.approx([0.25, -0.15])
    robust = Robust((0,), (0.5, 0.25), 0.25 + 1e-7, ())
    assert robust.least == 0.25
    assert robust.exact
    assert not replace(robust, bound=0.25 + 3e-7).exact


def cuts(seed, count=6):
    random = np.random.default_rng(seed)
    tables = [tuple(random.random(n) for n in (4, 3, 5)) for _ in range(count)]
    return [Cut(k % 2, each, float(random.random())) for k, each in enumerate(tables)]


@pytest.mark.parametrize("seed", range(4))
def test_the_best_package_under_cuts_is_that_of_all(seed):
    made = cuts(seed)
    # Menus that leave options out.
    menus = [np.array([0, 2, 3]), np.array([1, 2]), np.array([0, 1, 4])]
    every = np.array(list(itertools.product(*(m.tolist() for m in menus))))
    under = np.min([cut.surplus(every) for cut in made], axis=0)
    master = _Master(menus, made, 1_000)
    shares, limit = master.mixed()
    assert shares.sum() == pytest.approx(3.0)
    assert shares.min() >= -1e-9
    assert limit >= under.max() - 1e-9
    mixed = min(
        sum(
            float(shares[master.starts[i] : master.starts[i + 1]] @ table[menus[i]])
            for i, table in enumerate(cut.tables)
        )
        - cut.reservation
        for cut in made
    )
    assert mixed == pytest.approx(limit, abs=1e-6)
    assert master.figures == len(made) * (8 + 1)
    master.whole()
    allowed = np.ones(len(every), dtype=bool)
    for _ in range(4):
        package, bound = master.next()
        at = [tuple(p) for p in every.tolist()].index(package)
        assert allowed[at]
        assert under[at] == pytest.approx(under[allowed].max(), abs=1e-6)
        assert bound == pytest.approx(under[allowed].max(), abs=1e-6)
        # No package may have these two options together.
        master.forbid(package, (2, 0))
        allowed &= ~((every[:, 0] == package[0]) & (every[:, 2] == package[2]))
    for first, last in itertools.product(menus[0].tolist(), menus[2].tolist()):
        master.forbid((first, 1, last), (0, 2))
    assert master.next() == (None, -math.inf)


def test_the_cuts_that_say_most_are_kept():
    made = cuts(9, 30)
    start = Robust((1, 2, 3), (0.0, 0.0), 1.0, tuple(made))
    kept = _tightest(start)
    surplus = sorted(made, key=lambda cut: cut.surplus(np.array([[1, 2, 3]]))[0])
    assert kept == surplus[:20]


@pytest.mark.parametrize("shown", [(0, 1, 2), (2, 0, 6)])
def test_a_mixture_is_worth_the_mean_of_its_packages(shown):
    parties = robust_parties(1)
    worlds = _Worlds(parties)
    menus = [np.arange(s.options) for s in SCALES]
    master = _Master(menus, [], 10)
    shares = np.zeros(12)
    for issue, option in enumerate(shown):
        shares[master.starts[issue] + option] += 0.75
        shares[master.starts[issue]] += 0.25
    rows = master.mixture(worlds, shares)
    first, other = worlds.goals(shown), worlds.goals((0, 0, 0))
    for row, one, two in zip(rows, first, other, strict=True):
        assert row == pytest.approx(0.75 * one + 0.25 * two)


def best_mixture(parties):
    """The best worst case of all mixtures of options, as one linear program by duality."""
    widths = [s.options for s in SCALES]
    count, made = sum(widths), [p.constraints for p in parties]
    # Unknowns: the share of each option, a multiplier of each constraint, the worst case.
    size = count + sum(map(len, made)) + 1
    rows, bounds, equal = [], [], []
    for issue in range(3):
        row = np.zeros(size)
        row[sum(widths[:issue]) : sum(widths[: issue + 1])] = 1.0
        rows, bounds, equal = [*rows, row], [*bounds, 1.0], [*equal, True]
    low = np.zeros(size)
    at = count
    for problem, own in zip(parties, made, strict=True):
        layout = problem.layout
        places = slice(at, at + len(own))
        low[places] = [-np.inf if c.equal else 0.0 for c in own]
        goals = np.zeros((layout.size, count))
        for issue, scale in enumerate(SCALES):
            for option in range(scale.options):
                goals[:, sum(widths[:issue]) + option] = layout.value(issue, option)
        line = np.zeros((layout.size, size))
        line[:, places] = np.array([c.row for c in own]).T
        line[:, :count] = -goals
        level = np.zeros(layout.size)
        level[layout.reservation] = -1.0
        most = np.zeros(size)
        most[places], most[-1] = [c.bound for c in own], -1.0
        rows, bounds = [*rows, *line, most], [*bounds, *level, 0.0]
        equal += [True] * layout.size + [False]
        at += len(own)
    low[-1] = -np.inf
    solver = Program(np.array(rows), np.array(bounds), np.array(equal), low, np.full(size, np.inf))
    return -solver.minimise(np.append(np.zeros(size - 1), -1.0)).value


@pytest.mark.parametrize("seed", range(6))
def test_before_options_are_whole_the_bound_is_that_of_mixtures(seed):
    random = np.random.default_rng(seed)
    parties = []
    for _ in range(2):
        point = random.integers(0, [s.options for s in SCALES])
        said = [Takes("t", tuple(enumerate(point.tolist()))), Ranks("k", (1, 2))]
        parties.append(translate(SCALES, [*said, Peak("p", 0, int(random.integers(3)))]))
    start = robust_among(parties, EVERY[:1])
    menus = [np.arange(s.options) for s in SCALES]
    found = robust_search(parties, menus, lambda _: None, start, most_rounds=0)
    assert found.package == (0, 0, 0)
    assert found.bound == pytest.approx(max(best_mixture(parties), start.least), abs=1e-6)


def test_no_more_programs_than_allowed():
    parties = robust_parties(1)
    whole = len(robust_among(parties, EVERY).cuts)
    assert whole > 6
    for most in (2, 4, 6):
        assert len(robust_among(parties, EVERY, most_programs=most).cuts) == most
    assert len(robust_among(parties, EVERY, most_programs=whole).cuts) == whole


def test_nothing_to_choose_from_is_refused():
    for problems, packages in (([], EVERY), (robust_parties(1), EVERY[:0])):
        with pytest.raises(ValuesError, match="at least one party and one package"):
            robust_among(problems, packages)


# Certainty


def test_programs_are_counted(monkeypatch):
    asked = []
    least = Program.minimise
    monkeypatch.setattr(
        Program, "minimise", lambda self, goal: asked.append(1) or least(self, goal)
    )
    for problem in robust_parties(4):
        asked.clear()
        assert judge_packages(problem, EVERY).programs == len(asked)
        # Points and proofs are shared, so that far fewer are solved than two a package.
        assert 2 < len(asked) < len(EVERY)
    package = ((0, 1), (1, 0), (2, 3))
    said = [Takes("o", package), Ranks("k", (1, 0)), Refuses("n", package)]
    problem = translate(SCALES, [*said, Refuses("m", ((0, 2), (2, 1)))])
    asked.clear()
    assert contradicts(problem)
    assert not contradicts(translate(SCALES, said[:2]))
    assert len(asked) == 2


def test_words_for_what_is_settled():
    assert Judgement(np.array([0, 1, 2], dtype=np.int8), 1).statuses == (
        "possible",
        "certain",
        "impossible",
    )


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.none() | st.floats(-1.0, 3.0))
def test_what_is_left_costs_least_in_closed_form(seed, reservation):
    """Statements aside, against the linear program over every value function."""
    random = np.random.default_rng(seed)
    points = Points("p", ((0.0, 1.0, 2.0), (1.0, 0.0), tuple(map(float, range(7)))), reservation)
    problem = translate(SCALES, [points])
    costs = random.normal(size=(5, problem.layout.size))
    pool = _Pool(problem, costs)
    always = [c for c in problem.constraints if c.source is None]
    solver = program(always, problem.layout.size)
    wanted = [solver.minimise(line).value for line in costs]
    assert pool._least_left(costs) == pytest.approx(wanted, abs=1e-7)


@given(st.integers(0, 30), st.integers(0, 30))
def test_the_greatest_number_is_found_by_few_questions(most, last):
    asked = []

    def holds(number):
        asked.append(number)
        assert 1 <= number <= most
        return number <= last

    assert _most(holds, most) == min(most, last)
    assert len(set(asked)) == len(asked) <= 2 * math.log2(most + 2) + 1


# Mixing


@pytest.mark.parametrize("length", [8, 9, 40])
def test_split_r_hat_is_that_of_its_definition(length):
    """Gelman et al. 2013, equation 11.4, on the halves of all chains."""
    draws = np.random.default_rng(length).normal(size=(3, length, 4))
    draws += np.arange(3)[:, None, None] * np.array([0.0, 0.1, 0.5, 2.0])
    half = length // 2
    for k, found in enumerate(split_r_hat(draws)):
        parts = [c[:half, k] for c in draws] + [c[-half:, k] for c in draws]
        within = np.mean([np.var(p, ddof=1) for p in parts])
        between = half * np.var([np.mean(p) for p in parts], ddof=1)
        pooled = (half - 1) / half * within + between / half
        assert found == pytest.approx(math.sqrt(pooled / within))
