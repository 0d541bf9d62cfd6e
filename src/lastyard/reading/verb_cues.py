"""Verbs that report speech: is the word one here, whose is it, and to whom was it said?

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Talks go on, said Moor.")
    >>> parts.slice(*verb_cue(parts, parts.sentences[0], 4, []).subject)
    'Moor'
"""

from __future__ import annotations

from lastyard.reading.addressees import find_addressee
from lastyard.reading.inversion import inverted_subject
from lastyard.reading.late_tags import closes, late_subject
from lastyard.reading.passives import (
    BE,
    in_passive_pair,
    is_asked,
    is_participle,
    passive,
    quoted_as_saying,
)
from lastyard.reading.phrases import (
    is_head,
    phrase_after,
)
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.speech_cue import SpeechCue
from lastyard.reading.subjects import find_subject
from lastyard.reading.whole_phrases import is_plural, is_speaker_like
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import (
    ADVERB,
    AUXILIARY,
    CAPITAL,
    CONJUNCTION,
    CUE,
    CUES,
    DETERMINER,
    KIND,
    PLAIN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    SEEKING,
    SUBORDINATOR,
    VERB,
    Cue,
)

_NEGATIONS = word_set("not never n't don't doesn't didn't won't wouldn't can't cannot")
_HAVE = word_set("have has had having 've 'd")
_ONLY_PARTICIPLES = word_set("known written shown")
_OVERHEARD = word_set("heard overheard seen filmed recorded caught")
_NAMING_VERBS = word_set("call dub label brand")
_WANTING = word_set(
    """want wants wanted like love need needs needed declined declines refused refuses continued
    continues hastened hastens quick keen eager careful forced able unable willing unwilling
    reluctant pleased sorry happy glad appeared appears
    seemed seems sought seeks"""
)
_REFUSING = word_set("declined declines refused refuses unable unwilling reluctant")
_SOME = word_set("some many most both others all few several two three four five six half")
_MEANING = word_set("i we he she they you who")
_MODALS = word_set("will would can could may might must shall should did do does to")
_WITH_PARTICLE = frozenset({"push", "press", "campaign"})
_PARTICLES = dict.fromkeys(_WITH_PARTICLE, ("for",)) | {"call": ("for", "on", "upon")}


def verb_cue(
    parts: Segments, sentence: Sentence, k: int, earlier: list[SpeechCue]
) -> SpeechCue | None:
    """Read the possible cue at word ``k``; None if it is a noun, a passive or has no subject."""
    cue = CUES[parts.lowers[k]]
    if _is_noun_here(parts, sentence, k):
        return None
    first = auxiliaries(parts, k, sentence.first)
    before = range(first, k)
    if parts.lowers[k] in _ONLY_PARTICIPLES and not any(
        parts.lowers[j] in _HAVE or parts.lowers[j] in BE for j in before
    ):
        return None
    negated = any(parts.lowers[j] in _NEGATIONS for j in before) or (
        parts.lowers[k - 1] == "to" and parts.lowers[k - 2] in _REFUSING
    )
    if cue.form == "past" and any(parts.lowers[j] in BE for j in before):
        return passive(parts, sentence, first, k)
    if is_participle(parts, sentence, k) or is_asked(parts, sentence, k):
        return None
    last = _end_of_verb(parts, sentence, k, cue)
    if last is None or (cue.form == "ing" and cue.verb in SEEKING and first == k):
        return None  # "people seeking refuge"
    quoted = quoted_as_saying(parts, sentence, first, k)
    if quoted is not None:
        return quoted
    inverted = inverted_subject(parts, sentence, k)
    if inverted is not None:
        return SpeechCue(
            first, last, cue.verb, cue.group, cue.form, inverted, None, "inverted", negated
        )
    if cue.form == "ing" and k > sentence.first and parts.kinds[k - 1] == CUE:
        return None
    if cue.form == "ing" and parts.lowers[k - 1] in _OVERHEARD:
        first = auxiliaries(parts, k - 1, sentence.first)
        if first < k - 1:  # "is heard saying"
            heard, order = find_subject(parts, sentence, first)
            return SpeechCue(first, last, cue.verb, cue.group, "ing", heard, None, order, negated)
    owner = _owner(parts, sentence, k, first, earlier)
    if owner is None:
        return None
    subject, order = owner
    addressee = find_addressee(parts, sentence, last, cue.verb)
    return SpeechCue(first, last, cue.verb, cue.group, cue.form, subject, addressee, order, negated)


def _end_of_verb(parts: Segments, sentence: Sentence, k: int, cue: Cue) -> int | None:
    """Give the word after the verb and its particle; None where a particle it needs is missing."""
    last = k + 1
    following = parts.lowers[last] if last < sentence.last else ""
    if following in _PARTICLES.get(cue.verb, ()):
        last += 1
    elif cue.verb in _WITH_PARTICLE:
        return None  # "pressed on", "pushed him"
    return last + 1 if cue.verb == "point" or following == "out" else last


