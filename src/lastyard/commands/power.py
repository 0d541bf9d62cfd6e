"""``lastyard power``."""

from __future__ import annotations

from typing import Any

import click

from lastyard.commands.options import answer

__all__ = ["command"]


@click.command("power")
@click.argument("body", metavar="BODY")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
@click.option("--why", is_flag=True, help="Add the method, sources and notes behind it.")
@click.option(
    "--seed", type=int, default=0, help="Of draws, where a body is too large. [default: 0]"
)
@click.option(
    "-o", "--output", metavar="FILE", help="Write the answer to FILE, whole or not at all."
)
def command(body: str, as_json: bool, why: bool, seed: int, output: str | None) -> int:
    """How much power the rule of a voting body gives each member.

    BODY is the name of a body in the catalog, as un-charter-1945/security-council, or the path
    of a YAML file written like one of these (name, members, rule, sources).

    \b
    Examples:
      lastyard power un-charter-1945/security-council
      lastyard power board.yaml --json
    """

    def find() -> tuple[Any, int]:
        from lastyard.analyses.power import power

        return power(body, seed=seed), 0

    def reasons(result: Any) -> Any:
        from lastyard.bodies import find_entry
        from lastyard.views.votingpower import why_power

        return why_power(find_entry(body))

    return answer(find, as_json=as_json, output=output, why=reasons if why else None)
