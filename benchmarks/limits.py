"""What every command takes on every adversarial case of the tests: processor time and memory.

Each must end within 10 s of processor and 500 MB; docs/budget.md has the worst figures.

Run: python -m benchmarks.limits [--cases NAME ...] [--commands NAME ...] [--kept FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

SECONDS, MEGABYTES = 10, 500

_TESTS = Path(__file__).parent.parent / "tests" / "budget" / "adversarial.py"
_START = "from lastyard.commands import main; main()"


def adversarial():
    """Return the module of the tests that makes the cases and names the commands."""
    spec = spec_from_file_location("adversarial", _TESTS)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _limited():
    """Keep a run that does not end from taking the machine."""
    resource.setrlimit(resource.RLIMIT_CPU, (6 * SECONDS, 6 * SECONDS + 1))


def measure(arguments, told=subprocess.DEVNULL):
    """Return exit code, seconds of processor and megabytes of one run, interpreter and all.

    Args:
        arguments: What stands after ``lastyard``.
        told: Where standard output and error go.
    """
    run = subprocess.Popen(
        [sys.executable, "-c", _START, *map(str, arguments)],
        stdout=told,
        stderr=subprocess.STDOUT,
        preexec_fn=_limited,  # noqa: PLW1509  (no other thread runs here)
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    return run.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def rows(cases, commands):
    """Yield what each command took on each case.

    Args:
        cases: Names of cases; empty for all.
        commands: Names of commands; empty for all.
    """
    made = adversarial()
    for name in cases or sorted(made.CASES):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "case.yaml"
            path.write_text(made.CASES[name](), encoding="utf-8")
            for arguments in made.commands(path, Path(folder)):
                if commands and arguments[0] not in commands:
                    continue
                code, seconds, megabytes = measure(arguments)
                shown = [a if isinstance(a, str) else a.name for a in arguments]
                yield {
                    "case": name,
                    "command": " ".join(each for each in shown if each != "case.yaml"),
                    "code": code,
                    "seconds": round(seconds, 1),
                    "megabytes": round(megabytes),
                }


def table(found):
    """Write the worst figures of each command as a table in Markdown."""
    lines = ["| command | most seconds | on | most MB | on |", "|---|---|---|---|---|"]
    for command in dict.fromkeys(row["command"] for row in found):
        own = [row for row in found if row["command"] == command]
        slow = max(own, key=lambda row: row["seconds"])
        big = max(own, key=lambda row: row["megabytes"])
        lines.append(
            f"| `{command}` | {slow['seconds']} | {slow['case']} "
            f"| {big['megabytes']} | {big['case']} |"
        )
    return "\n".join(lines)


def main():
    """Run what was asked for, print what is over the limits as it comes, and the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", nargs="*", default=[])
    asked.add_argument("--commands", nargs="*", default=[])
    asked.add_argument("--kept", help="a file for all figures, a JSON line each")
    options = asked.parse_args()
    found = []
    for row in rows(options.cases, options.commands):
        found.append(row)
        bad = row["seconds"] > SECONDS or row["megabytes"] > MEGABYTES
        if bad or row["code"] not in (0, 1, 2, 4):
            print("over:", row, flush=True)
        if options.kept:
            with Path(options.kept).open("a", encoding="utf-8") as kept:
                kept.write(json.dumps(row) + "\n")
    print(table(found))


if __name__ == "__main__":
    main()
