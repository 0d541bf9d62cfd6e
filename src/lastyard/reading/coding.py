"""How a part of a statement puts what it names: demanded, rejected, offered, wished for ...

Example:
    >>> wording_of("the port must not be closed", "say", negated=False)
    Wording(verb='rejects', rule='words of need, denied: must', sureness=0.8)

Proposals for coding statements: which issue, which option, which verb of the case file.

Only words decide: the names and word lists of the case's issues and options against the words of
the statement (:mod:`~lastyard.reading.mentions`), and the wording of the part of the statement
in which they stand (:mod:`~lastyard.reading.coding`, :mod:`~lastyard.reading.coding`). Every
proposal names the rule and the words that fired; it is for the analyst to accept.

Example:
    >>> from lastyard.reading.text import Document
    >>> from lastyard.reading.reader import read
    >>> port = IssueWords("port", ("port",), (OptionWords("open", ("open", "reopen")),))
    >>> reading = read(Document.from_text("Ada Moor insisted that the port must reopen."))
    >>> [(p.issue, p.option, p.verb) for p in propose(reading.statements[0], [port])]
    [('port', 'open', 'requires')]

The parts of a statement that one wording governs: main parts, conditions, alternatives.

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
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction

from lastyard.reading.deedtable import BY_THING, OPEN, deed_table, lets_go_of, meaning_of
from lastyard.reading.lexicon import word_set
from lastyard.reading.mentions import IssueWords, Mention, NumberScale, OptionWords, mentions_in
from lastyard.reading.statements import Statement

__all__ = [
    "UNSAID",
    "Claim",
    "IssueWords",
    "NumberScale",
    "OptionWords",
    "Proposal",
    "Scope",
    "Wording",
    "direction_in",
    "is_denied",
    "is_ranking",
    "is_reversed",
    "propose",
    "scopes_of",
    "stress_in",
    "wording_of",
]

UNSAID = "no other rule"


"""The rule where nothing tells how a thing is put."""


_SURENESS = {"rejects": 0.9, "requires": 0.9, "offers": 0.9, "accepts": 0.8, "position": 0.7}


_REFUSING = word_set("refuse decline")


_SAYING_NOTHING = re.compile(
    r"\s*to (?:say|comment|tell|confirm|answer|discuss|be drawn|speculate)\b", re.I
)


_NOT_TO_BE = re.compile(
    r"\s+(?:be |have )?(?:allowed|tolerated|accepted|part|there|included|happen|come|stay|remain|return"
    r"|stand|pass|go ahead|acceptable|needed|wanted|necessary|an? (?:option|answer|solution))\b",
    re.I,
)


_WARNING = word_set("warn caution fear worry doubt")


_DENYING = word_set("deny dispute refute contest")


_OBJECTION = re.compile(r"\b(?:objections?|opposition|veto|resistance|reservations?)\b", re.I)


_BREAK = re.compile(r"[,;:]|\b(?:that|which|who|but|because|if|and)\b", re.I)


_TAKING_VERB = re.compile(
    r"(?:take|want|sign|see|have|get|give|send|grant|allow|permit|let|tolerate|consider|discuss|pay"
    r"|go|be|put|make|do|talk|buy|sell|cede|share|yield|admit|host|move|open|close|end|stop|keep"
    r"|agree|vote|any|more|a|the|with|for|to|of|under|at|on|in)",
    re.I,
)


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
    r"|out of the question|walk(?:ed|ing)? (?:away|out)|turn(?:s|ed)? (?:it |them |that |this )?down|dismiss\w*|decline[sd]? to"
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


UNTOLD = Wording("position", UNSAID, 0.3)
UNDECIDED = Wording("position", "sign not sure", 0.4)


def wording_of(
    part: str,
    verb: str | None,
    *,
    negated: bool,
    left_open: bool = False,
    named: Sequence[int] = (),
    measured: bool = False,
) -> Wording | None:
    """Say how a part of a statement puts what it names; None where its sign is not sure.

    Whole phrases decide before single words (*anything but*), and the deed that governs the part
    before the words in it. A denial turns a word only where it surely governs it: it stands once,
    near before it, in the same clause. A sign turned round would be the worst error of all.

    Args:
        part: The words of the part.
        verb: The verb of speech or deed that governs the part, or None.
        negated: Whether that verb is denied (*did not agree*).
        left_open: Whether it stays open if the deed was done (*has yet to agree*).
        named: Where in the part the words of what it names begin; empty if unknown.
        measured: Whether an amount of it is named: what ends or goes is then what is counted.
    """
    deed = meaning_of(verb, denied=negated) if verb else None
    if left_open or (deed is None and (negated or verb in _DENYING)):
        return None
    if deed is None and verb and deed_table().turning.fullmatch(verb):
        return None  # "laughed at the notion that ..."
    whole = _whole_phrase(part)
    if whole is not None:
        means = _joined(deed, whole[0])
        return None if means is None else Wording(means, f"whole phrase: {whole[1]}", 0.6)
    if (not measured and _goes(part, named)) or (verb and _changes(part, verb)):
        return None
    if not measured and _taken_away(part, named):
        taken = deed in ("accepts", "offers", "requires", "position") and not _denials(part)
        return Wording("rejects", f"verb: {verb}, of its end", 0.6) if taken else None
    if deed is not None and verb is not None:
        rule = f"verb: {verb}, denied" if negated else f"verb: {verb}"
        if not measured and deed != "rejects" and _is_only_considered(part, verb):
            return None
        return _by_deed(part, verb, deed, rule, named, measured=measured)
    wording = _by_words(part, named, measured=measured)
    return None if verb in _WARNING and wording and wording.verb == "position" else wording


def _joined(deed: str | None, whole: str) -> str | None:
    """Join what a deed and a whole phrase under it mean; None where that is not sure.

    Example:
        >>> _joined("accepts", "rejects"), _joined("rejects", "rejects")  # anything but
        ('rejects', 'requires')
    """
    if whole == OPEN or deed in (OPEN, BY_THING):
        return None
    if deed is None or deed == "position":
        return whole
    if deed == "rejects":
        return "requires" if whole == "rejects" else None
    return whole if whole in ("requires", "rejects") else None


def _whole_phrase(part: str) -> tuple[str, str] | None:
    """Give what the first whole phrase of the table in a part means, and its words."""
    for pattern, meaning in deed_table().whole_phrases:
        found = pattern.search(part)
        if found is not None:
            return meaning, _said(found)
    return None


def _by_deed(
    part: str, verb: str, means: str, rule: str, named: Sequence[int], *, measured: bool
) -> Wording | None:
    """Say it by the deed that governs the part, unless words in the part turn it."""
    table = deed_table()
    if means == BY_THING:
        return Wording("accepts", rule, 0.8) if lets_go_of(part) else None
    if means == OPEN:
        return None
    if _SAYING_NOTHING.match(part):
        return None
    inner = table.leaving_out.search(part) or table.giving_up.search(part)
    if inner is not None:
        kept = table.giving_up.search(part) is not None and not _OBJECTION.search(part)
        if means != "rejects" or verb not in _REFUSING or not kept:
            return None
        return Wording("position", f"{rule}, with {_said(inner)}", 0.6)  # refused to give it up
    against = _first(part, _REJECT)
    if against is not None:
        if means == "rejects" or not _governs(part, against, named):
            return None
        return Wording("rejects", f"{rule}, with {_said(against)}", 0.6)
    if _turned_in(part, named) or not (measured or _speaks_of(part, 0, named)):
        return None
    denials = _denials(part)
    if denials and means in ("accepts", "offers", "requires", "position"):
        if len(denials) > 1 or not _near(part, denials[0], named, measured=measured):
            return None
        return Wording("rejects", f"{rule}, with not", 0.7)
    if denials:
        return None
    return Wording(means, rule, _SURENESS[means])


def _by_words(part: str, named: Sequence[int], *, measured: bool) -> Wording | None:
    """Say it by the words of the part, where no deed governs it."""
    denials = _denials(part)
    if len(denials) > 1:
        return None
    left_out = deed_table().leaving_out.search(part)
    if left_out is not None:
        turned = bool(denials) or _first(part, _REJECT, besides=left_out) is not None
        if turned:
            return Wording("requires", f"left out, denied: {_said(left_out)}", 0.5)
        accepted = _first(part, _ACCEPT) or _first(part, _OFFER)
        if accepted is not None:
            return None
    if _NO_NEED.search(part) is not None:
        return None
    for name, pattern, plainly, when_denied in _RULES:
        found = pattern.search(part)
        if found is None:
            continue
        if _turned_in(part, named, found) or _is_tangled(part, found, name, named):
            return None
        if not (measured or _speaks_of(part, found.end(), named)):
            return None
        if denials and not _spans_denial(found):
            nobody = part[denials[0].start() :].lower().startswith(("no one", "nobody", "none"))
            if name == "offer" and nobody:
                return None  # others have not offered it
            if name == "need":
                sure = _near(part, denials[0], named)
            else:
                sure = _turns(part, denials[0], found)
            if not sure:
                return None
            return Wording(
                when_denied[0], f"words of {name}, denied: {_said(found)}", when_denied[1]
            )
        return Wording(plainly[0], f"words of {name}: {_said(found)}", plainly[1])
    if _turned_in(part, named):
        return None
    if denials:
        sure = _near(part, denials[0], named, measured=measured)
        return Wording("rejects", "words of denial", 0.5) if sure else None
    return _weak(part, named, measured=measured)


def _turned_in(part: str, named: Sequence[int], besides: re.Match[str] | None = None) -> bool:
    """Whether words such as *far from* or *loath to* stand before what is named.

    Args:
        part: The words of the part.
        named: Where what it names begins; empty if unknown.
        besides: The words that gave the wording, which count as read.
    """
    last = max(named, default=len(part))
    for found in deed_table().turning.finditer(part, 0, last):
        if _NOT.fullmatch(found.group()):
            continue
        if besides is not None and (
            found.start() < besides.end()
            and ("," in part[found.end() : besides.start()] or besides.start() < found.end())
        ):
            continue
        return True
    return False


def _speaks_of(part: str, after: int, named: Sequence[int]) -> bool:
    """Whether only small words stand between a word and the next thing named.

    Args:
        part: The words of the part, what is named blanked.
        after: Where the word ends; 0 for a deed before the part.
        named: Where what is named begins; empty if unknown.
    """
    at = min((at for at in named if at >= after), default=after)
    plain = deed_table().between
    return all(
        word in plain or word.removeprefix("re") in plain or word.isdigit() or word[0].isupper()
        for word in _WORDS.findall(_OWNED.sub("", part[after:at]))
    )


_WORDS = re.compile(r"[^\W_]+")
_OWNED = re.compile(r"\w+['\u2019]s\b|\w+s['\u2019](?=\s)")


def _is_only_considered(part: str, verb: str) -> bool:
    """Whether a deed is about doing something else with a thing than taking it: *agreed to study it*."""
    inner = re.match(r"\W*to (?:\w+ly )?" if not verb.endswith(" to") else r"\W*(?:to )?", part)
    return (
        inner is not None
        and not _denials(part)
        and deed_table().considering.match(part, inner.end()) is not None
    )


def _is_tangled(part: str, word: re.Match[str], name: str, named: Sequence[int]) -> bool:
    """Whether another word of the kind or of the opposite one speaks of what is named, too.

    *Wrong to say that they turned it down* has one rejecting word under another; *dropped the one and
    would settle for the other* has two of opposite signs, each with its own thing.
    """
    if name == "rejection":
        later = _REJECT.search(part, word.end())
        if later is not None:
            between = part[word.end() : later.start()]
            parted = any(word.end() <= at < later.start() for at in named)
            if not parted and not re.search(r"(?:,|\band|\bor|\bas)\s*(?:\w+\s+)?$", between):
                return True
    others = (_ACCEPT, _OFFER, _NEED) if name == "rejection" else (_REJECT,)
    for found in (one for pattern in others for one in pattern.finditer(part)):
        first, second = sorted((word, found), key=lambda one: one.start())
        if second.start() < first.end():
            continue
        inside = any(first.end() <= at < second.start() for at in named)
        after = any(at >= second.end() for at in named)
        if inside and (after or _OF_OTHERS.search(part, first.end(), second.start())):
            return True
    return False


_OF_OTHERS = re.compile(r"\b(?:which|who|whom|whose|what)\b", re.I)


def _first(
    part: str, pattern: re.Pattern[str], besides: re.Match[str] | None = None
) -> re.Match[str] | None:
    """Give the first words of a kind that do not lie in others."""
    for found in pattern.finditer(part):
        if besides is None or not (besides.start() <= found.start() < besides.end()):
            return found
    return None


def _governs(part: str, word: re.Match[str], named: Sequence[int]) -> bool:
    """Whether a word stands close before what is named, or nothing tells where that is."""
    return not named or any(
        word.end() <= at and len(part[word.end() : at].split()) <= 4 for at in named
    )


def _turns(part: str, denial: re.Match[str], word: re.Match[str]) -> bool:
    """Whether a denial stands close before a word, in one clause with it."""
    between = part[denial.end() : word.start()]
    return denial.end() <= word.start() and len(between.split()) <= 4 and not _BREAK.search(between)


def _goes(part: str, named: Sequence[int]) -> bool:
    """Whether what is named is to leave or be removed: *that blue helmets leave*."""
    return any(
        found.start() >= at and len(part[at : found.start()].split()) <= 3
        for found in deed_table().going.finditer(part)
        for at in named
    )


def _changes(part: str, verb: str) -> bool:
    """Whether an offer or demand is moved *from 30 to 40*: no bounds, and not both levels."""
    return verb.endswith((" offer", " demand")) and re.search(r"\bfrom\b", part, re.I) is not None


def _taken_away(part: str, named: Sequence[int]) -> bool:
    """Whether words such as *an end to* stand right before what is named."""
    return any(
        at >= found.end() and len(part[found.end() : at].split()) <= 2
        for found in deed_table().taking_away.finditer(part)
        for at in named
    )


def _near(
    part: str, denial: re.Match[str], named: Sequence[int], *, measured: bool = False
) -> bool:
    """Whether a denial surely governs what is named.

    It stands right before it, with a verb of taking between, or at the end (*joint patrols never
    would*).
    """
    after = part[denial.end() :]
    if not named or len(after.split()) <= 1 or _NOT_TO_BE.match(after):
        return True
    for at in named:
        between = part[denial.end() : at].lower()
        words = between.split()
        if denial.end() > at or _BREAK.search(between) or len(words) > 7:
            continue
        if not (measured or _speaks_of(part, denial.end(), named)):
            continue  # "not unhappy with it", "sees no harm in it"
        if len(words) <= 2 or any(_TAKING_VERB.fullmatch(word) for word in words[:3]):
            return True
    return False


def _weak(part: str, named: Sequence[int], *, measured: bool) -> Wording | None:
    """Say it by the weaker signs: what is sought, wished for, announced, or just named."""
    for name, pattern, sureness in (
        ("what is sought", _SEEK, 0.65),
        ("wish", _WISH, 0.6),
        ("intent", _WILL, 0.5),
    ):
        found = pattern.search(part)
        if found is not None:
            if name == "what is sought" and not (measured or _speaks_of(part, found.end(), named)):
                return None
            return Wording("position", f"words of {name}: {_said(found)}", sureness)
    return UNTOLD


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
    return len(_denials(part)) % 2 == 1


def _denials(part: str) -> list[re.Match[str]]:
    """Give the words of a part that deny something."""
    harmless = [found.span() for found in _NOT_DENIAL.finditer(part)]
    return [found for found in _NOT.finditer(part) if not _inside(found.span(), harmless)]


def _inside(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _spans_denial(found: re.Match[str]) -> bool:
    """Whether the words found hold a denial themselves (*not the way*, *no way to*)."""
    return _NOT.search(found.group()) is not None


def _said(found: re.Match[str]) -> str:
    return found.group().lower()


_STOP = r"[;:!?\n]|\.(?=\s|$)|\s[\u2013\u2014-]{1,2}\s"


# "Anything but" is no turn.
_TURN = r"(?<!thing)(?<!thing )(?<!one)(?<!one )(?<!body)(?<!body ),?\s*\b(?:but|while|although|though|whereas|however|yet|because|since|so that)\b|,\s+(?:and|or|nor)\b|\band (?=that\b)|\b(?=there (?:is|was|are|were|will be|would be|can be|could be) no\b)|\bor (?=(?:it|they|we|he|she|there) )"


_CONDITION = (
    r"\b(?:only (?:if|when|once|after)|unless|without|until|provided(?: that)?|providing|as long as|so long as"
    r"|on (?:the )?condition(?: that)?|conditional (?:up)?on|depends? on|in (?:exchange|return) for|if)\b"
    r"|^\W*(?:should|had|were)\b(?= \w+ \w+.*,)"
)


_ALTERNATIVE = (
    r"\b(?:rather than|instead of|as opposed to|in place of|whether or not|regardless of)\b"
)


_CONTRAST = r",\s+(?:and |but )?not\b(?! only| just)"


_CHOICE = (
    (re.compile(r"\b(?:prefer\w*|favou?r\w*)\b", re.I), r"\bover\b"),
    (re.compile(r"\bprefer\w*\b", re.I), r"(?<!\A)(?<!prefer )(?<!prefers )(?<!preferred )\bto\b"),
    (re.compile(r"\b(?:sooner|rather|better)\b(?! than)", re.I), r"\bthan\b"),
)


_MARK = re.compile(
    rf"(?P<stop>{_STOP})|(?P<turn>{_TURN})|(?P<alternative>{_ALTERNATIVE})"
    rf"|(?P<contrast>{_CONTRAST})|(?P<condition>{_CONDITION})|(?P<comma>,)",
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
        role: ``main``, ``condition``, ``alternative`` or ``contrast`` (*..., not for ever*).
        opener: The word that opens it, lower case: ``unless``, ``but`` ...; empty for the first.
        turned: Whether *but* or the like cuts it off from what was said before.
    """

    start: int
    end: int
    role: str
    opener: str
    turned: bool


