# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Texts of languages other than English, read by a table of their words: ``french.txt``, ``spanish.txt``.

A table names the verbs of speech and of bargaining, what stands before and behind them, what denies,
and what opens a condition. Statements are found in sentences of a few plain forms: a subject, its verb
and what it says or does; a quotation and who said it; *according to* somebody. A sign is told by the
deed alone (its verb is the English one of ``deeds.txt``), and only in a sentence of nothing but a doer,
the deed, one thing and words known to be harmless: any other word, a second amount or clause, a
figure with a point or comma leaves it open, and so is what is said in words.

Example:
    >>> text = "Le syndicat a rejeté la hausse, et Anne Leroux n'a pas accepté le plan."
    >>> [(one.speaker, one.verb, one.negated) for one in statements_in(text, "french", ())]
    [('Le syndicat', 'reject', False), ('Anne Leroux', 'accept', True)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from lastyard.reading.anchors import make_anchor
from lastyard.reading.deedtable import meaning_of
from lastyard.reading.entities import PartyNames, party_in
from lastyard.reading.language import LANGUAGES, language_of
from lastyard.reading.segments import segment
from lastyard.reading.statements import Span, Statement
from lastyard.reading.wordlists import sections

__all__ = ["LANGUAGES", "language_of", "statements_in"]

_LONGEST = 2_000
_HIDDEN = "\x00"
_CAPITAL = r"[^\W\d_a-zà-öø-ÿœ]"
_NAME = rf"{_CAPITAL}[\w'’-]*(?:\s+(?:de\s+|del\s+|la\s+|le\s+)?{_CAPITAL}[\w'’-]+)*"
_FIGURE = re.compile(r"\d[.,\s]\d")


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
    turned: re.Pattern[str]
    plain: re.Pattern[str]
    doer: re.Pattern[str]
    thing: re.Pattern[str]
    unsure: re.Pattern[str]
    denied: frozenset[str]
    articles: str
    article: re.Pattern[str]
    passive: re.Pattern[str]
    by: re.Pattern[str]
    infinitive: re.Pattern[str]
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
        for section in ("denials", "passives", "infinitives", "unsure")
    }
    denials, auxiliaries = rows["denials"], _words(name, "auxiliaries")
    gap = r"(?:\s+|(?<=['’]))"
    after = rf"(?(before)(?:\s+(?P<after#>{_any(denials['after'])}))?)" if denials["after"] else ""
    pronouns = _words(name, "pronouns")
    verb = (
        rf"(?:\b(?P<before>{_any(denials['before'])}){gap})?(?:\b(?:{_any(_words(name, 'clitics'))}){gap})?"
        rf"(?:\b(?:{_any(auxiliaries)})(?:-(?:t-)?(?P<he>{_any(pronouns)}))?{after.replace('#', '1')}\s+)?"
        rf"\b(?P<verb>{_any(list(verbs))})\b(?:-(?:t-)?(?:{_any(pronouns)}))?{after.replace('#', '2')}"
    )
    stops = "|".join(rf"(?<=\b{word})\." for word in _words(name, "abbreviations"))
    articles = rf"(?:(?:{_any(_words(name, 'articles'))}){gap})"
    phrase = rf"(?:{articles}[\w’'-]+(?:\s+[\w’'-]+){{0,7}}|{_NAME}|{_any(pronouns)})"
    others = _any(_words(name, "small words") + _words(name, "other denials"))
    word = rf"(?!{others}(?!\w))[a-zà-öø-ÿœ][\w-]+"
    of = rf"(?:{_any(_words(name, 'of'))}){gap}"
    first, ends = _any(_words(name, "before a noun")), "|".join(_words(name, "adjectives end in"))
    noun = rf"(?:{articles}?(?:{first}\s+)*[\w-]+(?:\s+(?:\w{{3,}}(?:{ends})(?!\w)|{_NAME}))*)"
    number = rf"(?:\d+|{_any(_words(name, 'numbers'))})"
    amount = rf"{number}(?:\s*(?:%|{_any(_words(name, 'units'))}))?"
    date = rf"(?:{_any(_words(name, 'articles'))}\s+)?\d{{1,2}}(?:er)?\s+(?:de\s+)?{_any(_words(name, 'months'))}"
    harmless = rf"(?<!\w)(?:{date}|{_any(_phrases(name, 'time') + _words(name, 'harmless'))})(?!\w)"
    return _Table(
        frozenset(_words(name, "small words")),
        frozenset(_words(name, "abbreviations")),
        verbs,
        re.compile(verb, re.I),
        re.compile(rf"(?:^|[,;:—–]\s*|\bet\s+|\by\s+)(?P<who>{phrase}(?:,[^,;:]{{2,60}},)?)\s*$"),
        re.compile(
            rf"(?:\s+(?:{_any(_phrases(name, 'time'))})\b)*\s+(?P<who>(?:{articles}|(?={_CAPITAL}))(?:[^,.;:{_HIDDEN}]|{stops})*(?:,\s+{_NAME}(?=[,.]))?)"
        ),
        re.compile(rf"(?:\s+[\w’'-]+){{0,4}}?\s+(?:{_any(_words(name, 'that'))})(?:\s+|(?<=['’]))"),
        re.compile(
            rf"(?:{_any(_phrases(name, 'according to'))})\s*(?P<who>[^,;:]+?)\s*,\s*",
            re.I,
        ),
        re.compile(rf"(?<!\w)(?:{_any(_words(name, 'other denials'))})(?![\w])", re.I),
        re.compile(rf"(?:{harmless}|[\s,])*", re.I),
        re.compile(
            rf"(?:(?:{_any(_words(name, 'abbreviations'))})\.?\s+{_NAME}|{noun}(?:\s+(?:{of}){noun})*(?:,\s+{_NAME},)?)"
        ),
        re.compile(
            rf"(?:{amount}(?:\s+{of}{word})?|(?P<article>{articles})?(?(article)|(?:(?<=\bau\s)|(?<=\baux\s)|(?<=\bal\s))){word}"
            rf"(?:\s+{of}(?:{amount}|{articles}?{word}))?)(?![\w’'-])"
        ),
        re.compile(rf"\w+(?:{'|'.join(rows['unsure']['ends'])})(?!\w)", re.I),
        frozenset(rows["unsure"]["denied"]),
        articles,
        re.compile(rf"(?<!\w){articles}$"),
        re.compile(
            rf"\s(?:{_any(auxiliaries)}\s+)?{_any(rows['passives']['be'])}\s+(?:\w+ment[e]?\s+)?$"
        ),
        re.compile(rf"\s+{_any(rows['passives']['by'])}\s+(?P<who>[^,.;:{_HIDDEN}]+)"),
        re.compile(
            rf"(?:{_any(rows['infinitives']['after'])}{gap})?[^\W\d_]+(?:{'|'.join(rows['infinitives']['ends'])})(?:se)?(?!\w)"
        ),
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
    names = frozenset(word.lower() for party in parties for word in party.words)
    for number, (start, end) in enumerate(_sentences(blank, table.abbreviations)):
        for one in _told(blank, start, end, table, names):
            words = text[slice(*one.who)]
            name = _speaker(words, table)
            party = party_in(name, parties) or party_in(words, parties)
            if (not name or name.lower() in table.pronouns) and last and number - last[2] <= 1:
                name, party = last[:2]
            else:
                last = (name, party, number)
            direct = blank[one.said[0]] == _HIDDEN
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
                    left_open=one.left_open,
                )
            )
    return found


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
    """What a sentence tells: who, what, the English verb, whether a deed, denied, and left open."""

    who: tuple[int, int]
    said: tuple[int, int]
    verb: str = "say"
    is_deed: bool = False
    negated: bool = False
    left_open: bool = True


