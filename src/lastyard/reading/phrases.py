# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Noun phrases and clauses, found without a parser by the kinds of the words.

A phrase is walked out word by word from the place where one is expected (before a speech verb,
after it, at the start of a clause), so the cost is the length of the phrase.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Foreign Minister Ada Moor said talks would resume.")
    >>> parts.slice(*phrase_before(parts, 4, 0))
    'Foreign Minister Ada Moor'
"""

from __future__ import annotations

from functools import lru_cache

from lastyard.reading.lexicon import (
    ABBREVIATIONS,
    CUES,
    NOMINAL,
    TITLES,
    is_body_role,
    is_person_role,
    is_writing,
)
from lastyard.reading.segments import NAME_LINKS, Segments, Words
from lastyard.reading.wordlists import word_list, word_set

SUBJECTS = word_set("he she they it we i you who someone everyone")
PORTFOLIOS = word_list("portfolios")
"""Fields that ministers and departments are of."""
_STANDALONE = word_list("standing alone")
_TENS = word_set("three four five ten twenty hundred 3 4 5 10 20 100")
_SHARES = word_set("half majority minority none percent third quarter")
_LONGEST_PHRASE = 24
_AFTER_WRITING = frozenset({"cue", "preposition", "auxiliary", "capital", "punctuation"})
_NOUN_ENDINGS = ("tion", "ment", "ness", "ity", "ship", "ism", "ance", "ence")


@lru_cache(maxsize=20_000)
def is_head(word: str) -> bool:
    """Return whether a lower-case noun can name a speaker: a person, a body or a text."""
    return is_person_role(word) or is_body_role(word) or is_writing(word)


def looks_like_verb(lower: str) -> bool:
    """Return whether a plain word has the ending of a past tense or participle."""
    return len(lower) > 4 and lower.endswith("ed") and lower not in ("united", "armed", "hundred")


def phrase_before(parts: Segments, last: int, floor: int) -> Words | None:
    """Find the noun phrase that ends before word ``last``, not reaching before ``floor``."""
    i = last - 1
    if i < floor:
        return None
    kinds, lowers = parts.kinds, parts.lowers
    if kinds[i] == "pronoun":
        if lowers[i] in ("them", "us") and i - 2 >= floor and lowers[i - 1] == "of":
            many = kinds[i - 2] in ("determiner", "number") or lowers[i - 2] in _SHARES
            return (i - 2, last) if many else None  # "most of them"
        return (i, last) if lowers[i] in SUBJECTS else None
    if lowers[i] in ("both", "all", "each") and i > floor and kinds[i - 1] in ("capital", "plain"):
        return phrase_before(parts, i, floor)  # "Moor and Bell both said"
    if kinds[i] == "determiner" and lowers[i] in _STANDALONE:
        return (i - 1 if i > floor and kinds[i - 1] == "determiner" else i), last
    if parts.words[i] == "%" and i > floor and kinds[i - 1] == "number":
        return i - 1, last  # "47% say"
    if kinds[i] not in ("number", "capital", "plain") and not is_noun_cue(parts, i, floor):
        return None
    while i > floor and last - i < _LONGEST_PHRASE:
        step = _step_back(parts, i, floor)
        if step == 0:
            break
        i -= step
        if kinds[i] == "determiner" and not _belongs_back(parts, i, floor):
            break
    while i < last - 1 and kinds[i] == "possessive":
        i += 1
    return i, last


def _belongs_back(parts: Segments, i: int, floor: int) -> bool:
    """Return whether a phrase goes on before its determiner: *all the members*, *chair of the panel*."""
    if i <= floor:
        return False
    if parts.kinds[i - 1] == "determiner":
        return True
    if parts.lowers[i - 1] == "in" and i - 2 >= floor and parts.lowers[i] in _TENS:
        return parts.kinds[i - 2] in ("determiner", "number")  # "six in ten voters"
    return (
        i - 1 > floor
        and parts.lowers[i - 1] == "of"
        and parts.kinds[i - 2] in (*NOMINAL, "determiner")
    )


def is_noun_cue(parts: Segments, i: int, floor: int) -> bool:
    """Return whether a form that may be verb or noun is a noun here (*the report*, *its demands*)."""
    if parts.kinds[i] != "cue" or not CUES[parts.lowers[i]].noun:
        return False
    return i > floor and parts.kinds[i - 1] in (
        "determiner",
        "possessive",
        "plain",
        "capital",
        "number",
    )


def _step_back(parts: Segments, i: int, floor: int) -> int:
    """How many words a phrase that now begins at ``i`` grows to the left by (0: it is complete)."""
    kinds, lowers = parts.kinds, parts.lowers
    k = i - 1
    kind, lower = kinds[k], lowers[k]
    if kind in NOMINAL:
        verb = kind == "plain" and looks_like_verb(lower)
        return 0 if verb and kinds[i] in ("capital", "determiner", "pronoun") else 1
    if kind == "determiner" or (kind == "cue" and is_noun_cue(parts, k, floor)):
        return 1
    if (
        kind == "time"
        and kinds[i] in ("plain", "capital")
        and k > floor
        and kinds[k - 1] in ("possessive", "capital")
    ):
        return 1
    if k - 1 < floor:
        return 0
    before = kinds[k - 1]
    linked = _name_link(parts, k, floor) if kinds[i] == "capital" else 0
    if linked:
        return linked
    if lower == "and":
        return _joined_back(parts, k, floor)
    if lower in ("'", "’"):
        return 2 if lowers[k - 1].endswith("s") and before in NOMINAL else 0
    if lower == "of" and (
        before in NOMINAL or (before == "determiner" and kinds[i] == "determiner")
    ):
        return 2
    if lower == "in" and lowers[i] in _TENS:
        return 2 if before in ("determiner", "number") else 0
    if (
        lower in ("for", "on")
        and kinds[i] in ("capital", "determiner")
        and before in ("capital", "plain")
    ):
        named = before == "capital" or is_person_role(lowers[k - 1])
        return 2 if named and (lower != "on" or before == "capital") else 0
    return 0


def _name_link(parts: Segments, k: int, floor: int) -> int:
    """How many words before a capital the word ``k``, which links it to another, goes back: *de la* Cruz."""
    kinds, lowers = parts.kinds, parts.lowers
    if lowers[k] in NAME_LINKS:
        return 2 if kinds[k - 1] == "capital" else 0
    if lowers[k] in ("-", "–", "&", "/"):
        return 2 if kinds[k - 1] == "capital" else 0
    initial = kinds[k - 1] == "capital" and len(parts.words[k - 1]) == 1
    return 2 if lowers[k] == "." and (initial or lowers[k - 1] in ABBREVIATIONS) else 0


def _joined_back(parts: Segments, k: int, floor: int) -> int:
    """How many words a phrase grows to the left by where *and* stands before it, at word ``k``."""
    office = _portfolio(parts, k, floor)
    if office:
        return k + 1 - office
    kind, role = parts.kinds[k + 1], is_person_role(parts.lowers[k - 1])
    if parts.kinds[k - 1] != kind:
        return 0
    if kind == "capital":
        return 2 if _is_office(parts, k + 1) else 0
    return 2 if kind == "plain" and role and is_person_role(parts.lowers[k + 1]) else 0


def _portfolio(parts: Segments, k: int, floor: int) -> int:
    """Find the head of the office whose fields the *and* at word ``k`` joins: *minister for trade and industry*."""
    kinds, lowers = parts.kinds, parts.lowers
    if kinds[k + 1] != "plain" or is_head(lowers[k + 1]):
        return 0
    j = k - 1
    while j > floor and k - j < 4 and kinds[j] in ("plain", "capital"):
        j -= 1
    return j - 1 if j > floor and lowers[j] in ("for", "of") else 0


def _is_office(parts: Segments, i: int) -> bool:
    """Return whether the capitals from ``i`` on are part of an office's name, not a new name."""
    lower = parts.lowers[i]
    return (
        lower in TITLES
        or is_body_role(lower)
        or (
            i + 1 < len(parts.words)
            and parts.kinds[i + 1] == "capital"
            and is_head(parts.lowers[i + 1])
        )
    )


