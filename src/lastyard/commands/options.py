"""Options and ways of answering that commands share."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial, wraps
from math import isnan
from shutil import get_terminal_size
from threading import current_thread, main_thread
from typing import Any, TypeAlias

import click
from click.core import ParameterSource

from lastyard.budget import Budget, OutOfBudget, current, unlimited
from lastyard.case.diagnostics import CaseError
from lastyard.case.model import Case
from lastyard.commands.telling import say, tell
from lastyard.errors import LastYardError, RequestError
from lastyard.results import Unfinished
from lastyard.showing import json_text
from lastyard.version import VERSION

__all__ = [
    "UNFINISHED",
    "Found",
    "NumberRange",
    "answer",
    "as_of_option",
    "case_command",
    "files_options",
    "json_option",
    "listed_option",
    "method_option",
    "needing",
    "open_case",
    "output_option",
    "parse_day",
    "seed_option",
    "terminal_width",
    "verdict",
    "within_budget",
    "write_answer",
]


class NumberRange(click.FloatRange):
    """A number between two others; unlike its base it refuses ``nan``, which is below nothing."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or end with what is wrong."""
        found = super().convert(value, param, ctx)
        if isnan(found):
            self.fail(f"{value!r} is no number", param, ctx)
        return found


# A result, the exit code, and any blocks to print after the result's own.
Found: TypeAlias = tuple[Any, int, *tuple[Any, ...]]

# Exit codes: what was asked could not be decided within the budget; it was stopped by Ctrl-C.
UNFINISHED, CANCELLED = 4, 130
_EVERYTHING = "*"
_WHY = "lastyard.why"


def _note_why(ctx: click.Context, _: click.Parameter, value: str | None) -> bool:
    """Keep the ID for :func:`answer`; commands only need to know whether they were asked."""
    ctx.meta[_WHY] = value
    return value is not None


class _CaseArgument(click.Argument):
    """The case; in ``--why CASE`` as well, where it stands in the place of an ID."""

    def consume_value(self, ctx: click.Context, opts: Any) -> tuple[Any, Any]:
        value, source = super().consume_value(ctx, opts)
        taken = ctx.meta.get(_WHY)
        if isinstance(value, str) or taken in (None, _EVERYTHING):
            return value, source
        ctx.meta[_WHY] = _EVERYTHING
        return taken, ParameterSource.COMMANDLINE


as_of_option = click.option(
    "--as-of", metavar="DATE", help="The day to look at, as 2024-03-22; default: the case's."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
listed_option = click.option(
    "--listed",
    type=click.IntRange(1, 10_000_000),
    default=1_000,
    show_default=True,
    help="Give at most this many points of the frontier.",
)
method_option = click.option(
    "--method",
    type=click.Choice(["rules+ranker", "rules"]),
    default="rules+ranker",
    show_default=True,
    help="How speakers are chosen.",
)
output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write the answer to FILE, whole or not at all."
)


