"""What the program answers on the catalog, word for word.

LASTYARD_UPDATE=1 python -m pytest tests/golden      writes the answers anew; then read the diff
"""

import json
import os
from pathlib import Path

import jsonschema
import pytest

import lastyard as ly
from lastyard.show.published import ANSWERS

HERE = Path(__file__).parent
CATALOG = HERE.parents[1] / "catalog"
CASES = sorted(path for kind in ("news", "papers") for path in (CATALOG / kind).rglob("*.yaml"))


def compare(name, text):
    path = HERE / name
    if os.environ.get("LASTYARD_UPDATE"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_text_of_the_main_answer(path):
    compare(
        f"{path.stem}.txt", f"{ly.analyse(ly.load(str(path)))}\n{ly.standing(ly.load(str(path)))}"
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_json_of_the_main_answer_follows_its_schema(path):
    content = ly.analyse(ly.load(str(path))).as_json()
    jsonschema.validate(content, ANSWERS["analyse"], format_checker=jsonschema.FormatChecker())
    compare(f"{path.stem}.json", json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def test_the_html_of_the_main_answer():
    compare(
        "rafah.html", ly.analyse(ly.load(str(CATALOG / "news/sn-2024/rafah.yaml")))._repr_html_()
    )


def test_every_case_of_the_catalog_has_its_answers():
    assert {path.stem for path in HERE.glob("*.txt")} == {path.stem for path in CASES}
