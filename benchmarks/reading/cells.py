"""How cells of tables of positions are coded: data/cells.yaml.

    python benchmarks/reading/cells.py [-v]

A cell is right if its coding is one of those labelled; one that should not be decided is right if it
is left undecided. A *wrong* coding is one that is none of those labelled.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import yaml
from coding import load_head, same

from lastyard.drafting.tables import Cell, Table, positions_in

DATA = Path(__file__).parent / "data"


def main() -> None:
    """Score the cells and print the counts."""
    described = yaml.safe_load((DATA / "cells.yaml").read_text(encoding="utf-8"))
    case = load_head(described)
    coded = right = undecided = rightly = 0
    for issue, text, says in described["cells"]:
        head = (Cell("Issue", "A1", 0, 0), Cell("crew", "B1", 0, 0))
        row = (Cell(issue, "A2", 0, 0), Cell(text, "B2", 0, len(text)))
        [(_, coding)] = positions_in([Table("t", (head, row))], text, None, case).positions
        if coding.says is None:
            undecided += 1
            rightly += "none" in says
        else:
            coded += 1
            right += same(coding, says, case)
        fits = "none" in says if coding.says is None else same(coding, says, case)
        if "-v" in sys.argv[1:] and not fits:
            print(f"  {text!r}: {coding.as_yaml()}, not {says}")
    print(f"{len(described['cells'])} cells: {coded} coded, {right} of them right; ", end="")
    print(f"{undecided} left undecided, {rightly} of them rightly")


if __name__ == "__main__":
    main()
