"""``lastyard power``."""

from __future__ import annotations

import click

from lastyard.commands.options import Found, answer, json_option, output_option, seed_option

__all__ = ["command"]


@click.command("power")
@click.argument("body", metavar="BODY")
@json_option
@click.option("--why", is_flag=True, help="Add the method, sources and notes behind it.")
@seed_option("Of draws, where a body is too large.")
@output_option
def command(body: str, as_json: bool, why: bool, seed: int, output: str | None) -> int:
    """How much power the rule of a voting body gives each member.

    BODY is the name of a body in the catalog, as un-charter-1945/security-council, or the path
    of a YAML file written like one of these (name, members, rule, sources).

    \b
    Examples:
      lastyard power un-charter-1945/security-council
      lastyard power board.yaml --json
    """

    def find() -> Found:
        from lastyard.answers.votes import power
        from lastyard.bodies import find_entry
        from lastyard.show.votes import why_power

        return power(body, seed=seed), 0, *(why_power(find_entry(body)) if why else ())

    return answer(find, as_json=as_json, output=output)
