"""Where a statement names an issue of the case, and which option of it.

Example:
    >>> port = IssueWords("port", ("port",), (OptionWords("open", ("open", "reopened")),))
    >>> mention = mentions_in("the port must be reopened", [port])[0]
    >>> mention.issue, mention.option, mention.words
    ('port', 'open', ('port', 'reopened'))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from lastyard.reading.amounts import Amount, amounts_in
from lastyard.reading.stems import SMALL_WORDS, WORD, content_stems, stem

__all__ = ["IssueWords", "Mention", "NumberScale", "OptionWords", "mentions_in"]

_NAMED = 0.5
_WIDEST = 12
_NOTHING = frozenset({"none", "no", "nothing", "never", "off", "not"})
_NO, _ANY = frozenset({"no", "zero"}), frozenset({"any", "all"})
_TELLING = frozenset({"all", "any", "no", "not"})
_FAR = 10**9


@dataclass(frozen=True, slots=True)
class OptionWords:
    """An option of an issue, its label first and then other words for it."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberScale:
    """The numbers of a numeric issue: first, last, distance of neighbours, unit."""

    low: Fraction
    high: Fraction
    step: Fraction
    unit: str | None = None

    @property
    def in_years(self) -> bool:
        """Whether the numbers are years, as 2035."""
        return self.low >= 1800 and self.high <= 2200

    def holds(self, number: Fraction) -> bool:
        """Whether a number is one of the steps."""
        return self.spans(number) and (number - self.low) % self.step == 0

    def spans(self, number: Fraction) -> bool:
        """Whether a number lies between first and last."""
        return self.low <= number <= self.high


