"""Published figures for voting bodies, kept outside the repository."""

import json

import pytest


@pytest.fixture(scope="session")
def voting(oracle):
    return json.loads(oracle("voting/published.json").read_text(encoding="utf-8"))
