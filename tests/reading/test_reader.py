# ruff: noqa: RUF001 - typographic marks are what this code is about
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lastyard.reading import Document, PartyNames, ReadingError, read

FRIDAY = date(2024, 3, 22)


def statements(text, **options):
    return read(Document.from_text(text, date=FRIDAY), **options).statements


@pytest.mark.parametrize(
    ("text", "speaker", "kind"),
    [
        ("Ada Moor said talks would resume soon.", "Ada Moor", "indirect"),
        ("Talks would resume soon, Ada Moor said.", "Ada Moor", "indirect"),
        ("Talks would resume soon, said Ada Moor.", "Ada Moor", "indirect"),
        ("According to Ada Moor, talks would resume soon.", "Ada Moor", "indirect"),
        ("Talks would resume soon, according to Ada Moor.", "Ada Moor", "indirect"),
        (
            "Ada Moor, the envoy of Westland, said on Friday that talks would resume.",
            "Ada Moor",
            "indirect",
        ),
        ("The envoy, Ada Moor, told reporters that talks would resume.", "Ada Moor", "indirect"),
        ("Leaving the hall, Ada Moor warned that talks could fail.", "Ada Moor", "indirect"),
        ("Ada Moor left the talks, saying the draft was unfair.", "Ada Moor", "indirect"),
        ("Ada Moor was quoted as saying that the draft was unfair.", "Ada Moor", "indirect"),
        ("Ada Moor has said that the draft is “unfair” to both.", "Ada Moor", "mixed"),
        ("“The draft is unfair,” Ada Moor told reporters.", "Ada Moor", "direct"),
        ("A statement from the ministry said the port was closed.", "the ministry", "indirect"),
        ("Ada Moor rejected the draft.", "Ada Moor", "act"),
        ("Westland offered to withdraw from the port.", "Westland", "act"),
        ("Officials say the port will open.", "Officials", "indirect"),
        ("It was announced by Ada Moor that the port would open.", "Ada Moor", "indirect"),
    ],
)
def test_one_statement_one_speaker(text, speaker, kind):
    found = statements(text)
    assert [(s.speaker, s.kind) for s in found] == [(speaker, kind)]
    assert text[found[0].quote.start : found[0].quote.end] == found[0].quote.exact


@pytest.mark.parametrize(
    "text",
    [
        "The report of the committee is long.",
        "Ada Moor was told that the port was closed.",
        "The claims were settled in court.",
        "Talks are expected to resume.",
        "Ada Moor visited the port.",
    ],
)
def test_what_nobody_said_is_no_statement(text):
    assert statements(text) == ()


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Ada Moor met Otto Penn. She said the port was open.", ["Ada Moor"]),
        ("President Otto Penn arrived. The president said the port was open.", ["Otto Penn"]),
        ("Foreign Minister Ada Moor arrived. Moor said the port was open.", ["Ada Moor"]),
        ("Westland leader Otto Penn arrived. Mr Penn said the port was open.", ["Otto Penn"]),
        (
            "Israeli Prime Minister Otto Penn arrived. The Israeli leader said the port was open.",
            ["Otto Penn"],
        ),
        (
            "The Northern News Agency (NNA) reported that the port was open. NNA said it was full.",
            ["Northern News Agency", "Northern News Agency"],
        ),
    ],
)
def test_speakers_are_resolved_to_their_fullest_name(text, speakers):
    assert [s.speaker for s in statements(text)] == speakers


def test_spokespeople_speak_on_behalf_of_somebody():
    one = statements("Ada Moor, a spokeswoman for the port authority, said ships were waiting.")[0]
    assert (one.speaker, one.on_behalf_of) == ("Ada Moor", "the port authority")
    other = statements("State Department spokesman Otto Penn said ships were waiting.")[0]
    assert other.on_behalf_of == "State Department"


def test_written_statements_speak_for_their_issuer():
    text = "A statement from Moor’s office said the draft was unfair. “I will not sign,” the statement reads."
    first, second = statements("Prime Minister Ada Moor arrived. " + text)
    assert (first.speaker, first.on_behalf_of, first.written) == ("Moor’s office", "Ada Moor", True)
    assert (second.speaker, second.written) == ("Ada Moor", True)


def test_addressee_date_and_negation():
    found = statements("Ada Moor told lawmakers on Wednesday that the port was open.")[0]
    assert (found.addressee, found.date, found.date_basis) == ("lawmakers", "2024-03-20", "stated")
    assert statements("Ada Moor did not say that the port was open.")[0].negated


def test_parties_are_given_by_the_case():
    text = "Washington said the draft was fair. Secretary Ada Moor said it was final."
    parties = [PartyNames("us", ("United States", "Washington", "Ada Moor"))]
    assert [s.party for s in statements(text, parties=parties)] == ["us", "us"]
    assert [s.party for s in statements(text)] == [None, None]


