"""Which of a party's own statements contradict each other, and what would repair it.

A minimal contradictory subset by the deletion filter (Chinneck & Dravnieks 1991):
drop every statement without which the rest still contradict. A repair is a minimal
set of statements whose withdrawal leaves the rest consistent: one at a time where
that is enough.

Example:
    >>> from lastyard.values.sayings import Peak, Refuses, Takes
    >>> from lastyard.values.scales import Scale
    >>> from lastyard.values.translation import translate
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> said = [Takes("o", ((0, 1), (1, 0))), Refuses("n", ((0, 1), (1, 0)))]
    >>> find_contradiction(translate(scales, said)).statements
    ('o', 'n')
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.values.programs import Stacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lastyard.values.problem import ValueProblem


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements of one party that no value function fits together.

    Attributes:
        statements: A minimal contradictory subset: without any one of them the
            others fit.
        repairs: Minimal sets whose withdrawal leaves all other statements
            consistent; for each statement of the subset one that contains it, where
            there is one.
        programs: Linear programs solved.
    """

    statements: tuple[str, ...]
    repairs: tuple[tuple[str, ...], ...]
    programs: int


def contradicts(problem: ValueProblem) -> bool:
    """Whether no value function fits a party's statements; one linear program."""
    return not _Asked(problem).fits(problem.sources)


def find_contradiction(problem: ValueProblem) -> Contradiction | None:
    """A minimal contradictory subset of a party's statements, or ``None``."""
    asked = _Asked(problem)
    everything = problem.sources
    if asked.fits(everything):
        return None
    core = list(everything)
    for source in everything:
        fewer = [other for other in core if other != source]
        if not asked.fits(fewer):
            core = fewer
    repairs: list[tuple[str, ...]] = []
    for source in core:
        repair = _repair(asked, everything, source)
        if source in repair and repair not in repairs:
            repairs.append(repair)
    return Contradiction(tuple(core), tuple(repairs), asked.programs)


def _repair(asked: _Asked, everything: Sequence[str], source: str) -> tuple[str, ...]:
    """What is left out of a largest consistent set that is filled without ``source``."""
    if asked.fits([other for other in everything if other != source]):
        return (source,)
    kept: list[str] = []
    for other in [*(s for s in everything if s != source), source]:
        if asked.fits([*kept, other]):
            kept.append(other)
    return tuple(other for other in everything if other not in kept)


class _Asked:
    """Whether statements fit together, counted."""

    def __init__(self, problem: ValueProblem) -> None:
        self._size = problem.layout.size
        stacked = Stacked(problem.constraints, self._size)
        # One program for all questions: ranges of unknowns never come from a statement.
        self._program = stacked.program()
        self._rows = stacked.rows
        place = {source: k for k, source in enumerate(problem.sources)}
        self._place = place
        self._owner = np.array(
            [len(place) if c.source is None else place[c.source] for c in problem.constraints],
            dtype=np.intp,
        )
        self.programs = 0

    def fits(self, sources: Sequence[str]) -> bool:
        """Whether some value function fits these statements."""
        chosen = np.zeros(len(self._place) + 1, dtype=np.bool_)
        chosen[-1] = True
        chosen[[self._place[source] for source in sources]] = True
        self.programs += 1
        self._program.keep(chosen[self._owner][self._rows])
        return self._program.minimise(np.zeros(self._size)) is not None
