"""Does more support ever hurt?

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

Example: ``yes > no and voting >= 4`` is not monotone in the full order. With three yes and one
no, the draft is adopted; if the no turns into an abstention, the quorum is missed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lastyard.bodies.errors import MonotoneError
from lastyard.bodies.forms import Atom, CompiledRule, Form, atom_holds, holds

_RAISES = (("no", "abstain"), ("abstain", "yes"))
_BUDGET = 400_000


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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

    Args:
        rule: The compiled rule.
        budget: The most form values to hold at once; beyond it the answer is ``None``.

    Returns:
        The answer with its method and, if not monotone, a counterexample.
    """
    if all(_rewards_support(rule.forms[atom.form], atom) for atom in rule.atoms):
        return Monotonicity(True, "construction")
    return _search(rule, budget)


def require_monotone(rules: Mapping[str, CompiledRule], names: Sequence[str]) -> None:
    """Raise unless it is known that a yes never hurts.

    Args:
        rules: The rule, compiled with each of the ballots that a member may cast besides yes
            and no.
        names: The names of the member lines, for the message.

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
        return
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
