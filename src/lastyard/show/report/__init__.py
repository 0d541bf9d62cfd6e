"""A report to hand over: one result, drawn as a page, as Markdown or for a text processor."""

from __future__ import annotations

from lastyard.answers.report import Report
from lastyard.show.blocks import Block, Heading, plainly
from lastyard.show.report.docx import report_word
from lastyard.show.report.markdown import report_markdown
from lastyard.show.report.page import report_page, report_published
from lastyard.show.report.pdf import report_pdf
from lastyard.show.report.sections import ANNEX, SECTIONS, sections_of
from lastyard.show.shared import title_of

__all__ = [
    "ANNEX",
    "SECTIONS",
    "report_blocks",
    "report_markdown",
    "report_page",
    "report_pdf",
    "report_published",
    "report_word",
    "sections_of",
]


def report_blocks(report: Report) -> list[Block]:
    """Describe a report as blocks for a terminal or a notebook."""
    blocks: list[Block] = [title_of(report.case, report.day)]
    for section in sections_of(report):
        blocks.append(Heading(section.title.upper(), section.aside))
        blocks += [block for part in section.blocks for block in plainly(part)]
    return blocks
