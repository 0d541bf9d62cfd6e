"""Whether words make a clause: does a finite verb come before any break?

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("the new talks will fail")
    >>> verb_ahead(parts, 0, 5), verb_ahead(parts, 0, 3)
    (True, False)
"""

from __future__ import annotations

from lastyard.reading.phrases import SUBJECTS, looks_like_verb
from lastyard.reading.segments import Segments
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    CUE,
    CUES,
    DETERMINER,
    PLAIN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    SUBORDINATOR,
    VERB,
)

_ARTICLES = word_set("the a an his her their its our my your no every")
_ALSO_NOUNS = word_set(
    """rise fall run start stop turn move plan vote visit sign use work help play fight lead win
    issue talk break drive draw face"""
)
_QUANTIFIERS = word_set("numerous various multiple countless badly severely heavily newly")


def verb_ahead(parts: Segments, begin: int, last: int) -> bool:
    """Say whether a finite verb comes before any relative clause or break."""
    infinitive = -2
    for k in range(begin, min(last, begin + 22)):
        kind, lower = parts.kinds[k], parts.lowers[k]
        if k > begin:
            if (kind == AUXILIARY and lower != "to") or (
                kind == VERB
                and not lower.endswith("ing")
                and infinitive != k - 1
                and not (parts.kinds[k - 1] == DETERMINER and parts.lowers[k - 1] in _ARTICLES)
                and not (lower in _ALSO_NOUNS and _is_singular(parts, k - 1))
            ):
                return True
            if lower == "to":
                infinitive = k
            if (
                kind == CUE
                and not CUES[lower].noun
                and CUES[lower].form != "ing"
                and infinitive != k - 1
                and (CUES[lower].form != "base" or _takes_base(parts, k - 1))
            ):
                return True
            if (
                kind == CUE
                and CUES[lower].form == "s"
                and parts.lowers[k + 1 : k + 2]
                in (
                    ["to"],
                    ["that"],
                )
            ):
                return True  # "the mayor wishes to", "Moor hopes that"
            if (
                kind == PLAIN
                and looks_like_verb(lower)
                and parts.kinds[k - 1] not in (DETERMINER, POSSESSIVE)
                and parts.lowers[k - 1] not in _QUANTIFIERS
            ):
                return True
            if kind == PLAIN and parts.kinds[k - 1] == PRONOUN:
                return True
        if kind == SUBORDINATOR and lower not in ("as", "than", "when", "where"):
            return False
        if lower == "," and parts.kinds[begin] != PREPOSITION and _new_subject(parts, k + 1, last):
            return False
        if lower in (";", ":") or (
            kind == CONJUNCTION and k + 1 < last and parts.kinds[k + 1] == AUXILIARY
        ):
            return False
    return False


def _is_singular(parts: Segments, k: int) -> bool:
    """Say whether word ``k`` is an adjective or singular noun, which no bare verb form follows."""
    return parts.kinds[k] == PLAIN and not parts.lowers[k].endswith(("s", "people", "men"))


def _takes_base(parts: Segments, k: int) -> bool:
    """Say whether a verb without ending can follow word ``k`` as its verb."""
    return parts.kinds[k] in (PRONOUN, ADVERB) or parts.lowers[k].endswith("s")


def _new_subject(parts: Segments, k: int, last: int) -> bool:
    return k < last and parts.kinds[k] == PRONOUN and parts.lowers[k] in SUBJECTS
