"""An issue of a case: its options, and how packages name them.

Example:
    >>> issue = Issue("ground", "Ground operation", ("none", "targeted", "major"), ordered=True)
    >>> issue.size, issue.find("major"), issue.distance(0, 1)
    (3, 2, Fraction(1, 2))
"""

import re
from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any

from lastyard.case.diagnostics import Diagnostics, Place
from lastyard.case.shapes import (
    FLAG,
    IDS,
    NOTE,
    NUMBER,
    SCALAR,
    TEXT,
    TEXTS,
    Fields,
    Kind,
    OneLine,
    Reading,
    Several,
    Shape,
    as_written,
    help_for_list,
    map_of,
    no_number,
    texts_from,
    wrong_type,
)
from lastyard.case.yaml import (
    Entry,
    ListNode,
    MapNode,
    Node,
    TextNode,
    format_number,
    kind_of,
    parse_number,
)
from lastyard.errors import did_you_mean
from lastyard.records import record

__all__ = [
    "ISSUE",
    "MOST_STEPS",
    "OTHER_WORDS",
    "PACKAGE",
    "Issue",
    "NumericRange",
    "Package",
    "known_issue",
    "option_from",
    "package_from",
    "package_written",
]

MOST_STEPS = 10_000


@record(frozen=True, slots=True)
class NumericRange:
    """The numbers ``low, low + step, ..., high``.

    Attributes:
        low: First number.
        high: Last number; ``high - low`` is a whole number of steps.
        step: Distance between neighbours, above zero.
    """

    low: Fraction
    high: Fraction
    step: Fraction

    @classmethod
    def parse(cls, low: str, high: str, step: str) -> "NumericRange":
        """Build a range from decimal texts.

        Raises:
            ValueError: If a text is not a number or the three do not make a range.
        """
        numbers = [parse_number(text) for text in (low, high, step)]
        if any(number is None for number in numbers):
            raise ValueError("a range needs three numbers")
        first, last, width = (number for number in numbers if number is not None)
        if width <= 0 or last <= first or (last - first) % width:
            raise ValueError("the step must be above zero and divide the range")
        return cls(first, last, width)

    @property
    def steps(self) -> int:
        """How many numbers there are."""
        # In whole numbers: this is asked millions of times of cases with many issues.
        low, high, step = self.low, self.high, self.step
        span = high.numerator * low.denominator - low.numerator * high.denominator
        return span * step.denominator // (high.denominator * low.denominator * step.numerator) + 1

    def number(self, index: int) -> Fraction:
        """Return the number at an index from 0."""
        return self.low + index * self.step

    def index(self, number: Fraction) -> int | None:
        """Return the index of a number, or None when it is not one of the steps."""
        if not self.low <= number <= self.high or (number - self.low) % self.step:
            return None
        return int((number - self.low) / self.step)


Scale = tuple[str, ...] | NumericRange


def _read_scale(fields: Fields, found: dict[str, Any]) -> bool:
    scale = _scale(fields, found)
    ordered = fields.read("ordered")
    if scale is not None:
        found["scale"] = scale
        found["ordered"] = bool(ordered) or isinstance(scale, NumericRange)
    return scale is not None


def _write_scale(issue: Any, _: Any) -> dict[str, Any]:
    scale = issue.scale
    if isinstance(scale, NumericRange):
        return {"range": [scale.low, scale.high], "step": scale.step}
    return {"options": list(scale), "ordered": issue.ordered or None}


def _scale(fields: Fields, found: Mapping[str, Any]) -> Scale | None:
    if "options" in fields and "range" in fields:
        message = "an issue has either `options` or a `range`"
        fields.error("options-and-range", message, "range", "remove one of them")
        return None
    if "options" in fields:
        if "step" in fields:
            message = "`step` goes with a `range`, not with `options`"
            fields.error("options-and-range", message, "step", "remove it")
        return _options(fields)
    if "range" in fields:
        return _range(fields)
    if fields.mistaken.isdisjoint(("options", "range")):
        fields.problems.error(
            "missing-key",
            f"the issue {found['id']!r} has no options",
            found["place"],
            "add `options: [...]`, or `range: [low, high]` with `step:`",
        )
    return None