def scopes_of(said: str, verb: str = "") -> tuple[Scope, ...]:
    """Cut a statement into its parts, in order; a comma ends a condition and an alternative.

    Args:
        said: The words of the statement.
        verb: The verb that governs them: *prefer* one *to* the other.
    """
    found: list[Scope] = []
    start, role, opener, turned = 0, "main", "", False

    def close(end: int) -> None:
        if any(map(str.isalnum, said[start:end])):
            found.append(Scope(start, end, role, opener, turned))

    for mark in _marks(said, verb):
        kind, word = str(mark.lastgroup), mark.group().strip(" ,").lower()
        if kind == "comma" and role == "main":
            continue
        if kind == "condition" and _NO_CONDITION.search(said[: mark.start()]):
            continue
        close(mark.start())
        if kind in ("condition", "alternative", "contrast"):
            start, role, opener, turned = mark.start(), kind, word, False
        else:
            cut = kind == "stop" or word in _CUTTING
            start, role, opener, turned = mark.end(), "main", word if kind == "turn" else "", cut
    close(len(said))
    return tuple(found)


def _marks(said: str, verb: str) -> Iterator[re.Match[str]]:
    """Find what cuts the statement; *over* and *than* only after words of choice."""
    choosing = [words for signal, words in _CHOICE if signal.search(f"{verb} {said}")]
    if not choosing:
        return _MARK.finditer(said)
    pattern = _MARK.pattern.replace("(?P<alternative>", f"(?P<alternative>{'|'.join(choosing)}|")
    return re.finditer(pattern, said, re.I)


