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

from lastyard.bodies.errors import (
    MemberError,
    QuotaError,
    UnknownNameError,
    WeightError,
    did_you_mean,
)
from lastyard.bodies.rule import (
    AllOf,
    AnyOf,
    Comparison,
    Not,
    NoVeto,
    Place,
    Quantity,
    Rule,
    Total,
)

_PER_BALLOT = {  # what one ballot (yes, abstain, no) adds to a count
    "yes": (1, 0, 0),
    "no": (0, 0, 1),
    "abstain": (0, 1, 0),
    "voting": (1, 0, 1),
    "members": (1, 1, 1),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A member line as rules see it: name, how many, weights of each."""

    name: str
    count: int
    weights: Mapping[str, Fraction | int]


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


def compile_rule(
    rule: Rule, seats: Sequence[Seat], groups: Mapping[str, Sequence[str]]
) -> CompiledRule:
    """Compile a rule for the members of a body.

    Args:
        rule: The rule as a tree.
        seats: The members, in order.
        groups: Named sets of members.

    Raises:
        UnknownNameError: The rule names a member, group or weight that is not there.
        MemberError: A veto names a member twice.
        WeightError: A weight that a counted member does not have.
        QuotaError: A comparison that no vote can satisfy, or a rule that not even
            unanimity satisfies.
    """
    compiler = _Compiler(seats, groups)
    formula = compiler.compile(rule, negated=False)
    counts = tuple(seat.count for seat in seats)
    compiled = CompiledRule(
        counts,
        tuple(compiler.forms),
        tuple(compiler.atoms),
        formula,
        _components(compiler.forms, compiler.atoms),
    )
    if not compiled.passes([(n, 0, 0) for n in counts]):
        raise QuotaError(
            "the draft fails even if everyone votes yes",
            line=1,
            column=1,
            help="two parts of the rule may contradict each other",
        )
    return compiled


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
        _components(forms, atoms),
    )


def _renamed(formula: Formula, names: Mapping[int, Formula]) -> Formula:
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, int):
        return names[formula]
    return _join(formula.every, [_renamed(part, names) for part in formula.parts])


def _components(forms: Sequence[Form], atoms: Sequence[Atom]) -> tuple[Component, ...]:
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


class _Compiler:
    def __init__(self, seats: Sequence[Seat], groups: Mapping[str, Sequence[str]]) -> None:
        self._seats = seats
        self._index = {seat.name: i for i, seat in enumerate(seats)}
        self._groups = groups
        self.forms: list[Form] = []
        self.atoms: list[Atom] = []
        self._form_numbers: dict[Form, int] = {}
        self._atom_numbers: dict[Atom, int] = {}

    def compile(self, rule: Rule, *, negated: bool) -> Formula:
        if isinstance(rule, Not):
            return self.compile(rule.part, negated=not negated)
        if isinstance(rule, AllOf | AnyOf):
            every = isinstance(rule, AllOf) != negated
            parts = tuple(self.compile(part, negated=negated) for part in rule.parts)
            return _join(every, parts)
        if isinstance(rule, NoVeto):
            return self._no_veto(rule, negated)
        return self._comparison(rule, negated)

    def _no_veto(self, rule: NoVeto, negated: bool) -> Formula:
        seen: set[int] = set()
        for position, name in enumerate(rule.names):
            place = rule.places[position] if rule.places else Place()
            for i in self._members(name, place):
                if i in seen:
                    raise MemberError(
                        f"the veto of '{self._seats[i].name}' is named twice",
                        line=place.line,
                        column=place.column,
                        help="name each member once",
                    )
                seen.add(i)
        against = [
            (Fraction(0), Fraction(0), Fraction(-1 if i in seen else 0))
            for i in range(len(self._seats))
        ]
        return self._negatable(against, Fraction(0), False, negated)

    def _comparison(self, rule: Comparison, negated: bool) -> Formula:
        left, left_constant = self._linear(rule.left)
        right, right_constant = self._linear(rule.right)
        gap = [(a[0] - b[0], a[1] - b[1], a[2] - b[2]) for a, b in zip(left, right, strict=True)]
        constant = left_constant - right_constant
        less = [(-y, -a, -n) for y, a, n in gap]
        match rule.comparator:
            case ">=" | ">":
                result = self._negatable(gap, constant, rule.comparator == ">", negated)
            case "<=" | "<":
                result = self._negatable(less, -constant, rule.comparator == "<", negated)
            case _:
                result = _join(
                    not negated,
                    (
                        self._negatable(gap, constant, False, negated),
                        self._negatable(less, -constant, False, negated),
                    ),
                )
        if not negated and not self._reachable(gap, constant, rule):
            raise QuotaError(
                "no vote can satisfy this comparison",
                line=rule.place.line,
                column=rule.place.column,
                help="the quota is beyond what the members add up to",
            )
        return result

    def _reachable(
        self,
        gap: Sequence[tuple[Fraction, Fraction, Fraction]],
        constant: Fraction,
        rule: Comparison,
    ) -> bool:
        low = constant + sum(min(b) * s.count for b, s in zip(gap, self._seats, strict=True))
        high = constant + sum(max(b) * s.count for b, s in zip(gap, self._seats, strict=True))
        return {
            ">=": high >= 0,
            ">": high > 0,
            "<=": low <= 0,
            "<": low < 0,
            "==": low <= 0 <= high,
        }[rule.comparator]

    def _negatable(
        self,
        ballots: Sequence[tuple[Fraction, Fraction, Fraction]],
        constant: Fraction,
        strict: bool,
        negated: bool,
    ) -> Formula:
        """``sum + constant >= 0`` (``> 0`` when strict), or its negation, as a formula."""
        if negated:
            ballots = [(-y, -a, -n) for y, a, n in ballots]
            constant, strict = -constant, not strict
        base = constant + sum(
            n * s.count for (_, _, n), s in zip(ballots, self._seats, strict=True)
        )
        yes = [y - n for y, _, n in ballots]
        abstain = [a - n for _, a, n in ballots]
        if not any(yes) and not any(abstain):
            return base > 0 if strict else base >= 0
        scale = math.lcm(*(v.denominator for v in (*yes, *abstain)))
        divisor = math.gcd(*(int(v * scale) for v in (*yes, *abstain)))
        first = next(v for pair in zip(yes, abstain, strict=True) for v in pair if v)
        sign = 1 if first > 0 else -1
        unit = Fraction(sign * scale, divisor)
        form = Form(tuple(int(v * unit) for v in yes), tuple(int(v * unit) for v in abstain))
        bound = -base * abs(unit)  # sign * F >= bound (or > bound)
        least = math.floor(bound) + 1 if strict else math.ceil(bound)
        return self._atom(form, sign * least, sign > 0)

    def _atom(self, form: Form, threshold: int, at_least: bool) -> Formula:
        low, high = form.bounds([seat.count for seat in self._seats])
        if (low >= threshold) if at_least else (high <= threshold):
            return True
        if (high < threshold) if at_least else (low > threshold):
            return False
        number = self._form_numbers.setdefault(form, len(self.forms))
        if number == len(self.forms):
            self.forms.append(form)
        atom = Atom(number, threshold, at_least)
        place = self._atom_numbers.setdefault(atom, len(self.atoms))
        if place == len(self.atoms):
            self.atoms.append(atom)
        return place

    def _linear(self, total: Total) -> tuple[list[tuple[Fraction, Fraction, Fraction]], Fraction]:
        sums = [[Fraction(0)] * 3 for _ in self._seats]
        constant = Fraction(0)
        for term in total.terms:
            if term.quantity is None:
                constant += term.factor
                continue
            per_ballot = _PER_BALLOT[term.quantity.counted]
            for i in self._counted(term.quantity):
                weight = self._weight(term.quantity, i)
                for b in range(3):
                    sums[i][b] += term.factor * weight * per_ballot[b]
        return [(s[0], s[1], s[2]) for s in sums], constant

    def _counted(self, quantity: Quantity) -> list[int]:
        if quantity.group is None:
            return list(range(len(self._seats)))
        return self._members(quantity.group, quantity.place)

    def _members(self, name: str, place: Place) -> list[int]:
        if name in self._index:
            return [self._index[name]]
        if name in self._groups:
            return [self._index[member] for member in self._groups[name]]
        raise UnknownNameError(
            f"'{name}' is no member and no group",
            line=place.line,
            column=place.column,
            help=did_you_mean(name, [*self._index, *self._groups]),
        )

    def _weight(self, quantity: Quantity, i: int) -> Fraction:
        if quantity.weight is None:
            return Fraction(1)
        weights = self._seats[i].weights
        if quantity.weight not in weights:
            known = {name for seat in self._seats for name in seat.weights}
            if quantity.weight in known:
                raise WeightError(
                    f"'{self._seats[i].name}' has no {quantity.weight}",
                    line=quantity.place.line,
                    column=quantity.place.column,
                    help="give it one (0 is allowed), or keep the sum to a group that has it",
                )
            raise UnknownNameError(
                f"no member has a weight '{quantity.weight}'",
                line=quantity.place.line,
                column=quantity.place.column,
                help=did_you_mean(quantity.weight, known),
            )
        return Fraction(weights[quantity.weight])


def _join(every: bool, parts: Sequence[Formula]) -> Formula:
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
