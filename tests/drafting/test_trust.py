"""What the record says of a rule, and what follows for its next proposals."""

import pytest

from lastyard.case.load import load_text
from lastyard.drafting.drafts import draft
from lastyard.drafting.proposals import proposals_for
from lastyard.drafting.record import (
    PRIOR_WEIGHT,
    Decision,
    RuleTrust,
    add_to_record,
    known_trust,
    trust_from,
)
from lastyard.reading import Document, read

CASE = """
title: Talks
parties: {moorland: {}}
issues: {port: {options: [open, closed]}}
"""


def decision(number, outcome, rule="verb: insist"):
    return Decision(f"d-{number}", "x", outcome, ({"rule": rule}, {"rule": "second"}), None)


def test_only_the_first_proposal_of_a_draft_is_judged():
    outcomes = ["accepted", "accepted", "corrected", "dropped"]
    decisions = [decision(k, outcome) for k, outcome in enumerate(outcomes)]
    rules = trust_from(
        [*decisions, decision(9, "accepted", "other"), Decision("e", "x", "dropped", (), None)]
    )
    assert list(rules) == ["verb: insist", "other"]
    rule = rules["verb: insist"]
    assert (rule.proposed, rule.accepted, rule.corrected, rule.dropped) == (4, 2, 1, 1)


@pytest.mark.parametrize(
    # Wilson's interval as published for 0 of 10, 5 of 10 and 10 of 10 (Newcombe 1998, method 3).
    ("taken", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_the_interval_is_wilsons(taken, of, low, high):
    rule = RuleTrust("r", taken, of - taken, 0)
    assert rule.low == pytest.approx(low, abs=5e-5)
    assert rule.high == pytest.approx(high, abs=5e-5)


def test_the_confidence_moves_with_the_decisions():
    assert RuleTrust("r", 1, 0, 0).confidence(0.5) == 0.6
    assert RuleTrust("r", 0, 1, 0).confidence(0.5) == 0.4
    assert RuleTrust("r", 0, 0, 1).confidence(0.5) == 0.4
    assert RuleTrust("r", 96, 0, 0).confidence(0.0) == round(96 / (96 + PRIOR_WEIGHT), 3)


def test_the_record_beside_the_case_moves_new_proposals(tmp_path):
    case = load_text(CASE)
    statement = read(Document.from_text("Ada Moor insisted the port be open.")).statements[0]
    plain = proposals_for(statement, case)[0]
    assert plain.judged == (0, 0)
    assert "before" not in plain.why_so_sure
    path = str(tmp_path / "talks.yaml")
    assert known_trust(path) == {}
    assert known_trust("-") == known_trust(None) == {}
    add_to_record(str(tmp_path / "talks.coded.jsonl"), [decision(k, "dropped") for k in range(6)])
    moved = proposals_for(statement, case, known_trust(path))[0]
    assert moved.judged == (0, 6)
    assert moved.confidence == pytest.approx(PRIOR_WEIGHT * plain.confidence / 10, abs=1e-3)
    assert moved.why_so_sure.endswith("0 of 6 taken before")


def test_a_trusted_rule_comes_first_and_you_is_no_draft():
    case = load_text(CASE.replace("issues: {", "issues: {toll: {options: [high, low]}, "))
    document = Document.from_text(
        "Ada Moor insisted the port be open while the toll stays high. Do you think it fails?"
    )
    found = draft(document, case)
    assert [d.statement.speaker for d in found.drafts] == ["Ada Moor"]
    sure = {"verb: insist": RuleTrust("verb: insist", 9, 0, 0)}
    codings = proposals_for(found.drafts[0].statement, case, sure)
    assert len(codings) == 2
    assert [c.confidence for c in codings] == sorted((c.confidence for c in codings), reverse=True)


def test_a_rule_is_judged_whatever_words_it_fired_on():
    said = ({"rule": "words of need: must"}, {"rule": "words of need: has to"})
    rules = trust_from(
        [
            Decision("a-1", "", "accepted", (said[0],), {"requires": "x"}),
            Decision("a-2", "", "dropped", (said[1],), None),
        ]
    )
    assert [(r.rule, r.accepted, r.proposed) for r in rules.values()] == [("words of need", 1, 2)]
