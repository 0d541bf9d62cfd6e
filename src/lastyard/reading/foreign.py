# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Texts in other languages than English: which language it is, and what French and Spanish texts say.

These two are read by tables of their words, ``french.txt`` and ``spanish.txt``. A table names the
verbs of speech and of bargaining, what stands before and behind them, and what denies.

Example:
    >>> text = "Le syndicat a rejeté la hausse, et Anne Leroux n'a pas accepté le plan."
    >>> [(one.speaker, one.verb, one.negated) for one in statements_in(text, "french", ())]
    [('Le syndicat', 'reject', False), ('Anne Leroux', 'accept', True)]
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from lastyard.reading.anchors import make_anchor
from lastyard.reading.entities import PartyNames, party_in
from lastyard.reading.segments import segment
from lastyard.reading.statements import DateMention, Span, Statement
from lastyard.reading.wordlists import sections, word_list, word_set

__all__ = ["LANGUAGES", "dates_in", "language_of", "looks_english", "statements_in"]

LANGUAGES = ("french", "spanish")
"""The languages that have a table."""

_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = word_list("small words of English")
_FEWEST_WORDS = 15
_FEWEST_DIFFERENT = 12
_LEAST_SHARE = 0.15
_SAMPLE = 20_000
_BEGINNING = 1_000
_SENTENCE = re.compile(r"[^.!?…:\n«»“”]+")
_CAPITALISED = r"(?<![^\W\d_])[^\W\d_a-zà-öø-ÿœ][\w\u2019'-]*"
_JOINED = rf"(?:\s+(?:(?:de|del|la|las|los|le|les|du|des|von)\s+){{0,2}}{_CAPITALISED})"
_NAMES = re.compile(rf"{_CAPITALISED}{_JOINED}+|(?<=\s)(?<!^\s){_CAPITALISED}")
_LEAST_FOREIGN = 0.25
_FEWEST_FOREIGN = 2
_QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»|\"[^\"\n]*\"")
_FEWEST_OUTSIDE = 3


def looks_english(text: str) -> bool:
    """Return whether enough of a text's words are small English ones; short texts count as English.

    Args:
        text: The text; 20,000 characters at its beginning, middle and end are looked at, and one of
            them that is English is enough (a report may stand behind something else).

    Example:
        >>> looks_english("Der Minister sagte, er werde die Gespräche am Montag in der Stadt fortsetzen, "
        ...               "und nannte dabei keine weiteren Bedingungen für den Fortgang.")
        False
    """
    if language_of(text) is not None:
        return False
    beginning = text[:_BEGINNING].lower().split()
    if sum(word in _SMALL_WORDS for word in beginning) >= _LEAST_SHARE * max(1, len(beginning)):
        return True
    return any(map(_is_english, _samples(text)))


def language_of(text: str) -> str | None:
    """Return the language with a table in which most of a text's sentences are written, or None.

    Function words tell it, sentence by sentence; what begins with a capital within a sentence is a
    name and does not count.

    Example:
        >>> language_of("Old Harbour Board accepte la hausse de 4 %, Red Dock Guild refuse la clause.")
        'french'
    """
    words = _telling_words()
    different: dict[str, set[str]] = {name: set() for name in LANGUAGES}
    won: Counter[str] = Counter()
    total = in_english = 0
    sample = " ".join(_samples(text))
    outside = _QUOTED.sub(" ", sample)  # a report may quote another language
    enough = len(_WORD.findall(_NAMES.sub(" ", outside))) >= _FEWEST_OUTSIDE
    for sentence in _SENTENCE.findall(outside if enough else sample):
        told = _WORD.findall(_NAMES.sub(" ", sentence))
        told = [word.lower() for word in told if word.islower() or word == told[0]]
        total += len(told)
        english = sum(word in _SMALL_WORDS for word in told)
        most = english
        for name, (small, others) in words.items():
            own = sum((word in small) - 2 * (word in others) for word in told)
            most = max(most, own)
            if own > english and own >= _LEAST_FOREIGN * len(told):
                won[name] += own - english
                different[name].update(w for w in small.intersection(told) if len(w) > 1)
            elif own < 0:
                won[name] += own
        in_english += english if english == most else 0
    best = max(LANGUAGES, key=lambda name: won[name])
    sure = won[best] >= max(_FEWEST_FOREIGN, in_english, _LEAST_FOREIGN / 2 * total)
    return best if sure and len(different[best]) >= _FEWEST_FOREIGN else None


