"""Parts of pictures: a frame that reads on light and dark pages, escaped words, and a layout of states.

Colours are Okabe and Ito's, darkened where needed so that marks stand out by 3 to 1 and words
by 4.5 to 1 on both papers; no colour carries a meaning alone.

Example:
    >>> label(3, 4, "<b>")
    '<text x="3.0" y="4.0">&lt;b&gt;</text>'
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from lastyard.show.html import xml_text

__all__ = ["COLOURS", "frame", "label", "ordered"]

COLOURS = ("#2b7bba", "#d55e00", "#1a8f6e", "#b85c93", "#94761a", "#767676")

_STYLE = (
    ".ly{--paper:#fff;--ink:#1b1b1b;--soft:#595959;--line:#767676;--grid:#e0e0e0}"
    "@media (prefers-color-scheme:dark)"
    "{.ly{--paper:#17181b;--ink:#f2f2f2;--soft:#b9b9b9;--line:#8e8e8e;--grid:#3a3a3a}}"
    "@media print{.ly{--paper:#fff;--ink:#1b1b1b;--soft:#595959;--line:#767676;--grid:#e0e0e0}}"
    ".ly text{font:13px system-ui,sans-serif;fill:var(--ink)}.ly .head{font-size:15px;"
    "font-weight:600}.ly .small{font-size:11.5px;fill:var(--soft)}"
)


def frame(
    kind: str,
    size: tuple[float, float],
    title: str,
    description: str,
    style: str,
    parts: Iterable[str],
) -> str:
    """Return a whole picture, which stands alone or inside a page beside others.

    Args:
        kind: What is drawn, in one word.
        size: Width and height of the drawing.
        title: What it shows, in a few words.
        description: The same for those who do not see it: all that matters in it.
        style: Further rules of CSS; each begins with ``.ly-`` and the kind, so that it holds here alone.
        parts: What is drawn.
    """
    width, height = size
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="ly ly-{kind}" viewBox="0 0 {width:.0f} '
            f'{height:.0f}" width="{width:.0f}" role="img" style="max-width:100%">',
            f"<title>{xml_text(title)}</title>",
            f"<desc>{xml_text(description)}</desc>",
            f"<style>{_STYLE}{style}</style>",
            f'<rect width="{width:.0f}" height="{height:.0f}" style="fill:var(--paper)"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def label(x: float, y: float, text: str, attributes: str = "") -> str:
    """Return an escaped text element."""
    more = f" {attributes}" if attributes else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{xml_text(text)}</text>'


_Node = TypeVar("_Node", bound=Hashable)
_SWEEPS = 8


def ordered(
    layers: Sequence[Sequence[_Node]], links: Iterable[tuple[_Node, _Node]]
) -> list[list[_Node]]:
    """Order the nodes of each layer so that links cross less.

    Rows are given; within each, states are moved to the mean place of their neighbours in the
    row before and after by turns (the barycentre heuristic of Sugiyama, Tagawa & Toda 1981).

    Args:
        layers: The nodes of each layer, in any order.
        links: Pairs of nodes that are joined, whichever way.

    Example:
        >>> ordered([["a", "b"], ["c", "d"]], [("a", "d"), ("b", "c")])
        [['a', 'b'], ['d', 'c']]
    """
    near: dict[_Node, list[_Node]] = {node: [] for layer in layers for node in layer}
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    found = [list(layer) for layer in layers]
    best, least = [list(layer) for layer in found], _crossings(found, near)
    for sweep in range(_SWEEPS):
        rows = range(1, len(found)) if sweep % 2 == 0 else range(len(found) - 2, -1, -1)
        for row in rows:
            before = found[row - 1 if sweep % 2 == 0 else row + 1]
            place = {node: _share(k, before) for k, node in enumerate(before)}
            mean = {}
            for k, node in enumerate(found[row]):
                places = [place[other] for other in near[node] if other in place]
                mean[node] = sum(places) / len(places) if places else _share(k, found[row])
            found[row].sort(key=mean.__getitem__)
        crossings = _crossings(found, near)
        if crossings < least:
            best, least = [list(layer) for layer in found], crossings
    return best


def _share(k: int, layer: Sequence[_Node]) -> float:
    return (k + 0.5) / len(layer)


def _crossings(layers: Sequence[Sequence[_Node]], near: dict[_Node, list[_Node]]) -> int:
    count = 0
    for above, below in pairwise(layers):
        place = {node: k for k, node in enumerate(below)}
        ends = [(k, place[b]) for k, a in enumerate(above) for b in near[a] if b in place]
        count += sum(
            (a1 < a2 and b1 > b2) or (a1 > a2 and b1 < b2)
            for n, (a1, b1) in enumerate(ends)
            for a2, b2 in ends[n + 1 :]
        )
    return count
