"""Two server processes on one database: what is written through one shows in the streams of the other, and each close is done once."""

import contextlib
import os
import re
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from lastyard.room.acts import settle, view
from lastyard.room.pages.serve import Clockwork
from lastyard.room.roles import MEDIATOR, party
from lastyard.room.store import open_store
from live_room import TALKS, Rooms, given
from postgres import Cluster
from room_play import MASTER, Play

TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def cluster():
    found = Cluster()
    yield found
    found.stop()


class Server:
    """A server process, and what its streams told."""

    def __init__(self, folder, address, mutant="none"):
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *filter(None, sys.path)])}  # fmt: skip
        self.out, self.errors = folder / "out", folder / "errors"
        folder.mkdir()
        with self.out.open("w") as out, self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, TESTS / "room/several_servers.py", address, mutant],
                stdout=out,
                stderr=errors,
                env=environment,
            )
        assert until(lambda: "keeps" in self.out.read_text(), 60), self.errors.read_text()
        self.home = re.search(r"http://\S+", self.out.read_text())[0]
        self.frames, self.listening = [], []

    @property
    def looks(self):
        """What each frame cost: whether it was known, or looked at."""
        return self.errors.read_text().splitlines()

    def listen(self, session):
        """Keep the frames of a stream from now on."""

        def run():
            headers = {"cookie": f"room={session.cookie}"}
            where = f"{self.home}{session.base}/events"
            with (
                contextlib.suppress(httpx.HTTPError),  # it ends with the server
                httpx.stream("GET", where, headers=headers, timeout=60) as stream,
            ):
                for line in stream.iter_lines():
                    self.frames += [line] if line else []

        self.listening.append(threading.Thread(target=run))
        self.listening[-1].start()

    def post(self, session, path, **data):
        """Send a form of a page, as its browser does."""
        headers = {"cookie": f"room={session.cookie}", "origin": self.home}
        with httpx.Client(base_url=self.home, headers=headers, timeout=30) as client:
            page = given(client.get(session.base + path)).text
            hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
            answer = client.post(session.base + path, data=hidden | data)
            assert answer.status_code in (200, 303), answer.text

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        for each in self.listening:
            each.join(20)


def until(there, seconds=15):
    end = time.monotonic() + seconds
    while not there():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def played(cluster, folder, mutant="none"):
    """Return the frames of a party's device on one server before and after its member wrote through the other.

    In between another party does something in private, which must cost nothing.
    """
    store = open_store(cluster.address(), MASTER)
    play = Play(None, case=TALKS, parties=("north", "south", "hills"), store=store)
    play.consent()
    servers = [Server(folder / str(k), cluster.address(), mutant) for k in range(2)]
    try:
        from lastyard.room.pages.doors import Doors
        from lastyard.room.pages.serve import now, random_text

        doors = Doors(store, random_text)
        enter = lambda role: doors.enter(doors.invite(play.id, role, now()), "en", now())  # noqa: E731
        north, south, mediator = map(enter, (party("north"), party("south"), MEDIATOR))
        writer, teller = servers
        teller.listen(north)
        assert until(lambda: len(teller.frames) >= 3 and "known" in teller.looks), teller.looks
        quiet = len(teller.looks)
        writer.post(south, "/caucus", text="in confidence")
        assert until(lambda: len(teller.looks) >= quiet + 3)
        before, cost = set(teller.frames), set(teller.looks[quiet:])
        writer.post(mediator, "/desk/caucus/north", text="What would you need?")
        woken = until(lambda: teller.frames[-1] not in before, 6)
        return len(before), cost, woken
    finally:
        for each in servers:
            each.stop()
        store.close()


@pytest.mark.thorough
def test_what_is_written_through_one_server_wakes_the_streams_of_the_other(cluster, tmp_path):
    states, cost, woken = played(cluster, tmp_path)
    assert states == 1
    assert cost == {"known"}  # another party's act did not even cost time
    assert woken


