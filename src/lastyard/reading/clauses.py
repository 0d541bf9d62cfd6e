# ruff: noqa: RUF001 - typographic marks are what this code is about
"""What somebody is said to have said: the words that a speech cue attributes, and where they end.

They stand before, after or around the cue. What is said ends where the report goes on, or where
somebody else's words begin; the words of a quotation are read once more for what is reported there.

Example:
    >>> from lastyard.reading.cues import find_cues
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Moor told reporters on Friday that talks would resume.")
    >>> found = complement(parts, parts.sentences[0], find_cues(parts, parts.sentences[0])[0])
    >>> found.kind, [parts.slice(*piece) for piece in found.pieces]
    ('clause', ['talks would resume'])
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lastyard.reading.cues import find_cues
from lastyard.reading.entities import Register
from lastyard.reading.lexicon import CONTRACTED, CUES, SEEKING
from lastyard.reading.names import Entity
from lastyard.reading.phrases import (
    SUBJECTS,
    is_speaker_like,
    looks_like_verb,
    phrase_after,
    verb_ahead,
)
from lastyard.reading.segments import Segments, Sentence, segment_stretch
from lastyard.reading.tags import (
    ANSWERS,
    LEAST_WORDS,
    Complement,
    SpeechCue,
    around_tag,
    before_tag,
    beside_according,
    closes,
    has_quote,
    is_span,
    thing_end,
    trimmed,
)
from lastyard.reading.wordlists import word_list, word_set

_CONDITIONS = word_set("if when while because since although though as unless once whenever")
_CONTRASTS = frozenset({"while", "whereas", "though", "although", "but"})
_SUMMING_UP = word_list("summing up")
_GOING_ON = word_set("because which why where how i we you there since really maybe")
_FEWEST_BEFORE_DASH = 8
_FEWEST_OWN = 4
_SUBJECT_KINDS = frozenset({"pronoun", "determiner", "capital"})


def parted_at(parts: Segments, cue: SpeechCue, later: SpeechCue) -> int | None:
    """Find where another's clause begins: *Moor said it would hold, while Bell believes ...*.

    Example:
        >>> from lastyard.reading.cues import find_cues
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("Moor said it would hold, while Bell believes it is lost.")
        >>> one, other = find_cues(parts, parts.sentences[0])
        >>> parts.slice(one.last, parted_at(parts, one, other))
        'it would hold'
    """
    if later.subject is None or later.order not in ("before", "tag") or later.form == "ing":
        return None
    k = later.subject[0] - 1
    after = later.addressee[1] if later.addressee is not None else later.last
    sentence = parts.sentences[parts.sentence_at(later.subject[0])]
    if k > cue.last + 2 and parts.words[k] == "," and closes(parts, sentence, after):
        return k  # "Moor thinks it will hold, a survey suggests."
    if k - 1 < cue.last + 2 or parts.words[k - 1] not in (",", ";"):
        return None
    link, pronoun = parts.lowers[k], parts.kinds[later.subject[0]] == "pronoun"
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
        elif _is_next_verb(parts, cue, k, begin, end):
            return k  # "said the talks were over | and refused to go on"
        elif word == "," and (
            (conditional and parts.kinds[k + 1] in (*_SUBJECT_KINDS, "plain", "cue"))
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


def _is_next_verb(parts: Segments, cue: SpeechCue, k: int, begin: int, end: int) -> bool:
    """Return whether the next verb of who spoke follows *and*: *said the talks were over and refused to go on*."""
    lower = parts.lowers[k + 1]
    if parts.words[k] not in ("and", "but"):
        return False
    past = cue.form == "past" and parts.kinds[k + 1] == "cue" and CUES[lower].form == "past"
    shared = parts.kinds[k - 1] in ("cue", "verb") or parts.lowers[k - 1].endswith(("ed", "en"))
    return (
        past
        and not shared
        and k - begin >= _FEWEST_OWN
        and k + 2 < end
        and not has_quote(parts, k, end)
    )


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
    opened = parts.lowers[begin] in _CONDITIONS or parts.kinds[begin] == "preposition"
    return next((k for k in range(begin, end) if opened and parts.words[k] == ","), -1)


def _verb_after(parts: Segments, k: int) -> bool:
    """Return whether the main verb follows comma ``k``: *Moor, who thinks it will hold, left*."""
    kind = parts.kinds[k + 1]
    return kind in ("verb", "cue", "auxiliary", "adverb") or looks_like_verb(parts.lowers[k + 1])


def _turns_to_hearer(parts: Segments, k: int) -> bool:
    """Return whether *, I mean* or *, you know* begins at the comma ``k``."""
    return parts.lowers[k + 1] in ("i", "you") and parts.lowers[k + 2 : k + 3] in (
        ["mean"],
        ["know"],
        ["see"],
    )


def _turns(parts: Segments, k: int, begin: int, end: int, own_voice: bool) -> bool:
    """Return whether a clause of its own begins with *, but* (*and*, *so* after *I think*)."""
    after = k + 2
    if parts.lowers[k + 1] not in (("but", "and", "so") if own_voice else ("but",)) or after >= end:
        return False
    if own_voice and k - begin >= _FEWEST_OWN:
        return True
    return parts.kinds[after] in _SUBJECT_KINDS and verb_ahead(parts, after, end)


def _sums_up(parts: Segments, k: int, end: int) -> bool:
    """Return whether the reporter's *, a move that ...* begins at word ``k``."""
    if parts.words[k] != "," or parts.lowers[k + 1] not in ("a", "an"):
        return False
    for j in range(k + 2, min(k + 5, end - 1)):
        if parts.lowers[j] in _SUMMING_UP:
            after = parts.kinds[j + 1]
            return parts.lowers[j + 1] in ("that", "which", "seen", "meant") or after in (
                "capital",
                "determiner",
                "pronoun",
            )
        if parts.kinds[j] != "plain":
            return False
    return False


