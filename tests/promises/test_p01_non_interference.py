"""P1: what a role sees depends on the others only through what the room publishes.

Two rooms are played, alike but for what the others entered and answered, and whether, when and how often they did. All
that a viewer gets (status, headers, bytes, frames, exports) has to be the same. Salts and blindings are drawn
by place, so that the same acts give the same bytes; what the log publishes of sealed things (roots, commitments, proofs) is
hidden by its own salt and is compared by its length.
"""

import hashlib
import io
import random
import re
import sys
import zipfile

import pytest

from conftest import THOROUGH
from lastyard.room import closing, drafts, sealing
from lastyard.room.pages import comparing, desk, entry, party, routes, site
from live_room import Rooms, given

ROUNDS = 200 if THOROUGH else 4
PAGES = ["", "/events", "/mine", "/mine/1", "/record", "/caucus", "/charter", "/text", "/who-sees-what", "/language",
         "/device", "/leave", "/show", "/nowhere", "/mine/99", "/proposals/none"]  # fmt: skip
DESK = ["/desk", "/events", "/desk/members", "/desk/sealed", "/desk/caucus/south", "/record", "/desk/propose", "/desk/setup/1", "/desk/setup/5",
        "/desk/text", "/desk/publish", "/desk/end", "/desk/gates/none"]  # fmt: skip
PACKAGE = {"truce": "temporary", "release": "all", "days": "15"}
OTHER = {"truce": "sustained", "release": "some", "days": "30"}


def digits(*of):
    return hashlib.sha256(repr(of).encode()).hexdigest()


@pytest.fixture(autouse=True)
def same_salts(monkeypatch):
    """Draw what is random by where it stands: the same in both rooms, whatever the others do."""
    drawn = {}

    def by_place(*_):
        frame = sys._getframe(1).f_locals
        return (
            digits("salt", frame.get("compartment"), frame["writing"].size(frame["compartment"]))
            if "compartment" in frame
            else digits("root")
        )

    def by_actor():
        actor = sys._getframe(2).f_locals["act"].role.actor
        drawn[actor] = drawn.get(actor, 0) + 1
        return int(digits("blinding", actor, drawn[actor])[:40], 16)

    made = {"keys": 0}

    def token(count):
        made["keys"] += 1
        return bytes.fromhex(digits("key", made["keys"]))[:count]

    class Secrets:
        token_hex = staticmethod(by_place)
        token_bytes = staticmethod(token)

    monkeypatch.setattr(closing, "secrets", Secrets)
    monkeypatch.setattr(drafts, "scalar", by_actor)
    monkeypatch.setattr(routes, "_LAST", 1)

    def begin():
        drawn.clear()
        made["keys"] = 0

    monkeypatch.setattr("lastyard.room.acts.secrets", Secrets)
    real = sealing.secrets

    class Sealing:
        token_hex = staticmethod(real.token_hex)
        token_bytes = staticmethod(token)

    monkeypatch.setattr(sealing, "secrets", Sealing)
    return begin


