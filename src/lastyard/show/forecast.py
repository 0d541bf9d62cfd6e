"""How :class:`~lastyard.answers.forecast.Forecasts` looks."""

from __future__ import annotations

from collections.abc import Iterator

from lastyard.answers.forecast import Forecast, Forecasts, IssueForecast, Way
from lastyard.case.model import Case, Issue, NumericRange
from lastyard.conditions.tree import bits
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.show.marks import cite_all
from lastyard.show.shared import title_of, why_blocks
from lastyard.show.words import count_of, joined, joined_some

__all__ = ["METHOD", "forecasts_blocks", "forecasts_why"]

METHOD = (
    "Compromise: the mean of positions, each by its party's capability times its salience (Van den Bos 1991), the plain "
    "mean where these are not given. It is the baseline.",
    "Challenge: the weighted median after the first round of Bueno de Mesquita's expected utility model "
    "(1994), as Scholz, Calbert and Smith (2011) unravelled it and tested against their replication; later rounds "
    "are in --json. Packages: the option in the package with the best agreement index.",
    "On 351 recorded issues of the European Union the compromise was off by 23 hundredths of an issue's range on "
    "average, and nothing that was tried was better beyond chance. So read all of these as rough.",
)

_NAMED = 6
_EXACT = 1e-6

_WAYS: dict[Way, str] = {
    "compromise": "compromise (baseline)",
    "mean": "mean",
    "median": "median",
    "challenge": "challenge",
    "packages": "packages",
}


def forecasts_blocks(result: Forecasts) -> Iterator[Block]:
    """Describe where issues may end, then how good the ways were."""
    case = result.case
    yield title_of(case, result.day)
    if result.issues:
        ways = [each.way for each in result.issues[0].forecasts]
        yield Heading("Where it may end", "rough: see how far such forecasts were off")
        rows = [_row(case, each, ways) for each in result.issues]
        yield Table(("issue", *(_WAYS[way] for way in ways)), rows)
        if not result.weighted:
            told = "All parties weigh alike; --weights FILE gives capability and salience."
            yield Paragraph(told)
        yield from _by_demand(result)
    else:
        yield Paragraph("No issue with an order has positions or demands of two parties.")
    if result.left_out:
        yield Heading("Left out")
        yield Items([(f"{case.issue(id).name}: {why}",) for id, why in result.left_out.items()])
    yield from _back_test(result)


def _row(case: Case, each: IssueForecast, ways: list[Way]) -> tuple[str, ...]:
    issue = case.issue(each.issue)
    told = {found.way: _place(issue, found) for found in each.forecasts}
    asked, demanded = each.positions - len(each.by_demand), len(each.by_demand)
    heard = "no position" if not asked else count_of(asked, "position")
    if demanded:
        heard += f", {count_of(demanded, 'demand')}"
    return (f"{issue.name} ({heard})", *(told[way] for way in ways))


def _place(issue: Issue, found: Forecast) -> str:
    """Write the option at which a value is, about which it is, or between which two."""
    if found.option is None:
        low, high = (bit for bit in bits(found.between))
        first = issue.label(low) if issue.is_numeric else issue.describe(low)
        return f"between {first} and {issue.describe(high)}"
    at = float(found.option)
    if isinstance(issue.scale, NumericRange):
        at = float(issue.scale.low + found.option * issue.scale.step)
    exact = abs(at - found.value) < _EXACT
    return f"{'' if exact else 'about '}{issue.describe(found.option)}"


def _by_demand(result: Forecasts) -> Iterator[Block]:
    """Say what stands for the positions of parties that have only made demands."""
    told = [
        f"{result.case.party(one.party).name} at {'least' if one.at_least else 'most'} "
        f"{result.case.issue(each.issue).describe(one.option)} on {result.case.issue(each.issue).name} "
        f"({joined(cite_all(one.statements))})"
        for each in result.issues
        for one in each.by_demand
    ]
    if told:
        yield Paragraph(
            "Some have made demands and asked for nothing; the least that these leave stands for what they ask for: "
            f"{joined_some(told, _NAMED)}. They may want more, so all of this is rougher still."
        )


def _back_test(result: Forecasts) -> Iterator[Block]:
    if not result.back_test:
        yield Paragraph(
            "On 351 recorded issues of the European Union the compromise was off by 23 of 100 on average, "
            "and nothing beat it beyond chance. --back-test FILE scores your own past issues."
        )
        return
    rows = [
        (
            _WAYS[each.way],
            f"{each.error:.1f} ({each.low:.1f} to {each.high:.1f})",
            ""
            if each.way == "compromise"
            else f"{each.more:+.1f} ({each.more_low:+.1f} to {each.more_high:+.1f})",
        )
        for each in result.back_test
    ]
    remark = f"{count_of(result.past_issues, 'past issue')}, hundredths of the range, 95 % interval"
    yield Heading("How far off they were", remark)
    yield Table(("way", "off by", "more than the baseline"), rows)
    better = [_WAYS[each.way] for each in result.back_test if each.more_high < 0]
    yield Paragraph(
        f"Better than the baseline, beyond chance: {', '.join(better)}."
        if better
        else "None is better than the baseline beyond chance."
    )


def forecasts_why(result: Forecasts) -> tuple[Block, ...]:
    """Return what it rests on."""
    return why_blocks(result.case, result.day, result.used, METHOD)
