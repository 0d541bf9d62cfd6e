# ruff: noqa: RUF001 - typographic marks are what this code is about
"""A text cut into paragraphs, sentences and words, and a conversation into its turns.

Everything that reads a sentence sees the words *around* its quotations; each outermost quotation
is one word of kind ``QUOTE``. So ``“We agree,” Moor said.`` reads as ``QUOTE Moor said .``, however
long the quotation is.

Example:
    >>> parts = segment('“We agree,” Moor said. Talks go on.')
    >>> parts.words[:4], len(parts.sentences)
    (['“', 'Moor', 'said', '.'], 2)
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add
from typing import TypeAlias

from lastyard.reading.lexicon import (
    ABBREVIATIONS,
    CUES,
    GENDER_OF,
    KIND,
    NOUNS,
    SENTENCE_STARTERS,
    TITLES,
    Kind,
    is_person_role,
)
from lastyard.reading.marks import Quote, find_quotes
from lastyard.reading.text import normalised
from lastyard.reading.wordlists import word_list, word_set

__all__ = [
    "Label",
    "Segments",
    "Sentence",
    "Words",
    "asking",
    "cut_at_labels",
    "definitions",
    "find_labels",
    "find_paragraphs",
    "find_unmarked",
    "holder",
    "paragraphs_of",
    "segment",
    "segment_stretch",
]

NAME_LINKS = word_list("links within a name")
"""Words within a name that are written small."""
_LINKS = "|".join(sorted(NAME_LINKS))
_CAPITAL = r"(?:[a-z]{1,3}[-'’])?[^\W\d_a-z][\w.'’-]{0,30}"
_NAME = (
    rf"(?:The[ ]|(?:(?:{_LINKS})[ ]){{1,2}})?{_CAPITAL}"
    rf"(?:[ ](?:of|the|for|{_LINKS}|\d{{1,2}}|{_CAPITAL})){{0,7}}"
)
_ONE_OF_MANY = rf"(?:{'|'.join(sorted(word_list('one speaker of many')))})[ ](?:[a-z-]{{1,20}}[ ])?[a-z]{{3,20}}"
_ASIDE = r"(?:[ ]?[(\[][^()\[\]\n]{1,60}[)\]])"
_TITLED = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sen|Senator|Rep|Representative|Sir|Dame|Lord|Lady|Chairman|"
    r"Chairwoman|Chair|Secretary|Ambassador|General|Director|Judge|The|Q|A)\b"
)
_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"

# How exports of chats begin a message: "[12/03/2024, 10:15:02] ", "12/03/24, 10:15 - ", "[10:15, 12/03/2024] ".
_STAMP = (
    rf"(?:\[(?:(?P<first>{_DAY}),?[ ]{_CLOCK}|{_CLOCK},?[ ](?P<second>{_DAY}))\][ ]*"
    rf"|(?P<third>{_DAY}),?[ ]{_CLOCK}[ ]?[-–—][ ])"
)
_STAMP_AGAIN = rf"\[?(?P<fifth>{_DAY}),?[ T]{_CLOCK}\]?[ ]*"
_LABEL = re.compile(
    rf"^[ \t\u200e]*(?:{_STAMP}[\u200e~]*(?P<chat>\+?[^\W_][^\n:\[\]]{{0,40}})[ ]?:"
    rf"|(?:{_STAMP_AGAIN}|\[?{_CLOCK}\]?[ ]+)<[@+%~&]?(?P<nick>[^\W_][^\n<>]{{0,40}})>"
    rf"|\[(?P<sixth>{_DAY}),?[ ]{_CLOCK}\][ ]*(?P<behind>{_NAME}(?:,[ ]{_NAME})?)[ ]*$(?=\n)"
    rf"|{_CLOCK}[ \t]+From[ \t]+(?P<meeting>[^\W_][^\n:]{{0,40}}?)(?:[ \t]+[Tt]o[ \t]+[^\n:]{{1,40}}?)?[ \t]*:"
    rf"|(?=[^\n:]{{3,80}}\d:\d\d)(?P<clock>{_NAME})(?:[ ]{{2,4}}|[ ]?\t|,?[ ](?=\[))\[?(?:(?P<fourth>{_DAY}),?[ ])?{_CLOCK}\]?[ ]*$(?=\n)"
    r"|(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?[ ]+)?(?:"
    rf"\*\*(?P<bold>{_NAME}){_ASIDE}?:?\*\*[ ]?:?"
    r"|\(\((?P<round>[^()\n:]{1,40})\)\)[ ]?:?"
    rf"|(?P<colon>{_NAME}|(?P<many>{_ONE_OF_MANY}))(?P<aside>{_ASIDE}{{0,3}})[ ]?:(?![\d/])"
    rf"|(?P<dash>{_TITLED}(?:\.?[ ]{_NAME})?){_ASIDE}?[ ]*(?:--|—|–)"
    r"|(?P<lone>Q)[ \t]+(?=[A-Z(])"
    rf"|(?P<sitting>{_NAME})(?:{_ASIDE}{{1,2}}|,[ ][^\n:.]{{1,60}})?\.[ ]?[–—-](?=[ ])"
    rf"|(?P<stop>(?:{_TITLED}\.?[ ](?:[A-Z'’-]{{3,}}[ ]?){{1,3}}(?:of[ ]\w+)?|Q|A))\."
    r"))[ \t]*(?:\n[ \t]*)?(?=[^\s\"“«„])",
    re.MULTILINE,
)
_DEFINITION = re.compile(
    r"(?P<title>(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|H\.E)\.?[ ])?"
    rf"(?P<name>{_NAME})[ .…]*(?:\((?P<of>[^()\n]{{2,60}})\))?[ ]*$"
)
_OTHER_LABELS = word_list("labels of no speaker")
_ASKERS = word_list("askers")
_ANSWERERS = word_set("a answer")
_SPOKEN = re.compile(
    r"\b(?:I|[Ww]e|[Mm]e|[Mm]y|[Oo]urs?|[Uu]s|[Yy]ou|[Yy]ours?)(?:['’][a-z]+)?\b|\?"
)
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'’-]+")
_FULL_NAME = re.compile(r"[^\W\d_a-z]\w+(?:[ ][^\W\d_a-z]\w+){1,3}")
_LONGEST_DEFINITION = 90
_LONGEST_LOOK = 1500
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Label:
    """The words that say whose turn begins.

    Attributes:
        start: Offset of the label's first character.
        begin: Offset of the first character said.
        name_start: Offset of the name's first character.
        name: The name or role as written (*Ada Moor*, *Q*, *The President*).
        of: What stands in brackets behind it (a country, a party), or None.
        asks: Whether the speaker is there to ask.
        answers: Whether the label only says that somebody answers (*A:*).
        sitting: Whether it has the form of a sitting's record (*Moor (Left). - ...*).
        stamped: Whether a day or time stands before it, as in the export of a chat.
        day: The day that stands there, as written; empty without one.
    """

    start: int
    begin: int
    name_start: int
    name: str
    of: str | None
    asks: bool
    answers: bool
    sitting: bool = False
    stamped: bool = False
    day: str = ""


def find_labels(text: str) -> tuple[Label, ...]:
    r"""Find where turns begin; nothing if the text is no conversation.

    Interviews, hearings, sittings and meeting records put the speaker's name before what each says:
    *Ada Moor: ...*, *Q: ...*, *Mr. Moor -- ...*. A colon alone proves nothing (*Note: ...*, *The
    demands are: ...*), so a document has turns only where several lines begin with what can be a
    speaker, some of them come back or are known as people, and what follows sounds like speech (*I*,
    *we*, *you*, questions).

    Example:
        >>> labels = find_labels("Q: Will you sign?\n\nAda Moor: I will, if we are asked.\n")
        >>> [(label.name, label.asks) for label in labels]
        [('Q', True), ('Ada Moor', False)]
    """
    found: list[Label] = []
    for match in _LABEL.finditer(text):
        label = _read(match)
        if label is not None and (label.stamped or _begins_line(text, label.start)):
            found.append(label)
    if len(found) < _FEWEST:
        return ()
    times = Counter(label.name for label in found)
    people = _people(text, found)
    # A heading that neither comes back nor can be a person belongs to a list of another kind.
    found = [
        label
        for label in found
        if times[label.name] > 1 or label.name in people or label.sitting or label.stamped
    ]
    return tuple(found) if _is_conversation(text, found, people) else ()


_STAMPED = ("chat", "nick", "behind", "meeting", "clock")
_KINDS = (*_STAMPED, "bold", "round", "colon", "dash", "lone", "sitting", "stop")
_DAYS = ("first", "second", "third", "fourth", "fifth", "sixth")


def _read(match: re.Match[str]) -> Label | None:
    """Read a label; None for *Note:*, *Photo:* and the like."""
    kind = next(name for name in _KINDS if match.group(name) is not None)
    name = match.group(kind).strip(" .")
    if kind == "behind":
        surname, _, given = name.rpartition(", ")
        name = f"{given} {surname}".strip()
    words = name.lower().split()
    if not words or words[-1].strip(".'’") in _OTHER_LABELS or words[0] in _OTHER_LABELS:
        return None
    if match["many"] and not (is_person_role(words[-1]) or words[-1] in _ASKERS):
        return None  # "Another offer:"
    aside = (match.group("aside") or "").strip(" ([])") if kind == "colon" else ""
    first = aside.partition(")")[0].strip()
    bare = words[-1].rstrip("0123456789")
    return Label(
        match.start(),
        match.end(),
        match.start(kind),
        name,
        first if first and not first.lower().startswith(("spoke", "interpret", "via")) else None,
        bare in _ASKERS,
        bare in _ANSWERERS,
        kind == "sitting",
        kind in _STAMPED,
        next((day for name in _DAYS if (day := match.group(name))), ""),
    )


def _begins_line(text: str, start: int) -> bool:
    """Return whether a line begins anew here, not in the middle of a wrapped sentence."""
    before = text[max(0, start - 3) : start].rstrip(" \t")
    if not before.endswith("\n") or before.endswith("\n\n"):
        return True
    return before[:-1].rstrip(" \t")[-1:] in ".?!:)]”\"'…*" or len(before) < 2


def _people(text: str, found: list[Label]) -> frozenset[str]:
    """Return the labels that are a title, a role, a known given name, or a name the text uses."""
    words = Counter(_CAPITALISED.findall(text))
    in_labels = Counter(word for label in found for word in _CAPITALISED.findall(label.name))
    initials = {
        "".join(word[0] for word in match.group().split()) for match in _FULL_NAME.finditer(text)
    }
    people = set()
    for label in found:
        parts = label.name.lower().replace(".", " ").split()
        last = label.name.split()[-1]
        if (
            label.asks
            or label.answers
            or parts[0] in TITLES
            or is_person_role(parts[-1])
            or (parts[-1].isdigit() and is_person_role(parts[0]))
            or (parts[0] in GENDER_OF and len(parts) > 1)
            or label.name in initials
            or any(words[form] > in_labels[form] for form in {last, last.capitalize()})
        ):
            people.add(label.name)
    return frozenset(people)


def _is_conversation(text: str, found: list[Label], people: frozenset[str]) -> bool:
    """Return whether labels come back, or stand for people, and what follows is spoken."""
    if len(found) < _FEWEST:
        return False
    if all(label.day for label in found):
        # A day, a time and a person's name before each line prove a chat, whatever its words are.
        called = sum(_is_called(text, label) for label in found)
        if called * 4 >= len(found) * 3:
            return True
    times = Counter(label.name for label in found)
    if len(times) == 1 and len(found) == _FEWEST:
        return False
    known = any(label.name in people for label in found)
    marked = any(
        text.startswith(("((", "**"), label.start) or label.sitting or label.stamped
        for label in found
    )
    ends = [label.start for label in found[1:]] + [len(text)]
    spoken = sum(
        _SPOKEN.search(text, label.begin, min(end, label.begin + _LONGEST_LOOK)) is not None
        for label, end in zip(found, ends, strict=True)
    )
    if known or marked:
        return spoken * 2 >= len(found)
    # Bare names that nothing else tells from headings: two of them, in turn, all of it spoken.
    lone = len(times) == _FEWEST and len(found) > _FEWEST
    in_turn = all(one.name != other.name for one, other in pairwise(found))
    small = any(re.search(rf"\b{re.escape(name.lower())}\b", text) for name in times)
    return lone and in_turn and not small and spoken * 4 >= len(found) * 3


def _is_called(text: str, label: Label) -> bool:
    """Return whether a label looks like what a person is called: *Ada Moor*, *Ada*, *<moor>*."""
    words = label.name.lower().split()
    if text[label.name_start - 1] == "<":
        return True
    if _FULL_NAME.fullmatch(label.name) is None:
        return words[0] in GENDER_OF and len(words) == 1
    return NOUNS.keys().isdisjoint(words)


def definitions(text: str, labels: tuple[Label, ...]) -> dict[str, tuple[str, str | None, int]]:
    """Find who holds an office in the heading: *President: Ms. Ada Moor (Westland)*.

    Returns:
        By the office in lower case: the name, what it stands for, and where the name is.
    """
    found: dict[str, tuple[str, str | None, int]] = {}
    for label in labels:
        line_end = text.find("\n", label.begin)
        line_end = len(text) if line_end < 0 else line_end
        if line_end - label.begin > _LONGEST_DEFINITION or label.asks or label.answers:
            continue
        match = _DEFINITION.match(text, label.begin, line_end)
        if match is not None and is_person_role(label.name.lower().split()[-1]):
            name = match.group("name").rstrip(" .")
            if " " not in name and not match.group("title"):
                continue
            of = match.group("of")
            found[_office(label.name)] = (name, of, match.start("name"))
    return found


def holder(
    label: Label, known: dict[str, tuple[str, str | None, int]]
) -> tuple[str, str | None, int] | None:
    """Return the one who holds the office that a label names, where the heading says so."""
    return known.get(_office(label.name))


def asking(text: str, labels: tuple[Label, ...]) -> tuple[Label, ...]:
    """Mark the one speaker who does little else than ask as the interviewer.

    Only in a talk of two, one of whom ends most turns with a question mark and the other
    hardly any: in a sitting, members' questions are statements of theirs.
    """
    if any(label.asks for label in labels):
        return labels
    ends = [label.start for label in labels[1:]] + [len(text)]
    turns: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    for label, end in zip(labels, ends, strict=True):
        turns[label.name] += 1
        questions[label.name] += text[label.begin : end].rstrip(" \n\"”'’)").endswith("?")
    if len(turns) != 2:
        return labels
    one, other = sorted(turns, key=lambda name: -questions[name] / turns[name])
    if questions[one] * 2 < turns[one] or questions[other] * 3 > turns[other]:
        return labels
    if questions[one] < _FEWEST:
        return labels
    return tuple(replace(label, asks=label.name == one) for label in labels)


def _office(name: str) -> str:
    return name.lower().removeprefix("the ").removeprefix("acting ")


_BLANK = re.compile(r"\n[ \t\r]*\n\s*")
_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[•●▪◦‣*·–—-]\s|\d{1,2}[.)]\s)")
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"

# HALM, March 18 (Agency) - ...; what follows must not be in capitals as a headline is.
_DATELINE = re.compile(
    r"[A-Z]{3}[A-Z.'’-]*(?:[ ,/]+[A-Z][A-Z.'’-]+){0,4}(?:, [A-Z][a-z.]+(?: [A-Z][a-z]+)?)?"
    rf"(?:,? (?:\d{{1,2}} )?{_MONTHS}(?: \d{{1,2}})?(?:,? \d{{4}})?)?(?: \([^()\n]{{1,40}}\))?"
    r" ?(?:--|[-–—]) ?(?=[“\"‘']?[A-Z][a-z])"
)


def find_paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Cut a text into paragraphs, at blank lines or, where lines are not wrapped, at every line.

    Example:
        >>> text = "Talks go on.\n\nThey end on Friday."
        >>> [text[start:end] for start, end in find_paragraphs(text)]
        ['Talks go on.', 'They end on Friday.']
    """
    blocks: list[tuple[int, int]] = []
    at = 0
    for match in _BLANK.finditer(text):
        blocks.append((at, match.start()))
        at = match.end()
    blocks.append((at, len(text)))
    wrapped = _is_wrapped(text, blocks)
    found: list[tuple[int, int]] = []
    for start, end in blocks:
        begin = start
        for line in _LINE.finditer(text, start, end):
            if line.start() > begin and (
                not wrapped or _BULLET.match(text, line.start(), line.end())
            ):
                _append_trimmed(found, text, begin, line.start())
                begin = line.start()
        _append_trimmed(found, text, begin, end)
    return found


