"""What a statement makes likely, choice by choice, against the sums that the samplers use."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.values.likelihood import (
    Choices,
    Evidence,
    Outlook,
    Rationality,
    Sparse,
    chance_of_yes,
    evidence,
    fitted,
    own_issue,
    released,
)
from lastyard.values.problem import (
    Bound,
    Direction,
    Peak,
    Points,
    Prefers,
    Ranks,
    Refuses,
    Scale,
    Stresses,
    Takes,
    ValuesError,
    translate,
)
from lastyard.values.words import words_fitted

SCALES = (
    Scale.ordered("a", 4),
    Scale.choice("b", 3),
    Scale.numeric("c", range(14), named=range(14)),
    Scale.numeric("d", range(0, 90, 3), named=[5, 6, 9]),
    Scale.ordered("e", 1),
)
HOW = Rationality(
    stakes=2.5,
    claim=0.9,
    spare=0.3,
    habit=-1.2,
    later=0.4,
    repeat=0.3,
    spread=0.35,
    count=0.7,
    acceptance=6.0,
    refusal=2.5,
    ranking=1.6,
)
OUTLOOK = Outlook(
    np.array([0.3, 0.2, 0.2, 0.2, 0.1]),
    np.array([0.1, 0.15, 0.2, 0.12, 0.05]),
    np.array([0.5, -0.25, 0.0, 1.0, 0.3]),
)


class Plainly:
    """The log-likelihood of one point, said in the order of docs/model.md, section 4."""

    def __init__(self, said, point):
        self.said = said
        layout = translate(SCALES, ()).layout
        self.stakes = point[layout.values : layout.reservation]
        self.reservation = point[layout.reservation]
        self.at = [point[layout.block(i)] for i in range(len(SCALES))]
        # Stakes are told by how far they lie from what was to be expected; 0.2 is usual.
        share = HOW.spread
        self.unit = [s**share * 0.2 ** (1 - share) for s in OUTLOOK.spread]
        self.sharp = HOW.claim / (sum(self.unit) / len(self.unit))

    def worth(self, issue, option):
        return float(np.interp(option, SCALES[issue].breaks, self.at[issue]))

    def of(self, package):
        return sum(self.worth(i, k) for i, k in package)

    def whole(self):
        offers, total = [], 0.0
        for each in self.said:
            total += self.one(each, offers)
            if isinstance(each, Takes) and each.proposed:
                offers.append(each.package)
        return total

    def one(self, said, offers):
        how = HOW

        def choice(appeals, chosen, weight=1.0):
            if len(appeals) < 2 or said.confidence == 0:
                return 0.0
            chance = math.exp(appeals[chosen]) / sum(map(math.exp, appeals))
            even = (1 - said.confidence) / len(appeals)
            return weight * math.log(said.confidence * chance + even)

        def claim(issue, place, weight=1.0):
            """The option claimed against the others of its issue, as the offerer sees these."""
            shape = self.public_shape(issue)
            factor = min(len(self.at[issue]) - 1, 10) ** how.count
            appeals = [
                how.claim * factor * (v - OUTLOOK.mean[issue] * good) / self.unit[issue]
                + (how.habit - factor * how.spare * OUTLOOK.other[issue]) * good
                for v, good in zip(self.at[issue], shape, strict=True)
            ]
            return choice(appeals, place, weight)

        match said:
            case Takes():
                rest = sum(w for i, w in enumerate(self.stakes) if i not in dict(said.package))
                pair = [self.of(said.package) + rest, self.reservation]
                logs = choice([how.acceptance * x for x in pair], 0)
                weight = (how.later if offers else 1.0) * (
                    how.repeat if said.package in offers else 1.0
                )
                for issue, option in said.package if said.proposed else ():
                    breaks = SCALES[issue].breaks.tolist()
                    near = min(range(len(breaks)), key=lambda k: abs(breaks[k] - option))
                    logs += claim(issue, near, weight)
                return logs
            case Refuses():
                pair = [self.of(said.package), self.reservation]
                return choice([how.refusal * x for x in pair], 1)
            case Prefers():
                return choice([self.sharp * self.of(p) for p in (said.better, said.worse)], 0)
            case Ranks():
                left = list(said.issues if len(said.issues) > 1 else range(len(SCALES)))
                logs = 0.0
                for issue in said.issues:
                    appeals = [how.ranking * self.stakes[i] / OUTLOOK.spread[i] for i in left]
                    logs += choice(appeals, left.index(issue))
                    left.remove(issue)
                return logs
            case Stresses():
                lifted = self.stakes[said.issue] / OUTLOOK.spread[said.issue]
                return said.amount * said.confidence * lifted
            case Peak() if said.confidence < 1:
                return claim(said.issue, SCALES[said.issue].breaks.tolist().index(said.option))
            case Direction() if said.confidence < 1:
                ends = [self.sharp * self.at[said.issue][k] for k in (-1, 0)]
                return choice(ends, 0 if said.more else 1)
            case Bound():
                return self.bound(said, choice)
        return 0.0

    def bound(self, said, choice):
        """All that is allowed against all that is not; a sure shape of the issue says it all."""
        count = SCALES[said.issue].options
        shaped = said.within != "open" or said.allowed.bit_count() in (1, count - 1)
        if said.confidence == 1 and shaped:
            return 0.0
        worths = {k: self.worth(said.issue, k) for k in SCALES[said.issue].breaks.tolist()}
        inside = [v for k, v in worths.items() if said.allowed >> k & 1]
        outside = [v for k, v in worths.items() if not said.allowed >> k & 1]
        sharp = self.sharp * (20 if said.confidence == 1 else 1)
        return choice([sharp * float(np.mean(x)) for x in (inside, outside)], 0)

    def public_shape(self, issue):
        """From 0 for the worst to 1 for the best end, as far as anybody knows it."""
        breaks = SCALES[issue].breaks
        for each in self.said:
            if isinstance(each, Direction) and each.issue == issue:
                rising = breaks / max(breaks[-1], 1)
                return rising if each.more else 1 - rising
        for each in self.said:
            if isinstance(each, Peak) and each.issue == issue:
                if SCALES[issue].kind == "choice":
                    return [1.0 if k == each.option else 0.5 for k in breaks]
                far = max(abs(k - each.option) for k in breaks) or 1
                return [1 - abs(k - each.option) / far for k in breaks]
        return [0.0] * len(breaks)


@st.composite
def statements(draw):
    said = []
    packages = st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True).flatmap(
        lambda some: st.tuples(
            *(st.tuples(st.just(i), st.integers(0, SCALES[i].options - 1)) for i in some)
        )
    )
    for number in range(draw(st.integers(1, 5))):
        source, issue = f"s{number}", draw(st.integers(0, 3))
        sure = {"confidence": draw(st.sampled_from([1.0, 1.0, 0.7, 0.2, 0.0]))}
        kinds = ["takes", "takes", "refuses", "prefers", "ranks", "stresses", "peak", "bound"]
        kind = draw(st.sampled_from([*kinds, "direction"]))
        if kind == "takes":
            # Now and then a package that was offered before.
            earlier = [s.package for s in said if isinstance(s, Takes)]
            package = draw(st.sampled_from(earlier)) if draw(st.booleans()) and earlier else None
            said.append(Takes(source, package or draw(packages), draw(st.booleans()), **sure))
        elif kind == "refuses":
            said.append(Refuses(source, draw(packages), **sure))
        elif kind == "prefers":
            one, other = draw(packages), draw(packages)
            if set(one) != set(other):
                said.append(Prefers(source, one, other, **sure))
        elif kind == "ranks":
            ranked = draw(st.lists(st.integers(0, 4), min_size=1, unique=True))
            said.append(Ranks(source, tuple(ranked), **sure))
        elif kind == "stresses":
            said.append(Stresses(source, issue, draw(st.sampled_from([-0.5, 1.5])), **sure))
        elif kind == "peak":
            issue = draw(st.integers(0, 4))
            option = draw(st.sampled_from(SCALES[issue].breaks.tolist()))
            said.append(Peak(source, issue, option, **sure))
        elif kind == "bound":
            breaks = SCALES[issue].breaks.tolist()
            inside = draw(st.sets(st.sampled_from(breaks), min_size=1, max_size=len(breaks) - 1))
            within = draw(st.sampled_from(["up", "down", "flat", "told", "open", "open"]))
            allowed = sum(1 << k for k in inside)
            said.append(Bound(source, issue, allowed, within, **sure))
        else:
            ordered = draw(st.sampled_from([0, 2, 3, 4]))
            said.append(Direction(source, ordered, draw(st.booleans()), **sure))
    return said


@pytest.mark.thorough
@settings(max_examples=150)
@given(statements(), st.integers(0, 2**32))
def test_the_likelihood_is_that_of_its_choices_one_by_one(said, seed):
    problem = translate(SCALES, said)
    random, layout = np.random.default_rng(seed), problem.layout
    points = random.random((3, layout.size))
    points[:, layout.values : layout.reservation] = random.dirichlet(np.ones(5), 3)
    found = evidence(problem, HOW, OUTLOOK).log_likelihood(points)
    plain = [Plainly(said, point).whole() for point in points]
    assert found == pytest.approx(plain, abs=1e-9)


def test_left_out_the_outlook_is_that_of_the_prior():
    problem = translate(SCALES[:3], [Takes("o", ((0, 2), (1, 1)), proposed=True), Ranks("k", (2,))])
    points = np.random.default_rng(1).random((4, problem.layout.size))
    given_it = evidence(problem, HOW, Outlook.dirichlet(3, HOW.stakes)).log_likelihood(points)
    assert evidence(problem, HOW).log_likelihood(points).tolist() == given_it.tolist()


def test_what_was_known_beforehand_is_compared_figure_by_figure():
    one = Outlook.dirichlet(2, 1.0)
    assert one.key == Outlook.dirichlet(2, 1.0).key
    changed = [replace(one, **{f.name: np.array([0.1, 0.9])}) for f in fields(one)]
    assert len({one.key, *(each.key for each in changed)}) == 4
    alone = Outlook.dirichlet(1, 3.0)
    assert (alone.mean.tolist(), alone.spread.tolist(), alone.other.tolist()) == ([1], [1], [0])
    assert one.other.tolist() == [0.0, 0.0]


@st.composite
def evidences(draw):
    """Choices of any kind: menus of two and more, some choices more than once, some in doubt."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    widths = draw(st.lists(st.integers(2, 4), min_size=0, max_size=4))
    size, count = draw(st.integers(1, 4)), sum(widths)
    starts = np.concatenate([[0], np.cumsum(widths)]).astype(np.intp)[:-1][: len(widths)]
    menus = np.repeat(np.arange(len(widths)), widths)
    # Every menu is there because somebody chose from it.
    chosen = [int(s + random.integers(w)) for s, w in zip(starts, widths, strict=True)]
    chosen += [int(random.integers(count)) for _ in range(draw(st.integers(0, 3))) if count]
    chosen = np.array(chosen, dtype=np.intp)
    doubt = draw(st.sampled_from([(1.0,), (0.6, 0.9), (1.0, 0.6, 0.9)]))
    rows = random.integers(-1, 1 + draw(st.booleans()), (count, size)).astype(float)
    return Evidence(
        rows,
        random.normal(size=count),
        starts,
        menus,
        chosen,
        random.uniform(0.2, 2.0, chosen.size),
        random.choice(doubt, chosen.size),
        1.0 / np.array(widths, dtype=float)[menus[chosen]] if count else np.zeros(0),
        random.normal(size=size) * random.integers(0, 2) * (random.random(size) < 0.5),
    )


