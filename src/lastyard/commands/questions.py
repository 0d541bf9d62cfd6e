"""The commands that answer a question about a case."""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import Any, Literal

import click

from lastyard.budget import current
from lastyard.commands.options import (
    Found,
    NumberRange,
    answer,
    case_command,
    files_options,
    json_option,
    listed_option,
    open_case,
    output_option,
    parse_day,
    seed_option,
    verdict,
    write_answer,
)
from lastyard.commands.telling import count_on, say, tell
from lastyard.errors import RequestError
from lastyard.showing import json_text

__all__ = [
    "analyse_command",
    "check_command",
    "forecast_command",
    "impasse_command",
    "improve_command",
    "moves_command",
    "next_command",
    "packages_command",
    "power_command",
    "simulate_command",
    "solutions_command",
    "standing_command",
    "sweep_command",
    "timeline_command",
    "vote_command",
]


@case_command("analyse")
def analyse_command(case_file: str, as_of: str | None) -> Found:
    """Where the talks stand, what blocks a deal, the best packages, and what to ask next.

    Exit code 0: some package satisfies all that has been said; 1: none does; 4: not decided.

    \b
    Examples:
      lastyard analyse talks.yaml
      lastyard analyse talks.yaml --as-of 2024-02-01 --why
      lastyard analyse talks.yaml --json -o answer.json
    """
    from lastyard.answers.analyse import analyse

    result = analyse(open_case(case_file), parse_day(as_of))
    return result, verdict(result.impasse.agreement_exists)


@case_command("check")
def check_command(case_file: str, as_of: str | None) -> Found:
    """Is the file right, and does any party contradict itself?

    Exit code 0: it is right; 1: a party contradicts itself; 2: the file cannot be used; 4: not
    everything was checked within the budget.

    \b
    Examples:
      lastyard check talks.yaml
      lastyard check talks.yaml --json
    """
    from lastyard.answers.check import check, load_with_warnings

    case, warnings = load_with_warnings(case_file)
    result = check(case, parse_day(as_of), warnings)
    for warning in result.warnings:
        tell(*str(warning).split("\n"))
    whole = not (result.stopped or current().stopped)
    return result, verdict(False if not result.is_consistent else whole or None)


@case_command("standing")
def standing_command(case_file: str, as_of: str | None) -> Found:
    """Positions by issue and party, the gaps between them, since when, on whose word.

    \b
    Examples:
      lastyard standing talks.yaml
      lastyard standing talks.yaml --as-of 2024-02-01 --why
    """
    from lastyard.answers.standing import standing

    return standing(open_case(case_file), parse_day(as_of)), 0


@case_command("timeline", one_day=False, ids="trend:all:by_position, effect-1, day:2024-03-22")
@click.option("--from", "start", metavar="DATE", help="First day; default: the first statement's.")
@click.option("--to", "end", metavar="DATE", help="Last day; default: the case's.")
@click.option("--svg", metavar="FILE", help="Draw gaps, agreement and packages left to FILE.")
@click.option("--exact", is_flag=True, help="Only what is exact, nothing sampled: quick.")
@seed_option()
def timeline_command(case_file: str, start: str | None, end: str | None, **asked: Any) -> Found:
    """How the talks went: gaps, blocking sets and the best package, day by day.

    Says of each issue whether it is narrowing, widening or stalled, with a test, and which
    statements moved it most.

    \b
    Examples:
      lastyard timeline talks.yaml
      lastyard timeline talks.yaml --from 2024-01-01 --to 2024-03-31 --svg talks.svg
      lastyard timeline talks.yaml --exact
      lastyard timeline talks.yaml --why trend:all:by_position
      lastyard timeline talks.yaml --json
    """
    from lastyard.answers.timeline import timeline

    days = parse_day(start, "--from"), parse_day(end, "--to")
    case, sampled = open_case(case_file), not asked["exact"]
    result = timeline(case, *days, seed=asked["seed"], sampled=sampled)
    if asked["svg"] is not None:
        from lastyard.show.timeline import timeline_svg

        write_answer(timeline_svg(result), asked["svg"])
    return result, 0


