"""Throughput of the values kernels; prints a table. Run: ``python benchmarks/values.py``."""

import time

import numpy as np

from lastyard.values import (
    Direction,
    Refuses,
    Scale,
    Takes,
    best_package,
    everyone,
    judge_packages,
    sample,
    shares_of_all,
    translate,
)


def spoken(issues, options, statements, seed=0):
    """A party whose offers and refusals follow hidden values."""
    rng = np.random.default_rng(seed)
    hidden = rng.random((issues, options)) * rng.dirichlet(np.ones(issues))[:, None]
    middle = hidden.mean(axis=1).sum()
    said = []
    for number in range(statements):
        package = tuple((i, int(rng.integers(options))) for i in range(issues))
        worth = sum(hidden[i, k] for i, k in package)
        name = f"s{number}"
        said.append(Takes(name, package, True) if worth >= middle else Refuses(name, package))
    return translate([Scale.choice(str(i), options) for i in range(issues)], said)


def directed(issues, options, more, seed):
    """A party with known directions, opposed to the other."""
    said = [Direction(f"d{i}", i, more) for i in range(issues)]
    scales = [Scale.ordered(str(i), options) for i in range(issues)]
    return sample(translate(scales, said), draws=8, seed=seed)


def bandwidth():
    """Comparisons and adds a second of plain numpy on blocks in cache: the limit here."""
    block, floor = np.random.default_rng(0).random((255, 512)), np.full((255, 1), 0.5)
    start = time.perf_counter()
    for _ in range(2000):
        np.add.reduce((block >= floor).view(np.uint8), axis=0, dtype=np.uint8)
    return 2000 * block.size / (time.perf_counter() - start)


def main():
    """Print one line a kernel."""
    for issues, statements in ((5, 20), (10, 20), (15, 20), (15, 60)):
        problem = spoken(issues, 5, statements)
        packages = np.random.default_rng(1).integers(0, 5, (20_000, issues))
        start = time.perf_counter()
        judged = judge_packages(problem, packages)
        spent = time.perf_counter() - start
        print(
            f"certainty {issues}x5, {statements} statements: {20_000 / spent:,.0f} packages/s, {judged.programs} programs"
        )
        start = time.perf_counter()
        drawn = sample(problem, seed=1)
        spent = time.perf_counter() - start
        print(
            f"posterior {issues}x5, {statements} statements: {drawn.effective / spent:,.0f} effective/s ({spent:.1f} s)"
        )
    one, two = directed(6, 10, True, 1), directed(6, 10, False, 2)
    start = time.perf_counter()
    shares_of_all(one)
    spent = time.perf_counter() - start
    rate = 1e6 * one.draws.shape[0] / spent
    print(
        f"acceptability of 10^6 packages x {one.draws.shape[0]} draws: {spent:.2f} s, {rate:.2e}/s; plain numpy limit {bandwidth():.2e}/s"
    )
    one, two = directed(10, 10, True, 1), directed(10, 10, False, 2)
    start = time.perf_counter()
    best = best_package([one, two], everyone(2))
    spent = time.perf_counter() - start
    print(
        f"best of 10^10: {spent:.1f} s, index {best.index:.3f}, bound {best.bound:.3f}, exact {best.exact}"
    )


if __name__ == "__main__":
    main()
