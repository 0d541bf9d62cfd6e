"""The pages of a room: what a party and the mediator can do on them, and what others then see."""

import io
import re
import time
import zipfile

import pytest

from lastyard.case.load import load_text
from lastyard.case.writing import dump
from lastyard.room.acts import view
from lastyard.room.pages import comparing
from lastyard.room.pages.site import case_of_cut
from lastyard.room.pages.words import Words, who_sees
from lastyard.room.roles import MEDIATOR, TABLE
from live_room import TALKS, TWO, Member, Rooms, given

PACKAGE = {"truce": "temporary", "release": "all", "days": "15"}
MARKS = {"truce": [0, 2, 1], "release": [1, 1, 2], "days": ["10", "0", "30"]}


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def last_step(member):
    return re.search(r"(\d+) of \d+ answered", member.get().text)[1]


@pytest.fixture
def rooms(tmp_path):
    made = Rooms(tmp_path)
    made.begin(observer=True)
    return made


def test_what_is_entered_is_asked_once_more_and_stays_private(rooms):
    north, mediator = rooms.members["party:north"], rooms.members["mediator"]
    answer = north.enter(["release", "days", "truce"], MARKS, walk="50")
    assert "It is kept." in answer.text
    page = words(north.get(f"/mine/{last_step(north)}"))
    assert "1. Release 2. Days until talks 3. Cease-fire" in page
    assert "Best temporary Could live with sustained Never none" in page
    assert "Never 35 days … 60 days" in page
    assert "Half as well" in page
    assert "What it handed to you" not in mediator.get("/desk/caucus/north").text
    assert view(rooms.store, rooms.room, MEDIATOR).entries == {}


def test_what_is_handed_to_the_mediator_reaches_the_desk(rooms):
    north, mediator = rooms.members["party:north"], rooms.members["mediator"]
    north.enter(["release", "days", "truce"], MARKS)
    given(north.send(f"/mine/{last_step(north)}", send="mediator"))
    told = words(mediator.get("/desk/caucus/north"))
    assert "What it handed to you" in told
    assert "Never: none" in told
    check = words(mediator.send("/desk/propose", rule="all-yes", stage="check", closes="2026-09-09T12:00",
                                **{f"p.{k}": v for k, v in PACKAGE.items()}))  # fmt: skip
    assert re.search(r"Expected share of North about \d+ in 100", check)
    assert "Expected share of South not known" in check
    # What only it named is told before words go out.
    published = words(
        mediator.send("/desk/publish", text="The cease-fire could not be none.", stage="check")
    )
    assert (
        "North : Cease-fire, none: never, temporary: best" in published
        or "North : Cease-fire, none: never" in published
    )


@pytest.mark.parametrize("marks", [[0, 2, 1], [0, 0, 2]])
def test_what_was_handed_over_is_a_case_that_the_desk_can_answer_on(tmp_path, marks):
    text = TWO.replace("options: [low, middle, high]", 'options: [low, "the union\'s", high]')
    rooms = Rooms(tmp_path, text)
    _, union, _ = rooms.begin()
    union.enter(["wage", "shifts"], {"wage": marks, "shifts": [0, 2]})
    given(union.send(f"/mine/{last_step(union)}", send="mediator"))
    seen = case_of_cut(view(rooms.store, rooms.room, MEDIATOR))
    again = load_text(dump(seen))
    assert len(again.statements) > 1
    assert [s.says for s in again.statements] == [s.says for s in seen.statements]


def test_words_of_a_confidence_are_found_before_they_go_out(rooms):
    south, mediator, observer = (
        rooms.members[each] for each in ("party:south", "mediator", "observer")
    )
    given(south.send("/caucus", text="We could accept talks within thirty days if asked politely."))
    page = mediator.send(
        "/desk/publish", text="They could accept talks within thirty days.", stage="check"
    )
    assert (
        "the same words: “accept talks within thirty”" in page.text or "the same words" in page.text
    )
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    reference = re.search(r'name="rests" value="(caucus:south/\d+)" checked', page.text)[1]
    given(
        mediator.post(
            "/desk/publish", hidden | {"rests": reference, "to": "public", "stage": "send"}
        )
    )
    assert "They could accept talks within thirty days." in observer.get().text
    assert "They could accept talks within thirty days." in rooms.members["party:hills"].get().text
    desk = view(rooms.store, rooms.room, MEDIATOR).in_compartment("desk", "released")[-1]
    assert desk.content["acknowledged"] == ["south"]


