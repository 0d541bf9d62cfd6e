"""Loads and scores the quotations written for this project."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from scoring import same_name

from lastyard.reading import Document, read

DATA = Path(__file__).parent / "data" / "own_quotes.txt"
SECOND = DATA.with_name("own_quotes_2.txt")
FRESH = tuple(DATA.with_name(f"{name}.txt") for name in ("fresh_1", "fresh_2", "own_quotes_3"))
HELD_OUT = DATA.with_name("held_out_quotes.txt")


@dataclass(frozen=True)
class Example:
    """A report and the fragments of its quotations with their speakers (None: nobody)."""

    text: str
    expected: tuple[tuple[str, str | None], ...]


def examples(path: Path = DATA) -> list[Example]:
    """Load the examples of a file."""
    found: list[Example] = []
    text, expected = "", []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith(("#", "~ ")):
            continue
        if line.startswith("> "):
            fragment, _, speaker = line[2:].rpartition(" = ")
            expected.append((fragment, None if speaker.strip() == "-" else speaker.strip()))
            continue
        if text:
            found.append(Example(text.replace(" || ", "\n\n"), tuple(expected)))
        text, expected = line, []
    return found


def main() -> None:
    right = total = 0
    path = HELD_OUT if "--held-out" in sys.argv else DATA
    for example in examples(path):
        reading = read(
            Document.from_text(example.text),
            method="rules" if "--rules" in sys.argv else "rules+ranker",
        )
        for fragment, speaker in example.expected:
            total += 1
            at = example.text.index(fragment)
            hit = [q for q in reading.quotations if q.span.start <= at < q.span.end]
            if not hit:
                print("NO QUOTE", fragment, "|", example.text)
                continue
            quotation = hit[0]
            source = next(
                (s.source for s in reading.statements if s.id == quotation.statement), None
            )
            words = example.text[source.start : source.end] if source else None
            ok = (
                not quotation.speech
                if speaker is None
                else quotation.speech
                and (
                    same_name(quotation.speaker, speaker)
                    or same_name(words, speaker)
                    or speaker.lower() in (quotation.speaker or "").lower()
                )
            )
            right += ok
            if not ok:
                print(
                    "WRONG",
                    fragment,
                    "=",
                    speaker,
                    "got",
                    quotation.speech,
                    quotation.speaker,
                    "|",
                    example.text[:140],
                )
    print(right, "of", total)


if __name__ == "__main__":
    main()
