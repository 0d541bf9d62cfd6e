# ruff: noqa: RUF001 - typographic marks are what this code reads
"""Deeds that no verb tells: *the union's rejection of the offer*, *the teachers' demand is ...*, *for the province, ...*.

Example:
    >>> from lastyard.reading.deedtable import deed_table
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("The teachers' demand is a class of twenty.")
    >>> found = owned_deed(parts, parts.sentences[0], deed_table())
    >>> found.verb, parts.slice(*found.doer), parts.slice(*found.thing)
    ('demand', 'The teachers', 'a class of twenty')
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lastyard.reading.deedtable import DeedTable, FoundDeed, deed_table
from lastyard.reading.lexicon import CUES, MONTHS, WEEKDAYS, denies
from lastyard.reading.phrases import looks_like_verb, phrase_after, phrase_before
from lastyard.reading.segments import Segments, Sentence, Words
from lastyard.reading.tags import SpeechCue, thing_end, trimmed
from lastyard.reading.wordlists import word_list, word_set

__all__ = [
    "as_far_as",
    "for_somebody",
    "is_taken_for_granted",
    "nominal_deed",
    "owned_deed",
    "owner_before",
]

_BEING = word_set("is was remains remained are were") | {":"}
_TO_THINGS = word_set("opposition objection objections resistance consent")
_NOT_ITS_OWN_NOW = word_list("of another time, or of rumour")
_ENDING = word_list("what ends a demand or an offer")
_PASSED_OVER = word_set("now still also currently on")
_IN_SUPPORT = ["in", "support", "of"]
_TO_COME = word_set("would will is are to shall")
# "A longer lease is | among | the tenants' demands"
_COUNTED_AS = re.compile(
    r"\b(?:is|are|was|were|remains?|remained)(?: (?:still|also|now))?(?: (?:among|one of|part of|central to|first (?:on|among)"
    r"|at the (?:heart|centre|center|core|top) of))?$"
)
_HOLDING_NOTHING = word_set("no nothing none neither")
_CLAUSES = frozenset({"auxiliary", "subordinator", "quote", "pronoun", "punctuation"})
_OWNING = word_set("his her their its my our")
_BEFORE_AN_OWNER = word_set(
    "after despite over on against at by about amid following given than below above near behind"
)


def nominal_deed(
    parts: Segments, sentence: Sentence, k: int, links: Mapping[str, tuple[str, str]]
) -> FoundDeed | None:
    """Read *The union's rejection of the offer* and *its demand for 8 percent*."""
    if k + 2 >= sentence.last or parts.lowers[k + 1] not in links:
        return None
    link = parts.lowers[k + 1]
    owner = owner_before(parts, sentence, k) or _pronoun_before(parts, sentence, k)
    if owner is None:
        return None
    of_things = link != "to" or parts.lowers[k] in _TO_THINGS
    if not of_things and not _is_infinitive(parts, k + 2):
        return None
    begin = k + 2 if of_things else k + 1
    end = _noun_end(parts, k + 2, sentence.last)
    thing = trimmed(parts, begin, end)
    if thing[0] >= thing[1] or any(
        word in (*MONTHS, *WEEKDAYS) for word in parts.lowers[thing[0] : thing[0] + 2]
    ):
        return None  # "the crew's offer of 12 March"
    group = links[link][1]
    cue = SpeechCue(k, begin, f"{parts.lowers[k]} {link}", group, "noun", owner, "before")
    alone = "of" not in parts.lowers[owner[0] : owner[1]]
    told = alone and (owner[0] == sentence.first or is_taken_for_granted(parts, owner[0]))
    left_open = group != "act" or not told or _is_of_before(parts, k)
    return FoundDeed(cue, owner, thing, 0.65, left_open)


def _is_of_before(parts: Segments, k: int) -> bool:
    """Return whether a demand or an offer is called one of before, or only rumoured: *its first offer*, *its alleged demand*."""
    return any(parts.lowers[j] in _NOT_ITS_OWN_NOW for j in range(max(0, k - 2), k))


def is_taken_for_granted(parts: Segments, owner: int) -> bool:
    """Return whether the words before the owner of a demand or an offer leave no doubt that there is one.

    *Talks broke off over the union's demand*, *said its offer was final*; not *the lifting of the guild's veto*.
    """
    before = parts.lowers[owner - 1]
    kind = parts.kinds[owner - 1]
    said = kind == "cue" and CUES[before].group == "speech"
    done = (kind in ("cue", "verb") or looks_like_verb(before)) and before not in _ENDING
    two = parts.lowers[owner - 2 : owner] in (["because", "of"], ["up", "to"])
    return (
        before in _BEFORE_AN_OWNER
        or said
        or done
        or two
        or parts.lowers[owner - 3 : owner] == _IN_SUPPORT
    )


