"""A speech cue: the words of a sentence that attribute something to somebody.

Example:
    >>> SpeechCue(1, 2, "say", "speech", "past", (0, 1), None, "before", False).verb
    'say'
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpeechCue:
    """A verb (or *according to*) that attributes something to somebody.

    Attributes:
        first: First word of the cue (auxiliaries included).
        last: Word after the cue's last.
        verb: Dictionary form, or ``according to``.
        group: ``speech``, ``attitude`` or ``act``.
        form: Form of the verb: ``base``, ``s``, ``past``, ``ing`` or ``to``.
        subject: Words of the one it is attributed to, or None.
        addressee: Words of the one spoken to, or None.
        order: How the subject was found: ``before``, ``clause``, ``parenthesis``,
            ``inverted``, ``according``, ``passive``.
        negated: Whether the speaker did *not* say so.
    """

    first: int
    last: int
    verb: str
    group: str
    form: str
    subject: tuple[int, int] | None
    addressee: tuple[int, int] | None
    order: str
    negated: bool
