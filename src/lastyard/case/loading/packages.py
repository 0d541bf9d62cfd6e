"""Packages in a case file: options named per issue, turned into indices."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from lastyard.case.diagnostics import Diagnostics, did_you_mean
from lastyard.case.issues import Issue, NumericRange, format_number, parse_number
from lastyard.case.loading.document import MapNode, Node, TextNode
from lastyard.case.loading.fields import kind_of
from lastyard.case.model import Package

__all__ = ["is_empty", "known_issue", "option_from", "package_from"]


def package_from(
    node: Node | None, issues: Mapping[str, Issue], problems: Diagnostics
) -> Package | None:
    """Read a complete or partial package; note every problem and return None."""
    if node is None:
        return None
    if not isinstance(node, MapNode) or not node.entries:
        found = "an empty mapping" if isinstance(node, MapNode) else kind_of(node)
        problems.error(
            "wrong-type",
            f"a package names issues and options, found {found}",
            node.place,
            "write it as {issue: option, other issue: option}",
        )
        return None
    chosen: dict[str, int] = {}
    complete = True
    for before, entry in pairwise(node.entries):
        if entry.key.text.isdecimal() and is_empty(entry.value):
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


def is_empty(node: Node) -> bool:
    """Say whether nothing is given."""
    return isinstance(node, TextNode) and node.is_null


def known_issue(node: TextNode, issues: Mapping[str, Issue], problems: Diagnostics) -> Issue | None:
    """Return the issue that a text names; note when there is none such."""
    issue = issues.get(node.text)
    if issue is None:
        problems.error(
            "unknown-issue",
            f"no issue is called {node.text[:60]!r}",
            node.place,
            did_you_mean(node.text, issues, "issues"),
        )
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
