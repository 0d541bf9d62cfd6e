"""How :class:`~lastyard.answers.standing.Standing` looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Any

from lastyard.answers.standing import IssueStanding, Standing
from lastyard.budget import Stopped
from lastyard.case.model import Accepts, Refuses, Statement, Values
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.show.marks import cite
from lastyard.show.shared import broken_in_words, title_of, why_blocks
from lastyard.show.text import WIDTH, table_width
from lastyard.show.words import (
    day_in_words,
    joined,
    joined_some,
    options_in_words,
    package_in_words,
    percent,
    says_by_names,
    statement_in_words,
)

__all__ = [
    "METHOD",
    "standing_blocks",
    "standing_published",
    "standing_remarks",
    "standing_summary",
    "standing_why",
]

METHOD = (
    "A position is what a party last asked for (position, offers), else the one option that "
    "its commitments leave open. Commitments are what it requires or rejects, the complete "
    "packages it refuses, and the points it gave with a reservation value.",
    "A gap is a share of the issue's range: steps over all steps on ordered and numeric "
    "issues, 0 or 100 % on others. It is taken between two positions, or from what one party "
    "asks for to the nearest option that another leaves open, whichever is wider. By commitment "
    "it is taken between the nearest options that two parties' commitments leave open.",
    "Nothing here is estimated.",
)

# Accepted and refused packages that are named; others are counted.
_ANSWERS = 5

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
            f"{_BASIS[position.basis]} {statement_in_words(case, position.statement)}",
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
    table = _table(result)
    # A table that is wider than a page is no help.
    shown = table if table_width(table) <= WIDTH + 10 else _list(result)
    return [heading, shown, *standing_remarks(result)]


def _answers(result: Standing) -> list[Block]:
    """Name what parties that decide have accepted or refused of what was put to them."""
    case, open_issues = result.case, [f for f in result.issues if f.state != "agreed"]
    spoke = {s.id: s for found in open_issues for s in found.statements}
    deciders = {party.id for party in case.deciders}
    told = [
        f"{case.party(s.party).name} {s.verb} "
        f"{package_in_words(case, case.terms(dict(s.says.package)))} "
        f"({cite(s)}, {day_in_words(s.on)}{_doubt(s)})"
        for s in spoke.values()
        if s.party in deciders and isinstance(s.says, Accepts | Refuses)
    ]
    more = [f"{len(told) - _ANSWERS} more, in `lastyard check --why`"] * (len(told) > _ANSWERS)
    return [Paragraph(f"Accepted or refused: {'; '.join([*told[:_ANSWERS], *more])}.")] * bool(told)


def _doubt(statement: Statement) -> str:
    """Return its confidence, where that is not certain."""
    sure = float(statement.confidence)
    return "" if sure == 1 else f", confidence {sure:.2f}"


def _list(result: Standing) -> Items:
    """An item an issue, with the parties that stand alike on one line."""
    items, bars = [], []
    for found in result.issues:
        alike: dict[str, list[str]] = {}
        for party in result.case.deciders:
            alike.setdefault(_cell(found, party.id), []).append(party.name)
        gap = _widest(found, "widest")
        bars.append(float(gap) if gap else None)
        head = f"{found.issue.name}: {_state(result, found)}"
        items.append(
            (
                f"{head}, widest gap {percent(gap)}" if gap else head,
                *(f"{cell}: {joined_some(names, 6)}" for cell, names in alike.items()),
                *_common(found),
            )
        )
    return Items(items, bars=bars)


def _common(found: IssueStanding) -> list[str]:
    """Name what all parties leave open, where that is less than the rules leave."""
    free = found.issue.everything & ~found.ruled_out
    common = free
    for mask in found.open.values():
        common &= mask
    if found.state == "agreed" or common in (0, free):
        return []
    return [f"left open by all: {options_in_words(found.issue, common)}"]


_BASIS = {
    "position": "stated in",
    "offer": "offered in",
    "commitment": "the only option its commitments leave, by",
}


def _table(result: Standing) -> Table:
    """Return the table of positions, gaps and states, a line per issue."""
    case = result.case
    parties = case.deciders
    rows = [
        (
            found.issue.name,
            *(_cell(found, party.id) for party in parties),
            percent(_widest(found, "widest")),
            percent(_widest(found, "by_commitment")),
            _state(result, found),
        )
        for found in result.issues
    ]
    header = ("issue", *(p.name for p in parties), "gap", "by commitment", "state")
    bars = [float(_widest(found, "widest") or 0) or None for found in result.issues]
    return Table(header, rows, "Positions, widest gap and state per issue", bars)


def _cell(found: IssueStanding, party: str) -> str:
    held = found.position(party)
    mask = found.open_to(party)
    free = found.issue.everything & ~found.ruled_out
    limits = "" if mask == free else f"[{options_in_words(found.issue, mask)}]"
    if held is None:
        if limits or party in found.silent:
            return limits or "nothing said"
        own = [s.says for s in found.statements if s.party == party]
        if any(isinstance(says, Values) for says in own):
            return "points given"
        packages = [dict(says.package) for says in own if isinstance(says, Accepts)]
        taken = [each[found.issue.id] for each in packages if found.issue.id in each]
        if taken:
            return f"accepts {found.issue.describe(taken[-1])}"
        refused = [says.package for says in own if isinstance(says, Refuses)]
        alone = [package[0][1] for package in refused if len(package) == 1]
        return f"refuses {found.issue.describe(alone[-1])}" if alone else "no position"
    asked = found.issue.describe(held.option)
    return asked if not limits or mask == 1 << held.option else f"{asked} {limits}"


def _state(result: Standing, found: IssueStanding) -> str:
    """Write the state of an issue, and who refuses what another asks for."""
    names = {party.id: party.name for party in result.case.deciders}
    refusing = {refusal.refused_by for refusal in found.refusals}
    if not refusing:
        return found.state
    if len(names) == 2:
        return f"{found.state}, refused"
    who = joined_some([name for party, name in names.items() if party in refusing], 2)
    return f"{found.state}, refused by {who}"


def _widest(found: IssueStanding, kind: str) -> Any:
    gaps = [getattr(gap, kind) for gap in found.gaps]
    return max((gap for gap in gaps if gap is not None), default=None)


def standing_remarks(result: Standing, *, brackets: bool = True) -> Iterator[Block]:
    """Describe what is to be known besides positions and gaps.

    Args:
        result: Where the talks stand.
        brackets: Whether to say what the brackets in the table mean.
    """
    case = result.case
    yield from _answers(result)
    if all(found.state == "agreed" for found in result.issues):
        yield Paragraph("On every issue, all parties ask for the same.")
    named = [f"{party.name} ({party.role})" for party in case.parties if not party.decides]
    if named:
        yield Paragraph(f"Not deciding: {joined(named)}.")
    spoke = {s.id: s for found in result.issues for s in found.statements}
    for party in case.parties:
        said = [s for s in spoke.values() if s.party == party.id]
        if not party.decides and said:
            told = joined(f"{says_by_names(case, s)} ({cite(s)})" for s in said)
            yield Paragraph(f"{party.name}, which does not decide, {told}.")
    if brackets and any(
        mask != f.issue.everything & ~f.ruled_out for f in result.issues for mask in f.open.values()
    ):
        told = "the options that a party's commitments and the rules leave open"
        yield Paragraph(f"In brackets: {told}.")
    for id in result.parties_without_package:
        yield Paragraph(f"What {case.party(id).name} has committed to leaves no package at all.")
    for broken in result.broken_commitments:
        yield Paragraph(broken_in_words(broken))


def standing_why(result: Standing) -> tuple[Block, ...]:
    """Return what it rests on."""
    involved = [s for found in result.issues for s in found.statements]
    return why_blocks(result.case, result.day, involved, METHOD)


def standing_published(result: Standing) -> Standing:
    """Return what is published: options that stay open as long as there are not too many."""
    counts = accumulate(
        sum(mask.bit_count() for mask in each.open.values()) for each in result.issues
    )
    whole = sum(count <= _MOST_LISTED for count in counts)
    if whole == len(result.issues):
        return result
    done = f"{whole:,} of {len(result.issues):,} issues"
    result.add_stopped([Stopped("the options that stay open, one by one", "size", done)])
    rest = (replace(each, open={}) for each in result.issues[whole:])
    return replace(result, issues=(*result.issues[:whole], *rest))
