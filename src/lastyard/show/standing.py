"""How :class:`~lastyard.answers.standing.Standing` looks."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from lastyard.answers.standing import Gap, IssueStanding, Standing
from lastyard.budget import Stopped
from lastyard.case.model import Values
from lastyard.conditions.tree import bits
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.show.broken_commitments import broken_in_words, broken_json
from lastyard.show.marks import cite
from lastyard.show.why import title_of, whole_json, why_blocks
from lastyard.show.words import (
    day_in_words,
    joined,
    joined_some,
    options_in_words,
    percent,
    says_in_words,
    statement_in_words,
)

__all__ = [
    "METHOD",
    "gap_json",
    "standing_blocks",
    "standing_json",
    "standing_remarks",
    "standing_summary",
    "standing_why",
]

METHOD = (
    "A position is what a party last asked for (position, offers), else the one option that "
    "its commitments leave open. Commitments are what it requires or rejects, the complete "
    "packages it refuses, and the points it gave with a reservation value.",
    "A gap is a share of the issue's range: steps over all steps on ordered and numeric "
    "issues, 0 or 100 % on others. By commitment it is taken between the nearest options "
    "that two parties' commitments leave open.",
    "Nothing here is estimated.",
)


# Options listed in all for programs: more would be a file that no program wants to read.
_MOST_LISTED = 300_000


def standing_blocks(result: Standing) -> list[Block]:
    """Describe where the talks stand."""
    case = result.case
    blocks: list[Block] = [title_of(case, result.day), *standing_summary(result)]
    held = [
        (
            f"{found.issue.name}: {case.party(position.party).name} asks for "
            f"{found.issue.describe(position.option)} since {day_in_words(position.since)}",
            f"{_basis(position.basis)} {statement_in_words(case, position.statement)}",
        )
        for found in result.issues
        for position in found.positions
    ]
    if held:
        blocks += [Heading("On whose word"), Items(held)]
    return blocks


def standing_summary(result: Standing) -> list[Block]:
    """Describe positions, gaps and states, and what is to be known about them."""
    heading = Heading("Where the talks stand")
    if all(found.state == "silent" for found in result.issues):
        names = joined_some([found.issue.name for found in result.issues], 4)
        told = Paragraph(
            f"No party that decides has said anything in force on {names}: where the talks stand "
            "cannot be told from what was said."
        )
        return [heading, told, *standing_remarks(result)]
    table = _table(result) if _fits(result) else _list(result)
    return [heading, table, *standing_remarks(result)]


def _fits(result: Standing) -> bool:
    """Whether a table of all parties can be read on a page."""
    return sum(len(party.name) + 2 for party in result.case.deciders) <= 60


def _list(result: Standing) -> Items:
    """An item an issue, with the parties that stand alike on one line."""
    items = []
    for found in result.issues:
        alike: dict[str, list[str]] = {}
        for party in result.case.deciders:
            alike.setdefault(_cell(result, found, party.id), []).append(party.name)
        gap = _widest(found, "by_position")
        head = f"{found.issue.name}: {found.state}"
        items.append(
            (
                head if gap is None else f"{head}, widest gap {percent(gap)}",
                *(f"{cell}: {joined_some(names, 6)}" for cell, names in alike.items()),
            )
        )
    return Items(items)


def _basis(basis: str) -> str:
    return {
        "position": "stated in",
        "offer": "offered in",
        "commitment": "the only option its commitments leave, by",
    }[basis]


def _table(result: Standing) -> Table:
    """Return the table of positions, gaps and states, a line per issue."""
    case = result.case
    parties = case.deciders
    rows = [
        (
            found.issue.name,
            *(_cell(result, found, party.id) for party in parties),
            percent(_widest(found, "by_position")),
            percent(_widest(found, "by_commitment")),
            found.state,
        )
        for found in result.issues
    ]
    header = ("issue", *(p.name for p in parties), "gap", "by commitment", "state")
    return Table(header, rows, caption="Positions, widest gap and state per issue")


def _cell(result: Standing, found: IssueStanding, party: str) -> str:
    held = found.position(party)
    mask = found.open_to(party)
    free = found.issue.everything & ~found.ruled_out
    limits = "" if mask == free else f"[{options_in_words(found.issue, mask)}]"
    if held is None:
        if limits or party in found.silent:
            return limits or "nothing said"
        points = any(s.party == party and isinstance(s.says, Values) for s in found.statements)
        return "points given" if points else "no position"
    asked = found.issue.describe(held.option)
    return asked if not limits or mask == 1 << held.option else f"{asked} {limits}"


def _widest(found: IssueStanding, kind: str) -> Any:
    gaps = [getattr(gap, kind) for gap in found.gaps]
    return max((gap for gap in gaps if gap is not None), default=None)


def standing_remarks(result: Standing, *, brackets: bool = True) -> list[Block]:
    """Describe what is to be known besides positions and gaps.

    Args:
        result: Where the talks stand.
        brackets: Whether to say what the brackets in the table mean.
    """
    case = result.case
    remarks: list[Block] = []
    if all(found.state == "agreed" for found in result.issues):
        remarks.append(Paragraph("On every issue, all parties ask for the same."))
    named = [f"{party.name} ({party.role})" for party in case.parties if party.role != "party"]
    if named:
        remarks.append(Paragraph(f"Not deciding: {joined(named)}."))
    spoke = {s.id: s for found in result.issues for s in found.statements}
    for party in case.parties:
        said = [s for s in spoke.values() if s.party == party.id]
        if party.role != "party" and said:
            told = joined(f"{says_in_words(case, s)} ({cite(s)})" for s in said)
            remarks.append(Paragraph(f"{party.name}, which does not decide, has said: {told}."))
    if brackets and any(
        mask != f.issue.everything & ~f.ruled_out for f in result.issues for _, mask in f.open
    ):
        remarks.append(
            Paragraph(
                "In brackets: the options that a party's commitments and the rules leave open."
            )
        )
    for id in result.without_package:
        remarks.append(
            Paragraph(f"What {case.party(id).name} has committed to leaves no package at all.")
        )
    remarks += [Paragraph(broken_in_words(broken)) for broken in result.broken]
    return remarks


def standing_why(result: Standing) -> tuple[Block, ...]:
    """Say what it rests on."""
    involved = [s for found in result.issues for s in found.statements]
    return why_blocks(result.case, result.day, involved, METHOD)


def standing_json(result: Standing) -> dict[str, Any]:
    """Return the machine-readable form."""
    return {
        **whole_json(result.case, result.day),
        "issues": _issues_json(result),
        "parties_without_package": list(result.without_package),
        "broken_commitments": [broken_json(broken) for broken in result.broken],
    }


def _issues_json(result: Standing) -> dict[str, Any]:
    """Return the issues; options that stay open are listed as long as there are not too many."""
    counts = accumulate(sum(mask.bit_count() for _, mask in each.open) for each in result.issues)
    whole = sum(count <= _MOST_LISTED for count in counts)
    if whole < len(result.issues):
        done = f"{whole:,} of {len(result.issues):,} issues"
        result.add_stopped([Stopped("the options that stay open, one by one", "size", done)])
    return {found.issue.id: _issue_json(found, k < whole) for k, found in enumerate(result.issues)}


def _issue_json(found: IssueStanding, whole: bool) -> dict[str, Any]:
    issue = found.issue
    labels = issue.labels() if whole and found.open else []
    return {
        "state": found.state,
        "positions": {
            held.party: {
                "option": issue.label(held.option),
                "statement": held.statement.id,
                "since": held.since.isoformat(),
                "basis": held.basis,
            }
            for held in found.positions
        },
        "open": {party: [labels[k] for k in bits(mask)] for party, mask in found.open if whole},
        "gaps": [gap_json(gap) for gap in found.gaps],
        "statements": [statement.id for statement in found.statements],
        "silent": list(found.silent),
    }


def gap_json(gap: Gap) -> dict[str, Any]:
    """Return how far apart two parties are on an issue."""
    return {
        "between": list(gap.between),
        "by_position": _share(gap.by_position),
        "by_commitment": _share(gap.by_commitment),
    }


def _share(value: Any) -> float | None:
    return None if value is None else float(value)