def test_a_party_shows_one_thing_of_its_own(rooms):
    north = rooms.members["party:north"]
    north.enter(["release", "days", "truce"], MARKS)
    page = north.get("/show").text
    reference = re.search(r'value="(party:north/\d+)"[^>]*><span><bdi>Release', page)[1]
    given(north.post("/show", north.fields("/show") | {"from": reference, "to": "shared"}))
    for each in ("party:south", "mediator"):
        told = words(rooms.members[each].get())
        assert "North: Release" in told
        assert "Cease-fire, " not in told
    assert "Release" not in rooms.members["observer"].get().text
    assert north.send("/show", **{"from": "party:south/0", "to": "shared"}).status_code == 404


def test_a_thread_is_for_two(rooms):
    north, south, mediator = (
        rooms.members[each] for each in ("party:north", "party:south", "mediator")
    )
    given(mediator.send("/desk/caucus/north", text="What would you need?"))
    assert "The mediator wrote to you" in north.get().text
    assert "The mediator wrote to you" not in south.get().text
    given(north.send("/caucus", text="Time."))
    assert "It wrote to you" in mediator.get("/desk").text
    assert "Time." in mediator.get("/desk/caucus/north").text
    assert "Time." not in south.get("/caucus").text


def test_the_text_has_versions_and_a_stale_one_overwrites_nothing(rooms):
    mediator, north = rooms.members["mediator"], rooms.members["party:north"]
    stale = mediator.fields("/desk/text")
    given(mediator.send("/desk/text", t0="First draft.", i0="truce=1"))
    given(mediator.send("/desk/text", t0="Second draft.", i0="truce=2", t1="And more."))
    assert mediator.post("/desk/text", stale | {"t0": "From an old page."}).status_code == 409
    assert "Second draft." in north.get("/text").text
    assert "sustained" in north.get("/text").text
    assert "First draft." in north.get("/text/1").text
    assert "From an old page." not in north.get("/text").text


def test_a_last_gap_settles_in_the_middle(tmp_path):
    rooms = Rooms(
        tmp_path,
        TWO.replace("options: [low, middle, high], ordered: true", "range: [0, 20], step: 1"),
    )
    _, union, firm = rooms.begin()
    gate = rooms.propose("last-gap", issue="wage", more="union", gap="2")
    assert "stays sealed" in union.get(f"/proposals/{gate}").text
    given(union.send(f"/proposals/{gate}", bid="9"))
    assert "sealed until then" in rooms.members["mediator"].get("/desk").text
    given(firm.send(f"/proposals/{gate}", bid="7"))
    assert firm.send(f"/proposals/{gate}", bid="7.5").status_code == 400
    rooms.wait(hours=49)
    for each in (union, firm):
        assert "Agreed by all. Wage 8" in words(each.get(f"/proposals/{gate}/outcome"))


def test_an_agreement_is_improved_only_if_nobody_loses(rooms):
    parties = [rooms.members[f"party:{each}"] for each in rooms.parties]
    gate = rooms.propose("all-yes", package=PACKAGE)
    for each in parties:
        given(each.say(gate, "yes"))
    rooms.wait(hours=49)
    better = PACKAGE | {"days": "10"}
    gate = rooms.propose("improvement", package=better)
    for each in parties:
        assert "What is agreed now" in each.get(f"/proposals/{gate}").text
        given(each.mark(gate, [1]))
    rooms.wait(hours=49)
    assert "10 days" in words(parties[0].get(f"/proposals/{gate}/outcome"))


def test_who_leaves_is_out_and_what_it_entered_cannot_be_read(rooms):
    north, south = rooms.members["party:north"], rooms.members["party:south"]
    north.enter(["release", "days", "truce"], MARKS)
    answer = north.send("/leave", do="leave")
    assert "You are out." in answer.text
    assert north.client.get(north.base).status_code == 404
    assert given(south.get()).status_code == 200
    with rooms.store.reading(rooms.room) as reading:
        assert reading.events(["party:north"]) == ()


