"""What answers teach and change, by hand and against the joint table of everything."""

from itertools import product

import numpy as np
import pytest

from lastyard.asking import (
    AcceptanceQuestion,
    FirmnessQuestion,
    PreferenceQuestion,
    Talks,
    believe,
    effects,
    gains,
    proposal_gains,
)
from lastyard.asking.belief import each_alone, questions, where_yes
from lastyard.asking.gains import (
    _divergence,
    cost_of_asking,
    draw_worlds,
    expected_questions,
    information,
    outcomes,
    proposal_information,
    true_in,
)
from small_talks import everyone, listed, made, takes


def exact_information(talks, question):
    """Return the mutual information of an answer and the outcome, from the joint table."""
    order = np.argsort(-talks.index().round(12), kind="stable").tolist()
    table = {}
    for world in product(*(list(listed(belief)) for belief in talks.beliefs)):
        weight = np.prod([w for _, _, w in world])
        outcome = next(
            (
                x
                for x in order
                if all(takes(b, d, p, x) for b, (d, p, _) in zip(talks.beliefs, world, strict=True))
            ),
            None,
        )
        where = where_yes(talks.beliefs[question.party], question)
        draw, pattern, _ = world[question.party]
        key = outcome, bool(where.draws[draw] and where.patterns[pattern])
        table[key] = table.get(key, 0.0) + weight
    found = 0.0
    for (outcome, answer), weight in table.items():
        alone = sum(w for (o, _), w in table.items() if o == outcome)
        said = sum(w for (_, a), w in table.items() if a == answer)
        found += weight * np.log2(weight / (alone * said)) if weight else 0.0
    return found


@pytest.mark.parametrize("seed", range(6))
def test_information_equals_that_of_the_joint_table_within_its_error(seed):
    talks = made(seed)
    found = gains(talks, range(4), range(4), worlds=20_000, seed=seed)
    assert found
    for gain in found:
        exact = exact_information(talks, gain.effect.question)
        assert gain.information.bits == pytest.approx(exact, abs=4 * gain.information.error + 1e-3)
        assert gain.information.error < 0.02


@pytest.mark.parametrize("seed", range(4))
def test_worlds_have_the_chances_of_the_beliefs(seed):
    # As many worlds as twice the draws: each draw must still meet every pattern.
    talks = made(seed, draws=64)
    drawn = draw_worlds(talks.beliefs, 128, seed)
    for party, belief in enumerate(talks.beliefs):
        for k in range(belief.holds.shape[1]):
            where = belief.holds_to(k)
            assert true_in(where, drawn, party).mean() == pytest.approx(
                belief.chance(where), abs=0.02
            )
        shares = [true_in(belief.takes(x), drawn, party).mean() for x in range(4)]
        assert shares == pytest.approx(belief.acceptance(), abs=0.05)
    # Two parties that share their draws are still independent of each other.
    same = Talks((talks.beliefs[0],) * 2, talks.probability, talks.agrees)
    drawn = draw_worlds(same.beliefs, 4096, seed)
    assert np.mean(drawn.draws[0] == drawn.draws[1]) < 0.1


def test_the_outcome_is_the_first_package_that_all_would_take():
    belief = believe(
        np.array([[0.9, 0.4], [0.9, 0.6]]), np.full(2, 0.5), np.zeros((0, 2), bool), []
    )
    talks = Talks((belief,), everyone, lambda accepts: accepts[:, 0])
    drawn = draw_worlds((belief,), 100, 0)
    found = outcomes(talks.beliefs, drawn, [1, 0], talks.agrees)
    assert found.tolist() == (1 - drawn.draws[0]).tolist()


def test_information_of_an_answer_that_says_nothing_is_within_its_error_of_nothing():
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(200):
        found = information(rng.integers(8, size=2_000), rng.random(2_000) < 0.4)
        inside += found.bits <= 2 * found.error
    assert inside > 185


def answers(effect):
    yes, no = effect.if_yes, effect.if_no
    return yes.package, yes.index, no.package, no.index


