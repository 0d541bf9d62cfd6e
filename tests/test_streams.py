"""What C code prints, in any thread or process, never stands in the answer."""

import json
import os
import subprocess
import sys

import pytest

from lastyard.streams import quiet
from program import run

# A program around ours that prints from C, in a thread and in a worker process, once the
# command line has begun.
NOISY = """
import ctypes, json, os, sys, threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from lastyard.commands import main
from lastyard.commands.main import cli

def noise():
    library = ctypes.CDLL(None)
    library.puts(b"from C in a thread")
    library.fflush(None)
    os.write(1, b"written to descriptor 1\\n")

if __name__ == "__main__":
    command_line = cli.main
    def noisy(**how):
        thread = threading.Thread(target=noise)
        thread.start()
        thread.join()
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(os.write, 1, b"from a worker process\\n").result()
        return command_line(**how)
    cli.main = noisy
    main(["standing", sys.argv[1], "--json"])
"""

CASE = """\
title: One
parties: {a: {}}
issues: {i: {options: [x, y]}}
statements: [{id: s, party: a, on: 2024-01-01, position: {i: x}}]
"""


def test_what_c_code_prints_goes_to_standard_error(tmp_path):
    program = tmp_path / "noisy.py"
    program.write_text(NOISY)
    case = tmp_path / "case.yaml"
    case.write_text(CASE)
    done = subprocess.run(
        [sys.executable, program, case], capture_output=True, text=True, check=False
    )
    assert json.loads(done.stdout)["case"] == "One"
    for words in ("from C in a thread", "written to descriptor 1", "from a worker process"):
        assert words in done.stderr


@pytest.mark.thorough
def test_no_library_prints_of_itself(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text(CASE)
    done = run("packages", case, "--json")
    assert json.loads(done.stdout)["case"] == "One"
    assert done.stderr == ""


def test_quiet_drops_what_is_printed_and_nothing_else(capfd):
    sys.stdout.write("before\n")
    with quiet():
        os.write(1, b"a banner\n")
    sys.stdout.write("after\n")
    sys.stdout.flush()
    assert capfd.readouterr().out == "before\nafter\n"


def test_a_closed_standard_output_is_no_matter():
    program = "import os; os.close(1)\nfrom lastyard.streams import quiet\nwith quiet(): pass"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
