"""Calls of a solver from elsewhere: Ctrl-C is heard, and only when the call has ended."""

import os
import signal
import time
from types import SimpleNamespace

import pytest

from lastyard.blocking.solving import _answer


def test_ctrl_c_waits_for_the_solver_that_cannot_be_left():
    done = []

    def solve_limited(assumptions):
        time.sleep(0.05)  # until it is waited for
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)
        done.append(assumptions)
        return True

    # What runs in the background of a shell ignores Ctrl-C until it says otherwise.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    solver = SimpleNamespace(solver=SimpleNamespace(cadical=1), solve_limited=solve_limited)
    try:
        with pytest.raises(KeyboardInterrupt):
            _answer(solver, [3])
    finally:
        signal.signal(signal.SIGINT, before)
    assert done == [[3]]
