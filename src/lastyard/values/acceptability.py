"""How likely each party is to accept each package, and a package to be agreed.

The acceptability index (stochastic multicriteria acceptability analysis: Lahdelma,
Hokkanen & Salminen 1998; Tervonen & Figueira 2008): the share of the value functions
drawn under which the package is worth its reservation value, times the probability
that the party gives way on every commitment that the package breaks. Monte-Carlo
errors count draws by their effective number, for draws of a chain are not
independent; a share of 0 or 1 in the sample has a bound, never an error of 0.

Many packages at once: issues are split in two halves, each half's value is tabled
for every draw, and the sums are compared in blocks that stay in cache, so memory
does not grow with the number of packages.

Example:
    >>> import numpy as np
    >>> from lastyard.values.problem import Peak, Refuses, Takes
    >>> from lastyard.values.problem import Scale
    >>> from lastyard.values.problem import translate
    >>> from lastyard.values.posterior import sample
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> posterior = sample(translate(scales, [Peak("full", 0, 2)]), seed=7)
    >>> index = acceptability(posterior, np.array([[2, 1], [0, 0]]))
    >>> index.value.shape, bool((index.error > 0).all())
    ((2,), True)
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.budget import current, spend
from lastyard.portable import expm1, log
from lastyard.values.mixing import effective_size
from lastyard.values.problem import ValuesError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.posterior import Posterior

_BLOCK = 1 << 21

_MOST_HALF = 1 << 22


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Acceptability of packages to one party; all arrays of shape (packages,).

    Attributes:
        value: Probability that the party accepts.
        error: Monte-Carlo standard error; where ``bounded``, instead the distance
            within which the true share lies with probability 0.95.
        bounded: Whether no draw, or every draw, accepts.
        effective: Effective number of draws behind the figure.
        exact: The party's values are known, so nothing was sampled.
    """

    value: NDArray[np.float64]
    error: NDArray[np.float64]
    bounded: NDArray[np.bool_]
    effective: NDArray[np.float64]
    exact: bool


