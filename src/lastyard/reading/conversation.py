# ruff: noqa: RUF001 - typographic marks are what this code is about
"""The turns of a conversation: whose they are, and what each says.

Example:
    >>> from lastyard.reading.entities import Register
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Ada Moor came.\\n\\nQ: Will you sign?\\n\\nMOOR: We will, if asked.\\n")
    >>> found = Conversation(parts, Register(parts))
    >>> [(turn.entity.name, parts.text[slice(*turn.pieces[0])]) for turn in found.turns]
    [('Q', 'Will you sign?'), ('Ada Moor', 'We will, if asked.')]
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lastyard.reading.entities import Register
from lastyard.reading.lexicon import CONTRACTED, COUNTRY_OF, HONORIFICS, TITLES, is_person_role
from lastyard.reading.names import Entity
from lastyard.reading.segments import Label, Segments, asking, definitions, holder

_OWN = frozenset({"i", "we", "my", "our"})
_ASIDES = ("(", "[", "*", "#", "—", "–", "_")
_FINAL = frozenset(".?!…)”\"'’:;,—–-")
_CLOSING = re.compile(
    r"\b(?:interview(?:ed)?|transcript|meeting (?:rose|was)|sitting|condensed|edited for|©|"
    r"copyright|recording|vote was taken)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Yy]ou|[Uu]s)\b")
_WORD = re.compile(r"[\w-]+")
_INTERVIEWS = re.compile(
    r"\b(?:interview(?:s|ed|ing)?(?: with)?|(?:spoke|speaks|talk(?:s|ed)?|sat down|caught up) "
    r"(?:to|with)|Q ?& ?A with)\s+(?:(?!on\b|about\b|by\b|for\b)[\w’'-]+,?\s+){0,9}$",
    re.IGNORECASE,
)
_IS_INTERVIEWED = re.compile(
    r"[\w’', -]{0,80}\b(?:sat down with|spoke (?:to|with)|talks? (?:to|with)|interviewed by|"
    r"tells|discusse[sd] [\w ]{1,40} with|answer(?:s|ed) (?:our|questions))\b"
)
_FORWARDED = re.compile(r"\[?Forwarded (?:from|message)\b", re.I)
_REPLIED = re.compile(r"\[[^\[\]\n]{1,80}\]\s*")  # "[In reply to Ada Moor]" over a message
_FULL_NAME = 2
_MOST_COMPARED = 60
_QUOTED = re.compile(r'["“][^"”]*["”]?')
_REPORTED = re.compile(r"\b(?:said|says|told|tells|added|adds|spoke|speaks|talked)\b")
_INTERVIEWED = re.compile(
    r"\b(?:interview(?:s|ed|ing)?|spoke|speaks|talks|talked|sat down|joined|answer(?:s|ed)?|"
    r"asked|questions)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until the next begins.

    Attributes:
        entity: The speaker.
        label: Words that name the speaker, as [first, last), or None.
        pieces: Paragraphs of the turn, as pairs of offsets, in order.
        asks: Whether the speaker is there to ask.
        known: Whether the speaker is somebody the document names.
        day: The day that stands before it, as in the export of a chat; None without one, or where
            its order of day and month cannot be told.
    """

    entity: Entity
    label: tuple[int, int] | None
    pieces: tuple[tuple[int, int], ...]
    asks: bool
    known: bool
    day: date | None = None


