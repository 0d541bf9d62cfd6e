"""Votes in a case: a draft, the body that decides on it, and the ballots that are known.

Example:
    >>> from lastyard.case.load import load_text
    >>> case = load_text('''
    ... title: A board
    ... parties: {anna: {}, ben: {}, cora: {}}
    ... issues: {site: {options: [old, new]}}
    ... votes:
    ...   - id: move
    ...     draft: {site: new}
    ...     body: {members: [anna, ben, cora], rule: "yes > no and no veto of cora"}
    ...     ballots: {anna: yes, ben: {ballot: no, confidence: 0.9}}
    ... ''')
    >>> [(ballot.member, ballot.ballot) for ballot in case.votes[0].ballots]
    [('anna', 'yes'), ('ben', 'no')]
"""

import datetime
from collections.abc import Sequence
from dataclasses import field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from typing import Any as Anything

from lastyard.case.agreement import Agreement
from lastyard.case.diagnostics import CaseError, Diagnostics, Place
from lastyard.case.issue import PACKAGE, Package
from lastyard.case.quotes import NamedFileError, folder_of, read_named
from lastyard.case.shapes import (
    DATE,
    IDS,
    NOTE,
    NUMBER,
    POINTS,
    PROBABILITY,
    SOURCE_NAMED,
    TEXT,
    Fields,
    Kind,
    OneLine,
    Reading,
    Several,
    Shape,
    as_written,
    given_name,
    help_for_list,
    map_of,
    one_of,
    ref,
    wrong_type,
)
from lastyard.case.yaml import Entry, ListNode, MapNode, Node, TextNode, decoded, kind_of
from lastyard.conditions.tree import All, Any, AtLeast, Condition, OneOf
from lastyard.errors import RequestError, did_you_mean
from lastyard.records import record

if TYPE_CHECKING:  # importing bodies costs numpy, which a case without votes does not need
    from lastyard.bodies.body import Body, Member

__all__ = ["AGREEMENT", "BALLOT", "BALLOT_KINDS", "VOTE", "Ballot", "Vote", "agreement_rule"]

BALLOT_KINDS = ("yes", "abstain", "no", "present", "absent")
"""The kinds of ballots: ``present`` is there and does not vote."""

AGREEMENT = "agreement"
"""What `body:` says for the body (or formula) by which the case is agreed."""

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

_MOST_OF_A_CLASS = 10_000_000
_LARGEST_BODY = 1_000_000

_BALLOT_WORD = {"enum": list(BALLOT_KINDS)}
_BY_KIND = {
    "type": "object",
    "properties": dict.fromkeys(BALLOT_KINDS, POINTS.schema),
    "additionalProperties": False,
}


def _numbers(entry: Entry, reading: Reading) -> dict[str, Fraction] | None:
    """Read a mapping of names to numbers from 0."""
    node, problems = entry.value, reading.problems
    if not isinstance(node, MapNode):
        message = f"`{entry.key.text}` maps names to numbers"
        problems.error("wrong-type", message, node.place, "{name: 2}")
        return None
    found: dict[str, Fraction] = {}
    for each in node.entries:
        number = NUMBER.read(each, reading)
        if number is None:
            return None
        if number < 0:
            message = f"{each.key.text[:40]!r} is a number from 0"
            problems.error("bad-number", message, each.value.place)
            return None
        found[each.key.text] = number
    return found


# ---- ballots ------------------------------------------------------------------------------------


def _word(entry: Entry, reading: Reading) -> str | None:
    node = entry.value
    text = node.text if isinstance(node, TextNode) else kind_of(node)
    if text in BALLOT_KINDS:
        return text
    _no_ballot(node, text, reading.problems)
    return None


def _no_ballot(node: Node, text: str, problems: Diagnostics) -> None:
    meant = _BALLOTS_MEANT.get(" ".join(text.lower().split()))
    help = f"write {meant!r}" if meant else did_you_mean(text, BALLOT_KINDS, "ballots")
    message = f"a ballot is yes, abstain or no, present or absent, not {text[:40]!r}"
    problems.error("bad-ballot", message, node.place, help)


def _each(entry: Entry, reading: Reading) -> dict[str, Fraction] | None:
    """Read a number for each kind of ballot."""
    numbers = _numbers(entry, reading)
    if numbers is None:
        return None
    stray = [name for name in numbers if name not in BALLOT_KINDS]
    if stray:
        _no_ballot(entry.value, stray[0], reading.problems)
        return None
    return {kind: numbers.get(kind, Fraction(0)) for kind in BALLOT_KINDS}


