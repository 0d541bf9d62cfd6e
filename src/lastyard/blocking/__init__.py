"""Why there is no deal yet, and what would make one possible."""

from lastyard.blocking.analysis import BlockingSet, Impasse, Opening, impasse
from lastyard.blocking.dispute import Demand, Dispute

__all__ = ["BlockingSet", "Demand", "Dispute", "Impasse", "Opening", "impasse"]
