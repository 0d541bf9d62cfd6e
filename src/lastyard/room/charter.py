"""The charter: what all members consent to before anything is computed.

Example:
    >>> charter = Charter(parties=("union", "firm"), begins="2026-01-05T00:00:00Z")
    >>> charter_of(charter.content()) == charter, len(charter.digest())
    (True, 64)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import Any

from lastyard.errors import RequestError
from lastyard.room.events import canonical, moment

__all__ = ["GATES", "LANGUAGES", "MOST_PARTIES", "Charter", "charter_of"]

GATES = ("all-yes", "batch", "last-gap", "improvement", "publish", "own-release")
LANGUAGES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}
"""The languages that the pages of parties are written in, each in its own name."""
MOST_PARTIES = 40


@dataclass(frozen=True, slots=True)
class Charter:
    """What is agreed about the room itself.

    Attributes:
        parties: Who decides, by the identifiers of the case.
        begins: The first publishing instant, as events write times.
        publish_hours: Every how many hours the room's log is written and signed.
        gates: Which gates may be used.
        closes: How many outcomes may be told in all, each round of bids counted.
        mediator_sees_answers: Whether answers and bids are told to the mediator as well.
        languages: The languages that parties may read their pages in; the first where one asks for another.
        keep_days: After how many days from its end the room is destroyed.
        level: What is promised; 1: the server sees the answers and cannot lie about the outcome.
        signed_answers: Whether answers and bids count only under the party's own signature.
        terms: Further words that all consent to.
        key: The public key under which the room signs, in hexadecimal.
    """

    parties: tuple[str, ...]
    begins: str
    publish_hours: int = 24
    gates: tuple[str, ...] = GATES
    closes: int = 12
    mediator_sees_answers: bool = False
    languages: tuple[str, ...] = tuple(LANGUAGES)
    keep_days: int = 90
    level: int = 1
    signed_answers: bool = False
    terms: str = ""
    key: str = ""

    def content(self) -> dict[str, Any]:
        """Return it as an event has it."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    def spoken(self, asked: str) -> str:
        """Return the language of a member's pages: the one that it asks for, where the charter names it."""
        return asked if asked in self.languages else self.languages[0]

    def digest(self) -> str:
        """Return the hash that members consent to."""
        return sha256(canonical(self.content()).encode()).hexdigest()


def charter_of(content: Mapping[str, Any]) -> Charter:
    """Return the charter that an event holds.

    Raises:
        RequestError: If it is none, or asks for what a room cannot do.
    """
    known = {each.name: each.type for each in fields(Charter)}
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in content.items()}
    wrong = [k for k in given if k not in known] + [
        k for k in ("parties", "begins") if k not in given
    ]
    if wrong:
        raise RequestError(f"the charter says nothing right about {wrong[0][:40]!r}")
    charter = Charter(**given)
    for name, kind in known.items():
        value = getattr(charter, name)
        texts = isinstance(value, tuple) and all(isinstance(each, str) for each in value)
        right = texts if str(kind).startswith("tuple") else type(value).__name__ == kind
        if not right:
            raise RequestError(f"the charter's {name} is not what it should be")
    moment(charter.begins)
    limits = {
        "publish_hours": (1, 168),
        "closes": (1, 1000),
        "keep_days": (1, 3650),
        "level": (1, 1),
    }
    for name, (low, high) in limits.items():
        if not low <= getattr(charter, name) <= high:
            raise RequestError(f"the charter's {name} is from {low} to {high}")
    if not 2 <= len(set(charter.parties)) == len(charter.parties) <= MOST_PARTIES:
        raise RequestError(f"a room is for 2 to {MOST_PARTIES} parties, each named once")
    if not set(charter.gates) <= set(GATES):
        raise RequestError(f"the gates are {', '.join(GATES)}")
    wrong = [each for each in charter.languages if each not in LANGUAGES]
    if wrong:
        raise RequestError(
            f"the charter's languages: {wrong[0][:20]!r} is none of {', '.join(LANGUAGES)}"
        )
    if not 1 <= len(set(charter.languages)) == len(charter.languages):
        raise RequestError("the charter's languages: name one at least, each once")
    return charter
