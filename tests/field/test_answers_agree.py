"""Answers as of a day, answers beside one another, and what an answer does not cover."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.answers.evidence import why
from lastyard.answers.report import report
from lastyard.answers.versions import diff
from lastyard.show.impasse import counts_in_words

CATALOG = Path(__file__).parents[2] / "catalog"
HEAD = """title: T
parties: {a: {}, b: {}, un: {role: mediator}, press: {role: observer}}
issues: {i: {options: [x, y], ordered: true}}
statements:
  - {id: first, party: a, on: 2024-01-01, requires: "i == 'x'"}
  - {id: later, party: b, on: 2024-02-01, rejects: "i == 'x'"}
  - {id: gone, party: a, on: 2024-03-01, withdraws: first}
votes:
  - id: one
    on: 2024-02-15
    draft: {i: x}
    body: {members: [a, b], rule: yes == 2}
    ballots: {a: yes, b: {ballot: no, statement: later, on: 2024-01-10}}
    outcome: rejected
"""


def test_a_vote_shows_no_outcome_before_its_day():
    case = ly.load_text(HEAD)
    before, after = (ly.vote(case, day) for day in (date(2024, 1, 15), date(2024, 2, 15)))
    assert before.as_json()["votes"][0]["outcome"] is None
    assert "On record" not in str(before)
    assert after.as_json()["votes"][0]["outcome"] == "rejected"
    assert "On record: rejected" in str(after)
    # Nor a statement made later, which a ballot known earlier is said to rest on.
    ballots = {each["member"]: each for each in before.as_json()["votes"][0]["ballots"]}
    assert ballots["b"]["statements"] == []


def cut(case, day):
    """The same case as it could have been written on a day."""
    statements = tuple(s for s in case.statements if s.on <= day)
    votes = []
    for vote in case.votes:
        kept = []
        for ballot in vote.ballots:
            known = ballot.on
            if known is None and ballot.statement is not None:
                known = case.statement(ballot.statement).on
            if known is None and vote.outcome is not None:
                known = vote.on
            if known is None or known <= day:
                named = ballot.statement in {s.id for s in statements}
                kept.append(ballot if named else replace(ballot, statement=None))
        outcome = vote.outcome if vote.on is None or vote.on <= day else None
        votes.append(replace(vote, ballots=tuple(kept), outcome=outcome))
    return replace(case, statements=statements, votes=tuple(votes))


@pytest.mark.parametrize("day", [date(2024, 1, 15), date(2024, 2, 10), date(2024, 2, 20)])
def test_answers_as_of_a_day_know_nothing_later(day):
    case = ly.load_text(HEAD)
    known = cut(case, day)
    for answer in (ly.standing, ly.impasse, ly.vote, ly.analyse, ly.packages):
        one, other = answer(case, day), answer(known, day)
        assert one.as_json() == other.as_json()
        assert str(one) == str(other)


def test_why_a_statement_does_not_hold_knows_nothing_later():
    case = ly.load_text(HEAD)
    for day, id, told in [
        (date(2024, 1, 15), "later", "not in force: made later"),
        (date(2024, 2, 10), "first", "in force"),
        (date(2024, 3, 1), "first", "not in force: withdrawn by gone"),
    ]:
        assert told in str(why(ly.standing(case, day), f"statement:{id}"))


@pytest.mark.parametrize(
    "path",
    ["news/sn-2024/ceasefire.yaml", "news/new-indian-express-2024/climate-finance-goal.yaml"],
)
def test_check_and_analyse_count_alike(path):
    case = ly.load(CATALOG / path)
    parties = counts_in_words(ly.impasse(case)).split(",")[0]
    assert "mediator" in parties
    assert f"{parties}, " in str(ly.check(case))
    assert parties in str(ly.analyse(case))


def test_counts_of_statements_agree_as_of_a_day():
    case, day = ly.load_text(HEAD), date(2024, 2, 10)
    assert "2 parties, 1 mediator and 1 observer, 1 issue" in str(ly.check(case, day))
    assert "2 statements, 1 made later" in str(ly.check(case, day))
    assert "2 statements." in str(ly.analyse(case, day))
    assert report(case, day).analysis.impasse.day == day


@pytest.mark.thorough
def test_diff_says_what_it_did_not_compare():
    old = ly.load_text(HEAD)
    new = ly.load_text(HEAD.replace("title: T", "title: U"))
    told = " ".join(str(diff(old, new)).split())
    assert "No change in what was compared: packages, blocking sets, openings" in told
    assert "Not compared: which packages are best" in told
    assert "Nothing that follows" not in told
    found = diff(old, new, with_packages=True, seed=1)
    assert found.not_compared == ()
    assert "vote" in found.compared
    assert found.as_json()["compared"][-1] == "package"


def test_diff_compares_votes_and_where_moves_could_come_to_rest():
    text = """
title: T
parties: {anna: {}}
issues: {i: {options: [x, y]}}
votes: [{id: one, body: {members: [m, n], rule: "yes > no"}, ballots: {m: yes, n: absent}}]
moves:
  options: {strike: {owner: anna}, talk: {owner: anna}}
  infeasible: ["strike and talk"]
  preferences:
    anna: {priorities: ["strike", "talk"]}
"""
    new = text.replace("n: absent", "n: no").replace('"strike", "talk"', '"talk", "strike"')
    found = diff(ly.load_text(text), ly.load_text(new))
    assert [(each.kind, each.name) for each in found.concluded] == [
        ("vote", "vote:one"),
        ("equilibrium", "state:NY"),
        ("equilibrium", "state:YN"),
    ]
    assert found.concluded[0].new.values["certain"] == "rejected"
    assert found.not_compared == ("package",)


@pytest.mark.parametrize(
    "path",
    [
        "history/yellowknife-2023.yaml",
        "history/bus-netherlands-2023.yaml",
        "news/new-indian-express-2024/climate-finance-goal.yaml",
        "papers/bueno-de-mesquita-1994/emission-standards.yaml",
    ],
)
def test_the_same_package_is_best_wherever_it_is_told(path):
    case = ly.load(CATALOG / path)
    best = ly.packages(case).packages[0]
    beside = ly.analyse(case).best.packages[0]
    assert (beside.package, beside.agreement) == (best.package, best.agreement)
