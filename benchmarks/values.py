"""What the values kernels do in a second, as Markdown tables: ``python -m benchmarks.values``."""

from __future__ import annotations

import time

import numpy as np

from lastyard.values import (
    Direction,
    MixingError,
    Refuses,
    Scale,
    Takes,
    best_package,
    everyone,
    evidence,
    judge_packages,
    released,
    sample,
    shares_of_all,
    translate,
)
from lastyard.values.mixing import effective_size

CASES = ((5, 5, 20), (10, 5, 30), (15, 5, 60), (20, 10, 60))


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


def plain_hit_and_run(problem, seconds, chains=128, seed=0):
    """Effective draws a second of the textbook's sampler: random directions, no axes.

    On stakes, shapes and the reservation value, where the prior is a product; one
    Metropolis trial, uniform on the segment. Its start is a draw of the prior, so no
    time goes into settling.
    """
    rng = np.random.default_rng(seed)
    layout, how = problem.layout, released()
    issues = len(layout.scales)
    owner = np.repeat(np.arange(issues), np.diff(layout.starts))
    said = evidence(problem, how)

    def logs(shapes, stakes, level):
        points = np.column_stack([shapes * stakes[:, owner], stakes, level])
        prior = (how.stakes - 1.0) * np.log(np.maximum(stakes, 1e-300)).sum(axis=1)
        return said.log_likelihood(points) + prior

    stakes = rng.dirichlet(np.full(issues, how.stakes), chains)
    place = np.column_stack([rng.random((chains, layout.values)), rng.random(chains), stakes])
    cut = layout.values

    def density(at):
        return logs(at[:, :cut], at[:, cut + 1 :], at[:, cut])

    now, kept, start = density(place), [], time.perf_counter()
    while time.perf_counter() - start < seconds:
        for _ in range(10):
            turn = rng.normal(size=place.shape)
            turn[:, cut + 1 :] -= turn[:, cut + 1 :].mean(axis=1, keepdims=True)
            with np.errstate(divide="ignore"):
                down, up = -place / turn, (1.0 - place) / turn
            far = np.maximum(down, up).min(axis=1)
            back = np.minimum(down, up).max(axis=1)
            trial = place + (back + (far - back) * rng.random(chains))[:, None] * turn
            found = density(trial)
            good = np.log(rng.random(chains)) < found - now
            place, now = np.where(good[:, None], trial, place), np.where(good, found, now)
        kept.append(place)
    spent = time.perf_counter() - start
    draws = np.stack(kept[len(kept) // 5 :], axis=1)
    return float(effective_size(draws).min()) / spent


def posterior():
    """Effective draws, everything included."""
    print(
        "\n| issues x options, statements | s in all | effective draws | split-R-hat |"
        " effective/s | plain hit-and-run, effective/s |"
    )
    print("|---|---|---|---|---|---|")
    for issues, options, statements in CASES:
        problem = spoken(issues, options, statements)
        start = time.perf_counter()
        try:
            drawn = sample(problem, seed=1)
        except MixingError as error:
            print(f"| {issues} x {options}, {statements} | {error} | | | | |")
            continue
        spent = time.perf_counter() - start
        plain = plain_hit_and_run(problem, 8.0)
        print(
            f"| {issues} x {options}, {statements} | {spent:.2f} | {drawn.effective:.0f} | "
            f"{drawn.r_hat:.3f} | {drawn.effective / spent:,.0f} | {plain:,.0f} |",
            flush=True,
        )


def certainty():
    """Packages judged certain, possible or impossible."""
    print("\n| issues x options, statements | packages/s | linear programs for 20,000 |")
    print("|---|---|---|")
    for issues, options, statements in CASES[:3]:
        problem = spoken(issues, options, statements)
        packages = np.random.default_rng(1).integers(0, options, (20_000, issues))
        start = time.perf_counter()
        judged = judge_packages(problem, packages)
        spent = time.perf_counter() - start
        print(
            f"| {issues} x {options}, {statements} | {20_000 / spent:,.0f} | {judged.programs} |",
            flush=True,
        )


def bandwidth():
    """Bytes a second of reading an array much larger than the cache, best of five."""
    block, times = np.ones(1 << 25), []
    for _ in range(5):
        start = time.perf_counter()
        block.max()
        times.append(time.perf_counter() - start)
    return block.nbytes / min(times)


def kernel():
    """Acceptability of a million packages."""
    one = directed(6, 10, True, 1)
    start = time.perf_counter()
    shares_of_all(one)
    spent = time.perf_counter() - start
    rate, limit = 1e6 * len(one.draws) / spent, bandwidth()
    print(
        f"\n10^6 packages x {len(one.draws):,} draws: {spent:.2f} s, {rate:.2e} a second. "
        f"Memory is read at {limit / 1e9:.1f} GB/s: reading a table of all sums, 8 bytes each, "
        f"would allow {limit / 8:.2e}, {limit / 8 / rate:.1f} times as many."
    )


def best():
    """The best of 10^10 packages, by budget."""
    print("\n| parties | nodes | s | found | bound | exact |\n|---|---|---|---|---|---|")
    two = [directed(10, 10, True, 1), directed(10, 10, False, 2)]
    five = [sample(spoken(10, 5, 6, seed=s), draws=8, seed=s) for s in range(5)]
    for name, parties in (("2 opposed, 10 x 10", two), ("5 with 6 statements, 10 x 5", five)):
        for nodes in (5_000, 50_000, 400_000):
            start = time.perf_counter()
            found = best_package(parties, everyone(len(parties)), most_nodes=nodes)
            spent = time.perf_counter() - start
            print(
                f"| {name} | {found.nodes} | {spent:.1f} | {found.index:.3f} | "
                f"{found.bound:.3f} | {'yes' if found.exact else 'no'} |",
                flush=True,
            )


def main():
    """Print all tables."""
    posterior()
    certainty()
    kernel()
    best()


if __name__ == "__main__":
    main()
