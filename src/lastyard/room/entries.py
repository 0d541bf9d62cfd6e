"""What parties entered, and the case of a role with it.

Example:
    >>> from lastyard.room.events import Event
    >>> told = [Event("r", "party:a", k, "entry", "party:a", f"2026-01-0{k + 1}T10:00:00Z",
    ...               {"question": "order", "answer": order}, "") for k, order in enumerate([["x"], ["y"]])]
    >>> entered(told)
    {'order': ['y']}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from lastyard.case.load import load_text
from lastyard.case.model import (
    Case,
    Issue,
    Prefers,
    Ranks,
    Rejects,
    Statement,
    Verb,
    WrittenCondition,
    parse_date,
)
from lastyard.conditions.tree import OneOf
from lastyard.errors import RequestError
from lastyard.room.events import Event

__all__ = [
    "as_statements",
    "case_text",
    "check_entry",
    "entered",
    "expected_share",
    "likes",
    "with_entries",
]


@lru_cache(maxsize=16)  # the same text at each act of a room
def _loaded(text: str) -> Case:
    return load_text(text, "room")


def case_text(events: Iterable[Event]) -> Case:
    """Return the case that the newest ``case`` event holds.

    Raises:
        RequestError: If there is none.
    """
    texts = [event.content["text"] for event in events if event.kind == "case"]
    if not texts:
        raise RequestError("the room has no case")
    return _loaded(texts[-1])


def entered(events: Iterable[Event]) -> dict[str, Any]:
    """Return a party's newest answers by question, from the events of its compartments."""
    return {question: event.content["answer"] for question, event in _newest(events).items()}


def _newest(events: Iterable[Event]) -> dict[str, Event]:
    """Return the newest entry by question, of those that were not withdrawn."""
    newest: dict[str, Event] = {}
    for event in sorted(events, key=lambda each: each.at):
        question = str(event.content.get("question", ""))
        if event.kind == "entry":
            newest[question] = event
        elif event.kind == "withdrawn":
            newest.pop(question, None)
    return newest


def check_entry(case: Case, question: str, answer: Any) -> None:
    """Check an entry that the machine reads: the order of the issues, and marks of options.

    Raises:
        RequestError: If it is not what the question asks for.
    """
    ids = [issue.id for issue in case.issues]
    if question == "order" and (
        not isinstance(answer, list) or sorted(map(str, answer)) != sorted(ids)
    ):
        raise RequestError("an order names every issue once")
    if question.startswith("issue:"):
        id = question.removeprefix("issue:")
        if id not in ids:
            raise RequestError("there is no such issue")
        if (
            not isinstance(answer, list)
            or len(answer) != case.issue(id).size
            or any(type(each) is not int or each not in (0, 1, 2) for each in answer)
        ):
            raise RequestError(
                "marks are 2 (best), 1 (could live with) or 0 (never), one an option"
            )


def likes(issue: Issue, marks: Sequence[int] | None) -> list[Fraction]:
    """Return how good each option is to a party, by its marks: 1 where best, 0 where never.

    What it could live with lies between: half-way, and on an issue with an order by the distance from
    what is best to it. Where it marked nothing, or nothing as best, all that is not never is half as good.
    """
    marks = marks if marks is not None else [1] * issue.size
    best = [k for k, mark in enumerate(marks) if mark == 2]
    found = []
    for k, mark in enumerate(marks):
        near = Fraction(1, 2)
        if best and issue.has_order:
            away = [min(abs(option - each) for each in best) for option in range(issue.size)]
            near = 1 - Fraction(away[k], max(*away, 1))
        found.append({0: Fraction(0), 1: near, 2: Fraction(1)}[mark])
    return found


def expected_share(
    case: Case, entered: Mapping[str, Any], package: Mapping[str, str]
) -> Fraction | None:
    """Return a party's expected share of its best, by its order of the issues and its marks.

    The stakes are the mean of all that fall along its order (rank-order centroid: Barron and Barrett 1996); what
    an option is worth follows from its marks (:func:`likes`).

    Args:
        case: The issues.
        entered: The party's answers by question, as :func:`lastyard.room.gates.batch.listed` reads them.
        package: Options by issue.

    Returns:
        From 0 to 1; None where it told no order, or no marks for some issue.
    """
    order = entered.get("order")
    if not order:
        return None
    total, count = Fraction(0), len(order)
    for rank, id in enumerate(order):
        marks, option = entered.get(f"issue:{id}"), case.issue(id).find(package[id])
        if marks is None or option is None:
            return None
        stake = sum((Fraction(1, k) for k in range(rank + 1, count + 1)), Fraction(0)) / count
        total += stake * likes(case.issue(id), marks)[option]
    return total


def as_statements(case: Case, party: str, events: Iterable[Event]) -> tuple[Statement, ...]:
    """Return what a party entered as statements of the case: order, options that are never, comparisons."""
    statements = []
    for question, event in _newest(events).items():
        for part, says in enumerate(_says(case, question, event.content["answer"])):
            on = parse_date(event.at[:10])
            if on is not None:
                id = f"{event.compartment.replace(':', '-')}-{event.index}-{part}"
                statements.append(Statement(id, party, says, on, confidential=True))
    return tuple(statements)


def _says(case: Case, question: str, answer: Any) -> Iterator[Verb]:
    if question == "order" and len(case.issues) > 1:
        yield Ranks(tuple(answer))
    elif question.startswith("issue:"):
        issue = case.issue(question.removeprefix("issue:"))
        never = [k for k, mark in enumerate(answer) if mark == 0]
        if never and len(never) < issue.size:
            yield Rejects(_one_of(issue, never))
    elif isinstance(answer, Mapping) and {"better", "worse"} <= set(answer):
        pair = [_package(case, answer[which]) for which in ("better", "worse")]
        if all(pair):
            yield Prefers(*pair)


def _one_of(issue: Issue, options: list[int]) -> WrittenCondition:
    labels = ", ".join(issue.in_condition(issue.label(k)) for k in options)
    return WrittenCondition(
        f"{issue.id} in [{labels}]", OneOf(issue.id, sum(1 << k for k in options))
    )


def _package(case: Case, told: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    found = [(issue.id, issue.find(str(told.get(issue.id)))) for issue in case.issues]
    return tuple((id, option) for id, option in found if option is not None)


def with_entries(case: Case, own: Mapping[str, list[Event]]) -> Case:
    """Return a case with what parties entered, by party, as statements."""
    more = [s for party, events in own.items() for s in as_statements(case, party, events)]
    return replace(case, statements=(*case.statements, *more), as_of=None)