def test_what_answers_change_by_hand():
    # Half the time only package 0 will do, half the time only package 1; 0 is also demanded
    # against with firmness 0.5.
    worth = np.array([[0.9, 0.1], [0.1, 0.9]])
    belief = believe(worth, np.full(2, 0.5), np.array([[True, False]]), each_alone([0.5]))
    talks = Talks((belief,), everyone, lambda accepts: accepts[:, 0])
    assert talks.index() == pytest.approx([0.25, 0.5])
    take, hold, prefer = effects(
        talks, [AcceptanceQuestion(0, 0), FirmnessQuestion(0, 0), PreferenceQuestion(0, 0, 1)]
    )
    assert (take.chance, hold.chance, prefer.chance) == pytest.approx((0.25, 0.5, 0.5))
    assert [*answers(take)] == pytest.approx([0, 1.0, 1, 2 / 3])
    assert take.value == pytest.approx(0.25 + 0.75 * 2 / 3 - 0.5)
    assert [*answers(hold)] == pytest.approx([1, 0.5, 0, 0.5])
    assert hold.value == 0.0
    assert [*answers(prefer)] == pytest.approx([0, 0.5, 1, 1.0])
    # Now 2 questions are left: asking about package 1 succeeds half the time.
    assert expected_questions(talks.acceptance(), talks.index()) == pytest.approx(2.0)
    assert take.left == pytest.approx(0.25 * 0 + 0.75 * (1 + 2 / 3))
    assert prefer.left == pytest.approx(0.5 * 2.0 + 0.5 * 0)


def test_cost_of_asking_counts_until_the_first_no():
    table = np.array([[0.5, 0.2, 0.9], [1.0, 0.0, 0.5]])
    assert cost_of_asking(table) == pytest.approx([1 + 0.2 + 0.1, 1.0])
    assert expected_questions(np.zeros((1, 2)), np.zeros(1)) == np.inf


def test_what_a_refusal_teaches_by_hand():
    # One party, one of two packages at even odds: a refusal of one tells the other, 1 bit.
    worth = np.array([[0.9, 0.1], [0.1, 0.9]])
    belief = believe(worth, np.full(2, 0.5), np.zeros((0, 2), bool), [])
    talks = Talks((belief,), everyone, lambda accepts: accepts[:, 0])
    found = proposal_gains(talks, [0, 1])
    assert [each.package for each in found] == [0, 1]
    assert [each.refusal.bits for each in found] == pytest.approx([1.0, 1.0], abs=0.02)
    sure = believe(np.ones((1, 1)), np.zeros(1), np.zeros((0, 1), bool), [])
    (only,) = proposal_gains(Talks((sure,), everyone, lambda accepts: accepts[:, 0]), [0])
    assert only.refusal is None


@pytest.mark.parametrize("seed", range(4))
def test_ranking_does_not_depend_on_the_order_of_packages(seed):
    talks, order = made(seed), [2, 0, 3, 1]
    turned = Talks(
        tuple(
            believe(
                belief.worth(order),
                np.zeros(5),
                np.zeros((0, 4), bool),
                [],
                certain=None,
            )
            for belief in talks.beliefs
        ),
        everyone,
        talks.agrees,
    )
    straight = Talks(
        tuple(
            believe(belief.worth, np.zeros(5), np.zeros((0, 4), bool), [])
            for belief in talks.beliefs
        ),
        everyone,
        talks.agrees,
    )
    ours = {
        (
            e.effect.question.party,
            e.effect.question.package,
            e.effect.question.other,
        ): e.effect.chance
        for e in gains(straight, range(4), range(4))
    }
    theirs = {
        (
            e.effect.question.party,
            order[e.effect.question.package],
            order[e.effect.question.other],
        ): (e.effect.chance)
        for e in gains(turned, range(4), range(4))
    }
    assert ours
    for (party, one, other), chance in theirs.items():
        same = ours.get((party, one, other))
        assert chance == pytest.approx(same if same is not None else 1 - ours[party, other, one])


