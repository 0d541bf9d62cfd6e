"""The best packages in few lines, as :command:`analyse` ends with them."""

from __future__ import annotations

from typing import Any

from lastyard.analyses.packages import Acceptability, Figure, Packages
from lastyard.case.issues import labels_of
from lastyard.views.blocks import Block, Heading, Paragraph, Table
from lastyard.views.packages_detail import letter
from lastyard.views.wording import joined, joined_some, number_in_words

__all__ = ["brief_blocks", "brief_json", "figure_in_words"]

_PARTIES = 4


def brief_blocks(result: Packages) -> list[Block]:
    """Show the packages in a table, and how far they can be told apart."""
    if result.best.agreement.index == 0:
        return [
            Paragraph(
                "As coded, every package has an agreement index of 0: none is acceptable to those who must agree."
            )
        ]
    if len(result.silent) == len(result.case.deciders) and not result.best.breaks:
        return [
            Paragraph(
                "Which packages would be agreed cannot be told: nobody said what they want. "
                "(packages shows what is left.)"
            )
        ]
    vary = [
        issue
        for issue in result.case.issues
        if len({each.package[issue.id] for each in result.packages}) > 1
    ]
    shared = [
        f"{issue.id}: {issue.describe(result.best.package[issue.id])}"
        for issue in result.case.issues
        if issue not in vary
    ]
    parties = result.case.deciders[:_PARTIES]
    rows = [
        (
            letter(k),
            joined_some([issue.describe(each.package[issue.id]) for issue in vary], 4),
            *(_cell(each.acceptability[party.id]) for party in parties),
            figure_in_words(each.agreement),
        )
        for k, each in enumerate(result.packages)
    ]
    heading = joined_some([issue.id for issue in vary], 4)
    remark = "acceptability: worth no deal or more; not the chance of a yes"
    blocks: list[Block] = [
        Heading("Best packages", remark),
        Table(
            ("", heading, *(party.name for party in parties), "agreement"), rows, "Best packages"
        ),
    ]
    text = f"All have {joined(shared)}. " if shared and vary else ""
    text += _told_apart(result) + _unshown(result) + _unknown(result)
    return [*blocks, Paragraph(text.strip())] if text.strip() else blocks


def _told_apart(result: Packages) -> str:
    alike = [letter(k) for k, each in enumerate(result.packages) if each.rank and each.rank[0] == 1]
    if len(alike) < 2:
        return ""
    if result.best.agreement == Figure(1.0, 0.0):
        return (
            f"As coded, {joined(alike)} are each acceptable for certain to those who must agree. "
        )
    return f"{joined(alike)} cannot be told apart. "


def _unshown(result: Packages) -> str:
    """Name the parties for which the table has no room."""
    names = [party.name for party in result.case.deciders[_PARTIES:]]
    return f"Not shown: {joined_some(names, _PARTIES)} (see packages). " if names else ""


def _unknown(result: Packages) -> str:
    text = ""
    if result.silent:
        names = joined_some([party.name for party in result.silent], 2)
        text += f"Of what {names} would like nothing is known: these figures are guesses there. "
    for id, why in list(result.cannot_tell.items())[:1]:
        text += f"What {result.case.party(id).name} would find acceptable cannot be told: {why}. "
    more = len(result.cannot_tell) - 1
    return text + (f"So with {number_in_words(more)} more. " if more > 0 else "")


def _cell(found: Acceptability) -> str:
    if found.index is None:
        return found.status
    return (
        figure_in_words(found)
        if found.status == "possible"
        else f"{figure_in_words(found)} {found.status}"
    )


def figure_in_words(figure: Figure | Acceptability) -> str:
    """Write a figure with its error."""
    if figure.index is None or figure.error is None:
        return "cannot tell"
    if figure.error == 0:
        return f"{figure.index:.2f}"
    return f"{figure.index:.2f} ± {max(figure.error, 0.005):.2f}"


def brief_json(result: Packages) -> dict[str, Any]:
    """Return the best packages in their machine-readable form."""
    return {
        "seed": result.seed,
        "draws": result.draws,
        "effective_draws": result.effective,
        "packages": [
            {
                "package": labels_of(result.case.issues, each.package),
                "acceptability": {
                    id: {"index": found.index, "error": found.error, "status": found.status}
                    for id, found in each.acceptability.items()
                },
                "agreement": {"index": each.agreement.index, "error": each.agreement.error},
                "breaks": [statement.id for statement in each.breaks],
                "rank": list(each.rank) if each.rank else None,
            }
            for each in result.packages
        ],
        "silent_parties": [party.id for party in result.silent],
        "cannot_tell": dict(result.cannot_tell),
    }