_LEAST = 0.1


_NEEDING = ("only", "unless", "without", "until", "provided", "providing", "as long", "so long",
            "on condition", "on the condition", "conditional", "depend")  # fmt: skip


_TAKING = ("accepts", "offers", "position")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a proposal says of one issue.

    Attributes:
        issue: Id of the issue.
        relation: ``==``, ``!=``, ``<``, ``<=``, ``>`` or ``>=`` with an option or number; ``more``
            or ``less``; ``ranked``; a word of importance of the case file; ``named`` when the statement
            leaves open what is said of the issue.
        option: Id of the option, or the number as text; None without a comparison.
    """

    issue: str
    relation: str
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed coding of one statement.

    Attributes:
        statement: Id of the statement.
        verb: Verb of the case file: ``requires``, ``rejects``, ``offers``, ``accepts``,
            ``refuses``, ``position``, ``prefers``, ``wants``, ``ranks`` or ``stresses``.
        claims: What is said, issue by issue; they hold together, with ``rejects`` each alone.
        given: With ``requires``: what must hold for the claims to be demanded (*no A without B*
            demands B given A); else empty.
        over: With ``prefers``: what is liked less; else empty.
        confidence: 0 to 1, from the share of the words found and the verb's rule.
        rule: The rule that gave the verb.
        words: The words of the statement that gave issues and options.
    """

    statement: str
    verb: str
    claims: tuple[Claim, ...]
    given: tuple[Claim, ...]
    over: tuple[Claim, ...]
    confidence: float
    rule: str
    words: tuple[str, ...]

    @property
    def issue(self) -> str:
        """The first issue it is about."""
        return self.claims[0].issue

    @property
    def option(self) -> str | None:
        """The first issue's option, or None when only the issue is named."""
        return self.claims[0].option


