"""How :class:`~lastyard.answers.moves.Moves` looks: in words, and as a picture of states and moves with the equilibria marked.

In the picture rows are how many moves away from the state that holds now (or, where none is given, how many
options are taken). Arrows are moves that improve the mover's own lot; a party has a colour
and a way of dashing. An equilibrium has a double border and says of which kind it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from lastyard.answers.moves import Account, BrokenEquilibrium, JointMoves, Moves, Need, WantedState
from lastyard.conflict import (
    CONCEPTS,
    EXTENSIONS,
    Concept,
    Explanation,
    StabilisingRankings,
    Step,
    Temptation,
)
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table, Title
from lastyard.show.html import xml_text
from lastyard.show.shared import method_blocks, title_of
from lastyard.show.svg import COLOURS, frame, label, ordered
from lastyard.show.words import count_of, joined, joined_some, shortened

__all__ = [
    "CONCEPT_NAMES",
    "METHOD",
    "METHOD_FURTHER",
    "joint_blocks",
    "moves_blocks",
    "moves_svg",
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
    return [
        title_of(result.case, result.day) if result.case else Title(result.title),
        *_preferences(result),
        *_table(result),
        *_accounts(result),
        *_from_now(result),
        *_further(result),
    ]


def _preferences(result: Moves) -> Iterator[Block]:
    """Describe who moves, and what is not known of what they prefer."""
    conflict = result.conflict
    makers = joined(who(result, i) for i in range(len(conflict.decision_makers)))
    states = count_of(conflict.size, "state")
    yield Paragraph(f"{states}, moves of {makers}. Responses counted: {result.reading}.")
    if result.unknown:
        names = joined(result.names.get(name, name) for name in result.unknown)
        yield Paragraph(
            f"What {names} would prefer is not fully known. An equilibrium here is one however "
            "unknown preferences are taken (four ways); a ? marks a state that is one under "
            "some of them only."
        )
    if result.notes:
        yield Heading("Left out of the file")
        yield Items([(note,) for note in result.notes])


def _accounts(result: Moves) -> Iterator[Block]:
    """Tell why equilibria are stable."""
    if result.accounts:
        yield Heading("Why each is stable")
        yield Items([_account(result, account) for account in result.accounts])
    rest = len(result.any_equilibria) - len(result.accounts)
    if rest > 0:
        yield Paragraph(f"{rest:,} equilibria are not explained here.")


def _further(result: Moves) -> Iterator[Block]:
    """Describe what was asked for besides, and what no deal is worth."""
    if result.joint:
        yield from joint_blocks(result, result.joint)
    if result.wanted:
        yield from wanted_blocks(result, result.wanted)
    if result.no_deal is not None:
        from lastyard.show.no_deal import no_deal_blocks  # noqa: PLC0415

        yield from no_deal_blocks(result.no_deal)


def _table(result: Moves) -> list[Block]:
    found = _stable(result)
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
    rest = len(found) - _MOST_IN_TABLE
    return [*blocks, Paragraph(f"and {rest:,} more.")] if rest > 0 else blocks


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
        if state == found.start:
            how = "it holds now"
        elif state in found.by_improvements:
            steps = _steps(result, found.by_improvements[state])
            how = f"by moves that each improve the mover's own lot, {steps}"
        elif state in found.by_moves:
            steps = _steps(result, found.by_moves[state])
            how = f"only if somebody moves against its own interest, {steps}"
        else:
            how = "cannot be reached any more"
        lines.append((f"{state_in_words(result, state)}: {how}",))
    heading = Heading("From where things stand", state_in_words(result, found.start))
    return [heading, Items(lines)]


def _steps(result: Moves, steps: Sequence[Step]) -> str:
    return joined_some([_step(result, step) for step in steps], 6)


def moves_why(result: Moves) -> list[Block]:
    """Describe what the answer rests on: options, preferences, source, and the method."""
    blocks: list[Block] = []
    moves = result.case.moves if result.case else None
    if moves is not None and result.case is not None:
        told = "no source given"
        if moves.source is not None:
            source = result.case.source(moves.source)
            parts = (source.title, source.publisher, source.url)
            told = f"source {source.id}: {', '.join(text for text in parts if text)}"
        lines = [(told,), *([(" ".join(moves.note.split()),)] if moves.note else [])]
        blocks += [Heading("What this rests on"), Items(lines)]
    options = [
        (f"{who(result, i)}: {joined(names)}",)
        for i, id in enumerate(result.conflict.decision_makers)
        if (names := _options_of(result, id))
    ]
    if options:
        blocks += [Heading("What each can do alone"), Items(options)]
    return [*blocks, *method_blocks(_method(result))]


def _method(result: Moves) -> list[str]:
    asked = zip(METHOD_FURTHER, (result.joint, result.wanted), strict=True)
    told = [*METHOD, *(text for text, was_asked in asked if was_asked)]
    if result.no_deal is not None:
        from lastyard.show.no_deal import METHOD_NO_DEAL  # noqa: PLC0415

        told += METHOD_NO_DEAL
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
    heading = Heading("Against parties that move together", "states nobody would leave")
    return [heading, Items(lines)]


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


def wanted_blocks(result: Moves, found: WantedState) -> Iterator[Block]:
    """Describe what a state lacks to be stable."""
    yield Heading("What would make it last", state_in_words(result, found.state))
    held = [CONCEPT_NAMES[c] for c in CONCEPTS if found.stable(c)]
    if held:
        yield Paragraph(f"It is an equilibrium already: {joined(held)}.")
    lines = []
    for concept in _SHOWN:
        needs = [_need(result, need) for need in found.needs[concept] if not need.stable]
        if needs:
            lines.append((f"for {CONCEPT_NAMES[concept]}", *needs))
    if lines:
        yield Items(lines)


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


_MOST_STATES = 40
_BOX = (164.0, 46.0)
_GAP = (34.0, 78.0)
_MARGIN, _TOP = 30.0, 74.0
_LINE = 20
_DASHES = ("", "7 4", "2 3", "10 3 2 3", "1 4", "12 5")

_STYLE = (
    ".ly-conflict .box{fill:var(--paper);stroke:var(--line)}.ly-conflict .stable{stroke:var(--ink);stroke-width:2.4}"
    ".ly-conflict .inner{fill:none;stroke:var(--ink);stroke-width:1}"
    ".ly-conflict .move{fill:none;stroke-width:1.8}"
    ".ly-conflict .note{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}"
)


@dataclass(frozen=True, slots=True)
class _Arrow:
    mover: int
    origin: int
    target: int
    unknown: bool


def moves_svg(result: Moves) -> str:
    """Draw a result as the text of an SVG file.

    Of more than 40 states only the equilibria, the one that holds now and those next to
    them are drawn, and the picture says so.
    """
    states = _drawn(result)
    arrows = _arrows(result, states)
    layers = ordered(_layers(result, states), [(a.origin, a.target) for a in arrows])
    widest = max((len(layer) for layer in layers), default=1)
    width = max(560.0, 2 * _MARGIN + widest * (_BOX[0] + _GAP[0]) - _GAP[0])
    places: dict[int, tuple[float, float]] = {}
    for row, layer in enumerate(layers):
        across = len(layer) * (_BOX[0] + _GAP[0]) - _GAP[0]
        # Rows of equal length would hide straight arrows behind boxes: shift every other one.
        shift = (row % 2) * 0.25 * _GAP[0]
        for k, state in enumerate(layer):
            x = (width - across) / 2 + k * (_BOX[0] + _GAP[0]) + shift
            places[state] = (x, _TOP + row * (_BOX[1] + _GAP[1]))
    bottom = _TOP + len(layers) * (_BOX[1] + _GAP[1]) - _GAP[1]
    legend = _legend(result, bottom + 34)
    left_out = result.conflict.size - len(states)
    told = f"{count_of(result.conflict.size, 'state')}; arrows: moves that improve the mover's lot"
    if left_out:
        told += f"; {left_out:,} states are not drawn"
    parts = [
        label(_MARGIN, 28, shortened(result.title, int(width / 9)), 'class="head"'),
        label(_MARGIN, 48, told, 'class="small"'),
        *(_arrow(result, arrow, places) for arrow in arrows),
        *(_state(result, state, places[state]) for state in states),
        *legend,
    ]
    height = bottom + 34 + _LINE * (len(result.conflict.decision_makers) + 2)
    title = f"{result.title}: states, moves and equilibria"
    return frame("conflict", (width, height), title, _described(result, told), _STYLE, parts)


def _drawn(result: Moves) -> list[int]:
    conflict = result.conflict
    if conflict.size <= _MOST_STATES:
        return list(range(conflict.size))
    now = [] if result.status_quo is None else [result.status_quo.start]
    first = list(dict.fromkeys([*now, *_stable(result)]))[:_MOST_STATES]
    found = dict.fromkeys(first)
    for state in first:
        for moves in conflict.moves:
            for target in moves.of(state).tolist():
                if len(found) < _MOST_STATES:
                    found[int(target)] = None
    return sorted(found)


def _stable(result: Moves) -> list[int]:
    return sorted({s for states in result.possible.values() for s in states})


def _layers(result: Moves, states: Sequence[int]) -> list[list[int]]:
    kept = set(states)
    if result.status_quo is None:
        level = {s: sum(letter == "Y" for letter in result.graph.labels[s]) for s in states}
    else:
        level = _distances(result, result.status_quo.start, kept)
        away = max(level.values()) + 1
        level |= {s: away for s in states if s not in level}
    rows = sorted(set(level.values()))
    return [[s for s in states if level[s] == row] for row in rows]


def _distances(result: Moves, start: int, kept: set[int]) -> dict[int, int]:
    found, queue = {start: 0}, deque([start])
    while queue:
        state = queue.popleft()
        for moves in result.conflict.moves:
            for target in moves.of(state).tolist():
                if target in kept and target not in found:
                    found[target] = found[state] + 1
                    queue.append(target)
    return found


def _arrows(result: Moves, states: Sequence[int]) -> list[_Arrow]:
    kept, conflict, found = set(states), result.conflict, []
    for mover, (moves, preference) in enumerate(
        zip(conflict.moves, conflict.preferences, strict=True)
    ):
        for state in states:
            for target in moves.of(state).tolist():
                better = preference.compare(target, state)
                if target in kept and (better is None or better > 0):
                    found.append(_Arrow(mover, state, int(target), better is None))
    return found


def _arrow(result: Moves, arrow: _Arrow, places: dict[int, tuple[float, float]]) -> str:
    (x1, y1), (x2, y2) = (_middle(places[s]) for s in (arrow.origin, arrow.target))
    away = hypot(x2 - x1, y2 - y1)
    # A bow to one side: moves there and back, and of several parties, stay apart.
    bow = 16 + 9 * (arrow.mover % 3) + (26 if abs(y1 - y2) < 1 and away > 260 else 0)
    cx, cy = (x1 + x2) / 2 - (y2 - y1) / away * bow, (y1 + y2) / 2 + (x2 - x1) / away * bow
    sx, sy = _edge((x1, y1), (cx, cy))
    ex, ey = _edge((x2, y2), (cx, cy))
    long = hypot(ex - cx, ey - cy) or 1.0
    ux, uy = (ex - cx) / long, (ey - cy) / long
    tip = (
        f"M{ex:.1f} {ey:.1f}L{ex - 9 * ux - 4.5 * uy:.1f} {ey - 9 * uy + 4.5 * ux:.1f}"
        f"L{ex - 9 * ux + 4.5 * uy:.1f} {ey - 9 * uy - 4.5 * ux:.1f}Z"
    )
    colour, dash = COLOURS[arrow.mover % len(COLOURS)], _DASHES[arrow.mover % len(_DASHES)]
    verb = "may like to move" if arrow.unknown else "would move"
    told = (
        f"{who(result, arrow.mover)} {verb} from {state_in_words(result, arrow.origin)} "
        f"to {state_in_words(result, arrow.target)}"
    )
    faint = ' opacity="0.55"' if arrow.unknown else ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    hollow = f'fill="{"none" if arrow.unknown else colour}"'
    return (
        f"<g{faint}><title>{xml_text(told)}</title>"
        f'<path class="move" stroke="{colour}"{dashes} '
        f'd="M{sx:.1f} {sy:.1f}Q{cx:.1f} {cy:.1f} {ex:.1f} {ey:.1f}"/>'
        f'<path {hollow} stroke="{colour}" d="{tip}"/></g>'
    )


def _middle(place: tuple[float, float]) -> tuple[float, float]:
    return place[0] + _BOX[0] / 2, place[1] + _BOX[1] / 2


def _edge(middle: tuple[float, float], towards: tuple[float, float]) -> tuple[float, float]:
    """Return where the line from a box's middle towards a point leaves the box."""
    dx, dy = towards[0] - middle[0], towards[1] - middle[1]
    reach = min(
        (_BOX[0] / 2 + 3) / abs(dx) if dx else 1e9, (_BOX[1] / 2 + 3) / abs(dy) if dy else 1e9
    )
    return middle[0] + dx * reach, middle[1] + dy * reach


