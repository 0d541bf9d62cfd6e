"""The outcome space as the deal engine sees it: known values, reservation values, rules.

Example, two issues and two parties, the second of whom wants at least 3:
    >>> domain = Domain.of(
    ...     [[[0, 5], [4, 1]], [[5, 0], [0, 3]]],
    ...     reservation=[None, 3],
    ... )
    >>> domain.values_of((0, 1))
    (Fraction(1, 1), Fraction(8, 1))
    >>> domain.acceptable((1, 0))
    False

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
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from lastyard.deals.exact import Number, whole_multiples
from lastyard.deals.rules import Rule

__all__ = ["Domain", "DomainError", "Package"]

Package = tuple[int, ...]
"""One option position per issue."""


class DomainError(ValueError):
    """The values, reservation values or rules do not describe an outcome space."""


@dataclass(frozen=True, slots=True, eq=False)
class Domain:
    """Values of every option for every party, exactly, with reservation values and rules.

    A package is worth, to party p, the sum of its options' values and of the pairwise
    terms of the pairs of options that it holds. Make one with :meth:`of`.

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
        """Check plain numbers and make them exact (:mod:`lastyard.deals.exact` says how).

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
        """Say whether the package satisfies every rule."""
        self._check_package(package)
        return all(
            bool(rule.holds([np.array([package[i]]) for i in rule.issues])[0])
            for rule in self.rules
        )

    def acceptable(self, package: Sequence[int]) -> bool:
        """Say whether the package satisfies the rules and gives all their reservation values."""
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
