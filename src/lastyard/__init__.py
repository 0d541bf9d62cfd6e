"""Last Yard: from what the parties have said to where the talks stand and what blocks a deal.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, requires: "wage >= 8"}
    ...   - {id: bid, party: firm, on: 2024-01-09, rejects: "wage > 2"}
    ... ''')
    >>> [statement.id for statement in ly.impasse(case).blocking_sets[0].statements]
    ['ask', 'bid']

Names are imported when they are first used, so that ``import lastyard`` stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lastyard.version import VERSION as __version__  # noqa: N811  (the name Python expects)

if TYPE_CHECKING:
    from lastyard.analyses.analyse import Analysis as Analysis
    from lastyard.analyses.analyse import analyse as analyse
    from lastyard.analyses.check import Check as Check
    from lastyard.analyses.check import check as check
    from lastyard.analyses.check import load as load
    from lastyard.analyses.check import load_text as load_text
    from lastyard.analyses.impasse import Impasse as Impasse
    from lastyard.analyses.impasse import impasse as impasse
    from lastyard.analyses.moves import Moves as Moves
    from lastyard.analyses.moves import moves as moves
    from lastyard.analyses.next_step import NextStep as NextStep
    from lastyard.analyses.next_step import Simulation as Simulation
    from lastyard.analyses.next_step import next_step as next_step
    from lastyard.analyses.next_step import simulate as simulate
    from lastyard.analyses.packages import Packages as Packages
    from lastyard.analyses.packages import packages as packages
    from lastyard.analyses.power import VotingPower as VotingPower
    from lastyard.analyses.power import power as power
    from lastyard.analyses.report import Report as Report
    from lastyard.analyses.report import report as report
    from lastyard.analyses.solutions import Solutions as Solutions
    from lastyard.analyses.solutions import solutions as solutions
    from lastyard.analyses.standing import Standing as Standing
    from lastyard.analyses.standing import standing as standing
    from lastyard.analyses.sweep import parse_setting as parse_setting
    from lastyard.analyses.sweep import sweep as sweep
    from lastyard.analyses.timeline import Timeline as Timeline
    from lastyard.analyses.timeline import timeline as timeline
    from lastyard.analyses.vote import Votes as Votes
    from lastyard.analyses.vote import vote as vote
    from lastyard.budget import Budget as Budget
    from lastyard.budget import OutOfBudget as OutOfBudget
    from lastyard.budget import Stopped as Stopped
    from lastyard.case.diagnostics import CaseError as CaseError
    from lastyard.case.diagnostics import Diagnostic as Diagnostic
    from lastyard.case.diagnostics import LastYardError as LastYardError
    from lastyard.case.diagnostics import RequestError as RequestError
    from lastyard.case.model import Case as Case
    from lastyard.case.writing import save as save
    from lastyard.drafting.drafts import Drafting as Drafting
    from lastyard.drafting.drafts import read as read
    from lastyard.provenance import Provenance as Provenance
    from lastyard.provenance import Reasons as Reasons
    from lastyard.provenance import trace as trace
    from lastyard.provenance import why as why
    from lastyard.versions import Changes as Changes
    from lastyard.versions import diff as diff

_HOMES = {
    "Analysis": "lastyard.analyses.analyse",
    "Budget": "lastyard.budget",
    "Case": "lastyard.case.model",
    "CaseError": "lastyard.case.diagnostics",
    "Changes": "lastyard.versions",
    "Check": "lastyard.analyses.check",
    "Diagnostic": "lastyard.case.diagnostics",
    "Drafting": "lastyard.drafting.drafts",
    "Impasse": "lastyard.analyses.impasse",
    "LastYardError": "lastyard.case.diagnostics",
    "Moves": "lastyard.analyses.moves",
    "NextStep": "lastyard.analyses.next_step",
    "OutOfBudget": "lastyard.budget",
    "Packages": "lastyard.analyses.packages",
    "Provenance": "lastyard.provenance",
    "Reasons": "lastyard.provenance",
    "Report": "lastyard.analyses.report",
    "RequestError": "lastyard.case.diagnostics",
    "Simulation": "lastyard.analyses.next_step",
    "Solutions": "lastyard.analyses.solutions",
    "Standing": "lastyard.analyses.standing",
    "Stopped": "lastyard.budget",
    "Timeline": "lastyard.analyses.timeline",
    "Votes": "lastyard.analyses.vote",
    "VotingPower": "lastyard.analyses.power",
    "analyse": "lastyard.analyses.analyse",
    "check": "lastyard.analyses.check",
    "diff": "lastyard.versions",
    "impasse": "lastyard.analyses.impasse",
    "load": "lastyard.analyses.check",
    "load_text": "lastyard.analyses.check",
    "moves": "lastyard.analyses.moves",
    "power": "lastyard.analyses.power",
    "parse_setting": "lastyard.analyses.sweep",
    "next_step": "lastyard.analyses.next_step",
    "packages": "lastyard.analyses.packages",
    "read": "lastyard.drafting.drafts",
    "report": "lastyard.analyses.report",
    "save": "lastyard.case.writing",
    "simulate": "lastyard.analyses.next_step",
    "solutions": "lastyard.analyses.solutions",
    "standing": "lastyard.analyses.standing",
    "timeline": "lastyard.analyses.timeline",
    "vote": "lastyard.analyses.vote",
    "sweep": "lastyard.analyses.sweep",
    "trace": "lastyard.provenance",
    "why": "lastyard.provenance",
}

__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'lastyard' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
