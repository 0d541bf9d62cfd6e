"""Deeds of bargaining: who demands, offers, accepts, rejects or lets go of what.

What a deed is stands in a table (:mod:`~lastyard.reading.deedtable`). Here they are found in a
sentence: *turned the offer down*, *is open to a pause*, *was rejected by the growers*,
*the teachers' demand is ...*, *under the islands' plan, ...*, *for the province, royalties come first*.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("The crews turned the offer down.")
    >>> (found,) = find_deeds(parts, parts.sentences[0])
    >>> found.verb, parts.slice(*found.doer), parts.slice(*found.thing)
    ('turn down', 'The crews', 'the offer')
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from lastyard.reading.accounted import is_of_neither
from lastyard.reading.deednouns import (
    as_far_as,
    for_somebody,
    nominal_deed,
    owned_deed,
    owner_before,
)
from lastyard.reading.deedtable import FORMS_OF_BE, OPEN, Deed, DeedTable, FoundDeed, deed_table
from lastyard.reading.doubt import is_denied_doer, is_left_open
from lastyard.reading.lexicon import CUES, WEEKDAYS, denies, in_no_case
from lastyard.reading.phrases import (
    is_head,
    is_plural,
    is_speaker_like,
    looks_like_verb,
    phrase_after,
    phrase_before,
    whole_phrase,
)
from lastyard.reading.segments import Segments, Sentence, Words
from lastyard.reading.subjects import find_subject
from lastyard.reading.tags import SpeechCue, is_span, thing_end, trimmed
from lastyard.reading.wordlists import word_list, word_set

__all__ = [
    "PUT_AS",
    "STANDS_FOR",
    "find_deeds",
    "has_longer",
    "is_everyday",
    "places_of_deeds",
]

_PASSIVE = word_list("forms of be in passives") | {"gets"}
_GAP, _VOTES = 6, 10
_BEFORE_AGENT = 9
_BESIDE_A_DEED = word_set("as in at on during after late early yesterday")
_TALLYING = word_set("by to on percent per cent % - overwhelmingly narrowly unanimously")
_NEITHER = word_set("neither nor")
_CONDITIONS = word_set("without unless until if")
_PARTING = frozenset({"and", "but", "while", ";", ","})
_PARTING_CLAUSES = frozenset({"and", "but", "while", "whereas", ";", ","})
_BARE = word_set("to for on upon")
_PROTESTING = word_set("on strike striking march rally protest demonstrate")
PUT_AS = {
    **dict.fromkeys(("offer", "bid", "suggestion"), ("offers",)),
    **dict.fromkeys(("proposal", "plan", "idea", "terms", "deal"), ("offers", "position")),
    **dict.fromkeys(("demand", "claim", "request"), ("requires", "position")),
}
"""What was put forward, by the noun that stands for it: the verbs of the case file that it may have been."""
STANDS_FOR = re.compile(
    rf"it|(?:the|this|that) (?:latest |new |final )?(?P<noun>{'|'.join(PUT_AS)})(?: on \w+)?", re.I
)
"""Words that stand for what was put forward: *it*, *the offer*, *the latest proposal on Monday*."""
_LINKS = word_set("for of on in over to by from")
_MEASURING = word_set("over above under below about around between")
_BOUNDING = word_set("above below over under beyond than")
_SUPPOSING = word_set("if unless whether once until")


def is_everyday(parts: Segments, cue: SpeechCue, thing: Words) -> bool:
    """Whether no deed of bargaining is told: *the bank offers loans*, *the storm threatens crops*."""
    if cue.verb == "threaten" and cue.subject is not None:
        return not _is_doer(parts, cue.subject, deed_table())  # "the storm threatened the harvest"
    if cue.form != "s":
        return False
    table = deed_table()
    deed = table.deeds.get(cue.verb)
    if deed is None or deed.proof != "doer" or _own(deed) or cue.subject is None:
        return False
    named = parts.kinds[cue.subject[1] - 1] == "capital" or is_denied_doer(parts, cue.subject)
    return not named and not any(parts.lowers[k] in table.talks for k in range(*thing))


def has_longer(parts: Segments, sentence: Sentence, cue: SpeechCue) -> bool:
    """Whether a longer phrase of the table has the verb of a cue: *backed away from*, not *backed*."""
    heads, k = deed_table().heads, cue.last - 1
    if parts.lowers[k] not in heads:
        k -= 1
    for deed, _form in heads.get(parts.lowers[k], ()):
        if deed.rest and not _BARE.issuperset(deed.rest):
            matched = _matched(parts, sentence, k, deed)
            if matched is not None and matched[0] > cue.last:
                return True
    return False


def places_of_deeds(parts: Segments) -> list[int]:
    """Return the words of a text at which a deed or the noun of one may stand, in order."""
    table = deed_table()
    words = table.places & set(parts.lowers)
    lowers = parts.lowers
    seconds = {k: v for k, v in table.seconds.items() if k not in table.owned_words}
    return [
        k
        for k, lower in enumerate(lowers)
        if lower in words
        and not (lower in seconds and seconds[lower].isdisjoint(lowers[k + 1 : k + 4]))
    ]


def find_deeds(
    parts: Segments, sentence: Sentence, places: Sequence[int] | None = None
) -> list[FoundDeed]:
    """Find the deeds of a sentence, in order.

    Args:
        parts: The text.
        sentence: The sentence.
        places: Words of the sentence at which a deed may stand; None to look for them.
    """
    if places is None:
        every = places_of_deeds(parts)
        places = [k for k in every if sentence.first <= k < sentence.last]
    table = deed_table()
    found: list[FoundDeed] = []
    lowers = parts.lowers
    if lowers[sentence.last - 1] == "?":
        return found  # nobody has done what is asked about
    of_talks = not table.talks.isdisjoint(lowers[sentence.first : sentence.last])
    done = sentence.first
    for k in places:
        rows = table.heads.get(lowers[k])
        if not of_talks:
            rows = table.elsewhere.get(lowers[k])
        one = _deed_at(parts, sentence, k, rows, found) if rows and k >= done else None
        if one is not None:
            found = [_ended_before(parts, other, one) for other in found]
            found += _with_shared(parts, sentence, one)
            done = one.cue.last
    for k in places:
        nominal = table.nominal.get(lowers[k])
        one = nominal_deed(parts, sentence, k, nominal) if nominal else None
        if one is not None and not any(
            other.cue.first < one.thing[1] and one.cue.first < other.thing[1] for other in found
        ):
            found.append(one)
    if not found:
        one = None
        if any(lowers[k] in table.owned_words for k in places):
            one = owned_deed(parts, sentence, table)
        if one is None and lowers[sentence.first] == "for":
            one = for_somebody(parts, sentence, table)
        if one is None and "concerned" in lowers[sentence.first : sentence.last]:
            one = as_far_as(parts, sentence)
        if one is not None:
            found.append(one)
    return found


def _with_shared(parts: Segments, sentence: Sentence, deed: FoundDeed) -> list[FoundDeed]:
    """Return a deed, and those of others that go without its verb: *the union wants 8 percent, the line 4*."""
    if deed.left_open or deed.cue.negated or deed.cue.order != "before":
        return [deed]
    found, last = [deed], sentence.last
    at = next((k for k in range(*deed.thing) if _is_amount_of_another(parts, k, last)), None)
    if at is None or not any(parts.kinds[k] == "number" for k in range(deed.thing[0], at)):
        return found
    found = [replace(deed, thing=trimmed(parts, deed.thing[0], at))]
    while at < last and (doer := _is_amount_of_another(parts, at, last)):
        end = doer[1] + 1
        while end < last and parts.kinds[end] == "plain" and end < doer[1] + 3:
            end += 1
        found.append(replace(deed, doer=doer, thing=(doer[1], end), shared=True))
        at = end
    return found


def _is_amount_of_another(parts: Segments, k: int, last: int) -> Words | None:
    """Return the doer of *, the line 4* where such words begin at a comma."""
    if parts.words[k] not in (",", ";"):
        return None
    begin = k + 1 + (parts.lowers[k + 1 : k + 2] in (["and"], ["but"], ["while"]))
    if begin >= last or parts.kinds[begin] not in ("determiner", "capital"):
        return None
    number = next(
        (j for j in range(begin + 1, min(last, begin + 6)) if parts.kinds[j] == "number"), None
    )
    doer = phrase_after(parts, begin, number) if number is not None else None
    if number is None or doer is None or doer[1] != number:
        return None
    return doer if _is_doer(parts, doer, deed_table()) else None


def _ended_before(parts: Segments, one: FoundDeed, later: FoundDeed) -> FoundDeed:
    """Let what a deed is about end where the next deed of the same doer begins."""
    if not one.thing[0] < later.cue.first < one.thing[1]:
        return one
    end = later.cue.first
    if later.doer[0] > one.thing[0] and parts.lowers[later.doer[0] - 1] == "which":
        return one  # "offered a deal in which the crews would pay"
    if one.thing[0] < later.doer[0] < end and later.doer != one.doer:
        end = later.doer[0]
    while end > one.thing[0] + 1 and (
        parts.kinds[end - 1] in ("auxiliary", "adverb", "conjunction")
        or parts.words[end - 1] == ","
    ):
        end -= 1
    return replace(one, thing=trimmed(parts, one.thing[0], end))


def _deed_at(
    parts: Segments,
    sentence: Sentence,
    k: int,
    rows: Sequence[tuple[Deed, str]],
    earlier: Sequence[FoundDeed],
) -> FoundDeed | None:
    """Read the deed whose first word is word ``k``: the longest phrase that fits."""
    near = parts.lowers[k + 1 : k + 5]
    for deed, form in rows:
        if deed.rest and deed.rest[0] != "*" and deed.rest[0] not in near:
            continue
        matched = _matched(parts, sentence, k, deed)
        if matched is None:
            continue
        if deed.proof == "never":
            return None
        last, gap = matched
        first = _first_of_verb(parts, sentence, k, deed)
        if first is None:
            continue
        one = _with_doer(parts, sentence, deed, form, (first, k, last), gap, earlier)
        if one is not None:
            return one
        if deed.rest:
            return None  # a part of the phrase would say something else
    return None


def _matched(
    parts: Segments, sentence: Sentence, k: int, deed: Deed
) -> tuple[int, Words | None] | None:
    """Return the word after the deed's last, and what stands in its gap."""
    i, gap = k + 1, None
    for n, word in enumerate(deed.rest):
        if word == "*":
            goal = list(deed.rest[n + 1 :])
            stop = min(sentence.last, i + (_VOTES if deed.head == "vote" else _GAP) + 1)
            at = next((j for j in range(i, stop) if parts.lowers[j : j + len(goal)] == goal), None)
            if at is None or not _is_gap(parts, deed, i, at):
                return None
            gap = (i, at) if at > i else None
            if gap is not None and any(
                parts.kinds[j] == "determiner" and parts.kinds[j - 1] != "preposition"
                for j in range(gap[0] + 1, at)
            ):
                return None  # "made public its offer"
            i = at
            if gap is None and _is_whole(deed):
                return None  # "voted down the plan" is the row without a gap
            continue
        while (
            i < sentence.last
            and parts.lowers[i] != word
            and parts.kinds[i] == "adverb"
            and i < k + 4
        ):
            i += 1
        if i >= sentence.last or parts.lowers[i] != word:
            return None
        i += 1
    return i, gap