def cut_at_labels(
    text: str, paragraphs: list[tuple[int, int]], labels: tuple[Label, ...]
) -> list[tuple[int, int]]:
    """Cut paragraphs before each label of a turn and after it."""
    places = [at for label in labels for at in (label.start, label.begin)]
    found: list[tuple[int, int]] = []
    k = 0
    for start, end in paragraphs:
        begin = start
        while k < len(places) and places[k] < end:
            if places[k] > begin:
                _append_trimmed(found, text, begin, places[k])
                begin = places[k]
            k += 1
        _append_trimmed(found, text, begin, end)
    return found


def _is_wrapped(text: str, blocks: list[tuple[int, int]]) -> bool:
    """Return whether single line ends are only line wrapping (as in e-mail and wire text)."""
    lines = [len(line) for line in text[:20000].split("\n") if line.strip()]
    if len(blocks) < 2 and len(lines) > 3:
        return max(lines) < 100 and sum(n > 55 for n in lines) * 2 > len(lines)
    return max(lines, default=0) < 110


def _append_trimmed(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    stripped = text[start:end]
    left = len(stripped) - len(stripped.lstrip())
    right = len(stripped.rstrip())
    if right > left:
        bullet = _BULLET.match(text, start + left, start + right)
        begin = start + left
        bullet = bullet or _DATELINE.match(text, start + left, start + right)
        if bullet and bullet.end() < start + right:
            begin = bullet.end()
        found.append((begin, start + right))


_CALLED_SO = re.compile(r"\binterview|\bQ ?& ?A\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Mm]e|[Uu]s)\b")
_HEARER = re.compile(r"\b[Yy]ou(?:r|rs)?\b")
_BEGINNING = 1500
_LONGEST_QUESTION = 500
_FEWEST_TURNS = 3


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs between blank lines (for examples)."""
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


def find_unmarked(text: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[Label, ...]:
    r"""Find where questions and answers begin; nothing if the text is no interview.

    Such an interview has no names before its turns, only paragraphs that ask and paragraphs that
    answer: pages often print the questions bold, and their text has lost that. A document is read so
    only when its beginning calls it an interview, at least three short paragraphs of their own end in
    a question mark, and the paragraphs after them mostly speak as *I* or *we*. What addresses *you*
    without saying *I* is the interviewer's too.

    Args:
        text: The text.
        paragraphs: Its paragraphs as pairs of offsets, in order.

    Example:
        >>> text = "Interview with Ada Moor\n\nWhy?\n\nI had to.\n\nAnd then?\n\nWe left.\n\nAlone?\n\nI did."
        >>> [label.asks for label in find_unmarked(text, paragraphs_of(text))]
        [True, False, True, False, True, False]
    """
    if _CALLED_SO.search(text, 0, _BEGINNING) is None:
        return ()
    asked = [_is_question(text, start, end) for start, end in paragraphs]
    if sum(asked) < _FEWEST_TURNS:
        return ()
    found: list[Label] = []
    answers = spoken = 0
    for number in range(asked.index(True), len(paragraphs)):
        start, end = paragraphs[number]
        own = _OWN.search(text, start, end) is not None
        asks = asked[number] or (not own and _HEARER.search(text, start, end) is not None)
        if not found or found[-1].asks != asks:
            found.append(Label(start, start, start, "", None, asks, not asks))
            answers += not asks
            spoken += own and not asks
    return tuple(found) if answers >= _FEWEST_TURNS and spoken * 5 >= answers * 3 else ()


def _is_question(text: str, start: int, end: int) -> bool:
    """Return whether a paragraph is a question of the interviewer's."""
    if text[end - 1] != "?" or end - start > _LONGEST_QUESTION or text[start] in '"“«„‘':
        return False
    return _OWN.search(text, start, end) is None or _HEARER.search(text, start, end) is not None


# The white space after a word is taken with it, so that lengths alone give the offsets.
_TOKEN = re.compile(
    # Most words and stops; what follows would read them the same, slower.
    r"(?:[A-Za-z]{2,}+(?=[ ,.])|[,.](?= )|[A-Za-z](?= )"
    r"|(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"  # U.S. and the like
    r"|['’][sS](?![^\W_])"
    r"|[$€£¥]?\d+(?:[.,:]\d+)*[^\W\d_]{0,3}(?:-[^\W_]+)*"
    r"|[^\W_]+(?:-[^\W_]+|['’](?![sS](?![^\W_]))[^\W_]+|&(?=[^\W_])[^\W_]+)*"
    r"|[@#$€£]?[^\s])\s*+"
)
_CAPITAL_FUNCTION = frozenset(
    {
        "determiner",
        "pronoun",
        "preposition",
        "conjunction",
        "subordinator",
        "auxiliary",
        "adverb",
        "time",
        "possessive",
    }
)
_NEVER_NAME = word_set("may will march so plus can might per mine")
_NAME_WITH_PARTICLE = re.compile(
    r"(?!(?:anti|pro|mid|non|pre|post|ex|inter|trans|un)-)[a-z]{1,5}-[A-Z]"
)
_TAKES_IS = word_set("that there it he she what who here this where how let")
_MONEY = frozenset("$€£¥")
_ENDINGS = frozenset(".!?…•●▪|")
_LONGEST_SENTENCE = 200

Words: TypeAlias = tuple[int, int]
"""The words of a text from the first to the one after the last."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words ``first`` to ``last`` (not included) of paragraph number ``paragraph``."""

    first: int
    last: int
    paragraph: int


@dataclass(slots=True)
class Segments:
    """The words of a text as parallel lists, its sentences, paragraphs and quotations.

    Attributes:
        text: The text, with odd spaces made plain (same offsets).
        words: Each word as written; a quotation's word is its opening mark.
        lowers: The same in lower case.
        starts: Offset of each word.
        ends: Offset after each word.
        kinds: Kind of each word (``lastyard.reading.lexicon``).
        quote_of: Number of the quotation that a word of kind ``QUOTE`` stands for.
        sentences: The sentences in order.
        sentence_firsts: The first word of each.
        paragraphs: The paragraphs as pairs of offsets.
        quotes: The outermost quotations.
        nested: The quotations inside them.
        labels: Where the turns of a conversation begin; none in ordinary text.
        doers: Last words of the names of the case's parties, in lower case: they can bargain.
        bodies: Those of parties that are bodies, not people: *the operator* that is *the company*, too.
    """

    text: str
    words: list[str] = field(default_factory=list)
    lowers: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    quote_of: dict[int, int] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)
    sentence_firsts: list[int] = field(default_factory=list)
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    quotes: tuple[Quote, ...] = ()
    nested: tuple[Quote, ...] = ()
    labels: tuple[Label, ...] = ()
    doers: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets of words ``first`` to ``last`` (not included)."""
        return self.starts[first], self.ends[last - 1]

    def slice(self, first: int, last: int) -> str:
        """Return the text of words ``first`` to ``last`` (not included)."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def sentence_at(self, word: int) -> int:
        """Return the number of the sentence that holds a word."""
        return bisect_right(self.sentence_firsts, word) - 1


