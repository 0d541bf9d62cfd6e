"""What the question about packages is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from lastyard.answers.packages.efficient import Efficient
from lastyard.blocking.giving_way import Form
from lastyard.case.model import Case, Party, Statement
from lastyard.case.readings import Leaning
from lastyard.results import Result
from lastyard.values.certainty import Status

if TYPE_CHECKING:
    from lastyard.answers.no_deal import Alternative

__all__ = [
    "Acceptability",
    "AgainstDemand",
    "Comparison",
    "Concession",
    "Figure",
    "Hinge",
    "LeftOut",
    "Packages",
    "ProposedPackage",
    "RobustPackage",
    "SelfContradiction",
    "Solution",
]

_ROUNDING = 1e-6  # of linear programs, where 1 is all that a party has at stake


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
class Concession:
    """One issue on which a package is not what a party asks for.

    Attributes:
        issue: Identifier of the issue.
        asked: Index of the option it asks for.
        got: Index of the option it gets.
        statement: Where it asks for it.
        distance: Share of the issue's range between the two.
        cost: What it is expected to lose by that, as a share of the value between its worst
            and its best of all; None where nothing it said tells.
        error: Monte-Carlo standard error of that; 0 where its values are known.
    """

    issue: str
    asked: int
    got: int
    statement: Statement
    distance: Fraction
    cost: float | None
    error: float | None


@dataclass(frozen=True, slots=True)
class AgainstDemand:
    """A package against what one party itself asks for.

    Attributes:
        party: The party.
        gives: The issues on which it gives up what it asks for.
        gets: The issues on which it gets what it asks for.
        gains: The issues on which it gets what it likes better than what it asks for, by two
            errors: the price below its own offer. None of the three: it asks for nothing
            definite.
        cost: What it is expected to lose by all that it gives up, in the unit of
            :class:`Concession`; None where nothing it said tells.
        error: Monte-Carlo standard error of that.
    """

    party: Party
    gives: tuple[Concession, ...]
    gets: tuple[str, ...]
    gains: tuple[Concession, ...]
    cost: float | None
    error: float | None


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
        demands: Per party that decides, what of its own demand it gives up and gets.
    """

    package: Mapping[str, int]
    acceptability: Mapping[str, Acceptability]
    agreement: Figure
    breaks: tuple[Statement, ...]
    rank: tuple[int, int] | None
    comparisons: tuple[Comparison, ...]
    fair: tuple[Solution, ...]
    demands: tuple[AgainstDemand, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfContradiction:
    """Preference statements of one party that no value function fits together.

    Attributes:
        party: The party.
        statements: A minimal contradictory set.
        repairs: Sets of statements whose withdrawal would repair it, each with the status
            that the packages shown would then have for the party.
        bests: Per repair, the best package after it; None where it was not worked out.
    """

    party: Party
    statements: tuple[Statement, ...]
    repairs: tuple[tuple[tuple[Statement, ...], tuple[Status, ...]], ...]
    bests: tuple[LeftOut | None, ...] = ()


@dataclass(frozen=True, slots=True)
class RobustPackage:
    """The package whose worst case is best, by the sure statements alone.

    Attributes:
        package: The package, described like the others.
        worst: Per party counted, the least that it can be worth to it over no deal, where 1
            is the value between its worst and its best of all.
        bound: No package has a larger least of these.
        exact: Whether the bound is met.
        left_out: Parties that take no part, each with the reason.
    """

    package: ProposedPackage
    worst: Mapping[str, float]
    bound: float
    exact: bool
    left_out: tuple[tuple[Party, str], ...]

    @property
    def guaranteed(self) -> bool | None:
        """Whether it is sure to be worth no deal or more to every party counted.

        False: nothing that was said guarantees them any such package; None: the search was
        stopped before that could be told.
        """
        if min(self.worst.values()) >= -_ROUNDING:
            return True
        return False if self.bound < -_ROUNDING else None


@dataclass(frozen=True, slots=True)
class Packages(Result):
    """The packages most likely to be agreed.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        packages: The best by agreement, each different from the others.
        fair: Per bargaining solution, its package; empty where it was not computed.
        fair_gaps: Per solution that was searched for and is not proved best, how much higher
            another package's objective could be, as a share of that of this one.
        why_not_fair: Why not; None where it was.
        robust: The package whose worst case is best; None when nothing can be guaranteed.
        why_not_robust: Why not; None where there is one.
        considered: How many packages were compared.
        searched: Whether they were too many to list, so that the best was searched for.
        bound: When searched: no package that was considered has a larger index on the
            draws; None when listed.
        gap: When searched: how much larger the bound is than what was found.
        coarse: Issues of which only some steps were considered.
        used: The statements it rests on.
        by_demands: Parties of whose wants nothing is known but their demands.
        leanings: Where a party is taken to lean its demands' way, for nothing else says more.
        if_level: What would be best of those compared if all that demands allow were worth as much
            to their parties, where they are taken to lean; None where none is, or it was not tried.
        silent: Parties that said nothing of what they want: their figures are the prior.
        cannot_tell: Per party whose values cannot be told, why.
        contradictions: Parties that contradict themselves.
        hinges: The commitments on which the best package hangs.
        left_out: What would be best if one statement of what a party likes had not been
            made, one each, in the order of the statements.
        not_left_out: Statements for which that was not worked out.
        draws: Draws a party.
        effective: Least effective number of draws of any party that was sampled.
        seed: The seed.
        by_form: What would be best if chances of giving way took another form, of the packages
            compared: any step costing the whole of the firmness (``step``), or nothing more
            being lost beyond the whole way (``capped``). Empty where no demand gives way by parts.
        alternative: The packages held against the stable states without a deal, where the
            case says what these mean on the issues.
        efficient: The frontier and what the solutions maximise, where asked for.
    """

    case: Case
    day: date | None
    packages: tuple[ProposedPackage, ...]
    fair: Mapping[Solution, ProposedPackage]
    fair_gaps: Mapping[Solution, float]
    why_not_fair: str | None
    robust: RobustPackage | None
    why_not_robust: str | None
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
    left_out: tuple[LeftOut, ...]
    not_left_out: tuple[Statement, ...]
    draws: int
    effective: float | None
    seed: int
    by_form: Mapping[Form, Mapping[str, int]] = field(default_factory=dict)
    by_demands: tuple[Party, ...] = ()
    leanings: tuple[Leaning, ...] = ()
    if_level: Mapping[str, int] | None = None
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


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The best package if statements of one party of what it likes had not been made.

    Attributes:
        statements: The statements left out.
        method: ``draws weighed anew`` or ``drawn again``.
        changes: Whether another package is then better than the best one, by more than
            three standard errors.
        best: The package that is then best.
        agreement: Its probability of agreement then.
    """

    statements: tuple[Statement, ...]
    method: str
    changes: bool
    best: Mapping[str, int]
    agreement: Figure
