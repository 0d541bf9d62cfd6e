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
    >>> from lastyard.values.defaults import released
    >>> from lastyard.values.sayings import Takes
    >>> from lastyard.values.scales import Scale
    >>> from lastyard.values.translation import translate
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> problem = translate(scales, [Takes("o1", ((0, 2), (1, 0)), proposed=True)])
    >>> found = evidence(problem, released())
    >>> found.log_likelihood(np.zeros((5, problem.layout.size))).shape
    (5,)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.budget import spend
from lastyard.portable import exp, log, power
from lastyard.values.sayings import (
    Direction,
    Pairs,
    Peak,
    Prefers,
    Ranks,
    Refuses,
    Saying,
    Stresses,
    Takes,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.defaults import Rationality
    from lastyard.values.problem import ValueProblem


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


_USUAL_SPREAD = 0.2
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