def phrase_after(parts: Segments, first: int, ceiling: int) -> Words | None:
    """Find the noun phrase that begins at word ``first`` and stays before ``ceiling``."""
    if first >= ceiling:
        return None
    kinds, lowers = parts.kinds, parts.lowers
    if kinds[first] == "pronoun":
        return first, first + 1
    i = first
    while i < ceiling and kinds[i] == "determiner":
        i += 1
    begin = i
    while i < ceiling and i - first < _LONGEST_PHRASE:
        step = _step_on(parts, i, begin, ceiling)
        if step == 0:
            break
        i += step
    if i == begin:
        if i == first or lowers[i - 1] not in _STANDALONE:
            return None
        of_them = lowers[i : i + 2] in (["of", "them"], ["of", "us"]) and i + 2 <= ceiling
        return (first, i + 2) if of_them else (first, i)
    if kinds[i - 1] == "possessive":
        i -= 1
    return (first, i) if i > first else None


def _step_on(parts: Segments, i: int, begin: int, ceiling: int) -> int:
    """How many words a phrase that now ends before ``i`` grows to the right by."""
    kinds, lowers = parts.kinds, parts.lowers
    kind, lower = kinds[i], lowers[i]
    previous = kinds[i - 1] if i > begin else "determiner"
    if kind in ("capital", "number", "possessive"):
        return 1
    if kind == "time" and previous in ("capital", "possessive") and i + 1 < ceiling:
        return 1 if kinds[i + 1] in ("capital", "plain") and parts.words[i][0].isupper() else 0
    if kind == "cue" and CUES[lower].noun and is_writing(lower) and previous != "pronoun":
        following = kinds[i + 1] if i + 1 < ceiling else "cue"
        return 1 if i == begin or following in _AFTER_WRITING else 0
    if kind == "plain":
        return 1 if _noun_goes_on(parts, i, begin, ceiling) else 0
    following = kinds[i + 1] if i + 1 < ceiling else "cue"
    if lower == "." and following == "capital" and i > begin:
        return int(lowers[i - 1] in ABBREVIATIONS or len(parts.words[i - 1]) == 1)
    if lower in ("-", "–", "&", "/") and previous == "capital" and following == "capital":
        return 1
    if lower in ("'", "’") and i > begin and lowers[i - 1].endswith("s"):
        owns = parts.ends[i - 1] == parts.starts[i] and following in ("plain", "capital")
        return 1 if owns else 0  # the dockers' union
    if (
        lower in ("of", "for", "on")
        and previous == "capital"
        and following in ("capital", "determiner")
    ):
        titled = lower == "of" and (following == "capital" or is_head(lowers[i - 1]))
        return 1 if titled or (i > begin and is_head(lowers[i - 1]) and lower == "for") else 0
    if lower in ("the",) and lowers[i - 1] in ("of", "for", "on"):
        return 1
    return 0


