"""``lastyard room rehearse``: the parties come in, agree, enter and answer by themselves; the mediator plays."""

import re
import subprocess
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from live_room import TALKS, given
from program import PROGRAM


class Mediator:
    """A mediator's browser, at a real server."""

    def __init__(self, address):
        self.home, _, code = address.partition("/join#")
        self.client = httpx.Client(base_url=self.home, headers={"origin": self.home}, timeout=60)
        answer = self.client.post("/join", data={"code": code, "lang": "en"})
        self.base = answer.headers["location"]

    def get(self, path):
        return given(self.client.get(self.base + path, follow_redirects=True)).text

    def send(self, path, **data):
        fields = dict(
            re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.get(path))
        )
        return given(self.client.post(self.base + path, data=fields | data, follow_redirects=True))

    def until(self, path, words):
        for _ in range(120):
            page = self.get(path)
            if words in page:
                return page
            time.sleep(0.5)
        raise AssertionError(re.sub(r"<[^>]+>", " ", page)[-900:])


@pytest.mark.thorough
def test_a_mediator_practises(tmp_path):
    case = tmp_path / "talks.yaml"
    case.write_text(TALKS)
    process = subprocess.Popen(
        [PROGRAM, "room", "rehearse", str(case), "--seed", "3", "--speed", "36000"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        told = [process.stdout.readline()]
        assert "made up" in told[0]
        while "/join#" not in told[-1]:
            told.append(process.stdout.readline())
        mediator = Mediator(told[-1].strip())
        assert "Rehearsal, with made-up parties" in mediator.get("/desk")
        mediator.until("/desk", "All agreed to the charter")
        page = mediator.get("/desk/propose")
        lists = datetime.fromisoformat(re.search(r'name="lists" value="([^"]+)"', page)[1]).replace(
            tzinfo=UTC
        )
        asked = {
            "rule": "batch",
            "lists": f"{lists:%Y-%m-%dT%H:%M}",
            "closes": f"{lists + timedelta(hours=24):%Y-%m-%dT%H:%M}",
        }
        checked = mediator.send("/desk/propose", stage="check", **asked)
        hidden = dict(
            re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', checked.text)
        )
        sent = given(
            mediator.client.post(
                f"{mediator.base}/desk/propose",
                data=hidden | {"stage": "send"},
                follow_redirects=True,
            )
        )
        gate = sent.url.path.removeprefix(mediator.base)
        page = mediator.until(gate, "agreed.")
        assert "Cease-fire" in page
        mediator.client.close()
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=20)
    assert errors == ""


def test_fewer_than_two_who_decide_is_refused(tmp_path):
    case = tmp_path / "one.yaml"
    case.write_text("{title: T, parties: {a: {}}, issues: {i: {options: [x, y]}}}")
    done = subprocess.run(
        [PROGRAM, "room", "rehearse", str(case)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_simulated_parties_sign_where_the_charter_asks(tmp_path):
    from lastyard.room.acts import view
    from lastyard.room.charter import Charter
    from lastyard.room.pages.rehearsal import Simulated
    from lastyard.room.roles import MEDIATOR
    from live_room import Rooms

    for told in (False, True):
        charter = Charter(
            ("north", "south", "hills"), "2026-09-01T10:00:00Z", signed_answers=True, mediator_sees_answers=told
        )  # fmt: skip
        rooms = Rooms(tmp_path / str(told), TALKS, charter)
        rooms.member(MEDIATOR)
        parties = [Simulated.drawn(rooms.case, each, 3) for each in rooms.parties]
        for each in parties * 2:
            each.plays(rooms.store, rooms.room, rooms.time)
        gate = rooms.propose(
            "all-yes", package={"truce": "temporary", "release": "all", "days": "15"}
        )
        for each in parties:
            each.plays(rooms.store, rooms.room, rooms.time)
        with rooms.store.reading(rooms.room) as reading:
            names = [f"{kind}:{id}" for kind in ("party", "caucus") for id in rooms.parties]
            answers = [e for e in reading.events(names) if e.kind == "answer"]
        assert len(answers) == 3
        assert all("signed" in each.content for each in answers)
        rooms.wait(hours=49)
        assert view(rooms.store, rooms.room, MEDIATOR).gate(gate).outcomes
