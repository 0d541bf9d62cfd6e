"""From drafts to statements: anchors, dates, parties, spokespeople, repeats."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence

from lastyard.reading.anchors import make_anchor
from lastyard.reading.document import Document
from lastyard.reading.draft import Draft
from lastyard.reading.parties import PartyTable
from lastyard.reading.phrases import phrase_after
from lastyard.reading.repeats import link_repeats
from lastyard.reading.roles import SPOKESPEOPLE, is_writing
from lastyard.reading.segments import Segments
from lastyard.reading.statements import DateMention, Span, Statement
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import CAPITAL, DETERMINER, PLAIN, POSSESSIVE

_WRITING_VERBS = word_set("write tweet post read blog email text")
_WRITTEN = ("statement", "letter", "release", "communique", "memo", "email", "tweet", "post")


def finish(
    document: Document,
    parts: Segments,
    drafts: Sequence[Draft],
    dates: Sequence[DateMention],
    report: dt.date | None,
    parties: PartyTable,
) -> tuple[Statement, ...]:
    """Finish the drafts of a document."""
    order = {id(draft): f"s{k}" for k, draft in enumerate(drafts, 1)}
    finder = _DateFinder(parts, dates, report)
    parents = _parents(drafts)
    asked = _in_turns(drafts, parents)
    repeats = link_repeats(
        [((d.speaker or d.entity).name, parts.text[d.start : d.end]) for d in drafts]
    )
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
                party=parties.party_of(draft.entity),
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
                negated=draft.cue.negated if draft.cue else False,
                verbatim=_verbatim(parts, draft),
                continues=_continued(quoted, draft, previous, order),
                within=order[id(drafts[parents[k]])] if k in parents else None,
                repeats=order[id(drafts[repeated])] if repeated is not None else None,
                confidence=draft.confidence,
            )
        )
    return tuple(finished)


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
    """Give the stretches in quotation marks; a turn is verbatim as a whole."""
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
            asked[k] = drafts[around].asks and draft.entity is drafts[around].entity
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
        for j in range(max(0, k - 6), min(len(drafts), k + 7)):
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
        while j > 0 and parts.kinds[j - 1] in (CAPITAL, PLAIN, POSSESSIVE) and i - j < 8:
            j -= 1
        end = i - 1 if i > j and parts.kinds[i - 1] == POSSESSIVE else i
        if parts.kinds[j] == DETERMINER:
            j += 1
        return parts.slice(j, end) if end > j else None
    return None


def _is_written(parts: Segments, draft: Draft) -> bool:
    """Say whether a statement comes in writing."""
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
    """Gives each statement the date said beside its speech verb, else the report's."""

    def __init__(
        self, parts: Segments, dates: Sequence[DateMention], report: dt.date | None
    ) -> None:
        self.parts = parts
        self.dates = dates
        self.report = report
        self.at = 0

    def date_of(self, draft: Draft) -> tuple[str | None, str]:
        """Give (date, basis)."""
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
            if draft.start <= span.start < draft.end or span.start < low:
                continue
            distance = abs(span.start - cue_at)
            if best is None or distance < best[0]:
                best = (distance, self.dates[k].value)
        if best is not None:
            return best[1], "stated"
        if self.report is not None:
            return self.report.isoformat(), "report"
        return None, "unknown"
