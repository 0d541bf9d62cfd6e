"""Where a statement names an issue of the case, which option of it, and which amounts.

Example:
    >>> port = IssueWords("port", ("port",), (OptionWords("open", ("open", "reopened")),))
    >>> mention = mentions_in("the port must be reopened", [port])[0]
    >>> mention.issue, mention.option, mention.words
    ('port', 'open', ('port', 'reopened'))
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from lastyard.reading.lexicon import NUMBER_NAMES, SMALL_WORDS, content_stems, stem
from lastyard.reading.text import plain_digits
from lastyard.reading.wordlists import word_list, word_set

__all__ = [
    "NOT_A_BIT",
    "SYMBOLS",
    "Amount",
    "IssueWords",
    "Mention",
    "NumberScale",
    "OptionWords",
    "amounts_in",
    "bound_around",
    "issue_of_last_amount",
    "mentions_in",
]

_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORD_VALUES = {word: k for k, word in enumerate(NUMBER_NAMES)} | {
    word: 10 * k for k, word in enumerate(_TENS, 2)
}
_SHORT_SCALES = {
    "tn": "trillion",
    "bn": "billion",
    "bln": "billion",
    "m": "million",
    "mln": "million",
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_WORDED = "|".join((*_WORD_VALUES, *_SCALES))
# Words; those joined by a hyphen stand by themselves: "30-day" as "30 days", "phase-out" as "phase out".
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*", re.I)
_NUMBER = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    rf"|(?:{_WORDED})(?:(?:(?:(?<=hundred)|(?<=thousand)|(?<=million))[ -]and)?[ -](?:{_WORDED}))*"
)
_FRACTION = r"(?:\d+[ -])?\d{1,2}/\d{1,2}(?![\d/])"
_SCALE = "|".join((*_SCALES, *_SHORT_SCALES))
_AND_A_HALF = r"[ -]and[ -]a[ -]half| ?\u00bd| 1/2"
SYMBOLS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
_AMOUNT = re.compile(
    rf"(?P<symbol>[$€£¥])?(?<![\w.,])(?<!\d/)(?P<first>half an?|{_FRACTION}|{_NUMBER})"
    rf"(?!\d|[.,]\d|(?!(?:{_SCALE}|pct|pc)\b|\u00bd)[^\W\d_])"
    rf"(?P<half>{_AND_A_HALF})?"
    rf"(?:\s*(?P<percent>%|(?:pct|pc)\b)|[ -]*(?P<scale>{_SCALE})\b)?"
    r"(?:[ -](?P<unit>per cent|[^\W\d_]+[23\u00b2\u00b3]?))?",
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
_NO_NOUN = frozenset(map(stem, word_list("no nouns")))
_BEFORE = (
    (">=", r"(?:at (?:the (?:very )?)?least|(?:no|not) (?:less|fewer|lower) than|(?:a )?(?:minimum|floor) of|not (?:below|under)"
           r"|no (?:shorter|smaller|narrower) than"
           r"|(?:not|never|n['\u2019]t) (?:to )?(?:fall|drop|dip|sink|slip) (?:short of|below|under)"
           r"|nothing (?:less|short|shorter|lower|fewer|smaller|below|under)(?: than| of)?)"),
    ("<=", r"(?:at (?:the (?:very )?)?most|up to|(?:no|not) (?:more|greater|higher|longer|later|wider|larger|bigger) than|(?:a )?maximum of"
           r"|not (?:above|over|exceed(?:ing)?|beyond)|within|capped at|(?:a )?(?:cap|ceiling|limit) of"
           r"|(?:not|never|n['\u2019]t) (?:to )?(?:rise|climb) (?:above|over|beyond)"
           r"|nothing (?:more|higher|longer|larger|bigger|wider|above|over|beyond)(?: than)?)"),
    ("<", r"(?:down|lower) (?:past|beyond)"),
    (">", r"(?:(?:more|longer|higher|greater|wider|larger|bigger) than|over|above|past|exceed(?:ing|s)?|beyond)"),
    ("<", r"(?:(?:less|fewer|lower|shorter|smaller|narrower) than|under|below|short of)"),
)  # fmt: skip
_OF_IT = r"(?:(?<=least)|(?<=most)|(?<=than)|(?<=beyond)|(?<=below)|(?<=above)) (?:an?|the|its|their) (?:[\w-]+ ){1,3}of"
"""*below a pay rise of 4 percent*: what the number is of may stand between."""
_BOUNDS = tuple(
    (sign, re.compile(rf"\b{words}(?:{_OF_IT})?\s+[$€£¥]?$", re.I)) for sign, words in _BEFORE
)
NOT_A_BIT = r"not (?:a|one) \w+ (?=(?:more|less|higher|lower|longer|shorter|fewer)\b)"
"""*Not a cent more*: words behind an amount that make it the last one."""
_NOT_LESS = rf"^[,;]?\s*(?:and |but )?{NOT_A_BIT}"
_IS = r"^(?: of (?:the )?\w+| an? \w+| per \w+)?\s*(?:is|was|would be|will be|remains?) (?:the|our|its|their|his|her|an?) (?:\w+ )?"
_AFTER = (
    (
        ">=",
        re.compile(
            rf"{_NOT_LESS}(?:less|fewer|lower|shorter)\b|{_IS}(?:minimum|floor|least)\b", re.I
        ),
    ),
    (
        "<=",
        re.compile(
            rf"{_NOT_LESS}(?:more|higher|longer)\b|{_IS}(?:ceiling|maximum|limit|most)\b", re.I
        ),
    ),
    ("<=", re.compile(r"^[,;]?\s*(?:and|but) no (?:more|higher|further|longer)\b", re.I)),
    (">=", re.compile(r"^[,;]?\s*(?:and|but) no (?:less|lower|fewer|shorter)\b", re.I)),
    (
        "<=",
        re.compile(
            r"^,?\s*(?:max(?:imum)?|(?:at )?(?:the )?(?:very )?most|tops|at the outside)\b", re.I
        ),
    ),
    (">=", re.compile(r"^,?\s*(?:min(?:imum)?|at (?:the )?(?:very )?least)\b", re.I)),
    ("<=", re.compile(r"^[,;]?\s*(?:and |but )?nothing (?:more|higher|above|longer)\b", re.I)),
    (">=", re.compile(r"^[,;]?\s*(?:and |but )?nothing (?:less|lower|below|shorter)\b", re.I)),
    (">=", re.compile(r"^\s*(?:or|and) (?:more|longer|above|over|higher)\b", re.I)),
    ("<=", re.compile(r"^\s*(?:or|and) (?:less|fewer|below|under|lower|shorter)\b", re.I)),
)
_ALONE_BEFORE = (
    *_BEFORE,
    (">=", r">=|=>|\u2265|min(?:imum|\.)?:?|(?:never|nothing) (?:below|under|less than)"),
    ("<=", r"<=|=<|\u2264|max(?:imum|\.)?:?|(?:never|nothing) (?:above|over|beyond|more than)"),
    (">", ">"),
    ("<", "<"),
)  # fmt: skip
_ALONE_AFTER = (
    (">=", r"\+|(?:or|and) (?:more|longer|above|over|higher|up|upwards?)|min(?:imum|\.)?|at least"),
    ("<=", r"(?:or|and) (?:less|fewer|below|under|lower|shorter)|max(?:imum|\.)?|at (?:the )?most"),
)
# Whether more or less is better depends on who says so.
_OR_BETTER = re.compile(r"\s*,? or (?:better|worse)\b", re.I)
_COMPARED = re.compile(r"\b(?:\w+er|(?:more|less) \w+) than\s+[$\u20ac\u00a3\u00a5]?$", re.I)
_SET_AGAINST = re.compile(
    r"\b(?:against|compared (?:with|to)|versus|(?:up|down) from)\s+(?:(?:the|its|their|last year's|a|an|some) )*[$\u20ac\u00a3\u00a5]?$",
    re.I,
)
_EXTRA = frozenset({"more", "extra", "additional", "further", "fewer", "less"})
_ANOTHER = re.compile(r"\b(?:another|extra|additional|further)\s+$", re.I)
_BY = re.compile(r"\bby\s+(?:a further |another )?[$€£¥]?$", re.I)
_CHANGING = re.compile(
    r"(?:\b(?:lower|rais|cut|reduc|increas|rise|rose|f[ae]ll|bring|brought|drop|trim|lift|move)\w*\b[^.;]*"
    r"|\b(?:com(?:es?|ing)|came|go(?:es|ne|ing)?|went) (?:up|down|back)\b[^.;]*|\b(?:up|down) "
    r"|^(?:its|their|his|her|the) (?:[\w-]+ ){1,2})"
    r"\bfrom\s+(?:an? \w+ of |the )?[$€£¥]?$",
    re.I,
)
# "by half a point to 4.5 percent"
_TO_LEVEL = re.compile(r"\s*to\s+[$\u20ac\u00a3\u00a5]?(?:\d|[a-z]+ per ?cent)", re.I)
_BY_SO_MUCH = re.compile(r"\bby\b[^.;]*\bfrom\s+[$\u20ac\u00a3\u00a5]?$", re.I)
_MORE_UNIT = re.compile(r"[ -]([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s+$")
_TIMES = ({"day": 1, "week": 7, "fortnight": 14}, {"month": 1, "year": 12})
_PER = re.compile(r"\b(?:an?|per|each|every)\b(?! ?cent\b)|/", re.I)
_SHORT_UNITS = {
    short: stem(unit)
    for unit, several in {
        "percent": "per cent, percentage, pct, pc", "year": "yr, yrs", "month": "mth, mths", "week": "wk, wks",
        "hour": "hr, hrs", "dollar": "dlr, dlrs",
    }.items()
    for short in several.split(", ")
}  # fmt: skip
_POWERS = {
    f"{power} {stem(unit)}": f"{short}{digit}"
    for power, digit in (("cubic", "3"), ("square", "2"))
    for unit, short in (("metre", "m"), ("meter", "m"), ("kilometre", "km"), ("kilometer", "km"))
}
_RAISED = str.maketrans("\u00b2\u00b3", "23")
_MEASURES = frozenset(map(stem, word_list("measures")))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as a statement gives it, in the unit asked for.

    Attributes:
        number: The number.
        relation: ``==``, ``>=``, ``<=``, ``>`` or ``<``, by the words around it.
        start: Offset in the statement.
        end: End offset, unit included.
        has_unit: Whether the unit asked for stands beside it.
        is_change: Whether *by* or *another* stands before it, or *more* behind: a change, not a level.
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
    left_behind: bool = False,
) -> tuple[Amount, ...]:
    """Find the amounts that can be meant in a unit; those of something else are left out.

    *at least 45 days* is ``>= 45``, *up to six weeks* ``<= 42`` where the unit is days, *between 3
    and 5 per cent* two bounds. Numbers are digits with thousands marks, or words up to the millions.

    Args:
        said: The statement.
        unit: Unit of the issue, as ``days`` or ``million dollars``; None for bare numbers.
        named: Stems of the issue's own words, which may stand for the unit (*four flights*).
        years: Whether numbers that look like years are meant as numbers.
        left_behind: Whether those from which something moves away count, too (*from 9 to 7*).

    Example:
        >>> [(a.relation, str(a.number)) for a in amounts_in("no fewer than 1,500 tonnes", "tonnes")]
        [('>=', '1500')]
        >>> [(a.relation, str(a.number)) for a in amounts_in("between two and three weeks", "days")]
        [('>=', '14'), ('<=', '21')]
    """
    written, said = said, plain_digits(said)
    asked = content_stems(_PER.split(unit or "")[0].translate(_RAISED))
    wanted = frozenset(_SHORT_UNITS.get(one, one) for one in asked)
    matches = [m for m in _AMOUNT.finditer(said) if years or not _in_a_date(said, m)]
    units = [_unit_beside(said, match, wanted, named) for match in matches]
    found: list[Amount] = []
    second_of_range = -1
    for k, match in enumerate(matches):
        before = said[max(0, match.start() - 60) : match.start()]
        follows = k + 1 < len(matches) and _is_range(said, before, match, matches[k + 1])
        factor, has_unit = units[k + 1] if follows and not units[k][1] else units[k]
        end = _end(said, match, wanted | named)
        told = _relation(before, said[end:])
        plain = told == "=="  # "wage 7 min" is no label
        if factor is None or (not has_unit and plain and _is_label(said, match, named)):
            continue
        if _OR_BETTER.match(said, end):
            continue
        falls = follows and _number(match) > _number(matches[k + 1])
        ahead = said[: match.start()]
        moved = (follows and falls) or _CHANGING.search(ahead) or _BY_SO_MUCH.search(ahead)
        if found and _SET_AGAINST.search(before):
            continue  # "18 percent, against the 12 percent of last year"
        if moved and not left_behind:
            continue  # "from 9 to 7 percent", "raised its offer from 3", "by 4 points from 36"
        if follows:
            relation, second_of_range = ">=", k + 1
        elif second_of_range == k:
            relation = "<="
        elif _LASTING.search(before) and _is_of_time(match):
            relation = "=="
        else:
            relation = told
            if relation == "==" and _COMPARED.search(before):
                continue  # "shallower than 11 metres": which way that bounds is not known
        number = _number(match) * _scale(match, wanted) * factor
        # A percentage that something rises by is the rise itself, not a change of it.
        levelled = _TO_LEVEL.match(said, end)
        is_change = _ANOTHER.search(before) is not None or (
            (stem("percent") not in wanted or levelled is not None)
            and (_BY.search(before) is not None or (match.group("unit") or "").lower() in _EXTRA)
        )
        found.append(
            Amount(
                number,
                relation,
                match.start(),
                end,
                has_unit,
                is_change,
                written[match.start() : end],
            )
        )
    return tuple(found)


def bound_around(before: str, after: str) -> str | None:
    """Return the relation that the words right before and after a value tell, and they alone.

    Returns:
        ``==`` where nothing stands there, else ``>=``, ``<=``, ``>`` or ``<``; None for other words,
        or for two bounds.

    Example:
        >>> bound_around("no more than ", ""), bound_around("", " or more"), bound_around("not ", "")
        ('<=', '>=', None)
    """
    told = [
        next((sign for sign, words in known if re.fullmatch(words, part, re.I)), None)
        for known, part in ((_ALONE_BEFORE, before.strip()), (_ALONE_AFTER, after.strip()))
        if part.strip()
    ]
    return told[0] if len(told) == 1 else None if told else "=="


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


_STEPS = word_set("step steps stage stages phases tranches instalments rounds point points")


def _is_range(said: str, before: str, match: re.Match[str], following: re.Match[str]) -> bool:
    """Whether two numbers are the ends of a range: *between 3 and 5*, *3 to 5*, *3-5*."""
    between = said[max(match.end("first"), match.end("half")) : following.start("first")]
    joined = _JOINS.match(between)
    if joined is not None and joined.group("join") == "to":
        words = between.lower().split()
        steps = bool(words) and words[0] in _STEPS and words[0] != (following["unit"] or "").lower()
        if _BY.search(before) or steps:
            return False  # "raised by half a point to 4.5 percent", "lowered in two steps to 8 percent"
    return joined is not None and (joined.group("join") != "and" or bool(_BETWEEN.search(before)))


def _end(said: str, match: re.Match[str], wanted: frozenset[str]) -> int:
    """Return where an amount ends, its unit included, which may have several words."""
    beside = match.group("unit")
    if beside is None or _unit_stem(beside) not in wanted | _MEASURES:
        return max(match.end(group) for group in ("first", "percent", "scale"))
    end = match.end("unit")
    while (more := _MORE_UNIT.match(said, end)) and _unit_stem(more.group(1)) in wanted:
        end = more.end()
    return end


# "7 percent over 24 months" and "a 7 percent pay rise over 24 months" tell how long it lasts.
_LASTING = re.compile(
    r"(?:(?:\d|%|\b(?:per ?cent|percent|million|billion|euros?|dollars?|pounds?|crowns?))"
    r"(?: (?!(?:for|of|with|a|an|the|to|is|be|last|run|lasting|running)\b)[a-z-]+){0,4}"
    r"|\b(?:spread|phased|staggered|paid)(?: out| in)?)\s+over\s+$",
    re.I,
)


def _is_of_time(match: re.Match[str]) -> bool:
    return any(
        _unit_stem(match.group("unit") or "") == stem(unit) for each in _TIMES for unit in each
    )


def _relation(before: str, after: str) -> str:
    for sign, pattern in _BOUNDS:
        if pattern.search(before):
            return sign
    for sign, pattern in _AFTER:
        if pattern.match(after):
            return sign
    return "=="


def _unit_beside(
    said: str, match: re.Match[str], wanted: frozenset[str], named: frozenset[str]
) -> tuple[Fraction | None, bool]:
    """Return what turns the number into the unit asked for (None: something else), and if it is there."""
    beside = _unit_stem(match.group("unit") or "")
    symbol = SYMBOLS.get(match.group("symbol") or "")
    if match.group("percent"):
        beside = "percent"
    if "/" in match.group("first"):
        return _unit_of_fraction(match, beside, wanted)
    if symbol is not None and stem(symbol) in wanted:
        return Fraction(1), True
    if (match.group("scale") or "").lower() in ("m", "bn", "tn") and beside not in wanted:
        return None, False  # "40m" may be metres
    more = _MORE_UNIT.match(said, match.end())
    if more is not None and _in_powers(f"{beside} {_unit_stem(more.group(1))}", wanted):
        return Fraction(1), True
    if any(_in_powers(long, {beside}) and set(long.split()) <= wanted for long in _POWERS):
        return Fraction(1), True
    joined = beside and beside not in wanted | _NO_NOUN and more is not None
    if joined and more and _unit_stem(more.group(1)) in wanted:
        return Fraction(1), True  # "two board seats"
    if beside in wanted | named:
        return Fraction(1), beside in wanted or not wanted
    for lengths in _TIMES:
        for one, other in itertools.product(lengths, repeat=2):
            if stem(one) == beside and stem(other) in wanted:
                return Fraction(lengths[one], lengths[other]), True
    counted = wanted.isdisjoint(map(stem, _SCALES))  # 80 cents are no part of a million dollars
    if beside == "cent" and counted and not {"dollar", "euro"}.isdisjoint(wanted - {"cent"}):
        return Fraction(1, 100), True
    alone = symbol is None and (not beside or beside in _NO_NOUN)
    return (Fraction(1), False) if alone else (None, False)


def _unit_of_fraction(
    match: re.Match[str], beside: str, wanted: frozenset[str]
) -> tuple[Fraction | None, bool]:
    """Return the same for *5/8 point* and *1-1/8 pct*; *2/3 years* may be two or three, *3/4* a day: nothing."""
    numerator, _, denominator = re.split(r"[ -]", match.group("first"))[-1].partition("/")
    eighths = int(denominator) in (8, 16, 32) and int(numerator) % 2 == 1
    rate = "percent" in wanted and beside in ("percent", "point")
    quarters = int(denominator) in (2, 4) and int(numerator) in (1, 3)
    whole = int(numerator) >= int(denominator)
    mixed = not match.group("first")[: match.group("first").index("/")].isdigit()
    one = not (match.group("unit") or "s").endswith("s")  # "1/2 year", not "1/2 years"
    if whole or not (eighths or (quarters and (rate or mixed or one))):
        return None, False
    if rate or beside in wanted:
        return Fraction(1), True
    return (Fraction(1), False) if beside == "over" and eighths else (None, False)


def _in_powers(words: str, wanted: Collection[str]) -> bool:
    """Return whether *cubic metre* is what *m3* says, in either spelling."""
    return _POWERS.get(words) in wanted


def _unit_stem(word: str) -> str:
    plain = word.lower().translate(_RAISED)
    return _SHORT_UNITS.get(plain) or stem(plain)


def _scale(match: re.Match[str], wanted: frozenset[str]) -> Fraction:
    """Return what *million* and the like multiply by, counted in the unit's own *thousand* where it has one.

    A number without such a word but with the rest of the unit beside it is whole: *65,000 crowns* are 65
    thousand crowns, a bare *65* is in the unit already.
    """
    written = (match.group("scale") or "").lower()
    word = _SHORT_SCALES.get(written, written)
    own = next((word for word in _SCALES if stem(word) in wanted), None)
    if own is None:
        return Fraction(_SCALES.get(word, 1))
    if word:
        return Fraction(_SCALES[word], _SCALES[own])
    beside = bool(match.group("symbol")) or _unit_stem(match.group("unit") or "") in wanted
    # "100,000 tonnes, with the port offering 60,000"
    beside = beside or _number(match) >= 10 * _SCALES[own]
    return Fraction(1, _SCALES[own] if beside else 1)


def _number(match: re.Match[str]) -> Fraction:
    """Return the number of an amount: *4.5*, *four and a half*."""
    return _value(match.group("first").lower()) + Fraction(1 if match.group("half") else 0, 2)


def _value(text: str) -> Fraction:
    if text.startswith("half"):
        return Fraction(1, 2)
    if "/" in text:
        whole, _, part = text.replace("-", " ").rpartition(" ")
        return Fraction(whole or 0) + Fraction(part)
    if text[0].isdigit():
        return Fraction(text.replace(",", ""))
    total = counted = 0
    for word in re.split(r"[ -]+", text):
        if word in _WORD_VALUES:
            counted += _WORD_VALUES[word]
        elif word == "hundred":
            counted = max(counted, 1) * 100
        elif word in _SCALES:
            total, counted = total + max(counted, 1) * _SCALES[word], 0
    return Fraction(total + counted)


_NAMED = 0.5
_WIDEST = 12
_NOTHING = frozenset({"none", "no", "nothing", "never", "off", "not"})
_NO, _ANY = frozenset({"no", "zero"}), frozenset({"any", "all"})
_TELLING = frozenset({"all", "any", "no", "not"})
_FAR = 10**9


@dataclass(frozen=True, slots=True)
class OptionWords:
    """An option of an issue, its label first and then other words for it."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberScale:
    """The numbers of a numeric issue: first, last, distance of neighbours, unit."""

    low: Fraction
    high: Fraction
    step: Fraction
    unit: str | None = None

    @property
    def in_years(self) -> bool:
        """Whether the numbers are years, as 2035."""
        return self.low >= 1800 and self.high <= 2200

    def holds(self, number: Fraction) -> bool:
        """Whether a number is one of the steps."""
        return self.spans(number) and (number - self.low) % self.step == 0

    def spans(self, number: Fraction) -> bool:
        """Whether a number lies between first and last."""
        return self.low <= number <= self.high


