"""``lastyard watch``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from lastyard.commands.options import NumberRange, files_options, method_option
from lastyard.commands.telling import say, tell
from lastyard.showing import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from lastyard.drafting.watching import Handled, Watch

__all__ = ["command"]


@click.command("watch")
@click.argument("folder", metavar="DIR")
@click.option(
    "--case", "case_file", metavar="CASE", required=True, help="The case the documents are about."
)
@click.option("--once", is_flag=True, help="Handle what is there now, and stop.")
@click.option(
    "--interval",
    type=NumberRange(0.1, 86_400),
    default=5.0,
    show_default=True,
    help="Seconds between two looks.",
)
@method_option
@files_options
def command(folder: str, case_file: str, once: bool, interval: float, method: str) -> int:
    """Draft every new document in a folder, once.

    Drafts go to DIR/drafts, with a ledger of what was read. A file is read when it has been
    the same on two looks in a row (with --once, right away); changed later, it is drafted
    anew beside the first draft; renamed, it is not read again. Stop with Ctrl-C, or in any
    other way: nothing is lost, and nothing is read twice. While the case is being edited and
    is not right, new documents wait.

    Hidden files, those of unfinished downloads, .yaml and .json are left alone, and so are
    folders inside DIR.

    Exit code 0: done or stopped; 1 (with --once): some document could not be read.

    \b
    Examples:
      lastyard watch reports --case talks.yaml
      lastyard watch reports --case talks.yaml --once
    """
    from lastyard.answers.check import load
    from lastyard.drafting.watching import Watch

    load(case_file)  # what is wrong with the case is told now, not with the first document
    watch = Watch(folder, case_file, method)
    with watch.alone():
        if aside := watch.not_looked_into:
            tell(f"note: folders inside are not looked into: {', '.join(aside)}")
        told: dict[str, str] = {}
        try:
            while True:
                failed = _look(watch, told, once=once)
                if once:
                    return 1 if failed else 0
                time.sleep(interval)
        except KeyboardInterrupt:
            tell("stopped; the ledger is up to date")
    return 0


def _look(watch: Watch, told: dict[str, str], *, once: bool) -> bool:
    """Handle what is new; say of each thing that must wait only once why; whether any failed."""
    from lastyard.case.diagnostics import CaseError
    from lastyard.drafting.watching import NotReadyError

    failed = False
    for path in watch.new_documents(settled=not once):
        try:
            handled = watch.handle(path)
        except NotReadyError as problem:
            failed = True
            if told.get(path.name) != str(problem):
                told[path.name] = str(problem)
                tell(f"{path.name}: not read yet: {problem}")
            continue
        except CaseError as problem:
            if once:
                raise
            # Somebody is editing the case; what waits is read when it is right again.
            if told.get("") != str(problem):
                told[""] = str(problem)
                tell(*str(problem).split("\n"), "new documents wait until the case is right")
            return True
        told.pop(path.name, None)
        told.pop("", None)
        failed = failed or handled.problem is not None
        _tell(path, handled)
    return failed


def _tell(path: Path, handled: Handled) -> None:
    from lastyard.show.words import count_of

    if handled.problem is not None:
        tell(f"{path.name}: not read: {handled.problem}")
        return
    text = f"{path.name}: {count_of(handled.count, 'draft')} in drafts/{handled.draft}"
    if handled.same_as is not None:
        text = f"{path.name}: the same as {handled.same_as}, see drafts/{handled.draft}"
        if not path.with_name(handled.same_as).exists():
            text += f"; {handled.same_as} is gone: name the new file under `source` there"
    elif handled.before is not None:
        text += f"; it was changed, and what was drafted before stays in drafts/{handled.before}"
    say(one_line(text) + "\n")
