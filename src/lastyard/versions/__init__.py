"""Versions of one case: what changed between two of them, and joining the work of two analysts.

``units`` cuts a case into the things that have a name, ``changes`` compares two cases and
their conclusions, ``merging`` decides thing by thing, ``splicing`` writes the joined file
with the comments of the first kept.
"""

from lastyard.versions.changes import Changes, diff
from lastyard.versions.merging import Conflict, Merged, merge

__all__ = ["Changes", "Conflict", "Merged", "diff", "merge"]
