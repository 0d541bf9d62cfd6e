"""Who decides: voting bodies, their pass rules, chances, power and whom to win over."""

from lastyard.bodies.body import BALLOTS, Body, Member, Split, Votes, abstaining
from lastyard.bodies.catalog import CatalogEntry, Source, catalog_bodies, find_entry, read_entry
from lastyard.bodies.chance import (
    AdoptionChance,
    Decider,
    MemberChance,
    Replay,
    adoption_chance,
    replay,
)
from lastyard.bodies.cheapest import (
    Pick,
    TurningSet,
    TurningSets,
    cheapest_sets,
    smallest_sets,
)
from lastyard.bodies.compile import Counterexample, Monotonicity, check_monotone
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
from lastyard.bodies.kinds import Ballot
from lastyard.bodies.power import (
    MemberPower,
    NumericMemberPower,
    NumericPower,
    Power,
    SampledMemberPower,
    SampledPower,
    TooLargeForExactError,
    numeric_power,
    power,
    sample_power,
)
from lastyard.bodies.rule import Rule, parse_rule

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
    "smallest_sets",
]
