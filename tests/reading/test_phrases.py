# ruff: noqa: RUF001 - typographic marks are what this tests
"""Noun phrases and subjects, each walked out from a mark and never past its bounds."""

import pytest

from lastyard.reading import phrases, subjects
from lastyard.reading.segments import segment

# Left of the mark stands what is to be found; + where it takes a verb without -s.
BEFORE = """
    most of them | said no => most of them
    Some of us | said no => Some of us
    two of them | said no => two of them
    half of them | said no => half of them
    the fans of them | said no =>
    She | said no => She
    her | said no =>
    the crew both | said no => the crew
    47 % | say no => 47 %
    The report | says no => The report
    its demands | were met => its demands
    all the members | said no => all the members +
    six in ten voters | said no => six in ten voters +
    the chair of the panel | said no => the chair of the panel
    the dockers' union | said no => the dockers' union
    the men's league | said no => the men's league
    Harrow & Sons | said no => Harrow & Sons +
    Mr. Moor | said no => Mr. Moor
    Human Rights First | said no => Human Rights First
    the Ministry of Works | said no => the Ministry of Works
    the envoy for Brika | said no => the envoy for Brika
    the Committee on Fishing | said no => the Committee on Fishing
    a farmer on Brika | said no => Brika
    the minister for Trade and Industry Council | said no => the minister for Trade and Industry Council
    Trade and Secretary Moor | said no => Trade and Secretary Moor
    Moor and Secretary Pell | said no => Moor and Secretary Pell
    Moor and Pell | said no => Pell
    friends and neighbours | said no => friends and neighbours +
    friends and boats | said no => boats +
    boats and neighbours | said no => neighbours +
    He surrounded Moor | said no => Moor
    He surrounded the union | said no => the union
    the surrounded town | said no => the surrounded town
    the Herald's Sunday edition | said no => the Herald's Sunday edition
    the Herald Sunday edition | said no => the Herald Sunday edition
    the Sunday edition | said no => edition
    many others | said no => many others +
    the few | said no => the few
    Many | said no => Many
    this | said no => this
    others | said no => others +
    her own report | said no => her own report
    the mill's last offer | said no => the mill's last offer
    the owners of the mill | said no => the owners of the mill
    owner of a mill | said no => owner of a mill
    some in the mill | said no => the mill
    in five cases | said no => five cases +
    three of the five mills | said no => three of the five mills +
    the mill that | said no =>
    because | said no =>
    the 27-member bloc | said no => the 27-member bloc
    Arden-Brika talks | said no => Arden-Brika talks +
    talks in Lerrick | said no => Lerrick
    Moor’s lawyers | said no => Moor’s lawyers +
    the lawyers’ chamber | said no => the lawyers’ chamber
    every member and each owner | said no => each owner
    the U.S. envoy | said no => the U.S. envoy
    St. Moor | said no => St. Moor
    Ostia / Dorland | said no => Ostia / Dorland
    'Moor | said no => Moor
    all | said no => all
    the town each | said no => the town
    Ada Moor all | said no => Ada Moor
"""
AFTER = """
    | she said no => she
    | the union said no => the union
    | the dockers' union said no => the dockers' union
    | the dockers' said no => the dockers
    | the dockers ' union => the dockers
    | Ada Moor said no => Ada Moor
    | Ada Moor of Lerrick said no => Ada Moor of Lerrick
    | Head of the union said no => Head of the union
    | the Head of the union said no => the Head of the union
    | the Ministry for the North said no => the Ministry for the North
    | the envoy for Brika said no => the envoy
    | the Envoy for Brika said no => the Envoy for Brika
    | the Friends on Sunday said no => the Friends
    | the Monday of the week said no =>
    | Moor Sunday Herald said no => Moor Sunday Herald
    | the Herald's Sunday edition said no => the Herald's Sunday edition
    | the Herald's monday edition said no => the Herald
    | many of them said no => many of them
    | many of us => many of us
    | some said no => some
    | the said no =>
    | two reports were read => two reports
    | the report was read => the report
    | the report he wrote => the report
    | the report => the report
    | the new report on pay was read => the new report
    | his letter to Pell was read => his letter
    | the old mill owners want it => the old mill owners
    | the Arden mill owners want it => the Arden mill owners
    | the Arden old mill owners want it => the Arden old mill owners
    | Arden farmers want it => Arden farmers
    | Arden agreement was read => Arden agreement
    | Arden rejected it => Arden
    | Arden's offer was read => Arden
    | the tired nurses want it => the tired nurses
    | the teacher trainer left => the teacher trainer
    | the teacher union left => the teacher union
    | the teacher ownership left => the teacher ownership
    | the very old red round brick mill town road left => the very old red round brick mill town
    | St. Moor said no => St. Moor
    | No. Moor said no =>
    | Arden-Brika talks go on => Arden-Brika
    | Arden & Sons said no => Arden & Sons
    | Arden / Brika said no => Arden / Brika
    | Arden – Brika said no => Arden – Brika
    | all the members said no => all the members
    | five percent said no => five percent
    | Chairwoman of Arden said no => Chairwoman of Arden
    | chairwoman of the union said no => chairwoman
    | Moor on the road said no => Moor
    | Ministry of the Interior said no => Ministry of the Interior
    | of the =>
    | and =>
    | the Union of the Dockers said no => the Union of the Dockers
    | a man of the people said no => a man
    | Arden's => Arden
    | Arden's and Brika's ministers said no => Arden
"""
SUBJECTS = """
    In a letter, the envoy, Ada Moor, later | said no => the envoy, Ada Moor
    Moor (Westland) | said no => Moor
    the union (of the port) | said no => the union
    Moor (see the long list on the very last page of the book) | said no => Moor
    Moor, who had slept, | said no => Moor
    Moor – who had slept – | said no => Moor
    Moor, 52, | said no => Moor
    A diplomat close to the talks, who asked not to be named, | said no => A diplomat
    A diplomat close to the talks, speaking softly, | said no => A diplomat
    A diplomat who slept, speaking softly, | said no => A diplomat
    “We go,” Moor, speaking softly, | said no => Moor
    Talks go on; Moor, speaking softly, | said no => Moor
    The bank fell after Moor | said no => Moor
    A walker who was there when the snow broke | said no => A walker
    Moor met Pell, who | said no => Pell
    The survey which | found no => The survey
    The survey, which | found no => The survey
    The survey, that | found no =>
    The plan which | found no =>
    Moor on Monday | said no => Moor
    Moor late last Friday | said no => Moor
    Moor on Fri | said no => Moor
    the assembly | said no => the assembly
    the family | said no => the family
    Pell and Moor | said no => Pell and Moor
    The union and Moor | said no => The union and Moor
    The union and the mill | said no => The union and the mill
    Do you | think so => you
    With Moor | smiling => Moor
    The teacher | reading => The teacher
    the man, as Moor | said no => Moor
    as one mediator | put it => one mediator
    Eventually, Moor | said no => Moor
    Asked about it, Moor | said no => Moor
    On Twitter Moor | said no => Moor
    In a statement the union | said no => the union
    In a statement she | said no => she
    In statement the union | said no => the union
    On March 3, the union | said no => the union
    Last year, the union | said no => the union
    12 people, the union | said no => the union
    Speaking in Lerrick, the union | said no => the union
    When it rained, the union | said no => the union
    A poll, done by Kestrel Research | said no => A poll
    A source close to the talks | said no => A source
    An official in Lerrick | said no => An official in Lerrick
    Officials near Lerrick | said no => Officials
    The head of the union at the port | said no => The head of the union at the port
    The head of the union at a news conference | said no => The head of the union
    Officials on both sides | said no => Officials on both sides
    Officials on Friday | said no => Officials
    An adviser to the minister | said no => An adviser to the minister
    An offer to the minister | said no =>
    The prosecutor, Ada Moor, | said no => The prosecutor, Ada Moor
    The prosecutor for Lerrick, Ada Moor, | said no => The prosecutor for Lerrick, Ada Moor
    The prosecutor, Moor, | said no => The prosecutor, Moor
    The prosecutor, Moor had | said no => Moor
    The prosecutor (for life), Ada Moor, | said no => The prosecutor (for life), Ada Moor
    The minister for trade and industry, Ada Moor, | said no => The minister for trade and industry, Ada Moor
    and the men | said no => the men
    that point, Moor | said no => Moor
    Moor repeated that point, and Pell | said no => Pell
    Rain fell and Moor | said no => Moor
    Rain fell and the men often | said no => the men
    Rain fell and fishermen in town | said no => fishermen
    Rain and Moor | said no => Rain and Moor
    Rain fell because Moor | said no => Moor
    Rain fell: Moor | said no => Moor
    Rain fell — Moor | said no => Moor
"""
CLAUSES = """
    the new talks will fail => +
    the new talks =>
    the talks to fail =>
    the mayor wishes to go => +
    the mayor wishes =>
    Moor hopes that it fails => +
    the claims of victory =>
    the plan to say no =>
    the men say no =>
    the man say =>
    the vote on Monday =>
    they vote on Monday => +
    a vote on Monday =>
    old vote was => +
    the badly damaged mill =>
    the mill closed again => +
    the closed mill =>
    its closed mill =>
    the mill that closed =>
    the mill; it closed =>
    the mill and was closed =>
    the people vote no => +
    the voters vote no => +
    the numerous closed mills =>
    the war ended quickly => +
    talks to plan the war =>
    going home early =>
    home going early =>
    the rising sea =>
"""
HEADINGS = ("Offer of", "What the union says", "Half the", "Not by Pell and", "They were", "An old")


