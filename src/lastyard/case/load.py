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

from collections.abc import Iterable, Mapping
from typing import Any

from lastyard.case.diagnostics import CaseError, Diagnostic, Diagnostics, Place
from lastyard.case.model import CASE, Case, Party, Statement
from lastyard.case.quotes import locate_quotes
from lastyard.case.shapes import Fields, Reading
from lastyard.case.yaml import ListNode, MapNode, parse_document, read_text
from lastyard.errors import did_you_mean, nearest
from lastyard.shipped import find_shipped

__all__ = ["check_references", "load_text", "load_with_warnings"]


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


_NONCHARACTERS = dict.fromkeys(range(0xFDD0, 0xFDF0), "\ufffd")


class _Loader:
    def __init__(self, text: str, file: str) -> None:
        # Characters that only programs may use: the views mark references with them.
        self._text = text = text.translate(_NONCHARACTERS) if not text.isascii() else text
        self._file = file
        self._problems = Diagnostics(file, text)

    def load(self) -> tuple[Case, tuple[Diagnostic, ...]]:
        root = parse_document(self._text, self._file, self._problems)
        if root is None:
            raise CaseError(self._problems.all())
        fields = Fields(root, CASE, Reading(self._problems))
        if not isinstance(root, MapNode):
            raise CaseError(self._problems.all())
        case = self._case(fields)
        case = locate_quotes(case, self._problems)
        self._problems.forget(self._follow_ups(fields, case))
        self._problems.raise_errors()
        return case, self._problems.all()

    def _case(self, fields: Fields) -> Case:
        """Read the case section by section: later ones name what earlier ones define."""
        reading = fields.reading
        found: dict[str, Any] = {"title": "", "file": self._file}
        parties = found["parties"] = fields.read("parties") or ()
        reading.parties = {party.id: party for party in parties}
        _check_ratifiers(parties, self._problems)
        issues = found["issues"] = fields.read("issues") or ()
        reading.issues = {issue.id: issue for issue in issues}
        for name in ("parties", "issues"):
            if name in fields and not found[name] and not self._problems.has_errors:
                fields.error("nothing-named", f"`{name}` names nothing", name)
        for key in CASE.keys:
            if key.name not in ("parties", "issues"):
                value = fields.read(key.name)
                if value is not None:
                    found[key.name] = value
                if key.name == "agreement":
                    reading.agreement = value
        case = Case(**found)
        node = fields.node("statements")
        given = len(node.items) if isinstance(node, ListNode) else 0
        check_references(case, self._problems, complete=given == len(case.statements))
        return case

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


def _check_ratifiers(parties: Iterable[Party], problems: Diagnostics) -> None:
    """Note ratifiers of what is no party at the table."""
    at_the_table = [party.id for party in parties if party.role == "party"]
    for party in parties:
        if party.of is not None and party.role == "ratifier" and party.of not in at_the_table:
            problems.error(
                "bad-ratifier",
                f"{party.id[:60]!r} ratifies for {party.of[:60]!r}, which is no party at the table",
                party.place,
                did_you_mean(party.of, at_the_table, "parties"),
            )


