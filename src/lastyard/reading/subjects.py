# ruff: noqa: RUF001 - typographic marks are what this code is about
"""The subjects of verbs: right before them, across parentheses and relative clauses, at the start of a clause.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("In a letter, the envoy, Ada Moor, later said that talks would resume.")
    >>> parts.slice(*find_subject(parts, parts.sentences[0], 11)[0])
    'the envoy, Ada Moor'
"""

from __future__ import annotations

from lastyard.reading.lexicon import (
    CUES,
    NOMINAL,
    is_person_role,
    is_writing,
)
from lastyard.reading.phrases import (
    clause_start,
    goes_on,
    is_head,
    is_noun_cue,
    is_speaker_like,
    looks_like_verb,
    named_apposition,
    phrase_after,
    phrase_before,
    skip_back,
    whole_phrase,
)
from lastyard.reading.segments import Segments, Sentence, Words
from lastyard.reading.wordlists import word_list, word_set

__all__ = ["find_subject", "first_subject", "main_subject"]

_FARTHEST_SUBJECT = 60
_ASKED = word_set("if whether about by why how what when where to for")
_PLACING = word_set("by in at from with near to on")
_RELATED = word_set("close familiar involved present briefed opposed loyal allied based")
_WORDED = word_set("say read state warn")


def find_subject(parts: Segments, sentence: Sentence, k: int) -> tuple[Words | None, str]:
    """Find the subject before the verb at word ``k`` and say how it was found.

    It is looked for right before the verb, across parentheses, and at the clause's start.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("In a letter, the envoy, Ada Moor, later said that talks would resume.")
        >>> span, how = find_subject(parts, parts.sentences[0], 11)
        >>> parts.slice(*span), how
        ('the envoy, Ada Moor', 'parenthesis')
    """
    floor = max(sentence.first, k - _FARTHEST_SUBJECT)
    j = skip_back(parts, k - 1, floor)
    named = _before_brackets(parts, j, floor)
    if named is not None:
        k, j = named + 1, named
    if j < floor:
        return None, "none"
    linked = _by_link(parts, j, k, floor)
    if linked is not None:
        return linked
    start = clause_start(parts, k, floor)
    if parts.kinds[j] == "quote" or j < start:
        return None, "none"
    if parts.lowers[j] not in (",", "to") and parts.kinds[j] != "conjunction":
        phrase = _right_before(parts, j, k, start)
        if phrase is not None:
            return phrase, "before"
    phrase = _before_relative(parts, sentence, start, j + 1)
    if phrase is not None:
        return phrase, "clause"
    phrase = first_subject(parts, start, j + 1)
    if phrase is None and start > sentence.first:
        phrase = first_subject(parts, sentence.first, j + 1)
    return phrase, "parenthesis" if parts.lowers[j] in (",", ")") else "clause"


def main_subject(parts: Segments, sentence: Sentence, k: int) -> Words | None:
    """Find what a verb is of where nothing but phrases and parentheses stands before it in its sentence.

    *Developers and supporters in Congress, though, say ...*, *Data from the survey show ...*: what stands
    between commas is left out, and no verb may be left.
    """
    first = sentence.first
    while first < k and (
        parts.kinds[first] in ("adverb", "conjunction") or parts.words[first] == ","
    ):
        first += 1
    end = k
    while end > first and parts.kinds[end - 1] in ("adverb", "auxiliary"):
        end -= 1
    commas = [j for j in range(first, end) if parts.words[j] in (",", "(", ")")]
    stop = commas[0] if commas else end
    if commas and (parts.words[end - 1] not in (",", ")") or len(commas) < 2):
        return None
    if (
        parts.kinds[first] not in ("capital", "determiner", "plain", "number")
        or "quote" in parts.kinds[first:end]
    ):
        return None
    last = first
    while last < stop and (
        parts.kinds[last] in _SPINE
        or parts.lowers[last] in ("and", "of")
        or is_noun_cue(parts, last, first)
    ):
        last += 1
    while last > first and (
        parts.lowers[last - 1] in ("and", "of") or parts.kinds[last - 1] == "possessive"
    ):
        last -= 1
    if last == first:
        return None
    if parts.kinds[last:stop] and parts.kinds[last] != "preposition":
        return None
    for j in range(last, stop):
        kind = parts.kinds[j]
        if kind in ("verb", "auxiliary", "pronoun", "subordinator") or (
            kind == "cue" and not is_noun_cue(parts, j, first)
        ):
            return None
    return first, last


