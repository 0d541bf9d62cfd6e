"""``lastyard read``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from lastyard.case.diagnostics import RequestError
from lastyard.commands.options import answer, open_case, parse_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from lastyard.case.model import Case

__all__ = ["command"]

KEY_VARIABLE = "LASTYARD_ENDPOINT_KEY"


@click.command("read")
@click.argument("document", metavar="DOC")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
@click.option(
    "--case", "case_file", metavar="CASE", help="The case whose parties and issues to look for."
)
@click.option("--date", metavar="DATE", help="The day of the document, as 2024-03-22.")
@click.option(
    "--method",
    type=click.Choice(["rules+ranker", "rules", "spacy+ranker"]),
    default="rules+ranker",
    show_default=True,
    help="How speakers are chosen.",
)
@click.option(
    "--keep-text",
    metavar="FILE",
    help="Write the text that was read to FILE, so that quotes from a page or PDF can be checked.",
)
@click.option("--endpoint", metavar="URL", help="Let a language model add statements; see below.")
@click.option("--model", metavar="NAME", help="The model's name at the endpoint.")
@click.option(
    "--text-may-leave-this-machine",
    "may_leave",
    is_flag=True,
    help="Allow the document to be sent to the endpoint.",
)
@click.option(
    "-o", "--output", metavar="FILE", help="Write the drafts to FILE, whole or not at all."
)
def command(
    document: str,
    as_json: bool,
    case_file: str | None,
    date: str | None,
    output: str | None,
    **how: Any,
) -> int:
    """Find the statements in a document, as drafts to review.

    DOC is text, a page (HTML) or a PDF; `-` reads standard input. Nothing is decided: every
    draft is a stretch of the document, with a proposal in comments where the words of the
    case occur. `lastyard code` adds what you accept.

    With --endpoint the text is sent to an OpenAI-compatible address, only if
    --text-may-leave-this-machine is given too; a key is taken from LASTYARD_ENDPOINT_KEY.

    Exit code 0: statements were found; 1: none were.

    \b
    Examples:
      lastyard read report.txt --case talks.yaml -o drafts.yaml
      lastyard read page.html --date 2024-03-22 --json
      lastyard read - --case talks.yaml < report.txt
    """

    def find() -> tuple[Any, int]:
        from lastyard.drafting.drafts import read

        # Consent is looked at first: a refusal should cost nobody a reading.
        consented = _consent(how["endpoint"], how["model"], may_leave=how["may_leave"])
        if document == "-" and case_file == "-":
            raise RequestError("only one of DOC and CASE can be standard input")
        case = open_case(case_file) if case_file else None
        reader = _assisted(how["endpoint"], how["model"], case) if consented else None
        result = read(
            document,
            case,
            parse_day(date, "--date"),
            method=how["method"],
            keep_text=how["keep_text"],
            reader=reader,
        )
        if not result.drafts:
            click.echo(f"no statement was found in {result.reading.document.name}", err=True)
        for note in result.notes:
            click.echo(f"note: {note}", err=True)
        return result, 0 if result.drafts else 1

    def as_yaml(result: Any) -> str:
        from lastyard.drafting.writing import drafts_as_yaml

        return drafts_as_yaml(result)

    return answer(find, as_json=as_json, output=output, as_text=as_yaml)


def _consent(endpoint: str | None, model: str | None, *, may_leave: bool) -> bool:
    """Whether a model is to be asked; refuses half a request."""
    if endpoint is None:
        if model is not None or may_leave:
            raise RequestError("--model and --text-may-leave-this-machine go with --endpoint URL")
        return False
    if model is None:
        raise RequestError("--endpoint needs --model NAME")
    if not may_leave:
        raise RequestError(
            f"the text of the document would be sent to {endpoint}, whose owner can read and "
            "keep it; add --text-may-leave-this-machine to allow it. Nothing was sent"
        )
    return True


def _assisted(endpoint: str, model: str, case: Case | None) -> Callable[[Any], Any]:
    """Return a reader that asks a model besides, and says on standard error what that means."""
    from lastyard.drafting.words import party_words
    from lastyard.reading.document import ReadingError
    from lastyard.reading.endpoint import WARNING, Endpoint, read_with_model

    place = Endpoint(endpoint, model, os.environ.get(KEY_VARIABLE))

    def reader(document: Any) -> Any:
        click.echo(f"warning: {WARNING.format(url=endpoint)}", err=True)
        parties = () if case is None else party_words(case)
        try:
            found = read_with_model(document, place, text_may_leave=True, parties=parties)
        except ReadingError as problem:
            raise RequestError(str(problem)) from None
        click.echo(
            f"the model added {len(found.added)}; refused, because the document does not bear "
            f"them out: {len(found.refused)}",
            err=True,
        )
        return found.reading

    return reader
