"""``lastyard sweep``."""

from __future__ import annotations

import sys

import click

from lastyard.commands.options import files_options, open_case, seed_option
from lastyard.commands.telling import count_on, say, tell
from lastyard.showing import json_text

__all__ = ["command"]


@click.command("sweep")
@click.argument("case_files", metavar="CASES...", nargs=-1, required=True)
@click.option(
    "--set",
    "settings",
    metavar="WHAT.ID=NUMBERS",
    multiple=True,
    help="firmness, confidence or reservation of a statement: LOW:HIGH:COUNT, or A,B,C. "
    "Several are combined.",
)
@click.option(
    "-o", "--output", metavar="FILE", help="JSON lines; an interrupted sweep is taken up again."
)
@click.option(
    "--processes",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="How many processes to use; the rows are the same.",
)
@seed_option("Seed of the sweep; each row's own follows from it and the row's number.")
@files_options
def command(
    case_files: tuple[str, ...],
    settings: tuple[str, ...],
    output: str | None,
    processes: int,
    seed: int,
) -> int:
    """Analyse many cases, or one case under many settings: one JSON line each.

    A line holds what `impasse --json` prints and, where points were given, what `solutions
    --json` prints. A question that cannot be answered is told in its line as `error`. So is a task
    whose process was killed three times, which a sweep taken up tries again.

    Exit code 0: every task was done; 1: some were given up.

    \b
    Examples:
      lastyard sweep a.yaml b.yaml c.yaml -o all.jsonl --processes 4
      lastyard sweep talks.yaml --set firmness.ask=0.2:0.9:8
    """
    from lastyard.answers.sweep import parse_setting, sweep
    from lastyard.files import is_standard_output

    cases = [open_case(path) for path in case_files]
    printed = output is None or is_standard_output(output)
    rows = sweep(
        cases,
        [parse_setting(text) for text in settings],
        seed=seed,
        processes=processes,
        results=None if printed else output,
        progress=_tell if sys.stderr is not None and sys.stderr.isatty() else None,
    )
    if printed:
        for row in rows:
            say(json_text(row, compact=True) + "\n", is_json=True)
    failed = [row for row in rows if "error" in row]
    for row in failed:
        what = ", ".join(f"{name}={number}" for name, number in row["set"].items())
        tell(f"task {row['task']} ({row['file']}{': ' if what else ''}{what}): {row['error']}")
    return 1 if failed else 0


def _tell(ready: int, total: int) -> None:
    count_on(f"{ready:,} of {total:,}", last=ready == total)
