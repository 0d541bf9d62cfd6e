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

from lastyard.values.programs import program

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
        self._problem = problem
        self.programs = 0

    def fits(self, sources: Sequence[str]) -> bool:
        """Whether some value function fits these statements."""
        kept = set(sources)
        constraints = [c for c in self._problem.constraints if c.source is None or c.source in kept]
        self.programs += 1
        size = self._problem.layout.size
        return program(constraints, size).minimise(np.zeros(size)) is not None
