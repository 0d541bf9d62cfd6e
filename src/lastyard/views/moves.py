"""How :class:`~lastyard.analyses.moves.Moves` looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lastyard.analyses.moves import Account, Moves
from lastyard.conflict import CONCEPTS, Concept, Explanation, Step, Temptation
from lastyard.views.blocks import Block, Heading, Items, Paragraph, Table, Title
from lastyard.views.common import head_json, title_of
from lastyard.views.moves_words import (
    CONCEPT_NAMES,
    path_json,
    state_in_words,
    taken_in_words,
    who,
)
from lastyard.views.why import method_blocks
from lastyard.views.wording import count_of, joined, joined_some

__all__ = ["METHOD", "moves_blocks", "moves_json", "moves_why"]

METHOD = (
    "Graph model for conflict resolution (Fang, Hipel and Kilgour 1993): a state is an equilibrium "
    "if every move that would improve somebody's own lot is deterred.",
    "Nash: there is no such move. Seq: the others can respond, by moves that improve their own "
    "lot, so that it ends no better off. Gmr: they can respond so by any moves. Smr: the same, and "
    "it cannot escape by another move of its own.",
    "An equilibrium is no forecast: it says that nobody who thinks in this way would leave, given "
    "these preferences.",
)
_MOST_IN_TABLE = 40
_MOST_STATES_IN_JSON = 100_000


def moves_blocks(result: Moves) -> list[Block]:
    """Describe the equilibria, why each is stable, and what can be reached from now."""
    conflict = result.conflict
    makers = joined(who(result, i) for i in range(len(conflict.decision_makers)))
    title = title_of(result.case, result.day) if result.case else Title(result.title)
    blocks: list[Block] = [
        title,
        Paragraph(
            f"{count_of(conflict.size, 'state')}, moves of {makers}. Responses counted: "
            f"{result.reading}."
        ),
    ]
    if result.unknown:
        names = joined(result.names.get(name, name) for name in result.unknown)
        blocks.append(
            Paragraph(
                f"What {names} would prefer is not fully known. An equilibrium here is one however "
                "unknown preferences are taken (four ways); a ? marks a state that is one under "
                "some of them only."
            )
        )
    if result.notes:
        blocks += [Heading("Left out of the file"), Items([(note,) for note in result.notes])]
    blocks += _table(result)
    if result.accounts:
        blocks.append(Heading("Why each is stable"))
        blocks += [Items([_account(result, account) for account in result.accounts])]
    shown = len(result.accounts)
    if shown < len(result.any_equilibria):
        blocks.append(
            Paragraph(f"{len(result.any_equilibria) - shown:,} equilibria are not explained here.")
        )
    return [*blocks, *_from_now(result), *_further(result)]


def _further(result: Moves) -> list[Block]:
    """Describe what was asked for besides, and what no deal is worth."""
    blocks: list[Block] = []
    if result.joint is not None or result.wanted is not None:
        from lastyard.views.moves_further import joint_blocks, wanted_blocks  # noqa: PLC0415

        blocks += joint_blocks(result, result.joint) if result.joint else []
        blocks += wanted_blocks(result, result.wanted) if result.wanted else []
    if result.no_deal is not None:
        from lastyard.views.no_deal import no_deal_blocks  # noqa: PLC0415

        blocks += no_deal_blocks(result.no_deal)
    return blocks


def _table(result: Moves) -> list[Block]:
    found = sorted({s for states in result.possible.values() for s in states})
    if not found:
        return [Paragraph("There is no equilibrium: from every state somebody would move.")]
    rows = [
        (
            result.conflict.states[state],
            *(_mark(result, concept, state) for concept in CONCEPTS),
            taken_in_words(result, state),
        )
        for state in found[:_MOST_IN_TABLE]
    ]
    heads = ("state", *(CONCEPT_NAMES[concept] for concept in CONCEPTS), "what is done")
    blocks: list[Block] = [
        Heading("Where things could come to rest", count_of(len(found), "state")),
        Table(heads, rows, caption="Equilibria by kind of stability"),
    ]
    if len(found) > _MOST_IN_TABLE:
        blocks.append(Paragraph(f"and {len(found) - _MOST_IN_TABLE:,} more."))
    return blocks


def _mark(result: Moves, concept: Concept, state: int) -> str:
    if state in result.equilibria[concept]:
        return "yes"
    return "?" if state in result.possible[concept] else "-"


def _account(result: Moves, account: Account) -> tuple[str, ...]:
    lines = [f"{state_in_words(result, account.state)}: {CONCEPT_NAMES[account.concept]}"]
    quiet = [e for e in account.explanations if not e.temptations]
    if quiet:
        names = joined(who(result, e.decision_maker) for e in quiet)
        verb = "has" if len(quiet) == 1 else "have"
        lines.append(
            f"{names} {verb} no move of {'its' if len(quiet) == 1 else 'their'} own to a better state"
        )
    for explanation in account.explanations:
        lines += [_temptation(result, explanation, t) for t in explanation.temptations]
    return tuple(lines)


def _temptation(result: Moves, explanation: Explanation, found: Temptation) -> str:
    name = who(result, explanation.decision_maker)
    start = f"if {name} moves to {state_in_words(result, found.target)}"
    if found.sanction is None:
        return f"{start}, nothing deters it"
    words = f"{start}, {_path(result, found.path)}, which {name} likes no better than staying"
    if explanation.concept == "smr":
        words += f", and from there {name} has no move to anything better either"
    return words


def _path(result: Moves, path: Sequence[Step]) -> str:
    first, *rest = (f"{who(result, s.mover)} {{}} {state_in_words(result, s.state)}" for s in path)
    told = [first.format("answers by moving to"), *(each.format("then moves to") for each in rest)]
    return joined(told)


def _from_now(result: Moves) -> list[Block]:
    found = result.status_quo
    if found is None:
        return []
    lines = []
    for state in result.any_equilibria[:_MOST_IN_TABLE]:
        name = state_in_words(result, state)
        if state == found.start:
            lines.append(f"{name}: it holds now")
        elif state in found.by_improvements:
            steps = found.by_improvements[state]
            lines.append(
                f"{name}: by moves that each improve the mover's own lot, {_steps(result, steps)}"
            )
        elif state in found.by_moves:
            steps = found.by_moves[state]
            lines.append(
                f"{name}: only if somebody moves against its own interest, {_steps(result, steps)}"
            )
        else:
            lines.append(f"{name}: cannot be reached any more")
    return [
        Heading("From where things stand", state_in_words(result, found.start)),
        Items([(line,) for line in lines]),
    ]


def _steps(result: Moves, steps: Sequence[Step]) -> str:
    told = [f"{who(result, s.mover)} to {result.conflict.states[s.state]}" for s in steps]
    return joined_some(told, 6)


def moves_why(result: Moves) -> list[Block]:
    """Describe what the answer rests on: options, preferences, source, and the method."""
    blocks: list[Block] = []
    moves = result.case.moves if result.case else None
    if moves is not None and result.case is not None:
        lines = []
        if moves.source is not None:
            source = result.case.source(moves.source)
            told = (source.title, source.publisher, source.url)
            lines.append(f"source {source.id}: {', '.join(text for text in told if text)}")
        else:
            lines.append("no source given")
        lines += [" ".join(moves.note.split())] if moves.note else []
        blocks += [Heading("What this rests on"), Items([(line,) for line in lines])]
    options = [
        (f"{who(result, i)}: {joined(names)}",)
        for i, id in enumerate(result.conflict.decision_makers)
        if (names := _options_of(result, id))
    ]
    if options:
        blocks += [Heading("What each can do alone"), Items(options)]
    return [*blocks, *method_blocks(_method(result))]


def _method(result: Moves) -> list[str]:
    told = list(METHOD)
    if result.joint is not None or result.wanted is not None:
        from lastyard.views.moves_further import METHOD as FURTHER  # noqa: PLC0415

        told += [
            text
            for text, asked in zip(FURTHER, (result.joint, result.wanted), strict=True)
            if asked
        ]
    if result.no_deal is not None:
        from lastyard.views.no_deal import METHOD as NO_DEAL  # noqa: PLC0415

        told += NO_DEAL
    return told


def _options_of(result: Moves, maker: str) -> list[str]:
    moves = result.case.moves if result.case else None
    ends = {None: "", "taken": " (cannot be undone)", "left": " (once given up, gone)"}
    options = moves.options if moves else ()
    return [o.name + ends[o.irreversible] for o in options if o.owner == maker]


def moves_json(result: Moves) -> dict[str, Any]:
    """Return the machine-readable form; of very large models only the equilibria's states."""
    conflict = result.conflict
    all_of_them = conflict.size <= _MOST_STATES_IN_JSON
    listed = range(conflict.size) if all_of_them else result.any_equilibria
    return {
        **head_json(result.title, result.day),
        "decision_makers": list(conflict.decision_makers),
        "options": list(result.graph.options),
        "reading": result.reading,
        "states": {conflict.states[s]: result.graph.labels[s] for s in listed},
        "states_complete": all_of_them,
        "equilibria": {c: [conflict.states[s] for s in result.equilibria[c]] for c in CONCEPTS},
        "possible": {c: [conflict.states[s] for s in result.possible[c]] for c in CONCEPTS},
        "unknown_preferences": list(result.unknown),
        "accounts": [_account_json(result, account) for account in result.accounts],
        "status_quo": _from_now_json(result),
        "notes": list(result.notes),
        **_further_json(result),
    }