def _is_gap(parts: Segments, deed: Deed, first: int, last: int) -> bool:
    """Return whether words may stand inside a deed: what it is about, or how many voted for it."""
    if deed.head == "vote" and first < last:
        return all(
            parts.kinds[j] in ("number", "time") or parts.lowers[j] in _TALLYING
            for j in range(first, last)
        )
    return not any(
        parts.kinds[j] in ("auxiliary", "subordinator")
        or (parts.kinds[j] == "verb" and parts.kinds[j - 1] != "determiner")  # "a rise"
        or (parts.kinds[j] == "preposition" and parts.lowers[j] != "of")
        for j in range(first, last)
    )


def _first_of_verb(parts: Segments, sentence: Sentence, k: int, deed: Deed) -> int | None:
    """Find the first auxiliary of the verb; None where a form of *be* is missing."""
    first = k
    while first > sentence.first and (
        parts.kinds[first - 1] in ("auxiliary", "adverb")
        or parts.lowers[first - 1] in FORMS_OF_BE
        or parts.lowers[first - 1] == "neither"
        or (
            parts.lowers[first - 1].endswith("ly")
            and parts.kinds[first - 1] == "plain"
            and first - 2 >= sentence.first
            and parts.kinds[first - 2] in ("auxiliary", "adverb", "plain", "capital", "pronoun")
        )
    ):
        if parts.lowers[first - 1] == "to":
            break
        first -= 1
    if parts.lowers[first - 2 : first] == ["no", "longer"] and first - 2 > sentence.first:
        first -= 2
    if first - 3 > sentence.first and in_no_case(parts.lowers, first - 2):
        first -= 3
        while first > sentence.first and parts.kinds[first - 1] == "auxiliary":
            first -= 1
    if deed.after and deed.after.isdisjoint(parts.lowers[first:k]):
        return None
    return first


