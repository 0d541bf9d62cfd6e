"""How :class:`~lastyard.answers.packages.Packages` looks: whole, in few lines as :command:`analyse` ends with them, and in depth.

In depth: against demands, robust, what they hang on, and efficient ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lastyard.answers.bargaining_range import BargainingRange
from lastyard.answers.packages.fair import Efficient, Solution
from lastyard.answers.packages.result import (
    Acceptability,
    AgainstDemand,
    Comparison,
    Concession,
    Figure,
    LeftOut,
    Packages,
    ProposedPackage,
    RobustPackage,
    package_letter,
)
from lastyard.blocking.giving_way import Form
from lastyard.case.model import Case, Issue, Statement, Terms
from lastyard.case.statement import BINDING_VERBS
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.show.marks import cite, cite_all
from lastyard.show.no_deal import alternative_blocks
from lastyard.show.shared import broken_in_words, title_of, why_blocks
from lastyard.show.solutions import (
    METHOD as METHOD_BY_POINTS,
)
from lastyard.show.solutions import (
    SHOWN_POINTS,
    WORDS,
    efficient_svg,
    fair_blocks,
    frontier_blocks,
    frontier_table,
    more_points,
)
from lastyard.show.words import (
    count_of,
    estimate_in_words,
    joined,
    joined_some,
    number_in_words,
    options_by_issue,
    own_issues_in_words,
    package_in_words,
    silent_in_words,
    unspoken_in_words,
    way_in_words,
)

__all__ = [
    "METHOD",
    "NO_FORECAST",
    "brief_blocks",
    "caveat_blocks",
    "comparison_lines",
    "demand_lines",
    "efficient_blocks",
    "efficient_method",
    "figure_in_words",
    "further_blocks",
    "hanging_blocks",
    "package_name",
    "packages_blocks",
    "packages_picture",
    "packages_why",
    "repair_in_words",
    "robust_blocks",
]

_PARTIES, _COLUMNS = 4, 6
_WIDEST_HEADING = 48
_MOST_NAMED, _MOST_PARTIES = 2, 6
_TWICE = 2.0
_AS_GOOD = 0.005
_ALL_AT_STAKE = -1.0 + 1e-4  # a worst case in which a package says nothing at all

_NONE = (
    "As coded, every package has an agreement index of 0: none is acceptable to those who must "
    "agree."
)


def brief_blocks(result: Packages) -> list[Block]:
    """Show the packages in a table, and how far they can be told apart."""
    if result.best.agreement.index == 0:
        return [Paragraph(_NONE)]
    if len(result.silent) == len(result.case.deciders) and not result.best.breaks:
        told = (
            "Which packages would be agreed cannot be told: nobody said what they want. "
            "(packages shows what is left.)"
        )
        return [Paragraph(told)]
    vary = [
        issue
        for issue in result.settled
        if len({each.package[issue.id] for each in result.packages}) > 1
    ]
    shared = [
        f"{issue.name}: {issue.describe(result.best.package.positions[issue.id])}"
        for issue in result.settled
        if issue not in vary
    ]
    parties = result.case.deciders[:_PARTIES]
    rows = [
        (
            package_letter(k),
            joined_some([issue.describe(each.package.positions[issue.id]) for issue in vary], 4),
            *(
                _cell(each.acceptability[party.id], unknown=party in result.silent)
                for party in parties
            ),
            figure_in_words(each.agreement),
        )
        for k, each in enumerate(result.packages)
    ]
    heading = joined_some([issue.name for issue in vary], 4)
    if len(heading) > _WIDEST_HEADING:
        heading = joined_some([issue.id for issue in vary], 4)
    header = ("", heading, *(party.name for party in parties), "agreement")
    blocks: list[Block] = [
        Heading("Best packages", "acceptability: worth no deal or more; not the chance of a yes"),
        Table(header, rows, "Best packages", [each.agreement.index for each in result.packages]),
    ]
    text = f"{'All have' if vary else 'A is'} {joined(shared)}." if shared else ""
    text += unspoken_in_words(result.case, result.best.package) + " "
    text += _as_good(result) + _told_apart(result) + _unshown(result) + _unknown(result)
    return [*blocks, Paragraph(text.strip())] if text.strip() else blocks


def _as_good(result: Packages) -> str:
    """Return what does as well in the best package."""
    found = result.best.as_good
    return (
        f"The index of A is as high with: {options_by_issue(result.case, found, result.best.package)}. "
        if found
        else ""
    )


def _told_apart(result: Packages) -> str:
    """Return which packages may be the best, if several."""
    alike = [
        package_letter(k)
        for k, each in enumerate(result.packages)
        if each.rank and each.rank[0] == 1
    ]
    if len(alike) < 2:
        return ""
    if result.best.agreement == Figure(1.0, 0.0):
        return (
            f"As coded, {joined(alike)} are each acceptable for certain to those who must agree. "
        )
    if not result.best.agreement.error:
        return f"{joined(alike)} have the same agreement index. "
    return f"{joined(alike)} cannot be told apart: any may have the highest agreement index. "


def _unshown(result: Packages) -> str:
    """Name the parties for which the table has no room."""
    names = [party.name for party in result.case.deciders[_PARTIES:]]
    return f"Not shown: {joined_some(names, _PARTIES)} (see packages). " if names else ""


def _unknown(result: Packages) -> str:
    text = ""
    rule = result.case.agreement
    silent = [party for party in result.silent if rule is None or party.id in rule.parties]
    if silent:
        names = joined_some([party.name for party in silent], 2)
        text += f"Of what {names} would like nothing is known: agreement rests on a guess there. "
    for id, why in list(result.cannot_tell.items())[:1]:
        text += f"What {result.case.party(id).name} would find acceptable cannot be told: {why}. "
    more = len(result.cannot_tell) - 1
    return text + (f"So with {number_in_words(more)} more. " if more > 0 else "")


def _cell(found: Acceptability, *, unknown: bool) -> str:
    if found.index is None:
        return found.status
    if unknown and found.status == "possible":
        return "not known"  # the figure would be that of the prior alone
    return _figure_and_status(found)


def _figure_and_status(found: Acceptability) -> str:
    told = figure_in_words(found)
    return told if found.status == "possible" else f"{told} {found.status}"


def figure_in_words(figure: Figure | Acceptability) -> str:
    """Write a figure with its error."""
    if figure.index is None or figure.error is None:
        return "cannot tell"
    return estimate_in_words(figure.index, figure.error)


NO_FORECAST = (
    "Acceptability is how likely a package is to be worth no deal or more, from what was said. It "
    "is not the chance of a yes: in recorded negotiations people turned down most offers of high "
    "acceptability, hoping for more."
)

METHOD = (
    "Acceptability is the probability that a package is worth no deal or more to the party, times "
    "the chance that it gives way on each of its commitments that the package breaks, those that are "
    "equal or nested once, at the firmest; agreement is the probability that the agreement rule is "
    "met, parties taken as independent.",
    "A commitment on one ordered or numeric issue gives way by a share d of the way to what the "
    "others leave open with chance (1 - firmness)^d; any other as a whole, with 1 - firmness. That "
    "part of a way costs a part, at a constant rate, is an assumption.",
    "From a demand it is read that a step on one issue which turns it from broken to kept is no loss "
    "to its party, and that worth falls weakly with the distance from what it allows.",
    "What a party wants is sampled: additive value functions, each as likely as what the party "
    "said, read as choices of people who are inconsistent. How far that can be trusted was measured "
    "on recorded negotiations between people: docs/evidence.md. It is less than the figures may "
    "suggest, above all from few statements.",
    "Certain and impossible follow by linear programs from the statements coded with confidence 1, "
    "taken at their word, commitments aside; such a figure is 1 or 0 before commitments.",
    "The error is the Monte-Carlo standard error; where every draw agrees, the distance within "
    "which the share lies with probability 0.95. It does not hold what the model gets wrong.",
    "Fair solutions are on expected values over no deal, among the packages that nobody expects to "
    "lose by and that break no commitment but those that the package likeliest to be given way on breaks.",
    "What a package costs a party is the expected value of what it asks for less that of what it "
    "gets, where 1 is the value between its worst and its best of all; what it asks for is its "
    "newest position or offer on an issue, else the one option that its commitments leave.",
    "The robust package has the largest least value over no deal, over the parties and over all "
    "values that the statements coded with confidence 1 leave possible: by linear programs and "
    "cuts, with the bound where it is not proved best.",
    "A statement (other than points) is left out by weighing the draws anew (importance weights) where at least 150 "
    "effective draws remain, else by drawing again; another package is better only if it is so by "
    "three standard errors, among the 500 best. Place: two packages are told apart where they "
    "differ by more than sampling explains (99 %).",
    "The chance of a yes to a package as the next offer is told where two decide and both are needed: a logistic "
    "regression in the share of the best product of expected gains that it has (over no deal where that is "
    "stated, else over the worst), fitted on one "
    "kind of recorded talks and better than the base rate on another (docs/evidence.md), times the chance that both "
    "give way on what it breaks. How often people say yes in other talks is not known: read it as rough.",
    "The packages shown differ: each next one is that with the largest product of agreement and "
    "distance to those shown before.",
)


def packages_blocks(result: Packages) -> list[Block]:
    """Describe the packages, and how far the figures can be trusted."""
    return [
        title_of(result.case, result.day),
        *caveat_blocks(result),
        Heading("Best packages", "acceptability for each party, and of agreement"),
        _table(result),
        Paragraph(NO_FORECAST),
        Items([_lines(result, k) for k in range(len(result.packages))]),
        *further_blocks(result),
    ]


def caveat_blocks(result: Packages) -> list[Block]:
    """Return how many packages were compared, and of whom too little is known."""
    blocks = [Paragraph(_considered(result)), *_doubts(result)]
    if result.packages and all(each.breaks for each in result.packages):
        told = "Each package below breaks something that was said"
        if any(_is_free(result.case, each) for each in result.packages):
            told += (
                "; where the agreement rule can do without whoever said it, nobody has to give way."
            )
        else:
            told += (
                ". `lastyard analyse` shows who stands against whom, and, where disputes block, the "
                "deals that follow when each is settled."
            )
        blocks.append(Paragraph(told))
    return blocks


def _is_free(case: Case, package: ProposedPackage) -> bool:
    """Whether nobody whom the agreement rule needs stands against a package."""
    against = {statement.party for statement in package.breaks}
    return case.agrees({party.id for party in case.deciders} - against)


def further_blocks(result: Packages) -> list[Block]:
    """Return what follows the table: which are alike, fair, robust, better than no deal, and why."""
    return [
        *_separation(result),
        *_fair(result),
        *(alternative_blocks(result.alternative) if result.alternative else ()),
        *efficient_blocks(result),
        *robust_blocks(result),
        *hanging_blocks(result),
    ]


def _considered(result: Packages) -> str:
    what = count_of(result.considered, "package")
    ranges = [each for each in result.ranges if not each.unspoken]
    told = [_range_in_words(each, result.case.issue(each.issue)) for each in ranges]
    within = f"within what was asked, offered and demanded ({joined_some(told, 3)})" if told else ""
    if any(_is_widened(each, result.case.issue(each.issue)) for each in ranges):
        within = f"no further than was asked, offered and demanded, or than conditions need ({joined_some(told, 3)})"
    if result.searched:
        text = f"{what} searched{', ' * bool(told)}{within}, too many to compare each."
    elif result.coarse:
        text = f"{what} compared{', ' * bool(told)}{within}."
    else:
        text = f"{what} compared, all {within}{' ' * bool(told)}that the conditions allow."
    text += unspoken_in_words(result.case, result.best.package)
    if result.ranges:
        text += " `lastyard packages --beyond` looks further."
    if result.bound is not None and result.gap is not None:
        text += (
            f" On the draws alone none has an agreement above {result.bound:.2g}, "
            f"{result.gap:.2g} above the best that was found."
        )
    if result.coarse:
        text += (
            f" Of {joined(result.coarse)} only some steps were considered: those named, those "
            "where a condition changes, and others evenly spread."
        )
    return text


def _is_widened(each: BargainingRange, issue: Issue) -> bool:
    """Return whether a range ends where rules or what was asked for need it, and no statement does."""
    low = each.low > 0 and not each.lowest
    return low or (each.high < issue.size - 1 and not each.highest)


def _range_in_words(each: BargainingRange, issue: Issue) -> str:
    """Return a bargaining range: "Pay rise from 4 % to 8 %"; of an end that nobody has named, nothing."""
    low, high = issue.describe(each.low), issue.describe(each.high)
    if each.low == each.high:
        return f"{issue.name} {low}"
    if each.low == 0 and not each.lowest:
        return f"{issue.name} up to {high}"
    if each.high == issue.size - 1 and not each.highest:
        return f"{issue.name} from {low} up"
    return f"{issue.name} from {low} to {high}"


def _doubts(result: Packages) -> Iterator[Block]:
    case = result.case
    if result.silent:
        yield Paragraph(
            f"{silent_in_words(result.silent)}: every value was taken to be as likely as any other, so these figures say little."
        )
    if result.by_demands:
        names = joined_some([party.name for party in result.by_demands], 4)
        wants, its = ("wants", "its") if len(result.by_demands) == 1 else ("want", "their")
        yield Paragraph(f"What {names} {wants} is read from {its} demands alone.")
    for id, why in result.cannot_tell.items():
        yield Paragraph(f"What {case.party(id).name} would accept cannot be told: {why}.")
    for broken in result.broken_commitments:
        yield Paragraph(broken_in_words(broken))
    for found in result.contradictions:
        lines = [(joined(cite_all(found.statements)), "cannot all hold at their word")]
        for repair in found.repairs:
            told = repair_in_words(result, repair.statuses, repair.then)
            lines.append((f"without {joined(cite_all(repair.statements))}", told))
        yield Heading(f"{found.party.name} contradicts itself")
        yield Items(lines)


def _table(result: Packages) -> Table:
    parties = result.case.deciders[:_COLUMNS]
    # Where draws leave the order open, the places that a package may have are shown.
    vague = any(each.rank and each.rank[0] != each.rank[1] for each in result.packages)
    rows = [
        (
            package_letter(k),
            *(_figure_and_status(each.acceptability[party.id]) for party in parties),
            figure_in_words(each.agreement),
            *([_place(each)] if vague else []),
        )
        for k, each in enumerate(result.packages)
    ]
    header = ("", *(party.name for party in parties), "agreement", *(["place"] if vague else []))
    return Table(header, rows, "Best packages", [each.agreement.index for each in result.packages])


def _place(each: ProposedPackage) -> str:
    first, last = each.rank or (0, 0)
    return str(first) if first == last else f"{first} to {last}"


def _lines(result: Packages, k: int) -> tuple[str, ...]:
    each = result.packages[k]
    lines = [f"{package_letter(k)}: {package_in_words(result.case, each.package)}"]
    if each.as_good:
        lines.append(
            f"index as high with: {options_by_issue(result.case, each.as_good, each.package)}"
        )
    if each.fair:
        lines.append(f"fair: {joined(WORDS[name] for name in each.fair)}")
    # Of points with a reservation value, too, the firmness is told.
    broken = joined(
        f"{cite(s)} ({result.case.party(s.party).name}, firmness {float(s.firmness):.2f})"
        for s in each.breaks
    )
    lines.append(f"breaks {broken or 'nothing that was said'}")
    if each.yes_now is not None:
        lines.append(
            f"chance of a yes to it as the next offer: about {each.yes_now:.2f}, as offers fared in "
            "two recorded games"
        )
    lines += demand_lines(result.case, each.demands)
    return (*lines, *comparison_lines(result, each))


def comparison_lines(result: Packages, each: ProposedPackage) -> list[str]:
    """Compare a package with the status quo and the runner-up, where that can be told."""
    return [
        _compared(result, each, other)
        for other in each.comparisons
        if any(found.index is not None for found in other.gains.values())
    ]


def _compared(result: Packages, each: ProposedPackage, other: Comparison) -> str:
    case = result.case
    changes = "; ".join(
        f"{issue.name} {issue.describe(each.package.positions[issue.id])} instead of "
        f"{issue.describe(other.package.positions[issue.id])}"
        for issue in result.settled
        if each.package[issue.id] != other.package[issue.id]
    )
    who = ", ".join(
        f"{party.name} {_figure_and_status(other.gains[party.id])}"
        for party in case.deciders[:_COLUMNS]
        if other.gains[party.id].index is not None
    )
    letter = _letter_of(result, other.package) or "the runner-up"
    name = "the status quo" if other.against == "status quo" else letter
    return f"against {name}: {changes}; liked at least as well by {who or 'the others, see --json'}"


def _letter_of(result: Packages, package: Terms) -> str:
    """Return the letter of a package that is shown; nothing for another."""
    shown = (package_letter(k) for k, each in enumerate(result.packages) if each.package == package)
    return next(shown, "")


def _separation(result: Packages) -> list[Block]:
    if result.best.agreement.index is None:
        return []
    told = _told_apart(result).strip()
    told = told if result.best.agreement.index else _NONE
    return [Paragraph(told)] if told else []


def _fair(result: Packages) -> list[Block]:
    if result.why_not_fair:
        return [Paragraph(f"No fair packages are named: {result.why_not_fair}.")]
    others: dict[tuple[int, ...], list[Solution]] = {}
    for name, each in result.fair.items():
        if not _letter_of(result, each.package):
            others.setdefault(tuple(each.package.positions.values()), []).append(name)
    items = []
    for names in others.values():
        each = result.fair[names[0]]
        broken = f"; breaks {joined(cite_all(each.breaks))}" if each.breaks else ""
        items.append(
            (
                f"{joined(WORDS[name] for name in names)}: {package_in_words(result.case, each.package)}",
                f"agreement {figure_in_words(each.agreement)}{broken}{_gap_in_words(result, names)}",
            )
        )
    remark = "by what parties want, of those that break no more than has to give way"
    return [Heading("Fair by values, not among these", remark), Items(items)] if items else []


def _gap_in_words(result: Packages, names: Sequence[str]) -> str:
    gaps = [gap for name, gap in result.fair_gaps.items() if name in names]
    return f"; not proved best, gap {max(gaps):.0%}" if gaps else ""


def packages_picture(result: Packages) -> str:
    """Return the picture that stands in notebooks below the text; empty without a frontier."""
    if result.efficient is None:
        return ""
    return efficient_svg(result)


def packages_why(result: Packages) -> tuple[Block, ...]:
    """Return what it rests on."""
    method = (
        *METHOD,
        *_ranges(result),
        *_other_forms(result),
        *_leanings(result),
        *_own_issues(result),
        *_words_read(result),
        *efficient_method(result),
    )
    return why_blocks(result.case, result.day, result.used, method)


_FORMS: Mapping[Form, str] = {
    "step": "If any step cost the whole of the firmness",
    "capped": "If nothing more were lost beyond the whole way",
}


def _ranges(result: Packages) -> list[str]:
    """Return within which range packages were sought on each issue, and who named its ends."""
    told = []
    for each in result.ranges:
        if each.unspoken:
            continue
        ends = dict.fromkeys((*each.lowest, *each.highest))
        named = f" ({joined(cite_all(ends))})" if ends else ""
        told.append(_range_in_words(each, result.case.issue(each.issue)) + named)
    return [
        "Sought from the least to the most that anybody asked for, offered or demanded, where somebody spoke "
        f"for less and somebody for more: {'; '.join(told)}."
    ] * bool(told)


def _other_forms(result: Packages) -> list[str]:
    """Return what would be best if chances of giving way took another form."""
    return [
        f"{_FORMS[form]}, the best of those compared would be {_same_or_named(result, package)}."
        for form, package in result.by_form.items()
    ]


def _leanings(result: Packages) -> list[str]:
    """Return where parties are taken to lean their demands' way, and what hangs on it."""
    if not result.leanings:
        return []
    told = [
        f"{result.case.party(each.party).name} to "
        f"{way_in_words(result.case.issue(each.issue), each.wants)} "
        f"({joined(cite_all(each.statements))})"
        for each in result.leanings
    ]
    what = "all that the demand allows were worth as much to them"
    return [
        "Where neither a position nor `wants` says more than a demand, on an issue with an order, its "
        f"party is taken to lean the demand's way within what it allows: {joined_some(told, 6)}. That is an "
        "assumption, likely and never certain; `wants` would say it outright."
        + _best_if(result, what, result.if_level)
    ]


