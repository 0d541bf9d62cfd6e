"""On whose word each position on the map is, and what else was said on each issue."""

from __future__ import annotations

from collections.abc import Iterable

from lastyard.answers.report import Report
from lastyard.answers.standing import HeldPosition, IssueStanding
from lastyard.case.model import Case, Statement, Values
from lastyard.show.report.content import Cite, Items, Name, Piece, Section, Text
from lastyard.show.report.phrases import listed
from lastyard.show.words import day_in_words

__all__ = ["words_section"]

_BASIS = {
    "position": "said in ",
    "offer": "offered in ",
    "commitment": "the only option that its commitments leave, by ",
}


def words_section(report: Report) -> Section:
    """Return the statement behind each position, and what else was said on each issue."""
    case = report.case
    spoken = [found for found in report.analysis.standing.issues if found.state != "silent"]
    items: list[list[Text]] = []
    points: dict[str, Statement] = {}
    for found in spoken:
        used = {held.statement.id for held in found.positions}
        rest = [s for s in found.statements if s.id not in used]
        points |= {s.id: s for s in rest if isinstance(s.says, Values)}
        lines: list[Text] = [_position(case, found, held) for held in found.positions]
        others = [s for s in rest if not isinstance(s.says, Values)]
        if others:
            lines.append(["Also spoken of by ", *_by_whom(case, others), "."])
        if lines:
            items.append([[Name(found.issue.name)], *lines])
    if points:
        items.append([["Points for the options of every issue"],
                      ["Given by ", *_by_whom(case, points.values()), "."]])  # fmt: skip
    return Section("words", "On whose word", [Items(items)] if items else [])


def _position(case: Case, found: IssueStanding, held: HeldPosition) -> list[Piece]:
    return [
        Name(case.party(held.party).name),
        " asks for ",
        Name(found.issue.describe(held.option)),
        f" since {day_in_words(held.since)}, {_BASIS[held.basis]}",
        Cite(held.statement.id),
        ".",
    ]


def _by_whom(case: Case, statements: Iterable[Statement]) -> list[Piece]:
    return listed([Name(case.party(s.party).name), " in ", Cite(s.id)] for s in statements)
