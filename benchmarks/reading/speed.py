"""Speed and memory of the reader: reports a second and core, growth with length, memory.

The report is put together from sentences of own_quotes.txt to the length of a usual news
report (4,000 characters), so nothing unshipped is needed. Ratios matter, not the times of
one machine: ``calibration`` is the time of a fixed piece of Python work.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import own

from lastyard.reading import Document, read


def report(characters: int = 4000, offset: int = 0) -> str:
    """Make a report of about the wanted length."""
    texts = [e.text for e in own.examples()]
    made, k = [], offset
    while sum(map(len, made)) < characters:
        made.append(texts[k % len(texts)])
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
    tracemalloc.start()
    for count in range(10_000):
        read(Document.from_text(report(1500, count), date=day))
        if count in (500, 9_999):
            print(
                f"after {count + 1} reports: {tracemalloc.get_traced_memory()[0] / 1e6:.2f} MB held"
            )
        if count == 500 and "--memory" not in sys.argv:
            break
    tracemalloc.stop()


if __name__ == "__main__":
    main()
