"""Amounts in a statement: numbers with their unit and what bounds them.

*at least 45 days* is ``>= 45``, *up to six weeks* ``<= 42`` where the unit is days, *between 3 and
5 per cent* two bounds. Numbers are digits with thousands marks, or words up to the millions.

Example:
    >>> [(a.relation, str(a.number)) for a in amounts_in("no fewer than 1,500 tonnes", "tonnes")]
    [('>=', '1500')]
    >>> [(a.relation, str(a.number)) for a in amounts_in("between two and three weeks", "days")]
    [('>=', '14'), ('<=', '21')]
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from fractions import Fraction

from lastyard.reading.stems import content_stems, stem

__all__ = ["Amount", "amounts_in"]

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORD_VALUES = {word: k for k, word in enumerate(_UNITS)} | {
    word: 10 * k for k, word in enumerate(_TENS, 2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_WORDED = "|".join((*_WORD_VALUES, *_SCALES))
_NUMBER = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    rf"|(?:{_WORDED})(?:(?:(?:(?<=hundred)|(?<=thousand)|(?<=million))[ -]and)?[ -](?:{_WORDED}))*"
)
_SYMBOLS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
_AMOUNT = re.compile(
    rf"(?P<symbol>[$€£¥])?(?<![\w.,])(?P<first>half an?|{_NUMBER})(?!\d|[.,]\d|(?!(?:m|bn)\b)[^\W\d_])"
    rf"(?:\s*(?P<percent>%)|[ -]*(?P<scale>hundred|thousand|million|billion|bn|m)\b)?"
    r"(?:[ -](?P<unit>per cent|[^\W\d_]+))?",
    re.I,
)
_BETWEEN = re.compile(r"\b(?:between|from)\s+$", re.I)
_JOINS = re.compile(
    r"^\s*(?:%|per cent|[^\W\d_]+)??\s*(?P<join>and|to|[-\u2013\u2014])\s*[$€£¥]?$", re.I
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = re.compile(rf"(?:{_MONTHS})\b")
_AFTER_MONTH = re.compile(
    rf"\b(?:{_MONTHS}|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.)(?: \d\d?,)? $"
)
_IN = re.compile(r"\b(?:in|since|by|until|of|before|after|from|to)\s+$", re.I)
_NO_NOUN = frozenset(
    stem(word)
    for word in [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "for",
        "in",
        "at",
        "on",
        "of",
        "to",
        "by",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "will",
        "would",
        "if",
        "unless",
        "than",
        "per",
        "each",
        "every",
        "over",
        "under",
        "with",
        "without",
        "not",
        "no",
        "after",
        "before",
        "from",
        "more",
        "less",
        "higher",
        "lower",
        "longer",
        "fewer",
        "instead",
        "now",
        "next",
        "this",
        "that",
        "which",
        "while",
        "when",
        "because",
        "so",
        "only",
        "rather",
    ]
)
_BEFORE = (
    (">=", r"(?:at least|(?:no|not) (?:less|fewer|lower) than|(?:a )?(?:minimum|floor) of|not (?:below|under)"
           r"|no (?:shorter|smaller) than)"),
    ("<=", r"(?:at most|up to|(?:no|not) (?:more|greater|higher|longer|later) than|(?:a )?maximum of"
           r"|not (?:above|over|exceed(?:ing)?|beyond)|within|capped at|(?:a )?(?:cap|ceiling|limit) of)"),
    (">", r"(?:more than|over|above|past|exceed(?:ing|s)?|beyond|longer than|higher than|greater than)"),
    ("<", r"(?:less than|fewer than|under|below|lower than|shorter than|short of)"),
)  # fmt: skip
_BOUNDS = tuple((sign, re.compile(rf"\b{words}\s+[$€£¥]?$", re.I)) for sign, words in _BEFORE)
_NOT_LESS = r"^[,;]?\s*(?:and |but )?not (?:a|one) \w+"
_IS = r"^\s*(?:is|was|would be|will be|remains?) (?:the|our|its|their|his|her|an?) (?:\w+ )?"
_AFTER = (
    (
        ">=",
        re.compile(
            rf"{_NOT_LESS} (?:less|fewer|lower|shorter)\b|{_IS}(?:minimum|floor|least)\b", re.I
        ),
    ),
    (
        "<=",
        re.compile(
            rf"{_NOT_LESS} (?:more|higher|longer)\b|{_IS}(?:ceiling|maximum|limit|most)\b", re.I
        ),
    ),
    (">=", re.compile(r"^\s*(?:or|and) (?:more|longer|above|over|higher)\b", re.I)),
    ("<=", re.compile(r"^\s*(?:or|and) (?:less|fewer|below|under|lower|shorter)\b", re.I)),
)
_BY = re.compile(r"\bby\s+(?:a further |another )?[$€£¥]?$", re.I)
_CHANGING = re.compile(
    r"\b(?:lower|rais|cut|reduc|increas|rise|rose|f[ae]ll|bring|brought|drop|trim|lift|move)\w*\b"
    r"[^.;]*\bfrom\s+[$€£¥]?$",
    re.I,
)
_MORE_UNIT = re.compile(r"[ -]([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s+$")
_TIMES = ({"day": 1, "week": 7, "fortnight": 14}, {"month": 1, "year": 12})
_PER = re.compile(r"\b(?:an?|per|each|every)\b(?! ?cent\b)|/", re.I)
_MEASURES = frozenset(
    stem(word)
    for word in [
        "percent",
        "percentage",
        "point",
        "day",
        "week",
        "fortnight",
        "month",
        "year",
        "hour",
        "minute",
        "dollar",
        "euro",
        "pound",
        "yen",
        "crown",
        "tonne",
        "ton",
        "kilometre",
        "kilometer",
        "mile",
        "metre",
        "meter",
        "hectare",
        "acre",
        "seat",
        "job",
        "litre",
        "barrel",
    ]
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as a statement gives it, in the unit asked for.

    Attributes:
        number: The number.
        relation: ``==``, ``>=``, ``<=``, ``>`` or ``<``, by the words around it.
        start: Offset in the statement.
        end: End offset, unit included.
        has_unit: Whether the unit asked for stands beside it.
        is_change: Whether *by* stands before it: a change, not a level.
        words: The words, as written.
    """

    number: Fraction
    relation: str
    start: int
    end: int
    has_unit: bool
    is_change: bool
    words: str


