"""Where the talks stand: who holds which position on which issue, and how far apart."""

from lastyard.analyses.standing.gaps import Gap
from lastyard.analyses.standing.positions import HeldPosition
from lastyard.analyses.standing.standing import IssueStanding, Standing, standing

__all__ = ["Gap", "HeldPosition", "IssueStanding", "Standing", "standing"]
