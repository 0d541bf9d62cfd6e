"""How sharply people choose: the figures that the likelihood runs on, and their origin.

They were fitted on recorded negotiations between people, not set by taste; the file
``defaults.json`` beside this module holds them with how they were fitted, and
docs/evidence.md what they are worth.

Example:
    >>> released().claim > 0
    True
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

from lastyard.values.scales import ValuesError


@dataclass(frozen=True, slots=True)
class Rationality:
    """How people's words and acts depend on their values.

    Attributes:
        stakes: Concentration of the Dirichlet prior of the stakes.
        claim: Sharpness with which the option claimed on an issue follows its worth.
        spare: How far the offerer spares what the other side is thought to want.
        habit: How far it claims the good end of an issue whatever that is worth.
        later: What an offer after the first counts.
        repeat: What an offer made before counts, on top of that.
        spread: 1 if claims follow stakes relative to how much these can differ,
            0 if they follow the stakes as such.
        count: Power of the number of steps by which claims get sharper.
        acceptance: Sharpness of "would take it" on the distance to the reservation value.
        refusal: The same of "would not take it".
        ranking: Log-odds for each standard deviation of stake when issues are ranked.
    """

    stakes: float
    claim: float
    spare: float
    habit: float
    later: float
    repeat: float
    spread: float
    count: float
    acceptance: float
    refusal: float
    ranking: float

    def __post_init__(self) -> None:
        if self.stakes <= 0:
            raise ValuesError("the concentration of the stakes must be above 0")
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "habit" and not 0 <= value < float("inf"):
                raise ValuesError(f"{field.name} must be a number from 0 on, not {value}")


@cache
def _document() -> dict[str, dict[str, Any]]:
    text = resources.files("lastyard.values").joinpath("defaults.json").read_text("utf-8")
    document: dict[str, dict[str, Any]] = json.loads(text)
    return document


def released() -> Rationality:
    """The defaults of this release."""
    return Rationality(**_document()["rationality"])


def clue_weights() -> dict[str, float]:
    """What each clue in words about an issue counts (see ``words``)."""
    return dict(_document()["clues"])


def fitted() -> dict[str, Any]:
    """On what, and how, the defaults were fitted."""
    return dict(_document()["fitted"])
