"""The sections of a report, in their order. A further section is a function and a line here."""

from __future__ import annotations

from collections.abc import Callable

from lastyard.analyses.report import Report
from lastyard.views.report.content import Section
from lastyard.views.report.known import moves_section, solutions_section, votes_section
from lastyard.views.report.method import case_section, method_section
from lastyard.views.report.over_time import timeline_section
from lastyard.views.report.packages import packages_section
from lastyard.views.report.questions import questions_section
from lastyard.views.report.reasons import reasons_section
from lastyard.views.report.sets import blocking_section, opening_section, tightest_section
from lastyard.views.report.standing import standing_section
from lastyard.views.report.statements import sources_section, statements_section
from lastyard.views.report.summary import summary_section
from lastyard.views.wording import day_in_words

__all__ = ["SECTIONS", "as_of", "sections_of"]

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
    return [section for make in SECTIONS if (section := make(report)).blocks]


def as_of(report: Report) -> str:
    """Say of which day the report is."""
    return f"As of {day_in_words(report.day)}" if report.day else "Nothing said yet"
