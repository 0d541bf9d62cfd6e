# ruff: noqa: RUF001 - typographic marks are what this code is about
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.reading.marks import find_quotes
from lastyard.reading.segments import find_paragraphs


def quoted(text):
    return [(text[q.start : q.end], q.depth) for q in find_quotes(text, find_paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “yes” and “no”.", [("“yes”", 0), ("“no”", 0)]),
        ('He said "yes" and "no".', [('"yes"', 0), ('"no"', 0)]),
        ("Elle a dit « oui » hier.", [("« oui »", 0)]),
        ("Er sagte „ja“ und ging.", [("„ja“", 0)]),
        ("He said ‘yes, we will,’ and left.", [("‘yes, we will,’", 0)]),
        ("He said 'yes, we will,' and left.", [("'yes, we will,'", 0)]),
        ('“Open curly, closed straight," he said.', [('“Open curly, closed straight,"', 0)]),
        ("``Old wire style,'' he said.", [("``Old wire style,''", 0)]),
        ("“He told me ‘no’ twice,” she said.", [("“He told me ‘no’ twice,”", 0), ("‘no’", 1)]),
        ("The Moors' house isn't Ada's.", []),
        ("He is 5'10\" tall.", []),
        ("The '90s were 'a long decade', he said.", [("'a long decade'", 0)]),
    ],
)
def test_marks_of_every_kind(text, expected):
    assert quoted(text) == expected


def test_a_quotation_over_paragraphs_with_opening_marks_is_cut_at_each():
    text = "“First part.\n\n“Second part,” he said."
    found = find_quotes(text, find_paragraphs(text))
    assert [text[q.start : q.end] for q in found] == ["“First part.", "“Second part,”"]
    assert [q.closed for q in found] == [False, True]
    assert found[1].continues


def test_a_quotation_that_runs_on_without_opening_marks_is_one():
    text = "He said, “First part.\n\nSecond part.”\n\nThen he left."
    assert [q[0] for q in quoted(text)] == ["“First part.\n\nSecond part.”"]


def test_an_unclosed_quotation_ends_with_its_paragraph():
    text = "He said “this never ends.\n\nThe talks went on."
    assert [q[0] for q in quoted(text)] == ["“this never ends."]


@given(st.text(alphabet="ab .,\n“”‘’\"'«»`„", max_size=200))
def test_spans_are_ordered_and_inside_the_text(text):
    found = find_quotes(text, find_paragraphs(text))
    assert list(found) == sorted(found, key=lambda q: (q.start, -q.end))
    for q in found:
        assert 0 <= q.start < q.inner_start <= q.inner_end <= q.end <= len(text)
