"""``lastyard code``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lastyard.commands.options import Found, answer, files_options
from lastyard.errors import RequestError

if TYPE_CHECKING:
    from lastyard.drafting.reviewed import DraftFile

__all__ = ["command"]


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
def command(
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
        files = _files(drafts, batch=batch)
        if batch:
            result = together([code_batch(case_file, file) for file in files])
        else:
            from lastyard.commands.conversation import converse

            result = together(converse(case_file, files))
        return result, 1 if result.undecided else 0

    return answer(find, as_json=as_json, output=output)


def _files(drafts: tuple[str, ...], *, batch: bool) -> list[DraftFile]:
    """Load all files of drafts before anything is asked or written."""
    from pathlib import Path

    from lastyard.drafting.reviewed import load_drafts
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
