"""Voting bodies in the catalog: one YAML file a body, facts with their sources.

Example::

    entry = read_entry(Path("catalog/bodies/un-charter-1945/security-council.yaml"))
    entry.body().adopts(votes)

A file may leave the members to the user (``members: supplied``), where their weights are
not public or change too often: then pass them to `CatalogEntry.body`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from lastyard.bodies.body import Body, Member
from lastyard.bodies.errors import BodyError, MemberError, MonotoneError, WeightError, did_you_mean
from lastyard.records import record
from lastyard.shipped import named_once, shipped_files

if TYPE_CHECKING:
    from lastyard.bodies.body import Member

Mark = tuple[int, int]
"""Line and column, from 1."""


@dataclass(frozen=True, slots=True)
class BodyPlaces:
    r"""Where a file has the parts of a body.

    Attributes:
        path: The file.
        keys: Where each key stands.
        members: Where each entry of the list of members stands.
        rule: Where the first character of the rule stands, if it is written on one line.

    Example:
        >>> from pathlib import Path
        >>> text = "name: Board\nmembers: [{name: a}]\nrule: yes >= 1\nsources: []\n"
        >>> BodyPlaces.of(Path("board.yaml"), text).key("rule")
        'board.yaml:3:1'
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


_LONGEST_NUMBER = 60

_KEYS = frozenset(
    [
        "name",
        "valid",
        "sources",
        "notes",
        "members",
        "groups",
        "totals",
        "rule",
        "weights",
        "population",
    ]
)


class _Plain(yaml.SafeLoader):
    """Reads YAML without aliases, by which a short file can stand for an endless one."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*) are not used here")
        return super().compose_node(parent, index)


@record(frozen=True, slots=True)
class Source:
    """Where a rule or figure comes from.

    Attributes:
        title: What it is.
        url: Where it was read; empty if nowhere public.
        says: What it says, in our words.
    """

    title: str
    url: str = ""
    says: str = ""


@record(frozen=True, slots=True)
class CatalogEntry:
    """A body as the catalog has it.

    Attributes:
        name: What the body is called.
        rule: The text of its pass rule.
        members: Its members; ``None`` if the user supplies them.
        groups: Named sets of members.
        totals: What weights add up to.
        weights: The weights that supplied members need.
        sources: Where the facts come from.
        notes: What to know before using it.
        valid_from: First day the rule and figures hold; ``None`` if not stated.
        valid_to: Last day they hold; ``None`` if open or not stated.
        places: Where the file has its parts, for errors; empty when it was not read
            from a file.
    """

    name: str
    rule: str
    members: tuple[Member, ...] | None
    groups: Mapping[str, tuple[str, ...]]
    totals: Mapping[str, Fraction | float]
    weights: tuple[str, ...]
    sources: tuple[Source, ...]
    notes: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    places: BodyPlaces | None = None

    def body(self, members: tuple[Member, ...] | None = None) -> Body:
        """The body, checked.

        Args:
            members: In place of the catalog's, or where it has none.

        Raises:
            BodyError: Members are missing, or do not fit the rule.
        """
        chosen = members if members is not None else self.members
        if chosen is None:
            raise MemberError(
                f"the catalog has no members for {self.name}",
                help=f"supply them, each with {', '.join(self.weights) or 'a name'}",
            )
        totals = self.totals if members is None else {}
        try:
            return Body(self.name, chosen, self.rule, self.groups, totals)
        except BodyError as problem:
            if self.places is None:
                raise
            raise self.places.placed(problem, chosen) from problem


def catalog_bodies() -> dict[str, Path]:
    """The files of the catalog that comes with Last Yard, by name.

    A name is the path without its ending, as ``un-charter-1945/security-council``.
    """
    return {name: Path(path) for name, path in shipped_files("bodies").items()}


def is_path(name: str) -> bool:
    """Whether a body is named by the path of a file, not by its name in the catalog."""
    return name.endswith((".yaml", ".yml"))


def find_entry(name: str) -> CatalogEntry:
    """Find a body by name in the catalog, or by the path of a file.

    Args:
        name: A name from the catalog, in full or its last part where that is enough, or a
            path that ends in .yaml or .yml.

    Raises:
        BodyError: There is no such body, or its file is not right.
    """
    if is_path(name):
        return read_entry(Path(name))
    known = shipped_files("bodies")
    found = named_once(name, known)
    if found is None:
        raise BodyError(
            f"no body of the catalog is called '{name[:60]}'",
            help=f"{did_you_mean(name, known)} A path ends in .yaml",
        )
    return read_entry(Path(found))


def read_entry(path: Path) -> CatalogEntry:
    """Read one file of the catalog.

    Raises:
        BodyError: The file cannot be read or lacks something; the message names it.
    """
    try:
        return entry_from(path.read_text(encoding="utf-8"), path)
    except (OSError, UnicodeDecodeError) as error:
        raise BodyError(f"cannot read {path}: {error}") from error


def entry_from(text: str, path: Path) -> CatalogEntry:
    """Read the text of a file of the catalog, or of one written like it.

    Args:
        text: The text.
        path: What to call it in messages.

    Raises:
        BodyError: It cannot be read or lacks something; the message names it.
    """
    try:
        data = yaml.load(text, _Plain)  # noqa: S506  (a safe loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise BodyError(f"{where}: cannot read this as YAML: {error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise BodyError(f"cannot read {path}: {error}") from error
    if not isinstance(data, dict):
        raise BodyError(f"{path} holds no body", help="expected name, members and rule")
    if "parties" in data and "issues" in data:
        raise BodyError(
            f"{path} is a case, not a body",
            help="`lastyard vote CASE --power` gives the power in the bodies of its `votes`",
        )
    for key in data:
        if key not in _KEYS:
            where = BodyPlaces.of(path, text).key(str(key))
            raise BodyError(f"{where}: unknown key '{key}'", help=", ".join(sorted(_KEYS)))
    for key in ("name", "members", "rule", "sources"):
        if key not in data:
            raise BodyError(f"{path} has no '{key}'")
    valid = data.get("valid") or {}
    given = data["members"]
    try:
        return CatalogEntry(
            str(data["name"]),
            str(data["rule"]),
            None if given == "supplied" else tuple(_member(entry) for entry in given),
            {str(k): tuple(map(str, names)) for k, names in (data.get("groups") or {}).items()},
            {str(k): _number(v) for k, v in (data.get("totals") or {}).items()},
            tuple(map(str, data.get("weights") or ())),
            tuple(Source(**source) for source in data["sources"]),
            str(data.get("notes", "")).strip(),
            valid.get("from"),
            valid.get("to"),
            BodyPlaces.of(path, text),
        )
    except (TypeError, ValueError, KeyError, AttributeError, ArithmeticError) as error:
        raise BodyError(f"{path} is not written as a body: {error}") from error


def _number(value: object) -> Fraction:
    text = str(value)
    _, _, exponent = text.lower().partition("e")
    if len(text) > _LONGEST_NUMBER or not text.isascii() or len(exponent.lstrip("+-0")) > 2:
        raise ValueError(f"'{text[:40]}' is not a number")
    return Fraction(text)


def _member(entry: Mapping[str, object]) -> Member:
    weights = entry.get("weights") or {}
    if not isinstance(weights, Mapping):
        raise TypeError("weights of a member must be name: number")
    return Member(
        str(entry["name"]),
        {str(k): _number(v) for k, v in weights.items()},
        int(str(entry.get("count", 1))),
        str(entry.get("label", "")),
    )