def _owner(
    parts: Segments, sentence: Sentence, k: int, first: int, earlier: list[SpeechCue]
) -> tuple[tuple[int, int] | None, str] | None:
    """Find whose verb it is, and how that was found; None if the word reports nothing."""
    cue = CUES[parts.lowers[k]]
    shared = _shared_subject(parts, sentence, first, cue, earlier)
    if shared is not None:
        return shared, "shared"
    wanting = _main_verb(parts, sentence, k)
    subject, order = find_subject(
        parts, sentence, k if wanting is None else auxiliaries(parts, wanting, sentence.first)
    )
    if order != "before" and cue.group == "speech" and cue.form in ("past", "s", "base"):
        late = _late(parts, sentence, k, cue)
        if late is not None:
            return late, "tag"
    if subject is not None and _is_imperative(parts, sentence, subject, cue):
        return None
    far = order in ("clause", "parenthesis") and subject is not None and wanting is None
    if far and subject and not _may_be_far(parts, k, first, subject, order):
        return None
    if (
        cue.verb in _NAMING_VERBS
        and cue.form == "past"
        and subject is not None
        and (not _may_name(parts, subject) or _is_named(parts, k, subject, order))
    ):
        return None  # "a comet called Wild"
    if cue.verb == "mean" and (subject is None or parts.lowers[subject[0]] not in _MEANING):
        return None
    if (
        subject is None
        and earlier
        and parts.kinds[first - 1 if first > sentence.first else first]
        in (
            CONJUNCTION,
            PUNCTUATION,
        )
    ):
        subject, order = earlier[-1].subject, "shared"
    return subject, order


def _late(parts: Segments, sentence: Sentence, k: int, cue: Cue) -> tuple[int, int] | None:
    """Find the subject of a verb that stands after what was said, if it ends the sentence so."""
    spoken_to = find_addressee(parts, sentence, k + 1, cue.verb)
    last = k + 1 if spoken_to is None else spoken_to[1]
    if not closes(parts, sentence, last, told=cue.verb == "tell"):
        return None
    subject = late_subject(parts, sentence, k)
    if subject is None or (cue.form == "base" and not is_plural(parts, subject)):
        return None
    return subject


def _is_imperative(parts: Segments, sentence: Sentence, subject: tuple[int, int], cue: Cue) -> bool:
    """Say whether what looks like a subject is a command (*Take, say, ...*)."""
    return (
        cue.form == "base"
        and subject == (sentence.first, sentence.first + 1)
        and KIND.get(parts.lowers[subject[0]]) == VERB
    )


def _main_verb(parts: Segments, sentence: Sentence, k: int) -> int | None:
    """Find *want* in *want to know*, *went* in *went on to say*: the subject is its."""
    if CUES[parts.lowers[k]].form != "base" or k - 2 <= sentence.first:
        return None
    if parts.lowers[k - 1] != "to":
        return None
    if parts.lowers[k - 2] in _WANTING:
        return k - 2
    on = parts.lowers[k - 2] == "on" and parts.lowers[k - 3] in ("went", "goes", "go")
    return k - 3 if on and k - 3 > sentence.first else None


def _may_be_far(parts: Segments, k: int, first: int, subject: tuple[int, int], order: str) -> bool:
    """Say whether a subject that does not stand right before its verb can be its own."""
    cue = CUES[parts.lowers[k]]
    if not _may_speak(parts, subject):
        return False
    if (
        cue.form == "base"
        and not any(parts.lowers[j] in _MODALS for j in range(first, k))
        and not (order == "parenthesis" and is_plural(parts, subject))
        and not (order == "clause" and _opens_plural(parts, subject, first))
    ):
        return False
    return not (cue.form == "past" and in_passive_pair(parts, subject[1], first))


def _opens_plural(parts: Segments, subject: tuple[int, int], first: int) -> bool:
    """Say whether a plural with what goes on it is all that stands before a verb without *-s*.

    *Police in Harrowgate say*, *economists surveyed by the paper expect*; no verb of their own
    and no comma may come between.
    """
    head = phrase_after(parts, subject[0], first)
    if head is None or not is_plural(parts, head):
        return False
    between = range(head[1], first)
    return all(
        parts.kinds[j] not in (VERB, AUXILIARY, CUE, PUNCTUATION, CONJUNCTION, SUBORDINATOR)
        for j in between
    )


