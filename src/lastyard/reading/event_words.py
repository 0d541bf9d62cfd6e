"""Words that name events, with their type and PLOVER category.

Example:
    >>> VERBS["vetoed"].type, NOUNS["talks"].plover
    ('veto', 'CONSULT')
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trigger:
    """A kind of event: its type, its PLOVER category and whether it needs a named actor."""

    type: str
    plover: str | None
    needs_actor: bool = True


_VERBS = {
    ("veto", "REJECT"): "veto",
    ("refusal", "REJECT"): "reject refuse oppose decline rebuff spurn dismiss violate",
    ("meeting", "CONSULT"): "meet host welcome receive greet",
    ("call", "CONSULT"): "telephone phone",
    ("talks", "CONSULT"): "negotiate confer discuss consult mediate",
    ("visit", "CONSULT"): "visit arrive travel",
    ("vote", None): "vote abstain",
    ("announcement", None): "announce unveil",
    ("proposal", None): "sponsor propose table submit",
    ("agreement", "AGREE"): "agree accept sign ratify pledge promise offer",
    ("support", "SUPPORT"): "support endorse praise hail applaud back commend defend forgive",
    (
        "concession",
        "CONCEDE",
    ): "ease lift release free pardon relax legalize legalise allow permit shorten",
    ("cooperation", "COOPERATE"): "cooperate collaborate ally share",
    ("aid", "AID"): "donate aid supply deliver airlift fund shelter",
    ("withdrawal", "RETREAT"): "withdraw retreat resign surrender evacuate disarm",
    ("demand", "DEMAND"): "demand urge appeal request pressure press order",
    (
        "criticism",
        "DISAPPROVE",
    ): "criticize criticise condemn denounce accuse blame deplore sue protest complain",
    ("threat", "THREATEN"): "threaten warn vow",
    ("protest", "PROTEST"): "demonstrate march rally riot strike picket boycott block",
    ("sanction", "SANCTION"): "sanction expel suspend embargo impose cancel halt sever prohibit",
    ("mobilisation", "MOBILIZE"): "mobilize mobilise deploy mass",
    (
        "coercion",
        "COERCE",
    ): "arrest detain seize deport ban confiscate jail imprison raid censor extradite sentence "
    "outlaw demolish hack deface bulldoze",
    ("investigation", "INVESTIGATE"): "investigate probe inspect",
    ("attack", "ASSAULT"): "assassinate kidnap abduct bomb torture stab execute ambush wound kill",
    ("fighting", "FIGHT"): "attack shell fight clash invade bombard fire strafe",
}
_NOUNS = {
    ("meeting", "CONSULT"): "meeting meetings summit",
    ("talks", "CONSULT"): "talks negotiations consultations discussions",
    ("call", "CONSULT"): "call",
    ("visit", "CONSULT"): "visit trip stop stops tour",
    ("press conference", None): "conference briefing",
    ("vote", None): "vote referendum ballot",
    ("veto", "REJECT"): "veto",
    ("agreement", "AGREE"): "agreement accord treaty pact truce",
    (
        "protest",
        "PROTEST",
    ): "protest protests demonstration demonstrations rally strike riot riots boycott hunger-strike",
    ("sanction", "SANCTION"): "sanctions embargo",
    ("threat", "THREATEN"): "ultimatum threat",
    ("demand", "DEMAND"): "demand",
    ("announcement", None): "announcement",
    ("investigation", "INVESTIGATE"): "investigation investigations inquiry probe",
    ("aid", "AID"): "asylum",
    ("attack", "ASSAULT"): "bombing assassination kidnapping",
    (
        "fighting",
        "FIGHT",
    ): "attack attacks clashes offensive shelling airstrike airstrikes invasion",
}
_IRREGULAR = {
    "meet": ("meets", "met"),
    "fight": ("fights", "fought", "fighting"),
    "strike": ("strikes", "struck", "striking"),
    "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"),
    "ban": ("bans", "banned", "banning"),
    "travel": ("travels", "travelled", "traveled", "travelling"),
    "impose": ("imposes", "imposed", "imposing"),
    "rally": ("rallies", "rallied", "rallying"),
    "bomb": ("bombs", "bombed", "bombing"),
    "ally": ("allied",),
    "back": ("backed", "backs"),
    "free": ("freed", "frees"),
    "fire": ("fired",),
    "mass": ("massed", "massing"),
    "table": ("tabled",),
    "press": ("pressed", "pressing"),
    "march": ("marched", "marching"),
    "fund": ("funded",),
    "shelter": ("sheltered",),
    "shell": ("shelled", "shelling"),
    "phone": ("phoned",),
    "host": ("hosted", "hosts"),
}
_DOUBLED = frozenset({"expel", "submit", "permit", "kidnap", "stab"})
_WITHOUT_ACTOR = frozenset({"press conference"})


def _forms(verb: str) -> tuple[str, ...]:
    if verb in _IRREGULAR:
        return (
            (verb, *_IRREGULAR[verb])
            if verb in ("meet", "fight", "withdraw", "ban", "impose", "travel")
            else _IRREGULAR[verb]
        )
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")
    last = verb[-1]
    doubled = verb in _DOUBLED
    stem = verb + last if doubled else verb
    return verb, third, stem + "ed", stem + "ing"


_BOUND = {
    ("aid", "AID"): (
        "give gives gave given giving grant grants granted granting provide provides provided "
        "providing send sends sent sending offer offers offered lend lends lent",
        "aid loan loans grant grants credit credits relief assistance food medicine supplies arms "
        "weapons ammunition funds money asylum refuge shelter grain fuel helicopters support",
    ),
    ("agreement", "AGREE"): (
        "reach reaches reached strike struck conclude concluded",
        "agreement agreements accord deal consensus compromise settlement understanding",
    ),
    ("protest", "PROTEST"): (
        "stage stages staged staging go goes went gone",
        "rally rallies protest protests demonstration strike sit-in march marches",
    ),
    ("criticism", "DISAPPROVE"): ("lodge lodges lodged file files filed", "protest complaint"),
    ("fighting", "FIGHT"): (
        "open opens opened launch launches launched exchange exchanged",
        "fire attack attacks offensive assault rockets artillery airstrikes strikes",
    ),
    ("cooperation", "COOPERATE"): (
        "establish establishes established restore restores restored",
        "ties relations",
    ),
    ("call", "CONSULT"): (
        "speak speaks spoke spoken speaking talk talks talked",
        "phone telephone",
    ),
    ("refusal", "REJECT"): ("turn turns turned turning", "down"),
}
"""Verbs that name an event only with one of these words soon after them."""


VERBS: dict[str, Trigger] = {}
NOUNS: dict[str, Trigger] = {}
for (_type, _plover), _list in _VERBS.items():
    for _verb in _list.split():
        for _form in _forms(_verb):
            VERBS.setdefault(_form, Trigger(_type, _plover))
for (_type, _plover), _list in _NOUNS.items():
    for _noun in _list.split():
        NOUNS[_noun] = Trigger(_type, _plover, _type not in _WITHOUT_ACTOR)
BOUND: dict[str, tuple[tuple[frozenset[str], Trigger], ...]] = {}
for (_type, _plover), (_list, _objects) in _BOUND.items():
    for _verb in _list.split():
        _pair = (frozenset(_objects.split()), Trigger(_type, _plover))
        BOUND[_verb] = (*BOUND.get(_verb, ()), _pair)
