"""The labelled sets, scored by benchmarks/reading; thresholds are the issue's targets."""

import own
import pytest
import scoring

from lastyard.reading import Document, read


@pytest.mark.parametrize(("method", "least"), [("rules", 0.90), ("rules+ranker", 0.90)])
def test_direct_quotations_have_the_right_speaker(reading_oracles, method, least):
    tallies = scoring.score_direct(method)
    assert tallies["speaker"].f1()[2] >= least
    assert tallies["entity"].f1()[0] >= 0.85


def test_statements_have_the_right_source(reading_oracles):
    tallies = scoring.score_statements()
    assert tallies["all"].f1()[2] >= 0.75
    assert tallies["all, strict"].f1()[2] >= 0.72
    assert tallies["news speech"].f1()[2] >= 0.75


def test_dates_have_the_right_value(reading_oracles):
    right, total, _ = scoring.score_dates()
    assert right / total >= 0.88


def test_event_categories_are_found(reading_oracles):
    precision, recall, _ = scoring.score_events()["category"].f1()
    assert precision >= 0.45
    assert recall >= 0.45


@pytest.mark.parametrize("method", ["rules", "rules+ranker"])
def test_seed_report(reading_oracles, seed_report, method):
    score = scoring.score_seed(seed_report, method)
    assert score["quoted stretches"] == "11/11"
    assert score["right speakers"] == "11/11"
    assert int(score["statements with right source"].split("/")[0]) >= 12
    assert score["F1 of statements with source"] >= 0.9
    assert score["Fridays"] == "9/9"
    assert sorted(score["vetoing"]) == ["China", "Russia"]


def test_own_quotations():
    wrong = []
    for example in own.examples():
        reading = read(Document.from_text(example.text))
        for fragment, speaker in example.expected:
            at = example.text.index(fragment)
            quotation = next(q for q in reading.quotations if q.span.start <= at < q.span.end)
            source = next(
                (s.source for s in reading.statements if s.id == quotation.statement), None
            )
            words = example.text[source.start : source.end] if source else ""
            named = f"{quotation.speaker} | {words}".lower() if quotation.speech else None
            if (speaker is None) != (named is None) or (speaker and speaker.lower() not in named):
                wrong.append((fragment, speaker, named))
    assert len(wrong) <= 3, wrong
