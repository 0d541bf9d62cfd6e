"""All benchmarks in turn, as Markdown tables: ``python -m benchmarks``."""

from __future__ import annotations

from benchmarks import impasse, space, startup, values


def main():
    for benchmark in (space, impasse, startup, values):
        print(f"\n## {benchmark.__name__}\n", flush=True)
        benchmark.main()


main()
