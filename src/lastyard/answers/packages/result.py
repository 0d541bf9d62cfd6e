"""What the question about packages is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase
from typing import TYPE_CHECKING, Annotated, Literal

from lastyard.answers.bargaining_range import BargainingRange
from lastyard.answers.contradictions import BrokenCommitment
from lastyard.answers.packages.fair import Efficient, Solution, asked_keys
from lastyard.blocking.giving_way import Form
from lastyard.case.model import Case, Issue, Party, Statement
from lastyard.case.readings import Leaning
from lastyard.records import record
from lastyard.results import (
    Amount,
    As,
    AsOf,
    Chance,
    Choice,
    Choices,
    Count,
    ExactChance,
    Inline,
    Key,
    OnRequest,
    Options,
    Result,
    Unpublished,
    in_short,
)
from lastyard.values.certainty import Status

if TYPE_CHECKING:  # few cases have moves with outcomes; lastyard.show.published imports it then
    from lastyard.answers.no_deal import Alternative

__all__ = [
    "Acceptability",
    "AgainstDemand",
    "AsGood",
    "Comparison",
    "Concession",
    "Figure",
    "Hinge",
    "LeftOut",
    "Method",
    "Packages",
    "ProposedPackage",
    "Repair",
    "RobustPackage",
    "SelfContradiction",
    "WordsRead",
    "package_letter",
]

_ROUNDING = 1e-6  # of linear programs, where 1 is all that a party has at stake


def package_letter(k: int) -> str:
    """Return the letter of the k-th package of a list, from 0: A, B, ... then numbers."""
    return ascii_uppercase[k] if k < len(ascii_uppercase) else str(k + 1)


@record(frozen=True, slots=True)
class Figure:
    """A probability, with how far it can be off by sampling.

    Attributes:
        index: The probability; None when it cannot be told.
        error: Monte-Carlo standard error; where all draws agree, the distance within which
            the share lies with probability 0.95; 0 only where nothing was sampled.
    """

    index: Chance | None
    error: Amount | None


@record(frozen=True, slots=True)
class Acceptability:
    """How a party stands to a package.

    Attributes:
        index: Probability that it accepts; None when it cannot be told.
        error: As in :class:`Figure`.
        status: What follows from its sure statements at their word, commitments aside.
    """

    index: Chance | None
    error: Amount | None
    status: Status


@record(frozen=True, slots=True)
class Comparison:
    """What each party gets and gives when one package takes the place of another.

    Attributes:
        against: ``status quo``, or the package's ``runner-up``: the best other one shown.
        package: That other package.
        gains: Per party, the probability that it likes this package better, and whether
            that is certain, possible or impossible.
    """

    against: Literal["status quo", "runner-up"]
    package: Options
    gains: Mapping[str, Acceptability]


@record(frozen=True, slots=True)
class Concession:
    """One issue on which a package is not what a party asks for.

    Attributes:
        issue: Identifier of the issue.
        asked: The option it asks for.
        got: The option it gets.
        statement: Where it asks for it.
        distance: Share of the issue's range between the two.
        cost: What it is expected to lose by that, as a share of the value between its worst
            and its best of all; None where nothing it said tells.
        error: Monte-Carlo standard error of that; 0 where its values are known.
    """

    issue: str
    asked: Choice
    got: Choice
    statement: Statement
    distance: ExactChance
    cost: float | None
    error: Amount | None


@record(frozen=True, slots=True)
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
    error: Amount | None


@record(frozen=True, slots=True)
class AsGood:
    """Options of an issue that do as well in a package.

    Attributes:
        issue: The issue.
        options: These, that of the package among them.
    """

    issue: str
    options: Choices


@record(frozen=True, slots=True)
class ProposedPackage:
    """A package with what is known of its chances.

    Attributes:
        id: ``package-A`` and so on, of those that are ranked.
        package: The package.
        acceptability: Per party that decides.
        agreement: Probability that it is agreed under the agreement rule.
        breaks: The statements in force that it breaks.
        rank: The best and the worst place it can have among the packages shown, as far as
            the draws tell them apart; None for one that is not among them.
        fair: The solutions that name it.
        comparisons: Against the status quo, where it is known, and the runner-up.
        demands: Per party that decides, what of its own demand it gives up and gets.
        yes_now: How likely a yes is if it is the next offer, as in recorded talks of two
            (:func:`lastyard.values.chance_of_yes`), times the chance that both give way on what it breaks; None
            where more than two decide, one is not needed, or what one wants is not told.
        as_good: Issues on which the index is as high with other options, as far as can be told.
    """

    id: OnRequest[str | None]
    package: Options
    acceptability: Mapping[str, Acceptability]
    agreement: Figure
    breaks: tuple[Statement, ...]
    rank: tuple[Count, Count] | None
    fair: tuple[Solution, ...]
    comparisons: Annotated[tuple[Comparison, ...], Key("compared")]
    demands: tuple[AgainstDemand, ...] = ()
    yes_now: Chance | None = None
    as_good: tuple[AsGood, ...] = ()

    def __repr__(self) -> str:
        return in_short(self, (f"{issue} {option}" for issue, option in self.package.items()))


@record(frozen=True, slots=True)
class Repair:
    """A way to repair what one party says it likes.

    Attributes:
        statements: The statements whose withdrawal would do it.
        statuses: What the packages shown would then be for the party, in their order.
        then: What would be best after it; None where it was not worked out.
    """

    statements: tuple[Statement, ...]
    statuses: tuple[Status, ...]
    then: LeftOut | None


@record(frozen=True, slots=True)
class WordsRead:
    """What a party's own words in a quote make of one issue.

    Attributes:
        party: The party.
        statement: The statement with the quote.
        issue: Identifier of the issue that the quote names.
        weight: Log-odds for each standard deviation by which the issue's stake is above what
            was to be expected; below 0 where the words play it down.
    """

    party: Party
    statement: Statement
    issue: str
    weight: float


@record(frozen=True, slots=True)
class SelfContradiction:
    """Preference statements of one party that no value function fits together.

    Attributes:
        party: The party.
        statements: A minimal contradictory set.
        repairs: The ways to repair it.
    """

    party: Party
    statements: tuple[Statement, ...]
    repairs: tuple[Repair, ...]


@record(frozen=True, slots=True)
class RobustPackage:
    """The package whose worst case is best, by the sure statements alone.

    Attributes:
        package: The package, described like the others.
        worst: Per party counted, the least that it can be worth to it over no deal, where 1
            is the value between its worst and its best of all.
        bound: No package has a larger least of these.
        exact: Whether the bound is met.
        left_out: Per party that takes no part, the reason.
    """

    package: ProposedPackage
    worst: Mapping[str, float]
    bound: float
    exact: bool
    left_out: Mapping[str, str]

    @property
    def guaranteed(self) -> bool | None:
        """Whether it is sure to be worth no deal or more to every party counted.

        False: nothing that was said guarantees them any such package; None: the search was
        stopped before that could be told.
        """
        if min(self.worst.values()) >= -_ROUNDING:
            return True
        return False if self.bound < -_ROUNDING else None


@record(frozen=True, slots=True)
class Packages(Result):
    """The packages most likely to be agreed.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        seed: The seed.
        method: Whether all packages are compared, as a ``list``, or they were too many to list, so
            that the best was found by ``search``.
        draws: Draws a party.
        effective: Least effective number of draws of any party that was sampled.
        considered: How many packages were compared.
        ranges: The bargaining ranges within which they were sought, of the issues that have one.
        bound: When searched: no package that was considered has a larger index on the
            draws; None when listed.
        gap: When searched: how much larger the bound is than what was found.
        coarse: Issues of which only some steps were considered.
        packages: The best by agreement, each different from the others.
        fair: Per bargaining solution, its package, among those that break no commitment but those
            that the package likeliest to be given way on breaks; empty where it was not computed.
        why_not_fair: Why not; None where it was.
        fair_gaps: Per solution that was searched for and is not proved best, how much higher
            another package's objective could be, as a share of that of this one.
        why_not_robust: Why no robust package is named; None where there is one.
        robust: The package whose worst case is best; None when nothing can be guaranteed.
        by_form: What would be best if chances of giving way took another form, of the packages
            compared: any step costing the whole of the firmness (``step``), or nothing more
            being lost beyond the whole way (``capped``). Empty where no demand gives way by parts.
        by_demands: Parties of whose wants nothing is known but their demands.
        leanings: Where a party is taken to lean its demands' way, for nothing else says more.
        if_level: What would be best of those compared if all that demands allow were worth as much
            to their parties, where they are taken to lean; None where none is, or it was not tried.
        if_alike: What would be best of those compared if parties' own issues (``of``) weighed with them
            like any others; None where no issue is anybody's own, or it was not tried.
        words: The quotes read as a party's own words, by party, statement and issue.
        silent: Parties that said nothing of what they want: their figures are the prior.
        cannot_tell: Per party whose values cannot be told, why; its index is then None.
        contradictions: Parties that contradict themselves.
        broken_commitments: Demands that count here in full, though their own party has said since what breaks them or
            asks for less.
        hinges: The commitments on which the best package hangs.
        alternative: The packages held against the stable states without a deal; None where the
            case does not say what these mean on the issues.
        efficient: The frontier and what the solutions maximise, where asked for.
        left_out: What would be best if one statement of what a party likes had not been
            made, one each, in the order of the statements.
        not_left_out: Statements for which that was not worked out.
        used: The statements it rests on.
    """

    case: Case
    day: AsOf
    seed: Count
    method: Literal["list", "search"]
    draws: Count
    effective: Annotated[Amount | None, Key("effective_draws")]
    considered: Count
    ranges: Annotated[tuple[BargainingRange, ...], Key("bargaining_ranges")]
    bound: Chance | None
    gap: Chance | None
    coarse: Annotated[tuple[str, ...], Key("coarse_issues")]
    packages: tuple[ProposedPackage, ...]
    fair: Mapping[Solution, ProposedPackage]
    why_not_fair: str | None
    fair_gaps: Mapping[Solution, float]
    why_not_robust: str | None
    robust: RobustPackage | None
    by_form: Mapping[Form, Options]
    by_demands: tuple[Party, ...]
    leanings: tuple[Leaning, ...]
    if_level: Options | None
    if_alike: Options | None
    words: Annotated[tuple[WordsRead, ...], Key("words_read")]
    silent: Annotated[tuple[Party, ...], Key("silent_parties")]
    cannot_tell: Mapping[str, str]
    contradictions: tuple[SelfContradiction, ...]
    broken_commitments: tuple[BrokenCommitment, ...]
    hinges: tuple[Hinge, ...]
    alternative: Annotated[Alternative | None, Key("against_no_deal")]
    efficient: Inline[Annotated[Efficient | None, As(asked_keys)]]
    left_out: tuple[LeftOut, ...]
    not_left_out: tuple[Statement, ...]
    used: Unpublished[tuple[Statement, ...]]

    @property
    def searched(self) -> bool:
        """Whether the packages were too many to list, so that the best was searched for."""
        return self.method == "search"

    @property
    def best(self) -> ProposedPackage:
        """The package most likely to be agreed."""
        return self.packages[0]

    @property
    def settled(self) -> tuple[Issue, ...]:
        """The issues that the packages settle: all but those of which nobody has spoken."""
        return tuple(issue for issue in self.case.issues if issue.id in self.best.package)


@record(frozen=True, slots=True)
class Hinge:
    """A commitment whose firmness decides which package is best.

    Attributes:
        statement: The statement.
        low: Least firmness at which the best package stays best.
        high: Largest firmness at which it does.
        without: The best package if the statement were dropped.
    """

    statement: Statement
    low: Chance
    high: Chance
    without: Options


Method = Literal["draws weighed anew", "drawn again"]


@record(frozen=True, slots=True)
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
    method: Method
    changes: bool
    best: Options
    agreement: Figure
