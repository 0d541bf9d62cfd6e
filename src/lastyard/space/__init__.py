"""Packages under conditions: existence, number, listing, what stays open. Always exact.

Needs the standard library only, so that ``lastyard check`` stays quick.
"""

from typing import TYPE_CHECKING, Any

from lastyard.space.repair import repaired

if TYPE_CHECKING:
    from lastyard.space.pool import SearchTooLargeError
    from lastyard.space.space import Space

__all__ = ["SearchTooLargeError", "Space", "repaired"]


def __getattr__(name: str) -> Any:
    # Most cases are checked without the exact search, and need not wait for its import.
    if name == "Space":
        from lastyard.space.space import Space  # noqa: PLC0415

        return Space
    if name == "SearchTooLargeError":
        from lastyard.space.pool import SearchTooLargeError  # noqa: PLC0415

        return SearchTooLargeError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