def _is_infinitive(parts: Segments, k: int) -> bool:
    """Return whether a verb's dictionary form stands after *to*."""
    kind, lower = parts.kinds[k], parts.lowers[k]
    if kind == "cue":
        return CUES[lower].form == "base"
    return kind in ("verb", "auxiliary") or (kind == "plain" and not lower.endswith(("s", "ing")))


def _pronoun_before(parts: Segments, sentence: Sentence, k: int) -> Words | None:
    """Find *its* in *its longstanding demand*."""
    for j in range(k - 1, max(sentence.first, k - 4) - 1, -1):
        if parts.lowers[j] in _OWNING:
            return j, j + 1
        if parts.kinds[j] not in ("plain", "adverb"):
            return None
    return None


def _noun_end(parts: Segments, begin: int, last: int) -> int:
    """Find where a noun phrase with what hangs on it ends: at a finite verb or a comma."""
    for k in range(begin + 1, last):
        kind, lower = parts.kinds[k], parts.lowers[k]
        if parts.words[k] == "%":
            continue
        if kind in ("punctuation", "auxiliary", "subordinator", "pronoun"):
            return k
        if parts.lowers[k : k + 2] == ["no", "longer"] and parts.lowers[k + 2 : k + 3] != ["than"]:
            return k  # "its demand for 8 percent no longer stands"
        if lower == "and" and parts.kinds[k - 1] == "number" == parts.kinds[min(k + 1, last - 1)]:
            continue  # "between 8 and 12 percent"
        noun = (
            kind == "cue"
            and CUES[lower].noun
            and parts.kinds[k - 1]
            in ("determiner", "plain", "capital", "possessive", "preposition")
        )
        noun = noun or (kind == "verb" and _counts(parts, k - 1))
        if (kind in ("verb", "cue") and not noun and not lower.endswith("ing")) or lower in (
            "and",
            "but",
        ):
            return k
        if looks_like_verb(lower) and parts.kinds[k - 1] in ("plain", "capital", "number"):
            return k
    return last


def _counts(parts: Segments, k: int) -> bool:
    """Return whether an amount that opened with an article goes on behind a word: *an 8 percent | pay rise*."""
    begin = k
    while begin > 0 and k - begin < 4 and parts.kinds[begin] in ("plain", "number", "verb"):
        begin -= 1
    numbered = "number" in parts.kinds[begin + 1 : k + 1]
    return numbered and parts.kinds[begin] == "determiner" and not parts.lowers[k].endswith("s")


def owned_deed(parts: Segments, sentence: Sentence, table: DeedTable) -> FoundDeed | None:
    """Read what somebody's demand, offer or plan is or holds.

    *The teachers' demand is a class of twenty*, *the islands' offer includes a vote*, *under the islands' plan, ...*,
    *a class of twenty is the teachers' main demand*.
    """
    for k in range(sentence.first + 1, sentence.last):
        one = _owned_noun(parts, k, table)
        if one is None:
            continue
        last = k + len(one.split())
        owner = owner_before(parts, sentence, k) or _pronoun_before(parts, sentence, k)
        if owner is None:
            owner, last = _owner_behind(parts, sentence, last)
            starts = _start_of_noun(parts, sentence, k)
        else:
            starts = owner[0]
        if owner is None:
            continue
        found = _framing(parts, sentence, starts, last) or _told_of_owned(
            parts, sentence, starts, last
        )
        if found is None:
            continue
        words, thing = found
        return _with_owner(parts, one, owner, words or (k, thing[0]), thing)
    return None


def _owned_noun(parts: Segments, k: int, table: DeedTable) -> str | None:
    """Return the noun of the table that begins at a word: *bottom line*, *offer*."""
    two = " ".join(parts.lowers[k : k + 2])
    return next((noun for noun in (two, parts.lowers[k]) if noun in table.owned), None)


def _start_of_noun(parts: Segments, sentence: Sentence, k: int) -> int:
    """Return the word at which *the latest offer* of *the latest offer from the islands* begins."""
    begin = k
    while (
        begin > sentence.first and k - begin < 4 and parts.kinds[begin - 1] in ("plain", "adverb")
    ):
        begin -= 1
    return begin - (begin > sentence.first and parts.kinds[begin - 1] == "determiner")


def _framing(
    parts: Segments, sentence: Sentence, starts: int, last: int
) -> tuple[Words | None, Words] | None:
    """Read *Under the islands' plan, ...* and *... under the islands' plan*: the words of the deed, and its thing."""
    before = parts.lowers[starts - 1] if starts > sentence.first else ""
    if before == "under" or (before == "in" and starts - 1 == sentence.first):
        if starts - 1 == sentence.first and parts.words[last : last + 1] == [","]:
            thing = trimmed(parts, last, sentence.last)
            return ((sentence.first, last), thing) if thing[1] > thing[0] else None
        ends = last >= sentence.last or parts.kinds[last] in ("punctuation", "time")
        thing = trimmed(parts, sentence.first, starts - 1)
        if ends and _TO_COME.intersection(parts.lowers[slice(*thing)]):
            return (starts - 1, last), thing
    return None


