"""Issues in a case file: option lists and numeric ranges."""

from __future__ import annotations

import re

from lastyard.case.conditions.tokens import KEYWORDS
from lastyard.case.diagnostics import Diagnostics, did_you_mean
from lastyard.case.issues import MOST_STEPS, Issue, NumericRange, format_number, parse_number
from lastyard.case.loading.document import Entry, ListNode, MapNode, Node, TextNode
from lastyard.case.loading.fields import Fields, texts_from
from lastyard.case.shapes import SHAPES

__all__ = ["issue_from"]


def issue_from(entry: Entry, problems: Diagnostics) -> Issue | None:
    """Read one issue; note every problem and return None when it has no usable options."""
    fields = Fields(entry.value, SHAPES["issue"], problems)
    if entry.key.text in KEYWORDS:
        problems.error(
            "bad-name",
            f"{entry.key.text!r} is a word of the condition language",
            entry.key.place,
            "choose another identifier",
        )
    scale = _scale(entry, fields, problems)
    name, unit = fields.text("name"), fields.text("unit")
    ordered, words, note = fields.flag("ordered"), fields.words("words"), fields.text("note")
    if scale is None:
        return None
    option_words = _option_words(scale, fields, problems)
    return Issue(
        id=entry.key.text,
        name=name or entry.key.text,
        scale=scale,
        ordered=ordered or isinstance(scale, NumericRange),
        unit=unit,
        words=words,
        option_words=option_words,
        note=note,
        place=entry.key.place,
    )


def _scale(
    entry: Entry, fields: Fields, problems: Diagnostics
) -> tuple[str, ...] | NumericRange | None:
    if "options" in fields and "range" in fields:
        problems.error(
            "options-and-range",
            "an issue has either `options` or a `range`",
            fields.key_place("range"),
            "remove one of them",
        )
        return None
    if "options" in fields:
        if "step" in fields:
            problems.error(
                "options-and-range",
                "`step` goes with a `range`, not with `options`",
                fields.key_place("step"),
                "remove it",
            )
        return _options(fields, problems)
    if "range" in fields:
        return _range(fields, problems)
    if not fields.mistaken.isdisjoint(("options", "range")):
        return None
    problems.error(
        "missing-key",
        f"the issue {entry.key.text!r} has no options",
        entry.key.place,
        "add `options: [...]`, or `range: [low, high]` with `step:`",
    )
    return None


def _options(fields: Fields, problems: Diagnostics) -> tuple[str, ...] | None:
    nodes = fields.texts("options")
    seen: dict[str, TextNode] = {}
    for node in nodes:
        if node.text in seen:
            problems.error(
                "duplicate-option",
                f"the option {node.text[:60]!r} is listed twice",
                node.place,
                "remove or rename one of them",
            )
        if not node.text.strip():
            problems.error("bad-name", "an option needs a name", node.place)
        seen.setdefault(node.text, node)
    if len(seen) > MOST_STEPS:
        problems.error(
            "too-many-options",
            f"{len(seen)} options, more than {MOST_STEPS}",
            fields.key_place("options"),
            "use a coarser list",
        )
        return None
    if not seen:
        problems.error(
            "missing-key", "an issue needs options", fields.key_place("options"), "list them"
        )
        return None
    return tuple(seen)


def _option_words(
    scale: tuple[str, ...] | NumericRange, fields: Fields, problems: Diagnostics
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read other words for options, in the order of the options."""
    node = fields.node("option_words")
    if node is None:
        return ()
    if isinstance(scale, NumericRange) or not isinstance(node, MapNode):
        numeric = isinstance(scale, NumericRange)
        problems.error(
            "wrong-type",
            "numbers need no `option_words`" if numeric else "`option_words` names options",
            node.place,
            "remove them" if numeric else "write them as {option: [word, other words]}",
        )
        return ()
    listed: dict[str, tuple[str, ...]] = {}
    for entry in node.entries:
        if entry.key.text in scale:
            listed[entry.key.text] = tuple(t.text for t in texts_from(entry.value, problems))
        else:
            problems.error(
                "unknown-option",
                f"the issue has no option {entry.key.text[:60]!r}",
                entry.key.place,
                did_you_mean(entry.key.text, scale, "options"),
            )
    return tuple((option, listed[option]) for option in scale if option in listed)


def _help_for_range(node: Node | None, texts: list[TextNode]) -> str:
    from lastyard.case.hints import help_for_number, number_meant  # noqa: PLC0415

    if len(texts) > 2 and number_meant(",".join(text.text for text in texts[1:])) is not None:
        number = "".join(text.text for text in texts[1:])
        return f"a comma ends a number: write {number} for {','.join(t.text for t in texts[1:])}"
    helped = (help_for_number(text.text) for text in texts if parse_number(text.text) is None)
    told = next((help for help in helped if help), None)
    ends = re.fullmatch(r"\s*([\d.]+)\s*(?:-|to|\.\.+|:|\u2013)\s*([\d.]+)\s*", _text_of(node))
    if ends:
        return f"write it as `range: [{ends[1]}, {ends[2]}]`"
    return told or "write it as `range: [0, 180]`"


def _text_of(node: Node | None) -> str:
    return node.text if isinstance(node, TextNode) else ""


def _range(fields: Fields, problems: Diagnostics) -> NumericRange | None:
    node, place = fields.node("range"), fields.key_place("range")
    texts = (
        [item for item in node.items if isinstance(item, TextNode)]
        if isinstance(node, ListNode)
        else []
    )
    ends = [parse_number(text.text) for text in texts]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        problems.error("bad-range", "a range is two numbers", place, _help_for_range(node, texts))
        return None
    low, high = ends[0], ends[1]
    if low >= high:
        problems.error(
            "bad-range",
            f"the range goes from {texts[0].text} to {texts[1].text}",
            texts[0].place,
            "give the smaller number first",
        )
        return None
    if "step" in fields.mistaken:
        return None
    if "step" not in fields:
        problems.error("missing-key", "a range needs a step", place, "add `step:`, as `step: 1`")
        return None
    step = fields.number("step")
    if step is None:
        return None
    step_node = fields.node("step")
    step_place = step_node.place if step_node else place
    if step <= 0:
        problems.error("bad-range", "the step must be above zero", step_place)
        return None
    if (high - low) / step >= MOST_STEPS:
        problems.error(
            "too-many-options",
            f"{int((high - low) / step) + 1} steps, more than {MOST_STEPS}",
            step_place,
            f"a step of {format_number((high - low) / (MOST_STEPS // 10))} would give 1,001",
        )
        return None
    if (high - low) % step:
        last = low + (high - low) // step * step
        problems.error(
            "step-does-not-divide",
            f"steps of {format_number(step)} from {format_number(low)} do not reach "
            f"{format_number(high)}",
            step_place,
            f"end the range at {format_number(last)} or {format_number(last + step)}",
        )
        return None
    return NumericRange(low, high, step)
