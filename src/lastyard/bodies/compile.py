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
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.bodies.errors import (
    MemberError,
    MonotoneError,
    QuotaError,
    UnknownNameError,
    WeightError,
    did_you_mean,
)
from lastyard.bodies.rule import AllOf, AnyOf, Comparison, Not, NoVeto, Place, Quantity, Rule, Total
from lastyard.records import record


@record(frozen=True, slots=True)
class Form:
    """A linear form: what a yes and an abstention of each member line add (a no adds 0)."""

    yes: tuple[int, ...]
    abstain: tuple[int, ...]

    def bounds(self, counts: Sequence[int]) -> tuple[int, int]:
        """The least and the largest value over all votes."""
        low = sum(n * min(0, y, a) for n, y, a in zip(counts, self.yes, self.abstain, strict=True))
        high = sum(n * max(0, y, a) for n, y, a in zip(counts, self.yes, self.abstain, strict=True))
        return low, high


@record(frozen=True, slots=True)
class Atom:
    """``form >= threshold``, or ``form <= threshold`` when ``at_least`` is false."""

    form: int
    threshold: int
    at_least: bool


@record(frozen=True, slots=True)
class Join:
    """``and`` (``every`` true) or ``or`` over atom numbers, truth values and joins."""

    every: bool
    parts: tuple[Formula, ...]


Formula: TypeAlias = "int | bool | Join"


@record(frozen=True, slots=True)
class Component:
    """Members linked through forms: which members, forms and atoms."""

    members: tuple[int, ...]
    forms: tuple[int, ...]
    atoms: tuple[int, ...]


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
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


def compile_kinds(
    rule: Rule, seats: Sequence[Seat], groups: Mapping[str, Sequence[str]]
) -> tuple[CompiledRule, tuple[Mapping[str, tuple[int, ...]], ...]]:
    """Compile a rule for every kind of ballot at once.

    Args:
        rule: The rule as a tree, which `compile_rule` takes.
        seats: The members, in order.
        groups: Named sets of members.

    Returns:
        A rule whose atoms and formula are to be used, and for each member line what a ballot of
        each kind adds to each form.
    """
    # A seat with each of the ballots besides yes and no; the first counts, the others are nobody.
    middles = ("abstain", "present", "absent")
    names = {seat.name: tuple(f"{seat.name}\n{middle}" for middle in middles) for seat in seats}
    wide = [
        Seat(name, 0 if k else seat.count, seat.weights, middle)
        for seat in seats
        for k, (name, middle) in enumerate(zip(names[seat.name], middles, strict=True))
    ]
    parts = {
        group: tuple(name for member in members for name in names[member])
        for group, members in groups.items()
    }
    compiler = _Compiler(wide, {**parts, **names}, bounded=False)
    formula = compiler.compile(rule, negated=False)
    forms, counts = tuple(compiler.forms), tuple(seat.count for seat in seats)
    adds = tuple(
        {
            "yes": tuple(form.yes[3 * i] for form in forms),
            "no": (0,) * len(forms),
            **{m: tuple(form.abstain[3 * i + k] for form in forms) for k, m in enumerate(middles)},
        }
        for i in range(len(seats))
    )
    return CompiledRule(counts, forms, tuple(compiler.atoms), formula, ()), adds


class _Compiler:
    def __init__(
        self, seats: Sequence[Seat], groups: Mapping[str, Sequence[str]], *, bounded: bool = True
    ) -> None:
        self._seats = seats
        self._bounded = bounded
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
        if self._bounded and not negated and not self._reachable(gap, constant, rule):
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
        if self._bounded and ((low >= threshold) if at_least else (high <= threshold)):
            return True
        if self._bounded and ((high < threshold) if at_least else (low > threshold)):
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


_RAISES = (("no", "abstain"), ("abstain", "yes"))

_BUDGET = 400_000


