"""Which address leads to which page, who may use it, and which row of the table who-sees-what it stands on.

The event stream: at fixed instants, frames of one size, with a fingerprint of what the overview of its role would show now.
What others do that the role does not see changes no frame, none comes sooner and none is longer. Where the store tells what was written
(PostgreSQL, by all processes), the state is made anew only when something was written that the role may read: what others do in private does not even cost time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from lastyard.room.pages import entry, party
from lastyard.room.pages.desk import Desk
from lastyard.room.pages.party import state_of
from lastyard.room.pages.site import Guard, Handler, Page, Site, Visit, digest_of, static_file
from lastyard.room.pages.words import Words
from lastyard.room.roles import readable
from lastyard.web.work import Work

__all__ = ["EVERY", "Streams", "pages", "room_site"]

_PARTY, _MEDIATOR, _OBSERVER, _MEMBERS = (
    ("party",),
    ("mediator",),
    ("observer",),
    ("party", "mediator"),
)
_SHARED, _LOG = "charter, shared text, proposals, outcomes", "the log: salted roots"
_OUT = "what was released to all"
_ENTRY, _ANSWER = "X's entries for the machine", "X's answers and bids"
_CAUCUS, _DESK = "X's entries for the mediator, caucus with X", "the desk: drafts and analyses"


def pages(work: Work) -> tuple[Page, ...]:
    """Return all pages of a room."""
    desk = Desk(work)
    streams = Streams(
        {"party": party.overview, "observer": party.made_public, "mediator": desk.overview}
    )
    return (
        Page("/join", party.ask_to_join, (), _SHARED, "join", party.come_in),
        Page("", party.home, _PARTY, _ENTRY, "home"),
        Page("", party.public, _OBSERVER, _LOG, "home"),
        Page("", lambda visit: visit.go("/desk"), _MEDIATOR, _DESK),
        Page("/charter", party.charter, _MEMBERS, _SHARED, "charter", party.consent),
        Page("/mine", entry.entered, _PARTY, _ENTRY, "entry"),
        Page("/mine/{step}", entry.entry, _PARTY, _ENTRY, "entry", entry.save),
        Page("/proposals/{gate}", party.answer, _PARTY, _ANSWER, "answer", party.answering),
        Page("/proposals/{gate}/outcome", party.outcome, _PARTY, _SHARED, "outcome"),
        Page("/caucus", party.thread, _PARTY, _CAUCUS, "caucus", party.write),
        Page("/text", party.text_on_table, _PARTY, _SHARED),
        Page("/text/{version}", party.text_on_table, _PARTY, _SHARED),
        Page("/show", entry.own, _PARTY, _SHARED, "shared", entry.show_own),
        Page("/device", party.device, _MEMBERS, _SHARED, "join", party.device_code),
        Page("/return", party.way_back, _PARTY, _ENTRY, "home"),
        Page("/record", party.record, _PARTY, _ENTRY, "record", party.cosign),
        Page("/record", party.record, _MEDIATOR, _DESK, "record", party.cosign),
        Page("/record", party.record, _OBSERVER, _LOG, "record"),
        *_each("/record/bundle", party.bundle, "record"),
        *_each("/who-sees-what", party.who_sees_what, "shared"),
        *_each("/language", party.speak, "home", party.speaking),
        *_each("/leave", party.leave, "leave", party.leaving),
        *_each("/events", streams.stream, "home"),
        Page("/desk", desk.home, _MEDIATOR, _DESK),
        Page("/desk/setup/{step}", desk.setup, _MEDIATOR, _DESK, "shared", desk.set_up),
        Page("/desk/members", desk.members, _MEDIATOR, _DESK, "shared", desk.invite),
        Page("/desk/sealed", desk.sealed, _MEDIATOR, _DESK, "shared", desk.sealing),
        Page("/desk/caucus/{party}", desk.caucus, _MEDIATOR, _CAUCUS, "caucus", desk.ask),
        Page("/desk/text", desk.text, _MEDIATOR, _SHARED, "shared", desk.write_text),
        Page("/desk/propose", desk.propose, _MEDIATOR, _DESK, "shared", desk.proposing),
        Page("/desk/gates/{gate}", desk.gate, _MEDIATOR, _SHARED, "outcome"),
        Page("/desk/publish", desk.publish, _MEDIATOR, _OUT, "shared", desk.publishing),
        Page("/desk/answers/{answer}", desk.answers, _MEDIATOR, _DESK),
        Page("/desk/why/{id:path}", desk.why, _MEDIATOR, _DESK),
        Page("/desk/end", desk.end, _MEDIATOR, _DESK, "shared", desk.ending),
    )


def _each(path: str, answer: Handler, learnt: str, post: Handler | None = None) -> list[Page]:
    """Return a page that every role has, each with what is its own on it."""
    rows = ((_PARTY, _ENTRY), (_MEDIATOR, _DESK), (_OBSERVER, _LOG))
    return [Page(path, answer, kinds, row, learnt, post) for kinds, row in rows]


def room_site(site: Site, work: Work) -> Guard:
    """Return the pages of all rooms of a store, with their guard before them.

    Args:
        site: The store, its doors and its clock.
        work: What answers the mediator's questions; started and stopped by whoever made it.
    """
    routes: list[Route] = []
    at: dict[str, list[Page]] = {}
    for page in pages(work):
        at.setdefault(f"/r/{{alias}}{page.path}" if page.kinds else page.path, []).append(page)
    for path, here in at.items():
        routes.append(Route(path, site.handled(here, "GET"), methods=["GET"]))
        if any(page.post for page in here):
            routes.append(Route(path, site.handled(here, "POST"), methods=["POST"]))
    routes.append(Route("/static/{file}", _static, methods=["GET"]))

    async def nowhere(request: Request, problem: Exception) -> Response:
        return site.not_here(Words.of("en"))

    app = Starlette(routes=routes, exception_handlers={HTTPException: nowhere})
    return Guard(app, site.origin)


async def _static(request: Request) -> Response:
    """Give out the style and the script, which hold no word of any room."""
    name = request.path_params["file"]
    kinds = {"room.css": "text/css", "room.js": "text/javascript", "answers.css": "text/css"}
    if name not in kinds:
        raise HTTPException(404)
    if name == "answers.css":
        from lastyard.web.bench import static_file as workbench_file  # noqa: PLC0415

        return Response(workbench_file("workbench.css"), media_type="text/css")
    return Response(
        static_file(name), media_type=kinds[name], headers={"etag": f'"{digest_of(name)}"'}
    )


EVERY = 15
"""Seconds between two frames; they come at multiples of it, for all members at once."""

_LAST = 240


class Streams:
    """The handler of streams."""

    def __init__(self, overviews: dict[str, Callable[[Visit], Any]]) -> None:
        self._overviews = overviews

    def stream(self, visit: Visit) -> Response:
        """Answer with the stream of a role."""
        headers = {"x-accel-buffering": "no"}
        charter = visit.room.charter
        may = readable(visit.own.role, charter.parties if charter else ())
        return StreamingResponse(
            self._frames(visit, may), media_type="text/event-stream", headers=headers
        )

    async def _frames(self, visit: Visit, may: frozenset[str]) -> AsyncIterator[str]:
        told, seen = "", None
        for number in range(_LAST):
            if number:
                await asyncio.sleep(EVERY - time.time() % EVERY)
                if await visit.request.is_disconnected():
                    return
            news = visit.site.store.news(visit.own.room, may)  # before it is looked at
            known = told if news is not None and news == seen else ""
            told, seen = await run_in_threadpool(self.frame, visit.anew(), known), news
            if not told:
                return
            yield told

    def frame(self, visit: Visit, known: str = "") -> str:
        """Return the frame of now, always as long; empty where the device is let in no more.

        Args:
            visit: Who looks.
            known: The frame, where nothing was written since it was made.
        """
        cookie = visit.own.cookie
        if visit.site.doors.session(cookie, visit.own.alias, visit.now) is None:
            return ""
        if known:
            return known
        return f"data: {state_of(self._overviews[visit.own.role.kind](visit))}\n\n"
