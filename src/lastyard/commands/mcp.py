"""``lastyard mcp``."""

from __future__ import annotations

from contextvars import Context

import click

from lastyard.errors import RequestError

__all__ = ["command"]


@click.command("mcp")
@click.argument("folder", metavar="[FOLDER]", default=".")
def command(folder: str) -> int:
    """Answer an assistant's questions about the cases of a folder (default: where you are).

    It speaks the Model Context Protocol over standard input and output, for programs that start
    it; it never listens on a network. Its tools only read, and stay in FOLDER. What an
    assistant reads goes to whoever runs that assistant. It needs the extra `lastyard[mcp]`.

    \b
    Examples:
      lastyard mcp talks
    """
    try:
        from lastyard.web.assistants import assistants_server
    except ModuleNotFoundError as problem:
        if (problem.name or "").startswith("lastyard"):
            raise
        raise RequestError(
            f'this needs {problem.name}, which is not installed: pip install "lastyard[mcp]"'
        ) from None
    Context().run(assistants_server(folder).run, "stdio")  # as `serve` does
    return 0
