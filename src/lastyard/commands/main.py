"""The command ``lastyard`` and how every failure is told."""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from collections.abc import Callable
from importlib import import_module
from time import monotonic

import click

from lastyard.budget import WORK, Budget, OutOfBudget, current
from lastyard.case.diagnostics import CaseError
from lastyard.commands.telling import (
    NOBODY_READS,
    NOT_WRITTEN,
    OutputClosed,
    OutputError,
    count_on,
    hold_places,
    let_go,
    tell,
    wipe_count,
)
from lastyard.errors import LastYardError, did_you_mean, fault_of
from lastyard.streams import keep_standard_output
from lastyard.version import VERSION

__all__ = ["COMMANDS", "cli", "main"]

# What `lastyard --help` tells of each command, so that it need not import them all.
COMMANDS = {
    "analyse": "Where the talks stand, whether a deal exists, and what blocks it.",
    "check": "Is the file right, and does any party contradict itself?",
    "standing": "Positions by issue and party, and the gaps between them.",
    "timeline": "How gaps, blocking sets and the best package went over time.",
    "impasse": "What blocks every deal, and what would open one.",
    "vote": "How likely drafts are to be adopted, and whose ballot matters.",
    "power": "How much power the rule of a voting body gives each member.",
    "moves": "What each party can do alone, and where that could come to rest.",
    "solutions": "Efficient and fair packages, where every party gave points.",
    "import": "Turn a domain of negotiation research into a case file.",
    "export": "Write the points of a case as a domain of negotiation research.",
    "sweep": "Analyse many cases, or one case under many settings.",
    "packages": "The packages most acceptable to all, and how sure that is.",
    "next": "What to ask the parties in confidence, and what to propose, next.",
    "improve": "What to offer in the place of a deal, so that nobody loses.",
    "forecast": "Where issues may end, by several ways, and how far off they were.",
    "simulate": "How many questions to a package, by several ways of asking.",
    "trace": "What every finding rests on, also for other programs.",
    "diff": "What changed between two versions of a case, and in what follows.",
    "merge": "Join the work of two analysts on one case, and show conflicts.",
    "report": "Write a report to hand over: one page with all of this.",
    "read": "Find the statements in a document, as drafts to review.",
    "code": "Go through drafts, and add to the case what you accept.",
    "watch": "Draft every new document in a folder, once.",
    "serve": "Open the workbench: all of this in a browser, on this machine.",
    "room": "Talks in confidence: each party sees only what it may.",
    "mcp": "Answer an assistant's questions about the cases of a folder.",
    "catalog": "List the published cases that come with Last Yard, or copy one.",
    "new": "Write a commented case file to start from.",
    "schema": "Print the JSON Schema of case files, or of an answer.",
    "explain": "Say what a word of the answers, or the code of an error, means.",
}

_EPILOG = """\b
Examples:
  lastyard new talks.yaml        write a case file to start from
  lastyard analyse talks.yaml    the main job, on one screen
  lastyard impasse talks.yaml --why
"""

# The same in American spelling.
_OTHER_NAMES = {"analyze": "analyse"}

# The file of each family of commands; all others are questions about a case.
_FAMILIES = {
    "documents": ("read", "code", "watch"),
    "exchange": ("import", "export"),
    "report": ("report", "trace"),
    "room": ("room",),
    "servers": ("serve", "mcp"),
    "start": ("new", "catalog", "schema", "explain"),
    "versions": ("diff", "merge"),
}

# Commands that compute nothing that could take long.
_FREE = {"code", "explain", "mcp", "new", "read", "room", "schema", "serve", "watch"}


def _budget_option() -> click.Option:
    return click.Option(
        ["--budget"],
        metavar="TIMES",
        expose_value=False,
        callback=_set_budget,
        help="Allow so many times the work and memory of the default (10, say), or a number of "
        "units of work (40000000u); what is not finished within it is told in the answer.",
    )


def _set_budget(_: click.Context, parameter: click.Parameter, text: str | None) -> None:
    if text is None:
        return
    times = _times_of(text)
    if times is None:
        raise click.BadParameter(
            f"{text[:40]!r} is neither a number of times such as 10 or 0.5, nor units such as "
            "40000000u",
            param=parameter,
        )
    current().allow(times)


def _times_of(text: str) -> float | None:
    try:
        times = int(text[:-1]) / WORK if text.endswith("u") else float(text)
    except ValueError:
        return None
    return times if 0 < times <= 1e6 else None


