"""Write the locks anew: exact versions with hashes, and no address of any package host.

Each file holds for every system and for Python 3.11 and newer. `make lock` runs this with the uv
that `lock.txt` names.

* `all.txt`: the newest of everything; what the other locks agree on.
* `GROUP.txt`: what one group of `pyproject.toml` needs to work on Last Yard, from `all.txt`.
* `oldest.txt`: our own dependencies at their floors, with the newest tools to test them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GROUPS = ("build", "test", "browser", "lint", "docs", "bench", "coverage")
# Too large to install for a test of the oldest versions, and tested where it is asked for.
NOT_OLDEST = ("trafilatura",)


def compile(uv: str, output: str, *arguments: str) -> None:
    """Resolve and write one lock."""
    subprocess.run(
        [
            uv, "pip", "compile", "--quiet", "--system-certs", "--universal", "--python-version", "3.11", "--upgrade",
            "--generate-hashes", "--no-annotate", "--no-header", *arguments,
            "--output-file", f"requirements/{output}.txt",
        ],
        cwd=ROOT, check=True,
    )  # fmt: skip


def floors() -> list[str]:
    """Return our own dependencies, each at exactly the oldest version that we allow."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *(line for e in extras if e not in NOT_OLDEST for line in extras[e]),
    ]
    return [line.replace(">=", "==") for line in wanted]


def main() -> None:
    """Write all locks."""
    uv = sys.argv[1]
    ours = "pyproject.toml"
    compile(uv, "all", ours, "--all-extras", *(f"--group={group}" for group in GROUPS))
    for group in GROUPS:
        compile(uv, group, ours, f"--group={group}", "--constraint=requirements/all.txt")
    compile(uv, "lock", "--group=lock")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(floors()))
        file.flush()
        compile(uv, "oldest", ours, "--group=test", f"--constraint={file.name}")


main()
