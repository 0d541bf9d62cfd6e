"""What to ask or propose next: beliefs about parties, and what answers would teach."""

from lastyard.asking.belief import PartyBelief, believe
from lastyard.asking.effects import Best, Effect, effects
from lastyard.asking.gains import Gain, Lesson, gains, lessons
from lastyard.asking.questions import Hold, Prefer, Question, Take
from lastyard.asking.search import DrawnTruth, Found, search
from lastyard.asking.talks import Talks
from lastyard.asking.worlds import Information

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
