"""F1 of all statements with source, by kind, on a corpus of attributions that is not ours to ship.

    python benchmarks/reading/statements.py POLNEAR/data [--half fit] [--show KIND]

The corpus and its two halves are those of calibration.py: the *fit* half served to fit confidences and may be looked at
(``--show``); the *other* half is only scored. Attributions without a source are left out on both sides. Statements
inside statements, the turns of interviewers and what *you* say are left out, since the corpus annotates none, and the pieces of a
quotation (around *he said*, or after it in the same paragraph) are one statement, as the corpus has them: of 907 such pieces in the fit half 877
are one attribution with the piece before. ``--apart`` counts each by itself.

A statement and an attribution match, one to one, when the letters they share are at least half of the larger, and the statement is
right when they have the same source too. Kinds follow from the annotation alone, on both sides in the same way: *direct* if nearly all
letters stand in quotation marks, *mixed* if some do; else *indirect* where the cue holds a verb of speech, and *attitude* where
it does not. *deeds* are statements of the group ``act``, with or without marks, where no attribution of that kind is annotated. Precision is over the
kind of what was found, recall over the kind of what is annotated. Intervals are 95 % bootstrap intervals over documents.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np

from calibration import LETTERS, Gold, gold, letters, same_source
from lastyard.reading import Document, Reading, Statement, read
from lastyard.reading.lexicon import CUES

KINDS = ("direct", "mixed", "indirect", "attitude")
HALVES = ("fit", "other")
DAY = date(2016, 6, 1)
APART = "--apart" in sys.argv


class Found(NamedTuple):
    """A statement of the reader: its letters, its kind, and itself."""

    content: LETTERS
    kind: str
    said: Statement


class Scored(NamedTuple):
    """A document: its right, found and annotated statements by kind."""

    right_found: Counter[str]
    right_annotated: Counter[str]
    found: Counter[str]
    annotated: Counter[str]


def texts(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Give the half, the text and the annotation of each document."""
    for file in sorted(folder.glob("*/text/*.txt")):
        annotations = sorted((file.parents[1] / "attributions").glob(f"{file.stem}_*.ann"))
        if annotations and file.parents[1].name in ("train", "dev", "test"):
            half = HALVES[int(hashlib.md5(file.stem.encode()).hexdigest(), 16) % 2]
            yield half, file.read_bytes().decode(), annotations[0].read_text(encoding="utf-8")


def kind_of(content: LETTERS, marked: LETTERS, cue: str) -> str:
    """Return the kind of a statement by its letters, those in marks, and the words of its cue."""
    inside = len(content & marked) / max(1, len(content))
    if inside >= 0.9:
        return "direct"
    if inside > 0.05:
        return "mixed"
    forms = [CUES[word] for word in re.findall(r"[\w']+", cue.lower()) if word in CUES]
    spoken = any(form.group == "speech" for form in forms) or "according" in cue.lower()
    return "indirect" if spoken else "attitude"


def found_in(reading: Reading, text: str, marked: LETTERS) -> list[Found]:
    """Return the statements that count, pieces of one sentence joined."""
    place: dict[object, int] = {}
    found: list[Found] = []
    for said in reading.statements:
        if said.within or said.group == "question" or said.speaker.lower() == "you":
            continue
        content = letters([(said.quote.start, said.quote.end)], text)
        cue = text[said.cue.start : said.cue.end] if said.cue else "said"
        keys = [key for key in (said.continues, said.cue) if key is not None]
        before = next((place[key] for key in keys if key in place), None)
        if before is not None and "\n" in text[found[before].said.quote.end : said.quote.start]:
            before = None
        if before is not None and not APART:
            whole = found[before].content | content
            kind = found[before].kind if said.group == "act" else kind_of(whole, marked, cue)
            found[before] = Found(whole, kind, found[before].said)
        else:
            before = len(found)
            kind = "deeds" if said.group == "act" else kind_of(content, marked, cue)
            found.append(Found(content, kind, said))
        place[said.id] = before
        if said.cue is not None:
            place[said.cue] = before
    return found


def pairs(found: Sequence[Found], known: Sequence[Gold]) -> list[tuple[int, int]]:
    """Match statements and attributions one to one, best overlap first."""
    shares = []
    for i, one in enumerate(found):
        for j, other in enumerate(known):
            both = len(one.content & other.content)
            if both and 2 * both >= max(len(one.content), len(other.content)):
                shares.append((both / max(len(one.content), len(other.content)), -i, -j))
    taken_found: set[int] = set()
    taken_known: set[int] = set()
    matched = []
    for _, i, j in sorted(shares, reverse=True):
        if i not in taken_found and j not in taken_known:
            taken_found.add(i)
            taken_known.add(j)
            matched.append((-i, -j))
    return matched


