"""Parts of how packages look: against demands, robust, and what they hang on.

How :class:`~lastyard.answers.packages.efficient.Efficient` looks, as a part of the packages.

How what no deal is worth looks, in the answers of ``moves`` and of ``packages``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lastyard.answers.packages import AgainstDemand, Concession, LeftOut, Packages, RobustPackage
from lastyard.answers.packages.efficient import Efficient
from lastyard.answers.packages.result import package_letter
from lastyard.case.model import Case, Issue, Statement, Terms
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.show.marks import cite, cite_all
from lastyard.show.solutions import (
    METHOD,
    WORDS,
    fair_blocks,
    frontier_blocks,
    frontier_table,
    more_points,
)
from lastyard.show.words import count_of, joined, joined_some, number_in_words, package_in_words

if TYPE_CHECKING:  # few cases have moves, whose engine takes a while to be imported
    from lastyard.answers.moves import NoDeal, NoDealState
    from lastyard.answers.no_deal import Against, Alternative
    from lastyard.conflict import Concept

__all__ = [
    "METHOD_NO_DEAL",
    "alternative_blocks",
    "demand_lines",
    "efficient_blocks",
    "efficient_method",
    "hanging_blocks",
    "no_deal_blocks",
    "package_name",
    "repair_in_words",
    "robust_blocks",
]

_MOST_NAMED = 2

_MOST_PARTIES = 6

_TWICE = 2.0

_AS_GOOD = 0.005

_ALL_AT_STAKE = -1.0 + 1e-4  # a worst case in which a package says nothing at all


def package_name(result: Packages, package: Terms) -> str:
    """Name a package by its letter, or in full where it is not shown."""
    for k, each in enumerate(result.packages):
        if each.package == package:
            return package_letter(k)
    return package_in_words(result.case, package)


def demand_lines(case: Case, demands: Sequence[AgainstDemand]) -> list[str]:
    """Return per party what it gives up of what it asks for, and what it gets."""
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
        told = [f"{case.party(id).name} {reason}" for id, reason in robust.left_out.items()]
        blocks.append(Paragraph(f"Not counted: {joined_some(told, 2)}."))
    return blocks


def _over_no_deal(level: float) -> str:
    if abs(level) < _AS_GOOD:
        return "as good as no deal"
    return f"{abs(level):.2f} {'above' if level > 0 else 'below'} no deal"


def _nothing_guaranteed(result: Packages, robust: RobustPackage) -> str:
    """Return that no package is guaranteed, to whom, and what would have to be known."""
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
    """Return how many statements could be left out without a change that can be told."""
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
    """Return what follows for the packages shown when a contradiction is repaired."""
    told = joined(f"{package_letter(k)} {status}" for k, status in enumerate(statuses))
    if best is None:
        return told
    name = package_name(result, best.best)
    return f"{told}; best then: {name if best.changes else 'still A, as far as can be told'}"


_METHOD = (
    "Efficient: no other package has a larger acceptability index for one party and no smaller one "
    "for all others. The indices are sampled: packages that they set apart by less than the error "
    "may change places.",
)


def efficient_blocks(result: Packages, shown: int = 200) -> list[Block]:
    """Describe the frontier and the solutions, as far as they were asked for."""
    found = result.efficient
    if found is None:
        return []
    if found.known is not None:
        return [
            *(fair_blocks(found.known) if "solutions" in found.asked else ()),
            *(frontier_blocks(found.known, shown) if "frontier" in found.asked else ()),
        ]
    return [
        *(_fair(result, found) if "solutions" in found.asked else ()),
        *(_frontier(result, found, shown) if "frontier" in found.asked else ()),
    ]


def efficient_method(result: Packages) -> tuple[str, ...]:
    """Return how the frontier and the solutions were found."""
    found = result.efficient
    if found is None:
        return ()
    return METHOD if found.known is not None else _METHOD


def _fair(result: Packages, found: Efficient) -> list[Block]:
    if not found.fair and result.fair:
        return [
            Paragraph(
                "The bargaining solutions are the fair packages above, found by search: "
                f"{found.why_not_fair}."
            )
        ]
    if not found.fair:
        return [Paragraph(f"No bargaining solution is named: {found.why_not_fair}.")]
    ids = {party.id: party.name for party in result.case.deciders}
    header = ("solution", *(ids[id] for id in found.fair[0].values), "maximised")
    rows = [
        [WORDS[each.name], *(f"{gain:.2f}" for gain in each.values.values()), f"{each.objective:.3g}"]
        for each in found.fair
    ]  # fmt: skip
    lines = [
        (f"{WORDS[each.name]}: {package_in_words(result.case, each.package)}",)
        for each in found.fair
    ]
    remark = "expected value over no deal; 1 is from a party's worst package to its best"
    return [
        Heading("Fair packages by expected values", remark),
        Table(header, rows, "What each solution's package is expected to be worth to each party"),
        Items(lines),
        Paragraph("All packages were compared, so none does better on these expectations."),
    ]


def _frontier(result: Packages, found: Efficient, shown: int) -> list[Block]:
    if not found.points:
        return [Paragraph(f"The efficient packages are not given: {found.reason}.")]
    rows = [
        [
            str(number),
            *(f"{point.values[party.id]:.2f}" for party in found.parties),
            package_in_words(result.case, point.package),
            number_in_words(point.packages),
        ]
        for number, point in enumerate(found.frontier[:shown], 1)
    ]
    count = count_of(found.points, "combination", "combinations")
    blocks: list[Block] = [
        Heading("Efficient packages", f"{count} of acceptability that no package beats for all"),
        frontier_table(found.parties, rows, "The frontier of acceptability indices"),
    ]
    if found.reason:
        blocks.append(Paragraph(f"Not of everybody: {found.reason}."))
    return [*blocks, *more_points(found.points - len(rows))]


METHOD_NO_DEAL = (
    "What no deal is worth: the stable states (of any kind) that can still be reached, by what "
    "the case says they mean on the issues; issues it says nothing of stay as they are now, or are "
    "open. Certain: under all values that fit the party's sure statements, whatever the open issues "
    "turn out to be; never: under none.",
)

_NAMES: dict[Concept, str] = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ"}

_MOST_STATES = 12

_MOST_STATES_NAMED = 4


def no_deal_blocks(found: NoDeal) -> list[Block]:
    """Describe the stable states as outcomes, and what they are worth."""
    heading = Heading("What no deal is worth", "from 0, the worst there can be, to 1, the best")
    if not found.states:
        return [heading, Paragraph("No stable state can be reached, so no deal has no end.")]
    parties = [party for party in found.case.deciders if party.id in found.states[0].worth]
    rows = [
        (
            state.state + ("" if state.certain else " ?"),
            _outcome(found.case, state),
            *(_worth(state.worth[party.id]) for party in parties),
        )
        for state in found.states[:_MOST_STATES]
    ]
    head = ("state", "on the issues", *(party.name for party in parties))
    blocks: list[Block] = [heading, Table(head, rows, caption="Stable states without a deal")]
    if len(found.states) > _MOST_STATES:
        blocks.append(Paragraph(f"and {len(found.states) - _MOST_STATES:,} more."))
    if found.out_of_reach:
        blocks.append(
            Paragraph(
                f"Left out, for they cannot be reached: {joined_some(found.out_of_reach, 6)}."
            )
        )
    return blocks


def alternative_blocks(found: Alternative) -> list[Block]:
    """Describe how packages stand against every stable state without a deal."""
    states, case = found.no_deal.states, found.no_deal.case
    heading = Heading("Against no deal", "what each party does alone, where that comes to rest")
    if not states:
        return [heading, Paragraph("No stable state can be reached, so there is nothing to hold.")]
    lines = [(f"{each.state}: {_outcome(case, each)}",) for each in states[:_MOST_STATES_NAMED]]
    if len(states) > _MOST_STATES_NAMED:
        lines.append((f"and {len(states) - _MOST_STATES_NAMED:,} more; `lastyard moves` has them",))
    rows = [
        (package_letter(k), *(_against(held[party.id]) for party in case.deciders))
        for k, held in enumerate(found.packages)
    ]
    head = ("", *(party.name for party in case.deciders))
    caption = "Is it worth at least as much as every stable state?"
    return [heading, Items(lines), Table(head, rows, caption=caption)]


def _outcome(case: Case, state: NoDealState) -> str:
    told = package_in_words(case, state.outcome) if state.outcome else ""
    left = f"open: {joined(state.open_issues)}" if state.open_issues else ""
    return "; ".join(text for text in (told, left) if text)


def _worth(pair: tuple[float, float] | None) -> str:
    if pair is None:
        return "cannot tell"
    low, high = (f"{value:.2f}" for value in pair)
    return low if low == high else f"{low} to {high}"


def _against(held: Against) -> str:
    if held.status != "possible":
        return "certainly" if held.status == "certain" else "never"
    if held.least is None or held.most is None:
        return "possibly"
    low, high = f"{held.least:.2f}", f"{held.most:.2f}"
    return f"possibly ({low if low == high else f'{low} to {high}'})"