_SPINE = frozenset({"capital", "plain", "number", "determiner", "possessive"})


def _before_brackets(parts: Segments, j: int, floor: int) -> int | None:
    """Find the last word of the name in *Moor (Westland) said*."""
    if j <= floor or parts.words[j] != ")":
        return None
    for i in range(j - 1, max(floor, j - 12), -1):
        if parts.words[i] == "(":
            return i - 1 if parts.kinds[i - 1] == "capital" else None
    return None


def _by_link(parts: Segments, j: int, k: int, floor: int) -> tuple[Words | None, str] | None:
    """Find the subject before *who*, *which*, *that* or a comma at word ``j``."""
    lower = parts.lowers[j]
    if lower == "who" and parts.kinds[j] != "capital":
        phrase = phrase_before(parts, j - 1 if parts.lowers[j - 1] == "," else j, floor)
        return phrase, "relative"
    if lower in ("which", "that") and parts.kinds[j] == "subordinator":
        phrase = _antecedent(parts, j, k, floor)
        return None if phrase is None else (phrase, "relative")
    if lower in ("–", "—"):
        opening = next((i for i in range(j - 1, floor, -1) if parts.words[i] in ("–", "—")), floor)
        phrase = phrase_before(parts, opening, floor) if opening > floor else None
        if phrase is not None and is_speaker_like(parts, phrase):
            return phrase, "parenthesis"  # with dashes: "Moor, who denies it, said"
    if lower == ",":
        phrase = _before_parenthesis(parts, j, floor)
        return None if phrase is None else (phrase, "parenthesis")
    return None


def _right_before(parts: Segments, j: int, k: int, start: int) -> Words | None:
    """Find the subject that ends at word ``j``, right before its verb ``k``."""
    phrase = phrase_before(parts, j + 1, start)
    if phrase is None:
        return None
    participle = parts.lowers[k] == "reading" or (
        parts.lowers[k].endswith("ing")
        and parts.kinds[j] == "plain"
        and (is_writing(parts.lowers[j]) or is_person_role(parts.lowers[j]))
    )
    absolute = parts.lowers[k].endswith("ing") and parts.lowers[phrase[0] - 1] == "with"
    gathered = _gathered(parts, j, k, start)
    if gathered is not None:
        return gathered
    if participle or absolute or _is_subject(parts, phrase, start):
        return _widen(parts, phrase, start)
    return _with_place(parts, phrase, start)


def _gathered(parts: Segments, j: int, k: int, floor: int) -> Words | None:
    """Find those who gather where the verb behind the place is theirs: *demonstrations in Arden demanding a deal*."""
    if not parts.lowers[k].endswith("ing"):
        return None
    at = j
    while at > floor and parts.kinds[at] in (*NOMINAL, "determiner"):
        at -= 1
    people = parts.lowers[at - 1]
    if parts.lowers[at] not in _WHERE:
        return None
    gathers = people in _GATHERINGS or (people.endswith("s") and is_person_role(people))
    return (at - 1, at) if gathers else None


_GATHERINGS = word_list("gatherings")
_WHERE = word_set("in at near on across outside around throughout")


def _with_place(parts: Segments, phrase: Words, floor: int) -> Words | None:
    """Read *..., a poll by Kestrel Research* before its verb: the phrase with what goes on from it."""
    link = phrase[0] - 1
    if link <= floor or parts.lowers[link] not in _PLACING:
        return None
    if parts.lowers[link - 1] in _RELATED and link - 2 > floor:
        link -= 1  # "a source close to the talks"
    head = phrase_before(parts, link, floor)
    some = head is not None and parts.kinds[link - 1] == "determiner"
    if head is None or parts.kinds[head[0]] != "determiner":
        return None
    if not some and not is_head(parts.lowers[link - 1]):
        return None
    before = parts.words[head[0] - 1] if head[0] > floor else ""
    return (head[0], phrase[1]) if some or before in (",", "—", "–") else None


def _antecedent(parts: Segments, j: int, k: int, floor: int) -> Words | None:
    """Find what *which* or *that* at word ``j`` stands for (*a survey which found that ...*)."""
    cue = CUES.get(parts.lowers[k]) or CUES.get(parts.lowers[min(k + 1, len(parts.lowers) - 1)])
    if cue is None or cue.group != "speech" or cue.form not in ("past", "s") or j <= floor:
        return None
    comma = parts.words[j - 1] == ","
    if comma and parts.lowers[j] == "that":
        return None
    phrase = phrase_before(parts, j - 1 if comma else j, floor)
    if phrase is None or parts.kinds[phrase[0]] == "pronoun":
        return None
    if is_speaker_like(parts, phrase):
        return phrase
    worded = cue.verb in _WORDED and parts.kinds[phrase[1] - 1] == "plain"
    return phrase if worded and phrase[1] - phrase[0] > 1 else None


