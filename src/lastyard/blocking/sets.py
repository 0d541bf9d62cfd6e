"""All openings and all blocking sets of talks, unless there are too many.

Openings are the minimal correction sets of the demands; a set of demands blocks when it meets every
opening, so the blocking sets are their minimal hitting sets.

Example:
    >>> sorted(transversals([0b011, 0b110]))
    [2, 5]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from math import exp, inf, isqrt, prod
from random import Random

from lastyard.blocking.giving_way import Levels
from lastyard.blocking.likeliest import Found, by_chance, likeliest, price_of
from lastyard.blocking.solver import (
    Kept,
    Met,
    Oracle,
    Referee,
    Used,
    holders,
    prove_blocking_sets,
    prove_openings,
    prove_packages,
)
from lastyard.blocking.talks import Talks
from lastyard.budget import OutOfBudget, current, spend
from lastyard.conditions.tree import bits
from lastyard.records import record

__all__ = [
    "BlockingSet",
    "Opening",
    "Sets",
    "TooManyStepsError",
    "all_blocking_sets",
    "levels_between",
    "openings_of",
    "order_of",
    "sets_of",
    "shrunk",
    "some_openings",
    "transversals",
]


def openings_of(oracle: Oracle, everything: int) -> Iterator[tuple[int, Kept]]:
    """Yield every opening once, with a package that it allows.

    They are the minimal correction sets of the demands. A package that the solver finds
    keeps some demands; the rest is shrunk by asking for one more of it to be kept, until
    none can be ("clause D": Marques-Silva, Heras, Janota, Previti, Belov 2013); then every
    package that loses this whole set again is forbidden and the next one is sought.

    Args:
        oracle: Answers for the talks; what it was told to forbid stays forbidden.
        everything: Mask of all demands.
    """
    while (found := oracle.next()) is not None:
        while lost := everything & ~found.demands:
            better = oracle.forbid_losing(lost, found.demands)
            if better is None:
                break
            found = better
        yield lost, found
        if not lost:
            return


def shrunk(oracle: Oracle, found: Kept, everything: int) -> tuple[int, Kept]:
    """Shrink what a package loses to an opening within it, and return its package."""
    while lost := everything & ~found.demands:
        better = oracle.keep_more(found.demands, lost)
        if better is None:
            return lost, found
        found = better
    return 0, found


_STEPS = 1_000_000

# Unmet sets that are looked at for the one that leaves the fewest candidates.
_LOOKED_AT = 33


class TooManyStepsError(Exception):
    """The budget of steps ran out before all sets were found."""


def transversals(family: Sequence[int], steps: int = _STEPS) -> Iterator[int]:
    """Yield every minimal set that meets each set of a family, as masks.

    A set of demands blocks when it meets every opening, so the blocking sets are the minimal
    hitting sets of the openings (Reiter 1987; Birnbaum & Lozinskii 2003). Enumerated depth
    first with critical sets: an element stays only while it alone hits some set, so that no
    set comes twice and none is tested for minimality afterwards (MMCS: Murakami & Uno 2014).

    Args:
        family: Masks. An empty mask cannot be met: then nothing is yielded.
        steps: Greatest number of partial sets to look at.

    Raises:
        TooManyStepsError: When more steps would be needed.

    Example:
        >>> sorted(transversals([0b011, 0b110]))
        [2, 5]
    """
    if not all(family):
        return
    steps = current().steps(steps)
    elements = 0
    for member in family:
        elements |= member
    hits = holders(family)
    missed = {element: ~met for element, met in hits.items()}
    start: tuple[int, int, int, list[int]] = (0, (1 << len(family)) - 1, elements, [])
    waiting = [start]
    while waiting:
        steps -= 1
        spend(4 + len(family) // 16)
        if steps < 0:
            raise TooManyStepsError
        chosen, unmet, candidates, critical = waiting.pop()
        if not unmet:
            yield chosen
            continue
        branch = _fewest_candidates(family, unmet, candidates)
        allowed = candidates & ~branch
        while branch:
            bit = branch & -branch
            branch ^= bit
            element = bit.bit_length() - 1
            free = missed[element]
            left = []
            for own in critical:
                kept = own & free
                if not kept:
                    break
                left.append(kept)
            else:
                left.append(unmet & hits[element])
                waiting.append((chosen | bit, unmet & free, allowed, left))
            # Later branches may use this element: sets are told apart by the first chosen.
            allowed |= bit


def _fewest_candidates(family: Sequence[int], unmet: int, candidates: int) -> int:
    """Return the candidates within the unmet set that leaves the fewest, looking at some."""
    best, fewest = 0, -1
    for _ in range(_LOOKED_AT):
        low = unmet & -unmet
        inside = family[low.bit_length() - 1] & candidates
        number = inside.bit_count()
        if fewest < 0 or number < fewest:
            best, fewest = inside, number
        unmet ^= low
        if number <= 1 or not unmet:
            break
    return best


# From this limit on it is worth guessing; then, after this share of the limit.
_WORTH_GUESSING = 1_000

_SHARE = 5


def some_openings(oracle: Oracle, everything: int, limit: int, found: dict[int, Kept]) -> bool:
    """Find openings with a package each, and say whether they are all.

    Args:
        oracle: Answers for the talks, which has no package for ``everything``.
        everything: Mask of all demands.
        limit: All are returned when there are at most this many, unless an early guess
            finds far more; that errs in about one of fifty cases at the limit itself.
        found: Receives them; those found by then when the budget runs out.
    """
    source = openings_of(oracle, everything)

    def take(most: int) -> None:
        for opening, kept in islice(source, most):
            found[opening] = kept
            current().progress(len(found), unit="openings")

    if limit >= _WORTH_GUESSING:
        take(limit // _SHARE)
        if len(found) < limit // _SHARE:
            return True
        if _far_more_than(oracle, everything, limit):
            return False
    take(limit + 1 - len(found))
    return len(found) <= limit


def all_blocking_sets(openings: Sequence[int], limit: int) -> list[int] | None:
    """Return all blocking sets of talks with these openings, or None beyond the limit."""
    try:
        found = list(islice(transversals(openings), limit + 1))
    except (TooManyStepsError, OutOfBudget):
        return None
    return found if len(found) <= limit else None


def _far_more_than(oracle: Oracle, everything: int, limit: int) -> bool:
    """Draw openings until one comes twice; with ``limit`` of them, 4 repeats are expected."""
    seen: set[int] = set()
    random = Random(0)  # noqa: S311 - a fixed sequence of shuffles, no secret
    for _ in range(2 * isqrt(2 * limit)):
        opening = _drawn(oracle, everything, random)
        if opening in seen:
            return False
        seen.add(opening)
    return True


def _drawn(oracle: Oracle, everything: int, random: Random) -> int:
    """Return an opening: in a random order, every demand is kept that can be."""
    order = list(range(everything.bit_length()))
    random.shuffle(order)
    chosen = kept = 0
    for k in order:
        if not kept >> k & 1:
            more = oracle.keep(chosen | 1 << k)
            if more is None:
                continue
            kept = more.demands
        chosen |= 1 << k
    return everything & ~chosen


# Up to this product of sets and demands, proofs are by the slower, independent search.
_MOST_SEARCHED = 500


@record(frozen=True, slots=True)
class BlockingSet:
    """A minimal set of demands that cannot be kept together.

    Attributes:
        demands: Their ids, sorted.
        chance: Product of their firmness: the chance that all of them hold.
    """

    demands: tuple[str, ...]
    chance: float


@record(frozen=True, slots=True)
class Opening:
    """A minimal set of demands whose giving way leaves a package.

    Attributes:
        demands: Their ids, sorted.
        chance: The chance that all of them give way (:mod:`lastyard.blocking.giving_way`).
        package: One package that is then agreed, as option per issue.
    """

    demands: tuple[str, ...]
    chance: float
    package: Mapping[str, int]


@record(frozen=True, slots=True)
class Sets:
    """The blocking sets and openings of talks whose demands exclude each other.

    Attributes:
        blocking_sets: Likeliest to hold first, then smallest, then by ids.
        openings: Likeliest first, then smallest, then by ids.
        blocking_complete: Whether these are all blocking sets.
        openings_complete: Whether these are all openings.
        blocking_likeliest: Whether no blocking set left out is likelier; False when the
            search for the likeliest ended at its budget.
        openings_likeliest: Whether no opening left out is likelier; likewise.
        referee: What proved each set again, with its minimality, apart from the search that
            found it (a failed proof raises an error): the search of :mod:`lastyard.space`,
            or a second solver on the same clauses where that would take too long.
    """

    blocking_sets: tuple[BlockingSet, ...] = ()
    openings: tuple[Opening, ...] = ()
    blocking_complete: bool = True
    openings_complete: bool = True
    blocking_likeliest: bool = True
    openings_likeliest: bool = True
    referee: Used = "nothing"


def sets_of(talks: Talks, oracle: Oracle, limit: int, first: int) -> Sets:
    """Find the blocking sets and openings of talks whose demands exclude each other.

    Whether there are too many openings is guessed before all those within the limit are
    listed: of openings drawn at random, some come twice when there are few to draw from
    (the birthday problem). The guess decides only how the search goes on; an answer that does
    not hold all sets says so.

    Args:
        talks: The talks, the demands in the order of their ids.
        oracle: Answers for the talks.
        limit: All sets of a kind are given when there are at most this many.
        first: How many of the likeliest are given otherwise.

    Returns:
        Sets that are proved. Where the budget of the program runs out, what was found by
        then is given, as not complete.
    """
    budget = current()
    everything = (1 << len(talks.demands)) - 1
    openings: dict[int, Kept] = {}
    complete = budget.attempt(
        "the openings",
        lambda: some_openings(oracle, everything, limit, openings),
        False,
        share=0.4,
    )
    every = all_blocking_sets(list(openings), limit) if complete else None
    blocking = Found(tuple(every), proved=True) if every is not None else None
    if blocking is None:

        def blocking_sets() -> Found:
            found = _likeliest_blocking(talks, oracle, openings, first, complete)
            if found.sets:
                return found
            return Found((_smaller_core(oracle, everything),), found.proved)

        blocking = budget.attempt(
            "the likeliest blocking sets", blocking_sets, Found((), proved=False), share=0.4
        )
    likeliest_openings = True
    levels = levels_between(talks)
    if not complete:

        def likely() -> tuple[dict[int, Kept], bool]:
            found = _likeliest_openings(talks, oracle, levels, blocking.sets, first)
            kept = {mask: _kept_by(oracle, everything & ~mask) for mask in found.sets}
            return kept, found.proved

        nothing: tuple[dict[int, Kept], bool] = ({}, False)
        likeliest, likeliest_openings = budget.attempt(
            "the likeliest openings", likely, nothing, share=0.4
        )
        # A search that ended early may have found too few: those listed are openings too.
        openings = likeliest if likeliest_openings else openings | likeliest
    ranked_openings = _ranked(talks, openings, lambda mask: float(levels.chance(mask)))
    ranked_blocking = _ranked(talks, blocking.sets, lambda mask: _all_hold(talks, mask))
    if not complete:
        ranked_openings = ranked_openings[:first]
    if every is None:
        ranked_blocking = ranked_blocking[:first]
    kept = {mask: openings[mask] for mask in ranked_openings}
    answer = _answer(talks, oracle, levels, kept, ranked_blocking)
    all_openings = len(answer.openings) == len(kept)
    all_blocking = len(answer.blocking_sets) == len(ranked_blocking)
    return replace(
        answer,
        blocking_complete=every is not None and all_blocking,
        openings_complete=complete and all_openings,
        blocking_likeliest=blocking.proved and all_blocking,
        openings_likeliest=likeliest_openings and all_openings,
    )


def _answer(
    talks: Talks,
    oracle: Oracle,
    levels: Levels,
    kept: Mapping[int, Kept],
    blocking: Sequence[int],
) -> Sets:
    """Prove the sets and put them into words of the talks; those proved within the budget."""
    few = (len(kept) + len(blocking)) * len(talks.demands) <= _MOST_SEARCHED
    referee = Referee(talks) if few else Referee(talks, steps=0, oracle=oracle)
    budget, proved_openings, proved = current(), dict[int, Kept](), list[int]()

    def prove_blocking() -> None:
        met = Met(kept)
        for done, mask in enumerate(blocking):
            budget.progress(done, len(blocking))
            prove_blocking_sets(referee, [mask], met)
            proved.append(mask)

    def prove() -> None:
        met = Met(proved)
        for done, (mask, one) in enumerate(kept.items()):
            budget.progress(done, len(kept))
            prove_openings(talks, referee, [mask], met)
            proved_openings[mask] = one

    def prove_ways() -> Mapping[int, Kept]:
        prove_packages(talks, kept)
        return kept

    none: Mapping[int, Kept] = {}
    kept = budget.attempt("the proofs of the openings", prove_ways, none, share=0.4)
    budget.attempt("the proofs of the blocking sets", prove_blocking, share=0.5)
    budget.attempt("the proofs of the openings", prove, share=0.4)
    kept, blocking = proved_openings, proved
    return Sets(
        tuple(BlockingSet(_ids(talks, mask), _all_hold(talks, mask)) for mask in blocking),
        tuple(
            Opening(_ids(talks, mask), float(levels.chance(mask)), one.package)
            for mask, one in kept.items()
        ),
        referee=referee.used,
    )


def _likeliest_blocking(
    talks: Talks, oracle: Oracle, openings: Iterable[int], first: int, complete: bool
) -> Found:
    everything = (1 << len(talks.demands)) - 1

    def missed(mask: int) -> int:
        found = None if complete else oracle.keep(mask)
        return shrunk(oracle, found, everything)[0] if found else 0

    def find(costs: Sequence[int | None], wanted: int, before: Sequence[int]) -> Found:
        return likeliest(costs, openings, missed, wanted, before)

    costs = [price_of(demand.firmness) for demand in talks.demands]
    return by_chance(costs, first, find)


def _likeliest_openings(
    talks: Talks, oracle: Oracle, levels: Levels, blocking: Iterable[int], first: int
) -> Found:
    # Imported here because it needs numpy, which most cases do without.
    from lastyard.blocking.likeliest import NotSuitedError, cheapest_openings  # noqa: PLC0415

    everything = (1 << len(talks.demands)) - 1

    def missed(mask: int) -> int:
        if oracle.keep(everything & ~mask) is None:
            return _smaller_core(oracle, everything & ~mask)
        return 0

    def shrink(kept: Kept) -> int:
        return shrunk(oracle, kept, everything)[0]

    shares = [None if each == inf else price_of(exp(-each)) for each in levels.costs()]

    def price(mask: int) -> int:
        # Where demands are nested in a tangle, the shares add up to less.
        added = sum(shares[k] or 0 for k in bits(mask))
        return max(added, price_of(float(levels.chance(mask))) or 0)

    def find(costs: Sequence[int | None], wanted: int, before: Sequence[int]) -> Found:
        own = price if costs is shares else None
        try:
            return cheapest_openings(talks, costs, wanted, before, shrink, price=own)
        except NotSuitedError:
            return likeliest(costs, blocking, missed, wanted, before, price=own)

    return by_chance(shares, first, find)


def _kept_by(oracle: Oracle, demands: int) -> Kept:
    kept = oracle.keep(demands)
    if kept is None:
        raise AssertionError("an opening leaves no package: a fault of this program")
    return kept


def _smaller_core(oracle: Oracle, demands: int) -> int:
    """Shrink an unsatisfiable subset to a blocking set within it."""
    core = oracle.core(demands)
    for k in bits(core):
        if core >> k & 1 and oracle.keep(core & ~(1 << k)) is None:
            core = oracle.core(core & ~(1 << k))
    return core


def levels_between(talks: Talks) -> Levels:
    """Return how the demands of talks stand to one another, numbered in their order."""
    return Levels(
        [demand.party for demand in talks.demands],
        [demand.condition for demand in talks.demands],
        [demand.firmness for demand in talks.demands],
        talks.sizes,
        [demand.way for demand in talks.demands],
    )


def _all_hold(talks: Talks, mask: int) -> float:
    """Return the chance that all demands of a blocking set hold; none of them are nested."""
    return prod(talks.demands[k].firmness for k in bits(mask))


def order_of(chance: float, demands: tuple[str, ...]) -> tuple[float, int, tuple[str, ...]]:
    """Return the key that orders sets: likeliest first, then smallest, then by ids.

    Args:
        chance: The chance of the set.
        demands: Its ids, sorted.
    """
    return -_rounded(chance), len(demands), demands


@lru_cache(1 << 14)
def _rounded(chance: float) -> float:
    """Return a chance so that products that differ only by their order count as equal."""
    return float(f"{chance:.12e}")


def _ranked(talks: Talks, masks: Iterable[int], chance_of: Callable[[int], float]) -> list[int]:
    return sorted(masks, key=lambda mask: order_of(chance_of(mask), _ids(talks, mask)))


def _ids(talks: Talks, mask: int) -> tuple[str, ...]:
    return tuple(talks.ids.of(mask))
