"""Counting and existence: own search against listing in numpy and a SAT solver, one run."""

from __future__ import annotations

import random
import time

import numpy as np
from pysat.solvers import Solver

from lastyard.blocking.solver import Encoding
from lastyard.conditions.tree import All, Any, OneOf, bits
from lastyard.space import SearchTooLargeError, Space
from lastyard.space.pool import Pool

_SECONDS = 10


def generated(issues, rules, seed=0, options=5):
    """Return random "one of these, or one of those" rules over two or three issues each."""
    rng = random.Random(seed)
    sizes = {f"issue{k}": options for k in range(issues)}
    parts = tuple(
        Any(
            tuple(
                OneOf(i, rng.randrange(1, (1 << options) - 1))
                for i in rng.sample(list(sizes), rng.choice((2, 3)))
            )
        )
        for _ in range(rules)
    )
    return sizes, All(parts)


def listed(sizes, condition):
    """Count by evaluating the rules on all packages in numpy, block by block."""
    names, shape = list(sizes), tuple(sizes.values())
    total, end = 0, int(np.prod(shape, dtype=object))
    for first in range(0, end, 1 << 20):
        index = np.unravel_index(np.arange(first, min(end, first + (1 << 20))), shape)
        good = np.ones(len(index[0]), dtype=bool)
        for rule in condition.parts:
            held = np.zeros(len(good), dtype=bool)
            for leaf in rule.parts:
                column = index[names.index(leaf.issue)]
                held |= np.isin(column, list(bits(leaf.options)))
            good &= held
        total += int(good.sum())
    return total


def by_solver(sizes, condition):
    """Return the time to one package, and packages found by blocking each, in the time."""
    pool = Pool(sizes, [condition, *(OneOf(i, 1 << k) for i in sizes for k in range(5))], 10**7)
    encoding = Encoding(pool, 10**6)
    encoding.require(encoding.literal(pool.add(condition)))
    start = time.perf_counter()
    found = 0
    with Solver(name="minisat22", bootstrap_with=encoding.clauses) as solver:
        solver.solve()
        first = time.perf_counter() - start
        while time.perf_counter() - start < _SECONDS and solver.solve():
            found += 1
            true = [v for v in solver.get_model() if v > 0]
            chosen = {v for i in sizes for v in encoding.cells(i)}
            solver.add_clause([-v for v in true if v in chosen])
    return first, found


def main():
    print(
        "| issues x 5, rules | packages | exists, s | count, s | numpy listing, s | "
        "SAT: one package, s | SAT: listed in 10 s |"
    )
    print("|---|---|---|---|---|---|---|")
    for issues, rules in ((8, 10), (9, 20), (15, 10), (20, 30), (30, 30)):
        sizes, condition = generated(issues, rules)
        start = time.perf_counter()
        space = Space(sizes, condition)
        space.exists()
        exists = time.perf_counter() - start
        start = time.perf_counter()
        try:
            number = space.count()
        except SearchTooLargeError:
            number = None
        count = time.perf_counter() - start
        start = time.perf_counter()
        listing = "out of reach"
        if issues < 10:
            assert listed(sizes, condition) == number
            listing = f"{time.perf_counter() - start:.2f}"
        first, found = by_solver(sizes, condition)
        print(
            f"| {issues}, {rules} | {number:.4g} | {exists:.3f} | {count:.3f} | {listing} "
            f"| {first:.4f} | {found} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
