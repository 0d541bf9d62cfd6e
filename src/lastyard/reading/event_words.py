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
    ("refusal", "REJECT"): "reject refuse oppose decline rebuff spurn dismiss",
    ("meeting", "CONSULT"): "meet host welcome receive greet",
    ("call", "CONSULT"): "telephone phone",
    ("talks", "CONSULT"): "negotiate confer discuss consult mediate",
    ("visit", "CONSULT"): "visit arrive travel",
    ("vote", None): "vote abstain",
    ("announcement", None): "announce",
    ("proposal", None): "sponsor propose table submit",
    ("agreement", "AGREE"): "agree accept sign ratify pledge promise offer",
    ("support", "SUPPORT"): "support endorse praise hail applaud back commend",
    ("concession", "CONCEDE"): "ease lift release free pardon relax legalize legalise",
    ("cooperation", "COOPERATE"): "cooperate collaborate ally",
    ("aid", "AID"): "donate aid supply deliver airlift fund shelter",
    ("withdrawal", "RETREAT"): "withdraw retreat resign surrender evacuate disarm",
    ("demand", "DEMAND"): "demand urge appeal request pressure press",
    (
        "criticism",
        "DISAPPROVE",
    ): "criticize criticise condemn denounce accuse blame deplore sue protest",
    ("threat", "THREATEN"): "threaten warn vow",
    ("protest", "PROTEST"): "demonstrate march rally riot strike picket boycott",
    ("sanction", "SANCTION"): "sanction expel suspend embargo impose cancel halt sever",
    ("mobilisation", "MOBILIZE"): "mobilize mobilise deploy mass",
    (
        "coercion",
        "COERCE",
    ): "arrest detain seize deport ban confiscate jail imprison raid censor extradite sentence",
    ("investigation", "INVESTIGATE"): "investigate probe inspect",
    ("attack", "ASSAULT"): "assassinate kidnap abduct bomb torture stab execute ambush",
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
    doubled = verb in ("expel",)
    stem = verb + last if doubled else verb
    return verb, third, stem + "ed", stem + "ing"


VERBS: dict[str, Trigger] = {}
NOUNS: dict[str, Trigger] = {}
for (_type, _plover), _list in _VERBS.items():
    for _verb in _list.split():
        for _form in _forms(_verb):
            VERBS.setdefault(_form, Trigger(_type, _plover))
for (_type, _plover), _list in _NOUNS.items():
    for _noun in _list.split():
        NOUNS[_noun] = Trigger(_type, _plover, _type not in _WITHOUT_ACTOR)
