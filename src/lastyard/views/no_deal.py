"""How what no deal is worth looks, in the answers of ``moves`` and of ``packages``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lastyard.analyses.no_deal import Against, Alternative, NoDeal, NoDealState
from lastyard.case.model import Case
from lastyard.conflict import Concept
from lastyard.views.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.views.packages_detail import letter
from lastyard.views.wording import joined, joined_some, package_in_words

__all__ = [
    "METHOD",
    "alternative_blocks",
    "alternative_json",
    "no_deal_blocks",
    "no_deal_json",
]

METHOD = (
    "What no deal is worth: the stable states (of any kind) that can still be reached, by what "
    "the case says they mean on the issues; issues it says nothing of stay as they are now, or are "
    "open. Certain: under all values that fit the party's sure statements, whatever the open issues "
    "turn out to be; never: under none.",
)
_NAMES: dict[Concept, str] = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ"}
_MOST_STATES = 12
_MOST_NAMED = 4


def no_deal_blocks(found: NoDeal) -> list[Block]:
    """Describe the stable states as outcomes, and what they are worth."""
    heading = Heading("What no deal is worth", "from 0, the worst there can be, to 1, the best")
    if not found.states:
        return [heading, Paragraph("No stable state can be reached, so no deal has no end.")]
    parties = [party for party in found.case.deciders if party.id in found.states[0].worth]
    rows = [
        (
            state.name + ("" if state.certain else " ?"),
            _outcome(found.case, state),
            *(_worth(state.worth[party.id]) for party in parties),
        )
        for state in found.states[:_MOST_STATES]
    ]
    head = ("state", "on the issues", *(party.name for party in parties))
    blocks: list[Block] = [heading, Table(head, rows, caption="Stable states without a deal")]
    if len(found.states) > _MOST_STATES:
        blocks.append(Paragraph(f"and {len(found.states) - _MOST_STATES:,} more."))
    if found.out_of_reach:
        blocks.append(
            Paragraph(
                f"Left out, for they cannot be reached: {joined_some(found.out_of_reach, 6)}."
            )
        )
    return blocks


def alternative_blocks(found: Alternative) -> list[Block]:
    """Describe how packages stand against every stable state without a deal."""
    states, case = found.no_deal.states, found.no_deal.case
    heading = Heading("Against no deal", "what each party does alone, where that comes to rest")
    if not states:
        return [heading, Paragraph("No stable state can be reached, so there is nothing to hold.")]
    lines = [(f"{each.name}: {_outcome(case, each)}",) for each in states[:_MOST_NAMED]]
    if len(states) > _MOST_NAMED:
        lines.append((f"and {len(states) - _MOST_NAMED:,} more; `lastyard moves` has them",))
    rows = [
        (letter(k), *(_against(held[party.id]) for party in case.deciders))
        for k, held in enumerate(found.packages)
    ]
    head = ("", *(party.name for party in case.deciders))
    caption = "Is it worth at least as much as every stable state?"
    return [heading, Items(lines), Table(head, rows, caption=caption)]


def _outcome(case: Case, state: NoDealState) -> str:
    told = package_in_words(case, state.outcome) if state.outcome else ""
    left = f"open: {joined(state.open_issues)}" if state.open_issues else ""
    return "; ".join(text for text in (told, left) if text)


def _worth(pair: tuple[float, float] | None) -> str:
    if pair is None:
        return "cannot tell"
    low, high = (f"{value:.2f}" for value in pair)
    return low if low == high else f"{low} to {high}"


def _against(held: Against) -> str:
    if held.status != "possible":
        return "certainly" if held.status == "certain" else "never"
    if held.least is None or held.most is None:
        return "possibly"
    low, high = f"{held.least:.2f}", f"{held.most:.2f}"
    return f"possibly ({low if low == high else f'{low} to {high}'})"


def no_deal_json(found: NoDeal | None) -> dict[str, Any] | None:
    """Return the machine-readable form of what no deal is worth."""
    if found is None:
        return None
    return {
        "states": [_state_json(found.case, state) for state in found.states],
        "out_of_reach": list(found.out_of_reach),
    }


def _state_json(case: Case, state: NoDealState) -> dict[str, Any]:
    return {
        "state": state.name,
        "outcome": {id: case.issue(id).label(k) for id, k in state.outcome.items()},
        "open_issues": list(state.open_issues),
        "stable": list(state.concepts),
        "certain": state.certain,
        "worth": {id: pair and list(pair) for id, pair in state.worth.items()},
    }


def alternative_json(found: Alternative | None) -> dict[str, Any] | None:
    """Return the machine-readable form of packages held against no deal."""
    if found is None:
        return None
    return {
        **(no_deal_json(found.no_deal) or {}),
        "packages": [_held_json(held.items()) for held in found.packages],
    }


def _held_json(held: Iterable[tuple[str, Against]]) -> dict[str, Any]:
    return {
        id: {"status": one.status, "least": one.least, "most": one.most, "error": one.error}
        for id, one in held
    }