def _is_conditional(parts: Segments, sentence: Sentence, cue: SpeechCue) -> bool:
    """Return whether the cue stands in *If ..., when ...* before the main clause."""
    if cue.subject is not None and cue.subject[0] - 2 >= sentence.first:
        opener = cue.subject[0] - 1
        if parts.lowers[opener] in _CONDITIONS and parts.lowers[opener - 1] == "that":
            return True  # "that as voters learn more, support will fall"
    return (
        parts.lowers[sentence.first] in _CONDITIONS
        and "," not in parts.words[sentence.first : cue.first]
    )


_SPOKEN_OF = word_list("verbs that speak of something")
_OBJECT_VERBS = word_list("verbs with an object") | _SPOKEN_OF
_CLAUSE_VERBS = word_list("verbs with a clause") | {"make clear", "put it", "according to"}
_LATE_TAGS = word_list("late tags") | {"according to"}
_OWN_TAGS = word_set("think guess believe suppose")
_COMPLEMENTIZERS = word_set("that whether if how what why where who when which")
_GOES_ON_KINDS = frozenset({"auxiliary", "verb"})
_OCCASION = word_set("in at on during after following before by via through over")
_MANNER = frozenset({"for", "with"})
_KEPT = frozenset({"there", "here", "not", "so", "only", "even", "just", "now", "never", "then"})
_TAKEN_IN = word_set("read find learn know mention report note discover mean quote cite")
_NEVER_OF_THINGS = word_set("say think insist hope")
_SAID_THINGS = word_set("nothing little much something a few so goodbye")
_LONG_CLAUSE = 3
_OF_DEEDS = word_list("verbs of own deeds")
_NO_DEEDS = word_set("nothing something anything everything spring evening morning king thing")
_DEED_KINDS = frozenset({"plain", "verb", "cue", "auxiliary"})


def complement(
    parts: Segments,
    sentence: Sentence,
    cue: SpeechCue,
    limit: int | None = None,
    quoted: bool = False,
) -> Complement | None:
    """Find what a cue attributes in its sentence.

    Args:
        parts: The text.
        sentence: The cue's sentence.
        cue: The cue.
        limit: Word at which a later cue of the same subject begins, or None.
        quoted: Whether a quotation of the sentence is the cue's.
    """
    end = sentence.last if limit is None else limit
    if cue.verb == "according to":
        return beside_according(parts, sentence, cue, end)
    if cue.order in ("inverted", "tag"):
        first = cue.first if cue.subject is None else min(cue.first, cue.subject[0])
        around = cue.subject and around_tag(parts, sentence, cue.first, cue.subject[1], end)
        return around or before_tag(parts, sentence, first)
    if _asks_back(parts, sentence, cue):
        return None
    if cue.verb == "imply" and cue.subject is not None and parts.lowers[cue.subject[0]] == "it":
        return None  # a fact implies, nobody says
    if _answers(parts, cue.last, end):
        return Complement("clause", ((cue.last, cue.last + 1),))
    begin = content_start(parts, cue, end)
    if cue.subject is not None and _is_tag(parts, sentence, cue, begin):
        return _beside_tag(parts, sentence, cue, begin, end)
    if begin >= end:
        return None
    held = _last_quote(parts, begin, end) if quoted else begin
    if held + 2 < end:
        end = clause_end(parts, sentence, cue, held, end)
    last = trimmed(parts, begin, end)[1]
    if last - begin < 1:
        return None
    if _is_clause(parts, cue, begin, last, quoted):
        return (
            Complement("clause", ((begin, last),))
            if last - begin >= 2 or has_quote(parts, begin, last)
            else None
        )
    if cue.verb in _OBJECT_VERBS and _is_object(parts, cue, begin, last):
        ended = thing_end(parts, held, last) if held < last else last
        return Complement("object", (trimmed(parts, begin, ended),))
    return None


