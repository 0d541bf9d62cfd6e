"""What a statement may mean for the case, by the case's words; for the analyst to decide.

Example:
    >>> from lastyard.case.loading.case import load_text
    >>> from lastyard.reading import Document, read
    >>> case = load_text('''
    ... title: Talks
    ... parties: {moorland: {}}
    ... issues: {port: {options: [open, closed]}}
    ... ''')
    >>> statement = read(Document.from_text("Ada Moor insisted the port be open.")).statements[0]
    >>> coding = proposals_for(statement, case)[0]
    >>> coding.as_yaml(), coding.rule
    ("requires: port == 'open'", 'verb: insist')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lastyard.case.issues import Issue
from lastyard.case.model import Case
from lastyard.case.writing import flat_as_yaml
from lastyard.drafting.words import issue_words
from lastyard.reading.coding import Proposal, propose
from lastyard.reading.statements import Statement

if TYPE_CHECKING:
    from lastyard.drafting.trust import RuleTrust


__all__ = ["Coding", "proposals_for"]

_QUOTED_NUMBER = re.compile(r": '(\d+(?:\.\d+)?)'")


@dataclass(frozen=True, slots=True)
class Coding:
    """A proposal in the terms of the case file.

    Attributes:
        verb: Verb of the case file.
        issue: The issue.
        option: The option, or None when only the issue is named.
        value: What the case file would hold for the verb; None when that cannot be said
            without a choice of the analyst's.
        confidence: 0 to 1; a product of shares, not a measured probability, until decisions
            on its rule move it (:mod:`lastyard.drafting.trust`).
        rule: The rule that gave the verb.
        words: The words that gave issue and option.
        judged: How many of the rule's proposals were taken before, and of how many.
    """

    verb: str
    issue: str
    option: str | None
    value: str | dict[str, str] | None
    confidence: float
    rule: str
    words: tuple[str, ...]
    judged: tuple[int, int] = (0, 0)

    def as_yaml(self) -> str:
        """Return it as a line of the case file; a bare verb when something is left to say."""
        if self.value is None:
            return f"{self.verb}:"
        if isinstance(self.value, str):
            return flat_as_yaml({self.verb: self.value}).strip()
        pairs = ", ".join(flat_as_yaml({key: text}).strip() for key, text in self.value.items())
        # A number needs no quotes: the case file takes it for a step of a numeric issue.
        pairs = _QUOTED_NUMBER.sub(r": \1", pairs)
        return f"{self.verb}: {{{pairs}}}"

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "verb": self.verb,
            "issue": self.issue,
            "option": self.option,
            "says": None if self.value is None else {self.verb: self.value},
            "confidence": self.confidence,
            "rule": self.rule,
            "words": list(self.words),
        }

    @property
    def why_so_sure(self) -> str:
        """The confidence in words, with what it rests on."""
        taken, judged = self.judged
        before = f", {taken} of {judged} taken before" if judged else ""
        return f"confidence {self.confidence:.2f}{before}"


def proposals_for(
    statement: Statement, case: Case, trust: Mapping[str, RuleTrust] | None = None
) -> tuple[Coding, ...]:
    """Propose codings of a statement, likeliest first; none when no issue's words occur.

    Args:
        statement: The statement.
        case: The case.
        trust: What became of each rule's proposals before; it moves their confidence.
    """
    issues = issue_words(case, statement.quote.exact)
    codings = [_coding(found, case.issue(found.issue)) for found in propose(statement, issues)]
    if trust:
        codings = [_moved(coding, trust.get(coding.rule)) for coding in codings]
        codings.sort(key=lambda coding: (-coding.confidence, coding.issue))
    return tuple(codings)


def _moved(coding: Coding, rule: RuleTrust | None) -> Coding:
    if rule is None:
        return coding
    sure = rule.confidence(coding.confidence)
    return replace(coding, confidence=sure, judged=(rule.accepted, rule.proposed))


def _coding(found: Proposal, issue: Issue) -> Coding:
    value: str | dict[str, str] | None = None
    if found.verb == "wants":
        if issue.has_order and found.direction:
            value = {issue.id: found.direction}
    elif found.option is not None:
        if found.verb in ("requires", "rejects"):
            sign = found.bound or "=="
            value = f"{issue.id} {sign} {_in_condition(found.option, issue)}"
        else:
            value = {issue.id: found.option}
    return Coding(
        found.verb, issue.id, found.option, value, found.confidence, found.rule, found.words
    )


def _in_condition(option: str, issue: Issue) -> str:
    if issue.is_numeric:
        return option
    return f'"{option}"' if "'" in option else f"'{option}'"
