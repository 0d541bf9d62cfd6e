# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Speakers of quotations: whole phrases, far subjects, posts, pronouns, and what is no speech."""

import pytest

from lastyard.reading import Document, read


def speakers(text):
    reading = read(Document.from_text(text))
    return [q.speaker if q.speech else None for q in reading.quotations]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The treaty,” the president of the assembly said, “lives.”", "the president of the assembly"),
        ("“We wait,” said the secretary of the dockers' union at the northern port.",
         "the secretary of the dockers' union at the northern port"),
        ("“We wait,” an adviser to the Westland team told the paper.", "an adviser to the Westland team"),
        ("“We wait,” said the mayor at a news conference.", "the mayor"),
        ("Greta Holm (Greens) said the levy was “a tax on the poor”.", "Greta Holm"),
        ("Tarn – who denies all charges – told the court: “I was asleep.”", "Tarn"),
        ("“It lifts,” one witness, who gave his name as Dario, told the radio.", "one witness"),
        ("Asked about it, the firm's head of press, Sunniva Dahl, said talks were “ongoing”.", "Sunniva Dahl"),
        ("The Special Envoy for Norland, Teresa Okello, said the truce was “holding”.", "Teresa Okello"),
        ("“Prices will fall,” promised the deputy minister for trade and industry, Goran Tadic.",
         "Goran Tadic"),
        ("“It may dazzle the flies,” said study co-author and research fellow Martin Hale.", "Martin Hale"),
        ("The Norland Revolutionary Guard Corps declared that Tarn was “martyred”.",
         "Norland Revolutionary Guard Corps"),
        ("His opposite number, Lars Vik, was delighted: “The lads ran.”", "Lars Vik"),
        ("The next day on Twitter the mayor accused him of trying to “lock me up”.", "the mayor"),
        ("The board met, with Tarn describing the plan as “dead on arrival”.", "Tarn"),
        ("“It is not fine,” Lindqvist snapped when asked about the delay.", "Lindqvist"),
        ("“No,” was Tarn's reply when asked whether he would stand.", "Tarn"),
        ("“Enough is enough” was the message from the mayor, Celia Ostrom.", "Celia Ostrom"),
        ("The foreign ministry in Port Elder said it was “a pretext”.", "The foreign ministry in Port Elder"),
    ],
)  # fmt: skip
def test_who_speaks(text, speaker):
    found = speakers(text)
    assert found
    assert all(name == speaker for name in found)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Westland Army justified the raid, which Vell had approved, as “defensive”.", "Westland Army"),
        ("The tribunal justified the fine on the grounds “the sums are very large”.", "The tribunal"),
        ("In his message, Sadik Rahmani honoured the dead: “They were the best of us.”", "Sadik Rahmani"),
    ],
)  # fmt: skip
def test_the_subject_of_a_sentence_without_a_verb_of_speech(text, speaker):
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Berg introduced a plan called “Work For All” in May.",
        "“Work For All” is a form of nationalism.",
        "“Rains fail again” — Harrow News, May 3, 2008",
        "Statement of “joint understanding” released",
        "A cat named “Bert” finds out that his dinner was buried.",
    ],
)
def test_titles_terms_and_sources_are_no_speech(text):
    assert speakers(text) == [None]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ada Moor said little, while Otto Penn wrote that all was lost. He called it “a wreck”.", "Otto Penn"),
        ("Otto Penn spoke. “We wait,” he said. || It was cold, according to Jon Berg. “We froze,” he said.",
         "Jon Berg"),
        ("Prosecutor Lena Falk spoke. || One of the victims came forward. She said there was “no shame”.",
         "One of the victims"),
        ("Íngrid Luna arrived on Friday. || The French politician was tired. “I am home,” she said.",
         "Íngrid Luna"),
        ("“It was cold,” said a spokeswoman for North Water. The spokeswoman said it was “very cold”.",
         "a spokeswoman for North Water"),
    ],
)  # fmt: skip
def test_whom_a_pronoun_or_description_means(text, speaker):
    assert speakers(text.replace(" || ", "\n\n"))[-1] == speaker


def test_a_new_name_between_two_quotations_takes_the_second():
    text = (
        "Coach Ivo Marek blamed the pitch: “You cannot play on a potato field.” Captain Timo Saar "
        "shrugged off the defeat. “We go again on Sunday.”"
    )
    assert speakers(text) == ["Ivo Marek", "Timo Saar"]
