# ruff: noqa: RUF001 - typographic marks are what this code is about
"""The subject after its verb: *“...,” said Moor* and *Talks failed, said the envoy, Ada Moor*.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("“Talks go on,” said author and campaigner Ada Moor.")
    >>> parts.slice(*inverted_subject(parts, parts.sentences[0], 1))
    'author and campaigner Ada Moor'
"""

from __future__ import annotations

from lastyard.reading.finite import verb_ahead
from lastyard.reading.phrases import SUBJECTS, looks_like_verb, phrase_after
from lastyard.reading.roles import is_person_role, is_writing
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.whole_phrases import (
    is_plural,
    is_speaker_like,
    named_apposition,
    whole_phrase,
)
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import (
    AUXILIARY,
    CAPITAL,
    CUE,
    CUES,
    DETERMINER,
    PLAIN,
    PREPOSITION,
    PRONOUN,
    QUOTE,
    VERB,
)

_INVERTING = frozenset({"speech"})
_ADDRESSING = frozenset({"tell", "inform", "assure", "remind", "notify"})


def inverted_subject(parts: Segments, sentence: Sentence, k: int) -> tuple[int, int] | None:
    """Find the subject after the verb: *“...,” said Moor* and *Talks failed, said Moor* alike."""
    cue = CUES[parts.lowers[k]]
    if cue.group not in _INVERTING or k + 1 >= sentence.last:
        return None
    if cue.form not in ("past", "s") and (cue.verb != "say" or cue.form != "base"):
        return None
    before = parts.words[k - 1] if k > sentence.first else ""
    kind_before = parts.kinds[k - 1] if k > sentence.first else QUOTE
    if kind_before != QUOTE and before not in (",", "—", "–", "-", ")", "?", "!"):
        return None
    after = parts.kinds[k + 1]
    if after not in (CAPITAL, DETERMINER, PRONOUN, PLAIN) or parts.lowers[k + 1] == "that":
        return None
    if after == PRONOUN and parts.lowers[k + 1] not in SUBJECTS:
        return None
    if kind_before != QUOTE and cue.verb in _ADDRESSING:
        return None  # "Moor, who had come late, told the court"
    if before in (",", ")", "—", "–", "-") and not _closes_clause(parts, sentence, k):
        return None
    found = inverted_phrase(parts, sentence, k + 1)
    if cue.form == "base" and found is not None and not is_plural(parts, found):
        return None  # "Take, say, Moor"; but "..., say critics"
    return found


def inverted_phrase(parts: Segments, sentence: Sentence, at: int) -> tuple[int, int] | None:
    """Read the subject that begins at word ``at``, after its verb."""
    if parts.kinds[at] not in (CAPITAL, DETERMINER, PRONOUN, PLAIN):
        return None
    if parts.kinds[at] == PRONOUN and parts.lowers[at] not in SUBJECTS:
        return None
    phrase = phrase_after(parts, at, sentence.last)
    if phrase is None:
        return None
    if parts.lowers[at] in _PARTICLES:
        return None  # "finds out", "shot back"
    named = named_apposition(parts, phrase, sentence.last)
    if named != phrase:
        return named
    return _both_roles(parts, whole_phrase(parts, phrase, sentence.last), sentence.last)


_PARTICLES = word_set("out up down away off back on in over")


def _both_roles(parts: Segments, phrase: tuple[int, int], ceiling: int) -> tuple[int, int]:
    """Add the second role and the name in *author and campaigner Ada Moor*."""
    first, last = phrase
    if (
        last + 1 >= ceiling
        or parts.lowers[last] != "and"
        or parts.kinds[first] in (DETERMINER, CAPITAL)
        or not is_person_role(parts.lowers[last - 1])
    ):
        return phrase
    other = phrase_after(parts, last + 1, ceiling)
    named = other is not None and parts.kinds[other[1] - 1] == CAPITAL and other[1] - other[0] > 1
    return (first, other[1]) if other is not None and named else phrase


def _closes_clause(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Tell *Talks failed, said Moor.* from *Moor, the envoy, said talks failed*."""
    if k - 2 >= sentence.first and parts.kinds[k - 2] == QUOTE:
        return True
    phrase = phrase_after(parts, k + 1, sentence.last)
    if phrase is None:
        return False
    following = phrase[1]
    if following < sentence.last and parts.kinds[following] in (VERB, CUE, AUXILIARY):
        return False
    has_verb = any(
        parts.kinds[j] in (VERB, AUXILIARY) or looks_like_verb(parts.lowers[j])
        for j in range(sentence.first, k - 1)
    )
    ends = following >= sentence.last or not parts.lowers[following].isalpha()
    if ends or not has_verb:
        return has_verb
    somebody = is_speaker_like(parts, phrase) and not is_writing(parts.lowers[phrase[1] - 1])
    return somebody and _goes_on_without_verb(parts, sentence, following)


def _goes_on_without_verb(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Tell *said two officials with knowledge of the talks* from *said talks with them failed*."""
    if parts.kinds[k] != PREPOSITION:
        return False
    stop = next((j for j in range(k, sentence.last) if parts.words[j] in (",", ";")), sentence.last)
    return not verb_ahead(parts, k, stop)
