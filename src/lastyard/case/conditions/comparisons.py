"""Comparisons: from issues, numbers and quoted options to option sets and totals.

Numbers are exact: both sides are brought to one scale of whole numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from lastyard.case.conditions.grammar import Choice, Number, Option, Placed, Truth, Value
from lastyard.case.conditions.tokens import LanguageError
from lastyard.case.conditions.tree import Any, Condition, Not, OneOf, Total
from lastyard.case.diagnostics import did_you_mean
from lastyard.case.issues import Issue, NumericRange, format_number, parse_number

__all__ = ["compare", "union"]

_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def compare(left: Placed, sign: str, right: Placed, issues: Mapping[str, Issue]) -> Condition:
    """Build the condition "left stands in this relation to right".

    Args:
        left: What stands left of the sign.
        sign: One of ``== != < <= > >=``.
        right: What stands right of it.
        issues: The issues by identifier.

    Raises:
        LanguageError: If the two cannot be compared so.
    """
    one, other = left.value, right.value
    start, length = left.start, right.end - left.start
    if isinstance(one, Number) and isinstance(other, Number):
        return _compare_numbers(one, sign, other, (start, length), issues)
    if isinstance(one, Choice) and isinstance(other, Option):
        return _compare_option(one.issue, sign, right, other.text)
    if isinstance(one, Option) and isinstance(other, Choice):
        return _compare_option(other.issue, _MIRRORED[sign], left, one.text)
    raise LanguageError("condition-type", *_why_not_comparable(one, other, start, length))


def _compare_option(issue: Issue, sign: str, placed: Placed, text: str) -> Condition:
    index = issue.find(text)
    if index is None:
        raise LanguageError(
            "unknown-option",
            f"{issue.id!r} has no option {text[:60]!r}",
            placed.start,
            placed.end - placed.start,
            did_you_mean(text, issue.scale if isinstance(issue.scale, tuple) else (), "options"),
        )
    if sign not in ("==", "!=") and not issue.ordered:
        raise LanguageError(
            "condition-type",
            f"the options of {issue.id!r} have no order, so {sign!r} says nothing",
            placed.start,
            placed.end - placed.start,
            f"list the options with `in [...]`, or give the issue `{issue.id}` `ordered: true`",
        )
    return OneOf(issue.id, _options_satisfying(issue, sign, index))


def _compare_numbers(
    one: Number, sign: str, other: Number, stretch: tuple[int, int], issues: Mapping[str, Issue]
) -> Condition:
    multiples = dict(one.multiples)
    for issue, multiple in other.multiples.items():
        multiples[issue] = multiples.get(issue, Fraction(0)) - multiple
    multiples = {issue: multiple for issue, multiple in multiples.items() if multiple}
    bound = other.constant - one.constant
    if not multiples:
        raise LanguageError(
            "condition-type", "this compares numbers only", *stretch, "name an issue"
        )
    if len(multiples) > 1:
        return _total(multiples, sign, bound, issues)
    ((name, multiple),) = multiples.items()
    chosen, bound = issues[name], bound / multiple
    if isinstance(chosen.scale, NumericRange) and sign in ("==", "!="):
        _require_step(chosen, chosen.scale, bound, stretch)
    sign = _MIRRORED[sign] if multiple < 0 else sign
    return OneOf(name, _numbers_satisfying(chosen, sign, bound))


def _why_not_comparable(
    one: Value, other: Value, start: int, length: int
) -> tuple[str, int, int, str | None]:
    pair = (one, other)
    choices = [value.issue for value in pair if isinstance(value, Choice)]
    numbers = [value for value in pair if isinstance(value, Number)]
    options = [value.text for value in pair if isinstance(value, Option)]
    if any(isinstance(value, Truth) for value in pair):
        return ("a condition cannot be compared", start, length, "use iff to say two hold together")
    if len(choices) == 2:
        return (
            "two issues can be compared only when both are numeric",
            start,
            length,
            "compare each with an option",
        )
    if choices and numbers:
        number = numbers[0]
        if number.multiples:
            return ("an option cannot be compared with a number", start, length, None)
        label = format_number(number.constant)
        known = choices[0].find(label) is not None
        help = f"write {label!r} in quotes" if known else "put options in quotes"
        return (f"the options of {choices[0].id!r} are words, not numbers", start, length, help)
    if numbers and options:
        names = sorted(set(numbers[0].multiples))
        is_number = parse_number(options[0]) is not None
        what = f"the options of {names[0]!r} are numbers" if names else "a number is not an option"
        return (what, start, length, "write the number without quotes" if is_number else None)
    return ("these cannot be compared", start, length, "name an issue on one side")


def union(parts: list[Condition]) -> Condition:
    """Join "is this one" conditions with or; one set of options where they share an issue."""
    issues = {part.issue for part in parts if isinstance(part, OneOf)}
    if len(issues) == 1 and all(isinstance(part, OneOf) for part in parts):
        options = 0
        for part in parts:
            assert isinstance(part, OneOf)  # noqa: S101  (narrows the type; checked above)
            options |= part.options
        return OneOf(issues.pop(), options)
    return parts[0] if len(parts) == 1 else Any(tuple(parts))


def _options_satisfying(issue: Issue, sign: str, index: int) -> int:
    """Bit mask of the options that stand in a relation to the one at ``index``."""
    one = 1 << index
    below, everything = one - 1, issue.everything
    return {
        "==": one,
        "!=": everything & ~one,
        "<": below,
        "<=": below | one,
        ">": everything & ~(below | one),
        ">=": everything & ~below,
    }[sign]


def _numbers_satisfying(issue: Issue, sign: str, bound: Fraction) -> int:
    """Bit mask of the numbers of a range that stand in a relation to ``bound``."""
    scale = issue.scale
    assert isinstance(scale, NumericRange)  # noqa: S101  (only numeric issues have multiples)
    position = (bound - scale.low) / scale.step
    below = max(0, min(scale.steps, math.ceil(position)))  # how many are < bound
    up_to = max(0, min(scale.steps, math.floor(position) + 1))  # how many are <= bound
    less, less_or_equal = (1 << below) - 1, (1 << up_to) - 1
    everything = issue.everything
    return {
        "==": less_or_equal & ~less,
        "!=": everything & ~(less_or_equal & ~less),
        "<": less,
        "<=": less_or_equal,
        ">": everything & ~less_or_equal,
        ">=": everything & ~less,
    }[sign]


def _require_step(
    issue: Issue, scale: NumericRange, number: Fraction, stretch: tuple[int, int]
) -> None:
    if scale.index(number) is not None:
        return
    shown = format_number(number)
    if scale.low <= number <= scale.high:
        lower = scale.low + math.floor((number - scale.low) / scale.step) * scale.step
        help = f"its steps next to it: {format_number(lower)}, {format_number(lower + scale.step)}"
    else:
        help = f"it goes from {format_number(scale.low)} to {format_number(scale.high)}"
    raise LanguageError("unknown-option", f"{shown} is not a step of {issue.id!r}", *stretch, help)


def _total(
    multiples: Mapping[str, Fraction], sign: str, bound: Fraction, issues: Mapping[str, Issue]
) -> Condition:
    """Build a sum over several numeric issues, scaled to whole numbers."""
    scales = {name: issues[name].scale for name in multiples}
    ranges = {name: scale for name, scale in scales.items() if isinstance(scale, NumericRange)}
    parts = [bound]
    for name, multiple in multiples.items():
        parts += [multiple * ranges[name].low, multiple * ranges[name].step]
    scaling = math.lcm(*(part.denominator for part in parts))
    terms = []
    for name, multiple in multiples.items():
        first = int(multiple * ranges[name].low * scaling)
        width = int(multiple * ranges[name].step * scaling)
        terms.append((name, tuple(first + width * k for k in range(ranges[name].steps))))
    limit = int(bound * scaling)
    low, high = {
        "==": (limit, limit),
        "!=": (limit, limit),
        "<": (None, limit - 1),
        "<=": (None, limit),
        ">": (limit + 1, None),
        ">=": (limit, None),
    }[sign]
    total = Total(tuple(terms), low, high)
    return Not(total) if sign == "!=" else total
