"""Own release: what a party shows of its own, to whom (G5).

What is shown is the event itself, word for word, so that whoever reads it can hold it against the
record; the party's other events stay hidden.

Example:
    >>> from lastyard.room.events import Event
    >>> own = Event("r", "party:a", 3, "entry", "party:a", "2026-01-05T10:00:00Z", {"question": "order"}, "00")
    >>> released(own)["from"]
    'party:a/3'
"""

from __future__ import annotations

from typing import Any

from lastyard.room.events import Event

__all__ = ["released"]


def released(event: Event) -> dict[str, Any]:
    """Return the content of the ``released`` event by which a party shows one of its own."""
    return {
        "from": f"{event.compartment}/{event.index}",
        "kind": event.kind,
        "content": dict(event.content),
        "line": event.line(),
    }
