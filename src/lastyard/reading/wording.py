"""How a part of a statement puts what it names: demanded, rejected, offered, wished for ...

Example:
    >>> wording_of("the port must not be closed", "say", negated=False)
    Wording(verb='rejects', rule='words of need, denied: must', sureness=0.8)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lastyard.reading.accounted import (
    could_turn,
    could_turn_behind,
    is_plainly_said,
    without_descriptions,
)
from lastyard.reading.deedtable import BY_THING, OPEN, deed_table, lets_go_of, meaning_of
from lastyard.reading.lexicon import KIND
from lastyard.reading.phrases import looks_like_verb
from lastyard.reading.wordlists import word_list, word_pattern, word_set

__all__ = [
    "ACCEPTING",
    "OFFERING",
    "REJECTING",
    "UNDECIDED",
    "UNSAID",
    "UNTOLD",
    "Wording",
    "denials_in",
    "direction_in",
    "is_accounted_for",
    "is_denied",
    "is_ranking",
    "is_reversed",
    "judged_of_that",
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
_DENYING = word_list("verbs of denial")
_OBJECTION = re.compile(r"\b(?:objections?|opposition|veto|resistance|reservations?)\b", re.I)
_BREAK = re.compile(r"[,;:]|\b(?:that|which|who|but|because|if|and)\b", re.I)
_TAKING_VERB = re.compile(
    r"(?:take|want|sign|see|have|get|give|send|grant|allow|permit|let|tolerate|consider|discuss|pay"
    r"|go|be|put|make|do|talk|buy|sell|cede|share|yield|admit|host|move|open|close|end|stop|keep"
    r"|agree|vote|any|more|a|the|with|for|to|of|under|at|on|in)",
    re.I,
)
_NOT = word_pattern("words of denial")
_NOT_DENIAL = word_pattern("words of no denial")
_NEED = word_pattern("words of need")
REJECTING = word_pattern("words of rejection")
ACCEPTING = word_pattern("words of acceptance")
_GIVING = re.compile(
    r"\b(?:drop|lift|withdr[ae]w|abandon|waive)(?:n|s|ed|ped|ing|ping)? (?:its|their|his|her|all)"
    r" (?:objections?|opposition|resistance|veto)\b|\b(?:ceased|stopped) (?:to oppose|opposing)\b",
    re.I,
)
_NOT_RULED_OUT = re.compile(
    r"(?:\bnot|n['\u2019]t|\bnever|\bno longer) (?:\w+ )?rul\w+ out\b", re.I
)
OFFERING = word_pattern("words of offer")
_SEEK = word_pattern("words of seeking")
_WISH = word_pattern("words of wish")
_WILL = word_pattern("words of intention")
_NO_NEED = re.compile(
    r"(?:n['\u2019]t|\bnot|\bno|\bnever) (?:really |strictly )?(?:need|needed|necessary|essential"
    r"|require|required|have to|crucial|vital|insist\w*|demand\w*)\b|\bneed not\b|\b(?:not|n['\u2019]t) wedded to\b|\bno longer\b",
    re.I,
)
_MOST = word_pattern("words of most importance")
_BADLY = word_pattern("words of importance")
_NEEDED = word_pattern("words of some importance")
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
_Rule = tuple[str, re.Pattern[str], tuple[str, float], tuple[str, float]]
_RULES: tuple[_Rule, ...] = (
    ("leaving open", _NOT_RULED_OUT, ("accepts", 0.4), ("accepts", 0.4)),
    ("giving way", _GIVING, ("accepts", 0.8), ("rejects", 0.5)),
    ("rejection", REJECTING, ("rejects", 0.8), ("accepts", 0.5)),
    ("need", _NEED, ("requires", 0.8), ("rejects", 0.8)),
    ("acceptance", ACCEPTING, ("accepts", 0.7), ("rejects", 0.8)),
    ("offer", OFFERING, ("offers", 0.7), ("rejects", 0.7)),
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
    """Return how a part of a statement puts what it names; None where its sign is not sure.

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
    settled = _as_a_whole(part, verb, deed, named)
    if settled is not None:
        return None if settled == UNDECIDED else settled
    if not measured and (_goes(part, named) or (verb and _changes(part, verb))):
        return None
    if measured and verb and _CHANGING.match(verb) and _tells_old_level(part):
        return None
    if named and deed_table().fading.search(without_descriptions(part[min(named) :])):
        return None
    if not measured and _taken_away(part, named):
        taken = deed in ("accepts", "offers", "requires", "position") and not denials_in(part)
        return Wording("rejects", f"verb: {verb}, of its end", 0.6) if taken else None
    if deed == "offers" and _OF_A_DEMAND.match(part):
        deed = "requires"
    if deed == "rejects" and named:
        part = _without_reason(part, max(named))
    if deed is not None and verb is not None:
        rule = f"verb: {verb}, denied" if negated else f"verb: {verb}"
        if not measured and deed != "rejects" and _is_only_considered(part, verb):
            return None
        return _by_deed(part, verb, deed, rule, named, measured=measured)
    if named and verb and not is_plainly_said(verb) and not _is_held(part, verb):
        return None  # "joked that it would accept"
    wording = _by_words(part, named, measured=measured)
    return None if verb in _WARNING and wording and wording.verb == "position" else wording


