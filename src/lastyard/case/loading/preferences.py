"""What a case file says of words of importance and of pairs of options worth more together."""

from __future__ import annotations

from collections.abc import Mapping

from lastyard.case.diagnostics import Diagnostics, did_you_mean
from lastyard.case.issues import Issue, parse_number
from lastyard.case.loading.document import ListNode, MapNode, Node, TextNode
from lastyard.case.loading.fields import Fields
from lastyard.case.loading.packages import known_issue, package_from
from lastyard.case.model import STRESS_WORDS, Stresses, Together
from lastyard.case.shapes import SHAPES

__all__ = ["MOST_TOGETHER", "stresses_from", "together_from"]

MOST_TOGETHER = 8


def stresses_from(
    node: Node, issues: Mapping[str, Issue], problems: Diagnostics
) -> Stresses | None:
    """Read how much a party's words make of issues; None when that is not usable."""
    if not isinstance(node, MapNode) or not node.entries:
        problems.error(
            "wrong-type",
            "`stresses` takes issues, each with a word of importance",
            node.place,
            "write {issue: needed}",
        )
        return None
    found: dict[str, str] = {}
    for entry in node.entries:
        issue = known_issue(entry.key, issues, problems)
        text = entry.value.text if isinstance(entry.value, TextNode) else ""
        if text not in STRESS_WORDS:
            problems.error(
                "bad-stress",
                f"{text[:40]!r} is no word of importance",
                entry.value.place,
                did_you_mean(text, STRESS_WORDS, "words"),
            )
        elif issue is not None:
            found[issue.id] = text
    if len(found) != len(node.entries):
        return None
    return Stresses(tuple((id, found[id]) for id in issues if id in found))


def together_from(
    node: Node | None, issues: Mapping[str, Issue], problems: Diagnostics
) -> tuple[Together, ...] | None:
    """Read the pairs of options worth more, or less, together; None when one is not usable."""
    if node is None:
        return ()
    if not isinstance(node, ListNode):
        problems.error(
            "wrong-type",
            "`together` is a list of pairs with points",
            node.place,
            "write [{when: {issue: option, issue: option}, points: 3}]",
        )
        return None
    if len(node.items) > MOST_TOGETHER:
        problems.error(
            "bad-together",
            f"{len(node.items)} pairs; at most {MOST_TOGETHER} can be reasoned about exactly",
            node.place,
            "keep those with the most points",
        )
        return None
    found = [_pair(item, issues, problems) for item in node.items]
    pairs = [pair for pair in found if pair is not None]
    if len({pair.when for pair in pairs}) != len(pairs):
        problems.error(
            "bad-together", "a pair of options stands twice", node.place, "add its points up"
        )
        return None
    return tuple(pairs) if len(pairs) == len(found) else None


def _pair(node: Node, issues: Mapping[str, Issue], problems: Diagnostics) -> Together | None:
    fields = Fields(node, SHAPES["together"], problems)
    if not isinstance(node, MapNode):
        return None
    when = package_from(fields.node("when"), issues, problems)
    points_node = fields.node("points")
    text = points_node.text if isinstance(points_node, TextNode) else ""
    points = parse_number(text)
    if points_node is not None and points is None:
        problems.error("bad-number", f"{text[:40]!r} is not points", points_node.place)
    if when is not None and len(when) != 2:
        problems.error(
            "bad-together",
            f"`when` names {len(when)} issues; a pair has two",
            fields.key_place("when"),
            "points of one option stand under `values`",
        )
        return None
    return None if when is None or points is None else Together(when, points)