def _told_of_owned(
    parts: Segments, sentence: Sentence, starts: int, last: int
) -> tuple[Words | None, Words] | None:
    """Read what an owned demand or offer is or holds, or what is said to be it."""
    lowers = parts.lowers
    before = lowers[starts - 1] if starts > sentence.first else ""
    opens = starts == sentence.first or before in ("that", ",") or before == "among"
    begin = _behind_being(parts, sentence, last) if last < sentence.last - 1 else None
    if begin is not None and opens and (before != "among" or starts - 1 == sentence.first):
        what = _thing_of_owned(parts, sentence, begin)
        return None if what is None else (None, what)
    begin = _behind_holding(parts, sentence, last) if last < sentence.last - 1 else None
    if begin is not None and opens:
        thing = trimmed(parts, begin, thing_end(parts, begin, sentence.last))
        return (None, thing) if thing[1] > thing[0] else None
    link = _COUNTED_AS.search(" ".join(lowers[sentence.first : starts]))
    if link is None or (last < sentence.last and parts.kinds[last] not in ("punctuation", "time")):
        return None
    end = starts - len(link.group().split())
    thing = trimmed(parts, sentence.first, end)
    plain = not any(parts.kinds[j] in _CLAUSES for j in range(*thing))
    return ((end, last), thing) if plain and thing[1] > thing[0] else None


def _behind_holding(parts: Segments, sentence: Sentence, at: int) -> int | None:
    """Return the first word of what an offer or a demand holds: *includes | a vote*, *would | raise the toll*."""
    if parts.words[at] == ",":
        at = _behind_aside(parts, sentence, at) or at
    while at < sentence.last and (parts.kinds[at] == "time" or parts.lowers[at] in _PASSED_OVER):
        at += 1
    if at >= sentence.last - 1:
        return None
    found = deed_table().holding.match(" ".join(parts.lowers[at : at + 4]))
    if found is None:
        return None
    words = found.group().split()
    at += 1 if words[0] in _TO_COME else len(words)
    return None if parts.lowers[at] in _HOLDING_NOTHING else at


def _behind_being(parts: Segments, sentence: Sentence, at: int) -> int | None:
    """Return the word behind *is*, *stands at* or a colon, an aside before it left out; None where there is none."""
    lowers = parts.lowers
    if parts.words[at] == ",":
        at = _behind_aside(parts, sentence, at) or at
    if at >= sentence.last - 1:
        return None
    while at < sentence.last - 1 and (parts.kinds[at] == "time" or lowers[at] in _PASSED_OVER):
        at += 1
    stands = lowers[at : at + 2] in (["stands", "at"], ["stood", "at"], ["is", "worth"])
    if lowers[at] not in _BEING and not stands:
        return None
    begin = at + 1 + stands
    return begin + (lowers[begin : begin + 1] == ["that"])


def _thing_of_owned(parts: Segments, sentence: Sentence, begin: int) -> Words | None:
    """Return what a demand or an offer is; None where something is done to it (*the union's demand was met*)."""
    lower = parts.lowers[begin] if begin < sentence.last else ""
    kind = parts.kinds[begin] if begin < sentence.last else "punctuation"
    if kind in ("verb", "punctuation") or looks_like_verb(lower):
        return None
    if kind == "cue" and CUES[lower].form == "past":
        return None
    thing = trimmed(parts, begin, thing_end(parts, begin, sentence.last))
    return thing if thing[1] - thing[0] > 1 or parts.kinds[thing[0]] == "number" else None


def _behind_aside(parts: Segments, sentence: Sentence, comma: int) -> int | None:
    """Return the word behind the aside that a comma opens: *the claim, originally 10 percent, now stands at 7*."""
    stop = min(sentence.last, comma + 8)
    end = next((j for j in range(comma + 1, stop) if parts.words[j] == ","), None)
    if end is None or any(
        parts.kinds[j] in ("verb", "auxiliary", "cue") for j in range(comma, end)
    ):
        return None
    return end + 1


def _with_owner(parts: Segments, noun: str, owner: Words, words: Words, thing: Words) -> FoundDeed:
    denied = denies(parts.lowers[thing[0]])
    denied = denied or parts.lowers[thing[0] : thing[0] + 2] == ["no", "longer"]
    denied = denied or _is_of_before(parts, words[0] if words[0] >= owner[1] else owner[0])
    meaning = deed_table().owned[noun]
    verb = meaning.removeprefix("= ") if meaning.startswith("=") else noun
    cue = SpeechCue(*words, verb, "act", "noun", owner, "before")
    return FoundDeed(cue, owner, thing, 0.7, denied)


