"""How likely is a draft to be adopted, and whose ballot matters?

Given independent ballot probabilities of the members, the probability that a pass rule
holds is computed exactly by dynamic programming over the values of the rule's forms
(counts and weight sums), component by component; never by trying votes. A forward pass
gives the probability, a backward pass what each member's ballot would make of it::

    chance = adoption_chance(board, {"chair": (0.5, 0.3, 0.2), "anna": (1, 0, 0), ...})
    chance.probability, chance.members[0].pivotal

Figures are exact up to floating-point rounding. Where the form values are too many for
memory, the chance is sampled instead, says so, and carries its standard error.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.bodies.body import BALLOTS, MIDDLES, Body, Split, Votes
from lastyard.bodies.compile import CompiledRule, Component, holds_on
from lastyard.bodies.errors import UnknownNameError, VoteError, did_you_mean
from lastyard.bodies.kinds import Ballot
from lastyard.bodies.sums import (
    Array,
    Grid,
    Shift,
    binomial,
    binomial_window,
    power_of_steps,
    shifted,
    trinomial_rows,
)
from lastyard.budget import current, spend
from lastyard.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lastyard.bodies.compile import CompiledRule, Component
    from lastyard.bodies.sums import Array

_ONE_BY_ONE = 4  # classes up to this size are folded member by member

_NOTHING = 1e-100  # weights below it are left out of a convolution

_LARGEST_TRINOMIAL = 2_500  # beyond, yes and abstain together have too many splits


class TooLargeError(Exception):
    """The exact computation would need too much memory or time."""


@record(frozen=True, slots=True)
class Line:
    """Equal members with equal ballot probabilities.

    Attributes:
        count: How many of them vote.
        chances: Probability of yes, abstain and no, for each of them.
        shifts: What a yes, an abstention and a no add to each form.
    """

    count: int
    chances: tuple[float, float, float]
    shifts: tuple[Shift, Shift, Shift]

    @classmethod
    def of(
        cls, rule: CompiledRule, grid: Grid, member: int, chances: tuple[float, float, float]
    ) -> Line:
        """The line of one member (or class) of a body on a grid."""
        yes, abstain, no = (grid.shift(rule, member, ballot) for ballot in range(3))
        return cls(rule.counts[member], chances, (yes, abstain, no))

    def less(self, fewer: int) -> Line:
        """The same line with fewer members."""
        return Line(self.count - fewer, self.chances, self.shifts)


def add(sums: Array, line: Line) -> Array:
    """The distribution of the sums once a line has voted too."""
    if line.count <= _ONE_BY_ONE:
        return _one_by_one(sums, line, back=False)
    kernel, low = _kernel(line)
    return _convolve(sums, kernel, low)


def expect(value: Array, line: Line) -> Array:
    """The expected value at each sum, before a line votes, of the value after it.

    Forwards, ``add`` turns the distribution of the sums so far into that with one more line.
    Backwards, ``expect`` turns "the value of ending at these sums" into "the value of being
    at these sums with this line still to vote". One line needs a handful of array shifts; a
    class of many equal members is a convolution with the distribution of its own sum.
    """
    if line.count <= _ONE_BY_ONE:
        return _one_by_one(value, line, back=True)
    kernel, low = _kernel(line)
    reverse = tuple(slice(None, None, -1) for _ in low)
    high = tuple(-(start + length - 1) for start, length in zip(low, kernel.shape, strict=True))
    return _convolve(value, kernel[reverse], high)


def _one_by_one(cells: Array, line: Line, *, back: bool) -> Array:
    """Move what is in each cell to where each member's ballots lead, or back from there."""
    for _ in range(line.count):
        result = np.zeros_like(cells)
        for chance, shift in zip(line.chances, line.shifts, strict=True):
            if chance:
                after, before = shifted(cells, shift)
                target, source = (before, after) if back else (after, before)
                result[target] += chance * cells[source]
        cells = result
    return cells


