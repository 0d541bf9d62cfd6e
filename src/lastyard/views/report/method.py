"""What the case holds besides statements, how it was worked out, and what it cannot tell."""

from __future__ import annotations

from collections.abc import Iterable

from lastyard.analyses.report import Report
from lastyard.case.issues import Issue
from lastyard.case.model import Case
from lastyard.version import VERSION
from lastyard.views.impasse import METHOD as IMPASSE
from lastyard.views.moves import METHOD as MOVES
from lastyard.views.packages import METHOD as PACKAGES
from lastyard.views.report.content import (
    Block,
    Heading,
    Items,
    Name,
    Paragraph,
    Piece,
    Section,
    SourceCite,
    Text,
)
from lastyard.views.report.phrases import package_text
from lastyard.views.solutions import METHOD as SOLUTIONS
from lastyard.views.standing import METHOD as STANDING
from lastyard.views.timeline import METHOD as TIMELINE
from lastyard.views.votes import METHOD as VOTES
from lastyard.views.wording import count_of

__all__ = ["case_section", "method_section"]

_LIMITS = (
    "It rests on the statements listed above and on nothing else. What was said elsewhere, or "
    "meant and not said, is not in it.",
    "What parties say is often strategic. A statement counts here as it was coded: its firmness "
    "and confidence are judgements of whoever wrote the case, and chances follow from them.",
    "That no statement excludes a package does not mean that anybody would accept it; that a set "
    "of statements blocks every package does not mean that a party will hold to it.",
    "Blocking sets, openings, gaps and counts are exact. Figures with \u00b1 are estimates from "
    "sampled values; the error of the model itself is larger and is not in them.",
    "The words are meant to be neutral: no conclusion here says who is right.",
)
_LEFT_OUT = {
    "packages": "The most acceptable packages",
    "solutions": "Efficient and fair packages by points",
    "votes": "Votes",
    "moves": "What each can do alone",
    "timeline": "How the talks went over time",
    "next": "Questions ranked by what they would teach",
}


def case_section(report: Report) -> Section:
    """Return parties, issues, rules and the agreement rule as the case has them."""
    case = report.case
    blocks: list[Block] = []
    if case.note:
        blocks.append(Paragraph([Name(" ".join(case.note.split()))]))
    blocks += [Heading(["Parties"]), Items([[line] for line in _parties(case)])]
    blocks += [Heading(["Issues and their options"]), Items([[_issue(i)] for i in case.issues])]
    if case.rules:
        blocks += [Heading(["Rules that every package must satisfy"]), Items(_rules(case))]
    rule = case.agreement.text if case.agreement else "all"
    told: list[Piece] = ["Who must accept: "]
    told += ["every party that decides."] if rule.strip() == "all" else [Name(rule), "."]
    blocks.append(Paragraph(told))
    if case.status_quo:
        held = package_text(case, case.status_quo)
        blocks.append(Paragraph(["Without an agreement: ", *held, "."]))
    return Section("case", "The case", blocks)


def _parties(case: Case) -> Iterable[Text]:
    for party in case.parties:
        line: list[Piece] = [Name(party.name)]
        if party.role != "party":
            line.append(f", {party.role}: does not decide")
        if party.note:
            line += [". ", Name(" ".join(party.note.split()))]
        yield line


def _issue(issue: Issue) -> Text:
    if issue.is_numeric:
        last = issue.size - 1
        scale = f"{issue.describe(0)} to {issue.describe(last)}, {count_of(issue.size, 'step')}"
    else:
        scale = ", ".join(issue.describe(k) for k in range(issue.size))
    order = "" if issue.has_order else " (in no order)"
    line: list[Piece] = [Name(issue.name), ": ", Name(scale), order]
    if issue.note:
        line += [". ", Name(" ".join(issue.note.split()))]
    return [piece for piece in line if piece]


def _rules(case: Case) -> list[list[Text]]:
    lines: list[list[Text]] = []
    for rule in case.rules:
        own: list[Text] = [[Name(rule.id), ": ", Name(" ".join(rule.condition.text.split()))]]
        if rule.note:
            own.append([Name(" ".join(rule.note.split()))])
        if rule.source:
            own.append(["Source: ", SourceCite(rule.source)])
        lines.append(own)
    return lines


def method_section(report: Report) -> Section:
    """Return how it was worked out and what it cannot tell, in plain words."""
    methods: list[tuple[str, tuple[str, ...]]] = [
        ("Positions and gaps", STANDING),
        ("What blocks and what opens", IMPASSE),
    ]
    if report.packages is not None:
        methods.append(("Packages", PACKAGES))
    if report.solutions is not None:
        methods.append(("Efficient and fair packages", SOLUTIONS))
    if report.votes is not None:
        methods.append(("Votes", VOTES))
    if report.timeline is not None:
        methods.append(("Over time", TIMELINE))
    if report.moves is not None:
        methods.append(("What each can do alone", MOVES))
    blocks: list[Block] = [
        Heading(["What this paper cannot tell"]),
        Items([[[text]] for text in _LIMITS]),
    ]
    missing = [[[f"{_LEFT_OUT[name]}: {why}."]] for name, why in report.left_out.items()]
    if missing:
        blocks += [Heading(["Not in this paper"]), Items(missing)]
    for title, sentences in methods:
        # The sentences are also shown in terminals, where code stands between backticks.
        blocks += [Heading([title]), Items([[[text.replace("`", "")]] for text in sentences])]
    blocks += [Heading(["How to repeat it"]), Paragraph([_again(report)])]
    return Section("method", "Method and limits", blocks)


def _again(report: Report) -> str:
    text = (
        f"Made by Last Yard {VERSION}, free software, from the case file alone, without a network. "
        f"The same case, day and seed ({report.seed}) give the same paper, byte for byte"
    )
    found = report.packages
    if found is not None:
        text += f"; {found.draws:,} values were drawn for each party whose values are not known"
    return text + "."