@case_command("impasse")
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    default=5_000,
    show_default=True,
    help="Find all blocking sets and all openings when there are at most this many of each.",
)
@click.option(
    "--first",
    type=click.IntRange(1, 1_000),
    default=10,
    show_default=True,
    help="How many of the likeliest to find when there are more; also how many get movement.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="ID",
    help="What if this statement did not count? May be given several times.",
)
@click.option(
    "--suppose",
    multiple=True,
    metavar="STATEMENT",
    help='What if this were said, such as "union requires wage >= 5" or "firm offers wage: 4"?',
)
@click.option(
    "--firmness",
    "levels",
    multiple=True,
    metavar="ID=LEVEL",
    help="What if this statement were as firm as this (0 to 1, or a word such as firm)?",
)
def impasse_command(case_file: str, as_of: str | None, **asked: Any) -> Found:
    """What blocks every deal, and what would open one.

    Exit code 0: some package satisfies all that has been said; 1: none does; 4: not decided.

    \b
    Examples:
      lastyard impasse talks.yaml
      lastyard impasse talks.yaml --why
      lastyard impasse talks.yaml --json --as-of 2024-02-01
      lastyard impasse talks.yaml --without bid --suppose "firm requires wage <= 5"
    """
    from lastyard.answers.impasse import impasse
    from lastyard.answers.what_if import what_if

    case, day = open_case(case_file), parse_day(as_of)
    scenario = {"without": asked.pop("without"), "suppose": asked.pop("suppose")}
    levels = dict(map(_level, asked.pop("levels")))
    if not levels and not any(scenario.values()):
        result = impasse(case, day, **asked)
        return result, verdict(result.agreement_exists)
    found = what_if(case, day, firmness=levels, **scenario, **asked)
    return found, verdict(found.scenario.agreement_exists)


def _level(text: str) -> tuple[str, str]:
    id, sign, level = text.rpartition("=")
    if not sign:
        raise RequestError(f"{text[:60]!r} gives no level; write it as ID=0.3 or ID=firm")
    return id.strip(), level.strip()


@case_command("vote")
@click.option(
    "--unknown",
    type=NumberRange(0, 1),
    metavar="P",
    help="Take what is unknown as yes with probability P, else no; default: give ranges.",
)
@click.option("--power", "with_power", is_flag=True, help="Add power indices of each body.")
@click.option("--svg", metavar="FILE", help="Draw each vote to FILE: bars with the rule's lines.")
@seed_option("Of draws, where a body is too large.")
def vote_command(case_file: str, as_of: str | None, svg: str | None, **asked: Any) -> Found:
    """How likely each draft is to be adopted, whose ballot matters, and whom to win over.

    Unknown ballots are not guessed: what is certain is told, and the range of the rest.

    Exit code 0: every draft may still be adopted; 1: one cannot, whatever is unknown.

    \b
    Examples:
      lastyard vote council.yaml
      lastyard vote council.yaml --unknown 0.5 --why
      lastyard vote council.yaml --svg vote.svg
      lastyard vote council.yaml --power --json
    """
    from lastyard.answers.votes import vote

    result = vote(open_case(case_file), parse_day(as_of), **asked)
    if svg is not None:
        from lastyard.show.votes import vote_svg

        write_answer(vote_svg(result), svg)
    return result, 1 if any(each.certain == "rejected" for each in result.votes) else 0


@click.command("power")
@click.argument("body", metavar="BODY")
@json_option
@click.option("--why", is_flag=True, help="Add the method, sources and notes behind it.")
@seed_option("Of draws, where a body is too large.")
@output_option
def power_command(body: str, as_json: bool, why: bool, seed: int, output: str | None) -> int:
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