def test_the_same_seed_gives_the_same_and_no_question_gives_nothing():
    talks = made(3)
    assert gains(talks, range(4), range(4), seed=2) == gains(talks, range(4), range(4), seed=2)
    sure = believe(np.ones((1, 1)), np.zeros(1), np.zeros((0, 1), bool), [])
    assert gains(Talks((sure,), everyone, lambda a: a[:, 0]), [0], [0]) == []
    assert effects(talks, []) == []


def test_every_question_compared_is_open():
    talks = made(3)
    asked = [gain.effect for gain in gains(talks, range(4), range(4))]
    assert {each.question for each in asked} == set(questions(talks.beliefs, range(4), range(4)))
    assert all(0.0 < each.chance < 1.0 for each in asked)
    left = [round(each.left, 9) for each in asked]  # what differs by less counts as equal
    assert left == sorted(left)


@pytest.mark.parametrize(("kinds", "size"), [(2, 500), (5, 800)])
def test_an_answer_that_says_nothing_is_off_by_its_error(kinds, size):
    rng = np.random.default_rng(kinds)
    found = [
        information(np.append(rng.integers(0, kinds, size - 1), kinds - 1), rng.random(size) < 0.5)
        for _ in range(600)
    ]
    spread = np.std([each.bits for each in found])
    assert min(each.bits for each in found) == 0.0
    # What would be less than nothing is nothing, so estimates scatter less than their error says.
    assert spread <= min(each.error for each in found) <= 1.6 * spread


@pytest.mark.parametrize("sure", [0.65, 0.9])
def test_an_answer_that_says_something_is_off_by_its_error(sure):
    rng, size, found = np.random.default_rng(1), 700, []
    for _ in range(600):
        outcome = np.append(rng.integers(0, 3, size - 1), 2)
        answer = np.where(rng.random(size) < sure, outcome == 0, rng.random(size) < 0.5)
        found.append(information(outcome, answer))
    spread = np.std([each.bits for each in found])
    assert np.mean([each.error for each in found]) == pytest.approx(spread, rel=0.15)


@pytest.mark.thorough
def test_refusals_that_say_nothing_of_the_outcome_say_nothing_on_average():
    rng, found = np.random.default_rng(2), []
    for _ in range(400):
        accepts = rng.random((300, 3)) < 0.5
        outcome = np.append(rng.integers(0, 3, 299), 2)
        refused = ~accepts.all(axis=1)
        found.append(_divergence(outcome, accepts, refused))
        # What would be less than nothing is nothing.
        assert proposal_information(outcome, accepts, refused).bits == max(0.0, found[-1])
    assert min(found) < 0
    # Without the corrections it would be 0.04: 14 terms of 260 refusals.
    assert abs(np.mean(found)) < 0.003
    assert proposal_information(outcome, accepts, np.zeros(300, bool)) is None
    # Refused in one part of the worlds alone, nobody can tell how far off it is.
    assert proposal_information(outcome, accepts, np.arange(300) < 20).error == np.inf
    assert np.isfinite(proposal_information(outcome, accepts, np.arange(300) < 60).error)


@pytest.mark.parametrize("seed", range(2))
def test_what_refusals_teach_is_on_average_what_a_sum_over_all_cases_says(seed):
    """By definition: of each set that may refuse, the divergence from what was thought before."""
    rng, size = np.random.default_rng(seed), 400
    who = np.array(list(np.ndindex(2, 2)), dtype=bool)
    chances = rng.dirichlet(np.full(16, 3.0)).reshape(4, 4)  # who accepts, by outcome
    refused = ~who.all(axis=1)
    before, after = chances.sum(axis=0), chances[refused] / chances[refused].sum()
    exact = 0.0
    for line in after:
        exact += float(np.sum(line * np.log2(line / line.sum() / before)))
    found = []
    for _ in range(1_200):
        drawn = rng.choice(16, size, p=chances.ravel())
        accepts, outcome = who[drawn // 4], drawn % 4
        found.append(_divergence(outcome, accepts, ~accepts.all(axis=1)))
    assert np.std(found) / np.sqrt(len(found)) < 0.0013
    assert np.mean(found) == pytest.approx(exact, abs=0.003)
