# ruff: noqa: RUF001 - typographic marks are what this code is about
"""The function words and speech verbs that the reader recognises, by kind.

A word's kind is found by one dictionary lookup; nothing here depends on a
document. ``KIND[word]`` gives the kind of a lower-case word, ``CUES[word]`` the
verb it is a form of.

Example:
    >>> KIND["according"] == PREPOSITION, CUES["told"].verb
    (True, 'tell')
"""

from __future__ import annotations

from dataclasses import dataclass

from lastyard.reading.wordlists import word_set

PUNCTUATION, QUOTE, NUMBER, CAPITAL, PLAIN = range(5)
DETERMINER, PRONOUN, PREPOSITION, CONJUNCTION, SUBORDINATOR = range(5, 10)
AUXILIARY, ADVERB, CUE, VERB, POSSESSIVE, TIME = range(10, 16)

NOMINAL = frozenset({NUMBER, CAPITAL, PLAIN, POSSESSIVE})
"""Kinds that can stand inside a noun phrase."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A form of a verb that reports what somebody said, thought or undertook.

    Attributes:
        verb: Dictionary form.
        group: ``speech`` (says so in words), ``attitude`` (believes, hopes) or
            ``act`` (takes an object or an infinitive: demands, offers to).
        form: ``base``, ``s``, ``past`` or ``ing``.
        noun: Whether the same form is also a common noun (``claims``).
    """

    verb: str
    group: str
    form: str
    noun: bool


_SPEECH = """say tell add claim state note insist announce warn argue stress explain declare report
reveal confirm deny acknowledge admit suggest assert indicate reiterate promise vow pledge reply
answer respond write tweet post comment observe remark caution complain contend allege concede
conclude emphasize emphasise underline underscore predict propose recall repeat swear testify
maintain mention continue joke quip shout whisper exclaim proclaim counter retort affirm reaffirm
clarify elaborate disclose advise assure inform remind notify conceal read lament boast hint imply
charge reason echo interject recount relate posit opine blog text email telegraph signal caution
highlight inquire enquire ask wonder muse describe characterize characterise call brand label dub
cite quote urge forecast project certify estimate calculate find show chant cry scream plead beg
insinuate attest preach speculate theorize theorise venture interrupt concur dismiss criticize
criticise condemn denounce praise hail slam blast defend welcome interpret rule tout bemoan decry
sigh laugh chuckle snap mutter murmur gasp sob groan grumble enthuse marvel jest recite thunder disagree
accuse blame chide scold rebuke mock ridicule deride berate commend applaud laud congratulate liken
reassure reckon remonstrate rejoin volunteer cheer bark growl shrug smile grin stammer surmise
theorise recap reflect contest concede rail fume gush confide confess divulge guarantee
envisage envision foresee stipulate specify protest ponder question dispute scoff sneer yell
roar rant deplore rebut refute lambast lambaste castigate admonish justify summarise
summarize hypothesise hypothesize reminisce"""
_ATTITUDE = """believe think hope fear expect feel know suspect realize realise understand doubt
consider anticipate assume remember mean want worry regret guess wish learn determine trust intend
imagine dream discover recognize recognise"""
_ACT = """demand reject refuse offer threaten agree request accept oppose support back endorse
decline recommend order appeal invite veto apologize apologise call seek favour favor push press
campaign"""
_NOUNS = """claim state note report comment answer post reply promise pledge vow charge text email
signal project estimate quote label brand show find rule highlight echo tweet joke address counter
reason hope fear doubt worry regret guess wish trust dream want order back support offer request
appeal veto demand call read blast cry scream praise cue mention forecast stress caution
permit hint lament remark cite caution sigh laugh chuckle snap mutter murmur gasp sob groan grumble jest
marvel thunder blame mock applaud rebuke cheer bark growl shrug smile grin contest rail volunteer reason
guarantee protest question dispute favour favor push press campaign roar"""
_PAST = {
    "say": "said",
    "tell": "told",
    "write": "wrote",
    "swear": "swore",
    "read": "read",
    "forecast": "forecast",
    "find": "found",
    "show": "showed",
    "think": "thought",
    "feel": "felt",
    "know": "knew",
    "understand": "understood",
    "mean": "meant",
    "learn": "learned",
    "beg": "begged",
    "concur": "concurred",
    "admit": "admitted",
    "quip": "quipped",
    "slam": "slammed",
    "dub": "dubbed",
    "blog": "blogged",
    "label": "labelled",
    "signal": "signalled",
    "plead": "pleaded",
    "permit": "permitted",
    "infer": "inferred",
    "seek": "sought",
    "regret": "regretted",
    "rebut": "rebutted",
    "snap": "snapped",
    "shrug": "shrugged",
    "grin": "grinned",
}
_EXTRA = {
    "labeled": "label",
    "signaled": "signal",
    "written": "write",
    "shown": "show",
    "pled": "plead",
    "known": "know",
    "termed": "call",
    "deemed": "call",
    "saith": "say",
}
_MOSTLY_NOUNS = {"favour", "favor", "push", "press", "campaign"}
_DOUBLED = {
    "beg",
    "concur",
    "admit",
    "quip",
    "slam",
    "dub",
    "blog",
    "label",
    "signal",
    "permit",
    "regret",
    "rebut",
    "snap",
    "shrug",
    "grin",
}


