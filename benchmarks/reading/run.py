"""Score the reader on every labelled set: ``python benchmarks/reading/run.py [--show]``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import events
import scoring


def main() -> None:
    show = "--show" in sys.argv
    for method in ("rules", "rules+ranker"):
        print(f"== {method}")
        for name, tally in scoring.score_direct(method, show and method == "rules+ranker").items():
            print(tally.line(f"direct quotations: {name}"))
        for name, tally in scoring.score_statements(
            method, show and method == "rules+ranker"
        ).items():
            print(tally.line(f"statements with source: {name}"))
        seed = scoring.oracles().parent / "reports" / "sn-2024-03-22.txt"
        for key, value in scoring.score_seed(seed, method).items():
            print(f"seed report: {key:40} {value}")
    right, total, wrong = scoring.score_dates()
    print(f"dates: {right}/{total} = {right / total:.3f}")
    if show:
        print(*wrong, sep="\n")
    for name, tally in scoring.score_events(show).items():
        print(tally.line(f"events: {name}"))
    events.main()


if __name__ == "__main__":
    main()
