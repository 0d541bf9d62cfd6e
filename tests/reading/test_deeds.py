"""Deeds of bargaining: the table, what is found by it, and what is not."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from lastyard.reading import Document, PartyNames, read
from lastyard.reading.deeds import find_deeds
from lastyard.reading.deedtable import deed_table, lets_go_of, meaning_of
from lastyard.reading.segments import segment

DATA = Path(__file__).resolve().parents[2] / "benchmarks" / "reading" / "data"
SENTENCES = yaml.safe_load((DATA / "bargaining.yaml").read_text(encoding="utf-8"))


def told(text):
    return read(Document.from_text(text)).statements


@pytest.mark.parametrize(
    ("text", "doer", "word"), SENTENCES["deeds"]["seen"], ids=lambda one: str(one)[:30]
)
def test_who_does_what_about_what(text, doer, word):
    assert any(
        doer.lower() in one.speaker.lower() and str(word).lower() in one.quote.exact.lower()
        for one in told(text)
    )


@pytest.mark.parametrize("text", SENTENCES["others"]["seen"], ids=lambda one: one[:30])
def test_what_is_no_statement_is_not_drafted(text):
    assert told(text) == ()


@pytest.mark.parametrize(
    ("text", "verb", "thing"),
    [
        ("The crews turned the offer down.", "turn down", "the offer"),
        ("The crews turned down the offer.", "turn down", "the offer"),
        ("A new tax was rejected by the growers.", "reject", "A new tax"),
        ("A long lease is unacceptable to the farmers.", "be unacceptable to", "A long lease"),
        ("The teachers' demand is a class of twenty.", "demand", "a class of twenty"),
        ("Under the islands' plan, tolls would fall.", "offer", "tolls would fall"),
        ("For the town, tolls come first.", "come first", "tolls come first"),
        ("The owners lowered their demand to 40.", "lower demand", "their demand to 40"),
        ("The Front made a new offer on Friday.", "make offer", "a new offer"),
    ],
)
def test_frames_of_the_table(text, verb, thing):
    parts = segment(text)
    (found,) = find_deeds(parts, parts.sentences[0])
    assert (found.verb, parts.slice(*found.thing)) == (verb, thing)


def test_two_deeds_of_one_doer_are_two_statements():
    found = told("The union dropped its demand for 40 and would settle for 37.")
    assert [(s.verb, s.quote.exact) for s in found] == [
        ("drop", "its demand for 40"),
        ("settle for", "37"),
    ]
    assert {s.speaker for s in found} == {"The union"}


@pytest.mark.parametrize(
    "text",
    [
        "Will Westland sign the treaty?",
        "Norland took part in the talks.",
        "The plan tabled in May failed.",
        "Talks would go on if the guild dropped its demand.",
        "He wants a dog.",
        "Westland has yet to accept the plan.",
        "Westland has not so far accepted the plan.",
    ],
)
def test_what_is_asked_supposed_or_something_else_is_no_deed(text):
    assert not [one for one in told(text) if one.kind == "act"]


@pytest.mark.parametrize(
    ("text", "negated", "left_open"),
    [
        ("Westland rejected the plan.", False, False),
        ("Westland did not turn down the plan.", True, False),
        ("Neither side accepted the plan.", True, False),
        ("Westland neither accepted the plan nor left.", False, True),
        ("Westland denied that the union had turned down the plan.", False, True),
    ],
)
def test_denied_and_left_open(text, negated, left_open):
    (deed,) = [one for one in told(text) if one.kind == "act"]
    assert (deed.negated and not deed.left_open, deed.left_open) == (negated, left_open)


def test_longer_phrases_decide():
    (found,) = told("Westland backed away from its promise of elections.")
    assert found.verb == "back away from"
    assert told("Westland accepted the prize.") == ()


def test_what_a_deed_means():
    assert meaning_of("turn down", denied=False) == "rejects"
    assert meaning_of("accept", denied=True) == "rejects"
    assert meaning_of("call", denied=False) == "position"  # "call for", as cues name it
    assert meaning_of("stroll", denied=False) is None
    assert lets_go_of("its objection to the tax")
    assert not lets_go_of("its demand for a tax")


def test_every_row_of_the_table_can_be_found():
    table = deed_table()
    reached = {deed.verb for rows in table.heads.values() for deed, _ in rows}
    assert reached == set(table.deeds)
    for deed in table.deeds.values():
        assert deed.rest[-1:] != ("*",), deed.verb
        assert "to" not in deed.follows or "doer" not in deed.follows, deed.verb


@pytest.mark.parametrize(
    ("text", "verb", "thing"),
    [
        ("The teachers want at least three more rooms.", "want", "at least three more rooms"),
        ("The teachers insist on at most two moves.", "insist on", "at most two moves"),
        ("The firm offered over 5 percent.", "offer", "over 5 percent"),
        ("The firm offered between 4 and 5 percent.", "offer", "between 4 and 5 percent"),
        ("The guild lowered its claim to 8 percent.", "lower claim", "its claim to 8 percent"),
    ],
)
def test_amounts_that_begin_with_a_bound_are_what_a_deed_is_about(text, verb, thing):
    (found,) = read(Document.from_text(text)).statements
    assert (found.verb, found.quote.exact) == (verb, thing)


@pytest.mark.parametrize(
    "text", ["The firm sat at most tables.", "The envoy demanded at the border that it open."]
)
def test_other_phrases_with_such_words_are_no_amounts(text):
    assert all(
        "at most" not in s.quote.exact and not s.quote.exact.startswith("at the")
        for s in read(Document.from_text(text)).statements
    )


def test_a_party_of_the_case_can_bargain_whatever_it_is_called():
    """*The deal* may be a thing of the talks; who is a party of the case is somebody."""
    text = Document.from_text("The fair deal offered a rise of 3 percent.")
    assert not read(text).statements
    (found,) = read(text, parties=[PartyNames("list", ("Fair deal",))]).statements
    assert (found.party, found.verb, found.quote.exact) == ("list", "offer", "a rise of 3 percent")
    (found,) = told("The ferry line demanded a pay rise of 3 percent.")
    assert (found.speaker, found.verb) == ("The ferry line", "demand")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The crew union rejected the line's offer of 3 percent on Thursday.", 26),
        ("The crew union rejected 3 percent yesterday.", 26),
        ("The crew union demanded a rise of 3 percent on 24 November.", 24),
        ("On Wednesday the crew union accepted 3 percent.", 25),
        # Days of what is proposed, and days to come.
        ("The crew union proposed a vote on Thursday.", 27),
        ("The crew union proposed to start on Monday.", 27),
        ("The crew union demanded a rise of 3 percent on 1 December.", 27),
        ("The crew union accepted a deadline of 20 November.", 27),
    ],
)
def test_a_day_behind_what_a_deed_is_about_is_that_of_the_deed(text, day):
    document = Document.from_text(text, date=date(2026, 11, 27))
    (found,) = read(document).statements
    assert found.date == date(2026, 11, day).isoformat()


# A sentence, then each of its deeds: whose, in brackets the deed (denied, left open), and of what.
TABLE = """
    The union rejected the offer. => The union [reject] the offer
    The union rejected the offer of the mill. => The union [reject] the offer of the mill
    The union has not yet rejected the offer. => The union [reject open] the offer
    The union never accepted 4 percent. => The union [accept not] 4 percent
    The union and the mill accepted 4 percent. => The union and the mill [accept] 4 percent
    Both the union and the mill accepted 4 percent. => Both the union and the mill [accept] 4 percent
    The offer was rejected by the union. => the union [reject] The offer
    The offer was not accepted by the union. => the union [accept not] The offer
    The offer was also rejected by the mill. => the mill [reject] The offer
    The union is ready to accept 4 percent. => The union [be ready to] accept 4 percent
    The union is not ready to accept 4 percent. => The union [be ready to not] accept 4 percent
    The union could live with 4 percent. => The union [live with] 4 percent
    The union would be willing to pay 4 percent. => The union [be willing to] pay 4 percent
    The union insists on 20 seats. => The union [insist on] 20 seats
    The union dropped its demand for 20 seats. => The union [drop] its demand for 20 seats
    The union turned down 4 percent. => The union [turn down] 4 percent
    The union turned 4 percent down. => The union [turn down] 4 percent
    The union turned it down. => The union [turn down] it
    The union's demand is 20 seats. => The union [demand] 20 seats
    The union's demand of 20 seats is known. => The union [demand of] 20 seats
    The union's offer: 4 percent. => The union [offer] 4 percent
    The offer of the union is 4 percent. => the union [offer] 4 percent
    4 percent is unacceptable to the union. => the union [be unacceptable to] 4 percent
    4 percent is acceptable to the union and the mill. => the union [be acceptable to] 4 percent
    The union is in favour of 4 percent. => The union [be in favour of] 4 percent
    The union is against 4 percent. => The union [be against] 4 percent
    The union is opposed to a toll. => The union [be opposed to] a toll
    The union has no objection to a toll. => The union [have no objection to] a toll
    The union said it would accept 4 percent. =>
    The union refused to accept 4 percent. => The union [refuse] to accept 4 percent
    The union agreed to a truce in Lerrick on Monday. => The union [agree to] a truce in Lerrick on Monday
    At the talks in Lerrick the union agreed to a truce. => the union [agree to] a truce
    The union, which had slept, agreed to a truce. => The union [agree to] a truce
    The union will sign. =>
    The nurses were offered 4 percent. =>
    The nurses were offered 4 percent by the mill. => the mill [offer] 4 percent
    They want peace. => They [want] peace
    It wants peace. => It [want] peace
    Everybody wants peace. => Everybody [want] peace
    Most of the nurses want a toll. => Most of the nurses [want] a toll
    Would the union accept 4 percent? =>
    Should the union accept 4 percent, the mill will pay. =>
    If the union accepts 4 percent, the mill will pay. =>
    To accept 4 percent would be wrong. =>
    Accepting 4 percent would be wrong. =>
    The union proposes a truce of 30 days and 20 seats. => The union [propose] a truce of 30 days and 20 seats
    The union proposes a truce of 30 days and rejects a toll. => The union [propose] a truce of 30 days; The union [reject] a toll
    The union rejects a toll but accepts a fee. => The union [reject] a toll; The union [accept] a fee
    The union rejects a toll, which it calls a tax. => The union [reject] a toll
    The union rejects a toll because it is poor. => The union [reject] a toll
    The union rejects a toll while the mill wants it. => The union [reject] a toll
    The mill's rejection of 4 percent came late. => The mill [rejection of] 4 percent
    The union gave up its claim to 20 seats. => The union [give up] its claim to 20 seats
    The union withdrew its offer of 4 percent. => The union [withdraw] its offer of 4 percent
    The union wants more than 4 percent. => The union [want] more than 4 percent
    The union asked for 6 percent. => The union [ask for] 6 percent
    The union called for a truce. => The union [call for] a truce
    The union voted against 4 percent. => The union [vote against] 4 percent
    The union prefers a toll to a fee. => The union [prefer] a toll to a fee
    The union backed the plan of the mill for a toll. => The union [back] the plan of the mill for a toll
    The dockers' union rejected a toll. => The dockers' union [reject] a toll
    Ada Moor's government rejected a toll. => Ada Moor's government [reject] a toll
    Her government rejected a toll. => Her government [reject] a toll
    Our members reject a toll. => Our members [reject] a toll
    We reject a toll. => We [reject] a toll
    You reject a toll. => You [reject] a toll
    The toll was rejected. =>
    The union said no to a toll. => The union [say no to] a toll
    The union says yes to a toll. => The union [say yes to] a toll
"""
ROWS = [[part.strip() for part in row.split("=>")] for row in TABLE.strip().splitlines()]


def deeds_in(text, paragraph):
    parts = segment(text)
    return "; ".join(
        f"{parts.slice(*deed.doer)} [{deed.verb}{' not' * deed.cue.negated}{' open' * deed.left_open}]"
        f" {parts.slice(*deed.thing)}"
        for sentence in parts.sentences
        if sentence.paragraph == paragraph
        for deed in find_deeds(parts, sentence)
    )


@pytest.mark.parametrize(("text", "told"), ROWS)
def test_a_heading_before_and_a_line_behind_make_no_other_deed(text, told):
    assert deeds_in(text, 0) == told
    bare = text if text.endswith("?") else text.rstrip(".")
    for before in ("Offer of", "What they want and", "The plan is to", "Moor, who", "Not by", "If"):
        assert deeds_in(f"{before}\n\n{text}", 1) == told, before
    for behind in ("by Pell", "of Pell", "down", "for a fee", "nor Pell", "that it began"):
        assert deeds_in(f"{bare}\n\n{behind}", 0) == told, behind
