# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Who and what a text names: persons, bodies, countries and offices, each under its fullest name.

A name is a run of capitalised words, parted into titles and the name proper.

Example:
    >>> from lastyard.reading.segments import segment
    >>> found = find_names(segment("Israeli Prime Minister Ada Moor met Qatari officials."))
    >>> [(name.text, name.titles, name.country, name.kind) for name in found]
    [('Ada Moor', ('prime', 'minister'), 'Israel', 'person'), ('Qatari', (), 'Qatar', 'country')]
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

from lastyard.reading.lexicon import (
    ABBREVIATIONS,
    COUNTRY_OF,
    COUNTRY_STARTS,
    GENDER_OF,
    GENDERED_ROLES,
    HONORIFICS,
    KIND,
    TITLES,
    is_body_role,
    is_person_role,
    is_writing,
)
from lastyard.reading.phrases import PORTFOLIOS
from lastyard.reading.segments import NAME_LINKS, Segments, Words
from lastyard.reading.wordlists import word_list

_LONGEST_NAME = 12
_APOSTROPHES = ("'", "\u2019")
_NO_TOKENS = frozenset({".", "-", "\u2013", *_APOSTROPHES, "'s", "\u2019s"})
_PLURAL = frozenset({"women", "men", "children", "people"})


class Name(NamedTuple):
    """One mention of somebody or something by name.

    Attributes:
        first: First word of the whole run, titles included.
        name_first: First word of the name proper.
        last: Word after the last.
        text: The name proper.
        tokens: Its words in lower case.
        titles: Title and role words beside it, in lower case.
        kind: ``person``, ``body``, ``country``, ``office`` (a title alone) or ``unknown``.
        country: Country named beside it or by it, or None.
        gender: ``m``, ``f`` or None.
        body: Body named beside a title (*CIA director ...*), or None.
    """

    first: int
    name_first: int
    last: int
    text: str
    tokens: tuple[str, ...]
    titles: tuple[str, ...]
    kind: str
    country: str | None
    gender: str | None
    body: str | None


def find_names(parts: Segments) -> list[Name]:
    """Find the names outside quotations, in order."""
    found: list[Name] = []
    starts = {sentence.first for sentence in parts.sentences}
    ordinary = _ordinary_words(parts)
    done = 0
    for k in [k for k, kind in enumerate(parts.kinds) if kind == "capital"]:
        if k < done:
            continue
        last = _run_end(parts, k, starts)
        if k not in starts or _names_something(parts, k, last, ordinary):
            found.append(_read_run(parts, k, last, found))
            done = last
    return found


def _ordinary_words(parts: Segments) -> frozenset[str]:
    """Words that this text also writes small, so that a capital at a sentence start says nothing."""
    return frozenset(
        [word for word, kind in zip(parts.words, parts.kinds, strict=True) if kind == "plain"]
    )


def _names_something(parts: Segments, k: int, last: int, ordinary: frozenset[str]) -> bool:
    if last - k > 1:
        return True
    lower = parts.lowers[k]
    following = parts.kinds[last] if last < len(parts.kinds) else "plain"
    if KIND.get(lower) == "cue" and lower not in ordinary:
        return following in ("cue", "auxiliary", "possessive")
    if lower in ordinary or lower in KIND:
        return False
    return not (is_person_role(lower) or is_body_role(lower) or is_writing(lower))


def _run_end(parts: Segments, k: int, starts: set[int]) -> int:
    """Find the end of the run of capitals that begins at ``k``, within its sentence."""
    kinds, lowers, words = parts.kinds, parts.lowers, parts.words
    i, total = k + 1, len(kinds)
    while i < total and i - k < _LONGEST_NAME:
        if i in starts:
            break
        if kinds[i] == "capital":
            i += 1
            continue
        if i + 1 >= total:
            break
        following = kinds[i + 1] == "capital"
        lower = lowers[i]
        if (
            (lower in NAME_LINKS and (following or lowers[i + 1] in NAME_LINKS))
            or (following and lower == "." and lowers[i - 1] in ABBREVIATIONS)
            or (following and lower == "." and len(words[i - 1]) == 1)
            or (
                following
                and kinds[i] == "time"
                and words[i][0].isupper()
                and lowers[i + 1] not in KIND
            )
            or (
                lower == "of"
                and following
                and (lowers[i - 1] in TITLES or is_body_role(lowers[i - 1]))
            )
            or (following and _owns_a_body(parts, i))
            or (lowers[i + 1] in PORTFOLIOS and _holds(parts, i))
            or (
                following
                and lower in ("&", "-", "–")
                and parts.starts[i + 1] - parts.ends[i - 1] <= 3
            )
        ):
            i += 1
        else:
            break
    return i


