"""Who is meant in a text by names, pronouns and descriptions, and to which party of a case they belong.

All mentions of one person or body come under one name.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Secretary of State Ada Moor came on Friday. The secretary said so.")
    >>> register = Register(parts)
    >>> register.resolve((9, 11)).name
    'Ada Moor'
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from lastyard.reading.lexicon import (
    CALLINGS,
    CONTRACTED,
    COUNTRY_OF,
    COUNTRY_STARTS,
    GENDERED_ROLES,
    TITLES,
    is_body_role,
    is_person_role,
)
from lastyard.reading.names import Entity, group_names, text_head
from lastyard.reading.phrases import is_head, phrase_after, whole_phrase
from lastyard.reading.segments import Segments, Words
from lastyard.reading.sides import Sides, WordTable, spans_beside
from lastyard.reading.subjects import find_subject
from lastyard.reading.wordlists import word_list, word_set


def is_holder(word: str) -> bool:
    """Return whether a lower-case noun is a role of people or a kind of body."""
    return is_person_role(word) or is_body_role(word)


def holder_end(parts: Segments, k: int) -> int | None:
    """Find where *the old secretary* or *one of the victims* that opens at a word ends.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("She thanked one of the nurses.")
        >>> parts.slice(2, holder_end(parts, 2))
        'one of the nurses'
    """
    begin = k + 1
    if parts.lowers[k] == "one":
        if parts.lowers[k + 1 : k + 2] != ["of"]:
            return None
        begin = k + 3
    last, ceiling = begin, min(len(parts.words), begin + 3)
    while last < ceiling and parts.kinds[last] in ("plain", "capital"):
        last += 1
        if is_holder(parts.lowers[last - 1]):
            break
    if last <= begin or not is_holder(parts.lowers[last - 1]):
        return None
    named = last < len(parts.kinds) and parts.kinds[last] == "capital"
    return None if named else last


def holder_of_post(parts: Segments, first: int, last: int) -> int | None:
    """Find where *a spokeswoman for the hospital* goes on after its head.

    Such a phrase is for who holds an office or belongs to a body: its head comes first.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("A spokeswoman for the hospital thanked one of the nurses.")
        >>> holder_of_post(parts, 0, 5)
        2
    """
    for k in range(first + 1, last - 1):
        if parts.lowers[k] in ("for", "of", "at", "from", "with", "in", "to"):
            head = parts.lowers[k - 1]
            role = is_person_role(head) or (parts.kinds[k - 1] == "plain" and is_body_role(head))
            return k if role else None
    return None


_NEW_CLAUSE = frozenset({"while", "whereas", "but"})
_NOT_IN_APPOSITION = frozenset({"auxiliary", "cue", "quote", "subordinator", "verb"})


def pronoun_score(
    parts: Segments,
    entity: Entity,
    name: Words,
    word: str,
    gender: str | None,
    sentence: int,
    here: int,
) -> float:
    """Rate the entity of an earlier mention as the one that a pronoun means.

    What counts is number, gender, nearness, and the mention's place in its sentence.
    """
    if word in ("he", "she"):
        if not entity.may_be_person or (entity.gender and entity.gender != gender):
            return -1e9
        score = 0.6 if entity.gender == gender else 0.0
        score += 1.0 if entity.kind == "person" else -0.5 if len(entity.tokens) > 1 else -0.9
    else:
        if entity.kind in ("person", "office"):
            return -1e9
        score = 0.5 if entity.kind in ("body", "country") else -1.0
        score += 1.0 if entity.spoke >= 0 else -1.0
    score -= 0.8 * (here - sentence)
    if entity.spoke >= 0:
        score += 1.2 if parts.sentence_at(entity.spoke) >= here - 2 else 0.5
    first = parts.sentences[sentence].first
    place = name[0] - first
    before = parts.lowers[name[0] - 1] if place > 0 else ""
    if before in _NEW_CLAUSE or (
        before == "to" and place > 1 and parts.lowers[name[0] - 2] == "according"
    ):
        place = 1  # "..., while Moor wrote", "according to Moor"
    if 1 < place <= 10 and not any(
        parts.kinds[k] in _NOT_IN_APPOSITION for k in range(first, name[0])
    ):
        place = 1  # "His rival in the race, Ada Moor, ..." is about Moor
    if place <= 1 and here - sentence == 1:
        score += 0.6  # the subject of the sentence before
    score += 1.2 if place <= 1 else 0.7 if place <= 4 else -0.02 * min(40, place)
    if name[1] < len(parts.words) and parts.kinds[name[1]] == "possessive":
        score -= 0.8
    return score


_LEADERS = word_list("leaders")
_SENDING, _REPLYING = word_list("sending"), word_list("replying")
_BE = word_list("forms of be in passives")
_FARTHEST = 60
_PRONOUN_PARAGRAPHS = 6
_MENTIONS_LOOKED_AT = 8
_OPENERS = frozenset({"the", "his", "her", "a", "an", "their", "one"})


class Register:
    """The entities of one text; resolves phrases in the order of the text.

    Names are grouped by their words (:mod:`~lastyard.reading.names`), then a pronoun or description
    is resolved to the nearest one before it that fits in number, gender, office and country. When
    nothing fits, the words themselves stand.
    """

    def __init__(self, parts: Segments) -> None:
        """Group all names of a text."""
        self.parts = parts
        grouped = group_names(parts)
        self.names = grouped.names
        self.entities = grouped.entities
        self._by_token = grouped.by_token
        self._of_name = grouped.of_name
        self._name_starts = [name.first for name in self.names]
        self._described: dict[str, Entity] = {}
        self._last_text: Entity | None = None
        self._mentions: list[tuple[int, int, Entity]] = []
        self._mention_starts: list[int] = []
        self._line_up(self._find_mentions())

    def _find_mentions(self) -> list[tuple[int, int, Entity]]:
        """List all mentions, by name and by office (*the secretary*), in order."""
        found = [(n.first, n.last, e) for n, e in zip(self.names, self._of_name, strict=True)]
        parts = self.parts
        lowers = parts.lowers
        holders = {lower for lower in set(lowers) if is_holder(lower)}
        openers = [
            k
            for k, lower in enumerate(lowers)
            if lower in _OPENERS and not holders.isdisjoint(lowers[k + 1 : k + 7])
        ]
        for k in openers:
            last = holder_end(parts, k)
            if last is None:
                continue
            head = parts.lowers[last - 1]
            if parts.lowers[k] == "one":
                if is_person_role(head):
                    found.append((k, last, self._description(k, last)))
                continue
            named = self._name_ending(k - 1) if parts.lowers[k - 1] == "," else None
            if named is not None and is_person_role(head):
                if named.kind == "unknown":
                    named.kind = "person"
                named.gender = named.gender or GENDERED_ROLES.get(head)
                continue  # "Moor, a shopkeeper, ..."
            holder = self._known_holder(k, last, head) if is_person_role(head) else None
            if (
                holder is None
                and not head.endswith("s")
                and (is_person_role(head) or parts.kinds[last - 1] == "plain")
            ):
                last = whole_phrase(parts, (k, last), len(parts.words))[1]
                holder = self._description(k, last)
            if holder is not None:
                found.append((k, last, holder))
        return sorted(found, key=itemgetter(0, 1))

    def _line_up(self, mentions: list[tuple[int, int, Entity]]) -> None:
        """Put the mentions in order, with the *he* and *she* that begin sentences between them."""
        parts = self.parts
        begins = [s.first for s in parts.sentences if parts.lowers[s.first] in ("he", "she")]
        at = 0
        for mention in [*mentions, (len(parts.words), len(parts.words), None)]:
            while at < len(begins) and begins[at] < mention[0]:
                entity = self._pronoun(begins[at], parts.lowers[begins[at]])
                if entity.tokens:
                    entity.gender = entity.gender or {"he": "m"}.get(parts.lowers[begins[at]], "f")
                    self._mentions.append((begins[at], begins[at] + 1, entity))
                    self._mention_starts.append(begins[at])
                at += 1
            if mention[2] is not None:
                self._mentions.append((mention[0], mention[1], mention[2]))
                self._mention_starts.append(mention[0])

    def name_in(self, first: int, last: int) -> Entity | None:
        """Return the last name within a phrase."""
        k = bisect_left(self._name_starts, last) - 1
        if k >= 0 and self.names[k].last > first and self.names[k].first >= first:
            return self._of_name[k]
        if k >= 0 and self.names[k].first < first < self.names[k].last:
            return self._of_name[k]
        return None

    def known(self, tokens: Sequence[str]) -> Entity | None:
        """Return the one whose name has these words, the last of them at its end."""
        for entity in reversed(self._by_token.get(tokens[-1], [])[-_FARTHEST:]):
            if entity.tokens[-1] == tokens[-1] and set(tokens) & set(entity.tokens):
                return entity
        return None

    def resolve(self, phrase: Words) -> Entity:
        """Return who a phrase means; phrases are to be given in the order of the text."""
        first, last = phrase
        parts = self.parts
        head = parts.lowers[last - 1]
        if head in CONTRACTED:
            head = head.partition("'")[0]
        if last - first == 1 and (head in _PRONOUNS or head in _OWNERS):
            return self._pronoun(first, _OWNERS.get(head, head))
        pair = self._pair(first, last)
        if pair is not None:
            return pair
        if text_head(parts, first, last) is not None:
            return self._text(first, last)
        k = bisect_left(self._name_starts, last) - 1
        if k >= 0 and self._is_apposition(k, first, last):
            if self._of_name[k].kind == "unknown":
                self._of_name[k].kind = "person"
            return self._of_name[k]
        whole = self._person_of_body(first, last)
        if whole is not None:
            return whole
        post = holder_of_post(parts, first, last)
        if post is not None and (
            k < 0
            or self._of_name[k].kind != "person"
            or (parts.kinds[post - 1] == "plain" and self._stands_behind(k, post))
        ):
            head = parts.lowers[post - 1]
            return self._role(first, post, head, last) or self._description(first, last)
        if k >= 0 and self.names[k].last >= last and self.names[k].last > first:
            if self._is_place(k, first):
                return self._description(first, last)
            return self._named(k, first, last)
        if is_person_role(head):
            return self._known_holder(first, last, head) or self._description(first, last)
        return self._description(first, last)

    def _stands_behind(self, k: int, post: int) -> bool:
        """Return whether a name tells for whom a post is held, not by whom: *adviser to Ada Moor*."""
        name = self.names[k]
        between = self.parts.lowers[post + 1 : name.name_first]
        return all(word in TITLES or word == "." for word in between)

    def _is_place(self, k: int, first: int) -> bool:
        """Return whether a name only tells where: *police in Harrowgate*."""
        begin, lowers = self.names[k].first, self.parts.lowers
        return (
            begin - 2 >= first
            and lowers[begin - 1] in ("in", "near")
            and is_head(lowers[begin - 2])
            and self._of_name[k].kind != "country"
        )

    def _known_holder(self, first: int, last: int, head: str) -> Entity | None:
        """Return the named person that *the secretary* or *the French politician* means."""
        role = self._role(first, last, head)
        if role is None and self.parts.lowers[first] == "the" and head in CALLINGS:
            return self._just_named(first)
        return role

    def _is_apposition(self, k: int, first: int, last: int) -> bool:
        """Return whether a name closes a phrase for its bearer: *the head of the union, Ada Moor*."""
        name = self.names[k]
        if name.last < last or name.first <= first + 1 or self.parts.lowers[name.first - 1] != ",":
            return False
        head = next((w for w in self.parts.lowers[first : name.first] if is_person_role(w)), None)
        return head is not None and self._of_name[k].kind in _PEOPLE

    def _name_ending(self, word: int) -> Entity | None:
        """Return the person, as far as known, whose name ends before a word."""
        k = bisect_left(self._name_starts, word) - 1
        if k < 0 or self.names[k].last != word or self._of_name[k].kind not in _PEOPLE:
            return None
        before = self.names[k].first - 1
        placed = before >= 0 and self.parts.lowers[before] in ("in", "at", "from", "of")
        return None if placed else self._of_name[k]

    def _person_of_body(self, first: int, last: int) -> Entity | None:
        """Resolve *Ada Moor of Harrow Lines* to the person, not to the body at its end."""
        k = bisect_left(self._name_starts, first)
        if k >= len(self.names) or self.names[k].last >= last:
            return None
        name, entity = self.names[k], self._of_name[k]
        links = self.parts.lowers[name.last] in ("of", "from", "at", "for", "with", ",")
        person = entity.kind == "person" or (entity.kind == "unknown" and len(entity.tokens) > 1)
        return entity if links and person else None

    def _named(self, k: int, first: int, last: int) -> Entity:
        """Resolve a phrase that ends in a name; a mere title is a description."""
        name, entity = self.names[k], self._of_name[k]
        if entity.kind != "office":
            return entity
        role = self._role(first, last, name.tokens[-1]) if name.tokens else None
        return role or self._description(first, last)

    def _pair(self, first: int, last: int) -> Entity | None:
        """Resolve *Ada Moor and the ministry* to the two of them."""
        parts = self.parts
        for k in range(first + 1, last - 1):
            if parts.kinds[k] != "conjunction" or parts.lowers[k] != "and":
                continue
            if (
                parts.kinds[k + 1] not in ("determiner", "capital")
                or parts.kinds[k - 1] != "capital"
            ):
                continue
            one = self.name_in(first, k)
            if one is None or one.kind == "office":
                continue
            other = self.resolve((k + 1, last))
            if other is one or other.kind == "office":
                continue
            joined = Entity(
                f"{one.name} and {parts.slice(k + 1, last)}", "body", country=one.country
            )
            if other.country not in (None, one.country):
                joined.country = None
            self._described[joined.name] = joined
            return joined
        return None

    def _pronoun(self, at: int, word: str) -> Entity:
        if word in ("i", "we", "you", "someone", "everyone", "who"):
            own = {"my": "I", "our": "we"}.get(self.parts.lowers[at], self.parts.words[at])
            return Entity(own, "unknown")
        gender = {"he": "m", "she": "f"}.get(word)
        best: Entity | None = None
        best_score = -1e9
        parts = self.parts
        here = parts.sentence_at(at)
        paragraph = parts.sentences[here].paragraph
        k = bisect_left(self._mention_starts, at) - 1
        for j in range(k, max(-1, k - _FARTHEST), -1):
            first, last, entity = self._mentions[j]
            sentence = parts.sentence_at(first)
            if parts.sentences[sentence].paragraph < paragraph - _PRONOUN_PARAGRAPHS:
                break
            score = pronoun_score(parts, entity, (first, last), word, gender, sentence, here)
            if score > best_score:
                best, best_score = entity, score
        for entity in list(self._described.values())[-8:]:
            score = self._described_score(entity, word, gender, at)
            if score > best_score:
                best, best_score = entity, score
        return best if best is not None else Entity(parts.words[at], "unknown")

    def _described_score(self, entity: Entity, word: str, gender: str | None, at: int) -> float:
        """Rate somebody known only by description (*the authors*, *a witness*)."""
        plural = entity.name.lower().endswith("s") or " and " in entity.name
        if entity.spoke < 0 or (word == "they") != plural:
            return -1e9
        if word in ("he", "she") and (
            entity.kind != "person" or entity.gender not in (None, gender)
        ):
            return -1e9
        distance = self.parts.sentence_at(at) - self.parts.sentence_at(entity.spoke)
        return (2.2 if word == "they" else 1.5) - 0.5 * distance if distance <= 12 else -1e9

    def _role(self, first: int, last: int, head: str, end: int = 0) -> Entity | None:
        """Resolve *the secretary*, *the Israeli leader*, *Tunisia's coach* to the named holder.

        Args:
            first: First word of the phrase.
            last: Word after its head.
            head: Its head.
            end: Word after *of the union* and the like; 0 where nothing goes on.
        """
        parts = self.parts
        owners = self._owners(first, max(last, end))
        definite = parts.lowers[first] in ("the", "his", "her", "its", "their", "this") or any(
            parts.kinds[i] in ("possessive", "capital") for i in range(first, last)
        )
        if not definite or (head.endswith("s") and head not in ("boss",)):
            return None
        country = None
        for i in range(first, last):
            country = country or COUNTRY_OF.get(parts.lowers[i])
        wanted = _LEADERS | {"leader"} if head == "leader" else {head}
        k = bisect_left(self._name_starts, first) - 1
        for j in range(k, max(-1, k - 3 * _FARTHEST), -1):
            entity = self._of_name[j]
            if entity.kind != "person" or not (entity.titles & wanted):
                continue
            if country and entity.country and entity.country != country:
                continue
            if country and entity.country is None:
                continue
            if owners and self._is_of_others(entity, owners):
                continue
            return entity
        return None

    def _owners(self, first: int, last: int) -> frozenset[str]:
        """Return the words that say whose an office is: *Iland's*, *of the union*, *the Fland*."""
        parts = self.parts
        found = set()
        for k in range(first, last):
            lower = parts.lowers[k]
            if (
                is_person_role(lower)
                or lower in TITLES
                or parts.kinds[k] not in ("capital", "plain")
            ):
                continue
            owns = parts.kinds[k + 1 : k + 2] == ["possessive"]
            after = any(parts.lowers[j] in ("of", "for", "from") for j in range(first, k))
            if owns or after or parts.kinds[k] == "capital":
                found.add(lower)
        return frozenset(found)

    def _is_of_others(self, entity: Entity, owners: frozenset[str]) -> bool:
        """Return whether the text puts somebody with others than the owners of an office."""
        parts, other = self.parts, False
        for mention in entity.mentions[:_MENTIONS_LOOKED_AT]:
            for first, last in spans_beside(parts, mention):
                told = self._owners(first, last) - set(entity.tokens)
                if told & owners:
                    return False
                other = other or bool(told)
        return other and not (owners & set(entity.tokens))

    def _just_named(self, at: int) -> Entity | None:
        """Return the person that *the French politician* means: whom the sentences before are about."""
        parts = self.parts
        here = parts.sentence_at(at)
        k = bisect_left(self._name_starts, at) - 1
        for j in range(k, max(-1, k - 12), -1):
            name, entity = self.names[j], self._of_name[j]
            sentence = parts.sentence_at(name.first)
            if sentence < here - 3:
                break
            about = name.first - parts.sentences[sentence].first <= 2
            person = entity.kind == "person" or (
                entity.kind == "unknown" and len(entity.tokens) > 1
            )
            if sentence < here and about and person:
                return entity
        return None

    def _text(self, first: int, last: int) -> Entity:
        """Resolve *a statement from Moor's office*, *Moor's statement*, *the statement*."""
        parts = self.parts
        at = text_head(parts, first, last)
        at = first if at is None else at
        owner: Entity | None = None
        if at + 1 < last and parts.lowers[at + 1] in ("from", "by", "of", "issued"):
            inner = phrase_after(parts, at + 2, last)
            owner = self.resolve(inner) if inner else None
        elif any(parts.kinds[i] == "possessive" for i in range(first, at)):
            owner = self.name_in(first, at)
        elif parts.lowers[first] in _OWNERS:
            owner = self._pronoun(first, _OWNERS[parts.lowers[first]])
            owner = owner if owner.tokens or owner.spoke >= 0 else None
        else:
            owner = self._sender(first)
        if owner is not None:
            entity = Entity(
                parts.slice(first, last), "writing", issuer=owner, country=owner.country
            )
            self._last_text = entity
            return entity
        definite = parts.lowers[first] in ("the", "this", "it", "its")
        if definite and self._last_text is not None:
            return self._last_text
        return self._description(first, last)

    def _sender(self, first: int) -> Entity | None:
        """Return who speaks through a text: *the bank responded with a letter saying ...*."""
        parts = self.parts
        sentence = parts.sentences[parts.sentence_at(first)]
        k = first - 1
        if parts.lowers[k] in ("with", "in", "by"):
            k -= 1
            known = parts.lowers[k] in _REPLYING
        else:
            known = parts.lowers[k] in _SENDING
        if not known or parts.lowers[k - 1] in _BE:
            return None
        subject, _ = find_subject(parts, sentence, k)
        return None if subject is None else self.resolve(subject)

    def _description(self, first: int, last: int) -> Entity:
        """Take the words themselves for a name; *Moor's office* belongs to Moor."""
        parts = self.parts
        key_first = first + 1 if parts.kinds[first] == "determiner" and last - first > 1 else first
        key = " ".join(parts.lowers[key_first:last])
        known = self._described.get(key)
        if known is not None:
            return known
        head = parts.lowers[(holder_of_post(parts, first, last) or last) - 1]
        same_head = self._described.get("head:" + head)
        if same_head is not None and parts.lowers[first] == "the" and last - key_first == 1:
            return same_head
        party = head in parts.bodies and parts.lowers[first] == "the"
        person = is_person_role(head) and not party
        kind = "person" if person else "body" if party or is_body_role(head) else "unknown"
        owner = self.name_in(first, last - 1)
        entity = Entity(
            parts.slice(first, last),
            kind,
            gender=GENDERED_ROLES.get(head),
            mentions=[(first, last)],
        )
        named = not COUNTRY_STARTS.isdisjoint(parts.lowers[first:last])
        for i in range(first, last) if named else ():
            pair = " ".join(parts.lowers[i : i + 2])
            entity.country = (
                entity.country or COUNTRY_OF.get(pair) or COUNTRY_OF.get(parts.lowers[i])
            )
        if owner is not None and owner.kind in ("person", "body"):
            entity.issuer = owner
            entity.country = entity.country or owner.country
        self._described[key] = entity
        if parts.lowers[first] in ("the", "a", "an") or kind != "unknown":
            self._described["head:" + head] = entity
        return entity

    def entities_between(self, first: int, last: int) -> list[Entity]:
        """Return the entities named between two words, without doubles, in order."""
        low, high = bisect_left(self._name_starts, first), bisect_right(self._name_starts, last - 1)
        found: list[Entity] = []
        for k in range(low, high):
            if self._of_name[k] not in found:
                found.append(self._of_name[k])
        return found


