"""The words of a party's screens: every sentence in every language, compiled as it stands, digits and direction its own."""

import re

import pytest

pytest.importorskip("babel", reason="Babel is not installed")

from lastyard.room.pages.words import LANGUAGES, Words
from room_words import LANGUAGES as FOLDER
from room_words import catalogue, compiled, sentences

OTHERS = sorted(set(LANGUAGES) - {"en"})


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_missing_and_none_is_left_over(language):
    told = {each.id: each.string for each in catalogue(language) if each.id}
    assert set(told) == set(sentences())
    assert [id for id, string in told.items() if not string] == []


@pytest.mark.parametrize("language", OTHERS)
def test_values_stand_in_every_translation(language):
    for each in catalogue(language):
        if each.id:
            names = [sorted(re.findall(r"%\((\w+)\)s", text)) for text in (each.id, each.string)]
            assert names[0] == names[1], each.id


@pytest.mark.parametrize("language", OTHERS)
def test_what_programs_read_is_what_stands_there(language):
    assert (FOLDER / f"{language}.mo").read_bytes() == compiled(catalogue(language))


def test_digits_and_direction():
    assert Words.of("ar").moment(1_788_264_000) == "١ سبتمبر ٢٠٢٦، الساعة ١٢:٠٠ بالتوقيت العالمي"  # noqa: RUF001
    assert Words.of("en").moment(1_788_264_000) == "1 September 2026, 12:00 UTC"
    assert [Words.of(each).direction for each in ("en", "ar")] == ["ltr", "rtl"]
