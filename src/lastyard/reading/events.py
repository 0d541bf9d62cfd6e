# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Events that a text tells: meetings, talks, calls, visits, votes, vetoes, announcements and deeds.

An event is named by a word (*vetoed*, *talks*); its participants are the subject, the object and
whoever is named beside *with*, *between* or *by*; place and date are those of its sentence.

Example:
    >>> from lastyard.reading.text import Document
    >>> from lastyard.reading.reader import read
    >>> text = "The draft was vetoed by Westland and Northia."
    >>> [(e.type, e.participants) for e in read(Document.from_text(text)).events]
    [('veto', ('Westland', 'Northia'))]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lastyard.reading.entities import Register
from lastyard.reading.lexicon import BOUND, COUNTRY_OF, MONTHS, NOUNS, VERBS, Trigger
from lastyard.reading.names import Entity
from lastyard.reading.phrases import phrase_after
from lastyard.reading.segments import Segments, Sentence, Words
from lastyard.reading.speakers import Board
from lastyard.reading.statements import DateMention, Event, Span
from lastyard.reading.subjects import find_subject
from lastyard.reading.wordlists import word_list, word_set

ACTORS = frozenset({"person", "body", "country", "unknown", "office"})
_AGAINST = frozenset({"sanction", "fighting", "attack", "criticism", "protest", "threat"})
_MONTHS = frozenset(MONTHS)
_ALSO_NAMES = word_set("april may june")
_SPANS = word_set("days weeks months years hours percent")
_NO_ACTOR_AFTER = word_set("in at near on over of from about")


def _is_day(name: str, dated: str) -> bool:
    """Return whether what looks like an actor is a month of a date, a span of time or a share: *March*, *30 days*."""
    *before, last = name.lower().split()
    month = last in _MONTHS and (last not in _ALSO_NAMES or last in dated)
    return all(map(str.isdigit, before)) and (last in _SPANS or month)


