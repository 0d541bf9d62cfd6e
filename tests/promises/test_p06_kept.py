"""P6, acknowledged means kept, once: under kill -9 of who writes and of the database, and without power."""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from conftest import THOROUGH
from lastyard.room.acts import view
from lastyard.room.roles import party
from lastyard.room.store import StoreError, open_store
from postgres import Cluster
from room_play import MASTER, Play

ANSWERS, KILLS = (10_000, 100) if THOROUGH else (120, 5)
WRITER = str(Path(__file__).with_name("writer.py"))
STORES = ["sqlite", "postgres"]


@pytest.fixture(scope="module")
def cluster():
    found = Cluster()
    yield found
    found.stop()


@pytest.fixture(params=STORES)
def where(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "rooms")
    return request.getfixturevalue("cluster").address()


def written_under_kills(where, answers, kills, mutant="none", kill_too=None, seed=5):
    """Write answers, killed again and again, and return what was acknowledged and what is there."""
    store = open_store(where, MASTER)
    play = Play(None, store=store)
    store.close()
    rng, done, acknowledged = random.Random(seed), 0, set()
    while done < answers:
        writer = subprocess.Popen(
            [sys.executable, WRITER, where, play.id, str(done), str(answers), mutant],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        until = done + rng.randint(1, max(2, 2 * answers // kills))
        for line in writer.stdout:
            done = int(line) + 1
            acknowledged.add(done - 1)
            if done >= until and done < answers:
                time.sleep(rng.random() * 0.01)
                if kill_too is not None and rng.random() < 0.5:
                    kill_too()
                writer.kill()
                break
        for line in writer.stdout:  # what it still said before it died
            done = int(line) + 1
            acknowledged.add(done - 1)
        writer.wait()
        writer.stdout.close()
        writer.stderr.close()
    return acknowledged, counted(where, play)


def counted(where, play):
    with closing(open_store(where, MASTER)) as store:
        return Counter(
            event.content["answer"]
            for each in play.parties
            for event in view(store, play.id, party(each)).events
            if event.kind == "entry"
        )


def is_kept_once(acknowledged, found):
    assert acknowledged
    lost = sorted(acknowledged - set(found))
    assert not lost, f"{len(lost)} lost"
    doubled = [each for each, count in found.items() if count > 1]
    assert not doubled, f"{len(doubled)} doubled"


@pytest.mark.thorough
def test_nothing_is_lost_or_doubled_when_the_writer_is_killed(where):
    is_kept_once(*written_under_kills(where, ANSWERS, KILLS))


@pytest.mark.thorough
def test_nothing_is_lost_when_the_database_is_killed_too(cluster):
    def kill():
        cluster.kill()
        cluster.start()

    is_kept_once(*written_under_kills(cluster.address(), ANSWERS // 2, KILLS // 2, kill_too=kill))


def retried(where, mutant="none"):
    """A writer that dies between keeping and telling; another one sends the same again."""
    store = open_store(where, MASTER)
    play = Play(None, store=store)
    store.close()
    for _ in range(2):  # the first one's word was never heard
        subprocess.run(
            [sys.executable, WRITER, where, play.id, "0", "3", mutant],
            check=True,
            capture_output=True,
        )
    return {0, 1, 2}, counted(where, play)


@pytest.mark.thorough
def test_what_is_sent_again_counts_once(where):
    is_kept_once(*retried(where))


@pytest.mark.thorough
def test_a_mutant_that_keeps_the_key_in_memory_is_killed(tmp_path):
    with pytest.raises(AssertionError, match="doubled"):
        is_kept_once(*retried(str(tmp_path), "the key is kept in memory"))


class Disk:
    """A disk that forgets what was not synced, made from the calls of a process (strace)."""

    def __init__(self, root):
        self.root = root
        self.now, self.kept = {}, {}  # content by path
        self.names, self.gone, self.places = set(), set(), {}  # names on the disk, and no more

    def take(self, call, arguments):
        paths = re.findall(r"<([^>]*)>", arguments)
        path = paths[0] if paths else ""
        quoted = re.search(r'"([^"]*)"', arguments)
        data = bytes.fromhex(quoted[1].replace("\\x", "")) if quoted else b""
        if call in ("unlink", "unlinkat"):
            self.gone.add(data.decode())
        elif call == "mkdir":
            self.now.setdefault(data.decode(), None)
        elif call == "openat" and "O_CREAT" in arguments:
            name = paths[-1] if len(paths) > 1 else data.decode()
            self.now.setdefault(name, bytearray())
        if not path.startswith(self.root):
            return
        if call in ("pwrite64", "write"):
            at = (
                self.places.get(path, 0)
                if call == "write"
                else int(arguments.rsplit(",", 1)[1].split(")")[0])
            )
            content = self.now.setdefault(path, bytearray())
            content.extend(bytes(max(0, at + len(data) - len(content))))
            content[at : at + len(data)] = data
            self.places[path] = at + len(data)
        elif call == "ftruncate":
            size = int(arguments.rsplit(",", 1)[1].split(")")[0])
            content = self.now[path]
            del content[size:]
            content.extend(bytes(size - len(content)))
        elif call in ("fsync", "fdatasync"):
            if isinstance(self.now.get(path), bytearray):
                self.kept[path] = bytes(self.now[path])
            else:
                for each in [each for each in self.gone if each.rpartition("/")[0] == path]:
                    self.gone.discard(each)
                    self.now.pop(each, None)
                    self.kept.pop(each, None)
                    self.names.discard(each)
                self.names |= {each for each in self.now if each.rpartition("/")[0] == path}

    def write(self, folder, rng):
        """What may be there when power comes back: what was synced, of some files more."""
        for path, content in self.now.items():
            above = [
                str(each) for each in Path(path).parents if str(each).startswith(self.root + "/")
            ]
            if not path.startswith(self.root + "/") or not {path, *above} <= self.names:
                continue
            there = Path(folder) / os.path.relpath(path, self.root)
            if content is None:
                there.mkdir(0o700, parents=True, exist_ok=True)
            elif not path.endswith("-shm"):
                there.parent.mkdir(0o700, parents=True, exist_ok=True)
                kept = self.kept.get(path, b"")
                there.write_bytes(bytes(content) if rng.random() < 0.2 else kept)


_CALL = re.compile(r"^\d+ +(\w+)\((.*)$")
_HEX = re.compile(r"<((?:\\x[0-9a-f]{2})+)>")


def calls_of(trace):
    for line in trace.splitlines():
        found = _CALL.match(
            _HEX.sub(lambda m: f"<{bytes.fromhex(m[1].replace(chr(92) + 'x', '')).decode()}>", line)
        )
        if found:
            yield found[1], found[2]


def without_power(tmp_path, mutant="none", answers=40, losses=40):
    """Write under strace; then for many moments look at what a loss of power there would leave."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    where = tmp_path / "rooms"
    trace = tmp_path / "trace"
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); sys.argv[1:2] = [];"
        "from promises.whole import main; main()"
    )
    done = subprocess.run(
        ["strace", "-f", "-y", "-xx", "-s", "1000000", "-o", trace, "-e",
         "trace=openat,mkdir,unlink,unlinkat,pwrite64,write,fsync,fdatasync,ftruncate",
         sys.executable, "-c", program, str(Path(__file__).parents[1]), str(where), str(answers), mutant],
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    if done.returncode != 0 and "ptrace" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    calls = list(calls_of(trace.read_text()))
    told = [k for k, (call, rest) in enumerate(calls) if call == "write" and rest.startswith("1<")]
    rng = random.Random(1)
    moments = sorted(rng.sample(range(told[0], len(calls)), losses))
    disk, acknowledged, room = Disk(str(where)), set(), None
    for k, (call, rest) in enumerate(calls):
        if call == "write" and rest.startswith("1<"):
            word = (
                bytes.fromhex(re.search(r'"([^"]*)"', rest)[1].replace("\\x", "")).decode().strip()
            )
            if word.isdigit():
                acknowledged.add(int(word))
            else:
                room = word
        else:
            disk.take(call, rest)
        if k in moments and acknowledged:
            left = tmp_path / f"left{k}"
            left.mkdir(0o700)
            disk.write(left, rng)
            try:
                found = counted(
                    str(left), type("Left", (), {"id": room, "parties": ("union", "firm", "state")})
                )
            except (StoreError, LookupError, ValueError) as problem:
                raise AssertionError(f"lost: {problem}") from None
            is_kept_once(acknowledged, found)


@pytest.mark.thorough
def test_nothing_that_was_acknowledged_is_lost_without_power(tmp_path):
    without_power(tmp_path, losses=150 if THOROUGH else 40)


MUTANTS = [
    "synchronous is normal", "acknowledged before it is kept", "the folder of keys is not synced",
]  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize("mutant", MUTANTS)
def test_every_mutant_is_killed(mutant, tmp_path):
    with pytest.raises(AssertionError, match="lost"):
        without_power(tmp_path, mutant)