@dataclass(frozen=True, slots=True)
class _Said:
    """What some mentions say together: claims, the least share found, the words."""

    claims: tuple[Claim, ...]
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a statement with what it names and how it puts it."""

    scope: Scope
    words: str
    mentions: tuple[Mention, ...]
    said: _Said
    wording: Wording


def propose(
    statement: Statement, issues: Sequence[IssueWords], *, most: int = 3
) -> tuple[Proposal, ...]:
    """Propose codings of a statement, likeliest first.

    Args:
        statement: The statement.
        issues: The case's issues with their words.
        most: At most so many proposals.

    Returns:
        The proposals; none when no issue's words occur.
    """
    parts = _parts(statement, issues)
    ordered = {issue.id for issue in issues if issue.ordered or issue.numbers is not None}
    found = [*_ranking(statement, issues)]
    for k, part in enumerate(parts):
        found += _of_part(part, parts[k - 1] if k else None, parts[k + 1 :], ordered)
    whole = {claim.issue for p in found for claim in p.claims if claim.relation != "named"}
    trusted = max(0.3, statement.confidence)
    best: dict[tuple[object, ...], Proposal] = {}
    for proposal in sorted(found, key=lambda p: (-p.confidence, p.issue)):
        if proposal.claims[0].relation == "named" and proposal.issue in whole:
            continue
        sure = round(proposal.confidence * trusted, 3)
        if sure >= _LEAST:
            said = (proposal.verb, proposal.claims, proposal.given, proposal.over)
            best.setdefault(said, replace(proposal, statement=statement.id, confidence=sure))
    return tuple(best.values())[:most]


def _parts(statement: Statement, issues: Sequence[IssueWords]) -> list[_Part]:
    """Cut a statement, and read the wording of each part; one without any takes the last one's."""
    text = statement.quote.exact
    scales = {issue.id: issue.numbers for issue in issues}
    parts: list[_Part] = []
    governed = True
    for scope in scopes_of(text, statement.verb or ""):
        words = text[scope.start : scope.end]
        told = parts[-1].mentions if parts and scope.role == "alternative" else ()
        mentions = mentions_in(words, issues, scope.start, {m.issue for m in told})
        governed = governed and not scope.turned
        verb = statement.verb if governed else None
        named = sorted(
            {place[0] for m in mentions for place in m.places}
            | {amount.start for m in mentions for amount in m.amounts}
        )
        wording = wording_of(
            _without(words, mentions, scope.start),
            verb,
            negated=statement.negated and governed,
            left_open=statement.left_open,
            named=[at - scope.start for at in named],
            measured=any(mention.amounts for mention in mentions),
        )
        asked = text[scope.end : scope.end + 1] == "?" or (
            verb in _ASKING and _QUESTION.match(words) is not None
        )
        if wording is None or asked or _parted_by_denial(words, mentions):
            wording = UNDECIDED
        last = next((p for p in reversed(parts) if p.scope.role == "main"), None)
        if scope.role == "main" and wording == UNTOLD and last and not scope.turned:
            sure = last.wording.sureness
            wording = last.wording
            if wording != UNDECIDED:
                wording = replace(wording, sureness=0.8 * sure)
        if parts and not mentions and parts[-1].wording == UNTOLD and _BARE_DENIAL.match(words):
            parts[-1] = replace(parts[-1], wording=UNDECIDED)  # "Blue helmets? Never."
        if parts and not mentions and _takes_up(words, scope.opener, parts[-1].wording):
            parts[-1] = replace(parts[-1], wording=UNDECIDED)  # "..., nor has it turned it down"
        parts.append(_Part(scope, words, mentions, _said_by(mentions, scales), wording))
    return parts


