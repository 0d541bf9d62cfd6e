"""What to ask next on the shipped case, and what a simulation of it says, word for word.

LASTYARD_UPDATE=1 python -m pytest tests/golden      writes the answers anew; then read the diff
"""

import os
from pathlib import Path

import pytest

import lastyard as ly

HERE = Path(__file__).parent
RAFAH = HERE.parents[2] / "catalog/news/sn-2024/rafah.yaml"
ANSWERS = {
    "rafah.txt": lambda case: str(ly.next_step(case)),
    "rafah-simulated.txt": lambda case: str(ly.simulate(case, runs=30, questions=12)),
}


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_answers(name):
    text = ANSWERS[name](ly.load(str(RAFAH)))
    path = HERE / name
    if os.environ.get("LASTYARD_UPDATE"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
