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
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.bodies.body import BALLOTS, Body
from lastyard.bodies.errors import UnknownNameError, VoteError, did_you_mean
from lastyard.bodies.fold import Line, TooLargeError, add, expect
from lastyard.bodies.forms import CompiledRule, Component, holds_on
from lastyard.bodies.grid import Array, Grid, shifted
from lastyard.bodies.one_line import OneLine

Chances: TypeAlias = tuple[float, float, float]

DIGITS = 12
_MOST_CELLS = 1 << 24
_MOST_PATTERNS = 1 << 20


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    for local in range(values.size):
        bits = sum(1 << atom for k, atom in enumerate(component.atoms) if local >> k & 1)
        values[local] = math.fsum(
            p for pattern, p in rest.items() if holds_on(rule.formula, pattern | bits)
        )
    return values


def _sampled(body: Body, chances: Sequence[Chances], seed: int, samples: int) -> AdoptionChance:
    """Draw votes; each member's ballot is then set in turn within the same votes."""
    rule = body.compiled
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