def _with_doer(
    parts: Segments,
    sentence: Sentence,
    deed: Deed,
    form: str,
    words: tuple[int, int, int],
    gap: Words | None,
    earlier: Sequence[FoundDeed],
) -> FoundDeed | None:
    """Find who does it and what it is about; None where either is missing or proves nothing."""
    first, k, last = words
    before = parts.lowers[k - 1] if k > sentence.first else ""
    passive = form in ("past", "participle") and any(
        parts.lowers[j] in _PASSIVE for j in range(first, k)
    )
    if "doer" in deed.follows:
        return _turned_round(parts, sentence, deed, first, last, gap)
    if passive:
        return _passive(parts, sentence, deed, first, k, last)
    if earlier and earlier[-1].cue.order == "passive" and before in ("and", "but"):
        return _also_passive(parts, sentence, deed, (first, k, last), earlier[-1])
    if not _is_verb_here(parts, sentence, k, form, first, before):
        return None
    subject = _subject(parts, sentence, k, first, form, earlier)
    if subject is None or _is_supposed(parts, sentence, subject):
        return None
    if subject[1] < first and parts.kinds[subject[1]] == "possessive":
        return None  # "The growers' bill proposed last month"
    subject = _both_of_neither(parts, sentence, subject)
    thing = _thing(parts, sentence, deed, (k, last), gap)
    if thing is None or thing[0] < last or _stands_for(parts, thing):
        thing = _taken_up(parts, deed, (last, gap), subject, earlier) or thing
    if thing is None:
        thing = _relative_thing(parts, sentence, deed, subject, last)
    if thing is None:
        return None
    if not _is_proved(parts, deed, form, subject, thing):
        return None
    return _found(parts, sentence, deed, (first, k, last), subject, thing, "before")


