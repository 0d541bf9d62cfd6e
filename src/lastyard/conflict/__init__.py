"""What each party can do alone: the graph model for conflict resolution."""

from lastyard.conflict.coalitions import (
    CoalitionalStability,
    coalition_improvements,
    coalitional_stability,
    joint_temptations,
)
from lastyard.conflict.conflict import Arcs, Conflict, conflict_from_lists
from lastyard.conflict.errors import (
    ConflictError,
    GmcrFileError,
    PreferenceError,
    StateError,
    StatementError,
)
from lastyard.conflict.explain import EXTENSIONS, Explanation, Extension, Temptation, explain
from lastyard.conflict.gmcr import GmcrFile, parse_gmcr, read_gmcr
from lastyard.conflict.inverse import Rise, StabilisingRankings, least_rise, rankings_that_stabilise
from lastyard.conflict.options import Option, OptionGraph, OptionModel
from lastyard.conflict.preferences import (
    Preference,
    from_pairs,
    from_payoffs,
    from_priorities,
    from_ranking,
    from_weights,
)
from lastyard.conflict.sanctions import READINGS, Reading
from lastyard.conflict.sequences import Step
from lastyard.conflict.stability import CONCEPTS, Concept, Stability, stability
from lastyard.conflict.status_quo import StatusQuo, status_quo
from lastyard.conflict.uncertain import UncertainStability, uncertain_stability

__all__ = [
    "CONCEPTS",
    "EXTENSIONS",
    "READINGS",
    "Arcs",
    "CoalitionalStability",
    "Concept",
    "Conflict",
    "ConflictError",
    "Explanation",
    "Extension",
    "GmcrFile",
    "GmcrFileError",
    "Option",
    "OptionGraph",
    "OptionModel",
    "Preference",
    "PreferenceError",
    "Reading",
    "Rise",
    "StabilisingRankings",
    "Stability",
    "StateError",
    "StatementError",
    "StatusQuo",
    "Step",
    "Temptation",
    "UncertainStability",
    "coalition_improvements",
    "coalitional_stability",
    "conflict_from_lists",
    "explain",
    "from_pairs",
    "from_payoffs",
    "from_priorities",
    "from_ranking",
    "from_weights",
    "joint_temptations",
    "least_rise",
    "parse_gmcr",
    "rankings_that_stabilise",
    "read_gmcr",
    "stability",
    "status_quo",
    "uncertain_stability",
]
