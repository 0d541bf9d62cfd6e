"""Speed of a room's pages, memory of its streams, and what their times tell of another party's answer.

Run: python -m benchmarks.room_pages [STREAMS]
"""

import asyncio
import re
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from lastyard.room.roles import party
from live_room import TALKS, TWO, Rooms, Served, given

PACKAGE = {"wage": "middle", "shifts": "day"}
MARKS = {"truce": [0, 2, 1], "release": [1, 1, 2], "days": ["10", "0", "30"]}


def told(label, value):
    print(f"{label:68s} {value}", flush=True)


def resident():
    return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def cost(member, path, count=200):
    """Return milliseconds of processor for a page."""
    member.get(path)
    began = time.process_time()
    for _ in range(count):
        member.client.get(member.base + path)
    return (time.process_time() - began) / count * 1_000


def area(a, b):
    """Return the chance that a draw of one is larger than one of the other (Mann and Whitney)."""
    ranked = sorted([(x, 1) for x in a] + [(x, 0) for x in b])
    ranks = sum(k for k, (_, own) in enumerate(ranked, 1) if own)
    return (ranks - len(a) * (len(a) + 1) / 2) / (len(a) * len(b))


def times(folder, count=2_000):
    """Return the area under the curve of times of a page: beside a firm that said yes, and one that said nothing."""
    both = {}
    for said in (True, False):
        rooms = Rooms(folder / str(said), TWO)
        _, union, firm = rooms.begin()
        gate = rooms.propose("all-yes", package=PACKAGE)
        if said:
            given(firm.say(gate, "yes"))
        given(union.say(gate, "no"))
        both[said] = (union, f"{union.base}/proposals/{gate}")
    took = {True: [], False: []}
    for _ in range(count):
        for said, (union, path) in both.items():
            began = time.perf_counter()
            union.client.get(path)
            took[said].append(time.perf_counter() - began)
    return area(took[True], took[False])


async def streams(home, base, cookie, count):
    """Open streams, wait for the first frame of each, and return what they take while they are open, in MB."""
    host, _, port = home.removeprefix("http://").partition(":")
    ends, before = [], resident()
    for _ in range(count):
        reader, writer = await asyncio.open_connection(host, int(port))
        head = f"GET {base}/events HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: room={cookie}\r\n\r\n"
        writer.write(head.encode())
        await reader.readuntil(b"data: ")
        ends.append(writer)
    await asyncio.sleep(1)
    after = resident()
    for writer in ends:
        writer.close()
    return after - before


def frames(folder, count=200):
    """Tell what a frame of a stream on PostgreSQL costs: where it has to be made anew, and where it is known."""
    from lastyard.room.pages.party import overview
    from lastyard.room.pages.routes import Streams, pages
    from lastyard.room.pages.site import Visit
    from lastyard.room.pages.words import Words
    from lastyard.room.store import open_store
    from postgres import Cluster

    cluster = Cluster()
    store = open_store(cluster.address(), bytes(range(32)))
    try:
        rooms = Rooms(folder, TALKS, store=store)
        rooms.begin()
        code = rooms.doors.invite(rooms.room, party("north"), rooms.time)
        session = rooms.doors.enter(code, "en", rooms.time)
        page = next(each for each in pages(rooms.work) if each.path == "/events")
        streams = Streams({"party": overview})
        told_last = ""
        for label in ("made anew", "known"):
            began = time.process_time()
            for _ in range(count):
                visit = Visit(rooms.site, page, None, None, Words.of("en"), session)
                frame = streams.frame(visit, told_last)
            took = (time.process_time() - began) / count * 1_000
            told(f"a frame of a stream on PostgreSQL, {label}", f"{took:.1f} ms of processor")
            told_last = frame
    finally:
        store.close()
        cluster.stop()


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    resource.setrlimit(resource.RLIMIT_NOFILE, (4_096, 4_096))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        rooms = Rooms(folder / "room", TALKS)
        mediator, north, *_ = rooms.begin()
        north.enter(["release", "days", "truce"], MARKS)
        gate = rooms.propose(
            "all-yes", package={"truce": "temporary", "release": "all", "days": "15"}
        )
        for path in ("", "/mine/2", f"/proposals/{gate}", "/charter", "/record"):
            size = len(north.get(path).content)
            told(
                f"a party's page {path or '/'}",
                f"{cost(north, path):.1f} ms of processor, {size / 1000:.1f} kB",
            )
        told("the desk", f"{cost(mediator, '/desk'):.1f} ms of processor")
        began = time.perf_counter()
        for k in range(50):
            given(north.say(gate, "yes" if k % 2 else "no"))
        told(
            "an answer, read, said, read again and kept (4 requests)",
            f"{(time.perf_counter() - began) * 20:.0f} ms",
        )
        told(
            "area under the curve of times (0.5: they tell nothing)",
            f"{times(folder / 'times'):.3f}",
        )
        frames(folder / "frames")
        served = Served(folder / "streams", text=TALKS)
        served.rooms.begin()
        session = served.rooms.doors.enter(
            served.rooms.doors.invite(served.rooms.room, party("north"), served.rooms.time),
            "en",
            served.rooms.time,
        )
        taken = asyncio.run(streams(served.home, session.base, session.cookie, count))
        told(f"{count} open streams, server and readers in one process", f"+{taken:.0f} MB")
        served.stop()


if __name__ == "__main__":
    main()