# "The union tabled a claim of 8 percent": what is put forward is a demand.
_OF_A_DEMAND = re.compile(
    r"\W*(?:(?:an?|the|its|their|his|her|this|that) )?(?:\w+ ){0,2}?(?:claim|demand|request|ultimatum)s?\b",
    re.I,
)


# "Rejected the offer of 3 percent as too low": why, not what.
_REASON = re.compile(
    r",? as (?:being |a |an )?(?!long|soon|of|part|well|much|many|if|to\b)\w+", re.I
)


def _without_reason(part: str, after: int) -> str:
    """Leave out for what reason a thing was rejected, told behind it."""
    reason = _REASON.search(part, after)
    return part if reason is None else part[: reason.start()]


_HOLDING = word_list("holding")
_OUGHT = re.compile(r"\b(?:should|ought to|must)\b", re.I)


def _is_held(part: str, verb: str) -> bool:
    """Return whether somebody holds that a thing ought to be: *the union believes it should run for three years*."""
    return verb in _HOLDING and _OUGHT.search(part) is not None


def _as_a_whole(
    part: str, verb: str | None, deed: str | None, named: Sequence[int]
) -> Wording | None:
    """Say it by what is said of a thing behind it, or by a whole phrase; None where there is neither."""
    equated = deed == "position" and "=" in part  # a note: "no stations = no deal"
    judged = _judged(part, named) if deed is None or equated else None
    if judged is not None:
        return judged if verb is None or equated or is_plainly_said(verb) else UNDECIDED
    whole = _whole_phrase(part)
    if whole is None:
        return None
    means = _joined(deed, whole[0])
    if means is None or (named and could_turn(part[: whole[2]])):
        return UNDECIDED
    if named and means == "accepts" and could_turn_behind(part[max(whole[2], *named) :]):
        return UNDECIDED
    return Wording(means, f"whole phrase: {whole[1]}", 0.6)


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


def _whole_phrase(part: str) -> tuple[str, str, int] | None:
    """Return what the first whole phrase of the table in a part means, its words, and where it begins."""
    for pattern, meaning in deed_table().whole_phrases:
        found = pattern.search(part)
        if found is not None:
            return meaning, _said(found), found.start()
    return None


