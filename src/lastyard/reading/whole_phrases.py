"""Noun phrases with what goes on them: *the prosecutor, Ada Moor*, *the head of the union*.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("the head of the union said")
    >>> parts.slice(*whole_phrase(parts, (0, 2), 6))
    'the head of the union'
"""

from __future__ import annotations

from lastyard.reading.phrases import is_head, phrase_after
from lastyard.reading.roles import is_person_role, is_writing
from lastyard.reading.segments import Segments
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import CAPITAL, PLAIN, PRONOUN

_TO_SOMEBODY = word_set(
    """adviser advisor aide ambassador envoy assistant counsel witness consultant delegate
    representative deputy advisers advisors aides ambassadors envoys witnesses delegates"""
)
_OCCASIONS = word_set(
    """conference briefing meeting hearing event ceremony rally summit interview session time times
    trial funeral reception debate protest vigil launch dinner lunch breakfast opening gathering
    occasion years days weeks months hours seminar forum gala speech broadcast tears detail
    condition visit tour microphone podium scene"""
)


def named_apposition(parts: Segments, phrase: tuple[int, int], ceiling: int) -> tuple[int, int]:
    """Add the name in *the prosecutor, Ada Moor* to the phrase before it."""
    last = phrase[1]
    one_of = parts.lowers[last - 1] == "one" and parts.lowers[last : last + 1] == ["of"]
    owned = parts.lowers[phrase[0]] in ("his", "her", "its", "their")
    if (
        not one_of
        and not owned
        and not is_person_role(parts.lowers[max(phrase[0], last - 2)])
        and not _names_post(parts, phrase)
    ):
        return phrase
    while last < ceiling and parts.lowers[last] in ("of", "for", "(", "to", "at"):
        if parts.lowers[last] == "(":
            closing = next(
                (j for j in range(last, min(ceiling, last + 8)) if parts.lowers[j] == ")"), None
            )
            if closing is None:
                return phrase
            last = closing + 1
            continue
        inner = phrase_after(parts, last + 1, ceiling)
        if inner is None:
            return phrase
        last = inner[1]
        if last < ceiling and parts.lowers[last] == "and":  # minister for trade and industry, ...
            inner = phrase_after(parts, last + 1, ceiling)
            if inner is not None and parts.lowers[inner[1] : inner[1] + 1] == [","]:
                last = inner[1]
    if last + 2 < ceiling and parts.lowers[last] == "," and parts.kinds[last + 1] == CAPITAL:
        name = phrase_after(parts, last + 1, ceiling)
        if name is not None and (
            name[1] - name[0] >= 2 or (name[1] < ceiling and parts.lowers[name[1]] == ",")
        ):
            return phrase[0], name[1]
    return phrase


def _names_post(parts: Segments, phrase: tuple[int, int]) -> bool:
    """Say whether a phrase's head is a role of people: *the envoy*, *the Special Envoy for Vell*."""
    first, last = phrase
    return any(
        is_person_role(parts.lowers[k])
        and (k + 1 == last or parts.lowers[k + 1] in ("for", "of", "to"))
        for k in range(first, last)
    )


def whole_phrase(parts: Segments, phrase: tuple[int, int], ceiling: int) -> tuple[int, int]:
    """Add all that hangs on a phrase's head: *the secretary of the union at the port*."""
    for _ in range(3):
        if phrase[1] >= ceiling or not goes_on(parts, phrase):
            break
        inner = phrase_after(parts, phrase[1] + 1, ceiling)
        if inner is None:
            break
        phrase = phrase[0], inner[1]
    return phrase


_ALL = (["both"], ["all"], ["each"], ["either"])


def goes_on(parts: Segments, phrase: tuple[int, int]) -> bool:
    """Say whether *of*, *from*, *for* goes on a phrase: *a statement from*, *a doctor at*."""
    head, link = parts.lowers[phrase[1] - 1], parts.lowers[phrase[1]]
    if link != "of" and _is_occasion(parts, phrase[1] + 1):
        return False
    if is_writing(head):
        return link in ("from", "by", "of")
    if link == "in":
        beyond = phrase[1] + 1
        return is_head(head) and beyond < len(parts.kinds) and parts.kinds[beyond] == CAPITAL
    if link == "to":
        return head in _TO_SOMEBODY
    if link == "on":  # "officials on both sides", not "officials on Friday"
        return is_head(head) and parts.lowers[phrase[1] + 1 : phrase[1] + 2] in _ALL
    return is_head(head) and link in ("of", "for", "from", "at", "with")


def _is_occasion(parts: Segments, first: int) -> bool:
    """Say whether a phrase tells when or where something was said: *at a news conference*."""
    inner = phrase_after(parts, first, min(len(parts.words), first + 8))
    return inner is not None and parts.lowers[inner[1] - 1] in _OCCASIONS


def is_plural(parts: Segments, phrase: tuple[int, int]) -> bool:
    """Say whether a phrase takes a verb without *-s*."""
    head = parts.lowers[phrase[1] - 1]
    if parts.kinds[phrase[0]] == PRONOUN:
        return head in ("i", "we", "you", "they")
    return (
        (parts.kinds[phrase[1] - 1] == PLAIN or is_head(head))
        and (head.endswith("s") or head in ("people", "police", "men", "women"))
        and not head.endswith("ss")
    )


def is_speaker_like(parts: Segments, phrase: tuple[int, int]) -> bool:
    """Say whether a phrase names a person, a body or a text, or is a name."""
    return is_head(parts.lowers[phrase[1] - 1]) or parts.kinds[phrase[1] - 1] == CAPITAL
