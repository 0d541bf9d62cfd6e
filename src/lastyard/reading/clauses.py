# ruff: noqa: RUF001 - typographic marks are what this code is about
"""What a cue says was said: the words of its complement, before, after or around it.

Example:
    >>> from lastyard.reading.cues import find_cues
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Moor told reporters on Friday that talks would resume.")
    >>> found = complement(parts, parts.sentences[0], find_cues(parts, parts.sentences[0])[0])
    >>> found.kind, [parts.slice(*piece) for piece in found.pieces]
    ('clause', ['talks would resume'])
"""

from __future__ import annotations

from dataclasses import dataclass

from lastyard.reading.finite import verb_ahead
from lastyard.reading.phrases import SUBJECTS, looks_like_verb, phrase_after
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.speech_cue import SpeechCue
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import (
    ADVERB,
    AUXILIARY,
    CAPITAL,
    CONJUNCTION,
    CONTRACTED,
    CUE,
    CUES,
    DETERMINER,
    NUMBER,
    PLAIN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    QUOTE,
    SUBORDINATOR,
    TIME,
    VERB,
)

_OBJECT_VERBS = word_set(
    """urge call demand condemn criticize criticise denounce reject dismiss welcome praise deny
    propose promise pledge vow threaten warn ask beg plead request offer refuse agree accept
    oppose support back endorse decline recommend appeal veto apologize apologise order
    announce predict defend advise decry slam blast hail"""
)
_CLAUSE_VERBS = word_set(
    """say tell add claim state note insist announce warn argue stress explain declare report
    reveal confirm acknowledge admit suggest assert indicate reiterate reply answer respond
    write tweet comment observe remark caution complain contend allege concede conclude
    emphasize emphasise predict repeat testify mention affirm reaffirm disclose inform
    remind estimate find show believe think hope fear expect feel know suspect realize
    realise understand doubt assume mean guess wish imagine remember boast joke lament read
    calculate posit opine swear maintain recall deny vow pledge promise hint imply underline
    underscore clarify certify rule proclaim signal discover recognize recognise learn
    determine agree foresee envisage envision guarantee"""
) | {"make clear", "put it", "according to"}
_LATE_TAGS = frozenset(
    {
        "say",
        "add",
        "note",
        "report",
        "claim",
        "believe",
        "think",
        "suggest",
        "according to",
        "tell",
        "announce",
        "state",
        "warn",
        "explain",
        "argue",
        "insist",
        "show",
        "write",
        "indicate",
        "confirm",
        "estimate",
        "find",
        "hope",
        "know",
        "guess",
        "suppose",
        "reply",
    }
)
_OWN_TAGS = word_set("think guess believe suppose")
_COMPLEMENTIZERS = word_set("that whether if how what why where who when which")
_GOING_ON = word_set(
    "because which why where how i we you there since really maybe"
)
_CONDITIONS = word_set("if when while because since although though as unless once whenever")
_GOES_ON_KINDS = frozenset({AUXILIARY, VERB})
_SUBJECT_KINDS = frozenset({PRONOUN, DETERMINER, CAPITAL})
_OCCASION = word_set("in at on during after following before by via through over")
_KEPT = frozenset({"there", "here", "not", "so", "only", "even", "just", "now", "never", "then"})
_TAKEN_IN = word_set("read find learn know mention report note discover mean quote cite")
_OF_DEEDS = word_set("deny admit acknowledge confess recall remember regret suggest propose mention")
_NO_DEEDS = word_set("nothing something anything everything spring evening morning king thing")
_DEED_KINDS = frozenset({PLAIN, VERB, CUE, AUXILIARY})
_CONTRASTS = frozenset({"while", "whereas", "though", "although", "but"})
_SUMMING_UP = word_set(
    """move step decision claim allegation charge accusation assertion remark comment reference
    development demand threat promise suggestion gesture reversal departure argument stance
    change figure sum rate level number version account view feat result idea plan proposal position"""
)
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Complement:
    """The words a cue attributes.

    Attributes:
        kind: ``clause`` (what was said) or ``object`` (what was demanded, rejected ...).
        pieces: Word spans, in order; two when the cue stands in the middle.
    """

    kind: str
    pieces: tuple[tuple[int, int], ...]


