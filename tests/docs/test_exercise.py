"""The exercises of CONTRIBUTING: a field of an answer, or a key of the case file, is added in one place."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

import lastyard

PROGRAM = "from lastyard.commands import main; main()"
ROOT = Path(__file__).resolve().parents[2]
CASE = """
title: A party that contradicts itself
parties: {union: {}}
issues: {wage: {options: [frozen, raised]}}
statements:
  - {id: never, party: union, on: 2024-01-05, rejects: "wage == 'raised'"}
  - {id: must, party: union, on: 2024-02-06, requires: "wage == 'raised'"}
"""


def hunks(exercise):
    """Yield what stands before and after in each part of an exercise, the first being 0."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for hunk in re.findall(r"```diff\n(.*?)```", text, re.DOTALL)[exercise].split("@@\n"):
        lines = hunk.splitlines()
        yield tuple(
            "\n".join(line[1:] for line in lines if line[:1] in (kept, " ")) for kept in "-+"
        )


class Tree:
    """A copy of the source and its generated pages, in which an exercise is done."""

    def __init__(self, folder):
        self.folder = folder
        ours = shutil.ignore_patterns("__pycache__")
        shutil.copytree(Path(lastyard.__file__).parent, folder / "src/lastyard", ignore=ours)
        for name in ("tests/docs/keys.py", "docs/json.md", "docs/case-file.md"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        self.before = self.contents()

    def contents(self):
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.suffix in (".py", ".md")
        }

    def do(self, exercise, name):
        file = self.folder / "src/lastyard" / name
        text = file.read_text(encoding="utf-8")
        for old, new in hunks(exercise):
            assert text.count(old) == 1
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
        self.run("tests/docs/keys.py")

    def run(self, *arguments, code=(0, 1)):
        found = subprocess.run(
            [sys.executable, *arguments], cwd=self.folder, capture_output=True, encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(self.folder / "src")}, check=False,
        )  # fmt: skip
        assert found.returncode in code, found.stderr
        return found.stdout + found.stderr * (2 in code)

    def case(self, text):
        (self.folder / "case.yaml").write_text(text, encoding="utf-8")
        return "case.yaml"

    def page(self, name):
        return (self.folder / "docs" / name).read_text(encoding="utf-8")

    @property
    def changed(self):
        after = self.contents()
        return {name for name in after if after[name] != self.before.get(name)}


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)


@pytest.mark.thorough
def test_a_field_added_to_an_answer_changes_at_most_three_files(tree):
    tree.do(0, "answers/check.py")
    answer = json.loads(tree.run("-c", PROGRAM, "check", tree.case(CASE), "--json"))
    assert answer["contradictions"][0]["since"] == "2024-02-06"
    schema = json.loads(tree.run("-c", PROGRAM, "schema", "check"))
    jsonschema.validate(answer, schema)
    assert "since" in schema["properties"]["contradictions"]["items"]["required"]
    row = "| `contradictions[].since` | day | The day of the latest of them. |"
    assert row in tree.page("json.md")
    assert tree.changed == {"src/lastyard/answers/check.py", "docs/json.md"}
    assert len(tree.changed) <= 3


SAVED = """
import sys
from lastyard.case.load import load_text
from lastyard.case.writing import dump
case = load_text(open(sys.argv[1], encoding="utf-8").read())
assert load_text(dump(case)) == case
print(dump(case))
"""


@pytest.mark.thorough
def test_a_key_added_to_the_case_file_changes_at_most_three_files(tree):
    tree.do(1, "case/statement.py")
    where = "rejects: \"wage == 'raised'\", place: at the gate}"
    case = CASE.replace("rejects: \"wage == 'raised'\"}", where)
    saved = yaml.load(tree.run("-c", SAVED, tree.case(case)), Loader=yaml.BaseLoader)
    assert [each.get("place") for each in saved["statements"]] == ["at the gate", None]
    schema = json.loads(tree.run("-c", PROGRAM, "schema"))
    jsonschema.validate(saved, schema)
    mistyped = tree.case(case.replace("place:", "plase:"))
    assert "did you mean 'place'?" in tree.run("-c", PROGRAM, "check", mistyped, code=(2,))
    listed = tree.case(case.replace("at the gate", "[one, two]"))
    assert "expected text, found a list" in tree.run("-c", PROGRAM, "check", listed, code=(2,))
    assert "| `place` | text | Where it was said. |" in tree.page("case-file.md")
    assert tree.changed == {"src/lastyard/case/statement.py", "docs/case-file.md"}
    assert len(tree.changed) <= 3
