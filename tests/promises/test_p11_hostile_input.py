"""P11: hostile input costs nothing: no page runs a word of it, and what is too long, too many or not ours is refused."""

import re

import pytest

from lastyard.room.pages import routes, site
from lastyard.room.roles import party
from live_room import ORIGIN, TALKS, Rooms, given

HOSTILE = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7*7 }}", "javascript:alert(1)", "\u202eevil\u2066",
           "=cmd|' /C calc'!A0", "\x00\x07\x1b[31m", "' OR 1=1 --", "../../etc/passwd", "%(time)s", "ar\u0600\ufeff", "x" * 4_000]  # fmt: skip
CASE = TALKS.replace("name: North", 'name: "<script>alert(1)</script> North"').replace(
    "title: Cease-fire talks", 'title: "Talks <img src=x> {{ 7*7 }} \\u202e"')  # fmt: skip


@pytest.fixture(autouse=True)
def one_frame(monkeypatch):
    monkeypatch.setattr(routes, "_LAST", 1)


def holes(folder):
    """Return what came through: the page, and what stands on it."""
    rooms = Rooms(folder, CASE)
    mediator, north, south, _ = rooms.begin()
    found = []
    for text in HOSTILE:
        for member, path, name in (
            (north, "/caucus", "text"),
            (mediator, "/desk/caucus/south", "text"),
            (mediator, "/desk/text", "t0"),
        ):
            answer = member.send(path, **{name: text})
            if answer.status_code not in (200, 400):
                found.append((path, answer.status_code))
    mediator.send("/desk/publish", text=HOSTILE[0], stage="check")
    for member in (north, south, mediator):
        for path in (
            "",
            "/caucus",
            "/text",
            "/desk",
            "/desk/text",
            "/desk/caucus/north",
            "/desk/propose",
            "/mine/1",
            "/charter",
            "/desk/publish",
        ):
            page = member.get(path).text
            left = re.sub(
                r'<script src="/static/room.js" integrity="[^"]+" defer></script>', "", page
            )
            for bad in (
                "<script",
                "<img",
                "onerror=alert(1)>",
                "\u202e",
                "\u2066",
                "\x00",
                "\x1b",
                "\x07",
                " 49 ",
            ):
                if bad in left:
                    found.append((path, bad))
    return found


@pytest.mark.thorough
def test_no_word_of_somebody_does_anything(tmp_path):
    assert holes(tmp_path) == []


@pytest.mark.thorough
def test_a_template_that_trusts_is_found(tmp_path, monkeypatch):
    for language in ("en", "ar"):
        monkeypatch.setattr(site._environment(language), "autoescape", False)
    site._environment("en").cache.clear()
    try:
        assert holes(tmp_path)
    finally:
        monkeypatch.undo()
        site._environment("en").cache.clear()


@pytest.mark.thorough
def test_a_page_that_shows_hidden_characters_is_found(tmp_path, monkeypatch):
    environment = site._environment("en")
    monkeypatch.setattr(environment, "finalize", None)
    environment.cache.clear()
    try:
        assert holes(tmp_path)
    finally:
        monkeypatch.undo()
        environment.cache.clear()


# ---- what is refused ----------------------------------------------------------------------------------


@pytest.fixture
def rooms(tmp_path):
    made = Rooms(tmp_path)
    made.begin()
    made.gate = made.propose(
        "all-yes", package={"truce": "temporary", "release": "all", "days": "15"}
    )
    return made


def test_a_code_opens_once_and_not_for_ever(rooms):
    code = rooms.doors.invite(rooms.room, party("north"), rooms.time)
    north = rooms.members["party:north"]
    told = [
        north.come_in(each).text
        for each in ("", "x", "a.b", code[:-1], f"{'a' * 26}.{code.partition('.')[2]}", "." * 200)
    ]
    assert len(set(told)) == 1
    assert north.come_in(code).status_code == 303
    assert north.come_in(code).text == told[0]
    late = rooms.doors.invite(rooms.room, party("north"), rooms.time)
    rooms.time += rooms.second * 86_400 * 15
    assert north.come_in(late).text == told[0]


def test_a_lost_device_is_shut_out_at_once_and_all_see_the_new_one(rooms):
    lost = rooms.members["party:north"]
    given(lost.say(rooms.gate, "yes"))
    new = rooms.member(party("north"), back=lost.return_code())
    assert lost.get("/mine/1").status_code == 404
    assert "Your answer so far: yes" in new.get(f"/proposals/{rooms.gate}").text
    assert new.return_code() != ""
    for each in (rooms.members["party:south"], rooms.members["mediator"], new):
        assert "came in with a new device" in each.get().text


def test_two_devices_of_one_member_never_overwrite_each_other(rooms):
    one = rooms.members["party:north"]
    page = given(one.send("/device")).text
    code = re.search(r"/join#([a-z0-9.]+)", page)[1]
    other = rooms.member.__self__ and type(one)(rooms, one.role)
    assert other.come_in(code).status_code == 303
    path = f"/proposals/{rooms.gate}"
    stale = other.fields(f"{path}?say=no")
    given(one.say(rooms.gate, "yes"))
    answer = other.post(path, stale)
    assert answer.status_code == 409
    assert "changed meanwhile" in answer.text
    assert "Your answer so far: yes" in other.get(path).text


