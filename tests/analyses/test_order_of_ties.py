"""What is as likely as something else comes in the case's own order: not by names, nor by the order of lines."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.case.editing import renamed

CATALOG = Path(__file__).parents[2] / "catalog"
CASES = ["history/cyprus-2017", "history/jamaica-2017", "news/bufa-2011/salaries"]

# Three disputes that are as likely as one another, with ids against the order of the days.
TIES = """
title: Three ties
parties: {union: {}, firm: {}}
issues: {pay: {range: [0, 9], step: 1}, leave: {range: [0, 9], step: 1}, hours: {range: [0, 9], step: 1}}
statements:
  - {id: z, party: union, on: 2024-01-01, requires: pay >= 6}
  - {id: y, party: firm, on: 2024-01-01, requires: pay <= 3}
  - {id: x, party: union, on: 2024-01-02, requires: leave >= 6}
  - {id: w, party: firm, on: 2024-01-02, requires: leave <= 3}
  - {id: v, party: firm, on: 2024-01-03, requires: hours <= 3}
  - {id: u, party: union, on: 2024-01-03, requires: hours >= 6}
"""


def shown(answer, back=None):
    """Return what is on the screen, in a line, with other ids than the case's own changed back."""
    text = " ".join(str(answer).split())
    return re.sub(r"q\d\dq", lambda found: (back or {})[found.group()], text)


def with_other_ids(text, seed):
    ids = [statement.id for statement in ly.load_text(text).statements]
    others = [f"q{k:02d}q" for k in range(len(ids))]
    random.Random(seed).shuffle(others)
    for old, new in zip(ids, others, strict=True):
        text = renamed(text, "statements", old, new)
    return ly.load_text(text), dict(zip(others, ids, strict=True))


def with_other_lines(case, seed):
    """Return the case with its days in another order; of one day, the order of lines may mean something."""
    days = list(dict.fromkeys(statement.on for statement in case.statements))
    random.Random(seed).shuffle(days)
    ordered = sorted(case.statements, key=lambda statement: days.index(statement.on))
    return replace(case, statements=tuple(ordered))


def test_disputes_as_likely_come_in_the_order_of_their_days():
    case = ly.load_text(TIES)
    assert [each.issues[0].id for each in ly.impasse(case).disputes] == ["pay", "leave", "hours"]
    first = ly.impasse(case).openings[0]
    assert [s.id for s in first.statements] == ["z", "x", "v"]


@pytest.mark.parametrize("question", [ly.impasse, ly.analyse, ly.next_step, ly.timeline])
@pytest.mark.parametrize("seed", [0, 1])
def test_neither_ids_nor_the_order_of_lines_change_what_is_shown(question, seed):
    case = ly.load_text(TIES)
    other, back = with_other_ids(TIES, seed)
    assert shown(question(other), back) == shown(question(case))
    assert shown(question(with_other_lines(case, seed))) == shown(question(case))


@pytest.mark.thorough
@pytest.mark.parametrize("question", [ly.impasse, ly.analyse, ly.packages])
@pytest.mark.parametrize("name", CASES)
def test_nor_in_cases_that_come_with_it(question, name):
    text = (CATALOG / f"{name}.yaml").read_text()
    case = ly.load_text(text)
    other, back = with_other_ids(text, 1)
    assert shown(question(other), back) == shown(question(case))
    assert shown(question(with_other_lines(case, 1))) == shown(question(case))