@dataclass(frozen=True, slots=True)
class IssueWords:
    """An issue, the words or phrases that stand for it, and its options or numbers."""

    id: str
    words: tuple[str, ...]
    options: tuple[OptionWords, ...]
    ordered: bool = False
    numbers: NumberScale | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of an issue in a statement, with what is said of it.

    Attributes:
        issue: Id of the issue.
        option: Id of the option; None when none, several or an amount is named.
        amounts: The amounts named, on a numeric issue.
        start: Offset of the first word of it.
        end: End offset of the last.
        share: 0 to 1: how much of a phrase of the case's occurs.
        words: The words of the statement that it rests on.
        places: Where they stand, as (start, end).
        several: Ids of the options, where several are named.
        none: The issue's option for nothing of it, if it has one (*none*, *no deal* ...).
        sign: ``no`` or ``any`` where such a word stands right before the issue's words.
    """

    issue: str
    option: str | None
    amounts: tuple[Amount, ...]
    start: int
    end: int
    share: float
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    several: tuple[str, ...] = ()
    none: str | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    stem: str
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Match:
    """The best match of some phrases: tokens that hit, share, and whether whole."""

    tokens: tuple[_Token, ...]
    share: float
    listed: bool


_NO_MATCH = _Match((), 0.0, False)


def issue_of_last_amount(before: str, issues: Sequence[IssueWords]) -> str | None:
    """Return the issue in whose unit the last amount of some words is; None for none, or several.

    Example:
        >>> pay = IssueWords("pay", ("wage",), (), True, NumberScale(Fraction(0), Fraction(12), Fraction(1), "percent"))
        >>> issue_of_last_amount("rejected 3 percent, and would not go below", [pay])
        'pay'
    """
    ends: dict[int, list[str]] = {}
    for issue in issues:
        if issue.numbers is not None and issue.numbers.unit:
            every = amounts_in(before, issue.numbers.unit, left_behind=True)
            found = [a.end for a in every if a.has_unit and not _LASTING.search(before[: a.start])]
            if found:
                ends.setdefault(max(found), []).append(issue.id)
    last = ends[max(ends)] if ends else []
    return last[0] if len(last) == 1 else None


# What may follow a number that counts nothing of its own: "would not go below 6, but ...".
_BARE = re.compile(r"\s*(?:[.,;:!?)]|$|(?:and|or|but|if|while|instead|now|over|as)\b)", re.I)


def mentions_in(
    said: str,
    issues: Sequence[IssueWords],
    start: int = 0,
    told: Collection[str] = (),
    carried: str | None = None,
) -> tuple[Mention, ...]:
    """Find which issues a stretch of words names; at most one mention of each issue.

    An issue is named when half of the weight of one of its phrases occurs close together (proper
    names weigh double, words that several issues share weigh less), or by an option alone where
    its words can stand alone: phrases, names, and words listed for it. Several options of one
    issue, none of which is told apart, leave the option open.

    Args:
        said: The stretch.
        issues: The case's issues.
        start: Offset of the stretch, added to every place.
        told: Issues that the words before it named, so that an option alone is enough.
        carried: The issue that a number without a unit is of.
    """
    tokens = [_Token(stem(m.group()), m.group(), m.start(), m.end()) for m in _TOKEN.finditer(said)]
    used = Counter(
        one for issue in issues for one in content_stems(" ".join(issue.words).replace("-", " "))
    )
    found = [
        mention
        for issue in issues
        if (
            mention := _mention(
                said, issue, tokens, used, start, issue.id in told, issue.id == carried
            )
        )
        is not None
    ]
    return tuple(_nearest_amounts(found, issues))


def _mention(
    said: str,
    issue: IssueWords,
    tokens: Sequence[_Token],
    used: Counter[str],
    start: int,
    told: bool,
    carried: bool,
) -> Mention | None:
    named = _best(issue.words, tokens, used)
    is_named = named.share >= _NAMED
    options = _options(issue, tokens, named if is_named else _NO_MATCH)
    option, match = options[0] if len(options) == 1 else (None, _NO_MATCH)
    if match.tokens and _is_bounded(said, match):
        option = None  # "less than 90 days" is not "90 days"
    amounts: tuple[Amount, ...] = ()
    if issue.numbers is not None:
        # "Wants 8 percent; the port is prepared to pay 4" is no label, as "checkpoint 7" is.
        stems = frozenset() if carried else content_stems(" ".join(issue.words))
        in_unit = amounts_in(said, issue.numbers.unit, stems, years=issue.numbers.in_years)
        whole = [a for a in in_unit if a.has_unit]
        carried = (carried and not whole) or bool(whole and all(a.is_change for a in whole))
        bare = {a.start for a in in_unit if carried and _BARE.match(said, a.end)}
        amounts = tuple(a for a in in_unit if a.has_unit or is_named or a.start in bare)
    alone = (option is not None and (match.listed or told)) or bool(amounts)
    if not is_named and not alone:
        return None
    hits = {*(named.tokens if is_named else ()), *match.tokens}
    places = sorted((t.start, t.end, t.word) for t in hits)
    none = _nothing(issue)
    sign = _sign(tokens, named) if is_named and none is not None else ""
    if option is None and sign == "no":
        option = none
    elif option is None and is_named and not options and _is_whole(issue.words[0], named):
        option = _having_it(issue)
    first = places[0][0] if places else amounts[0].start
    last = places[-1][1] if places else amounts[-1].end
    share = named.share if is_named else 0.6 * max(match.share, 1.0 if amounts else 0.0)
    return Mention(
        issue.id,
        option,
        tuple(replace(a, start=a.start + start, end=a.end + start) for a in amounts),
        first + start,
        last + start,
        min(1.0, share),
        tuple(dict.fromkeys(word for _, _, word in places)),
        tuple((one + start, other + start) for one, other, _ in places),
        tuple(name for name, _ in options) if len(options) > 1 else (),
        none,
        sign,
    )


def _is_bounded(said: str, match: _Match) -> bool:
    """Return whether an option that begins with a number is told with a bound: *no less than 90 days*."""
    first = min(token.start for token in match.tokens)
    begins = said[first].isdigit() or said[first:].lower().startswith(tuple(_WORD_VALUES))
    return begins and any(pattern.search(said[:first]) for _, pattern in _BOUNDS)


def _best(phrases: Sequence[str], tokens: Sequence[_Token], used: Counter[str]) -> _Match:
    """Find the phrase of which the largest share occurs close together."""
    best = _NO_MATCH
    for phrase in phrases:
        weights = _weights(phrase, used)
        total = sum(weights.values())
        if not total:
            match = _letter_by_letter(phrase, tokens)
        else:
            hits = _closest(tokens, weights)
            got = sum({t.stem: weights[t.stem] for t in hits}.values())
            match = _Match(hits, got / total, False)
        if (match.share, len(match.tokens)) > (best.share, len(best.tokens)):
            best = match
    return best


def _weights(
    phrase: str, used: Counter[str], small: frozenset[str] = SMALL_WORDS
) -> dict[str, float]:
    """Weigh the words of a phrase: names double, words of several issues less."""
    words = _TOKEN.findall(phrase)
    return {
        stem(word): (2.0 if word.isupper() or (k and word[0].isupper()) else 1.0)
        / max(1, used[stem(word)])
        for k, word in enumerate(words)
        if word.lower() not in small
    }


def _closest(tokens: Sequence[_Token], weights: dict[str, float]) -> tuple[_Token, ...]:
    """Return the hits of the window that holds the most weight."""
    hits = [(k, token) for k, token in enumerate(tokens) if token.stem in weights]
    best: tuple[float, tuple[_Token, ...]] = (0.0, ())
    for first, (k, _) in enumerate(hits):
        window: dict[str, _Token] = {}
        for j, token in hits[first : first + _WIDEST]:
            if j - k >= _WIDEST:
                break
            window.setdefault(token.stem, token)
        weight = sum(weights[one] for one in window)
        if weight > best[0]:
            best = (weight, tuple(window.values()))
    return best[1]


def _letter_by_letter(phrase: str, tokens: Sequence[_Token]) -> _Match:
    """Match a phrase that is mostly small words (*as is*, *by day*) word by word."""
    wanted = [stem(word) for word in _TOKEN.findall(phrase)]
    for k in range(len(tokens) - len(wanted) + 1):
        window = tokens[k : k + len(wanted)]
        if len(wanted) > 1 and [token.stem for token in window] == wanted:
            return _Match(tuple(window), 1.0, False)
    return _NO_MATCH


def _options(
    issue: IssueWords, tokens: Sequence[_Token], named: _Match
) -> list[tuple[str, _Match]]:
    """Return the options that are named, with their matches."""
    of_issue = {token.start for token in named.tokens}
    rated = []
    for option in issue.options:
        matches = [
            (_whole(phrase, tokens, of_issue), k > 0 or _stands_alone(phrase))
            for k, phrase in enumerate(option.words)
        ]
        whole = [
            _Match(m.tokens, m.share, alone) for m, alone in matches if m.share >= 1 and m.tokens
        ]
        if whole:
            rated.append((option.id, max(whole, key=lambda m: (m.listed, len(m.tokens)))))
    if len(rated) > 1:  # the longer phrase holds the shorter: *partly open* is not *open*
        places = [({t.start for t in m.tokens}, m, name) for name, m in rated]
        rated = [
            (name, m) for own, m, name in places if not any(own < other for other, _, _ in places)
        ]
    return rated


def _stands_alone(phrase: str) -> bool:
    """Whether an option's label means something without its issue: a phrase, or a name."""
    words = [word for word in _TOKEN.findall(phrase) if word.lower() not in SMALL_WORDS]
    return len(words) > 1 or (len(words) == 1 and words[0][0].isupper())


