"""The figures of the evaluation on cases made by hand, and a small run on the real records."""

import importlib
import itertools
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

inference = importlib.import_module("evaluation.inference")
preferences = importlib.import_module("evaluation.preferences")
records = importlib.import_module("evaluation.records")
answers = importlib.import_module("evaluation.answers")
calibration = importlib.import_module("evaluation.calibration")
proposals = importlib.import_module("evaluation.proposals")
from lastyard.values import released, word_weights  # noqa: E402


def division(events=(), deal=None):
    return records.Division(
        "made-1",
        "casino",
        ("A", "B"),
        ("Food", "Water", "Firewood"),
        (3, 3, 3),
        {"A": (5.0, 4.0, 3.0), "B": (3.0, 4.0, 5.0)},
        {"A": 5.0, "B": 5.0},
        tuple(events),
        deal,
    )


def offer(who, stated, package=None, answer=None, text=""):
    return {
        "who": who, "act": "offer", "source": "text", "stated": stated,
        "package": package, "answer": answer, "text": text,
    }  # fmt: skip


def test_shares_are_seen_from_each_side():
    made = division()
    assert made.share("A", {"Food": 2, "Firewood": 0}) == ((0, 2), (2, 0))
    assert made.share("B", {"Food": 2, "Firewood": 0}) == ((0, 1), (2, 3))


def test_nothing_known_scores_as_chance():
    made = division()
    figures = preferences._figures(made, "A", np.full(6, 1 / 6))
    assert figures[0] == pytest.approx(1 / 3)
    assert figures[1] == pytest.approx(1 / 6)
    assert figures[2] == 0.0
    assert figures[3] == pytest.approx(2 / 3)
    assert figures[4] == pytest.approx(np.log(6))


def test_the_truth_scores_full():
    made = division()
    sure = np.zeros(6)
    sure[preferences.truth(made, "A")] = 1.0
    assert preferences._figures(made, "A", sure) == pytest.approx([1, 1, 1, 0, 0])


def test_a_claim_and_a_word_both_point_to_the_issue():
    asked = division([offer("A", {"Food": 3, "Water": 1, "Firewood": 0})])
    chances = inference.infer(asked, "A", asked.events, released(), {})
    stakes = inference.allowed("casino", (3, 3, 3)).stakes
    assert np.argmax(chances @ stakes) == 0
    said = division([offer("B", {"Food": 1}, text="We really need water most of all")])
    before = inference.infer(said, "B", said.events, released(), {}) @ stakes
    after = inference.infer(said, "B", said.events, released(), word_weights()) @ stakes
    assert after[1] > before[1]


def test_the_record_is_cut_at_the_offer_asked_for():
    events = [offer("A", {"Food": 3}), offer("B", {"Food": 0}), offer("A", {"Food": 2})]
    assert inference.until(events, {"A": 1}) == 1
    assert inference.until(events, {"A": 1, "B": 1}) == 2
    assert inference.until(events, {"A": None}) == 3
    assert inference.until(events, {"B": 2}) is None


def test_a_proposal_is_scored_against_the_best_there_is():
    made = division()
    packages = np.array(list(itertools.product(range(4), repeat=3)))
    gains = proposals.true_gains(made, packages)
    best = int(np.argmax(np.prod(np.maximum(gains, 0), axis=1)))
    assert proposals.figures_of(gains, best, made)[0] == 1.0
    assert proposals.figures_of(gains, best, made)[2] == 1.0
    all_to_a = int(np.flatnonzero((packages == 3).all(axis=1))[0])
    assert proposals.figures_of(gains, all_to_a, made)[0] == 0.0


def test_area_under_the_curve_of_a_perfect_and_a_blind_forecast():
    target = np.array([0.0, 0.0, 1.0, 1.0])
    names = ["a", "b", "c", "d"]
    perfect = answers._figures(np.array([0.1, 0.2, 0.8, 0.9]), target, names)
    blind = answers._figures(np.full(4, 0.5), target, names)
    assert perfect["auc"][0] == 1.0
    assert blind["auc"][0] == 0.5
    assert blind["log-loss"][0] == pytest.approx(np.log(2))


def test_missing_records_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("LASTYARD_ORACLES", str(tmp_path))
    with pytest.raises(records.OraclesError, match="set LASTYARD_ORACLES"):
        records.people()


@pytest.mark.thorough
@pytest.mark.parametrize(("dataset", "floor"), [("casino", 0.62), ("dealornodeal", 0.66)])
def test_on_people_better_than_the_best_shipped_opponent_model(dataset, floor):
    try:
        found = records.divisions(dataset)
    except records.OraclesError:
        pytest.skip(f"the records of {dataset} are not on this machine")
    scores = preferences.score(found[:300], None, released(), word_weights())
    assert scores.summary()["top"][0] > floor


