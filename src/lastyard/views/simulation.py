"""How :class:`~lastyard.analyses.next_step.Simulation` looks."""

from __future__ import annotations

from typing import Any

from lastyard.analyses.next_step import Simulation, WayOfAsking
from lastyard.views.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.views.common import title_of, whole_json
from lastyard.views.why import why_blocks
from lastyard.views.wording import count_of, joined_some

__all__ = ["METHOD", "simulation_blocks", "simulation_json", "simulation_why"]

METHOD = (
    "What every party wants, and whether it really holds to each demand, is drawn from what is "
    "believed of it; then questions are asked and answered truly until enough parties have "
    "themselves said that they would take one and the same package.",
    "The truth is as believed, by construction. How far beliefs are right of real people, and how "
    "the ways of asking do where they are not, is another matter: docs/evidence.md.",
    "An answer counts as right with probability 0.9 for what it says of other packages, so that "
    "few draws do not rule too much out; of the package asked about it is believed.",
    "A package not found within the most questions counts as one question more than that.",
    "The error is the standard error over runs; all ways are tried on the same hidden truths.",
)
_MARKS = (1, 2, 3, 5, 8, 12, 20, 30, 50, 100, 200)
_COLUMNS = 5
_WAYS = {
    "propose the best": "ask what `next` puts first: about the best package, whom it hangs on most",
    "fewest questions left": "ask what is estimated to leave the fewest questions, demands and "
    "comparisons too",
    "no learning": "the same in the order of the indices at the start, whatever is answered",
    "random question": "any question whose answer is not certain",
}


def simulation_blocks(result: Simulation) -> list[Block]:
    """Describe how far each way of asking got."""
    blocks: list[Block] = [title_of(result.case, result.day), Paragraph(_state(result))]
    if result.silent:
        names = joined_some([party.name for party in result.silent], 4)
        blocks.append(Paragraph(f"{names} said nothing of what they want: only a prior is known."))
    for id, why in result.cannot_tell.items():
        name = result.case.party(id).name
        text = f"What {name} wants cannot be told ({why}): only its demands count."
        blocks.append(Paragraph(text))
    if not result.ways:
        text = "In no run was there a package that would be agreed, so there was nothing to find."
        return [*blocks, Paragraph(text)]
    marks = [mark for mark in _MARKS if mark <= result.questions]
    shown = sorted({*marks[-_COLUMNS:], result.questions})[-_COLUMNS:]
    return [
        *blocks,
        Heading("Share of runs in which a package was found", "after so many questions"),
        Table(
            ("way of asking", *(str(mark) for mark in shown)),
            [
                (way.name, *(_figure(way.curve[mark], way.errors[mark]) for mark in shown))
                for way in result.ways
            ],
            "Share of runs in which a package was found, by number of questions",
        ),
        Heading("Questions to a package", "mean, and how many more than the first way"),
        Table(
            ("way of asking", "questions", "more"),
            [(way.name, _figure(way.mean, way.error), _more(way)) for way in result.ways],
            "Mean number of questions",
        ),
        Items([(f"{way.name}: {_WAYS[way.name]}",) for way in result.ways]),
    ]


def _state(result: Simulation) -> str:
    return (
        f"{count_of(result.runs, 'hidden truth')} drawn from what is believed; in "
        f"{result.feasible:,} some of the {count_of(result.packages, 'package')} considered would be "
        "agreed, and only these count. It is assumed that the truth is as believed and that "
        "answers are true."
    )


def _figure(value: float, error: float) -> str:
    return f"{value:.2f} ± {max(error, 0.005):.2f}" if error else f"{value:.2f}"


def _more(way: WayOfAsking) -> str:
    return f"{way.more:+.2f} ± {max(way.more_error, 0.005):.2f}" if way.more_error else "-"


def simulation_why(result: Simulation) -> tuple[Block, ...]:
    """Say what it rests on."""
    return why_blocks(result.case, result.day, result.used, METHOD)


def simulation_json(result: Simulation) -> dict[str, Any]:
    """Return the machine-readable form."""
    return {
        **whole_json(result.case, result.day),
        "ways": [
            {
                "name": way.name,
                "found": [
                    {"questions": n, "share": share, "error": error}
                    for n, (share, error) in enumerate(zip(way.curve, way.errors, strict=True))
                ],
                "mean": way.mean,
                "error": way.error,
                "more": way.more,
                "more_error": way.more_error,
            }
            for way in result.ways
        ],
        "runs": result.runs,
        "feasible": result.feasible,
        "most_questions": result.questions,
        "candidates": result.packages,
        "draws": result.draws,
        "statements": [statement.id for statement in result.used],
        "silent_parties": [party.id for party in result.silent],
        "cannot_tell": dict(result.cannot_tell),
        "seed": result.seed,
    }