def _noun_goes_on(parts: Segments, i: int, begin: int, ceiling: int) -> bool:
    """Return whether the plain word ``i`` still belongs to the phrase that began at ``begin``."""
    kinds, lowers = parts.kinds, parts.lowers
    lower = lowers[i]
    if i == begin:
        return True
    following = kinds[i + 1] if i + 1 < ceiling else "cue"
    previous, before = kinds[i - 1], lowers[i - 1]
    if is_head(lower):
        return not (is_person_role(before) and previous == "plain" and lower.endswith("s"))
    if previous in ("capital", "possessive"):
        if looks_like_verb(lower):
            return False
        return (
            any(
                i + k < ceiling
                and kinds[i + k - 1] == "plain"
                and kinds[i + k] == "plain"
                and is_head(lowers[i + k])
                for k in (1, 2)
            )
            or (previous == "possessive")
            or lower.endswith(_NOUN_ENDINGS)
        )
    if previous == "plain" and is_head(before):
        return lower.endswith(_NOUN_ENDINGS)
    if looks_like_verb(lower):
        return following == "plain" and i - begin < 2
    return i - begin < 6


def clause_start(parts: Segments, at: int, floor: int) -> int:
    """Find where the clause of word ``at`` begins: after ``;``, a quotation, *that*, *when* ..."""
    i = at
    while i > floor:
        k = i - 1
        kind, lower = parts.kinds[k], parts.lowers[k]
        if lower in (";", ":", "—", "–"):
            return i
        if lower in _CLAUSE_OPENERS and not (lower == "that" and _is_demonstrative(parts, i, at)):
            return i
        if kind == "conjunction" and _starts_clause(parts, i, at) and _has_verb(parts, floor, k):
            return i
        i -= 1
    return floor


_CLAUSE_OPENERS = word_set("that when while because although though whereas if unless")


def _is_demonstrative(parts: Segments, i: int, at: int) -> bool:
    """Return whether the *that* before word ``i`` points (*repeated that point, adding*)."""
    return i + 1 < at and parts.kinds[i] == "plain" and parts.words[i + 1] in (",", ".")


