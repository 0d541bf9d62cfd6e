"""The tables of keys in docs/json.md: what stands there must follow from the records.

python tests/docs/keys.py      writes them anew
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from lastyard.answers.check import Problems
from lastyard.show.published import rows_of
from lastyard.show.schemas import ANSWERS, record_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "json.md"
TABLES = re.compile(r"(?<=<!-- keys -->\n).*?(?=<!-- /keys -->)", re.DOTALL)


def tables() -> str:
    """Write a section with a table for each answer."""
    errors = section("errors", Problems)
    return "".join(section(name, record_of(name)) for name in ANSWERS) + errors


def section(name: str, record: type) -> str:
    known = {record_of(other): f"as `{other}`" for other in ANSWERS if other != name}
    lines = [f"\n### {name}\n", f"{summary(record)}\n", "| key | is | meaning |", "|---|---|---|"]
    for row in rows_of(record, known):
        cells = (f"`{row.key}`", row.kind, row.meaning)
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def summary(record: type) -> str:
    text = (inspect.getdoc(record) or "").partition("\n\n")[0]
    return " ".join(text.split())


def renewed(text: str) -> str:
    return TABLES.sub(lambda _: tables(), text)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
