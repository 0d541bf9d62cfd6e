# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Whether an event has happened, is expected or is denied, and what that makes of it.

In the PLOVER ontology a deed that somebody says will be done is no deed: of conflict it is a
threat, of cooperation an agreement, and one that another *must* do is a demand.
"""

from __future__ import annotations

from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.wordlists import word_set

_AHEAD = word_set(
    """will would shall may might plans plan planned planning set due expected scheduled wants
    want hopes hope intends intend ready prepared willing could must should ought if unless"""
)
_DENIED = word_set(
    """not never no without failed fails fail unable refused refuses refusing declined cancelled
    canceled won't didn't hasn't haven't don't doesn't cannot couldn't wouldn't isn't wasn't won’t
    didn’t hasn’t haven’t don’t doesn’t couldn’t wouldn’t isn’t wasn’t"""
)
_FORCED = word_set("must should ought")
_WILLING = word_set("will would ready prepared willing shall may")
_BE = word_set("is are was were be been being")
_REACH = 4
_CONFLICT = frozenset({"SANCTION", "COERCE", "MOBILIZE", "FIGHT", "ASSAULT", "PROTEST"})
_COOPERATION = frozenset({"AID", "CONCEDE", "COOPERATE", "RETREAT"})


def status_of(parts: Segments, sentence: Sentence, first: int, k: int) -> str:
    """Return ``occurred``, ``expected`` or ``denied``.

    Args:
        parts: The text.
        sentence: The sentence of the event.
        first: The first word of the group that names it.
        k: The word that names it.
    """
    low = max(sentence.first, first - _REACH)
    before = parts.lowers[low:k]
    if any(word in _DENIED for word in before):
        return "denied"
    if any(word in _AHEAD for word in before) or _is_infinitive(parts, low, k):
        return "expected"
    return "occurred"


def _is_infinitive(parts: Segments, low: int, k: int) -> bool:
    """Whether a verb follows *is to* or a verb and *to* (*agreed to lift*)."""
    if k <= low or parts.lowers[k - 1] != "to":
        return False
    before = parts.lowers[k - 2] if k - 2 >= low else ""
    return before in _BE or before.endswith(("ed", "es", "s")) or before in ("able", "wish")


def plover_of(
    parts: Segments, sentence: Sentence, first: int, k: int, category: str | None, status: str
) -> str | None:
    """Return the PLOVER category of a deed in view of whether it has been done."""
    if status != "expected" or category is None:
        return category
    before = parts.lowers[max(sentence.first, first - _REACH) : k]
    if any(word in _FORCED for word in before):
        return "DEMAND"
    willing = any(word in _WILLING for word in before)
    if category in _CONFLICT and (willing or "plans" in before):
        return "THREATEN"
    if category in _COOPERATION and willing:
        return "AGREE"
    if category == "CONSULT" and any(word in ("ready", "prepared", "willing") for word in before):
        return "AGREE"
    return category
