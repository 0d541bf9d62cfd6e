"""A text that is not English: what stands in quotation marks, the sentence around it, and no guessed speaker."""

import sys
from pathlib import Path

import pytest

from lastyard.case.load import load_text
from lastyard.drafting.drafts import draft, drafts_as_yaml
from lastyard.reading import Document, PartyNames, read

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
    ("text", "says"),
    [
        ("La guilde a rejeté la fermeture du quai.", {"rejects": "quai == 'ferme'"}),
        ("La direction n'accepte pas une hausse de 6 %.", {"rejects": "hausse == 6"}),
        ("La direction propose une hausse de 4 %.", {"offers": {"hausse": "4"}}),
        ("La fermeture du quai a été rejetée par la guilde.", {"rejects": "quai == 'ferme'"}),
        ("La direction ne refuse pas l'ouverture du quai.", None),
        ("La guilde accepte plus de 4 % de hausse.", None),
        ("La guilde exige une hausse d'au moins 6 %.", None),
        ("La guilde accepterait la fermeture du quai si la paie montait.", None),
        ("Sauf accord, la guilde acceptera la fermeture du quai.", None),
        ("La guilde propose de ne pas voter la fermeture du quai.", None),
        ("Aucune guilde n'a accepté la fermeture du quai.", None),
        ("« Nous n'accepterons pas la fermeture du quai », a dit la guilde.", None),
        ("La guilde a-t-elle accepté la fermeture du quai ?", None),
    ],
)
def test_the_sign_of_a_deed_is_told_or_left_open(text, says):
    around = (
        "Les deux camps se sont retrouvés hier dans la ville de Genève pour une séance de travail. "
    )
    found = [one for one in draft(Document.from_text(around + text), CASE).drafts if one.proposals]
    assert [one.proposals[0].says for one in found] == ([] if not found else [says])
    assert found or says is None


@pytest.mark.parametrize("language", ["french", "spanish"])
def test_tables_reach_what_was_measured_without_a_wrong_sign(language):
    folder = Path(__file__).parents[2] / "benchmarks" / "reading"
    sys.path.insert(0, str(folder))
    from languages import scored

    for half, least in (("unseen", 0.8), ("after", 0.8), ("last", 0.6)):
        right, found, labelled, wrong = scored(language, half)
        assert 2 * right / (found + labelled) >= least
        assert wrong == 0


def test_english_is_read_as_before():
    text = "“We will not sign a truce without the port,” Ada Moor of Norland told the press on Friday evening."
    reading = read(Document.from_text(text), parties=PARTIES)
    assert (reading.method, reading.statements[0].speaker) == ("rules+ranker", "Ada Moor")