def _parted_by_denial(words: str, mentions: Sequence[Mention]) -> bool:
    """Whether a denial stands late among several options: *yes to convoys, no to closure*."""
    if not any(mention.several for mention in mentions):
        return False
    against, taken = _REJECT.search(words), _ACCEPT.search(words)
    if against and taken and len(words[against.end() : taken.start()].split()) > 2:
        return True  # "dropped its call for a closure and would settle for convoys"
    return any(len(words[: denial.start()].split()) > 2 for denial in _denials(words))


def _takes_up(words: str, opener: str, before: Wording) -> bool:
    """Whether a part that names nothing says something of what was named before: *not to sign it*."""
    if _TAKING_UP.search(words) is None:
        return False
    denials = _denials(words)
    against, taken = _REJECT.search(words), _ACCEPT.search(words) or _OFFER.search(words)
    given_up = deed_table().giving_up.search(words)
    if against is None and taken is None and given_up is None:
        return False
    return before == UNTOLD or opener == "nor" or bool(denials) or (before.verb == "rejects") != (against is not None)


_TAKING_UP = re.compile(r"\b(?:it|them|one|ones|that|this|these|those|so|either)\b", re.I)
_ASKING = word_set("ask wonder question enquire inquire")
_QUESTION = re.compile(
    r"\W*(?:will|would|shall|should|can|could|may|might|must|do|does|did|is|are|was|were|has|have|had"
    r"|why|how|when|what|who|whether|if)\b",
    re.I,
)
_BARE_DENIAL = re.compile(r"\W*(?:no|never|not|nothing)(?: \w+)?\W*$", re.I)


