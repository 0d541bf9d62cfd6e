"""Publish: what the mediator writes for more people, checked for whose confidence it rests on (G4).

Each sentence tells which events it rests on. Before it goes out the mediator reads, sentence by sentence, whose
confidence that is, and takes each on itself by naming the parties; what is not named does not go out. A draft with a
package is told with each party's expected share of it, as far as its own order of the issues tells.

Example:
    >>> check = release_check([("They could meet.", ["caucus:a/3", "shared/1"]), ("So says the text.", [])])
    >>> [(each.text, each.confidences) for each in check]
    [('They could meet.', ('a',)), ('So says the text.', ())]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lastyard.case.model import Case
from lastyard.room.entries import likes

__all__ = ["Sentence", "expected_share", "release_check"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is to go out.

    Attributes:
        text: Its words.
        rests_on: The events that it rests on, as ``compartment/index``.
        confidences: The parties whose confidence that is, in their order.
    """

    text: str
    rests_on: tuple[str, ...]
    confidences: tuple[str, ...]


def release_check(parts: Sequence[tuple[str, Sequence[str]]]) -> tuple[Sentence, ...]:
    """Return for each sentence whose confidence it rests on.

    Args:
        parts: Sentences with the events that they rest on, as ``compartment/index``.
    """
    return tuple(
        Sentence(text, tuple(refs), tuple(sorted({*map(_party, refs)} - {""})))
        for text, refs in parts
    )


def _party(reference: str) -> str:
    compartment = reference.rpartition("/")[0]
    return compartment.partition(":")[2]


def expected_share(
    case: Case, entered: Mapping[str, Any], package: Mapping[str, str]
) -> Fraction | None:
    """Return a party's expected share of its best, by its order of the issues and its marks.

    The stakes are the mean of all that fall along its order (rank-order centroid: Barron and Barrett 1996); what
    an option is worth follows from its marks (:func:`lastyard.room.entries.likes`).

    Args:
        case: The issues.
        entered: The party's answers by question, as :mod:`.batch` reads them.
        package: Options by issue.

    Returns:
        From 0 to 1; None where it told no order, or no marks for some issue.
    """
    order = entered.get("order")
    if not order:
        return None
    total, count = Fraction(0), len(order)
    for rank, id in enumerate(order):
        marks, option = entered.get(f"issue:{id}"), case.issue(id).find(package[id])
        if marks is None or option is None:
            return None
        stake = sum((Fraction(1, k) for k in range(rank + 1, count + 1)), Fraction(0)) / count
        total += stake * likes(case.issue(id), marks)[option]
    return total
