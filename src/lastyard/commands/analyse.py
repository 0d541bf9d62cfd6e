"""``lastyard analyse``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import answer, case_options, open_case, parse_day

__all__ = ["command"]


@click.command("analyse")
@case_options
def command(case_file: str, as_json: bool, as_of: str | None, why: bool, output: str | None) -> int:
    """Where the talks stand, what blocks a deal, the best packages, and what to ask next.

    Exit code 0: some package satisfies all that has been said; 1: none does.

    \b
    Examples:
      lastyard analyse talks.yaml
      lastyard analyse talks.yaml --as-of 2024-02-01 --why
      lastyard analyse talks.yaml --json -o answer.json
    """

    def find() -> tuple[Any, int]:
        from lastyard.analyses.analyse import analyse

        result = analyse(open_case(case_file), parse_day(as_of))
        return result, 0 if result.impasse.agreement_exists else 1

    def reasons(result: Any) -> Any:
        from lastyard.views.impasse import METHOD as IMPASSE
        from lastyard.views.packages import METHOD as PACKAGES
        from lastyard.views.standing import METHOD as STANDING
        from lastyard.views.why import why_blocks

        involved = [s for found in result.standing.issues for s in found.statements]
        used = result.best.used if result.best else ()
        statements = (*result.impasse.binding, *involved, *used)
        return why_blocks(result.case, statements, (*STANDING, *IMPASSE, *PACKAGES[:4]))

    return answer(find, as_json=as_json, output=output, why=reasons if why else None)
