"""P12: nothing that leaves a page tells who is in a room: no log, no header, no address, no Referer.

Cover traffic is not promised: who talks with the server, and when, the network can see.
"""

import html
import re
import subprocess
import time

import httpx
import pytest

from lastyard.room.pages import doors, routes, site
from live_room import TALKS, Rooms, given
from program import PROGRAM

NAMES = ["zxqvalakandar", "wqovermeerhold"]
CASE = TALKS.replace("North", NAMES[0]).replace("Cease-fire talks", f"Talks at {NAMES[1]}")


@pytest.fixture(autouse=True)
def one_frame(monkeypatch):
    monkeypatch.setattr(routes, "_LAST", 1)


def telling(folder):
    """Return what tells of somebody: in an address, in a header."""
    rooms = Rooms(folder, CASE)
    members = rooms.begin()
    gate = rooms.propose("all-yes", package={"truce": "temporary", "release": "all", "days": "15"})
    canaries = [*NAMES, rooms.room, *rooms.parties, "party:"]
    for member in members[1:]:
        member.say(gate, "yes")
        for path in (
            "",
            "/mine/1",
            "/caucus",
            "/record",
            "/events",
            "/device",
            "/nowhere",
            "/record/bundle",
        ):
            member.get(path)
        member.send("/mine/1", down=member.fields("/mine/1")["order"].split()[0])
    for path in ("/desk", "/desk/members", "/desk/propose"):
        members[0].get(path)
    # What a mediator thinks of proposing, too.
    check = members[0].send(
        "/desk/propose", rule="all-yes", stage="check", closes="2026-09-09T12:00",
        **{"p.truce": "sustained", "p.release": "all", "p.days": "15"},
    )  # fmt: skip
    (link,) = re.findall(r'href="[^"]*(/desk/answers/packages[^"]*)"', given(check).text)[-1:]
    members[0].get(html.unescape(link))
    rooms.wait(hours=60)
    found = []
    for member in members:
        for answer in member.seen:
            told = [
                str(answer.url),
                *(f"{n}: {v}" for n, v in answer.headers.items() if n != "set-cookie"),
            ]
            found += [(each, line) for each in canaries for line in told if each in line]
            # What somebody chose stands in an address sealed, if at all: a yes is as long as a no.
            query = answer.url.query.decode()
            if query and not re.fullmatch(r"chosen=[\w=-]{736}", query):
                found.append(("query", query))
            # Only the browser itself holds the name of the room, and sends it back to its own pages alone.
            for cookie in answer.headers.get_list("set-cookie"):
                if (
                    not re.search(r"HttpOnly; .*Path=/r/[0-9a-f]{22}; SameSite=strict", cookie)
                    and "Max-Age=0" not in cookie
                ):
                    found.append(("cookie", cookie))
            if (
                answer.headers.get("referrer-policy") != "same-origin"
                or answer.headers.get("cache-control") != "no-store"
            ):
                found.append(("headers", str(answer.url)))
    return found


def test_addresses_and_headers_tell_nothing(tmp_path):
    assert telling(tmp_path) == []


def a_name_in_a_header(patch):
    real = site.Visit.show

    def show(self, *arguments, **more):
        answer = real(self, *arguments, **more)
        answer.headers["x-role"] = self.own.role.actor
        return answer

    patch.setattr(site.Visit, "show", show)


def test_a_telling_header_is_found(tmp_path, monkeypatch):
    a_name_in_a_header(monkeypatch)
    assert telling(tmp_path)


def test_a_telling_address_is_found(tmp_path, monkeypatch):
    real = doors.Doors.enter

    def enter(self, code, language, now, back="", key=""):
        room = code.rpartition("#")[2].partition(".")[0]
        return real(
            doors.Doors(self.store, lambda: room[:8] + self.random()[:40]), code, language, now
        )

    monkeypatch.setattr(doors.Doors, "enter", enter)
    rooms = Rooms(tmp_path, CASE)
    member = rooms.begin()[1]
    assert rooms.room[:8] in str(member.seen[-1].url)


def test_an_answer_in_an_address_is_found(tmp_path, monkeypatch):
    open_one = lambda visit, path, chosen: f"{visit.base}{path}?chosen={chosen}"  # noqa: E731
    monkeypatch.setattr(site.Visit, "address", open_one)
    asked = lambda visit: visit.request.query_params.get("chosen", "")  # noqa: E731
    monkeypatch.setattr(site.Visit, "chosen", asked)
    assert {query for _, query in telling(tmp_path)} == {
        "chosen=yes",
        "chosen=release%20truce%20days",
        "chosen=truce:%20sustained,%20release:%20all,%20days:%2015",
    }


def test_what_was_chosen_is_read_by_its_own_session_and_page_alone(tmp_path):
    rooms = Rooms(tmp_path, TALKS)
    _, north, south, _ = rooms.begin()
    package = {"truce": "temporary", "release": "all", "days": "15"}
    one, two = (rooms.propose("all-yes", package=package) for _ in range(2))
    read = north.look(f"/proposals/{one}?say=no").url
    box = read.query.decode()
    assert "You say no to this:" in given(north.get(f"/proposals/{one}?{box}")).text
    for other, gate, query in ((north, two, box), (south, one, box), (north, one, box[:-6]),
                               (north, one, "chosen=no"), (north, one, "chosen=\u00e9")):  # fmt: skip
        assert "Would you take this?" in given(other.get(f"/proposals/{gate}?{query}")).text


def served(tmp_path, *more):
    (tmp_path / "talks.yaml").write_text(CASE)
    folder = tmp_path / "rooms"
    subprocess.run(
        [PROGRAM, "room", "new", str(tmp_path / "talks.yaml"), "--in", str(folder)],
        check=True,
        capture_output=True,
    )
    process = subprocess.Popen(
        [PROGRAM, "room", "serve", str(folder), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines = [process.stdout.readline()]
    while "/join#" not in lines[-1]:
        lines.append(process.stdout.readline())
        assert lines[-1], process.stderr.read()
    return process, lines[-1].strip()


@pytest.mark.thorough
def test_a_real_server_logs_nothing_of_anybody(tmp_path):
    process, address = served(tmp_path)
    try:
        home, _, code = address.partition("/join#")
        with httpx.Client(base_url=home, headers={"origin": home}) as client:
            base = given(client.post("/join", data={"code": code, "lang": "en"}), 303).headers[
                "location"
            ]
            given(client.get(f"{base}/desk"))
            for wrong in ("/r/nothing", f"{base}/{NAMES[0]}", f"/join?code={NAMES[1]}"):
                client.get(wrong)
            client.post("/join", data={"code": NAMES[0]})
            client.post(f"{base}/desk/propose", data={"words": NAMES[1]})
            client.get(f"{base}/desk", headers={"host": NAMES[0]})
            time.sleep(0.2)
    finally:
        process.terminate()
        out, errors = process.communicate(timeout=20)
    assert errors == ""
    assert not [each for each in (*NAMES, "127.0.0.1", "GET", "POST") if each in out]


def test_a_fault_is_told_without_its_words(tmp_path, monkeypatch, capsys):
    rooms = Rooms(tmp_path, CASE)
    north = rooms.begin()[1]

    def broken(visit):
        raise ValueError(f"{visit.room.id} {NAMES[0]}")

    monkeypatch.setattr(site.Visit, "lines", lambda self, *_: broken(self))
    assert north.get("/leave").status_code == 500
    told = capsys.readouterr().err
    assert "internal error" in told
    assert NAMES[0] not in told
    assert rooms.room not in told
