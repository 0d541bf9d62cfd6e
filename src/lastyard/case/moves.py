"""What each party can do alone, as a case file writes it down.

Example:
    >>> from lastyard.case.load import load_text
    >>> case = load_text('''
    ... title: Water
    ... parties: {syria: {}, iraq: {}}
    ... issues: {flow: {options: [held back, released]}}
    ... moves:
    ...   options:
    ...     release: {owner: syria}
    ...     attack: {owner: iraq}
    ...   preferences:
    ...     syria: {priorities: [not release, not attack]}
    ...     iraq: {priorities: [release, attack]}
    ...   status_quo: NN
    ... ''')
    >>> case.moves.decision_makers
    ('syria', 'iraq')
"""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from typing import Literal

from lastyard.case.diagnostics import Place
from lastyard.case.model import Package
from lastyard.records import record

__all__ = ["MoveOption", "MoveOutcome", "MovePreference", "Moves"]


@record(frozen=True, slots=True)
class MoveOption:
    """Something a party can do or leave without anyone's agreement.

    Attributes:
        id: Name used in statements about options.
        owner: The party that decides on it.
        name: Name shown to people.
        irreversible: ``taken``: once taken it cannot be undone; ``left``: once given up it
            cannot be taken again; None: free both ways.
        note: Free text.
        place: Where the case file has it.
    """

    id: str
    owner: str
    name: str
    irreversible: Literal["taken", "left"] | None = None
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


@record(frozen=True, slots=True)
class MovePreference:
    """What a party prefers among the states, in one of five ways; the others are empty.

    Attributes:
        party: The party.
        priorities: Statements about options, most important first; one outweighs all that
            follow it together.
        ranking: Groups of states, best first; those in one group are equally good.
        payoffs: Points per state; only their order counts.
        prefers: Pairs of states, the better one first; what does not follow is unknown.
        from_statements: What follows for certain from the party's statements about the
            issues, through the outcomes of the states; the rest is unknown.
        note: Free text.
    """

    party: str
    priorities: tuple[str, ...] = ()
    ranking: tuple[tuple[str, ...], ...] = ()
    payoffs: tuple[tuple[str, Fraction], ...] = ()
    prefers: tuple[tuple[str, str], ...] = ()
    from_statements: bool = False
    note: str | None = None


@record(frozen=True, slots=True)
class MoveOutcome:
    """What some states mean on the issues of the case.

    Attributes:
        state: A name, pattern or statement; it may hold in several states.
        package: The options that the issues have there; issues left out are left open.
    """

    state: str
    package: Package


@record(frozen=True, slots=True)
class Moves:
    """The moves of a case. States and combinations are patterns (``YN-``) or statements.

    Attributes:
        options: What can be done, in the order of the patterns.
        infeasible: Combinations that cannot occur.
        same: Combinations whose states cannot be told apart and count as one.
        states: Names of states, with the pattern or statement of each.
        preferences: What parties prefer; of those left out nothing is known.
        status_quo: The state that holds now.
        outcomes: What states mean on the issues; all that hold in a state hold together.
        source: Where this is from.
        note: Free text.
        place: Where the case file has it.
    """

    options: tuple[MoveOption, ...]
    infeasible: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    states: tuple[tuple[str, str], ...] = ()
    preferences: tuple[MovePreference, ...] = ()
    status_quo: str | None = None
    outcomes: tuple[MoveOutcome, ...] = ()
    source: str | None = None
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """The parties with options or preferences, in the order they are named."""
        named = [*(o.owner for o in self.options), *(p.party for p in self.preferences)]
        return tuple(dict.fromkeys(named))
