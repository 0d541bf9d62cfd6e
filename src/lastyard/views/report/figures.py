"""All figures of a report, and the case itself, as JSON."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

from lastyard.analyses.report import Report
from lastyard.case.issues import format_number
from lastyard.case.writing import case_as_mapping
from lastyard.results import Result
from lastyard.views.common import whole_json
from lastyard.views.report.reasons import traced

__all__ = ["case_json", "report_json"]


def report_json(report: Report) -> dict[str, Any]:
    """Return the machine-readable form: that of every answer, null where there is none."""
    common = whole_json(report.case, report.day)

    def own(result: Result | None) -> dict[str, Any] | None:
        content = result.as_json() if result is not None else None
        return content and {key: value for key, value in content.items() if key not in common}

    return {
        **common,
        "seed": report.seed,
        "analyse": own(report.analysis),
        "packages": own(report.packages),
        "solutions": own(report.solutions),
        "vote": own(report.votes),
        "moves": own(report.moves),
        "timeline": own(report.timeline),
        "next": own(report.next_step),
        "provenance": own(traced(report)),
        "left_out": dict(report.left_out),
    }


def case_json(report: Report) -> dict[str, Any]:
    """Return the case as JSON; a file with this text is a case file (JSON is YAML)."""
    content: dict[str, Any] = json.loads(json.dumps(case_as_mapping(report.case), default=_scalar))
    return content


def _scalar(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        # Exactly, or as a text that the loader reads exactly.
        if value.denominator == 1 and abs(value.numerator) < 2**53:
            return value.numerator
        text = format_number(value)
        return float(text) if "/" not in text and Fraction(repr(float(text))) == value else text
    raise TypeError(f"{type(value).__name__} has no JSON form")
