"""Gates: the only ways from what is private to others; those with an outcome have a rule a file.

What the mediator publishes and what a party shows itself are acts (:mod:`lastyard.room.drafts`). Outcomes come at fixed times, whoever answered or did not. A rule with an outcome (:mod:`.all_yes`, :mod:`.batch`,
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
    problems = [
        (gate.rule not in _MODULES, f"the rule of a gate is one of {', '.join(_MODULES)}"),
        (len(set(gate.parties)) != len(gate.parties) or len(gate.parties) < 2,
         "a gate is for two parties or more, each named once"),
        (not 1 <= len(gate.closes) <= rounds, f"this gate closes 1 to {rounds} times"),
        (any(a >= b for a, b in pairwise(times)), "its times follow one another"),
        *_problems(gate),
        (not all(_is_package(each) for each in gate.packages), "a package names options by issue"),
    ]  # fmt: skip
    for wrong, words in problems:
        if wrong:
            raise RequestError(words)
    return gate


def _problems(gate: Gate) -> list[tuple[bool, str]]:
    """Return what a gate's rule asks of it, each with whether it is wrong and in what words."""
    count, last = len(gate.packages), len(gate.options) - 1
    match gate.rule:
        case "all-yes":
            return [(count != 1, f"all yes is asked about one package, not {count}")]
        case "batch":
            listed = gate.lists is not None
            return [
                (listed and count > 0, "name the packages of a batch, or when they are listed; not both"),
                (not listed and not count, "a batch has packages, or a time at which they are listed"),
                (count > _MOST_PACKAGES, f"a batch has at most {_MOST_PACKAGES:,} packages"),
            ]  # fmt: skip
        case "improvement":
            right = 2 <= count <= _MOST_PACKAGES
            return [(not right, f"an improvement compares 2 to {_MOST_PACKAGES:,} packages, not {count}")]  # fmt: skip
        case _:
            return [
                (len(gate.parties) != 2, f"a last gap is between two parties, not {len(gate.parties)}"),
                (gate.more not in gate.parties, "a last gap needs to know which of the two parties wants more"),
                (not gate.issue, "a last gap is about one issue"),
                (not 1 <= last < _MOST_OPTIONS, f"a last gap is about an issue with 2 to {_MOST_OPTIONS:,} options"),
                (not 0 <= gate.gap <= last, f"the gap is 0 to {last} steps of the issue, not {gate.gap}"),
            ]  # fmt: skip


def _is_package(package: Mapping[Any, Any]) -> bool:
    return all(isinstance(part, str) for pair in package.items() for part in pair)
