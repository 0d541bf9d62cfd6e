"""What the server does of itself, and how it refuses to start."""

import subprocess
import threading

import pytest

from lastyard.room.acts import create, view
from lastyard.room.pages import serve
from lastyard.room.roles import MEDIATOR, party
from lastyard.room.store import open_store
from live_room import Rooms, given
from postgres import Cluster
from program import PROGRAM


def test_gates_close_though_nobody_looks_and_rooms_that_rest_cost_nothing(tmp_path):
    rooms = Rooms(tmp_path)
    rooms.begin()
    for _ in range(5):
        create(
            rooms.store,
            "{title: T, parties: {a: {}, b: {}}, issues: {i: {options: [x, y]}}}",
            now=rooms.time,
        )
    clockwork, over = serve.Clockwork(rooms.site), threading.Event()
    assert len(clockwork.tick(over)) == 6
    assert clockwork.tick(over) == []
    gate = rooms.propose(
        "all-yes", hours=2, package={"truce": "none", "release": "all", "days": "0"}
    )
    for each in rooms.parties:
        given(rooms.members[f"party:{each}"].say(gate, "yes"))
    assert clockwork.tick(over) == [rooms.room]
    rooms.time += rooms.second * 7_200
    assert rooms.room in clockwork.tick(over)
    assert view(rooms.store, rooms.room, MEDIATOR).gate(gate).agreed is not None


def refused(*arguments, **more):
    done = subprocess.run(
        [PROGRAM, "room", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **more,
    )
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.thorough
def test_it_says_why_it_does_not_start(tmp_path):
    assert "there are no rooms" in refused("serve", tmp_path)
    (tmp_path / "talks.yaml").write_text(
        "{title: T, parties: {a: {}, b: {}}, issues: {i: {options: [x, y]}}}"
    )
    folder = tmp_path / "rooms"
    subprocess.run(
        [PROGRAM, "room", "new", tmp_path / "talks.yaml", "--in", folder],
        check=True,
        capture_output=True,
    )
    assert "https only" in refused("serve", folder, "--host", "0.0.0.0")
    assert "go together" in refused("serve", folder, "--certificate", "x")
    assert "nothing here" in refused("invite", "nobody", "--in", folder)
    wrong = tmp_path / "wrong.key"
    wrong.write_text("00" * 32)
    wrong.chmod(0o600)
    assert "not the master key" in refused("serve", folder, "--key", wrong)


@pytest.mark.thorough
def test_an_invitation_of_the_command_line_lets_in(tmp_path):
    (tmp_path / "talks.yaml").write_text(
        "{title: T, parties: {a: {}, b: {}}, issues: {i: {options: [x, y]}}}"
    )
    folder = tmp_path / "rooms"
    made = subprocess.run(
        [PROGRAM, "room", "new", tmp_path / "talks.yaml", "--in", folder],
        check=True,
        capture_output=True,
        text=True,
    )
    room = made.stdout.split()[1].rstrip(",")
    told = subprocess.run([PROGRAM, "room", "invite", room, "--in", folder, "--for", "party:a", "--origin", "https://x.example/"],
                          check=True, capture_output=True, text=True).stdout  # fmt: skip
    assert told.startswith(f"https://x.example/join#{room}.")
    assert "nothing here" in refused("invite", room, "--in", folder, "--for", "party:nobody")


@pytest.mark.thorough
def test_pages_on_postgresql_do_the_same(tmp_path):
    cluster = Cluster()
    try:
        store = open_store(cluster.address(), bytes(range(32)))
        rooms = Rooms(tmp_path, store=store)
        rooms.begin()
        lost = rooms.members["party:north"]
        gate = rooms.propose("all-yes", package={"truce": "none", "release": "all", "days": "0"})
        given(lost.say(gate, "yes"))
        rooms.member(party("north"), back=lost.return_code())
        for each in ("south", "hills"):
            given(rooms.members[f"party:{each}"].say(gate, "yes"))
        assert lost.get("/mine/1").status_code == 404
        rooms.wait(hours=49)
        assert (
            "Agreed by all." in rooms.members["party:north"].get(f"/proposals/{gate}/outcome").text
        )
        store.close()
    finally:
        cluster.stop()
