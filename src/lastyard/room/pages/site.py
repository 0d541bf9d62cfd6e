"""What all pages of a room share: the guard before them, who is let in, how a page is drawn, and how what goes wrong is told.

What is not there and what is not yours are told in one and the same way. Nothing is logged: an address, a form or an
error may tell who talks with whom.
"""

from __future__ import annotations

import base64
import functools
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from lastyard.case.model import Case
from lastyard.errors import LastYardError, RequestError, fault_of
from lastyard.room.acts import Conflict, Receipt, TooLate, act, case_of, view
from lastyard.room.charter import LANGUAGES
from lastyard.room.events import Draft
from lastyard.room.pages.doors import COOKIE, Doors, Session
from lastyard.room.pages.words import Lines, Words, learnt_from, promise, sight_of, who_sees
from lastyard.room.room import Room, room_of
from lastyard.room.sealing import sealed, unsealed
from lastyard.room.store import NotHere, Store, StoreError
from lastyard.web.bench import environment
from lastyard.web.guard import HEADERS, Application, Receive, Scope, Send, limited, with_headers

__all__ = [
    "MOST_BYTES",
    "POLICY",
    "Guard",
    "Handler",
    "Page",
    "Reader",
    "Site",
    "Visit",
    "case_of_cut",
    "digest_of",
    "drawn",
    "static_file",
]

MOST_BYTES = 200_000
"""More than any form of a room is long."""

_MOST_FIELDS = 500


@functools.cache
def _environment(language: str) -> Environment:
    words = Words.of(language)
    made = environment("lastyard.room.pages")
    made.globals.update(
        _=words.say, digits=words.digits, language=words.language, direction=words.direction,
        languages=list(LANGUAGES.items()), digest=digest_of("room.js"),
    )  # fmt: skip
    return made


def drawn(words: Words, template: str, /, **context: Any) -> str:
    """Return a page in a language."""
    return _environment(words.language).get_template(template).render(**context)


@functools.cache
def static_file(name: str) -> bytes:
    """Return one of the files that pages use."""
    return files("lastyard.room.pages").joinpath("static", name).read_bytes()


@functools.cache
def digest_of(name: str) -> str:
    """Return the digest of a file as a page names it, so that a browser refuses any other."""
    return "sha256-" + base64.b64encode(sha256(static_file(name)).digest()).decode()


