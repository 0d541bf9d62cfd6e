# ruff: noqa: RUF001 - typographic marks are what this code reads
"""Whose side a speaker is on: the party whose name or word stands beside the speaker.

It stands in the speaker's phrase (*the representative of Fland*, *the Fland delegation*), in
brackets behind a name (*Jo Park (Fland)*), or in what is said of somebody beside the name (*Ada Moor,
president of the guild,*). Who comes *to*, *against* or *after* a party is not of it, nor are its critics.

Example:
    >>> from lastyard.reading.segments import segment
    >>> table = WordTable([("fland", "Fland"), ("guild", "Bakers' Guild"), ("guild", "bakers")])
    >>> parts = segment("Ada Moor, chair of the bakers' committee, met Fland's ambassador to Iland.")
    >>> sides = Sides(parts, table)
    >>> sides.side_of((0, 2)), sides.side_of((10, 15))
    ('guild', 'fland')
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lastyard.reading.lexicon import (
    COUNTRY_OF,
    COUNTRY_STARTS,
    CUES,
    GENDER_OF,
    TITLES,
    WORD,
    is_body_role,
    is_person_role,
)
from lastyard.reading.phrases import phrase_after, phrase_before
from lastyard.reading.segments import Segments, Words
from lastyard.reading.wordlists import word_list, word_set

__all__ = ["Sides", "WordTable", "spans_beside"]

_LONGEST = 16
_OWNED_BY = word_set("its their")
_OPENING_WORDS = 3
_LEAST_STEM = 4
_ORIGINS = tuple(word_list("endings of origin"))
_ARTICLES = word_set("a an the one")
_DEFINITE = word_set("the this that these those")
_BELONGING = word_set("of for from at with on")
_PLACED = word_set("in inside")
_OUTSIDERS = word_list("outsiders")
_OFFICIALS = word_list("officials")
_SENT = word_set("envoy coordinator rapporteur mission observer")
_OF_COUNTRIES = _OFFICIALS | word_list("officials abroad and at home")
_LEADING = word_list("leading")


class WordTable:
    """Finds the words of parties among the words of a text; plurals and owners count as the word."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        """Index the words.

        Args:
            words: Pairs of a party's id and a word or phrase that stands for it.
        """
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._countries: dict[str, str] = {}
        self._stems: dict[str, set[str]] = {}
        for party, phrase in words:
            tokens = tuple(_one(word) for word in WORD.findall(phrase.lower()) if word != "the")
            if not tokens:
                continue
            known = self._by_first.setdefault(tokens[0], [])
            if all(tokens != other for other, _ in known):
                known.append((tokens, party))
            if len(tokens) == 1 and phrase[0].isupper():
                self._stems.setdefault(_stem(tokens[0]), set()).add(party)
            country = COUNTRY_OF.get(phrase.lower().removeprefix("the "))
            if country:
                self._countries.setdefault(country, party)
        for known in self._by_first.values():
            known.sort(key=lambda entry: -len(entry[0]))

    def places(self, parts: Segments) -> tuple[list[int], list[int], list[str]]:
        """Return where the names of parties in a text begin and end, in order, and the party of each."""
        begins = {lower for lower in set(parts.lowers) if self._may_begin(lower)}
        firsts: list[int] = []
        lasts: list[int] = []
        parties: list[str] = []
        for k in [k for k, lower in enumerate(parts.lowers) if lower in begins]:
            if lasts and k < lasts[-1]:
                continue
            length, party = self._at(parts, k, len(parts.lowers))
            if party is not None:
                firsts.append(k)
                lasts.append(k + length)
                parties.append(party)
        return firsts, lasts, parties

    def _may_begin(self, lower: str) -> bool:
        return (
            _one(lower) in self._by_first
            or (bool(self._countries) and lower in COUNTRY_STARTS)
            or self._origin(lower) is not None
        )

    def _at(self, parts: Segments, k: int, last: int) -> tuple[int, str | None]:
        for tokens, party in self._by_first.get(_one(parts.lowers[k]), ()):
            at = k
            for token in tokens:
                while at > k and at < last and parts.lowers[at] in ("'", "’", "'s"):
                    at += 1
                if at >= last or _one(parts.lowers[at]) != token:
                    break
                at += 1
            else:
                return at - k, party
        pair = " ".join(parts.lowers[k : min(last, k + 2)])
        country = COUNTRY_OF.get(pair) or COUNTRY_OF.get(parts.lowers[k])
        party_of = self._countries.get(country) if country else None
        return 1, party_of or (self._origin(parts.lowers[k]) if _holds_office(parts, k) else None)

    def _origin(self, lower: str) -> str | None:
        """Return the one party that an adjective comes from: *Ostanian* from Ostany."""
        stems = {_stem(lower.removesuffix(end)) for end in _ORIGINS if lower.endswith(end)}
        found = {
            party
            for stem in stems
            if len(stem) >= _LEAST_STEM
            for party in self._stems.get(stem, ())
        }
        return found.pop() if len(found) == 1 else None


def _stem(name: str) -> str:
    """Return what a name and its adjective share: *ostan* of Ostany and, without its ending, of Ostanian."""
    return name.rstrip("aeiouy")


def _holds_office(parts: Segments, k: int) -> bool:
    """Return whether an adjective with a capital stands before who speaks for a country: *the Ostanian envoy*."""
    if not parts.words[k][0].isupper():
        return False
    for j in range(k + 1, len(parts.words)):
        if _one(parts.lowers[j]) in _OF_COUNTRIES:
            return True
        joined = parts.kinds[j] == "conjunction" and parts.kinds[j + 1 : j + 2] == ["capital"]
        if not joined and parts.kinds[j] not in ("plain", "capital"):
            break
    return False


@lru_cache(maxsize=20_000)
def _one(word: str) -> str:
    """Return a word without the ending of the owner and of the plural."""
    word = word.replace("’", "'").removesuffix("'s").removesuffix("'")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


class Sides:
    """Tells whose side the speakers of one text are on."""

    def __init__(self, parts: Segments, table: WordTable) -> None:
        """Find where the text names parties, once."""
        self._parts = parts
        self._places, self._ends, self._parties = table.places(parts)

    def side_of(self, phrase: Words) -> str | None:
        """Return which party a speaker's phrase, and what stands beside it, puts the speaker with.

        Args:
            phrase: Words of the speaker, as [first, last).

        Returns:
            The party, or None where none is named, or two stand equally near.
        """
        number = self._parts.sentence_at(phrase[0])
        sentence = self._parts.sentences[number]
        low = bisect_left(self._places, sentence.first)
        names_none = low == len(self._places) or self._places[low] >= sentence.last
        owned = not _OWNED_BY.isdisjoint(self._parts.lowers[sentence.first : sentence.last])
        if names_none and not owned:
            return None
        for first, last in spans_beside(self._parts, phrase):
            named = self._named(first, last)
            if not named and owned:
                named = self._owner(number, first, last)
            if named:
                return named.pop() if len(named) == 1 else None
        return None

    def _owner(self, number: int, first: int, last: int) -> set[str]:
        """Return whose leader *its leader* is: of the one party before it in the sentence, or of what opens the last."""
        parts = self._parts
        role = any(
            is_person_role(parts.lowers[k]) or is_body_role(parts.lowers[k])
            for k in range(first, last)
        )
        if parts.lowers[first] not in _OWNED_BY or not role:
            return set()
        sentence = parts.sentences[number]
        others = self._other_owners(sentence.first, first, parts.lowers[first])
        low, high = (bisect_left(self._places, at) for at in (sentence.first, first))
        if low < high:
            return set() if others else set(self._parties[low:high])
        before = parts.sentences[number - 1]
        definite = parts.lowers[sentence.first] in _DEFINITE
        if not number or before.paragraph != sentence.paragraph or definite or others:
            return set()
        low, high = (
            bisect_left(self._places, at) for at in (before.first, before.first + _OPENING_WORDS)
        )
        return set(self._parties[low : min(high, low + 1)])

    def _other_owners(self, first: int, last: int, owned: str) -> bool:
        """Return whether somebody who is no party stands among words that *its* or *their* can go back to."""
        parts = self._parts
        for k in range(first, last):
            at = bisect_right(self._places, k) - 1
            if at >= 0 and k < self._ends[at]:
                continue
            lower, kind = parts.lowers[k], parts.kinds[k]
            if kind == "capital" and k > first and not _is_of_person(parts, k):
                return True
            people = owned == "their" and is_person_role(lower) and lower.endswith("s")
            if people or is_body_role(lower):
                return True
        return False

    def _named(self, first: int, last: int) -> set[str]:
        """Return the parties that a stretch names in the way that counts most."""
        parts, ranked = self._parts, dict[int, set[str]]()
        low, high = bisect_left(self._places, first), bisect_left(self._places, last)
        if low == high:
            return set()
        if _head_is(parts, first, last, _OUTSIDERS) or _is_sent(parts, first, last):
            return set()
        for k in range(low, high):
            rank = _rank(parts, first, self._places[k])
            if rank == 2 and not _head_is(parts, first, last, _OFFICIALS):
                continue
            if rank is not None:
                ranked.setdefault(rank, set()).add(self._parties[k])
        return ranked[min(ranked)] if ranked else set()


def _is_of_person(parts: Segments, k: int) -> bool:
    """Return whether a capital is part of a person's name: *Ada Moor*."""
    first = k
    while first and (parts.kinds[first - 1] == "capital" or parts.lowers[first - 2] in TITLES):
        first -= 1
    return parts.lowers[first] in GENDER_OF or parts.lowers[first] in TITLES