def _told(
    blank: str, start: int, end: int, table: _Table, names: frozenset[str]
) -> Iterator[_Found]:
    """Yield what a sentence tells, given the names of the case's parties."""
    sentence = blank[start:end]
    if sentence.rstrip().endswith("?"):
        return
    quotes = [(start + m.start(), start + m.end()) for m in re.finditer(rf"{_HIDDEN}+", sentence)]
    told = False
    for match in table.verb.finditer(blank, start, end):
        if table.article.search(blank, start, match.start()):
            continue  # "son offre" is a noun
        verb = table.verbs[match["verb"].lower()]
        if verb.is_deed:
            found = [_deed(blank, (start, end), match, verb, table, names)]
        elif match["before"]:
            continue
        else:
            found = _speech(blank, (start, end), match, quotes, table)
        for one in found:
            if one is not None:
                yield one
                told = True
        if told and not verb.is_deed:
            return
    if not told:
        yield from _views(blank, start, end, quotes, table)


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
    names: frozenset[str],
) -> _Found | None:
    """Return a deed of bargaining: its doer, its thing, and whether its sign is sure."""
    start, end = sentence
    who, thing = _who(blank, start, match, table), (match.end(), _trimmed(blank, end))
    passive = table.passive.search(blank, start, match.start("verb"))
    if passive is not None:
        by = table.by.match(blank, match.end(), end)
        subject = table.subject.search(blank[start : passive.start()])
        if by is None or subject is None:
            return None
        who, thing = by.span("who"), (start + subject.start("who"), start + subject.end("who"))
    if who is None:
        return None
    said = blank[slice(*thing)]
    lead = re.match(
        rf"(?P<gap>\s*(?:,[^,]{{2,40}},\s*)?(?:\w+(?:ment|mente)\s+)?){verb.joined}\s*", said
    )
    if lead is None or not said[lead.end() :] or said[lead.end()] in ",;:":
        return None
    at = thing[0] + lead.end()
    article = re.match(table.articles, said[lead.end() :])
    first = at + (article.end() if article else 0)
    if passive is None:
        done = [match.span(), (thing[0] + lead.end("gap"), at)]
    else:
        done = [(passive.start(), who[0])]
    negated = match["before"] is not None
    groups = match.groupdict()
    denied = (
        (groups.get("after1") or groups.get("after2") or "")
        if "after1" in groups
        else match["before"]
    )
    left_open = (
        (negated and meaning_of(verb.verb, denied=False) == "rejects")
        or (negated and denied.lower() not in table.denied)
        or table.unsure.search(match.group()) is not None
        or not _is_plain(blank, sentence, who, (at, thing[1]), done, table, names)
    )
    return _Found(who, (first, thing[1]), verb.verb, True, negated, left_open)


