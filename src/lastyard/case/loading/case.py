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
from typing import TYPE_CHECKING, Literal

from lastyard.case.diagnostics import (
    CaseError,
    Diagnostic,
    Diagnostics,
    did_you_mean,
)
from lastyard.case.issues import Issue
from lastyard.case.loading.agreement import agreement_from
from lastyard.case.loading.conditions import condition_from
from lastyard.case.loading.document import (
    Entry,
    ListNode,
    MapNode,
    Node,
    TextNode,
    parse_document,
    read_text,
)
from lastyard.case.loading.fields import Fields, kind_of, name_from
from lastyard.case.loading.issues import issue_from
from lastyard.case.loading.packages import package_from
from lastyard.case.loading.references import check_references
from lastyard.case.loading.statements import statement_from
from lastyard.case.model import (
    Agreement,
    Case,
    Package,
    Party,
    Rule,
    Source,
    WrittenCondition,
)
from lastyard.case.quotes import locate_quotes
from lastyard.case.shapes import SHAPES
from lastyard.shipped import find_shipped

if TYPE_CHECKING:
    from lastyard.case.moves import Moves
    from lastyard.case.votes import Vote

__all__ = ["load_text", "load_with_warnings"]


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

    def _case(self, fields: Fields) -> Case:
        parties = tuple(
            self._party(entry) for entry in self._named(fields, "parties", in_conditions=True)
        )
        issues = tuple(
            issue
            for entry in self._named(fields, "issues", in_conditions=True)
            if (issue := issue_from(entry, self._problems)) is not None
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
        role: Literal["party", "mediator", "observer"] = "party"
        match fields.text("role"):
            case None | "party":
                pass
            case "mediator":
                role = "mediator"
            case "observer":
                role = "observer"
            case other:
                self._problems.error(
                    "unknown-role",
                    f"no role is called {other[:40]!r}",
                    fields.key_place("role"),
                    did_you_mean(other, ("party", "mediator", "observer"), "roles"),
                )
        return Party(
            id=entry.key.text,
            name=fields.text("name") or entry.key.text,
            role=role,
            words=fields.words("words"),
            note=fields.text("note"),
            place=entry.key.place,
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
        from lastyard.case.loading.votes import vote_from  # noqa: PLC0415

        votes = [vote_from(node, issues, parties, agreement, self._problems) for node in nodes]
        return tuple(vote for vote in votes if vote is not None)

    def _moves(
        self, fields: Fields, names: Mapping[str, Party], issues: Mapping[str, Issue]
    ) -> Moves | None:
        node = fields.node("moves")
        if node is None:
            return None
        from lastyard.case.loading.moves import moves_from  # noqa: PLC0415

        return moves_from(node, names, issues, self._problems)

    def _status_quo(self, fields: Fields, issues: Mapping[str, Issue]) -> Package | None:
        node = fields.node("status_quo")
        return None if node is None else package_from(node, issues, self._problems)
