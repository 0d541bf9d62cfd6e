"""Which statements are in force on a day, and what they rule out (docs/model.md, section 2).

Four kinds of statement bind a party to a set of packages:

* ``requires`` and ``rejects``, to the packages that do or do not satisfy the condition;
* ``refuses`` of a *complete* package, to every other one. A partial refusal holds only
  with the party's own worst on what is left open, which nobody knows: it binds to nothing;
* ``values`` with a reservation value, to the packages worth at least as much. Points
  are taken as given, so this binds absolutely.

Everything else says what a party likes, not what it would walk away from.

Example:
    >>> from lastyard.case.load import load_text
    >>> case = load_text('''
    ... title: A small dispute
    ... parties: {union: {}}
    ... issues: {wage: {options: [frozen, raised]}}
    ... statements: [{id: raise, party: union, on: 2024-01-05, rejects: "wage == 'frozen'"}]
    ... ''')
    >>> commitment_of(case, case.statements[0]).condition
    Not(part=OneOf(issue='wage', options=1))
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache, partial
from itertools import product, takewhile
from typing import NamedTuple, TypeAlias

from lastyard.budget import spend
from lastyard.case.attachments import NamedFileError, read_named
from lastyard.case.diagnostics import CaseError, Diagnostics, Place
from lastyard.case.model import (
    Case,
    Offers,
    Position,
    Quote,
    Refuses,
    Rejects,
    Requires,
    Statement,
    Together,
    Values,
    Withdraws,
    parse_date,
)
from lastyard.case.ways import Way, left_open, together, way_between
from lastyard.case.yaml import MOST_BYTES, decoded
from lastyard.conditions.tree import All, Any, Condition, Not, OneOf, Total, issues_of
from lastyard.errors import RequestError
from lastyard.records import record

Day: TypeAlias = "date | str | None"
"""A day that is asked for: a date, text such as ``2024-03-22``, or None for that of the case."""

__all__ = [
    "Commitment",
    "Day",
    "QuotePlace",
    "all_last_asked",
    "as_date",
    "asked_for",
    "commitment_of",
    "commitments",
    "dates_of_change",
    "day_of",
    "ended_by",
    "find_quote",
    "find_quotes",
    "in_force",
    "last_asked",
    "locate_quotes",
    "made_by",
    "nearest_line",
    "refind_quote",
    "rules_of",
    "said_again",
    "sizes_of",
    "why_not_in_force",
]


@record(frozen=True, slots=True)
class Commitment:
    """A set of packages that a party says it will keep to.

    Attributes:
        statement: The statement that binds it.
        condition: The packages.
        firmness: Probability that it would walk away rather than leave them; where there is a
            way, rather than go all of it.
        way: How far it is from these packages to what the others leave open, where they are
            told by one ordered or numeric issue; None elsewhere: a step is then the whole.
    """

    statement: Statement
    condition: Condition
    firmness: Fraction
    way: Way | None = None


def commitment_of(case: Case, statement: Statement) -> Commitment | None:
    """Return what a statement binds its party to, or None when it does not bind."""
    match statement.says:
        case Requires(condition):
            return Commitment(statement, condition.tree, statement.firmness)
        case Rejects(condition):
            return Commitment(statement, Not(condition.tree), statement.firmness)
        case Refuses(package) if len(package) == len(case.issues):
            refused = All(tuple(OneOf(issue, 1 << option) for issue, option in package))
            return Commitment(statement, Not(refused), statement.firmness)
        case Values(points, Fraction() as reservation, together):
            worth = _worth_with_pairs(points, reservation, together)
            return Commitment(statement, worth, Fraction(1))
        case _:
            return None


def commitments(case: Case, statements: Iterable[Statement]) -> tuple[Commitment, ...]:
    """Return the commitments of the parties that decide, in the order of the statements.

    Args:
        case: The case.
        statements: All statements in force: how far it is from one demand to another depends on
            what the others demand and ask for.
    """
    deciders = {party.id for party in case.deciders}
    said = tuple(statements)
    found = (commitment_of(case, s) for s in said if s.party in deciders)
    return _with_ways(case, [each for each in found if each is not None], said)


def said_again(
    binding: Iterable[Commitment], statements: Iterable[Statement]
) -> tuple[Commitment, ...]:
    """Return the commitments of statements that differ in firmness alone.

    Args:
        binding: The commitments.
        statements: The statements that are now made in place of theirs.
    """
    now = {statement.id: statement for statement in statements}
    return tuple(
        Commitment(
            now[each.statement.id],
            each.condition,
            # Points bind absolutely.
            each.firmness
            if isinstance(each.statement.says, Values)
            else now[each.statement.id].firmness,
            each.way,
        )
        for each in binding
    )


def _with_ways(
    case: Case, binding: Sequence[Commitment], said: Sequence[Statement]
) -> tuple[Commitment, ...]:
    """Add to each commitment on one issue with an order how far it is to what others leave."""
    sizes = {issue.id: issue.size for issue in case.issues if issue.has_order}
    named = [sizes.keys() & issues_of(each.condition) for each in binding]
    spend(len(binding) + sum(map(len, named)))
    # Per issue and party, what each of its commitments leaves open there.
    left: dict[str, dict[str, list[int]]] = {issue: {} for issue in sizes}
    for each, issues in zip(binding, named, strict=True):
        for issue in issues:
            mask = left_open(each.condition, issue, sizes[issue])
            if mask != (1 << sizes[issue]) - 1:
                left[issue].setdefault(each.statement.party, []).append(mask)
    kept = {
        issue: {party: together(masks) for party, masks in by_party.items()}
        for issue, by_party in left.items()
    }
    positions: dict[tuple[str, str], Statement] | None = None
    known: dict[tuple[str, str, int], Way | None] = {}

    def asked(issue: str, party: str) -> int | None:
        nonlocal positions
        if positions is None:
            positions = all_last_asked(said)
        statement = positions.get((issue, party))
        return None if statement is None else asked_for(statement, issue)

    def with_way(each: Commitment) -> Commitment:
        issues = issues_of(each.condition)
        issue = next(iter(issues)) if len(issues) == 1 else ""
        if issue not in sizes:
            return each
        party = each.statement.party
        allowed = left_open(each.condition, issue, sizes[issue])
        # A party that says the same again is as far from the others as before.
        if (issue, party, allowed) not in known:
            others = {p: masks for p, masks in kept[issue].items() if p != party}
            spend(1 + sum(map(len, others.values())))
            way = way_between(issue, sizes[issue], allowed, others, partial(asked, issue))
            known[issue, party, allowed] = way
        return replace(each, way=known[issue, party, allowed])

    return tuple(map(with_way, binding))


def last_asked(issue: str, party: str, statements: Sequence[Statement]) -> Statement | None:
    """Return the statement in which a party last asked for an option of an issue, if any.

    The newest ``position`` or ``offers`` that names the issue; on the same day a ``position``
    comes before an offer, a later line before an earlier one.

    Args:
        issue: Identifier of the issue.
        party: Identifier of the party.
        statements: The statements in force, in the order of the file.
    """
    asked = [
        (statement.on, isinstance(statement.says, Position), k)
        for k, statement in enumerate(statements)
        if statement.party == party and asked_for(statement, issue) is not None
    ]
    return statements[max(asked)[2]] if asked else None


def all_last_asked(statements: Sequence[Statement]) -> dict[tuple[str, str], Statement]:
    """Return :func:`last_asked` by issue and party, of all for which there is one.

    Args:
        statements: The statements in force, in the order of the file.
    """
    newest: dict[tuple[str, str], tuple[date, bool, int]] = {}
    for k, statement in enumerate(statements):
        if isinstance(statement.says, Position | Offers):
            place = (statement.on, isinstance(statement.says, Position), k)
            spend(len(statement.says.package))
            for issue, _ in statement.says.package:
                key = issue, statement.party
                newest[key] = max(place, newest.get(key, place))
    return {key: statements[k] for key, (_, _, k) in newest.items()}


def asked_for(statement: Statement, issue: str) -> int | None:
    """Return the option of an issue that a statement asks for, or None."""
    if isinstance(statement.says, Position | Offers):
        return dict(statement.says.package).get(issue)
    return None


def rules_of(case: Case) -> Condition:
    """Return the condition that every package must satisfy."""
    return All(tuple(rule.condition.tree for rule in case.rules))


def sizes_of(case: Case) -> dict[str, int]:
    """Return the number of options of every issue, in the order of the case."""
    return {issue.id: issue.size for issue in case.issues}


def _worth_with_pairs(
    points: tuple[tuple[str, tuple[Fraction, ...]], ...],
    reservation: Fraction,
    together: tuple[Together, ...],
) -> Condition:
    """Return the packages worth enough: for each set of pairs held, what the rest must add."""
    if not together:
        return _worth_at_least(points, reservation)
    pairs = [All(tuple(OneOf(issue, 1 << k) for issue, k in pair.when)) for pair in together]
    cases = []
    for held in product((False, True), repeat=len(pairs)):
        added = sum((t.points for t, on in zip(together, held, strict=True) if on), Fraction(0))
        just_these = tuple(p if on else Not(p) for p, on in zip(pairs, held, strict=True))
        cases.append(All((*just_these, _worth_at_least(points, reservation - added))))
    return Any(tuple(cases))


def _worth_at_least(
    points: tuple[tuple[str, tuple[Fraction, ...]], ...], reservation: Fraction
) -> Condition:
    numbers = [reservation, *(value for _, values in points for value in values)]
    scale = math.lcm(*(number.denominator for number in numbers))
    terms = tuple((issue, tuple(int(v * scale) for v in values)) for issue, values in points)
    return Total(terms, int(reservation * scale), None)


def day_of(case: Case, day: Day = None) -> date | None:
    """Return the day a case is looked at.

    Args:
        case: The case.
        day: The day asked for, if any: a date, or text such as ``2024-03-22``.

    Returns:
        That day, else the case's ``as_of``, else the day of its last statement; None when
        nothing was said.

    Raises:
        RequestError: If the text is not a day.
    """
    day = as_date(day)
    if day is not None or case.as_of is not None:
        return day or case.as_of
    return max((statement.on for statement in case.statements), default=None)


def as_date(day: Day) -> date | None:
    """Return a day that is asked for as a date; None for that of the case.

    Args:
        day: A date, or text such as ``2024-03-22``.

    Raises:
        RequestError: If the text is not a day.
    """
    if not isinstance(day, str):
        return day
    text = day
    found = parse_date(text.strip())
    if found is None:
        from lastyard.case.hints import help_for_day  # noqa: PLC0415  (only errors need it)

        raise RequestError(f"{text[:40]!r} is not a date; {help_for_day(text)}")
    return found


def made_by(case: Case, day: date | None) -> tuple[Statement, ...]:
    """Return the statements made up to a day, whether in force on it or not.

    Args:
        case: The case.
        day: The day; None for all.
    """
    return tuple(s for s in case.statements if day is None or s.on <= day)


def in_force(case: Case, day: Day = None) -> tuple[Statement, ...]:
    """Return the statements in force on a day, in the order of their days; of one day, as in the file.

    A statement is in force on day t if it was made on or before t and was not replaced,
    withdrawn or lapsed by then. What ended a statement stays an end: withdrawing a
    replacement does not bring the replaced statement back.

    Args:
        case: The case.
        day: The day; see :func:`day_of` for the default.

    Example:
        >>> from lastyard.case.load import load_text
        >>> case = load_text('''
        ... title: A small dispute
        ... parties: {union: {}}
        ... issues: {wage: {options: [frozen, raised]}}
        ... statements:
        ...   - {id: first, party: union, on: 2024-01-05, position: {wage: raised}}
        ...   - {id: second, party: union, on: 2024-02-01, position: {wage: frozen}, replaces: first}
        ... ''')
        >>> [s.id for s in in_force(case, date(2024, 1, 31))], [s.id for s in in_force(case)]
        (['first'], ['second'])
    """
    spend(1 + len(case.statements) // 6)
    when = day_of(case, day)
    if when is None:
        return ()
    made = sorted((s for s in case.statements if s.on <= when), key=lambda s: s.on)
    ended = {id for statement in made for id in statement.ends}
    return tuple(
        statement
        for statement in made
        if statement.id not in ended
        and (statement.until is None or when <= statement.until)
        and not isinstance(statement.says, Withdraws)
    )


def ended_by(case: Case, id: str) -> Statement | None:
    """Return the earliest statement that replaces or withdraws another, if any."""
    enders = [statement for statement in case.statements if id in statement.ends]
    return min(enders, key=lambda statement: statement.on, default=None)


def why_not_in_force(case: Case, statement: Statement, day: date | None) -> str:
    """Return in a few words why a statement is not in force on a day.

    Args:
        case: The case.
        statement: A statement that is not in force.
        day: The day; None when nothing was said.
    """
    if day is not None and statement.on > day:
        return "made later"
    ender = ended_by(case, statement.id)
    if ender is not None and (day is None or ender.on <= day):
        verb = "withdrawn" if ender.verb == "withdraws" else "replaced"
        return f"{verb} by {ender.id}"
    return "a withdrawal" if isinstance(statement.says, Withdraws) else "lapsed"


def dates_of_change(case: Case) -> tuple[date, ...]:
    """Return every day on which a statement came into force or ended, in order."""
    days = {statement.on for statement in case.statements}
    days |= {s.until + timedelta(days=1) for s in case.statements if s.until is not None}
    return tuple(sorted(days))


_ALIKE = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
)

_NO_SPACE = re.compile(r"\S+")

_WORD = re.compile(r"\w+")

_SURROUNDINGS = 32


class QuotePlace(NamedTuple):
    """Where a quote stands: offsets into the text, and the line of its first character."""

    start: int
    end: int
    line: int


def find_quote(quote: str, text: str) -> QuotePlace | None:
    """Return where a quote first stands in a text, or None.

    Differences of white space and of typographic quotes and dashes do not count; nothing
    else is forgiven.

    Example:
        >>> find_quote("hard  issues", "he said: “hard issues” remain")
        QuotePlace(start=10, end=21, line=1)
    """
    return next(find_quotes(quote, text), None)


def find_quotes(quote: str, text: str) -> Iterator[QuotePlace]:
    """Yield every place where a quote stands: letter by letter, or else forgivingly."""
    words = quote.translate(_ALIKE).split()
    if not words:
        return
    line, counted = 1, 0
    for start, end in _places(quote, words, text):
        line += text.count("\n", counted, start)
        counted = start
        yield QuotePlace(start, end, line)


def _places(quote: str, words: list[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every place, each after the end of the one before.

    By plain search, which takes time in proportion to the text, whatever repeats itself in it.
    """
    if quote in text:
        place = text.find(quote)
        while place >= 0:
            yield place, place + len(quote)
            place = text.find(quote, place + len(quote))
        return
    squeezed = _squeeze(text)
    wanted = " ".join(words)
    place = squeezed.text.find(wanted)
    while place >= 0:
        yield squeezed.offset(place), squeezed.offset(place + len(wanted) - 1) + 1
        place = squeezed.text.find(wanted, place + len(wanted))


