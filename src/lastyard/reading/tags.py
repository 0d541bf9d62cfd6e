# ruff: noqa: RUF001 - typographic marks are what this code is about
"""What stands around a verb of speech: who speaks, to whom, and the words that tell what was said.

Here are the places other than a subject right before its verb: a subject behind the verb or behind
what was said (*“...,” said Moor*, *..., its leader, Ada Moor, said*), the one spoken to (*told
reporters*), and *according to Moor*.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("“Talks go on,” said author and campaigner Ada Moor.")
    >>> parts.slice(*inverted_subject(parts, parts.sentences[0], 1))
    'author and campaigner Ada Moor'
"""

from __future__ import annotations

from dataclasses import dataclass

from lastyard.reading.lexicon import ADDRESSEES, CUES, NUMBER_NAMES, is_person_role, is_writing
from lastyard.reading.phrases import (
    SUBJECTS,
    is_head,
    is_plural,
    is_speaker_like,
    looks_like_verb,
    named_apposition,
    phrase_after,
    verb_ahead,
    whole_phrase,
)
from lastyard.reading.segments import Segments, Sentence, Words
from lastyard.reading.wordlists import word_list, word_set


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
        order: How the subject was found: ``before``, ``clause``, ``parenthesis``,
            ``inverted``, ``according``, ``passive``.
        negated: Whether the speaker did *not* say so.
        addressee: Words of the one spoken to, or None.

    Example:
        >>> SpeechCue(1, 2, "say", "speech", "past", (0, 1), "before").verb
        'say'
    """

    first: int
    last: int
    verb: str
    group: str
    form: str
    subject: Words | None
    order: str
    negated: bool = False
    addressee: Words | None = None


LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Complement:
    """The words a cue attributes.

    Attributes:
        kind: ``clause`` (what was said) or ``object`` (what was demanded, rejected ...).
        pieces: Word spans, in order; two when the cue stands in the middle.
    """

    kind: str
    pieces: tuple[Words, ...]


def has_quote(parts: Segments, first: int, last: int) -> bool:
    """Return whether a quotation is among words ``first`` to ``last`` (not included)."""
    return any(parts.kinds[k] == "quote" for k in range(first, last))


def trimmed(parts: Segments, first: int, last: int) -> Words:
    """Drop punctuation and loose conjunctions at both ends.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment(", talks failed, and")
        >>> parts.slice(*trimmed(parts, 0, 5))
        'talks failed'
    """
    while last > first and (
        (parts.kinds[last - 1] == "punctuation" and parts.words[last - 1] not in ")%]")
        or parts.kinds[last - 1] == "conjunction"
    ):
        last -= 1
    while (
        first < last and parts.kinds[first] == "punctuation" and parts.words[first] not in "([$€£#@"
    ):
        first += 1
    return first, last


ANSWERS = word_set("yes no maybe perhaps")
"""Words that are all that somebody said; none of them is a speaker."""
_INVERTING = frozenset({"speech"})
_ADDRESSING = frozenset({"tell", "inform", "assure", "remind", "notify"})


def inverted_subject(parts: Segments, sentence: Sentence, k: int) -> Words | None:
    """Find the subject after the verb: *“...,” said Moor* and *Talks failed, said Moor* alike."""
    cue = CUES[parts.lowers[k]]
    if cue.group not in _INVERTING or k + 1 >= sentence.last:
        return None
    if cue.form not in ("past", "s") and (cue.verb != "say" or cue.form != "base"):
        return None
    if parts.lowers[k + 1] in ANSWERS:
        return None  # "Moor, asked if it would hold, said yes"
    before = parts.words[k - 1] if k > sentence.first else ""
    kind_before = parts.kinds[k - 1] if k > sentence.first else "quote"
    if kind_before != "quote" and before not in (",", "—", "–", "-", ")", "?", "!"):
        return None
    after = parts.kinds[k + 1]
    if after not in ("capital", "determiner", "pronoun", "plain"):
        return None
    if after == "pronoun" and parts.lowers[k + 1] not in SUBJECTS:
        return None
    if kind_before != "quote" and cue.verb in _ADDRESSING:
        return None  # "Moor, who had come late, told the court"
    if before in (",", ")", "—", "–", "-") and not _closes_clause(parts, sentence, k):
        return None
    found = inverted_phrase(parts, sentence, k + 1)
    if cue.form == "base" and found is not None and not is_plural(parts, found):
        return None  # "Take, say, Moor"; but "..., say critics"
    return found


def inverted_phrase(parts: Segments, sentence: Sentence, at: int) -> Words | None:
    """Read the subject that begins at word ``at``, after its verb."""
    if parts.kinds[at] not in ("capital", "determiner", "pronoun", "plain"):
        return None
    if parts.kinds[at] == "pronoun" and parts.lowers[at] not in SUBJECTS:
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


def _both_roles(parts: Segments, phrase: Words, ceiling: int) -> Words:
    """Add the second role and the name in *author and campaigner Ada Moor*."""
    first, last = phrase
    if (
        last + 1 >= ceiling
        or parts.lowers[last] != "and"
        or not is_person_role(parts.lowers[last - 1])
    ):
        return phrase
    other = phrase_after(parts, last + 1, ceiling)
    named = other is not None and parts.kinds[other[1] - 1] == "capital" and other[1] - other[0] > 1
    return (first, other[1]) if other is not None and named else phrase


def _closes_clause(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Tell *Talks failed, said Moor.* from *Moor, the envoy, said talks failed*."""
    if k - 2 >= sentence.first and parts.kinds[k - 2] == "quote":
        return True
    phrase = phrase_after(parts, k + 1, sentence.last)
    if phrase is None:
        return False
    following = phrase[1]
    while following < sentence.last and (
        parts.kinds[following] == "possessive"
        or (following > phrase[1] and parts.kinds[following] in ("plain", "adverb", "capital"))
        or (following > phrase[1] and parts.kinds[following - 1] == "possessive")
    ):
        following += 1  # "The line, which has offered 3, says the union's demands are too high"
    if following < sentence.last and parts.kinds[following] in ("verb", "cue", "auxiliary"):
        return False
    if goes_on_after(parts, sentence, k, following):
        return CUES[parts.lowers[k]].verb not in NAMING_VERBS and is_speaker_like(parts, phrase)
    has_verb = any(
        parts.kinds[j] in ("verb", "auxiliary") or looks_like_verb(parts.lowers[j])
        for j in range(sentence.first, k - 1)
    )
    ends = following >= sentence.last or not parts.lowers[following].isalpha()
    if ends or not has_verb:
        return has_verb
    somebody = is_speaker_like(parts, phrase) and not is_writing(parts.lowers[phrase[1] - 1])
    return somebody and _goes_on_without_verb(parts, sentence, following)