_HOW = (
    Kind(_BALLOT_WORD, _word)("How the member votes.", "ballot"),
    Kind(_BY_KIND, _each)(
        "Probabilities of yes, of no, and of one of abstain, present and absent.", "chances"
    ),
    Kind(_BY_KIND, _each)(
        "Of a class: how many vote yes, abstain, no, are present or absent.", "counts"
    ),
)
_WAYS = tuple(key.name for key in _HOW)


def _read_how(fields: Fields, found: dict[str, Anything]) -> bool:
    size = found.pop("size")
    found["ballot"] = fields.read("ballot")
    _read_chances(fields, found)
    counts = fields.read("counts")
    if counts is not None:
        numbers = tuple(counts.values())
        if any(number.denominator != 1 for number in numbers) or sum(numbers) > size:
            _wrong(
                fields,
                "counts",
                f"counts are whole numbers that add up to at most {size}",
                "that is how many members the body has of it",
            )
        else:
            found["counts"] = tuple(int(number) for number in numbers)
    return any(found.get(way) is not None for way in _WAYS)


def _wrong(fields: Fields, name: str, message: str, help: str) -> None:
    node = fields.node(name)
    place = node.place if node else fields.place
    fields.problems.error("bad-ballot", message, place, help)


def _read_chances(fields: Fields, found: dict[str, Anything]) -> None:
    each = fields.read("chances")
    if each is None:
        return
    possible = [kind for kind in ("abstain", "present", "absent") if each[kind]]
    if sum(each.values()) != 1:
        message = f"the chances add up to {float(sum(each.values())):g}"
        help = "the chances of a member add up to 1; leave a member out of whom nothing is known"
        _wrong(fields, "chances", message, help)
    elif len(possible) > 1:
        help = "give a chance to yes, to no and to one of abstain, present and absent"
        _wrong(fields, "chances", f"chances of {' and '.join(possible)}", help)
    else:
        middle = possible[0] if possible else "abstain"
        found |= {"chances": (each["yes"], each[middle], each["no"]), "middle": middle}


def _write_how(ballot: Anything, _: Anything) -> dict[str, Anything]:
    return {
        "ballot": ballot.ballot,
        "chances": _by_kind(("yes", ballot.middle, "no"), ballot.chances),
        "counts": _by_kind(BALLOT_KINDS, ballot.counts),
    }


def _by_kind(kinds: Sequence[str], numbers: Sequence[Anything] | None) -> OneLine | None:
    """Return numbers by kind of ballot; none of being present or absent is left out."""
    if numbers is None:
        return None
    pairs = zip(kinds, numbers, strict=True)
    return OneLine({k: n for k, n in pairs if n or k in ("yes", "abstain", "no")})


@record(frozen=True, slots=True)
class Ballot:
    """What is known of how a member votes; exactly one of the first three after its name.

    Attributes:
        member: The member, as the body names it.
        ballot: How it votes.
        chances: Probabilities of yes, of ``middle`` and of no.
        counts: For a class of members: how many of them vote yes, abstain, vote no, are present
            and do not vote, and are absent; of the rest nothing is known.
        middle: What the second of ``chances`` is of.
    """

    member: str
    # In quotes: typing takes two sets of equal words for one, and answers list these in another order.
    ballot: Annotated[
        'Literal["yes", "abstain", "no", "present", "absent"] | None',
        Several(_HOW, _read_how, _write_how),
    ] = None
    chances: tuple[Fraction, Fraction, Fraction] | None = None
    counts: tuple[int, int, int, int, int] | None = None
    confidence: Annotated[
        Fraction, PROBABILITY("Probability that it votes so, 0 to 1. Default 1.")
    ] = Fraction(1)
    on: Annotated[datetime.date | None, DATE("The day it was cast or announced.")] = None
    statement: Annotated[
        str | None,
        Kind(TEXT.schema, TEXT.read, names=(("", "statements"),))("The statement it rests on."),
    ] = None
    source: Annotated[str | None, SOURCE_NAMED("Where it is reported.")] = None
    note: Annotated[str | None, NOTE] = None
    place: Place | None = field(default=None, compare=False, repr=False)
    middle: Literal["abstain", "present", "absent"] = "abstain"


BALLOT = Shape(
    "ballot",
    "a ballot",
    Ballot,
    one_of=tuple((way,) for way in _WAYS),
    named="member",
    in_line=True,
)


