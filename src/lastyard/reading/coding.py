# ruff: noqa: RUF001 - typographic apostrophes occur in reports
"""Proposals for coding statements: which issue, which option, which verb of the case file.

Only words decide: the names and word lists of the case's issues and options against the
words of the statement, and the speech verb with its surroundings for the verb. Every
proposal names the rule and the words that fired; it is for the analyst to accept.

Example:
    >>> from lastyard.reading.document import Document
    >>> from lastyard.reading.reader import read
    >>> port = IssueWords("port", ("port",), (OptionWords("open", ("open", "reopen")),))
    >>> reading = read(Document.from_text("Ada Moor insisted that the port must reopen."))
    >>> [(p.issue, p.option, p.verb) for p in propose(reading.statements[0], [port])]
    [('port', 'open', 'requires')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lastyard.reading.statements import Statement
from lastyard.reading.wordlists import word_set

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’-][^\W_]+)*")
_SMALL = word_set("the a an of to in on at and or for with as is it its be by no not")
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ies",
    "ied",
    "ed",
    "es",
    "s",
    "e",
    "y",
)
_LEAST = 0.25

_NEGATION = re.compile(
    r"\b(?:not|never|no|cannot|without|neither|nor|n['’]t|\w+n['’]t|out of the question)\b", re.I
)
_NEED = re.compile(
    r"\b(?:must|need(?:s|ed)?|necessary|require[sd]?|essential|condition|no way to|have to|has to"
    r"|only if|unless|insist\w*|demand(?:s|ed|ing)?|no deal without|indispensable)\b",
    re.I,
)
_READY = re.compile(
    r"\b(?:offer\w*|propos\w+|ready to|willing to|prepared to|will present|alternative|could accept)\b",
    re.I,
)
_WISH = re.compile(r"\b(?:hop(?:e|es|ed|ing)|prefer\w*|would like|rather|better|wish\w*)\b", re.I)
_MORE = re.compile(r"\b(?:more|higher|longer|increase\w*|larger|extend\w*)\b", re.I)
_LESS = re.compile(r"\b(?:less|fewer|lower|shorter|reduc\w+|smaller|cut)\b", re.I)

_NUMBERS = word_set(
    "one two three four five six seven eight nine ten eleven twelve first second third once twice"
)
# What stands right before or after a number, and the comparison that it makes.
_BOUNDS = (
    (
        ">=",
        r"(?:at least|no(?:t)? (?:less|fewer) than|a minimum of) {}\b|\b{} [^.,;]{0,12}or more\b",
    ),
    (
        "<=",
        r"(?:at most|no(?:t)? more than|a maximum of|up to) {}\b"
        r"|\b{} [^.,;]{0,12}(?:at most|and no more|or less)\b",
    ),
    ("<", r"(?:less than|fewer than|below|under) {}\b"),
    (">", r"(?:more than|higher than|above|over|beyond) {}\b"),
)

_TOLD = {">=": "at least", "<=": "at most", "<": "less than", ">": "more than"}

_REJECTING = word_set(
    "reject oppose refuse decline veto dismiss condemn denounce criticize criticise deny exclude rule"
)
_ACCEPTING = word_set("accept agree welcome endorse support back approve")
_OFFERING = word_set("offer propose")
_REQUIRING = word_set("demand insist require")


@dataclass(frozen=True, slots=True)
class OptionWords:
    """An option of an issue and the words or phrases that stand for it."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssueWords:
    """An issue, the words or phrases that stand for it, and its options."""

    id: str
    words: tuple[str, ...]
    options: tuple[OptionWords, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed coding of one statement on one issue.

    Attributes:
        statement: Id of the statement.
        issue: Id of the issue.
        option: Id of the option, or None when only the issue is named.
        verb: Verb of the case file: ``requires``, ``rejects``, ``offers``, ``accepts``,
            ``refuses``, ``position`` or ``wants``.
        direction: ``more`` or ``less`` with ``wants``, else None.
        confidence: 0 to 1, from the share of the words found and the verb's rule.
        rule: The rule that gave the verb.
        words: The words of the statement that gave issue and option.
        bound: ``>=``, ``<=``, ``<`` or ``>`` where the option is a number that bounds what is
            required or rejected, else None.
    """

    statement: str
    issue: str
    option: str | None
    verb: str
    direction: str | None
    confidence: float
    rule: str
    words: tuple[str, ...]
    bound: str | None = None


def propose(
    statement: Statement, issues: Sequence[IssueWords], *, most: int = 3
) -> tuple[Proposal, ...]:
    """Propose codings of a statement, likeliest first.

    Args:
        statement: The statement.
        issues: The case's issues with their words.
        most: At most so many proposals.

    Returns:
        At most one proposal for an issue; none when no issue's words occur.
    """
    said = statement.quote.exact
    present = {_stem(word): word for word in _WORD.findall(said)}
    found: list[Proposal] = []
    for issue in issues:
        issue_share, issue_words = _share(issue.words, present)
        rated = [(*_share(option.words, present), option) for option in issue.options]
        top_share, top_words, top = max(rated, key=lambda item: item[0], default=(0.0, (), None))
        alone = sum(item[0] == top_share for item in rated) == 1
        option = top if top is not None and alone and top_share >= 0.5 else None
        share = max(issue_share, 0.6 * issue_share + 0.6 * top_share if option else 0.0)
        if share < _LEAST or (issue_share == 0 and option is None):
            continue
        if issue_share == 0 and all(map(_is_number, top_words)):
            continue  # a number may count anything
        verb, direction, rule, sure = _verb(statement, option is not None)
        bound = None
        if option is not None and option.id[0].isdigit():
            verb, rule, sure, bound = _bounded(said, option.id, verb, rule, sure)
        words = tuple(dict.fromkeys((*issue_words, *(top_words if option else ()))))
        found.append(
            Proposal(
                statement.id,
                issue.id,
                option.id if option else None,
                verb,
                direction,
                round(min(0.95, share) * sure * max(0.3, statement.confidence), 3),
                rule,
                words,
                bound,
            )
        )
    found.sort(key=lambda proposal: (-proposal.confidence, proposal.issue))
    return tuple(found[:most])


def _share(phrases: Sequence[str], present: dict[str, str]) -> tuple[float, tuple[str, ...]]:
    """Give the largest share of a phrase's words that occur, and the words that do."""
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for phrase in phrases:
        wanted = [w for w in _WORD.findall(phrase) if w.lower() not in _SMALL] or _WORD.findall(
            phrase
        )
        hits = tuple(present[_stem(w)] for w in wanted if _stem(w) in present)
        if all(map(_is_number, hits)) and not all(map(_is_number, wanted)):
            continue  # *one* alone does not name *one driver*
        if wanted and (len(hits) / len(wanted), len(hits)) > (best[0], len(best[1])):
            best = (len(hits) / len(wanted), hits)
    return best


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word.lower() in _NUMBERS


def _bounded(
    said: str, number: str, verb: str, rule: str, sure: float
) -> tuple[str, str, float, str | None]:
    """Read a number as a bound: *not less than 8* rejects what is below, *at least 8* requires."""
    for sign, pattern in _BOUNDS:
        found = re.search(pattern.replace("{}", re.escape(number)), said, re.I)
        if found is None:
            continue
        words = f"words of a bound: {_TOLD[sign]}"
        if sign in (">=", "<=") and verb in ("requires", "rejects", "position", "wants"):
            return "requires", words, 0.7, sign
        if sign in ("<", ">") and verb in ("rejects", "refuses"):
            return "rejects", words, 0.7, sign
    return verb, rule, sure, None


def _verb(statement: Statement, with_option: bool) -> tuple[str, str | None, str, float]:
    """Give verb, direction, rule and how far to trust it."""
    said, verb = statement.quote.exact, statement.verb or ""
    negated = statement.negated or _NEGATION.search(said) is not None
    if verb in _REJECTING or (statement.negated and verb in _ACCEPTING):
        return (
            ("refuses" if verb in ("refuse", "decline") else "rejects"),
            None,
            f"verb: {verb}",
            0.9,
        )
    if verb in _REQUIRING:
        return "requires", None, f"verb: {verb}", 0.9
    if verb in _OFFERING:
        return "offers", None, f"verb: {verb}", 0.9
    if verb in _ACCEPTING:
        return "accepts", None, f"verb: {verb}", 0.8
    need = _NEED.search(said)
    if need is not None:
        return "requires", None, f"words of need: {need.group().lower()}", 0.7
    ready = _READY.search(said)
    if ready is not None and not negated:
        return "offers", None, f"words of offer: {ready.group().lower()}", 0.7
    if negated:
        return "rejects", None, "words of denial", 0.5
    for direction, pattern in (("more", _MORE), ("less", _LESS)):
        change = pattern.search(said)
        if change is not None and not with_option:
            return "wants", direction, f"words of change: {change.group().lower()}", 0.5
    wish = _WISH.search(said)
    rule = f"words of wish: {wish.group().lower()}" if wish else "named only"
    return "position", None, rule, 0.6 if wish else 0.4


def _stem(word: str) -> str:
    """Cut common endings, so that *operations* meets *operation* and *opened* meets *open*."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= 4:
            return lower[: -len(ending)]
    return lower
