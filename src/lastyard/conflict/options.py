"""States and moves from options: what each decision maker can do or leave.

A state says of every option whether it is taken (Y) or not (N). A decision maker moves by
changing any of its own options in one step, as far as the options' directions and the
infeasible combinations allow::

    model = OptionModel(
        decision_makers=("Syria", "Iraq"),
        options=(Option("release", "Syria"), Option("escalate", "Syria"), Option("attack", "Iraq")),
        infeasible=("YY-",),
    )
    graph = model.graph()
    graph.labels                # ('NNN', 'YNN', 'NYN', 'NNY', 'YNY', 'NYY')

States are numbered with the first option as the lowest binary digit, as is usual.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import current
from lastyard.conditions.language import LOGICAL_WORDS, BooleanParser, LanguageError, Placed, Truth
from lastyard.conditions.tree import All, Any, Condition, Not, OneOf, Same
from lastyard.conflict.arcs import Arcs, FreeMoves, Moves
from lastyard.conflict.conflict import Conflict
from lastyard.conflict.errors import StateError, StatementError
from lastyard.conflict.preferences import Preference
from lastyard.records import record

_LONGEST_NUMBER = 6


@record(frozen=True, slots=True)
class Pattern:
    """A combination of options as letters, where it must not be taken for a name.

    Attributes:
        letters: One an option: ``Y`` taken, ``N`` not taken, ``-`` either.
    """

    letters: str


def truth(
    statement: str | Pattern, options: Sequence[str], chosen: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Where a statement holds.

    Used to say which combinations are infeasible and what a decision maker cares about. They
    are conditions (docs/conditions.md: the same words, binding in the same order) over options
    that are taken or left: names of options, quoted when they have spaces, or their numbers
    from 1. A pattern in capitals such as ``"Y-N-"`` (one letter an option: taken, not taken,
    either) is another way to write a conjunction; a text that is the name of an option is that
    option, whatever it looks like. The truth of a statement is worked out for all states at once.

    Args:
        statement: A pattern or a statement as above.
        options: The names of the options.
        chosen: Which options each state takes. Shape (states, options).

    Returns:
        One truth value a state.

    Raises:
        StatementError: With the column and what was expected.

    Example:
        >>> truth("1 and not 2", ["a", "b"], np.array([[True, False], [True, True]]))
        array([ True, False])
    """
    if isinstance(statement, Pattern):
        return matches(statement.letters, chosen)
    text = statement.strip()
    if looks_like_pattern(text, len(options)) and text not in options:
        return matches(text, chosen)
    try:
        tree = _StatementParser(statement, options).parse()
    except LanguageError as problem:
        raise StatementError(
            problem.message, column=problem.start + 1, help=problem.help or ""
        ) from None
    return _holds(tree, chosen)


def looks_like_pattern(text: str, options: int) -> bool:
    """Whether a text could be a pattern for so many options; it may yet be the name of one."""
    return len(text) == options and set(text) <= set("YN-")


