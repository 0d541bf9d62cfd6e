"""What a sentence tells twice, told once: *Beck said the company could offer 3 percent*.

The reader finds what Beck said, and the offer. For a case these are one statement where Beck speaks for the company
and both mean the same. Where what was said holds several deeds, each is a statement of its own, by who said it.

Example:
    >>> from lastyard.case.load import load_text
    >>> from lastyard.drafting.proposals import party_words
    >>> from lastyard.reading import Document, read
    >>> case = load_text('''
    ... title: Mill
    ... parties: {company: {words: [the company]}}
    ... issues: {pay: {range: [0, 10], step: 1, unit: percent}}
    ... ''')
    >>> text = "The company said it could accept 3 percent."
    >>> reading = read(Document.from_text(text), parties=party_words(case))
    >>> len(reading.statements), len(told_once(reading, case).statements)
    (2, 1)
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lastyard.case.model import Case
from lastyard.drafting.proposals import proposals_for
from lastyard.reading.statements import Reading, Statement

__all__ = ["told_once", "with_only"]


def with_only(reading: Reading, kept: Sequence[Statement]) -> Reading:
    """Return a reading with some of its statements, which no longer point to the others."""
    here = {said.id for said in kept}

    def told(id: str | None) -> str | None:
        return id if id in here else None

    return replace(
        reading,
        statements=tuple(
            replace(
                said,
                continues=told(said.continues),
                within=told(said.within),
                answers=told(said.answers),
                repeats=told(said.repeats),
            )
            for said in kept
        ),
        quotations=tuple(
            replace(each, statement=told(each.statement)) for each in reading.quotations
        ),
    )


def told_once(reading: Reading, case: Case) -> Reading:
    """Return a reading without what is told twice in one sentence, by what the statements mean for a case.

    What somebody said goes where the deeds in it tell all that it means, each as a statement of who said it; else
    those deeds go that mean nothing more. Nothing goes whose party the other does not know.
    """
    statements = list(reading.statements)
    order = sorted(range(len(statements)), key=lambda k: statements[k].quote.start)
    starts = [statements[k].quote.start for k in order]
    gone: set[int] = set()
    for number, around in enumerate(statements):
        if around.kind != "indirect" or around.group != "speech" or around.negated:
            continue
        low, high = (bisect_left(starts, at) for at in (around.quote.start, around.quote.end))
        inner = [k for k in order[low:high] if k not in gone and _is_inside(statements[k], around)]
        if not inner:
            continue
        said, deeds = _meanings(around, case), {k: _meaning(statements[k], case) for k in inner}
        own = all(around.party in (None, statements[k].party) for k in inner)
        if own and _deeds_tell_all(said, deeds.values()) and (len(inner) > 1 or not said):
            gone.add(number)
            for k in inner:
                if around.party == statements[k].party:
                    statements[k] = replace(statements[k], speaker=around.speaker)
        else:
            gone |= {
                k
                for k, told in deeds.items()
                if (told is None or told in said) and around.party == statements[k].party
            }
    kept = [one for k, one in enumerate(statements) if k not in gone]
    return with_only(reading, kept) if gone else reading


def _is_inside(deed: Statement, around: Statement) -> bool:
    """Return whether a deed stands in what was said, and is of the same party or nobody is known for either."""
    within = around.quote.start <= deed.quote.start and deed.quote.end <= around.quote.end
    own = None in (deed.party, around.party) or deed.party == around.party
    return deed.kind == "act" and within and own


def _meanings(said: Statement, case: Case) -> set[str]:
    """Return what a statement may mean for the case, of what is proposed with an option."""
    return {coding.as_yaml() for coding in proposals_for(said, case) if coding.says is not None}


def _meaning(said: Statement, case: Case) -> str | None:
    first = next(iter(proposals_for(said, case)), None)
    return None if first is None or first.says is None else first.as_yaml()


def _deeds_tell_all(said: set[str], deeds: Iterable[str | None]) -> bool:
    """Return whether the deeds tell something, and all that the words around them mean."""
    told = {one for one in deeds if one is not None}
    return bool(told) and said <= told