def owner_before(parts: Segments, sentence: Sentence, k: int) -> Words | None:
    """Find whose *demand* it is: *the union's main demand*, *the demand of the union* not."""
    j = k - 1
    between = ("plain", "adverb", "cue", "time", "number")
    while j > sentence.first and k - j < 4 and parts.kinds[j] in between:
        j -= 1
    plural = parts.words[j] in ("'", "’") and parts.lowers[j - 1].endswith("s")
    if j <= sentence.first or not (parts.kinds[j] == "possessive" or plural):
        return None
    owner = phrase_before(parts, j, sentence.first)
    return None if owner is None or _is_matter(parts, owner) else owner


def _owner_behind(parts: Segments, sentence: Sentence, at: int) -> tuple[Words | None, int]:
    """Find whose *offer* it is, and where that ends: *the offer of the islands*, *a plan (drawn up) by the port*, *that it made*.

    *The offer of 14 euros* has no owner, nor has *a plan that the port rejected*.
    """
    lowers, end = parts.lowers, at
    relative = lowers[at : at + 1] == ["that"]
    if not relative and lowers[at : at + 1] not in (["of"], ["from"], ["by"]):
        end = next((k for k in range(at, min(at + 3, sentence.last)) if lowers[k] == "by"), -1)
        if end < 0 or not _puts_forward(parts, at):
            return None, at
    owner = phrase_after(parts, end + 1, sentence.last) if end + 1 < sentence.last else None
    named = owner is not None and parts.kinds[owner[0]] in ("determiner", "capital")
    if owner is None or not named or _is_matter(parts, owner):
        return None, at
    last = owner[1]
    if relative:
        last += parts.kinds[last : last + 1] == ["auxiliary"]
        if not _puts_forward(parts, last):
            return None, at
        last += 1 + (lowers[last + 1 : last + 2] in (["forward"], ["up"]))
    while last < sentence.last and (
        parts.kinds[last] == "time" or lowers[last : last + 1] == ["on"]
    ):
        last += 1
    return owner, last


def _puts_forward(parts: Segments, k: int) -> bool:
    """Return whether a past form of a deed of offering stands at a word: *presented*, *put* (*forward*)."""
    rows = deed_table().heads.get(parts.lowers[k], ()) if k < len(parts.lowers) else ()
    drawn = parts.lowers[k : k + 2] in (["drawn", "up"], ["worked", "out"])
    return drawn or any(
        deed.means == "offers" and form in ("past", "participle") for deed, form in rows
    )


def _is_matter(parts: Segments, phrase: Words) -> bool:
    """Return whether a phrase names what is bargained about, not who bargains."""
    head, table = parts.lowers[phrase[1] - 1], deed_table()
    return head in table.talks and head not in table.doers and head not in parts.doers


def as_far_as(parts: Segments, sentence: Sentence) -> FoundDeed | None:
    """Read *Four years is off the table as far as the union is concerned*."""
    end = parts.lowers.index("concerned", sentence.first)
    begin = next(
        (
            k
            for k in range(end - 1, sentence.first - 1, -1)
            if parts.lowers[k : k + 3] == ["as", "far", "as"]
        ),
        None,
    )
    if begin is None or parts.kinds[end - 1] != "auxiliary":
        return None
    doer = phrase_after(parts, begin + 3, end)
    if doer is None or doer[1] != end - 1:
        return None
    opens = begin == sentence.first
    thing = (end + 1, sentence.last) if opens else (sentence.first, begin)
    thing = trimmed(parts, *thing)
    if thing[1] - thing[0] < 3:
        return None
    cue = SpeechCue(begin, end + 1, "according to", "speech", "noun", doer, "according")
    return FoundDeed(cue, doer, thing, 0.65, False)


def for_somebody(parts: Segments, sentence: Sentence, table: DeedTable) -> FoundDeed | None:
    """Read *For the province, royalties come first*."""
    first = sentence.first
    if parts.lowers[first] != "for" or first + 4 > sentence.last:
        return None
    doer = phrase_after(parts, first + 1, sentence.last)
    if doer is None or parts.lowers[doer[1] : doer[1] + 1] != [","]:
        return None
    if parts.kinds[doer[0]] not in ("determiner", "capital", "plain"):
        return None
    begin, last = trimmed(parts, doer[1], sentence.last)
    words = parts.lowers[begin:last]
    for marker in table.for_somebody:
        n = len(marker)
        for i in range(len(words) - n + 1):
            if tuple(words[i : i + n]) == marker:
                at = begin + i
                cue = SpeechCue(at, at + n, " ".join(marker), "act", "noun", doer, "for")
                return FoundDeed(cue, doer, (begin, last), 0.65, False)
    return None
