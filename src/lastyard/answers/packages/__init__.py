"""Which packages the parties would agree to: likely, certain, fair and different ones."""

from lastyard.answers.packages.find import brief_work, compared, packages
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
    WordsRead,
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
    "WordsRead",
    "brief_work",
    "compared",
    "packages",
]
