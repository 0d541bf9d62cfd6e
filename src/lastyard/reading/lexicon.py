# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Lists of words written as plain text.

Example:
    >>> sorted(word_set("bank firm"))
    ['bank', 'firm']

The function words and speech verbs that the reader recognises, by kind.

A word's kind is found by one dictionary lookup; nothing here depends on a
document. ``KIND[word]`` gives the kind of a lower-case word, ``CUES[word]`` the
verb it is a form of.

Example:
    >>> KIND["according"] == PREPOSITION, CUES["told"].verb
    (True, 'tell')

Words with their common endings cut, to compare the words of a case with those of a report.

Example:
    >>> stem("operations") == stem("operation"), stem("opened") == stem("open")
    (True, True)
    >>> sorted(content_stems("Plan to protect civilians"))
    ['civilian', 'plan', 'protect']

Common given names and how their bearers are usually referred to.

A small list from many languages, written for this project; it only tips the balance
where a pronoun could mean several people. Names in use for both are left out.

Example:
    >>> GENDER_OF["maria"], GENDER_OF.get("sam")
    ('f', None)

Countries with the adjectives and short names that stand for them in reports.

Only facts of language are here (``Israeli`` belongs to ``Israel``); that a capital or an
office stands for a government is left to the case.

Example:
    >>> COUNTRY_OF["qatari"], COUNTRY_OF["u.s."]
    ('Qatar', 'United States')

Titles, offices and kinds of body that name a speaker by what they are.

Example:
    >>> "spokeswoman" in PERSON_ROLES, "ministry" in BODY_ROLES, "mr" in TITLES
    (True, True, True)

Words that name events, with their type and PLOVER category.

Example:
    >>> VERBS["vetoed"].type, NOUNS["talks"].plover
    ('veto', 'CONSULT')

Whether the words around a date look ahead in time or back.

Example:
    >>> text = "The talks will go on on Friday."
    >>> looks_ahead(text, text.index("Friday"), len(text) - 1)
    True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "NUMBER_NAMES",
    "SMALL_WORDS",
    "WORD",
    "Cue",
    "Trigger",
    "content_stems",
    "denies",
    "forms_of",
    "is_body_role",
    "is_person_role",
    "is_writing",
    "looks_ahead",
    "stem",
    "word_set",
]

NUMBER_NAMES = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
"""Words for the numbers from 0 to 19, in their order."""


def denies(word: str) -> bool:
    """Return whether a word denies the verb beside it: *not*, *never*, *cannot*, *hasn't*.

    Args:
        word: The word in lower case.
    """
    return word in ("not", "never", "cannot") or word.endswith(("n't", "n\u2019t"))


def word_set(words: str) -> frozenset[str]:
    """Take the words between white space as a set."""
    return frozenset(words.split())


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


def forms_of(verb: str) -> dict[str, str]:
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
            for form, name in forms_of(verb).items():
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


WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


SMALL_WORDS = word_set(
    "the a an of to in on at and or for with as is it its be by no not from that this any all"
)


_PERCENT = re.compile(r"\bper cent\b|%", re.I)


_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y")  # fmt: skip


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Cut common endings off a word, leaving at least four letters."""
    lower = word.lower().replace("\u2019", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= 4:
            return lower[: -len(ending)]
    if lower.endswith("s") and len(lower) == 4 and not lower.endswith("ss"):
        return lower[:-1]
    return lower


@lru_cache(maxsize=2_000)
def content_stems(phrase: str) -> frozenset[str]:
    """Give the stems of a phrase's words, small words left out; *per cent* and *%* are one word."""
    plain = _PERCENT.sub("percent", phrase)
    return frozenset(stem(w) for w in WORD.findall(plain) if w.lower() not in SMALL_WORDS)


