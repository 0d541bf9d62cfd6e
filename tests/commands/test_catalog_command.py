"""The cases that come with Last Yard are found by name, from any folder."""

import pytest

import lastyard as ly
from lastyard.shipped import find_shipped, shipped_cases, shipped_files
from program import run


@pytest.mark.thorough
def test_the_example_of_the_readme_works_anywhere(tmp_path):
    done = run("analyse", "news/sn-2024/rafah", cwd=tmp_path)
    assert done.returncode == 1
    assert "No deal fits all that has been said." in done.stdout
    assert str(ly.analyse(ly.load("rafah"))) in done.stdout


def test_listing_printing_and_copying(tmp_path):
    done = run("catalog", cwd=tmp_path)
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(shipped_cases())
    assert "news/sn-2024/rafah " in done.stdout
    copied = run("catalog", "rafah", "-o", "mine.yaml", cwd=tmp_path)
    assert copied.stderr == "wrote mine.yaml; next: lastyard analyse mine.yaml\n"
    text = (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    assert run("catalog", "rafah").stdout == text
    again = run("catalog", "rafah", "-o", "mine.yaml", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert "is there already" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["catalog", "rafh"], "did you mean 'rafah'?"),
        (["catalog", "-o", "x.yaml"], "give its name as well"),
        (["analyse", "news/sn-2024/nowhere"], "`lastyard catalog` lists those"),
    ],
)
def test_names_that_are_none(arguments, words, tmp_path):
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_a_file_comes_before_the_catalog(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rafah").write_text(
        "title: Mine\nparties: {a: {}}\nissues: {i: {options: [x, y]}}\n"
    )
    assert ly.load("rafah").title == "Mine"
    assert find_shipped("rafah") == "rafah"
    assert find_shipped("/rafah") == "/rafah"
    assert find_shipped("../news/sn-2024/rafah") == "../news/sn-2024/rafah"


def test_bodies_are_there_too():
    assert "un-charter-1945/security-council" in shipped_files("bodies")
