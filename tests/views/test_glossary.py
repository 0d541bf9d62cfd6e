"""The glossary: every word is found, and the page of the docs says the same."""

from pathlib import Path

import pytest

from lastyard.case.diagnostics import CODES
from lastyard.show.glossary import GLOSSARY, as_markdown, term
from program import run

PAGE = Path(__file__).parents[2] / "docs" / "glossary.md"


def test_the_page_is_written_from_the_glossary():
    """`python -c "from lastyard.show.glossary import as_markdown; ..."` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == as_markdown()


def test_no_word_is_told_twice_and_none_is_a_code():
    names = [name.casefold() for each in GLOSSARY for name in (each.name, *each.others)]
    assert len(names) == len(set(names))
    assert not set(names) & set(CODES)
    assert [each.name.casefold() for each in GLOSSARY] == sorted(
        each.name.casefold() for each in GLOSSARY
    )


@pytest.mark.parametrize(
    "text", ["Blocking sets", "a blocking set", "BATNA", "frontier", "apart", "give way"]
)
def test_a_word_is_found_however_it_is_written(text):
    assert term(text) is not None


def test_the_command_explains_words_and_codes():
    found = run("explain", "blocking", "set")
    assert found.returncode == 0
    assert found.stdout.startswith("blocking set\n  A smallest set of statements")
    assert run("explain", "unknown-option").stdout.startswith("unknown-option\n")
    wrong = run("explain", "blokking set")
    assert wrong.returncode == 2
    assert "did you mean 'blocking set'" in wrong.stderr
    everything = run("explain").stdout
    assert all(each.name in everything for each in GLOSSARY)


@pytest.mark.thorough
def test_the_american_spelling_is_the_same_command():
    assert run("analyze", "rafah").stdout == run("analyse", "rafah").stdout