def _without(words: str, mentions: Sequence[Mention], offset: int) -> str:
    """Blank the case's own words, so that *US support* is no word of acceptance."""
    letters = list(words)
    for start, end in (place for mention in mentions for place in mention.places):
        letters[start - offset : end - offset] = " " * (end - start)
    return "".join(letters)


def _said_by(mentions: Sequence[Mention], scales: Mapping[str, NumberScale | None]) -> _Said:
    """Join the claims of those mentions that make any."""
    told = [(m, claims) for m in mentions if (claims := _claims(m, scales[m.issue]))]
    return _Said(
        tuple(claim for _, claims in told for claim in claims),
        min((mention.share for mention, _ in told), default=0.0),
        tuple(dict.fromkeys(word for mention, _ in told for word in mention.words)),
    )


def _claims(mention: Mention, scale: NumberScale | None) -> tuple[Claim, ...]:
    """Give what a mention compares its issue with; empty when it leaves that open."""
    if mention.option is not None:
        return (Claim(mention.issue, "==", mention.option),)
    if scale is None:
        return ()
    levels = [a for a in mention.amounts if not a.is_change]
    bounded = [a for a in levels if a.relation != "=="]
    if not bounded and len({a.number for a in levels}) != 1:
        return ()
    chosen = bounded or levels
    if any(a.relation == "==" and not scale.holds(a.number) for a in chosen):
        return ()
    pairs = dict.fromkeys((a.relation, _text(a.number)) for a in chosen)
    if any(text is None for _, text in pairs):
        return ()
    return tuple(Claim(mention.issue, relation, text) for relation, text in pairs)


