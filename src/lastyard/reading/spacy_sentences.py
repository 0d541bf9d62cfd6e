"""Sentences as spaCy's blank English pipeline cuts them (the extra ``lastyard[spacy]``).

No trained model is needed or downloaded: the tokenizer and the rule-based *sentencizer*.

Example (needs the extra):
    >>> sorted(sentence_starts("We agree. Talks go on."))  # doctest: +SKIP
    [0, 10]
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lastyard.reading.text import ReadingError


def sentence_starts(text: str) -> frozenset[int]:
    """Return the offsets at which spaCy begins a sentence.

    Raises:
        ReadingError: If spaCy is not installed.
    """
    return frozenset(sentence.start_char for sentence in _pipeline()(text).sents)


@lru_cache(maxsize=1)
def _pipeline() -> Any:
    try:
        import spacy  # noqa: PLC0415  (an extra)
    except ImportError:
        raise ReadingError(
            "this method needs spaCy; `pip install 'lastyard[spacy]'`, or choose another"
        ) from None
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    # The limit protects trained models; documents have a limit of their own.
    pipeline.max_length = 100_000_000
    return pipeline
