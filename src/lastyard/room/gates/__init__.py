"""Gates: the only ways from what is private to others, one rule a file.

A rule is three pure functions: what an answer must look like, what is committed to at the close, and the
outcome with its proof. Outcomes come at fixed times, whoever answered or did not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lastyard.errors import RequestError
from lastyard.room.events import moment

__all__ = ["Gate", "gate_of"]

_RULES = ("all-yes", "batch", "last-gap", "improvement")
_MOST_ROUNDS, _MOST_PACKAGES = 10, 10


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
    words: str = ""

    def content(self) -> dict[str, Any]:
        """Return it as a ``proposal`` has it."""
        return {
            "gate": self.id, "rule": self.rule, "parties": list(self.parties),
            "closes": list(self.closes), "packages": [dict(each) for each in self.packages],
            "lists": self.lists, "issue": self.issue, "more": self.more, "gap": self.gap,
            "words": self.words,
        }  # fmt: skip


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
            int(content.get("gap") or 0), str(content.get("words") or ""),
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
        and gate.gap >= 0,
    }  # fmt: skip
    problems = [
        (gate.rule not in _RULES, f"the rule of a gate is one of {', '.join(_RULES)}"),
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
