"""``lastyard serve`` and ``mcp``: the workbench, and the same questions for assistants."""

from __future__ import annotations

from contextvars import Context

import click

from lastyard.commands.options import needing
from lastyard.commands.telling import say

__all__ = ["mcp_command", "serve_command"]


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
def serve_command(folder: str, port: int, no_open: bool, processes: int) -> int:
    """Open the workbench: the cases of a folder in a browser, to read, to code and to edit.

    It shows and changes the files of FOLDER (default: where you are), and keeps no other store. It answers this machine
    only (127.0.0.1), lets in nobody without the address that it prints, and sends nothing
    anywhere. It needs the extra `lastyard[web]`. Stop it with Ctrl-C.

    \b
    Examples:
      lastyard serve .
      lastyard serve talks --no-open --port 8800
    """
    with needing("web", "the workbench"):
        from lastyard.web.serve import serve

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


@click.command("mcp")
@click.argument("folder", metavar="[FOLDER]", default=".")
def mcp_command(folder: str) -> int:
    """Answer an assistant's questions about the cases of a folder (default: where you are).

    It speaks the Model Context Protocol over standard input and output, for programs that start
    it; it never listens on a network. Its tools only read, and stay in FOLDER. What an
    assistant reads goes to whoever runs that assistant. It needs the extra `lastyard[mcp]`.

    \b
    Examples:
      lastyard mcp talks
    """
    with needing("mcp", "this"):
        from lastyard.web.assistants import assistants_server
    Context().run(assistants_server(folder).run, "stdio")  # as `serve` does
    return 0
