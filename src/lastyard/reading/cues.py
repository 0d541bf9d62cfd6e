# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Which words of a sentence say that somebody said or thought something, and who did: its speech cues.

A cue is a verb of speech or thought (*told*), its past participle (*was quoted as saying*), a noun
or adjective in its place (*voiced concern that*, *is sure that*), or *according to*.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Ada Moor, the envoy, told reporters that talks would resume.")
    >>> cue = find_cues(parts, parts.sentences[0])[0]
    >>> parts.slice(*cue.subject), cue.verb, parts.slice(*cue.addressee)
    ('Ada Moor', 'tell', 'reporters')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lastyard.reading.lexicon import CONTRACTED, CUES, KIND, SEEKING, Cue, denies, in_no_case
from lastyard.reading.phrases import (
    SUBJECTS,
    is_head,
    is_plural,
    looks_like_verb,
    named_apposition,
    phrase_after,
    phrase_before,
    verb_ahead,
    whole_phrase,
)
from lastyard.reading.segments import Segments, Sentence, Words
from lastyard.reading.subjects import find_subject, main_subject
from lastyard.reading.tags import (
    NAMING_VERBS,
    SpeechCue,
    closes,
    find_addressee,
    half_sentence,
    inverted_phrase,
    inverted_subject,
    late_subject,
)
from lastyard.reading.wordlists import word_list, word_set, word_table

BE = word_list("forms of be in passives")


def passive(parts: Segments, sentence: Sentence, first: int, k: int) -> SpeechCue | None:
    """Read *was quoted as saying* (its subject speaks) and *was announced by Moor*.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("Moor was quoted as saying that talks would resume.")
        >>> parts.slice(*passive(parts, parts.sentences[0], 1, 2).subject)
        'Moor'
    """
    j = k + 1
    while j < sentence.last and j < k + 8:
        lower = parts.lowers[j]
        if lower in ("saying", "telling", "stating") and parts.lowers[k] in (
            "quoted",
            "cited",
            "reported",
        ):
            subject, order = find_subject(parts, sentence, first)
            cue = CUES[lower]
            return SpeechCue(first, j + 1, cue.verb, "speech", "ing", subject, order)
        if lower == "by":
            phrase = phrase_after(parts, j + 1, sentence.last)
            if phrase is None or CUES[parts.lowers[k]].group != "speech":
                return None
            cue = CUES[parts.lowers[k]]
            return SpeechCue(first, k + 1, cue.verb, cue.group, "past", phrase, "passive")
        if parts.kinds[j] in ("punctuation", "quote", "subordinator") and lower != "as":
            return None
        j += 1
    return None


def quoted_as_saying(parts: Segments, sentence: Sentence, first: int, k: int) -> SpeechCue | None:
    """Read *the agency quoted an officer as saying*: the officer speaks."""
    if CUES[parts.lowers[k]].verb not in ("quote", "cite"):
        return None
    for j in range(k + 2, min(sentence.last - 1, k + 14)):
        if parts.lowers[j] == "as" and parts.lowers[j + 1] in ("saying", "telling", "stating"):
            phrase = phrase_after(parts, k + 1, j)
            if phrase is not None:
                return SpeechCue(first, j + 2, "say", "speech", "ing", phrase, "before")
    return None