def _has_verb(parts: Segments, first: int, last: int) -> bool:
    return any(
        parts.kinds[j] in ("cue", "verb", "auxiliary") or looks_like_verb(parts.lowers[j])
        for j in range(first, last)
    )


def _starts_clause(parts: Segments, i: int, at: int) -> bool:
    """Return whether a subject, not a verb or a second noun, follows the conjunction before ``i``."""
    if parts.kinds[i] == "pronoun" and parts.lowers[i] in SUBJECTS:
        return True
    headed = parts.kinds[i] == "plain" and is_head(parts.lowers[i])
    if parts.kinds[i] not in ("capital", "determiner") and not headed:
        return False
    phrase = phrase_after(parts, i, at + 1)
    if phrase is None:
        return False
    following = phrase[1]
    if headed and parts.kinds[following] == "preposition":
        return True
    return following <= at and parts.kinds[following] in ("cue", "verb", "auxiliary", "adverb")


def skip_back(parts: Segments, k: int, floor: int) -> int:
    """Step back from ``k`` over auxiliaries, adverbs and expressions of time and occasion."""
    kinds, lowers = parts.kinds, parts.lowers
    while k >= floor:
        if (kinds[k] in ("auxiliary", "adverb") and lowers[k] != "to") or (
            kinds[k] == "plain"
            and lowers[k].endswith("ly")
            and len(lowers[k]) > 4
            and lowers[k] not in _NOT_ADVERBS
        ):
            k -= 1
        elif lowers[k - 1 : k + 1] == ["no", "longer"] and k > floor:
            k -= 2
        elif kinds[k] == "time" or (kinds[k] == "capital" and lowers[k] in _DAYS):
            k -= 1
            while k >= floor and (
                kinds[k] in ("determiner", "number")
                or lowers[k] in ("last", "late", "early", "next")
            ):
                k -= 1
            if k >= floor and lowers[k] in ("on", "in", "at", "late", "early", "by"):
                k -= 1
        else:
            break
    return k


_DAYS = word_set("mon tue wed thu fri sat sun")
_NOT_ADVERBS = word_set("assembly family rally reply supply monopoly anomaly bully homily ally")
_TO_SOMEBODY = word_list("to somebody")
OCCASIONS = word_list("occasions")


def named_apposition(parts: Segments, phrase: Words, ceiling: int) -> Words:
    """Add the name in *the prosecutor, Ada Moor* to the phrase before it."""
    last = phrase[1]
    while last < ceiling and parts.lowers[last] in ("of", "for", "(", "to", "at"):
        if parts.lowers[last] == "(":
            closing = next(
                (j for j in range(last, min(ceiling, last + 8)) if parts.lowers[j] == ")"), None
            )
            if closing is None:
                return phrase
            last = closing + 1
            continue
        inner = phrase_after(parts, last + 1, ceiling)
        if inner is None:
            return phrase
        last = inner[1]
        if last < ceiling and parts.lowers[last] == "and":  # minister for trade and industry, ...
            inner = phrase_after(parts, last + 1, ceiling)
            if inner is not None and parts.lowers[inner[1] : inner[1] + 1] == [","]:
                last = inner[1]
    if last + 2 < ceiling and parts.lowers[last] == "," and parts.kinds[last + 1] == "capital":
        name = phrase_after(parts, last + 1, ceiling)
        if name is not None and (
            name[1] - name[0] >= 2 or (name[1] < ceiling and parts.lowers[name[1]] == ",")
        ):
            return phrase[0], name[1]
    return phrase


def whole_phrase(parts: Segments, phrase: Words, ceiling: int) -> Words:
    """Add all that hangs on a phrase's head: *the secretary of the union at the port*.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("the head of the union said")
        >>> parts.slice(*whole_phrase(parts, (0, 2), 6))
        'the head of the union'
    """
    for _ in range(3):
        if phrase[1] >= ceiling or not goes_on(parts, phrase):
            break
        inner = phrase_after(parts, phrase[1] + 1, ceiling)
        if inner is None:
            break
        phrase = phrase[0], inner[1]
    return phrase


_ALL = (["both"], ["all"], ["each"], ["either"])


