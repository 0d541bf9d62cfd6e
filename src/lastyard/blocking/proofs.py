"""Proving again what the search found, before it is told to anyone.

A package is checked by evaluating every condition on it, without a solver; that something
cannot be kept is asked of a fresh oracle that has seen none of the search.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lastyard.blocking.dispute import Dispute
from lastyard.blocking.oracle import Kept, Oracle
from lastyard.case.conditions.tree import bits, holds

__all__ = ["ProofError", "prove_blocking_sets", "prove_openings"]


class ProofError(AssertionError):
    """A set that the search returned is not what it claims: a fault of this program."""


def prove_openings(dispute: Dispute, referee: Oracle, openings: Mapping[int, Kept]) -> None:
    """Prove that each set opens the way, and that none of its proper subsets does.

    Args:
        dispute: The dispute.
        referee: A fresh oracle.
        openings: Masks of demands, each with the package that it allows.

    Raises:
        ProofError: If a set is not an opening.
    """
    everything = (1 << len(dispute.demands)) - 1
    for mask, kept in openings.items():
        rest = everything & ~mask
        if not holds(dispute.satisfied_by(bits(rest)), kept.package):
            raise ProofError(f"the package of opening {mask:b} does not satisfy the other demands")
        if mask and referee.keep_more(rest, mask) is not None:
            raise ProofError(f"opening {mask:b} is not minimal")


def prove_blocking_sets(
    referee: Oracle, blocking: Iterable[int], openings: Mapping[int, Kept]
) -> None:
    """Prove that each set cannot be kept, and that each set less one demand can.

    An opening that shares only that one demand with the set has a package that keeps the
    others, and was proved before; only where there is none the oracle is asked.

    Raises:
        ProofError: If a set is not a blocking set.
    """
    for mask in blocking:
        if referee.keep(mask) is not None:
            raise ProofError(f"blocking set {mask:b} can be kept")
        shared = {opening & mask for opening in openings}
        for k in bits(mask):
            if 1 << k not in shared and referee.keep(mask & ~(1 << k)) is None:
                raise ProofError(f"blocking set {mask:b} is not minimal")
