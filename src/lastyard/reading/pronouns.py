"""How well an earlier mention fits a pronoun: number, gender, nearness, place in its sentence."""

from __future__ import annotations

from lastyard.reading.entity import Entity
from lastyard.reading.segments import Segments
from lastyard.reading.words import AUXILIARY, CUE, POSSESSIVE, QUOTE, SUBORDINATOR, VERB

_NEW_CLAUSE = frozenset({"while", "whereas", "but"})
_NOT_IN_APPOSITION = frozenset({AUXILIARY, CUE, QUOTE, SUBORDINATOR, VERB})


def pronoun_score(
    parts: Segments,
    entity: Entity,
    name: tuple[int, int],
    word: str,
    gender: str | None,
    sentence: int,
    here: int,
) -> float:
    """Rate the entity of an earlier mention as the one that a pronoun means."""
    if word in ("he", "she"):
        if not entity.may_be_person or (entity.gender and entity.gender != gender):
            return -1e9
        score = 0.6 if entity.gender == gender else 0.0
        score += 1.0 if entity.kind == "person" else -0.5 if len(entity.tokens) > 1 else -0.9
    else:
        if entity.kind in ("person", "office"):
            return -1e9
        score = 0.5 if entity.kind in ("body", "country") else -1.0
        score += 1.0 if entity.spoke >= 0 else -1.0
    score -= 0.8 * (here - sentence)
    if entity.spoke >= 0:
        score += 1.2 if parts.sentence_at(entity.spoke) >= here - 2 else 0.5
    first = parts.sentences[sentence].first
    place = name[0] - first
    before = parts.lowers[name[0] - 1] if place > 0 else ""
    if before in _NEW_CLAUSE or (
        before == "to" and place > 1 and parts.lowers[name[0] - 2] == "according"
    ):
        place = 1  # "..., while Moor wrote", "according to Moor"
    if 1 < place <= 10 and not any(
        parts.kinds[k] in _NOT_IN_APPOSITION for k in range(first, name[0])
    ):
        place = 1  # "His rival in the race, Ada Moor, ..." is about Moor
    if place <= 1 and here - sentence == 1:
        score += 0.6  # the subject of the sentence before
    score += 1.2 if place <= 1 else 0.7 if place <= 4 else -0.02 * min(40, place)
    if name[1] < len(parts.words) and parts.kinds[name[1]] == POSSESSIVE:
        score -= 0.8
    return score
