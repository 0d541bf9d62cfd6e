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
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import partial

from lastyard.reading.lexicon import (
    MONTHS,
    NUMBER_NAMES,
    SENTENCE_END,
    WEEKDAYS,
    WINDOW,
    looks_ahead,
)
from lastyard.reading.statements import DateMention, Span
from lastyard.reading.text import plain_digits

MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?|July?|Aug(?:ust|\.)"
    r"|Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
COUNT = (
    r"(?:\d{1,4}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty)"
)
UNIT = r"(?:day|week|month|year|decade)s?"
_NUMBERS = {word: number for number, word in enumerate(NUMBER_NAMES[:13])} | {
    "a": 1,
    "an": 1,
    "twenty": 20,
    "thirty": 30,
}
_Ahead = Callable[[], bool]
_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(MONTHS, 1)}
_MONTH = re.compile(MONTH)
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


def month_number(word: str) -> int:
    """Return the number of the month that a word names, in full or shortened."""
    return _MONTH_NUMBERS[word[:3].lower()]


def _parse(words: str) -> tuple[int | None, int | None, int | None]:
    """Read (year, month, day) from an expression with a month's name."""
    month, year, day = _MONTH.search(words), _YEAR.search(words), _DAY.search(words)
    return (
        int(year.group()) if year else None,
        month_number(month.group()) if month else None,
        int(day.group()) if day else None,
    )


def _full_date(words: str) -> str:
    """Return the day of an expression with day, month and year."""
    year, month, day = _parse(words)
    assert year is not None and month is not None and day is not None  # noqa: S101, PT018 - by the pattern
    return dt.date(year, month, day).isoformat()


def _month_year(words: str) -> str:
    year, month, _ = _parse(words)
    return f"{year:04d}-{month:02d}"


def _season(words: str) -> str:
    year = int(words[-4:])
    seasons = {"spr": (3, 6), "sum": (6, 9), "aut": (9, 12), "fal": (9, 12), "win": (12, 3)}
    first, last = seasons[words[:3].lower()]
    return f"{year:04d}-{first:02d}/{year + (last < first):04d}-{last:02d}"


def _decade(words: str) -> str:
    match = _YEAR.search(words)
    year = int(match.group()) if match else 1
    return f"{year:04d}-01-01/{year + 9:04d}-12-31"


def _nearest_year(month: int, day: int, report: dt.date, ahead: bool) -> int:
    """Choose the year that puts a day nearest to the report, looking ahead or not."""
    choices = [y for y in (report.year - 1, report.year, report.year + 1) if 1 <= y <= 9999]
    dated = []
    for year in choices:
        with suppress(ValueError):
            dated.append(dt.date(year, month, day))
    if ahead:
        dated = [d for d in dated if d >= report] or dated
    return min(dated, key=lambda d: (abs((d - report).days), d < report)).year


def _month_day(words: str, report: dt.date, ahead: _Ahead) -> str | None:
    _, month, day = _parse(words)
    if month is None or day is None:
        return None
    return dt.date(_nearest_year(month, day, report, ahead()), month, day).isoformat()


def _bare_month(words: str, report: dt.date, ahead: _Ahead) -> str:
    month = _parse(words)[1] or 1
    first = words.split(maxsplit=1)[0].lower()
    if first == "last":
        year = report.year if month < report.month else report.year - 1
    elif first == "next":
        year = report.year if month > report.month else report.year + 1
    elif first == "this" or month == report.month:
        year = report.year
    else:
        year = _nearest_year(month, 15, report, ahead())
    return f"{year:04d}-{month:02d}"


def _part_of_month(words: str, report: dt.date | None, ahead: _Ahead) -> str | None:
    year, month, _ = _parse(words)
    if month is None or (year is None and report is None):
        return None
    if year is None and report is not None:
        year = _nearest_year(month, 15, report, ahead())
    assert year is not None  # noqa: S101 - one of the two holds
    last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(1)).day
    low, high = {"ear": (1, 14), "mid": (11, 20), "lat": (15, last)}[words[:3].lower()]
    return f"{year:04d}-{month:02d}-{low:02d}/{year:04d}-{month:02d}-{high:02d}"


def _weekday(words: str, report: dt.date, ahead: _Ahead) -> str:
    wanted = WEEKDAYS.index(words.rsplit(maxsplit=1)[-1].lower())
    back = (report.weekday() - wanted) % 7
    first = words.split(maxsplit=1)[0].lower()
    if first == "last":
        return (report - dt.timedelta(back or 7)).isoformat()
    if first == "next" or (back and first != "earlier" and ahead()):
        return (report + dt.timedelta(7 - back)).isoformat()
    return (report - dt.timedelta(back)).isoformat()


