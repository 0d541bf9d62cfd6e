"""Which packages the parties would agree to: likely, certain, fair and different ones."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lastyard.answers.packages.find import brief_work, compared, packages
    from lastyard.answers.packages.result import (
        Acceptability,
        AgainstDemand,
        AsGood,
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
    "AsGood",
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


def __getattr__(name: str) -> Any:
    # What was said of values is read without the search for packages, which takes long to import.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = [import_module(f"{__name__}.{part}") for part in ("find", "result")]
    return next(getattr(module, name) for module in found if hasattr(module, name))
