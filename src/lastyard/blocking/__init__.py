"""Why there is no deal yet, and what would make one possible."""

from lastyard.blocking.disputes import Blockage, Dispute, blockage
from lastyard.blocking.sets import BlockingSet, Opening
from lastyard.blocking.talks import Demand, Talks

__all__ = ["Blockage", "BlockingSet", "Demand", "Dispute", "Opening", "Talks", "blockage"]