def _forms(verb: str) -> dict[str, str]:
    """Give the inflected forms of a verb with the name of each form."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        third, past = verb[:-1] + "ies", verb[:-1] + "ied"
    else:
        third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
        past = verb + ("d" if verb.endswith("e") else "ed")
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    if verb in _DOUBLED:
        stem += verb[-1]
    return {verb: "base", third: "s", stem + "ing": "ing", _PAST.get(verb, past): "past"}


def _build_cues() -> dict[str, Cue]:
    """Build the table of every form of every cue verb."""
    nouns = set(_NOUNS.split())
    table: dict[str, Cue] = {}
    for group, verbs in (("act", _ACT), ("attitude", _ATTITUDE), ("speech", _SPEECH)):
        for verb in verbs.split():
            for form, name in _forms(verb).items():
                if verb in _MOSTLY_NOUNS and name == "base":
                    continue
                noun = verb in nouns and name in ("base", "s")
                table[form] = Cue(verb, group, name, noun)
    for form, verb in _EXTRA.items():
        table[form] = Cue(verb, table[verb].group, "past", False)
    table["read"] = Cue("read", "speech", "past", False)
    table["meaning"] = Cue("mean", "attitude", "ing", True)
    return table


CUES: dict[str, Cue] = _build_cues()

SEEKING = frozenset({"want", "seek", "favour", "favor", "push", "press", "campaign"})
"""Verbs of what somebody is after; only a party's are positions."""

_WORDS: dict[int, str] = {
    DETERMINER: """the a an this these those his her their its our my your some many several both all
        no every each any another other one two three four five six seven eight nine ten most few
        such certain various""",
    PRONOUN: "he she they it we i you him them us me himself herself themselves someone everyone",
    PREPOSITION: """of in on at by for with from to about into over after before during since until
        against between among through without within under above across behind beyond despite toward
        towards upon near off onto amid amidst including excluding regarding concerning following
        according per via throughout alongside inside outside unlike like citing quoting besides
        ahead because-of ago till versus""",
    CONJUNCTION: "and or but nor yet so & plus",
    SUBORDINATOR: """that when while because although though if unless whether as where who which whom
        whose whereas once why how what than""",
    AUXILIARY: """is are was were be been being am has have had having do does did will would shall
        should can could may might must isn't aren't wasn't weren't hasn't haven't hadn't don't
        doesn't didn't won't wouldn't can't couldn't shouldn't isn’t aren’t wasn’t weren’t hasn’t
        haven’t hadn’t don’t doesn’t didn’t won’t wouldn’t can’t couldn’t shouldn’t cannot to""",
    ADVERB: """also not never then later again still just already only even now repeatedly previously
        reportedly however meanwhile too once always often recently quickly publicly privately
        earlier separately yesterday today tomorrow tonight instead nevertheless nonetheless
        therefore thus moreover furthermore further additionally allegedly perhaps indeed likewise
        so first finally here there back soon afterwards eventually ultimately
        obviously clearly certainly probably unfortunately fortunately hopefully apparently actually
        basically generally usually undoubtedly predictably remarkably notably""",
    VERB: """go goes went gone going come comes came coming take takes took taken taking make makes made
        making get gets got give gives gave given giving hold holds held holding meet meets met
        meeting put puts see sees saw seen keep keeps kept leave leaves left run runs ran set sets
        begin begins began begun become becomes became bring brings brought send sends sent seem
        seems appear appears want wants try tries need needs leads led lose loses lost pay pays
        paid sit sits sat stand stands stood speak speaks spoke spoken speaking talk talks issue
        issues win wins won fight fights fought kill kills fall falls fell rise rises rose grow grows
        grew break breaks broke hear hears heard build built buy bought spend spent cut hit face
        faces remain remains include includes help helps continue continues serve serves serving
        work works live lives use uses sign signs visit visits attend attends join joins vote votes
        plan plans play plays move moves start starts stop stops turn turns draw drew drive drove
        let lets lie lies sell sold teach taught throw threw wear wore chose shook struck stole
        woke flew froze fled sank sang rode drank ate arose awoke withdrew overthrew undertook overtook
        misled forgot forgave forbade hid slept dealt lent bent hung swept swam sprang shrank sought
        caught lost spread rang tore bled clung dug knelt leapt lit shone slid spun stank strode
        stung swung wept wove""",
    TIME: """monday tuesday wednesday thursday friday saturday sunday january february march april june
        july august september october november december morning afternoon evening night week month
        year weekend yesterday today tomorrow tonight jan feb apr jun jul aug sep sept oct nov dec""",
    POSSESSIVE: "'s ’s",
}

KIND: dict[str, int] = {}
"""Kind of each lower-case word that is not simply a noun, adjective or name."""
for _kind, _list in _WORDS.items():
    for _word in _list.split():
        KIND.setdefault(_word, _kind)
for _word in CUES:
    KIND[_word] = CUE
for _word in (
    "said",
    "as",
    "so",
    "talks",
    "issues",
    "plans",
    "votes",
    "works",
    "meeting",
    "visits",
):
    if _word not in CUES and KIND.get(_word) == VERB:
        del KIND[_word]

CONTRACTED = word_set(
    """i'm you're we're they're i've you've we've they've i'd you'd he'd she'd we'd they'd i'll
    you'll he'll she'll it'll we'll they'll"""
)
"""Pronouns with their verb, as one word."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
ABBREVIATIONS = word_set(
    """mr mrs ms dr prof sen rep gov gen col lt sgt capt cmdr adm maj brig rev hon st jr sr
    pres sec jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun no
    vs etc inc ltd co corp dept est approx ave fig messrs mt ft al cf eg ie supt insp det
    pvt cpl ret atty"""
)
"""Words after which a full stop does not end a sentence."""

SENTENCE_STARTERS = word_set(
    """the a an in on at he she it they we i this that these those but and however after before
    meanwhile while when if as its his her their there according since for by with both one"""
)
"""Words that, capitalised after an initialism such as ``U.S.``, begin a new sentence."""