class _Squeezed(NamedTuple):
    """A text with one blank for all white space in a row, and where its words came from."""

    text: str
    starts: list[int]
    origins: list[int]

    def offset(self, place: int) -> int:
        """Return where a letter of a word stood before."""
        word = bisect_right(self.starts, place) - 1
        return self.origins[word] + place - self.starts[word]


@lru_cache(maxsize=4)
def _squeeze(text: str) -> _Squeezed:
    starts, origins, words, reached = [], [], [], 0
    # translate maps one character to one, so offsets in the two texts agree.
    for match in _NO_SPACE.finditer(text.translate(_ALIKE)):
        starts.append(reached)
        origins.append(match.start())
        words.append(match.group())
        reached += len(words[-1]) + 1
    return _Squeezed(" ".join(words), starts, origins)


def refind_quote(quote: Quote, text: str) -> tuple[QuotePlace, bool] | None:
    """Find a quote in a text that may have been saved anew since it was coded.

    Of several places the one whose surroundings agree best with those kept in the case is
    taken, and of equal ones the nearest to the old place.

    Returns:
        The place, and whether it is the only one that fits so well; None when the words
        do not stand in the text.
    """
    if quote.at is not None and text.startswith(quote.exact, quote.at):
        line = text.count("\n", 0, quote.at) + 1
        return QuotePlace(quote.at, quote.at + len(quote.exact), line), True
    places = list(find_quotes(quote.exact, text))
    if len(places) < 2 or (quote.at is None and not quote.prefix and not quote.suffix):
        return (places[0], True) if places else None
    fits = [_agreement(quote, place, text) for place in places]
    best = [place for place, fit in zip(places, fits, strict=True) if fit == max(fits)]
    near = min(best, key=lambda place: abs(place.start - (quote.at or 0)))
    return near, len(best) == 1


