"""How :class:`~lastyard.answers.broken_commitments.BrokenCommitment` looks.

Example:
    >>> import lastyard as ly
    >>> from lastyard.show.marks import plain
    >>> case = ly.load_text('''
    ... title: Night flights
    ... parties: {town: {name: Town}}
    ... issues: {curfew: {range: [0, 8], step: 1, unit: hours}}
    ... statements:
    ...   - {id: no-late, party: town, on: 2024-01-05, rejects: "curfew > 4"}
    ...   - {id: bid, party: town, on: 2024-02-01, offers: {curfew: 5}}
    ... ''')
    >>> plain(broken_in_words(ly.standing(case).broken_commitments[0]))
    'Town: its own later bid breaks its no-late, still in force (see lastyard check).'
"""

from __future__ import annotations

from lastyard.answers.broken_commitments import BrokenCommitment
from lastyard.show.marks import cite_all
from lastyard.show.words import joined, joined_some

__all__ = ["broken_in_words"]

_NAMED = 4


def broken_in_words(found: BrokenCommitment, more_in: str = "lastyard check") -> str:
    """Write one finding in a sentence.

    Args:
        found: The finding.
        more_in: Where it is told whole.
    """
    demands = joined(cite_all(found.commitments))
    offers = joined_some(cite_all(found.statements), _NAMED)
    together = " taken together" if len(found.commitments) > 1 else ""
    one = len(found.statements) == 1
    if found.when == "earlier":
        leave = "leaves" if len(found.commitments) == 1 else "leave"
        return (
            f"{found.party.name}: its {demands}{together} {leave} no room for its own earlier "
            f"{offers}, still in force (see {more_in})."
        )
    when = "later " if found.when == "later" else ""
    day = " of the same day" if found.when == "same day" else ""
    return (
        f"{found.party.name}: its own {when}{offers} {'breaks' if one else 'break'} its "
        f"{demands}{together}{day}, still in force (see {more_in})."
    )