def segment(text: str) -> Segments:
    """Cut a text into paragraphs, sentences and words."""
    text = normalised(text)
    labels = find_labels(text)
    paragraphs = find_paragraphs(text)
    if labels:
        paragraphs = cut_at_labels(text, paragraphs, labels)
    else:
        labels = find_unmarked(text, paragraphs)
    parts = Segments(text, paragraphs=paragraphs, labels=labels)
    quotes = find_quotes(text, parts.paragraphs)
    parts.nested = tuple(q for q in quotes if q.depth)
    parts.quotes = _outermost(quotes)
    at_quote = 0
    firsts: list[int] = []
    for start, end in parts.paragraphs:
        firsts.append(len(parts.words))
        at = start
        while at_quote < len(parts.quotes) and parts.quotes[at_quote].start < end:
            quote = parts.quotes[at_quote]
            if quote.start < at:
                at_quote += 1
                continue
            _add_words(parts, at, quote.start)
            _add_quote(parts, at_quote)
            at = quote.end
            at_quote += 1
        if at < end:
            _add_words(parts, at, end)
    _add_kinds(parts)
    _cut_sentences(parts, firsts)
    return parts


def segment_stretch(text: str, start: int, end: int) -> Segments:
    """Cut a stretch of a text into sentences and words, marks in it taken for punctuation."""
    parts = Segments(text, paragraphs=[(start, end)])
    _add_words(parts, start, end)
    _add_kinds(parts)
    _cut_sentences(parts, [0])
    return parts


