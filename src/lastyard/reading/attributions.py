# ruff: noqa: RUF001 - typographic marks are what this code is about
"""From cues and quotations to drafts of statements: each with its words and its speaker.

First every quotation is given to a candidate by the ranker. Then, sentence by sentence,
each cue becomes one draft for its complement (direct quotations: one for each), and
what no cue of its own sentence claims follows from the candidate's kind.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from lastyard.reading.accounted import is_of_neither
from lastyard.reading.clauses import (
    complement,
    content_start,
    named_inside,
    parted_at,
    says_no_sign,
    told_inside,
)
from lastyard.reading.conversation import Conversation, Turn
from lastyard.reading.deeds import (
    STANDS_FOR,
    find_deeds,
    has_longer,
    is_everyday,
    places_of_deeds,
)
from lastyard.reading.deedtable import FoundDeed, meaning_of
from lastyard.reading.doubt import is_left_open, is_turned_before
from lastyard.reading.entities import Register
from lastyard.reading.names import Entity
from lastyard.reading.segments import Sentence
from lastyard.reading.speakers import Board, Candidate, best, candidates
from lastyard.reading.statements import (
    Draft,
)
from lastyard.reading.tags import SpeechCue
from lastyard.reading.wordlists import word_table

__all__ = ["Choices", "choose", "draft_statements"]


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
            words = self.parts.lowers[sentence.first : sentence.last]
            if here or words[0] == "for" or "concerned" in words:
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
        if places and every and not neither and not any(map(self._stands_for, told)):
            return
        found = find_deeds(self.parts, sentence, places)
        for deed in found:
            start, end = self.parts.span(*deed.thing)
            own = of_cue.get(deed.cue.first)
            if own is not None and self._stands_for(own) and end <= own.start:
                own.start, own.end = start, end  # what somebody else had just put forward
            elif own is not None and is_of_neither(self.parts, deed.doer):
                own.source, own.entity = deed.doer, self._resolve(deed.doer)
                own.cue, own.left_open = deed.cue, deed.left_open
            elif own is not None and own.start <= start and self._goes_on(own, deed, found):
                own.end = end  # "... and the line accepted it"
            if any(
                draft.source == deed.doer and draft.start < end and start < draft.end
                for draft in told
            ):
                continue
            if not deed.shared and any(
                first < deed.cue.last and deed.cue.first < last for first, last in taken
            ):
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

    def _stands_for(self, draft: Draft) -> bool:
        """Whether what was drafted only stands for what was put forward: *it*, *the offer*."""
        return STANDS_FOR.fullmatch(self.parts.text, draft.start, draft.end) is not None

    def _goes_on(self, draft: Draft, deed: FoundDeed, found: list[FoundDeed]) -> bool:
        """Return whether what was drafted for a deed holds a later one: *and the line has named a figure of 4*."""
        return any(
            deed.thing[1] <= begin and self.parts.starts[begin] < draft.end
            for other in found
            for begin in [other.cue.first if other.doer == deed.doer else other.doer[0]]
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
