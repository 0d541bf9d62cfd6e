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
    from lastyard.answers.analyse import Analysis as Analysis
    from lastyard.answers.analyse import analyse as analyse
    from lastyard.answers.check import Check as Check
    from lastyard.answers.check import check as check
    from lastyard.answers.check import load as load
    from lastyard.answers.check import load_text as load_text
    from lastyard.answers.evidence import Provenance as Provenance
    from lastyard.answers.evidence import Reasons as Reasons
    from lastyard.answers.evidence import trace as trace
    from lastyard.answers.evidence import why as why
    from lastyard.answers.forecast import Forecasts as Forecasts
    from lastyard.answers.forecast import forecast as forecast
    from lastyard.answers.impasse import Impasse as Impasse
    from lastyard.answers.impasse import impasse as impasse
    from lastyard.answers.improve import Improvements as Improvements
    from lastyard.answers.improve import improve as improve
    from lastyard.answers.moves import Moves as Moves
    from lastyard.answers.moves import moves as moves
    from lastyard.answers.next_step import NextStep as NextStep
    from lastyard.answers.next_step import next_step as next_step
    from lastyard.answers.packages.find import packages as packages
    from lastyard.answers.packages.result import Packages as Packages
    from lastyard.answers.report import Report as Report
    from lastyard.answers.report import report as report
    from lastyard.answers.simulate import Simulation as Simulation
    from lastyard.answers.simulate import simulate as simulate
    from lastyard.answers.solutions import Solutions as Solutions
    from lastyard.answers.solutions import solutions as solutions
    from lastyard.answers.standing import Standing as Standing
    from lastyard.answers.standing import standing as standing
    from lastyard.answers.sweep import parse_setting as parse_setting
    from lastyard.answers.sweep import sweep as sweep
    from lastyard.answers.timeline import Timeline as Timeline
    from lastyard.answers.timeline import timeline as timeline
    from lastyard.answers.versions import Changes as Changes
    from lastyard.answers.versions import Merged as Merged
    from lastyard.answers.versions import Version as Version
    from lastyard.answers.versions import diff as diff
    from lastyard.answers.versions import merge as merge
    from lastyard.answers.votes import Votes as Votes
    from lastyard.answers.votes import VotingPower as VotingPower
    from lastyard.answers.votes import power as power
    from lastyard.answers.votes import vote as vote
    from lastyard.answers.what_if import WhatIf as WhatIf
    from lastyard.answers.what_if import what_if as what_if
    from lastyard.budget import Budget as Budget
    from lastyard.budget import OutOfBudget as OutOfBudget
    from lastyard.budget import Stopped as Stopped
    from lastyard.case.diagnostics import CaseError as CaseError
    from lastyard.case.diagnostics import Diagnostic as Diagnostic
    from lastyard.case.model import Case as Case
    from lastyard.case.writing import save as save
    from lastyard.drafting.drafts import Drafting as Drafting
    from lastyard.drafting.drafts import read as read
    from lastyard.errors import LastYardError as LastYardError
    from lastyard.errors import RequestError as RequestError

# The public names, by the module that has them.
_NAMES = {
    "answers.analyse": "Analysis analyse",
    "answers.check": "Check check load load_text",
    "answers.evidence": "Provenance Reasons trace why",
    "answers.forecast": "Forecasts forecast",
    "answers.impasse": "Impasse impasse",
    "answers.what_if": "WhatIf what_if",
    "answers.improve": "Improvements improve",
    "answers.moves": "Moves moves",
    "answers.next_step": "NextStep next_step",
    "answers.packages.find": "packages",
    "answers.packages.result": "Packages",
    "answers.report": "Report report",
    "answers.simulate": "Simulation simulate",
    "answers.solutions": "Solutions solutions",
    "answers.standing": "Standing standing",
    "answers.sweep": "parse_setting sweep",
    "answers.timeline": "Timeline timeline",
    "answers.versions": "Changes Merged Version diff merge",
    "answers.votes": "Votes VotingPower power vote",
    "budget": "Budget OutOfBudget Stopped",
    "case.diagnostics": "CaseError Diagnostic",
    "case.model": "Case",
    "case.writing": "save",
    "drafting.drafts": "Drafting read",
    "errors": "LastYardError RequestError",
}

_HOMES = {name: f"lastyard.{module}" for module, names in _NAMES.items() for name in names.split()}

__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'lastyard' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
