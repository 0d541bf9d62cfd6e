"""Lines of notes and chats that name a party: *Management: 4 pct max*, *Union: 3 pct - no*, *ok with 3 pct /Union*.

A mediator's notes have no verbs. What stands beside the name of a party of the case is what it wants, what it
takes (*ok*, *yes*) or what it does not take (*no*, *never*), piece by piece. A line with a verb of its own is
something that the party said. A line may name its issue and the parties behind it (*Fee: union 40, line 15*).
Only the words of the case's parties are names here, so that *Note:* is none.

Example:
    >>> from lastyard.reading.entities import PartyNames
    >>> from lastyard.reading.reader import read
    >>> from lastyard.reading.text import Document
    >>> reading = read(Document.from_text("Union: 3 pct - no.\\n"), parties=[PartyNames("union", ("Union",))])
    >>> [(s.party, s.verb, s.quote.exact) for s in reading.statements]
    [('union', 'reject', '3 pct')]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from lastyard.reading.anchors import make_anchor
from lastyard.reading.entities import PartyNames, party_in, without_article
from lastyard.reading.lexicon import CUES, KIND
from lastyard.reading.own_words import is_own_heading, renumbered
from lastyard.reading.phrases import looks_like_verb
from lastyard.reading.statements import Reading, Span, Statement
from lastyard.reading.text import Document

__all__ = ["with_notes"]

_BULLET = r"^[ \t]*(?:[-*\u2022][ \t]+)?"
_LABELLED = re.compile(
    rf"(?:{_BULLET}|(?<=[.;])[ \t]+)(?P<who>[^\s:.;][^:;\n]{{0,60}}?)(?: position| offer| demand| line)?:[ \t]+"
    r"(?P<said>\S[^\n]*?)[ \t]*(?=$|[.;][ \t]+[^\s:.;][^:.;\n]{0,40}:[ \t])",
    re.M,
)
_SIGNED = re.compile(
    rf"{_BULLET}(?P<said>[^\s:][^:\n]{{2,80}}?)(?:[ \t]+[-\u2013\u2014][ \t]+|[ \t]*/|,[ \t]+says[ \t]+)"
    r"(?P<who>[^\s:,;/][^:,;/\n]{1,40}?)[ \t]*$",
    re.M,
)
_MOST_OF_A_NAME, _MOST_WORDS = 5, 14
_PIECE = re.compile(r"[^,;]+")
_NO = (
    r"no way|no|never|not possible|impossible|not acceptable|unacceptable|not feasible|not on|a no|dead|out|rejected"
    r"|too (?:high|low|much|little|long|short)"
)
_YES = r"yes|ok|okay|fine|agreed|acceptable|possible|accepted|doable"
_ANSWER = re.compile(
    r"(?P<what>.*?\w%?)(?:\s*[-\u2013\u2014:=]\s*|\s+)(?:is |are )?"
    rf"(?:(?P<no>{_NO})|(?P<yes>{_YES}))[.!]*",
    re.I,
)
_ANSWER_FIRST = re.compile(
    r"(?:(?P<yes>ok|okay|fine|yes|happy|agreed)(?: with| to|:)|(?P<no>no(?: to|:)|can(?:no|['\u2019])t do|won['\u2019]t do))"
    r"[ \t]+(?P<what>.*?\w%?)[.!]*",
    re.I,
)
_BOUND = re.compile(
    r"\s*(?:and |but )?(?:not|no|nothing) (?:more|less|higher|lower|longer)[.!]*", re.I
)
_ALONE = re.compile(rf"\s*(?:{_NO}|{_YES})[.!]*", re.I)
_LEVEL = re.compile(
    r"\b(?:(?:no|not) (?:more|less|fewer|higher|lower|longer) than|at (?:least|most)|up to)\b", re.I
)
_VERBS = frozenset({"auxiliary", "pronoun", "subordinator", "verb"})
_DENIED = re.compile(r"\b(?:not|never|nothing|n['\u2019]t)\b", re.I)
_SURE = 0.6
_OURS = frozenset({"we", "i", "our", "us"})


class _Note(NamedTuple):
    """What a line says of a party: the verb, where its words stand, where its name, and the issue named before."""

    party: str
    verb: str
    said: tuple[int, int]
    who: tuple[int, int]
    issue: str = ""


def with_notes(reading: Reading, parties: Sequence[PartyNames]) -> Reading:
    """Add what lines that name a party say of it, but for what was found already.

    Args:
        reading: What was found in a document.
        parties: The case's parties with the words that stand for them.
    """
    if not parties:
        return reading
    document = reading.document
    signed = list(_named(_SIGNED, document.text, parties))
    labelled = _named(_LABELLED, document.text, parties)
    starts = sorted(one.quote.start for one in reading.statements)
    made: list[Statement] = []
    for line, party in (*labelled, *signed):
        low, high = line.span("said")
        found = bisect_left(starts, low)
        if is_own_heading(line.group()) or (found < len(starts) and starts[found] < high):
            continue
        if party is None:
            notes = list(_by_issue(line, parties)) if line.re is _LABELLED else []
        else:
            pieces = _pieces(line["said"], low)
            # A line with a verb of its own is what the party said only where its name leads it.
            notes = [
                _Note(party, verb, said, line.span("who"))
                for verb, said in pieces
                if verb != "say" or line.re is _LABELLED
            ]
        made += [_statement(document, note) for note in notes]
    spans = [(line.span("said"), party) for line, party in signed if party is not None]
    kept = [_signed_for(one, spans) for one in reading.statements]
    if not made and kept == list(reading.statements):
        return reading
    return renumbered(reading, [*kept, *made])


def _named(
    lines: re.Pattern[str], text: str, parties: Sequence[PartyNames]
) -> Iterator[tuple[re.Match[str], str | None]]:
    """Yield the lines of a form with the party that they name; longer names are none."""
    for line in lines.finditer(text):
        party = party_in(line["who"], parties)
        if party is None or len(line["who"].split()) <= _MOST_OF_A_NAME:
            yield line, party


def _signed_for(said: Statement, spans: Sequence[tuple[tuple[int, int], str]]) -> Statement:
    """Return a statement with the party that signs its line, where it says *we*: *We accept it. - Halden*."""
    if said.party is not None or said.speaker.lower() not in _OURS:
        return said
    party = next((one for (low, high), one in spans if low <= said.quote.start < high), None)
    return said if party is None else replace(said, party=party)


def _by_issue(line: re.Match[str], parties: Sequence[PartyNames]) -> Iterator[_Note]:
    """Yield what parties want of the issue that a line begins with: *Fee: the union 40, the line no more than 15*."""
    pieces = list(_PIECE.finditer(line["said"]))
    begin = line.start("said")
    notes = []
    for piece in pieces:
        told = piece.group()
        name = next(
            (
                (party.id, found)
                for party in parties
                for word in sorted(party.words, key=len, reverse=True)
                if (
                    found := re.match(
                        rf"\s*(?:the )?{re.escape(without_article(word))}(?:['\u2019]s?)?\s+(?=\S)",
                        told,
                        re.I,
                    )
                )
            ),
            None,
        )
        if name is None or _has_verb(told[name[1].end() :]) or _DENIED.search(told):
            return
        at = begin + piece.start()
        who = (at + len(told) - len(told.lstrip()), at + name[1].end() - 1)
        said = (at + name[1].end(), at + len(told.rstrip(" .!")))
        notes.append(_Note(name[0], "want", said, who, line["who"]))
    if len({note.party for note in notes}) > 1:
        yield from notes


def _pieces(said: str, begin: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield what the pieces of a line are: the verb, and where its words begin and end."""
    if said.endswith("?") or len(said.split()) > _MOST_WORDS:
        return
    pieces = [p for p in _PIECE.finditer(said) if _BOUND.fullmatch(p.group()) is None]
    if any(_ALONE.fullmatch(p.group()) for p in pieces):
        return  # "3 pct, no": of what, is not sure
    answered = [_answer(said, p.start(), p.end()) for p in pieces]
    if _has_verb(said) and not any(answered):
        yield "say", (begin, begin + len(said))
        return
    if not any(answered):
        if not _DENIED.search(said):
            yield "want", (begin, begin + len(said.rstrip(".!")))
        return
    for piece, answer in zip(pieces, answered, strict=True):
        if answer is None and not (_DENIED.search(piece.group()) or _has_verb(piece.group())):
            yield "want", _stripped(piece, begin)
        if answer is not None and not _DENIED.search(answer["what"]):
            what = answer["what"]
            start = begin + answer.start("what") + len(what) - len(what.lstrip())
            yield "accept" if answer["yes"] else "reject", (start, begin + answer.end("what"))