def _further_json(result: Moves) -> dict[str, Any]:
    from lastyard.views.moves_further import joint_json, wanted_json  # noqa: PLC0415

    found: dict[str, Any] = {
        "coalitions": joint_json(result, result.joint),
        "wanted": wanted_json(result, result.wanted),
        "no_deal": None,
    }
    if result.no_deal is not None:
        # It brings the values of parties, and with them a solver, which few moves need.
        from lastyard.views.no_deal import no_deal_json  # noqa: PLC0415

        found["no_deal"] = no_deal_json(result.no_deal)
    return found


def _account_json(result: Moves, account: Account) -> dict[str, Any]:
    states, makers = result.conflict.states, result.conflict.decision_makers
    return {
        "state": states[account.state],
        "concept": account.concept,
        "temptations": [
            {
                "decision_maker": makers[explanation.decision_maker],
                "to": states[found.target],
                "sanction": None if found.sanction is None else states[found.sanction],
                "path": path_json(result, found.path),
            }
            for explanation in account.explanations
            for found in explanation.temptations
        ],
    }


def _from_now_json(result: Moves) -> dict[str, Any] | None:
    found = result.status_quo
    if found is None:
        return None
    states = result.conflict.states
    return {
        "state": states[found.start],
        "by_improvements": {
            states[s]: path_json(result, path) for s, path in sorted(found.by_improvements.items())
        },
        "by_moves": {
            states[s]: path_json(result, path) for s, path in sorted(found.by_moves.items())
        },
        "unreachable": [states[s] for s in found.unreachable],
    }