def _cut_sentences(parts: Segments, firsts: list[int]) -> None:
    """Cut each paragraph, told by the number of its first word, into sentences."""
    stops = [k for k, word in enumerate(parts.words) if word[-1] in _ENDINGS]
    stops = sorted([*stops, *parts.quote_of])
    for number, (first, last) in enumerate(pairwise([*firsts, len(parts.words)])):
        within = stops[bisect_left(stops, first) : bisect_left(stops, last - 1)]
        _add_sentences(parts, first, last, number, within)
    parts.sentence_firsts = [sentence.first for sentence in parts.sentences]


def _outermost(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    kept: list[Quote] = []
    for quote in quotes:
        if quote.depth == 0 and (not kept or quote.start >= kept[-1].end):
            kept.append(quote)
    return tuple(kept)


def _is_shouting(text: str) -> bool:
    """Return whether a text is all capitals, so that capitals tell nothing."""
    sample = text[:2000]
    if sum(map(sample.count, "etaoin")) * 4 >= len(sample):
        return False  # plain English: no need to look at every character
    upper = sum(map(str.isupper, sample))
    lower = sum(map(str.islower, sample))
    return upper > 20 and lower * 4 < upper


@lru_cache(maxsize=20_000)
def _kind(word: str, shouting: bool) -> tuple[str, Kind]:
    """Return a word's lower-case form and its kind."""
    lower = word.lower().replace("’", "'")
    first = word[1] if word[0] in _MONEY and len(word) > 1 else word[0]
    if not (first.isalnum() or lower == "'s"):
        return lower, "punctuation"
    if first.isdigit():
        return lower, "number"
    kind = KIND.get(lower)
    if not first.isupper() or shouting:
        if kind is None and not shouting and _NAME_WITH_PARTICLE.match(word):
            return lower, "capital"
        return lower, "plain" if kind is None else kind
    if (
        kind in _CAPITAL_FUNCTION
        and lower not in _NEVER_NAME
        and not (len(word) > 1 and word.isupper())
    ):
        return lower, kind
    return lower, "capital"


def _add_words(parts: Segments, start: int, end: int) -> None:
    stretch = parts.text[start:end].lstrip()
    spaced = _TOKEN.findall(stretch)
    words = list(map(str.rstrip, spaced))
    starts = list(accumulate(map(len, spaced), initial=end - len(stretch)))
    starts.pop()
    parts.words += words
    parts.starts += starts
    parts.ends += map(add, starts, map(len, words))


_NO_MARKS = frozenset(",?&-–—([")
"""What a quotation can begin with that means something else as a word of its own."""


def _add_quote(parts: Segments, number: int) -> None:
    quote = parts.quotes[number]
    parts.quote_of[len(parts.words)] = number
    mark = parts.text[quote.start]
    parts.words.append('"' if mark.isalnum() or mark in _NO_MARKS else mark)
    parts.starts.append(quote.start)
    parts.ends.append(quote.end)


def _add_kinds(parts: Segments) -> None:
    """Add the lower-case form and the kind of all words, each different word looked up once."""
    words = parts.words
    shouting = _is_shouting(parts.text)
    known = {word: _kind(word, shouting) for word in set(words)}
    read = [known[word] for word in words]
    lowers = parts.lowers = [lower for lower, _ in read]
    kinds = parts.kinds = [kind for _, kind in read]
    for k in parts.quote_of:
        lowers[k], kinds[k] = '"', "quote"
    for k in [k for k, lower in enumerate(lowers) if lower == "far" and k > 1]:
        if lowers[k - 1] in ("so", "thus") and kinds[k - 2] == "auxiliary":
            kinds[k - 1] = kinds[k] = "adverb"  # "has so far refused"
    for k, word in enumerate(words[:-2]):
        if word == "A" and words[k + 1] == ".":
            kinds[k] = "capital"  # A. B. Moor
    for k in [k for k, kind in enumerate(kinds) if k and kind in ("possessive", "adverb")]:
        if kinds[k] == "possessive" and lowers[k - 1] in _TAKES_IS:
            kinds[k] = "auxiliary"  # that's, it's: the verb, not the case ending
        elif kinds[k] == "adverb" and kinds[k - 1] == "capital" and words[k][0].isupper():
            kinds[k] = "capital"  # Human Rights First


def _add_sentences(
    parts: Segments, first: int, last: int, paragraph: int, stops: list[int]
) -> None:
    """Cut a paragraph at those of its words that can end a sentence, and do so here."""
    begin = first
    for k in (*stops, last - 1):
        while k - begin > _LONGEST_SENTENCE:
            parts.sentences.append(Sentence(begin, begin + _LONGEST_SENTENCE + 1, paragraph))
            begin += _LONGEST_SENTENCE + 1
        if k < last - 1 and (k - begin == _LONGEST_SENTENCE or _ends_sentence(parts, k, last)):
            parts.sentences.append(Sentence(begin, k + 1, paragraph))
            begin = k + 1
    if begin < last:
        parts.sentences.append(Sentence(begin, last, paragraph))


def _ends_sentence(parts: Segments, k: int, last: int) -> bool:
    """Return whether a sentence ends after word ``k``, which is not the paragraph's last."""
    kind = parts.kinds[k]
    word = parts.words[k]
    following = parts.words[k + 1]
    starts_new = (
        following[0].isupper() or parts.kinds[k + 1] == "quote" or not following[0].isalnum()
    )
    if kind == "quote":
        return _quote_ends_sentence(parts, k, last)
    if kind == "punctuation":
        if word in "!?…":
            return following[0].isupper() or parts.kinds[k + 1] == "quote"
        if word != ".":
            return word in "•●▪|"
        if following in ".,;:)!?" or not (starts_new or following[0].isdigit()):
            return False
        if k and parts.lowers[k - 1] in ABBREVIATIONS and parts.ends[k - 1] == parts.starts[k]:
            return False
        initial = k and len(parts.words[k - 1]) == 1 and parts.words[k - 1].isupper()
        return not initial or _is_lettered(parts, k - 1)
    if word[-1] == "." and len(word) > 1:
        return following[0].isupper() and parts.lowers[k + 1] in SENTENCE_STARTERS
    return False


def _is_lettered(parts: Segments, k: int) -> bool:
    """Return whether word ``k``, a letter, tells which of several things is meant: *plan B*, *an A*."""
    return k > 0 and parts.lowers[k - 1] in _LETTERED


_LETTERED = word_list("told apart by letters") | {"an", "a", "the"}


def _quote_ends_sentence(parts: Segments, k: int, last: int) -> bool:
    quote = parts.quotes[parts.quote_of[k]]
    inner = parts.text[max(quote.inner_start, quote.inner_end - 3) : quote.inner_end].rstrip()
    following = parts.words[k + 1]
    if not inner or inner[-1] not in ".!?…":
        return False
    if parts.kinds[k + 1] == "quote":
        return True
    if not following[0].isupper():
        return False
    if inner[-1] == ".":
        return True
    # “Why?” Moor asked. The tag belongs to the question, however it is capitalised.
    for j in range(k + 1, min(last, k + 8)):
        if parts.kinds[j] == "cue" and CUES[parts.lowers[j]].form in ("past", "s"):
            return j + 1 < last and parts.kinds[j + 1] not in (
                "punctuation",
                "quote",
                "preposition",
                "time",
            )
        if parts.kinds[j] in ("punctuation", "auxiliary", "subordinator"):
            return True
    return True