@record(frozen=True, slots=True)
class Counterexample:
    """A vote that adopts, and stops adopting when one member supports it more.

    Attributes:
        votes: (yes, abstain, no) of each member line before the move.
        member: The member line of which one ballot moves.
        before: Its ballot, under which the draft is adopted.
        after: Its ballot, under which it is not.
    """

    votes: tuple[tuple[int, int, int], ...]
    member: int
    before: str
    after: str


@record(frozen=True, slots=True)
class Monotonicity:
    """Whether a rule is monotone, and how that is known.

    Attributes:
        monotone: ``None`` when the search was too large to finish.
        method: ``construction`` (every comparison rewards support) or ``search``
            (reachable values of the forms, exact).
        counterexample: A vote where more support hurts, when there is one.
    """

    monotone: bool | None
    method: Literal["construction", "search"]
    counterexample: Counterexample | None = None


def check_monotone(rule: CompiledRule, *, budget: int = _BUDGET) -> Monotonicity:
    """Check whether more support can ever hurt.

    A yes must never hurt: no member may turn adoption into rejection by voting yes instead of
    anything else. Of the other ballots none need be better than another: under a quorum of those
    who vote (or are present), a no can help a draft that would otherwise miss the quorum. Such a
    rule is taken where each of its comparisons rewards a yes; what a no and staying away do to the
    draft is then decided vote by vote.

    A rule is monotone in the full order when no member can turn adoption into rejection by moving
    from no to abstention (or absence) or from there to yes. If every comparison of the compiled rule rewards
    such moves, the rule is monotone by construction. Otherwise the reachable values of the
    forms are searched, once with every ballot as it is and once with one ballot raised: an
    exact answer with a counterexample, as long as there are few enough values.

    Args:
        rule: The compiled rule.
        budget: The most form values to hold at once; beyond it the answer is ``None``.

    Returns:
        The answer with its method and, if not monotone, a counterexample.

    Example: ``yes > no and voting >= 4`` is not monotone in the full order. With three yes and one
    no, the draft is adopted; if the no turns into an abstention, the quorum is missed.
    """
    if all(_rewards_support(rule.forms[atom.form], atom) for atom in rule.atoms):
        return Monotonicity(True, "construction")
    return _search(rule, budget)


def require_monotone(
    rules: Mapping[str, CompiledRule],
    names: Sequence[str],
    whatever_others_cast: Callable[[], bool | None],
) -> None:
    """Raise unless it is known that a yes never hurts.

    Args:
        rules: The rule, compiled with each of the ballots that a member may cast besides yes
            and no.
        names: The names of the member lines, for the message.
        whatever_others_cast: Whether a yes never hurts where members cast different ones of
            these; None where that cannot be told. Asked only where it is needed.

    Raises:
        MonotoneError: With a counterexample in words, or because none was found
            within the budget.
    """
    if all(_rewards_yes(rule) for rule in rules.values()):
        return
    for rule in rules.values():
        answer = check_monotone(rule)
        if not answer.monotone:
            break
    else:
        never = whatever_others_cast()
        if never:
            return
        if never is False:
            raise MonotoneError(
                "more support can hurt: where some abstain and others are absent, a yes can undo "
                "the adoption of a draft",
                line=1,
                column=1,
                help="rephrase the rule, so that a yes counts at least as much as any other ballot",
            )
    if answer.counterexample is None:
        raise MonotoneError(
            "it could not be shown that more support never hurts",
            line=1,
            column=1,
            help="write the rule with comparisons in which yes counts at least as much as "
            "any other ballot",
        )
    case = answer.counterexample
    yes, abstain, no = (sum(votes[b] for votes in case.votes) for b in range(3))
    raise MonotoneError(
        f"more support can hurt: with {yes} yes, {abstain} abstaining and {no} no the draft is "
        f"adopted, but not if '{names[case.member]}' moves from {case.before} to {case.after}",
        line=1,
        column=1,
        help="rephrase the rule, so that a yes counts at least as much as any other ballot",
    )


