"""The most acceptable packages, side by side."""

from __future__ import annotations

from lastyard.answers.packages import (
    Acceptability,
    AgainstDemand,
    Figure,
    Packages,
    ProposedPackage,
)
from lastyard.answers.packages.result import package_letter
from lastyard.answers.report import Report
from lastyard.case.model import Party
from lastyard.show.blocks import Heading, Items, Paragraph, Part, Section, Table
from lastyard.show.marks import cite, cite_all, cite_finding, meter, name, strong
from lastyard.show.packages import NO_FORECAST, caveat_blocks, comparison_lines, further_blocks
from lastyard.show.report.evidence import rests_on
from lastyard.show.solutions import WORDS
from lastyard.show.words import estimate_in_words, joined, unbroken

__all__ = ["packages_section"]

_MOST_PARTIES = 20


def packages_section(report: Report) -> Section:
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
        for issue in case.issues
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
    """Write a figure with its error."""
    if figure.index is None or figure.error is None:
        return "cannot tell"
    return unbroken(estimate_in_words(figure.index, figure.error))


def _rank(each: ProposedPackage) -> str:
    if each.rank is None:
        return "-"
    best, worst = each.rank
    return str(best) if best == worst else f"{best} to {worst}"
