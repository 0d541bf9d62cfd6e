import re
from pathlib import Path

import pytest

import lastyard.reading
from lastyard.reading.wordlists import sections, word_table

PACKAGE = Path(lastyard.reading.__file__).parent
CODE = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("*.py"))
WORDS = sections("words.txt")
COMPUTED = {f"verbs of {group}" for group in ("acts", "attitude", "speech")}


@pytest.mark.parametrize("file", ["words.txt", "deeds.txt"])
def test_every_section_is_explained_and_read(file):
    text = (PACKAGE / file).read_text(encoding="utf-8")
    for name in sections(file):
        assert f'"{name}"' in CODE or f"'{name}'" in CODE or name in COMPUTED, name
        if file == "words.txt":
            assert f"[{name}]\n# " in text, name


@pytest.mark.parametrize("name", WORDS)
def test_no_word_stands_twice_in_a_list_row_or_pattern(name):
    rows = [line.partition(": ")[2].split(" | ")[0].split() for line in WORDS[name]]
    if name.startswith("words of "):
        rows = [re.split(r"\|(?![^()]*\))", "|".join(WORDS[name]))]
    elif not any(": " in line for line in WORDS[name]):
        rows = [" ".join(WORDS[name]).split()]
    for words in rows:
        assert len(set(words)) == len(words), sorted(w for w in words if words.count(w) > 1)


def test_rows_go_on_in_indented_lines():
    assert {"john", "zoltan"} <= set(word_table("given names")["m"])


def test_a_section_that_is_there_twice_or_words_before_the_first_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("lastyard.reading.wordlists._FOLDER", tmp_path)
    (tmp_path / "twice.txt").write_text("[a]\nx\n[a]\ny\n")
    (tmp_path / "before.txt").write_text("x\n[a]\n")
    with pytest.raises(ValueError, match="'a' twice"):
        sections("twice.txt")
    with pytest.raises(ValueError, match="before its first section"):
        sections("before.txt")
