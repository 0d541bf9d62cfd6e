"""Why a document may give little: what the user should know about it.

Example:
    >>> notes_on("Der Minister sagte, er werde die Gespräche am Montag in der Stadt fortsetzen, "
    ...          "und nannte dabei keine weiteren Bedingungen für den Fortgang.", None)[0][:32]
    'this does not look like English:'
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath

from lastyard.reading.lexicon import word_set

__all__ = ["day_in_name", "notes_on"]

_WORD = re.compile(r"[^\W\d_]+")
_MARK = re.compile("[\"\u201c\u201d\u201e\u00ab\u00bb\u2018]|''|(?<!\\w)'\\w")
_SMALL_WORDS = word_set(
    "the of and to in a that is for on was it with as at by he she be from are were has have had "
    "not this but they his her an or which will their would its been who said we i you there if"
)
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)")
_FEWEST_WORDS = 15
_LEAST_SHARE = 0.15
_SAMPLE = 20_000


def day_in_name(name: str) -> date | None:
    """Return the day that the name of a file holds, as ``2026-03-18-halm.txt``, if it holds one.

    Example:
        >>> day_in_name("reports/2026-03-18-halm.txt"), day_in_name("report-12.txt")
        (datetime.date(2026, 3, 18), None)
    """
    found = _DAY.findall(PurePath(name).name)
    try:
        return date(*map(int, found[0])) if len(found) == 1 else None
    except ValueError:
        return None


def notes_on(text: str, day: date | None, *, quoted: bool = False) -> tuple[str, ...]:
    """Return what stands in the way of reading a text, in sentences.

    Args:
        text: The document's text.
        day: The report's day, when known.
        quoted: Whether somebody's own words were found, in marks or as turns of a record.
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample)
    notes = []
    small = sum(word.lower() in _SMALL_WORDS for word in words)
    if len(words) >= _FEWEST_WORDS and small < _LEAST_SHARE * len(words):
        notes.append(
            "this does not look like English: the reader knows English only, so statements are "
            "missed; translate the document first"
        )
    if not quoted and not _MARK.search(text):
        notes.append("nothing stands in quotation marks: only reported speech can be found")
    letters = [c for c in sample if c.isalpha()]
    if len(letters) > 100 and sum(map(str.isupper, letters)) > 0.9 * len(letters):
        notes.append("the text is in capitals throughout: most names cannot be told from words")
    if day is None:
        notes.append("the document's day is not known: give it with --date; drafts have no date")
    return tuple(notes)
