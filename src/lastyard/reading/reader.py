# ruff: noqa: RUF001 - typographic marks are what this code is about
"""From cues and quotations to drafts of statements: each with its words and its speaker.

First every quotation is given to a candidate by the ranker. Then, sentence by sentence,
each cue becomes one draft for its complement (direct quotations: one for each), and
what no cue of its own sentence claims follows from the candidate's kind.

Reading a document: the way from its text to statements, quotations, events and dates.

Example:
    >>> from datetime import date
    >>> from lastyard.reading.text import Document
    >>> text = "“We agree,” Ada Moor told reporters on Friday."
    >>> reading = read(Document.from_text(text, date=date(2024, 3, 22)))
    >>> [(s.speaker, s.kind, s.date, s.quote.exact) for s in reading.statements]
    [('Ada Moor', 'direct', '2024-03-22', '“We agree,”')]

From drafts to statements: anchors, dates, parties, spokespeople, repeats.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lastyard.reading.accounted import is_of_neither, may_be_turned, near, whole_doer
from lastyard.reading.anchors import link_repeats, make_anchor
from lastyard.reading.clauses import (
    complement,
    content_start,
    named_inside,
    parted_at,
    says_no_sign,
    told_inside,
)
from lastyard.reading.conditions import with_conditions
from lastyard.reading.conversation import Conversation, Turn
from lastyard.reading.dates import dateline, find_dates
from lastyard.reading.deeds import (
    FoundDeed,
    find_deeds,
    has_longer,
    is_denied_doer,
    is_everyday,
    is_left_open,
    is_turned_before,
    places_of_deeds,
)
from lastyard.reading.deedtable import meaning_of
from lastyard.reading.entities import PartyNames, PartyTable, Register
from lastyard.reading.events import find_events
from lastyard.reading.foreign import dates_in, language_of, looks_english, statements_in
from lastyard.reading.lexicon import NOUNS, SPOKESPEOPLE, is_writing
from lastyard.reading.names import Entity
from lastyard.reading.notes import with_notes
from lastyard.reading.own_words import renumbered, with_lists, with_what_follows
from lastyard.reading.phrases import OCCASIONS, phrase_after
from lastyard.reading.segments import Segments, Sentence, Words, segment
from lastyard.reading.speakers import HAND_SET, Board, Candidate, best, candidates, learned_weights
from lastyard.reading.statements import (
    DateMention,
    Draft,
    Quotation,
    Reading,
    Span,
    Statement,
    calibrated,
)
from lastyard.reading.tags import SpeechCue
from lastyard.reading.tallies import find_tallies
from lastyard.reading.text import Document, ReadingError, plain_digits
from lastyard.reading.wordlists import word_set, word_table

_LONG_QUOTE = 6
_FEWEST_WORDS = 3
_SURE_TURN, _UNSURE_TURN = 0.95, 0.5
_ANSWERS = {
    answer.replace("_", " "): verb
    for verb, answers in word_table("short answers").items()
    for answer in answers
}
_PUT = ("offers", "requires", "position")
_FIRST_PERSON = re.compile(r"\b(?:I|my|me|My)\b")


@dataclass(slots=True)
class _Choice:
    candidate: Candidate
    confidence: float


Choices = list[tuple[bool, str | None, float]]


def draft_statements(
    board: Board, register: Register, weights: Mapping[str, float], talk: Conversation
) -> tuple[list[Draft], Choices]:
    """Draft the statements of a text, in its order.

    Returns:
        The drafts, and for each quotation: whether it is speech, of whom, how surely.
    """
    chosen = choose(board, weights)
    maker = _Maker(board, register, chosen, talk)
    drafts = maker.make()
    told: Choices = []
    for number, choice in enumerate(chosen):
        entity = maker.voice_of.get(number)
        told.append((entity is not None, entity.name if entity else None, choice.confidence))
    return drafts, told


def choose(board: Board, weights: Mapping[str, float]) -> list[_Choice]:
    """Choose the best candidate for each quotation, in order."""
    chosen: list[_Choice] = []
    speakers: list[bool] = []
    for number in range(len(board.parts.quotes)):
        options = candidates(board, number, speakers)
        top, confidence = best([option.features for option in options], weights)
        chosen.append(_Choice(options[top], confidence))
        speakers.append(options[top].kind != "nobody")
    return chosen


class _Maker:
    """Makes the drafts of one text."""

    def __init__(
        self, board: Board, register: Register, chosen: list[_Choice], talk: Conversation
    ) -> None:
        self.board = board
        self.talk = talk
        self.parts = board.parts
        self.register = register
        self.chosen = chosen
        self.drafts: list[Draft] = []
        self.speaker_of: dict[int, Entity] = {}
        self.voice_of: dict[int, Entity] = {}
        self.draft_of: dict[int, int] = {}
        self.phrases: dict[tuple[int, int], Entity] = {}

    def make(self) -> list[Draft]:
        """Go through the sentences in order."""
        by_sentence: dict[int, list[int]] = {}
        for quote, number in enumerate(self.board.sentence_of):
            by_sentence.setdefault(number, []).append(quote)
        places, at = places_of_deeds(self.parts), 0
        for number, sentence in enumerate(self.parts.sentences):
            end = bisect_left(places, sentence.last, at)
            here, at = places[at:end], end
            quotes = by_sentence.get(number, [])
            cues = self.board.cues[number]
            before = len(self.drafts)
            if quotes or cues:
                self._sentence(number, sentence, cues, quotes)
            if here or self.parts.lowers[sentence.first] == "for":
                self._deeds(number, sentence, here, before)
        for draft in list(self.drafts):
            for quote in draft.quotes:
                self._inside(draft, quote)
        for turn in self.talk.turns:
            if turn.label is not None:  # without a name, only *I* and *we* are the speaker's
                self._turn(turn, turn.label)
        self.drafts.sort(key=lambda draft: (draft.sentence, draft.start))
        return self.drafts

    def _inside(self, around: Draft, quote: int) -> None:
        """Draft what is reported inside a quotation."""
        for told in told_inside(self.parts, quote):
            if told.own:
                entity, speaker = around.entity, around.speaker
            else:
                entity = speaker = named_inside(told, self.register)
            sure = around.confidence if told.own else self._confidence([], told.cue)
            self.drafts.append(
                Draft(
                    "indirect",
                    entity,
                    told.start,
                    told.end,
                    around.sentence,
                    told.cue,
                    told.cue.subject,
                    (),
                    None,
                    sure,
                    speaker,
                    inside=around,
                    words=told.words,
                )
            )

    def _turn(self, turn: Turn, label: tuple[int, int]) -> None:
        """Draft what a speaker says in a conversation, paragraph by paragraph."""
        before: Draft | None = None
        for start, end in turn.pieces:
            sentence = self.parts.sentence_at(bisect_left(self.parts.starts, start))
            if self.parts.text.count(" ", start, end) + 1 < _FEWEST_WORDS:
                self._answer(turn, label, (start, end), sentence)
                continue  # "Yes."
            draft = Draft(
                "direct",
                turn.entity,
                start,
                end,
                sentence,
                None,
                label,
                (),
                None,
                _SURE_TURN if turn.known else _UNSURE_TURN,
                turn=True,
                asks=turn.asks,
                goes_on=before,
            )
            self.drafts.append(draft)
            before = draft

    def _answer(
        self, turn: Turn, label: tuple[int, int], span: tuple[int, int], sentence: int
    ) -> None:
        """Draft *Agreed.* and *No.* where somebody else has just offered or demanded something."""
        start, end = span
        verb = _ANSWERS.get(" ".join(re.findall(r"[a-z']+", self.parts.text[start:end].lower())))
        if verb is None:
            return
        before = self.talk.speaker_before(turn)
        put = before is not None and any(
            draft.kind == "act"
            and draft.cue is not None
            and meaning_of(draft.cue.verb, denied=draft.cue.negated) in _PUT
            and before.pieces[0][0] <= draft.start < turn.pieces[0][0]
            for draft in self.drafts
        )
        if put and before is not None and before.entity is not turn.entity:
            first = bisect_left(self.parts.starts, start)
            last = bisect_left(self.parts.starts, end)
            cue = SpeechCue(first, last, verb, "act", "base", label, "tag")
            self.drafts.append(
                Draft(
                    "act",
                    turn.entity,
                    start,
                    end,
                    sentence,
                    cue,
                    label,
                    (),
                    None,
                    _UNSURE_TURN,
                    turn=True,
                )
            )

    def _sentence(
        self, number: int, sentence: Sentence, cues: list[SpeechCue], quotes: list[int]
    ) -> None:
        claimed: set[int] = set()
        for position, cue in enumerate(cues):
            if cue.subject is None:
                continue
            mine = [q for q in quotes if self._is_by(q, cue)]
            claimed.update(mine)
            if not mine and cue.group == "act" and has_longer(self.parts, sentence, cue):
                continue  # "backed away from" is more than "backed"
            self._cue(number, sentence, cues, position, mine)
        for quote in quotes:
            if quote not in claimed:
                self._elsewhere(number, quote)

    def _deeds(self, number: int, sentence: Sentence, places: list[int], before: int) -> None:
        """Draft the deeds of bargaining that no cue of the sentence has told.

        Args:
            number: Number of the sentence.
            sentence: The sentence.
            places: Its words at which a deed may stand.
            before: How many drafts there were before it.
        """
        told = [draft for draft in self.drafts[before:] if draft.cue is not None]
        taken = [(draft.cue.first, draft.cue.last) for draft in told if draft.cue is not None]
        of_cue = {draft.cue.first: draft for draft in told if draft.cue is not None}
        every = all(any(first <= k < last for first, last in taken) for k in places)
        neither = "neither" in self.parts.lowers[sentence.first : sentence.last]
        if places and every and not neither and "it" not in map(self._words_of, told):
            return
        found = find_deeds(self.parts, sentence, places)
        for deed in found:
            start, end = self.parts.span(*deed.thing)
            own = of_cue.get(deed.cue.first)
            if own is not None and self._words_of(own) == "it":
                own.start, own.end = start, end  # what somebody else had just put forward
            elif own is not None and is_of_neither(self.parts, deed.doer):
                own.source, own.entity = deed.doer, self._resolve(deed.doer)
                own.cue, own.left_open = deed.cue, deed.left_open
            elif own is not None and start == own.start and self._goes_on(own, deed, found):
                own.end = end  # "... and the line accepted it"
            if any(
                draft.source == deed.doer and draft.start < end and start < draft.end
                for draft in told
            ) or any(first < deed.cue.last and deed.cue.first < last for first, last in taken):
                continue
            self._add(
                Draft(
                    "act",
                    self._resolve(deed.doer),
                    start,
                    end,
                    number,
                    deed.cue,
                    deed.doer,
                    (),
                    None,
                    deed.sure,
                    left_open=deed.left_open,
                )
            )

    def _words_of(self, draft: Draft) -> str:
        return self.parts.text[draft.start : draft.end].lower()

    def _goes_on(self, draft: Draft, deed: FoundDeed, found: list[FoundDeed]) -> bool:
        """Return whether what was drafted for a deed holds a later deed of somebody else."""
        return any(
            other.doer != deed.doer
            and deed.thing[1] <= other.doer[0]
            and self.parts.starts[other.cue.first] < draft.end
            for other in found
        )

    def _is_by(self, quote: int, cue: SpeechCue) -> bool:
        candidate = self.chosen[quote].candidate
        return candidate.kind in ("before", "after") and candidate.cue == cue

    def _resolve(self, phrase: tuple[int, int]) -> Entity:
        if phrase not in self.phrases:
            self.phrases[phrase] = self.talk.own_voice(phrase) or self.register.resolve(phrase)
        return self.phrases[phrase]

    def _cue(
        self, number: int, sentence: Sentence, cues: list[SpeechCue], position: int, mine: list[int]
    ) -> None:
        """Draft what one cue attributes."""
        cue = cues[position]
        assert cue.subject is not None  # noqa: S101 - the caller has looked
        limit = self._limit(sentence, cues, position)
        found = complement(self.parts, sentence, cue, limit, bool(mine))
        if found is not None and found.kind == "object" and not mine:
            whole = found.pieces[0][0], found.pieces[-1][1]
            if self.parts.lowers[whole[0]] != "to" and is_everyday(self.parts, cue, whole):
                return
        direct = [q for q in mine if self._is_direct(q, cue, sentence)]
        if direct:
            self._before_colon(number, sentence, cue, self.board.words_of[direct[0]])
        if found is not None and not direct:
            kind = "act" if found.kind == "object" and not mine else "mixed" if mine else "indirect"
            first, last = found.pieces[0][0], found.pieces[-1][1]
            inside = [q for q in mine if first <= self.board.words_of[q] < last]
            if mine and not inside:
                kind = "act" if found.kind == "object" else "indirect"
            start, end = self.parts.span(first, last)
            self._add(
                Draft(
                    kind,
                    self._resolve(cue.subject),
                    start,
                    end,
                    number,
                    cue,
                    cue.subject,
                    tuple(inside),
                    None,
                    self._confidence(inside, cue),
                    left_open=(
                        meaning_of(cue.verb, denied=False) is not None
                        and is_left_open(self.parts, sentence, cue.first, cue.last - 1, cue.subject)
                    )
                    or is_turned_before(self.parts, cue.last, first)
                    or says_no_sign(self.parts, cue, found),
                )
            )
            mine = [q for q in mine if q not in inside]
        elif found is None and not mine and cue.group == "speech" and cue.form in ("past", "s"):
            self._resolve(cue.subject).spoke = cue.subject[0]  # "Moor responded within minutes."
        for quote in mine:
            span = self.parts.quotes[quote]
            kind = "direct" if quote in direct else "mixed"
            self._add(
                Draft(
                    kind,
                    self._resolve(cue.subject),
                    span.start,
                    span.end,
                    number,
                    cue,
                    cue.subject,
                    (quote,),
                    None,
                    self.chosen[quote].confidence,
                )
            )

    def _before_colon(self, number: int, sentence: Sentence, cue: SpeechCue, word: int) -> None:
        """Draft the clause in *said he understood: “...”*, which the quotation only goes on from."""
        if word - 1 <= cue.last + 2 or self.parts.words[word - 1] != ":":
            return
        found = complement(self.parts, sentence, cue, word - 1, False)
        if found is None or found.kind != "clause" or found.pieces[0][0] < cue.last:
            return
        assert cue.subject is not None  # noqa: S101 - the caller has looked
        start, end = self.parts.span(found.pieces[0][0], found.pieces[-1][1])
        who, sure = self._resolve(cue.subject), self._confidence([], cue)
        self._add(Draft("indirect", who, start, end, number, cue, cue.subject, (), None, sure))

    def _limit(self, sentence: Sentence, cues: list[SpeechCue], position: int) -> int:
        """Find where a later cue of the same speaker begins (*noted that ..., adding ...*)."""
        cue = cues[position]
        for later in cues[position + 1 : position + 9]:
            parted = parted_at(self.parts, cue, later)
            if parted is not None:
                return parted
            bare = later.form == "base" and later.order != "shared"
            if later.group != "speech" or later.first <= cue.last or bare:
                continue
            shares = later.subject == cue.subject and later.order in (
                "clause",
                "parenthesis",
                "shared",
            )
            before = self.parts.words[later.first - 1] if later.first else ""
            if (
                shares
                and cue.order != "according"  # "According to the paper, quoting an aide, ..."
                and (later.form == "ing" or before in ("and", ",", "but"))
                and before in ("and", ",", "but")
            ):
                return later.first
            if later.verb == "according to" and before == "," and later.first - cue.last > 3:
                return later.first
        return sentence.last

    def _is_direct(self, quote: int, cue: SpeechCue, sentence: Sentence) -> bool:
        """Return whether a quotation is a statement of its own, not part of a reported clause."""
        parts, word = self.parts, self.board.words_of[quote]
        span = parts.quotes[quote]
        inner = parts.text[span.inner_start : span.inner_end].strip()
        full = inner.count(" ") + 1 >= _LONG_QUOTE and inner[-1:] in (".", ",", "!", "?", "…")
        if cue.last > word:
            first = sentence.first
            alone = not any(
                parts.kinds[k] in ("plain", "capital", "pronoun", "number")
                for k in range(first, word)
            )
            return alone or full or inner[:1].isupper()
        begin = content_start(parts, cue, word + 1)
        touching = all(
            parts.kinds[k] in ("punctuation", "adverb", "time")
            or (parts.kinds[k] == "quote" and parts.words[k + 1] in ";,.")
            for k in range(begin, word)
        )
        if not touching:
            reported = parts.lowers[begin - 1] == "that"
            return (
                full
                and not reported
                and inner[:1].isupper()
                and parts.words[word - 1] in (",", ":", "—", "–", ";")
            )
        following = parts.kinds[word + 1] if word + 1 < sentence.last else "punctuation"
        return full or following in ("punctuation", "conjunction", "quote", "adverb", "time")

    def _confidence(self, quotes: list[int], cue: SpeechCue) -> float:
        if quotes:
            return min(self.chosen[q].confidence for q in quotes)
        base = {"before": 0.9, "inverted": 0.9, "according": 0.9}.get(cue.order, 0.75)
        return base - (0.1 if cue.group != "speech" else 0.0)

    def _elsewhere(self, number: int, quote: int) -> None:
        """Draft a quotation whose speaker is named outside its sentence, or that nobody speaks."""
        choice = self.chosen[quote]
        candidate = choice.candidate
        if candidate.kind == "nobody":
            return
        continues: int | None = None
        if candidate.same_as is not None:
            entity = self.speaker_of.get(candidate.same_as)
            if entity is None:
                return
            continues = self.draft_of.get(candidate.same_as)
        elif candidate.phrase is not None:
            entity = self._resolve(candidate.phrase)
        else:
            return
        span = self.parts.quotes[quote]
        sentence = self.parts.sentences[number]
        alone = not any(
            self.parts.kinds[k] in ("plain", "capital")
            for k in range(sentence.first, sentence.last)
        )
        kind = "direct" if alone or candidate.kind in ("colon", "dash") else "mixed"
        self._add(
            Draft(
                kind,
                entity,
                span.start,
                span.end,
                number,
                candidate.cue,
                candidate.phrase,
                (quote,),
                continues,
                choice.confidence,
            )
        )

    def _voice(self, draft: Draft) -> Entity:
        """Return who speaks: the issuer of a text, and its owner where it says *I*."""
        entity = draft.entity
        if entity.kind != "writing" or entity.issuer is None:
            return entity
        issuer = entity.issuer
        if issuer.issuer is not None and draft.quotes:
            words = self.parts.text[draft.start : draft.end]
            if _FIRST_PERSON.search(words):
                return issuer.issuer
        return issuer

    def _add(self, draft: Draft) -> None:
        if (
            draft.entity.name.lower() in ("it", "someone", "everyone", "this", "that")
            and not draft.quotes
        ):
            return
        if draft.source is not None:
            draft.entity.spoke = draft.source[0]
        elif draft.quotes:
            draft.entity.spoke = self.board.words_of[draft.quotes[0]]
        draft.speaker = self._voice(draft)
        for quote in draft.quotes:
            self.speaker_of[quote] = draft.entity
            self.voice_of[quote] = draft.speaker
            self.draft_of[quote] = len(self.drafts)
        self.drafts.append(draft)


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
    repeats = link_repeats(
        [((d.speaker or d.entity).name, parts.text[d.start : d.end]) for d in drafts]
    )
    sides = [
        parties.party_of(d.entity, None if d.words else d.source) or _owners_side(d, parts, parties)
        for d in drafts
    ]
    others = _of_others(drafts, sides, parts)
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
                before=_before(parts, draft),
            )
        )
    return tuple(finished)


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


def _doers(draft: Draft, parts: Segments, parties: PartyTable) -> list[tuple[Words, Entity]]:
    """Return the doers of a deed that are parties each; none where it has one doer."""
    if draft.kind != "act" or draft.source is None or draft.words is not None:
        return []
    first, last = draft.source
    cuts = [k for k in range(first, last) if parts.lowers[k] in ("and", "nor", ",")]
    pieces = zip([first - 1, *cuts], [*cuts, last], strict=True)
    doers = [(a + 1 + (parts.lowers[a + 1] == "both"), b) for a, b in pieces if b > a + 1]
    found = [(doer, Entity(parts.slice(*doer), "unknown")) for doer in doers]
    sides = [parties.party_of(entity, doer) for doer, entity in found]
    several = len(sides) > 1 and None not in sides and len(set(sides)) == len(sides)
    return found if several else []


def _before(parts: Segments, draft: Draft) -> str:
    """Return the words of a statement's sentence that stand before it."""
    begin = parts.starts[parts.sentences[draft.sentence].first]
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
    subject = phrase_after(parts, first, draft.source[0]) or (first, first + 2)  # "The trust can't"
    return parties.party_of(Entity(parts.slice(*subject), "unknown"), subject)