def _rewards_yes(rule: CompiledRule) -> bool:
    """Whether every comparison gives a yes at least what it gives any other ballot."""
    for atom in rule.atoms:
        form = rule.forms[atom.form]
        sign = 1 if atom.at_least else -1
        pairs = zip(form.yes, form.abstain, strict=True)
        if not all(sign * yes >= max(0, sign * middle) for yes, middle in pairs):
            return False
    return True


def _rewards_support(form: Form, atom: Atom) -> bool:
    pairs = zip(form.yes, form.abstain, strict=True)
    if atom.at_least:
        return all(y >= a >= 0 for y, a in pairs)
    return all(y <= a <= 0 for y, a in pairs)


def _search(rule: CompiledRule, budget: int) -> Monotonicity:
    """Forward over member lines; a state is (form values, which move was made)."""
    steps = {"yes": 0, "abstain": 1, "no": 2}
    plain: dict[tuple[int, ...], tuple[int, ...]] = {(0,) * len(rule.forms): ()}
    layers = []
    for i, count in enumerate(rule.counts):
        splits = [(y, a, count - y - a) for y in range(count + 1) for a in range(count + 1 - y)]
        if len(splits) * len(plain) > 20 * budget:
            return Monotonicity(None, "search")
        layers.append((i, splits))
        plain = _fold(rule, plain, i, splits)
        if len(plain) > budget:
            return Monotonicity(None, "search")
    # One pass a raised line: the other lines first, then the line and its move.
    for i, splits in layers:
        others: dict[tuple[int, ...], tuple[int, ...]] = {(0,) * len(rule.forms): ()}
        for j, other_splits in layers:
            if j != i:
                others = _fold(rule, others, j, other_splits)
        for values, path in others.items():
            for number, split in enumerate(splits):
                found = _raise(rule, values, i, split, steps)
                if found is not None:
                    votes = _votes(layers, i, path, number)
                    return Monotonicity(False, "search", Counterexample(votes, i, *found))
    return Monotonicity(True, "search")


def _fold(
    rule: CompiledRule,
    states: dict[tuple[int, ...], tuple[int, ...]],
    i: int,
    splits: Sequence[tuple[int, int, int]],
) -> dict[tuple[int, ...], tuple[int, ...]]:
    """Add one member line; each state keeps one way (split numbers) to reach it."""
    result: dict[tuple[int, ...], tuple[int, ...]] = {}
    for number, (yes, abstain, _) in enumerate(splits):
        added = [yes * form.yes[i] + abstain * form.abstain[i] for form in rule.forms]
        for values, path in states.items():
            key = tuple(v + d for v, d in zip(values, added, strict=True))
            if key not in result:
                result[key] = (*path, number)
    return result


def _raise(
    rule: CompiledRule,
    others: tuple[int, ...],
    i: int,
    split: tuple[int, int, int],
    steps: dict[str, int],
) -> tuple[str, str] | None:
    for before, after in _RAISES:
        if split[steps[before]] == 0:
            continue
        raised = list(split)
        raised[steps[before]] -= 1
        raised[steps[after]] += 1
        if _passes(rule, others, i, split) and not _passes(rule, others, i, tuple(raised)):
            return before, after
    return None


def _passes(rule: CompiledRule, others: tuple[int, ...], i: int, split: tuple[int, ...]) -> bool:
    values = [
        value + split[0] * form.yes[i] + split[1] * form.abstain[i]
        for value, form in zip(others, rule.forms, strict=True)
    ]
    return holds(rule.formula, [atom_holds(atom, values[atom.form]) for atom in rule.atoms])


def _votes(
    layers: Sequence[tuple[int, Sequence[tuple[int, int, int]]]],
    raised: int,
    path: tuple[int, ...],
    number: int,
) -> tuple[tuple[int, int, int], ...]:
    numbers = iter(path)
    return tuple(splits[number if i == raised else next(numbers)] for i, splits in layers)
