"""From the text of a case file to a :class:`Case`, with every problem told at once.

Example:
    >>> case = load_text('''
    ... title: A small dispute
    ... parties: {union: {name: Union}, firm: {name: Firm}}
    ... issues: {wage: {options: [frozen, raised], ordered: true}}
    ... statements:
    ...   - {id: raise, party: union, on: 2024-01-05, requires: "wage == 'raised'"}
    ... ''')
    >>> case.statements[0].verb, case.statements[0].on.isoformat()
    ('requires', '2024-01-05')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, get_args

from lastyard.case.diagnostics import CaseError, Diagnostic, Diagnostics
from lastyard.case.load_parts import (
    agreement_from,
    check_references,
    condition_from,
    issue_from,
    known_issue,
    option_from,
    package_from,
)
from lastyard.case.model import (
    DEFAULT_FIRMNESS,
    FIRMNESS_WORDS,
    STRESS_WORDS,
    Accepts,
    Agreement,
    Case,
    Issue,
    Offers,
    Outcome,
    Package,
    Party,
    Position,
    Prefers,
    Quote,
    Ranks,
    Refuses,
    Rejects,
    Requires,
    Role,
    Rule,
    Source,
    Statement,
    Stresses,
    Together,
    Values,
    Verb,
    Wants,
    Withdraws,
    WrittenCondition,
    parse_number,
)
from lastyard.case.said import locate_quotes
from lastyard.case.shapes import SHAPES, VERBS
from lastyard.case.yaml import (
    Entry,
    Fields,
    ListNode,
    MapNode,
    Node,
    TextNode,
    kind_of,
    name_from,
    parse_document,
    read_text,
)
from lastyard.errors import did_you_mean
from lastyard.shipped import find_shipped

if TYPE_CHECKING:
    from lastyard.case.moves import Moves
    from lastyard.case.votes import Vote

__all__ = [
    "BINDING_VERBS",
    "MOST_TOGETHER",
    "load_text",
    "load_with_warnings",
    "statement_from",
    "stresses_from",
    "together_from",
]

MOST_TOGETHER = 8


def stresses_from(
    node: Node, issues: Mapping[str, Issue], problems: Diagnostics
) -> Stresses | None:
    """Read how much a party's words make of issues; None when that is not usable."""
    if not isinstance(node, MapNode) or not node.entries:
        problems.error(
            "wrong-type",
            "`stresses` takes issues, each with a word of importance",
            node.place,
            "write {issue: needed}",
        )
        return None
    found: dict[str, str] = {}
    for entry in node.entries:
        issue = known_issue(entry.key, issues, problems)
        text = entry.value.text if isinstance(entry.value, TextNode) else ""
        if text not in STRESS_WORDS:
            problems.error(
                "bad-stress",
                f"{text[:40]!r} is no word of importance",
                entry.value.place,
                did_you_mean(text, STRESS_WORDS, "words"),
            )
        elif issue is not None:
            found[issue.id] = text
    if len(found) != len(node.entries):
        return None
    return Stresses(tuple((id, found[id]) for id in issues if id in found))


def together_from(
    node: Node | None, issues: Mapping[str, Issue], problems: Diagnostics
) -> tuple[Together, ...] | None:
    """Read the pairs of options worth more, or less, together; None when one is not usable."""
    if node is None:
        return ()
    if not isinstance(node, ListNode):
        problems.error(
            "wrong-type",
            "`together` is a list of pairs with points",
            node.place,
            "write [{when: {issue: option, issue: option}, points: 3}]",
        )
        return None
    if len(node.items) > MOST_TOGETHER:
        problems.error(
            "bad-together",
            f"{len(node.items)} pairs; at most {MOST_TOGETHER} can be reasoned about exactly",
            node.place,
            "keep those with the most points",
        )
        return None
    found = [_pair(item, issues, problems) for item in node.items]
    pairs = [pair for pair in found if pair is not None]
    if len({pair.when for pair in pairs}) != len(pairs):
        problems.error(
            "bad-together", "a pair of options stands twice", node.place, "add its points up"
        )
        return None
    return tuple(pairs) if len(pairs) == len(found) else None


def _pair(node: Node, issues: Mapping[str, Issue], problems: Diagnostics) -> Together | None:
    fields = Fields(node, SHAPES["together"], problems)
    if not isinstance(node, MapNode):
        return None
    when = package_from(fields.node("when"), issues, problems)
    points_node = fields.node("points")
    text = points_node.text if isinstance(points_node, TextNode) else ""
    points = parse_number(text)
    if points_node is not None and points is None:
        problems.error("bad-number", f"{text[:40]!r} is not points", points_node.place)
    if when is not None and len(when) != 2:
        problems.error(
            "bad-together",
            f"`when` names {len(when)} issues; a pair has two",
            fields.key_place("when"),
            "points of one option stand under `values`",
        )
        return None
    return None if when is None or points is None else Together(when, points)


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
            confidential=fields.flag("confidential"),
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


