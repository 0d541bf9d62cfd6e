"""``lastyard diff``."""

from __future__ import annotations

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

__all__ = ["command"]


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
def command(
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
