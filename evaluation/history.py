"""How today's answers would have served in talks whose end is known.

Each case of ``catalog/history`` holds what had been said up to a day, and under ``outcome`` how the
talks ended. No answer reads that; here the answers are held against it. Nothing is fitted on these cases.

Usage: ``python -m evaluation.history [FOLDER]`` prints a row a case as Markdown, and what follows from all.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

import numpy as np

import lastyard as ly
from lastyard.answers.packages.explain import demands
from lastyard.answers.packages.find import brief_work, compared
from lastyard.answers.packages.ranking import in_order
from lastyard.case.said import commitments, in_force
from lastyard.conditions.tree import state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from lastyard.case.model import Case

CASES = Path(__file__).resolve().parents[1] / "catalog" / "history"
BASELINES = ("least broken", "split the difference", "last offers")


@dataclass(frozen=True, slots=True)
class Score:
    """What today's answers were worth in one case.

    Attributes:
        name: The case.
        agreed: Whether there was a deal.
        chance_open: The chance that something gives way in every dispute; None where none blocks.
        opening: The place of the first listed opening that lies within what the deal gave up, from 1; 0
            where none does; None without a deal, where nothing blocked, or where it broke nothing.
        percentile: Share of packages that the deal beats by the index, ties half, in per cent.
        among_equals: The same among packages that give way as much.
        equals: How many of those there are.
        distance: Mean share of the range between the first package and the deal, over issues on which
            somebody had asked for something.
        baselines: The same for each of :data:`BASELINES`.
        kept: Per commitment in force its firmness, and whether the deal kept it; without those on issues of
            which it is not known how they were settled.
    """

    name: str
    agreed: bool
    chance_open: float | None
    opening: int | None = None
    percentile: float | None = None
    among_equals: float | None = None
    equals: int = 0
    distance: float | None = None
    baselines: Mapping[str, float] | None = None
    kept: tuple[tuple[float, bool], ...] = ()


def scored(name: str, case: Case, *, seed: int = 0) -> Score:
    """Hold the answers on a case against its outcome.

    Args:
        name: What to call it.
        case: A case with an outcome.
        seed: Seed of the answers.

    Raises:
        ValueError: The case says no outcome.
    """
    if case.outcome is None:
        raise ValueError(f"{name} has no outcome to be held against")
    blocked = ly.impasse(case)
    chance = None if blocked.chance_open is None else float(blocked.chance_open)
    if case.outcome.package is None:
        return Score(name, False, chance)
    deal = dict(case.outcome.package)
    work = brief_work(case, None, seed=seed)
    every = compared(work)
    named = every.candidates
    order = in_order(every.domain, work.at, named)
    found = compared(brief_work(case, None, seed=seed, beyond=True)).candidates
    inside = _inside(case, found.options, deal)
    giving = found.factors.prod(axis=1).round(12)
    own = found.agreement[inside].mean()
    alike = giving == giving[inside].max()
    asked = demands(case, None, in_force(case))
    said = {issue for each in asked.values() for issue in each} & set(deal)
    first = named.options[order[0]]
    kept = _kept(case, deal)
    broken = {id for id, (_, held) in kept.items() if not held}
    openings = [{s.id for s in each.statements} for each in blocked.openings]
    places = [k for k, each in enumerate(openings, 1) if each <= broken]
    return Score(
        name,
        True,
        chance,
        (places or [0])[0] if broken and openings else None,
        _percentile(found.agreement, own),
        _percentile(found.agreement[alike], own),
        int(alike.sum()),
        _distance(case, first, deal, said),
        _baselines(case, found.options, giving, deal, asked, said),
        tuple(kept.values()),
    )


def _kept(case: Case, deal: Mapping[str, int]) -> dict[str, tuple[float, bool]]:
    """Return per commitment its firmness, and whether the deal kept it, as far as what is known of it decides."""
    masks = {i.id: 1 << deal[i.id] if i.id in deal else (1 << i.size) - 1 for i in case.issues}
    decided = ((c, state(c.condition, masks)) for c in commitments(case, in_force(case)))
    return {c.statement.id: (float(c.firmness), held) for c, held in decided if held is not None}


def _inside(case: Case, options: NDArray[np.intp], deal: Mapping[str, int]) -> NDArray[np.bool_]:
    """Return which packages hold all that was agreed; all but the nearest none where none does."""
    columns = [k for k, issue in enumerate(case.issues) if issue.id in deal]
    wanted = [deal[case.issues[k].id] for k in columns]
    inside = (options[:, columns] == wanted).all(axis=1)
    if inside.any():
        return inside
    # The deal broke a rule as coded: the packages nearest to it stand for it.
    far = np.array([_distance(case, row, deal, set(deal)) for row in options])
    return far == far.min()


def _percentile(index: NDArray[np.float64], own: float) -> float:
    below, ties = np.sum(index < own - 1e-12), np.sum(np.abs(index - own) <= 1e-12)
    return float(100 * (below + ties / 2) / len(index))


def _apart(case: Case, issue: str, one: float, other: float) -> float:
    found = case.issue(issue)
    if not found.has_order:
        return float(one != other)
    return abs(one - other) / max(1, found.size - 1)


def _distance(
    case: Case, package: Sequence[int] | NDArray[np.intp], deal: Mapping[str, int], said: set[str]
) -> float:
    held = dict(zip((issue.id for issue in case.issues), package, strict=True))
    return mean(_apart(case, issue, held[issue], deal[issue]) for issue in sorted(said))


def _baselines(
    case: Case,
    options: NDArray[np.intp],
    giving: NDArray[np.float64],
    deal: Mapping[str, int],
    asked: Mapping[str, Mapping[str, tuple[int, object]]],
    said: set[str],
) -> dict[str, float]:
    """Return how far simple rules end from the deal."""
    least = np.flatnonzero(giving == giving.max())

    def to_positions(row: NDArray[np.intp]) -> float:
        held = dict(zip((issue.id for issue in case.issues), row, strict=True))
        return sum(
            _apart(case, issue, held[issue], option)
            for each in asked.values()
            for issue, (option, _) in each.items()
        )

    nearest = min(least, key=lambda k: (round(to_positions(options[k]), 9), k))
    asks = {issue: [each[issue][0] for each in asked.values() if issue in each] for issue in said}
    middle = {
        issue: (min(own) + max(own)) / 2
        if case.issue(issue).has_order
        else max(sorted(set(own)), key=own.count)
        for issue, own in asks.items()
    }
    sides = [
        mean(_apart(case, issue, each[issue][0], deal[issue]) for issue in sorted(said & set(each)))
        for each in asked.values()
        if said & set(each)
    ]
    split = mean(_apart(case, issue, middle[issue], deal[issue]) for issue in sorted(said))
    found = (_distance(case, options[nearest], deal, said), split, mean(sides))
    return dict(zip(BASELINES, found, strict=True))


def cases(folder: Path) -> Iterator[tuple[str, Case]]:
    """Yield the cases of a folder with their names, in the order of those."""
    for path in sorted(folder.rglob("*.yaml")):
        yield path.stem, ly.load(path)


def main(folder: Path = CASES) -> int:
    """Print the scores; 2 where there is no case."""
    scores = [scored(name, case) for name, case in cases(folder)]
    if not scores:
        sys.stderr.write(f"error: no cases in {folder}\n")
        return 2
    heads = [
        "case",
        "deal",
        "could open",
        "opening",
        "percentile",
        "among equals",
        "first",
        *BASELINES,
    ]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))  # noqa: T201
    for each in scores:
        far = [each.distance, *(each.baselines or {}).values()] if each.agreed else [None] * 4
        equals = "-" if each.among_equals is None else f"{each.among_equals:.0f} of {each.equals}"
        cells = [
            each.name, "yes" if each.agreed else "no", _told(each.chance_open),
            _opening(each), _told(each.percentile, 0), equals, *map(_told, far),
        ]  # fmt: skip
        print("| " + " | ".join(cells) + " |")  # noqa: T201
    print("\n" + "\n".join(_summary(scores)))  # noqa: T201
    return 0


def _told(figure: float | None, digits: int = 2) -> str:
    return "-" if figure is None else f"{figure:.{digits}f}"


def _opening(score: Score) -> str:
    if score.opening is None:
        return "-"
    return {0: "none", 1: "first"}.get(score.opening, f"number {score.opening}")


def _summary(scores: Sequence[Score]) -> Iterator[str]:
    deals = [each for each in scores if each.agreed]
    if not deals:
        return
    yield f"{len(deals)} of {len(scores)} ended in a deal."
    equals = [each.among_equals for each in deals if each.among_equals is not None]
    yield f"Mean percentile among packages that give way as much: {mean(equals):.0f}."
    yield f"Mean distance of the first package: {mean(each.distance or 0.0 for each in deals):.3f}."
    for name in BASELINES:
        far = mean((each.baselines or {})[name] for each in deals)
        yield f"Mean distance of {name}: {far:.3f}."
    said = [pair for each in deals for pair in each.kept]
    for low, high in ((0.0, 0.7), (0.7, 0.9), (0.9, 1.01)):
        own = [kept for firmness, kept in said if low <= firmness < high]
        if own:
            yield f"Firmness {low:.1f} to {min(high, 1.0):.1f}: {sum(own)} of {len(own)} kept."


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
