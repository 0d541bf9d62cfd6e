"""Measure the deal engine; prints Markdown.

    python benchmarks/deals.py --peer /tmp/negmas/env/bin/python > docs/benchmarks-deals.md

Every figure is the median CPU time of several runs in one process of its own, with that
process's peak memory. The peer, NegMAS (AGPL, hence never a dependency), runs in an
environment of its own: ``python -m venv DIR; DIR/bin/pip install negmas``.
"""

import argparse
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import moocore
import numpy as np

from lastyard import deals

HERE = Path(__file__).parent


def random_tables(seed, issues, options, parties, highest=100):
    rng = np.random.default_rng(seed)
    return [
        [rng.integers(0, highest + 1, options).tolist() for _ in range(issues)]
        for _ in range(parties)
    ]


def opposed_tables(seed, issues, options, parties, highest=1000):
    """Parties whose values sum to nearly a constant on every option."""
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.ones(parties), (issues, options))
    noisy = np.rint(highest * (shares + 0.02 * rng.random(shares.shape))).astype(int)
    return [[noisy[i, :, p].tolist() for i in range(issues)] for p in range(parties)]


def staked_tables(seed, issues, options, parties):
    rng = np.random.default_rng(seed)
    stakes = rng.dirichlet(np.ones(issues), parties)
    return [[(w * rng.random(options)).tolist() for w in own] for own in stakes]


