"""What can be wrong with a model of moves.

::

    ValueError
    └── ConflictError          anything wrong with a model; carries ``help``
        ├── StatementError     a statement about options cannot be read (column)
        ├── StateError         states, patterns or options that do not fit the model
        ├── PreferenceError    preferences that are incomplete or run in a circle
        └── GmcrFileError      a .gmcr file that cannot be read
"""

from __future__ import annotations


class ConflictError(ValueError):
    """Something is wrong with a model of moves.

    Attributes:
        problem: What is wrong and where, in one sentence.
        help: What to do about it, or an empty string.
    """

    def __init__(self, problem: str, *, help: str = "") -> None:
        self.problem = problem
        self.help = help
        super().__init__(f"{problem}; {help}" if help else problem)


class StatementError(ConflictError):
    """A statement about options cannot be read.

    Attributes:
        column: Where in its text, from 1.
    """

    def __init__(self, problem: str, *, column: int, help: str = "") -> None:
        self.column = column
        super().__init__(f"statement:1:{column}: {problem}", help=help)


class StateError(ConflictError):
    """States, patterns, options or moves that do not fit the model."""


class PreferenceError(ConflictError):
    """Preferences that are incomplete, name unknown states or run in a circle."""


class GmcrFileError(ConflictError):
    """A ``.gmcr`` file that cannot be read."""
