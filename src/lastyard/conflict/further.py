"""Further questions about stability: coalitions, move by move, what would have to be preferred, unknowns.

The definitions of :mod:`lastyard.conflict.stability` are taken up: against parties that move together, spelled out for one state,
turned round (which preferences would make a state last), and where some preferences are not known.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import spend
from lastyard.conflict.preferences import Preference
from lastyard.conflict.stability import CONCEPTS, Concept, Step, anything, improving, sequences
from lastyard.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lastyard.conflict.conflict import Conflict
    from lastyard.conflict.stability import Concept, Reading

Coalition: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CoalitionalStability:
    """Which states are stable against which coalitions.

    Attributes:
        by_coalition: For each concept and coalition, one truth value a state.
        reading: Which sequences of the others count as sanctions.
    """

    by_coalition: dict[Concept, dict[Coalition, NDArray[np.bool_]]]
    reading: Reading

    def equilibria(self, concept: Concept) -> tuple[int, ...]:
        """The states that are stable against every coalition computed."""
        rows = list(self.by_coalition[concept].values())
        return tuple(int(s) for s in np.flatnonzero(np.all(rows, axis=0)))


def coalition_improvements(conflict: Conflict, coalition: Coalition, state: int) -> tuple[int, ...]:
    """The states a coalition can reach together that all its members prefer."""
    reached = (target for target, _ in sequences(conflict, coalition, state))
    return tuple(sorted(t for t in reached if _all_prefer(conflict, coalition, t, state)))


def coalitional_stability(
    conflict: Conflict,
    *,
    concepts: Sequence[Concept] = CONCEPTS,
    coalitions: Iterable[Coalition] | None = None,
    reading: Reading = "legal sequences",
) -> CoalitionalStability:
    """Stability of every state against coalitions.

    A coalition improves from a state if its members, moving in any legal order, can reach a
    state that every one of them prefers. A state is stable for a coalition if each such
    improvement is deterred: the others can lead to a state that some member of the coalition
    does not prefer to staying. It is coalitionally stable if stable for every coalition,
    single decision makers included [Kilgour, Hipel, Fang & Peng 2001, Group Decision and
    Negotiation 10; Inohara & Hipel 2008, Systems Engineering 11]. The others respond by moves
    (GMR, SMR) or by moves that improve each mover's own lot (SEQ).

    Args:
        conflict: The conflict; an unknown comparison counts as not preferred.
        concepts: Which concepts to compute.
        coalitions: Which coalitions to consider; default: all, from one member up.
        reading: Which sequences of the others count as sanctions.
    """
    everyone = range(len(conflict.decision_makers))
    chosen = list(
        coalitions
        if coalitions is not None
        else itertools.chain.from_iterable(
            itertools.combinations(everyone, size) for size in range(1, len(everyone) + 1)
        )
    )
    result: dict[Concept, dict[Coalition, NDArray[np.bool_]]] = {c: {} for c in concepts}
    for coalition in chosen:
        improvements = [
            coalition_improvements(conflict, coalition, s) for s in range(conflict.size)
        ]
        for concept in concepts:
            result[concept][coalition] = np.array(
                [
                    all(
                        _deterred(conflict, coalition, s, target, concept, reading)
                        for target in improvements[s]
                    )
                    for s in range(conflict.size)
                ]
            )
    return CoalitionalStability(result, reading)


def joint_temptations(
    conflict: Conflict,
    coalition: Coalition,
    state: int,
    concept: Concept,
    *,
    reading: Reading = "legal sequences",
) -> tuple[tuple[int, tuple[Step, ...]], ...]:
    """The improvements of a coalition that nothing deters, each with a shortest path.

    Args:
        conflict: The conflict; an unknown comparison counts as not preferred.
        coalition: Indices of its members.
        state: Index of the state.
        concept: The kind of stability.
        reading: Which sequences of the others count as sanctions.
    """
    return tuple(
        (target, path)
        for target, path in sequences(conflict, coalition, state)
        if _all_prefer(conflict, coalition, target, state)
        and not _deterred(conflict, coalition, state, target, concept, reading)
    )


def _all_prefer(conflict: Conflict, coalition: Coalition, target: int, state: int) -> bool:
    spend(1 + len(coalition))
    compared = (conflict.preferences[i].compare(target, state) for i in coalition)
    return all(c is not None and c > 0 for c in compared)


def _deterred(
    conflict: Conflict,
    coalition: Coalition,
    state: int,
    target: int,
    concept: Concept,
    reading: Reading,
) -> bool:
    if concept == "nash":
        return False
    others = [k for k in range(len(conflict.decision_makers)) if k not in coalition]
    allowed = improving(conflict) if concept == "seq" else anything
    for sanction, _ in sequences(conflict, others, target, allowed=allowed, reading=reading):
        if _all_prefer(conflict, coalition, sanction, state):
            continue
        if concept != "smr" or not any(
            _all_prefer(conflict, coalition, escape, state)
            for escape, _ in sequences(conflict, coalition, sanction)
        ):
            return True
    return False


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


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
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

    For one decision maker at one state: each move that would improve its lot, and the
    response of the others that deters it, with the path of their moves; or none, which is why
    it would leave. The same search, run over all states, is the definition of stability in
    code, with no short cuts: the tests hold the fast kernel against it, and it also serves
    preferences that are partly unknown.

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


@record(frozen=True, slots=True)
class StabilisingRankings:
    """How many rankings of a decision maker make a state an equilibrium.

    Attributes:
        stabilising: How many do.
        tried: How many were tried.
        exact: Whether all strict rankings were tried (else a sample).
        always: Pairs (better, worse) that hold in every stabilising ranking tried, among
            those that do not hold in all rankings.
    """

    stabilising: int
    tried: int
    exact: bool
    always: tuple[tuple[int, int], ...]

    @property
    def standard_error(self) -> float:
        """Standard error of the share of stabilising rankings; 0 when exact."""
        if self.exact:
            return 0.0
        share = self.stabilising / self.tried
        return math.sqrt(max(share * (1 - share), 1 / self.tried) / self.tried)


@record(frozen=True, slots=True)
class Rise:
    """How far a state must rise in a decision maker's order to be stable for it.

    Attributes:
        past: The states to overtake (become at least as good as), nearest first; empty
            when the state is stable already; ``None`` when no rise suffices.
        stable_for_others: Whether every other decision maker stays there then.
    """

    past: tuple[int, ...] | None
    stable_for_others: bool


def rankings_that_stabilise(
    conflict: Conflict,
    state: int,
    decision_maker: int,
    concept: Concept,
    *,
    reading: Reading = "legal sequences",
    most: int = 50_000,
    seed: int = 0,
) -> StabilisingRankings:
    """Count the strict rankings of one decision maker that make a state an equilibrium.

    Two answers to the inverse question [Kinsara, Kilgour & Hipel 2015, IEEE Trans. SMC
    Systems 45(5)]:

    - `rankings_that_stabilise` tries every strict ranking of one decision maker (or a sample
      of them when they are too many) and says how many make the state an equilibrium, and
      which comparisons they all share;
    - `least_rise` keeps the decision maker's order of the other states and says past which
      states the given one must rise.

    Args:
        conflict: The conflict; the preferences of the others are kept.
        state: Index of the state wanted.
        decision_maker: Whose ranking varies.
        concept: The kind of equilibrium.
        reading: Which sequences of responses count as sanctions.
        most: The most rankings to try; beyond, so many are drawn at random.
        seed: Of the draw.
    """
    exact = math.factorial(conflict.size) <= most
    above = np.ones((conflict.size, conflict.size), bool)
    stabilising = tried = 0
    for ranks in _rankings(conflict.size, None if exact else most, seed):
        tried += 1
        spend(20 + conflict.size * conflict.size // 500)
        varied = _with_ranks(conflict, decision_maker, ranks)
        if _equilibrium(varied, state, concept, reading):
            stabilising += 1
            above &= ranks[:, None] > ranks[None, :]
    always = tuple((int(a), int(b)) for a, b in np.argwhere(above)) if stabilising else ()
    return StabilisingRankings(stabilising, tried, exact, always)


def least_rise(
    conflict: Conflict,
    state: int,
    decision_maker: int,
    concept: Concept,
    *,
    reading: Reading = "legal sequences",
) -> Rise:
    """The least rise of a state in one decision maker's order that makes it stable there.

    Rising to a tie with another state is enough to have overtaken it. The order of the
    other states stays as it is, so a rise can only help: the first that does is the least.

    Args:
        conflict: The conflict, with that decision maker's preferences fully known.
        state: Index of the state wanted.
        decision_maker: Whose order changes.
        concept: The kind of stability.
        reading: Which sequences of responses count as sanctions.
    """
    ranks = conflict.preferences[decision_maker].ranks
    above = sorted(
        (s for s in range(conflict.size) if ranks[s] > ranks[state]), key=lambda s: (ranks[s], s)
    )
    levels = [int(ranks[state]), *sorted({int(ranks[s]) for s in above})]
    for level in levels:
        spend(20 + conflict.size // 50)
        raised = ranks.copy()
        raised[state] = level
        varied = _with_ranks(conflict, decision_maker, raised)
        if explain(varied, state, decision_maker, concept, reading=reading).stable:
            past = tuple(s for s in above if ranks[s] <= level)
            others = [k for k in range(len(conflict.decision_makers)) if k != decision_maker]
            stay = all(explain(varied, state, k, concept, reading=reading).stable for k in others)
            return Rise(past, stay)
    return Rise(None, False)


def _rankings(size: int, sample: int | None, seed: int) -> Iterator[NDArray[np.int32]]:
    if sample is None:
        for order in itertools.permutations(range(size)):
            yield np.array(order, np.int32)
        return
    rng = np.random.default_rng(seed)
    for _ in range(sample):
        yield rng.permutation(size).astype(np.int32)


def _with_ranks(conflict: Conflict, decision_maker: int, ranks: NDArray[np.int32]) -> Conflict:
    preferences = list(conflict.preferences)
    preferences[decision_maker] = Preference(ranks)
    return replace(conflict, preferences=tuple(preferences))


def _equilibrium(conflict: Conflict, state: int, concept: Concept, reading: Reading) -> bool:
    return all(
        explain(conflict, state, i, concept, reading=reading).stable
        for i in range(len(conflict.decision_makers))
    )


@dataclass(frozen=True, slots=True, eq=False)
class UncertainStability:
    """Which states are stable for whom, in each extension.

    Attributes:
        individual: For each (concept, extension), shape (decision makers, states).
        reading: Which sequences of responses count as sanctions.
    """

    individual: dict[tuple[Concept, Extension], NDArray[np.bool_]]
    reading: Reading

    def equilibria(self, concept: Concept, extension: Extension) -> tuple[int, ...]:
        """The states that are stable for every decision maker in one extension."""
        stable = self.individual[concept, extension].all(axis=0)
        return tuple(int(s) for s in np.flatnonzero(stable))


def uncertain_stability(
    conflict: Conflict,
    *,
    concepts: Sequence[Concept] = CONCEPTS,
    extensions: Sequence[Extension] = EXTENSIONS,
    reading: Reading = "legal sequences",
) -> UncertainStability:
    """Stability of every state for every decision maker, unknown preferences and all.

    The four extensions of Nash, GMR, SMR and SEQ by Li, Hipel, Kilgour & Fang 2004
    (`lastyard.conflict.further.Extension`). A state that is stable in all four does not hang on
    what is unknown. Works through the definition state by state, so it is for models of up to
    some thousands of states.

    Args:
        conflict: The conflict; preferences may be partly unknown.
        concepts: Which concepts to compute.
        extensions: Which extensions to compute.
        reading: Which sequences of responses count as sanctions.
    """
    result: dict[tuple[Concept, Extension], NDArray[np.bool_]] = {}
    for concept in concepts:
        for extension in extensions:
            result[concept, extension] = np.array(
                [
                    [
                        explain(
                            conflict, s, i, concept, reading=reading, extension=extension
                        ).stable
                        for s in range(conflict.size)
                    ]
                    for i in range(len(conflict.decision_makers))
                ]
            )
    return UncertainStability(result, reading)
