"""Whether every word that could turn the sign of what is said is one that the reader knows.

A sign is read only where nothing unknown governs it. *The crews will accept it* is read; *the crews were tricked
into accepting it* is not, as the reader does not know what *tricked* does to a yes. Between a doer and a
deed, and before the word that gives a sign, stand only words of kinds that turn nothing: small words, names,
people and bodies, days, a list of adverbs. Behind it no other clause may say something of it (*accepted it,
which was a slip*). An opening (*after a night of talks*) and a deed told before (*walked in and accepted*) may hold
any nouns, but no denial and no word that turns.

Example:
    >>> could_turn("The growers' delegates have unanimously"), could_turn("Only a fool would")
    (None, 'fool')
    >>> could_turn_behind("by a large majority"), could_turn_behind("was a slip of the tongue")
    (None, 'was')
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from lastyard.reading.conditions import condition_beside
from lastyard.reading.deednouns import is_taken_for_granted
from lastyard.reading.deedtable import deed_table, meaning_of
from lastyard.reading.lexicon import CUES, KIND, MONTHS, forms_of, is_writing, stem
from lastyard.reading.phrases import is_head, looks_like_verb
from lastyard.reading.segments import Segments, Sentence, Words
from lastyard.reading.statements import Draft
from lastyard.reading.tags import SpeechCue
from lastyard.reading.wordlists import word_list, word_pattern, word_set

__all__ = [
    "could_turn",
    "could_turn_behind",
    "is_of_neither",
    "is_plainly_said",
    "may_be_turned",
    "near",
    "whole_doer",
    "without_descriptions",
]

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_OWNER = re.compile(r"['\u2019]s?$")
_SHORT = re.compile(r"\w+(?:n['\u2019]t|['\u2019](?:ll|d|re|ve|m))")
_SMALL = frozenset(
    {"determiner", "pronoun", "auxiliary", "preposition", "conjunction", "time", "possessive"}
)
_PEOPLE = re.compile(r"\w{3,}(?:ers|ors|ists|ians|men|ees)")
_HARMLESS = word_list("words that turn nothing")
_DENIAL = word_pattern("words of denial")
_HEDGES = word_list("words that leave open")
_COMMENTING = word_list("words that comment")
_PLAINLY_SAID = (word_list("plain verbs of speech") | word_list("verbs that affirm")) - {"ask"}
_TAKEN_UP = word_set("it them this that these those so one either")
_OCCASIONS = word_set("after before during amid following")
_EMBEDDING = word_set(
    "that if whether unless who which whom whose how why what when where as until to"
)
_CONTRASTING = ("while", "whereas", "but")
_LONGEST_OTHER = 6
_PEOPLE_TALKED_OF = word_set("he she they")
_GOING_ON_WITH = word_set("has have had will would also")
_FEWEST_BEHIND_DENIAL = 4
_REASONS = word_set("due because owing thanks")
_NUMBERED = re.compile(r"\bnos? ?\.? ?\d", re.I)
_TO_COME = word_set("will would could can may might shall should must")
_RELATIVE = word_set("which that")
_TURNS_AWAY = word_set("but though although while whereas yet or because since")
_FINITE = frozenset({"verb", "auxiliary", "cue"})
_ENDING_A_PHRASE = _FINITE | {"preposition", "conjunction", "subordinator", "pronoun"}
_LINKING = word_list("words that link another clause")
_MEASURES = frozenset(map(stem, word_list("measures")))
_UNMOVED = word_pattern("words of a deed that stands")
_BEING = re.compile(
    r"\W*(?:is|are|was|were|remains?|remained|has been|have been|had been)\b"
    r"(?: (?:still|also|now|again|already|currently)\b)* ?",
    re.I,
)
_MAY_BE = word_pattern("words of a deed described")
_NO_LONGER_SO = word_pattern("words of a deed undone")
_DESCRIBING = word_pattern("words that describe")
_LINKING_RELATIVES = ("that", "which", "who", "whose")
_MORE_THAN_THEY_CAN = re.compile(
    r"\bthan (?:it|they|we|he|she|anybody|anyone) (?:can|could|will|would|is|are|was|were)\b", re.I
)
_COMPARING = word_pattern("words of comparison")
# "A strike that began in May": which one, not what became of what was said.
_RESTRICTING = re.compile(
    r"(?<=[^\W_]) (?<!but )(?<!and )(?<!or )(?:that|which|who|whose)(?= \w+ )(?! (?:is|was|are|were)\b)[^,;:]*",
    re.I,
)
# "... - the offer is one of three - ...", "..., to let talks go on"
_ASIDE = re.compile(r" [-\u2013\u2014] [^\u2013\u2014]*?(?: [-\u2013\u2014](?= )|$)")
_PURPOSE = re.compile(r" ?, (?:in order |so as )?to \w+[^,;:]*", re.I)
# "..., which would run until March": what else it is; "..., which was a slip" is judged.
_ADDED = re.compile(
    r" ?,[\"\u201d]? (?:(?:under|in|by|for|after|during) )?which (?=\w)(?!(?:is|was|are|were) (?:an?|the|not|no|never|only|just|really|merely|what|how|why|said)\b)[^,;:]*",
    re.I,
)
_GOING_ON = re.compile(r" ?, (?!includ|except|bar|exclud)\w+ing\b[^,;:]*", re.I)


def _words_in(text: str) -> list[str]:
    """Return the words of a text, with what is joined to them by a hyphen or an apostrophe."""
    return _WORD.findall(text)


def could_turn(words: str | Iterable[str], *, opens: bool = True) -> str | None:
    """Return the first word before a sign of which the reader cannot say that it turns nothing.

    Args:
        words: The words before the sign.
        opens: Whether the first one opens a sentence, so that its capital proves no name.
    """
    if isinstance(words, str):
        governor = _GOVERNOR.search(words)
        if governor is not None and governor[1].lower() not in deed_table().leading_to:
            return governor[1]  # "would be the last to oppose it"
        own = _SAID_BEFORE.match(words)
        if own is not None and not _turns(own.group()):
            words = words[own.end() :]
        opening = _OPENING.match(words)
        if opening is not None:
            if _turns(opening.group()):
                return opening.group()
            words = words[opening.end() :]
        words = _words_in(words)
    counted = False
    for word in words:
        if not (counted or _turns_nothing(word, opens=opens)):
            return word
        opens, counted = False, word[0].isdigit()  # "6 crowns"
    return None


def _turns_nothing(word: str, *, opens: bool) -> bool:
    lower = _OWNER.sub("", word.lower())
    if not lower:
        return True
    if _leaves_open(word):
        return False
    if KIND.get(lower) in _SMALL or lower in _HARMLESS or _SHORT.fullmatch(lower):
        return True
    if _DENIAL.fullmatch(lower):
        return True  # what it denies is looked at by itself
    table = deed_table()
    if lower in table.between or lower in table.leading_to:
        return True
    if lower in table.doers or lower in table.talks or is_head(lower) or _PEOPLE.fullmatch(lower):
        return True
    return word[:1].isdigit() or (word[:1].isupper() and not (opens and _may_be_plain(lower)))


def is_plainly_said(verb: str) -> bool:
    """Return whether a verb of speech, in its dictionary form, holds to what is said: no *joke*, no *dream*."""
    return verb in _PLAINLY_SAID or verb in ("according to", "make clear", "make plain")


def _leaves_open(word: str) -> bool:
    return word.lower() in _HEDGES and word != "May"


def _occasion_in(lowers: Sequence[str]) -> int | None:
    """Return the first word of what tells when or why: *after a night of talks*, *due to fears of a strike*."""
    for k, lower in enumerate(lowers):
        why = lower in _REASONS and k + 1 < len(lowers) and lowers[k + 1] in ("to", "of")
        if lower in _OCCASIONS or why:
            return k
    return None


def _is_of_manner(lower: str) -> bool:
    """Whether an adverb says how a thing was done, in a way that is not known: *wrongly*, *half-jokingly*."""
    known = lower in _HARMLESS or lower in deed_table().between or KIND.get(lower) is not None
    return lower.endswith("ly") and len(lower) > 5 and not known


def _may_be_plain(lower: str) -> bool:
    """Whether a word at the start of a sentence may be no name."""
    return lower in KIND or looks_like_verb(lower) or lower.endswith("ing")


def could_turn_behind(words: str | Iterable[str]) -> str | None:
    """Return the first word behind a sign with which another clause says something of it, or None.

    A clause with a subject of its own that takes up nothing says nothing of it: *though its envoys are tired*.
    """
    text = words if isinstance(words, str) else " ".join(words)
    for clause in map(re.Match.group, _GOING_ON.finditer(text)):
        told = _words_in(clause)
        if told[0].lower() in _COMMENTING:
            break
        if _is_undone(told) or deed_table().fading.search(clause):
            return clause.strip(" ,")  # "..., changing its mind a day later"
    told = _words_in(_own_clause(without_descriptions(text)))
    when = _occasion_in([word.lower() for word in told])
    if when is not None and told[when].lower() in _REASONS:
        told = told[:when]  # "because of the debt that it would mean": why says nothing against it
    elif when is not None and not _speaks_of_it(told[when:]):
        told = told[:when]  # "after talks that ran past midnight"
    away = len(told) > 1 and told[0].lower() in _TURNS_AWAY
    contrast = away and told[0].lower() in ("while", "whereas")
    another = contrast or (away and KIND.get(told[1].lower()) == "determiner")
    if another and not _takes_up(told):
        return None
    before: str | None = None  # the kind of the word before
    measure = False  # whether the word before is a number, or what it counts
    named = False  # whether the word before is a name
    phrase = False  # whether a determiner opened a noun phrase: "the chief demand"
    for word in told:
        lower = _OWNER.sub("", word.lower())
        kind = KIND.get(lower)
        tag = lower in CUES and is_plainly_said(CUES[lower].verb)  # "..., its mayor told the show"
        noun = word == "May" or (before in ("determiner", "time") and kind != "auxiliary")
        noun = noun or ((measure or phrase) and lower in deed_table().talks)  # "3 percent offer"
        noun = noun or (word[0].isupper() and named)  # "the London Interbank Offered Rate"
        named = word[0].isupper()
        harmless = tag or noun or lower in _HARMLESS  # "by a vote of 12 to 4"
        if lower in _COMMENTING:
            return None
        if lower in _LINKING or _leaves_open(word) or _is_of_manner(lower):
            return word
        if not harmless and (kind in _FINITE or looks_like_verb(lower)):
            return word
        before, measure = kind, word[0].isdigit() or stem(lower) in _MEASURES
        phrase = kind == "determiner" or (phrase and kind not in _ENDING_A_PHRASE)
    return None


_CLAUSE_AFTER = re.compile(r"(?:^|[ ,]) ?(?:and|but|while) (?=\w)", re.I)


def _own_clause(text: str) -> str:
    """Leave out a clause that begins with a subject and a verb of its own and takes nothing up: *and the port is silent*."""
    for link in _CLAUSE_AFTER.finditer(text):
        rest = text[link.end() :]
        words = _words_in(rest)
        lower = words[0].lower() if len(words) > 1 else ""
        spoke = lower in CUES and CUES[lower].form == "past" and is_plainly_said(CUES[lower].verb)
        own = lower in _GOING_ON_WITH or spoke
        if _takes_up(words) or not (own or _is_clause_of_another(words)) or _may_undo(words):
            continue
        return text[: link.start()]
    return text


def _may_undo(words: Sequence[str]) -> bool:
    """Return whether a clause of another says that something was undone, or breaks off at a denial: *the port did not*."""
    if not _UNDONE.isdisjoint(map(str.lower, words)):
        return True
    denials = [k for k, word in enumerate(words) if _DENIAL.fullmatch(word)]
    return bool(denials) and len(words) - denials[-1] < _FEWEST_BEHIND_DENIAL


def _takes_up(words: Sequence[str]) -> bool:
    """Return whether words take up what was said: *it*, *the deal*."""
    lowers = [word.lower() for word in words]
    pairs = pairwise(lowers)
    return not _TAKEN_UP.isdisjoint(lowers) or any(
        one in ("the", "its", "their", "such") and other in deed_table().talks
        for one, other in pairs
    )


def _is_clause_of_another(words: Sequence[str]) -> bool:
    """Return whether a subject that is a name or has an article stands before a finite verb."""
    kinds = [KIND.get(word.lower()) for word in words[:9]]
    if not words or not (
        kinds[0] == "determiner" or words[0][0].isupper() or words[0].lower() in _PEOPLE_TALKED_OF
    ):
        return False
    return any(
        kind in _FINITE or looks_like_verb(word.lower())
        for kind, word in zip(kinds[1:], words[1:9], strict=False)
        if kind != "determiner"
    )


def without_descriptions(text: str) -> str:
    """Leave out what only describes a thing, or tells what else its doer did: *brokered by*, *, raising hopes for talks*."""
    for pattern in (_DESCRIBING, _ASIDE, _PURPOSE, _GOING_ON, _RESTRICTING, _ADDED):
        text = pattern.sub(_described, text)
    return _COMPARING.sub(_compared, text)


def _compared(found: re.Match[str]) -> str:
    words = _words_in(found.group())
    of_it = words[0].lower() == "which" and _speaks_of_it(words)
    judged = of_it or _MORE_THAN_THEY_CAN.search(found.group()) is not None
    return found.group() if judged or _is_undone(words) else " "


def _described(found: re.Match[str]) -> str:
    words = _words_in(found.group())
    if not words:
        return " "
    behind = KIND.get(words[0].lower()) == "preposition"  # "under which"
    relative = [word.lower() for word in words[behind : behind + 1]]
    link = int(behind) if relative and relative[0] in _LINKING_RELATIVES else None
    own = words if link is None else words[link + 1 :]
    if link == 1 and own[:1] == ["it"]:
        own = own[1:]  # "under which it was allocated 30 percent"
    turned = _speaks_of_it(own) or _is_undone(own)
    turned = turned or (link is not None and deed_table().fading.search(found.group()) is not None)
    return found.group() if turned else " "


_GOVERNOR = re.compile(r"(\w+) (?:not |never )?to (?:\w+ly )?$", re.I)
# "We have said from the start that ...": so they have said it.
_SAID_BEFORE = re.compile(
    r"\W*(?:we|i|they|he|she)(?: have| has| had|['\u2019]ve)? (?:\w+ly |always |already )?"
    r"(?:said|told \w+|made (?:it )?(?:very )?clear|made (?:it )?plain)\b[^,;:]{0,40}? that\b",
    re.I,
)
_OPENING = re.compile(
    r"\W*(?:at|in|on|after|during|for|with|despite|to|since|from|amid|following|under|over)\b[^,]*,(?!\d)",
    re.I,
)
_SHARES_OF = word_list("words for a share")
_ALL_OF = word_set("all every each both")
_INDEFINITE = word_set(
    "a an some another whoever whichever anyone anybody everyone everybody someone somebody"
)
_ABLE = word_set("can could")
_DEFINITE = word_set("the its their his her our both")
_NEAR = 6
_BEFORE_A_NOUN = ("preposition", "determiner")  # "at paid meetings"
_CLOSE_TO = re.compile(r"\bclose to\b", re.I)
# "..., which the line rejected", "..., a figure that ...", "..., to which Belsk replied that ...", "..., a plan both study"
_VIEW = re.compile(
    r", (?:(?:(?:a|an|the) \w+ |something )?(?:to |at |on |of |for |in |with )?(?:which|that)(?= \w+ \w+)"
    r"|(?:(?:a|an|the) \w+|something)(?= \w+ \w+))",
    re.I,
)
_DENYING = frozenset(form for verb in word_list("verbs of denial") for form in forms_of(verb))
# With these, others say that it was never said or done, or holds no longer.
_UNDONE = word_list("what is not real") | word_list("undoing")


def near(drafts: Sequence[Draft], k: int) -> range:
    """Return the numbers of the statements that may stand in one sentence with a statement."""
    return range(max(0, k - _NEAR), min(len(drafts), k + _NEAR + 1))


def may_be_turned(
    drafts: Sequence[Draft], sides: Sequence[str | None], k: int, parts: Segments
) -> bool:
    """Return whether the sentence of a deed holds words that could turn it and that nothing tells of.

    What other statements of the sentence are about is told by them, unless it is the same thing (*then
    rejected it*). Words of speech around it are plain ones.

    Args:
        drafts: The drafts of the text.
        sides: The party of each.
        k: The number of the deed.
        parts: The text.
    """
    deed = drafts[k]
    means = meaning_of(deed.cue.verb, denied=False) if deed.cue and deed.words is None else None
    if deed.cue is None or means is None:
        return False
    verb = parts.lowers[deed.cue.first : deed.cue.last]
    able = not _ABLE.isdisjoint(verb) and not deed.cue.negated
    if deed.cue.negated and "far" in verb:
        return True  # "has so far not accepted it"
    if not _HEDGES.isdisjoint(verb) or "having" in verb or (able and means != "accepts"):
        return True  # "may accept it", "denies having accepted it", "could reject it"
    if deed.cue.form == "noun" and deed_table().giving_up.search(" ".join(verb)):
        return True  # "has dropped its demand that ..."
    sentence = parts.sentences[deed.sentence]
    if not _DENYING.isdisjoint(parts.lowers[deed.cue.last : sentence.last]):
        return True  # "had agreed to it, something that the council denied"
    if deed.source is not None and (
        parts.lowers[deed.source[0]] in _SHARES_OF
        or (sides[k] is None and _is_anybody(parts, deed.source))
        or (deed.cue.negated and parts.lowers[deed.source[0]] in _ALL_OF)
    ):
        return True  # "all creditors did not accept it": some may have
    if deed.source is not None and _holds_a_clause(parts, deed.source):
        return True
    others = [j for j in near(drafts, k) if j != k]
    if any(_is_wished_in(drafts[j], deed, parts) for j in others):
        return True
    foretold = [j for j in others if sides[j] not in (None, sides[k])]
    if any(_is_foretold_in(drafts[j], deed, parts) for j in foretold):
        return True
    told = _told(drafts, sides, k, parts)
    if deed.cue.order == "passive":
        told |= _describing_before(deed, deed.cue.first, parts)
    return _turned_behind(deed, deed.cue, parts, told) or _turned_before(
        deed, deed.cue, parts, told, _after_deed_before(drafts, k, parts)
    )


def _turned_before(
    deed: Draft, cue: SpeechCue, parts: Segments, told: set[int], since: int
) -> bool:
    """Return whether words before a deed that nothing tells of could turn it.

    Args:
        deed: The deed.
        cue: Its words.
        parts: The text.
        told: The words that statements tell of.
        since: The word behind what the same doer did before in the sentence.
    """
    verb = parts.lowers[cue.first : cue.last]
    whole = whole_doer(deed)
    doer = whole if whole is not None and whole[0] < cue.first else None
    first = parts.sentences[deed.sentence].first
    opening = _rest(parts, first, doer[0] if doer else cue.first, told)
    before_doer = doer is not None and cue.order == "before" and deed.end <= parts.starts[doer[0]]
    if before_doer and not (_turns(" ".join(opening)) or _is_undone(opening)):
        opening = []  # "less than the 600 crowns the guild wants": so it wants them
    doing = verb[0].endswith("ing")
    # "sent a letter demanding"
    by_text = doer is not None and is_writing(parts.lowers[doer[1] - 1])
    if doing and (by_text or "with" in map(str.lower, opening)):
        opening = opening if _turns(" ".join(opening)) or _is_undone(opening) else []
    by_noun = cue.form == "noun" and doer is not None and doer[0] > first
    granted = doer is not None and by_noun and is_taken_for_granted(parts, doer[0])
    base = cue.verb.split()[0] in verb
    between = _rest(
        parts, max(doer[1], 0 if base else since) if doer else cue.first, cue.first, told
    )
    if cue.form == "noun" and not _turns(" ".join(between)):
        between = []  # "the rebels' main demand"
    return _opening_turns(opening, granted=granted) or _turns_between(
        between, base=base, doing=doing
    )


def _turned_behind(deed: Draft, cue: SpeechCue, parts: Segments, told: set[int]) -> bool:
    """Return whether words behind a deed that nothing tells of could turn it."""
    last = parts.sentences[deed.sentence].last
    end = max(cue.last, bisect_left(parts.starts, deed.end))
    behind = _rest(parts, end, last, told)
    when = _occasion_in(parts.lowers[cue.last : last])
    if when is not None and not _speaks_of_it(parts.words[cue.last + when : last]):
        # "after talks that ran past midnight"
        behind = _rest(parts, end, max(end, cue.last + when), told)
    of_doer = cue.order == "passive" and _is_of_doer(behind)
    stands = cue.form == "noun" and _lets_it_stand(behind)
    if of_doer or stands or _is_view_of_others(behind):
        return False
    return could_turn_behind(behind) is not None


def _lets_it_stand(behind: list[str]) -> bool:
    """Return whether what is said of a demand or an offer takes for granted that there is one: *... surprised the port*.

    It does not where the demand was given up or changed, or the offer is still to be made.
    """
    said = _UNMOVED.sub(" ", " ".join(behind))
    being = _BEING.match(said)
    if being is not None and _MAY_BE.match(said, being.end()) is None:
        return False  # "was a bluff"
    return not (
        _is_undone(_words_in(said))
        or _NO_LONGER_SO.search(said)
        or deed_table().fading.search(said)
    )


def _describing_before(deed: Draft, first: int, parts: Segments) -> set[int]:
    """Return the words between a thing and the verb behind it that only describe it: *the 3 percent the port offered was*."""
    words = range(bisect_left(parts.starts, deed.end), first)
    told = [parts.words[i] for i in words]
    said = "to have been" in " ".join(told)  # "were wrongly said to have been"
    return set() if said or _is_undone(told) or _turns(" ".join(told)) else set(words)


def _is_of_doer(behind: list[str]) -> bool:
    """Return whether the words behind *by the union* only say who that is: *, whose contract ran out in May*."""
    told = [word.lower() for word in behind if word[0].isalnum() and word.lower() != "by"]
    return bool(told) and told[0] in ("who", "whose") and not _speaks_of_it(behind)


def _after_deed_before(drafts: Sequence[Draft], k: int, parts: Segments) -> int:
    """Return the word behind what the same doer did before in the sentence: *first demanded 9 and is now asking for 7*."""
    deed = drafts[k]
    begin = parts.starts[deed.cue.first] if deed.cue else deed.start
    ends = [
        drafts[j].end
        for j in near(drafts, k)
        if j != k
        and drafts[j].kind == deed.kind == "act"
        and (drafts[j].sentence, drafts[j].source) == (deed.sentence, deed.source)
        and drafts[j].end <= begin
    ]
    return bisect_left(parts.starts, max(ends)) if ends else 0


def _is_view_of_others(behind: list[str]) -> bool:
    """Return whether words only tell what others think of it: *..., which the port called out of all proportion*."""
    opening = _VIEW.match(" ".join(behind))
    if opening is None or _is_undone(behind):
        return False
    subject = behind[len(opening.group().split())]
    return KIND.get(subject.lower()) == "determiner" or subject == "both" or subject[0].isupper()


def _is_undone(words: Sequence[str]) -> bool:
    """Return whether words say that something never was, or holds no longer: *hoax*, *it later withdrew*."""
    told = _NUMBERED.sub("", " ".join(words))  # "Bulletin no. 14"
    return _DENIAL.search(told) is not None or not _UNDONE.isdisjoint(map(str.lower, words))


def _speaks_of_it(words: list[str]) -> bool:
    """Return whether words that tell when a deed was done take up what was done, or could turn it."""
    lowers = {word.lower() for word in words}
    return not lowers.isdisjoint(_TAKEN_UP - {"that"}) or _turns(" ".join(words))


def _holds_a_clause(parts: Segments, source: Words) -> bool:
    """Return whether a doer is two, with a verb between them: *the county hopes Blue Line*."""
    return any(
        KIND.get(parts.lowers[i]) == "cue"
        and parts.kinds[i] != "capital"
        and (parts.kinds[i + 1] == "capital" or KIND.get(parts.lowers[i + 1]) == "determiner")
        for i in range(source[0] + 1, source[1] - 1)
    )


def _is_wished_in(other: Draft, deed: Draft, parts: Segments) -> bool:
    """Return whether a deed is what another deed is about: *the county hopes the line will accept it*."""
    if other.cue is None or deed.cue is None or other.cue.first >= deed.cue.first:
        return False
    answered = meaning_of(other.cue.verb, denied=False) in ("rejects", "accepts")
    if deed.cue.form == "noun" and answered:
        return False  # "rejected the guild's call for a pause": so the guild called for it
    begin = parts.starts[deed.cue.first]
    inside = other.sentence == deed.sentence and _holds(other, begin, deed.end)
    of_deed = meaning_of(other.cue.verb, denied=False) is not None
    return inside and of_deed and not is_plainly_said(other.cue.verb)


def _is_foretold_in(speech: Draft, deed: Draft, parts: Segments) -> bool:
    """Return whether another says what somebody would do: *the line said the port would pay 4 percent*."""
    if speech.cue is None or deed.cue is None or speech.sentence != deed.sentence:
        return False
    verb = parts.lowers[deed.cue.first : deed.cue.last]
    begin = parts.starts[deed.cue.first]
    return "would" in verb and speech.cue.group == "speech" and _holds(speech, begin, deed.end)


def _holds(other: Draft, begin: int, end: int) -> bool:
    """Return whether what was said holds a deed that begins and ends at these offsets."""
    return other.start <= begin < other.end and end <= other.end


def _told(
    drafts: Sequence[Draft], sides: Sequence[str | None], k: int, parts: Segments
) -> set[int]:
    """Return the words of a deed's sentence that statements tell of."""
    deed = drafts[k]
    told = _words_of(deed, parts) | _told_beside(deed, parts)
    if deed.source is not None and deed.end <= parts.starts[deed.source[0]]:
        told |= _relative_before(deed.source, parts)  # "..., which the line accepted"
    begin = parts.starts[deed.cue.first] if deed.cue else deed.start
    for j in near(drafts, k):
        other = drafts[j]
        if j == k or other.sentence != deed.sentence or other.cue is None or other.words:
            continue
        of_deed = meaning_of(other.cue.verb, denied=False) is not None
        if _is_undone_at_home(other, deed, parts) or _takes_it_back(other, deed, parts):
            continue
        if not (of_deed or is_plainly_said(other.cue.verb)):
            continue
        around = _holds(other, begin, deed.end)
        things = set() if around else _words_of(other, parts)
        another = other.source is not None and sides[j] != sides[k] is not None
        first = min(things, default=0)
        if other.cue.group != "speech" and parts.lowers[first] != "that":
            first = -1  # "turned it down"
        if another or not any(parts.lowers[i] in _TAKEN_UP for i in things if i != first):
            told |= things | _told_beside(other, parts)
        if another and other.source is not None:
            told |= _relative_before(other.source, parts)
        if around and not (of_deed or other.cue.negated):
            told |= _naming(other, parts)
    return told


