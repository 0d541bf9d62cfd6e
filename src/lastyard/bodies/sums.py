"""The values that the forms of one component can take, as a dense array.

Axis j of the array is the value of form j, from its least to its largest possible.
Adding a ballot shifts the array; a class of equal members is added at once.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.bodies.compile import CompiledRule, Component
from lastyard.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Array: TypeAlias = NDArray[np.float64]

Shift: TypeAlias = tuple[int, ...]


@record(frozen=True, slots=True)
class Grid:
    """The array's shape and what its axes mean.

    Attributes:
        component: The members, forms and atoms concerned.
        shape: How many values each form can take.
        origin: The index of the value 0 on each axis.
    """

    component: Component
    shape: tuple[int, ...]
    origin: Shift

    @classmethod
    def of(cls, rule: CompiledRule, component: Component) -> Grid:
        """The grid of a component: every value its forms can take."""
        bounds = [rule.forms[j].bounds(rule.counts) for j in component.forms]
        return cls(
            component,
            tuple(high - low + 1 for low, high in bounds),
            tuple(-low for low, _ in bounds),
        )

    @property
    def cells(self) -> int:
        """How many cells the array has (a Python integer: it may be huge)."""
        cells = 1
        for length in self.shape:
            cells *= length
        return cells

    def shift(self, rule: CompiledRule, member: int, ballot: int) -> Shift:
        """How far one ballot (0 yes, 1 abstain, 2 no) of a member moves each form."""
        if ballot == 2:
            return (0,) * len(self.shape)
        forms = [rule.forms[j] for j in self.component.forms]
        return tuple((form.yes if ballot == 0 else form.abstain)[member] for form in forms)

    def patterns(self, rule: CompiledRule) -> NDArray[np.int64]:
        """Which atoms hold at each cell: bit k is the k-th atom of the component."""
        pattern = np.zeros(self.shape, np.int64)
        for k, number in enumerate(self.component.atoms):
            atom = rule.atoms[number]
            axis = self.component.forms.index(atom.form)
            values = np.arange(self.shape[axis]) - self.origin[axis]
            truth = values >= atom.threshold if atom.at_least else values <= atom.threshold
            along = [1] * len(self.shape)
            along[axis] = self.shape[axis]
            pattern |= truth.astype(np.int64).reshape(along) << k
        return pattern


def shifted(
    array: NDArray[Any], shift: Sequence[int]
) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Slices (target, source) such that ``new[target] += old[source]`` shifts an array."""
    target, source = [], []
    for length, step in zip(array.shape[array.ndim - len(shift) :], shift, strict=True):
        if step >= 0:
            target.append(slice(min(step, length), None))
            source.append(slice(None, max(length - step, 0)))
        else:
            target.append(slice(None, max(length + step, 0)))
            source.append(slice(min(-step, length), None))
    return tuple(target), tuple(source)


def binomial(n: int, p: float) -> Array:
    """Probabilities of 0..n successes in n independent trials of chance p.

    Binomial probabilities are built outwards from the mode by the ratio of neighbours and
    then scaled to sum to one, which keeps a relative error of about 1e-12 for a million
    members where formulas with log-gamma lose seven digits.
    """
    if p <= 0 or p >= 1:
        result = np.zeros(n + 1)
        result[n if p >= 1 else 0] = 1.0
        return result
    mode = min(int((n + 1) * p), n)
    above = np.arange(mode + 1, n + 1, dtype=float)
    below = np.arange(mode, 0, -1, dtype=float)
    odds = p / (1 - p)
    up = np.cumprod((n - above + 1) / above * odds)
    down = np.cumprod(below / (n - below + 1) / odds)
    result = np.concatenate([down[::-1], [1.0], up])
    return np.asarray(result / math.fsum(result), dtype=float)


def binomial_window(n: int, p: float) -> tuple[int, Array]:
    """The part of a binomial distribution that matters, and where it starts.

    Kept are the counts within 12 standard deviations and 60 of the mode; the rest has less
    than 1e-30 of the mass.
    """
    if p <= 0 or p >= 1:
        return (n if p >= 1 else 0), np.ones(1)
    mode = min(int((n + 1) * p), n)
    reach = int(12 * math.sqrt(n * p * (1 - p))) + 60
    above = np.arange(mode + 1, min(n, mode + reach) + 1, dtype=float)
    below = np.arange(mode, max(0, mode - reach), -1, dtype=float)
    odds = p / (1 - p)
    up = np.cumprod((n - above + 1) / above * odds)
    down = np.cumprod(below / (n - below + 1) / odds)
    result = np.concatenate([down[::-1], [1.0], up])
    return mode - down.size, np.asarray(result / result.sum(), dtype=float)


def trinomial_rows(n: int, yes: float, abstain: float) -> Iterator[tuple[int, Array]]:
    """For each number of yes, the probabilities of it together with 0..n-yes abstentions."""
    of_rest = abstain / (1 - yes) if yes < 1 else 0.0
    for count, chance in enumerate(binomial(n, yes)):
        yield count, chance * binomial(n - count, min(of_rest, 1.0))


def power_of_steps(n: int, chances: Sequence[float], steps: Sequence[int]) -> tuple[Array, int]:
    """Distribution of a sum of n equal, independent steps.

    The n-th power of the characteristic function, centred on the mean and taken through
    ``log1p``, so that no digits are lost to the power. Only the sums within 40 standard
    deviations of the mean are kept; what lies beyond has less than 1e-300 of the mass.

    Args:
        n: How many steps.
        chances: Probability of each step.
        steps: The steps, integers.

    Returns:
        Probabilities of consecutive sums, and the first of these sums.
    """
    if len(set(steps)) == 1:
        return np.ones(1), n * steps[0]
    # On a lattice of every g-th sum the characteristic function has g equal peaks, of
    # which only the one at zero is free of rounding: count in lattice steps instead.
    base, g = min(steps), math.gcd(*(s - min(steps) for s in steps))
    if g > 1:
        pmf, first = power_of_steps(n, chances, [(s - base) // g for s in steps])
        spread = np.zeros((pmf.size - 1) * g + 1)
        spread[::g] = pmf
        return spread, first * g + n * base
    low, high = n * base, n * max(steps)
    mean = math.fsum(p * s for p, s in zip(chances, steps, strict=True))
    variance = math.fsum(p * (s - mean) ** 2 for p, s in zip(chances, steps, strict=True))
    width = min(high - low + 1, int(80 * math.sqrt(n * variance)) + 256)
    size = 1 << (width - 1).bit_length()
    frequency = 2 * np.pi * np.arange(size // 2 + 1) / size
    less_one = np.zeros(frequency.shape, complex)
    for p, s in zip(chances, steps, strict=True):
        angle = frequency * (s - mean)
        less_one += p * (-2 * np.sin(angle / 2) ** 2 - 1j * np.sin(angle))
    first = max(low, round(n * mean) - size // 2)
    # numpy's own complex log1p rounds the modulus to 1 first, which costs six digits here.
    with np.errstate(divide="ignore"):
        size_log = 0.5 * np.log1p(2 * less_one.real + np.abs(less_one) ** 2)
    turn = np.arctan2(less_one.imag, 1 + less_one.real)
    centred = np.exp(n * size_log) * np.exp(1j * (n * turn - frequency * (n * mean - first)))
    pmf = np.clip(np.fft.irfft(centred, size), 0.0, None)[: high - first + 1]
    return np.asarray(pmf / math.fsum(pmf), dtype=float), first
