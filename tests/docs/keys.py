"""The tables of keys in docs/json.md and docs/case-file.md: what stands there must follow from the records.

python tests/docs/keys.py      writes them anew
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

from lastyard.answers.check import Problems
from lastyard.case.issue import PACKAGE
from lastyard.case.schema import SHAPES
from lastyard.case.shapes import IDS as NAMED
from lastyard.show.published import ANSWERS, record_of, rows_of

DOCS = Path(__file__).resolve().parents[2] / "docs"
IDS = NAMED.schema
TABLES = re.compile(r"(?<=<!-- keys -->\n).*?(?=<!-- /keys -->)", re.DOTALL)


def of_answers() -> str:
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


def of_the_case() -> str:
    """Write a table for each mapping of the case file."""
    text = ""
    for shape in SHAPES.values():
        text += f"\n### {shape.what[:1].upper()}{shape.what[1:]}\n\n| key | is | meaning |\n|---|---|---|\n"
        for key in shape.keys:
            name = f"`{key.name}`" + (" (needed)" if key in shape.required else "")
            named = NAMES.get(key.kind.names) if isinstance(key.kind.names, tuple) else None
            text += f"| {name} | {named or holds(key.kind.schema)} | {key.meaning} |\n"
    return text


NAMES = {
    (("", "condition"),): "condition",
    (("", "parties"),): "name of a party",
    (("", "sources"),): "name of a source",
    (("", "statements"),): "name of a statement",
    (("", "statements"), ("*", "statements")): "name of a statement, or a list of them",
    (("", "parties"), ("*", "parties")): "name of a party, or a list of them",
    (("*", "parties"),): "list of parties",
    (("*", "issues"),): "list of issues",
}


def holds(schema: dict[str, Any]) -> str:
    """Return in words what the schema of a key allows."""
    if schema == PACKAGE.schema:
        return "package"
    if "anyOf" in schema:
        lists = (IDS["anyOf"][1], {**IDS["anyOf"][1], "minItems": 1})
        kinds = [each for each in schema["anyOf"] if each not in lists]
        many = ", or a list of texts" if len(kinds) < len(schema["anyOf"]) else ""
        return " or ".join(dict.fromkeys(map(holds, kinds))) + many
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{word}`" for word in schema.get("enum", [schema.get("const")]))
    if "$ref" in schema:
        return SHAPES[schema["$ref"].rpartition("/")[2]].what
    if "format" in schema:
        return "day"
    if "pattern" in schema:
        return "fraction"
    kind = schema.get("type", "")
    if kind == "array":
        return f"list ({holds(schema['items'])})"
    if kind == "object":
        each = schema["additionalProperties"] or next(iter(schema["properties"].values()))
        return f"mapping ({holds(each)})"
    if kind == "number" and "maximum" in schema:
        return "number from 0 to 1"
    return {"string": "text", "integer": "whole number", "boolean": "true or false"}.get(
        str(kind),
        "number"
        if kind == "number"
        else "text or number"
        if isinstance(kind, list)
        else "anything",
    )


PAGES = {"json.md": of_answers, "case-file.md": of_the_case}


def renewed(name: str, text: str) -> str:
    return TABLES.sub(lambda _: PAGES[name](), text)


if __name__ == "__main__":
    for name in PAGES:
        page = DOCS / name
        page.write_text(renewed(name, page.read_text(encoding="utf-8")), encoding="utf-8")
