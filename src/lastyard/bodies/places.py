"""Where the file of a body has what an error is about: file, line, column.

Example:
    >>> from pathlib import Path
    >>> text = "name: Board\\nmembers: [{name: a}]\\nrule: yes >= 1\\nsources: []\\n"
    >>> BodyPlaces.of(Path("board.yaml"), text).key("rule")
    'board.yaml:3:1'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from lastyard.bodies.errors import BodyError, MemberError, MonotoneError, WeightError

if TYPE_CHECKING:
    from lastyard.bodies.body import Member

Mark = tuple[int, int]
"""Line and column, from 1."""


@dataclass(frozen=True, slots=True)
class BodyPlaces:
    """Where a file has the parts of a body.

    Attributes:
        path: The file.
        keys: Where each key stands.
        members: Where each entry of the list of members stands.
        rule: Where the first character of the rule stands, if it is written on one line.
    """

    path: Path
    keys: dict[str, Mark] = field(default_factory=dict)
    members: tuple[Mark, ...] = ()
    rule: Mark | None = None

    @classmethod
    def of(cls, path: Path, text: str) -> BodyPlaces:
        """Find the places in the text of a file that could be read as YAML."""
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        keys: dict[str, Mark] = {}
        members: tuple[Mark, ...] = ()
        rule: Mark | None = None
        for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
            keys[str(key.value)] = _mark(key)
            if key.value == "members" and isinstance(value, yaml.SequenceNode):
                members = tuple(_mark(item) for item in value.value)
            one_line = value.start_mark.line == value.end_mark.line
            if key.value == "rule" and isinstance(value, yaml.ScalarNode) and one_line:
                line, column = _mark(value)
                rule = (line, column + (value.style in ("'", '"')))
        return cls(path, keys, members, rule)

    def key(self, name: str) -> str:
        """Return the place of a key as text, or of the file."""
        return self._text(self.keys.get(name))

    def placed(self, problem: BodyError, members: Sequence[Member]) -> BodyError:
        """Return the problem with its place in the file in front."""
        where, more = self._text(self._at(problem, members)), ""
        if problem.line is not None and problem.column is not None and self.rule is None:
            more = f" (line {problem.line}, column {problem.column} of the rule)"
        return BodyError(f"{where}: {problem.problem}{more}", help=problem.help)

    def _at(self, problem: BodyError, members: Sequence[Member]) -> Mark | None:
        if problem.line is not None and problem.column is not None:
            if self.rule is None or problem.line != 1:
                return self.keys.get("rule")
            return self.rule[0], self.rule[1] + problem.column - 1
        if isinstance(problem, MemberError):
            names = [member.name for member in members]
            again = [k for k, name in enumerate(names) if name in names[:k]]
            if again and len(self.members) == len(names):
                return self.members[again[0]]
        if isinstance(problem, MonotoneError):
            return self.keys.get("rule")
        if isinstance(problem, WeightError) and "totals" in self.keys:
            return self.keys["totals"]
        return self.keys.get("members")

    def _text(self, mark: Mark | None) -> str:
        return f"{self.path}:{mark[0]}:{mark[1]}" if mark else str(self.path)


def _mark(node: Any) -> Mark:
    return node.start_mark.line + 1, node.start_mark.column + 1