def _beside_tag(
    parts: Segments, sentence: Sentence, cue: SpeechCue, begin: int, end: int
) -> Complement | None:
    """Take what stands before *Moor said*, and what goes on after it."""
    first = cue.first if cue.subject is None else min(cue.first, cue.subject[0])
    before = before_tag(parts, sentence, first)
    if before is None and begin < end and parts.kinds[begin] in _GOES_ON_KINDS:
        short = trimmed(parts, sentence.first, first)
        before = Complement("clause", (short,)) if short[1] > short[0] else None
    if before is None:
        return None
    if (
        begin < end - 2
        and parts.words[cue.last : cue.last + 1] == [","]
        and parts.words[first - 1] == ","
        and (parts.kinds[begin] in _GOES_ON_KINDS or begin < end - LEAST_WORDS)
    ):
        return Complement("clause", (*before.pieces, trimmed(parts, begin, end)))
    return before


def _answers(parts: Segments, k: int, end: int) -> bool:
    """Return whether word ``k`` is all that was said: *Moor, asked if it would hold, said yes*."""
    if k >= end or parts.lowers[k] not in ANSWERS:
        return False
    at_comma = parts.words[k + 1 : k + 2] == [","]
    return (
        k + 1 >= end
        or parts.words[k + 1] in (".", ";", "!", "?")
        or (at_comma and parts.kinds[k + 2 : k + 3] == ["conjunction"])
    )


def _last_quote(parts: Segments, begin: int, end: int) -> int:
    """Return the last quotation of a stretch, up to which all of it was said."""
    return next((k for k in range(end - 1, begin, -1) if parts.kinds[k] == "quote"), begin)


def says_no_sign(parts: Segments, cue: SpeechCue, found: Complement) -> bool:
    """Return whether what was said tells no sign by itself: *described the plan*, *what he said would end it*."""
    first = found.pieces[0][0]
    if found.kind == "object":
        return cue.verb in _SPOKEN_OF
    return first == cue.last and parts.kinds[first] == "auxiliary"


def _asks_back(parts: Segments, sentence: Sentence, cue: SpeechCue) -> bool:
    """Return whether what was said stands before the cue, as in *what Moor had found, ...*.

    So it does after a relative (*the reports that I have read,*), and in *you know* between
    commas nothing is said at all; what follows the comma is the main clause.
    """
    if cue.subject is None or cue.last >= sentence.last or cue.order != "before":
        return False
    before = cue.subject[0] - 1
    if before < sentence.first:
        return False
    if parts.lowers[before] == "whether" and parts.lowers[cue.subject[0]] == "you":
        return True  # "whether you believe it or not"
    if parts.words[cue.last] != ",":
        return False
    if parts.words[before] == "," and parts.lowers[cue.subject[0]] == "you":
        return True
    noun = before > sentence.first and parts.kinds[before - 1] in ("plain", "cue", "capital")
    return parts.lowers[before] == "what" or (
        parts.lowers[before] in ("that", "which") and noun and cue.verb in _TAKEN_IN
    )