def _both_of_neither(parts: Segments, sentence: Sentence, subject: Words) -> Words:
    """Return *the line nor the union* of *Neither the line nor the union accepted it*, else the doer as it is."""
    if subject[0] - 3 < sentence.first or parts.lowers[subject[0] - 1] != "nor":
        return subject
    other = phrase_before(parts, subject[0] - 1, sentence.first)
    neither = other is not None and parts.lowers[other[0] - 1] == "neither"
    return (other[0], subject[1]) if other is not None and neither else subject


def _is_supposed(parts: Segments, sentence: Sentence, subject: Words) -> bool:
    """Whether a deed is only supposed: *if the guild dropped its demand*."""
    before = subject[0] - 1
    return before >= sentence.first and parts.lowers[before] in _SUPPOSING


def _is_verb_here(
    parts: Segments, sentence: Sentence, k: int, form: str, first: int, before: str
) -> bool:
    """Return whether a form is a finite verb here, not a noun, an infinitive or a participle."""
    kind = parts.kinds[k - 1] if k > sentence.first else "punctuation"
    if form == "be":
        return True
    if before == "to" or kind in ("determiner", "possessive", "preposition"):
        return False
    if form == "ing":
        absolute = "with" in parts.lowers[max(sentence.first, k - _BEFORE_AGENT) : k]
        return absolute or any(parts.lowers[j] in _PASSIVE for j in range(first, k))
    if form == "participle":
        return any(parts.lowers[j] in ("has", "have", "had", "having") for j in range(first, k))
    if form == "base":
        if "auxiliary" in parts.kinds[first:k]:
            return True
        if k == sentence.first:
            return False
        plural = parts.lowers[k - 1].endswith("s") or parts.lowers[k - 1] in (
            "people", "police", "men", "women", "they", "we", "i", "you", "and", "both", "all",
        )  # fmt: skip
        adverb = kind == "adverb"
        return plural or adverb
    # "the plan rejected by the council" is no deed of the plan's
    tallied = parts.lowers[k].startswith("vot")  # "voted by 61 to 39 to reject it"
    return tallied or not (form == "past" and parts.lowers[k + 1 : k + 2] == ["by"])


def _subject(
    parts: Segments, sentence: Sentence, k: int, first: int, form: str, earlier: Sequence[FoundDeed]
) -> Words | None:
    """Find the doer before the verb; one shared with the deed before it (*dropped ... and took ...*)."""
    link = parts.lowers[first - 1] if first > sentence.first else ""
    if link in ("and", "but", "or", "nor", "then") and earlier:
        return earlier[-1].doer
    if first <= sentence.first:
        return None
    links = [k for k in range(sentence.first, first) if parts.lowers[k] in _PARTING_CLAUSES]
    whole = _opens_clause(parts, links[-1] + 1 if links else sentence.first, first)
    if whole is not None:
        return whole
    share = phrase_before(parts, first, sentence.first)
    if share is not None and parts.lowers[share[0] - 2 : share[0]] in (
        ["%", "of"],
        ["percent", "of"],
    ):
        return share  # "more than 93% of teachers voted to reject it"
    subject, order = find_subject(parts, sentence, first if first < k else k)
    if subject is None:
        return None
    if order != "before" and not (
        is_speaker_like(parts, subject) or parts.kinds[subject[0]] == "pronoun"
    ):
        return None
    if order in ("clause", "parenthesis") and any(
        parts.kinds[j] in ("verb", "cue")
        and not (parts.kinds[j] == "cue" and CUES[parts.lowers[j]].noun)
        for j in range(subject[1], first)
        if order == "clause"
    ):
        return None
    plural = is_plural(parts, subject) or parts.lowers[subject[1] - 1].endswith("s")
    if form == "base" and first == k and not plural:
        return None
    return subject


def _opens_clause(parts: Segments, begin: int, first: int) -> Words | None:
    """Find *Negotiators for the guild* where nothing else stands before the verb in its clause."""
    if begin >= first or parts.kinds[begin] not in ("capital", "determiner", "plain"):
        return None
    phrase = phrase_after(parts, begin, first)
    if phrase is None:
        return None
    whole = whole_phrase(parts, phrase, first)
    linked = any(
        is_head(parts.lowers[k]) and parts.lowers[k + 1] in ("for", "of", "from", "at")
        for k in range(begin, whole[1] - 1)
    )
    if whole[1] == first and linked:
        return whole
    return None