def _is_undone_at_home(other: Draft, deed: Draft, parts: Segments) -> bool:
    """Return whether a body of the doer's own rejects it afterwards: *accepted 3 percent, but its members voted it down*."""
    if other.cue is None or deed.cue is None or other.source is None:
        return False
    own = parts.lowers[other.source[0]] in ("its", "their") and other.cue.first > deed.cue.last
    return own and meaning_of(other.cue.verb, denied=False) == "rejects"


def _takes_it_back(other: Draft, deed: Draft, parts: Segments) -> bool:
    """Return whether somebody says afterwards that it was not meant: *offered 3 percent, but said it was a joke*."""
    words = [parts.words[i] for i in sorted(_words_of(other, parts))]
    later = other.cue is not None and deed.cue is not None and other.cue.first > deed.cue.last
    lowers = [word.lower() for word in words]
    return later and not _TAKEN_UP.isdisjoint(lowers[:2]) and not _UNDONE.isdisjoint(lowers)


def _naming(speech: Draft, parts: Segments) -> set[int]:
    """Return the words before what was said, which name who said it: *A person briefed on the plan told reporters that*."""
    words = range(parts.sentences[speech.sentence].first, bisect_left(parts.starts, speech.start))
    return set(words) if _only_names(" ".join(parts.words[i] for i in words)) else set()