_DENYING = word_set("deny dispute refute contest")


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
        if deed.kind != "act" or sides[k] is None or deed.source is None:
            continue
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
            if self._is_to_come(self.dates[k]):
                continue  # "will be closed by 2030": nobody has said it then
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

    def _is_to_come(self, day: DateMention) -> bool:
        first = day.value.partition("/")[0]
        return self.report is not None and first > self.report.isoformat()[: len(first)]

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


METHODS = ("rules+ranker", "rules")


def read(
    document: Document, *, parties: Sequence[PartyNames] = (), method: str = "rules+ranker"
) -> Reading:
    """Find who said what, when and on whose behalf, and what happened, in a document.

    Deterministic, offline, in time linear in the length of the text.

    Args:
        document: The document.
        parties: The case's parties with the words that stand for them; without them a
            speaker's party is the country that the text itself puts beside the speaker.
        method: ``rules+ranker`` (weights fitted on labelled news), or ``rules`` (weights set
            by hand).

    Returns:
        The reading; every statement is anchored verbatim in ``document.text``. For a text that is
        not English its ``method`` is ``french`` or ``spanish``, which are read by a table of their words, or
        else ``marks``: the quotations, with the speaker left empty.

    Raises:
        ReadingError: If the method is unknown.
    """
    if method not in METHODS:
        raise ReadingError(f"unknown method {method!r}; choose one of {', '.join(METHODS)}")
    plain = plain_digits(document.text)
    if plain != document.text:
        found = read(replace(document, text=plain), parties=parties, method=method)
        return found.of(document)
    weights = HAND_SET if method == "rules" else learned_weights()
    parts = segment(document.text)
    parts.doers = frozenset(
        word.split()[-1].lower() for party in parties for word in party.words if word.split()
    )
    if not looks_english(document.text):
        language = language_of(document.text)
        found = _by_marks(document, parts)
        return found if language is None else _by_table(found, language, parties, parts)
    board = Board(parts)
    register = Register(parts)
    report = document.date or dateline(document.text)
    dates = find_dates(parts.text, report, own=False)
    talk = Conversation(parts, register)
    drafts, choices = draft_statements(board, register, weights, talk)
    table = PartyTable(parties)
    statements = finish(document, parts, drafts, dates, report, table, talk)
    events = find_events(board, register, dates)
    reading = Reading(
        document,
        statements,
        _quotations(parts.quotes, drafts, choices),
        events,
        dates,
        method,
        find_tallies(document.text, parties),
    )
    reading = with_what_follows(reading, parts)
    reading = with_notes(with_lists(reading, parties), parties)
    return with_conditions(reading, parts)


