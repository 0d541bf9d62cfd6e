"""The sections of a report, in their order: first the brief, then the annex.

The brief (:mod:`lastyard.show.report.brief`) fills two pages. The annex holds what stands behind
it: on whose word, how the talks went over time, packages, votes, moves, what each finding rests on, what was said, and
how it was worked out. A further section is a function and a line here.
"""

from __future__ import annotations

from collections.abc import Callable

from lastyard.answers.packages.result import (
    Acceptability,
    AgainstDemand,
    Figure,
    Packages,
    ProposedPackage,
    package_letter,
)
from lastyard.answers.report import Report
from lastyard.answers.timeline import Timeline
from lastyard.case.model import Issue, Party, Rule
from lastyard.results import Result
from lastyard.show.blocks import Heading, Items, Paragraph, Part, Picture, Section, Table
from lastyard.show.impasse import METHOD as IMPASSE
from lastyard.show.marks import cite, cite_all, cite_finding, cite_source, meter, name, strong
from lastyard.show.moves import METHOD as MOVES
from lastyard.show.moves import moves_blocks, moves_svg, moves_why
from lastyard.show.packages import METHOD as PACKAGES
from lastyard.show.packages import (
    NO_FORECAST,
    caveat_blocks,
    comparison_lines,
    figure_in_words,
    further_blocks,
)
from lastyard.show.readers import for_readers
from lastyard.show.report.brief import (
    answer_section,
    barriers_section,
    deals_section,
    map_section,
    next_section,
    no_deal_section,
    sure_section,
)
from lastyard.show.report.evidence import (
    explained,
    reasons_section,
    rests_on,
    rests_on_finding,
    sources_section,
    statements_section,
    words_section,
)
from lastyard.show.shared import REMEDY, stopped_in_words
from lastyard.show.solutions import METHOD as SOLUTIONS
from lastyard.show.solutions import WORDS, fair_blocks, frontier_blocks, solutions_svg
from lastyard.show.standing import METHOD as STANDING
from lastyard.show.timeline import METHOD as TIMELINE
from lastyard.show.timeline import agreement_svg, gaps_svg, packages_svg, timeline_blocks
from lastyard.show.votes import METHOD as VOTES
from lastyard.show.votes import verdict_in_words, vote_svg, votes_blocks
from lastyard.show.within_reach import METHOD as DEALS
from lastyard.show.words import (
    count_of,
    day_in_words,
    joined,
    package_by_names,
    unbroken,
)
from lastyard.version import VERSION

__all__ = [
    "ANNEX",
    "SECTIONS",
    "as_of",
    "for_whom",
    "moves_section",
    "sections_of",
    "timeline_section",
    "votes_section",
]

_SHOWN_POINTS = 12
_SHOWN_STATES = 25