@lru_cache(maxsize=16)  # each deed in a sentence asks again
def _only_names(words: str) -> bool:
    told = _CLOSE_TO.sub("", words)  # "a source close to the talks"
    return not _turns(told) and not _is_undone(_words_in(told))


def whole_doer(draft: Draft) -> Words | None:
    """Return the words of a doer, with the other party of *the line and the union* where it is one of two."""
    both = draft.cue.subject if draft.cue is not None else None
    if draft.source is None or both is None:
        return draft.source
    return both if both[0] <= draft.source[0] and draft.source[1] <= both[1] else draft.source


def is_of_neither(parts: Segments, doer: Words) -> bool:
    """Return whether a doer is two of whom neither does it: *Neither the line nor the union accepted it*."""
    return parts.lowers[doer[0] - 1] == "neither" and "nor" in parts.lowers[slice(*doer)]


def _relative_before(source: Words, parts: Segments) -> set[int]:
    """Return the words before a doer where they are *which*, *that* or *to which*."""
    k = source[0] - 1
    if parts.lowers[k] not in _RELATIVE:
        return set()
    return {k, k - 1} if parts.kinds[k - 1] == "preposition" else {k}


def _told_beside(draft: Draft, parts: Segments) -> set[int]:
    """Return the words that name who said it, the verb, and what puts a condition to it."""
    whole = whole_doer(draft)
    told = set(range(*whole or (0, 0)))
    if whole is not None and is_of_neither(parts, whole):
        told.add(whole[0] - 1)
    if draft.cue is not None:
        told |= set(range(draft.cue.first, draft.cue.last))
        if parts.lowers[draft.cue.last : draft.cue.last + 1] == ["that"]:
            told.add(draft.cue.last)
    sentence = parts.sentences[draft.sentence]
    return told | _words_of_condition(draft, parts, sentence)


