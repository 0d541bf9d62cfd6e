"""French and Spanish: data/french.yaml and data/spanish.yaml, by tables alone.

    python benchmarks/reading/languages.py [-v] [--seen]

A statement counts where its speaker and a word of what was said are those labelled. No sign is proposed
(docs/reading.md); what is not left open is counted as a sign.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from lastyard.reading.foreign import LANGUAGES, statements_in

DATA = Path(__file__).parent / "data"


def main() -> None:
    """Score each language and part, and print one line for each."""
    for language in LANGUAGES:
        for part in (
            ("seen",)
            if "--seen" in sys.argv
            else ("seen", "unseen", "after", "last", "doubted", "fresh")
        ):
            right, found, labelled, signs = scored(language, part, shown="-v" in sys.argv)
            share = 2 * right / max(1, found + labelled)
            print(f"{language} {part}: {right} right, {found} found, {labelled} labelled, ", end="")
            print(f"F1 {share:.3f}; signs {signs}")


def scored(language: str, part: str, *, shown: bool = False) -> tuple[int, int, int, int]:
    """Return how many statements were right, found and labelled, and how many had a sign."""
    rows = yaml.safe_load((DATA / f"{language}.yaml").read_text(encoding="utf-8"))[part]
    found = right = signs = 0
    for text, who, word, sign in rows:
        told = statements_in(text, language, ())
        found += len(told)
        fits = [s for s in told if sign != "none" and who.lower() in s.speaker.lower()
                and word.lower() in s.quote.exact.lower()]  # fmt: skip
        right += bool(fits)
        signs += sum(not s.left_open for s in told)
        if shown and not (fits or (sign == "none" and not told)):
            print(f"  {text} {[(s.speaker, s.quote.exact, s.verb) for s in told]}")
    return right, found, sum(sign != "none" for *_, sign in rows), signs


if __name__ == "__main__":
    main()
