"""French and Spanish: data/french.yaml and data/spanish.yaml, by tables alone.

    python benchmarks/reading/languages.py [-v] [--seen]

A statement counts where its speaker and a word of what was said are those labelled, and for a deed its
sign too. Wrong signs are counted by themselves.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from lastyard.reading.deedtable import meaning_of
from lastyard.reading.foreign import LANGUAGES, statements_in
from lastyard.reading.statements import Statement

DATA = Path(__file__).parent / "data"
_SIGNS = {"accepts": "+", "offers": "+", "requires": "+", "position": "+", "rejects": "-"}


def main() -> None:
    """Score each language and part, and print one line for each."""
    for language in LANGUAGES:
        for part in (
            ("seen",) if "--seen" in sys.argv else ("seen", "unseen", "after", "last", "doubted", "fresh")
        ):
            right, found, labelled, wrong = scored(language, part, shown="-v" in sys.argv)
            share = 2 * right / max(1, found + labelled)
            print(f"{language} {part}: {right} right, {found} found, {labelled} labelled, ", end="")
            print(f"F1 {share:.3f}; wrong signs {wrong}")


def scored(language: str, part: str, *, shown: bool = False) -> tuple[int, int, int, int]:
    """Return how many statements were right, found and labelled, and how many had a wrong sign."""
    rows = yaml.safe_load((DATA / f"{language}.yaml").read_text(encoding="utf-8"))[part]
    found = right = wrong = 0
    for text, who, word, sign in rows:
        told = statements_in(text, language, ())
        found += len(told)
        fits = [s for s in told if sign != "none" and who.lower() in s.speaker.lower()
                and word.lower() in s.quote.exact.lower()]  # fmt: skip
        good = any(sign in ("", _sign(s)) for s in fits)
        bad = sign in ("+", "-", "?") and any(_sign(s) not in (sign, "?", "") for s in told)
        right, wrong = right + good, wrong + bad
        if shown and (bad or not (good or (sign == "none" and not told))):
            print(f"  {text} {[(s.speaker, s.quote.exact, s.verb, _sign(s)) for s in told]}")
    return right, found, sum(sign != "none" for *_, sign in rows), wrong


def _sign(statement: Statement) -> str:
    if statement.group != "act":
        return ""
    means = meaning_of(statement.verb or "", denied=statement.negated)
    return "?" if statement.left_open else _SIGNS.get(means or "", "?")


if __name__ == "__main__":
    main()
