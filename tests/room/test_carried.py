"""Answers carried by hand: taken in once, in their room, for their party, in time and unaltered; their file tells nothing private."""

import html
import random
import re
from datetime import timedelta

import pytest

pytest.importorskip("starlette", reason="lastyard[room] is not installed")

import sealed_answers
from lastyard.errors import RequestError
from lastyard.room import acts, carried
from lastyard.room.acts import Conflict, TooLate, export, view
from lastyard.room.carried import take_in
from lastyard.room.pages import offline
from lastyard.room.pages.offline import sealed_file
from lastyard.room.record.bundle import read_bundle
from lastyard.room.record.verify import verify
from lastyard.room.roles import MEDIATOR, party
from lastyard.room.store import Writing
from live_room import Rooms, given
from room.second_verifier import check
from sealed_answers import answered, data_of, parts_of

PACKAGE = {"truce": "temporary", "release": "all", "days": "15"}
MARKS = {"issue_truce": [0, 2, 1], "issue_release": [1, 1, 2]}


class Talks:
    """A room in which North uses no server."""

    def __init__(self, folder, **more):
        self.rooms = rooms = Rooms(folder, **more)
        self.mediator = rooms.member(MEDIATOR)
        self.others = [rooms.member(party(id)) for id in ("south", "hills")]
        for each in self.others:
            each.consent()

    def file(self, who="north", **more):
        return sealed_file(self.rooms.store, self.rooms.room, who, now=self.rooms.time, **more)

    def take(self, text):
        return take_in(self.rooms.store, self.rooms.room, text, now=self.rooms.time)

    def seen(self, who="north"):
        return view(self.rooms.store, self.rooms.room, party(who))

    def agree(self):
        self.take(answered(self.file(), charter=True))

    def ask(self, **more):
        return self.rooms.propose(more.pop("rule", "all-yes"), package=PACKAGE, **more)


@pytest.fixture
def talks(tmp_path):
    return Talks(tmp_path)


def test_a_party_without_a_server_takes_part_to_the_end(talks):
    rooms = talks.rooms
    page = talks.file()
    taken = talks.take(
        answered(page, charter=True, order=["release", "days", "truce"], walk_away=25, **MARKS)
    )
    assert (taken.party, taken.refused, len(taken.receipts)) == ("north", (), 5)
    assert taken.new_key == bytes(sealed_answers.key_of(data_of(page)).verify_key).hex()
    assert dict(talks.seen().entries["party:north"])["order"] == ["release", "days", "truce"]
    assert talks.seen().consented
    gate = talks.ask()
    for each in talks.others:
        given(each.say(gate, "yes"))
    page = talks.file()
    assert parts_of(page)[0]["how"] == "yes"
    taken = talks.take(answered(page, gate="yes"))
    assert (taken.new_key, len(taken.receipts[0].commitment)) == ("", 1)
    rooms.wait(hours=49)
    assert talks.seen().gate(gate).agreed == PACKAGE
    data = export(rooms.store, rooms.room, party("north"), now=rooms.time)
    notes = [each.note for each in taken.receipts]
    verdict = verify(read_bundle(data), notes)
    assert verdict.holds
    assert "1 under the party's own signature" in verdict.answers.text
    assert check(data, notes) is None


def test_batches_and_bids_and_what_the_mediator_may_see(talks):
    talks.agree()
    gate = talks.ask(rule="batch")
    talks.rooms.wait(hours=25)
    count = len(talks.seen().gate(gate).packages)
    talks.take(answered(talks.file(), gate=list(range(count))))
    assert talks.seen().gate(gate).answers["north"].content["order"] == list(range(count))
    shown = [{"kind": "entry", "to": "caucus:north", "content": {"question": "order", "answer": ["days", "release", "truce"]}}]  # fmt: skip
    talks.take(answered(talks.file(), parts=shown))
    seen = view(talks.rooms.store, talks.rooms.room, MEDIATOR)
    assert seen.entries["caucus:north"]["order"] == ["days", "release", "truce"]


def unchanged(talks, text, kind, says):
    """See that something is refused, and that nothing is done."""
    before = talks.seen().events
    with pytest.raises(kind, match=says):
        talks.take(text)
    assert talks.seen().events == before


