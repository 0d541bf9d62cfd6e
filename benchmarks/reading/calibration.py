"""How often statements of each confidence are right, on a corpus of attributions that is not ours to ship.

    python benchmarks/reading/calibration.py POLNEAR/data

The corpus is PolNeAR (github.com/networkdynamics/PolNeAR; Newell, Margolin, Ruths 2018): folders with `text/*.txt` and
`attributions/*.ann`. A statement is right if more than half of its letters are annotated as the content of attributions
to its source: the same words for the source, or, where the reader took the speaker over from another sentence, the same
last name. Statements within others are left out, since the corpus annotates none.

Half of the documents, by a hash of their names, give the map from the confidence of the rules to the share that is
right (isotonic regression over bins, `[confidences]` in words.txt); the other half gives the reliability table.
A deed (*the union rejected the offer*) need not be an attribution to the annotators: of 45 deeds that counted as wrong,
drawn at random, 16 were right, so that this share of the wrong ones is taken for right (column "with deeds").
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from lastyard.reading import Document, read, reader
from lastyard.reading.statements import along, key_of

LETTERS = frozenset[int]
RIGHT_DEEDS = 16 / 45
BINS = (0.0, 0.45, 0.55, 0.7, 0.85, 0.95, 1.01)
FEWEST = 20
RELATIVES = frozenset(["who", "which", "that"])
PRONOUNS = frozenset(["he", "she", "they", "it", "i", "we", "who", "him", "her", "them"])


class Gold(NamedTuple):
    """An attribution as annotated: the letters of its content and source, and the words of source and cue."""

    content: LETTERS
    source: LETTERS
    words: str
    cue: str


class Judged(NamedTuple):
    """A statement of the reader with what the annotators say of it."""

    half: int
    key: str
    stated: float
    right: bool


def letters(spans: Sequence[tuple[int, int]], text: str) -> LETTERS:
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def gold(annotation: str, text: str) -> Iterator[Gold]:
    """Read a file of attributions."""
    spans: dict[str, list[tuple[int, int]]] = {}
    events: list[list[str]] = []
    for line in annotation.splitlines():
        found = re.match(r"([TE]\d+)\t(?:\w+ )?(.*?)(?:\t|$)", line)
        if found and line[0] == "T":
            spans[found[1]] = [
                (int(start), int(end)) for start, end in re.findall(r"(\d+) (\d+)", found[2])
            ]
        elif found:
            events.append(line.split("\t")[1].split()[1:])
    for event in events:
        roles: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for role, name in (part.split(":") for part in event):
            roles[role.rstrip("0123456789")] += spans.get(name, [])
        words = " ".join(text[a:b] for a, b in roles["Source"]).lower()
        if roles["Content"]:
            cue = " ".join(text[a:b] for a, b in roles["Cue"])
            yield Gold(letters(roles["Content"], text), letters(roles["Source"], text), words, cue)


def same_source(said, one: Gold, text: str) -> bool:
    """Whether an attribution has the source of a statement.

    The words of the source are the same in part, or the speaker's name; *who* is the same as what stands right before it.
    """
    pronoun = one.words.strip() in PRONOUNS
    if said.source is not None:
        if letters([(said.source.start, said.source.end)], text) & one.source:
            return True
        if one.words.strip() in RELATIVES:
            return 0 <= min(one.source) - said.source.end <= 3
        if pronoun or not one.source:
            return False
        speaker, words = said.speaker.split(), re.findall(r"\w+", one.words)
        return speaker[-1][:1].isupper() and speaker[-1].lower() in words
    if not one.source or pronoun:
        return True
    speaker, words = (re.findall(r"\w+", name) for name in (said.speaker.lower(), one.words))
    return bool({*speaker[-1:]} & {*words} or {*words[-1:]} & {*speaker})


def judged(folder: Path) -> Iterator[Judged]:
    """Read all documents of the corpus, and judge each statement."""
    for file in sorted(folder.glob("*/text/*.txt")):
        annotations = sorted((file.parents[1] / "attributions").glob(f"{file.stem}_*.ann"))
        if not annotations or file.parents[1].name not in ("train", "dev", "test"):
            continue
        text = file.read_bytes().decode()
        known = list(gold(annotations[0].read_text(encoding="utf-8"), text))
        half = int(hashlib.md5(file.stem.encode()).hexdigest(), 16) % 2
        for said in read(Document.from_text(text, date=date(2016, 6, 1))).statements:
            if said.within or said.group == "question" or said.speaker.lower() == "you":
                continue
            quote = letters([(said.quote.start, said.quote.end)], text)
            covered = {
                i for one in known if same_source(said, one, text) for i in quote & one.content
            }
            key = key_of(said.group, said.kind)
            yield Judged(half, key, said.confidence, 2 * len(covered) > len(quote))


def share(right: float, key: str) -> float:
    """Return the share that is right, with the deeds that are no attributions."""
    return right + (1 - right) * RIGHT_DEEDS if key == "act" else right


def fitted(points: Sequence[Judged], key: str) -> list[tuple[float, float]]:
    """Fit a map that never falls: isotonic regression over bins of the stated confidence."""
    blocks: list[tuple[list[float], float, int]] = []
    for low, high in pairwise(BINS):
        inside = [one for one in points if low <= one.stated < high]
        if len(inside) < FEWEST:
            continue
        n = len(inside)
        blocks.append(([sum(p.stated for p in inside) / n], sum(p.right for p in inside) / n, n))
        while len(blocks) > 1 and blocks[-2][1] >= blocks[-1][1]:
            (xs, y, n), (more, z, m) = blocks[-2], blocks[-1]
            blocks[-2:] = [([*xs, *more], (y * n + z * m) / (n + m), n + m)]
    return [(x, share(y, key)) for xs, y, _ in blocks for x in xs]


def main() -> None:
    reader.calibrated = lambda group, kind, stated: stated  # what the rules say
    points = list(judged(Path(sys.argv[1])))
    keys = sorted({one.key for one in points})
    print("[confidences]")
    maps = {key: fitted([p for p in points if p.half == 0 and p.key == key], key) for key in keys}
    for key, knots in maps.items():
        print(f"{key}: {' '.join(f'{x:.2f}={y:.2f}' for x, y in knots)}")
    print("\n| | stated | statements | right | with deeds | mapped |\n|---|---|---|---|---|---|")
    error = before = total = 0.0
    for key in keys:
        for low, high in pairwise(BINS):
            inside = [p for p in points if p.half and p.key == key and low <= p.stated < high]
            if len(inside) < FEWEST:
                continue
            n = len(inside)
            right = sum(p.right for p in inside) / n
            stated = sum(p.stated for p in inside) / n
            mapped = sum(along(maps[key], p.stated) for p in inside) / n
            print(
                f"| {key} | {stated:.2f} | {n} | {right:.2f} | {share(right, key):.2f} | {mapped:.2f} |"
            )
            error += n * abs(mapped - share(right, key))
            before += n * abs(stated - share(right, key))
            total += n
    print(
        f"\nmean error: stated {before / total:.3f}, mapped {error / total:.3f}, {total:.0f} statements"
    )


if __name__ == "__main__":
    main()
