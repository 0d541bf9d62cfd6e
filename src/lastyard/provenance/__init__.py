"""What every conclusion rests on: statements, quotes, sources, rules, parameters.

``graph`` holds the terms, ``talks``, ``deals`` and ``bodies`` say what each kind of answer
rests on, ``tracing`` follows the chain.
"""

from lastyard.provenance.graph import Finding, Parameter, Provenance, Role, Run, Use
from lastyard.provenance.tracing import Reasons, can_be_traced, trace, why

__all__ = [
    "Finding",
    "Parameter",
    "Provenance",
    "Reasons",
    "Role",
    "Run",
    "Use",
    "can_be_traced",
    "trace",
    "why",
]