def one_by_one(said, x, slope=False):
    """The log-likelihood at a point, or its slope, from one choice after another."""
    total, along = float(said.tilt @ x), said.tilt.copy()
    appeals = said.rows @ x + said.offsets
    for place, weight, sure in zip(said.chosen, said.weights, said.confidence, strict=True):
        own = np.flatnonzero(said.menus == said.menus[place])
        shares = np.exp(appeals[own]) / np.exp(appeals[own]).sum()
        chance = float(shares[own == place][0])
        whole = sure * chance + (1 - sure) / len(own)
        total += weight * math.log(whole)
        rise = said.rows[place] - shares @ said.rows[own]
        along = along + weight * sure * chance / whole * rise
    return along if slope else total


@pytest.mark.thorough
@settings(max_examples=120)
@given(evidences(), st.integers(0, 2**32))
def test_choices_arranged_for_speed_say_the_same_of_every_point(said, seed):
    random = np.random.default_rng(seed)
    # Each unknown of the choices is a multiple of one used here, or fixed at nothing.
    fold = np.eye(said.rows.shape[1])
    if seed % 2:
        fold = np.zeros((len(fold), int(random.integers(1, 5))))
        for line in fold:
            if random.random() < 0.8:
                line[random.integers(line.size)] = random.choice([1.0, 0.5, -2.0])
    points = random.normal(size=(3, fold.shape[1]))
    arranged = Choices(said, fold)
    columns = np.ascontiguousarray(points.T)
    logs, slopes = arranged.log_likelihood(columns), arranged.slope(columns)
    plain = np.array([one_by_one(said, fold @ x) for x in points])
    assert said.log_likelihood(points @ fold.T) == pytest.approx(plain, abs=1e-9)
    assert logs - logs[0] == pytest.approx(plain - plain[0], abs=1e-9)
    for k, x in enumerate(points):
        wanted = one_by_one(said, fold @ x, slope=True) @ fold
        assert slopes[:, k] == pytest.approx(wanted, abs=1e-9)
    # Nothing that they are not said to bear on changes anything.
    for place in np.flatnonzero(~arranged.touched):
        moved = points.copy()
        moved[:, place] += random.normal(size=3)
        assert said.log_likelihood(moved @ fold.T) == pytest.approx(plain, abs=1e-9)