def _holds(parts: Segments, i: int) -> bool:
    """Return whether *for* or *and* joins an office and its fields: *Secretary of State for Trade and Industry*."""
    before = parts.lowers[i - 1]
    return (
        before in PORTFOLIOS
        if parts.lowers[i] == "and"
        else (parts.lowers[i] == "for" and before in TITLES)
    )


def _owns_a_body(parts: Segments, i: int) -> bool:
    """Return whether the mark at a word joins members to their body: *Crane Drivers' Union*, *Women's League*."""
    members, body = parts.lowers[i - 1], parts.lowers[i + 1]
    plural = members.endswith("s") if parts.words[i] in _APOSTROPHES else members in _PLURAL
    owning = parts.words[i] in _APOSTROPHES or parts.kinds[i] == "possessive"
    return owning and plural and parts.kinds[i - 1] == "capital" and is_body_role(body)


def _read_run(parts: Segments, first: int, last: int, earlier: list[Name]) -> Name:
    """Part a run of capitals into titles and name, and look at the words beside it."""
    lowers = parts.lowers
    titled = [
        i
        for i in range(first, last)
        if (lowers[i] in TITLES or is_person_role(lowers[i]))
        and not (i + 2 <= last - 1 and _owns_a_body(parts, i + 1))
    ]
    while titled and lowers[titled[-1]] == "of":
        titled.pop()  # Minister of Works: what follows tells whether it is a title
    cut = titled[-1] + 1 if titled else first
    if cut == last - 1 > first and is_body_role(lowers[cut]) and lowers[cut - 1] not in TITLES:
        cut = first  # Revolutionary Guard Corps
    if is_body_role(lowers[first]) and lowers[first + 1 : first + 2] == ["of"]:
        cut = first  # Ministry of Works
    fields = cut + 1
    while fields < last and (lowers[fields] in PORTFOLIOS or lowers[fields] == "and"):
        fields += 1
    if first < cut < fields - 1 and lowers[cut] in ("of", "for"):
        cut = fields  # Secretary of State for Trade and Industry Ada Moor
    elif cut > first and cut + 2 < last and lowers[cut] == "of":
        cut = _after_place(parts, cut + 1, last)
    elif cut > first and cut + 2 == last and lowers[cut] == "of" and _is_delegate(parts, cut - 1):
        cut = last  # Permanent Representative of Dorland: an office, nobody's name
    while cut < last and lowers[cut] in (".", "of", "for", "-", "–", "&"):
        cut += 1
    cut = max(cut, _after_portfolio(parts, first, last, earlier))
    titles = [lowers[i] for i in titled if i < cut]
    country, body = _countries(parts, first, cut if cut > first else last)
    outer_titles, outer_country, outer_body = _titles_before(parts, first, earlier)
    titles = outer_titles + titles
    country, body = country or outer_country, outer_body
    name_first = cut if cut < last else first
    tokens = tuple([word for word in lowers[name_first:last] if word not in _NO_TOKENS])
    kind = _kind_of(parts, tokens, name_first, last, bool(titles), cut == last)
    if kind == "person":
        titles += _titles_after(parts, last)
    gender = _gender(tokens, titles) if kind in ("person", "unknown") else None
    text = parts.slice(name_first, last)
    if kind == "country":
        country = COUNTRY_OF.get(" ".join(tokens), country)
    unique = tuple(dict.fromkeys(titles))
    return Name(first, name_first, last, text, tokens, unique, kind, country, gender, body)


