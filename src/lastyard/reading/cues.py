# ruff: noqa: RUF001 - typographic marks are what this code is about
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

from dataclasses import dataclass

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
    SUBJECTS,
    is_head,
    looks_like_verb,
    phrase_after,
    phrase_before,
)
from lastyard.reading.roles import ADDRESSEES
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.subjects import (
    find_subject,
    goes_on,
    is_speaker_like,
    named_apposition,
)
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
    QUOTE,
    SUBORDINATOR,
    VERB,
    Cue,
)

_BE = word_set("is are was were be been being isn't aren't wasn't weren't get got")
_NEGATIONS = word_set("not never n't don't doesn't didn't won't wouldn't can't cannot")
_HAVE = word_set("have has had having 've 'd")
_ONLY_PARTICIPLES = word_set("known written shown")
_NAMING_VERBS = word_set("call dub label brand")
_WANTING = word_set("want wants wanted like love need needs needed")
_MEANING = word_set("i we he she they you who")
_MODALS = word_set("will would can could may might must shall should did do does to")
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
_NOUN_CUES = SPEECH_NOUNS | THOUGHT_NOUNS | ATTITUDES
_OTHER_CUES = frozenset({"according", "words", *_WITH_SECOND, *PERCEPTIONS}) | _NOUN_CUES
_INVERTING = frozenset({"speech"})


@dataclass(frozen=True, slots=True)
class SpeechCue:
    """A verb (or *according to*) that attributes something to somebody.

    Attributes:
        first: First word of the cue (auxiliaries included).
        last: Word after the cue's last.
        verb: Dictionary form, or ``according to``.
        group: ``speech``, ``attitude`` or ``act``.
        form: Form of the verb: ``base``, ``s``, ``past``, ``ing`` or ``to``.
        subject: Words of the one it is attributed to, or None.
        addressee: Words of the one spoken to, or None.
        order: How the subject was found: ``before``, ``clause``, ``parenthesis``,
            ``inverted``, ``according``, ``passive``.
        negated: Whether the speaker did *not* say so.
    """

    first: int
    last: int
    verb: str
    group: str
    form: str
    subject: tuple[int, int] | None
    addressee: tuple[int, int] | None
    order: str
    negated: bool


def find_cues(parts: Segments, sentence: Sentence) -> list[SpeechCue]:
    """Find the speech cues of a sentence, in order."""
    found: list[SpeechCue] = []
    kinds, lowers = parts.kinds, parts.lowers
    has_quote = QUOTE in kinds[sentence.first : sentence.last]
    for k in range(sentence.first, sentence.last):
        if kinds[k] != CUE and lowers[k] not in _OTHER_CUES:
            if has_quote and (kinds[k] == VERB or (kinds[k] == PLAIN and lowers[k][-2:] == "ed")):
                cue = _manner_cue(parts, sentence, k)
                if cue is not None:
                    found.append(cue)
            continue
        if found and k < found[-1].last:
            continue
        named = None
        if lowers[k] in PERCEPTIONS:
            named = perception(parts, sentence, k)
        elif lowers[k] in _NOUN_CUES:
            named = noun_cue(parts, sentence, k)
        if named is not None:
            cue = _as_cue(named)
            if found and found[-1].first >= named.first:
                found.pop()
        elif kinds[k] == CUE:
            cue = _verb_cue(parts, sentence, k, found)
        elif lowers[k] == "according" and k + 2 < sentence.last and lowers[k + 1] == "to":
            cue = _according(parts, sentence, k, k + 2)
        elif lowers[k] == "words" and lowers[k + 1 : k + 2] == ["of"] and k + 2 < sentence.last:
            cue = _according(parts, sentence, k - 2 if lowers[k - 1] == "the" else k, k + 2)
        elif lowers[k] in _WITH_SECOND and lowers[k + 1 : k + 2] == [_WITH_SECOND[lowers[k]][0]]:
            cue = _made_clear(parts, sentence, k)
        else:
            continue
        if cue is not None:
            found.append(cue)
    return found


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
        phrase = _inverted_phrase(parts, sentence, k + 1) if k + 1 < sentence.last else None
        if phrase is None:
            return None
        return SpeechCue(k, k + 1, verb, "speech", "past", phrase, None, "inverted", False)
    subject = phrase_before(parts, k, sentence.first)
    if subject is None or subject[0] <= sentence.first or parts.kinds[subject[0] - 1] != QUOTE:
        return None
    ends = k + 1 >= sentence.last or parts.kinds[k + 1] in (PUNCTUATION, PREPOSITION, ADVERB)
    if not ends or not _asks_for_tag(parts, subject[0] - 1):
        return None
    return SpeechCue(k, k + 1, verb, "speech", "past", subject, None, "before", False)


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
    phrase = named_apposition(parts, phrase, sentence.last)
    return SpeechCue(first, at, "according to", "speech", "to", phrase, None, "according", False)


