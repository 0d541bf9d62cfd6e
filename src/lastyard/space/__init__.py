"""Packages under conditions: existence, number, listing, what stays open. Always exact.

Needs the standard library only, so that ``lastyard check`` stays quick.
"""

from lastyard.space.pool import SearchTooLargeError
from lastyard.space.repair import repaired
from lastyard.space.space import Space

__all__ = ["SearchTooLargeError", "Space", "repaired"]
