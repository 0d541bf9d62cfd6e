"""P4: every address x role: allowed only where the table says so, and all else is one and the same "not here"."""

import hashlib
import json
import re

import pytest
from starlette.routing import Route

from lastyard.room.acts import view
from lastyard.room.pages import doors, party, routes, site
from lastyard.room.roles import OBSERVER, TABLE
from lastyard.room.roles import party as party_role
from live_room import ORIGIN, TALKS, Member, Rooms, given

ROWS = {each.what: each for each in TABLE}
MARK = {"party": "own", "mediator": "mediator", "observer": "observer"}


@pytest.fixture(autouse=True)
def one_frame(monkeypatch):
    monkeypatch.setattr(routes, "_LAST", 1)


@pytest.fixture
def rooms(tmp_path):
    made = Rooms(tmp_path)
    made.begin(observer=True)
    made.gate = made.propose(
        "all-yes", package={"truce": "temporary", "release": "all", "days": "15"}
    )
    given(made.members["mediator"].send("/desk/text", t0="First, talks.", i0="truce=1"))
    return made


def addresses(rooms):
    """Return the addresses of the app itself, each with its ways."""
    found = {}
    for route in rooms.app._app.routes:
        assert isinstance(route, Route)
        found.setdefault(route.path, set()).update(route.methods - {"HEAD"})
    return found


def test_every_address_has_its_row_and_no_role_more_than_it(rooms):
    told = routes.pages(rooms.work)
    paths = {f"/r/{{alias}}{page.path}" if page.kinds else page.path for page in told}
    assert set(addresses(rooms)) - {"/static/{file}"} == paths
    for page in told:
        for kind in page.kinds:
            assert getattr(ROWS[page.sight], MARK[kind]) in ("y", "o"), (
                page.path,
                kind,
                page.sight,
            )
    once = [(page.path, kind) for page in told for kind in page.kinds]
    assert len(once) == len(set(once))


def filled(path, rooms):
    """Return an address that is there, for those who may."""
    known = {
        "gate": rooms.gate,
        "step": "1",
        "party": "south",
        "version": "1",
        "answer": "standing",
        "id:path": "verdict",
    }
    return re.sub(r"\{([^}]+)\}", lambda found: known[found[1]], path)


def with_cookie_of(member, at):
    """Return a browser that sends a member's cookie to the address of another: browsers would not, people can."""
    made = Member(member.rooms, member.role)
    made.rooms, made.base = at.rooms, at.base
    made.client = type(at.client)(at.rooms.app, base_url=ORIGIN)
    made.client.headers["cookie"] = f"room={next(iter(member.client.cookies.jar)).value}"
    return made


