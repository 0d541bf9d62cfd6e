"""Batch: of a handful of packages one comes out, or none (G2); improvement is the same with a floor.

The machine makes the list from what each party entered for it (:func:`listed`), or the mediator gives it.
Each party then marks in private, the best first, all that it could live with, and fallback bargaining
(Brams and Kilgour 2001, Public Choice 109) takes one: all go down their lists together until some package is on
the part that each has come to. Silence marks nothing.

Improvement: package 0 is the agreement, and each marks only what is no worse to it than that. What comes out
takes its place; nothing is told where nothing does.

Shown: that all could live with the package that came out, or that of every package at least one party
could not. Not shown, so as to tell no more: that of several which all could live with the rule takes this
one. Whoever sees all answers opened can do that again (:func:`outcome`).

Example:
    >>> from lastyard.room.gates import Gate
    >>> gate = Gate("g", "batch", ("a", "b"), ("2026-01-05T10:00:00Z",), ({}, {}, {}))
    >>> outcome(gate, 3, {"a": {"order": [2, 0, 1]}, "b": {"order": [1, 0]}})
    Found(result='agreed', place=0)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from lastyard.case.model import Case
from lastyard.conditions.tree import holds
from lastyard.deals.batch import Told, batch, fallback
from lastyard.room.entries import likes
from lastyard.room.events import Content
from lastyard.room.gates import Found, Gate, Opening
from lastyard.room.gates.all_yes import column_is_shown, proof_of_column

__all__ = ["MOST_LISTED", "listed", "numbers", "outcome", "prove", "refused", "shows"]

MOST_LISTED = 5


def _floor(gate: Gate) -> int:
    """Return the first package that can be marked: an improvement is not the agreement itself."""
    return 1 if gate.rule == "improvement" else 0


def refused(gate: Gate, count: int, answer: Content) -> str | None:
    """Return why an answer is none; None when it is one."""
    order = answer.get("order")
    may = range(_floor(gate), count)
    if (
        not isinstance(order, list)
        or any(type(each) is not int or each not in may for each in order)
        or len(set(order)) != len(order)
    ):
        return "an answer names packages of the list, each once, the best first"
    return None


def numbers(gate: Gate, count: int, party: str, answer: Content | None) -> list[int]:
    """Return what a party's commitments hide, one a package: 1 where it could live with it."""
    marked = [] if answer is None else answer["order"]
    return [int(k in marked) for k in range(_floor(gate), count)]


def outcome(gate: Gate, count: int, answers: Mapping[str, Content | None]) -> Found:
    """Return the package that fallback bargaining takes."""
    told = [answers.get(party) for party in gate.parties]
    place = fallback([[] if each is None else each["order"] for each in told], count)
    return Found("not agreed") if place is None else Found("agreed", place)


def prove(
    gate: Gate, count: int, found: Found, openings: Mapping[str, Sequence[Opening]], context: bytes
) -> dict[str, Any]:
    """Return the proof of an outcome."""
    if found.place is not None:
        return proof_of_column(gate, True, found.place - _floor(gate), openings, context)
    columns = range(count - _floor(gate))
    return {"none": [proof_of_column(gate, False, k, openings, context) for k in columns]}


def shows(
    gate: Gate,
    count: int,
    found: Found,
    commitments: Mapping[str, Sequence[bytes]],
    proof: Mapping[str, Any],
    context: bytes,
) -> bool:
    """Whether a proof shows an outcome, as far as one does."""
    columns = range(count - _floor(gate))
    if found.result == "agreed":
        column = -1 if found.place is None else found.place - _floor(gate)
        return column in columns and column_is_shown(
            gate, True, column, commitments, proof, context
        )
    told = proof.get("none")
    if found != Found("not agreed") or not isinstance(told, list) or len(told) != len(columns):
        return False
    return all(
        column_is_shown(gate, False, k, commitments, each, context) for k, each in enumerate(told)
    )


def listed(
    case: Case, parties: Sequence[str], entries: Mapping[str, Mapping[str, Any]], seed: int
) -> list[dict[str, str]]:
    """Return the machine's list of packages, from what each party entered.

    Of an entry these answers count: ``order``, the issues from the one that matters most; and
    ``issue:ID``, per option of an issue ``2`` best, ``1`` could live with, ``0`` never (:func:`lastyard.room.entries.likes`). No package that
    breaks a rule of the case stands in the list, nor one with an option that is never to some party. What a
    party did not tell counts as no preference.

    Raises:
        DomainError: If there are more than 20,000 packages.
    """
    issues = case.issues
    ids = [issue.id for issue in issues]
    allowed = [set(range(issue.size)) for issue in issues]
    sides = []
    for party in parties:
        told = entries.get(party, {})
        order = [ids.index(each) for each in told.get("order", ())]
        order += [k for k in range(len(ids)) if k not in order]
        marks = [told.get(f"issue:{issue.id}") for issue in issues]
        for k, each in enumerate(marks):
            allowed[k] -= {option for option, mark in enumerate(each or ()) if mark == 0}
        worth = [likes(issue, each) for issue, each in zip(issues, marks, strict=True)]
        sides.append(Told(tuple(order), tuple(np.array(each, float) for each in worth)))
    packages = list(product(*(range(issue.size) for issue in issues)))
    rules = [rule.condition.tree for rule in case.rules]
    fits = [
        all(option in allowed[k] for k, option in enumerate(package))
        and all(holds(rule, dict(zip(ids, package, strict=True))) for rule in rules)
        for package in packages
    ]
    if not any(fits):
        return []
    best = batch(sides, MOST_LISTED, seed=seed, among=np.array(fits))
    return [
        {issue.id: issue.label(option) for issue, option in zip(issues, package, strict=True)}
        for package in best
    ]