NAMING_VERBS = word_set("call dub label brand")
"""Verbs behind which a name stands that nobody has: *a plan called Dawn*."""


def goes_on_after(parts: Segments, sentence: Sentence, k: int, last: int) -> bool:
    """Return whether a tag between commas parts a subject from its verb: *Moor, said Pell, is late*."""
    if last + 2 >= sentence.last or parts.words[last] != ",":
        return False
    return parts.kinds[last + 1] in ("auxiliary", "verb", "cue") and _is_noun_phrase(
        parts, sentence.first, k - 1
    )


def _goes_on_without_verb(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Tell *said two officials with knowledge of the talks* from *said talks with them failed*."""
    if parts.kinds[k] != "preposition":
        return False
    stop = next((j for j in range(k, sentence.last) if parts.words[j] in (",", ";")), sentence.last)
    return not verb_ahead(parts, k, stop)


_LONGEST = 12
_STOPS = frozenset({",", ";", ".", "?", "!", ")", "—", "–"})
_NO_OCCASION = frozenset({"that", "about", "of"})
_OPENERS = ("determiner", "number", "capital", "plain", "possessive")
_CLAUSAL = ("verb", "auxiliary", "pronoun", "subordinator", "quote")


def closes(parts: Segments, sentence: Sentence, last: int, *, told: bool = False) -> bool:
    """Return whether nothing but an occasion follows a verb of speech: *said in an interview on Friday*.

    Args:
        parts: The text.
        sentence: The verb's sentence.
        last: The word after the verb, or after the one spoken to.
        told: Whether the verb takes somebody spoken to (*told the plenary*).

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("The town will pay, its leader, Ada Moor, said in an interview.")
        >>> closes(parts, parts.sentences[0], 12)
        True
    """
    k = last
    while k < sentence.last and parts.kinds[k] in ("time", "adverb"):
        k += 1
    if k >= sentence.last or parts.words[k] in _STOPS:
        return True
    if told and parts.kinds[k] in _OPENERS:
        return not verb_ahead(parts, k, sentence.last)
    if parts.kinds[k] not in ("preposition", "subordinator") or parts.lowers[k] in _NO_OCCASION:
        return False
    stop = next((j for j in range(k, sentence.last) if parts.words[j] in _STOPS), sentence.last)
    if any(parts.lowers[j] == "that" or parts.kinds[j] == "quote" for j in range(k, stop)):
        return False
    return parts.kinds[k] == "subordinator" or not verb_ahead(parts, k, stop)


def late_subject(parts: Segments, sentence: Sentence, k: int) -> Words | None:
    """Find the subject that stands between what was said and the verb of speech at word ``k``.

    It is what follows the last comma (*three people in the room*), or a name beside what somebody
    is (*its leader, Ada Moor,* and *Ada Moor, its leader,*); a clause must come before it.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("The town will pay, its leader, Ada Moor, said in an interview.")
        >>> parts.slice(*late_subject(parts, parts.sentences[0], 11))
        'its leader, Ada Moor'
    """
    last = k
    while last > sentence.first and parts.kinds[last - 1] == "adverb":
        last -= 1
    beside = last > sentence.first and parts.words[last - 1] == ","
    end = last - 1 if beside else last
    first = _after_comma(parts, sentence, end)
    if first is None or not _is_noun_phrase(parts, first, end):
        return None
    if beside:
        other = _after_comma(parts, sentence, first - 1)
        if other is None or not _is_noun_phrase(parts, other, first - 1):
            return None
        named, role = parts.kinds[first] == "capital", parts.kinds[other] == "capital"
        if named == role:
            return None
        subject = (other, end) if named else (other, first - 1)
        first = other
    else:
        subject = (first, end)
    return subject if _has_verb(parts, sentence.first, first - 1) else None


def _after_comma(parts: Segments, sentence: Sentence, end: int) -> int | None:
    """Return the word after the last comma before a place, if it is near."""
    for j in range(end - 1, max(sentence.first, end - _LONGEST) - 1, -1):
        if parts.words[j] in (",", "—", "–"):
            return j + 1
    return None


def _is_noun_phrase(parts: Segments, first: int, last: int) -> bool:
    """Return whether a stretch can be somebody: it opens like a noun phrase and holds no verb."""
    if not first < last or parts.kinds[first] not in _OPENERS:
        return False
    for j in range(first, last):
        kind, lower = parts.kinds[j], parts.lowers[j]
        own = kind == "pronoun" and j == first
        if (kind in _CLAUSAL and not own) or parts.words[j] in _STOPS:
            return False
        if kind == "cue" and not CUES[lower].noun:
            return False
        if kind == "plain" and looks_like_verb(lower) and not is_head(lower) and j > first:
            return False
    somebody = range(first, last)
    return any(is_head(parts.lowers[j]) or parts.kinds[j] == "capital" for j in somebody) or (
        parts.kinds[first] == "determiner"
    )


def _has_verb(parts: Segments, first: int, last: int) -> bool:
    return verb_ahead(parts, first, last) or any(
        parts.kinds[j] in ("verb", "auxiliary") for j in range(first, last)
    )


_BARE_ADDRESSEE = word_list("told without an article")


def find_addressee(parts: Segments, sentence: Sentence, at: int, verb: str) -> Words | None:
    """Find the one spoken to: *told reporters*, *said to the crowd*, *asked Moor*.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("Moor told reporters that talks would resume.")
        >>> parts.slice(*find_addressee(parts, parts.sentences[0], 2, "tell"))
        'reporters'
    """
    if at >= sentence.last:
        return None
    if verb in _BARE_ADDRESSEE:
        bare = parts.kinds[at] == "plain" and (
            is_head(parts.lowers[at]) or (verb == "tell" and parts.lowers[at].endswith("s"))
        )
        if bare or parts.kinds[at] in ("capital", "determiner") or parts.lowers[at] in ADDRESSEES:
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
        or parts.kinds[at] in ("quote", "subordinator")
    )


def before_tag(parts: Segments, sentence: Sentence, first: int) -> Complement | None:
    """Take what stands before a late tag: its sentence, or its brackets."""
    begin, last = trimmed(parts, _opening_bracket(parts, sentence.first, first), first)
    words = sum(parts.kinds[k] != "punctuation" for k in range(begin, last))
    if words >= LEAST_WORDS or has_quote(parts, begin, last):
        return Complement("clause", ((begin, last),))
    return None


def _opening_bracket(parts: Segments, floor: int, first: int) -> int:
    """Find the beginning of the brackets that word ``first`` stands in, else ``floor``."""
    closed = 0
    for k in range(first - 1, max(floor, first - 60) - 1, -1):
        if parts.words[k] == ")":
            closed += 1
        elif parts.words[k] == "(":
            if not closed:
                return k + 1
            closed -= 1
    return floor


def around_tag(
    parts: Segments, sentence: Sentence, first: int, last: int, end: int
) -> Complement | None:
    """Take both halves around a tag between commas: *Moor, said Pell, is late*."""
    if not goes_on_after(parts, sentence, first, last):
        return None
    halves = (sentence.first, first), (last, end)
    return Complement("clause", tuple(trimmed(parts, *half) for half in halves))


def half_sentence(parts: Segments, sentence: Sentence, k: int) -> Sentence:
    """Return the part of a sentence around word ``k`` that semicolons set off."""
    first, last = k, k
    while first > sentence.first and parts.words[first - 1] != ";":
        first -= 1
    while last < sentence.last and parts.words[last] != ";":
        last += 1
    return Sentence(first, last, sentence.paragraph)


def beside_according(
    parts: Segments, sentence: Sentence, cue: SpeechCue, end: int
) -> Complement | None:
    """Take the clause before or after *according to Moor*, or both halves of one around it.

    Example:
        >>> from lastyard.reading.cues import find_cues
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("According to Ada Moor, the envoy, the ships left early.")
        >>> cue = find_cues(parts, parts.sentences[0])[0]
        >>> found = beside_according(parts, parts.sentences[0], cue, parts.sentences[0].last)
        >>> [parts.slice(*piece) for piece in found.pieces]
        ['the ships left early']
    """
    assert cue.subject is not None  # noqa: S101 - always found with its phrase
    sentence = half_sentence(parts, sentence, cue.first)
    end = min(end, sentence.last)
    if parts.words[cue.first - 1] != "," and cue.verb == "according to":
        relative_clause = _last_relative(parts, sentence, cue.first)
        if relative_clause is not None:
            return Complement("clause", (relative_clause,))
    tag_end = max(cue.last, cue.subject[1])
    around = around_tag(parts, sentence, cue.first, tag_end, end)
    if around is not None:
        return around
    before = before_tag(parts, sentence, cue.first)
    k = cue.subject[1]
    while k < end and parts.words[k] != "," and k - cue.subject[1] < 25:
        k += 1
    bare = cue.last > cue.subject[1] and parts.words[cue.last : cue.last + 1] != [","]
    k = cue.last - 1 if bare else _after_parenthesis(parts, k, end)  # "in Moor's view it is"
    after: Words | None = None
    if k < end - LEAST_WORDS:
        after = trimmed(parts, k + 1, end)
        short = after[1] - after[0] < LEAST_WORDS
        if short and parts.kinds[after[1] - 1] not in ("auxiliary", "verb"):
            after = None  # but "neither is" is a clause
    relative = cue.first - 2 >= sentence.first and parts.kinds[cue.first - 2] == "subordinator"
    if after is not None and relative:
        return Complement("clause", (after,))
    if before is not None and cue.first - sentence.first > 2:
        return (
            Complement("clause", (*before.pieces, after))
            if after and parts.kinds[after[0]] != "subordinator"
            else before
        )
    return Complement("clause", (after,)) if after else before


def _last_relative(parts: Segments, sentence: Sentence, first: int) -> Words | None:
    """Find the *, which ...* that *according to*, without a comma before it, closes."""
    for k in range(first - 1, max(sentence.first, first - 25), -1):
        if parts.words[k] == "," or parts.kinds[k] == "quote":
            opens = parts.words[k] == "," and parts.lowers[k + 1] == "which"
            return trimmed(parts, k + 1, first) if opens and first - k > LEAST_WORDS else None
    return None


def _after_parenthesis(parts: Segments, comma: int, end: int) -> int:
    """Step over *, quoting the agency,* and *, the envoy,* to the comma before the clause."""
    following = next(
        (j for j in range(comma + 1, min(end, comma + 26)) if parts.words[j] == ","), end
    )
    if following >= end - LEAST_WORDS:
        return comma
    first = parts.lowers[comma + 1]
    relative = first in ("who", "which", "whose")
    if relative or first in ("quoting", "citing") or first.endswith("ing"):
        return following
    named = parts.kinds[comma + 1] in ("determiner", "capital", "plain")
    finite = any(
        parts.kinds[j] in ("auxiliary", "verb", "cue", "pronoun")
        or looks_like_verb(parts.lowers[j])
        for j in range(comma + 1, following)
    )
    return following if named and not finite else comma


_ADDING = word_list("adding")
_ADDING_AFTER_COMMA = word_list("adding after a comma")
_SPANS = word_set("years months weeks days decades long hours")
_THEREUPON = word_set("during after")
_NO_PARTICIPLES = word_set(
    "during including nothing something anything everything spring evening morning king"
)


def is_span(parts: Segments, k: int) -> bool:
    """Return whether words tell how long a deed went on: *months*, *five years*; not what it is about."""
    words = parts.lowers[k : k + 2]
    numbered = parts.kinds[k : k + 1] == ["number"] or words[0] in NUMBER_NAMES
    return not _SPANS.isdisjoint(words[numbered : numbered + 1])


def thing_end(parts: Segments, begin: int, last: int) -> int:
    """Find where what is demanded, offered or spoken of gives way to what the report adds."""
    for k in range(begin + 1, last):
        word, lower = parts.words[k], parts.lowers[k]
        if word in (";", "—", "–", ":"):
            return k
        following = parts.lowers[k + 1] if k + 1 < last else ""
        if word == "-" and parts.ends[k - 1] < parts.starts[k]:
            return k
        if lower in _ADDING or (lower in _THEREUPON and following == "which"):
            return k  # "a truce of 60 days during which ..."
        if lower == "with" and _is_absolute(parts, k + 1, last):
            return k
        if word == "," and _adds(parts, k + 1, last, following):
            return k
        if lower in ("and", "but") and (
            following == "that" or _is_next_deed(parts, k + 1, last, following)
        ):
            return k
        if lower in ("and", "but", "while", "whereas") and _is_next_doer(parts, k + 1, last):
            return k
    return last


def _adds(parts: Segments, k: int, last: int, following: str) -> bool:
    """Return whether what begins after a comma is no more of the thing."""
    if following == "and":
        return _clause_follows(parts, k + 1, last)
    if parts.lowers[k + 1 : k + 2] == ["which"] and parts.kinds[k] == "preposition":
        return True
    if (
        following in ("twice", "double", "half", "less", "more")
        and "what" in parts.lowers[k : k + 3]
    ):
        return True  # "at least 200, twice what was offered"
    if following == "not":
        return parts.lowers[k + 1 : k + 2] not in (["more"], ["less"], ["higher"], ["lower"])
    if following in _ADDING_AFTER_COMMA or _is_spoken(parts, k, last):
        return True
    return following.endswith("ing") and following not in _NO_PARTICIPLES


_THEN = word_set("later then now eventually finally since soon")


def _is_next_deed(parts: Segments, k: int, last: int, following: str) -> bool:
    """Return whether another verb of the same doer follows *and*: *blamed the board and left*."""
    if following in ("would", "will", "could", "then", "has", "had"):
        return True
    while k + 1 < last and (parts.kinds[k] == "adverb" or parts.lowers[k] in _THEN):
        k += 1
    following = parts.lowers[k] if k < last else ""
    return k + 1 < last and following in CUES and CUES[following].form == "past"


def _is_absolute(parts: Segments, k: int, last: int) -> bool:
    """Return whether *with* tells what somebody else does: *with the port asking for 3 percent*."""
    doer = phrase_after(parts, k, last) if k < last else None
    if doer is None or doer[1] >= last or not is_speaker_like(parts, doer):
        return False
    lower = parts.lowers[doer[1]]
    return lower.endswith("ing") and (parts.kinds[doer[1]] in ("cue", "verb", "plain"))


def _is_next_doer(parts: Segments, k: int, last: int) -> bool:
    """Return whether somebody else with a verb of their own follows *and*: *and the line has offered 4*."""
    if k >= last or parts.kinds[k] not in ("determiner", "capital"):
        return False
    doer = phrase_after(parts, k, last)
    if doer is None or doer[1] >= last or not is_speaker_like(parts, doer):
        return False
    kind, lower = parts.kinds[doer[1]], parts.lowers[doer[1]]
    if lower in ("willing", "ready", "prepared") or parts.lowers[doer[1] + 1 : doer[1] + 2] == [
        "willing"
    ]:
        return True
    finite = kind == "cue" and CUES[lower].form in ("past", "s", "ing")
    return finite or kind == "auxiliary"


def _clause_follows(parts: Segments, begin: int, last: int) -> bool:
    """Return whether a new clause, not one more thing, begins here."""
    return any(
        parts.kinds[k] in ("verb", "auxiliary") or looks_like_verb(parts.lowers[k])
        for k in range(begin, min(last, begin + 6))
    )


def _is_spoken(parts: Segments, begin: int, last: int) -> bool:
    """Return whether *its envoy said* or *said Moor* ends the sentence."""
    return last - begin < 16 and any(
        parts.kinds[k] == "cue" and CUES[parts.lowers[k]].group == "speech"
        for k in range(begin, last)
    )
