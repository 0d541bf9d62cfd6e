"""Words for parties, states and moves that the views of ``moves`` share.

How :class:`~lastyard.answers.moves.Moves` looks.

How coalitions, and what a wanted state lacks, look in the answer of ``moves``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lastyard.answers.moves import Account, BrokenEquilibrium, JointMoves, Moves, Need, WantedState
from lastyard.conflict import CONCEPTS, Concept, Explanation, StabilisingRankings, Step, Temptation
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table, Title
from lastyard.show.why import method_blocks, title_of
from lastyard.show.words import count_of, joined, joined_some

__all__ = [
    "CONCEPT_NAMES",
    "METHOD",
    "METHOD_FURTHER",
    "joint_blocks",
    "moves_blocks",
    "moves_why",
    "state_in_words",
    "taken_in_words",
    "wanted_blocks",
    "who",
]

CONCEPT_NAMES: Mapping[Concept, str] = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ"}


def who(result: Moves, maker: int) -> str:
    """Return the name of a decision maker, for people."""
    id = result.conflict.decision_makers[maker]
    return result.names.get(id, id)


def taken_in_words(result: Moves, state: int) -> str:
    """Return what is done in a state; merged states tell what they have in common."""
    options = result.graph.options
    pattern = result.graph.labels[state]
    named = [
        result.names.get(o, o) for o, letter in zip(options, pattern, strict=True) if letter == "Y"
    ]
    return joined(named) or "nothing is done"


def state_in_words(result: Moves, state: int) -> str:
    """Name a state and say what is done in it."""
    return f"{result.conflict.states[state]} ({taken_in_words(result, state)})"


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
        pass

        blocks += joint_blocks(result, result.joint) if result.joint else []
        blocks += wanted_blocks(result, result.wanted) if result.wanted else []
    if result.no_deal is not None:
        from lastyard.show.packages_detail import no_deal_blocks  # noqa: PLC0415

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
        pass

        told += [
            text
            for text, asked in zip(METHOD_FURTHER, (result.joint, result.wanted), strict=True)
            if asked
        ]
    if result.no_deal is not None:
        from lastyard.show.packages_detail import METHOD_NO_DEAL as NO_DEAL  # noqa: PLC0415

        told += NO_DEAL
    return told


def _options_of(result: Moves, maker: str) -> list[str]:
    moves = result.case.moves if result.case else None
    ends = {None: "", "taken": " (cannot be undone)", "left": " (once given up, gone)"}
    options = moves.options if moves else ()
    return [o.name + ends[o.irreversible] for o in options if o.owner == maker]


METHOD_FURTHER = (
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
