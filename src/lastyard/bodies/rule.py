"""A pass rule as a tree.

A rule says which votes adopt a draft. Its leaves compare counts or weight sums of
ballots; ``and``, ``or`` and ``not`` join them::

    yes >= 9 and no veto of permanent

is ``AllOf((Comparison(Total((Term(1, Quantity("yes")),)), ">=", Total((Term(9, None),))),
NoVeto(("permanent",))))``. `lastyard.bodies.rule.parse_rule` reads the text;
`lastyard.bodies.compile.compile_rule` turns the tree into integers for computing.

Read the text of a pass rule.

The language, by example::

    yes >= 9 and no veto of china, france, russia, united_kingdom, united_states
    (yes >= 55 % of members and yes by population >= 65 % of members by population)
        or no + abstain < 4
    yes in house >= 2/3 of voting in house and yes in senate >= 2/3 of voting in senate

Counts are ``yes``, ``no``, ``abstain``, ``voting`` (yes and no together), ``present``
(everyone who is not absent), ``absent`` and ``members`` (everyone); ``in NAME`` keeps to a group or one member; ``by NAME`` sums a
weight. A number, a percentage or a fraction before ``of`` multiplies. ``+`` and ``-``
join totals; ``>=``, ``>``, ``<=``, ``<``, ``==`` compare; ``and``, ``or``, ``not``,
``implies``, ``iff`` and parentheses combine, binding as in conditions. ``no veto of NAME, NAME`` holds when none of those votes no. Names
with spaces are quoted. A ``#`` starts a comment. Nothing else is allowed, and a rule is
bounded in length and depth.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal, TypeAlias, cast

from lastyard.bodies.errors import RuleSyntaxError, did_you_mean
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

_MAX_LENGTH = 20_000

_MAX_DEPTH = 50

_COUNTED = frozenset({"yes", "no", "abstain", "voting", "present", "absent", "members"})

_WORDS = _COUNTED | {"and", "or", "not", "implies", "iff", "in", "by", "of", "veto"}

_TOKEN = re.compile(
    r"(?P<space>\s+|\#[^\n]*)"
    r"|(?P<number>[0-9]{1,30}(?:\.[0-9]{1,30})?(?![0-9]))"
    r"|(?P<quoted>'[^'\n]*'|\"[^\"\n]*\")"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign>>=|<=|==|[<>()+\-%/,])"
)


@record(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: Place


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
    if len(text) > _MAX_LENGTH:
        raise RuleSyntaxError(
            f"the rule has {len(text)} characters", line=1, column=1, help=f"at most {_MAX_LENGTH}"
        )
    return _Parser(_tokens(text)).rule()


def _tokens(text: str) -> list[_Token]:
    tokens = []
    position, line, line_start = 0, 1, 0
    while position < len(text):
        place = Place(line, position - line_start + 1)
        match = _TOKEN.match(text, position)
        if match is None and text[position].isdigit():
            raise RuleSyntaxError(
                "this is not a number, or too long a one", line=place.line, column=place.column
            )
        if match is None:
            raise RuleSyntaxError(
                f"unexpected character {text[position]!r}", line=place.line, column=place.column
            )
        kind, piece = str(match.lastgroup), match.group()
        if kind == "quoted":
            tokens.append(_Token("name", piece[1:-1], place))
        elif kind == "name" and piece in _WORDS:
            tokens.append(_Token("word", piece, place))
        elif kind != "space":
            tokens.append(_Token(kind, piece, place))
        line += piece.count("\n")
        if "\n" in piece:
            line_start = position + piece.rindex("\n") + 1
        position = match.end()
    tokens.append(_Token("end", "the end of the rule", Place(line, position - line_start + 1)))
    return tokens


class _Parser:
    """Recursive descent, one method a level of binding, loosest first."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = 0

    def rule(self) -> Rule:
        rule = self._iff()
        if self._next.kind != "end":
            raise self._expected("'and', 'or' or the end of the rule")
        return rule

    def _iff(self) -> Rule:
        left = self._implies()
        while self._accept("iff"):
            right = self._implies()
            left = AnyOf((AllOf((left, right)), AllOf((Not(left), Not(right)))))
        return left

    def _implies(self) -> Rule:
        left = self._any_of()
        if self._accept("implies"):
            return AnyOf((Not(left), self._implies()))
        return left

    @property
    def _next(self) -> _Token:
        return self._tokens[self._position]

    def _peek(self, ahead: int = 1) -> _Token:
        return self._tokens[min(self._position + ahead, len(self._tokens) - 1)]

    def _take(self) -> _Token:
        token = self._next
        self._position += 1
        return token

    def _at(self, text: str) -> bool:
        return self._next.kind in {"word", "sign"} and self._next.text == text

    def _accept(self, text: str) -> bool:
        if self._at(text):
            self._position += 1
            return True
        return False

    def _expected(self, what: str) -> RuleSyntaxError:
        token = self._next
        found = token.text if token.kind == "end" else f"'{token.text}'"
        known = sorted(_WORDS)
        close = did_you_mean(token.text, known) if token.kind == "name" else ""
        return RuleSyntaxError(
            f"expected {what}, found {found}",
            line=token.place.line,
            column=token.place.column,
            help=close if close.startswith("did") else "",
        )

    def _any_of(self) -> Rule:
        parts = [self._all_of()]
        while self._accept("or"):
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all_of(self) -> Rule:
        parts = [self._not()]
        while self._accept("and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _not(self) -> Rule:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            place = self._next.place
            raise RuleSyntaxError(
                "the rule is nested too deeply",
                line=place.line,
                column=place.column,
                help=f"at most {_MAX_DEPTH} levels",
            )
        try:
            if self._accept("not"):
                return Not(self._not())
            return self._leaf()
        finally:
            self._depth -= 1

    def _leaf(self) -> Rule:
        if self._accept("("):
            inside = self._iff()
            if not self._accept(")"):
                raise self._expected("')'")
            return inside
        if self._at("no") and self._peek().kind == "word" and self._peek().text == "veto":
            return self._no_veto()
        place = self._next.place
        left = self._total()
        if self._next.kind != "sign" or self._next.text not in {">=", ">", "<=", "<", "=="}:
            raise self._expected("a comparison (>=, >, <=, <, ==)")
        comparator = cast(Comparator, self._take().text)
        return Comparison(left, comparator, self._total(), place)

    def _no_veto(self) -> NoVeto:
        self._position += 2
        if not self._accept("of"):
            raise self._expected("'of' and the members with a veto")
        names, places = [], []
        while True:
            if self._next.kind != "name":
                raise self._expected("the name of a member or group")
            places.append(self._next.place)
            names.append(self._take().text)
            if not self._accept(","):
                return NoVeto(tuple(names), tuple(places))

    def _total(self) -> Total:
        sign = Fraction(-1) if self._accept("-") else Fraction(1)
        terms = [self._term(sign)]
        while self._at("+") or self._at("-"):
            sign = Fraction(1) if self._take().text == "+" else Fraction(-1)
            terms.append(self._term(sign))
        return Total(tuple(terms))

    def _term(self, sign: Fraction) -> Term:
        if self._next.kind != "number":
            return Term(sign, self._quantity())
        number = sign * Fraction(self._take().text)
        percent = False
        if self._accept("%"):
            number, percent = number / 100, True
        elif self._accept("/"):
            if self._next.kind != "number" or Fraction(self._next.text) == 0:
                raise self._expected("a number other than zero to divide by")
            number /= Fraction(self._take().text)
        if self._accept("of"):
            return Term(number, self._quantity())
        if percent:
            raise self._expected("'of' and what the percentage is taken of")
        return Term(number, None)

    def _quantity(self) -> Quantity:
        token = self._next
        if token.kind != "word" or token.text not in _COUNTED:
            raise self._expected("a number, or yes, no, abstain, voting, present, absent, members")
        self._take()
        group = weight = None
        if self._accept("in"):
            group = self._name("the name of a group or member")
        if self._accept("by"):
            weight = self._name("the name of a weight")
        return Quantity(cast(Counted, token.text), group, weight, token.place)

    def _name(self, what: str) -> str:
        if self._next.kind != "name":
            raise self._expected(what)
        return self._take().text
