# ruff: noqa: RUF001 - typographic marks are what this tests
"""The names of a text: where they begin and end, and what their titles and the words beside them tell."""

import pytest

from lastyard.reading.names import find_names
from lastyard.reading.segments import segment

# A sentence, then its names: in brackets the kind, whether a woman or a man, the country, the body, and the titles.
TABLE = """
    Governor of New York Ada Moor left. => Ada Moor [person f: governor]
    Minister of Works Ada Moor left. => Ada Moor [person f: minister]
    Minister of Works left. => Minister of Works [office: minister]
    Permanent Representative of Norway left. => Permanent Representative of Norway [office, Norway: representative]
    Permanent Representative of Norway Ada Moor left. => Ada Moor [person f, Norway: representative]
    Ministry of Works left. => Ministry of Works [body]
    Ministry Works left. => Ministry Works [body]
    Revolutionary Guard Corps left. => Revolutionary Guard Corps [body]
    President Moor left. => Moor [person: president]
    President Ada Moor left. => Ada Moor [person f: president]
    Prime Minister Ada Moor of Norway left. => Ada Moor [person f: prime minister]; Norway [country, Norway]
    Norwegian Prime Minister Ada Moor left. => Ada Moor [person f, Norway: prime minister]
    Norway's prime minister, Ada Moor, left. => Norway [country, Norway]; Ada Moor [person f, Norway: prime minister]
    The Norwegian leader Ada Moor left. => Norwegian [country, Norway]; Ada Moor [person f, Norway: leader]
    The South African leader Ada Moor left. => South African [country, South Africa]; Ada Moor [person f, South Africa: leader]
    CIA director Ada Moor left. => CIA [body]; Ada Moor [person f, of CIA: director]
    Harrow Mill chief executive Ada Moor left. => Harrow Mill [unknown]; Ada Moor [person f, of Harrow Mill: chief executive]
    Harrow Mill's chief executive Ada Moor left. => Harrow Mill [unknown]; Ada Moor [person f, of Harrow Mill: chief executive]
    Harrow Mill's new and long awaited chief executive Ada Moor left. => Harrow Mill [unknown]; Ada Moor [person f: chief executive]
    In Norway, chief executive Ada Moor left. => Norway [country, Norway]; Ada Moor [person f: chief executive]
    The executive press officer Ada Moor left. => Ada Moor [person f: executive press officer]
    The green boat Ada Moor left. => Ada Moor [person f]
    Ada Moor, the chief negotiator, left. => Ada Moor [person f: chief negotiator]
    Zed Moor, the chief negotiator, left. => Zed Moor [person: chief negotiator]
    Zed Moor, chief negotiator for the north, left. => Zed Moor [person: chief negotiator]
    Zed Moor, her foreign minister, left. => Zed Moor [person: foreign minister]
    Zed Moor, 52, left. => Zed Moor [person]
    Zed Moor, who had slept, left. => Zed Moor [unknown]
    Zed Moor, a boat, left. => Zed Moor [unknown]
    Zed Moor left. => Zed Moor [unknown]
    Zed, a nurse, left. => Zed [unknown]
    His opposite number, Zed Moor, left. => Zed Moor [person]
    His long and good friend, Zed Moor, left. => Zed Moor [person: friend]
    The boat, Zed Moor, left. => Zed Moor [unknown]
    One of them, Zed Moor, left. => Zed Moor [person]
    Two of us, Zed Moor, left. => Zed Moor [person]
    Mr. Moor left. => Moor [person m: mr]
    Ms. Zed Moor left. => Zed Moor [person f: ms]
    Mrs Moor left. => Moor [person f: mrs]
    Actress Zed Moor left. => Zed Moor [person f: actress]
    UNHCR left. => UNHCR [body]
    UN left. => UN [country, United Nations]
    NATO left. => NATO [body]
    Arden – Brika left. => Arden – Brika [unknown]
    Crane Drivers' Union left. => Crane Drivers' Union [body]
    Women's League left. => Women's League [body]
    Moor's League left. => Moor [unknown]; League [body]
    Black Friday Moor left. => Black Friday Moor [unknown]
    Bank of Arden left. => Bank of Arden [body]
    Union of Dockers left. => Union of Dockers [body]
    Boat of Arden left. => Boat [unknown]; Arden [unknown]
    Claims left. =>
    Boats left, and boats came. =>
    Nurses left. =>
    Report left. =>
    Lerrick left. => Lerrick [unknown]
    We saw Lerrick. => Lerrick [unknown]
    Saudi Arabia left. => Saudi Arabia [country, Saudi Arabia]
    United States left. => United States [country, United States]
    The U.S. left. => U.S. [country, United States]
    New Zealand Foreign Minister Ada Moor left. => Ada Moor [person f, New Zealand: foreign minister]
    Secretary of State Ada Moor left. => Ada Moor [person f: secretary of state]
    Ada Moor Jr. left. => Ada Moor Jr [person f]
    Salem al-Tayeb left. => Salem al-Tayeb [person m]
    Foreign Minister left. => Foreign Minister [office: foreign minister]
    The Foreign Minister, Ada Moor, left. => Foreign Minister [office: foreign minister]; Ada Moor [person f: foreign minister]
    The Prime Minister of Norway, Ada Moor, left. => Prime Minister of Norway [office, Norway: prime minister]; Ada Moor [person f, Norway: prime minister]
    Moor and Pell left. => Moor [unknown]; Pell [unknown]
    Chairwoman Ada Moor of Harrow Mill left. => Ada Moor [person f: chairwoman]; Harrow Mill [unknown]
    Pell met the envoy for Syria Ada Moor. => Pell [unknown]; Ada Moor [person f, Syria]
"""
ROWS = [[part.strip() for part in row.split("=>")] for row in TABLE.strip().splitlines()]


def names_in(text):
    return [
        f"{name.text} [{name.kind}{f' {name.gender}' if name.gender else ''}"
        f"{f', {name.country}' if name.country else ''}{f', of {name.body}' if name.body else ''}"
        f"{': ' + ' '.join(name.titles) if name.titles else ''}]"
        for name in find_names(segment(text))
    ]


@pytest.mark.parametrize(("text", "told"), ROWS)
def test_names(text, told):
    assert "; ".join(names_in(text)) == told


@pytest.mark.parametrize(("text", "told"), ROWS)
def test_what_stands_before_and_behind_changes_nothing(text, told):
    bare = text.rstrip(".")
    assert "; ".join(names_in(bare)) == told
    for before, name in (
        ("We met Dan Rook.\n\n", "Dan Rook [person m]"),
        ("Offer of Rook\n\n", "Rook [unknown]"),
    ):
        assert names_in(before + text)[-len(names_in(text)) or 9 :] == names_in(text), before
        assert name in names_in(before + text)
    for behind in ("\n\nRook left", "\n\nMinister Rook left", "\n\nof Rook"):
        assert names_in(bare + behind)[: len(names_in(text))] == names_in(text), behind
