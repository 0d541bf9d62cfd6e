"""The packages most likely to be agreed, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from lastyard.analyses.packages import Acceptability, Figure, Packages, ProposedPackage
from lastyard.analyses.report import Report
from lastyard.case.issues import Issue
from lastyard.case.model import Party
from lastyard.views import blocks as plain
from lastyard.views.packages import NO_FORECAST, packages_blocks
from lastyard.views.report.content import (
    Block,
    Meter,
    Name,
    Paragraph,
    Piece,
    Section,
    Strong,
    Table,
    Text,
)
from lastyard.views.report.phrases import adopted, cited, rests_on
from lastyard.views.wording import joined

__all__ = ["figure_in_words", "packages_section"]

_MOST_PARTIES = 20
_FAIR = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}


def packages_section(report: Report) -> Section:
    """Return the packages in a table: options, acceptability, what each breaks."""
    found = report.packages
    title = "Packages side by side"
    if found is None:
        return Section("packages", title)
    blocks: list[Block] = [
        Paragraph(
            [
                f"{NO_FORECAST} Agreement is the same under the agreement rule. After \u00b1 stands "
                "the error of sampling, which does not hold what the model gets wrong. Certain and "
                "impossible follow from what was said, taken at its word."
            ]
        ),
        _table(found),
        *adopted(report.case, _remarks(found)),
        *rests_on(found.used),
    ]
    return Section("packages", title, blocks)


def _remarks(found: Packages) -> list[plain.Block]:
    """Return what the packages' own view says besides its table and the lines to it."""
    _, *rest = packages_blocks(found)
    heading = next(k for k, b in enumerate(rest) if isinstance(b, plain.Heading)
                   and b.text == "Best packages")  # fmt: skip
    return [*rest[:heading], *rest[heading + 3 :]]


def _table(found: Packages) -> Table:
    case, shown = found.case, found.packages
    rows: list[list[list[Piece]]] = [_options(issue, shown) for issue in case.issues]
    for party in case.deciders[:_MOST_PARTIES]:
        rows.append(_accepts(party, shown))
    rows.append([[Strong("Agreement")], *(_share(each.agreement) for each in shown)])
    rows.append([["Breaks"], *(cited(p.breaks) or ["nothing"] for p in shown)])
    if any(each.fair for each in shown):
        rows.append([["Fair as"], *(_fair_as(each) for each in shown)])
    if any(each.rank for each in shown):
        rows.append([["Place that the draws allow"], *(_rank(each) for each in shown)])
    names: list[Text] = [["Package " + ascii_uppercase[k % 26]] for k in range(len(shown))]
    return Table([[""], *names], rows, "The packages most likely to be agreed")


def _options(issue: Issue, shown: Sequence[ProposedPackage]) -> list[list[Piece]]:
    names = [issue.name, *(issue.describe(each.package[issue.id]) for each in shown)]
    return [[Name(name)] for name in names]


def _fair_as(each: ProposedPackage) -> list[Piece]:
    return [joined(_FAIR[name] for name in each.fair) or "-"]


def _accepts(party: Party, shown: Sequence[ProposedPackage]) -> list[list[Piece]]:
    return [
        [Name(party.name), " accepts"],
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
    if figure.error == 0:
        return f"{figure.index:.2f}"
    return f"{figure.index:.2f}\u00a0\u00b1\u00a0{max(figure.error, 0.005):.2f}"


def _rank(each: ProposedPackage) -> list[Piece]:
    if each.rank is None:
        return ["-"]
    best, worst = each.rank
    return [str(best) if best == worst else f"{best} to {worst}"]
