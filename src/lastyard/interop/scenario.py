"""What all exchange formats have in common: issues, and per party weights and evaluations.

Numbers are exact (:class:`fractions.Fraction`), read from the text of the file. A package
is worth, to a party, the sum over issues of weight x evaluation, plus pairwise terms. Nothing in a
file is ever executed, and entities and aliases cannot blow up.

Example:
    >>> issue = Issue("Price", ("low", "high"))
    >>> seller = Profile("seller", (Fraction(1),), ((Fraction(0), Fraction(1)),))
    >>> scenario = Scenario("sale", (issue,), (seller,), source_format="made by hand")
    >>> scenario.to_domain().values_of((1,))
    (Fraction(1, 1),)
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.parsers import expat

import yaml

from lastyard.deals import Domain
from lastyard.files import read_at_most

__all__ = [
    "Element",
    "FormatError",
    "Issue",
    "PairTerm",
    "Profile",
    "Scenario",
    "as_list",
    "as_map",
    "cut",
    "decimal_text",
    "label_of",
    "left_out",
    "parse_json",
    "parse_xml",
    "parse_yaml",
    "read_text",
    "steps",
    "to_number",
]

_MOST_ISSUES = 1_000

_MOST_OPTIONS = 100_000


class FormatError(ValueError):
    """A file is not what it claims to be, or says something that cannot be represented.

    Attributes:
        file: Name of the file, or empty.
        what: What is wrong and what to do about it.
    """

    def __init__(self, what: str, file: str = "") -> None:
        super().__init__(f"{file}: {what}" if file else what)
        self.file, self.what = file, what


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue.

    Attributes:
        name: Its name.
        options: The labels of its options; of a numeric issue, its steps as text.
        numbers: Of a numeric issue, the options as numbers; empty otherwise.
    """

    name: str
    options: tuple[str, ...]
    numbers: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class PairTerm:
    """What pairs of options of two issues add to a party's sum.

    Attributes:
        first: Position of the first issue.
        second: Position of the second, larger than the first.
        matrix: ``[option of first][option of second]``.
    """

    first: int
    second: int
    matrix: tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """One party's preferences.

    Attributes:
        name: The party.
        weights: One per issue, not negative.
        evaluations: Per issue, one per option.
        reservation: Value of having no agreement; None if the file says nothing.
        discount: Factor by which values shrink over the whole negotiation; None if the
            file says nothing. Kept for export; analyses do not use it.
        pairs: Pairwise terms.
    """

    name: str
    weights: tuple[Fraction, ...]
    evaluations: tuple[tuple[Fraction, ...], ...]
    reservation: Fraction | None = None
    discount: Fraction | None = None
    pairs: tuple[PairTerm, ...] = ()

    @property
    def values(self) -> tuple[tuple[Fraction, ...], ...]:
        """Weight x evaluation of every option of every issue."""
        return tuple(
            tuple(weight * x for x in issue)
            for weight, issue in zip(self.weights, self.evaluations, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Scenario:
    """A domain with the profiles of its parties, as read from files.

    Attributes:
        name: Its name.
        issues: The issues.
        profiles: One per party.
        source_format: The format it was read from.
        notes: What was repaired or left out while reading, for the user to know.
    """

    name: str
    issues: tuple[Issue, ...]
    profiles: tuple[Profile, ...]
    source_format: str
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.issues:
            raise FormatError("there are no issues", self.name)
        if len(self.issues) > _MOST_ISSUES:
            raise FormatError(f"more than {_MOST_ISSUES:,} issues", self.name)
        names = [issue.name for issue in self.issues]
        for name in names:
            if names.count(name) > 1:
                raise FormatError(f"two issues are called {name!r}", self.name)
        for issue in self.issues:
            self._check_issue(issue)
        for profile in self.profiles:
            self._check_profile(profile)

    def _check_issue(self, issue: Issue) -> None:
        if not issue.options:
            raise FormatError(f"issue {issue.name!r} has no options", self.name)
        if len(issue.options) > _MOST_OPTIONS:
            raise FormatError(
                f"issue {issue.name!r} has more than {_MOST_OPTIONS:,} options", self.name
            )
        seen: set[str] = set()
        for option in issue.options:
            if option in seen:
                raise FormatError(f"issue {issue.name!r} has option {option!r} twice", self.name)
            seen.add(option)

    def _check_profile(self, profile: Profile) -> None:
        if len(profile.weights) != len(self.issues) or len(profile.evaluations) != len(self.issues):
            raise FormatError(f"{profile.name!r} does not rate all issues", self.name)
        for issue, weight, own in zip(
            self.issues, profile.weights, profile.evaluations, strict=True
        ):
            if weight < 0:
                raise FormatError(
                    f"{profile.name!r} gives issue {issue.name!r} the negative weight {weight}",
                    self.name,
                )
            if len(own) != len(issue.options):
                raise FormatError(
                    f"{profile.name!r} rates {len(own)} of the {len(issue.options)} options of "
                    f"issue {issue.name!r}",
                    self.name,
                )

    def to_domain(self, *, default_reservation: Fraction | None = None) -> Domain:
        """Return the scenario in the deal engine's own terms.

        Raises:
            FormatError: There are no profiles.
        """
        if not self.profiles:
            raise FormatError("there are no profiles, so nothing is valued", self.name)
        pairs: dict[tuple[int, int], list[list[list[Fraction]]]] = {}
        for p, profile in enumerate(self.profiles):
            for term in profile.pairs:
                key = (term.first, term.second)
                shape = [len(self.issues[i].options) for i in key]
                matrices = pairs.setdefault(
                    key,
                    [
                        [[Fraction(0)] * shape[1] for _ in range(shape[0])]
                        for _ in range(len(self.profiles))
                    ],
                )
                for row, own in zip(matrices[p], term.matrix, strict=True):
                    for k, value in enumerate(own):
                        row[k] += value
        return Domain.of(
            [profile.values for profile in self.profiles],
            pairs=pairs,
            reservation=[
                default_reservation if profile.reservation is None else profile.reservation
                for profile in self.profiles
            ],
        )


_LONGEST = 34


def decimal_text(number: Fraction) -> str:
    """Write a number as a decimal that any of the formats can read.

    Example:
        >>> decimal_text(Fraction(1, 8)), decimal_text(Fraction(1, 3))
        ('0.125', '0.3333333333333333')
    """
    if number.denominator == 1:
        return str(number.numerator)
    with localcontext() as context:
        context.prec = _LONGEST
        quotient = Decimal(number.numerator) / Decimal(number.denominator)
        if Fraction(quotient) == number:
            return format(quotient.normalize(), "f")
    return repr(float(number))


_LARGEST_FILE = 32 * 1024 * 1024

_MOST_NODES = 1_000_000

_MOST_STEPS = 100_000

_MOST_DIGITS = 250

_DEEPEST = 64

_LONGEST_TEXT = 200

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")


def read_text(path: Path) -> str:
    """Read a file as text: UTF-8, else Latin-1.

    Raises:
        FormatError: It cannot be read, is too large, or holds bytes that no text holds.
    """
    try:
        data = read_at_most(str(path), _LARGEST_FILE)
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", str(path)) from error
    if len(data) > _LARGEST_FILE:
        raise FormatError(f"larger than {_LARGEST_FILE // 2**20} MB", str(path))
    if b"\0" in data:
        raise FormatError("is not text", str(path))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def to_number(value: object, what: str, file: str) -> Fraction:
    """Read a finite number from its text.

    Raises:
        FormatError: It is missing, not a number, not finite, or of a size that no float has.
    """
    if isinstance(value, bool) or value is None:
        raise FormatError(f"{what}: a number is missing", file)
    if isinstance(value, Decimal):
        value = str(value)
    text = str(value).strip()
    if not _NUMBER.fullmatch(text):
        raise FormatError(f"{what}: {text[:40]!r} is not a finite number", file)
    # Checked before it is made: an exponent can call for more digits than memory holds.
    _, _, exponent = text.lower().partition("e")
    if len(text) > _MOST_DIGITS or (exponent and abs(int(exponent)) > _MOST_DIGITS):
        raise FormatError(f"{what}: {text[:40]!r} is not a number of usual size", file)
    return Fraction(text)


def steps(low: Fraction, high: Fraction, step: Fraction, what: str, file: str) -> list[Fraction]:
    """List the steps of a numeric range.

    Raises:
        FormatError: The range is empty, the step not positive, or the steps too many.
    """
    if step <= 0 or high < low:
        raise FormatError(f"{what}: no range from {low} to {high} in steps of {step}", file)
    count = (high - low) // step + 1
    if count > _MOST_STEPS:
        raise FormatError(f"{what}: {count:,} steps are more than {_MOST_STEPS:,}", file)
    return [low + k * step for k in range(int(count))]


def cut(low: Fraction, high: Fraction, count: int | None, what: str, file: str) -> list[Fraction]:
    """Cut a continuous range into equally spaced numbers, its ends among them.

    Raises:
        FormatError: The user has not said into how many, or the range cannot be cut so.
    """
    if count is None:
        raise FormatError(
            f"{what} is continuous (real): say into how many steps to cut it (--steps)", file
        )
    if count < 2 or low >= high:
        raise FormatError(f"{what} cannot be cut into {count} steps", file)
    return steps(low, high, (high - low) / (count - 1), what, file)


def label_of(number: Fraction) -> str:
    """Return how a step of a numeric range is called."""
    return str(number.numerator) if number.denominator == 1 else repr(float(number))


def parse_json(text: str, file: str) -> object:
    """Parse JSON; numbers are kept exactly, NaN and duplicate keys refused."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in items:
            if key in result:
                raise FormatError(f"key {key!r} stands twice in one object", file)
            result[key] = value
        return result

    def refuse(name: str) -> None:
        raise FormatError(f"{name} is not a finite number", file)

    try:
        tree: object = json.loads(
            text, parse_float=Decimal, parse_constant=refuse, object_pairs_hook=pairs
        )
        return tree
    except FormatError:
        raise
    except RecursionError as error:
        raise FormatError("is nested too deeply", file) from error
    except ValueError as error:
        raise FormatError(f"is not JSON: {error}", file) from error


class _TextLoader(yaml.BaseLoader):
    """Makes text only; a key that is a list (NegMAS writes outcomes so) is a text as well."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        for place, (key, value) in enumerate(node.value):
            if not isinstance(key, yaml.ScalarNode):
                text = yaml.ScalarNode("tag:yaml.org,2002:str", f"key {place + 1}")
                node.value[place] = (text, value)
        return super().construct_mapping(node, deep=deep)


def parse_yaml(text: str, file: str) -> object:
    """Parse YAML into maps, lists and text; tags mean nothing, aliases are bounded."""
    try:
        tree = yaml.load(text, Loader=_TextLoader)  # noqa: S506 - makes text only
    except yaml.YAMLError as error:
        raise FormatError(f"is not YAML: {' '.join(str(error).split())}", file) from error
    except RecursionError as error:
        raise FormatError("is nested too deeply", file) from error
    left = _MOST_NODES

    def walk(node: object, depth: int) -> None:
        nonlocal left
        left -= 1
        if left < 0 or depth > _DEEPEST:
            raise FormatError("its aliases expand to too much, or it is nested too deeply", file)
        if isinstance(node, dict):
            for value in node.values():
                walk(value, depth + 1)
        elif isinstance(node, list):
            for value in node:
                walk(value, depth + 1)

    walk(tree, 0)
    return tree


def as_map(node: object, what: str, file: str) -> dict[str, Any]:
    """Return a node that must be a map."""
    if not isinstance(node, dict):
        raise FormatError(f"{what}: expected names with values", file)
    return node


def as_list(node: object, what: str, file: str) -> list[Any]:
    """Return a node that must be a list."""
    if not isinstance(node, list):
        raise FormatError(f"{what}: expected a list", file)
    return node


def left_out(content: Mapping[str, Any], known: Iterable[str], what: str, file: str) -> list[str]:
    """Name the keys of a map that are not understood and say something, as a note for the user."""
    expected = frozenset(known)
    empty = (None, "", "null", "~")  # YAML is read as text
    stray = [key for key, value in content.items() if key not in expected and value not in empty]
    shown = ", ".join(repr(str(key)[:60]) for key in stray[:8])
    more = f" and {len(stray) - 8} more" if len(stray) > 8 else ""
    return [f"{file}: {what} has {shown}{more}, which is not understood and left out"] * bool(stray)


class Element:
    """An XML element: its tag, attributes, child elements and text; tags in lower case."""

    __slots__ = ("attributes", "children", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Element] = []
        self.text = ""

    def all(self, tag: str) -> list[Element]:
        """Return the children with a tag."""
        return [child for child in self.children if child.tag == tag]

    def walk(self) -> list[Element]:
        """Return the element and everything below it, in document order."""
        result, pending = [], [self]
        while pending:
            element = pending.pop()
            result.append(element)
            pending.extend(reversed(element.children))
        return result


_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]*|#\d+|#[xX][0-9A-Fa-f]+);)")

_QUOTED = re.compile(r"=\s*\"[^\"]*\"")


def parse_xml(text: str, file: str) -> tuple[Element, tuple[str, ...]]:
    """Parse XML without entities of its own, repairing what circulates broken.

    Repaired, each with a note: blank lines before the declaration, a bare ``&``, and
    ``<`` in an attribute.

    Returns:
        The root and the notes.
    """
    notes = []
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped != text and stripped.startswith("<?xml"):
        notes.append(f"{file}: blank lines before the XML declaration were skipped")
    try:
        return _parse(stripped, file), tuple(notes)
    except expat.ExpatError as error:
        repaired = _BARE_AMPERSAND.sub("&amp;", stripped)
        repaired = _QUOTED.sub(lambda match: match[0].replace("<", "&lt;"), repaired)
        first = error
    try:
        root = _parse(repaired, file)
    except expat.ExpatError:
        raise FormatError(f"is not XML: {first}", file) from first
    notes.append(f"{file}: unescaped '&' or '<' was read as itself")
    return root, tuple(notes)


def _parse(text: str, file: str) -> Element:
    parser = expat.ParserCreate()
    root = Element("", {})
    stack = [root]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > _DEEPEST:
            raise FormatError("is nested too deeply", file)
        element = Element(tag.lower(), {key.lower(): value for key, value in attributes.items()})
        stack[-1].children.append(element)
        stack.append(element)

    def end(_: str) -> None:
        stack.pop()

    def refuse(*_: object) -> int:
        raise FormatError("declares entities of its own, which are never expanded", file)

    def refuse_declaration(*_: object) -> None:
        refuse()

    def characters(text: str) -> None:
        stack[-1].text = (stack[-1].text + text.strip())[:_LONGEST_TEXT]

    parser.CharacterDataHandler = characters
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = refuse_declaration
    parser.ExternalEntityRefHandler = refuse
    # The text is decoded already, whatever encoding its declaration names.
    parser.Parse(re.sub(r"^<\?xml[^>]*\?>", "", text).encode(), True)
    return root.children[0]
