"""The questions of the workbench's pages: from the text of a case to the HTML of an answer.

They run in processes of their own (:mod:`lastyard.web.work`). Each draws the blocks that the
terminal and the report draw, with references that lead to the page of their reasons; no sentence
about a case is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from importlib import import_module
from typing import Any
from urllib.parse import quote, urlencode

from lastyard.answers.analyse import Analysis, analyse
from lastyard.answers.check import check, load_text, load_with_warnings
from lastyard.answers.evidence import can_be_traced, trace, why
from lastyard.answers.impasse import Impasse, impasse
from lastyard.answers.moves import moves
from lastyard.answers.next_step import next_step
from lastyard.answers.packages.find import packages
from lastyard.answers.report import Report, report
from lastyard.answers.standing import standing
from lastyard.answers.timeline import timeline
from lastyard.answers.versions import diff
from lastyard.answers.votes import vote
from lastyard.answers.what_if import what_if
from lastyard.budget import unlimited
from lastyard.case.model import Case, parse_date
from lastyard.case.said import day_of
from lastyard.case.variants import supposing
from lastyard.errors import RequestError
from lastyard.results import Result
from lastyard.show.analyse import headline_in_words
from lastyard.show.blocks import Heading, Items, Map, Paragraph, Part, Picture, Section, Title
from lastyard.show.evidence import finding_in_words
from lastyard.show.html import xml_text
from lastyard.show.impasse import counts_in_words
from lastyard.show.marks import cite_finding, plain
from lastyard.show.readers import for_readers
from lastyard.show.registry import blocks_of, why_of
from lastyard.show.report.drawing import Drawer
from lastyard.show.report.position_map import position_map
from lastyard.show.report.sections import (
    SECTIONS,
    moves_section,
    sections_of,
    timeline_section,
    votes_section,
)
from lastyard.show.shared import stopped_blocks, stopped_in_words
from lastyard.show.words import (
    chance_in_words,
    count_of,
    day_in_words,
    joined,
    statement_in_words,
)
from lastyard.web.work import Drawn, Task

__all__ = ["Asked", "answer", "make_ready"]

_MOST_FINDINGS, _MOST_NAMED = 60, 40
# Which of the first words of an answer stand alone: they hold no words of the case.
_STANDS_ALONE = ("blocked", "open")
_FORMATS = {"html": "text/html", "md": "text/markdown", "docx": "application/octet-stream"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is asked about, and with.

    Attributes:
        text: The case's text.
        name: Its path below the folder, which is the working folder.
        base: The address of its pages.
        day: The day to look at, as in the address; empty for the case's own.
        more: What else the question takes.
    """

    text: str
    name: str
    base: str
    day: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def case(self) -> Case:
        """Load the case."""
        return load_text(self.text, self.name)

    def looked_at(self) -> date | None:
        """Return the day.

        Raises:
            RequestError: If it is none.
        """
        if not self.day:
            return None
        day = parse_date(self.day)
        if day is None:
            raise RequestError(f"{self.day[:40]!r} is not a date; write it as 2024-03-22")
        return day


def make_ready() -> None:
    """Import what answers need before the first is asked for."""
    import_module("lastyard.show.versions")
    analyse(
        load_text(
            "{title: T, parties: {a: {}, b: {}}, issues: {i: {options: [x, y]}}, statements: ["
            "{id: s, party: a, on: 2024-01-01, requires: i == 'x'}, "
            "{id: t, party: b, on: 2024-01-01, rejects: i == 'x'}]}"
        )
    )


def answer(task: Task) -> Drawn:
    """Answer a question.

    Raises:
        LastYardError: If it cannot be answered as asked.
    """
    return _QUESTIONS[task.question](Asked(**task.asked))


# ---- drawing ----------------------------------------------------------------------------


