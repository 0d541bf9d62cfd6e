"""Commitments that hide and bind, and proofs about them (level 1 of docs/room-record.md).

Pedersen (1991): ``C = m*H + r*G`` in the prime-order subgroup of edwards25519. It hides ``m`` perfectly while
``r`` is secret and random; whoever could open it in two ways would know the discrete logarithm of ``H``.
``G`` is the base point; ``H`` is hashed from a fixed text to the curve (libsodium's Elligator map), so that
nobody knows its logarithm unless discrete logarithms can be computed.

Proof of one of several (Cramer, Damgard and Schoenmakers 1994): whoever proves knows ``r`` with ``P = r*G`` for at
least one of some points, and the proof tells nothing about which. Made non-interactive by hashing all of it with its
context (Fiat and Shamir 1986, in the strong form of Bernhard, Pereira and Warinschi 2012), so it holds in the
random oracle model. From it: a proof that a hidden number lies in a range, bit by bit.

Example:
    >>> r = scalar()
    >>> no = commit(0, r)
    >>> proof = prove_one_of([commit(1, scalar()), no], 1, r, b"gate")
    >>> shows_one_of([commit(1, r), no], proof, b"gate")
    False
    >>> opens(no, 0, r), opens(no, 1, r)
    (True, False)
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256, sha512

from nacl import bindings as sodium

__all__ = [
    "ORDER",
    "commit",
    "minus",
    "opens",
    "plus",
    "point_of",
    "prove_one_of",
    "prove_range",
    "scalar",
    "scalar_of",
    "shows_one_of",
    "shows_range",
    "written_scalar",
]

ORDER = 2**252 + 27742317777372353535851937790883648493
_IDENTITY = b"\x01" + bytes(31)
_SECOND = b"lastyard room: second generator of the commitments"


def scalar() -> int:
    """Return a random number below the order of the group, not zero."""
    return secrets.randbelow(ORDER - 1) + 1


@lru_cache(maxsize=1)
def _h() -> bytes:
    return sodium.crypto_core_ed25519_from_uniform(sha256(_SECOND).digest())


def _times(number: int, point: bytes | None = None) -> bytes:
    """Return a multiple of a point of the subgroup; of the base point when none is given."""
    number %= ORDER
    if number == 0 or point == _IDENTITY:
        return _IDENTITY  # libsodium refuses to return it
    if number == 1 and point is not None:
        return point  # so that a yes takes no longer to commit to than a no
    written = number.to_bytes(32, "little")
    if point is None:
        return sodium.crypto_scalarmult_ed25519_base_noclamp(written)
    return sodium.crypto_scalarmult_ed25519_noclamp(written, point)


def plus(one: bytes, other: bytes) -> bytes:
    """Return the sum of two commitments, which hides the sum of what they hide."""
    return sodium.crypto_core_ed25519_add(one, other)


def minus(one: bytes, other: bytes) -> bytes:
    """Return the difference of two commitments."""
    return sodium.crypto_core_ed25519_sub(one, other)


def commit(number: int, blinding: int) -> bytes:
    """Return the commitment to a number, 32 bytes."""
    return plus(_times(number, _h()), _times(blinding))


def opens(commitment: bytes, number: int, blinding: int) -> bool:
    """Whether a commitment hides this number with this blinding."""
    return commitment == commit(number, blinding)


def _sound(point: bytes) -> bool:
    """Whether it is a point of the prime-order subgroup, written in the one right way."""
    return point == _IDENTITY or (
        len(point) == 32 and sodium.crypto_core_ed25519_is_valid_point(point)
    )


def point_of(written: str) -> bytes | None:
    """Return a commitment written as 64 small hexadecimal digits; None when it is none."""
    try:
        point = bytes.fromhex(written)
    except ValueError:
        return None
    return point if point.hex() == written and _sound(point) else None


def scalar_of(written: str) -> int | None:
    """Return a number below the order, written as 32 bytes in hexadecimal, the lowest first."""
    try:
        number = int.from_bytes(bytes.fromhex(written), "little")
    except ValueError:
        return None
    return number if number < ORDER and written_scalar(number) == written else None


def written_scalar(number: int) -> str:
    """Return a number as 32 bytes in hexadecimal, the lowest first."""
    return (number % ORDER).to_bytes(32, "little").hex()


def _challenge(context: bytes, points: Sequence[bytes], firsts: Sequence[bytes]) -> int:
    parts = [b"lastyard room: one of", context, *points, *firsts]
    told = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return int.from_bytes(sha512(told).digest(), "little") % ORDER


def prove_one_of(points: Sequence[bytes], which: int, secret: int, context: bytes) -> str:
    """Return a proof that at least one of some points is a known multiple of the base point.

    Args:
        points: The points.
        which: The place of one whose multiple is known.
        secret: That multiple.
        context: All that the proof is to be about; it holds for nothing else.

    Returns:
        128 hexadecimal digits a point: its challenge and its response.
    """
    shares = [secrets.randbelow(ORDER) for _ in points]
    answers = [secrets.randbelow(ORDER) for _ in points]
    firsts = [
        minus(_times(z), _times(e, point))
        for point, e, z in zip(points, shares, answers, strict=True)
    ]
    nonce = scalar()
    firsts[which] = _times(nonce)
    others = sum(shares) - shares[which]
    shares[which] = (_challenge(context, points, firsts) - others) % ORDER
    answers[which] = (nonce + shares[which] * secret) % ORDER
    return "".join(
        written_scalar(part) for pair in zip(shares, answers, strict=True) for part in pair
    )


def shows_one_of(points: Sequence[bytes], proof: str, context: bytes) -> bool:
    """Whether a proof shows that at least one of some points is a known multiple of the base point."""
    try:
        blob = bytes.fromhex(proof)
    except ValueError:
        return False
    if not points or len(blob) != 64 * len(points) or proof != blob.hex():
        return False
    numbers = [int.from_bytes(blob[k : k + 32], "little") for k in range(0, len(blob), 32)]
    if not all(map(_sound, points)) or any(number >= ORDER for number in numbers):
        return False
    shares, answers = numbers[::2], numbers[1::2]
    firsts = [
        minus(_times(z), _times(e, point))
        for point, e, z in zip(points, shares, answers, strict=True)
    ]
    return sum(shares) % ORDER == _challenge(context, points, firsts)


def prove_range(number: int, blinding: int, bits: int, context: bytes) -> list[str]:
    """Return a proof that what a commitment hides lies from 0 to ``2**bits - 1``.

    Each bit has its commitment and a proof that it hides 0 or 1; doubled up, they make the commitment.

    Returns:
        Per bit, from the lowest, the commitment and its proof: 320 hexadecimal digits.
    """
    hidden = [scalar() for _ in range(bits)]
    # So that the blindings, doubled up, make that of the commitment.
    rest = blinding - sum(r << k for k, r in enumerate(hidden[1:], 1))
    hidden[0] = rest % ORDER
    told = []
    for k, r in enumerate(hidden):
        bit = number >> k & 1
        point = commit(bit, r)
        told.append(
            point.hex() + prove_one_of([point, minus(point, _h())], bit, r, context + bytes([k]))
        )
    return told


def shows_range(commitment: bytes, proof: Sequence[str], bits: int, context: bytes) -> bool:
    """Whether a proof shows that what a commitment hides lies from 0 to ``2**bits - 1``."""
    if len(proof) != bits:
        return False
    total = _IDENTITY
    for k in reversed(range(bits)):
        point = point_of(proof[k][:64])
        if point is None:
            return False
        pair = [point, minus(point, _h())]
        if not shows_one_of(pair, proof[k][64:], context + bytes([k])):
            return False
        total = plus(plus(total, total), point)
    return total == commitment