def content_start(parts: Segments, cue: SpeechCue, end: int) -> int:
    """Step over the one spoken to, times, occasions and *that* after a cue."""
    k = cue.last
    if cue.order in ("inverted", "passive") and cue.subject is not None:
        k = cue.subject[1]
    if cue.addressee is not None and cue.addressee[0] >= k:
        k = cue.addressee[1]
    if cue.verb == "put it" and parts.lowers[k : k + 1] == ["to"] and "that" in parts.lowers[k:end]:
        k = parts.lowers.index("that", k)  # "put it to the witness that ..."
    while k < end:
        kind, lower = parts.kinds[k], parts.lowers[k]
        named_day = kind == "time" and parts.words[k][0].isupper()  # not "accepted night guards"
        if named_day or (kind == "adverb" and lower not in _KEPT) or lower in (":", ","):
            k += 1
        elif lower.endswith("ly") and k + 1 < end and parts.lowers[k + 1] in _COMPLEMENTIZERS:
            k += 1  # "know exactly what"
        elif lower == "on" and k + 1 < end and parts.kinds[k + 1] == "time":
            k += 2
        elif lower in _OCCASION or (lower in _MANNER and cue.verb not in _OBJECT_VERBS):
            after = _after_occasion(parts, k, end)
            if after is None:
                break
            k = after
        else:
            break
    if k < end and cue.verb in _CLAUSE_VERBS and cue.order != "according":
        k = _that_after_phrases(parts, k, end)
    if (
        k + 1 < end
        and parts.lowers[k] == "that"
        and parts.kinds[k + 1] not in ("auxiliary", "verb")
    ):
        return k + 1
    return k


def _that_after_phrases(parts: Segments, k: int, end: int) -> int:
    """Step over the phrases in *admitted as part of his plea that ...*, *told the paper of Ashby on Friday that ...*."""
    if parts.kinds[k] not in ("preposition", "conjunction") and parts.lowers[k] not in ("as", "to"):
        return k
    for j in range(k, min(end - 1, k + 14)):
        if parts.lowers[j] in ("that", "how") and j > k:
            return k if parts.kinds[j + 1] in ("auxiliary", "verb") else j
        if parts.kinds[j] in (
            "verb",
            "cue",
            "auxiliary",
            "pronoun",
            "quote",
            "subordinator",
        ) and parts.lowers[j] not in ("as", "to"):
            return k
        if parts.words[j] in (",", ";", "—", "–", ":"):
            return k
    return k


def _after_occasion(parts: Segments, k: int, end: int) -> int | None:
    """Step over *in a statement*, *after the talks* when *that* or a quotation follows it."""
    for j in range(k + 1, min(end, k + 26)):
        lower, kind = parts.lowers[j], parts.kinds[j]
        if lower in ("that", ":") or kind == "quote":
            return j
        noun = kind == "cue" and parts.kinds[j - 1] in ("determiner", "plain", "possessive")
        if (kind in ("verb", "cue", "auxiliary") and not (noun and CUES[lower].noun)) or (
            lower == ","
            and k + 14 < j
            and j + 1 < end
            and parts.lowers[j + 1] != "that"
            and parts.kinds[j + 1] != "quote"
        ):
            return None
    return None


def _ends_sentence(parts: Segments, sentence: Sentence, cue: SpeechCue) -> bool:
    return cue.last >= sentence.last or parts.words[cue.last] == "."


def _is_tag(parts: Segments, sentence: Sentence, cue: SpeechCue, begin: int) -> bool:
    """Return whether subject and cue are put after or into what was said (*..., officials say.*)."""
    assert cue.subject is not None  # noqa: S101 - the caller has looked
    first = min(cue.subject[0], cue.first)
    head = parts.lowers[cue.subject[1] - 1]
    plural = parts.kinds[cue.subject[0]] == "pronoun" or head.endswith("s")
    if (
        not (
            cue.verb in _LATE_TAGS
            or (cue.group == "speech" and _ends_sentence(parts, sentence, cue))
        )
        or first <= sentence.first
        or cue.form == "ing"
        or (cue.form == "base" and cue.verb not in {"say", "think"} and not plural)
    ):
        return False
    ends = cue.last >= sentence.last or parts.words[cue.last] in (".", ")", "?")
    own = parts.kinds[cue.subject[0]] == "pronoun" and cue.verb in _OWN_TAGS
    if own and ends and parts.kinds[first - 1] in ("plain", "time", "number"):
        return True  # "This was in May I think."
    if (
        parts.words[first - 1] not in (",", "—", "–", '"', "”")
        and parts.kinds[first - 1] != "quote"
    ):
        return False
    if cue.last >= sentence.last:
        return True
    spoken = cue.last if cue.addressee is None else max(cue.last, cue.addressee[1])
    occasion = cue.group == "speech" and closes(parts, sentence, spoken, told=cue.verb == "tell")
    if occasion and verb_ahead(parts, sentence.first, first - 1):
        return True
    after = cue.last
    while after < sentence.last and (
        parts.kinds[after] == "time" or parts.lowers[after] in ("on", "late", "early", "last")
    ):
        after += 1
    if after > cue.last and (after >= sentence.last or parts.words[after] in (",", ".", ";")):
        return any(
            parts.kinds[k] in ("auxiliary", "verb") or looks_like_verb(parts.lowers[k])
            for k in range(sentence.first, first)
        )
    return parts.words[cue.last] in (",", ".", ";", "?", "!", ")") or (
        begin >= sentence.last - 1 and parts.kinds[cue.last] != "quote"
    )