class Conversation:
    """The turns of a document; none if it is no conversation."""

    def __init__(self, parts: Segments, register: Register) -> None:
        """Give each turn to its speaker."""
        self.parts = parts
        self.register = register
        self.turns: list[Turn] = []
        self._one_interviewed: list[Entity] | None = None
        self._by_label: dict[tuple[str, str | None], tuple[Entity, bool]] = {}
        self._by_surname: dict[str, list[Entity]] = {}
        self._by_first: dict[str, list[Entity]] = {}
        self._by_initials: dict[str, list[Entity]] = {}
        if parts.labels:
            self._read(asking(parts.text, parts.labels))
        self._starts = [turn.pieces[0][0] for turn in self.turns]

    def speaker_at(self, offset: int) -> Turn | None:
        """Return the turn that an offset lies in, if any."""
        k = bisect_right(self._starts, offset) - 1
        if k < 0 or offset >= self.turns[k].pieces[-1][1]:
            return None
        return self.turns[k]

    def speaker_before(self, turn: Turn) -> Turn | None:
        """Return the turn before one."""
        k = bisect_right(self._starts, turn.pieces[0][0]) - 2
        return self.turns[k] if k >= 0 else None

    def own_voice(self, phrase: tuple[int, int]) -> Entity | None:
        """Return the speaker where a phrase is *I* or *we* within a turn."""
        if not self.turns or phrase[1] - phrase[0] != 1:
            return None
        lower = self.parts.lowers[phrase[0]]
        if lower not in _OWN and not (lower in CONTRACTED and lower.partition("'")[0] in _OWN):
            return None
        turn = self.speaker_at(self.parts.starts[phrase[0]])
        return turn.entity if turn else None

    def _read(self, labels: tuple[Label, ...]) -> None:
        parts = self.parts
        for entity in self.register.entities:
            if entity.tokens and entity.kind in ("person", "unknown"):
                initials = "".join(token[0] for token in entity.tokens)
                self._by_surname.setdefault(entity.tokens[-1], []).append(entity)
                self._by_first.setdefault(entity.tokens[0], []).append(entity)
                self._by_initials.setdefault(initials, []).append(entity)
        offices = definitions(parts.text, labels)
        day_first = _is_day_first([label.day for label in labels if label.day])
        begins = [start for start, _ in parts.paragraphs]
        for number, label in enumerate(labels):
            following = labels[number + 1].start if number + 1 < len(labels) else None
            if offices.get(label.name.lower()) and self._is_definition(label, offices):
                continue
            first = bisect_left(begins, label.begin)
            if not label.name:
                self._unmarked(label, labels, first, following)
                continue
            entity, known = self._speaker(label, labels, offices)
            pieces = self._pieces(first, following, entity, stamped=label.stamped)
            if pieces:
                words = self._words(label)
                day = _day_of(label.day, day_first) if label.day else None
                self.turns.append(Turn(entity, words, pieces, label.asks, known, day))

    def _unmarked(
        self, label: Label, labels: tuple[Label, ...], first: int, following: int | None
    ) -> None:
        """Give an answer without a name to the one interviewed, if the beginning says who."""
        if label.asks:
            return
        if self._one_interviewed is None:
            self._one_interviewed = self._called_interviewed(labels[0].start)
        if self._one_interviewed:
            entity = self._one_interviewed[0]
            pieces = self._pieces(first, following, entity)
            if pieces:
                self.turns.append(Turn(entity, None, pieces, False, False))

    def _called_interviewed(self, before: int) -> list[Entity]:
        """Find the only one whom the beginning calls interviewed (*an interview with Ada Moor*)."""
        parts = self.parts
        last = bisect_left(parts.starts, before)
        found = []
        for entity in self.register.entities_between(0, last):
            if entity.kind not in ("person", "unknown") or len(entity.tokens) < _FULL_NAME:
                continue
            for first, end in entity.mentions:
                if end > last:
                    break
                sentence = parts.sentences[parts.sentence_at(first)]
                ahead = parts.text[parts.starts[sentence.first] : parts.starts[first]]
                behind = parts.text[parts.ends[end - 1] : parts.ends[sentence.last - 1]]
                if _INTERVIEWS.search(ahead) or _IS_INTERVIEWED.match(behind):
                    found.append(entity)
                    break
        people = [entity for entity in found if entity.kind == "person"]
        only = found if len(found) == 1 else people
        return only if len(only) == 1 else []

    @staticmethod
    def _is_definition(label: Label, offices: dict[str, tuple[str, str | None, int]]) -> bool:
        told = offices[label.name.lower()][2]
        return label.begin <= told < label.begin + 12

    def _words(self, label: Label) -> tuple[int, int]:
        """Return the words of a label's name."""
        parts = self.parts
        first = bisect_left(parts.starts, label.name_start)
        last = bisect_left(parts.starts, label.name_start + len(label.name))
        return first, max(last, first + 1)

    def _pieces(
        self, first: int, following: int | None, entity: Entity, *, stamped: bool = False
    ) -> tuple[tuple[int, int], ...]:
        """Collect the paragraphs of a turn, up to the next one or to where the report goes on."""
        text, paragraphs = self.parts.text, self.parts.paragraphs
        found: list[tuple[int, int]] = []
        for number in range(first, len(paragraphs)):
            start, end = paragraphs[number]
            if following is not None and start >= following:
                break
            if stamped and _FORWARDED.match(text, start, end):
                break  # somebody else's words
            replied = _REPLIED.match(text, start, end) if stamped else None
            start = replied.end() if replied is not None else start
            words = text[start:end]
            if words.rstrip()[-1:] not in _FINAL and not stamped:
                continue  # a heading, a caption
            if (
                not words
                or words.startswith(_ASIDES)
                or (found and self._is_outside(words, following, entity))
            ):
                if found:
                    break
                continue
            found.append((start, end))
        return tuple(found)

    @staticmethod
    def _is_outside(words: str, following: int | None, entity: Entity) -> bool:
        """Return whether a paragraph without a label is the report's, not the speaker's."""
        if _CLOSING.search(words[:200]):
            return True
        unquoted = _QUOTED.sub(" ", words)
        spoken = _SPOKEN.search(unquoted) is not None
        named = bool(entity.tokens) and entity.name.rpartition(" ")[2] in _WORD.findall(unquoted)
        if named and (not spoken or _REPORTED.search(unquoted)):
            return True
        return following is None and not spoken

    def _speaker(
        self,
        label: Label,
        labels: tuple[Label, ...],
        offices: dict[str, tuple[str, str | None, int]],
    ) -> tuple[Entity, bool]:
        """Return who a label means, and whether the document tells."""
        key = (label.name, label.of)
        found = self._by_label.get(key)
        if found is not None:
            return found
        told = holder(label, offices)
        if label.answers:
            entity = self._interviewed(labels[0].start)
            found = (entity or Entity(label.name, "person"), entity is not None)
        elif label.asks and _bare(label.name.lower()) in ("q", "question"):
            found = (Entity(label.name, "person"), False)
        else:
            name, of = (told[0], told[1]) if told else (label.name, label.of)
            entity = self._named(name) or Entity(name, "person")
            if label.stamped and (entity.name.endswith(name) or name.endswith(entity.name)):
                entity.name = (
                    name  # "9:05 AM - Ada Moor" is no longer name, nor "Moor" of "Moor, Ada"
                )
            elif name.endswith(" " + entity.name) and not _has_title(name):
                entity.name = name  # "Jan van der Meer" of "Meer"
            if of is not None:
                entity.country = entity.country or COUNTRY_OF.get(of.lower().removeprefix("the "))
                entity.body = entity.body or of
            found = (entity, True)
        if found[0].kind == "unknown":
            found[0].kind = "person"
        self._by_label[key] = found
        return found

    def _named(self, name: str) -> Entity | None:
        """Find somebody by a label: by surname, fuller name or initials."""
        words = [w for w in re.split(r"[\s.]+", name.lower()) if w]
        proper = [w for w in words if w not in TITLES and w != "the"]
        if not proper or (words[0] == "the" and is_person_role(words[-1])):
            return None
        if name.isupper() and len(proper) == 1:
            only = self._by_initials.get(name.lower().replace(".", ""), [])
            if len(only) == 1 and len(only[0].tokens) > 1:
                return only[0]
        gender = next((HONORIFICS[w] for w in words if w in HONORIFICS), None)
        fitting = [
            entity
            for entity in self._by_surname.get(proper[-1], [])[:_MOST_COMPARED]
            if set(proper) <= set(entity.tokens) or set(entity.tokens) <= set(proper)
        ]
        fitting = [e for e in fitting if gender is None or e.gender in (None, gender)]
        if not fitting and len(proper) == 1:
            firsts = self._by_first.get(proper[0], [])[:_MOST_COMPARED]
            fitting = [e for e in firsts if e.kind == "person"]
        if not fitting:
            return None
        return max(fitting, key=lambda entity: (len(entity.tokens), entity.kind == "person"))

    def _interviewed(self, before: int) -> Entity | None:
        """Find the one person that the introduction is about."""
        parts = self.parts
        last = bisect_left(parts.starts, before)
        people = [
            e for e in self.register.entities_between(0, last) if e.kind in ("person", "unknown")
        ]
        people = [e for e in people if len(e.tokens) > 1 or e.kind == "person"]
        if not people:
            return None
        near = [e for e in people if self._stands_by_interview(e, last)]
        chosen = near or people
        times = [sum(m[1] <= last for m in e.mentions) for e in chosen]
        best = max(times)
        return chosen[times.index(best)] if times.count(best) == 1 or near else None

    def _stands_by_interview(self, entity: Entity, last: int) -> bool:
        """Return whether a sentence before the turns puts *interview* or *spoke* beside a name."""
        parts = self.parts
        for first, end in entity.mentions:
            if end > last:
                break
            sentence = parts.sentences[parts.sentence_at(first)]
            if _INTERVIEWED.search(parts.slice(sentence.first, sentence.last)):
                return True
        return False


def _has_title(name: str) -> bool:
    """Return whether a label says more than what somebody is called: *Minister Moor*."""
    words = name.lower().replace(".", " ").split()
    return any(word in TITLES for word in words)


def _is_day_first(days: Sequence[str]) -> bool | None:
    """Return whether days are written before months; None where nothing tells."""
    written = [re.split(r"[./-]", day) for day in days]
    if any(int(each[0]) > _MONTHS for each in written if len(each[0]) < _YEAR):
        return True
    if any(int(each[1]) > _MONTHS for each in written):
        return False
    return True if any("." in day for day in days) else None


def _day_of(written: str, day_first: bool | None) -> date | None:
    one, two, three = map(int, re.split(r"[./-]", written))
    if len(re.split(r"[./-]", written)[0]) == _YEAR:
        year, month, day = one, two, three
    elif day_first is None and one != two:
        return None
    else:
        year = three if three > _CENTURY else three + 2000
        day, month = (one, two) if day_first else (two, one)
    try:
        return date(year, month, day)
    except ValueError:
        return None


_MONTHS, _YEAR, _CENTURY = 12, 4, 99


def _bare(name: str) -> str:
    return name.rstrip("0123456789. ")
