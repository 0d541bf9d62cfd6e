"""Efficient and fair packages, where every party gave points; votes; moves."""

from __future__ import annotations

from lastyard.analyses.report import Report
from lastyard.views.conflict_picture import moves_svg
from lastyard.views.moves import moves_blocks, moves_why
from lastyard.views.pictures import solutions_svg
from lastyard.views.report.content import Block, Paragraph, Picture, Section
from lastyard.views.report.phrases import adopted, rests_on
from lastyard.views.report.reasons import rests_on_finding
from lastyard.views.solutions import frontier_blocks, solutions_blocks
from lastyard.views.vote_picture import vote_svg
from lastyard.views.votes import verdict_in_words, votes_blocks
from lastyard.views.wording import count_of

__all__ = ["moves_section", "solutions_section", "votes_section"]

_SHOWN_POINTS = 12
_SHOWN_STATES = 25


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
        Paragraph(rests_on_finding([f"solution-{each.name}" for each in found.fair])),
        *rests_on(found.statements),
    ]
    return Section("solutions", title, blocks)


def votes_section(report: Report) -> Section:
    """Return the votes; nothing where the case has none."""
    found = report.votes
    if found is None:
        return Section("votes", "Votes")
    told = "; ".join(f"{each.vote.title}: {verdict_in_words(each)[:-1]}" for each in found.votes)
    blocks: list[Block] = [
        Picture(vote_svg(found), f"Ballots against the lines of each rule. {told}."),
        *adopted(report.case, votes_blocks(found)),
        Paragraph(rests_on_finding([f"vote:{each.vote.id}" for each in found.votes])),
        *rests_on(found.statements),
    ]
    return Section("votes", "Votes", blocks)


def moves_section(report: Report) -> Section:
    """Return what each can do alone; nothing where the case says nothing of it."""
    found = report.moves
    title = "What each can do alone"
    if found is None:
        return Section("moves", title)
    # The method has a section of its own.
    *basis, _, _ = moves_why(found)
    states = [found.conflict.states[state] for state in found.any_equilibria]
    described = f"States and moves; {count_of(len(states), 'equilibrium', 'equilibria')}."
    blocks: list[Block] = [
        Picture(moves_svg(found), described),
        *adopted(report.case, [*moves_blocks(found), *basis]),
    ]
    if states:
        ids = [f"state:{name}" for name in states[:_SHOWN_STATES]]
        blocks.append(Paragraph(rests_on_finding(ids)))
    return Section("moves", title, blocks)
