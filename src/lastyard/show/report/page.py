"""A report as one HTML page: no script, no outside request, every word of users escaped.

Words of the case stand in ``<bdi>``, so that Arabic or Hebrew reads rightly and cannot turn
what stands around it. The page forbids itself to load anything (Content-Security-Policy).
The case and the figures are embedded as JSON, which browsers keep and never run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from lastyard.answers.analyse import Analysis
from lastyard.answers.moves import Moves
from lastyard.answers.next_step import NextStep
from lastyard.answers.packages.result import Packages
from lastyard.answers.report import Report
from lastyard.answers.solutions import Solutions
from lastyard.answers.timeline import Timeline
from lastyard.answers.votes import Votes
from lastyard.budget import unlimited
from lastyard.case.model import CASE, Case, format_number
from lastyard.results import AsOf, Count, Key, Part
from lastyard.show.analyse import analysis_published
from lastyard.show.blocks import Section
from lastyard.show.evidence import Traced, provenance_published
from lastyard.show.html import xml_text
from lastyard.show.impasse import counts_in_words
from lastyard.show.marks import plain
from lastyard.show.report.drawing import Drawer
from lastyard.show.report.sections import as_of, for_whom, sections_of
from lastyard.show.words import statement_in_words
from lastyard.showing import json_text
from lastyard.version import VERSION

__all__ = ["ReportAnswers", "case_json", "report_page", "report_published"]


@dataclass(frozen=True, slots=True)
class ReportAnswers:
    """Every answer of a report; null where the case has nothing for it.

    Attributes:
        case: The case.
        day: The day.
        seed: The seed.
        analysis: The main answer.
        packages: The packages most likely to be agreed.
        solutions: The bargaining solutions.
        votes: The votes.
        moves: The moves.
        timeline: The talks over time.
        next_step: What to ask and propose next.
        provenance: What all of these rest on.
        left_out: Per answer that could not be given, why.
    """

    case: Case
    day: AsOf
    seed: Count
    analysis: Annotated[Part[Analysis], Key("analyse")]
    packages: Part[Packages | None]
    solutions: Part[Solutions | None]
    votes: Annotated[Part[Votes | None], Key("vote")]
    moves: Part[Moves | None]
    timeline: Part[Timeline | None]
    next_step: Annotated[Part[NextStep | None], Key("next")]
    provenance: Traced
    left_out: Mapping[str, str]


def report_published(report: Report) -> ReportAnswers:
    """Return every answer of a report."""
    return ReportAnswers(
        case=report.case,
        day=report.day,
        seed=report.seed,
        analysis=analysis_published(report.analysis),
        packages=report.packages,
        solutions=report.solutions,
        votes=report.votes,
        moves=report.moves,
        timeline=report.timeline,
        next_step=report.next_step,
        provenance=provenance_published(report.provenance),
        left_out=report.left_out,
    )


def case_json(report: Report) -> dict[str, Any]:
    """Return the case as JSON; a file with this text is a case file (JSON is YAML)."""
    content: dict[str, Any] = json.loads(
        json.dumps(CASE.write(report.case, report.case), default=_scalar)
    )
    return content


def _scalar(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        # Exactly, or as a text that the loader reads exactly.
        if value.denominator == 1 and abs(value.numerator) < 2**53:
            return value.numerator
        text = format_number(value)
        return float(text) if "/" not in text and Fraction(repr(float(text))) == value else text
    raise TypeError(f"{type(value).__name__} has no JSON form")


_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"


@unlimited()
def report_page(report: Report) -> str:
    """Draw a report as a whole HTML page."""
    judged = report.audience.is_mediator
    drawer = Drawer(
        {
            s.id: plain(statement_in_words(report.case, s, judged=judged))
            for s in report.case.statements
        }
    )
    sections = sections_of(report)
    brief = [section for section in sections if not section.is_annex]
    annex = [section for section in sections if section.is_annex]
    title = xml_text(report.case.title)
    kind = drawer.text(f"Where a negotiation stands{for_whom(report)}")
    # The case, and figures that rest on judgements, are for the mediator alone.
    embedded, held = [], ""
    if judged:
        # First the largest, so that its content is gone when the rest is drawn.
        embedded = [
            _embedded("report-figures", report.as_json()),
            _embedded("report-case", case_json(report)),
        ]
        held = (
            " The case and all figures are in this page as JSON (<code>report-case</code>, "
            "<code>report-figures</code>)."
        )
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f'<meta name="generator" content="Last Yard {VERSION}">',
            f"<title>{title}: report</title>",
            f"<style>\n{_style()}</style>",
            "</head>",
            "<body>",
            '<a class="skip" href="#answer">To the answer</a>',
            "<header>",
            f'<p class="kind">{kind} <span>{as_of(report)}</span></p>',
            f'<h1 dir="auto">{title}</h1>',
            f'<p class="counts">{xml_text(counts_in_words(report.analysis.impasse))}</p>',
            "</header>",
            "<main>",
            *map(drawer.section, brief),
            _contents(annex),
            *map(drawer.section, annex),
            "</main>",
            "<footer>",
            f"<p>Last Yard {VERSION}.{held}</p>",
            "</footer>",
            *embedded,
            "</body>",
            "</html>",
            "",
        ]
    )


@cache
def _style() -> str:
    own = files("lastyard.show.report")
    return "".join(
        own.joinpath(name).read_text(encoding="utf-8") for name in ("elements.css", "page.css")
    )


def _contents(sections: Sequence[Section]) -> str:
    links = "".join(f'<li><a href="#{s.id}">{xml_text(s.title)}</a></li>' for s in sections)
    return f'<nav aria-label="Annex"><p>Annex: what stands behind it</p><ul>{links}</ul></nav>'


def _embedded(name: str, figures: Any) -> str:
    """Return JSON as a block of data; ``<`` is escaped so that nothing in it can end the block."""
    text = json_text(figures, compact=True)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return f'<script type="application/json" id="{name}">{text}</script>'
