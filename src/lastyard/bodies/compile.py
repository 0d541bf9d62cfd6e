"""Compile a rule's tree into integer forms (`lastyard.bodies.forms`) for a body's members."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lastyard.bodies.errors import (
    MemberError,
    QuotaError,
    UnknownNameError,
    WeightError,
    did_you_mean,
)
from lastyard.bodies.forms import Atom, CompiledRule, Form, Formula, components_of, join
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

KINDS = ("yes", "abstain", "present", "absent", "no")
"""Every kind of ballot; ``present`` is there and does not vote, not even to abstain."""

_COUNTED_IN: Mapping[str, tuple[str, ...]] = {
    "yes": ("yes",),
    "no": ("no",),
    "abstain": ("abstain",),
    "voting": ("yes", "no"),
    "present": ("yes", "abstain", "present", "no"),
    "absent": ("absent",),
    "members": KINDS,
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A member line as rules see it: name, how many, weights of each, ballot beside yes and no."""

    name: str
    count: int
    weights: Mapping[str, Fraction | float]
    middle: str = "abstain"


def as_fraction(value: Fraction | float) -> Fraction:
    """A weight as written: 16.5 is 33/2, and 0.1 is a tenth.

    Raises:
        WeightError: It is no finite number.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            raise WeightError(f"a weight is {value}", help="weights are finite numbers")
        return Fraction(str(value))
    return Fraction(value)


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
        components_of(compiler.forms, compiler.atoms),
    )
    if not compiled.passes([(n, 0, 0) for n in counts]):
        raise QuotaError(
            "the draft fails even if everyone votes yes",
            line=1,
            column=1,
            help="two parts of the rule may contradict each other",
        )
    return compiled


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
            return join(every, parts)
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
                result = join(
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
            counted = _COUNTED_IN[term.quantity.counted]
            for i in self._counted(term.quantity):
                weight = self._weight(term.quantity, i)
                for b, kind in enumerate(("yes", self._seats[i].middle, "no")):
                    if kind in counted:
                        sums[i][b] += term.factor * weight
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
        return as_fraction(weights[quantity.weight])
