"""The most acceptable packages, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from lastyard.answers.packages import (
    Acceptability,
    AgainstDemand,
    Figure,
    Packages,
    ProposedPackage,
)
from lastyard.answers.packages.result import package_letter
from lastyard.answers.report import Report
from lastyard.case.model import Issue, Party
from lastyard.show.packages import NO_FORECAST, caveat_blocks, comparison_lines, further_blocks
from lastyard.show.report.content import (
    Block,
    Cite,
    FindingCite,
    Heading,
    Items,
    Meter,
    Name,
    Paragraph,
    Piece,
    Section,
    Strong,
    Table,
    Text,
)
from lastyard.show.report.phrases import adopted, cited, listed, rests_on, told
from lastyard.show.words import estimate_in_words, joined, unbroken

__all__ = ["figure_in_words", "packages_section"]

_MOST_PARTIES = 20

_FAIR = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}


def packages_section(report: Report) -> Section:
    """Return the packages side by side, what each gives and gets, and how far to trust it."""
    found = report.packages
    title = "Packages side by side"
    if found is None:
        return Section("packages", title)
    case = report.case
    blocks: list[Block] = [
        Paragraph(
            [
                f"{NO_FORECAST} Agreement is the same under the agreement rule. After \u00b1 stands "
                "the error of sampling, which does not hold what the model gets wrong. Certain and "
                "impossible follow from what was said, taken at its word."
            ]
        ),
        _table(found),
        *_against_demands(found),
        *_comparisons(found),
        *adopted(case, [*caveat_blocks(found), *further_blocks(found)]),
        *rests_on(found.used),
    ]
    return Section("packages", title, blocks)


def _comparisons(found: Packages) -> list[Block]:
    items: list[list[Text]] = [
        [[f"Package {package_letter(k)}"], *(told(found.case, line) for line in lines)]
        for k, each in enumerate(found.packages)
        if (lines := comparison_lines(found, each))
    ]
    return [Heading(["Against one another"]), Items(items)] if items else []


def _against_demands(found: Packages) -> list[Block]:
    """Show in a table what each party gives up of what it asks for, and what it gets of it."""
    asking = [
        party
        for party in found.case.deciders
        if any(each.gives or each.gets or each.gains for package in found.packages
               if (each := _demand(package, party)))
    ][:_MOST_PARTIES]  # fmt: skip
    if not asking:
        return []
    rows: list[list[Text]] = [
        [[Name(party.name)], *(_gives_and_gets(found, each, party) for each in found.packages)]
        for party in asking
    ]
    caption = "What each gives up of what it asks for, and what it gets"
    note = (
        "At stake is the value between the worst and the best for the party; it is told where it "
        "stands out from the error of sampling."
    )
    return [Table([[""], *_heads(found)], rows, caption), Paragraph([note])]


def _demand(package: ProposedPackage, party: Party) -> AgainstDemand | None:
    return next((each for each in package.demands if each.party.id == party.id), None)


def _gives_and_gets(found: Packages, package: ProposedPackage, party: Party) -> list[Piece]:
    each, case = _demand(package, party), found.case
    if each is None:
        return ["-"]
    text: list[Piece] = []
    if each.gives:
        given: list[list[Piece]] = []
        for one in each.gives:
            issue = case.issue(one.issue)
            step = f"{issue.describe(one.got)} for {issue.describe(one.asked)}"
            given.append([Name(f"{issue.name} ({step}, "), Cite(one.statement.id), ")"])
        text += ["gives up ", *listed(given)]
        if each.cost is not None and each.error is not None and each.cost > 2 * each.error:
            figure = figure_in_words(Figure(each.cost, each.error))
            text.append(f": {figure} of all it has at stake")
    if each.gets:
        gets = listed([[Name(case.issue(id).name)] for id in each.gets])
        text += ["; gets " if text else "gets all it asks for: ", *gets]
    if each.gains:
        more = listed(
            [
                [Name(f"{issue.name} ({issue.describe(one.got)} for {issue.describe(one.asked)})")]
                for one in each.gains
                for issue in [case.issue(one.issue)]
            ]
        )
        text += ["; gets more than it asks for on " if text else "gets more than it asks for on "]
        text += more
    return text or ["-"]


def _heads(found: Packages) -> list[list[Piece]]:
    return [[f"Package {package_letter(k)}"] for k in range(len(found.packages))]


def _table(found: Packages) -> Table:
    case, shown = found.case, found.packages
    rows: list[list[list[Piece]]] = [_options(issue, shown) for issue in found.settled]
    for party in case.deciders[:_MOST_PARTIES]:
        rows.append(_accepts(party, shown))
    rows.append([[Strong("Agreement index")], *(_share(each.agreement) for each in shown)])
    rows.append([["Breaks"], *(cited(p.breaks) or ["nothing"] for p in shown)])
    if any(each.fair for each in shown):
        rows.append([["Fair as"], *(_fair_as(each) for each in shown)])
    if any(each.rank for each in shown):
        rows.append([["Place that the draws allow"], *(_rank(each) for each in shown)])
    reasons: list[list[Piece]] = [
        [FindingCite(f"package-{package_letter(k)}")] for k in range(len(shown))
    ]
    rows.append([["Rests on"], *reasons])
    return Table([[""], *_heads(found)], rows, "The most acceptable packages")


def _options(issue: Issue, shown: Sequence[ProposedPackage]) -> list[list[Piece]]:
    names = [issue.name, *(issue.describe(each.package.positions[issue.id]) for each in shown)]
    return [[Name(name)] for name in names]


def _fair_as(each: ProposedPackage) -> list[Piece]:
    return [joined(_FAIR[name] for name in each.fair) or "-"]


def _accepts(party: Party, shown: Sequence[ProposedPackage]) -> list[list[Piece]]:
    return [
        ["Acceptable to ", Name(party.name)],
        *(_acceptance(each.acceptability[party.id]) for each in shown),
    ]


def _acceptance(found: Acceptability) -> list[Piece]:
    return _share(found, "" if found.status == "possible" else f" {found.status}")


def _share(figure: Figure | Acceptability, remark: str = "") -> list[Piece]:
    if figure.index is None:
        return ["cannot tell"]
    return [Meter(figure_in_words(figure) + remark, figure.index)]


def figure_in_words(figure: Figure | Acceptability) -> str:
    """Write a figure with its error."""
    if figure.index is None or figure.error is None:
        return "cannot tell"
    return unbroken(estimate_in_words(figure.index, figure.error))


def _rank(each: ProposedPackage) -> list[Piece]:
    if each.rank is None:
        return ["-"]
    best, worst = each.rank
    return [str(best) if best == worst else f"{best} to {worst}"]
