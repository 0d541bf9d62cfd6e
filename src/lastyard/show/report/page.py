"""A report as one HTML page: no script, no outside request, every word of users escaped.

Words of the case stand in ``<bdi>``, so that Arabic or Hebrew reads rightly and cannot turn
what stands around it. The page forbids itself to load anything (Content-Security-Policy).
The case and the figures are embedded as JSON, which browsers keep and never run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Annotated, Any
from urllib.parse import quote

from lastyard.answers.analyse import Analysis
from lastyard.answers.moves import Moves
from lastyard.answers.next_step import NextStep
from lastyard.answers.packages import Packages
from lastyard.answers.report import Report
from lastyard.answers.solutions import Solutions
from lastyard.answers.timeline import Timeline
from lastyard.answers.votes import Votes
from lastyard.budget import unlimited
from lastyard.case.model import Case, format_number
from lastyard.case.writing import case_as_mapping
from lastyard.fields import AsOf, Count, Key, Part
from lastyard.show.analyse import analysis_published
from lastyard.show.escaping import xml_text
from lastyard.show.evidence import Traced, provenance_published
from lastyard.show.impasse import counts_in_words
from lastyard.show.marks import plain
from lastyard.show.report import content
from lastyard.show.report.phrases import isolated
from lastyard.show.report.sections import as_of, for_whom, sections_of
from lastyard.show.words import statement_in_words, unbroken
from lastyard.showing import is_safe_link, json_text
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
    content: dict[str, Any] = json.loads(json.dumps(case_as_mapping(report.case), default=_scalar))
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
    drawer = _Drawer(
        {
            s.id: plain(statement_in_words(report.case, s, judged=judged))
            for s in report.case.statements
        }
    )
    sections = sections_of(report)
    brief = [section for section in sections if not section.is_annex]
    annex = [section for section in sections if section.is_annex]
    title = xml_text(report.case.title)
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
            f'<p class="kind">{_kind(report)} <span>{as_of(report)}</span></p>',
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


def _kind(report: Report) -> str:
    """Say what the paper is, and for whom."""
    told = isolated(f"Where a negotiation stands{for_whom(report)}")
    return "".join(
        f"<bdi>{xml_text(each.text)}</bdi>" if isinstance(each, content.Name) else xml_text(each)
        for each in told
        if isinstance(each, content.Name | str)
    )


@cache
def _style() -> str:
    return files("lastyard.show.report").joinpath("page.css").read_text(encoding="utf-8")


def _contents(sections: Sequence[content.Section]) -> str:
    links = "".join(f'<li><a href="#{s.id}">{xml_text(s.title)}</a></li>' for s in sections)
    return f'<nav aria-label="Annex"><p>Annex: what stands behind it</p><ul>{links}</ul></nav>'


_LEGEND = (
    '<ul class="legend">'
    '<li><svg aria-hidden="true"><line class="a" x1="0" x2="100%" y1="50%" y2="50%"/></svg>'
    "left open by what was said</li>"
    '<li><svg aria-hidden="true"><line class="h" x1="0" x2="100%" y1="50%" y2="50%"/>'
    '<circle class="d" cx="50%" cy="50%" r="6.5"/></svg>asks or offers</li>'
    '<li><svg aria-hidden="true"><line class="r" x1="50%" x2="100%" y1="50%" y2="50%"/>'
    '<line class="s" x1="50%" x2="50%" y1="0" y2="100%"/></svg>'
    "refuses beyond{firm}</li>"
    '<li><svg aria-hidden="true"><rect class="f" x="0" width="100%" y="0" height="100%"/></svg>'
    "gap</li>"
    '<li><svg aria-hidden="true"><rect class="c" x="0" width="100%" y="0" height="100%"/>'
    '<line class="cb" x1="0" x2="100%" y1="100%" y2="100%"/></svg>common ground</li>'
    '<li><svg aria-hidden="true"><line class="k" x1="0" x2="100%" y1="50%" y2="50%"/>'
    '<circle class="q" cx="50%" cy="50%" r="4"/></svg>if the talks fail</li></ul>'
)


def _embedded(name: str, figures: Any) -> str:
    """Return JSON as a block of data; ``<`` is escaped so that nothing in it can end the block."""
    text = json_text(figures, compact=True)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _anchor(kind: str, id: str) -> str:
    """Return an anchor without anything that HTML forbids in one; findings go by their names."""
    if kind == "finding" and re.fullmatch(r"[\w.\-:]+", id):
        return id
    if re.fullmatch(r"[\w.\-]+", id):
        return f"{kind}-{id}"
    return f"{kind}--{id.encode('utf-8', 'surrogatepass').hex()}"


class _Drawer:
    """Draws blocks and pieces.

    Args:
        statements: Per statement, what a reference to it shows as a tooltip.
    """

    def __init__(self, statements: dict[str, str]) -> None:
        self._statements = statements

    def section(self, section: content.Section) -> str:
        aside = f" <small>{xml_text(section.aside)}</small>" if section.aside else ""
        blocks = "\n".join(map(self.block, section.blocks))
        start = f'<section id="{section.id}" aria-labelledby="{section.id}-title">\n'
        title = f'<h2 id="{section.id}-title">{xml_text(section.title)}{aside}</h2>'
        if section.is_annex:
            return f"{start}<details><summary>{title}</summary>\n{blocks}\n</details></section>"
        return f"{start}{title}\n{blocks}\n</section>"

    def _issue(self, found: content.IssueMap) -> str:
        tone = f' class="{found.tone}"' if found.tone else ""
        lanes = "".join(
            f'<li><span class="who"><bdi>{xml_text(who)}</bdi></span>{svg}'
            f'<span class="told">{self.text(isolated(told))}</span></li>'
            for who, told, svg in found.lanes
        )
        foot = ""
        if found.scale or found.silent or found.held:
            # The circle on the axis shows what holds; where there is no axis it is told.
            held = f'<span class="sr">{self.text(isolated(found.held))}</span>'
            told = (
                found.silent if found.scale else "; ".join(filter(None, (found.silent, found.held)))
            )
            said = f'<span class="told">{self.text(isolated(told))}</span>' if told else ""
            foot = f'<li class="foot">{found.scale}{said}{held if found.scale else ""}</li>'
        options = (
            f'<p class="note">{self.text(isolated(found.options))}</p>' if found.options else ""
        )
        look = "lanes" if found.scale else "lanes plain"
        return (
            f'<div class="issue"><h3><bdi>{xml_text(found.name)}</bdi> '
            f"<small{tone}>{self.text(isolated(found.verdict))}</small></h3>"
            f'<ul class="{look}">{lanes}{foot}</ul>{options}</div>'
        )

    def block(self, block: content.Block) -> str:
        match block:
            case content.Lead(text):
                return f'<p class="lead">{self.text(text)}</p>'
            case content.Paragraph(text):
                return f"<p>{self.text(text)}</p>"
            case content.Heading(text, remark):
                more = f" <small>{xml_text(remark)}</small>" if remark else ""
                return f"<h3>{self.text(text)}{more}</h3>"
            case content.Items(items, numbered):
                tag = "ol" if numbered else "ul"
                lines = "".join(f"<li>{self._lines(item)}</li>" for item in items)
                return f"<{tag}>{lines}</{tag}>"
            case content.Table():
                return self._table(block)
            case content.Map(issues, judged):
                firm = "; short stop: less than firm" if judged else ""
                return f"{_LEGEND.format(firm=firm)}{''.join(map(self._issue, issues))}"
            case content.Picture(svg, described):
                address = "data:image/svg+xml," + quote(svg, safe=" ='():;,/@+~!*?$&[]|")
                return (
                    f'<div class="wide picture" role="group" tabindex="0" '
                    f'aria-label="{xml_text(described)}"><img src="{xml_text(address)}" '
                    f'alt="{xml_text(described)}"></div>'
                )
            case content.Entry():
                return self._entry(block)

    def _lines(self, item: Sequence[content.Text]) -> str:
        first, *rest = map(self.text, item)
        return first + "".join(f'<div class="sub">{line}</div>' for line in rest)

    def _table(self, table: content.Table) -> str:
        caption = xml_text(table.caption)
        head = "".join(
            f'<th scope="col">{self.text(cell)}</th>' if cell and cell != [""] else "<td></td>"
            for cell in table.header
        )
        body = "".join(
            f'<tr><th scope="row">{self.text(row[0])}</th>'
            + "".join(f"<td>{self.text(cell)}</td>" for cell in row[1:])
            + "</tr>"
            for row in table.rows
        )
        return (
            f'<div class="wide" role="group" tabindex="0" aria-label="{caption}"><table>'
            f"<caption>{caption}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table></div>"
        )

    def _entry(self, entry: content.Entry) -> str:
        ended = f' <span class="ended">{xml_text(entry.ended)}</span>' if entry.ended else ""
        quoted = (
            f'<blockquote dir="auto">{xml_text(entry.quote)}</blockquote>' if entry.quote else ""
        )
        lines = "".join(f"<p>{self.text(line)}</p>" for line in entry.lines)
        return (
            f'<article id="{_anchor(entry.kind, entry.id)}" class="entry {entry.kind}'
            f'{" past" if entry.ended else ""}"><h3><bdi>{xml_text(entry.id)}</bdi>{ended}</h3>'
            f"{lines}{quoted}</article>"
        )

    def text(self, text: content.Text) -> str:
        return "".join(map(self.piece, text))

    def piece(self, piece: content.Piece) -> str:
        match piece:
            case str():
                return xml_text(unbroken(piece))
            case content.Name(text):
                return f"<bdi>{xml_text(text)}</bdi>"
            case content.Strong(text):
                return f"<strong>{xml_text(text)}</strong>"
            case content.Cite(id):
                told = self._statements.get(id, id)
                return self._reference(_anchor("statement", id), id, told)
            case content.SourceCite(id):
                return self._reference(_anchor("source", id), id, "source")
            case content.FindingCite(id):
                return self._reference(_anchor("finding", id), id, "what it rests on")
            case content.Link(url) if is_safe_link(url):
                return f'<a href="{xml_text(url)}" rel="noreferrer noopener">{xml_text(url)}</a>'
            case content.Link(url):
                return f"<bdi>{xml_text(url)}</bdi>"
            case content.Meter(text, share):
                width = f"{min(max(share, 0.0), 1.0) * 100:.4g}%"
                return (
                    f'<span class="meter">{xml_text(unbroken(text))}<svg aria-hidden="true" width="100%" '
                    f'height="4"><rect class="all" width="100%" height="4"/>'
                    f'<rect class="part" width="{width}" height="4"/></svg></span>'
                )

    def _reference(self, anchor: str, id: str, told: str) -> str:
        return (
            f'<a class="ref" href="#{quote(anchor, safe=":")}" title="{xml_text(told)}">'
            f"<bdi>{xml_text(id)}</bdi></a>"
        )