def _state(result: Moves, state: int, place: tuple[float, float]) -> str:
    (x, y), (width, height) = place, _BOX
    kinds = _kinds(result, state)
    now = result.status_quo is not None and result.status_quo.start == state
    told = state_in_words(result, state)
    told += f"; equilibrium: {kinds}" if kinds else "; no equilibrium"
    told += "; holds now" if now else ""
    name = result.conflict.states[state]
    second = shortened(taken_in_words(result, state), 24)
    box = f'x="{x:.1f}" y="{y:.1f}" width="{width}" height="{height}" rx="6"'
    parts = [
        f"<g><title>{xml_text(told)}</title>",
        f'<rect class="box{" stable" if kinds else ""}" {box}/>',
    ]
    if kinds:
        inner = f'x="{x + 4:.1f}" y="{y + 4:.1f}" width="{width - 8}" height="{height - 8}" rx="4"'
        parts.append(f'<rect class="inner" {inner}/>')
        parts.append(label(x + width / 2, y + height + 15, kinds, _SMALL))
    if now:
        parts.append(label(x + width / 2, y - 6, "now", _SMALL))
    parts += [
        label(x + width / 2, y + 20, shortened(name, 16), 'text-anchor="middle"'),
        label(x + width / 2, y + 36, second, _SMALL),
        "</g>",
    ]
    return "".join(parts)


