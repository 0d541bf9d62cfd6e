"""What a statement may mean for the case, by the case's words; for the analyst to decide.

Example:
    >>> from lastyard.case.load import load_text
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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from lastyard.case.model import Case, Issue, NumericRange
from lastyard.case.writing import flat_as_yaml
from lastyard.reading.coding import Claim, IssueWords, NumberScale, OptionWords, Proposal, propose
from lastyard.reading.entities import PartyNames
from lastyard.reading.lexicon import is_body_role, is_person_role
from lastyard.reading.statements import Statement
from lastyard.reading.wording import UNDECIDED

if TYPE_CHECKING:
    from lastyard.drafting.record import RuleTrust

__all__ = [
    "CELL",
    "Coding",
    "Says",
    "issue_words",
    "party_of_surname",
    "party_words",
    "proposals_for",
    "rule_of",
]

_TITLES = frozenset({"mr", "mrs", "ms", "dr", "sir", "dame", "prof", "professor"})


def party_words(case: Case) -> tuple[PartyNames, ...]:
    """Return each party with its name, its words, and those who have spoken for it.

    Somebody who has spoken for two parties stands for neither.
    """
    spoken: dict[str, set[str]] = {}
    for statement in case.statements:
        if statement.by:
            spoken.setdefault(statement.by, set()).add(statement.party)
    return tuple(
        PartyNames(
            party.id,
            tuple(
                dict.fromkeys(
                    (
                        party.name,
                        party.id,
                        *party.words,
                        *(by for by, parties in spoken.items() if parties == {party.id}),
                    )
                )
            ),
        )
        for party in case.parties
    )


def party_of_surname(speaker: str, case: Case) -> str | None:
    """Return the party of a person whom a report calls by surname alone, and the case in full.

    None where the words of no party, or of several, hold such a person.

    Example:
        >>> from lastyard.case.load import load_text
        >>> case = load_text("{title: T, parties: {a: {words: [Ada Moor]}, b: {}}, issues: {"
        ...                  "i: {options: [x, y]}}}")
        >>> party_of_surname("Ms. Moor", case), party_of_surname("Otto Moor", case)
        ('a', None)
    """
    *before, surname = speaker.split() or [""]
    if not surname[:1].isupper():
        return None
    if before and not (_is_title(before[-1]) or is_person_role(before[-1].lower())):
        return None
    names = {party.name for party in case.parties}
    found = {
        party.id
        for party in party_words(case)
        for word in party.words
        if word not in names and word.endswith(" " + surname) and _may_be_person(word)
    }
    return found.pop() if len(found) == 1 else None


def _is_title(word: str) -> bool:
    return word.lower().rstrip(".") in _TITLES


def _may_be_person(name: str) -> bool:
    words = name.split()
    return all(word[0].isupper() for word in words) and not is_body_role(words[-1].lower())


def issue_words(case: Case) -> tuple[IssueWords, ...]:
    """Return each issue with its words, and those of its options or its range of numbers.

    Example:
        >>> from lastyard.case.load import load_text
        >>> case = load_text('''
        ... title: Talks
        ... parties: {moorland: {name: Moorland, words: [Port Elder]}}
        ... issues: {port: {name: Port of Elder, options: [open, closed]}}
        ... ''')
        >>> [party.words for party in party_words(case)]
        [('Moorland', 'moorland', 'Port Elder')]
        >>> [[option.id for option in issue.options] for issue in issue_words(case)]
        [['open', 'closed']]
    """
    return tuple(
        IssueWords(
            issue.id,
            tuple(dict.fromkeys((issue.name, issue.id.replace("_", " "), *issue.words))),
            _options(issue),
            issue.ordered,
            _numbers(issue),
        )
        for issue in case.issues
    )


def _options(issue: Issue) -> tuple[OptionWords, ...]:
    if issue.is_numeric:
        return ()
    listed = dict(issue.option_words)
    labels = (issue.label(k) for k in range(issue.size))
    return tuple(OptionWords(label, (label, *listed.get(label, ()))) for label in labels)


def _numbers(issue: Issue) -> NumberScale | None:
    scale = issue.scale
    if not isinstance(scale, NumericRange):
        return None
    return NumberScale(scale.low, scale.high, scale.step, issue.unit)


Says: TypeAlias = dict[str, str | list[str] | dict[str, str]]

CELL = "cell"
"""The kind of a statement that stands in a cell of a table, which says itself what it means."""
_QUOTED_NUMBER = re.compile(r": '(\d+(?:\.\d+)?)'")


@dataclass(frozen=True, slots=True)
class Coding:
    """A proposal in the terms of the case file.

    Attributes:
        verb: Verb of the case file.
        issue: The issue.
        option: The option, or None when only the issue is named.
        says: What the case file would hold: the verb, and ``to`` with ``prefers``; None when
            that cannot be said without a choice of the analyst's.
        confidence: 0 to 1; a product of shares, not a measured probability, until decisions
            on its rule move it (:mod:`lastyard.drafting.record`). None where nothing is proposed.
        rule: The rule that gave the verb.
        words: The words that gave issue and option.
        judged: How many of the rule's proposals were taken before, and of how many.
    """

    verb: str
    issue: str
    option: str | None
    says: Says | None
    confidence: float | None
    rule: str
    words: tuple[str, ...]
    judged: tuple[int, int] = (0, 0)

    @property
    def is_undecided(self) -> bool:
        """Whether it tells only which issue a statement is about, and not whether for or against."""
        return self.says is None and self.rule == UNDECIDED.rule

    def as_lines(self) -> tuple[str, ...]:
        """Return it as lines of the case file; a bare verb when something is left to say."""
        if self.says is None:
            return (f"{self.verb}:",)
        return tuple(_line(key, value) for key, value in self.says.items())

    def as_yaml(self) -> str:
        """Return it on one line of YAML, as it can be typed."""
        lines = self.as_lines()
        return lines[0] if len(lines) == 1 else f"{{{', '.join(lines)}}}"

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "verb": self.verb,
            "issue": self.issue,
            "option": self.option,
            "says": None if self.says is None else dict(self.says),
            "confidence": self.confidence,
            "rule": self.rule,
            "words": list(self.words),
        }

    @property
    def why_so_sure(self) -> str:
        """The confidence in words, with what it rests on."""
        taken, judged = self.judged
        before = f", {taken} of {judged} taken before" if judged else ""
        sure = "undecided" if self.confidence is None else f"{self.confidence:.2f}"
        return f"confidence of the proposal {sure}{before}"


def rule_of(told: str) -> str:
    """Return a rule without the words it fired on, so that its decisions add up.

    Example:
        >>> rule_of("words of rejection: off the table"), rule_of("verb: insist")
        ('words of rejection', 'verb: insist')
    """
    return told if told.startswith("verb") else told.partition(":")[0]


def proposals_for(
    statement: Statement, case: Case, trust: Mapping[str, RuleTrust] | None = None
) -> tuple[Coding, ...]:
    """Propose codings of a statement, likeliest first; none when no issue's words occur, or for a cell.

    What became of each rule's proposals before (`trust`) moves their confidence.
    """
    if statement.kind == CELL:
        return ()
    issues = issue_words(case)
    names = [word for party in party_words(case) for word in party.words]
    codings = [_coding(found, case) for found in propose(statement, issues, names=names)]
    if trust:
        codings = [_moved(coding, trust.get(rule_of(coding.rule))) for coding in codings]
        codings.sort(key=lambda coding: (-(coding.confidence or 0), coding.issue))
    return tuple(codings)


def _moved(coding: Coding, rule: RuleTrust | None) -> Coding:
    if rule is None or coding.confidence is None:
        return coding
    sure = rule.confidence(coding.confidence)
    return replace(coding, confidence=sure, judged=(rule.accepted, rule.proposed))


def _coding(found: Proposal, case: Case) -> Coding:
    return Coding(
        found.verb,
        found.issue,
        found.option,
        _says(found, case),
        found.confidence,
        found.rule,
        found.words,
    )


def _says(found: Proposal, case: Case) -> Says | None:
    """Write a proposal as the case file would; None where its verb needs more than was found."""
    if any(claim.relation == "named" for claim in found.claims):
        return None
    if found.verb in ("requires", "rejects"):
        condition = _condition(found.claims, case, " and " if found.verb == "requires" else " or ")
        if found.given:
            condition = f"{_condition(found.given, case, ' and ')} implies {condition}"
        return {found.verb: condition}
    if found.verb in ("wants", "stresses"):
        return {found.verb: {claim.issue: claim.relation for claim in found.claims}}
    if found.verb == "ranks":
        return {found.verb: [claim.issue for claim in found.claims]}
    package = _package(found.claims)
    if package is None or (found.verb == "prefers" and not found.over):
        return None
    over = _package(found.over)
    return {found.verb: package} if not over else {found.verb: package, "to": over}


def _package(claims: Sequence[Claim]) -> dict[str, str] | None:
    """Write claims as a package: each issue once, at one option."""
    chosen = {c.issue: c.option for c in claims if c.relation == "==" and c.option is not None}
    return chosen if len(chosen) == len(claims) else None


def _condition(claims: Sequence[Claim], case: Case, joint: str) -> str:
    return joint.join(
        f"{claim.issue} {claim.relation} {case.issue(claim.issue).in_condition(claim.option or '')}"
        for claim in claims
    )


def _line(key: str, value: str | list[str] | dict[str, str]) -> str:
    if isinstance(value, str):
        return flat_as_yaml({key: value}).strip()
    if isinstance(value, list):
        return f"{key}: [{', '.join(value)}]"
    pairs = ", ".join(flat_as_yaml({name: text}).strip() for name, text in value.items())
    # A number needs no quotes: the case file takes it for a step of a numeric issue.
    pairs = _QUOTED_NUMBER.sub(r": \1", pairs)
    return f"{key}: {{{pairs}}}"