_DELEGATES = word_list("delegates")


def _is_delegate(parts: Segments, k: int) -> bool:
    """Return whether an office is held for a country or body: *representative of*, *minister of*."""
    return parts.lowers[k] in _DELEGATES


def _after_portfolio(parts: Segments, first: int, last: int, earlier: list[Name]) -> int:
    """Step over *Syria* in *envoy for Syria Ada Moor*, *Affairs* in *minister for Foreign Affairs Moor*."""
    if first == 0 or parts.lowers[first - 1] not in ("for", "of", "and", "to"):
        return first
    near = earlier[-1] if earlier and earlier[-1].last == first - 1 else None
    titled = near is not None and (near.kind == "office" or parts.lowers[first - 1] == "and")
    if not titled and not (first >= 2 and is_person_role(parts.lowers[first - 2])):
        return first
    cut = first
    while cut < last - 2 and (parts.lowers[cut] in COUNTRY_OF or parts.lowers[cut] in PORTFOLIOS):
        cut += 1
    if cut == first and first + 2 < last and parts.lowers[first] not in GENDER_OF:
        return first + (parts.lowers[first + 1] in GENDER_OF)  # envoy for Westland Ada Moor
    return cut


def _after_place(parts: Segments, first: int, last: int) -> int:
    """Step over the place in *Governor of New York Ada Moor*."""
    for i in range(first + 1, last - 1):
        if parts.lowers[i] in GENDER_OF:
            return i
    return first + 1 if last - first >= 3 else first


def _countries(parts: Segments, first: int, last: int) -> tuple[str | None, str | None]:
    """Find a country named in a run."""
    if COUNTRY_STARTS.isdisjoint(parts.lowers[first:last]):
        return None, None
    for i in range(first, last):
        if i + 1 < last:
            country = COUNTRY_OF.get(f"{parts.lowers[i]} {parts.lowers[i + 1]}")
            if country:
                return country, None
        if parts.lowers[i] in COUNTRY_OF:
            return COUNTRY_OF[parts.lowers[i]], None
    return None, None


def _titles_before(
    parts: Segments, first: int, earlier: list[Name]
) -> tuple[list[str], str | None, str | None]:
    """Read *CIA director*, *Malaysia's Prime Minister,* or *the Libyan leader* before a name."""
    titles: list[str] = []
    i = first - 1
    lowers, kinds = parts.lowers, parts.kinds
    comma = i > 0 and lowers[i] == ","
    if comma:
        i -= 1
    while i >= 0 and kinds[i] == "plain" and len(titles) < 3:
        if is_person_role(lowers[i]) or (titles and lowers[i] in TITLES):
            titles.insert(0, lowers[i])
        elif not titles:
            break
        i -= 1
    near = earlier[-1] if earlier else None
    if near is None:
        return ([] if comma and not titles else titles), None, None
    if comma and not titles:
        if near.kind != "office" or near.last != i + 1:
            return [], None, None
        return list(near.titles), near.country, near.body
    if not titles:
        return [], None, None
    gap = i - (near.last - 1)
    if gap == 0 or (gap == 1 and kinds[i] == "possessive"):
        return titles, near.country, None if near.kind == "country" else near.text
    return titles, None, None


def _titles_after(parts: Segments, last: int) -> list[str]:
    """Read the description in *Ada Moor, the chief negotiator,*."""
    if last >= len(parts.words) or parts.lowers[last] != ",":
        return []
    found: list[str] = []
    for i in range(last + 1, min(last + 9, len(parts.words))):
        if parts.lowers[i] in (",", ".", ";"):
            break
        if parts.kinds[i] not in ("plain", "capital", "possessive") and parts.lowers[i] not in (
            "the",
            "a",
            "an",
            "of",
            "for",
            "his",
            "her",
        ):
            return []
        if is_person_role(parts.lowers[i]) or parts.lowers[i] in ("prime", "foreign"):
            found.append(parts.lowers[i])
    return found