def is_asked(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Return whether it is the one asked who is spoken of: *Moor, asked if it would hold, said*."""
    if parts.lowers[k] not in ("asked", "pressed", "questioned") or k + 2 >= sentence.last:
        return False
    if k == sentence.first or parts.words[k - 1] != ",":
        return k == sentence.first
    closing = next(
        (j for j in range(k + 1, min(sentence.last, k + 30)) if parts.words[j] == ","), 0
    )
    return (
        bool(closing)
        and closing + 1 < sentence.last
        and parts.kinds[closing + 1] in ("cue", "adverb")
    )


def is_participle(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Return whether a past form only describes a noun: *known as*, *talks expected to open*."""
    if CUES[parts.lowers[k]].form != "past" or k + 1 >= sentence.last:
        return False
    after = parts.lowers[k + 1]
    if after in ("by", "as"):
        return parts.lowers[k] not in (
            "described",
            "dismissed",
            "denounced",
            "condemned",
            "praised",
            "hailed",
            "welcomed",
            "criticized",
            "criticised",
        )
    before = parts.words[k - 1] if k > sentence.first else ""
    if after == "to" and parts.lowers[k] in ("known", "believed", "thought", "considered"):
        return True
    return after == "to" and before in (",", "–", "—") and CUES[parts.lowers[k]].group == "attitude"


def in_passive_pair(parts: Segments, begin: int, first: int) -> bool:
    """Return whether a past form goes on a passive (*was taken in and told that*)."""
    return (
        parts.lowers[first - 1] in ("and", "or")
        and any(parts.lowers[j] in BE for j in range(begin, first - 1))
        and not any(parts.kinds[j] in ("cue", "verb") for j in range(begin, first - 1))
    )


_HAVE = word_set("have has had having 've 'd")
_ONLY_PARTICIPLES = word_set("known written shown")
_OVERHEARD = word_set("heard overheard seen filmed recorded caught")
_WANTING = word_list("wanting")
_REFUSING = word_set("declined declines refused refuses unable unwilling reluctant")
_SOME = word_set("some many most both others all few several two three four five six half")
_MEANING = word_set("i we he she they you who")
_MODALS = word_set("will would can could may might must shall should did do does to")
_WITH_PARTICLE = frozenset({"push", "press", "campaign"})
_PARTICLES = dict.fromkeys(_WITH_PARTICLE, ("for",)) | {"call": ("for", "on", "upon")}


def verb_cue(
    parts: Segments, sentence: Sentence, k: int, earlier: list[SpeechCue]
) -> SpeechCue | None:
    """Read the possible cue at word ``k``; None if it is a noun, a passive or has no subject.

    It tells whether the word reports speech here, whose it is, and to whom it was said.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("Talks go on, said Moor.")
        >>> parts.slice(*verb_cue(parts, parts.sentences[0], 4, []).subject)
        'Moor'
    """
    cue = CUES[parts.lowers[k]]
    if _is_noun_here(parts, sentence, k) or (cue.form == "ing" and parts.lowers[k - 1] == "no"):
        return None
    first = auxiliaries(parts, k, sentence.first)
    before = range(first, k)
    if parts.lowers[k] in _ONLY_PARTICIPLES and not any(
        parts.lowers[j] in _HAVE or parts.lowers[j] in BE for j in before
    ):
        return None
    negated = (
        _is_denied(parts, first, k)
        or (first > sentence.first and parts.lowers[first - 1] == "never")
        or (parts.lowers[k - 1] == "to" and parts.lowers[k - 2] in _REFUSING)
    )
    if cue.form == "past" and any(parts.lowers[j] in BE for j in before):
        return passive(parts, sentence, first, k)
    if cue.verb == "ask" and parts.lowers[k + 1 : k + 4] == ["not", "to", "be"]:
        return None  # "who asked not to be named"
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
        return SpeechCue(first, last, cue.verb, cue.group, cue.form, inverted, "inverted", negated)
    if cue.form == "ing" and k > sentence.first and parts.kinds[k - 1] == "cue":
        return None
    if cue.form == "ing" and parts.lowers[k - 1] in _OVERHEARD:
        first = auxiliaries(parts, k - 1, sentence.first)
        if first < k - 1:  # "is heard saying"
            heard, order = find_subject(parts, sentence, first)
            return SpeechCue(first, last, cue.verb, cue.group, "ing", heard, order, negated)
    owner = _owner(parts, sentence, k, first, earlier)
    if (owner is None or owner[0] is None) and not earlier:
        owner = _main_owner(parts, sentence, first, cue) or owner
    if owner is None:
        return None
    subject, order = owner
    addressee = find_addressee(parts, sentence, last, cue.verb)
    return SpeechCue(first, last, cue.verb, cue.group, cue.form, subject, order, negated, addressee)


def _is_denied(parts: Segments, first: int, k: int) -> bool:
    """Return whether a word between the auxiliaries and the verb at word ``k`` denies it."""
    return any(denies(parts.lowers[j]) or in_no_case(parts.lowers, j) for j in range(first, k))


def _main_owner(
    parts: Segments, sentence: Sentence, first: int, cue: Cue
) -> tuple[Words | None, str] | None:
    """Find whose verb it is where its sentence has no other: *Data from the survey, though, show ...*."""
    if cue.form == "ing" or cue.group == "act":
        return None
    subject = main_subject(parts, sentence, first)
    return None if subject is None else (subject, "parenthesis")


def _end_of_verb(parts: Segments, sentence: Sentence, k: int, cue: Cue) -> int | None:
    """Return the word after the verb and its particle; None where a particle it needs is missing."""
    last = k + 1
    following = parts.lowers[last] if last < sentence.last else ""
    if following in _PARTICLES.get(cue.verb, ()):
        last += 1
    elif cue.verb in _WITH_PARTICLE or (cue.verb == "rule" and following == "out"):
        return None  # "pressed on", "pushed him"; "ruled out" is a deed
    return last + 1 if following == "out" else last


def _owner(
    parts: Segments, sentence: Sentence, k: int, first: int, earlier: list[SpeechCue]
) -> tuple[Words | None, str] | None:
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
        cue.verb in NAMING_VERBS
        and cue.form == "past"
        and subject is not None
        and _is_named(parts, k, subject, order)
    ):
        return None  # "a comet called Wild"
    if cue.verb == "mean" and (subject is None or parts.lowers[subject[0]] not in _MEANING):
        return None
    if (
        subject is None
        and earlier
        and parts.kinds[first - 1 if first > sentence.first else first]
        in ("conjunction", "punctuation")
    ):
        subject, order = earlier[-1].subject, "shared"
    return subject, order


