"""What blocks a deal and what would open one: each set drawn, with what it means."""

from __future__ import annotations

from collections.abc import Sequence

from lastyard.analyses.impasse import BlockingSet, Opening
from lastyard.analyses.report import Report
from lastyard.case.model import Case, Refuses, Rejects, Requires, Statement
from lastyard.views.movements import trade_off_lines
from lastyard.views.report.content import (
    Block,
    Cite,
    Drawing,
    FindingCite,
    Heading,
    Items,
    Name,
    Paragraph,
    Piece,
    Section,
)
from lastyard.views.report.diagrams import set_svg
from lastyard.views.report.phrases import cited, listed, package_text, rests_on, told
from lastyard.views.report.reasons import rests_on_finding
from lastyard.views.report.saying import says_text
from lastyard.views.wording import (
    chance_in_words,
    count_of,
    day_in_words,
    number_in_words,
    options_in_words,
)

__all__ = [
    "blocking_section",
    "gives_way_text",
    "opening_section",
    "said_text",
    "tightest_section",
    "together_text",
]

_DRAWN, _LISTED = 5, 25


def together_text(case: Case, statements: Sequence[Statement]) -> list[Piece]:
    """Say that a set cannot hold together."""
    named = listed([Cite(s.id), " (", Name(case.party(s.party).name), ")"] for s in statements)
    if len(statements) == 1:
        return [*named, " leaves no package that the rules and the agreement rule allow."]
    every = "both" if len(statements) == 2 else "all"
    return [*named, f" cannot {every} hold."]


def said_text(case: Case, statement: Statement) -> list[Piece]:
    """Tell who said what, when and how firmly, leading to the statement's entry."""
    said: list[Piece] = [Cite(statement.id), ": ", Name(case.party(statement.party).name), " "]
    said += [*says_text(case, statement), f" ({day_in_words(statement.on)}"]
    if isinstance(statement.says, Requires | Rejects | Refuses):
        said.append(f", firmness {float(statement.firmness):.2f}")
    if statement.confidence != 1:
        said.append(f", confidence {float(statement.confidence):.2f}")
    return [*said, ")"]


def gives_way_text(case: Case, opening: Opening) -> list[Piece]:
    """Say who gives way on what."""
    by_party: dict[str, list[Statement]] = {}
    for statement in opening.statements:
        by_party.setdefault(statement.party, []).append(statement)
    return listed(
        [Name(case.party(party).name), " gives way on ", *cited(given)]
        for party, given in by_party.items()
    )


def blocking_section(report: Report) -> Section:
    """Return the blocking sets; nothing where a package satisfies everything."""
    case, blocked = report.case, report.analysis.impasse
    if not blocked.blocking_sets:
        return Section("blocks", "What blocks a deal")
    blocks: list[Block] = [
        Paragraph(
            [
                "Each of these sets rules out every package, and with any one statement of it "
                "gone would not. Lines lead to the issues that a statement is about; the number "
                "is its firmness as coded."
            ]
        )
    ]
    for k, found in enumerate(blocked.blocking_sets[:_DRAWN], 1):
        blocks += _blocking(report, k, found)
    rest = blocked.blocking_sets[_DRAWN:_LISTED]
    if rest:
        lines = [
            [[*together_text(case, found.statements), " (", FindingCite(f"blocking-{k}"), ")"]]
            for k, found in enumerate(rest, _DRAWN + 1)
        ]
        blocks += [Heading(["Further blocking sets"]), Items(lines)]
    blocks += _more(len(blocked.blocking_sets))
    number = count_of(len(blocked.blocking_sets), "set")
    aside = number if blocked.blocking_sets_complete else f"{number}, not all"
    return Section("blocks", "What blocks a deal", blocks, aside)


def _blocking(report: Report, number: int, found: BlockingSet) -> list[Block]:
    case = report.case
    drawn = set_svg(case, report.analysis.standing, found.statements, style="blocks")
    lines = [[said_text(case, s)] for s in found.statements]
    shared = [[told(case, line)] for line in trade_off_lines(case, found.trade_off)]
    return [
        Drawing(drawn, [f"Blocking set {number}. ", *together_text(case, found.statements)],
                ()),
        Items([*lines, *shared, [rests_on_finding([f"blocking-{number}"])]]),
    ]  # fmt: skip