def test_it_is_taken_in_once(talks):
    text = answered(talks.file(), charter=True)
    talks.take(text)
    unchanged(talks, text, Conflict, "taken in before")


def test_a_newer_file_takes_the_place_of_the_one_before(talks):
    text = answered(talks.file(), charter=True)
    talks.file()
    unchanged(talks, text, RequestError, "a newer file")


def test_it_is_not_for_another_room_or_party(talks, tmp_path):
    other = Talks(tmp_path / "other")
    unchanged(talks, answered(other.file(), charter=True), RequestError, "another room")
    # Sealed and signed for another party, or another room, in a file of this one.
    page = talks.file()
    unchanged(talks, answered(page, party="south", charter=True), RequestError, "not signed")
    unchanged(talks, answered(page, room=other.rooms.room, charter=True), RequestError, "not sign")
    south = [{"kind": "entry", "to": "party:south", "content": {"question": "order", "answer": []}}]
    unchanged(talks, answered(page, parts=south), TooLate, "nothing of it was taken")
    for kind in ("proposal", "left", "reply"):
        part = [{"kind": kind, "to": "shared", "content": {"party": "north"}}]
        unchanged(talks, answered(page, parts=part), RequestError, "none of ours")
    deep = []
    for _ in range(700):
        deep = [deep]
    part = [{"kind": "entry", "to": "party:north", "content": {"question": "x", "answer": deep}}]
    unchanged(talks, answered(page, parts=part), TooLate, "nothing of it was taken")
    other_room = dict(data_of(page), room=other.rooms.room)
    unchanged(talks, sealed_answers.sealed(other_room, {}), RequestError, "was changed")


def test_what_comes_after_the_close_is_not_taken(talks):
    talks.agree()
    gate = talks.ask()
    page = talks.file()
    late, both = answered(page, gate="yes"), answered(page, gate="yes", walk_away=25)
    talks.rooms.wait(hours=48)
    unchanged(talks, late, TooLate, "it is closed")
    taken = talks.take(both)
    assert len(taken.receipts) == 1
    assert "closed" in taken.refused[0]
    assert talks.seen().gate(gate).agreed is None


def test_what_was_altered_is_refused(talks):
    page = talks.file()
    text = answered(page, charter=True, walk_away=25)
    draw = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEF0123456789+/="
    for _ in range(300):
        k = draw.randrange(len(text))
        other = draw.choice(letters)
        if text[k] == other or text[k] in "\n ":
            continue
        with pytest.raises(RequestError):
            talks.take(text[:k] + other + text[k + 1 :])
    for wrong in ("", text[:-200], text + text, "hello", "\0", text.replace("\n", "")):
        unchanged(talks, wrong, RequestError, "no sealed answer|was changed")
    one, two = text.split("\n"), answered(page, charter=True).split("\n")
    unchanged(talks, "\n".join([*one[:3], *two[3:]]), RequestError, "was changed")
    unchanged(talks, "\n".join([*one[:2], "A" * 43 + "=", one[3]]), RequestError, "was changed")
    talks.take(text)


@pytest.mark.thorough
@pytest.mark.parametrize("content", [
    {}, [], {"key": "", "lang": "en", "parts": []}, {"key": "00", "lang": "en", "parts": [{}]},
    {"key": "zz" * 32, "lang": "en", "parts": []}, {"key": "00" * 32, "lang": "en" * 40, "parts": []},
    {"key": "00" * 32, "lang": "en", "parts": [{"content": {}, "kind": "consent", "signature": "0" * 128, "to": "shared"}] * 501},
])  # fmt: skip
def test_what_is_in_it_has_to_be_ours(talks, content):
    unchanged(talks, sealed_answers.sealed(data_of(talks.file()), content), RequestError, ".")


def test_the_next_answer_has_to_be_signed_by_the_same_code(talks):
    talks.agree()
    page = talks.file()
    unchanged(talks, answered(page, "b" * 20, walk_away=25), RequestError, "another code")
    talks.take(answered(page, walk_away=25))
    taken = talks.take(answered(talks.file(new_code=True), "b" * 20, walk_away=50))
    assert taken.new_key
    # All members see it, as they see a new device.
    seen = talks.seen("south").events
    assert [e.content["member"] for e in seen if e.kind == "key-changed"] == ["party:north"]