def _drawer(case: Case, asked: Asked, of: str = "") -> Drawer:
    """Return what draws blocks, with references that lead to their reasons.

    Args:
        case: The case.
        asked: What was asked.
        of: The answer that its findings belong to; empty for the first page's.
    """
    with unlimited():
        hints = {s.id: plain(statement_in_words(case, s)) for s in case.statements}

    def link(kind: str, id: str) -> str:
        query = {"as_of": asked.day} if asked.day else {}
        if kind == "finding" and of:
            query["of"] = of
        reference = id if kind == "finding" else f"{kind}:{id}"
        more = f"?{urlencode(query)}" if query else ""
        return f"{asked.base}/why/{quote(reference, safe=':')}{more}"

    return Drawer(hints, link)


def _cut(blocks: Iterable[Part], id: str, title: str = "") -> list[Section]:
    """Cut blocks into sections at their headings; what comes before the first has the title given."""
    sections: list[Section] = []
    own: list[Part] = []
    name, aside, number = title, "", 0

    def end() -> None:
        if own:
            sections.append(Section(f"{id}-{number}" if number else id, name, tuple(own), aside))

    for block in blocks:
        if isinstance(block, Heading):
            end()
            own = []
            name, aside = plain(block.text), block.remark
            number += 1
        else:
            own.append(block)
    end()
    return sections


def _draw(drawer: Drawer, sections: Iterable[Section]) -> str:
    drawn = []
    for section in sections:
        if section.title:
            drawn.append(drawer.section(section))
        else:
            drawn += map(drawer.block, section.blocks)
    return "\n".join(drawn)


def _unfinished(result: Result) -> str:
    lines = "".join(f"<li>{xml_text(stopped_in_words(each))}</li>" for each in result.stopped)
    if not lines:
        return ""
    return (
        '<section class="unfinished" aria-label="Not finished"><h2>Not finished</h2>'
        f"<ul>{lines}</ul><p>The rest of the answer stands; what is listed here is missing from "
        "it or is only a part. No older result is shown in its place.</p></section>"
    )


def _behind(drawer: Drawer, case: Case, result: Result) -> str:
    """Draw what an answer rests on: its findings, each a link, and below them statements and method."""
    sections = []
    if can_be_traced(result):
        found = trace(result).findings
        lines = [
            [f"{cite_finding(each.id)}: {finding_in_words(case, each)}"]
            for each in found[:_MOST_FINDINGS]
        ]
        if lines:
            more = len(found) - len(lines)
            blocks: list[Part] = [Items(lines)]
            if more > 0:
                blocks.append(Paragraph(f"And {more:,} more."))
            sections.append(Section("findings", "Each finding, and why", blocks, is_annex=True))
    rests = _plainer(why_of(result))
    sections.append(Section("behind", "What this rests on", rests, is_annex=True))
    return _draw(drawer, sections)


def _plainer(blocks: Iterable[Part]) -> list[Part]:
    """Take the title away, and out of sentences what only a terminal has; bars are drawn otherwise here."""
    plainer = for_readers((each for each in blocks if not isinstance(each, Title)), _PAGES)
    return [each._replace(bars=()) if isinstance(each, Items) else each for each in plainer]


_PAGES = {
    "packages --beyond": "“Beyond what was asked”",
    "analyse": "the first page",
    "check": "“Check”",
    "impasse": "“Disputes”",
    "moves": "“With no deal”",
    "next": "“What to ask”",
    "packages": "“Deals”",
    "standing": "“Positions”",
    "timeline": "“Over time”",
    "vote": "“Votes”",
}


def _page(
    asked: Asked,
    result: Result,
    case: Case,
    of: str,
    *,
    before: Sequence[Part] = (),
    title: str = "",
) -> Drawn:
    """Draw the page of one answer."""
    drawer = _drawer(case, asked, of)
    with unlimited():
        blocks = [*before, *_plainer(_view_blocks(result))]
        main = _draw(drawer, _cut(blocks, of, title))
        parts = {"main": main + _unfinished(result), "behind": _behind(drawer, case, result)}
    return Drawn(parts, {**_told(case, asked), "unfinished": bool(result.stopped)})


def _view_blocks(result: Result) -> Iterable[Any]:
    """Return the blocks of an answer without what is told of its being unfinished, told elsewhere."""
    blocks = list(blocks_of(result))
    return blocks[: len(blocks) - len(stopped_blocks(result.stopped))]


