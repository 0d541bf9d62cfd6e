"""``lastyard catalog``."""

from __future__ import annotations

import click

from lastyard.commands.telling import say, tell

__all__ = ["command"]


@click.command("catalog")
@click.argument("name", metavar="[NAME]", required=False)
@click.option("-o", "--output", metavar="FILE", help="Copy the case to FILE, to work on it.")
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there.")
def command(name: str | None, output: str | None, force: bool) -> int:
    """List the cases that come with Last Yard; with NAME, print that case or copy it.

    Every command takes such a name in place of a file.

    \b
    Examples:
      lastyard catalog
      lastyard analyse news/sn-2024/rafah
      lastyard catalog news/sn-2024/rafah -o rafah.yaml
    """
    from lastyard.case.yaml import read_text
    from lastyard.errors import RequestError, did_you_mean
    from lastyard.files import is_standard_output, would_write_over, write_whole
    from lastyard.shipped import named_once, shipped_cases

    known = shipped_cases()
    if name is None:
        if output is not None:
            raise RequestError("-o copies one case: give its name as well")
        width = max(map(len, known), default=0)
        for each, path in known.items():
            say(f"{each:<{width}}  {_title(read_text(path))}\n")
        return 0
    found = named_once(name, known)
    if found is None:
        help = did_you_mean(name, [*known, *(each.rpartition("/")[2] for each in known)], "cases")
        raise RequestError(f"no case of the catalog is called {name[:60]!r}: {help}")
    text = read_text(found)
    if output is None or is_standard_output(output):
        say(text)
        return 0
    if would_write_over(output) and not force:
        raise RequestError(f"{output!r} is there already; give another name, or --force")
    write_whole(output, text)
    tell(f"wrote {output}; next: lastyard analyse {output}")
    return 0


def _title(text: str) -> str:
    lines = (line for line in text.splitlines() if line.startswith("title:"))
    return next(lines, "").removeprefix("title:").strip().strip("\"'")
