"""Phrases for who holds an office or belongs to a body: where they end, what is their head.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("A spokeswoman for the hospital thanked one of the nurses.")
    >>> holder_of_post(parts, 0, 5), holder_end(parts, 6)
    (2, 10)
"""

from __future__ import annotations

from lastyard.reading.roles import is_body_role, is_person_role
from lastyard.reading.segments import Segments
from lastyard.reading.words import CAPITAL, PLAIN


def is_holder(word: str) -> bool:
    """Say whether a lower-case noun is a role of people or a kind of body."""
    return is_person_role(word) or is_body_role(word)


def holder_end(parts: Segments, k: int) -> int | None:
    """Find where *the old secretary* or *one of the victims* that opens at a word ends."""
    begin = k + 1
    if parts.lowers[k] == "one":
        if parts.lowers[k + 1 : k + 2] != ["of"]:
            return None
        begin = k + 3
    last, ceiling = begin, min(len(parts.words), begin + 3)
    while last < ceiling and parts.kinds[last] in (PLAIN, CAPITAL):
        last += 1
        if is_holder(parts.lowers[last - 1]):
            break
    if last <= begin or not is_holder(parts.lowers[last - 1]):
        return None
    named = last < len(parts.kinds) and parts.kinds[last] == CAPITAL
    return None if named else last


def holder_of_post(parts: Segments, first: int, last: int) -> int | None:
    """Find where *a spokeswoman for the hospital* goes on after its head."""
    for k in range(first + 1, last - 1):
        if parts.lowers[k] in ("for", "of", "at", "from", "with", "in"):
            head = parts.lowers[k - 1]
            role = is_person_role(head) or (parts.kinds[k - 1] == PLAIN and is_body_role(head))
            return k if role else None
    return None
