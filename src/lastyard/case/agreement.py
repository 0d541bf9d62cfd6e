"""Who must accept for a package to be agreed: a formula over parties, or a body.

Example:
    >>> rule = parse_agreement("a and at least 1 of (b, c)", ("a", "b", "c"))
    >>> holds(rule, {"a": 1, "b": 0, "c": 1}), holds(rule, {"a": 0, "b": 1, "c": 1})
    (True, False)
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import product
from typing import Annotated
from typing import Any as Anything

from lastyard.case.parse import note_language_error
from lastyard.case.shapes import (
    NUMBER,
    TEXT,
    TEXTS,
    Fields,
    Kind,
    Reading,
    Shape,
    map_of,
    ref,
    texts_from,
    wrong_type,
)
from lastyard.case.yaml import Entry, ListNode, MapNode, Node, TextNode
from lastyard.conditions.language import BooleanParser, LanguageError, Placed, Truth
from lastyard.conditions.tree import (
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
from lastyard.errors import did_you_mean
from lastyard.records import record

__all__ = [
    "AGREEMENT",
    "BODY",
    "Agreement",
    "accepts",
    "body_rule",
    "parse_agreement",
    "why_not_monotone",
]

_MOST_FOR_TABLE = 12
_LARGEST_WEIGHT = 10**9


def _whole(entry: Entry, _: Reading) -> Node:
    return entry.value


_VOTERS = Kind(TEXTS.schema, _whole, TEXTS.write, names=(("*", "parties"),))
_MEMBERS = Kind({**TEXTS.schema, "minItems": 1}, _whole, TEXTS.write, _VOTERS.names)
_QUOTA = Kind({"type": "integer", "minimum": 1}, NUMBER.read)
_WEIGHTS = Kind(
    map_of({"type": "integer", "minimum": 0}),
    _whole,
    lambda weights, _: dict(weights),
    names=(("#", "parties"),),
)


@record(frozen=True, slots=True)
class Agreement:
    """Who must accept for a package to be agreed.

    Attributes:
        text: The rule as written: ``all``, a formula over parties, or a body as text.
        tree: Condition over the parties, each an issue with the options 0 (does not
            accept) and 1 (accepts); monotone.
        parties: The parties it mentions, in the order of the case.
        members: For a body: its members. Empty for a formula.
        quota: For a body: the weight to be reached.
        veto: For a body: the members without whose acceptance nothing passes.
        weights: For a body: the weight of each member that differs from 1.
    """

    text: str
    tree: Condition = field(compare=False, repr=False)
    parties: tuple[str, ...]
    members: Annotated[tuple[str, ...], _MEMBERS("The parties that vote.", required=True)] = ()
    quota: Annotated[
        int | None, _QUOTA("How many members, or how much weight, must accept.", required=True)
    ] = None
    veto: Annotated[
        tuple[str, ...], _VOTERS("Members without whose acceptance nothing passes.")
    ] = ()
    weights: Annotated[
        tuple[tuple[str, int], ...], _WEIGHTS("Weights of members that differ from 1.")
    ] = ()


def accepts(party: str) -> OneOf:
    """Return the condition that a party accepts."""
    return OneOf(party, 0b10)


def parse_agreement(text: str, parties: Sequence[str]) -> Condition:
    """Parse a formula over parties.

    A rule is a condition over the parties, each taken as an issue with the options 0 (does
    not accept) and 1 (accepts). It must be *monotone*: one more party that accepts never
    turns agreement into none (docs/model.md, section 5).

    Args:
        text: ``all``, or party names joined by and, or, ``at least K of (...)``.
        parties: Every party that decides.

    Raises:
        LanguageError: If it cannot be understood; monotony is checked elsewhere.

    Example:
        >>> rule = parse_agreement("a and at least 1 of (b, c)", ("a", "b", "c"))
        >>> holds(rule, {"a": 1, "b": 0, "c": 1}), holds(rule, {"a": 0, "b": 1, "c": 1})
        (True, False)
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

    Weights are those that differ from 1; a weight of 0 counts nothing. Members with a veto must
    all accept.
    """
    counting = [member for member in members if weights.get(member, 1) > 0]
    quota_part = AtLeast(
        quota, tuple(weights.get(member, 1) for member in counting), tuple(map(accepts, counting))
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


def _a(role: str) -> str:
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"


def _meant(text: str, parties: Sequence[str]) -> str | None:
    from lastyard.case.hints import help_for_agreement  # noqa: PLC0415  (only errors need it)

    return help_for_agreement(text, parties)


def _formula(node: TextNode, reading: Reading) -> Agreement | None:
    deciders = [party.id for party in reading.parties.values() if party.decides]
    try:
        tree = parse_agreement(node.text, deciders)
    except LanguageError as problem:
        named = reading.parties.get(node.text[problem.start : problem.start + problem.length])
        if problem.code == "unknown-party" and named is not None and not named.decides:
            problem.code = "agreement-names-mediator"
            problem.message = f"{named.id!r} is {_a(named.role)}: it does not accept or refuse"
            problem.help = "leave it out, or give it `role: party`"
        elif problem.code in ("condition-syntax", "unknown-party"):
            problem.help = _meant(node.text, deciders) or problem.help
        note_language_error(problem, node, reading.problems)
        return None
    if reason := why_not_monotone(tree):
        reading.problems.error(
            "agreement-not-monotone",
            f"the agreement rule is not monotone: {reason}",
            node.place,
            "say who must accept, never who must not",
        )
        return None
    named_by = issues_of(tree)
    return Agreement(node.text, tree, tuple(id for id in deciders if id in named_by))


def _body(fields: Fields, found: dict[str, Anything]) -> bool:
    """Read a body; what it says follows from its members."""
    deciders = [party.id for party in fields.reading.parties.values() if party.decides]
    node = fields.node("members")
    if isinstance(node, ListNode) and not node.items:
        message = "a body needs members, and the list is empty"
        return fields.error("missing-key", message, "members", "name the parties that vote")
    members = _members("members", deciders, fields)
    veto = _members("veto", members, fields)
    weights = _weights(members, fields)
    quota = found.get("quota")
    if quota is None or not members:
        return False
    total = sum(weights.get(member, 1) for member in members)
    if quota.denominator != 1 or not 1 <= quota <= total:
        message = f"the quota must be a whole number from 1 to {total}, what all members reach"
        help = "a quota that nobody can reach would make agreement impossible"
        return fields.error("bad-quota", message, "quota", help)
    found |= {
        "text": _body_text(members, int(quota), veto, weights),
        "tree": body_rule(members, int(quota), veto, weights),
        "parties": tuple(id for id in deciders if id in members),
        "members": tuple(members),
        "quota": int(quota),
        "veto": tuple(veto),
        "weights": tuple((id, weights[id]) for id in members if id in weights),
    }
    return True


def _members(name: str, known: Sequence[str], fields: Fields) -> list[str]:
    found: list[str] = []
    given, problems, parties = fields.node(name), fields.problems, fields.reading.parties
    what = ("member", "members") if name == "veto" else ("party", "parties")
    for node in [] if given is None else texts_from(given, problems):
        party = parties.get(node.text)
        if node.text in found:
            message = f"{node.text!r} is named twice"
            problems.error("duplicate-name", message, node.place, "name it once")
        elif party is not None and not party.decides:
            problems.error(
                "agreement-names-mediator",
                f"{node.text!r} is {_a(party.role)}: it does not accept or refuse",
                node.place,
                "leave it out, or give it `role: party`",
            )
        elif node.text not in known:
            problems.unknown("unknown-party", node.text, node.place, what[0], known, what[1])
        else:
            found.append(node.text)
    return found


def _weights(members: Sequence[str], fields: Fields) -> dict[str, int]:
    node, problems = fields.node("weights"), fields.problems
    if node is None:
        return {}
    weights: dict[str, int] = {}
    entries = node.entries if isinstance(node, MapNode) else []
    for entry in entries:
        name, value = entry.key.text, entry.value
        text = value.text if isinstance(value, TextNode) else ""
        if name not in members:
            place = entry.key.place
            problems.unknown("unknown-party", name, place, "member", members, "members")
        elif not text.isdecimal() or len(text) > 10 or int(text) > _LARGEST_WEIGHT:
            message = "a weight is a whole number from 0 to 1,000,000,000"
            problems.error("bad-number", message, value.place)
        else:
            weights[name] = int(text)
    if not entries:
        message = "`weights` maps members to numbers"
        problems.error("wrong-type", message, node.place, "{member: 2}")
    return weights


def _body_text(
    members: Sequence[str], quota: int, veto: Sequence[str], weights: Mapping[str, int]
) -> str:
    unit = "weight" if weights else "members"
    total = sum(weights.get(member, 1) for member in members)
    text = f"{quota} of {total} {unit}"
    if not veto:
        return text
    must = veto[0] if len(veto) == 1 else f"each of {', '.join(veto)}"
    return f"{text}, {must} among them"


BODY = Shape("body", "a body", Agreement, check=_body)


def _read(entry: Entry, reading: Reading) -> Agreement | None:
    node = entry.value
    if isinstance(node, ListNode):
        texts = [item.text for item in node.items if isinstance(item, TextNode)]
        wrong_type(node, "a rule", reading.problems, _meant(", ".join(texts), ()))
        return None
    return _formula(node, reading) if isinstance(node, TextNode) else BODY.read(node, reading)


AGREEMENT = Kind(
    {"anyOf": [TEXT.schema, ref("body")]},
    _read,
    lambda agreement, case: BODY.write(agreement, case) if agreement.members else agreement.text,
    names=(("", "agreement"), ("", BODY)),
)
