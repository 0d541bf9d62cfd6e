"""What to ask or propose next: beliefs about parties, and what answers would teach."""

from lastyard.asking.belief import (
    AcceptanceQuestion,
    FirmnessQuestion,
    PartyBelief,
    PreferenceQuestion,
    Question,
    Talks,
    believe,
)
from lastyard.asking.gains import (
    Best,
    Effect,
    Gain,
    Information,
    ProposalGain,
    effects,
    gains,
    proposal_gains,
)
from lastyard.asking.simulate import DrawnTruth, SearchResult, search

__all__ = [
    "AcceptanceQuestion",
    "Best",
    "DrawnTruth",
    "Effect",
    "FirmnessQuestion",
    "Gain",
    "Information",
    "PartyBelief",
    "PreferenceQuestion",
    "ProposalGain",
    "Question",
    "SearchResult",
    "Talks",
    "believe",
    "effects",
    "gains",
    "proposal_gains",
    "search",
]