def _is_sent(parts: Segments, first: int, last: int) -> bool:
    """Return whether somebody else sends the envoy: *the UN envoy for Arden* is not of Arden."""
    for k in range(first, last - 1):
        if parts.lowers[k] in _SENT and parts.lowers[k + 1] in ("for", "to", "in"):
            return any(
                parts.words[j].isupper() and len(parts.words[j]) > 1 for j in range(first, k)
            )
    return False


def _rank(parts: Segments, first: int, at: int) -> int | None:
    """Return how a party is named: as owner or first (0), after *of* (1), after *in* (2), or not so."""
    for k in range(at - 1, first - 1, -1):
        lower = parts.lowers[k]
        if lower in _BELONGING:
            return 1
        if lower in _PLACED:
            return 2
        if parts.kinds[k] == "preposition" or lower in ("to", "than", "who", "which", "that"):
            led = lower == "who" and parts.lowers[k + 1] in _LEADING
            return 1 if led else None
    return 0


def _head_is(parts: Segments, first: int, last: int, words: frozenset[str]) -> bool:
    """Return whether the noun that a phrase is about is one of some words."""
    end = next(
        (k for k in range(first, last) if parts.kinds[k] == "preposition" or parts.words[k] == ","),
        last,
    )
    return end > first and _one(parts.lowers[end - 1]) in words