def _agreement(quote: Quote, place: QuotePlace, text: str) -> int:
    """Count the characters around a place that agree with those kept, white space aside."""
    reach = 2 * _SURROUNDINGS
    before = _squeezed(text[max(0, place.start - reach) : place.start])
    after = _squeezed(text[place.end : place.end + reach])
    kept = _squeezed(quote.prefix or "")
    return _common(before[::-1], kept[::-1]) + _common(after, _squeezed(quote.suffix or ""))


def _squeezed(text: str) -> str:
    return "".join(text.translate(_ALIKE).split())


def _common(one: str, other: str) -> int:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in same)


def nearest_line(quote: str, text: str) -> tuple[int, float] | None:
    """Return the line from which most of a quote's words follow, and their share.

    Looks at windows as long as the quote, counted in words; None when no word occurs.
    """
    wanted = Counter(_WORD.findall(quote.lower()))
    length = sum(wanted.values())
    words = _words_of(text)
    missing = Counter(wanted)
    hits = best = best_at = 0
    for i, (word, _) in enumerate(words):
        if missing[word] > 0:
            hits += 1
        missing[word] -= 1
        if i >= length:
            left = words[i - length][0]
            missing[left] += 1
            if missing[left] > 0:
                hits -= 1
        if hits > best:
            best, best_at = hits, max(0, i - length + 1)
    if not best:
        return None
    return text.count("\n", 0, words[best_at][1]) + 1, best / length


