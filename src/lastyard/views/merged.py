"""How :class:`~lastyard.versions.Merged` looks."""

from __future__ import annotations

from typing import Any

from lastyard.versions import Conflict, Merged
from lastyard.versions.changes import changed_fields
from lastyard.versions.units import Key, plain
from lastyard.views.blocks import Block, Heading, Items, Paragraph
from lastyard.views.changes import value_in_words
from lastyard.views.common import title_of, whole_json
from lastyard.views.wording import count_of, joined_some

__all__ = ["merged_blocks", "merged_json"]

_MOST_NAMED = 12


def merged_blocks(result: Merged) -> list[Block]:
    """Describe what was joined, and what could not be."""
    blocks: list[Block] = [title_of(result.case, result.day)]
    if result.conflicts:
        remark = count_of(len(result.conflicts), "conflict")
        items = [_conflict_lines(result, each) for each in result.conflicts]
        blocks += [Heading("What could not be joined", remark), Items(items)]
    if result.text is None:
        blocks.append(Paragraph("Nothing was written."))
        return blocks
    if result.conflicts:
        side = result.file_a if result.settled_by == "a" else result.file_b
        blocks.append(Paragraph(f"In every conflict {side} was taken, as asked."))
    taken = joined_some([_named(key) for key in result.from_b], _MOST_NAMED)
    blocks.append(Paragraph(f"Taken from {result.file_b}: {taken or 'nothing'}."))
    if result.removed:
        gone = joined_some([_named(key) for key in result.removed], _MOST_NAMED)
        blocks.append(Paragraph(f"Left out, as {result.file_b} removed it: {gone}."))
    if result.comments_lost:
        lines = [(f"{file}, line {line}: {text}",) for file, line, text in result.comments_lost]
        blocks += [Heading("Comments that are not in the joined file"), Items(lines)]
    return blocks


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


def merged_json(result: Merged) -> dict[str, Any]:
    """Return the machine-readable form."""
    return {
        **whole_json(result.case, result.day),
        "written": result.text is not None,
        "from_b": [_key(key) for key in result.from_b],
        "removed": [_key(key) for key in result.removed],
        "conflicts": [
            {
                **_key(each.key),
                "base": plain(each.base),
                "a": plain(each.a),
                "b": plain(each.b),
                "line_a": each.line_a,
                "line_b": each.line_b,
                "problem": each.problem,
            }
            for each in result.conflicts
        ],
        "settled_by": result.settled_by,
        "comments_lost": [
            {"file": file, "line": line, "text": text} for file, line, text in result.comments_lost
        ],
    }


def _key(key: Key) -> dict[str, str]:
    return {"section": key[0], "id": key[1]}
