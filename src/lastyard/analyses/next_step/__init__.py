"""What to ask and what to propose next, and how far ways of asking get in simulation."""

from lastyard.analyses.next_step.next_step import next_step
from lastyard.analyses.next_step.result import AskedPackage, NextQuestion, NextStep, Proposal
from lastyard.analyses.next_step.simulation import Simulation, WayOfAsking, simulate

__all__ = [
    "AskedPackage",
    "NextQuestion",
    "NextStep",
    "Proposal",
    "Simulation",
    "WayOfAsking",
    "next_step",
    "simulate",
]
