# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Where what was said gives way to the report, or to what somebody else says.

Example:
    >>> from lastyard.reading.cues import find_cues
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Moor said it would hold, while Bell believes it is lost.")
    >>> one, other = find_cues(parts, parts.sentences[0])
    >>> parts.slice(one.last, parted_at(parts, one, other))
    'it would hold'
"""

from __future__ import annotations

from lastyard.reading.finite import verb_ahead
from lastyard.reading.late_tags import closes
from lastyard.reading.phrases import looks_like_verb
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.speech_cue import SpeechCue
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import (
    ADVERB,
    AUXILIARY,
    CAPITAL,
    CUE,
    DETERMINER,
    PLAIN,
    PREPOSITION,
    PRONOUN,
    VERB,
)

_CONDITIONS = word_set("if when while because since although though as unless once whenever")
_CONTRASTS = frozenset({"while", "whereas", "though", "although", "but"})
_SUMMING_UP = word_set(
    """move step decision claim allegation charge accusation assertion remark comment reference
    development demand threat promise suggestion gesture reversal departure argument stance
    change figure sum rate level number version account view feat result idea plan proposal position"""
)
_GOING_ON = word_set("because which why where how i we you there since really maybe")
_FEWEST_BEFORE_DASH = 8
_FEWEST_OWN = 4
_SUBJECT_KINDS = frozenset({PRONOUN, DETERMINER, CAPITAL})


def parted_at(parts: Segments, cue: SpeechCue, later: SpeechCue) -> int | None:
    """Find where another's clause begins: *Moor said it would hold, while Bell believes ...*."""
    if later.subject is None or later.order not in ("before", "tag") or later.form == "ing":
        return None
    k = later.subject[0] - 1
    after = later.addressee[1] if later.addressee is not None else later.last
    sentence = parts.sentences[parts.sentence_at(later.subject[0])]
    if k > cue.last + 2 and parts.words[k] == "," and closes(parts, sentence, after):
        return k  # "Moor thinks it will hold, a survey suggests."
    if k - 1 < cue.last + 2 or parts.words[k - 1] not in (",", ";"):
        return None
    link, pronoun = parts.lowers[k], parts.kinds[later.subject[0]] == PRONOUN
    if link in _CONTRASTS or (link == "and" and not pronoun and later.group != "act"):
        return k - 1
    return None


def clause_end(parts: Segments, sentence: Sentence, cue: SpeechCue, begin: int, end: int) -> int:
    """Find where what was said gives way to the report: *; ...*, *, but the envoy left*."""
    end = _closing_bracket(parts, begin, end)
    conditional = _is_conditional(parts, sentence, cue)
    own_voice = cue.subject is not None and parts.lowers[cue.subject[0]] in ("i", "we", "you")
    aside = (
        cue.order == "relative" and cue.subject is not None and parts.words[cue.subject[1]] == ","
    )
    introduced = _introduction(parts, begin, end) if own_voice else -1
    for k in range(begin + 1, end - 1):
        word = parts.words[k]
        if word == "," and own_voice and _turns_to_hearer(parts, k):
            return k
        if k < begin + 2 and not (word == "," and conditional):
            continue
        if word in (";", "—", "–"):
            if word != ";" and any(parts.words[j] in ("—", "–") for j in range(k + 1, end)):
                return end
            if word == ";" or k - begin >= _FEWEST_BEFORE_DASH:
                return k
        elif word == "," and (
            (conditional and parts.kinds[k + 1] in (*_SUBJECT_KINDS, PLAIN, CUE))
            or (aside and _verb_after(parts, k))
            or _sums_up(parts, k, end)
            or _turns(parts, k, begin, end, own_voice)
        ):
            return k
        elif own_voice and k - begin >= _FEWEST_OWN and k != introduced:
            going = parts.lowers[k + 1].partition("'")[0] in _GOING_ON
            if word == "-" or (word == "," and going):
                return k
    return end


def _closing_bracket(parts: Segments, begin: int, end: int) -> int:
    """Find the bracket that closes one opened before what was said."""
    opened = 0
    for k in range(begin + 1, end):
        opened += (parts.words[k] == "(") - (parts.words[k] == ")")
        if opened < 0:
            return k
    return end


def _introduction(parts: Segments, begin: int, end: int) -> int:
    """Find the comma in *(that) as time goes on, there will be ...*, which only ends the condition."""
    opened = parts.lowers[begin] in _CONDITIONS or parts.kinds[begin] == PREPOSITION
    return next((k for k in range(begin, end) if opened and parts.words[k] == ","), -1)


def _verb_after(parts: Segments, k: int) -> bool:
    """Say whether the main verb follows comma ``k``: *Moor, who thinks it will hold, left*."""
    kind = parts.kinds[k + 1]
    return kind in (VERB, CUE, AUXILIARY, ADVERB) or looks_like_verb(parts.lowers[k + 1])


def _turns_to_hearer(parts: Segments, k: int) -> bool:
    """Say whether *, I mean* or *, you know* begins at the comma ``k``."""
    return parts.lowers[k + 1] in ("i", "you") and parts.lowers[k + 2 : k + 3] in (
        ["mean"],
        ["know"],
        ["see"],
    )


def _turns(parts: Segments, k: int, begin: int, end: int, own_voice: bool) -> bool:
    """Say whether a clause of its own begins with *, but* (*and*, *so* after *I think*)."""
    after = k + 2
    if parts.lowers[k + 1] not in (("but", "and", "so") if own_voice else ("but",)) or after >= end:
        return False
    if own_voice and k - begin >= _FEWEST_OWN:
        return True
    return parts.kinds[after] in _SUBJECT_KINDS and verb_ahead(parts, after, end)


def _sums_up(parts: Segments, k: int, end: int) -> bool:
    """Say whether the reporter's *, a move that ...* begins at word ``k``."""
    if parts.words[k] != "," or parts.lowers[k + 1] not in ("a", "an"):
        return False
    for j in range(k + 2, min(k + 5, end - 1)):
        if parts.lowers[j] in _SUMMING_UP:
            after = parts.kinds[j + 1]
            return parts.lowers[j + 1] in ("that", "which", "seen", "meant") or after in (
                CAPITAL,
                DETERMINER,
                PRONOUN,
            )
        if parts.kinds[j] != PLAIN:
            return False
    return False


def _is_conditional(parts: Segments, sentence: Sentence, cue: SpeechCue) -> bool:
    """Say whether the cue stands in *If ..., when ...* before the main clause."""
    if cue.subject is not None and cue.subject[0] - 2 >= sentence.first:
        opener = cue.subject[0] - 1
        if parts.lowers[opener] in _CONDITIONS and parts.lowers[opener - 1] == "that":
            return True  # "that as voters learn more, support will fall"
    return (
        parts.lowers[sentence.first] in _CONDITIONS
        and "," not in parts.words[sentence.first : cue.first]
    )
