"""How the talks went: gaps, openings and the best package on every day that changed them."""

from lastyard.answers.timeline.result import (
    Change,
    Effect,
    IssuePoint,
    LikeliestOpening,
    Point,
    Timeline,
    Trend,
)
from lastyard.answers.timeline.timeline import timeline

__all__ = [
    "Change",
    "Effect",
    "IssuePoint",
    "LikeliestOpening",
    "Point",
    "Timeline",
    "Trend",
    "timeline",
]
