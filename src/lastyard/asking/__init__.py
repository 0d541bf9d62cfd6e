"""What to ask or propose next: beliefs about parties, and what answers would teach."""

from lastyard.asking.belief import PartyBelief, believe
from lastyard.asking.gains import Best, Gain, Lesson, gains, lessons
from lastyard.asking.questions import Hold, Prefer, Question, Take
from lastyard.asking.search import DrawnTruth, Found, search
from lastyard.asking.talks import Talks
from lastyard.asking.worlds import Information

__all__ = [
    "Best",
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
    "gains",
    "lessons",
]
