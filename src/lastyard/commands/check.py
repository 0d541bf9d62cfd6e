"""``lastyard check``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import answer, case_options, parse_day

__all__ = ["command"]


@click.command("check")
@case_options
def command(case_file: str, as_json: bool, as_of: str | None, why: bool, output: str | None) -> int:
    """Is the file right, and does any party contradict itself?

    Exit code 0: it is right; 1: a party contradicts itself; 2: the file cannot be used.

    \b
    Examples:
      lastyard check talks.yaml
      lastyard check talks.yaml --json
    """

    def find() -> tuple[Any, int]:
        from lastyard.analyses.check import check, load_with_warnings

        case, warnings = load_with_warnings(case_file)
        result = check(case, parse_day(as_of), warnings)
        for warning in result.warnings:
            click.echo(str(warning), err=True)
        return result, 0 if result.is_consistent else 1

    def reasons(result: Any) -> Any:
        from lastyard.views.check import METHOD
        from lastyard.views.why import why_blocks

        found = (*result.contradictions, *result.preferences)
        involved = [s for each in found for s in each.statements]
        involved += [s for each in result.broken for s in (*each.commitments, *each.statements)]
        return why_blocks(result.case, involved, METHOD)

    return answer(find, as_json=as_json, output=output, why=reasons if why else None)
