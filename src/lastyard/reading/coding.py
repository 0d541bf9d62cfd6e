"""Proposals for coding statements: which issue, which option, which verb of the case file.

Only words decide: the names and word lists of the case's issues and options against the words of
the statement (:mod:`~lastyard.reading.mentions`), and the wording of the part of the statement
in which they stand (:mod:`~lastyard.reading.wording`). Every proposal names the rule and the words
that fired; it is for the analyst to accept.

Example:
    >>> from lastyard.reading.text import Document
    >>> from lastyard.reading.reader import read
    >>> port = IssueWords("port", ("port",), (OptionWords("open", ("open", "reopen")),))
    >>> reading = read(Document.from_text("Ada Moor insisted that the port must reopen."))
    >>> [(p.issue, p.option, p.verb) for p in propose(reading.statements[0], [port])]
    [('port', 'open', 'requires')]
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction

from lastyard.reading.accounted import could_turn_behind
from lastyard.reading.conditions import CONCESSION, CONDITION, TIMED, is_to_be_done, opens_none
from lastyard.reading.deedtable import deed_table
from lastyard.reading.lexicon import KIND, SENTENCE_END
from lastyard.reading.mentions import (
    NOT_A_BIT,
    IssueWords,
    Mention,
    NumberScale,
    OptionWords,
    issue_of_last_amount,
    mentions_in,
)
from lastyard.reading.statements import Statement
from lastyard.reading.wording import (
    ACCEPTING,
    OFFERING,
    REJECTING,
    UNDECIDED,
    UNSAID,
    UNTOLD,
    Wording,
    denials_in,
    direction_in,
    is_accounted_for,
    is_denied,
    is_ranking,
    is_reversed,
    judged_of_that,
    stress_in,
    wording_of,
)
from lastyard.reading.wordlists import word_pattern, word_set

__all__ = [
    "LEFT_OPEN",
    "Claim",
    "IssueWords",
    "NumberScale",
    "OptionWords",
    "Proposal",
    "Scope",
    "propose",
    "scopes_of",
]

_STOP = r"[;:!?\n]|(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bGov)(?<!\bSen)(?<!\bGen)\.(?=\s|$)|\s[\u2013\u2014-]{1,2}\s"

# "Anything but" is no turn.
_TURN = r"(?<!thing)(?<!thing )(?<!one)(?<!one )(?<!body)(?<!body ),?\s*\b(?:but|while|although|though|whereas|however|yet(?! to\b)|because|since|so that)\b|,\s+(?:and|or|nor)\b|\band (?=that\b)|\b(?=there (?:is|was|are|were|will be|would be|can be|could be) no\b)|\bor (?=(?:it|they|we|he|she|there) )"
_ALTERNATIVE = r"\b(?:rather than|sooner than|instead of|as opposed to|in place of|whether or not|regardless of)\b"
_CONTRAST = rf",\s+(?:and |but )?(?!{NOT_A_BIT})not\b(?! (?:only|just|while|if|unless|until|before|without|as long|so long)\b)"
_CHOICE = (
    (re.compile(r"\b(?:prefer\w*|favou?r\w*)\b", re.I), r"\bover\b"),
    (re.compile(r"\bprefer\w*\b", re.I), r"(?<!\A)(?<!prefer )(?<!prefers )(?<!preferred )\bto\b"),
    (re.compile(r"\b(?:sooner|rather|better)\b(?! than)", re.I), r"\bthan\b"),
)
# "If we get 6 percent we will sign": where the main clause goes on without a comma.
_RESUMED = r"(?<=\w )(?=(?:we|they|it|he|she|i)(?:['\u2019](?:ll|d)| (?:will|would|can|could|may|might|shall))\b)"
_SHORTEST_CONDITION = 3
_MARK = (
    rf"(?P<stop>{_STOP})|(?P<turn>{_TURN})|(?P<concession>{CONCESSION})|(?P<alternative>{_ALTERNATIVE})"
    rf"|(?P<contrast>{_CONTRAST})|(?P<condition>{CONDITION})|(?P<comma>,(?!\d))|(?P<resumed>{_RESUMED})"
)
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (_MARK, _MARK.replace("(?P<condition>", rf"(?P<condition>{TIMED}|"))
)
_CUTTING = word_set("but while although though whereas however yet because since")


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of a statement.

    Attributes:
        start: Offset in the statement.
        end: End offset.
        role: ``main``, ``condition``, ``concession`` (*even if ...*), ``alternative`` or ``contrast``
            (*..., not for ever*).
        opener: The word that opens it, lower case: ``unless``, ``but`` ...; empty for the first.
        turned: Whether *but* or the like cuts it off from what was said before.
    """

    start: int
    end: int
    role: str
    opener: str
    turned: bool


