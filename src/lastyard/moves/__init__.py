"""What each party can do alone: the graph model for conflict resolution."""

from lastyard.moves.coalitions import (
    CoalitionalStability,
    coalition_improvements,
    coalitional_stability,
)
from lastyard.moves.conflict import Arcs, Conflict, conflict_from_lists
from lastyard.moves.errors import (
    ConflictError,
    GmcrFileError,
    PreferenceError,
    StateError,
    StatementError,
)
from lastyard.moves.explain import EXTENSIONS, Explanation, Extension, Temptation, explain
from lastyard.moves.gmcr import GmcrFile, parse_gmcr, read_gmcr
from lastyard.moves.inverse import Rise, StabilisingRankings, least_rise, rankings_that_stabilise
from lastyard.moves.options import Option, OptionGraph, OptionModel
from lastyard.moves.preferences import (
    Preference,
    from_pairs,
    from_payoffs,
    from_priorities,
    from_ranking,
    from_weights,
)
from lastyard.moves.sanctions import READINGS, Reading
from lastyard.moves.sequences import Step
from lastyard.moves.stability import CONCEPTS, Concept, Stability, stability
from lastyard.moves.status_quo import StatusQuo, status_quo
from lastyard.moves.uncertain import UncertainStability, uncertain_stability

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
    "least_rise",
    "parse_gmcr",
    "rankings_that_stabilise",
    "read_gmcr",
    "stability",
    "status_quo",
    "uncertain_stability",
]
