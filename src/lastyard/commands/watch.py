"""``lastyard watch``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from lastyard.commands.options import method_option

if TYPE_CHECKING:
    from lastyard.drafting.watching import Handled

__all__ = ["command"]


@click.command("watch")
@click.argument("folder", metavar="DIR")
@click.option(
    "--case", "case_file", metavar="CASE", required=True, help="The case the documents are about."
)
@click.option("--once", is_flag=True, help="Handle what is there now, and stop.")
@click.option(
    "--interval",
    type=click.FloatRange(0.1, 86_400),
    default=5.0,
    show_default=True,
    help="Seconds between two looks.",
)
@method_option
def command(folder: str, case_file: str, once: bool, interval: float, method: str) -> int:
    """Draft every new document in a folder, once.

    Drafts go to DIR/drafts, with a ledger of what was read. A file is read when it has been
    the same on two looks in a row (with --once, right away); changed later, it is drafted
    anew beside the first draft. Stop with Ctrl-C, or in any other way: nothing is lost, and
    nothing is read twice.

    Exit code 0: done or stopped; 1 (with --once): some document could not be read.

    \b
    Examples:
      lastyard watch reports --case talks.yaml
      lastyard watch reports --case talks.yaml --once
    """
    from lastyard.analyses.check import load
    from lastyard.drafting.watching import Watch

    load(case_file)  # what is wrong with the case is told now, not with the first document
    watch = Watch(folder, case_file, method)
    failed = False
    with watch.alone():
        try:
            while True:
                for path in watch.new_documents(settled=not once):
                    handled = watch.handle(path)
                    failed = failed or handled.problem is not None
                    _tell(path.name, handled)
                if once:
                    return 1 if failed else 0
                time.sleep(interval)
        except KeyboardInterrupt:
            click.echo("stopped; the ledger is up to date", err=True)
    return 0


def _tell(name: str, handled: Handled) -> None:
    shown = "".join(c if c.isprintable() else "?" for c in name)
    if handled.problem is not None:
        click.echo(f"{shown}: not read: {handled.problem}", err=True)
    else:
        click.echo(f"{shown}: {handled.count} drafts in drafts/{handled.draft}")