def scopes_of(said: str, verb: str = "", *, ahead: bool = False) -> tuple[Scope, ...]:
    """Cut a statement into its parts, in order; a comma ends a condition and an alternative.

    One wording governs each part. *We will sign only if the port is reopened, rather than shared*
    has a main part (*We will sign*), a condition (*only if the port is reopened*) and an
    alternative (*rather than shared*). What is demanded in one part is not demanded in the others.

    Args:
        said: The words of the statement.
        verb: The verb that governs them: *prefer* one *to* the other.
        ahead: Whether they speak of what is still to be done, so that *once he has gone* is a condition.

    Example:
        >>> said = "No deal without the port, but the toll may stay"
        >>> [(scope.role, scope.opener, said[scope.start:scope.end].strip()) for scope in scopes_of(said)]
        [('main', '', 'No deal'), ('condition', 'without', 'without the port'), ('main', 'but', 'the toll may stay')]
    """
    found: list[Scope] = []
    start, role, opener, turned = 0, "main", "", False

    def close(end: int) -> None:
        if any(map(str.isalnum, said[start:end])):
            found.append(Scope(start, end, role, opener, turned))

    for mark in _marks(said, verb, ahead=ahead):
        kind, word = str(mark.lastgroup), mark.group().strip(" ,").lower()
        if kind == "comma" and role == "main":
            continue
        if kind == "condition" and opens_none(said, mark.start()):
            continue
        if kind == "resumed":
            long = len(said[start : mark.start()].split()) > _SHORTEST_CONDITION
            if role != "condition" or found or not long:
                continue
        close(mark.start())
        if kind in ("condition", "concession", "alternative", "contrast"):
            start, role, opener, turned = mark.start(), kind, word, False
        else:
            cut = kind == "stop" or word in _CUTTING
            start, role, opener, turned = mark.end(), "main", word if kind == "turn" else "", cut
    close(len(said))
    return tuple(found)


def _marks(said: str, verb: str, *, ahead: bool) -> Iterator[re.Match[str]]:
    """Find what cuts the statement; *over* and *than* only after words of choice."""
    choosing = [words for signal, words in _CHOICE if signal.search(f"{verb} {said}")]
    pattern = _PATTERNS[ahead]
    if not choosing:
        return pattern.finditer(said)
    return re.finditer(
        pattern.pattern.replace("(?P<alternative>", f"(?P<alternative>{'|'.join(choosing)}|"),
        said,
        re.I,
    )


_NEAR = 4
LEFT_OPEN = "left open by a condition:"
"""How the rule of a proposal begins that tells only the issue, as its condition is not of the case."""
_LEAST = 0.08
_NEEDING = ("only", "not ", "unless", "without", "until", "provid", "as long", "so long", "on ",
            "condition", "depend", "contingent", "hing", "subject")  # fmt: skip
_HINDERING = ("unless", "without", "until", "not while", "not if", "not as", "not so")
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_SIGNING = re.compile(
    r"\b(?:sign|agree|accept|deal|join|ratif|back|support|vote for|approve|return)", re.I
)
_WEAK = (UNSAID, "words of intent")
_TAKING = ("accepts", "offers", "position")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a proposal says of one issue.

    Attributes:
        issue: Id of the issue.
        relation: ``==``, ``!=``, ``<``, ``<=``, ``>`` or ``>=`` with an option or number; ``more``
            or ``less``; ``ranked``; a word of importance of the case file; ``named`` when the statement
            leaves open what is said of the issue.
        option: Id of the option, or the number as text; None without a comparison.
    """

    issue: str
    relation: str
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed coding of one statement.

    Attributes:
        statement: Id of the statement.
        verb: Verb of the case file: ``requires``, ``rejects``, ``offers``, ``accepts``,
            ``refuses``, ``position``, ``prefers``, ``wants``, ``ranks`` or ``stresses``.
        claims: What is said, issue by issue; they hold together, with ``rejects`` each alone.
        given: With ``requires``: what must hold for the claims to be demanded (*no A without B*
            demands B given A); else empty.
        over: With ``prefers``: what is liked less; else empty.
        confidence: 0 to 1, from the share of the words found and the verb's rule.
        rule: The rule that gave the verb.
        words: The words of the statement that gave issues and options.
    """

    statement: str
    verb: str
    claims: tuple[Claim, ...]
    given: tuple[Claim, ...]
    over: tuple[Claim, ...]
    confidence: float
    rule: str
    words: tuple[str, ...]

    @property
    def issue(self) -> str:
        """The first issue it is about."""
        return self.claims[0].issue

    @property
    def option(self) -> str | None:
        """The first issue's option, or None when only the issue is named."""
        return self.claims[0].option


