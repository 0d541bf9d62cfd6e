import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.reading import AnchorError, make_anchor, refind

TEXT = "Ada Moor said “we agree” on Monday. Otto Penn said “we agree” on Tuesday, far later in the day."


def test_context_is_32_characters():
    at = TEXT.index("“we agree” on Tuesday")
    anchor = make_anchor(TEXT, at, at + 10)
    assert anchor.exact == "“we agree”"
    assert (len(anchor.prefix), len(anchor.suffix)) == (32, 32)
    assert TEXT[at - 32 : at] == anchor.prefix


def test_the_right_one_of_two_equal_quotations_is_found_again():
    at = TEXT.index("“we agree” on Tuesday")
    anchor = make_anchor(TEXT, at, at + 10)
    found = refind(anchor, "A new headline of some length.\n\n" + TEXT)
    assert found.suffix.startswith(" on Tuesday")


def test_a_resaved_document_with_other_marks_and_line_breaks_is_matched():
    at = TEXT.index("“we agree” on Tuesday")
    anchor = make_anchor(TEXT, at, at + 21)
    resaved = TEXT.replace("“", '"').replace("”", '"').replace(" on Tuesday", "\n  on Tuesday")
    found = refind(anchor, resaved)
    assert found.exact == '"we agree"\n  on Tuesday'


def test_what_is_gone_is_an_error():
    anchor = make_anchor(TEXT, 0, 8)
    with pytest.raises(AnchorError, match="does not contain 'Ada Moor'"):
        refind(anchor, "Nothing of the kind.")


def test_what_fits_twice_equally_is_an_error():
    anchor = make_anchor("xx yes yy", 3, 6)
    with pytest.raises(AnchorError, match="several places"):
        refind(anchor, "ayesbyes")


def test_offsets_outside_the_text_are_an_error():
    with pytest.raises(AnchorError, match="do not lie"):
        make_anchor("abc", 2, 9)


@given(st.text(min_size=1, max_size=80), st.text(max_size=40), st.data())
def test_an_anchor_is_found_in_its_own_text_and_after_something_is_put_before_it(
    text, before, data
):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    anchor = make_anchor(text, start, end)
    if not anchor.exact.strip():
        return
    assert refind(anchor, text) == anchor
    try:
        found = refind(anchor, before + text)
    except AnchorError:
        return
    assert found.exact.split() == anchor.exact.split() or found.exact == anchor.exact
