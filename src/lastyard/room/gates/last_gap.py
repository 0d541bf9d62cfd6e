"""Last gap: two sealed bids on one issue; settled in the middle where they meet, else nothing is told (G3).

The party that wants more bids the least that it would take, the other the most that it would give, both as
the place of an option of the issue. Settled where the first is at most ``gap`` steps above the second:
at the option in the middle of both, the lower one of two. Rounds are fixed beforehand, and each starts anew.

Shown: where settled, the sum of both bids, which the middle all but tells anyway, and that they are no
further apart than the gap; where not, that they are. Neither bid is opened. Silence hides a number that no bid meets.

Example:
    >>> from lastyard.room.gates import Gate
    >>> gate = Gate("g", "last-gap", ("a", "b"), ("2026-01-05T10:00:00Z",), issue="wage", more="a",
    ...             options=tuple("0123456789"))
    >>> outcome(gate, 0, {"a": {"value": 4}, "b": {"value": 7}})
    Found(result='settled', place=5)
    >>> outcome(gate, 0, {"a": {"value": 4}, "b": {"value": 3}})
    Found(result='not settled', place=None)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lastyard.room.events import Content
from lastyard.room.gates import Found, Gate, Opening
from lastyard.room.record.commitments import (
    commit,
    minus,
    opens,
    plus,
    prove_range,
    scalar_of,
    shows_range,
    written_scalar,
)

__all__ = ["numbers", "outcome", "prove", "refused", "shows"]


def _sides(gate: Gate) -> tuple[str, str]:
    """Return the party that wants more, and the other."""
    one, other = gate.parties
    return (one, other) if one == gate.more else (other, one)


def _bits(gate: Gate) -> int:
    return (2 * len(gate.options) + gate.gap).bit_length()


def refused(gate: Gate, count: int, answer: Content) -> str | None:
    """Return why an answer is none; None when it is one."""
    value = answer.get("value")
    if type(value) is not int or not 0 <= value < len(gate.options):
        return "a bid is the place of an option of the issue, from 0"
    return None


def numbers(gate: Gate, count: int, party: str, answer: Content | None) -> list[int]:
    """Return what a party's commitment hides: its bid; for silence a number that none meets."""
    if answer is not None:
        return [answer["value"]]
    return [len(gate.options) + gate.gap if party == gate.more else -(gate.gap + 1)]


def outcome(gate: Gate, count: int, answers: Mapping[str, Content | None]) -> Found:
    """Return where the bids settle."""
    more, less = (numbers(gate, count, each, answers.get(each))[0] for each in _sides(gate))
    return Found("settled", (more + less) // 2) if more - less <= gate.gap else Found("not settled")


def prove(
    gate: Gate, count: int, found: Found, openings: Mapping[str, Sequence[Opening]], context: bytes
) -> dict[str, Any]:
    """Return the proof of an outcome."""
    (more, r), (less, s) = (openings[each][0] for each in _sides(gate))
    if found.place is None:
        apart = more - less - gate.gap - 1
        return {"apart": prove_range(apart, r - s, _bits(gate), context)}
    near = prove_range(less + gate.gap - more, s - r, _bits(gate), context)
    return {"near": near, "sum": more + less, "blinding": written_scalar(r + s)}


def shows(
    gate: Gate,
    count: int,
    found: Found,
    commitments: Mapping[str, Sequence[bytes]],
    proof: Mapping[str, Any],
    context: bytes,
) -> bool:
    """Whether a proof shows an outcome."""
    more, less = (commitments[each][0] for each in _sides(gate))
    if found == Found("not settled"):
        apart = minus(minus(more, less), commit(gate.gap + 1, 0))
        return shows_range(apart, _texts(proof.get("apart")), _bits(gate), context)
    total, blinding = proof.get("sum"), scalar_of(str(proof.get("blinding")))
    if type(total) is not int or blinding is None or found.result != "settled":
        return False
    near = plus(minus(less, more), commit(gate.gap, 0))
    return (
        found.place == total // 2
        and 0 <= found.place < len(gate.options)
        and opens(plus(more, less), total, blinding)
        and shows_range(near, _texts(proof.get("near")), _bits(gate), context)
    )


def _texts(told: Any) -> list[str]:
    return [str(each) for each in told] if isinstance(told, list) else []