def goes_on(parts: Segments, phrase: Words) -> bool:
    """Return whether *of*, *from*, *for* goes on a phrase: *a statement from*, *a doctor at*."""
    head, link = parts.lowers[phrase[1] - 1], parts.lowers[phrase[1]]
    if link != "of" and _is_occasion(parts, phrase[1] + 1):
        return False
    if is_writing(head):
        return link in ("from", "by", "of")
    if link == "in":
        beyond = phrase[1] + 1
        return is_head(head) and beyond < len(parts.kinds) and parts.kinds[beyond] == "capital"
    if link == "to":
        return head in _TO_SOMEBODY
    if link == "on":  # "officials on both sides", not "officials on Friday"
        return is_head(head) and parts.lowers[phrase[1] + 1 : phrase[1] + 2] in _ALL
    return is_head(head) and link in ("of", "for", "from", "at", "with")


def _is_occasion(parts: Segments, first: int) -> bool:
    """Return whether a phrase tells when or where something was said: *at a news conference*."""
    inner = phrase_after(parts, first, min(len(parts.words), first + 8))
    return inner is not None and parts.lowers[inner[1] - 1] in OCCASIONS


def is_plural(parts: Segments, phrase: Words) -> bool:
    """Return whether a phrase takes a verb without *-s*."""
    head = parts.lowers[phrase[1] - 1]
    if parts.kinds[phrase[0]] == "pronoun":
        return head in ("i", "we", "you", "they")
    return (
        (parts.kinds[phrase[1] - 1] == "plain" or is_head(head))
        and (head.endswith("s") or head in ("people", "police", "men", "women"))
        and not head.endswith("ss")
    )


def is_speaker_like(parts: Segments, phrase: Words) -> bool:
    """Return whether a phrase names a person, a body or a text, or is a name."""
    return is_head(parts.lowers[phrase[1] - 1]) or parts.kinds[phrase[1] - 1] == "capital"


_ARTICLES = word_set("the a an his her their its our my your no every")
_ALSO_NOUNS = word_list("verbs that are nouns as well")
_QUANTIFIERS = word_set("numerous various multiple countless badly severely heavily newly")


def verb_ahead(parts: Segments, begin: int, last: int) -> bool:
    """Return whether a finite verb comes before any relative clause or break.

    If one does, the words make a clause.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> parts = segment("the new talks will fail")
        >>> verb_ahead(parts, 0, 5), verb_ahead(parts, 0, 3)
        (True, False)
    """
    infinitive = -2
    for k in range(begin, min(last, begin + 22)):
        kind, lower = parts.kinds[k], parts.lowers[k]
        if k > begin:
            if (kind == "auxiliary" and lower != "to") or (
                kind == "verb"
                and not lower.endswith("ing")
                and infinitive != k - 1
                and not (parts.kinds[k - 1] == "determiner" and parts.lowers[k - 1] in _ARTICLES)
                and not (lower in _ALSO_NOUNS and _is_singular(parts, k - 1))
            ):
                return True
            if lower == "to":
                infinitive = k
            if (
                kind == "cue"
                and not CUES[lower].noun
                and CUES[lower].form != "ing"
                and infinitive != k - 1
                and (CUES[lower].form != "base" or _takes_base(parts, k - 1))
            ):
                return True
            if (
                kind == "cue"
                and CUES[lower].form == "s"
                and parts.lowers[k + 1 : k + 2] in (["to"], ["that"])
            ):
                return True  # "the mayor wishes to", "Moor hopes that"
            if (
                kind == "plain"
                and looks_like_verb(lower)
                and parts.kinds[k - 1] not in ("determiner", "possessive")
                and parts.lowers[k - 1] not in _QUANTIFIERS
            ):
                return True
            if kind == "plain" and parts.kinds[k - 1] == "pronoun":
                return True
        if kind == "subordinator" and lower not in ("as", "than", "when", "where"):
            return False
        if lower in (";", ":") or (
            kind == "conjunction" and k + 1 < last and parts.kinds[k + 1] == "auxiliary"
        ):
            return False
    return False


def _is_singular(parts: Segments, k: int) -> bool:
    """Return whether word ``k`` is an adjective or singular noun, which no bare verb form follows."""
    return parts.kinds[k] == "plain" and not parts.lowers[k].endswith(("s", "people", "men"))


def _takes_base(parts: Segments, k: int) -> bool:
    """Return whether a verb without ending can follow word ``k`` as its verb."""
    return parts.kinds[k] in ("pronoun", "adverb") or parts.lowers[k].endswith("s")
