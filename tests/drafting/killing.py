"""The real command line in a process of its own, killed at a chosen moment.

Two ways of dying: ``at`` the n-th time that the program is about to open a file for writing,
to rename, to link, to cut or to take one away; and ``after`` so many bytes of one file, in the
middle of a write. The process is forked, which is much quicker than starting one.
"""

import os
import signal
import sys
import tempfile
import warnings
from pathlib import Path

from lastyard.commands import main

_WRITES = ("os.rename", "os.link", "os.truncate", "os.remove")


def killed(*arguments, at=0, after=0, cwd=None, stdin=b""):
    """Run a command that is killed; whether it was, and what it told before."""
    with tempfile.TemporaryDirectory() as folder:
        told, problems, answers = (Path(folder) / name for name in ("out", "err", "in"))
        answers.write_bytes(stdin)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # a server's thread may be there
            child = os.fork()
        if child == 0:
            _run(list(map(str, arguments)), at, after, cwd, (answers, told, problems))
        status = os.waitpid(child, 0)[1]
        errors = problems.read_text(encoding="utf-8")
        assert "Traceback" not in errors, errors
        assert "internal error" not in errors, errors
        if os.WIFSIGNALED(status):
            assert os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGXFSZ)
            return True, told.read_text(encoding="utf-8")
        assert os.WEXITSTATUS(status) in (0, 1), errors
        return False, told.read_text(encoding="utf-8")


def _run(arguments, at, after, cwd, files):
    """Be the command until the end."""
    import resource

    code = 70
    sys.dont_write_bytecode = (
        True  # what Python caches of a module on its first import is no such write
    )
    try:
        for number, path in enumerate(files):
            flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT
            os.dup2(os.open(path, flags), number)
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(number, mode, encoding="utf-8", closefd=False)
            for number, mode in enumerate(("r", "w", "w"))
        )
        os.chdir(cwd or ".")
        if after:
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (after, after))
        if at:
            sys.addaudithook(_killer(at))
        main(arguments)
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _killer(at):
    moments = 0

    def look(event, arguments):
        nonlocal moments
        opened = event == "open" and isinstance(arguments[2], int)
        if event in _WRITES or (opened and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            moments += 1
            if moments == at:
                sys.stdout.flush()
                os.kill(os.getpid(), signal.SIGKILL)

    return look