def _kind_of(
    parts: Segments, tokens: tuple[str, ...], first: int, last: int, titled: bool, title_only: bool
) -> str:
    if title_only:
        return "office"
    if " ".join(tokens) in COUNTRY_OF:
        return "country"
    if any(map(is_body_role, tokens)):
        return "body"
    if titled:
        return "person"
    if len(tokens) == 1:
        word = parts.words[first]
        return "body" if word.isupper() and len(word) > 2 else "unknown"
    if tokens[0] in GENDER_OF and len(tokens) < 5:
        return "person"
    if _is_relation(parts, first):
        return "person"
    if last < len(parts.words) and parts.lowers[last] == ",":
        if parts.lowers[last + 1 : last + 2] and parts.lowers[last + 1].isdigit():
            return "person"
        if _titles_after(parts, last):
            return "person"
    return "unknown"


def _is_relation(parts: Segments, first: int) -> bool:
    """Return whether *his opposite number,* or the like stands before a name."""
    if first < 3 or parts.lowers[first - 1] != ",":
        return False
    if parts.lowers[first - 3 : first - 1] in (["of", "them"], ["of", "us"]):
        return True
    k = first - 2
    while k >= 0 and first - k < 6 and parts.kinds[k] == "plain":
        k -= 1
    return k >= 0 and k < first - 2 and parts.lowers[k] in ("his", "her", "my", "their")


def _gender(tokens: tuple[str, ...], titles: list[str]) -> str | None:
    for title in titles:
        told = HONORIFICS.get(title) or GENDERED_ROLES.get(title)
        if told:
            return told
    if len(tokens) < 2:
        return None
    given = tokens[0]
    return GENDER_OF.get(given) or (None if given.isascii() else GENDER_OF.get(_unaccented(given)))


def _unaccented(word: str) -> str:
    """Return a word without the marks above and below its letters: *íngrid* as *ingrid*."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@dataclass(slots=True)
class Entity:
    """A person, body, country or text that is mentioned.

    Attributes:
        name: Fullest name seen, without titles; or the words of the description.
        kind: ``person``, ``body``, ``country``, ``office``, ``writing`` or ``unknown``.
        titles: Title and role words seen beside the name.
        gender: ``m``, ``f`` or None.
        country: Country that the text puts beside the name, or None.
        body: Body that the text puts beside the title, or None.
        mentions: Word spans of its mentions by name, in order.
        issuer: For a text or an office: the one it belongs to.
        spoke: Word at which it last spoke.

    Example:
        >>> Entity("Ada Moor", "person", ("ada", "moor")).may_be_person
        True
    """

    name: str
    kind: str
    tokens: tuple[str, ...] = ()
    titles: set[str] = field(default_factory=set)
    gender: str | None = None
    country: str | None = None
    body: str | None = None
    mentions: list[Words] = field(default_factory=list)
    issuer: Entity | None = None
    spoke: int = -1

    @property
    def may_be_person(self) -> bool:
        """Whether *he* or *she* could mean it."""
        if self.kind == "unknown":
            return len(self.tokens) < 5
        return self.kind == "person"


def same_person(entity: Entity, name: Name) -> bool:
    """Return whether a name with the same last word is the entity's, in a shorter or fuller form."""
    if entity.gender and name.gender and entity.gender != name.gender:
        return False
    if entity.tokens[-1] != name.tokens[-1]:
        return False
    one, other = entity.tokens, name.tokens
    if len(one) == 1 or len(other) == 1:
        return entity.kind != "body" or name.kind != "person"
    if len(one) == len(other):
        return False
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return set(shorter) <= set(longer)


def text_head(parts: Segments, first: int, last: int) -> int | None:
    """Find the word for a text that a phrase is about (*a press release from ...*)."""
    for i in range(first, min(last, first + 8)):
        if parts.lowers[i] in ("from", "by", "of", "issued"):
            break
        if is_writing(parts.lowers[i]) and (
            i + 1 == last or parts.lowers[i + 1] in ("from", "by", "of", "issued")
        ):
            return i
    return None


_FARTHEST = 60