def _is_plain(
    blank: str,
    sentence: tuple[int, int],
    who: tuple[int, int],
    thing: tuple[int, int],
    done: Sequence[tuple[int, int]],
    table: _Table,
    names: frozenset[str],
) -> bool:
    """Return whether a sentence is a doer, a deed and one thing, and all its other words are harmless."""
    start, end = sentence
    begins = re.search(r"(?:^|[.!?…]\s+|\n[^\S\n]*\n\s*)$", blank[:start])
    if begins is None or not re.search(r"[.!]\s*$", blank[start:end]):
        return False  # a line that was broken may go on with a condition
    doer, object_ = table.doer.match(blank, *who), table.thing.match(blank, *thing)
    if doer is None or object_ is None:
        return False
    if doer.group().lower() not in names and re.match(table.articles, doer.group()) is None:
        return False  # what begins a sentence with a capital may be any word
    if any(table.turned.search(one.group()) for one in (doer, object_)):
        return False
    at = start
    for first, last in sorted([doer.span(), object_.span(), *done]):
        if table.plain.fullmatch(blank, at, first) is None:
            return False
        at = last
    return table.plain.fullmatch(blank, at, _trimmed(blank, end)) is not None


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
    return start + before.start("who"), start + before.end("who")


def _trimmed(blank: str, end: int) -> int:
    return len(blank[:end].rstrip(" \n.!…"))


def _speaker(words: str, table: _Table) -> str:
    """Return the name in the words for a speaker, or the noun phrase with which these words begin."""
    for name in re.findall(_NAME, words):
        first, _, rest = name.partition(" ")
        if rest:  # an article that begins a sentence is no part of a name
            return str(rest if first.lower() in table.small or table.turned.match(first) else name)
        if first.lower() == words.lower() and table.turned.match(first):
            return ""  # "Tampoco acepta 35": whoever was spoken of
    phrase = table.doer.match(words)
    return " ".join((phrase.group() if phrase else words).split()).rstrip(" ,")
