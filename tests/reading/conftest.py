import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks" / "reading"))


@pytest.fixture
def reading_oracles(oracle):
    return oracle("reading/wikinews_hand_quotes.jsonl").parent


@pytest.fixture
def seed_report(oracle):
    return oracle("../reports/sn-2024-03-22.txt")
