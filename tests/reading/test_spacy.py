"""The same reading with sentences cut by spaCy, where the extra is installed."""

import sys
from datetime import date

import pytest

from lastyard.reading import Document, ReadingError, read
from lastyard.reading.segments import segment

TEXT = "“We agree,” Ada Moor said on Friday. Otto Penn told reporters that talks would resume. It rained."


def test_sentences_given_by_other_means_are_taken():
    assert [s.first for s in segment("One two. Three four.", frozenset({4})).sentences] == [0, 1]


def test_spacy_reads_behind_the_same_interface():
    pytest.importorskip("spacy", reason="the extra lastyard[spacy] is not installed")
    document = Document.from_text(TEXT, date=date(2024, 3, 22))
    reading = read(document, method="spacy+ranker")
    assert reading.method == "spacy+ranker"
    assert [(s.speaker, s.quote.exact) for s in reading.statements] == [
        ("Ada Moor", "“We agree,”"),
        ("Otto Penn", "talks would resume"),
    ]
    assert all(TEXT[s.quote.start : s.quote.end] == s.quote.exact for s in reading.statements)


def test_without_spacy_the_method_says_what_to_install(monkeypatch):
    from lastyard.reading.spacy_sentences import _pipeline

    _pipeline.cache_clear()
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ReadingError, match=r"pip install 'lastyard\[spacy\]'"):
        read(Document.from_text(TEXT), method="spacy+ranker")