def _by_deed(
    part: str, verb: str, means: str, rule: str, named: Sequence[int], *, measured: bool
) -> Wording | None:
    """Say it by the deed that governs the part, unless words in the part turn it."""
    table = deed_table()
    if means == BY_THING:
        return Wording("accepts", rule, 0.8) if lets_go_of(part) else None
    if means == OPEN or _SAYING_NOTHING.match(part):
        return None
    inner = table.leaving_out.search(part) or table.giving_up.search(part)
    if inner is not None and measured:
        return None  # "refused to let it drop below 4"
    if inner is not None:
        kept = table.giving_up.search(part) is not None and not _OBJECTION.search(part)
        if means != "rejects" or verb not in _REFUSING or not kept:
            return None
        return Wording("position", f"{rule}, with {_said(inner)}", 0.6)  # refused to give it up
    against = _first(part, REJECTING)
    if against is not None:
        between = part[: against.start()]
        unsure = means == "rejects" or not _governs(part, against, named)
        if unsure or denials_in(between) or could_turn(between):
            return None
        return Wording("rejects", f"{rule}, with {_said(against)}", 0.6)
    behind = part[max(named) :] if named else ""
    spoken_of = measured or _speaks_of(part, 0, named)
    if _turned_in(part, named) or not spoken_of or could_turn_behind(behind):
        return None
    denials = denials_in(part)
    if denials and means in ("accepts", "offers", "requires", "position"):
        if len(denials) > 1 or not _near(part, denials[0], named, measured=measured):
            return None
        return Wording("rejects", f"{rule}, with not", 0.7)
    if denials:
        return None
    return Wording(means, rule, _SURENESS[means])


# "Extending it to five years would be fine": what is done to the thing before it is judged.
_DOING = re.compile(
    r"\W*(?:extending|raising|increasing|lifting|cutting|lowering|reducing|shortening|lengthening|paying|having"
    r"|opening|giving|offering|releasing|freeing|accepting|adding|buying|selling|delivering|granting|keeping|holding"
    r"|running|setting|moving|signing|taking|(?:going|moving|coming)(?: up| down| back)? to"
    r"|anything (?:under|below|less|fewer|shorter|lower|over|above|more|longer|higher|beyond)(?: than)?)\b",
    re.I,
)
_IS = re.compile(
    r"(?:=|\b(?:is|are|was|were|means?|meant|remains?|remained|sounds?|sounded|looks?|looked|seems?|seemed)|\b(?:would|will)(?: not| never|n['\u2019]t)? be)"
    r"(?P<how>(?:\b|n['\u2019]t\b)(?: not| never| no longer| \w+ly| just| still| quite)*) ?",
    re.I,
)
_OF_THAT = re.compile(rf"\W*(?:that|this|it|which)(?: {_IS.pattern}|['\u2019]s(?P<short>) )", re.I)
_TO_US = re.compile(r"\W*(?:for|with|to|by) (?:us|me|our|my|them|its|their)\b", re.I)
_WE_CAN = re.compile(
    r"\W*(?:that )?(?:we|i|it|they|he|she)\b(?:['\u2019](?:d|ll|re)| (?:can|could|would|will|is|are|was|were))?"
    r"(?: (?:ready|prepared|willing|able) to)?"
    r"(?: (?:give|pay|accept|offer|take|do|go|afford|need|needs|needed|want|wants|wanted|bear|live with|agree to))?\b",
    re.I,
)
_TO_SOMEBODY = re.compile(r"\W*(?:for|with|to|by)\b(?! (?:far|now|good))", re.I)


