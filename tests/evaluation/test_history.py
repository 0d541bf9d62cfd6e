"""Scores of cases whose end is known, on a case small enough to be worked out by hand."""

import pytest
from evaluation.history import main, scored

import lastyard as ly

CASE = """
title: Wage talks
parties: {{union: {{}}, firm: {{}}}}
issues:
  wage: {{range: [0, 10], step: 1}}
  term: {{options: [short, long]}}
outcome: {outcome}
statements:
  - {{id: ask, party: union, on: 2024-01-05, requires: wage >= 6, firmness: 0.6}}
  - {{id: bid, party: firm, on: 2024-01-05, rejects: wage > 3, firmness: 0.9}}
  - {{id: union-term, party: union, on: 2024-01-05, position: {{term: long}}}}
  - {{id: union-wage, party: union, on: 2024-01-05, position: {{wage: 8}}}}
  - {{id: firm-wage, party: firm, on: 2024-01-05, position: {{wage: 2}}}}
"""


def test_a_deal_within_the_first_opening():
    case = ly.load_text(CASE.format(outcome="{agreed: {wage: 3, term: long}, on: 2024-02-01}"))
    score = scored("wage", case)
    assert score.agreed
    assert score.chance_open == float(ly.impasse(case).chance_open)
    assert score.opening == 1  # the union gave up its demand, the weaker of the two
    assert score.kept == ((0.6, False), (0.9, True))
    # 3 is the only wage, with either term, that gives way no further.
    assert score.equals == 2
    assert score.among_equals > 50
    assert score.percentile > 90
    assert score.distance == 0
    assert score.baselines["least broken"] == 0
    assert score.baselines["split the difference"] == pytest.approx(
        0.2 / 2
    )  # 5 for 3, long for long
    assert score.baselines["last offers"] == pytest.approx(((0.5 + 0) / 2 + 0.1) / 2)


def test_a_deal_in_which_more_was_given_up_and_one_that_there_was_not():
    case = ly.load_text(CASE.format(outcome="{agreed: {wage: 7, term: short}}"))
    score = scored("wage", case)
    assert score.opening == 2
    assert score.distance > 0.5
    none = scored("none", ly.load_text(CASE.format(outcome="{agreed: none, on: 2024-02-01}")))
    assert not none.agreed
    assert none.chance_open == score.chance_open
    assert none.distance is None
    with pytest.raises(ValueError, match="no outcome"):
        scored(
            "x",
            ly.load_text(CASE.format(outcome="{agreed: none}").replace("outcome:", "x-outcome:")),
        )


def test_no_answer_reads_the_outcome():
    one = ly.load_text(CASE.format(outcome="{agreed: {wage: 3, term: long}}"))
    other = ly.load_text(CASE.format(outcome="{agreed: none, note: They parted.}"))
    for ask in (ly.analyse, ly.packages, ly.next_step, ly.standing, ly.check):
        assert str(ask(one)) == str(ask(other))


def test_the_table(tmp_path, capsys):
    (tmp_path / "wage.yaml").write_text(CASE.format(outcome="{agreed: {wage: 3, term: long}}"))
    assert main(tmp_path) == 0
    told = capsys.readouterr().out
    assert "| wage | yes | 0.63 | first |" in told
    assert "Firmness 0.9 to 1.0: 1 of 1 kept." in told
    assert main(tmp_path / "none") == 2
