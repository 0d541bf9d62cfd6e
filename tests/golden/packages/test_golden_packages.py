"""What `lastyard packages` answers on two cases of the catalog, word for word.

LASTYARD_UPDATE=1 python -m pytest tests/golden      writes the answers anew; then read the diff
"""

import os
from pathlib import Path

import pytest

import lastyard as ly

HERE = Path(__file__).parent
CATALOG = HERE.parents[2] / "catalog"


@pytest.mark.parametrize(
    "case", ["news/sn-2024/rafah", "papers/nash-1950/bill-and-jack"], ids=lambda case: case[-5:]
)
def test_the_text_of_the_best_packages(case):
    path = HERE / f"{Path(case).name}.txt"
    text = str(ly.packages(ly.load(str(CATALOG / f"{case}.yaml")), top=3))
    if os.environ.get("LASTYARD_UPDATE"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