def _thing(
    parts: Segments, sentence: Sentence, deed: Deed, words: Words, gap: Words | None
) -> Words | None:
    """Find what a deed is about, to the end of its clause."""
    k, last = words
    if "none" in deed.follows and gap is not None and _is_whole(deed):
        return gap
    begin = last
    if deed.rest[-1:] == ("than",) or (deed.head == "go" and deed.rest[-1] in _BOUNDING):
        begin -= 2 if deed.rest[-1] == "than" else 1  # "go above 4": the bound is part of it
    while begin < sentence.last and (
        (parts.kinds[begin] == "adverb" or parts.words[begin].lower() in WEEKDAYS)
        and parts.lowers[begin] not in ("not", "never", "only", "even")
    ):
        begin += 1
    if parts.lowers[begin : begin + 1] == ["on"] and parts.kinds[begin + 1 : begin + 2] == ["time"]:
        begin += 2
    begin = _after_occasion(parts, sentence, deed, begin)
    if parts.lowers[begin : begin + 1] == ["for"] and is_span(parts, begin + 1):
        return None  # "a concession that the guild had demanded for months"
    with_noun = {"none", "thing"} <= deed.follows and bool(deed.rest)  # "a deadline of Friday"
    noun = k + 1 if with_noun else last - 1
    alone = "none" in deed.follows and deed.proof != "talks"
    if begin < sentence.last and parts.words[begin] in (",", ".", ";", ")"):
        return (noun, last) if alone else None
    end = thing_end(parts, begin, sentence.last)
    begin, end = trimmed(parts, begin, end)
    if end > begin and _fits(parts, deed, begin, end):
        return (noun if with_noun and begin == last else begin), end
    return (noun, last) if alone else None


def _stands_for(parts: Segments, thing: Words) -> bool:
    """Return whether words stand for what was put forward: *it*, *the offer*."""
    return STANDS_FOR.fullmatch(" ".join(parts.lowers[slice(*thing)])) is not None


def _taken_up(
    parts: Segments,
    deed: Deed,
    words: tuple[int, Words | None],
    subject: Words,
    earlier: Sequence[FoundDeed],
) -> Words | None:
    """Find what somebody else put forward just before.

    *..., which the line accepted*, *and the line accepted it*, *; the line refused*.
    """
    last, gap = words
    of_thing = "thing" in deed.follows or _is_whole(deed)
    if not earlier or not of_thing or earlier[-1].doer == subject:
        return None
    before = earlier[-1]
    table = deed_table()
    means = table.deeds[before.verb].means if before.verb in table.deeds else OPEN
    if means == OPEN or before.left_open or before.cue.negated:
        return None
    link = subject[0] - 1
    day = last + (parts.lowers[last : last + 1] == ["on"])
    ends = last == len(parts.kinds) or parts.kinds[last] in ("punctuation", "adverb")
    ends = ends or parts.kinds[day : day + 1] == ["time"]
    ends = ends or (parts.lowers[last] == "for" and is_span(parts, last + 1))
    relative = ends and (parts.lowers[link] in ("which", "that") or _sums_up(parts, link))
    noun = _stands_for(parts, (last, last + 2))
    noun = noun and _LINKS.isdisjoint(parts.lowers[last + 2 : last + 3])
    pronoun = noun or parts.lowers[slice(*(gap or (last, last + 1)))] == ["it"]
    pronoun = pronoun and parts.lowers[link] in ("and", "but", "while")
    alone = ends and gap is None and not deed.rest and parts.lowers[link] in _PARTING
    answered = (pronoun or alone) and means in ("offers", "requires", "position")
    if not (relative or answered):
        return None
    return trimmed(parts, before.thing[0], min(before.thing[1], link))


def _sums_up(parts: Segments, k: int) -> bool:
    """Return whether a noun before a doer stands for what came before: *, something | the rebels reject*, *, a demand | ...*."""
    if parts.lowers[k] == "something":
        return parts.words[k - 1] == ","
    return parts.words[k - 2] == "," and parts.lowers[k - 1] in ("a", "an")


def _relative_thing(
    parts: Segments, sentence: Sentence, deed: Deed, subject: Words, last: int
) -> Words | None:
    """Find the thing before its doer: *the 3 percent that the port put forward in April*, *the 3 percent it offered*."""
    ends = last >= sentence.last or parts.kinds[last] in (
        "auxiliary",
        "punctuation",
        "time",
        "adverb",
        "preposition",
    )
    link = subject[0] - (parts.lowers[subject[0] - 1] in ("that", "which"))
    if "thing" not in deed.follows or not ends or link <= sentence.first:
        return None
    whole = _whole_thing(parts, sentence, link)
    if whole is not None and (
        whole[1] != link or parts.kinds[whole[0]] not in ("determiner", "number")
    ):
        whole = None
    thing = whole or _amount_before(parts, sentence, link)
    return thing if thing and any(parts.kinds[k] == "number" for k in range(*thing)) else None


def _amount_before(parts: Segments, sentence: Sentence, end: int) -> Words | None:
    """Find *the 600 dollars a week* right before a word."""
    for k in range(end - 1, max(sentence.first, end - _BEFORE_AGENT) - 1, -1):
        if parts.kinds[k] == "determiner" and parts.kinds[k + 1] == "number":
            return (k, end)
        if parts.kinds[k] in ("verb", "cue", "auxiliary", "pronoun", "punctuation", "subordinator"):
            return None
    return None


