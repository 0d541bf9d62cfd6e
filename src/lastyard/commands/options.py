"""Options and ways of answering that commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from lastyard.case.diagnostics import CaseError, LastYardError, RequestError
from lastyard.case.model import Case
from lastyard.version import VERSION

__all__ = [
    "answer",
    "case_options",
    "open_case",
    "parse_day",
    "span_options",
    "write_answer",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])


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


def case_options(command: _Command) -> _Command:
    """Add the argument and the options of every command that answers about a case."""
    day = click.option(
        "--as-of", metavar="DATE", help="The day to look at, as 2024-03-22; default: the case's."
    )
    return _decorated(command, "blocking-1, package-A, a statement", day)


def span_options(command: _Command, ids: str) -> _Command:
    """Add the same without the day, for a command that looks at several.

    Args:
        command: The command.
        ids: What ``--why`` takes, for its help.
    """
    return _decorated(command, ids)


def _decorated(command: _Command, ids: str, *more: Callable[[_Command], _Command]) -> _Command:
    options: tuple[Callable[[_Command], _Command], ...] = (
        click.option(
            "-o", "--output", metavar="FILE", help="Write the answer to FILE, whole or not at all."
        ),
        click.option(
            "--why",
            metavar="[ID]",
            is_flag=False,
            flag_value=_EVERYTHING,
            callback=_note_why,
            help="Add the statements, sources and method behind it; with ID, show what is behind "
            f"that alone ({ids}).",
        ),
        *more,
        click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs."),
        click.argument("case_file", metavar="CASE", cls=_CaseArgument),
    )
    for decorate in options:
        command = decorate(command)
    return command


def parse_day(text: str | None, option: str = "--as-of") -> date | None:
    """Read the value of ``--as-of``, or of another option that takes a day.

    Raises:
        RequestError: If it is not a day.
    """
    if text is None:
        return None
    try:
        if len(text) != len("2024-03-22"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise RequestError(
            f"{option} {text[:40]!r} is not a date; write it as 2024-03-22"
        ) from None


def open_case(path: str) -> Case:
    """Load the case and tell its warnings on standard error."""
    from lastyard.analyses.check import load_with_warnings

    case, warnings = load_with_warnings(path)
    for warning in warnings:
        click.echo(str(warning), err=True)
    return case


def answer(
    find: Callable[[], tuple[Any, int]],
    *,
    as_json: bool,
    output: str | None,
    why: Callable[[Any], Any] | None = None,
    as_text: Callable[[Any], str] | None = None,
) -> int:
    """Find a result and write it as text or JSON.

    Args:
        find: Returns the result and the exit code.
        as_json: Whether to write JSON; then problems are told as JSON too.
        output: The file to write to; None is standard output.
        why: Returns the blocks that explain the result, when they are wanted.
        as_text: Writes the result as text, where that is not its view.

    Returns:
        The exit code.
    """
    from lastyard.views.registry import blocks_of
    from lastyard.views.text import draw_text

    id = click.get_current_context().meta.get(_WHY)
    if id not in (None, _EVERYTHING):
        find, why, as_text = _only(find, id), None, None
    if not as_json:
        result, code = find()
        if as_text is not None:
            write_answer(as_text(result), output)
            return code
        blocks = [*blocks_of(result), *(why(result) if why else ())]
        if id == _EVERYTHING:
            from lastyard.views.provenance import references_blocks

            blocks += references_blocks(result)
        write_answer(draw_text(blocks), output)
        return code
    try:
        result, code = find()
        content = result.as_json()
    except LastYardError as problem:
        content, code = {"lastyard": VERSION, "errors": _errors(problem)}, 2
    import json

    text = json.dumps(content, indent=2, ensure_ascii=False)
    if code != 2:
        write_answer(text + "\n", output)
    else:
        click.echo(text)
    return code


def _only(find: Callable[[], tuple[Any, int]], id: str) -> Callable[[], tuple[Any, int]]:
    """Find a result, and answer with what one thing in it rests on."""

    def found() -> tuple[Any, int]:
        from lastyard.provenance import why

        result, code = find()
        return why(result, id), code

    return found


def _errors(problem: LastYardError) -> list[dict[str, Any]]:
    from lastyard.views.check import diagnostic_json

    if isinstance(problem, CaseError):
        return [diagnostic_json(diagnostic) for diagnostic in problem.diagnostics]
    return [
        {
            "code": "request",
            "severity": "error",
            "message": str(problem),
            "location": None,
            "help": None,
        }
    ]


def write_answer(text: str, output: str | None) -> None:
    """Write to standard output, or to a file, whole or not at all."""
    if output is None or output == "-":
        click.echo(text, nl=False)
        return
    from lastyard.case.writing import write_whole

    write_whole(output, text)
