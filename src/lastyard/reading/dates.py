# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Expressions of time and their values, against the day of the report.

Values are ISO 8601: a day (``2024-03-22``), a month (``2024-03``), a year (``2024``) or a
range of them (``2024-03-18/2024-03-22``). A weekday named in a report of the same weekday
is that day; otherwise it is the last one before, or the next one after when the words
around it look ahead (*will*, *is to*, *next*). A day or month without a year is the
nearest to the report that the words around it allow.

Example:
    >>> from datetime import date
    >>> text = "The envoy came on Thursday and will return in May 2024."
    >>> [m.value for m in find_dates(text, date(2024, 3, 22))]
    ['2024-03-21', '2024-05']
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from lastyard.reading.date_values import (
    COUNT,
    MONTH,
    UNIT,
    VALUES,
    full_date,
    month_number,
)
from lastyard.reading.statements import DateMention, Span
from lastyard.reading.tense import SENTENCE_END, WINDOW

_DAY_NAME = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_PATTERNS = {
    "iso": r"\d{4}-\d\d-\d\d",
    "full": rf"(?:{_DAY_NAME},? )?{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:of )?\d{{4}}",
    "full_day_first": rf"(?:{_DAY_NAME},? )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH},? \d{{4}}",
    "month_year": rf"{MONTH},? \d{{4}}",
    "part_of_month": rf"(?:[Ll]ate|[Ee]arly|[Mm]id)[ -]{MONTH}(?: \d{{4}})?",
    "month_day": rf"{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?!\d|,\d)",
    "day_month": rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}(?![a-z])",
    "attack_day": r"9/11(?:-related)?",
    "season": r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter) (?:of )?\d{4}",
    "decade": r"(?:the )?(?:1[5-9]|20)\d0['’]?s",
    "month": rf"(?:(?:[Ll]ast|[Nn]ext|[Tt]his) )?{MONTH}(?![a-z])",
    "weekday": rf"(?:(?:[Ll]ast|[Nn]ext|[Tt]his|[Tt]he following|[Ee]arlier) )?{_DAY_NAME}",
    "week_part": r"(?:[Ee]arlier|[Ll]ater) this (?:week|month|year)",
    "relative_unit": (
        r"(?:[Tt]he )?(?:[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Pp]revious|[Cc]oming|[Ff]ollowing)"
        r" (?:week(?:end)?|month|year|decade|century)"
    ),
    "same_day": r"(?:[Tt]he|[Tt]hat) (?:same )?(?:date|day)(?! (?:before|after))",
    "around": r"[Tt]he (?:year|month|week|day) (?:before|after)|[Tt]he (?:next|previous) day",
    "end_of": r"(?:the )?(?:end|start|beginning) of (?:the|this|next|last) (?:year|month|week)",
    "past_units": rf"(?:[Oo]ver )?(?:[Tt]he )?(?:[Ll]ast|[Pp]ast) {COUNT} {UNIT}",
    "past_few": r"(?:[Tt]he )?(?:[Ll]ast|[Pp]ast|[Rr]ecent) (?:few |several |couple of )?(?:days|weeks|months|years)",
    "ago": rf"{COUNT} {UNIT} (?:ago|earlier)",
    "vague_ago": rf"(?:several|many|some|a few|a couple of) {UNIT} ago",
    "ahead": rf"in {COUNT} {UNIT}(?:['’]s? time| from now)",
    "length": rf"{COUNT}-(?:year|month)(?![a-z-])",
    "today": r"[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow|[Tt]his (?:morning|afternoon|evening)",
    "year": r"(?:1[5-9]|20)\d\d(?![\d-])(?!,\d{3})(?!% )",
}
_DATELINE = rf"(?=[\dADFJMNOSTW])(?:{_PATTERNS['full']}|{_PATTERNS['full_day_first']})"
_ANY = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()) + r")(?!\w)"
)
# Every expression holds one of these; looking for them first is five times as fast.
_CORES = (
    re.compile(r"\d+"),
    # Parts of words (afternoon, evening, tonight) that begin with the rarer letters.
    re.compile(
        r"day|week|mont|year|deca|centu|morn|fternoon|vening|ght|morrow|date"
        r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    ),
)
# Words that an expression can begin with: only there is the long alternation tried.
_START = re.compile(
    r"\b(?<![$€£#/])(?=\d|[Tt]h(?:e [\dlpntcfrsdywmebA-Z]|is |at [sd])|[Ll]a[st]|[Nn]ext |[Pp](?:as|re)"
    r"|[Cc]omi|[Ff](?:oll|all )|[Ee]arl|[Mm]id[ -]|[Ss](?:pri|umm)|[Aa]utu|[Ww]int|[Oo]ver |[Rr]ecen"
    r"|[Tt]o[dmn]|[Yy]est|in (?:\d|[aotfsen])|end |start |begin|an? (?:[dwmy]|few|cou)"
    r"|(?:several|many|some|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty)[ -][dwmy]"
    r"|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Ma[ry]|Apr|Ju[nl]|Aug|Sep|Oct|Nov|Dec)\w"
)
_LONGEST_START = 12
_BEFORE_CORE = 48
_MAY = re.compile(r"\b(?:in|since|last|until|by|of|next|this|from|through|during|before|after) $")
_COUNTED = re.compile(r" (?:people|men|women|children|soldiers|troops|dollars|euros|votes|jobs)\b")


