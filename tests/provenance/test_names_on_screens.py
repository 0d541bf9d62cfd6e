"""What a screen calls by a letter or a number can be asked about by it."""

import re
from pathlib import Path

import pytest

import lastyard as ly

CATALOG = Path(__file__).parents[2] / "catalog"
CASES = [
    "news/sn-2024/rafah",
    "news/bufa-2011/salaries",
    "news/national-post-2020/fisheries",
    "history/seaports-2022",
]
LETTER = re.compile(r"^  - ([A-Z]): ", re.MULTILINE)
NUMBER = re.compile(r"^  (\d+)\. ", re.MULTILINE)


def shipped(name):
    return ly.load(CATALOG / f"{name}.yaml")


@pytest.mark.parametrize("question", [ly.analyse, ly.next_step])
def test_letters_are_those_of_the_deals(question):
    answer = question(shipped("news/sn-2024/rafah"), seed=1)
    assert LETTER.findall(str(answer)) == ["A", "B"]
    for letter, deal in zip("AB", answer.deals, strict=True):
        told = ly.why(answer, letter)
        assert told.id == deal.id == f"deal-{letter}"
        assert told.finding.values["package"] == dict(deal.package)
        gives = {use.id for use in told.uses if use.role == "gives way"}
        assert gives == {f"statement:{s.id}" for way in deal.ways for s in way.gives}


def test_without_deals_they_are_those_of_packages_and_proposals():
    case = ly.load_text(
        "title: Pay\nparties: {union: {}, firm: {}}\nissues: {pay: {range: [0, 9], step: 1}}\nstatements:\n"
        "  - {id: ask, party: union, on: 2024-01-05, position: {pay: 8}}\n"
        "  - {id: bid, party: firm, on: 2024-01-09, offers: {pay: 4}}\n"
    )
    for question, name in (
        (ly.packages, "package-A"),
        (ly.next_step, "proposal-A"),
        (ly.analyse, "package-A"),
    ):
        answer = question(case, seed=1)
        assert ly.why(answer, "A").id == ly.why(answer, "a").id == name


@pytest.mark.thorough
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("question", [ly.analyse, ly.impasse, ly.packages, ly.next_step])
def test_every_letter_and_number_of_a_screen_is_known(question, name):
    answer = question(shipped(name))
    for shown in {*LETTER.findall(str(answer)), *NUMBER.findall(str(answer))}:
        assert ly.why(answer, shown).finding is not None


def test_what_no_screen_shows_is_not_known():
    answer = ly.analyse(shipped("news/sn-2024/rafah"), seed=1)
    for name in ("Z", "9"):
        with pytest.raises(ly.RequestError, match="nothing in this answer is called"):
            ly.why(answer, name)
