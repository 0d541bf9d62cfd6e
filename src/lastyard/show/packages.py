"""The best packages in few lines, as :command:`analyse` ends with them.

How :class:`~lastyard.answers.packages.Packages` looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lastyard.answers.bargaining_range import BargainingRange
from lastyard.answers.packages import Acceptability, Comparison, Figure, Packages, ProposedPackage
from lastyard.answers.packages.result import package_letter
from lastyard.blocking.giving_way import Form
from lastyard.case.model import Issue, Terms
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.show.marks import cite, cite_all
from lastyard.show.packages_detail import (
    alternative_blocks,
    demand_lines,
    efficient_blocks,
    efficient_method,
    hanging_blocks,
    repair_in_words,
    robust_blocks,
)
from lastyard.show.why import title_of, why_blocks
from lastyard.show.words import (
    count_of,
    estimate_in_words,
    joined,
    joined_some,
    number_in_words,
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
    "figure_in_words",
    "further_blocks",
    "packages_blocks",
    "packages_picture",
    "packages_why",
]

_PARTIES = 4


def brief_blocks(result: Packages) -> list[Block]:
    """Show the packages in a table, and how far they can be told apart."""
    if result.best.agreement.index == 0:
        return [
            Paragraph(
                "As coded, every package has an agreement index of 0: none is acceptable to those who must agree."
            )
        ]
    if len(result.silent) == len(result.case.deciders) and not result.best.breaks:
        return [
            Paragraph(
                "Which packages would be agreed cannot be told: nobody said what they want. "
                "(packages shows what is left.)"
            )
        ]
    vary = [
        issue
        for issue in result.settled
        if len({each.package[issue.id] for each in result.packages}) > 1
    ]
    shared = [
        f"{issue.id}: {issue.describe(result.best.package.positions[issue.id])}"
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
    heading = joined_some([issue.id for issue in vary], 4)
    remark = "acceptability: worth no deal or more; not the chance of a yes"
    blocks: list[Block] = [
        Heading("Best packages", remark),
        Table(
            ("", heading, *(party.name for party in parties), "agreement"),
            rows,
            "Best packages",
            [each.agreement.index for each in result.packages],
        ),
    ]
    text = f"{'All have' if vary else 'A is'} {joined(shared)}." if shared else ""
    text += unspoken_in_words(result.case, result.best.package) + " "
    text += _told_apart(result) + _unshown(result) + _unknown(result)
    return [*blocks, Paragraph(text.strip())] if text.strip() else blocks


def _told_apart(result: Packages) -> str:
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
    return f"{joined(alike)} cannot be told apart. "


def _unshown(result: Packages) -> str:
    """Name the parties for which the table has no room."""
    names = [party.name for party in result.case.deciders[_PARTIES:]]
    return f"Not shown: {joined_some(names, _PARTIES)} (see packages). " if names else ""


def _unknown(result: Packages) -> str:
    text = ""
    if result.silent:
        names = joined_some([party.name for party in result.silent], 2)
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
    return (
        figure_in_words(found)
        if found.status == "possible"
        else f"{figure_in_words(found)} {found.status}"
    )


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

_COLUMNS = 6

_NAMES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}


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
        blocks.append(
            Paragraph(
                "Each package below breaks something that was said. `lastyard analyse` shows who stands "
                "against whom, and the deals that follow when each dispute is settled."
            )
        )
    return blocks


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
    """Return a bargaining range: "Pay rise from 4 % to 8 %"."""
    low, high = issue.describe(each.low), issue.describe(each.high)
    return f"{issue.name} {low}" if each.low == each.high else f"{issue.name} from {low} to {high}"


def _doubts(result: Packages) -> list[Block]:
    blocks: list[Block] = []
    if result.silent:
        blocks.append(
            Paragraph(
                f"{silent_in_words(result.silent)}: every value was taken to be as likely as any other, so these figures say little."
            )
        )
    if result.by_demands:
        names = joined_some([party.name for party in result.by_demands], 4)
        blocks.append(
            Paragraph(
                f"What {names} {'wants' if len(result.by_demands) == 1 else 'want'} is read from "
                f"{'its' if len(result.by_demands) == 1 else 'their'} demands alone."
            )
        )
    for id, why in result.cannot_tell.items():
        name = result.case.party(id).name
        blocks.append(Paragraph(f"What {name} would accept cannot be told: {why}."))
    for found in result.contradictions:
        lines = [(joined(cite_all(found.statements)), "cannot all hold at their word")]
        for repair in found.repairs:
            told = repair_in_words(result, repair.statuses, repair.then)
            lines.append((f"without {joined(cite_all(repair.statements))}", told))
        blocks += [Heading(f"{found.party.name} contradicts itself"), Items(lines)]
    return blocks


def _table(result: Packages) -> Table:
    parties = result.case.deciders[:_COLUMNS]
    # Where draws leave the order open, the places that a package may have are shown.
    vague = any(each.rank and each.rank[0] != each.rank[1] for each in result.packages)
    return Table(
        ("", *(party.name for party in parties), "agreement", *(["place"] if vague else [])),
        [
            (
                package_letter(k),
                *(_figure_and_status(each.acceptability[party.id]) for party in parties),
                figure_in_words(each.agreement),
                *([_place(each)] if vague else []),
            )
            for k, each in enumerate(result.packages)
        ],
        "Best packages",
        [each.agreement.index for each in result.packages],
    )


def _place(each: ProposedPackage) -> str:
    first, last = each.rank or (0, 0)
    return str(first) if first == last else f"{first} to {last}"


def _figure_and_status(found: Acceptability) -> str:
    return (
        figure_in_words(found)
        if found.status == "possible"
        else f"{figure_in_words(found)} {found.status}"
    )


def _lines(result: Packages, k: int) -> tuple[str, ...]:
    each = result.packages[k]
    lines = [f"{package_letter(k)}: {package_in_words(result.case, each.package)}"]
    if each.fair:
        lines.append(f"fair: {joined(_NAMES[name] for name in each.fair)}")
    if each.breaks:
        told = joined(
            f"{cite(s)} ({result.case.party(s.party).name}, firmness {float(s.firmness):.2f})"
            for s in each.breaks
        )
        lines.append(f"breaks {told}")
    else:
        lines.append("breaks nothing that was said")
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
        f"{issue.id} {issue.describe(each.package.positions[issue.id])} instead of "
        f"{issue.describe(other.package.positions[issue.id])}"
        for issue in result.settled
        if each.package[issue.id] != other.package[issue.id]
    )
    who = ", ".join(
        f"{party.name} {_figure_and_status(other.gains[party.id])}"
        for party in case.deciders[:_COLUMNS]
        if other.gains[party.id].index is not None
    )
    name = "the status quo" if other.against == "status quo" else _name(result, other)
    return f"against {name}: {changes}; liked at least as well by {who or 'the others, see --json'}"


def _name(result: Packages, other: Comparison) -> str:
    for k, each in enumerate(result.packages):
        if each.package == other.package:
            return package_letter(k)
    return "the runner-up"


def _separation(result: Packages) -> list[Block]:
    alike = [
        package_letter(k)
        for k, each in enumerate(result.packages)
        if each.rank and each.rank[0] == 1
    ]
    if result.best.agreement.index is None:
        return []
    if not result.best.agreement.index:
        return [
            Paragraph(
                "As coded, every package has an agreement index of 0: none is acceptable to those "
                "who must agree."
            )
        ]
    if len(alike) < 2:
        return []
    if result.best.agreement == Figure(1.0, 0.0):
        return [
            Paragraph(
                f"As coded, {joined(alike)} are each acceptable for certain to those who must agree."
            )
        ]
    return [
        Paragraph(
            f"{joined(alike)} cannot be told apart: any may have the highest agreement index."
        )
    ]


def _fair(result: Packages) -> list[Block]:
    if result.why_not_fair:
        return [Paragraph(f"No fair packages are named: {result.why_not_fair}.")]
    shown = [each.package for each in result.packages]
    others: dict[tuple[int, ...], list[str]] = {}
    for name, each in result.fair.items():
        if each.package not in shown:
            others.setdefault(tuple(each.package.positions.values()), []).append(name)
    items = []
    for names in others.values():
        each = next(v for k, v in result.fair.items() if k == names[0])
        items.append(
            (
                f"{joined(_NAMES[name] for name in names)}: "
                f"{package_in_words(result.case, each.package)}",
                f"agreement {figure_in_words(each.agreement)}"
                + (f"; breaks {joined(cite_all(each.breaks))}" if each.breaks else "")
                + _gap_in_words(result, names),
            )
        )
    return (
        [
            Heading(
                "Fair by values, not among these",
                "by what parties want, of those that break no more than has to give way",
            ),
            Items(items),
        ]
        if items
        else []
    )


def _gap_in_words(result: Packages, names: Sequence[str]) -> str:
    gaps = [gap for name, gap in result.fair_gaps.items() if name in names]
    return f"; not proved best, gap {max(gaps):.0%}" if gaps else ""


def packages_picture(result: Packages) -> str:
    """Return the picture that stands in notebooks below the text; empty without a frontier."""
    if result.efficient is None:
        return ""
    from lastyard.show.pictures.frontier import efficient_svg  # noqa: PLC0415  (only where it is shown)

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
        issue = result.case.issue(each.issue)
        ends = dict.fromkeys((*each.lowest, *each.highest))
        told.append(_range_in_words(each, issue) + (f" ({joined(cite_all(ends))})" if ends else ""))
    return [
        "Sought from the least to the most that anybody asked for, offered or demanded, where somebody spoke "
        f"for less and somebody for more: {'; '.join(told)}."
    ] * bool(told)


def _other_forms(result: Packages) -> list[str]:
    """Return what would be best if chances of giving way took another form."""
    return [
        f"{_FORMS[form]}, the best of those compared would be "
        + ("the same." if package == result.best.package else f"{_told(result, package)}.")
        for form, package in result.by_form.items()
    ]


def _leanings(result: Packages) -> list[str]:
    """Return where parties are taken to lean their demands' way, and what hangs on it."""
    if not result.leanings:
        return []
    told = joined_some(
        [
            f"{result.case.party(each.party).name} to "
            f"{way_in_words(result.case.issue(each.issue), each.wants)} ({joined(cite_all(each.statements))})"
            for each in result.leanings
        ],
        6,
    )
    text = (
        "Where neither a position nor `wants` says more than a demand, on an issue with an order, its "
        f"party is taken to lean the demand's way within what it allows: {told}. That is an "
        "assumption, likely and never certain; `wants` would say it outright."
    )
    return [
        text
        + _best_if(result, "all that the demand allows were worth as much to them", result.if_level)
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
    told = "the same" if package == result.best.package else _told(result, package)
    return f" If {what}, the best of those compared would be {told}, as far as fewer draws tell."


def _told(result: Packages, package: Terms) -> str:
    return package_in_words(result.case, package)


def _words_read(result: Packages) -> list[str]:
    """Return which quotes were read as a party's own words, and what they make of the issues."""
    if not result.words:
        return []
    told = joined_some(
        [
            f"{each.party.name} on {each.issue} {each.weight:+.2f} ({cite(each.statement)})"
            for each in result.words
        ],
        12,
    )
    return [
        f"Quotes in which a party speaks for itself were read for what it makes of issues: {told}. Above 0 "
        "a larger stake is likelier, below 0 a smaller one, by so much in log-odds for each standard "
        "deviation. The weights of words were fitted on recorded talk about camping goods and count "
        "half here; nothing follows from them for certain."
    ]
