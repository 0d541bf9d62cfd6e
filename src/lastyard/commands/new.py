"""``lastyard new``."""

from __future__ import annotations

import click

from lastyard.commands.telling import say, tell
from lastyard.errors import RequestError

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
    from lastyard.files import would_write_over, write_whole

    if file == "-":
        say(STARTER)
        return 0
    if would_write_over(file) and not force:
        raise RequestError(f"{file!r} is there already; give another name, or --force")
    write_whole(file, STARTER)
    tell(f"wrote {file}; next: lastyard analyse {file}")
    return 0
