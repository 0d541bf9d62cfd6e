"""Which packages come first, and which solutions they are: by agreement, by gains, by what dominates.

Example:
    >>> solutions(np.array([[0.3, 0.1], [0.2, 0.2], [-0.1, 0.9]]))["egalitarian"]
    1
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.packages.domain import AtTable, Candidates, Domain
from lastyard.answers.packages.fair import Solution
from lastyard.answers.packages.parties import PartyValues
from lastyard.answers.packages.result import AsGood
from lastyard.budget import spend
from lastyard.case.model import Case
from lastyard.deals.frontier import undominated_points
from lastyard.portable import log
from lastyard.values import Posterior

__all__ = [
    "apart",
    "as_good",
    "best_first",
    "bettered",
    "different",
    "expected_gains",
    "gains_of",
    "hinge_range",
    "improved",
    "in_order",
    "least_shares",
    "rank_ranges",
    "solutions",
    "times_named",
    "undominated",
    "unlike",
    "worth",
]

# From eight groups, Student's t with seven degrees of freedom: wrong one time in a hundred.
_SURE = 3.5

_FIRMNESS = 100

# Packages of which something better is looked for before no more are named.
_MOST_TRIED = 60


def apart(
    case: Case, options: NDArray[np.intp], one: int, settled: Container[str] = ()
) -> NDArray[np.float64]:
    """Return how far packages are from one of them: shares of ranges, added over issues.

    Measured from one row of the option indices, of shape (packages, issues); settled issues do
    not count.
    """
    total = np.zeros(len(options))
    for k, issue in enumerate(case.issues):
        if issue.id not in settled:
            steps = np.abs(options[:, k] - options[one, k])
            total += steps / max(1, issue.size - 1) if issue.has_order else steps > 0
    return total


def different(
    scores: NDArray[np.float64],
    distances: Callable[[int], NDArray[np.float64]],
    most: int,
    wanted: float,
) -> list[int]:
    """Choose packages one at a time, each as good and as different as can be.

    After the best, the next is that with the largest score times its distance to the
    nearest one chosen, distances beyond ``wanted`` counting as that.

    Args:
        scores: Shape (packages,), the best first where scores are equal.
        distances: From a package to those of all to it.
        most: How many to choose.
        wanted: A distance that is different enough.

    Example:
        >>> import numpy as np
        >>> scores = np.array([0.9, 0.8, 0.7])
        >>> places = np.array([0.0, 0.1, 1.0])
        >>> different(scores, lambda k: abs(places - places[k]), most=2, wanted=0.5)
        [0, 2]
    """
    chosen: list[int] = []
    nearest = np.full(len(scores), wanted)
    while len(chosen) < min(most, len(scores)):
        worth = (scores + 1e-9) * np.minimum(nearest, wanted)
        worth[chosen] = -1.0
        chosen.append(int(np.argmax(worth)))
        nearest = np.minimum(nearest, distances(chosen[-1]))
    return chosen


def unlike(
    scores: NDArray[np.float64],
    distances: Callable[[int], NDArray[np.float64]],
    most: int,
    least: float,
    improved: Callable[[int], int],
) -> list[int]:
    """Choose the best, then the best of those far enough from every one chosen, and so on.

    Each gives its place to what is made of it, unless that is too near to one chosen: then another
    one is tried in its place.

    Args:
        scores: Shape (packages,), the best first where scores are equal; minus infinity of those that
            are not to be chosen.
        distances: From a package to those of all to it.
        most: How many to choose; fewer are where no more are far enough apart.
        least: The least distance between any two.
        improved: From a package to what is made of it.
    """
    chosen: list[int] = []
    free, far = np.isfinite(scores), np.ones(len(scores), dtype=np.bool_)
    for _ in range(_MOST_TRIED):
        if len(chosen) == most or not free.any():
            break
        found = int(np.argmax(np.where(free, scores, -np.inf)))
        better = improved(found)
        free[found] = False
        if far[better]:
            chosen.append(better)
            far &= distances(better) >= least
            far[better] = False
            free &= far
    return chosen


def rank_ranges(
    agreed: NDArray[np.float64], by_group: NDArray[np.float64]
) -> list[tuple[int, int]]:
    """Return the best and the worst place of each package, as far as draws tell.

    Two packages are told apart when their difference is more than 3.5 times its standard
    error (two-sided 99 %), estimated from independent groups of chains that are the same for both.

    Agreement is given of shape (packages,), and by groups of chains of (groups, packages).
    """
    count = len(agreed)
    ranges = []
    for k in range(count):
        gaps = by_group - by_group[:, k : k + 1]
        error = gaps.std(axis=0, ddof=1) / np.sqrt(len(by_group))
        ahead = agreed - agreed[k]
        better = int(np.sum(ahead > np.maximum(_SURE * error, 1e-12)))
        worse = int(np.sum(-ahead > np.maximum(_SURE * error, 1e-12)))
        ranges.append((better + 1, count - worse))
    return ranges


def hinge_range(firmness: float, stays: Callable[[float], bool]) -> tuple[float, float]:
    """Return the range of a firmness, in hundredths, over which a package stays best."""
    low = high = round(firmness * _FIRMNESS)
    while low > 0 and stays((low - 1) / _FIRMNESS):
        low -= 1
    while high < _FIRMNESS and stays((high + 1) / _FIRMNESS):
        high += 1
    return low / _FIRMNESS, high / _FIRMNESS


_ROUNDING = 1e-12

# Of the best so many are looked at for one that betters the first.
_COMPARED = 2_000

# Standard errors, the least difference that counts, and changes after which nobody looks on.
_CLEAR, _LEAST, _MOST_CHANGES = 2.0, 1e-9, 50
# How likely one of the changes looked at may seem better by chance: two standard errors, of one.
_DOUBT = 0.0228

# By what share of the agreement of another a package may be off that is as good.
_AS_GOOD = 0.02


def expected_gains(
    posteriors: Sequence[Posterior], picked: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the expected value over the reservation value, shape (packages, parties).

    There is one posterior a party, over the options of the packages, which are of shape
    (packages, issues).
    """
    gains = np.empty((len(picked), len(posteriors)))
    for k, posterior in enumerate(posteriors):
        means = [table.mean(axis=0) for table in posterior.tables()]
        worth = sum(mean[picked[:, issue]] for issue, mean in enumerate(means))
        gains[:, k] = worth - posterior.reservations().mean()
    return gains