def _told(case: Case, asked: Asked) -> dict[str, Any]:
    day = day_of(case, asked.looked_at())
    return {"day": day_in_words(day) if day else "", "iso": day.isoformat() if day else ""}


# ---- the first page ---------------------------------------------------------------------


def _bare(found: Analysis, **more: Any) -> Report:
    """Return a report that holds the main answer alone."""
    empty = dict.fromkeys(
        ("packages", "solutions", "votes", "moves", "timeline", "next_step"), None
    )
    answers = [found, *(each for each in more.values() if can_be_traced(each))]
    return Report(
        case=found.case,
        day=found.day,
        seed=0,
        analysis=found,
        left_out={},
        provenance=trace(*answers),
        **{**empty, **more},
    )


def _home(asked: Asked) -> Drawn:
    """Draw the first page of the report, but for the deals, which take longest."""
    case = asked.case()
    found = analyse(case, asked.looked_at(), packages=False)
    drawer = _drawer(case, asked)
    with unlimited():
        parts = {}
        for section in (make(_bare(found)) for make in SECTIONS):
            if section.id not in ("answer", "deals") and section.blocks:
                parts[section.id] = drawer.section(section)
        told_first = headline_in_words(case, found.headline, found.impasse, judged=True)
        parts["headline"], parts["lede"] = _headline(drawer, found, told_first)
        parts["unfinished"] = _unfinished(found)
        counts = counts_in_words(found.impasse)
    more = {
        "kind": found.headline.kind,
        "disputes": len(found.impasse.disputes),
        "counts": plain(counts),
        "headline": plain(told_first),
        "silent": found.headline.kind == "silent",
        "unfinished": bool(found.stopped),
    }
    return Drawn(parts, {**_told(case, asked), **more})


def _headline(drawer: Drawer, found: Analysis, text: str) -> tuple[str, str]:
    """Return the headline in two parts: what stands large, and what is said after it."""
    lead = drawer.text(text)
    if found.headline.kind not in _STANDS_ALONE:
        return lead, ""
    first, dot, rest = lead.partition(". ")
    return (first + ".", rest) if dot else (lead, "")


def _deals(asked: Asked) -> Drawn:
    """Draw the deals within reach, or the best packages."""
    case = asked.case()
    found = analyse(case, asked.looked_at())
    drawer = _drawer(case, asked, "packages")
    with unlimited():
        (section,) = (s for s in (make(_bare(found)) for make in SECTIONS) if s.id == "deals")
        drawn = drawer.section(section) if section.blocks else ""
    more = {"unfinished": bool(found.stopped)}
    return Drawn({"deals": drawn + _unfinished(found)}, {**_told(case, asked), **more})


# ---- one answer a page ------------------------------------------------------------------


def _standing(asked: Asked) -> Drawn:
    case = asked.case()
    result = standing(case, asked.looked_at())
    drawn = position_map(case, result)
    before = [drawn] if drawn.issues else []
    return _page(asked, result, case, "standing", before=before, title="On the map")


def _impasse(asked: Asked) -> Drawn:
    case = asked.case()
    return _page(asked, impasse(case, asked.looked_at()), case, "impasse")


def _packages(asked: Asked) -> Drawn:
    given = {name: asked.more.get(name) or None for name in ("require", "evaluate")}
    return _with_pictures(asked, "packages", **given, beyond=bool(asked.more.get("beyond")))


def _with_pictures(asked: Asked, of: str, title: str = "", /, **more: Any) -> Drawn:
    """Draw one of the answers below; where a title is given, after the pictures of its section of the report."""
    case = asked.case()
    result = _answer_of(case, asked, of, **more)
    pictures: list[Part] = []
    if title:
        found = analyse(case, asked.looked_at(), packages=False)
        section = _SECTION_OF[of](_bare(found, **{of: result}))
        pictures += (block for block in section.blocks if isinstance(block, Picture))
    return _page(asked, result, case, of, before=pictures, title=title)


_SECTION_OF = {"timeline": timeline_section, "votes": votes_section, "moves": moves_section}


