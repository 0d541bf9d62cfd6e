# ruff: noqa: RUF001 - typographic marks are what this code is about
"""The paragraphs of a text: at blank lines, at every line where lines are not wrapped, at turns.

Example:
    >>> text = "Talks go on.\\n\\nThey end on Friday."
    >>> [text[start:end] for start, end in find_paragraphs(text)]
    ['Talks go on.', 'They end on Friday.']
"""

from __future__ import annotations

import re

from lastyard.reading.turn_labels import Label

__all__ = ["cut_at_labels", "find_paragraphs"]

_BLANK = re.compile(r"\n[ \t\r]*\n\s*")
_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[•●▪◦‣*·–—-]\s|\d{1,2}[.)]\s)")
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
# HALM, March 18 (Agency) - ...; what follows must not be in capitals as a headline is.
_DATELINE = re.compile(
    r"[A-Z]{3}[A-Z.'’-]*(?:[ ,/]+[A-Z][A-Z.'’-]+){0,4}(?:, [A-Z][a-z.]+(?: [A-Z][a-z]+)?)?"
    rf"(?:,? (?:\d{{1,2}} )?{_MONTHS}(?: \d{{1,2}})?(?:,? \d{{4}})?)?(?: \([^()\n]{{1,40}}\))?"
    r" ?(?:--|[-–—]) ?(?=[“\"‘']?[A-Z][a-z])"
)


def find_paragraphs(text: str) -> list[tuple[int, int]]:
    """Cut a text into paragraphs, at blank lines or, where lines are not wrapped, at every line."""
    blocks: list[tuple[int, int]] = []
    at = 0
    for match in _BLANK.finditer(text):
        blocks.append((at, match.start()))
        at = match.end()
    blocks.append((at, len(text)))
    wrapped = _is_wrapped(text, blocks)
    found: list[tuple[int, int]] = []
    for start, end in blocks:
        begin = start
        for line in _LINE.finditer(text, start, end):
            if line.start() > begin and (
                not wrapped or _BULLET.match(text, line.start(), line.end())
            ):
                _append_trimmed(found, text, begin, line.start())
                begin = line.start()
        _append_trimmed(found, text, begin, end)
    return found


def cut_at_labels(
    text: str, paragraphs: list[tuple[int, int]], labels: tuple[Label, ...]
) -> list[tuple[int, int]]:
    """Cut paragraphs before each label of a turn and after it."""
    places = [at for label in labels for at in (label.start, label.begin)]
    found: list[tuple[int, int]] = []
    k = 0
    for start, end in paragraphs:
        begin = start
        while k < len(places) and places[k] < end:
            if places[k] > begin:
                _append_trimmed(found, text, begin, places[k])
                begin = places[k]
            k += 1
        _append_trimmed(found, text, begin, end)
    return found


def _is_wrapped(text: str, blocks: list[tuple[int, int]]) -> bool:
    """Say whether single line ends are only line wrapping (as in e-mail and wire text)."""
    lines = [len(line) for line in text[:20000].split("\n") if line.strip()]
    if len(blocks) < 2 and len(lines) > 3:
        return max(lines) < 100 and sum(n > 55 for n in lines) * 2 > len(lines)
    return max(lines, default=0) < 110


def _append_trimmed(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    stripped = text[start:end]
    left = len(stripped) - len(stripped.lstrip())
    right = len(stripped.rstrip())
    if right > left:
        bullet = _BULLET.match(text, start + left, start + right)
        begin = start + left
        bullet = bullet or _DATELINE.match(text, start + left, start + right)
        if bullet and bullet.end() < start + right:
            begin = bullet.end()
        found.append((begin, start + right))
