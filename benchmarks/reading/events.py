"""Score events on own sentences: ``python benchmarks/reading/events.py [--show]``.

Each sentence has one labelled event. It is *found* when an event of its type is; then its
participants (all and no other), its target, its place and its status are judged by themselves.
Other types found in the sentence count against precision, except types that the sentence also
names (a meeting announced): those are labelled after the type, as ``meeting+announcement``.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from scoring import same_name

from lastyard.reading import Document, read

DATA = Path(__file__).parent / "data"
SETS = ("own_events_1.txt", "own_events_2.txt")


class Labelled(NamedTuple):
    """A sentence and its event; names are parted by semicolons, ``-`` is none."""

    types: tuple[str, ...]
    participants: tuple[str, ...]
    target: tuple[str, ...]
    place: str | None
    status: str
    text: str


def sentences(name: str) -> list[Labelled]:
    """Load a set."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if line.strip() and not line.startswith("#")]
    return [
        Labelled(
            tuple(types.split("+")), _names(doers), _names(target), place if place != "-" else None,
            status, text,
        ) for types, doers, target, place, status, text in rows
    ]  # fmt: skip


def _names(text: str) -> tuple[str, ...]:
    return () if text == "-" else tuple(text.split("; "))


def _alike(found: tuple[str, ...], labelled: tuple[str, ...]) -> bool:
    return len(found) == len(labelled) and all(
        any(same_name(one, other) for one in found) for other in labelled
    )


def score(name: str, *, show: bool = False) -> dict[str, tuple[int, int]]:
    """Count what is right, of how many."""
    counts = dict.fromkeys(
        ("type", "precision", "participants", "target", "place", "status"), (0, 0)
    )

    def count(what: str, right: bool) -> None:
        counts[what] = (counts[what][0] + right, counts[what][1] + 1)

    for row in sentences(name):
        events = read(Document.from_text(row.text, date=date(2024, 3, 22))).events
        for event in events:
            count("precision", event.type in row.types)
        event = next((e for e in events if e.type == row.types[0]), None)
        count("type", event is not None)
        if event is not None:
            count("participants", _alike(event.participants, row.participants))
            count("place", event.place == row.place)
            count("status", event.status == row.status)
            if row.target:
                count("target", _alike(event.target, row.target))
        if show:
            told = [(e.type, e.participants, e.target, e.place, e.status) for e in events]
            wrong = event is None or not _alike(event.participants, row.participants)
            wrong = wrong or event.place != row.place or event.status != row.status
            if wrong or len(events) > len(row.types):
                print(f"{row.text}\n   wanted {row[:5]}\n   found  {told}")
    return counts


def main() -> None:
    for name in SETS:
        if (DATA / name).exists():
            found = score(name, show="--show" in sys.argv)
            print(name, *(f"{what} {right}/{of}" for what, (right, of) in found.items()), sep="  ")


if __name__ == "__main__":
    main()
