"""Packages of results: options by issue, and they stay as they are."""

import copy
import pickle

import pytest

import lastyard as ly
from lastyard.case.model import Terms

CASE = """title: T
parties: {a: {}}
issues: {years: {range: [1, 6], step: 1}, who: {options: [x, y]}}
"""


@pytest.fixture
def terms():
    return ly.load_text(CASE).terms({"years": 2, "who": 1})


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held.__setitem__("years", "6"),
        lambda held: held.__delitem__("years"),
        lambda held: held.update(years="6"),
        lambda held: held.pop("years"),
        lambda held: held.clear(),
        lambda held: held.setdefault("other", "6"),
        lambda held: held.__ior__({"years": "6"}),
    ],
)
def test_nothing_in_it_can_be_changed(terms, change):
    for held in (terms, terms.positions):
        with pytest.raises(TypeError, match="stays as it is"):
            change(held)
    assert (terms, terms.positions) == ({"years": "3", "who": "y"}, {"years": 2, "who": 1})


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_copies_are_the_same(terms, again):
    held = again(terms)
    assert isinstance(held, Terms)
    assert (held, held.positions) == (terms, terms.positions)
    assert dict(held) | {"who": "x"} == {"years": "3", "who": "x"}
