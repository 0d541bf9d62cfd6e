"""Who must accept: formulas over parties, quotas, vetoes and weights.

A rule is a condition over the parties, each taken as an issue with the options 0 (does
not accept) and 1 (accepts). It must be *monotone*: one more party that accepts never
turns agreement into none (docs/model.md, section 5).

Example:
    >>> rule = parse_agreement("a and at least 1 of (b, c)", ("a", "b", "c"))
    >>> holds(rule, {"a": 1, "b": 0, "c": 1}), holds(rule, {"a": 0, "b": 1, "c": 1})
    (True, False)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from lastyard.case.conditions.grammar import BooleanParser, Placed, Truth
from lastyard.case.conditions.tokens import LanguageError
from lastyard.case.conditions.tree import (
    All,
    Any,
    AtLeast,
    Condition,
    Not,
    OneOf,
    Same,
    holds,
    issues_of,
)
from lastyard.case.diagnostics import did_you_mean

__all__ = ["accepts", "body_rule", "parse_agreement", "why_not_monotone"]

_MOST_FOR_TABLE = 12


def accepts(party: str) -> OneOf:
    """Return the condition that a party accepts."""
    return OneOf(party, 0b10)


def parse_agreement(text: str, parties: Sequence[str]) -> Condition:
    """Parse a formula over parties.

    Args:
        text: ``all``, or party names joined by and, or, ``at least K of (...)``.
        parties: Every party that decides.

    Raises:
        LanguageError: If it cannot be understood; monotony is checked elsewhere.
    """
    if text.strip() == "all":
        return All(tuple(map(accepts, parties)))
    return _AgreementParser(text, parties).parse()


class _AgreementParser(BooleanParser):
    def __init__(self, text: str, parties: Sequence[str]) -> None:
        super().__init__(text, "agreement rule")
        self._parties = parties

    def _below_not(self) -> Placed:
        token = self._next
        if self._take("("):
            inner = self._iff()
            end = self._expect(")")
            return Placed(inner.value, token.start, end.start + 1)
        if self._take("at"):
            return self._at_least(token.start)
        party = self._party()
        return Placed(Truth(accepts(party)), token.start, token.start + token.length)

    def _at_least(self, start: int) -> Placed:
        self._expect("least")
        count = self._next
        if count.kind != "number" or not count.text.isdigit() or len(count.text) > 6:
            raise self._unexpected("a whole number")
        self._step()
        self._expect("of")
        self._expect("(")
        named = [self._next]
        members = [self._party()]
        while self._take(","):
            named.append(self._next)
            members.append(self._party())
        end = self._expect(")")
        for i, member in enumerate(members):
            if member in members[:i]:
                raise LanguageError(
                    "duplicate-name", f"{member!r} is named twice", named[i].start, named[i].length
                )
        quota = int(count.text)
        if not 1 <= quota <= len(members):
            raise LanguageError(
                "bad-quota",
                f"{quota} of {len(members)} cannot be",
                count.start,
                count.length,
                f"give a number from 1 to {len(members)}",
            )
        tree = AtLeast(quota, (1,) * len(members), tuple(map(accepts, members)))
        return Placed(Truth(tree), start, end.start + 1)

    def _party(self) -> str:
        token = self._next
        if token.kind != "name":
            raise self._unexpected("a party")
        if token.text not in self._parties:
            raise LanguageError(
                "unknown-party",
                f"no party that decides is called {token.text[:60]!r}",
                token.start,
                token.length,
                did_you_mean(token.text, self._parties, "parties"),
            )
        self._step()
        return token.text


def body_rule(
    members: Sequence[str], quota: int, veto: Sequence[str], weights: Mapping[str, int]
) -> Condition:
    """Return the rule of a body: the quota is reached and nobody with a veto stays away.

    Args:
        members: Its members.
        quota: Weight to be reached.
        veto: Members that must all accept.
        weights: Weights that differ from 1; a weight of 0 counts nothing.
    """
    counting = [member for member in members if weights.get(member, 1) > 0]
    quota_part = AtLeast(
        quota,
        tuple(weights.get(member, 1) for member in counting),
        tuple(map(accepts, counting)),
    )
    return All((*map(accepts, veto), quota_part))


def why_not_monotone(rule: Condition) -> str | None:
    """Return a sentence that shows the rule not to be monotone, or None when it is.

    Decided by table for up to 12 parties; beyond that a rule with ``not``, ``implies`` or
    ``iff`` is taken not to be monotone.
    """
    if _is_positive(rule):
        return None
    parties = sorted(issues_of(rule))
    if len(parties) > _MOST_FOR_TABLE:
        return "it uses not, implies or iff"
    for votes in product((0, 1), repeat=len(parties)):
        ballot = dict(zip(parties, votes, strict=True))
        if not holds(rule, ballot):
            continue
        for party in parties:
            if not ballot[party] and not holds(rule, {**ballot, party: 1}):
                others = " and ".join(name for name in parties if ballot[name]) or "nobody"
                return f"with {others} accepting there is agreement, but not when {party} joins"
    return None


def _is_positive(rule: Condition) -> bool:
    match rule:
        case Not() | Same():
            return False
        case All(parts) | Any(parts) | AtLeast(_, _, parts):
            return all(map(_is_positive, parts))
        case _:
            return True
