"""What a party's own words make of the issues, and the files of fitted figures."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.values import fitted, heard, released, word_weights, words_fitted
from lastyard.values.likelihood import Rationality
from lastyard.values.problem import ValuesError
from lastyard.values.words import ELSEWHERE, FIRST, SECOND, features

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


SAID = ["i", "need", "food", "foods", "water", "waters", "three", "10", "it's", "to", "be"]
STOPS = [".", "!", "?", ";", ":", "\n"]


def plainly(tokens):
    """Features by the words of the docstrings: clauses first, then what stands around each mention."""
    digits = dict(zip(("three", "10"), ("3", "10"), strict=True))
    clauses = [[]]
    for token in tokens:
        if token in STOPS:
            clauses.append([])
            continue
        if token in ("but", "because", "while"):
            clauses.append([])
        clauses[-1].append(token)
    issue = {"food": 0, "foods": 0, "water": 1, "waters": 1}
    counts, order = Counter(), []
    for clause in clauses:
        for place, token in enumerate(clause):
            if token not in issue:
                continue
            own = issue[token]
            order.append(own)
            counts[own, "@"] += 1
            near = [("<", w) for w in clause[max(0, place - 6) : place]]
            near += [(">", w) for w in clause[place + 1 : place + 6]]
            for side, word in near:
                seen = digits.get(word, word)
                if word in issue:
                    seen = "@" if issue[word] == own else "^"
                counts[own, f"{side} {seen}"] += 1
    return counts, tuple(order)


@settings(max_examples=100)
@given(st.lists(st.sampled_from([*SAID, *SAID, *STOPS, "but", "because", "while"]), max_size=25))
def test_features_are_the_words_around_each_mention(tokens):
    counts, order = features(" ".join(tokens).title(), ISSUES)
    assert (dict(counts), order) == (dict(plainly(tokens)[0]), plainly(tokens)[1])


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from([*SAID, "."]), max_size=12), max_size=4),
    st.dictionaries(
        st.sampled_from(["@", "< i", "> to", "< ^", FIRST, SECOND]), st.integers(-2, 2), max_size=6
    ),
)
def test_amounts_are_weights_by_how_often_and_first_mentions(texts, weights):
    read = [plainly(tokens) for tokens in texts]
    whole = sum((counts for counts, _ in read), Counter())
    named = list(dict.fromkeys(issue for _, order in read for issue in order))
    wanted = {}
    for text, (counts, order) in enumerate(read):
        for (issue, feature), count in counts.items():
            times = whole[issue, feature]
            part = weights.get(feature, 0) * (1 + np.log(times) / 2) * count / times
            wanted[text, issue] = wanted.get((text, issue), 0) + part
        for rank, issue in zip((FIRST, SECOND), named, strict=False):
            # It counts where the issue is named for the first time.
            if issue in order and all(issue not in earlier for _, earlier in read[:text]):
                wanted[text, issue] = wanted.get((text, issue), 0) + weights.get(rank, 0)
    found = heard([" ".join(tokens) for tokens in texts], ISSUES, weights, strength=0.5)
    assert [(h.text, h.issue) for h in found] == sorted((h.text, h.issue) for h in found)
    amounts = {(h.text, h.issue): h.amount for h in found}
    assert 0 not in amounts.values()
    for key, amount in wanted.items():
        assert amounts.get(key, 0) == pytest.approx(amount / 2, abs=1e-9)
    assert set(amounts) <= set(wanted)


def test_what_is_written_in_several_ways_is_read_as_one():
    for text in (
        "I don\u2019t want food",
        "i dont want food",
        "I do not want FOOD",
        "I don't want foods",
    ):
        counts, _ = features(text, ISSUES)
        assert dict(counts) == {(0, "@"): 1, (0, "< i"): 1, (0, "< don't"): 1, (0, "< want"): 1}
    names = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    for number, name in enumerate(names):
        assert features(f"{name} foods", ISSUES)[0] == features(f"{number} foods", ISSUES)[0]


def test_the_longest_way_is_not_read_twice():
    """Where names of issues overlap, the one that begins first counts; of no words there is none."""
    issues = {0: "hot food", 1: "food stamps", 2: "x?"}
    counts, order = features("hot food stamps and food stamps", issues)
    assert order == (0, 1)
    assert counts[0, "> stamps"] == 1
    assert features("seafood and foodie", ISSUES)[1] == ()


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
    # They count half on other talk: docs/evidence.md.
    assert ELSEWHERE == 0.5


def test_defaults_out_of_range_are_refused():
    values = {name: getattr(released(), name) for name in released().__slots__}
    with pytest.raises(ValuesError, match="claim must be a number from 0 on"):
        Rationality(**{**values, "claim": -1.0})
