"""Why there is no deal yet, and what would make one possible."""

from lastyard.blocking.analysis import Blockage, BlockingSet, Opening, blockage
from lastyard.blocking.dispute import Demand, Dispute

__all__ = ["Blockage", "BlockingSet", "Demand", "Dispute", "Opening", "blockage"]