def test_the_room_ends_and_is_erased(rooms):
    mediator, north = rooms.members["mediator"], rooms.members["party:north"]
    given(mediator.send("/desk/end", do="end"))
    assert "This room is over." in north.get().text
    assert north.send("/caucus", text="late").status_code == 409
    data = given(north.get("/record/bundle")).content
    assert zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert mediator.send("/desk/end", do="erase", sure="no").status_code == 400
    given(mediator.send("/desk/end", do="erase", sure="erase"))
    assert north.get("/mine").status_code == 404
    assert rooms.store.rooms() == ()


def test_the_set_up_in_five_steps_puts_a_charter_to_the_members(tmp_path):
    rooms = Rooms(tmp_path)
    mediator = rooms.member(MEDIATOR)
    for step, data in ((1, {}), (2, {}), (3, {"gate": ["all-yes", "batch"], "closes": "3"}),
                       (4, {"language": ["en", "ar"], "hours": "12", "keep": "30"})):  # fmt: skip
        given(mediator.send(f"/desk/setup/{step}", **data))
    answer = given(mediator.send("/desk/setup/5", terms="No pictures of screens."))
    assert "The charter is with the members." in answer.text
    charter = view(rooms.store, rooms.room, MEDIATOR).charter
    assert (charter.gates, charter.closes, charter.publish_hours, charter.keep_days) == (
        ("all-yes", "batch"),
        3,
        12,
        30,
    )
    assert charter.terms == "No pictures of screens."
    refused = mediator.send(
        "/desk/propose", rule="all-yes", stage="check", closes="2026-09-09T12:00"
    )
    assert "nothing can be asked before" in refused.text


def test_a_charter_that_changed_is_read_again(tmp_path):
    rooms = Rooms(tmp_path)
    mediator = rooms.member(MEDIATOR)
    from lastyard.room.roles import party

    north = rooms.member(party("north"))
    old = north.fields("/charter")
    given(mediator.send("/desk/setup/5", terms="Something more."))
    assert north.post("/charter", old).status_code == 409
    given(north.consent())
    assert "You agreed to these rules." in north.get("/charter").text


@pytest.mark.thorough
def test_the_desk_answers_from_what_the_mediator_knows(rooms):
    rooms.work.start()
    try:
        mediator, north = rooms.members["mediator"], rooms.members["party:north"]
        north.enter(["release", "days", "truce"], MARKS)
        for _ in range(120):
            page = mediator.get("/desk/answers/standing").text
            if 'http-equiv="refresh"' not in page:
                break
            time.sleep(0.25)
        assert "Private entries and answers are not in it." in page
        assert (
            "nobody has said anything" in page.lower()
            or "0 statements" in page
            or "nothing" in page.lower()
        )
        assert mediator.get("/desk/answers/nothing").status_code == 404
    finally:
        rooms.work.stop()


def test_comparisons_hang_on_ones_own_entries_alone(rooms):
    told = {
        "order": ["truce", "release", "days"],
        "issue:truce": [0, 1, 2],
        "issue:release": [1, 1, 2],
        "issue:days": [1, 1, 2, 1, 1, 1, 1] + [0] * 6,
    }
    some = 0
    for seed in range(8):
        found = comparing.pairs(rooms.case, told, 3, 2, seed)
        assert found == comparing.pairs(rooms.case, dict(told), 3, 2, seed)
        assert all(told["issue:truce"][each[0]] != 0 for pair in found for each in pair)
        more = comparing.pairs(rooms.case, told | {"compare:0": {"rather": 1}}, 3, 2, seed)
        assert more[:1] == found[:1]
        some += len(found)
    assert some


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.what)
def test_the_line_who_sees_this_names_whoever_may_read_it(row):
    said = who_sees(Words.of("en"), row)
    assert ("Whoever runs the server could read it." in said) == (row.operator == "y*")
    assert ("Observers see it" in said) == (row.observer == "y")
    assert ("not the mediator" in said) == (row.mediator != "y")


