"""Print which share of each package the tests ran, and hold it against its floor: ``make test COVERED=1``."""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

# Percent of lines and of branches, per package, of what the fast tests run.
FLOORS: dict[str, tuple[float, float]] = {
    "answers": (96, 90),
    "asking": (99, 96),
    "blocking": (98, 96),
    "bodies": (97, 92),
    "case": (97, 94),
    "conditions": (99, 97),
    "conflict": (98, 96),
    "deals": (98, 96),
    "drafting": (92, 84),
    "interop": (95, 90),
    "reading": (96, 92),
    "room": (92, 83),
    "show": (93, 85),
    "space": (95, 92),
    "values": (98, 96),
}


def shares(figures: Path) -> dict[str, tuple[float, float]]:
    """Return the percent of lines and of branches that ran, per package of ``src/lastyard``."""
    counts: dict[str, Counter[str]] = {}
    for name, file in json.loads(figures.read_text(encoding="utf-8"))["files"].items():
        inside = name.split("lastyard/", 1)[1].split("/")
        package = inside[0] if len(inside) > 1 else "(modules at the top)"
        kept = counts.setdefault(package, Counter())
        kept.update({k: v for k, v in file["summary"].items() if isinstance(v, int)})
    return {
        package: (
            100 * n["covered_lines"] / max(n["num_statements"], 1),
            100 * n["covered_branches"] / n["num_branches"] if n["num_branches"] else 100.0,
        )
        for package, n in sorted(counts.items())
    }


def main() -> None:
    """Print a line a package; end with 1 where one is under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", type=Path, help="what `coverage json` wrote")
    parser.add_argument("--floors", action="store_true", help="fail under a floor")
    asked = parser.parse_args()
    under = []
    for package, found in shares(asked.figures).items():
        floors = FLOORS.get(package, (0.0, 0.0))
        low = asked.floors and any(f < floor for f, floor in zip(found, floors, strict=True))
        under += [package] * low
        floor = f"  floor {floors[0]:g} and {floors[1]:g}" if package in FLOORS else ""
        print(f"{package:22} lines {found[0]:5.1f} %  branches {found[1]:5.1f} %{floor}")  # noqa: T201
    if under:
        sys.exit(f"under its floor: {', '.join(under)}")


if __name__ == "__main__":
    main()
