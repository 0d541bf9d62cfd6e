"""``lastyard report``."""

from __future__ import annotations

from pathlib import PurePath

import click

from lastyard.commands.options import (
    Found,
    answer,
    as_of_option,
    files_options,
    open_case,
    parse_day,
    seed_option,
    within_budget,
    write_answer,
)
from lastyard.errors import RequestError
from lastyard.results import Unfinished

__all__ = ["command", "format_of"]

_ENDINGS = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".docx": "docx"}


@click.command("report")
@click.argument("case_file", metavar="CASE")
@click.option(
    "-o", "--output", metavar="FILE", help="Write the report to FILE, whole or not at all."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "md", "docx"]),
    help="A page, Markdown, or a file for text processors (lastyard[docx]); default: by FILE.",
)
@click.option("--json", "as_json", is_flag=True, help="All figures in JSON, for programs.")
@as_of_option
@click.option(
    "--top",
    type=click.IntRange(1, 26),
    default=4,
    show_default=True,
    help="How many packages to compare.",
)
@click.option(
    "--for",
    "audience",
    metavar="WHO",
    default="mediator",
    show_default=True,
    help="Who reads it, which decides what is in it: mediator, party:ID or public.",
)
@seed_option("Same seed, same report.")
@files_options
def command(
    case_file: str,
    output: str | None,
    form: str | None,
    as_json: bool,
    as_of: str | None,
    top: int,
    audience: str,
    seed: int,
) -> int:
    """Write a report to hand over: one page that needs nothing else to be read or printed.

    It holds where the talks stand, what blocks and what opens, packages, votes, moves and
    questions as far as the case has them, every statement with its source, the method and its
    limits, and the case and all figures as JSON. The page loads nothing and runs no script.

    \b
    Examples:
      lastyard report talks.yaml -o talks.html
      lastyard report talks.yaml -o talks.docx --as-of 2024-02-01
      lastyard report talks.yaml --format md
    """
    chosen = format_of(output, form)

    def find() -> Found:
        from lastyard.answers.report import report

        case, day = open_case(case_file), parse_day(as_of)
        return report(case, day, top=top, seed=seed, audience=audience), 0

    if as_json and audience != "mediator":
        raise RequestError("--json prints all figures, which are for the mediator: leave out --for")
    if as_json:
        return answer(find, as_json=True, output=output)
    if chosen == "docx" and output in (None, "-"):
        raise RequestError("a .docx file cannot be printed: name the file with -o FILE.docx")
    result, code, *_ = within_budget(find)()
    if isinstance(result, Unfinished):
        # No report to hand over: that is told on the screen, and no file is written.
        write_answer(str(result), None)
        return code
    from lastyard.show.report import report_markdown, report_page, report_word

    if chosen == "docx":
        from lastyard.files import write_whole

        write_whole(str(output), report_word(result))
        return code
    draw = report_page if chosen == "html" else report_markdown
    write_answer(draw(result), output)
    return code


def format_of(output: str | None, form: str | None) -> str:
    """Return the format asked for, else that of the file's ending, else ``html``.

    Raises:
        RequestError: The file's ending is that of another format.
    """
    by_name = _ENDINGS.get(PurePath(output).suffix.lower()) if output else None
    if form is not None and by_name is not None and form != by_name:
        raise RequestError(f"--format {form} does not fit {output!r}: leave out one of them")
    return form or by_name or "html"