_MEN = """aaron abbas abdel abdelaziz abdoulaye abdul abdullah abdulrahman abel abraham achim adam adel
adrian ahmad ahmed ahmet ajay akira alain alan alassane albert albrecht alejandro aleksandar
aleksei alessandro alexander alexei alexis alfonso alfred alfredo ali alistair allan alvaro
amadou amir amit amos anand anatoly ander anders andre andreas andrei andres andrew andrzej
angel angus anil anthony antoine anton antonio antonis antony anwar aram archie ari ariel arjun
armando arnaud arne arnold arthur arturo ashraf asif augusto axel aziz babatunde bakari baptiste
barack barnaby bart bartosz bashar basil bassam bastian ben benedict benito benjamin benoit
bernard bernie bertrand bilal bill bjorn blaise bob bogdan boris brad bradley bram branko
brendan brett brian bruce bruno bryan burak byron caleb callum cameron carl carlos cedric cem
cesar chad charles chidi chinua christian christoph christopher christos chuck clark claude
claudio clement clifford clint clive cody colin conor constantin craig curtis cyril cyrus damian
damien dan daniel daniele danilo danny dario darius darren dave david davide dean denis dennis
derek dick diego dieter dimitri dirk dmitri dmitry dominic dominik donald donovan doug douglas
drago duncan dwight dylan ed eddie edgar edmund edoardo eduardo edward edwin ehud eitan eli
elias elijah elliot elliott elvis emeka emil emile emilio emmanuel emre enrico enrique enzo
ephraim erdogan eric erik ernest ernesto ernst erwin esteban ethan etienne eugene evan ewan ezra
fabian fabio fabrice fadi faisal farid farouk federico felipe felix ferdinand ferenc fergus
fernand fernando ferran filip filippo finn florian francesco francis francisco franco francois
frank franz fred frederic frederick fritz gabor gabriel gareth gary gaston gavin gavril geoff
georg george georges georgi gerald gerard gerhard gianni gideon gilbert gilles giorgio giovanni
giuseppe glenn gonzalo goran gordon graham greg gregory guido guillaume guillermo gunnar gunther
gustavo guy haakon hakim hamid hamish hamza hans harald haris harold harrison harry hartmut
haruki harvey hasan hashim hassan hector heinrich helmut henri henrik henrique henry herbert
hernan hiroshi horst hosni howard hubert hugh hugo humberto husam hussain hussein ian ibra
ibrahim idris ignacio igor ikechukwu ilya imran ioannis iqbal isaac ishaan ismael ismail issa
ivan ivo iwan jaap jacek jack jacob jacopo jacques jaime jake jakub jamal james janez janos
jared jarek jason jasper javier jay jean jean-claude jean-luc jean-marc jean-paul jean-pierre
jeff jeffrey jens jeremy jerome jerry jesse jesus jim jimmy jiri joachim joao joaquin joe joel
joerg johan johannes john jonas jonathan joost jordi jorge joris jose josef josep joseph josh
joshua josip juan juergen julian julio junichi jurgen justin kaan kai kamal karel karim karl
karol kasper kazuo keir keith kelechi kemal ken kenji kenneth kevin khaled khalid kieran kiran
klaus kofi konrad konstantin kostas kristian kristof krzysztof kumar kurt kwame kyle lachlan
lamine larry lars laszlo laurent lawrence leandro leif lennart leo leon leonard leonardo leonid
leopold leroy lewis liam lionel lloyd lorenzo lothar louis luc luca lucas luciano ludwig luigi
luis luka lukas luke lyle maciej magnus mahdi mahmoud mahmud maksim malcolm mamadou manfred
manoj mansour manu manuel marc marcel marcelo marcin marco marcus marek mario marius mark marko
marlon marten martin marvin marwan massimo mateo mateusz mathias matt matteo matthew matthias
mattias maurice mauricio mauro max mehdi mehmet michael michel miguel mihai mikael mike mikhail
mikko milan milos mirko mitch mitchell mohamed mohammad mohammed mohan mohsen moises morten
moshe moussa muhammad murad murat mustafa naoki narendra nasser nathan nathaniel navid nebojsa
neil nelson nestor niall nicholas nick nicolae nicolas nicolo nidal niels nigel nikita nikola
nikolai nikos nils nnamdi norbert norberto norman obinna octavio olaf olav ole oleg oleksandr
oleksiy oliver olivier olumide omar omer orlando oscar oskar osman osvaldo otto owen pablo
padraig pal panos paolo pascal patricio patrick paul paulo pavel pawel peder pedro pekka per
perry petar peter phil philip philippe pierre pieter pietro piotr prakash preston quentin rachid
radek rafa rafael rafiq raheem rahim rahul rainer raj rajesh rajiv ralph ramesh ramiro ramon
ramzi randall randy raphael rashid rasmus raul ravi ray raymond recep reginald reinhard remi
renato rene reza rhys ricardo richard ricky rico riyad rob robert roberto rodney rodolfo rodrigo
roger roland rolf roman romano ronald ronnie rory ross roy ruairi ruben rudolf rudy rui rupert
ruslan russell ryan saeed said salah salem salim salman salvador salvatore sami samir samson
samuel sanjay santiago satoshi saud saul sayed scott seamus sean sebastian sebastiao selim serge
sergei sergey sergio seth shane shaun shawn shimon shinzo siegfried sigurd simeon simon slobodan
sofiane soren stan stanley stavros stefan steffen sten stepan stephen steve steven stewart
stuart subhash suleiman sunil sven taavi tadeusz takeshi tamas tarek tariq taro tayyip ted
teodor terence terrence terry theo theodore thierry thomas thomaz thorsten tiago tibor tim timo
timothy timur tobias toby todd tom tomas tomasz tomer toni tony torsten toshiro travis trevor
tristan trond tunde tyler tyrone ulf ulrich umar umberto uri usman uwe vaclav valentin vasily
vernon vicente victor vijay vikram viktor viktorio vince vincent vitaly vito vlad vladimir
vladislav volodymyr waleed walid wallace walter ward warren warwick wayne werner wes wesley
wilfred wilhelm will willem william willy wim winston wojciech wolf wolfgang xavier yaakov yahya
yannick yannis yaroslav yasin yasser yehuda yevgeny yiannis yitzhak yoav yohan yosef youssef
yuri yusef yusuf yuval yves zachary zoltan zvi"""


