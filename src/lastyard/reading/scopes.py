"""The parts of a statement that one wording governs: main parts, conditions, alternatives.

*We will sign only if the port is reopened, rather than shared* has a main part (*We will sign*),
a condition (*only if the port is reopened*) and an alternative (*rather than shared*). What is
demanded in one part is not demanded in the others.

Example:
    >>> said = "No deal without the port, but the toll may stay"
    >>> [(scope.role, scope.opener, said[scope.start:scope.end].strip()) for scope in scopes_of(said)]
    [('main', '', 'No deal'), ('condition', 'without', 'without the port'), ('main', 'but', 'the toll may stay')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lastyard.reading.wordlists import word_set

__all__ = ["Scope", "scopes_of"]

_STOP = r"[;:!?\n]|\.(?=\s|$)|\s[\u2013\u2014-]{1,2}\s"
_TURN = r",?\s*\b(?:but|while|although|though|whereas|however|yet|because|since|so that)\b|,\s+(?:and|or|nor)\b|\band (?=that\b)|\b(?=there (?:is|was|are|were|will be|would be|can be|could be) no\b)|\bor (?=(?:it|they|we|he|she|there) )"
_CONDITION = (
    r"\b(?:only (?:if|when|once|after)|unless|without|until|provided(?: that)?|providing|as long as|so long as"
    r"|on (?:the )?condition(?: that)?|conditional (?:up)?on|depends? on|in (?:exchange|return) for|if)\b"
)
_ALTERNATIVE = (
    r"\b(?:rather than|instead of|as opposed to|in place of|whether or not|regardless of)\b"
)
_CHOICE = (
    (re.compile(r"\b(?:prefer\w*|favou?r\w*)\b", re.I), r"\bover\b"),
    (re.compile(r"\bsooner\b", re.I), r"\bthan\b"),
)
_MARK = re.compile(
    rf"(?P<stop>{_STOP})|(?P<turn>{_TURN})|(?P<alternative>{_ALTERNATIVE})"
    rf"|(?P<condition>{_CONDITION})|(?P<comma>,)",
    re.I,
)
_CUTTING = word_set("but while although though whereas however yet because since")
_NO_CONDITION = re.compile(r"\b(?:as|even|what|whether or not|do without|goes without)\s+$", re.I)


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of a statement.

    Attributes:
        start: Offset in the statement.
        end: End offset.
        role: ``main``, ``condition`` or ``alternative``.
        opener: The word that opens it, lower case: ``unless``, ``but`` ...; empty for the first.
        turned: Whether *but* or the like cuts it off from what was said before.
    """

    start: int
    end: int
    role: str
    opener: str
    turned: bool


def scopes_of(said: str) -> tuple[Scope, ...]:
    """Cut a statement into its parts, in order; a comma ends a condition and an alternative."""
    found: list[Scope] = []
    start, role, opener, turned = 0, "main", "", False

    def close(end: int) -> None:
        if any(map(str.isalnum, said[start:end])):
            found.append(Scope(start, end, role, opener, turned))

    for mark in _marks(said):
        kind, word = str(mark.lastgroup), mark.group().strip(" ,").lower()
        if kind == "comma" and role == "main":
            continue
        if kind == "condition" and _NO_CONDITION.search(said[: mark.start()]):
            continue
        close(mark.start())
        if kind in ("condition", "alternative"):
            start, role, opener, turned = mark.start(), kind, word, False
        else:
            cut = kind == "stop" or word in _CUTTING
            start, role, opener, turned = mark.end(), "main", word if kind == "turn" else "", cut
    close(len(said))
    return tuple(found)


def _marks(said: str) -> Iterator[re.Match[str]]:
    """Find what cuts the statement; *over* and *than* only after words of choice."""
    choosing = [words for signal, words in _CHOICE if signal.search(said)]
    if not choosing:
        return _MARK.finditer(said)
    pattern = _MARK.pattern.replace("(?P<alternative>", f"(?P<alternative>{'|'.join(choosing)}|")
    return re.finditer(pattern, said, re.I)
