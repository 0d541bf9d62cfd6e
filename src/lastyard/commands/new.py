"""``lastyard new``."""

from __future__ import annotations

from pathlib import Path

import click

from lastyard.case.diagnostics import RequestError

__all__ = ["command"]


@click.command("new")
@click.argument("file", metavar="FILE", default="-")
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there.")
def command(file: str, force: bool) -> int:
    """Write a commented case file to start from; without FILE, print it.

    \b
    Examples:
      lastyard new talks.yaml
      lastyard new | lastyard analyse -
    """
    from lastyard.case.starter import STARTER

    if file == "-":
        click.echo(STARTER, nl=False)
        return 0
    if Path(file).exists() and not force:
        raise RequestError(f"{file!r} is there already; give another name, or --force")
    from lastyard.case.writing import write_whole

    write_whole(file, STARTER)
    click.echo(f"wrote {file}; next: lastyard analyse {file}", err=True)
    return 0
