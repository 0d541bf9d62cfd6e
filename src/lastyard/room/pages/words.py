"""The words of the party's screens in its own language, and the two lines on each: who sees this, and what could be learnt.

What is the room's own (issues, options, names) stays in the words of the charter. A sentence that a catalogue
lacks is shown in English; a test holds that none is lacking. Who sees a screen is told from the marks of the table that the
code obeys (:data:`lastyard.room.roles.TABLE`), so that a page cannot promise what the code does not keep.

Example:
    >>> Words.of("ar").digits("2 / 3")
    '٢ / ٣'
    >>> Words.of("nowhere").language
    'en'
    >>> who_sees(Words.of("en"), sight_of("X's answers and bids"))
    'You alone; not the other parties, not the mediator. Whoever runs the server could read it.'
"""

from __future__ import annotations

import functools
import gettext
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import NamedTuple

from lastyard.room.charter import LANGUAGES, Charter
from lastyard.room.roles import TABLE, Sight, table

__all__ = [
    "LIMITS",
    "Lines",
    "Words",
    "gates_in_words",
    "later",
    "learnt_from",
    "promise",
    "sight_of",
    "who_sees",
]

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


class Lines(NamedTuple):
    """The two lines.

    Attributes:
        who: Who sees this?
        learnt: What could be learnt?
    """

    who: str
    learnt: str


_BY_WHAT = {each.what: each for each in TABLE}


def sight_of(what: str) -> Sight:
    """Return a row of the table by what it is of."""
    return _BY_WHAT[what]


_SEEN = {
    ("y", "y"): later("All members of the room."),
    ("-", "y"): later("You and the mediator; not the other parties."),
    ("g", "y"): later("You and the mediator; not the other parties."),
    ("-", "-"): later("You alone; not the other parties, not the mediator."),
    ("g", "g"): later("You alone; not the other parties, not the mediator."),
}


def who_sees(words: Words, sight: Sight, charter: Charter | None = None) -> str:
    """Return who sees what a screen shows or takes, from the marks of its row, as a party reads it."""
    told = table(mediator_sees_answers=charter is not None and charter.mediator_sees_answers)
    sight = next(each for each in told if each.what == sight.what)
    other, mediator = sight.other, sight.mediator
    seen = later("The mediator alone.") if sight.own == "-" else _SEEN[other, mediator]
    said = [words.say(seen)]
    if sight.observer == "y":
        said.append(words.say("Observers see it as well."))
    if sight.operator == "y*":
        said.append(words.say("Whoever runs the server could read it."))
    return " ".join(said)


_LEARNT = {
    "join": later("All members see that you came in."),
    "home": later("Nothing; that you look at this page is kept nowhere."),
    "charter": later("All members see that you agreed."),
    "entry": later(
        "The program makes packages from what all entered. What stands on its list may hint at what somebody wants."
    ),
    "entry-mediator": later(
        "The mediator knows it, and what the mediator proposes may show it to the others."
    ),
    "answer": later(
        "If it is agreed, all know that everybody said yes. If not, nobody is told who said no, or how many."
    ),
    "answer-two": later(
        "There are two sides: whoever says yes and gets no deal knows that the other said no."
    ),
    "batch": later("If a package comes out, all know that everybody could live with it."),
    "batch-two": later(
        "If a package comes out, both could live with it. If none does, you know that the other could live with none that you marked."
    ),
    "gap": later(
        "If it settles, each can reckon how far the other went. If not, both know that they are still apart."
    ),
    "caucus": later("What you write may show in what the mediator proposes."),
    "shared": later("No more than stands here."),
    "outcome": later(
        "No more than stands here; each outcome that is told tells a little of what was wanted."
    ),
    "record": later(
        "Fingerprints, at fixed times, whether anybody acted or not. The file that you take holds your own answers: keep it as you keep them."
    ),
    "leave": later("All members see that you left."),
}


def learnt_from(words: Words, screen: str, parties: int) -> str:
    """Return what others could learn from what is done on a screen."""
    sharper = f"{screen}-two"
    return words.say(_LEARNT[sharper if parties == 2 and sharper in _LEARNT else screen])


_LEVELS = {
    1: later(
        "Whoever runs the server could read the answers, but cannot lie about an outcome unseen."
    ),
}


def promise(words: Words, level: int = 1) -> str:
    """Return what stands at the foot of every page: what a level promises."""
    return words.digits(words.say(_LEVELS[level]))


_GATES = {
    "all-yes": (
        later("All or nothing"),
        later(
            "One package, a sealed yes or no from each. At the closing time: agreed, or not. Silence is a no."
        ),
    ),
    "batch": (
        later("One out of several"),
        later(
            "Each marks in private what it could live with, the best first. One package comes out, or none."
        ),
    ),
    "last-gap": (
        later("The last gap"),
        later(
            "Two sides each send a sealed last word on one number. It settles if they meet, by the rule."
        ),
    ),
    "improvement": (
        later("Better for somebody, worse for nobody"),
        later("After an agreement, packages that could take its place; only if nobody loses."),
    ),
    "publish": (
        later("What the mediator publishes"),
        later("Before it goes out, the mediator is shown whose confidence it rests on."),
    ),
    "own-release": (
        later("What you show yourself"),
        later("You decide what you show, and to whom."),
    ),
}


def gates_in_words(words: Words, charter: Charter) -> list[tuple[str, str]]:
    """Return the ways by which something comes out, each with its name."""
    return [(words.say(_GATES[each][0]), words.say(_GATES[each][1])) for each in charter.gates]


LIMITS = (
    later("With two parties, “not agreed” tells whoever said yes that the other said no."),
    later(
        "No rule can make it best for all to answer truly, find every deal, and force nobody; hold back much and a deal may be lost."
    ),
    later(
        "The mediator invites, and could answer in your place by an invitation for you: you would be shut out, all members would see a new device, and what you entered before would stay hidden without your return code."
    ),
    later("Whoever serves these pages could change what they do."),
    later("Somebody who looks over your shoulder or takes a picture of your screen sees it."),
    later("Who talks with this server, and when, the network can see."),
)
"""What no room promises, printed on the page of the charter."""
