import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks" / "reading"))


def find_shared() -> Path | None:
    named = os.environ.get("LASTYARD_ORACLES")
    if named:
        return Path(named).parent
    for parent in ROOT.parents:
        if (parent / "shared" / "oracles").is_dir():
            return parent / "shared"
    return None


@pytest.fixture
def shared() -> Path:
    place = find_shared()
    if place is None:
        pytest.skip("shared/oracles is not beside the repository")
    return place


@pytest.fixture
def reading_oracles(shared: Path) -> Path:
    place = shared / "oracles" / "reading"
    if not (place / "wikinews_hand_quotes.jsonl").exists():
        pytest.skip("shared/oracles/reading/wikinews_hand_quotes.jsonl is absent")
    return place


@pytest.fixture
def seed_report(shared: Path) -> Path:
    place = shared / "reports" / "sn-2024-03-22.txt"
    if not place.exists():
        pytest.skip("shared/reports/sn-2024-03-22.txt is absent")
    return place
