"""Attributions by a noun or an adjective: *voiced concern that*, *is sure that*, *her belief that*.

The noun or adjective stands where a verb of speech would; what follows *that* (or
*whether*, *how*, *what*) is what was said, thought or felt.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Officials have voiced concern that talks will fail.")
    >>> parts.slice(*noun_cue(parts, parts.sentences[0], 3).subject)
    'Officials'
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lastyard.reading.phrases import SUBJECTS, is_head, looks_like_verb, phrase_before
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.subjects import find_subject
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import (
    ADVERB,
    AUXILIARY,
    CAPITAL,
    CONTRACTED,
    DETERMINER,
    PLAIN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
)

SPEECH_NOUNS = word_set(
    """claim claims allegation allegations assertion assertions accusation accusations argument
    warning warnings announcement admission denial complaint complaints suggestion suggestions
    assurance assurances pledge promise promises vow reminder possibility proposal reports report
    rumour rumours rumor rumors criticism notion charge charges statement contention caveat
    disclosure revelation confirmation threat threats guarantee guarantees insistence demand demands request requests recommendation
    recommendations"""
)
THOUGHT_NOUNS = word_set(
    """belief hope hopes fear fears concern concerns view views opinion doubt doubts suspicion
    suspicions conviction confidence expectation expectations regret impression feeling worry
    worries position stance guess wish thinking advice theory alarm optimism disappointment surprise frustration understanding assumption
    conclusion prediction"""
)
ATTITUDES = word_set(
    """sure certain confident convinced adamant aware unaware afraid worried concerned alarmed
    hopeful optimistic pessimistic disappointed surprised shocked glad happy pleased delighted
    proud sorry sad angry doubtful sceptical skeptical unsure uncertain curious mindful grateful
    thankful satisfied relieved upset unhappy clear insistent"""
)
PERCEPTIONS = {
    form: verb
    for verb, forms in {
        "see": "see sees saw seen seeing",
        "hear": "hear hears heard hearing",
        "notice": "notice notices noticed noticing",
        "decide": "decide decides decided deciding",
        "forget": "forget forgets forgot forgotten forgetting",
        "figure": "figure figures figured",
        "prove": "prove proves proved proven",
    }.items()
    for form in forms.split()
}
"""Forms of verbs that attribute something only with *that*, *how* and the like."""
_GIVERS = word_set(
    """expressed express expresses expressing voiced voice voices voicing raised raise raises
    raising issued issue issues issuing gave give gives giving given made make makes making
    repeated repeat repeats repeating reiterated shared share shares sharing held hold holds
    rejected reject rejects rejecting denied deny denies denying dismissed dismiss dismisses
    dismissing disputed dispute disputes disputing had has have floated stated echoed refuted
    sounded rubbished scotched quashed rebuffed offered offer offers offering received conveyed took
    take takes taking"""
)
_DENIALS = word_set(
    """rejected reject rejects rejecting denied deny denies denying dismissed dismiss dismisses
    dismissing disputed dispute disputes disputing refuted rubbished scotched quashed rebuffed"""
)
_HEARING_BODIES = word_set("court inquiry jury tribunal hearing inquest committee panel")
_LINKS = word_set(
    """is are was were am be been 'm 're 's feel feels felt remain remains remained seem seems
    seemed become became sounded sounds"""
)
_OPENERS = word_set("that whether how what why where when if")
_AFTER = word_set("that whether how what why")


@dataclass(frozen=True, slots=True)
class NounCue:
    """What a noun or adjective attributes: its words, its speaker, and how sure it is.

    Attributes:
        first: First word of the cue (*voiced concern*).
        last: Word after the cue's last.
        name: The noun or adjective.
        group: ``speech`` or ``attitude``.
        subject: Words of the one it is attributed to.
        negated: Whether the speaker rejects it.
    """

    first: int
    last: int
    name: str
    group: str
    subject: tuple[int, int]
    negated: bool


def noun_cue(parts: Segments, sentence: Sentence, k: int) -> NounCue | None:
    """Read the attribution whose noun or adjective is word ``k``; None if there is none."""
    if k + 2 >= sentence.last:
        return None
    lower = parts.lowers[k]
    if lower in ATTITUDES and (
        parts.lowers[k + 1] in _OPENERS or _bare_clause(parts, k + 1, sentence.last)
    ):
        return _adjective(parts, sentence, k)
    if parts.lowers[k + 1] in ("is", "was", "remains", "remained"):
        return _is_said(parts, sentence, k)
    if parts.lowers[k + 1] not in _OPENERS:
        return None
    if parts.lowers[k + 1] not in _AFTER or (
        parts.lowers[k + 1] == "that" and parts.kinds[k + 2] == AUXILIARY
    ):
        return None
    group = "speech" if lower in SPEECH_NOUNS else "attitude"
    return _given(parts, sentence, k, group) or _owned(parts, sentence, k, group)


def perception(parts: Segments, sentence: Sentence, k: int) -> NounCue | None:
    """Read *saw that ...*, *decided whether ...*: verbs that attribute only with an opener."""
    verb = PERCEPTIONS[parts.lowers[k]]
    at = k + 1
    if parts.lowers[at : at + 1] == ["out"]:
        at += 1
    elif verb == "figure":
        return None
    if at + 1 >= sentence.last or parts.lowers[at] not in _AFTER:
        return None
    if parts.lowers[at] == "that" and (
        parts.kinds[at + 1] == AUXILIARY
        or (parts.kinds[at + 1] == PLAIN and verb in ("see", "hear", "forget", "notice"))
    ):
        return None  # "saw that man" points
    if k > sentence.first and parts.kinds[k - 1] in (DETERMINER, POSSESSIVE, PREPOSITION):
        return None
    first = k
    while first > sentence.first and parts.kinds[first - 1] in (AUXILIARY, ADVERB):
        first -= 1
    between = parts.lowers[first:k]
    subject, _ = find_subject(parts, sentence, first)
    if subject is None or "to" in between or not _may_feel(parts, subject):
        return None
    if verb == "hear" and parts.lowers[subject[1] - 1] in _HEARING_BODIES:
        return None  # "the court heard that": said by whoever gave evidence
    negated = any(word in ("not", "never", "cannot") or word.endswith("n't") for word in between)
    return NounCue(first, k + 1, verb, "attitude", subject, negated)


def _adjective(parts: Segments, sentence: Sentence, k: int) -> NounCue | None:
    """Read *Moor is sure that ...*."""
    j = k - 1
    while j > sentence.first and (parts.kinds[j] == ADVERB or parts.lowers[j].endswith("ly")):
        j -= 1
    negated = any(parts.lowers[i] in ("not", "never") for i in range(j, k))
    while j > sentence.first and parts.lowers[j] in ("very", "quite", "so", "not", "less", "more"):
        negated = negated or parts.lowers[j] == "not"
        j -= 1
    if parts.lowers[j] in CONTRACTED:
        return NounCue(k, k + 1, parts.lowers[k], "attitude", (j, j + 1), negated)
    if parts.lowers[j] not in _LINKS or j <= sentence.first:
        return None
    first = j
    while first > sentence.first and parts.kinds[first - 1] == AUXILIARY:
        first -= 1
    subject, _ = find_subject(parts, sentence, first)
    if subject is None or not _may_feel(parts, subject):
        return None
    return NounCue(first, k + 1, parts.lowers[k], "attitude", subject, negated)


def _bare_clause(parts: Segments, k: int, last: int) -> bool:
    """Say whether a clause without *that* begins: *afraid the talks will fail*."""
    if parts.lowers[k] in CONTRACTED:
        return True
    if parts.kinds[k] == PRONOUN:
        return parts.lowers[k] in SUBJECTS
    if parts.kinds[k] not in (DETERMINER, CAPITAL):
        return False
    return any(
        parts.kinds[j] == AUXILIARY and parts.lowers[j] != "to"
        for j in range(k + 1, min(last, k + 6))
    )


def _may_feel(parts: Segments, subject: tuple[int, int]) -> bool:
    """Say whether a phrase means people (*it is clear that* does not)."""
    first, last = subject
    head = parts.lowers[last - 1]
    if parts.kinds[first] == PRONOUN:
        return head not in ("it", "that", "this", "you")
    return parts.kinds[last - 1] == CAPITAL or is_head(head) or head.endswith("s")


def _given(parts: Segments, sentence: Sentence, k: int, group: str) -> NounCue | None:
    """Read *voiced deep concern that ...*, *rejected the claim that ...*."""
    for j in range(k - 1, max(sentence.first, k - 6), -1):
        if parts.lowers[j] in _GIVERS:
            if any(parts.lowers[i] in ("is", "are", "was", "were", "been") for i in (j - 1, j - 2)):
                return None
            first = j
            while first > sentence.first and parts.kinds[first - 1] in (AUXILIARY, ADVERB):
                first -= 1
            subject, _ = find_subject(parts, sentence, first)
            if subject is None or not _may_feel(parts, subject):
                return None
            negated = parts.lowers[j] in _DENIALS
            return NounCue(first, k + 1, parts.lowers[k], group, subject, negated)
        if parts.kinds[j] not in (DETERMINER, PLAIN, POSSESSIVE, CAPITAL, PREPOSITION):
            return None
    return None


def _is_said(parts: Segments, sentence: Sentence, k: int) -> NounCue | None:
    """Read *Moor's view is that ...*, *my hope was that ...*."""
    after = k + 2
    if after < sentence.last and parts.kinds[after] == ADVERB:
        after += 1
    if after + 2 >= sentence.last or parts.lowers[after] != "that":
        return None
    group = "speech" if parts.lowers[k] in SPEECH_NOUNS else "attitude"
    owned = _owned(parts, sentence, k, group)
    return None if owned is None else replace(owned, last=after)


def _owned(parts: Segments, sentence: Sentence, k: int, group: str) -> NounCue | None:
    """Read *Moor's claim that ...*, *her belief that ...*."""
    j = k - 1
    while (
        j > sentence.first
        and parts.kinds[j] in (PLAIN, ADVERB)
        and not looks_like_verb(parts.lowers[j])
    ):
        j -= 1
    if j < sentence.first:
        return None
    if parts.lowers[j] in ("his", "her", "their", "my", "our"):
        return NounCue(k, k + 1, parts.lowers[k], group, (j, j + 1), False)
    if parts.kinds[j] != POSSESSIVE or j == sentence.first:
        return None
    owner = phrase_before(parts, j, sentence.first)
    if owner is None or not _may_feel(parts, owner):
        return None
    return NounCue(k, k + 1, parts.lowers[k], group, owner, False)
