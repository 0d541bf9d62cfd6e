"""Why there is no deal yet, and what would make one possible."""

from lastyard.blocking.sets import Blockage, BlockingSet, Opening, blockage
from lastyard.blocking.talks import Demand, Talks

__all__ = ["Blockage", "BlockingSet", "Demand", "Opening", "Talks", "blockage"]