def _kernel(line: Line) -> tuple[Array, Shift]:
    """The distribution of a line's own sum, and the sum at its first cell."""
    n = line.count
    merged: dict[Shift, float] = {}
    for chance, shift in zip(line.chances, line.shifts, strict=True):
        if chance:
            merged[shift] = merged.get(shift, 0.0) + chance
    shifts = list(merged)
    low = tuple(min(n * s[j] for s in shifts) for j in range(len(shifts[0])))
    high = tuple(max(n * s[j] for s in shifts) for j in range(len(shifts[0])))
    kernel = np.zeros(tuple(h - start + 1 for h, start in zip(high, low, strict=True)))
    if len(shifts) == 1:
        kernel[(0,) * len(low)] = 1.0
    elif len(shifts) == 2:
        counts = np.arange(n + 1)
        cells = [
            counts * b + (n - counts) * a - start for a, b, start in zip(*shifts, low, strict=True)
        ]
        kernel[tuple(cells)] = binomial(n, merged[shifts[1]])
    elif len(low) == 1 and n > _LARGEST_TRINOMIAL:
        pmf, first = power_of_steps(n, list(merged.values()), [s[0] for s in shifts])
        return pmf, (first,)
    elif n > _LARGEST_TRINOMIAL:
        raise TooLargeError
    else:
        chances = list(merged.values())
        for yes, row in trinomial_rows(n, chances[0], chances[1]):
            rest = np.arange(row.size)
            cells = [
                yes * y + rest * a + (n - yes - rest) * no - start
                for y, a, no, start in zip(*shifts, low, strict=True)
            ]
            np.add.at(kernel, tuple(cells), row)
    return kernel, low


def _convolve(array: Array, kernel: Array, low: Shift) -> Array:
    """Convolve, then keep the cells of the grid (a kernel's first cell means ``low``)."""
    kernel, offset = _trimmed(kernel)
    low = tuple(a + b for a, b in zip(low, offset, strict=True))
    trimmed, offset = _trimmed(array)
    first = tuple(a + b for a, b in zip(low, offset, strict=True))
    axes = tuple(range(array.ndim))
    full = tuple(a + k - 1 for a, k in zip(trimmed.shape, kernel.shape, strict=True))
    sizes = tuple(1 << (length - 1).bit_length() for length in full)
    spectrum = np.fft.rfftn(trimmed, sizes, axes) * np.fft.rfftn(kernel, sizes, axes)
    whole = np.clip(np.fft.irfftn(spectrum, sizes, axes), 0.0, None)
    result = np.zeros_like(array)
    target, source = [], []
    for length, available, start in zip(array.shape, full, first, strict=True):
        begin = max(start, 0)
        end = max(min(length, available + start), begin)
        target.append(slice(begin, end))
        source.append(slice(begin - start, end - start))
    result[tuple(target)] = whole[tuple(source)]
    return result


def _trimmed(array: Array) -> tuple[Array, Shift]:
    """The box of an array outside which everything is nothing, and where it starts."""
    box = []
    for axis in range(array.ndim):
        others = tuple(a for a in range(array.ndim) if a != axis)
        kept = np.flatnonzero(array.max(axis=others) > _NOTHING)
        box.append(slice(int(kept[0]), int(kept[-1]) + 1) if kept.size else slice(0, 1))
    return array[tuple(box)], tuple(s.start for s in box)


_NOTHING_ONE_LINE = 1e-30


