"""``lastyard explain``."""

from __future__ import annotations

from textwrap import fill

import click

from lastyard.commands.telling import say
from lastyard.errors import RequestError, did_you_mean

__all__ = ["command"]


@click.command("explain")
@click.argument("words", metavar="[TERM or CODE]", nargs=-1)
def command(words: tuple[str, ...]) -> int:
    """Say what a word of the answers means, or more about the code of an error or warning.

    Without an argument, list all words and codes.

    \b
    Examples:
      lastyard explain blocking set
      lastyard explain unknown-option
      lastyard explain
    """
    from lastyard.case.diagnostics import CODES
    from lastyard.show.glossary import GLOSSARY, term

    wanted = " ".join(words)
    if not wanted:
        say("Words of the answers\n")
        for each in GLOSSARY:
            say(f"  {each.name:28} {_first_sentence(each.meaning)}\n")
        say("\nCodes of errors and warnings\n")
        for name, explanation in CODES.items():
            say(f"  {name:28} {_first_sentence(explanation)}\n")
        return 0
    found = term(wanted)
    if found is None and wanted not in CODES:
        known = [*(each.name for each in GLOSSARY), *CODES]
        help = did_you_mean(wanted, known, "words and codes")
        raise RequestError(f"no word or code is called {wanted[:60]!r}: {help}")
    name, meaning = (wanted, CODES[wanted]) if found is None else (found.name, found.meaning)
    say(name + "\n")
    say(fill(meaning, 88, initial_indent="  ", subsequent_indent="  ") + "\n")
    if found is not None and found.others:
        say(f"  Also: {', '.join(found.others)}.\n")
    return 0


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].split(": ", maxsplit=1)[0].rstrip(".") + "."
