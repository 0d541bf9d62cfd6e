"""The agreement rule in a case file: a formula over parties, or a body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lastyard.case.agreement import body_rule, parse_agreement, why_not_monotone
from lastyard.case.conditions.tokens import LanguageError
from lastyard.case.conditions.tree import issues_of
from lastyard.case.diagnostics import Diagnostics, did_you_mean
from lastyard.case.loading.conditions import note_language_error
from lastyard.case.loading.document import MapNode, Node, TextNode
from lastyard.case.loading.fields import Fields
from lastyard.case.model import Agreement, Party
from lastyard.case.shapes import SHAPES

__all__ = ["agreement_from"]

_LARGEST_WEIGHT = 10**9


def agreement_from(
    node: Node | None, parties: Sequence[Party], problems: Diagnostics
) -> Agreement | None:
    """Read the agreement rule; note every problem and return None.

    Args:
        node: The value of ``agreement``, if given.
        parties: Everybody in the case, to tell who decides.
        problems: Receives what is wrong.
    """
    if node is None:
        return None
    deciders = [party.id for party in parties if party.role == "party"]
    others = {party.id: party.role for party in parties if party.role != "party"}
    if isinstance(node, TextNode):
        return _formula(node, deciders, others, problems)
    return _Body(node, deciders, others, problems).read()


def _formula(
    node: TextNode, deciders: Sequence[str], others: Mapping[str, str], problems: Diagnostics
) -> Agreement | None:
    try:
        tree = parse_agreement(node.text, deciders)
    except LanguageError as problem:
        name = node.text[problem.start : problem.start + problem.length]
        if problem.code == "unknown-party" and name in others:
            problem.code = "agreement-names-mediator"
            problem.message = f"{name!r} is {_a(others[name])}: it does not accept or refuse"
            problem.help = "leave it out, or give it `role: party`"
        note_language_error(problem, node, problems)
        return None
    if reason := why_not_monotone(tree):
        problems.error(
            "agreement-not-monotone",
            f"the agreement rule is not monotone: {reason}",
            node.place,
            "say who must accept, never who must not",
        )
        return None
    named = issues_of(tree)
    return Agreement(node.text, tree, tuple(id for id in deciders if id in named))


def _a(role: str) -> str:
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"


class _Body:
    def __init__(
        self,
        node: Node,
        deciders: Sequence[str],
        others: Mapping[str, str],
        problems: Diagnostics,
    ) -> None:
        self._fields = Fields(node, SHAPES["body"], problems)
        self._deciders = deciders
        self._others = others
        self._problems = problems

    def read(self) -> Agreement | None:
        members = self._members("members", self._deciders)
        veto = self._members("veto", members)
        weights = self._weights(members)
        quota = self._fields.number("quota")
        if quota is None or not members:
            return None
        total = sum(weights.get(member, 1) for member in members)
        if quota.denominator != 1 or not 1 <= quota <= total:
            self._problems.error(
                "bad-quota",
                f"the quota must be a whole number from 1 to {total}, what all members reach",
                self._fields.key_place("quota"),
                "a quota that nobody can reach would make agreement impossible",
            )
            return None
        tree = body_rule(members, int(quota), veto, weights)
        named = [id for id in self._deciders if id in members]
        return Agreement(
            text=_body_text(members, int(quota), veto, weights),
            tree=tree,
            parties=tuple(named),
            members=tuple(members),
            quota=int(quota),
            veto=tuple(veto),
            weights=tuple((id, weights[id]) for id in members if id in weights),
        )

    def _members(self, name: str, known: Sequence[str]) -> list[str]:
        found: list[str] = []
        for node in self._fields.texts(name):
            if node.text in found:
                self._problems.error(
                    "duplicate-name", f"{node.text!r} is named twice", node.place, "name it once"
                )
            elif node.text in self._others:
                role = _a(self._others[node.text])
                self._problems.error(
                    "agreement-names-mediator",
                    f"{node.text!r} is {role}: it does not accept or refuse",
                    node.place,
                    "leave it out, or give it `role: party`",
                )
            elif node.text not in known:
                self._problems.error(
                    "unknown-party",
                    f"no {'member' if name == 'veto' else 'party'} is called {node.text[:60]!r}",
                    node.place,
                    did_you_mean(node.text, known, "members" if name == "veto" else "parties"),
                )
            else:
                found.append(node.text)
        return found

    def _weights(self, members: Sequence[str]) -> dict[str, int]:
        node = self._fields.node("weights")
        if node is None:
            return {}
        weights: dict[str, int] = {}
        entries = node.entries if isinstance(node, MapNode) else []
        for entry in entries:
            value = entry.value
            text = value.text if isinstance(value, TextNode) else ""
            if entry.key.text not in members:
                self._problems.error(
                    "unknown-party",
                    f"no member is called {entry.key.text[:60]!r}",
                    entry.key.place,
                    did_you_mean(entry.key.text, members, "members"),
                )
            elif not text.isdecimal() or len(text) > 10 or int(text) > _LARGEST_WEIGHT:
                self._problems.error(
                    "bad-number", "a weight is a whole number from 0 to 10^9", value.place
                )
            else:
                weights[entry.key.text] = int(text)
        if not entries:
            self._problems.error(
                "wrong-type", "`weights` maps members to numbers", node.place, "{member: 2}"
            )
        return weights


def _body_text(
    members: Sequence[str], quota: int, veto: Sequence[str], weights: Mapping[str, int]
) -> str:
    unit = "weight" if weights else "members"
    total = sum(weights.get(member, 1) for member in members)
    text = f"{quota} of {total} {unit}"
    if not veto:
        return text
    must = veto[0] if len(veto) == 1 else f"each of {', '.join(veto)}"
    return f"{text}, {must} among them"
