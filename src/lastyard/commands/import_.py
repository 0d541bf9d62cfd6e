"""``lastyard import``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lastyard.commands.options import parse_day, write_answer
from lastyard.commands.telling import tell
from lastyard.errors import RequestError

__all__ = ["command"]


@click.command("import")
@click.argument("files", metavar="DIR_OR_FILES", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE", help="Write the case to FILE, whole or not at all.")
@click.option("--on", metavar="DATE", help="The day to give the points; default: today.")
@click.option(
    "--steps",
    type=click.IntRange(2, 10_000),
    help="Cut continuous issues into this many numbers.",
)
def command(files: tuple[str, ...], output: str | None, on: str | None, steps: int | None) -> int:
    """Turn a domain of negotiation research into a case file.

    Reads Genius XML, GeniusWeb JSON, NegoLog JSON, NegMAS YAML or JSON, and CSV: a directory
    with one domain and its profiles, or these files. What was repaired, and what a case has
    no place for, is told on standard error.

    \b
    Examples:
      lastyard import domains/laptop -o laptop.yaml
      lastyard import domain.json buyer.json seller.json -o sale.yaml --on 2024-03-22
    """
    from lastyard.case.diagnostics import CaseError
    from lastyard.case.load import load_text
    from lastyard.case.writing import dump
    from lastyard.case.yaml import MOST_NODES
    from lastyard.interop import FormatError, read_files, read_scenario, scenario_to_case

    day = parse_day(on, "--on") or date.today()
    paths = [Path(file) for file in files]
    try:
        if len(paths) == 1:
            scenario = read_scenario(paths[0], real_steps=steps)
        else:
            scenario = read_files(paths, real_steps=steps)
        origin = ", ".join(path.resolve().name for path in paths)
        case, notes = scenario_to_case(scenario, day, origin=origin)
    except FormatError as problem:
        raise RequestError(str(problem)) from problem
    text = dump(case)
    try:
        again = load_text(text)
    except CaseError as problem:
        if problem.diagnostics[-1].code != "file-too-large":
            raise
        raise RequestError(
            f"{origin}: the domain has {sum(len(issue.options) for issue in scenario.issues):,} options "
            f"and {len(case.parties):,} profiles; as a case that is more than the {MOST_NODES:,} "
            "names and values that a file may hold: give fewer profiles, or a smaller domain"
        ) from problem
    if again != case:
        raise RequestError("the domain holds names that a case file would not give back")
    for note in notes:
        tell(f"note: {note}")
    write_answer(text, output)
    return 0
