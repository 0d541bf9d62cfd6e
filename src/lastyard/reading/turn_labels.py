# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Where the turns of a conversation begin: *Ada Moor: ...*, *Q: ...*, *Mr. Moor -- ...*.

Interviews, hearings, sittings and meeting records put the speaker's name before what each
says. A colon alone proves nothing (*Note: ...*, *The demands are: ...*), so a document has
turns only where several lines begin with what can be a speaker, some of them come back or
are known as people, and what follows sounds like speech (*I*, *we*, *you*, questions).

Example:
    >>> labels = find_labels("Q: Will you sign?\\n\\nAda Moor: I will, if we are asked.\\n")
    >>> [(label.name, label.asks) for label in labels]
    [('Q', True), ('Ada Moor', False)]
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from lastyard.reading.given_names import GENDER_OF
from lastyard.reading.roles import TITLES, is_person_role
from lastyard.reading.wordlists import word_set

_NAME = (
    r"(?:The[ ])?[^\W\d_a-z][\w.'’-]{0,30}"
    r"(?:[ ](?:of|the|for|de|van|von|al|bin|da|di|la|le|\d{1,2}|[^\W\d_a-z][\w.'’-]{0,30})){0,7}"
)
_ASIDE = r"(?:[ ]?[(\[][^()\[\]\n]{1,60}[)\]])"
_TITLED = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sen|Senator|Rep|Representative|Sir|Dame|Lord|Lady|Chairman|"
    r"Chairwoman|Chair|Secretary|Ambassador|General|Director|Judge|The|Q|A)\b"
)
_LABEL = re.compile(
    r"^[ \t]*(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?[ ]+)?(?:"
    rf"\*\*(?P<bold>{_NAME}){_ASIDE}?:?\*\*[ ]?:?"
    r"|\(\((?P<round>[^()\n:]{1,40})\)\)[ ]?:?"
    rf"|(?P<colon>{_NAME})(?P<aside>{_ASIDE}{{0,3}})[ ]?:(?![\d/])"
    rf"|(?P<dash>{_TITLED}(?:\.?[ ]{_NAME})?){_ASIDE}?[ ]*(?:--|—|–)"
    r"|(?P<lone>Q)[ \t]+(?=[A-Z(])"
    rf"|(?P<sitting>{_NAME})(?:{_ASIDE}{{1,2}}|,[ ][^\n:.]{{1,60}})?\.[ ]?[–—-](?=[ ])"
    rf"|(?P<stop>(?:{_TITLED}\.?[ ](?:[A-Z'’-]{{3,}}[ ]?){{1,3}}(?:of[ ]\w+)?|Q|A))\."
    r")[ \t]*(?:\n[ \t]*)?(?=[^\s\"“«„])",
    re.MULTILINE,
)
_DEFINITION = re.compile(
    r"(?P<title>(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|H\.E)\.?[ ])?"
    rf"(?P<name>{_NAME})[ .…]*(?:\((?P<of>[^()\n]{{2,60}})\))?[ ]*$"
)
_OTHER_LABELS = word_set(
    """note notes update updates source sources photo photos image images picture video caption
    correction breaking live analysis opinion comment related watch listen warning example
    examples background summary conclusion conclusions date time place location venue subject to
    from cc bcc re tel phone fax email e-mail contact contacts website address author authors by
    title copyright category categories tags topics keywords result results score goals
    attendance price prices cost step steps tip tips advice day week part chapter section
    figure table annex appendix agenda item items present absent members attendees participants
    apologies abstentions abstaining favour favor against ayes noes yes no editor credit credits
    reference references see also read more published posted edited transcript translation
    advertisement sponsored details key facts fact myth ps p.s url http https www isbn doi
    monday tuesday wednesday thursday friday saturday sunday name age height weight born died
    article rule law lesson phase stage round group team level scene act occupation status type size model pros cons verdict rating ingredients method serves
    """
)
_ASKERS = word_set(
    """q question interviewer reporter reporters journalist journalists moderator host presenter
    anchor press correspondent media audience"""
)
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
    """

    start: int
    begin: int
    name_start: int
    name: str
    of: str | None
    asks: bool
    answers: bool
    sitting: bool = False


def find_labels(text: str) -> tuple[Label, ...]:
    """Find where turns begin; nothing if the text is no conversation."""
    found: list[Label] = []
    for match in _LABEL.finditer(text):
        label = _read(match)
        if label is not None and _begins_line(text, label.start):
            found.append(label)
    if len(found) < _FEWEST:
        return ()
    times = Counter(label.name for label in found)
    people = _people(text, found)
    # A heading that neither comes back nor can be a person belongs to a list of another kind.
    found = [
        label for label in found if times[label.name] > 1 or label.name in people or label.sitting
    ]
    return tuple(found) if _is_conversation(text, found, people) else ()


def _read(match: re.Match[str]) -> Label | None:
    """Read a label; None for *Note:*, *Photo:* and the like."""
    kind = match.lastgroup if match.lastgroup != "aside" else "colon"
    assert kind is not None  # noqa: S101 - one alternative has matched
    name = match.group(kind).strip(" .")
    words = name.lower().split()
    if not words or words[-1].strip(".'’") in _OTHER_LABELS or words[0] in _OTHER_LABELS:
        return None
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
    )


def _begins_line(text: str, start: int) -> bool:
    """Say whether a line begins anew here, not in the middle of a wrapped sentence."""
    before = text[max(0, start - 3) : start].rstrip(" \t")
    if not before.endswith("\n") or before.endswith("\n\n"):
        return True
    return before[:-1].rstrip(" \t")[-1:] in ".?!:)]”\"'…*" or len(before) < 2


def _people(text: str, found: list[Label]) -> frozenset[str]:
    """Give the labels that are a title, a role, a known given name, or a name the text uses."""
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
    """Say whether labels come back, or stand for people, and what follows is spoken."""
    if len(found) < _FEWEST:
        return False
    times = Counter(label.name for label in found)
    if len(times) == 1 and len(found) == _FEWEST:
        return False
    known = any(label.name in people for label in found)
    marked = any(text.startswith(("((", "**"), label.start) or label.sitting for label in found)
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
    """Give the one who holds the office that a label names, where the heading says so."""
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