def test_sent_twice_and_the_back_button_give_one_receipt(rooms):
    north = rooms.members["party:north"]
    path = f"/proposals/{rooms.gate}"
    form = north.fields(f"{path}?say=yes")
    first, again = north.post(path, form), north.post(path, form)
    receipt = re.search(r'<p class="print"[^>]*>(.*?)</p>', first.text, re.S)[1]
    assert receipt == re.search(r'<p class="print"[^>]*>(.*?)</p>', again.text, re.S)[1]
    given(north.say(rooms.gate, "no"))
    # Back to the first page, sent again: done before, so nothing is done; the newer answer stands.
    given(north.post(path, form))
    assert "Your answer so far: no" in north.get(path).text
    given(north.say(rooms.gate, "yes"))
    assert "Your answer so far: yes" in north.get(path).text


def test_after_the_close_nothing_is_taken_and_a_clock_that_jumps_back_opens_nothing(rooms):
    north, path = rooms.members["party:north"], f"/proposals/{rooms.gate}"
    form = north.fields(f"{path}?say=yes")
    rooms.wait(hours=60)
    assert north.post(path, form).status_code == 409
    told = given(north.get(f"{path}/outcome")).text
    assert "Not agreed." in told
    rooms.time -= rooms.second * 3_600 * 59
    assert north.post(path, form).status_code == 409
    assert given(north.get(f"{path}/outcome")).text == told


def test_what_comes_from_elsewhere_is_refused(rooms):
    north = rooms.members["party:north"]
    form = north.fields("/caucus") | {"text": "hello"}
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ORIGIN, "host": "evil.example"},
    ):
        assert north.post("/caucus", form, headers=headers).status_code in (403, 421)
    without = north.client.build_request("POST", f"{ORIGIN}{north.base}/caucus", data=form)
    assert north.client.send(without).status_code == 403
    assert north.post("/caucus", form | {"csrf": "0" * 64}).status_code == 403
    assert north.post("/caucus", {"text": "hello"}).status_code == 403
    assert "hello" not in north.get("/caucus").text


def test_what_is_too_long_or_too_much_is_refused(rooms):
    north = rooms.members["party:north"]
    form = north.fields("/caucus")
    assert north.post("/caucus", form | {"text": "x" * 4_001}).status_code == 400
    assert north.post("/caucus", form | {"text": "x" * (site.MOST_BYTES + 1)}).status_code == 413
    many = form | {f"f{k}": "x" for k in range(600)} | {"text": "hello"}
    assert north.post("/caucus", many).status_code == 403
    assert north.client.put(north.base, headers={"origin": ORIGIN}).status_code == 405


def test_forms_that_nobody_sends_are_told_in_words(rooms):
    north, mediator = rooms.members["party:north"], rooms.members["mediator"]
    for path, data in (
        ("/mine/2", {"o.0": "9"}),
        ("/mine/2", {}),
        ("/mine/4", {"best": "7", "least": "0", "most": "60"}),
        ("/mine/4", {"best": "60", "least": "0", "most": "30"}),
        ("/mine/1", {"order": "nobody", "go": "on"}),
    ):
        answer = north.send(path, **data)
        assert answer.status_code in (200, 400), (path, data)
    for data in (
        {"rule": "none", "stage": "check"},
        {"rule": "all-yes", "stage": "check", "closes": "yesterday"},
        {"rule": "all-yes", "stage": "check", "closes": "2020-01-01T00:00"},
        {"rule": "last-gap", "stage": "check"},
    ):
        answer = mediator.send("/desk/propose", **data)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
    assert mediator.send("/desk/members", actor="party:nobody").status_code == 404
    assert mediator.send("/desk/setup/3", closes="0").status_code == 400


def test_a_thousand_proposals_are_stopped_by_the_budget_of_the_charter(rooms):
    package = {"truce": "temporary", "release": "all", "days": "15"}
    for _ in range(11):
        rooms.propose("all-yes", package=package)
    mediator = rooms.members["mediator"]
    at = (rooms.time + rooms.second * 7_200).strftime("%Y-%m-%dT%H:%M")
    data = {"rule": "all-yes", "closes": at, "stage": "check"} | {
        f"p.{k}": v for k, v in package.items()
    }
    page = mediator.send("/desk/propose", **data)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    answer = mediator.post("/desk/propose", hidden | {"stage": "send"})
    assert answer.status_code == 400
    assert "12 outcomes in all" in answer.text


def test_a_full_disk_refuses_and_loses_nothing(rooms, monkeypatch):
    import contextlib
    import sqlite3

    north, path = rooms.members["party:north"], f"/proposals/{rooms.gate}"
    given(north.say(rooms.gate, "yes"))
    form = north.fields(f"{path}?say=no")
    real = type(rooms.store).writing

    @contextlib.contextmanager
    def full(self, room):
        with real(self, room):
            raise_full()
            yield

    def raise_full():
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(type(rooms.store), "writing", full)
    answer = north.post(path, form)
    monkeypatch.undo()
    assert answer.status_code == 503
    assert "not taken" in answer.text
    assert "Your answer so far: yes" in north.get(path).text