@settings(max_examples=60)
@given(evidences(), st.integers(0, 2**32))
def test_some_menus_alone_are_the_choices_made_from_them(said, seed):
    random = np.random.default_rng(seed)
    kept = random.random(said.starts.size) < 0.5
    x = random.normal(size=said.rows.shape[1])
    part = said.of_menus(kept)
    among = kept[said.menus[said.chosen]] if said.chosen.size else np.zeros(0, dtype=bool)
    alone = replace(
        said,
        chosen=said.chosen[among],
        weights=said.weights[among],
        confidence=said.confidence[among],
        evenly=said.evenly[among],
        tilt=np.zeros_like(said.tilt),
    )
    assert part.log_likelihood(x[None, :])[0] == pytest.approx(one_by_one(alone, x), abs=1e-9)
    assert len(part.rows) == (kept[said.menus].sum() if said.menus.size else 0)
    assert part.starts.size == kept.sum()


@settings(max_examples=80)
@given(st.integers(0, 2**32), st.integers(0, 4), st.integers(1, 4))
def test_products_with_few_entries_are_products(seed, lines, columns):
    random = np.random.default_rng(seed)
    matrix = random.choice([(-1.0, 0.0, 1.0), (0.0, 1.0), (0.0, 2.0)][seed % 3], (lines, columns))
    right = random.normal(size=(columns, 3))
    assert Sparse(matrix).times(right) == pytest.approx(matrix @ right)
    assert Sparse(matrix).entries == np.count_nonzero(matrix)
    if lines:
        where = random.integers(0, lines, columns)
        ones = np.zeros((lines, columns))
        ones[where, np.arange(columns)] = 1.0
        assert Sparse.one_a_column(where, lines).times(right) == pytest.approx(ones @ right)