@dataclass(frozen=True, slots=True)
class Page:
    """An address, who may use it, and which row of the table who-sees-what it stands on.

    Attributes:
        path: Below the session's address, or whole where nobody needs to be let in.
        answer: What draws it.
        kinds: The roles that may; empty where nobody needs to be let in.
        sight: The row: what it shows most, or what is sent from it.
        learnt: What could be learnt from it (:mod:`lastyard.room.pages.words`).
        post: What takes its form; None where it has none.
    """

    path: str
    answer: Handler
    kinds: tuple[str, ...]
    sight: str
    learnt: str = "shared"
    post: Handler | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of all rooms of a store.

    Attributes:
        store: The store.
        doors: Who is let in.
        clock: Tells the time.
        origin: Where it is reached, as browsers tell it.
        asked: Rooms in which the mediator did something since this was last looked at.
    """

    store: Store
    doors: Doors
    clock: Callable[[], datetime]
    origin: str
    asked: set[str] = field(default_factory=set)

    @property
    def secure(self) -> bool:
        """Whether it is reached by https, so that cookies go nowhere else."""
        return self.origin.startswith("https:")

    def page(
        self, words: Words, template: str, status: int = 200, /, **context: Any
    ) -> HTMLResponse:
        """Draw a page."""
        return HTMLResponse(drawn(words, template, **context), status)

    def wrong(self, words: Words, status: int, title: str, *told: str, to: str = "") -> Response:
        """Tell what went wrong, and what to do."""
        return self.page(
            words, "wrong.html", status, title=title, told_lines=told, to=to,
            promise=promise(words), base="", me="",
        )  # fmt: skip

    def not_here(self, words: Words) -> Response:
        """Tell that something is not there, or not yours: one and the same page."""
        return self.wrong(
            words, 404, words.say("There is nothing here."),
            words.say("The address is wrong, or it is not for you, or your session has ended. Ask the mediator for a new invitation."),
        )  # fmt: skip

    def handled(self, pages: Sequence[Page], method: str) -> Callable[[Request], Any]:
        """Return what Starlette calls for an address: who asks is looked at before anything else.

        Args:
            pages: What stands at the address, each for its own roles.
            method: How it is asked.
        """

        async def answered(request: Request) -> Response:
            words = Words.of(request.query_params.get("lang") or _accepted(request))
            try:
                form = await _form(request) if method == "POST" else FormData()
                return await run_in_threadpool(self._visited, pages, method, request, form, words)
            except ClientDisconnect:
                raise
            except Exception as problem:  # its words may be somebody's
                print(f"lastyard: internal error: {fault_of(problem)}", file=sys.stderr)  # noqa: T201
                return self.wrong(
                    words, 500, words.say("Something went wrong here."),
                    words.say("Nothing was lost or changed. Try it again."),
                )  # fmt: skip
            finally:
                await request.close()

        return answered

    def _visited(
        self, pages: Sequence[Page], method: str, request: Request, form: FormData, words: Words
    ) -> Response:
        page, session = self.found(pages, request)
        work: Handler | None = None
        if page is not None:
            work = page.post if method == "POST" else page.answer
        visit = Visit(self, page or pages[0], request, form, words, session)
        if session is not None:
            visit.words = Words.of(visit.language)
        if page is None or work is None:
            return self.not_here(visit.words)
        try:
            if session is not None and method == "POST" and not visit.form_is_own():
                return self.wrong(
                    visit.words, 403, visit.words.say("This was not sent from a page of yours."),
                    visit.words.say("Load the page again, and send it once more."), to=visit.base,
                )  # fmt: skip
            return work(visit)
        except LastYardError as problem:
            return self._refused(visit, problem)

    def found(self, pages: Sequence[Page], request: Request) -> tuple[Page | None, Session | None]:
        """Return the page that whoever asks may have at an address, and the session; None for none."""
        if not pages[0].kinds:
            return pages[0], None
        session = self.doors.session(
            request.cookies.get(COOKIE, ""), request.path_params["alias"], self.clock()
        )
        kind = None if session is None else session.role.kind
        return next((each for each in pages if kind in each.kinds), None), session

    def _refused(self, visit: Visit, problem: LastYardError) -> Response:
        words = visit.words
        match problem:
            case NotHere():
                return self.not_here(words)
            case TooLate():
                status, title = 409, words.say("It is too late for this.")
                told = words.say(
                    "What you sent was not taken. The closing time had passed by the clock of the server, or the room is over."
                )
            case Conflict():
                status, title = 409, words.say("It was changed meanwhile.")
                told = words.say(
                    "You, or another device of yours, sent something else since this page was opened. Nothing was overwritten. Read it as it is now, and decide again."
                )
            case StoreError():
                status, title = 503, words.say("It could not be kept.")
                told = words.say(
                    "The server cannot write at the moment. Your answer was not taken; send it again later, or tell the mediator."
                )
            case _:
                status, title, told = 400, words.say("This could not be taken."), str(problem)
        return self.wrong(words, status, title, told, to=visit.base if visit.session else "")


class Reader:
    """Who reads: a language, and the room as the role may know it.

    Attributes:
        words: The language to speak in.
    """

    __slots__ = ()
    words: Words

    @property
    def room(self) -> Room:
        """The room, as this role's own cut tells it."""
        raise NotImplementedError

    @property
    def case(self) -> Case:
        """The case, as this role may know it."""
        return case_of_cut(self.room)

    def say(self, sentence: str, /, **values: object) -> str:
        """Return a sentence in the language of this reader."""
        return (
            self.words.digits(self.words.say(sentence, **values))
            if values
            else self.words.say(sentence)
        )

    def name_of(self, actor: str) -> str:
        """Return what a member is called."""
        kind, _, id = actor.partition(":")
        if kind == "party":
            return next((each.name for each in self.case.parties if each.id == id), id)
        return self.say("The mediator") if kind == "mediator" else self.say("An observer")


