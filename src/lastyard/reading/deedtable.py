"""The table of deeds of bargaining: what is said how, and what it means in the verbs of the case file.

The table is ``deeds.txt``, open and explained at its head: the words, what follows them, what they mean
plainly and denied, and what proves that they are meant. It is loaded once it is needed.

Example:
    >>> meaning_of("turn down", denied=False), meaning_of("turn down", denied=True)
    ('rejects', 'open')
    >>> lets_go_of("its objection to joint monitors"), lets_go_of("its demand for monitors")
    (True, False)
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lastyard.reading.lexicon import forms_of
from lastyard.reading.segments import Words
from lastyard.reading.tags import SpeechCue
from lastyard.reading.wordlists import sections, word_list, word_set

__all__ = [
    "BY_THING",
    "FORMS_OF_BE",
    "OPEN",
    "Deed",
    "DeedTable",
    "FoundDeed",
    "deed_table",
    "lets_go_of",
    "meaning_of",
]

OPEN = "open"
"""What a deed means that says nothing certain for or against what it names."""

BY_THING = "by thing"
"""What letting go of something means: the thing decides."""

_FRAMES = frozenset({"thing", "whom", "to", "ing", "that", "none", "if", "doer"})
_MEANINGS = frozenset({"accepts", "rejects", "requires", "offers", "position", OPEN, BY_THING})
_PROOFS = frozenset({"known", "any", "doer", "talks", "never"})
FORMS_OF_BE = word_list("forms of be")
_GOVERNORS = {"be": FORMS_OF_BE, "would": word_set("would will 'd 'll")}
_DENIAL = r"(?:not|never|no|none|nothing|cannot|hardly|[a-z]+n['\u2019]t)"


@dataclass(frozen=True, slots=True)
class Deed:
    """A row of the table.

    Attributes:
        verb: The words as the table writes them, without ``*``.
        head: The first word in its dictionary form; the second one after *be* and *would*.
        rest: The words after the head; ``*`` stands for words between.
        after: The words of which one must stand before the head: forms of *be*, or *would*.
        follows: What comes after: ``thing``, ``to``, ``ing``, ``that``, ``none``, ``whom`` or ``doer``.
        means: The verb of the case file that it means, ``open`` or ``by thing``.
        denied: The same where it is denied.
        proof: ``any``, ``doer``, ``talks`` or ``never``.
        group: ``act``, or for what is only said or thought: ``speech`` or ``attitude``.
    """

    verb: str
    head: str
    rest: tuple[str, ...]
    after: frozenset[str]
    follows: frozenset[str]
    means: str
    denied: str
    proof: str
    group: str = "act"


@dataclass(frozen=True, slots=True)
class FoundDeed:
    """A deed found in a sentence.

    Attributes:
        cue: The words of the deed, its doer and whether it is denied, as a speech cue.
        doer: Words of the doer.
        thing: Words of what it is about.
        sure: 0 to 1: how sure the reader is of it.
        left_open: Whether it stays open if the doer did so (*has yet to*, *stopped short of*).
        shared: Whether its verb stands with the deed before it (*the union wants 8 percent, the line 4*).
    """

    cue: SpeechCue
    doer: Words
    thing: Words
    sure: float
    left_open: bool
    shared: bool = False

    @property
    def verb(self) -> str:
        """The words of the table that name the deed."""
        return self.cue.verb


@dataclass(frozen=True, slots=True)
class DeedTable:
    """The table with what finds its rows.

    Attributes:
        deeds: The rows by their words.
        heads: For each form of a head: its rows with the form's name, the longest first.
        elsewhere: The same for sentences without a word of talks.
        seconds: For a form that none of its rows is satisfied with: the words one of which follows.
        places: The words at which a deed, or the noun of one, may stand.
        doers: Nouns of those who bargain, besides bodies and roles.
        talks: Nouns of what is bargained about.
        owned: Nouns with an owner, and what they mean; with "=" and the words of a row, what that means.
        owned_words: Their last words.
        nominal: Nouns that tell a deed of their owner: the words that link its thing to them, meaning and group.
        for_somebody: Words that make a clause the position of whom it is *for*.
        letting_go: Nouns of which the giving up accepts.
        whole_phrases: Patterns of phrases whose sign no single word tells, and their meanings.
        judgements: Patterns of what is said of a thing behind *is*, and what that means of it.
        holding: Pattern of what a demand or an offer does with what it holds (*includes*).
        leaving_out: Pattern of words for what is left out of a text.
        giving_up: Pattern of words for what is given up.
        taking_away: Pattern of words before what is to go (*an end to*).
        going: Pattern of words after what is to go (*leave*).
        fading: Pattern of words after what holds no longer (*crumbled*).
        turning: Pattern of words after which no sign is sure (*far from*, *loath*).
        turning_words: The first words of those that turn.
        considering: Pattern of what is done with a thing without taking it (*study*).
        between: Words that may stand between a deed and what it surely speaks of.
        leading_to: Words before *to* and a deed that leave no doubt of it (*decided*).
    """

    deeds: dict[str, Deed]
    heads: dict[str, tuple[tuple[Deed, str], ...]]
    elsewhere: dict[str, tuple[tuple[Deed, str], ...]]
    seconds: dict[str, frozenset[str]]
    places: frozenset[str]
    doers: frozenset[str]
    talks: frozenset[str]
    owned: dict[str, str]
    owned_words: frozenset[str]
    nominal: dict[str, dict[str, tuple[str, str]]]
    for_somebody: tuple[tuple[str, ...], ...]
    letting_go: frozenset[str]
    whole_phrases: tuple[tuple[re.Pattern[str], str], ...]
    judgements: tuple[tuple[re.Pattern[str], str], ...]
    holding: re.Pattern[str]
    leaving_out: re.Pattern[str]
    giving_up: re.Pattern[str]
    taking_away: re.Pattern[str]
    going: re.Pattern[str]
    fading: re.Pattern[str]
    turning: re.Pattern[str]
    turning_words: frozenset[str]
    considering: re.Pattern[str]
    between: frozenset[str]
    leading_to: frozenset[str]


@lru_cache(maxsize=1)
def deed_table() -> DeedTable:
    """Load the table shipped with the package, once it is needed.

    Raises:
        ValueError: If a row of it is not as its head describes.
    """
    parts = sections("deeds.txt")
    irregular = {words[0]: words[1:] for words in map(str.split, parts["forms"])}
    deeds: dict[str, Deed] = {}
    heads: dict[str, list[tuple[Deed, str]]] = {}
    for line in [*parts["deeds"], *parts["speech and thought"]]:
        for deed in _read_row(line):
            same = deeds.setdefault(deed.verb, deed)
            if same is not deed and (same.rest == deed.rest or same.means != deed.means):
                raise ValueError(f"deeds.txt has {deed.verb!r} twice")
            for form, name in _forms(deed, irregular):
                heads.setdefault(form, []).append((deed, name))
    owned = {}
    for line in parts["owned"]:
        noun, equals, row = line.partition(" = ")
        noun, meaning = (noun, f"= {row}") if equals else line.rsplit(None, 1)
        owned[noun.strip()] = meaning
    nominal: dict[str, dict[str, tuple[str, str]]] = {}
    for line in parts["nominal"]:
        nouns, links, meaning, group = (column.strip() for column in line.split("|"))
        for noun in nouns.split(", "):
            nominal.setdefault(noun, {}).update(dict.fromkeys(links.split(", "), (meaning, group)))
    sorted_heads = {
        form: tuple(sorted(rows, key=lambda row: -len(row[0].rest))) for form, rows in heads.items()
    }
    elsewhere = {
        form: tuple(row for row in rows if row[0].proof != "talks" or "none" in row[0].follows)
        for form, rows in sorted_heads.items()
    }
    return DeedTable(
        deeds,
        sorted_heads,
        {
            form: rows
            for form, rows in elsewhere.items()
            if any(deed.proof != "never" for deed, _ in rows)
        },
        {
            form: frozenset(deed.rest[0] for deed, _ in rows)
            for form, rows in sorted_heads.items()
            if all(deed.rest and deed.rest[0] != "*" for deed, _ in rows)
        },
        frozenset({*sorted_heads, *nominal, *(noun.split()[-1] for noun in owned)}),
        word_set(" ".join(parts["doers"])),
        word_set(" ".join(parts["things of talks"])),
        owned,
        frozenset(noun.split()[-1] for noun in owned),
        nominal,
        tuple(tuple(line.split()) for line in parts["for somebody"]),
        word_set(" ".join(parts["letting go that accepts"])),
        _with_meanings(parts["whole phrases"]),
        _with_meanings(parts["judgements"]),
        _pattern(parts["holding"]),
        _pattern(parts["leaving out"]),
        _pattern(parts["letting go"]),
        _pattern(parts["taking away"]),
        _pattern(parts["going"]),
        _pattern(parts["fading"]),
        _pattern(parts["turning"]),
        frozenset(word for line in parts["turning"] for word in line.split()[0].split("/")),
        _pattern(parts["considering"]),
        word_set(" ".join(parts["between"])),
        word_set(" ".join(parts["leading to"])),
    )


def _with_meanings(lines: Sequence[str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Turn lines of phrases with their meanings into patterns with them."""
    return tuple(
        (_pattern([words]), meaning.strip())
        for words, _, meaning in (line.rpartition("|") for line in lines)
    )


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    """Turn phrases of the table into one pattern."""
    return re.compile("|".join(map(_phrase_pattern, phrases)), re.I)