def visited(
    parts: Segments, register: Register, k: int, ceiling: int, place: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """Part where somebody went from whom they saw there: *visited Elderford*, *visited Moor*."""
    phrase = phrase_after(parts, k + 1, ceiling) if k + 1 < ceiling else None
    named = register.entities_between(*phrase) if phrase is not None else []
    people = tuple(called(e) for e in named if e.kind == "person")
    if named and not people and place is None:
        first = phrase[0] if phrase is not None else k
        while parts.kinds[first] == "determiner":
            first += 1
        return parts.slice(first, phrase[1] if phrase is not None else first), ()
    return place, people


def actors(register: Register, phrase: Words | None) -> tuple[str, ...]:
    """Name the actors of a subject: all names in a pair, else the one it means."""
    if phrase is None:
        return ()
    parts = register.parts
    first, last = phrase
    while (
        first >= 2
        and (parts.lowers[first - 1] in (",", "and"))
        and parts.kinds[first - 2] == "capital"
    ):
        first -= 2
    if first < phrase[0] or any(parts.lowers[k] == "and" for k in range(first, last)):
        return tuple(called(e) for e in register.entities_between(first, last) if e.kind in ACTORS)
    if parts.lowers[last - 1] in NOUNS:
        return ()
    entity = register.resolve(phrase)
    if entity.kind == "writing":
        entity = entity.issuer or entity
    if parts.kinds[phrase[0]] == "pronoun" and entity.kind == "unknown" and len(entity.name) < 5:
        return ()
    return (called(entity),)


def called(entity: Entity) -> str:
    """Name an actor; an adjective stands for its country."""
    return (
        COUNTRY_OF.get(entity.name.lower(), entity.name)
        if entity.kind == "country"
        else entity.name
    )


def named_after(
    parts: Segments, register: Register, first: int, ceiling: int, trigger: Trigger
) -> tuple[str, ...]:
    """Name the actors after a trigger that are object or stand beside *with*, *between*."""
    found: list[str] = []
    k = first
    while k < min(ceiling, first + 24):
        kind, lower = parts.kinds[k], parts.lowers[k]
        if kind == "capital":
            before = parts.lowers[k - 1]
            phrase = phrase_after(parts, k, ceiling)
            end = phrase[1] if phrase else k + 1
            against = before == "on" and trigger.type in _AGAINST
            if before not in _NO_ACTOR_AFTER or against:
                found += [called(e) for e in register.entities_between(k, end) if e.kind in ACTORS]
            k = max(end, k + 1)
            continue
        if kind == "subordinator" or lower == ";":
            break
        k += 1
    return tuple(dict.fromkeys(found))


def by_whom(parts: Segments, register: Register, first: int, ceiling: int) -> tuple[str, ...]:
    """Name the actors after *by*."""
    for k in range(first, min(ceiling, first + 10)):
        if parts.lowers[k] == "by":
            end = k + 1
            while end < ceiling and (
                parts.kinds[end] in ("capital", "determiner", "plain", "possessive")
                or parts.lowers[end] in ("and", ",", "of")
            ):
                end += 1
            named = tuple(
                called(e) for e in register.entities_between(k + 1, end) if e.kind in ACTORS
            )
            if named:
                return named
            phrase = phrase_after(parts, k + 1, ceiling)
            return actors(register, phrase)
    return ()


def place_after(parts: Segments, k: int, ceiling: int) -> str | None:
    """Find the place named after *in*, *at* or *to*.

    A name after *in* or *at* is no participant but a place, and so is where a visit goes to.
    """
    for j in range(k + 1, min(ceiling - 1, k + 22)):
        if parts.lowers[j] in ("in", "at", "to") and parts.kinds[j + 1] == "capital":
            end = j + 1
            while end < ceiling and parts.kinds[end] == "capital":
                end += 1
            if end < ceiling and parts.kinds[end] == "possessive":
                continue
            if parts.lowers[j + 1] in _MONTHS:
                continue
            return parts.slice(j + 1, end)
        if parts.kinds[j] == "subordinator" or parts.lowers[j] == ";":
            break
    return None


_AHEAD = word_list("ahead")
_DENIED = word_list("denied")
_FORCED = word_set("must should ought")
_WILLING = word_set("will would ready prepared willing shall may")
_BE = word_set("is are was were be been being")
_REACH = 4
_CONFLICT = frozenset({"SANCTION", "COERCE", "MOBILIZE", "FIGHT", "ASSAULT", "PROTEST"})
_COOPERATION = frozenset({"AID", "CONCEDE", "COOPERATE", "RETREAT"})


def status_of(parts: Segments, sentence: Sentence, first: int, k: int) -> str:
    """Return ``occurred``, ``expected`` or ``denied``.

    That is whether the event has happened, is expected or is denied.

    Args:
        parts: The text.
        sentence: The sentence of the event.
        first: The first word of the group that names it.
        k: The word that names it.
    """
    low = max(sentence.first, first - _REACH)
    before = parts.lowers[low:k]
    if any(word in _DENIED for word in before):
        return "denied"
    if any(word in _AHEAD for word in before) or _is_infinitive(parts, low, k):
        return "expected"
    return "occurred"


def _is_infinitive(parts: Segments, low: int, k: int) -> bool:
    """Whether a verb follows *is to* or a verb and *to* (*agreed to lift*)."""
    if k <= low or parts.lowers[k - 1] != "to":
        return False
    before = parts.lowers[k - 2] if k - 2 >= low else ""
    return before in _BE or before.endswith(("ed", "es", "s")) or before in ("able", "wish")


def plover_of(
    parts: Segments, sentence: Sentence, first: int, k: int, category: str | None, status: str
) -> str | None:
    """Return the PLOVER category of a deed in view of whether it has been done.

    In the PLOVER ontology a deed that somebody says will be done is no deed: of conflict it is a
    threat, of cooperation an agreement, and one that another *must* do is a demand.
    """
    if status != "expected" or category is None:
        return category
    before = parts.lowers[max(sentence.first, first - _REACH) : k]
    if any(word in _FORCED for word in before):
        return "DEMAND"
    willing = any(word in _WILLING for word in before)
    if category in _CONFLICT and (willing or "plans" in before):
        return "THREATEN"
    if category in _COOPERATION and willing:
        return "AGREE"
    if category == "CONSULT" and any(word in ("ready", "prepared", "willing") for word in before):
        return "AGREE"
    return category


_DATED_BY_CONTEXT = frozenset({"veto", "vote"})
_NEAR = 300
_TRIGGERS = frozenset(VERBS) | frozenset(NOUNS) | frozenset(BOUND)
_BOUND_WITHIN = 9
_SHARED = word_list("events shared") | {"press conference"}
_TO_A_PLACE = frozenset({"visit"})
_LONGEST_SPAN = 14


@dataclass(frozen=True, slots=True)
class _Found:
    trigger: Trigger
    first: int
    last: int
    doers: tuple[str, ...]
    target: tuple[str, ...]
    place: str | None
    status: str
    plover: str | None


def find_events(
    board: Board, register: Register, dates: Sequence[DateMention]
) -> tuple[Event, ...]:
    """Find the events of a text, in order.

    Types that the PLOVER ontology [Open Event Data Alliance 2018] knows carry its category.

    Args:
        board: The text.
        register: Its entities; pronouns are resolved as the statements left them.
        dates: Its expressions of time, in order.
    """
    parts = board.parts
    events: list[Event] = []
    known: dict[tuple[str, str | None], list[Event]] = {}
    at = 0
    for sentence in parts.sentences:
        low, high = parts.span(sentence.first, sentence.last)
        while at < len(dates) and dates[at].span.end <= low:
            at += 1
        seen: set[str] = set()
        for k, lower in enumerate(parts.lowers[sentence.first : sentence.last], sentence.first):
            if lower not in _TRIGGERS:
                continue
            found = _event_at(parts, register, sentence, k)
            if found is None or found.trigger.type in seen:
                continue
            seen.add(found.trigger.type)
            event = _finished(parts, found, dates, at, high, len(events) + 1)
            if event.date is None and events and found.trigger.type in _DATED_BY_CONTEXT:
                before = events[-1]
                near = parts.starts[sentence.first] - before.span.end
                if near < _NEAR:
                    event = replace(event, date=before.date)
            key = (event.type, event.date)
            twin = next(
                (
                    e
                    for e in known.get(key, ())[-20:]
                    if set(e.participants) & set(event.participants)
                ),
                None,
            )
            if twin is not None and event.date is not None:
                event = replace(event, same_as=twin.same_as or twin.id)
            known.setdefault(key, []).append(event)
            events.append(event)
    return tuple(events)


def _finished(
    parts: Segments, found: _Found, dates: Sequence[DateMention], at: int, high: int, number: int
) -> Event:
    start, end = parts.span(found.first, found.last)
    best: tuple[int, str] | None = None
    dated = ""
    for k in range(at, len(dates)):
        if dates[k].span.start >= high:
            break
        day = dates[k].span
        dated += parts.text[day.start : day.end].lower() + " "
        distance = min(abs(dates[k].span.start - end), abs(dates[k].span.end - start))
        if len(dates[k].value) != 4 and (best is None or distance < best[0]):
            best = (distance, dates[k].value)
    shared = found.trigger.type in _SHARED
    doers, target = (
        tuple(name for name in names if not _is_day(name, dated))
        for names in (found.doers, found.target)
    )
    participants = tuple(dict.fromkeys((*doers, *target))) if shared else doers
    return Event(
        f"e{number}",
        found.trigger.type,
        found.plover,
        Span(start, end),
        participants,
        target,
        found.place,
        best[1] if best else None,
        found.status,
        None,
    )


def _event_at(parts: Segments, register: Register, sentence: Sentence, k: int) -> _Found | None:
    """Read the event that word ``k`` names, if it names one."""
    lower = parts.lowers[k]
    noun = NOUNS.get(lower)
    verb = _bound(parts, sentence, k) or VERBS.get(lower)
    if verb is None and noun is None:
        return None
    if verb is None and _is_verb_here(parts, sentence, k):
        return None
    if parts.kinds[k] == "capital" and k > sentence.first:
        return None
    if k > sentence.first and parts.lowers[k - 1] == "press" and noun is None:
        return None
    as_noun = noun is not None and (verb is None or _after_noun_word(parts, sentence, k))
    if as_noun:
        assert noun is not None  # noqa: S101 - just tested
        return _named_event(parts, register, sentence, k, noun)
    if verb is None or _after_noun_word(parts, sentence, k):
        return None
    return _told_event(parts, register, sentence, k, verb)


def _is_past(parts: Segments, k: int) -> bool:
    return parts.kinds[k] != "capital" and parts.lowers[k].endswith("ed")


def _bound(parts: Segments, sentence: Sentence, k: int) -> Trigger | None:
    """Return the event that a verb names together with a word soon after it."""
    for objects, trigger in BOUND.get(parts.lowers[k], ()):
        for j in range(k + 1, min(sentence.last, k + _BOUND_WITHIN)):
            if parts.lowers[j] in objects:
                return trigger
            if parts.kinds[j] in ("punctuation", "subordinator"):
                break
    return None


def _is_verb_here(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Whether a word that can be both is a verb: *used his veto to stop the bill*."""
    if k == sentence.first or parts.lowers[k].endswith("s"):
        return False
    return parts.lowers[k - 1] == "to" or parts.kinds[k - 1] == "auxiliary"


def _after_noun_word(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Return whether a noun is expected at ``k`` (after *the*, *'s*, an adjective)."""
    if k == sentence.first:
        return False
    before = parts.kinds[k - 1]
    if before in ("determiner", "possessive", "preposition", "number"):
        return parts.lowers[k - 1] != "to"
    return (
        before == "plain"
        and not parts.lowers[k - 1].endswith("s")
        and not parts.lowers[k].endswith("ed")
    )


def _told_event(
    parts: Segments, register: Register, sentence: Sentence, k: int, trigger: Trigger
) -> _Found | None:
    """Read an event told by a verb: its subject does it, its object is the target."""
    first = k
    while first > sentence.first and parts.kinds[first - 1] in ("auxiliary", "adverb"):
        first -= 1
    passive = parts.lowers[k].endswith(("ed", "en", "held", "met")) and any(
        parts.lowers[j] in _BE for j in range(first, k)
    )
    status = status_of(parts, sentence, first, k)
    after = named_after(parts, register, k + 1, sentence.last, trigger)
    # The subject of *failed to reach* is that of *failed*.
    ruled = k - 2 >= sentence.first and parts.lowers[k - 1] == "to" and _is_past(parts, k - 2)
    subject, _ = find_subject(parts, sentence, k - 2 if ruled else k)
    subjects = actors(register, subject)
    if passive:
        by = by_whom(parts, register, k + 1, sentence.last)
        if not by:
            return None
        doers, target = by, subjects or after
    else:
        doers, target = subjects, after
    place = place_after(parts, k, sentence.last)
    if trigger.type in _TO_A_PLACE and not passive:
        place, target = visited(parts, register, k, sentence.last, place)
    if trigger.needs_actor and not doers:
        return None
    target = tuple(name for name in target if name not in doers)
    last = _span_end(parts, k + 1, sentence.last)
    plover = plover_of(parts, sentence, first, k, trigger.plover, status)
    return _Found(trigger, first, last, doers, target, place, status, plover)


def _named_event(
    parts: Segments, register: Register, sentence: Sentence, k: int, trigger: Trigger
) -> _Found | None:
    """Read an event named by a noun: everyone named beside it takes part."""
    first = k
    while (
        first > sentence.first
        and k - first < 8
        and parts.kinds[first - 1]
        in ("plain", "capital", "possessive", "determiner", "number", "time")
    ):
        first -= 1
    owner = register.entities_between(first, k)
    beside = named_after(parts, register, k + 1, sentence.last, trigger)
    subject, _ = find_subject(parts, sentence, _verb_before(parts, sentence, first))
    named = [called(e) for e in owner if e.kind in ACTORS]
    owning = next((j for j in range(first, k) if parts.kinds[j] == "possessive"), None)
    if owning is not None and owning > first and not named:
        named = [*actors(register, (first, owning))]
    if k + 2 < sentence.last and parts.lowers[k + 1] in ("by", "of"):
        named += actors(register, phrase_after(parts, k + 2, sentence.last))
    doers = tuple(dict.fromkeys((*named, *actors(register, subject))))
    place = place_after(parts, k, sentence.last)
    if trigger.type in _TO_A_PLACE:
        there = place
        place, _ = visited(parts, register, k, sentence.last, place)
        beside = tuple(name for name in beside if name not in (place, there))
    if trigger.needs_actor and not (doers or beside):
        return None
    status = status_of(parts, sentence, max(sentence.first, first - 3), k)
    last = _span_end(parts, k + 1, sentence.last)
    plover = plover_of(parts, sentence, first, k, trigger.plover, status)
    return _Found(trigger, first, last, doers, beside, place, status, plover)


def _verb_before(parts: Segments, sentence: Sentence, first: int) -> int:
    """Step back over the preposition and verb that lead to a noun (*emerged from meetings*)."""
    k = first
    while k > sentence.first and parts.kinds[k - 1] in ("preposition", "adverb"):
        k -= 1
    if k > sentence.first and parts.kinds[k - 1] not in ("punctuation", "subordinator"):
        k -= 1
    return k


def _span_end(parts: Segments, first: int, ceiling: int) -> int:
    k = first
    while k < min(ceiling, first + _LONGEST_SPAN):
        if parts.kinds[k] == "subordinator" or parts.words[k] in (".", ";", ":", "–", "—"):
            break
        k += 1
    while k > first and parts.kinds[k - 1] in ("punctuation", "preposition", "determiner"):
        k -= 1
    return k