def _judged(part: str, named: Sequence[int]) -> Wording | None:
    """Return what is said of a thing behind it: *a three-year contract is fine with us*.

    None where nothing is; undecided where more is said, or somebody is named to whom it is so.
    """
    link = _IS.search(part, min(named)) if named else None
    told = _judgement(part, link) if link is not None else None
    if link is None or told is None:
        return None
    found, meaning = told
    before, between, rest = part[: min(named)], part[min(named) : link.start()], part[found.end() :]
    doing = _DOING.match(before)
    if meaning == "rejects" and _TO_SOMEBODY.match(rest) and not _TO_US.match(rest):
        if any(map(str.isupper, rest)):
            return None  # "not enough for the Village, its reeve said": other rules tell
        rest = ""  # "not enough for people who work nights"
    ours = _TO_US.match(rest) or (_WE_CAN.match(rest) if meaning == "requires" else None)
    denied = denials_in(part[link.start() : found.start()])
    if (
        could_turn(before[doing.end() :] if doing else before)
        or could_turn_behind(between)
        or could_turn_behind(rest[ours.end() :] if ours else rest)
        or (ours is None and _TO_SOMEBODY.match(rest))
        or denials_in(before + between)
        or len(denied) > 1
    ):
        return UNDECIDED
    return _by_judgement(found, meaning, denied=bool(denied), sureness=0.8)


def _by_judgement(found: re.Match[str], meaning: str, *, denied: bool, sureness: float) -> Wording:
    """Return how a judgement puts a thing; denied, it turns what accepts, and *not too long* accepts."""
    if denied:
        not_too = found.group().lower().startswith("too ")
        meaning = "rejects" if meaning == "accepts" else "accepts" if not_too else OPEN
    if meaning == OPEN:
        return UNDECIDED
    return Wording(meaning, f"what is said of it: {_said(found)}", 0.5 if denied else sureness)


def judged_of_that(words: str) -> Wording | None:
    """Return what a clause says of what stood before it: *that is not negotiable*; None where it says nothing of it."""
    link = _OF_THAT.match(words)
    told = _judgement(words, link) if link is not None else None
    if link is None or told is None:
        return None
    found, meaning = told
    if could_turn_behind(words[found.end() :]):
        return UNDECIDED
    denied = bool(denials_in(words[: found.start()]))
    return _by_judgement(found, meaning, denied=denied, sureness=0.7)


def _judgement(part: str, link: re.Match[str]) -> tuple[re.Match[str], str] | None:
    """Return the words behind *is* that judge a thing, and what they mean; a denial among them may be their own."""
    starts = [at for at in range(link.start("how"), link.end() + 1) if part[at - 1 : at] == " "]
    for at in starts:
        for pattern, meaning in deed_table().judgements:
            found = pattern.match(part, at)
            if found is not None:
                return found, meaning
    return None


# Who drops a demand of its own rejects nothing by it.
_OF_ITS_OWN = re.compile(
    r"\W*(?:its|their|his|her|our|the) (?:\w+ ){0,2}?"
    r"(?:demand|call|claim|request|insistence)s?\b",
    re.I,
)


def _drops_its_own(part: str) -> bool:
    """Return whether somebody lets go of a demand or an objection of their own: *dropped its demand for 8 percent*."""
    dropped = deed_table().giving_up.finditer(part)
    return any(_OF_ITS_OWN.match(part, found.end()) for found in dropped)


def _by_words(part: str, named: Sequence[int], *, measured: bool) -> Wording | None:
    """Say it by the words of the part, where no deed governs it."""
    denials = denials_in(part)
    if len(denials) > 1 or _drops_its_own(part):
        return None
    left_out = deed_table().leaving_out.search(part)
    if left_out is not None:
        turned = bool(denials) or _first(part, REJECTING, besides=left_out) is not None
        if turned:
            return Wording("requires", f"left out, denied: {_said(left_out)}", 0.5)
        accepted = _first(part, ACCEPTING) or _first(part, OFFERING)
        if accepted is not None:
            return None
    if _NO_NEED.search(part) is not None:
        return None
    for rule in _RULES:
        found = next((one for one in rule[1].finditer(part) if not _is_name(part, one)), None)
        if found is not None:
            return _by_rule(part, rule, found, named, measured=measured)
    if _turned_in(part, named):
        return None
    if denials:
        sure = _near(part, denials[0], named, measured=measured) and is_accounted_for(
            part, *denials[0].span(), named
        )
        return Wording("rejects", "words of denial", 0.5) if sure else None
    return _weak(part, named, measured=measured)


