"""Kinds of construction that report what somebody said or thinks, and kinds that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.reading import Document, read
from lastyard.reading.lexicon import CUES, KIND


def _told(text: str) -> list[tuple[str, str]]:
    statements = read(Document.from_text(text)).statements
    return [(s.speaker, s.quote.exact) for s in statements if s.kind == "indirect"]


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("Police in Harrowgate say the bridge will open.", "Police in Harrowgate", "the bridge"),
        ("Officials on both sides said the deal is dead.", "Officials on both sides", "the deal"),
        ("Brokers polled by the bank expect rates to fall.", "Brokers", "rates to fall"),
        ("Teachers have said for weeks that classes are too large.", "Teachers", "classes are"),
        ("The court took the view that the law was void.", "The court", "the law was void"),
        # Who: shares, floating quantifiers, phrases with a place, relative clauses.
        ("Six in ten voters think the port should close.", "Six in ten voters", "the port"),
        ("Most of them say the deal is dead.", "Most of them", "the deal is dead"),
        ("Few in the town believe it will open.", "Few in the town", "it will open"),
        ("Some wonder if the letter was read.", "Some", "if the letter was read"),
        ("Moor and Bell both said they would go.", "Moor and Bell", "they would go"),
        (
            "The port should close, a source close to the talks said.",
            "a source close to the talks",
            "The port should close",
        ),
        ("Ministers saw a survey which found that gates rust.", "a survey", "gates rust"),
        ("A walker who was there when it broke said it was loud.", "A walker", "it was loud"),
        ("Moor, asked if it was dead, replied that it slept well.", "Moor", "it slept well"),
        ("The plan will fail, say critics.", "critics", "The plan will fail"),
        ("Residents fear the dam will break.", "Residents", "the dam will break"),
        ("Moor (Westland) said she had no regrets.", "Moor", "she had no regrets"),
        ("That was a mistake, Bell now admits.", "Bell", "That was a mistake"),
        ("Moor will resign, the Herald has learned.", "Herald", "Moor will resign"),
        ("He wrote on his page: the court has erred.", "He", "the court has erred"),
        ("Analysts expect prices to rise in May.", "Analysts", "prices to rise in May"),
        # Verbs under another verb.
        ("The aide appeared to suggest that it was late.", "The aide", "it was late"),
        ("They want to know why the road was never built.", "They", "why the road was"),
        ("Moor declined to say whether they had met.", "Moor", "whether they had met"),
        ("Moor went on to say that talks would resume.", "Moor", "talks would resume"),
        # Nouns, views and set phrases.
        ("Moor's view is that the fee is unfair.", "Moor", "the fee is unfair"),
        ("Moor repeated her demand that Northia pay.", "Moor", "Northia pay"),
        ("In the opinion of the court, the law was broken.", "the court", "the law was broken"),
        ("Two senators let it be known that they agree.", "Two senators", "they agree"),
        ("Moor denies having met the envoy.", "Moor", "having met the envoy"),
        ("The mayor promised parents that it would open.", "The mayor", "it would open"),
        (
            "According to Ada Moor, the chief envoy, the ships left early.",
            "Ada Moor",
            "the ships left early",
        ),
        (
            "According to the Herald, quoting an aide, the ships left early.",
            "Herald",
            "the ships left early",
        ),
    ],
)
def test_found(text: str, speaker: str, words: str) -> None:
    assert any(who == speaker and what.startswith(words) for who, what in _told(text)), _told(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Only 18 percent say they trust it, while nearly half believe it was decided.",
            ["they trust it", "it was decided"],
        ),
        (
            "Moor said it would hold for weeks, though she acknowledged that it could change.",
            ["it would hold for weeks", "it could change"],
        ),
        (
            "Moor has said he will not sign it, a move that his party fears.",
            ["he will not sign it"],
        ),
        ("Moor said the isles be shared, an idea Northia rejects.", ["the isles be shared"]),
        (
            "The aide confirmed that it had sunk but could not say whether anyone was aboard.",
            ["it had sunk", "whether anyone was aboard"],
        ),
        ("They claimed it was new and claim it has run for years.", ["it was new", "it has run"]),
        ("The mine (which was dry, Moor said) is shut.", ["which was dry"]),
        ("Moor, who believes the count was wrong, left early.", ["the count was wrong"]),
        (
            "Bell knew the pier was unsafe, his former deputy has told the inquiry.",
            ["Bell knew the pier was unsafe", "the pier was unsafe"],
        ),
        ("I think that as time goes on, there will be more.", ["as time goes on, there will be"]),
    ],
)
def test_where_what_was_said_ends(text: str, told: list[str]) -> None:
    found = [what for _, what in _told(text)]
    assert len(found) == len(told)
    assert all(what.startswith(words) for what, words in zip(found, told, strict=True)), found
    assert not any("," in what for what, words in zip(found, told, strict=True) if "," not in words)


@pytest.mark.parametrize(
    "text",
    [
        "The government announced the start of a public process.",
        "Photos showed numerous bloodied bodies.",
        "Analysts had expected a small rise in sales.",
        "People want to learn more practical skills that do not fade.",
        "It is gone, whether you believe it or not.",
        "From the reports that I have read, the town has changed.",
        "By what my colleagues had found, the town has changed.",
        "So you can come back and, you know, where the team is.",
        "It implies that there was a plan.",
        "The court heard that he had borrowed a van.",
        "Users will demand this of any site where they work.",
        "I wish you much success.",
        "As voters learn more, support will fall.",
    ],
)
def test_not_found(text: str) -> None:
    assert _told(text) == []


def test_reported_inside_a_quotation() -> None:
    text = (
        "“I think the deal is dead,” Ada Moor said on Friday. "
        "“The Northian envoy told us that the port would close,” said Orla Bell."
    )
    reading = read(Document.from_text(text))
    inner = [s for s in reading.statements if s.kind == "indirect"]
    assert [(s.speaker, s.quote.exact, s.group) for s in inner] == [
        ("Ada Moor", "the deal is dead", "attitude"),
        ("The Northian envoy", "the port would close", "speech"),
    ]
    by_id = {s.id: s for s in reading.statements}
    assert [by_id[s.within or ""].speaker for s in inner] == ["Ada Moor", "Orla Bell"]
    for statement in inner:
        assert statement.source is not None
        assert statement.cue is not None
        assert text[statement.quote.start : statement.quote.end] == statement.quote.exact
    assert text[inner[0].source.start : inner[0].source.end] == "I"  # type: ignore[union-attr]
    assert text[inner[1].cue.start : inner[1].cue.end] == "told"  # type: ignore[union-attr]


def test_whom_he_means_inside_a_quotation_is_not_guessed() -> None:
    reading = read(Document.from_text("“He says that it is over,” Ada Moor said."))
    assert [s.kind for s in reading.statements] == ["direct"]


def test_refusing_to_say_is_no_saying() -> None:
    reading = read(Document.from_text("Ada Moor declined to say whether they had met."))
    assert [s.negated for s in reading.statements if s.kind == "indirect"] == [True]


_WORDS = [*sorted(CUES), *sorted(KIND), "Moor", "“", "”", '"', ",", ".", ";", ":", "(", ")", "Q:"]


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12))
def test_any_words_in_any_order_can_be_read(words: list[str]) -> None:
    text = "Moor " + " ".join(words)
    for statement in read(Document.from_text(text)).statements:
        assert text[statement.quote.start : statement.quote.end] == statement.quote.exact


@pytest.mark.parametrize("text", ["10 argues clarifying vows", "posts attested", "Yes, he said"])
def test_texts_that_end_in_a_verb(text: str) -> None:
    read(Document.from_text(text))