@dataclass(slots=True)
class Visit(Reader):
    """One request of one role.

    Attributes:
        site: The site.
        page: The address.
        request: The request.
        form: What was sent; empty for a look.
        words: The language to answer in.
        session: The session; None where nobody needs to be let in.
    """

    site: Site
    page: Page
    request: Request
    form: FormData
    words: Words
    session: Session | None = None
    _room: Room | None = None
    _now: datetime | None = None

    @property
    def own(self) -> Session:
        """The session."""
        assert self.session is not None  # noqa: S101 (pages without a session do not ask)
        return self.session

    @property
    def base(self) -> str:
        """Where the pages of this session are."""
        return self.own.base

    @property
    def now(self) -> datetime:
        """The time of this request: one for all of it."""
        if self._now is None:
            self._now = self.site.clock()
        return self._now

    @property
    def room(self) -> Room:
        """The room, as this role's own cut tells it."""
        if self._room is None:
            seen = view(self.site.store, self.own.room, self.own.role, now=self.now)
            if self.own.since:  # a new device without the return code
                private = f"party:{self.own.role.party}"
                shown = (
                    e for e in seen.events if e.compartment != private or e.index >= self.own.since
                )
                seen = room_of(seen.id, shown)
            self._room = seen
        return self._room

    @property
    def language(self) -> str:
        """The language of this session's pages: of those that the charter names, for all but the mediator."""
        asked = self.own.language
        with suppress(LastYardError):  # told by what answers
            charter = None if self.own.role.kind == "mediator" else self.room.charter
            return charter.spoken(asked) if charter else asked
        return asked

    def anew(self) -> Visit:
        """Return the same visit, at another time."""
        return Visit(self.site, self.page, self.request, self.form, self.words, self.session)

    # ---- forms ---------------------------------------------------------------------

    def field(self, name: str, most: int = 4_000) -> str:
        """Return a field as text; empty where it is missing.

        Raises:
            RequestError: If it is too long.
        """
        value = self.form.get(name)
        text = value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""
        if len(text) > most:
            raise RequestError(self.say("It is too long: %(most)s letters at most.", most=most))
        return text

    def asked(self, name: str) -> str:
        """Return what an address asks for."""
        return self.request.query_params.get(name, "")[:200]

    def address(self, path: str, chosen: str) -> str:
        """Return the address of a page that shows what was chosen.

        What was chosen stands there, so that the page can be loaded again and gone back to; and it stands there sealed, as
        browsers keep addresses, and so does what stands before a server.
        """
        where = f"{self.base}{path}"
        box = sealed(self._seal, chosen.encode(), where.encode(), alike=True)
        return f"{where}?chosen={base64.urlsafe_b64encode(box).decode()}"

    def read_again(self, path: str, chosen: str) -> Response:
        """Lead on to a page that shows what was chosen once more, before it is sent."""
        return RedirectResponse(self.address(path, chosen), 303)

    def chosen(self) -> str:
        """Return what :meth:`address` put into the address of this page; empty where it put nothing."""
        box = self.request.query_params.get("chosen", "")
        with suppress(ValueError, StoreError):
            where = self.request.url.path.encode()
            return unsealed(self._seal, base64.urlsafe_b64decode(box.encode()), where).decode()
        return ""

    @property
    def _seal(self) -> bytes:
        return bytes.fromhex(self.own.token("address"))

    def part(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def form_is_own(self) -> bool:
        """Whether a form came from a page of this session."""
        return self.field("csrf", 200) == self.own.token("form")

    def once(self, of: object = "") -> str:
        """Return the token of a form: the same for the same page about the same things, so that sending twice is once."""
        return self.own.token("once", self.request.url.path, repr(of))

    def act(self, draft: Draft, of: object = "") -> Receipt:
        """Do something, once for each form.

        Args:
            draft: What.
            of: What the form was about, as for `once`.

        Raises:
            Conflict: If the form is about something that was changed meanwhile.
        """
        key = self._key(draft)
        if self.field("once", 200) != self.once(of) and not self._was_done(key):
            raise Conflict("the page is stale")
        return self.also(draft)

    def also(self, draft: Draft) -> Receipt:
        """Do one thing more that the same form means, which was looked at already."""
        store, own = self.site.store, self.own
        self._room = None
        if own.role.kind == "mediator":
            self.site.asked.add(own.room)
        return act(store, own.room, own.role, draft, key=self._key(draft), now=self.now)

    def _key(self, draft: Draft) -> str:
        what = repr((draft.kind, draft.content, draft.to))
        return self.own.token("act", self.field("once", 200), what)

    def _was_done(self, key: str) -> bool:
        """Whether this very thing was done already: sent twice, or sent again after going back."""
        own = self.own.role
        compartment = "desk" if own.party is None else f"party:{own.party}"
        with self.site.store.reading(self.own.room) as reading:
            return reading.said(compartment, f"{own.actor} {key}") is not None

    # ---- answers -------------------------------------------------------------------

    def lines(self, sight: str = "", learnt: str = "") -> Lines:
        """Return the two lines of this page."""
        charter = self.room.charter if self.session else None
        parties = len(self.room.remaining) if self.session else 3
        row = sight_of(sight or self.page.sight)
        return Lines(
            who_sees(self.words, row, charter),
            learnt_from(self.words, learnt or self.page.learnt, parties),
        )

    def show(self, template: str, title: str, status: int = 200, **context: Any) -> HTMLResponse:
        """Draw a page of this session."""
        level = self.room.charter.level if self.room.charter else 1
        around = {
            "title": title, "base": self.base, "me": self.name_of(self.own.role.actor),
            "csrf": self.own.token("form"), "promise": promise(self.words, level),
            "lines": context["lines"] if "lines" in context else self.lines(), "once": self.once(),
            "action": self.request.url.path,
        }  # fmt: skip
        return self.site.page(self.words, template, status, **(around | context))

    def go(self, path: str = "") -> Response:
        """Lead on to another page of this session after something was done."""
        return RedirectResponse(f"{self.base}{path}", 303)


Handler = Callable[[Visit], Response]


def case_of_cut(room: Room) -> Case:
    """Return the case of a cut; the last ones are kept, found by all that they are made from and nothing less."""
    made_from = [each.line() for each in room.events if each.kind in ("case", "entry", "withdrawn")]
    key = sha256("\n".join(made_from).encode("utf-8", "surrogatepass")).digest()
    if key not in _KEPT:
        while len(_KEPT) > 200:
            _KEPT.pop(next(iter(_KEPT)), None)
        _KEPT[key] = case_of(room)
    return _KEPT[key]


_KEPT: dict[bytes, Case] = {}


async def _form(request: Request) -> FormData:
    try:
        form = await request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=MOST_BYTES)
    except HTTPException:
        return FormData()  # as if it were from nowhere: it lacks the token
    # Of the plain form of forms, older releases of Starlette count no fields.
    return form if len(form.multi_items()) <= _MOST_FIELDS else FormData()


