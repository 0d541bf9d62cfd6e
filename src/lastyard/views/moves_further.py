"""How coalitions, and what a wanted state lacks, look in the answer of ``moves``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lastyard.analyses.joint_moves import BrokenEquilibrium, JointMoves
from lastyard.analyses.moves import Moves
from lastyard.analyses.wanted_state import Need, WantedState
from lastyard.conflict import CONCEPTS, Concept, StabilisingRankings, Step
from lastyard.views.blocks import Block, Heading, Items, Paragraph
from lastyard.views.moves_words import CONCEPT_NAMES, path_json, state_in_words, who
from lastyard.views.wording import joined, joined_some

__all__ = ["METHOD", "joint_blocks", "joint_json", "wanted_blocks", "wanted_json"]

METHOD = (
    "Coalitions (Kilgour, Hipel, Fang and Peng 2001; Inohara and Hipel 2008): a state holds "
    "against a coalition if the others can answer each joint move that all its members like, so "
    "that some member is no better off.",
    "What would have to change (Kinsara, Kilgour and Hipel 2015): the order of one party's other "
    "states is kept, the wanted one rises in it, a tie being enough; the share is of all strict "
    "rankings of the states by that party, the others' kept.",
)
_SHOWN: tuple[Concept, ...] = ("nash", "seq")
_MOST_NAMED = 8


def joint_blocks(result: Moves, found: JointMoves) -> list[Block]:
    """Describe which equilibria hold against coalitions, and who breaks the others."""
    by_states: dict[tuple[int, ...], list[str]] = {}
    for concept in CONCEPTS:
        by_states.setdefault(found.equilibria[concept], []).append(CONCEPT_NAMES[concept])
    lines: list[tuple[str, ...]] = []
    for states, names in by_states.items():
        held = joined_some([result.conflict.states[s] for s in states], _MOST_NAMED)
        lines.append((f"{joined(names)}: {held or 'none'}",))
    lines += [_broken(result, each) for each in found.broken[:_MOST_NAMED]]
    if len(found.broken) > _MOST_NAMED:
        lines.append((f"{len(found.broken) - _MOST_NAMED:,} more would be left",))
    return [
        Heading("Against parties that move together", "states nobody would leave"),
        Items(lines),
    ]


def _broken(result: Moves, each: BrokenEquilibrium) -> tuple[str, ...]:
    members = joined(who(result, i) for i in each.coalition)
    steps = joined(_step(result, step) for step in each.path)
    whom = (
        "which is better for it" if len(each.coalition) == 1 else "which each of them likes better"
    )
    return (
        f"{state_in_words(result, each.state)} does not hold ({CONCEPT_NAMES[each.concept]})",
        f"{members} would go to {state_in_words(result, each.target)}, {whom} ({steps}), and "
        "nothing deters it",
    )


def _step(result: Moves, step: Step) -> str:
    return f"{who(result, step.mover)} to {result.conflict.states[step.state]}"


def wanted_blocks(result: Moves, found: WantedState) -> list[Block]:
    """Describe what a state lacks to be stable."""
    blocks: list[Block] = [
        Heading("What would make it last", state_in_words(result, found.state)),
    ]
    held = [CONCEPT_NAMES[c] for c in CONCEPTS if found.stable(c)]
    if held:
        blocks.append(Paragraph(f"It is an equilibrium already: {joined(held)}."))
    lines: list[tuple[str, ...]] = []
    for concept in _SHOWN:
        needs = [need for need in found.needs[concept] if not need.stable]
        if needs:
            lines.append((f"for {CONCEPT_NAMES[concept]}", *(_need(result, n) for n in needs)))
    return [*blocks, *([Items(lines)] if lines else [])]


def _need(result: Moves, need: Need) -> str:
    name = who(result, need.decision_maker)
    targets = joined_some([state_in_words(result, t.target) for t in need.temptations], 3)
    told = f"{name} would leave for {targets}"
    if need.rise is None:
        return f"{told}; its preferences are not fully known, so how far is open"
    if need.rise.past is None:
        return f"{told}, however much better it liked this state"
    past = joined_some([state_in_words(result, s) for s in need.rise.past], 3)
    told += f"; it would have to like this state at least as well as {past}"
    if need.rise.stable_for_others:
        told += ", and all would stay then"
    return told + (_share(need.rankings) if need.rankings else "")


def _share(found: StabilisingRankings) -> str:
    if found.exact:
        return f" ({found.stabilising:,} of its {found.tried:,} rankings would do)"
    share = found.stabilising / found.tried
    return f" ({share:.0%} of its rankings would do, ± {max(found.standard_error, 0.005):.0%})"


def joint_json(result: Moves, found: JointMoves | None) -> dict[str, Any] | None:
    """Return the machine-readable form of what coalitions leave."""
    if found is None:
        return None
    states, makers = result.conflict.states, result.conflict.decision_makers
    return {
        "equilibria": {c: [states[s] for s in found.equilibria[c]] for c in CONCEPTS},
        "broken": [
            {
                "state": states[each.state],
                "concept": each.concept,
                "coalition": [makers[i] for i in each.coalition],
                "to": states[each.target],
                "path": path_json(result, each.path),
            }
            for each in found.broken
        ],
    }


def wanted_json(result: Moves, found: WantedState | None) -> dict[str, Any] | None:
    """Return the machine-readable form of what a state lacks."""
    if found is None:
        return None
    return {
        "state": result.conflict.states[found.state],
        "seed": result.seed,
        "needs": {c: [_need_json(result, need) for need in found.needs[c]] for c in CONCEPTS},
    }


def _need_json(result: Moves, need: Need) -> dict[str, Any]:
    states = result.conflict.states

    def named(indices: Sequence[int]) -> list[str]:
        return [states[s] for s in indices]

    rise, rankings = need.rise, need.rankings
    return {
        "decision_maker": result.conflict.decision_makers[need.decision_maker],
        "stable": need.stable,
        "leaves_for": named([t.target for t in need.temptations]),
        "past": None if rise is None or rise.past is None else named(rise.past),
        "can": None if need.stable or rise is None else rise.past is not None,
        "others_stay": None if rise is None else rise.stable_for_others,
        "rankings": rankings
        and {
            "stabilising": rankings.stabilising,
            "tried": rankings.tried,
            "exact": rankings.exact,
            "standard_error": rankings.standard_error,
            "always": [named(pair) for pair in rankings.always],
        },
    }
