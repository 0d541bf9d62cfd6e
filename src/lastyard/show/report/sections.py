"""Efficient and fair packages, where every party gave points; votes; moves.

What the case holds besides statements, how it was worked out, and what it cannot tell.

The answer on the first screen, in plain words.

How the talks went over time: charts, and the same in words and figures.

The sections of a report, in their order. A further section is a function and a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lastyard.answers.packages import Packages
from lastyard.answers.report import Report
from lastyard.answers.timeline import Timeline
from lastyard.case.model import Case, Issue
from lastyard.results import Result
from lastyard.show import blocks as plain
from lastyard.show.impasse import METHOD as IMPASSE
from lastyard.show.impasse import verdict_blocks
from lastyard.show.marks import name
from lastyard.show.moves import METHOD as MOVES
from lastyard.show.moves import moves_blocks, moves_why
from lastyard.show.packages import METHOD as PACKAGES
from lastyard.show.pictures.charts import agreement_svg, gaps_svg, packages_svg
from lastyard.show.pictures.conflict import moves_svg
from lastyard.show.pictures.frontier import solutions_svg
from lastyard.show.pictures.votes import vote_svg
from lastyard.show.questions import question_in_words
from lastyard.show.report.content import (
    Block,
    Cite,
    Heading,
    Items,
    Lead,
    Name,
    Paragraph,
    Picture,
    Piece,
    Section,
    SourceCite,
    Strong,
    Text,
)
from lastyard.show.report.evidence import (
    explained,
    reasons_section,
    rests_on_finding,
    sources_section,
    statements_section,
)
from lastyard.show.report.packages import figure_in_words, packages_section
from lastyard.show.report.phrases import adopted, listed, package_text, rests_on, says_text, told
from lastyard.show.report.talks import (
    blocking_section,
    gives_way_text,
    opening_section,
    questions_section,
    standing_section,
    tightest_section,
    together_text,
)
from lastyard.show.solutions import METHOD as SOLUTIONS
from lastyard.show.solutions import frontier_blocks, solutions_blocks
from lastyard.show.standing import METHOD as STANDING
from lastyard.show.timeline import METHOD as TIMELINE
from lastyard.show.timeline import timeline_blocks
from lastyard.show.unfinished import REMEDY, stopped_in_words
from lastyard.show.votes import METHOD as VOTES
from lastyard.show.votes import verdict_in_words, votes_blocks
from lastyard.show.words import chance_in_words, count_of, day_in_words, joined_some
from lastyard.version import VERSION

__all__ = [
    "SECTIONS",
    "as_of",
    "case_section",
    "method_section",
    "moves_section",
    "sections_of",
    "solutions_section",
    "summary_section",
    "timeline_section",
    "verdict_texts",
    "votes_section",
]

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


_LIMITS = (
    "It rests on the statements listed above and on nothing else. What was said elsewhere, or "
    "meant and not said, is not in it.",
    "What parties say is often strategic. A statement counts here as it was coded: its firmness "
    "and confidence are judgements of whoever wrote the case, and chances follow from them.",
    "That no statement excludes a package does not mean that anybody would accept it; that a set "
    "of statements blocks every package does not mean that a party will hold to it.",
    "Blocking sets, openings, gaps and counts are exact. Figures with \u00b1 are estimates from "
    "sampled values; the error of the model itself is larger and is not in them.",
    "The words are meant to be neutral: no conclusion here says who is right.",
)


_LEFT_OUT = {
    "packages": "The most acceptable packages",
    "solutions": "Efficient and fair packages by points",
    "votes": "Votes",
    "moves": "What each can do alone",
    "timeline": "How the talks went over time",
    "next": "Questions ranked by what they would teach",
}


def case_section(report: Report) -> Section:
    """Return parties, issues, rules and the agreement rule as the case has them."""
    case = report.case
    blocks: list[Block] = []
    if case.note:
        blocks.append(Paragraph([Name(" ".join(case.note.split()))]))
    blocks += [Heading(["Parties"]), Items([[line] for line in _parties(case)])]
    blocks += [Heading(["Issues and their options"]), Items([[_issue(i)] for i in case.issues])]
    if case.rules:
        blocks += [Heading(["Rules that every package must satisfy"]), Items(_rules(case))]
    rule = case.agreement.text if case.agreement else "all"
    told: list[Piece] = ["Who must accept: "]
    told += ["every party that decides."] if rule.strip() == "all" else [Name(rule), "."]
    blocks.append(Paragraph(told))
    if case.status_quo:
        held = package_text(case, case.status_quo)
        blocks.append(Paragraph(["Without an agreement: ", *held, "."]))
    return Section("case", "The case", blocks)


def _parties(case: Case) -> Iterable[Text]:
    for party in case.parties:
        line: list[Piece] = [Name(party.name)]
        if not party.decides:
            line.append(f", {party.role}: does not decide")
        if party.note:
            line += [". ", Name(" ".join(party.note.split()))]
        yield line


def _issue(issue: Issue) -> Text:
    if issue.is_numeric:
        last = issue.size - 1
        scale = f"{issue.describe(0)} to {issue.describe(last)}, {count_of(issue.size, 'step')}"
    else:
        scale = ", ".join(issue.describe(k) for k in range(issue.size))
    order = "" if issue.has_order else " (in no order)"
    line: list[Piece] = [Name(issue.name), ": ", Name(scale), order]
    if issue.note:
        line += [". ", Name(" ".join(issue.note.split()))]
    return [piece for piece in line if piece]


def _rules(case: Case) -> list[list[Text]]:
    lines: list[list[Text]] = []
    for rule in case.rules:
        own: list[Text] = [[Name(rule.id), ": ", Name(" ".join(rule.condition.text.split()))]]
        if rule.note:
            own.append([Name(" ".join(rule.note.split()))])
        if rule.source:
            own.append(["Source: ", SourceCite(rule.source)])
        lines.append(own)
    return lines


def method_section(report: Report) -> Section:
    """Return how it was worked out and what it cannot tell, in plain words."""
    methods: list[tuple[str, tuple[str, ...]]] = [
        ("Positions and gaps", STANDING),
        ("What blocks and what opens", IMPASSE),
    ]
    if report.packages is not None:
        methods.append(("Packages", PACKAGES))
    if report.solutions is not None:
        methods.append(("Efficient and fair packages", SOLUTIONS))
    if report.votes is not None:
        methods.append(("Votes", VOTES))
    if report.timeline is not None:
        methods.append(("Over time", TIMELINE))
    if report.moves is not None:
        methods.append(("What each can do alone", MOVES))
    blocks: list[Block] = [
        Heading(["What this paper cannot tell"]),
        Items([[[text]] for text in _LIMITS]),
    ]
    missing = [[[f"{_LEFT_OUT[name]}: {why}."]] for name, why in report.left_out.items()]
    if missing:
        blocks += [Heading(["Not in this paper"]), Items(missing)]
    if report.stopped:
        blocks += [
            Heading(["Not finished"]),
            Items([[[f"{stopped_in_words(each)}."]] for each in report.stopped]),
            Paragraph([REMEDY.replace("`", "")]),
        ]
    for title, sentences in methods:
        # The sentences are also shown in terminals, where code stands between backticks.
        blocks += [Heading([title]), Items([[[text.replace("`", "")]] for text in sentences])]
    blocks += [Heading(["How to repeat it"]), Paragraph([_again(report)])]
    return Section("method", "Method and limits", blocks)


def _again(report: Report) -> str:
    text = (
        f"Made by Last Yard {VERSION}, free software, from the case file alone, without a network. "
        f"The same case, day and seed ({report.seed}) give the same paper, byte for byte"
    )
    found = report.packages
    if found is not None:
        text += f"; {found.draws:,} values were drawn for each party whose values are not known"
    return text + "."


_NAMED = 3


def verdict_texts(report: Report) -> list[list[Piece]]:
    """Say in sentences whether any package satisfies what was said."""
    talks, blocked = report.analysis.standing, report.analysis.impasse
    if all(found.state == "agreed" for found in talks.issues) and not blocked.binding:
        return [["Nothing that was said stands against what all parties ask for."]]
    most = max(1, len(blocked.openings), len(blocked.blocking_sets))
    found = verdict_blocks(blocked, most, _package_by_names)
    return [told(report.case, b.text) for b in found if isinstance(b, plain.Paragraph)]


def _package_by_names(case: Case, package: Mapping[str, int]) -> str:
    """Write a package by the names of its issues."""
    return "; ".join(
        f"{name(issue.name)}: {name(issue.describe(package[issue.id]))}"
        for issue in case.issues
        if issue.id in package
    )


def summary_section(report: Report) -> Section:
    """Return the first section: the verdict, and the few things to know."""
    first, *others = verdict_texts(report)
    blocks: list[Block] = [Lead(first), *map(Paragraph, others)]
    points = [
        *_blocked(report),
        *_opened(report),
        *_best(report),
        *_talks(report),
        *_votes(report),
        *_next(report),
    ]
    named = {"verdict", "blocking-1", "opening-1", "package-A"}
    ids = [found.id for found in explained(report) if found.id in named]
    points.append(rests_on_finding(ids))
    blocks.append(Items([[text] for text in points]))
    return Section("answer", "In short", blocks)


def _blocked(report: Report) -> list[list[Piece]]:
    blocked = report.analysis.impasse
    if not blocked.blocking_sets:
        return []
    more = len(blocked.blocking_sets) - 1
    also = [f" There {'is' if more == 1 else 'are'} {count_of(more, 'other blocking set')}."]
    statements = blocked.blocking_sets[0].statements
    first = together_text(report.case, statements)
    if 1 < len(statements) <= _NAMED:
        said = [
            [
                Name(report.case.party(s.party).name),
                " ",
                *says_text(report.case, s),
                " (",
                Cite(s.id),
                ")",
            ]
            for s in statements
        ]
        every = "both" if len(statements) == 2 else "all"
        first = [*listed(said, ", and ", ", "), f": these cannot {every} hold."]
    return [[Strong("What blocks it. "), *first, *(also if more else ())]]


def _opened(report: Report) -> list[list[Piece]]:
    blocked = report.analysis.impasse
    if not blocked.openings:
        return []
    first = blocked.openings[0]
    return [
        [
            Strong("What would open it, likeliest first. "),
            *gives_way_text(report.case, first),
            f" (chance {chance_in_words(first.chance)}, from the firmness that was coded).",
        ]
    ]


def _best(report: Report) -> list[list[Piece]]:
    found = report.packages
    if found is None or not found.best.agreement.index:
        return []
    if len(found.silent) == len(found.case.deciders):
        return []  # nobody said what it wants: to name a package here would say more than is known
    return [
        [
            Strong("The most acceptable package, as far as can be inferred. "),
            *package_text(report.case, found.best.package),
            f". Agreement index {figure_in_words(found.best.agreement)}: how acceptable it is to "
            "all who must agree, not the chance of a yes.",
            *_doubts(found),
        ]
    ]


def _doubts(found: Packages) -> list[Piece]:
    doubts: list[Piece] = []
    if sum(1 for each in found.packages if each.rank and each.rank[0] == 1) > 1:
        doubts.append(" Others cannot be told apart from it.")
    if found.silent:
        names = joined_some([party.name for party in found.silent], _NAMED)
        doubts += [" It says little: what ", *told(found.case, names), " would like is not known."]
    return doubts


def _talks(report: Report) -> list[list[Piece]]:
    issues = report.analysis.standing.issues
    states = {
        state: [found.issue.name for found in issues if found.state == state]
        for state in ("agreed", "near", "open", "silent")
    }
    words = {"agreed": "Agreed", "near": "Near", "open": "Open", "silent": "Nothing said"}
    parts = [
        [f"{words[state]}: ", *told(report.case, joined_some(names, _NAMED)), "."]
        for state, names in states.items()
        if names
    ]
    return [[Strong("Where the talks stand. "), *listed(parts, " ", " ")]]


def _votes(report: Report) -> list[list[Piece]]:
    votes = report.votes.votes if report.votes else ()
    return [
        [Strong("The vote. "), *told(report.case, f"{each.vote.title}: {verdict_in_words(each)}")]
        for each in votes[:_NAMED]
    ]


def _next(report: Report) -> list[list[Piece]]:
    asked = report.analysis.questions
    if not asked:
        return []
    return [[Strong("Ask next. "), *told(report.case, question_in_words(report.case, asked[0]))]]


def timeline_section(report: Report) -> Section:
    """Return charts and trends; nothing where all was said on one day."""
    found = report.timeline
    title = "Over time"
    if found is None or len(found.points) < 2 or found.start is None or found.end is None:
        return Section("time", title)
    remark = (
        f"{count_of(len(found.points), 'day')} on which something changed, "
        f"{day_in_words(found.start)} to {day_in_words(found.end)}"
    )
    blocks: list[Block] = [*_charts(found), *adopted(report.case, timeline_blocks(found))]
    ids = [each.id for each in explained(report) if each.kind == "trend"]
    if ids:
        blocks.append(Paragraph(rests_on_finding(ids)))
    return Section("time", title, blocks, remark)


def _charts(found: Timeline) -> list[Picture]:
    """Draw what is known on two days or more; the figures stand in the table below."""
    below = "; the table below has the figures"
    charts = []
    if any(gap.by_position is not None or gap.by_commitment is not None for point in found.points
           for issue in point.issues.values() for gap in issue.gaps):  # fmt: skip
        charts.append(Picture(gaps_svg(found), f"Chart: mean gap by issue over time{below}."))
    if sum(point.packages is not None for point in found.points) > 1:
        told = "Chart: packages that satisfy everything, over time"
        charts.append(Picture(packages_svg(found), f"{told}{below}."))
    if sum(point.agreement.index is not None for point in found.points) > 1:
        told = "Chart: agreement index of the best package, over time"
        charts.append(Picture(agreement_svg(found), f"{told}{below}."))
    return charts


SECTIONS: tuple[Callable[[Report], Section], ...] = (
    summary_section,
    standing_section,
    timeline_section,
    blocking_section,
    opening_section,
    tightest_section,
    packages_section,
    solutions_section,
    votes_section,
    moves_section,
    questions_section,
    reasons_section,
    statements_section,
    sources_section,
    case_section,
    method_section,
)


def sections_of(report: Report) -> list[Section]:
    """Return the sections that have something to say about this case."""
    made = {section.id: section for section in (make(report) for make in SECTIONS)}
    for answer, ids in _told_in(report):
        if answer is not None and answer.stopped:
            id = next((id for id in ids if made[id].blocks), ids[0])
            section = made[id]
            missing: list[list[Text]] = [
                [[f"{stopped_in_words(each)}."]] for each in answer.stopped
            ]
            more: list[Block] = [Heading(["Not finished"]), Items(missing)]
            made[id] = Section(id, section.title, [*section.blocks, *more], section.aside)
    return [section for section in made.values() if section.blocks]


def _told_in(report: Report) -> tuple[tuple[Result | None, tuple[str, ...]], ...]:
    """Return each answer with the sections that may tell it, the likeliest first."""
    talks = report.analysis
    return (
        (talks.standing, ("standing",)),
        (talks.impasse, ("blocks", "opens", "room")),
        (report.timeline, ("time",)),
        (report.packages, ("packages",)),
        (report.solutions, ("solutions",)),
        (report.votes, ("votes",)),
        (report.moves, ("moves",)),
        (report.next_step, ("next",)),
    )


def as_of(report: Report) -> str:
    """Say of which day the report is."""
    return f"As of {day_in_words(report.day)}" if report.day else "Nothing said yet"