def _own_issues(result: Packages) -> list[str]:
    """Return which issues are taken to weigh more with whom, and what hangs on it."""
    return [
        text + _best_if(result, "own issues weighed like others", result.if_alike)
        for text in own_issues_in_words(result.case, result.used)
    ]


def _best_if(result: Packages, what: str, package: Terms | None) -> str:
    if package is None:
        return ""
    told = _same_or_named(result, package)
    return f" If {what}, the best of those compared would be {told}, as far as fewer draws tell."


def _same_or_named(result: Packages, package: Terms) -> str:
    same = package == result.best.package
    return "the same" if same else package_in_words(result.case, package)


def _words_read(result: Packages) -> list[str]:
    """Return which quotes were read as a party's own words, and what they make of the issues."""
    if not result.words:
        return []
    told = [
        f"{each.party.name} on {result.case.issue(each.issue).name} {each.weight:+.2f} ({cite(each.statement)})"
        for each in result.words
    ]
    return [
        f"Quotes in which a party speaks for itself were read for what it makes of issues: {joined_some(told, 12)}. Above 0 "
        "a larger stake is likelier, below 0 a smaller one, by so much in log-odds for each standard "
        "deviation. The weights of words were fitted on recorded talk about camping goods and count "
        "half here; nothing follows from them for certain."
    ]


