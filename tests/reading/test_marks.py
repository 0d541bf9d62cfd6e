# ruff: noqa: RUF001 - typographic marks are what this tests
"""Every row of the table of quotation marks, in the constructions of news."""

import pytest

from lastyard.reading import Document, read
from lastyard.reading.marks import MARKS

PAIRS = [(opens, ends) for opens, several in MARKS.items() for ends in several]
PAIRS += [("« ", " »"), ("?", "?")]
CONSTRUCTIONS = [
    ("{o}We can live with five weeks,{c} Ada Moor said at the port.", 1),
    ("Ada Moor said: {o}We can live with five weeks.{c}", 1),
    ("{o}We won't wait for them,{c} said Ada Moor. {o}Not for long.{c}", 2),
    ("Ada Moor called the plan {o}a sham{c} on Friday.", 1),
    ("It rained.\n\n{o}It's the plan's end,{c} Ada Moor said. She added: {o}I know.{c}", 2),
]


@pytest.mark.parametrize(("opens", "ends"), PAIRS)
@pytest.mark.parametrize(("text", "number"), CONSTRUCTIONS)
def test_marks(opens, ends, text, number):
    reading = read(Document.from_text(text.format(o=opens, c=ends)))
    quoted = [
        (reading.document.text[one.span.start : one.span.end], one.speaker)
        for one in reading.quotations
    ]
    assert len(quoted) == number
    for words, speaker in quoted:
        assert words.startswith(opens.strip())
        assert words.endswith(ends.strip())
        assert speaker == "Ada Moor"


def test_dashes_of_a_dialogue():
    text = "– We agree to five weeks, – said Ada Moor. – But not to six."
    found = read(Document.from_text(text)).quotations
    assert [text[q.span.start : q.span.end] for q in found] == [
        "We agree to five weeks,",
        "But not to six.",
    ]
    assert {q.speaker for q in found} == {"Ada Moor"}


def test_lists_with_dashes_and_measures_are_no_speech():
    assert read(Document.from_text("— One week, or two\n\n— Two weeks")).quotations == ()
    assert read(Document.from_text("Moor is 5'10'' tall and 6'1'' in boots.")).quotations == ()


def test_a_real_question_mark_is_none():
    text = "Will Ada Moor sign? Nobody knows. What now? She said it was late."
    assert read(Document.from_text(text)).quotations == ()
