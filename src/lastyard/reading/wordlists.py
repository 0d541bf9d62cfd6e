"""Words as data: the lists and tables in ``words.txt`` and ``deeds.txt``, read once they are needed.

Each file explains itself at its head. Sections begin with ``[name]``, comments with ``#``; an indented
line goes on with the one before it.

Example:
    >>> sorted(word_list("askers"))[:2], word_table("irregular past")["say"]
    (['anchor', 'audience'], ('said',))
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["sections", "word_alternatives", "word_list", "word_pattern", "word_set", "word_table"]

_FOLDER = Path(__file__).parent


def word_set(words: str) -> frozenset[str]:
    """Return the words between white space as a set.

    Example:
        >>> sorted(word_set("bank firm"))
        ['bank', 'firm']
    """
    return frozenset(words.split())


@cache
def sections(file: str) -> dict[str, list[str]]:
    """Return the lines of a file of words by the names of its sections, comments left out.

    Raises:
        ValueError: If a section stands in it twice, or words stand before the first.
    """
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    text = (_FOLDER / file).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            if name in found:
                raise ValueError(f"{file} has the section {name!r} twice")
            lines = found[name] = []
        elif line.strip() and not line.startswith("#"):
            if lines is None:
                raise ValueError(f"{file} has words before its first section: {line!r}")
            if line[0] == " " and lines:
                lines[-1] += " " + line.strip()
            else:
                lines.append(line)
    return found


def word_list(name: str) -> frozenset[str]:
    """Return the words of a list in ``words.txt``."""
    return word_set(" ".join(sections("words.txt")[name]))


def word_table(name: str) -> dict[str, tuple[str, ...]]:
    """Return the rows of a table in ``words.txt``: the words behind each colon by what stands before it."""
    rows = (line.partition(":") for line in sections("words.txt")[name])
    return {key: tuple(words.split()) for key, _, words in rows}


def word_pattern(name: str) -> re.Pattern[str]:
    """Return the alternatives of a section of ``words.txt`` as one pattern of whole words.

    Example:
        >>> word_pattern("words of need").findall("It must be paid, and demands must be met.")
        ['must', 'demands', 'must']
    """
    return re.compile(rf"\b(?:{word_alternatives(name)})\b", re.I)


def word_alternatives(name: str) -> str:
    """Return the alternatives of a section of ``words.txt``, to stand in a larger pattern."""
    return "|".join(sections("words.txt")[name])
