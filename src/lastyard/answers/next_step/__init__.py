"""What to ask and what to propose next, and how far ways of asking get in simulation."""

from lastyard.answers.next_step.best_deal import BestDeal, BestDealQuestion
from lastyard.answers.next_step.next_step import (
    AskedPackage,
    NextQuestion,
    NextStep,
    Proposal,
    next_step,
)
from lastyard.answers.next_step.simulate import Simulation, WayOfAsking, simulate

__all__ = [
    "AskedPackage",
    "BestDeal",
    "BestDealQuestion",
    "NextQuestion",
    "NextStep",
    "Proposal",
    "Simulation",
    "WayOfAsking",
    "next_step",
    "simulate",
]