def check_references(case: Case, problems: Diagnostics, *, complete: bool) -> None:
    """Note every reference that leads nowhere or cannot be meant.

    If a statement of the file was not readable (`complete` is false), a reference may be to
    that one, and references that lead nowhere are passed over.
    """
    _check_twice("statement", ((s.id, s.place) for s in case.statements), problems)
    _check_twice("rule", ((rule.id, rule.place) for rule in case.rules), problems)
    _check_twice("vote", ((vote.id, vote.place) for vote in case.votes), problems)
    sources = [source.id for source in case.sources]  # in their order, for the list in the help
    for source_id, place in case.cited():
        if source_id not in sources:
            help = None
            if nearest(source_id, sources) is None and (" " in source_id or not sources):
                from lastyard.case.hints import help_for_source  # noqa: PLC0415  (only errors need it)

                help = help_for_source(source_id)
            problems.unknown("unknown-source", source_id, place, "source", sources, "sources", help)
    statements = {statement.id: statement for statement in case.statements}
    _check_ends(statements, problems, complete=complete)
    if complete:
        _check_ballots(case, statements, problems)
    _check_circles(statements, problems)
    _check_dates(case, problems)
    unsourced = [s for s in case.statements if s.source is None]
    if unsourced and case.sources:
        some = ", ".join(s.id for s in unsourced[:3]) + (", ..." if len(unsourced) > 3 else "")
        problems.warning(
            "no-source",
            f"{len(unsourced)} of {len(case.statements)} statements name no source: {some}",
            unsourced[0].place,
            "add `source:`, so that every conclusion can be followed to where it was said",
        )


def _check_twice(
    what: str, named: Iterable[tuple[str, Place | None]], problems: Diagnostics
) -> None:
    first: dict[str, Place | None] = {}
    for id, place in named:
        if id in first:
            earlier = first[id]
            where = f" (first on line {earlier.line})" if earlier else ""
            problems.error(
                "duplicate-name", f"two {what}s are called {id!r}{where}", place, "rename one"
            )
        first.setdefault(id, place)


def _check_ends(
    statements: Mapping[str, Statement], problems: Diagnostics, *, complete: bool
) -> None:
    for statement in statements.values():
        for id in statement.ends:
            earlier = statements.get(id)
            if earlier is None and complete:
                problems.error(
                    "unknown-statement",
                    f"{statement.id!r} ends {id[:60]!r}, and no statement is called so",
                    statement.place,
                    did_you_mean(id, statements, "statements"),
                )
            if earlier is None:
                continue
            if earlier.party != statement.party:
                problems.error(
                    "ends-anothers",
                    f"{statement.id!r} of {statement.party!r} ends {id!r} of {earlier.party!r}",
                    statement.place,
                    "a party can replace or withdraw its own statements only",
                )
            if earlier.on > statement.on:
                problems.error(
                    "ends-later",
                    f"{statement.id!r} of {statement.on} ends {id!r} of {earlier.on}, "
                    "which was made after it",
                    statement.place,
                    "check the dates",
                )


def _check_ballots(case: Case, statements: Mapping[str, Statement], problems: Diagnostics) -> None:
    for vote in case.votes:
        for ballot in vote.ballots:
            if ballot.statement is not None and ballot.statement not in statements:
                problems.error(
                    "unknown-statement",
                    f"the ballot rests on {ballot.statement[:60]!r}, and no statement is called so",
                    ballot.place,
                    did_you_mean(ballot.statement, statements, "statements"),
                )


def _check_circles(statements: Mapping[str, Statement], problems: Diagnostics) -> None:
    """Note each circle of replacements once, at its first statement in the file."""
    settled: set[str] = set()
    for start in statements:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            id, leaving = stack.pop()
            if leaving:
                path.pop()
                on_path.discard(id)
                settled.add(id)
            elif id in on_path:
                circle = path[path.index(id) :]
                problems.error(
                    "ends-in-circle",
                    "these statements replace one another in a circle: "
                    + " -> ".join((*circle, id)),
                    statements[circle[0]].place,
                    "the first statement of a chain replaces nothing",
                )
            elif id in statements and id not in settled:
                path.append(id)
                on_path.add(id)
                stack.append((id, True))
                stack.extend((other, False) for other in statements[id].ends)


def _check_dates(case: Case, problems: Diagnostics) -> None:
    if case.as_of is None:
        return
    for statement in case.statements:
        if statement.on > case.as_of:
            problems.warning(
                "after-as-of",
                f"{statement.id!r} is of {statement.on}, after the case's day {case.as_of}: "
                "it is not in force",
                statement.place,
                "correct the date, or move `as_of`",
            )
