"""How likely what a party said is, given its values: choices with noise.

Every statement is read as one or more *choices* among alternatives whose appeal is
linear in the unknowns (a logit, McFadden 1974), docs/model.md, section 4:

- an acceptance: the package against walking away; a refusal the other way round;
- a preference: one partial package against the other;
- an offer: on each issue that it names, the option claimed against the others, for
  among packages the offerer asked for this one;
- a ranking: the first issue among all, the second among the rest, and so on
  (Plackett 1975; Luce 1959).

Words that make much or little of an issue tilt the density towards higher or lower
stakes (a log-linear model of the stakes given the words).

A choice made with confidence c counts with probability ``c * p + (1 - c) / n``:
otherwise the record tells nothing. Choices over the same alternatives share their
softmax, so 200 offers cost little more than one.

Example:
    >>> from lastyard.values.likelihood import released
    >>> from lastyard.values.problem import Takes
    >>> from lastyard.values.problem import Scale
    >>> from lastyard.values.problem import translate
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> problem = translate(scales, [Takes("o1", ((0, 2), (1, 0)), proposed=True)])
    >>> found = evidence(problem, released())
    >>> found.log_likelihood(np.zeros((5, problem.layout.size))).shape
    (5,)
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from lastyard.budget import spend
from lastyard.portable import exp, log, power
from lastyard.values.problem import (
    Bound,
    Direction,
    Pairs,
    Peak,
    Prefers,
    Ranks,
    Refuses,
    Saying,
    Stresses,
    Takes,
    ValuesError,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.problem import Layout, ValueProblem


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Noisy choices among alternatives with linear appeal.

    Attributes:
        rows: Appeal of every alternative on the unknowns, shape (alternatives, unknowns).
        offsets: A constant added to each appeal, shape (alternatives,).
        starts: Where each menu of alternatives begins, shape (menus,).
        menus: For each alternative, its menu.
        chosen: For each choice, the alternative taken.
        weights: For each choice, how many times it counts.
        confidence: For each choice, that of its statement.
        evenly: For each choice, one over the number of its alternatives.
        tilt: Linear term, shape (unknowns,).
    """

    rows: NDArray[np.float64]
    offsets: NDArray[np.float64]
    starts: NDArray[np.intp]
    menus: NDArray[np.intp]
    chosen: NDArray[np.intp]
    weights: NDArray[np.float64]
    confidence: NDArray[np.float64]
    evenly: NDArray[np.float64]
    tilt: NDArray[np.float64]

    def of_appeals(self, appeals: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-likelihood of the choices from ``rows @ unknowns``, shape (alternatives, points).

        Sure choices of one menu share its softmax, so they cost one sum.
        """
        if self.chosen.size == 0:
            return np.zeros(appeals.shape[1])
        total = appeals + self.offsets[:, None]
        top = np.maximum.reduceat(total, self.starts, axis=0)
        sums = np.add.reduceat(exp(total - top[self.menus]), self.starts, axis=0)
        norms = log(sums) + top
        sure = self.confidence >= 1.0
        result: NDArray[np.float64] = np.einsum(
            "c,cp->p", self.weights[sure], total[self.chosen[sure]], optimize=False
        ) - np.einsum("c,cp->p", self._menu_weights(), norms, optimize=False)
        if not sure.all():
            doubted, among = self.chosen[~sure], self.menus[self.chosen[~sure]]
            share = self.confidence[~sure, None] * exp(total[doubted] - norms[among])
            noise = (1.0 - self.confidence[~sure]) * self.evenly[~sure]
            logs = log(share + noise[:, None])
            result += np.einsum("c,cp->p", self.weights[~sure], logs, optimize=False)
        return result

    def of_menus(self, kept: NDArray[np.bool_]) -> Evidence:
        """The choices made from some menus alone, without the linear term.

        Args:
            kept: Which menus, shape (menus,).
        """
        rows = kept[self.menus]
        choices = kept[self.menus[self.chosen]]
        menus = (np.cumsum(kept) - 1)[self.menus[rows]]
        return Evidence(
            self.rows[rows],
            self.offsets[rows],
            np.searchsorted(menus, np.arange(int(kept.sum()))),
            menus,
            (np.cumsum(rows) - 1)[self.chosen[choices]],
            self.weights[choices],
            self.confidence[choices],
            self.evenly[choices],
            np.zeros_like(self.tilt),
        )

    def _menu_weights(self) -> NDArray[np.float64]:
        """How many sure choices, by weight, were made from each menu."""
        sure = self.confidence >= 1.0
        counts: NDArray[np.float64] = np.bincount(
            self.menus[self.chosen[sure]], self.weights[sure], minlength=self.starts.size
        ).astype(np.float64)
        return counts

    def log_likelihood(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-likelihood of each point.

        Args:
            points: Unknowns, shape (points, unknowns).
        """
        spend(1 + self.rows.size * len(points) // 500)
        appeals = np.einsum("ru,pu->rp", self.rows, points, optimize=False)
        tilts: NDArray[np.float64] = np.sum(self.tilt * points, axis=1)
        return self.of_appeals(appeals) + tilts


class _Menus:
    """Collects choices, sharing the menus that are the same."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._menus: dict[bytes, int] = {}
        self._rows: list[NDArray[np.float64]] = []
        self._offsets: list[NDArray[np.float64]] = []
        self._starts: list[int] = []
        self._total = 0
        self._choices: dict[tuple[int, float], float] = {}
        self._evenly: dict[int, float] = {}

    def choose(
        self,
        rows: NDArray[np.float64],
        chosen: int,
        saying: Saying,
        weight: float,
        offsets: NDArray[np.float64] | None = None,
    ) -> None:
        """Add the choice of one row among several."""
        if weight == 0.0 or saying.confidence == 0.0 or len(rows) < 2:
            return
        spend(5 + rows.size // 500)
        added = np.zeros(len(rows)) if offsets is None else offsets
        key = rows.tobytes() + added.tobytes()
        if key not in self._menus:
            self._menus[key] = self._total
            self._rows.append(rows)
            self._offsets.append(added)
            self._starts.append(self._total)
            self._total += len(rows)
        place = self._menus[key] + chosen
        self._evenly[place] = 1.0 / len(rows)
        taken = (place, saying.confidence)
        self._choices[taken] = self._choices.get(taken, 0.0) + weight

    def evidence(self, tilt: NDArray[np.float64]) -> Evidence:
        """All choices collected."""
        taken = list(self._choices)
        return Evidence(
            np.vstack(self._rows) if self._rows else np.zeros((0, self._size)),
            np.concatenate(self._offsets) if self._offsets else np.zeros(0),
            np.array(self._starts, dtype=np.intp),
            np.repeat(np.arange(len(self._rows)), [len(rows) for rows in self._rows]),
            np.array([place for place, _ in taken], dtype=np.intp),
            np.array(list(self._choices.values())),
            np.array([confidence for _, confidence in taken]),
            np.array([self._evenly[place] for place, _ in taken]),
            tilt,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What was known in public about a party's stakes before it said anything.

    People's words and claims are relative to how much the stakes could differ, so
    stakes are measured as standard deviations from what was to be expected.

    Attributes:
        mean: Expected stake of each issue.
        spread: Standard deviation of each.
        other: What the other side is thought to make of each issue, in its own
            standard deviations; zero where nothing is known.
    """

    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    other: NDArray[np.float64]

    @property
    def key(self) -> tuple[bytes, ...]:
        """The figures, to compare by."""
        return self.mean.tobytes(), self.spread.tobytes(), self.other.tobytes()

    @classmethod
    def dirichlet(cls, issues: int, concentration: float) -> Outlook:
        """Stakes drawn from a symmetric Dirichlet distribution, the other side unknown."""
        mean = 1.0 / issues
        spread = np.sqrt(mean * (1.0 - mean) / (issues * concentration + 1.0))
        # A single issue has the whole stake; its spread only must not be zero.
        return cls(
            np.full(issues, mean), np.full(issues, spread if issues > 1 else 1.0), np.zeros(issues)
        )


class _Reader:
    """Turns one party's statements into choices."""

    def __init__(self, problem: ValueProblem, rationality: Rationality, outlook: Outlook) -> None:
        self.layout, self.how, self.outlook = problem.layout, rationality, outlook
        self.menus = _Menus(problem.layout.size)
        self.tilt = np.zeros(problem.layout.size)
        share = rationality.spread
        self.unit = power(outlook.spread, share) * power(_USUAL_SPREAD, 1.0 - share)
        self.shapes = [_shape(problem, issue) for issue in range(len(problem.layout.scales))]
        self.offers: list[Pairs] = []

    def read(self, saying: Saying) -> None:
        """Add what one statement says."""
        how, layout = self.how, self.layout
        sharpness = how.claim / float(np.mean(self.unit))
        match saying:
            case Takes():
                self._takes(saying)
            case Refuses():
                walk = np.zeros(layout.size)
                walk[layout.reservation] = how.refusal
                take = how.refusal * layout.worth(saying.package)
                self.menus.choose(np.array([take, walk]), 1, saying, 1.0)
            case Prefers():
                pair = np.array([layout.worth(saying.better), layout.worth(saying.worse)])
                self.menus.choose(sharpness * pair, 0, saying, 1.0)
            case Ranks():
                self._ranks(saying)
            case Stresses():
                factor = saying.amount * saying.confidence / self.outlook.spread[saying.issue]
                self.tilt[layout.stake(saying.issue)] += factor
            case Peak() if saying.confidence < 1.0:
                place = int(np.searchsorted(layout.scales[saying.issue].breaks, saying.option))
                self._claim(saying, saying.issue, place, 1.0)
            case Direction() if saying.confidence < 1.0:
                block = layout.block(saying.issue)
                ends = np.zeros((2, layout.size))
                ends[0, block.stop - 1], ends[1, block.start] = sharpness, sharpness
                self.menus.choose(ends, 0 if saying.more else 1, saying, 1.0)
            case Bound() if saying.confidence < 1.0 or not _is_shape(layout, saying):
                # What is certain is chosen nearly without error; the rest as likes are told.
                self._bound(saying, sharpness * (_CERTAIN if saying.confidence >= 1.0 else 1.0))
            case _:  # sure positions, sure directions and points bound the density itself
                pass

    def _takes(self, saying: Takes) -> None:
        how, layout = self.how, self.layout
        walk = np.zeros(layout.size)
        walk[layout.reservation] = how.acceptance
        worth = layout.worth(saying.package) + layout.best_of_others(saying.package)
        self.menus.choose(np.array([how.acceptance * worth, walk]), 0, saying, 1.0)
        if not saying.proposed:
            return
        weight = 1.0 if not self.offers else how.later
        if saying.package in self.offers:
            weight *= how.repeat
        self.offers.append(saying.package)
        for issue, option in saying.package:
            breaks = layout.scales[issue].breaks
            # An option between break points is read as the nearer one.
            self._claim(saying, issue, int(np.argmin(np.abs(breaks - option))), weight)

    def _claim(self, saying: Saying, issue: int, place: int, weight: float) -> None:
        """The option claimed on one issue, against the others there."""
        how, layout, outlook = self.how, self.layout, self.outlook
        block = layout.block(issue)
        steps = block.stop - block.start - 1
        if steps < 1:
            return
        factor = float(power(min(steps, _MOST_STEPS), how.count))
        rows = np.zeros((steps + 1, layout.size))
        rows[np.arange(steps + 1), np.arange(block.start, block.stop)] = (
            how.claim * factor / self.unit[issue]
        )
        pull = how.habit - factor * (
            how.claim * outlook.mean[issue] / self.unit[issue] + how.spare * outlook.other[issue]
        )
        self.menus.choose(rows, place, saying, weight, pull * self.shapes[issue])

    def _bound(self, saying: Bound, sharpness: float) -> None:
        """What is allowed, on the mean of it, against what is not."""
        layout = self.layout
        breaks = layout.scales[saying.issue].breaks.tolist()
        rows = np.zeros((2, layout.size))
        for inside in (True, False):
            chosen = [k for k in breaks if bool(saying.allowed >> k & 1) == inside]
            for option in chosen:
                rows[0 if inside else 1] += layout.value(saying.issue, option) / len(chosen)
        self.menus.choose(sharpness * rows, 0, saying, 1.0)

    def _ranks(self, saying: Ranks) -> None:
        layout = self.layout
        rest = [
            issue
            for issue in range(len(layout.scales))
            if len(saying.issues) == 1 or issue in saying.issues
        ]
        for issue in saying.issues:
            rows = np.zeros((len(rest), layout.size))
            for line, other in enumerate(rest):
                rows[line, layout.stake(other)] = self.how.ranking / self.outlook.spread[other]
            self.menus.choose(rows, rest.index(issue), saying, 1.0)
            rest.remove(issue)


def _is_shape(layout: Layout, saying: Bound) -> bool:
    """Whether the shape that a sure bound gives to its issue says all of it."""
    last = layout.scales[saying.issue].options - 1
    return saying.within != "open" or saying.allowed.bit_count() in (1, last)


_USUAL_SPREAD = 0.2

# How many times as sharply as in other words a sure demand tells what is better.
_CERTAIN = 20.0

# The most units of one good in the records that the defaults were fitted on.
_MOST_STEPS = 10


def _shape(problem: ValueProblem, issue: int) -> NDArray[np.float64]:
    """What is public about how value runs over an issue: 0 worst to 1 best, else 0."""
    breaks = problem.layout.scales[issue].breaks.astype(np.float64)
    top = max(float(breaks[-1]), 1.0)
    for saying in problem.sayings:
        if isinstance(saying, Direction) and saying.issue == issue:
            return breaks / top if saying.more else 1.0 - breaks / top
    for saying in problem.sayings:
        if isinstance(saying, Peak) and saying.issue == issue:
            if problem.layout.scales[issue].kind == "choice":
                return np.where(breaks == saying.option, 1.0, 0.5)
            far = max(saying.option, top - saying.option)
            return 1.0 - np.abs(breaks - saying.option) / far
    return np.zeros(breaks.size)


def evidence(
    problem: ValueProblem, rationality: Rationality, outlook: Outlook | None = None
) -> Evidence:
    """The choices that a party's statements stand for.

    Args:
        problem: The party and its statements.
        rationality: How sharply people choose; fitted on recorded negotiations.
        outlook: What was known in public of the stakes; left out, that of a
            symmetric Dirichlet distribution with the concentration of ``rationality``.
    """
    issues = len(problem.layout.scales)
    known = outlook or Outlook.dirichlet(issues, rationality.stakes)
    reader = _Reader(problem, rationality, known)
    for saying in problem.sayings:
        reader.read(saying)
    return reader.menus.evidence(reader.tilt)


_TINY = 1e-300


class Sparse:
    """A matrix with few entries, for products that round the same on any machine load.

    Example:
        >>> matrix = Sparse(np.array([[1.0, 0.0], [2.0, 3.0]]))
        >>> matrix.times(np.array([[1.0], [10.0]])).tolist()
        [[1.0], [32.0]]
    """

    def __init__(self, matrix: NDArray[np.float64]) -> None:
        """Keep the entries of a matrix."""
        line, column = np.nonzero(matrix)
        self._keep(matrix.shape, line, column, matrix[line, column])

    @classmethod
    def one_a_column(cls, lines: NDArray[np.intp], count: int) -> Sparse:
        """Return the matrix of so many lines whose column k is 1 in line ``lines[k]``, else 0."""
        made = cls.__new__(cls)
        column = np.argsort(lines, kind="stable")
        made._keep((count, lines.size), lines[column], column, np.ones(lines.size))
        return made

    def _keep(
        self,
        shape: tuple[int, ...],
        line: NDArray[np.intp],
        column: NDArray[np.intp],
        entry: NDArray[np.float64],
    ) -> None:
        """Keep entries, by lines and within these by columns."""
        self._shape, self._line, self._column = shape, line, column
        self._entry = entry[:, None]
        self._plain = bool(np.all(self._entry == 1.0))
        self._first, self._lines = _heads(self._line)

    @property
    def entries(self) -> int:
        """How many there are."""
        return int(self._line.size)

    def times(self, right: NDArray[np.float64]) -> NDArray[np.float64]:
        """The product with columns."""
        products = right[self._column]
        if not self._plain:
            products *= self._entry
        if self._line.size != self._lines.size:
            products = np.add.reduceat(products, self._first, axis=0)
        if self._lines.size == self._shape[0]:
            return products
        result = np.zeros((self._shape[0], right.shape[1]))
        result[self._lines] = products
        return result


def _heads(lines: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where each line's entries start, and the number of that line."""
    first = np.flatnonzero(np.diff(lines, prepend=-1))
    return first, lines[first]


class Choices:
    """Choices with linear appeals, ready to be evaluated at many points at once.

    The same figure as ``likelihood.Evidence.of_appeals``, arranged for speed: unknowns
    that are fixed or equal are folded together, choices between two become one
    difference, what is linear is summed once, and appeals keep their non-zero entries
    only. All sums are in a fixed order.
    """

    def __init__(self, said: Evidence, fold: NDArray[np.float64]) -> None:
        """Arrange them.

        Args:
            said: The choices.
            fold: What each unknown of ``said`` is in the unknowns used here, shape
                (unknowns of said, unknowns); one entry a row at most.
        """
        rows = _folded(said.rows, fold)
        self._linear = _folded(said.tilt[None, :], fold)[0]
        widths = np.diff(np.append(said.starts, len(rows)))
        two = widths[said.menus[said.chosen]] == 2
        self._set_pairs(said, rows, two)
        self._set_menus(said, rows, ~two)
        self.entries = self._differences.entries + self._appeals.entries
        self.forms = len(self._offset) + len(self._offsets)

    @property
    def touched(self) -> NDArray[np.bool_]:
        """The unknowns that the choices bear on."""
        found: NDArray[np.bool_] = self._touched | (self._linear != 0)
        return found

    def _set_pairs(
        self, said: Evidence, rows: NDArray[np.float64], kept: NDArray[np.bool_]
    ) -> None:
        """Choices between two: what the chosen one is ahead by."""
        chosen = said.chosen[kept]
        starts = said.starts[said.menus[chosen]]
        other = 2 * starts + 1 - chosen
        ahead = rows[chosen] - rows[other]
        # What does not depend on the unknowns tells nothing.
        bears = np.any(ahead != 0, axis=1)
        self._differences = Sparse(ahead[bears])
        self._differences_back = Sparse(np.ascontiguousarray(ahead[bears].T))
        self._offset = (said.offsets[chosen] - said.offsets[other])[bears][:, None]
        self._weight = said.weights[kept][bears][:, None]
        confidence = said.confidence[kept][bears][:, None]
        self._confidence = None if np.all(confidence >= 1.0) else confidence
        self._touched = np.any(ahead != 0, axis=0)

    def _set_menus(
        self, said: Evidence, rows: NDArray[np.float64], kept: NDArray[np.bool_]
    ) -> None:
        """Choices among more: those of one menu share its norm."""
        chosen, weights, sure = said.chosen[kept], said.weights[kept], said.confidence[kept] >= 1.0
        # numpy.unique would import what masked arrays need.
        menus = np.flatnonzero(np.bincount(said.menus[chosen]))
        alternatives = np.flatnonzero(np.isin(said.menus, menus))
        self._menu = np.searchsorted(menus, said.menus[alternatives])
        self._starts = np.flatnonzero(np.diff(self._menu, prepend=-1))
        appeals = rows[alternatives]
        self._appeals = Sparse(appeals)
        self._appeals_back = Sparse(np.ascontiguousarray(appeals.T))
        self._offsets = said.offsets[alternatives][:, None]
        chosen = np.searchsorted(alternatives, chosen)
        self._linear = self._linear + np.sum(weights[sure, None] * appeals[chosen[sure]], axis=0)
        self._menu_weight = np.bincount(
            self._menu[chosen[sure]], weights[sure], minlength=menus.size
        ).astype(np.float64)[:, None]
        self._doubted = chosen[~sure]
        self._to_appeals = Sparse.one_a_column(self._doubted, alternatives.size)
        self._to_menus = Sparse.one_a_column(self._menu[self._doubted], menus.size)
        self._doubted_weight = weights[~sure][:, None]
        self._doubted_share = said.confidence[kept][~sure][:, None]
        self._doubted_noise = (1.0 - self._doubted_share) * said.evenly[kept][~sure][:, None]
        self._touched = self._touched | np.any(appeals != 0, axis=0)

    def slope(self, unknowns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Slope of the log-likelihood, shape (unknowns, points), at one point a column."""
        slope = np.repeat(self._linear[:, None], unknowns.shape[1], axis=1)
        if self._offset.size:
            against = self._against(unknowns)
            if self._confidence is not None:
                meant = self._confidence * (1.0 - against)
                total = meant + 0.5 * (1.0 - self._confidence)
                against *= np.where(self._confidence >= 1.0, 1.0, meant / np.maximum(total, _TINY))
            against *= self._weight
            slope += self._differences_back.times(against)
        if self._offsets.size:
            shares, _, _ = self._shares(unknowns)
            slope += self._appeals_back.times(self._pull(shares))
        return slope

    def log_likelihood(self, unknowns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-likelihood, up to a constant, shape (points,), at one point a column."""
        logs: NDArray[np.float64] = np.einsum("u,up->p", self._linear, unknowns, optimize=False)
        if self._offset.size:
            ahead = self._differences.times(unknowns) + self._offset
            chosen = np.minimum(ahead, 0.0) - log(1.0 + exp(-np.abs(ahead)))
            if self._confidence is not None:
                total = self._confidence * exp(chosen) + 0.5 * (1.0 - self._confidence)
                doubted = log(np.maximum(total, _TINY))
                chosen = np.where(self._confidence >= 1.0, chosen, doubted)
            logs += np.add.reduce(self._weight * chosen, axis=0)
        if self._offsets.size:
            shares, sums, top = self._shares(unknowns)
            logs -= np.add.reduce(self._menu_weight * (log(sums) + top), axis=0)
            if self._doubted.size:
                total = self._doubted_share * shares[self._doubted] + self._doubted_noise
                logs += np.add.reduce(self._doubted_weight * log(total), axis=0)
        return logs

    def _against(self, unknowns: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chance that the other of two had been chosen."""
        ahead = self._differences.times(unknowns)
        ahead += self._offset
        odds = exp(-np.abs(ahead))
        against: NDArray[np.float64] = np.where(ahead >= 0, odds, 1.0)
        against /= 1.0 + odds
        return against

    def _shares(
        self, unknowns: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """The chance of each alternative in its menu; each menu's sum, and what it is in units of."""
        appeals = self._appeals.times(unknowns)
        appeals += self._offsets
        top = np.maximum.reduceat(appeals, self._starts, axis=0)
        appeals -= top[self._menu]
        shares = exp(appeals)
        sums = np.add.reduceat(shares, self._starts, axis=0)
        shares /= sums[self._menu]
        return shares, sums, top

    def _pull(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """The slope along the appeals, but for what is linear."""
        force = -self._menu_weight
        if not self._doubted.size:
            return shares * force[self._menu]
        meant = self._doubted_share * shares[self._doubted]
        meant *= self._doubted_weight / (meant + self._doubted_noise)
        forces = force - self._to_menus.times(meant)
        pull: NDArray[np.float64] = shares * forces[self._menu]
        pull += self._to_appeals.times(meant)
        return pull


def _folded(rows: NDArray[np.float64], fold: NDArray[np.float64]) -> NDArray[np.float64]:
    """``rows @ fold`` where each row of ``fold`` has one entry at most."""
    source, target = np.nonzero(fold)
    result = np.zeros((fold.shape[1], len(rows)))
    np.add.at(result, target, (rows[:, source] * fold[source, target]).T)
    return np.ascontiguousarray(result.T)


@dataclass(frozen=True, slots=True)
class Rationality:
    """How people's words and acts depend on their values.

    They were fitted on recorded negotiations between people, not set by taste; the file
    ``defaults.json`` beside this module holds them with how they were fitted, and
    docs/evidence.md what they are worth.

    Attributes:
        stakes: Concentration of the Dirichlet prior of the stakes.
        claim: Sharpness with which the option claimed on an issue follows its worth.
        spare: How far the offerer spares what the other side is thought to want.
        habit: How far it claims the good end of an issue whatever that is worth.
        later: What an offer after the first counts.
        repeat: What an offer made before counts, on top of that.
        spread: 1 if claims follow stakes relative to how much these can differ,
            0 if they follow the stakes as such.
        count: Power of the number of steps by which claims get sharper.
        acceptance: Sharpness of "would take it" on the distance to the reservation value.
        refusal: The same of "would not take it".
        ranking: Log-odds for each standard deviation of stake when issues are ranked.

    Example:
        >>> released().claim > 0
        True
    """

    stakes: float
    claim: float
    spare: float
    habit: float
    later: float
    repeat: float
    spread: float
    count: float
    acceptance: float
    refusal: float
    ranking: float

    def __post_init__(self) -> None:
        if self.stakes <= 0:
            raise ValuesError("the concentration of the stakes must be above 0")
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "habit" and not 0 <= value < float("inf"):
                raise ValuesError(f"{field.name} must be a number from 0 on, not {value}")


@cache
def _document() -> dict[str, dict[str, Any]]:
    text = resources.files("lastyard.values").joinpath("defaults.json").read_text("utf-8")
    document: dict[str, dict[str, Any]] = json.loads(text)
    return document


def released() -> Rationality:
    """The defaults of this release."""
    return Rationality(**_document()["rationality"])


def fitted() -> dict[str, Any]:
    """On what, and how, the defaults were fitted."""
    return dict(_document()["fitted"])


def own_issue() -> float:
    """Return by how much a party's own issue is likelier to weigh more with it.

    Log-odds for each standard deviation of stake, as those of words
    (:class:`~lastyard.values.problem.Stresses`).
    """
    return float(_document()["own issue"]["amount"])


def chance_of_yes(share: float) -> float:
    """Return how likely the next offer is accepted, by how good a deal it is for both.

    A logistic regression on recorded offers between two people, in the share of the best product of expected gains
    over no deal that the offered package has. Fitted on one game and better than the
    base rate on another (docs/evidence.md); how often people say yes elsewhere is not known.

    Args:
        share: From 0 to 1.
    """
    how = _document()["yes"]
    logit = float(how["intercept"]) + float(how["slope"]) * share
    return float(1.0 / (1.0 + exp(-logit)))
