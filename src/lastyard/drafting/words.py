"""The words of a case: what the reader of documents looks for.

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

from __future__ import annotations

from lastyard.case.model import Case, Issue, NumericRange
from lastyard.reading.coding import IssueWords, NumberScale, OptionWords
from lastyard.reading.entities import PartyNames
from lastyard.reading.lexicon import is_body_role, is_person_role

__all__ = ["issue_words", "party_of_surname", "party_words"]

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
    """Return each issue with its words, and those of its options or its range of numbers."""
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