def _options(fields: Fields) -> tuple[str, ...] | None:
    node, problems = fields.node("options"), fields.problems
    seen: dict[str, TextNode] = {}
    if node is not None and not isinstance(node, ListNode):
        wrong_type(node, "a list of options", problems, help_for_list(node))
        return None
    for each in [] if node is None else texts_from(node, problems):
        if each.text in seen:
            message = f"the option {each.text[:60]!r} is listed twice"
            help = "remove or rename one of them"
            problems.error("duplicate-option", message, each.place, help)
        if not each.text.strip():
            problems.error("bad-name", "an option needs a name", each.place)
        seen.setdefault(each.text, each)
    if len(seen) > MOST_STEPS:
        message = f"{len(seen)} options, more than {MOST_STEPS}"
        fields.error("too-many-options", message, "options", "use a coarser list")
        return None
    if not seen:
        fields.error("missing-key", "an issue needs options", "options", "list them")
        return None
    return tuple(seen)


def _help_for_range(node: Node | None, texts: list[TextNode]) -> str:
    from lastyard.case.hints import help_for_number, number_meant  # noqa: PLC0415

    if len(texts) > 2 and number_meant(",".join(text.text for text in texts[1:])) is not None:
        number = "".join(text.text for text in texts[1:])
        return f"a comma ends a number: write {number} for {','.join(t.text for t in texts[1:])}"
    helped = (help_for_number(text.text) for text in texts if parse_number(text.text) is None)
    told = next((help for help in helped if help), None)
    written = node.text if isinstance(node, TextNode) else ""
    ends = re.fullmatch(r"\s*([\d.]+)\s*(?:-|to|\.\.+|:|\u2013)\s*([\d.]+)\s*", written)
    if ends:
        return f"write it as `range: [{ends[1]}, {ends[2]}]`"
    return told or "write it as `range: [0, 180]`"


def _range(fields: Fields) -> NumericRange | None:
    node, problems = fields.node("range"), fields.problems
    items = node.items if isinstance(node, ListNode) else []
    texts = [item for item in items if isinstance(item, TextNode)]
    if len(items) != 2:
        fields.error("bad-range", "a range is two numbers", "range", _help_for_range(node, texts))
        return None
    ends = []
    for which, item in zip(("first", "second"), items, strict=True):
        number = parse_number(item.text) if isinstance(item, TextNode) else None
        if number is None:
            shown, why, help = no_number(item)
            message = f"a range is two numbers: the {which}, {shown}, {why}"
            problems.error(
                "bad-range", message, item.place, help or "write it as `range: [0, 180]`"
            )
        else:
            ends.append(number)
    if len(ends) != 2:
        return None
    low, high = ends
    if low >= high:
        message = f"the range goes from {texts[0].text} to {texts[1].text}"
        problems.error("bad-range", message, texts[0].place, "give the smaller number first")
        return None
    if "step" in fields.mistaken:
        return None
    if "step" not in fields:
        message, help = "a range needs a step", "add `step:`, as `step: 1`"
        fields.error("missing-key", message, "range", help)
        return None
    step, step_node = fields.read("step"), fields.node("step")
    if step is None or step_node is None:
        return None
    place = step_node.place
    if step <= 0:
        problems.error("bad-range", "the step must be above zero", place)
        return None
    if (high - low) / step >= MOST_STEPS:
        problems.error(
            "too-many-options",
            f"{int((high - low) / step) + 1} steps, more than {MOST_STEPS}",
            place,
            f"a step of {format_number((high - low) / (MOST_STEPS // 10))} would give 1,001",
        )
        return None
    if (high - low) % step:
        last = low + (high - low) // step * step
        problems.error(
            "step-does-not-divide",
            f"steps of {format_number(step)} from {format_number(low)} do not reach "
            f"{format_number(high)}",
            place,
            f"end the range at {format_number(last)} or {format_number(last + step)}",
        )
        return None
    return NumericRange(low, high, step)


_SCALE = Several(
    (
        Kind(
            {"type": "array", "items": SCALAR, "minItems": 1},
            as_written,
            names=(("*", "options of the issue"),),
        )("The options, in their order.", "options"),
        FLAG("Whether the order of the options means something.", "ordered"),
        Kind(
            {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}, as_written
        )("First and last number of a numeric issue.", "range"),
        Kind({"type": "number", "exclusiveMinimum": 0}, NUMBER.read)(
            "Distance between neighbouring numbers; it must divide the range.", "step"
        ),
    ),
    _read_scale,
    _write_scale,
)


def _read_option_words(node: Node, scale: Scale, problems: Diagnostics) -> tuple[Any, ...]:
    """Read other words for options, in the order of the options."""
    if isinstance(scale, NumericRange) or not isinstance(node, MapNode):
        numeric = isinstance(scale, NumericRange)
        problems.error(
            "wrong-type",
            "numbers need no `option_words`" if numeric else "`option_words` names options",
            node.place,
            "remove them" if numeric else "write them as {option: [word, other words]}",
        )
        return ()
    words: dict[str, tuple[str, ...]] = {}
    for entry in node.entries:
        if entry.key.text in scale:
            words[entry.key.text] = tuple(t.text for t in texts_from(entry.value, problems))
        else:
            problems.error(
                "unknown-option",
                f"the issue has no option {entry.key.text[:60]!r}",
                entry.key.place,
                did_you_mean(entry.key.text, scale, "options"),
            )
    return tuple((option, words[option]) for option in scale if option in words)