def _is_name(part: str, found: re.Match[str]) -> bool:
    """Whether a word is part of a name: *the London Interbank Offered Rate*."""
    return found.group()[0].isupper() and _IN_A_NAME.search(part, 0, found.start()) is not None


_IN_A_NAME = re.compile(r"\b[A-Z][\w-]+ $")


def _by_rule(
    part: str, rule: _Rule, found: re.Match[str], named: Sequence[int], *, measured: bool
) -> Wording | None:
    """Say it by the first words of a rule, unless others may turn them or they speak of others."""
    name, _pattern, plainly, when_denied = rule
    if _turned_in(part, named, found) or _is_tangled(part, found, name, named):
        return None
    if not (measured or _speaks_of(part, found.end(), named)):
        return None
    opens = not part[: found.start()].strip() and _GERUND.match(found.group()) is not None
    if (opens and named) or not is_accounted_for(part, found.start(), found.end(), named):
        return None  # "Rejecting it costs votes"
    denials = denials_in(part)
    if not denials or _spans_denial(found):
        return Wording(plainly[0], f"words of {name}: {_said(found)}", plainly[1])
    nobody = part[denials[0].start() :].lower().startswith(("no one", "nobody", "none"))
    if name == "offer" and nobody:
        return None  # others have not offered it
    sure = _near(part, denials[0], named) if name == "need" else _turns(part, denials[0], found)
    if not sure:
        return None
    return Wording(when_denied[0], f"words of {name}, denied: {_said(found)}", when_denied[1])


def _turned_in(part: str, named: Sequence[int], besides: re.Match[str] | None = None) -> bool:
    """Whether words such as *far from* or *loath to* stand before what is named.

    Args:
        part: The words of the part.
        named: Where what it names begins; empty if unknown.
        besides: The words that gave the wording, which count as read.
    """
    last = max(named, default=len(part))
    bounds = [
        found.span() for found in _NOT_DENIAL.finditer(part)
    ]  # "should not fall short of 300"
    for found in deed_table().turning.finditer(part, 0, last):
        if _NOT.fullmatch(found.group()) or _inside(found.span(), bounds):
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
    words = _WORDS.findall(_NOT.sub("", _OWNED.sub("", part[after:at])))
    small = max(
        (k for k, word in enumerate(words) if KIND.get(word.lower()) in _OPENING_A_PHRASE),
        default=-1,
    )
    return all(
        word in plain
        or word.removeprefix("re") in plain
        or word.isdigit()
        or word[0].isupper()
        or (k > small >= 0 and _only_describes(word))
        for k, word in enumerate(words)
    )


_OPENING_A_PHRASE = frozenset({"determiner", "preposition", "possessive"})


def _only_describes(word: str) -> bool:
    """Whether a word right before what is named says of what kind it is: *the traditional | night guards*."""
    lower = word.lower()
    known = KIND.get(lower) is not None or looks_like_verb(lower) or lower.endswith("ing")
    return (
        not known
        and could_turn_behind([lower]) is None
        and deed_table().turning.search(lower) is None
    )


_WORDS = re.compile(r"[^\W_]+")
_OWNED = re.compile(r"\w+['\u2019]s\b|\w+s['\u2019](?=\s)")


def _is_only_considered(part: str, verb: str) -> bool:
    """Whether a deed is about doing something else with a thing than taking it: *agreed to study it*."""
    inner = re.match(r"\W*to (?:\w+ly )?" if not verb.endswith(" to") else r"\W*(?:to )?", part)
    return (
        inner is not None
        and not denials_in(part)
        and deed_table().considering.match(part, inner.end()) is not None
    )


