"""The real command line, killed at a chosen moment.

Two ways of dying: ``at`` the n-th time that the program is about to open a file for writing,
to rename, to link, to cut or to take one away; and ``after`` so many bytes of one file, in the
middle of a write.
"""

import os
import subprocess
import sys

_PROGRAM = """
import os, resource, signal, sys
at, after = int(sys.argv[1]), int(sys.argv[2])
from lastyard.commands import main
if after:
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (after, after))
moments = 0
def look(event, arguments):
    global moments
    writes = event in ("os.rename", "os.link", "os.truncate", "os.remove") or (
        event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    )
    if writes:
        moments += 1
        if moments == at:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(look)
main(sys.argv[3:])
"""


def killed(*arguments, at=0, after=0, cwd=None, stdin=b""):
    """Run a command that is killed; whether it was, and what it told before."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(at), str(after), *map(str, arguments)],
        input=stdin, capture_output=True, check=False, cwd=cwd, env={**os.environ},
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert done.returncode in (-9, -25, 0, 1), done.stderr.decode()
    return done.returncode < 0, done.stdout.decode()