def _before_parenthesis(parts: Segments, comma: int, floor: int) -> Words | None:
    """Find the subject in *a diplomat close to the talks, who had asked not to be named, said*.

    A parenthesis that opens with a relative, a participle, *among* or an article may hold
    clauses of its own; the subject stands at the start of the sentence, or after its last
    quotation, or after *, and*.
    """
    for i in range(comma - 1, max(floor, comma - 40) - 1, -1):
        if parts.kinds[i] == "quote" or parts.words[i] in (";", ":", "—", "–"):
            return None
        if parts.words[i] != "," or i + 1 >= comma:
            continue
        after = i + 1
        opens = (
            parts.lowers[after] in _PARENTHESIS_OPENERS
            or (
                parts.lowers[after].endswith("ing")
                and parts.kinds[after] in ("plain", "cue", "verb")
            )
            or (
                parts.kinds[after] in ("plain", "cue")
                and looks_like_verb(parts.lowers[after])
                and (parts.kinds[after] == "plain" or parts.lowers[after + 1] in _ASKED)
            )
        )
        if not opens:
            continue
        begin = i
        while begin > floor:
            k = begin - 1
            if parts.kinds[k] == "quote" or parts.words[k] in (",", ";", ":", "—", "–"):
                break
            begin = k
        while begin < i and (
            parts.kinds[begin] in ("conjunction", "punctuation") or parts.lowers[begin] == "that"
        ):
            begin += 1
        if parts.kinds[begin] not in ("capital", "determiner") or parts.lowers[begin].endswith(
            "ing"
        ):
            return None
        phrase = phrase_after(parts, begin, i)
        if phrase is None or not is_speaker_like(parts, phrase):
            return None
        phrase = whole_phrase(parts, phrase, i)
        # What stands between the phrase and its parenthesis must not be a verb of its own.
        for m in range(phrase[1], i):
            if parts.kinds[m] in ("verb", "auxiliary", "cue", "pronoun"):
                return None
        if phrase[1] < i and not (
            parts.kinds[phrase[1]] == "preposition" or looks_like_verb(parts.lowers[phrase[1]])
        ):
            return None
        return phrase
    return None


_PARENTHESIS_OPENERS = word_set("who whose which whom among a an the one himself herself")
_SAYING = word_list("saying")


def _is_subject(parts: Segments, phrase: Words, floor: int) -> bool:
    """Return whether a phrase right before the verb is no object of a preposition or verb."""
    before = phrase[0] - 1
    if before < floor:
        return True
    kind, lower = parts.kinds[before], parts.lowers[before]
    if kind == "auxiliary" and lower != "to" and parts.kinds[phrase[0]] == "pronoun":
        return True  # "Do you think ...?"
    if lower in ("after", "before", "since", "until"):
        # "fell after the bank said ...": a clause of its own, if a verb has come before it.
        return any(
            parts.kinds[j] == "verb" or looks_like_verb(parts.lowers[j])
            for j in range(floor, before)
        )
    if kind == "cue" and lower in _SAYING and parts.kinds[phrase[0]] in ("capital", "determiner"):
        return True  # "Moor said the council had rejected it"
    if kind in ("preposition", "verb", "cue", "auxiliary") or (
        kind == "plain" and looks_like_verb(lower)
    ):
        return False
    if lower == "as":  # "..., as one mediator put it"
        return before == floor or parts.kinds[before - 1] in ("punctuation", "quote")
    return lower != "than"


def _widen(parts: Segments, phrase: Words, floor: int) -> Words:
    """Add the first half of a pair: *Ada Moor and the ministry* said."""
    k = phrase[0] - 1
    if (
        k - 1 >= floor
        and parts.lowers[k] == "and"
        and parts.kinds[phrase[0]] in ("capital", "determiner")
    ):
        other = phrase_before(parts, k, floor)
        if other is not None:
            first = other[0]
            while first > floor and parts.kinds[first - 1] == "determiner":
                first -= 1
            if first == floor or parts.kinds[first - 1] == "punctuation":
                return first, phrase[1]
    return phrase