def _phrase_pattern(phrase: str) -> str:
    found = r"\b"
    for word in phrase.split():
        if word == "*":
            found += r"(?:[^\s,;:.]+\s+){0,4}?"
        elif word == "NOT":
            found += _DENIAL + r"\s+"
        else:
            found += f"(?:{'|'.join(map(re.escape, word.split('/')))})" + r"\s+"
    return found.removesuffix(r"\s+") + r"(?!\w)"


def _read_row(line: str) -> Iterator[Deed]:
    """Read a row: a deed for each of the words parted by slashes."""
    columns = [column.strip() for column in line.split("|")]
    group = "act"
    if len(columns) == 3:
        columns, group = [*columns[:2], OPEN, OPEN, "doer"], columns[2]
    if len(columns) != 5:
        raise ValueError(f"a line of deeds.txt does not have five columns: {line!r}")
    words, follows, means, denied, proof = columns
    frames = frozenset(follows.split(", "))
    if not (frames <= _FRAMES and {means, denied} <= _MEANINGS and proof in _PROOFS):
        raise ValueError(f"a line of deeds.txt says what its head does not explain: {line!r}")
    for chosen in itertools.product(*(word.split("/") for word in words.split())):
        first, *rest = chosen
        after = _GOVERNORS.get(first, frozenset())
        if after:
            first, *rest = rest
        verb = " ".join(word for word in chosen if word != "*")
        yield Deed(verb, first, tuple(rest), after, frames, means, denied, proof, group)


