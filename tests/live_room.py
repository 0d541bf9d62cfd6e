"""A room to play in: the real pages on a real store, a clock of our own, and a browser for each member."""

import functools
import hashlib
import html
import queue
import re
import socket
import threading
import warnings
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import pytest

pytest.importorskip("nacl", reason="lastyard[room] is not installed")
starlette = pytest.importorskip("starlette", reason="lastyard[web] is not installed")
uvicorn = pytest.importorskip("uvicorn", reason="lastyard[web] is not installed")
with warnings.catch_warnings():
    # Old releases of Starlette name a thing by what new releases of anyio no longer call it.
    warnings.filterwarnings("ignore", "The anyio.abc.BlockingPortal alias", DeprecationWarning)
    import anyio
    from anyio.from_thread import BlockingPortal
    from starlette.testclient import TestClient


from lastyard.room.acts import create, settle  # noqa: E402
from lastyard.room.pages.doors import Doors  # noqa: E402
from lastyard.room.pages.routes import room_site  # noqa: E402
from lastyard.room.pages.site import Site  # noqa: E402
from lastyard.room.roles import MEDIATOR, OBSERVER, party  # noqa: E402
from lastyard.room.store import open_store  # noqa: E402
from lastyard.web.work import Work  # noqa: E402

ORIGIN = "http://room.test"
BEGINS = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)

# Made-up private values; only the subjects are those of the catalog's case.
TALKS = """\
title: Cease-fire talks
parties: {north: {name: North}, south: {name: South}, hills: {name: The Hills}}
issues:
  truce: {name: Cease-fire, options: [none, temporary, sustained], ordered: true}
  release: {name: Release, options: [held, some, all], ordered: true}
  days: {name: Days until talks, range: [0, 60], step: 5, unit: days}
agreement: north and south and hills
"""
TWO = """\
title: Wage talks
parties: {union: {name: Union}, firm: {name: Firm}}
issues:
  wage: {name: Wage, options: [low, middle, high], ordered: true}
  shifts: {name: Shifts, options: [day, night]}
"""


def given(answer, status=200):
    """Return an answer that is as it should be."""
    assert answer.status_code == status, (
        answer.status_code,
        re.sub(r"<[^>]+>", " ", answer.text)[-600:],
    )
    return answer


@functools.cache
def portal():
    """Return one event loop for all browsers, in a thread that nobody waits for: one each request takes twice as long."""
    ready = queue.Queue()

    async def run():
        async with BlockingPortal() as made:
            ready.put(made)
            await made.sleep_until_stopped()

    threading.Thread(target=anyio.run, args=(run,), daemon=True).start()
    return ready.get()


class Member:
    """A browser of one member."""

    def __init__(self, rooms, role):
        self.rooms, self.role = rooms, role
        self.client = TestClient(
            rooms.app, base_url=rooms.site.origin, raise_server_exceptions=False
        )
        self.client.portal = portal()
        self.base = None
        self.seen = []

    def come_in(self, code, language="en", back=""):
        """Come in by a code, and with a return code where there is one."""
        data = {"code": code, "lang": language, "back": back}
        answer = self.client.post(
            "/join", data=data, headers={"origin": self.rooms.site.origin}, follow_redirects=False
        )
        self.seen.append(answer)
        if answer.status_code == 303:
            self.base = answer.headers["location"]
        return answer

    def get(self, path="", **more):
        """Look at a page."""
        answer = self.client.get(self.base + path, follow_redirects=False, **more)
        self.seen.append(answer)
        if answer.status_code == 303:
            return self.get(answer.headers["location"].removeprefix(self.base))
        return answer

    def look(self, path):
        """Look at a page; after a `?`, at what it shows when that is chosen in its form."""
        path, _, chosen = path.partition("?")
        page = self.get(path)
        return self.post(path, hidden_in(page) | dict(parse_qsl(chosen))) if chosen else page

    def fields(self, path):
        """Return the hidden fields of the first form of a page that is sent."""
        return hidden_in(self.look(path))

    def post(self, path, data, follow=True, **more):
        """Send a form as it is."""
        headers = {"origin": self.rooms.site.origin} | more.pop("headers", {})
        answer = self.client.post(
            self.base + path.partition("?")[0],
            data=data,
            headers=headers,
            follow_redirects=False,
            **more,
        )
        self.seen.append(answer)
        if answer.status_code == 303 and follow:
            where = answer.headers["location"].removeprefix(self.base)
            return self.get(where) if answer.headers["location"].startswith(self.base) else answer
        return answer

    def send(self, path, **data):
        """Fill in the form of a page and send it."""
        return self.post(path, self.fields(path) | data)

    def return_code(self):
        """Return what a party keeps on paper."""
        return re.search(r'<p class="code" dir="ltr">([0-9a-f-]+)<', self.get("/return").text)[1]

    # ---- whole acts ------------------------------------------------------------------

    def consent(self):
        """Agree to the charter."""
        return given(self.send("/charter"))

    def enter(self, order, marks, walk="25"):
        """Answer all private questions; `marks` has a list for each issue with a few options, else three values."""
        answer = self.get("/mine/1")
        for _ in range(20):
            number = re.search(r"Question (\d+) of \d+", answer.text)[1]
            path = f"/mine/{number}"
            if 'name="order"' in answer.text:
                data = {"order": " ".join(order), "go": "on"}
            elif 'name="rather"' in answer.text:
                data = {"rather": "1"}
            elif 'name="share"' in answer.text:
                data = {"share": walk}
            elif 'name="best"' in answer.text or 'name="o.0"' in answer.text:
                wanted = marks[order_of_issues(answer, self.rooms)]
                names = (
                    ("best", "least", "most")
                    if 'name="best"' in answer.text
                    else [f"o.{k}" for k in range(len(wanted))]
                )
                data = {name: str(value) for name, value in zip(names, wanted, strict=True)}
            else:
                return given(self.send(path, send="yes"))
            answer = given(self.send(path, **data))
        raise AssertionError("it does not end")

    def say(self, gate, answer):
        """Answer a package with yes or no, as a person does: read, say, read once more, send."""
        path = f"/proposals/{gate}"
        given(self.get(path))
        return self.post(path, self.fields(f"{path}?say={answer}"))

    def mark(self, gate, order):
        """Mark packages of a batch, the best first."""
        path = f"/proposals/{gate}"
        given(self.send(path, mark=[str(k) for k in sorted(order)]))
        data = self.fields(ranked(path, order))
        return self.post(path, data | {"order": " ".join(map(str, order)), "send": "yes"})