_WOMEN = """abigail ada adaeze adela adele aditi adriana adriane agata agatha agnes agnieszka aicha aileen
aino aisha aislinn akiko alba aleksandra alessandra alessia alexa alexandra alice alicia alina
aline alison alma althea amal amalia amanda amara amber amelia amina amira amrita amy ana anais
anastasia anat andrea andreia aneta angela angelica angelina angelique anika anisa anita anja
anjali ann anna anne anneke anneliese annemarie annette annie annika anouk antje antoinette
antonia anushka aoife apolline arabella ariana arlene arwa asha ashley asma astrid audrey
aurelia aurore ayesha ayse aysha azra barbara barbora beata beatrice beatriz becky belinda
benazir berit bernadette bertha beth bettina betty beverly bianca birgit bonnie brenda bridget
brigitte britta bronwyn caitlin camila camilla candace candice cara carina carla carlotta carly
carmen carol carolina caroline carolyn cassandra catalina catarina caterina catherine cathy
cecilia celeste celia celine chantal charlene charlotte charmaine cheryl chiamaka chiara
chidinma chioma chloe christa christiane christie christina christine cindy claire clara
clarissa claudia claudine clementine colette colleen condoleezza constance consuelo cora
cordelia corinne cornelia cosima courtney cristina cynthia dagmar dahlia daisy daniela danielle
daphne daria dawn deanna debbie deborah debra deirdre delphine denisa denise desiree diana diane
dilma dina diya dolores dominika donna dora doris dorothea dorothee dorothy dunja edith edna
eileen ekaterina elaheh elaine eleanor elena elif elin elina elisabeth elise eliza elizabeth
elke ella ellen ellie elodie eloise elsa elsbeth elvira elzbieta emanuela emilia emilie emily
emine emma emmanuelle erika erin ernestine esmeralda esperanza estelle esther eszter ethel
eugenia eunice eva eve evelyn evgenia ewa fadwa faith farah farida fatima fatma fatou fatoumata
faye federica felicia felicity fernanda fiona flavia flora florence florencia frances francesca
francine francoise freya frida frieda funmilayo gabriela gabriele gabriella gail galina gemma
genevieve georgia georgina geraldine gerda gertrude ghada gillian gina giorgia giovanna gisela
giselle giulia gizem gladys glenda gloria golda gorana grace graciela graziella greta guadalupe
gudrun gulnara gunilla gwen hadiza hala hana hanan hanna hannah hanne harriet hatice hazel
heather hedda hedwig heidi heike helen helena helene helga helle henrietta hilda hilde hillary
hind holly huda ida ilaria ilona ilse imani imelda indira ines inga inge ingeborg inger ingrid
ioana irena irene irina irma isabel isabella isabelle isla ivana ivanka iveta ivonne iwona
jacinda jacinta jacqueline jada jade jamila jana jane janelle janet janice janina jasmine
jeanette jeanne jelena jemima jenna jennie jennifer jenny jessica jill joan joana joanna joanne
jocelyn jodie johanna jolanta josefina josefine josephine joy joyce juanita judith judy julia
juliana juliane julie juliet juliette june justine justyna jyoti kaja kamala karen karin karina
karla karolina kasia katarina katarzyna kate kateryna katharina katherine kathleen kathrin
kathryn kathy katie katja katrin katrina kavita kay kaye kayla keiko keira kemi kerstin khadija
kinga kirsten kirsti klara kristina krystyna kylie lakshmi lana larissa latifa latoya laura
lauren lea leah leila lena leonie leonor leonora leticia leyla lidia lieke liesbeth lila lilian
liliana lillian lily lina linda linnea lisa lisbeth liselotte liv livia liz lola lorena loretta
lorna lorraine lotte louisa louise lourdes lucia luciana lucie lucille lucinda lucy ludmila
luisa luise lulu luz lydia lynn lynne mabel madeleine madina madison mafalda magda magdalena
maggie maja malala mandy manon manuela marcela marcella margaret margarete margarita margherita
margit margot margrethe maria mariam mariama mariana marianne maribel marie marija marika mariko
marilyn marina marine marion marisa marisol marit marjorie marlene marta martha martina mary
maryam masha mathilde matilda maud maude maura maureen mavis maya meera megan mei melanie
melinda melissa mercedes mette michaela michelle mila mildred milena millicent mina mireille
mirela miriam mirjam miroslava moira molly mona monica monika monique muna muriel myriam nabila
nadezhda nadia nadine nadja naima najwa nancy nanette naoko naomi nasrin nastassja natacha
natalia natalie natasha nathalie nawal neha nelly nerys ngozi nia nicola nicole nicolette
nilufar nina nirmala noelle noemi noor nora noreen norma nour odette odile ofelia oksana olga
olivia oona ophelia oriana orla padma paloma pamela pandora paola patience patricia paula
paulina pauline pearl peggy penelope penny petra phoebe phyllis pilar pippa piroska polly pooja
prisca priscilla priya rachel radmila rahel rana rania raquel rasha rashida raya rebecca rebeka
reem regan regina rena renata renate reyhan rhoda rhonda ria ricarda rihanna rima rita roberta
roisin romana romy rosa rosalia rosalie rosalind rosalinda rosanna rosario rose rosemary rosie
roswitha rowena roxana roxanne rubina ruby rukmini runa rupa ruth sabina sabine sabrina sadia
safiya sakura sally salma salome samantha samia samira sandra sanna saoirse sara sarah saskia
selin selma serena sevda shabana shahida shania shanti sharon shauna sheena sheila shelley
shelly shereen sheryl shirin shirley sigrid siham silke silvana silvia silvina simone sinead
siobhan siri slavica snezana sofia sofie solange soledad solveig sonia sonja sophia sophie
soraya stacey stacy stefania stefanie steffi stella stephanie sue sumaya sunita susan susanna
suzanne svenja svetlana swati sybil sylvia tabitha tamar tamara tamsin tanya tara tatiana
tatyana teresa tereza tessa thandiwe thea thelma theresa tiffany tilda tilly tina tomoko tove
tracey trine trudy tuba tuulikki ulla ulrike uma umm una ursel ursula uta valentina valeria
valerie vanessa vanja vasilisa vera veronica veronika vesna vicki vicky victoria viola violeta
virginia vivian vivien vivienne wahida wanda wangari wanjiru wendy wiebke wilhelmina wilma
winifred winnie xenia ximena yael yara yasmin yasmina yelena yesenia yetunde yoko yolanda
yoshiko ysabel yukiko yuko yulia yuliya yvonne zahra zainab zara zehra zeinab zelda zeynep zita
zoe zofia zora zuzana"""


