"""``lastyard sweep``."""

from __future__ import annotations

import sys
from contextlib import ExitStack

import click

from lastyard.commands.options import files_options, open_case, seed_option

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
    --json` prints. A question that cannot be answered is told in its line as `error`.

    \b
    Examples:
      lastyard sweep a.yaml b.yaml c.yaml -o all.jsonl --processes 4
      lastyard sweep talks.yaml --set firmness.ask=0.2:0.9:8
    """
    import json
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from lastyard.analyses.sweep import parse_setting, sweep

    cases = [open_case(path) for path in case_files]
    chosen = [parse_setting(text) for text in settings]
    with ExitStack() as stack:
        executor = None
        if processes > 1:
            pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
            executor = stack.enter_context(pool)
        rows = sweep(
            cases,
            chosen,
            seed=seed,
            executor=executor,
            results=output,
            progress=_tell if sys.stderr.isatty() else None,
        )
    if output is None:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    return 0


def _tell(ready: int, total: int) -> None:
    end = "\n" if ready == total else ""
    click.echo(f"\r{ready:,} of {total:,}", err=True, nl=False)
    click.echo(end, err=True, nl=False)