def ranked(path, order):
    """Return where a batch is read once more, with packages in an order."""
    return f"{path}?stage=rank&order={'+'.join(map(str, order)) or 'none'}"


def hidden_in(page):
    """Return the hidden fields of the first form of a page that is sent."""
    forms = re.findall(r'<form method="post".*?</form>', page.text, re.S)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', "".join(forms[:1]))
    return {name: html.unescape(value) for name, value in found}


def order_of_issues(answer, rooms):
    """Return which issue a page asks about, by its heading."""
    heading = re.search(r"<h1[^>]*>(?:<bdi>)?([^<]+)<", answer.text)[1]
    return rooms.ids[heading]


class Rooms:
    """A store with one room, its pages and its clock.

    Args:
        folder: Where it is kept.
        text: The case.
        salt: What the secrets of devices follow from, so that two rooms can have the same.
    """

    def __init__(self, folder, text=TALKS, charter=None, salt="rooms", origin=ORIGIN, store=None):
        self.time, self.second = BEGINS, timedelta(seconds=1)
        self.salt, self.drawn = salt, 0
        self.store = store or open_store(str(folder), bytes(range(32)))
        self.doors = Doors(self.store, self.random)
        self.work = Work(str(folder), 1)
        site = Site(self.store, self.doors, lambda: self.time, origin)
        self.site, self.app = site, room_site(site, self.work)
        self.room = create(self.store, text, charter, now=self.time)
        import lastyard as ly

        self.case = ly.load_text(text)
        self.ids = {issue.name: issue.id for issue in self.case.issues}
        self.parties = tuple(p.id for p in self.case.deciders)
        self.members = {}

    def random(self):
        """Return a secret that nobody outside of the tests has."""
        self.drawn += 1
        return hashlib.sha256(f"{self.salt} {self.drawn}".encode()).hexdigest()[:48]

    def member(self, role, language="en", back=""):
        """Invite a member, and let it come in."""
        member = Member(self, role)
        code = self.doors.invite(self.room, role, self.time)
        given(member.come_in(code, language, back), 303)
        self.members[role.actor] = member
        return member

    def begin(self, languages=None, observer=False):
        """Let all members come in and agree."""
        mediator = self.member(MEDIATOR)
        parties = [self.member(party(id), (languages or {}).get(id, "en")) for id in self.parties]
        for each in parties:
            each.consent()
        return (mediator, *parties, *([self.member(OBSERVER)] if observer else []))

    def wait(self, **more):
        """Let time go by, and do what is due."""
        self.time += timedelta(**more)
        settle(self.store, self.room, self.time)

    def propose(self, rule, hours=48, lists=24, package=None, **more):
        """Let the mediator ask something; the name of the gate."""
        mediator = self.members["mediator"]
        at = lambda h: (self.time + timedelta(hours=h)).strftime("%Y-%m-%dT%H:%M")  # noqa: E731
        data = {
            "rule": rule,
            "closes": at(hours),
            "lists": at(lists),
            "stage": "check",
            "words": "",
        }
        data |= {f"p.{id}": label for id, label in (package or {}).items()} | more
        page = given(mediator.send("/desk/propose", **data))
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        answer = given(mediator.post("/desk/propose", hidden | {"stage": "send"}))
        return re.search(r"/desk/gates/([0-9a-f]+)", str(answer.url))[1]


class Served:
    """The same rooms behind a real port, for real browsers; the clock stays ours.

    Args:
        folder: Where they are kept.
    """

    def __init__(self, folder, **more):
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(64)
        self.home = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.rooms = Rooms(folder, origin=self.home, **more)
        self.rooms.work.start()
        quiet = {
            "log_config": None,
            "log_level": "critical",
            "access_log": False,
            "lifespan": "off",
            "ws": "none",
        }
        self.server = uvicorn.Server(
            uvicorn.Config(self.rooms.app, timeout_graceful_shutdown=1, **quiet)
        )
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],))
        self.thread.start()

    def stop(self):
        """End the server and what answers."""
        self.server.should_exit = True
        self.thread.join(20)
        self.rooms.work.stop()
        self.socket.close()
