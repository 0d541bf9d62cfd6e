# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Attributions beyond plain verbs of speech: who, and what exactly."""

import re

import pytest

from lastyard.reading import Document, PartyNames, read


def told(text):
    return [(s.speaker, s.quote.exact) for s in read(Document.from_text(text)).statements]


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ("Officials have voiced concern that talks will fail.", "Officials", "talks will fail"),
        ("Moor is sure that the port will open.", "Moor", "the port will open"),
        ("Moor decided that the port should open.", "Moor", "the port should open"),
        ("Residents, meanwhile, fear that the river is poisoned.", "Residents", "the river is poisoned"),
        ("I know you’re leaving on Monday.", "I", "you’re leaving on Monday"),
        ("Do you think this is a revival of trade?", "you", "this is a revival of trade"),
        ("“We will wait,” sniffed Ada Moor.", "Ada Moor", "“We will wait,”"),
        ("“We will wait,” Ada Moor began.", "Ada Moor", "“We will wait,”"),
        ("“It will end nothing,” shot back Otto Penn.", "Otto Penn", "“It will end nothing,”"),
    ],
)  # fmt: skip
def test_who_and_what(text, speaker, said):
    assert (speaker, said) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The most well known effects of the storm are visible damage.",
        "They saw a comet called Wild over the bay.",
        "It means that borders are closed.",
        "She saw that man again.",
        "It is clear that the port will open.",
    ],
)
def test_what_attributes_nothing(text):
    assert told(text) == []


def test_a_shared_subject_and_where_the_first_clause_ends():
    text = "Ada Moor warned that prices could rise, adding that ships would wait."
    assert told(text) == [("Ada Moor", "prices could rise"), ("Ada Moor", "ships would wait")]
    text = "Ada Moor acknowledged that mistakes had been made but said that talks would resume."
    assert [said for _, said in told(text)] == ["mistakes had been made", "talks would resume"]


def test_the_subject_before_a_parenthesis_with_verbs_of_its_own():
    text = "“It holds,” a diplomat close to the talks, who asked not to be named, said."
    assert told(text)[0] == ("a diplomat", "“It holds,”")
    text = "But the health ministry, responding to the strike, said that the ward was closed."
    assert told(text) == [("the health ministry", "the ward was closed")]
    text = "And that Harbour Union, speaking after the strike, said that the port was closed."
    assert told(text) == [("Harbour Union", "the port was closed")]


def test_an_apposition_is_the_subject_of_the_next_pronoun():
    text = (
        "Zhao Lin, the coach, was blunt: “We ran out of legs.” His opposite number, Ferran Puig, saw "
        "it differently. “They ran out of ideas,” he said."
    )
    assert [speaker for speaker, _ in told(text)] == ["Zhao Lin", "Ferran Puig"]


def whose(text):
    return [
        (s.speaker, s.negated, s.quote.exact) for s in read(Document.from_text(text)).statements
    ]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Moor never expressed hope that the talks would go on.", True),
        ("Moor did not voice concern that the talks would fail.", True),
        ("Moor has, in no way, said that the pier will close.", True),
        ("The bank has, under no circumstances, agreed that the pier will close.", True),
        ("Moor expressed hope that the talks would never end.", False),
        ("Moor has, in recent days, said that the pier will close.", False),
    ],
)
def test_a_denial_before_words_for_speech(text, negated):
    assert [told for _, told, _ in whose(text)] == [negated]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The minister for trade and industry said the pier would close.", "The minister for trade and industry"),
        ("The secretary of public health and welfare warned that wards would close.",
         "The secretary of public health and welfare"),
        ("The Secretary of State for Trade and Industry said the pier would close.",
         "The Secretary of State for Trade and Industry"),
        ("After the talks, the head of ports and ferries said the pier would close.", "the head of ports and ferries"),
        ("Ada de la Cruz said the pier would close.", "Ada de la Cruz"),
        ("Luis de los Rios said the pier would close.", "Luis de los Rios"),
        ("Piet van der Veen warned that the pier would close.", "Piet van der Veen"),
        ("A. B. Moor said the pier would close.", "A. B. Moor"),
        ("On Friday C. D. Moor said the pier would close.", "C. D. Moor"),
        ("The board chose plan A. Moor said the pier would close.", "Moor"),
        ("The board chose Plan B. Moor said the pier would close.", "Moor"),
        ("He got an A. Moor said the pier would close.", "Moor"),
        ("The envoy told A. Moor that the pier would close.", "The envoy"),
        ("The minister for Foreign Affairs Ada Moor said the pier would close.", "Ada Moor"),
        ("The envoy for Port Ada said the pier would close.", "The envoy for Port Ada"),
        ("The minister for trade and Moor said the pier would close.", "Moor"),
        ("The minister for trade and the envoy said the pier would close.", "the envoy"),
        ("The minister for trade and envoys said the pier would close.", "envoys"),
        ("The envoy and minister said the pier would close.", "The envoy and minister"),
        ("The makers of beer and wine said the pier would close.", "The makers of beer and wine"),
        ("The envoy for Syria Ada Moor said the pier would close.", "Ada Moor"),
        ("The envoy for Westland Ada Moor said the pier would close.", "Ada Moor"),
        ("The envoy for Westland said the pier would close.", "The envoy for Westland"),
    ],
)  # fmt: skip
def test_an_office_or_a_name_is_whole(text, speaker):
    assert [who for who, _, _ in whose(text)] == [speaker]


