"""``lastyard report`` and ``trace``: findings to hand over, to people and to programs."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import click

from lastyard.commands.options import (
    Found,
    answer,
    as_of_option,
    files_options,
    json_option,
    open_case,
    output_option,
    parse_day,
    seed_option,
    within_budget,
    write_answer,
)
from lastyard.commands.telling import tell
from lastyard.errors import RequestError
from lastyard.results import Unfinished
from lastyard.showing import json_text

__all__ = ["format_of", "report_command", "trace_command"]

_ENDINGS = {
    ".html": "html",
    ".htm": "html",
    ".md": "md",
    ".markdown": "md",
    ".docx": "docx",
    ".pdf": "pdf",
}


@click.command("report")
@click.argument("case_file", metavar="CASE")
@click.option(
    "-o", "--output", metavar="FILE", help="Write the report to FILE, whole or not at all."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "md", "docx", "pdf"]),
    help="A page, Markdown, a file for text processors (lastyard[docx]), or a PDF (by a Chromium that "
    "is there); default: by FILE.",
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
def report_command(
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

    It begins with two pages: the finding, where the parties stand on each issue, what stands in
    the way and what would settle it, deals side by side, what to ask next, and how sure that is.
    An annex, folded on a screen, holds the rest: every statement with its source, packages, votes
    and moves as far as the case has them, the method and its limits. The page loads nothing and
    runs no script; for the mediator it holds the case and all figures as JSON.

    \b
    Examples:
      lastyard report talks.yaml -o talks.html
      lastyard report talks.yaml -o talks.docx --as-of 2024-02-01
      lastyard report talks.yaml -o talks.pdf
      lastyard report talks.yaml -o union.html --for party:union
      lastyard report talks.yaml --format md
    """

    def find() -> Found:
        from lastyard.answers.report import report

        case, day = open_case(case_file), parse_day(as_of)
        return report(case, day, top=top, seed=seed, audience=audience), 0

    if as_json and audience != "mediator":
        raise RequestError("--json prints all figures, which are for the mediator: leave out --for")
    if as_json:
        return answer(find, as_json=True, output=output)
    chosen = format_of(output, form)
    if chosen in ("docx", "pdf") and output in (None, "-"):
        raise RequestError(f"a .{chosen} file cannot be shown here: name it with -o FILE.{chosen}")
    if chosen == "pdf":
        from lastyard.show.report.pdf import browser

        browser()  # before anything is worked out that could not be printed
    result, code, *_ = within_budget(find)()
    if isinstance(result, Unfinished):
        # No report to hand over: that is told on the screen, and no file is written.
        write_answer(str(result), None)
        return code
    from lastyard.show.report import report_markdown, report_page, report_pdf, report_word

    if chosen in ("docx", "pdf"):
        from lastyard.files import write_whole

        made = report_word(result) if chosen == "docx" else report_pdf(report_page(result))
        write_whole(str(output), made)
        return code
    draw = report_page if chosen == "html" else report_markdown
    write_answer(draw(result), output)
    return code


def format_of(output: str | None, form: str | None) -> str:
    """Return the format asked for, else that of the file's ending, else ``html``.

    Raises:
        RequestError: The file's ending is that of another format, or no format is asked for and the
            ending is that of none.
    """
    ending = PurePath(output).suffix.lower() if output else ""
    by_name = _ENDINGS.get(ending)
    if form is not None and by_name is not None and form != by_name:
        raise RequestError(f"--format {form} does not fit {output!r}: leave out one of them")
    if form is None and by_name is None and ending:
        known = ", ".join(_ENDINGS)
        raise RequestError(
            f"no report is written as {ending[:20]!r}: name the file with one of {known}, or say "
            "--format"
        )
    return form or by_name or "html"


_ANALYSES = ("analyse", "check", "packages", "solutions", "vote", "moves")


@click.command("trace")
@click.argument("case_file", metavar="CASE")
@click.option(
    "--of",
    "analyses",
    type=click.Choice(_ANALYSES),
    multiple=True,
    default=("analyse",),
    show_default=True,
    help="The analysis whose findings are traced; may be given again.",
)
@click.option(
    "--format",
    "target",
    type=click.Choice(["text", "prov", "annotations"]),
    default="text",
    show_default=True,
    help="A list to read, PROV-O as JSON-LD, or W3C Web Annotations.",
)
@seed_option(help=None)
@json_option
@as_of_option
@output_option
@files_options
def trace_command(
    case_file: str,
    analyses: tuple[str, ...],
    target: str,
    seed: int,
    as_json: bool,
    as_of: str | None,
    output: str | None,
) -> int:
    """What every finding rests on: statements, quotes, sources, rules, parameters.

    `--format annotations` writes each statement as an annotation of its source, `--format prov`
    the whole chain from sources to findings, for other programs. Neither names users or machines.

    \b
    Examples:
      lastyard trace talks.yaml
      lastyard trace talks.yaml --of analyse --of packages --format prov -o talks.jsonld
      lastyard trace talks.yaml --format annotations -o annotations.jsonld
    """

    def find() -> Found:
        from lastyard.answers.evidence import trace

        case, day = open_case(case_file), parse_day(as_of)
        return trace(*(_answered(name, case, day, seed) for name in dict.fromkeys(analyses))), 0

    def as_text(result: Any) -> str:
        if target == "annotations":
            from lastyard.show.prov import annotations_json, without_source

            left_out = [statement.id for statement in without_source(result.case)]
            if left_out:
                names = ", ".join(left_out)
                tell(f"note: no source is named for {names}: left out")
            return json_text(annotations_json(result.case), indent=2) + "\n"
        from lastyard.show.prov import prov_json

        return json_text(prov_json(result), indent=2) + "\n"

    other = None if target == "text" else as_text
    return answer(find, as_json=as_json, output=output, as_text=other, text_is_json=True)


def _answered(name: str, case: Any, day: Any, seed: int) -> Any:
    import lastyard

    more = {"seed": seed} if name in ("packages", "vote") else {}
    return getattr(lastyard, name)(case, day, **more)
