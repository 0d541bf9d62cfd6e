"""The pictures of the documentation show what is shown now."""

import json

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("starlette", reason="lastyard[web] is not installed")
from chromium import CHROMIUM
from docs.pictures import DIGESTS, IMAGES, PICTURES, take_all

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


def test_every_picture_is_as_new_as_what_it_shows(browser):
    kept = json.loads(DIGESTS.read_text(encoding="utf-8"))
    found = take_all(browser)
    assert {name for name in found if kept.get(name) != found[name]} == set(), "run `make pictures`"
    assert set(kept) == set(found) >= set(PICTURES)
    assert {path.stem for path in IMAGES.glob("*.png")} == set(found)
