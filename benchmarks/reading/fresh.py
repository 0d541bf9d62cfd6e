"""Score short reports written for this project: ``python benchmarks/reading/fresh.py FILE...``.

Quotations are counted as in the published sets: a quotation found as speech counts as
found, one labelled with a speaker as labelled, and right when its speaker, or the words
that name it, agree with the label. Statements are labelled in full (``~``); every statement
found outside quotation marks counts as found, but for reported acts, which are not labelled.

``--labelled FILE`` scores the quotations of any file of JSON lines in the format of the
published hand-labelled set instead (see docs/reading.md, *Your own labelled texts*).
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from scoring import overlap, same_name, score_direct

from lastyard.reading import Document, Reading, Statement, read

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Labelled:
    """A report with its quotations (speaker None: not speech) and statements without marks."""

    text: str
    quotations: tuple[tuple[str, str | None], ...]
    statements: tuple[tuple[str, str], ...]


def load(path: Path) -> list[Labelled]:
    """Load the reports of a file."""
    found: list[Labelled] = []
    text, quotations, statements = "", [], []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "END"]:
        if line.startswith("#"):
            continue
        if line.startswith(("> ", "~ ")):
            words, _, speaker = line[2:].rpartition(" = ")
            if line[0] == ">":
                quotations.append((words, None if speaker.strip() == "-" else speaker.strip()))
            else:
                statements.append((words, speaker.strip()))
            continue
        if text:
            made = text.replace(" || ", "\n\n")
            found.append(Labelled(made, tuple(quotations), tuple(statements)))
        text, quotations, statements = line, [], []
    return found


def agrees(statement: Statement | None, speaker: str | None, label: str, text: str) -> bool:
    """Whether a speaker, or the words that name it, is the labelled one."""
    source = statement.source if statement else None
    words = text[source.start : source.end] if source else None
    return (
        same_name(speaker, label)
        or same_name(words, label)
        or label.lower() in (speaker or "").lower()
        or label.lower() in (words or "").lower()
    )


def score_quotations(report: Labelled, reading: Reading, show: bool) -> tuple[int, int, int]:
    """Count right, found and labelled quotations of a report."""
    text, by_id = report.text, {s.id: s for s in reading.statements}
    right = labelled = 0
    for words, speaker in report.quotations:
        at = text.index(words)
        hit = next((q for q in reading.quotations if q.span.start <= at < q.span.end), None)
        labelled += speaker is not None
        good = (
            hit is not None
            and speaker is not None
            and hit.speech
            and agrees(by_id.get(hit.statement or ""), hit.speaker, speaker, text)
        )
        right += good
        if show and not good and (speaker is not None or (hit is not None and hit.speech)):
            print("QUOTE", repr(words), "=", speaker, "got", hit and (hit.speech, hit.speaker))
    return right, sum(q.speech for q in reading.quotations), labelled


def score_statements(report: Labelled, reading: Reading, show: bool) -> tuple[int, int, int]:
    """Count right, found and labelled statements that have no quotation marks."""
    text, right = report.text, 0
    marks = [(q.span.start, q.span.end) for q in reading.quotations]
    # What is reported inside a quotation is not labelled.
    found = [
        s
        for s in reading.statements
        if s.kind == "indirect"
        and not any(a <= s.quote.start and s.quote.end <= b for a, b in marks)
    ]
    quoted = [report.text.index(words) for words, _ in report.quotations]
    # A clause with quoted words in it is labelled among the quotations.
    found = [s for s in found if not any(s.quote.start <= at < s.quote.end for at in quoted)]
    left = list(found)
    for words, speaker in report.statements:
        at = text.index(words)
        best = max(
            left,
            key=lambda s, at=at, words=words: overlap(
                (s.quote.start, s.quote.end), (at, at + len(words))
            ),
            default=None,
        )
        near = best is not None and (
            overlap((best.quote.start, best.quote.end), (at, at + len(words))) >= 0.5
        )
        good = near and best is not None and agrees(best, best.speaker, speaker, text)
        right += good
        if near and best is not None:
            left.remove(best)
        if show and not good:
            print("MISSED", repr(words[:70]), "=", speaker, "got", near and best and best.speaker)
    if show:
        for s in left:
            print("EXTRA", s.group, s.verb, "|", s.speaker, "|", s.quote.exact[:90])
    return right, len(found), len(report.statements)


def line(name: str, counts: list[tuple[int, int, int]]) -> str:
    """Give one line: precision, recall, F1, and Wilson's interval of the recall."""
    right, found, labelled = (sum(row[k] for row in counts) for k in range(3))
    share, z = right / labelled, 1.96
    middle = (share + z * z / (2 * labelled)) / (1 + z * z / labelled)
    half = z * sqrt(share * (1 - share) / labelled + z * z / (4 * labelled**2))
    half /= 1 + z * z / labelled
    return (
        f"{name:12} P {right / max(1, found):.3f}  R {share:.3f} [{middle - half:.2f}, "
        f"{middle + half:.2f}]  F1 {2 * right / (found + labelled):.3f}  ({right}/{found}/{labelled})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="files of benchmarks/reading/data")
    parser.add_argument("--labelled", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--method", default="rules+ranker")
    chosen = parser.parse_args()
    for path in chosen.labelled:
        print(path.name, chosen.method)
        for name, tally in score_direct(chosen.method, chosen.show, path).items():
            print(tally.line(f"direct quotations: {name}"))
    for name in chosen.files:
        quotations, statements = [], []
        for report in load(DATA / name):
            reading = read(Document.from_text(report.text), method=chosen.method)
            quotations.append(score_quotations(report, reading, chosen.show))
            statements.append(score_statements(report, reading, chosen.show))
        print(name, chosen.method)
        print(line("quotations", quotations))
        if any(row[2] for row in statements):
            print(line("statements", statements))


if __name__ == "__main__":
    main()