def _shared_subject(
    parts: Segments, sentence: Sentence, first: int, cue: Cue, earlier: list[SpeechCue]
) -> tuple[int, int] | None:
    """Find the subject that a verb shares with one before it.

    *..., adding that ...* goes on from the main verb; *said that ... but warned that ...*
    from one of the same form, with no subject of its own between the conjunction and it.
    """
    if first <= sentence.first or not earlier:
        return None
    before = parts.lowers[first - 1]
    if cue.form == "ing" and before == "," and cue.group == "speech":
        mains = [c for c in earlier if c.subject is not None and c.form in ("past", "s")]
        return mains[-1].subject if mains and mains[-1].order != "relative" else None
    last = earlier[-1]
    if before in ("and", "but") and cue.form == "base" and last.subject is not None:
        modal = parts.lowers[first] in _MODALS and cue.group == "speech" and before == "but"
        if modal or (parts.kinds[first] == CUE and is_plural(parts, last.subject)):
            # "they claimed she knew and claim she lied", "said it sank but could not say why"
            return last.subject
    if before in ("and", "but") and cue.form in ("past", "s") and cue.group == last.group:
        reported = "that" in parts.lowers[last.last : last.last + 6]
        if last.form == cue.form and last.order not in ("relative", "passive") and reported:
            return last.subject
    return None


def _is_named(parts: Segments, k: int, subject: tuple[int, int], order: str) -> bool:
    """Say whether the noun before *called* has the name: *presented a plan called “Dawn”*."""
    if parts.kinds[k - 1] not in (PLAIN, CAPITAL, VERB):
        return False
    return order in ("clause", "parenthesis") or parts.lowers[subject[0]] in ("a", "an")


def _may_name(parts: Segments, phrase: tuple[int, int]) -> bool:
    """Say whether a phrase can be who calls something by a name."""
    return (
        parts.kinds[phrase[0]] == PRONOUN
        or is_speaker_like(parts, phrase)
        or is_plural(parts, phrase)
    )


def _is_noun_here(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Say whether a form that can be a noun is one at word ``k``."""
    cue = CUES[parts.lowers[k]]
    before = parts.kinds[k - 1] if k > sentence.first else PUNCTUATION
    lower = parts.lowers[k - 1] if k > sentence.first else ""
    if parts.lowers[k] == "accused" and before == DETERMINER:
        return True
    if lower == "to" and cue.form == "base" and _main_verb(parts, sentence, k) is not None:
        return False
    if lower in _SOME and cue.form == "base" and not cue.noun and k + 1 < sentence.last:
        return parts.kinds[k + 1] in (PLAIN, PREPOSITION, PUNCTUATION, AUXILIARY)  # "some believe"
    if before in (DETERMINER, POSSESSIVE, PREPOSITION) and cue.form != "ing":
        return cue.form != "past" or before == POSSESSIVE
    if before == PREPOSITION and cue.form == "ing":
        return False
    if cue.noun and cue.form in ("base", "s"):
        if _states_that(parts, sentence, k):
            return False
        if before == PLAIN and not lower.endswith("s") and not is_head(lower):
            return True
        after = parts.kinds[k + 1] if k + 1 < sentence.last else PUNCTUATION
        if before == CAPITAL and cue.form == "base":
            people = lower.endswith("s") and is_head(lower)
            return not (people and k - 1 == sentence.first)  # "Residents fear ..."
        return (
            k == sentence.first
            or after in (CUE, AUXILIARY)
            or parts.lowers[k + 1 : k + 2] == ["of"]
        )
    if cue.form == "past" and k > sentence.first and k + 1 < sentence.last:
        return before == DETERMINER and parts.kinds[k + 1] in (PLAIN, CAPITAL)
    return False


def _states_that(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Say whether a singular subject with its article stands before *states that*, *notes that*."""
    if parts.lowers[k] not in ("states", "notes", "stresses", "remarks", "comments", "finds"):
        return False
    if parts.lowers[k + 1 : k + 2] != ["that"] or k - 2 < sentence.first:
        return False
    singular = parts.kinds[k - 1] == PLAIN and not parts.lowers[k - 1].endswith("s")
    return singular and parts.kinds[k - 2] == DETERMINER


def _may_speak(parts: Segments, subject: tuple[int, int]) -> bool:
    """Say whether a phrase far from its verb is more than a stray noun or imperative."""
    first, last = subject
    if parts.kinds[first] == CAPITAL and last - first == 1:
        return parts.lowers[first] not in KIND or parts.words[first].isupper()
    if parts.kinds[first] != PLAIN:
        return True
    return is_head(parts.lowers[last - 1]) or any(
        parts.kinds[k] in (CAPITAL, POSSESSIVE) for k in range(first, last)
    )


def auxiliaries(parts: Segments, k: int, floor: int) -> int:
    """Find the first of the auxiliaries and adverbs that belong to the verb at ``k``."""
    while k > floor and parts.kinds[k - 1] in (AUXILIARY, ADVERB):
        k -= 1
    while parts.kinds[k] == ADVERB:
        k += 1
    return k