def amounts_in(
    said: str,
    unit: str | None,
    named: frozenset[str] = frozenset(),
    *,
    years: bool = False,
) -> tuple[Amount, ...]:
    """Find the amounts that can be meant in a unit; those of something else are left out.

    Args:
        said: The statement.
        unit: Unit of the issue, as ``days`` or ``million dollars``; None for bare numbers.
        named: Stems of the issue's own words, which may stand for the unit (*four flights*).
        years: Whether numbers that look like years are meant as numbers.
    """
    wanted = content_stems(_PER.split(unit or "")[0])
    matches = [m for m in _AMOUNT.finditer(said) if years or not _in_a_date(said, m)]
    units = [_unit_beside(match, wanted, named) for match in matches]
    found: list[Amount] = []
    second_of_range = -1
    for k, match in enumerate(matches):
        before = said[max(0, match.start() - 24) : match.start()]
        follows = k + 1 < len(matches) and _is_range(said, before, match, matches[k + 1])
        factor, has_unit = units[k + 1] if follows and not units[k][1] else units[k]
        if factor is None or (not has_unit and _is_label(said, match, named)):
            continue
        end = _end(said, match, wanted | named)
        left_behind = follows and _CHANGING.search(said[: match.start()]) is not None
        if left_behind:
            continue
        if follows:
            relation, second_of_range = ">=", k + 1
        elif second_of_range == k:
            relation = "<="
        else:
            relation = _relation(before, said[end:])
        number = _value(match.group("first").lower()) * _scale(match, wanted) * factor
        # A percentage that something rises by is the rise itself, not a change of it.
        is_change = _BY.search(before) is not None and stem("percent") not in wanted
        found.append(
            Amount(
                number, relation, match.start(), end, has_unit, is_change, said[match.start() : end]
            )
        )
    return tuple(found)