def play(folder, begin, own, others, entries_differ):  # noqa: C901 (one story)
    """Play a room; return what north, the mediator and an observer got.

    Args:
        folder: Where it is kept.
        begin: Begins anew what is drawn.
        own: What north does follows from this.
        others: What all others do in private follows from this.
        entries_differ: Whether the others' entries differ, so that no list may be made of them.
    """
    begin()
    rooms = Rooms(folder)
    mediator, north, south, hills, observer = rooms.begin(observer=True)
    mine, theirs = random.Random(own), random.Random(others)
    values = theirs if entries_differ else random.Random(0)
    marks = lambda draw: [2, *(draw.choice([0, 1, 2]) for _ in range(2))]  # noqa: E731

    def enter(member, draw):
        order = draw.sample(list(rooms.ids.values()), 3)
        told = {
            "truce": marks(draw),
            "release": marks(draw),
            "days": ["10", "0", str(draw.choice([30, 60]))],
        }
        member.enter(order, told, draw.choice(["0", "25", "50"]))

    def looks(most=6):
        for path in PAGES[:most]:
            north.get(path)
        for path in ("", "/events", "/record", "/charter", "/who-sees-what")[:most]:
            observer.get(path)
        for path in DESK[:most]:
            mediator.get(path)

    def others_enter():
        for each in (south, hills):
            if entries_differ:
                for _ in range(theirs.choice([0, 1, 2])):
                    enter(each, values)
            else:
                enter(each, values)
            rooms.time += rooms.second * theirs.randrange(3)

    def others_answer(gate, listed):
        for each in theirs.sample([south, hills], 2):
            for _ in range(theirs.choice([0, 1, 3])):
                if listed:
                    given(
                        each.mark(
                            gate,
                            []
                            if each is south
                            else theirs.sample(range(listed), theirs.randint(0, listed)),
                        )
                    )
                else:
                    given(each.say(gate, "no" if each is south else theirs.choice(["yes", "no"])))
                if theirs.random() < 0.3:
                    data = each.fields(f"/proposals/{gate}")
                    given(each.post(f"/proposals/{gate}", data | {"do": "withdraw"}))

    start = rooms.time
    others_enter()
    rooms.time = start.replace(minute=30)
    enter(north, mine)
    looks()
    if not entries_differ:
        gate = rooms.propose("batch")
        rooms.wait(hours=30)
        listed = len(re.findall(r'name="mark"', north.get(f"/proposals/{gate}").text))
        others_answer(gate, listed)
        looks()
        north.mark(gate, list(range(mine.randint(0, listed))))
        looks()
        rooms.wait(hours=30)
        north.get(f"/proposals/{gate}/outcome")
        north.get(f"/proposals/{gate}")
        observer.get(f"/proposals/{gate}/outcome")
        mediator.get(f"/desk/gates/{gate}")
        looks()
    for package in (PACKAGE, OTHER):
        gate = rooms.propose("all-yes", package=package)
        before = theirs.random() < 0.5
        if before:
            others_answer(gate, 0)
        looks()
        north.get(f"/proposals/{gate}")
        north.say(gate, mine.choice(["yes", "no"]))
        if not before:
            others_answer(gate, 0)
        looks()
        # Too late, stale, and not there.
        form = north.fields(f"/proposals/{gate}?say=yes")
        rooms.wait(hours=60)
        north.post(f"/proposals/{gate}", form)
        north.get(f"/proposals/{gate}/outcome")
        mediator.get(f"/desk/gates/{gate}")
        looks(99)
    north.get("/record/bundle")
    observer.get("/record/bundle")
    mediator.get("/record/bundle")
    return {"north": north.seen, "mediator": mediator.seen, "observer": observer.seen}


def world(answers):
    """Return all that was got, to be compared."""
    told = []
    for each in answers:
        body = each.content
        if each.headers.get("content-type") == "application/zip":
            with zipfile.ZipFile(io.BytesIO(body)) as file:
                parts = [
                    (i.filename, i.file_size, _hidden(file.read(i).decode()))
                    for i in file.infolist()
                ]
            told.append((each.status_code, _headers(each, "content-length"), parts))
        else:
            told.append((each.status_code, _headers(each), body))
    return told


def _hidden(text):
    """Replace what salts hide by as many dots."""
    return re.sub(
        r"[0-9a-f]{64,}|[A-Za-z0-9+/]{43,}={0,2}", lambda found: "." * len(found[0]), text
    )


def _headers(answer, *but):
    return [(name, value) for name, value in answer.headers.multi_items() if name not in but]


def differences(folder, begin, rounds, first=0):
    """Return where two rooms differ to somebody who should see no difference: viewer, number of the request."""
    found = []
    for number in range(first, first + rounds):
        entries_differ = number % 2 == 0
        one = play(folder / f"{number}-one", begin, number, 1_000 + number, entries_differ)
        other = play(folder / f"{number}-other", begin, number, 5_000 + number, entries_differ)
        for viewer in one:
            a, b = world(one[viewer]), world(other[viewer])
            if a != b:
                at = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), -1)
                found.append(
                    (viewer, str(one[viewer][at].url), one[viewer][at].text, other[viewer][at].text)
                )
    return found


