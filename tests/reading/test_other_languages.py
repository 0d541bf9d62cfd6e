"""A text that is not English: what stands in quotation marks, the sentence around it, and no guessed speaker."""

import sys
from datetime import date
from pathlib import Path

import pytest

from lastyard.case.load import load_text
from lastyard.drafting.drafts import draft, drafts_as_yaml
from lastyard.reading import Document, PartyNames, read
from lastyard.reading.foreign import LANGUAGES, dates_in, language_of, looks_english, statements_in

TEXTS = {
    "de": (
        "Der Minister sagte am Freitag, er werde die Gespräche in der Hauptstadt fortsetzen. „Wir werden "
        "einer Waffenruhe von zehn Tagen nicht zustimmen“, sagte er vor der Presse. Norland antwortete: "
        "„Die Grenze muss bis Juni geschlossen bleiben.“",
        ["Wir werden einer Waffenruhe", "Die Grenze muss bis Juni"],
    ),
    "it": (
        "Il portavoce del governo ha detto venerdì che i colloqui riprenderanno la prossima settimana nella "
        'capitale. "Non accetteremo mai una tregua di dieci giorni senza osservatori", ha aggiunto davanti '
        "alla stampa.",
        ["Non accetteremo mai una tregua"],
    ),
}
READ = {
    "fr": (
        "PARIS, 22 mars 2024 — Le ministre, Jean Morel, a déclaré vendredi que la trêve était trop courte. "
        "« Nous n'accepterons jamais une trêve de dix jours sans observateurs », a-t-il affirmé devant la "
        "presse. Le représentant de la Norlande a répondu : « La frontière doit rester fermée jusqu'au mois "
        "de juin. »",
        ["Nous n'accepterons jamais une trêve", "La frontière doit rester fermée"],
    ),
    "es": (
        "El portavoz del gobierno de Norlandia dijo el viernes que las conversaciones seguirán la próxima "
        "semana. “No vamos a firmar un acuerdo sin garantías para los pescadores”, afirmó ante la prensa. "
        "Según la ministra, “la frontera tiene que abrirse antes del verano”.",
        ["No vamos a firmar un acuerdo", "la frontera tiene que abrirse"],
    ),
}
PARTIES = [PartyNames("norland", ("Norland", "Norlandia", "Norlande"))]


@pytest.mark.parametrize("language", TEXTS)
def test_quotations_are_found_and_no_speaker_is_guessed(language):
    text, quotes = TEXTS[language]
    reading = read(Document.from_text(text), parties=PARTIES)
    assert reading.method == "marks"
    assert len(reading.statements) == len(quotes)
    for statement, words in zip(reading.statements, quotes, strict=True):
        assert words in statement.quote.exact
        assert (statement.speaker, statement.party, statement.verb) == ("", None, None)
    assert all(quotation.speaker is None for quotation in reading.quotations)


def test_drafts_show_the_sentence_around_and_leave_out_who_said_it():
    drafting = draft(Document.from_text(TEXTS["de"][0], name="bericht.txt"))
    assert "no speaker is guessed" in drafting.notes[0]
    text = drafts_as_yaml(drafting)
    assert "by:" not in text
    assert (
        "# in: „Wir werden einer Waffenruhe von zehn Tagen nicht zustimmen“, sagte er vor der"
        in text
    )


@pytest.mark.parametrize(
    ("language", "speakers"),
    [
        ("fr", ["Jean Morel", "Jean Morel", "Le représentant de la Norlande"]),
        ("es", ["El portavoz del gobierno de Norlandia", "El portavoz del gobierno de Norlandia", "la ministra"]),
    ],
)  # fmt: skip
def test_a_language_with_a_table_is_read_by_it(language, speakers):
    text, quotes = READ[language]
    reading = read(Document.from_text(text), parties=PARTIES)
    assert reading.method == {"fr": "french", "es": "spanish"}[language]
    assert [one.speaker for one in reading.statements] == speakers
    assert reading.statements[-1 if language == "fr" else 0].party == "norland"
    for words in quotes:
        assert any(words in one.quote.exact for one in reading.statements)
    assert "read by a table" in draft(Document.from_text(text)).notes[0]