def matches(pattern: str, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where the options taken fit a pattern of Y, N and -."""
    result = np.ones(chosen.shape[0], bool)
    for k, letter in enumerate(pattern):
        if letter != "-":
            result &= chosen[:, k] if letter == "Y" else ~chosen[:, k]
    return result


class _StatementParser(BooleanParser):
    """Statements as conditions: option number k, from 0, is the issue ``str(k)``."""

    def __init__(self, text: str, options: Sequence[str]) -> None:
        super().__init__(text, "statement", LOGICAL_WORDS)
        self._options = list(options)

    def _below_not(self) -> Placed:
        token = self._next
        if self._take("("):
            inner = self._iff()
            end = self._expect(")")
            return Placed(inner.value, token.start, end.start + 1)
        if token.kind not in ("name", "number", "text"):
            raise self._unexpected("an option")
        self._step()
        tree = OneOf(str(self._option(token.text, token.start, token.length)), 0b10)
        return Placed(Truth(tree), token.start, token.start + token.length)

    def _option(self, text: str, start: int, length: int) -> int:
        if text in self._options:
            if self._options.count(text) > 1:
                raise LanguageError(
                    "bad-moves",
                    f"several options are called '{text}'",
                    start,
                    length,
                    "use its number",
                )
            return self._options.index(text)
        # Only 0 to 9: a superscript two is a digit to Python, and yet no number.
        if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
            number = int(text)
            if 1 <= number <= len(self._options):
                return number - 1
        close = difflib.get_close_matches(text, self._options, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"there are {len(self._options)}"
        raise LanguageError("bad-moves", f"there is no option '{text}'", start, length, hint)


def _holds(tree: Condition, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where a tree over options holds; without the tables that larger issues need."""
    match tree:
        case OneOf(option, _):
            return chosen[:, int(option)]
        case Not(part):
            return ~_holds(part, chosen)
        case Same(left, right):
            return np.asarray(_holds(left, chosen) == _holds(right, chosen))
        case All(parts):
            return reduce(np.logical_and, (_holds(part, chosen) for part in parts))
        case Any(parts):
            return reduce(np.logical_or, (_holds(part, chosen) for part in parts))
    raise AssertionError(f"no statement has a {type(tree).__name__}")


Direction: TypeAlias = Literal["both", "forward", "back"]

_MOST_OPTIONS = 24

# Of a state for a decision maker who is free to move, of one at all, and of a listed move.
_FREE_BYTES, _STATE_BYTES, _ARC_BYTES = 60, 40, 18


@record(frozen=True, slots=True)
class Option:
    """Something a decision maker can do or leave.

    Attributes:
        name: What it is.
        owner: The decision maker who controls it.
        direction: ``forward``: once taken it cannot be undone; ``back``: once left it
            cannot be taken again; ``both``: free.
    """

    name: str
    owner: str
    direction: Direction = "both"


class StateLabels(Sequence[str]):
    """Labels of many states, spelled out only when asked for."""

    def __init__(self, codes: NDArray[np.int64], options: int, merged: dict[int, str]) -> None:
        self._codes = codes
        self._options = options
        self._merged = merged

    def __len__(self) -> int:
        return int(self._codes.size)

    @overload
    def __getitem__(self, key: int) -> str: ...
    @overload
    def __getitem__(self, key: slice) -> Sequence[str]: ...
    def __getitem__(self, key: int | slice) -> str | Sequence[str]:
        if isinstance(key, slice):
            return tuple(self[k] for k in range(*key.indices(len(self))))
        code = int(self._codes[key])
        if key % len(self) in self._merged:
            return self._merged[key % len(self)]
        return "".join("Y" if code >> k & 1 else "N" for k in range(self._options))


@dataclass(frozen=True, slots=True, eq=False)
class OptionGraph:
    """The states and moves of an option model.

    Attributes:
        decision_makers: Their names.
        options: Names of the options.
        labels: Each state as a pattern of Y and N (with - where states were merged).
        chosen: Which options each state takes, shape (states, options); of merged states
            those of the first.
        moves: The moves of each decision maker.
    """

    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    labels: Sequence[str]
    chosen: NDArray[np.bool_]
    moves: tuple[Moves, ...]

    def truth(self, statement: str) -> NDArray[np.bool_]:
        """Where a statement about the options holds, as `truth` reads it."""
        return truth(statement, self.options, self.chosen)

    def with_preferences(self, preferences: Sequence[Preference]) -> Conflict:
        """The conflict, once it is known what each decision maker prefers."""
        return Conflict(self.decision_makers, self.labels, self.moves, tuple(preferences))


@record(frozen=True, slots=True)
class OptionModel:
    """Decision makers with their options.

    Attributes:
        decision_makers: Their names.
        options: What they can do.
        infeasible: Patterns (``"YY-"``) or statements (``"release and escalate"``) of
            combinations that cannot occur.
        merged: Patterns or statements whose states cannot be told apart and count as one.
    """

    decision_makers: tuple[str, ...]
    options: tuple[Option, ...]
    infeasible: tuple[str | Pattern, ...] = ()
    merged: tuple[str, ...] = ()

    def graph(self, *, moves: bool = True) -> OptionGraph:
        """Work out the feasible states and the moves.

        Args:
            moves: Whether to work out the moves; they take far more than the states.

        Raises:
            OutOfBudget: There are too many states or moves for the budget.
            StateError: An option nobody owns, too many options, no feasible state, or
                merged groups that overlap.
            StatementError: An infeasible or merged combination that cannot be read.
        """
        self._check()
        names = tuple(option.name for option in self.options)
        budget = current()
        budget.hold((1 << len(names)) * (len(names) + _STATE_BYTES))
        budget.spend((1 << len(names)) * len(names) // 50)
        codes = np.arange(1 << len(names), dtype=np.int64)
        chosen = (codes[:, None] >> np.arange(len(names)) & 1).astype(bool)
        feasible = np.ones(codes.size, bool)
        for statement in self.infeasible:
            feasible &= ~truth(statement, names, chosen)
        if not feasible.any():
            raise StateError("no combination of options is feasible", help="relax 'infeasible'")
        state_of = np.where(feasible, np.cumsum(feasible) - 1, -1)
        merged_labels: dict[int, str] = {}
        if self.merged:
            state_of, merged_labels = _merge(self.merged, names, chosen, state_of)
        firsts = np.unique(state_of, return_index=True)[1][0 if feasible.all() else 1 :]
        codes_of_states = codes[firsts]
        arcs = tuple(
            self._moves(k, feasible, state_of, firsts.size)
            for k in (self.decision_makers if moves else ())
        )
        labels = StateLabels(codes_of_states, len(names), merged_labels)
        return OptionGraph(self.decision_makers, names, labels, chosen[firsts], arcs)

    def _check(self) -> None:
        for option in self.options:
            if option.owner not in self.decision_makers:
                raise StateError(
                    f"option '{option.name}' belongs to '{option.owner}', who is no decision maker"
                )
        if not 1 <= len(self.options) <= _MOST_OPTIONS:
            raise StateError(
                f"{len(self.options)} options", help=f"between 1 and {_MOST_OPTIONS} are possible"
            )

    def _moves(
        self, owner: str, feasible: NDArray[np.bool_], state_of: NDArray[np.int64], states: int
    ) -> Moves:
        """Every feasible change of one decision maker's own options."""
        own = [k for k, option in enumerate(self.options) if option.owner == owner]
        mask = sum(1 << k for k in own)
        origins = np.flatnonzero(feasible).astype(np.int32)
        budget = current()
        if not self.merged and all(self.options[k].direction == "both" for k in own):
            budget.spend(states // 10)
            budget.hold(states * _FREE_BYTES)
            return FreeMoves.within(origins & ~mask)
        arcs = origins.size << len(own)
        budget.spend(arcs // 12)
        # Held for as long as the graph is used, with what the stability of states takes.
        budget.hold(arcs * _ARC_BYTES)
        targets = np.empty((origins.size, 1 << len(own)), np.int32)
        for choice in range(1 << len(own)):
            bits = sum(1 << k for j, k in enumerate(own) if choice >> j & 1)
            target = origins & ~mask | bits
            allowed = feasible[target] & (target != origins)
            for k in own:
                direction = self.options[k].direction
                if direction == "forward":
                    allowed &= (origins >> k & 1) <= (target >> k & 1)
                elif direction == "back":
                    allowed &= (origins >> k & 1) >= (target >> k & 1)
            targets[:, choice] = np.where(allowed, state_of[target], -1)
        kept = targets >= 0
        if np.array_equal(state_of[origins], np.arange(states)):  # the rows are states, in order
            starts = np.zeros(states + 1, np.int64)
            np.cumsum(kept.sum(axis=1), out=starts[1:])
            return Arcs(starts, targets[kept])
        rows = np.repeat(state_of[origins], kept.sum(axis=1))
        return Arcs.from_pairs(states, np.stack([rows, targets[kept]], axis=1).astype(np.int64))


def _merge(
    merged: Sequence[str],
    names: Sequence[str],
    chosen: NDArray[np.bool_],
    state_of: NDArray[np.int64],
) -> tuple[NDArray[np.int64], dict[int, str]]:
    """Return merged combinations one state; merged states come last, in the order given.

    A group of one feasible combination merges nothing: that state stays where it is.
    """
    groups = np.full(state_of.size, -1, np.int64)
    held = np.zeros(state_of.size, bool)
    number = 0
    for statement in merged:
        inside = truth(statement, names, chosen) & (state_of >= 0)
        if not inside.any():
            raise StateError(f"'{statement}' merges no feasible state")
        if held[inside].any():
            raise StateError(f"'{statement}' overlaps with another merged group")
        held |= inside
        if np.count_nonzero(inside) > 1:
            groups[inside] = number
            number += 1
    single = (state_of >= 0) & (groups < 0)
    result = np.where(single, np.cumsum(single) - 1, -1)
    result = np.where(groups >= 0, int(single.sum()) + groups, result)
    labels = {int(single.sum()) + group: _label(chosen[groups == group]) for group in range(number)}
    return result, labels


def _label(chosen: NDArray[np.bool_]) -> str:
    return "".join("Y" if taken.all() else "-" if taken.any() else "N" for taken in chosen.T)
