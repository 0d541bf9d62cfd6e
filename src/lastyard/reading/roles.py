"""Titles, offices and kinds of body that name a speaker by what they are.

Example:
    >>> "spokeswoman" in PERSON_ROLES, "ministry" in BODY_ROLES, "mr" in TITLES
    (True, True, True)
"""

from __future__ import annotations

from functools import lru_cache

from lastyard.reading.wordlists import word_set

PERSON_ROLES = word_set(
    """secretary minister president premier chancellor leader chief head director chairman
    chairwoman chairperson chair spokesman spokeswoman spokesperson spokespeople official
    officer ambassador envoy diplomat delegate negotiator mediator governor mayor senator
    congressman congresswoman representative lawmaker legislator mp deputy councillor
    councilor commissioner commander general colonel major captain lieutenant sergeant
    admiral marshal judge justice prosecutor attorney lawyer solicitor barrister counsel
    advocate king queen prince princess emir sultan sheikh ayatollah pope bishop archbishop
    cardinal rabbi imam priest pastor professor doctor researcher scientist expert analyst
    economist author writer editor journalist reporter correspondent columnist critic actor
    actress singer director producer coach manager player captain founder co-founder owner
    executive ceo cfo coo administrator advisor adviser aide undersecretary under-secretary
    secretary-general chief-of-staff activist campaigner protester demonstrator organizer
    organiser volunteer resident witness victim survivor neighbour neighbor farmer worker
    employee teacher student pupil principal doctor nurse surgeon physician patient
    astronomer biologist historian engineer inspector detective sheriff constable
    superintendent soldier fighter rebel militant commander guard pilot driver passenger
    tourist fisherman woman man boy girl father mother son daughter brother sister wife
    husband parent uncle aunt cousin friend colleague candidate opponent ally rival veteran
    vicar negotiators comptroller treasurer speaker whip ombudsman consul coroner dean
    provost rector fan supporter follower investor trader shopkeeper businessman
    businesswoman entrepreneur scholar academic lecturer philosopher psychologist geologist
    chemist physicist meteorologist skipper trainer referee athlete swimmer runner boxer
    striker goalkeeper manager politician counterpart predecessor successor nominee insider
    source observer bystander hostage detainee prisoner refugee migrant immigrant voter
    citizen user customer client buyer seller landlord tenant guest host presenter caller
    blogger gunman suspect defendant plaintiff juror interpreter translator veteran graduate
    peer regulator broker dealer owner operator villager islander statesman strongman
    dictator ruler monarch caliph chieftain elder member magistrate electrician plumber chef cook
    baker shepherd miner hunter nun monk novelist poet artist musician composer architect designer
    developer programmer cyclist sculptor painter photographer librarian archivist curator
    conductor pensioner grandmother grandfather grandson granddaughter nephew niece widow widower
    bride groom twin partner girlfriend boyfriend mum dad mom accountant auditor banker
    firefighter paramedic medic midwife pharmacist vet veterinarian dentist statistician
    mathematician technician mechanic carpenter builder contractor welder sailor cadet steward
    chaplain missionary preacher theologian cleric clergyman parishioner worshipper pilgrim
    hiker climber eyewitness onlooker shopper commuter motorist courier trucker docker
    ranger warden litigant complainant informant whistleblower hacker dissident exile defector
    laureate trustee donor philanthropist landowner strategist pollster consultant
    lobbyist staffer clerk bureaucrat servant mep peer baroness baron duke duchess earl
    rapporteur lecturer oncologist epidemiologist skater rower teammate captain rescuer
    organiser helper carer caretaker roommate classmate master boss supervisor foreman
    chairperson shareholder interviewer interviewee actuary linguist"""
)
"""Heads of noun phrases that are people (singular; plurals are made by rule)."""

BODY_ROLES = word_set(
    """government administration ministry department office agency authority commission
    committee council court parliament senate congress assembly house cabinet embassy army
    navy military police force union party coalition alliance movement group organization
    organisation association federation company corporation firm bank bureau board panel
    team delegation mission institute university school hospital church mosque charity
    foundation network newspaper paper magazine journal website broadcaster channel station
    media press agency side camp opposition regime kingdom republic state city town village
    municipality community authorities rebels militia faction wing league club society
    service fund centre center tribunal junta bloc secretariat command airline manufacturer
    corps retailer maker regulator watchdog nation country family campaign"""
)
"""Heads of noun phrases that are organisations or other bodies."""