def test_all_members_see_who_left_as_the_page_says(tmp_path):
    rooms = Rooms(tmp_path, TALKS)
    mediator, north, south, _ = rooms.begin()
    page = given(south.get("/leave")).text
    assert "Everybody in the room sees that you left." in page
    states = [re.search('data-state="([^"]+)"', each.get(path).text)[1]
              for each, path in ((north, ""), (mediator, "/desk"))]  # fmt: skip
    south.post("/leave", south.fields("/leave") | {"do": "leave"})
    for (each, path), state in zip(((north, ""), (mediator, "/desk")), states, strict=True):
        told = given(each.get(path)).text
        assert "South left this room on 1 September 2026" in told
        assert f'data-state="{state}"' not in told  # so whoever looks is told of something new
    assert mediator.get("/desk").text.count("left the room") == 1
    assert "left the room" in mediator.get("/desk/members").text


def test_outcomes_of_one_kind_are_told_apart_by_their_times(tmp_path):
    rooms = Rooms(tmp_path, TWO)
    _, union, _ = rooms.begin()
    for _ in range(2):
        rooms.propose("all-yes", package={"wage": "middle", "shifts": "day"})
        rooms.wait(hours=60)
    told = given(union.get()).text
    assert re.findall(r"Not agreed\. (\d+ September)", told) == ["3 September", "5 September"]


def test_a_question_that_is_changed_once_more_keeps_what_was_chosen(tmp_path):
    rooms = Rooms(tmp_path, TWO)
    mediator, *_ = rooms.begin()
    asked = {"rule": "last-gap", "closes": "2026-09-03T09:00", "lists": "", "words": "", "issue": "wage", "more": "firm", "gap": "1"}  # fmt: skip
    given(mediator.send("/desk/propose", **asked, stage="check"))
    page = given(mediator.send("/desk/propose", **asked, stage="change")).text
    assert re.findall(r'<option value="(\w+)" selected>', page) == ["wage", "firm"]
    assert re.search(r"<details open><summary>The last gap", page)
    assert "The outcome is told on (universal time, UTC)" in page
    wrong = mediator.send("/desk/propose", **asked | {"rule": "all-yes"}, stage="check").text
    assert 'role="alert">The package leaves Wage open; it has to settle every issue.</p>' in wrong


def test_a_code_with_a_wrong_letter_says_so_and_leads_back(rooms):
    guest = Member(rooms, MEDIATOR)
    code = rooms.site.doors.invite(rooms.room, MEDIATOR, rooms.time)
    wrong = guest.come_in(code[:-1] + ("0" if code[-1] != "0" else "1"))
    assert "A letter of it is wrong" in given(wrong, 404).text
    assert 'href="/join"' in wrong.text
    assert wrong.text == guest.come_in("hello").text


def test_an_observer_sees_what_was_made_public_and_nothing_else(rooms):
    observer = rooms.members["observer"]
    rooms.propose("all-yes", package=PACKAGE)
    page = words(observer.get())
    assert "Nothing yet." in page
    for word in ("North", "Cease-fire", "temporary", "Would you take this"):
        assert word not in page
    rooms.wait(hours=49)
    assert words(observer.get()) == page
    assert given(observer.get("/record/bundle")).status_code == 200


def test_a_member_speaks_another_language(rooms):
    north = rooms.members["party:north"]
    given(north.send("/language", lang="ar"))
    page = north.get("/mine/1").text
    assert '<html lang="ar" dir="rtl">' in page
    assert "السؤال ١ من" in page  # noqa: RUF001


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("They could accept talks within 30 days.", True),
        ("A cease-fire that is sustained would do.", True),
        ("Talks may begin soon.", False),
        ("Nobody spoke of 45 days.", False),
    ],
)
def test_what_the_case_holds_in_confidence_is_looked_for(tmp_path, words, found):
    said = """statements:
  - {id: quietly, party: south, on: 2026-08-01, accepts: {days: 30}, confidential: true}
  - {id: truce, party: hills, on: 2026-08-01, requires: "truce == 'sustained'", confidential: true}
  - {id: aloud, party: north, on: 2026-08-01, position: {days: 45}}
"""
    rooms = Rooms(tmp_path, TALKS + said)
    mediator = rooms.begin()[0]
    page = mediator.send("/desk/publish", text=words, stage="check").text
    assert ("None of its words name" in page) is not found
    assert ("in confidence in the case" in page) is found
