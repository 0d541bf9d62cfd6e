"""Exports of chats: whose each message is, and of which day."""

import pytest

from lastyard.reading import Document, read

SAID = ("We want at least 6 percent", "we can offer 4 percent, not more", "Then we insist on 6.")
WHO = ("Ana Reyes", "Tom Kerr", "Ana Reyes")
FORMS = {
    "brackets": ("[25/03/2024, 10:15:02] {who}: {said}", "[26/03/2024, 08:00:00] {who}: {said}"),
    "time first": ("[10:15, 25/03/2024] {who}: {said}", "[08:00, 26/03/2024] {who}: {said}"),
    "dash": ("25/03/24, 10:15 - {who}: {said}", "26/03/24, 08:00 - {who}: {said}"),
    "month first": ("3/25/24, 9:05 AM - {who}: {said}", "3/26/24, 8:00 AM - {who}: {said}"),
    "year first": ("[2024-03-25, 10:15] {who}: {said}", "[2024-03-26, 08:00] {who}: {said}"),
    "nicknames": ("[2024-03-25 10:15:02] <{who}> {said}", "[2024-03-26 08:00:00] <{who}> {said}"),
    "name first": ("{who}, [25.03.2024 10:15]\n{said}\n", "{who}, [26.03.2024 08:00]\n{said}\n"),
    "name behind": ("[25/03/2024 10:15] {who}\n{said}\n", "[26/03/2024 08:00] {who}\n{said}\n"),
    "points": ("25.03.24, 10:15 - {who}: {said}", "26.03.24, 08:00 - {who}: {said}"),
}


def chat(form, names=WHO):
    today, later = FORMS[form]
    lines = [today, today, later]
    return "\n".join(
        line.format(who=who, said=said) for line, who, said in zip(lines, names, SAID, strict=True)
    )


@pytest.mark.parametrize("form", FORMS)
def test_each_message_is_its_writers_and_of_its_day(form):
    found = read(Document.from_text(chat(form) + "\n")).statements
    turns = [(s.speaker, s.date, s.quote.exact) for s in found if s.kind == "direct"]
    days = ("2024-03-25", "2024-03-25", "2024-03-26")
    assert turns == list(zip(WHO, days, SAID, strict=True))
    deeds = [(s.speaker, s.verb, s.date) for s in found if s.kind == "act"]
    assert deeds == [
        ("Ana Reyes", "want", days[0]), ("Tom Kerr", "offer", days[1]), ("Ana Reyes", "insist on", days[2]),
    ]  # fmt: skip


def test_whether_the_day_or_the_month_comes_first_is_not_guessed():
    text = chat("dash").replace("25/03", "02/03").replace("26/03", "04/03")
    found = read(Document.from_text(text)).statements
    assert {s.date for s in found} == {None}
    assert {s.speaker for s in found} == {"Ana Reyes", "Tom Kerr"}


def test_names_over_the_messages():
    text = (
        "Ana Reyes  10:15 AM\nWe want at least 6 percent\nand night shifts by choice\n"
        "Tom Kerr  10:16 AM\nWe can offer 4 percent, not more\n"
    )
    found = read(Document.from_text(text)).statements
    acts = [(s.speaker, s.verb, s.quote.exact) for s in found if s.kind == "act"]
    assert ("Tom Kerr", "offer", "4 percent, not more") in acts
    assert acts[0][:2] == ("Ana Reyes", "want")


def test_messages_of_a_meeting_have_a_time_and_no_day():
    lines = [
        f"10:1{at}:02\t From  {who} : {said}"
        for at, (who, said) in enumerate(zip(WHO, SAID, strict=True))
    ]
    found = read(Document.from_text("\n".join(lines) + "\n")).statements
    turns = [(s.speaker, s.quote.exact) for s in found if s.kind == "direct"]
    assert turns == list(zip(WHO, SAID, strict=True))


def test_a_reply_is_the_writers_not_of_the_one_replied_to():
    text = chat("name first").replace(f"\n{SAID[1]}", f"\n[In reply to Ana Reyes]\n{SAID[1]}")
    found = read(Document.from_text(text)).statements
    assert ("Tom Kerr", "offer") in [(s.speaker, s.verb) for s in found if s.kind == "act"]


