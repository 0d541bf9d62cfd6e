"""A workbench that is killed at any moment: what it said was saved is on the disk."""

import contextlib
import hashlib
import os
import random
import re
import signal
import threading
import time
from pathlib import Path

import httpx
import pytest

import lastyard as ly

from .conftest import TALKS, Served


def killed_while_it_saves(root, tries, seed=0):
    """Save one edit after the other, kill the server meanwhile; count the edits acknowledged."""
    draw, path = random.Random(seed), root / "talks.yaml"
    path.write_text(TALKS)
    acknowledged = 0
    for number in range(tries):
        served = Served(root, "--processes", "1")
        client = httpx.Client(base_url=served.home, follow_redirects=False, trust_env=False)
        try:
            client.get(served.address)
            page = client.get("/c/talks.yaml/edit").text
            csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
            base = re.search(r'name="base" value="([^"]+)"', page)[1]
            last = sent = path.read_text()
            timer = threading.Timer(
                draw.uniform(0.005, 0.4), served.process.send_signal, [signal.SIGKILL]
            )
            timer.start()
            try:
                for k in range(100):
                    sent = (
                        TALKS
                        + f"# edit {number} {k}\n"
                        + "# "
                        + "x" * draw.randrange(20_000)
                        + "\n"
                    )
                    data = {"csrf": csrf, "base": base, "text": sent}
                    answer = client.post(
                        "/c/talks.yaml/edit", data=data, headers={"origin": served.home}
                    )
                    assert answer.status_code == 303, re.findall(
                        r"<p class=\"lede bad[^<]*<", answer.text
                    )
                    last = sent
                    acknowledged += 1
                    base = hashlib.sha256(sent.encode()).hexdigest()
            except httpx.TransportError:
                pass
            timer.join()
            now = path.read_text()
            assert now in (last, sent), (
                "an acknowledged edit is there, or the one that was under way"
            )
            ly.load(str(path))
        finally:
            client.close()
            served.process.kill()
            served.stop()
    return acknowledged


@pytest.mark.thorough
@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_no_acknowledged_edit_is_lost(tmp_path):
    assert killed_while_it_saves(tmp_path, 3) > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_no_acknowledged_edit_is_lost_in_two_hundred_tries(tmp_path, seed):
    assert killed_while_it_saves(tmp_path, 25, seed) > 5


def parents():
    """Return the parent of every process that runs."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            _, _, rest = stat.read_text().rpartition(")")
            state, parent = rest.split()[:2]
            if state != "Z":
                found[int(stat.parent.name)] = int(parent)
    return found


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc here")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_its_processes_end_with_it(tmp_path, how):
    served = Served(tmp_path)
    try:
        while not (children := {c for c, p in parents().items() if p == served.process.pid}):
            time.sleep(0.05)
        if how == signal.SIGINT:
            # As a terminal does it: to the server and to all that it started.
            for child in children:
                os.kill(child, signal.SIGINT)
        served.process.send_signal(how)
        code = served.process.wait(20)
        if how == signal.SIGINT:
            assert code == 0
            assert "Traceback" not in served.process.stderr.read()
        for _ in range(200):
            if not children & set(parents()):
                break
            time.sleep(0.05)
        assert not children & set(parents())
    finally:
        served.process.kill()
        served.stop()