def test_repeats_are_linked_not_doubled():
    text = (
        "Ada Moor said the northern port would open on Monday.\n\nShips waited."
        "\n\nAda Moor said the northern port would open Monday."
    )
    found = statements(text)
    assert [s.repeats for s in found] == [None, "s1"]


def test_pieces_of_a_quotation_continue_each_other():
    found = statements("“We agree,” Ada Moor said. “It took long.”")
    assert [(s.speaker, s.continues) for s in found] == [("Ada Moor", None), ("Ada Moor", "s1")]


def test_statements_inside_statements_are_marked():
    outer, inner = statements("Otto Penn said that Ada Moor believes the draft is fair.")
    assert (outer.speaker, inner.speaker, inner.within) == ("Otto Penn", "Ada Moor", outer.id)


def test_events_have_participants_place_and_date():
    text = "Ada Moor met Otto Penn in Port Elder on Thursday. The draft was vetoed by Westland and Northia."
    events = read(Document.from_text(text, date=FRIDAY)).events
    assert [(e.type, e.participants) for e in events] == [
        ("meeting", ("Ada Moor", "Otto Penn")),
        ("veto", ("Westland", "Northia")),
    ]
    assert (events[0].place, events[0].date, events[0].status) == (
        "Port Elder",
        "2024-03-21",
        "occurred",
    )


def test_json_has_the_promised_keys():
    reading = read(Document.from_text("“We agree,” Ada Moor said.", date=FRIDAY))
    made = json.loads(json.dumps(reading.to_json()))
    statement = made["statements"][0]
    assert {"id", "kind", "speaker", "party", "date", "quote", "source"} <= set(statement)
    assert set(statement["quote"]) == {"exact", "prefix", "suffix", "start", "end"}
    assert {"start", "end"} <= set(statement["source"])
    assert "events" in made


def test_unknown_method_is_an_error():
    with pytest.raises(ReadingError, match="unknown method"):
        read(Document.from_text("Words."), method="magic")


def test_reading_is_deterministic():
    text = "“We agree,” Ada Moor said. He left. Otto Penn told her the port was open."
    assert read(Document.from_text(text)) == read(Document.from_text(text))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                "Ada",
                "Moor",
                "said",
                "told",
                "the",
                "U.S.",
                "“",
                "”",
                '"',
                "'",
                "‘",
                "’",
                ",",
                ".",
                "?",
                "!",
                ":",
                ";",
                "–",
                "(",
                ")",
                "that",
                "and",
                "he",
                "She",
                "it",
                "minister",
                "’s",
                "of",
                "according",
                "to",
                "Friday",
                "2024",
                "Oct.",
                "7",
                "statement",
                "from",
                "was",
                "quoted",
                "as",
                "saying",
                "\n",
                "\n\n",
                "Мир",
                "和平",
                "١٢",
                "é",
                "ﬁ",
            ]
        ),
        max_size=60,
    ).map(" ".join)
    | st.text(max_size=200)
)
def test_any_text_is_read_without_a_crash_and_anchored(text):
    if "\x00" in text or not any(c.isalnum() for c in text):
        return
    try:
        document = Document.from_text(text, date=FRIDAY)
    except ReadingError:
        return
    reading = read(document)
    for statement in reading.statements:
        anchor = statement.quote
        assert text[anchor.start : anchor.end] == anchor.exact
        assert statement.speaker
        if statement.source is not None:
            assert 0 <= statement.source.start < statement.source.end <= len(text)
    json.dumps(reading.to_json())


def test_a_leader_of_another_or_unnamed_country_is_not_meant():
    text = "President Otto Penn arrived. The French leader said the port was open."
    assert statements(text)[0].speaker == "The French leader"


@given(st.sampled_from(["\u0660", "\u06f0", "\uff10"]))
def test_digits_of_other_scripts_leave_every_place_where_it_was(zero):
    text = (
        "Port Elder, 22 March 2024. The union said on 2024-03-20 that it would accept 4.5 percent.\n\n"
        "“We need 1,500 tonnes by 2030,” Ada Moor said on 3 May."
    )
    written = "".join(chr(ord(zero) + int(c)) if c in "0123456789" else c for c in text)
    plain, other = (read(Document.from_text(each)) for each in (text, written))
    assert other.document.text == written
    assert [(s.date, s.speaker, s.quote.start, s.quote.end) for s in other.statements] == [
        (s.date, s.speaker, s.quote.start, s.quote.end) for s in plain.statements
    ]
    assert [d.value for d in other.dates] == [d.value for d in plain.dates]
    for said in other.statements:
        assert written[said.quote.start : said.quote.end] == said.quote.exact
