"""Sentences for readers who have no terminal: of a report, and of the pages of the workbench.

A view says once what a terminal shows; where it names a command, or what only a terminal has, such readers are told
where they find it, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lastyard.show.blocks import Heading, Items, Paragraph, Part
from lastyard.show.marks import reworded

__all__ = ["for_readers", "words_for_readers"]

_COMMAND = re.compile("`lastyard ([a-z]+(?: --beyond)?)[^`]*`")
_OF_TERMINALS = (
    (r", on standard error\b", ""),
    (r"; `?--json`? (?:has (?:them )?all|says by what|and `?--listed`? give more)\b", ""),
    (r",? (?:see|in) `?--json`?", ", not shown here"),
    (r" are, not shown here", " are not shown here"),
    # Commands that stand nowhere for this reader.
    (r"; `lastyard [^`]*` (?:shows|has|have|says) (?:them|why)\b", ""),
    (r" `lastyard [^`]*` looks further\.", ""),
    (r",? in `lastyard [^`]*`", ", not shown here"),
)


def for_readers(blocks: Iterable[Part], places: Mapping[str, str]) -> list[Part]:
    """Return blocks whose sentences name places of a paper or a page instead of commands.

    Args:
        blocks: The blocks, as a terminal shows them.
        places: By command, where its answer stands for this reader.
    """

    def told(text: str) -> str:
        return reworded(text, lambda words: words_for_readers(words, places))

    made: list[Part] = []
    for block in blocks:
        match block:
            case Heading(text, remark):
                made.append(Heading(text, words_for_readers(remark, places)))
            case Paragraph(text):
                made.append(Paragraph(told(text)))
            case Items(items):
                made.append(block._replace(items=[[told(line) for line in item] for item in items]))
            case _:
                made.append(block)
    return made


def words_for_readers(words: str, places: Mapping[str, str]) -> str:
    """Return words with places instead of commands, and without what only a terminal has.

    Example:
        >>> words_for_readers("2 more in --json. `lastyard analyse` shows why.", {"analyse": "the first page"})
        '2 more, not shown here. The first page shows why.'
    """
    words = _COMMAND.sub(lambda found: places.get(found[1], found[0]), words)
    for pattern, instead in _OF_TERMINALS:
        words = re.sub(pattern, instead, words)
    return re.sub(r"(?<=\. )the first page", "The first page", words).replace("`", "")