def _is_clause(parts: Segments, cue: SpeechCue, begin: int, last: int, quoted: bool) -> bool:
    """Return whether a clause or quotation follows, not only a noun phrase."""
    if cue.verb == "want":
        return False  # "wanted that big box"
    if parts.lowers[begin - 1] == "that" or parts.lowers[begin] in _COMPLEMENTIZERS:
        return True
    if cue.verb in _OF_DEEDS and parts.lowers[begin].endswith("ing"):
        return parts.kinds[begin] in _DEED_KINDS and parts.lowers[begin] not in _NO_DEEDS
    if cue.form == "base" and parts.lowers[cue.first - 1] == "to" and not quoted:
        return False  # "want to learn new skills"
    if parts.kinds[begin] == "quote":
        return True
    quoted = quoted and has_quote(parts, begin, last)
    if quoted and cue.group == "speech":
        return True
    named = cue.verb in _CLAUSE_VERBS or cue.form == "noun" or quoted
    return named and _is_bare_clause(parts, cue, begin, last)


def _is_bare_clause(parts: Segments, cue: SpeechCue, begin: int, last: int) -> bool:
    """Return whether a clause without *that* begins at word ``begin``."""
    kind, lower = parts.kinds[begin], parts.lowers[begin]
    if lower in CONTRACTED:
        return True
    if kind == "auxiliary" and lower != "to":
        return (
            cue.order == "before" and begin == cue.last and cue.group != "act"
        )  # "what he said was"
    if lower == "to" or kind in ("punctuation", "conjunction"):
        return False
    if parts.lowers[begin : begin + 2] in (
        ["at", "least"],
        ["at", "most"],
        ["more", "than"],
        ["up", "to"],
    ):
        return verb_ahead(parts, begin + 2, last)
    if kind == "preposition":
        return (
            cue.verb in ("say", "think", "believe")
            and lower not in ("about", "of")
            and last - begin >= 6
            and verb_ahead(parts, begin + 1, last)
        )
    following = parts.kinds[begin + 1] if begin + 1 < last else "punctuation"
    if cue.verb == "wish" and following not in ("auxiliary", "verb", "cue", "adverb"):
        return kind != "pronoun" and verb_ahead(parts, begin, last)  # not "wish you success"
    if kind == "pronoun":
        return lower in SUBJECTS and not (
            lower in ("it", "you") and following in ("punctuation", "conjunction")
        )
    if cue.verb in ("expect", "believe") and _has_infinitive(parts, begin, last):
        return True  # "expect prices to rise"
    if cue.verb in _NEVER_OF_THINGS and last - begin >= _LONG_CLAUSE and lower not in _SAID_THINGS:
        return True  # "said the ice sheet calves each spring": a verb no list has
    return verb_ahead(parts, begin, last)


def _has_infinitive(parts: Segments, begin: int, last: int) -> bool:
    """Return whether a subject and an infinitive follow, as in *prices to rise*."""
    phrase = phrase_after(parts, begin, last)
    return (
        phrase is not None
        and phrase[1] + 1 < last
        and parts.lowers[phrase[1]] == "to"
        and parts.kinds[phrase[1] + 1] in ("plain", "verb", "cue", "auxiliary")
    )


