"""The event stream: at fixed instants, frames of one size, with the state of the role's own page and nothing else.

A frame tells a fingerprint of what the overview of its role would show now. What others do that the role does not see
changes no frame, none comes sooner and none is longer.
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
        return StreamingResponse(
            self._frames(visit), media_type="text/event-stream", headers=headers
        )

    async def _frames(self, visit: Visit) -> AsyncIterator[str]:
        for number in range(_LAST):
            if number:
                await asyncio.sleep(EVERY - time.time() % EVERY)
                if await visit.request.is_disconnected():
                    return
            told = await run_in_threadpool(self.frame, visit.anew())
            if not told:
                return
            yield told

    def frame(self, visit: Visit) -> str:
        """Return the frame of now, always as long; empty where the device is let in no more."""
        cookie = visit.own.cookie
        if visit.site.doors.session(cookie, visit.own.alias, visit.now) is None:
            return ""
        return f"data: {state_of(self._overviews[visit.own.role.kind](visit))}\n\n"