@case_command("moves")
@click.option(
    "--reading",
    type=click.Choice(["legal sequences", "each once", "single move"]),
    default="legal sequences",
    show_default=True,
    help="Which responses of the others deter a move; it matters from three parties on.",
)
@click.option(
    "--coalitions", is_flag=True, help="Find out, too, what holds against parties that join up."
)
@click.option(
    "--stable",
    metavar="STATE",
    help="Say what would have to change for STATE (a name, pattern or statement) to be stable.",
)
@click.option("--svg", metavar="FILE", help="Draw states and moves to FILE, equilibria marked.")
@seed_option("Of rankings drawn for --stable.")
def moves_command(case_file: str, as_of: str | None, svg: str | None, **asked: Any) -> Found:
    """What each party can do alone, where that could come to rest, and why.

    CASE is a case file with `moves`, or a .gmcr file.

    Exit code 0: there is an equilibrium; 1: there is none.

    \b
    Examples:
      lastyard moves conflict.yaml
      lastyard moves conflict.yaml --coalitions --stable "not attack" --svg conflict.svg
      lastyard moves conflict.gmcr --reading "single move" --json
    """
    from lastyard.answers.moves import moves

    if case_file.endswith(".gmcr"):
        result = moves(case_file, **asked)
    else:
        result = moves(open_case(case_file), parse_day(as_of), **asked)
    if svg is not None:
        from lastyard.show.moves import moves_svg

        write_answer(moves_svg(result), svg)
    return result, 0 if result.any_equilibria else 1


@case_command("solutions")
@click.option("--frontier", is_flag=True, help="Show the points of the frontier as well.")
@click.option("--svg", metavar="FILE", help="Draw frontier and solutions to FILE.")
@click.option(
    "--points",
    metavar="FILE",
    help="Write every point of the frontier to FILE, .jsonl or .csv, however many.",
)
@click.option(
    "--disagreement",
    metavar="PARTY=POINTS",
    multiple=True,
    help="Count the gains of PARTY from POINTS, not from its reservation value.",
)
@click.option(
    "--most-points",
    type=click.IntRange(1, 10_000_000),
    default=100_000,
    show_default=True,
    help="Approximate, and say by how much, where a step has more points than this.",
)
@listed_option
def solutions_command(case_file: str, as_of: str | None, **asked: Any) -> Found:
    """Efficient and fair packages, when every party that decides gave points.

    Exit code 0: some package is acceptable to all; 1: none is.

    \b
    Examples:
      lastyard solutions talks.yaml
      lastyard solutions talks.yaml --frontier --svg talks.svg
      lastyard solutions talks.yaml --disagreement union=20 --json
      lastyard solutions talks.yaml --points frontier.csv
    """
    from lastyard.answers.solutions import solutions
    from lastyard.show.solutions import frontier_blocks

    listed, points, svg = asked["listed"], asked["points"], asked["svg"]
    if points is not None:
        _kind_of(points)
    result = solutions(
        open_case(case_file),
        parse_day(as_of),
        disagreement=_disagreement(asked["disagreement"]),
        most_points=asked["most_points"],
        listed=listed,
    )
    if svg is not None:
        from lastyard.show.solutions import solutions_svg

        write_answer(solutions_svg(result), svg)
    if points is not None:
        _write_points(result, points)
    more = frontier_blocks(result, listed) if asked["frontier"] else ()
    return result, 0 if result.points else 1, *more


def _kind_of(path: str) -> Literal["csv", "jsonl"]:
    if path.lower().endswith(".csv"):
        return "csv"
    if path.lower().endswith(".jsonl"):
        return "jsonl"
    raise RequestError(f"--points {path[:60]!r}: name a file that ends in .jsonl or .csv")


def _write_points(result: Any, path: str) -> None:
    from lastyard.files import write_whole
    from lastyard.show.solutions import frontier_lines

    write_whole(path, frontier_lines(result, _kind_of(path)))


