"""A pass rule: which votes adopt a draft, from its text to a tree.

Leaves compare counts or weight sums of ballots; ``and``, ``or``, ``not``, ``implies``, ``iff`` and parentheses
join them, as in conditions (:mod:`lastyard.conditions.language`)::

    yes >= 9 and no veto of china, france, russia, united_kingdom, united_states
    (yes >= 55 % of members and yes by population >= 65 % of members by population)
        or no + abstain < 4
    yes in house >= 2/3 of voting in house and yes in senate >= 2/3 of voting in senate

Counts are ``yes``, ``no``, ``abstain``, ``voting`` (yes and no together), ``present``
(everyone who is not absent), ``absent`` and ``members`` (everyone); ``in NAME`` keeps to a group or one member; ``by NAME`` sums a
weight. A number, a percentage or a fraction before ``of`` multiplies. ``+`` and ``-``
join totals; ``>=``, ``>``, ``<=``, ``<``, ``==`` compare. ``no veto of NAME, NAME`` holds when none of those votes no. Names
with spaces are quoted. A ``#`` starts a comment. Nothing else is allowed, and a rule is
bounded in length and depth. `lastyard.bodies.compile.compile_rule` turns the tree into integers for
computing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, TypeAlias, cast

from lastyard.bodies.errors import RuleSyntaxError, did_you_mean
from lastyard.conditions import tree
from lastyard.conditions.language import (
    LOGICAL_WORDS,
    BooleanParser,
    LanguageError,
    Placed,
    Token,
    Truth,
)
from lastyard.conditions.tree import Condition, OneOf
from lastyard.records import record

Comparator: TypeAlias = Literal[">=", ">", "<=", "<", "=="]

Counted: TypeAlias = Literal["yes", "no", "abstain", "voting", "present", "absent", "members"]


@record(frozen=True, slots=True)
class Place:
    """Where a part of a rule stands in its text (line and column from 1)."""

    line: int = 1
    column: int = 1


@record(frozen=True, slots=True)
class Quantity:
    """How many ballots of a kind there are, or what they weigh.

    Attributes:
        counted: ``yes``, ``no``, ``abstain``, ``absent``; ``voting`` is yes and no together;
            ``present`` is everyone who is not absent; ``members`` is everyone.
        group: Only members of this group, or this one member; ``None`` is everyone.
        weight: Sum this weight instead of counting heads; ``None`` counts heads.
        place: Where the quantity stands in the rule's text.
    """

    counted: Counted
    group: str | None = None
    weight: str | None = None
    place: Place = Place()


@record(frozen=True, slots=True)
class Term:
    """A number times a quantity, or a plain number when ``quantity`` is ``None``."""

    factor: Fraction
    quantity: Quantity | None


@record(frozen=True, slots=True)
class Total:
    """A sum of terms."""

    terms: tuple[Term, ...]


@record(frozen=True, slots=True)
class Comparison:
    """One total compared with another, such as ``yes >= 2/3 of voting``."""

    left: Total
    comparator: Comparator
    right: Total
    place: Place = Place()


@record(frozen=True, slots=True)
class NoVeto:
    """None of the named members (or members of the named groups) votes no."""

    names: tuple[str, ...]
    places: tuple[Place, ...] = ()


@record(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Rule, ...]


@record(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Rule, ...]


@record(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Rule


Rule: TypeAlias = Comparison | NoVeto | AllOf | AnyOf | Not

_COUNTED = frozenset({"yes", "no", "abstain", "voting", "present", "absent", "members"})
_WORDS = LOGICAL_WORDS | _COUNTED | {"in", "by", "of", "veto"}
_COMPARATORS = (">=", ">", "<=", "<", "==")
_COMMENT = re.compile(r"('[^'\n]*'|\"[^\"\n]*\")|#[^\n]*")
_NUMBER = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?")


def parse_rule(text: str) -> Rule:
    """Read a pass rule.

    Args:
        text: The rule, as in the examples of this module.

    Returns:
        The rule as a tree; names are not yet checked against a body.

    Raises:
        RuleSyntaxError: With line, column and what was expected.

    Example:
        >>> parse_rule("no veto of chair")
        NoVeto(names=('chair',), places=(Place(line=1, column=12),))
    """
    try:
        # Blanks in the place of comments, so that all else stays where it was.
        parser = _RuleParser(_COMMENT.sub(lambda m: m[1] or " " * len(m[0]), text))
        return _rule(parser.parse(), parser.leaves)
    except LanguageError as problem:
        place = _place(text, problem.start)
        raise RuleSyntaxError(
            problem.message, line=place.line, column=place.column, help=problem.help or ""
        ) from None


def _place(text: str, offset: int) -> Place:
    return Place(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _rule(condition: Condition, leaves: Sequence[Comparison | NoVeto]) -> Rule:
    """Return a rule whose leaves stand for themselves: leaf ``k`` is the issue ``str(k)``."""
    match condition:
        case OneOf(leaf, _):
            return leaves[int(leaf)]
        case tree.Not(part):
            return Not(_rule(part, leaves))
        case tree.Same(left, right):
            one, other = _rule(left, leaves), _rule(right, leaves)
            return AnyOf((AllOf((one, other)), AllOf((Not(one), Not(other)))))
        case tree.All(parts):
            return AllOf(tuple(_rule(part, leaves) for part in parts))
        case tree.Any(parts):
            return AnyOf(tuple(_rule(part, leaves) for part in parts))
    raise AssertionError(f"no pass rule has a {type(condition).__name__}")


class _RuleParser(BooleanParser):
    """Pass rules as conditions over their own leaves."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "rule", _WORDS, ("%", "/"))
        self._text = text
        self.leaves: list[Comparison | NoVeto] = []

    def _below_not(self) -> Placed:
        first = self._next
        if self._take("("):
            inner = self._iff()
            end = self._expect(")")
            return Placed(inner.value, first.start, end.start + 1)
        vetoes = first.mark == "no" and self._tokens[self._at + 1].mark == "veto"
        self.leaves.append(self._no_veto() if vetoes else self._comparison())
        last = self._tokens[self._at - 1]
        leaf = OneOf(str(len(self.leaves) - 1), 0b10)
        return Placed(Truth(leaf), first.start, last.start + last.length)

    def _meant(self) -> str | None:
        close = did_you_mean(self._next.text, _WORDS) if self._next.kind == "name" else ""
        return close if close.startswith("did") else super()._meant()

    def _comparison(self) -> Comparison:
        place = _place(self._text, self._next.start)
        left = self._total()
        sign = self._take(*_COMPARATORS)
        if sign is None:
            raise self._unexpected("a comparison (>=, >, <=, <, ==)")
        return Comparison(left, cast(Comparator, sign.text), self._total(), place)

    def _no_veto(self) -> NoVeto:
        self._step()
        self._step()
        if not self._take("of"):
            raise self._unexpected("'of' and the members with a veto")
        names = [self._name("the name of a member or group")]
        while self._take(","):
            names.append(self._name("the name of a member or group"))
        return NoVeto(
            tuple(name.text for name in names),
            tuple(_place(self._text, name.start) for name in names),
        )

    def _total(self) -> Total:
        sign = Fraction(-1 if self._take("-") else 1)
        terms = [self._term(sign)]
        while (joined := self._take("+", "-")) is not None:
            terms.append(self._term(Fraction(1 if joined.text == "+" else -1)))
        return Total(tuple(terms))

    def _term(self, sign: Fraction) -> Term:
        if self._next.kind != "number":
            return Term(sign, self._quantity())
        number = sign * self._number()
        percent = self._take("%") is not None
        if percent:
            number /= 100
        elif self._take("/"):
            if self._next.kind != "number" or self._number(taken=False) == 0:
                raise self._unexpected("a number other than zero to divide by")
            number /= self._number()
        if self._take("of"):
            return Term(number, self._quantity())
        if percent:
            raise self._unexpected("'of' and what the percentage is taken of")
        return Term(number, None)

    def _number(self, *, taken: bool = True) -> Fraction:
        """Return the number that comes next, of at most 30 digits before and behind the point."""
        token = self._next
        if _NUMBER.fullmatch(token.text) is None:
            raise LanguageError(
                "condition-syntax",
                "this is not a number, or too long a one",
                token.start,
                token.length,
            )
        if taken:
            self._step()
        return Fraction(token.text)

    def _quantity(self) -> Quantity:
        token = self._next
        if token.mark not in _COUNTED:
            raise self._unexpected(
                "a number, or yes, no, abstain, voting, present, absent, members"
            )
        self._step()
        group = self._name("the name of a group or member").text if self._take("in") else None
        weight = self._name("the name of a weight").text if self._take("by") else None
        place = _place(self._text, token.start)
        return Quantity(cast(Counted, token.text), group, weight, place)

    def _name(self, what: str) -> Token:
        if self._next.kind not in ("name", "text"):
            raise self._unexpected(what)
        return self._step()