@pytest.mark.thorough
@pytest.mark.parametrize("part", range(ROUNDS // 2))
def test_nothing_of_the_others_shows(tmp_path, same_salts, part):
    found = differences(tmp_path, same_salts, 2, 2 * part)
    assert not found, [(viewer, url) for viewer, url, _, _ in found]


# ---- mutants: each shows something of the others, and has to be found --------------------------------------------------


def everything(visit):
    """Return how many events there are in all: what no page may hang on."""
    parties = visit.case.deciders
    with visit.site.store.reading(visit.own.room) as reading:
        return sum(reading.size(f"party:{each.id}") for each in parties)


def a_count(patch):
    real = party.overview
    patch.setattr(
        party, "overview", lambda v: real(v) | {"notices": [f"{everything(v)} have answered"]}
    )


def a_count_on_the_desk(patch):
    real = desk.Desk.overview
    patch.setattr(
        desk.Desk,
        "overview",
        lambda self, v: real(self, v) | {"lede": f"{everything(v)} have answered"},
    )


def an_etag_of_all(patch):
    real = site.Visit.show

    def show(self, *arguments, **more):
        answer = real(self, *arguments, **more)
        answer.headers["etag"] = str(everything(self))
        return answer

    patch.setattr(site.Visit, "show", show)


def a_frame_of_all(patch):
    real = routes.Streams.frame
    patch.setattr(
        routes.Streams,
        "frame",
        lambda self, v, *known: real(self, v, *known) + f": {everything(v)}\n",
    )


def a_token_of_all(patch):
    real = site.Visit.once
    patch.setattr(site.Visit, "once", lambda self, of="": real(self, (of, everything(self))))


def a_longer_page(patch):
    real = party.when
    patch.setattr(party, "when", lambda v, at: real(v, at) + " " * (everything(v) % 3))


def a_question_from_the_others(patch):
    real = comparing.pairs

    def pairs(case, told, parties, most, seed):
        return real(case, told, parties, most, seed + everything(visits[-1]))

    visits = []
    steps = entry.steps_of
    patch.setattr(entry, "steps_of", lambda v, told: visits.append(v) or steps(v, told))
    patch.setattr(entry, "pairs", pairs)


def an_order_of_answering(patch):
    real = desk.Desk.overview

    def overview(self, visit):
        shown, parties = real(self, visit), visit.case.deciders
        with visit.site.store.reading(visit.own.room) as reading:
            sizes = [reading.size(f"party:{each.id}") for each in parties]
        ranked = sorted(range(len(sizes)), key=lambda k: -sizes[k])
        return shown | {"members": [shown["members"][k] for k in ranked]}

    patch.setattr(desk.Desk, "overview", overview)


def an_error_of_the_others(patch):
    real = party.answering

    def answering(visit):
        parties = [each.id for each in visit.case.deciders if each.id != visit.own.role.party]
        with visit.site.store.reading(visit.own.room) as reading:
            told = [e for each in parties for e in reading.events([f"party:{each}"])]
        here = [e for e in told if e.content.get("gate") == visit.part("gate")]
        if visit.own.role.party == "north" and len(here) > 1:
            raise drafts.Conflict("another has answered")
        return real(visit)

    patch.setattr(party, "answering", answering)


def an_early_word(patch):
    real = party.overview

    def overview(visit):
        shown, parties = real(visit), visit.case.deciders
        for state in visit.room.gates:
            with visit.site.store.reading(visit.own.room) as reading:
                answers = [
                    e
                    for p in parties
                    for e in reading.events([f"party:{p.id}"])
                    if e.kind == "answer"
                ]
            if len({e.actor for e in answers if e.content["gate"] == state.gate.id}) == 3:
                shown["heading"] = "Everybody has answered."
        return shown

    patch.setattr(party, "overview", overview)


# Each with the room in which it shows at once; others are played where it does not.
MUTANTS = {
    a_count: 0, a_count_on_the_desk: 0, an_etag_of_all: 0, a_frame_of_all: 0, a_token_of_all: 0, a_longer_page: 0,
    a_question_from_the_others: 0, an_order_of_answering: 0, an_error_of_the_others: 1, an_early_word: 2,
}  # fmt: skip


@pytest.mark.parametrize(
    "mutant",
    [
        pytest.param(each, marks=pytest.mark.thorough if number % 4 == 0 else pytest.mark.slow)
        for number, each in enumerate(MUTANTS)
    ],
    ids=lambda each: each.__name__,
)
def test_what_shows_the_others_is_found(tmp_path, same_salts, monkeypatch, mutant):
    mutant(monkeypatch)
    first = MUTANTS[mutant]
    for number in (first, *(k for k in range(6) if k != first)):
        if differences(tmp_path / str(number), same_salts, 1, number):
            return
    pytest.fail("this mutant lives")
