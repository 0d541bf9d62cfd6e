"""Votes and moves as the mappings that a case file holds for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lastyard.case.model import NumericRange
from lastyard.case.moves import MoveOption, MovePreference, Moves
from lastyard.case.votes import BALLOT_KINDS, Ballot, Vote

if TYPE_CHECKING:
    from lastyard.bodies.body import Body, Member
    from lastyard.case.model import Case, Package

__all__ = ["OneLine", "moves_as_mapping", "vote_as_mapping"]


class OneLine(dict[str, Any]):
    """A mapping that is written on one line."""


def vote_as_mapping(case: Case, vote: Vote) -> dict[str, Any]:
    """Return a vote as the mapping that a case file holds for it.

    Args:
        case: Names the options of its issues, and its parties.
        vote: The vote.
    """
    names = {party.id: party.name for party in case.deciders}
    draft = vote.draft
    return _without_none(
        {
            "id": vote.id,
            "name": vote.name,
            "draft": draft if draft is None or isinstance(draft, str) else _package(case, draft),
            "on": vote.on,
            "body": vote.reference or _body(vote.body, vote.title, names),
            "ballots": {b.member: _ballot(b) for b in vote.ballots} or None,
            "outcome": vote.outcome,
            "source": vote.source,
            "note": vote.note,
        }
    )


def _package(case: Case, package: Package) -> OneLine:
    chosen = OneLine()
    for id, k in package:
        issue = case.issue(id)
        numeric = isinstance(issue.scale, NumericRange)
        chosen[id] = issue.scale.number(k) if numeric else issue.label(k)  # type: ignore[union-attr]
    return chosen


def _body(body: Body, title: str, names: dict[str, str]) -> dict[str, Any]:
    return _without_none(
        {
            "name": body.name if body.name != title else None,
            "members": [_member(member, names.get(member.name, "")) for member in body.members],
            "groups": {name: list(members) for name, members in body.groups.items()} or None,
            "totals": OneLine(body.totals) or None,
            "rule": body.rule,
        }
    )


def _member(member: Member, known: str) -> str | dict[str, Any]:
    entry = OneLine(
        _without_none(
            {
                "name": member.name,
                "label": member.label if member.label != known else None,
                "weights": OneLine(member.weights) or None,
                "count": member.count if member.count != 1 else None,
            }
        )
    )
    return entry if len(entry) > 1 else member.name


def _ballot(ballot: Ballot) -> str | OneLine:
    entry = OneLine(
        _without_none(
            {
                "ballot": ballot.ballot,
                "chances": _by_kind(("yes", ballot.middle, "no"), ballot.chances),
                "counts": _by_kind(BALLOT_KINDS, ballot.counts),
                "confidence": ballot.confidence if ballot.confidence != 1 else None,
                "on": ballot.on,
                "statement": ballot.statement,
                "source": ballot.source,
                "note": ballot.note,
            }
        )
    )
    return ballot.ballot if ballot.ballot and len(entry) == 1 else entry


def _by_kind(kinds: Sequence[str], numbers: Sequence[Any] | None) -> OneLine | None:
    """Return numbers by kind of ballot; none of being present or absent is left out."""
    if numbers is None:
        return None
    pairs = zip(kinds, numbers, strict=True)
    return OneLine({k: n for k, n in pairs if n or k in ("yes", "abstain", "no")})


def moves_as_mapping(case: Case, moves: Moves) -> dict[str, Any]:
    """Return moves as the mapping that a case file holds for them.

    Args:
        case: Names the options of its issues.
        moves: The moves.
    """
    return _without_none(
        {
            "options": {option.id: _option(option) for option in moves.options},
            "infeasible": list(moves.infeasible) or None,
            "same": list(moves.same) or None,
            "states": dict(moves.states) or None,
            "preferences": {p.party: _preference(p) for p in moves.preferences} or None,
            "status_quo": moves.status_quo,
            "outcomes": {o.state: _package(case, o.package) for o in moves.outcomes} or None,
            "source": moves.source,
            "note": moves.note,
        }
    )


def _option(option: MoveOption) -> OneLine:
    return OneLine(
        _without_none(
            {
                "owner": option.owner,
                "name": option.name if option.name != option.id else None,
                "irreversible": option.irreversible,
                "note": option.note,
            }
        )
    )


def _preference(preference: MovePreference) -> dict[str, Any]:
    ranking = [group[0] if len(group) == 1 else list(group) for group in preference.ranking]
    return _without_none(
        {
            "priorities": list(preference.priorities) or None,
            "ranking": ranking or None,
            "payoffs": OneLine(preference.payoffs) or None,
            "prefers": [list(pair) for pair in preference.prefers] or None,
            "from": "statements" if preference.from_statements else None,
            "note": preference.note,
        }
    )


def _without_none(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if value is not None}
