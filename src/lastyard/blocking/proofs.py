"""Proving again what the search found, before it is told to anyone.

A package is checked by evaluating every condition on it, without a solver; that something
cannot be kept is asked of a referee that shares neither solver nor state with the search.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lastyard.blocking.dispute import Dispute
from lastyard.blocking.oracle import Kept
from lastyard.blocking.referee import Referee
from lastyard.case.conditions.tree import bits, holds

__all__ = ["ProofError", "prove_blocking_sets", "prove_openings"]


class ProofError(AssertionError):
    """A set that the search returned is not what it claims: a fault of this program."""


def prove_openings(dispute: Dispute, referee: Referee, openings: Mapping[int, Kept]) -> None:
    """Prove that each set opens the way, and that none of its proper subsets does.

    Args:
        dispute: The dispute.
        referee: Who says what cannot be kept.
        openings: Masks of demands, each with the package that it allows.

    Raises:
        ProofError: If a set is not an opening.
    """
    everything = (1 << len(dispute.demands)) - 1
    for mask, kept in openings.items():
        rest = everything & ~mask
        if not holds(dispute.satisfied_by(bits(rest)), kept.package):
            raise ProofError(f"the package of opening {mask:b} does not satisfy the other demands")
        if mask and referee.can_keep_more(rest, mask):
            raise ProofError(f"opening {mask:b} is not minimal")


def prove_blocking_sets(
    referee: Referee, blocking: Iterable[int], openings: Mapping[int, Kept]
) -> None:
    """Prove that each set cannot be kept, and that each set less one demand can.

    An opening that shares only that one demand with the set has a package that keeps the
    others, and was proved before; only where there is none the referee is asked.

    Raises:
        ProofError: If a set is not a blocking set.
    """
    for mask in blocking:
        if referee.can_keep(mask):
            raise ProofError(f"blocking set {mask:b} can be kept")
        shared = {opening & mask for opening in openings}
        for k in bits(mask):
            if 1 << k not in shared and not referee.can_keep(mask & ~(1 << k)):
                raise ProofError(f"blocking set {mask:b} is not minimal")