GENDER_OF: dict[str, str] = dict.fromkeys(_MEN.split(), "m") | dict.fromkeys(_WOMEN.split(), "f")


_TABLE = """Afghanistan:Afghan,Afghans|Albania:Albanian,Albanians|Algeria:Algerian,Algerians
Angola:Angolan|Argentina:Argentine,Argentinian,Argentines|Armenia:Armenian,Armenians
Australia:Australian,Australians|Austria:Austrian,Austrians|Azerbaijan:Azerbaijani,Azeri
Bahrain:Bahraini|Bangladesh:Bangladeshi|Belarus:Belarusian,Belarusians|Belgium:Belgian,Belgians
Benin:Beninese|Bolivia:Bolivian|Bosnia:Bosnian,Bosnians,Bosnia and Herzegovina|Botswana:Botswanan
Brazil:Brazilian,Brazilians|Bulgaria:Bulgarian,Bulgarians|Burkina Faso:Burkinabe|Burundi:Burundian
Cambodia:Cambodian,Cambodians|Cameroon:Cameroonian|Canada:Canadian,Canadians|Chad:Chadian
Chile:Chilean,Chileans|China:Chinese|Colombia:Colombian,Colombians|Costa Rica:Costa Rican
Croatia:Croatian,Croatians,Croat|Cuba:Cuban,Cubans|Cyprus:Cypriot|Denmark:Danish,Danes
Czech Republic:Czech,Czechia|Ecuador:Ecuadorian|Egypt:Egyptian,Egyptians|El Salvador:Salvadoran
Eritrea:Eritrean|Estonia:Estonian|Ethiopia:Ethiopian,Ethiopians|Fiji:Fijian|Finland:Finnish,Finns
France:French|Gabon:Gabonese|Gambia:Gambian|Georgia:Georgian|Germany:German,Germans
Ghana:Ghanaian|Greece:Greek,Greeks|Guatemala:Guatemalan|Guinea:Guinean|Haiti:Haitian
Honduras:Honduran|Hungary:Hungarian,Hungarians|Iceland:Icelandic|India:Indian,Indians
Indonesia:Indonesian,Indonesians|Iran:Iranian,Iranians|Iraq:Iraqi,Iraqis|Ireland:Irish
Israel:Israeli,Israelis|Italy:Italian,Italians|Ivory Coast:Ivorian|Jamaica:Jamaican|Japan:Japanese
Jordan:Jordanian|Kazakhstan:Kazakh|Kenya:Kenyan,Kenyans|Kosovo:Kosovar|Kuwait:Kuwaiti
Kyrgyzstan:Kyrgyz|Laos:Laotian|Latvia:Latvian|Lebanon:Lebanese|Liberia:Liberian|Libya:Libyan
Lithuania:Lithuanian|Luxembourg:Luxembourgish|Madagascar:Malagasy|Malaysia:Malaysian|Mali:Malian
Malta:Maltese|Mauritania:Mauritanian|Mexico:Mexican,Mexicans|Moldova:Moldovan|Mongolia:Mongolian
Montenegro:Montenegrin|Morocco:Moroccan|Mozambique:Mozambican|Myanmar:Burmese,Burma
Namibia:Namibian|Nepal:Nepalese,Nepali|Netherlands:Dutch,Holland|New Zealand:New Zealander
Nicaragua:Nicaraguan|Niger:Nigerien|Nigeria:Nigerian,Nigerians|North Korea:North Korean,DPRK
North Macedonia:Macedonian|Norway:Norwegian|Oman:Omani|Pakistan:Pakistani|Panama:Panamanian
Palestine:Palestinian,Palestinians|Paraguay:Paraguayan|Peru:Peruvian|Philippines:Filipino,Philippine
Poland:Polish,Poles|Portugal:Portuguese|Qatar:Qatari,Qataris|Romania:Romanian|Rwanda:Rwandan
Russia:Russian,Russians|Saudi Arabia:Saudi,Saudis,Saudi Arabian|Senegal:Senegalese|Serbia:Serbian,Serb,Serbs
Sierra Leone:Sierra Leonean|Singapore:Singaporean|Slovakia:Slovak|Slovenia:Slovenian,Slovene
Somalia:Somali|South Africa:South African|South Korea:South Korean|South Sudan:South Sudanese
Spain:Spanish,Spaniards|Sri Lanka:Sri Lankan|Sudan:Sudanese|Sweden:Swedish,Swedes|Syria:Syrian,Syrians
Switzerland:Swiss|Taiwan:Taiwanese|Tajikistan:Tajik|Tanzania:Tanzanian|Thailand:Thai|Togo:Togolese
Tunisia:Tunisian|Turkey:Turkish,Turks,Türkiye|Turkmenistan:Turkmen|Uganda:Ugandan
Ukraine:Ukrainian,Ukrainians|United Arab Emirates:Emirati,UAE|United Kingdom:British,UK,U.K.,Britain,Great Britain
United States:American,Americans,US,U.S.,USA,U.S.A.|Uruguay:Uruguayan|Uzbekistan:Uzbek
Venezuela:Venezuelan|Vietnam:Vietnamese|Yemen:Yemeni|Zambia:Zambian|Zimbabwe:Zimbabwean
European Union:EU,E.U.|United Nations:UN,U.N.|Vatican:Holy See"""