@dataclass(frozen=True, slots=True)
class _Said:
    """What some mentions say together: claims, the least share found, the words."""

    claims: tuple[Claim, ...]
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a statement with what it names and how it puts it."""

    scope: Scope
    words: str
    mentions: tuple[Mention, ...]
    said: _Said
    wording: Wording


def propose(
    statement: Statement,
    issues: Sequence[IssueWords],
    *,
    most: int = 3,
    names: Collection[str] = (),
) -> tuple[Proposal, ...]:
    """Propose codings of a statement, likeliest first.

    Args:
        statement: The statement.
        issues: The case's issues with their words.
        most: At most so many proposals.
        names: What the parties are called, so that these words are known.

    Returns:
        The proposals; none when no issue's words occur.
    """
    parts = _parts(statement, issues, names)
    ordered = {issue.id for issue in issues if issue.ordered or issue.numbers is not None}
    found = [*_ranking(statement, issues)]
    found += _of_parts(parts, ordered)
    whole = {claim.issue for p in found for claim in p.claims if claim.relation != "named"}
    trusted = max(0.3, statement.confidence or 0)
    best: dict[tuple[object, ...], Proposal] = {}
    for proposal in sorted(found, key=lambda p: (-p.confidence, p.issue)):
        if proposal.claims[0].relation == "named" and proposal.issue in whole:
            continue
        sure = round(proposal.confidence * trusted, 3)
        if sure >= _LEAST:
            said = (proposal.verb, proposal.claims, proposal.given, proposal.over)
            best.setdefault(said, replace(proposal, statement=statement.id, confidence=sure))
    return tuple(best.values())[:most]


def _of_parts(parts: Sequence[_Part], ordered: Collection[str]) -> Iterator[Proposal]:
    """Return what the parts lead to: a condition with what it governs, and no word of that without it."""
    governed: dict[int, list[tuple[_Part, bool]]] = {}
    for k, part in enumerate(parts):
        if part.scope.role == "condition":
            number = _under(parts, k)
            main = None if number is None else parts[number]
            coded = tuple(_of_condition(part, main))
            yield from coded
            if number is not None and main is not None and _binds(part, main):
                governed.setdefault(number, []).append((part, bool(coded)))
    for k, part in enumerate(parts):
        if part.scope.role == "main" and k not in governed:
            yield from _of_main(part, parts[k + 1] if k + 1 < len(parts) else None, ordered)
        elif k in governed and not any(coded for _, coded in governed[k]):
            condition = governed[k][-1][0].words.strip()
            wording = replace(part.wording, rule=f"{LEFT_OPEN} {condition}")
            for mention in part.mentions:
                yield _of_named(mention, replace(part, wording=wording), ())


def _parts(
    statement: Statement, issues: Sequence[IssueWords], names: Collection[str]
) -> list[_Part]:
    """Cut a statement, and read the wording of each part; one without any takes the last one's."""
    text = _told(statement)
    ahead = is_to_be_done(f"{statement.quote.prefix} {statement.verb or ''} {text}")
    scales = {issue.id: issue.numbers for issue in issues}
    parts: list[_Part] = []
    governed = True
    called = {word.lower() for name in names for word in name.split()}
    bargained = _is_bargain(statement.before, text)
    for scope in scopes_of(text, statement.verb or "", ahead=ahead):
        words = text[scope.start : scope.end]
        told = parts[-1].mentions if parts and scope.role == "alternative" else ()
        carried = issue_of_last_amount(f"{statement.before}{text[: scope.start]}", issues)
        found = mentions_in(words, issues, scope.start, {m.issue for m in told}, carried)
        mentions = tuple(
            one
            for one in _own_mentions(found, words, scope.start)
            if not _names_a_party_only(one, called)
        )
        governed = governed and not scope.turned
        verb = statement.verb if governed else None
        named = sorted(
            {place[0] for m in mentions for place in m.places}
            | {amount.start for m in mentions for amount in m.amounts}
        )
        wording = wording_of(
            _with_names(_without(words, mentions, scope.start), names),
            verb,
            negated=statement.negated and governed,
            left_open=statement.left_open,
            named=[at - scope.start for at in named],
            measured=any(mention.amounts for mention in mentions),
        )
        asked = (
            bargained
            or text[scope.end : scope.end + 1] == "?"
            or (verb in _ASKING and _QUESTION.match(words) is not None)
        )
        all_but = scope.opener == "but" and _ALL.search(text[: scope.start]) is not None
        excepted = bool(mentions) and (all_but or _EXCEPTING.search(words) is not None)
        excepted = excepted or (bool(mentions) and _FURTHER.search(words) is not None)
        if wording is None or asked or excepted or _parted_by_denial(words, mentions):
            wording = UNDECIDED
        last = next((p for p in reversed(parts) if p.scope.role == "main"), None)
        if scope.role == "main" and wording == UNTOLD and last and not scope.turned:
            sure = last.wording.sureness
            wording = last.wording
            if wording != UNDECIDED:
                wording = replace(wording, sureness=0.8 * sure)
        if parts and not mentions and parts[-1].wording == UNTOLD and _BARE_DENIAL.match(words):
            parts[-1] = replace(parts[-1], wording=UNDECIDED)  # "Blue helmets? Never."
        judged = judged_of_that(words) if parts and not mentions else None
        if judged is not None and parts[-1].mentions and parts[-1].wording == UNTOLD:
            parts[-1] = replace(
                parts[-1], wording=judged
            )  # "Eight people - that is not negotiable"
            continue
        if parts and not mentions and _takes_up(words, scope.opener, parts[-1].wording):
            parts[-1] = replace(parts[-1], wording=UNDECIDED)  # "..., nor has it turned it down"
        if parts and not mentions and _says_more(words, scope, parts[-1].wording):
            parts[-1] = replace(parts[-1], wording=UNDECIDED)  # "..., or so the mayor thinks"
        parts.append(_Part(scope, words, mentions, _said_by(mentions, scales), wording))
    if parts and statement.verb and parts[0].scope.role == "condition" and len(parts) == 1:
        # "will sign unless ..." says nothing but the condition
        wording = wording_of(
            "", statement.verb, negated=statement.negated, left_open=statement.left_open
        )
        scope = Scope(0, 0, "main", "", False)
        parts.append(_Part(scope, statement.verb, (), _said_by((), scales), wording or UNDECIDED))
    return parts