def load_with_warnings(path: str) -> tuple[Case, tuple[Diagnostic, ...]]:
    """Load a case file and return what the user should know about it besides.

    Args:
        path: Its path, ``-`` for standard input, or the name of a case of the catalog.

    Raises:
        CaseError: With every problem and its place, if the case cannot be used.
    """
    path = find_shipped(path)
    text = read_text(path)
    return _Loader(text, path).load()


def load_text(text: str, file: str = "case.yaml") -> Case:
    """Load a case from text.

    Args:
        text: The YAML text.
        file: The name to give in problems; sources' files are looked for beside it.

    Raises:
        CaseError: With every problem and its place, if the case cannot be used.
    """
    return _Loader(text, file).load()[0]


_EACH = {"parties": "a party", "issues": "an issue", "sources": "a source"}

_NONCHARACTERS = dict.fromkeys(range(0xFDD0, 0xFDF0), "\ufffd")


class _Loader:
    def __init__(self, text: str, file: str) -> None:
        # Characters that only programs may use: the views mark references with them.
        self._text = text = text.translate(_NONCHARACTERS) if not text.isascii() else text
        self._file = file
        self._problems = Diagnostics(file, text)
        self._conditions: dict[str, WrittenCondition] = {}

    def load(self) -> tuple[Case, tuple[Diagnostic, ...]]:
        root = parse_document(self._text, self._file, self._problems)
        if root is None:
            raise CaseError(self._problems.all())
        fields = Fields(root, SHAPES["case"], self._problems)
        if not isinstance(root, MapNode):
            raise CaseError(self._problems.all())
        case = self._case(fields)
        case = locate_quotes(case, self._problems)
        self._problems.forget(self._follow_ups(fields, case))
        self._problems.raise_errors()
        return case, self._problems.all()

    def _follow_ups(self, fields: Fields, case: Case) -> Iterable[tuple[str, str]]:
        """Yield code and end of message of what follows from a name that is there, but broken."""
        kinds = (("issues", "issue"), ("parties", "party"), ("sources", "source"))
        for section, kind in kinds:
            node = fields.node(section)
            if isinstance(node, MapNode):
                sound = {thing.id for thing in getattr(case, section)}
                for entry in node.entries:
                    if entry.key.text not in sound:
                        yield f"unknown-{kind}", f"is called {entry.key.text[:60]!r}"
            elif node is not None or section != "sources":
                # None of its names can be known: that is told at its key, or as the key missing.
                yield f"unknown-{kind}", ""

    def _case(self, fields: Fields) -> Case:
        parties = tuple(
            self._party(entry) for entry in self._named(fields, "parties", in_conditions=True)
        )
        self._check_ratifiers(parties)
        issues = tuple(
            issue
            for entry in self._named(fields, "issues", in_conditions=True)
            if (issue := issue_from(entry, parties, self._problems)) is not None
        )
        for name, things in (("parties", parties), ("issues", issues)):
            if name in fields and not things and not self._problems.has_errors:
                self._problems.error(
                    "nothing-named", f"`{name}` names nothing", fields.key_place(name)
                )
        by_id = {issue.id: issue for issue in issues}
        sources = tuple(self._source(entry) for entry in self._named(fields, "sources"))
        rules = tuple(
            rule
            for node in self._list(fields, "rules")
            if (rule := self._rule(node, by_id)) is not None
        )
        names = {party.id: party for party in parties}
        statements = [
            statement_from(node, names, by_id, self._problems, self._conditions)
            for node in self._list(fields, "statements")
        ]
        agreement = agreement_from(fields.node("agreement"), parties, self._problems)
        case = Case(
            title=fields.text("title") or "",
            parties=parties,
            issues=issues,
            rules=rules,
            agreement=agreement,
            sources=sources,
            statements=tuple(statement for statement in statements if statement is not None),
            votes=self._votes(fields, by_id, parties, agreement),
            moves=self._moves(fields, names, by_id),
            as_of=fields.date("as_of"),
            status_quo=self._status_quo(fields, by_id),
            outcome=self._outcome(fields, by_id),
            note=fields.text("note"),
            file=self._file,
        )
        check_references(case, self._problems, complete=None not in statements)
        return case

    def _named(self, fields: Fields, name: str, *, in_conditions: bool = False) -> list[Entry]:
        """Return the entries of a mapping whose keys are usable names."""
        node = fields.node(name)
        if node is None:
            return []
        if not isinstance(node, MapNode):
            self._problems.error(
                "wrong-type",
                f"`{name}` is a mapping, found {kind_of(node)}",
                node.place,
                "write each as `id: {name: ...}`",
            )
            return []
        return [
            entry
            for entry in node.entries
            if name_from(entry.key, self._problems, _EACH[name], in_conditions=in_conditions)
        ]

    def _list(self, fields: Fields, name: str) -> list[Node]:
        node = fields.node(name)
        if node is None:
            return []
        if not isinstance(node, ListNode):
            self._problems.error(
                "wrong-type",
                f"`{name}` is a list, found {kind_of(node)}",
                node.place,
                "start each one with `- `",
            )
            return []
        return node.items

    def _party(self, entry: Entry) -> Party:
        fields = Fields(entry.value, SHAPES["party"], self._problems)
        role: Role = "party"
        match fields.text("role"):
            case None:
                pass
            case "party" | "ratifier" | "mediator" | "observer" as known:
                role = known
            case other:
                self._problems.error(
                    "unknown-role",
                    f"no role is called {other[:40]!r}",
                    fields.key_place("role"),
                    did_you_mean(other, get_args(Role), "roles"),
                )
        of = fields.text("of")
        if (role == "ratifier") != (of is not None):
            self._problems.error(
                "bad-ratifier",
                f"{entry.key.text[:60]!r} has the role of a ratifier and names no party"
                if of is None
                else f"{entry.key.text[:60]!r} ratifies for {of[:60]!r} and is no ratifier",
                fields.key_place("role" if of is None else "of"),
                "write `role: ratifier` and `of: PARTY`, the party whose agreement it approves",
            )
        return Party(
            id=entry.key.text,
            name=fields.text("name") or entry.key.text,
            role=role,
            words=fields.words("words"),
            note=fields.text("note"),
            place=entry.key.place,
            of=of,
        )

    def _check_ratifiers(self, parties: Iterable[Party]) -> None:
        """Note ratifiers of what is no party at the table."""
        at_the_table = [party.id for party in parties if party.role == "party"]
        for party in parties:
            if party.of is not None and party.role == "ratifier" and party.of not in at_the_table:
                self._problems.error(
                    "bad-ratifier",
                    f"{party.id[:60]!r} ratifies for {party.of[:60]!r}, which is no party at the table",
                    party.place,
                    did_you_mean(party.of, at_the_table, "parties"),
                )

    def _source(self, entry: Entry) -> Source:
        fields = Fields(entry.value, SHAPES["source"], self._problems)
        return Source(
            id=entry.key.text,
            title=fields.text("title"),
            publisher=fields.text("publisher"),
            date=fields.date("date"),
            url=fields.text("url"),
            file=fields.text("file"),
            note=fields.text("note"),
            place=entry.key.place,
        )

    def _rule(self, node: Node, issues: Mapping[str, Issue]) -> Rule | None:
        fields = Fields(node, SHAPES["rule"], self._problems)
        id_node = fields.node("id")
        if not isinstance(id_node, TextNode) or not name_from(
            id_node, self._problems, "a rule", in_conditions=False
        ):
            return None
        condition = condition_from(fields.node("require"), issues, self._problems, self._conditions)
        if condition is None:
            return None
        return Rule(
            id=id_node.text,
            condition=condition,
            source=fields.text("source"),
            note=fields.text("note"),
            place=id_node.place,
        )

    def _votes(
        self,
        fields: Fields,
        issues: Mapping[str, Issue],
        parties: tuple[Party, ...],
        agreement: Agreement | None,
    ) -> tuple[Vote, ...]:
        nodes = self._list(fields, "votes")
        if not nodes:
            return ()
        # Few cases have votes or moves, and every start would pay for reading them.
        from lastyard.case.load_votes import vote_from  # noqa: PLC0415

        votes = [vote_from(node, issues, parties, agreement, self._problems) for node in nodes]
        return tuple(vote for vote in votes if vote is not None)

    def _moves(
        self, fields: Fields, names: Mapping[str, Party], issues: Mapping[str, Issue]
    ) -> Moves | None:
        node = fields.node("moves")
        if node is None:
            return None
        from lastyard.case.load_votes import moves_from  # noqa: PLC0415

        return moves_from(node, names, issues, self._problems)

    def _outcome(self, fields: Fields, issues: Mapping[str, Issue]) -> Outcome | None:
        node = fields.node("outcome")
        if node is None:
            return None
        own = Fields(node, SHAPES["outcome"], self._problems)
        agreed = own.node("agreed")
        if agreed is None:
            return None
        is_none = isinstance(agreed, TextNode) and agreed.text == "none"
        return Outcome(
            None if is_none else package_from(agreed, issues, self._problems),
            own.date("on"),
            own.text("source"),
            own.text("note"),
            fields.key_place("outcome"),
        )

    def _status_quo(self, fields: Fields, issues: Mapping[str, Issue]) -> Package | None:
        node = fields.node("status_quo")
        return None if node is None else package_from(node, issues, self._problems)