@dataclass(frozen=True, slots=True)
class IssueWords:
    """An issue, the words or phrases that stand for it, and its options or numbers."""

    id: str
    words: tuple[str, ...]
    options: tuple[OptionWords, ...]
    ordered: bool = False
    numbers: NumberScale | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of an issue in a statement, with what is said of it.

    Attributes:
        issue: Id of the issue.
        option: Id of the option; None when none, several or an amount is named.
        amounts: The amounts named, on a numeric issue.
        start: Offset of the first word of it.
        end: End offset of the last.
        share: 0 to 1: how much of a phrase of the case's occurs.
        words: The words of the statement that it rests on.
        places: Where they stand, as (start, end).
        several: Ids of the options, where several are named.
        none: The issue's option for nothing of it, if it has one (*none*, *no deal* ...).
        sign: ``no`` or ``any`` where such a word stands right before the issue's words.
    """

    issue: str
    option: str | None
    amounts: tuple[Amount, ...]
    start: int
    end: int
    share: float
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    several: tuple[str, ...] = ()
    none: str | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    stem: str
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Match:
    """The best match of some phrases: tokens that hit, share, and whether whole."""

    tokens: tuple[_Token, ...]
    share: float
    listed: bool


_NO_MATCH = _Match((), 0.0, False)


def mentions_in(
    said: str, issues: Sequence[IssueWords], start: int = 0, told: Collection[str] = ()
) -> tuple[Mention, ...]:
    """Find which issues a stretch of words names; at most one mention of each issue.

    An issue is named when half of the weight of one of its phrases occurs close together (proper
    names weigh double, words that several issues share weigh less), or by an option alone where
    its words can stand alone: phrases, names, and words listed for it. Several options of one
    issue, none of which is told apart, leave the option open.

    Args:
        said: The stretch.
        issues: The case's issues.
        start: Offset of the stretch, added to every place.
        told: Issues that the words before it named, so that an option alone is enough.
    """
    tokens = [_Token(stem(m.group()), m.group(), m.start(), m.end()) for m in WORD.finditer(said)]
    used = Counter(one for issue in issues for one in content_stems(" ".join(issue.words)))
    found = [
        mention
        for issue in issues
        if (mention := _mention(said, issue, tokens, used, start, issue.id in told)) is not None
    ]
    return tuple(_nearest_amounts(found, issues))


def _mention(
    said: str,
    issue: IssueWords,
    tokens: Sequence[_Token],
    used: Counter[str],
    start: int,
    told: bool,
) -> Mention | None:
    named = _best(issue.words, tokens, used)
    is_named = named.share >= _NAMED
    options = _options(issue, tokens, named if is_named else _NO_MATCH)
    option, match = options[0] if len(options) == 1 else (None, _NO_MATCH)
    amounts: tuple[Amount, ...] = ()
    if issue.numbers is not None:
        stems = content_stems(" ".join(issue.words))
        in_unit = amounts_in(said, issue.numbers.unit, stems, years=issue.numbers.in_years)
        amounts = tuple(a for a in in_unit if a.has_unit or is_named)
    alone = (option is not None and (match.listed or told)) or any(a.has_unit for a in amounts)
    if not is_named and not alone:
        return None
    hits = {*(named.tokens if is_named else ()), *match.tokens}
    places = sorted((t.start, t.end, t.word) for t in hits)
    none = _nothing(issue)
    sign = _sign(tokens, named) if is_named and none is not None else ""
    if option is None and sign == "no":
        option = none
    first = places[0][0] if places else amounts[0].start
    last = places[-1][1] if places else amounts[-1].end
    share = named.share if is_named else 0.6 * max(match.share, 1.0 if amounts else 0.0)
    return Mention(
        issue.id,
        option,
        tuple(replace(a, start=a.start + start, end=a.end + start) for a in amounts),
        first + start,
        last + start,
        min(1.0, share),
        tuple(dict.fromkeys(word for _, _, word in places)),
        tuple((one + start, other + start) for one, other, _ in places),
        tuple(name for name, _ in options) if len(options) > 1 else (),
        none,
        sign,
    )


def _best(phrases: Sequence[str], tokens: Sequence[_Token], used: Counter[str]) -> _Match:
    """Find the phrase of which the largest share occurs close together."""
    best = _NO_MATCH
    for phrase in phrases:
        weights = _weights(phrase, used)
        total = sum(weights.values())
        if not total:
            match = _letter_by_letter(phrase, tokens)
        else:
            hits = _closest(tokens, weights)
            got = sum({t.stem: weights[t.stem] for t in hits}.values())
            match = _Match(hits, got / total, False)
        if (match.share, len(match.tokens)) > (best.share, len(best.tokens)):
            best = match
    return best


def _weights(
    phrase: str, used: Counter[str], small: frozenset[str] = SMALL_WORDS
) -> dict[str, float]:
    """Weigh the words of a phrase: names double, words of several issues less."""
    words = WORD.findall(phrase)
    return {
        stem(word): (2.0 if word.isupper() or (k and word[0].isupper()) else 1.0)
        / max(1, used[stem(word)])
        for k, word in enumerate(words)
        if word.lower() not in small
    }


def _closest(tokens: Sequence[_Token], weights: dict[str, float]) -> tuple[_Token, ...]:
    """Give the hits of the window that holds the most weight."""
    hits = [(k, token) for k, token in enumerate(tokens) if token.stem in weights]
    best: tuple[float, tuple[_Token, ...]] = (0.0, ())
    for first, (k, _) in enumerate(hits):
        window: dict[str, _Token] = {}
        for j, token in hits[first : first + _WIDEST]:
            if j - k >= _WIDEST:
                break
            window.setdefault(token.stem, token)
        weight = sum(weights[one] for one in window)
        if weight > best[0]:
            best = (weight, tuple(window.values()))
    return best[1]


def _letter_by_letter(phrase: str, tokens: Sequence[_Token]) -> _Match:
    """Match a phrase that is mostly small words (*as is*, *by day*) word by word."""
    wanted = [stem(word) for word in WORD.findall(phrase)]
    for k in range(len(tokens) - len(wanted) + 1):
        window = tokens[k : k + len(wanted)]
        if len(wanted) > 1 and [token.stem for token in window] == wanted:
            return _Match(tuple(window), 1.0, False)
    return _NO_MATCH


def _options(
    issue: IssueWords, tokens: Sequence[_Token], named: _Match
) -> list[tuple[str, _Match]]:
    """Give the options that are named, with their matches."""
    of_issue = {token.start for token in named.tokens}
    rated = []
    for option in issue.options:
        matches = [
            (_whole(phrase, tokens, of_issue), k > 0 or _stands_alone(phrase))
            for k, phrase in enumerate(option.words)
        ]
        whole = [
            _Match(m.tokens, m.share, alone) for m, alone in matches if m.share >= 1 and m.tokens
        ]
        if whole:
            rated.append((option.id, max(whole, key=lambda m: (m.listed, len(m.tokens)))))
    if len(rated) > 1:  # the longer phrase holds the shorter: *partly open* is not *open*
        places = [({t.start for t in m.tokens}, m, name) for name, m in rated]
        rated = [
            (name, m) for own, m, name in places if not any(own < other for other, _, _ in places)
        ]
    return rated


def _stands_alone(phrase: str) -> bool:
    """Whether an option's label means something without its issue: a phrase, or a name."""
    words = [word for word in WORD.findall(phrase) if word.lower() not in SMALL_WORDS]
    return len(words) > 1 or (len(words) == 1 and words[0][0].isupper())