def _disagreement(texts: tuple[str, ...]) -> dict[str, Fraction]:
    """Read the values of ``--disagreement``."""
    from lastyard.case.model import parse_number

    found: dict[str, Fraction] = {}
    for text in texts:
        party, _, number = text.partition("=")
        points = parse_number(number)
        if points is None or not party or party in found:
            raise RequestError(
                f"--disagreement {text[:60]!r} is not PARTY=POINTS, or names a party again"
            )
        found[party] = points
    return found


@case_command("packages")
@click.option(
    "--top",
    type=click.IntRange(1, 1_000),
    default=5,
    show_default=True,
    help="How many different packages to name; beyond 5 also those that a change on one issue would better.",
)
@click.option("--require", metavar="COND", help="Only packages that satisfy this condition.")
@click.option(
    "--evaluate",
    metavar="PACKAGE",
    help="Judge this package, or the best completions of a partial one.",
)
@seed_option()
@click.option("--frontier", is_flag=True, help="Name the efficient packages as well.")
@click.option("--solutions", is_flag=True, help="Name the bargaining solutions, with their bounds.")
@click.option(
    "--beyond",
    is_flag=True,
    help="Seek packages beyond what was asked, offered and demanded as well.",
)
@click.option("--svg", metavar="FILE", help="Draw frontier and solutions to FILE.")
@listed_option
def packages_command(case_file: str, as_of: str | None, svg: str | None, **asked: Any) -> Found:
    """The packages most likely to be agreed, how acceptable they are to whom, and which are fair.

    Exit code 0: a package has a chance, or it cannot be told; 1: none has any, as coded.

    \b
    Examples:
      lastyard packages talks.yaml --top 3
      lastyard packages talks.yaml --require "truce >= 60"
      lastyard packages talks.yaml --evaluate "ground: targeted, border: secured" --json
      lastyard packages talks.yaml --frontier --solutions --svg talks.svg
    """
    from lastyard.answers.packages.find import packages

    if svg is not None and not (asked["frontier"] or asked["solutions"]):
        asked["frontier"] = asked["solutions"] = True
    result = packages(open_case(case_file), parse_day(as_of), **asked)
    if svg is not None:
        from lastyard.show.solutions import efficient_svg

        write_answer(efficient_svg(result), svg)
    return result, 1 if result.best.agreement.index == 0 else 0


@case_command("next")
@click.option(
    "--top",
    type=click.IntRange(1, 100),
    default=5,
    show_default=True,
    help="How many questions and packages to name.",
)
@click.option(
    "--for-best", is_flag=True, help="Name the questions that would find the best deal as well."
)
@seed_option()
def next_command(case_file: str, as_of: str | None, **asked: Any) -> Found:
    """What to ask the parties in confidence, and what to propose, next.

    At most three questions and two packages, each so that it could be read out, with what the
    answers would change. More of both, and all figures, are in --json.

    Exit code 0: some question would help; 1: none would.

    \b
    Examples:
      lastyard next talks.yaml
      lastyard next talks.yaml --top 3 --why question-1
      lastyard next talks.yaml --for-best
      lastyard next talks.yaml --as-of 2024-02-01 --json
    """
    from lastyard.answers.next_step import next_step

    result = next_step(open_case(case_file), parse_day(as_of), **asked)
    return result, 0 if result.questions or result.unsampled else 1


@case_command("improve", ids="offer-1, a statement")
@click.option("--deal", metavar="PACKAGE", required=True, help="The deal, on every issue.")
@seed_option()
def improve_command(case_file: str, as_of: str | None, deal: str, **asked: Any) -> Found:
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