WRITINGS = word_set(
    """statement release communique communiqué report letter resolution memo memorandum
    document declaration note notice post tweet message email study survey poll article
    paper draft proposal ruling verdict decree filing bulletin editorial text review
    analysis book speech email announcement"""
)
"""Heads of noun phrases that are texts; what they say is said by their issuer."""

TITLES = word_set(
    """mr mrs ms miss mx dr prof professor sir dame lord lady sen senator rep gov governor gen
    general col colonel lt lieutenant sgt capt captain cmdr adm admiral maj major brig rev
    reverend president prime minister chancellor secretary king queen prince princess sheikh
    ayatollah pope judge justice mayor ambassador chairman director commissioner inspector
    undersecretary administrator chief premier coach spokesman spokeswoman spokesperson
    foreign defence defense deputy vice former acting crown cardinal bishop archbishop rabbi
    imam st hon mp congressman congresswoman representative envoy leader emir sultan doctor
    emeritus first lady finance interior intelligence special assistant national security
    adviser advisor press executive managing of state attorney-general under-secretary
    secretary-general vice-president"""
)
"""Lower-cased words that may precede a person's name as part of a title."""

HONORIFICS = {
    "mr": "m",
    "sir": "m",
    "lord": "m",
    "king": "m",
    "prince": "m",
    "mrs": "f",
    "ms": "f",
    "miss": "f",
    "dame": "f",
    "lady": "f",
    "queen": "f",
    "princess": "f",
}
"""Honorifics that tell how the person is referred to."""

GENDERED_ROLES = {
    "spokesman": "m",
    "chairman": "m",
    "congressman": "m",
    "businessman": "m",
    "fisherman": "m",
    "man": "m",
    "boy": "m",
    "father": "m",
    "son": "m",
    "brother": "m",
    "husband": "m",
    "uncle": "m",
    "king": "m",
    "prince": "m",
    "actor": "m",
    "spokeswoman": "f",
    "chairwoman": "f",
    "congresswoman": "f",
    "businesswoman": "f",
    "woman": "f",
    "girl": "f",
    "mother": "f",
    "daughter": "f",
    "sister": "f",
    "wife": "f",
    "aunt": "f",
    "grandmother": "f",
    "granddaughter": "f",
    "niece": "f",
    "widow": "f",
    "mum": "f",
    "mom": "f",
    "girlfriend": "f",
    "baroness": "f",
    "duchess": "f",
    "nun": "f",
    "grandfather": "m",
    "grandson": "m",
    "nephew": "m",
    "widower": "m",
    "dad": "m",
    "boyfriend": "m",
    "baron": "m",
    "duke": "m",
    "earl": "m",
    "monk": "m",
    "queen": "f",
    "princess": "f",
    "actress": "f",
}
"""Roles whose wording tells how the person is referred to."""

CALLINGS = word_set(
    """politician singer actor actress player striker midfielder goalkeeper defender forward athlete
    swimmer runner boxer cyclist golfer driver author writer poet novelist artist musician composer
    campaigner activist academic veteran businessman businesswoman entrepreneur journalist lawyer
    teacher farmer lawmaker statesman dissident theologian"""
)
"""Callings by which a report names again whom it has just named (*the French politician*)."""

SPOKESPEOPLE = frozenset(["spokesman", "spokeswoman", "spokesperson", "spokespeople", "spokesmen"])

ADDRESSEES = word_set(
    """reporters journalists lawmakers parliament congress senators members delegates
    supporters viewers listeners readers media press crowd court jury audience him her them
    me us it people everyone police investigators officials investors shareholders followers"""
)
"""Bare nouns and pronouns that can follow ``told`` as the one spoken to."""


@lru_cache(maxsize=20_000)
def is_person_role(word: str) -> bool:
    """Say whether a lower-case noun, singular or plural, is a role of people."""
    if word.startswith(("co-", "vice-", "ex-", "sub-")):
        return is_person_role(word.partition("-")[2])
    singular = _singular(word)
    return (
        singular in PERSON_ROLES
        or word in PERSON_ROLES
        or (len(singular) > 6 and singular.endswith(("ologist", "nomist", "alist", "crat", "yist")))
    )


@lru_cache(maxsize=20_000)
def is_body_role(word: str) -> bool:
    """Say whether a lower-case noun, singular or plural, is a kind of body."""
    return word in BODY_ROLES or _singular(word) in BODY_ROLES


@lru_cache(maxsize=20_000)
def is_writing(word: str) -> bool:
    """Say whether a lower-case noun, singular or plural, is a kind of text."""
    return word in WRITINGS or _singular(word) in WRITINGS


def _singular(word: str) -> str:
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
