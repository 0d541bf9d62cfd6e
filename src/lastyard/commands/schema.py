"""``lastyard schema``."""

from __future__ import annotations

import json
from typing import Any

import click

from lastyard.commands.options import write_answer
from lastyard.errors import RequestError, did_you_mean

__all__ = ["command"]


@click.command("schema")
@click.argument("what", metavar="[WHAT]", default="case")
@click.option("-o", "--output", metavar="FILE", help="Write it to FILE.")
def command(what: str, output: str | None) -> int:
    """Print the JSON Schema of case files, or of the answer of a command.

    WHAT is `case` (default), `errors`, or a command with --json: analyse, check, code, diff,
    impasse, merge, moves, next, packages, power, read, report, simulate, solutions, standing,
    timeline, trace, vote; `why`, for --why ID; `what-if`, for what impasse says with --suppose and the
    like. Editors with YAML support read the schema of
    case files for completion and diagnostics: begin the case with
    `# yaml-language-server: $schema=./case.schema.json`.

    \b
    Examples:
      lastyard schema -o case.schema.json
      lastyard schema impasse
    """
    write_answer(json.dumps(_schema(what), indent=2) + "\n", output, is_json=True)
    return 0


def _schema(what: str) -> dict[str, Any]:
    from lastyard.case.schema import case_schema

    if what == "case":
        return case_schema()
    # The schema of an answer follows from its records, which bring what finds them.
    from lastyard.show.schemas import ANSWERS, errors_schema

    if what == "errors":
        return errors_schema()
    if what not in ANSWERS:
        names = ["case", "errors", *ANSWERS]
        raise RequestError(f"no schema is called {what[:60]!r}: {did_you_mean(what, names)}")
    return ANSWERS[what]