def _by_marks(document: Document, parts: Segments) -> Reading:
    """Read a text of another language: what stands in quotation marks, said by nobody known."""
    day = document.date.isoformat() if document.date else None
    told: list[Statement] = []
    quotations: list[Quotation] = []
    for quote in parts.quotes:
        said = len(document.text[quote.start : quote.end].split()) >= _FEWEST_QUOTED
        name = f"s{len(told) + 1}" if said else None
        span = Span(quote.start, quote.end)
        quotations.append(Quotation(span, said, None, name, _BY_MARKS))
        if name is not None:
            anchor = make_anchor(document.text, quote.start, quote.end)
            told.append(
                Statement(
                    name, "direct", "", None, day, "report" if day else "unknown", anchor, None, None,
                    None, "speech", None, None, False, False, (span,), None, None, None, _BY_MARKS,
                )
            )  # fmt: skip
    return Reading(document, tuple(told), tuple(quotations), (), (), "marks")


def _by_table(
    found: Reading, language: str, parties: Sequence[PartyNames], parts: Segments
) -> Reading:
    """Return a reading by marks with what the table of its language finds in its sentences."""
    document = found.document
    day = document.date.isoformat() if document.date else None
    dates = dates_in(document.text, language, document.date)
    told = [
        _dated(one, dates, parts) for one in statements_in(document.text, language, parties, day)
    ]
    known = {one.quote.start for one in told}
    others = [one for one in found.statements if one.quote.start not in known]
    reading = renumbered(replace(found, method=language), [*told, *others])
    by_start = {one.quote.start: one for one in reading.statements}
    quotations = []
    for each in found.quotations:
        one = by_start.get(each.span.start)
        speaker = one.speaker or None if one else None
        quotations.append(
            Quotation(each.span, one is not None, speaker, one.id if one else None, each.confidence)
        )
    return replace(reading, quotations=tuple(quotations), dates=dates)


