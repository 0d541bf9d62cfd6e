"""How :class:`~lastyard.answers.forecast.Forecasts` looks."""

from __future__ import annotations

from lastyard.answers.forecast import BackTest, Forecasts, IssueForecast, Way
from lastyard.case.model import Case
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.show.shared import title_of, why_blocks
from lastyard.show.words import count_of

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

_WAYS: dict[Way, str] = {
    "compromise": "compromise (baseline)",
    "mean": "mean",
    "median": "median",
    "challenge": "challenge",
    "packages": "packages",
}


def forecasts_blocks(result: Forecasts) -> list[Block]:
    """Describe where issues may end, then how good the ways were."""
    case = result.case
    blocks: list[Block] = [title_of(case, result.day)]
    if not result.issues:
        blocks.append(Paragraph("No issue with an order has positions of two parties."))
    else:
        ways = [each.way for each in result.issues[0].forecasts]
        rows = [_row(case, each, ways) for each in result.issues]
        heading = ("issue", *(_WAYS[way] for way in ways))
        blocks += [
            Heading("Where it may end", "rough: see how far such forecasts were off"),
            Table(heading, rows),
        ]
        if not result.weighted:
            blocks.append(
                Paragraph("All parties weigh alike; --weights FILE gives capability and salience.")
            )
    if result.left_out:
        told = [(f"{case.issue(id).name}: {why}",) for id, why in result.left_out.items()]
        blocks += [Heading("Left out"), Items(told)]
    return [*blocks, *_back_test(result)]


def _row(case: Case, each: IssueForecast, ways: list[Way]) -> tuple[str, ...]:
    issue = case.issue(each.issue)
    told = {found.way: issue.describe(found.option) for found in each.forecasts}
    return (f"{issue.name} ({count_of(each.positions, 'position')})", *(told[way] for way in ways))


def _back_test(result: Forecasts) -> list[Block]:
    if not result.back_test:
        return [
            Paragraph(
                "On 351 recorded issues of the European Union the compromise was off by 23 of 100 on average, "
                "and nothing beat it beyond chance. --back-test FILE scores your own past issues."
            )
        ]
    rows = [
        (
            _WAYS[each.way],
            f"{each.error:.1f} ({each.low:.1f} to {each.high:.1f})",
            "" if each.way == "compromise" else _against(each),
        )
        for each in result.back_test
    ]
    remark = f"{count_of(result.past_issues, 'past issue')}, hundredths of the range, 95 % interval"
    return [
        Heading("How far off they were", remark),
        Table(("way", "off by", "more than the baseline"), rows),
        Paragraph(_verdict(result)),
    ]


def _against(each: BackTest) -> str:
    return f"{each.more:+.1f} ({each.more_low:+.1f} to {each.more_high:+.1f})"


def _verdict(result: Forecasts) -> str:
    better = [_WAYS[each.way] for each in result.back_test if each.more_high < 0]
    if better:
        return f"Better than the baseline, beyond chance: {', '.join(better)}."
    return "None is better than the baseline beyond chance."


def forecasts_why(result: Forecasts) -> tuple[Block, ...]:
    """Return what it rests on."""
    return why_blocks(result.case, result.day, result.used, METHOD)
