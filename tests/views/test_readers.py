"""Sentences for readers who have no terminal."""

import pytest

from lastyard.show.readers import words_for_readers

PLACES = {"analyse": "the first page", "packages --beyond": "“Beyond what was asked”"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("1 warning, on standard error.", "1 warning."),
        ("12 of 40 days; --json has all", "12 of 40 days"),
        ("and 3 more points; `--json` and `--listed` give more.", "and 3 more points."),
        ("later rounds are in --json.", "later rounds are not shown here."),
        ("2 more in --json", "2 more, not shown here"),
        ("liked by the others, see --json", "liked by the others, not shown here"),
        ("and 4 more; `lastyard moves` has them", "and 4 more"),
        ("2 more, in `lastyard check --why`", "2 more, not shown here"),
        ("That is so. `lastyard analyse` shows why.", "That is so. The first page shows why."),
        ("That is so. `lastyard packages --beyond` looks further.", "That is so. “Beyond what was asked” looks further."),
        ("Give `values` for all.", "Give values for all."),
    ],
)  # fmt: skip
def test_commands_are_places_and_nothing_only_a_terminal_has_is_left(said, told):
    assert words_for_readers(said, PLACES) == told


def test_a_command_without_a_place_is_left_out():
    said = "That is so. `lastyard packages --beyond` looks further."
    assert words_for_readers(said, {}) == "That is so."