def _check(asked: Asked) -> Drawn:
    case, warnings = load_with_warnings(asked.name)
    result = check(case, asked.looked_at(), warnings)
    drawn = _page(asked, result, case, "check")
    problems = [
        (each.severity, each.code, each.message, each.place.line if each.place else 0, each.help)
        for each in result.warnings
    ]
    return drawn._replace(told={**drawn.told, "problems": problems})


def _why(asked: Asked) -> Drawn:
    """Draw what one thing rests on."""
    case = asked.case()
    of = asked.more.get("of", "")
    result = why(_answer_of(case, asked, of), asked.more["id"])
    drawer = _drawer(case, asked, of)
    with unlimited():
        known = {finding.id for finding in result.provenance.findings}
        blocks = _plainer(blocks_of(result))[1:]  # its name stands above the page
        if result.finding is not None:
            blocks = blocks[1:]  # and what it says
        if result.used_by:
            blocks = blocks[:-1]
            shown = [id for id in result.used_by if id in known][:_MOST_NAMED]
            blocks.append(Paragraph(joined(map(cite_finding, shown))))
        main = _draw(drawer, _cut(_linked(blocks, known), "why"))
        title = (
            plain(finding_in_words(case, result.finding))
            if result.finding is not None
            else result.id.partition(":")[2] or result.id
        )
    return Drawn({"main": main}, {**_told(case, asked), "id": result.id, "title": title})


def _linked(blocks: Iterable[Part], known: Collection[str]) -> list[Part]:
    """Let the name of a finding that a line begins with lead to its reasons."""

    def lead(text: str) -> str:
        id = next((id for id in known if text.startswith(f"{id}: ")), None)
        return text if id is None else cite_finding(id) + text.removeprefix(id)

    return [
        Items([[lead(line) for line in item] for item in each.items], each.numbered)
        if isinstance(each, Items)
        else each
        for each in blocks
    ]


def _answer_of(case: Case, asked: Asked, of: str, **more: Any) -> Result:
    """Return the answer that a finding belongs to; the quick part of the main one if none is named."""
    day = asked.looked_at()
    match of:
        case "packages":
            return packages(case, day, top=5, **more)
        case "next":
            return next_step(case, day)
        case "timeline":
            return timeline(case, None, day)
        case "votes":
            return vote(case, day)
        case "moves":
            return moves(case, day)
        case _:
            return analyse(case, day, packages=False)


# ---- scenarios, versions, papers --------------------------------------------------------


def _what_if(asked: Asked) -> Drawn:
    case, day = asked.case(), asked.looked_at()
    scenario = {
        "without": asked.more.get("without", ()),
        "suppose": asked.more.get("suppose", ()),
        "firmness": dict(asked.more.get("firmness", {})),
    }
    result = what_if(case, day, **scenario)
    changed = supposing(case, **scenario, day=day)
    base = {each.name: each for each in position_map(case, standing(case, day)).issues}
    then = {each.name: each for each in position_map(changed, standing(changed, day)).issues}
    drawer = _drawer(case, asked)
    with unlimited():
        blocks = _plainer(blocks_of(result))
        main = _draw(drawer, _cut(blocks, "what-if"))
        pairs = []
        for name in dict.fromkeys((*base, *then)):
            if base.get(name) != then.get(name):
                sides = ([side[name]] if name in side else [] for side in (base, then))
                pairs.append([drawer.block(Map(each)) if each else "" for each in sides])
        maps = "".join(
            f'<div class="pair"><div><h3>As it is</h3>{_without_legend(one)}</div>'
            f"<div><h3>Then</h3>{_without_legend(other)}</div></div>"
            for one, other in pairs
        )
        if maps:
            main += f'<section id="map" aria-label="On the map"><h2>On the map</h2>{maps}</section>'
    compared = result.base, result.scenario
    more = {
        "exists": tuple(side.agreement_exists for side in compared),
        "in_a_row": tuple(map(_in_a_row, compared)),
        "behind": "",
    }
    return Drawn({"main": main + _unfinished(result)}, {**_told(case, asked), **more})