@case_command("forecast", ids="forecast-ISSUE, a statement")
@click.option("--weights", metavar="FILE", help="Capability and salience of each party, as CSV.")
@click.option("--back-test", metavar="FILE", help="Score past issues with their outcomes, as CSV.")
@seed_option()
def forecast_command(case_file: str, as_of: str | None, **asked: Any) -> Found:
    """Where each ordered issue may end, by several ways, and how far they were off.

    \b
    FILE for --weights has the columns party, capability, salience (and issue);
    FILE for --back-test issue, party, position, outcome, a row a party (and
    capability, salience; low, high where the range is not 0 to 100).

    Exit code 0: some issue can be forecast; 1: none can.

    \b
    Examples:
      lastyard forecast talks.yaml
      lastyard forecast talks.yaml --weights weights.csv --back-test past.csv
    """
    from lastyard.answers.forecast import forecast

    result = forecast(open_case(case_file), parse_day(as_of), **asked)
    return result, 0 if result.issues else 1


@case_command("simulate")
@click.option(
    "--runs",
    type=click.IntRange(2, 10_000),
    default=24,
    show_default=True,
    help="How many hidden truths to try.",
)
@click.option(
    "--questions",
    type=click.IntRange(1, 200),
    default=30,
    show_default=True,
    help="Most questions a run.",
)
@seed_option()
def simulate_command(case_file: str, as_of: str | None, **asked: Any) -> Found:
    """How many questions it would take to find a package, by several ways of asking.

    Hidden truths are drawn from what is believed of the parties, so it is taken for granted that
    the beliefs are right; how far they are is told in docs/evidence.md.

    Exit code 0: in some run there was a package to find; 1: in none.

    \b
    Examples:
      lastyard simulate talks.yaml
      lastyard simulate talks.yaml --runs 50 --questions 12
      lastyard simulate talks.yaml --json -o curves.json
    """
    from lastyard.answers.simulate import simulate

    result = simulate(open_case(case_file), parse_day(as_of), **asked)
    return result, 0 if result.feasible else 1


@click.command("sweep")
@click.argument("case_files", metavar="CASES...", nargs=-1, required=True)
@click.option(
    "--set",
    "settings",
    metavar="WHAT.ID=NUMBERS",
    multiple=True,
    help="firmness, confidence or reservation of a statement: LOW:HIGH:COUNT, or A,B,C. "
    "Several are combined.",
)
@click.option(
    "-o", "--output", metavar="FILE", help="JSON lines; an interrupted sweep is taken up again."
)
@click.option(
    "--processes",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="How many processes to use; the rows are the same.",
)
@seed_option("Seed of the sweep; each row's own follows from it and the row's number.")
@files_options
def sweep_command(
    case_files: tuple[str, ...],
    settings: tuple[str, ...],
    output: str | None,
    processes: int,
    seed: int,
) -> int:
    """Analyse many cases, or one case under many settings: one JSON line each.

    A line holds what `impasse --json` prints and, where points were given, what `solutions
    --json` prints. A question that cannot be answered is told in its line as `error`. So is a task
    whose process was killed three times, which a sweep taken up tries again.

    Exit code 0: every task was done; 1: some were given up.

    \b
    Examples:
      lastyard sweep a.yaml b.yaml c.yaml -o all.jsonl --processes 4
      lastyard sweep talks.yaml --set firmness.ask=0.2:0.9:8
    """
    from lastyard.answers.sweep import parse_setting, sweep
    from lastyard.files import is_standard_output

    cases = [open_case(path) for path in case_files]
    printed = output is None or is_standard_output(output)
    rows = sweep(
        cases,
        [parse_setting(text) for text in settings],
        seed=seed,
        processes=processes,
        results=None if printed else output,
        progress=_tell_progress if sys.stderr is not None and sys.stderr.isatty() else None,
    )
    if printed:
        for row in rows:
            say(json_text(row, compact=True) + "\n", is_json=True)
    failed = [row for row in rows if "error" in row]
    for row in failed:
        what = ", ".join(f"{name}={number}" for name, number in row["set"].items())
        tell(f"task {row['task']} ({row['file']}{': ' if what else ''}{what}): {row['error']}")
    return 1 if failed else 0


def _tell_progress(ready: int, total: int) -> None:
    count_on(f"{ready:,} of {total:,}", last=ready == total)
