"""Values of expressions of time, one function for each kind of expression.

Each takes the words, the day of the report (or None), the text and the place of the words in
it, and gives an ISO 8601 value, or None where the expression has none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from lastyard.reading.tense import looks_ahead
from lastyard.reading.words import MONTHS, WEEKDAYS

MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?|July?|Aug(?:ust|\.)"
    r"|Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)


COUNT = (
    r"(?:\d{1,4}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty)"
)


UNIT = r"(?:day|week|month|year|decade)s?"


_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30}


_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(MONTHS, 1)}
_MONTH = re.compile(MONTH)
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


def month_number(word: str) -> int:
    """Give the number of the month that a word names, in full or shortened."""
    return _MONTH_NUMBERS[word[:3].lower()]


def _parse(words: str) -> tuple[int | None, int | None, int | None]:
    """Read (year, month, day) from an expression with a month's name."""
    month, year, day = _MONTH.search(words), _YEAR.search(words), _DAY.search(words)
    return (
        int(year.group()) if year else None,
        month_number(month.group()) if month else None,
        int(day.group()) if day else None,
    )


def full_date(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    """Give the day of an expression with day, month and year."""
    year, month, day = _parse(words)
    assert year is not None and month is not None and day is not None  # noqa: S101, PT018 - by the pattern
    return dt.date(year, month, day).isoformat()


def _iso(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    return dt.date.fromisoformat(words).isoformat()


def _month_year(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    year, month, _ = _parse(words)
    return f"{year:04d}-{month:02d}"


def _nearest_year(month: int, day: int, report: dt.date, ahead: bool) -> int:
    """Choose the year that puts a day nearest to the report, looking ahead or not."""
    choices = [y for y in (report.year - 1, report.year, report.year + 1) if 1 <= y <= 9999]
    dated = []
    for year in choices:
        try:
            dated.append(dt.date(year, month, day))
        except ValueError:
            continue
    if ahead:
        dated = [d for d in dated if d >= report] or dated
    return min(dated, key=lambda d: (abs((d - report).days), d < report)).year


def _month_day(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    _, month, day = _parse(words)
    if report is None or month is None or day is None:
        return None
    year = _nearest_year(month, day, report, looks_ahead(text, start, end))
    return dt.date(year, month, day).isoformat()


def _bare_month(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    if report is None:
        return None
    month = _parse(words)[1] or 1
    first = words.split(maxsplit=1)[0].lower()
    if first == "last":
        year = report.year if month < report.month else report.year - 1
    elif first == "next":
        year = report.year if month > report.month else report.year + 1
    elif first == "this" or month == report.month:
        year = report.year
    else:
        year = _nearest_year(month, 15, report, looks_ahead(text, start, end))
    return f"{year:04d}-{month:02d}"


def _part_of_month(
    words: str, report: dt.date | None, text: str, start: int, end: int
) -> str | None:
    year, month, _ = _parse(words)
    if month is None or (year is None and report is None):
        return None
    if year is None and report is not None:
        year = _nearest_year(month, 15, report, looks_ahead(text, start, end))
    assert year is not None  # noqa: S101 - one of the two holds
    part = words[:3].lower()
    last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(1)).day
    low, high = {"ear": (1, 14), "mid": (11, 20), "lat": (15, last)}[part]
    return f"{year:04d}-{month:02d}-{low:02d}/{year:04d}-{month:02d}-{high:02d}"


def _season(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    year = int(words[-4:])
    first, last = {"spr": (3, 6), "sum": (6, 9), "aut": (9, 12), "fal": (9, 12), "win": (12, 3)}[
        words[:3].lower()
    ]
    return f"{year:04d}-{first:02d}/{year + (last < first):04d}-{last:02d}"


def _decade(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    match = re.search(r"\d{4}", words)
    year = int(match.group()) if match else 1
    return f"{year:04d}-01-01/{year + 9:04d}-12-31"


def _weekday(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    if report is None:
        return None
    wanted = WEEKDAYS.index(words.rsplit(maxsplit=1)[-1].lower())
    back = (report.weekday() - wanted) % 7
    first = words.split(maxsplit=1)[0].lower()
    if first == "last":
        return (report - dt.timedelta(back or 7)).isoformat()
    if first == "next" or words.lower().startswith("the following"):
        return (report + dt.timedelta(7 - back)).isoformat()
    if back and first != "earlier" and looks_ahead(text, start, end):
        return (report + dt.timedelta(7 - back)).isoformat()
    return (report - dt.timedelta(back)).isoformat()


def _week(report: dt.date, shift: int) -> tuple[dt.date, dt.date]:
    monday = report - dt.timedelta(report.weekday()) + dt.timedelta(7 * shift)
    return monday, monday + dt.timedelta(6)


def _shifted_month(report: dt.date, shift: int) -> str:
    months = report.year * 12 + report.month - 1 + shift
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _week_part(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    if report is None:
        return None
    unit = words.rsplit(maxsplit=1)[-1]
    first = {
        "week": _week(report, 0)[0],
        "month": report.replace(day=1),
        "year": report.replace(month=1, day=1),
    }[unit]
    if words.lower().startswith("earlier") and unit != "week":
        return f"{report.year:04d}" if unit == "year" else _shifted_month(report, 0)
    if words.lower().startswith("earlier"):
        return f"{first.isoformat()}/{report.isoformat()}"
    if unit == "week":
        return f"{report.isoformat()}/{_week(report, 0)[1].isoformat()}"
    last = (
        dt.date(report.year, 12, 31)
        if unit == "year"
        else dt.date.fromisoformat(_shifted_month(report, 1) + "-01") - dt.timedelta(1)
    )
    return f"{report.isoformat()}/{last.isoformat()}"


def _relative_unit(
    words: str, report: dt.date | None, text: str, start: int, end: int
) -> str | None:
    if report is None:
        return None
    *_, which, unit = words.lower().split()
    shift = {"last": -1, "past": -1, "previous": -1, "this": 0}.get(which, 1)
    if unit == "year":
        return f"{report.year + shift:04d}"
    if unit == "month":
        return _shifted_month(report, shift)
    if unit == "week":
        first, last = _week(report, shift)
        return f"{first.isoformat()}/{last.isoformat()}"
    if unit == "weekend":
        if shift == 0 and report.weekday() <= 2 and not looks_ahead(text, start, end):
            shift = -1
        saturday = _week(report, shift)[0] + dt.timedelta(5)
        return f"{saturday.isoformat()}/{(saturday + dt.timedelta(1)).isoformat()}"
    if unit == "century":
        century = report.year // 100 + shift
        return f"{century:02d}00-01-01/{century:02d}99-12-31"
    begin = report.year // 10 * 10 + 10 * shift
    return f"{begin:04d}-01-01/{begin + 9:04d}-12-31"


def _around(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    if report is None:
        return None
    back = "before" in words or "previous" in words
    if "year" in words:
        return f"{report.year + (-1 if back else 1):04d}"
    if "month" in words:
        return _shifted_month(report, -1 if back else 1)
    if "week" in words:
        first, last = _week(report, -1 if back else 1)
        return f"{first.isoformat()}/{last.isoformat()}"
    return (report + dt.timedelta(-1 if back else 1)).isoformat()


def _end_of(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    if report is None:
        return None
    *_, which, unit = words.lower().split()
    shift = {"next": 1, "last": -1}.get(which, 0)
    at_end = words.lower().removeprefix("the ").startswith("end")
    if unit == "year":
        year = report.year + shift
        return f"{year:04d}-12-31" if at_end else f"{year:04d}-01-01"
    if unit == "month":
        first = dt.date.fromisoformat(_shifted_month(report, shift) + "-01")
        following = dt.date.fromisoformat(_shifted_month(report, shift + 1) + "-01")
        return (following - dt.timedelta(1) if at_end else first).isoformat()
    return _week(report, shift)[1 if at_end else 0].isoformat()


def _amount(words: str) -> tuple[int, str]:
    """Read the number and unit of an expression such as *three weeks ago*."""
    match = re.search(rf"({COUNT})[ -]({UNIT})", words)
    assert match is not None  # noqa: S101 - by the pattern
    count = match.group(1)
    return (int(count) if count.isdigit() else _NUMBERS[count]), match.group(2).rstrip("s")


def _moved(report: dt.date, count: int, unit: str) -> str:
    """Give the day, month or year that lies a number of units away, as precise as the unit."""
    if unit in ("day", "week"):
        return (report + dt.timedelta(count * (7 if unit == "week" else 1))).isoformat()
    if unit == "month":
        return _shifted_month(report, count)
    year = report.year + count * (10 if unit == "decade" else 1)
    if not 1 <= year <= 9999:
        raise ValueError("year out of range")
    return f"{year:04d}"


def _ago(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    return None if report is None else _moved(report, -_amount(words)[0], _amount(words)[1])


def _ahead(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    return None if report is None else _moved(report, *_amount(words))


def _past_units(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    if report is None:
        return None
    count, unit = _amount(words)
    until = {
        "year": f"{report.year:04d}",
        "decade": f"{report.year:04d}",
        "month": _shifted_month(report, 0),
    }
    return f"{_moved(report, -count, unit)}/{until.get(unit, report.isoformat())}"


def _until_report(
    words: str, report: dt.date | None, text: str, start: int, end: int
) -> str | None:
    """*Several years ago*, *the past few days*: no later than the report."""
    return report.isoformat() if report else None


def _today(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    if report is None:
        return None
    shift = {"yesterday": -1, "tomorrow": 1}.get(words.lower(), 0)
    return (report + dt.timedelta(shift)).isoformat()


def _year(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    return words


def _attack_day(words: str, report: dt.date | None, text: str, start: int, end: int) -> str | None:
    return "2001-09-11"


VALUES: dict[str, Callable[[str, dt.date | None, str, int, int], str | None]] = {
    "iso": _iso,
    "full": full_date,
    "full_day_first": full_date,
    "month_year": _month_year,
    "part_of_month": _part_of_month,
    "month_day": _month_day,
    "day_month": _month_day,
    "attack_day": _attack_day,
    "season": _season,
    "decade": _decade,
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
    "ahead": _ahead,
    "length": _past_units,
    "today": _today,
    "year": _year,
}
