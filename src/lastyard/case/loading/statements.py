"""Statements in a case file: one verb each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from lastyard.case.diagnostics import Diagnostics, did_you_mean
from lastyard.case.issues import Issue, parse_number
from lastyard.case.loading.conditions import condition_from
from lastyard.case.loading.document import MapNode, Node, TextNode
from lastyard.case.loading.fields import Fields, kind_of, name_from
from lastyard.case.loading.packages import known_issue, option_from, package_from
from lastyard.case.loading.preferences import stresses_from, together_from
from lastyard.case.model import (
    DEFAULT_FIRMNESS,
    FIRMNESS_WORDS,
    Accepts,
    Offers,
    Package,
    Party,
    Position,
    Prefers,
    Quote,
    Ranks,
    Refuses,
    Rejects,
    Requires,
    Statement,
    Values,
    Verb,
    Wants,
    Withdraws,
    WrittenCondition,
)
from lastyard.case.shapes import SHAPES, VERBS

__all__ = ["BINDING_VERBS", "statement_from"]

BINDING_VERBS = ("requires", "rejects", "refuses")
"""The verbs for which firmness means something."""

_PACKAGE_VERBS: Mapping[str, Callable[[Package], Verb]] = {
    "offers": Offers,
    "accepts": Accepts,
    "refuses": Refuses,
    "position": Position,
}
_CERTAIN = Fraction(1)
_GOES_WITH = {"to": "prefers", "reservation": "values", "together": "values"}


def statement_from(
    node: Node,
    parties: Mapping[str, Party],
    issues: Mapping[str, Issue],
    problems: Diagnostics,
    conditions: dict[str, WrittenCondition] | None = None,
) -> Statement | None:
    """Read one statement; note every problem and return None when it says nothing usable.

    Args:
        node: The statement.
        parties: The parties by identifier.
        issues: The issues by identifier.
        problems: Receives what is wrong.
        conditions: The conditions on these issues read so far, by their texts.
    """
    return _StatementReader(node, parties, issues, problems, conditions).read()


class _StatementReader:
    def __init__(
        self,
        node: Node,
        parties: Mapping[str, Party],
        issues: Mapping[str, Issue],
        problems: Diagnostics,
        conditions: dict[str, WrittenCondition] | None,
    ) -> None:
        self._fields = Fields(node, SHAPES["statement"], problems)
        self._is_mapping = isinstance(node, MapNode)
        self._parties = parties
        self._issues = issues
        self._problems = problems
        self._conditions = conditions

    def read(self) -> Statement | None:
        if not self._is_mapping:
            return None
        fields = self._fields
        id_node = fields.node("id")
        party = self._party()
        says = self._says()
        on, until = fields.date("on"), fields.date("until")
        firmness = self._firmness()
        confidence = fields.probability("confidence", {})
        quote = self._quote()
        id_is_usable = isinstance(id_node, TextNode) and name_from(
            id_node, self._problems, "a statement", in_conditions=False
        )
        if on and until and until < on:
            self._problems.error(
                "until-before-on", "it ends before it was made", fields.key_place("until")
            )
        if not isinstance(id_node, TextNode) or not id_is_usable:
            return None
        if party is None or says is None or on is None:
            return None
        return Statement(
            id=id_node.text,
            party=party,
            says=says,
            on=on,
            by=fields.text("by"),
            source=fields.text("source"),
            quote=quote,
            firmness=firmness,
            confidence=_CERTAIN if confidence is None else confidence,
            until=until,
            replaces=fields.words("replaces"),
            note=fields.text("note"),
            place=id_node.place,
        )

    def _quote(self) -> Quote | None:
        node = self._fields.node("quote")
        if not isinstance(node, MapNode):
            text = self._fields.text("quote")
            return None if text is None else Quote(text)
        fields = Fields(node, SHAPES["quote"], self._problems)
        start, exact = fields.number("start"), fields.text("exact")
        if start is not None and (start < 0 or start.denominator != 1):
            place = fields.key_place("start")
            self._problems.error("bad-number", "`start` is a whole number from 0", place)
            return None
        if exact is None:
            return None
        at = None if start is None else int(start)
        return Quote(exact, fields.text("prefix"), fields.text("suffix"), at)

    def _party(self) -> str | None:
        name = self._fields.text("party")
        if name is None:
            return None
        if name not in self._parties:
            node = self._fields.node("party")
            self._problems.error(
                "unknown-party",
                f"no party is called {name[:60]!r}",
                node.place if node else self._fields.place,
                did_you_mean(name, self._parties, "parties"),
            )
            return None
        return name

    def _firmness(self) -> Fraction:
        if "firmness" not in self._fields:
            return DEFAULT_FIRMNESS
        # Only of a statement that says something else: what it lacks is told already.
        if not any(verb in self._fields for verb in BINDING_VERBS) and any(
            verb in self._fields for verb in VERBS
        ):
            self._problems.error(
                "firmness-without-demand",
                "firmness says how sure a demand, red line or refusal is to hold",
                self._fields.key_place("firmness"),
                "remove it; `confidence` says how sure we are that it was said",
            )
        firmness = self._fields.probability("firmness", FIRMNESS_WORDS)
        return DEFAULT_FIRMNESS if firmness is None else firmness

    def _says(self) -> Verb | None:
        names = self._fields.names
        given = [verb for verb in VERBS if verb in names]
        if not given and not self._fields.mistaken.isdisjoint(VERBS):
            return None  # what is written for the verb was told
        if len(given) != 1:
            what = "says nothing" if not given else f"has {len(given)} verbs: {', '.join(given)}"
            self._problems.error(
                "one-verb",
                f"the statement {what}",
                self._fields.key_place(given[1]) if given else self._fields.place,
                "give each statement one of " + ", ".join(VERBS),
            )
            return None
        verb = given[0]
        for name, wanted in _GOES_WITH.items():
            if name in names and verb != wanted:
                self._refuse_stray(name, wanted, verb)
        node = self._fields.node(verb)
        if node is None:
            self._problems.error(
                "wrong-type", f"`{verb}` is empty", self._fields.key_place(verb), "say what"
            )
            return None
        return self._verb(verb, node)

    def _refuse_stray(self, name: str, wanted: str, verb: str) -> None:
        self._problems.error(
            "stray-key",
            f"`{name}` goes with `{wanted}`, not with `{verb}`",
            self._fields.key_place(name),
            "remove it",
        )

    def _verb(self, verb: str, node: Node) -> Verb | None:
        if verb in _PACKAGE_VERBS:
            package = package_from(node, self._issues, self._problems)
            return None if package is None else _PACKAGE_VERBS[verb](package)
        match verb:
            case "requires" | "rejects":
                condition = condition_from(node, self._issues, self._problems, self._conditions)
                if condition is None:
                    return None
                return Requires(condition) if verb == "requires" else Rejects(condition)
            case "wants":
                return self._wants(node)
            case "prefers":
                return self._prefers(node)
            case "ranks":
                return self._ranks()
            case "stresses":
                return stresses_from(node, self._issues, self._problems)
            case "values":
                return self._values(node)
            case _:
                return Withdraws(self._fields.words("withdraws"))

    def _wants(self, node: Node) -> Wants | None:
        if not isinstance(node, MapNode) or not node.entries:
            self._wrong("wants", node, "{issue: more} or {issue: less}")
            return None
        found: dict[str, Literal["more", "less"]] = {}
        for entry in node.entries:
            issue = known_issue(entry.key, self._issues, self._problems)
            text = entry.value.text if isinstance(entry.value, TextNode) else ""
            if issue is not None and not issue.has_order:
                self._problems.error(
                    "no-order",
                    f"the options of {issue.id!r} have no order",
                    entry.key.place,
                    "give the issue `ordered: true`, or use `position` or `prefers`",
                )
            elif text not in ("more", "less"):
                self._problems.error(
                    "bad-direction",
                    f"a direction is more or less, not {text[:40]!r}",
                    entry.value.place,
                    "more: later options or greater numbers; less: the other way",
                )
            elif issue is not None:
                found[issue.id] = "more" if text == "more" else "less"
        if len(found) != len(node.entries):
            return None
        return Wants(tuple((id, found[id]) for id in self._issues if id in found))

    def _wrong(self, verb: str, node: Node, help: str) -> None:
        self._problems.error(
            "wrong-type", f"`{verb}` cannot be {kind_of(node)}", node.place, f"write {help}"
        )

    def _prefers(self, node: Node) -> Prefers | None:
        better = package_from(node, self._issues, self._problems)
        if "to" not in self._fields:
            self._problems.error(
                "missing-key",
                "`prefers` needs `to`",
                self._fields.key_place("prefers"),
                "say what it likes less: `to: {issue: option}`",
            )
        worse = package_from(self._fields.node("to"), self._issues, self._problems)
        if better is None or worse is None:
            return None
        if {id for id, _ in better} != {id for id, _ in worse}:
            self._problems.error(
                "prefers-other-issues",
                "`prefers` and `to` must name the same issues",
                self._fields.key_place("to"),
                "all else is taken to be equal",
            )
            return None
        if better == worse:
            self._problems.error(
                "prefers-itself", "both sides are the same", self._fields.key_place("to")
            )
            return None
        return Prefers(better, worse)

    def _ranks(self) -> Ranks | None:
        nodes = self._fields.texts("ranks")
        found: list[str] = []
        for node in nodes:
            issue = known_issue(node, self._issues, self._problems)
            if issue is not None and issue.id in found:
                self._problems.error(
                    "duplicate-name", f"{issue.id!r} is ranked twice", node.place, "rank it once"
                )
            elif issue is not None:
                found.append(issue.id)
        if len(nodes) < 2:
            self._problems.error(
                "wrong-type",
                "`ranks` needs at least two issues",
                self._fields.key_place("ranks"),
                "first what matters most",
            )
        return Ranks(tuple(found)) if len(found) == len(nodes) >= 2 else None

    def _values(self, node: Node) -> Values | None:
        if not isinstance(node, MapNode):
            self._wrong("values", node, "{issue: {option: points, ...}, ...}")
            return None
        given: dict[str, tuple[Fraction, ...]] = {}
        for entry in node.entries:
            issue = known_issue(entry.key, self._issues, self._problems)
            points = self._points(entry.value, issue) if issue else None
            if issue and points is not None:
                given[issue.id] = points
        missing = [id for id in self._issues if id not in given]
        named = {entry.key.text for entry in node.entries}
        for id in missing:
            if id not in named:
                self._problems.error(
                    "values-incomplete",
                    f"no points for the issue {id!r}",
                    self._fields.key_place("values"),
                    "give points for every option of every issue",
                )
        reservation_node = self._fields.node("reservation")
        reservation: Fraction | Literal["none"] | None = None
        if isinstance(reservation_node, TextNode) and reservation_node.text == "none":
            reservation = "none"
        else:
            reservation = self._fields.number("reservation")
        pairs = together_from(self._fields.node("together"), self._issues, self._problems)
        if missing or pairs is None:
            return None
        return Values(tuple((id, given[id]) for id in self._issues), reservation, pairs)

    def _points(self, node: Node, issue: Issue) -> tuple[Fraction, ...] | None:
        if not isinstance(node, MapNode):
            self._wrong("values", node, "{option: points, ...}")
            return None
        points: dict[int, Fraction] = {}
        usable = True
        for entry in node.entries:
            index = option_from(entry.key, issue, self._problems)
            text = entry.value.text if isinstance(entry.value, TextNode) else ""
            number = parse_number(text)
            if number is None:
                self._problems.error(
                    "bad-number", f"{text[:40]!r} is not points", entry.value.place
                )
            if index is None or number is None:
                usable = False
            else:
                points[index] = number
        if usable and issue.is_numeric and 0 in points and issue.size - 1 in points:
            return _interpolated(points)
        missing = [k for k in range(issue.size) if k not in points]
        if usable and missing:
            shown = ", ".join(repr(issue.label(k)) for k in missing[:5])
            more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
            self._problems.error(
                "values-incomplete",
                f"no points for {shown}{more} of {issue.id!r}",
                node.place,
                "a numeric issue needs at least its first and last number"
                if issue.is_numeric
                else "give points for every option",
            )
        return tuple(points[k] for k in range(issue.size)) if usable and not missing else None


def _interpolated(points: Mapping[int, Fraction]) -> tuple[Fraction, ...]:
    """Fill in the steps between the numbers that have points, along straight lines."""
    known = sorted(points)
    filled: list[Fraction] = []
    for left, right in pairwise(known):
        rise = (points[right] - points[left]) / (right - left)
        filled += [points[left] + rise * (k - left) for k in range(left, right)]
    return (*filled, points[known[-1]])
