"""How it looks what no deal is worth: in the answer of ``moves``, and beside packages that are held against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lastyard.answers.packages.result import package_letter
from lastyard.case.model import Case
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.show.words import joined, joined_some, package_in_words

if TYPE_CHECKING:
    from lastyard.answers.moves import NoDeal, NoDealState
    from lastyard.answers.no_deal import Against, Alternative

__all__ = ["METHOD_NO_DEAL", "alternative_blocks", "no_deal_blocks"]

_MOST_STATES, _MOST_STATES_NAMED = 12, 4
METHOD_NO_DEAL = (
    "What no deal is worth: the stable states (of any kind) that can still be reached, by what "
    "the case says they mean on the issues; issues it says nothing of stay as they are now, or are "
    "open. Certain: under all values that fit the party's sure statements, whatever the open issues "
    "turn out to be; never: under none.",
)


def no_deal_blocks(found: NoDeal) -> list[Block]:
    """Describe the stable states as outcomes, and what they are worth."""
    heading = Heading("What no deal is worth", "from 0, the worst there can be, to 1, the best")
    if not found.states:
        return [heading, Paragraph("No stable state can be reached, so no deal has no end.")]
    parties = [party for party in found.case.deciders if party.id in found.states[0].worth]
    rows = [
        (
            state.state + ("" if state.certain else " ?"),
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
    lines = [(f"{each.state}: {_outcome(case, each)}",) for each in states[:_MOST_STATES_NAMED]]
    if len(states) > _MOST_STATES_NAMED:
        lines.append((f"and {len(states) - _MOST_STATES_NAMED:,} more; `lastyard moves` has them",))
    rows = [
        (package_letter(k), *(_against(held[party.id]) for party in case.deciders))
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
