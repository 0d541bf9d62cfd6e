"""The event stream: at fixed instants, frames of one size, with the state of the role's own page and nothing else.

A frame tells a fingerprint of what the overview of its role would show now. What others do that the role does not see
changes no frame, none comes sooner and none is longer. Where the store tells what was written (PostgreSQL, by all processes), the state is
made anew only when something was written that the role may read: what others do in private does not even cost time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from lastyard.room.pages.party import state_of
from lastyard.room.pages.site import Visit
from lastyard.room.roles import readable

__all__ = ["EVERY", "Streams"]

EVERY = 15
"""Seconds between two frames; they come at multiples of it, for all members at once."""

_LAST = 240


class Streams:
    """The handler of streams.

    Args:
        overviews: What the overview shows, by kind of role.
    """

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