def package_name(result: Packages, package: Terms) -> str:
    """Name a package by its letter, or in full where it is not shown."""
    return _letter_of(result, package) or package_in_words(result.case, package)


def demand_lines(case: Case, demands: Sequence[AgainstDemand]) -> list[str]:
    """Return per party what it gives up of what it asks for, and what it gets."""
    asking = [found for found in demands if found.gives or found.gets or found.gains]
    lines = [_demand_line(case, found) for found in asking[:_MOST_PARTIES]]
    if len(asking) > _MOST_PARTIES:
        lines.append(f"{number_in_words(len(asking) - _MOST_PARTIES)} more parties in --json")
    return lines


def _demand_line(case: Case, found: AgainstDemand) -> str:
    gets = joined_some([case.issue(id).name for id in found.gets], 4)
    more = joined(_step(case, each) for each in found.gains)
    more = f"; gets more than it asks for on {more}" if more else ""
    if not found.gives:
        text = f" gets all that it asks for: {gets}{more}" if gets else more[1:]
        return found.party.name + text
    if len(found.gives) <= _MOST_NAMED:
        gives = joined(_step(case, each) for each in found.gives)
    else:
        gives = joined(case.issue(each.issue).name for each in found.gives)
    text = f"{found.party.name} gives up {gives}"
    if found.cost is not None and found.error is not None and found.cost > _TWICE * found.error:
        error = f" ± {max(found.error, 0.005):.2f}" if found.error else ""
        text += f", {found.cost:.2f}{error} of all it has at stake"
    nothing = "" if more else "; gets nothing else that it asks for"
    return text + (f"; gets {gets}" if gets else nothing) + more


