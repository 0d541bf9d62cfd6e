"""Cost of stability analysis as states grow: 5 decision makers, random strict preferences.

Run: python benchmarks/moves.py [most options, default 20]
"""

import resource
import sys
import time

import numpy as np

from lastyard.conflict import CONCEPTS, Option, OptionModel, from_payoffs, stability


def model(options, people=5):
    names = tuple("ABCDE"[:people])
    per = options // people
    return OptionModel(names, tuple(Option(f"o{k}", names[k // per]) for k in range(options)))


def main():
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(f"{'states':>9} {'moves':>11} {'build s':>8} {'solve s':>8} {'peak MB':>8}  equilibria")
    for options in range(5, most + 1, 5):
        start = time.perf_counter()
        graph = model(options).graph()
        built = time.perf_counter()
        rng = np.random.default_rng(options)
        conflict = graph.with_preferences(
            [from_payoffs(rng.permutation(1 << options)) for _ in graph.decision_makers]
        )
        prepared = time.perf_counter()
        result = stability(conflict)
        solved = time.perf_counter()
        moves = sum(own.of(0).size << options for own in graph.moves)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found = {c: len(result.equilibria(c)) for c in CONCEPTS}
        print(
            f"{1 << options:9d} {moves:11d} {built - start:8.2f} {solved - prepared:8.2f} "
            f"{peak:8.0f}  {found}",
            flush=True,
        )


if __name__ == "__main__":
    main()
