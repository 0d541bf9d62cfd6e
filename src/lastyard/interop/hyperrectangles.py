"""Genius utilities by hyper-rectangles: a sum over boxes of packages.

Each box names, per issue, the numbers that it includes; a package earns the value of
every box that it lies in. Boxes over one or two issues are values and pairwise terms; a side
that holds all of an issue counts for nothing, and a box with a side that holds none of it is
empty. What still spans three issues or more cannot be represented and is refused by name.
"""

from __future__ import annotations

from fractions import Fraction

from lastyard.interop.reading import Element, to_number
from lastyard.interop.scenario import FormatError, Issue, PairTerm

__all__ = ["read_hyperrectangles"]

_Matrix = list[list[Fraction]]


def read_hyperrectangles(
    root: Element, issues: tuple[Issue, ...], positions: dict[str, int], file: str
) -> tuple[tuple[tuple[Fraction, ...], ...], tuple[PairTerm, ...]]:
    """Read the boxes of one utility space.

    Args:
        root: Its root element.
        issues: The issues; the numbers of a discrete issue are its option positions.
        positions: The position of each issue, by the index that the domain gives it.
        file: Name of the file.

    Returns:
        Values per issue and option, and pairwise terms.

    Raises:
        FormatError: A box spans three issues or more, or uses what is not understood.
    """
    values = [[Fraction(0)] * len(issue.options) for issue in issues]
    pairs: dict[tuple[int, int], _Matrix] = {}
    highest = Fraction(0)
    for element in root.walk():
        if element.tag == "utility_function" and "maxutility" in element.attributes:
            highest = to_number(element.attributes["maxutility"], "maxutility", file)
        if element.tag == "ufun":
            how = element.attributes.get("aggregation", "sum").lower()
            if how != "sum":
                raise FormatError(f"boxes aggregated by {how!r}; only sums can be read", file)
            weight = to_number(element.attributes.get("weight", "1"), "weight of ufun", file)
            for box in element.all("hyperrectangle"):
                _add_box(box, weight, issues, positions, values, pairs, file)
    scale = highest if highest > 0 else Fraction(1)
    tables = tuple(tuple(x / scale for x in issue) for issue in values)
    terms = tuple(
        PairTerm(i, j, tuple(tuple(x / scale for x in row) for row in matrix))
        for (i, j), matrix in sorted(pairs.items())
    )
    return tables, terms


def _add_box(
    box: Element,
    weight: Fraction,
    issues: tuple[Issue, ...],
    positions: dict[str, int],
    values: list[list[Fraction]],
    pairs: dict[tuple[int, int], _Matrix],
    file: str,
) -> None:
    worth = weight * to_number(box.attributes.get("utility_function"), "value of a box", file)
    inside: dict[int, set[int]] = {}
    for side in box.children:
        if side.tag not in ("includes", "excludes"):
            raise FormatError(f"a box has a side {side.tag!r}, which is not understood", file)
        index = side.attributes.get("index", "").strip()
        if index not in positions:
            raise FormatError(f"a box names issue {index!r}, which the domain does not have", file)
        i = positions[index]
        low = to_number(side.attributes.get("min"), "side of a box", file)
        high = to_number(side.attributes.get("max"), "side of a box", file)
        numbers = issues[i].numbers or tuple(map(Fraction, range(len(issues[i].options))))
        within = {k for k, x in enumerate(numbers) if low <= x <= high}
        if side.tag == "excludes":
            within = set(range(len(numbers))) - within
        inside[i] = inside.get(i, set(range(len(numbers)))) & within
    if not all(inside.values()):
        return
    inside = {i: own for i, own in inside.items() if len(own) < len(issues[i].options)}
    if len(inside) > 2:
        names = ", ".join(repr(issues[i].name) for i in sorted(inside))
        raise FormatError(
            f"a box spans {len(inside)} issues ({names}); values of at most two issues together "
            "can be represented",
            file,
        )
    if not inside:
        inside = {0: set(range(len(issues[0].options)))}
    first, *rest = sorted(inside)
    if not rest:
        for k in inside[first]:
            values[first][k] += worth
        return
    shape = len(issues[first].options), len(issues[rest[0]].options)
    matrix = pairs.setdefault((first, rest[0]), [[Fraction(0)] * shape[1] for _ in range(shape[0])])
    for k in inside[first]:
        for other in inside[rest[0]]:
            matrix[k][other] += worth
