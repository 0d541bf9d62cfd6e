"""The answer on the first screen, in plain words."""

from __future__ import annotations

from lastyard.analyses.report import Report
from lastyard.views import blocks as plain
from lastyard.views.impasse import verdict_blocks
from lastyard.views.report.content import Block, Items, Lead, Paragraph, Piece, Section, Strong
from lastyard.views.report.packages import figure_in_words
from lastyard.views.report.phrases import listed, package_text, told
from lastyard.views.report.questions import question_text
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
    found = verdict_blocks(blocked, shown=max(1, len(blocked.openings), len(blocked.blocking_sets)))
    return [told(report.case, b.text) for b in found if isinstance(b, plain.Paragraph)]


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
    if points:
        blocks.append(Items([[text] for text in points]))
    return Section("answer", "In short", blocks)


def _blocked(report: Report) -> list[list[Piece]]:
    blocked = report.analysis.impasse
    if not blocked.blocking_sets:
        return []
    more = len(blocked.blocking_sets) - 1
    also = [f" There {'is' if more == 1 else 'are'} {count_of(more, 'other blocking set')}."]
    first = together_text(report.case, blocked.blocking_sets[0].statements)
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
    return [
        [
            Strong("The package most likely to be agreed, as far as can be inferred. "),
            *package_text(report.case, found.best.package),
            f": agreement {figure_in_words(found.best.agreement)}.",
        ]
    ]


def _talks(report: Report) -> list[list[Piece]]:
    issues = report.analysis.standing.issues
    states = {
        state: [found.issue.name for found in issues if found.state == state]
        for state in ("agreed", "near", "open", "silent")
    }
    words = {"agreed": "agreed on", "near": "near on", "open": "open on", "silent": "silent on"}
    parts = [
        [f"{words[state]} ", *told(report.case, joined_some(names, _NAMED))]
        for state, names in states.items()
        if names
    ]
    return [[Strong("Where the talks stand. "), "The parties are ", *listed(parts, "; "), "."]]


def _votes(report: Report) -> list[list[Piece]]:
    votes = report.votes.votes if report.votes else ()
    return [
        [Strong("The vote. "), *told(report.case, f"{each.vote.title}: {verdict_in_words(each)}")]
        for each in votes[:_NAMED]
    ]


def _next(report: Report) -> list[list[Piece]]:
    asked = report.analysis.questions
    return [[Strong("Ask next. "), *question_text(report.case, asked[0])]] if asked else []