_SMALL = 'class="small note" text-anchor="middle"'


def _kinds(result: Moves, state: int) -> str:
    marks = {c: _mark(result, c, state) for c in CONCEPTS}
    names = [CONCEPT_NAMES[c] + ("?" if m == "?" else "") for c, m in marks.items() if m != "-"]
    return ", ".join(names)


def _legend(result: Moves, top: float) -> list[str]:
    parts = []
    for k in range(len(result.conflict.decision_makers)):
        y = top + k * _LINE
        colour, dash = COLOURS[k % len(COLOURS)], _DASHES[k % len(_DASHES)]
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(
            f'<path class="move" stroke="{colour}"{dashes} d="M{_MARGIN} {y - 4}h44"/>'
            f'<path fill="{colour}" d="M{_MARGIN + 52} {y - 4}l-9 -4.5v9z"/>'
        )
        parts.append(label(_MARGIN + 62, y, f"move of {who(result, k)}"))
    y = top + len(result.conflict.decision_makers) * _LINE
    note = "double border: equilibrium, of the kinds written below it"
    if result.unknown:
        note += (
            f"; faint or ?: only under some of the {len(EXTENSIONS)} readings of what is unknown"
        )
    return [*parts, label(_MARGIN, y, note, 'class="small"')]


def _described(result: Moves, told: str) -> str:
    stable = [f"{state_in_words(result, s)} ({_kinds(result, s)})" for s in _stable(result)]
    makers = joined(who(result, k) for k in range(len(result.conflict.decision_makers)))
    return f"{told}. Parties: {makers}. Equilibria: {joined_some(stable, 12) or 'none'}."
