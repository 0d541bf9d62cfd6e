"""Power indices of a voting body, whoever sits in it.

Example:
    >>> from lastyard.bodies import Body, Member
    >>> board = Body("Board", (Member("chair"), Member("anna"), Member("ben")),
    ...              "yes >= 2 and yes in chair == 1")
    >>> str(power(board).members[0].shapley_shubik)
    '2/3'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from lastyard.bodies import (
    Body,
    BodyError,
    MemberPower,
    NumericMemberPower,
    SampledMemberPower,
    TooLargeForExactError,
    find_entry,
    numeric_power,
    sample_power,
)
from lastyard.bodies import power as exact_power
from lastyard.case.diagnostics import RequestError
from lastyard.results import Result

__all__ = ["PowerMember", "VotingPower", "power"]


@dataclass(frozen=True, slots=True)
class PowerMember:
    """The power of a member, or of each member of a class.

    Attributes:
        name: The member.
        label: Name for people.
        count: How many members the class has.
        shapley_shubik: Shapley-Shubik index of each: a fraction, or a sampled figure.
        penrose_banzhaf: Share of the coalitions of the others that each turns.
        errors: Monte-Carlo standard errors of the two; None when they are exact.
    """

    name: str
    label: str
    count: int
    shapley_shubik: Fraction | float
    penrose_banzhaf: Fraction | float
    errors: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class VotingPower(Result):
    """Power indices of a body.

    Attributes:
        body: The body.
        members: One entry a member or class, in the body's order.
        adopting: Share of all yes-or-no votes that adopt; None when it was not counted.
        method: ``exact``; ``quadrature``, for large bodies whose chances of adoption can
            still be worked out; or ``sampled``.
        error_bound: When sampled: no index is further off, with 95 % confidence for each.
            By quadrature: how far any index is likely off, an estimate.
        seed: Of the draw; None when exact.
        samples: Orders and coalitions drawn; 0 when exact.
    """

    body: Body
    members: tuple[PowerMember, ...]
    adopting: Fraction | None
    method: Literal["exact", "quadrature", "sampled"]
    error_bound: float = 0.0
    seed: int | None = None
    samples: int = 0


def power(body: Body | str | Path, *, seed: int = 0) -> VotingPower:
    """Work out the power of the members of a body.

    Args:
        body: A body, the name of one in the catalog, or the path of a YAML file.
        seed: Of the draw, should the body be too large to be exact.

    Raises:
        RequestError: If there is no such body, or it is not right.
    """
    try:
        chosen = body if isinstance(body, Body) else find_entry(str(body)).body()
        try:
            return _exact(chosen)
        except TooLargeForExactError:
            return _inexact(chosen, seed)
    except BodyError as problem:
        raise RequestError(str(problem)) from problem


def _exact(body: Body) -> VotingPower:
    found = exact_power(body)
    return VotingPower(body, _members(body, found.members), found.adopting, "exact")


def _inexact(body: Body, seed: int) -> VotingPower:
    try:
        found = numeric_power(body)
        return VotingPower(body, _members(body, found.members), None, "quadrature", found.error)
    except TooLargeForExactError:
        drawn = sample_power(body, seed=seed)
    members = _members(body, drawn.members)
    return VotingPower(body, members, None, "sampled", drawn.error_bound, seed, drawn.samples)


def _members(
    body: Body, found: Sequence[MemberPower | NumericMemberPower | SampledMemberPower]
) -> tuple[PowerMember, ...]:
    return tuple(
        PowerMember(
            m.name, line.label or m.name, m.count, m.shapley_shubik, m.penrose_banzhaf,
            (m.shapley_error, m.banzhaf_error) if isinstance(m, SampledMemberPower) else None,
        )
        for m, line in zip(found, body.members, strict=True)
    )  # fmt: skip