def _week(report: dt.date, shift: int) -> tuple[dt.date, dt.date]:
    monday = report - dt.timedelta(report.weekday()) + dt.timedelta(7 * shift)
    return monday, monday + dt.timedelta(6)


def _range(first: dt.date, last: dt.date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}"


def _shifted_month(report: dt.date, shift: int) -> str:
    months = report.year * 12 + report.month - 1 + shift
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _first_of_month(report: dt.date, shift: int) -> dt.date:
    return dt.date.fromisoformat(_shifted_month(report, shift) + "-01")


def _week_part(words: str, report: dt.date, ahead: _Ahead) -> str:
    unit = words.rsplit(maxsplit=1)[-1]
    if words.lower().startswith("earlier"):
        if unit == "week":
            return _range(_week(report, 0)[0], report)
        return f"{report.year:04d}" if unit == "year" else _shifted_month(report, 0)
    if unit == "week":
        return _range(report, _week(report, 0)[1])
    end_of_year = dt.date(report.year, 12, 31)
    return _range(
        report, end_of_year if unit == "year" else _first_of_month(report, 1) - dt.timedelta(1)
    )


def _relative_unit(words: str, report: dt.date, ahead: _Ahead) -> str:
    *_, which, unit = words.lower().split()
    shift = {"last": -1, "past": -1, "previous": -1, "this": 0}.get(which, 1)
    if unit == "year":
        return f"{report.year + shift:04d}"
    if unit == "month":
        return _shifted_month(report, shift)
    if unit == "week":
        return _range(*_week(report, shift))
    if unit == "weekend":
        if shift == 0 and report.weekday() <= 2 and not ahead():
            shift = -1
        saturday = _week(report, shift)[0] + dt.timedelta(5)
        return _range(saturday, saturday + dt.timedelta(1))
    if unit == "century":
        century = report.year // 100 + shift
        return f"{century:02d}00-01-01/{century:02d}99-12-31"
    begin = report.year // 10 * 10 + 10 * shift
    return f"{begin:04d}-01-01/{begin + 9:04d}-12-31"


def _around(words: str, report: dt.date, ahead: _Ahead) -> str:
    shift = -1 if "before" in words or "previous" in words else 1
    if "year" in words:
        return f"{report.year + shift:04d}"
    if "month" in words:
        return _shifted_month(report, shift)
    if "week" in words:
        return _range(*_week(report, shift))
    return (report + dt.timedelta(shift)).isoformat()


def _end_of(words: str, report: dt.date, ahead: _Ahead) -> str:
    *_, which, unit = words.lower().split()
    shift = {"next": 1, "last": -1}.get(which, 0)
    at_end = words.lower().removeprefix("the ").startswith("end")
    if unit == "year":
        return f"{report.year + shift:04d}-{'12-31' if at_end else '01-01'}"
    if unit == "month":
        first, following = (_first_of_month(report, shift + k) for k in (0, 1))
        return (following - dt.timedelta(1) if at_end else first).isoformat()
    return _week(report, shift)[at_end].isoformat()


def _amount(words: str) -> tuple[int, str]:
    """Read the number and unit of an expression such as *three weeks ago*."""
    match = re.search(rf"({COUNT})[ -]({UNIT})", words)
    assert match is not None  # noqa: S101 - by the pattern
    count = match.group(1)
    return (int(count) if count.isdigit() else _NUMBERS[count]), match.group(2).rstrip("s")


def _moved(report: dt.date, count: int, unit: str) -> str:
    """Return the day, month or year that lies a number of units away, as precise as the unit."""
    if unit in ("day", "week"):
        return (report + dt.timedelta(count * (7 if unit == "week" else 1))).isoformat()
    if unit == "month":
        return _shifted_month(report, count)
    year = report.year + count * (10 if unit == "decade" else 1)
    if not 1 <= year <= 9999:
        raise ValueError("year out of range")
    return f"{year:04d}"


def _ago(words: str, report: dt.date, ahead: _Ahead) -> str:
    return _moved(report, -_amount(words)[0], _amount(words)[1])


def _later(words: str, report: dt.date, ahead: _Ahead) -> str:
    return _moved(report, *_amount(words))


