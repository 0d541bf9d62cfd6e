"""Who decides: voting bodies, their pass rules, chances, power and whom to win over."""

from lastyard.bodies.body import BALLOTS, Ballot, Body, Member, Split, Votes, abstaining
from lastyard.bodies.catalog import CatalogEntry, Source, catalog_bodies, find_entry, read_entry
from lastyard.bodies.chance import AdoptionChance, MemberChance, adoption_chance
from lastyard.bodies.cheapest import Pick, TurningSet, TurningSets, cheapest_sets
from lastyard.bodies.errors import (
    BodyError,
    MemberError,
    MonotoneError,
    QuotaError,
    RuleSyntaxError,
    UnknownNameError,
    VoteError,
    WeightError,
)
from lastyard.bodies.monotone import Counterexample, Monotonicity, check_monotone
from lastyard.bodies.numeric_power import NumericMemberPower, NumericPower, numeric_power
from lastyard.bodies.parse import parse_rule
from lastyard.bodies.power import MemberPower, Power, TooLargeForExactError, power
from lastyard.bodies.replay import Decider, Replay, replay
from lastyard.bodies.rule import Rule
from lastyard.bodies.sampled_power import SampledMemberPower, SampledPower, sample_power

__all__ = [
    "BALLOTS",
    "AdoptionChance",
    "Ballot",
    "Body",
    "BodyError",
    "CatalogEntry",
    "Counterexample",
    "Decider",
    "Member",
    "MemberChance",
    "MemberError",
    "MemberPower",
    "MonotoneError",
    "Monotonicity",
    "NumericMemberPower",
    "NumericPower",
    "Pick",
    "Power",
    "QuotaError",
    "Replay",
    "Rule",
    "RuleSyntaxError",
    "SampledMemberPower",
    "SampledPower",
    "Source",
    "Split",
    "TooLargeForExactError",
    "TurningSet",
    "TurningSets",
    "UnknownNameError",
    "VoteError",
    "Votes",
    "WeightError",
    "abstaining",
    "adoption_chance",
    "catalog_bodies",
    "cheapest_sets",
    "check_monotone",
    "find_entry",
    "numeric_power",
    "parse_rule",
    "power",
    "read_entry",
    "replay",
    "sample_power",
]