def _accepted(request: Request) -> str:
    """Return the first language that a browser asks for and that there is a catalogue for."""
    asked = request.headers.get("accept-language", "")
    for each in asked.split(",")[:10]:
        language = each.split(";")[0].strip().lower().partition("-")[0]
        if language in LANGUAGES:
            return language
    return "en"


# The style of the first page stands in it, and is allowed by its digest alone.
POLICY = (
    f"default-src 'none'; style-src 'self' '{digest_of('room.css')}'; script-src 'self'; img-src data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [(b"content-security-policy", POLICY.encode()), *HEADERS]


class Guard:
    """The guard, as an ASGI application around another.

    Args:
        app: What it guards.
        origin: Where it is reached, as browsers tell it: ``https://room.example.org``.
    """

    def __init__(self, app: Application, origin: str) -> None:
        self._app, self._origin = app, origin
        secure = [(b"strict-transport-security", b"max-age=31536000")]
        self._headers = _HEADERS + (secure if origin.startswith("https:") else [])
        self._host = urlsplit(origin).netloc.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        send = with_headers(send, self._headers)
        if headers.get(b"host") != self._host:
            await _refuse(send, 421)
        elif scope["method"] not in ("GET", "HEAD", "POST"):
            await _refuse(send, 405)
        elif scope["method"] == "POST" and headers.get(b"origin") != self._origin.encode():
            await _refuse(send, 403)
        elif scope["method"] == "POST" and not _is_short(headers.get(b"content-length", b"")):
            await _refuse(send, 413)
        else:
            await self._app(scope, limited(receive, MOST_BYTES), send)


def _is_short(length: bytes) -> bool:
    return length.isdigit() and int(length[:12]) <= MOST_BYTES


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"This is not done here.\n"})