def _reach(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Let the cases of this command name more files, until the command ends."""
    from lastyard.case.quotes import reaching

    if value:
        anywhere = parameter.name == "allow_files_outside"
        ctx.with_resource(reaching(() if anywhere else value, anywhere=anywhere))


def files_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that loads cases the options for the files that these name."""
    for option in (
        click.option(
            "--allow-files-outside",
            is_flag=True,
            expose_value=False,
            callback=_reach,
            help="Open any file that the case names, not only below its own folder.",
        ),
        click.option(
            "--files-root",
            metavar="DIR",
            multiple=True,
            expose_value=False,
            callback=_reach,
            help="Open also files that the case names below DIR.",
        ),
    ):
        command = option(command)
    return command


def seed_option(help: str | None = "Same seed, same answer.") -> Callable[..., Any]:
    """Return the option ``--seed``."""
    kind = click.IntRange(0, 2**32 - 1)
    return click.option("--seed", type=kind, default=0, show_default=True, help=help)


def case_command(
    name: str, *, one_day: bool = True, ids: str = "blocking-1, package-A, a statement"
) -> Callable[[Callable[..., Found]], click.Command]:
    """Make a command of a function that finds the answer to a question about a case.

    The function is given the path of the case as ``case_file``, the day as ``as_of``, and its
    own options; its docstring is the help. How the answer is told is none of its business.

    Args:
        name: The name of the command.
        one_day: Whether it has ``--as-of``, as it looks at one day.
        ids: What ``--why`` takes, for its help.
    """
    why_option = click.option(
        "--why",
        metavar="[ID]",
        is_flag=False,
        flag_value=_EVERYTHING,
        callback=_note_why,
        help="Add the statements, sources and method behind it; with ID, show what is behind "
        f"that alone ({ids}).",
    )
    argument = click.argument("case_file", metavar="CASE", cls=_CaseArgument)
    options = [output_option, why_option, *([as_of_option] if one_day else []), json_option]

    def decorate(find: Callable[..., Found]) -> click.Command:
        @wraps(find)
        def command(as_json: bool, output: str | None, why: bool, **asked: Any) -> int:
            return answer(partial(find, **asked), as_json=as_json, output=output, why=why)

        for option in (files_options, *options, argument):
            command = option(command)
        return click.command(name)(command)

    return decorate


def parse_day(text: str | None, option: str = "--as-of") -> date | None:
    """Read the value of ``--as-of``, or of another option that takes a day.

    Raises:
        RequestError: If it is not a day.
    """
    if text is None:
        return None
    from lastyard.case.model import parse_date

    day = parse_date(text)
    if day is None:
        from lastyard.case.hints import help_for_day

        raise RequestError(f"{option} {text[:40]!r} is not a date; {help_for_day(text)}")
    return day


def verdict(yes: bool | None) -> int:
    """Return the exit code for a yes, a no, or what was not decided within the budget."""
    return UNFINISHED if yes is None else 0 if yes else 1


def open_case(path: str) -> Case:
    """Load the case and tell its warnings on standard error."""
    from lastyard.answers.check import load_with_warnings

    case, warnings = load_with_warnings(path)
    for warning in warnings:
        tell(*str(warning).split("\n"))
    return case


def answer(
    find: Callable[[], Found],
    *,
    as_json: bool,
    output: str | None,
    why: bool = False,
    as_text: Callable[[Any], str] | None = None,
    text_is_json: bool = False,
) -> int:
    """Find a result and write it as text or JSON.

    Args:
        find: Returns the result, the exit code, and any blocks to print after the result's own.
        as_json: Whether to write JSON; then problems are told as JSON too.
        output: The file to write to; None is standard output.
        why: Whether to add what the result rests on.
        as_text: Writes the result as text, where that is not its view.
        text_is_json: Whether that text is JSON, in the terms of others.

    Returns:
        The exit code.
    """
    from lastyard.show.registry import blocks_of
    from lastyard.show.text import WIDTH, draw_text

    id = click.get_current_context().meta.get(_WHY)
    if id not in (None, _EVERYTHING):
        find, why, as_text = _only(find, id), False, None
    find = within_budget(find)
    if not as_json:
        result, code, *more = find()
        if isinstance(result, Unfinished):
            why, as_text = False, None
        if as_text is not None:
            with unlimited():
                text = as_text(result)
            write_answer(text, output, is_json=text_is_json)
            return code
        blocks = [*blocks_of(result), *more]
        if why:
            from lastyard.show.evidence import references_blocks
            from lastyard.show.registry import why_of

            with unlimited():
                blocks += [*why_of(result), *references_blocks(result)]
        on_terminal = output is None and sys.stdout.isatty()
        width = terminal_width() if on_terminal else WIDTH
        coloured = on_terminal and _takes_colour()
        write_answer(draw_text(blocks, width, within=on_terminal, coloured=coloured), output)
        return code
    try:
        result, code, *_ = find()
        content = result.as_json()
    except LastYardError as problem:
        content, code = {"lastyard": VERSION, **_errors(problem)}, 2
    text = json_text(content, indent=2) + "\n"
    del content  # it can be several times as large as its text
    write_answer(text, output if code != 2 else None, is_json=True)
    return code


def _takes_colour() -> bool:
    """Return whether a terminal may be sent marks for colour (no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def terminal_width() -> int:
    """Return how many columns text may take: those of the terminal, within limits."""
    from lastyard.show.text import NARROWEST, WIDTH

    return max(NARROWEST, min(WIDTH, get_terminal_size().columns))


@contextmanager
def _heard(budget: Budget) -> Iterator[None]:
    """See that no Ctrl-C is lost: Python drops what is raised in a finalizer, so the budget is told of it first."""
    handler = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or handler is not signal.default_int_handler:
        yield
        return

    def heard(*_: object) -> None:
        budget.cancel()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)


def within_budget(find: Callable[[], Found]) -> Callable[[], Found]:
    """Find a result; where nothing of it can be finished, answer that."""

    def found() -> Found:
        budget = current()
        result: Any
        try:
            with _heard(budget):
                result, code, *more = find()
        except OutOfBudget:
            if not budget.stopped:
                budget.note("cancelled" if budget.cancelled else "size")
            result, code, more = Unfinished(tuple(budget.stopped)), UNFINISHED, []
        except KeyboardInterrupt:
            budget.cancel()
            if not budget.stopped:
                budget.note("cancelled")
            result, code, more = Unfinished(tuple(budget.stopped)), UNFINISHED, []
        if budget.stopped:
            # What ran out while the case was read belongs to the answer as well.
            result.add_stopped(budget.stopped)
        return result, CANCELLED if budget.cancelled else code, *more

    return found


def _only(find: Callable[[], Found], id: str) -> Callable[[], Found]:
    """Find a result, and answer with what one thing in it rests on."""

    def found() -> Found:
        from lastyard.answers.evidence import why

        result, code, *_ = find()
        with unlimited():
            return why(result, id), code

    return found


def _errors(problem: LastYardError) -> dict[str, Any]:
    from lastyard.answers.check import Problem, Problems, problem_of
    from lastyard.show.published import content_of

    if isinstance(problem, CaseError):
        found = tuple(map(problem_of, problem.diagnostics))
    else:
        found = (Problem("request", "error", str(problem), None, None),)
    return content_of(Problems(found))


@contextmanager
def needing(extra: str, what: str) -> Iterator[None]:
    """Say how an extra is installed, where an import within needs it.

    Args:
        extra: Its name.
        what: What needs it.

    Raises:
        RequestError: If it is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as problem:
        if (problem.name or "").startswith("lastyard"):
            raise
        raise RequestError(
            f'{what} needs {problem.name}, which is not installed: pip install "lastyard[{extra}]"'
        ) from None


def write_answer(text: str, output: str | None, *, is_json: bool = False) -> None:
    """Write to standard output, or to a file, whole or not at all."""
    from lastyard.files import is_standard_output, write_whole

    if output is None or is_standard_output(output):
        say(text, is_json=is_json)
        return
    write_whole(output, text)