def _whole(phrase: str, tokens: Sequence[_Token], of_issue: set[int]) -> _Match:
    """Match all the words of a phrase; none of them may be a word that names the issue."""
    weights = _weights(phrase, Counter(), SMALL_WORDS - _TELLING)
    if not weights or len(weights) < 2 <= len(WORD.findall(phrase)):
        return _letter_by_letter(phrase, tokens)
    hits = _closest([t for t in tokens if t.start not in of_issue], weights)
    if {t.stem for t in hits} == set(weights):
        return _Match(hits, 1.0, False)
    shared = _closest(tokens, weights)
    whole = {t.stem for t in shared} == set(weights) and len(weights) > 1
    return _Match(shared, 1.0, False) if whole else _NO_MATCH


def _nothing(issue: IssueWords) -> str | None:
    """Give the issue's one option for nothing of it, or None."""
    found = [o.id for o in issue.options if set(o.id.lower().split()[:1]) & _NOTHING]
    return found[0] if len(found) == 1 else None


def _sign(tokens: Sequence[_Token], named: _Match) -> str:
    """Give ``no`` or ``any`` where such a word stands among the three before the issue's words."""
    first = min(token.start for token in named.tokens)
    before = {token.word.lower() for token in [t for t in tokens if t.start < first][-3:]}
    return "no" if before & _NO else "any" if before & _ANY else ""


def _nearest_amounts(found: Sequence[Mention], issues: Sequence[IssueWords]) -> list[Mention]:
    """Give each amount to the nearest issue that it can be meant for."""
    scales = {issue.id: issue.numbers for issue in issues}
    kept = []
    for mention in found:
        mine = []
        for amount in mention.amounts:
            rivals = [o for o in found if any(a.start == amount.start for a in o.amounts)]
            nearest = min(rivals, key=lambda o: _distance(o, amount))
            scale = scales[mention.issue]
            if nearest is mention and scale is not None and scale.spans(amount.number):
                mine.append(amount)
        if mention.words or mine:
            words = (*mention.words, *(a.words for a in mine))
            kept.append(replace(mention, amounts=tuple(mine), words=words))
    return kept


def _distance(mention: Mention, amount: Amount) -> int:
    """How far an amount stands from an issue's words; those without words of it are far."""
    if not mention.words:
        return _FAR
    return max(mention.start - amount.end, amount.start - mention.end, 0)
