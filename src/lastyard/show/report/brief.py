"""The first two pages: what matters, where the parties stand, what blocks, what fits, what to ask.

They hold the blocks of the screens, in the order of the headline; what does not apply is not there.
"""

from __future__ import annotations

from collections.abc import Sequence

from lastyard.answers.report import Report
from lastyard.case.model import FIRMNESS_WORDS, Terms
from lastyard.show.analyse import (
    barrier_blocks,
    best_blocks,
    contradiction_blocks,
    headline_in_words,
    no_deal_blocks,
    question_blocks,
)
from lastyard.show.blocks import Block, Heading, Lead, Paragraph, Part, Section
from lastyard.show.marks import cite_source, name, plain
from lastyard.show.next_step import asked_blocks
from lastyard.show.packages import brief_blocks
from lastyard.show.report.evidence import explained, rests_on_finding
from lastyard.show.report.position_map import position_map
from lastyard.show.standing import standing_remarks
from lastyard.show.within_reach import deals_table
from lastyard.show.words import day_in_words, joined

__all__ = [
    "answer_section",
    "barriers_section",
    "deals_section",
    "map_section",
    "next_section",
    "no_deal_section",
    "sure_section",
]

_SOURCES = 8


def answer_section(report: Report) -> Section:
    """Return what matters first."""
    talks = report.analysis
    judged = report.audience.is_mediator
    first = headline_in_words(report.case, talks.headline, talks.impasse, judged=judged)
    return Section("answer", "In short", [Lead(first)])


def map_section(report: Report) -> Section:
    """Return where the parties stand on each issue that somebody spoke of."""
    case, talks = report.case, report.analysis.standing
    drawn = position_map(case, talks, judged=report.audience.is_mediator)
    if not drawn.issues:
        return Section("standing", "Where they stand")
    blocks: list[Part] = [drawn]
    silent = [name(found.issue.name) for found in talks.issues if found.state == "silent"]
    if silent:
        told = f"No party that decides has said anything in force on {joined(silent)}."
        blocks.append(Paragraph(told))
    blocks += standing_remarks(talks, brackets=False)
    return Section(
        "standing", "Where they stand", [*blocks, *contradiction_blocks(report.analysis)]
    )


def barriers_section(report: Report) -> Section:
    """Return what stands in the way and what would settle it; or the vote that decides."""
    judged = report.audience.is_mediator
    found = barrier_blocks(report.analysis, judged=judged)
    agreed = report.analysis.headline.kind == "agreed"
    title = "What stands against it" if agreed else "What is left open"
    section = _headed("barriers", title, found)
    shown = {finding.id for finding in explained(report.provenance)}
    named = ("verdict", "blocking-1", "opening-1")
    ids = [id for id in named if id in shown]
    if not found or not ids or not judged:
        return section
    return section._replace(blocks=[*section.blocks, Paragraph(rests_on_finding(ids))])


def deals_section(report: Report) -> Section:
    """Return the deals within reach side by side; where nothing blocks, the best packages.

    These are the annex's, from more draws than those of ``analyse``, so that a letter stands for one package throughout.
    """
    deals = report.analysis.deals
    if deals:
        return Section(
            "deals",
            "Deals within reach",
            deals_table(report.case, deals),
            "one for each of the likeliest ways to settle every dispute",
        )
    if report.packages is not None and report.analysis.best is not None:
        return _headed("deals", "Packages", brief_blocks(report.packages))
    return _headed("deals", "Packages", best_blocks(report.analysis))


def next_section(report: Report) -> Section:
    """Return what to ask next; nothing where all is agreed, or a vote has decided."""
    if report.analysis.headline.kind in ("agreed", "vote"):
        return Section("next", "What to ask next")
    if report.next_step is not None:
        found = asked_blocks(report.next_step, _lettered(report))
    else:
        found = question_blocks(report.case, report.analysis)
    return _headed("next", "", found)._replace(title="What to ask next")


def _lettered(report: Report) -> list[Terms]:
    """Return the packages that the letters of a report stand for."""
    if report.analysis.deals:
        return [deal.package for deal in report.analysis.deals]
    found = report.packages
    return [] if found is None else [each.package for each in found.packages]


def no_deal_section(report: Report) -> Section:
    """Return where things could come to rest with no deal."""
    return _headed("rest", "With no deal", no_deal_blocks(report.analysis))


def _headed(id: str, title: str, blocks: Sequence[Block]) -> Section:
    """Return a section whose title is the heading that its blocks begin with, if they do."""
    if blocks and isinstance(blocks[0], Heading):
        first = blocks[0]
        # What else a remark says, of commands, is for terminals.
        return Section(id, plain(first.text), blocks[1:], first.remark.partition("; `")[0])
    return Section(id, title, blocks)


def sure_section(report: Report) -> Section:
    """Return what is exact, what rests on a judgement, what is not known, and from where it all is."""
    case, talks = report.case, report.analysis
    told = ["Counts, positions and gaps follow from what was said, and are exact."]
    if not report.audience.is_mediator:
        told = ["It rests on what was said and may be known to its reader, and on nothing else."]
    elif talks.headline.kind == "blocked":
        readings = joined(f"{word} {float(level):.2f}" for word, level in FIRMNESS_WORDS.items())
        told = [
            "Which disputes there are follows from the words alone and is exact. Chances "
            "rest on the firmness of each demand, a reading by whoever wrote the case: "
            f"{readings}."
        ]
    if talks.deals or talks.best is not None:
        told.append(
            "How acceptable a package is rests on what a party has said that it likes, and "
            "on how people mostly value things where it has not. It is not the chance of "
            "a yes."
        )
    # Fair packages need points of every party: mostly there are none, and nothing is missing.
    if any(name != "solutions" for name in report.left_out) or report.stopped:
        told.append("Not all could be worked out: the annex on method says what is missing.")
    used = {statement.source for statement in talks.impasse.in_force}
    sources = [source for source in case.sources if source.id in used]
    if sources:
        parts = [_source(report, source.id) for source in sources[:_SOURCES]]
        more = len(sources) - _SOURCES
        told.append(f"Sources: {'; '.join([*parts, *([f'{more} more'] if more > 0 else [])])}.")
    return Section("sure", "How sure is this?", [Paragraph(text) for text in told])


def _source(report: Report, id: str) -> str:
    source = report.case.source(id)
    told = [name(source.title)] if source.title else []
    told += [day_in_words(source.date)] if source.date else []
    return f"{', '.join(told)} ({cite_source(id)})" if told else f"({cite_source(id)})"