def find_dates(text: str, report: dt.date | None) -> tuple[DateMention, ...]:
    """Find the expressions of time of a text.

    Args:
        text: The text.
        report: Day of publication; None: the text's own dateline if it has one, else only
            expressions that need no such day are given.
    """
    report = report or dateline(text)
    found: list[DateMention] = []
    day: str | None = None
    for match in _matches(text):
        kind = match.lastgroup or ""
        words = match.group()
        if (
            kind == "month"
            and words == "May"
            and not _MAY.search(text[max(0, match.start() - 8) : match.start()])
        ):
            continue
        if kind == "year" and not _is_year(text, match.start(), match.end()):
            continue
        value = day if kind == "same_day" else _value(kind, match, text, report, found)
        if value is not None:
            day = value if len(value) == 10 and kind != "same_day" else day
            found.append(DateMention(Span(match.start(), match.end()), value))
    return tuple(found)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Give the matches of all patterns, leftmost first, without overlaps."""
    done = tried = 0
    for core in sorted(match.start() for pattern in _CORES for match in pattern.finditer(text)):
        if core < done:
            continue
        begin = max(done, tried, core - _BEFORE_CORE)
        tried = core + 1
        for start in _START.finditer(text, begin, tried + _LONGEST_START):
            if start.start() >= tried:
                break
            match = _ANY.match(text, start.start())
            if match is not None:
                done = match.end()
                yield match
                break


def _value(
    kind: str, match: re.Match[str], text: str, report: dt.date | None, found: list[DateMention]
) -> str | None:
    """Give the value of one expression; None if it has none without a report's day."""
    start, end = match.span()
    if kind == "month" and " " not in match.group() and text.startswith(" is ", end):
        return f"--{month_number(match.group()):02d}"  # said of every year
    follows = (
        bool(found)
        and report is not None
        and start - found[-1].span.end < WINDOW
        and found[-1].value[:10] > report.isoformat()
        and SENTENCE_END.search(text, found[-1].span.end, start) is None
    )
    # A list that has begun to look ahead goes on doing so: "in November, January and April".
    seen = (text, start, end) if not follows else (" will ", 6, 6)
    try:
        return VALUES[kind](match.group(), report, *seen)
    except (ValueError, OverflowError):
        return None


def dateline(text: str) -> dt.date | None:
    """Find the full date that stands by itself near the beginning of a report."""
    for match in re.finditer(_DATELINE, text[:1500]):
        before = text[: match.start()].rsplit("\n", 1)[-1].strip()
        if len(before) <= 80 and (match.start() < 600 or not before):
            try:
                value = full_date(match.group(), None, text, 0, 0)
                return dt.date.fromisoformat(value) if value else None
            except ValueError:
                return None
    return None


def _is_year(text: str, start: int, end: int) -> bool:
    """Tell a year from a number: *in 2012*, *(2008)* but not *2000 people*."""
    before = text[max(0, start - 12) : start].lower()
    if _COUNTED.match(text, end):
        return False
    if re.search(
        r"(?:\b(?:in|since|of|by|from|to|until|till|and|or|between|after|before|during|for|year)|[(–—-]|,)\s?$",
        before,
    ):
        return True
    if before.endswith(" the "):
        return True
    return re.match(r" [a-z]+s\b", text[end : end + 14]) is None and not before.endswith((".", ":"))
