"""``lastyard read``, ``code`` and ``watch``: from documents to statements of a case."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lastyard.commands.options import (
    Found,
    NumberRange,
    answer,
    files_options,
    json_option,
    method_option,
    open_case,
    parse_day,
)
from lastyard.commands.telling import say, tell
from lastyard.errors import RequestError
from lastyard.files import is_folder
from lastyard.showing import one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lastyard.case.model import Case
    from lastyard.drafting.adding import DraftFile
    from lastyard.drafting.watching import Handled, Watch

__all__ = ["code_command", "read_command", "watch_command"]

KEY_VARIABLE = "LASTYARD_ENDPOINT_KEY"


@click.command("read")
@click.argument("documents", metavar="DOC...", nargs=-1, required=True)
@json_option
@click.option(
    "--case", "case_file", metavar="CASE", help="The case whose parties and issues to look for."
)
@click.option("--date", metavar="DATE", help="The day of the document, as 2024-03-22.")
@click.option(
    "--by", metavar="PARTY", help="The party that wrote DOC, a letter or a paper: its we."
)
@method_option
@click.option(
    "--least",
    type=NumberRange(0.0, 1.0),
    default=0.0,
    metavar="SHARE",
    help="Leave out statements less likely than SHARE, such as 0.5, to have been said, and by whom.",
)
@click.option(
    "--keep-text",
    metavar="FILE",
    help="Write the text that was read to FILE, so that quotes from a page or PDF can be checked.",
)
@click.option(
    "--page",
    type=click.Choice(["own", "trafilatura"]),
    default="own",
    show_default=True,
    help="How the text of a page is taken out.",
)
@click.option("--fetch", is_flag=True, help="Allow one request for DOC, an address.")
@click.option("--into", metavar="DIR", help="With folders or several DOC: where drafts go.")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="With several DOC: how many are read at a time.",
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
@files_options
def read_command(
    documents: tuple[str, ...],
    as_json: bool,
    case_file: str | None,
    date: str | None,
    output: str | None,
    **how: Any,
) -> int:
    """Find the statements in a document, as drafts to review.

    DOC is text, a page (HTML), a PDF or a text document (.docx); `-` reads standard input. Nothing
    is decided: every draft is a stretch of the document, with a proposal in comments where the
    words of the case occur. `lastyard code` adds what you accept.

    A table of positions (.csv, .tsv, .xlsx, or in a .docx), read for a case: each cell below or
    beside a party and an issue is a draft. What names none of them is told by row and column.

    --least goes by the confidence of a statement (`found: confidence` in the drafts): that it was said,
    and by whom. A proposal has a confidence of its own, that it is the right coding; --least does not look at it.

    Several documents, or a folder of them, are read into a file of drafts each, in the
    folder named by --into; with --json these are JSON.

    A letter, an e-mail or a position paper is somebody's own words: --by says
    whose; else the sender of a mail or the signature of a letter does, where it
    names a party. Its *I* and *we* are that party, and what it quotes of others
    (lines after ">") is theirs.

    An address (https://...) is fetched only with --fetch: one request, no cookies. The copy
    that is kept beside the drafts or the case is what is read.

    With --endpoint the text is sent to an OpenAI-compatible address, only if
    --text-may-leave-this-machine is given too; a key is taken from LASTYARD_ENDPOINT_KEY.

    Exit code 0: statements were found; 1: none were.

    \b
    Examples:
      lastyard read report.txt --case talks.yaml -o drafts.yaml
      lastyard read page.html --date 2024-03-22 --json
      lastyard read letter.txt --case talks.yaml --by norland
      lastyard read positions.csv --case talks.yaml --date 2024-03-22
      lastyard read - --case talks.yaml < report.txt
      lastyard read reports --case talks.yaml --into drafts --processes 2
    """
    if len(documents) > 1 or how["into"] is not None or is_folder(documents[0]):
        return _many(documents, as_json, case_file, date, output, how)
    from lastyard.drafting.drafts import drafts_as_yaml, read, sure_enough
    from lastyard.network import is_address, masked

    document = documents[0]

    def find() -> Found:
        # Consent is looked at first: a refusal should cost nobody a reading.
        consented = _consent(how["endpoint"], how["model"], may_leave=how["may_leave"])
        if document == "-" and case_file == "-":
            raise RequestError("only one of DOC and CASE can be standard input")
        case = open_case(case_file) if case_file else None
        file, kept = document, how["keep_text"]
        if how["fetch"] or is_address(document):
            file, kept = _fetched(document, case_file, output, kept, allowed=how["fetch"])
        reader = _assisted(how["endpoint"], how["model"], case) if consented else None
        result = read(
            file,
            case,
            parse_day(date, "--date"),
            method=how["method"],
            page=how["page"],
            keep_text=kept,
            by=how["by"],
            reader=reader,
        )
        result = sure_enough(result, how["least"])
        if file != document:
            result = replace(result, source=replace(result.source, url=masked(document)))
        if not result.drafts:
            sure = f" at least as sure as {how['least']:g}" if how["least"] else ""
            tell(f"no statement{sure} was found in {result.reading.document.name}")
        for note in result.notes:
            tell(f"note: {note}")
        return result, 0 if result.drafts else 1

    return answer(find, as_json=as_json, output=output, as_text=drafts_as_yaml)


def _fetched(
    document: str, case_file: str | None, output: str | None, kept: str | None, *, allowed: bool
) -> tuple[str, str | None]:
    """Fetch an address; return the copy, and where the text that is read goes."""
    from lastyard.drafting.opening import fetch, keep_copy
    from lastyard.network import is_address, masked

    if not is_address(document):
        raise RequestError(f"--fetch wants an address, http:// or https://, not {document!r}")
    if not allowed:
        raise RequestError(
            f"{masked(document)} is an address, and nothing is fetched unasked; add --fetch to allow one "
            "request, or save the page and give the file"
        )
    beside = output or (case_file if case_file != "-" else None)
    folder = Path(beside).parent if beside else Path()
    tell(
        f"warning: one request goes to {masked(document)}; its server sees this machine's address and "
        "what is asked for",
    )
    copy = keep_copy(fetch(document), document, folder)
    tell(f"kept as {copy}")
    if kept is None and copy.suffix != ".txt":
        names = (f"{copy.stem}{f'-{k}' if k > 1 else ''}.txt" for k in count(1))
        kept = str(next(copy.with_name(name) for name in names if not (folder / name).exists()))
    return str(copy), kept


def _many(
    documents: tuple[str, ...],
    as_json: bool,
    case_file: str | None,
    date: str | None,
    output: str | None,
    how: dict[str, Any],
) -> int:
    """Read several documents, each into a file of its own."""
    from lastyard.drafting.watching import Reading, documents_in, read_many
    from lastyard.show.words import count_of

    if how["into"] is None:
        what = f"{documents[0]!r} is a directory" if len(documents) == 1 else "several documents"
        raise RequestError(f"{what}: give --into DIR, the folder for the drafts")
    single = ("fetch", "keep_text", "by", "least", "endpoint", "model", "may_leave")
    if output is not None or any(how[name] for name in single) or "-" in documents:
        raise RequestError(
            "--output, --keep-text, --by, --least, --fetch, --endpoint and standard input go with one document"
        )
    case = open_case(case_file) if case_file else None
    reading = Reading(case, parse_day(date, "--date"), how["method"], how["page"], as_json)
    found = documents_in(documents)
    failed = False
    for done in read_many(found, how["into"], reading, processes=how["processes"]):
        if done.problem is not None:
            failed = True
            tell(f"{done.document}: not read: {done.problem}")
        else:
            text = f"{done.document}: {count_of(done.count, 'draft')} in {done.file}"
            say(one_line(text) + "\n")
    return 1 if failed else 0


def _consent(endpoint: str | None, model: str | None, *, may_leave: bool) -> bool:
    """Whether a model is to be asked; refuses half a request."""
    if endpoint is None:
        if model is not None or may_leave:
            raise RequestError("--model and --text-may-leave-this-machine go with --endpoint URL")
        return False
    if model is None:
        raise RequestError("--endpoint needs --model NAME")
    if not may_leave:
        from lastyard.network import masked

        raise RequestError(
            f"the text of the document would be sent to {masked(endpoint)}, whose owner can read and "
            "keep it; add --text-may-leave-this-machine to allow it. Nothing was sent"
        )
    return True


def _assisted(endpoint: str, model: str, case: Case | None) -> Callable[[Any], Any]:
    """Return a reader that asks a model besides, and says on standard error what that means."""
    from lastyard.drafting.proposals import party_words
    from lastyard.network import masked
    from lastyard.reading.endpoint import WARNING, Endpoint, read_with_model
    from lastyard.reading.text import ReadingError

    place = Endpoint(endpoint, model, os.environ.get(KEY_VARIABLE))

    def reader(document: Any) -> Any:
        tell(f"warning: {WARNING.format(url=masked(endpoint))}")
        parties = () if case is None else party_words(case)
        try:
            found = read_with_model(document, place, text_may_leave=True, parties=parties)
        except ReadingError as problem:
            raise RequestError(str(problem)) from None
        tell(
            f"the model added {len(found.added)}; refused, because the document does not bear "
            f"them out: {len(found.refused)}",
        )
        return found.reading

    return reader


@click.command("code")
@click.argument("case_file", metavar="CASE")
@click.argument("drafts", metavar="[DRAFT]...", nargs=-1)
@click.option("--batch", is_flag=True, help="Ask nothing: add all with `accept: true`, or none.")
@click.option("--trust", is_flag=True, help="Only show how each rule's proposals have fared.")
@click.option(
    "--json", "as_json", is_flag=True, help="With --batch or --trust: answer in JSON, for programs."
)
@click.option("-o", "--output", metavar="FILE", help="Write the answer to FILE.")
@files_options
def code_command(
    case_file: str,
    drafts: tuple[str, ...],
    batch: bool,
    trust: bool,
    as_json: bool,
    output: str | None,
) -> int:
    """Go through drafts, and add to the case what you accept.

    DRAFT is a file that `lastyard read` wrote, or a folder of them (as `watch` fills). Each
    draft is shown with the words around it, and can be accepted, edited, dropped or skipped: on
    a terminal by one key, without Enter; ? tells all keys, u takes back the last decision. Whose
    a speaker is need be said only once. Whatever is decided is kept at once, so stop when you
    like and go on later. Comments in the case file stay. What became of each draft, and which rule had proposed it,
    is kept beside the case in CASE.coded.jsonl, on this machine only.

    From these decisions follows which rules to trust: --trust shows it, and the confidence of
    new proposals takes it up.

    Exit code 0: every draft is decided; 1: some wait; 2: something cannot be added (with
    --batch, then nothing is).

    \b
    Examples:
      lastyard code talks.yaml drafts.yaml
      lastyard code talks.yaml drafts.yaml --batch
      lastyard code talks.yaml reports/drafts
      lastyard code talks.yaml --trust
    """
    if as_json and not (batch or trust):
        raise RequestError("--json goes with --batch or --trust")
    if trust == bool(drafts) or (trust and batch):
        raise RequestError(
            "give either a file of drafts, or --trust to see how the proposals have fared"
        )

    def find() -> Found:
        from lastyard.drafting.adding import code_batch, together, trust_in

        if not drafts:
            return trust_in(case_file), 0
        files = _drafts_of(drafts, batch=batch)
        if batch:
            result = together([code_batch(case_file, file) for file in files])
        else:
            from lastyard.commands.conversation import converse

            result = together(converse(case_file, files))
        return result, 1 if result.undecided else 0

    return answer(find, as_json=as_json, output=output)


def _drafts_of(drafts: tuple[str, ...], *, batch: bool) -> list[DraftFile]:
    """Load all files of drafts before anything is asked or written."""
    from pathlib import Path

    from lastyard.drafting.adding import load_drafts
    from lastyard.files import is_folder

    if "-" in drafts and not batch:
        raise RequestError("answers are read from standard input; give the drafts as a file")
    paths: list[str] = []
    for draft in drafts:
        if draft == "-" or not is_folder(draft):
            paths.append(draft)
            continue
        inside = sorted(
            str(path) for path in Path(draft).glob("*.yaml") if not path.name.startswith(".")
        )
        if not inside:
            raise RequestError(f"no file of drafts (.yaml) in {draft!r}")
        paths += inside
    return [load_drafts(path) for path in paths]


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
def watch_command(folder: str, case_file: str, once: bool, interval: float, method: str) -> int:
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
        _tell_handled(path, handled)
    return failed


def _tell_handled(path: Path, handled: Handled) -> None:
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
