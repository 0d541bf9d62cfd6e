"""A report to hand over: one result, drawn as a page, as Markdown or for a text processor."""

from __future__ import annotations

from lastyard.analyses.report import Report
from lastyard.views.blocks import Block
from lastyard.views.common import title_of
from lastyard.views.report.content import as_plain
from lastyard.views.report.figures import report_json
from lastyard.views.report.markdown import report_markdown
from lastyard.views.report.page import report_page
from lastyard.views.report.sections import SECTIONS, sections_of
from lastyard.views.report.word import report_word

__all__ = [
    "SECTIONS",
    "report_blocks",
    "report_json",
    "report_markdown",
    "report_page",
    "report_word",
    "sections_of",
]


def report_blocks(report: Report) -> list[Block]:
    """Describe a report as blocks for a terminal or a notebook."""
    return [title_of(report.case, report.day), *as_plain(sections_of(report))]
