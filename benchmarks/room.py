"""Speed of rooms: verifying a long record, closing gates, durable answers, acts in a room that has grown.

Run: python benchmarks/room.py [postgres] [ROOMS]
With ``postgres`` on a PostgreSQL server of its own; with a number, with so many rooms in the store. The share of the best deal that a batch reaches on recorded values is measured by ``python -m evaluation``
(evaluation/batches.py).
"""

import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lastyard.room.acts import act, create, export
from lastyard.room.charter import Charter, charter_of
from lastyard.room.closing import append, do_what_is_due
from lastyard.room.events import Draft, instant
from lastyard.room.gates import Gate, all_yes, context_of
from lastyard.room.record.bundle import read_bundle
from lastyard.room.record.commitments import commit, scalar
from lastyard.room.record.verify import verify
from lastyard.room.roles import MEDIATOR, party
from lastyard.room.store import open_store

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
PARTIES = tuple(f"p{k:02}" for k in range(15))
CASE = "title: Talks\nparties: {" + ", ".join(f"{each}: {{}}" for each in PARTIES) + "}\n"
CASE += "issues: {wage: {range: [0, 10], step: 1}, term: {options: [short, long]}}\n"


def told(label, value):
    print(f"{label:68s} {value}", flush=True)


def room_of_fifteen(store):
    room = create(
        store, CASE, Charter(PARTIES, instant(START + timedelta(minutes=30)), closes=99), now=START
    )
    key = iter(range(10**6))

    def do(role, kind, now=START, to=None, **content):
        return act(
            store, room, role, Draft(kind, content, to), key=f"benchmark key {next(key):6}", now=now
        )

    with store.reading(room) as reading:
        charter = [e for e in reading.events(["shared"]) if e.kind == "charter"][-1]
    digest = charter_of(charter.content).digest()
    for each in PARTIES:
        do(party(each), "consent", charter=digest)
    return room, do


@contextmanager
def opened():
    """Open a store of its own, in a folder or on a PostgreSQL server."""
    with tempfile.TemporaryDirectory() as folder:
        if "postgres" not in sys.argv:
            store = open_store(folder, bytes(32))
            yield store
            store.close()
            return
        from postgres import Cluster

        cluster = Cluster()
        store = open_store(cluster.address(), bytes(32))
        try:
            yield store
        finally:
            store.close()
            cluster.stop()


def durable(do, count=300):
    """Return the seconds that durable answers take, from the shortest."""
    waits = []
    for k in range(count):
        who = PARTIES[k % 15]
        start = time.perf_counter()
        do(party(who), "entry", to=f"party:{who}", question=f"q{k}", answer="as it is")
        waits.append(time.perf_counter() - start)
    return sorted(waits)


def with_many_rooms(count):
    """Tell what an answer, a page and the clockwork take beside so many other rooms."""
    from lastyard.room.pages.serve import Clockwork
    from live_room import TWO, Rooms

    with opened() as store, tempfile.TemporaryDirectory() as folder:
        rooms = Rooms(folder, TWO, store=store)
        rooms.time = START
        union = rooms.begin()[1]
        _, do = room_of_fifteen(store)
        clockwork, over, made = Clockwork(rooms.site), threading.Event(), 2
        for wanted in (2, count):
            start = time.perf_counter()
            for _ in range(wanted - made):
                create(store, CASE, now=START)
            told(f"{wanted:,} rooms, made in", f"{time.perf_counter() - start:8.1f} s")
            made = wanted
            waits = durable(do)
            told("  a durable answer, half; 95 of 100", f"{1000 * waits[150]:8.1f} ms; {1000 * waits[285]:.1f} ms")  # fmt: skip
            pages = []
            for _ in range(200):
                start = time.perf_counter()
                union.client.get(union.base)
                pages.append(time.perf_counter() - start)
            pages.sort()
            told("  a page, half; 95 of 100", f"{1000 * pages[100]:8.1f} ms; {1000 * pages[190]:.1f} ms")  # fmt: skip
            for look in ("first", "second", "third"):
                start = time.perf_counter()
                looked = len(clockwork.tick(over))
                took = time.perf_counter() - start
                told(f"  the clockwork's {look} look: {looked:,} rooms", f"{took:8.2f} s")


def main():
    counts = [int(each) for each in sys.argv[1:] if each.isdigit()]
    if counts:
        with_many_rooms(counts[0])
        return
    with opened() as store:
        room, do = room_of_fifteen(store)
        waits = durable(do)
        told("a durable answer, the half of 300", f"{1000 * waits[150]:8.1f} ms")
        told("a durable answer, 95 of 100", f"{1000 * waits[285]:8.1f} ms")

        gate = Gate(
            "g", "all-yes", PARTIES, (instant(START + timedelta(hours=1)),), ({"wage": "5"},)
        )
        openings = {each: [(int(each != "p07"), scalar())] for each in PARTIES}
        points = {each: [commit(*row[0])] for each, row in openings.items()}
        context = context_of(
            "room", gate, gate.packages, 0, {p: [c.hex() for c in row] for p, row in points.items()}
        )
        found = all_yes.Found("not agreed")
        start = time.perf_counter()
        proof = all_yes.prove(gate, 1, found, openings, context)
        told(
            "G1, 15 parties: the proof that at least one refused",
            f"{1000 * (time.perf_counter() - start):8.1f} ms",
        )
        start = time.perf_counter()
        assert all_yes.shows(gate, 1, found, points, proof, context)
        told("G1, 15 parties: checking it", f"{1000 * (time.perf_counter() - start):8.1f} ms")

        package = {"wage": "5", "term": "long"}
        do(MEDIATOR, "proposal", gate="g", rule="all-yes", parties=list(PARTIES),
           closes=[instant(START + timedelta(minutes=20))], packages=[package])  # fmt: skip
        for each in PARTIES:
            do(party(each), "answer", gate="g", value="yes" if each != "p07" else "no")
        with store.writing(room) as writing:
            start = time.process_time()
            do_what_is_due(writing, room, instant(START + timedelta(minutes=25)))
            told(
                "G1, 15 parties: all of the close, processor time",
                f"{1000 * (time.process_time() - start):8.1f} ms",
            )

        at = instant(START + timedelta(minutes=26))
        with store.writing(room) as writing:
            for k in range(10_000 - 350):
                append(writing, room, "desk", "reply", "mediator", at, {"text": f"note {k}"})
        data = export(store, room, MEDIATOR, now=START + timedelta(hours=1))
        start = time.perf_counter()
        verdict = verify(read_bundle(data))
        told(
            f"verifying {sum(map(len, read_bundle(data).events.values())):,} entries ({len(data) // 1000:,} kB)",
            f"{time.perf_counter() - start:8.2f} s",
        )
        assert verdict.holds
        start = time.perf_counter()
        do(
            party("p00"),
            "entry",
            START + timedelta(hours=1),
            "party:p00",
            question="q",
            answer="late",
        )
        told("a durable answer in that room", f"{1000 * (time.perf_counter() - start):8.1f} ms")


main()
