"""Efficient and fair packages, where every party gave points; votes; moves."""

from __future__ import annotations

from lastyard.analyses.report import Report
from lastyard.views.moves import moves_blocks, why_moves
from lastyard.views.pictures import solutions_svg
from lastyard.views.report.content import Block, Picture, Section
from lastyard.views.report.phrases import adopted, rests_on
from lastyard.views.solutions import frontier_blocks, solutions_blocks
from lastyard.views.votes import votes_blocks

__all__ = ["moves_section", "solutions_section", "votes_section"]

_SHOWN_POINTS = 12


def solutions_section(report: Report) -> Section:
    """Return the frontier as a picture and the fair packages; nothing without points."""
    found = report.solutions
    title = "Efficient and fair packages"
    if found is None:
        return Section("solutions", title)
    described = f"Frontier and fair packages; {found.points:,} undominated combinations of values."
    blocks: list[Block] = [
        *([Picture(solutions_svg(found), described)] if found.points else ()),
        *adopted(report.case, solutions_blocks(found)),
        *adopted(report.case, frontier_blocks(found, _SHOWN_POINTS)),
        *rests_on(found.statements),
    ]
    return Section("solutions", title, blocks)


def votes_section(report: Report) -> Section:
    """Return the votes; nothing where the case has none."""
    found = report.votes
    if found is None:
        return Section("votes", "Votes")
    return Section(
        "votes", "Votes", [*adopted(report.case, votes_blocks(found)), *rests_on(found.statements)]
    )


def moves_section(report: Report) -> Section:
    """Return what each can do alone; nothing where the case says nothing of it."""
    found = report.moves
    title = "What each can do alone"
    if found is None:
        return Section("moves", title)
    # The method has a section of its own.
    *basis, _, _ = why_moves(found)
    return Section("moves", title, adopted(report.case, [*moves_blocks(found), *basis]))
