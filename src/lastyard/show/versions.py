"""How :class:`~lastyard.answers.versions.Changes` and :class:`~lastyard.answers.versions.Merged` look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lastyard.answers.versions import Changes, Concluded, Conflict, Merged, Written, changed_fields
from lastyard.case.editing import Key, plain
from lastyard.show.blocks import Block, Heading, Items, Paragraph
from lastyard.show.evidence import finding_in_words
from lastyard.show.shared import title_of
from lastyard.show.words import count_of, day_in_words, joined, joined_some

__all__ = ["changes_blocks", "merged_blocks", "value_in_words"]

_LONGEST = 160

_ONE = {
    "parties": "party",
    "issues": "issue",
    "sources": "source",
    "rules": "rule",
    "statements": "statement",
    "votes": "vote",
    "case": "the case's",
}

_KINDS: Mapping[str, str] = {
    "verdict": "Packages",
    "blocking set": "Blocking sets",
    "opening": "Openings",
    "issue": "Issues",
    "position": "Positions",
    "gap": "Gaps",
    "vote": "Votes",
    "equilibrium": "Where moves could come to rest",
    "package": "The best package",
}

_LEFT_OUT: Mapping[str, str] = {
    "package": "which packages are best (`--packages` compares the best)",
    "talks": "some positions and gaps (see `lastyard standing`)",
    "impasse": "some of what blocks and what opens (see `lastyard impasse`)",
    "vote": "votes (see `lastyard vote`)",
    "moves": "moves (see `lastyard moves`)",
}


def changes_blocks(result: Changes) -> Iterator[Block]:
    """Describe what changed."""
    yield title_of(result.case, result.day)
    if result.old_day != result.day:
        days = [day_in_words(day) for day in (result.old_day, result.day)]
        yield Paragraph(f"Looked at as of {days[0]} before, and {days[1]} now.")
    if not result.any:
        yield Paragraph("Nothing changed, in what was written or in what follows.")
    if result.written:
        yield Heading("What was written", count_of(len(result.written), "change"))
        yield Items([_written_lines(change) for change in result.written])
    elif result.any:
        yield Paragraph("The files say the same.")
    if result.concluded:
        yield Heading("What follows", count_of(len(result.concluded), "change"))
        for kind, heading in _KINDS.items():
            items = [_concluded_lines(result, c) for c in result.concluded if c.kind == kind]
            if items:
                yield Heading(heading)
                yield Items(items)
    elif result.any:
        kinds = joined([_KINDS[kind].lower() for kind in result.compared], "or")
        yield Paragraph(f"No change in what was compared: {kinds}.")
    if result.any and result.not_compared:
        left = joined([_LEFT_OUT[kind] for kind in result.not_compared])
        yield Paragraph(f"Not compared: {left}.")
    if not result.complete:
        yield Paragraph(
            "Not all blocking sets or openings were found: one that appeared or went may only "
            "have become likelier or less likely."
        )


def _written_lines(change: Written) -> tuple[str, ...]:
    section, name = change.key
    lines = [f"{_ONE[section]} {name} {change.what}"]
    for field in change.fields:
        old, new = value_in_words(field.old), value_in_words(field.new)
        if change.what == "added":
            lines.append(f"{field.name}: {new}")
        elif change.what == "removed":
            lines.append(f"{field.name}: {old}")
        else:
            told = f"{field.name}: " if section != "case" else ""
            lines.append(f"{told}{old} -> {new}")
    return tuple(lines)


def value_in_words(value: Any) -> str:
    """Write a value of a case file on one line; a long one is cut."""
    if value is None:
        return "nothing"
    text = " ".join(_flat(plain(value)).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flat(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flat, value)) + "]"
    return str(value)


def _concluded_lines(result: Changes, change: Concluded) -> tuple[str, ...]:
    old = None if change.old is None else finding_in_words(result.old, change.old)
    new = None if change.new is None else finding_in_words(result.case, change.new)
    if old is None:
        return (f"appeared: {new}",)
    if new is None:
        return (f"went: {old}",)
    return (f"was: {old}", f"is: {new}")


_MOST_NAMED = 12


def merged_blocks(result: Merged) -> Iterator[Block]:
    """Describe what was joined, and what could not be."""
    yield title_of(result.case, result.day)
    if result.conflicts:
        yield Heading("What could not be joined", count_of(len(result.conflicts), "conflict"))
        yield Items([_conflict_lines(result, each) for each in result.conflicts])
    if result.text is None:
        yield Paragraph("Nothing was written.")
        return
    if result.conflicts:
        side = result.file_a if result.settled_by == "a" else result.file_b
        yield Paragraph(f"In every conflict {side} was taken, as asked.")
    taken = joined_some([_named(key) for key in result.from_b], _MOST_NAMED)
    yield Paragraph(f"Taken from {result.file_b}: {taken or 'nothing'}.")
    if result.removed:
        gone = joined_some([_named(key) for key in result.removed], _MOST_NAMED)
        yield Paragraph(f"Left out, as {result.file_b} removed it: {gone}.")
    if result.comments_lost:
        yield Heading("Comments that are not in the joined file")
        yield Items([(f"{file}, line {n}: {text}",) for file, n, text in result.comments_lost])


def _named(key: Key) -> str:
    return key[1] if key[0] == "case" else f"{key[0]} {key[1]}"


def _conflict_lines(result: Merged, conflict: Conflict) -> tuple[str, ...]:
    if conflict.problem is not None:
        return ("the joined file could not be used", *conflict.problem.splitlines())
    sides = (
        (result.file_a, conflict.a, conflict.line_a),
        (result.file_b, conflict.b, conflict.line_b),
    )
    if conflict.a is None or conflict.b is None:
        gone, kept = (0, 1) if conflict.a is None else (1, 0)
        what = f"{sides[gone][0]} removed it, {_place(sides[kept])} changed it"
        told = changed_fields(conflict.key, conflict.base, sides[kept][1])
        return (f"{_named(conflict.key)}: {what}", *(_field(f.name, f.old, f.new) for f in told))
    lines = [f"{_named(conflict.key)}: {_place(sides[0])} and {_place(sides[1])} differ"]
    for field in changed_fields(conflict.key, conflict.a, conflict.b):
        lines += [
            f"{field.name}, {result.file_a}: {value_in_words(field.old)}",
            f"{field.name}, {result.file_b}: {value_in_words(field.new)}",
        ]
    return tuple(lines)


def _place(side: tuple[str, Any, int | None]) -> str:
    file, _, line = side
    return file if line is None else f"{file} line {line}"


def _field(name: str, old: Any, new: Any) -> str:
    return f"{name}: {value_in_words(old)} -> {value_in_words(new)}"