def _whole(phrase: str, tokens: Sequence[_Token], of_issue: set[int]) -> _Match:
    """Match all the words of a phrase; none of them may be a word that names the issue."""
    weights = _weights(phrase, Counter(), SMALL_WORDS - _TELLING)
    if not weights or len(weights) < 2 <= len(_TOKEN.findall(phrase)):
        return _letter_by_letter(phrase, tokens)
    hits = _closest([t for t in tokens if t.start not in of_issue], weights)
    if {t.stem for t in hits} == set(weights):
        return _Match(hits, 1.0, False)
    shared = _closest(tokens, weights)
    whole = {t.stem for t in shared} == set(weights) and len(weights) > 1
    return _Match(shared, 1.0, False) if whole else _NO_MATCH


def _nothing(issue: IssueWords) -> str | None:
    """Return the issue's one option for nothing of it, or None."""
    found = [o.id for o in issue.options if set(o.id.lower().split()[:1]) & _NOTHING]
    return found[0] if len(found) == 1 else None


def _is_whole(name: str, named: _Match) -> bool:
    """Return whether all the words of an issue's name were found: *night flights* is not yet *Ban on night flights*."""
    return content_stems(name) <= {token.stem for token in named.tokens}


def _having_it(issue: IssueWords) -> str | None:
    """Return the option *yes* of an issue that has only *yes* and *no*: its whole name says that; else None."""
    ids = {option.id.lower(): option.id for option in issue.options}
    return ids.get("yes") if set(ids) == {"yes", "no"} else None