def rows(table):
    return [[part.strip() for part in row.split("=>")] for row in table.strip().splitlines()]


def marked(row, lead="", tail=""):
    """Return a text without its mark, cut, with the number of the word that the mark stood before."""
    text = lead + row.replace("| ", "").replace("|", "") + tail
    parts, at = segment(text), len(lead) + row.index("|")
    return parts, next((k for k, start in enumerate(parts.starts) if start >= at), len(parts.words))


def words(parts, phrase):
    return "" if phrase is None else parts.slice(*phrase)


@pytest.mark.parametrize(("row", "told"), rows(BEFORE))
def test_the_phrase_before_a_word(row, told):
    parts, k = marked(row)
    found = phrases.phrase_before(parts, k, 0)
    assert words(parts, found) == told.removesuffix(" +")
    if found is not None:
        assert phrases.is_plural(parts, found) == told.endswith(" +")
    for lead in ("Moor ", "one of ", "the union and ", "The ", "Three in ", "“No,” said "):
        parts, k = marked(row, lead)
        floor = len(segment(lead).words)
        assert words(parts, phrases.phrase_before(parts, k, floor)) == told.removesuffix(" +")


@pytest.mark.parametrize(("row", "told"), rows(AFTER))
def test_the_phrase_after_a_word(row, told):
    parts, k = marked(row)
    ceiling = len(parts.words)
    assert words(parts, phrases.phrase_after(parts, k, ceiling)) == told
    for tail in (" Moor", " of them", " 's", " and Pell", " owners", " union", " Sunday Herald"):
        parts, k = marked(row, "", tail)
        assert words(parts, phrases.phrase_after(parts, k, ceiling)) == told, tail


@pytest.mark.parametrize(("row", "told"), rows(SUBJECTS))
def test_the_subject_of_a_verb(row, told):
    for heading in ("", *(f"{words}\n\n" for words in HEADINGS)):
        parts, k = marked(row, heading)
        sentence = parts.sentences[parts.sentence_at(k)]
        subject, _ = subjects.find_subject(parts, sentence, k)
        assert words(parts, subject) == told, heading


@pytest.mark.parametrize(("text", "told"), rows(CLAUSES))
def test_a_clause_has_a_verb_of_its_own(text, told):
    for tail in ("", " will", " fell"):
        parts = segment(text + tail)
        last = len(segment(text).words)
        assert phrases.verb_ahead(parts, 0, last) == (told == "+")
    parts = segment("They " + text)
    assert phrases.verb_ahead(parts, 1, len(parts.words)) == (told == "+")
