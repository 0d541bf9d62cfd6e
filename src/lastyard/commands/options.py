"""Options and ways of answering that commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from lastyard.case.diagnostics import CaseError, LastYardError, RequestError
from lastyard.case.model import Case
from lastyard.version import VERSION

__all__ = ["answer", "case_options", "open_case", "parse_day", "write_answer"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def case_options(command: _Command) -> _Command:
    """Add the argument and the options of every command that answers about a case."""
    for decorate in (
        click.option(
            "-o", "--output", metavar="FILE", help="Write the answer to FILE, whole or not at all."
        ),
        click.option(
            "--why", is_flag=True, help="Add the statements, sources and method behind it."
        ),
        click.option(
            "--as-of",
            metavar="DATE",
            help="The day to look at, as 2024-03-22; default: the case's.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs."),
        click.argument("case_file", metavar="CASE"),
    ):
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
    import json

    from lastyard.views.registry import blocks_of
    from lastyard.views.text import draw_text

    if not as_json:
        result, code = find()
        if as_text is not None:
            write_answer(as_text(result), output)
            return code
        blocks = [*blocks_of(result), *(why(result) if why else ())]
        write_answer(draw_text(blocks), output)
        return code
    try:
        result, code = find()
        content = result.as_json()
    except LastYardError as problem:
        content, code = {"lastyard": VERSION, "errors": _errors(problem)}, 2
    text = json.dumps(content, indent=2, ensure_ascii=False)
    if code != 2:
        write_answer(text + "\n", output)
    else:
        click.echo(text)
    return code


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