@cache
def _telling_words() -> dict[str, tuple[frozenset[str], ...]]:
    """Return for each language with a table the words that tell it, and those that tell against it."""
    return {
        name: tuple(
            word_set(" ".join(line for each in kinds for line in sections(f"{name}.txt")[each]))
            for kinds in (("small words", "known by"), ("small words of neighbours",))
        )
        for name in LANGUAGES
    }


def _samples(text: str) -> list[str]:
    middle = max(0, len(text) // 2 - _SAMPLE // 2)
    starts = dict.fromkeys((0, middle, max(0, len(text) - _SAMPLE)))
    return [text[start : start + _SAMPLE] for start in starts]


def _is_english(sample: str) -> bool:
    words = _WORD.findall(sample)
    counted = Counter(word.lower() for word in words)
    # No language uses one word for a sixth of all: what does so is rubbish in front of a text.
    most = counted.total() / 6
    told = {word: n for word, n in counted.items() if n <= most or n < _FEWEST_DIFFERENT}
    total = sum(told.values())
    small = sum(n for word, n in told.items() if word in _SMALL_WORDS)
    few = total < _FEWEST_WORDS or len(told) < _FEWEST_DIFFERENT
    if few or small >= _LEAST_SHARE * total:
        return True
    plain = [word.lower() for word in _WORD.findall(_NAMES.sub(" ", sample))]
    named = len(plain) <= len(words) / 2  # little but names: the words between them tell
    return named and sum(word in _SMALL_WORDS for word in plain) >= _LEAST_SHARE * max(
        1, len(plain)
    )


_LONGEST = 2_000
_HIDDEN = "\x00"
_CAPITAL = r"[^\W\d_a-zà-öø-ÿœ]"
_NAME = rf"{_CAPITAL}[\w'’-]*(?:\s+(?:de\s+|del\s+|la\s+|le\s+)?{_CAPITAL}[\w'’-]+)*"
_LONG_NAME = rf"{_CAPITAL}[\w'’-]*(?:\s+{_CAPITAL}[\w'’-]+)+"


class _Verb(NamedTuple):
    verb: str = "say"
    is_deed: bool = False
    joined: str = ""


@dataclass(frozen=True)
class _Table:
    """The words of one language, as patterns."""

    small: frozenset[str]
    abbreviations: frozenset[str]
    verbs: dict[str, _Verb]
    verb: re.Pattern[str]
    subject: re.Pattern[str]
    behind: re.Pattern[str]
    that: re.Pattern[str]
    view: re.Pattern[str]
    joins: re.Pattern[str]
    time: str
    before_a_name: re.Pattern[str]
    doer: re.Pattern[str]
    begins: re.Pattern[str]
    articles: str
    article: re.Pattern[str]
    passive: re.Pattern[str]
    by: re.Pattern[str]
    pronouns: frozenset[str]


def _any(words: Sequence[str]) -> str:
    """Return a pattern of any of some words; one that ends in an apostrophe is joined to the next."""
    ordered = sorted(words, key=len, reverse=True)
    alternatives = "|".join(re.escape(word) for word in ordered).replace("'", "['’]")
    return f"(?i:{alternatives})"


def _words(name: str, section: str) -> list[str]:
    return " ".join(sections(f"{name}.txt")[section]).split()


def _phrases(name: str, section: str) -> list[str]:
    lines = sections(f"{name}.txt")[section]
    return [
        one.strip() for line in lines for one in (line.split("|") if "|" in line else line.split())
    ]


@cache
def _table(name: str) -> _Table:
    kinds = (line.partition(":") for line in sections(f"{name}.txt")["endings"])
    endings = {kind: [part.split() for part in tail.partition("|")[::2]] for kind, _, tail in kinds}
    verbs: dict[str, _Verb] = {}
    for line in sections(f"{name}.txt")["verbs of speech"]:
        for form in _forms(line, endings):
            verbs.setdefault(form, _Verb())
    for line in sections(f"{name}.txt")["deeds"]:
        said, _, forms = line.partition(":")
        verb, joined = (said, "")
        if said.startswith("oppose "):
            verb, after = said.split()
            joined = rf"(?:{after}\b|au\b|aux\b|al\b)"
        for form in _forms(forms.strip(), endings):
            verbs[form] = _Verb(verb, True, joined)
    rows = {
        section: {
            kind: tail.split()
            for kind, _, tail in (line.partition(":") for line in sections(f"{name}.txt")[section])
        }
        for section in ("denials", "passives")
    }
    denials, auxiliaries = rows["denials"], _words(name, "auxiliaries")
    gap = r"(?:\s+|(?<=['’]))"
    after = rf"(?(before)(?:\s+(?P<after#>{_any(denials['after'])}))?)" if denials["after"] else ""
    never = rf"{_any(denials['after'])}\s+" if denials["after"] else ""
    pronouns = _words(name, "pronouns")
    verb = (
        rf"(?:\b(?P<before>{_any(denials['before'])}){gap})?(?:\b(?:{_any(_words(name, 'clitics'))}){gap})?"
        rf"(?:\b(?:{_any(auxiliaries)})(?:-(?:t-)?(?P<he>{_any(pronouns)}))?{after.replace('#', '1')}\s+)?"
        rf"\b(?P<verb>{_any(list(verbs))})\b(?:-(?:t-)?(?:{_any(pronouns)}))?{after.replace('#', '2')}"
    )
    stops = "|".join(rf"(?<=\b{word})\." for word in _words(name, "abbreviations"))
    articles = rf"(?:(?:{_any(_words(name, 'articles'))}){gap})"
    phrase = rf"(?:{articles}[\w’'-]+(?:\s+[\w’'-]+){{0,7}}|{_NAME}|{_LONG_NAME}(?:\s+[\w’'-]+){{1,5}}|{_any(pronouns)})"
    of = rf"(?:{_any(_words(name, 'of'))}){gap}"
    first, ends = _any(_words(name, "before a noun")), "|".join(_words(name, "adjectives end in"))
    links = _any(_words(name, "and") + _words(name, "but"))
    both = rf"{_any(_words(name, 'and'))}\s+(?={articles}|{_CAPITAL})"
    noun = rf"(?:{articles}?(?:{first}\s+)*[\w-]+(?:\s+(?:\w{{3,}}(?:{ends})(?!\w)|{_NAME}))*)"
    return _Table(
        frozenset(_words(name, "small words")),
        frozenset(_words(name, "abbreviations")),
        verbs,
        re.compile(verb, re.I),
        re.compile(rf"(?:^|[,;:—–]\s*|\b{links}\s+)(?P<who>{phrase}(?:,[^,;:]{{2,60}},)?)\s*$"),
        re.compile(
            rf"(?:\s+(?:{_any(_phrases(name, 'time'))})\b)*\s+(?P<who>(?:{articles}|(?={_CAPITAL}))(?:[^,.;:{_HIDDEN}]|{stops})*(?:,\s+{_NAME}(?=[,.]))?)"
        ),
        re.compile(rf"(?:\s+[\w’'-]+){{0,4}}?\s+(?:{_any(_words(name, 'that'))})(?:\s+|(?<=['’]))"),
        re.compile(
            rf"(?:{_any(_phrases(name, 'according to'))})\s*(?P<who>[^,;:]+?)\s*,\s*",
            re.I,
        ),
        re.compile(rf",?\s+{links}\s*$"),
        rf"(?:{_any(_phrases(name, 'time'))})\b",
        re.compile(rf"(?:{_any(_words(name, 'before a name'))})(?!\w)"),
        re.compile(
            rf"(?:(?:{_any(_words(name, 'abbreviations'))})\.?\s+{_NAME}|{noun}(?:\s+(?:{of}|{both}){noun})*(?:,\s+{_NAME},)?)"
        ),
        re.compile(
            rf"(?<!\w)(?:{both}|(?:{_any(_words(name, 'that'))}){gap})(?=(?:{articles}|{_NAME})[^,]*$)"
        ),
        articles,
        re.compile(rf"(?<!\w){articles}$"),
        re.compile(
            rf"\s(?P<before>{_any(denials['before'])}{gap})?(?:{_any(auxiliaries)}\s+(?:{never})?)?"
            rf"{_any(rows['passives']['be'])}\s+(?:{never})?(?:\w+mente?\s+)?$",
        ),
        re.compile(rf"\s+{_any(rows['passives']['by'])}\s+(?P<who>[^,.;:{_HIDDEN}]+)"),
        frozenset(pronouns),
    )


def _forms(line: str, endings: dict[str, list[list[str]]]) -> Iterator[str]:
    """Yield the forms of the verbs in a row: stems with the endings of their class, or whole words."""
    kind, _, stems = line.partition(":")
    if kind == "whole":
        yield from stems.replace("|", " ").split()
        return
    for stem in stems.split():
        for ending in (one for part in endings[kind] for one in part):
            yield stem + ending


def statements_in(
    text: str, language: str, parties: Sequence[PartyNames], day: str | None = None
) -> list[Statement]:
    """Return the statements of a text in a language that has a table.

    They are found in sentences of a few plain forms: a subject, its verb and what it says or does; a
    quotation and who said it; *according to* somebody. No sign is told: what a deed means for the
    case is left open, since words that no table holds (*a semblance of*, *a wing of*) turn it as
    often as those that one can list.

    Args:
        text: The text.
        language: One of ``LANGUAGES``.
        parties: The case's parties with the words that stand for them.
        day: The day of the document, when it is known.
    """
    table = _table(language)
    quotes = [(quote.start, quote.end) for quote in segment(text).quotes]
    hidden = list(text)
    for start, end in quotes:
        hidden[start:end] = _HIDDEN * (end - start)
    blank = "".join(hidden)
    found: list[Statement] = []
    last: tuple[str, str | None, int] | None = None
    for number, (start, end) in enumerate(_sentences(blank, table.abbreviations)):
        for one in _told(blank, start, end, table):
            words = text[slice(*one.who)]
            name = _speaker(words, table)
            party = party_in(name, parties) or party_in(words, parties)
            if (not name or name.lower() in table.pronouns) and last and number - last[2] <= 1:
                name, party = last[:2]
            else:
                last = (name, party, number)
            direct = blank[one.said[0] : one.said[0] + 1] == _HIDDEN
            found.append(
                Statement(
                    f"s{len(found) + 1}",
                    "direct" if direct else "act" if one.is_deed else "indirect",
                    name,
                    party,
                    day,
                    "report" if day else "unknown",
                    make_anchor(text, *one.said),
                    source=Span(*one.who) if words else None,
                    verb=one.verb,
                    group="act" if one.is_deed else "speech",
                    negated=one.negated,
                    verbatim=(Span(*one.said),) if direct else (),
                    confidence=float(sections(f"{language}.txt")["share right"][0]),
                    left_open=True,
                )
            )
    return found


def dates_in(text: str, language: str, report: dt.date | None) -> tuple[DateMention, ...]:
    """Return the days and months that a text in a language with a table names in full.

    *Le 4 mars 2024* is that day; without its year, the one nearest to the day of the document. Weekdays are left
    out: nothing in their table tells whether the last or the next is meant.

    Args:
        text: The text.
        language: One of ``LANGUAGES``.
        report: The day of the document, when it is known.

    Example:
        >>> [one.value for one in dates_in("Le 1er mai 2024, puis hier.", "french", dt.date(2024, 5, 3))]
        ['2024-05-01', '2024-05-02']
    """
    names = [month.split("|") for month in _words(language, "months")]
    number = {name: k for k, several in enumerate(names, 1) for name in several}
    days = dict(word.rsplit("|", 1) for word in _words(language, "days"))
    month, word = _any(list(number)), _any(list(days))
    pattern = re.compile(
        rf"(?<![\w/.,-])(?:(?P<day>\d{{1,2}})(?:er|º|°)?\s+(?:de\s+)?)?(?P<month>{month})\.?"
        rf"(?:\s+(?:del?\s+)?(?P<year>(?:19|20)\d\d))?(?![\w-])|(?<![\w-])(?P<word>{word})(?![\w-])"
    )
    found = []
    for match in pattern.finditer(text):
        value = _day(match, number, days, report)
        if value is not None:
            found.append(DateMention(Span(*match.span()), value))
    return tuple(found)


def _day(
    match: re.Match[str], number: dict[str, int], days: dict[str, str], report: dt.date | None
) -> str | None:
    """Return the value of a date; None where it is no day, or its year is not known."""
    if match["word"]:
        after = int(days[match["word"].lower().replace("’", "'")])
        return (report + dt.timedelta(days=after)).isoformat() if report else None
    month, year = number[match["month"].lower()], match["year"]
    if match["day"] is None:
        return f"{year}-{month:02}" if year else None
    near = [int(year)] if year else [report.year + k for k in (-1, 0, 1)] if report else []
    try:
        several = [dt.date(one, month, int(match["day"])) for one in near]
    except ValueError:  # 31 février, or 29 in years that have none
        return None
    nearest = min(several, key=lambda day: abs(day - report) if report else 0, default=None)
    return nearest.isoformat() if nearest else None


def _sentences(blank: str, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a text begin and end; what is too long to be one is left out."""
    start = 0
    for mark in re.finditer(r"[.!?…]+(?=\s|$)|\n+|$", blank):
        word = re.search(r"\w+$", blank[max(start, mark.start() - 8) : mark.start()])
        if mark.group() == "." and word is not None and word.group() in abbreviations:
            continue
        sentence = blank[start : min(mark.end(), start + _LONGEST)].lstrip()
        if sentence and mark.end() - start < _LONGEST:
            yield mark.end() - len(sentence), mark.end()
        start = mark.end()


class _Found(NamedTuple):
    """What a sentence tells: who, what, the English verb, whether a deed, and denied."""

    who: tuple[int, int]
    said: tuple[int, int]
    verb: str = "say"
    is_deed: bool = False
    negated: bool = False
    begins: int = 0


def _told(blank: str, start: int, end: int, table: _Table) -> Iterator[_Found]:
    """Yield what a sentence tells."""
    sentence = blank[start:end]
    if sentence.rstrip().endswith("?"):
        return
    quotes = [(start + m.start(), start + m.end()) for m in re.finditer(rf"{_HIDDEN}+", sentence)]
    told: list[_Found] = []
    for match in table.verb.finditer(blank, start, end):
        if table.article.search(blank, start, match.start()):
            continue  # "son offre" is a noun
        verb = table.verbs[match["verb"].lower()]
        if verb.is_deed:
            last = told[-1] if told and told[-1].is_deed else None
            deed = _deed(blank, (start, end), match, verb, table, last)
            joint = table.joins.search(blank, start, deed.begins) if deed and last else None
            if last and joint and joint.start() < last.said[1]:
                told[-1] = last._replace(said=(last.said[0], joint.start()))
            told += [deed] if deed else []
        elif not match["before"]:
            told += filter(None, _speech(blank, (start, end), match, quotes, table))
        if told and not verb.is_deed:
            break
    yield from told or _views(blank, start, end, quotes, table)


def _speech(
    blank: str,
    sentence: tuple[int, int],
    match: re.Match[str],
    quotes: list[tuple[int, int]],
    table: _Table,
) -> list[_Found | None]:
    """Return what is said by a verb of speech: in quotations, in a clause behind, or in words before."""
    start, end = sentence
    who = _who(blank, start, match, table)
    behind = table.behind.match(blank, match.end(), end)
    after = match.span("he") if match["he"] else behind.span("who") if behind else None
    if quotes:
        nobody = (match.start(), match.start())
        return [_Found(who or after or nobody, quote) for quote in quotes]
    that = table.that.match(blank, match.end(), end)
    if that is not None and (who is not None or match.start() == start):
        return [_Found(who or (start, start), (that.end(), _trimmed(blank, end)))]
    before = blank[start : match.start()].rstrip()
    if after is not None and before.endswith(",") and who is None:
        return [_Found(after, (start, start + len(before) - 1))]  # "..., prévient le comité"
    return []


def _deed(
    blank: str,
    sentence: tuple[int, int],
    match: re.Match[str],
    verb: _Verb,
    table: _Table,
    last: _Found | None,
) -> _Found | None:
    """Return a deed of bargaining: its doer, who may be that of the one before it, and its thing."""
    start, end = sentence
    who, thing = _who(blank, start, match, table), (match.end(), _trimmed(blank, end))
    passive = table.passive.search(blank, start, match.start("verb"))
    if passive is not None:
        by = table.by.match(blank, match.end(), end)
        subject = table.subject.search(blank[start : passive.start()])
        if by is None or subject is None:
            return None
        who, thing = by.span("who"), (start + subject.start("who"), start + subject.end("who"))
    begins = match.start() if who is None else who[0]
    if last is not None and table.joins.search(blank, start, match.start()):
        who, begins = last.who, match.start()  # "a accepté la trêve, mais a rejeté l'offre"
    elif who is None and match.start() == start and match["before"]:
        who = (start, start) if table.before_a_name.match(match["before"]) else None
    if who is None:
        return None
    said = blank[slice(*thing)]
    lead = re.match(
        rf"\s*(?:,[^,]{{2,40}},\s*)?(?:\w+(?:ment|mente)\s+)?(?:{table.time}\s+)?{verb.joined}\s*",
        said,
    )
    if lead is None or not said[lead.end() :] or said[lead.end()] in ",;:":
        return None
    article = re.match(table.articles, said[lead.end() :])
    first = thing[0] + lead.end() + (article.end() if article else 0)
    if passive is not None:
        return _Found(
            who, (first, thing[1]), verb.verb, True, passive["before"] is not None, begins
        )
    groups = match.groupdict()
    # "n'accepte que 25" denies nothing: French needs its second word.
    after = "after1" not in groups or groups["after1"] or groups["after2"]
    return _Found(who, (first, thing[1]), verb.verb, True, bool(match["before"] and after), begins)


def _views(
    blank: str, start: int, end: int, quotes: list[tuple[int, int]], table: _Table
) -> Iterator[_Found]:
    """Yield what a sentence without a verb of speech gives to somebody: *according to*, or by a colon."""
    view = table.view.match(blank, start, end)
    colon = re.compile(rf"(?P<who>[^:{_HIDDEN}]{{2,60}}?)\s*:\s*(?={_HIDDEN})").match(
        blank, start, end
    )
    if view is not None:
        inside = [quote for quote in quotes if quote[0] >= view.end()]
        yield _Found(view.span("who"), inside[0] if inside else (view.end(), _trimmed(blank, end)))
    elif colon is not None and quotes:
        yield _Found(colon.span("who"), quotes[0])


def _who(blank: str, start: int, match: re.Match[str], table: _Table) -> tuple[int, int] | None:
    """Return the words of a subject that ends where a verb begins."""
    before = table.subject.search(blank[start : match.start()])
    if before is None or _HIDDEN in before["who"]:
        return None
    first, last = before.span("who")
    doer = table.doer.match(blank, start + first, start + last)
    rest = before["who"][doer.end() - start - first :] if doer else ""
    # "La direction rejette 40 et la guilde accepte 31": the guild accepts.
    for begins in table.begins.finditer(rest):
        first = last - len(rest) + begins.end()
    return start + first, start + last


def _trimmed(blank: str, end: int) -> int:
    return len(blank[:end].rstrip(" \n.!…"))


def _speaker(words: str, table: _Table) -> str:
    """Return the name in the words for a speaker, or the noun phrase with which these words begin."""
    for name in re.findall(_NAME, words):
        first, _, rest = name.partition(" ")
        if rest:  # an article that begins a sentence is no part of a name
            return str(
                rest if first.lower() in table.small or table.before_a_name.match(first) else name
            )
        if first.lower() == words.lower() and table.before_a_name.match(first):
            return ""  # "Tampoco acepta 35": whoever was spoken of
    phrase = table.doer.match(words)
    return " ".join((phrase.group() if phrase else words).split()).rstrip(" ,")