CASE = load_text("""
title: T
parties: {guilde: {words: [la guilde]}, port: {words: [la direction]}}
issues:
  hausse: {range: [0, 12], step: 0.5, unit: "%", words: [hausse]}
  quai: {options: [ouvert, ferme], option_words: {ferme: [fermeture du quai], ouvert: [ouverture du quai]}}
""")


@pytest.mark.parametrize(
    "text",
    [
        "La guilde a rejeté la fermeture du quai.",
        "La direction n'accepte pas une hausse de 6 %.",
        "La direction propose une hausse de 4 %.",
        "La fermeture du quai a été rejetée par la guilde.",
        "La guilde n'accepte que 4 % de hausse.",
        "La guilde accepte sous condition une hausse de 4 %.",
        "La guilde accepte une hausse de 4 % contre deux jours de congé.",
        "La guilde nie avoir accepté une hausse de 4 %.",
        "Une aile de la guilde accepte une hausse de 4 %.",
        "« Nous n'accepterons pas la fermeture du quai », a dit la guilde.",
    ],
)
def test_what_a_deed_means_is_left_open(text):
    found = [one for one in draft(Document.from_text(text), CASE).drafts if one.proposals]
    assert {proposal.says for one in found for proposal in one.proposals} <= {None}


@pytest.mark.parametrize(
    ("text", "language", "speakers"),
    [
        ("Skarn County exige 30.", "french", ["Skarn County"]),
        ("La compagnie nie avoir accepté 27.", "french", ["La compagnie"]),
        ("La direction rejette 40 et la guilde accepte 36.", "french", ["La direction", "la guilde"]),
        ("La direction et la guilde acceptent 36.", "french", ["La direction et la guilde"]),
        ("Le conseil régional accepte provisoirement 31.", "french", ["Le conseil régional"]),
        ("La naviera tampoco acepta 35.", "spanish", ["La naviera"]),
        ("Los vecinos apenas aceptan 24.", "spanish", ["Los vecinos"]),
        ("Tampoco acepta 35.", "spanish", [""]),
        ("Solo Skarn County acepta 24.", "spanish", ["Skarn County"]),
        ("Old Dock Guild tampoco acepta 11.", "spanish", ["Old Dock Guild"]),
        ("El tratado no fue aceptado por el parlamento.", "spanish", ["el parlamento"]),
        ("Le traité n'est pas accepté par le parlement.", "french", ["le parlement"]),
    ],
)  # fmt: skip
def test_a_speaker_is_a_name_or_a_noun_phrase(text, language, speakers):
    assert [one.speaker for one in statements_in(text, language, ())] == speakers


