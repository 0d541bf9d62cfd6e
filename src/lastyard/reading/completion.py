"""From drafts to statements: their anchors, days and parties, whom they are made for, and what they repeat."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from lastyard.reading.accounted import may_be_turned, near, whole_doer
from lastyard.reading.anchors import link_repeats, make_anchor, speakers_apart
from lastyard.reading.conditions import condition_in
from lastyard.reading.conversation import Conversation
from lastyard.reading.deeds import PUT_AS, STANDS_FOR
from lastyard.reading.deedtable import meaning_of
from lastyard.reading.doubt import is_denied_doer
from lastyard.reading.entities import PartyTable
from lastyard.reading.lexicon import NOUNS, SPOKESPEOPLE, is_writing
from lastyard.reading.names import Entity
from lastyard.reading.phrases import OCCASIONS, phrase_after
from lastyard.reading.segments import Segments, Words
from lastyard.reading.statements import (
    DateMention,
    Draft,
    Span,
    Statement,
    calibrated,
)
from lastyard.reading.text import Document
from lastyard.reading.wordlists import word_list, word_set

__all__ = ["finish"]


_WRITING_VERBS = word_set("write tweet post read blog email text")
_WRITTEN = ("statement", "letter", "release", "communique", "memo", "email", "tweet", "post")


def finish(
    document: Document,
    parts: Segments,
    drafts: Sequence[Draft],
    dates: Sequence[DateMention],
    report: dt.date | None,
    parties: PartyTable,
    talk: Conversation,
) -> tuple[Statement, ...]:
    """Finish the drafts of a document."""
    parties.read(parts)
    drafts = _one_a_party(drafts, parts, parties)
    order = {id(draft): f"s{k}" for k, draft in enumerate(drafts, 1)}
    finder = _DateFinder(parts, dates, report, talk)
    parents = _parents(drafts)
    asked = _in_turns(drafts, parents)
    sides = [
        parties.party_of(d.entity, None if d.words else d.source) or _owners_side(d, parts, parties)
        for d in drafts
    ]
    sides = [
        side or _of_its_speaker(drafts, sides, parents.get(k), k, parts)
        for k, side in enumerate(sides)
    ]
    who = speakers_apart(
        [((d.speaker or d.entity).name, side) for d, side in zip(drafts, sides, strict=True)],
        [(d.start, d.end) for d in drafts],
    )
    said = [parts.text[d.start : d.end] for d in drafts]
    repeats = link_repeats(list(zip(who, said, strict=True)))
    others = _of_others(drafts, sides, parts)
    answered = {k: _answered(drafts, sides, parts, k) for k in range(len(drafts))}
    finished = []
    quoted: dict[int, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda d: d.start):
        if draft.quotes:
            quoted.setdefault(id(draft.entity), []).append(draft)
    for k, draft in enumerate(drafts):
        date, basis = finder.date_of(draft)
        speaker = draft.speaker or draft.entity
        words = draft.words or parts
        source = Span(*words.span(*draft.source)) if draft.source else None
        cue = Span(*words.span(draft.cue.first, draft.cue.last)) if draft.cue else None
        addressee = draft.cue.addressee if draft.cue else None
        previous = draft.continues
        repeated = repeats[k]
        finished.append(
            Statement(
                id=order[id(draft)],
                kind=draft.kind,
                speaker=speaker.name,
                party=sides[k],
                date=date,
                date_basis=basis,
                quote=make_anchor(document.text, draft.start, draft.end),
                source=source,
                cue=cue,
                verb=draft.cue.verb if draft.cue else None,
                group="question" if asked[k] else draft.cue.group if draft.cue else "speech",
                addressee=words.slice(*addressee) if addressee else None,
                on_behalf_of=_on_behalf_of(parts, draft),
                written=_is_written(parts, draft.inside or draft),
                negated=_is_negated(parts, draft),
                verbatim=_verbatim(parts, draft),
                continues=_continued(quoted, draft, previous, order),
                within=order[id(drafts[parents[k]])] if k in parents else None,
                repeats=order[id(drafts[repeated])] if repeated is not None else None,
                confidence=_confidence_of(draft, asked=asked[k], inside=k in parents),
                left_open=draft.left_open
                or _in_denial(drafts, parents, k)
                or k in others
                or may_be_turned(drafts, sides, k, parts),
                answers=None if (j := answered[k]) is None else order[id(drafts[j])],
                before=_before(parts, draft),
                meant="" if j is None else parts.text[drafts[j].start : drafts[j].end],
            )
        )
    return tuple(finished)


def _of_its_speaker(
    drafts: Sequence[Draft],
    sides: Sequence[str | None],
    parent: int | None,
    k: int,
    parts: Segments,
) -> str | None:
    """Return the party of who said it where a deed inside is of *it* or *they*: *the group, which said it would agree*."""
    deed = drafts[k]
    outer = drafts[parent] if parent is not None else None
    own = deed.cue.subject if deed.cue is not None else None
    if outer is None or parent is None or own is None or outer.cue is None or deed.words:
        return None
    pronoun = parts.kinds[own[0]] == "pronoun" and parts.lowers[own[0]] in _OF_SPEAKER
    first = own[0] - (parts.lowers[own[0] - 1] == "that")
    return sides[parent] if pronoun and first == outer.cue.last else None


_OF_SPEAKER = word_set("it they he she")
_NEAR_BEFORE, _SENTENCES_BACK = 6, 2


def _answered(
    drafts: Sequence[Draft], sides: Sequence[str | None], parts: Segments, k: int
) -> int | None:
    """Return the draft that *the offer* stands for in *The line offered 3 percent. The union rejected the offer*.

    It is the last one that somebody else put forward, in the same paragraph and at most two sentences before;
    none where two have put something forward there.
    """
    draft = drafts[k]
    found = STANDS_FOR.fullmatch(parts.text, draft.start, draft.end)
    if draft.kind != "act" or draft.cue is None or found is None or sides[k] is None:
        return None
    if found["noun"] is None:
        return None  # "it" stands for what its own sentence tells
    if meaning_of(draft.cue.verb, denied=False) not in ("accepts", "rejects"):
        return None
    kinds, here = PUT_AS[found["noun"].lower()], parts.sentences[draft.sentence].paragraph
    put = [
        j
        for j in range(max(0, k - _NEAR_BEFORE), k)
        if draft.sentence - drafts[j].sentence <= _SENTENCES_BACK
        and parts.sentences[drafts[j].sentence].paragraph == here
        and sides[j] not in (None, sides[k])
        and _puts_forward(drafts[j], kinds)
        and condition_in(parts.text[drafts[j].start : drafts[j].end]) is None
    ]
    return put[-1] if put and len({sides[j] for j in put}) == 1 else None


def _puts_forward(draft: Draft, kinds: Sequence[str]) -> bool:
    cue = draft.cue
    if draft.kind != "act" or cue is None or cue.negated or draft.left_open:
        return False
    return meaning_of(cue.verb, denied=False) in kinds


def _one_a_party(drafts: Sequence[Draft], parts: Segments, parties: PartyTable) -> list[Draft]:
    """Part what two parties did together: *The union and the line agreed on three years*."""
    found: list[Draft] = []
    places: dict[int, int] = {}
    for k, draft in enumerate(drafts):
        places[k] = len(found)
        doers = _doers(draft, parts, parties)
        found += [replace(draft, source=doer, entity=entity) for doer, entity in doers] or [draft]
    for draft in found:
        if draft.continues is not None:
            draft.continues = places[draft.continues]
    return found


_BOTH = frozenset(
    {
        "both",
        "both sides",
        "both parties",
        "the two sides",
        "the two parties",
        "the sides",
        "the parties",
        "they both",
    }
)
"""Words for all who talk, where they are two."""


def _doers(draft: Draft, parts: Segments, parties: PartyTable) -> list[tuple[Words, Entity]]:
    """Return the doers of a deed that are parties each; none where it has one doer."""
    if draft.source is None or draft.words is not None or draft.cue is None:
        return []
    if meaning_of(draft.cue.verb, denied=False) is None and draft.kind != "act":
        return []
    first, last = draft.source
    if " ".join(parts.lowers[first:last]) in _BOTH and len(parties.names) == 2:
        return [(draft.source, Entity(name, "unknown")) for name in parties.names]
    cuts = [k for k in range(first, last) if parts.lowers[k] in ("and", "nor", ",")]
    pieces = zip([first - 1, *cuts], [*cuts, last], strict=True)
    doers = [(a + 1 + (parts.lowers[a + 1] == "both"), b) for a, b in pieces if b > a + 1]
    found = [(doer, Entity(parts.slice(*doer), "unknown")) for doer in doers]
    sides = [parties.party_of(entity, doer) for doer, entity in found]
    several = len(sides) > 1 and None not in sides and len(set(sides)) == len(sides)
    return found if several else []


def _before(parts: Segments, draft: Draft) -> str:
    """Return the words that stand before a statement, in its sentence and the one before it in the paragraph."""
    first = draft.sentence
    sentence = parts.sentences[first]
    if first and parts.sentences[first - 1].paragraph == sentence.paragraph:
        first -= 1
    begin = parts.starts[parts.sentences[first].first]
    return parts.text[begin : draft.start]


def _confidence_of(draft: Draft, *, asked: bool, inside: bool) -> float:
    """Return how sure a statement is: measured, but for turns and what is told inside others."""
    if asked or inside or not (draft.cue or draft.quotes):
        return draft.confidence
    group = draft.cue.group if draft.cue else "speech"
    return calibrated(group, draft.kind, draft.confidence)


def _owners_side(draft: Draft, parts: Segments, parties: PartyTable) -> str | None:
    """Return whose minister it is in *Arden rejected it, its minister said*: of what opens the sentence."""
    if draft.words is not None or draft.source is None:
        return None
    if parts.lowers[draft.source[0]] not in ("its", "their"):
        return None
    sentence = parts.sentences[draft.sentence]
    first = sentence.first
    end = min(first + 2, sentence.last)
    subject = phrase_after(parts, first, draft.source[0]) or (first, end)  # "The trust can't"
    return parties.party_of(Entity(parts.slice(*subject), "unknown"), subject)


_DENYING = word_list("verbs of denial")


def _in_denial(drafts: Sequence[Draft], parents: dict[int, int], k: int) -> bool:
    """Return whether a deed is told inside words that somebody denies or is said not to have said."""
    around = drafts[parents[k]].cue if k in parents else None
    return around is not None and (around.negated or around.verb in _DENYING)


def _of_others(drafts: Sequence[Draft], sides: Sequence[str | None], parts: Segments) -> set[int]:
    """Find the reports of what another party does: *Brika said Arden had rejected it*.

    Args:
        drafts: The drafts.
        sides: The party of each.
        parts: The text.
    """
    found: set[int] = set()
    for k, deed in enumerate(drafts):
        if deed.kind != "act" or deed.source is None:
            continue
        owned = parts.lowers[deed.source[0]] in ("its", "their", "his", "her", "our", "my")
        if sides[k] is None and (owned or parts.kinds[deed.source[0]] == "pronoun"):
            continue  # "said it had accepted", "said its members had"
        for j in near(drafts, k):
            around = drafts[j]
            if (
                around.sentence == deed.sentence
                and around.kind == "indirect"
                and sides[j] != sides[k]
                and not (sides[j] is None and _is_of_doer(parts, around))
                and around.start <= parts.starts[deed.source[0]]
                and deed.end <= around.end
            ):
                found.add(j)
    return found


def _is_of_doer(parts: Segments, draft: Draft) -> bool:
    """Return whether somebody is called by whom they speak for: *its minister*."""
    source = draft.source
    return source is not None and parts.lowers[source[0]] in ("its", "their", "his", "her")


def _is_negated(parts: Segments, draft: Draft) -> bool:
    """Return whether the speaker is said not to have said or done it; *no party* counts."""
    if draft.cue is None:
        return False
    doer = None if draft.words is not None else whole_doer(draft)
    return draft.cue.negated != (doer is not None and is_denied_doer(parts, doer))


def _continued(
    quoted: dict[int, list[Draft]], draft: Draft, previous: int | None, order: dict[int, str]
) -> str | None:
    """Name the statement that a quotation without a cue of its own goes on from.

    Args:
        quoted: Each speaker's statements with quotations, in the order of the text.
        draft: The quotation.
        previous: The quotation before it; None if it stands by itself.
        order: The names of the statements.
    """
    if draft.goes_on is not None:
        return order[id(draft.goes_on)]
    if previous is None:
        return None
    own = quoted.get(id(draft.entity), [])
    before = bisect_left(own, draft.start, key=lambda d: d.start)
    return order[id(own[before - 1])] if before else None


def _verbatim(parts: Segments, draft: Draft) -> tuple[Span, ...]:
    """Return the stretches in quotation marks; a turn is verbatim as a whole."""
    if draft.turn:
        return (Span(draft.start, draft.end),)
    return tuple(Span(parts.quotes[q].start, parts.quotes[q].end) for q in draft.quotes)


def _in_turns(drafts: Sequence[Draft], parents: dict[int, int]) -> list[bool]:
    """Put what is reported in a turn inside it; say of each draft whether an interviewer says it."""
    asked = [draft.asks for draft in drafts]
    around: int | None = None
    for k, draft in enumerate(drafts):
        if draft.turn:
            around = k
        elif around is not None and draft.end <= drafts[around].end:
            parents.setdefault(k, around)
            own = draft.kind == "act" or draft.entity is drafts[around].entity
            asked[k] = drafts[around].asks and own
    return asked


def _parents(drafts: Sequence[Draft]) -> dict[int, int]:
    """Find for each draft the one of its sentence inside whose words it is reported."""
    found: dict[int, int] = {}
    places = {id(draft): k for k, draft in enumerate(drafts)}
    for k, draft in enumerate(drafts):
        if draft.inside is not None:
            found[k] = places[id(draft.inside)]
            continue
        if draft.source is None or draft.cue is None:
            continue
        for j in near(drafts, k):
            other = drafts[j]
            if j == k or other.sentence != draft.sentence or other.cue is None:
                continue
            inside = other.start <= draft.start and draft.end <= other.end
            smaller = (draft.end - draft.start) < (other.end - other.start)
            if inside and smaller and not set(draft.quotes) - set(other.quotes):
                found[k] = j
                break
    return found


def _on_behalf_of(parts: Segments, draft: Draft) -> str | None:
    """Find whom a spokesperson speaks for, or whose office or text it is."""
    voice = draft.speaker or draft.entity
    if voice.issuer is not None:
        return voice.issuer.name
    if draft.entity.issuer is not None:
        return None
    if draft.inside is not None:
        return _on_behalf_of(parts, draft.inside) if draft.entity is draft.inside.entity else None
    if draft.source is None:
        return None
    first, last = draft.source
    for i in range(max(0, first - 8), min(len(parts.words), last + 8)):
        if parts.lowers[i] not in SPOKESPEOPLE:
            continue
        if i >= last and parts.lowers[last] != ",":
            return None
        if i + 1 < len(parts.words) and parts.lowers[i + 1] in ("for", "of"):
            phrase = phrase_after(parts, i + 2, min(len(parts.words), i + 14))
            return parts.slice(*phrase) if phrase else None
        j = i
        while j > 0 and parts.kinds[j - 1] in ("capital", "plain", "possessive") and i - j < 8:
            j -= 1
        end = i - 1 if i > j and parts.kinds[i - 1] == "possessive" else i
        return parts.slice(j, end) if end > j else None
    return None


def _is_written(parts: Segments, draft: Draft) -> bool:
    """Return whether a statement comes in writing."""
    if draft.entity.kind == "writing":
        return True
    if draft.cue is None:
        return False
    if draft.cue.verb in _WRITING_VERBS:
        return True
    if draft.source is not None and is_writing(parts.lowers[draft.source[1] - 1]):
        return True
    sentence = parts.sentences[draft.sentence]
    for k in range(sentence.first, sentence.last - 1):
        if (
            parts.lowers[k] in ("in", "by", "via")
            and not draft.start <= parts.starts[k] < draft.end
        ):
            window = parts.lowers[k + 1 : min(sentence.last, k + 5)]
            if any(word in _WRITTEN for word in window):
                return True
    return False


_ENDS_OF_TIME = frozenset({"since", "until", "till"})
_A_DAY = len("2024-03-22")
_RIGHT_BEHIND = 3


class _DateFinder:
    """Gives each statement the date beside its speech verb or its message, else the report's."""

    def __init__(
        self,
        parts: Segments,
        dates: Sequence[DateMention],
        report: dt.date | None,
        talk: Conversation,
    ) -> None:
        self.parts = parts
        self.talk = talk
        self.dates = dates
        self.report = report
        self.at = 0

    def date_of(self, draft: Draft) -> tuple[str | None, str]:
        """Return (date, basis)."""
        sentence = self.parts.sentences[draft.sentence]
        low, high = self.parts.span(sentence.first, sentence.last)
        while self.at < len(self.dates) and self.dates[self.at].span.end <= low:
            self.at += 1
        best: tuple[int, str] | None = None
        outside = draft.cue is not None and draft.words is None
        cue_at = self.parts.starts[draft.cue.first] if draft.cue and outside else draft.start
        for k in range(self.at, len(self.dates)):
            span = self.dates[k].span
            if span.start >= high:
                break
            inside = draft.start <= span.start < draft.end
            if self._is_to_come(self.dates[k]) or self._is_length(self.dates[k]):
                continue  # "will be closed by 2030", "a two-year contract": nobody has said it then
            if self._is_of_something_else(draft, self.dates[k]):
                continue
            if (inside and not self._is_day_of_deed(draft, self.dates[k])) or span.start < low:
                continue
            distance = abs(span.start - cue_at)
            if best is None or distance < best[0]:
                best = (distance, self.dates[k].value)
        if best is not None:
            return best[1], "stated"
        turn = self.talk.speaker_at(draft.start)
        if turn is not None and turn.day is not None:
            return turn.day.isoformat(), "stated"
        if self.report is not None:
            return self.report.isoformat(), "report"
        return None, "unknown"

    def _is_length(self, day: DateMention) -> bool:
        return self.parts.text[day.span.start : day.span.end].lower().endswith(("-year", "-month"))

    def _is_to_come(self, day: DateMention) -> bool:
        first = day.value.partition("/")[0]
        return self.report is not None and first > self.report.isoformat()[: len(first)]

    def _is_of_something_else(self, draft: Draft, day: DateMention) -> bool:
        """Return whether a time is of another thing: *on strike since Monday*, *the sum pledged in 2009*.

        What opens the sentence is of the statement. Behind who said it, a month or a year is so only right behind.
        """
        if draft.words is not None or draft.cue is None or draft.source is None:
            return False
        told = (draft.source, (draft.cue.first, draft.cue.last))
        ends = [end for _, end in (self.parts.span(*words) for words in told)]
        ahead = [end for end in ends if end <= day.span.start]
        if not ahead:
            return False  # "In 2009 the union said ..."
        before = self.parts.text[max(ahead) : day.span.start].lower().split()
        if not _ENDS_OF_TIME.isdisjoint(before[-2:]):
            return True
        return len(day.value) < _A_DAY and len(before) > _RIGHT_BEHIND

    def _is_day_of_deed(self, draft: Draft, day: DateMention) -> bool:
        """Whether a day behind what a deed is about is that of the deed: *rejected 3 percent on Thursday*.

        It is one of the week before the report, and nothing has a day of its own there (*proposed a vote on Thursday*).
        """
        if (
            self.report is None
            or draft.kind != "act"
            or draft.cue is None
            or draft.cue.form != "past"
        ):
            return False
        if self.parts.text[day.span.end : draft.end].strip(" .,;"):
            return False
        days = {(self.report - dt.timedelta(k)).isoformat() for k in range(8)}
        words = self.parts.text[draft.start : day.span.start].lower().split()
        written = self.parts.text[day.span.start : day.span.end].lower()
        bare = written in ("yesterday", "today", "tonight")
        if words[:1] == ["to"] or not (
            bare or words[-1:] == ["on"]
        ):  # "proposed to start on Monday"
            return False
        return day.value in days and not any(word in NOUNS or word in OCCASIONS for word in words)
