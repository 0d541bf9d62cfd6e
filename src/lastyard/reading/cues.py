"""Speech cues of a sentence: which verb reports speech, and who its subject is.

The subject is looked for where English puts it: before the verb (past adverbs,
times and parentheses), after it when the order is inverted (*“...,” said Moor*), after
*according to*, or as owner of a text (*Moor's statement read*).

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Ada Moor, the envoy, told reporters that talks would resume.")
    >>> cue = find_cues(parts, parts.sentences[0])[0]
    >>> parts.slice(*cue.subject), cue.verb, parts.slice(*cue.addressee)
    ('Ada Moor', 'tell', 'reporters')
"""

from __future__ import annotations

from lastyard.reading.inversion import inverted_phrase
from lastyard.reading.noun_cues import (
    ATTITUDES,
    PERCEPTIONS,
    SPEECH_NOUNS,
    THOUGHT_NOUNS,
    NounCue,
    noun_cue,
    perception,
)
from lastyard.reading.phrases import (
    phrase_after,
    phrase_before,
)
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.speech_cue import SpeechCue
from lastyard.reading.subjects import find_subject
from lastyard.reading.verb_cues import auxiliaries, verb_cue
from lastyard.reading.whole_phrases import named_apposition, whole_phrase
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import (
    ADVERB,
    AUXILIARY,
    CUE,
    PLAIN,
    POSSESSIVE,
    PREPOSITION,
    PUNCTUATION,
    QUOTE,
    SUBORDINATOR,
    VERB,
)

_WITH_SECOND = {
    "made": ("clear", "make clear"),
    "makes": ("clear", "make clear"),
    "make": ("clear", "make clear"),
    "put": ("it", "put it"),
    "puts": ("it", "put it"),
    "spoke": ("of", "speak of"),
    "speaks": ("of", "speak of"),
    "talked": ("of", "speak of"),
    "shot": ("back", "shoot back"),
    "shoots": ("back", "shoot back"),
    "fired": ("back", "fire back"),
    "hit": ("back", "hit back"),
    "hits": ("back", "hit back"),
    "chimed": ("in", "chime in"),
    "chimes": ("in", "chime in"),
    "went": ("on", "go on"),
    "goes": ("on", "go on"),
    "pointed": ("out", "point out"),
    "points": ("out", "point out"),
}
_REPLIES = word_set(
    """reply answer response message verdict advice warning comment reaction assessment conclusion
    explanation word words view motto"""
)
_AFTER_TAG = frozenset({PUNCTUATION, PREPOSITION, ADVERB, SUBORDINATOR})
_NOUN_CUES = SPEECH_NOUNS | THOUGHT_NOUNS | ATTITUDES
_VIEWS = frozenset({"view", "opinion", "words", "judgment", "judgement", "account", "eyes"})
_MAKING = frozenset({"made", "makes", "make", "let", "lets"})
_BEING = frozenset({"be", "very", "quite", "abundantly", "publicly", "well"})
_OTHER_CUES = frozenset({"according", *_VIEWS, *_MAKING, *_WITH_SECOND, *PERCEPTIONS}) | _NOUN_CUES


def find_cues(parts: Segments, sentence: Sentence) -> list[SpeechCue]:
    """Find the speech cues of a sentence, in order."""
    found: list[SpeechCue] = []
    kinds = parts.kinds[sentence.first : sentence.last]
    lowers = parts.lowers[sentence.first : sentence.last]
    has_quote = QUOTE in kinds
    for k, (kind, lower) in enumerate(zip(kinds, lowers, strict=True), sentence.first):
        known = kind == CUE or lower in _OTHER_CUES
        predicate = kind == AUXILIARY and k > sentence.first and parts.kinds[k - 1] == QUOTE
        if not (known or predicate) and not (
            has_quote and (kind == VERB or (kind == PLAIN and lower[-2:] == "ed"))
        ):
            continue
        if found and k < found[-1].last:
            continue
        if predicate:
            cue = _predicate(parts, sentence, k)
        elif known:
            cue = _cue_at(parts, sentence, k, found)
        else:
            cue = _manner_cue(parts, sentence, k)
        if cue is not None:
            if found and found[-1].first >= cue.first:
                found.pop()  # "expressed concern that" says more than "expressed"
            found.append(cue)
    return found


def _cue_at(
    parts: Segments, sentence: Sentence, k: int, found: list[SpeechCue]
) -> SpeechCue | None:
    """Read the possible cue at word ``k``."""
    kinds, lowers = parts.kinds, parts.lowers
    named = None
    if lowers[k] in PERCEPTIONS:
        named = perception(parts, sentence, k)
    elif lowers[k] in _NOUN_CUES:
        named = noun_cue(parts, sentence, k)
    if named is not None:
        return _as_cue(named)
    if kinds[k] == CUE:
        return verb_cue(parts, sentence, k, found)
    following = lowers[k + 1 : k + 2]
    if lowers[k] in _MAKING and following == ["it"]:
        return _made_known(parts, sentence, k, found)
    if lowers[k] == "according" and k + 2 < sentence.last and following == ["to"]:
        return _according(parts, sentence, k, k + 2)
    if lowers[k] in _VIEWS and following == ["of"] and k + 2 < sentence.last:
        return _according(parts, sentence, k - 2, k + 2) if _in_the(parts, sentence, k) else None
    if lowers[k] in _VIEWS:
        return _in_view(parts, sentence, k)
    if lowers[k] in _WITH_SECOND and following == [_WITH_SECOND[lowers[k]][0]]:
        return _made_clear(parts, sentence, k)
    return None