def _text(number: Fraction) -> str | None:
    """Write a number as the case file does; None where decimals do not end, as 3 days in weeks."""
    rest = number.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    if rest > 1:
        return None
    with localcontext(prec=len(str(number.numerator)) + 4 * len(str(number.denominator)) + 4):
        return format(Decimal(number.numerator) / number.denominator, "f")


def _ranking(statement: Statement, issues: Sequence[IssueWords]) -> Iterator[Proposal]:
    """Give the order of importance that a statement tells of several issues, if it does."""
    text = statement.quote.exact
    if not is_ranking(text):
        return
    named = sorted(mentions_in(text, issues), key=lambda mention: mention.start)
    if len(named) > 1 and not any(m.option or m.amounts for m in named):
        if is_reversed(text):
            named.reverse()
        words = tuple(dict.fromkeys(word for mention in named for word in mention.words))
        claims = tuple(Claim(mention.issue, "ranked") for mention in named)
        said = _Said(claims, min(mention.share for mention in named), words)
        yield _proposal("ranks", said, 0.7, "words of order")


def _of_part(
    part: _Part, before: _Part | None, after: Sequence[_Part], ordered: Collection[str]
) -> Iterator[Proposal]:
    """Give the proposals that one part leads to."""
    follower = after[0] if after else None
    if part.scope.role == "condition":
        main = before if before is not None and before.scope.role == "main" else None
        main = main or next((p for p in after if p.scope.role == "main"), None)
        yield from _of_condition(part, main)
    elif part.scope.role == "main" and part.wording == UNDECIDED:
        for mention in part.mentions:
            yield _of_named(mention, part, ())
    elif part.scope.role == "main":
        if part.said.claims:
            yield from _of_choice(part, follower)
            yield from _of_claims(part, follower)
        told = {claim.issue for claim in part.said.claims}
        for mention in part.mentions:
            if part.wording.verb == "rejects" and mention.sign == "any" and mention.none:
                yield _of_none(mention, mention.none, part.wording)
            elif mention.issue not in told:
                yield _of_named(mention, part, ordered)


def _of_claims(part: _Part, follower: _Part | None) -> Iterator[Proposal]:
    """Put what a part says in its own wording; bounds of amounts are demands."""
    said, wording = part.said, part.wording
    verb, sure = wording.verb, wording.sureness
    if follower is not None and follower.scope.role == "condition" and follower.mentions:
        sure *= 0.5  # the condition says the same with more of it
    if verb in _TAKING and any(claim.relation != "==" for claim in said.claims):
        if verb == "position" or any(claim.relation in (">=", ">") for claim in said.claims):
            verb, sure = "requires", 0.8 * sure
        else:
            said = replace(said, claims=_levels(said.claims))
    if verb == "rejects" and any(m.sign == "no" and m.option == m.none for m in part.mentions):
        verb, sure = "position", 0.8 * sure
    yield _proposal(verb, said, sure, wording.rule)