def _stripped(piece: re.Match[str], begin: int) -> tuple[int, int]:
    """Return where the words of a piece stand, without the spaces and marks around them."""
    told = piece.group()
    return begin + piece.end() - len(told.lstrip()), begin + piece.start() + len(told.rstrip(" .!"))


def _answer(said: str, start: int, end: int) -> re.Match[str] | None:
    start += len(said[start:end]) - len(said[start:end].lstrip())
    return _ANSWER_FIRST.fullmatch(said, start, end) or _ANSWER.fullmatch(said, start, end)


def _has_verb(said: str) -> bool:
    return any(
        KIND.get(word) in _VERBS or word in CUES or looks_like_verb(word)
        for word in re.findall(r"[a-z]+", _LEVEL.sub("", said).lower())
    )


def _statement(document: Document, note: _Note) -> Statement:
    report = document.date.isoformat() if document.date else None
    said = document.text[slice(*note.said)]
    return Statement(
        id="",
        kind="indirect" if note.verb == "say" else "act",
        speaker=document.text[slice(*note.who)],
        party=note.party,
        date=report,
        date_basis="report" if report else "unknown",
        quote=make_anchor(document.text, *note.said),
        source=Span(*note.who),
        verb=note.verb,
        group="speech" if note.verb == "say" else "act",
        written=True,
        confidence=_SURE,
        meant=f"{note.issue} {said}" if note.issue else "",
    )
