"""Codings of the opposite sign: none in the labelled sentences."""

import sys
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks" / "reading"))

from bargaining import is_opposite
from coding import load_head

from lastyard.drafting.proposals import party_words, proposals_for
from lastyard.reading import Document, read
from lastyard.reading.wording import wording_of

DATA = Path(__file__).resolve().parents[2] / "benchmarks" / "reading" / "data"
(VALLEY,) = yaml.safe_load((DATA / "polarity.yaml").read_text(encoding="utf-8"))
CASE = load_head(VALLEY)
FIVE = [
    (load_head(described), row)
    for described in yaml.safe_load((DATA / "signs.yaml").read_text(encoding="utf-8"))
    for half in (
        "first",
        "second",
        "after",
        "last",
        "final",
        "sixth",
        "tenth",
        "turned",
        "chronicle",
        "gossip",
    )
    for row in described.get(half, ())
]


def codings(text, case=CASE):
    reading = read(Document.from_text(text), parties=party_words(case))
    return [coding for one in reading.statements for coding in proposals_for(one, case)]


@pytest.mark.parametrize(
    "row", [*VALLEY["seen"], *VALLEY["unseen"], *VALLEY["third"]], ids=lambda row: row[0][:40]
)
def test_no_sign_is_turned_round(row):
    text, right, *wrong = row
    for coding in codings(text):
        assert not is_opposite(coding, right, wrong[0] if wrong else [], CASE), coding.as_yaml()


@pytest.mark.parametrize(("case", "row"), FIVE, ids=lambda one: str(one)[:50])
def test_no_sign_is_turned_round_in_five_other_cases(case, row):
    text, right, *wrong = row
    for coding in codings(text, case):
        assert not is_opposite(coding, right, wrong[0] if wrong else [], case), coding.as_yaml()


def test_an_opposite_sign_would_be_seen():
    (coding,) = codings("Brika rejected convoys.")
    assert is_opposite(coding, [{"accepts": {"road": "convoys"}}], [], CASE)
    assert not is_opposite(coding, [{"rejects": "road == 'convoys'"}], [], CASE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Arden withdrew its objection to mixed guards.", "accepts: {guards: mixed}"),
        ("“Anything but blue helmets,” said Arden.", "rejects: guards == 'blue helmets'"),
        ("“Nothing but blue helmets,” said Arden.", "requires: guards == 'blue helmets'"),
        ("Arden rejects anything but blue helmets.", "requires: guards == 'blue helmets'"),
        ("Arden insisted on blue helmets, not neighbours.", "requires: guards == 'blue helmets'"),
        ("Arden called for a ban on blue helmets.", "rejects: guards == 'blue helmets'"),
        ("Arden promised never to close the road.", "rejects: road == 'closed'"),
        ("Arden is dead set against blue helmets.", "rejects: guards == 'blue helmets'"),
        ("Arden has no quarrel with the plan for blue helmets.", "accepts: {guards: blue helmets}"),
    ],
)
def test_signs_that_are_sure(text, expected):
    assert codings(text)[0].as_yaml() == expected


@pytest.mark.parametrize(
    "text",
    [
        "Arden dropped its demand for blue helmets.",
        "Arden would drop its demand for blue helmets if the road was opened.",
        "Brika accused Arden of rejecting convoys.",
        "It is not true that Arden rejected blue helmets, its envoy said.",
        "Arden denied that it had rejected blue helmets.",
        "Arden insisted that blue helmets not be armed.",
    ],
)
def test_signs_that_are_not_sure_are_left_out(text):
    assert all(coding.says is None for coding in codings(text))


def test_what_is_rejected_under_a_condition_says_nothing_of_the_condition():
    for text in (
        "Arden, which rejected blue helmets, would accept mixed guards if the road was closed.",
        "Arden rejects blue helmets if the road is closed.",
    ):
        assert "rejects: road == 'closed'" not in [each.as_yaml() for each in codings(text)]


def test_what_another_party_does_is_not_the_speaker_s_own():
    reading = read(
        Document.from_text("Brika said Arden had rejected convoys."), parties=party_words(CASE)
    )
    by_party = {one.party: proposals_for(one, CASE) for one in reading.statements}
    assert all(coding.says is None for coding in by_party["brika"])
    assert by_party["arden"][0].as_yaml() == "rejects: road == 'convoys'"


def test_a_denial_far_away_gives_no_wording():
    assert wording_of("it would not say if it accepts      ", "say", negated=False) is None
    plain = wording_of("it accepts      ", "say", negated=False)
    assert plain is not None
    assert plain.verb == "accepts"