def complement(
    parts: Segments,
    sentence: Sentence,
    cue: SpeechCue,
    limit: int | None = None,
    quoted: bool = False,
) -> Complement | None:
    """Find what a cue attributes in its sentence.

    Args:
        parts: The text.
        sentence: The cue's sentence.
        cue: The cue.
        limit: Word at which a later cue of the same subject begins, or None.
        quoted: Whether a quotation of the sentence is the cue's.
    """
    end = sentence.last if limit is None else limit
    if cue.verb == "according to":
        return _beside_according(parts, sentence, cue, end)
    if cue.order == "inverted":
        return _before(parts, sentence, cue.first)
    if _asks_back(parts, sentence, cue):
        return None
    if cue.verb == "imply" and cue.subject is not None and parts.lowers[cue.subject[0]] == "it":
        return None  # a fact implies, nobody says
    begin = content_start(parts, cue, end)
    if cue.subject is not None and _is_tag(parts, sentence, cue, begin):
        before = _before(parts, sentence, min(cue.subject[0], cue.first))
        if before is None and begin < end and parts.kinds[begin] in _GOES_ON_KINDS:
            short = _trimmed(parts, sentence.first, min(cue.subject[0], cue.first))
            before = Complement("clause", (short,)) if short[1] > short[0] else None
        if before is None:
            return None
        if (
            begin < end - 2
            and parts.words[cue.last : cue.last + 1] == [","]
            and parts.words[min(cue.subject[0], cue.first) - 1] == ","
            and (parts.kinds[begin] in _GOES_ON_KINDS or begin < end - _LEAST_WORDS)
        ):
            return Complement("clause", (*before.pieces, _trimmed(parts, begin, end)))
        return before
    if begin >= end:
        return None
    if not quoted:
        end = _clause_end(parts, sentence, cue, begin, end)
    last = _trimmed(parts, begin, end)[1]
    if last - begin < 1:
        return None
    if _is_clause(parts, cue, begin, last, quoted):
        return (
            Complement("clause", ((begin, last),))
            if last - begin >= 2 or _has_quote(parts, begin, last)
            else None
        )
    if cue.verb in _OBJECT_VERBS and _is_object(parts, cue, begin, last):
        return Complement("object", ((begin, last),))
    return None


def _asks_back(parts: Segments, sentence: Sentence, cue: SpeechCue) -> bool:
    """Say whether what was said stands before the cue, as in *what Moor had found, ...*.

    So it does after a relative (*the reports that I have read,*), and in *you know* between
    commas nothing is said at all; what follows the comma is the main clause.
    """
    if cue.subject is None or cue.last >= sentence.last or cue.order != "before":
        return False
    before = cue.subject[0] - 1
    if before < sentence.first:
        return False
    if parts.lowers[before] == "whether" and parts.lowers[cue.subject[0]] == "you":
        return True  # "whether you believe it or not"
    if parts.words[cue.last] != ",":
        return False
    if parts.words[before] == "," and parts.lowers[cue.subject[0]] == "you":
        return True
    noun = before > sentence.first and parts.kinds[before - 1] in (PLAIN, CUE, CAPITAL)
    return parts.lowers[before] == "what" or (
        parts.lowers[before] in ("that", "which") and noun and cue.verb in _TAKEN_IN
    )


def parted_at(parts: Segments, cue: SpeechCue, later: SpeechCue) -> int | None:
    """Find where another's clause begins: *Moor said it would hold, while Bell believes ...*."""
    if later.subject is None or later.order != "before" or later.form == "ing":
        return None
    k = later.subject[0] - 1
    closes = later.last >= len(parts.words) or parts.words[later.last] == "."
    if k > cue.last + 2 and parts.words[k] == "," and closes:
        return k  # "Moor thinks it will hold, a survey suggests."
    if k - 1 < cue.last + 2 or parts.words[k - 1] not in (",", ";"):
        return None
    link, pronoun = parts.lowers[k], parts.kinds[later.subject[0]] == PRONOUN
    if link in _CONTRASTS or (link == "and" and not pronoun and later.group != "act"):
        return k - 1
    return None