def _step(case: Case, each: Concession) -> str:
    issue = case.issue(each.issue)
    return f"{issue.name} ({issue.describe(each.got)} for {issue.describe(each.asked)})"


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
    items += [
        (
            f"without {_named(result.case, found.statements[0])} the best is "
            f"{package_name(result, found.best)}",
        )
        for found in result.left_out
        if found.changes
    ]
    if not items:
        return _robustly(result)
    more = max(0, len(result.hinges) - _MOST_NAMED)
    remark = f"{number_in_words(more)} more in --json" if more else ""
    return [Heading("What the best package hangs on", remark), Items(items), *_robustly(result)]


def _robustly(result: Packages) -> list[Block]:
    """Return how many statements could be left out without a change that can be told."""
    tried = [found for found in result.left_out if not found.changes]
    if not tried or not result.best.agreement.index:
        return []
    which = f"any one of {count_of(len(tried), 'statement')} of what the parties like,"
    if len(tried) == 1:
        which = _named(result.case, tried[0].statements[0])
    text = f"Without {which} no package is better than A by more than the draws can tell."
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
    if statement.verb in BINDING_VERBS:
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


def efficient_blocks(result: Packages) -> list[Block]:
    """Describe the frontier and the solutions, as far as they were asked for."""
    found = result.efficient
    if found is None:
        return []
    if found.known is not None:
        return [
            *(fair_blocks(found.known) if "solutions" in found.asked else ()),
            *(frontier_blocks(found.known) if "frontier" in found.asked else ()),
        ]
    return [
        *(_fair_by_values(result, found) if "solutions" in found.asked else ()),
        *(_frontier(result, found) if "frontier" in found.asked else ()),
    ]


