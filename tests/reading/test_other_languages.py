"""A text that is not English: what stands in quotation marks, the sentence around it, and no guessed speaker."""

import pytest

from lastyard.drafting.drafts import draft, drafts_as_yaml
from lastyard.reading import Document, PartyNames, read

TEXTS = {
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


def test_english_is_read_as_before():
    text = "“We will not sign a truce without the port,” Ada Moor of Norland told the press on Friday evening."
    reading = read(Document.from_text(text), parties=PARTIES)
    assert (reading.method, reading.statements[0].speaker) == ("rules+ranker", "Ada Moor")
