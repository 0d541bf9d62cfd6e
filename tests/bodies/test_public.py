import inspect

import pytest

import lastyard.bodies
import lastyard.conflict


@pytest.mark.parametrize("package", [lastyard.bodies, lastyard.conflict])
def test_all_lists_exactly_what_is_public_and_documented(package):
    public = {
        name
        for name, thing in vars(package).items()
        if not name.startswith("_") and not inspect.ismodule(thing)
    }
    assert public == set(package.__all__)
    for name in package.__all__:
        thing = getattr(package, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert inspect.getdoc(thing), name