def efficient_method(result: Packages) -> tuple[str, ...]:
    """Return how the frontier and the solutions were found."""
    found = result.efficient
    if found is None:
        return ()
    return METHOD_BY_POINTS if found.known is not None else _METHOD


def _fair_by_values(result: Packages, found: Efficient) -> list[Block]:
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
        [WORDS[each.name], *(f"{float(gain):.2f}" for gain in each.values.values()), f"{each.objective:.3g}"]
        for each in found.fair
    ]  # fmt: skip
    lines = [
        (f"{WORDS[each.name]}: {package_in_words(result.case, each.package or {})}",)
        for each in found.fair
    ]
    remark = "expected value over no deal; 1 is from a party's worst package to its best"
    return [
        Heading("Fair packages by expected values", remark),
        Table(header, rows, "What each solution's package is expected to be worth to each party"),
        Items(lines),
        Paragraph("All packages were compared, so none does better on these expectations."),
    ]


def _frontier(result: Packages, found: Efficient) -> list[Block]:
    if not found.points:
        return [Paragraph(f"The efficient packages are not given: {found.reason}.")]
    rows = [
        [
            str(number),
            *(f"{point.values[party.id]:.2f}" for party in found.parties),
            package_in_words(result.case, point.package),
            number_in_words(point.packages),
        ]
        for number, point in enumerate(found.frontier[:SHOWN_POINTS], 1)
    ]
    count = count_of(found.points, "combination", "combinations")
    blocks: list[Block] = [
        Heading("Efficient packages", f"{count} of acceptability that no package beats for all"),
        frontier_table(found.parties, rows, "The frontier of acceptability indices"),
    ]
    if found.reason:
        blocks.append(Paragraph(f"Not of everybody: {found.reason}."))
    return [*blocks, *more_points(found.points - len(rows))]