def _late(parts: Segments, sentence: Sentence, k: int, cue: Cue) -> Words | None:
    """Find the subject of a verb that stands after what was said, if it ends the sentence so."""
    spoken_to = find_addressee(parts, sentence, k + 1, cue.verb)
    last = k + 1 if spoken_to is None else spoken_to[1]
    if not closes(parts, sentence, last, told=cue.verb == "tell"):
        return None
    subject = late_subject(parts, sentence, k)
    if subject is None or (cue.form == "base" and not is_plural(parts, subject)):
        return None
    return subject


def _is_imperative(parts: Segments, sentence: Sentence, subject: Words, cue: Cue) -> bool:
    """Return whether what looks like a subject is a command (*Take, say, ...*)."""
    return (
        cue.form == "base"
        and subject == (sentence.first, sentence.first + 1)
        and KIND.get(parts.lowers[subject[0]]) == "verb"
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


def _may_be_far(parts: Segments, k: int, first: int, subject: Words, order: str) -> bool:
    """Return whether a subject that does not stand right before its verb can be its own."""
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


def _opens_plural(parts: Segments, subject: Words, first: int) -> bool:
    """Return whether a plural with what goes on it is all that stands before a verb without *-s*.

    *Police in Harrowgate say*, *economists surveyed by the paper expect*; no verb of their own
    and no comma may come between.
    """
    head = phrase_after(parts, subject[0], first)
    if head is None or not is_plural(parts, head):
        return False
    between = range(head[1], first)
    return all(
        parts.kinds[j]
        not in ("verb", "auxiliary", "cue", "punctuation", "conjunction", "subordinator")
        for j in between
    )


def _shared_subject(
    parts: Segments, sentence: Sentence, first: int, cue: Cue, earlier: list[SpeechCue]
) -> Words | None:
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
        if modal or (parts.kinds[first] == "cue" and is_plural(parts, last.subject)):
            # "they claimed she knew and claim she lied", "said it sank but could not say why"
            return last.subject
    if before in ("and", "but") and cue.form in ("past", "s") and cue.group == last.group:
        reported = "that" in parts.lowers[last.last : last.last + 6]
        if last.form == cue.form and last.order not in ("relative", "passive") and reported:
            return last.subject
    return None


def _is_named(parts: Segments, k: int, subject: Words, order: str) -> bool:
    """Return whether the noun before *called* has the name: *presented a plan called “Dawn”*."""
    if parts.kinds[k - 1] not in ("plain", "capital", "verb"):
        return False
    return order in ("clause", "parenthesis") or parts.lowers[subject[0]] in ("a", "an")


def _is_noun_here(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Return whether a form that can be a noun is one at word ``k``."""
    cue = CUES[parts.lowers[k]]
    before = parts.kinds[k - 1] if k > sentence.first else "punctuation"
    lower = parts.lowers[k - 1] if k > sentence.first else ""
    if parts.lowers[k] == "accused" and before == "determiner":
        return True
    if lower == "to" and cue.form == "base" and _main_verb(parts, sentence, k) is not None:
        return False
    if lower in _SOME and cue.form == "base" and parts.lowers[k + 1 : k + 2] == ["that"]:
        return False  # "but some note that"
    if lower in _SOME and cue.form == "base" and not cue.noun and k + 1 < sentence.last:
        return parts.kinds[k + 1] in (
            "plain",
            "preposition",
            "punctuation",
            "auxiliary",
        )  # "some believe"
    if before in ("determiner", "possessive", "preposition") and cue.form != "ing":
        return cue.form != "past" or before != "determiner"  # "a majority of pledged delegates"
    if before == "number" and cue.form == "past" and parts.kinds[k + 1 : k + 2] == ["plain"]:
        return parts.lowers[k + 1].endswith("s")  # "270 pledged delegates"
    if before == "preposition" and cue.form == "ing":
        return False
    if cue.noun and cue.form in ("base", "s"):
        if _states_that(parts, sentence, k):
            return False
        if before == "plain" and not lower.endswith("s") and not is_head(lower):
            return True
        after = parts.kinds[k + 1] if k + 1 < sentence.last else "punctuation"
        if before == "capital" and cue.form == "base":
            people = lower.endswith("s") and is_head(lower)
            return not (people and k - 1 == sentence.first)  # "Residents fear ..."
        return (
            k == sentence.first
            or after in ("cue", "auxiliary")
            or parts.lowers[k + 1 : k + 2] == ["of"]
        )
    return False


_SHOWING = word_set("show shows find finds")


def _states_that(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Return whether a singular subject with its article stands before *states that*, *notes that*."""
    if parts.lowers[k] in _SHOWING and parts.lowers[k + 1 : k + 2] == ["that"]:
        return True
    if parts.lowers[k] not in ("states", "notes", "stresses", "remarks", "comments", "finds"):
        return False
    if parts.lowers[k + 1 : k + 2] != ["that"] or k - 2 < sentence.first:
        return False
    singular = parts.kinds[k - 1] == "plain" and not parts.lowers[k - 1].endswith("s")
    return singular and parts.kinds[k - 2] == "determiner"


def _may_speak(parts: Segments, subject: Words) -> bool:
    """Return whether a phrase far from its verb is more than a stray noun or imperative."""
    first, last = subject
    if parts.kinds[first] == "capital" and last - first == 1:
        return parts.lowers[first] not in KIND or parts.words[first].isupper()
    if parts.kinds[first] != "plain":
        return True
    return is_head(parts.lowers[last - 1]) or any(
        parts.kinds[k] in ("capital", "possessive") for k in range(first, last)
    )


def auxiliaries(parts: Segments, k: int, floor: int) -> int:
    """Find the first of the auxiliaries and adverbs that belong to the verb at ``k``."""
    while k > floor and parts.kinds[k - 1] in ("auxiliary", "adverb"):
        k -= 1
    apart = int(parts.words[k - 1] == "," and k - 5 > floor and parts.words[k - 5] == ",")
    if k - 3 - apart > floor and in_no_case(parts.lowers, k - 2 - apart):
        k -= 3 + 2 * apart  # "has, in no way, said"
        while k > floor and parts.kinds[k - 1] == "auxiliary":
            k -= 1
    while parts.kinds[k] == "adverb":
        k += 1
    return k


SPEECH_NOUNS = word_list("nouns of speech")
THOUGHT_NOUNS = word_list("nouns of thought")
ATTITUDES = word_list("adjectives of attitude")
PERCEPTIONS = {
    form: verb for verb, forms in word_table("verbs of perception").items() for form in forms
}
"""Forms of verbs that attribute something only with *that*, *how* and the like."""
_GIVERS = word_list("giving words to")
_DENIALS = word_list("denials")
_HEARING_BODIES = word_set("court inquiry jury tribunal hearing inquest committee panel")
_LINKS = word_list("links")
_OPENERS = word_set("that whether how what why where when if")
_AFTER = word_set("that whether how what why")


def noun_cue(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
    """Read the attribution whose noun or adjective is word ``k``; None if there is none.

    *voiced concern that*, *is sure that*, *her belief that*: the noun or adjective stands where a
    verb of speech would; what follows *that* (or *whether*, *how*, *what*) is what was said, thought
    or felt.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("Officials have voiced concern that talks will fail.")
        >>> parts.slice(*noun_cue(parts, parts.sentences[0], 3).subject)
        'Officials'
    """
    if k + 2 >= sentence.last:
        return None
    lower = parts.lowers[k]
    if lower in ATTITUDES and (
        parts.lowers[k + 1] in _OPENERS or _bare_clause(parts, k + 1, sentence.last)
    ):
        return _adjective(parts, sentence, k)
    if parts.lowers[k + 1] in ("is", "was", "remains", "remained"):
        return _is_said(parts, sentence, k)
    if parts.lowers[k + 1] not in _AFTER or (
        parts.lowers[k + 1] == "that" and parts.kinds[k + 2] == "auxiliary"
    ):
        return None
    group = "speech" if lower in SPEECH_NOUNS else "attitude"
    return _given(parts, sentence, k, group) or _owned(parts, sentence, k, group)


def perception(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
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
        parts.kinds[at + 1] == "auxiliary"
        or (parts.kinds[at + 1] == "plain" and verb in ("see", "hear", "forget", "notice"))
    ):
        return None  # "saw that man" points
    if k > sentence.first and parts.kinds[k - 1] in ("determiner", "possessive", "preposition"):
        return None
    first = k
    while first > sentence.first and parts.kinds[first - 1] in ("auxiliary", "adverb"):
        first -= 1
    between = parts.lowers[first:k]
    subject, _ = find_subject(parts, sentence, first)
    if subject is None or not _may_feel(parts, subject):
        return None
    if verb == "hear" and parts.lowers[subject[1] - 1] in _HEARING_BODIES:
        return None  # "the court heard that": said by whoever gave evidence
    negated = any(map(denies, between))
    return SpeechCue(first, k + 1, verb, "attitude", "noun", subject, "before", negated)


def _adjective(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
    """Read *Moor is sure that ...*."""
    j = k - 1
    while j > sentence.first and (parts.kinds[j] == "adverb" or parts.lowers[j].endswith("ly")):
        j -= 1
    negated = any(parts.lowers[i] in ("not", "never") for i in range(j, k))
    while j > sentence.first and parts.lowers[j] in ("very", "quite", "so", "not", "less", "more"):
        negated = negated or parts.lowers[j] == "not"
        j -= 1
    if parts.lowers[j] in CONTRACTED:
        return SpeechCue(
            k, k + 1, parts.lowers[k], "attitude", "noun", (j, j + 1), "before", negated
        )
    if parts.lowers[j] not in _LINKS or j <= sentence.first:
        return None
    first = j
    while first > sentence.first and parts.kinds[first - 1] == "auxiliary":
        first -= 1
    subject, _ = find_subject(parts, sentence, first)
    if subject is None or not _may_feel(parts, subject):
        return None
    return SpeechCue(first, k + 1, parts.lowers[k], "attitude", "noun", subject, "before", negated)


def _bare_clause(parts: Segments, k: int, last: int) -> bool:
    """Return whether a clause without *that* begins: *afraid the talks will fail*."""
    if parts.lowers[k] in CONTRACTED:
        return True
    if parts.kinds[k] == "pronoun":
        return parts.lowers[k] in SUBJECTS
    if parts.kinds[k] not in ("determiner", "capital"):
        return False
    return any(
        parts.kinds[j] == "auxiliary" and parts.lowers[j] != "to"
        for j in range(k + 1, min(last, k + 6))
    )


def _may_feel(parts: Segments, subject: Words) -> bool:
    """Return whether a phrase means people (*it is clear that* does not)."""
    first, last = subject
    head = parts.lowers[last - 1]
    if parts.kinds[first] == "pronoun":
        return head not in ("it", "that", "this", "you")
    return parts.kinds[last - 1] == "capital" or is_head(head) or head.endswith("s")


def _given(parts: Segments, sentence: Sentence, k: int, group: str) -> SpeechCue | None:
    """Read *voiced deep concern that ...*, *rejected the claim that ...*."""
    for j in range(k - 1, max(sentence.first, k - 6), -1):
        if parts.lowers[j] in _GIVERS:
            first = auxiliaries(parts, j, sentence.first)
            subject, _ = find_subject(parts, sentence, first)
            if subject is None or not _may_feel(parts, subject):
                return None
            floor = first - (parts.lowers[first - 1] == "never")
            negated = parts.lowers[j] in _DENIALS or _is_denied(parts, floor, j)
            return SpeechCue(
                first, k + 1, parts.lowers[k], group, "noun", subject, "before", negated
            )
        if parts.kinds[j] not in ("determiner", "plain", "possessive", "capital", "preposition"):
            return None
    return None


def _is_said(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
    """Read *Moor's view is that ...*, *my hope was that ...*."""
    after = k + 2
    if after < sentence.last and parts.kinds[after] == "adverb":
        after += 1
    if after + 2 >= sentence.last or parts.lowers[after] != "that":
        return None
    group = "speech" if parts.lowers[k] in SPEECH_NOUNS else "attitude"
    owned = _owned(parts, sentence, k, group)
    return None if owned is None else replace(owned, last=after)


def _owned(parts: Segments, sentence: Sentence, k: int, group: str) -> SpeechCue | None:
    """Read *Moor's claim that ...*, *her belief that ...*."""
    j = k - 1
    while (
        j > sentence.first
        and parts.kinds[j] in ("plain", "adverb")
        and not looks_like_verb(parts.lowers[j])
    ):
        j -= 1
    if j < sentence.first:
        return None
    if parts.lowers[j] in ("his", "her", "their", "my", "our"):
        return SpeechCue(k, k + 1, parts.lowers[k], group, "noun", (j, j + 1), "before")
    if parts.kinds[j] != "possessive" or j == sentence.first:
        return None
    owner = phrase_before(parts, j, sentence.first)
    if owner is None or not _may_feel(parts, owner):
        return None
    return SpeechCue(k, k + 1, parts.lowers[k], group, "noun", owner, "before")


_WITH_SECOND = {
    form: (second, verb)
    for verb, (second, *forms) in word_table("verbs with a second word").items()
    for form in forms
}
"""Forms of verbs that report speech with the word that must follow, and what they are then."""
_REPLIES = word_list("replies")
_AFTER_TAG = frozenset({"punctuation", "preposition", "adverb", "subordinator"})
_NOUN_CUES = SPEECH_NOUNS | THOUGHT_NOUNS | ATTITUDES
_VIEWS = frozenset({"view", "opinion", "words", "judgment", "judgement", "account", "eyes"})
_MAKING = frozenset({"made", "makes", "make", "let", "lets"})
_BEING = frozenset({"be", "very", "quite", "abundantly", "publicly", "well"})
_OTHER_CUES = frozenset({"according", *_VIEWS, *_MAKING, *_WITH_SECOND, *PERCEPTIONS}) | _NOUN_CUES


def find_cues(parts: Segments, sentence: Sentence) -> list[SpeechCue]:
    """Find the speech cues of a sentence, in order.

    The subject is looked for where English puts it: before the verb (past adverbs, times and
    parentheses), after it when the order is inverted (*“...,” said Moor*), after *according to*, or
    as owner of a text (*Moor's statement read*).
    """
    found: list[SpeechCue] = []
    kinds = parts.kinds[sentence.first : sentence.last]
    lowers = parts.lowers[sentence.first : sentence.last]
    if "quote" not in kinds:  # nothing but the known words can attribute anything
        places = [
            k
            for k, (kind, lower) in enumerate(zip(kinds, lowers, strict=True), sentence.first)
            if kind == "cue" or lower in _OTHER_CUES
        ]
        for k in places:
            if not found or k >= found[-1].last:
                _take(found, _of_the_speaker(parts, found, _cue_at(parts, sentence, k, found)))
        return found
    for k, (kind, lower) in enumerate(zip(kinds, lowers, strict=True), sentence.first):
        known = kind == "cue" or lower in _OTHER_CUES
        predicate = kind == "auxiliary" and k > sentence.first and parts.kinds[k - 1] == "quote"
        if not (known or predicate) and not (
            kind == "verb" or (kind == "plain" and lower[-2:] == "ed")
        ):
            continue
        if found and k < found[-1].last:
            continue
        if predicate:
            cue = _predicate(parts, sentence, k)
        elif known:
            cue = _of_the_speaker(parts, found, _cue_at(parts, sentence, k, found))
        else:
            cue = _manner_cue(parts, sentence, k)
        _take(found, cue)
    return found


def _of_the_speaker(
    parts: Segments, found: Sequence[SpeechCue], cue: SpeechCue | None
) -> SpeechCue | None:
    """Give what *it* would do to the one who said so: *the splinter group, which said it would agree*."""
    if cue is None or cue.order != "clause" or not found or found[-1].subject is None:
        return cue
    begin = found[-1].last + (parts.lowers[found[-1].last : found[-1].last + 1] == ["that"])
    own = parts.lowers[begin : begin + 1] in (["it"], ["they"]) and begin < cue.first <= begin + 3
    said = found[-1].group == "speech" and found[-1].order in ("before", "relative")
    return replace(cue, subject=found[-1].subject) if own and said else cue


def _take(found: list[SpeechCue], cue: SpeechCue | None) -> None:
    """Add a cue to those found before it."""
    if cue is not None:
        if found and found[-1].first >= cue.first:
            found.pop()  # "expressed concern that" says more than "expressed"
        found.append(cue)


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
        return named
    if kinds[k] == "cue":
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


def _manner_cue(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
    """Read *“...,” Moor began* and *“...,” sniffed the mayor*: any verb right beside a quotation.

    The quotation must end in a comma, question or exclamation mark, and nothing but the
    subject may stand between it and the verb; then whatever the verb is, it reports speech.
    """
    verb = parts.lowers[k]
    if verb.endswith("ing"):
        return None
    if k > sentence.first and parts.kinds[k - 1] == "quote" and _asks_for_tag(parts, k - 1):
        phrase = inverted_phrase(parts, sentence, k + 1) if k + 1 < sentence.last else None
        if phrase is None:
            return None
        return SpeechCue(k, k + 1, verb, "speech", "past", phrase, "inverted")
    subject = phrase_before(parts, k, sentence.first)
    if subject is None or subject[0] <= sentence.first or parts.kinds[subject[0] - 1] != "quote":
        return None
    ends = k + 1 >= sentence.last or parts.kinds[k + 1] in _AFTER_TAG
    if not ends or not _asks_for_tag(parts, subject[0] - 1):
        return None
    return SpeechCue(k, k + 1, verb, "speech", "past", subject, "before")


def _predicate(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
    """Read *“No” was Moor's reply* and *“...” was the message from Moor*."""
    for j in range(k + 1, min(sentence.last, k + 7)):
        if parts.lowers[j] not in _REPLIES:
            continue
        subject = None
        if parts.lowers[j + 1 : j + 2] in (["from"], ["of"]):
            phrase = phrase_after(parts, j + 2, sentence.last)
            subject = named_apposition(parts, phrase, sentence.last) if phrase else None
        else:
            owner = next((i for i in range(k + 1, j) if parts.kinds[i] == "possessive"), None)
            subject = phrase_before(parts, owner, k + 1) if owner is not None else None
        if subject is None:
            return None
        return SpeechCue(k, j + 1, parts.lowers[j], "speech", "noun", subject, "after")
    return None


def _asks_for_tag(parts: Segments, word: int) -> bool:
    """Return whether a quotation ends as one does that *he said* follows."""
    quote = parts.quotes[parts.quote_of[word]]
    inner = parts.text[max(quote.inner_start, quote.inner_end - 3) : quote.inner_end].rstrip()
    return inner[-1:] in (",", "?", "!", "…")


def _according(parts: Segments, sentence: Sentence, first: int, at: int) -> SpeechCue | None:
    phrase = phrase_after(parts, at, sentence.last)
    if phrase is None:
        return None
    named = named_apposition(parts, phrase, sentence.last)
    phrase = named if named != phrase else whole_phrase(parts, phrase, sentence.last)
    return SpeechCue(first, at, "according to", "speech", "to", phrase, "according")


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
    return SpeechCue(first, last + 1, verb, "speech", "past", subject, order)


def _in_the(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Return whether *in the* stands before a word such as *view*."""
    return k - 2 >= sentence.first and parts.lowers[k - 2 : k] in (["in", "the"], ["by", "the"])


def _in_view(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
    """Read *In Moor's view, ...* and *..., in her words, ...*."""
    if k + 1 < sentence.last and parts.words[k + 1] not in (",", ".", ";"):
        half = half_sentence(parts, sentence, k)
        owned = parts.kinds[k - 1] == "possessive"
        stop = next((j for j in range(k, half.last) if parts.words[j] == ","), half.last)
        if not owned or not verb_ahead(parts, k + 1, stop):
            return None  # "in Moor's view of the pier", "in Moor's opinion piece, she was ..."
    if parts.lowers[k - 1] in ("his", "her", "their", "my", "our") and k - 1 > sentence.first:
        owner: Words | None = (k - 1, k)
    elif parts.kinds[k - 1] == "possessive" and k - 2 > sentence.first:
        owner = phrase_before(parts, k - 1, sentence.first)
    else:
        return None
    if owner is None or owner[0] <= sentence.first or parts.lowers[owner[0] - 1] != "in":
        return None
    first = owner[0] - 1
    return SpeechCue(first, k + 1, "according to", "speech", "to", owner, "according")


def _made_clear(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
    verb = _WITH_SECOND[parts.lowers[k]][1]
    first = auxiliaries(parts, k, sentence.first)
    before = parts.kinds[k - 1] if k > sentence.first else "punctuation"
    if before == "quote" and k + 2 < sentence.last:
        inverted = inverted_phrase(parts, sentence, k + 2)
        if inverted is not None:
            return SpeechCue(first, k + 2, verb, "speech", "past", inverted, "inverted")
    subject, order = find_subject(parts, sentence, k)
    return SpeechCue(first, k + 2, verb, "speech", "past", subject, order)