def _in_a_row(found: Impasse) -> dict[str, str]:
    """Return what one side of a comparison says of disputes, in a few words each."""
    deal = {True: "possible", False: "none fits", None: "not decided"}[found.agreement_exists]
    if found.agreement_exists and found.packages is not None:
        deal = f"possible: {count_of(found.packages, 'package')}"
    chance = found.chance_open
    return {
        "deal": deal,
        "disputes": "; ".join(joined(i.name for i in each.issues) for each in found.disputes),
        "opens": chance_in_words(Fraction(chance)) if chance is not None else "",
    }


def _without_legend(drawn: str) -> str:
    """Leave the legend out, which stands once on a page."""
    return drawn[drawn.index('<div class="issue">') :] if drawn else "<p>Nobody has spoken.</p>"


def _changes(asked: Asked) -> Drawn:
    """Draw what changed between two texts of a case, and in what follows."""
    old, new = load_text(asked.more["before"], asked.name), asked.case()
    result = diff(old, new, asked.looked_at())
    drawer = _drawer(new, asked)
    with unlimited():
        parts = {"main": _draw(drawer, _cut(_plainer(blocks_of(result)), "changes"))}
        for key, case in (("before", old), ("after", new)):
            found = analyse(case, packages=False)
            text = headline_in_words(case, found.headline, found.impasse)
            parts[key] = drawer.block(Paragraph(text))
    return Drawn(parts, _told(new, asked))


def _report(asked: Asked) -> Drawn:
    """Draw the whole report as sections of a page."""
    case = asked.case()
    result = report(case, asked.looked_at(), audience=asked.more.get("audience", "mediator"))
    drawer = _drawer(result.case, asked)
    with unlimited():
        sections = [s._replace(is_annex=False) for s in sections_of(result) if not s.is_annex]
        annex = [section for section in sections_of(result) if section.is_annex]
        parts = {"main": _draw(drawer, sections), "behind": _draw(drawer, annex)}
    return Drawn(parts, _told(case, asked))


def _file(asked: Asked) -> Drawn:
    """Make a report to hand over."""
    from lastyard.show.report import (  # noqa: PLC0415
        report_markdown,
        report_page,
        report_word,
    )

    form = asked.more["format"]
    if form not in _FORMATS:
        raise RequestError(f"no report is written as {form[:20]!r}")
    result = report(
        asked.case(), asked.looked_at(), audience=asked.more.get("audience", "mediator")
    )
    drawers: dict[str, Callable[[Report], str | bytes]] = {
        "html": report_page,
        "md": report_markdown,
        "docx": report_word,
    }
    with unlimited():
        return Drawn({"file": drawers[form](result)}, {"type": _FORMATS[form], "ending": form})


def _document(asked: Asked) -> Drawn:
    """Read a document that lies in the case's folder of documents; its drafts are written beside it."""
    from pathlib import Path  # noqa: PLC0415

    from lastyard.drafting.watching import NotReadyError, Watch  # noqa: PLC0415

    folder = asked.more["folder"]
    watch = Watch(folder, asked.name)
    with watch.alone():
        try:
            handled = watch.handle(Path(folder) / asked.more["document"])
        except NotReadyError as problem:
            raise RequestError(f"{asked.more['document']}: {problem}") from None
    if handled.problem is not None:
        raise RequestError(handled.problem)
    return Drawn({}, {"draft": handled.draft, "count": handled.count})


_QUESTIONS: dict[str, Callable[[Asked], Drawn]] = {
    "home": _home,
    "deals": _deals,
    "standing": _standing,
    "impasse": _impasse,
    "packages": _packages,
    "next": lambda asked: _with_pictures(asked, "next"),
    "timeline": lambda asked: _with_pictures(asked, "timeline", "Over time"),
    "votes": lambda asked: _with_pictures(asked, "votes", "Votes"),
    "moves": lambda asked: _with_pictures(asked, "moves", "What each can do alone"),
    "check": _check,
    "why": _why,
    "what-if": _what_if,
    "changes": _changes,
    "report": _report,
    "file": _file,
    "document": _document,
}
