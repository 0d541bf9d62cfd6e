"""What each party can do alone, in a case file."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lastyard.budget import current
from lastyard.case.diagnostics import Diagnostics, Place, did_you_mean
from lastyard.case.issues import Issue, parse_number
from lastyard.case.loading.document import Entry, ListNode, MapNode, Node, TextNode
from lastyard.case.loading.fields import Fields, name_from
from lastyard.case.loading.packages import package_from
from lastyard.case.model import Party
from lastyard.case.moves import MoveOption, MoveOutcome, MovePreference, Moves
from lastyard.case.shapes import SHAPES

__all__ = ["moves_from"]

_WORDS = frozenset({"and", "or", "not", "implies", "iff"})
_WAYS = ("priorities", "ranking", "payoffs", "prefers", "from")


def moves_from(
    node: Node | None,
    parties: Mapping[str, Party],
    issues: Mapping[str, Issue],
    problems: Diagnostics,
) -> Moves | None:
    """Read the moves of a case; note every problem and return None when there are any.

    Args:
        node: The value of ``moves``, if given.
        parties: Everybody in the case.
        issues: The issues of the case, for what states mean on them.
        problems: Receives what is wrong.
    """
    return None if node is None else _Reader(node, parties, issues, problems).read()


class _Reader:
    def __init__(
        self,
        node: Node,
        parties: Mapping[str, Party],
        issues: Mapping[str, Issue],
        problems: Diagnostics,
    ) -> None:
        self._node = node
        self._parties = parties
        self._issues = issues
        self._problems = problems
        self._sound = True

    def read(self) -> Moves | None:
        if not isinstance(self._node, MapNode):
            Fields(self._node, SHAPES["moves"], self._problems)
            return None
        fields = Fields(self._node, SHAPES["moves"], self._problems)
        moves = Moves(
            options=tuple(self._options(fields)),
            infeasible=fields.words("infeasible"),
            same=fields.words("same"),
            states=tuple(
                (entry.key.text, text)
                for entry in self._entries(fields.node("states"), "states")
                if (text := self._text(entry.value)) is not None
            ),
            preferences=tuple(self._preferences(fields)),
            status_quo=fields.text("status_quo"),
            outcomes=tuple(self._outcomes(fields)),
            source=fields.text("source"),
            note=fields.text("note"),
            place=fields.place,
        )
        if not moves.options and "options" in fields and self._sound:
            self._wrong(fields.key_place("options"), "there are no options", "{name: {owner: ...}}")
        self._check_from_statements(moves, fields)
        if not self._sound or not moves.options:
            return None
        return moves if self._makes_sense(moves) else None

    def _makes_sense(self, moves: Moves) -> bool:
        from lastyard.case.moves_graph import MovesError, check_moves  # noqa: PLC0415

        try:
            current().attempt(
                "whether what is said of moves makes sense", lambda: check_moves(moves), share=0.3
            )
        except MovesError as problem:
            node = self._at(problem.at)
            place, message = node.place, problem.problem
            if problem.column is not None and isinstance(node, TextNode):
                if node.offset >= 0:
                    place = place.shifted(node.offset + problem.column - 1)
                else:
                    message += f" (character {problem.column} of this text)"
            self._problems.error("bad-moves", message, place, problem.help or None)
            return False
        return True

    def _at(self, path: tuple[str | int, ...]) -> Node:
        """Return the node that a path leads to, or the last one on the way."""
        node = self._node
        for step in path:
            if isinstance(node, MapNode):
                found = next((e.value for e in node.entries if e.key.text == step), None)
            elif isinstance(node, ListNode) and isinstance(step, int):
                found = node.items[step]
            else:
                found = None
            if found is None:
                break
            node = found
        return node

    def _outcomes(self, fields: Fields) -> list[MoveOutcome]:
        found = []
        for entry in self._entries(fields.node("outcomes"), "outcomes"):
            package = package_from(entry.value, self._issues, self._problems)
            if package is None:
                self._sound = False
            else:
                found.append(MoveOutcome(entry.key.text, package))
        return found

    def _check_from_statements(self, moves: Moves, fields: Fields) -> None:
        users = [each.party for each in moves.preferences if each.from_statements]
        if users and not moves.outcomes:
            self._wrong(
                fields.key_place("preferences"),
                f"what {users[0]!r} said of the issues tells nothing of states without `outcomes`",
                "add `outcomes: {STATE: {issue: option}}`, or give its preferences in another way",
            )

    def _wrong(self, place: Place, message: str, help: str) -> None:
        self._sound = False
        self._problems.error("bad-moves", message, place, help)

    def _entries(self, node: Node | None, name: str) -> list[Entry]:
        if node is None:
            return []
        if not isinstance(node, MapNode):
            self._sound = False
            self._problems.error("wrong-type", f"`{name}` is a mapping", node.place, "{name: ...}")
            return []
        return node.entries

    def _text(self, node: Node) -> str | None:
        if isinstance(node, TextNode) and not node.is_null:
            return node.text
        self._sound = False
        self._problems.error("wrong-type", "expected text: a pattern or statement", node.place)
        return None

    def _party(self, node: TextNode) -> str | None:
        if node.text in self._parties:
            return node.text
        self._sound = False
        self._problems.error(
            "unknown-party",
            f"no party is called {node.text[:60]!r}",
            node.place,
            did_you_mean(node.text, self._parties, "parties"),
        )
        return None

    def _options(self, fields: Fields) -> list[MoveOption]:
        found = []
        for entry in self._entries(fields.node("options"), "options"):
            name = entry.key
            if not name_from(name, self._problems, "an option", in_conditions=True):
                self._sound = False
                continue
            if name.text in _WORDS:
                self._sound = False
                self._problems.error(
                    "bad-name", f"{name.text!r} is a word of statements about options", name.place
                )
            own = Fields(entry.value, SHAPES["move_option"], self._problems)
            owner = own.node("owner")
            party = self._party(owner) if isinstance(owner, TextNode) else None
            way = own.text("irreversible")
            if way not in (None, "taken", "left"):
                self._wrong(
                    own.key_place("irreversible"),
                    f"`irreversible` is taken or left, not {str(way)[:40]!r}",
                    "taken: once taken it cannot be undone; left: once left it cannot be retaken",
                )
            if party is None:
                self._sound = False
                continue
            found.append(
                MoveOption(
                    name.text,
                    party,
                    own.text("name") or name.text,
                    "taken" if way == "taken" else "left" if way == "left" else None,
                    own.text("note"),
                    name.place,
                )
            )
        return found

    def _preferences(self, fields: Fields) -> list[MovePreference]:
        found = []
        for entry in self._entries(fields.node("preferences"), "preferences"):
            party = self._party(entry.key)
            own = Fields(entry.value, SHAPES["move_preference"], self._problems)
            given = [way for way in _WAYS if way in own]
            if len(given) != 1:
                self._wrong(
                    entry.key.place,
                    f"give one of {', '.join(_WAYS)}",
                    "leave the party out if nothing is known of what it prefers",
                )
                continue
            node = own.node(given[0])
            empty = node is None or (isinstance(node, MapNode) and not node.entries)
            if empty or (isinstance(node, ListNode) and not node.items):
                self._wrong(
                    own.key_place(given[0]), f"`{given[0]}` is empty", "say what it prefers"
                )
                continue
            if given[0] == "from" and own.text("from") != "statements":
                self._wrong(
                    own.key_place("from"),
                    f"`from` is statements, not {str(own.text('from'))[:40]!r}",
                    "from: statements",
                )
                continue
            if party is not None:
                found.append(
                    MovePreference(
                        party,
                        own.words("priorities"),
                        tuple(self._ranking(own.node("ranking"))),
                        tuple(self._payoffs(own.node("payoffs"))),
                        tuple(self._pairs(own.node("prefers"))),
                        given[0] == "from",
                        own.text("note"),
                    )
                )
        return found

    def _items(self, node: Node | None) -> list[Node]:
        if node is None:
            return []
        if isinstance(node, ListNode):
            return node.items
        self._sound = False
        self._problems.error("wrong-type", "expected a list", node.place, "[one, two]")
        return []

    def _ranking(self, node: Node | None) -> list[tuple[str, ...]]:
        groups = []
        for item in self._items(node):
            members = item.items if isinstance(item, ListNode) else [item]
            texts = [self._text(member) for member in members]
            groups.append(tuple(text for text in texts if text is not None))
        return groups

    def _payoffs(self, node: Node | None) -> list[tuple[str, Fraction]]:
        found = []
        for entry in self._entries(node, "payoffs"):
            text = entry.value.text if isinstance(entry.value, TextNode) else ""
            number = parse_number(text)
            if number is None:
                self._sound = False
                self._problems.error(
                    "bad-number", f"{text[:40]!r} is not points", entry.value.place
                )
            else:
                found.append((entry.key.text, number))
        return found

    def _pairs(self, node: Node | None) -> list[tuple[str, str]]:
        found = []
        for item in self._items(node):
            texts = [self._text(each) for each in self._items(item)]
            if len(texts) != 2 or texts[0] is None or texts[1] is None:
                self._wrong(item.place, "a pair has two states", "[the better, the worse]")
            else:
                found.append((texts[0], texts[1]))
        return found