# They can be read when the options are known only.
_OPTION_WORDS = Kind(
    map_of(TEXTS.schema),
    as_written,
    lambda words, _: {option: list(others) for option, others in words},
    names=(("#", "options of the issue"),),
)


def _read_owners(entry: Entry, reading: Reading) -> tuple[str, ...]:
    """Read whose own issue it is; parties that decide, each once."""
    known = [party.id for party in reading.parties.values() if party.decides]
    found: dict[str, None] = {}
    for node in texts_from(entry.value, reading.problems):
        if node.text in known:
            found[node.text] = None
        else:
            reading.problems.unknown(
                "unknown-party", node.text, node.place, "party that decides", known, "parties"
            )
    return tuple(found)


_OWNERS = Kind(
    IDS.schema,
    _read_owners,
    lambda owners, _: owners[0] if len(owners) == 1 else list(owners),
    names=(("", "parties"), ("*", "parties")),
)

OTHER_WORDS = TEXTS("Other words for it, for the reader of documents.", "words")


@record(frozen=True, slots=True)
class Issue:
    """One thing that the parties negotiate about.

    A numeric issue is the list of its steps. Numbers are kept as exact fractions, so that
    ``0.1 + 0.2`` in a case file is ``0.3``.

    Example:
        >>> truce = Issue("truce", "Length of the cease-fire", NumericRange.parse("0", "180", "30"), unit="days")
        >>> truce.size, truce.label(2), truce.find("90"), truce.describe(2)
        (7, '60', 3, '60 days')
    """

    id: str
    name: Annotated[str, TEXT("Name shown to people.", like="id")]
    scale: Annotated[Scale, _SCALE]
    ordered: bool = False
    unit: Annotated[str | None, TEXT("Unit of the numbers, as `days`.")] = None
    words: Annotated[tuple[str, ...], OTHER_WORDS] = ()
    option_words: Annotated[
        tuple[tuple[str, tuple[str, ...]], ...],
        _OPTION_WORDS("Other words for options, for the reader of documents."),
    ] = ()
    of: Annotated[
        tuple[str, ...],
        _OWNERS(
            "Parties whose own issue it is: about what they themselves get, give or asked for. "
            "It is taken to weigh more with them, as likely and not certain."
        ),
    ] = ()
    note: Annotated[str | None, NOTE] = None
    place: Place | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        return f"<Issue {self.id!r}: {self.size} options>"

    @property
    def is_numeric(self) -> bool:
        """Whether the options are numbers."""
        return isinstance(self.scale, NumericRange)

    @property
    def has_order(self) -> bool:
        """Whether ``<`` means something between its options."""
        return self.ordered or self.is_numeric

    @property
    def size(self) -> int:
        """How many options there are."""
        return self.scale.steps if isinstance(self.scale, NumericRange) else len(self.scale)

    @property
    def everything(self) -> int:
        """Bit mask of all options."""
        return (1 << self.size) - 1

    def label(self, index: int) -> str:
        """Return the option at an index as the case file writes it."""
        if isinstance(self.scale, NumericRange):
            return format_number(self.scale.number(index))
        return self.scale[index]

    def written(self, index: int) -> str | Fraction:
        """Return the option at an index as content of a case file: numbers as numbers."""
        scale = self.scale
        return scale.number(index) if isinstance(scale, NumericRange) else scale[index]

    def in_condition(self, label: str) -> str:
        """Return an option as a condition has it: in quotes, but for a number."""
        if self.is_numeric:
            return label
        return f'"{label}"' if "'" in label else f"'{label}'"

    def labels(self) -> list[str]:
        """Return all options as the case file writes them."""
        if not isinstance(self.scale, NumericRange):
            return list(self.scale)
        low, high, step = self.scale.low, self.scale.high, self.scale.step
        if low.denominator == step.denominator == 1:
            return [str(k) for k in range(int(low), int(high) + 1, int(step))]
        return [self.label(k) for k in range(self.size)]

    def describe(self, index: int) -> str:
        """Return the option with its unit."""
        return f"{self.label(index)} {self.unit}" if self.unit else self.label(index)

    def find(self, text: str) -> int | None:
        """Return the index of an option as written, or None when there is none such."""
        if isinstance(self.scale, NumericRange):
            number = parse_number(text)
            return None if number is None else self.scale.index(number)
        return self.scale.index(text) if text in self.scale else None

    def distance(self, one: int, other: int) -> Fraction:
        """Return how far apart two options are, as a share of the issue's range.

        Steps over the number of steps on an ordered or numeric issue; 0 or 1 otherwise
        (docs/model.md, section 7, *gap*).
        """
        if one == other:
            return Fraction(0)
        if not self.has_order:
            return Fraction(1)
        return Fraction(abs(one - other), self.size - 1)


