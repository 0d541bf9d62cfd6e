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

from lastyard.reading.according import before_tag, beside_according
from lastyard.reading.clause_ends import clause_end
from lastyard.reading.complements import LEAST_WORDS, Complement, has_quote, trimmed
from lastyard.reading.finite import verb_ahead
from lastyard.reading.late_tags import closes
from lastyard.reading.phrases import SUBJECTS, looks_like_verb, phrase_after
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.speech_cue import SpeechCue
from lastyard.reading.whole_phrases import is_speaker_like
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
    SEEKING,
    TIME,
    VERB,
)

_OBJECT_VERBS = word_set(
    """urge call demand condemn criticize criticise denounce reject dismiss welcome praise deny
    propose promise pledge vow threaten warn ask beg plead request offer refuse agree accept
    oppose support back endorse decline recommend appeal veto apologize apologise order
    announce predict defend advise decry slam blast hail want seek favour favor push press campaign"""
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
    determine worry agree foresee envisage envision guarantee"""
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
        "admit",
        "acknowledge",
        "concede",
        "understand",
        "learn",
        "fear",
        "suspect",
    }
)
_OWN_TAGS = word_set("think guess believe suppose")
_COMPLEMENTIZERS = word_set("that whether if how what why where who when which")
_GOES_ON_KINDS = frozenset({AUXILIARY, VERB})
_OCCASION = word_set("in at on during after following before by via through over")
_MANNER = frozenset({"for", "with"})
_KEPT = frozenset({"there", "here", "not", "so", "only", "even", "just", "now", "never", "then"})
_TAKEN_IN = word_set("read find learn know mention report note discover mean quote cite")
_NEVER_OF_THINGS = word_set("say think insist hope")
_SAID_THINGS = word_set("nothing little much something a few so goodbye")
_LONG_CLAUSE = 5
_OF_DEEDS = word_set(
    "deny admit acknowledge confess recall remember regret suggest propose mention"
)
_NO_DEEDS = word_set("nothing something anything everything spring evening morning king thing")
_DEED_KINDS = frozenset({PLAIN, VERB, CUE, AUXILIARY})


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
        return beside_according(parts, sentence, cue, end)
    if cue.order in ("inverted", "tag"):
        first = cue.first if cue.subject is None else min(cue.first, cue.subject[0])
        return before_tag(parts, sentence, first)
    if _asks_back(parts, sentence, cue):
        return None
    if cue.verb == "imply" and cue.subject is not None and parts.lowers[cue.subject[0]] == "it":
        return None  # a fact implies, nobody says
    begin = content_start(parts, cue, end)
    if cue.subject is not None and _is_tag(parts, sentence, cue, begin):
        before = before_tag(parts, sentence, min(cue.subject[0], cue.first))
        if before is None and begin < end and parts.kinds[begin] in _GOES_ON_KINDS:
            short = trimmed(parts, sentence.first, min(cue.subject[0], cue.first))
            before = Complement("clause", (short,)) if short[1] > short[0] else None
        if before is None:
            return None
        if (
            begin < end - 2
            and parts.words[cue.last : cue.last + 1] == [","]
            and parts.words[min(cue.subject[0], cue.first) - 1] == ","
            and (parts.kinds[begin] in _GOES_ON_KINDS or begin < end - LEAST_WORDS)
        ):
            return Complement("clause", (*before.pieces, trimmed(parts, begin, end)))
        return before
    if begin >= end:
        return None
    if not quoted:
        end = clause_end(parts, sentence, cue, begin, end)
    last = trimmed(parts, begin, end)[1]
    if last - begin < 1:
        return None
    if _is_clause(parts, cue, begin, last, quoted):
        return (
            Complement("clause", ((begin, last),))
            if last - begin >= 2 or has_quote(parts, begin, last)
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
        elif lower in _OCCASION or (lower in _MANNER and cue.verb not in _OBJECT_VERBS):
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
        if lower in ("that", ":") or kind == QUOTE:
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


def _ends_sentence(parts: Segments, sentence: Sentence, cue: SpeechCue) -> bool:
    return cue.last >= sentence.last or parts.words[cue.last] == "."


def _is_tag(parts: Segments, sentence: Sentence, cue: SpeechCue, begin: int) -> bool:
    """Say whether subject and cue are put after or into what was said (*..., officials say.*)."""
    assert cue.subject is not None  # noqa: S101 - the caller has looked
    first = min(cue.subject[0], cue.first)
    head = parts.lowers[cue.subject[1] - 1]
    plural = parts.kinds[cue.subject[0]] == PRONOUN or head.endswith("s")
    if (
        not (
            cue.verb in _LATE_TAGS
            or (cue.group == "speech" and _ends_sentence(parts, sentence, cue))
        )
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
    spoken = cue.last if cue.addressee is None else max(cue.last, cue.addressee[1])
    occasion = cue.group == "speech" and closes(parts, sentence, spoken, told=cue.verb == "tell")
    if occasion and verb_ahead(parts, sentence.first, first - 1):
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
    quoted = quoted and has_quote(parts, begin, last)
    if quoted and cue.group == "speech":
        return True
    named = cue.verb in _CLAUSE_VERBS or cue.form == "noun" or quoted
    return named and _is_bare_clause(parts, cue, begin, last)


def _is_bare_clause(parts: Segments, cue: SpeechCue, begin: int, last: int) -> bool:
    """Say whether a clause without *that* begins at word ``begin``."""
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
    following = parts.kinds[begin + 1] if begin + 1 < last else PUNCTUATION
    if cue.verb == "wish" and following not in (AUXILIARY, VERB, CUE, ADVERB):
        return kind != PRONOUN and verb_ahead(parts, begin, last)  # not "wish you success"
    if kind == PRONOUN:
        return lower in SUBJECTS and not (
            lower in ("it", "you") and following in (PUNCTUATION, CONJUNCTION)
        )
    if cue.verb in ("expect", "believe") and _has_infinitive(parts, begin, last):
        return True  # "expect prices to rise"
    if cue.verb in _NEVER_OF_THINGS and last - begin >= _LONG_CLAUSE and lower not in _SAID_THINGS:
        return True  # "said the ice sheet calves each spring": a verb no list has
    return verb_ahead(parts, begin, last)


def _has_infinitive(parts: Segments, begin: int, last: int) -> bool:
    """Say whether a subject and an infinitive follow, as in *prices to rise*."""
    phrase = phrase_after(parts, begin, last)
    return (
        phrase is not None
        and phrase[1] + 1 < last
        and parts.lowers[phrase[1]] == "to"
        and parts.kinds[phrase[1] + 1] in (PLAIN, VERB, CUE, AUXILIARY)
    )


def _is_object(parts: Segments, cue: SpeechCue, begin: int, last: int) -> bool:
    """Say whether what follows can be the thing demanded, offered or rejected."""
    if cue.verb in SEEKING and (
        cue.subject is None
        or parts.kinds[cue.subject[0]] == PRONOUN
        or not (is_speaker_like(parts, cue.subject) or parts.lowers[cue.subject[0]] == "the")
    ):
        return False  # what anybody may want is no position
    if cue.verb == "call" and parts.lowers[cue.last - 1] not in ("for", "on", "upon"):
        return False
    kind = parts.kinds[begin]
    if parts.lowers[begin] == "to":
        return last - begin >= 2
    if kind in (DETERMINER, CAPITAL, PLAIN, NUMBER, PRONOUN, QUOTE):
        phrase = phrase_after(parts, begin, last)
        return phrase is not None or kind == QUOTE
    return parts.lowers[begin] in ("for", "against", "not", "with")
