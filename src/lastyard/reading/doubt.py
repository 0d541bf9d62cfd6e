"""Whether words around a verb leave open that somebody did it, or said it.

*Has yet to accept*, *stopped short of rejecting*, *neither accepted nor rejected*, *was loath to agree*: what
is told there is no deed, and no sign is read from it.
"""

from __future__ import annotations

import re

from lastyard.reading.accounted import is_of_neither
from lastyard.reading.deedtable import deed_table
from lastyard.reading.lexicon import denies, in_no_case
from lastyard.reading.segments import Segments, Sentence, Words
from lastyard.reading.wordlists import word_list, word_set

__all__ = ["is_denied_doer", "is_left_open", "is_turned_before"]

_NEITHER = word_set("neither nor")
_NO_DOER = word_set("neither no none nobody")
_NOT_WILLING = [
    [word, "to"] for word in ("unwilling", "reluctant", "unable", "declined", "refused")
]
_UNTRUE = word_set("not untrue false wrong denied denies deny denying")
_INVERTED = word_list("inverted")
_MODALS = word_set("would could might should")
_BIDDING = word_set("must should ought")
_TO_COME = word_set("would will is are shall must")
_BY_WHICH = word_set("by after despite besides")
_OWN = word_set("its their his her our")
_SHARE = re.compile(
    r"(?P<few>(?:fewer|less) than |under |below )?\b(?P<number>\d+(?:\.\d+)?) (?:%|percent|per cent) of "
)
_HALF = 50
_SCARCELY = word_set("hardly scarcely barely few rarely seldom little")
_BUT = word_set("anything nothing everything all anyone nobody none")
_SUPPOSING = word_set("if unless whether once until")
_LEAVING_OPEN = (
    ("yet",), ("fail", "to"), ("fails", "to"), ("failed", "to"), ("failing", "to"),
    ("short", "of"), ("close", "to"), ("no", "longer"), ("far", "from"), ("next", "to"),
    ("hardly",), ("barely",), ("scarcely",), ("almost",), ("nearly",), ("neither",), ("nor",),
    ("seem", "to"), ("seems", "to"), ("seemed", "to"), ("appear", "to"), ("appears", "to"),
    ("appeared", "to"), ("reportedly",), ("allegedly",), ("instead", "of"), ("without",),
    ("denied",), ("denies",), ("deny",), ("denying",), ("stopped",), ("stops",),
)  # fmt: skip


def is_denied_doer(parts: Segments, subject: Words) -> bool:
    """Whether nobody does it: *no party*, *neither side*."""
    first = subject[0]
    return parts.lowers[first] in _NO_DOER or (
        first > 0
        and parts.lowers[first - 1] in _NO_DOER
        and parts.sentence_at(first - 1) == parts.sentence_at(first)
    )


def is_left_open(
    parts: Segments, sentence: Sentence, first: int, verb: int, subject: Words | None
) -> bool:
    """Whether it stays open if somebody did it: *has yet to*, *neither accepted nor rejected*.

    Args:
        parts: The text.
        sentence: The verb's sentence.
        first: The first word that belongs to the verb or to what governs it.
        verb: The verb.
        subject: The words of its doer, or None.
    """
    if subject is not None and (
        parts.lowers[subject[0]] in _SCARCELY
        or _is_doubted(parts, sentence, subject[0])
        or _is_in_a_draft(parts, sentence, subject, verb)
        or _is_minority(parts, subject)
        or (subject[0] > verb and _is_to_be_done_by(parts, sentence, first, verb))
        or _is_turned(parts, sentence, verb, subject)
    ):
        return True
    after = sentence.first if subject is None else min(subject[1], verb)
    for k in range(after, verb):
        if parts.lowers[k] == "no" and not in_no_case(parts.lowers, k):
            return True  # "has for no good reason accepted it"
    if sum(map(denies, parts.lowers[max(after, verb - 6) : verb])) > 1:
        return True  # "cannot not accept it"
    if parts.lowers[verb].endswith("ing"):
        at = verb - 1
        while at > sentence.first and parts.kinds[at] == "adverb":
            at -= 1
        if parts.kinds[at] == "preposition" and parts.lowers[at] not in _BY_WHICH:
            return True  # "accused Arden of rejecting it"
    if parts.lowers[verb - 2 : verb] in _NOT_WILLING and any(
        word in _NEITHER or denies(word)
        for word in parts.lowers[max(sentence.first, verb - 5) : verb - 2]
    ):
        return True  # "is not unwilling to accept"
    of_neither = subject is not None and is_of_neither(parts, subject)
    if not of_neither and _is_denied_from_afar(parts, sentence, first):
        return True
    begin = max(sentence.first, min(first, verb - 1) - 4)
    before = parts.lowers[begin:verb]
    for words in _LEAVING_OPEN:
        for k in range(len(before) - len(words) + 1):
            if tuple(before[k : k + len(words)]) != words or (
                subject is not None and subject[0] - 1 <= begin + k < subject[1]
            ):
                continue  # "neither side" denies, and leaves nothing open
            if not any(word in (",", ";", ":", "that") for word in before[k:]):
                return True
    return False