def _words_of_condition(draft: Draft, parts: Segments, sentence: Sentence) -> set[int]:
    """Return the words that put a condition to a deed: they leave it open in their own way."""
    span = parts.span(sentence.first, sentence.last)
    doer = parts.starts[draft.source[0]] if draft.source else None
    verb = parts.starts[draft.cue.first] if draft.cue else None
    found = condition_beside(parts.text, span, (draft.start, draft.end), doer, verb)
    at = parts.text.find(found.removesuffix(" \u2026"), *span) if found else -1
    if found is None or at < 0:
        return set()
    return set(range(bisect_left(parts.starts, at), bisect_left(parts.starts, at + len(found))))


def _words_of(draft: Draft, parts: Segments) -> set[int]:
    """Return the words of what was said."""
    return set(range(bisect_left(parts.starts, draft.start), bisect_left(parts.starts, draft.end)))


def _rest(parts: Segments, first: int, last: int, told: set[int]) -> list[str]:
    """Return the words of a stretch that nothing tells of, marks too."""
    return [
        parts.words[i] for i in range(first, last) if i not in told and parts.kinds[i] != "quote"
    ]


def _opening_turns(words: list[str], *, granted: bool = False) -> bool:
    """Return whether what stands before the doer could turn the deed: *it is a dream that ...*.

    Args:
        words: The words.
        granted: Whether they take for granted that there is such a demand or offer: *a strike over the union's demand*.
    """
    if granted:
        return _is_undone(words) or _turns(" ".join(words))
    if words[-1:] in (["\u2013"], ["\u2014"]) and _is_dateline(words[:-1]):
        return False
    lowers = [word.lower() for word in words if word[0].isalnum()]
    if lowers in ([], ["that"]):
        return False  # "said that ..."
    link = next((k for k in range(len(lowers) - 1, -1, -1) if lowers[k] in _CONTRASTING), None)
    joined = lowers[-1] == "and" and link is not None and len(lowers) - link <= _LONGEST_OTHER
    before = lowers[:link]
    excepted = (
        bool(before)
        and lowers[link or 0] == "but"
        and not any(KIND.get(lower) in _FINITE or looks_like_verb(lower) for lower in before)
    )
    if (joined or lowers[-1] in _CONTRASTING) and not excepted:  # not "everybody but"
        return False  # a clause of its own, perhaps of two: "but the growers and | the millers pressed for it"
    if lowers[-1] == "and" and len(lowers) > _LONGEST_OTHER and _EMBEDDING.isdisjoint(lowers):
        # "the matter is being looked at and | the fund has called for it"
        return _turns(" ".join(words)) or _is_undone(words)
    colon = max((k for k, word in enumerate(words) if word == ":"), default=-1)
    if colon >= 0:  # "Fake post: the union accepts it"
        return _is_undone(words[:colon]) or _opening_turns(words[colon + 1 :])
    if lowers[-1] == "after" and _TO_COME.isdisjoint(lowers) and not _turns(" ".join(words)):
        return False  # "Talks broke off after the drivers turned down 4 percent"
    opened = without_descriptions(" ".join(lowers)).split()
    if opened and KIND.get(opened[0]) == "preposition" and not _holds_a_verb(opened):
        return _turns(" ".join(words)) or _is_undone(words)  # "under the port's rescue plan, ..."
    if words[-2:-1] == [","] and lowers[-1] in ("as", "because", "since"):
        return _turns(" ".join(words))
    if any(KIND.get(lower) == "subordinator" for lower in lowers[1:]) and words[-1] != ",":
        return True  # "the city lied when ..."
    purpose = lowers[0] == "to" and "," in words  # "to end the strike, ..."
    return _turns(" ".join(words)) or (not purpose and could_turn_behind(lowers) is not None)