def _forms(deed: Deed, irregular: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Return the forms of a deed's first word with their names."""
    if deed.after:
        yield deed.head, "be"
        return
    past = irregular[deed.head][1] if deed.head in irregular else ""
    yield deed.head, "past" if past == deed.head else "base"  # put, set
    if deed.head in irregular:
        third, past, participle, ing = irregular[deed.head]
        yield third, "s"
        if past != deed.head:
            yield past, "past"
        if participle not in (past, deed.head):
            yield participle, "participle"
        yield ing, "ing"
        return
    for form, name in forms_of(deed.head).items():
        if form != deed.head:
            yield form, name


def meaning_of(verb: str, *, denied: bool) -> str | None:
    """Return what a deed means in the verbs of the case file; None for what is no deed.

    Args:
        verb: The deed's words, or the noun of *the union's demand is*.
        denied: Whether it is denied (*did not accept*).

    Returns:
        A verb of the case file, ``open``, or ``by thing`` where what is let go of decides.
    """
    table = deed_table()
    deed = table.deeds.get(verb) or table.deeds.get(f"{verb} for")
    if deed is not None and deed.group != "act":
        return None
    if deed is not None:
        return deed.denied if denied else deed.means
    noun, _, link = verb.partition(" ")
    if link in table.nominal.get(noun, ()):
        meaning, group = table.nominal[noun][link]
        return None if group != "act" else OPEN if denied else meaning
    owned = table.owned.get(verb)
    if owned is None or owned.startswith("="):
        return None
    return OPEN if denied else owned


def lets_go_of(words: str) -> bool:
    """Whether what is given up is an objection, so that giving it up accepts.

    Example:
        >>> lets_go_of("its objection to joint monitors"), lets_go_of("its demand for monitors")
        (True, False)
    """
    return any(word.lower() in deed_table().letting_go for word in words.split()[:4])
