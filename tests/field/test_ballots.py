"""Absent, present and not voting, and quorums of those who vote or are present."""

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lastyard as ly
from lastyard.bodies import Body, Member, adoption_chance
from lastyard.bodies.errors import MonotoneError
from lastyard.case.diagnostics import CaseError
from lastyard.case.load import load_text
from lastyard.case.writing import dump

FIELD = Path(__file__).parent
KINDS = ("yes", "abstain", "no", "present", "absent")


def test_an_absent_member():
    found = ly.vote(ly.load(FIELD / "15-vote-absent.yaml")).votes[0]
    assert found.certain == "adopted"
    assert (found.replay.yes, found.replay.no, found.replay.absent) == (2, 1, 1)
    assert "2 yes, 0 abstaining, 1 no, 1 absent" in str(
        ly.vote(ly.load(FIELD / "15-vote-absent.yaml"))
    )


def count(votes, kinds):
    return sum(vote in kinds for vote in votes)


RULES = {
    "yes > no and voting >= 3": lambda v: count(v, {"yes"}) > count(v, {"no"}) and count(v, {"yes", "no"}) >= 3,
    "yes > 1/2 of present": lambda v: 2 * count(v, {"yes"}) > len(v) - count(v, {"absent"}),
    "yes > no and present >= 1/2 of members": lambda v: count(v, {"yes"}) > count(v, {"no"}) and 2 * (len(v) - count(v, {"absent"})) >= len(v),
    "yes >= 2/3 of voting and absent <= 1": lambda v: 3 * count(v, {"yes"}) >= 2 * count(v, {"yes", "no"}) and count(v, {"absent"}) <= 1,
    "yes >= 1/2 of members": lambda v: 2 * count(v, {"yes"}) >= len(v),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_every_vote_of_four_members(rule):
    names = ["a", "b", "c", "d"]
    body = Body("B", tuple(Member(n) for n in names), rule)
    ordered = True
    for votes in product(KINDS, repeat=4):
        adopted = body.adopts(dict(zip(names, votes, strict=True)))
        assert adopted == RULES[rule](votes)
        # A yes never hurts; whether a no ever helps is told.
        for k in range(4):
            assert not adopted or RULES[rule]((*votes[:k], "yes", *votes[k + 1 :]))
            if votes[k] == "no" and adopted:
                others = ("abstain", "present", "absent")
                ordered &= all(RULES[rule]((*votes[:k], o, *votes[k + 1 :])) for o in others)
    assert body.ordered == ordered


@pytest.mark.parametrize("rule", ["no >= 1", "absent >= 1", "yes > no and abstain >= 1"])
def test_rules_under_which_a_yes_hurts_are_refused(rule):
    with pytest.raises((MonotoneError, ValueError)):
        Body("B", tuple(Member(n) for n in "abcd"), rule + " or yes >= 4 and no >= 4")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_chances_with_absences_against_every_vote(data):
    rule = data.draw(st.sampled_from(sorted(RULES)))
    middles = data.draw(
        st.lists(st.sampled_from(("abstain", "present", "absent")), min_size=4, max_size=4)
    )
    names = ["a", "b", "c", "d"]
    body = Body("B", tuple(Member(n, middle=m) for n, m in zip(names, middles, strict=True)), rule)
    thirds = [data.draw(st.permutations([0.5, 0.3, 0.2])) for _ in names]
    expected = 0.0
    for votes in product(range(3), repeat=4):
        kinds = tuple(("yes", m, "no")[v] for v, m in zip(votes, middles, strict=True))
        chance = 1.0
        for v, three in zip(votes, thirds, strict=True):
            chance *= three[v]
        expected += chance * RULES[rule](kinds)
    found = adoption_chance(body, {n: tuple(t) for n, t in zip(names, thirds, strict=True)})
    assert found.probability == pytest.approx(expected)


HEAD = "title: T\nparties: {a: {}}\nissues: {i: {options: [x, y]}}\nvotes:\n"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_range_covers_whatever_the_unknown_do(data):
    """Certain outcomes and both ends against every vote of the members of whom nothing is known."""
    rule = data.draw(st.sampled_from(sorted(RULES)))
    names = ["m0", "m1", "m2", "m3"]
    known = {
        n: data.draw(st.sampled_from(KINDS)) for n in names if data.draw(st.booleans())
    }  # fmt: skip
    ballots = ", ".join(f"{n}: {k}" for n, k in known.items())
    case = load_text(
        HEAD
        + f"  - {{id: v, body: {{members: [{', '.join(names)}], rule: {rule}}}, ballots: {{{ballots}}}}}\n"
    )
    found = ly.vote(case).votes[0]
    outcomes = set()
    for rest in product(KINDS, repeat=4 - len(known)):
        others = iter(rest)
        outcomes.add(RULES[rule]([known.get(n) or next(others) for n in names]))
    assert found.low.probability == min(outcomes)
    assert found.high.probability == max(outcomes)
    certain = None if len(outcomes) > 1 else "adopted" if True in outcomes else "rejected"
    assert found.certain == certain


@pytest.mark.thorough
def test_a_class_that_stays_at_home():
    """Italy, five abrogative referendums, 8 and 9 June 2025: about 30 % voted, none was valid.

    Article 75 of the constitution: a majority of those entitled must vote, and a majority of
    the valid votes decide. Source: noticiaseurocamara.com, June 2025 (turnout of 30 %; all five
    without quorum); difesapopolo.it (quorum: half of those entitled, and one).
    """
    text = (
        HEAD
        + "  - id: one\n    outcome: rejected\n"
        + "    body: {members: [{name: entitled, count: 1000}], rule: yes > no and voting > 1/2 of members}\n"
        + "    ballots: {entitled: {counts: {absent: 700}}}\n"
    )
    found = ly.vote(load_text(text)).votes[0]
    assert found.certain == "rejected"
    assert found.agrees
    # Had half of them and one voted, all would have hung on how.
    some = ly.vote(
        load_text(text.replace("absent: 700", "absent: 499").replace("    outcome: rejected\n", ""))
    ).votes[0]
    assert (some.certain, some.low.probability, some.high.probability) == (None, 0.0, 1.0)
    # With enough votes in favour, the rest of those who stayed could do nothing.
    sure = ly.vote(
        load_text(
            text.replace("absent: 700", "absent: 300, yes: 501").replace(
                "    outcome: rejected\n", ""
            )
        )
    ).votes[0]
    assert sure.certain == "adopted"


def test_members_who_answer_present():
    """The House of Representatives elects its Speaker, 7 January 2023, fifteenth ballot.

    434 members-elect: 216 for one candidate, 212 for another, six answered "present". Elected
    is who has a majority of those voting by name: 215 of 428. Source: votefacts.com, 8 January
    2023; en.wikipedia.org, January 2023 Speaker election.
    """
    body = Body("House", (Member("elect", count=428), Member("six", count=6, middle="present")),
                "yes > 1/2 of voting and present > 1/2 of members")  # fmt: skip
    assert body.adopts({"elect": (216, 0, 212), "six": "present"})
    # Had the six voted for others, a majority of 434 would have been missed: 218 were needed.
    assert not body.adopts({"elect": (216, 0, 212), "six": "no"})
    # Of those present, present or not voting counts against: then it is not enough.
    present = Body("House", body.members, "yes > 1/2 of present")
    assert not present.adopts({"elect": (216, 0, 212), "six": "present"})
    assert present.adopts({"elect": (216, 0, 212), "six": "absent"})


@pytest.mark.parametrize(
    ("ballot", "help"),
    [("not voting", "'absent'"), ("present, not voting", "'present'"), ("for", "'yes'"), ("abset", "did you mean 'absent'")],
)  # fmt: skip
def test_other_words_for_ballots(ballot, help):
    with pytest.raises(CaseError) as caught:
        load_text(
            HEAD
            + f"  - {{id: v, body: {{members: [m, n], rule: yes >= 1}}, ballots: {{m: '{ballot}'}}}}\n"
        )
    assert help in caught.value.diagnostics[0].help


def test_chances_and_counts_are_saved_and_loaded():
    text = HEAD + (
        "  - id: v\n    body: {members: [m, n, {name: c, count: 9}], rule: yes >= 1}\n"
        "    ballots: {m: absent, n: {chances: {yes: 0.5, absent: 0.3, no: 0.2}}, c: {counts: {yes: 2, present: 3, absent: 1}}}\n"
    )
    case = load_text(text)
    ballots = {b.member: b for b in case.votes[0].ballots}
    assert (ballots["n"].chances, ballots["n"].middle) == (
        (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5)),
        "absent",
    )
    assert ballots["c"].counts == (2, 0, 0, 3, 1)
    assert load_text(dump(case)).votes == case.votes
    with pytest.raises(CaseError, match="one of abstain, present and absent"):
        load_text(text.replace("absent: 0.3", "absent: 0.2, abstain: 0.1"))
