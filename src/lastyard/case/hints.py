"""What somebody probably meant: days and numbers in other forms, and words of other notations.

Imported only when something is wrong, so that a right file does not pay for it.

Example:
    >>> help_for_day("29 June 2015"), help_for_number("10,000")
    ('write it as 2015-06-29', 'write it as 10000, without separators')
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from fractions import Fraction

from lastyard.case.model import format_number, parse_number

__all__ = [
    "KEYS_MEANT",
    "help_for_agreement",
    "help_for_comma",
    "help_for_condition",
    "help_for_day",
    "help_for_list",
    "help_for_number",
    "help_for_package",
    "help_for_source",
    "number_meant",
    "why_no_number",
]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio",
            "february feb februar février fevrier febrero febbraio",
            "march mar märz maerz mars marzo",
            "april apr avril abril aprile",
            "may mai mayo maggio",
            "june jun juni juin junio giugno",
            "july jul juli juillet julio luglio",
            "august aug août aout agosto",
            "september sep sept septembre septiembre settembre",
            "october oct oktober okt octobre octubre ottobre",
            "november nov novembre noviembre",
            "december dec dezember dez décembre decembre diciembre dicembre",
        ),
        1,
    )
    for name in names.split()
}
_CLOCK = re.compile(r"[T\s]+\d{1,2}:\d{2}.*$")
_IN_WORDS = (
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?(?: de| of)?[ -](?P<month>[^\W\d]+)\.?,?(?: de)?[ -](?P<year>\d{4})"),
    re.compile(r"(?P<month>[^\W\d]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})[ -](?P<month>[^\W\d]+)\.?[ -](?P<day>\d{1,2})"),
)  # fmt: skip
_MONTH_ONLY = re.compile(r"(?P<month>[^\W\d]+)\.?,? (?P<year>\d{4})|(?P<iso>\d{4}-\d{1,2})|\d{4}")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ] ?)(\d{1,2})[-/. ] ?(\d{4})")
_WEEKDAY = re.compile(r"^[^\W\d]+day,? (?:the )?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([ ,'\u2019\u00a0\u202f_])\d{3})(?:\1\d{3})*(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d+)")
_POINTS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}")
_PERCENT = re.compile(r"([+-]?\d+(?:\.\d+)?) ?(?:%|per ?cent|percent)", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?", re.IGNORECASE)
_WITH_UNIT = re.compile(r"([+-]?\d+(?:\.\d+)?) ?([^\W\d_]+|[€$£%])")

KEYS_MEANT = {
    "date": "on",
    "day": "on",
    "when": "on",
    "who": "party",
    "speaker": "by",
    "said_by": "by",
    "demand": "requires",
    "demands": "requires",
    "require": "requires",
    "must": "requires",
    "excludes": "rejects",
    "red_line": "rejects",
    "vetoes": "rejects",
    "proposes": "offers",
    "asks": "position",
    "asks_for": "position",
    "likes": "prefers",
    "certainty": "confidence",
    "strength": "firmness",
    "comment": "note",
    "comments": "note",
    "notes": "note",
    "description": "note",
    "label": "name",
    "actors": "parties",
    "players": "parties",
    "topics": "issues",
    "constraints": "rules",
    "link": "url",
    "increment": "step",
    "values": "options",
    "choices": "options",
    "min": "range",
    "max": "range",
}
"""Keys that people write for others; they count where the others are keys."""


def help_for_day(text: str) -> str:
    """Return how to write a day, as that very day where the text names one."""
    plain = _CLOCK.sub("", " ".join(text.split()))
    plain = _WEEKDAY.sub("", plain) if re.search(r"\d", plain) else plain
    for pattern in _IN_WORDS:
        found = pattern.fullmatch(plain)
        month = _MONTHS.get(found["month"].lower()) if found else None
        if found and month:
            return _written([_day(found["year"], month, found["day"])])
    found = _YEAR_FIRST.fullmatch(plain)
    if found:
        year, month_text, day_text = [part for part in found.groups() if part]
        return _written([_day(year, int(month_text), day_text)])
    found = _YEAR_LAST.fullmatch(plain)
    if found:
        first, mark, second, year = found.groups()
        day_first, month_first = _day(year, int(second), first), _day(year, int(first), second)
        # With points the day comes first everywhere.
        return _written([day_first] if "." in mark else [day_first, month_first])
    found = _MONTH_ONLY.fullmatch(plain)
    if found and (found["month"] is None or found["month"].lower() in _MONTHS):
        return "give the day, too: write year-month-day"
    return "write days as year-month-day, as in 2024-03-22"


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _written(days: Iterable[date | None]) -> str:
    found = list(dict.fromkeys(day for day in days if day is not None))
    if not found:
        return "there is no such day: check the month and the day"
    if len(found) == 2:
        return f"write it as {found[0]} (day first) or {found[1]} (month first)"
    return f"write it as {found[0]}"


def number_meant(text: str) -> Fraction | None:
    """Return the number that a text with separators stands for, where that is plain."""
    plain = text.strip()
    if _GROUPED.fullmatch(plain):
        return parse_number(re.sub(r"[ ,'\u2019\u00a0\u202f_]", "", plain))
    if _POINTS.fullmatch(plain):
        return parse_number(plain.replace(".", ""))
    return None


def help_for_comma(before: str, after: str) -> str:
    """Return how to write a number, or a day, that a comma has cut in two."""
    day = help_for_day(f"{before}, {after}") if not before[-1:].isdecimal() or " " in before else ""
    if day.startswith("write it as"):
        return f"a comma ends a value: {day}"
    decimal = f"{before}.{after}"
    if len(after) == 3 and before.lstrip("+-").isdecimal() and before.lstrip("+-") != "0":
        return f"a comma ends a value: write {before}{after} without it"
    return f"a comma ends a value: write {decimal}, with a point"


def help_for_list(text: str) -> str:
    """Return how to write a list, as that very list where the text tells one."""
    from lastyard.case.writing import in_one_line  # noqa: PLC0415  (it needs all of the model)

    parts = [part.strip() for part in re.split("[,;<|]", text) if part.strip()]
    if len(parts) > 1:
        return f"write it as a list: {in_one_line(parts)}"
    return f"write it as a list, as in {in_one_line([*(parts or ['one']), 'other'])}"


def help_for_condition(chosen: Sequence[tuple[str, str | None]], issues: Collection[str]) -> str:
    """Return how to write a condition for which somebody wrote a package.

    Args:
        chosen: The names and what stands behind each; None for what is no text.
        issues: The issues of the case.

    Example:
        >>> print(help_for_condition([("wage", "3"), ("pause", "long")], {"wage", "pause"}))
        write it as a condition: "wage == 3 and pause == 'long'"
    """
    if not chosen or not all(name in issues for name, _ in chosen):
        return "put the condition in quotes"
    if any(option is None for _, option in chosen):
        return f"write it as a condition, as in: \"{chosen[0][0]} == 'x'\""
    parts = [
        f"{name} == {option}" if parse_number(option or "") is not None else f"{name} == '{option}'"
        for name, option in chosen
    ]
    return f'write it as a condition: "{" and ".join(parts)}"'


def help_for_package(text: str, issues: Iterable[str]) -> str:
    """Return how to write a package for which somebody wrote a condition.

    Args:
        text: What stands for the package.
        issues: The issues of the case.

    Example:
        >>> help_for_package("wage == 3 and pause == 'long'", ("wage", "pause"))
        'write it as {wage: 3, pause: long}'
    """
    from lastyard.case.writing import in_one_line  # noqa: PLC0415  (it needs all of the model)

    equal = [re.fullmatch(r"\s*(\w+)\s*==?\s*(.+?)\s*", part) for part in text.split(" and ")]
    known = list(issues)
    if all(found and found[1] in known for found in equal):
        chosen = {found[1]: found[2].strip("'\"") for found in equal if found}
        parts = (
            f"{issue}: {option if parse_number(option) is not None else in_one_line(option)}"
            for issue, option in chosen.items()
        )
        return f"write it as {{{', '.join(parts)}}}"
    named = [name for name in known if re.search(rf"\b{re.escape(name)}\b", text)]
    return f"write it as {{{', '.join(f'{n}: option' for n in named or ['issue', 'other issue'])}}}"


def help_for_source(name: str) -> str:
    """Return how to add a source of which only the words were written.

    Example:
        >>> help_for_source("Letter")
        "say what it is, under the case's `sources:`, as `letter: {title: Letter}`; then write `source: letter`"
    """
    from lastyard.case.writing import in_one_line  # noqa: PLC0415  (it needs all of the model)

    short = "-".join(re.findall(r"[^\W_]+", name.lower()))[:40].strip("-") or "report"
    title = in_one_line({"title": name[:60]})
    return f"say what it is, under the case's `sources:`, as `{short}: {title}`; then write `source: {short}`"


def help_for_agreement(text: str, parties: Sequence[str]) -> str | None:
    """Return how to write who must agree, where plain words or another notation tell it.

    Example:
        >>> help_for_agreement("majority", ("a", "b", "c"))
        'write `at least 2 of (a, b, c)`'
    """
    words, every = set(re.findall(r"[^\W\d]+", text.lower())), ", ".join(parties)
    count, of = re.search(r"(?<![\d/])\d{1,3}(?![\d/])", text), re.search(r"\(([^()]*)\)", text)
    share = re.search(r"(\d{1,3})\s*/\s*(\d{1,3})", text)
    if words & {
        "unanimous",
        "unanimity",
        "unanimously",
        "consensus",
        "everyone",
        "everybody",
        "both",
    }:
        return "write `all`"
    if words & {"majority", "most", "half"}:
        return f"write `at least {len(parties) // 2 + 1} of ({every})`"
    if share and 0 < int(share[1]) <= int(share[2]):
        least = -(-len(parties) * int(share[1]) // int(share[2]))
        return f"write `at least {least} of ({every})`"
    if (
        count
        and words & {"of", "any", "least"}
        and "(" not in text.replace(of[0] if of else "", "")
    ):
        return f"write `at least {count[0]} of ({of[1] if of else every})`"
    named = [part.strip(" []") for part in text.split(",")]
    if len(named) > 1 and all(named) and "(" not in text:
        return f"write `{' and '.join(named)}` if all of them must accept, `{' or '.join(named)}` if one will do"
    return None


def why_no_number(text: str) -> tuple[str, str | None]:
    """Return why a text that could not be read is no number, and what to do."""
    if _NUMBER.fullmatch(text.strip()):
        help = "a number has at most 100 characters, and an exponent from -30 to 30"
        return "is too long a number, or has too large an exponent", help
    return "is not a number", help_for_number(text)


def help_for_number(text: str, *, share: bool = False) -> str | None:
    """Return how to write a number, as that very number where the text tells one."""
    digits = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    if digits != text and parse_number(digits) is not None:
        return f"write it as {digits}, with the digits 0 to 9"
    meant = number_meant(text)
    if meant is not None and not share:
        return f"write it as {format_number(meant)}, without separators"
    comma = _DECIMAL_COMMA.fullmatch(text.strip())
    if comma:
        return f"write it as {comma[1]}.{comma[2]}, with a point"
    percent = _PERCENT.fullmatch(text.strip())
    if percent and share:
        return f"write it as {format_number(Fraction(percent[1]) / 100)}"
    with_unit = _WITH_UNIT.fullmatch(text.strip())
    if with_unit:
        return f"write it as {with_unit[1]}, in full and without a unit"
    return None
