"""What a draft says before anybody has decided."""

from datetime import date

import pytest

from lastyard.case.load import load_text
from lastyard.drafting.drafts import draft
from lastyard.drafting.proposals import party_of_surname
from lastyard.reading.text import Document

CASE = load_text("""
title: Tram strike
parties:
  union: {name: Tram Workers Union, words: [Mara Quill, Ida Brand]}
  company: {name: Lowmarket Trams, words: [Jonas Beck, Otto Brand]}
issues: {pay: {range: [0, 12], step: 0.5, unit: percent}}
""")


@pytest.mark.parametrize(
    ("speaker", "party"),
    [
        ("Quill", "union"), ("Ms. Quill", "union"), ("union leader Quill", "union"),
        ("Beck", "company"), ("Brand", None), ("Rolf Quill", None), ("Union", None),
        ("Trams", None), ("quill", None), ("", None),
    ],
)  # fmt: skip
def test_a_surname_stands_for_a_party_when_one_person_of_the_case_bears_it(speaker, party):
    assert party_of_surname(speaker, CASE) == party


def test_an_offer_told_within_what_was_said_is_no_second_statement():
    text = "Jonas Beck said the company could offer 3 percent and no more."
    found = draft(Document.from_text(text, name="r.txt"), CASE).drafts
    assert [(d.id, d.repeats) for d in found] == [("r-1", None)]


def test_two_deeds_in_what_was_said_are_two_statements_of_who_said_it():
    text = "Jonas Beck said the company could live with 3 percent but wanted 2."
    found = draft(Document.from_text(text, name="r.txt"), CASE).drafts
    assert [(d.party, d.statement.speaker, d.proposals[0].as_yaml()) for d in found] == [
        ("company", "Jonas Beck", "accepts: {pay: 3}"),
        ("company", "Jonas Beck", "position: {pay: 2}"),
    ]


MAIL = """From: Jonas Beck <beck@trams.example>
To: Mara Quill <quill@union.example>
Date: Mon, 16 Mar 2026 09:12:00 +0000
Subject: Re: pay

Dear Mara,

We cannot accept a rise of more than 3 percent.

Regards,
Jonas

> On 14 March 2026 Mara Quill wrote:
> We will not sign for less than 5 percent.
"""


def test_a_mail_is_in_the_words_of_its_sender_and_of_whom_it_answers():
    result = draft(Document.from_text(MAIL, name="mail.txt"), CASE)
    assert [(d.party, d.on, d.proposals[0].as_yaml()) for d in result.drafts] == [
        ("company", date(2026, 3, 16), "rejects: pay > 3"),
        ("union", date(2026, 3, 14), "rejects: pay < 5"),
    ]
    assert any("the words of Lowmarket Trams" in note for note in result.notes)


def test_a_letter_is_in_the_words_of_whom_it_is_signed_for():
    text = "Dear Mara,\n\nWe cannot accept 4 percent.\n\nYours sincerely,\nJonas Beck\nLowmarket Trams\n"
    result = draft(Document.from_text(text, name="letter.txt"), CASE)
    assert [(d.party, d.proposals[0].as_yaml()) for d in result.drafts] == [
        ("company", "rejects: pay == 4")
    ]


def test_a_number_without_its_unit_goes_on_from_the_sentence_before():
    text = "Jonas Beck said the company could go to 3 percent. Mara Quill replied that the union needed 5."
    found = draft(Document.from_text(text, name="r.txt"), CASE).drafts
    assert [(d.party, d.proposals[0].as_yaml()) for d in found] == [
        ("company", "offers: {pay: 3}"),
        ("union", "requires: pay == 5"),
    ]


def test_who_said_it_keeps_the_party_of_a_deed_whose_doer_is_nobody_of_the_case():
    text = "Mara Quill said the members would accept a rise of 4 percent."
    found = draft(Document.from_text(text, name="r.txt"), CASE).drafts
    assert [(d.party, d.statement.speaker) for d in found] == [
        ("union", "Mara Quill"),
        (None, "the members"),
    ]


def test_a_threat_beside_what_was_said_is_not_lost():
    text = "Mara Quill said the union accepted 4 percent, would welcome 5 and threatened to strike."
    found = draft(Document.from_text(text, name="r.txt"), CASE).drafts
    assert any("strike" in d.statement.quote.exact for d in found)


def test_a_bargain_leaves_the_next_sentence_alone():
    text = "Give us 5 percent and we will sign. The union wants 6 percent."
    found = draft(Document.from_text(text, name="r.txt"), CASE).drafts
    assert [d.proposals[0].as_yaml() for d in found if d.party == "union"] == ["position: {pay: 6}"]


def test_what_both_sides_do_is_a_statement_of_each():
    text = "The two sides agreed on a wage rise of 3 percent."
    found = draft(Document.from_text(text, name="r.txt"), CASE).drafts
    assert [(d.party, d.proposals[0].as_yaml()) for d in found] == [
        ("union", "accepts: {pay: 3}"),
        ("company", "accepts: {pay: 3}"),
    ]


def test_the_day_of_the_report_is_its_datelines_where_every_statement_has_its_own():
    text = "March 22, 2024\n\nMara Quill said on March 20, 2024 that the union would wait."
    result = draft(Document.from_text(text), CASE)
    assert result.day == date(2024, 3, 22)
    assert not any("day is not known" in note for note in result.notes)


def test_what_one_party_says_of_another_is_the_others_own_statement():
    text = "Mara Quill said the company could offer 3 percent and no more."
    found = draft(Document.from_text(text, name="r.txt"), CASE).drafts
    assert [(d.party, d.repeats) for d in found] == [("union", None), ("company", None)]
