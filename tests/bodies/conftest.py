"""Published figures for voting bodies, kept outside the repository."""

import json
import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def voting():
    root = Path(__file__).resolve().parents[2]
    folder = Path(os.environ.get("LASTYARD_ORACLES", root.parent / "shared" / "oracles"))
    if not folder.exists():  # a worktree lies one folder deeper than the main checkout
        folder = root.parent.parent / "shared" / "oracles"
    path = folder / "voting" / "published.json"
    if not path.exists():
        pytest.skip(f"oracle voting/published.json is not at {path}")
    return json.loads(path.read_text(encoding="utf-8"))
