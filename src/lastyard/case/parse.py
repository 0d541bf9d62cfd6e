"""The condition language: from text to a tree.

Grammar, loosest first (``implies`` groups to the right)::

    condition   = implication ("iff" implication)*
    implication = either ["implies" implication]
    either      = both ("or" both)*
    both        = opposite ("and" opposite)*
    opposite    = "not" opposite | comparison
    comparison  = sum ((sign sum)+ | ["not"] "in" "[" sum ("," sum)* "]")
    sum         = product (("+" | "-") product)*
    product     = factor ("*" factor)*
    factor      = number | name | quoted | "-" factor | "(" condition ")"

Names are issues, quoted words are options. There are no calls, no attributes, no loops.

Example:
    >>> ground = Issue("ground", "Ground operation", ("none", "targeted", "major"), ordered=True)
    >>> parse_condition("ground >= 'targeted'", {"ground": ground})
    OneOf(issue='ground', options=6)
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction

from lastyard.case.diagnostics import Diagnostics
from lastyard.case.issue import Issue, NumericRange
from lastyard.case.shapes import TEXT, Kind, Reading
from lastyard.case.yaml import Entry, MapNode, TextNode, format_number, kind_of, parse_number
from lastyard.conditions.language import (
    WORDS_MEANT,
    BooleanParser,
    Choice,
    LanguageError,
    Number,
    Option,
    Placed,
    Token,
    Truth,
    Value,
    over,
)
from lastyard.conditions.tree import All, Any, Condition, Not, OneOf, Total
from lastyard.errors import did_you_mean
from lastyard.records import record

__all__ = [
    "CONDITION",
    "WrittenCondition",
    "compare",
    "note_language_error",
    "parse_condition",
    "union",
]

_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def compare(left: Placed, sign: str, right: Placed, issues: Mapping[str, Issue]) -> Condition:
    """Build the condition "left stands in this relation to right".

    Numbers are exact: both sides are brought to one scale of whole numbers.

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


_ATOMS = frozenset(("number", "name", "text"))

_COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">="))

_MEMBERSHIP = frozenset(("in", "not"))

_ADDING = frozenset(("+", "-"))


def parse_condition(text: str, issues: Mapping[str, Issue]) -> Condition:
    """Parse a condition and check it against the issues.

    Args:
        text: The condition, at most 10,000 characters and 50 levels deep.
        issues: The issues by identifier.

    Returns:
        The tree; numeric comparisons are turned into option sets or whole-number totals.

    Raises:
        LanguageError: With code, offset and help, when it cannot be understood.
    """
    return _ConditionParser(text, issues).parse()


