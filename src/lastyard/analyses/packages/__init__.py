"""Which packages the parties would agree to: likely, certain, fair and different ones."""

from lastyard.analyses.packages.packages import best_in_brief, packages
from lastyard.analyses.packages.result import (
    Acceptability,
    AgainstDemand,
    Comparison,
    Concession,
    Figure,
    Hinge,
    LeftOut,
    Packages,
    ProposedPackage,
    RobustPackage,
    SelfContradiction,
    Solution,
)

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
    "best_in_brief",
    "packages",
]
