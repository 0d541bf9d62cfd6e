"""What all tests share: where the published cases are, and hypothesis settings."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Beside the repository, or further up, where it is a worktree.
_PLACES = [folder / "shared" / "oracles" for folder in Path(__file__).resolve().parents[2:]]
_FOUND = next(filter(Path.is_dir, _PLACES), _PLACES[0])
ORACLES = Path(os.environ.get("LASTYARD_ORACLES", _FOUND))

# `make test-all` tries many more examples. The suites on the oldest and newest dependencies try few:
# what they are to find does not hang on the example.
THOROUGH = bool(os.environ.get("LASTYARD_THOROUGH"))
BRIEF = bool(os.environ.get("LASTYARD_BRIEF"))
_FEW = 8
# No deadline: a busy machine is not a failure. Derandomised, so that CI says the same twice.
settings.register_profile(
    "lastyard",
    deadline=None,
    derandomize=True,
    max_examples=300 if THOROUGH else _FEW if BRIEF else 40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("lastyard")


def pytest_collection_modifyitems(items):
    """Where few examples are tried, tests that name a number of their own try few as well."""
    if not BRIEF:
        return
    for test in {item.obj for item in items if hasattr(item, "obj")}:
        test = getattr(test, "__func__", test)  # noqa: PLW2901
        own = getattr(test, "_hypothesis_internal_use_settings", None)
        if own is not None and own.max_examples > _FEW:
            test._hypothesis_internal_use_settings = settings(own, max_examples=_FEW)


@pytest.fixture(scope="session")
def oracle():
    """Return the path of a published case; skip by its name when it is not there."""

    def find(name: str) -> Path:
        path = ORACLES / name
        if not path.exists():
            pytest.skip(f"oracle {name} is not here")
        return path

    return find


@pytest.fixture(scope="session")
def browser():
    """A real Chromium, one for all tests: two cannot be driven from one process."""
    from playwright.sync_api import sync_playwright

    from chromium import CHROMIUM, FLAGS

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
