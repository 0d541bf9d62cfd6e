"""The condition language: from text to a tree, checked against the issues.

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
    >>> from lastyard.case.issues import Issue
    >>> ground = Issue("ground", "Ground operation", ("none", "targeted", "major"), ordered=True)
    >>> parse_condition("ground >= 'targeted'", {"ground": ground})
    OneOf(issue='ground', options=6)
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lastyard.case.conditions.comparisons import compare, union
from lastyard.case.conditions.grammar import (
    BooleanParser,
    Choice,
    Number,
    Option,
    Placed,
    Truth,
    Value,
    over,
)
from lastyard.case.conditions.tokens import LanguageError, Token
from lastyard.case.conditions.tree import All, Condition, Not
from lastyard.case.diagnostics import did_you_mean
from lastyard.case.issues import Issue, parse_number

__all__ = ["parse_condition"]

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
                raise LanguageError(
                    "condition-syntax", "this number is too long", token.start, token.length
                )
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
        from lastyard.case.hints import WORDS_MEANT  # noqa: PLC0415  (only errors need it)

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
