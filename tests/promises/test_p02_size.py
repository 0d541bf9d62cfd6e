"""P2: no size depends on another's secret. Times are measured (`python -m benchmarks.room_pages`), and not promised."""

import pytest

from lastyard.room.pages import party, routes
from live_room import TWO, Rooms, given

PACKAGE = {"wage": "middle", "shifts": "day"}


@pytest.fixture(autouse=True)
def one_frame(monkeypatch):
    monkeypatch.setattr(routes, "_LAST", 1)


def sizes(folder, answers):
    """Return the sizes of all that the union gets, while the firm answers so: status, length of headers, of the body."""
    rooms = Rooms(folder, TWO)
    mediator, union, firm = rooms.begin()
    gate = rooms.propose("all-yes", package=PACKAGE)
    for each in answers:
        if each == "back":
            given(
                firm.post(
                    f"/proposals/{gate}", firm.fields(f"/proposals/{gate}") | {"do": "withdraw"}
                )
            )
        else:
            given(firm.say(gate, each))
    given(union.say(gate, "no"))
    union.seen.clear()
    for path in (
        "",
        "/charter",
        "/mine/1",
        f"/proposals/{gate}",
        "/caucus",
        "/record",
        "/events",
        "/nowhere",
    ):
        union.get(path)
    for path in ("/desk", "/desk/members", f"/desk/gates/{gate}", "/events", "/record"):
        union.seen.append(mediator.get(path))
    rooms.wait(hours=60)
    for path in ("", f"/proposals/{gate}/outcome", "/record", "/events"):
        union.get(path)
    return [
        (each.status_code, sum(map(len, each.headers.raw[0])), len(each.content))
        for each in union.seen
    ]


ANSWERS = [[], ["yes"], ["no"], ["yes", "no"], ["no", "yes", "back"]]


@pytest.mark.thorough
def test_sizes_are_the_same_whatever_the_other_answers(tmp_path):
    found = [sizes(tmp_path / str(k), each) for k, each in enumerate(ANSWERS)]
    assert all(each == found[0] for each in found)


def a_letter_more(patch):
    real = party.overview

    def overview(visit):
        shown, parties = real(visit), visit.case.deciders
        with visit.site.store.reading(visit.own.room) as reading:
            count = sum(reading.size(f"party:{each.id}") for each in parties)
        return shown | {"heading": shown["heading"] + "." * (count % 4)}

    patch.setattr(party, "overview", overview)


def a_word_more_where_it_said_yes(patch):
    real = party.outcome

    def outcome(visit):
        with visit.site.store.reading(visit.own.room) as reading:
            yes = any(e.content.get("value") == "yes" for e in reading.events(["party:firm"]))
        answer = real(visit)
        answer.headers["x-yes"] = "1" * yes
        answer.body += b" " * yes
        answer.headers["content-length"] = str(len(answer.body))
        return answer

    patch.setattr(party, "outcome", outcome)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "mutant", [a_letter_more, a_word_more_where_it_said_yes], ids=lambda m: m.__name__
)
def test_another_size_is_found(tmp_path, monkeypatch, mutant):
    mutant(monkeypatch)
    found = [sizes(tmp_path / str(k), each) for k, each in enumerate(ANSWERS)]
    assert not all(each == found[0] for each in found)