def _in_a_date(said: str, match: re.Match[str]) -> bool:
    """Whether a number is part of a date or a year."""
    if match.group("symbol") or match.group("percent") or match.group("scale"):
        return False
    if _MONTH.match(match.group("unit") or "") or _AFTER_MONTH.search(said[: match.start("first")]):
        return True
    year = re.fullmatch(r"(?:19|20)\d\d", match.group("first"))
    return year is not None and _IN.search(said[: match.start("first")]) is not None


def _is_label(said: str, match: re.Match[str], named: frozenset[str]) -> bool:
    """Whether a number tells one thing from others, as in *checkpoint 7*."""
    before = _WORD_BEFORE.search(said[: match.start()])
    return before is not None and stem(before.group(1)) in named


def _is_range(said: str, before: str, match: re.Match[str], following: re.Match[str]) -> bool:
    """Whether two numbers are the ends of a range: *between 3 and 5*, *3 to 5*, *3-5*."""
    between = said[match.end("first") : following.start("first")]
    joined = _JOINS.match(between)
    return joined is not None and (joined.group("join") != "and" or bool(_BETWEEN.search(before)))


def _end(said: str, match: re.Match[str], wanted: frozenset[str]) -> int:
    """Give where an amount ends, its unit included, which may have several words."""
    beside = match.group("unit")
    if beside is None or _unit_stem(beside) not in wanted | _MEASURES:
        return max(match.end(group) for group in ("first", "percent", "scale"))
    end = match.end("unit")
    while (more := _MORE_UNIT.match(said, end)) and _unit_stem(more.group(1)) in wanted:
        end = more.end()
    return end


def _relation(before: str, after: str) -> str:
    for sign, pattern in _BOUNDS:
        if pattern.search(before):
            return sign
    for sign, pattern in _AFTER:
        if pattern.match(after):
            return sign
    return "=="


def _unit_beside(
    match: re.Match[str], wanted: frozenset[str], named: frozenset[str]
) -> tuple[Fraction | None, bool]:
    """Give what turns the number into the unit asked for (None: something else), and if it is there."""
    beside = _unit_stem(match.group("unit") or "")
    symbol = _SYMBOLS.get(match.group("symbol") or "")
    if match.group("percent"):
        beside = "percent"
    if symbol is not None and stem(symbol) in wanted:
        return Fraction(1), True
    if (match.group("scale") or "").lower() in ("m", "bn") and beside not in wanted:
        return None, False  # "40m" may be metres
    if beside in wanted | named:
        return Fraction(1), beside in wanted or not wanted
    for lengths in _TIMES:
        for one, other in itertools.product(lengths, repeat=2):
            if stem(one) == beside and stem(other) in wanted:
                return Fraction(lengths[one], lengths[other]), True
    alone = symbol is None and (not beside or beside in _NO_NOUN)
    return (Fraction(1), False) if alone else (None, False)


def _unit_stem(word: str) -> str:
    plain = word.lower()
    return "percent" if plain in ("per cent", "percentage") else stem(plain)


def _scale(match: re.Match[str], wanted: frozenset[str]) -> int:
    """Give what *million* and the like multiply by, unless the unit holds the word itself."""
    word = {"bn": "billion", "m": "million"}.get(
        (match.group("scale") or "").lower(), (match.group("scale") or "").lower()
    )
    return 1 if not word or stem(word) in wanted else _SCALES[word]


def _value(text: str) -> Fraction:
    if text.startswith("half"):
        return Fraction(1, 2)
    if text[0].isdigit():
        return Fraction(text.replace(",", ""))
    total = part = 0
    for word in re.split(r"[ -]+", text):
        if word in _WORD_VALUES:
            part += _WORD_VALUES[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in _SCALES:
            total, part = total + max(part, 1) * _SCALES[word], 0
    return Fraction(total + part)
