"""Examples in the documentation: what stands after ``$ lastyard`` must be what it prints.

python tests/docs/console.py      rewrites the outputs in README.md and docs/
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
MISTAKE = """title: Mistake
parties: {a: {}}
issues: {ground: {options: [none, targeted, major]}}
rules:
  - {id: one, require: "ground == 'majr'"}
"""


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def workplace(folder: Path) -> Path:
    """A folder as the examples assume it: the catalog, a case with a mistake, and two versions."""
    shutil.copytree(ROOT / "catalog", folder / "catalog")
    (folder / "mistake.yaml").write_text(MISTAKE, encoding="utf-8")
    rafah = (ROOT / "catalog/news/sn-2024/rafah.yaml").read_text(encoding="utf-8")
    for name, firmness in (("softer", "0.3"), ("firmer", "0.9")):
        text = rafah.replace("firmness: 0.6", f"firmness: {firmness}")
        (folder / f"rafah-{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def run(block: str, folder: Path) -> str:
    """Run the commands of a block and return it with their real output."""
    lines = []
    for line in block.splitlines():
        if not line.startswith("$ "):
            continue
        words = shlex.split(line[2:])
        assert words[0] == "lastyard", line
        program = Path(sys.executable).with_name("lastyard")
        done = subprocess.run(
            [program, *words[1:]],
            cwd=folder, capture_output=True, encoding="utf-8", check=False,
            env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
        )  # fmt: skip
        lines += [line, *(done.stdout + done.stderr).rstrip("\n").splitlines()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def renewed(text: str, folder: Path) -> str:
    return BLOCK.sub(lambda match: f"```console\n{run(match[1], folder)}```", text)


if __name__ == "__main__":
    for page in pages():
        with tempfile.TemporaryDirectory() as name:
            old = page.read_text(encoding="utf-8")
            page.write_text(renewed(old, workplace(Path(name))), encoding="utf-8")
