"""Tallies of votes that name who voted how: *five votes in favour (A, B ...), two against (C, D)*.

Example:
    >>> (found,) = find_tallies("Adopted by two votes in favour (Arland, Borland) to one against (Corland).", ())
    >>> [(each.voter, each.ballot) for each in found.ballots]
    [('Arland', 'yes'), ('Borland', 'yes'), ('Corland', 'no')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lastyard.reading.entities import PartyNames, party_in
from lastyard.reading.lexicon import NUMBER_NAMES
from lastyard.reading.statements import Ballot, BallotWord, Span, Tally

__all__ = ["find_tallies"]

_HOW: tuple[tuple[str, BallotWord], ...] = (
    (r"in favou?r|for|ayes?|yeas?|yes", "yes"),
    (r"against|noes|nays?|no|opposed", "no"),
    (r"abstain(?:ed|ing)?|abstentions?", "abstain"),
    (r"absent|not (?:voting|present)", "absent"),
)
_WORDS = "|".join(rf"(?P<{ballot}>{words})" for words, ballot in _HOW)
_COUNT = ["no", *NUMBER_NAMES[1:], "twenty"]
# "five votes in favour (A, B)", "with one abstention (C)", and lines such as "In favour: A, B."
_GROUP = re.compile(
    rf"(?:\b(?P<count>\d{{1,3}}|{'|'.join(_COUNT)})\s+)?(?:(?:votes?|members?|delegations?|states?)\s+)?"
    rf"(?:(?:voted|voting|were|was|cast)\s+)?\b(?:{_WORDS})\b"
    r"(?:\s*\(\s*(?P<inside>[^()\n]{2,1500})\)|(?P<colon>(?:\s*\(\d{1,3}\))?:\s*)(?P<after>[^\n;.]{2,1500}))",
    re.I,
)
_MAY_GROUP = re.compile(rf"\b(?:{_WORDS})(?:\s*\(|:)", re.I)
_OF_VOTES = re.compile(
    r"favou?r|\bayes?\b|\bnoes\b|\byeas?\b|\bnays?\b|\bvot(?:e|ing)|roll.call|abst|^\W*against:",
    re.I,
)
_NAME = r"[^\W\d_a-z][\w.'\u2019-]*(?: [^\W\d_a-z][\w.'\u2019-]*){0,4}"
_BALLOT = "|".join(rf"(?P<{ballot}>{words})" for words, ballot in _HOW if ballot != "absent")
# "Moor - yes, Lind: aye"; and "with Moor voting in favor and Kerr and Brand opposed".
_CALLED = re.compile(
    rf"(?P<who>{_NAME})[ \t]*(?:[-\u2013\u2014:]|\.{{2,}})[ \t]*(?:{_WORDS})(?=[ \t]*(?:[,;.\n]|$))",
    re.M,
)
_BEHIND = re.compile(
    rf"(?:\bwith|\band|\bwhile|[,;]) (?P<who>{_NAME}(?:(?:, (?:and )?| and ){_NAME})*) "
    rf"(?:(?:voting|voted|were|was)[ ])?(?i:{_BALLOT})(?=[ ]*(?:[,;.\n]|and\b|while\b|$))"
)
_BETWEEN = re.compile(r"[\s,;.*\u2022-]*")
_PARTED = re.compile(r"\s*(?:,|;|\band\b|&)\s*(?:and\s+)?")
_FARTHEST = 300
_FEWEST = 2


def find_tallies(text: str, parties: Sequence[PartyNames]) -> tuple[Tally, ...]:
    """Return the tallies of a text: two groups of voters or more that stand together.

    Args:
        text: The text.
        parties: The case's parties with the words that stand for them.
    """
    if _OF_VOTES.search(text) is None:
        return ()
    together: list[list[re.Match[str]]] = []
    for found in _GROUP.finditer(text) if _MAY_GROUP.search(text) else ():
        if _names(found) is None or (found["colon"] and not _begins(text, found.start())):
            continue
        close = together and found.start() - together[-1][-1].end() <= _FARTHEST
        said = {_ballot(each) for each in together[-1]} if together else set()
        if close and _ballot(found) not in said:
            together[-1].append(found)
        else:
            together.append([found])
    tallies = tuple(
        _tally(groups, parties)
        for groups in together
        if len(groups) >= _FEWEST
        and any(_OF_VOTES.search(each[0]) or each["count"] for each in groups)
    )
    return tallies or (*_told(text, _CALLED, parties), *_told(text, _BEHIND, parties))


def _told(text: str, pattern: re.Pattern[str], parties: Sequence[PartyNames]) -> Iterator[Tally]:
    """Yield tallies in which the names stand before how they voted."""
    runs: list[list[re.Match[str]]] = []
    for found in pattern.finditer(text):
        if runs and _BETWEEN.fullmatch(text, runs[-1][-1].end(), found.start()):
            runs[-1].append(found)
        else:
            runs.append([found])
    for run in runs:
        said = {_ballot(found) for found in run}
        if len(run) >= _FEWEST and said & {"yes", "no"}:
            ballots = tuple(
                Ballot(name.strip(), party_in(name, parties), _ballot(found))
                for found in run
                for name in _PARTED.split(found["who"])
            )
            yield Tally(Span(run[0].start(), run[-1].end()), ballots, True)


def _tally(groups: Sequence[re.Match[str]], parties: Sequence[PartyNames]) -> Tally:
    ballots = tuple(
        Ballot(name, party_in(name, parties), _ballot(found))
        for found in groups
        for name in _names(found) or ()
    )
    whole = all(_number(found["count"]) in (None, len(_names(found) or ())) for found in groups)
    return Tally(Span(groups[0].start(), groups[-1].end()), ballots, whole)


def _ballot(found: re.Match[str]) -> BallotWord:
    said = found.groupdict()
    return next(ballot for _, ballot in _HOW if said.get(ballot))


def _names(found: re.Match[str]) -> list[str] | None:
    """Return the names of a group; None where what stands there is no list of names."""
    listed = (found["inside"] or found["after"] or "").strip(" .")
    if listed.lower() in ("none", "nil", "-", "0"):
        return []
    names = [name.strip().removeprefix("the ") for name in _PARTED.split(listed) if name.strip()]
    fit = all(name[0].isupper() and len(name.split()) <= 6 for name in names)
    return names if names and fit else None


def _number(count: str | None) -> int | None:
    if count is None:
        return None
    return int(count) if count.isdigit() else _COUNT.index(count.lower())


def _begins(text: str, start: int) -> bool:
    """Whether a line or a sentence begins here."""
    return text[:start].rstrip(" \t(")[-1:] in ("", "\n", ".", ";", ":", "-", "•")