def test_only_what_is_denied_is_called_so():
    texts = ("La guilde n'accepte que 25.", "La guilde n'accepte pas 25.")
    assert [statements_in(text, "french", ())[0].negated for text in texts] == [False, True]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("La compagnie accepte 27.", "french"),
        ("Skarn County exige 30. Old Dock Guild propose 25. Skarn County demande un vote.", "french"),
        ("La naviera no acepta 35.", "spanish"),
        ("Skarn County pide 30. Old Dock Guild propone 25. Skarn County rechaza el voto.", "spanish"),
        ("Skarn County met La Marina del Sur on Monday. El Faro de la Costa rejects 12.", None),
        ("Ada Moor spoke to the press of the port: “Nous ne céderons pas sur les horaires.”", None),
        ("No. No!", None),
        ("He said no. La Paz and El Salvador signed a plan on par with it.", None),
        ("El portaveu del govern va dir divendres que les converses continuaran. No acceptarem mai una treva.", None),
        ("Il portavoce del governo ha detto che i colloqui riprenderanno. Non accetteremo mai una tregua.", None),
    ],
)  # fmt: skip
def test_a_language_is_known_by_its_function_words_and_not_by_names(text, language):
    assert language_of(text) == language
    assert not (language and looks_english(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_reach_what_was_measured_and_propose_no_sign(language):
    folder = Path(__file__).parents[2] / "benchmarks" / "reading"
    sys.path.insert(0, str(folder))
    from languages import scored

    for part in ("unseen", "after", "last", "doubted", "fresh"):
        right, found, labelled, signs = scored(language, part)
        assert 2 * right / (found + labelled) >= 0.8
        assert signs == 0


def test_english_is_read_as_before():
    text = "“We will not sign a truce without the port,” Ada Moor of Norland told the press on Friday evening."
    reading = read(Document.from_text(text), parties=PARTIES)
    assert (reading.method, reading.statements[0].speaker) == ("rules+ranker", "Ada Moor")


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("french", "Le 4 mars 2024, le syndicat a dit non.", ["2024-03-04"]),
        ("french", "Le 1er mai, puis le 30 décembre.", ["2024-05-01", "2023-12-30"]),
        ("french", "Hier, et en mars 2023.", ["2024-03-11", "2023-03"]),
        ("french", "Le 31 février 2024 et lundi.", []),
        ("french", "Il marchera en mai.", []),
        ("spanish", "El 12 de marzo de 2024, ayer y hoy.", ["2024-03-12", "2024-03-11", "2024-03-12"]),
        ("spanish", "El 2 de enero y mañana.", ["2024-01-02"]),
    ],
)  # fmt: skip
def test_days_named_in_full_are_dates(language, text, values):
    found = dates_in(text, language, date(2024, 3, 12))
    assert [one.value for one in found] == values


def test_without_a_day_of_the_document_only_whole_dates_are_told():
    assert dates_in("Le 4 mars, et hier.", "french", None) == ()
    assert [one.value for one in dates_in("Le 4 mars 2024.", "french", None)] == ["2024-03-04"]


def test_a_statement_has_the_day_that_stands_beside_it():
    text = (
        "Le 4 mars 2024, le syndicat a rejeté la hausse de 3 pour cent. La ville accepte le plan."
    )
    found = read(Document.from_text(text, date=date(2024, 3, 12))).statements
    assert [(s.date, s.date_basis) for s in found] == [
        ("2024-03-04", "stated"), ("2024-03-12", "report"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Le syndicat a accepté la trêve, mais a rejeté lundi l'offre de la banque.", "french",
         [("Le syndicat", "accept", False, "trêve"), ("Le syndicat", "reject", False, "offre de la banque")]),
        ("La banque a proposé une trêve mais a refusé jeudi le plan.", "french",
         [("La banque", "propose", False, "trêve"), ("La banque", "refuse", False, "plan")]),
        ("Le syndicat a accepté la trêve et n'a pas accepté le plan.", "french",
         [("Le syndicat", "accept", False, "trêve"), ("Le syndicat", "accept", True, "plan")]),
        ("El sindicato aceptó la tregua, pero rechazó el lunes la oferta.", "spanish",
         [("El sindicato", "accept", False, "tregua"), ("El sindicato", "reject", False, "oferta")]),
        ("El sindicato no aceptó la tregua. Tampoco aceptó la oferta.", "spanish",
         [("El sindicato", "accept", True, "tregua"), ("El sindicato", "accept", True, "oferta")]),
        ("La trêve a été acceptée par la banque, mais le syndicat a rejeté le plan.", "french",
         [("la banque", "accept", False, "trêve"), ("le syndicat", "reject", False, "plan")]),
        ("El sindicato rechazó la tregua. No aceptó la oferta.", "spanish",
         [("El sindicato", "reject", False, "tregua")]),
        ("El banco tampoco rechazó la tregua.", "spanish", [("El banco", "reject", True, "tregua")]),
        ("Le syndicat a accepté la trêve, mais la banque a rejeté le plan.", "french",
         [("Le syndicat", "accept", False, "trêve"), ("la banque", "reject", False, "plan")]),
    ],
)  # fmt: skip
def test_deeds_joined_by_but_and_denied_by_neither(text, language, expected):
    found = statements_in(text, language, ())
    assert [(s.speaker, s.verb, s.negated, s.quote.exact) for s in found] == expected
