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
