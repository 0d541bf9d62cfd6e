"""``lastyard schema``."""

from __future__ import annotations

import json

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
    timeline, trace, vote; or `why`, for --why ID. Editors with YAML support read the schema of
    case files for completion and diagnostics: begin the case with
    `# yaml-language-server: $schema=./case.schema.json`.

    \b
    Examples:
      lastyard schema -o case.schema.json
      lastyard schema impasse
    """
    from lastyard.case.shapes import case_schema
    from lastyard.show.schemas import ANSWERS, ERRORS

    known = {"case": case_schema(), "errors": ERRORS, **ANSWERS}
    if what not in known:
        raise RequestError(f"no schema is called {what[:60]!r}: {did_you_mean(what, known)}")
    write_answer(json.dumps(known[what], indent=2) + "\n", output, is_json=True)
    return 0
