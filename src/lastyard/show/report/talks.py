"""Where the talks stand: a drawing an issue, and on whose word each position is.

What blocks a deal and what would open one: each set drawn, with what it means.

What to ask next, and of whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lastyard.answers.impasse import BlockingSet, Opening
from lastyard.answers.report import Report
from lastyard.answers.standing import HeldPosition, IssueStanding
from lastyard.case.model import Case, Refuses, Rejects, Requires, Statement, Values
from lastyard.show import blocks as plain
from lastyard.show.disputes import trade_off_lines
from lastyard.show.next_step import advice_blocks
from lastyard.show.questions import question_lines
from lastyard.show.report.content import (
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
    Text,
    words,
)
from lastyard.show.report.drawings import has_long_unit, lanes_of, scale_svg, set_svg, widest_gap
from lastyard.show.report.evidence import rests_on_finding
from lastyard.show.report.phrases import (
    adopted,
    cited,
    listed,
    package_text,
    rests_on,
    says_text,
    told,
)
from lastyard.show.standing import standing_remarks
from lastyard.show.words import (
    chance_in_words,
    count_of,
    day_in_words,
    number_in_words,
    options_in_words,
    percent,
)

__all__ = [
    "blocking_section",
    "gives_way_text",
    "opening_section",
    "questions_section",
    "said_text",
    "standing_section",
    "tightest_section",
    "together_text",
]

_BASIS = {
    "position": "said in ",
    "offer": "offered in ",
    "commitment": "the only option that its commitments leave, by ",
}


def standing_section(report: Report) -> Section:
    """Return positions and gaps, issue by issue."""
    case, talks = report.case, report.analysis.standing
    spoken = [found for found in talks.issues if found.state != "silent"]
    drawn = [found for found in spoken if _has_places(case, found)]
    blocks: list[Block] = [Drawing(*_drawn(case, found)) for found in drawn]
    if len(drawn) < len(spoken):
        blocks.append(_undrawn(case, [found for found in spoken if found not in drawn]))
    silent = [found for found in talks.issues if found.state == "silent"]
    if silent:
        names = listed([[Name(found.issue.name)] for found in silent])
        blocks.append(
            Paragraph(["No party that decides has said anything in force on ", *names, "."])
        )
    if spoken:
        blocks += adopted(case, standing_remarks(talks, brackets=False))
    if drawn:
        blocks.append(
            Paragraph(
                [
                    "A dot is what a party asks for; a thick line is what its commitments and the "
                    "rules leave open, where they leave out something. A gap is a share of the "
                    "issue's range."
                ]
            )
        )
    blocks += _on_whose_word(case, spoken)
    return Section("standing", "Where the talks stand", blocks)


def _has_places(case: Case, found: IssueStanding) -> bool:
    """Whether anybody's place on the scale is known."""
    return any(lane.position or lane.open is not None for lane in lanes_of(case, found))


def _undrawn(case: Case, issues: Sequence[IssueStanding]) -> Items:
    """Tell of issues on which nobody has a place; those that stand alike together."""
    alike: dict[str, list[IssueStanding]] = {}
    for found in issues:
        alike.setdefault(f"{found.state} {words(_lanes_text(case, found))}", []).append(found)
    return Items(
        [
            [
                listed([Name(found.issue.name)] for found in group),
                [f"{group[0].state.capitalize()}. ", *_lanes_text(case, group[0]), "."],
            ]
            for group in alike.values()
        ]
    )


def _drawn(case: Case, found: IssueStanding) -> tuple[str, list[Piece], list[Piece]]:
    caption: list[Piece] = [Name(found.issue.name)]
    if has_long_unit(found.issue):
        caption += [" (", Name(found.issue.unit or ""), ")"]
    caption.append(f": {found.state}")
    gap = widest_gap(found)
    committed = [g.by_commitment for g in found.gaps if g.by_commitment]
    if gap is not None and gap.by_position:
        caption.append(f", widest gap {percent(gap.by_position)}")
    if committed:
        caption.append(f", {percent(max(committed))} by commitment")
    return scale_svg(case, found), caption, [*_lanes_text(case, found), "."]


def _lanes_text(case: Case, found: IssueStanding) -> list[Piece]:
    lanes = [
        [*listed([[Name(party.name)] for party in lane.parties]), ": ", Name(lane.told)]
        for lane in lanes_of(case, found)
    ]
    return listed(lanes, "; ", "; ")


def _on_whose_word(case: Case, spoken: list[IssueStanding]) -> list[Block]:
    """Name the statement behind each position, and what else was said on each issue."""
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
    return [Heading(["On whose word"]), Items(items)] if items else []


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
    shared = [[told(case, line)] for line in trade_off_lines(case, found)]
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
                "Its chance is the product of the chances that they give way, with levels of one "
                "demand counted once and a part of the way for a part: it rests on the firmness "
                "that was coded, not on anything observed."
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
                    "Each opening needs a commitment to give way that was coded with firmness 1. As "
                    "coded, only a package with other options, or more issues, could be agreed."
                ]
            )
        )
    number = count_of(len(blocked.openings), "opening")
    aside = number if blocked.openings_complete else f"{number}, not all"
    return Section("opens", "What would open one", blocks, aside)


def _opening(report: Report, number: int, found: Opening) -> list[Block]:
    case = report.case
    changes: dict[str, str] = {}
    for change in (each for moved in found.movements or () for each in moved.changes):
        issue = case.issue(change.issue)
        changes.setdefault(
            change.issue, f"{issue.describe(change.from_)} \u2192 {issue.describe(change.to)}"
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
    for moved in found.movements or ():
        for change in moved.changes:
            issue = case.issue(change.issue)
            line: list[Piece] = [Name(case.party(moved.party).name), " moves on "]
            line += [Name(issue.name), ": ", Name(issue.describe(change.from_)), " \u2192 "]
            line.append(Name(issue.describe(change.to)))
            steps = [] if change.steps is None else [f" ({count_of(change.steps, 'step')})"]
            lines.append([*line, *steps])
    return lines


def _left(case: Case, found: Opening) -> list[Piece]:
    if found.left is None or found.packages is None:
        return ["It leaves, for one: ", *package_text(case, found.package), "."]
    limits: list[list[Piece]] = [
        [Name(issue.name), ": ", Name(options_in_words(issue, found.left[issue.id]))]
        for issue in case.issues
        if found.left[issue.id] != issue.everything
    ]
    text: list[Piece] = [f"It leaves {count_of(found.packages, 'package')}"]
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


def questions_section(report: Report) -> Section:
    """Return the questions that follow from the openings and the silences."""
    case = report.case
    if report.next_step is not None:
        blocks = adopted(case, advice_blocks(report.next_step))
    else:
        number = len(report.analysis.impasse.disputes)
        asked = [question_lines(case, each, number) for each in report.analysis.questions]
        blocks = adopted(case, [plain.Items(asked)]) if asked else []
    return Section("next", "What to ask next", blocks)
