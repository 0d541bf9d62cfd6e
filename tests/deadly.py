"""Work that kills the process it is done in, for tests of what survives."""

import os
import signal
from pathlib import Path


def deadly(item):
    """Give a number back doubled; kill the process at a negative one."""
    if item < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * item


def deadly_once(item):
    """Kill the process the first time that a mark is not there yet."""
    number, mark = item
    if mark is not None and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def faulty(item):
    """Fail as a fault of the program would, and as too little memory would."""
    if item == 1:
        raise ValueError("words of a case")
    if item == 2:
        raise MemoryError
    return item