def _after_occasion(parts: Segments, sentence: Sentence, deed: Deed, begin: int) -> int:
    """Step over *in the talks* in *promised in the talks not to attack*."""
    if "to" in deed.follows and parts.lowers[begin : begin + 1] in (["in"], ["at"], ["during"]):
        for k in range(begin + 1, min(sentence.last - 1, begin + 5)):
            if parts.lowers[k] == "to":
                return k
    return begin


def _is_whole(deed: Deed) -> bool:
    """Whether what stands in the gap is all it is about: *turned the offer down*."""
    return deed.follows == {"none"}


def _fits(parts: Segments, deed: Deed, begin: int, end: int) -> bool:
    """Return whether what comes after a deed is of the kinds that it takes."""
    lower, kind = parts.lowers[begin], parts.kinds[begin]
    if lower == "that" and "that" in deed.follows and end - begin > 2:
        return True
    if "if" in deed.follows:
        return lower in _CONDITIONS
    if "none" in deed.follows and (lower in _CONDITIONS or (deed.rest and lower in _LINKS)):
        return True
    if deed.rest[-1:] == ("to",) and "to" in deed.follows:
        return kind in ("plain", "verb", "cue", "auxiliary", "determiner", "capital", "number")
    if lower == "to" or parts.lowers[begin : begin + 2] in (["not", "to"], ["never", "to"]):
        return "to" in deed.follows and end - begin >= 2
    if "whom" in deed.follows:
        whom = phrase_after(parts, begin, end)
        return whom is not None and parts.lowers[whom[1] : whom[1] + 1] == ["to"]
    if lower.endswith("ing") and ("ing" in deed.follows or kind == "cue"):
        return "ing" in deed.follows  # not "the paper they had tabled condemning the blockade"
    return _is_thing(parts, deed, begin, end)


def _is_thing(parts: Segments, deed: Deed, begin: int, end: int) -> bool:
    """Return whether a noun phrase begins at a word."""
    lower, kind = parts.lowers[begin], parts.kinds[begin]
    if "thing" not in deed.follows or lower in ("that", "it", "him", "her"):
        return lower == "that" and "thing" in deed.follows and bool(deed.rest)
    if kind == "determiner":
        return begin + 1 < end and parts.kinds[begin + 1] not in ("preposition", "punctuation")
    if kind == "pronoun":
        return lower in ("them", "everything", "anything", "nothing")
    if parts.lowers[begin : begin + 2] in (["at", "least"], ["at", "most"]):
        return begin + 2 < end
    if lower in _MEASURING and begin + 1 < end:
        return parts.kinds[begin + 1] == "number"
    return kind in ("capital", "plain", "number", "quote", "cue", "verb", "time")


def _is_proved(parts: Segments, deed: Deed, form: str, subject: Words, thing: Words) -> bool:
    """Return whether doer and thing show that a deed of bargaining is meant."""
    table = deed_table()
    of_talks = any(parts.lowers[k] in table.talks for k in range(*thing))
    of_party = parts.lowers[subject[1] - 1] in parts.doers
    of_talks = of_talks or (of_party and any(parts.kinds[k] == "number" for k in range(*thing)))
    if deed.head in ("break", "collapse", "stall", "founder") and deed.rest[-1] in ("over", "on"):
        return any(parts.lowers[k] in table.talks for k in range(*subject))
    if deed.head in _PROTESTING and deed.rest[-1:] == ("for",) and is_span(parts, thing[0]):
        return False  # "marched for three hours"
    doer = _is_doer(parts, subject, table)
    head = parts.lowers[subject[1] - 1]
    if head in table.talks and not doer:
        return False  # "the plan tabled in May", "the draft sets a deadline"
    if parts.lowers[thing[0]] in _CONDITIONS:
        return doer  # "will not sign without a date"
    if deed.proof == "known":
        return head in table.doers or head in parts.doers or is_head(head)
    if deed.verb == "sign" and table.talks.isdisjoint(parts.lowers[slice(*thing)]):
        return False  # "signed a striker for 40 million"
    if deed.proof == "talks":
        return of_talks and (
            doer or parts.kinds[subject[0]] in ("determiner", "pronoun", "capital")
        )
    if deed.proof == "doer":
        measured = any(parts.kinds[k] == "number" for k in range(*thing))
        own = parts.kinds[subject[0]] != "pronoun"  # "he wants a dog"
        own = own or (parts.lowers[subject[0]] == "we" and measured)
        own = own or (
            doer and not parts.doers.isdisjoint(parts.lowers[slice(*thing)])
        )  # "they want the port to"
        named = of_party or parts.kinds[subject[1] - 1] == "capital"
        plainly = doer and own and (form != "s" or named or _own(deed))
        return plainly or (
            of_talks and (doer or parts.kinds[subject[0]] in ("determiner", "pronoun"))
        )
    return doer or of_talks or parts.kinds[subject[0]] in ("determiner", "pronoun", "capital")