def first_subject(parts: Segments, start: int, ceiling: int) -> Words | None:
    """Find the first phrase of a clause that no introduction (*In a statement,*) swallows."""
    i = start
    while i < ceiling:
        kind, lower = parts.kinds[i], parts.lowers[i]
        after = _after_setting(parts, i, ceiling)
        if after == i and kind == "capital" and i == start:
            after = _after_opening(parts, i, ceiling)
        if after > i:
            i = after
            continue
        if kind in ("preposition", "subordinator") or (
            lower.endswith("ing")
            and (kind in ("cue", "verb") or i == start)
            and lower not in ("king", "ring")
        ):
            comma = _next_comma(parts, i, ceiling)
            if comma is None:
                return None
            i = comma + 1
            continue
        if kind in ("adverb", "punctuation", "conjunction", "time", "quote", "auxiliary"):
            i += 1
            continue
        if lower in ("may", "march") and i + 1 < ceiling and parts.kinds[i + 1] == "number":
            i += 2
            continue
        if lower in ("last", "earlier", "late", "early") or (kind == "number" and i == start):
            comma = _next_comma(parts, i, ceiling)
            i = i + 1 if comma is None else comma + 1
            continue
        phrase = phrase_after(parts, i, ceiling)
        if phrase is None:
            return None
        if phrase[1] < ceiling and goes_on(parts, phrase):
            named = named_apposition(parts, phrase, ceiling)
            return named if named != phrase else whole_phrase(parts, phrase, ceiling)
        if parts.kinds[i] == "determiner" or parts.kinds[phrase[1] - 1] == "plain":
            return named_apposition(parts, phrase, ceiling)
        return phrase
    return None


def _after_opening(parts: Segments, i: int, ceiling: int) -> int:
    """Step over *Asked about the offer,* and *Eventually,* at the start of a sentence."""
    comma = _next_comma(parts, i, ceiling)
    if comma is None:
        return i
    if comma == i + 1:
        return comma + 1 if parts.lowers[i].endswith("ly") else i
    cue = CUES.get(parts.lowers[i])
    participle = cue is not None and cue.form in ("past", "ing") and not cue.noun
    return comma + 1 if participle and parts.kinds[i + 1] != "capital" else i


def _after_setting(parts: Segments, i: int, ceiling: int) -> int:
    """Step over *The next day*, *On Twitter* and *In a statement* where no comma follows."""
    lowers, kinds = parts.lowers, parts.kinds
    if kinds[i] == "determiner":
        j = i + 1
        while j < min(ceiling, i + 3) and kinds[j] == "plain" and lowers[j] not in _PERIODS:
            j += 1
        timed = j < ceiling and (kinds[j] == "time" or lowers[j] in _PERIODS)
        return j + 1 if timed and j + 1 < ceiling and kinds[j + 1] != "possessive" else i
    if kinds[i] != "preposition" or i + 2 >= ceiling or _next_comma(parts, i, ceiling) is not None:
        return i
    if lowers[i + 1] in _PLATFORMS:
        return i + 2
    inner = phrase_after(parts, i + 1, ceiling)
    if inner is None or inner[1] >= ceiling or kinds[i + 1] != "determiner":
        return i
    return inner[1] if kinds[inner[1]] in ("determiner", "pronoun") else i


_PERIODS = word_set("day hour moment minute decade century")
_PLATFORMS = word_set("twitter facebook instagram telegram weibo tiktok youtube linkedin reddit x")


def _before_relative(parts: Segments, sentence: Sentence, start: int, ceiling: int) -> Words | None:
    """Find the subject in *A walker who was there when the snow broke said ...*.

    The clause right before the verb has a verb of its own and stands inside a relative
    clause that the sentence's subject opens.
    """
    first = sentence.first
    if start <= first or parts.kinds[first] not in ("determiner", "capital"):
        return None
    head = phrase_after(parts, first, start)
    if head is None or parts.lowers[head[1] : head[1] + 1] != ["who"]:
        return None
    if "," in parts.words[head[1] : ceiling]:
        return None
    verbs = ("verb", "auxiliary")
    inner = any(
        parts.kinds[k] in verbs or looks_like_verb(parts.lowers[k]) for k in range(start, ceiling)
    )
    return head if inner else None


def _next_comma(parts: Segments, i: int, ceiling: int) -> int | None:
    for j in range(i, ceiling):
        if parts.words[j] in (",", "–", "—"):
            return j
    return None
