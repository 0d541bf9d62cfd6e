"""Parts of how packages look: against demands, robust, and what they hang on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from lastyard.analyses.packages import (
    AgainstDemand,
    Concession,
    LeftOut,
    Packages,
    RobustPackage,
)
from lastyard.case.issues import Issue
from lastyard.case.model import Case, Statement
from lastyard.views.blocks import Block, Heading, Items, Paragraph
from lastyard.views.marks import cite, cite_all
from lastyard.views.wording import count_of, joined, joined_some, number_in_words, package_in_words

__all__ = [
    "demand_json",
    "demand_lines",
    "hanging_blocks",
    "left_out_json",
    "letter",
    "package_name",
    "repair_in_words",
    "robust_blocks",
    "robust_json",
]

_MOST_NAMED = 2
_MOST_PARTIES = 6
_TWICE = 2.0
_AS_GOOD = 0.005
_ALL_AT_STAKE = -1.0 + 1e-4  # a worst case in which a package says nothing at all


def letter(k: int) -> str:
    """Return the letter of the k-th package, from 0."""
    return ascii_uppercase[k] if k < len(ascii_uppercase) else str(k + 1)


def package_name(result: Packages, package: Mapping[str, int]) -> str:
    """Name a package by its letter, or in full where it is not shown."""
    for k, each in enumerate(result.packages):
        if each.package == package:
            return letter(k)
    return package_in_words(result.case, package)


def demand_lines(case: Case, demands: Sequence[AgainstDemand]) -> list[str]:
    """Say per party what it gives up of what it asks for, and what it gets."""
    asking = [found for found in demands if found.gives or found.gets or found.gains]
    lines = [_demand_line(case, found) for found in asking[:_MOST_PARTIES]]
    if len(asking) > _MOST_PARTIES:
        lines.append(f"{number_in_words(len(asking) - _MOST_PARTIES)} more parties in --json")
    return lines


def _demand_line(case: Case, found: AgainstDemand) -> str:
    gets = joined_some(list(found.gets), 4)
    more = joined(f"{each.issue} ({_step(case.issue(each.issue), each)})" for each in found.gains)
    more = f"; gets more than it asks for on {more}" if more else ""
    if not found.gives:
        text = f" gets all that it asks for: {gets}" if gets else more[1:]
        return found.party.name + text + (more if gets else "")
    if len(found.gives) <= _MOST_NAMED:
        gives = joined(
            f"{each.issue} ({_step(case.issue(each.issue), each)})" for each in found.gives
        )
    else:
        gives = joined(each.issue for each in found.gives)
    text = f"{found.party.name} gives up {gives}"
    if found.cost is not None and found.error is not None and found.cost > _TWICE * found.error:
        error = f" ± {max(found.error, 0.005):.2f}" if found.error else ""
        text += f", {found.cost:.2f}{error} of all it has at stake"
    nothing = "" if more else "; gets nothing else that it asks for"
    return text + (f"; gets {gets}" if gets else nothing) + more


def _step(issue: Issue, each: Concession) -> str:
    return f"{issue.describe(each.got)} for {issue.describe(each.asked)}"


def robust_blocks(result: Packages) -> list[Block]:
    """Show the package whose worst case is best, or say that none is guaranteed anything."""
    robust = result.robust
    if robust is None:
        why = result.why_not_robust
        needed = (
            "To be guaranteed a package, a party would have to offer or accept a complete one, or "
            "to give points with a reservation value (values)."
        )
        return [Paragraph(f"No robust package is named: {why}. {needed}")] if why else []
    case = result.case
    blocks: list[Block] = [
        Heading("Robust", "best in the worst case that sure statements leave, commitments aside")
    ]
    name = package_name(result, robust.package.package)
    if robust.guaranteed is not True:
        blocks.append(Paragraph(_nothing_guaranteed(result, robust)))
        name = f"Nearest to it is {name}"
    worst = joined(
        f"{case.party(id).name} {_over_no_deal(level)}"
        for id, level in list(robust.worst.items())[:_MOST_PARTIES]
    )
    if robust.left_out:
        counted = joined_some([case.party(id).name for id in robust.worst], _MOST_PARTIES)
        name += f", for {counted} alone"
    lines = [name, f"at worst {worst} (1 is all that a party has at stake)"]
    if not robust.exact:
        least = min(robust.worst.values())
        lines.append(f"not proved best: another could be up to {robust.bound - least:.2f} better")
    if robust.package.breaks:
        lines.append(f"breaks {joined(cite_all(robust.package.breaks))}")
    if min(robust.worst.values()) > _ALL_AT_STAKE:
        blocks.append(Items([tuple(lines)]))
    if robust.left_out:
        told = [f"{party.name} {reason}" for party, reason in robust.left_out]
        blocks.append(Paragraph(f"Not counted: {joined_some(told, 2)}."))
    return blocks


def _over_no_deal(level: float) -> str:
    if abs(level) < _AS_GOOD:
        return "as good as no deal"
    return f"{abs(level):.2f} {'above' if level > 0 else 'below'} no deal"


def _nothing_guaranteed(result: Packages, robust: RobustPackage) -> str:
    """Say that no package is guaranteed, to whom, and what would have to be known."""
    names = joined_some([result.case.party(id).name for id in robust.worst], _MOST_PARTIES)
    alone = len(robust.worst) == 1
    whom = names if alone else f"{names} together"
    what = f"guarantees {whom} a package worth no deal or more"
    it = "it" if alone else "one of them"
    one = (
        "a complete package that it offers or accepts, or points with a reservation value (values)"
        if alone
        else "one and the same complete package that each offers or accepts, or points with a "
        "reservation value (values) from each"
    )
    needed = f"For that one would have to know {one}."
    if robust.guaranteed is None:
        return f"Whether what was said {what} cannot be told: the search was stopped. {needed}"
    return f"Nothing that was said {what}: whatever the package, it may be worth less to {it}. {needed}"


def hanging_blocks(result: Packages) -> list[Block]:
    """Show the single statements on which the best package hangs."""
    items = _by_firmness(result)
    for found in result.left_out:
        if found.changes:
            items.append(
                (
                    f"without {_named(result.case, found.statements[0])} the best is "
                    f"{package_name(result, found.best)}",
                )
            )
    blocks: list[Block] = []
    if items:
        more = max(0, len(result.hinges) - _MOST_NAMED)
        remark = f"{number_in_words(more)} more in --json" if more else ""
        blocks += [Heading("What the best package hangs on", remark), Items(items)]
    blocks += _robustly(result)
    return blocks


def _robustly(result: Packages) -> list[Block]:
    """Say how many statements could be left out without a change that can be told."""
    tried = [found for found in result.left_out if not found.changes]
    if not tried or not result.best.agreement.index:
        return []
    text = (
        f"Without any one of {count_of(len(tried), 'statement')} of what the parties like, no "
        "package is better than A by more than the draws can tell."
    )
    if len(tried) == 1:
        named = _named(result.case, tried[0].statements[0])
        text = f"Without {named} no package is better than A by more than the draws can tell."
    if result.not_left_out:
        text += f" Not tried: {joined_some(cite_all(result.not_left_out), 4)}."
    return [Paragraph(text)]


def _by_firmness(result: Packages) -> list[tuple[str, ...]]:
    items: list[tuple[str, ...]] = []
    for each in result.hinges[:_MOST_NAMED]:
        still = each.without == result.best.package
        without = "still A" if still else package_name(result, each.without)
        items.append(
            (
                f"{_named(result.case, each.statement)}: A stays best from firmness "
                f"{each.low:.2f} to {each.high:.2f}",
                f"without it the best is {without}",
            )
        )
    return items


def _named(case: Case, statement: Statement) -> str:
    name = case.party(statement.party).name
    if statement.verb in ("requires", "rejects", "refuses"):
        return f"{cite(statement)} ({name}, firmness {float(statement.firmness):.2f})"
    return f"{cite(statement)} ({name})"


def repair_in_words(result: Packages, statuses: Sequence[str], best: LeftOut | None) -> str:
    """Say what follows for the packages shown when a contradiction is repaired."""
    told = joined(f"{letter(k)} {status}" for k, status in enumerate(statuses))
    if best is None:
        return told
    name = package_name(result, best.best)
    return f"{told}; best then: {name if best.changes else 'still A, as far as can be told'}"


def demand_json(result: Packages, found: AgainstDemand) -> dict[str, Any]:
    """Return a package against one party's demand in its machine-readable form."""
    return {
        "party": found.party.id,
        "gives": [_concession_json(result.case, each) for each in found.gives],
        "gets": list(found.gets),
        "gains": [_concession_json(result.case, each) for each in found.gains],
        "cost": found.cost,
        "error": found.error,
    }


def _concession_json(case: Case, each: Concession) -> dict[str, Any]:
    issue = case.issue(each.issue)
    return {
        "issue": each.issue,
        "asked": issue.label(each.asked),
        "got": issue.label(each.got),
        "statement": each.statement.id,
        "distance": float(each.distance),
        "cost": each.cost,
        "error": each.error,
    }


def left_out_json(result: Packages, found: LeftOut | None) -> dict[str, Any] | None:
    """Return what would be best without statements in its machine-readable form."""
    if found is None:
        return None
    return {
        "statements": [s.id for s in found.statements],
        "method": found.method,
        "changes": found.changes,
        "best": {i.id: i.label(found.best[i.id]) for i in result.case.issues},
        "agreement": {"index": found.agreement.index, "error": found.agreement.error},
    }


def robust_json(result: Packages, package: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the robust package in its machine-readable form.

    Args:
        result: The answer.
        package: The package itself in that form.
    """
    robust = result.robust
    if robust is None:
        return None
    return {
        "package": package,
        "worst": dict(robust.worst),
        "bound": robust.bound,
        "exact": robust.exact,
        "left_out": {party.id: reason for party, reason in robust.left_out},
    }
