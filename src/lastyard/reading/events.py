"""Events (placeholder until written below)."""
from __future__ import annotations
from lastyard.reading.statements import Event
def find_events(board, register, dates, report) -> tuple[Event, ...]:  # type: ignore
    return ()