def opening_section(report: Report) -> Section:
    """Return the openings, likeliest first; nothing where none is needed."""
    case, blocked = report.case, report.analysis.impasse
    if not blocked.openings:
        return Section("opens", "What would open one")
    blocks: list[Block] = [
        Paragraph(
            [
                "Each of these is a smallest set of statements whose giving way leaves a package. "
                "Its chance is the product of 1 - firmness, with levels of one demand counted "
                "once: it rests on the firmness that was coded, not on anything observed."
            ]
        )
    ]
    for k, found in enumerate(blocked.openings[:_DRAWN], 1):
        blocks += _opening(report, k, found)
    rest = blocked.openings[_DRAWN:_LISTED]
    if rest:
        lines = [
            [
                [
                    *gives_way_text(case, found),
                    f", chance {chance_in_words(found.chance)} (",
                    FindingCite(f"opening-{k}"),
                    ").",
                ]
            ]
            for k, found in enumerate(rest, _DRAWN + 1)
        ]
        blocks += [Heading(["Further openings"]), Items(lines)]
    blocks += _more(len(blocked.openings))
    if not blocked.openings[0].chance:
        blocks.append(
            Paragraph(
                [
                    "Each opening needs a commitment to give way that was coded as absolute. As "
                    "coded, only a package with other options, or more issues, could be agreed."
                ]
            )
        )
    number = count_of(len(blocked.openings), "opening")
    aside = number if blocked.openings_complete else f"{number}, not all"
    return Section("opens", "What would open one", blocks, aside)


def _opening(report: Report, number: int, found: Opening) -> list[Block]:
    case = report.case
    moves = [m for p in (found.movement.parties if found.movement else ()) for m in p.moves]
    changes: dict[str, str] = {}
    for move in moves:
        issue = case.issue(move.issue)
        changes.setdefault(
            move.issue, f"{issue.describe(move.start)} \u2192 {issue.describe(move.end)}"
        )
    drawn = set_svg(
        case, report.analysis.standing, found.statements, style="opens", changes=changes
    )
    caption: list[Piece] = [
        f"Opening {number}. ",
        *gives_way_text(case, found),
        f", chance {chance_in_words(found.chance)}.",
    ]
    moved = _moved(case, found)
    lines = [[said_text(case, s)] for s in found.statements]
    return [
        Drawing(drawn, caption, ()),
        Items(
            [
                *lines,
                *([line] for line in moved),
                [_left(case, found)],
                [rests_on_finding([f"opening-{number}"])],
            ]
        ),
    ]


def _moved(case: Case, found: Opening) -> list[list[Piece]]:
    """Tell the least movement, a line a party and issue."""
    lines: list[list[Piece]] = []
    for party in found.movement.parties if found.movement else ():
        for move in party.moves:
            issue = case.issue(move.issue)
            line: list[Piece] = [Name(case.party(party.party).name), " moves on "]
            line += [Name(issue.name), ": ", Name(issue.describe(move.start)), " \u2192 "]
            line.append(Name(issue.describe(move.end)))
            lines.append([*line, f" ({count_of(move.steps, 'step')})"] if issue.has_order else line)
    return lines


def _left(case: Case, found: Opening) -> list[Piece]:
    if found.left is None:
        return ["It leaves, for one: ", *package_text(case, found.package), "."]
    limits: list[list[Piece]] = [
        [Name(issue.name), ": ", Name(options_in_words(issue, found.left.open[issue.id]))]
        for issue in case.issues
        if found.left.open[issue.id] != issue.everything
    ]
    text: list[Piece] = [f"It leaves {count_of(found.left.packages, 'package')}"]
    return [*text, ", with ", *listed(limits, "; ", "; "), "."] if limits else [*text, "."]


def _more(number: int) -> list[Block]:
    if number <= _LISTED:
        return []
    more = number_in_words(number - _LISTED)
    return [Paragraph([f"and {more} more, which are in the data of this report."])]


def tightest_section(report: Report) -> Section:
    """Return the statements that take most room, where a package satisfies everything."""
    case, blocked = report.case, report.analysis.impasse
    lines = [
        [[*said_text(case, each.statement), "; without it ",
          f"{count_of(each.packages_without, 'package')} would be left."]]
        for each in blocked.tightest
        if each.packages_with_opposite
    ]  # fmt: skip
    if not lines or not blocked.agreement_exists:
        return Section("room", "What takes most room")
    told_first: list[Block] = [
        Paragraph(["No statement excludes every package. These leave out most, on their own."])
    ]
    return Section(
        "room",
        "What takes most room",
        [*told_first, Items(lines[:_LISTED]), *rests_on(blocked.binding)],
    )
