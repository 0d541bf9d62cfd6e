"""How results look: text for terminals, HTML for notebooks, JSON for programs.

A result is described once, as blocks (:mod:`lastyard.show.blocks`); text and HTML are
drawn from these. JSON is the result's own data, with stable keys.
"""

from lastyard.show.registry import as_html, as_json, as_text

__all__ = ["as_html", "as_json", "as_text"]
