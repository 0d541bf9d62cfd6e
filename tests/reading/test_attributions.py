# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Attributions beyond plain verbs of speech: who, and what exactly."""

import pytest

from lastyard.reading import Document, read


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
