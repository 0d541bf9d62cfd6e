"""How :class:`~lastyard.answers.solutions.Solutions` looks: in sentences and tables, as lines of a file, and as a picture.

The picture needs nothing else. Two axes: a scatter of the points, with the least acceptable values as lines. Otherwise one
axis a party, with a line per point. What a mark says stands in its ``<title>``, which
browsers show, and all of it once more in the ``<desc>``, which screen readers read. Marks
differ by letter and by colour. The colours follow the reader's light or dark setting and
keep a contrast of 4.5 for text and 3 for marks. All words are escaped, and the style holds
for this picture only, so that it can stand inside a page.

Example:
    >>> list(lines_of(["i"], ["ann"], iter([(["x, y"], [1.5])]), "csv"))
    ['i,ann\\n', '"x, y",1.5\\n']
    >>> axes = [Axis("Ann", "points of Ann", 0, 10), Axis("Bob", "points of Bob", 0, 5)]
    >>> svg = drawn(Drawing("Talks", "2 points", axes, [((1, 5), "a"), ((9, 2), "b")], []))
    >>> svg.count("<circle"), svg.startswith("<svg ")
    (2, True)
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeVar

from lastyard.answers.solutions import FairPackage, Solutions
from lastyard.case.model import Party
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.show.html import xml_text
from lastyard.show.marks import cite_all
from lastyard.show.shared import needs_all, title_of, why_blocks
from lastyard.show.svg import frame, label
from lastyard.show.words import count_of, joined, number_in_words, package_in_words, shortened
from lastyard.showing import json_text, spreadsheet_cell

if TYPE_CHECKING:
    from lastyard.answers.packages.fair import Efficient
    from lastyard.answers.packages.result import Packages

__all__ = [
    "METHOD",
    "SHOWN_POINTS",
    "WORDS",
    "Axis",
    "Drawing",
    "Kind",
    "Mark",
    "drawn",
    "efficient_svg",
    "fair_blocks",
    "frontier_blocks",
    "frontier_lines",
    "frontier_table",
    "lines_of",
    "more_points",
    "points_in_words",
    "solutions_blocks",
    "solutions_picture",
    "solutions_svg",
    "solutions_why",
]

WORDS: Mapping[str, str] = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "leximin": "leximin",
    "utilitarian": "utilitarian",
    "relative_welfare": "relative welfare",
    "most_equal": "most equal",
}

METHOD = (
    "A package is worth, to a party, the sum of the points that it gave. Only packages count that "
    "the rules allow and that give every party that decides its reservation value.",
    "Frontier: the packages that no other beats for one party without being worse for another, "
    "folded together from the issues on exact numbers.",
    "Nash: the largest product of gains (Nash 1950). Kalai-Smorodinsky: the largest smallest share "
    "of the most that each could gain, then the next smallest (Kalai and Smorodinsky 1975). "
    "Relative welfare: the largest sum of these shares. These three do not depend on the scale of "
    "any party's points.",
    "Egalitarian: the largest smallest gain (Kalai 1977); leximin: then the second smallest, and so "
    "on. Utilitarian: the largest sum of points. Most equal: the point of the frontier where the "
    "points differ least. These four compare points of different parties, which means something "
    "only if they gave them on one scale.",
    "Each was found without listing the packages; the bound proves that no acceptable package does "
    "better. The points are taken as given: whether a party would accept is not known.",
)

SHOWN_POINTS = 200


def solutions_blocks(result: Solutions) -> list[Block]:
    """Describe the frontier in a sentence and the fair packages in a table."""
    return [title_of(result.case, result.day), *fair_blocks(result)]


def fair_blocks(result: Solutions) -> list[Block]:
    """Describe the same without the title, as a part of another answer."""
    blocks: list[Block] = [Paragraph(_counts(result))]
    if not needs_all(result.case.agreement, [party.id for party in result.parties]):
        blocks.append(
            Paragraph(
                f"Counted here: packages that give all of {_names(result)} their reservation "
                "values; the agreement rule needs fewer."
            )
        )
    if not result.points:
        return [*blocks, Paragraph(f"No package is acceptable: {result.reason}.")]
    return [*blocks, *_disagreements(result), *_fair(result)]


def _names(result: Solutions) -> str:
    return joined([party.name for party in result.parties])


def _counts(result: Solutions) -> str:
    text = (
        f"{count_of(len(result.parties), 'party', 'parties')} gave points; "
        f"{count_of(result.packages_allowed, 'package')} allowed by the rules."
    )
    if not result.points:
        return text
    points = count_of(result.points, "undominated combination of values", "undominated "
                      "combinations of values")  # fmt: skip
    if any(each.basis == "reservation" for each in result.disagreement.values()):
        points += " that give every party its reservation value"
    if result.exact:
        return f"{text} The frontier has exactly {points}."
    misses = ", ".join(
        f"{result.epsilon[party.id]:.3g} for {party.name}" for party in result.parties
    )
    return (
        f"{text} The frontier shown is an approximation with {points}: {result.reason}. No "
        f"acceptable package is missed by more than {misses}."
    )


_COUNTED_FROM = {
    "reservation": "{party} {value} (its reservation value)",
    "status quo": "{party} {value} (no reservation value was stated; what the status quo is worth to it)",
    "asked": "{party} {value} (as asked)",
    "below everything": "{party}: none (every package is better than no deal)",
    "unknown": "{party}: unknown (no reservation value was stated; every package is taken as acceptable to it)",
}


def _disagreements(result: Solutions) -> list[Block]:
    told = []
    for party in result.parties:
        own = result.disagreement[party.id]
        value = "" if own.value is None else points_in_words(own.value)
        told.append(_COUNTED_FROM[own.basis].format(party=party.name, value=value))
    return [Paragraph(f"Gains are counted from: {'; '.join(told)}.")]


def _fair(result: Solutions) -> list[Block]:
    letters: dict[tuple[tuple[str, int], ...], str] = {}
    rows, notes = [], []
    for each in result.fair:
        if each.package is None:
            notes.append(f"{WORDS[each.name]}: {each.note}.")
            continue
        letter = letters.setdefault(tuple(each.package.positions.items()), _letter(len(letters)))
        values = [points_in_words(each.values[party.id]) for party in result.parties]
        rows.append([WORDS[each.name], letter, *values])
        notes += _remarks(each)
    # Several solutions may share one remark.
    told = [Paragraph(note) for note in dict.fromkeys(notes)]
    if not rows:
        return [*told]
    header = ["solution", "package", *(party.name for party in result.parties)]
    named = [(f"{letters[p]}: {package_in_words(result.case, p)}",) for p in letters]
    return [
        Heading("Fair packages", "points"),
        Table(header, rows, "What each solution's package is worth to each party"),
        Items(named),
        *told,
    ]


def _remarks(each: FairPackage) -> Iterator[str]:
    name = WORDS[each.name]
    if each.note:
        yield f"{name}: {each.note}."
    if not each.exact and each.name != "most_equal" and each.bound is not None:
        yield (
            f"{name}: the search was stopped; what it maximises is "
            f"{each.objective:.6g} here and at most {each.bound:.6g} anywhere."
        )
    if each.breaks:
        yield f"{name}: the package breaks {joined(cite_all(each.breaks))}."


def frontier_blocks(result: Solutions, shown: int = SHOWN_POINTS) -> list[Block]:
    """Describe the points of the frontier."""
    if not result.points:
        return []
    rows = [
        [
            str(number),
            *(points_in_words(point.values[party.id]) for party in result.parties),
            package_in_words(result.case, point.package),
            number_in_words(point.packages),
        ]
        for number, point in enumerate(result.frontier[:shown], 1)
    ]
    remark = f"best for {result.parties[0].name} first"
    return [
        Heading("Efficient packages", remark),
        frontier_table(result.parties, rows, "The Pareto frontier"),
        *more_points(result.points - len(rows)),
    ]


def frontier_table(parties: Iterable[Party], rows: list[list[str]], caption: str) -> Table:
    """Return the points of a frontier as a table: values, one package, how many there are."""
    return Table(["", *(party.name for party in parties), "one package", "packages"], rows, caption)


def more_points(number: int) -> list[Block]:
    """Return how many points are left out, if any."""
    if number <= 0:
        return []
    left = number_in_words(number)
    return [Paragraph(f"and {left} more points; `--json` and `--listed` give more.")]


def points_in_words(number: Fraction) -> str:
    """Write points with up to six significant digits."""
    return f"{float(number):.6g}"


def solutions_why(result: Solutions) -> tuple[Block, ...]:
    """Return what it rests on."""
    return why_blocks(result.case, result.day, result.statements, METHOD)


Kind = Literal["csv", "jsonl"]


def frontier_lines(result: Solutions, kind: Kind) -> Iterator[str]:
    """Yield the lines: of JSON, an object with ``package`` and ``values`` each; or of CSV."""
    issues = result.case.issues
    rows = (
        ([package[issue.id] for issue in issues], list(values.values()))
        for package, values in result.everything()
    )
    ids = [party.id for party in result.parties]
    return lines_of([issue.id for issue in issues], ids, rows, kind)


def lines_of(
    issues: Sequence[str],
    parties: Sequence[str],
    rows: Iterable[tuple[Sequence[str], Sequence[float]]],
    kind: Kind,
) -> Iterator[str]:
    """Yield lines of plain names and numbers.

    Args:
        issues: The issues; in CSV, columns.
        parties: The parties; in CSV, further columns.
        rows: Per point the options and the values.
        kind: The kind of file.
    """
    if kind == "csv":
        yield _comma_separated([*issues, *parties])
    for options, values in rows:
        if kind == "csv":
            yield _comma_separated([*options, *values])
            continue
        content = {
            "package": dict(zip(issues, options, strict=True)),
            "values": dict(zip(parties, values, strict=True)),
        }
        yield json_text(content) + "\n"


def _comma_separated(cells: Sequence[object]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(
        [spreadsheet_cell(c) if isinstance(c, str) else c for c in cells]
    )
    return text.getvalue()


_WIDTH, _HEIGHT = 720, 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 210, 72, 64

# Okabe and Ito's colours, told apart by most colour-blind people, and what is read on each.
_COLOURS = [
    ("#0072b2", "#fff"),
    ("#e69f00", "#000"),
    ("#009e73", "#000"),
    ("#cc79a7", "#000"),
    ("#56b4e9", "#000"),
    ("#d55e00", "#000"),
    ("#767676", "#fff"),
]

_STYLE = (
    ".ly-frontier .letter{font-size:11px;font-weight:bold;fill:var(--on)}"
    ".ly-frontier .axis{fill:none;stroke:var(--line)}.ly-frontier .grid{stroke:var(--grid)}"
    ".ly-frontier .least{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:6 4}"
    ".ly-frontier .point{fill:var(--line)}.ly-frontier .line{fill:none;stroke:var(--line)}"
    ".ly-frontier .mark{stroke:var(--paper);stroke-width:1.5}"
)


@dataclass(frozen=True, slots=True)
class Axis:
    """What is measured along an axis.

    Attributes:
        name: The party.
        label: The same at more length, such as ``points of Union``.
        low: Lowest number drawn.
        high: Highest number drawn; larger than the lowest.
        least: A number to be drawn as a line across, such as a reservation value.
        told: What that number means.
    """

    name: str
    label: str
    low: float
    high: float
    least: float | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A package that is marked.

    Attributes:
        names: What it is, such as the solutions that name it.
        values: One number an axis.
        told: What there is to know of it.
    """

    names: Sequence[str]
    values: Sequence[float]
    told: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn.

    Attributes:
        title: The head.
        described: The line below it.
        axes: One a party; at least one.
        points: Per point, one number an axis, and what it is worth in words.
        marks: The packages marked.
    """

    title: str
    described: str
    axes: Sequence[Axis]
    points: Sequence[tuple[Sequence[float], str]]
    marks: Sequence[Mark]


def drawn(picture: Drawing) -> str:
    """Return the text of an SVG file."""
    body = _scatter(picture) if len(picture.axes) == 2 else _parallel(picture)
    spoken = [
        picture.described,
        *(f"{_letter(k)}: {m.told}" for k, m in enumerate(picture.marks)),
    ]
    parts = [
        label(20, 28, shortened(picture.title, 84), 'class="head"'),
        label(20, 48, shortened(picture.described, 112), 'class="small"'),
        *body,
        *_legend(picture),
    ]
    return frame("frontier", (_WIDTH, _HEIGHT), picture.title, ". ".join(spoken), _STYLE, parts)


def _scatter(picture: Drawing) -> list[str]:
    across, up = picture.axes
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    def x(number: float) -> float:
        return _LEFT + _share(number, across) * (right - _LEFT)

    def y(number: float) -> float:
        return bottom - _share(number, up) * (bottom - _TOP)

    parts = []
    for tick in _ticks(across):
        parts += [
            f'<line class="grid" x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{_TOP}" y2="{bottom}"/>',
            label(x(tick), bottom + 18, f"{tick:g}", 'class="small" text-anchor="middle"'),
        ]
    for tick in _ticks(up):
        parts += [
            f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>',
            label(_LEFT - 8, y(tick) + 4, f"{tick:g}", 'class="small" text-anchor="end"'),
        ]
    parts += [
        f'<path class="axis" d="M{_LEFT} {_TOP}V{bottom}H{right}"/>',
        label((_LEFT + right) / 2, _HEIGHT - 20, shortened(across.label, 56),
                     'text-anchor="middle"'),
        label(-(_TOP + bottom) / 2, 24, shortened(up.label, 50),
                     'text-anchor="middle" transform="rotate(-90)"'),
    ]  # fmt: skip
    if across.least is not None:
        at = f"{x(across.least):.1f}"
        parts.append(_least(across, f'x1="{at}" x2="{at}" y1="{_TOP}" y2="{bottom}"'))
    if up.least is not None:
        at = f"{y(up.least):.1f}"
        parts.append(_least(up, f'y1="{at}" y2="{at}" x1="{_LEFT}" x2="{right}"'))
    for values, told in picture.points:
        parts.append(
            f'<circle class="point" cx="{x(values[0]):.1f}" cy="{y(values[1]):.1f}" '
            f'r="3.5"><title>{xml_text(told)}</title></circle>'
        )
    for k, mark in enumerate(picture.marks):
        parts.append(_badge(k, x(mark.values[0]), y(mark.values[1]), mark.told))
    return parts


def _parallel(picture: Drawing) -> list[str]:
    right, bottom, top = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM, _TOP + 22
    gap = (right - _LEFT) / max(1, len(picture.axes) - 1)
    place = [_LEFT + k * gap for k in range(len(picture.axes))]

    def y(k: int, number: float) -> float:
        return bottom - _share(number, picture.axes[k]) * (bottom - top)

    def path(values: Sequence[float]) -> str:
        return "M" + "L".join(f"{at:.1f} {y(k, values[k]):.1f}" for k, at in enumerate(place))

    # The more lines, the paler each, so that where they crowd can be seen.
    opacity = max(0.08, min(0.8, 12 / max(1, len(picture.points))))
    parts = [
        f'<path class="line" stroke-opacity="{opacity:.2f}" d="{path(values)}">'
        f"<title>{xml_text(told)}</title></path>"
        for values, told in picture.points
    ]
    for k, axis in enumerate(picture.axes):
        at = place[k]
        parts += [
            f'<line class="axis" x1="{at:.1f}" x2="{at:.1f}" y1="{top}" y2="{bottom}"/>',
            label(at, bottom + 36, shortened(axis.name, max(6, int(gap / 8))),
                         'text-anchor="middle"'),
            label(at, top - 6, f"{axis.high:.4g}", 'class="small" text-anchor="middle"'),
            label(at, bottom + 16, f"{axis.low:.4g}", 'class="small" text-anchor="middle"'),
        ]  # fmt: skip
        if axis.least is not None:
            height = y(k, axis.least)
            ends = f'x1="{at - 14:.1f}" x2="{at + 14:.1f}" y1="{height:.1f}" y2="{height:.1f}"'
            parts.append(_least(axis, ends))
    for k, mark in enumerate(picture.marks):
        colour = _COLOURS[k % len(_COLOURS)][0]
        parts.append(
            f'<path fill="none" stroke="{colour}" stroke-width="3" d="{path(mark.values)}">'
            f"<title>{xml_text(mark.told)}</title></path>"
        )
    # Letters stand on different axes, so that those of near lines do not cover each other.
    for k, mark in enumerate(picture.marks):
        axis_at = k % len(place)
        parts.append(_badge(k, place[axis_at], y(axis_at, mark.values[axis_at]), mark.told))
    return parts


def _least(axis: Axis, ends: str) -> str:
    return f'<line class="least" {ends}><title>{xml_text(axis.told)}</title></line>'


def _badge(k: int, x: float, y: float, told: str = "") -> str:
    colour, letters = _COLOURS[k % len(_COLOURS)]
    return (
        f'<g style="--on:{letters}"><circle class="mark" fill="{colour}" cx="{x:.1f}" '
        f'cy="{y:.1f}" r="9"/>'
        f'<text class="letter" x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle">{_letter(k)}</text>'
        + (f"<title>{xml_text(told)}</title></g>" if told else "</g>")
    )


def _legend(picture: Drawing) -> list[str]:
    parts: list[str] = []
    at = _TOP + 14
    for k, mark in enumerate(picture.marks):
        parts.append(_badge(k, _WIDTH - _RIGHT + 42, at - 4))
        for name in mark.names:
            parts.append(label(_WIDTH - _RIGHT + 60, at, shortened(name, 20)))
            at += 18
        at += 10
    if any(axis.least is not None for axis in picture.axes):
        left = _WIDTH - _RIGHT + 30
        parts += [
            f'<line class="least" x1="{left}" x2="{left + 24}" y1="{at - 4}" y2="{at - 4}"/>',
            label(left + 32, at, "no agreement", 'class="small"'),
        ]
    return parts


def _ticks(axis: Axis) -> list[float]:
    """Return four to nine round numbers within an axis."""
    least = (axis.high - axis.low) / 8
    power = 10.0 ** math.floor(math.log10(least))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least)
    first, last = math.ceil(axis.low / step - 1e-9), math.floor(axis.high / step + 1e-9)
    return [round(k * step, 12) for k in range(first, last + 1)]


def _share(number: float, axis: Axis) -> float:
    return (float(number) - axis.low) / (axis.high - axis.low)


def _letter(k: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[k % 26]


_MOST_POINTS = 2_000
_MARGIN = 0.06
_Point = TypeVar("_Point")


def solutions_svg(result: Solutions) -> str:
    """Draw frontier and fair packages of known points as the text of an SVG file."""
    shared: dict[tuple[Fraction, ...], list[FairPackage]] = {}
    for each in result.fair:
        if each.package is not None:
            shared.setdefault(tuple(each.values.values()), []).append(each)
    marks = [_mark(result, each) for each in shared.values()]
    points = _thinned(result.frontier)
    described = (
        count_of(result.points, "undominated combination of values",
                 "undominated combinations of values")
        if result.points
        else f"No package is acceptable: {result.reason}"
    )  # fmt: skip
    ids = [party.id for party in result.parties]
    numbers = [[float(point.values[id]) for id in ids] for point in points]
    return drawn(
        Drawing(
            f"{result.case.title}: efficient and fair packages",
            described + _drawn_of(len(points), result.points),
            [_points_axis(result, k, numbers, marks) for k in range(len(ids))],
            [
                (own, _worth(result, point.values))
                for own, point in zip(numbers, points, strict=True)
            ],
            marks,
        )
    )


solutions_picture = solutions_svg  # in notebooks below the text


def efficient_svg(result: Packages) -> str:
    """Draw the frontier that was found with the packages as the text of an SVG file.

    Where points are known it is :func:`solutions_svg`; otherwise the axes are acceptability
    indices, and the marks are the packages shown, with their letters.

    Raises:
        ValueError: The packages were found without a frontier.
    """
    if result.efficient is None:
        raise ValueError("no frontier was asked for: call packages(..., frontier=True)")
    if result.efficient.known is not None:
        return solutions_svg(result.efficient.known)
    found = result.efficient
    parties = found.parties or result.case.deciders
    low, high = (-0.04, 1.04) if len(parties) == 2 else (0.0, 1.0)  # marks at the edge stay whole
    points = _thinned(found.frontier)
    described = (
        count_of(found.points, "combination of acceptability", "combinations of acceptability")
        + " that no package beats for all"
        if found.points
        else f"No frontier: {found.reason}"
    )
    return drawn(
        Drawing(
            f"{result.case.title}: how acceptable packages can be",
            described + _drawn_of(len(points), found.points),
            [
                Axis(party.name, f"probability that {party.name} accepts", low, high)
                for party in parties
            ],
            [
                (list(point.values.values()), _accepted(found.parties, point.values))
                for point in points
            ],
            _best(result, found),
        )
    )


def _best(result: Packages, found: Efficient) -> list[Mark]:
    marks = []
    for each in result.packages if found.parties else ():
        values = {
            party.id: index
            for party in found.parties
            if (index := each.acceptability[party.id].index) is not None
        }
        if len(values) == len(found.parties):
            told = _accepted(found.parties, values)
            words = package_in_words(result.case, each.package)
            chance = each.agreement.index
            name = "package shown" if chance is None else f"agreement {chance:.2f}"
            marks.append(Mark([name], list(values.values()), f"{words} ({told})"))
    return marks


def _accepted(parties: Sequence[Party], values: Mapping[str, float]) -> str:
    return ", ".join(f"{party.name} {values[party.id]:.2f}" for party in parties)


def _mark(result: Solutions, each: Sequence[FairPackage]) -> Mark:
    names = [WORDS[solution.name] for solution in each]
    package = package_in_words(result.case, each[0].package or {})
    told = f"{joined(names)}: {_worth(result, each[0].values)} ({package})"
    return Mark(names, [float(each[0].values[party.id]) for party in result.parties], told)


def _points_axis(
    result: Solutions, k: int, numbers: Sequence[Sequence[float]], marks: Sequence[Mark]
) -> Axis:
    party = result.parties[k]
    own = result.disagreement[party.id]
    least = None if own.value is None else float(own.value)
    shown = [*(row[k] for row in numbers), *(float(mark.values[k]) for mark in marks)]
    shown += [] if least is None else [least]
    low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
    margin = (high - low) * _MARGIN or abs(high) * 0.1 or 1.0
    told = ""
    if own.value is not None:
        told = f"{party.name}: no agreement is worth {points_in_words(own.value)} ({own.basis})"
    return Axis(party.name, f"points of {party.name}", low - margin, high + margin, least, told)


def _thinned(points: Sequence[_Point]) -> Sequence[_Point]:
    step = max(1, -(-len(points) // _MOST_POINTS))
    return points[::step]


def _drawn_of(some: int, all_points: int) -> str:
    return f"; {some:,} of them are drawn" if some < all_points else ""


def _worth(result: Solutions, values: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{p.name} {points_in_words(values[p.id])}" for p in result.parties)