def test_a_given_name_is_no_field_of_an_office():
    assert "Ann Moor" not in {
        who for who, _ in told("The envoy for Mary Ann Moor said no deal was near.")
    }


def test_the_number_of_a_point_is_no_initial():
    text = "I. Ms Moor's claim that the pier is safe is false."
    (found,) = read(Document.from_text(text)).statements
    assert text[found.source.start : found.source.end] == "Ms Moor"


@pytest.mark.parametrize(
    "name", ["A. B. Moor", "C. D. Moor", "Luis de los Rios", "Piet van der Veen"]
)
def test_the_source_holds_the_whole_name(name):
    for text in (f"{name} said the pier would close.", f"{name} rejected the offer."):
        (found,) = read(Document.from_text(text)).statements
        assert text[found.source.start : found.source.end] == name


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ("Moor, asked if it would hold, said yes.", "Moor", "yes"),
        ("The envoy, pressed on whether the truce would hold, said no.", "The envoy", "no"),
        ("Asked if it would hold, Moor said yes.", "Moor", "yes"),
        ("Ada Moor, asked whether it would hold, said it would.", "Ada Moor", "it would"),
        ("Moor, said Pell, is late.", "Pell", "Moor is late"),
        ("The offer was late, said Pell, adding nothing to it.", "Pell", "The offer was late"),
        ("The offer, said the bank, was generous.", "the bank", "The offer was generous"),
        ("The offer, warned Pell, will not last.", "Pell", "The offer will not last"),
        ("Moor, the envoy, said Pell was late.", "Moor", "Pell was late"),
        ("Asked if it would hold, Moor said perhaps.", "Moor", "perhaps"),
        ("Moor said no, but Pell stayed silent.", "Moor", "no"),
        ("Moor said no, the offer was too low.", "Moor", "no, the offer was too low"),
        ("Moor said perhaps the pier would close.", "Moor", "the pier would close"),
        ("The pier, according to Moor, is safe.", "Moor", "The pier is safe"),
        ("The pier, in Moor's view, should stay open.", "Moor", "The pier should stay open"),
        ("The bank, said Pell, warned of a strike.", "Pell", "The bank warned of a strike"),
        ("In Moor's view, neither will.", "Moor", "neither will"),
        ("In Moor's opinion the pier is safe.", "Moor", "the pier is safe"),
        ("The pier is safe, in Moor's view.", "Moor", "The pier is safe"),
    ],
)
def test_who_says_which_words(text, speaker, said):
    found = read(Document.from_text(text)).statements
    tag = r", (said|warned|according to|in) ([\w' ]+),"
    assert [(s.speaker, re.sub(tag, "", s.quote.exact)) for s in found if s.kind != "act"] == [
        (speaker, said)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "In the mediator's view, the pier is safe; in Moor's opinion, it is not.",
        "In the mediator's view the pier is safe; in Moor's opinion it is not.",
        "The pier is safe, in the mediator's view; it is not, in Moor's opinion.",
        "According to the mediator, the pier is safe; according to Moor, it is not.",
        "According to the mediator, the pier is safe. According to Moor, it is not.",
    ],
)
def test_each_half_of_a_sentence_has_its_own_speaker(text):
    assert told(text) == [
        ("the mediator", "the pier is safe" if not text.startswith("The") else "The pier is safe"),
        ("Moor", "it is not"),
    ]


