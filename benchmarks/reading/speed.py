# ruff: noqa: RUF001 - typographic marks are what this measures
"""Speed and memory of the reader: reports a second and core, growth with length, memory.

    python benchmarks/reading/speed.py             all but what follows
    python benchmarks/reading/speed.py --memory    10,000 reports one after the other, not 1,000
    python benchmarks/reading/speed.py --long      one text of 50 million characters
    python benchmarks/reading/speed.py --growth    hostile texts and twice as much of each
    python benchmarks/reading/speed.py --processes a folder with one process and with two

The report is put together from sentences of own_quotes.txt to the length of a usual news
report (4,000 characters), so nothing unshipped is needed. Ratios matter, not the times of
one machine: ``calibration`` is the time of a fixed piece of Python work.
"""

from __future__ import annotations

import contextlib
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import own

from lastyard.reading import Document, DocumentError, read

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


HOSTILE = {
    "report": None,
    "opening marks": "“",
    "opening marks apart": "“ ",
    "closing marks": "” ",
    "straight marks": '"',
    "marks and words": '"a ',
    "single marks": "'a ",
    "unclosed quotations": "“We agree on this, Ada Moor said.\n\n",
    "quotations over paragraphs": "“We agree on this.\n\n“And on that,” Ada Moor said.\n\n",
    "nested": "“He said ‘she told me “we agree” and left’ on Friday,” Ada Moor said. ",
    "names": "Ada Moor and Otto Penn and Ida Brand, ",
    "said": "said that he said that she said that ",
    "according to": "according to the chairman of the board of the fund of the ",
    "dates": "on Friday, March 22, 2024, last week, three days ago, ",
    "events": "met with talks visit veto vote announced signed ",
    "dots": ". ",
    "dashes": "— – - ",
    "brackets": "(",
    "capitals": "THE MINISTER SAID THE PORT WAS OPEN. ",
    "combining": "o\u0301",
    "line breaks": "\n",
}
PAGES = {
    "open elements": "<div>",
    "less-than signs": "< ",
    "entities": "&lt;&amp;&quot; ",
    "comments": "<!-- ",
    "ends of elements": "</b></i ",
    "attributes": 'a="b" ',
}


def read_page(page: str) -> None:
    """Read a page; one whose text is all swallowed by its markup is refused, in its own time."""
    with contextlib.suppress(DocumentError):
        read(Document.from_html(page))


def growth() -> None:
    """Print the processor time of hostile texts, and how it grows when they are doubled."""
    end = " Ada Moor said that the port was open."
    for name, unit in HOSTILE.items():
        make = report if unit is None else lambda n, u=unit: u * (n // len(u)) + end
        texts = [Document.from_text(make(n)) for n in (100_000, 200_000)]
        one, two = (min(seconds(lambda t=t: read(t)) for _ in range(3)) for t in texts)
        print(f"{name:28} 100,000 characters {one:7.3f} s   twice: {two / one:.2f} times")
    for name, unit in PAGES.items():
        pages = ["<html><p " if name == "attributes" else "<html><p>" for _ in range(2)]
        close = ">" if name == "attributes" else "-->" if name == "comments" else ""
        pages = [
            p + unit * (n // len(unit)) + close + end
            for p, n in zip(pages, (200_000, 400_000), strict=True)
        ]
        one, two = (min(seconds(lambda p=p: read_page(p)) for _ in range(3)) for p in pages)
        print(f"page of {name:20} 200,000 characters {one:7.3f} s   twice: {two / one:.2f} times")


def long() -> None:
    """Print time and memory of 50 million characters, ten times what is read by default."""
    text = report(1_000_000)
    text = "\n\n".join([text] * 50)[:50_000_000]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    document = Document.from_text(text, date=date(2024, 3, 22), longest=len(text))
    found = []
    took = seconds(lambda: found.append(read(document)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(text):,} characters: {took:.0f} s, {len(found[0].statements):,} statements, "
        f"peak memory {peak:,.0f} MB (before: {before:,.0f} MB)"
    )


def processes() -> None:
    """Print the time of a folder with one process and with two, and whether the files agree."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "reports"
        folder.mkdir()
        count = 1_000
        for k in range(count):
            (folder / f"r{k:04}.txt").write_text(report(4000, k), encoding="utf-8")
        times, files = [], []
        for number in (1, 2):
            into = Path(place) / f"drafts{number}"
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", "from lastyard.commands import main; main()", "read",
                 str(folder), "--into", str(into), "--processes", str(number),
                 "--date", "2024-03-22"],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            times.append(time.perf_counter() - start)
            files.append({path.name: path.read_bytes() for path in into.iterdir()})
        print(
            f"{count} reports: one process {times[0]:.1f} s, two {times[1]:.1f} s, "
            f"{times[0] / times[1]:.2f} times as fast; files equal: {files[0] == files[1]}"
        )


def main() -> None:
    for option, work in (("--growth", growth), ("--long", long), ("--processes", processes)):
        if option in sys.argv:
            work()
            return
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
