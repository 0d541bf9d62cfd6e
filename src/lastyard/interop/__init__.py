"""Exchange formats of negotiation research: Genius, GeniusWeb, NegoLog, NegMAS, CSV."""

from lastyard.interop.cases import case_to_scenario, scenario_to_case
from lastyard.interop.directory import read_files, read_scenario
from lastyard.interop.genius import read_genius
from lastyard.interop.geniusweb import read_geniusweb
from lastyard.interop.negmas import read_negmas
from lastyard.interop.scenario import FormatError, Issue, PairTerm, Profile, Scenario
from lastyard.interop.tables import read_csv, read_negolog, write_csv
from lastyard.interop.writing import write_genius, write_geniusweb, write_negmas, write_negolog

__all__ = [
    "FormatError",
    "Issue",
    "PairTerm",
    "Profile",
    "Scenario",
    "case_to_scenario",
    "read_csv",
    "read_files",
    "read_genius",
    "read_geniusweb",
    "read_negmas",
    "read_negolog",
    "read_scenario",
    "scenario_to_case",
    "write_csv",
    "write_genius",
    "write_geniusweb",
    "write_negmas",
    "write_negolog",
]
