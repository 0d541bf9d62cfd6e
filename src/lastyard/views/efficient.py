"""How :class:`~lastyard.analyses.packages.efficient.Efficient` looks, as a part of the packages."""

from __future__ import annotations

from typing import Any

from lastyard.analyses.packages import Packages
from lastyard.analyses.packages.efficient import Efficient
from lastyard.case.issues import labels_of
from lastyard.views.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.views.solutions import (
    METHOD,
    WORDS,
    fair_blocks,
    fair_json,
    frontier_blocks,
    frontier_json,
    frontier_table,
    more_points,
)
from lastyard.views.wording import count_of, number_in_words, package_in_words

__all__ = ["efficient_blocks", "efficient_json", "efficient_method"]

_METHOD = (
    "Efficient: no other package has a larger acceptability index for one party and no smaller one "
    "for all others. The indices are sampled: packages that they set apart by less than the error "
    "may change places.",
)


def efficient_blocks(result: Packages, shown: int = 200) -> list[Block]:
    """Describe the frontier and the solutions, as far as they were asked for."""
    found = result.efficient
    if found is None:
        return []
    if found.known is not None:
        return [
            *(fair_blocks(found.known) if "solutions" in found.asked else ()),
            *(frontier_blocks(found.known, shown) if "frontier" in found.asked else ()),
        ]
    return [
        *(_fair(result, found) if "solutions" in found.asked else ()),
        *(_frontier(result, found, shown) if "frontier" in found.asked else ()),
    ]


def efficient_method(result: Packages) -> tuple[str, ...]:
    """Return how the frontier and the solutions were found."""
    found = result.efficient
    if found is None:
        return ()
    return METHOD if found.known is not None else _METHOD


def _fair(result: Packages, found: Efficient) -> list[Block]:
    if not found.fair and result.fair:
        return [
            Paragraph(
                "The bargaining solutions are the fair packages above, found by search: "
                f"{found.why_not_fair}."
            )
        ]
    if not found.fair:
        return [Paragraph(f"No bargaining solution is named: {found.why_not_fair}.")]
    ids = {party.id: party.name for party in result.case.deciders}
    header = ("solution", *(ids[id] for id in found.fair[0].values), "maximised")
    rows = [
        [WORDS[each.name], *(f"{gain:.2f}" for gain in each.values.values()), f"{each.objective:.3g}"]
        for each in found.fair
    ]  # fmt: skip
    lines = [
        (f"{WORDS[each.name]}: {package_in_words(result.case, each.package)}",)
        for each in found.fair
    ]
    remark = "expected value over no deal; 1 is from a party's worst package to its best"
    return [
        Heading("Fair packages by expected values", remark),
        Table(header, rows, "What each solution's package is expected to be worth to each party"),
        Items(lines),
        Paragraph("All packages were compared, so none does better on these expectations."),
    ]


def _frontier(result: Packages, found: Efficient, shown: int) -> list[Block]:
    if not found.points:
        return [Paragraph(f"The efficient packages are not given: {found.reason}.")]
    rows = [
        [
            str(number),
            *(f"{point.values[party.id]:.2f}" for party in found.parties),
            package_in_words(result.case, point.package),
            number_in_words(point.packages),
        ]
        for number, point in enumerate(found.frontier[:shown], 1)
    ]
    count = count_of(found.points, "combination", "combinations")
    blocks: list[Block] = [
        Heading("Efficient packages", f"{count} of acceptability that no package beats for all"),
        frontier_table(found.parties, rows, "The frontier of acceptability indices"),
    ]
    if found.reason:
        blocks.append(Paragraph(f"Not of everybody: {found.reason}."))
    return [*blocks, *more_points(found.points - len(rows))]


def efficient_json(result: Packages) -> dict[str, Any]:
    """Return the keys of the frontier and the solutions, as far as they were asked for."""
    found = result.efficient
    if found is None:
        return {}
    content: dict[str, Any] = {"measure": "points" if found.known is not None else "acceptability"}
    if "frontier" in found.asked:
        known = frontier_json(found.known) if found.known is not None else None
        content |= known if known is not None else _frontier_json(result, found)
    if "solutions" in found.asked:
        content |= fair_json(found.known) if found.known is not None else _fair_json(result, found)
    return content


def _frontier_json(result: Packages, found: Efficient) -> dict[str, Any]:
    return {
        "frontier": [
            {
                "package": labels_of(result.case.issues, point.package),
                "values": dict(point.values),
                "packages": point.packages,
            }
            for point in found.frontier
        ],
        "points": found.points,
        "exact": found.exact,
        "reason": found.reason,
    }


def _fair_json(result: Packages, found: Efficient) -> dict[str, Any]:
    return {
        "solutions": {
            each.name: {
                "package": labels_of(result.case.issues, each.package),
                "values": dict(each.values),
                "objective": each.objective,
                "bound": each.bound,
                "exact": True,
                "method": "comparison of all packages by expected values over no deal",
                "note": "",
                "breaks": [statement.id for statement in result.fair[each.name].breaks],
            }
            for each in found.fair
        },
        "why_no_solutions": found.why_not_fair,
    }
