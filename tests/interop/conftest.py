"""Where the oracles are."""

import pytest


@pytest.fixture(scope="session")
def domains(oracle):
    return oracle("domains")