def _own(deed: Deed) -> bool:
    """Whether a deed in the present is a stance, not what a shop or bank does every day."""
    return deed.means in ("position", "rejects", "requires", OPEN)


def _is_doer(parts: Segments, subject: Words, table: DeedTable) -> bool:
    """Return whether a phrase names somebody who can bargain."""
    first, last = subject
    head = parts.lowers[last - 1]
    known = head in table.doers or head in parts.doers
    if head in table.talks and not known and not is_head(head):
        return False  # "Talks would resume"
    return (
        known
        or is_speaker_like(parts, subject)
        or parts.kinds[first] == "pronoun"
        or (len(head) > 5 and head.endswith(("ers", "ors", "ists", "ians", "men")))
    )


def _found(
    parts: Segments,
    sentence: Sentence,
    deed: Deed,
    words: tuple[int, int, int],
    subject: Words,
    thing: Words,
    order: str,
) -> FoundDeed:
    """Put a deed together, with whether it is denied or left open."""
    first, k, last = words
    between = parts.lowers[first:last]
    denied = any(word in _NEITHER or denies(word) for word in between)
    denied = denied or any(in_no_case(parts.lowers, j) for j in range(first, k))
    of_neither = is_of_neither(parts, subject)
    left_open = is_left_open(parts, sentence, first, k, subject) or _turns_after(parts, thing)
    left_open = left_open or deed.group != "act" or (of_neither and denied)
    cue = SpeechCue(first, last, deed.verb, deed.group, "past", subject, order, denied)
    stance = deed.means == "position" or deed.verb in ("support", "back", "oppose")
    return FoundDeed(cue, subject, thing, 0.65 if stance else 0.8, left_open)


def _turns_after(parts: Segments, thing: Words) -> bool:
    """Whether a second denial follows in what a deed is about: *..., nor has it turned it down*."""
    return any(
        parts.lowers[k] == "nor" and parts.kinds[k - 1] == "punctuation" for k in range(*thing)
    )


def _passive(
    parts: Segments, sentence: Sentence, deed: Deed, first: int, k: int, last: int
) -> FoundDeed | None:
    """Read *A new tax was rejected by the growers*."""
    if "thing" not in deed.follows:
        return None
    j = _agent_after(parts, sentence, last)
    if parts.lowers[j : j + 1] != ["by"]:
        return _given(parts, sentence, deed, (first, k, last), j)
    doer = phrase_after(parts, j + 1, sentence.last)
    thing = _described_thing(parts, sentence, first) or _whole_thing(parts, sentence, first)
    if doer is None or thing is None:
        return None
    table = deed_table()
    if not _is_doer(parts, doer, table):
        return None
    of_party = parts.lowers[doer[1] - 1] in parts.doers and deed.proof != "talks"
    of_talks = any(parts.lowers[i] in table.talks for i in range(*thing))
    if deed.proof != "any" and not of_talks and not of_party:
        return None
    return _found(parts, sentence, deed, (first, k, last), doer, thing, "passive")


def _whole_thing(parts: Segments, sentence: Sentence, first: int) -> Words | None:
    """Return all that stands before a verb, or the noun phrase right before it where a clause stands before that."""
    thing = _phrase_up_to(parts, sentence, first)
    if thing is None:
        return None
    opens = not _holds_break(parts, sentence.first, thing[0], besides=("conjunction",))
    begin = sentence.first if opens else thing[0]
    return trimmed(parts, begin, first)


def _described_thing(parts: Segments, sentence: Sentence, first: int) -> Words | None:
    """Return *the offer* of *the offer, made on Friday, was rejected*, *the 3 percent that the port offered was rejected*.

    What it holds is part of it: *the offer, which includes a vote*. What else is told of it is not.
    """
    begin = _behind_day(parts, sentence)
    if parts.kinds[begin] not in ("determiner", "capital", "number"):
        return None
    end = next((k for k in range(begin + 1, first) if _ends_noun(parts, k, first)), first)
    if end >= first - 2:
        return None
    aside = parts.words[end] == "," == parts.words[first - 1]
    opener = end + aside
    relative = parts.lowers[opener] in ("which", "that")
    if (
        aside
        and relative
        and deed_table().holding.match(" ".join(parts.lowers[opener + 1 : first]))
    ):
        return begin, first - 1
    participle = parts.kinds[opener] in ("cue", "verb") or parts.lowers[opener].endswith("ed")
    return (begin, end) if relative or participle or not aside else None


def _behind_day(parts: Segments, sentence: Sentence) -> int:
    """Return the word behind *In July* or *On Monday,* where a sentence begins so, else its first."""
    k = sentence.first + (parts.kinds[sentence.first] == "preposition")
    if k >= sentence.last or parts.kinds[k] != "time":
        return sentence.first
    while k < sentence.last - 1 and (parts.kinds[k] in ("time", "number") or parts.words[k] == ","):
        k += 1
    return k