class _ConditionParser(BooleanParser):
    def __init__(self, text: str, issues: Mapping[str, Issue]) -> None:
        super().__init__(text)
        self._issues = issues

    def _below_not(self) -> Placed:
        left = self._sum()
        if self._next.mark in _MEMBERSHIP:
            return self._membership(left)
        parts: list[Condition] = []
        first = left
        while self._next.mark in _COMPARISONS:
            sign = self._step().mark
            right = self._sum()
            parts.append(compare(left, sign, right, self._issues))
            left = right
        if not parts:
            return left
        tree = parts[0] if len(parts) == 1 else All(tuple(parts))
        return over(first, left, tree)

    def _membership(self, left: Placed) -> Placed:
        negated = self._take("not") is not None
        self._expect("in")
        self._expect("[")
        parts: list[Condition] = []
        while True:
            parts.append(compare(left, "==", self._sum(), self._issues))
            if not self._take(","):
                break
        end = self._expect("]")
        tree = union(parts)
        return Placed(Truth(Not(tree) if negated else tree), left.start, end.start + 1)

    def _sum(self) -> Placed:
        left = self._product()
        while self._next.mark in _ADDING:
            sign = self._step().mark
            right = self._product()
            one, other = self._number(left), self._number(right)
            factor = Fraction(1 if sign == "+" else -1)
            multiples = dict(one.multiples)
            for issue, multiple in other.multiples.items():
                multiples[issue] = multiples.get(issue, Fraction(0)) + factor * multiple
            value = Number(multiples, one.constant + factor * other.constant)
            left = Placed(value, left.start, right.end)
        return left

    def _product(self) -> Placed:
        left = self._factor()
        while self._next.mark == "*":
            self._step()
            right = self._factor()
            one, other = self._number(left), self._number(right)
            if one.multiples and other.multiples:
                raise LanguageError(
                    "condition-type",
                    "two issues cannot be multiplied",
                    left.start,
                    right.end - left.start,
                    "sums and multiples of numeric issues are allowed: 2 * truce + pause",
                )
            if other.multiples:
                one, other = other, one
            factor = other.constant
            multiples = {issue: factor * m for issue, m in one.multiples.items()}
            left = Placed(Number(multiples, factor * one.constant), left.start, right.end)
        return left

    def _factor(self) -> Placed:
        token = self._next
        if token.kind in _ATOMS:
            self._step()
            return Placed(self._atom(token), token.start, token.start + token.length)
        if self._take("("):
            inner = self._iff()
            end = self._expect(")")
            return Placed(inner.value, token.start, end.start + 1)
        if self._take("-"):
            self._descend()
            inner = self._factor()
            self._depth -= 1
            number = self._number(inner)
            multiples = {issue: -m for issue, m in number.multiples.items()}
            return Placed(Number(multiples, -number.constant), token.start, inner.end)
        raise self._unexpected("an issue, a number or a quoted option")

    def _atom(self, token: Token) -> Value:
        if token.kind == "text":
            return Option(token.text)
        if token.kind == "number":
            number = parse_number(token.text)
            if number is None:
                from lastyard.case.hints import why_no_number  # noqa: PLC0415  (only errors)

                why, help = why_no_number(token.text)
                message = f"{token.text[:40]!r} {why}"
                raise LanguageError("condition-syntax", message, token.start, token.length, help)
            return Number({}, number)
        issue = self._issues.get(token.text)
        if issue is None:
            raise LanguageError(
                "unknown-issue",
                f"no issue is called {token.text[:60]!r}",
                token.start,
                token.length,
                self._help_for_name(token.text),
            )
        return Number({issue.id: Fraction(1)}, Fraction(0)) if issue.is_numeric else Choice(issue)

    def _help_for_name(self, name: str) -> str:
        having = [issue.id for issue in self._issues.values() if issue.find(name) is not None]
        if having:
            return f"{name!r} is an option of {having[0]!r}: put options in quotes"
        if name.lower() in WORDS_MEANT:
            return WORDS_MEANT[name.lower()]
        return did_you_mean(name, self._issues, "issues")

    def _number(self, placed: Placed) -> Number:
        if isinstance(placed.value, Number):
            return placed.value
        raise LanguageError(
            "condition-type",
            "only numbers and numeric issues can be added or multiplied",
            placed.start,
            placed.end - placed.start,
        )


@record(frozen=True, slots=True)
class WrittenCondition:
    """A condition as written and as understood; two are equal when written alike."""

    text: str
    tree: Condition = field(compare=False, repr=False)


def _read_condition(entry: Entry, reading: Reading) -> WrittenCondition | None:
    node = entry.value
    if not isinstance(node, TextNode):
        message = f"a condition is text, found {kind_of(node)}"
        help = "put the condition in quotes"
        if isinstance(node, MapNode):
            from lastyard.case.hints import help_for_condition  # noqa: PLC0415  (only errors need it)

            texts = [e.value.text if isinstance(e.value, TextNode) else None for e in node.entries]
            names = [e.key.text for e in node.entries]
            help = help_for_condition(list(zip(names, texts, strict=True)), reading.issues)
        reading.problems.error("wrong-type", message, node.place, help)
        return None
    condition = reading.conditions.get(node.text)
    if condition is None:
        try:
            condition = WrittenCondition(node.text, parse_condition(node.text, reading.issues))
        except LanguageError as problem:
            note_language_error(problem, node, reading.problems)
            return None
        reading.conditions[node.text] = condition
    return condition


def note_language_error(problem: LanguageError, node: TextNode, problems: Diagnostics) -> None:
    """Note a problem inside a text at its own column, or say the character where it has none."""
    if node.offset >= 0:
        place = node.place.shifted(node.offset + problem.start, problem.length)
        problems.error(problem.code, problem.message, place, problem.help)
    else:
        message = f"{problem.message} (character {problem.start + 1} of this text)"
        problems.error(problem.code, message, node.place, problem.help)


CONDITION = Kind(
    TEXT.schema, _read_condition, lambda condition, _: condition.text, names=(("", "condition"),)
)