# "Offered 3 percent to workers | who have been there for five years": who they are, not what is offered.
_WHO = re.compile(r"\b(?P<whom>\w+)(?P<who> (?:who|whose|whom) [^,;:]*)", re.I)


# "..., far more than the 300 billion | offered by another": not what is offered.
_THAN_ANOTHER = re.compile(
    r", (?:\w+ )?(?:more|less|higher|lower|longer|shorter) than (?:the|what|its|their)\b[^,;:]*",
    re.I,
)


def _own_mentions(mentions: Sequence[Mention], words: str, offset: int) -> Iterator[Mention]:
    """Return what a part names of its own, not in words that only say who somebody is, or compare."""
    people = (one for one in _WHO.finditer(words) if KIND.get(one["whom"].lower()) is None)
    spans = [one.span("who") for one in people]
    spans += [one.span() for one in _THAN_ANOTHER.finditer(words)]
    for one in mentions:
        amounts = tuple(a for a in one.amounts if not _lies_in(a.start - offset, spans))
        if not _lies_in(one.start - offset, spans) and (amounts or not one.amounts):
            yield replace(one, amounts=amounts)


def _lies_in(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _names_a_party_only(mention: Mention, called: Collection[str]) -> bool:
    """Whether all that names an issue is what a party is called: *Hamas* is not yet *Disarmament of Hamas*."""
    more = mention.option or mention.amounts or mention.several
    return not more and all(word.lower() in called for word in mention.words)


def _told(statement: Statement) -> str:
    """Return what was said, the condition that stands beside it first; of *the offer*, what was offered."""
    said = statement.meant or statement.quote.exact
    return f"{statement.condition}, {said}" if statement.condition else said


def _parted_by_denial(words: str, mentions: Sequence[Mention]) -> bool:
    """Whether a denial stands late among several options: *yes to convoys, no to closure*."""
    if not any(mention.several for mention in mentions):
        return False
    against, taken = REJECTING.search(words), ACCEPTING.search(words)
    if against and taken and len(words[against.end() : taken.start()].split()) > 2:
        return True  # "dropped its call for a closure and would settle for convoys"
    return any(len(words[: denial.start()].split()) > 2 for denial in denials_in(words))


def _takes_up(words: str, opener: str, before: Wording) -> bool:
    """Whether a part that names nothing says something of what was named before: *not to sign it*."""
    if _TAKING_UP.search(words) is None:
        return False
    denials = denials_in(words)
    against, taken = REJECTING.search(words), ACCEPTING.search(words) or OFFERING.search(words)
    given_up = deed_table().giving_up.search(words)
    if against is None and taken is None and given_up is None:
        return False
    return (
        before == UNTOLD
        or opener == "nor"
        or bool(denials)
        or (before.verb == "rejects") != (against is not None)
    )


def _says_more(words: str, scope: Scope, before: Wording) -> bool:
    """Whether a clause that names nothing may say something else of what was named before it.

    What follows if a demand is not met does not: *it must be paid, or we strike*.
    """
    if scope.role != "main" or scope.opener in _REASONS:
        return False
    threat = scope.opener == "or" and before.verb == "requires"
    return not threat and could_turn_behind(f"{scope.opener} {words}") is not None


_REASONS = frozenset({"because", "since", "so that", "while", "whereas", ""})
_TAKING_UP = re.compile(r"\b(?:it|them|one|ones|that|this|these|those|so|either)\b", re.I)
_ASKING = word_set("ask wonder question enquire inquire")
_QUESTION = re.compile(
    r"\W*(?:will|would|shall|should|can|could|may|might|must|do|does|did|is|are|was|were|has|have|had"
    r"|why|how|when|what|who|whether|if)\b",
    re.I,
)
# "Give us the rota six weeks ahead and we will do five nights": what is given for it is no part of the case.
_BARGAIN = re.compile(
    r"\W*(?:give|grant|pay|let|open|release|drop|raise|cut|show|send|free|lift|keep|get|sign|meet|put|take|move)\b"
    r"[^.;!?]*\band (?:we|they|i|you)(?:['\u2019]ll\b| will\b| would\b| can\b)",
    re.I,
)
# "Went up to 65 on Monday and by another 5 today": where it is now is not told.
_FURTHER = re.compile(r"\d.*\b(?:by|and|then|plus) (?:another|a further)\b", re.I)


def _is_bargain(before: str, said: str) -> bool:
    """Return whether the sentence of a statement begins with what is asked for in return."""
    whole = f"{before}{said}"
    ends = [end.end() for end in SENTENCE_END.finditer(whole) if end.end() <= len(before)]
    return _BARGAIN.match(whole, ends[-1] if ends else 0) is not None


_EXCEPTING = word_pattern("words that except")
_ALL = re.compile(r"\b(?:all|every\w*|any\w*)\b[^,;]*\bbut\W*$", re.I)
_BOUND = re.compile(
    r"\b(?:above|below|over|under|beyond|up to|at (?:least|most)|(?:more|less|fewer) than|exceed\w*|m(?:in|ax)imum)\b",
    re.I,
)
_BARE_DENIAL = re.compile(r"\W*(?:no|never|not|nothing)(?: \w+)?\W*$", re.I)


def _without(words: str, mentions: Sequence[Mention], offset: int) -> str:
    """Blank the case's own words, so that *US support* is no word of acceptance."""
    letters = list(words)
    for start, end in (place for mention in mentions for place in mention.places):
        letters[start - offset : end - offset] = " " * (end - start)
    return "".join(letters)


def _with_names(words: str, names: Collection[str]) -> str:
    """Write what the parties are called with a capital, by which names are known."""
    called = "|".join(re.escape(name.split()[-1]) for name in names if name.strip())
    return (
        re.sub(rf"\b(?:{called})\b", lambda one: one.group().capitalize(), words)
        if called
        else words
    )


def _said_by(mentions: Sequence[Mention], scales: Mapping[str, NumberScale | None]) -> _Said:
    """Join the claims of those mentions that make any."""
    told = [(m, claims) for m in mentions if (claims := _claims(m, scales[m.issue]))]
    return _Said(
        tuple(claim for _, claims in told for claim in claims),
        min((mention.share for mention, _ in told), default=0.0),
        tuple(dict.fromkeys(word for mention, _ in told for word in mention.words)),
    )


def _claims(mention: Mention, scale: NumberScale | None) -> tuple[Claim, ...]:
    """Return what a mention compares its issue with; empty when it leaves that open."""
    if mention.option is not None:
        return (Claim(mention.issue, "==", mention.option),)
    if scale is None:
        return ()
    levels = [a for a in mention.amounts if not a.is_change]
    bounded = [a for a in levels if a.relation != "=="]
    if not bounded and len({a.number for a in levels}) != 1:
        return ()
    chosen = bounded or levels
    if any(a.relation == "==" and not scale.holds(a.number) for a in chosen):
        return ()
    pairs = dict.fromkeys((a.relation, _text(a.number)) for a in chosen)
    if any(text is None for _, text in pairs):
        return ()
    return tuple(Claim(mention.issue, relation, text) for relation, text in pairs)


def _text(number: Fraction) -> str | None:
    """Write a number as the case file does; None where decimals do not end, as 3 days in weeks."""
    rest = number.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    if rest > 1:
        return None
    with localcontext(prec=len(str(number.numerator)) + 4 * len(str(number.denominator)) + 4):
        return format(Decimal(number.numerator) / number.denominator, "f")


def _ranking(statement: Statement, issues: Sequence[IssueWords]) -> Iterator[Proposal]:
    """Return the order of importance that a statement tells of several issues, if it does."""
    text = _told(statement)
    if not is_ranking(text):
        return
    named = sorted(mentions_in(text, issues), key=lambda mention: mention.start)
    if len(named) > 1 and not any(m.option or m.amounts for m in named):
        if is_reversed(text):
            named.reverse()
        words = tuple(dict.fromkeys(word for mention in named for word in mention.words))
        claims = tuple(Claim(mention.issue, "ranked") for mention in named)
        said = _Said(claims, min(mention.share for mention in named), words)
        yield _proposal("ranks", said, 0.7, "words of order")


def _under(parts: Sequence[_Part], k: int) -> int | None:
    """Return the number of the main part that a condition is put to.

    It is the one before it; or the next, where there is none or that one names nothing of the case.
    """
    before = k - 1 if k and parts[k - 1].scope.role == "main" else None
    near = range(k + 1, min(k + _NEAR, len(parts)))
    after = next((j for j in near if parts[j].scope.role == "main"), None)
    if before is None or after is None or parts[before].mentions:
        return after if before is None else before
    return before if parts[after].scope.opener or parts[after].scope.turned else after


def _binds(condition: _Part, main: _Part) -> bool:
    """Whether a main part holds only under a condition: not *without delay*, nor what is asked *in return*."""
    opener = condition.scope.opener
    if opener == "without":
        return bool(condition.mentions) or is_denied(main.words) or main.wording.verb == "rejects"
    return opener not in ("in return", "in exchange") or main.wording.verb != "position"


def _of_main(part: _Part, follower: _Part | None, ordered: Collection[str]) -> Iterator[Proposal]:
    """Return the proposals that a main part leads to, by itself."""
    if part.wording == UNDECIDED:
        for mention in part.mentions:
            yield _of_named(mention, part, ())
        return
    if part.said.claims:
        yield from _of_choice(part, follower)
        yield from _of_claims(part)
    told = {claim.issue for claim in part.said.claims}
    for mention in part.mentions:
        if part.wording.verb == "rejects" and mention.sign == "any" and mention.none:
            yield _of_none(mention, mention.none, part.wording)
        elif mention.issue not in told:
            yield _of_named(mention, part, ordered)


def _of_claims(part: _Part) -> Iterator[Proposal]:
    """Put what a part says in its own wording; bounds of amounts are demands."""
    said, wording = part.said, part.wording
    if wording.rule == UNSAID and not _is_plainly_named(part):
        for mention in part.mentions:
            yield _of_named(mention, replace(part, wording=UNDECIDED), ())
        return
    verb, sure = wording.verb, wording.sureness
    if verb == "offers" and any(claim.relation == ">" for claim in said.claims):
        return  # "offered more than 5": how much is not told
    if wording.rule.startswith(_WEAK) and any(claim.relation in "<>" for claim in said.claims):
        return  # "fewer than 10 would ruin us"
    if verb in _TAKING and any(claim.relation != "==" for claim in said.claims):
        if verb == "offers" and all(claim.relation in ("==", ">=") for claim in said.claims):
            said = replace(said, claims=_levels(said.claims))
        elif verb == "position" and _names_levels_too(said.claims):
            said = replace(
                said, claims=_levels(said.claims)
            )  # "wants 8 percent and at most 8 hours"
        elif (
            verb == "position"
            or (wording.rule.startswith("words") and _NO_FURTHER.search(part.words))
            or any(claim.relation in (">=", ">") for claim in said.claims)
        ):
            verb, sure = "requires", 0.8 * sure
        else:
            said = replace(said, claims=_levels(said.claims))
    if verb == "requires" and wording.rule.startswith("whole phrase"):
        below = [claim for claim in said.claims if claim.relation in ("<", ">")]
        if len(said.claims) > 1 and below:
            return
        verb = "rejects" if below else verb  # "would not settle for less than 6 percent"
    nothing = any(m.sign == "no" and m.option == m.none for m in part.mentions)
    if verb == "rejects" and nothing and not wording.rule.endswith(", denied"):
        verb, sure = "position", 0.8 * sure
    yield _proposal(verb, said, sure, wording.rule)


_NO_FURTHER = re.compile(
    rf"\b(?:{NOT_A_BIT}|nothing (?:more|less|higher|lower)|no (?:higher|lower|further))",
    re.I,
)


def _names_levels_too(claims: Sequence[Claim]) -> bool:
    """Whether some issues have a level and others a bound, each told once, so that to demand all would say too much."""
    relations = {claim.relation for claim in claims}
    issues = [claim.issue for claim in claims]
    return "==" in relations and relations <= {"==", ">=", "<="} and len(set(issues)) == len(issues)


def _is_plainly_named(part: _Part) -> bool:
    """Whether nothing stands beside what a part names that could say something else of it."""
    offset = part.scope.start
    starts = [place[0] - offset for m in part.mentions for place in m.places]
    starts += [amount.start - offset for m in part.mentions for amount in m.amounts]
    own, last = _without(part.words, part.mentions, offset), max(starts)
    return is_accounted_for(own, last, last, starts)


def _of_choice(part: _Part, follower: _Part | None) -> Iterator[Proposal]:
    """Return what *A rather than B* likes better, where both are options of one issue."""
    if follower is None or follower.scope.role != "alternative":
        return
    issue = part.said.claims[0].issue
    over = tuple(claim for claim in follower.said.claims if claim.issue == issue)
    better = tuple(claim for claim in part.said.claims if claim.issue == issue)
    taken = part.wording != UNDECIDED and part.wording.verb not in ("requires", "rejects")
    if over and over != better and taken:
        words = (*part.said.words, *follower.said.words)
        said = _Said(better, part.said.share, tuple(dict.fromkeys(words)))
        yield _proposal(
            "prefers", said, 0.75, f"words of choice: {follower.scope.opener}", over=over
        )


def _of_condition(part: _Part, main: _Part | None) -> Iterator[Proposal]:
    """Return what a condition demands, or what would be taken for it."""
    opener, given = part.scope.opener, main.said if main is not None else _Said((), 0.0, ())
    hinders, needs = opener.startswith(_HINDERING), opener.startswith(_NEEDING)
    verb = main.wording.verb if main is not None and main.wording != UNDECIDED else ""
    if main is not None and not verb and hinders and _only_denied(main.words):
        verb = "rejects"  # "will not put its name to A unless B"
    words = tuple(dict.fromkeys((*given.words, *part.said.words)))
    said = replace(part.said, words=words)
    told = f"{main.words if main is not None else ''} {part.words}"
    if _BOUND.search(told) and any(c.relation == "==" for c in (*given.claims, *said.claims)):
        return  # "not above 5 unless B": the bound would be lost
    if needs:
        said = _with_any_of(part.mentions, said)
    inside = _without(part.words, part.mentions, part.scope.start)[len(opener) :]
    if (
        not said.claims
        or (opener == "without" and (main is None or not is_denied(main.words)))
        or REJECTING.search(inside)
        or denials_in(inside)  # "if it is not dropped"
        or deed_table().turning.search(inside)
    ):
        return
    rule = f"condition: {opener}"
    if not given.claims:
        yield from _of_condition_alone(said, main, verb, rule, hinders=hinders, needs=needs)
        return
    both = replace(said, claims=_levels((*given.claims, *said.claims)))
    if verb == "rejects" and opener.endswith(" for"):
        yield _proposal("refuses", both, 0.7, rule)
    elif hinders == (verb == "rejects") and needs and verb in (*_TAKING, "rejects"):
        yield _proposal("requires", said, 0.75, rule, given=_levels(given.claims))
    elif verb == "rejects":
        denied = replace(both, claims=_opposite(given.claims))
        yield from _implied(denied, said.claims, rule)
    elif hinders and verb in _TAKING:
        denied = replace(both, claims=_opposite(said.claims))
        yield from _implied(denied, _levels(given.claims), rule)
    elif verb == "requires" and not needs:
        yield from _implied(replace(both, claims=given.claims), said.claims, rule)
    elif verb in _TAKING:
        yield _proposal("offers", both, 0.6, rule)  # not "would drop its demand for A if B"


def _of_condition_alone(
    said: _Said, main: _Part | None, verb: str, rule: str, *, hinders: bool, needs: bool
) -> Iterator[Proposal]:
    """Return what a condition demands of which the case names nothing but itself: *no deal without B*."""
    if needs and (hinders or verb != "rejects"):
        if not hinders or verb == "rejects" or not _signs(main):
            yield _proposal("requires", said, 0.75, rule)
    elif verb == "rejects":  # "no deal if B", "will not sign as long as B"
        yield _proposal("rejects", said, 0.6, rule)
    elif verb in ("accepts", "offers") and main is not None and not main.mentions:
        yield _proposal("requires", said, 0.4, rule)


def _only_denied(words: str) -> bool:
    return len(denials_in(words)) == 1 and REJECTING.search(words) is None


def _signs(main: _Part | None) -> bool:
    return main is not None and _SIGNING.search(main.words) is not None


def _implied(said: _Said, given: tuple[Claim, ...], rule: str) -> Iterator[Proposal]:
    if said.claims and given:
        yield _proposal("requires", said, 0.6, rule, given=given)


def _opposite(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Return the claim that holds where one does not; none for several."""
    return tuple(
        replace(one, relation=_OPPOSITE[one.relation])
        for one in (claims if len(claims) == 1 else ())
    )


def _with_any_of(mentions: Sequence[Mention], said: _Said) -> _Said:
    """Add, for issues named without an option, that it must not be nothing of it."""
    told = {claim.issue for claim in said.claims}
    more = [m for m in mentions if m.issue not in told and m.none is not None]
    claims = (*said.claims, *(Claim(m.issue, "!=", m.none) for m in more))
    shares = [*([said.share] if said.claims else []), *(m.share for m in more)]
    words = (*said.words, *(word for m in more for word in m.words))
    return _Said(claims, min(shares, default=0.0), tuple(dict.fromkeys(words)))


def _of_none(mention: Mention, none: str, wording: Wording) -> Proposal:
    """Return what rejecting *any* of it demands: nothing of it."""
    said = _Said((Claim(mention.issue, "==", none),), mention.share, mention.words)
    return _proposal("requires", said, 0.6, f"{wording.rule}, all of it")


def _of_named(mention: Mention, part: _Part, ordered: Collection[str]) -> Proposal:
    """Return what is said of an issue of which no option is named: a direction, or its importance."""
    offset, wording = part.scope.start, part.wording
    if mention.several and wording.verb == "rejects":
        both = tuple(Claim(mention.issue, "==", option) for option in mention.several)
        said = _Said(both, mention.share, mention.words)
        return _proposal("rejects", said, wording.sureness, wording.rule)
    stress = stress_in(part.words)
    own = _without(part.words, part.mentions, offset)
    direction = direction_in(own, mention.start - offset, mention.end - offset)
    outranked = stress is not None and stress[0] in ("most important", "not needed")
    if direction is not None and mention.issue in ordered and not outranked:
        way = direction[0]
        if wording.verb == "rejects":
            way = "less" if way == "more" else "more"
        verb, relation, sure, rule = "wants", way, 0.6, f"words of change: {direction[1]}"
    elif stress is not None:
        verb, relation, sure = "stresses", stress[0], 0.6
        rule = f"words of importance: {stress[1]}"
    else:
        verb, relation, sure, rule = wording.verb, "named", 0.5 * wording.sureness, wording.rule
    said = _Said((Claim(mention.issue, relation),), mention.share, mention.words)
    return _proposal(verb, said, sure, rule)


def _levels(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Take bounds for levels: *up to 60* in an offer is an offer of 60."""
    return tuple(replace(claim, relation="==") for claim in claims)


def _proposal(
    verb: str,
    said: _Said,
    sure: float,
    rule: str,
    *,
    given: tuple[Claim, ...] = (),
    over: tuple[Claim, ...] = (),
) -> Proposal:
    share = min(0.95, said.share)
    return Proposal("", verb, said.claims, given, over, share * sure, rule, said.words)
