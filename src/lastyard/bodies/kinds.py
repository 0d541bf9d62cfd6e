"""What can come out of a vote of which some ballots are open, whatever their kind.

Each member casts one of five ballots: yes, no, abstain, present (and not voting) or absent.
Where a quorum counts who votes or is present, none of the four besides yes is always the one
that helps a draft least, so that all of them are tried: over the sums that a rule compares, of
which there are few, not over votes. Exact; where there are too many sums, nothing is said.

Example, a quorum that stands or falls with two who may stay away:
    >>> from lastyard.bodies import Body, Member
    >>> board = Body("b", tuple(Member(n) for n in "abc"), "yes > no and voting >= 2")
    >>> sorted(board.open_ballots.outcomes({"a": ("yes",), "b": KINDS, "c": KINDS}))
    [False, True]
    >>> board.open_ballots.outcomes({"a": ("yes",), "b": ("yes",), "c": ("absent", "abstain", "no")})
    frozenset({True})
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, TypeAlias

from lastyard.bodies.compile import Seat, atom_holds, compile_kinds, holds
from lastyard.bodies.rule import Rule
from lastyard.budget import spend

__all__ = ["KINDS", "Ballot", "Middle", "OpenBallots"]

Ballot: TypeAlias = Literal["yes", "abstain", "present", "absent", "no"]
Middle: TypeAlias = Literal["abstain", "present", "absent"]

KINDS: tuple[Ballot, ...] = ("yes", "abstain", "present", "absent", "no")

_MIDDLES: tuple[Middle, ...] = ("abstain", "present", "absent")

# Sums that are held at once.
_MOST_SUMS = 3_000

Sums = tuple[int, ...]


class OpenBallots:
    """A body's rule over all five kinds of ballots.

    Args:
        rule: The rule.
        seats: The members, in order.
        groups: Named sets of members.
    """

    def __init__(
        self, rule: Rule, seats: Sequence[Seat], groups: Mapping[str, Sequence[str]]
    ) -> None:
        self._rule, self._adds = compile_kinds(rule, seats, groups)
        self._seats = seats

    def adds(self, member: int) -> Mapping[str, Sums]:
        """Return what a ballot of each kind adds to the sums, for a member by its number."""
        return self._adds[member]

    def outcomes(
        self,
        possible: Mapping[str, Collection[Ballot]],
        fixed: Mapping[str, tuple[int, Ballot]] | None = None,
    ) -> frozenset[bool]:
        """Return whether the draft can be adopted, and whether it can fail.

        Where there are too many sums to tell, both are returned unless each comparison, with
        the ballots that are best or worst for it alone, excludes one.

        Args:
            possible: The ballots that (each of) a member may cast.
            fixed: So many of a member, who cast one ballot instead.

        Returns:
            The outcomes that are possible.
        """
        sums: set[Sums] = {(0,) * len(self._rule.forms)}
        for i, member in enumerate(self._seats):
            count, ballot = (fixed or {}).get(member.name, (0, "no"))
            spend(1 + len(sums))
            if count:
                own = self._adds[i][ballot]
                sums = {tuple(s + count * a for s, a in zip(x, own, strict=True)) for x in sums}
            ways = {self._adds[i][kind] for kind in possible[member.name]}
            if len(ways) == 1:
                own = ways.pop()
                rest = member.count - count
                sums = {tuple(s + rest * a for s, a in zip(x, own, strict=True)) for x in sums}
                continue
            for _ in range(member.count - count):
                spend(len(sums) * len(ways))
                sums = {tuple(map(sum, zip(x, own, strict=True))) for x in sums for own in ways}
                if len(sums) > _MOST_SUMS:
                    return self._by_comparison(possible, fixed or {})
        return frozenset(self._holds(each) for each in sums)

    def _by_comparison(
        self,
        possible: Mapping[str, Collection[Ballot]],
        fixed: Mapping[str, tuple[int, Ballot]],
    ) -> frozenset[bool]:
        spend(5 * len(self._rule.atoms) * len(self._seats))
        truth: dict[bool, list[bool]] = {False: [], True: []}
        for atom in self._rule.atoms:
            for best in (False, True):
                choose = max if best == atom.at_least else min
                total = 0
                for i, seat in enumerate(self._seats):
                    count, ballot = fixed.get(seat.name, (0, "no"))
                    own = choose(self._adds[i][kind][atom.form] for kind in possible[seat.name])
                    total += count * self._adds[i][ballot][atom.form] + (seat.count - count) * own
                truth[best].append(atom_holds(atom, total))
        if holds(self._rule.formula, truth[False]):
            return frozenset({True})
        return frozenset({False, True} if holds(self._rule.formula, truth[True]) else {False})

    def worst(self, member: int, without: Ballot | None = None) -> tuple[Ballot, ...]:
        """Return the ballots that may be the ones that help a draft least, each kind once.

        One is left out where another adds no more to any comparison.

        Args:
            member: The number of the member.
            without: A ballot that it does not cast.
        """
        adds = self._adds[member]
        order: tuple[Ballot, ...] = ("no", "absent", "abstain", "present", "yes")
        gains = {
            kind: tuple(
                adds[kind][atom.form] * (1 if atom.at_least else -1) for atom in self._rule.atoms
            )
            for kind in order
            if kind != without
        }
        found: list[Ballot] = []
        for kind in (k for k in order[:-1] if k != without):
            others = [gains[each] for each in found]
            later = [g for each, g in gains.items() if g != gains[kind]]
            if gains[kind] not in others and not any(
                all(a <= b for a, b in zip(g, gains[kind], strict=True)) for g in later
            ):
                found.append(kind)
        return tuple(found)

    @property
    def ordered(self) -> bool:
        """Whether a no never helps, and a yes never hurts, whatever the others cast."""
        signs = [1 if atom.at_least else -1 for atom in self._rule.atoms]
        if all(
            0 <= sign * adds[kind][atom.form] <= sign * adds["yes"][atom.form]
            for adds in self._adds
            for kind in _MIDDLES
            for sign, atom in zip(signs, self._rule.atoms, strict=True)
        ):
            return True
        return self._never_hurts(_MIDDLES, "no", "yes") is True

    def yes_never_hurts(self) -> bool | None:
        """Whether no member can undo adoption by a yes; None where that cannot be told."""
        return self._never_hurts(KINDS, None, "yes")

    def _never_hurts(
        self, kinds: Sequence[Ballot], worst: Ballot | None, best: Ballot
    ) -> bool | None:
        """Whether a step up never hurts: from the worst to any kind, from any kind to the best."""
        for i in range(len(self._seats)):
            sums: set[Sums] = {(0,) * len(self._rule.forms)}
            for k, other in enumerate(self._seats):
                ways = set(self._adds[k].values())
                for _ in range(other.count - (k == i)):
                    spend(len(sums) * len(ways))
                    sums = {tuple(map(sum, zip(x, a, strict=True))) for x in sums for a in ways}
                    if len(sums) > _MOST_SUMS:
                        return None
            own = self._adds[i]
            steps = [(kind, best) for kind in kinds]
            if worst is not None:
                steps += [(worst, kind) for kind in kinds]
            spend(5 * len(sums) * len(steps))
            for x in sums:
                held = {
                    kind: self._holds(tuple(map(sum, zip(x, own[kind], strict=True))))
                    for kind in {k for step in steps for k in step}
                }
                if any(held[low] and not held[high] for low, high in steps):
                    return False
        return True

    def _holds(self, sums: Sums) -> bool:
        truth = [atom_holds(atom, sums[atom.form]) for atom in self._rule.atoms]
        return holds(self._rule.formula, truth)
