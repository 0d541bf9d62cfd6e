"""Which packages the parties would agree to: likely, certain, fair and different ones."""

from lastyard.answers.packages.find import best_in_brief, brief_work, packages
from lastyard.answers.packages.result import (
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
    "brief_work",
    "packages",
]
