"""Gates: the only ways from what is private to others, one rule a file.

Outcomes come at fixed times, whoever answered or did not. A rule with an outcome (:mod:`.all_yes`, :mod:`.batch`,
:mod:`.last_gap`) is the same five pure functions:

* ``refused(gate, count, answer)``: why an answer is none, in words; None when it is one;
* ``numbers(gate, count, party, answer)``: the numbers that its commitments hide; of silence as well;
* ``outcome(gate, count, answers)``: what comes out, in whole numbers;
* ``prove(gate, count, found, openings, context)``: the proof, from all numbers and blindings;
* ``shows(gate, count, found, commitments, proof, context)``: whether a proof shows that.

``count`` is how many packages can be answered, ``answers`` holds an answer or None for each party, and ``found``
is the outcome's ``result`` with the place of its package or option.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from itertools import pairwise
from typing import Any

from lastyard.errors import RequestError
from lastyard.room.events import canonical, moment

__all__ = ["Found", "Gate", "Opening", "context_of", "gate_of", "rule_of", "succeeds"]

Opening = tuple[int, int]
"""The number that a commitment hides, and its blinding."""

_MODULES = {
    "all-yes": "all_yes",
    "batch": "batch",
    "improvement": "batch",
    "last-gap": "last_gap",
}
_MOST_ROUNDS, _MOST_PACKAGES, _MOST_OPTIONS = 10, 10, 2_000


@dataclass(frozen=True, slots=True)
class Gate:
    """What is asked of the parties, and when its outcomes are told.

    Attributes:
        id: Its identifier.
        rule: Which gate it is.
        parties: Who answers; all of them are needed.
        closes: When outcomes are told, as events write times; several only for bids, one a round.
        packages: All-yes: the one package. Improvement: the agreement first, then what could take
            its place. Batch: empty, where the machine makes the list.
        lists: Batch: when the machine makes the list; None where the packages are given.
        issue: Last gap: the issue.
        more: Last gap: the party that wants more of it; the other wants less.
        gap: Last gap: how many steps apart two bids may be and still settle in the middle.
        options: Last gap: the options of the issue, in their order.
        words: What the mediator writes with it.
    """

    id: str
    rule: str
    parties: tuple[str, ...]
    closes: tuple[str, ...]
    packages: tuple[Mapping[str, str], ...] = ()
    lists: str | None = None
    issue: str | None = None
    more: str | None = None
    gap: int = 0
    options: tuple[str, ...] = ()
    words: str = ""

    def content(self) -> dict[str, Any]:
        """Return it as a ``proposal`` has it."""
        return {
            "gate": self.id, "rule": self.rule, "parties": list(self.parties),
            "closes": list(self.closes), "packages": [dict(each) for each in self.packages],
            "lists": self.lists, "issue": self.issue, "more": self.more, "gap": self.gap,
            "options": list(self.options),
            "words": self.words,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What came out of a gate.

    Attributes:
        result: ``agreed``, ``not agreed``, ``settled`` or ``not settled``.
        place: The package, or the option of the issue, that came out; None where none did.
    """

    result: str
    place: int | None = None


def succeeds(result: str) -> bool:
    """Whether something came out."""
    return result in ("agreed", "settled")


def rule_of(gate: Gate) -> Any:
    """Return the module with the five functions of a gate's rule."""
    return import_module(f"lastyard.room.gates.{_MODULES[gate.rule]}")


def context_of(
    room: str,
    gate: Gate,
    packages: Sequence[Mapping[str, str]],
    round: int,
    commitments: Mapping[str, Sequence[str]],
) -> bytes:
    """Return all that a proof is about, as 32 bytes: it holds for nothing else."""
    told = [room, gate.content(), [dict(each) for each in packages], round,
            {party: list(each) for party, each in commitments.items()}]  # fmt: skip
    return sha256(canonical(told).encode()).digest()


def gate_of(content: Mapping[str, Any]) -> Gate:
    """Return the gate that a proposal tells.

    Raises:
        RequestError: If it is none, with what is wrong.
    """
    try:
        gate = Gate(
            str(content["gate"]), str(content["rule"]), tuple(content["parties"]),
            tuple(content["closes"]),
            tuple(dict(each) for each in content.get("packages") or ()),
            content.get("lists"), content.get("issue"), content.get("more"),
            int(content.get("gap") or 0),
            tuple(content.get("options") or ()), str(content.get("words") or ""),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise RequestError("a gate has an id, a rule, parties and closing times") from None
    times = [moment(each) for each in ([gate.lists] if gate.lists else []) + list(gate.closes)]
    rounds = _MOST_ROUNDS if gate.rule == "last-gap" else 1
    count = len(gate.packages)
    right = {
        "all-yes": count == 1,
        "batch": (count == 0) == (gate.lists is not None) and count <= _MOST_PACKAGES,
        "improvement": 2 <= count <= _MOST_PACKAGES,
        "last-gap": len(gate.parties) == 2 and gate.more in gate.parties and bool(gate.issue)
        and 2 <= len(gate.options) <= _MOST_OPTIONS and 0 <= gate.gap < len(gate.options),
    }  # fmt: skip
    problems = [
        (gate.rule not in _MODULES, f"the rule of a gate is one of {', '.join(_MODULES)}"),
        (len(set(gate.parties)) != len(gate.parties) or len(gate.parties) < 2,
         "a gate is for two parties or more, each named once"),
        (not 1 <= len(gate.closes) <= rounds, f"this gate closes 1 to {rounds} times"),
        (any(a >= b for a, b in pairwise(times)), "its times follow one another"),
        (not right.get(gate.rule), f"this does not make a gate by the rule {gate.rule}"),
        (not all(_is_package(each) for each in gate.packages), "a package names options by issue"),
    ]  # fmt: skip
    for wrong, words in problems:
        if wrong:
            raise RequestError(words)
    return gate


def _is_package(package: Mapping[Any, Any]) -> bool:
    return all(isinstance(part, str) for pair in package.items() for part in pair)
