"""A pass rule compiled to integers.

Every comparison of a rule is linear in the ballots, so it becomes ``F >= t`` or
``F <= t`` where the *form* ``F`` gives each member an integer for a yes and one for an
abstention (a no counts zero). Comparisons that differ only in scale and offset share a
form: in the EU Council, ``yes >= 55 % of members`` and ``no + abstain < 4`` both become
thresholds on the count of yes. Everything that computes with rules (chances, power,
cheapest sets, the check for monotonicity) works on forms.

Forms that share no member fall into separate *components*, which can be computed apart:
the House and the Senate, say.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Form:
    """A linear form: what a yes and an abstention of each member line add (a no adds 0)."""

    yes: tuple[int, ...]
    abstain: tuple[int, ...]

    def bounds(self, counts: Sequence[int]) -> tuple[int, int]:
        """The least and the largest value over all votes."""
        low = sum(n * min(0, y, a) for n, y, a in zip(counts, self.yes, self.abstain, strict=True))
        high = sum(n * max(0, y, a) for n, y, a in zip(counts, self.yes, self.abstain, strict=True))
        return low, high


@dataclass(frozen=True, slots=True)
class Atom:
    """``form >= threshold``, or ``form <= threshold`` when ``at_least`` is false."""

    form: int
    threshold: int
    at_least: bool


@dataclass(frozen=True, slots=True)
class Join:
    """``and`` (``every`` true) or ``or`` over atom numbers, truth values and joins."""

    every: bool
    parts: tuple[Formula, ...]


Formula: TypeAlias = "int | bool | Join"


@dataclass(frozen=True, slots=True)
class Component:
    """Members linked through forms: which members, forms and atoms."""

    members: tuple[int, ...]
    forms: tuple[int, ...]
    atoms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A pass rule over the members of one body, as integers.

    Attributes:
        counts: How many ballots each member line has.
        forms: The distinct linear forms.
        atoms: The comparisons, each on one form.
        formula: How the atoms join; contains no negation.
        components: Groups of members whose forms do not overlap; members in no form
            belong to none.
    """

    counts: tuple[int, ...]
    forms: tuple[Form, ...]
    atoms: tuple[Atom, ...]
    formula: Formula
    components: tuple[Component, ...]

    def passes(self, tally: Sequence[tuple[int, int, int]]) -> bool:
        """Whether a vote, as (yes, abstain, no) of each member line, adopts the draft."""
        values = [
            sum(t[0] * y + t[1] * a for t, y, a in zip(tally, form.yes, form.abstain, strict=True))
            for form in self.forms
        ]
        return holds(self.formula, [atom_holds(atom, values[atom.form]) for atom in self.atoms])

    def passes_array(self, sums: NDArray[Any]) -> NDArray[np.bool_]:
        """Whether votes adopt the draft, from the values of the forms.

        Args:
            sums: The value of each form for any number of votes. Shape (forms, ...).
        """
        truth = [
            sums[atom.form] >= atom.threshold
            if atom.at_least
            else sums[atom.form] <= atom.threshold
            for atom in self.atoms
        ]
        return _joined(self.formula, truth, sums.shape[1:])


def atom_holds(atom: Atom, value: int) -> bool:
    """Whether a comparison holds for a value of its form."""
    return value >= atom.threshold if atom.at_least else value <= atom.threshold


def holds(formula: Formula, truth: Sequence[bool]) -> bool:
    """The truth of a formula given the truth of each atom."""
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, int):
        return truth[formula]
    join = all if formula.every else any
    return join(holds(part, truth) for part in formula.parts)


def _joined(
    formula: Formula, truth: Sequence[NDArray[np.bool_]], shape: tuple[int, ...]
) -> NDArray[np.bool_]:
    if isinstance(formula, bool):
        return np.full(shape, formula)
    if isinstance(formula, int):
        return truth[formula]
    join = np.logical_and if formula.every else np.logical_or
    parts = [_joined(part, truth, shape) for part in formula.parts]
    return np.asarray(join.reduce(parts), dtype=bool)


def holds_on(formula: Formula, pattern: int) -> bool:
    """The truth of a formula where bit k of ``pattern`` is the truth of atom k."""
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, int):
        return bool(pattern >> formula & 1)
    join = all if formula.every else any
    return join(holds_on(part, pattern) for part in formula.parts)


def yes_or_no(rule: CompiledRule) -> CompiledRule:
    """The same rule where every member votes yes or no.

    Abstentions no longer count, so forms that differed only in them become one.
    """
    forms: list[Form] = []
    renamed: dict[int, Formula] = {}
    atoms: list[Atom] = []
    for number, atom in enumerate(rule.atoms):
        yes = rule.forms[atom.form].yes
        divisor = math.gcd(*yes)
        if divisor == 0:
            renamed[number] = atom_holds(atom, 0)
            continue
        if next(y for y in yes if y) < 0:
            divisor = -divisor
        form = Form(tuple(y // divisor for y in yes), (0,) * len(yes))
        if form not in forms:
            forms.append(form)
        exact = Fraction(atom.threshold, divisor)
        at_least = atom.at_least == (divisor > 0)
        threshold = math.ceil(exact) if at_least else math.floor(exact)
        reduced = Atom(forms.index(form), threshold, at_least)
        if reduced not in atoms:
            atoms.append(reduced)
        renamed[number] = atoms.index(reduced)
    return CompiledRule(
        rule.counts,
        tuple(forms),
        tuple(atoms),
        _renamed(rule.formula, renamed),
        components_of(forms, atoms),
    )


def _renamed(formula: Formula, names: Mapping[int, Formula]) -> Formula:
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, int):
        return names[formula]
    return join(formula.every, [_renamed(part, names) for part in formula.parts])


def components_of(forms: Sequence[Form], atoms: Sequence[Atom]) -> tuple[Component, ...]:
    """Group forms that share members."""
    supports = [
        {i for i, (y, a) in enumerate(zip(form.yes, form.abstain, strict=True)) if y or a}
        for form in forms
    ]
    merged: list[tuple[set[int], list[int]]] = []
    for number, support in enumerate(supports):
        members, numbers = set(support), [number]
        apart = []
        for other in merged:
            if other[0] & members:
                members |= other[0]
                numbers += other[1]
            else:
                apart.append(other)
        merged = [*apart, (members, sorted(numbers))]
    return tuple(
        Component(
            tuple(sorted(members)),
            tuple(numbers),
            tuple(k for k, atom in enumerate(atoms) if atom.form in numbers),
        )
        for members, numbers in merged
    )


def join(every: bool, parts: Sequence[Formula]) -> Formula:
    """Join formulas by ``and`` (``every``) or ``or``, simplifying truth values away."""
    kept: list[Formula] = []
    for part in parts:
        if isinstance(part, bool):
            if part is not every:
                return part
        elif part not in kept:
            kept.append(part)
    if not kept:
        return every
    return kept[0] if len(kept) == 1 else Join(every, tuple(kept))