_PEOPLE = ("person", "unknown")
_OWNERS = {"his": "he", "her": "she", "its": "it", "their": "they", "my": "i", "our": "we"}
_PRONOUNS = word_set("he she they it we i you who someone everyone him her them")


@dataclass(frozen=True, slots=True)
class PartyNames:
    """A party's id and the names that stand for it: itself, people, offices, capitals."""

    id: str
    words: tuple[str, ...]


def without_article(name: str) -> str:
    """Return a name without the article before it: *union* of *the union*."""
    return name[4:] if name[:4].lower() == "the " else name


def party_in(phrase: str, parties: Sequence[PartyNames]) -> str | None:
    """Return the party whose name or word stands in a phrase, its article left out; None for none or several."""
    named = {
        party.id
        for party in parties
        for word in party.words
        if re.search(rf"(?<!\w){re.escape(without_article(word))}(?!\w)", phrase, re.I)
    }
    return named.pop() if len(named) == 1 else None


class PartyTable:
    """Looks up the party that an entity belongs to.

    Example:
        >>> from lastyard.reading.names import Entity
        >>> table = PartyTable([PartyNames("us", ("United States", "Washington", "Ada Moor"))])
        >>> table.party_of(Entity("Ada Moor", "person", ("ada", "moor")))
        'us'
    """

    def __init__(self, parties: Sequence[PartyNames]) -> None:
        """Index the parties' words; a country's adjective counts as the country.

        ``names`` has the first name of each party.
        """
        self.names = tuple(party.words[0] for party in parties if party.words)
        self._by_word: dict[str, str] = {}
        self._words_of = WordTable((party.id, word) for party in parties for word in party.words)
        self._sides: Sides | None = None
        self._side_of: dict[int, str | None] = {}
        for party in parties:
            for word in party.words:
                plain = _plain(word)
                self._by_word.setdefault(plain, party.id)
                country = COUNTRY_OF.get(plain)
                if country:
                    self._by_word.setdefault(country.lower(), party.id)

    def read(self, parts: Segments) -> None:
        """Find where a text names the parties, so that the words beside a speaker tell, too."""
        self._sides = Sides(parts, self._words_of) if self._by_word else None
        self._side_of = {}

    def party_of(self, entity: Entity, source: Words | None = None) -> str | None:
        """Return the party of an entity; without parties: its country, or None.

        Looked for in order: its own name, its surname, its body, its country; a party's word in
        the speaker's phrase or beside it, here and at its other mentions; then the same for the
        one whose office or text it is.

        Args:
            entity: The entity.
            source: The words that name the speaker here, or None.
        """
        if not self._by_word:
            return self._country(entity)
        seen: set[int] = set()
        at: Entity | None = entity
        while at is not None and id(at) not in seen:
            seen.add(id(at))
            for words in self._words(at):
                if words in self._by_word:
                    return self._by_word[words]
            if self._sides is not None:
                side = self._sides.side_of(source) if source is not None else None
                side = side or self._side(self._sides, at)
                if side is not None:
                    return side
            source = None
            at = at.issuer
        return None

    def _side(self, sides: Sides, entity: Entity) -> str | None:
        """Return the party beside the mentions of an entity, the first that tells."""
        if id(entity) not in self._side_of:
            told = (sides.side_of(mention) for mention in entity.mentions[:_MENTIONS_LOOKED_AT])
            self._side_of[id(entity)] = next((side for side in told if side is not None), None)
        return self._side_of[id(entity)]

    @staticmethod
    def _words(entity: Entity) -> list[str]:
        found = [_plain(entity.name)]
        if entity.tokens and entity.kind in ("person", "unknown"):
            found.append(entity.tokens[-1])
        country = COUNTRY_OF.get(found[0]) or entity.country
        found += [_plain(word) for word in (entity.body, country) if word]
        return found

    def _country(self, entity: Entity) -> str | None:
        if entity.kind == "country":
            return COUNTRY_OF.get(_plain(entity.name), entity.name)
        if entity.country:
            return entity.country
        return entity.issuer.country if entity.issuer else None


def _plain(words: str) -> str:
    return words.lower().removeprefix("the ").strip()