COUNTRIES: frozenset[str] = frozenset()


COUNTRY_OF: dict[str, str] = {}


"""Country (or union of countries) by lower-case name, adjective or short name."""


for _entry in _TABLE.replace("\n", "|").split("|"):
    _country, _, _names = _entry.partition(":")
    COUNTRIES |= {_country}
    for _name in (_country, *_names.split(",")):
        COUNTRY_OF[_name.lower()] = _country


COUNTRY_STARTS = frozenset(name.split()[0] for name in COUNTRY_OF)


"""The first words of those, to see at once where none is named."""


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


_EVENT_NOUNS = {
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


_DOUBLED_IN_EVENTS = frozenset({"expel", "submit", "permit", "kidnap", "stab"})


_WITHOUT_ACTOR = frozenset({"press conference"})


def _event_forms(verb: str) -> tuple[str, ...]:
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
    doubled = verb in _DOUBLED_IN_EVENTS
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


for (_type, _plover), _words_of_kind in _VERBS.items():
    for _verb in _words_of_kind.split():
        for _form in _event_forms(_verb):
            VERBS.setdefault(_form, Trigger(_type, _plover))


for (_type, _plover), _words_of_kind in _EVENT_NOUNS.items():
    for _noun in _words_of_kind.split():
        NOUNS[_noun] = Trigger(_type, _plover, _type not in _WITHOUT_ACTOR)


BOUND: dict[str, tuple[tuple[frozenset[str], Trigger], ...]] = {}


for (_type, _plover), (_words_of_kind, _objects) in _BOUND.items():
    for _verb in _words_of_kind.split():
        _pair = (frozenset(_objects.split()), Trigger(_type, _plover))
        BOUND[_verb] = (*BOUND.get(_verb, ()), _pair)


WINDOW = 90


_AHEAD = re.compile(
    r"\b(?:will|shall|is to|are to|set to|due to|due on|expected|scheduled|plans? to|planned|upcoming"
    r"|to be held|to take place|going to|launches|opens|begins|starts|next|would)\b"
)


_BACK = word_set(
    """was were had did after since following came met said told held took
    began went left spoke won lost fell rose gave made became got saw kept brought sent broke led"""
)


_WORD = re.compile(r"\w+")


SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)|[\"”’)]*\s+(?=[A-Z“\"]))")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Find the last match of a pattern."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _looks_back(word: str) -> bool:
    return word in _BACK or (
        word.endswith("ed")
        and len(word) > 2
        and word.isascii()
        and word.isalpha()
        and word.islower()
    )


def looks_ahead(text: str, start: int, end: int) -> bool:
    """Say whether the words of the sentence around an expression look ahead in time."""
    before = text[max(0, start - WINDOW) : start]
    cut = _last(SENTENCE_END, before)
    if cut is not None:
        before = before[cut.end() :]
    ahead_before = _last(_AHEAD, before)
    if ahead_before is not None:
        back_after = [w for w in _WORD.findall(before, ahead_before.start()) if _looks_back(w)]
        return not back_after or back_after[-1] == "held"
    if any(map(_looks_back, _WORD.findall(before))):
        return False
    after = text[end : end + WINDOW]
    stop = SENTENCE_END.search(after)
    ahead_after = _AHEAD.search(after, 0, stop.start() if stop else len(after))
    if ahead_after is None or ahead_after.group() == "would":
        return False
    told = _WORD.findall(after, 0, ahead_after.start()) + ahead_after.group().split()[:1]
    return not any(map(_looks_back, told))
