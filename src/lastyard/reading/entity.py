"""One person, body, country or text that a report mentions.

Example:
    >>> Entity("Ada Moor", "person", ("ada", "moor")).may_be_person
    True
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lastyard.reading.names import Name
from lastyard.reading.roles import (
    is_writing,
)
from lastyard.reading.segments import Segments


@dataclass(slots=True)
class Entity:
    """A person, body, country or text that is mentioned.

    Attributes:
        name: Fullest name seen, without titles; or the words of the description.
        kind: ``person``, ``body``, ``country``, ``office``, ``writing`` or ``unknown``.
        titles: Title and role words seen beside the name.
        gender: ``m``, ``f`` or None.
        country: Country that the text puts beside the name, or None.
        body: Body that the text puts beside the title, or None.
        mentions: Word spans of its mentions by name, in order.
        issuer: For a text or an office: the one it belongs to.
        spoke: Word at which it last spoke.
    """

    name: str
    kind: str
    tokens: tuple[str, ...] = ()
    titles: set[str] = field(default_factory=set)
    gender: str | None = None
    country: str | None = None
    body: str | None = None
    mentions: list[tuple[int, int]] = field(default_factory=list)
    issuer: Entity | None = None
    spoke: int = -1

    @property
    def may_be_person(self) -> bool:
        """Whether *he* or *she* could mean it."""
        if self.kind == "unknown":
            return len(self.tokens) < 5
        return self.kind == "person"


def same_person(entity: Entity, name: Name) -> bool:
    """Say whether a name with the same last word is the entity's, in a shorter or fuller form."""
    if entity.gender and name.gender and entity.gender != name.gender:
        return False
    if entity.tokens[-1] != name.tokens[-1]:
        return False
    one, other = entity.tokens, name.tokens
    if len(one) == 1 or len(other) == 1:
        return entity.kind != "body" or name.kind != "person"
    if len(one) == len(other):
        return False
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return set(shorter) <= set(longer)


def text_head(parts: Segments, first: int, last: int) -> int | None:
    """Find the word for a text that a phrase is about (*a press release from ...*)."""
    for i in range(first, min(last, first + 8)):
        if parts.lowers[i] in ("from", "by", "of", "issued"):
            break
        if is_writing(parts.lowers[i]) and (
            i + 1 == last or parts.lowers[i + 1] in ("from", "by", "of", "issued")
        ):
            return i
    return None
