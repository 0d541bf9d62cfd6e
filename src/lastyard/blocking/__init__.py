"""Why there is no deal yet, and what would make one possible."""

from lastyard.blocking.dispute import Demand, Dispute
from lastyard.blocking.sets import Blockage, BlockingSet, Opening, blockage

__all__ = ["Blockage", "BlockingSet", "Demand", "Dispute", "Opening", "blockage"]