@lru_cache(maxsize=4)
def _words_of(text: str) -> list[tuple[str, int]]:
    return [(match.group().lower(), match.start()) for match in _WORD.finditer(text)]


def locate_quotes(case: Case, problems: Diagnostics) -> Case:
    """Return the case with the place of every quote in its source's file.

    Quotes whose source has no file are left as they are. A quote that is not found is an
    error (it is not what was said); a file that cannot be read, or lies out of reach
    (:mod:`lastyard.case.attachments`), is a warning: the case can be used without it.

    Args:
        case: The case; files are looked for beside its own file.
        problems: Receives what is wrong.
    """
    if not any(s.quote and s.source for s in case.statements):
        return case
    files = {source.id: source.file for source in case.sources if source.file}
    texts: dict[str, str | None] = {}
    statements = []
    for statement in case.statements:
        source = statement.source
        if statement.quote is None or source is None or source not in files:
            statements.append(statement)
            continue
        if source not in texts:
            place = case.source(source).place
            texts[source] = _text_of(files[source], case.file, place, problems)
        statements.append(_located(statement, files[source], texts[source], problems))
    return replace(case, statements=tuple(statements))


def _text_of(
    file: str, case_file: str | None, place: Place | None, problems: Diagnostics
) -> str | None:
    code = "source-file-unreadable"
    try:
        return decoded(read_named(file, case_file, MOST_BYTES), file)
    except NamedFileError as problem:
        if problem.reason == "outside":
            code = "file-outside"
        message, help = str(problem), problem.help
    except CaseError as problem:
        message, help = problem.diagnostics[0].message, None
    problems.warning(code, f"{message}: its quotes are not checked", place, help)
    return None


def _located(statement: Statement, file: str, text: str | None, problems: Diagnostics) -> Statement:
    quote = statement.quote
    if text is None or quote is None:
        return statement
    again = refind_quote(quote, text)
    if again is None:
        near = nearest_line(quote.exact, text)
        where = (
            f"nearest: {file} line {near[0]}, where {near[1]:.0%} of its words stand together"
            if near
            else f"none of its words stands in {file}"
        )
        problems.error(
            "quote-not-found",
            f"the quote of {statement.id!r} does not stand in {file}",
            statement.place,
            where,
        )
        return statement
    found, is_only = again
    if not is_only:
        problems.warning(
            "quote-not-unique",
            f"the quote of {statement.id!r} stands at several places of {file} that fit equally; "
            f"line {found.line} is taken",
            statement.place,
            "quote more words, or correct `start`",
        )
    return replace(
        statement, quote=replace(quote, start=found.start, end=found.end, line=found.line)
    )
