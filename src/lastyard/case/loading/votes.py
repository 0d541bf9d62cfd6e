"""Votes in a case file: drafts, bodies, ballots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from lastyard.case.attachments import NamedFileError, folder_of, read_named
from lastyard.case.diagnostics import (
    CaseError,
    Diagnostics,
    Place,
    RequestError,
    did_you_mean,
)
from lastyard.case.issues import Issue, parse_number
from lastyard.case.loading.document import Entry, ListNode, MapNode, Node, TextNode, decoded
from lastyard.case.loading.fields import Fields, kind_of, name_from
from lastyard.case.loading.packages import package_from
from lastyard.case.model import Agreement, Package, Party
from lastyard.case.shapes import SHAPES
from lastyard.case.votes import AGREEMENT, BALLOT_KINDS, Ballot, Vote, agreement_rule

if TYPE_CHECKING:
    from lastyard.bodies.body import Body, Member
    from lastyard.bodies.errors import BodyError

__all__ = ["vote_from"]

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
        self._deciders = [party for party in parties if party.role == "party"]
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
