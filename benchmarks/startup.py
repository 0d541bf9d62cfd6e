"""Start-up: help, checking a long case, and the main job on a small one.

Run: python -m benchmarks.startup [runs]
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CASE = Path(__file__).parent.parent / "catalog/news/sn-2024/rafah.yaml"
_START = "from lastyard.commands import main; main()"


def long_case(lines=2_000):
    """Return a case file of about that many lines: three lines a statement."""
    head = [
        "title: A long record",
        "parties:",
        *(f"  party{p}: {{name: Party {p}}}" for p in range(5)),
        "issues:",
        *(f"  issue{i}: {{options: [a, b, c, d, e], ordered: true}}" for i in range(15)),
        "statements:",
    ]
    number = (lines - len(head)) // 3
    statements = [
        line
        for k in range(number)
        for line in (
            f"  - {{id: s{k}, party: party{k % 5},",
            f"     on: 2024-{1 + k % 12:02}-{1 + k % 28:02}, firmness: 0.{1 + k % 9},",
            f"""     requires: "issue{k % 15} in ['b', 'c'] or issue{(k + 4) % 15} != 'a'"}}""",
        )
    ]
    return "\n".join([*head, *statements]) + "\n"


def measure(*arguments):
    """Return wall and processor seconds of one run, interpreter and all."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _START, *arguments], capture_output=True, check=False
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stdout.decode() + done.stderr.decode())
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs=10):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.yaml"
        path.write_text(long_case())
        print(f"Load average before: {os.getloadavg()[0]:.1f}; median of {runs} runs.\n")
        print("| command | wall, ms | processor, ms | fastest wall, ms |")
        print("|---|---|---|---|")
        for name, *arguments in (
            ("`lastyard --help`", "--help"),
            ("`lastyard check`, 2,000 lines", "check", str(path)),
            ("`lastyard analyse`, Rafah case", "analyse", str(CASE)),
        ):
            measure(*arguments)  # compiles and warms the file cache
            times = [measure(*arguments) for _ in range(runs)]
            wall, own = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
            fastest = min(wall for wall, _ in times) * 1000
            print(f"| {name} | {wall:.0f} | {own:.0f} | {fastest:.0f} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
