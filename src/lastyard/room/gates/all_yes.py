"""All yes: one package; agreed when every party says yes, and nothing else is told (G1).

No count, no names, nothing before the close; silence is a no. Agreed: every commitment is opened. Not agreed:
a proof that at least one hides a refusal, which tells nothing of which or how many.

Example:
    >>> from lastyard.room.gates import Gate
    >>> gate = Gate("g", "all-yes", ("a", "b"), ("2026-01-05T10:00:00Z",), ({"wage": "5"},))
    >>> outcome(gate, 1, {"a": {"value": "yes"}, "b": None})
    Found(result='not agreed', place=None)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lastyard.room.events import Content
from lastyard.room.gates import Found, Gate, Opening
from lastyard.room.record.commitments import (
    commit,
    opens,
    prove_one_of,
    scalar_of,
    shows_one_of,
    written_scalar,
)

__all__ = [
    "column_is_shown", "numbers", "outcome", "proof_of_column", "prove", "refused", "shows",
]  # fmt: skip


def refused(gate: Gate, count: int, answer: Content) -> str | None:
    """Return why an answer is none; None when it is one."""
    return None if answer.get("value") in ("yes", "no") else "an answer is yes or no"


def numbers(gate: Gate, count: int, party: str, answer: Content | None) -> list[int]:
    """Return what a party's commitment hides: 1 for yes, 0 for no and for silence."""
    return [int(answer is not None and answer["value"] == "yes")]


def outcome(gate: Gate, count: int, answers: Mapping[str, Content | None]) -> Found:
    """Return whether all said yes."""
    yes = [numbers(gate, count, party, answers.get(party)) == [1] for party in gate.parties]
    return Found("agreed", 0) if all(yes) else Found("not agreed")


def prove(
    gate: Gate, count: int, found: Found, openings: Mapping[str, Sequence[Opening]], context: bytes
) -> dict[str, Any]:
    """Return the proof of an outcome."""
    return proof_of_column(gate, found.result == "agreed", 0, openings, context)


def shows(
    gate: Gate,
    count: int,
    found: Found,
    commitments: Mapping[str, Sequence[bytes]],
    proof: Mapping[str, Any],
    context: bytes,
) -> bool:
    """Whether a proof shows an outcome."""
    if found not in (Found("agreed", 0), Found("not agreed")):
        return False
    return column_is_shown(gate, found.result == "agreed", 0, commitments, proof, context)


def proof_of_column(
    gate: Gate,
    all_accept: bool,
    column: int,
    openings: Mapping[str, Sequence[Opening]],
    context: bytes,
) -> dict[str, Any]:
    """Return the proof that all accept one package, or that at least one does not."""
    hidden = [openings[party][column] for party in gate.parties]
    if all_accept:
        return {"opened": [written_scalar(blinding) for _, blinding in hidden]}
    points = [commit(*each) for each in hidden]
    which = next(k for k, (number, _) in enumerate(hidden) if number == 0)
    about = context + column.to_bytes(2, "big")
    return {"one refused": prove_one_of(points, which, hidden[which][1], about)}


def column_is_shown(
    gate: Gate,
    all_accept: bool,
    column: int,
    commitments: Mapping[str, Sequence[bytes]],
    proof: Mapping[str, Any],
    context: bytes,
) -> bool:
    """Whether a proof shows that all accept one package, or that at least one does not."""
    points = [commitments[party][column] for party in gate.parties]
    if all_accept:
        opened = proof.get("opened")
        if not isinstance(opened, list) or len(opened) != len(points):
            return False
        blindings = [scalar_of(str(each)) for each in opened]
        return all(
            r is not None and opens(each, 1, r) for each, r in zip(points, blindings, strict=True)
        )
    about = context + column.to_bytes(2, "big")
    return shows_one_of(points, str(proof.get("one refused")), about)
