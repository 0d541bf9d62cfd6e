"""The frontier and the fair packages as an SVG picture that needs nothing else.

Two parties: a scatter of the points, with the disagreement values as lines. Otherwise one
axis a party, with a line per point. Every mark has a ``<title>`` that browsers show and
screen readers read; all words of a case are escaped.

Example:
    >>> text_element(3, 4, "<b>")
    '<text x="3.0" y="4.0">&lt;b&gt;</text>'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from xml.sax.saxutils import escape

from lastyard.analyses.solutions import FairPackage, Solutions
from lastyard.views.solutions import WORDS, points_in_words
from lastyard.views.wording import joined, package_in_words

__all__ = ["safe", "solutions_svg", "text_element"]

_WIDTH, _HEIGHT = 720, 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 210, 60, 60
_MOST_MARKS = 2_000
# Okabe and Ito's colours, told apart by most colour-blind people.
_COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"]
_STYLE = (
    "text{font:13px sans-serif;fill:#222}.small{font-size:11px;fill:#555}"
    ".axis{stroke:#888}.least{stroke:#888;stroke-dasharray:5 4}"
    ".point{fill:#999}.line{fill:none;stroke:#bbb}.mark{stroke:#fff}"
)


def solutions_svg(result: Solutions) -> str:
    """Draw a result as the text of an SVG file."""
    named = _marks(result)
    drawn = _scatter(result, named) if len(result.parties) == 2 else _parallel(result, named)
    described = (
        f"{result.points:,} undominated combinations of values"
        if result.points
        else f"No package is acceptable: {result.reason}"
    )
    some = _thinned(result)
    if len(some) < result.points:
        described += f"; {len(some):,} of them are drawn"
    head = f"{result.case.title}: efficient and fair packages"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
            f"<title>{safe(head)}</title>",
            f"<desc>{safe(described)}</desc>",
            f"<style>{_STYLE}</style>",
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
            text_element(20, 26, _short(result.case.title, 90)),
            text_element(20, 44, _short(described, 110), 'class="small"'),
            *drawn,
            *_legend(named),
            "</svg>",
            "",
        ]
    )


def text_element(x: float, y: float, text: str, attributes: str = "") -> str:
    """Return an escaped text element."""
    more = f" {attributes}" if attributes else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{safe(text)}</text>'


_Marks = Sequence[tuple[Sequence[FairPackage], str]]


def _marks(result: Solutions) -> _Marks:
    """Return the solutions that share a package, and the colour of their mark."""
    shared: dict[tuple[Fraction, ...], list[FairPackage]] = {}
    for each in result.fair:
        if each.package is not None:
            shared.setdefault(tuple(each.values.values()), []).append(each)
    return [(each, _COLOURS[k]) for k, each in enumerate(shared.values())]


def _thinned(result: Solutions) -> Sequence[Mapping[str, Fraction]]:
    points = [point.values for point in result.frontier]
    step = max(1, -(-len(points) // _MOST_MARKS))
    return points[::step]


def _scales(result: Solutions) -> dict[str, tuple[float, float]]:
    """Return per party the lowest and highest number to be drawn."""
    scales = {}
    for party in result.parties:
        numbers = [float(values[party.id]) for values in _thinned(result)]
        numbers += [float(each.values[party.id]) for each in result.fair if each.values]
        least = result.disagreement[party.id].value
        numbers += [] if least is None else [float(least)]
        low, high = (min(numbers), max(numbers)) if numbers else (0.0, 1.0)
        margin = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
        scales[party.id] = (low - margin, high + margin)
    return scales


def _scatter(result: Solutions, named: _Marks) -> list[str]:
    first, second = result.parties
    scales = _scales(result)
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    def x(number: Fraction) -> float:
        return _LEFT + _share(number, scales[first.id]) * (right - _LEFT)

    def y(number: Fraction) -> float:
        return bottom - _share(number, scales[second.id]) * (bottom - _TOP)

    drawn = [
        f'<path class="axis" fill="none" d="M{_LEFT} {_TOP}V{bottom}H{right}"/>',
        text_element((_LEFT + right) / 2, _HEIGHT - 18, f"points of {_short(first.name, 40)}",
                     'text-anchor="middle"'),
        text_element(-(_TOP + bottom) / 2, 24, f"points of {_short(second.name, 40)}",
                     'text-anchor="middle" transform="rotate(-90)"'),
        *_ticks(scales[first.id], lambda n: (x(n), bottom + 18.0), 'text-anchor="middle"'),
        *_ticks(scales[second.id], lambda n: (_LEFT - 8.0, y(n) + 4), 'text-anchor="end"'),
    ]  # fmt: skip
    for party, across in ((first, True), (second, False)):
        own = result.disagreement[party.id]
        if own.value is None:
            continue
        told = f"{party.name}: no agreement is worth {points_in_words(own.value)} ({own.basis})"
        ends = (
            f'x1="{x(own.value):.1f}" x2="{x(own.value):.1f}" y1="{_TOP}" y2="{bottom}"'
            if across
            else f'y1="{y(own.value):.1f}" y2="{y(own.value):.1f}" x1="{_LEFT}" x2="{right}"'
        )
        drawn.append(f'<line class="least" {ends}><title>{safe(told)}</title></line>')
    for values in _thinned(result):
        drawn.append(
            f'<circle class="point" cx="{x(values[first.id]):.1f}" cy="{y(values[second.id]):.1f}" '
            f'r="3.5"><title>{safe(_worth(result, values))}</title></circle>'
        )
    for each, colour in named:
        values = each[0].values
        drawn.append(
            f'<circle class="mark" fill="{colour}" cx="{x(values[first.id]):.1f}" '
            f'cy="{y(values[second.id]):.1f}" r="8">'
            f"<title>{safe(_told(result, each))}</title></circle>"
        )
    return drawn


def _parallel(result: Solutions, named: _Marks) -> list[str]:
    scales = _scales(result)
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    gap = (right - _LEFT) / max(1, len(result.parties) - 1)
    place = {party.id: _LEFT + k * gap for k, party in enumerate(result.parties)}

    def y(id: str, number: Fraction) -> float:
        return bottom - _share(number, scales[id]) * (bottom - _TOP - 20)

    def path(values: Mapping[str, Fraction]) -> str:
        return "M" + "L".join(f"{place[id]:.1f} {y(id, values[id]):.1f}" for id in place)

    drawn = []
    for party in result.parties:
        at, (low, high) = place[party.id], scales[party.id]
        drawn += [
            f'<line class="axis" x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP + 20}" y2="{bottom}"/>',
            text_element(at, bottom + 18, _short(party.name, max(6, int(gap / 8))),
                         'text-anchor="middle"'),
            text_element(at, _TOP + 14, f"{high:.4g}", 'class="small" text-anchor="middle"'),
            text_element(at, bottom + 34, f"{low:.4g}", 'class="small" text-anchor="middle"'),
        ]  # fmt: skip
        own = result.disagreement[party.id]
        if own.value is not None:
            height = y(party.id, own.value)
            told = f"{party.name}: no agreement is worth {points_in_words(own.value)} ({own.basis})"
            drawn.append(
                f'<line class="least" x1="{at - 12:.1f}" x2="{at + 12:.1f}" y1="{height:.1f}" '
                f'y2="{height:.1f}"><title>{safe(told)}</title></line>'
            )
    for values in _thinned(result):
        drawn.append(
            f'<path class="line" d="{path(values)}">'
            f"<title>{safe(_worth(result, values))}</title></path>"
        )
    for each, colour in named:
        drawn.append(
            f'<path fill="none" stroke="{colour}" stroke-width="3" '
            f'd="{path(each[0].values)}"><title>{safe(_told(result, each))}</title></path>'
        )
    return drawn


def _ticks(
    scale: tuple[float, float], place: Callable[[Fraction], tuple[float, float]], anchor: str
) -> list[str]:
    low, high = scale
    numbers = [low + (high - low) * share for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    return [
        text_element(*place(Fraction(number)), f"{number:.4g}", f'class="small" {anchor}')
        for number in numbers
    ]


def _legend(named: _Marks) -> list[str]:
    drawn, at = [], _TOP + 20
    for each, colour in named:
        drawn.append(
            f'<rect x="{_WIDTH - 190}" y="{at - 10}" width="12" height="12" fill="{colour}"/>'
        )
        for solution in each:
            drawn.append(text_element(_WIDTH - 170, at, WORDS[solution.name]))
            at += 18
        at += 8
    return drawn


def _share(number: Fraction, scale: tuple[float, float]) -> float:
    return (float(number) - scale[0]) / (scale[1] - scale[0])


def _worth(result: Solutions, values: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{p.name} {points_in_words(values[p.id])}" for p in result.parties)


def _told(result: Solutions, each: Sequence[FairPackage]) -> str:
    names = joined([WORDS[solution.name] for solution in each])
    package = package_in_words(result.case, each[0].package or {})
    return f"{names}: {_worth(result, each[0].values)} ({package})"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "\u2026"


def safe(text: str) -> str:
    """Escape, and leave out what no XML file may hold."""
    kept = "".join(c for c in text if c in "\t\n" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe"
                   or c > "\uffff")  # fmt: skip
    return escape(kept, {'"': "&quot;"})
