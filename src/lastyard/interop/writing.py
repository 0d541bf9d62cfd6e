"""Writing scenarios back: Genius XML, GeniusWeb JSON, NegoLog JSON, NegMAS YAML.

Each function returns the files' texts by file name. Numeric issues are written as lists of
options. Formats in which the best package must be worth 1 get all values of a party, and
its reservation value, divided by one number; nothing that compares packages changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any
from xml.sax.saxutils import quoteattr

import yaml

from lastyard.files import safe_name
from lastyard.interop.scenario import FormatError, Profile, Scenario, decimal_text
from lastyard.showing import json_text, shown

__all__ = ["write_genius", "write_geniusweb", "write_negmas", "write_negolog"]

_LARGEST_WHOLE = 1_000_000
_MOST_SUMS = 200_000


@dataclass(frozen=True, slots=True)
class _Unit:
    """A profile rescaled so that every issue's best evaluation is 1 and weights sum to 1."""

    weights: tuple[Fraction, ...]
    evaluations: tuple[tuple[Fraction, ...], ...]
    reservation: Fraction | None


def _unit(scenario: Scenario, profile: Profile, target: str) -> _Unit:
    _additive(scenario, profile, target)
    best = [max(issue) for issue in profile.values]
    total = sum(best)
    if total <= 0 or min(min(issue) for issue in profile.values) < 0:
        raise FormatError(
            f"{target} has no negative values, and needs some positive one: "
            f"{profile.name!r} cannot be written",
            scenario.name,
        )
    return _Unit(
        tuple(top / total for top in best),
        tuple(
            tuple(x / top if top else Fraction(0) for x in issue)
            for issue, top in zip(profile.values, best, strict=True)
        ),
        None if profile.reservation is None else profile.reservation / total,
    )


def _additive(scenario: Scenario, profile: Profile, target: str) -> None:
    if profile.pairs:
        raise FormatError(
            f"{profile.name!r} values pairs of options, which {target} files written here cannot "
            "say",
            scenario.name,
        )


def _names(scenario: Scenario) -> tuple[str, list[str]]:
    names: list[str] = []
    for text in (f"{scenario.name}-domain", *(profile.name for profile in scenario.profiles)):
        names.append(safe_name(text, names))
    return names[0], names[1:]


def write_genius(scenario: Scenario) -> dict[str, str]:
    """Write a domain template and one utility space per party.

    Raises:
        FormatError: A profile has pairwise terms or negative values.
    """
    domain, names = _names(scenario)
    head = f'<utility_space number_of_issues="{len(scenario.issues)}">\n'
    files = {
        f"{domain}.xml": "<negotiation_template>\n"
        + head
        + _genius_tree(scenario, None)
        + "</utility_space>\n</negotiation_template>\n"
    }
    for name, profile in zip(names, scenario.profiles, strict=True):
        unit = _unit(scenario, profile, "Genius")
        tail = ""
        if profile.discount is not None:
            tail += f'<discount_factor value="{decimal_text(profile.discount)}"/>\n'
        if unit.reservation is not None:
            tail += f'<reservation value="{decimal_text(unit.reservation)}"/>\n'
        files[f"{name}.xml"] = head + _genius_tree(scenario, unit) + tail + "</utility_space>\n"
    return files


def _genius_tree(scenario: Scenario, unit: _Unit | None) -> str:
    lines = [
        f'<objective index="0" etype="objective" type="objective" description="" '
        f"name={quoteattr(shown(scenario.name))}>"
    ]
    for i, issue in enumerate(scenario.issues):
        lines.append(
            f'<issue index="{i + 1}" etype="discrete" type="discrete" vtype="discrete" '
            f"name={quoteattr(shown(issue.name))}>"
        )
        ratings = None if unit is None else _whole_if_short(unit.evaluations[i])
        for k, option in enumerate(issue.options):
            rating = "" if ratings is None else f' evaluation="{ratings[k]}"'
            lines.append(
                f'<item index="{k + 1}" value={quoteattr(shown(option))} cost="0"{rating}/>'
            )
        lines.append("</issue>")
    if unit is not None:
        lines += [
            f'<weight index="{i + 1}" value="{decimal_text(weight)}"/>'
            for i, weight in enumerate(unit.weights)
        ]
    return "\n".join([*lines, "</objective>"]) + "\n"


def _whole_if_short(evaluations: Sequence[Fraction]) -> list[str]:
    """Genius divides by the largest evaluation, so whole numbers can be exact."""
    common = lcm(*(x.denominator for x in evaluations))
    if common <= _LARGEST_WHOLE:
        return [str(x * common) for x in evaluations]
    return [decimal_text(x) for x in evaluations]