def _sign(tokens: Sequence[_Token], named: _Match) -> str:
    """Return ``no`` or ``any`` where such a word stands among the three before the issue's words."""
    first = min(token.start for token in named.tokens)
    before = {token.word.lower() for token in [t for t in tokens if t.start < first][-3:]}
    return "no" if before & _NO else "any" if before & _ANY else ""


def _nearest_amounts(found: Sequence[Mention], issues: Sequence[IssueWords]) -> list[Mention]:
    """Give each amount to the nearest issue that it can be meant for."""
    scales = {issue.id: issue.numbers for issue in issues}
    kept = []
    for mention in found:
        mine = []
        for amount in mention.amounts:
            rivals = [o for o in found if any(a.start == amount.start for a in o.amounts)]
            nearest = min(rivals, key=lambda o: _distance(o, amount))
            scale = scales[mention.issue]
            if nearest is mention and scale is not None and scale.spans(amount.number):
                mine.append(amount)
        if mention.words or mine:
            words = (*mention.words, *(a.words for a in mine))
            kept.append(replace(mention, amounts=tuple(mine), words=words))
    return kept


def _distance(mention: Mention, amount: Amount) -> int:
    """How far an amount stands from an issue's words; those without words of it are far."""
    if not mention.words:
        return _FAR
    return max(mention.start - amount.end, amount.start - mention.end, 0)
