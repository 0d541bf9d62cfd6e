"""``lastyard improve``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import Found, case_command, open_case, parse_day, seed_option

__all__ = ["command"]


@case_command("improve", ids="offer-1, a statement")
@click.option("--deal", metavar="PACKAGE", required=True, help="The deal, on every issue.")
@seed_option()
def command(case_file: str, as_of: str | None, deal: str, **asked: Any) -> Found:
    """What to offer in the place of a deal, so that nobody loses.

    Offer them to each party in confidence; each says: better, as good or worse. Adopt one only if
    it is worse for nobody: so the deal can only get better.

    Exit code 0: something is worth offering; 1: nothing is.

    \b
    Examples:
      lastyard improve talks.yaml --deal "ground: targeted, border: secured"
      lastyard improve talks.yaml --deal "ground: targeted, border: secured" --why offer-1
    """
    from lastyard.answers.improve import improve

    result = improve(open_case(case_file), deal, parse_day(as_of), **asked)
    return result, 0 if result.offers else 1
