import importlib
import pkgutil

import lastyard.reading as package
from lastyard.reading.speakers import HAND_SET, best, learned_weights


def test_exported_names_exist_and_are_documented():
    for name in package.__all__:
        assert getattr(package, name).__doc__


def test_every_module_is_documented_with_an_example_or_says_what_it_holds():
    for module in pkgutil.iter_modules(package.__path__):
        assert importlib.import_module(f"lastyard.reading.{module.name}").__doc__


def test_the_shipped_ranker_differs_from_the_hand_set_weights_and_is_small():
    weights = learned_weights()
    assert set(HAND_SET) <= set(weights)
    assert any(abs(weights[name] - HAND_SET[name]) > 0.05 for name in HAND_SET)
    assert len(weights) < 500


def test_the_first_of_equal_candidates_is_taken():
    assert best([("a",), ("a",)], {"a": 1.0}) == (0, 0.5)
