"""Why a state is stable or not, move by move, as data.

For one decision maker at one state: each move that would improve its lot, and the
response of the others that deters it, with the path of their moves; or none, which is why
it would leave. The same search, run over all states, is the definition of stability in
code, with no short cuts: the tests hold the fast kernel against it, and it also serves
preferences that are partly unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from lastyard.conflict.sequences import Step, anything, improving, sequences

if TYPE_CHECKING:
    from lastyard.conflict.conflict import Conflict
    from lastyard.conflict.sanctions import Reading
    from lastyard.conflict.stability import Concept

Extension: TypeAlias = Literal["a", "b", "c", "d"]
"""What an unknown comparison does [Li, Hipel, Kilgour & Fang 2004, IEEE Trans. SMC A 34(4)].

=========  ==============================  ================================
extension  tempted by an unknown state?    deterred by an unknown state?
=========  ==============================  ================================
a          yes                             no
b          no                              no
c          yes                             yes
d          no                              yes
=========  ==============================  ================================

Opponents in sequential stability may use moves to unknown states in every extension. A
response that ends where it began is none: it is no sanction of a move to an unknown state.
With all preferences known, the four agree.

The paper was not at hand; the table agrees term by term with the matrix form of the
sixteen definitions [Xu, Hipel, Kilgour & Fang 2018, Conflict Resolution Using the Graph
Model, chapter 5] as programmed at github.com/callMeBigKing/nuaagmcrr (UncertainStability).
"""
EXTENSIONS: tuple[Extension, ...] = ("a", "b", "c", "d")


@dataclass(frozen=True, slots=True)
class Temptation:
    """A move that would improve a decision maker's lot, and what deters it.

    Attributes:
        target: The state it leads to.
        sanction: Where the others can lead from there so that the decision maker is no
            better off than at the start; ``None`` when nothing deters the move.
        path: The others' moves from ``target`` to ``sanction``.
        escapes: Under symmetric metarationality, the decision maker's own moves from
            the sanction, none of which helps it.
    """

    target: int
    sanction: int | None
    path: tuple[Step, ...]
    escapes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a state is stable or unstable for a decision maker.

    Attributes:
        state: The state.
        decision_maker: The decision maker.
        concept: The kind of stability.
        temptations: Every improving move; empty when there is none.
    """

    state: int
    decision_maker: int
    concept: Concept
    temptations: tuple[Temptation, ...]

    @property
    def stable(self) -> bool:
        """Whether every temptation is deterred."""
        return all(t.sanction is not None for t in self.temptations)


def explain(
    conflict: Conflict,
    state: int,
    decision_maker: int,
    concept: Concept,
    *,
    reading: Reading = "legal sequences",
    extension: Extension = "a",
) -> Explanation:
    """Explain the stability of one state for one decision maker.

    Args:
        conflict: The conflict; preferences may be partly unknown.
        state: Index of the state.
        decision_maker: Index of the decision maker.
        concept: The kind of stability.
        reading: Which sequences of responses count as sanctions.
        extension: What unknown comparisons do.
    """
    compare = conflict.preferences[decision_maker].compare
    temptations = []
    for target in (int(t) for t in conflict.moves[decision_maker].of(state)):
        compared = compare(target, state)
        if (extension in "ac") if compared is None else compared > 0:
            temptations.append(
                _deterrence(conflict, state, decision_maker, target, concept, reading, extension)
            )
    return Explanation(state, decision_maker, concept, tuple(temptations))


def _deterrence(
    conflict: Conflict,
    state: int,
    decision_maker: int,
    target: int,
    concept: Concept,
    reading: Reading,
    extension: Extension,
) -> Temptation:
    compare = conflict.preferences[decision_maker].compare

    def no_better(other: int) -> bool:
        compared = compare(other, state)
        return extension in "cd" if compared is None else compared <= 0

    if concept == "nash":
        return Temptation(target, None, ())
    others = [k for k in range(len(conflict.decision_makers)) if k != decision_maker]
    allowed = improving(conflict, unknown=True) if concept == "seq" else anything
    for sanction, path in sequences(conflict, others, target, allowed=allowed, reading=reading):
        if sanction == target or not no_better(sanction):
            continue
        if concept != "smr":
            return Temptation(target, sanction, path)
        escapes = tuple(int(s) for s in conflict.moves[decision_maker].of(sanction))
        if all(no_better(escape) for escape in escapes):
            return Temptation(target, sanction, path, escapes)
    return Temptation(target, None, ())
