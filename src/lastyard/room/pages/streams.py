"""The event stream: at fixed instants, frames of one size, with the state of the role's own page and nothing else.

A frame tells a fingerprint of what the overview of its role would show now. What others do that the role does not see
changes no frame, none comes sooner and none is longer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from lastyard.room.pages.site import Visit

__all__ = ["EVERY", "stream"]

EVERY = 15
"""Seconds between two frames; they come at multiples of it, for all members at once."""

_LAST = 240


def stream(visit: Visit) -> Response:
    """Answer with the stream of a role."""
    frames = _frames(visit)
    return StreamingResponse(frames, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def _frames(visit: Visit) -> AsyncIterator[str]:
    for _ in range(_LAST):
        yield await run_in_threadpool(frame, visit)
        await asyncio.sleep(EVERY - time.time() % EVERY)
        if await visit.request.is_disconnected():
            return


def frame(visit: Visit) -> str:
    """Return the frame of now: always as long."""
    from lastyard.room.pages.states import state_now  # noqa: PLC0415

    return f"data: {state_now(visit)}\n\n"