class OneLine:
    """Forward and backward in one for a component with a single member line.

    With two or more forms over one large class (a majority of those voting and a share of all
    entitled, say) the grid of form values would be huge, but the votes of the class have only
    two dimensions, yes and abstain. Their distribution is gone through row by row.
    """

    def __init__(self, rule: CompiledRule, component: Component, chances: Chances) -> None:
        self._rule = rule
        self._component = component
        self._member = component.members[0]
        self._chances = chances

    def patterns(self) -> dict[int, float]:
        """Probability of each pattern of true atoms of the component (global bits)."""
        weights = self._weights(self._rule.counts[self._member], 0, 0)
        return {
            sum(1 << atom for k, atom in enumerate(self._component.atoms) if local >> k & 1): float(
                weight
            )
            for local, weight in enumerate(weights)
            if weight > 0
        }

    def conditional(self, value: Array) -> list[tuple[int, Chances]]:
        """Probability of adoption by the ballot of one of the members.

        Args:
            value: Probability of adoption given each local pattern.
        """
        others = self._rule.counts[self._member] - 1
        figures = [
            min(1.0, float(self._weights(others, yes, abstain) @ value))
            for yes, abstain in ((1, 0), (0, 1), (0, 0))
        ]
        return [(self._member, (figures[0], figures[1], figures[2]))]

    def _weights(self, count: int, extra_yes: int, extra_abstain: int) -> Array:
        """Probability of each local pattern when ``count`` vote and some ballots are given."""
        yes_chance, abstain_chance, _ = self._chances
        result = np.zeros(1 << len(self._component.atoms))
        of_rest = min(1.0, abstain_chance / (1 - yes_chance)) if yes_chance < 1 else 0.0
        first, row_chances = binomial_window(count, yes_chance)
        for yes, row_chance in enumerate(row_chances, start=first):
            if row_chance < _NOTHING_ONE_LINE:
                continue
            start, chances = binomial_window(count - yes, of_rest)
            spend(25 + chances.size // 50)
            abstain = np.arange(start, start + chances.size) + extra_abstain
            pattern = np.zeros(chances.size, np.int64)
            for k, number in enumerate(self._component.atoms):
                atom = self._rule.atoms[number]
                form = self._rule.forms[atom.form]
                values = abstain * form.abstain[self._member]
                values = values + (yes + extra_yes) * form.yes[self._member]
                truth = values >= atom.threshold if atom.at_least else values <= atom.threshold
                pattern |= truth.astype(np.int64) << k
            result += row_chance * np.bincount(pattern, chances, minlength=result.size)
        return result


Chances: TypeAlias = tuple[float, float, float]

DIGITS = 12

_MOST_CELLS = 1 << 24

_MOST_PATTERNS = 1 << 20


@record(frozen=True, slots=True)
class MemberChance:
    """What one member's ballot makes of the chance of adoption.

    For a class of equal members the figures are those of any one of them.

    Attributes:
        name: The member.
        if_yes: Probability of adoption if it votes yes (the others as expected).
        if_abstain: The same if it abstains.
        if_no: The same if it votes no.
        pivotal: Probability that its ballot decides: that the others vote so that the
            draft is adopted with its yes and not with its no. Under a monotone rule this
            is ``if_yes - if_no``.
    """

    name: str
    if_yes: float
    if_abstain: float
    if_no: float

    @property
    def pivotal(self) -> float:
        """Probability that the others leave the decision to this member's yes or no."""
        return self.if_yes - self.if_no


@record(frozen=True, slots=True)
class AdoptionChance:
    """Probability of adoption, with what each member's ballot makes of it.

    Attributes:
        probability: Of adoption.
        members: One entry a member line, in the body's order.
        method: ``exact`` (dynamic programming, up to rounding) or ``sampled``.
        standard_error: Monte-Carlo standard error of ``probability``; 0 when exact.
        samples: Votes drawn; 0 when exact.
        seed: Of the draw; ``None`` when exact.
    """

    probability: float
    members: tuple[MemberChance, ...]
    method: Literal["exact", "sampled"]
    standard_error: float = 0.0
    samples: int = 0
    seed: int | None = None


def adoption_chance(
    body: Body,
    chances: Mapping[str, Chances],
    *,
    seed: int = 0,
    samples: int = 100_000,
    most_cells: int = _MOST_CELLS,
) -> AdoptionChance:
    """Probability that a body adopts a draft.

    Args:
        body: The body.
        chances: For every member its probabilities of yes, abstain and no, summing to
            one; for a class, those of each of its members. Members vote independently.
        seed: Of the draw, should the exact computation be too large.
        samples: Votes to draw in that case.
        most_cells: The most cells (form values of one component) to compute exactly.

    Raises:
        UnknownNameError: Chances of someone who is not a member.
        VoteError: A member without chances, or chances that are none.
    """
    given = check_chances(body, chances)
    rule = body.compiled
    try:
        if any(Grid.of(rule, c).cells > most_cells and len(c.members) > 1 for c in rule.components):
            raise TooLargeError
        probability, conditional = _exact(rule, given)
        # Large bodies are folded by Fourier transforms, whose last digits depend on the processor.
        probability = round(probability, DIGITS)
        conditional = [
            (round(y, DIGITS), round(a, DIGITS), round(n, DIGITS)) for y, a, n in conditional
        ]
    except TooLargeError:
        return _sampled(body, given, seed, samples)
    members = tuple(MemberChance(m.name, *conditional[i]) for i, m in enumerate(body.members))
    return AdoptionChance(probability, members, "exact")


def adoption_probability(rule: CompiledRule, chances: Sequence[Chances]) -> float:
    """The exact probability alone, without what each member's ballot makes of it.

    Args:
        rule: The compiled rule.
        chances: Ballot probabilities in the body's order, taken as they are.
    """
    return _overall(rule, [_component_pass(rule, c, chances).patterns() for c in rule.components])


def check_chances(body: Body, chances: Mapping[str, Chances]) -> list[Chances]:
    """Ballot probabilities in the body's order, checked.

    Raises:
        UnknownNameError: Chances of someone who is not a member.
        VoteError: A member without chances, or chances that are none.
    """
    known = {m.name for m in body.members}
    for name in chances:
        if name not in known:
            raise UnknownNameError(
                f"'{name}' is no member of {body.name}", help=did_you_mean(name, known)
            )
    result: list[Chances] = []
    for name in (m.name for m in body.members):
        if name not in chances:
            raise VoteError(f"no chances of '{name}'", help="give yes, abstain, no for everyone")
        three = tuple(float(p) for p in chances[name])
        if len(three) != 3 or not all(0 <= p <= 1 for p in three) or abs(sum(three) - 1) > 1e-9:
            raise VoteError(
                f"the chances of '{name}' are {three}",
                help="yes, abstain and no lie between 0 and 1 and sum to 1",
            )
        result.append((three[0], three[1], three[2]))
    return result


def _exact(rule: CompiledRule, chances: Sequence[Chances]) -> tuple[float, list[Chances]]:
    passes = [_component_pass(rule, component, chances) for component in rule.components]
    spreads = [p.patterns() for p in passes]
    probability = _overall(rule, spreads)
    conditional: list[Chances] = [(probability,) * 3 for _ in chances]
    for number, one in enumerate(passes):
        others = spreads[:number] + spreads[number + 1 :]
        value = _pattern_values(rule, rule.components[number], others)
        for member, three in one.conditional(value):
            conditional[member] = three
    return probability, conditional


def _component_pass(
    rule: CompiledRule, component: Component, chances: Sequence[Chances]
) -> _Pass | OneLine:
    if len(component.members) == 1:
        return OneLine(rule, component, chances[component.members[0]])
    return _Pass(rule, component, chances)


class _Pass:
    """Forward and backward pass over the lines of one component."""

    def __init__(
        self, rule: CompiledRule, component: Component, chances: Sequence[Chances]
    ) -> None:
        self._grid = Grid.of(rule, component)
        spend(20 * len(component.members) + self._grid.cells * len(component.members) // 100)
        self._pattern = self._grid.patterns(rule)
        # The largest class first: it is added to a single cell, which costs least.
        self._order = sorted(component.members, key=lambda i: -rule.counts[i])
        self._lines = [Line.of(rule, self._grid, i, chances[i]) for i in self._order]
        self._block = max(1, math.isqrt(len(self._lines)))
        start = np.zeros(self._grid.shape)
        start[self._grid.origin] = 1.0
        # Only every block-th forward array is kept; the others are computed again.
        self._kept = [start]
        current = start
        for k, line in enumerate(self._lines, start=1):
            current = add(current, line)
            if k % self._block == 0:
                self._kept.append(current)
        self._end = current

    def patterns(self) -> dict[int, float]:
        """Probability of each pattern of true atoms of the component (global bits)."""
        weights = np.bincount(self._pattern.ravel(), self._end.ravel())
        atoms = self._grid.component.atoms
        return {
            sum(1 << atom for k, atom in enumerate(atoms) if local >> k & 1): float(weight)
            for local, weight in enumerate(weights)
            if weight > 0
        }

    def conditional(self, value: Array) -> list[tuple[int, Chances]]:
        """Probability of adoption by the ballot of (one of) each line's members.

        Args:
            value: Probability of adoption given each local pattern.
        """
        # Back through the lines, each time with what the others make of it.
        spend(100 * len(self._lines) + self._grid.cells * len(self._lines) // 25)
        after = value[self._pattern]
        result = []
        for block in range((len(self._lines) - 1) // self._block, -1, -1):
            first = block * self._block
            lines = self._lines[first : first + self._block]
            before = [self._kept[block]]
            for line in lines[:-1]:
                before.append(add(before[-1], line))
            for k in range(len(lines) - 1, -1, -1):
                rest = expect(after, lines[k].less(1))
                three = [_meet(before[k], rest, shift) for shift in lines[k].shifts]
                result.append((self._order[first + k], (three[0], three[1], three[2])))
                after = expect(after, lines[k])
        return result


def _meet(before: Array, rest: Array, shift: tuple[int, ...]) -> float:
    target, source = shifted(before, shift)
    return min(1.0, max(0.0, float(np.sum(before[source] * rest[target]))))


def _combined(spreads: Sequence[Mapping[int, float]]) -> dict[int, float]:
    combined = {0: 1.0}
    for spread in spreads:
        if len(combined) * len(spread) > _MOST_PATTERNS:
            raise TooLargeError
        spend(1 + len(combined) * len(spread) // 2)
        combined = {a | b: p * q for a, p in combined.items() for b, q in spread.items()}
    return combined


def _overall(rule: CompiledRule, spreads: Sequence[Mapping[int, float]]) -> float:
    return min(
        1.0,
        math.fsum(
            p for pattern, p in _combined(spreads).items() if holds_on(rule.formula, pattern)
        ),
    )


def _pattern_values(
    rule: CompiledRule, component: Component, others: Sequence[Mapping[int, float]]
) -> Array:
    rest = _combined(others)
    values = np.zeros(1 << len(component.atoms))
    spend(values.size * len(rest))
    for local in range(values.size):
        bits = sum(1 << atom for k, atom in enumerate(component.atoms) if local >> k & 1)
        values[local] = math.fsum(
            p for pattern, p in rest.items() if holds_on(rule.formula, pattern | bits)
        )
    return values


def _sampled(body: Body, chances: Sequence[Chances], seed: int, samples: int) -> AdoptionChance:
    """Draw votes; each member's ballot is then set in turn within the same votes."""
    rule = body.compiled
    work = samples * len(rule.forms) * (1 + len(body.members))
    spend(work // 25)
    current().room(work * 8)
    rng = np.random.default_rng(seed)
    sums = np.zeros((len(rule.forms), samples), dtype=object if _wide(rule) else np.int64)
    own: list[list[NDArray[Any]]] = []
    for i, (count, three) in enumerate(zip(rule.counts, chances, strict=True)):
        rest = rng.multinomial(count - 1, three, size=samples) if count > 1 else None
        ballot = rng.choice(3, size=samples, p=three)
        contribution: list[NDArray[Any]] = []
        for j, form in enumerate(rule.forms):
            each: NDArray[Any] = np.array([form.yes[i], form.abstain[i], 0], dtype=sums.dtype)[
                ballot
            ]
            contribution.append(each)
            sums[j] += each
            if rest is not None:
                sums[j] += rest[:, 0] * form.yes[i] + rest[:, 1] * form.abstain[i]
        own.append(contribution)
    passed = rule.passes_array(sums)
    members = []
    for i, member in enumerate(body.members):
        figures = []
        for turned in range(len(BALLOTS)):
            moved = sums.copy()
            for j, form in enumerate(rule.forms):
                moved[j] = moved[j] - own[i][j] + (form.yes[i], form.abstain[i], 0)[turned]
            figures.append(float(np.mean(rule.passes_array(moved))))
        members.append(MemberChance(member.name, *figures))
    p = float(np.mean(passed))
    # One vote of doubt keeps the error above zero when all samples agree.
    error = math.sqrt(max(p * (1 - p), 1 / samples) / samples)
    return AdoptionChance(p, tuple(members), "sampled", error, samples, seed)


def _wide(rule: CompiledRule) -> bool:
    return any(max(map(abs, form.bounds(rule.counts))) > 1 << 62 for form in rule.forms)


@record(frozen=True, slots=True)
class Decider:
    """A member whose ballot alone decides.

    Attributes:
        name: The member (or any one member of a class that cast this ballot).
        ballot: How it voted.
        instead: The ballots with which the outcome would have been another.
    """

    name: str
    ballot: Ballot
    instead: tuple[Ballot, ...]


@record(frozen=True, slots=True)
class Replay:
    """A vote under the rule.

    Attributes:
        adopted: Whether the draft is adopted.
        yes: How many voted yes.
        abstain: How many abstained.
        no: How many voted no.
        present: How many were present and did not vote.
        absent: How many were absent.
        deciders: Those whose ballot alone decides.
        recorded: The outcome on record, if given.
    """

    adopted: bool
    yes: int
    abstain: int
    no: int
    deciders: tuple[Decider, ...]
    recorded: bool | None = None
    present: int = 0
    absent: int = 0

    @property
    def agrees(self) -> bool | None:
        """Whether the rule gives the outcome on record; ``None`` without one."""
        return None if self.recorded is None else self.recorded == self.adopted


def replay(body: Body, votes: Votes, *, recorded: bool | None = None) -> Replay:
    """Take a recorded vote again.

    A replay says whether the recorded ballots adopt the draft, whose ballot alone decided
    (turning it alone changes the outcome), and which comparisons of the rule held.

    Args:
        body: The body with its rule.
        votes: The ballots (see `Body.tally`).
        recorded: The outcome on record, to compare with.

    Raises:
        BodyError: The ballots do not fit the body.
    """
    body = body.fitted(votes)
    tally = body.tally(votes)
    adopted = body.compiled.passes(tally)
    deciders = []
    for i, member in enumerate(body.members):
        own: tuple[Ballot, ...] = ("yes", member.middle, "no")
        for place, ballot in enumerate(own):
            if tally[i][place]:
                instead = tuple(
                    other
                    for turned, other in enumerate(own)
                    if other != ballot
                    and body.compiled.passes(_turned(tally, i, place, turned)) != adopted
                )
                if instead:
                    deciders.append(Decider(member.name, ballot, instead))
    yes, no = (sum(split[place] for split in tally) for place in (0, 2))
    abstain, present, absent = (
        sum(s[1] for s, m in zip(tally, body.members, strict=True) if m.middle == kind)
        for kind in MIDDLES
    )
    return Replay(adopted, yes, abstain, no, tuple(deciders), recorded, present, absent)


def _turned(tally: Sequence[Split], member: int, ballot: int, other: int) -> list[Split]:
    split = list(tally[member])
    split[ballot] -= 1
    split[other] += 1
    return [*tally[:member], (split[0], split[1], split[2]), *tally[member + 1 :]]