def test_which_figures_of_people_are_possible():
    good = {f.name: getattr(HOW, f.name) for f in fields(HOW)}
    for name in good:
        if name != "stakes":
            assert getattr(Rationality(**{**good, name: 0.0}), name) == 0.0
        for wrong in (-0.1, math.inf, math.nan):
            if name == "habit":
                Rationality(**{**good, name: -9.0})
                continue
            with pytest.raises(ValuesError):
                Rationality(**{**good, name: wrong})


def test_a_yes_is_as_likely_as_the_regression_says():
    assert chance_of_yes(4.475 / 4.274) == pytest.approx(0.5)
    for share in (0.0, 0.3, 1.0):
        chance = chance_of_yes(share)
        assert math.log(chance / (1 - chance)) == pytest.approx(-4.475 + 4.274 * share)
    assert own_issue() == 1.0


def test_what_was_fitted_on_is_a_copy_that_may_be_changed():
    for ask in (fitted, words_fitted):
        ask()["on"] = "nothing"
        assert "CaSiNo" in ask()["on"]
    assert released() == released()


def test_points_make_nothing_more_or_less_likely():
    problem = translate([Scale.choice("a", 2)], [Points("p", ((0.0, 1.0),)), Peak("b", 0, 1)])
    points = np.random.default_rng(1).random((3, problem.layout.size))
    assert evidence(problem, HOW).log_likelihood(points).tolist() == [0.0] * 3