def _as_cue(named: NounCue) -> SpeechCue:
    return SpeechCue(
        named.first,
        named.last,
        named.name,
        named.group,
        "noun",
        named.subject,
        None,
        "before",
        named.negated,
    )


def _manner_cue(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
    """Read *“...,” Moor began* and *“...,” sniffed the mayor*: any verb right beside a quotation.

    The quotation must end in a comma, question or exclamation mark, and nothing but the
    subject may stand between it and the verb; then whatever the verb is, it reports speech.
    """
    verb = parts.lowers[k]
    if verb.endswith("ing"):
        return None
    if k > sentence.first and parts.kinds[k - 1] == QUOTE and _asks_for_tag(parts, k - 1):
        phrase = inverted_phrase(parts, sentence, k + 1) if k + 1 < sentence.last else None
        if phrase is None:
            return None
        return SpeechCue(k, k + 1, verb, "speech", "past", phrase, None, "inverted", False)
    subject = phrase_before(parts, k, sentence.first)
    if subject is None or subject[0] <= sentence.first or parts.kinds[subject[0] - 1] != QUOTE:
        return None
    ends = k + 1 >= sentence.last or parts.kinds[k + 1] in _AFTER_TAG
    if not ends or not _asks_for_tag(parts, subject[0] - 1):
        return None
    return SpeechCue(k, k + 1, verb, "speech", "past", subject, None, "before", False)


def _predicate(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
    """Read *“No” was Moor's reply* and *“...” was the message from Moor*."""
    for j in range(k + 1, min(sentence.last, k + 7)):
        if parts.lowers[j] not in _REPLIES:
            continue
        subject = None
        if parts.lowers[j + 1 : j + 2] in (["from"], ["of"]):
            phrase = phrase_after(parts, j + 2, sentence.last)
            subject = named_apposition(parts, phrase, sentence.last) if phrase else None
        elif parts.lowers[k + 1] in ("his", "her", "their"):
            subject = (k + 1, k + 2)
        else:
            owner = next((i for i in range(k + 1, j) if parts.kinds[i] == POSSESSIVE), None)
            subject = phrase_before(parts, owner, k + 1) if owner is not None else None
        if subject is None:
            return None
        return SpeechCue(k, j + 1, parts.lowers[j], "speech", "noun", subject, None, "after", False)
    return None


def _asks_for_tag(parts: Segments, word: int) -> bool:
    """Say whether a quotation ends as one does that *he said* follows."""
    quote = parts.quotes[parts.quote_of[word]]
    inner = parts.text[max(quote.inner_start, quote.inner_end - 3) : quote.inner_end].rstrip()
    after = parts.words[word + 1 : word + 2]
    return inner[-1:] in (",", "?", "!", "…") and quote.closed and after != [","]


def _according(parts: Segments, sentence: Sentence, first: int, at: int) -> SpeechCue | None:
    phrase = phrase_after(parts, at, sentence.last)
    if phrase is None:
        return None
    named = named_apposition(parts, phrase, sentence.last)
    phrase = named if named != phrase else whole_phrase(parts, phrase, sentence.last)
    return SpeechCue(first, at, "according to", "speech", "to", phrase, None, "according", False)


def _made_known(
    parts: Segments, sentence: Sentence, k: int, found: list[SpeechCue]
) -> SpeechCue | None:
    """Read *made it clear that ...*, *let it be known that ...*."""
    last = k + 2
    while last < sentence.last and last < k + 5 and parts.lowers[last] in _BEING:
        last += 1
    if parts.lowers[last : last + 1] not in (["clear"], ["plain"], ["known"]):
        return None
    first = auxiliaries(parts, k, sentence.first)
    subject, order = find_subject(parts, sentence, k)
    link = parts.lowers[first - 1] if first > sentence.first else ""
    if link in ("and", "but") and found and found[-1].subject is not None:
        subject, order = found[-1].subject, "shared"
    verb = "make clear"
    return SpeechCue(first, last + 1, verb, "speech", "past", subject, None, order, False)


def _in_the(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Say whether *in the* stands before a word such as *view*."""
    return k - 2 >= sentence.first and parts.lowers[k - 2 : k] in (["in", "the"], ["by", "the"])


def _in_view(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
    """Read *In Moor's view, ...* and *..., in her words, ...*."""
    if k + 1 < sentence.last and parts.words[k + 1] not in (",", "."):
        return None
    if parts.lowers[k - 1] in ("his", "her", "their", "my", "our") and k - 1 > sentence.first:
        owner: tuple[int, int] | None = (k - 1, k)
    elif parts.kinds[k - 1] == POSSESSIVE and k - 2 > sentence.first:
        owner = phrase_before(parts, k - 1, sentence.first)
    else:
        return None
    if owner is None or owner[0] <= sentence.first or parts.lowers[owner[0] - 1] != "in":
        return None
    first = owner[0] - 1
    return SpeechCue(first, k + 1, "according to", "speech", "to", owner, None, "according", False)


def _made_clear(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
    verb = _WITH_SECOND[parts.lowers[k]][1]
    first = auxiliaries(parts, k, sentence.first)
    before = parts.kinds[k - 1] if k > sentence.first else PUNCTUATION
    if before == QUOTE and k + 2 < sentence.last:
        inverted = inverted_phrase(parts, sentence, k + 2)
        if inverted is not None:
            return SpeechCue(
                first, k + 2, verb, "speech", "past", inverted, None, "inverted", False
            )
    subject, order = find_subject(parts, sentence, k)
    return SpeechCue(first, k + 2, verb, "speech", "past", subject, None, order, False)