def test_a_party_that_came_in_by_a_browser_gets_a_key_that_all_see(talks):
    taken = talks.take(answered(talks.file("south"), walk_away=25))
    assert taken.new_key
    assert "came in with a new device" in talks.others[1].get().text


def test_a_file_of_who_left_or_of_nobody_is_refused(talks):
    for nobody in ("elsewhere", ""):
        with pytest.raises(RequestError, match="nothing here"):
            talks.file(nobody)
    page = talks.file("south")
    text = answered(page, walk_away=25)
    talks.others[0].send("/leave", do="leave")
    # What opens the answer went with it, though the room's own key is there.
    with talks.rooms.store.writing(talks.rooms.room) as writing:
        assert writing.kept(f"carried:{data_of(page)['file']}", "2026-09-01T09:00:00Z")
        assert writing.secret("party:south") is None
    with pytest.raises(TooLate):
        talks.file("south")
    with pytest.raises(RequestError):
        talks.take(text)
    with pytest.raises(RequestError, match="names the languages"):
        talks.file(language="xx")


# ---- what a file tells ----------------------------------------------------------------------------------------


def files(folder, others):
    """Return the files of two rooms, of North and of South, alike but for what parties did in private."""
    talks = Talks(folder)
    talks.agree()
    gate = talks.ask()
    if others:
        given(talks.others[0].say(gate, "yes"))
        talks.others[0].enter(
            ["release", "days", "truce"], {"truce": [0, 2, 1], "release": [1, 1, 2], "days": ["10", "0", "30"]}
        )  # fmt: skip
        talks.take(answered(talks.file(), gate="no", walk_away=50))
    told = []
    for who in ("north", "south"):
        page = talks.file(who)
        data = data_of(page)
        drawn = [
            talks.rooms.room,
            gate,
            data["file"],
            data["public"],
            talks.seen().charter.digest(),
        ]
        for number, each in enumerate([*drawn, *([data["key"]] if data["key"] else [])]):
            page = page.replace(each, f"drawn {number}")
        told.append(page)
    return told


@pytest.mark.thorough
def test_a_file_tells_nothing_of_what_anybody_did_in_private(tmp_path):
    assert files(tmp_path / "a", False) == files(tmp_path / "b", True)


@pytest.mark.thorough
def test_a_file_that_tells_of_it_is_found(tmp_path, monkeypatch):
    seen, real = [], offline.view
    monkeypatch.setattr(offline, "view", lambda *a, **k: seen.append(real(*a, **k)) or seen[-1])
    monkeypatch.setattr(
        offline, "deadline", lambda _: f"{len(seen[-1].in_compartment('party:north'))} kept"
    )
    assert files(tmp_path / "a", False) != files(tmp_path / "b", True)


def test_a_file_asks_nobody_and_runs_nothing_but_its_own_script(talks):
    talks.agree()
    talks.ask(words="<script>alert(1)</script>")
    page = talks.file()
    policy = html.unescape(re.search(r'Security-Policy" content="([^"]+)"', page)[1])
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script[^>]*>", page) == [
        '<script type="application/json" id="data">',
        "<script>",
    ]
    assert re.findall(r'(?:src|href|action)="([^"]*)"', page) == ["data:,"]
    assert not re.search(r"\son[a-z]+=|\sstyle=|javascript:|https?:", page.split("<script>")[0])
    assert "\u202e" not in page


# ---- mutants: each lets something in that it must not ------------------------------------------------------------


def holes(folder):
    """Return what is taken in that should not be."""
    found = []

    def tried(name, do):
        try:
            do()
        except RequestError:
            return
        found.append(name)

    talks = Talks(folder)
    text = answered(talks.file(), charter=True)
    talks.take(text)
    tried("again", lambda: talks.take(text))
    old = answered(talks.file(), walk_away=25)
    page = talks.file()
    tried("an old file", lambda: talks.take(old))
    tried("another code", lambda: talks.take(answered(page, "b" * 20, walk_away=25)))
    page = talks.file()
    tried("signed for another", lambda: talks.take(answered(page, party="south", walk_away=25)))
    talks.ask()
    late = answered(talks.file(), gate="yes")
    talks.rooms.wait(hours=48)
    tried("late", lambda: talks.take(late))
    return found