def _module_of(command: str) -> str:
    family = next((file for file, names in _FAMILIES.items() if command in names), "questions")
    return f"lastyard.commands.{family}"


class _Commands(click.Group):
    """A group that imports a family of commands when one of them is called, not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        cmd_name = _OTHER_NAMES.get(cmd_name, cmd_name)
        if cmd_name not in COMMANDS:
            return None
        home = import_module(_module_of(cmd_name))
        command: click.Command = getattr(home, f"{cmd_name}_command")
        if cmd_name not in _FREE and all(own.name != "budget" for own in command.params):
            command.params.append(_budget_option())
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in {*COMMANDS, *_OTHER_NAMES} and not args[0].startswith("-"):
            help = did_you_mean(args[0], COMMANDS, "commands")
            raise click.UsageError(f"no command is called {args[0][:60]!r}: {help}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(VERSION, prog_name="lastyard")
def cli() -> None:
    """From what the parties have said: where talks stand, what could be agreed, what blocks it.

    Nothing leaves this machine, and no command uses the network, unless `read` is told to fetch an
    address (--fetch) or to ask a language model (--endpoint).
    """
    from lastyard.files import tracked_inputs

    # What a command writes is at most as readable as what it has read.
    click.get_current_context().with_resource(tracked_inputs())


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    hold_places()
    keep_standard_output()
    code = _guarded(lambda: _run(arguments))
    # The interpreter need not search for cycles among what it is about to leave anyway.
    gc.freeze()
    sys.exit(code)


def _run(arguments: list[str] | None) -> int:
    try:
        with Budget(on_progress=_progress_line() if _is_terminal() else None):
            code = cli.main(args=arguments, prog_name="lastyard", standalone_mode=False)
    except SystemExit:
        # click ends so when nobody reads its help any more.
        raise OutputClosed from None
    except OSError as problem:
        if _is_of_output(problem):
            raise OutputError((problem.strerror or "it cannot be written").lower()) from None
        raise
    return code if isinstance(code, int) else 0


def _is_terminal() -> bool:
    return sys.stderr is not None and not sys.stderr.closed and sys.stderr.isatty()


def _progress_line() -> Callable[[str, int, int], None]:
    """Return what shows progress in one line on standard error, after the first second."""
    begun = shown = monotonic()

    def show(what: str, done: int, of: int) -> None:
        nonlocal shown
        now = monotonic()
        if now - begun < 1 or now - shown < 0.1:
            return
        if shown == begun:
            atexit.register(wipe_count)
        shown = now
        share = f" {min(1.0, done / of):.0%}" if of else ""
        count_on(f"{what}{share}", last=False)

    return show


def _guarded(run: Callable[[], int]) -> int:
    """Run, and turn every failure into a message for the user and an exit code."""
    try:
        return run()
    except click.ClickException as problem:
        text = io.StringIO()
        problem.show(text)
        tell(*text.getvalue().splitlines())
        return 2
    except (click.Abort, KeyboardInterrupt):
        tell("stopped")
        return 130
    except OutOfBudget as problem:
        tell(f"not finished: {problem}; `--budget 10` allows ten times as much")
        return 4
    except CaseError as problem:
        count = sum(d.severity == "error" for d in problem.diagnostics)
        word = "error" if count == 1 else "errors"
        tell(*str(problem).split("\n"), f"{count} {word}; `lastyard explain CODE` says more")
        return 2
    except LastYardError as problem:
        tell(f"error: {problem}")
        return 2
    except OutputClosed:
        # The reader of our output went away (`| head`); it wants no more, not an error.
        let_go()
        return NOBODY_READS
    except OutputError as problem:
        let_go()
        tell(f"error: cannot write to standard output: {problem}; -o FILE writes to a file")
        return NOT_WRITTEN
    except RecursionError:
        tell("error: the case is too deeply nested to be analysed")
        return 2
    except Exception as problem:
        if os.environ.get("LASTYARD_DEBUG"):
            raise
        tell(_internal_error(problem))
        return 70


def _is_of_output(problem: OSError) -> bool:
    """Whether click could not write what it says itself: help, the version."""
    trace = problem.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code is click.echo.__code__:
            return True
        trace = trace.tb_next
    return False


def _internal_error(problem: Exception) -> str:
    """Name the fault without its message, which may hold words of the case."""
    return (
        f"internal error: {fault_of(problem)}. This is a fault of Last Yard, not of "
        "your case. Set LASTYARD_DEBUG=1 to see the traceback; it may hold words of the case."
    )