def holes(rooms):
    """Return what is not as the table says: address, who, what came."""
    allowed = {(page.path, kind) for page in routes.pages(rooms.work) for kind in page.kinds}
    others = Rooms(rooms.store._folder, salt="other", store=rooms.store)
    stranger = others.begin()[1]
    former = Member(rooms, party_role("north"))
    former.client.cookies, former.base = (
        rooms.members["party:north"].client.cookies,
        rooms.members["party:north"].base,
    )
    lost = rooms.member(party_role("hills"))
    given(lost.get("/mine/1"))
    rooms.doors.invite(rooms.room, party_role("hills"), rooms.time)  # lost.base is shut out now
    nobody = Member(rooms, OBSERVER)
    nobody.base = rooms.members["mediator"].base
    foreign = with_cookie_of(stranger, rooms.members["party:north"])
    neighbour = with_cookie_of(rooms.members["party:south"], rooms.members["party:north"])
    found = []
    who = {"mediator": rooms.members["mediator"], "party": rooms.members["party:north"], "observer": rooms.members["observer"],
           "lost device": lost, "nobody": nobody, "other room": foreign, "neighbour": neighbour,}  # fmt: skip
    missing = {
        name: each.client.get(each.base + "/there-is-no-such-page").content
        for name, each in who.items()
    }
    if len(set(missing.values())) != 1:
        found.append(("missing", "the pages differ", ""))
    for path, ways in addresses(rooms).items():
        if "{alias}" not in path:
            continue
        below = path.removeprefix("/r/{alias}")
        for way in ways:
            for name, each in who.items():
                if (below, name) in allowed and way == "GET":
                    answer = each.client.get(
                        each.base + filled(below, rooms), follow_redirects=False
                    )
                    if answer.status_code >= 400:
                        found.append((below, name, answer.status_code))
                elif (below, name) not in allowed:
                    target = each.base + filled(below, rooms)
                    answer = (each.client.get(target, follow_redirects=False) if way == "GET" else
                              each.client.post(target, data={}, headers={"origin": ORIGIN}, follow_redirects=False))  # fmt: skip
                    if (answer.status_code, answer.content) != (404, missing[name]):
                        found.append((below, name, answer.status_code))
    north = rooms.members["party:north"]
    for path in ("/proposals/none", "/text/99", "/mine/99", "/proposals/none/outcome"):
        answer = north.client.get(north.base + path, follow_redirects=False)
        if (answer.status_code, answer.content) != (404, missing["party"]):
            found.append((path, "party", answer.status_code))
    return found


@pytest.mark.thorough
def test_only_what_the_table_allows(rooms):
    assert holes(rooms) == []


def test_a_party_and_its_neighbour_have_nothing_in_common(rooms):
    north, south = rooms.members["party:north"], rooms.members["party:south"]
    swapped = with_cookie_of(south, north)
    assert swapped.client.get(swapped.base + "/mine/1").status_code == 404
    assert len({each.base for each in rooms.members.values()}) == len(rooms.members)


SAID = """\
statements:
  - {id: n, party: north, on: 2026-01-05, requires: "days >= 30", confidential: true}
  - {id: s, party: south, on: 2026-01-05, requires: "days <= 15", confidential: true}
"""


def cases_of_others(rooms):
    """Return what stands in the case of a party that another said in confidence; they are asked for in turns."""
    found = []
    for _ in range(2):
        for each in ("north", "south", "hills"):
            case = site.case_of_cut(view(rooms.store, rooms.room, party_role(each)))
            found += [(each, s.id) for s in case.statements if s.party != each]
    return found


def test_no_party_has_the_case_of_another(tmp_path):
    rooms = Rooms(tmp_path, TALKS + SAID)
    rooms.begin()
    assert cases_of_others(rooms) == []


def test_a_case_that_is_kept_by_too_little_is_found(tmp_path, monkeypatch):
    rooms = Rooms(tmp_path, TALKS + SAID)
    rooms.begin()
    monkeypatch.setattr(site, "sha256", lambda _: hashlib.sha256(rooms.room.encode()))
    assert cases_of_others(rooms)


MARKS = {"truce": [0, 2, 1], "release": [1, 1, 2], "days": ["10", "0", "30"]}


def leaks_to_who_invites(rooms):
    """Return what a mediator sees that comes in itself by an invitation of north."""
    north = rooms.members["party:north"]
    north.enter(["release", "days", "truce"], MARKS)
    given(north.say(rooms.gate, "yes"))
    code = north.return_code()
    thief = rooms.member(party_role("north"), back="0000-0000-0000-0000")
    told = [
        thief.get(path).text
        for path in (
            "",
            "/mine/1",
            "/mine/2",
            f"/proposals/{rooms.gate}",
            "/record",
            "/show",
            "/return",
        )
    ]
    found = [
        each
        for each in (
            "Your answer so far",
            " checked",
            "of 7 answered",
            "A private answer",
            code,
        )
        if any(each in page for page in told[:4])
    ]
    if (
        thief.get("/record/bundle").status_code != 403
        or "A private answer" in told[4]
        or "party:north/" in told[5]
    ):
        found.append("record")
    second = Member(rooms, party_role("north"))
    address = re.search(r"/join#([a-z0-9.]+)", given(thief.send("/device")).text)[1]
    given(second.come_in(address), 303)
    if "Your answer so far" in second.get(f"/proposals/{rooms.gate}").text:
        found.append("second device")
    # Who has the code finds all of it again; the answer counted all the while.
    back = rooms.member(party_role("north"), back=code)
    assert "Your answer so far: yes" in back.get(f"/proposals/{rooms.gate}").text
    return found