def _of_choice(part: _Part, follower: _Part | None) -> Iterator[Proposal]:
    """Give what *A rather than B* likes better, where both are options of one issue."""
    if follower is None or follower.scope.role != "alternative":
        return
    issue = part.said.claims[0].issue
    over = tuple(claim for claim in follower.said.claims if claim.issue == issue)
    better = tuple(claim for claim in part.said.claims if claim.issue == issue)
    taken = part.wording != UNDECIDED and part.wording.verb not in ("requires", "rejects")
    if over and over != better and taken:
        words = (*part.said.words, *follower.said.words)
        said = _Said(better, part.said.share, tuple(dict.fromkeys(words)))
        yield _proposal(
            "prefers", said, 0.75, f"words of choice: {follower.scope.opener}", over=over
        )


def _of_condition(part: _Part, main: _Part | None) -> Iterator[Proposal]:
    """Give what a condition demands, or what would be taken for it."""
    opener, given = part.scope.opener, main.said if main is not None else _Said((), 0.0, ())
    rule = f"condition: {opener}"
    verb = main.wording.verb if main is not None and main.wording != UNDECIDED else ""
    words = tuple(dict.fromkeys((*given.words, *part.said.words)))
    if opener == "without" and (main is None or not is_denied(main.words)):
        return  # *a truce without checks* is no condition
    said = replace(part.said, words=words)
    if opener.startswith(_NEEDING):
        said = _with_any_of(part.mentions, said)
    if not said.claims:
        return
    both = replace(said, claims=_levels((*given.claims, *said.claims)))
    if opener.startswith(_NEEDING):
        yield _proposal("requires", said, 0.75, rule, given=_levels(given.claims))
    elif verb == "rejects" and given.claims and opener.endswith(" for"):
        yield _proposal("refuses", both, 0.7, rule)
    elif verb == "rejects":
        yield _proposal("rejects", said, 0.6, rule)
    elif given.claims:
        yield _proposal("offers", both, 0.6, rule)
    elif verb in ("accepts", "offers"):
        yield _proposal("requires", said, 0.4, rule)


def _with_any_of(mentions: Sequence[Mention], said: _Said) -> _Said:
    """Add, for issues named without an option, that it must not be nothing of it."""
    told = {claim.issue for claim in said.claims}
    more = [m for m in mentions if m.issue not in told and m.none is not None]
    claims = (*said.claims, *(Claim(m.issue, "!=", m.none) for m in more))
    shares = [*([said.share] if said.claims else []), *(m.share for m in more)]
    words = (*said.words, *(word for m in more for word in m.words))
    return _Said(claims, min(shares, default=0.0), tuple(dict.fromkeys(words)))


def _of_none(mention: Mention, none: str, wording: Wording) -> Proposal:
    """Give what rejecting *any* of it demands: nothing of it."""
    said = _Said((Claim(mention.issue, "==", none),), mention.share, mention.words)
    return _proposal("requires", said, 0.6, f"{wording.rule}, all of it")


def _of_named(mention: Mention, part: _Part, ordered: Collection[str]) -> Proposal:
    """Give what is said of an issue of which no option is named: a direction, or its importance."""
    offset, wording = part.scope.start, part.wording
    if mention.several and wording.verb == "rejects":
        both = tuple(Claim(mention.issue, "==", option) for option in mention.several)
        said = _Said(both, mention.share, mention.words)
        return _proposal("rejects", said, wording.sureness, wording.rule)
    stress = stress_in(part.words)
    own = _without(part.words, part.mentions, offset)
    direction = direction_in(own, mention.start - offset, mention.end - offset)
    outranked = stress is not None and stress[0] in ("most important", "not needed")
    if direction is not None and mention.issue in ordered and not outranked:
        way = direction[0]
        if wording.verb == "rejects":
            way = "less" if way == "more" else "more"
        verb, relation, sure, rule = "wants", way, 0.6, f"words of change: {direction[1]}"
    elif stress is not None:
        verb, relation, sure = "stresses", stress[0], 0.6
        rule = f"words of importance: {stress[1]}"
    else:
        verb, relation, sure, rule = wording.verb, "named", 0.5 * wording.sureness, wording.rule
    said = _Said((Claim(mention.issue, relation),), mention.share, mention.words)
    return _proposal(verb, said, sure, rule)


def _levels(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Take bounds for levels: *up to 60* in an offer is an offer of 60."""
    return tuple(replace(claim, relation="==") for claim in claims)


def _proposal(
    verb: str,
    said: _Said,
    sure: float,
    rule: str,
    *,
    given: tuple[Claim, ...] = (),
    over: tuple[Claim, ...] = (),
) -> Proposal:
    share = min(0.95, said.share)
    return Proposal("", verb, said.claims, given, over, share * sure, rule, said.words)