def _dated(said: Statement, dates: Sequence[DateMention], parts: Segments) -> Statement:
    """Return a statement with the day that its sentence names outside of what was said."""
    quote = said.quote.start, said.quote.end
    sentence = parts.sentences[parts.sentence_at(bisect_left(parts.starts, quote[0]))]
    low, high = parts.span(sentence.first, sentence.last)
    near = [
        one.value
        for one in dates
        if low <= one.span.start < high and not quote[0] <= one.span.start < quote[1]
    ]
    return replace(said, date=near[0], date_basis="stated") if len(near) == 1 else said


_FEWEST_QUOTED = 4
_BY_MARKS = 0.3


def _quotations(
    quotes: Sequence[object],
    drafts: Sequence[Draft],
    choices: Sequence[tuple[bool, str | None, float]],
) -> tuple[Quotation, ...]:
    """Say of each stretch in quotation marks whose it is."""
    statement_of = {number: f"s{k}" for k, draft in enumerate(drafts, 1) for number in draft.quotes}
    found = []
    for number, (quote, (speech, speaker, confidence)) in enumerate(
        zip(quotes, choices, strict=True)
    ):
        span = Span(quote.start, quote.end)  # type: ignore[attr-defined]
        found.append(Quotation(span, speech, speaker, statement_of.get(number), confidence))
    return tuple(found)
