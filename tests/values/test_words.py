"""Clues in words, and the file of defaults that weighs them."""

import pytest

from lastyard.values import clue_weights, fitted, released, stress
from lastyard.values.likelihood import Rationality
from lastyard.values.problem import ValuesError, clue_names, clues

ISSUES = {0: r"foods?", 1: r"waters?"}


def found(text, setting="message"):
    return {(issue, clue): share for issue, clue, share in clues(text, ISSUES, setting)}


def test_clues_belong_to_the_clause_that_names_the_issue():
    seen = found("I really need water, but you can take the food.")
    assert (1, "message:need") in seen
    assert (1, "message:emphasis") in seen
    assert (0, "message:giving") in seen
    assert (0, "message:need") not in seen


def test_a_negation_is_another_clue():
    assert (1, "message:not need") in found("We do not need any water")
    assert (1, "message:not need") not in found("We need water")


def test_a_clause_that_names_two_counts_half_for_each():
    seen = found("I need food/water", "offer")
    assert seen[0, "offer:need"] == seen[1, "offer:need"] == pytest.approx(0.5)


def test_stress_adds_the_weights_it_knows():
    weights = {"message:need": 0.5, "message:emphasis": 0.25}
    assert stress("I really need water", ISSUES, weights) == {1: 0.75}
    assert stress("Hello there", ISSUES, weights) == {}


def test_released_weights_are_of_known_clues_and_say_where_they_are_from():
    weights = clue_weights()
    assert set(weights) <= set(clue_names())
    assert "CaSiNo" in fitted()["on"]
    assert weights["message:rank"] > 0 > weights["message:not need"]


def test_defaults_out_of_range_are_refused():
    values = {name: getattr(released(), name) for name in released().__slots__}
    with pytest.raises(ValuesError, match="claim must be a number from 0 on"):
        Rationality(**{**values, "claim": -1.0})
