"""What to ask or propose next: beliefs about parties, and what answers would teach."""

from lastyard.asking.belief import Hold, PartyBelief, Prefer, Question, Take, Talks, believe
from lastyard.asking.gains import Best, Effect, Gain, Information, Lesson, effects, gains, lessons
from lastyard.asking.simulate import DrawnTruth, Found, search

__all__ = [
    "Best",
    "DrawnTruth",
    "Effect",
    "Found",
    "Gain",
    "Hold",
    "Information",
    "Lesson",
    "PartyBelief",
    "Prefer",
    "Question",
    "Take",
    "Talks",
    "believe",
    "effects",
    "gains",
    "lessons",
    "search",
]