def spans_beside(parts: Segments, phrase: Words) -> Iterator[Words]:
    """Return the stretches that tell whose side somebody is on, the surest first."""
    first, last = phrase
    sentence = parts.sentences[parts.sentence_at(first)]
    end = min(sentence.last, last + _LONGEST)
    if parts.words[last : last + 1] == ["("]:
        closing = next((k for k in range(last, end) if parts.words[k] == ")"), None)
        if closing is not None:
            yield last + 1, closing
            last = closing + 1
    if parts.kinds[first] != "pronoun":
        whole = phrase_before(parts, phrase[1], sentence.first)
        begin = min(first, whole[0]) if whole is not None else first
        yield begin, _with_links(parts, last, end) if last == phrase[1] else phrase[1]
        first = begin
    named = parts.lowers[first] not in _ARTICLES  # "will accept UN observers, a spokesman said"
    if named and first - 1 > sentence.first and parts.words[first - 1] == ",":
        yield from _before(parts, sentence.first, first - 1)
    if parts.words[last : last + 1] == [","] and last + 1 < end:
        yield from _beside(parts, last + 1, end)


def _with_links(parts: Segments, last: int, end: int) -> int:
    """Find where *of the association*, *for the mills*, *in Brika* behind a name end."""
    for _ in range(3):
        if last + 1 >= end or parts.lowers[last] not in _BELONGING | _PLACED:
            break
        inner = phrase_after(parts, last + 1, end)
        if inner is None or parts.kinds[inner[0]] not in ("determiner", "capital", "plain"):
            break
        last = inner[1]
    return last


def _before(parts: Segments, floor: int, comma: int) -> Iterator[Words]:
    """Return *Arden's prime minister* before a comma and a name."""
    begin = comma
    while begin > floor and comma - begin < _LONGEST:
        k = begin - 1
        if parts.words[k] in (",", ";", ":") or parts.kinds[k] in ("quote", "auxiliary"):
            break
        if parts.kinds[k] in ("verb", "cue"):
            break
        begin = k
    if begin >= comma:
        return
    role = any(is_person_role(parts.lowers[k]) for k in range(begin, comma))
    if role and parts.kinds[begin] != "preposition":
        yield begin, comma


def _beside(parts: Segments, first: int, end: int) -> Iterator[Words]:
    """Return *president of the guild* or *who leads the association* after a comma."""
    last = first
    while last < end:
        kind, lower = parts.kinds[last], parts.lowers[last]
        if parts.words[last] in (",", ";", ".", ")") or kind == "quote":
            break
        if kind == "cue" and CUES[lower].group == "speech" and not CUES[lower].noun:
            break
        last += 1
    if last <= first:
        return
    lower = parts.lowers[first]
    if lower == "who":
        if not _LEADING.isdisjoint(parts.lowers[first + 1 : min(first + 2, end)]):
            yield first, last
        return
    if lower in ("of", "for", "from") and parts.kinds[first + 1] in ("capital", "determiner"):
        yield first + 1, last  # "Otto Bren, of Brika,"
        return
    if lower in ("speaking", "on") and parts.lowers[first + 1] in ("for", "on", "behalf"):
        yield first + 1, last
        return
    roles = any(
        is_person_role(parts.lowers[k]) or is_body_role(parts.lowers[k]) for k in range(first, last)
    )
    if (
        roles
        and not lower.endswith("ing")
        and parts.kinds[first] in ("determiner", "plain", "capital")
    ):
        yield first, last
