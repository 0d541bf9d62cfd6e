"""Whatever kills a worker takes nothing else along."""

import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from deadly import deadly, deadly_once, faulty
from lastyard.workers import Lost, spread

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


def test_what_kills_its_process_is_named_and_the_rest_stands():
    items = [1, 2, -1, 3, 4, 5, 6, 7]
    found = dict(spread(deadly, items, processes=2))
    assert {k: v for k, v in found.items() if k != 2} == {
        k: 2 * item for k, item in enumerate(items) if k != 2
    }
    assert isinstance(found[2], Lost)
    assert "killed, 3 times" in found[2].reason


def test_what_was_lost_is_tried_again(tmp_path):
    items = [(k, str(tmp_path / "mark") if k == 1 else None) for k in range(6)]
    assert sorted(spread(deadly_once, items, processes=2)) == [(k, k) for k in range(6)]


def test_an_executor_that_breaks_is_replaced():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = dict(spread(deadly, [1, -1, 2, 3, 4, 5, 6, 7, 8], executor=pool))
    assert sorted(found) == list(range(9))
    assert [k for k, result in found.items() if isinstance(result, Lost)] == [1]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_fault_is_named_without_words_of_a_case(processes, monkeypatch):
    monkeypatch.delenv("LASTYARD_DEBUG", raising=False)
    found = dict(spread(faulty, [0, 1, 2, 3], processes=processes))
    assert found[0] == 0
    assert found[3] == 3
    assert "ValueError at deadly.py" in found[1].reason
    assert "words" not in found[1].reason
    assert "memory" in found[2].reason


def test_many_pieces_go_in_parcels():
    assert sorted(spread(deadly, range(300), processes=2)) == [(k, 2 * k) for k in range(300)]


def test_workers_end_with_the_process_that_made_them(tmp_path):
    script = (
        "import os, sys, time\nfrom lastyard.workers import worker_pool\n"
        "if __name__ == '__main__':\n"
        "  pool = worker_pool(1)\n  print(pool.submit(os.getpid).result(), flush=True)\n  time.sleep(600)\n"
    )
    path = tmp_path / "main.py"
    path.write_text(script, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(path)], stdout=subprocess.PIPE) as main:
        worker = int(main.stdout.readline())
        main.kill()
        main.wait()
    for _ in range(600):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            break
        with open(f"/proc/{worker}/stat", encoding="utf-8") as state:  # noqa: PTH123
            if state.read().rpartition(")")[2].split()[0] == "Z":
                break
        time.sleep(0.05)
    else:
        os.kill(worker, 9)
        pytest.fail("the worker lives on")


def test_when_it_is_stopped_its_workers_stop_too(tmp_path):
    import signal

    script = (
        # Where tests run in the background, a shell has told them to ignore the signal.
        "import signal, time\nfrom lastyard.workers import spread\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "if __name__ == '__main__':\n"
        "  for _ in spread(time.sleep, [0, 0, 600, 600], processes=2): print('now', flush=True)\n"
    )
    path = tmp_path / "main.py"
    path.write_text(script, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as main:
        assert main.stdout.readline() == b"now\n"
        main.send_signal(signal.SIGINT)
        assert b"KeyboardInterrupt" in main.stderr.read()
    assert main.returncode != 0
