"""The deal engine: exact frontiers and fair solutions on outcome spaces nobody can list.

Everything here works on plain numbers (:class:`Domain`) and knows no case files.
"""

from lastyard.deals.adjusted_winner import Division, adjusted_winner
from lastyard.deals.bargaining import (
    egalitarian,
    ideal_values,
    kalai_smorodinsky,
    leximin,
    most_equal,
    nash,
    relative_welfare,
    utilitarian,
)
from lastyard.deals.diagrams import RuleTooLargeError
from lastyard.deals.domain import Domain, DomainError, Package
from lastyard.deals.exact import Number
from lastyard.deals.frontier import Frontier, pareto_frontier
from lastyard.deals.opposition import Measure, extremes, integrative_potential, opposition
from lastyard.deals.plan import Plan, make_plan
from lastyard.deals.relaxation import Relaxation, relax
from lastyard.deals.rules import PartialRule, Rule, SteppingRule, TableRule
from lastyard.deals.settlement import Distances, Improvement, distances, improvement
from lastyard.deals.solving import DisagreementError, Solution

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
    "adjusted_winner",
    "distances",
    "egalitarian",
    "extremes",
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
