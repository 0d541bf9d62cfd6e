"""The Merkle tree of RFC 9162: one hash for a whole list, and short proofs about it.

Example:
    >>> leaves = [leaf_hash(bytes([k])) for k in range(7)]
    >>> proof = inclusion_proof(leaves, 5)
    >>> len(proof), includes(leaves[5], 5, 7, proof, root_hash(leaves))
    (3, True)
    >>> growth = consistency_proof(leaves, 4)
    >>> extends(4, root_hash(leaves[:4]), 7, root_hash(leaves), growth)
    True
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

__all__ = [
    "Frontier",
    "consistency_proof",
    "extends",
    "includes",
    "inclusion_proof",
    "leaf_hash",
    "root_hash",
]


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + entry).digest()


def _inner(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the full subtrees of a growing tree; adding a leaf costs two hashes on average.

    Attributes:
        size: How many leaves there are.
    """

    def __init__(self) -> None:
        self.size = 0
        self._full: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add a leaf hash at the end."""
        number, self.size = self.size, self.size + 1
        while number & 1:
            leaf = _inner(self._full.pop(), leaf)
            number >>= 1
        self._full.append(leaf)

    def root(self) -> bytes:
        """Return the root of what was added so far."""
        if not self._full:
            return sha256().digest()
        root = self._full[-1]
        for left in reversed(self._full[:-1]):
            root = _inner(left, root)
        return root


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes; of none, the hash of nothing."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


def _split(size: int) -> int:
    """Return the largest power of two below a size of two or more."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the path of the leaf at an index (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return ()
    k = _split(len(leaves))
    if index < k:
        return (*inclusion_proof(leaves[:k], index), root_hash(leaves[k:]))
    return (*inclusion_proof(leaves[k:], index - k), root_hash(leaves[:k]))


def consistency_proof(leaves: Sequence[bytes], before: int) -> tuple[bytes, ...]:
    """Return the proof that a tree extends its first ``before`` leaves (RFC 9162, 2.1.4.1)."""
    if not 0 < before <= len(leaves):
        raise IndexError(before)
    return _subproof(leaves, before, whole=True)


def _subproof(leaves: Sequence[bytes], before: int, *, whole: bool) -> tuple[bytes, ...]:
    if before == len(leaves):
        return () if whole else (root_hash(leaves),)
    k = _split(len(leaves))
    if before <= k:
        return (*_subproof(leaves[:k], before, whole=whole), root_hash(leaves[k:]))
    return (*_subproof(leaves[k:], before - k, whole=False), root_hash(leaves[:k]))


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof shows that a leaf stands at an index of a tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = _inner(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = _inner(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def extends(before: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that a tree extends an earlier one (RFC 9162, 2.1.4.2)."""
    if before == size:
        return not proof and old_root == root
    if not 0 < before < size or not proof:
        return False
    path = [old_root, *proof] if before & (before - 1) == 0 else list(proof)
    place, last = before - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = _inner(step, old), _inner(step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = _inner(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old == old_root and new == root
