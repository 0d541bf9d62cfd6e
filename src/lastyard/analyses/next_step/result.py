"""What the question about the next step is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lastyard.analyses.questions import Question
from lastyard.asking import Information
from lastyard.case.model import Case, Party, Statement
from lastyard.results import Result

__all__ = ["AskedPackage", "Kind", "NextQuestion", "NextStep", "Proposal"]

Kind = Literal["hold", "take", "compare"]


@dataclass(frozen=True, slots=True)
class AskedPackage:
    """The package with the largest agreement index, as things are or after an answer.

    Attributes:
        package: Index of the option per issue.
        index: Its agreement index.
    """

    package: Mapping[str, int]
    index: float


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A question to one party in confidence.

    Attributes:
        kind: ``hold``: would it really hold to a statement? ``take``: would it take a
            package? ``compare``: would it rather have a package than another?
        party: The party.
        statement: The statement asked about; None for other kinds.
        package: The package asked about; for ``hold`` that which would be best if it gave
            way and which it would then have to take, None if that keeps to the statement.
        other: The package compared with; None for other kinds.
        chance: Probability of yes (of ``compare``: that it likes ``package`` better).
        chance_error: Its Monte-Carlo standard error; 0 for a firmness, which is not sampled.
        information: What the answer says about which package would be agreed, in bits.
        rise: Expected rise of the agreement index of the best package.
        left: About how many more questions it takes after it until all have said that they
            would take one package.
        if_yes: The best package after a yes.
        if_no: The best package after a no.
        uses: The statements it rests on.
    """

    kind: Kind
    party: Party
    statement: Statement | None
    package: Mapping[str, int] | None
    other: Mapping[str, int] | None
    chance: float
    chance_error: float
    information: Information
    rise: float
    left: float | None
    if_yes: AskedPackage
    if_no: AskedPackage
    uses: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A package to propose to all.

    Attributes:
        package: Index of the option per issue.
        index: Its agreement index.
        error: Monte-Carlo standard error of the index.
        breaks: Statements in force that it breaks.
        refusal: If it is refused: what seeing who refuses says about which package would be
            agreed, in bits; None when no refusal is thought possible.
    """

    package: Mapping[str, int]
    index: float
    error: float
    breaks: tuple[Statement, ...]
    refusal: Information | None


@dataclass(frozen=True, slots=True)
class NextStep(Result):
    """What to ask and what to propose next.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        best: The package with the largest agreement index as things are.
        questions: That about the best package to the party that decides most first, then those
            that leave the fewest to be asked, others like them last; empty when no question
            would teach anything.
        open_questions: How many questions were compared, all whose answer is not certain and
            would teach something.
        proposals: Packages that differ in what matters, the largest agreement index first.
        by_refusal: Places in ``proposals``, that whose refusal would teach most first.
        apart: Any two proposals differ by at least this share of all issues' ranges together.
        unsampled: What ``analyse`` would ask, from openings and silences alone.
        used: The statements it rests on.
        silent: Parties that said nothing of what they want: of them only the prior is known.
        cannot_tell: Per party whose values cannot be told, why; such a party is asked about
            its demands alone, and its part in the indices is that of its demands.
        considered: How many packages were compared for the candidates.
        candidates: How many of them, the best, the beliefs are about.
        draws: Draws a party.
        worlds: Joint samples behind the information.
        seed: The seed.
    """

    case: Case
    day: date | None
    best: AskedPackage
    questions: tuple[NextQuestion, ...]
    open_questions: int
    proposals: tuple[Proposal, ...]
    by_refusal: tuple[int, ...]
    apart: float
    unsampled: tuple[Question, ...]
    used: tuple[Statement, ...]
    silent: tuple[Party, ...]
    cannot_tell: Mapping[str, str]
    considered: int
    candidates: int
    draws: int
    worlds: int
    seed: int