def _ballots(node: Node | None, body: "Body | None", reading: Reading) -> tuple[Ballot, ...]:
    problems = reading.problems
    if node is None:
        return ()
    if not isinstance(node, MapNode):
        message = "`ballots` maps members to ballots"
        problems.error("wrong-type", message, node.place, "{member: yes}")
        return ()
    sizes = {member.name: member.count for member in body.members} if body else {}
    found = []
    for entry in node.entries:
        name = entry.key.text
        if body is not None and name not in sizes:
            message = f"{name[:60]!r} is no member of the body"
            help = did_you_mean(name, sizes, "members")
            problems.error("unknown-member", message, entry.key.place, help)
            continue
        found.append(_ballot(entry, sizes.get(name, _MOST_OF_A_CLASS), reading))
    return tuple(ballot for ballot in found if ballot is not None)


def _ballot(entry: Entry, size: int, reading: Reading) -> Ballot | None:
    key, value = entry.key, entry.value
    if isinstance(value, TextNode):
        word: Anything = _word(entry, reading)
        return Ballot(key.text, word, place=key.place) if word else None
    fields = Fields(value, BALLOT, reading)
    if sum(way in fields for way in _WAYS) != 1:
        _wrong(fields, "", f"give one of {', '.join(_WAYS)}", "how it votes, or that it may")
        return None
    return BALLOT.made(fields, key, size=size)


def _write_ballot(ballot: Ballot, case: Anything) -> Anything:
    written = BALLOT.write(ballot, case)
    return ballot.ballot if ballot.ballot and len(written) == 1 else written


# ---- who votes by which rule --------------------------------------------------------------------

_BY_NAME = Kind(map_of(POINTS.schema), _numbers)


def _count(entry: Entry, reading: Reading) -> int | None:
    count: Fraction | None = NUMBER.read(entry, reading)
    if count is None:
        return 1  # that was told, and the rest can be checked
    if count.denominator != 1 or not 1 <= count <= _MOST_OF_A_CLASS:
        message = f"`{entry.key.text}` is a whole number from 1 to 10 million"
        reading.problems.error("bad-number", message, entry.key.place)
        return None
    return int(count)


MEMBER: Shape[dict[str, Anything]] = Shape(
    "member",
    "a member",
    keys=(
        TEXT("Name used in the rule and in ballots.", "name", required=True),
        TEXT("Name shown to people.", "label"),
        _BY_NAME("What it weighs, by the name of the weight.", "weights", vital=True),
        Kind({"type": "integer", "minimum": 1}, _count)(
            "How many members like it there are; each has the weights given.", "count", vital=True
        ),
    ),
)


def _members(entry: Entry, reading: Reading) -> "tuple[Member, ...] | None":
    from lastyard.bodies.body import Member  # noqa: PLC0415

    node, problems = entry.value, reading.problems
    if not isinstance(node, ListNode):
        wrong_type(node, "a list", problems, help_for_list(node))
        return None
    found: list[Member] = []
    first: dict[str, Place] = {}
    for item in node.items:
        said: dict[str, Anything] | None = (
            {"name": item.text} if isinstance(item, TextNode) else MEMBER.read(item, reading)
        )
        if said is None:
            continue
        name = said["name"]
        if name in first:
            message = f"{name[:60]!r} is named twice as a member (first on line {first[name].line})"
            problems.error("bad-body", message, item.place, "remove one of them")
        else:
            first[name] = item.place
            party = reading.parties.get(name)
            label = said.get("label") or (party.name if party and party.decides else "")
            found.append(Member(name, said.get("weights", {}), said.get("count", 1), label))
    return tuple(found) if len(found) == len(node.items) else None


def _groups(entry: Entry, reading: Reading) -> dict[str, tuple[str, ...]] | None:
    node, problems = entry.value, reading.problems
    if not isinstance(node, MapNode):
        message = "`groups` maps names to members"
        problems.error("wrong-type", message, node.place, "{name: [member]}")
        return None
    groups: dict[str, tuple[str, ...]] = {}
    for each in node.entries:
        items = each.value.items if isinstance(each.value, ListNode) else [each.value]
        texts = [item.text for item in items if isinstance(item, TextNode)]
        if len(texts) != len(items):
            problems.error("wrong-type", "a group is a list of members", each.value.place)
            return None
        groups[each.key.text] = tuple(texts)
    return groups


