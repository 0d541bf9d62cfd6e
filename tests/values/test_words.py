"""What a party's own words make of the issues, and the files of fitted figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.values import fitted, heard, released, word_weights, words_fitted
from lastyard.values.likelihood import Rationality
from lastyard.values.problem import ValuesError
from lastyard.values.words import FIRST, SECOND, features

ISSUES = {0: r"foods?", 1: r"waters?"}


def total(texts, issue, weights=None):
    return sum(h.amount for h in heard(texts, ISSUES, weights) if h.issue == issue)


def test_words_around_a_mention_belong_to_it():
    counts, order = features("I really need two waters, but you can take the food.", ISSUES)
    assert order == (1, 0)
    assert counts[1, "< need"] == 1
    assert counts[1, "< 2"] == 1
    assert counts[0, "< take"] == 1
    assert (0, "< need") not in counts  # another clause


def test_other_issues_are_masked_and_only_near_words_count():
    counts, _ = features("water a b c d e f g food", ISSUES)
    assert (0, "< ^") not in counts  # seven words away
    assert counts[0, "< b"] == 1
    assert counts[0, "< g"] == 1
    counts, _ = features("food and water", ISSUES)
    assert counts[0, "> ^"] == counts[1, "< ^"] == 1


def test_six_words_before_a_mention_count_and_five_after_it():
    counts, _ = features("a b c d e f g water h i j k l m", ISSUES)
    near = {f"< {word}" for word in "bcdefg"} | {f"> {word}" for word in "hijkl"}
    assert dict(counts) == {(1, seen): 1 for seen in near | {"@"}}


def test_amounts_grow_with_the_logarithm_of_the_count():
    weights = {"< need": 0.4}
    assert total(["I need water"], 1, weights) == pytest.approx(0.4)
    twice = total(["I need water", "we need water"], 1, weights)
    assert twice == pytest.approx(0.4 * (1 + 0.5 * np.log(2)))


def test_who_is_named_first_and_second_counts_once():
    weights = {FIRST: 1.0, SECOND: 0.25}
    found = heard(["hello", "food please", "food or water"], ISSUES, weights)
    assert [(h.text, h.issue, h.amount) for h in found] == [(1, 0, 1.0), (2, 1, 0.25)]


@given(st.lists(st.sampled_from(["I need water", "no food", "you take the food and water", "hi"])))
def test_parts_of_texts_add_up_to_the_whole(texts):
    joined = [". ".join(texts)] if texts else []
    for issue in ISSUES:
        assert total(texts, issue) == pytest.approx(total(joined, issue), abs=1e-9)


def test_strength_and_unknown_words():
    assert heard(["Hello there"], ISSUES) == ()
    whole = heard(["We need water"], ISSUES)
    half = heard(["We need water"], ISSUES, strength=0.5)
    assert [h.amount for h in half] == pytest.approx([0.5 * h.amount for h in whole])


def test_released_weights_say_where_they_are_from():
    weights = word_weights()
    assert "CaSiNo" in words_fitted()["on"]
    assert "CC BY 4.0" in words_fitted()["on"]
    assert "CaSiNo" in fitted()["on"]
    assert weights["< need"] > 0 > weights["< don't"]
    assert weights[FIRST] > 0.5


def test_defaults_out_of_range_are_refused():
    values = {name: getattr(released(), name) for name in released().__slots__}
    with pytest.raises(ValuesError, match="claim must be a number from 0 on"):
        Rationality(**{**values, "claim": -1.0})
