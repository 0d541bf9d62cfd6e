"""``lastyard standing``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import answer, case_options, open_case, parse_day

__all__ = ["command"]


@click.command("standing")
@case_options
def command(case_file: str, as_json: bool, as_of: str | None, why: bool, output: str | None) -> int:
    """Positions by issue and party, the gaps between them, since when, on whose word.

    \b
    Examples:
      lastyard standing talks.yaml
      lastyard standing talks.yaml --as-of 2024-02-01 --why
    """

    def find() -> tuple[Any, int]:
        from lastyard.analyses.standing import standing

        return standing(open_case(case_file), parse_day(as_of)), 0

    def reasons(result: Any) -> Any:
        from lastyard.views.standing import METHOD
        from lastyard.views.why import why_blocks

        involved = [s for found in result.issues for s in found.statements]
        return why_blocks(result.case, involved, METHOD)

    return answer(find, as_json=as_json, output=output, why=reasons if why else None)
