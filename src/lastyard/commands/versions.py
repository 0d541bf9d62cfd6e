"""``lastyard diff`` and ``merge``: two versions of a case."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import (
    Found,
    answer,
    files_options,
    json_option,
    open_case,
    output_option,
    parse_day,
    seed_option,
)
from lastyard.errors import RequestError

__all__ = ["diff_command", "merge_command"]


@click.command("diff")
@click.argument("old_file", metavar="OLD")
@click.argument("new_file", metavar="NEW")
@json_option
@click.option(
    "--as-of", metavar="DATE", help="The day to look at in both, as 2024-03-22; default: their own."
)
@click.option("--packages", "with_packages", is_flag=True, help="Compare the best package too.")
@seed_option("Of the sampling, with --packages.")
@output_option
@files_options
def diff_command(
    old_file: str,
    new_file: str,
    as_json: bool,
    as_of: str | None,
    with_packages: bool,
    seed: int,
    output: str | None,
) -> int:
    """What changed between two versions of a case, and in what follows from it.

    Things are compared by name, whatever their order and layout; comments do not count.

    Exit code 0: nothing changed; 1: something did.

    \b
    Examples:
      lastyard diff monday.yaml tuesday.yaml
      lastyard diff monday.yaml tuesday.yaml --packages --json
    """

    def find() -> Found:
        from lastyard.answers.versions import diff

        old, new = open_case(old_file), open_case(new_file)
        result = diff(old, new, parse_day(as_of), with_packages=with_packages, seed=seed)
        return result, 1 if result.any else 0

    return answer(find, as_json=as_json, output=output)


@click.command("merge")
@click.argument("a_file", metavar="A")
@click.argument("b_file", metavar="B")
@click.option("--base", "base_file", metavar="FILE", help="The version that both come from.")
@click.option(
    "-o", "--output", metavar="OUT", required=True, help="The file to write the joined case to."
)
@click.option(
    "--prefer",
    type=click.Choice(["a", "b"]),
    help="Take this side in every conflict, which is still listed.",
)
@click.option("--json", "as_json", is_flag=True, help="Tell what was done in JSON, for programs.")
@files_options
def merge_command(
    a_file: str, b_file: str, base_file: str | None, output: str, prefer: Any, as_json: bool
) -> int:
    """Join the work of two analysts on one case; conflicts are shown, not settled.

    A statement, party, issue, rule, source or vote is taken whole. With --base, what one side
    changed, added or removed is taken; without it, what one side has and the other has not. The
    layout and comments of A are kept, and those of what comes from B.

    Exit code 0: OUT is written; 1: there are conflicts, and nothing is written.

    \b
    Examples:
      lastyard merge anna.yaml ben.yaml -o talks.yaml
      lastyard merge anna.yaml ben.yaml --base talks.yaml -o talks.yaml
      lastyard merge anna.yaml ben.yaml --prefer a -o talks.yaml --json
    """
    if output == "-":
        raise RequestError("the joined case is written to a file, as what was done is printed: -o")

    def find() -> Found:
        from contextlib import nullcontext

        from lastyard.answers.versions import merge
        from lastyard.drafting.record import alone_with
        from lastyard.files import is_special, write_whole

        # OUT may be a case that somebody is coding: none of its statements is to be lost.
        with nullcontext() if is_special(output) else alone_with(output):
            base = _version(base_file).case if base_file is not None else None
            one, form = _version_and_form(a_file)
            result = merge(one, _version(b_file), base, prefer=prefer, file=output)
            if result.text is None:
                return result, 1
            write_whole(output, form.written(result.text), over_inputs=True)
        if is_special(output):
            return result, 0
        open_case(output)  # tells what the user should know about the joined file
        return result, 0

    return answer(find, as_json=as_json, output=None)


def _version(path: str) -> Any:
    return _version_and_form(path)[0]


def _version_and_form(path: str) -> tuple[Any, Any]:
    from lastyard.answers.check import load_text
    from lastyard.answers.versions import Version
    from lastyard.case.yaml import read_with_form

    text, form = read_with_form(path)
    return Version(path, text, load_text(text, path)), form
