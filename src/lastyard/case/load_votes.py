"""Votes in a case file: drafts, bodies, ballots.

What each party can do alone, in a case file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from lastyard.budget import current
from lastyard.case.attachments import NamedFileError, folder_of, read_named
from lastyard.case.diagnostics import CaseError, Diagnostics, Place
from lastyard.case.load_parts import package_from
from lastyard.case.model import Agreement, Issue, Package, Party, parse_number
from lastyard.case.moves import MoveOption, MoveOutcome, MovePreference, Moves
from lastyard.case.shapes import SHAPES
from lastyard.case.votes import AGREEMENT, BALLOT_KINDS, Ballot, Vote, agreement_rule
from lastyard.case.yaml import (
    Entry,
    Fields,
    ListNode,
    MapNode,
    Node,
    TextNode,
    decoded,
    kind_of,
    name_from,
)
from lastyard.errors import RequestError, did_you_mean

if TYPE_CHECKING:
    from lastyard.bodies.body import Body, Member
    from lastyard.bodies.errors import BodyError

__all__ = ["moves_from", "vote_from"]

_BALLOTS_MEANT = {
    "not voting": "absent",
    "did not vote": "absent",
    "not participating": "absent",
    "away": "absent",
    "excused": "absent",
    "present not voting": "present",
    "present, not voting": "present",
    "abstention": "abstain",
    "abstained": "abstain",
    "for": "yes",
    "aye": "yes",
    "yea": "yes",
    "in favour": "yes",
    "in favor": "yes",
    "against": "no",
    "nay": "no",
}

_OUTCOMES = ("adopted", "rejected")

_MOST_OF_A_CLASS = 10_000_000

_LARGEST_BODY = 1_000_000

_WAYS = ("ballot", "chances", "counts")


def vote_from(
    node: Node,
    issues: Mapping[str, Issue],
    parties: Sequence[Party],
    agreement: Agreement | None,
    problems: Diagnostics,
) -> Vote | None:
    """Read one vote; note every problem and return None when it cannot be used.

    Args:
        node: The entry under ``votes``.
        issues: The issues of the case, for a draft that is a package.
        parties: Everybody in the case.
        agreement: The agreement rule, for the body ``agreement``.
        problems: Receives what is wrong; its file name is where paths start.
    """
    if not isinstance(node, MapNode):
        Fields(node, SHAPES["vote"], problems)
        return None
    fields = Fields(node, SHAPES["vote"], problems)
    id_node = fields.node("id")
    usable = isinstance(id_node, TextNode) and name_from(
        id_node, problems, "a vote", in_conditions=False
    )
    name = fields.text("name")
    title = name or (id_node.text if isinstance(id_node, TextNode) else "the vote")
    body, reference = _BodyReader(title, parties, agreement, problems).read(fields.node("body"))
    ballots = _ballots(fields.node("ballots"), body, problems)
    draft, on, outcome = _draft(fields, issues, problems), fields.date("on"), fields.text("outcome")
    source, note = fields.text("source"), fields.text("note")
    if outcome is not None and outcome not in _OUTCOMES:
        problems.error(
            "bad-ballot",
            f"an outcome is adopted or rejected, not {outcome[:40]!r}",
            fields.key_place("outcome"),
            did_you_mean(outcome, _OUTCOMES, "outcomes"),
        )
        return None
    if not usable or body is None or not isinstance(id_node, TextNode):
        return None
    return Vote(
        id=id_node.text,
        body=body,
        reference=reference,
        name=name,
        draft=draft,
        on=on,
        ballots=ballots,
        outcome=cast("Literal['adopted', 'rejected'] | None", outcome),
        source=source,
        note=note,
        place=id_node.place,
    )


def _draft(
    fields: Fields, issues: Mapping[str, Issue], problems: Diagnostics
) -> Package | str | None:
    node = fields.node("draft")
    if isinstance(node, TextNode):
        return node.text
    return None if node is None else package_from(node, issues, problems)


class _BodyReader:
    """Reads who votes by which rule: written out, `agreement`, or the name of a file."""

    def __init__(
        self,
        title: str,
        parties: Sequence[Party],
        agreement: Agreement | None,
        problems: Diagnostics,
    ) -> None:
        self._title = title
        self._deciders = [party for party in parties if party.decides]
        self._agreement = agreement
        self._problems = problems

    def read(self, node: Node | None) -> tuple[Body | None, str | None]:
        if node is None:
            return None, None
        if isinstance(node, TextNode):
            return self._named(node), node.text
        return self._written(node), None

    def _named(self, node: TextNode) -> Body | None:
        from lastyard.bodies.catalog import entry_from, find_entry, is_path  # noqa: PLC0415
        from lastyard.bodies.errors import BodyError  # noqa: PLC0415

        try:
            if node.text == AGREEMENT:
                return self._from_agreement()
            if not is_path(node.text):
                return find_entry(node.text).body()
            # Nothing is known of the vote without its body, so that here it is an error.
            case_file = self._problems.file
            text = decoded(read_named(node.text, case_file, _LARGEST_BODY), node.text)
            return entry_from(text, Path(folder_of(case_file)) / node.text).body()
        except NamedFileError as problem:
            code = "file-outside" if problem.reason == "outside" else "unknown-body"
            self._problems.error(code, str(problem), node.place, problem.help)
        except CaseError as problem:
            self._problems.error("unknown-body", problem.diagnostics[0].message, node.place)
        except BodyError as problem:
            self._problems.error("unknown-body", problem.problem, node.place, problem.help or None)
        except RequestError as problem:
            self._problems.error("bad-body", str(problem), node.place)
        return None

    def _from_agreement(self) -> Body:
        from lastyard.bodies.body import Body, Member  # noqa: PLC0415

        named = self._agreement.parties if self._agreement else None
        members = [p for p in self._deciders if named is None or p.id in named]
        rule = agreement_rule(self._agreement, [p.id for p in self._deciders])
        return Body(self._title, tuple(Member(p.id, label=p.name) for p in members), rule)

    def _written(self, node: Node) -> Body | None:
        from lastyard.bodies.body import Body  # noqa: PLC0415
        from lastyard.bodies.errors import BodyError  # noqa: PLC0415

        fields = Fields(node, SHAPES["voting_body"], self._problems)
        members = self._members(fields)
        groups = self._groups(fields)
        totals = _numbers(fields.node("totals"), "totals", self._problems)
        rule = fields.node("rule")
        if not isinstance(rule, TextNode):
            fields.text("rule")
            return None
        if members is None or groups is None or totals is None:
            return None
        name = fields.text("name") or self._title
        try:
            return Body(name, tuple(members), rule.text, groups, totals)
        except BodyError as problem:
            self._note(problem, rule, fields)
            return None

    def _note(self, problem: BodyError, rule: TextNode, fields: Fields) -> None:
        """Note what is wrong with a body, inside its rule where it stands there."""
        from lastyard.bodies.errors import MonotoneError, WeightError  # noqa: PLC0415

        message, help = problem.problem, problem.help or None
        if isinstance(problem, MonotoneError):
            self._problems.error("bad-rule", message, rule.place, help)
        elif problem.line is None or problem.column is None:
            key = "totals" if isinstance(problem, WeightError) and "totals" in fields else "members"
            self._problems.error("bad-body", message, fields.key_place(key), help)
        elif rule.offset >= 0 and problem.line == 1:
            place = rule.place.shifted(rule.offset + problem.column - 1)
            self._problems.error("bad-rule", message, place, help)
        else:
            where = f"line {problem.line}, column {problem.column} of this text"
            self._problems.error("bad-rule", f"{message} ({where})", rule.place, help)

    def _members(self, fields: Fields) -> list[Member] | None:
        from lastyard.bodies.body import Member  # noqa: PLC0415

        node = fields.node("members")
        if not isinstance(node, ListNode):
            if node is not None:
                self._problems.error(
                    "wrong-type",
                    f"expected a list, found {kind_of(node)}",
                    node.place,
                    "[one, two]",
                )
            return None
        labels = {party.id: party.name for party in self._deciders}
        found: list[Member | None] = []
        for item in node.items:
            if isinstance(item, TextNode):
                found.append(Member(item.text, label=labels.get(item.text, "")))
            else:
                found.append(self._member(item, labels))
        members = [member for member in found if member is not None]
        return members if len(members) == len(found) and self._differ(found, node) else None

    def _differ(self, found: Sequence[Member | None], node: ListNode) -> bool:
        """Note every member that is named again."""
        first: dict[str, Place] = {}
        sound = True
        for member, item in zip(found, node.items, strict=True):
            if member is None:
                continue
            if member.name in first:
                message = (
                    f"{member.name[:60]!r} is named twice as a member (first on line "
                    f"{first[member.name].line})"
                )
                self._problems.error("bad-body", message, item.place, "remove one of them")
                sound = False
            first.setdefault(member.name, item.place)
        return sound

    def _member(self, node: Node, labels: Mapping[str, str]) -> Member | None:
        from lastyard.bodies.body import Member  # noqa: PLC0415

        fields = Fields(node, SHAPES["member"], self._problems)
        name, label, count = fields.text("name"), fields.text("label"), fields.number("count")
        weights = _numbers(fields.node("weights"), "weights", self._problems)
        if name is None or weights is None:
            return None
        if count is not None and (count.denominator != 1 or not 1 <= count <= _MOST_OF_A_CLASS):
            self._problems.error(
                "bad-number",
                "`count` is a whole number from 1 to 10 million",
                fields.key_place("count"),
            )
            return None
        return Member(name, weights, int(count or 1), label or labels.get(name, ""))

    def _groups(self, fields: Fields) -> dict[str, tuple[str, ...]] | None:
        node = fields.node("groups")
        if node is None:
            return {}
        if not isinstance(node, MapNode):
            self._problems.error(
                "wrong-type", "`groups` maps names to members", node.place, "{name: [member]}"
            )
            return None
        groups: dict[str, tuple[str, ...]] = {}
        for entry in node.entries:
            items = entry.value.items if isinstance(entry.value, ListNode) else [entry.value]
            texts = [item.text for item in items if isinstance(item, TextNode)]
            if len(texts) != len(items):
                self._problems.error(
                    "wrong-type", "a group is a list of members", entry.value.place
                )
                return None
            groups[entry.key.text] = tuple(texts)
        return groups


def _numbers(node: Node | None, name: str, problems: Diagnostics) -> dict[str, Fraction] | None:
    """Read a mapping of names to numbers from 0."""
    if node is None:
        return {}
    if not isinstance(node, MapNode):
        problems.error("wrong-type", f"`{name}` maps names to numbers", node.place, "{name: 2}")
        return None
    found: dict[str, Fraction] = {}
    for entry in node.entries:
        text = entry.value.text if isinstance(entry.value, TextNode) else ""
        number = parse_number(text)
        if number is None or number < 0:
            problems.error("bad-number", f"{text[:40]!r} is not a number from 0", entry.value.place)
            return None
        found[entry.key.text] = number
    return found


def _ballots(node: Node | None, body: Body | None, problems: Diagnostics) -> tuple[Ballot, ...]:
    if node is None:
        return ()
    if not isinstance(node, MapNode):
        problems.error(
            "wrong-type", "`ballots` maps members to ballots", node.place, "{member: yes}"
        )
        return ()
    sizes = {member.name: member.count for member in body.members} if body else {}
    found = []
    for entry in node.entries:
        if body is not None and entry.key.text not in sizes:
            problems.error(
                "unknown-member",
                f"{entry.key.text[:60]!r} is no member of the body",
                entry.key.place,
                did_you_mean(entry.key.text, sizes, "members"),
            )
            continue
        ballot = _BallotReader(entry, sizes.get(entry.key.text, _MOST_OF_A_CLASS), problems).read()
        if ballot is not None:
            found.append(ballot)
    return tuple(found)


class _BallotReader:
    def __init__(self, entry: Entry, size: int, problems: Diagnostics) -> None:
        self._entry = entry
        self._size = size
        self._problems = problems

    def read(self) -> Ballot | None:
        key, value = self._entry.key, self._entry.value
        if isinstance(value, TextNode):
            ballot = self._word(value)
            return ballot and Ballot(key.text, ballot, place=key.place)
        fields = Fields(value, SHAPES["ballot"], self._problems)
        given = [way for way in _WAYS if way in fields]
        if len(given) != 1:
            self._wrong(
                fields.place, f"give one of {', '.join(_WAYS)}", "how it votes, or that it may"
            )
            return None
        ballot = self._word(fields.node("ballot"))
        chances = self._chances(fields.node("chances"))
        counts = self._counts(fields.node("counts"))
        confidence = fields.probability("confidence", {})
        if ballot is None and chances is None and counts is None:
            return None
        return Ballot(
            key.text,
            ballot,
            chances[0] if chances else None,
            counts,
            Fraction(1) if confidence is None else confidence,
            fields.date("on"),
            fields.text("statement"),
            fields.text("source"),
            fields.text("note"),
            key.place,
            chances[1] if chances else "abstain",
        )

    def _wrong(self, place: Place, message: str, help: str) -> None:
        self._problems.error("bad-ballot", message, place, help)

    def _word(
        self, node: Node | None
    ) -> Literal["yes", "abstain", "no", "present", "absent"] | None:
        if node is None:
            return None
        text = node.text if isinstance(node, TextNode) else kind_of(node)
        match text:
            case "yes" | "abstain" | "no" | "present" | "absent":
                return text
        self._no_ballot(node, text)
        return None

    def _no_ballot(self, node: Node, text: str) -> None:
        meant = _BALLOTS_MEANT.get(" ".join(text.lower().split()))
        help = f"write {meant!r}" if meant else did_you_mean(text, BALLOT_KINDS, "ballots")
        what = "a ballot is yes, abstain or no, present or absent"
        self._wrong(node.place, f"{what}, not {text[:40]!r}", help)

    def _each(self, node: Node) -> dict[str, Fraction] | None:
        numbers = _numbers(node, "chances", self._problems)
        if numbers is None:
            return None
        stray = [name for name in numbers if name not in BALLOT_KINDS]
        if stray:
            self._no_ballot(node, stray[0])
            return None
        return {kind: numbers.get(kind, Fraction(0)) for kind in BALLOT_KINDS}

    def _chances(
        self, node: Node | None
    ) -> tuple[tuple[Fraction, Fraction, Fraction], Literal["abstain", "present", "absent"]] | None:
        each = self._each(node) if node is not None else None
        if each is None or node is None:
            return None
        if sum(each.values()) != 1:
            self._wrong(
                node.place,
                f"the chances add up to {float(sum(each.values())):g}",
                "the chances of a member add up to 1; leave a member out of whom nothing is known",
            )
            return None
        middles: list[Literal["abstain", "present", "absent"]] = ["abstain", "present", "absent"]
        possible = [kind for kind in middles if each[kind]]
        if len(possible) > 1:
            self._wrong(
                node.place,
                f"chances of {' and '.join(possible)}",
                "give a chance to yes, to no and to one of abstain, present and absent",
            )
            return None
        middle = possible[0] if possible else "abstain"
        return (each["yes"], each[middle], each["no"]), middle

    def _counts(self, node: Node | None) -> tuple[int, int, int, int, int] | None:
        each = self._each(node) if node is not None else None
        if each is None or node is None:
            return None
        numbers = list(each.values())
        if any(number.denominator != 1 for number in numbers) or sum(numbers) > self._size:
            self._wrong(
                node.place,
                f"counts are whole numbers that add up to at most {self._size}",
                "that is how many members the body has of it",
            )
            return None
        yes, abstain, no, present, absent = (int(number) for number in numbers)
        return yes, abstain, no, present, absent


_WORDS = frozenset({"and", "or", "not", "implies", "iff"})

_WAYS_MOVES = ("priorities", "ranking", "payoffs", "prefers", "from")


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
            given = [way for way in _WAYS_MOVES if way in own]
            if len(given) != 1:
                self._wrong(
                    entry.key.place,
                    f"give one of {', '.join(_WAYS_MOVES)}",
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