def _past_units(words: str, report: dt.date, ahead: _Ahead) -> str:
    count, unit = _amount(words)
    year = f"{report.year:04d}"
    until = {"year": year, "decade": year, "month": _shifted_month(report, 0)}
    return f"{_moved(report, -count, unit)}/{until.get(unit, report.isoformat())}"


def _until_report(words: str, report: dt.date, ahead: _Ahead) -> str:
    """*Several years ago*, *the past few days*: no later than the report."""
    return report.isoformat()


def _today(words: str, report: dt.date, ahead: _Ahead) -> str:
    shift = {"yesterday": -1, "tomorrow": 1}.get(words.lower(), 0)
    return (report + dt.timedelta(shift)).isoformat()


_BY_ITSELF: dict[str, Callable[[str], str]] = {
    "iso": lambda words: dt.date.fromisoformat(words).isoformat(),
    "full": _full_date,
    "full_day_first": _full_date,
    "month_year": _month_year,
    "attack_day": lambda words: "2001-09-11",
    "season": _season,
    "decade": _decade,
    "year": lambda words: words,
}
"""Values of expressions that say all themselves, by their words."""
_FROM_REPORT: dict[str, Callable[[str, dt.date, _Ahead], str | None]] = {
    "month_day": _month_day,
    "day_month": _month_day,
    "month": _bare_month,
    "weekday": _weekday,
    "week_part": _week_part,
    "relative_unit": _relative_unit,
    "around": _around,
    "end_of": _end_of,
    "past_units": _past_units,
    "past_few": _until_report,
    "ago": _ago,
    "vague_ago": _until_report,
    "ahead": _later,
    "length": _past_units,
    "today": _today,
}
"""Values of the others, by their words, the report's day, and whether the words around look ahead."""
_DAY_NAME = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# "The truce must last 60 days" tells no day.
_NO_VERB = "".join(
    rf"(?<!\b{word} )"
    for word in ("to", "must", "should", "will", "would", "could", "can", "may", "might", "not")
)
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
    "past_units": rf"(?:[Oo]ver )?(?:[Tt]he )?(?:{_NO_VERB}[Ll]ast|[Pp]ast) {COUNT} {UNIT}",
    "past_few": rf"(?:[Tt]he )?(?:{_NO_VERB}[Ll]ast|[Pp]ast|[Rr]ecent) (?:few |several |couple of )?(?:days|weeks|months|years)",
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


def find_dates(text: str, report: dt.date | None, *, own: bool = True) -> tuple[DateMention, ...]:
    """Find the expressions of time of a text.

    Args:
        text: The text.
        report: Day of publication; None: the text's own dateline if it has one, else only
            expressions that need no such day are given.
        own: Whether the text's own dateline is to be looked for; not where that was done before.
    """
    text = plain_digits(text)
    if report is None and own:
        report = dateline(text)
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
    """Return the matches of all patterns, leftmost first, without overlaps."""
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
    """Return the value of one expression; None if it has none without a report's day."""
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
    ahead = (lambda: True) if follows else partial(looks_ahead, text, start, end)
    try:
        if kind == "part_of_month":
            return _part_of_month(match.group(), report, ahead)
        if kind in _BY_ITSELF:
            return _BY_ITSELF[kind](match.group())
        return None if report is None else _FROM_REPORT[kind](match.group(), report, ahead)
    except (ValueError, OverflowError):
        return None


# The line of a mail's head that says when it was sent, with nothing but other such lines before it.
_SENT = re.compile(r"\A\s*(?:[A-Z][\w-]*:[^\n]*\n)*?(?:Date|Sent):[ \t]*(?P<when>[^\n]+)")


def _day_of_header(when: str) -> dt.date | None:
    """Return the day of a mail's *Date:*, as *Mon, 16 Mar 2026 09:12:00 +0000*."""
    try:
        return parsedate_to_datetime(when.strip()).date()
    except (ValueError, TypeError, IndexError):
        return None


def dateline(text: str) -> dt.date | None:
    """Find the full date that stands by itself near the beginning of a report."""
    if _YEAR.search(text, 0, 1500) is None:
        return None  # sooner told than by looking for the whole date at every word
    sent = _SENT.search(text, 0, 1500)
    if sent is not None and (day := _day_of_header(sent["when"])) is not None:
        return day
    for match in re.finditer(_DATELINE, text[:1500]):
        before = text[: match.start()].rsplit("\n", 1)[-1].strip()
        if before.startswith(">"):
            return None  # the day of what a mail answers
        if len(before) <= 80 and (match.start() < 600 or not before):
            try:
                return dt.date.fromisoformat(_full_date(match.group()))
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
