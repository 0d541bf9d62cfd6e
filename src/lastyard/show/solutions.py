r"""How :class:`~lastyard.answers.solutions.Solutions` looks.

Every point of a frontier as lines of a file, made one after another.

Example:
    >>> list(lines_of(["i"], ["ann"], iter([(["x, y"], [1.5])]), "csv"))
    ['i,ann\n', '"x, y",1.5\n']
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from lastyard.answers.solutions import FairPackage, Solutions
from lastyard.case.model import Party
from lastyard.conditions.tree import holds
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.show.marks import cite_all
from lastyard.show.why import title_of, why_blocks
from lastyard.show.words import count_of, joined, number_in_words, package_in_words
from lastyard.showing import json_text, spreadsheet_cell

__all__ = [
    "METHOD",
    "WORDS",
    "Kind",
    "fair_blocks",
    "frontier_blocks",
    "frontier_lines",
    "frontier_table",
    "lines_of",
    "more_points",
    "points_in_words",
    "solutions_blocks",
    "solutions_picture",
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

_SHOWN = 200


def solutions_blocks(result: Solutions) -> list[Block]:
    """Describe the frontier in a sentence and the fair packages in a table."""
    return [title_of(result.case, result.day), *fair_blocks(result)]


def fair_blocks(result: Solutions) -> list[Block]:
    """Describe the same without the title, as a part of another answer."""
    blocks: list[Block] = [Paragraph(_counts(result))]
    if not _all_needed(result):
        blocks.append(
            Paragraph(
                f"Counted here: packages that give all of {_names(result)} their reservation "
                "values; the agreement rule needs fewer."
            )
        )
    if not result.points:
        return [*blocks, Paragraph(f"No package is acceptable: {result.reason}.")]
    return [*blocks, *_disagreements(result), *_fair(result)]


def _all_needed(result: Solutions) -> bool:
    """Return whether the agreement rule needs every party that decides."""
    if result.case.agreement is None:
        return True
    ids = [party.id for party in result.parties]
    # The rule is monotone: if it fails without any one party, it needs them all.
    return not any(
        holds(result.case.agreement.tree, {id: int(id != missing) for id in ids}) for missing in ids
    )


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


def _disagreements(result: Solutions) -> list[Block]:
    told = []
    for party in result.parties:
        own = result.disagreement[party.id]
        value = "" if own.value is None else points_in_words(own.value)
        told.append(
            {
                "reservation": f"{party.name} {value} (its reservation value)",
                "status quo": f"{party.name} {value} (no reservation value was stated; what the "
                "status quo is worth to it)",
                "asked": f"{party.name} {value} (as asked)",
                "below everything": f"{party.name}: none (every package is better than no deal)",
                "unknown": f"{party.name}: unknown (no reservation value was stated; every package "
                "is taken as acceptable to it)",
            }[own.basis]
        )
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
    blocks: list[Block] = []
    if rows:
        blocks += [
            Heading("Fair packages", "points"),
            Table(
                ["solution", "package", *(party.name for party in result.parties)],
                rows,
                "What each solution's package is worth to each party",
            ),
            Items(
                [
                    (f"{letter}: {package_in_words(result.case, package)}",)
                    for package, letter in letters.items()
                ]
            ),
        ]
    # Several solutions may share one remark.
    return [*blocks, *(Paragraph(note) for note in dict.fromkeys(notes))]


def _remarks(each: FairPackage) -> list[str]:
    remarks = []
    if each.note:
        remarks.append(f"{WORDS[each.name]}: {each.note}.")
    if not each.exact and each.name != "most_equal" and each.bound is not None:
        remarks.append(
            f"{WORDS[each.name]}: the search was stopped; what it maximises is "
            f"{each.objective:.6g} here and at most {each.bound:.6g} anywhere."
        )
    if each.breaks:
        broken = joined(cite_all(each.breaks))
        remarks.append(f"{WORDS[each.name]}: the package breaks {broken}.")
    return remarks


def _letter(number: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]


def frontier_blocks(result: Solutions, shown: int = _SHOWN) -> list[Block]:
    """Describe the points of the frontier.

    Args:
        result: The result.
        shown: How many points to show.
    """
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


def solutions_picture(result: Solutions) -> str:
    """Return the picture that stands in notebooks below the text."""
    from lastyard.show.pictures.frontier import solutions_svg  # noqa: PLC0415  (it uses this view)

    return solutions_svg(result)


def points_in_words(number: Fraction) -> str:
    """Write points with up to six significant digits."""
    return f"{float(number):.6g}"


def solutions_why(result: Solutions) -> tuple[Block, ...]:
    """Return what it rests on."""
    return why_blocks(result.case, result.day, result.statements, METHOD)


Kind = Literal["csv", "jsonl"]


def frontier_lines(result: Solutions, kind: Kind) -> Iterator[str]:
    """Yield the lines: of JSON, an object with ``package`` and ``values`` each; or of CSV.

    Args:
        result: The result.
        kind: Which of the two.
    """
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
