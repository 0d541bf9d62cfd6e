"""The states and moves of a conflict as a picture, with the equilibria marked.

Rows are how many moves away from the state that holds now (or, where none is given, how many
options are taken). Arrows are moves that improve the mover's own lot; a party has a colour
and a way of dashing. An equilibrium has a double border and says of which kind it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from lastyard.answers.moves import Moves
from lastyard.conflict import CONCEPTS, EXTENSIONS
from lastyard.show.escaping import shortened, xml_text
from lastyard.show.moves import CONCEPT_NAMES, state_in_words, taken_in_words, who
from lastyard.show.pictures.svg import COLOURS, frame, label, ordered
from lastyard.show.words import count_of, joined, joined_some

__all__ = ["moves_svg"]

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
        parts.append(label(x + width / 2, y + height + 15, kinds, _small("middle")))
    if now:
        parts.append(label(x + width / 2, y - 6, "now", _small("middle")))
    parts += [
        label(x + width / 2, y + 20, shortened(name, 16), 'text-anchor="middle"'),
        label(x + width / 2, y + 36, second, _small("middle")),
        "</g>",
    ]
    return "".join(parts)


def _small(anchor: str) -> str:
    return f'class="small note" text-anchor="{anchor}"'


def _kinds(result: Moves, state: int) -> str:
    names = []
    for concept in CONCEPTS:
        if state in result.possible[concept]:
            sure = state in result.equilibria[concept]
            names.append(CONCEPT_NAMES[concept] + ("" if sure else "?"))
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
