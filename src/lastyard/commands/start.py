"""``lastyard new``, ``catalog``, ``schema`` and ``explain``: what comes with the program."""

from __future__ import annotations

import json
from textwrap import fill
from typing import Any

import click

from lastyard.commands.options import write_answer
from lastyard.commands.telling import say, tell
from lastyard.errors import RequestError, did_you_mean

__all__ = ["catalog_command", "explain_command", "new_command", "schema_command"]


@click.command("new")
@click.argument("file", metavar="FILE", default="-")
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there.")
def new_command(file: str, force: bool) -> int:
    """Write a commented case file to start from; without FILE, print it.

    \b
    Examples:
      lastyard new talks.yaml
      lastyard new | lastyard analyse -
    """
    from lastyard.files import would_write_over, write_whole

    if file == "-":
        say(STARTER)
        return 0
    if would_write_over(file) and not force:
        raise RequestError(f"{file!r} is there already; give another name, or --force")
    write_whole(file, STARTER)
    tell(f"wrote {file}; next: lastyard analyse {file}")
    return 0


@click.command("catalog")
@click.argument("name", metavar="[NAME]", required=False)
@click.option("-o", "--output", metavar="FILE", help="Copy the case to FILE, to work on it.")
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there.")
def catalog_command(name: str | None, output: str | None, force: bool) -> int:
    """List the cases that come with Last Yard; with NAME, print that case or copy it.

    Every command takes such a name in place of a file.

    \b
    Examples:
      lastyard catalog
      lastyard analyse news/sn-2024/rafah
      lastyard catalog news/sn-2024/rafah -o rafah.yaml
    """
    from lastyard.case.yaml import read_text
    from lastyard.errors import RequestError, did_you_mean
    from lastyard.files import is_standard_output, would_write_over, write_whole
    from lastyard.shipped import named_once, shipped_cases

    known = shipped_cases()
    if name is None:
        if output is not None:
            raise RequestError("-o copies one case: give its name as well")
        width = max(map(len, known), default=0)
        for each, path in known.items():
            say(f"{each:<{width}}  {_title_of(read_text(path))}\n")
        return 0
    found = named_once(name, known)
    if found is None:
        help = did_you_mean(name, [*known, *(each.rpartition("/")[2] for each in known)], "cases")
        raise RequestError(f"no case of the catalog is called {name[:60]!r}: {help}")
    text = read_text(found)
    if output is None or is_standard_output(output):
        say(text)
        return 0
    if would_write_over(output) and not force:
        raise RequestError(f"{output!r} is there already; give another name, or --force")
    write_whole(output, text)
    tell(f"wrote {output}; next: lastyard analyse {output}")
    return 0


def _title_of(text: str) -> str:
    lines = (line for line in text.splitlines() if line.startswith("title:"))
    return next(lines, "").removeprefix("title:").strip().strip("\"'")


@click.command("schema")
@click.argument("what", metavar="[WHAT]", default="case")
@click.option("-o", "--output", metavar="FILE", help="Write it to FILE.")
def schema_command(what: str, output: str | None) -> int:
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
    from lastyard.show.published import ANSWERS, errors_schema

    if what == "errors":
        return errors_schema()
    if what not in ANSWERS:
        names = ["case", "errors", *ANSWERS]
        raise RequestError(f"no schema is called {what[:60]!r}: {did_you_mean(what, names)}")
    return ANSWERS[what]


@click.command("explain")
@click.argument("words", metavar="[TERM or CODE]", nargs=-1)
def explain_command(words: tuple[str, ...]) -> int:
    """Say what a word of the answers means, or more about the code of an error or warning.

    Without an argument, list all words and codes.

    \b
    Examples:
      lastyard explain blocking set
      lastyard explain unknown-option
      lastyard explain
    """
    from lastyard.case.diagnostics import CODES
    from lastyard.show.glossary import GLOSSARY, term

    wanted = " ".join(words)
    if not wanted:
        say("Words of the answers\n")
        for each in GLOSSARY:
            say(f"  {each.name:28} {_first_sentence(each.meaning)}\n")
        say("\nCodes of errors and warnings\n")
        for name, explanation in CODES.items():
            say(f"  {name:28} {_first_sentence(explanation)}\n")
        return 0
    found = term(wanted)
    if found is None and wanted not in CODES:
        known = [*(each.name for each in GLOSSARY), *CODES]
        help = did_you_mean(wanted, known, "words and codes")
        raise RequestError(f"no word or code is called {wanted[:60]!r}: {help}")
    name, meaning = (wanted, CODES[wanted]) if found is None else (found.name, found.meaning)
    say(name + "\n")
    say(fill(meaning, 88, initial_indent="  ", subsequent_indent="  ") + "\n")
    if found is not None and found.others:
        say(f"  Also: {', '.join(found.others)}.\n")
    return 0


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].split(": ", maxsplit=1)[0].rstrip(".") + "."


STARTER = """\
# A case file for Last Yard: what was said, by whom, when. Change it line by line, then
#   lastyard check THIS_FILE       is it right?
#   lastyard analyse THIS_FILE     where do the talks stand, what blocks a deal?
# The dispute below is made up.

title: Wage talks at a workshop
# as_of: 2024-02-01          the day to look at; default: the day of the last statement

parties:                     # who is at the table; the names before the colon are used below
  union: {name: Union}
  firm:  {name: Firm}
  # chair: {name: Chair, role: mediator}      proposes, but neither accepts nor refuses

issues:                      # what is negotiated
  wage:
    name: Wage increase
    range: [0, 8]            # a numeric issue: first and last number, and the step between
    step: 0.5
    unit: "%"
  hours:
    name: Weekly hours
    options: ["40", "38", "36"]
    ordered: true            # the order means something: neighbours are close
  shifts: {name: Night shifts, options: [as now, by choice]}

rules:                       # what no package may break, whoever proposes it
  - {id: budget, require: "wage >= 6 implies hours == '40'"}

agreement: all               # who must accept; also "union and firm", "at least 2 of (a, b, c)"

sources:
  notes: {title: Minutes of the meeting, date: 2024-01-15}

# One statement says one thing. Verbs: requires, rejects, offers, accepts, refuses, position,
# wants, prefers (with to), ranks, stresses, values, withdraws. `lastyard schema` describes them all.
statements:
  - id: union-floor
    party: union
    by: A. Example           # who said it, when known
    on: 2024-01-15
    source: notes
    requires: "wage >= 4"
    firmness: firm           # how sure it is to hold: tentative, stated, firm, absolute or 0 to 1
  - {id: union-hours, party: union, on: 2024-01-15, source: notes, position: {hours: "36"}}
  - {id: firm-ceiling, party: firm, on: 2024-01-15, source: notes, rejects: "wage > 3", firmness: stated}
  - {id: firm-offer, party: firm, on: 2024-01-22, source: notes, offers: {wage: 2.5, hours: "38"}}
"""