def test_a_forwarded_message_is_not_of_the_one_who_forwards_it():
    text = chat("name first").replace(f"\n{SAID[1]}", f"\n[Forwarded from Ana Reyes]\n{SAID[1]}")
    found = read(Document.from_text(text)).statements
    assert {s.speaker for s in found if s.verb == "offer"} <= {"Ana Reyes", "we"}
    assert "Tom Kerr" not in {s.speaker for s in found}


def test_surname_first():
    text = chat("name behind", ("Reyes, Ana", "Kerr, Tom", "Reyes, Ana"))
    found = read(Document.from_text(text)).statements
    assert {s.speaker for s in found} == {"Ana Reyes", "Tom Kerr"}


def test_a_chat_without_days_does_not_have_the_day_of_an_other_message():
    text = (
        chat("name first").replace("25.03.2024", "02/03/2024").replace("26.03.2024", "04/03/2024")
    )
    assert {s.date for s in read(Document.from_text(text)).statements} == {None}


def test_names_as_phones_keep_them():
    names = ("ana", "~Tom Kay", "+44 7700 900123")
    found = read(Document.from_text(chat("brackets", names))).statements
    assert {s.speaker for s in found if s.kind == "direct"} == {"ana", "Tom Kay", "+44 7700 900123"}


def test_a_table_of_times_is_no_chat():
    text = "Departures\n10:15 - Bremen: delayed\n10:40 - Kiel: on time\n11:05 - Bremen: on time\n"
    assert read(Document.from_text(text)).statements == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "messages",
    [
        [("Ana Reyes", "6 percent is the floor"), ("Tom Kerr", "4 percent, not more"), ("Ana Reyes", "No deal then")],
        [("Ana Reyes", "6 percent is the floor"), ("Tom Kerr", "4 percent, not more"), ("Lea Moor", "Let it be 5")],
        [("Ana Reyes", "The guild demands 6 percent"), ("Ana Reyes", "The clause has to go")],
        [("Ana", "The guild rejects 4 percent."), ("Tom", "Noted with many thanks")],
    ],
)  # fmt: skip
def test_a_day_a_time_and_a_name_prove_a_chat_of_few_lines(form, messages):
    text = "".join(FORMS[form][0].format(who=who, said=said) + "\n" for who, said in messages)
    found = read(Document.from_text(text)).statements
    assert [(s.speaker, s.quote.exact) for s in found if s.kind == "direct"] == messages


@pytest.mark.parametrize(
    "lines",
    [
        ["12/03/2024, 10:15 - Board Meeting: agenda adopted", "12/03/2024, 11:00 - Press Briefing: held in Port Elder"],
        ["[2024-03-12 10:15] INFO: started", "[2024-03-12 10:16] ERROR: stopped"],
        ["[2024-03-12 10:15] Server: started", "[2024-03-12 10:16] Backup: done"],
    ],
)  # fmt: skip
def test_a_log_or_a_diary_is_no_chat(lines):
    found = read(Document.from_text("\n".join(lines) + "\n")).statements
    assert [s for s in found if s.kind == "direct"] == []


@pytest.mark.parametrize(
    ("answer", "verb"),
    [("Agreed.", "accept"), ("No.", "reject"), ("Deal!", "accept"), ("No way", "reject")],
)
def test_a_word_answers_an_offer_of_somebody_else(answer, verb):
    text = (
        "[12/03/2024, 10:15:02] Ada Moor: We offer 4 percent and two rest days\n"
        f"[12/03/2024, 10:16:11] Tom Kerr: {answer}\n"
        "[12/03/2024, 10:17:00] Ada Moor: Thanks, I will draft it tonight\n"
        f"[12/03/2024, 10:18:00] Tom Kerr: {answer}\n"
    )
    found = read(Document.from_text(text)).statements
    answers = [(s.speaker, s.kind, s.verb) for s in found if s.quote.exact == answer]
    assert answers == [("Tom Kerr", "act", verb)]


def test_a_word_of_thanks_answers_nothing():
    text = (
        "[12/03/2024, 10:15:02] Ada Moor: We offer 4 percent and two rest days\n"
        "[12/03/2024, 10:16:11] Tom Kerr: Thanks!\n"
        "[12/03/2024, 10:17:00] Tom Kerr: Agreed.\n"
    )
    found = read(Document.from_text(text)).statements
    assert [s.verb for s in found if s.speaker == "Tom Kerr"] == []
