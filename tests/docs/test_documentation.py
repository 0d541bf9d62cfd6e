"""The documentation says what the program does."""

import doctest
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from console import BLOCK, ROOT, pages, run, workplace

from lastyard.case.diagnostics import CODES
from lastyard.case.schema import SHAPES
from lastyard.case.statement import VERBS
from lastyard.commands.main import COMMANDS
from lastyard.conditions.language import KEYWORDS
from lastyard.show.published import ANSWERS


@pytest.mark.thorough
@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_console_examples(page, tmp_path):
    folder = workplace(tmp_path)
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        assert run(block, folder) == block, "renew with: python tests/docs/console.py"


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_python_examples(page, tmp_path, monkeypatch):
    monkeypatch.chdir(workplace(tmp_path))
    text = page.read_text(encoding="utf-8").replace("```\n", "\n")
    parsed = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(parsed)
    assert runner.failures == 0


def text_of(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_every_command_verb_key_and_answer_is_documented():
    for name in COMMANDS:
        assert f"$ lastyard {name} --help" in text_of("commands.md")
    for verb in VERBS:
        assert f"`{verb}" in text_of("case-file.md")
    for name in ANSWERS:
        assert f"### {name}\n" in text_of("json.md")
    for field in (*SHAPES["case"].keys, *SHAPES["body"].keys, *SHAPES["issue"].keys):
        if field.name not in ("words", "note"):
            assert re.search(rf"\b{field.name}\b", text_of("case-file.md")), field.name
    for name in ("vote", "voting_body", "member", "ballot", "moves", "move_option"):
        for field in SHAPES[name].keys:
            if field.name != "note":
                assert re.search(rf"\b{field.name}\b", text_of("case-file.md")), field.name
    for field in SHAPES["move_preference"].keys[:-1]:
        assert f"`{field.name}`" in text_of("case-file.md"), field.name
    for word in KEYWORDS - {"at", "least", "of"}:
        assert re.search(rf"\b{word}\b", text_of("conditions.md"))
    assert "no-package" in CODES


def test_the_tables_of_keys_follow_from_the_records():
    import keys

    for name in keys.PAGES:
        text = text_of(name)
        assert keys.renewed(name, text) == text, "renew with: python tests/docs/keys.py"


def test_the_votes_and_moves_of_the_documentation_load():
    from lastyard.case.load import load_text

    base = """
title: T
parties: {anna: {}, ben: {}, syria: {}, iraq: {}}
issues: {site: {options: [old, new]}}
sources: {minutes: {title: M}, paper: {title: P}}
statements: [{id: red-line, party: ben, on: 2024-01-01, source: minutes, rejects: "site == 'new'"}]
"""
    blocks = re.findall(r"```yaml\n((?:votes|moves):.*?)```", text_of("case-file.md"), re.S)
    assert len(blocks) == 2
    case = load_text(base + "".join(blocks))
    assert (case.votes[0].body.size, len(case.moves.preferences)) == (32, 2)


def test_every_dependency_has_its_reason():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=!\[]", requirement)[0]
        assert f"[{name}]" in text_of("dependencies.md")


def test_the_version_is_the_same_everywhere():
    import tomllib

    from lastyard.version import VERSION

    assert (
        tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
        == VERSION
    )