def write_geniusweb(scenario: Scenario, *, leave_out_reservation: bool = False) -> dict[str, str]:
    """Write a domain and one profile per party.

    GeniusWeb knows reservation bids, not values: a reservation value is written as the bid
    that is worth exactly that, where there is one.

    Profiles whose reservation value no bid is worth can be written without it.

    Raises:
        FormatError: A profile has pairwise terms, negative values, or a reservation value
            that no bid is worth.
    """
    domain, names = _names(scenario)
    issues = {issue.name: {"values": list(issue.options)} for issue in scenario.issues}
    description = {"name": scenario.name, "issuesValues": issues}
    files = {f"{domain}.json": _json(description)}
    for name, profile in zip(names, scenario.profiles, strict=True):
        unit = _unit(scenario, profile, "GeniusWeb")
        bid = _reservation_bid(scenario, profile)
        if bid is None and profile.reservation is not None and not leave_out_reservation:
            raise FormatError(
                f"GeniusWeb has no reservation values, only bids, and no bid is worth that of "
                f"{profile.name!r}: leave it out, or choose another format",
                scenario.name,
            )
        utilities = {
            issue.name: {
                "DiscreteValueSetUtilities": {
                    "valueUtilities": _numbers(issue.options, unit.evaluations[i])
                }
            }
            for i, issue in enumerate(scenario.issues)
        }
        weights = _numbers([issue.name for issue in scenario.issues], unit.weights)
        space: dict[str, Any] = {
            "name": profile.name,
            "issueUtilities": utilities,
            "issueWeights": weights,
            "domain": description,
        }
        if bid is not None:
            space["reservationBid"] = {"issuevalues": bid}
        files[f"{name}.json"] = _json({"LinearAdditiveUtilitySpace": space})
    return files


def _reservation_bid(scenario: Scenario, profile: Profile) -> dict[str, str] | None:
    """Return a bid, complete or not, that is worth the reservation value; None if none is."""
    if profile.reservation is None:
        return None
    # What a prefix of the issues can be worth; issues left out of a bid are worth 0.
    reached: list[dict[Fraction, int | None]] = [{Fraction(0): None}]
    for own in profile.values:
        step: dict[Fraction, int | None] = dict.fromkeys(reached[-1])
        for total in reached[-1]:
            for option, worth in enumerate(own):
                if total + worth <= profile.reservation:
                    step.setdefault(total + worth, option)
        if len(step) > _MOST_SUMS:
            return None
        reached.append(step)
    left = profile.reservation
    bid: dict[str, str] = {}
    for i in reversed(range(len(scenario.issues))):
        if left not in reached[i + 1]:
            return None
        chosen = reached[i + 1][left]
        if chosen is not None:
            bid[scenario.issues[i].name] = scenario.issues[i].options[chosen]
            left -= profile.values[i][chosen]
    return dict(reversed(bid.items()))


def write_negolog(scenario: Scenario) -> dict[str, str]:
    """Write one profile per party.

    Raises:
        FormatError: A profile has pairwise terms or negative values.
    """
    files = {}
    for name, profile in zip(_names(scenario)[1], scenario.profiles, strict=True):
        unit = _unit(scenario, profile, "NegoLog")
        content: dict[str, Any] = {
            "issueWeights": _numbers([issue.name for issue in scenario.issues], unit.weights),
            "issues": {
                issue.name: _numbers(issue.options, unit.evaluations[i])
                for i, issue in enumerate(scenario.issues)
            },
        }
        if unit.reservation is not None:
            content = {"reservationValue": float(unit.reservation), **content}
        files[f"{name}.json"] = _json(content)
    return files


def write_negmas(scenario: Scenario) -> dict[str, str]:
    """Write an outcome space and one utility function per party, as YAML.

    Raises:
        FormatError: A profile has pairwise terms.
    """
    domain, names = _names(scenario)
    space = {
        "name": shown(scenario.name),
        "type": "DiscreteCartesianOutcomeSpace",
        "issues": [
            {
                "name": shown(issue.name),
                "type": "CategoricalIssue",
                "values": [shown(option) for option in issue.options],
            }
            for issue in scenario.issues
        ],
    }
    files = {f"{domain}.yml": yaml.safe_dump(space, sort_keys=False, allow_unicode=True)}
    for name, profile in zip(names, scenario.profiles, strict=True):
        _additive(scenario, profile, "NegMAS")
        function: dict[str, Any] = {
            "name": shown(profile.name),
            "type": "LinearAdditiveUtilityFunction",
            "values": [
                {
                    "type": "TableFun",
                    "mapping": {
                        shown(option): float(x)
                        for option, x in zip(issue.options, own, strict=True)
                    },
                }
                for issue, own in zip(scenario.issues, profile.evaluations, strict=True)
            ],
            "weights": [float(weight) for weight in profile.weights],
        }
        if profile.reservation is not None:
            function["reserved_value"] = float(profile.reservation)
        if profile.discount is not None:
            function = {
                "type": "ExpDiscountedUFun",
                "discount": float(profile.discount),
                "ufun": function,
                **({"reserved_value": function["reserved_value"]} if profile.reservation else {}),
            }
        files[f"{name}.yml"] = yaml.safe_dump(function, sort_keys=False, allow_unicode=True)
    return files


def _numbers(names: Sequence[str], numbers: Sequence[Fraction]) -> dict[str, float]:
    return {name: float(number) for name, number in zip(names, numbers, strict=True)}


def _json(content: object) -> str:
    return json_text(content, indent=1) + "\n"