def test_calibration_tells_a_good_forecaster_from_one_who_is_too_sure():
    rng = np.random.default_rng(3)
    true = rng.uniform(0.2, 0.8, 4_000)
    came = (rng.random(4_000) < true).astype(float)
    names = [str(k // 4) for k in range(4_000)]
    good = calibration.calibration(true, came, names)
    error, low, high = good.error
    assert low <= error <= high
    assert [row.count for row in good.rows] == [400] * 10
    sure = np.where(true > 0.5, 0.95, 0.05)
    error, low, high = calibration.calibration(sure, came, names).error
    assert error > high + 0.1
    # By hand: two groups, forecasts .2 and .6 on average, of which 1 and 1 of 2 came true.
    small = calibration.calibration(
        np.array([0.1, 0.3, 0.6, 0.6]), np.array([1.0, 1.0, 0.0, 1.0]), list("abcd"), groups=2
    )
    assert small.error[0] == pytest.approx((0.8 * 2 + 0.1 * 2) / 4)


def test_made_up_cases_hide_a_truth_that_their_statements_come_from():
    asking = importlib.import_module("evaluation.asking")
    kind = asking.Kind(parties=2, issues=(3, 2), demands=1, bluffs=0.0)
    made = asking.make(11, kind)
    assert made.truth.accepts.shape == (6, 2)
    assert len(made.truth.holds) == 2
    for party in range(2):
        demanded = [
            s for s in made.case.statements if s.party == f"p{party}" and s.verb == "requires"
        ]
        assert len(demanded) == len(made.truth.holds[party])
    again = asking.make(11, kind)
    assert (again.truth.worth == made.truth.worth).all()
    assert again.case == made.case


def test_ways_of_asking_are_counted_on_the_same_cases():
    asking = importlib.import_module("evaluation.asking")
    kind = asking.Kind(parties=2, issues=(3, 2), demands=1)
    found = asking.counts(kind, 2, 1, 12)
    assert found.shape == (2, len(asking.WAYS))
    assert found.min() >= 2  # both parties have to say yes
    assert found.max() <= 13
    assert "| propose the best |" in asking._table("tried", found, 12)


def full(package, who="A", answer=None):
    return offer(who, dict(zip(("Food", "Water", "Firewood"), package, strict=True)),
                 dict(zip(("Food", "Water", "Firewood"), package, strict=True)), answer)  # fmt: skip


def test_a_deal_that_leaves_gains_is_improved_and_never_made_worse():
    improving = importlib.import_module("evaluation.improving")
    events = [full((3, 2, 0)), full((1, 1, 2), "B")]
    made = division(events, {"A": (1, 2, 2), "B": (2, 1, 1)})
    found = improving.score([made], released(), {})
    shares = [row["nash"][0] for row in found.values()]
    assert list(found) == [
        "the people's deal",
        "after 1 offered",
        "after 2 offered",
        "after 3 offered",
    ]
    assert shares == sorted(shares)
    assert shares[-1] > shares[0]


def test_questions_raise_the_share_of_the_best_product():
    finding = importlib.import_module("evaluation.finding")
    events = [full((2, 2, 2)), full((1, 1, 1), "B")]
    made = division(events, {"A": (2, 2, 1), "B": (1, 1, 2)})
    found = finding.score([made], released(), {})
    assert found["6 answers"]["nash"][0] == 1.0
    assert found["0 answers"]["nash"][0] < 1.0
    assert 0 < found["answers until then"]["nash"][0] <= 6


def test_batches_are_scored_with_no_deal_as_nothing():
    batches = importlib.import_module("evaluation.batches")
    found = batches.score([division([], None), division([], {"A": (3, 2, 0), "B": (0, 1, 3)})])
    assert found["the people"]["deals"][0] == 0.5
    assert found["batch, better than no deal"]["nash"][0] > 0.9
    assert found["batch, holding out for 0.6 of the best"]["deals"][0] <= 1.0


def test_turns_and_early_utterances_by_hand():
    turns = importlib.import_module("evaluation.turns")
    said = {"who": "A", "act": "message", "source": "text", "text": "hello"}
    heard = {"who": "B", "act": "message", "source": "text", "text": "hi"}
    found = turns.score([division([said, heard])], released(), {})
    # Nothing is known at either turn: a sixth for each order.
    assert found["turn level"]["brier6"][0] == pytest.approx((25 + 5) / 36 / 6)
    assert found["turn level"]["likeliest"][0] == pytest.approx(1 / 6)
    assert found["k-penalty"]["exact"][0] == pytest.approx(1 / 6)
    assert found["k-penalty"]["ndcg"][0] == pytest.approx(0.5)
