"""Published conflicts, kept outside the repository."""

import json
import os
from pathlib import Path

import pytest

from lastyard.conflict import conflict_from_lists


@pytest.fixture(scope="session")
def conflict_data():
    root = Path(__file__).resolve().parents[2]
    folder = Path(os.environ.get("LASTYARD_ORACLES", root.parent / "shared" / "oracles"))
    if not folder.exists():  # a worktree lies one folder deeper than the main checkout
        folder = root.parent.parent / "shared" / "oracles"

    def load(name):
        path = folder / "conflict" / f"{name}.json"
        if not path.exists():
            pytest.skip(f"oracle conflict/{name}.json is not at {path}")
        return json.loads(path.read_text(encoding="utf-8"))

    return load


@pytest.fixture(scope="session")
def load_conflict(conflict_data):
    def load(name):
        data = conflict_data(name)
        labels = [state["label"] for state in data["states"]]
        conflict = conflict_from_lists(
            data["decision_makers"], labels, moves=data["reachable"], rankings=data["ranking"]
        )
        return data, conflict

    return load
