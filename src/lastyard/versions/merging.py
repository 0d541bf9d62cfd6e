"""Joining two versions of a case, thing by thing, without ever choosing between two changes.

A statement, party, issue, rule, source or vote is taken whole: two different changes of one
are a conflict even where they touch different fields, since what a statement says hangs
together. With the common base (diff3: Khanna, Kunal and Pierce 2007), what only one side
changed, added or removed is taken. Without it, what only one side has is taken, and what
both have differently is a conflict.

Example:
    >>> from lastyard.case.loading.case import load_text
    >>> from lastyard.versions.units import units
    >>> text = "{title: T, parties: {a: {}}, issues: {i: {options: [x, y]}}}"
    >>> base, one = units(load_text(text)), units(load_text(text.replace("title: T", "title: U")))
    >>> joined, conflicts = join(one, base, base)
    >>> joined["case", "title"], conflicts
    ('U', ())
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from lastyard.analyses.check import load_text
from lastyard.case.diagnostics import CaseError
from lastyard.case.history import day_of
from lastyard.case.model import Case
from lastyard.case.writing import as_yaml
from lastyard.results import Result
from lastyard.versions.splicing import line_of, lost_comments, splice
from lastyard.versions.units import Key, as_content, units

__all__ = ["Conflict", "Merged", "Version", "join", "merge"]

Side = Literal["a", "b"]


class Version(NamedTuple):
    """A version of a case: its file's name, text and content."""

    file: str
    text: str
    case: Case


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that two versions hold differently, or that does not fit when joined.

    Attributes:
        key: Section and name; ``("case", "file")`` when the joined file cannot be used.
        base: What the base holds; None when it holds nothing, or there is no base.
        a: What the first version holds; None when it holds nothing.
        b: What the second holds; None when it holds nothing.
        line_a: Where that stands in the first file; None when it does not.
        line_b: Where that stands in the second.
        problem: Why the joined file cannot be used; else None.
    """

    key: Key
    base: Any
    a: Any
    b: Any
    line_a: int | None
    line_b: int | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Merged(Result):
    """Two versions of a case, joined.

    Attributes:
        case: The joined case; the first version when they could not be joined.
        day: The day at which that is looked at.
        file_a: The first version's file.
        file_b: The second version's file.
        text: The joined file; None when there are conflicts that nobody settled.
        from_b: What was taken from the second version, by section and name.
        removed: What was left out because the second version removed it.
        conflicts: What could not be joined.
        settled_by: The side that was to be taken in conflicts; None for neither.
        comments_lost: Lines of comment, with their file and line, that are not in the text.
    """

    case: Case
    day: date | None
    file_a: str
    file_b: str
    text: str | None
    from_b: tuple[Key, ...]
    removed: tuple[Key, ...]
    conflicts: tuple[Conflict, ...]
    settled_by: Side | None
    comments_lost: tuple[tuple[str, int, str], ...]


def join(
    a: Mapping[Key, Any],
    b: Mapping[Key, Any],
    base: Mapping[Key, Any] | None = None,
    prefer: Side | None = None,
) -> tuple[dict[Key, Any], tuple[Key, ...]]:
    """Join the units of two versions.

    Args:
        a: Units of the first version.
        b: Units of the second.
        base: Units of the version that both come from, if there is one.
        prefer: The side to take in conflicts; without it the joined units hold the first's.

    Returns:
        The joined units, the first version's order first, and the keys in conflict.
    """
    joined: dict[Key, Any] = {}
    conflicts = []
    for key in dict.fromkeys((*a, *b)):
        one, other = a.get(key), b.get(key)
        if one == other:
            taken = one
        elif base is not None and one == base.get(key):
            taken = other
        elif base is not None and other == base.get(key):
            taken = one
        elif base is None and (one is None or other is None):
            taken = one if other is None else other
        else:
            conflicts.append(key)
            taken = other if prefer == "b" else one
        if taken is not None:
            joined[key] = taken
    return joined, tuple(conflicts)


def merge(
    a: Version,
    b: Version,
    base: Case | None = None,
    *,
    prefer: Side | None = None,
    file: str = "merged.yaml",
) -> Merged:
    """Join two versions of a case; the first one's comments and layout are kept.

    Args:
        a: The first version.
        b: The second version.
        base: The version that both come from, if it is known.
        prefer: The side to take in conflicts; None: conflicts leave nothing joined.
        file: Name of the file to be; sources' files are looked for beside it.
    """
    old = units(base) if base is not None else None
    one, other = units(a.case), units(b.case)
    joined, keys = join(one, other, old, prefer)
    conflicts = tuple(
        Conflict(
            key,
            old.get(key) if old else None,
            one.get(key),
            other.get(key),
            line_of(a.text, key),
            line_of(b.text, key),
        )
        for key in keys
    )
    text, case = None, a.case
    if not conflicts or prefer is not None:
        try:
            text, case = _written(a, b, joined, file)
        except CaseError as problem:
            does_not_fit = Conflict(("case", "file"), None, None, None, None, None, str(problem))
            conflicts = (*conflicts, does_not_fit)
    return Merged(
        case=case,
        day=day_of(case),
        file_a=a.file,
        file_b=b.file,
        text=text,
        from_b=tuple(key for key in joined if joined[key] != one.get(key)),
        removed=tuple(key for key in one if key not in joined),
        conflicts=conflicts,
        settled_by=prefer,
        comments_lost=()
        if text is None
        else tuple(
            (version.file, line, comment)
            for version in (a, b)
            for line, comment in lost_comments(version.text, text)
        ),
    )


def _written(a: Version, b: Version, joined: Mapping[Key, Any], file: str) -> tuple[str, Case]:
    """Write the joined case, as little changed from the first file as can be.

    Raises:
        CaseError: If the joined case cannot be used.
    """
    fresh = as_yaml(as_content(joined))
    # Whatever the layout, this is what the file has to say.
    wanted = units(load_text(fresh, file))
    one, other = units(a.case), units(b.case)
    spliced = splice(a.text, b.text, joined, one, other)
    if spliced is not None:
        try:
            case = load_text(spliced, file)
        except CaseError:
            pass  # the layout of one file does not go into the other: write it afresh
        else:
            if units(case) == wanted:
                return spliced, case
    return fresh, load_text(fresh, file)
