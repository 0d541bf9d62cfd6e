"""Parties of a case and the words that stand for them.

Example:
    >>> from lastyard.reading.entity import Entity
    >>> table = PartyTable([PartyNames("us", ("United States", "Washington", "Ada Moor"))])
    >>> table.party_of(Entity("Ada Moor", "person", ("ada", "moor")))
    'us'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lastyard.reading.entity import Entity
from lastyard.reading.peoples import COUNTRY_OF


@dataclass(frozen=True, slots=True)
class PartyNames:
    """A party's id and the names that stand for it: itself, people, offices, capitals."""

    id: str
    words: tuple[str, ...]


class PartyTable:
    """Looks up the party that an entity belongs to."""

    def __init__(self, parties: Sequence[PartyNames]) -> None:
        """Index the parties' words; a country's adjective counts as the country."""
        self._by_word: dict[str, str] = {}
        for party in parties:
            for word in party.words:
                plain = _plain(word)
                self._by_word.setdefault(plain, party.id)
                country = COUNTRY_OF.get(plain)
                if country:
                    self._by_word.setdefault(country.lower(), party.id)

    def party_of(self, entity: Entity) -> str | None:
        """Give the party of an entity; without parties: its country, or None.

        Looked for in order: its own name, its surname, its body, its country, then the
        same for the one whose office or text it is.
        """
        if not self._by_word:
            return self._country(entity)
        seen: set[int] = set()
        at: Entity | None = entity
        while at is not None and id(at) not in seen:
            seen.add(id(at))
            for words in self._words(at):
                if words in self._by_word:
                    return self._by_word[words]
            at = at.issuer
        return None

    @staticmethod
    def _words(entity: Entity) -> list[str]:
        found = [_plain(entity.name)]
        if entity.tokens and entity.kind in ("person", "unknown"):
            found.append(entity.tokens[-1])
        country = COUNTRY_OF.get(found[0]) or entity.country
        found += [_plain(word) for word in (entity.body, country) if word]
        return found

    def _country(self, entity: Entity) -> str | None:
        if entity.kind == "country":
            return COUNTRY_OF.get(_plain(entity.name), entity.name)
        if entity.country:
            return entity.country
        return entity.issuer.country if entity.issuer else None


def _plain(words: str) -> str:
    return words.lower().removeprefix("the ").strip()
