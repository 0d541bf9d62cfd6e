"""Who takes part in an event, at whom it is directed, and where it is.

Participants are the names of the subject, and those after *with*, *between*, *by*; a name
after *in* or *at* is a place, and so is where a visit goes to.
"""

from __future__ import annotations

from lastyard.reading.entities import Register
from lastyard.reading.entity import Entity
from lastyard.reading.event_words import NOUNS, Trigger
from lastyard.reading.peoples import COUNTRY_OF
from lastyard.reading.phrases import phrase_after
from lastyard.reading.segments import Segments
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import (
    CAPITAL,
    DETERMINER,
    MONTHS,
    PLAIN,
    POSSESSIVE,
    PRONOUN,
    SUBORDINATOR,
)

ACTORS = frozenset({"person", "body", "country", "unknown", "office"})
_AGAINST = frozenset({"sanction", "fighting", "attack", "criticism", "protest", "threat"})
_MONTHS = frozenset(MONTHS)
_NO_ACTOR_AFTER = word_set("in at near on over of from about")


def visited(
    parts: Segments, register: Register, k: int, ceiling: int, place: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """Part where somebody went from whom they saw there: *visited Elderford*, *visited Moor*."""
    phrase = phrase_after(parts, k + 1, ceiling) if k + 1 < ceiling else None
    named = register.entities_between(*phrase) if phrase is not None else []
    people = tuple(called(e) for e in named if e.kind == "person")
    if named and not people and place is None:
        first = phrase[0] if phrase is not None else k
        while parts.kinds[first] == DETERMINER:
            first += 1
        return parts.slice(first, phrase[1] if phrase is not None else first), ()
    return place, people


def actors(register: Register, phrase: tuple[int, int] | None) -> tuple[str, ...]:
    """Name the actors of a subject: all names in a pair, else the one it means."""
    if phrase is None:
        return ()
    parts = register.parts
    first, last = phrase
    while (
        first >= 2
        and (parts.lowers[first - 1] in (",", "and"))
        and parts.kinds[first - 2] == CAPITAL
    ):
        first -= 2
    if first < phrase[0] or any(parts.lowers[k] == "and" for k in range(first, last)):
        return tuple(called(e) for e in register.entities_between(first, last) if e.kind in ACTORS)
    if parts.lowers[last - 1] in NOUNS:
        return ()
    entity = register.resolve(phrase)
    if entity.kind == "writing":
        entity = entity.issuer or entity
    if parts.kinds[phrase[0]] == PRONOUN and entity.kind == "unknown" and len(entity.name) < 5:
        return ()
    return (called(entity),)


def called(entity: Entity) -> str:
    """Name an actor; an adjective stands for its country."""
    return (
        COUNTRY_OF.get(entity.name.lower(), entity.name)
        if entity.kind == "country"
        else entity.name
    )


def named_after(
    parts: Segments, register: Register, first: int, ceiling: int, trigger: Trigger
) -> tuple[str, ...]:
    """Name the actors after a trigger that are object or stand beside *with*, *between*."""
    found: list[str] = []
    k = first
    while k < min(ceiling, first + 24):
        kind, lower = parts.kinds[k], parts.lowers[k]
        if kind == CAPITAL:
            before = parts.lowers[k - 1]
            phrase = phrase_after(parts, k, ceiling)
            end = phrase[1] if phrase else k + 1
            against = before == "on" and trigger.type in _AGAINST
            if before not in _NO_ACTOR_AFTER or against:
                found += [called(e) for e in register.entities_between(k, end) if e.kind in ACTORS]
            k = max(end, k + 1)
            continue
        if kind == SUBORDINATOR or lower == ";":
            break
        k += 1
    return tuple(dict.fromkeys(found))


def by_whom(parts: Segments, register: Register, first: int, ceiling: int) -> tuple[str, ...]:
    """Name the actors after *by*."""
    for k in range(first, min(ceiling, first + 10)):
        if parts.lowers[k] == "by":
            end = k + 1
            while end < ceiling and (
                parts.kinds[end] in (CAPITAL, DETERMINER, PLAIN, POSSESSIVE)
                or parts.lowers[end] in ("and", ",", "of")
            ):
                end += 1
            named = tuple(
                called(e) for e in register.entities_between(k + 1, end) if e.kind in ACTORS
            )
            if named:
                return named
            phrase = phrase_after(parts, k + 1, ceiling)
            return actors(register, phrase)
    return ()


def place_after(parts: Segments, k: int, ceiling: int) -> str | None:
    """Find the place named after *in*, *at* or *to*."""
    for j in range(k + 1, min(ceiling - 1, k + 22)):
        if parts.lowers[j] in ("in", "at", "to") and parts.kinds[j + 1] == CAPITAL:
            end = j + 1
            while end < ceiling and parts.kinds[end] == CAPITAL:
                end += 1
            if end < ceiling and parts.kinds[end] == POSSESSIVE:
                continue
            if parts.lowers[j + 1] in _MONTHS:
                continue
            return parts.slice(j + 1, end)
        if parts.kinds[j] == SUBORDINATOR or parts.lowers[j] == ";":
            break
    return None