def _clause_end(parts: Segments, sentence: Sentence, cue: SpeechCue, begin: int, end: int) -> int:
    """Find where what was said gives way to the report: *; ...*, *, but the envoy left*."""
    conditional = _is_conditional(parts, sentence, cue)
    own_voice = cue.subject is not None and parts.lowers[cue.subject[0]] in ("i", "we", "you")
    # "that as time goes on, there will be ...": the first comma only ends the condition.
    opened = parts.lowers[begin] in _CONDITIONS or parts.kinds[begin] == PREPOSITION
    introduced = parts.words.index(",", begin, end) if opened and "," in parts.words[begin:end] else -1
    open_brackets = 0
    for k in range(begin, end - 1):
        if parts.words[k] == "(":
            open_brackets += 1
        elif parts.words[k] == ")":
            open_brackets -= 1
            if open_brackets < 0 and k > begin:
                return k
        if own_voice and parts.words[k] == "," and parts.lowers[k + 1] in ("i", "you"):
            if k > begin and parts.lowers[k + 2] in ("mean", "know", "see"):
                return k
        if k < begin + 2:
            continue
        if _sums_up(parts, k, end):
            return k
        if parts.words[k] == ";" or parts.words[k] in ("—", "–"):
            if parts.words[k] != ";" and any(
                parts.words[j] in ("—", "–") for j in range(k + 1, end)
            ):
                return end
            if parts.words[k] != ";" and k - begin < 8:
                continue
            return k
        if conditional and parts.words[k] == "," and parts.kinds[k + 1] in _SUBJECT_KINDS:
            return k
        turn = parts.lowers[k + 1] in (("but", "and", "so") if own_voice else ("but",))
        if parts.words[k] == "," and turn and k + 2 < end:
            after = k + 2
            if own_voice and k - begin >= 4:
                return k
            if parts.kinds[after] in (PRONOUN, DETERMINER, CAPITAL) and verb_ahead(
                parts, after, end
            ):
                return k
        going = parts.lowers[k + 1].partition("'")[0] in _GOING_ON
        goes_on = parts.words[k] == "," and going and k != introduced
        if own_voice and k - begin >= 4 and (goes_on or parts.words[k] == "-"):
            return k
    return end


def _sums_up(parts: Segments, k: int, end: int) -> bool:
    """Say whether the reporter's *, a move that ...* begins at word ``k``."""
    if parts.words[k] != "," or parts.lowers[k + 1] not in ("a", "an"):
        return False
    for j in range(k + 2, min(k + 5, end - 1)):
        if parts.lowers[j] in _SUMMING_UP:
            after = parts.kinds[j + 1]
            return parts.lowers[j + 1] in ("that", "which", "seen", "meant") or after in (
                CAPITAL,
                DETERMINER,
                PRONOUN,
            )
        if parts.kinds[j] != PLAIN:
            return False
    return False


def _is_conditional(parts: Segments, sentence: Sentence, cue: SpeechCue) -> bool:
    """Say whether the cue stands in *If ..., when ...* before the main clause."""
    return (
        parts.lowers[sentence.first] in _CONDITIONS
        and "," not in parts.words[sentence.first : cue.first]
    )


def content_start(parts: Segments, cue: SpeechCue, end: int) -> int:
    """Step over the one spoken to, times, occasions and *that* after a cue."""
    k = cue.last
    if cue.order in ("inverted", "passive") and cue.subject is not None:
        k = cue.subject[1]
    if cue.addressee is not None and cue.addressee[0] >= k:
        k = cue.addressee[1]
    if cue.verb == "put it" and parts.lowers[k : k + 1] == ["to"] and "that" in parts.lowers[k:end]:
        k = parts.lowers.index("that", k)  # "put it to the witness that ..."
    while k < end:
        kind, lower = parts.kinds[k], parts.lowers[k]
        if (kind in (ADVERB, TIME) and lower not in _KEPT) or lower in (":", ","):
            k += 1
        elif lower.endswith("ly") and k + 1 < end and parts.lowers[k + 1] in _COMPLEMENTIZERS:
            k += 1  # "know exactly what"
        elif lower == "on" and k + 1 < end and parts.kinds[k + 1] == TIME:
            k += 2
        elif lower in _OCCASION:
            after = _after_occasion(parts, k, end)
            if after is None:
                break
            k = after
        else:
            break
    if k + 1 < end and parts.lowers[k] == "that" and parts.kinds[k + 1] not in (AUXILIARY, VERB):
        return k + 1
    return k


def _after_occasion(parts: Segments, k: int, end: int) -> int | None:
    """Step over *in a statement*, *after the talks* when *that* or a quotation follows it."""
    for j in range(k + 1, min(end, k + 26)):
        lower, kind = parts.lowers[j], parts.kinds[j]
        if lower == "that" or kind == QUOTE:
            return j
        noun = kind == CUE and parts.kinds[j - 1] in (DETERMINER, PLAIN, POSSESSIVE)
        if (kind in (VERB, CUE, AUXILIARY) and not (noun and CUES[lower].noun)) or (
            lower == ","
            and k + 14 < j
            and j + 1 < end
            and parts.lowers[j + 1] != "that"
            and parts.kinds[j + 1] != QUOTE
        ):
            return None
    return None


