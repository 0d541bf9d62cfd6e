"""What the question about packages is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from lastyard.analyses.packages.efficient import Efficient
from lastyard.case.model import Case, Party, Statement
from lastyard.results import Result
from lastyard.values.certainty import Status

if TYPE_CHECKING:  # few cases say what states without a deal mean
    from lastyard.analyses.no_deal import Alternative

__all__ = [
    "Acceptability",
    "Comparison",
    "Figure",
    "Hinge",
    "Packages",
    "ProposedPackage",
    "SelfContradiction",
    "Solution",
]

Solution = Literal["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A probability, with how far it can be off by sampling.

    Attributes:
        index: The probability; None when it cannot be told.
        error: Monte-Carlo standard error; where all draws agree, the distance within which
            the share lies with probability 0.95; 0 only where nothing was sampled.
    """

    index: float | None
    error: float | None


@dataclass(frozen=True, slots=True)
class Acceptability:
    """How a party stands to a package.

    Attributes:
        index: Probability that it accepts; None when it cannot be told.
        error: As in :class:`Figure`.
        status: What follows from its sure statements at their word, commitments aside.
    """

    index: float | None
    error: float | None
    status: Status


@dataclass(frozen=True, slots=True)
class Comparison:
    """What each party gets and gives when one package takes the place of another.

    Attributes:
        against: ``status quo``, or the package's ``runner-up``: the best other one shown.
        package: That other package.
        gains: Per party, the probability that it likes this package better, and whether
            that is certain, possible or impossible.
    """

    against: Literal["status quo", "runner-up"]
    package: Mapping[str, int]
    gains: Mapping[str, Acceptability]


@dataclass(frozen=True, slots=True)
class ProposedPackage:
    """A package with what is known of its chances.

    Attributes:
        package: Index of the option per issue.
        acceptability: Per party that decides.
        agreement: Probability that it is agreed under the agreement rule.
        breaks: The statements in force that it breaks.
        rank: The best and the worst place it can have among the packages shown, as far as
            the draws tell them apart; None for one that is not among them.
        comparisons: Against the status quo, where it is known, and the runner-up.
        fair: The solutions that name it.
    """

    package: Mapping[str, int]
    acceptability: Mapping[str, Acceptability]
    agreement: Figure
    breaks: tuple[Statement, ...]
    rank: tuple[int, int] | None
    comparisons: tuple[Comparison, ...]
    fair: tuple[Solution, ...]


@dataclass(frozen=True, slots=True)
class SelfContradiction:
    """Preference statements of one party that no value function fits together.

    Attributes:
        party: The party.
        statements: A minimal contradictory set.
        repairs: Sets of statements whose withdrawal would repair it, each with the status
            that the packages shown would then have for the party.
    """

    party: Party
    statements: tuple[Statement, ...]
    repairs: tuple[tuple[tuple[Statement, ...], tuple[Status, ...]], ...]


@dataclass(frozen=True, slots=True)
class Packages(Result):
    """The packages most likely to be agreed.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        packages: The best by agreement, each different from the others.
        fair: Per bargaining solution, its package; empty where it was not computed.
        why_not_fair: Why not; None where it was.
        considered: How many packages were compared.
        searched: Whether they were too many to list, so that the best was searched for.
        bound: When searched: no package that was considered has a larger index on the
            draws; None when listed.
        gap: When searched: how much larger the bound is than what was found.
        coarse: Issues of which only some steps were considered.
        used: The statements it rests on.
        silent: Parties that said nothing of what they want: their figures are the prior.
        cannot_tell: Per party whose values cannot be told, why.
        contradictions: Parties that contradict themselves.
        hinges: The commitments on which the best package hangs.
        draws: Draws a party.
        effective: Least effective number of draws of any party that was sampled.
        seed: The seed.
        alternative: The packages held against the stable states without a deal, where the
            case says what these mean on the issues.
        efficient: The frontier and what the solutions maximise, where asked for.
    """

    case: Case
    day: date | None
    packages: tuple[ProposedPackage, ...]
    fair: Mapping[Solution, ProposedPackage]
    why_not_fair: str | None
    considered: int
    searched: bool
    bound: float | None
    gap: float | None
    coarse: tuple[str, ...]
    used: tuple[Statement, ...]
    silent: tuple[Party, ...]
    cannot_tell: Mapping[str, str]
    contradictions: tuple[SelfContradiction, ...]
    hinges: tuple[Hinge, ...]
    draws: int
    effective: float | None
    seed: int
    alternative: Alternative | None = None
    efficient: Efficient | None = None

    @property
    def best(self) -> ProposedPackage:
        """The package most likely to be agreed."""
        return self.packages[0]


@dataclass(frozen=True, slots=True)
class Hinge:
    """A commitment whose firmness decides which package is best.

    Attributes:
        statement: The statement.
        low: Least firmness at which the best package stays best.
        high: Largest firmness at which it does.
        without: The best package if the statement were dropped.
    """

    statement: Statement
    low: float
    high: float
    without: Mapping[str, int]