def least_shares(gains: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the least share of the most that each could hope for; breaks ties evenly.

    Gains are of shape (packages, parties).
    """
    hopes = gains.max(axis=0, initial=0.0)
    shares = np.divide(gains, hopes, out=np.ones_like(gains), where=hopes > 0)
    least: NDArray[np.float64] = shares.min(axis=1, initial=1.0)
    return least


def solutions(gains: NDArray[np.float64]) -> dict[Solution, int]:
    """Return the package that each solution names; empty when all cost somebody.

    Nash (1950): the largest product of gains; Kalai & Smorodinsky (1975): the largest least
    share of what each could hope for; egalitarian: the largest least gain, then the next least
    (Kalai 1977); utilitarian: the largest sum. Among the packages that nobody expects to lose by.

    Gains are of shape (packages, parties).

    Example:
        >>> solutions(np.array([[0.3, 0.1], [0.2, 0.2], [-0.1, 0.9]]))["nash"]
        1
    """
    fine = np.flatnonzero((gains >= -_ROUNDING).all(axis=1))
    if not fine.size:
        return {}
    inside = np.maximum(gains[fine], 0.0)
    hopes = inside.max(axis=0)
    shares = np.divide(inside, hopes, out=np.ones_like(inside), where=hopes > 0)
    with np.errstate(divide="ignore"):
        products = log(inside[:, hopes > 0]).sum(axis=1)
    total = inside.sum(axis=1)
    sorted_gains = np.sort(inside, axis=1).round(12)
    found = {
        "nash": np.lexsort((-total, -products.round(12)))[0],
        "kalai_smorodinsky": np.lexsort((-total, -shares.min(axis=1).round(12)))[0],
        "egalitarian": np.lexsort(tuple(-column for column in sorted_gains.T[::-1]))[0],
        "utilitarian": np.lexsort((-products.round(12), -total.round(12)))[0],
    }
    return {
        "nash": int(fine[found["nash"]]),
        "kalai_smorodinsky": int(fine[found["kalai_smorodinsky"]]),
        "egalitarian": int(fine[found["egalitarian"]]),
        "utilitarian": int(fine[found["utilitarian"]]),
    }


def gains_of(
    domain: Domain, everyone: Sequence[PartyValues], candidates: Candidates
) -> NDArray[np.float64]:
    """Return the expected gains of the parties whose values can be told."""
    told = [w.posterior for w in everyone if w.posterior is not None]
    places = domain.places(candidates.options)
    return expected_gains([domain.on_menus(posterior) for posterior in told], places)


def times_named(options: NDArray[np.integer], at: AtTable) -> NDArray[np.float64]:
    """Return on how many issues each package has the one option that was put forward there."""
    named = np.zeros(len(options))
    for place, option in at.unrivalled.items():
        named += options[:, place] == option
    return named


def best_first(candidates: Candidates, gains: NDArray[np.float64], at: AtTable) -> NDArray[np.intp]:
    """Return the places of candidates, the best first.

    By agreement, as far as the draws tell it (``level``); where that is 0, by how many would
    accept. Among packages that the draws do not tell apart, that comes first in which the
    largest share of its way that any commitment gives is the smallest, so that to meet half-way
    comes before either extreme; then that which has, on more issues, the one option that was put
    forward, where nobody put forward another: nothing speaks for one that nobody has named. Then that of
    the larger agreement, then what the parties like (the least share of what each could hope for). Last, the first gives its place to what changes on
    single issues make of it that are better for a party and worse for none.
    """
    accepted = (candidates.shares * candidates.factors).mean(axis=1)
    lost = np.where(candidates.level.round(12) > 0.0, 0.0, accepted)
    keys = (
        accepted,
        least_shares(gains),
        candidates.agreement,
        times_named(candidates.options, at),
        -candidates.farthest,
        lost,
        candidates.level,
    )
    order = np.lexsort(tuple(-key.round(12) for key in keys)).astype(np.intp)
    first = bettered(candidates, order[:_COMPARED], 0, at.everyone)
    return np.concatenate([order[first : first + 1], np.delete(order, first)])


def in_order(domain: Domain, at: AtTable, candidates: Candidates) -> NDArray[np.intp]:
    """Return the places of candidates, the best first by what the parties expect to gain."""
    return best_first(candidates, gains_of(domain, at.everyone, candidates), at)


def as_good(
    case: Case,
    found: Candidates,
    chosen: int,
    error: float = 0.0,
    fixed: Container[tuple[str, int]] = (),
) -> tuple[AsGood, ...]:
    """Return which other options do as well in a package, one issue at a time.

    Another may be off by 2 % of the agreement. On an issue with an order, the run of options around its
    own; on one without, the draws of the options are apart, and two errors count as well.

    Args:
        case: The case.
        found: The packages.
        chosen: Which of them.
        error: The error of its agreement.
        fixed: Options that are not to be changed, with their issues.
    """
    own, best = found.options[chosen], float(found.agreement[chosen])
    if best <= _LEAST:
        return ()
    alike = np.flatnonzero((found.options != own).sum(axis=1) == 1)
    change = np.abs(found.agreement[alike] - best)
    result = []
    for place, issue in enumerate(case.issues):
        option = int(own[place])
        if (issue.id, option) in fixed:
            continue
        short = max(_AS_GOOD * best, 0.0 if issue.has_order else _CLEAR * error) + _LEAST
        column = found.options[alike[change <= short], place]
        would_do = {option, *column[column != option].tolist()}
        if issue.has_order:
            low = high = option
            while low - 1 in would_do:
                low -= 1
            while high + 1 in would_do:
                high += 1
            would_do = {*range(low, high + 1)}
        if len(would_do) > 1:
            result.append(AsGood(issue.id, sum(1 << k for k in would_do)))
    return tuple(result)


def bettered(
    candidates: Candidates, order: NDArray[np.intp], place: int, everyone: Sequence[PartyValues]
) -> int:
    """Return what :func:`improved` makes of one, agreement and commitments not made worse.

    It begins at one place of an order, the best first.

    Returns:
        Its place among those.
    """
    if not len(order):
        return place
    kept = np.column_stack([candidates.factors[order], candidates.level[order]])
    return improved(candidates.options[order], place, everyone, kept)


def improved(
    options: NDArray[np.intp],
    start: int,
    everyone: Sequence[PartyValues],
    kept: NDArray[np.float64] | None = None,
) -> int:
    """Change one issue at a time while that is better for a party and worse for none.

    Where it is known of all parties what packages are worth to them, all issues at a time: then no
    package is left that another one dominates. Worse by more than two standard errors of the difference;
    better by so many that of all changes looked at one seems so by chance in 2 of 100 cases. A party whose values cannot be told, or that said nothing that bears on them, has
    no say in it.

    Args:
        options: The packages to choose from, shape (packages, issues).
        start: The row to begin with.
        everyone: What each party may want.
        kept: What no change may lessen, as chances that commitments leave; shape (packages, n).
    """
    told = [w for w in everyone if (w.posterior or w.joint) is not None and not w.silent]
    known = all(w.worth_is_known for w in everyone)
    current = start
    for _ in range(_MOST_CHANGES):
        changes = (options != options[current]).sum(axis=1)
        near = np.flatnonzero(changes > 0 if known else changes == 1)
        if kept is not None:
            near = near[(kept[near] >= kept[current]).all(axis=1)]
        if not len(near) or not told:
            return current
        spend(20 + len(near) * len(told))
        worse, better = np.zeros(len(near), bool), np.zeros(len(near), bool)
        total = np.zeros(len(near))
        # Of many changes some look better by chance: the more there are, the clearer one has to be.
        clear = NormalDist().inv_cdf(1.0 - _DOUBT / (len(near) * len(told)))
        for wants in told:
            mean, error = _ahead(wants, options[near], options[current : current + 1])
            worse |= mean < -_CLEAR * error - _LEAST
            better |= mean > clear * error + _LEAST
            total += mean
        good = better & ~worse
        if not good.any():
            return current
        best = max(np.flatnonzero(good), key=lambda k: (total[k].round(9), -int(near[k])))
        current = int(near[best])
    return current


def undominated(
    options: NDArray[np.intp], everyone: Sequence[PartyValues], kept: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Return the places of packages that none of the others is better than for one and as good for all.

    All places, where it is not known of every party what packages are worth to it.

    What a better one may not lessen (`kept`) are chances that commitments leave, of shape
    (packages, n).
    """
    if not all(w.worth_is_known for w in everyone):
        return np.arange(len(options))
    spend(20 + 4 * options.size)
    first = options[:1]
    ahead = [_ahead(wants, options, first)[0] for wants in everyone]
    return np.sort(undominated_points(np.column_stack([kept.round(12), *ahead]).round(9)))


def _ahead(
    wants: PartyValues, options: NDArray[np.intp], other: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return by how much packages are worth more to a party than another one, and the errors of that."""
    if wants.posterior is None:
        assert wants.joint is not None  # noqa: S101  (asked only where one of them is there)
        exact = wants.joint.worth(options) - wants.joint.worth(other)
        return exact.astype(np.float64) / max(1.0, wants.joint.span), np.zeros(len(options))
    ahead = worth(wants, options) - worth(wants, other)
    mean = ahead.mean(axis=0).round(9)
    if len(ahead) < 2 or wants.posterior.known:
        return mean, np.zeros(len(options))
    spread = ahead.std(axis=0, ddof=1).round(9)
    return mean, spread / max(wants.posterior.effective, 1.0) ** 0.5


def worth(wants: PartyValues, options: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the value of packages under every draw, shape (draws, packages)."""
    assert wants.posterior is not None  # noqa: S101 (asked only of parties with draws)
    return wants.posterior.worth(options)