def _is_tag(parts: Segments, sentence: Sentence, cue: SpeechCue, begin: int) -> bool:
    """Say whether subject and cue are put after or into what was said (*..., officials say.*)."""
    assert cue.subject is not None  # noqa: S101 - the caller has looked
    first = min(cue.subject[0], cue.first)
    head = parts.lowers[cue.subject[1] - 1]
    plural = parts.kinds[cue.subject[0]] == PRONOUN or head.endswith("s")
    if (
        cue.verb not in _LATE_TAGS
        or first <= sentence.first
        or cue.form == "ing"
        or (cue.form == "base" and cue.verb not in {"say", "think"} and not plural)
    ):
        return False
    ends = cue.last >= sentence.last or parts.words[cue.last] in (".", ")", "?")
    own = parts.kinds[cue.subject[0]] == PRONOUN and cue.verb in _OWN_TAGS
    if own and ends and parts.kinds[first - 1] in (PLAIN, TIME, NUMBER):
        return True  # "This was in May I think."
    if parts.words[first - 1] not in (",", "—", "–", '"', "”") and parts.kinds[first - 1] != QUOTE:
        return False
    if cue.last >= sentence.last:
        return True
    after = cue.last
    while after < sentence.last and (
        parts.kinds[after] == TIME or parts.lowers[after] in ("on", "late", "early", "last")
    ):
        after += 1
    if after > cue.last and (after >= sentence.last or parts.words[after] in (",", ".", ";")):
        return any(
            parts.kinds[k] in (AUXILIARY, VERB) or looks_like_verb(parts.lowers[k])
            for k in range(sentence.first, first)
        )
    return parts.words[cue.last] in (",", ".", ";", "?", "!", ")") or (
        begin >= sentence.last - 1 and parts.kinds[cue.last] != QUOTE
    )


def _before(parts: Segments, sentence: Sentence, first: int) -> Complement | None:
    """Take what stands before a late tag: its sentence, or its brackets."""
    begin, last = _trimmed(parts, _opening_bracket(parts, sentence.first, first), first)
    words = sum(parts.kinds[k] != PUNCTUATION for k in range(begin, last))
    if words >= _LEAST_WORDS or _has_quote(parts, begin, last):
        return Complement("clause", ((begin, last),))
    return None


def _opening_bracket(parts: Segments, floor: int, first: int) -> int:
    """Find the beginning of the brackets that word ``first`` stands in, else ``floor``."""
    closed = 0
    for k in range(first - 1, max(floor, first - 60) - 1, -1):
        if parts.words[k] == ")":
            closed += 1
        elif parts.words[k] == "(":
            if not closed:
                return k + 1
            closed -= 1
    return floor


def _beside_according(
    parts: Segments, sentence: Sentence, cue: SpeechCue, end: int
) -> Complement | None:
    assert cue.subject is not None  # noqa: S101 - always found with its phrase
    if parts.words[cue.first - 1] != "," and cue.verb == "according to":
        relative_clause = _last_relative(parts, sentence, cue.first)
        if relative_clause is not None:
            return Complement("clause", (relative_clause,))
    before = _before(parts, sentence, cue.first)
    k = cue.subject[1]
    while k < end and parts.words[k] != "," and k - cue.subject[1] < 25:
        k += 1
    k = _after_parenthesis(parts, k, end)
    after: tuple[int, int] | None = None
    if k < end - _LEAST_WORDS:
        after = _trimmed(parts, k + 1, end)
        if after[1] - after[0] < _LEAST_WORDS:
            after = None
    relative = cue.first - 2 >= sentence.first and parts.kinds[cue.first - 2] == SUBORDINATOR
    if after is not None and relative:
        return Complement("clause", (after,))
    if before is not None and not _is_introduction(parts, sentence, cue):
        return (
            Complement("clause", (*before.pieces, after))
            if after and parts.kinds[after[0]] != SUBORDINATOR
            else before
        )
    return Complement("clause", (after,)) if after else before


def _last_relative(parts: Segments, sentence: Sentence, first: int) -> tuple[int, int] | None:
    """Find the *, which ...* that *according to*, without a comma before it, closes."""
    for k in range(first - 1, max(sentence.first, first - 25), -1):
        if parts.words[k] == "," or parts.kinds[k] == QUOTE:
            opens = parts.words[k] == "," and parts.lowers[k + 1] == "which"
            return _trimmed(parts, k + 1, first) if opens and first - k > _LEAST_WORDS else None
    return None