@pytest.mark.thorough
def test_who_invites_cannot_read_by_an_invitation_for_somebody_else(rooms):
    assert leaks_to_who_invites(rooms) == []


@pytest.mark.thorough
def test_a_device_that_sees_all_without_the_return_code_is_found(rooms, monkeypatch):
    monkeypatch.setattr(doors, "replace", lambda session, **more: session)
    assert leaks_to_who_invites(rooms)


# ---- mutants --------------------------------------------------------------------------------------------


def no_look_at_the_role(patch):
    def found(self, pages, request):
        page, session = real(self, pages, request)
        return (page or pages[0], session) if session else (page, session)

    real = site.Site.found
    patch.setattr(site.Site, "found", found)


def no_look_at_the_address(patch):
    real = doors.Doors.session

    def session(self, cookie, alias, now):
        for each in (alias, *ALIASES):
            found = real(self, cookie, each, now)
            if found is not None:
                return found
        return None

    patch.setattr(doors.Doors, "session", session)


def no_look_at_lost_devices(patch):
    def session(self, cookie, alias, now):
        room, _, secret = cookie.partition(".")
        try:
            kept = self.store.kept(room, f"session:{doors._hash(secret)}", doors.instant(now))
        except doors.NotHere:
            return None
        told = json.loads(kept) if kept else None
        if told is None or told["alias"] != alias:
            return None
        return doors.Session(
            room, doors.Role(told["kind"], told["party"]), alias, told["language"], secret
        )

    patch.setattr(doors.Doors, "session", session)


def another_word_for_what_is_not_yours(patch):
    real = site.Site._visited

    def visited(self, pages, method, request, form, words):
        page, session = self.found(pages, request)
        if session is not None and page is None:
            return self.wrong(words, 403, "This is not for you.")
        return real(self, pages, method, request, form, words)

    patch.setattr(site.Site, "_visited", visited)


def a_gate_that_is_not_there_is_told(patch):
    def gate_of_path(visit):
        if visit.room.gate(visit.part("gate")) is None:
            raise party.RequestError("there is no such gate")
        return real(visit)

    real = party.gate_of_path
    patch.setattr(party, "gate_of_path", gate_of_path)


ALIASES = []
MUTANTS = [no_look_at_the_role, no_look_at_the_address, no_look_at_lost_devices,
           another_word_for_what_is_not_yours, a_gate_that_is_not_there_is_told]  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.__name__)
def test_a_missing_look_is_found(rooms, monkeypatch, mutant):
    ALIASES[:] = [each.base.rpartition("/")[2] for each in rooms.members.values()]
    mutant(monkeypatch)
    assert holes(rooms)


def test_a_page_for_one_role_more_is_found(rooms, monkeypatch):
    real = routes.pages
    for number, page in enumerate(real(rooms.work)):
        for kind in {"party", "mediator", "observer"} - set(page.kinds):
            if page.kinds and getattr(ROWS[page.sight], MARK[kind]) not in ("y", "o"):
                more = list(real(rooms.work))
                more[number] = site.Page(page.path, page.answer, (*page.kinds, kind), page.sight)
                monkeypatch.setattr(routes, "pages", lambda work, more=more: tuple(more))
                with pytest.raises(AssertionError):
                    test_every_address_has_its_row_and_no_role_more_than_it(rooms)
