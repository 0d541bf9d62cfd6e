"""Names of one text grouped into entities: surnames and initialisms fall to the fuller name.

Example:
    >>> from lastyard.reading.segments import segment
    >>> grouped = group_names(segment("Secretary Ada Moor came. Moor met Qadir."))
    >>> [(entity.name, len(entity.mentions)) for entity in grouped.entities]
    [('Ada Moor', 2), ('Qadir', 1)]
"""

from __future__ import annotations

from dataclasses import dataclass

from lastyard.reading.entity import Entity, same_person
from lastyard.reading.names import Name, find_names
from lastyard.reading.segments import Segments

_FARTHEST = 60


@dataclass(frozen=True, slots=True)
class GroupedNames:
    """The names of a text and whom each means.

    Attributes:
        names: The names in order.
        of_name: The entity of each name.
        entities: The entities in the order of their first names.
        by_token: For each word of a name, the entities that have it.
    """

    names: list[Name]
    of_name: list[Entity]
    entities: list[Entity]
    by_token: dict[str, list[Entity]]


def group_names(parts: Segments) -> GroupedNames:
    """Group all names of a text under their fullest forms."""
    grouping = _Grouping(find_names(parts))
    for name in grouping.names:
        grouping.of_name.append(grouping.add(name))
    grouping.join_short_forms(parts)
    return GroupedNames(grouping.names, grouping.of_name, grouping.entities, grouping.by_token)


class _Grouping:
    """Takes names one by one and finds the entity of each."""

    def __init__(self, names: list[Name]) -> None:
        self.names = names
        self.entities: list[Entity] = []
        self.of_name: list[Entity] = []
        self._by_key: dict[tuple[str, ...], Entity] = {}
        self.by_token: dict[str, list[Entity]] = {}

    def add(self, name: Name) -> Entity:
        entity = self._find(name)
        if entity is None:
            entity = Entity(name.text, name.kind, name.tokens)
            self.entities.append(entity)
            self._by_key[name.tokens] = entity
            for token in set(name.tokens):
                self.by_token.setdefault(token, []).append(entity)
        elif len(name.tokens) > len(entity.tokens):
            self._rename(entity, name)
        entity.titles.update(name.titles)
        entity.gender = entity.gender or name.gender
        entity.country = entity.country or name.country
        entity.body = entity.body or name.body
        if entity.kind == "unknown" or (entity.kind == "office" and name.kind != "office"):
            entity.kind = name.kind
        entity.mentions.append((name.first, name.last))
        return entity

    def _rename(self, entity: Entity, name: Name) -> None:
        entity.name, entity.tokens = name.text, name.tokens
        self._by_key[name.tokens] = entity
        for token in set(name.tokens):
            known = self.by_token.setdefault(token, [])
            if entity not in known:
                known.append(entity)

    def _find(self, name: Name) -> Entity | None:
        """Find the entity that a name belongs to: the same words, or its surname."""
        exact = self._by_key.get(name.tokens)
        if exact is not None:
            return exact
        if name.kind in ("country", "office") or not name.tokens:
            return None
        surname = name.tokens[-1]
        if name.kind == "body" and len(name.tokens) == 1:
            bodies = [e for e in self.by_token.get(surname, [])[-_FARTHEST:] if e.kind == "body"]
            return bodies[-1] if bodies else None
        for entity in reversed(self.by_token.get(surname, [])[-_FARTHEST:]):
            if entity.kind in ("country", "office"):
                continue
            if same_person(entity, name):
                return entity
        if len(name.tokens) == 1:
            for entity in reversed(self.by_token.get(surname, [])[-_FARTHEST:]):
                if entity.kind == "person" and entity.tokens[0] == surname:
                    return entity
        return None

    def join_short_forms(self, parts: Segments) -> None:
        """Join *Korean Central News Agency (KCNA)* with later mentions of the short form."""
        for k in range(len(self.names) - 1):
            full, short = self.names[k], self.names[k + 1]
            if len(short.tokens) != 1 or not short.text.isupper() or len(full.tokens) < 2:
                continue
            near = short.first - full.last == 1 and parts.lowers[full.last] == "("
            initials = "".join(token[0] for token in full.tokens)
            if near or initials == short.tokens[0]:
                kept, gone = self.of_name[k], self.of_name[k + 1]
                if kept is gone or kept.kind == "person":
                    continue
                kept.kind = "body"
                kept.mentions = sorted({*kept.mentions, *gone.mentions})
                self.of_name = [kept if e is gone else e for e in self.of_name]
                self._by_key[short.tokens] = kept