@pytest.mark.slow  # nothing happens in time, and that takes its time
@pytest.mark.parametrize("mutant", ["nothing is told", "nothing is heard"])
def test_streams_that_are_not_woken_are_found(cluster, tmp_path, mutant):
    assert not played(cluster, tmp_path, mutant)[2]


@pytest.mark.slow
def test_a_stream_that_the_acts_of_others_cost_time_is_found(cluster, tmp_path):
    assert played(cluster, tmp_path, "everything wakes")[1] == {"known", "looked"}


@pytest.mark.thorough
def test_a_lost_connection_makes_everybody_look_again(cluster):
    store = open_store(cluster.address(), MASTER)
    play = Play(None, store=store)
    assert until(lambda: store.news(play.id, ("shared",)) is not None)
    one = store.news(play.id, ("shared",))
    assert store.news(play.id, ("shared",)) == one
    play.act("firm", "entry", to="party:firm", question="q", answer=1)
    play.act(MEDIATOR, "joined", member="mediator", lang="en", key=None)
    assert until(lambda: store.news(play.id, ("shared",)) != one)
    two = store.news(play.id, ("shared",))
    cluster.run_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = '';"
    )
    assert until(lambda: store.news(play.id, ("shared",)) not in (None, two))
    store.close()


@pytest.mark.thorough
def test_the_clockwork_of_another_server_learns_what_was_asked(cluster, tmp_path):
    """A gate that one server opened is closed by another, though the first is gone."""
    store = open_store(cluster.address(), MASTER)
    rooms = Rooms(tmp_path, store=store)
    rooms.begin()
    other = open_store(cluster.address(), MASTER)
    site = type(rooms.site)(other, rooms.doors, lambda: rooms.time, rooms.site.origin)
    clockwork, over = Clockwork(site), threading.Event()
    assert until(lambda: other.news(rooms.room, ("shared",)) is not None)
    clockwork.tick(over)
    assert rooms.room not in clockwork.tick(over)
    gate = rooms.propose("all-yes", hours=1, package={"truce": "none", "release": "all", "days": "0"})  # fmt: skip
    assert until(lambda: rooms.room in clockwork.tick(over))
    rooms.time += timedelta(hours=1)
    clockwork.tick(over)
    assert view(store, rooms.room, MEDIATOR).gate(gate).outcomes
    for each in (store, other):
        each.close()


@pytest.mark.thorough
def test_what_is_due_is_done_once_by_whichever_process_comes_first(cluster):
    store = open_store(cluster.address(), MASTER)
    plays = [Play(None, store=store, closes=99) for _ in range(3)]
    for play in plays:
        play.consent()
        for k in range(4):
            play.ask(f"g{k}", closes=[play.at(hours=k + 1)])
        play.wait(hours=30)
    code = (
        "import sys; from datetime import datetime; from lastyard.room.store import open_store\n"
        "from lastyard.room.acts import settle\n"
        "store = open_store(sys.argv[1], bytes(range(32))); sys.stdin.readline()\n"
        "for room in sys.argv[3:]: settle(store, room, datetime.fromisoformat(sys.argv[2]))\n"
    )
    told = [cluster.address(), plays[0].now.isoformat(), *(each.id for each in plays)]
    workers = [
        subprocess.Popen([sys.executable, "-c", code, *told], stdin=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for each in workers:
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in workers:
        each.stdin.close()
        assert each.wait(60) == 0
    for play in plays:
        assert settle(store, play.id, play.now) == ()
        seen = view(store, play.id, MEDIATOR)
        assert [len(each.outcomes) for each in seen.gates] == [1] * 4
        with store.reading(play.id) as reading:
            log = reading.events(["log"])
        assert [event.index for event in log] == list(range(len(log)))
        assert sum(event.content["why"] == "close" for event in log) == 8
    store.close()