def _is_tangled(part: str, word: re.Match[str], name: str, named: Sequence[int]) -> bool:
    """Whether another word of the kind or of the opposite one speaks of what is named, too.

    *Wrong to say that they turned it down* has one rejecting word under another; *dropped the one and
    would settle for the other* has two of opposite signs, each with its own thing.
    """
    if name == "rejection":
        later = REJECTING.search(part, word.end())
        if later is not None:
            between = part[word.end() : later.start()]
            parted = any(word.end() <= at < later.start() for at in named)
            if not parted and not re.search(r"(?:,|\band|\bor|\bas)\s*(?:\w+\s+)?$", between):
                return True
    others = (ACCEPTING, OFFERING, _NEED) if name == "rejection" else (REJECTING,)
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
    """Return the first words of a kind that do not lie in others."""
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


_CHANGING = re.compile(
    r"(?:raise|lower|cut|reduce|trim|halve|scale|soften|sweeten|improve|increase|lift|boost|double|up)"
    r" (?:offer|bid|price|demand|claim)$"
)
_OLD = re.compile(r"\b(?:offer|bid|price|demand|claim)s?\s+(?:of|for) (?:\w+ ){0,2}?[$€£]?\d", re.I)


def _tells_old_level(part: str) -> bool:
    """Whether a changed demand or offer is named by what it was: *softened its demand for 1,200*."""
    return _OLD.search(part) is not None


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
    if named and " and " in part[max(named) : denial.start()]:
        return False  # "wants it and will not budge"
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


# What stands so before a clause says under what the clause holds, not what is wanted.
_FRAME = re.compile(r"\W*(?:with|under|given|amid|despite|besides)\b", re.I)


def _weak(part: str, named: Sequence[int], *, measured: bool) -> Wording | None:
    """Say it by the weaker signs: what is sought, wished for, announced, or just named."""
    for name, pattern, sureness in (
        ("what is sought", _SEEK, 0.65),
        ("wish", _WISH, 0.6),
        ("intent", _WILL, 0.5),
    ):
        found = pattern.search(part)
        if found is None and _FRAME.match(part):
            return None
        if found is not None:
            if name == "what is sought" and not (measured or _speaks_of(part, found.end(), named)):
                return None
            if not is_accounted_for(part, found.start(), found.end(), named):
                return None
            return Wording("position", f"words of {name}: {_said(found)}", sureness)
    return UNTOLD


def is_accounted_for(part: str, start: int, end: int, named: Sequence[int]) -> bool:
    """Whether all that could turn a sign is known: the words before it, and another clause behind.

    Args:
        part: The words of the part, what is named blanked.
        start: Where the words that give the sign begin.
        end: Where they end.
        named: Where what is named begins; where nothing is, no sign is read of it.
    """
    if not named:
        return True
    behind = max(end, *named)
    link = _PREDICATE.match(part, behind) if behind == end else None
    rest = part[link.end() if link else behind :]
    return could_turn(part[:start]) is None and could_turn_behind(rest) is None


_GERUND = re.compile(r"\w+ing\b")
# What goes on with a sign that stands behind what is named: "should | be shorter", "never | would".
_PREDICATE = re.compile(
    r"\s+(?:to )?(?:be|get|become)\b|\s+(?:would|will|could|can|did|do|does)\W*$", re.I
)


def stress_in(part: str) -> tuple[str, str] | None:
    """Return how much a part of a statement makes of what it names, and the words that say so.

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
    """Return the direction named within a few words of what a part names: ``more`` or ``less``.

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
    return len(denials_in(part)) % 2 == 1


def denials_in(part: str) -> list[re.Match[str]]:
    """Return the words of a part that deny something."""
    harmless = [found.span() for found in _NOT_DENIAL.finditer(part)]
    return [found for found in _NOT.finditer(part) if not _inside(found.span(), harmless)]


def _inside(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _spans_denial(found: re.Match[str]) -> bool:
    """Whether the words found hold a denial themselves (*not the way*, *no way to*)."""
    return _NOT.search(found.group()) is not None


def _said(found: re.Match[str]) -> str:
    return found.group().lower()
