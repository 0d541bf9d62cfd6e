"""Lines of notes and chats that begin with a party: *Management: 4 pct max*, *Union: 3 pct - no*.

A mediator's notes have no verbs. What stands behind the name of a party of the case is what it wants, what it
takes (*ok*, *yes*) or what it does not take (*no*, *never*), piece by piece. A line with a verb of its own is
something that the party said. Only the words of the case's parties are names here, so that *Note:* is none.

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

from lastyard.reading.anchors import make_anchor
from lastyard.reading.entities import PartyNames, party_in
from lastyard.reading.lexicon import CUES, KIND
from lastyard.reading.own_words import renumbered
from lastyard.reading.phrases import looks_like_verb
from lastyard.reading.statements import Reading, Span, Statement
from lastyard.reading.text import Document

__all__ = ["with_notes"]

_LINE = re.compile(
    r"^[ \t]*(?:[-*\u2022][ \t]+)?(?P<who>[^\s:][^:\n]{0,60}?)(?P<role> position| offer| demand| line)?:[ \t]+"
    r"(?P<said>\S[^\n]*?)[ \t]*$",
    re.M,
)
_MOST_OF_A_NAME, _MOST_WORDS = 5, 14
_PIECE = re.compile(r"[^,;]+")
_ANSWER = re.compile(
    r"(?P<what>.*?\w)(?:\s*[-\u2013\u2014:=]\s*|\s+)(?:is |are )?(?P<answer>no way|no|never|not possible"
    r"|impossible|not acceptable|unacceptable|out|yes|ok|okay|fine|agreed|acceptable|possible|accepted|rejected)[.!]*",
    re.I,
)
_YES = frozenset({"yes", "ok", "okay", "fine", "agreed", "acceptable", "possible", "accepted"})
_VERBS = frozenset({"auxiliary", "pronoun", "subordinator", "verb"})
_DENIED = re.compile(r"\b(?:not|never|nothing|n['\u2019]t)\b", re.I)
_SURE = 0.6


def with_notes(reading: Reading, parties: Sequence[PartyNames]) -> Reading:
    """Add what lines that begin with a party say of it, but for what was found already.

    Args:
        reading: What was found in a document.
        parties: The case's parties with the words that stand for them.
    """
    document = reading.document
    starts = sorted(one.quote.start for one in reading.statements)
    made = []
    for line in _LINE.finditer(document.text) if parties else ():
        party = party_in(line["who"], parties)
        low, high = line.span("said")
        found = bisect_left(starts, low)
        taken = found < len(starts) and starts[found] < high
        if party is None or taken or len(line["who"].split()) > _MOST_OF_A_NAME:
            continue
        for verb, start, end in _pieces(line["said"], low):
            made.append(_statement(document, (start, end), verb, line.span("who"), party))
    return renumbered(reading, [*reading.statements, *made]) if made else reading


def _pieces(said: str, begin: int) -> Iterator[tuple[str, int, int]]:
    """Yield what the pieces of a line are: the verb, and where its words begin and end."""
    if said.endswith("?") or len(said.split()) > _MOST_WORDS:
        return
    if _has_verb(said) and not any(
        _ANSWER.fullmatch(p.group().strip()) for p in _PIECE.finditer(said)
    ):
        yield "say", begin, begin + len(said)
        return
    pieces = list(_PIECE.finditer(said))
    answered = [_ANSWER.fullmatch(said, p.start(), p.end()) for p in pieces]
    if not any(answered):
        if not _DENIED.search(said):
            yield "want", begin, begin + len(said.rstrip(".!"))
        return
    if not all(answered):
        return  # "3 pct, no": of what, is not sure
    for answer in answered:
        if answer is not None:
            what = answer["what"]
            start = begin + answer.start("what") + len(what) - len(what.lstrip())
            verb = "accept" if answer["answer"].lower() in _YES else "reject"
            if not _DENIED.search(what):
                yield verb, start, begin + answer.end("what")


def _has_verb(said: str) -> bool:
    return any(
        KIND.get(word) in _VERBS or word in CUES or looks_like_verb(word)
        for word in re.findall(r"[a-z]+", said.lower())
    )


def _statement(
    document: Document, span: tuple[int, int], verb: str, who: tuple[int, int], party: str
) -> Statement:
    report = document.date.isoformat() if document.date else None
    return Statement(
        id="",
        kind="indirect" if verb == "say" else "act",
        speaker=document.text[slice(*who)],
        party=party,
        date=report,
        date_basis="report" if report else "unknown",
        quote=make_anchor(document.text, *span),
        source=Span(*who),
        verb=verb,
        group="speech" if verb == "say" else "act",
        written=True,
        confidence=_SURE,
    )
