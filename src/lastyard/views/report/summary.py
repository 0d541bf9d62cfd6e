"""The answer on the first screen, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from lastyard.analyses.packages import Packages
from lastyard.analyses.report import Report
from lastyard.case.model import Case
from lastyard.views import blocks as plain
from lastyard.views.impasse import verdict_blocks
from lastyard.views.marks import name
from lastyard.views.report.content import (
    Block,
    Cite,
    Items,
    Lead,
    Name,
    Paragraph,
    Piece,
    Section,
    Strong,
)
from lastyard.views.report.packages import figure_in_words
from lastyard.views.report.phrases import listed, package_text, told
from lastyard.views.report.questions import question_text
from lastyard.views.report.reasons import explained, rests_on_finding
from lastyard.views.report.saying import says_text
from lastyard.views.report.sets import gives_way_text, together_text
from lastyard.views.votes import verdict_in_words
from lastyard.views.wording import chance_in_words, count_of, joined_some

__all__ = ["summary_section", "verdict_texts"]

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
    return [[Strong("Ask next. "), *question_text(report.case, asked[0])]] if asked else []