def _holds_a_verb(lowers: Sequence[str]) -> bool:
    """Return whether an opening holds a clause, not only nouns: *in what it called a mistake*."""
    kinds = [KIND.get(lower) for lower in lowers]
    return any(
        kind in ("auxiliary", "subordinator")
        or (kind in ("verb", "cue") and k + 1 < len(kinds) and kinds[k - 1] not in _BEFORE_A_NOUN)
        for k, kind in enumerate(kinds)
    )


def _is_dateline(words: list[str]) -> bool:
    """Return whether words are a place in capitals, a day, or both: *HALMAR, 4 March*."""
    told = [word for word in words if word[0].isalnum()]
    return bool(told) and all(
        word.isupper()
        or word.isdigit()
        or word.lower() in MONTHS
        or KIND.get(word.lower()) == "time"
        for word in told
    )


def _turns_between(words: list[str], *, base: bool, doing: bool = False) -> bool:
    """Return whether what stands between the doer and the deed could turn it.

    Args:
        words: The words.
        base: Whether the deed stands in its base form, so that a verb before it may govern it.
        doing: Whether it ends in *ing*: *has tabled a bill proposing*, *by calling for*.
    """
    aside = len(words) > 1 and words[0] == "," == words[-1]  # "Meadow, long wary of it, accepted"
    joined = words[-1:] in (["and"], ["then"]) and not base  # "walked in and accepted"
    relative = aside and words[1].lower() in ("who", "which", "whose")
    if aside and not relative and any(KIND.get(word.lower()) == "cue" for word in words[2:]):
        return True  # "the league, the city claimed, had accepted it"
    words = without_descriptions(" ".join(words)).split()  # "producers led by Brazil proposed"
    beside = KIND.get(words[0].lower()) == "preposition" if words else False
    noun = len(words) > 1 and is_writing(words[-1].lower())  # "has sent a letter demanding"
    by_which = words[-1:] in (["by"], ["after"], ["despite"], ["besides"]) or noun
    if aside or joined or (beside and not base) or (doing and by_which):
        # "states at risk of floods want"
        return _turns(" ".join(words)) or (beside and _is_undone(words))
    return could_turn([word for word in words if word[0].isalnum()], opens=False) is not None


def _turns(words: str) -> bool:
    """Return whether words hold a denial, a hedge, or what turns what follows."""
    words = _NUMBERED.sub("", words)  # "Bulletin no. 14"
    return (
        _DENIAL.search(words) is not None
        or any(map(_leaves_open, _words_in(words)))
        or deed_table().turning.search(words) is not None
    )


def _is_anybody(parts: Segments, source: Words) -> bool:
    """Return whether a doer is nobody in particular: *a fool*, *whoever*, *critics*, *a union of pensioners*."""
    if parts.lowers[source[0]] in _INDEFINITE and parts.words[source[0] + 1] != ".":
        return True  # but "A. B. Moor" is somebody
    named = any(parts.kinds[i] == "capital" for i in range(*source))
    definite = parts.lowers[source[0]] in _DEFINITE
    return not (named or definite) and could_turn(parts.words[slice(*source)]) is not None