def acceptability(
    posterior: Posterior,
    packages: NDArray[np.integer],
    keeps: NDArray[np.float64] | None = None,
) -> Index:
    """Acceptability of some packages, each with its own autocorrelation.

    Args:
        posterior: Draws of the party's value functions.
        packages: Option indices, shape (packages, issues).
        keeps: For each package, the product of (1 - firmness) over the party's
            commitments that it breaks; 1 when left out.

    Raises:
        ValuesError: Factors outside 0 to 1, or packages that are not there.
    """
    table = posterior.layout.check_packages(packages)
    factor = np.ones(len(table)) if keeps is None else np.asarray(keeps, dtype=np.float64)
    if factor.shape != (len(table),) or not np.all((factor >= 0) & (factor <= 1)):
        raise ValuesError("the commitments' factors must be one a package, between 0 and 1")
    chains, draws, _ = posterior.chains.shape
    exact = posterior.known and _fixed_reservation(posterior)
    shares, sizes = np.empty(len(table)), np.empty(len(table))
    worths, levels = posterior.worth_of(table), posterior.reservations()[:, None]
    step = max(1, _BLOCK // (chains * draws))
    for start in range(0, len(table), step):
        part = slice(start, start + step)
        spend(1 + shares[part].size * chains * draws * table.shape[1] // 250)
        takes = (worths(part) - levels >= -_ROUNDING).astype(np.float64)
        shares[part] = takes.mean(axis=0)
        sizes[part] = effective_size(takes.reshape(chains, draws, -1))
    # A share can mix better by luck than the values behind it; never count on that.
    sizes = np.minimum(sizes, max(posterior.effective, 1.0))
    error, bounded = share_error(shares, sizes)
    if exact:
        error, bounded = np.zeros_like(error), np.zeros_like(bounded)
    return Index(shares * factor, error * factor, bounded, sizes, exact)


_ROUNDING = 1e-12


def share_error(
    shares: NDArray[np.float64], effective: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Standard error of sampled shares; at 0 and 1 the exact 95 % bound instead.

    The bound is 1 - 0.05 ** (1 / n), the largest share that would still give none
    in n draws one time in twenty (Clopper & Pearson 1934).
    """
    bounded = (shares <= 0.0) | (shares >= 1.0)
    error = np.sqrt(shares * (1.0 - shares) / effective)
    return np.where(bounded, -expm1(log(0.05) / effective), error), bounded


def _fixed_reservation(posterior: Posterior) -> bool:
    return not np.ptp(posterior.reservations())


def shares_of_all(posterior: Posterior) -> NDArray[np.float64]:
    """Share of the draws that accept, for all packages, in order (last issue fastest).

    Args:
        posterior: Draws of one party.

    Raises:
        ValuesError: More packages than can be listed; ask ``best_package`` instead.
    """
    count = 1
    for scale in posterior.layout.scales:
        count *= scale.options
    if count > 10**9:
        raise ValuesError(
            f"{count:.3g} packages are too many to list; search for the best, or list a part"
        )
    lefts, right = _halves(posterior)
    draws, width = right.shape
    result = np.empty((lefts.shape[1], width))
    for line, left in enumerate(lefts.T):
        spend(20 + width * draws // 1_000)
        result[line] = _counts(right, -left - _ROUNDING) / draws
    return result.reshape(-1)


def _counts(values: NDArray[np.float64], floor: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each column, how many rows reach their floor; blocks small enough for the cache."""
    draws, width = values.shape
    total = np.zeros(width)
    wide = max(64, min(width, (1 << 17) // 255))
    for start in range(0, width, wide):
        part = values[:, start : start + wide]
        for first in range(0, draws, 255):
            # At most 255 rows at a time, so that counts fit one byte.
            reached = part[first : first + 255] >= floor[first : first + 255, None]
            total[start : start + wide] += np.add.reduce(
                reached.view(np.uint8), axis=0, dtype=np.uint8
            )
    return total


def _halves(posterior: Posterior) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the surplus of the first half of all packages, and what the others add, by draws."""
    scales = posterior.layout.scales
    tables = posterior.tables()
    sizes = [scale.options for scale in scales]
    cut = min(
        range(len(sizes)),
        key=lambda place: abs(
            float(np.sum(log(sizes[:place]))) - float(np.sum(log(sizes[place:])))
        ),
    )
    draws = len(tables[0])
    both = math.prod(sizes[:cut]) + math.prod(sizes[cut:])
    spend(both * draws // 200)
    current().room(both * draws * 16)
    for half in (sizes[:cut], sizes[cut:]):
        if np.prod(np.array(half, dtype=np.float64)) * draws > _MOST_HALF * 128:
            raise ValuesError("an issue has too many options to table; use coarser steps")
    left = _sums(tables[:cut], draws) - posterior.reservations()[:, None]
    return left, _sums(tables[cut:], draws)


def _sums(tables: list[NDArray[np.float64]], draws: int) -> NDArray[np.float64]:
    total = np.zeros((draws, 1))
    for table in tables:
        total = (total[:, :, None] + table[:, None, :]).reshape(draws, -1)
    return total


MOST_PARTIES_OF_FORMULA = 16

Formula = Callable[[tuple[bool, ...]], bool]


@dataclass(frozen=True, slots=True)
class Threshold:
    """Agreed when enough weight accepts, and every party with a veto does.

    Attributes:
        quota: The weight needed.
        weights: Weight of each party, whole numbers from 0 on.
        vetoes: Parties without whom nothing is agreed.
    """

    quota: int
    weights: tuple[int, ...]
    vetoes: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if any(weight < 0 for weight in self.weights):
            raise ValuesError("weights must not be negative: the rule would not be monotone")
        if self.quota > sum(self.weights):
            raise ValuesError(f"a quota of {self.quota} is more than all weights together")
        if any(not 0 <= party < len(self.weights) for party in self.vetoes):
            raise ValuesError("a veto names a party that is not there")


def everyone(parties: int) -> Threshold:
    """All of them."""
    return Threshold(parties, (1,) * parties)


def agreement(accepts: NDArray[np.float64], rule: Threshold | Formula) -> NDArray[np.float64]:
    """Probability that the rule is true.

    The agreement rule is a monotone function of who accepts: with more acceptances it
    can only become true. Parties' draws are independent of each other, so given each
    party's acceptability the probability is exact: by counting weights for a threshold
    rule (dynamic programming), by going through all combinations of up to 16 parties
    for any other. Parties are never sampled (docs/model.md, section 5).

    Args:
        accepts: Acceptability, shape (packages, parties).
        rule: A threshold, or a function from who accepts to whether it is agreed.

    Raises:
        ValuesError: A rule that is not monotone, or too many parties for a formula.

    Example:
        >>> two_of_three = Threshold(quota=2, weights=(1, 1, 1))
        >>> agreement(np.array([[0.5, 0.5, 0.5]]), two_of_three).tolist()
        [0.5]
    """
    table = np.asarray(accepts, dtype=np.float64)
    if table.ndim != 2 or not np.all((table >= 0) & (table <= 1)):
        raise ValuesError("acceptability must be a table of probabilities, packages by parties")
    if isinstance(rule, Threshold):
        if len(rule.weights) != table.shape[1]:
            raise ValuesError("the rule has another number of parties than the table")
        return _threshold(table, rule)
    return _formula(table, rule)


def _threshold(table: NDArray[np.float64], rule: Threshold) -> NDArray[np.float64]:
    """Distribution of the accepting weight, one party at a time."""
    quota = max(rule.quota, 0)
    if quota == sum(rule.weights) and all(rule.weights):
        # Everybody must accept.
        spend(5 + len(rule.weights) * (1 + len(table) // 500))
        every = np.ones(len(table))
        for party in range(len(rule.weights)):
            every = every * table[:, party]
        return every
    spend(10 * len(rule.weights) + len(table) * (quota + 1) * len(rule.weights) // 75)
    current().room(len(table) * (quota + 1) * 32)
    # Weight beyond the quota is all the same: the last column holds it.
    held = np.zeros((len(table), quota + 1))
    held[:, 0] = 1.0
    for party, weight in enumerate(rule.weights):
        yes = table[:, party, None]
        moved = np.zeros_like(held)
        step = min(weight, quota)
        moved[:, step:] = held[:, : quota + 1 - step]
        moved[:, quota] += held[:, quota + 1 - step :].sum(axis=1)
        held = moved * yes if party in rule.vetoes else moved * yes + held * (1.0 - yes)
    return np.clip(held[:, quota], 0.0, 1.0)


def _formula(table: NDArray[np.float64], rule: Formula) -> NDArray[np.float64]:
    parties = table.shape[1]
    if parties > MOST_PARTIES_OF_FORMULA:
        raise ValuesError(
            f"{parties} parties are too many for a formula "
            f"(at most {MOST_PARTIES_OF_FORMULA}); state the rule as a threshold"
        )
    spend((1 << parties) * (2 * parties + len(table) * parties // 150))
    total = np.zeros(len(table))
    agreed = {who: rule(who) for who in itertools.product((False, True), repeat=parties)}
    for who, true in agreed.items():
        if not true:
            continue
        for party, accepts in enumerate(who):
            if not accepts and not agreed[(*who[:party], True, *who[party + 1 :])]:
                raise ValuesError(
                    f"the agreement rule is not monotone: it fails when party {party} joins"
                )
        total += np.prod(np.where(who, table, 1.0 - table), axis=1)
    return np.clip(total, 0.0, 1.0)
