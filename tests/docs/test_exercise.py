"""The exercise of CONTRIBUTING: a field added to an answer is added in one place."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema

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


def hunks(text):
    """Yield what stands before and after in each part of the exercise."""
    (block,) = re.findall(r"```diff\n(.*?)```", text, re.DOTALL)
    for hunk in block.split("@@\n"):
        lines = hunk.splitlines()
        yield tuple(
            "\n".join(line[1:] for line in lines if line[:1] in (kept, " ")) for kept in "-+"
        )


def contents(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix in (".py", ".md")
    }


def test_a_field_added_to_an_answer_changes_at_most_three_files(tmp_path):
    ours = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(lastyard.__file__).parent, tmp_path / "src/lastyard", ignore=ours)
    for name in ("tests/docs/keys.py", "docs/json.md"):
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / name, tmp_path / name)
    before = contents(tmp_path)

    file = tmp_path / "src/lastyard/answers/check.py"
    text = file.read_text(encoding="utf-8")
    for old, new in hunks((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")

    def run(*arguments):
        found = subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, capture_output=True, encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(tmp_path / "src")}, check=False,
        )  # fmt: skip
        assert found.returncode in (0, 1), found.stderr
        return found.stdout

    run("tests/docs/keys.py")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    answer = json.loads(run("-c", PROGRAM, "check", "case.yaml", "--json"))
    assert answer["contradictions"][0]["since"] == "2024-02-06"
    schema = json.loads(run("-c", PROGRAM, "schema", "check"))
    jsonschema.validate(answer, schema)
    assert "since" in schema["properties"]["contradictions"]["items"]["required"]
    row = "| `contradictions[].since` | day | The day of the latest of them. |"
    assert row in (tmp_path / "docs/json.md").read_text(encoding="utf-8")

    after = contents(tmp_path)
    changed = {str(path) for path in after if after[path] != before.get(path)}
    assert changed == {"src/lastyard/answers/check.py", "docs/json.md"}
    assert len(changed) <= 3
