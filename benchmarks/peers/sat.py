"""Peers for all blocking sets: LBX with Hitman of python-sat, and UNIMUS, on our clauses.

UNIMUS (Bendík & Černá 2020, https://github.com/jar-ben/unimus, MIT) is built apart, with CaDiCaL;
the variable ``LASTYARD_UNIMUS`` names the program.
"""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import time
from pathlib import Path

from pysat.examples.hitman import Hitman
from pysat.examples.lbx import LBX
from pysat.formula import WCNF

from lastyard.blocking.solver import SolverOracle


def clauses(talks):
    """Return the clauses of talks, and the literal of each demand."""
    oracle = SolverOracle(talks)
    return oracle._encoding.clauses, oracle._selectors


def lbx_and_hitman(talks):
    """Return numbers of blocking sets and openings, and processor seconds."""
    hard, soft = clauses(talks)
    start = time.process_time()
    formula = WCNF()
    for clause in hard:
        formula.append(clause)
    for literal in soft:
        formula.append([literal], weight=1)
    search, openings = LBX(formula, use_cld=True, solver_name="m22"), []
    for found in search.enumerate():
        openings.append(found)
        search.block(found)
    blocking = list(Hitman(bootstrap_with=openings, htype="lbx", solver="m22").enumerate())
    return len(blocking), len(openings), time.process_time() - start


def unimus(talks, seconds=100):
    """Return the number of blocking sets and processor seconds; None where it is not there."""
    program = os.environ.get("LASTYARD_UNIMUS")
    if not program:
        return None
    hard, soft = clauses(talks)
    last = max(abs(literal) for clause in hard for literal in clause)
    lines = [f"p gcnf {last} {len(hard) + len(soft)} {len(soft)}"]
    lines += [f"{{0}} {' '.join(map(str, clause))} 0" for clause in hard]
    lines += [f"{{{k}}} {literal} 0" for k, literal in enumerate(soft, 1)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talks.gcnf"
        path.write_text("\n".join(lines) + "\n")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [program, "-a", "unimus", str(path)],
            capture_output=True,
            text=True,
            timeout=seconds,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = [line for line in done.stdout.splitlines() if line.startswith("Number of MUSes:")]
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return int(told[-1].split(":")[1]), spent
