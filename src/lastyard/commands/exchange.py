"""``lastyard import`` and ``export``: cases from and to files of negotiation research."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lastyard.commands.options import files_options, open_case, parse_day, write_answer
from lastyard.commands.telling import say, tell
from lastyard.errors import RequestError
from lastyard.showing import one_line

if TYPE_CHECKING:
    from lastyard.interop import Scenario

__all__ = ["export_command", "import_command"]


@click.command("import")
@click.argument("files", metavar="DIR_OR_FILES", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE", help="Write the case to FILE, whole or not at all.")
@click.option("--on", metavar="DATE", help="The day to give the points; default: today.")
@click.option(
    "--steps",
    type=click.IntRange(2, 10_000),
    help="Cut continuous issues into this many numbers.",
)
def import_command(
    files: tuple[str, ...], output: str | None, on: str | None, steps: int | None
) -> int:
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


@click.command("export")
@click.argument("case_file", metavar="CASE")
@click.option(
    "--format",
    "target",
    type=click.Choice(["genius", "geniusweb", "negolog", "negmas", "csv"]),
    required=True,
    help="The format to write.",
)
@click.option(
    "-o", "--output", metavar="DIR", required=True, help="The directory; made if it is not there."
)
@click.option("--as-of", metavar="DATE", help="The day to look at, as 2024-03-22.")
@click.option(
    "--leave-out", is_flag=True, help="Leave out what the format cannot say, and tell what."
)
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@files_options
def export_command(
    case_file: str, target: str, output: str, as_of: str | None, leave_out: bool, force: bool
) -> int:
    """Write the points of a case as a domain of negotiation research.

    Every party that decides becomes a profile. Formats whose best package must be worth 1
    get all values of a party divided by one number.

    \b
    Examples:
      lastyard export talks.yaml --format genius -o talks-genius
      lastyard export talks.yaml --format csv -o tables --leave-out
    """
    from lastyard.interop import FormatError, case_to_scenario

    case = open_case(case_file)
    try:
        scenario, notes = case_to_scenario(case, parse_day(as_of), leave_out=leave_out)
        files, more = _written(scenario, target, leave_out)
    except FormatError as problem:
        raise RequestError(str(problem)) from problem
    for note in (*notes, *more):
        tell(f"note: {note}")
    _save(Path(output), files, force)
    return 0


def _written(
    scenario: Scenario, target: str, leave_out: bool
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the files' texts, and notes on what they cannot hold."""
    from lastyard import interop

    writers: dict[str, Callable[[Scenario], dict[str, str]]] = {
        "genius": interop.write_genius,
        "geniusweb": lambda s: interop.write_geniusweb(s, leave_out_reservation=leave_out),
        "negolog": interop.write_negolog,
        "negmas": interop.write_negmas,
        "csv": interop.write_csv,
    }
    notes = []
    discounted = [p.name for p in scenario.profiles if p.discount is not None]
    if discounted and target in ("geniusweb", "negolog"):
        if not leave_out:
            raise interop.FormatError(
                f"{target} files have no discount factors; {', '.join(discounted)} has one: leave "
                "it out on purpose with --leave-out",
                scenario.name,
            )
        notes.append(f"left out: discount factors ({', '.join(discounted)})")
    if target == "geniusweb" and any(p.reservation is not None for p in scenario.profiles):
        notes.append("left out: reservation values; GeniusWeb has only bids")
    if target in ("genius", "geniusweb", "negolog"):
        notes += [
            f"{p.name}: all values are divided by {float(total):.12g}, the most of any package"
            for p in scenario.profiles
            if (total := sum(max(issue) for issue in p.values)) != 1
        ]
    return writers[target](scenario), tuple(notes)


def _save(folder: Path, files: dict[str, str], force: bool) -> None:
    from lastyard.files import make_folder, refusals_told, would_write_over, write_whole

    with refusals_told(f"cannot make the directory {str(folder)!r}", "it cannot be made"):
        make_folder(str(folder))
    there = [name for name in files if would_write_over(str(folder / name))]
    if there and not force:
        raise RequestError(f"{str(folder / there[0])!r} is there already; --force overwrites it")
    for name, text in files.items():
        write_whole(str(folder / name), text)
        say(one_line(str(folder / name)) + "\n")
