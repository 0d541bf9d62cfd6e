"""The deal engine: exact frontiers and fair solutions on outcome spaces nobody can list.

Everything here works on plain numbers (:class:`Domain`) and knows no case files.
"""

from lastyard.deals.bargaining import (
    DisagreementError,
    Solution,
    egalitarian,
    ideal_values,
    kalai_smorodinsky,
    leximin,
    most_equal,
    nash,
    relative_welfare,
    utilitarian,
)
from lastyard.deals.batch import Told, batch, fallback
from lastyard.deals.domain import (
    Domain,
    DomainError,
    Number,
    Package,
    PartialRule,
    Rule,
    SteppingRule,
    TableRule,
)
from lastyard.deals.frontier import Frontier, pareto_frontier
from lastyard.deals.plan import Plan, RuleTooLargeError, make_plan
from lastyard.deals.relaxation import Relaxation, relax
from lastyard.deals.settlement import (
    Distances,
    Division,
    Improvement,
    Measure,
    adjusted_winner,
    distances,
    extremes,
    improvement,
    integrative_potential,
    opposition,
)

__all__ = [
    "DisagreementError",
    "Distances",
    "Division",
    "Domain",
    "DomainError",
    "Frontier",
    "Improvement",
    "Measure",
    "Number",
    "Package",
    "PartialRule",
    "Plan",
    "Relaxation",
    "Rule",
    "RuleTooLargeError",
    "Solution",
    "SteppingRule",
    "TableRule",
    "Told",
    "adjusted_winner",
    "batch",
    "distances",
    "egalitarian",
    "extremes",
    "fallback",
    "ideal_values",
    "improvement",
    "integrative_potential",
    "kalai_smorodinsky",
    "leximin",
    "make_plan",
    "most_equal",
    "nash",
    "opposition",
    "pareto_frontier",
    "relative_welfare",
    "relax",
    "utilitarian",
]
