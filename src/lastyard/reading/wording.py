"""How a part of a statement puts what it names: demanded, rejected, offered, wished for ...

Example:
    >>> wording_of("the port must not be closed", "say", negated=False)
    Wording(verb='rejects', rule='words of need, denied: must', sureness=0.8)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lastyard.reading.wordlists import word_set

UNSAID = "no other rule"
"""The rule where nothing tells how a thing is put."""

__all__ = [
    "UNSAID",
    "Wording",
    "direction_in",
    "is_denied",
    "is_ranking",
    "is_reversed",
    "stress_in",
    "wording_of",
]

_REJECTING = word_set(
    "reject oppose refuse decline veto rule dismiss condemn denounce criticize criticise deny resist"
)
_ACCEPTING = word_set("accept agree welcome endorse support back approve favour favor concede")
_OFFERING = word_set("offer propose table float suggest volunteer")
_REQUIRING = word_set("demand insist require")
_SEEKING = word_set("call urge seek want ask press push request advocate")

_NOT = re.compile(
    r"\b(?:not|never|no|cannot|neither|nor|nothing|none|\w+n['\u2019]t|no one|nobody)\b", re.I
)
_NOT_DENIAL = re.compile(
    r"\b(?:not (?:a|one) \w+ (?:less|more|lower|higher|longer|shorter|fewer)|not only|not just|whether or not|if not|not to mention|no doubt|no matter|no wonder|or nothing|no longer than"
    r"|(?:no|not) (?:more|less|fewer|later|earlier|longer|shorter|higher|lower|greater|smaller|above"
    r"|below|over|under|exceeding) (?:than)?|not rul\w+ out|no secret)\b",
    re.I,
)
_NEED = re.compile(
    r"\b(?:must|need(?:s|ed)?|necessary|require[sd]?|essential|indispensable|precondition|have to"
    r"|has to|had to|got to|insist\w*|demand\w*|imperative|non-?negotiable|mandatory|unavoidable"
    r"|no way (?:to|around)|only way|or nothing|or not at all|has no choice|will settle for nothing|vital|crucial"
    r"|bottom line)\b",
    re.I,
)
_REJECT = re.compile(
    r"\b(?:reject\w*|oppos\w+|refus\w+|rul(?:e|es|ed|ing) out|against|unacceptable|not the way"
    r"|wrong|veto\w*|object(?:s|ed|ing)? to|resist\w*|red lines?|non-?starters?|off the table"
    r"|out of the question|walk(?:ed|ing)? (?:away|out)|turn(?:s|ed)? down|dismiss\w*|decline[sd]? to"
    r"|intolerable|too (?:high|low|long|short|much|little|far|many|few)|impossible|unthinkable"
    r"|scrap(?:ped)?|abandon(?:ed)?|drop(?:ped)?|strike if|denounc\w+|no room for|insult\w*"
    r"|not (?:nearly )?enough|insufficient|inadequate|falls? (?:far |well )?short|laughable|unfair"
    r"|unjust|derisory|(?:is|was|are|were) dead|no part (?:of|in)|fight(?:s|ing)? (?!for)|fought (?!for))\b",
    re.I,
)
_ACCEPT = re.compile(
    r"\b(?:accept(?:s|ed|able|ing)?|agree[sd]? (?:to|on|with|that)|welcom\w+|support(?:s|ed|ing)?"
    r"|back(?:s|ed|ing)|endors\w+|approv\w+|live with|stomach|swallow|would take|sign off on|in favou?r of|tolerat\w+"
    r"|comfortable with|content with|settle for|concede[sd]?|gave way|no objections? to|fine with)\b",
    re.I,
)
_GIVING = re.compile(
    r"\b(?:drop|lift|withdr[ae]w|abandon|waive)(?:n|s|ed|ped|ing|ping)? (?:its|their|his|her|all)"
    r" (?:objections?|opposition|resistance|veto)\b|\b(?:ceased|stopped) (?:to oppose|opposing)\b",
    re.I,
)
_NOT_RULED_OUT = re.compile(
    r"(?:\bnot|n['\u2019]t|\bnever|\bno longer) (?:\w+ )?rul\w+ out\b", re.I
)
_OFFER = re.compile(
    r"\b(?:offer(?:s|ed|ing)?|propos(?:e|es|ed|ing|al)|ready to|willing to|prepared to|open to"
    r"|will present|alternative|would agree|could (?:do|go|see|imagine|move)|on the table"
    r"|put forward|would be happy|suggest(?:s|ed)?|tabled|able to)\b",
    re.I,
)
_SEEK = re.compile(
    r"\b(?:call(?:s|ed|ing)? for|want(?:s|ed)?|seek(?:s|ing)?|sought|ask(?:s|ed|ing)? for"
    r"|push(?:es|ed|ing)? for|press(?:es|ed|ing)? for|should|ought to|aim(?:s|ed|ing)? (?:for|at)"
    r"|urg(?:es|ed|ing)|insisted on|favou?r(?:s|ed)?)\b",
    re.I,
)
_WISH = re.compile(
    r"\b(?:hop(?:e|es|ed|ing)|prefer\w*|would like|rather|better|wish\w*|ideally|best)\b", re.I
)
_WILL = re.compile(
    r"\b(?:will|would|shall|going to|intend\w*|intent on|plan(?:s|ned)? to|determined|committed)\b",
    re.I,
)
_NO_NEED = re.compile(
    r"(?:n['\u2019]t|\bnot|\bno|\bnever) (?:really |strictly )?(?:need|needed|necessary|essential"
    r"|require|required|have to|crucial|vital|insist\w*|demand\w*)\b|\bneed not\b|\b(?:not|n['\u2019]t) wedded to\b|\bno longer\b",
    re.I,
)

_MOST = re.compile(
    r"\b(?:(?:top|main|first|biggest|highest|chief|overriding|number.one) (?:\w+ )?(?:priorit\w+"
    r"|concern|issue|demand|worry|goal)|most important|matter(?:s|ed)? (?:the )?most|above all"
    r"|more than anything|priority number one|nothing (?:is )?(?:more important|matters more)|no (?:higher|greater) priority|c(?:omes?|ame) first|come before (?:all|everything))\b",
    re.I,
)
_BADLY = re.compile(
    r"\b(?:badly|really|desperately|urgently) need|\b(?:crucial|vital|critical|essential"
    r"|make.or.break|paramount)\b",
    re.I,
)
_NEEDED = re.compile(
    r"\b(?:important|matters|mattered|a priority|needed|a (?:key|major) (?:concern|issue|priority))\b",
    re.I,
)
_LITTLE = re.compile(
    r"(?:\bnot|n['\u2019]t|\bno) (?:\w+ )?(?:priority|important|matter|concern|much of an issue|need"
    r"|crucial|care|vital)\b|\b(?:matters? (?:very )?little|least of|secondary|minor|unimportant"
    r"|does not matter|lose (?:no |any )?sleep|(?:low|lowest) priority|matters? (?:the )?least)\b",
    re.I,
)

_RANKING = re.compile(
    r"\b(?:matter(?:s|ed)? (?:\w+ )?(?:more|less\b.{1,60}\bthan)|less important than|count(?:s|ed)? (?:for )?more|more (?:important|urgent|pressing) than"
    r"|c(?:omes?|ame) (?:before|ahead of)|first\b.{1,60}\b(?:second|then)"
    r"|takes? precedence|matter(?:s|ed)? (?:the )?most\b.{1,80}\b(?:followed by|then))\b",
    re.I | re.S,
)

_REVERSED = re.compile(
    r"\b(?:matter(?:s|ed)?|counts?) (?:\w+ )?less\b|\bless (?:important|urgent|pressing) than\b",
    re.I,
)

_MORE = (
    r"(?:more|higher|longer|increas\w+|larger|extend\w*|extension|greater|bigger|rais(?:e|ed|ing)"
    r"|expand\w*|expansion|rise|wider|further|faster|improv\w+|boost\w*|stronger|lift(?:ed|ing)?)"
)
_LESS = (
    r"(?:less|fewer|lower|shorter|reduc\w+|smaller|cut(?:s|ting)?|shrink\w*|decreas\w+|trim\w*"
    r"|narrower|slower|shorten\w*|curb\w*|limit(?:s|ed|ing)?|weaker|scal(?:e|ed|ing) back|down)"
)
_DIRECTIONS = (
    ("more", re.compile(rf"\b{_MORE}\b(?! than)", re.I)),
    ("less", re.compile(rf"\b{_LESS}\b(?! than)", re.I)),
)
_RULES = (
    ("leaving open", _NOT_RULED_OUT, ("accepts", 0.4), ("accepts", 0.4)),
    ("giving way", _GIVING, ("accepts", 0.8), ("rejects", 0.5)),
    ("no need", _NO_NEED, ("position", 0.15), ("position", 0.15)),
    ("rejection", _REJECT, ("rejects", 0.8), ("accepts", 0.5)),
    ("need", _NEED, ("requires", 0.8), ("rejects", 0.8)),
    ("acceptance", _ACCEPT, ("accepts", 0.7), ("rejects", 0.8)),
    ("offer", _OFFER, ("offers", 0.7), ("rejects", 0.7)),
)
"""Name, pattern, verb and sureness said plainly, and denied; the first that occurs decides."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a part of a statement does with what it names.

    Attributes:
        verb: Verb of the case file: ``requires``, ``rejects``, ``accepts``, ``offers`` or
            ``position``.
        rule: The rule that says so.
        sureness: 0 to 1: how far to trust the rule.
    """

    verb: str
    rule: str
    sureness: float


def wording_of(part: str, verb: str | None, *, negated: bool) -> Wording:
    """Say how a part of a statement puts what it names.

    Args:
        part: The words of the part.
        verb: The verb of speech or act that governs the part, or None.
        negated: Whether that verb is denied (*did not agree*).
    """
    denied = is_denied(part)
    own = verb or ""
    if own in _REJECTING | _ACCEPTING | _OFFERING | _REQUIRING:
        return _by_verb(own, negated, denied)
    for name, pattern, plainly, when_denied in _RULES:
        found = pattern.search(part)
        if found is None:
            continue
        if denied and not _spans_denial(found):
            return Wording(
                when_denied[0], f"words of {name}, denied: {_said(found)}", when_denied[1]
            )
        return Wording(plainly[0], f"words of {name}: {_said(found)}", plainly[1])
    if denied or negated:
        return Wording("rejects", "words of denial", 0.5)
    return _weak(part, own)


def _by_verb(own: str, negated: bool, denied: bool) -> Wording:
    rule = f"verb: {own}, denied" if negated else f"verb: {own}"
    if own in _REJECTING:
        return Wording("accepts", rule, 0.4) if negated else Wording("rejects", rule, 0.9)
    if own in _REQUIRING:
        if negated:
            return Wording("position", rule, 0.15)
        return (
            Wording("rejects", f"{rule}, with not", 0.8)
            if denied
            else Wording("requires", rule, 0.9)
        )
    if negated or denied:
        return Wording("rejects", rule if negated else f"{rule}, with not", 0.7)
    return Wording("offers", rule, 0.9) if own in _OFFERING else Wording("accepts", rule, 0.8)


def _weak(part: str, own: str) -> Wording:
    """Say it by the weaker signs: what is sought, wished for, announced, or just named."""
    if own in _SEEKING:
        return Wording("position", f"verb: {own}", 0.7)
    for name, pattern, sureness in (
        ("what is sought", _SEEK, 0.65),
        ("wish", _WISH, 0.6),
        ("intent", _WILL, 0.5),
    ):
        found = pattern.search(part)
        if found is not None:
            return Wording("position", f"words of {name}: {_said(found)}", sureness)
    return Wording("position", UNSAID, 0.3)


def stress_in(part: str) -> tuple[str, str] | None:
    """Give how much a part of a statement makes of what it names, and the words that say so.

    Returns:
        One of the case file's words for it, and the words found; None when there are none.
    """
    for level, pattern in (
        ("not needed", _LITTLE),
        ("most important", _MOST),
        ("badly needed", _BADLY),
        ("needed", _NEEDED),
    ):
        found = pattern.search(part)
        if found is not None:
            return level, _said(found)
    return None


def is_ranking(part: str) -> bool:
    """Whether a part of a statement says which of the things it names matter more."""
    return _RANKING.search(part) is not None


def is_reversed(part: str) -> bool:
    """Whether a ranking names what matters less first."""
    return _REVERSED.search(part) is not None


def direction_in(part: str, start: int, end: int) -> tuple[str, str] | None:
    """Give the direction named within a few words of what a part names: ``more`` or ``less``.

    Args:
        part: The words of the part.
        start: Where what it names begins.
        end: Where it ends.
    """
    near: list[tuple[int, str, str]] = []
    for direction, pattern in _DIRECTIONS:
        for found in pattern.finditer(part):
            gap = part[found.end() : start] if found.end() <= start else part[end : found.start()]
            near.append((len(gap.split()), direction, _said(found)))
    near = [one for one in sorted(near) if one[0] <= 5 and not _NO_NEED.search(part)]
    return (near[0][1], near[0][2]) if near else None


def is_denied(part: str) -> bool:
    """Whether an odd number of denials stands in a part."""
    harmless = [found.span() for found in _NOT_DENIAL.finditer(part)]
    return sum(not _inside(found.span(), harmless) for found in _NOT.finditer(part)) % 2 == 1


def _inside(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _spans_denial(found: re.Match[str]) -> bool:
    """Whether the words found hold a denial themselves (*not the way*, *no way to*)."""
    return _NOT.search(found.group()) is not None


def _said(found: re.Match[str]) -> str:
    return found.group().lower()