def _is_in_a_draft(parts: Segments, sentence: Sentence, subject: Words, verb: int) -> bool:
    """Return whether a text that is nobody's says what somebody is to do: *under the deal, the port would pay 4 percent*."""
    if _TO_COME.isdisjoint(parts.lowers[subject[1] : verb]):
        return False
    text = parts.lowers[sentence.first : subject[0]]
    if text[:1] not in (["under"], ["according"]):
        # "would pay 4 percent under the ministry's plan"
        text = parts.lowers[verb : sentence.last]
        text = text[text.index("under") :] if "under" in text else []
    own = not _OWN.isdisjoint(text) or parts.lowers[subject[1] - 1] in text
    return not (own or parts.kinds[subject[0]] == "pronoun" or deed_table().talks.isdisjoint(text))


def _is_minority(parts: Segments, subject: Words) -> bool:
    """Return whether a doer is the smaller part of many: *only 20 percent of teachers*."""
    share = _SHARE.search(" ".join(parts.lowers[max(0, subject[0] - 6) : subject[1]]))
    return share is not None and (share["few"] is not None or float(share["number"]) <= _HALF)


def _is_to_be_done_by(parts: Segments, sentence: Sentence, first: int, verb: int) -> bool:
    """Return whether a passive tells what should be done, or what is said to have been: *should be rejected by the port*."""
    before = parts.lowers[max(sentence.first, first - 2) : verb]
    return not _BIDDING.isdisjoint(before) or "to" in before


def is_turned_before(parts: Segments, first: int, last: int) -> bool:
    """Whether words between a verb and its clause turn it: *laughed at the notion that ...*."""
    return 1 < last - first < 12 and _turning_in(parts, first, last) is not None


def _turning_in(parts: Segments, first: int, last: int) -> re.Match[str] | None:
    """Find words that turn what follows, looked for only where one of their first words is."""
    table = deed_table()
    if table.turning_words.isdisjoint(parts.lowers[first:last]):
        return None
    return table.turning.search(parts.slice(first, last))


def _is_denied_from_afar(parts: Segments, sentence: Sentence, first: int) -> bool:
    """Whether a denial stands before a verb, but not beside it: *has not so far accepted*."""
    for k in range(first - 1, max(sentence.first, first - 7) - 1, -1):
        lower = parts.lowers[k]
        if lower == "once":
            continue  # "never once asked for it"
        if parts.kinds[k] in ("punctuation", "conjunction", "quote", "subordinator"):
            return False
        if lower in _NEITHER or denies(lower):
            return lower not in _NO_DOER
    return False


def _is_doubted(parts: Segments, sentence: Sentence, first: int) -> bool:
    """Whether a clause that begins at a word is only supposed, or said not to be so."""
    if first <= sentence.first:
        return False
    before = parts.lowers[first - 1]
    if before in _SUPPOSING:
        return True
    begin = _clause_start(parts, max(sentence.first, first - 9), first - 1)
    return before == "that" and (
        any(word in _UNTRUE for word in parts.lowers[begin : first - 1])
        or _turning_in(parts, begin, first - 1) is not None
    )


def _is_turned(parts: Segments, sentence: Sentence, verb: int, subject: Words) -> bool:
    """Whether words between a doer and the verb turn it: *is anything but opposed*, *was loath to*."""
    opens = subject[0] == sentence.first
    if parts.lowers[sentence.first] in _INVERTED and subject[0] <= sentence.first + 1:
        plain = opens and parts.lowers[sentence.first] in ("will", "may")
        if not plain or parts.lowers[verb] in deed_table().deeds:
            return True  # "Should Orla reject it, ...", "Will Orla accept it, the paper asked"
    if subject[1] > verb:
        return False
    opening = subject[0] - sentence.first - is_of_neither(parts, subject)
    if (0 < opening < 7 and _turning_in(parts, sentence.first, subject[0])) or (
        opening and parts.lowers[subject[0] - 1] == "nor"
    ):
        return True  # "At first the guild demanded it", "Neither the guild nor the mill wanted it"
    begin = _clause_start(parts, subject[1], verb)
    modal = next((k for k in range(begin, verb) if parts.lowers[k] in _MODALS), verb)
    if "have" in parts.lowers[modal + 1 : verb]:
        return True  # "might have backed it a year ago"
    if not _BIDDING.isdisjoint(parts.lowers[begin:verb]) and parts.lowers[subject[0]] not in (
        "i",
        "we",
    ):
        return True  # "the guild must accept it": others say so
    if parts.lowers[begin - 1] == "nor" or "than" in parts.lowers[begin:verb]:
        return True
    turned = _turning_in(parts, begin - (begin == subject[1] > subject[0] + 1), verb)
    if turned is not None and turned.group().lower() not in ("never", "neither"):
        return True
    at = verb - 1
    while at > begin and parts.kinds[at] == "adverb":
        at -= 1
    if at < begin or parts.lowers[at] != "to":
        return False
    at -= 2 if at - 1 > begin and parts.lowers[at - 1] in ("not", "never") else 1
    return at >= begin and parts.lowers[at] not in deed_table().leading_to


def _clause_start(parts: Segments, first: int, last: int) -> int:
    """Find the first word after the last comma or conjunction between two words."""
    for k in range(last - 1, first - 1, -1):
        if parts.kinds[k] in ("conjunction", "punctuation", "quote") and not (
            parts.lowers[k] == "but" and parts.lowers[k - 1] in _BUT
        ):
            return k + 1
    return first
