import pytest

from lastyard.reading import link_repeats


def test_repeats_across_reports():
    said = [
        ("Moor", "“hard issues” remain in efforts to lock down a new cease-fire"),
        ("Penn", "hard issues remain in efforts to lock down a new cease-fire"),
        ("Moor", "the port is open"),
        ("moor", "hard issues remain in efforts to lock down a new cease-fire deal"),
        ("Moor", "“hard issues” remain in efforts to lock down a new cease-fire"),
    ]
    assert link_repeats(said) == [None, None, None, 0, 0]


def test_single_common_words_are_not_repeats():
    assert link_repeats([("Moor", "yes"), ("Moor", "yes")]) == [None, None]


@pytest.mark.parametrize(
    "other",
    [
        "the company accepts the offer of 6 percent this year",
        "the company rejects the offer of 5 percent this year",
        "the company never accepts the offer of 5 percent this year",
        "the company won't accept the offer of 5 percent this year",
        "the company accepts the offer of five percent this year",
    ],
)
def test_another_number_a_denial_and_another_deed_are_no_repeat(other):
    said = "the company accepts the offer of 5 percent this year"
    assert link_repeats([("Moor", said), ("Moor", other)]) == [None, None]
    assert link_repeats([("Moor", said), ("Moor", said + " too")]) == [None, 0]