def _after_parenthesis(parts: Segments, comma: int, end: int) -> int:
    """Step over *, quoting the agency,* and *, the envoy,* to the comma before the clause."""
    following = next((j for j in range(comma + 1, min(end, comma + 26)) if parts.words[j] == ","), end)
    if following >= end - _LEAST_WORDS:
        return comma
    first = parts.lowers[comma + 1]
    relative = first in ("who", "which", "whose")
    if relative or first in ("quoting", "citing") or first.endswith("ing"):
        return following
    named = parts.kinds[comma + 1] in (DETERMINER, CAPITAL, PLAIN)
    finite = any(
        parts.kinds[j] in (AUXILIARY, VERB, CUE, PRONOUN) or looks_like_verb(parts.lowers[j])
        for j in range(comma + 1, following)
    )
    return following if named and not finite else comma


def _is_introduction(parts: Segments, sentence: Sentence, cue: SpeechCue) -> bool:
    return cue.first - sentence.first <= 2


def _is_clause(parts: Segments, cue: SpeechCue, begin: int, last: int, quoted: bool) -> bool:
    """Say whether a clause or quotation follows, not only a noun phrase."""
    if cue.verb == "want":
        return False  # "wanted that big box"
    if parts.lowers[begin - 1] == "that" or parts.lowers[begin] in _COMPLEMENTIZERS:
        return True
    if cue.verb in _OF_DEEDS and parts.lowers[begin].endswith("ing"):
        return parts.kinds[begin] in _DEED_KINDS and parts.lowers[begin] not in _NO_DEEDS
    if cue.form == "base" and parts.lowers[cue.first - 1] == "to" and not quoted:
        return False  # "want to learn new skills"
    if parts.kinds[begin] == QUOTE:
        return True
    quoted = quoted and _has_quote(parts, begin, last)
    if cue.verb not in _CLAUSE_VERBS and cue.form != "noun" and not quoted:
        return False
    if quoted and cue.group == "speech":
        return True
    kind, lower = parts.kinds[begin], parts.lowers[begin]
    if lower in CONTRACTED:
        return True
    if lower == "to" or kind in (PUNCTUATION, CONJUNCTION, AUXILIARY):
        return False
    if kind == PREPOSITION:
        return (
            cue.verb in ("say", "think", "believe")
            and lower not in ("about", "of")
            and last - begin >= 6
            and verb_ahead(parts, begin + 1, last)
        )
    if cue.verb == "wish" and parts.kinds[begin + 1] not in (AUXILIARY, VERB, CUE, ADVERB):
        return kind != PRONOUN and verb_ahead(parts, begin, last)  # not "wish you success"
    if kind == PRONOUN:
        return lower in SUBJECTS and not (
            lower in ("it", "you") and parts.kinds[begin + 1] in (PUNCTUATION, CONJUNCTION)
        )
    return verb_ahead(parts, begin, last)


def _is_object(parts: Segments, cue: SpeechCue, begin: int, last: int) -> bool:
    """Say whether what follows can be the thing demanded, offered or rejected."""
    if cue.verb == "call" and parts.lowers[cue.last - 1] not in ("for", "on", "upon"):
        return False
    kind = parts.kinds[begin]
    if parts.lowers[begin] == "to":
        return last - begin >= 2
    if kind in (DETERMINER, CAPITAL, PLAIN, NUMBER, PRONOUN, QUOTE):
        phrase = phrase_after(parts, begin, last)
        return phrase is not None or kind == QUOTE
    return parts.lowers[begin] in ("for", "against", "not", "with")


def _has_quote(parts: Segments, first: int, last: int) -> bool:
    return any(parts.kinds[k] == QUOTE for k in range(first, last))


def _trimmed(parts: Segments, first: int, last: int) -> tuple[int, int]:
    """Drop punctuation and loose conjunctions at both ends."""
    while last > first and (
        (parts.kinds[last - 1] == PUNCTUATION and parts.words[last - 1] not in ")%]")
        or parts.kinds[last - 1] == CONJUNCTION
    ):
        last -= 1
    while (
        first < last and parts.kinds[first] == PUNCTUATION and parts.words[first] not in "([$€£#@"
    ):
        first += 1
    return first, last
