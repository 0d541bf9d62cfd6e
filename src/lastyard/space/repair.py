"""A package that satisfies conditions, found by repair: quick, and no proof when it fails.

Min-conflicts search [Minton, Johnston, Philips and Laird 1992, "Minimizing conflicts",
Artificial Intelligence 58]: while a condition is broken, give one of its issues the option
with which the fewest conditions are broken. Used before the exact search, which costs ten
times as much to set up, where conditions are nearly always satisfiable.

Example:
    >>> from lastyard.conditions.tree import Not, OneOf
    >>> repaired({"a": 2, "b": 3}, [Not(OneOf("b", 0b001)), OneOf("a", 0b10)])
    {'a': 1, 'b': 1}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lastyard.budget import current, spend
from lastyard.conditions.tree import All, Condition, fitting, holds, issues_of

__all__ = ["repaired"]

_MOST_OPTIONS = 200


def _parts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _parts(part)
    else:
        yield condition


def repaired(
    sizes: Mapping[str, int], conditions: Sequence[Condition], rounds: int = 40
) -> dict[str, int] | None:
    """Look for a package that satisfies all conditions.

    Args:
        sizes: Number of options per issue.
        conditions: The conditions.
        rounds: How many issues are changed at the most.

    Returns:
        A package that satisfies all of them, or None when none was found, which says
        nothing about whether there is one. The same for the same input.
    """
    # What must hold together is looked at part by part: each about few issues.
    conditions = [part for condition in conditions for part in _parts(condition)]
    # A condition said again is the same tree: it is looked at once, and counts as often as said.
    times = Counter(map(id, conditions))
    conditions = list({id(condition): condition for condition in conditions}.values())
    weights = [times[id(condition)] for condition in conditions]
    named = [issues_of(condition) for condition in conditions]
    about = {issue: [k for k, names in enumerate(named) if issue in names] for issue in sizes}
    package = dict.fromkeys(sizes, 0)
    broken = {k for k, condition in enumerate(conditions) if not holds(condition, package)}
    for _ in range(rounds):
        if not broken:
            return package
        candidates = []
        masks: dict[str, list[int]] = {}
        looked = sorted(named[min(broken)])
        work = 2 * sum(len(about[issue]) for issue in looked)
        if current().left < 10 * work:
            return None
        spend(work)
        for issue in looked:
            if sizes[issue] > _MOST_OPTIONS:
                return None
            masks[issue] = [fitting(conditions[k], issue, sizes, package) for k in about[issue]]
            counted = [
                (weights[k], mask) for k, mask in zip(about[issue], masks[issue], strict=True)
            ]
            before = sum(weights[k] for k in about[issue] if k in broken)
            for option in range(sizes[issue]):
                left = sum(weight for weight, mask in counted if not mask >> option & 1)
                candidates.append((left - before, issue, option))
        if not candidates:
            return None
        _, issue, option = min(candidates)
        package[issue] = option
        for k, mask in zip(about[issue], masks[issue], strict=True):
            if mask >> option & 1:
                broken.discard(k)
            else:
                broken.add(k)
    return None if broken else package
