"""``lastyard explain``."""

from __future__ import annotations

from textwrap import fill

import click

from lastyard.commands.telling import say
from lastyard.errors import RequestError, did_you_mean

__all__ = ["command"]


@click.command("explain")
@click.argument("code", metavar="[CODE]", required=False)
def command(code: str | None) -> int:
    """Say more about the code of an error or warning; without CODE, list them all.

    \b
    Examples:
      lastyard explain unknown-option
      lastyard explain
    """
    from lastyard.case.diagnostics import CODES

    if code is None:
        for name, explanation in CODES.items():
            say(f"{name:28} {explanation.split('. ')[0].rstrip('.')}.\n")
        return 0
    if code not in CODES:
        raise RequestError(f"no code is called {code[:60]!r}: {did_you_mean(code, CODES, 'codes')}")
    say(code + "\n")
    say(fill(CODES[code], 88, initial_indent="  ", subsequent_indent="  ") + "\n")
    return 0
