"""What every result has in common: it prints well, and shows as HTML in notebooks.

A result is frozen and holds what was found, never how it looks: views are found by its
type (:mod:`lastyard.views`), so that text, HTML and JSON always say the same.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Result"]


class Result:
    """Base of all results."""

    __slots__ = ()

    def __str__(self) -> str:
        # Views import the results, so results find views only when asked to be shown.
        from lastyard.views import as_text  # noqa: PLC0415

        return as_text(self)

    def _repr_html_(self) -> str:
        from lastyard.views import as_html  # noqa: PLC0415

        return as_html(self)

    def as_json(self) -> dict[str, Any]:
        """Return the machine-readable form, with the keys that ``--json`` prints."""
        from lastyard.views import as_json  # noqa: PLC0415

        return as_json(self)