VOTING_BODY: Shape[dict[str, Anything]] = Shape(
    "voting_body",
    "a voting body",
    keys=(
        TEXT("What it is called.", "name"),
        Kind(
            {"type": "array", "items": {"anyOf": [TEXT.schema, ref("member")]}, "minItems": 1},
            _members,
        )("Who votes: names, or members with weights or a count.", "members", required=True),
        TEXT("When a draft is adopted, as `yes > no`.", "rule", required=True),
        Kind(map_of(IDS.schema), _groups)(
            "Names of sets of members, for the rule.", "groups", vital=True
        ),
        _BY_NAME("What each weight adds up to, to be checked.", "totals", vital=True),
    ),
)


def _written_body(node: Node, title: str, reading: Reading) -> "Body | None":
    from lastyard.bodies.body import Body  # noqa: PLC0415
    from lastyard.bodies.errors import BodyError, MonotoneError, WeightError  # noqa: PLC0415

    fields = Fields(node, VOTING_BODY, reading)
    said, rule, problems = VOTING_BODY.made(fields), fields.node("rule"), reading.problems
    if said is None or not isinstance(rule, TextNode):
        return None
    try:
        return Body(**({"groups": {}, "totals": {}} | said | {"name": said.get("name") or title}))
    except BodyError as problem:
        # What is wrong inside the rule is placed there, where it stands on one line.
        message, help = problem.problem, problem.help or None
        if isinstance(problem, MonotoneError):
            problems.error("bad-rule", message, rule.place, help)
        elif problem.line is None or problem.column is None:
            key = "totals" if isinstance(problem, WeightError) and "totals" in fields else "members"
            fields.error("bad-body", message, key, help)
        elif rule.offset >= 0 and problem.line == 1:
            place = rule.place.shifted(rule.offset + problem.column - 1)
            problems.error("bad-rule", message, place, help)
        else:
            where = f"line {problem.line}, column {problem.column} of this text"
            problems.error("bad-rule", f"{message} ({where})", rule.place, help)
        return None


def _named_body(node: TextNode, title: str, reading: Reading) -> "Body | None":
    from lastyard.bodies.catalog import entry_from, find_entry, is_path  # noqa: PLC0415
    from lastyard.bodies.errors import BodyError  # noqa: PLC0415

    problems = reading.problems
    try:
        if node.text == AGREEMENT:
            return _body_of_agreement(title, reading)
        if not is_path(node.text):
            return find_entry(node.text).body()
        # Nothing is known of the vote without its body, so that here it is an error.
        text = decoded(read_named(node.text, problems.file, _LARGEST_BODY), node.text)
        return entry_from(text, Path(folder_of(problems.file)) / node.text).body()
    except NamedFileError as problem:
        code = "file-outside" if problem.reason == "outside" else "unknown-body"
        problems.error(code, str(problem), node.place, problem.help)
    except CaseError as problem:
        problems.error("unknown-body", problem.diagnostics[0].message, node.place)
    except BodyError as problem:
        problems.error("unknown-body", problem.problem, node.place, problem.help or None)
    except RequestError as problem:
        problems.error("bad-body", str(problem), node.place)
    return None


def _body_of_agreement(title: str, reading: Reading) -> "Body":
    from lastyard.bodies.body import Body, Member  # noqa: PLC0415

    deciders = [party for party in reading.parties.values() if party.decides]
    named = reading.agreement.parties if reading.agreement else None
    members = [party for party in deciders if named is None or party.id in named]
    rule = agreement_rule(reading.agreement, [party.id for party in deciders])
    return Body(title, tuple(Member(party.id, label=party.name) for party in members), rule)


def _body_written(body: "Body", title: str, case: Anything) -> dict[str, Anything]:
    names = {party.id: party.name for party in case.deciders}
    content = {
        "name": body.name if body.name != title else None,
        "members": [_member_written(member, names.get(member.name, "")) for member in body.members],
        "groups": {name: list(members) for name, members in body.groups.items()},
        "totals": OneLine(body.totals),
        "rule": body.rule,
    }
    return {key: value for key, value in content.items() if value not in (None, {})}


def _member_written(member: "Member", known: str) -> str | OneLine:
    content = {
        "name": member.name,
        "label": member.label if member.label != known else None,
        "weights": OneLine(member.weights),
        "count": member.count if member.count != 1 else None,
    }
    entry = OneLine((key, value) for key, value in content.items() if value not in (None, {}))
    return entry if len(entry) > 1 else member.name


# ---- votes --------------------------------------------------------------------------------------


def _read_draft(entry: Entry, reading: Reading) -> Package | str | None:
    node = entry.value
    draft: Package | str | None = (
        node.text if isinstance(node, TextNode) else PACKAGE.read(entry, reading)
    )
    return draft