def test_nothing_is_taken_in_that_should_not_be(tmp_path):
    assert holes(tmp_path) == []


def old_files_count(patch):
    real = Writing.keep
    patch.setattr(
        Writing,
        "keep",
        lambda self, name, value, until: (
            (value or not name.startswith("carried:")) and real(self, name, value, until)
        ),
    )


def signed_by_anybody(patch):
    patch.setattr(acts, "member_signed", lambda *_: True)


def any_code(patch):
    real = carried.offer
    patch.setattr(offline, "offer", lambda *a, **more: real(*a, **{**more, "new_code": True}))


def at_an_earlier_time(patch):
    real = acts.acted
    patch.setattr(carried, "do_what_is_due", lambda *_: ())
    patch.setattr(carried, "acted", lambda *told: real(*told[:-1], "2026-09-01T09:00:00Z"))
    patch.setattr(Rooms, "wait", lambda self, hours: setattr(self, "time", self.time + timedelta(hours=hours)))  # fmt: skip


MUTANTS = {old_files_count: "an old file", signed_by_anybody: "signed for another", any_code: "another code",
           at_an_earlier_time: "late"}  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.__name__)
def test_what_takes_in_too_much_is_found(tmp_path, monkeypatch, mutant):
    mutant(monkeypatch)
    assert MUTANTS[mutant] in holes(tmp_path)


def test_a_room_that_answers_in_a_partys_name_is_found_by_the_party(talks, monkeypatch):
    """A server that has the files of a party, but not its code, leaves a signature that is not the party's."""
    talks.agree()
    gate = talks.ask()
    with monkeypatch.context() as patch:
        patch.setattr(acts, "member_signed", lambda *_: True)
        patch.setattr(carried, "_known", lambda *_: False)
        page = talks.file(new_code=True)
        talks.take(answered(page, "b" * 20, gate="yes"))
    talks.rooms.wait(hours=49)
    assert talks.seen().gate(gate).outcomes
    data = export(talks.rooms.store, talks.rooms.room, party("north"), now=talks.rooms.time)
    verdict = verify(read_bundle(data))
    assert not verdict.holds
    assert "is not what party:north signed" in verdict.answers.problems[0]
    assert check(data) == "LookupError: a member signed something else"


def test_the_mediator_makes_files_and_takes_answers_in_and_learns_no_more(talks):
    desk = talks.mediator
    made = lambda **more: given(desk.send("/desk/sealed", do="make", party="north", **more))  # noqa: E731
    page = made(language="fr")
    assert 'attachment; filename="answers.html"' in page.headers["content-disposition"]
    assert '<html lang="fr"' in page.text
    text = answered(page.text, charter=True, walk_away=25)
    told = given(desk.send("/desk/sealed", do="take", answer=text))
    assert "Taken in, for <bdi>North</bdi>." in told.text
    assert bytes(sealed_answers.key_of(data_of(page.text)).verify_key).hex() in told.text
    assert desk.get("/desk/members").text.count("answers by sealed file") == 1
    told = desk.send("/desk/members", actor="party:south").text
    assert f"/join#{talks.rooms.room}." in told
    assert "invited again, and not in yet" in told
    again = desk.send("/desk/sealed", do="take", answer=text)
    assert (again.status_code, "taken in before" in again.text) == (400, True)
    talks.ask()
    # Whether it answered, and what was late, is not told; no receipt stands there either.
    said = []
    for values in ({"walk_away": 50}, {"gate": "yes", "walk_away": 50}, {"gate": "no"}):
        page = made(language="fr").text
        answer = given(desk.send("/desk/sealed", do="take", answer=answered(page, **values)))
        said.append(answer.text)
    assert len(set(said)) == 1
    page = made().text
    talks.rooms.wait(hours=49)
    late = desk.send("/desk/sealed", do="take", answer=answered(page, gate="yes"))
    assert (late.status_code, "came too late" in late.text) == (400, True)
    assert given(desk.send("/desk/sealed", do="make", party="nobody"), 404)