def _solutions_section(report: Report) -> Section:
    """Return the frontier as a picture and the fair packages; nothing without points."""
    found = report.solutions
    title = "Efficient and fair packages"
    if found is None:
        return Section("solutions", title)
    described = f"Frontier and fair packages; {found.points:,} undominated combinations of values."
    blocks: list[Part] = [
        *([Picture(solutions_svg(found), described)] if found.points else ()),
        *fair_blocks(found),
        *frontier_blocks(found, _SHOWN_POINTS),
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
    blocks: list[Part] = [
        Picture(vote_svg(found), f"Ballots against the lines of each rule. {told}."),
        *votes_blocks(found)[1:],
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
    blocks: list[Part] = [
        Picture(moves_svg(found), described),
        *moves_blocks(found)[1:],
        *basis,
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

_LIMITS_FOR_ALL = (_LIMITS[0], "What parties say is often strategic.", _LIMITS[2], _LIMITS[4])

_LEFT_OUT = {
    "packages": "The most acceptable packages",
    "solutions": "Efficient and fair packages by points",
    "votes": "Votes",
    "moves": "What each can do alone",
    "timeline": "How the talks went over time",
    "next": "Questions ranked by what they would teach",
}


def _case_section(report: Report) -> Section:
    """Return parties, issues, rules and the agreement rule as the case has them."""
    case = report.case
    rule = case.agreement.text if case.agreement else "all"
    who = "every party that decides" if rule.strip() == "all" else name(rule)
    blocks: list[Part] = [
        *([Paragraph(_noted(case.note))] if case.note else []),
        Heading("Parties"),
        Items([[_party(party)] for party in case.parties]),
        Heading("Issues and their options"),
        Items([[_issue(issue)] for issue in case.issues]),
    ]
    if case.rules:
        rules = Items([_rule(rule) for rule in case.rules])
        blocks += [Heading("Rules that every package must satisfy"), rules]
    blocks.append(Paragraph(f"Who must accept: {who}."))
    if case.status_quo:
        held = package_by_names(case, case.status_quo)
        blocks.append(Paragraph(f"Without an agreement: {held}."))
    return Section("case", "The case", blocks)


def _noted(note: str) -> str:
    return name(" ".join(note.split()))


def _party(party: Party) -> str:
    role = "" if party.decides else f", {party.role}: does not decide"
    return f"{name(party.name)}{role}" + (f". {_noted(party.note)}" if party.note else "")


def _issue(issue: Issue) -> str:
    if issue.is_numeric:
        last = issue.size - 1
        scale = f"{issue.describe(0)} to {issue.describe(last)}, {count_of(issue.size, 'step')}"
    else:
        scale = ", ".join(issue.describe(k) for k in range(issue.size))
    order = "" if issue.has_order else " (in no order)"
    note = f". {_noted(issue.note)}" if issue.note else ""
    return f"{name(issue.name)}: {name(scale)}{order}{note}"


def _rule(rule: Rule) -> list[str]:
    lines = [f"{name(rule.id)}: {_noted(rule.condition.text)}"]
    lines += [_noted(rule.note)] if rule.note else []
    return [*lines, *([f"Source: {cite_source(rule.source)}"] if rule.source else [])]


def _method_section(report: Report) -> Section:
    """Return how it was worked out and what it cannot tell, in plain words."""
    methods = [
        (True, "Positions and gaps", STANDING),
        (True, "What blocks and what opens", IMPASSE),
        (report.analysis.deals, "Deals within reach", DEALS),
        (report.packages, "Packages", PACKAGES),
        (report.solutions, "Efficient and fair packages", SOLUTIONS),
        (report.votes, "Votes", VOTES),
        (report.timeline, "Over time", TIMELINE),
        (report.moves, "What each can do alone", MOVES),
    ]
    judged = report.audience.is_mediator
    limits = _LIMITS if judged else _LIMITS_FOR_ALL
    blocks: list[Part] = [
        Heading("What this paper cannot tell"),
        Items([[text] for text in limits]),
    ]
    missing = [[f"{_LEFT_OUT[each]}: {why}."] for each, why in report.left_out.items()]
    if missing:
        blocks += [Heading("Not in this paper"), Items(missing)]
    if report.stopped:
        blocks += [*_not_finished(report), Paragraph(REMEDY)]
    for used, title, sentences in methods if judged else methods[:1]:
        if used:
            blocks += [Heading(title), Items([[text] for text in sentences])]
    blocks += [Heading("How to repeat it"), Paragraph(_again(report))]
    return Section("method", "Method and limits", blocks)


def _not_finished(answer: Result) -> list[Part]:
    lines = [[f"{stopped_in_words(each)}."] for each in answer.stopped]
    return [Heading("Not finished"), Items(lines)]


def _again(report: Report) -> str:
    text = (
        f"Made by Last Yard {VERSION}, free software, from the case file alone, without a network. "
        f"The same case, day and seed ({report.seed}) give the same paper, byte for byte"
    )
    found = report.packages
    if found is not None:
        text += f"; {found.draws:,} values were drawn for each party whose values are not known"
    return text + "."


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
    blocks: list[Part] = [*_charts(found), *timeline_blocks(found)[1:]]
    ids = [each.id for each in explained(report.provenance) if each.kind == "trend"]
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


_MOST_PARTIES = 20


def _packages_section(report: Report) -> Section:
    """Return the packages side by side, what each gives and gets, and how far to trust it."""
    found = report.packages
    title = "Packages side by side"
    if found is None:
        return Section("packages", title)
    blocks: list[Part] = [
        Paragraph(
            f"{NO_FORECAST} Agreement is the same under the agreement rule. After \u00b1 stands "
            "the error of sampling, which does not hold what the model gets wrong. Certain and "
            "impossible follow from what was said, taken at its word."
        ),
        _table(found),
        *_against_demands(found),
        *_comparisons(found),
        *caveat_blocks(found),
        *further_blocks(found),
        *rests_on(found.used),
    ]
    return Section("packages", title, blocks)


def _comparisons(found: Packages) -> list[Part]:
    items = [
        [f"Package {package_letter(k)}", *lines]
        for k, each in enumerate(found.packages)
        if (lines := comparison_lines(found, each))
    ]
    return [Heading("Against one another"), Items(items)] if items else []


def _against_demands(found: Packages) -> list[Part]:
    """Show in a table what each party gives up of what it asks for, and what it gets of it."""
    asking = [
        party
        for party in found.case.deciders
        if any(each.gives or each.gets or each.gains for package in found.packages
               if (each := _demand(package, party)))
    ][:_MOST_PARTIES]  # fmt: skip
    if not asking:
        return []
    rows = [
        [name(party.name), *(_gives_and_gets(found, each, party) for each in found.packages)]
        for party in asking
    ]
    caption = "What each gives up of what it asks for, and what it gets"
    note = (
        "At stake is the value between the worst and the best for the party; it is told where it "
        "stands out from the error of sampling."
    )
    return [Table(_heads(found), rows, caption), Paragraph(note)]


def _demand(package: ProposedPackage, party: Party) -> AgainstDemand | None:
    return next((each for each in package.demands if each.party.id == party.id), None)


def _gives_and_gets(found: Packages, package: ProposedPackage, party: Party) -> str:
    each, case = _demand(package, party), found.case
    if each is None:
        return "-"
    told = []
    if each.gives:
        given = joined(
            f"{name(f'{issue.name} ({issue.describe(one.got)} for {issue.describe(one.asked)}, ')}"
            f"{cite(one.statement)})"
            for one in each.gives
            for issue in [case.issue(one.issue)]
        )
        figure = ""
        if each.cost is not None and each.error is not None and each.cost > 2 * each.error:
            figure = f": {_figure(Figure(each.cost, each.error))} of all it has at stake"
        told.append(f"gives up {given}{figure}")
    if each.gets:
        gets = joined(name(case.issue(id).name) for id in each.gets)
        told.append(f"gets {gets}" if told else f"gets all it asks for: {gets}")
    if each.gains:
        more = joined(
            name(f"{issue.name} ({issue.describe(one.got)} for {issue.describe(one.asked)})")
            for one in each.gains
            for issue in [case.issue(one.issue)]
        )
        told.append(f"gets more than it asks for on {more}")
    return "; ".join(told) or "-"


def _heads(found: Packages) -> list[str]:
    return ["", *(f"Package {package_letter(k)}" for k in range(len(found.packages)))]


def _table(found: Packages) -> Table:
    case, shown = found.case, found.packages
    rows = [
        [
            name(issue.name),
            *(name(issue.describe(each.package.positions[issue.id])) for each in shown),
        ]
        for issue in found.settled
    ]
    for party in case.deciders[:_MOST_PARTIES]:
        told = (_share(each.acceptability[party.id]) for each in shown)
        rows.append([f"Acceptable to {name(party.name)}", *told])
    rows.append([strong("Agreement index"), *(_share(each.agreement) for each in shown)])
    rows.append(["Breaks", *(joined(cite_all(each.breaks)) or "nothing" for each in shown)])
    if any(each.fair for each in shown):
        fair = (joined(WORDS[solution] for solution in each.fair) or "-" for each in shown)
        rows.append(["Fair as", *fair])
    if any(each.rank for each in shown):
        rows.append(["Place that the draws allow", *(_rank(each) for each in shown)])
    findings = (cite_finding(f"package-{package_letter(k)}") for k in range(len(shown)))
    rows.append(["Rests on", *findings])
    return Table(_heads(found), rows, "The most acceptable packages")


def _share(figure: Figure | Acceptability) -> str:
    if figure.index is None:
        return "cannot tell"
    status = (
        "" if isinstance(figure, Figure) or figure.status == "possible" else f" {figure.status}"
    )
    return meter(_figure(figure) + status, figure.index)


def _figure(figure: Figure | Acceptability) -> str:
    return unbroken(figure_in_words(figure))


def _rank(each: ProposedPackage) -> str:
    if each.rank is None:
        return "-"
    best, worst = each.rank
    return str(best) if best == worst else f"{best} to {worst}"


SECTIONS: tuple[Callable[[Report], Section], ...] = (
    answer_section,
    map_section,
    barriers_section,
    deals_section,
    next_section,
    no_deal_section,
    sure_section,
)

ANNEX: tuple[Callable[[Report], Section], ...] = (
    words_section,
    timeline_section,
    _packages_section,
    _solutions_section,
    votes_section,
    moves_section,
    reasons_section,
    statements_section,
    sources_section,
    _case_section,
    _method_section,
)

# Deals, questions and what rests on judgements are for the mediator alone.
_FOR_ALL = (
    answer_section,
    map_section,
    barriers_section,
    sure_section,
    words_section,
    statements_section,
    sources_section,
    _case_section,
    _method_section,
)


# Where a report has what a command answers.
_PLACES = {
    "analyse": "the first page",
    "packages": "“Packages”",
    "standing": "“Where they stand”",
    "timeline": "“Over time”",
}


def sections_of(report: Report) -> list[Section]:
    """Return the sections that have something to say about this case; those of the annex last."""
    shown = (*SECTIONS, *ANNEX) if report.audience.is_mediator else _FOR_ALL
    made = {
        section.id: section._replace(is_annex=make in ANNEX)
        for make, section in ((make, make(report)) for make in shown)
    }  # fmt: skip
    for answer, ids in _told_in(report):
        if answer is not None and answer.stopped and ids[0] in made:
            id = next((id for id in ids if made[id].blocks), ids[0])
            made[id] = made[id]._replace(blocks=[*made[id].blocks, *_not_finished(answer)])
    return [
        section._replace(blocks=for_readers(section.blocks, _PLACES))
        for section in made.values()
        if section.blocks
    ]


def _told_in(report: Report) -> tuple[tuple[Result | None, tuple[str, ...]], ...]:
    """Return each answer with the sections that may tell it, the likeliest first."""
    talks = report.analysis
    return (
        (talks.standing, ("standing",)),
        (talks.impasse, ("barriers", "sure")),
        (report.timeline, ("time",)),
        (report.packages, ("packages",)),
        (report.solutions, ("solutions",)),
        (report.votes, ("votes",)),
        (report.moves, ("moves",)),
        (report.next_step, ("next", "sure")),
    )


def for_whom(report: Report) -> str:
    """Return for whom a report is, where that is not the mediator."""
    if report.audience.is_mediator:
        return ""
    party = report.audience.party
    return f", for {report.case.party(party).name if party else 'the public'}"


def as_of(report: Report) -> str:
    """Return of which day the report is."""
    return f"As of {day_in_words(report.day)}" if report.day else "Nothing said yet"
