"""How time and memory of `analyse` grow with the size of a case; draws docs/images/growth.svg.

Each line grows one thing, 10, 20, 40 ... of it, the others as they are: 40 statements of 5 parties on 12 issues and 20 days
(made up, `benchmarks.timeline`). Whole commands, interpreter and all; the budget of work is the default one.

Run: python -m benchmarks.growth
"""

from __future__ import annotations

import sys
import tempfile
from math import log2
from pathlib import Path

from benchmarks.limits import measure
from benchmarks.timeline import generated

from lastyard.case.writing import save
from lastyard.show.svg import COLOURS

PICTURE = Path(__file__).parent.parent / "docs" / "images" / "growth.svg"
SIZES = (10, 20, 40, 80, 160)
BASE = {"statements": 40, "days": 20, "parties": 5, "issues": 12}
DASHES = ("", "6 4", "2 3", "9 3 2 3")
WIDE, HIGH, LEFT, TOP = 330, 190, 46, 46


def measured():
    """Return per thing that grows its seconds and megabytes by size."""
    found = {}
    for what in BASE:
        for size in SIZES:
            given = {**BASE, what: size}
            case = generated(
                given["statements"], given["days"], parties=given["parties"], issues=given["issues"]
            )
            with tempfile.TemporaryDirectory() as folder:
                path = str(Path(folder) / "talks.yaml")
                save(case, path)
                _, seconds, megabytes = measure(["analyse", path])
            found.setdefault(what, []).append((seconds, megabytes))
            sys.stdout.write(f"{size} {what}: {seconds:.2f} s, {megabytes:.0f} MB\n")
            sys.stdout.flush()
    return found


def panel(found, place, title, unit, left):
    """Return the parts of one panel: a line a thing that grows."""
    most = max(each[place] for own in found.values() for each in own) * 1.05
    across = {size: left + LEFT + WIDE * log2(size / SIZES[0]) / 4 for size in SIZES}
    parts = [f'<text x="{left + LEFT}" y="24" class="head">{title}</text>']
    for share in (0, 0.5, 1):
        y = TOP + HIGH * (1 - share)
        parts.append(f'<path d="M{left + LEFT} {y:.1f}h{WIDE}" class="grid"/>')
        parts.append(
            f'<text x="{left + LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{share * most:.3g} {unit}</text>'
        )
    for size, x in across.items():
        parts.append(f'<text x="{x:.1f}" y="{TOP + HIGH + 18}" text-anchor="middle">{size}</text>')
    for k, own in enumerate(found.values()):
        line = "L".join(
            f"{across[size]:.1f} {TOP + HIGH * (1 - each[place] / most):.1f}"
            for size, each in zip(SIZES, own, strict=True)
        )
        parts.append(
            f'<path d="M{line}" fill="none" stroke="{COLOURS[k]}" stroke-width="2" stroke-dasharray="{DASHES[k]}"/>'
        )
    return parts


def picture(found):
    """Return the picture."""
    both = 2 * (WIDE + LEFT) + 80
    parts = [
        *panel(found, 0, "Seconds of processor", "s", 10),
        *panel(found, 1, "Memory", "MB", WIDE + LEFT + 50),
    ]
    for k, what in enumerate(found):
        x, y = LEFT + 10 + 120 * k, TOP + HIGH + 44
        parts.append(
            f'<path d="M{x} {y - 4}h28" stroke="{COLOURS[k]}" stroke-width="2" stroke-dasharray="{DASHES[k]}"/>'
        )
        parts.append(f'<text x="{x + 34}" y="{y}">{what}</text>')
    told = "Time and memory of analyse by the number of " + ", ".join(found)
    style = "text{font:12px sans-serif;fill:#444}.head{font-weight:bold}.grid{stroke:#ddd}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {both} {TOP + HIGH + 60}" role="img" '
        f'aria-label="{told}"><style>{style}</style>{"".join(parts)}</svg>\n'
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(measured()), encoding="utf-8")