@dataclass(frozen=True, slots=True)
class GroupedNames:
    """The names of a text and whom each means.

    Attributes:
        names: The names in order.
        of_name: The entity of each name.
        entities: The entities in the order of their first names.
        by_token: For each word of a name, the entities that have it.
    """

    names: list[Name]
    of_name: list[Entity]
    entities: list[Entity]
    by_token: dict[str, list[Entity]]


def group_names(parts: Segments) -> GroupedNames:
    """Group all names of a text under their fullest forms.

    Surnames and initialisms fall to the fuller name.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> grouped = group_names(segment("Secretary Ada Moor came. Moor met Qadir."))
        >>> [(entity.name, len(entity.mentions)) for entity in grouped.entities]
        [('Ada Moor', 2), ('Qadir', 1)]
    """
    grouping = _Grouping(find_names(parts))
    for name in grouping.names:
        grouping.of_name.append(grouping.add(name))
    grouping.join_short_forms(parts)
    return GroupedNames(grouping.names, grouping.of_name, grouping.entities, grouping.by_token)


class _Grouping:
    """Takes names one by one and finds the entity of each."""

    def __init__(self, names: list[Name]) -> None:
        self.names = names
        self.entities: list[Entity] = []
        self.of_name: list[Entity] = []
        self._by_key: dict[tuple[str, ...], Entity] = {}
        self.by_token: dict[str, list[Entity]] = {}

    def add(self, name: Name) -> Entity:
        entity = self._find(name)
        if entity is None:
            entity = Entity(name.text, name.kind, name.tokens)
            self.entities.append(entity)
            self._by_key[name.tokens] = entity
            for token in set(name.tokens):
                self.by_token.setdefault(token, []).append(entity)
        elif len(name.tokens) > len(entity.tokens):
            self._rename(entity, name)
        entity.titles.update(name.titles)
        entity.gender = entity.gender or name.gender
        entity.country = entity.country or name.country
        entity.body = entity.body or name.body
        if entity.kind == "unknown" or (entity.kind == "office" and name.kind != "office"):
            entity.kind = name.kind
        entity.mentions.append((name.first, name.last))
        return entity

    def _rename(self, entity: Entity, name: Name) -> None:
        entity.name, entity.tokens = name.text, name.tokens
        self._by_key[name.tokens] = entity
        for token in set(name.tokens):
            known = self.by_token.setdefault(token, [])
            if entity not in known:
                known.append(entity)

    def _find(self, name: Name) -> Entity | None:
        """Find the entity that a name belongs to: the same words, or its surname."""
        exact = self._by_key.get(name.tokens)
        if exact is not None:
            return exact
        if name.kind in ("country", "office") or not name.tokens:
            return None
        surname = name.tokens[-1]
        if name.kind == "body" and len(name.tokens) == 1:
            bodies = [e for e in self.by_token.get(surname, [])[-_FARTHEST:] if e.kind == "body"]
            return bodies[-1] if bodies else None
        for entity in reversed(self.by_token.get(surname, [])[-_FARTHEST:]):
            if entity.kind in ("country", "office"):
                continue
            if same_person(entity, name):
                return entity
        if len(name.tokens) == 1:
            for entity in reversed(self.by_token.get(surname, [])[-_FARTHEST:]):
                if entity.kind == "person" and entity.tokens[0] == surname:
                    return entity
        return None

    def join_short_forms(self, parts: Segments) -> None:
        """Join *Korean Central News Agency (KCNA)* with later mentions of the short form."""
        for k in range(len(self.names) - 1):
            full, short = self.names[k], self.names[k + 1]
            if len(short.tokens) != 1 or not short.text.isupper() or len(full.tokens) < 2:
                continue
            near = short.first - full.last == 1 and parts.lowers[full.last] == "("
            initials = "".join(token[0] for token in full.tokens)
            if near or initials == short.tokens[0]:
                kept, gone = self.of_name[k], self.of_name[k + 1]
                if kept is gone or kept.kind == "person":
                    continue
                kept.kind = "body"
                kept.mentions = sorted({*kept.mentions, *gone.mentions})
                self.of_name = [kept if e is gone else e for e in self.of_name]
                self._by_key[short.tokens] = kept
