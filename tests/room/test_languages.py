"""The words of a party's screens: every sentence in every language, compiled as it stands, digits and direction its own."""

import re

import pytest

pytest.importorskip("babel", reason="Babel is not installed")

from lastyard.errors import RequestError
from lastyard.room.charter import LANGUAGES, Charter, charter_of
from lastyard.room.pages.words import Words
from lastyard.room.roles import MEDIATOR, party
from live_room import TWO, Rooms, given
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


def test_only_the_languages_of_the_charter_are_offered(tmp_path):
    charter = Charter(("union", "firm"), "2026-09-01T10:00:00Z", languages=("fr", "es"))
    rooms = Rooms(tmp_path, TWO, charter)
    mediator = rooms.member(MEDIATOR)
    union, firm = rooms.member(party("union"), "es"), rooms.member(party("firm"), "ar")
    lang = lambda member, path="": re.search('<html lang="(..)"', member.get(path).text)[1]  # noqa: E731
    # Whoever asks for another gets the first; what is not there is told in the same one.
    assert [lang(union), lang(firm), lang(firm, "/mine/99")] == ["es", "fr", "fr"]
    assert re.findall('name="lang" value="(..)"', union.get("/language").text) == ["fr", "es"]
    union.post("/language", union.fields("/language") | {"lang": "ar"})
    assert lang(union) == "es"
    union.post("/language", union.fields("/language") | {"lang": "fr"})
    assert lang(union) == "fr"
    assert "العربية" in mediator.get("/language").text
    # A charter that is changed counts at once.
    given(mediator.send("/desk/setup/4", language="ar", hours="24", keep="90"))
    given(mediator.send("/desk/setup/5", terms=""))
    assert lang(union) == lang(firm) == "ar"
    assert "name one at least" in mediator.send("/desk/setup/4", hours="24", keep="90").text


@pytest.mark.parametrize("languages", [("en", "xx"), (), ("en", "en"), "en"])
def test_a_charter_with_a_language_that_is_none_is_refused(languages):
    content = Charter(("union", "firm"), "2026-09-01T10:00:00Z").content()
    with pytest.raises(RequestError, match="the charter's languages"):
        charter_of(content | {"languages": languages})
