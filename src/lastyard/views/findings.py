"""A finding, and what it rests on, each in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lastyard.case.model import Case
from lastyard.provenance import Finding, Provenance
from lastyard.views.marks import cite, cite_all
from lastyard.views.wording import count_of, day_in_words, joined, joined_some, package_in_words

__all__ = ["finding_in_words", "reference_in_words"]

Values = Mapping[str, Any]
_MOST_NAMED = 6


def finding_in_words(case: Case | None, finding: Finding) -> str:
    """Write a finding as ``full-operation and no-major cannot all hold``."""
    return _WORDS[finding.kind](case, finding.values)


def reference_in_words(provenance: Provenance, id: str) -> str:
    """Write in one line what a reference stands for."""
    case = provenance.case
    found = next((finding for finding in provenance.findings if finding.id == id), None)
    if found is not None:
        return f"{id}: {finding_in_words(case, found)}"
    kind, _, name = id.partition(":")
    if kind == "parameter":
        value = next(p.value for p in provenance.parameters if p.id == name)
        return f"{name} = {value}"
    if kind == "agreement" and case and case.agreement:
        return f"agreement: {' '.join(case.agreement.text.split())}"
    if kind == "status_quo" and case and case.status_quo:
        return f"status quo: {package_in_words(case, case.status_quo)}"
    if kind == "rule" and case:
        rule = next(rule for rule in case.rules if rule.id == name)
        return f"{name}: {' '.join(rule.condition.text.split())}"
    return name or id


def _name(case: Case | None, party: str) -> str:
    return case.party(party).name if case else party


def _statements(values: Values) -> str:
    return joined_some(cite_all(values["statements"]), _MOST_NAMED)


def _package(values: Values) -> str:
    return ", ".join(f"{issue}: {option}" for issue, option in values["package"].items())


def _index(values: Values) -> str:
    if values["index"] is None:
        return "cannot be told"
    if not values["error"]:
        return f"{values['index']:.2f}"
    return f"{values['index']:.2f} ± {max(values['error'], 0.005):.2f}"


def _issue(case: Case | None, values: Values) -> str:
    return f"{_issue_name(case, values['issue'])} is {values['state']}"


def _position(case: Case | None, values: Values) -> str:
    from datetime import date  # noqa: PLC0415  (only a position has one)

    since = day_in_words(date.fromisoformat(values["since"]))
    return (
        f"{_name(case, values['party'])} asks for {values['issue']}: {values['option']} "
        f"since {since} ({values['basis']})"
    )


def _gap(case: Case | None, values: Values) -> str:
    told = [
        f"{values[key]:.0%} {key.replace('_', ' ')}"
        for key in ("by_position", "by_commitment")
        if values[key] is not None
    ]
    who = joined(_name(case, party) for party in values["between"])
    return f"{who} on {values['issue']}: {joined(told) or 'no gap can be told'}"


def _verdict(case: Case | None, values: Values) -> str:
    number = values["packages_allowed"]
    allowed = "the packages" if number is None else count_of(number, "package")
    if values["agreement_exists"] is None:
        return f"whether any of {allowed} allowed by the rules satisfies all that was said: not decided"
    if values["packages"] is None:
        return f"of {allowed} allowed by the rules some satisfy all that was said"
    return f"{values['packages']:,} of {allowed} allowed by the rules satisfy all that was said"


def _opening(case: Case | None, values: Values) -> str:
    left = (
        "" if values["packages"] is None else f", leaves {count_of(values['packages'], 'package')}"
    )
    return f"{_statements(values)} giving way, chance {values['chance']:.2f}{left}"


def _question(case: Case | None, values: Values) -> str:
    return f"a question to {joined(_name(case, party) for party in values['to'])}"


def _in_confidence(case: Case | None, values: Values) -> str:
    who = _name(case, values["to"][0])
    what = {
        "hold": "whether it would hold to ",
        "take": "whether it would take a package",
        "compare": "which of two packages it would rather have",
    }[values["asks"]]
    if values["asks"] == "hold":
        what += cite(values["statement"])
    return (
        f"ask {who} {what}: yes with {values['chance']:.2f}, {values['bits']:.2f} ± "
        f"{max(values['error'], 0.005):.2f} bits"
    )


def _solution(case: Case | None, values: Values) -> str:
    name = values["name"].replace("_", " ")
    return f"{name}: {'no package' if values['package'] is None else _package(values)}"


def _vote(case: Case | None, values: Values) -> str:
    if values["certain"]:
        return f"{values['certain']}, whatever is unknown"
    if values["probability"] is not None:
        return f"adopted with probability {values['probability']:.2f}"
    low, high = values["range"]
    return f"adopted with probability {low:.2f} to {high:.2f}"


def _trend(case: Case | None, values: Values) -> str:
    moves = count_of(values["closer"] + values["apart"], "move")
    none = not values["closer"] + values["apart"]
    if values["measure"] == "agreement":
        verdict = {"narrowing": "rising", "widening": "falling"}.get(values["verdict"])
        told = verdict or values["verdict"]
        did = "no move" if none else f"{values['closer']} of {moves} raised it"
        return f"the agreement index of the best package: {told}, {did}"
    name = _issue_name(case, values["issue"]) if values["issue"] else "all issues"
    what = f"gaps {values['measure'].replace('_', ' ')} on {name}"
    did = "no move" if none else f"{values['closer']} of {moves} brought the parties closer"
    return f"{what}: {values['verdict']}, {did}"


def _effect(case: Case | None, values: Values) -> str:
    who = _statements(values)
    if values["measure"] == "agreement":
        return f"{who} changed the agreement index of the best package by {values['amount']:+.2f}"
    kind = values["measure"].replace("_", " ")
    points = f"{values['amount'] * 100:+.0f} points"
    return f"{who} changed the gap {kind} on {_issue_name(case, values['issue'])} by {points}"


def _day(case: Case | None, values: Values) -> str:
    told = ["packages not counted"]
    if values["packages"] is not None:
        told = [f"{count_of(values['packages'], 'package')} left"]
    if values["chance"] is not None:
        told.append(f"likeliest opening {values['chance']:.2f}")
    if values["index"] is not None:
        told.append(f"best package {_index(values)}")
    return ", ".join(told)


def _issue_name(case: Case | None, id: str) -> str:
    return case.issue(id).name if case else id


def _ballot(case: Case | None, values: Values) -> str:
    return f"{values['member']}: {values['ballot'] or 'known by chances'}"


_WORDS: Mapping[str, Callable[[Case | None, Values], str]] = {
    "acceptability": lambda case, values: f"{_name(case, values['party'])}, {_index(values)}",
    "ballot": _ballot,
    "blocking set": lambda case, values: (
        f"{_statements(values)} cannot all hold, chance {values['chance_all_hold']:.2f} that they do"
    ),
    "contradiction": lambda case, values: (
        f"{_name(case, values['party'])} contradicts itself: {_statements(values)}"
    ),
    "day": _day,
    "disagreement point": lambda case, values: (
        f"gains of {_name(case, values['party'])} are counted from "
        f"{'nothing' if values['value'] is None else format(values['value'], 'g')} "
        f"({values['basis']})"
    ),
    "effect": _effect,
    "equilibrium": lambda case, values: (
        f"{values['pattern']}, an equilibrium under {joined(values['concepts'])}"
    ),
    "fair package": lambda case, values: f"{_package(values)}, agreement {_index(values)}",
    "frontier": lambda case, values: count_of(values["points"], "point"),
    "gap": _gap,
    "hinge": lambda case, values: (
        f"package-A stays best while the firmness of {cite(values['statement'])} is "
        f"{values['low']:.2f} to {values['high']:.2f}"
    ),
    "issue": _issue,
    "opening": _opening,
    "package": lambda case, values: f"{_package(values)}, agreement {_index(values)}",
    "position": _position,
    "question": _question,
    "question in confidence": _in_confidence,
    "solution": _solution,
    "tight statement": lambda case, values: (
        f"without {cite(values['statement'])}, {count_of(values['packages_without'], 'package')}"
    ),
    "trend": _trend,
    "verdict": _verdict,
    "vote": _vote,
    "way of asking": lambda case, values: (
        f"{values['name']}: {values['mean']:.2f} ± {max(values['error'], 0.005):.2f} questions"
    ),
}