def _made_clear(parts: Segments, sentence: Sentence, k: int) -> SpeechCue | None:
    verb = _WITH_SECOND[parts.lowers[k]][1]
    first = _auxiliaries(parts, k, sentence.first)
    before = parts.kinds[k - 1] if k > sentence.first else PUNCTUATION
    if before == QUOTE and k + 2 < sentence.last:
        inverted = _inverted_phrase(parts, sentence, k + 2)
        if inverted is not None:
            return SpeechCue(
                first, k + 2, verb, "speech", "past", inverted, None, "inverted", False
            )
    subject, order = find_subject(parts, sentence, k)
    return SpeechCue(first, k + 2, verb, "speech", "past", subject, None, order, False)


def _verb_cue(
    parts: Segments, sentence: Sentence, k: int, earlier: list[SpeechCue]
) -> SpeechCue | None:
    """Read the possible cue at word ``k``; None if it is a noun, a passive or has no subject."""
    cue = CUES[parts.lowers[k]]
    if _is_noun_here(parts, sentence, k):
        return None
    first = _auxiliaries(parts, k, sentence.first)
    before = range(first, k)
    if parts.lowers[k] in _ONLY_PARTICIPLES and not any(
        parts.lowers[j] in _HAVE or parts.lowers[j] in _BE for j in before
    ):
        return None
    negated = any(parts.lowers[j] in _NEGATIONS for j in before)
    if cue.form == "past" and any(parts.lowers[j] in _BE for j in before):
        return _passive(parts, sentence, first, k)
    if _is_participle(parts, sentence, k):
        return None
    last = k + 1
    if cue.verb == "call" and last < sentence.last and parts.lowers[last] in ("for", "on", "upon"):
        last += 1
    if cue.verb == "point" or (last < sentence.last and parts.lowers[last] == "out"):
        last += 1
    quoted = _quoted_as_saying(parts, sentence, first, k)
    if quoted is not None:
        return quoted
    inverted = _inverted_subject(parts, sentence, k)
    if inverted is not None:
        return SpeechCue(
            first, last, cue.verb, cue.group, cue.form, inverted, None, "inverted", negated
        )
    if cue.form == "ing" and k > sentence.first and parts.kinds[k - 1] == CUE:
        return None
    shared = _shared_subject(parts, sentence, first, cue, earlier)
    if shared is not None:
        addressee = _addressee(parts, sentence, last, cue.verb)
        return SpeechCue(
            first, last, cue.verb, cue.group, cue.form, shared, addressee, "shared", negated
        )
    wanting = (
        cue.form == "base"
        and k - 2 > sentence.first
        and parts.lowers[k - 1] == "to"
        and parts.lowers[k - 2] in _WANTING
    )
    subject, order = find_subject(
        parts, sentence, _auxiliaries(parts, k - 2, sentence.first) if wanting else k
    )
    if order in ("clause", "parenthesis") and subject is not None:
        if not _may_speak(parts, subject):
            return None
        if (
            cue.form == "base"
            and not any(parts.lowers[j] in _MODALS for j in before)
            and not (order == "parenthesis" and _is_plural(parts, subject))
        ):
            return None
        if cue.form == "past" and _in_passive_pair(parts, subject[1], first):
            return None
    if (
        cue.verb in _NAMING_VERBS
        and cue.form == "past"
        and subject is not None
        and not _may_name(parts, subject)
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
    addressee = _addressee(parts, sentence, last, cue.verb)
    return SpeechCue(first, last, cue.verb, cue.group, cue.form, subject, addressee, order, negated)


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
    if before in ("and", "but") and cue.form in ("past", "s") and cue.group == earlier[-1].group:
        last = earlier[-1]
        reported = "that" in parts.lowers[last.last : last.last + 6]
        if last.form == cue.form and last.order not in ("relative", "passive") and reported:
            return last.subject
    return None


def _may_name(parts: Segments, phrase: tuple[int, int]) -> bool:
    """Say whether a phrase can be who calls something by a name."""
    return (
        parts.kinds[phrase[0]] == PRONOUN
        or is_speaker_like(parts, phrase)
        or _is_plural(parts, phrase)
    )


def _is_plural(parts: Segments, phrase: tuple[int, int]) -> bool:
    """Say whether a phrase takes a verb without *-s*."""
    head = parts.lowers[phrase[1] - 1]
    if parts.kinds[phrase[0]] == PRONOUN:
        return head in ("i", "we", "you", "they")
    return (
        (parts.kinds[phrase[1] - 1] == PLAIN or is_head(head))
        and (head.endswith("s") or head in ("people", "police", "men", "women"))
        and not head.endswith("ss")
    )


def _is_noun_here(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Say whether a form that can be a noun is one at word ``k``."""
    cue = CUES[parts.lowers[k]]
    before = parts.kinds[k - 1] if k > sentence.first else PUNCTUATION
    lower = parts.lowers[k - 1] if k > sentence.first else ""
    if before in (DETERMINER, POSSESSIVE, PREPOSITION) and cue.form != "ing":
        return cue.form != "past" or before == POSSESSIVE
    if before == PREPOSITION and cue.form == "ing":
        return False
    if cue.noun and cue.form in ("base", "s"):
        if before == PLAIN and not lower.endswith("s") and not is_head(lower):
            return True
        after = parts.kinds[k + 1] if k + 1 < sentence.last else PUNCTUATION
        if before == CAPITAL and cue.form == "base":
            return True
        return (
            k == sentence.first
            or after in (CUE, AUXILIARY)
            or parts.lowers[k + 1 : k + 2] == ["of"]
        )
    if cue.form == "past" and k > sentence.first and k + 1 < sentence.last:
        return before == DETERMINER and parts.kinds[k + 1] in (PLAIN, CAPITAL)
    return False


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


def _in_passive_pair(parts: Segments, begin: int, first: int) -> bool:
    """Say whether a past form goes on a passive (*was taken in and told that*)."""
    return (
        parts.lowers[first - 1] in ("and", "or")
        and any(parts.lowers[j] in _BE for j in range(begin, first - 1))
        and not any(parts.kinds[j] in (CUE, VERB) for j in range(begin, first - 1))
    )


def _is_participle(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Say whether a past form only describes a noun: *known as*, *talks expected to open*."""
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


def _auxiliaries(parts: Segments, k: int, floor: int) -> int:
    """Find the first of the auxiliaries and adverbs that belong to the verb at ``k``."""
    while k > floor and parts.kinds[k - 1] in (AUXILIARY, ADVERB):
        k -= 1
    while parts.kinds[k] == ADVERB:
        k += 1
    return k


def _passive(parts: Segments, sentence: Sentence, first: int, k: int) -> SpeechCue | None:
    """Read *was quoted as saying* (its subject speaks) and *was announced by Moor*."""
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
            return SpeechCue(first, j + 1, cue.verb, "speech", "ing", subject, None, order, False)
        if lower == "by":
            phrase = phrase_after(parts, j + 1, sentence.last)
            if phrase is None or CUES[parts.lowers[k]].group != "speech":
                return None
            cue = CUES[parts.lowers[k]]
            return SpeechCue(
                first, k + 1, cue.verb, cue.group, "past", phrase, None, "passive", False
            )
        if parts.kinds[j] in (PUNCTUATION, QUOTE, SUBORDINATOR):
            return None
        j += 1
    return None


def _quoted_as_saying(parts: Segments, sentence: Sentence, first: int, k: int) -> SpeechCue | None:
    """Read *the agency quoted an officer as saying*: the officer speaks."""
    if CUES[parts.lowers[k]].verb not in ("quote", "cite"):
        return None
    for j in range(k + 2, min(sentence.last - 1, k + 14)):
        if parts.lowers[j] == "as" and parts.lowers[j + 1] in ("saying", "telling", "stating"):
            phrase = phrase_after(parts, k + 1, j)
            if phrase is not None:
                return SpeechCue(
                    first, j + 2, "say", "speech", "ing", phrase, None, "before", False
                )
    return None


def _inverted_subject(parts: Segments, sentence: Sentence, k: int) -> tuple[int, int] | None:
    """Find the subject after the verb: *“...,” said Moor* and *Talks failed, said Moor* alike."""
    cue = CUES[parts.lowers[k]]
    if cue.group not in _INVERTING or cue.form not in ("past", "s") or k + 1 >= sentence.last:
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
    if before == "," and not _closes_clause(parts, sentence, k):
        return None
    return _inverted_phrase(parts, sentence, k + 1)


def _inverted_phrase(parts: Segments, sentence: Sentence, at: int) -> tuple[int, int] | None:
    """Read the subject that begins at word ``at``, after its verb."""
    if parts.kinds[at] not in (CAPITAL, DETERMINER, PRONOUN, PLAIN):
        return None
    if parts.kinds[at] == PRONOUN and parts.lowers[at] not in SUBJECTS:
        return None
    phrase = phrase_after(parts, at, sentence.last)
    if phrase is None:
        return None
    named = named_apposition(parts, phrase, sentence.last)
    if named == phrase and phrase[1] < sentence.last and goes_on(parts, phrase):
        owner = phrase_after(parts, phrase[1] + 1, sentence.last)
        return (phrase[0], owner[1]) if owner else phrase
    return named


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
    return has_verb and (following >= sentence.last or not parts.lowers[following].isalpha())


_BARE_ADDRESSEE = word_set("tell inform remind assure notify advise warn urge ask beg")


def _addressee(parts: Segments, sentence: Sentence, at: int, verb: str) -> tuple[int, int] | None:
    """Find the one spoken to: *told reporters*, *said to the crowd*, *asked Moor*."""
    if at >= sentence.last:
        return None
    if verb in _BARE_ADDRESSEE:
        bare = parts.kinds[at] == PLAIN and (
            is_head(parts.lowers[at]) or (verb == "tell" and parts.lowers[at].endswith("s"))
        )
        if bare or parts.kinds[at] in (CAPITAL, DETERMINER) or parts.lowers[at] in ADDRESSEES:
            phrase = phrase_after(parts, at, sentence.last)
            if phrase is not None and (
                verb == "tell" or _followed_by_clause(parts, sentence, phrase[1])
            ):
                return phrase
        return None
    if parts.lowers[at] == "to" and verb in (
        "say",
        "write",
        "reply",
        "explain",
        "announce",
        "respond",
    ):
        phrase = phrase_after(parts, at + 1, sentence.last)
        if phrase is not None:
            return phrase
    return None


def _followed_by_clause(parts: Segments, sentence: Sentence, at: int) -> bool:
    return at < sentence.last and (
        parts.lowers[at] in ("that", "to", ",", ":", "not", "against", "whether", "if")
        or parts.kinds[at] in (QUOTE, SUBORDINATOR)
    )