def _is_object(parts: Segments, cue: SpeechCue, begin: int, last: int) -> bool:
    """Return whether what follows can be the thing demanded, offered or rejected."""
    if cue.verb in SEEKING and (
        cue.subject is None
        or parts.kinds[cue.subject[0]] == "pronoun"
        or not (is_speaker_like(parts, cue.subject) or parts.lowers[cue.subject[0]] == "the")
    ):
        return False  # what anybody may want is no position
    if cue.verb == "call" and parts.lowers[cue.last - 1] not in ("for", "on", "upon"):
        return False
    kind = parts.kinds[begin]
    if cue.verb == "want" and parts.lowers[begin] == "for":
        return False  # "wants for nothing"
    if parts.lowers[begin] == "to":
        return last - begin >= 2
    if parts.lowers[begin] in ("him", "her", "them", "us", "me"):
        return True
    if kind == "time":
        return parts.kinds[begin + 1 : begin + 2] == ["plain"]  # "offered night shifts"
    if kind in ("determiner", "capital", "plain", "number", "pronoun", "quote"):
        phrase = phrase_after(parts, begin, last)
        noun = kind == "determiner" and begin + 1 < last and parts.kinds[begin + 1] == "cue"
        return (
            phrase is not None or kind == "quote" or (noun and CUES[parts.lowers[begin + 1]].noun)
        )
    spans = parts.lowers[begin] == "for" and is_span(parts, begin + 1)
    return parts.lowers[begin] in ("for", "against", "not", "with") and not spans


_VERBS = re.compile(
    r"\b(?:think|believe|hope|fear|expect|feel|felt|suspect|doubt|know|knew|wish|guess|"
    r"understand|sure|certain|convinced|confident|afraid|worried|concerned|disappointed|"
    r"sa(?:y|ys|id)|tell|tells|told|claims?|claimed|insist(?:s|ed)?|promised|announced|"
    r"warned|admitted|denied|agreed|thought|believed|hoped)\b"
)
_OWN = frozenset({"i", "we"})


@dataclass(frozen=True, slots=True)
class Told:
    """A clause attributed inside a quotation.

    Attributes:
        words: The quotation's own words, with offsets into the whole text.
        cue: The cue among these words.
        own: Whether the one quoted says so of themselves (*I*, *we*).
        start: Offset of the first character of the clause.
        end: Offset after its last.
    """

    words: Segments
    cue: SpeechCue
    own: bool
    start: int
    end: int


def told_inside(parts: Segments, quote: int) -> Iterator[Told]:
    """Find the clauses attributed inside a quotation, in order.

    *“I think the deal is dead”*, *“the envoy told us that ...”*: the words of a quotation are read
    once more where a verb of speech or thought stands in them. *I* and *we* are the one quoted; a
    name or description is whom it names; *he*, *they* and the like are left, since what they mean
    often stands in words not quoted.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("“I think the deal is dead,” Moor said.")
        >>> [(told.own, parts.text[told.start : told.end]) for told in told_inside(parts, 0)]
        [(True, 'the deal is dead')]
    """
    span = parts.quotes[quote]
    if _VERBS.search(parts.text, span.inner_start, span.inner_end) is None:
        return
    words = segment_stretch(parts.text, span.inner_start, span.inner_end)
    for sentence in words.sentences:
        cues = find_cues(words, sentence)
        for position in range(len(cues)):
            told = _told(words, sentence, cues, position)
            if told is not None:
                yield told


def _told(words: Segments, sentence: Sentence, cues: list[SpeechCue], position: int) -> Told | None:
    cue = cues[position]
    if cue.subject is None or cue.group == "act":
        return None
    first = cue.subject[0]
    head = words.lowers[first].partition("'")[0]
    own = words.kinds[first] == "pronoun" or words.lowers[first] in CONTRACTED
    if own and head not in _OWN:
        return None
    if not own and (cue.group != "speech" or words.kinds[first] not in ("capital", "determiner")):
        return None
    following = (parted_at(words, cue, later) for later in cues[position + 1 : position + 9])
    limit = next((at for at in following if at is not None), None)
    found = complement(words, sentence, cue, limit)
    if found is None or found.kind != "clause":
        return None
    start, end = words.span(found.pieces[0][0], found.pieces[-1][1])
    return Told(words, cue, own, start, end)


def named_inside(told: Told, register: Register) -> Entity:
    """Return who is named as speaking inside a quotation."""
    assert told.cue.subject is not None  # noqa: S101 - found with its subject
    first, last = told.cue.subject
    tokens = [told.words.lowers[k] for k in range(first, last) if told.words.kinds[k] == "capital"]
    known = register.known(tokens) if tokens else None
    return known or Entity(told.words.slice(first, last), "unknown")
