"""Published conflicts, kept outside the repository."""

import json

import pytest

from lastyard.conflict import conflict_from_lists


@pytest.fixture(scope="session")
def conflict_data(oracle):
    return lambda name: json.loads(oracle(f"conflict/{name}.json").read_text(encoding="utf-8"))


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
