"""Every example in a docstring is executed."""

import doctest
import importlib
import pkgutil

import pytest

import lastyard

MODULES = [
    m.name
    for m in pkgutil.walk_packages(lastyard.__path__, "lastyard.")
    if "__main__" not in m.name
]


@pytest.mark.parametrize("name", ["lastyard", *MODULES])
def test_examples(name):
    result = doctest.testmod(
        importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert result.failed == 0
