"""The command line as users run it: a program of its own."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = str(Path(sys.executable).with_name("lastyard"))


def run(*arguments, stdin=None, cwd=None, **environment):
    """Run the program to its end, with these variables set besides those there are."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env={**os.environ, **environment},
    )
