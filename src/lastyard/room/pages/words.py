"""The words of the party's screens in its own language: catalogues of gettext, digits, times.

What is the room's own (issues, options, names) stays in the words of the charter. A sentence that a catalogue
lacks is shown in English; a test holds that none is lacking.

Example:
    >>> Words.of("ar").digits("2 / 3")
    '٢ / ٣'
    >>> Words.of("nowhere").language
    'en'
"""

from __future__ import annotations

import functools
import gettext
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files

from lastyard.room.charter import LANGUAGES

__all__ = ["Words", "later"]

_RIGHT_TO_LEFT = {"ar"}
_DIGITS = {"ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")}


def later(words: str) -> str:
    """Mark words to be translated when they are shown."""
    return words


_MONTHS = (
    later("January"), later("February"), later("March"), later("April"), later("May"), later("June"), later("July"),
    later("August"), later("September"), later("October"), later("November"), later("December"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """One language.

    Attributes:
        language: Its code.
        catalogue: Its sentences.
    """

    language: str
    catalogue: gettext.NullTranslations

    @classmethod
    def of(cls, language: str) -> Words:
        """Return a language by its code; English where there is no such catalogue."""
        return _words(language if language in LANGUAGES else "en")

    @property
    def direction(self) -> str:
        """Return which way it is written, as HTML says it."""
        return "rtl" if self.language in _RIGHT_TO_LEFT else "ltr"

    def say(self, sentence: str, /, **values: object) -> str:
        """Return a sentence in this language, with its values."""
        found = self.catalogue.gettext(sentence)
        return found % values if values else found

    def digits(self, text: object) -> str:
        """Return a text with the digits that this language is read with."""
        return str(text).translate(_DIGITS.get(self.language, {}))

    def moment(self, instant: float) -> str:
        """Return a day and a time in words, in universal time, as no server knows where a reader is."""
        then = datetime.fromtimestamp(instant, UTC)
        month = self.say(_MONTHS[then.month - 1])
        said = self.say(
            "%(day)s %(month)s %(year)s, %(time)s UTC",
            day=then.day, month=month, year=then.year, time=f"{then:%H:%M}",
        )  # fmt: skip
        return self.digits(said)


@functools.cache
def _words(language: str) -> Words:
    found = files("lastyard.room.pages").joinpath("languages", f"{language}.mo")
    if not found.is_file():  # English is what the sentences are written in
        return Words(language, gettext.NullTranslations())
    with found.open("rb") as file:
        return Words(language, gettext.GNUTranslations(file))
