"""Whom to win over, and whom not to lose: the cheapest sets of members.

From where members stand now, a set of them changes the outcome if turning all their
ballots does. *By number*, the cheapest sets are the smallest. *By chance*, they are the
likeliest to turn together: the product of each one's chance, taken as independent.
Members that make no difference from one another are listed once, as "any k of these".

Exact: each minimal way to satisfy the rule is a covering problem, solved by dynamic
programming over what is still missing of each comparison; sets then come out cheapest
first, and only those from which nobody can be left out.

Example: in the Security Council with seven in favour and nobody against, the answer is
``any 2 of`` the eight others.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.bodies.body import BALLOTS, Body, Votes
from lastyard.bodies.compile import Atom, CompiledRule, Formula
from lastyard.bodies.errors import BodyError, MonotoneError, VoteError
from lastyard.bodies.kinds import KINDS, Ballot, OpenBallots
from lastyard.budget import current, spend
from lastyard.records import record

Goal: TypeAlias = Literal["adopt", "reject"]

_Kind: TypeAlias = tuple[tuple[int, ...], float, Ballot, tuple[int, ...]]

_MOST_CELLS = 30_000_000
_MOST_WAYS = 500
_MOST_NODES = 200_000
_MOST_TRIED = 400
_PER_MEMBER = 1e-9  # so that nobody is included for nothing


@record(frozen=True, slots=True)
class Pick:
    """Any ``count`` of some interchangeable members.

    Attributes:
        count: How many of them are needed.
        members: Which, with how many of each line can be turned.
        now: Their ballot now.
    """

    count: int
    members: tuple[tuple[str, int], ...]
    now: Ballot


@record(frozen=True, slots=True)
class TurningSet:
    """Members whose turning changes the outcome.

    Attributes:
        picks: Who; for each pick any so many of the members named.
        size: How many members in all.
        chance: Chance that they all turn; ``None`` when no chances were given.
    """

    picks: tuple[Pick, ...]
    size: int
    chance: float | None


@record(frozen=True, slots=True)
class TurningSets:
    """The cheapest sets of members to turn.

    Attributes:
        goal: ``adopt`` or ``reject``.
        turn_to: The ballot that members turn to.
        reached: Whether the outcome is that already (then ``sets`` is empty).
        sets: Cheapest first; empty too if no set of members can do it.
        by: ``number`` or ``chance``.
    """

    goal: Goal
    turn_to: Ballot
    reached: bool
    sets: tuple[TurningSet, ...]
    by: Literal["number", "chance"]


@record(frozen=True, slots=True)
class _Unit:
    """Interchangeable ballots: same gain on every comparison, same cost."""

    members: tuple[tuple[str, int], ...]
    now: Ballot
    count: int
    gain: tuple[int, ...]
    cost: float


def cheapest_sets(
    body: Body,
    votes: Votes,
    goal: Goal,
    *,
    chances: Mapping[str, float] | None = None,
    turn_to: Ballot | None = None,
    most: int = 5,
) -> TurningSets:
    """Find the cheapest sets of members whose turning changes the outcome.

    Args:
        body: The body; its rule must be monotone.
        votes: How members would vote now.
        goal: ``adopt`` to win members over, ``reject`` to lose them.
        chances: Chance of each member to turn (for a class, of each of them); those left
            out cannot be turned. Without it, sets are compared by number.
        turn_to: The ballot to turn to; default yes to adopt, no to reject.
        most: How many sets to return.

    Raises:
        VoteError: A chance outside 0 to 1.
        MonotoneError: More support can hurt under the rule.
        BodyError: The problem is too large to solve exactly.
    """
    to: Ballot = turn_to or ("yes" if goal == "adopt" else "no")
    tally = body.tally(votes)
    rule = body.compiled
    by: Literal["number", "chance"] = "number" if chances is None else "chance"
    if rule.passes(tally) == (goal == "adopt"):
        return TurningSets(goal, to, True, (), by)
    sums = [
        sum(t[0] * y + t[1] * a for t, y, a in zip(tally, form.yes, form.abstain, strict=True))
        for form in rule.forms
    ]
    found: list[tuple[float, tuple[tuple[int, _Unit], ...]]] = []
    for way in _ways(rule.formula, adopt=goal == "adopt"):
        atoms = [rule.atoms[k] for k in sorted(way)]
        missing = [_missing(atom, sums[atom.form], goal) for atom in atoms]
        atoms = [atom for atom, need in zip(atoms, missing, strict=True) if need > 0]
        needs = [need for need in missing if need > 0]
        units = _units(body, tally, atoms, goal, to, chances)
        found += _covers(units, needs, most if most == 1 else 4 * most)
    found.sort(key=lambda item: item[0])
    sets = []
    for _, picked in found:
        one = _turning_set(picked, chances is not None)
        if one not in sets:
            sets.append(one)
    return TurningSets(goal, to, False, tuple(_undominated(sets)[:most]), by)


def _missing(atom: Atom, value: int, goal: Goal) -> int:
    if not atom.at_least:
        raise MonotoneError("more support can hurt under this rule", help="rephrase the rule")
    return atom.threshold - value if goal == "adopt" else value - atom.threshold + 1


def _ways(formula: Formula, *, adopt: bool) -> list[frozenset[int]]:
    """Minimal sets of atoms to make true (to adopt) or false (to reject)."""
    if isinstance(formula, bool):
        return [frozenset()] if formula == adopt else []
    if isinstance(formula, int):
        return [frozenset({formula})]
    parts = [_ways(part, adopt=adopt) for part in formula.parts]
    if formula.every == adopt:
        if math.prod(map(len, parts)) > _MOST_WAYS:
            raise BodyError(f"the rule has over {_MOST_WAYS} ways to hold", help="simplify it")
        ways = [frozenset().union(*choice) for choice in itertools.product(*parts)]
    else:
        ways = [way for part in parts for way in part]
    unique = list(dict.fromkeys(ways))
    return [way for way in unique if not any(other < way for other in unique)]


def _units(
    body: Body,
    tally: Sequence[tuple[int, int, int]],
    atoms: Sequence[Atom],
    goal: Goal,
    to: Ballot,
    chances: Mapping[str, float] | None,
) -> list[_Unit]:
    rule = body.compiled
    sign = 1 if goal == "adopt" else -1
    merged: dict[_Kind, list[tuple[str, int]]] = {}
    for i, member in enumerate(body.members):
        chance = 1.0 if chances is None else float(chances.get(member.name, 0.0))
        if not 0 <= chance <= 1:
            raise VoteError(f"the chance of '{member.name}' is {chance}", help="between 0 and 1")
        if chance == 0:
            continue
        cost = 1.0 if chances is None else -math.log(chance) + _PER_MEMBER
        for ballot, available in zip(BALLOTS, tally[i], strict=True):
            gain = tuple(
                sign * (_adds(rule, atom, i, to) - _adds(rule, atom, i, ballot)) for atom in atoms
            )
            if available and any(gain) and min(gain) >= 0:
                # Alike means alike on every comparison of the rule, not just on these.
                alike = tuple(_adds(rule, atom, i, b) for atom in rule.atoms for b in (to, ballot))
                kind = (gain, cost, ballot, alike)
                merged.setdefault(kind, []).append((member.name, available))
    return [
        _Unit(tuple(members), ballot, sum(n for _, n in members), gain, cost)
        for (gain, cost, ballot, _), members in merged.items()
    ]


def _adds(rule: CompiledRule, atom: Atom, member: int, ballot: Ballot) -> int:
    form = rule.forms[atom.form]
    if ballot == "no":
        return 0
    return form.yes[member] if ballot == "yes" else form.abstain[member]


def _of_one_kind(
    unit: _Unit, needs: Sequence[int]
) -> list[tuple[float, tuple[tuple[int, _Unit], ...]]]:
    """All members alike: the need that takes most of them decides, however large the class."""
    if not all(unit.gain):
        return []
    count = max(-(-need // gain) for need, gain in zip(needs, unit.gain, strict=True))
    return [(count * unit.cost, ((count, unit),))] if count <= unit.count else []


def _covers(
    units: Sequence[_Unit], needs: Sequence[int], most: int
) -> list[tuple[float, tuple[tuple[int, _Unit], ...]]]:
    """The cheapest choices of units that cover all needs, cheapest first."""
    if not needs:
        return [(0.0, ())]
    if len(units) == 1:
        return _of_one_kind(units[0], needs)
    if len(needs) == 1 and len({unit.cost for unit in units}) == 1 and most == 1:
        return _largest_first(units, needs[0])
    cells = math.prod(need + 1 for need in needs)
    work = cells * sum(min(unit.count, max(needs)) for unit in units)
    if cells * (len(units) + 1) > _MOST_CELLS or work > 100 * _MOST_CELLS:
        if len(needs) == 1 and len({unit.cost for unit in units}) == 1:
            return _largest_first(units, needs[0])
        raise BodyError(
            f"finding the cheapest sets exactly needs {cells:,} cells for {len(units)} kinds of "
            "members",
            help="scale the weights down or group members",
        )
    budget = current()
    budget.spend(50 + work // 50)
    budget.room(cells * (len(units) + 1) * 8)
    onward = _costs_to_go(units, needs)
    result: list[tuple[float, tuple[tuple[int, _Unit], ...]]] = []
    start = tuple(needs)
    order = itertools.count()
    queue: list[tuple[float, int, int, tuple[int, ...], float, tuple[int, ...]]] = [
        (float(onward[0][start]), next(order), 0, start, 0.0, ())
    ]
    nodes = 0
    while queue and len(result) < most and nodes < _MOST_NODES:
        total, _, k, left, spent, counts = heapq.heappop(queue)
        nodes += 1
        budget.spend(5)
        if math.isinf(total):
            break
        if k == len(units):
            if _minimal(units, needs, counts):
                result.append(
                    (spent, tuple((c, u) for c, u in zip(counts, units, strict=True) if c))
                )
            continue
        for count in range(units[k].count + 1):
            budget.spend(6)
            rest = tuple(max(0, n - count * g) for n, g in zip(left, units[k].gain, strict=True))
            cost = spent + count * units[k].cost
            bound = cost + float(onward[k + 1][rest])
            if not math.isinf(bound):
                heapq.heappush(queue, (bound, next(order), k + 1, rest, cost, (*counts, count)))
            if not any(rest):
                break
    return result


def _costs_to_go(units: Sequence[_Unit], needs: Sequence[int]) -> list[NDArray[np.float64]]:
    """Least cost to cover what is left with the units from k on, for every k."""
    shape = tuple(need + 1 for need in needs)
    last = np.full(shape, np.inf)
    last[(0,) * len(shape)] = 0.0
    tables = [last]
    axes = [np.arange(length) for length in shape]
    for unit in reversed(units):
        after = tables[-1]
        best = after.copy()
        for count in range(1, unit.count + 1):
            moved = [
                np.maximum(axis - count * g, 0) for axis, g in zip(axes, unit.gain, strict=True)
            ]
            np.minimum(best, count * unit.cost + after[np.ix_(*moved)], out=best)
            if all(count * g >= need for g, need in zip(unit.gain, needs, strict=True) if g):
                break
        tables.append(best)
    return tables[::-1]


def _largest_first(
    units: Sequence[_Unit], need: int
) -> list[tuple[float, tuple[tuple[int, _Unit], ...]]]:
    """One comparison, equal costs: taking the largest gains first is optimal."""
    picked = []
    for unit in sorted(units, key=lambda u: -u.gain[0]):
        count = min(unit.count, -(-need // unit.gain[0]))
        picked.append((count, unit))
        need -= count * unit.gain[0]
        if need <= 0:
            return [(sum(c * u.cost for c, u in picked), tuple(picked))]
    return []


def _minimal(units: Sequence[_Unit], needs: Sequence[int], counts: Sequence[int]) -> bool:
    """Whether nobody can be left out."""
    covered = [
        sum(c * u.gain[j] for c, u in zip(counts, units, strict=True)) for j in range(len(needs))
    ]
    return not any(
        count and all(c - g >= need for c, g, need in zip(covered, unit.gain, needs, strict=True))
        for count, unit in zip(counts, units, strict=True)
    )


def _turning_set(picked: Sequence[tuple[int, _Unit]], with_chance: bool) -> TurningSet:
    chance = None
    if with_chance:
        chance = math.exp(-sum(c * (u.cost - _PER_MEMBER) for c, u in picked))
    picks = tuple(Pick(count, unit.members, unit.now) for count, unit in picked)
    return TurningSet(picks, sum(count for count, _ in picked), chance)


def _undominated(sets: Sequence[TurningSet]) -> list[TurningSet]:
    """Drop sets that contain another: one way to satisfy a rule may include another way."""

    def amounts(one: TurningSet) -> dict[tuple[tuple[tuple[str, int], ...], Ballot], int]:
        return {(pick.members, pick.now): pick.count for pick in one.picks}

    kept: list[TurningSet] = []
    for one in sets:
        own = amounts(one)
        if not any(
            all(own.get(key, 0) >= count for key, count in amounts(other).items()) for other in kept
        ):
            kept.append(one)
    return kept


# Members who could turn, above which sets of them are not tried one by one.
_MOST_TURNED = 60


def smallest_sets(
    body: Body,
    possible: Mapping[str, Collection[Ballot]],
    goal: Goal,
    turn_to: Ballot,
    most: int = 5,
) -> TurningSets | None:
    """Find the smallest sets of members whose turning makes an outcome sure, whatever others do.

    For rules under which a no can help, where no one ballot is the worst (see :mod:`.kinds`).

    Args:
        body: The body.
        possible: The ballots that (each of) a member may cast, unless it is turned.
        goal: The outcome.
        turn_to: The ballot that those in the set cast.
        most: How many sets to return.

    Returns:
        The sets, from none of which anybody can be left out; None where there are too many
        votes to try.
    """
    rule = body.open_ballots
    aim = frozenset({goal == "adopt"})
    if rule.outcomes(possible) == aim:
        return TurningSets(goal, turn_to, True, (), "number")
    classes = _alike(body, rule, possible, turn_to)
    found: list[tuple[int, ...]] = []
    tried = 0
    total = sum(sum(n for _, n in each) for each in classes)
    if total > _MOST_TURNED:
        return None
    for size in range(1, total + 1):
        for counts in _counts([sum(n for _, n in each) for each in classes], size):
            spend(2 + len(found) * len(counts) // 5)
            if any(all(a <= b for a, b in zip(f, counts, strict=True)) for f in found):
                continue
            tried += 1
            if tried > _MOST_TRIED:
                return None
            fixed = dict(_spread(classes, counts, turn_to))
            if rule.outcomes(possible, fixed) == aim:
                found.append(counts)
                if len(found) == most:
                    break
        if len(found) == most:
            break
    sets = tuple(
        TurningSet(
            tuple(
                Pick(count, tuple(each), next(iter(possible[each[0][0]])))
                for each, count in zip(classes, counts, strict=True)
                if count
            ),
            sum(counts),
            None,
        )
        for counts in found
    )
    return TurningSets(goal, turn_to, False, sets, "number")


def _alike(
    body: Body, rule: OpenBallots, possible: Mapping[str, Collection[Ballot]], turn_to: Ballot
) -> list[list[tuple[str, int]]]:
    """Return the members who could turn, with those together that make no difference."""
    classes: dict[object, list[tuple[str, int]]] = {}
    for i, member in enumerate(body.members):
        adds = rule.adds(i)
        kinds = possible[member.name]
        if {adds[kind] for kind in kinds} != {adds[turn_to]}:
            key = (tuple(adds[k] for k in KINDS), frozenset(kinds))
            classes.setdefault(key, []).append((member.name, member.count))
    return list(classes.values())


def _counts(available: list[int], size: int) -> Iterator[tuple[int, ...]]:
    """Yield how many to take of each class, so many in all."""
    if not available:
        if size == 0:
            yield ()
        return
    rest = sum(available[1:])
    for first in range(min(available[0], size), max(0, size - rest) - 1, -1):
        for others in _counts(available[1:], size - first):
            yield (first, *others)


def _spread(
    classes: list[list[tuple[str, int]]], counts: tuple[int, ...], ballot: Ballot
) -> Iterator[tuple[str, tuple[int, Ballot]]]:
    for members, wanted in zip(classes, counts, strict=True):
        left = wanted
        for name, available in members:
            taken = min(left, available)
            left -= taken
            if taken:
                yield name, (taken, ballot)