def _ends_noun(parts: Segments, k: int, first: int) -> bool:
    """Return whether a noun phrase with what hangs on it ends before a word: a comma, *that*, *the port offered*, *made by*."""
    kind, before = parts.kinds[k], parts.kinds[k - 1]
    if kind in ("punctuation", "subordinator", "auxiliary", "pronoun", "quote"):
        return True
    if before == "conjunction":
        return False
    if kind in ("determiner", "capital") and before not in ("preposition", "determiner", "capital"):
        return any(parts.kinds[j] in ("cue", "verb", "auxiliary") for j in range(k + 1, first))
    return parts.lowers[k + 1] == "by" and (
        kind in ("cue", "verb") or parts.lowers[k].endswith("ed")
    )


def _agent_after(parts: Segments, sentence: Sentence, last: int) -> int:
    """Return the word *by* before the doer: *rejected outright by*, *dismissed as unrealistic on Monday by*.

    Where there is none, the first word that is no adverb and tells no time.
    """
    j = last
    while j < sentence.last and parts.kinds[j] in ("adverb", "time"):
        j += 1
    for by in range(j, min(sentence.last - 1, last + _BEFORE_AGENT)):
        if parts.lowers[by] == "by" and parts.kinds[by + 1] != "number":
            short = by - j <= 1 or parts.lowers[j] in _BESIDE_A_DEED
            return by if short and not _holds_break(parts, j + 1, by) else j
    return j


def _phrase_up_to(parts: Segments, sentence: Sentence, end: int) -> Words | None:
    """Find the noun phrase before a verb; its last word may look like one: *the plan*."""
    thing = phrase_before(parts, end, sentence.first)
    if thing is None and end - 1 > sentence.first and parts.kinds[end - 1] in ("verb", "cue"):
        return phrase_before(parts, end - 1, sentence.first) or (end - 2, end)
    return thing


def _also_passive(
    parts: Segments,
    sentence: Sentence,
    deed: Deed,
    words: tuple[int, int, int],
    earlier: FoundDeed,
) -> FoundDeed | None:
    """Read the second deed of *was proposed by the port and turned down by the union*."""
    last = words[2]
    if parts.lowers[last : last + 1] != ["by"] or "thing" not in deed.follows:
        return None
    doer = phrase_after(parts, last + 1, sentence.last)
    if doer is None or not _is_doer(parts, doer, deed_table()):
        return None
    return _found(parts, sentence, deed, words, doer, earlier.thing, "passive")


def _given(
    parts: Segments, sentence: Sentence, deed: Deed, words: tuple[int, int, int], begin: int
) -> FoundDeed | None:
    """Read *The sellers were promised two seats by the buyer*: the thing stands before its giver."""
    by = next((i for i in range(begin + 1, sentence.last) if parts.lowers[i] == "by"), None)
    if deed.means != "offers" or by is None or _holds_break(parts, begin, by):
        return None
    doer = phrase_after(parts, by + 1, sentence.last)
    if doer is None or not _is_doer(parts, doer, deed_table()):
        return None
    return _found(parts, sentence, deed, words, doer, (begin, by), "passive")


def _holds_break(parts: Segments, first: int, last: int, besides: Collection[str] = ()) -> bool:
    """Return whether a clause of its own stands before a phrase."""
    breaking = ("verb", "auxiliary", "cue", "quote", "subordinator", "conjunction", "punctuation")
    noun = False  # "The pay rise"
    for k in range(first, last):
        kind, lower = parts.kinds[k], parts.lowers[k]
        after = noun or (k > first and parts.kinds[k - 1] in ("determiner", "possessive"))
        noun = (kind == "cue" and CUES[lower].noun and k > first) or (kind == "verb" and after)
        if (kind in breaking and kind not in besides and not noun) or looks_like_verb(lower):
            return True
    return False


def _turned_round(
    parts: Segments, sentence: Sentence, deed: Deed, first: int, last: int, gap: Words | None
) -> FoundDeed | None:
    """Read *A longer lease is unacceptable to the farmers* and *The plan won the farmers' backing*."""
    if "*" in deed.rest and gap is None:
        return None
    if gap is not None and deed.head == "what":
        doer = phrase_after(parts, *gap)
    elif gap is not None:
        doer = owner_before(parts, sentence, last - 1)
        doer = doer if doer is not None and doer[0] >= gap[0] else None
    else:
        doer = phrase_after(parts, last, sentence.last)
    end = first - (parts.words[first - 1] == ",")  # "The plan, five years of it, won ..."
    thing = _phrase_up_to(parts, sentence, end)
    if doer is None or thing is None or parts.kinds[doer[0]] == "pronoun":
        return None
    if not _holds_break(parts, sentence.first, thing[0], besides=("punctuation",)):
        thing = (sentence.first, end)
    return _found(parts, sentence, deed, (first, last - 1, last), doer, thing, "passive")