def _check(fields: Fields, found: dict[str, Any]) -> bool:
    if "option_words" in found and "scale" in found:
        node = found["option_words"]
        found["option_words"] = _read_option_words(node, found["scale"], fields.problems)
    return True


ISSUE = Shape("issue", "an issue", Issue, check=_check, one_of=(("options",), ("range", "step")))


Package = tuple[tuple[str, int], ...]
"""A complete or partial package: (issue, option index), in the order of the issues."""


def package_from(
    node: Node | None, issues: Mapping[str, Issue], problems: Diagnostics
) -> Package | None:
    """Read a complete or partial package; note every problem and return None."""
    if node is None:
        return None
    if not isinstance(node, MapNode) or not node.entries:
        from lastyard.case.hints import help_for_package  # noqa: PLC0415  (only errors need it)

        found = "an empty mapping" if isinstance(node, MapNode) else kind_of(node)
        problems.error(
            "wrong-type",
            f"a package names issues and options, found {found}",
            node.place,
            help_for_package(node.text if isinstance(node, TextNode) else "", issues),
        )
        return None
    chosen: dict[str, int] = {}
    complete = True
    for before, entry in pairwise(node.entries):
        if entry.key.text.isdecimal() and isinstance(entry.value, TextNode) and entry.value.is_null:
            from lastyard.case.hints import help_for_comma  # noqa: PLC0415  (only errors need it)

            cut = before.value.text if isinstance(before.value, TextNode) else ""
            problems.error(
                "bad-number",
                f"the comma cuts the number {cut},{entry.key.text[:60]} in two",
                entry.key.place,
                help_for_comma(cut, entry.key.text),
            )
            return None
    for entry in node.entries:
        issue = known_issue(entry.key, issues, problems)
        index = option_from(entry.value, issue, problems) if issue else None
        if issue is None or index is None:
            complete = False
        else:
            chosen[issue.id] = index
    if not complete:
        return None
    return tuple((id, chosen[id]) for id in issues if id in chosen)


def known_issue(node: TextNode, issues: Mapping[str, Issue], problems: Diagnostics) -> Issue | None:
    """Return the issue that a text names; note when there is none such."""
    issue = issues.get(node.text)
    if issue is None:
        problems.unknown("unknown-issue", node.text, node.place, "issue", issues, "issues")
    return issue


def option_from(node: Node, issue: Issue, problems: Diagnostics) -> int | None:
    """Return the index of an option that a node names; note when there is none such."""
    if not isinstance(node, TextNode):
        problems.error(
            "wrong-type", f"an option is text or a number, found {kind_of(node)}", node.place
        )
        return None
    index = issue.find(node.text)
    if index is None:
        problems.error(
            "unknown-option",
            f"{issue.id!r} has no option {node.text[:60]!r}",
            node.place,
            _help_for_option(node.text, issue),
        )
    return index


def _help_for_option(text: str, issue: Issue) -> str:
    if isinstance(issue.scale, tuple):
        return did_you_mean(text, issue.scale, "options")
    return _help_for_number(text, issue.scale, issue.unit)


def _help_for_number(text: str, scale: NumericRange, unit: str | None) -> str:
    low, high, step = (format_number(n) for n in (scale.low, scale.high, scale.step))
    number = parse_number(text)
    if number is None:
        from lastyard.case.hints import help_for_number  # noqa: PLC0415  (only errors need it)

        told = help_for_number(text)
        if told is not None:
            return told
    if number is not None and scale.low <= number <= scale.high:
        lower = scale.low + (number - scale.low) // scale.step * scale.step
        upper = lower + scale.step
        return f"its steps next to it: {format_number(lower)}, {format_number(upper)}"
    in_unit = f" (in {unit}, without the unit)" if unit else ""
    return f"give a number from {low} to {high} in steps of {step}{in_unit}"


def package_written(package: Package, case: Any) -> OneLine:
    """Return a package as a case file holds it."""
    return OneLine({id: case.issue(id).written(option) for id, option in package})


PACKAGE = Kind(
    map_of(SCALAR, minProperties=1),
    lambda entry, reading: package_from(entry.value, reading.issues, reading.problems),
    package_written,
    names=(("~", "package"),),
)
