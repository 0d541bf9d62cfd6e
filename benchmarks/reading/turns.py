"""Score turns of conversations: ``python benchmarks/reading/turns.py [--show]``.

A turn found counts as right when it begins with the labelled words, has the labelled
speaker, and is marked as an interviewer's where the label says so. Texts without labels
only look like conversations: every turn found there is wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from scoring import same_name

from lastyard.reading import Document, read

DATA = Path(__file__).parent / "data" / "fresh_turns.txt"


def blocks() -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Load the texts with their labels: first words, speaker, whether an interviewer's."""
    found = []
    lines = [line for line in DATA.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    for block in "\n".join(lines).split("\n===\n"):
        labels = []
        for line in block.splitlines():
            if line.startswith("> "):
                words, _, speaker = line[2:].rpartition(" = ")
                labels.append((words, speaker.removesuffix(" (asks)"), speaker.endswith("(asks)")))
        text = "\n".join(line for line in block.splitlines() if not line.startswith("> "))
        found.append((text, labels))
    return found


def main() -> None:
    right = found = labelled = 0
    for text, labels in blocks():
        reading = read(Document.from_text(text))
        turns = [
            s
            for s in reading.statements
            if s.kind == "direct"
            and s.verbatim
            and s.cue is None
            and s.source is not None
            and not any(q.statement == s.id for q in reading.quotations)
        ]
        found, labelled = found + len(turns), labelled + len(labels)
        for words, speaker, asks in labels:
            hit = next((s for s in turns if s.quote.exact.startswith(words)), None)
            good = (
                hit is not None
                and same_name(hit.speaker, speaker)
                and (hit.group == "question") == asks
            )
            right += good
            if "--show" in sys.argv and not good:
                print("MISSED", words, "=", speaker, "got", hit and (hit.speaker, hit.group))
        if "--show" in sys.argv:
            for s in turns:
                if not any(s.quote.exact.startswith(words) for words, *_ in labels):
                    print("EXTRA", s.speaker, "|", s.quote.exact[:70])
    print(
        f"turns: {right} right, {found} found, {labelled} labelled, "
        f"F1 {2 * right / (found + labelled):.3f}"
    )


if __name__ == "__main__":
    main()
