"""The outcome space as the deal engine sees it: known values, reservation values, rules.

Sums of floats depend on their order, so two packages that are worth the same on paper
can differ in the last bit; a filter of dominated packages would then keep or drop one of
them by chance. So every number of a party becomes a whole multiple of one unit, and nothing is rounded.

Example, two issues and two parties, the second of whom wants at least 3:
    >>> domain = Domain.of(
    ...     [[[0, 5], [4, 1]], [[5, 0], [0, 3]]],
    ...     reservation=[None, 3],
    ... )
    >>> domain.values_of((0, 1))
    (Fraction(1, 1), Fraction(8, 1))
    >>> domain.acceptable((1, 0))
    False
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Domain",
    "DomainError",
    "Limbs",
    "Number",
    "Package",
    "PartialRule",
    "Rule",
    "SteppingRule",
    "TableRule",
    "at_least",
    "carried",
    "from_limbs",
    "limbs_needed",
    "ordinals",
    "to_limbs",
    "whole_multiples",
]

Number = int | float | Fraction | Decimal

Limbs = NDArray[np.int64]

_LIMB_BITS = 56

_LIMB_MASK = (1 << _LIMB_BITS) - 1

_ONE_LIMB_LIMIT = 1 << 62

_DECIMAL_DIGITS = 15


def whole_multiples(groups: Sequence[Sequence[Number]]) -> tuple[Fraction, list[list[int]]]:
    """Write numbers as whole multiples of their largest common unit of the form 1/n.

    * ``int``, ``Fraction`` and ``Decimal`` are taken as they are;
    * floats are read as the decimals of at most 15 significant digits that they denote, if
      all floats of the party do (15 digits survive the way through a float unharmed), and as
      the binary numbers that they are otherwise.

    Either way nothing is rounded. Whole numbers below 2**62 stand in one 64-bit *limb*,
    larger ones in several limbs of 56 bits, the most significant first; only that one is
    signed. Addition of limbs is exact after :func:`carried`.

    Args:
        groups: Sequences of finite numbers; all share one unit.

    Returns:
        The unit and, group by group, the whole numbers.

    Raises:
        ValueError: A number is not finite.

    Example:
        >>> unit, (whole,) = whole_multiples([[0.1, 0.2, 0.3]])
        >>> unit, whole
        (Fraction(1, 10), [1, 2, 3])
    """
    decimals = _float_decimals([float(x) for group in groups for x in group if _is_float(x)])
    ratios = [[_ratio(x, decimals) for x in group] for group in groups]
    denominator = math.lcm(*(bottom for group in ratios for _, bottom in group))
    whole = [[top * (denominator // bottom) for top, bottom in group] for group in ratios]
    return Fraction(1, denominator), whole


def _is_float(number: Number) -> bool:
    return isinstance(number, float | np.floating)


def _float_decimals(floats: list[float]) -> int | None:
    """Return how many decimals write all floats with 15 significant digits at most, or None."""
    if not floats:
        return None
    array = np.array(floats)
    if not np.isfinite(array).all():
        raise ValueError("values must be finite numbers, not NaN or infinite")
    largest = float(np.abs(array).max())
    digits_before = max(0, math.ceil(math.log10(largest))) if largest > 0 else 0
    for decimals in range(max(0, _DECIMAL_DIGITS - digits_before) + 1):
        # Dividing whole numbers below 2**53 by powers of ten up to 10**22 rounds
        # correctly, so equality proves that the float denotes this very decimal.
        if (np.rint(array * 10.0**decimals) / 10.0**decimals == array).all():
            return decimals
    return None


def _ratio(number: Number, decimals: int | None) -> tuple[int, int]:
    if _is_float(number):
        if decimals is not None:
            return round(float(number) * 10.0**decimals), 10**decimals
        return float(number).as_integer_ratio()
    if isinstance(number, Decimal):
        if not number.is_finite():
            raise ValueError("values must be finite numbers, not NaN or infinite")
        return number.as_integer_ratio()
    if isinstance(number, Rational):
        return int(number.numerator), int(number.denominator)
    return int(number), 1


def limbs_needed(magnitude: int) -> int:
    """Return how many limbs hold every whole number up to ``magnitude`` either side of 0."""
    if magnitude < _ONE_LIMB_LIMIT:
        return 1
    return 1 + -(-(magnitude.bit_length() - 60) // _LIMB_BITS)


def to_limbs(numbers: Iterable[int], limbs: int) -> Limbs:
    """Write whole numbers as limbs.

    Args:
        numbers: n whole numbers.
        limbs: Limbs per number, as :func:`limbs_needed` says.

    Returns:
        Array of shape (n, limbs), most significant limb first.
    """
    if limbs == 1:
        return np.array(list(numbers), dtype=np.int64).reshape(-1, 1)
    rows = []
    for number in numbers:
        lower = [(number >> (_LIMB_BITS * j)) & _LIMB_MASK for j in range(limbs - 2, -1, -1)]
        rows.append([number >> (_LIMB_BITS * (limbs - 1)), *lower])
    return np.array(rows, dtype=np.int64).reshape(-1, limbs)


def from_limbs(limbs: Sequence[int] | Limbs) -> int:
    """Return the whole number that the limbs stand for."""
    number = 0
    for limb in limbs:
        number = (number << _LIMB_BITS) + int(limb)
    return number


def carried(sums: Limbs) -> Limbs:
    """Carry over-full lower limbs into the next one, in place; the last axis holds the limbs."""
    for j in range(sums.shape[-1] - 1, 0, -1):
        sums[..., j - 1] += sums[..., j] >> _LIMB_BITS
        sums[..., j] &= _LIMB_MASK
    return sums


def at_least(values: Limbs, bound: Limbs) -> NDArray[np.bool_]:
    """Compare exactly: ``values >= bound`` along the last axis of limbs (broadcasting)."""
    result = values[..., -1] >= bound[..., -1]
    for j in range(values.shape[-1] - 2, -1, -1):
        higher, equal = values[..., j] > bound[..., j], values[..., j] == bound[..., j]
        result = higher | (equal & result)
    return result


def ordinals(values: Limbs) -> NDArray[np.int64]:
    """Return one 64-bit number per value that orders and equates them as their limbs do.

    Args:
        values: Array of shape (n, parties, limbs).

    Returns:
        Array of shape (n, parties): the values themselves if they have one limb, else
        their dense ranks.
    """
    if values.shape[-1] == 1:
        return values[..., 0]
    ranks = np.empty(values.shape[:2], dtype=np.int64)
    for p in range(values.shape[1]):
        column = values[:, p]
        order = np.lexsort(column.T[::-1])
        in_order = column[order]
        steps = np.empty(len(order), dtype=np.int64)
        steps[:1] = 0
        steps[1:] = np.cumsum((in_order[1:] != in_order[:-1]).any(axis=1))
        ranks[order, p] = steps
    return ranks


@runtime_checkable
class Rule(Protocol):
    """A condition on the options of some issues.

    A rule names the issues that it mentions and says which combinations of their options it
    allows. The least a rule offers is :class:`Rule`; rules over so many issues that their
    combinations cannot be tabulated also offer one of

    * :class:`SteppingRule`: reads the options one by one and keeps only what still matters,
      such as the sum so far (the best way: any number of issues);
    * :class:`PartialRule`: says of a partial package whether the rule is settled.

    Example, "option 1 of issue 0 only together with option 2 of issue 3":
        >>> rule = TableRule((0, 3), np.array([[True, True, True], [False, False, True]]))
        >>> rule.holds([np.array([0, 1, 1]), np.array([0, 0, 2])])
        array([ True, False,  True])
    """

    @property
    def issues(self) -> tuple[int, ...]:
        """Positions of the issues that the rule mentions, none twice."""

    def holds(self, options: Sequence[NDArray[np.int64]]) -> NDArray[np.bool_]:
        """Return which combinations the rule allows.

        Args:
            options: Per issue mentioned, in the order of ``issues``, an array of option
                positions; all of the same shape.

        Returns:
            Array of that shape.
        """


@runtime_checkable
class PartialRule(Rule, Protocol):
    """A rule that can be settled before all its issues are."""

    def partial(self, options: Sequence[NDArray[np.int64] | None]) -> NDArray[np.int8]:
        """Judge partial packages.

        Args:
            options: As for ``holds``, but None for an issue that is still open.

        Returns:
            1 where every completion is allowed, 0 where none is, -1 where that is open.
            The answer -1 is always permitted unless no issue is open.
        """


@runtime_checkable
class SteppingRule(Rule, Protocol):
    """A rule that reads options one at a time, in any order of the issues."""

    def start(self) -> Hashable:
        """Return the state before any option is known."""

    def step(self, state: Hashable, issue: int, option: int) -> Hashable:
        """Return the state after one more option is known.

        Equal states must allow the same completions. ``True`` and ``False`` are final:
        every completion, or none, is allowed. After the last issue the state must be one
        of the two.
        """


@dataclass(frozen=True, slots=True, eq=False)
class TableRule:
    """A rule given as a table of allowed combinations.

    Attributes:
        issues: Positions of the issues.
        allowed: One axis per issue, in that order; true where the combination is allowed.
    """

    issues: tuple[int, ...]
    allowed: NDArray[np.bool_]

    def holds(self, options: Sequence[NDArray[np.int64]]) -> NDArray[np.bool_]:
        """Look the combinations up."""
        return np.asarray(self.allowed[tuple(options)], dtype=np.bool_)


Package = tuple[int, ...]
"""One option position per issue."""


class DomainError(ValueError):
    """The values, reservation values or rules do not describe an outcome space."""


@dataclass(frozen=True, slots=True, eq=False)
class Domain:
    """Values of every option for every party, exactly, with reservation values and rules.

    A package is worth, to party p, the sum of its options' values and of the pairwise
    terms of the pairs of options that it holds. Make one with :meth:`of`.

    Pairwise terms, where two issues are worth more, or less, together than apart: a table per
    party with a row per option of the first issue and a column per option of the second. The
    frontier and every bargaining solution count them exactly. Here the first party loses 3 when
    both issues go its way:
        >>> domain = Domain.of(
        ...     [[[0, 5], [4, 1]], [[5, 0], [0, 3]]],
        ...     pairs={(0, 1): [[[0, 0], [-3, 0]], [[0, 0], [0, 0]]]},
        ... )
        >>> [int(value) for value in domain.values_of((1, 0))]
        [6, 0]

    Attributes:
        sizes: Number of options per issue.
        units: Per party, the unit of the whole numbers below.
        tables: ``tables[party][issue][option]``, in units of the party.
        pairs: Per pair of issues (first < second) ``[party][first option][second option]``,
            in units of the party.
        reservation: Per party, the least value that it accepts, on the scale of the
            input; None accepts everything.
        rules: Conditions that every package must satisfy.
    """

    sizes: tuple[int, ...]
    units: tuple[Fraction, ...]
    tables: tuple[tuple[tuple[int, ...], ...], ...]
    pairs: tuple[tuple[tuple[int, int], tuple[tuple[tuple[int, ...], ...], ...]], ...]
    reservation: tuple[Fraction | None, ...]
    rules: tuple[Rule, ...]

    @classmethod
    def of(
        cls,
        values: Sequence[Sequence[Sequence[Number] | NDArray[np.float64]]],
        *,
        pairs: Mapping[tuple[int, int], Sequence[Sequence[Sequence[Number]]]] | None = None,
        reservation: Sequence[Number | None] | None = None,
        rules: Sequence[Rule] = (),
    ) -> Domain:
        """Check plain numbers and make them exact.

        Args:
            values: ``values[party][issue]`` lists the value of every option.
            pairs: For a pair of issue positions, ``[party][option of first][option of
                second]``: what the pair adds to the sum.
            reservation: Per party, the least value it accepts; None for everything.
            rules: Conditions on packages.

        Raises:
            DomainError: Something is missing, not finite, or does not fit together.
        """
        sizes = _sizes(values)
        given = {key: pairs[key] for key in sorted(pairs)} if pairs else {}
        _check_pairs(given, sizes, len(values))
        for rule in rules:
            _check_rule(rule, len(sizes))
        if reservation is None:
            reservation = [None] * len(values)
        if len(reservation) != len(values):
            raise DomainError(f"{len(values)} parties but {len(reservation)} reservation values")
        units, tables, terms, least = [], [], [], []
        for p, party in enumerate(values):
            own_pairs = [row for matrix in given.values() for row in matrix[p]]
            # The reservation value is read together with the values, so that a sum that
            # equals it on paper reaches it.
            bound = [number for number in (reservation[p],) if number is not None]
            try:
                unit, whole = whole_multiples(
                    [bound, *(list(issue) for issue in party), *own_pairs]
                )
            except (ValueError, OverflowError, TypeError) as error:
                raise DomainError(f"party {p}: {error}") from error
            units.append(unit)
            least.append(whole[0][0] * unit if bound else None)
            tables.append(tuple(map(tuple, whole[1 : len(sizes) + 1])))
            terms.append(_split(list(map(tuple, whole[len(sizes) + 1 :])), given, sizes))
        return cls(
            sizes=sizes,
            units=tuple(units),
            tables=tuple(tables),
            pairs=tuple((key, tuple(own[j] for own in terms)) for j, key in enumerate(given)),
            reservation=tuple(least),
            rules=tuple(rules),
        )

    @property
    def parties(self) -> int:
        """Number of parties."""
        return len(self.tables)

    @property
    def combinations(self) -> int:
        """Number of packages when no rule is counted."""
        return math.prod(self.sizes)

    def values_of(self, package: Sequence[int]) -> tuple[Fraction, ...]:
        """Return what a package is worth to each party, exactly.

        Raises:
            DomainError: The package does not pick one option of every issue.
        """
        self._check_package(package)
        totals = []
        for p, table in enumerate(self.tables):
            total = sum(issue[k] for issue, k in zip(table, package, strict=True))
            total += sum(own[p][package[i]][package[j]] for (i, j), own in self.pairs)
            totals.append(total * self.units[p])
        return tuple(totals)

    def allowed(self, package: Sequence[int]) -> bool:
        """Return whether the package satisfies every rule."""
        self._check_package(package)
        return all(
            bool(rule.holds([np.array([package[i]]) for i in rule.issues])[0])
            for rule in self.rules
        )

    def acceptable(self, package: Sequence[int]) -> bool:
        """Return whether the package satisfies the rules and gives all their reservation values."""
        worth = self.values_of(package)
        return self.allowed(package) and all(
            least is None or value >= least
            for value, least in zip(worth, self.reservation, strict=True)
        )

    def with_reservation(self, reservation: Sequence[Number | None]) -> Domain:
        """Return the same domain with other reservation values, each read on its own."""
        if len(reservation) != self.parties:
            raise DomainError(f"{self.parties} parties but {len(reservation)} reservation values")
        exact = tuple(_exact_reservation(p, r) for p, r in enumerate(reservation))
        return Domain(self.sizes, self.units, self.tables, self.pairs, exact, self.rules)

    def of_party(self, party: int) -> Domain:
        """Return the domain as one party sees it, without the others."""
        return Domain(
            sizes=self.sizes,
            units=(self.units[party],),
            tables=(self.tables[party],),
            pairs=tuple((pair, (terms[party],)) for pair, terms in self.pairs),
            reservation=(self.reservation[party],),
            rules=self.rules,
        )

    def _check_package(self, package: Sequence[int]) -> None:
        if len(package) != len(self.sizes) or any(
            not 0 <= k < n for k, n in zip(package, self.sizes, strict=False)
        ):
            raise DomainError(
                f"a package picks one option of each of {len(self.sizes)} issues "
                f"(option counts {self.sizes}), not {tuple(package)}"
            )


def _sizes(values: Sequence[Sequence[Sequence[Number] | NDArray[np.float64]]]) -> tuple[int, ...]:
    if len(values) == 0:
        raise DomainError("no parties: give the values of at least one")
    sizes = tuple(len(issue) for issue in values[0])
    if not sizes:
        raise DomainError("no issues: give at least one")
    for i, size in enumerate(sizes):
        if size == 0:
            raise DomainError(f"issue {i} has no options")
    for p, party in enumerate(values):
        if tuple(len(issue) for issue in party) != sizes:
            raise DomainError(
                f"party {p} values {[len(issue) for issue in party]} options per issue, "
                f"party 0 values {list(sizes)}"
            )
    return sizes


def _check_pairs(
    pairs: Mapping[tuple[int, int], Sequence[Sequence[Sequence[Number]]]],
    sizes: tuple[int, ...],
    parties: int,
) -> None:
    for (i, j), matrices in pairs.items():
        if not 0 <= i < j < len(sizes):
            raise DomainError(f"pairwise term on ({i}, {j}): give two issues, the lower first")
        shape_fits = len(matrices) == parties and all(
            len(matrix) == sizes[i] and all(len(row) == sizes[j] for row in matrix)
            for matrix in matrices
        )
        if not shape_fits:
            raise DomainError(
                f"pairwise term on ({i}, {j}): need a {sizes[i]} x {sizes[j]} matrix per party"
            )


def _check_rule(rule: Rule, issues: int) -> None:
    mentioned = rule.issues
    if not mentioned or len(set(mentioned)) != len(mentioned):
        raise DomainError(f"a rule mentions no issue, or one twice: {mentioned}")
    if not all(0 <= i < issues for i in mentioned):
        raise DomainError(f"a rule mentions issues {mentioned}, but there are {issues}")


def _split(
    rows: list[tuple[int, ...]],
    pairs: Mapping[tuple[int, int], object],
    sizes: tuple[int, ...],
) -> list[tuple[tuple[int, ...], ...]]:
    """Cut the flat list of matrix rows of one party back into one matrix per pair."""
    matrices, start = [], 0
    for i, _ in pairs:
        matrices.append(tuple(rows[start : start + sizes[i]]))
        start += sizes[i]
    return matrices


def _exact_reservation(party: int, least: Number | None) -> Fraction | None:
    if least is None:
        return None
    try:
        unit, ((whole,),) = whole_multiples([[least]])
    except (ValueError, OverflowError, TypeError) as error:
        raise DomainError(f"reservation value of party {party}: {error}") from error
    return whole * unit
