"""Exponentials, logarithms and exact sums: the same bits on every processor.

The functions of numpy and of C differ in the last digit from one processor to the next: they choose
among kernels by what the processor can do, and add the terms of a product in another order. A last
digit decides a tie, and in a chain of random draws all that follows. Here everything is made of
single additions, multiplications, divisions and square roots of 64-bit floats, which IEEE 754
defines to the last bit, in a fixed order.

Methods: range reduction and Taylor series (Muller, "Elementary Functions", 3rd ed. 2016, chapters 3
and 11), `log1p` and `expm1` by Kahan's quotients (Higham 2002, section 1.14.1). Relative errors are
a few units in the last place, as the tests measure against exact arithmetic.

Example:
    >>> exp(np.array([0.0, 1.0]))[1].hex()
    '0x1.5bf0a8b145769p+1'
    >>> log(np.array([1.0, 2.0])).tolist()
    [0.0, 0.6931471805599453]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["exp", "expm1", "log", "log1p", "log2", "power", "quantised"]

# The logarithm of 2 in two parts: the first has 32 bits, so that its multiples below 2^20 are exact.
_LN2_HIGH = float.fromhex("0x1.62e42feep-1")
_LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
_BITS = 8
_PARTS = 1 << _BITS
# Added to a small number, it leaves the nearest whole number in the last bits of the sum.
_SHIFTER = 1.5 * 2.0**52
# Below e^-708 a float loses digits; above e^709.7 there is none.
_LEAST, _MOST = -708.0, 709.0
# At most so many numbers at once: what is worked on stays in the processor's cache.
_BLOCK = 4096


def _roots() -> Floats:
    """Return 2^(k/256); square roots are exact to the last bit everywhere."""
    roots = np.ones(_PARTS)
    root = np.float64(2.0)
    for bit in reversed(range(_BITS)):
        root = np.sqrt(root)
        roots[(np.arange(_PARTS) >> bit) & 1 == 1] *= root
    return roots


_ROOTS = _roots()


def exp(exponents: ArrayLike) -> Floats:
    """Return e to the power of each number; 0 below -708, infinity above 709."""
    given = np.asarray(exponents, dtype=np.float64)
    if given.size == 0:
        return np.empty(given.shape)
    if (
        np.minimum.reduce(given, axis=None) >= _LEAST
        and np.maximum.reduce(given, axis=None) <= _MOST
    ):
        return _exp(given)
    result = _exp(np.where(given >= _LEAST, np.minimum(given, _MOST), _LEAST))
    result[given < _LEAST] = 0.0
    result[given > _MOST] = np.inf
    result[np.isnan(given)] = np.nan
    return result


def _exp(given: Floats) -> Floats:
    result = np.empty(given.shape)
    flat, out = given.reshape(-1), result.reshape(-1)
    work = np.empty((3, min(flat.size, _BLOCK)))
    for start in range(0, flat.size, _BLOCK):
        part = flat[start : start + _BLOCK]
        _exp_block(part, out[start : start + _BLOCK], work[:, : part.size])
    return result


def _exp_block(given: Floats, out: Floats, work: Floats) -> None:
    count, rest, term = work
    np.multiply(given, _PARTS / 0.6931471805599453, out=count)
    count += _SHIFTER
    whole = count.view(np.int64).copy()
    count -= _SHIFTER
    # What is left is at most ln 2 / 512, so that four terms of the series reach the last digit.
    np.multiply(count, _LN2_HIGH / _PARTS, out=term)
    np.subtract(given, term, out=rest)
    np.multiply(count, _LN2_LOW / _PARTS, out=term)
    rest -= term
    np.multiply(rest, 1.0 / 24.0, out=out)
    for factor in (1.0 / 6.0, 0.5, 1.0):
        out += factor
        out *= rest
    root = _ROOTS.take(whole & (_PARTS - 1))
    out *= root
    out += root
    # Times a power of two: added straight to the exponent.
    whole &= -_PARTS
    whole <<= 52 - _BITS
    out_bits = out.view(np.int64)
    out_bits += whole


def log(numbers: ArrayLike) -> Floats:
    """Return the natural logarithm of each number; minus infinity at 0, not a number below."""
    given = np.asarray(numbers, dtype=np.float64)
    result = np.empty(given.shape)
    flat, out = given.reshape(-1), result.reshape(-1)
    for start in range(0, flat.size, _BLOCK):
        part = slice(start, start + _BLOCK)
        _log_block(flat[part], out[part])
    return result


# 2/23, 2/21, ..., 2/3: twice the series of the inverse hyperbolic tangent.
_TERMS = tuple(2.0 / k for k in range(21, 1, -2))


def _log_block(given: Floats, out: Floats) -> None:
    usual = (given > 0.0) & (given < np.inf)
    share, powers = np.frexp(given if usual.all() else np.where(usual, given, 1.0))
    low = share < 0.7071067811865476
    share += np.where(low, share, 0.0)
    scale = powers - low
    # The number is share * 2^scale, the share between the root of 1/2 and that of 2.
    share -= 1.0
    ratio = share / (share + 2.0)
    square = ratio * ratio
    series = square * (2.0 / 23.0)
    for term in _TERMS:
        series += term
        series *= square
    # log(1 + f) = f - s (f - series), with f = share and s = f / (2 + f): exact near 1.
    share -= ratio * (share - series)
    np.multiply(scale, _LN2_LOW, out=out)
    out += share
    out += scale * _LN2_HIGH
    if not usual.all():
        out[~usual] = np.where(given == 0.0, -np.inf, np.where(given > 0.0, np.inf, np.nan))[~usual]


def log1p(numbers: ArrayLike) -> Floats:
    """Return the logarithm of one plus each number, exact near 0; numbers above -1."""
    given = np.asarray(numbers, dtype=np.float64)
    sums = 1.0 + given
    away = sums - 1.0
    small = away == 0.0
    ratio = given / np.where(small, 1.0, away)
    return np.where(small, given, log(np.where(small, 1.0, sums)) * ratio)


def expm1(exponents: ArrayLike) -> Floats:
    """Return e to the power of each number, less one, exact near 0."""
    given = np.asarray(exponents, dtype=np.float64)
    powers = exp(given)
    logs = log(powers)
    ordinary = (powers != 1.0) & (powers > 0.0) & (powers < np.inf)
    scale = np.divide(given, logs, out=np.ones(given.shape), where=ordinary)
    return np.where(powers == 1.0, given, (powers - 1.0) * scale)


def log2(numbers: ArrayLike) -> Floats:
    """Return the logarithm to base two of each number."""
    return log(numbers) * 1.4426950408889634


def power(base: ArrayLike, exponent: ArrayLike) -> Floats:
    """Return positive numbers to a power each."""
    return exp(np.asarray(exponent, dtype=np.float64) * log(base))


def quantised(shares: Floats) -> Floats:
    """Return shares between 0 and 1, each to the nearest multiple of 2^-50.

    Sums of such shares, up to 8 in all, are exact in any order: a fast product of matrices may
    then be used, whatever order it adds in.
    """
    return np.rint(shares * 2.0**50) * 2.0**-50
