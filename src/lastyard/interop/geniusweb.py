"""Reading GeniusWeb domains and profiles (JSON).

A package is worth the sum over issues of weight x utility, both as they stand. A number
between the ends of a range is worth what lies on the line between them. The reservation
value is the utility of the reservation bid; issues that the bid leaves out are worth 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from lastyard.interop.scenario import (
    FormatError,
    Issue,
    Profile,
    Scenario,
    as_list,
    as_map,
    label_of,
    left_out,
    parse_json,
    read_text,
    steps,
    to_number,
)

__all__ = ["is_geniusweb_domain", "is_geniusweb_profile", "read_geniusweb"]

_SPACE = "LinearAdditiveUtilitySpace"
_IN_SPACE = ("name", "domain", "issueUtilities", "issueWeights", "reservationBid")
_NEARLY = Fraction(1, 10**6)
_DISCRETE = ("DiscreteValueSetUtilities", "discreteutils")
_NUMERIC = ("NumberValueSetUtilities", "numberutils")


def is_geniusweb_domain(data: object) -> bool:
    """Return whether JSON looks like a GeniusWeb domain."""
    return isinstance(data, dict) and "issuesValues" in data


def is_geniusweb_profile(data: object) -> bool:
    """Return whether JSON looks like a GeniusWeb profile, of a kind that can be read or not."""
    return (
        isinstance(data, dict)
        and len(data) == 1
        and isinstance(only := next(iter(data.values())), dict)
        and "domain" in only
    )


def read_geniusweb(domain: Path, profiles: Sequence[Path]) -> Scenario:
    """Read a domain and its profiles.

    Raises:
        FormatError: A file is malformed, or says what a table of values cannot hold.
    """
    file = str(domain)
    data = as_map(parse_json(read_text(domain), file), "domain", file)
    listed = as_map(data.get("issuesValues"), "issuesValues", file)
    issues = tuple(_issue(name, node, file) for name, node in listed.items())
    bare = Scenario(str(data.get("name", domain.stem)), issues, (), "GeniusWeb JSON")
    notes = left_out(data, ("name", "issuesValues"), "the domain", file)
    for name, node in listed.items():
        notes += left_out(node, ("values", "range"), f"issue {name!r}", file)
    read = []
    for path in profiles:
        profile, own = _profile(path, issues, listed)
        read.append(profile)
        notes += own
    return replace(bare, profiles=tuple(read), notes=tuple(notes))


def _issue(name: str, node: object, file: str) -> Issue:
    content = as_map(node, f"issue {name!r}", file)
    if "values" in content and "range" in content:
        raise FormatError(f"issue {name!r} has both values and a range", file)
    if "values" in content:
        return Issue(name, tuple(map(str, as_list(content["values"], f"issue {name!r}", file))))
    if "range" in content:
        bounds = as_list(content["range"], f"range of issue {name!r}", file)
        if len(bounds) != 3:
            raise FormatError(f"range of issue {name!r}: expected lowest, highest and step", file)
        low, high, step = (to_number(x, f"range of issue {name!r}", file) for x in bounds)
        numbers = steps(low, high, step, f"issue {name!r}", file)
        return Issue(name, tuple(map(label_of, numbers)), tuple(numbers))
    raise FormatError(f"issue {name!r} has neither values nor a range", file)


def _profile(
    path: Path, issues: tuple[Issue, ...], domain: Mapping[str, Any]
) -> tuple[Profile, list[str]]:
    file = str(path)
    data = as_map(parse_json(read_text(path), file), "profile", file)
    if _SPACE not in data:
        kind = next(iter(data), "nothing")
        raise FormatError(f"a profile of kind {kind!r}; only {_SPACE!r} can be read", file)
    space = as_map(data[_SPACE], _SPACE, file)
    utilities = as_map(space.get("issueUtilities"), "issueUtilities", file)
    given = as_map(space.get("issueWeights"), "issueWeights", file)
    notes = left_out(data, (_SPACE,), "the file", file)
    notes += left_out(space, _IN_SPACE, "the profile", file)
    names = [issue.name for issue in issues]
    notes += left_out(utilities, names, "issueUtilities", file)
    notes += left_out(given, names, "issueWeights", file)
    own = space.get("domain")
    if isinstance(own, dict) and own.get("issuesValues", domain) != domain:
        notes.append(f"{file}: its own copy of the domain differs from the domain's file")
    weights, evaluations = [], []
    for issue in issues:
        if issue.name not in utilities or issue.name not in given:
            raise FormatError(f"issue {issue.name!r} has no utilities or no weight", file)
        weights.append(to_number(given[issue.name], f"weight of {issue.name!r}", file))
        evaluations.append(_evaluation(utilities[issue.name], issue, file))
        notes += _beyond(utilities[issue.name], issue, file)
    total = sum(weights, Fraction(0))
    if abs(total - 1) > _NEARLY:
        notes.append(f"{file}: weights sum to {float(total):g}, not to 1; they stand as they are")
    bid = space.get("reservationBid")
    reservation = None if bid is None else _worth(bid, issues, weights, evaluations, file)
    name = str(space.get("name", path.stem))
    if bid is not None:
        chosen = as_map(as_map(bid, "reservationBid", file).get("issuevalues"), "bid", file)
        notes += left_out(chosen, names, "reservationBid", file)
    return Profile(name, tuple(weights), tuple(evaluations), reservation), notes


def _beyond(node: object, issue: Issue, file: str) -> list[str]:
    """Note what utilities say beyond what is read."""
    what = f"utilities of {issue.name!r}"
    content = as_map(node, what, file)
    notes = left_out(content, (*_DISCRETE, *_NUMERIC), what, file)
    for key in _DISCRETE:
        inside = content.get(key)
        if isinstance(inside, dict) and isinstance(inside.get("valueUtilities"), dict):
            notes += left_out(inside["valueUtilities"], issue.options, what, file)
    return notes


def _evaluation(node: object, issue: Issue, file: str) -> tuple[Fraction, ...]:
    what = f"utilities of {issue.name!r}"
    content = as_map(node, what, file)
    for key in _DISCRETE:
        if key in content:
            table = as_map(as_map(content[key], what, file).get("valueUtilities"), what, file)
            return tuple(_utility(table, option, what, file) for option in issue.options)
    for key in _NUMERIC:
        if key in content:
            return _on_line(as_map(content[key], what, file), issue, what, file)
    raise FormatError(f"{what}: of unknown kind {next(iter(content), '')!r}", file)


def _utility(table: Mapping[str, Any], option: str, what: str, file: str) -> Fraction:
    # A value that is not listed is worth 0 in GeniusWeb.
    value = to_number(table.get(option, 0), f"{what}, {option!r}", file)
    if not 0 <= value <= 1:
        raise FormatError(f"{what}: {option!r} is worth {float(value):g}, not within 0 and 1", file)
    return value


def _on_line(ends: Mapping[str, Any], issue: Issue, what: str, file: str) -> tuple[Fraction, ...]:
    low, low_utility, high, high_utility = (
        to_number(ends.get(key), f"{what}, {key}", file)
        for key in ("lowValue", "lowUtility", "highValue", "highUtility")
    )
    if not issue.numbers:
        raise FormatError(f"{what} are for numbers, but the domain lists values", file)
    if high <= low:
        raise FormatError(f"{what}: the high value must exceed the low one", file)
    slope = (high_utility - low_utility) / (high - low)
    return tuple(low_utility + slope * (x - low) for x in issue.numbers)


def _worth(
    bid: object,
    issues: tuple[Issue, ...],
    weights: list[Fraction],
    evaluations: list[tuple[Fraction, ...]],
    file: str,
) -> Fraction:
    chosen = as_map(as_map(bid, "reservationBid", file).get("issuevalues"), "reservationBid", file)
    total = Fraction(0)
    for issue, weight, own in zip(issues, weights, evaluations, strict=True):
        if issue.name not in chosen:
            continue
        option = str(chosen[issue.name])
        if issue.numbers:
            number = to_number(option, f"reservation bid on {issue.name!r}", file)
            fits = number in issue.numbers
            position = issue.numbers.index(number) if fits else -1
        else:
            position = issue.options.index(option) if option in issue.options else -1
        if position < 0:
            raise FormatError(
                f"the reservation bid has no option {option!r} on {issue.name!r}", file
            )
        total += weight * own[position]
    return total