def score(text: str, annotation: str, show: str | None = None) -> Scored:
    """Score one document, and show what is missed or wrong of a kind."""
    known = list(gold(annotation, text))
    reading = read(Document.from_text(text, date=DAY))
    marked = letters([(q.span.start, q.span.end) for q in reading.quotations], text)
    found = found_in(reading, text, marked)
    kinds = [kind_of(one.content, marked, one.cue) for one in known]
    scored = Scored(Counter(), Counter(), Counter(), Counter())
    matched = pairs(found, known)
    unsourced = {i for i, j in matched if not known[j].source}
    right = {
        i: j for i, j in matched if known[j].source and same_source(found[i].said, known[j], text)
    }
    for i, one in enumerate(found):
        if i not in unsourced:
            scored.found[one.kind] += 1
            scored.right_found[one.kind] += i in right
    for j, other in enumerate(known):
        if other.source:
            scored.annotated[kinds[j]] += 1
            scored.right_annotated[kinds[j]] += j in right.values()
    if show:
        _tell(text, found, known, kinds, right, {j: i for i, j in matched}, show)
    return scored


def _tell(
    text: str,
    found: Sequence[Found],
    known: Sequence[Gold],
    kinds: Sequence[str],
    right: dict[int, int],
    matched: dict[int, int],
    show: str,
) -> None:
    for j, other in enumerate(known):
        if kinds[j] != show or not other.source or j in right.values():
            continue
        near = max(found, key=lambda one: len(one.content & other.content), default=None)
        why = "no statement"
        if j in matched:
            why = f"speaker {found[matched[j]].said.speaker!r}"
        elif near is not None and near.content & other.content:
            why = f"ends {near.said.quote.exact!r} by {near.said.speaker!r}"
        content = text[min(other.content) : max(other.content) + 1]
        around = text[
            max(0, min(other.content | other.source) - 60) : max(other.content | other.source) + 60
        ]
        print(f"MISSED | {other.words} | {other.cue} | {content!r} | {why} | {around!r}")
    for i, one in enumerate(found):
        if one.kind == show and i not in right:
            said = one.said
            around = text[max(0, said.quote.start - 100) : said.quote.end + 60]
            print(f"WRONG | {said.speaker} | {said.verb} | {said.quote.exact!r} | {around!r}")


def f1(scored: Sequence[Scored], kind: str | None = None) -> tuple[float, float, float]:
    """Return precision, recall and F1 of a kind, or of all."""

    def total(place: int) -> int:
        counts = [one[place] for one in scored]
        return sum(c.total() if kind is None else c[kind] for c in counts)

    precision, recall = (total(a) / max(1, total(b)) for a, b in ((0, 2), (1, 3)))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def line(scored: Sequence[Scored], kind: str | None = None) -> str:
    """Return one line for people."""
    rng = np.random.default_rng(7)
    drawn = [
        f1([scored[k] for k in rng.integers(len(scored), size=len(scored))], kind)[2]
        for _ in range(400)
    ]
    low, high = np.quantile(drawn, (0.025, 0.975))
    precision, recall, middle = f1(scored, kind)
    counts = [
        sum(c.total() if kind is None else c[kind] for c in (one[k] for one in scored))
        for k in (0, 2, 3)
    ]
    return (
        f"{kind or 'all':9} P {precision:.3f}  R {recall:.3f}  F1 {middle:.3f} [{low:.3f}, {high:.3f}]"
        f"  ({counts[0]} right, {counts[1]} found, {counts[2]} annotated)"
    )


def main() -> None:
    """Score the halves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument(
        "--show", choices=(*KINDS, "deeds"), help="what is missed and wrong in the fit half"
    )
    parser.add_argument("--apart", action="store_true", help="count each piece of a quotation")
    chosen = parser.parse_args()
    scored: dict[str, list[Scored]] = {half: [] for half in HALVES}
    for half, text, annotation in texts(chosen.folder):
        if chosen.half in (None, half):
            scored[half].append(score(text, annotation, chosen.show if half == "fit" else None))
    for half, several in scored.items():
        if several:
            print(f"{half} half, {len(several)} documents")
            for kind in (None, *KINDS, "deeds"):
                print("  " + line(several, kind))


if __name__ == "__main__":
    main()
