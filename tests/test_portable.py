"""Functions that give the same bits everywhere: how exact they are, and at their ends."""

import decimal
import hashlib
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.portable import exp, expm1, log, log1p, log2, power, quantised

REAL = st.floats(-700.0, 700.0)
POSITIVE = st.floats(1e-300, 1e300)


def in_last_place(found, right):
    """How far it is off, in units of the last place of what is right."""
    near = float(right)
    return abs(decimal.Decimal(float(found)) - right) / decimal.Decimal(math.ulp(near))


@pytest.fixture(autouse=True)
def many_digits():
    with decimal.localcontext() as context:
        context.prec = 100
        yield


@given(REAL)
def test_exp_is_right_to_two_units_in_the_last_place(x):
    assert in_last_place(exp(x), decimal.Decimal(x).exp()) <= 2


@given(POSITIVE)
def test_log_is_right_to_two_units_in_the_last_place(x):
    if x != 1.0:
        assert in_last_place(log(x), decimal.Decimal(x).ln()) <= 2
    assert float(log2(x)) == pytest.approx(math.log2(x), rel=1e-14, abs=1e-300)


@given(st.floats(-1.0, 1.0, exclude_min=True).filter(lambda x: abs(x) > 1e-30))
def test_near_zero(x):
    assert in_last_place(log1p(x), (1 + decimal.Decimal(x)).ln()) <= 4
    assert in_last_place(expm1(x), decimal.Decimal(x).exp() - 1) <= 4


def test_at_the_ends():
    ends = np.array([-np.inf, -800.0, 0.0, 800.0, np.inf, np.nan])
    np.testing.assert_array_equal(exp(ends), [0.0, 0.0, 1.0, np.inf, np.inf, np.nan])
    np.testing.assert_array_equal(
        log([0.0, -1.0, 1.0, np.inf, np.nan]), [-np.inf, np.nan, 0.0, np.inf, np.nan]
    )
    assert float(log(5e-324)) == pytest.approx(math.log(5e-324), rel=1e-15)
    np.testing.assert_array_equal(expm1([-800.0, 0.0, 800.0]), [-1.0, 0.0, np.inf])
    assert exp(np.zeros((0, 3))).shape == (0, 3)
    assert float(power(2.0, 0.5)) == pytest.approx(math.sqrt(2.0), rel=1e-15)


def test_the_same_bits_everywhere():
    x = np.random.default_rng(1).uniform(-30.0, 30.0, 20_000)
    found = [exp(x), log(np.abs(x)), log1p(np.abs(x)), expm1(x / 30.0)]
    digests = [hashlib.sha256(each.tobytes()).hexdigest()[:12] for each in found]
    assert digests == DIGESTS


DIGESTS = ["6a1e986ce92f", "f5ac20a5883b", "6cae31bb8ed1", "f10debc8409f"]


def test_long_and_short_arrays_agree():
    x = np.random.default_rng(2).normal(size=10_007)
    assert exp(x)[5000] == exp(x[5000])
    assert log(np.abs(x))[9000] == log(abs(x[9000]))
    np.testing.assert_array_equal(exp(x.reshape(-1, 10007).T)[:, 0], exp(x))


def test_sums_of_quantised_shares_are_exact_in_any_order():
    shares = quantised(np.random.default_rng(3).dirichlet(np.ones(999)))
    forth, back = 0.0, 0.0
    for one, other in zip(shares, shares[::-1], strict=True):
        forth, back = forth + one, back + other
    assert forth == back == shares.sum() == float(shares @ np.ones(999))
