"""Speed and memory of the reader: reports a second and core, growth with length, memory.

The report is put together from sentences of own_quotes.txt to the length of a usual news
report (4,000 characters), so nothing unshipped is needed. Ratios matter, not the times of
one machine: ``calibration`` is the time of a fixed piece of Python work.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import own

from lastyard.reading import Document, read

NARRATION = (
    "The port of Port Elder, the largest on the northern coast, handles about a third of the trade"
    " between Westland and Northia. It was closed in May 2023 after a storm damaged two of its four"
    " piers, and the repairs took most of a year. Ships waited for days in the bay, and prices of"
    " fuel and grain rose in both countries. A first meeting in Elderford on Tuesday ended without"
    " a result, and a second one is planned for next week."
)


def report(characters: int = 4000, offset: int = 0) -> str:
    """Make a report of about the wanted length."""
    texts = [e.text for e in own.examples()]
    made, k = [], offset
    while sum(map(len, made)) < characters:
        made += [texts[k % len(texts)], NARRATION]
        k += 1
    return "\n\n".join(made)


def seconds(work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    day = date(2024, 3, 22)
    documents = [Document.from_text(report(offset=k), date=day) for k in range(40)]
    read(documents[0])
    print(f"calibration: 5,000,000 additions in {seconds(lambda: sum(range(5_000_000))):.3f} s")
    for method in ("rules", "rules+ranker"):
        best = min(
            seconds(lambda m=method: [read(d, method=m) for d in documents]) for _ in range(3)
        )
        print(f"{method}: {len(documents) / best:.0f} reports a second and core")
    for factor in (10, 20, 40, 80):
        text = Document.from_text(report(4000 * factor), date=day)
        print(
            f"{factor * 4000} characters: {min(seconds(lambda t=text: read(t)) for _ in range(2)):.3f} s"
        )
    count = 10_000 if "--memory" in sys.argv else 1_000
    for k in range(1, count + 1):
        read(Document.from_text(report(1500, k), date=day))
        if k in (100, 500, 1_000, 10_000):
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"after {k} reports: peak memory of the process {peak:.1f} MB")


if __name__ == "__main__":
    main()
