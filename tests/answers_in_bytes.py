"""Print a digest of many answers, each on a line: the same on every processor, or a fault.

python tests/answers_in_bytes.py [CASE ...]      by default all cases of the catalog
"""

from __future__ import annotations

import hashlib
import json
import sys

import lastyard as ly
from lastyard.shipped import shipped_cases

QUESTIONS = (
    "analyse",
    "impasse",
    "packages",
    "next_step",
    "timeline",
    "solutions",
    "moves",
    "vote",
)


def main(names: list[str]) -> None:
    """Answer every question about every case."""
    known = shipped_cases()
    for name in names or sorted(known):
        case = ly.load(name)
        for question in QUESTIONS:
            try:
                answer = getattr(ly, question)(case)
            except ly.LastYardError as problem:
                text = f"{type(problem).__name__}: {problem}"
            else:
                text = json.dumps(answer.as_json(), ensure_ascii=False) + "\n" + str(answer)
            sys.stdout.write(
                f"{hashlib.sha256(text.encode()).hexdigest()[:16]} {name} {question}\n"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
