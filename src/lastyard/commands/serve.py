"""``lastyard serve``."""

from __future__ import annotations

from contextvars import Context

import click

from lastyard.errors import RequestError

__all__ = ["command"]


@click.command("serve")
@click.argument("folder", metavar="[FOLDER]", default=".")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=0,
    help="The port to listen on; default: one that is free.",
)
@click.option("--no-open", is_flag=True, help="Do not open a browser; only print the address.")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="How many answers are worked out at once.",
)
def command(folder: str, port: int, no_open: bool, processes: int) -> int:
    """Open the workbench: the cases of a folder in a browser, to read, to code and to edit.

    It shows and changes the files of FOLDER (default: where you are), and keeps no other store. It answers this machine
    only (127.0.0.1), lets in nobody without the address that it prints, and sends nothing
    anywhere. It needs the extra `lastyard[web]`. Stop it with Ctrl-C.

    \b
    Examples:
      lastyard serve .
      lastyard serve talks --no-open --port 8800
    """
    try:
        from lastyard.web.serve import serve
    except ModuleNotFoundError as problem:
        if (problem.name or "").startswith("lastyard"):
            raise
        raise RequestError(
            f"the workbench needs {problem.name}, which is not installed: "
            'pip install "lastyard[web]"'
        ) from None
    from lastyard.commands.telling import say

    # In a context of its own: what this command reads is not what all that it writes comes from.
    Context().run(
        serve,
        folder,
        port,
        open_browser=not no_open,
        processes=processes,
        say=lambda text: say(text + "\n"),
    )
    return 0