def own(task):
    """Run one of our tasks; called in a process of its own."""
    tables = globals()[task["tables"]](*task["args"])
    rng = np.random.default_rng(1)
    issues, options = task["args"][1:3]
    rules = []
    for _ in range(task.get("rules", 0)):
        mentioned = tuple(int(i) for i in rng.permutation(issues)[:2])
        rules.append(deals.TableRule(mentioned, rng.random((options, options)) < 0.7))
    every = [(i, j) for i in range(issues) for j in range(i + 1, issues)]
    linked = sorted(every[k] for k in rng.permutation(len(every))[: task.get("pairs", 0)])
    pairs = {pair: (0.01 * rng.random((len(tables), options, options))).tolist() for pair in linked}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, result = [], {}
    for _ in range(task["runs"]):
        start = time.process_time()
        reservation = [0] * len(tables) if "solution" in task else None
        domain = deals.Domain.of(tables, pairs=pairs, rules=rules, reservation=reservation)
        if "solution" in task:
            solution = getattr(deals, task["solution"])(domain)
            result = {"exact": solution.exact, "size": solution.nodes}
        else:
            frontier = deals.pareto_frontier(domain, most_points=task.get("most"))
            points = frontier.values.tolist() if task.get("points") else None
            result = {"exact": frontier.exact, "size": len(frontier)}
            if task.get("points"):
                result["points"] = sorted(points)
            if not frontier.exact:
                spans = np.ptp(frontier.values, axis=0)
                result["epsilon"] = float(np.max(np.array(frontier.epsilon) / spans))
        seconds.append(time.process_time() - start)
        if task.get("write"):
            start = time.process_time()
            with tempfile.TemporaryFile("w") as file:
                for options, values in frontier.blocks():
                    rows = zip(options.tolist(), values.tolist(), strict=True)
                    file.writelines(json.dumps(row) + "\n" for row in rows)
            result["write"] = time.process_time() - start
    result["cpu"] = statistics.median(seconds)
    result["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result["peak_added"] = result["peak"] - before
    print(json.dumps(result))


def run_own(**task):
    done = subprocess.run(
        [sys.executable, __file__, "--task", json.dumps({"runs": 3, **task})],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def run_peer(python, tables, timeout):
    try:
        done = subprocess.run(
            [python, str(HERE / "deals_peer.py")],
            input=json.dumps({"tables": tables}),
            capture_output=True,
            text=True,
            check=True,
            timeout=timeout,
        )
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout)


def against_peer(python, sizes, timeout):
    print("\n## Against NegMAS, same frontier\n")
    print(
        "Peer: CPU of its `pareto_frontier` alone; ours includes reading the tables. Points 0 to 100.\n"
    )
    print(
        "| space | parties | points, ours / peer | CPU ours | CPU peer | times faster | memory ours (added) | memory peer |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for n, parties in sizes:
        args = (n, n, n, parties)
        ours = run_own(tables="random_tables", args=args, points=True, runs=15)
        peer = run_peer(python, random_tables(*args), timeout)
        left = f"| {n}x{n} | {parties} | {ours['size']} /"
        mine = f"{1000 * ours['cpu']:.1f} ms"
        memory = f"{ours['peak']:.0f} MB ({ours['peak_added']:.0f})"
        if peer is None:
            print(f"{left} - | {mine} | over {timeout} s | - | {memory} | - |", flush=True)
            continue
        same = [list(p) for p in sorted(map(tuple, peer["points"]))] == ours["points"]
        print(
            f"{left} {len(peer['points'])}{'' if same else ' (DIFFERENT)'} | {mine} | "
            f"{peer['cpu']:.2f} s | {peer['cpu'] / ours['cpu']:,.0f} | {memory} | "
            f"{peer['peak']:,.0f} MB |",
            flush=True,
        )


def beyond():
    print("\n## Beyond listing\n")
    print(
        "| space | parties | kind | points | exact | CPU | CPU to write it to a file (JSON lines) | peak memory |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for tables, issues, options, parties, most in (
        ("random_tables", 10, 10, 2, None),
        ("random_tables", 20, 10, 2, None),
        ("random_tables", 60, 10, 2, None),
        ("staked_tables", 20, 10, 2, None),
        ("opposed_tables", 20, 10, 2, None),
        ("random_tables", 12, 10, 3, None),
        ("random_tables", 20, 10, 3, None),
        ("opposed_tables", 12, 10, 3, None),
        ("random_tables", 10, 10, 4, None),
        ("random_tables", 12, 10, 4, None),
        ("random_tables", 15, 5, 5, None),
        ("random_tables", 20, 10, 5, 5000),
    ):
        ours = run_own(
            tables=tables,
            args=(1, issues, options, parties),
            most=most,
            write=True,
            runs=1 if parties > 3 else 3,
        )
        exact = "yes" if ours["exact"] else f"epsilon {100 * ours['epsilon']:.1f} % of the range"
        print(
            f"| 10^{issues * np.log10(options):.0f} | {parties} | {tables.split('_')[0]} | {ours['size']:,} | "
            f"{exact} | {1000 * ours['cpu']:,.0f} ms | {1000 * ours['write']:,.0f} ms | {ours['peak']:.0f} MB |",
            flush=True,
        )


def solutions():
    print("\n## Bargaining solutions, 6 parties x 20 issues x 10 options\n")
    print("Medians over five domains; the bound meets the value in every one unless said.\n")
    print(
        "| solution | CPU, no rules | worst | 20 rules on pairs of issues | worst | "
        "20 rules and 10 pairwise terms | worst |"
    )
    print("|---|---|---|---|---|---|---|")
    for solution in (
        "nash",
        "kalai_smorodinsky",
        "egalitarian",
        "leximin",
        "utilitarian",
        "relative_welfare",
    ):
        cells = []
        for rules, pairs in ((0, 0), (20, 0), (20, 10)):
            done = [
                run_own(
                    tables="staked_tables",
                    args=(s, 20, 10, 6),
                    solution=solution,
                    rules=rules,
                    pairs=pairs,
                    runs=1,
                )
                for s in range(5)
            ]
            stopped = sum(not d["exact"] for d in done)
            note = f" ({stopped} stopped)" if stopped else ""
            cells.append(f"{1000 * statistics.median(d['cpu'] for d in done):,.0f} ms{note}")
            cells.append(f"{1000 * max(d['cpu'] for d in done):,.0f} ms")
        print(f"| {solution} | {' | '.join(cells)} |", flush=True)


def block_filter(points, size=256):
    """Our own filter in numpy, for comparison: best sums first, block against block."""
    order = np.argsort(-points.sum(axis=1), kind="stable")
    kept = np.empty((0, points.shape[1]))
    for start in range(0, len(order), size):
        block = points[order[start : start + size]]
        pool = np.vstack([kept, block])
        beaten = np.zeros(len(block), dtype=bool)
        for other in np.array_split(pool, max(1, len(pool) // 2048)):
            wins = (other[None] >= block[:, None]).all(axis=2) & (other[None] > block[:, None]).any(
                axis=2
            )
            beaten |= wins.any(axis=1)
        kept = np.vstack([kept, np.unique(block[~beaten], axis=0)])
    return np.unique(kept, axis=0)


def filters():
    print("\n## Filter of dominated points, three and more parties\n")
    print("| points | parties | kept | moocore | numpy blocks |")
    print("|---|---|---|---|---|")
    for n, parties in ((5_000, 3), (20_000, 3), (20_000, 4), (20_000, 5)):
        rng = np.random.default_rng(0)
        points = np.rint(1e6 * rng.dirichlet(np.ones(parties), n) ** 0.9)
        start = time.process_time()
        kept = points[moocore.is_nondominated(points, maximise=True)]
        one = time.process_time() - start
        start = time.process_time()
        same = block_filter(points)
        two = time.process_time() - start
        assert np.array_equal(np.unique(kept, axis=0), same)
        print(
            f"| {n:,} | {parties} | {len(same):,} | {1000 * one:,.0f} ms | {1000 * two:,.0f} ms |",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--task")
    parser.add_argument("--peer", help="Python of an environment with NegMAS")
    parser.add_argument("--timeout", type=float, default=250)
    options = parser.parse_args()
    if options.task:
        own(json.loads(options.task))
        return
    print("# The deal engine, measured\n")
    print(
        f"Made by `benchmarks/deals.py` on {platform.machine()}, Python {platform.python_version()}, "
        f"numpy {np.__version__}; a shared machine, so take ratios rather than times."
    )
    if options.peer:
        sizes = [(5, 2), (6, 2), (7, 2), (8, 2), (5, 3), (6, 3), (7, 3)]
        against_peer(options.peer, sizes, options.timeout)
    beyond()
    solutions()
    filters()


if __name__ == "__main__":
    main()
