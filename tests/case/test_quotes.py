"""Finding quotes again after the document was saved anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.case.diagnostics import CaseError
from lastyard.case.load import load_text, load_with_warnings
from lastyard.case.model import Quote
from lastyard.case.quotes import find_quotes, refind_quote

TEXT = "One said: we agree, on Monday.\nAnother said: we agree, on Tuesday.\n"


def anchored(text, start, length):
    return Quote(text[start : start + length], text[max(0, start - 32) : start],
                 text[start + length : start + length + 32], start)  # fmt: skip


def test_every_place_is_found_with_its_line():
    assert [(p.start, p.line) for p in find_quotes("we agree", TEXT)] == [(10, 1), (45, 2)]


def test_surroundings_tell_like_quotes_apart():
    at = TEXT.rindex("we agree")
    found, only = refind_quote(anchored(TEXT, at, 8), "A new headline.\n" + TEXT)
    assert (found.start, found.line, only) == (at + 16, 3, True)


def test_equal_places_are_told():
    quote = Quote("yes", "(", ")", 100)
    found, only = refind_quote(quote, "(yes) (yes) (yes)")
    assert (found.start, only) == (13, False)


@given(st.text("ab “”\n", min_size=1, max_size=60), st.text("ab \n", max_size=20), st.data())
def test_an_unmoved_quote_is_found_and_a_moved_one_stands_where_it_says(text, before, data):
    start = data.draw(st.integers(0, len(text) - 1))
    quote = anchored(text, start, data.draw(st.integers(1, len(text) - start)))
    if not quote.exact.strip():
        return
    found, only = refind_quote(quote, text)
    assert (found.start, only) == (start, True)
    moved, _ = refind_quote(quote, before + text)
    assert (before + text)[moved.start : moved.end] == quote.exact


def case_with(tmp_path, quote, text):
    (tmp_path / "s.txt").write_text(text, encoding="utf-8")
    path = tmp_path / "case.yaml"
    path.write_text(
        "title: T\nparties: {a: {}}\nissues: {i: {options: [x, y]}}\nsources: {s: {file: s.txt}}\n"
        f"statements:\n  - {{id: q, party: a, on: 2024-01-01, source: s, quote: {quote}, position: {{i: x}}}}\n",
        encoding="utf-8",
    )
    return load_with_warnings(str(path))


def test_a_case_keeps_the_place_and_warns_of_doubt(tmp_path):
    case, warnings = case_with(tmp_path, "{exact: we agree, start: 10}", TEXT)
    assert (case.statements[0].quote.line, case.statements[0].quote.has_moved, warnings) == (
        1,
        False,
        (),
    )
    case, warnings = case_with(tmp_path, "{exact: we agree, start: 2}", TEXT)
    assert case.statements[0].quote.has_moved
    assert [w.code for w in warnings] == ["quote-not-unique"]


@pytest.mark.parametrize(
    ("quote", "code"),
    [("{exact: x, start: -1}", "bad-number"), ("{exact: x, start: 0.5}", "bad-number"),
     ("{start: 3}", "missing-key"), ("{exact: x, strat: 3}", "unknown-key"), ("[x]", "wrong-type")],
)  # fmt: skip
def test_a_wrong_quote_is_told(quote, code):
    with pytest.raises(CaseError) as caught:
        load_text(
            "title: T\nparties: {a: {}}\nissues: {i: {options: [x, y]}}\nstatements:\n"
            f"  - {{id: q, party: a, on: 2024-01-01, quote: {quote}, position: {{i: x}}}}\n"
        )
    assert code in {d.code for d in caught.value.diagnostics}
