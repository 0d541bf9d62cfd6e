"""Frontier and fair packages of the catalog's cases with points, word for word.

LASTYARD_UPDATE=1 python -m pytest tests/golden      writes the answers anew; then read the diff
"""

import json
import os
from pathlib import Path

import jsonschema
import pytest

import lastyard as ly
from lastyard.show.published import ANSWERS
from lastyard.show.solutions import frontier_blocks, solutions_svg
from lastyard.show.text import draw_text

HERE = Path(__file__).parent / "solutions"
PAPERS = Path(__file__).parents[2] / "catalog" / "papers"
CASES = [
    "nash-1950/bill-and-jack",
    "baarslag-2014/itex-cypress",
    "abdelnabi-2023/harbour",
]


def found(name):
    return ly.solutions(ly.load(str(PAPERS / f"{name}.yaml")))


@pytest.mark.parametrize("name", CASES)
def test_answers(name):
    result = found(name)
    content = result.as_json()
    jsonschema.validate(content, ANSWERS["solutions"], format_checker=jsonschema.FormatChecker())
    texts = {
        "txt": f"{result}\n{draw_text(frontier_blocks(result))}",
        "json": json.dumps(content, indent=1, ensure_ascii=False) + "\n",
        "svg": solutions_svg(result),
    }
    for kind, text in texts.items():
        path = HERE / f"{Path(name).name}.{kind}"
        if os.environ.get("LASTYARD_UPDATE"):
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text


def test_published_answers():
    """Nash (1950): gains of 12 and 5. Baarslag et al. (2014), table 3: 0.72 and 0.67."""
    toys = found("nash-1950/bill-and-jack").named("nash")
    assert (toys.values["bill"] - 12, toys.values["jack"] - 6) == (12, 5)
    assert toys.objective == toys.bound == 60
    parts = found("baarslag-2014/itex-cypress")
    for name in ("nash", "kalai_smorodinsky"):
        worth = parts.named(name).values
        assert (round(float(worth["itex"]), 2), round(float(worth["cypress"]), 2)) == (0.72, 0.67)