_DRAFT = Kind(
    {"anyOf": [TEXT.schema, PACKAGE.schema]},
    _read_draft,
    lambda draft, case: draft if isinstance(draft, str) else PACKAGE.write(draft, case),
    names=PACKAGE.names,
)

_VOTING = (
    Kind({"anyOf": [TEXT.schema, ref("voting_body")]}, as_written)(
        "Who votes by which rule: `agreement`, the name or file of a body, or members and a rule.",
        "body",
    ),
    Kind(
        map_of({"anyOf": [_BALLOT_WORD, ref("ballot")]}),
        as_written,
        names=(("#", "members"), ("*", BALLOT)),
    )("What is known of the ballots; leave out members of whom nothing is known.", "ballots"),
)


def _read_voting(fields: Fields, found: dict[str, Anything]) -> bool:
    """Read who votes, and their ballots, which name the members."""
    if not fields.is_mapping:
        return False
    id = fields.node("id")
    title = found.get("name") or (id.text if isinstance(id, TextNode) else "the vote")
    node, body = fields.node("body"), None
    if isinstance(node, TextNode):
        body, found["reference"] = _named_body(node, title, fields.reading), node.text
    elif node is not None:
        body = _written_body(node, title, fields.reading)
    found["body"] = body
    found["ballots"] = _ballots(fields.node("ballots"), body, fields.reading)
    return body is not None


def _write_voting(vote: Anything, case: Anything) -> dict[str, Anything]:
    return {
        "body": vote.reference or _body_written(vote.body, vote.title, case),
        "ballots": {ballot.member: _write_ballot(ballot, case) for ballot in vote.ballots},
    }


_OUTCOME = one_of(
    ("adopted", "rejected"),
    "an outcome is adopted or rejected, not {!r}",
    "outcomes",
    code="bad-ballot",
)


@record(frozen=True, slots=True)
class Vote:
    """A draft put to a vote.

    Attributes:
        body: Who votes and when the draft is adopted.
        reference: What the case file has for the body: ``agreement``, or the name or path
            of a file; None when the body is written out in the case.
        ballots: What is known of the ballots.
    """

    id: Annotated[str, given_name("a vote", "votes", "name")("Name by which answers refer to it.")]
    body: Annotated[
        "Body", Several(_VOTING, _read_voting, _write_voting, before="outcome", required=("body",))
    ]
    reference: str | None = None
    name: Annotated[str | None, TEXT("Name shown to people.")] = None
    draft: Annotated[
        Package | str | None, _DRAFT("What would be adopted: a package, or words.")
    ] = None
    on: Annotated[datetime.date | None, DATE("The day of the vote.")] = None
    ballots: tuple[Ballot, ...] = ()
    outcome: Annotated[
        Literal["adopted", "rejected"] | None, _OUTCOME("The outcome on record.", vital=True)
    ] = None
    source: Annotated[str | None, SOURCE_NAMED("Where the vote is reported.")] = None
    note: Annotated[str | None, NOTE] = None
    place: Place | None = field(default=None, compare=False, repr=False)

    @property
    def title(self) -> str:
        """Its name for people."""
        return self.name or self.id


VOTE = Shape("vote", "a vote", Vote)


def agreement_rule(agreement: Agreement | None, deciders: Sequence[str]) -> str:
    """Write the rule by which a case is agreed as the pass rule of a body.

    To accept is to vote yes; to abstain is not to accept.

    Raises:
        RequestError: If it says ``not``, ``implies`` or ``iff``.

    Example:
        >>> agreement_rule(None, ["a", "b"])
        'yes >= 2'
    """
    if agreement is None:
        return f"yes >= {len(deciders)}"
    return _rule(agreement.tree)


def _rule(tree: Condition) -> str:
    match tree:
        case OneOf(party):
            return f"yes in '{party}' >= 1"
        case All(parts) if parts:
            return "(" + " and ".join(map(_rule, parts)) + ")"
        case Any(parts) if parts:
            return "(" + " or ".join(map(_rule, parts)) + ")"
        case AtLeast(quota, weights, parts) if all(isinstance(p, OneOf) for p in parts):
            named = [part.issue for part in parts if isinstance(part, OneOf)]
            terms = zip(weights, named, strict=True)
            return " + ".join(f"{w} of yes in '{name}'" for w, name in terms) + f" >= {quota}"
        case _:
            raise RequestError(
                "the agreement rule cannot be taken as the pass rule of a body: it says more "
                "than and, or, at least; write the body out"
            )
