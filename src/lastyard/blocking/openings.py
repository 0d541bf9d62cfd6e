"""Openings: minimal sets of demands whose giving way leaves a package.

They are the minimal correction sets of the demands. A package that the solver finds
keeps some demands; the rest is shrunk by asking for one more of it to be kept, until
none can be ("clause D": Marques-Silva, Heras, Janota, Previti, Belov 2013); then every
package that loses this whole set again is forbidden and the next one is sought.
"""

from __future__ import annotations

from collections.abc import Iterator

from lastyard.blocking.oracle import Kept, Oracle

__all__ = ["openings_of", "shrunk"]


def openings_of(oracle: Oracle, everything: int) -> Iterator[tuple[int, Kept]]:
    """Yield every opening once, with a package that it allows.

    Args:
        oracle: Answers for the dispute; what it was told to forbid stays forbidden.
        everything: Mask of all demands.
    """
    while (found := oracle.next()) is not None:
        lost, kept = shrunk(oracle, found, everything)
        yield lost, kept
        if not lost:
            return
        oracle.forbid_losing(lost)


def shrunk(oracle: Oracle, found: Kept, everything: int) -> tuple[int, Kept]:
    """Shrink what a package loses to an opening within it, and return its package."""
    while lost := everything & ~found.demands:
        better = oracle.keep_more(found.demands, lost)
        if better is None:
            return lost, found
        found = better
    return 0, found
