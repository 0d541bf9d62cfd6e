"""What every answer begins with, as blocks and as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from lastyard.case.model import Case
from lastyard.version import VERSION
from lastyard.views.blocks import Title
from lastyard.views.wording import day_in_words

__all__ = ["head_json", "title_of", "whole_json"]


def title_of(case: Case, day: date | None) -> Title:
    """Return the first line of an answer."""
    return Title(case.title, f"as of {day_in_words(day)}" if day else "nothing said yet")


def whole_json(case: Case, day: date | None) -> dict[str, Any]:
    """Return the keys that every machine-readable answer has."""
    return head_json(case.title, day)


def head_json(title: str, day: date | None) -> dict[str, Any]:
    """Return the same where there may be no case, only a title."""
    return {"lastyard": VERSION, "case": title, "as_of": day.isoformat() if day else None}
