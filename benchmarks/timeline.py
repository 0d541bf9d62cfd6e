"""A timeline of generated talks: 500 statements on 200 days, against one analysis a day.

Run: python -m benchmarks.timeline [statements] [days]

Five parties, twelve issues of five options (three of them numeric, of 21 steps). A party
starts from an ideal and gives way towards the others' as time goes on; three in five of its
statements on an issue replace its last one there.
"""

from __future__ import annotations

import datetime
import os
import random
import sys
import time
from fractions import Fraction

import lastyard as ly
from lastyard.case.model import (
    Case,
    Issue,
    NumericRange,
    Offers,
    Party,
    Position,
    Prefers,
    Rejects,
    Requires,
    Statement,
    WrittenCondition,
)
from lastyard.case.parse import parse_condition

FIRST = datetime.date(2020, 1, 1)


def generated(count, days, seed=0, parties=5, issues=12):
    """Return a case of so many statements on so many days."""
    rng = random.Random(seed)
    space = [
        Issue(f"i{k}", f"Issue {k}", NumericRange(Fraction(0), Fraction(20), Fraction(1)), True)
        if k % 4 == 0
        else Issue(f"i{k}", f"Issue {k}", tuple("abcde"), True)
        for k in range(issues)
    ]
    by_id = {issue.id: issue for issue in space}
    ideal = {(p, i.id): rng.random() for p in range(parties) for i in space}
    last: dict[tuple[int, str, str], str] = {}
    statements = []
    for k in range(count):
        when = FIRST + datetime.timedelta(days=2 * (k * days // count))
        party = rng.randrange(parties)

        def aimed(issue, party=party, k=k):
            point = ideal[party, issue.id]
            point += (0.5 - point) * 0.8 * k / count + rng.uniform(-0.1, 0.1)
            return min(issue.size - 1, max(0, int(point * issue.size)))

        chosen = rng.sample(space, rng.choice((1, 1, 2, 3)))
        kind = rng.choice(("position", "offers", "requires", "rejects", "prefers"))
        package = tuple(sorted((i.id, aimed(i)) for i in chosen))
        if kind == "position":
            says = Position(package)
        elif kind == "offers":
            says = Offers(package)
        elif kind == "prefers":
            issue = chosen[0]
            at = aimed(issue)
            other = at - 1 if at else at + 1
            says = Prefers(((issue.id, at),), ((issue.id, other),))
        else:
            issue = chosen[0]
            at = aimed(issue)
            side = "<=" if ideal[party, issue.id] < 0.5 else ">="
            bound = min(issue.size - 2, max(1, at))
            label = issue.label(bound)
            text = f"{issue.id} {side} {label if issue.is_numeric else chr(34) + label + chr(34)}"
            if kind == "rejects":
                text = f"not ({text})"
            condition = WrittenCondition(text, parse_condition(text, by_id))
            says = Requires(condition) if kind == "requires" else Rejects(condition)
        key = (party, chosen[0].id, kind)
        before = last.get(key)
        replaces = (before,) if before and rng.random() < 0.6 else ()
        last[key] = f"s{k:03}"
        statements.append(
            Statement(
                id=f"s{k:03}", party=f"p{party}", says=says, on=when, replaces=replaces,
                firmness=Fraction(rng.randint(4, 20), 20),
                confidence=Fraction(rng.choice((7, 8, 9)), 10),
            )
        )  # fmt: skip
    return Case(
        f"{count} statements on {days} days",
        tuple(Party(f"p{p}", f"Party {p}") for p in range(parties)),
        tuple(space),
        statements=tuple(statements),
    )


def main(count=500, days=200):
    print(f"Load average before: {os.getloadavg()[0]:.1f}\n")
    case = generated(count, days)
    started = time.perf_counter()
    result = ly.timeline(case)
    whole = time.perf_counter() - started
    drawn = [point.method for point in result.points]
    last = result.points[-1]
    print(
        "| statements | days | in force at the end | timeline, s | per day, s | days not computed |"
    )
    print("|---|---|---|---|---|---|")
    print(
        f"| {count} | {len(drawn)} | {last.in_force} | {whole:.1f} | {whole / len(drawn):.2f} "
        f"| {drawn.count('not computed')} |",
        flush=True,
    )
    started = time.perf_counter()
    middle = result.points[len(drawn) // 2].day
    ly.standing(case, middle), ly.impasse(case, middle, first=3), ly.packages(case, middle)
    print(f"\nOne day in full (standing, impasse, packages): {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