def test_a_participle_makes_no_speaker_of_what_follows_it():
    assert [who for who, _ in told("The envoy, reported missing, was found.")] != ["missing"]


@pytest.mark.parametrize(
    "text",
    [
        "In Moor's view of the pier there is a bench.",
        "In Moor's opinion column, the pier was praised.",
        "The offer, called Dawn, was rejected.",
        "The pier, labelled Old Jack, was closed.",
    ],
)
def test_no_view_and_no_name_makes_a_speaker(text):
    assert [
        s.speaker for s in read(Document.from_text(text)).statements if s.group == "speech"
    ] == []


def test_initials_leave_no_deed_open():
    texts = ("A. B. Moor rejected the offer.", "On Friday C. D. Moor rejected the offer.")
    assert [read(Document.from_text(t)).statements[0].left_open for t in texts] == [False, False]
    assert read(Document.from_text("A critic rejected the offer.")).statements[0].left_open


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The union answered with a letter saying that the pier would close.", "The union"),
        ("Ada Moor replied in a statement saying the pier would close.", "Ada Moor"),
        ("The union issued a statement saying that the pier would close.", "The union"),
        ("The union received a letter saying that the pier would close.", "a letter"),
        ("The union was sent a letter saying that the pier would close.", "a letter"),
        ("The envoys met in a letter saying that the pier would close.", "a letter"),
    ],
)
def test_who_sends_a_text_says_what_is_in_it(text, speaker):
    assert [who for who, _ in told(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The step follows marches in Westland demanding a deal.", "marches"),
        ("The step comes after protests in the capital demanding a deal.", "protests"),
        ("The step follows protests across Halm demanding a deal.", "protests"),
        ("The step follows protests by the dockers demanding a deal.", "the dockers"),
        ("Protesters in Halm demanded a deal.", "Protesters in Halm"),
        ("Moor saw protests and Halm demanding a deal.", "Halm"),
        ("Moor met a minister in Halm demanding a deal.", None),
        ("The development follows demonstrations in Halm demanding a deal.", "demonstrations"),
        ("Moor met protesters in Halm demanding a deal.", "protesters"),
        ("Moor flew to Halm demanding a deal.", None),
        ("Moor came to the talks in Halm demanding a deal.", None),
    ],
)
def test_who_gathers_somewhere_makes_the_demand(text, speaker):
    parties = [PartyNames("westland", ("Westland",)), PartyNames("moor", ("Moor",))]
    found = read(Document.from_text(text), parties=parties).statements
    speakers = [(s.speaker, s.party) for s in found if s.verb == "demand"]
    assert (
        speakers == [(speaker, None)]
        if speaker
        else not ({who for who, _ in speakers} & {"protests", "minister", "Halm"})
    )


OPERATOR = (
    ("crews", "the association", "Mara Quist"),
    ("line", "Sound Ferries", "the operator", "the company"),
)


def parties_of(text, parties):
    words = tuple(PartyNames(one[0], tuple(one[1:])) for one in parties)
    return [
        (s.party, s.quote.exact) for s in read(Document.from_text(text), parties=words).statements
    ]


def test_a_party_that_is_a_body_is_nobodys_she():
    text = (
        "The operator's offer of 4 percent was refused. It was described as derisory by Mara Quist, who leads the"
        ' crews. "Nine percent is what we need," she told reporters.'
    )
    assert ("crews", '"Nine percent is what we need,"') in parties_of(text, OPERATOR)


def test_it_is_the_body_named_last_though_it_was_named_first_long_before():
    text = (
        "The operator rejected 9 percent, the association said. The mayor, the bishop, the envoy, the judge, the"
        " doctor and the mediator were tired. The association is asking for 9 percent. The operator had proposed 2"
        " percent. It has refused to go beyond 4 percent."
    )
    assert parties_of(text, OPERATOR)[-1] == ("line", "to go beyond 4 percent")
